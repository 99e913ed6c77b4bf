import path from 'node:path';

import type ts from 'typescript';

import {
  isOverridden,
  isPropertyReassigned,
  isVariableReassigned,
  nameText,
} from './declared-names.ts';
import { oncePerProgram } from './once-per-program.ts';
import { requiredModule } from './required-module.ts';
import type { TypedProgram } from './typescript.ts';

/** Code that a call runs: a function with its body, or a class whose construction runs. */
export type Body =
  (ts.FunctionLikeDeclaration & { readonly body: ts.ConciseBody }) | ts.ClassLikeDeclaration;

/**
 * What a call, `new`, tagged template or the use of an accessor runs.
 * - `body`: exactly this code of the program.
 * - `library`: a declaration without a body. `module` is a module specifier (built-ins with `node:`),
 *   a package's name, or `global`; `name` the exported path, such as `promises.readFile`.
 * - `unknown`: no single body: interface, abstract and overridden methods, parameters, `any`.
 */
export type Callee =
  | { readonly kind: 'body'; readonly body: Body }
  | {
      readonly kind: 'library';
      readonly module: string;
      readonly name: string;
      readonly declaration: ts.Declaration;
    }
  | typeof UNKNOWN;

const UNKNOWN = { kind: 'unknown' } as const;

/** An expression that calls: `f()`, `new f`, `` f`…` ``. */
export type Call = ts.CallExpression | ts.NewExpression | ts.TaggedTemplateExpression;

/** An expression that runs a function: the accessor behind a property, too. */
export type Invocation =
  Call | ts.PropertyAccessExpression | ts.ElementAccessExpression | ts.BindingElement;

/** How far a function is followed through variables and re-exports before it counts as unknown. */
const MAX_HOPS = 12;

/**
 * What `invocation` runs. `f.call(…)` and `f.apply(…)` run `f`. A property runs its getter, or the
 * setter where it is assigned; one without is unknown.
 */
export const calleeOf: (invocation: Invocation, typed: TypedProgram) => Callee =
  oncePerProgram(findCallee);

function findCallee(invocation: Invocation, typed: TypedProgram): Callee {
  const { ts } = typed;
  if (ts.isPropertyAccessExpression(invocation) || ts.isElementAccessExpression(invocation)) {
    return accessorOf(invocation, typed);
  }
  if (ts.isBindingElement(invocation)) return destructuredGetter(invocation, typed);
  return functionOf(calledExpression(invocation, typed), typed);
}

/**
 * The declaration of the program that `call` calls, where it has none with a body: a member of an
 * interface or a type, `declare function`, `declare const`.
 */
export function onlyDeclared(
  call: ts.CallExpression,
  typed: TypedProgram,
): ts.NamedDeclaration | undefined {
  const { ts, checker } = typed;
  const called = withoutWrappers(call.expression, ts);
  const name = ts.isPropertyAccessExpression(called) ? called.name : called;
  const found = ts.isIdentifier(name) ? checker.getSymbolAtLocation(name) : undefined;
  const declarations = (found && unaliased(found, typed).declarations) ?? [];
  const bodiless = declarations.filter(
    (each): each is ts.NamedDeclaration =>
      ts.isMethodSignature(each) ||
      ts.isPropertySignature(each) ||
      ((ts.isFunctionDeclaration(each) || ts.isMethodDeclaration(each)) && !each.body) ||
      (ts.isVariableDeclaration(each) && !each.initializer) ||
      (ts.isPropertyDeclaration(each) && !each.initializer),
  );
  return bodiless.length === declarations.length ? bodiless[0] : undefined;
}

/** The function that `expression` is the value of, where there is exactly one. */
export function functionOf(expression: ts.Expression, typed: TypedProgram): Callee {
  return fromExpression(expression, typed, 0);
}

/** `import('m')` */
export function isImport(call: ts.CallExpression, t: typeof ts): boolean {
  return call.expression.kind === t.SyntaxKind.ImportKeyword;
}

export function isCall(node: ts.Node, t: typeof ts): node is Call {
  return t.isCallExpression(node) || t.isNewExpression(node) || t.isTaggedTemplateExpression(node);
}

/** The expression whose value is called: `f` in `f()`, `f.call(x)`, `new f` and `` f`…` ``. */
export function calledExpression(invocation: Call, typed: TypedProgram): ts.Expression {
  const { ts } = typed;
  if (ts.isTaggedTemplateExpression(invocation)) return invocation.tag;
  const called = invocation.expression;
  return ts.isCallExpression(invocation) && isFunctionMethod(called, ['call', 'apply'], typed)
    ? called.expression
    : called;
}

