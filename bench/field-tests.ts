// npm run field:tests -- [package …] [--plugin file]
// npm run field:tests -- <folder> --runner vitest|jest|node [--arguments "test/unit …"]
//
// Runs the unit tests of the packages of `field-tests.json`, which ship them, as they are, after
// `--fix` (preset `recommended`), and after `fix: "all"`; and where `--fix` changes
// little, with bugs planted and repaired by `--fix`. Writes `bench/field-tests.md`. With a folder,
// a checkout with its dependencies installed, it prints the same of a copy of that.
// Exits with 1 where a test ends otherwise after `--fix` than before.
import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';

import { table } from './field-record.ts';
import packages from './field-tests.json' with { type: 'json' };
import { inOwnProcess } from './own-process.ts';
import {
  folderName,
  prepareFolder,
  preparePackage,
  RegistryUnreachable,
  repository,
  type PreparedPackage,
} from './prepare-package.ts';
import { counts, differences, runTests, type Outcome, type Runner } from './run-tests.ts';

interface Subject {
  readonly name: string;
  readonly version: string;
  readonly runner: Runner;
  readonly arguments: readonly string[];
  readonly planted: readonly Planted[];
  /** Puts a fresh copy into a folder, and says what to lint there. */
  readonly copy: (mode: string) => Promise<PreparedPackage>;
}

interface Planted {
  readonly what: string;
  readonly file: string;
  readonly edits: readonly { readonly find: string; readonly replace: string }[];
}

/** `everywhere`: as `safe`, and the rules that the preset leaves out of test files are on there, too. */
type Mode = 'safe' | 'everywhere' | 'all';

const STEPS: Readonly<Record<Mode, string>> = {
  safe: '`--fix`',
  everywhere: '`--fix`, all rules in tests, too',
  all: '`fix: "all"`',
};

const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: {
    runner: { type: 'string', default: 'vitest' },
    arguments: { type: 'string', default: '' },
    plugin: { type: 'string', default: 'dist/index.js' },
  },
});

const rows: string[][] = [];
const notes: string[] = [];
const [first] = wanted;
if (first !== undefined && (await isFolder(first))) {
  await check(await checkout(path.resolve(first)));
  print();
} else {
  for (const entry of packages) {
    if (wanted.length > 0 && !wanted.includes(entry.name)) continue;
    try {
      await check(await published(entry));
    } catch (error) {
      if (!(error instanceof RegistryUnreachable)) throw error;
      console.log(`SKIPPED ${error.message}`);
    }
  }
  const record = print();
  const all = new Set(rows.map(([name]) => name)).size === packages.length;
  if (all) await writeFile(path.join(repository, 'bench', 'field-tests.md'), record);
}

async function check(subject: Subject): Promise<void> {
  const label = `${subject.name} ${subject.version}`;
  const test = async (prepared: PreparedPackage, step: string): Promise<Outcome> => {
    console.error(`${label}: tests, ${step}`);
    return runTests(prepared.directory, subject.runner, subject.arguments);
  };
  const before = await test(await subject.copy('before'), 'as they are');
  // Some tests depend on the clock: what differs between two runs of the same code says nothing.
  const again = await test(await subject.copy('before'), 'once more');
  const unsteady = new Set(differences(before, again).map((line) => line.split(': ', 1)[0]));
  add(label, 'as published', '', before, before, unsteady);

  for (const mode of ['safe', 'everywhere', 'all'] as const) {
    const prepared = await subject.copy(mode);
    const changed = await fix(prepared, mode);
    const step = STEPS[mode];
    const after = changed.length === 0 ? before : await test(prepared, `after ${step}`);
    add(label, step, filesText(changed), before, after, unsteady, mode !== 'all');
  }
  for (const bug of subject.planted) {
    const prepared = await subject.copy('planted');
    const file = path.join(prepared.directory, bug.file);
    let text = await readFile(file, 'utf8');
    for (const { find, replace } of bug.edits) {
      if (text.split(find).length !== 2) throw new Error(`${bug.file}: not there once: ${find}`);
      text = text.replace(find, () => replace);
    }
    await writeFile(file, text);
    const broken = await test(prepared, 'with a bug');
    add(label, `a bug planted: ${bug.what}`, bug.file, before, broken, unsteady);
    const changed = await fix(prepared, 'safe');
    const repaired = await test(prepared, 'with the bug, after --fix');
    add(label, 'the same after `--fix`', filesText(changed), before, repaired, unsteady, true);
  }
}

