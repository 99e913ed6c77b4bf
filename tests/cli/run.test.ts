import { afterAll, afterEach, describe, expect, it } from 'vitest';

import { readOptions } from '../../src/cli/options.ts';
import { plain } from '../../src/cli/paint.ts';
import { run, type Outcome, type Step } from '../../src/cli/run.ts';
import { projectFolder, type ProjectFolder } from '../support/project-folder.ts';

const BLOCKS = `import { readFileSync } from 'node:fs';

export async function load(file) {
  return readFileSync(file, 'utf8');
}
`;
const steps: Step[] = [];
afterEach(() => steps.splice(0));

function project(
  files: Readonly<Record<string, string>>,
  whenDone?: typeof afterAll,
): ProjectFolder {
  return projectFolder({ 'package.json': '{ "type": "module" }', ...files }, whenDone);
}

/** A project with the few types that it needs: those of Node.js take seconds to read. */
function quickProject(
  files: Readonly<Record<string, string>>,
  whenDone?: typeof afterAll,
): ProjectFolder {
  return project(
    {
      'tsconfig.json': JSON.stringify({
        compilerOptions: { noLib: true, allowJs: true, types: [], module: 'nodenext' },
      }),
      'types.d.ts': `
interface Array<T> { length: number; [index: number]: T }
interface Boolean {}
interface CallableFunction {}
interface Function {}
interface IArguments {}
interface NewableFunction {}
interface Number {}
interface Object {}
interface RegExp {}
interface String {}
interface PromiseLike<T> {
  then<R>(done: (value: T) => R | PromiseLike<R>, failed?: (reason: any) => any): PromiseLike<R>;
}
interface Promise<T> {
  then<R>(done?: (value: T) => R | PromiseLike<R>, failed?: (reason: any) => any): Promise<R>;
  catch<R>(failed?: (reason: any) => R): Promise<T | R>;
}
interface PromiseConstructor { new <T>(executor: any): Promise<T> }
declare var Promise: PromiseConstructor;
declare module 'node:fs' {
  export * as promises from 'node:fs/promises';
  export function readFileSync(file: string, encoding: string): string;
  export function appendFileSync(file: string, text: string): void;
}
declare module 'node:fs/promises' {
  export function readFile(file: string, encoding: string): Promise<string>;
  export function appendFile(file: string, text: string): Promise<void>;
}
`,
      ...files,
    },
    whenDone,
  );
}

async function cli({ folder }: ProjectFolder, ...args: string[]): Promise<Outcome> {
  const options = readOptions(args);
  if (typeof options === 'string') throw new Error(options);
  return await run(options, {
    cwd: folder,
    paint: plain,
    onStep: (step) => steps.push(step),
    onTemporary: () => undefined,
  });
}

const SHOP = {
  'load.js': BLOCKS,
  'server.js': `import { settings } from './settings.js';

export async function answer() {
  return settings().title;
}
`,
  'settings.js': `import { readFileSync } from 'node:fs';

export function settings() {
  return JSON.parse(readFileSync('settings.json', 'utf8'));
}
`,
  'silent.js': BLOCKS.replace(
    '  return',
    '  // eslint-disable-next-line await/no-blocking-call\n  return',
  ),
  'other-rules.js': '/* eslint no-var: "error", none/such: "error" */\nvar a = 1;\n',
};

describe('plain JavaScript without a tsconfig', () => {
  const shop = project(SHOP, afterAll);

  it('findings are grouped, with their code, the way and the repair', async () => {
    const { stdout, code } = await cli(shop);
    expect(code).toBe(1);
    expect(stdout)
      .toContain(`Calls that block the event loop in asynchronous code  await/no-blocking-call, 2 findings
https://github.com/eslint-plugin-await/eslint-plugin-await/blob/main/docs/rules/no-blocking-call.md

  readFileSync, 2 places

  load.js:4:10
    3 | export async function load(file) {
  > 4 |   return readFileSync(file, 'utf8');
      |          ^^^^^^^^^^^^
    5 | }
  \`readFileSync\` blocks the event loop: while it waits for the disk, no other request, timer or
  promise of this process runs. Await \`readFile\` of \`node:fs/promises\` instead.
  fix: --fix repairs this.
`);
    expect(stdout).toContain(`
  way:  settings  server.js:4
        → readFileSync  settings.js:4
`);
    expect(stdout).toContain(`
2 findings in 2 of 5 files.

Next:
  npx eslint-plugin-await --fix --dry-run  shows the repairs of 1
`);
  });
});

describe('a run', () => {
  const shop = quickProject(SHOP, afterAll);

  it('files are told of while they are linted', async () => {
    await cli(shop, 'load.js', 'silent.js');
    expect(steps).toEqual([
      { looking: true },
      { file: 'load.js', done: 0, of: 2 },
      { file: 'silent.js', done: 1, of: 2 },
    ]);
  });

  it('comments are respected, and rules of others that they turn on do not count', async () => {
    const { stdout, code } = await cli(shop, 'silent.js', 'other-rules.js');
    expect({ stdout, code }).toEqual({ stdout: 'Nothing found in 2 files.\n', code: 0 });
  });

  it('only the named rule runs, as a warning if it says so', async () => {
    expect((await cli(shop, '--rule', 'no-busy-wait')).code).toBe(0);
    const warn = ['--rule', 'no-blocking-call: warn', 'load.js'];
    expect((await cli(shop, ...warn)).stdout).toContain('load.js:4:10  warning');
    expect((await cli(shop, ...warn)).code).toBe(0);
    expect((await cli(shop, ...warn, '--max-warnings', '0')).code).toBe(1);
    expect((await cli(shop, ...warn, '--quiet', '--max-warnings', '0')).code).toBe(0);
  });
});

