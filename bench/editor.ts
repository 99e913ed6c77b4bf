// npm run bench:editor -- [package] [--file path] [--keystrokes N]
//
// From a keystroke to its diagnostics, through the ESLint server of VS Code, with the preset and
// without any rule. Two servers hold the same file open; each keystroke goes to both, one after the
// other, so that a slow minute hits both alike. An editor asks after each keystroke, and the server
// makes a new program for each answer.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

import packageJson from '../package.json' with { type: 'json' };
import { install } from '../tests/clients/support/install.ts';
import { LanguageServer, VSCODE } from '../tests/clients/support/language-server.ts';
import corpus from './corpus.json' with { type: 'json' };
import { table } from './field-record.ts';
import { preparePackage, RegistryUnreachable, repository } from './prepare-package.ts';

interface Keystroke {
  /** Milliseconds until the diagnostics were there. */
  wait: number;
  /** Milliseconds of processor time of the server; none where the system does not tell. */
  cpu: number | undefined;
  diagnostics: number;
}

const VARIANTS = { 'no rules': '[]', 'await, `recommended`': 'awaitPlugin.configs.recommended' };
/** A unit of the times in `/proc`: a hundredth of a second on every Linux of today. */
const TICK = 10;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    file: { type: 'string' },
    keystrokes: { type: 'string', default: '15' },
  },
});

const name = positionals[0] ?? 'matrix-js-sdk';
const entry = corpus.find((candidate) => candidate.name === name);
if (!entry) throw new Error(`Not in bench/corpus.json: ${name}.`);
try {
  await measure(`${name}@${entry.version}`, entry.integrity);
} catch (error) {
  if (!(error instanceof RegistryUnreachable)) throw error;
  console.log(`SKIPPED ${error.message}`);
}

async function measure(spec: string, integrity: string): Promise<void> {
  const prepared = await preparePackage(spec, { integrity });
  const modules = path.join(await install(VSCODE), 'node_modules');
  const file = options.file ?? (await largest(prepared.directory, prepared.sources));

  const servers: { variant: string; server: LanguageServer; keystrokes: Keystroke[] }[] = [];
  for (const [variant, preset] of Object.entries(VARIANTS)) {
    const overrideConfigFile = await configFile(
      variant,
      preset,
      prepared.globs,
      prepared.directory,
    );
    const server = await LanguageServer.start(modules, prepared.directory, {
      nodePath: repository,
      options: { overrideConfigFile },
    });
    server.open(file);
    await server.diagnostics(file); // The first program is made once a session.
    servers.push({ variant, server, keystrokes: [] });
  }

  const text = await readFile(path.join(prepared.directory, file), 'utf8');
  for (let typed = 1; typed <= Number(options.keystrokes); typed++) {
    for (const { server, keystrokes } of typed % 2 ? servers : servers.toReversed()) {
      keystrokes.push(await type(server, file, `${text}// ${'x'.repeat(typed)}`));
    }
  }
  for (const { server } of servers) await server.stop();

  const lines = text.split('\n').length - 1;
  const base = servers[0]?.keystrokes ?? [];
  const rows = servers.map(({ variant, keystrokes }) => [
    variant,
    `${median(keystrokes.map(({ wait }) => wait)).toFixed(0)} ms`,
    ratio(keystrokes, base, ({ wait }) => wait),
    `${median(keystrokes.map(({ cpu }) => cpu ?? Number.NaN)).toFixed(0)} ms`,
    ratio(keystrokes, base, ({ cpu }) => cpu ?? Number.NaN),
    String(keystrokes.at(-1)?.diagnostics ?? 0),
  ]);
  console.log(`${spec}, ${String(prepared.lines)} lines: ${file}, ${String(lines)} lines.`);
  console.log(`Medians of ${options.keystrokes} keystrokes.\n`);
  const columns = ['', 'keystroke to diagnostics', '×', 'processor time', '×', 'diagnostics'];
  console.log(table(columns, rows).join('\n'));
}

async function type(server: LanguageServer, file: string, text: string): Promise<Keystroke> {
  const before = await cpuOf(server.processId);
  const start = performance.now();
  server.change(file, text);
  const diagnostics = await server.diagnostics(file);
  const wait = performance.now() - start;
  const after = await cpuOf(server.processId);
  const cpu = before === undefined || after === undefined ? undefined : after - before;
  return { wait, cpu, diagnostics: diagnostics.length };
}

/** User and system time of a process and its threads, in milliseconds. */
async function cpuOf(processId: number | undefined): Promise<number | undefined> {
  const stat = await readFile(`/proc/${String(processId)}/stat`, 'utf8').catch(() => undefined);
  // The name of the program, in parentheses, may hold spaces.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields && (Number(fields[11]) + Number(fields[12])) * TICK;
}

async function configFile(
  variant: string,
  preset: string,
  globs: readonly string[],
  tsconfigRootDir: string,
): Promise<string> {
  const folder = path.join(repository, '.cache', 'clients', 'bench');
  const file = path.join(folder, `${variant.replaceAll(/\W+/gu, '-')}.config.mjs`);
  await mkdir(folder, { recursive: true });
  const plugin = pathToFileURL(path.join(repository, packageJson.main)).href;
  await writeFile(
    file,
    `import awaitPlugin from '${plugin}';
import * as parser from '@typescript-eslint/parser';
const languageOptions = {
  parser,
  parserOptions: { projectService: true, tsconfigRootDir: ${JSON.stringify(tsconfigRootDir)} },
};
const nothing = { plugins: { bench: { rules: { nothing: { create: () => ({}) } } } }, rules: { 'bench/nothing': 'error' } };
const files = ${JSON.stringify(globs)};
export default [{ files, languageOptions, ...nothing, linterOptions: { noInlineConfig: true } }, ...${preset}];
`,
  );
  return file;
}

/** The longest file is the worst: its text is parsed, and its rules run, at each keystroke. */
async function largest(directory: string, files: readonly string[]): Promise<string> {
  const sizes = await Promise.all(
    files.map(async (file) => (await readFile(path.join(directory, file))).length),
  );
  const index = sizes.indexOf(Math.max(...sizes));
  return files[index] ?? '';
}

function ratio(
  of: readonly Keystroke[],
  to: readonly Keystroke[],
  value: (keystroke: Keystroke) => number,
): string {
  return (median(of.map(value)) / median(to.map(value))).toFixed(2);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
