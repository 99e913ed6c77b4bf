import type { TSESLint, TSESTree } from '@typescript-eslint/utils';

import { valueNames } from './value-name.ts';

const namesOfPlace = new WeakMap<TSESTree.Node, Map<string, string>>();

/** Free names at `place`, the same however often they are asked for: several repairs of a loop are tried. */
export function namesAt(
  wanted: readonly string[],
  place: TSESTree.Node,
  sourceCode: Readonly<TSESLint.SourceCode>,
): readonly string[] {
  const known = namesOfPlace.get(place) ?? new Map<string, string>();
  namesOfPlace.set(place, known);
  return wanted.map((name, index) => {
    const key = `${name} ${String(wanted.slice(0, index).filter((each) => each === name).length)}`;
    const found = known.get(key) ?? valueNames([name], place, sourceCode)[0] ?? name;
    known.set(key, found);
    return found;
  });
}