/** Whether `called` is one of these methods of all functions, and none that the program names so. */
function isFunctionMethod(
  called: ts.Expression,
  methods: readonly string[],
  typed: TypedProgram,
): called is ts.PropertyAccessExpression {
  const { ts, checker } = typed;
  if (!ts.isPropertyAccessExpression(called) || !methods.includes(called.name.text)) return false;
  const [declaration] = checker.getSymbolAtLocation(called.name)?.declarations ?? [];
  return (
    declaration !== undefined &&
    /^(?:(?:Callable|Newable)?Function)\.(?:call|apply|bind)$/.test(
      identityOf(declaration, typed).name,
    )
  );
}

function fromExpression(expression: ts.Expression, typed: TypedProgram, hops: number): Callee {
  const { ts, checker } = typed;
  const value = withoutWrappers(expression, ts);
  if (hops > MAX_HOPS) return UNKNOWN;

  if (ts.isFunctionExpression(value) || ts.isArrowFunction(value))
    return { kind: 'body', body: value };
  if (ts.isClassExpression(value)) return { kind: 'body', body: value };
  if (ts.isCallExpression(value)) {
    const called = withoutWrappers(value.expression, ts);
    return isFunctionMethod(called, ['bind'], typed)
      ? fromExpression(called.expression, typed, hops + 1)
      : UNKNOWN;
  }
  if (ts.isIdentifier(value)) {
    return fromSymbol(checker.getSymbolAtLocation(value), value, typed, hops);
  }
  if (ts.isPropertyAccessExpression(value)) {
    const member =
      checker.getSymbolAtLocation(value.name) ??
      memberOfRequired(value.expression, value.name.text, typed);
    return fromSymbol(member, value, typed, hops);
  }
  if (ts.isElementAccessExpression(value)) {
    return fromSymbol(elementSymbol(value, typed), value, typed, hops);
  }
  if (value.kind === ts.SyntaxKind.SuperKeyword) {
    return fromSymbol(checker.getTypeAtLocation(value).getSymbol(), value, typed, hops);
  }
  return UNKNOWN;
}

/** The property that `x[key]` reads, where the type of `key` is one string. */
function elementSymbol(
  access: ts.ElementAccessExpression,
  { ts, checker }: TypedProgram,
): ts.Symbol | undefined {
  const key = ts.isStringLiteralLike(access.argumentExpression)
    ? access.argumentExpression.text
    : literalText(checker.getTypeAtLocation(access.argumentExpression));
  return key === undefined
    ? undefined
    : checker.getPropertyOfType(checker.getTypeAtLocation(access.expression), key);
}

function literalText(type: ts.Type): string | undefined {
  return type.isStringLiteral() ? type.value : undefined;
}

function fromSymbol(
  found: ts.Symbol | undefined,
  at: ts.Expression,
  typed: TypedProgram,
  hops: number,
): Callee {
  const symbol = found && unaliased(found, typed);
  // `load.cache = …` declares members of `load`.
  const declarations = (symbol?.declarations ?? []).filter((each) => !typed.ts.isIdentifier(each));
  if (declarations.length === 0 || hops > MAX_HOPS) return UNKNOWN;
  if (declarations.some((each) => isOutsideTheProgram(each, typed))) {
    return libraryFunction(declarations, at, typed);
  }

  const candidates = declarations.map((each) => fromDeclaration(each, at, typed, hops + 1));
  const known = candidates.filter((each) => each !== undefined);
  // Overloads have no body; two bodies (a union of classes, a merged symbol) are no single answer.
  return known.length === 1 && known[0] ? known[0] : UNKNOWN;
}

