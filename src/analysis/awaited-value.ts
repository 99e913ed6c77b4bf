import type ts from 'typescript';

import type { Rows } from '../catalogue/catalogue.ts';
import { addsThen } from './added-then.ts';
import { isFunctionWithBody } from './async-context.ts';
import { isBehindProxy } from './behind-proxy.ts';
import {
  calleeOf,
  isOutsideTheProgram,
  withWrappers,
  withoutWrappers,
  type Callee,
} from './callee.ts';
import { returnsSomething } from './combinator-misuse.ts';
import { isInJavaScript } from './in-javascript.ts';
import { isAsync } from './modifiers.ts';
import { promiseCallOf } from './promise-call.ts';
import { identifiersNamed } from './references.ts';
import { returnedValues } from './returned-values.ts';
import { elementTypesOf, isDeclaredPromise, thenabilityOf, thenabilityOfType } from './thenable.ts';
import { membersOf } from './union-members.ts';
import type { TypedProgram } from './typescript.ts';

/**
 * What an `await` gets that has nothing to wait for:
 * - `again`: the value of another `await`;
 * - `promises`: an array, tuple or another collection of promises, none of which it waits for;
 * - `members`: an object with promises in the named properties;
 * - `function`: a function that would give a promise, but is not called; `callable` without arguments;
 * - `generator`: an async generator, which runs only when it is iterated;
 * - `callback`: the result of a library function that calls back when it is done;
 * - `plain`: any other value. `called` if it is the result of a call.
 */
export type IdleAwait =
  | { readonly kind: 'again' | 'generator' | 'callback' }
  | {
      readonly kind: 'promises';
      readonly collection: 'array' | 'map' | 'iterable';
      /** Whether the value may be `null` or `undefined` instead. */
      readonly optional: boolean;
      /** Whether its elements are promises, or are typed `any` or `unknown`. */
      readonly certain: boolean;
    }
  | { readonly kind: 'members'; readonly names: readonly string[] }
  | { readonly kind: 'function'; readonly callable: boolean }
  | { readonly kind: 'plain'; readonly called: boolean };

/**
 * Why awaiting `operand` waits for nothing. `undefined` where it may wait, where that is not known, and
 * where somebody awaits a literal, to let other code run.
 */
export function idleAwaitOf(
  operand: ts.Expression,
  typed: TypedProgram,
  rows: () => Rows,
): IdleAwait | undefined {
  const { ts, checker } = typed;
  const value = withoutWrappers(operand, ts);
  if (ts.isAwaitExpression(value)) return { kind: 'again' };
  if (isDeliberate(value, ts) || isSurelyPromise(value, ts)) return undefined;
  if (thenabilityOf(operand, typed) !== 'never') return undefined;
  if (isCommentedPromise(value, typed, 0)) return undefined;
  if (ts.isCallExpression(value) && isBehindProxy(value, typed)) return undefined;

  const type = checker.getTypeAtLocation(operand);
  const members = membersOf(type).filter((each) => !isNullish(each, typed));
  if (members.length === 0 || membersOf(type).some((each) => isVoid(each, typed))) {
    return ts.isCallExpression(value) ? idleVoidCall(value, typed, rows) : undefined;
  }
  if (members.some((each) => isOpen(each, operand, typed))) return undefined;
  const found =
    promisesIn(members, membersOf(type).length > members.length, operand, typed) ??
    // A function that is passed on is called by somebody else.
    (isPassedOn(operand, ts) ? undefined : asFunction(members, operand, typed));
  if (found) return found;
  if (isRouteParameter(value, typed)) return undefined;
  if (!ts.isCallExpression(value)) return { kind: 'plain', called: ts.isNewExpression(value) };
  return (
    idleCallback(value, calleeOf(value, typed), typed, rows) ?? { kind: 'plain', called: true }
  );
}

/** How far a call is followed through functions whose comments say what they return. */
const MAX_COMMENTS = 3;

