import { tmpdir } from 'node:os';
import path from 'node:path';

import { expect, it, vi } from 'vitest';

import { missingTypes } from '../../src/cli/missing-types.ts';
import { projectFolder } from '../support/project-folder.ts';

// What lies above the folder for temporary files is no part of any project here.
vi.mock(import('node:fs'), async (original) => {
  const fs = await original();
  const isHidden = (file: unknown): boolean => {
    const { dir, base } = path.parse(String(file));
    const isAbove = !path.relative(dir, fs.realpathSync(tmpdir())).startsWith('..');
    return isAbove && (base === 'package.json' || base === 'node_modules');
  };
  return { ...fs, existsSync: (file) => !isHidden(file) && fs.existsSync(file) };
});

async function missing(files: Readonly<Record<string, string>>): Promise<string[]> {
  const project = projectFolder(files);
  return await missingTypes(project.folder, [project.at('src/a.js')]);
}

const PACKAGE = '{ "dependencies": { "a": "1" } }';

it.for([
  ['pnpm-lock.yaml', '`pnpm install`'],
  ['yarn.lock', '`yarn install`'],
  ['package-lock.json', '`npm install`'],
  ['none', '`npm install`'],
] as const)('packages that are not installed: with %s, %s is the way', async ([lock, line]) => {
  const [remark] = await missing({ 'package.json': PACKAGE, [lock]: '' });
  expect(remark).toContain(`Run ${line} first`);
});

it('nothing is said where they are installed, or none is needed', async () => {
  expect(await missing({ 'package.json': PACKAGE, 'node_modules/a/index.js': '' })).toEqual([]);
  expect(await missing({ 'package.json': '{}' })).toEqual([]);
  expect(await missing({})).toEqual([]);
});
