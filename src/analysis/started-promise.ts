import type ts from 'typescript';

import type { Rows } from '../catalogue/catalogue.ts';
import { functionMayReject, mayReject } from './can-reject.ts';
import { calleeOf, functionOf, withoutWrappers } from './callee.ts';
import { onlyListens } from './event-wait.ts';
import { isNamedSleep } from './named-sleep.ts';
import { promiseCallOf } from './promise-call.ts';
import { isMadeOfPlain } from './made-collection.ts';
import { keptAnswer } from './kept/kept-answer.ts';
import { elementTypesOf, isDeclaredPlain, isPromiseItself, thenabilityOf } from './thenable.ts';
import type { TypedProgram } from './typescript.ts';

/** Work that an expression has started once it is evaluated. */
export interface Started {
  /** A promise, or an array or another collection of the language that holds only promises. */
  readonly kind: 'promise' | 'collection';
  /** The type has `null` or `undefined`, too. */
  readonly mayBeMissing: boolean;
}

/**
 * What `expression`, a call, `new` or array literal, starts, by its type. `undefined` for everything
 * but promises of the language: thenables may start when they are awaited, and a promise with members
 * of its own (a child process, a stream) has more ways to end than its rejection.
 */
export function startedBy(expression: ts.Expression, typed: TypedProgram): Started | undefined {
  if (isMadeOfPlain(expression, typed)) return undefined;
  const started = startOf(expression, typed);
  if (started === 'nothing') return undefined;
  return {
    kind: started.endsWith('promise') ? 'promise' : 'collection',
    mayBeMissing: started.startsWith('optional'),
  };
}

const startOf = keptAnswer((expression: ts.Expression, typed: TypedProgram) => {
  if (isDeclaredPlain(expression, typed)) return 'nothing';
  const { checker } = typed;
  const type = checker.getTypeAtLocation(expression);
  const present = checker.getNonNullableType(type);
  const isOptional = present !== type;
  if (isPromiseItself(present, typed)) return isOptional ? 'optional promise' : 'promise';
  const elements = elementTypesOf(present, typed) ?? [];
  if (elements.length === 0 || !elements.every((each) => isPromiseItself(each, typed))) {
    return 'nothing';
  }
  return isOptional ? 'optional collection' : 'collection';
});

/**
 * Whether the promise may reject while nobody looks. Not the one that cannot reject, and not the one
 * that listens for what the code after it brings about. `true` where that is not known.
 */
export function mayRejectEarly(
  start: ts.Expression,
  typed: TypedProgram,
  catalogue: Rows,
): boolean {
  const { ts } = typed;
  const value = withoutWrappers(start, ts);
  if (ts.isArrayLiteralExpression(value)) {
    return value.elements.some((each) =>
      mayRejectEarly(ts.isSpreadElement(each) ? each.expression : each, typed, catalogue),
    );
  }
  if (ts.isIdentifier(value)) return true;
  if (onlyListens(value, typed, catalogue)) return false;
  if (!ts.isCallExpression(value) || !mayReject(value, typed, catalogue)) {
    return mayReject(value, typed, catalogue);
  }
  if (makesElements(value, typed)) return elementsMayReject(value, typed, catalogue);
  return resultMayReject(value, typed, catalogue);
}

/** The same of a call, where an error thrown by it or its arguments does not count: no promise was made. */
function resultMayReject(call: ts.CallExpression, typed: TypedProgram, catalogue: Rows): boolean {
  const { ts } = typed;
  const made = promiseCallOf(call, typed);
  const handlerMayReject = (handler: ts.Expression | undefined): boolean =>
    handler !== undefined && callbackMayReject(handler, typed, catalogue);
  switch (made?.kind) {
    case 'chain': {
      const { receiver, fulfilled, rejected, settled } = made;
      if (handlerMayReject(fulfilled) || handlerMayReject(settled)) return true;
      return rejected ? throwsAgain(rejected, typed) : mayRejectEarly(receiver, typed, catalogue);
    }
    case 'settled': {
      // What nobody knows (`any`) is hardly a promise on its way to reject.
      if (made.method === 'reject') return true;
      return (
        made.value !== undefined &&
        thenabilityOf(made.value, typed) === 'always' &&
        mayRejectEarly(made.value, typed, catalogue)
      );
    }
    case 'combinator':
      return made.method !== 'allSettled';
    default: {
      const callee = calleeOf(call, typed);
      if (callee.kind !== 'body') return !isNamedSleep(call, typed);
      return ts.isClassLike(callee.body) || functionMayReject(callee.body, typed, catalogue);
    }
  }
}

function callbackMayReject(callback: ts.Expression, typed: TypedProgram, catalogue: Rows): boolean {
  const fn = functionOf(callback, typed);
  return (
    fn.kind !== 'body' ||
    typed.ts.isClassLike(fn.body) ||
    functionMayReject(fn.body, typed, catalogue)
  );
}

/** Whether a rejection handler says itself that it throws: any other is there to end the matter. */
function throwsAgain(handler: ts.Expression, typed: TypedProgram): boolean {
  const { ts } = typed;
  const fn = functionOf(handler, typed);
  if (fn.kind !== 'body' || ts.isClassLike(fn.body)) return false;
  const throws = (node: ts.Node): boolean =>
    ts.forEachChild(node, (child) => {
      if (ts.isThrowStatement(child)) return true;
      return (!ts.isFunctionLike(child) && throws(child)) || undefined;
    }) ?? false;
  const result = ts.isBlock(fn.body.body) ? undefined : withoutWrappers(fn.body.body, ts);
  const made = result && ts.isCallExpression(result) ? promiseCallOf(result, typed) : undefined;
  return throws(fn.body.body) || (made?.kind === 'settled' && made.method === 'reject');
}

/** `xs.map(f)` and `Array.from(xs, f)`: the promises are those of `f`. */
function makesElements(value: ts.Expression, { ts }: TypedProgram): value is ts.CallExpression {
  return (
    ts.isCallExpression(value) &&
    ts.isPropertyAccessExpression(value.expression) &&
    (value.expression.name.text === 'map' || value.expression.name.text === 'from')
  );
}

function elementsMayReject(call: ts.CallExpression, typed: TypedProgram, catalogue: Rows): boolean {
  const { ts } = typed;
  const callback = call.arguments.at(-1);
  if (!callback) return true;
  const fn = functionOf(callback, typed);
  if (fn.kind !== 'body' || ts.isClassLike(fn.body)) return true;
  const { body } = fn;
  const result = ts.isBlock(body.body) ? undefined : withoutWrappers(body.body, ts);
  if (result && ts.isCallExpression(result) && onlyListens(result, typed, catalogue)) return false;
  return callbackMayReject(callback, typed, catalogue);
}