/**
 * Whether the function that is called returns a promise although its type says another thing: in JavaScript
 * that is what a comment says, often of the value that the promise gives, and nobody checks it.
 */
function isCommentedPromise(value: ts.Expression, typed: TypedProgram, calls: number): boolean {
  const { ts } = typed;
  if (calls > MAX_COMMENTS || !ts.isCallExpression(value)) return false;
  const callee = calleeOf(value, typed);
  if (callee.kind !== 'body' || ts.isClassLike(callee.body)) return false;
  if (!isInJavaScript(callee.body)) return false;
  return returnedValues(callee.body, ts).some(
    (each) =>
      thenabilityOf(each, typed) !== 'never' ||
      isCommentedPromise(withoutWrappers(each, ts), typed, calls + 1),
  );
}

/**
 * What Next.js hands to a page or route: promises since its version 15, also where the code has kept the types
 * that it wrote for an earlier one.
 */
function isRouteParameter(value: ts.Expression, typed: TypedProgram): boolean {
  const { ts, checker } = typed;
  const name = ts.isPropertyAccessExpression(value) ? value.name : value;
  if (!ts.isIdentifier(name) || !/^(?:params|searchParams)$/.test(name.text)) return false;
  // `url.searchParams` is something else.
  const own = checker.getSymbolAtLocation(name)?.valueDeclaration;
  if (!own || isOutsideTheProgram(own, typed)) return false;
  const root = ts.isPropertyAccessExpression(value) ? value.expression : value;
  const declaration = checker.getSymbolAtLocation(root)?.valueDeclaration;
  const within = declaration && ts.findAncestor(declaration, (each) => !isPatternPart(each, ts));
  return within !== undefined && ts.isParameter(within);
}

function isPatternPart(node: ts.Node, t: typeof ts): boolean {
  return t.isBindingElement(node) || t.isObjectBindingPattern(node);
}

/**
 * What the elements of `iterable` are, where none of them can be a promise: `functions` that would give
 * one each, or `plain` values. `undefined` for anything else, and for what may be empty by its type.
 */
export function idleElements(
  iterable: ts.Expression,
  typed: TypedProgram,
): 'plain' | 'functions' | undefined {
  const { ts, checker } = typed;
  if (ts.isStringLiteralLike(iterable)) return 'plain';
  if (holdsDeclaredPromise(iterable, typed)) return undefined;
  const type = checker.getTypeAtLocation(iterable);
  const elements = elementTypesOf(type, typed);
  if (!elements || elements.length === 0) return undefined;
  const members = elements.flatMap(membersOf);
  if (members.every((each) => isVoid(each, typed))) {
    return isOfNothing(iterable, false, typed) ? 'plain' : undefined;
  }
  const areIdle = members.every(
    (each) =>
      !isVoid(each, typed) &&
      !isOpen(each, iterable, typed) &&
      thenabilityOfType(each, iterable, typed) === 'never' &&
      !promisesIn([each], false, iterable, typed),
  );
  if (!areIdle) return undefined;
  const present = members.filter((each) => !isNullish(each, typed));
  if (present.length === 0) return undefined;
  if (isInJavaScript(iterable) && isFilledWithPromises(iterable, typed)) return undefined;
  return asFunction(present, iterable, typed) ? 'functions' : 'plain';
}

/**
 * Whether what is put into a collection may be a promise, whatever the type says that JavaScript infers
 * for it: a comment above an async function may say that it returns a text.
 */
