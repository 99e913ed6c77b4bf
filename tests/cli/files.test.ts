import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { findFiles } from '../../src/cli/files.ts';
import { projectFolder, type ProjectFolder } from '../support/project-folder.ts';

let project: ProjectFolder;

/** What is found in a project with these files, relative to it. */
async function found(
  files: Readonly<Record<string, string>>,
  paths: readonly string[] = [],
  { cwd = '.', ignore = [] }: { cwd?: string; ignore?: readonly string[] } = {},
): Promise<string[]> {
  project = projectFolder(files);
  const result = await findFiles(project.at(cwd), paths, ignore);
  return result.files.map((file) => path.relative(project.folder, file));
}

function all(...names: string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, '']));
}

describe('of a folder', () => {
  it('JavaScript and TypeScript are taken, and nothing else', async () => {
    const names = ['a.js', 'b.mjs', 'c.cjs', 'd.jsx', 'e.ts', 'f.mts', 'g.cts', 'h.tsx'];
    expect(await found(all(...names, 'i.json', 'j.md', 'k.vue', 'l'))).toEqual(names);
  });

  it('declarations, minified files, dot files, packages and what tools write are left out', async () => {
    expect(
      await found(
        all(
          'a.ts',
          'a.d.ts',
          'b.min.js',
          '.eslintrc.js',
          '.next/c.js',
          'node_modules/d/d.js',
          'src/node_modules/d/d.js',
          'dist/e.js',
          'build/f.js',
          'test/fixtures/g.js',
        ),
      ),
    ).toEqual(['a.ts']);
  });

  it('`build` is a source folder where a `.gitignore` does not name it', async () => {
    const files = all('build/a.ts', 'out/b.ts');
    expect(await found({ ...files, '.gitignore': 'out/' })).toEqual(['build/a.ts']);
  });

  it('`.gitignore` files are respected, nested ones and those above too', async () => {
    expect(
      await found(
        {
          ...all('.git/HEAD', 'web/a.js', 'web/gen/b.js', 'web/lib/c.js', 'web/lib/d.js'),
          '.gitignore': 'gen/',
          'web/lib/.gitignore': 'd.js',
        },
        ['.'],
        { cwd: 'web' },
      ),
    ).toEqual(['web/a.js', 'web/lib/c.js']);
  });

  it('a `.gitignore` outside of the repository says nothing', async () => {
    expect(
      await found({ ...all('web/.git/HEAD', 'web/a.js'), '.gitignore': '*' }, [], { cwd: 'web' }),
    ).toEqual(['web/a.js']);
  });

  it('what `--ignore-pattern` says is left out, from where the command runs', async () => {
    expect(await found(all('a.js', 'b/a.js', 'b/c.js'), [], { ignore: ['/a.js', 'b/c*'] })).toEqual(
      ['b/a.js'],
    );
  });
});

describe('what is named', () => {
  it('is taken though a folder would leave it out', async () => {
    expect(
      await found({ ...all('dist/a.js', 'gen/b.js', 'c.js'), '.gitignore': 'gen' }, [
        'dist',
        'gen/b.js',
      ]),
    ).toEqual(['dist/a.js', 'gen/b.js']);
  });

  it('is taken once', async () => {
    expect(await found(all('src/a.js'), ['src', 'src/a.js', '.'])).toEqual(['src/a.js']);
  });

  it('decides where the packages of the project are looked up', async () => {
    project = projectFolder(all('one/src/a.js', 'one/test/b.js', 'two/c.js'));
    const from = async (cwd: string, ...paths: string[]): Promise<string> =>
      path.relative(project.folder, (await findFiles(project.at(cwd), paths)).folder);
    expect(await from('one', 'src')).toBe('one');
    expect(await from('two', '../one/src')).toBe('one/src');
    expect(await from('two', '../one/src', '../one/test')).toBe('one');
  });
});

describe('what cannot be linted', () => {
  it.for([
    [['no-such'], 'no-such does not exist.'],
    [['src/**/*.js'], 'src/**/*.js does not exist. Patterns are expanded by the shell'],
    [['a.json'], 'a.json is no JavaScript or TypeScript file'],
    [[], 'No JavaScript or TypeScript files to lint in this folder.'],
  ] as const)('%j: the message says why', async ([paths, message]) => {
    await expect(found({ 'a.json': '{}' }, paths)).rejects.toThrow(message);
  });
});
