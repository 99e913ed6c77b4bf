import type { TSESLint, TSESTree } from '@typescript-eslint/utils';

type Scope = TSESLint.Scope.Scope;

/**
 * The variable that a name stands for: a text as it would be read in `scope`, an identifier where it
 * stands in it. `null` where nothing declares it.
 */
export function findVariable(
  scope: Scope,
  name: string | TSESTree.Identifier,
): TSESLint.Scope.Variable | null {
  const isText = typeof name === 'string';
  const text = isText ? name : name.name;
  let each: Scope | null = isText ? scope : innermost(scope, name.range[0]);
  for (; each; each = each.upper) {
    const variable = each.set.get(text);
    if (variable) return variable;
  }
  return null;
}

function innermost(scope: Scope, position: number): Scope {
  const inner = scope.childScopes.find(
    ({ block: { range } }) => range[0] <= position && position < range[1],
  );
  return inner ? innermost(inner, position) : scope;
}
