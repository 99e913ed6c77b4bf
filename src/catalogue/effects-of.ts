import type { Effects, Row } from './row.ts';

/** No effect, and a result that nobody else holds: what most functions on values are. */
export const PURE: Effects = { fresh: true };

/** Looks at the elements of its receiver; the result is new. */
export const READS_ITEMS: Effects = { reads: ['items'], fresh: true };

/**
 * One row for each of `names`, with the same effects.
 *
 * An owner is written `module#path`, such as `global#Array` or `node:path#path`, or `module` alone for
 * its exports. Several owners are the same thing under the names that different versions of the type
 * declarations give it.
 */
export function effectsOf(
  owners: string | readonly string[],
  effects: Effects,
  names: readonly string[],
): Row[] {
  return [owners].flat().flatMap((owner) => {
    const [module = '', path] = owner.split('#');
    const prefix = path === undefined ? '' : `${path}.`;
    return names.map((name) => ({ module, name: prefix + name, effects }));
  });
}
