import type ts from 'typescript';

import { isOutsideTheProgram, unaliased, withWrappers } from './callee.ts';
import { declaredTypesOf } from './declared-type.ts';
import { ownFiles } from './declared-names.ts';
import { isInJavaScript } from './in-javascript.ts';
import { isAsync } from './modifiers.ts';
import { oncePerProgram } from './once-per-program.ts';
import type { TypedProgram } from './typescript.ts';

/**
 * What one reference does with a function.
 * - `awaited`: calls it and awaits the result at once, or returns it from an async function.
 * - `returned`: calls it and returns the result from the synchronous function around it.
 * - `called`: calls it and does something else with the result, such as nothing.
 * - `value`: does not call it: passed on, stored, exported under a name that cannot be followed.
 */
export type Reference =
  | { readonly use: 'awaited' | 'called' | 'value'; readonly node: ts.Identifier }
  | {
      readonly use: 'returned';
      readonly node: ts.Identifier;
      readonly from: ts.SignatureDeclaration;
    };

/** All identifiers in `file` with this text, in source order; collected once for a file. */
export function identifiersNamed(
  name: string,
  file: ts.SourceFile,
  t: typeof ts,
): readonly ts.Identifier[] {
  let known = identifiersOfFile.get(file);
  if (!known) {
    if (!file.text.includes(name)) return [];
    known = new Map();
    collect(file, known, t);
    identifiersOfFile.set(file, known);
  }
  return known.get(name) ?? [];
}

const identifiersOfFile = new WeakMap<ts.SourceFile, Map<string, ts.Identifier[]>>();

function collect(node: ts.Node, into: Map<string, ts.Identifier[]>, t: typeof ts): void {
  t.forEachChild(node, visit);

  function visit(child: ts.Node): void {
    // A `#name` is found under its own text, so that members are looked up in one way.
    if (t.isIdentifier(child) || t.isPrivateIdentifier(child)) {
      const known = into.get(child.text);
      if (known) known.push(child as ts.Identifier);
      else into.set(child.text, [child as ts.Identifier]);
      return;
    }
    t.forEachChild(child, visit);
  }
}

/** The function that a node is evaluated in; `undefined` at the top level. A field's initializer is no function. */
export function functionAround(node: ts.Node, t: typeof ts): ts.SignatureDeclaration | undefined {
  // What `import * as name` imports is declared by a file itself.
  for (let each = node; !t.isSourceFile(each); each = each.parent) {
    if (each !== node && t.isFunctionLike(each)) return each;
  }
  return undefined;
}

/**
 * Who refers to a function in the whole program, or `unknown`: it has no name to be found by, or
 * code outside the program may hold it (a member that a library's type asks for).
 */
export function referencesTo(
  declaration: ts.SignatureDeclaration,
  typed: TypedProgram,
): readonly Reference[] | 'unknown' {
  let known = referencesOf.get(typed.program)?.get(declaration);
  if (!known) {
    known = find(declaration, typed);
    const ofProgram = referencesOf.get(typed.program) ?? new WeakMap<ts.Node, Answer>();
    ofProgram.set(declaration, known);
    referencesOf.set(typed.program, ofProgram);
  }
  return known;
}

type Answer = readonly Reference[] | 'unknown';

const referencesOf = new WeakMap<ts.Program, WeakMap<ts.Node, Answer>>();

/**
 * Whether the program shows that whoever starts `declaration` waits for it: there are references,
 * and each one is a call that is awaited or returned at once.
 */
export function isAlwaysAwaited(
  declaration: ts.SignatureDeclaration,
  typed: TypedProgram,
  asked: ReadonlySet<ts.Node> = new Set(),
): boolean {
  if (asked.has(declaration)) return true; // A recursive `return f()` adds no other way to start it.
  const references = referencesTo(declaration, typed);
  if (references === 'unknown') return false;
  return (
    references.length > 0 &&
    references.every(
      (reference) =>
        reference.use === 'awaited' ||
        (reference.use === 'returned' &&
          isAlwaysAwaited(reference.from, typed, new Set([...asked, declaration]))),
    )
  );
}

