import type ts from 'typescript';
import { describe, expect, it } from 'vitest';

import { bodyName } from '../../src/analysis/called-name.ts';
import { calleeOf, type Callee, type Invocation } from '../../src/analysis/callee.ts';
import { typedProgram, type TypedProgram } from '../../src/analysis/typescript.ts';
import { askAbout } from '../support/ask-about.ts';
import { askAboutNode } from '../support/ask-ts.ts';
import { FIXTURES } from '../support/parser.ts';

/** What the call after `here` runs: `node:fs#readFileSync`, `file.ts load`, or `unknown`. */
function callee(code: string, filename = 'file.ts'): string {
  return askAboutNode(
    code,
    (node, t): node is ts.CallExpression | ts.NewExpression | ts.TaggedTemplateExpression =>
      t.isCallExpression(node) || t.isNewExpression(node) || t.isTaggedTemplateExpression(node),
    (call, typed) => text(calleeOf(call, typed), typed),
    { folder: FIXTURES, filename },
  );
}

/** The same of the property after `here`. */
function accessor(code: string): string {
  return askAboutNode(
    code,
    (node, t): node is ts.PropertyAccessExpression | ts.ElementAccessExpression =>
      t.isPropertyAccessExpression(node) || t.isElementAccessExpression(node),
    (read, typed) => {
      const found = calleeOf(read, typed);
      const isSetter = found.kind === 'body' && typed.ts.isSetAccessor(found.body);
      return `${isSetter ? 'set ' : ''}${text(found, typed)}`;
    },
    { folder: FIXTURES },
  );
}

function text(found: Callee, typed: TypedProgram): string {
  if (found.kind === 'unknown') return 'unknown';
  if (found.kind === 'library') return `${found.module}#${found.name}`;
  const file = found.body.getSourceFile().fileName.split('/').at(-1) ?? '';
  return `${file} ${bodyName(found.body, typed)}`;
}

const READ_FILE = 'node:fs#readFileSync';

