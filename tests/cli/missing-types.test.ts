import { expect, it } from 'vitest';

import { missingTypes } from '../../src/cli/missing-types.ts';
import { projectFolder } from './project-folder.ts';

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
