import { ECMASCRIPT } from './ecmascript.ts';
import { NODE } from './node.ts';
import { PACKAGES } from './packages.ts';
import { PLATFORM } from './platform.ts';
import type { Row } from './row.ts';

export { checkRows } from './check-rows.ts';

export interface Catalogue {
  /** What is known about `name` of `module`; a row of the user before a built-in one. */
  row(module: string, name: string): Row | undefined;
  /**
   * Last path segments of all blocking rows, but for those reported on request: a call whose name is
   * none of these, under any alias, needs no further question.
   */
  readonly names: ReadonlySet<string>;
  /** The same of the rows that are reported only on request. */
  readonly namesOnRequest: ReadonlySet<string>;
}

const BUILT_IN: readonly Row[] = [...NODE, ...ECMASCRIPT, ...PLATFORM, ...PACKAGES];

const BUILT_IN_INDEX = indexOf(BUILT_IN);
const BUILT_IN_NAMES = namesOf(BUILT_IN, false);
const BUILT_IN_NAMES_ON_REQUEST = namesOf(BUILT_IN, true);

/** The catalogue of built-in rows, with `additional` rows (of the user's settings) before them. */
export function createCatalogue(additional: readonly Row[]): Catalogue {
  const own = indexOf(additional);
  return {
    row(module, name) {
      const key = keyOf(module, name);
      return own.get(key) ?? BUILT_IN_INDEX.get(key);
    },
    names: new Set([...BUILT_IN_NAMES, ...namesOf(additional, false)]),
    namesOnRequest: new Set([...BUILT_IN_NAMES_ON_REQUEST, ...namesOf(additional, true)]),
  };
}

function indexOf(rows: readonly Row[]): ReadonlyMap<string, Row> {
  return new Map(rows.map((row) => [keyOf(row.module, row.name), row]));
}

function keyOf(module: string, name: string): string {
  return `${module} ${name}`;
}

function namesOf(rows: readonly Row[], onRequest: boolean): ReadonlySet<string> {
  return new Set(
    rows
      .filter(({ blocks }) => blocks && (blocks.onRequest ?? false) === onRequest)
      .map(({ name }) => name.slice(name.lastIndexOf('.') + 1)),
  );
}
