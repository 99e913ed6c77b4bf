import type ts from 'typescript';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';

import { mayBeMissing } from '../../src/analysis/presence.ts';
import { askAboutNode } from '../support/ask-ts.ts';
import { FIXTURES } from '../support/parser.ts';
import { projectFolder } from '../support/project-folder.ts';

/** The fixtures, which are checked with `strict` and `noUncheckedIndexedAccess`, or a folder that is not. */
function mayMiss(code: string, folder = FIXTURES, filename = 'file.ts'): boolean {
  return askAboutNode(
    code,
    (node, t): node is ts.Expression =>
      t.isExpression(node) && node.parent.getStart() !== node.getStart(),
    mayBeMissing,
    { folder, filename },
  );
}

function folderWith(options: object, whenDone = onTestFinished): string {
  const compilerOptions = {
    target: 'esnext',
    module: 'esnext',
    lib: ['esnext'],
    types: [],
    ...options,
  };
  const files = {
    'tsconfig.json': JSON.stringify({ compilerOptions, include: ['*'] }),
    'file.ts': '',
  };
  return projectFolder(files, whenDone).folder;
}

const DECLARED = `
declare function load(): Promise<string>;
declare const all: Map<string, Promise<string>>;
declare const list: Promise<string>[];
declare const record: Record<string, Promise<string>>;
declare const named: { [name: string]: Promise<string> };
declare const anything: any;
interface Server { ready: Promise<string>; }
declare const server: Server;
`;

// In `void (…)`, so that the expression is the outermost that starts there.
const here = (expression: string, before = ''): string =>
  `${DECLARED}\n${before}\nvoid (/*here*/${expression});\nexport {};`;

describe('is there, as its type says', () => {
  it.for([
    ['a call', here('load()')],
    ['a const', here('p', 'const p = load();')],
    ['a variable that gets other promises', here('p', 'let p = load(); p = load();')],
    ['a parameter', `${DECLARED} export function f(p: Promise<void>) { void (/*here*/p); }`],
    ['a property', here('server.ready')],
    ['a property, by a pattern', here('ready', 'const { ready } = server;')],
    [
      'a field with an initializer',
      'export class A { p = Promise.resolve(); f() { void (/*here*/this.p); } }',
    ],
    [
      'a field that the constructor sets',
      'export class A { p: Promise<void>; constructor() { this.p = Promise.resolve(); } f() { void (/*here*/this.p); } }',
    ],
    [
      'a parameter property',
      'export class A { constructor(private p: Promise<void>) {} f() { void (/*here*/this.p); } }',
    ],
    ['a property of an object literal', here('o.p', 'const o = { p: load() };')],
    [
      'an element of a list, one after the other',
      `${DECLARED} for (const p of list) void (/*here*/p); export {};`,
    ],
    ['new', here('new Promise<void>(() => {})')],
    ['import', here("import('node:fs')")],
    ['satisfies', here('(load() satisfies Promise<string>)')],
    ['what a function returns', here('g()', 'function g() { return load(); }')],
    [
      'a getter',
      'export class A { get p() { return Promise.resolve(); } f() { void (/*here*/this.p); } }',
    ],
  ] as const)('%s', ([, code]) => {
    expect(mayMiss(code)).toBe(false);
  });
});

