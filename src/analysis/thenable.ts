import type ts from 'typescript';

import type { TypedProgram } from './typescript.ts';

/**
 * What awaiting a value would do, by its type: wait whichever member of the union it is (`always`),
 * for some members (`sometimes`), for none (`never`), or we cannot tell (`unknown`: `any`, `unknown`,
 * an unconstrained type parameter).
 */
export type Thenability = 'always' | 'sometimes' | 'never' | 'unknown';

export function thenabilityOfType(
  type: ts.Type,
  at: ts.Node,
  { ts, checker }: TypedProgram,
): Thenability {
  // Each type parameter of a union by itself: the union's own constraint forgets those without one.
  const members = membersOf(type).flatMap((each) =>
    membersOf(checker.getBaseConstraintOfType(each) ?? each),
  );
  const isUnknown = (member: ts.Type): boolean =>
    (member.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.TypeParameter)) !== 0;
  if (members.some(isUnknown)) return 'unknown';
  const thenables = members.filter(isThenable).length;
  if (thenables === 0) return 'never';
  return thenables === members.length ? 'always' : 'sometimes';

  /** By its `then`, as `await` decides: a method that takes a callback. */
  function isThenable(member: ts.Type): boolean {
    const then = checker.getPropertyOfType(member, 'then');
    return (
      then !== undefined &&
      checker
        .getTypeOfSymbolAtLocation(then, at)
        .getCallSignatures()
        .some((signature) => {
          const [first] = signature.parameters;
          if (!first) return false;
          const taken = checker.getNonNullableType(checker.getTypeOfSymbolAtLocation(first, at));
          const callbacks = taken.isUnion() ? taken.types : [taken];
          return callbacks.some(
            (each) => (each.flags & ts.TypeFlags.Any) !== 0 || each.getCallSignatures().length > 0,
          );
        })
    );
  }
}

function membersOf(type: ts.Type): readonly ts.Type[] {
  return type.isUnion() ? type.types : [type];
}

/** Whether a value of the type can be a `Promise` of the language, and not just something with a `then`. */
export function mayBePromise(type: ts.Type, { program }: TypedProgram): boolean {
  const members = type.isUnion() ? type.types : [type];
  return members.some((member) => {
    const symbol = member.getSymbol();
    return (
      symbol?.name === 'Promise' &&
      (symbol.declarations ?? []).some((each) =>
        program.isSourceFileDefaultLibrary(each.getSourceFile()),
      )
    );
  });
}