describe('a function of Node', () => {
  it.for([
    ['named import', `import { readFileSync } from 'node:fs'; /*here*/readFileSync('a');`],
    ['specifier without node:', `import { readFileSync } from 'fs'; /*here*/readFileSync('a');`],
    ['renamed', `import { readFileSync as read } from 'node:fs'; /*here*/read('a');`],
    ['namespace', `import * as fs from 'node:fs'; /*here*/fs.readFileSync('a');`],
    ['default', `import fs from 'node:fs'; /*here*/fs.readFileSync('a');`],
    ['default of fs', `import fs from 'fs'; /*here*/fs.readFileSync('a');`],
    ['string-named import', `import { 'readFileSync' as read } from 'node:fs'; /*here*/read('a');`],
    [
      'destructured',
      `import fs from 'node:fs'; const { readFileSync } = fs; /*here*/readFileSync('a');`,
    ],
    [
      'destructured and renamed',
      `import fs from 'node:fs'; const { readFileSync: read } = fs; /*here*/read('a');`,
    ],
    [
      'destructured in depth',
      `import fs from 'node:fs'; const { io: { readFileSync: read } } = { io: fs }; /*here*/read('a');`,
    ],
    [
      'destructured under a key that is a string',
      `import fs from 'node:fs'; const { 'readFileSync': read } = fs; /*here*/read('a');`,
    ],
    [
      'required in TypeScript, where it is `any`',
      `export {}; const fs = require('node:fs'); /*here*/fs.readFileSync('a');`,
    ],
    [
      'required in TypeScript and destructured',
      `export {}; const { readFileSync: read } = require('fs'); /*here*/read('a');`,
    ],
    [
      'destructured parameter',
      `export function f({ readFileSync }: typeof import('node:fs')) { /*here*/readFileSync('a'); }`,
    ],
    [
      'destructured and renamed parameter',
      `export function f({ readFileSync: read }: typeof import('node:fs')) { /*here*/read('a'); }`,
    ],
    [
      'destructured parameter in depth',
      `export function f({ io: { readFileSync: read } }: { io: typeof import('node:fs') }) { /*here*/read('a'); }`,
    ],
    [
      'injected module',
      `export function f(io: typeof import('node:fs')) { /*here*/io.readFileSync('a'); }`,
    ],
    [
      'injected module with a default',
      `import * as fs from 'node:fs'; export function f(io = fs) { /*here*/io.readFileSync('a'); }`,
    ],
    [
      'injected field',
      `export class A { constructor(private readonly io: typeof import('node:fs')) {} load() { /*here*/this.io.readFileSync('a'); } }`,
    ],
    [
      'injected function',
      `import { readFileSync } from 'node:fs'; export function f(read = readFileSync) { /*here*/read('a'); }`,
    ],
    [
      'a parameter of its type',
      `import type { readFileSync } from 'node:fs'; export function f(read: typeof readFileSync) { /*here*/read('a'); }`,
    ],
    [
      'a member of its type',
      `import type { readFileSync } from 'node:fs'; interface Io { read: typeof readFileSync } export function f(io: Io) { /*here*/io.read('a'); }`,
    ],
    [
      'a destructured member of its type',
      `import type { readFileSync } from 'node:fs'; interface Io { read: typeof readFileSync } export function f({ read }: Io) { /*here*/read('a'); }`,
    ],
    ['computed by a literal', `import fs from 'node:fs'; /*here*/fs['readFileSync']('a');`],
    ['computed by a template', `import fs from 'node:fs'; /*here*/fs[\`readFileSync\`]('a');`],
    [
      'computed by a constant',
      `import fs from 'node:fs'; const key = 'readFileSync'; /*here*/fs[key]('a');`,
    ],
    ['re-exported', `import { readFileSync } from './re-exports.ts'; /*here*/readFileSync('a');`],
    ['re-exported renamed', `import { readNow } from './re-exports.ts'; /*here*/readNow('a');`],
    [
      're-exported namespace',
      `import { files } from './re-exports.ts'; /*here*/files.readFileSync('a');`,
    ],
    [
      'a namespace of a re-exporting file',
      `import * as all from './re-exports.ts'; /*here*/all.files.readFileSync('a');`,
    ],
    [
      'bound to a constant',
      `import fs from 'node:fs'; const read = fs.readFileSync; /*here*/read('a');`,
    ],
    [
      'a constant of a constant',
      `import fs from 'node:fs'; const a = fs.readFileSync; const b = a; /*here*/b('a');`,
    ],
    [
      'a property of an object',
      `import fs from 'node:fs'; const io = { read: fs.readFileSync }; /*here*/io.read('a');`,
    ],
    [
      'a shorthand property',
      `import { readFileSync } from 'node:fs'; const io = { readFileSync }; /*here*/io.readFileSync('a');`,
    ],
    [
      'a field',
      `import { readFileSync } from 'node:fs'; export class A { private read = readFileSync; load() { /*here*/this.read('a'); } }`,
    ],
    ['bind, then call', `import fs from 'node:fs'; /*here*/(fs.readFileSync.bind(fs))('a');`],
    [
      'bind to a constant',
      `import fs from 'node:fs'; const read = fs.readFileSync.bind(fs); /*here*/read('a');`,
    ],
    ['optional call', `import fs from 'node:fs'; /*here*/fs.readFileSync?.('a');`],
    [
      'optional member',
      `export function f(io?: typeof import('node:fs')) { /*here*/io?.readFileSync('a'); }`,
    ],
    ['comma', `import fs from 'node:fs'; /*here*/(0, fs.readFileSync)('a');`],
    ['parentheses', `import fs from 'node:fs'; /*here*/(fs.readFileSync)('a');`],
    ['as', `import fs from 'node:fs'; /*here*/(fs.readFileSync as (path: string) => Buffer)('a');`],
    [
      'an asserted module',
      `import fs from 'node:fs'; /*here*/(fs as typeof fs).readFileSync('a');`,
    ],
    ['non-null', `import fs from 'node:fs'; /*here*/fs.readFileSync!('a');`],
    ['satisfies', `import fs from 'node:fs'; /*here*/(fs.readFileSync satisfies object)('a');`],
  ] as const)('%s', ([, code]) => {
    expect(callee(code)).toBe(READ_FILE);
  });

  it.for([
    [
      'require in a CommonJS file',
      'commonjs.cjs',
      `const fs = require('node:fs'); /*here*/fs.readFileSync('a');`,
    ],
    [
      'destructured require',
      'commonjs.cjs',
      `const { readFileSync } = require('fs'); /*here*/readFileSync('a');`,
    ],
    [
      'destructured and renamed require',
      'commonjs.cjs',
      `const { readFileSync: read } = require('fs'); /*here*/read('a');`,
    ],
    [
      'a member of require',
      'commonjs.cjs',
      `const read = require('fs').readFileSync; /*here*/read('a');`,
    ],
    [
      'require in place',
      'commonjs.cjs',
      `const bytes = [/*here*/(require('fs').readFileSync)('a')];`,
    ],
    [
      'an ES module in plain JavaScript',
      'module.js',
      `import fs from 'node:fs'; /*here*/fs.readFileSync('a');`,
    ],
    ['import equals', 'file.cts', `import fs = require('node:fs'); /*here*/fs.readFileSync('a');`],
    [
      'import equals of a member',
      'file.cts',
      `import fs = require('node:fs'); import read = fs.readFileSync; /*here*/read('a');`,
    ],
    [
      'import equals in an ES module',
      'file.ts',
      `import fs = require('node:fs'); /*here*/fs.readFileSync('a');`,
    ],
    [
      'require made by createRequire and asserted',
      'file.ts',
      `import { createRequire } from 'node:module';
       const fs = createRequire(import.meta.url)('node:fs') as typeof import('node:fs'); /*here*/fs.readFileSync('a');`,
    ],
  ] as const)('%s', ([, filename, code]) => {
    expect(callee(code, filename)).toBe(READ_FILE);
  });

  it.for([
    [
      'fs.promises',
      `import fs from 'node:fs'; /*here*/fs.promises.readFile('a');`,
      'node:fs#promises.readFile',
    ],
    [
      'named promises',
      `import { promises } from 'fs'; /*here*/promises.readFile('a');`,
      'node:fs#promises.readFile',
    ],
    [
      'fs/promises',
      `import { readFile } from 'fs/promises'; /*here*/readFile('a');`,
      'node:fs#promises.readFile',
    ],
    [
      'default of fs/promises',
      `import fs from 'node:fs/promises'; /*here*/fs.readFile('a');`,
      'node:fs#promises.readFile',
    ],
    [
      'the callback form',
      `import fs from 'node:fs'; /*here*/fs.readFile('a', () => {});`,
      'node:fs#readFile',
    ],
    [
      'a member of a function',
      `import { realpathSync } from 'node:fs'; /*here*/realpathSync.native('a');`,
      'node:fs#realpathSync.native',
    ],
    [
      'call',
      `import fs from 'node:fs'; /*here*/fs.existsSync.call(fs, 'a');`,
      'node:fs#existsSync',
    ],
    [
      'call of a name',
      `import { existsSync } from 'node:fs'; /*here*/existsSync.call(null, 'a');`,
      'node:fs#existsSync',
    ],
    [
      'apply',
      `import fs from 'node:fs'; /*here*/fs.existsSync.apply(fs, ['a']);`,
      'node:fs#existsSync',
    ],
    [
      'call in parentheses',
      `import fs from 'node:fs'; /*here*/(fs.existsSync).call(fs, 'a');`,
      'node:fs#existsSync',
    ],
    [
      'a method of a class',
      `import { opendirSync } from 'node:fs'; const dir = opendirSync('a'); /*here*/dir.readSync();`,
      'node:fs#Dir.readSync',
    ],
    [
      'a constructor',
      `import { Worker } from 'node:worker_threads'; /*here*/new Worker('a');`,
      'node:worker_threads#Worker',
    ],
    ['a global', `/*here*/setTimeout(() => {}, 1);`, 'global#setTimeout'],
    ['a global object', `/*here*/JSON.parse('1');`, 'global#JSON.parse'],
    ['a static method', `/*here*/Promise.resolve(1);`, 'global#Promise.resolve'],
    ['a method of the language', `/*here*/[1].map(String);`, 'global#Array.map'],
    ['a global constructor', `/*here*/new Map();`, 'global#Map'],
    [
      'a namespace of the platform',
      `/*here*/new WebAssembly.Module(new Uint8Array());`,
      'global#WebAssembly.Module',
    ],
    [
      'a method of a package',
      `import ts from 'typescript'; /*here*/ts.createScanner(99, true);`,
      'typescript#createScanner',
    ],
  ] as const)('%s', ([, code, identity]) => {
    expect(callee(code).replace('ts.createScanner', 'createScanner')).toBe(identity);
  });
});

