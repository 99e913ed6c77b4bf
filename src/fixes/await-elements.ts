import type { TSESLint, TSESTree } from '@typescript-eslint/utils';

import { findVariable } from '../analysis/variable-named.ts';
import { insertion } from './edit.ts';
import { isGlobal } from './insert-await.ts';
import type { Repair } from './repair.ts';

type SourceCode = Readonly<TSESLint.SourceCode>;

/**
 * The repair of `await promises`: `await Promise.all(promises)`. For a map its values, and nothing for
 * what may be missing. `undefined` where `Promise` is not the global one.
 */
export function allOfAwaited(
  node: TSESTree.AwaitExpression,
  collection: 'array' | 'map' | 'iterable',
  optional: boolean,
  sourceCode: SourceCode,
): Repair | undefined {
  const { argument } = node;
  if (argument.type === 'SequenceExpression') return undefined;
  if (!isGlobal('Promise', node, sourceCode)) return undefined;
  const [start, end] = argument.range;
  const space = /\w/.test(sourceCode.text.charAt(start - 1)) ? ' ' : '';
  const isLoose = optional && LOOSER_THAN_NULLISH.has(argument.type);
  const isWhole = collection !== 'map' || TIGHT.has(argument.type);
  const opening = `${space}Promise.all(${isLoose || !isWhole ? '(' : ''}`;
  const values = collection !== 'map' ? '' : optional ? '?.values()' : '.values()';
  const closing = `${isLoose || !isWhole ? ')' : ''}${values}${optional ? ' ?? []' : ''})`;
  return {
    site: node,
    needs: [],
    released: [],
    edits: () => [insertion(start, opening), insertion(end, closing)],
  };
}

const LOOSER_THAN_NULLISH = new Set<string>([
  'ArrowFunctionExpression',
  'AssignmentExpression',
  'ConditionalExpression',
  'LogicalExpression',
  'YieldExpression',
]);

/** What a member access can follow as it is. */
const TIGHT = new Set<string>([
  'CallExpression',
  'Identifier',
  'MemberExpression',
  'ThisExpression',
]);

/**
 * Whether all that becomes of the awaited value takes values, and not promises: nothing becomes of
 * it, a loop or a pattern gives its elements names that are only read, or only its length is read.
 * An array that has a name, and is read elsewhere, may have its promises awaited there.
 */
export function takesValues(node: TSESTree.AwaitExpression, sourceCode: SourceCode): boolean {
  const { argument, parent } = node;
  const isOwn =
    argument.type === 'ArrayExpression' ||
    argument.type === 'CallExpression' ||
    (argument.type === 'Identifier' && isOnlyRead(argument, sourceCode));
  if (!isOwn) return false;
  switch (parent.type) {
    case 'ExpressionStatement':
      return true;
    case 'MemberExpression':
      return parent.object === node && readsOnlyShape(parent);
    case 'ForOfStatement':
      return (
        parent.right === node &&
        !parent.await &&
        parent.left.type === 'VariableDeclaration' &&
        areValues(parent.left, sourceCode)
      );
    case 'VariableDeclarator':
      return (
        parent.id.typeAnnotation === undefined &&
        parent.parent.kind === 'const' &&
        parent.parent.parent.type !== 'ExportNamedDeclaration' &&
        (parent.id.type === 'ArrayPattern' ? areValues(parent, sourceCode) : false)
      );
    default:
      return false;
  }
}

/** Whether a variable is read at this place only. */
function isOnlyRead(name: TSESTree.Identifier, sourceCode: SourceCode): boolean {
  const variable = findVariable(sourceCode.getScope(name), name.name);
  const reads = variable?.references.filter((each) => each.isRead());
  return reads?.length === 1 && variable?.defs[0]?.type === 'Variable';
}

function readsOnlyShape({ computed, property }: TSESTree.MemberExpression): boolean {
  return !computed && property.type === 'Identifier' && property.name === 'length';
}

/** Whether each variable that `declaration` binds is used as no promise would be. */
function areValues(declaration: TSESTree.Node, sourceCode: SourceCode): boolean {
  const declarators =
    declaration.type === 'VariableDeclaration' ? declaration.declarations : [declaration];
  return declarators
    .flatMap((each) => sourceCode.getDeclaredVariables(each))
    .flatMap((each) => each.references)
    .filter((each) => !each.init)
    .every(({ identifier }) => isValueUse(identifier));
}

function isValueUse({ parent }: TSESTree.Node): boolean {
  switch (parent?.type) {
    case 'BinaryExpression':
    case 'TemplateLiteral':
    case 'UnaryExpression':
      return true;
    case 'MemberExpression':
      return !(
        parent.property.type === 'Identifier' &&
        /^(?:then|catch|finally)$/.test(parent.property.name)
      );
    case 'CallExpression':
      return (
        parent.callee.type === 'MemberExpression' &&
        parent.callee.object.type === 'Identifier' &&
        parent.callee.object.name === 'console'
      );
    default:
      return false;
  }
}