async function fix(prepared: PreparedPackage, mode: Mode): Promise<readonly string[]> {
  console.error(`${prepared.name} ${prepared.version}: --fix (${mode})`);
  const { changed } = await inOwnProcess('lint', {
    prepared,
    directory: prepared.directory,
    plugin: options.plugin,
    preset: 'recommended',
    sparesTests: mode !== 'everywhere',
    write: true,
    ...(mode === 'all' ? { fixOption: mode } : {}),
  });
  return changed;
}

function add(
  label: string,
  step: string,
  changed: string,
  before: Outcome,
  after: Outcome,
  unsteady: ReadonlySet<string | undefined>,
  mustBeSame = false,
): void {
  const different = differences(before, after).filter(
    (line) => !unsteady.has(line.split(': ', 1)[0]),
  );
  const { passed, failed, other } = counts(after);
  const numbers = [passed, failed, other].map(String);
  rows.push([label, step, changed, ...numbers, String(different.length)]);
  if (different.length > 0) {
    notes.push(`${label}, ${step}:`, '', ...different.slice(0, 20).map((line) => `- ${line}`), '');
    if (mustBeSame) process.exitCode = 1;
  }
}

function print(): string {
  const head = ['package', 'code', 'files changed', 'passed', 'failed', 'other', 'end otherwise'];
  const record = [
    '# Unit tests before and after `--fix`',
    '',
    'Made by `npm run field:tests`: packages that ship their unit tests, the preset `recommended` on sources and, but for the rules that it leaves out there, on tests. What fails before fails for want of what is not published (files of a monorepo, a network). "End otherwise" counts the tests whose outcome is not the one of the code as published; tests that end differently in two runs of that are left out.',
    '',
    ...table(head, rows, [0, 1, 2]),
    '',
    ...notes,
  ].join('\n');
  console.log(record);
  return record;
}

function filesText(changed: readonly string[]): string {
  return changed.length === 0
    ? 'none'
    : changed.length > 3
      ? String(changed.length)
      : changed.join(', ');
}

async function published(entry: (typeof packages)[number]): Promise<Subject> {
  const { name, version, install } = entry;
  const spec = `${name}@${version}`;
  const integrity = 'integrity' in entry ? { integrity: entry.integrity } : {};
  const prepared = await preparePackage(spec, { ...integrity, log: console.error });
  const base = path.join(repository, '.cache', 'field-tests', folderName({ name, version }));
  await installBeside(spec, base, install);
  return {
    ...entry,
    runner: entry.runner as Runner,
    copy: async (mode) => {
      const directory = path.join(base, mode);
      await copyFolder(prepared.directory, directory);
      return { ...prepared, directory };
    },
  };
}

/** What the tests need: in the folder above the copies, where Node looks next. */
async function installBeside(
  spec: string,
  base: string,
  install: readonly string[],
): Promise<void> {
  await mkdir(base, { recursive: true });
  await writeFile(path.join(base, 'package.json'), '{ "private": true }\n');
  if (install.length === 0 || (await isFolder(path.join(base, 'node_modules')))) return;
  console.error(`${spec}: installing what its tests need`);
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...install];
  const shell = process.platform === 'win32';
  await promisify(execFile)('npm', args, { cwd: base, shell }).catch((error: unknown) => {
    throw new RegistryUnreachable(spec, String(error).split('\n', 1)[0] ?? '');
  });
}

async function checkout(folder: string): Promise<Subject> {
  const { name = path.basename(folder), version = '' } = JSON.parse(
    await readFile(path.join(folder, 'package.json'), 'utf8'),
  ) as { name?: string; version?: string };
  return {
    name,
    version,
    runner: options.runner as Runner,
    arguments: options.arguments.split(' ').filter((each) => each !== ''),
    planted: [],
    copy: async (mode) => {
      const directory = path.join(repository, '.cache', 'field-tests', folderName({ name }), mode);
      await copyFolder(folder, directory);
      return prepareFolder(directory);
    },
  };
}

async function copyFolder(from: string, to: string): Promise<void> {
  await rm(to, { recursive: true, force: true });
  const left = new Set(['node_modules', '.git'].map((each) => path.join(from, each)));
  await cp(from, to, { recursive: true, filter: (source) => !left.has(source) });
  await symlink(path.join(from, 'node_modules'), path.join(to, 'node_modules'), 'junction');
}

async function isFolder(name: string): Promise<boolean> {
  return stat(name).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
