import type ts from 'typescript';

import type { Rows } from '../catalogue/catalogue.ts';
import { withWrappers, withoutWrappers } from './callee.ts';
import { isBinding } from './declared-names.ts';
import { functionMayReject, promiseMayReject } from './can-reject.ts';
import { functionAround } from './references.ts';
import { COMBINATORS, promiseCallOf } from './promise-call.ts';
import { elementThenability, isDeclaredPromise, thenabilityOf } from './thenable.ts';
import type { TypedProgram } from './typescript.ts';

/**
 * What is wrong with a call of `Promise.all` or one of its like.
 * - `awaited`: elements of its array literal are awaited before it is called: nothing runs together.
 *   `pending`: an element that has started by then, and has no handler while the await goes on.
 * - `nested`: an element is itself a collection of promises, which nobody waits for.
 * - `no-return`: the callback of the `map` that it is given starts promises and returns none.
 * - `single`: its one element could be awaited itself; only where its result is not used as an array.
 * - `uninspected`: nobody looks at the results of `allSettled`, so every rejection is lost.
 */
export type Misuse =
  | {
      readonly kind: 'awaited';
      readonly awaits: readonly ts.AwaitExpression[];
      readonly pending: ts.Expression | undefined;
    }
  | { readonly kind: 'nested'; readonly elements: readonly ts.Expression[] }
  | {
      readonly kind: 'no-return';
      readonly callback: ts.ArrowFunction | ts.FunctionExpression;
      readonly lost: ts.ExpressionStatement;
    }
  | { readonly kind: 'single'; readonly element: ts.Expression }
  | { readonly kind: 'uninspected' };

/** How the result of a combinator is used, as far as a repair can keep to it. */
export type ResultUse =
  /** `await Promise.all(…);` */
  | { readonly kind: 'unused' }
  /** `const [a, b] = await Promise.all(…)` */
  | { readonly kind: 'destructured'; readonly pattern: ts.ArrayBindingPattern }
  | { readonly kind: 'other' };

/** The first misuse by `call`; `undefined` for other calls, and where there is none. */
export function misuseOf(
  call: ts.CallExpression,
  typed: TypedProgram,
  catalogue: Rows,
): Misuse | undefined {
  const { ts } = typed;
  const { expression: called } = call;
  if (!ts.isPropertyAccessExpression(called) || !COMBINATORS.has(called.name.text)) {
    return undefined;
  }
  const combinator = promiseCallOf(call, typed);
  if (combinator?.kind !== 'combinator' || !combinator.collection) return undefined;
  const collection = withoutWrappers(combinator.collection, ts);
  if (ts.isArrayLiteralExpression(collection)) {
    const { elements } = collection;
    const found =
      awaitedElements(elements, typed) ??
      nestedElements(elements, typed) ??
      (combinator.method === 'all' ? singleElement(call, elements, typed) : undefined);
    if (found) return found;
  }
  const forgotten = forgottenReturn(collection, typed);
  if (forgotten) return forgotten;
  return combinator.method === 'allSettled' && isUninspected(call, collection, typed, catalogue)
    ? { kind: 'uninspected' }
    : undefined;
}

/** How the promise that `call` returns is awaited, and what becomes of the array. */
export function resultUseOf(call: ts.CallExpression, { ts }: TypedProgram): ResultUse {
  const awaited = withWrappers(call, ts).parent;
  if (!ts.isAwaitExpression(awaited)) return { kind: 'other' };
  const { parent } = withWrappers(awaited, ts);
  if (ts.isExpressionStatement(parent)) return { kind: 'unused' };
  if (ts.isVariableDeclaration(parent) && ts.isArrayBindingPattern(parent.name) && !parent.type) {
    return { kind: 'destructured', pattern: parent.name };
  }
  return { kind: 'other' };
}

/**
 * The callback in `Promise.all(xs.map((x) => { f(x); }))`, which is not async and returns nothing,
 * and the first call in it that starts a promise.
 */