function isFilledWithPromises(collection: ts.Expression, typed: TypedProgram): boolean {
  const { ts, checker } = typed;
  const value = withoutWrappers(collection, ts);
  const mayBePromise = (each: ts.Expression): boolean => thenabilityOf(each, typed) !== 'never';
  if (ts.isArrayLiteralExpression(value)) return value.elements.some(mayBePromise);
  if (ts.isCallExpression(value)) {
    return value.arguments.some(
      (each) =>
        (ts.isArrowFunction(each) || ts.isFunctionExpression(each)) &&
        returnedValues(each, ts).some(mayBePromise),
    );
  }
  const symbol = ts.isIdentifier(value) ? checker.getSymbolAtLocation(value) : undefined;
  const declaration = symbol?.valueDeclaration;
  if (!symbol || !declaration || !ts.isVariableDeclaration(declaration)) return false;
  const made = declaration.initializer && withoutWrappers(declaration.initializer, ts);
  if (made && !ts.isIdentifier(made) && isFilledWithPromises(made, typed)) return true;
  return identifiersNamed(symbol.name, declaration.getSourceFile(), ts).some((name) => {
    const call = name.parent.parent;
    return (
      ts.isPropertyAccessExpression(name.parent) &&
      name.parent.name.text === 'push' &&
      ts.isCallExpression(call) &&
      call.expression === name.parent &&
      checker.getSymbolAtLocation(name) === symbol &&
      call.arguments.some(mayBePromise)
    );
  });
}

/**
 * Whether the value is no promise for certain: a `const` that holds what an `await` gave, or by its type,
 * which in JavaScript nobody checked. `false` of literals, and of what may be nothing: a function typed
 * `void` may be async.
 */
export function isSurelySettled(expression: ts.Expression, typed: TypedProgram): boolean {
  const { ts, checker } = typed;
  const value = withoutWrappers(expression, ts);
  if (isDeliberate(value, ts)) return false;
  if (ts.isIdentifier(value) && isConstantOfAwait(value, typed)) return true;
  if (isInJavaScript(value) || thenabilityOf(expression, typed) !== 'never') return false;
  const members = membersOf(checker.getTypeAtLocation(expression));
  if (members.some((each) => isVoid(each, typed) || isOpen(each, expression, typed))) return false;
  const present = members.filter((each) => !isNullish(each, typed));
  return present.length > 0 && !promisesIn(present, false, expression, typed);
}

function isConstantOfAwait(name: ts.Identifier, { ts, checker }: TypedProgram): boolean {
  const declaration = checker.getSymbolAtLocation(name)?.valueDeclaration;
  return (
    declaration !== undefined &&
    ts.isVariableDeclaration(declaration) &&
    ts.isIdentifier(declaration.name) &&
    (declaration.parent.flags & ts.NodeFlags.Const) !== 0 &&
    declaration.initializer !== undefined &&
    ts.isAwaitExpression(withoutWrappers(declaration.initializer, ts))
  );
}

/**
 * Whether an element is a promise for certain, by its syntax and by declarations: one of `[f(), g()]`,
 * what the callback of `xs.map(async …)` gives. The type of the collection is that of all callbacks in it.
 */
function holdsDeclaredPromise(iterable: ts.Expression, typed: TypedProgram): boolean {
  const { ts } = typed;
  const value = withoutWrappers(iterable, ts);
  if (ts.isArrayLiteralExpression(value)) {
    return value.elements.some(
      (each) => !ts.isSpreadElement(each) && isDeclaredPromise(each, typed),
    );
  }
  const callback = callbackOfMap(value, typed);
  if (!callback || callback.asteriskToken) return false;
  if (isAsync(callback, ts)) return true;
  return !ts.isBlock(callback.body) && isDeclaredPromise(callback.body, typed);
}

/** What `(x) => …` is in `xs.map((x) => …)`. */
function callbackOfMap(
  value: ts.Expression,
  { ts }: TypedProgram,
): ts.ArrowFunction | ts.FunctionExpression | undefined {
  if (!ts.isCallExpression(value) || !ts.isPropertyAccessExpression(value.expression)) {
    return undefined;
  }
  const [first] = value.arguments;
  const callback = first && withoutWrappers(first, ts);
  return value.expression.name.text === 'map' &&
    callback !== undefined &&
    (ts.isArrowFunction(callback) || ts.isFunctionExpression(callback))
    ? callback
    : undefined;
}

