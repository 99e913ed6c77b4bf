import type { TSESLint, TSESTree } from '@typescript-eslint/utils';

import { findVariable } from '../analysis/variable-named.ts';
import { indentAt, insertion, newlineOf, type Edit } from './edit.ts';
import { endOf, endsClosed, isFirstOnLine } from './statement-list.ts';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** The variable or field that keeps a value, and how another one is declared beside it. */
export interface Holder {
  readonly name: string;
  /** What its names begin with: `_`. */
  readonly prefix: string;
  /** What a use of a name beside it begins with: `this.`, `this.#`. */
  readonly qualifier: string;
  readonly annotation: TSESTree.TypeNode | undefined;
  readonly initializer: TSESTree.Expression | undefined;
  /** Nothing outside its file, or outside its class, can reach it, as far as it says. */
  readonly isPrivate: boolean;
  /** Declares what `text` names below it. */
  readonly declare: (text: string, keyword: 'let' | 'const') => Edit;
}

/** The declaration of the variable, or of the field of `this`, that `target` is. */
export function holderOf(target: TSESTree.Node, sourceCode: SourceCode): Holder | undefined {
  if (target.type === 'Identifier') return variableHolder(target, sourceCode);
  return target.type === 'MemberExpression' &&
    target.object.type === 'ThisExpression' &&
    !target.computed
    ? fieldHolder(target, target.property, sourceCode)
    : undefined;
}

/** What the variable for the pending promise is called: `pendingUser` beside `user`. */
export function pendingName({ prefix, name }: Holder): string {
  return `${prefix}pending${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

function variableHolder(target: TSESTree.Identifier, sourceCode: SourceCode): Holder | undefined {
  const [definition] = findVariable(sourceCode.getScope(target), target)?.defs ?? [];
  if (definition?.type !== 'Variable') return undefined;
  const { parent: declaration, node } = definition;
  if (declaration.declarations.length !== 1 || declaration.declare) return undefined;
  if (node.id.type !== 'Identifier') return undefined;
  const isExported = declaration.parent.type === 'ExportNamedDeclaration';
  const statement = isExported ? declaration.parent : declaration;
  const { parent } = statement;
  if (parent?.type !== 'Program' && parent?.type !== 'BlockStatement') return undefined;
  return {
    ...partsOf(target.name),
    qualifier: '',
    annotation: node.id.typeAnnotation?.typeAnnotation,
    initializer: node.init ?? undefined,
    isPrivate: !isExported,
    declare: (text, keyword) => below(statement, `${keyword} ${text};`, sourceCode),
  };
}

function fieldHolder(
  target: TSESTree.MemberExpression,
  property: TSESTree.Node,
  sourceCode: SourceCode,
): Holder | undefined {
  if (property.type !== 'Identifier' && property.type !== 'PrivateIdentifier') return undefined;
  const method = methodAround(target);
  const body = method?.parent;
  if (body?.type !== 'ClassBody') return undefined;
  const field = body.body.find(
    (each) =>
      each.type === 'PropertyDefinition' &&
      sourceCode.getText(each.key) === sourceCode.getText(property),
  );
  if (field?.type !== 'PropertyDefinition' || field.declare || field.decorators.length > 0) {
    return undefined;
  }
  if (field.static !== method?.static) return undefined;
  const isHard = property.type === 'PrivateIdentifier';
  const modifiers = `${isHard ? '' : 'private '}${field.static ? 'static ' : ''}`;
  return {
    ...partsOf(property.name),
    qualifier: isHard ? 'this.#' : 'this.',
    annotation: field.typeAnnotation?.typeAnnotation,
    initializer: field.value ?? undefined,
    isPrivate: isHard || field.accessibility === 'private',
    declare: (text, keyword) => {
      const readonly = keyword === 'const' ? 'readonly ' : '';
      return below(field, `${modifiers}${readonly}${isHard ? '#' : ''}${text};`, sourceCode);
    },
  };
}

/** The method or field of a class whose `this` is meant at `node`. */
function methodAround(
  node: TSESTree.Node,
): TSESTree.MethodDefinition | TSESTree.PropertyDefinition | undefined {
  for (let each: TSESTree.Node | undefined = node; each; each = each.parent) {
    if (each.type === 'FunctionDeclaration') return undefined;
    if (each.type === 'FunctionExpression') {
      return each.parent.type === 'MethodDefinition' ? each.parent : undefined;
    }
    if (each.type === 'PropertyDefinition') return each;
  }
  return undefined;
}

function partsOf(name: string): { readonly name: string; readonly prefix: string } {
  const prefix = /^_*/.exec(name)?.[0] ?? '';
  return { prefix, name: name.slice(prefix.length) };
}

function below(statement: TSESTree.Node, text: string, sourceCode: SourceCode): Edit {
  const [start] = statement.range;
  const isAlone = isFirstOnLine(start, sourceCode);
  const isClosed = endsClosed(statement, sourceCode);
  const separator = isAlone
    ? `${newlineOf(sourceCode.text)}${indentAt(sourceCode.text, start)}`
    : ' ';
  return insertion(
    endOf(statement, sourceCode),
    `${isClosed || isAlone ? '' : ';'}${separator}${text}`,
  );
}
