import type ts from 'typescript';

import { isFunctionWithBody } from './async-context.ts';
import { calledExpression, calleeOf, withoutWrappers } from './callee.ts';
import { isWithin } from './is-within.ts';
import { oncePerProgram } from './once-per-program.ts';
import { returnedValues } from './returned-values.ts';
import { thenabilityOf } from './thenable.ts';
import { membersOf } from './union-members.ts';
import type { TypedProgram } from './typescript.ts';

/**
 * Whether `call` gives a callback to a function that promises something only to those who give none,
 * so that this call returns no promise, or one whose rejection the callback is told of:
 *
 *     close(callback) {
 *       if (callback === undefined) return new Promise(…);
 *       …
 *     }
 *
 * Of a function that cannot be seen into, its type tells: `get(key, callback?: (err: Error | null) => void)`.
 * `false` where the function is not known, or returns a promise on another way, too.
 */
export const takesCallbackForPromise: (call: ts.CallExpression, typed: TypedProgram) => boolean =
  oncePerProgram((call, typed) => {
    const { ts, checker } = typed;
    const callee = calleeOf(call, typed);
    const called =
      callee.kind === 'body' ? callee.body : checker.getResolvedSignature(call)?.declaration;
    if (!called || !ts.isFunctionLike(called)) return false;
    if (!isFunctionWithBody(called, ts)) return tellsCallbackOfErrors(call, typed);
    const { body } = called;
    if (!body) return false;
    // `f.call(receiver, …)` gives the receiver first.
    const isThroughCall = calledExpression(call, typed) !== call.expression;
    const given = isThroughCall ? call.arguments.slice(1) : call.arguments;
    const callbacks = called.parameters.filter(
      (_, index) =>
        given.slice(0, index).every((each) => !ts.isSpreadElement(each)) &&
        isFunction(given[index], typed),
    );
    const promises = returnedValues({ body }, ts)
      .flatMap((value) => alternatives(value, ts))
      .filter((value) => thenabilityOf(value, typed) !== 'never');
    return (
      promises.length > 0 &&
      promises.every((value) =>
        callbacks.some(
          ({ name }) =>
            ts.isIdentifier(name) &&
            (isOnlyWithout(value, name.text, body, ts) || isRejectedTo(value, name.text, ts)),
        ),
      )
    );
  });

function alternatives(value: ts.Expression, t: typeof ts): readonly ts.Expression[] {
  if (t.isParenthesizedExpression(value)) return alternatives(value.expression, t);
  return t.isConditionalExpression(value)
    ? [value.whenTrue, value.whenFalse].flatMap((each) => alternatives(each, t))
    : [value];
}

/** Whether the function in the parameter `name` is told of a rejection: `work.then(done, name)`. */
function isRejectedTo(promise: ts.Expression, name: string, t: typeof ts): boolean {
  if (!t.isCallExpression(promise) || !t.isPropertyAccessExpression(promise.expression)) {
    return false;
  }
  const given = promise.arguments[BY_HANDLER.indexOf(promise.expression.name.text)];
  const handler = given && withoutWrappers(given, t);
  return handler !== undefined && t.isIdentifier(handler) && handler.text === name;
}

/** Methods of promises of any kind, by the place of the argument that gets the rejection. */
const BY_HANDLER = ['catch', 'then'];

/**
 * Whether the last argument is a callback that gets an error first. Functions that return a promise
 * all the same (ioredis, what `standard-as-callback` and its like make) have handled it by then.
 */
function tellsCallbackOfErrors(call: ts.CallExpression, typed: TypedProgram): boolean {
  const { ts, checker } = typed;
  const last = call.arguments.at(-1);
  if (!last || ts.isSpreadElement(last) || !isFunction(last, typed)) return false;
  const taken = checker.getContextualType(last);
  if (!taken) return false;
  const signatures = membersOf(checker.getNonNullableType(taken)).flatMap((each) =>
    each.getCallSignatures(),
  );
  return signatures.some(({ parameters: [first] }) => first && ERROR.test(first.name));
}

