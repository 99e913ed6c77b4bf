import type { TSESTree } from '@typescript-eslint/utils';

import type { Edit } from './edit.ts';
import type { Repair } from './repair.ts';

/** One repair that makes all of `repairs`, and `edits` that need no import. */
export function combined(
  site: TSESTree.Node,
  repairs: readonly Repair[],
  edits: readonly Edit[] = [],
): Repair {
  return {
    site,
    places: repairs.flatMap((repair) => repair.places ?? [repair.site]),
    needs: repairs.flatMap((repair) => repair.needs),
    released: repairs.flatMap((repair) => repair.released),
    edits: (written) => [...repairs.flatMap((repair) => repair.edits(written)), ...edits],
  };
}
