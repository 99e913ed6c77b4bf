import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { describe, expect, inject, it, vi } from 'vitest';

import { describeClient } from './support/describe-client.ts';
import { ESLINT, TYPESCRIPT_ESLINT } from './support/versions.ts';
import type { Outcome, Project, Workspace } from './support/workspace.ts';

const BLOCKS = `import { readFileSync } from 'node:fs';

export async function load(file) {
  return readFileSync(file, 'utf8');
}
`;
const TYPED = BLOCKS.replace('(file)', '(file: string)');
const PACKAGE = { 'package.json': '{ "type": "module" }' };
const OFFLINE = /\b(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH)\b/u;

const MAIN = 'node_modules/eslint-plugin-await/dist/cli/main.js';

/** The command of the packed plugin, in a project beside it. */
async function cli(
  { folder }: Workspace,
  project: Project,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Outcome> {
  return await project.run('node', [path.join(folder, MAIN), ...args], { env });
}

await describeClient('the command line', { ...ESLINT, ...TYPESCRIPT_ESLINT }, (client) => {
  it('follows the references of a monorepo and its `.gitignore` files, and repairs', async () => {
    const reference = { compilerOptions: { composite: true, module: 'nodenext', types: ['node'] } };
    const project = client.project({
      ...PACKAGE,
      'tsconfig.json': JSON.stringify({ files: [], references: [{ path: './packages/one' }] }),
      'packages/one/tsconfig.json': JSON.stringify({ ...reference, include: ['src'] }),
      'packages/one/src/load.ts': TYPED,
      'packages/one/.gitignore': 'gen',
      'packages/one/gen/load.ts': TYPED,
      'scripts/load.js': BLOCKS,
    });
    const found = await cli(client, project, []);
    expect(found.stdout).toContain('packages/one/src/load.ts:4:10');
    expect(found.stdout).toContain('scripts/load.js:4:10');
    expect(found.stdout).toContain('2 findings in 2 of 2 files.');
    expect(found).toMatchObject({ stderr: '', code: 1 });

    const { stdout } = await cli(client, project, ['--dry-run', 'scripts', '-f', 'stylish']);
    execFileSync('git', ['apply', '-'], { cwd: project.folder, input: stdout });
    expect(readFileSync(path.join(project.folder, 'scripts/load.js'), 'utf8')).toContain(
      'await readFile(file',
    );
    expect(await cli(client, project, ['--fix'])).toMatchObject({ code: 0 });
  });

  it('says what it uses in place of an ESLint and a TypeScript that will not do', async () => {
    const project = client.project({
      ...PACKAGE,
      'node_modules/eslint/package.json': '{ "version": "8.57.1" }',
      'node_modules/typescript/package.json': '{ "version": "7.0.2" }',
      'load.js': BLOCKS,
    });
    const { code, stderr } = await cli(client, project, []);
    expect(code).toBe(1);
    expect(stderr).toContain('This project has ESLint 8.57.1, and the rules need 9.22 or later');
    expect(stderr).toContain('This project has TypeScript 7.0.2');
  });

  it.for([
    [['--rule', 'no-blocking'], 'Did you mean no-blocking-call?'],
    [['--fixes'], 'Did you mean --fix?'],
    [['none'], 'none does not exist.'],
  ] as const)('%j is told in one line, and exits with 2', async ([args, message]) => {
    const { code, stdout, stderr } = await cli(client, client.project(PACKAGE), args);
    expect(stderr).toContain(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  it.skipIf(process.platform === 'win32').for([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('leaves nothing behind after %s', async ([signal, code]) => {
    const { folder } = client.project({ ...PACKAGE, 'load.js': BLOCKS, 'tmp/none': '' });
    const temporary = path.join(folder, 'tmp');
    const child = spawn('node', [path.join(client.folder, MAIN)], {
      cwd: folder,
      env: { ...process.env, TMPDIR: temporary },
      stdio: 'ignore',
    });
    const ended = once(child, 'exit');
    await vi.waitFor(
      () => {
        expect(readdirSync(temporary).length).toBeGreaterThan(1);
      },
      { timeout: 30_000, interval: 5 },
    );
    child.kill(signal);
    expect(await ended).toEqual([code, null]);
    expect(readdirSync(temporary)).toEqual(['none']);
  });

  it('says what to do where the memory is too small', async () => {
    const project = client.project({ ...PACKAGE, 'load.js': BLOCKS });
    const outcome = await cli(client, project, [], { NODE_OPTIONS: '--max-old-space-size=30' });
    expect(outcome.stderr).toMatch(/^\d+ MB of memory were not enough\./u);
    expect(outcome).toMatchObject({ stdout: '', code: 2 });
  });
});

const NATIVE = {
  ...ESLINT,
  ...TYPESCRIPT_ESLINT,
  '@typescript/native': 'npm:typescript@7.1.0-beta',
};

await describeClient('the command line beside TypeScript 7', NATIVE, (client) => {
  it('takes the types from it', async () => {
    const project = client.project({
      ...PACKAGE,
      'tsconfig.json': '{ "compilerOptions": { "module": "nodenext", "types": ["node"] } }',
      'load.ts': TYPED,
      'load.js': BLOCKS,
    });
    const { code, stdout, stderr } = await cli(client, project, []);
    expect(stderr).toBe(
      'Note: TypeScript 7.1.0-beta gives the types, which is experimental and faster.\n',
    );
    expect(stdout).toContain('2 findings in 2 of 2 files.');
    expect(code).toBe(1);
  });
});

await describeClient('the command line without a parser', ESLINT, (client) => {
  it('prints the line that installs it', async () => {
    const project = client.project({ ...PACKAGE, 'pnpm-lock.yaml': '', 'load.js': BLOCKS });
    const { code, stderr } = await cli(client, project, []);
    expect(stderr).toContain('`pnpm add --save-dev @typescript-eslint/parser typescript@6`');
    expect(code).toBe(2);
  });
});

describe('npx in an empty folder', () => {
  it('lints plain JavaScript with what npm installs beside the plugin', ({ skip }) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'await-npx-'));
    try {
      writeFileSync(path.join(folder, 'load.js'), BLOCKS);
      const packages = ['@types/node', inject('tarball')].map((each) => `--package=${each}`);
      const args = ['exec', '--yes', ...packages, '--', 'eslint-plugin-await', '-f', 'stylish'];
      const output = outputOf('npm', args, folder);
      if (OFFLINE.test(output)) skip('the package registry cannot be reached');
      expect(output).toContain('await/no-blocking-call');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

function outputOf(command: string, args: readonly string[], cwd: string): string {
  try {
    return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return stdout + stderr;
  }
}