/**
 * Whether the elements are what a callback written here returns, which is nothing: a type `void` of
 * something else may hide a promise. `isAwaited`: those of `await Promise.all(xs.map(async …))`.
 */
function isOfNothing(iterable: ts.Expression, isAwaited: boolean, typed: TypedProgram): boolean {
  const { ts } = typed;
  const value = withoutWrappers(iterable, ts);
  if (ts.isAwaitExpression(value)) {
    const call = withoutWrappers(value.expression, ts);
    const made = ts.isCallExpression(call) ? promiseCallOf(call, typed) : undefined;
    return (
      made?.kind === 'combinator' &&
      made.method === 'all' &&
      made.collection !== undefined &&
      isOfNothing(made.collection, true, typed)
    );
  }
  const callback = callbackOfMap(value, typed);
  return (
    callback !== undefined &&
    (isAwaited || !isAsync(callback, ts)) &&
    ts.isBlock(callback.body) &&
    !returnsSomething(callback.body, ts)
  );
}

/** Whether `value` is disposed of synchronously only. */
export function isDisposedAtOnce(value: ts.Expression, typed: TypedProgram): boolean {
  const type = typed.checker.getNonNullableType(typed.checker.getTypeAtLocation(value));
  const has = (name: string): boolean =>
    membersOf(type).every((member) => hasWellKnown(member, name, typed));
  return (
    has('dispose') && !membersOf(type).some((each) => hasWellKnown(each, 'asyncDispose', typed))
  );
}

function hasWellKnown(type: ts.Type, name: string, { checker }: TypedProgram): boolean {
  return checker.getPropertiesOfType(type).some((each) => each.name.startsWith(`__@${name}@`));
}

/** Whether the awaited value is an argument: `filter(await isFile)`. */
function isPassedOn(operand: ts.Expression, t: typeof ts): boolean {
  const value = withWrappers(withWrappers(operand, t).parent, t);
  const { parent } = value;
  return (t.isCallExpression(parent) || t.isNewExpression(parent)) && parent.expression !== value;
}

/** A literal, `undefined` or `void 0`: the tick is what is wanted. */
function isDeliberate(value: ts.Expression, t: typeof ts): boolean {
  return (
    t.isLiteralExpression(value) ||
    t.isVoidExpression(value) ||
    value.kind === t.SyntaxKind.NullKeyword ||
    value.kind === t.SyntaxKind.TrueKeyword ||
    value.kind === t.SyntaxKind.FalseKeyword ||
    (t.isIdentifier(value) && value.text === 'undefined')
  );
}

/** By its syntax, so that no type is asked for: `import('m')`, `new Promise(…)`, `Promise.all(…)`, `fetch(…)`. */
function isSurelyPromise(value: ts.Expression, t: typeof ts): boolean {
  if (t.isNewExpression(value)) return isNamed(value.expression, 'Promise', t);
  if (!t.isCallExpression(value)) return false;
  const called = value.expression;
  return (
    called.kind === t.SyntaxKind.ImportKeyword ||
    isNamed(called, 'fetch', t) ||
    (t.isPropertyAccessExpression(called) && isNamed(called.expression, 'Promise', t))
  );
}

function isNamed(node: ts.Node, name: string, t: typeof ts): boolean {
  return t.isIdentifier(node) && node.text === name;
}

/**
 * A call that gives nothing by its type. What implements it may be async all the same, so it counts
 * only where the code that runs is known.
 */
function idleVoidCall(
  call: ts.CallExpression,
  typed: TypedProgram,
  rows: () => Rows,
): IdleAwait | undefined {
  const callee = calleeOf(call, typed);
  if (callee.kind === 'body') {
    return isSynchronous(callee, call, typed) ? { kind: 'plain', called: true } : undefined;
  }
  return idleCallback(call, callee, typed, rows);
}