const IMPORTS = `import { readFileSync } from 'node:fs';\n`;

describe('a body in the program', () => {
  it.for([
    ['a function declaration', `function load() {} /*here*/load();`, 'load'],
    ['one that is declared below', `/*here*/load(); function load() {}`, 'load'],
    ['an arrow function in a constant', `const load = () => {}; /*here*/load();`, 'load'],
    ['a function expression', `const load = function () {}; /*here*/load();`, 'load'],
    ['a let that keeps its value', `let load = () => {}; /*here*/load();`, 'load'],
    ['an immediately invoked function', `/*here*/(() => {})();`, 'function'],
    [
      'overloads',
      `function load(a: string): void; function load(a: number): void; function load(a: unknown) { void a; } /*here*/load(1);`,
      'load',
    ],
    ['a function with members', `function load() {} load.cache = 1; /*here*/load();`, 'load'],
    [
      'a function merged with a namespace',
      `function load() {} namespace load { export const a = 1; } /*here*/load();`,
      'load',
    ],
    ['a namespace member', `namespace io { export function load() {} } /*here*/io.load();`, 'load'],
    ['a method', `class A { load() {} } const it = new A(); /*here*/it.load();`, 'A.load'],
    [
      'an inherited method',
      `class A { load() {} } class B extends A {} const it = new B(); /*here*/it.load();`,
      'A.load',
    ],
    ['a static method', `class A { static load() {} } /*here*/A.load();`, 'A.load'],
    [
      'an inherited static method',
      `class A { static load() {} } class B extends A {} /*here*/B.load();`,
      'A.load',
    ],
    ['a private method', `class A { #load() {} run() { /*here*/this.#load(); } }`, 'A.#load'],
    [
      'a private method by keyword',
      `class A { private load() {} run() { /*here*/this.load(); } }`,
      'A.load',
    ],
    [
      'super.m()',
      `class A { load() {} } class B extends A { override load() { /*here*/super.load(); } }`,
      'A.load',
    ],
    [
      'super()',
      `class A { constructor() {} } class B extends A { constructor() { /*here*/super(); } }`,
      'new A',
    ],
    ['a class', `class A { constructor() {} } /*here*/new A();`, 'new A'],
    [
      'a class with its base class’s constructor',
      `class A { constructor() {} } class B extends A {} /*here*/new B();`,
      'new B',
    ],
    ['a class expression', `const A = class { constructor() {} }; /*here*/new A();`, 'new A'],
    [
      'a class arrow property',
      `class A { load = () => {}; run() { /*here*/this.load(); } }`,
      'A.load',
    ],
    ['a static arrow property', `class A { static load = () => {}; } /*here*/A.load();`, 'A.load'],
    ['a method of an object', `const io = { load() {} }; /*here*/io.load();`, 'load'],
    ['an arrow property of an object', `const io = { load: () => {} }; /*here*/io.load();`, 'load'],
    ['a shorthand property', `function load() {} const io = { load }; /*here*/io.load();`, 'load'],
    [
      'a property in depth',
      `const io = { files: { load() {} } }; /*here*/io.files.load();`,
      'load',
    ],
    [
      'a destructured member',
      `const io = { load() {} }; const { load } = io; /*here*/load();`,
      'load',
    ],
    [
      'a bound method kept under its name',
      `class A { constructor() { this.load = this.load.bind(this); } load() {} run() { /*here*/this.load(); } }`,
      'A.load',
    ],
    [
      'a bound method in a constant',
      `class A { load() {} } const a = new A(); const load = a.load.bind(a); /*here*/load();`,
      'A.load',
    ],
    [
      'a class merged with an interface',
      `class A { load() {} } interface A { other: string } const it = new A(); /*here*/it.load();`,
      'A.load',
    ],
    [
      'a class merged with a namespace',
      `class A { static load() {} } namespace A { export const a = 1; } /*here*/A.load();`,
      'A.load',
    ],
    [
      'an exported default class',
      `export default class A { load() {} } const it = new A(); /*here*/it.load();`,
      'A.load',
    ],
    [
      'a method through a type alias',
      `class A { load() {} } type Alias = A; export function f(it: Alias) { /*here*/it.load(); }`,
      'A.load',
    ],
    [
      'a method behind a null check',
      `class A { load() {} } export function f(it: A | null) { if (it) /*here*/it.load(); }`,
      'A.load',
    ],
    [
      'a tag',
      `function sql(parts: TemplateStringsArray) { return parts; } /*here*/sql\`select\`;`,
      'sql',
    ],
    [
      'a member tag',
      `const db = { sql(parts: TemplateStringsArray) { return parts; } }; /*here*/db.sql\`select\`;`,
      'sql',
    ],
    [
      'a user’s own call method',
      `const rpc = { call(path: string) { return path; } }; /*here*/rpc.call('a');`,
      'call',
    ],
    [
      'a user’s own apply method',
      `class Patch { apply(text: string) { return text; } } const patch = new Patch(); /*here*/patch.apply('a');`,
      'Patch.apply',
    ],
    ['recursion', `function load(): void { /*here*/load(); }`, 'load'],
    [
      'a literal under a computed name',
      `class A { ['load']() {} } const it = new A(); /*here*/it.load();`,
      'A.load',
    ],
    [
      'a generic method',
      `class A<T> { load(a: T) { return a; } } const it = new A<string>(); /*here*/it.load('a');`,
      'A.load',
    ],
    [
      'an optional method call',
      `class A { load() {} } const a = undefined as A | undefined; /*here*/a?.load();`,
      'A.load',
    ],
    ['a const assertion', `const io = { load() {} } as const; /*here*/io.load();`, 'load'],
    [
      'an object that satisfies an interface',
      `interface Io { load(): void } const io = { load() {} } satisfies Io; /*here*/io.load();`,
      'load',
    ],
  ] as const)('%s', ([, code, name]) => {
    expect(callee(IMPORTS + code)).toBe(`file.ts ${name}`);
  });

  it.for([
    [
      'another file',
      'file.ts',
      `import { loadSettings } from './settings.ts'; /*here*/loadSettings('a');`,
      'settings.ts loadSettings',
    ],
    [
      'another file by its namespace',
      'file.ts',
      `import * as s from './settings.ts'; /*here*/s.loadSettings('a');`,
      'settings.ts loadSettings',
    ],
    [
      'a constant of another file',
      'file.ts',
      `import { hasSettings } from './settings.ts'; /*here*/hasSettings('a');`,
      'settings.ts hasSettings',
    ],
    [
      'a class of another file',
      'file.ts',
      `import { Store } from './re-exports.ts'; /*here*/new Store('a');`,
      'settings.ts new Store',
    ],
    [
      're-exported',
      'file.ts',
      `import { loadSettings } from './re-exports.ts'; /*here*/loadSettings('a');`,
      'settings.ts loadSettings',
    ],
    [
      'a default export',
      'file.ts',
      `import read from './default-function.ts'; /*here*/read('a');`,
      'default-function.ts readDefault',
    ],
    [
      'an anonymous default export',
      'file.ts',
      `import read from './default-anonymous.ts'; /*here*/read('a');`,
      'default-anonymous.ts default',
    ],
    [
      'a default export that is an expression',
      'file.ts',
      `import read from './default-expression.ts'; /*here*/read('a');`,
      'default-expression.ts default',
    ],
    [
      'the default of a namespace',
      'file.ts',
      `import * as all from './default-expression.ts'; /*here*/all.default('a');`,
      'default-expression.ts default',
    ],
    [
      'import equals of export =',
      'file.cts',
      `import read = require('./export-assigned.cts'); /*here*/read('a');`,
      'export-assigned.cts readAssigned',
    ],
    [
      'the default import of export =',
      'file.ts',
      `import read from './export-assigned.cts'; /*here*/read('a');`,
      'export-assigned.cts readAssigned',
    ],
    [
      'exports.x of a CommonJS file',
      'commonjs.cjs',
      `const { readText } = require('./commonjs-reader.cjs'); /*here*/readText('a');`,
      'commonjs-reader.cjs readText',
    ],
    [
      'exports.x by its module',
      'commonjs.cjs',
      `const reader = require('./commonjs-reader.cjs'); /*here*/reader.readText('a');`,
      'commonjs-reader.cjs readText',
    ],
    [
      'exports.x imported',
      'file.ts',
      `import { readText } from './commonjs-reader.cjs'; /*here*/readText('a');`,
      'commonjs-reader.cjs readText',
    ],
    [
      'an own export',
      'commonjs.cjs',
      `exports.load = () => {}; /*here*/exports.load();`,
      'commonjs.cjs load',
    ],
    [
      'module.exports.x',
      'commonjs.cjs',
      `module.exports.load = function () {}; /*here*/module.exports.load();`,
      'commonjs.cjs load',
    ],
    [
      'a module in plain JavaScript',
      'module.js',
      `import { readText } from './module-reader.js'; /*here*/readText('a');`,
      'module-reader.js readText',
    ],
  ] as const)('%s', ([, filename, code, answer]) => {
    expect(callee(code, filename)).toBe(answer);
  });
});

