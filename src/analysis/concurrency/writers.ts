import type ts from 'typescript';

import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { Resource } from '../../catalogue/row.ts';
import { calleeOf, withoutAssertions } from '../callee.ts';
import type { Role, Step } from '../control-flow.ts';
import { isAssignmentOperator, isBinding, ownFiles } from '../declared-names.ts';
import type { TypedProgram } from '../typescript.ts';
import { EVERYTHING, EVERY_ITEM, EVERY_PROPERTY, HANDLERS, sharedBinding } from './accesses.ts';
import { effectsAt } from './effects.ts';

/** Rows, and which names a call must have to write a resource. */
export type WriterRows = Pick<Catalogue, 'row' | 'namesWriting'>;

/**
 * The keys (accesses.ts) that two sets have in common: `everything` meets every key, `property:*`
 * every property and `items:*` the elements of every collection.
 */
export function overlap(some: ReadonlySet<string>, others: ReadonlySet<string>): Set<string> {
  const common = new Set<string>();
  for (const one of some) {
    for (const other of others) {
      if (one === HANDLERS || other === HANDLERS) continue;
      if (covers(one, other)) common.add(other);
      else if (covers(other, one)) common.add(one);
    }
  }
  return common;
}

function covers(key: string, other: string): boolean {
  return (
    key === other ||
    key === EVERYTHING ||
    (key === EVERY_PROPERTY && other.startsWith('property:')) ||
    (key === EVERY_ITEM && other.startsWith('items:'))
  );
}

/** Where some code of the program writes a resource: by name and syntax first, then by type. */
export function writerOf(
  key: string,
  typed: TypedProgram,
  catalogue: WriterRows,
): ts.Node | undefined {
  let ofProgram = writers.get(typed.program);
  if (!ofProgram) {
    ofProgram = new WeakMap();
    writers.set(typed.program, ofProgram);
  }
  let known = ofProgram.get(catalogue);
  if (!known) {
    known = new Map();
    ofProgram.set(catalogue, known);
  }
  if (!known.has(key)) known.set(key, find(key, typed, catalogue));
  return known.get(key);
}

const writers = new WeakMap<ts.Program, WeakMap<WriterRows, Map<string, ts.Node | undefined>>>();

function find(key: string, typed: TypedProgram, catalogue: WriterRows): ts.Node | undefined {
  const names = namesFor(key, typed, catalogue);
  for (const file of ownFiles(typed)) {
    const found = candidates(key, writesIn(file, typed.ts), names).find((node) =>
      writes(node, key, typed, catalogue),
    );
    if (found) return found;
  }
  return undefined;
}

/** `clock` changes by itself, and nothing that a program does makes it change more. */
function candidates(key: string, file: FileWrites, names: ReadonlySet<string>): readonly ts.Node[] {
  if (key === 'clock') return [];
  if (key.startsWith('binding:')) {
    return file.variables.get(key.slice('binding:'.length, key.indexOf('@'))) ?? [];
  }
  const name = key.slice(key.indexOf(':') + 1);
  if (key.startsWith('property:')) {
    const named =
      key === EVERY_PROPERTY
        ? [...file.properties.values()].flat()
        : (file.properties.get(name) ?? []);
    return [...named, ...file.computed, ...file.reflective];
  }
  if (key.startsWith('items:')) {
    return [...file.computed, ...(file.properties.get('length') ?? []), ...callsOf(file, names)];
  }
  return callsOf(file, names);
}

function callsOf(file: FileWrites, names: ReadonlySet<string>): readonly CallLike[] {
  return [...names].flatMap((each) => file.calls.get(each) ?? []);
}

/** What a call that writes a resource of the catalogue may be called, under any alias. */
function namesFor(key: string, typed: TypedProgram, catalogue: WriterRows): ReadonlySet<string> {
  if (key.startsWith('binding:') || key.startsWith('property:')) return new Set();
  const resource = key.startsWith('items:') ? 'items' : (key as Resource);
  const names = new Set(catalogue.namesWriting(resource));
  // A set grows while it is walked: an alias of an alias is found, too.
  for (const name of names) {
    for (const file of ownFiles(typed)) {
      for (const alias of writesIn(file, typed.ts).aliases.get(name) ?? []) names.add(alias);
    }
  }
  return names;
}

function writes(node: ts.Node, key: string, typed: TypedProgram, catalogue: WriterRows): boolean {
  const { ts } = typed;
  if (ts.isIdentifier(node)) return sharedBinding(node, typed, catalogue) === key;
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
    // What a function of the program writes is found in its own body.
    if (calleeOf(node, typed).kind !== 'library') return false;
    return matches(effectsAt(stepAt(node, 'read'), typed, catalogue).writes, key);
  }
  return matches(effectsAt(stepAt(node, 'write'), typed, catalogue).writes, key);
}

function matches(written: ReadonlySet<string>, key: string): boolean {
  return [...written].some(
    (each) => each !== EVERYTHING && each !== HANDLERS && (covers(each, key) || covers(key, each)),
  );
}

function stepAt(node: ts.Node, role: Role): Step {
  return { node, role, suspends: false, next: new Set(), previous: new Set() };
}

type CallLike = ts.CallExpression | ts.NewExpression;

/** What the text of a file writes, by name. */
interface FileWrites {
  readonly variables: Map<string, ts.Identifier[]>;
  readonly properties: Map<string, ts.Node[]>;
  /** `x[key] = …` */
  readonly computed: ts.Node[];
  /** `Object.assign(x, …)`, `Reflect.set(x, …)`. */
  readonly reflective: CallLike[];
  readonly calls: Map<string, CallLike[]>;
  /** Name → what else its value is called: `write` for `import { writeFileSync as write }`. */
  readonly aliases: Map<string, string[]>;
}