/** The function that a declaration of the program gives its name; `undefined`: none of its own. */
function fromDeclaration(
  declaration: ts.Declaration,
  at: ts.Expression,
  typed: TypedProgram,
  hops: number,
): Callee | undefined {
  const { ts, checker } = typed;
  if (ts.isFunctionDeclaration(declaration)) {
    return declaration.body && { kind: 'body', body: declaration as Body };
  }
  if (ts.isClassLike(declaration)) return { kind: 'body', body: declaration };
  if (ts.isInterfaceDeclaration(declaration) || ts.isModuleDeclaration(declaration))
    return undefined;

  if (ts.isMethodDeclaration(declaration)) {
    if (declaration.body === undefined) return undefined;
    return isReplaceable(declaration, at, typed)
      ? UNKNOWN
      : { kind: 'body', body: declaration as Body };
  }
  if (ts.isSetAccessorDeclaration(declaration)) return undefined;
  if (ts.isPropertyDeclaration(declaration) || ts.isPropertyAssignment(declaration)) {
    if (declaration.initializer && !isReplaceable(declaration, at, typed)) {
      const value = fromExpression(declaration.initializer, typed, hops);
      if (value.kind !== 'unknown') return value;
    }
    return fromType(at, typed);
  }
  if (ts.isShorthandPropertyAssignment(declaration)) {
    const value = checker.getShorthandAssignmentValueSymbol(declaration);
    return fromSymbol(value, at, typed, hops);
  }
  if (ts.isVariableDeclaration(declaration)) {
    if (declaration.initializer && !isVariableReassigned(declaration, typed)) {
      const value = fromExpression(declaration.initializer, typed, hops);
      if (value.kind !== 'unknown') return value;
    }
    return fromType(at, typed);
  }
  if (ts.isBindingElement(declaration)) return fromBindingElement(declaration, at, typed, hops);
  if (ts.isExportAssignment(declaration))
    return fromExpression(declaration.expression, typed, hops);
  if (ts.isBinaryExpression(declaration)) return fromExpression(declaration.right, typed, hops);
  if (ts.isPropertyAccessExpression(declaration) && ts.isBinaryExpression(declaration.parent)) {
    return fromExpression(declaration.parent.right, typed, hops); // exports.load = …
  }
  return fromType(at, typed);
}

/** `const { readFileSync } = fs`, also of a parameter typed `typeof import('node:fs')`. */
function fromBindingElement(
  element: ts.BindingElement,
  at: ts.Expression,
  typed: TypedProgram,
  hops: number,
): Callee {
  const { ts, checker } = typed;
  const key = element.propertyName ?? element.name;
  if (
    !ts.isObjectBindingPattern(element.parent) ||
    element.dotDotDotToken ||
    !(ts.isIdentifier(key) || ts.isStringLiteral(key)) ||
    isVariableReassigned(element, typed)
  ) {
    return fromType(at, typed);
  }
  const source = checker.getTypeAtLocation(element.parent);
  const { parent: declaration } = element.parent;
  const property =
    checker.getPropertyOfType(source, key.text) ??
    (ts.isVariableDeclaration(declaration) && declaration.initializer
      ? memberOfRequired(declaration.initializer, key.text, typed)
      : undefined);
  return property ? fromSymbol(property, at, typed, hops) : UNKNOWN;
}

/** `readFile` of `require('node:fs').promises`, in TypeScript, to which it has no type. */
function memberOfRequired(
  module: ts.Expression,
  name: string,
  typed: TypedProgram,
): ts.Symbol | undefined {
  const type = requiredModule(module, typed);
  return type && typed.checker.getPropertyOfType(type, name);
}

/** A value whose type is that of one library function, whoever hands it in: `typeof readFileSync`. */
function fromType(at: ts.Expression, typed: TypedProgram): Callee {
  const declarations = typed.checker.getTypeAtLocation(at).getSymbol()?.declarations ?? [];
  const [first] = declarations;
  return first && typed.ts.isFunctionDeclaration(first) && isOutsideTheProgram(first, typed)
    ? libraryFunction(declarations, at, typed)
    : UNKNOWN;
}

/** `const { text } = store` reads the getter `text`. */
function destructuredGetter(element: ts.BindingElement, typed: TypedProgram): Callee {
  const { ts, checker } = typed;
  const key = nameText(element.propertyName ?? element.name, ts);
  if (key === undefined || !ts.isObjectBindingPattern(element.parent)) return UNKNOWN;
  const source = checker.getTypeAtLocation(element.parent);
  return bodyOfAccessor(checker.getPropertyOfType(source, key), ts.isGetAccessor, element, typed);
}

function accessorOf(
  access: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  typed: TypedProgram,
): Callee {
  const { ts, checker } = typed;
  const symbol = ts.isPropertyAccessExpression(access)
    ? checker.getSymbolAtLocation(access.name)
    : elementSymbol(access, typed);
  const isWanted = isAssigned(access, typed) ? ts.isSetAccessor : ts.isGetAccessor;
  return bodyOfAccessor(symbol, isWanted, access, typed);
}

