import type ts from 'typescript';

import type { Rows } from '../../catalogue/catalogue.ts';
import { calleeOf, withoutWrappers } from '../callee.ts';
import { isAssignmentOperator } from '../declared-names.ts';
import { knownRow } from '../known-row.ts';
import { isNamedSleep } from '../named-sleep.ts';
import type { TypedProgram } from '../typescript.ts';

/**
 * A loop that does nothing but wait.
 * - `timed`: until a clock has gone on. Nothing else runs meanwhile.
 * - `flag`: until other code changes a variable or a property, which no code can: none runs.
 * - `microtask`: the same with awaits that only let microtasks run: no timer and no I/O is ever served.
 * - `polling`: with awaits of timers: it works, and looks again and again.
 */
export interface Spin {
  readonly kind: 'timed' | 'flag' | 'microtask' | 'polling';
  /** What it waits for: the conditions that end it. */
  readonly condition: ts.Expression;
  /** Of a timed one that waits until a time that can be written down. */
  readonly deadline?: Deadline;
}

/** `clock() < until`, or `clock() - since < span`, in the same unit: milliseconds. */
export type Deadline =
  | { readonly clock: ts.Expression; readonly until: ts.Expression }
  | { readonly clock: ts.Expression; readonly since: ts.Expression; readonly span: ts.Expression };

export type Loop = ts.WhileStatement | ts.DoStatement | ts.ForStatement;

/** What `loop` waits for, if it does nothing else; `undefined` for all loops that do, or may. */
export function spinOf(loop: Loop, typed: TypedProgram, catalogue: Rows): Spin | undefined {
  const { ts } = typed;
  const test = ts.isForStatement(loop) ? loop.condition : loop.expression;
  const found: Found = { exits: [], clocks: false, flags: false, counts: false, waits: new Set() };
  if (test && test.kind !== ts.SyntaxKind.TrueKeyword) found.exits.push(test);
  const parts = [test, ts.isForStatement(loop) ? loop.incrementor : undefined];
  const idle = { typed, catalogue, found };
  if (!parts.every((part) => !part || isIdle(part, idle))) return undefined;
  if (!isIdleStatement(loop.statement, idle)) return undefined;

  const [condition] = found.exits;
  if (!condition) return undefined;
  const { clocks, flags, counts, waits } = found;
  if (waits.has('timer')) {
    return flags && !clocks ? { kind: 'polling', condition } : undefined;
  }
  // A counted loop ends by itself; how often it turns is its own business.
  if (counts || (!clocks && !flags)) return undefined;
  if (waits.has('microtask')) return { kind: 'microtask', condition };
  if (!clocks) return { kind: 'flag', condition };
  const isBare = found.exits.length === 1 && isEmpty(loop.statement, typed);
  const deadline = isBare && condition === test ? deadlineOf(condition, typed) : undefined;
  return { kind: 'timed', condition, ...(deadline ? { deadline } : {}) };
}

interface Found {
  /** What ends the loop, in source order. */
  readonly exits: ts.Expression[];
  clocks: boolean;
  /** A variable or property is read. */
  flags: boolean;
  /** A variable goes on with each turn. */
  counts: boolean;
  readonly waits: Set<'microtask' | 'timer'>;
}

interface Idle {
  readonly typed: TypedProgram;
  readonly catalogue: Rows;
  readonly found: Found;
}

function isIdleStatement(statement: ts.Statement, idle: Idle): boolean {
  const { ts } = idle.typed;
  if (ts.isEmptyStatement(statement) || ts.isContinueStatement(statement)) return true;
  if (ts.isBlock(statement)) {
    return statement.statements.every((each) => isIdleStatement(each, idle));
  }
  if (ts.isExpressionStatement(statement)) return isIdle(statement.expression, idle);
  if (ts.isIfStatement(statement)) {
    const { expression, thenStatement, elseStatement } = statement;
    if (!isIdle(expression, idle)) return false;
    if (leaves(thenStatement, idle.typed)) idle.found.exits.push(expression);
    else if (!isIdleStatement(thenStatement, idle)) return false;
    return !elseStatement || isIdleStatement(elseStatement, idle);
  }
  return false;
}

