// npm run field:waits -- [package …] [--list] [--plugin file]
//
// What the rules about waits say of the published packages, and why they leave the rest alone: by rule
// the findings and their repairs, and the conditions that refused. `--list` prints each place.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Linter } from 'eslint';

import { eachPackage } from './each-package.ts';
import { table } from './field-record.ts';
import type { Finding } from './lint-package.ts';
import { inOwnProcess } from './own-process.ts';
import { folderName, repository, type PreparedPackage } from './prepare-package.ts';

const RULES: Linter.RulesRecord = {
  'await/no-sequential-await': ['error', { explain: true }],
  'await/no-await-in-loop': ['error', { explain: true }],
  'await/no-misused-promise-all': 'error',
  'await/no-lost-update': 'error',
  'await/no-busy-wait': 'error',
};

const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: {
    list: { type: 'boolean', default: false },
    plugin: { type: 'string', default: 'dist/index.js' },
  },
});

/** A place in a package, and what is said of it. */
interface Place extends Finding {
  readonly package: string;
  /** Why a repair, or a report, was refused; `undefined` where there is one. */
  readonly left: string | undefined;
}

const places: Place[] = [];
const folder = path.join(repository, '.cache', 'waits');
await mkdir(folder, { recursive: true });
await eachPackage(wanted, async (prepared) => {
  places.push(...(await placesOf(prepared)));
});
if (options.list) for (const place of places) console.log(line(place));
console.log(summary(places));

async function placesOf(prepared: PreparedPackage): Promise<Place[]> {
  const { name } = prepared;
  const { findings } = await inOwnProcess('lint', {
    prepared,
    directory: prepared.directory,
    plugin: options.plugin,
    preset: 'all',
    rules: RULES,
    write: false,
  });
  const found = findings
    .filter(({ test }) => !test)
    .map((each) => ({ ...each, package: name, left: whyLeft(each) }));
  await writeFile(
    path.join(folder, `${folderName({ name })}.json`),
    JSON.stringify(found, null, 1),
  );
  return found;
}

/** The condition that refused, or the class of a loop. */
function whyLeft({ message }: Finding): string | undefined {
  return /is left alone \(([\w ]+)\)/.exec(message)?.[1];
}

function line({ package: name, file, line: at, column, rule, kind, message }: Place): string {
  return `${name} ${file}:${String(at)}:${String(column)} ${rule} [${kind}] ${message}`;
}

function summary(all: readonly Place[]): string {
  const rules = Object.keys(RULES).map((id) => id.replace('await/', ''));
  const ofRule = (rule: string): readonly Place[] => all.filter((each) => each.rule === rule);
  const rows = rules.map((rule) => {
    const reported = ofRule(rule).filter(({ left }) => left === undefined);
    const kinds = (['autofix', 'suggestion', 'none'] as const).map((kind) =>
      String(reported.filter((each) => each.kind === kind).length),
    );
    return [rule, String(reported.length), ...kinds];
  });
  const refused = rules.flatMap((rule) => {
    const counts = new Map<string, number>();
    for (const { left } of ofRule(rule)) {
      if (left !== undefined) counts.set(left, (counts.get(left) ?? 0) + 1);
    }
    return [...counts]
      .sort((a, b) => b[1] - a[1])
      .map(([condition, count]) => [rule, condition, String(count)]);
  });
  return [
    ...table(['rule', 'findings', 'autofix', 'suggestion', 'none'], rows),
    '',
    ...table(['rule', 'left alone because of', 'places'], refused),
  ].join('\n');
}
