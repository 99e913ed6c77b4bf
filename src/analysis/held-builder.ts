import type ts from 'typescript';

import type { Rows } from '../catalogue/catalogue.ts';
import { withoutWrappers } from './callee.ts';
import type { GivenFunction } from './given-function.ts';
import { returnedValues } from './returned-values.ts';
import { thenableKindOfType } from './thenable.ts';
import type { TypedProgram } from './typescript.ts';

/**
 * Whether what the function returns is a query builder that somebody else holds, who runs it: one that
 * it was given (`(query) => query.where('id', 1)`), or what a method of a builder asks a function for
 * (`users.where(byName)`). Nothing has started that could be waited for.
 */
export function returnsHeldBuilder(
  fn: GivenFunction,
  call: ts.CallExpression | ts.NewExpression | undefined,
  typed: TypedProgram,
  catalogue: Rows,
): boolean {
  const { ts, checker } = typed;
  const signatures = checker.getNonNullableType(checker.getTypeAtLocation(fn)).getCallSignatures();
  const isBuilder = (type: ts.Type): boolean =>
    thenableKindOfType(type, fn, typed, catalogue) === 'lazy';
  if (signatures.length === 0) return false;
  if (!signatures.every((each) => isBuilder(each.getReturnType()))) return false;

  const called = call && withoutWrappers(call.expression, ts);
  if (called && ts.isPropertyAccessExpression(called)) {
    if (isBuilder(checker.getTypeAtLocation(called.expression))) return true;
  }
  return (
    (ts.isArrowFunction(fn) || ts.isFunctionExpression(fn)) &&
    returnedValues(fn, ts).every((each) => isGiven(startOf(each, ts), fn, typed))
  );
}

/** `query` of `query.where('id', 1).orderBy('name')`. */
function startOf(chain: ts.Expression, t: typeof ts): ts.Expression {
  const value = withoutWrappers(chain, t);
  return t.isCallExpression(value) || t.isPropertyAccessExpression(value)
    ? startOf(value.expression, t)
    : value;
}

/** Whether it is a parameter of the function, or its `this`. */
function isGiven(
  value: ts.Expression,
  fn: ts.ArrowFunction | ts.FunctionExpression,
  { ts, checker }: TypedProgram,
): boolean {
  if (value.kind === ts.SyntaxKind.ThisKeyword) return ts.isFunctionExpression(fn);
  const declaration = checker.getSymbolAtLocation(value)?.valueDeclaration;
  return declaration?.parent === fn;
}