it('module.exports as a function', () => {
  const required = `const read = require('./commonjs-function.cjs'); /*here*/read('a');`;
  expect(callee(required, 'commonjs.cjs')).toBe('commonjs-function.cjs readWhole');
  const imported = `import read from './commonjs-function.cjs'; /*here*/read('a');`;
  expect(callee(imported)).toBe('commonjs-function.cjs readWhole');
});

describe('no single body', () => {
  it.for([
    [
      'a `require` of the program',
      `export {}; function require(name: string): any { return name; } const fs = require('fs'); /*here*/fs.readFileSync('a');`,
    ],
    [
      'a required module that is replaced',
      `export {}; let fs = require('fs'); fs = {}; /*here*/fs.readFileSync('a');`,
    ],
    [
      'a required module that is no part of Node',
      `export {}; const fs = require('./fs'); /*here*/fs.readFileSync('a');`,
    ],
    ['a let that is assigned anew', `let load = () => {}; load = () => {}; /*here*/load();`],
    ['a let that a loop assigns', `let load = () => {}; for (load of [() => {}]) /*here*/load();`],
    [
      'a property that is assigned anew',
      `class A { load = () => {}; } const a = new A(); a.load = () => {}; /*here*/a.load();`,
    ],
    [
      'a property that is assigned by a string',
      `class A { load = () => {}; } const a = new A(); a['load'] = () => {}; /*here*/a.load();`,
    ],
    [
      'a method that is assigned anew',
      `const io = { load() {} }; io.load = () => {}; /*here*/io.load();`,
    ],
    [
      'an overridden method',
      `class A { load() {} } class B extends A { override load() {} } export const b = B; const it = new A(); /*here*/it.load();`,
    ],
    [
      'a method overridden in depth',
      `class A { load() {} } class B extends A {} class C extends B { override load() {} } export const c = C; const it = new B(); /*here*/it.load();`,
    ],
    [
      'a method overridden by a field',
      `class A { load = () => {}; } class B extends A { override load = () => {}; } export const b = B; export function f(a: A) { /*here*/a.load(); }`,
    ],
    [
      'an overridden getter’s class',
      `class A { static load() {} } class B extends A { static override load() {} } export const b: typeof A = B; /*here*/b.load();`,
    ],
    [
      'an abstract method',
      `abstract class A { abstract load(): void; run() { /*here*/this.load(); } }`,
    ],
    [
      'an interface’s method',
      `interface Io { load(): void } export function f(io: Io) { /*here*/io.load(); }`,
    ],
    [
      'an object behind an interface',
      `interface Io { load(): void } const io: Io = { load() {} }; /*here*/io.load();`,
    ],
    ['a parameter', `export function f(load: () => void) { /*here*/load(); }`],
    ['a parameter with a default', `export function f(load = () => {}) { /*here*/load(); }`],
    [
      'a destructured parameter',
      `export function f({ load }: { load: () => void }) { /*here*/load(); }`,
    ],
    [
      'a callable object',
      `interface Load { (): void } export function f(load: Load) { /*here*/load(); }`,
    ],
    ['any', `export function f(io: any) { /*here*/io.load(); }`],
    ['a value that is any', `export function f(load: any) { /*here*/load(); }`],
    [
      'unknown after a check',
      `export function f(load: unknown) { if (typeof load === 'function') /*here*/load(); }`,
    ],
    [
      'a union of two classes',
      `class A { load() {} } class B { load() {} } export function f(io: A | B) { /*here*/io.load(); }`,
    ],
    [
      'a union with a library',
      `import fs from 'node:fs'; const own = { readFileSync(path: string) { return path; } }; export function f(io: typeof own | typeof fs) { /*here*/io.readFileSync('a'); }`,
    ],
    [
      'a choice',
      `function a() {} function b() {} const load = Math.random() > 0.5 ? a : b; /*here*/load();`,
    ],
    ['what a call returns', `const make = () => () => {}; const load = make(); /*here*/load();`],
    ['an element of an array', `const all = [() => {}]; /*here*/all[0]!();`],
    [
      'a key that is no constant',
      `const io = { a() {}, b() {} }; export function f(key: 'a' | 'b') { /*here*/io[key](); }`,
    ],
    ['a type parameter', `export function f<T extends () => void>(load: T) { /*here*/load(); }`],
    [
      'a rest element',
      `import fs from 'node:fs'; const { readFileSync, ...io } = fs; void readFileSync; /*here*/io.existsSync?.('a');`,
      'node:fs#existsSync',
    ],
    ['a declared function', `declare function load(): void; /*here*/load();`],
    [
      'what a getter returns',
      `class A { get load() { return () => {}; } } const it = new A(); /*here*/it.load();`,
    ],
  ] as const)('%s', ([, code, answer = 'unknown']) => {
    expect(callee(code)).toBe(answer);
  });
});

