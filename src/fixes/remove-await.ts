import type { TSESLint, TSESTree } from '@typescript-eslint/utils';

import { insertion, type Edit } from './edit.ts';
import { frameFor, isParenthesized } from './parentheses.ts';
import type { Repair } from './repair.ts';

type SourceCode = Readonly<TSESLint.SourceCode>;

/**
 * The repair that takes the `await` away and leaves its operand, with the parentheses or the
 * semicolon that it needs by itself. `undefined` where a comment would come in the way.
 */
export function withoutAwait(
  node: TSESTree.AwaitExpression,
  sourceCode: SourceCode,
): Repair | undefined {
  const keyword = sourceCode.getFirstToken(node);
  const next = keyword && sourceCode.getTokenAfter(keyword);
  if (!next) return undefined;
  if (sourceCode.getCommentsBefore(next).length > 0) return undefined;

  const [start, end] = node.range;
  const rest = sourceCode.text.slice(next.range[0], end);
  const opening = STARTS_STATEMENT.test(rest) && startsStatement(node, sourceCode) ? '(' : '';
  const frame = frameFor(node, `${opening}${rest}`, 'await', sourceCode);
  // `- await -x`
  const before = sourceCode.text.charAt(start - 1);
  const space = /[+-]/.test(before) && rest.startsWith(before) ? ' ' : '';
  const edits: Edit[] = [
    { range: [start, next.range[0]], text: `${frame.before}${space}${opening}` },
    ...(opening === '' && frame.after === ''
      ? []
      : [insertion(end, `${opening === '' ? '' : ')'}${frame.after}`)]),
  ];
  return { site: node, needs: [], released: [], edits: () => edits };
}

/** What cannot stand at the start of a statement as an expression. */
const STARTS_STATEMENT = /^(?:\{|(?:async\s+)?function\b|class\b|let\b)/;

/** Whether `node` is the first thing in a statement, in the body of an arrow function or after `export default`. */
function startsStatement(node: TSESTree.Node, sourceCode: SourceCode): boolean {
  for (let inner = node, { parent } = node; parent; inner = parent, parent = parent.parent) {
    if (isParenthesized(inner, sourceCode)) return false;
    if (parent.type === 'ArrowFunctionExpression') return parent.body === inner;
    if (parent.type === 'ExpressionStatement' || parent.type === 'ExportDefaultDeclaration')
      return true;
    if (parent.range[0] !== node.range[0]) return false;
  }
  return false;
}

/** The repair of `await (await x)`: one of the two goes, with the parentheses between them. */
export function withOneAwait(
  node: TSESTree.AwaitExpression,
  sourceCode: SourceCode,
): Repair | undefined {
  const { argument: inner } = node;
  const before = sourceCode.text.slice(node.range[0], inner.range[0]);
  const after = sourceCode.text.slice(inner.range[1], node.range[1]);
  if (!/^await[\s(]*$/.test(before) || !/^[\s)]*$/.test(after))
    return withoutAwait(node, sourceCode);
  const edits: Edit[] = [{ range: [node.range[0], inner.range[0]], text: '' }];
  if (after !== '') edits.push({ range: [inner.range[1], node.range[1]], text: '' });
  return { site: node, needs: [], released: [], edits: () => edits };
}

/** The repair that takes the `await` out of `for await (…)` or `await using`. */
export function withoutKeyword(
  node: TSESTree.ForOfStatement | TSESTree.VariableDeclaration,
  sourceCode: SourceCode,
): Repair | undefined {
  const keyword = sourceCode.getFirstToken(node, {
    filter: ({ value }) => value === 'await',
  });
  const next = keyword && sourceCode.getTokenAfter(keyword, { includeComments: true });
  if (!next) return undefined;
  const edits: Edit[] = [{ range: [keyword.range[0], next.range[0]], text: '' }];
  return { site: node, needs: [], released: [], edits: () => edits };
}

/** The repair of `await Promise.all(values)` where these are no promises: `values`. */
export function withoutCombinator(
  { parent: whole }: TSESTree.CallExpression,
  values: TSESTree.Expression,
  sourceCode: SourceCode,
): Repair | undefined {
  if (whole.type !== 'AwaitExpression' || values.type === 'SequenceExpression') return undefined;
  const [start, end] = whole.range;
  const [from, to] = values.range;
  const isCut = sourceCode
    .getCommentsInside(whole)
    .some(({ range }) => range[0] < from || range[1] > to);
  if (isCut) return undefined;
  const frame = frameFor(whole, sourceCode.getText(values), 'loose', sourceCode);
  const edits: Edit[] = [
    { range: [start, from], text: frame.before },
    { range: [to, end], text: frame.after },
  ];
  return { site: whole, needs: [], released: [], edits: () => edits };
}
