import { describe } from 'vitest';

import rule from '../../../src/rules/await-thenable.ts';
import { ruleTester, uncheckedRuleTester } from '../../support/rule-tester.ts';
import { called, plain, reported } from './expected.ts';

const assertionOptions = { requireData: true, requireLocation: true } as const;

describe('await of await', () => {
  ruleTester.run('await-thenable', rule, {
    assertionOptions,
    valid: [{ name: 'once', code: `export const f = async () => await fetch('/');` }],
    invalid: [
      {
        name: 'with parentheses between',
        code: `export const f = async () => await (await fetch('/'));`,
        output: `export const f = async () => await fetch('/');`,
        errors: [reported('again', {}, [1, 30])],
      },
      {
        name: 'without',
        code: `export const f = async () => (await await fetch('/')).status;`,
        output: `export const f = async () => (await fetch('/')).status;`,
        errors: [reported('again', {}, [1, 31])],
      },
      {
        name: 'with a comment that stays',
        code: `export const f = async () => await (/* page */ await fetch('/'));`,
        output: `export const f = async () => (/* page */ await fetch('/'));`,
        errors: [reported('again', {}, [1, 30])],
      },
      {
        name: 'of any value',
        code: `export const f = async (value: any) => await await value;`,
        output: `export const f = async (value: any) => await value;`,
        errors: [reported('again', {}, [1, 40])],
      },
    ],
  });
});

const START = `
export async function f(a: number) {
  let b = a
`;

describe('what an await leaves behind', () => {
  ruleTester.run('await-thenable', rule, {
    assertionOptions,
    valid: [],
    invalid: [
      {
        name: 'a line that would continue the one above',
        code: `${START}  await (0, Math.random)()
  await [b]
}
`,
        errors: [
          called(
            '(0, Math.random)()',
            [4, 3],
            `${START}  ;(0, Math.random)()
  await [b]
}
`,
          ),
          plain(
            '[b]',
            [5, 3],
            `${START}  await (0, Math.random)()
  ;[b]
}
`,
          ),
        ],
      },
      {
        name: 'what cannot start a statement',
        code: `
export async function f(a: number) {
  await { a };
  await function () { return 1; }();
  return async () => await { a };
}
`,
        errors: [
          plain(
            '{ a }',
            [3, 3],
            `
export async function f(a: number) {
  ({ a });
  await function () { return 1; }();
  return async () => await { a };
}
`,
          ),
          called(
            'function () { return 1; }()',
            [4, 3],
            `
export async function f(a: number) {
  await { a };
  (function () { return 1; }());
  return async () => await { a };
}
`,
          ),
          plain(
            '{ a }',
            [5, 22],
            `
export async function f(a: number) {
  await { a };
  await function () { return 1; }();
  return async () => ({ a });
}
`,
          ),
        ],
      },
      {
        name: 'a sign after a sign',
        code: `
export async function f(a: number) {
  return - await -a;
}
`,
        errors: [
          plain(
            '-a',
            [3, 12],
            `
export async function f(a: number) {
  return - -a;
}
`,
          ),
        ],
      },
      {
        name: 'a line break that would end the return',
        code: `
export async function f(a: number) {
  return await
    a;
}
`,
        errors: [
          plain(
            'a',
            [3, 10],
            `
export async function f(a: number) {
  return a;
}
`,
          ),
        ],
      },
      {
        name: 'a comment: nothing is offered',
        code: `
export async function f(a: number) {
  return await // the value
    a;
}
`,
        errors: [plain('a', [3, 10])],
      },
      {
        name: 'a keyword without a space',
        code: `
export async function f(a: number) {
  return typeof await(a);
}
`,
        errors: [
          plain(
            'a',
            [3, 17],
            `
export async function f(a: number) {
  return typeof (a);
}
`,
          ),
        ],
      },
    ],
  });
});

describe('modes', () => {
  ruleTester.run('await-thenable', rule, {
    assertionOptions,
    valid: [],
    invalid: [
      {
        name: 'all: the first suggestion is a fix',
        options: [{ fix: 'all' }],
        code: `export const f = async (a: number) => await a;`,
        output: `export const f = async (a: number) => a;`,
        errors: [plain('a', [1, 39])],
      },
    ],
  });
});

describe('code that is being typed', () => {
  uncheckedRuleTester.run('await-thenable', rule, {
    valid: [
      `export const f = async () => await missing();`,
      `export const f = async () => { for await (const a of missing) ; };`,
      `export const f = async () => { await Promise.all(missing); await Promise.all(); await Promise.all(...missing); };`,
      `type A = A[]; declare const a: Cyclic; interface Cyclic extends Cyclic {} export const f = async () => await a.b;`,
    ],
    invalid: [],
  });
});

describe('what the callback of `reduce` gives in JavaScript', () => {
  const code = (callback: string): string => `/** @param {number[]} numbers */
export async function f(numbers) { return await numbers.reduce(${callback}, 0); }`;
  const sum = '(sum, each) => sum + each';

  uncheckedRuleTester.run('await-thenable', rule, {
    assertionOptions,
    valid: [
      {
        name: 'an async one',
        code: code('async (sum, each) => (await sum) + each'),
        filename: 'module.js',
      },
    ],
    invalid: [
      {
        name: 'one that is not',
        code: code(sum),
        filename: 'module.js',
        errors: [called(`numbers.reduce(${sum}, 0)`, [2, 43], code(sum).replace('await ', ''))],
      },
    ],
  });
});

