import type { TSESLint, TSESTree } from '@typescript-eslint/utils';

import { insertion, type Edit } from './edit.ts';
import { isGlobal } from './insert-await.ts';
import { asRepair, type Late, type LateRepair } from './late.ts';
import { hasCommentWithin } from './replace-call.ts';
import { isFunction, isInside, isLoop } from './statement-list.ts';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** `for (const x of await Promise.all(xs))`, or `await Promise.all(xs);` for a loop that only waits. */
export function loopOverValues(
  { oneByOne, start }: Late,
  sourceCode: SourceCode,
): LateRepair | undefined {
  if (!oneByOne || !isGlobal('Promise', oneByOne, sourceCode)) return undefined;
  const loop = loopAround(oneByOne);
  if (!loop) return undefined;
  const edits = loop.await ? ofAwaitingLoop(loop, sourceCode) : ofPlainLoop(loop, sourceCode);
  return edits && { kind: 'collection', repair: asRepair(start, edits), proven: false };
}

function loopAround(node: TSESTree.Node): TSESTree.ForOfStatement | undefined {
  for (let each: TSESTree.Node | undefined = node; each; each = each.parent) {
    if (each.type === 'ForOfStatement') return each;
    if (isFunction(each) || isLoop(each)) return undefined;
  }
  return undefined;
}

function ofAwaitingLoop(loop: TSESTree.ForOfStatement, sourceCode: SourceCode): Edit[] | undefined {
  const keyword = sourceCode.getFirstToken(loop, 1);
  const next = keyword && sourceCode.getTokenAfter(keyword);
  if (keyword?.value !== 'await' || !next) return undefined;
  const gap: Edit['range'] = [keyword.range[0], next.range[0]];
  if (hasCommentWithin(gap, sourceCode)) return undefined;
  return [{ range: gap, text: '' }, ...all(loop.right)];
}

function all(collection: TSESTree.Expression): Edit[] {
  const [start, end] = collection.range;
  return [insertion(start, 'await Promise.all('), insertion(end, ')')];
}

function ofPlainLoop(loop: TSESTree.ForOfStatement, sourceCode: SourceCode): Edit[] | undefined {
  const { left, right, body } = loop;
  if (left.type !== 'VariableDeclaration') return undefined;
  const { id } = left.declarations[0];
  if (id.type !== 'Identifier' || id.typeAnnotation) return undefined;
  const [variable] = sourceCode.getDeclaredVariables(left);
  if (!variable || right.type === 'SequenceExpression') return undefined;

  const awaits = variable.references
    .filter(({ init }) => init !== true)
    .map(({ identifier }) => identifier.parent);
  const isOnlyAwaited = variable.references.every(
    ({ init, identifier }) => init === true || identifier.parent.type === 'AwaitExpression',
  );
  if (!isOnlyAwaited || awaits.length === 0) return undefined;

  const only = body.type === 'BlockStatement' && body.body.length === 1 ? body.body[0] : body;
  if (only?.type === 'ExpressionStatement' && only.expression.type === 'AwaitExpression') {
    if (only.expression.argument.type !== 'Identifier') return undefined;
    const { range } = loop;
    const kept = right.range;
    const isLost = sourceCode
      .getAllComments()
      .some((comment) => isInside(comment.range, range) && !isInside(comment.range, kept));
    return isLost
      ? undefined
      : [{ range, text: `await Promise.all(${sourceCode.getText(right)});` }];
  }
  if (awaits.some(({ parent }) => parent?.type === 'ExpressionStatement')) return undefined;
  if (awaits.some(({ range }) => hasCommentWithin(range, sourceCode))) return undefined;
  return [
    ...all(right),
    ...awaits.map((node) => ({ range: rangeWithParentheses(node, sourceCode), text: id.name })),
  ];
}

/** `(await user).name` needs them no more, unless they keep it from a word: `return(await user).name`. */
function rangeWithParentheses(node: TSESTree.Node, sourceCode: SourceCode): Edit['range'] {
  const [before, after] = [sourceCode.getTokenBefore(node), sourceCode.getTokenAfter(node)];
  const isMember = node.parent?.type === 'MemberExpression' && node.parent.object === node;
  if (!isMember || before?.value !== '(' || after?.value !== ')') return node.range;
  const isApart = !/[\w$]/.test(sourceCode.text.charAt(before.range[0] - 1));
  return isApart ? [before.range[0], after.range[1]] : node.range;
}
