import type ts from 'typescript';

import type { Rows } from '../catalogue/catalogue.ts';
import { declaredTypesOf } from './declared-type.ts';
import { identityOf, isOutsideTheProgram } from './callee.ts';
import { keptAnswer } from './kept/kept-answer.ts';
import { isAsync } from './modifiers.ts';
import { isInJavaScript } from './in-javascript.ts';
import { membersOf } from './union-members.ts';
import type { TypedProgram } from './typescript.ts';

/**
 * What awaiting a value would do, by its type: wait whichever member of the union it is (`always`),
 * for some members (`sometimes`), for none (`never`), or we cannot tell (`unknown`: `any`, `unknown`,
 * an unconstrained type parameter).
 */
export type Thenability = 'always' | 'sometimes' | 'never' | 'unknown';

/** The same of the value of an expression, by its declarations if they tell, else by its type where it stands. */
export const thenabilityOf: (expression: ts.Expression, typed: TypedProgram) => Thenability =
  keptAnswer((expression, typed) => {
    const answer =
      declaredThenability(expression, typed) ??
      thenabilityOfType(typed.checker.getTypeAtLocation(expression), expression, typed);
    return answer === 'never' && isInJavaScript(expression)
      ? uncheckedThenability(expression, typed)
      : answer;
  });

/**
 * The same of what is no thenable by its type, in JavaScript: nobody checks there what comments say (with
 * `@returns {string}` above an async function, TypeScript takes it to return a text; a function of which
 * there is but a comment may return anything), nor that a callback of `reduce` gives what it is given
 * next.
 */
function uncheckedThenability(expression: ts.Expression, typed: TypedProgram): Thenability {
  const { ts, checker } = typed;
  if (ts.isCallExpression(expression)) {
    const declaration = checker.getResolvedSignature(expression)?.declaration;
    if (isAsyncDeclaration(folding(expression, typed), typed)) return 'always';
    if (isBySymbol(expression.expression, typed)) return 'unknown';
    if (isAsyncDeclaration(declaration, typed)) return 'always';
    const isOnlyTold = declaration && ts.isFunctionTypeNode(declaration);
    return isOnlyTold && isInJavaScript(declaration) ? 'unknown' : 'never';
  }
  if (!ts.isIdentifier(expression)) return 'never';
  const declaration = checker.getSymbolAtLocation(expression)?.valueDeclaration;
  const callback = declaration?.parent;
  const isResult =
    callback &&
    ts.isCallExpression(callback.parent) &&
    folding(callback.parent, typed) === callback &&
    isAsyncDeclaration(callback, typed) &&
    callback.parameters[0] === declaration;
  return isResult === true ? 'sometimes' : 'never';
}

/** Whether `expression`, in JavaScript, is a promise for certain, of which its type does not know. */
export function isUntoldPromise(expression: ts.Expression, typed: TypedProgram): boolean {
  return (
    isInJavaScript(expression) &&
    thenabilityOf(expression, typed) === 'always' &&
    thenabilityOfType(typed.checker.getTypeAtLocation(expression), expression, typed) === 'never'
  );
}

/** Whether a member is named by a symbol that its type does not tell from others. */
function isBySymbol(called: ts.Expression, { ts, checker }: TypedProgram): boolean {
  return (
    ts.isElementAccessExpression(called) &&
    (checker.getTypeAtLocation(called.argumentExpression).flags & ts.TypeFlags.ESSymbol) !== 0
  );
}

/** The callback of `xs.reduce(callback, first)`. */
function folding(call: ts.CallExpression, { ts }: TypedProgram): ts.Expression | undefined {
  return ts.isPropertyAccessExpression(call.expression) &&
    /^reduce(?:Right)?$/.test(call.expression.name.text)
    ? call.arguments[0]
    : undefined;
}

/** Whether a call of what is declared there gives a promise, whatever a comment says. */
export function isAsyncDeclaration(
  node: ts.Node | undefined,
  { ts }: TypedProgram,
): node is ts.SignatureDeclaration {
  return (
    node !== undefined &&
    ts.isFunctionLike(node) &&
    !('asteriskToken' in node && node.asteriskToken !== undefined) &&
    isAsync(node, ts)
  );
}

