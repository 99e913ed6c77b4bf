import type ts from 'typescript';

import type { Rows } from '../catalogue/catalogue.ts';
import type { Row } from '../catalogue/row.ts';
import type { Call, Callee } from './callee.ts';
import { calleeOf, functionOf, identityOf } from './callee.ts';
import type { TypedProgram } from './typescript.ts';

/**
 * The row for what `call` calls, where it has no body in the program. A member that has a row of its
 * own is not the function that it is typed as (`TestContext.test`, which is typed as `test`). What has
 * no identity, or no row by it, may have one by the declaration of its signature: methods of loggers
 * share one interface (`LogFn`), and what `debug()` returns is a `Debugger`. So may a member of an
 * interface of the program, by the name of its file: `logger.ts`, `Logger.error`.
 */
export function knownRow(
  call: Call,
  typed: TypedProgram,
  catalogue: Rows,
  callee: Callee = calleeOf(call, typed),
): Row | undefined {
  if (callee.kind === 'body') return undefined;
  if (callee.kind === 'library') {
    const row = rowOf(callee.declaration, typed, catalogue);
    if (row) return row;
    const named = rowByName(callee, catalogue);
    if (named) return named;
  }
  return rowOfCalled(call, typed, catalogue);
}

/**
 * Overloads have one row, nearly always: which of them is called is asked of the checker only where
 * they differ, since it looks at all arguments for that, with the bodies of functions among them.
 */
function rowOfCalled(call: Call, typed: TypedProgram, catalogue: Rows): Row | undefined {
  const { ts, checker } = typed;
  const called = ts.isTaggedTemplateExpression(call) ? call.tag : call.expression;
  const type = checker.getNonNullableType(checker.getTypeAtLocation(called));
  const signatures = ts.isNewExpression(call)
    ? type.getConstructSignatures()
    : type.getCallSignatures();
  const rows = new Set(signatures.map((each) => rowOfSignature(each, typed, catalogue)));
  if (rows.size === 1) return [...rows][0];
  return rowOfSignature(checker.getResolvedSignature(call), typed, catalogue);
}

/** The row for a function of a library, by the module and the name that it is known by. */
export function rowByName(callee: Callee, catalogue: Rows): Row | undefined {
  return callee.kind === 'library' ? catalogue.row(callee.module, callee.name) : undefined;
}

/** The row for a function that is passed as a value, where it has no body in the program. */
export function knownRowOfValue(
  value: ts.Expression,
  typed: TypedProgram,
  catalogue: Rows,
  callee: Callee = functionOf(value, typed),
): Row | undefined {
  if (callee.kind === 'body') return undefined;
  if (callee.kind === 'library') return rowByName(callee, catalogue);
  return knownRowOfType(typed.checker.getTypeAtLocation(value), typed, catalogue);
}

/** The row for functions of a type, an interface or alias with one signature. */
export function knownRowOfType(
  type: ts.Type,
  typed: TypedProgram,
  catalogue: Rows,
): Row | undefined {
  const [signature, ...others] = type.getCallSignatures();
  return others.length === 0 ? rowOfSignature(signature, typed, catalogue) : undefined;
}

function rowOfSignature(
  signature: ts.Signature | undefined,
  typed: TypedProgram,
  catalogue: Rows,
): Row | undefined {
  const declaration = signature?.declaration;
  return declaration && !('body' in declaration && declaration.body)
    ? rowOf(declaration, typed, catalogue)
    : undefined;
}

function rowOf(declaration: ts.Declaration, typed: TypedProgram, catalogue: Rows): Row | undefined {
  const { module, name } = identityOf(declaration, typed);
  return catalogue.row(module, name);
}
