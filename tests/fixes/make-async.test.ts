import type { TSESTree } from '@typescript-eslint/utils';
import { describe, expect, it } from 'vitest';

import type { Thenability } from '../../src/analysis/thenable.ts';
import { asyncKeyword, makeAsync } from '../../src/fixes/make-async.ts';
import { awaitedCall } from '../../src/fixes/replace-call.ts';
import { repaired, type RepairOf } from './repair-in-test.ts';

/** What a function returns, by its name: `sendPromise`, `sendEither`, everything else no promise. */
function returns(fn: TSESTree.Node): Thenability {
  const name = 'id' in fn && fn.id && 'name' in fn.id ? fn.id.name : '';
  if (name.endsWith('Promise')) return 'always';
  return name.endsWith('Either') ? 'sometimes' : 'never';
}

/** Members mean the same on `this` only, but for those that no other class can have. */
function isSame({ type, parent }: TSESTree.Node): boolean {
  return (
    type === 'PrivateIdentifier' ||
    (parent?.type === 'MemberExpression' && parent.object.type === 'ThisExpression')
  );
}

/** The repair for the call of `load`, which becomes `await load()`. */
const helpers: RepairOf = (node, sourceCode) => {
  if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier') return undefined;
  if (node.callee.name !== 'load') return undefined;
  const inner = awaitedCall(node, { kind: 'same' }, sourceCode);
  return inner && makeAsync([inner], inner.site, sourceCode, { returns, isSame });
};

describe('makeAsync', () => {
  it.for([
    [
      'a function, its type and its calls',
      'function f(): string { return load(); }\nexport async function g() { return f().length; }',
      'async function f(): Promise<string> { return await load(); }\nexport async function g() { return (await f()).length; }',
    ],
    [
      'an arrow function bound to a constant',
      'const f = (x: string): string => load(x);\nexport const g = async () => f("a");',
      'const f = async (x: string): Promise<string> => await load(x);\nexport const g = async () => await f("a");',
    ],
    [
      'a function expression bound to a constant',
      'const f = function () { return load(); };\nexport const g = async () => f();',
      'const f = async function () { return await load(); };\nexport const g = async () => await f();',
    ],
    [
      'functions between it and the async one',
      'function f() { return load(); }\nfunction g(): number { return f() + 1; }\nexport async function h() { g(); }',
      'async function f() { return await load(); }\nasync function g(): Promise<number> { return await f() + 1; }\nexport async function h() { await g(); }',
    ],
    [
      'calls at the top level of the module',
      'function f() { return load(); }\nexport const a = f();',
      'async function f() { return await load(); }\nexport const a = await f();',
    ],
    [
      'recursion',
      'function f(n) { return n === 0 ? load() : f(n - 1); }\nexport async function g() { return f(3); }',
      'async function f(n) { return n === 0 ? await load() : await f(n - 1); }\nexport async function g() { return await f(3); }',
    ],
    [
      'two functions that call each other',
      'function f(n) { return n === 0 ? load() : g(n - 1); }\nfunction g(n) { return f(n); }\nexport async function h() { return f(3); }',
      'async function f(n) { return n === 0 ? await load() : await g(n - 1); }\nasync function g(n) { return await f(n); }\nexport async function h() { return await f(3); }',
    ],
    [
      'a variable within that has the name of the function',
      'function f() { const f = load(); return f; }\nexport async function g() { return f(); }',
      'async function f() { const f = await load(); return f; }\nexport async function g() { return await f(); }',
    ],
    [
      'another function of the same name is not called',
      'function f() { return load(); }\nexport async function g() { return f(); }\nexport const h = (f: () => void) => { f(); };',
      'async function f() { return await load(); }\nexport async function g() { return await f(); }\nexport const h = (f: () => void) => { f(); };',
    ],
    [
      'a method that TypeScript keeps private, and no other of its name',
      'class A { private f(): string { return load(); } async g() { return other.f() + this.f(); } }',
      'class A { private async f(): Promise<string> { return await load(); } async g() { return other.f() + await this.f(); } }',
    ],
    [
      'the type in its comment',
      '/** @returns {{ a: string }} all */\nfunction f() { return load(); }\nexport async function g() { return f(); }',
      '/** @returns {Promise<{ a: string }>} all */\nasync function f() { return await load(); }\nexport async function g() { return await f(); }',
    ],
    [
      'a promise in its comment',
      '/** @returns {Promise<string>} */\nfunction f() { return load(); }\nexport async function g() { return f(); }',
      '/** @returns {Promise<string>} */\nasync function f() { return await load(); }\nexport async function g() { return await f(); }',
    ],
    [
      'an optional call of it',
      'function f() { return load(); }\nexport async function g() { return f?.(); }',
      'async function f() { return await load(); }\nexport async function g() { return await f?.(); }',
    ],
    [
      'a function that returns a promise keeps its type and its callers',
      'function sendPromise(): Promise<void> { return send(load()); }\nexport function g() { void sendPromise(); }',
      'async function sendPromise(): Promise<void> { return send(await load()); }\nexport function g() { void sendPromise(); }',
    ],
    [
      'also an exported one',
      'export function sendPromise() { return send(load()); }',
      'export async function sendPromise() { return send(await load()); }',
    ],
    [
      'a private method',
      'export class A { #f(): string { return load(); } async g() { return this.#f() + this.#f(); } }',
      'export class A { async #f(): Promise<string> { return await load(); } async g() { return await this.#f() + await this.#f(); } }',
    ],
    [
      'a private method that is static',
      'export class A { static #f() { return load(); } static async g() { return A.#f(); } }',
      'export class A { static async #f() { return await load(); } static async g() { return await A.#f(); } }',
    ],
  ] as const)('%s', ([, before, after]) => {
    expect(repaired(before, helpers)).toBe(after);
  });

  const CALLED = '\nexport async function g() { return f(); }';
  it.for([
    ['an exported function', 'export function f() { return load(); }' + CALLED],
    ['one that is exported by its name', 'function f() { return load(); }\nexport { f };' + CALLED],
    [
      'one that is the default export',
      'function f() { return load(); }\nexport default f;' + CALLED,
    ],
    ['an exported constant', 'export const f = () => load();' + CALLED],
    ['one that is passed on', 'function f() { return load(); }\nxs.map(f);' + CALLED],
    ['one that is kept', 'function f() { return load(); }\nconst kept = { f };' + CALLED],
    ['one that is constructed', 'function f() { return load(); }\nnew f();' + CALLED],
    ['one whose type is asked', 'function f() { return load(); }\ntype F = typeof f;' + CALLED],
    ['a variable that may hold another', 'let f = () => load();' + CALLED],
    ['a constant with a type of its own', 'const f: () => string = () => load();' + CALLED],
    ['overloads', 'function f(): void;\nfunction f() { return load(); }' + CALLED],
    ['a generator', 'function* f() { yield load(); }' + CALLED],
    ['a parameter default', 'function f(x = load()) { return x; }' + CALLED],
    ['a callback within', 'function f() { return xs.map(() => load()); }' + CALLED],
    ['a type predicate', 'function f(x): x is string { return load(x); }' + CALLED],
    ['a function that never returns', 'function f(): never { throw load(); }' + CALLED],
    [
      'a function that may return a promise',
      'function fEither() { return load(); }\nexport async function g() { return fEither(); }',
    ],
    [
      'a promise of another type',
      'function fPromise(): PromiseLike<void> { return load(); }\nexport async function g() { return fPromise(); }',
    ],
    [
      'a caller that is exported',
      'function f() { return load(); }\nexport function g() { return f(); }',
    ],
    ['a caller that is a callback', 'function f() { return load(); }\nxs.map(() => f());'],
    [
      'a caller that is a parameter default',
      'function f() { return load(); }\nasync function g(x = f()) { return x; }',
    ],
    ['a caller that is a class field', 'function f() { return load(); }\nclass A { x = f(); }'],
    [
      'a caller that is a getter',
      'function f() { return load(); }\nclass A { get x() { return f(); } }',
    ],
    [
      'a caller that is a constructor',
      'function f() { return load(); }\nclass A { constructor() { f(); } }',
    ],
    [
      'a method that others can call',
      'class A { f() { return load(); } async g() { return this.f(); } }',
    ],
    [
      'a method of another class',
      'class A { f() { return load(); } async g() { return this.f(); } }',
    ],
    [
      'a private method that is kept as a value',
      'class A { private f() { return load(); } g = this.f; }',
    ],
    ['a private method that is kept', 'class A { #f() { return load(); } g = this.#f; }'],
    [
      'a private method of two classes',
      'class A { #f() { return load(); } B = class { #f() {} g() { this.#f(); } }; }',
    ],
    ['a private accessor', 'class A { get #f() { return load(); } async g() { return this.#f; } }'],
  ] as const)('nothing for %s', ([, code]) => {
    expect(() => repaired(code, helpers)).toThrow('0 findings');
  });

  it("nothing for a function of the top level of a script, which is everybody's", () => {
    const code = 'function f() { return load(); }\nasync function g() { return f(); }';
    expect(() => repaired(code, helpers, { filename: 'file.js', sourceType: 'script' })).toThrow(
      '0 findings',
    );
    expect(repaired(code, helpers)).toContain('async function f()');
  });

  it('nothing for more callers than a person would read', () => {
    const callers = (count: number) =>
      `function f() { return load(); }\nexport async function g() {\n${'  f();\n'.repeat(count)}}\n`;
    expect(repaired(callers(30), helpers)).toContain('await f();');
    expect(() => repaired(callers(31), helpers)).toThrow('0 findings');
  });
});