/** The same, if the declarations alone say that it is `always` or `never`. */
const declaredThenability: (
  expression: ts.Expression,
  typed: TypedProgram,
) => Thenability | undefined = keptAnswer((expression, typed) => {
  const types = declaredTypesOf(expression, typed) ?? [];
  const answers = new Set(types.map((type) => thenabilityOfType(type, expression, typed)));
  const [only, ...others] = answers;
  return others.length === 0 && (only === 'always' || only === 'never') ? only : undefined;
});

/**
 * Whether the declarations alone say that the value is no thenable, and no collection of the language
 * that may hold some. `false` where they do not tell.
 */
export const isDeclaredPlain: (expression: ts.Expression, typed: TypedProgram) => boolean =
  keptAnswer(
    (expression, typed) =>
      declaredTypesOf(expression, typed)?.every((type) => isPlainType(type, expression, typed)) ??
      false,
  );

/** The same, by its type where the declarations do not tell. */
export const isPlain: (expression: ts.Expression, typed: TypedProgram) => boolean = keptAnswer(
  (expression, typed) =>
    isDeclaredPlain(expression, typed) ||
    isPlainType(typed.checker.getTypeAtLocation(expression), expression, typed),
);

function isPlainType(type: ts.Type, at: ts.Node, typed: TypedProgram): boolean {
  if (thenabilityOfType(type, at, typed) !== 'never') return false;
  const elements = elementTypesOf(typed.checker.getNonNullableType(type), typed) ?? [];
  return elements.every((each) => thenabilityOfType(each, at, typed) === 'never');
}

/** Whether the declarations alone say that awaiting the value always waits. `false` where they do not tell. */
export function isDeclaredPromise(expression: ts.Expression, typed: TypedProgram): boolean {
  return declaredThenability(expression, typed) === 'always';
}

/** The type of the value, if the declarations alone say that it is a `Promise` of the language itself. */
export function declaredPromise(
  expression: ts.Expression,
  typed: TypedProgram,
): ts.Type | undefined {
  const [first, ...others] = declaredTypesOf(expression, typed) ?? [];
  const isSure = first && [first, ...others].every((type) => isPromiseItself(type, typed));
  return isSure ? first : undefined;
}

export function thenabilityOfType(type: ts.Type, at: ts.Node, typed: TypedProgram): Thenability {
  const { String, Number, Boolean, Void, Undefined } = typed.ts.TypeFlags;
  if ((type.flags & (String | Number | Boolean | Void | Undefined)) !== 0) return 'never';
  // By far the most; asking for the members of each `Promise<T>` is dear.
  if (isPromiseItself(type, typed)) return 'always';
  return together(settledMembers(type, typed), (member) => isThenable(member, at, typed), typed);
}

/**
 * The type of what awaiting a value of the type gives. `undefined` where TypeScript has none, or would
 * never come to an end: `interface Step<T> extends Promise<Step<Step<T>>>`.
 */
export function awaitedTypeOf(
  type: ts.Type,
  at: ts.Node,
  typed: TypedProgram,
): ts.Type | undefined {
  const seen = new Set<ts.Type>();
  let level: readonly ts.Type[] = membersOf(type);
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH || seen.size > MAX_TYPES) return undefined;
    for (const each of level) seen.add(each);
    const promised = level.flatMap((each) => promisedBy(each, at, typed)).flatMap(membersOf);
    level = promised.filter((each) => !seen.has(each));
  }
  return typed.checker.getAwaitedType(type);
}

/** Nobody has written out so many promises of promises. */
const MAX_DEPTH = 20;
const MAX_TYPES = 2000;

/** What the callback of `then` takes. */
function promisedBy(member: ts.Type, at: ts.Node, typed: TypedProgram): readonly ts.Type[] {
  const { checker } = typed;
  if (isPromiseItself(member, typed)) return checker.getTypeArguments(member as ts.TypeReference);
  const then = checker.getPropertyOfType(member, 'then');
  if (!then) return [];
  const signatures = checker.getTypeOfSymbolAtLocation(then, at).getCallSignatures();
  return signatures.flatMap(({ parameters: [callback] }) =>
    callback
      ? membersOf(checker.getTypeOfSymbolAtLocation(callback, at)).flatMap((each) =>
          each
            .getCallSignatures()
            .flatMap(({ parameters: [value] }) =>
              value ? [checker.getTypeOfSymbolAtLocation(value, at)] : [],
            ),
        )
      : [],
  );
}

