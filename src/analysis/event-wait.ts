import type ts from 'typescript';

import type { Rows } from '../catalogue/catalogue.ts';
import { calleeOf, withoutWrappers, type Body } from './callee.ts';
import { knownRow } from './known-row.ts';
import type { TypedProgram } from './typescript.ts';

/**
 * Whether `start` makes a promise that only listens: for an event, a message, or a resolver that was
 * handed on. It is made *before* what triggers it, and awaited after that: `const ready =
 * once(server, 'listening'); server.listen(); await ready`. By a row, by the name (`waitFor…`,
 * `once`) or by the body; `false` where that is not known.
 */
export function onlyListens(start: ts.Expression, typed: TypedProgram, catalogue: Rows): boolean {
  return listens(start, typed, catalogue, 0);
}

/** How many functions deep a wait is followed. */
const MAX_DEPTH = 4;

const LISTENING_NAME = /^(?:once|waitFor|waitUntil)(?![a-z])/;

const SUBSCRIBING = new Set(
  (
    'on once addListener addOnceListener prependListener prependOnceListener addEventListener ' +
    'subscribe observe watch off removeListener removeEventListener unsubscribe'
  ).split(' '),
);

const TIMERS = new Set(
  'setTimeout setInterval setImmediate clearTimeout clearInterval clearImmediate queueMicrotask'.split(
    ' ',
  ),
);

const REACTIONS = new Set(['then', 'catch', 'finally']);

function listens(
  expression: ts.Expression,
  typed: TypedProgram,
  catalogue: Rows,
  depth: number,
): boolean {
  const { ts } = typed;
  const value = withoutWrappers(expression, ts);
  if (ts.isAwaitExpression(value)) return listens(value.expression, typed, catalogue, depth);
  if (ts.isNewExpression(value)) return isSubscription(value, typed);
  if (!ts.isCallExpression(value)) return false;
  const name = nameOfCalled(value, ts);
  if (name !== undefined && LISTENING_NAME.test(name)) return true;
  // `once(a, 'x').then(f)` waits for what `once` waits for.
  if (
    name !== undefined &&
    REACTIONS.has(name) &&
    ts.isPropertyAccessExpression(value.expression) &&
    listens(value.expression.expression, typed, catalogue, depth)
  ) {
    return true;
  }
  if (depth >= MAX_DEPTH) return false;
  const callee = calleeOf(value, typed);
  if (knownRow(value, typed, catalogue, callee)?.promise?.waitsFor === 'event') return true;
  return callee.kind === 'body' && bodyListens(callee.body, typed, catalogue, depth + 1);
}

function nameOfCalled(call: ts.CallExpression, t: typeof ts): string | undefined {
  const called = withoutWrappers(call.expression, t);
  if (t.isPropertyAccessExpression(called)) return called.name.text;
  return t.isIdentifier(called) ? called.text : undefined;
}

/** A function all of whose results, and all that it awaits, only listen. */
function bodyListens(body: Body, typed: TypedProgram, catalogue: Rows, depth: number): boolean {
  const { ts } = typed;
  if (ts.isClassLike(body)) return false;
  if (!ts.isBlock(body.body)) return listens(body.body, typed, catalogue, depth);
  const waits: ts.Expression[] = [];
  collect(body.body);
  return waits.length > 0 && waits.every((each) => listens(each, typed, catalogue, depth));

  function collect(node: ts.Node): void {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return;
    if (ts.isReturnStatement(node) && node.expression) {
      const value = withoutWrappers(node.expression, ts);
      if (ts.isCallExpression(value) || ts.isNewExpression(value)) waits.push(value);
    }
    if (ts.isAwaitExpression(node)) waits.push(node.expression);
    ts.forEachChild(node, collect);
  }
}

/** `new Promise((resolve) => emitter.once('x', resolve))`, or one that hands its resolver on. */
function isSubscription(node: ts.NewExpression, typed: TypedProgram): boolean {
  const { ts } = typed;
  const [executor] = node.arguments ?? [];
  if (!ts.isIdentifier(node.expression) || node.expression.text !== 'Promise' || !executor) {
    return false;
  }
  const fn = withoutWrappers(executor, ts);
  if (!ts.isArrowFunction(fn) && !ts.isFunctionExpression(fn)) return false;
  const found = { subscribes: false, works: false };
  const settlers = new Set(
    fn.parameters.flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : [])),
  );
  visit(fn.body);
  return found.subscribes && !found.works;

  function visit(child: ts.Node): void {
    if (ts.isFunctionLike(child)) return;
    if (ts.isCallExpression(child)) {
      const name = nameOfCalled(child, ts);
      if (name !== undefined && SUBSCRIBING.has(name)) found.subscribes = true;
      else if (isQuestion(child)) return;
      else if (name === undefined || !(TIMERS.has(name) || settlers.has(name))) found.works = true;
    } else if (
      ts.isBinaryExpression(child) &&
      child.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      isHandedOn(child)
    ) {
      found.subscribes = true;
    }
    ts.forEachChild(child, visit);
  }

  /** `if (server.listening)`: what is only asked starts nothing. */
  function isQuestion(call: ts.CallExpression): boolean {
    let node: ts.Node = call;
    while (!ts.isStatement(node)) {
      if (ts.isIfStatement(node.parent) && node.parent.expression === node) return true;
      if (node === fn) return false;
      node = node.parent;
    }
    return false;
  }

  /** `this.resolve = resolve`, `release = resolve`, `worker.onmessage = …`. */
  function isHandedOn({ left, right }: ts.BinaryExpression): boolean {
    const value = withoutWrappers(right, ts);
    if (ts.isPropertyAccessExpression(left) && /^on[a-z]/.test(left.name.text)) return true;
    return (
      ts.isIdentifier(value) &&
      settlers.has(value.text) &&
      (ts.isPropertyAccessExpression(left) || ts.isIdentifier(left))
    );
  }
}