/** A call of a library function whose last argument is called when its work is done, or at once. */
function idleCallback(
  call: ts.CallExpression,
  callee: Callee,
  typed: TypedProgram,
  rows: () => Rows,
): IdleAwait | undefined {
  const { checker } = typed;
  if (callee.kind !== 'library') return undefined;
  const callback = call.arguments.find(
    (each) => checker.getTypeAtLocation(each).getCallSignatures().length > 0,
  );
  if (!callback) return undefined;
  const signatures = checker.getTypeAtLocation(callback).getCallSignatures();
  const isLost = signatures.every(
    (each) => thenabilityOfType(each.getReturnType(), call, typed) === 'never',
  );
  const effects = rows().row(callee.module, callee.name)?.effects;
  if (effects?.callsArguments) return isLost ? { kind: 'plain', called: true } : undefined;
  const isTimer =
    /^(?:global|node:timers)$/.test(callee.module) &&
    /^set(?:Timeout|Immediate)$/.test(callee.name);
  const isNodes = callee.module.startsWith('node:') && !callee.module.startsWith('node:test');
  const listens = /(?:^|\.)(?:on|once|(?:add|prepend)\w*Listener|setInterval)$/.test(callee.name);
  return isTimer || (isNodes && !listens) || (isLost && takesError(callback, call, typed))
    ? { kind: 'callback' }
    : undefined;
}

/** `(error, data) => …`: Node's convention, by the declared parameter. */
function takesError(
  argument: ts.Expression,
  call: ts.CallExpression,
  { checker }: TypedProgram,
): boolean {
  const parameters = checker.getResolvedSignature(call)?.parameters ?? [];
  const parameter = parameters[call.arguments.indexOf(argument)];
  if (!parameter) return false;
  return checker
    .getNonNullableType(checker.getTypeOfSymbolAtLocation(parameter, call))
    .getCallSignatures()
    .some((each) => /^(?:e|err|error)$/.test(each.parameters[0]?.name ?? ''));
}

/** Whether the body is one that returns nothing, and not a hook that stands empty for others to override. */
function isSynchronous(
  { body }: Extract<Callee, { kind: 'body' }>,
  at: ts.Node,
  typed: TypedProgram,
): boolean {
  const { ts, checker } = typed;
  if (!isFunctionWithBody(body, ts) || isAsync(body, ts) || body.asteriskToken) return false;
  const { body: code } = body;
  if (ts.isBlock(code) && code.statements.length === 0) return false;
  // Where a contextual type says `void`, the function itself may return a promise.
  const signature = checker.getSignatureFromDeclaration(body);
  if (!signature) return false;
  return thenabilityOfType(checker.getReturnTypeOfSignature(signature), at, typed) === 'never';
}

function promisesIn(
  members: readonly ts.Type[],
  optional: boolean,
  at: ts.Node,
  typed: TypedProgram,
): IdleAwait | undefined {
  const { checker } = typed;
  if (members.every((each) => each.getSymbol()?.name === 'AsyncGenerator')) {
    return { kind: 'generator' };
  }
  const elements = members.map((each) => elementTypesOf(each, typed) ?? []).flat();
  const answers = new Set(elements.map((each) => thenabilityOfType(each, at, typed)));
  const certain = answers.has('always') || answers.has('sometimes');
  if (certain || answers.has('unknown')) {
    const isMap = members.some((each) => each.getSymbol()?.name.endsWith('Map'));
    const isArray = members.every((each) => checker.isArrayType(each) || checker.isTupleType(each));
    const collection = isArray ? 'array' : isMap ? 'map' : 'iterable';
    return { kind: 'promises', collection, optional, certain };
  }
  const [only, ...others] = members;
  if (!only || others.length > 0 || !isPlainObject(only, typed)) return undefined;
  const names = checker
    .getPropertiesOfType(only)
    .slice(0, MAX_PROPERTIES)
    .filter(
      (each) =>
        thenabilityOfType(checker.getTypeOfSymbolAtLocation(each, at), at, typed) === 'always',
    )
    .map(({ name }) => name);
  return names.length > 0 ? { kind: 'members', names } : undefined;
}

