import type { TSESLint, TSESTree } from '@typescript-eslint/utils';

import { identifiersNamed } from '../analysis/references.ts';
import { indentAt, newlineOf, type Edit } from './edit.ts';
import { freeName } from './free-name.ts';
import { isGlobal } from './insert-await.ts';
import { asRepair, type TypedFile } from './late.ts';
import type { Repair } from './repair.ts';
import { fits, forgotten, isOnlyReason, isStored, keptIn, typeTextOf } from './share-pending.ts';
import { siblingsOf } from './statement-list.ts';
import { holderOf, pendingName, type Holder } from './value-holder.ts';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** An entry of a `Map` or a record that is made when it is first needed. */
export interface UnfilledEntry {
  /** `cache.set(key, value)`, `cache[key] = value` */
  readonly write: TSESTree.CallExpression | TSESTree.AssignmentExpression;
  /** Where it was found to be missing. */
  readonly read: TSESTree.Node;
  /** All that is awaited from there to the write. */
  readonly waits: readonly TSESTree.Node[];
}

/**
 * Keeps the promises of entries in a collection of the same kind beside the entries, so that all who
 * come before one is there wait for the same promise; a rejected one is forgotten. `undefined` where
 * other code can reach the collection, where an entry is ever removed or made anew (the promise would
 * bring back the old one), or where the types are not written out.
 */
export function sharePendingEntry(
  { write, read, waits }: UnfilledEntry,
  taken: Set<string>,
  file: TypedFile,
): { readonly repair: Repair; readonly name: string } | undefined {
  const { sourceCode } = file;
  const parts = partsOf(write);
  const [wait, ...others] = waits;
  if (!parts || others.length > 0 || wait?.type !== 'AwaitExpression') return undefined;
  const call = wait.argument;
  if (call.type !== 'CallExpression' || !isStored(wait, parts.value, sourceCode)) return undefined;
  if (!isOnlyReason(read, sourceCode) || !isGlobal('Promise', call, sourceCode)) return undefined;

  const holder = holderOf(parts.collection, sourceCode);
  const types = holder && typesOf(holder, parts.kind);
  const value = types && typeTextOf(types.value, sourceCode);
  if (!holder?.isPrivate || !types || value === undefined) return undefined;
  if (!fits(call, wait, types.value, file)) return undefined;
  if (!isFilledOnlyBy(write, parts.collection, file)) return undefined;
  const name = freeName([pendingName(holder)], taken, sourceCode);
  if (new RegExp(String.raw`\b${name}\b`).test(sourceCode.text)) return undefined;

  const site: Site = { ...parts, call, pending: `${holder.qualifier}${name}` };
  const edits =
    parts.kind === 'map' ? startedOnce(site, taken, sourceCode) : keptInRecord(site, sourceCode);
  const declared = declaration(name, types, value, holder, parts.kind, sourceCode);
  return edits && declared && { name: site.pending, repair: asRepair(write, [declared, ...edits]) };
}

interface Parts {
  readonly kind: 'map' | 'record';
  readonly collection: TSESTree.Expression;
  readonly key: TSESTree.Expression;
  readonly value: TSESTree.Node;
}

interface Site extends Parts {
  readonly call: TSESTree.CallExpression;
  /** The collection of promises, as it is used. */
  readonly pending: string;
}

function partsOf(write: UnfilledEntry['write']): Parts | undefined {
  if (write.type === 'AssignmentExpression') {
    const { left, right } = write;
    return left.type === 'MemberExpression' && left.computed
      ? { kind: 'record', collection: left.object, key: left.property, value: right }
      : undefined;
  }
  const { callee } = write;
  const [key, value] = write.arguments;
  if (callee.type !== 'MemberExpression' || !key || !value) return undefined;
  return key.type === 'SpreadElement' || value.type === 'SpreadElement'
    ? undefined
    : { kind: 'map', collection: callee.object, key, value };
}

// How it is declared

interface Types {
  /** The type of the whole collection, or the arguments of `new Map<…>`. */
  readonly whole: TSESTree.Node;
  readonly value: TSESTree.TypeNode;
}

function typesOf({ annotation, initializer }: Holder, kind: Parts['kind']): Types | undefined {
  if (kind === 'record') {
    const value = annotation && valueOfRecord(annotation);
    const isEmpty = initializer?.type === 'ObjectExpression' && initializer.properties.length === 0;
    return value && (isEmpty || isBare(initializer)) ? { whole: annotation, value } : undefined;
  }
  if (initializer?.type !== 'NewExpression' || initializer.arguments.length > 0) return undefined;
  if (initializer.callee.type !== 'Identifier') return undefined;
  const { typeArguments } = initializer;
  if (typeArguments) {
    const value = typeArguments.params[1];
    return !annotation && value ? { whole: typeArguments, value } : undefined;
  }
  if (annotation?.type !== 'TSTypeReference' || !annotation.typeArguments) return undefined;
  const value = annotation.typeArguments.params[1];
  return value && { whole: annotation.typeArguments, value };
}

/** `V` of `Record<K, V>`, `Partial<Record<K, V>>` and `{ [key: K]: V }`. */
function valueOfRecord(annotation: TSESTree.TypeNode): TSESTree.TypeNode | undefined {
  if (annotation.type === 'TSTypeLiteral') {
    const [only, ...others] = annotation.members;
    return only?.type === 'TSIndexSignature' && others.length === 0
      ? only.typeAnnotation?.typeAnnotation
      : undefined;
  }
  if (annotation.type !== 'TSTypeReference' || annotation.typeName.type !== 'Identifier') {
    return undefined;
  }
  const [first, second] = annotation.typeArguments?.params ?? [];
  if (annotation.typeName.name === 'Record') return second;
  return annotation.typeName.name === 'Partial' ? first && valueOfRecord(first) : undefined;
}