describe('an accessor', () => {
  it.for([
    [
      'of a class',
      `class A { get text() { return ''; } } const it = new A(); /*here*/it.text;`,
      'file.ts A.text',
    ],
    ['static', `class A { static get text() { return ''; } } /*here*/A.text;`, 'file.ts A.text'],
    [
      'private',
      `class A { get #text() { return ''; } run() { return /*here*/this.#text; } }`,
      'file.ts A.#text',
    ],
    ['of an object', `const a = { get text() { return ''; } }; /*here*/a.text;`, 'file.ts text'],
    ['by a string', `const a = { get text() { return ''; } }; /*here*/a['text'];`, 'file.ts text'],
    [
      'of another file',
      `import { Store } from './settings.ts'; declare const store: Store; /*here*/store.text;`,
      'settings.ts Store.text',
    ],
    [
      'with its setter',
      `class A { get text() { return ''; } set text(a) { void a; } } const a = new A(); /*here*/a.text;`,
      'file.ts A.text',
    ],
    [
      'that is set',
      `class A { get text() { return ''; } set text(a) { void a; } } const a = new A(); /*here*/a.text = '';`,
      'set file.ts A.text',
    ],
    [
      'that is set by a pattern',
      `class A { get text() { return ''; } set text(a) { void a; } } const a = new A(); [/*here*/a.text] = [''];`,
      'set file.ts A.text',
    ],
    [
      'that is read and set',
      `class A { get text() { return ''; } set text(a) { void a; } } const a = new A(); /*here*/a.text += '';`,
      'file.ts A.text',
    ],
    [
      'that a loop sets',
      `class A { set text(a: string) { void a; } } const a = new A(); for (/*here*/a.text of ['']) void 0;`,
      'set file.ts A.text',
    ],
    ['that is set and has no setter', `const a = { text: '' }; /*here*/a.text = '';`, 'unknown'],
    [
      'that is overridden',
      `class A { get text() { return ''; } } class B extends A { override get text() { return ''; } } export const b = B; const it = new A(); /*here*/it.text;`,
      'unknown',
    ],
    [
      'of one of two classes',
      `class A { get text() { return ''; } } class B { get text() { return ''; } } export function f(a: A | B) { return /*here*/a.text; }`,
      'unknown',
    ],
    [
      'that super reads',
      `class A { get text() { return ''; } } class B extends A { override get text() { return /*here*/super.text; } } void B;`,
      'file.ts A.text',
    ],
    ['that is a plain property', `const a = { text: '' }; /*here*/a.text;`, 'unknown'],
    ['of the language', `const it = new Map(); /*here*/it.size;`, 'unknown'],
  ] as const)('%s', ([, code, answer]) => {
    expect(accessor(code)).toBe(answer);
  });
});

