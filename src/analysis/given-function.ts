import type ts from 'typescript';

import type { Rows } from '../catalogue/catalogue.ts';
import { calleeOf, functionOf, withoutWrappers, type Body, type Callee } from './callee.ts';
import { functionMayReject, handlerMayReject } from './can-reject.ts';
import { isAsync } from './modifiers.ts';
import { thenabilityOf } from './thenable.ts';
import type { TypedProgram } from './typescript.ts';

/** A function that is given to somebody, or a member that somebody calls by its name. */
export type GivenFunction = ts.Expression | ts.ClassElement | ts.TypeElement;

/**
 * Whether the promise that a call of the function gives may reject; `true` where it cannot be seen.
 * What a function that is not async throws is no rejection: its caller gets it.
 */
export function givenMayReject(fn: GivenFunction, typed: TypedProgram, catalogue: Rows): boolean {
  const { ts } = typed;
  const value = ts.isPropertyDeclaration(fn) ? fn.initializer : fn;
  if (!value || ts.isTypeElement(value)) return true;
  if (ts.isClassElement(value)) {
    return !ts.isMethodDeclaration(value) || functionMayReject(value, typed, catalogue);
  }
  const callee = functionOf(madeBy(value, typed) ?? value, typed);
  if (callee.kind !== 'body' || ts.isClassLike(callee.body)) return true;
  const { body } = callee;
  if (!functionMayReject(body, typed, catalogue)) return false;
  if (isAsync(body, ts) || !ts.isArrowFunction(body) || ts.isBlock(body.body)) return true;
  return !isCaught(body.body, typed, catalogue);
}

/** The function that a call returns: its last statement names it, and there is no other `return`. */
function madeBy(value: ts.Expression, typed: TypedProgram): ts.Expression | undefined {
  const { ts } = typed;
  const callee = ts.isCallExpression(value) ? calleeOf(value, typed) : undefined;
  if (callee?.kind !== 'body' || ts.isClassLike(callee.body)) return undefined;
  const { body } = callee.body;
  if (isAsync(callee.body, ts) || !ts.isBlock(body)) return undefined;
  const last = body.statements.at(-1);
  const returned = last && ts.isReturnStatement(last) ? last.expression : undefined;
  const isOnly = body.statements.every(
    (each) => each === last || ts.isVariableStatement(each) || ts.isFunctionDeclaration(each),
  );
  return isOnly ? returned : undefined;
}

/**
 * Whether the function is async and waits for nothing: no `await`, and no promise that it returns. Or
 * it only calls such a function. What it does is done when it returns, as without the keyword.
 */
export function isDoneAtOnce(fn: GivenFunction, typed: TypedProgram): boolean {
  const { ts } = typed;
  const value = ts.isPropertyDeclaration(fn) ? fn.initializer : fn;
  if (!value || ts.isTypeElement(value)) return false;
  if (ts.isMethodDeclaration(value)) {
    return value.body !== undefined && waitsForNothing(value as Body, typed);
  }
  const callee = ts.isClassElement(value) ? undefined : functionOf(value, typed);
  if (callee?.kind !== 'body' || ts.isClassLike(callee.body)) return false;
  if (isAsync(callee.body, ts)) return waitsForNothing(callee.body, typed);
  const { body } = callee.body;
  const called = ts.isCallExpression(body) ? calleeOf(body, typed) : undefined;
  return (
    called?.kind === 'body' && !ts.isClassLike(called.body) && waitsForNothing(called.body, typed)
  );
}

function waitsForNothing(fn: Body, typed: TypedProgram): boolean {
  const { ts } = typed;
  if (ts.isClassLike(fn) || !isAsync(fn, ts)) return false;
  const { body } = fn;
  const mayBePromise = (each: ts.Expression): boolean => thenabilityOf(each, typed) !== 'never';
  const waits = (node: ts.Node): boolean => {
    if (ts.isFunctionLike(node)) return false;
    const isWait =
      ts.isAwaitExpression(node) ||
      ts.isYieldExpression(node) ||
      (ts.isForOfStatement(node) && node.awaitModifier !== undefined) ||
      (ts.isVariableDeclarationList(node) &&
        (node.flags & ts.NodeFlags.BlockScoped) === ts.NodeFlags.AwaitUsing) ||
      (ts.isReturnStatement(node) &&
        node.expression !== undefined &&
        mayBePromise(node.expression));
    return isWait || (ts.forEachChild(node, waits) ?? false);
  };
  return ts.isBlock(body) ? !waits(body) : !mayBePromise(body) && !waits(body);
}

/** `p.catch(f)`, `p.then(f, g)` with a handler that does not throw. */
function isCaught(promise: ts.Expression, typed: TypedProgram, catalogue: Rows): boolean {
  const { ts } = typed;
  const call = withoutWrappers(promise, ts);
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return false;
  const { name, expression } = call.expression;
  if (name.text === 'finally') return false;
  const isThen = name.text === 'then' && call.arguments.length > 1;
  const handler = call.arguments[isThen ? 1 : 0];
  if (!handler || (name.text !== 'catch' && !isThen)) return false;
  const [done] = isThen ? call.arguments : [];
  return (
    !handlerMayReject(handler, typed, catalogue) &&
    (!done || isSafe(functionOf(done, typed), typed, catalogue)) &&
    thenabilityOf(expression, typed) === 'always'
  );
}

/** Whether a callback of `then` neither throws nor rejects. */
function isSafe(known: Callee, typed: TypedProgram, catalogue: Rows): boolean {
  return known.kind === 'library'
    ? catalogue.row(known.module, known.name)?.throws === 'never'
    : known.kind === 'body' &&
        !typed.ts.isClassLike(known.body) &&
        !functionMayReject(known.body, typed, catalogue);
}

/** The outermost expression that may have `fn` for its value: `(fn)`, `x ? fn : g`, `x && fn`. */
export function flowsInto(fn: ts.Expression, { ts }: TypedProgram): ts.Expression {
  let value = fn;
  for (;;) {
    const { parent } = value;
    const isWrapper =
      ts.isParenthesizedExpression(parent) ||
      ts.isNonNullExpression(parent) ||
      ts.isSatisfiesExpression(parent);
    const isBranch = ts.isConditionalExpression(parent) && parent.condition !== value;
    if (!isWrapper && !isBranch && !isRightOperand(value, parent, ts)) return value;
    value = parent as ts.Expression;
  }
}

export function isRightOperand(value: ts.Node, parent: ts.Node, t: typeof ts): boolean {
  if (!t.isBinaryExpression(parent)) return false;
  const { AmpersandAmpersandToken, BarBarToken, QuestionQuestionToken, CommaToken } = t.SyntaxKind;
  switch (parent.operatorToken.kind) {
    case BarBarToken:
    case QuestionQuestionToken:
      return true;
    case AmpersandAmpersandToken:
    case CommaToken:
      return parent.right === value;
    default:
      return false;
  }
}

export function isAssignment({ operatorToken }: ts.BinaryExpression, t: typeof ts): boolean {
  const { EqualsToken, QuestionQuestionEqualsToken, BarBarEqualsToken } = t.SyntaxKind;
  return (
    operatorToken.kind === EqualsToken ||
    operatorToken.kind === QuestionQuestionEqualsToken ||
    operatorToken.kind === BarBarEqualsToken
  );
}
