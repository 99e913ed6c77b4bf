import type ts from 'typescript';

import { calleeOf, withoutWrappers, type Body } from './callee.ts';
import { promiseCallOf } from './promise-call.ts';
import type { TypedProgram } from './typescript.ts';

/**
 * Whether `call` gives a pause and does nothing else, so that it is of no use to who does not wait for
 * it: `setTimeout` of `node:timers/promises`, and a function of the program whose body only returns
 * `new Promise((resolve) => setTimeout(resolve, ms))`, or a call of such a function.
 */
export function isPause(call: ts.Expression, typed: TypedProgram, depth = 0): boolean {
  if (!typed.ts.isCallExpression(call) || depth > MAX_DEPTH) return false;
  const callee = calleeOf(call, typed);
  if (callee.kind === 'library') {
    return callee.module === 'node:timers/promises' && callee.name === 'setTimeout';
  }
  const value = callee.kind === 'body' ? onlyValueOf(callee.body, typed) : undefined;
  return value !== undefined && (isTimer(value, typed) || isPause(value, typed, depth + 1));
}

const MAX_DEPTH = 3;

/** What the function returns or awaits, if it does nothing else. */
function onlyValueOf(fn: Body, { ts }: TypedProgram): ts.Expression | undefined {
  if (ts.isClassLike(fn)) return undefined;
  const { body } = fn;
  if (!ts.isBlock(body)) return withoutAwait(body, ts);
  const [only, ...others] = body.statements;
  if (!only || others.length > 0) return undefined;
  if (ts.isReturnStatement(only)) return only.expression && withoutAwait(only.expression, ts);
  const isAwaited = ts.isExpressionStatement(only) && ts.isAwaitExpression(only.expression);
  return isAwaited ? withoutAwait(only.expression, ts) : undefined;
}

function withoutAwait(expression: ts.Expression, t: typeof ts): ts.Expression {
  const value = withoutWrappers(expression, t);
  return t.isAwaitExpression(value) ? withoutWrappers(value.expression, t) : value;
}

/** `new Promise((resolve) => setTimeout(resolve, ms))` */
function isTimer(value: ts.Expression, typed: TypedProgram): boolean {
  const { ts } = typed;
  const made = ts.isNewExpression(value) ? promiseCallOf(value, typed) : undefined;
  if (made?.kind !== 'executed') return false;
  const executor = withoutWrappers(made.executor, ts);
  if (!ts.isArrowFunction(executor) && !ts.isFunctionExpression(executor)) return false;
  const name = executor.parameters[0]?.name;
  const timer = onlyCallOf(executor, ts);
  const [callback] = timer?.arguments ?? [];
  if (!timer || !callback || !name || !ts.isIdentifier(name)) return false;
  const callee = calleeOf(timer, typed);
  return (
    callee.kind === 'library' &&
    callee.name === 'setTimeout' &&
    isCallOf(name.text, withoutWrappers(callback, ts), ts)
  );
}

/** The function `name` itself, or one that only calls it. */
function isCallOf(name: string, callback: ts.Expression, t: typeof ts): boolean {
  if (t.isIdentifier(callback)) return callback.text === name;
  if (!t.isArrowFunction(callback) && !t.isFunctionExpression(callback)) return false;
  const called = onlyCallOf(callback, t)?.expression;
  return called !== undefined && t.isIdentifier(called) && called.text === name;
}

function onlyCallOf(
  { body }: ts.ArrowFunction | ts.FunctionExpression,
  t: typeof ts,
): ts.CallExpression | undefined {
  let only: ts.Node | undefined = body;
  if (t.isBlock(body)) {
    const [statement, ...others] = body.statements;
    only =
      statement && others.length === 0 && t.isExpressionStatement(statement)
        ? statement.expression
        : undefined;
  }
  return only && t.isCallExpression(only) ? only : undefined;
}
