import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type ts from 'typescript';

import { findVariable } from '../analysis/variable-named.ts';
import { isTypedByContext } from '../analysis/moved-types.ts';
import type { TypedFile } from './late.ts';
import { hasCommentWithin } from './replace-call.ts';
import { isWithin, siblingsOf } from './statement-list.ts';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** An empty array that is declared right before a loop, for what the loop collects. */
export interface FreshArray {
  readonly declaration: TSESTree.VariableDeclaration;
  readonly id: TSESTree.Identifier;
  /** Its type as it is written, and the one of its elements. */
  readonly list: string | undefined;
  readonly element: string | undefined;
}

/** The empty array that all of `collects` push to, or set elements of. */
export function freshArray(
  loop: TSESTree.Node,
  collects: readonly TSESTree.Node[],
  sourceCode: SourceCode,
): FreshArray | undefined {
  const list = siblingsOf(loop);
  const declaration = list?.[list.indexOf(loop as TSESTree.Statement) - 1];
  if (declaration?.type !== 'VariableDeclaration' || declaration.declarations.length !== 1) {
    return undefined;
  }
  const [declarator] = declaration.declarations;
  if (declaration.kind === 'var' || declarator.id.type !== 'Identifier') return undefined;
  const { id, init } = declarator;
  if (init?.type !== 'ArrayExpression' || init.elements.length > 0) return undefined;
  if (hasCommentWithin(declaration.range, sourceCode)) return undefined;
  const isTarget = collects.every((each) => {
    const target = targetOf(each);
    return target?.type === 'Identifier' && target.name === id.name;
  });
  if (!isTarget || collects.length === 0) return undefined;

  const annotation = id.typeAnnotation?.typeAnnotation;
  // The type of one without an annotation grows with all that goes into it.
  if (!annotation && isFilledElsewhere(id, loop, sourceCode)) return undefined;
  const element = annotation && elementType(annotation);
  return {
    declaration,
    id,
    list: annotation && sourceCode.getText(annotation),
    element: element && sourceCode.getText(element),
  };
}

/** The collection of `xs.push(x)` and of `xs[i] = x`. */
function targetOf(collect: TSESTree.Node): TSESTree.Expression | undefined {
  if (collect.type === 'CallExpression' && collect.callee.type === 'MemberExpression') {
    return collect.callee.object;
  }
  return collect.type === 'AssignmentExpression' && collect.left.type === 'MemberExpression'
    ? collect.left.object
    : undefined;
}

function isFilledElsewhere(
  id: TSESTree.Identifier,
  loop: TSESTree.Node,
  sourceCode: SourceCode,
): boolean {
  const variable = findVariable(sourceCode.getScope(id), id);
  return (variable?.references ?? []).some(({ identifier, init }) => {
    if (init === true || isWithin(identifier, loop)) return false;
    const { parent } = identifier;
    return (
      parent.type === 'MemberExpression' &&
      (parent.computed ||
        (parent.property.type === 'Identifier' &&
          /^(?:push|unshift|splice)$/.test(parent.property.name)))
    );
  });
}

function elementType(type: TSESTree.TypeNode): TSESTree.TypeNode | undefined {
  if (type.type === 'TSArrayType') return type.elementType;
  return type.type === 'TSTypeReference' &&
    type.typeName.type === 'Identifier' &&
    type.typeName.name === 'Array'
    ? type.typeArguments?.params[0]
    : undefined;
}

/** The written type of the array that a name stands for. */
export function writtenList(
  target: TSESTree.Expression,
  sourceCode: SourceCode,
): string | undefined {
  if (target.type !== 'Identifier') return undefined;
  const [definition] = findVariable(sourceCode.getScope(target), target)?.defs ?? [];
  const name = definition?.name;
  const type = name?.type === 'Identifier' ? name.typeAnnotation?.typeAnnotation : undefined;
  return type && elementType(type) ? sourceCode.getText(type) : undefined;
}

/** A statement `xs.push(…)`. */
export interface Push {
  readonly statement: TSESTree.ExpressionStatement;
  readonly object: TSESTree.Expression;
  readonly values: readonly TSESTree.CallExpressionArgument[];
}

export function pushOf(collect: TSESTree.Node): Push | undefined {
  if (collect.type !== 'CallExpression' || collect.optional) return undefined;
  const { callee, parent } = collect;
  if (parent.type !== 'ExpressionStatement' || callee.type !== 'MemberExpression') return undefined;
  const isPush =
    !callee.optional && callee.property.type === 'Identifier' && callee.property.name === 'push';
  return isPush && collect.arguments.length > 0
    ? { statement: parent, object: callee.object, values: collect.arguments }
    : undefined;
}

/** The value of `xs.push(x)` and of `xs[i] = x`. */
export function keptValue(collect: TSESTree.Node): TSESTree.Expression | undefined {
  if (collect.type === 'AssignmentExpression') return collect.right;
  const [value, more] = pushOf(collect)?.values ?? [];
  return more || value?.type === 'SpreadElement' ? undefined : value;
}

/** Whether the type of a value is the same wherever it goes. */
export function hasOwnType(value: TSESTree.Node, file: TypedFile): boolean {
  const { services, typed } = file;
  switch (value.type) {
    case 'AwaitExpression':
      return hasOwnType(value.argument, file);
    case 'SpreadElement':
      return hasOwnType(value.argument, file);
    case 'CallExpression': {
      const node = services.esTreeNodeToTSNodeMap.get(value) as ts.Expression;
      return !isTypedByContext(node, typed);
    }
    case 'ChainExpression':
    case 'TSNonNullExpression':
      return hasOwnType(value.expression, file);
    case 'Identifier':
    case 'MemberExpression':
    case 'TSAsExpression':
    case 'TemplateLiteral':
    case 'ThisExpression':
      return true;
    default:
      return false;
  }
}