describe('functions of JavaScript that no declaration tells', () => {
  const code = (
    key: string,
  ): string => `export const KEYS = { close: Symbol('close'), isOpen: Symbol('isOpen') };
export class Connection {
  close = () => true;
  constructor() { this[KEYS.close] = async () => {}; }
  [KEYS.isOpen]() { return true; }
  async end() { await this${key}(); }
}`;
  const given = (call: string): string => `/** @param {() => string[]} list */
export const run = async (list) => ${call};`;

  uncheckedRuleTester.run('await-thenable', rule, {
    assertionOptions,
    valid: [
      { name: 'named by a symbol', code: code('[KEYS.close]'), filename: 'module.js' },
      { name: 'a parameter with a comment', code: given('await list()'), filename: 'module.js' },
    ],
    invalid: [
      {
        name: 'named by a name',
        code: code('.close'),
        filename: 'module.js',
        errors: [called('this.close()', [6, 17], code('.close').replace('await ', ''))],
      },
      {
        name: 'a parameter with a comment, in TypeScript',
        code: given('await list()').replace('(list)', '(list: () => string[])'),
        errors: [
          called('list()', [2, 52], given('list()').replace('(list)', '(list: () => string[])')),
        ],
      },
    ],
  });
});

describe('comments of JavaScript that say what is not so', () => {
  const code = (head: string): string => `/** @param {string} name @returns {string} the text */
${head} load(name) { return name; }
const api = {};
api.nameOf = load;
export async function f() { return await api.nameOf('a'); }`;
  const returning = (name: string): string => `/** @returns {string[]} the names */
function other() { return Promise.all([]).then(() => ['a']); }
/** @returns {string[]} the names */
function again() { return other(); }
/** @returns {string[]} the names */
function plain() { return ['a']; }
export async function f() { return await ${name}(); }`;

  uncheckedRuleTester.run('await-thenable', rule, {
    assertionOptions,
    valid: [
      { name: 'an async function', code: code('async function'), filename: 'module.js' },
      {
        name: 'a function that returns a promise',
        code: returning('other'),
        filename: 'module.js',
      },
      {
        name: 'a function that returns what such a function returns',
        code: returning('again'),
        filename: 'module.js',
      },
    ],
    invalid: [
      {
        name: 'a function that is not',
        code: code('function'),
        filename: 'module.js',
        errors: [called(`api.nameOf('a')`, [5, 36], code('function').replace('await api', 'api'))],
      },
      {
        name: 'a function that returns what the comment says',
        code: returning('plain'),
        filename: 'module.js',
        errors: [called('plain()', [7, 36], returning('plain').replace('await plain', 'plain'))],
      },
    ],
  });
});

describe('what fills an array in JavaScript', () => {
  const code = (
    head: string,
    fill: string,
  ): string => `/** @param {string} name @returns {string} the text */
${head} load(name) { return name; }
/** @param {string[]} names */
export async function f(names) {
${fill}
  return await Promise.all(found);
}`;
  const FILLS = {
    pushed: `  const found = [];\n  for (const name of names) found.push(load(name));`,
    mapped: `  const found = names.map((name) => load(name));`,
    listed: `  const found = [load('a'), load('b')];`,
  };

  uncheckedRuleTester.run('await-thenable', rule, {
    assertionOptions,
    valid: Object.entries(FILLS).map(([name, fill]) => ({
      name: `${name}: an async function whose comment says that it returns a text`,
      code: code('async function', fill),
      filename: 'module.js',
    })),
    invalid: Object.entries(FILLS).map(([name, fill]) => {
      const text = code('function', fill);
      return {
        name: `${name}: a function that is not async`,
        code: text,
        filename: 'module.js',
        errors: [
          reported(
            'combined',
            { value: 'Promise.all' },
            [text.split('\n').length - 1, 16],
            [
              {
                messageId: 'values',
                data: {},
                output: text.replace('await Promise.all(found)', 'found'),
              },
            ],
            'Promise.all'.length,
          ),
        ],
      };
    }),
  });
});

describe('a type that says that it is a promise', () => {
  ruleTester.run('await-thenable', rule, {
    assertionOptions,
    valid: [
      {
        name: 'a proxy of a promise, whose type leaves `then` out',
        code: `interface Element { click(): Promise<void> }
interface ChainablePromiseElement extends Element { parent: Promise<Element> }
declare function $(selector: string): ChainablePromiseElement;
export async function f() { const a = await $('a'); await a.click(); return await Promise.all([$('b'), $('c')]); }`,
      },
    ],
    invalid: [
      {
        name: 'a type that does not',
        code: `interface Element { click(): Promise<void> }
declare function $(selector: string): Element;
export async function f() { const a = await $('a'); await a.click(); }`,
        errors: [
          called(
            `$('a')`,
            [3, 39],
            `interface Element { click(): Promise<void> }
declare function $(selector: string): Element;
export async function f() { const a = $('a'); await a.click(); }`,
          ),
        ],
      },
    ],
  });
});
