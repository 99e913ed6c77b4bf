import { Linter } from 'eslint';
import { describe, expect, it } from 'vitest';

import rule from '../../../src/rules/no-blocking-call.ts';
import { fixToEnd } from '../../support/fix-to-end.ts';
import { lint } from '../../support/lint.ts';
import { uncheckedRuleTester } from '../../support/rule-tester.ts';
import { blocks, blocksThrough } from './expected.ts';

const NAME = 'no-blocking-call';
const READ = `import { readFileSync } from 'node:fs';
export async function text(path) {
  return readFileSync(path, 'utf8');
}
`;

/** The reports of a run without any type information. */
function lintUntyped(code: string): Linter.LintMessage[] {
  return new Linter().verify(code, {
    plugins: { await: { rules: { [NAME]: rule as never } } },
    rules: { [`await/${NAME}`]: 'error' },
  });
}

describe('a file without type information', () => {
  it('gets one report on its first line, and no other', () => {
    const [report, ...others] = lintUntyped(READ);
    expect(others).toEqual([]);
    expect(report).toMatchObject({ messageId: 'untyped', line: 1, column: 1, endLine: 1 });
    expect(report?.fix).toBeUndefined();
    expect(report?.message).toContain('projectService: true');
  });

  it('gets it even where nothing blocks', () => {
    expect(lintUntyped('').map(({ messageId }) => messageId)).toEqual(['untyped']);
  });
});

describe('a text that cannot be parsed', () => {
  it('gets the message of the parser, and no fix', () => {
    const code = `${READ}export async function (`;
    expect(() => lint(NAME, rule, code, { compiles: false })).toThrow(/Parsing error/);
    expect(() => fixToEnd(NAME, rule, code, { compiles: false })).toThrow(/Parsing error/);
  });
});

describe('code that is half typed', () => {
  const texts = [
    // Every beginning of a line-by-line typed program that still parses.
    ...READ.split('\n').map((_, index, lines) => lines.slice(0, index).join('\n')),
    'readFileSync',
    'readFileSync()',
    'async () => readFileSync()',
    'async () => fs.readFileSync()',
    'async () => fs.',
    'async () => new readFileSync',
    'async () => readFileSync``',
    'async () => readFileSync(...)',
    'async () => (0, readFileSync)()',
    'async () => super.readFileSync()',
    'async () => this.readFileSync()',
    'async () => import("node:fs").readFileSync()',
    'import { readFileSync } from "node:fs"; async () => readFileSync(',
    'import { readFileSync } from "node:fs"; async () => readFileSync()',
    'import { readFileSync } from "node:fs"; async () => readFileSync(path)',
    'import { readFileSync } from "node:fs"; async () => readFileSync(path, )',
    'import { readFileSync } from "node:fs"; async () => readFileSync("a", { encoding: })',
    'import { readFileSync } from "node:fs"; async () => { const { a = readFileSync() }; }',
    'import { readFileSync } from "node:fs"; class { async readFileSync() { readFileSync() } }',
    'import { readFileSync } from "node:fs"; [].map(async readFileSync)',
    'import { readFileSync } from "node:fs"; p.then(() => readFileSync("a"))',
    'import { readFileSyn } from "node:fs"; async () => readFileSyn("a")',
    'import { readFileSync } from "nowhere"; async () => readFileSync("a")',
    'import fs from "nowhere"; async () => fs.readFileSync("a")',
    'import { readFileSync } from; async () => readFileSync("a")',
    'import { readFileSync, readFileSync } from "node:fs"; async () => readFileSync("a")',
    'import { readFileSync } from "node:fs"; function f() { f(); readFileSync() } async () => f()',
    'import { readFileSync } from "node:fs"; class A extends A { x = readFileSync("a") } async () => new A()',
    'import { readFileSync } from "node:fs"; const a = b, b = a; async () => a()',
    'import { readFileSync } from "node:fs"; const f = () => f().readFileSync(); async () => f()',
    'const { readFileSync = readFileSync } = readFileSync; async () => readFileSync()',
    'declare const fs: typeof import("node:fs"; async () => fs.readFileSync("a")',
    'async function* () { yield readFileSync() }',
    'await readFileSync()',
    'export default async () => { for await (const x of readdirSync()) {} }',
  ];

  it.for(texts)('does not crash the rule: %s', (code) => {
    let messages: { message: string }[] = [];
    try {
      messages = lint(NAME, rule, code, { compiles: false });
    } catch (error) {
      expect(String(error)).toMatch(/Parsing error/);
    }
    for (const { message } of messages) expect(message).not.toContain('undefined');
  });
});

uncheckedRuleTester.run(NAME, rule, {
  assertionOptions: { requireData: true, requireLocation: true },
  valid: [
    {
      name: 'a module that is not installed is not known',
      code: `
import { readFileSync } from 'nowhere';
export async function text(path: string) {
  return readFileSync(path, 'utf8');
}
`,
    },
    {
      name: 'a name that nothing declares is not known',
      code: `
export async function text(path: string) {
  return readFileSync(path, 'utf8');
}
`,
    },
    {
      name: 'a counterpart of a function that is not known is not inferred',
      code: `
import { Store } from 'nowhere';
export async function load(store: Store) {
  return store.getSync('a');
}
`,
    },
  ],
  invalid: [
    {
      name: 'arguments that are missing get no fix',
      code: `
import { readFileSync } from 'node:fs';
export async function text() {
  return readFileSync();
}
`,
      errors: [
        blocks(
          'readFileSync',
          [4, 10, 4, 22],
          'Instead, use `readFile` of `node:fs/promises` (by hand: its counterpart does not take these arguments)',
        ),
      ],
    },
    {
      name: 'arguments of the wrong type get no fix',
      code: `
import { readFileSync } from 'node:fs';
export async function text(path: boolean) {
  return readFileSync(path, 'utf8');
}
`,
      errors: [
        blocks(
          'readFileSync',
          [4, 10, 4, 22],
          'Instead, use `readFile` of `node:fs/promises` (by hand: its counterpart does not take these arguments)',
        ),
      ],
    },
    {
      name: 'a helper whose call does not compile gets no fix',
      code: `
import { readFileSync } from 'node:fs';
function text(path: string) {
  return readFileSync(path, { encodin: 'utf8' });
}
export async function page() {
  return text('page.html');
}
`,
      errors: [
        blocksThrough(
          'text',
          [7, 10, 7, 14],
          'text → readFileSync',
          'file.ts:4',
          'Instead, use `readFile` of `node:fs/promises` (by hand: its counterpart does not take these arguments)',
        ),
      ],
    },
  ],
});
