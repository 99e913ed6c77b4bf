import type ts from 'typescript';

import { withoutWrappers } from './callee.ts';
import type { TypedProgram } from './typescript.ts';

/**
 * Whether `call`, of a function without a body to look into, is a pause by its name and its one
 * argument, a number: `sleep(100)`, `clock.delay(ms)`. Nobody calls anything else so, and a pause
 * without a signal does not reject.
 */
export function isNamedSleep(call: ts.CallExpression, { ts, checker }: TypedProgram): boolean {
  const called = withoutWrappers(call.expression, ts);
  const name = ts.isPropertyAccessExpression(called) ? called.name : called;
  const [first, second] = call.arguments;
  return (
    ts.isIdentifier(name) &&
    /^(?:sleep|delay|pause|wait)(?:Ms|For)?$/i.test(name.text) &&
    first !== undefined &&
    second === undefined &&
    (checker.getTypeAtLocation(first).flags & ts.TypeFlags.NumberLike) !== 0
  );
}
