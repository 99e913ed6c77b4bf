import path from 'node:path';

import { Linter } from 'eslint';
import { describe, expect, it } from 'vitest';

import { ALLOW_SCHEMA, isAllowed } from '../../src/kit/allow.ts';

const readFileSync = { module: 'node:fs', name: 'readFileSync' };
const load = { file: path.resolve('/project/src/settings.ts'), name: 'Store.load' };

describe('isAllowed', () => {
  it.for([
    ['a name from anywhere', 'readFileSync', readFileSync, true],
    ['another name', 'writeFileSync', readFileSync, false],
    ['part of a name', 'load', load, false],
    ['a module', { from: 'package', package: 'node:fs', name: 'readFileSync' }, readFileSync, true],
    [
      'without its prefix',
      { from: 'package', package: 'fs', name: 'readFileSync' },
      readFileSync,
      true,
    ],
    [
      'another module',
      { from: 'package', package: 'graceful-fs', name: 'readFileSync' },
      readFileSync,
      false,
    ],
    [
      'several names',
      { from: 'package', package: 'fs', name: ['existsSync', 'readFileSync'] },
      readFileSync,
      true,
    ],
    [
      'a module within the package',
      { from: 'package', package: 'sass', name: 'compile' },
      { module: 'sass/legacy', name: 'compile' },
      true,
    ],
    [
      'a package that starts alike',
      { from: 'package', package: 'sass', name: 'compile' },
      { module: 'sass-embedded', name: 'compile' },
      false,
    ],
    ['a global', { from: 'lib', name: 'alert' }, { module: 'global', name: 'alert' }, true],
    ['no global', { from: 'lib', name: 'readFileSync' }, readFileSync, false],
    ['any file', { from: 'file', name: 'Store.load' }, load, true],
    ['this file', { from: 'file', name: 'Store.load', path: 'src/settings.ts' }, load, true],
    [
      'this file, with a dot',
      { from: 'file', name: 'Store.load', path: './src/settings.ts' },
      load,
      true,
    ],
    ['another file', { from: 'file', name: 'Store.load', path: 'src/store.ts' }, load, false],
    ['a file, not a module', { from: 'file', name: 'readFileSync' }, readFileSync, false],
    [
      'a package, not a file',
      { from: 'package', package: 'settings', name: 'Store.load' },
      load,
      false,
    ],
  ] as const)('%s', ([, specifier, subject, expected]) => {
    expect(isAllowed(subject, [specifier], path.resolve('/project'))).toBe(expected);
  });

  it('nothing, where nothing is listed', () => {
    expect(isAllowed(load, [], '/project')).toBe(false);
  });
});

describe('the schema', () => {
  const accepts = (entry: unknown): boolean => {
    const rule = { meta: { schema: [ALLOW_SCHEMA] }, create: () => ({}) };
    try {
      new Linter().verify('', {
        plugins: { x: { rules: { rule } } },
        rules: { 'x/rule': [2, [entry]] },
      });
      return true;
    } catch {
      return false;
    }
  };

  it.for([
    ['a name', 'readFileSync', true],
    ['a package', { from: 'package', package: 'fs', name: ['a', 'b'] }, true],
    ['a package without its name', { from: 'package', name: 'a' }, false],
    ['a file', { from: 'file', name: 'a', path: 'src/a.ts' }, true],
    ['a file with a package', { from: 'file', name: 'a', package: 'b' }, false],
    ['a global', { from: 'lib', name: 'alert' }, true],
    ['from nowhere', { from: 'somewhere', name: 'alert' }, false],
    ['no name', { from: 'lib' }, false],
    ['a number', 3, false],
  ] as const)('%s', ([, entry, expected]) => {
    expect(accepts(entry)).toBe(expected);
  });
});
