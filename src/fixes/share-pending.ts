import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { findVariable } from '@typescript-eslint/utils/ast-utils';
import type ts from 'typescript';

import { isWrittenElsewhere } from '../analysis/concurrency/lost-update.ts';
import { thenabilityOf, thenableKindOfType } from '../analysis/thenable.ts';
import { indentAt, insertion, newlineOf, type Edit } from './edit.ts';
import { freeName } from './free-name.ts';
import { isGlobal } from './insert-await.ts';
import { asRepair, type TypedFile } from './late.ts';
import type { Repair } from './repair.ts';
import { isFirstOnLine } from './statement-list.ts';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** A value that is made when it is first needed, and filled in only once. */
export interface Unfilled {
  readonly assignment: TSESTree.AssignmentExpression;
  /** Where it was found to be missing. */
  readonly read: TSESTree.Node;
  /** All that is awaited from there to the assignment. */
  readonly waits: readonly TSESTree.Node[];
}

/**
 * Keeps the promise of a value beside the value, so that all who come before it is there wait for the
 * same one; a rejected one is forgotten. `undefined` where the type of the value is not written out, or
 * where it is ever made anew: the promise would bring back the old one.
 */
export function sharePending(
  unfilled: Unfilled,
  taken: Set<string>,
  file: TypedFile,
): { readonly repair: Repair; readonly name: string } | undefined {
  const { sourceCode } = file;
  const { assignment, waits } = unfilled;
  const [wait, ...others] = waits;
  if (others.length > 0 || wait?.type !== 'AwaitExpression' || !isOnlyTest(unfilled.read)) {
    return undefined;
  }
  const call = wait.argument;
  if (call.type !== 'CallExpression' || !isValue(wait, assignment, sourceCode)) return undefined;
  if (!isGlobal('Promise', call, sourceCode)) return undefined;

  const holder = holderOf(assignment.left, sourceCode);
  const type = holder && typeTextOf(holder.annotation, sourceCode);
  if (!holder || type === undefined || !fits(call, wait, holder.annotation, file)) return undefined;
  const { services, typed } = file;
  const target = services.esTreeNodeToTSNodeMap.get(assignment.left) as ts.Expression;
  if (isWrittenElsewhere(target, typed)) return undefined;

  const [name] = [
    freeName([`${holder.prefix}pending${capitalized(holder.name)}`], taken, sourceCode),
  ];
  if (new RegExp(String.raw`\b${name}\b`).test(sourceCode.text)) return undefined;
  const written = `${holder.qualifier}${name}`;
  return {
    name: written,
    repair: asRepair(assignment, [
      holder.declare(name, `Promise<${type}> | undefined`),
      kept(call, written, sourceCode),
    ]),
  };
}

/** The test is about this value alone: no other reason leads to the assignment. */
function isOnlyTest(read: TSESTree.Node): boolean {
  let test = read;
  while (
    test.parent?.type === 'UnaryExpression' ||
    test.parent?.type === 'TSNonNullExpression' ||
    (test.parent?.type === 'BinaryExpression' && /^[=!]==?$/.test(test.parent.operator))
  ) {
    test = test.parent;
  }
  const { parent } = test;
  return (
    (parent?.type === 'IfStatement' && parent.test === test) ||
    (parent?.type === 'AssignmentExpression' && parent.left === test) ||
    (parent?.type === 'LogicalExpression' &&
      parent.left === test &&
      parent.parent.type === 'AssignmentExpression')
  );
}

/** Whether what is awaited is stored as it is, at once or through a constant. */
function isValue(
  wait: TSESTree.AwaitExpression,
  { right }: TSESTree.AssignmentExpression,
  sourceCode: SourceCode,
): boolean {
  if (right.type === 'LogicalExpression') return right.right === wait;
  if (right.type !== 'Identifier') return right === wait;
  const [definition] = findVariable(sourceCode.getScope(right), right)?.defs ?? [];
  return (
    definition?.type === 'Variable' &&
    definition.parent.kind === 'const' &&
    definition.node.id === definition.name &&
    definition.node.init === wait
  );
}

// Where the value is kept

interface Holder {
  readonly name: string;
  /** What its names begin with: `#`, `_`. */
  readonly prefix: string;
  /** What a use of the new name begins with: `this.`, `this.#`. */
  readonly qualifier: string;
  readonly annotation: TSESTree.TypeNode;
  readonly declare: (name: string, type: string) => Edit;
}

