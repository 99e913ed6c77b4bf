import type { TSESTree } from '@typescript-eslint/utils';

/** Whether `await` can be written at `node` without changing any signature. */
export function canAwaitAt(node: TSESTree.Node): boolean {
  for (
    let inner = node, outer = node.parent;
    outer !== undefined;
    inner = outer, outer = outer.parent
  ) {
    switch (outer.type) {
      case 'ArrowFunctionExpression':
      case 'FunctionDeclaration':
      case 'FunctionExpression':
        // Parameter defaults run before the body, where `await` is a syntax error.
        return outer.async && inner === outer.body;

      case 'AccessorProperty':
      case 'PropertyDefinition':
        // A field's value belongs to the constructor; its computed key does not.
        if (inner === outer.value) return false;
        break;

      case 'StaticBlock':
      case 'TSEnumBody':
      case 'TSModuleBlock':
        return false;

      case 'Program':
        return outer.sourceType === 'module';

      default:
    }
  }
  return false;
}