const MAX_PROPERTIES = 30;

/** The type of an object literal, or written like one: no class, no interface. */
function isPlainObject(type: ts.Type, { ts }: TypedProgram): boolean {
  const { ObjectLiteral, TypeLiteral } = ts.SymbolFlags;
  return ((type.getSymbol()?.flags ?? 0) & (ObjectLiteral | TypeLiteral)) !== 0;
}

function asFunction(
  members: readonly ts.Type[],
  at: ts.Node,
  typed: TypedProgram,
): IdleAwait | undefined {
  const signatures = members.map((each) => each.getCallSignatures());
  const givePromises = signatures.every(
    (each) =>
      each.length > 0 &&
      each.every((one) => thenabilityOfType(one.getReturnType(), at, typed) === 'always'),
  );
  if (members.length === 0 || !givePromises) return undefined;
  const callable = signatures
    .flat()
    .every((each) => each.parameters.every((parameter) => isLeftOut(parameter, typed)));
  return { kind: 'function', callable };
}

function isLeftOut({ valueDeclaration }: ts.Symbol, { ts }: TypedProgram): boolean {
  return (
    valueDeclaration !== undefined &&
    ts.isParameter(valueDeclaration) &&
    (valueDeclaration.questionToken ?? valueDeclaration.initializer) !== undefined
  );
}

/** `ChainablePromiseElement` of webdriverio: a proxy of a promise, whose type leaves `then` out. */
function saysPromise({ aliasSymbol, symbol }: ts.Type & { readonly symbol?: ts.Symbol }): boolean {
  return [aliasSymbol, symbol].some((each) => each?.name.includes('Promise'));
}

/** Whether a value of the type may be a promise although the type has no `then` that is a method. */
function isOpen(member: ts.Type, at: ts.Node, typed: TypedProgram): boolean {
  const { ts, checker } = typed;
  const { TypeFlags } = ts;
  const { Any, Unknown, Never, NonPrimitive, TypeParameter, IndexedAccess, Conditional } =
    TypeFlags;
  if (
    (member.flags &
      (Any | Unknown | Never | NonPrimitive | TypeParameter | IndexedAccess | Conditional)) !==
    0
  ) {
    return true;
  }
  if (member.isIntersection())
    return member.types.some((each) => (each.flags & TypeParameter) !== 0);
  if ((member.flags & TypeFlags.Object) === 0) return false;
  const index = checker.getIndexInfosOfType(member);
  // `Record<string, any>` takes any object.
  if (index.some(({ type }) => (type.flags & Any) !== 0)) {
    return !checker.isArrayType(member) && !checker.isTupleType(member) && !isBuffer(member);
  }
  if (checker.getPropertyOfType(member, 'then') || saysPromise(member)) return true;
  if (isOwnType(member, typed) && addsThen(typed.program, typed)) return true;
  return (
    index.length === 0 &&
    checker.getPropertiesOfType(member).length === 0 &&
    member.getCallSignatures().length === 0 &&
    member.getConstructSignatures().length === 0
  );

  function isBuffer(type: ts.Type): boolean {
    return type.isClassOrInterface() && checker.getPropertyOfType(type, 'length') !== undefined;
  }
}

/** Declared by the program itself, no array and no other type of the language or of a package. */
function isOwnType(type: ts.Type, { program }: TypedProgram): boolean {
  return (type.getSymbol()?.declarations ?? []).some((each) => {
    const file = each.getSourceFile();
    return !program.isSourceFileDefaultLibrary(file) && !file.fileName.includes('/node_modules/');
  });
}

function isNullish(type: ts.Type, { ts }: TypedProgram): boolean {
  return (type.flags & (ts.TypeFlags.Null | ts.TypeFlags.Undefined)) !== 0;
}

function isVoid(type: ts.Type, { ts }: TypedProgram): boolean {
  return (type.flags & ts.TypeFlags.Void) !== 0;
}
