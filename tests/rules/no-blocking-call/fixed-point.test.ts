import * as typescriptParser from '@typescript-eslint/parser';
import { Linter } from '@typescript-eslint/utils/ts-eslint';
import { describe, expect, it } from 'vitest';

import rule from '../../../src/rules/no-blocking-call.ts';
import { fixToEnd } from '../../support/fix-to-end.ts';
import { lint, type LintOptions } from '../../support/lint.ts';

const NAME = 'no-blocking-call';

/** Calls that are fixed unattended, where they are all that a function does. */
const PROVEN = {
  accessSync: 'accessSync(path)',
  gzipSync: 'gzipSync(path)',
  lstatSync: 'lstatSync(path).size',
  mkdirSync: 'mkdirSync(path, { recursive: true })',
  opendirSync: 'opendirSync(path)',
  readFileSync: "readFileSync(path, 'utf8').length",
  readdirSync: 'readdirSync(path)[0]',
  readlinkSync: 'readlinkSync(path)',
  realpathSync: 'realpathSync.native(path)',
  rmSync: 'rmSync(path, { recursive: true, force: true })',
  statSync: 'statSync(path).mtimeMs',
  statfsSync: 'statfsSync(path).bavail',
};

/** Calls whose repair is a suggestion, wherever they stand. */
const LIKELY = {
  appendFileSync: "appendFileSync(path, 'more')",
  copyFileSync: "copyFileSync(path, 'copy')",
  execSync: "execSync('ls').length",
  existsSync: 'existsSync(path)',
  pbkdf2Sync: "pbkdf2Sync(path, 'salt', 1, 32, 'sha256')",
  renameSync: "renameSync(path, 'other')",
  unlinkSync: 'unlinkSync(path)',
  writeFileSync: "writeFileSync(path, 'text')",
};

const MODULES: Record<string, string> = {
  execSync: 'child_process',
  gzipSync: 'zlib',
  pbkdf2Sync: 'crypto',
};

const moduleOf = (name: string) => MODULES[name] ?? 'fs';

/** The names of each module, in source order. */
function byModule(names: readonly string[]): [string, string[]][] {
  const modules = [...new Set(names.map(moduleOf))];
  return modules.map((module) => [module, names.filter((name) => moduleOf(name) === module)]);
}

type Style = 'named' | 'namespace' | 'default' | 'required' | 'destructured';

const parameterOf: Record<Style, string> = {
  named: 'path: string',
  namespace: 'path: string',
  default: 'path: string',
  required: '/** @type {string} */ path',
  destructured: '/** @type {string} */ path',
};

function importsIn(style: Style, names: readonly string[]): string {
  const lines = byModule(names).map(([module, members]) => {
    const list = members.join(', ');
    switch (style) {
      case 'named':
        return `import { ${list} } from 'node:${module}';`;
      case 'namespace':
        return `import * as ${module} from 'node:${module}';`;
      case 'default':
        return `import ${module} from 'node:${module}';`;
      case 'required':
        return `const ${module} = require('${module}');`;
      case 'destructured':
        return `const { ${list} } = require('${module}');`;
    }
  });
  return lines.join('\n');
}

/** A file of async functions, each of which makes the calls of its row, one a line. */
function fileWith(
  rows: readonly (readonly string[])[],
  calls: Record<string, string>,
  style: Style = 'named',
): string {
  const names = [...new Set(rows.flat())];
  const isBare = style === 'named' || style === 'destructured';
  const functions = rows.map((row, index) => {
    const lines = row.map((name) => {
      const call = calls[name] ?? '';
      return `    ${isBare ? call : `${moduleOf(name)}.${call}`},\n`;
    });
    return `export async function f${String(index)}(${parameterOf[style]}) {\n  return [\n${lines.join('')}  ];\n}\n`;
  });
  const text = `${importsIn(style, names)}\n\n${functions.join('\n')}`;
  if (isModule(style)) return text;
  const exported = rows.map((_, index) => `f${String(index)}`).join(', ');
  return `${text.replaceAll('export async', 'async')}\nmodule.exports = { ${exported} };\n`;
}

function isModule(style: Style): boolean {
  return style !== 'required' && style !== 'destructured';
}