describe('code that is broken or half-typed', () => {
  function calleeOfBroken(code: string): string {
    return askAbout(
      code,
      (here, services) => {
        const typed = typedProgram(services);
        if (!typed) throw new Error('The parser gave no type information.');
        const { parent } = services.esTreeNodeToTSNodeMap.get(here);
        return text(calleeOf(parent as Invocation, typed), typed);
      },
      { compiles: false },
    );
  }

  it.for([
    ['a missing import', `import { read } from './missing.ts'; read(here);`],
    ['a missing package', `import fs from 'missing'; fs.readFileSync(here);`],
    ['a missing export', `import { read } from 'node:fs'; read(here);`],
    ['a missing name', `read(here);`],
    ['a missing member', `import fs from 'node:fs'; fs.readItSync(here);`],
    ['a variable of itself', `const a = a; a(here);`],
    ['two variables of each other', `const a = b; const b = a; a(here);`],
    ['an import of itself', `import { a } from './file.ts'; export { a }; a(here);`],
    [
      'two classes of each other',
      `class A extends B {} class B extends A { load() {} } new A().load(here);`,
    ],
    ['a class of itself', `class A extends A {} new A(here);`],
    ['no callee', `(here);[0](here2);`],
    ['two bodies', `function a() {} function a() {} a(here);`],
    ['an object of itself', `const a = { b: a.b }; a.b(here);`],
  ] as const)('%s', ([, code]) => {
    expect(() => calleeOfBroken(code)).not.toThrow();
  });

  it('a missing import is unknown', () => {
    expect(calleeOfBroken(`import { read } from './missing.ts'; read(here);`)).toBe('unknown');
  });

  it('a long chain of constants ends', () => {
    const chain = Array.from(
      { length: 100 },
      (_, index) => `const f${String(index + 1)} = f${String(index)};`,
    );
    expect(callee(`const f0 = () => {}; ${chain.join(' ')} /*here*/f100();`)).toBe('unknown');
  });
});
