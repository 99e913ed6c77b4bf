// npm run field:planted -- [rule …] [--plugin file]
//
// Plants the bugs of `planted.json` in copies of packages, where a rule has few findings of its own,
// and lints the files before and after: each bug is to give exactly one finding more, of its rule and
// where it stands. Writes `bench/planted.md`; exits with 1 where a bug is overlooked or more is reported.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { copyPackage } from './copy-package.ts';
import corpus from './corpus.json' with { type: 'json' };
import { table } from './field-record.ts';
import type { Finding } from './lint-package.ts';
import { inOwnProcess } from './own-process.ts';
import planted from './planted.json' with { type: 'json' };
import { preparePackage, repository, type PreparedPackage } from './prepare-package.ts';

type Bug = (typeof planted)[number];

const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { plugin: { type: 'string', default: 'dist/index.js' } },
});

const rows: string[][] = [];
let missed = 0;
for (const { name, version, integrity } of corpus) {
  const bugs = planted.filter(
    (bug) => bug.package === name && (wanted.length === 0 || wanted.includes(bug.rule)),
  );
  if (bugs.length === 0) continue;
  const prepared = await preparePackage(`${name}@${version}`, { integrity, log: console.error });
  console.error(`${name}@${version}: ${String(bugs.length)} bugs`);
  await plant(prepared, bugs);
}
rows.sort(([a = ''], [b = '']) => (a < b ? -1 : a > b ? 1 : 0));
const record = [
  '# Planted bugs',
  '',
  'Made by `npm run field:planted`: bugs planted in copies of packages of `corpus.json` (the edits stand in `planted.json`), for rules that find few in the packages as they are. A bug is found where the files that were changed have one finding more than before: of its rule, on a line that was changed, and no other. Preset `recommended`.',
  '',
  ...table(['rule', 'bug', 'place', 'found'], rows, [0, 1, 2, 3]),
  '',
].join('\n');
console.log(record);
// A record of some rules would pass for one of all.
if (wanted.length === 0) await writeFile(path.join(repository, 'bench', 'planted.md'), record);
if (missed > 0) process.exitCode = 1;

async function plant(prepared: PreparedPackage, bugs: readonly Bug[]): Promise<void> {
  const copy = await copyPackage(prepared, 'planted');
  const files = [...new Set(bugs.map(({ file }) => file))].sort();
  const before = await lint(prepared, prepared.directory, files);
  const places = new Map<Bug, { first: number; last: number }>();
  for (const bug of bugs) {
    const file = path.join(copy, bug.file);
    const edits = [bug, ...('also' in bug ? [bug.also] : [])];
    let text = await readFile(file, 'utf8');
    for (const { find, replace } of edits) text = edited(text, find, replace, bug.file);
    const first = text.slice(0, text.indexOf(bug.replace)).split('\n').length;
    places.set(bug, { first, last: first + bug.replace.split('\n').length - 1 });
    await writeFile(file, text);
  }
  const after = await lint(prepared, copy, files);
  const more = after.filter((finding) => !before.some((other) => isSame(finding, other)));
  for (const bug of bugs) {
    const place = places.get(bug);
    const found = more.filter(
      ({ file, line }) =>
        file === bug.file && place !== undefined && place.first <= line && line <= place.last,
    );
    const isFound = found.length === 1 && found[0]?.rule === bug.rule;
    if (!isFound) missed += 1;
    const others = found.map(({ rule, line }) => `${rule} on line ${String(line)}`).join(', ');
    rows.push([
      bug.rule,
      bug.what,
      `${prepared.name} \`${bug.file}:${String(place?.first)}\``,
      isFound ? 'yes' : `no: ${others || 'nothing'}`,
    ]);
  }
  const beside = more.filter(
    ({ file, line }) =>
      !bugs.some((bug) => {
        const place = places.get(bug);
        return bug.file === file && place && place.first <= line && line <= place.last;
      }),
  );
  missed += beside.length;
  for (const { rule, file, line, message } of beside) {
    rows.push([rule, message, `${prepared.name} \`${file}:${String(line)}\``, 'not planted']);
  }
}

/** Throws where the text to replace is not there exactly once: the bug would be planted elsewhere. */
function edited(text: string, find: string, replace: string, file: string): string {
  if (text.split(find).length !== 2) throw new Error(`${file}: not there once: ${find}`);
  return text.replace(find, () => replace);
}

async function lint(
  prepared: PreparedPackage,
  directory: string,
  files: readonly string[],
): Promise<readonly Finding[]> {
  const answer = await inOwnProcess('lint', {
    prepared: { ...prepared, sources: files, tests: [] },
    directory,
    plugin: options.plugin,
    preset: 'recommended',
    write: false,
  });
  return answer.findings;
}

/** Lines move, also those that a message names; code stays. */
function isSame(a: Finding, b: Finding): boolean {
  return a.file === b.file && a.rule === b.rule && a.code === b.code;
}
