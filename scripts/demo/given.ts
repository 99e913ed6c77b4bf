import { readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { preparePackage, RegistryUnreachable } from '../../bench/prepare-package.ts';
import { count } from '../../src/cli/table.ts';
import { byRepair, printFinding } from './findings.ts';
import { temporaryFolder } from './left-behind.ts';
import { type Finding, forgetPrograms, lint, type Linted, type LintOptions } from './lint.ts';
import { type Plugin, root } from './plugin.ts';
import { heading, paint, print, table, timedStep } from './print.ts';
import { mostTelling } from './telling.ts';

const TYPESCRIPT = '**/*.{ts,tsx,mts,cts}';
const JAVASCRIPT = '**/*.{js,jsx,mjs,cjs}';
// Folders that tools write, beside those that ESLint leaves out by itself.
const WRITTEN = ['**/dist/**', '**/build/**', '**/coverage/**', '**/out/**'];
const TELLING = 5;

interface Input {
  readonly directory: string;
  readonly options: LintOptions;
  /** What was made up for lack of a tsconfig.json, if anything. */
  readonly remark?: string;
}

interface Step {
  readonly what: string;
  readonly seconds: number;
}

interface Report {
  readonly name: string;
  readonly linted: Linted;
}

/** What cannot be linted, and why, in one sentence. */
class NotLinted extends Error {}

/**
 * Lints folders and published packages (`name@version`) and sums up what was found.
 * Answers whether at least one of them could be linted.
 */
export async function lintAll(what: readonly string[], plugin: Plugin): Promise<boolean> {
  const reports: Report[] = [];
  const steps: Step[] = [];
  for (const name of what) {
    try {
      reports.push({ name, linted: await lintOne(name, plugin, steps) });
    } catch (error) {
      if (!(error instanceof NotLinted || error instanceof RegistryUnreachable)) throw error;
      print(paint('yellow', `Left out: ${error.message}`));
    }
    // The programs of one package are of no use to the next.
    forgetPrograms();
  }
  if (reports.length === 0) {
    print('Nothing was linted.');
    return false;
  }
  printSummary(reports);
  printSlowest(steps);
  printTelling(reports);
  return true;
}

async function lintOne(name: string, plugin: Plugin, steps: Step[]): Promise<Linted> {
  const prepared = await timedStep(`Preparing ${name}`, () => prepare(name));
  steps.push({ what: `preparing ${name}`, seconds: prepared.seconds });
  const { directory, options, remark } = prepared.value;
  if (remark !== undefined) print(paint('dim', `  ${remark}`));

  const { value: linted, seconds } = await timedStep(`Linting ${name}`, () =>
    lint(directory, plugin, options),
  );
  const parts = `${linted.parsing.toFixed(1)} s for types, ${linted.ruling.toFixed(1)} s in rules`;
  steps.push({ what: `linting ${name} (${parts})`, seconds });
  if (linted.files === 0) throw new NotLinted(`${name} holds no files to lint.`);
  const [first] = linted.unread;
  if (first !== undefined) {
    const message = `${count(linted.unread.length, 'file')} could not be read, the first: ${first}`;
    if (linted.unread.length === linted.files) throw new NotLinted(`${name}: ${message}`);
    print(paint('yellow', `  ${message}`));
  }
  return linted;
}

async function prepare(what: string): Promise<Input> {
  const directory = path.resolve(what);
  if (await isDirectory(directory)) return await fromFolder(directory);
  if (!/^(?:@[\w.~-]+\/)?[\w.~-]+@[\w.+~^-]+$/u.test(what)) {
    throw new NotLinted(`${what} is neither a folder nor a package (name@version).`);
  }
  try {
    const { directory, globs, sources } = await preparePackage(what);
    return { directory, options: { files: globs, only: sources, ignoreComments: true } };
  } catch (error) {
    if (error instanceof RegistryUnreachable || !(error instanceof Error)) throw error;
    // npm goes on about where it has looked.
    throw new NotLinted(error.message.split(' - ', 1)[0]);
  }
}

async function fromFolder(directory: string): Promise<Input> {
  const shared = { ignores: WRITTEN, ignoreComments: true };
  const typescript = await holds(directory, /(?<!\.d)\.[cm]?tsx?$/u);
  const project = typescript ? await folderOfTsconfig(directory) : undefined;
  if (project !== undefined) {
    return { directory, options: { ...shared, files: [TYPESCRIPT], project } };
  }
  const files = typescript ? [TYPESCRIPT, JAVASCRIPT] : [JAVASCRIPT];
  return {
    directory,
    options: { ...shared, files, tsconfig: await makeTsconfig(directory) },
    remark: 'No tsconfig.json covers it: one was made up for this run, outside the folder.',
  };
}

/** Stops at the first file that fits; looks into no dependencies. */
async function holds(directory: string, name: RegExp): Promise<boolean> {
  const entries = await readdir(directory, { withFileTypes: true });
  if (entries.some((entry) => entry.isFile() && name.test(entry.name))) return true;
  for (const entry of entries) {
    if (!entry.isDirectory() || entry.name === 'node_modules' || entry.name.startsWith('.')) {
      continue;
    }
    if (await holds(path.join(directory, entry.name), name)) return true;
  }
  return false;
}

/** The folder of the nearest `tsconfig.json`, here or above. */
async function folderOfTsconfig(directory: string): Promise<string | undefined> {
  const found = await stat(path.join(directory, 'tsconfig.json')).catch(() => undefined);
  if (found !== undefined) return directory;
  const parent = path.dirname(directory);
  return parent === directory ? undefined : await folderOfTsconfig(parent);
}

async function makeTsconfig(directory: string): Promise<string> {
  const tsconfig = path.join(await temporaryFolder(), 'tsconfig.json');
  const content = {
    compilerOptions: {
      target: 'es2023',
      lib: ['es2023', 'dom', 'dom.iterable'],
      module: 'nodenext',
      types: ['node'],
      typeRoots: [path.join(root, 'node_modules', '@types')],
      strict: true,
      allowJs: true,
      allowImportingTsExtensions: true,
      skipLibCheck: true,
      noEmit: true,
    },
    include: [`${directory.replaceAll('\\', '/')}/**/*`],
    exclude: [`${directory.replaceAll('\\', '/')}/**/node_modules`],
  };
  await writeFile(tsconfig, JSON.stringify(content));
  return tsconfig;
}

async function isDirectory(directory: string): Promise<boolean> {
  const found = await stat(directory).catch(() => undefined);
  return found?.isDirectory() === true;
}

function printSummary(reports: readonly Report[]): void {
  heading('Summary');
  const head = [
    '',
    'rule',
    'files',
    'lines',
    'awaits',
    'findings',
    'fixes',
    'suggestions',
    'by hand',
  ];
  const rows = reports.flatMap(({ name, linted }) => {
    const size = [linted.files, linted.lines, linted.awaits].map(String);
    const rules = [...new Set(linted.findings.map(({ rule }) => rule))].sort();
    if (rules.length === 0) return [[name, 'none', ...size, '0', '0', '0', '0']];
    return rules.map((rule, index) => {
      const found = linted.findings.filter((finding) => finding.rule === rule);
      const first = index === 0;
      return [first ? name : '', rule, ...(first ? size : ['', '', '']), ...repairsOf(found)];
    });
  });
  for (const line of table(head, rows, 2)) print(`  ${line}`);
}

function repairsOf(findings: readonly Finding[]): string[] {
  const repairs = (['fix', 'suggestion', 'none'] as const).map((way) => byRepair(findings, way));
  return [findings.length, ...repairs].map(String);
}

function printSlowest(steps: readonly Step[]): void {
  const [slowest] = [...steps].sort((a, b) => b.seconds - a.seconds);
  if (slowest === undefined) return;
  print();
  print(`Slowest step: ${slowest.what}, ${slowest.seconds.toFixed(1)} s.`);
}

function printTelling(reports: readonly Report[]): void {
  const all = reports.flatMap(({ name, linted }) =>
    linted.findings.map((finding) => ({ ...finding, file: `${name}: ${finding.file}` })),
  );
  const chosen = mostTelling(all, TELLING);
  if (chosen.length === 0) return;
  heading(chosen.length < all.length ? 'The most telling findings' : 'The findings');
  for (const finding of chosen) printFinding(finding);
}