describe('may be missing although its type does not say so', () => {
  it.for([
    ['x!', here("all.get('a')!")],
    ['x as T', here('(anything as Promise<void>)')],
    ['<T>x', here('(<Promise<void>>anything)')],
    ['a const of x!', here('p', "const p = all.get('a')!;")],
    ['a const of any', here('p', 'const p: Promise<void> = anything;')],
    ['a const of any, by a pattern', here('ready', 'const { ready }: Server = anything;')],
    [
      'a variable that is set to undefined!',
      here('p', 'let p = load(); export const reset = () => { p = undefined!; };'),
    ],
    ['a property of a record', here('record.a')],
    ['a property by an index signature', here('named.a')],
    ['a property of x as T', here('(anything as Server).ready')],
    ['a property of a const of any', here('o.ready', 'const o: Server = anything;')],
    ['an optional call', here('o?.()', 'declare const o: (() => Promise<void>) | undefined;')],
    [
      'a variable without initializer',
      'let p: Promise<void>; export const f = () => { void (/*here*/p); }; p = Promise.resolve();',
    ],
    [
      'a variable with !',
      'let p!: Promise<void>; export const f = () => { void (/*here*/p); p = Promise.resolve(); };',
    ],
    ['a field with !', 'export class A { p!: Promise<void>; f() { void (/*here*/this.p); } }'],
    [
      'a field of this, by a pattern',
      'export class A { p!: Promise<void>; f() { const { p } = this; void (/*here*/p); } }',
    ],
    [
      'a declared field',
      'export class A { declare p: Promise<void>; f() { void (/*here*/this.p); } }',
    ],
    [
      'a static field without initializer',
      'export class A { static p: Promise<void>; f() { void (/*here*/A.p); } }',
    ],
    [
      'a field that is set to undefined!',
      'export class A { p = Promise.resolve(); f() { void (/*here*/this.p); } g() { this.p = undefined!; } }',
    ],
    [
      'an optional field that was just set',
      'export class A { p?: Promise<void>; f() { this.p = Promise.resolve(); void (/*here*/this.p); } }',
    ],
    [
      'a getter of a field with !',
      'export class A { #p!: Promise<void>; get p() { return this.#p; } f() { void (/*here*/this.p); } }',
    ],
    ['what a function returns', here('g()', "function g() { return all.get('a')!; }")],
    ['a property that not every browser has', here('document.fonts.ready')],
    ['what a method of browsers gives', here('p', 'const p = new Audio().play();')],
  ] as const)('%s', ([, code]) => {
    expect(mayMiss(code)).toBe(true);
  });

  it('what `typeof` has told to be an object', () => {
    const tested = (test: string): string =>
      `${DECLARED}\nvoid (${test} && (/*here*/server.ready) !== null);\nexport {};`;
    expect(mayMiss(tested(`typeof server.ready === 'object'`))).toBe(true);
    expect(mayMiss(tested(`typeof server === 'object'`))).toBe(false);
  });

  it('a documented parameter in JavaScript', () => {
    const code = '/** @param {Promise<void>} p */\nexport function f(p) { void (/*here*/p); }';
    expect(mayMiss(code, FIXTURES, 'module.js')).toBe(true);
  });

  it('an element that is read by index without noUncheckedIndexedAccess', () => {
    const folder = folderWith({ strict: true });
    expect(mayMiss(here('list[0]'), folder)).toBe(true);
    expect(mayMiss(here('p', 'const p = list[0];'), folder)).toBe(true);
    expect(mayMiss(here('p', 'const [p] = list;'), folder)).toBe(true);
    expect(mayMiss(here('server.ready'), folder)).toBe(false);
  });
});

describe('without strictNullChecks', () => {
  const folder = folderWith({ strict: false }, afterAll);

  it.for([
    ['a declared function', here('load()')],
    ['a parameter', 'export function f(p: Promise<void>) { void (/*here*/p); }'],
    ['a property', here('server.ready')],
  ] as const)('%s may give nothing', ([, code]) => {
    expect(mayMiss(code, folder)).toBe(true);
  });

  it.for([
    ['an async function', here('g()', 'async function g() { return 1; }')],
    ['a const of an async function', here('p', 'const p = g(); async function g() { return 1; }')],
    ['then', here('load().then(() => 1)')],
    ['Promise.all', here('Promise.all([])')],
    ['new Promise', here('new Promise(() => {})')],
  ] as const)('%s gives a promise all the same', ([, code]) => {
    expect(mayMiss(code, folder)).toBe(false);
  });
});