function filenameOf(style: Style): string {
  return isModule(style) ? 'file.ts' : 'commonjs.cjs';
}

/** What is imported, declared or required and never used. */
function unusedNames(code: string, filename: string): string[] {
  const linter = new Linter();
  const config = {
    files: ['**/*.{ts,cjs}'],
    languageOptions: {
      parser: typescriptParser,
      sourceType: filename.endsWith('.cjs') ? ('commonjs' as const) : ('module' as const),
    },
    rules: { 'no-unused-vars': 'error' as const },
  };
  return linter.verify(code, config, filename).map(({ message }) => message);
}

/** The file after each of its fixes alone. */
function eachFixAlone(code: string, options: LintOptions): string[] {
  return lint(NAME, rule, code, options).flatMap(({ fix }) =>
    fix ? [code.slice(0, fix.range[0]) + fix.text + code.slice(fix.range[1])] : [],
  );
}

const PROVEN_NAMES = Object.keys(PROVEN);
const LIKELY_NAMES = Object.keys(LIKELY);
const EVERYTHING = { ...PROVEN, ...LIKELY };

/** 40 findings in 40 functions, of 12 names. */
const FORTY_PROVEN = Array.from({ length: 40 }, (_, index) => [
  PROVEN_NAMES[index % PROVEN_NAMES.length] ?? '',
]);

/** 40 findings in 12 functions, of 20 names. */
const FORTY_OF_ALL = Array.from({ length: 12 }, (_, row) =>
  Array.from({ length: row < 4 ? 4 : 3 }, (__, column) => {
    const names = [...PROVEN_NAMES, ...LIKELY_NAMES];
    return names[(row * 7 + column * 3) % names.length] ?? '';
  }),
);

describe.for(['named', 'namespace', 'default', 'required', 'destructured'] as const)(
  'a file with 40 findings and its imports %s',
  (style) => {
    const filename = filenameOf(style);

    it('is fixed by one run where every fix is proven', () => {
      const code = fileWith(FORTY_PROVEN, PROVEN, style);
      expect(lint(NAME, rule, code, { filename })).toHaveLength(40);
      const { output, messages, passes } = fixToEnd(NAME, rule, code, { filename });
      expect(messages).toEqual([]);
      expect(passes).toBeLessThan(10);
      expect(output).not.toMatch(/Sync\b/);
      expect(unusedNames(output, filename)).toEqual([]);
    });

    it('is fixed by one run over 12 functions, with `fix: "all"`', () => {
      const code = fileWith(FORTY_OF_ALL, EVERYTHING, style);
      const options = { filename, options: { fix: 'all' } };
      expect(lint(NAME, rule, code, options)).toHaveLength(40);
      const { output, messages, passes } = fixToEnd(NAME, rule, code, options);
      expect(messages).toEqual([]);
      expect(passes).toBeLessThan(10);
      expect(output).not.toMatch(/Sync\b/);
      expect(unusedNames(output, filename)).toEqual([]);
    });
  },
);

describe('a fix applied alone', () => {
  it('is complete where every fix is proven', () => {
    const texts = eachFixAlone(fileWith(FORTY_PROVEN.slice(0, 16), PROVEN), {});
    expect(texts).toHaveLength(16);
    for (const text of texts) expect(unusedNames(text, 'file.ts')).toEqual([]);
    // The one that brings the imports makes the first call of each name.
    for (const text of texts) expect(lint(NAME, rule, text).length).toBeLessThan(16);
  });

  it('is complete with `fix: "all"`, too', () => {
    const options = { options: { fix: 'all' } };
    const rows = FORTY_OF_ALL.slice(0, 5);
    const count = rows.flat().length;
    const texts = eachFixAlone(fileWith(rows, EVERYTHING), options);
    expect(texts).toHaveLength(count);
    for (const text of texts) expect(unusedNames(text, 'file.ts')).toEqual([]);
    for (const text of texts) expect(lint(NAME, rule, text, options).length).toBeLessThan(count);
  });
});