function writesIn(file: ts.SourceFile, t: typeof ts): FileWrites {
  let known = writesOfFile.get(file);
  if (!known) {
    known = collect(file, t);
    writesOfFile.set(file, known);
  }
  return known;
}

const writesOfFile = new WeakMap<ts.SourceFile, FileWrites>();

function collect(file: ts.SourceFile, t: typeof ts): FileWrites {
  const { SyntaxKind } = t;
  const found: FileWrites = {
    variables: new Map(),
    properties: new Map(),
    computed: [],
    reflective: [],
    calls: new Map(),
    aliases: new Map(),
  };
  visit(file);
  return found;

  function visit(node: ts.Node): void {
    if (t.isBinaryExpression(node)) {
      if (isAssignmentOperator(node.operatorToken.kind, t)) noteTarget(node.left);
    } else if (t.isPrefixUnaryExpression(node) || t.isPostfixUnaryExpression(node)) {
      const { operator } = node;
      if (operator === SyntaxKind.PlusPlusToken || operator === SyntaxKind.MinusMinusToken) {
        noteTarget(node.operand);
      }
    } else if (t.isDeleteExpression(node)) {
      noteTarget(node.expression);
    } else if (t.isForInStatement(node) || t.isForOfStatement(node)) {
      if (!t.isVariableDeclarationList(node.initializer)) noteTarget(node.initializer);
    } else if (t.isCallExpression(node) || t.isNewExpression(node)) {
      noteCall(node);
    } else if (t.isImportSpecifier(node) || t.isExportSpecifier(node)) {
      noteAlias(node.propertyName, node.name);
    } else if (isBinding(node, t)) {
      noteAlias(node.propertyName, node.name);
    } else if (t.isVariableDeclaration(node) || t.isParameter(node)) {
      noteAlias(node.initializer, node.name);
      if (node.type && t.isTypeQueryNode(node.type)) noteAlias(node.type.exprName, node.name);
    } else if (t.isPropertyAssignment(node) || t.isPropertyDeclaration(node)) {
      noteAlias(node.initializer, node.name);
    } else if (t.isPropertySignature(node)) {
      if (node.type && t.isTypeQueryNode(node.type)) noteAlias(node.type.exprName, node.name);
    }
    if (t.isBinaryExpression(node) && node.operatorToken.kind === SyntaxKind.EqualsToken) {
      noteAlias(node.right, node.left);
    }
    t.forEachChild(node, visit);
  }

  function noteAlias(value: ts.Node | undefined, name: ts.Node): void {
    const of = value && lastName(value);
    const alias = lastName(name);
    if (of !== undefined && alias !== undefined && of !== alias) append(found.aliases, of, alias);
  }

  /** `f` of `f`, `x.f`, `f.bind(x)` and type queries. */
  function lastName(node: ts.Node): string | undefined {
    const value = t.isExpression(node) ? withoutAssertions(node, t) : node;
    if (t.isIdentifier(value) || t.isPrivateIdentifier(value) || t.isStringLiteral(value)) {
      return value.text;
    }
    if (t.isPropertyAccessExpression(value)) return value.name.text;
    if (t.isQualifiedName(value)) return value.right.text;
    return t.isCallExpression(value) &&
      t.isPropertyAccessExpression(value.expression) &&
      value.expression.name.text === 'bind'
      ? lastName(value.expression.expression)
      : undefined;
  }

  function noteCall(node: CallLike): void {
    const callee = withoutAssertions(node.expression, t);
    const name = t.isIdentifier(callee)
      ? callee.text
      : t.isPropertyAccessExpression(callee)
        ? callee.name.text
        : t.isElementAccessExpression(callee) && t.isStringLiteralLike(callee.argumentExpression)
          ? callee.argumentExpression.text
          : undefined;
    if (name === undefined) return;
    append(found.calls, name, node);
    const isIndirect = name === 'call' || name === 'apply';
    const inner = isIndirect && t.isPropertyAccessExpression(callee) && lastName(callee.expression);
    if (inner) append(found.calls, inner, node);
    if (
      t.isPropertyAccessExpression(callee) &&
      t.isIdentifier(callee.expression) &&
      (callee.expression.text === 'Object' || callee.expression.text === 'Reflect') &&
      /^(?:assign|define|set|deleteProperty)/.test(name)
    ) {
      found.reflective.push(node);
    }
  }

  function noteTarget(node: ts.Node): void {
    const target = t.isExpression(node) ? withoutAssertions(node, t) : node;
    if (t.isIdentifier(target)) append(found.variables, target.text, target);
    else if (t.isPropertyAccessExpression(target)) {
      append(found.properties, target.name.text, target);
    } else if (t.isElementAccessExpression(target)) {
      const key = target.argumentExpression;
      if (t.isStringLiteralLike(key)) append(found.properties, key.text, target);
      else found.computed.push(target);
    } else if (t.isSpreadElement(target) || t.isSpreadAssignment(target)) {
      noteTarget(target.expression);
    } else if (t.isBinaryExpression(target)) noteTarget(target.left);
    else if (t.isArrayLiteralExpression(target)) target.elements.forEach(noteTarget);
    else if (t.isObjectLiteralExpression(target)) {
      for (const property of target.properties) {
        if (t.isPropertyAssignment(property)) noteTarget(property.initializer);
        else if (t.isShorthandPropertyAssignment(property)) noteTarget(property.name);
        else if (t.isSpreadAssignment(property)) noteTarget(property);
      }
    }
  }
}

function append<Item>(map: Map<string, Item[]>, key: string, item: Item): void {
  const known = map.get(key);
  if (known) known.push(item);
  else map.set(key, [item]);
}
