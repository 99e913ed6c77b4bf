import type ts from 'typescript';

import { calleeOf } from '../callee.ts';
import { keptAnswer } from '../kept/kept-answer.ts';
import { oncePerProgram } from '../once-per-program.ts';
import type { TypedProgram } from '../typescript.ts';
import { calledName } from './read-name.ts';

/**
 * Whether what follows a call counts on its success: a `guard` is called so (`requireAdmin`), gives
 * nothing, or asserts; one with a result of its own that throws or redirects on purpose `mayRefuse`.
 */
export function guardOf(
  call: ts.CallExpression,
  typed: TypedProgram,
): 'guard' | 'mayRefuse' | undefined {
  const { ts } = typed;
  const name = (calledName(call, ts) ?? '').replace(/^[#_$]+/, '');
  if (GUARD_NAME.test(name)) return 'guard';
  const callee = calleeOf(call, typed);
  if (callee.kind !== 'body' || ts.isClassLike(callee.body)) return undefined;
  return mayRefuse(callee.body.body, typed) ? 'mayRefuse' : undefined;
}

/** A `throw`, or a call that never returns, that is not caught there. */
const mayRefuse = oncePerProgram((body: ts.ConciseBody, typed: TypedProgram): boolean => {
  const { ts } = typed;
  return refuses(body);

  function refuses(node: ts.Node): boolean {
    if (ts.isFunctionLike(node)) return false;
    if (ts.isThrowStatement(node)) return true;
    if (ts.isTryStatement(node) && node.catchClause) {
      return (
        refuses(node.catchClause.block) ||
        (node.finallyBlock !== undefined && refuses(node.finallyBlock))
      );
    }
    if (ts.isExpressionStatement(node) && ts.isCallExpression(node.expression)) {
      if (isNever(node.expression, typed) || GUARD_NAME.test(calledName(node.expression, ts) ?? ''))
        return true;
    }
    return ts.forEachChild(node, (child) => refuses(child) || undefined) ?? false;
  }
});

const isNever = keptAnswer(
  (call: ts.CallExpression, { ts, checker }: TypedProgram) =>
    (checker.getTypeAtLocation(call).flags & ts.TypeFlags.Never) !== 0,
);

const GUARD_NAME =
  /^(?:require|assert|ensure|check|verify|validate|authorize|authenticate|guard|enforce|protect|expect|must|redirect|invariant|login|signIn|unlock|acquire|lock)(?=[A-Z\d_$]|$)/;