function leaves(statement: ts.Statement, typed: TypedProgram): boolean {
  const { ts } = typed;
  if (ts.isBlock(statement)) {
    const [only, second] = statement.statements;
    return only !== undefined && second === undefined && leaves(only, typed);
  }
  return (
    ts.isBreakStatement(statement) ||
    ts.isReturnStatement(statement) ||
    ts.isThrowStatement(statement)
  );
}

/** Whether evaluating it changes nothing but a variable that keeps the time or counts. */
function isIdle(expression: ts.Expression, idle: Idle): boolean {
  const { typed, found } = idle;
  const { ts } = typed;
  const value = withoutWrappers(expression, ts);
  if (ts.isIdentifier(value)) {
    found.flags ||= value.text !== 'undefined' && !isConstant(value, typed);
    return true;
  }
  if (ts.isPropertyAccessExpression(value)) {
    found.flags = true;
    return isIdle(value.expression, idle) && isPlainProperty(value, typed);
  }
  if (ts.isPrefixUnaryExpression(value) || ts.isPostfixUnaryExpression(value)) {
    const { operator, operand } = value;
    const counts =
      operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken;
    if (counts) {
      found.counts = true;
      return ts.isIdentifier(operand);
    }
    if (operator === ts.SyntaxKind.PlusToken && isClock(value, idle)) return true;
    return isIdle(operand, idle);
  }
  if (ts.isTypeOfExpression(value)) return isIdle(value.expression, idle);
  if (ts.isBinaryExpression(value)) return isIdleBinary(value, idle);
  if (ts.isConditionalExpression(value)) {
    return [value.condition, value.whenTrue, value.whenFalse].every((each) => isIdle(each, idle));
  }
  if (ts.isAwaitExpression(value)) return isIdleWait(value.expression, idle);
  return isLiteral(value, typed) || isClock(value, idle);
}

function isIdleBinary({ left, operatorToken, right }: ts.BinaryExpression, idle: Idle): boolean {
  const { typed, found } = idle;
  const { ts } = typed;
  if (!isAssignmentOperator(operatorToken.kind, ts))
    return isIdle(left, idle) && isIdle(right, idle);
  if (!ts.isIdentifier(left)) return false;
  if (operatorToken.kind === ts.SyntaxKind.EqualsToken && isClockOnly(right, idle)) return true;
  found.counts = true;
  return isIdle(right, idle);
}

/** `now = Date.now()`, `rest = end - Date.now()`: it keeps the time. */
function isClockOnly(expression: ts.Expression, idle: Idle): boolean {
  const own: Found = { exits: [], clocks: false, flags: false, counts: false, waits: new Set() };
  if (!isIdle(expression, { ...idle, found: own }) || !own.clocks || own.counts) return false;
  idle.found.clocks = true;
  return true;
}

function isLiteral(value: ts.Expression, { ts }: TypedProgram): boolean {
  return (
    ts.isLiteralExpression(value) ||
    value.kind === ts.SyntaxKind.TrueKeyword ||
    value.kind === ts.SyntaxKind.FalseKeyword ||
    value.kind === ts.SyntaxKind.NullKeyword ||
    value.kind === ts.SyntaxKind.ThisKeyword
  );
}

