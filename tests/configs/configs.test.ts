import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { ESLint } from 'eslint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { configsOf } from '../support/documented-configs.ts';
import { installPlugin, type Installation } from '../support/installed-plugin.ts';

const CONFIGS = configsOf('README.md');

const HELPER = {
  ts: `import { readFileSync } from 'node:fs';
export const readPage = (file: string): string => readFileSync(file, 'utf8');
`,
  js: `import { readFileSync } from 'node:fs';
export const readPage = (file) => readFileSync(file, 'utf8');
`,
};

const SERVER = {
  ts: `import { readFileSync } from 'node:fs';
import { readPage } from './pages.js';

export const start = readFileSync('start.txt', 'utf8');

export async function handle(file: string): Promise<string[]> {
  return [readPage(file), readFileSync(file, 'utf8')];
}
`,
  js: `import { readFileSync } from 'node:fs';
import { readPage } from './pages.js';

export const start = readFileSync('start.txt', 'utf8');

export async function handle(file) {
  return [readPage(file), readFileSync(file, 'utf8')];
}
`,
};

let installation: Installation | undefined;
let projects = 0;

beforeAll(() => {
  installation = installPlugin();
}, 120_000);

afterAll(() => {
  installation?.remove();
});

describe('the README', () => {
  it('shows every kind of configuration', () => {
    expect(CONFIGS.map(({ file, language }) => `${file} ${language}`.trim())).toEqual([
      'eslint.config.mjs',
      'eslint.config.ts',
      'eslint.config.cjs',
      'eslint.config.mjs for JavaScript',
    ]);
  });

  it('shows install and configuration in under 15 lines', () => {
    const [install] = /^```sh\nnpm install.*?^```/ms.exec(readFileSync('README.md', 'utf8')) ?? [
      '',
    ];
    const lines = `${install}\n${CONFIGS[0]?.text ?? ''}`
      .split('\n')
      .filter((line) => line && !line.startsWith('```'));
    expect(lines.length).toBeLessThan(15);
    expect(install).toContain('typescript@6');
  });
});

describe.for(CONFIGS)('$file $language', ({ file, language, text }) => {
  it('finds the blocking calls of a project, direct and through another file', async () => {
    const extension = language === '' ? 'ts' : 'js';
    const folder = makeProject(extension, { [file]: text });

    const results = await new ESLint({ cwd: folder }).lintFiles(['src']);
    expect(found(folder, results)).toEqual([
      [`src/server.${extension}`, 'await/no-blocking-call', 7],
      [`src/server.${extension}`, 'await/no-blocking-call', 7],
    ]);
  });
});

describe('the presets', () => {
  const config = (...lines: string[]): Record<string, string> => ({
    'eslint.config.mjs': `
import awaitPlugin from 'eslint-plugin-await';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
const languageOptions = { parser: tseslint.parser, parserOptions: { projectService: true } };
export default defineConfig([${lines.join(',\n')}]);
`,
  });

  it('leave test files out', async () => {
    const folder = makeProject('ts', {
      ...config(`{ languageOptions }, awaitPlugin.configs.recommended`),
      'src/server.test.ts': SERVER.ts,
    });
    const results = await new ESLint({ cwd: folder }).lintFiles(['src']);
    expect(results.map((result) => path.basename(result.filePath)).sort()).toEqual([
      'pages.ts',
      'server.test.ts',
      'server.ts',
    ]);
    expect(new Set(found(folder, results).map(([file]) => file))).toEqual(
      new Set(['src/server.ts']),
    );
  });

  it('give one report for one problem beside the rules that they replace', async () => {
    const folder = makeProject(
      'ts',
      config(
        `{ languageOptions, plugins: { n: (await import('eslint-plugin-n')).default }, rules: { 'n/no-sync': 'error' } }`,
        `awaitPlugin.configs.recommended`,
        `awaitPlugin.configs.exclusive`,
      ),
    );
    const results = await new ESLint({ cwd: folder }).lintFiles(['src']);
    expect(new Set(found(folder, results).map(([, rule]) => rule))).toEqual(
      new Set(['await/no-blocking-call']),
    );
  });

  it('report a file without types once and go on with the others', async () => {
    const folder = makeProject('ts', {
      ...config(`{ files: ['**/*.ts'], languageOptions }, awaitPlugin.configs.strict`),
      'src/plain.js': `import { readFileSync } from 'node:fs';
export const read = async (file) => readFileSync(file);
`,
    });
    const results = await new ESLint({ cwd: folder }).lintFiles(['src']);
    expect(found(folder, results)).toEqual([
      ['src/plain.js', 'await/await-thenable', 1],
      ['src/server.ts', 'await/no-blocking-call', 7],
      ['src/server.ts', 'await/no-blocking-call', 7],
    ]);
  });

  it('leave a file that no tsconfig includes to the parser`s own message', async () => {
    const folder = makeProject('ts', {
      ...config(`{ files: ['**/*.ts'], languageOptions }, awaitPlugin.configs.recommended`),
      'outside.ts': SERVER.ts,
    });
    const [result] = await new ESLint({ cwd: folder }).lintFiles(['outside.ts']);
    expect(result?.messages).toMatchObject([
      {
        fatal: true,
        message: expect.stringContaining('was not found by the project service') as string,
      },
    ]);
  });
});

/** A project of two source files, with `extra` files by their path. */
function makeProject(extension: 'ts' | 'js', extra: Record<string, string>): string {
  if (!installation) throw new Error('The plugin could not be installed.');
  projects += 1;
  const folder = path.join(installation.folder, `project-${String(projects)}`);
  const files: Record<string, string> = {
    'package.json': '{ "type": "module" }',
    'tsconfig.json': JSON.stringify({
      compilerOptions: {
        strict: true,
        allowJs: extension === 'js',
        module: 'nodenext',
        types: ['node'],
        noEmit: true,
      },
      include: [`src/**/*.${extension}`],
    }),
    [`src/pages.${extension}`]: HELPER[extension],
    [`src/server.${extension}`]: SERVER[extension],
    ...extra,
  };
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  return folder;
}

/** Each report as its file, rule and line, in order. */
function found(
  folder: string,
  results: ESLint.LintResult[],
): [file: string, rule: string | null, line: number][] {
  return results.flatMap(({ filePath, messages }) =>
    messages.map(({ ruleId, message, line }): [string, string, number] => [
      path.relative(folder, filePath).replaceAll(path.sep, '/'),
      ruleId ?? message,
      line,
    ]),
  );
}
