import type ts from 'typescript';

import { withWrappers } from './callee.ts';
import { functionAround, referencesTo } from './references.ts';
import type { TypedProgram } from './typescript.ts';

/**
 * Whether `fn` runs only while a module starts: the program shows its callers, and all of them are
 * the top level of a module or functions that only it calls.
 */
export function runsOnlyAtStartup(
  fn: ts.SignatureDeclaration,
  typed: TypedProgram,
  asked: ReadonlySet<ts.Node> = new Set(),
): boolean {
  if (asked.has(fn)) return true; // A recursive call is no new caller.
  const { ts } = typed;
  const isStartup = (caller: ts.SignatureDeclaration | undefined): boolean =>
    caller === undefined || runsOnlyAtStartup(caller, typed, new Set([...asked, fn]));

  const value = withWrappers(fn, ts);
  if (ts.isCallExpression(value.parent) && value.parent.expression === value) {
    return isStartup(functionAround(value.parent, ts)); // (async () => { … })()
  }
  const references = referencesTo(fn, typed);
  return (
    references !== 'unknown' &&
    references.length > 0 &&
    references.every(({ use, node }) => use !== 'value' && isStartup(functionAround(node, ts)))
  );
}