const ERROR = /^(?:e|err|error)$/;

function isFunction(value: ts.Expression | undefined, { ts, checker }: TypedProgram): boolean {
  if (!value) return false;
  if (ts.isArrowFunction(value) || ts.isFunctionExpression(value)) return true;
  return checker.getTypeAtLocation(value).getCallSignatures().length > 0;
}

/** Whether `node` of `body` is reached only where the function was given nothing for its parameter `name`. */
function isOnlyWithout(node: ts.Node, name: string, body: ts.ConciseBody, t: typeof ts): boolean {
  for (let inner = node; inner !== body; inner = inner.parent) {
    const outer = inner.parent;
    if (t.isIfStatement(outer)) {
      const isGiven = outcome(outer.expression, name, t);
      if (inner === outer.thenStatement && isGiven === 'without') return true;
      if (inner === outer.elseStatement && isGiven === 'with') return true;
    }
    if (t.isConditionalExpression(outer)) {
      const isGiven = outcome(outer.condition, name, t);
      if (inner === outer.whenTrue && isGiven === 'without') return true;
      if (inner === outer.whenFalse && isGiven === 'with') return true;
    }
    if (t.isBlock(outer)) {
      const before = outer.statements.slice(
        0,
        outer.statements.findIndex((each) => isWithin(node, each)),
      );
      const leaves = before.some(
        (each) =>
          t.isIfStatement(each) &&
          outcome(each.expression, name, t) === 'with' &&
          endsFunction(each.thenStatement, t),
      );
      if (leaves) return true;
    }
  }
  return false;
}

function endsFunction(statement: ts.Statement, t: typeof ts): boolean {
  const last = t.isBlock(statement) ? statement.statements.at(-1) : statement;
  return last !== undefined && (t.isReturnStatement(last) || t.isThrowStatement(last));
}

/** Whether `condition` holds for certain with a function in the parameter, cannot hold with one, or neither. */
function outcome(
  condition: ts.Expression,
  name: string,
  t: typeof ts,
): 'with' | 'without' | undefined {
  if (t.isParenthesizedExpression(condition)) return outcome(condition.expression, name, t);
  if (isNamed(condition)) return 'with';
  if (
    t.isPrefixUnaryExpression(condition) &&
    condition.operator === t.SyntaxKind.ExclamationToken
  ) {
    return opposite(outcome(condition.operand, name, t));
  }
  if (!t.isBinaryExpression(condition)) return undefined;
  const { left, operatorToken, right } = condition;
  const { AmpersandAmpersandToken, BarBarToken } = t.SyntaxKind;
  const sides = [left, right].map((each) => outcome(each, name, t));
  if (operatorToken.kind === AmpersandAmpersandToken) {
    return sides.includes('without') ? 'without' : undefined;
  }
  if (operatorToken.kind === BarBarToken) return sides.includes('with') ? 'with' : undefined;
  const isSame = /^===?$/.test(operatorToken.getText());
  if (!isSame && !/^!==?$/.test(operatorToken.getText())) return undefined;
  const compared = comparedWith(left, right) ?? comparedWith(right, left);
  return isSame ? compared : opposite(compared);

  function isNamed(expression: ts.Expression): boolean {
    return t.isIdentifier(expression) && expression.text === name;
  }

  /** What it means that `value` is the same as `other`. */
  function comparedWith(
    value: ts.Expression,
    other: ts.Expression,
  ): 'with' | 'without' | undefined {
    if (t.isTypeOfExpression(value) && isNamed(value.expression) && t.isStringLiteral(other)) {
      return other.text === 'function' ? 'with' : 'without';
    }
    const isNothing =
      other.kind === t.SyntaxKind.NullKeyword ||
      (t.isIdentifier(other) && other.text === 'undefined');
    return isNamed(value) && isNothing ? 'without' : undefined;
  }
}

function opposite(answer: 'with' | 'without' | undefined): 'with' | 'without' | undefined {
  if (answer === undefined) return undefined;
  return answer === 'with' ? 'without' : 'with';
}