function forgottenReturn(
  collection: ts.Expression,
  typed: TypedProgram,
): Extract<Misuse, { kind: 'no-return' }> | undefined {
  const { ts } = typed;
  const call = withoutWrappers(collection, ts);
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) {
    return undefined;
  }
  if (call.expression.name.text !== 'map') return undefined;
  const [first] = call.arguments;
  const callback = first && withoutWrappers(first, ts);
  if (!callback || !(ts.isArrowFunction(callback) || ts.isFunctionExpression(callback))) {
    return undefined;
  }
  const { body } = callback;
  if (!ts.isBlock(body) || callback.modifiers || callback.asteriskToken) return undefined;
  if (returnsSomething(body, ts)) return undefined;
  const lost = body.statements.find(
    (each): each is ts.ExpressionStatement =>
      ts.isExpressionStatement(each) &&
      ts.isCallExpression(withoutWrappers(each.expression, ts)) &&
      thenabilityOf(each.expression, typed) === 'always',
  );
  return lost && { kind: 'no-return', callback, lost };
}

/** Whether `statement` is the call that a forgotten `return` loses: `no-misused-promise-all` says so. */
export function isLostByForgottenReturn(statement: ts.Node, typed: TypedProgram): boolean {
  const { ts } = typed;
  const callback = statement.parent.parent as ts.Node | undefined;
  if (!callback || !(ts.isArrowFunction(callback) || ts.isFunctionExpression(callback))) {
    return false;
  }
  const map = withWrappers(callback, ts).parent;
  const combinator = ts.isCallExpression(map) ? withWrappers(map, ts).parent : undefined;
  if (!combinator || !ts.isCallExpression(combinator)) return false;
  const called = promiseCallOf(combinator, typed);
  return (
    called?.kind === 'combinator' &&
    called.collection !== undefined &&
    forgottenReturn(called.collection, typed)?.lost === statement
  );
}

/** Whether a `return` of the function that `node` is the body of has a value. */
export function returnsSomething(node: ts.Node, t: typeof ts): boolean {
  return (
    t.forEachChild(node, (child) => {
      if (t.isReturnStatement(child)) return child.expression !== undefined;
      return !t.isFunctionLike(child) && returnsSomething(child, t);
    }) ?? false
  );
}

function awaitedElements(
  elements: readonly ts.Expression[],
  typed: TypedProgram,
): Extract<Misuse, { kind: 'awaited' }> | undefined {
  const { ts } = typed;
  const awaits = elements
    .map((element) => withoutWrappers(element, ts))
    .filter((element) => ts.isAwaitExpression(element));
  const [first] = awaits;
  if (!first) return undefined;
  // Of one element the await is all there is: `single` and `await-thenable` speak of that.
  const started = elements
    .slice(
      0,
      elements.findIndex((element) => withoutWrappers(element, ts) === awaits.at(-1)),
    )
    .find(
      (element) =>
        !ts.isAwaitExpression(withoutWrappers(element, ts)) &&
        ts.isCallExpression(withoutWrappers(element, ts)) &&
        thenabilityOf(element, typed) === 'always',
    );
  return { kind: 'awaited', awaits, pending: started };
}

function nestedElements(
  elements: readonly ts.Expression[],
  typed: TypedProgram,
): Extract<Misuse, { kind: 'nested' }> | undefined {
  const { ts, checker } = typed;
  const nested = elements.filter((element) => {
    if (ts.isSpreadElement(element)) return false;
    const value = withoutWrappers(element, ts);
    // Syntax first: a call of a function that gives a promise is the common element.
    if (ts.isAwaitExpression(value) || isDeclaredPromise(value, typed)) return false;
    const type = checker.getTypeAtLocation(element);
    return elementThenability(type, element, typed) === 'always';
  });
  return nested.length > 0 ? { kind: 'nested', elements: nested } : undefined;
}

function singleElement(
  call: ts.CallExpression,
  elements: readonly ts.Expression[],
  typed: TypedProgram,
): Extract<Misuse, { kind: 'single' }> | undefined {
  const { ts } = typed;
  const [element, second] = elements;
  if (!element || second || ts.isSpreadElement(element) || ts.isOmittedExpression(element)) {
    return undefined;
  }
  const use = resultUseOf(call, typed);
  const isFirstOnly =
    use.kind === 'destructured' &&
    use.pattern.elements.length === 1 &&
    use.pattern.elements.every(
      (each) => isBinding(each, ts) && !each.dotDotDotToken && !each.initializer,
    );
  return use.kind === 'unused' || isFirstOnly ? { kind: 'single', element } : undefined;
}

