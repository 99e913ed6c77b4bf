import type ts from 'typescript';

import { isAssignmentOperator } from './declared-names.ts';
import { isInJavaScript } from './in-javascript.ts';
import { awaitedTypeOf, isAsyncDeclaration, isPromiseItself } from './thenable.ts';
import type { TypedProgram } from './typescript.ts';

/**
 * Whether `access` reads a member of a promise that it has not, and what it resolves to has:
 * `readdir(path).length` in JavaScript, where TypeScript does not say so.
 *
 * Only of what is a promise for certain: a call, or a constant that holds what one gives, of an async
 * function or of one that has types. What a comment says of a function is no proof, and reading the
 * member speaks against it.
 */
export function isOnlyOfValue(access: ts.PropertyAccessExpression, typed: TypedProgram): boolean {
  const { checker } = typed;
  if (!isInJavaScript(access) || isWritten(access, typed.ts)) return false;
  const { expression: value, name } = access;
  const call = callFor(value, typed);
  if (!call || !givesPromiseForCertain(call, typed)) return false;
  const type = checker.getTypeAtLocation(value);
  if (!isPromiseItself(type, typed)) return false;
  const awaited = awaitedTypeOf(type, value, typed);
  const has = (each: ts.Type): boolean =>
    checker.getPropertyOfType(checker.getApparentType(each), name.text) !== undefined;
  return awaited !== undefined && !has(type) && has(checker.getNonNullableType(awaited));
}

/** `p.label = 'users'`, or only asked about: `typeof p.length`. */
function isWritten(access: ts.Expression, t: typeof ts): boolean {
  const { parent } = access;
  return t.isBinaryExpression(parent)
    ? parent.left === access && isAssignmentOperator(parent.operatorToken.kind, t)
    : t.isDeleteExpression(parent) || t.isTypeOfExpression(parent);
}

/** The call whose value it is, itself or as a constant. */
function callFor(
  value: ts.Expression,
  { ts, checker }: TypedProgram,
): ts.CallExpression | undefined {
  if (ts.isCallExpression(value)) return value;
  if (!ts.isIdentifier(value)) return undefined;
  const declaration = checker.getSymbolAtLocation(value)?.valueDeclaration;
  const isConstant =
    declaration !== undefined &&
    ts.isVariableDeclaration(declaration) &&
    (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
  const { initializer } = isConstant ? declaration : {};
  return initializer && ts.isCallExpression(initializer) ? initializer : undefined;
}

function givesPromiseForCertain(call: ts.CallExpression, typed: TypedProgram): boolean {
  const declaration = typed.checker.getResolvedSignature(call)?.declaration;
  return (
    declaration !== undefined &&
    (!isInJavaScript(declaration) || isAsyncDeclaration(declaration, typed))
  );
}
