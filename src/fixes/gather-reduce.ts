import type { TSESTree } from '@typescript-eslint/utils';

import type { Edit } from './edit.ts';
import { isGlobal, isOptional } from './insert-await.ts';
import { asRepair, type TypedFile } from './late.ts';
import { frameFor } from './parentheses.ts';
import type { Repair } from './repair.ts';
import { hasCommentWithin } from './replace-call.ts';

/** A call of `reduce` whose callback awaits the accumulator, and uses it for nothing but a list. */
export interface ReducedInTurn {
  readonly call: TSESTree.CallExpression;
  readonly callback: TSESTree.ArrowFunctionExpression | TSESTree.FunctionExpression;
  readonly previous: TSESTree.AwaitExpression;
}

/**
 * `Promise.all(xs.map(…))` for a `reduce` that only waits (`await acc;` is its first statement, and it
 * gives nothing), or that makes a list (`[...(await acc), await f(x)]`). `undefined` for others.
 */
export function gatherReduce(
  reduced: ReducedInTurn,
  { sourceCode }: Pick<TypedFile, 'sourceCode'>,
): Repair | undefined {
  const { call, callback } = reduced;
  const { callee } = call;
  const [, element, ...more] = callback.params;
  if (callee.type !== 'MemberExpression' || callee.computed || isOptional(call)) return undefined;
  if (!isGlobal('Promise', call, sourceCode) || callback.returnType || callback.typeParameters) {
    return undefined;
  }
  if (callback.type === 'FunctionExpression' || !element) return undefined;
  const body = waitingBody(reduced, sourceCode) ?? listBody(reduced, sourceCode);
  if (body === undefined) return undefined;
  const outside: Edit['range'][] = [
    [callee.object.range[1], element.range[0]],
    [more.at(-1)?.range[1] ?? element.range[1], callback.body.range[0]],
    [callback.body.range[1], call.range[1]],
  ];
  if (outside.some((each) => hasCommentWithin(each, sourceCode))) return undefined;
  const parameters = [element, ...more].map((each) => sourceCode.getText(each)).join(', ');
  const list = sourceCode.getText(callee.object);
  const text = `Promise.all(${list}.map(async (${parameters}) => ${body}))`;
  const frame = frameFor(call, text, 'call', sourceCode);
  return asRepair(call, [{ range: call.range, text: frame.before + text + frame.after }]);
}

/** `{ await acc; … }` without its first statement, where nobody takes what it gives. */
function waitingBody(
  { call, callback, previous }: ReducedInTurn,
  sourceCode: TypedFile['sourceCode'],
): string | undefined {
  const { body } = callback;
  const isUnused =
    call.parent.type === 'AwaitExpression' && call.parent.parent.type === 'ExpressionStatement';
  if (body.type !== 'BlockStatement' || !isUnused) return undefined;
  const [first, second] = body.body;
  if (first?.type !== 'ExpressionStatement' || first.expression !== previous || !second) {
    return undefined;
  }
  const next = sourceCode.getTokenAfter(first, { includeComments: true });
  const { text } = sourceCode;
  return next
    ? text.slice(body.range[0], first.range[0]) + text.slice(next.range[0], body.range[1])
    : undefined;
}

/** The `await f(x)` of `[...(await acc), await f(x)]`, with an empty list to start with. */
function listBody(
  { call, callback, previous }: ReducedInTurn,
  sourceCode: TypedFile['sourceCode'],
): string | undefined {
  const { body } = callback;
  if (body.type !== 'ArrayExpression') return undefined;
  const [before, value, more] = body.elements;
  if (before?.type !== 'SpreadElement' || before.argument !== previous || !value || more) {
    return undefined;
  }
  if (value.type === 'SpreadElement' || hasCommentWithin(body.range, sourceCode)) return undefined;
  const [, start] = call.arguments;
  if (!start || !startsEmpty(start)) return undefined;
  const text = sourceCode.getText(value.type === 'AwaitExpression' ? value.argument : value);
  return value.type === 'ObjectExpression' ? `(${text})` : text;
}

/** `[]`, or a promise of it. */
function startsEmpty(start: TSESTree.Node): boolean {
  switch (start.type) {
    case 'ArrayExpression':
      return start.elements.length === 0;
    case 'TSAsExpression':
      return startsEmpty(start.expression);
    case 'CallExpression':
      return start.arguments.length === 1 && start.arguments.every((each) => startsEmpty(each));
    default:
      return false;
  }
}
