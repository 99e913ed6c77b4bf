import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { describe, expect, inject, it } from 'vitest';

import { npm, RegistryUnreachable } from '../../bench/prepare-package.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { programFiles, readmeConfig } from './support/program.ts';

const { devDependencies } = packageJson;

/** What the README's line installs, in the versions that this repository is tested with. */
const PINNED: Readonly<Record<string, string>> = {
  '@types/node': `@types/node@${devDependencies['@types/node']}`,
  eslint: `eslint@${devDependencies.eslint}`,
  'typescript@6': `typescript@${devDependencies.typescript}`,
  'typescript-eslint': `typescript-eslint@${devDependencies['typescript-eslint']}`,
  'eslint-plugin-await': inject('tarball'),
};

const run = promisify(execFile);

describe('the packed plugin', () => {
  it('installs into an empty project with the line of the README, and works there', async ({
    skip,
  }) => {
    const readme = await readFile('README.md', 'utf8');
    const [, line = ''] = /^npm install --save-dev (.*eslint-plugin-await)$/mu.exec(readme) ?? [];
    const packages = line.split(' ').map((name) => PINNED[name] ?? `${name} is not known here`);
    expect(packages).toHaveLength(Object.keys(PINNED).length);

    const folder = await mkdtemp(path.join(tmpdir(), 'eslint-plugin-await-'));
    try {
      await writeFile(path.join(folder, 'package.json'), '{ "private": true }');
      try {
        await npm('the README', ['install', '--save-dev', ...packages], folder);
      } catch (error) {
        if (error instanceof RegistryUnreachable) skip(error.message);
        throw error;
      }
      const listed = await run('npm', ['ls', '--all'], { cwd: folder });
      expect(listed.stderr).toBe('');

      // The plugin brings one package of its own.
      const installed = JSON.parse(
        await readFile(path.join(folder, 'node_modules/eslint-plugin-await/package.json'), 'utf8'),
      ) as { dependencies: object };
      expect(Object.keys(installed.dependencies)).toEqual(['@typescript-eslint/utils']);

      const found: string[] = [];
      for (const config of ['eslint.config.mjs', 'eslint.config.cjs']) {
        const {
          'src/service.ts': service = '',
          'src/pages.ts': pages = '',
          'tsconfig.json': tsconfig = '',
        } = programFiles();
        const files = {
          'service.ts': service,
          'pages.ts': pages,
          'tsconfig.json': tsconfig.replace('"src"', '"."'),
        };
        for (const [file, text] of Object.entries({ ...files, ...readmeConfig(config) })) {
          await writeFile(path.join(folder, file), text);
        }
        const linted = await run('npx', ['--no', 'eslint', '.'], { cwd: folder }).catch(
          (error: unknown) => error as { stdout: string },
        );
        found.push(linted.stdout);
        await rm(path.join(folder, config));
      }
      expect(found[0]).toContain('await/no-blocking-call');
      expect(found[1]).toBe(found[0]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
