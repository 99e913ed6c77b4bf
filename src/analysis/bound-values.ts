import type { TSESTree } from '@typescript-eslint/utils';

/** A variable and an expression whose value it gets. */
export interface BoundValue {
  readonly name: TSESTree.Identifier;
  readonly value: TSESTree.Expression;
}

/**
 * Which variable gets which value where `value` is bound to `target` or assigned to it: of an array
 * pattern over an array literal (`const [a, b] = [f(), g()]`) each for itself. None where the syntax
 * does not tell: other patterns, what stands behind a spread element, members.
 */
export function boundValues(
  target: TSESTree.Node,
  value: TSESTree.Expression,
): readonly BoundValue[] {
  if (target.type === 'Identifier') return [{ name: target, value }];
  if (target.type === 'AssignmentPattern') return boundValues(target.left, value);
  if (target.type !== 'ArrayPattern' || value.type !== 'ArrayExpression') return [];
  const spread = value.elements.findIndex((each) => each?.type === 'SpreadElement');
  const known = spread < 0 ? value.elements : value.elements.slice(0, spread);
  return target.elements.flatMap((part, index) => {
    const given = known[index];
    return part && given && given.type !== 'SpreadElement' ? boundValues(part, given) : [];
  });
}