/**
 * What a thenable is:
 * - `promise`: the language's `Promise`, or a type that extends it: it has started, and its rejection
 *   is unhandled until somebody handles it;
 * - `lazy`: nothing happens before it is awaited, by a row of the catalogue (query builders);
 * - `other`: anything else with a `then`.
 *
 * Of a union: `promise` if all its thenable members are promises; `none` if it has no such member.
 */
export type ThenableKind = 'promise' | 'lazy' | 'other' | 'none';

export function thenableKindOfType(
  type: ts.Type,
  at: ts.Node,
  typed: TypedProgram,
  catalogue: Rows,
): ThenableKind {
  if (isPromiseItself(type, typed)) return 'promise';
  const kinds = new Set(
    settledMembers(type, typed)
      .filter((member) => !isUnknown(member, typed) && isThenable(member, at, typed))
      .map((member) => kindOfThenable(member, typed, catalogue)),
  );
  if (kinds.has('lazy')) return 'lazy';
  if (kinds.has('other')) return 'other';
  return kinds.has('promise') ? 'promise' : 'none';
}

/**
 * What awaiting each element of a collection would do: of an array, tuple, `Set`, `Map` (its values)
 * or another iterable of the language; `never` for what is none of these, or is empty by its type. A
 * tuple of which some elements are thenable is `sometimes`.
 */
export function elementThenability(type: ts.Type, at: ts.Node, typed: TypedProgram): Thenability {
  const elements = elementTypesOf(type, typed);
  if (!elements || elements.length === 0) return 'never';
  const answers = new Set(elements.map((element) => thenabilityOfType(element, at, typed)));
  if (answers.has('unknown')) return 'unknown';
  if (answers.size === 1) return [...answers][0] ?? 'never';
  return 'sometimes';
}

/**
 * The types of the elements of a collection, of a `Map` its values, of a tuple each; `undefined` for
 * what is no collection of the language, for strings, and for a union of which one member is none.
 */
export function elementTypesOf(type: ts.Type, typed: TypedProgram): readonly ts.Type[] | undefined {
  const { checker } = typed;
  const found: ts.Type[] = [];
  for (const member of settledMembers(type, typed)) {
    if (checker.isArrayType(member) || checker.isTupleType(member)) {
      found.push(...checker.getTypeArguments(member as ts.TypeReference));
      continue;
    }
    const symbol = member.getSymbol();
    const position = symbol && COLLECTIONS.get(symbol.name);
    if (position === undefined || !isOfTheLanguage(symbol, typed)) return undefined;
    const element = checker.getTypeArguments(member as ts.TypeReference)[position];
    if (!element) return undefined;
    found.push(element);
  }
  return found;
}

/** Collections of the language other than arrays → which type argument their elements have. */
const COLLECTIONS: ReadonlyMap<string | undefined, number> = new Map([
  ['Set', 0],
  ['ReadonlySet', 0],
  ['Map', 1],
  ['ReadonlyMap', 1],
  ['Iterable', 0],
  ['IterableIterator', 0],
  ['Iterator', 0],
  ['IteratorObject', 0],
  ['ArrayIterator', 0],
  ['SetIterator', 0],
  ['Generator', 0],
]);

/** Whether it is `Promise<…>` itself: no union, and nothing that extends it. */
export function isPromiseItself(type: ts.Type, typed: TypedProgram): boolean {
  const symbol = type.getSymbol();
  return symbol?.name === 'Promise' && isPromiseSymbol(symbol, typed);
}

/** Whether a value of the type can be a `Promise` of the language, and not just something with a `then`. */
export function mayBePromise(type: ts.Type, typed: TypedProgram): boolean {
  return membersOf(type).some((member) => isPromise(member, typed));
}

