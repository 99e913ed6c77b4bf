import type { TSESTree } from '@typescript-eslint/utils';

/**
 * The name of the method that `x.name(…)` calls; `undefined` for other calls. Asked of every call: a
 * selector with attributes costs ESLint more.
 */
export function methodName({ callee }: TSESTree.CallExpression): string | undefined {
  return callee.type === 'MemberExpression' && 'name' in callee.property
    ? callee.property.name
    : undefined;
}
