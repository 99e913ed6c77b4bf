import type { TSESTree } from '@typescript-eslint/utils';

export type FunctionNode =
  TSESTree.ArrowFunctionExpression | TSESTree.FunctionDeclaration | TSESTree.FunctionExpression;

/** Whether `await` can be written at `node` without changing any signature. */
export function canAwaitAt(node: TSESTree.Node): boolean {
  const body = bodyAround(node);
  return body?.type === 'Program' ? body.sourceType === 'module' : (body?.async ?? false);
}

/** The function whose body `node` stands in; `undefined` in parameters, class fields and at top level. */
export function functionAround(node: TSESTree.Node): FunctionNode | undefined {
  const body = bodyAround(node);
  return body?.type === 'Program' ? undefined : body;
}

/** What `node` is evaluated in; `undefined` where the language allows no `await` in anything. */
function bodyAround(node: TSESTree.Node): FunctionNode | TSESTree.Program | undefined {
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
        return inner === outer.body ? outer : undefined;

      case 'AccessorProperty':
      case 'PropertyDefinition':
        // A field's value belongs to the constructor; its computed key does not.
        if (inner === outer.value) return undefined;
        break;

      case 'StaticBlock':
      case 'TSEnumBody':
      case 'TSModuleBlock':
        return undefined;

      case 'Program':
        return outer;

      default:
    }
  }
  return undefined;
}
