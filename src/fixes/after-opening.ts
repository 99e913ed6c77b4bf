import type { TSESLint, TSESTree } from '@typescript-eslint/utils';

import type { Member } from '../analysis/concurrency/candidates.ts';
import { losesNarrowing } from '../analysis/moved-types.ts';
import type { TypedProgram } from '../analysis/typescript.ts';
import type { Edit } from './edit.ts';
import { withParentheses } from './layout.ts';
import { nameOfParameter, nameOfValue } from './value-name.ts';

/**
 * The edits that make one promise of what `await (await fetch(u)).json()` awaits, in the operand of its
 * outer `await`: `fetch(u).then((response) => response.json())`. None where nothing has to be awaited
 * first; `undefined` where a comment or a type would be lost.
 */
export function afterOpening(
  { opening, call }: Member,
  outer: TSESTree.AwaitExpression,
  typed: TypedProgram,
  sourceCode: Readonly<TSESLint.SourceCode>,
): readonly Edit[] | undefined {
  if (!opening) return [];
  const whole = outer.argument;
  const inner = whole.type === 'CallExpression' && awaitedReceiver(whole.callee);
  if (!inner || losesNarrowing(call.arguments, call, typed)) return undefined;
  const [start, end] = withParentheses(inner, sourceCode);
  const { range } = inner.argument;
  const isLost = sourceCode
    .getCommentsInside(whole)
    .some(
      (each) => each.range[0] < range[0] || (each.range[0] >= range[1] && each.range[1] <= end),
    );
  if (isLost || start !== whole.range[0]) return undefined;
  const wanted = isFetch(inner.argument) ? 'response' : nameOfValue(inner.argument);
  const name = nameOfParameter(wanted, whole, sourceCode);
  const last = whole.range[1] - 1;
  return [
    { range: [start, range[0]], text: '' },
    { range: [range[1], end], text: `.then((${name}) => ${name}` },
    { range: [last, last + 1], text: '))' },
  ];
}

/** `await fetch(u)` of `(await fetch(u)).json` */
function awaitedReceiver(callee: TSESTree.Expression): TSESTree.AwaitExpression | undefined {
  let receiver = callee;
  while (receiver.type === 'MemberExpression') receiver = receiver.object;
  return receiver.type === 'AwaitExpression' ? receiver : undefined;
}

function isFetch(call: TSESTree.Expression): boolean {
  return (
    call.type === 'CallExpression' &&
    call.callee.type === 'Identifier' &&
    call.callee.name === 'fetch'
  );
}
