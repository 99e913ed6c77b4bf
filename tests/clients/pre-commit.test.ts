import { readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';

import { expect, it } from 'vitest';

import { describeClient } from './support/describe-client.ts';
import { programFiles, readmeConfig } from './support/program.ts';
import { ESLINT, TYPESCRIPT_ESLINT } from './support/versions.ts';
import type { Outcome, Project } from './support/workspace.ts';

// The latest lint-staged that runs on Node 20.
const HOOKS = { husky: '9.1.7', 'lint-staged': '16.4.0' };

/** What the page tells to write: `package.json`, and the hook. */
const page = readFileSync('docs/pre-commit.md', 'utf8');
const packageJson = /^```json\n([^]*?)^```/mu.exec(page)?.[1] ?? '';
const hook = /^```sh\n# (\.husky\/pre-commit)\n([^]*?)^```/mu.exec(page);

const FIXABLE = `import { readFileSync } from 'node:fs';

export async function read(path: string): Promise<string> {
  return readFileSync(path, 'utf8');
}
`;
const FIXED = `import { readFile } from 'node:fs/promises';

export async function read(path: string): Promise<string> {
  return await readFile(path, 'utf8');
}
`;
const BY_HAND = `type Save = (name: string) => Promise<void>;

export function saveAll(names: string[], save: Save): void {
  names.forEach(async (name) => {
    await save(name);
  });
}
`;

await describeClient('before a commit', { ...ESLINT, ...TYPESCRIPT_ESLINT, ...HOOKS }, (client) => {
  it('a staged finding that can be repaired is committed repaired', async () => {
    const project = await repository();
    const commit = await commitFile(project, 'src/read.ts', FIXABLE);
    expect(commit.code, commit.stderr).toBe(0);
    expect((await git(project, 'show', 'HEAD:src/read.ts')).stdout).toBe(FIXED);
    expect((await git(project, 'status', '--short')).stdout).toBe('');
  });

  it('one that needs a person stops the commit, and says what to do', async () => {
    const project = await repository();
    const before = await git(project, 'rev-parse', 'HEAD');
    const { code, stdout, stderr } = await commitFile(project, 'src/save.ts', BY_HAND);
    expect(code).not.toBe(0);
    const said = stdout + stderr;
    expect(said).toMatch(/src[\\/]save\.ts\n\s+4:17\s+error/u);
    expect(said).toContain('`forEach` does not wait');
    expect(said).toContain('Await each call in a `for…of` loop');
    expect(said).toContain('await/no-async-callback');
    expect(await git(project, 'rev-parse', 'HEAD')).toEqual(before);
    expect(readFileSync(path.join(project.folder, 'src/save.ts'), 'utf8')).toBe(BY_HAND);
  });

  it('findings of files that are not staged stop nobody', async () => {
    const project = await repository();
    project.write({ 'src/save.ts': BY_HAND });
    expect((await commitFile(project, 'src/read.ts', FIXABLE)).code).toBe(0);
  });

  /** A repository with a first commit and the hook of the page. */
  async function repository(): Promise<Project> {
    const [, hookFile = '', hookText = ''] = hook ?? [];
    const { 'tsconfig.json': tsconfig = '' } = programFiles();
    const project = client.project({
      'package.json': packageJson,
      'tsconfig.json': tsconfig,
      ...readmeConfig('eslint.config.mjs'),
      'src/empty.ts': 'export {};\n',
      '.gitignore': 'node_modules\n',
    });
    symlinkSync(
      path.join(client.folder, 'node_modules'),
      path.join(project.folder, 'node_modules'),
    );
    await git(project, 'init', '--quiet');
    await git(project, 'add', '.');
    await git(project, 'commit', '--quiet', '-m', 'Start');
    const installed = await project.run('npm', ['run', 'prepare']);
    expect(installed.code, installed.stderr).toBe(0);
    project.write({ [hookFile]: hookText });
    await git(project, 'add', '.');
    await git(project, 'commit', '--quiet', '--no-verify', '-m', 'Hook');
    return project;
  }
});

async function commitFile(project: Project, file: string, text: string): Promise<Outcome> {
  project.write({ [file]: text });
  await git(project, 'add', file);
  return await git(project, 'commit', '-m', 'Change');
}

function git(project: Project, ...args: string[]): Promise<Outcome> {
  const identity = ['-c', 'user.name=Tester', '-c', 'user.email=tester@example.com'];
  return project.run('git', [...identity, ...args], {
    env: { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
  });
}
