import { describe, expect, it } from 'vitest';

import { canAwaitAt } from '../../src/analysis/await-site.ts';
import { askAbout } from '../support/ask-about.ts';

function canAwait(code: string, filename = 'file.ts'): boolean {
  return askAbout(code, (here) => canAwaitAt(here), { filename, compiles: false });
}

describe('await can be written', () => {
  it.for([
    ['in an async function', `async function f() { here; }`],
    ['in an async arrow function', `const f = async () => here;`],
    ['in an async method', `class A { async f() { here; } }`],
    ['in an async method of an object', `const a = { async f() { here; } };`],
    ['in an async generator', `async function* f() { yield here; }`],
    ['at the top of a module', `here; export {};`],
    ['in a block at the top of a module', `if (true) { for (;;) here; } export {};`],
    [
      'in a computed key of a class in an async function',
      `async function f() { return class { [here] = 1; }; }`,
    ],
    ['in what a class extends', `async function f() { return class extends here {}; }`],
    [
      'in a default of a pattern in the body',
      `async function f() { const { a = here } = {}; return a; }`,
    ],
  ] as const)('%s', ([, code]) => {
    expect(canAwait(code)).toBe(true);
  });
});

describe('await cannot be written', () => {
  it.for([
    ['in a function', `function f() { here; }`],
    ['in an arrow function', `const f = () => here;`],
    ['in a callback in an async function', `async function f() { [].map(() => here); }`],
    ['in a default of a parameter', `async function f(a = here) {}`],
    ['in a default of a parameter’s pattern', `async function f({ a = here }) {}`],
    ['in a default of an arrow function’s parameter', `const f = async (a = here) => {};`],
    ['in a default of a method’s parameter', `class A { async f(a = here) {} }`],
    ['in a field', `async function f() { return class { a = here; }; }`],
    ['in a static field', `async function f() { return class { static a = here; }; }`],
    ['in an accessor field', `async function f() { return class { accessor a = here; }; }`],
    ['in a static block', `async function f() { return class { static { here; } }; }`],
    ['in a constructor', `class A { constructor() { here; } }`],
    ['in a getter', `class A { get a() { return here; } }`],
    ['in a namespace', `namespace A { here; } export {};`],
    ['in an enum', `async function f() { enum A { a = here } }`],
    ['in a generator', `function* f() { yield here; }`],
  ] as const)('%s', ([, code]) => {
    expect(canAwait(code)).toBe(false);
  });

  it('at the top of a CommonJS file', () => {
    expect(canAwait(`here;`, 'commonjs.cjs')).toBe(false);
    expect(canAwait(`async function f() { here; }`, 'commonjs.cjs')).toBe(true);
  });
});
