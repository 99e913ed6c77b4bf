import { CLIENTS } from './clients.ts';
import { COMMAND_LINES } from './command-lines.ts';
import { ECMASCRIPT } from './ecmascript.ts';
import { EXEMPTIONS } from './exemptions.ts';
import { NODE } from './node.ts';
import { PACKAGES } from './packages.ts';
import { PLATFORM } from './platform.ts';
import { PROMISE_FACTS } from './promises.ts';
import type { Resource, Row } from './row.ts';

export { checkRows } from './check-rows.ts';

export interface Catalogue {
  /** What is known about `name` of `module`; a row of the user before a built-in one. */
  row(module: string, name: string): Row | undefined;
  /**
   * Module → the names of its blocking rows, those apart that are reported only on request. A call
   * that ends in the last segment of none of these, under any alias, needs no further question.
   */
  readonly blockingNames: ReadonlyMap<string, BlockingNamesOfModule>;
  /**
   * Last path segments of all rows that write `resource`. What changes its arguments writes `items`,
   * too.
   */
  namesWriting(resource: Resource): ReadonlySet<string>;
  /** Module → the last segments of what takes the commands of a command-line program. */
  readonly actionNames: ReadonlyMap<string, ReadonlySet<string>>;
}

/** All that most questions ask of the catalogue. */
export type Rows = Pick<Catalogue, 'row'>;

export interface BlockingNamesOfModule {
  readonly names: ReadonlySet<string>;
  readonly onRequest: ReadonlySet<string>;
}

interface BuiltIn {
  readonly rows: readonly Row[];
  readonly index: ReadonlyMap<string, Row>;
}

/** Made when the first file is linted: whoever only loads the plugin does not wait for it. */
let known: BuiltIn | undefined;

function builtIn(): BuiltIn {
  known ??= makeBuiltIn();
  return known;
}

function makeBuiltIn(): BuiltIn {
  const rows = joined([
    ...NODE,
    ...ECMASCRIPT,
    ...PLATFORM,
    ...PACKAGES,
    ...CLIENTS,
    ...PROMISE_FACTS,
    ...COMMAND_LINES,
  ]);
  // Rows that say nothing: an exempt function is known, so that nothing is inferred from its name.
  const exempt = EXEMPTIONS.filter(({ kind }) => kind !== 'no counterpart').map(
    ({ module, name }) => ({ module, name }),
  );
  return { rows, index: indexOf([...exempt, ...rows]) };
}

/**
 * The catalogue of built-in rows, with `additional` rows (of the user's settings) before them. Rows are
 * data: for the same rows it is the same catalogue, whichever array they come in, and so is what the
 * analyses remember by it.
 */
export function catalogueOf(additional: readonly Row[]): Catalogue {
  const key = additional.length === 0 ? '' : JSON.stringify(additional);
  let catalogue = catalogues.get(key);
  if (!catalogue) {
    catalogue = createCatalogue(additional);
    catalogues.set(key, catalogue);
  }
  return catalogue;
}

const catalogues = new Map<string, Catalogue>();

function createCatalogue(additional: readonly Row[]): Catalogue {
  const own = indexOf(additional);
  const writing = new Map<Resource, ReadonlySet<string>>();
  let blocking: Catalogue['blockingNames'] | undefined;
  let actions: Catalogue['actionNames'] | undefined;
  return {
    row(module, name) {
      const key = keyOf(module, name);
      return own.get(key) ?? builtIn().index.get(key);
    },
    get blockingNames() {
      blocking ??= blockingNamesOf([...builtIn().rows, ...additional]);
      return blocking;
    },
    get actionNames() {
      actions ??= actionNamesOf([...builtIn().rows, ...additional]);
      return actions;
    },
    namesWriting(resource) {
      let names = writing.get(resource);
      if (!names) {
        names = namesWriting(resource, [...builtIn().rows, ...additional]);
        writing.set(resource, names);
      }
      return names;
    },
  };
}

function indexOf(rows: readonly Row[]): ReadonlyMap<string, Row> {
  return new Map(rows.map((row) => [keyOf(row.module, row.name), row]));
}

/** One row for each function, with all facts about it. */
function joined(rows: readonly Row[]): Row[] {
  const known = new Map<string, Row>();
  for (const row of rows) {
    const key = keyOf(row.module, row.name);
    const other = known.get(key);
    known.set(key, other ? { ...other, ...row } : row);
  }
  return [...known.values()];
}

function keyOf(module: string, name: string): string {
  return `${module} ${name}`;
}

function blockingNamesOf(rows: readonly Row[]): ReadonlyMap<string, BlockingNamesOfModule> {
  const byModule = new Map<string, { names: Set<string>; onRequest: Set<string> }>();
  for (const { module, name, blocks } of rows) {
    if (!blocks) continue;
    const known = byModule.get(module) ?? { names: new Set(), onRequest: new Set() };
    byModule.set(module, known);
    (blocks.onRequest ? known.onRequest : known.names).add(name);
  }
  return byModule;
}

function actionNamesOf(rows: readonly Row[]): ReadonlyMap<string, ReadonlySet<string>> {
  const byModule = new Map<string, Set<string>>();
  for (const { module, name, commandLine } of rows) {
    if (commandLine !== 'action') continue;
    const known = byModule.get(module) ?? new Set();
    byModule.set(module, known.add(name.slice(name.lastIndexOf('.') + 1)));
  }
  return byModule;
}

function namesWriting(resource: Resource, rows: readonly Row[]): ReadonlySet<string> {
  const writers = rows.filter(
    ({ effects }) =>
      effects?.writes?.includes(resource) === true ||
      (resource === 'items' && effects?.writesArguments === true),
  );
  return new Set(writers.map(({ name }) => lastSegment(name)));
}

function lastSegment(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
