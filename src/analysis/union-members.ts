import type ts from 'typescript';

/** What a value of the type may be: the members of a union, of any other type itself alone. */
export function membersOf(type: ts.Type): readonly ts.Type[] {
  return type.isUnion() ? type.types : [type];
}