/** By its `then`, as `await` decides: a method that takes a callback. */
function isThenable(member: ts.Type, at: ts.Node, { ts, checker }: TypedProgram): boolean {
  const then = checker.getPropertyOfType(member, 'then');
  return (
    then !== undefined &&
    checker
      .getTypeOfSymbolAtLocation(then, at)
      .getCallSignatures()
      .some((signature) => {
        const [first] = signature.parameters;
        if (!first) return false;
        const taken = checker.getNonNullableType(checker.getTypeOfSymbolAtLocation(first, at));
        return membersOf(taken).some(
          (each) => (each.flags & ts.TypeFlags.Any) !== 0 || each.getCallSignatures().length > 0,
        );
      })
  );
}

function kindOfThenable(
  member: ts.Type,
  typed: TypedProgram,
  catalogue: Rows,
): Exclude<ThenableKind, 'none'> {
  const ancestry = ancestryOf(member, typed);
  const isLazy = ancestry.some((symbol) => {
    const declaration = symbol.declarations?.[0];
    if (!declaration || !isOutsideTheProgram(declaration, typed)) return false;
    const { module, name } = identityOf(declaration, typed);
    return catalogue.row(module, name)?.promise?.lazy === true;
  });
  if (isLazy) return 'lazy';
  return ancestry.some((symbol) => isPromiseSymbol(symbol, typed)) ? 'promise' : 'other';
}

function isPromise(member: ts.Type, typed: TypedProgram): boolean {
  return ancestryOf(member, typed).some((symbol) => isPromiseSymbol(symbol, typed));
}

function isPromiseSymbol(symbol: ts.Symbol, typed: TypedProgram): boolean {
  return symbol.name === 'Promise' && isOfTheLanguage(symbol, typed);
}

/** The symbols of a type, of the parts of an intersection, and of what they extend. */
function ancestryOf(type: ts.Type, { checker }: TypedProgram): readonly ts.Symbol[] {
  const found = new Set<ts.Symbol>();
  const open: ts.Type[] = type.isIntersection() ? [...type.types] : [type];
  for (let next = open.pop(); next; next = open.pop()) {
    const symbol = next.getSymbol();
    if (!symbol || found.has(symbol)) continue;
    found.add(symbol);
    const declared = checker.getDeclaredTypeOfSymbol(symbol);
    if (declared.isClassOrInterface()) {
      for (const base of checker.getBaseTypes(declared)) {
        open.push(...(base.isIntersection() ? base.types : [base]));
      }
    }
  }
  return [...found];
}

function isOfTheLanguage(symbol: ts.Symbol | undefined, { program }: TypedProgram): boolean {
  return (symbol?.declarations ?? []).some((each) =>
    program.isSourceFileDefaultLibrary(each.getSourceFile()),
  );
}

/** The members of a union, each type parameter in it as what it is constrained to. */
function settledMembers(type: ts.Type, { ts, checker }: TypedProgram): readonly ts.Type[] {
  const { UnionOrIntersection, Instantiable } = ts.TypeFlags;
  if ((type.flags & (UnionOrIntersection | Instantiable)) === 0) return [type];
  // Each by itself: the union's own constraint forgets those without one.
  return membersOf(type).flatMap((each) =>
    membersOf(checker.getBaseConstraintOfType(each) ?? each),
  );
}

function together(
  members: readonly ts.Type[],
  answers: (member: ts.Type) => boolean,
  typed: TypedProgram,
): Thenability {
  if (members.some((member) => isUnknown(member, typed))) return 'unknown';
  const count = members.filter(answers).length;
  if (count === 0) return 'never';
  return count === members.length ? 'always' : 'sometimes';
}

/** `Promise<void> & void` is the sum of overloads that TypeScript could not choose from. */
function isUnknown(member: ts.Type, { ts }: TypedProgram): boolean {
  const { Any, Unknown, TypeParameter, Void } = ts.TypeFlags;
  if (member.isIntersection()) return member.types.some(({ flags }) => (flags & Void) !== 0);
  return (member.flags & (Any | Unknown | TypeParameter)) !== 0;
}