function bodyOfAccessor(
  symbol: ts.Symbol | undefined,
  isWanted: (node: ts.Node) => node is ts.AccessorDeclaration,
  at: ts.Node,
  typed: TypedProgram,
): Callee {
  const accessors = (symbol?.declarations ?? []).filter((each) => isWanted(each));
  const [accessor] = accessors;
  return accessor?.body !== undefined &&
    accessors.length === 1 && // A union of classes has one of each.
    !isOutsideTheProgram(accessor, typed) &&
    !isReplaceable(accessor, at, typed)
    ? { kind: 'body', body: accessor as Body }
    : UNKNOWN;
}

/** Whether `target` is written and not read: the left of `=`, or a place in a pattern. */
function isAssigned(target: ts.Expression, { ts }: TypedProgram): boolean {
  let inner: ts.Node = target;
  for (;;) {
    const { parent } = inner;
    if (ts.isBinaryExpression(parent)) {
      return parent.left === inner && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
    }
    if (ts.isForInStatement(parent) || ts.isForOfStatement(parent)) {
      return parent.initializer === inner;
    }
    const isPart =
      ts.isArrayLiteralExpression(parent) ||
      ts.isObjectLiteralExpression(parent) ||
      ts.isSpreadElement(parent) ||
      ts.isSpreadAssignment(parent) ||
      ts.isParenthesizedExpression(parent) ||
      (ts.isPropertyAssignment(parent) && parent.initializer === inner);
    if (!isPart) return false;
    inner = parent;
  }
}

/** A member that a subclass overrides, or that is assigned anew, has no single body. */
function isReplaceable(
  member:
    ts.MethodDeclaration | ts.AccessorDeclaration | ts.PropertyDeclaration | ts.PropertyAssignment,
  at: ts.Node,
  typed: TypedProgram,
): boolean {
  const { ts } = typed;
  const isSuper =
    ts.isPropertyAccessExpression(at) && at.expression.kind === ts.SyntaxKind.SuperKeyword;
  if (isSuper) return false;
  if (isPropertyReassigned(member, typed)) return true;
  return (
    !ts.isPropertyAssignment(member) &&
    ts.isClassLike(member.parent) &&
    isOverridden(member, member.parent, typed)
  );
}

function libraryFunction(
  declarations: readonly ts.Declaration[],
  at: ts.Expression,
  typed: TypedProgram,
): Callee {
  const [first, ...others] = declarations.filter((each) => !typed.ts.isModuleDeclaration(each));
  if (first === undefined) return UNKNOWN;
  const own = identityOf(first, typed);
  const same = others.every((other) => {
    const identity = identityOf(other, typed);
    return identity.module === own.module && globalName(identity.name) === globalName(own.name);
  });
  if (!same) return UNKNOWN;
  // `export const hash: typeof import('bcrypt').hash` and `declare const fs: typeof import('fs')`
  // have a name of their own; a value typed as a function of Node is that function.
  const { ts } = typed;
  const isItself =
    ts.isFunctionDeclaration(first) || ts.isMethodSignature(first) || ts.isMethodDeclaration(first);
  const typedAs = isItself ? undefined : functionTypeIdentity(at, typed);
  return { kind: 'library', declaration: first, ...(typedAs ?? own) };
}

/** `window` is typed as a `Window` and as what every file can name: both declare `alert`. */
function globalName(name: string): string {
  return name.replace(/^Window\./, '');
}

function functionTypeIdentity(
  at: ts.Expression,
  typed: TypedProgram,
): { module: string; name: string } | undefined {
  const declaration = typed.checker.getTypeAtLocation(at).getSymbol()?.declarations?.[0];
  if (!declaration || !typed.ts.isFunctionDeclaration(declaration)) return undefined;
  const identity = identityOf(declaration, typed);
  return identity.module.startsWith('node:') ? identity : undefined;
}

/** The module that a library declaration belongs to, and its path there. */
export function identityOf(
  declaration: ts.Declaration,
  typed: TypedProgram,
): { module: string; name: string } {
  const { ts } = typed;
  const names: string[] = [];
  let module: string | undefined;
  for (let node: ts.Node = declaration; !ts.isSourceFile(node); node = node.parent) {
    if (ts.isModuleDeclaration(node) && ts.isStringLiteral(node.name)) {
      module = node.name.text;
      break;
    }
    if (ts.isModuleDeclaration(node) && node.name.text === 'global') {
      module = 'global';
      break;
    }
    const name = declaredName(node, ts);
    if (name !== undefined) names.unshift(name);
  }
  const file = declaration.getSourceFile();
  module ??= isGlobalFile(file, typed) ? 'global' : packageOf(file.fileName);
  if (module === 'global' && names.length > 1) {
    names[0] = names[0]?.replace(/(?<=.)Constructor$/, '') ?? '';
  }
  return fileSystemPromises({ module: specifierOf(module), name: names.join('.') });
}

