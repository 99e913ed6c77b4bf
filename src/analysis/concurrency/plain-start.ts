import type ts from 'typescript';

import { calleeOf } from '../callee.ts';
import { isAsync } from '../modifiers.ts';
import type { TypedProgram } from '../typescript.ts';
import { unplainPart } from './plain-evaluation.ts';

/**
 * Whether evaluating `expression` is to call something that gives a promise, and nothing on the way
 * there throws: no argument, `isKnown` ones aside, and no body that is not `async`. What has no body is
 * taken at its type.
 */
export function callsPlainly(
  expression: ts.Expression,
  typed: TypedProgram,
  isKnown: (argument: ts.Node) => boolean = () => false,
): boolean {
  const { ts } = typed;
  if (!ts.isCallExpression(expression)) return false;
  const parts = [expression.expression, ...expression.arguments.filter((each) => !isKnown(each))];
  if (parts.some((each) => ts.isSpreadElement(each) || unplainPart(each, typed))) return false;
  const callee = calleeOf(expression, typed);
  return callee.kind !== 'body' || isAsync(callee.body, ts);
}
