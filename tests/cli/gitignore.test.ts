import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, expect, it } from 'vitest';

import { isIgnored, patternsOf } from '../../src/cli/gitignore.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'await-gitignore-'));
execFileSync('git', ['init', '--quiet'], { cwd: folder });
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const FILES = [
  'a.js',
  'b.ts',
  '[a].js',
  'file.js',
  '!odd.js',
  '#odd.js',
  'a b.js',
  'dist',
  'dist.js',
  'src/a.js',
  'src/dist/a.js',
  'src/deep/down/a.js',
  'src/deep/b.ts',
  'foo/bar/a.js',
  'x/foo/bar/a.js',
];

// Each is compared with git itself, about all of the files.
it.for([
  ['a.js'],
  ['/a.js'],
  ['*.js', '!a.js'],
  ['*.js', '!src/a.js'],
  ['dist/'],
  ['dist'],
  ['/dist'],
  ['src/*'],
  ['src/**'],
  ['src/*', '!src/deep'],
  ['foo/bar'],
  ['**/foo/bar'],
  ['**/bar/'],
  ['src/**/a.js'],
  ['src/**/'],
  ['?.js'],
  ['[ab].*'],
  ['[!a].js'],
  ['[^a].js'],
  ['[a-f]*.js'],
  ['\\[a\\].js'],
  ['\\!odd.js'],
  ['\\#odd.js', '# a comment'],
  ['a b.js  '],
  ['*', '!*/', '!*.ts'],
  ['f*e.js'],
  ['[z-a].js'],
  ['.js'],
  ['', '   '],
])('%j ignores what git ignores', (lines) => {
  const text = lines.join('\n');
  writeFileSync(path.join(folder, '.gitignore'), text);
  expect(FILES.filter((file) => isIgnoredBelow(file, text))).toEqual(ignoredByGit());
});

it('a file further in wins over one further out', () => {
  const ignoreFiles = [
    { folder: '/repo', patterns: patternsOf('*.js\n!keep.js') },
    { folder: '/repo/src', patterns: patternsOf('!a.js\nkeep.js') },
  ];
  const answers = [
    '/repo/a.js',
    '/repo/src/a.js',
    '/repo/src/b.js',
    '/repo/keep.js',
    '/repo/src/keep.js',
  ].map((file) => isIgnored(file, false, ignoreFiles));
  expect(answers).toEqual([true, false, true, false, true]);
});

function ignoredByGit(): string[] {
  for (const file of FILES.filter((each) => each !== 'dist')) {
    mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(folder, file), '');
  }
  mkdirSync(path.join(folder, 'dist'), { recursive: true });
  writeFileSync(path.join(folder, 'dist', 'a'), '');
  try {
    const output = execFileSync('git', ['check-ignore', '--stdin', '--no-index', '-z'], {
      cwd: folder,
      input: FILES.join('\0'),
      encoding: 'utf8',
    });
    return output.split('\0').filter(Boolean);
  } catch {
    // Exit code 1: none of them.
    return [];
  }
}

/** Asked of each folder on the way down. */
function isIgnoredBelow(file: string, text: string): boolean {
  const ignoreFiles = [{ folder, patterns: patternsOf(text) }];
  const parts = file.split('/');
  return parts.some((_, index) => {
    const isFolder = index < parts.length - 1 || file === 'dist';
    return isIgnored(path.join(folder, ...parts.slice(0, index + 1)), isFolder, ignoreFiles);
  });
}
