import type { TSESLint, TSESTree } from '@typescript-eslint/utils';

import { combined } from './combine.ts';
import { awaited } from './insert-await.ts';
import type { Repair } from './repair.ts';

type SourceCode = Readonly<TSESLint.SourceCode>;

/**
 * The expressions whose value `expression` may have: the branches of `?:`, `&&`, `||`, `??` and the
 * end of a comma list. The left side of `&&` is left out: a promise there is never the value.
 */
export function branchesOf(expression: TSESTree.Expression): readonly TSESTree.Expression[] {
  switch (expression.type) {
    case 'ConditionalExpression':
      return [...branchesOf(expression.consequent), ...branchesOf(expression.alternate)];
    case 'LogicalExpression':
      return expression.operator === '&&'
        ? branchesOf(expression.right)
        : [...branchesOf(expression.left), ...branchesOf(expression.right)];
    case 'SequenceExpression': {
      const last = expression.expressions.at(-1);
      return last ? branchesOf(last) : [];
    }
    case 'TSNonNullExpression':
      return branchesOf(expression.expression);
    default:
      return [expression];
  }
}

/**
 * One repair that awaits `whole`, whichever of its branches is its value: `await (c ? p : q)`. Where a
 * branch is awaited already, each of `promises`, the others, is awaited in its place.
 */
export function awaitedBranches(
  whole: TSESTree.Expression,
  promises: readonly TSESTree.Expression[],
  sourceCode: SourceCode,
): Repair | undefined {
  const isPartlyAwaited = branchesOf(whole).some(({ type }) => type === 'AwaitExpression');
  if (!isPartlyAwaited) return awaited(whole, sourceCode);
  const repairs = promises.map((each) => awaited(each, sourceCode));
  const made = repairs.filter((each) => each !== undefined);
  return made.length === repairs.length ? combined(whole, made) : undefined;
}
