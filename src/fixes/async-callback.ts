import type { TSESLint, TSESTree } from '@typescript-eslint/utils';

import { canAwaitAt, functionAround, type FunctionNode } from '../analysis/await-site.ts';
import { combined } from './combine.ts';
import { indentAt, insertion, newlineOf, type Edit } from './edit.ts';
import { asyncKeyword } from './make-async.ts';
import { frameFor } from './parentheses.ts';
import type { Repair } from './repair.ts';
import { isOptional } from './insert-await.ts';

type SourceCode = Readonly<TSESLint.SourceCode>;

/**
 * The repair for an `await` within the callback of an array's `map`: the callback becomes async, and
 * the promises are awaited together: `await Promise.all(xs.map(async (x) => …))`. `undefined` where the
 * callback is of another method, or of something else than an array (`isArray` knows), where a type
 * argument says what it returns or an optional call may leave it out, or where the code around
 * cannot await.
 */
export function awaitInMap(
  inner: Repair,
  isArray: (receiver: TSESTree.Expression) => boolean,
  sourceCode: SourceCode,
): Repair | undefined {
  const callback = functionAround(inner.site);
  const call = callback && callTaking(callback);
  const keyword = callback && asyncKeyword(callback, sourceCode);
  if (!call || !keyword || call.arguments.length !== 1 || call.typeArguments) return undefined;
  const { callee, parent } = call;
  if (callee.type !== 'MemberExpression' || callee.computed || parent.type === 'ChainExpression') {
    return undefined;
  }
  const isMap = callee.property.type === 'Identifier' && callee.property.name === 'map';
  if (!isMap || isOptional(call) || !canAwaitAt(call) || !isArray(callee.object)) return undefined;

  const { before, after } = frameFor(call, 'await', 'await', sourceCode);
  const awaiting = parent.type === 'AwaitExpression' ? '' : `${before}await `;
  return combined(
    call,
    [inner],
    [
      insertion(call.range[0], `${awaiting}Promise.all(`),
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
 * of its handler would lose a rejection, so the body goes into a `try`: `failed` gives the
 * statements of its `catch`, given the names of the handler's parameters (empty for patterns and what may be missing);
 * absent for servers that look. `undefined` where there is nothing to answer with, or no block.
 */
export function awaitInHandler(
  inner: Repair,
  failed: ((parameters: readonly string[]) => readonly string[] | undefined) | undefined,
  sourceCode: SourceCode,
): Repair | undefined {
  const handler = functionAround(inner.site);
  const keyword = handler && asyncKeyword(handler, sourceCode);
  if (!keyword) return undefined;
  if (!failed) return combined(inner.site, [inner], keyword);

  const { body } = handler;
  const names = handler.params.map((each) =>
    each.type === 'Identifier' && !each.optional ? each.name : '',
  );
  const reaction = failed(names);
  if (reaction === undefined || body.type !== 'BlockStatement') return undefined;
  return {
    ...inner,
    edits: (written) => {
      const within = inner.edits(written);
      return [...keyword, ...within, ...tryAround(body, reaction, within, sourceCode)];
    },
  };
}

/** `{ … }` → `{ try { … } catch (error) { reaction } }`, with the lines of the body indented. */
function tryAround(
  body: TSESTree.BlockStatement,
  reaction: readonly string[],
  within: readonly Edit[],
  sourceCode: SourceCode,
): Edit[] {
  const { text } = sourceCode;
  const newline = newlineOf(text);
  const [start, end] = body.range;
  const [first] = body.body;
  const last = body.body.at(-1);
  if (!first || !last || first.loc.start.line === body.loc.start.line) {
    const caught = `} catch (error) { ${reaction.join(' ')} } `;
    return [insertion(start + 1, ' try {'), insertion(end - 1, caught)];
  }
  const outer = indentAt(text, start);
  const inner = indentAt(text, first.range[0]);
  const step = inner.startsWith(outer) ? inner.slice(outer.length) : '  ';
  const caught = [
    `${step}} catch (error) {`,
    ...reaction.map((statement) => `${inner}${step}${statement}`),
    `${inner}}`,
    outer,
  ];
  return [
    insertion(start + 1, `${newline}${inner}try {`),
    ...indented(body, step, within, sourceCode),
    insertion(end - 1, caught.join(newline)),
  ];
}

/** One step more before each line of the body, but for those within template literals. */
function indented(
  body: TSESTree.BlockStatement,
  step: string,
  within: readonly Edit[],
  sourceCode: SourceCode,
): Edit[] {
  const templates = sourceCode.ast.tokens.filter(({ type }) => type === 'Template');
  const fixed = [...templates, ...within].map(({ range }) => range);
  const edits: Edit[] = [];
  for (let line = body.loc.start.line + 1; line < body.loc.end.line; line += 1) {
    const at = sourceCode.getIndexFromLoc({ line, column: 0 });
    const isText = fixed.some(([from, to]) => from < at && at < to);
    const isBlank = sourceCode.lines[line - 1]?.trim() === '';
    if (!isText && !isBlank) edits.push(insertion(at, step));
  }
  return edits;
}

function callTaking(callback: FunctionNode): TSESTree.CallExpression | undefined {
  const { parent } = callback;
  return parent.type === 'CallExpression' && parent.callee !== callback ? parent : undefined;
}