function isConstant(identifier: ts.Identifier, { ts, checker }: TypedProgram): boolean {
  const declaration = checker.getSymbolAtLocation(identifier)?.declarations?.[0];
  return (
    declaration !== undefined &&
    ts.isVariableDeclaration(declaration) &&
    (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0
  );
}

/** A getter may do the work that the loop waits for. */
function isPlainProperty(
  access: ts.PropertyAccessExpression,
  { ts, checker }: TypedProgram,
): boolean {
  const declarations = checker.getSymbolAtLocation(access.name)?.declarations ?? [];
  return (
    declarations.length > 0 &&
    declarations.every((each) => !ts.isGetAccessor(each) && !ts.isSetAccessor(each))
  );
}

/** A call that only looks at a clock, by its row, and `new Date()`. */
function isClock(expression: ts.Expression, idle: Idle): boolean {
  const { typed, catalogue, found } = idle;
  const { ts } = typed;
  const value = withoutWrappers(expression, ts);
  if (ts.isPrefixUnaryExpression(value)) {
    return value.operator === ts.SyntaxKind.PlusToken && isClock(value.operand, idle);
  }
  if (ts.isNewExpression(value)) {
    const isDate = ts.isIdentifier(value.expression) && value.expression.text === 'Date';
    if (!isDate || (value.arguments?.length ?? 0) > 0) return false;
    found.clocks = true;
    return true;
  }
  if (!ts.isCallExpression(value)) return false;
  const called = withoutWrappers(value.expression, ts);
  const ofDate =
    ts.isPropertyAccessExpression(called) &&
    /^(?:getTime|valueOf)$/.test(called.name.text) &&
    isClock(called.expression, idle);
  if (ofDate) return true;
  const callee = calleeOf(value, typed);
  if (callee.kind !== 'library') return false;
  const effects = catalogue.row(callee.module, callee.name)?.effects;
  const looks =
    effects?.reads?.includes('clock') === true &&
    effects.reads.length === 1 &&
    !effects.writes &&
    !effects.writesArguments &&
    value.arguments.length === 0;
  if (looks) found.clocks = true;
  return looks;
}

/** What is awaited lets microtasks run, or timers: nothing that the loop itself brings about. */
function isIdleWait(expression: ts.Expression, idle: Idle): boolean {
  const { typed, catalogue, found } = idle;
  const { ts } = typed;
  const value = withoutWrappers(expression, ts);
  if (
    isLiteral(value, typed) ||
    (ts.isIdentifier(value) && value.text === 'undefined') ||
    ts.isVoidExpression(value)
  ) {
    found.waits.add('microtask');
    return true;
  }
  const kind = ts.isNewExpression(value)
    ? queueOfExecutor(value, idle)
    : ts.isCallExpression(value)
      ? queueOfCall(value, typed, catalogue)
      : undefined;
  if (kind) found.waits.add(kind);
  return kind !== undefined;
}

function queueOfCall(
  call: ts.CallExpression,
  typed: TypedProgram,
  catalogue: Rows,
): 'microtask' | 'timer' | undefined {
  const { ts } = typed;
  const callee = calleeOf(call, typed);
  if (callee.kind === 'library') {
    const { module, name } = callee;
    if (module === 'global' && /^PromiseConstructor\.resolve$|^Promise\.resolve$/.test(name)) {
      const [first] = call.arguments;
      return !first || isLiteral(first, typed) ? 'microtask' : undefined;
    }
  }
  if (knownRow(call, typed, catalogue, callee)?.promise?.waitsFor === 'timer') return 'timer';
  if (callee.kind === 'body') {
    const returned = returnedBy(callee.body, typed);
    if (!returned) return undefined;
    const value = withoutWrappers(returned, ts);
    if (ts.isNewExpression(value)) return queueOfExecutor(value, { typed });
    return ts.isCallExpression(value) && value !== call
      ? queueOfCall(value, typed, catalogue)
      : undefined;
  }
  return isNamedSleep(call, typed) ? 'timer' : undefined;
}

/** The one expression that a function returns, where its body is nothing else. */
function returnedBy(body: ts.Node, { ts }: TypedProgram): ts.Expression | undefined {
  if (!ts.isFunctionLike(body) || !('body' in body)) return undefined;
  const code = body.body;
  if (!code) return undefined;
  if (!ts.isBlock(code)) return withoutAwait(code, ts);
  const [only, second] = code.statements;
  if (!only || second) return undefined;
  if (ts.isReturnStatement(only) || ts.isExpressionStatement(only)) {
    return only.expression && withoutAwait(only.expression, ts);
  }
  return undefined;
}

function withoutAwait(expression: ts.Expression, t: typeof ts): ts.Expression {
  const value = withoutWrappers(expression, t);
  return t.isAwaitExpression(value) ? value.expression : value;
}

/** `new Promise((resolve) => setTimeout(resolve, 10))`, `new Promise(setImmediate)` */
function queueOfExecutor(
  { expression, arguments: args }: ts.NewExpression,
  { typed }: { readonly typed: TypedProgram },
): 'microtask' | 'timer' | undefined {
  const { ts } = typed;
  const [executor] = args ?? [];
  if (!executor || !ts.isIdentifier(expression) || expression.text !== 'Promise') return undefined;
  const value = withoutWrappers(executor, ts);
  if (ts.isIdentifier(value) || ts.isPropertyAccessExpression(value)) return queueNamed(value, ts);
  if (!ts.isArrowFunction(value) && !ts.isFunctionExpression(value)) return undefined;
  const resolve = value.parameters[0]?.name;
  const only = returnedBy(value, typed);
  const call = only && withoutWrappers(only, ts);
  if (!resolve || !ts.isIdentifier(resolve) || !call || !ts.isCallExpression(call))
    return undefined;
  const [first] = call.arguments;
  if (!first || !ts.isIdentifier(first) || first.text !== resolve.text) return undefined;
  return queueNamed(call.expression, ts);
}

function queueNamed(callee: ts.Expression, t: typeof ts): 'microtask' | 'timer' | undefined {
  const value = withoutWrappers(callee, t);
  const name = t.isPropertyAccessExpression(value) ? value.name : value;
  if (!t.isIdentifier(name)) return undefined;
  if (/^(?:queueMicrotask|nextTick)$/.test(name.text)) return 'microtask';
  return /^(?:setTimeout|setImmediate|requestAnimationFrame)$/.test(name.text)
    ? 'timer'
    : undefined;
}

function isEmpty(statement: ts.Statement, { ts }: TypedProgram): boolean {
  return (
    ts.isEmptyStatement(statement) || (ts.isBlock(statement) && statement.statements.length === 0)
  );
}

function deadlineOf(condition: ts.Expression, typed: TypedProgram): Deadline | undefined {
  const { ts } = typed;
  const comparison = withoutWrappers(condition, ts);
  if (!ts.isBinaryExpression(comparison)) return undefined;
  const { left, operatorToken, right } = comparison;
  switch (operatorToken.kind) {
    case ts.SyntaxKind.LessThanToken:
    case ts.SyntaxKind.LessThanEqualsToken:
      return deadlineBetween(left, right, typed);
    case ts.SyntaxKind.GreaterThanToken:
    case ts.SyntaxKind.GreaterThanEqualsToken:
      return deadlineBetween(right, left, typed);
    default:
      return undefined;
  }
}

/** Of `passing < limit`. */
function deadlineBetween(
  passing: ts.Expression,
  limit: ts.Expression,
  typed: TypedProgram,
): Deadline | undefined {
  const { ts } = typed;
  if (!isPath(limit, typed) && !isSum(limit, typed)) return undefined;
  const value = withoutWrappers(passing, ts);
  if (isMilliseconds(value, typed)) return { clock: value, until: limit };
  const isDifference =
    ts.isBinaryExpression(value) && value.operatorToken.kind === ts.SyntaxKind.MinusToken;
  if (!isDifference || !isMilliseconds(value.left, typed) || !isPath(value.right, typed)) {
    return undefined;
  }
  return { clock: value.left, since: value.right, span: limit };
}

/** `Date.now()` and `performance.now()`, by the text: that they are clocks is known by then. */
function isMilliseconds(expression: ts.Expression, { ts }: TypedProgram): boolean {
  const value = withoutWrappers(expression, ts);
  if (!ts.isCallExpression(value) || !ts.isPropertyAccessExpression(value.expression)) return false;
  const { expression: object, name } = value.expression;
  return (
    ts.isIdentifier(object) && /^(?:Date|performance)$/.test(object.text) && name.text === 'now'
  );
}

/** Numbers, names and members. */
function isPath(expression: ts.Expression, typed: TypedProgram): boolean {
  const { ts } = typed;
  const value = withoutWrappers(expression, ts);
  if (ts.isPropertyAccessExpression(value)) return isPath(value.expression, typed);
  return (
    ts.isIdentifier(value) || ts.isNumericLiteral(value) || value.kind === ts.SyntaxKind.ThisKeyword
  );
}

function isSum(expression: ts.Expression, typed: TypedProgram): boolean {
  const { ts } = typed;
  const value = withoutWrappers(expression, ts);
  return (
    ts.isBinaryExpression(value) &&
    isPath(value.left, typed) &&
    isPath(value.right, typed) &&
    (value.operatorToken.kind === ts.SyntaxKind.PlusToken ||
      value.operatorToken.kind === ts.SyntaxKind.AsteriskToken)
  );
}