describe('repairs', () => {
  const HELPER = BLOCKS.replace('readFileSync }', 'appendFileSync }').replace(
    "return readFileSync(file, 'utf8')",
    "appendFileSync(file, 'x')",
  );

  it('are shown and not written by a dry run', async () => {
    const shop = quickProject({ 'load.js': BLOCKS });
    const { stdout, code } = await cli(shop, '--dry-run');
    expect(stdout).toContain(`--- a/load.js
+++ b/load.js
@@ -1,5 +1,5 @@
-import { readFileSync } from 'node:fs';
+import { readFile } from 'node:fs/promises';
 
 export async function load(file) {
-  return readFileSync(file, 'utf8');
+  return await readFile(file, 'utf8');
 }
`);
    expect(stdout).toContain('1 file would be repaired.\nNothing found in 1 file.\n');
    expect(code).toBe(0);
    expect(shop.read('load.js')).toBe(BLOCKS);
  });

  it('are written by --fix', async () => {
    const shop = quickProject({ 'load.js': BLOCKS, 'append.js': HELPER });
    const { stdout, code } = await cli(shop, '--fix');
    expect(stdout).toContain('1 file was repaired.\n1 finding left in 1 of 2 files.\n');
    expect(code).toBe(1);
    expect(shop.read('load.js')).toContain('await readFile(file');
    expect(shop.read('append.js')).toBe(HELPER);
  });

  it('of a rule include its suggestions with --fix-suggestions, and those of others do not come', async () => {
    const floats = `${HELPER}\nload('a');\n`;
    const shop = quickProject({ 'append.js': floats });
    await cli(shop, '--fix-suggestions', 'no-blocking-call');
    expect(shop.read('append.js')).toContain("await appendFile(file, 'x')");
    expect(shop.read('append.js')).toContain("\nload('a');");
  });
});

describe('formats', () => {
  const shop = quickProject({ 'load.js': BLOCKS, 'wrong.js': 'const = ;' }, afterAll);

  it('json is that of ESLint', async () => {
    const { stdout, code } = await cli(shop, '-f', 'json');
    const results = JSON.parse(stdout) as { messages: object[] }[];
    expect(results.map(({ messages }) => messages)).toMatchObject([
      [{ ruleId: 'await/no-blocking-call', line: 4, fix: {} }],
      [{ ruleId: null, fatal: true }],
    ]);
    expect(code).toBe(1);
  });

  it('sarif has rules with help, places and fixes', async () => {
    const { stdout } = await cli(shop, '-f', 'sarif', 'load.js');
    const { version, runs } = JSON.parse(stdout) as { version: string; runs: object[] };
    expect(version).toBe('2.1.0');
    expect(runs).toMatchObject([
      {
        tool: {
          driver: {
            rules: [
              {
                id: 'await/no-blocking-call',
                helpUri: expect.stringMatching(/no-blocking-call\.md$/u) as string,
              },
            ],
          },
        },
        results: [
          {
            ruleId: 'await/no-blocking-call',
            ruleIndex: 0,
            level: 'error',
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri: 'load.js' },
                  region: { startLine: 4, startColumn: 10, endLine: 4, endColumn: 22 },
                },
              },
            ],
            fixes: [
              {
                artifactChanges: [
                  { replacements: [{ insertedContent: { text: expect.any(String) as string } }] },
                ],
              },
            ],
          },
        ],
      },
    ]);
  });

  it('go into a file, and what cannot be parsed is a finding', async () => {
    const { stdout, code } = await cli(shop, '-f', 'html', '-o', 'out/report.html');
    expect(stdout).toBe('2 findings in 2 files: see out/report.html\n');
    expect(shop.read('out/report.html')).toContain('<!doctype html>');
    expect(code).toBe(1);
    expect((await cli(shop, 'wrong.js')).stdout).toContain(
      '1 file could not be read\n  wrong.js  Parsing error: ',
    );
  });
});

describe('what stops a run', () => {
  const shop = quickProject({ 'load.js': BLOCKS }, afterAll);

  it.for([
    [['no-such-folder'], 'no-such-folder does not exist.'],
    [
      ['--rule', 'no-busy-wait: [error, {sleep: 1}]'],
      'The options of await/no-busy-wait are not valid.',
    ],
    [['-o', 'load.js/report.txt'], 'load.js/report.txt cannot be written'],
  ] as const)('%j is told without a stack', async ([args, message]) => {
    await expect(cli(shop, ...args)).rejects.toThrow(message);
    await expect(cli(shop, ...args)).rejects.toHaveProperty('name', 'Problem');
  });
});