describe('asyncKeyword', () => {
  const keyword: RepairOf = (node, sourceCode) => {
    if (node.type !== 'FunctionExpression' && node.type !== 'ArrowFunctionExpression') {
      return undefined;
    }
    const edits = asyncKeyword(node, sourceCode);
    return edits && { site: node, needs: [], released: [], edits: () => edits };
  };

  it.for([
    ['({ f() {} })', '({ async f() {} })'],
    ['({ f: function () {} })', '({ f: async function () {} })'],
    ['({ [f]() {} })', '({ async [f]() {} })'],
    ["({ 'f'(): void {} })", "({ async 'f'(): Promise<void> {} })"],
    [
      'class A { static override f(): Promise<void> {} }',
      'class A { static override async f(): Promise<void> {} }',
    ],
    ['class A { f = () => {} }', 'class A { f = async () => {} }'],
    ['x((a): a.B[] => a)', 'x(async (a): Promise<a.B[]> => a)'],
    ["({ f() { g('await'); } })", "({ async f() { g('await'); } })"],
  ] as const)('%s', ([before, after]) => {
    expect(repaired(before, keyword)).toBe(after);
  });

  it.for([
    ['({ get f() { return 1; } })'],
    ['({ set f(x) {} })'],
    ['({ *f() {} })'],
    ['class A { constructor() {} }'],
    ['class A { get f() { return 1; } }'],
    ['class A { f(): this { return this; } }'],
    ['const f = function* () {};'],
    ['const f = (x): asserts x => {};'],
    ['const f = () => {\n  await\n  x = 1;\n};'],
    ['const f = (await) => await;'],
  ] as const)('nothing for %s', ([code]) => {
    expect(() => repaired(code, keyword)).toThrow('0 findings');
  });
});