/** `Object.create(null)` */
function isBare(value: TSESTree.Node | undefined): boolean {
  return (
    value?.type === 'CallExpression' &&
    value.callee.type === 'MemberExpression' &&
    value.callee.object.type === 'Identifier' &&
    value.callee.object.name === 'Object' &&
    value.arguments[0]?.type === 'Literal' &&
    value.arguments[0].value === null
  );
}

function declaration(
  name: string,
  { whole, value }: Types,
  text: string,
  { declare, initializer }: Holder,
  kind: Parts['kind'],
  sourceCode: SourceCode,
): Edit | undefined {
  if (!initializer) return undefined;
  const before = sourceCode.text.slice(whole.range[0], value.range[0]);
  const after = sourceCode.text.slice(value.range[1], whole.range[1]);
  const type = `${before}Promise<${text}>${after}`;
  if (kind === 'record') {
    return declare(`${name}: ${type} = ${sourceCode.getText(initializer)}`, 'const');
  }
  if (initializer.type !== 'NewExpression') return undefined;
  const { callee } = initializer;
  return declare(`${name} = new ${sourceCode.getText(callee)}${type}()`, 'const');
}

// How it is used

/** `(pending[key] ??= call.catch(…))` */
function keptInRecord({ pending, key, call }: Site, sourceCode: SourceCode): readonly Edit[] {
  const entry = `${pending}[${sourceCode.getText(key)}]`;
  return [{ range: call.range, text: keptIn(entry, `delete ${entry}`, call, sourceCode) }];
}

/** `let promise = pending.get(key); if (!promise) { … }` before the statement that waits. */
function startedOnce(
  { pending, key, call }: Site,
  taken: Set<string>,
  sourceCode: SourceCode,
): readonly Edit[] | undefined {
  let statement: TSESTree.Node = call;
  while (!/(?:Statement|Declaration)$/.test(statement.type)) {
    if (!statement.parent) return undefined;
    statement = statement.parent;
  }
  const { parent } = statement;
  const isListed = siblingsOf(statement) !== undefined;
  const isBranch =
    parent?.type === 'IfStatement' &&
    (parent.consequent === statement || parent.alternate === statement);
  if (!isListed && !isBranch) return undefined;
  const isPlain =
    statement.type === 'ExpressionStatement' || statement.type === 'VariableDeclaration';
  if (!isPlain) return undefined;
  const { text } = sourceCode;
  const base = indentAt(text, statement.range[0]);
  const indent = isListed ? base : `${base}  `;
  const newline = `${newlineOf(text)}${indent}`;
  const promise = freeName(['pending'], taken, sourceCode);
  const id = sourceCode.getText(key);
  const lines = [
    `let ${promise} = ${pending}.get(${id});`,
    `if (!${promise}) {`,
    `  ${promise} = ${forgotten(call, `${pending}.delete(${id})`, `${indent}  `, sourceCode)};`,
    `  ${pending}.set(${id}, ${promise});`,
    '}',
    '',
  ].join(newline);
  const use: Edit = { range: call.range, text: promise };
  const at = statement.range[0];
  if (isListed) return [{ range: [at, at], text: lines }, use];
  const end = statement.range[1];
  return [
    { range: [at, at], text: `{${newline}${lines}` },
    use,
    { range: [end, end], text: `${newlineOf(text)}${base}}` },
  ];
}

// Who else fills it

/** Whether every other use in the file only looks at the collection. */
function isFilledOnlyBy(
  write: UnfilledEntry['write'],
  collection: TSESTree.Expression,
  { services, typed, sourceCode }: TypedFile,
): boolean {
  const named = collection.type === 'MemberExpression' ? collection.property : collection;
  if (named.type !== 'Identifier' && named.type !== 'PrivateIdentifier') return false;
  const file = services.esTreeNodeToTSNodeMap.get(sourceCode.ast);
  return identifiersNamed(named.name, file, typed.ts).every((each) => {
    const node: TSESTree.Node = services.tsNodeToESTreeNodeMap.get(each);
    return isDeclared(node) || isLookedAt(node, write);
  });
}

function isDeclared({ parent }: TSESTree.Node): boolean {
  return parent?.type === 'VariableDeclarator' || parent?.type === 'PropertyDefinition';
}

function isLookedAt(name: TSESTree.Node, write: UnfilledEntry['write']): boolean {
  const { parent } = name;
  const isField = parent?.type === 'MemberExpression' && parent.property === name;
  const value = isField ? parent : name;
  const access = value.parent;
  if (access?.type === 'BinaryExpression')
    return access.operator === 'in' && access.right === value;
  if (access?.type !== 'MemberExpression' || access.object !== value) return false;
  const isWrite = write.type === 'CallExpression' ? write.callee === access : write.left === access;
  if (isWrite) return true;
  if (access.property.type === 'Identifier' && !access.computed) {
    return /^(?:get|has|size|keys|values|entries)$/.test(access.property.name);
  }
  return access.computed && !isChanged(access);
}

function isChanged({ parent }: TSESTree.Node): boolean {
  switch (parent?.type) {
    case 'AssignmentExpression':
    case 'UpdateExpression':
    case 'UnaryExpression':
    case 'Property':
    case 'ArrayPattern':
    case 'ForOfStatement':
      return parent.type !== 'UnaryExpression' || parent.operator === 'delete';
    default:
      return false;
  }
}
