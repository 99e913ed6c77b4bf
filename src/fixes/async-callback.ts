import type { TSESLint, TSESTree } from '@typescript-eslint/utils';

import { canAwaitAt } from '../analysis/await-site.ts';
import { combined } from './combine.ts';
import { indentAt, insertion, newlineOf, type Edit } from './edit.ts';
import { functionAround, type FunctionNode } from './function-around.ts';
import { asyncKeyword } from './make-async.ts';
import { frameFor } from './parentheses.ts';
import type { Repair } from './repair.ts';

type SourceCode = Readonly<TSESLint.SourceCode>;

/**
 * The repair for an `await` within the callback of `map`: the callback becomes async, and the promises
 * are awaited together: `await Promise.all(xs.map(async (x) => …))`. `undefined` where the callback is
 * of another method, where its result goes on in a chain that an optional call may cut, or where
 * the code around cannot await.
 */
export function awaitInMap(inner: Repair, sourceCode: SourceCode): Repair | undefined {
  const callback = functionAround(inner.site);
  const call = callback && callTaking(callback);
  if (
    !call ||
    callback.type === 'FunctionDeclaration' ||
    call.callee.type !== 'MemberExpression' ||
    call.callee.computed ||
    call.callee.property.type !== 'Identifier' ||
    call.callee.property.name !== 'map' ||
    call.callee.optional ||
    call.parent.type === 'ChainExpression' ||
    call.arguments.length !== 1 ||
    !canAwaitAt(call)
  ) {
    return undefined;
  }
  const keyword = asyncKeyword(callback, sourceCode);
  if (!keyword) return undefined;
  const { before, after } = frameFor(call, 'await', 'await', sourceCode);
  return combined(
    call,
    [inner],
    [
      insertion(call.range[0], `${before}await Promise.all(`),
      ...keyword,
      insertion(call.range[1], `)${after}`),
    ],
  );
}

/** The repair for an `await` within a promise reaction: its callback becomes async, and is waited for. */
export function awaitInReaction(inner: Repair, sourceCode: SourceCode): Repair | undefined {
  const callback = functionAround(inner.site);
  const keyword = callback && callTaking(callback) && asyncKeyword(callback, sourceCode);
  return keyword && combined(inner.site, [inner], keyword);
}

/**
 * The repair for an `await` within a request handler. A server that does not look at the promise
 * of its handler would lose a rejection, so the body goes into a `try`: `failed` says what its
 * `catch` does, given the names of the handler's parameters; nothing for servers that look.
 */
export function awaitInHandler(
  inner: Repair,
  failed: ((parameters: readonly string[]) => string | undefined) | undefined,
  sourceCode: SourceCode,
): Repair | undefined {
  const handler = functionAround(inner.site);
  const keyword = handler && asyncKeyword(handler, sourceCode);
  if (!keyword) return undefined;
  if (!failed) return combined(inner.site, [inner], keyword);

  const names = handler.params.map((each) => (each.type === 'Identifier' ? each.name : ''));
  const reaction = failed(names);
  if (reaction === undefined || handler.body.type !== 'BlockStatement') return undefined;
  return combined(
    inner.site,
    [inner],
    [...keyword, ...tryAround(handler.body, reaction, sourceCode)],
  );
}

/** `{ … }` → `{ try { … } catch (error) { reaction } }`, on the lines that the body has. */
function tryAround(
  body: TSESTree.BlockStatement,
  reaction: string,
  sourceCode: SourceCode,
): Edit[] {
  const newline = newlineOf(sourceCode.text);
  const [start, end] = body.range;
  if (body.loc.start.line === body.loc.end.line) {
    return [insertion(start + 1, ' try {'), insertion(end - 1, `} catch (error) { ${reaction} } `)];
  }
  const outer = indentAt(sourceCode.text, start);
  const first = body.body[0];
  const inner = first ? indentAt(sourceCode.text, first.range[0]) : `${outer}  `;
  return [
    insertion(start + 1, `${newline}${inner}try {`),
    insertion(
      end - 1,
      `${inner.slice(outer.length)}} catch (error) {${newline}${inner}${inner.slice(outer.length)}${reaction}${newline}${inner}}${newline}${outer}`,
    ),
  ];
}

function callTaking(callback: FunctionNode): TSESTree.CallExpression | undefined {
  const { parent } = callback;
  return parent.type === 'CallExpression' && parent.callee !== callback ? parent : undefined;
}
