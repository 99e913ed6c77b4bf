import type ts from 'typescript';

import { withoutWrappers } from './callee.ts';
import { valueSymbol } from './concurrency/private-object.ts';
import { namesIn } from './declared-names.ts';
import { calledBy, referencesTo } from './references.ts';
import type { TypedProgram } from './typescript.ts';
import { membersOf } from './union-members.ts';

/**
 * A call that leaves out the argument which `value` is: an optional parameter (`failed?: Handler`) that
 * nothing else is assigned to and no test has ruled out. `undefined` where the program has no such call,
 * or its calls are not known.
 */
export function callWithout(
  value: ts.Expression,
  typed: TypedProgram,
): ts.CallExpression | undefined {
  const { ts, checker } = typed;
  const name = withoutWrappers(value, ts);
  if (!ts.isIdentifier(name)) return undefined;
  const declaration = valueSymbol(name, typed)?.declarations?.[0];
  if (!declaration || !ts.isParameter(declaration) || !declaration.questionToken) return undefined;
  const mayBeMissing = membersOf(checker.getTypeAtLocation(name)).some(
    ({ flags }) => (flags & ts.TypeFlags.Undefined) !== 0,
  );
  if (!mayBeMissing) return undefined;
  if (namesIn(name.getSourceFile(), typed).assignedVariables.has(name.text)) return undefined;

  const fn = declaration.parent;
  const references = referencesTo(fn, typed);
  if (references === 'unknown') return undefined;
  const [first] = fn.parameters;
  const hasThis = first !== undefined && ts.isIdentifier(first.name) && first.name.text === 'this';
  const position = fn.parameters.indexOf(declaration) - (hasThis ? 1 : 0);
  return references
    .map(({ node }) => calledBy(node, ts))
    .find(
      (call) =>
        call !== undefined &&
        call.arguments.length <= position &&
        !call.arguments.some((each) => ts.isSpreadElement(each)),
    );
}