describe('one run', () => {
  it('leaves the suggestions of a file alone, and the imports that they use', () => {
    const code = fileWith([['readFileSync'], ['existsSync'], ['statSync']], EVERYTHING);
    const { output, messages } = fixToEnd(NAME, rule, code);
    expect(messages).toHaveLength(1);
    expect(output).toBe(
      code
        .replace(
          "import { readFileSync, existsSync, statSync } from 'node:fs';\n",
          [
            "import { existsSync } from 'node:fs';\n",
            "import { readFile, stat } from 'node:fs/promises';\n",
          ].join(''),
        )
        .replace("readFileSync(path, 'utf8').length", "(await readFile(path, 'utf8')).length")
        .replace('statSync(path).mtimeMs', '(await stat(path)).mtimeMs'),
    );
  });

  it('makes a helper async, and with it what else it finds', () => {
    const { output, messages } = fixToEnd(
      NAME,
      rule,
      `
import { readFileSync, statSync } from 'node:fs';
function text(path: string): string {
  return readFileSync(path, 'utf8');
}
function size(path: string): number {
  return text(path).length + statSync(path).size;
}
export async function page(path: string) {
  return text(path) + String(size(path));
}
export async function pages(paths: string[]) {
  return paths.map((path) => readFileSync(path, 'utf8') + String(statSync(path).size));
}
`,
      { options: { fix: 'all' } },
    );
    expect(messages).toEqual([]);
    expect(output).toBe(`
import { readFile, stat } from 'node:fs/promises';
async function text(path: string): Promise<string> {
  return await readFile(path, 'utf8');
}
async function size(path: string): Promise<number> {
  return (await text(path)).length + (await stat(path)).size;
}
export async function page(path: string) {
  return await text(path) + String(await size(path));
}
export async function pages(paths: string[]) {
  return await Promise.all(paths.map(async (path) => await readFile(path, 'utf8') + String((await stat(path)).size)));
}
`);
  });

  it('does nothing with `fix: "none"`', () => {
    const code = fileWith(FORTY_PROVEN, PROVEN);
    expect(fixToEnd(NAME, rule, code, { options: { fix: 'none' } }).output).toBe(code);
  });
});

describe('comments that disable the rule', () => {
  const plain = 'export async function f(path: string) {\n  return readFileSync(path);\n}\n';
  const disabled = `export async function g(path: string) {
  // eslint-disable-next-line await/no-blocking-call -- measured: it is in the cache
  return readFileSync(path);
}
`;
  const sync = "import { readFileSync } from 'node:fs';\n";
  const both = `${sync}import { readFile } from 'node:fs/promises';\n`;
  const awaited = plain.replace('readFileSync', 'await readFile');

  it.for([
    ['the first call', disabled + plain, disabled + awaited],
    ['the last call', plain + disabled, awaited + disabled],
    [
      'a call between others',
      plain + disabled + plain.replace('f(', 'h('),
      awaited + disabled + awaited.replace('f(', 'h('),
    ],
  ] as const)('at %s keep its import and fix the others', ([, before, after]) => {
    const { output, messages } = fixToEnd(NAME, rule, sync + before);
    expect(output).toBe(both + after);
    expect(messages).toEqual([]);
  });

  it('keep a call on their own line', () => {
    const line = plain.replace(';\n', '; // eslint-disable-line await/no-blocking-call\n');
    const { output } = fixToEnd(NAME, rule, sync + line + plain.replace('f(', 'g('));
    expect(output).toBe(both + line + awaited.replace('f(', 'g('));
  });

  it('keep what stands between them', () => {
    const block = `/* eslint-disable await/no-blocking-call */\n${plain}/* eslint-enable await/no-blocking-call */\n`;
    const { output } = fixToEnd(NAME, rule, sync + block + plain.replace('f(', 'g('));
    expect(output).toBe(both + block + awaited.replace('f(', 'g('));
  });

  it('keep a whole file', () => {
    const code = `/* eslint-disable await/no-blocking-call */\n${sync}${plain}`;
    const { output, messages } = fixToEnd(NAME, rule, code);
    expect(output).toBe(code);
    expect(messages).toEqual([]);
  });

  it('keep nothing where they are about another rule', () => {
    const other = disabled.replace('await/no-blocking-call', 'no-console');
    const { output } = fixToEnd(NAME, rule, sync + other);
    expect(output).toContain('return await readFile(path);');
    expect(output).not.toMatch(/Sync\b/);
  });
});
