import type { TSESTree } from '@typescript-eslint/utils';

export type FunctionNode =
  TSESTree.ArrowFunctionExpression | TSESTree.FunctionDeclaration | TSESTree.FunctionExpression;

/** The function whose body `node` stands in; `undefined` in parameters, class fields and at top level. */
export function functionAround(node: TSESTree.Node): FunctionNode | undefined {
  for (
    let inner = node, outer = node.parent;
    outer !== undefined;
    inner = outer, outer = outer.parent
  ) {
    switch (outer.type) {
      case 'ArrowFunctionExpression':
      case 'FunctionDeclaration':
      case 'FunctionExpression':
        return inner === outer.body ? outer : undefined;
      case 'AccessorProperty':
      case 'PropertyDefinition':
        if (inner === outer.value) return undefined;
        break;
      case 'StaticBlock':
        return undefined;
      default:
    }
  }
  return undefined;
}
