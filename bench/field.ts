// npm run field -- [package …] [--preset recommended|strict|all] [--fix-all] [--diffs N] [--plugin file]
//
// Lints the published packages of `corpus.json` with the built plugin and repairs copies of them.
// Writes a record for each to `bench/field/` when the preset is `all`, else below `.cache/field/`.
import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { copyPackage } from './copy-package.ts';
import corpus from './corpus.json' with { type: 'json' };
import { addedDiagnostics, type Diagnostic } from './diagnostics.ts';
import { eachPackage } from './each-package.ts';
import { fieldRecord, fieldSummary, type FixRun, type PackageRun } from './field-record.ts';
import { KNOWN_PLACES, wrongPlaces } from './known-places.ts';
import { inOwnProcess } from './own-process.ts';
import { folderName, repository, type PreparedPackage } from './prepare-package.ts';

const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: {
    preset: { type: 'string', default: 'all' },
    'fix-all': { type: 'boolean', default: false },
    diffs: { type: 'string', default: '0' },
    plugin: { type: 'string', default: 'dist/index.js' },
  },
});

const records =
  options.preset === 'all'
    ? path.join(repository, 'bench', 'field')
    : path.join(repository, '.cache', 'field', options.preset);

const diffs = path.join(repository, '.cache', 'field-diffs');

const unknown = wanted.filter((name) => corpus.every((entry) => entry.name !== name));
if (unknown.length > 0) {
  console.error(`Not in bench/corpus.json: ${unknown.join(', ')}.`);
  process.exitCode = 1;
} else {
  await main();
}

async function main(): Promise<void> {
  const runs: PackageRun[] = [];
  const wrong: string[] = [];
  let known = 0;
  await mkdir(records, { recursive: true });
  const runOne = async (prepared: PreparedPackage): Promise<void> => {
    const { name } = prepared;
    const run = await runPackage(prepared);
    runs.push(run);
    known += KNOWN_PLACES.filter((place) => place.package === name).length;
    wrong.push(...wrongPlaces(name, run.lint.findings));
    await writeFile(path.join(records, `${folderName({ name })}.md`), fieldRecord(run));
  };
  await eachPackage(wanted, runOne);
  const summary = fieldSummary(runs, options.preset);
  console.log(`\n${summary}`);
  for (const sentence of wrong) console.log(sentence);
  console.log(`${String(known - wrong.length)} of ${String(known)} known places are as wanted.`);
  if (wrong.length > 0) process.exitCode = 1;
  // A summary of some packages would pass for one of all.
  if (runs.length === corpus.length) await writeFile(path.join(records, 'summary.md'), summary);
}

async function runPackage(prepared: PreparedPackage): Promise<PackageRun> {
  const spec = `${prepared.name}@${prepared.version}`;
  const started = performance.now();
  progress(`${spec}: linting`);
  const lint = await inOwnProcess('lint', {
    prepared,
    directory: prepared.directory,
    plugin: options.plugin,
    preset: options.preset,
    write: false,
  });
  let before: Promise<Diagnostic[]> | undefined;
  const asPublished = (): Promise<Diagnostic[]> => {
    before ??= copyPackage(prepared, 'untouched').then((copy) => diagnostics(prepared, copy));
    return before;
  };
  await rm(path.join(diffs, folderName({ name: prepared.name })), { recursive: true, force: true });
  const fixes: FixRun[] = [];
  for (const mode of options['fix-all'] ? (['safe', 'all'] as const) : (['safe'] as const)) {
    const repairs = lint.findings.some(
      ({ kind }) => kind === 'autofix' || (mode === 'all' && kind === 'suggestion'),
    );
    fixes.push(repairs ? await fixCopy(prepared, mode, asPublished) : nothingToFix(mode));
  }
  progress(`${spec}: done in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return { prepared, lint, fixes };
}

async function fixCopy(
  prepared: PreparedPackage,
  mode: 'safe' | 'all',
  asPublished: () => Promise<Diagnostic[]>,
): Promise<FixRun> {
  const spec = `${prepared.name}@${prepared.version}`;
  const copy = await copyPackage(prepared, mode);
  const fix = () =>
    inOwnProcess('lint', {
      prepared,
      directory: copy,
      plugin: options.plugin,
      preset: options.preset,
      write: true,
      ...(mode === 'all' ? { fixOption: mode } : {}),
    });

  progress(`${spec}: --fix (${mode})`);
  const first = await fix();
  // Without a change the diagnostics are the same by nature, and so is a second run.
  if (first.changed.length === 0) return { ...nothingToFix(mode), crashes: first.crashes };

  await writeDiffs(prepared, copy, first.changed, mode);
  progress(`${spec}: --fix (${mode}), TypeScript before and after`);
  const before = await asPublished();
  const after = await diagnostics(prepared, copy);
  progress(`${spec}: --fix (${mode}), second run`);
  const second = await fix();
  return {
    mode,
    changed: first.changed,
    added: addedDiagnostics(before, after),
    removed: addedDiagnostics(after, before),
    second: second.changed,
    crashes: [...first.crashes, ...second.crashes],
  };
}

function nothingToFix(mode: 'safe' | 'all'): FixRun {
  return { mode, changed: [], added: [], removed: [], second: [], crashes: [] };
}

async function diagnostics(prepared: PreparedPackage, copy: string): Promise<Diagnostic[]> {
  // TypeScript says next to nothing about plain JavaScript unless it is asked to check it.
  const request = { directory: copy, checkJs: prepared.plainJavaScript };
  const found = await inOwnProcess('diagnostics', request);
  return found.map((diagnostic) => ({
    ...diagnostic,
    message: diagnostic.message.replaceAll(prepared.directory, ''),
  }));
}

async function writeDiffs(
  { name, directory }: PreparedPackage,
  copy: string,
  changed: readonly string[],
  mode: string,
): Promise<void> {
  const folder = path.join(diffs, folderName({ name }), mode);
  const count = Number(options.diffs);
  if (!(count > 0)) return;
  await mkdir(folder, { recursive: true });
  // Spread over the package: neighbours in a folder tend to be alike.
  const step = Math.max(1, changed.length / count);
  for (let at = 0; at < changed.length; at += step) {
    const file = changed[Math.floor(at)];
    if (file === undefined) break;
    const diff = await unifiedDiff(path.join(directory, file), path.join(copy, file), file);
    await writeFile(path.join(folder, `${file.replaceAll('/', '+')}.diff`), diff);
  }
}

function unifiedDiff(before: string, after: string, label: string): Promise<string> {
  return new Promise((resolve) => {
    // Answers 1 where the files differ, which execFile takes for a failure.
    execFile('git', ['diff', '--no-index', '-U6', '--', before, after], (_error, stdout) => {
      const hunks = stdout.slice(Math.max(0, stdout.indexOf('@@')));
      resolve(`--- ${label}\n+++ ${label}\n${hunks}`);
    });
  });
}

function progress(line: string): void {
  console.error(line);
}