function find(declaration: ts.SignatureDeclaration, typed: TypedProgram): Answer {
  const { ts } = typed;
  const name = nameOf(declaration, ts);
  if (name === undefined || isOutsideTheProgram(name, typed)) return 'unknown';
  const member = isMember(name, ts);
  if (member && mayBeAskedFor(name.parent, typed)) return 'unknown';
  const symbol = typed.checker.getSymbolAtLocation(name);
  if (!symbol) return 'unknown';

  const found: Reference[] = [];
  /** Imports and exports may give it other names. */
  const names = new Set([name.text]);
  if (hasDefaultModifier(declaration, ts)) addDefaultNames(names, typed);
  for (const each of names) {
    for (const file of ownFiles(typed)) {
      for (const identifier of identifiersNamed(each, file, ts)) {
        if (identifier === name || !mayMean(identifier, symbol, member, typed)) continue;
        const { parent } = identifier;
        if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) {
          if (parent.name.text === 'default') addDefaultNames(names, typed);
          else names.add(parent.name.text);
        } else if (ts.isExportAssignment(parent) && !parent.isExportEquals) {
          addDefaultNames(names, typed);
        } else if (!ts.isImportClause(parent) && !isOnlyAType(identifier, ts)) {
          found.push(referenceAt(identifier, ts));
        }
      }
    }
  }
  if (member && isReachedByKey(name.text, typed)) return 'unknown';
  return found;
}

/** The identifier that the value of the function is bound to. */
function nameOf(declaration: ts.SignatureDeclaration, t: typeof ts): ts.Identifier | undefined {
  if (t.isArrowFunction(declaration) || t.isFunctionExpression(declaration)) {
    const { parent } = withWrappers(declaration, t);
    if (t.isVariableDeclaration(parent) || t.isPropertyDeclaration(parent)) {
      return t.isIdentifier(parent.name) || t.isPrivateIdentifier(parent.name)
        ? (parent.name as ts.Identifier)
        : undefined;
    }
    return undefined;
  }
  const { name } = declaration as { name?: ts.Node };
  return name && (t.isIdentifier(name) || t.isPrivateIdentifier(name))
    ? (name as ts.Identifier)
    : undefined;
}

function isMember(name: ts.Identifier, t: typeof ts): boolean {
  return !t.isVariableDeclaration(name.parent) && !t.isFunctionDeclaration(name.parent);
}

/** Members of object literals, and of classes that promise something to others, may be called by anyone. */
function mayBeAskedFor(member: ts.Node, { ts }: TypedProgram): boolean {
  const owner = member.parent;
  if (!ts.isClassLike(owner)) return true;
  const isHidden =
    (ts.isMethodDeclaration(member) || ts.isPropertyDeclaration(member)) &&
    (ts.isPrivateIdentifier(member.name) ||
      member.modifiers?.some((each) => each.kind === ts.SyntaxKind.PrivateKeyword) === true);
  return !isHidden && (owner.heritageClauses?.length ?? 0) > 0;
}

function hasDefaultModifier(declaration: ts.SignatureDeclaration, t: typeof ts): boolean {
  return (
    t.isFunctionDeclaration(declaration) &&
    declaration.modifiers?.some((each) => each.kind === t.SyntaxKind.DefaultKeyword) === true
  );
}

function addDefaultNames(names: Set<string>, typed: TypedProgram): void {
  const { ts } = typed;
  names.add('default');
  for (const file of ownFiles(typed)) {
    for (const statement of file.statements) {
      const name = ts.isImportDeclaration(statement) ? statement.importClause?.name : undefined;
      if (name) names.add(name.text);
    }
  }
}

/** Whether an identifier may stand for the symbol; members of the same name count unless a library declares them. */
function mayMean(
  identifier: ts.Identifier,
  symbol: ts.Symbol,
  member: boolean,
  typed: TypedProgram,
): boolean {
  const { ts, checker } = typed;
  const { parent } = identifier;
  if (ts.isShorthandPropertyAssignment(parent)) {
    const value = checker.getShorthandAssignmentValueSymbol(parent);
    return value !== undefined && unaliased(value, typed) === symbol;
  }
  if (ts.isBindingElement(parent) && identifier === (parent.propertyName ?? parent.name)) {
    const source = checker.getTypeAtLocation(parent.parent);
    const property = checker.getPropertyOfType(source, identifier.text);
    return property !== undefined && (member || unaliased(property, typed) === symbol);
  }
  const own = checker.getSymbolAtLocation(identifier);
  if (own && unaliased(own, typed) === symbol) return true;
  if (!member || !ts.isPropertyAccessExpression(parent) || parent.name !== identifier) return false;
  const declarations = own?.declarations ?? [];
  return (
    declarations.length === 0 || !declarations.every((each) => isOutsideTheProgram(each, typed))
  );
}

