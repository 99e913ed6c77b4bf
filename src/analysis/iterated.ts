import type ts from 'typescript';

import { membersOf } from './union-members.ts';
import type { TypedProgram } from './typescript.ts';

/**
 * What a value with `forEach` or `map` is, which decides how a loop goes over it: an `array` or tuple, a
 * `set`, a `map` of the language or the platform (a callback gets the value before the key, a loop the
 * key first), another `list` with an index (typed arrays, `NodeList`), or a one-way `iterator`.
 * `undefined` for everything else, for a subclass, and for a union of several of these.
 */
export type Iterated = 'array' | 'set' | 'map' | 'list' | 'iterator';

export function iteratedKind(type: ts.Type, { checker }: TypedProgram): Iterated | undefined {
  const present = checker.getNonNullableType(type);
  const kinds = new Set(
    membersOf(present).map((member) => {
      if (checker.isArrayType(member) || checker.isTupleType(member)) return 'array';
      const name = member.getSymbol()?.name ?? '';
      if (/^(?:Readonly)?Set$/.test(name)) return 'set';
      if (/^(?:(?:Readonly)?Map|URLSearchParams|Headers|FormData)$/.test(name)) return 'map';
      if (/^(?:(?:Big)?(?:Int|Uint|Float)\d+(?:Clamped)?Array|NodeList(?:Of)?)$/.test(name)) {
        return 'list';
      }
      return /^(?:\w*Iterator(?:Object)?|Generator)$/.test(name) ? 'iterator' : undefined;
    }),
  );
  return kinds.size === 1 ? [...kinds][0] : undefined;
}