/** `fs/promises` and `fs.promises` are one thing; so are `fs` and `node:fs`. */
function fileSystemPromises(identity: { module: string; name: string }): {
  module: string;
  name: string;
} {
  return identity.module === 'node:fs/promises'
    ? { module: 'node:fs', name: `promises.${identity.name}` }
    : identity;
}

function declaredName(node: ts.Node, t: typeof ts): string | undefined {
  if (t.isConstructorDeclaration(node)) return undefined;
  const { name } = node as { name?: ts.Node };
  if (name === undefined) return t.isExportAssignment(node) ? 'default' : undefined;
  return t.isIdentifier(name) || t.isStringLiteral(name) || t.isPrivateIdentifier(name)
    ? name.text
    : undefined;
}

function isGlobalFile(file: ts.SourceFile, { ts, program }: TypedProgram): boolean {
  return program.isSourceFileDefaultLibrary(file) || !ts.isExternalModule(file);
}

/** The one name of a module that has several: `node:fs` of `fs`. */
export function specifierOf(module: string): string {
  return module.startsWith('node:') || !NODE_MODULES.has(module) ? module : `node:${module}`;
}

const NODE_MODULES = new Set(
  (
    'assert async_hooks buffer child_process cluster console constants crypto dgram ' +
    'diagnostics_channel dns dns/promises domain events fs fs/promises http http2 https inspector ' +
    'module net os path path/posix path/win32 perf_hooks process punycode querystring readline ' +
    'readline/promises repl stream stream/promises stream/consumers stream/web string_decoder ' +
    'timers timers/promises tls trace_events tty url util util/types v8 vm wasi worker_threads zlib'
  ).split(' '),
);

/** The name of the package that a file under `node_modules` belongs to, `@types` taken away. */
export function packageOf(fileName: string): string {
  const parts = fileName.split('/');
  const at = parts.lastIndexOf('node_modules');
  if (at < 0) return path.posix.basename(fileName);
  const first = parts[at + 1] ?? '';
  const name = first.startsWith('@') ? `${first}/${parts[at + 2] ?? ''}` : first;
  if (!name.startsWith('@types/')) return name;
  const bare = name.slice('@types/'.length);
  return bare.includes('__') ? `@${bare.replace('__', '/')}` : bare;
}

/** Declarations only, or a package's own code: never walked into. */
export function isOutsideTheProgram(node: ts.Node, { program }: TypedProgram): boolean {
  const file = node.getSourceFile();
  return file.isDeclarationFile || program.isSourceFileFromExternalLibrary(file);
}

export function unaliased(symbol: ts.Symbol, { ts, checker }: TypedProgram): ts.Symbol {
  return (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol);
}

/** The outermost expression around `value` that is the same value: `(f)`, `f!`, `f as F`. */
export function withWrappers(value: ts.Node, t: typeof ts): ts.Node {
  let outer = value;
  while (isWrapper(outer.parent, t)) outer = outer.parent;
  return outer;
}

/** `(f)`, `f!`, `f as F`, `f satisfies F`, `(0, f)`: all are `f`. */
export function withoutWrappers(expression: ts.Expression, t: typeof ts): ts.Expression {
  const inner = withoutAssertions(expression, t);
  return t.isBinaryExpression(inner) && inner.operatorToken.kind === t.SyntaxKind.CommaToken
    ? withoutWrappers(inner.right, t)
    : inner;
}

/** Without parentheses and assertions; a comma stays. */
export function withoutAssertions(expression: ts.Expression, t: typeof ts): ts.Expression {
  let inner = expression;
  while (isWrapper(inner, t)) inner = inner.expression;
  return inner;
}

/** `(f)`, `f!`, `f as F`, `<F>f`, `f satisfies F`: what is in it is its value. */
export function isWrapper(
  node: ts.Node,
  t: typeof ts,
): node is
  | ts.ParenthesizedExpression
  | ts.NonNullExpression
  | ts.AssertionExpression
  | ts.SatisfiesExpression {
  return (
    t.isParenthesizedExpression(node) ||
    t.isNonNullExpression(node) ||
    t.isAsExpression(node) ||
    t.isTypeAssertionExpression(node) ||
    t.isSatisfiesExpression(node)
  );
}
