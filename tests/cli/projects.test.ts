import { readFileSync } from 'node:fs';
import path from 'node:path';

import ts from 'typescript';
import { describe, expect, it, onTestFinished } from 'vitest';

import { ProjectFinder, type Project, type Projects } from '../../src/cli/projects.ts';
import { projectFolder, type ProjectFolder } from '../support/project-folder.ts';

interface Written {
  readonly extends?: string;
  readonly compilerOptions: ts.CompilerOptions & { readonly types?: string[] };
  readonly files: readonly string[];
}

let project: ProjectFolder;
let finder: ProjectFinder;
let told: string[];

async function projectsOf(
  files: Readonly<Record<string, string>>,
  {
    olderProject = false,
    typescript = ts,
  }: { olderProject?: boolean; typescript?: typeof ts } = {},
): Promise<Projects> {
  project = projectFolder(files);
  told = [];
  const made = new ProjectFinder({ ts: typescript, olderProject }, (folder) => told.push(folder));
  onTestFinished(() => made.remove());
  finder = made;
  const sources = Object.keys(files).filter((file) => /\.[jt]s$/u.test(file));
  return await finder.projectsOf(sources.map((file) => project.at(file)));
}

/** The files of the project that the parser finds by itself. */
function included({ projects }: Projects): string[] {
  return namesOf(projects.find(({ written }) => written === undefined));
}

function namesOf(found: Project | undefined): string[] {
  return (found?.files ?? []).map((file) => path.relative(project.folder, file));
}

function written({ projects }: Projects): Written[] {
  return projects.flatMap((each) =>
    each.written === undefined ? [] : [JSON.parse(readFileSync(each.written, 'utf8')) as Written],
  );
}

const CONFIG = JSON.stringify({ include: ['src'], compilerOptions: { types: [] } });

describe('a file', () => {
  it('that a tsconfig includes is left to the parser', async () => {
    const projects = await projectsOf({ 'tsconfig.json': CONFIG, 'src/a.ts': '', 'b.ts': '' });
    expect(included(projects)).toEqual(['src/a.ts']);
    expect(written(projects)).toMatchObject([
      { extends: project.at('tsconfig.json'), files: [project.at('b.ts')] },
    ]);
  });

  it('that a referenced project includes is left to the parser', async () => {
    const projects = await projectsOf({
      'tsconfig.json': JSON.stringify({ files: [], references: [{ path: 'tsconfig.lib.json' }] }),
      'tsconfig.lib.json': JSON.stringify({
        include: ['lib'],
        compilerOptions: { composite: true, types: [] },
        references: [{ path: '.' }],
      }),
      'lib/a.ts': '',
      'b.ts': '',
    });
    expect(included(projects)).toEqual(['lib/a.ts']);
    expect(written(projects).map(({ files }) => files)).toEqual([[project.at('b.ts')]]);
    expect(projects.errors).toEqual([]);
  });

  it('of JavaScript belongs to a jsconfig, or to a tsconfig with `allowJs`', async () => {
    const projects = await projectsOf({
      'one/jsconfig.json': '{}',
      'one/a.js': '',
      'two/tsconfig.json': '{ "compilerOptions": { "allowJs": true } }',
      'two/b.js': '',
      'three/tsconfig.json': '{}',
      'three/c.js': '',
      'three/d.ts': '',
    });
    expect(included(projects)).toEqual(['one/a.js', 'two/b.js', 'three/d.ts']);
  });

  it('that may come in by an import is left to the parser', async () => {
    const projects = await projectsOf({
      'tsconfig.json': '{ "files": ["main.ts"] }',
      'main.ts': '',
      'other.ts': '',
    });
    expect(included(projects)).toEqual(['main.ts', 'other.ts']);
  });

  it('without any tsconfig above gets options that Node.js would', async () => {
    const projects = await projectsOf({ '.git/HEAD': '', 'a.js': '', 'lib/b.js': '' });
    expect(written(projects)).toMatchObject([
      { compilerOptions: { module: 'nodenext', allowJs: true, noEmit: true } },
    ]);
    expect(written(projects)[0]?.files).toHaveLength(2);
    expect(written(projects)[0]).not.toHaveProperty('extends');
  });
});

describe('a tsconfig that is written', () => {
  it('lies outside of the project in a folder that is told, and is removed', async () => {
    const { projects } = await projectsOf({ 'a.js': '' });
    const [file = ''] = projects.map((each) => each.written);
    expect(told).toEqual([path.dirname(file)]);
    expect(path.relative(project.folder, file)).toMatch(/^\.\./u);
    await finder.remove();
    expect(() => readFileSync(file)).toThrow('ENOENT');
  });

  it('names the types that the project has installed', async () => {
    const projects = await projectsOf({
      'node_modules/@types/node/index.d.ts': '',
      'lib/a.js': '',
    });
    expect(written(projects)[0]?.compilerOptions).toMatchObject({
      types: ['*'],
      typeRoots: [project.at('node_modules/@types'), path.resolve('node_modules/@types')],
    });
  });

  it('replaces that of a project which relied on all types, and no other', async () => {
    const files = { 'tsconfig.json': '{}', 'a.ts': '' };
    const older = await projectsOf(files, { olderProject: true });
    expect(included(older)).toEqual([]);
    expect(written(older)).toMatchObject([{ compilerOptions: { types: ['*'] } }]);
    expect(included(await projectsOf(files))).toEqual(['a.ts']);
    const withTypes = { ...files, 'tsconfig.json': '{ "compilerOptions": { "types": ["node"] } }' };
    expect(included(await projectsOf(withTypes, { olderProject: true }))).toEqual(['a.ts']);
  });
});

describe('a wrong tsconfig', () => {
  it.for([
    [
      '{ "extends": "@tsconfig/none/tsconfig.json" }',
      "File '@tsconfig/none/tsconfig.json' not found.",
    ],
    ['{ "compilerOptions": { "module": "none-such" } }', "Argument for '--module' option must be:"],
    ['{ "compilerOptions": ', 'expected'],
  ] as const)('%s: is told, and extended by none', async ([text, error]) => {
    const projects = await projectsOf({ 'tsconfig.json': text, 'a.js': '' });
    expect(projects.errors).toMatchObject([
      { file: project.at('tsconfig.json'), error: expect.stringContaining(error) as string },
    ]);
    for (const each of written(projects)) expect(each).not.toHaveProperty('extends');
  });
});
