import path from 'node:path';

import * as parser from '@typescript-eslint/parser';
import { Linter } from '@typescript-eslint/utils/ts-eslint';
import { afterEach, expect, it } from 'vitest';

import { rules } from '../../src/rules/index.ts';
import { NATIVE } from '../support/parser.ts';
import { projectFolder } from '../support/project-folder.ts';

// Projects that lack what the rules need: silence about what is not known, and never an exception.

afterEach(() => {
  parser.clearCaches();
});

const CODE = `import { readFileSync } from 'node:fs';
declare function save(text: string): Promise<void>;
export async function run(file: string) {
  save(readFileSync(file, 'utf8'));
  [file].forEach(async (each) => save(each));
  if (save(file)) throw new Error(file);
}
`;

interface Project {
  readonly files?: Readonly<Record<string, string>>;
  readonly compilerOptions?: object;
  readonly projectService?: object;
  /** The linted file, of which `CODE` is the text. */
  readonly file?: string;
  readonly code?: string;
}

/** The rule (or `fatal`) and the line of each report of all rules. */
function lintIn({
  files,
  compilerOptions,
  projectService,
  file = 'run.ts',
  code = CODE,
}: Project): string[] {
  const options = {
    module: 'nodenext',
    target: 'esnext',
    strict: true,
    noEmit: true,
    allowJs: true,
    types: ['node'],
    typeRoots: [path.resolve('node_modules/@types')],
    ...compilerOptions,
  };
  const { folder } = projectFolder({
    'tsconfig.json': JSON.stringify({ compilerOptions: options, exclude: ['outside'] }),
    [file]: code,
    ...files,
  });
  const messages = new Linter({ cwd: folder }).verify(
    code,
    {
      files: ['**/*.{ts,js,json}'],
      plugins: { await: { rules } },
      rules: Object.fromEntries(
        Object.keys(rules).map((name) => [`await/${name}`, ['error', { fix: 'all' }]]),
      ),
      languageOptions: {
        parser,
        parserOptions: {
          projectService: projectService ?? (NATIVE ? { EXPERIMENTAL_backend: 'tsgo' } : true),
          tsconfigRootDir: folder,
        },
      },
    },
    file,
  );
  return messages.map(({ ruleId, fatal, message, line }) =>
    fatal === true ? `fatal ${message}` : `${(ruleId ?? '').replace('await/', '')} ${String(line)}`,
  );
}

const PROMISES = ['no-floating-promise 4', 'no-async-callback 5', 'no-promise-as-value 6'];
const ALL = ['no-floating-promise 4', 'no-blocking-call 4', ...PROMISES.slice(1)];

it('a project that has everything', () => {
  expect(lintIn({})).toEqual(ALL);
});

it('without the types of Node.js, nothing is known of its functions', () => {
  expect(lintIn({ compilerOptions: { types: [], typeRoots: [] } })).toEqual(PROMISES);
});

it('without the library of the language, nothing is known of promises', () => {
  const noLib = { noLib: true, types: [], typeRoots: [] };
  expect(lintIn({ compilerOptions: noLib })).toEqual([]);
});

it('with the library of ECMAScript 5, a promise has no constructor to gather others with', () => {
  const old = {
    lib: ['es5'],
    target: 'es5',
    module: 'commonjs',
    types: [],
    typeRoots: [],
    ignoreDeprecations: '6.0',
  };
  expect(lintIn({ compilerOptions: old }).filter((each) => each.startsWith('fatal'))).toEqual([]);
});

it('without strict checks', () => {
  expect(lintIn({ compilerOptions: { strict: false } })).toEqual(ALL.slice(0, 3));
});

it('with an import of a file that does not parse, and of one that does not exist', () => {
  const imports = "import { a } from './broken.js';\nimport b from './missing.js';\n";
  const found = lintIn({
    code: `${imports}${CODE}export const c = async () => { void a; b(); await b.c; };\n`,
    files: { 'broken.ts': 'export async function a( { return readFileSync(; }\nclass {' },
  });
  expect(found.filter((each) => each.startsWith('fatal'))).toEqual([]);
  expect(found).toHaveLength(ALL.length);
});

it('a declaration file', () => {
  const code =
    'export declare function f(): Promise<void>;\nexport declare class A { p: Promise<number>; m(): void }\n';
  expect(lintIn({ file: 'types.d.ts', code })).toEqual([]);
});

it('a file outside the project: one message, of the parser', () => {
  // A project without any file is another error, where the parser takes the run for a single one.
  const files = { 'inside.ts': 'export {};' };
  const [message, ...others] = lintIn({ file: 'outside/run.ts', files });
  expect(others).toEqual([]);
  // The native backend ends in its own words.
  expect(message).toMatch(
    NATIVE
      ? /^fatal Parsing error: /
      : /^fatal Parsing error: .*outside\/run\.ts was not found by the project service/,
  );
});

// The native backend has no default project: both ask the other.
it('a file of the default project has types', () => {
  const projectService = { allowDefaultProject: ['outside/*.ts'] };
  expect(lintIn({ file: 'outside/run.ts', projectService }).length).toBeGreaterThanOrEqual(
    PROMISES.length,
  );
});

/** What a processor makes of a block of code, and what is no code at all. */
it.each(['README.md/0.ts', 'README.md/1_js.js', 'data.json'])(
  '%s: one message, of the parser',
  (file) => {
    const [message, ...others] = lintIn({ file: `outside/${file}` });
    expect(others).toEqual([]);
    expect(message).toMatch(/^fatal Parsing error/);
  },
);
