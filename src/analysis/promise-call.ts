import type ts from 'typescript';

import { calleeOf, withoutWrappers } from './callee.ts';
import type { TypedProgram } from './typescript.ts';

/**
 * What a call does with promises of the language.
 * - `chain`: `receiver.then(fulfilled, rejected)`, `.catch(rejected)`, `.finally(settled)`;
 * - `combinator`: `Promise.all(collection)` and its like;
 * - `settled`: `Promise.resolve(value)`, `Promise.reject(reason)`;
 * - `executed`: `new Promise(executor)`.
 */
export type PromiseCall =
  | {
      readonly kind: 'chain';
      readonly method: 'then' | 'catch' | 'finally';
      readonly receiver: ts.Expression;
      readonly fulfilled: ts.Expression | undefined;
      readonly rejected: ts.Expression | undefined;
      readonly settled: ts.Expression | undefined;
    }
  | {
      readonly kind: 'combinator';
      readonly method: 'all' | 'allSettled' | 'any' | 'race';
      readonly collection: ts.Expression | undefined;
    }
  | {
      readonly kind: 'settled';
      readonly method: 'resolve' | 'reject';
      readonly value: ts.Expression | undefined;
    }
  | { readonly kind: 'executed'; readonly executor: ts.Expression };

/** `undefined` for calls of anything but the `Promise` of the language, and with a spread argument. */
export function promiseCallOf(
  call: ts.CallExpression | ts.NewExpression,
  typed: TypedProgram,
): PromiseCall | undefined {
  const { ts } = typed;
  const called = withoutWrappers(call.expression, ts);
  const given = call.arguments ?? [];
  if (given.some((each) => ts.isSpreadElement(each))) return undefined;
  const [first, second] = given;
  if (ts.isNewExpression(call)) {
    if (!first || !ts.isIdentifier(called) || called.text !== 'Promise') return undefined;
    return isOfTheLanguage(call, 'Promise', typed)
      ? { kind: 'executed', executor: first }
      : undefined;
  }
  if (!ts.isPropertyAccessExpression(called) || !METHODS.has(called.name.text)) return undefined;
  const method = called.name.text as Method;
  if (!isOfTheLanguage(call, `Promise.${method}`, typed)) return undefined;
  const receiver = called.expression;
  const chain = { kind: 'chain', receiver, fulfilled: undefined, rejected: undefined } as const;
  switch (method) {
    case 'then':
      return { ...chain, method, fulfilled: first, rejected: second, settled: undefined };
    case 'catch':
      return { ...chain, method, rejected: first, settled: undefined };
    case 'finally':
      return { ...chain, method, settled: first };
    case 'resolve':
    case 'reject':
      return { kind: 'settled', method, value: first };
    default:
      return { kind: 'combinator', method, collection: first };
  }
}

/** The methods of `Promise` that take a collection; the name of a callee may be missing. */
export const COMBINATORS: ReadonlySet<string | undefined> = new Set([
  'all',
  'allSettled',
  'any',
  'race',
]);

const METHODS = new Set(['then', 'catch', 'finally', 'resolve', 'reject', ...COMBINATORS]);

type Method =
  'then' | 'catch' | 'finally' | 'resolve' | 'reject' | 'all' | 'allSettled' | 'any' | 'race';

function isOfTheLanguage(
  call: ts.CallExpression | ts.NewExpression,
  name: string,
  typed: TypedProgram,
): boolean {
  const callee = calleeOf(call, typed);
  return callee.kind === 'library' && callee.module === 'global' && callee.name === name;
}

/** The functions that an executor is given, by the parameters that it names. */
export interface Resolvers {
  readonly resolve: ts.Identifier | undefined;
  readonly reject: ts.Identifier | undefined;
}

/** `undefined` where they cannot be followed: patterns, rest parameters, `arguments`. */
export function resolversOf(
  executor: ts.SignatureDeclaration,
  { ts }: TypedProgram,
): Resolvers | undefined {
  const names: (ts.Identifier | undefined)[] = [];
  for (const parameter of executor.parameters) {
    const { name } = parameter;
    if (parameter.dotDotDotToken || !ts.isIdentifier(name)) return undefined;
    names.push(name);
  }
  if (!ts.isArrowFunction(executor) && mentionsArguments(executor, ts)) return undefined;
  return { resolve: names[0], reject: names[1] };
}

function mentionsArguments(node: ts.Node, t: typeof ts): boolean {
  return (
    t.forEachChild(node, (child) => {
      if (t.isIdentifier(child) && child.text === 'arguments') return true;
      if (t.isFunctionLike(child) && !t.isArrowFunction(child)) return false;
      return mentionsArguments(child, t);
    }) ?? false
  );
}