/** Whether the results are dropped where a rejection among them would matter. */
function isUninspected(
  call: ts.CallExpression,
  collection: ts.Expression,
  typed: TypedProgram,
  catalogue: Rows,
): boolean {
  const { ts } = typed;
  if (resultUseOf(call, typed).kind !== 'unused') return false;
  if (isCleanup(call, ts)) return false;
  if (ts.isArrayLiteralExpression(collection)) {
    return collection.elements.some(
      (element) =>
        !isHandled(element, ts) &&
        !isClosing(element, ts) &&
        promiseMayReject(element, typed, catalogue),
    );
  }
  // Promises that were started before have a name, and may have a handler of their own.
  if (!ts.isCallExpression(collection)) return false;
  const [first] = collection.arguments;
  const callback = first && withoutWrappers(first, ts);
  if (!callback || !(ts.isArrowFunction(callback) || ts.isFunctionExpression(callback)))
    return true;
  if (!ts.isBlock(callback.body) && isClosing(callback.body, ts)) return false;
  return !endsInCatch(callback) && functionMayReject(callback, typed, catalogue);

  /** `(page) => page.close().catch(() => {})`, also where no type says that this is a promise. */
  function endsInCatch({ body }: ts.ArrowFunction | ts.FunctionExpression): boolean {
    const chain = ts.isBlock(body) ? undefined : withoutWrappers(body, ts);
    if (!chain || !ts.isCallExpression(chain) || !ts.isPropertyAccessExpression(chain.expression)) {
      return false;
    }
    const [handler] = chain.arguments;
    return (
      chain.expression.name.text === 'catch' &&
      handler !== undefined &&
      (ts.isArrowFunction(handler) || ts.isFunctionExpression(handler)) &&
      !functionMayReject(handler, typed, catalogue)
    );
  }
}

/** A variable: whoever made it may look after it. */
function isHandled(element: ts.Expression, t: typeof ts): boolean {
  const value = withoutWrappers(element, t);
  return t.isIdentifier(value) || t.isPropertyAccessExpression(value) || t.isSpreadElement(value);
}

/** `server.close()`, `worker?.terminate()`: what fails there is gone all the same. */
function isClosing(element: ts.Expression, t: typeof ts): boolean {
  const call = withoutWrappers(element, t);
  return (
    t.isCallExpression(call) &&
    t.isPropertyAccessExpression(call.expression) &&
    CLOSING.test(call.expression.name.text)
  );
}

const CLOSING =
  /^(?:close|destroy|disconnect|dispose|end|kill|quit|release|shutdown|stop|terminate|unsubscribe)$/;

/** In `finally`, and in functions that close and dispose, there is nothing left to do about it. */
function isCleanup(node: ts.Node, t: typeof ts): boolean {
  const owner = functionAround(node, t);
  const name = owner && 'name' in owner ? owner.name : undefined;
  const ownerName = name && t.isIdentifier(name) ? name.text : '';
  const holder = owner?.parent;
  const heldName =
    holder && t.isVariableDeclaration(holder) && t.isIdentifier(holder.name)
      ? holder.name.text
      : '';
  const isDisposer = name !== undefined && t.isComputedPropertyName(name);
  if (isDisposer || CLEANUP.test(ownerName) || CLEANUP.test(heldName)) return true;
  for (let at: ts.Node = node; at !== owner && !t.isSourceFile(at); at = at.parent) {
    const { parent } = at;
    if (t.isTryStatement(parent) && parent.finallyBlock === at) return true;
    if (t.isCatchClause(parent)) return true;
  }
  return false;
}

const CLEANUP =
  /^(?:_|#)?(?:close|dispose|destroy|stop|shutdown|teardown|cleanup|cleanUp|tearDown|shutDown|disconnect|abort|cancel|release|unsubscribe|kill|terminate|end|exit|finish|reset|clear|flush|drain)/;