/** `typeof f` in a type, or a label. */
function isOnlyAType(identifier: ts.Identifier, t: typeof ts): boolean {
  let node: ts.Node = identifier.parent;
  while (t.isQualifiedName(node)) node = node.parent;
  return t.isTypeNode(node) && !t.isExpressionWithTypeArguments(node);
}

/** Whether some `x[key]` of the program may read a member of this name. */
export function isReachedByKey(name: string, typed: TypedProgram): boolean {
  return [...keyedTypes(typed.program, typed)].some((type) => {
    const property = typed.checker.getPropertyOfType(type, name);
    return property?.declarations?.every((each) => isOutsideTheProgram(each, typed)) === false;
  });
}

/** The types of what is accessed by a key that is not written out, anywhere in the program. */
const keyedTypes: (program: ts.Program, typed: TypedProgram) => ReadonlySet<ts.Type> =
  oncePerProgram((_, typed) => {
    const accesses = ownFiles(typed).flatMap((file) => keyedAccesses(file, typed.ts));
    return new Set(
      accesses
        .filter(({ argumentExpression: key }) => !isDeclaredNumber(key, typed))
        .flatMap(
          ({ expression }) =>
            declaredTypesOf(expression, typed) ?? typed.checker.getTypeAtLocation(expression),
        ),
    );
  });

/** Whether the key is an index by its declaration, `let i = 0` or `i: number`: no member is named so. */
function isDeclaredNumber(key: ts.Expression, { ts, checker }: TypedProgram): boolean {
  if (!ts.isIdentifier(key) || isInJavaScript(key)) return false;
  const declaration = checker.getSymbolAtLocation(key)?.valueDeclaration;
  if (!declaration || !(ts.isVariableDeclaration(declaration) || ts.isParameter(declaration))) {
    return false;
  }
  const { type, initializer } = declaration;
  if (type) return type.kind === ts.SyntaxKind.NumberKeyword;
  return initializer !== undefined && ts.isNumericLiteral(initializer);
}

function keyedAccesses(file: ts.SourceFile, t: typeof ts): readonly ts.ElementAccessExpression[] {
  let known = accessesOfFile.get(file);
  if (!known) {
    const found: ts.ElementAccessExpression[] = [];
    const visit = (node: ts.Node): void => {
      if (
        t.isElementAccessExpression(node) &&
        !t.isStringLiteralLike(node.argumentExpression) &&
        !t.isNumericLiteral(node.argumentExpression)
      ) {
        found.push(node);
      }
      t.forEachChild(node, visit);
    };
    visit(file);
    known = found;
    accessesOfFile.set(file, known);
  }
  return known;
}

const accessesOfFile = new WeakMap<ts.SourceFile, readonly ts.ElementAccessExpression[]>();

/** The call of the function, or method, that `identifier` names there. */
export function calledBy(identifier: ts.Identifier, t: typeof ts): ts.CallExpression | undefined {
  let callee: ts.Node = identifier;
  while (
    (t.isPropertyAccessExpression(callee.parent) && callee.parent.name === callee) ||
    ((t.isParenthesizedExpression(callee.parent) || t.isNonNullExpression(callee.parent)) &&
      callee.parent.expression === callee)
  ) {
    callee = callee.parent;
  }
  const call = callee.parent;
  return t.isCallExpression(call) && call.expression === callee ? call : undefined;
}

function referenceAt(identifier: ts.Identifier, t: typeof ts): Reference {
  const call = calledBy(identifier, t);
  if (!call) return { use: 'value', node: identifier };

  const value = withWrappers(call, t);
  const { parent } = value;
  if (t.isAwaitExpression(parent)) return { use: 'awaited', node: identifier };
  const isReturned =
    t.isReturnStatement(parent) || (t.isArrowFunction(parent) && parent.body === value);
  const from = isReturned ? functionAround(call, t) : undefined;
  if (!from) return { use: 'called', node: identifier };
  return isAsync(from, t)
    ? { use: 'awaited', node: identifier }
    : { use: 'returned', node: identifier, from };
}
