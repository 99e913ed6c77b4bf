import type ts from 'typescript';

import type { Rows } from '../catalogue/catalogue.ts';
import { calleeOf, functionOf, withoutWrappers, withWrappers } from './callee.ts';
import { functionMayReject, promiseMayReject } from './can-reject.ts';
import { isAsync } from './modifiers.ts';
import { promiseCallOf } from './promise-call.ts';
import { functionAround, identifiersNamed } from './references.ts';
import { returnedValues } from './returned-values.ts';
import type { TypedProgram } from './typescript.ts';

/** How many functions deep the promise is followed that a function returns. */
const MAX_DEPTH = 3;

/**
 * Whether the function that `call` calls keeps the promise that it returns as the end of a queue,
 * `return (this.last = this.last.then(work))`, and code of its file handles what fails in the queue:
 * whoever adds to the queue need not. A queue that is only awaited, `await this.last`, is handled no
 * sooner than that, so there it takes a wait behind `call`, too. `false` where that is not known, and
 * of async functions: what they return is another promise.
 */
export function isKeptInQueue(
  call: ts.CallExpression,
  typed: TypedProgram,
  catalogue: Rows,
): boolean {
  return keepsInQueue(call, { added: call, typed, catalogue }, 0);
}

interface Question {
  readonly added: ts.CallExpression;
  readonly typed: TypedProgram;
  readonly catalogue: Rows;
}

function keepsInQueue(call: ts.CallExpression, question: Question, depth: number): boolean {
  const { typed } = question;
  const { ts } = typed;
  const callee = calleeOf(call, typed);
  if (callee.kind !== 'body' || ts.isClassLike(callee.body) || depth > MAX_DEPTH) return false;
  const fn = callee.body;
  if (isAsync(fn, ts) || ('asteriskToken' in fn && fn.asteriskToken)) return false;
  let keeps = false;
  for (const each of returnedValues(fn, ts)) {
    const value = withoutWrappers(each, ts);
    if (isQueueTail(value, fn, question)) keeps = true;
    else if (!ts.isCallExpression(value)) return false;
    else if (keepsInQueue(value, question, depth + 1)) keeps = true;
    else if (!isResolvedWithNothing(value, typed)) return false;
  }
  return keeps;
}

/** Whether the code around `call` awaits or returns the result of another call behind it: `await queue.idle()`. */
function isFollowedByWait(call: ts.CallExpression, t: typeof ts): boolean {
  return waitsBehind(functionAround(call, t) ?? call.getSourceFile(), call.end, t);
}

function waitsBehind(node: ts.Node, position: number, t: typeof ts): boolean {
  return (
    t.forEachChild(node, (child) => {
      if (child.end <= position || t.isFunctionLike(child)) return false;
      const isBehind = child.pos >= position;
      if (isBehind && t.isAwaitExpression(child)) return true;
      if (isBehind && t.isReturnStatement(child) && child.expression) {
        return t.isCallExpression(withoutWrappers(child.expression, t));
      }
      return waitsBehind(child, position, t);
    }) ?? false
  );
}

/** `Promise.resolve()` */
function isResolvedWithNothing(call: ts.CallExpression, typed: TypedProgram): boolean {
  const made = promiseCallOf(call, typed);
  return made?.kind === 'settled' && made.method === 'resolve' && made.value === undefined;
}

/** `last = last.then(f)`, or `last` where the function assigns it so. */
function isQueueTail(value: ts.Expression, fn: ts.Node, question: Question): boolean {
  const { typed } = question;
  const { ts } = typed;
  const assignment = ts.isBinaryExpression(value) ? value : undefined;
  const kept = assignment ? withoutWrappers(assignment.left, ts) : value;
  const name = nameOfKept(kept, ts);
  const symbol = name && typed.checker.getSymbolAtLocation(name);
  const declaration = symbol?.valueDeclaration;
  if (!name || !declaration || (declaration.pos >= fn.pos && declaration.end <= fn.end)) {
    return false;
  }
  const uses = identifiersNamed(name.text, name.getSourceFile(), ts).filter(
    (each) => typed.checker.getSymbolAtLocation(each) === symbol,
  );
  const extended = uses.some((each) => {
    const value = extensionOf(each, ts);
    return (
      value !== undefined &&
      (assignment ? value === assignment.right : fn.pos <= value.pos && value.end <= fn.end) &&
      uses.some((use) => value.pos <= use.pos && use.end <= value.end && isOfSame(use, value, ts))
    );
  });
  if (!extended) return false;
  return (
    uses.some((each) => isHandled(each, question)) ||
    uses.every((each) => {
      const value = extensionOf(each, ts);
      return value === undefined || cannotFail(value, question);
    })
  );
}

/** The name of a variable, or of a field of `this`. */
function nameOfKept(kept: ts.Expression, t: typeof ts): ts.Identifier | undefined {
  if (t.isIdentifier(kept)) return kept;
  const isField =
    t.isPropertyAccessExpression(kept) && kept.expression.kind === t.SyntaxKind.ThisKeyword;
  return isField ? (kept.name as ts.Identifier) : undefined;
}

/** What is assigned to the variable or field that `name` names here. */
function extensionOf(name: ts.Identifier, t: typeof ts): ts.Expression | undefined {
  const target = wholeOf(name, t);
  const { parent } = target;
  return t.isBinaryExpression(parent) &&
    parent.left === target &&
    parent.operatorToken.kind === t.SyntaxKind.EqualsToken
    ? parent.right
    : undefined;
}

/**
 * Whether the step that goes on from the queue handles its own failure, `last.then(() => save().catch(log))`,
 * or what stands in its place cannot fail: `Promise.resolve()`.
 */
function cannotFail(value: ts.Expression, { typed, catalogue }: Question): boolean {
  const { ts } = typed;
  const call = withoutWrappers(value, ts);
  const isStep =
    ts.isCallExpression(call) &&
    ts.isPropertyAccessExpression(call.expression) &&
    call.expression.name.text === 'then';
  if (!isStep) return !promiseMayReject(value, typed, catalogue);
  const [step] = call.arguments;
  const callee = step && functionOf(step, typed);
  if (callee?.kind !== 'body' || ts.isClassLike(callee.body)) return false;
  const { body } = callee.body;
  return ts.isBlock(body)
    ? !functionMayReject(callee.body, typed, catalogue)
    : !promiseMayReject(body, typed, catalogue);
}

/** Whether `use` is read when `value` is evaluated, and not by a function in it. */
function isOfSame(use: ts.Identifier, value: ts.Expression, t: typeof ts): boolean {
  return functionAround(use, t) === functionAround(value, t);
}

/** `last.catch(f)`, `last.then(f, g)`, `await last`; in JavaScript `let last;` has no type to ask. */
function isHandled(name: ts.Identifier, { added, typed: { ts } }: Question): boolean {
  const value = withWrappers(wholeOf(name, ts), ts);
  const { parent } = value;
  if (ts.isAwaitExpression(parent)) return isFollowedByWait(added, ts);
  if (!ts.isPropertyAccessExpression(parent)) return false;
  const call = parent.parent;
  if (!ts.isCallExpression(call) || call.expression !== parent) return false;
  const handler = { catch: 0, then: 1 }[parent.name.text];
  return handler !== undefined && call.arguments.length > handler;
}

function wholeOf(name: ts.Identifier, t: typeof ts): ts.Node {
  const { parent } = name;
  return t.isPropertyAccessExpression(parent) && parent.name === name ? parent : name;
}