function holderOf(target: TSESTree.Node, sourceCode: SourceCode): Holder | undefined {
  if (target.type === 'Identifier') return variableHolder(target, sourceCode);
  return target.type === 'MemberExpression' &&
    target.object.type === 'ThisExpression' &&
    !target.computed
    ? fieldHolder(target, target.property, sourceCode)
    : undefined;
}

function variableHolder(target: TSESTree.Identifier, sourceCode: SourceCode): Holder | undefined {
  const [definition] = findVariable(sourceCode.getScope(target), target)?.defs ?? [];
  if (definition?.type !== 'Variable') return undefined;
  const { parent: declaration, node } = definition;
  const annotation = node.id.type === 'Identifier' ? node.id.typeAnnotation : undefined;
  if (declaration.declarations.length !== 1 || !annotation || declaration.declare) return undefined;
  const isExported = declaration.parent.type === 'ExportNamedDeclaration';
  const statement = isExported ? declaration.parent : declaration;
  const { parent } = statement;
  if (parent?.type !== 'Program' && parent?.type !== 'BlockStatement') return undefined;
  return {
    ...partsOf(target.name),
    qualifier: '',
    annotation: annotation.typeAnnotation,
    declare: (name, type) => below(statement, `let ${name}: ${type};`, sourceCode),
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
  if (field?.type !== 'PropertyDefinition' || !field.typeAnnotation) return undefined;
  if (field.declare || field.decorators.length > 0 || field.static !== method?.static)
    return undefined;
  const isHard = property.type === 'PrivateIdentifier';
  const modifiers = `${isHard ? '' : 'private '}${field.static ? 'static ' : ''}${isHard ? '#' : ''}`;
  return {
    ...partsOf(property.name),
    qualifier: isHard ? 'this.#' : 'this.',
    annotation: field.typeAnnotation.typeAnnotation,
    declare: (name, type) => below(field, `${modifiers}${name}: ${type};`, sourceCode),
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

function capitalized(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function below(statement: TSESTree.Node, text: string, sourceCode: SourceCode): Edit {
  const [start, end] = statement.range;
  const isAlone = isFirstOnLine(start, sourceCode);
  const isClosed = sourceCode.getLastToken(statement)?.value === ';';
  const separator = isAlone
    ? `${newlineOf(sourceCode.text)}${indentAt(sourceCode.text, start)}`
    : ' ';
  return insertion(end, `${isClosed || isAlone ? '' : ';'}${separator}${text}`);
}

// The promise

/** `(pending ??= call.catch(…))` */
function kept(call: TSESTree.CallExpression, name: string, sourceCode: SourceCode): Edit {
  const { text } = sourceCode;
  const newline = `${newlineOf(text)}${indentAt(text, call.range[0])}`;
  const handler = ['(error: unknown) => {', `  ${name} = undefined;`, '  throw error;', '}'].join(
    newline,
  );
  return {
    range: call.range,
    text: `(${name} ??= ${sourceCode.getText(call)}.catch(${handler}))`,
  };
}

/** The type of a value that is there, as it is written. */
function typeTextOf(annotation: TSESTree.TypeNode, sourceCode: SourceCode): string | undefined {
  if (annotation.type !== 'TSUnionType') return sourceCode.getText(annotation);
  const kept = annotation.types.filter(
    ({ type }) => type !== 'TSUndefinedKeyword' && type !== 'TSNullKeyword',
  );
  return kept.length === 0 ? undefined : kept.map((each) => sourceCode.getText(each)).join(' | ');
}

function fits(
  call: TSESTree.CallExpression,
  wait: TSESTree.AwaitExpression,
  annotation: TSESTree.TypeNode,
  { services, typed, catalogue }: TypedFile,
): boolean {
  const { checker, ts } = typed;
  const made = services.esTreeNodeToTSNodeMap.get(call) as ts.Expression;
  const isPromise =
    thenabilityOf(made, typed) === 'always' &&
    thenableKindOfType(checker.getTypeAtLocation(made), made, typed, catalogue) === 'promise';
  if (!isPromise) return false;
  const value = checker.getTypeAtLocation(services.esTreeNodeToTSNodeMap.get(wait));
  if ((value.flags & ts.TypeFlags.Any) !== 0) return false;
  const declared = checker.getTypeFromTypeNode(
    services.esTreeNodeToTSNodeMap.get(annotation) as ts.TypeNode,
  );
  return checker.isTypeAssignableTo(value, checker.getNonNullableType(declared));
}
