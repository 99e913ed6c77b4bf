import type ts from 'typescript';
import { describe, expect, it } from 'vitest';

import {
  blockingSearch,
  type BlockingCall,
  type BlockingQuestion,
} from '../../../src/analysis/blocking/blocking-call.ts';
import { typedProgram, type TypedProgram } from '../../../src/analysis/typescript.ts';
import type { Row } from '../../../src/catalogue/row.ts';
import { isAllowed, type Allowed } from '../../../src/kit/allow.ts';
import { askAbout } from '../../support/ask-about.ts';
import { askAboutNode } from '../../support/ask-ts.ts';
import { FIXTURES } from '../../support/parser.ts';

type Asked = Partial<Omit<BlockingQuestion, 'isAllowed'>> & { allow?: readonly Allowed[] };

/** All blocking calls of a file, in source order: `load → readText → readFileSync`. */
function findings(code: string, asked: Asked = {}, filename = 'file.ts'): string[] {
  return askAboutNode(
    `/*here*/${code}`,
    (node, t): node is ts.SourceFile => t.isSourceFile(node),
    (file, typed) => blockingCalls(file, typed, asked).map(text),
    { folder: FIXTURES, filename },
  );
}

function blockingCalls(file: ts.SourceFile, typed: TypedProgram, asked: Asked): BlockingCall[] {
  const { allow = [], ...given } = asked;
  const question: BlockingQuestion = {
    minimumCost: 'metadata',
    inferred: true,
    contexts: [],
    ignoreStartup: false,
    commands: true,
    memoized: false,
    byDesign: [],
    depth: 6,
    additional: [],
    ...given,
    isAllowed: (callee) => isAllowed(callee, allow, FIXTURES),
  };
  const search = blockingSearch(typed, question, JSON.stringify(asked));
  const found: BlockingCall[] = [];
  const visit = (node: ts.Node): void => {
    const call = search.at(node);
    if (call) found.push(call);
    typed.ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function text({ api, chain }: BlockingCall): string {
  return [...chain.map(({ name }) => name), api.text].join(' → ');
}

const NODE = `import * as fs from 'node:fs'; import { readFileSync, writeFileSync, existsSync } from 'node:fs'; import { randomBytes, scryptSync } from 'node:crypto'; import { execSync } from 'node:child_process';
void [fs, readFileSync, writeFileSync, existsSync, randomBytes, scryptSync, execSync];\n`;

/** The findings in the body of an async function. */
const inAsync = (body: string, asked?: Asked): string[] =>
  findings(
    `${NODE}export async function g(path: string, paths: string[], pending: Promise<string>) { ${body}\n}`,
    asked,
  );

describe('a blocking API', () => {
  it.for([
    ['a call', `readFileSync(path);`, ['readFileSync']],
    ['a call of a namespace', `fs.readFileSync(path);`, ['fs.readFileSync']],
    ['two calls', `fs.readFileSync(path); fs.statSync(path);`, ['fs.readFileSync', 'fs.statSync']],
    ['a call in a call', `JSON.parse(readFileSync(path, 'utf8'));`, ['readFileSync']],
    ['a computed call', `fs['readFileSync'](path);`, [`fs['readFileSync']`]],
    ['a computed call by a constant', `const key = 'readFileSync'; fs[key](path);`, ['fs[key]']],
    ['an awaited call', `await (readFileSync(path) as unknown);`, ['readFileSync']],
    ['a constructor', `new WebAssembly.Module(new Uint8Array());`, ['WebAssembly.Module']],
    ['call', `existsSync.call(null, path);`, ['existsSync']],
    ['bind', `const read = readFileSync.bind(null); read(path);`, ['read']],
    ['a callback in place', `paths.map((each) => readFileSync(each));`, ['readFileSync']],
    ['a reaction', `await pending.then((each) => readFileSync(each));`, ['readFileSync']],
    ['passed by name to map', `paths.map(existsSync);`, ['existsSync']],
    ['passed as a member to map', `paths.map(fs.existsSync);`, ['fs.existsSync']],
    ['passed by name to then', `await pending.then(existsSync);`, ['existsSync']],
    ['passed by name to Array.from', `Array.from(paths, existsSync);`, ['existsSync']],
    ['passed by name to filter', `paths.filter(fs.existsSync);`, ['fs.existsSync']],
    ['passed to what keeps it', `process.stdin.on('data', existsSync);`, []],
    ['passed to a timer', `setTimeout(existsSync, 1);`, []],
    [
      'passed to a function of the program',
      `own(existsSync); function own(f: unknown) { return f; }`,
      [],
    ],
    ['stored', `return { existsSync };`, []],
    ['the asynchronous form', `await fs.promises.readFile(path);`, []],
    ['the callback form', `fs.readFile(path, () => {});`, []],
    ['randomBytes', `randomBytes(16);`, []],
    ['in a function that is returned', `return () => readFileSync(path);`, []],
    [
      'sync by design',
      `const { DatabaseSync } = await import('node:sqlite'); new DatabaseSync(path);`,
      [],
    ],
  ] as const)('%s', ([, body, answer]) => {
    expect(inAsync(body)).toEqual(answer);
  });

  it.for([
    [
      'XMLHttpRequest.open that waits',
      `const xhr = new XMLHttpRequest(); xhr.open('GET', path, false);`,
      ['xhr.open'],
    ],
    [
      'XMLHttpRequest.open that does not',
      `const xhr = new XMLHttpRequest(); xhr.open('GET', path, true);`,
      [],
    ],
    [
      'XMLHttpRequest.open by its default',
      `const xhr = new XMLHttpRequest(); xhr.open('GET', path);`,
      [],
    ],
    [
      'generateKeyPairSync',
      `const { generateKeyPairSync } = await import('node:crypto'); generateKeyPairSync('ec', { namedCurve: 'P-256' });`,
      ['generateKeyPairSync'],
    ],
    ['alert', `alert('a');`, ['alert']],
    ['window.confirm', `window.confirm('a');`, ['window.confirm']],
    ['Atomics.wait', `Atomics.wait(new Int32Array(1), 0, 0);`, ['Atomics.wait']],
  ] as const)('%s', ([, body, answer]) => {
    expect(inAsync(body)).toEqual(answer);
  });

  it('unless it is given a callback', () => {
    const row: Row = {
      module: 'node:crypto',
      name: 'randomBytes',
      blocks: {
        on: 'randomness',
        cost: 'cpu',
        counterpart: { kind: 'advice', text: 'a' },
        unlessCallback: true,
      },
    };
    const asked = { additional: [row] };
    expect(inAsync(`randomBytes(1);`, asked)).toEqual(['randomBytes']);
    expect(inAsync(`randomBytes(1, () => {});`, asked)).toEqual([]);
    expect(inAsync(`const done = () => {}; randomBytes(1, done);`, asked)).toEqual([]);
    expect(inAsync(`[1].map(randomBytes);`, asked)).toEqual([]);
  });

  it('a row of the user', () => {
    const row: Row = {
      module: 'node:path',
      name: 'path.resolve',
      blocks: { on: 'the disk', cost: 'data', counterpart: { kind: 'advice', text: 'a' } },
    };
    const code = `import path from 'node:path'; export async function g() { path.resolve('a'); path.join('a'); }`;
    expect(findings(code)).toEqual([]);
    expect(findings(code, { additional: [row] })).toEqual(['path.resolve']);
  });

  it('by design, on request', () => {
    const body = `const { DatabaseSync } = await import('node:sqlite'); const base = new DatabaseSync(path); base.exec('select 1');`;
    expect(inAsync(body, { byDesign: ['node:sqlite'] })).toEqual(['DatabaseSync', 'base.exec']);
  });
});

describe('what the question leaves out', () => {
  it.for([
    ['metadata', ['existsSync', 'readFileSync', 'scryptSync', 'execSync']],
    ['data', ['readFileSync', 'scryptSync', 'execSync']],
    ['cpu', ['scryptSync', 'execSync']],
    ['process', ['execSync']],
  ] as const)('what is cheaper than %s', ([minimumCost, answer]) => {
    const body = `existsSync(path); readFileSync(path); scryptSync('a', 'b', 8); execSync('a');`;
    expect(inAsync(body, { minimumCost })).toEqual(answer);
  });

  it('a cheap call in a helper, not the dear one after it', () => {
    const body = `own(); function own() { existsSync(path); execSync('a'); }`;
    expect(inAsync(body)).toEqual(['own → existsSync']);
    expect(inAsync(body, { minimumCost: 'process' })).toEqual(['own → execSync']);
  });

  it('a function of a package', () => {
    const allow: Allowed[] = [{ from: 'package', name: 'readFileSync', package: 'fs' }];
    expect(inAsync(`readFileSync(path); existsSync(path);`, { allow })).toEqual(['existsSync']);
    expect(inAsync(`own(); function own() { readFileSync(path); }`, { allow })).toEqual([]);
  });

  it('a function of the program', () => {
    const body = `own(); function own() { readFileSync(path); }`;
    expect(inAsync(body)).toEqual(['own → readFileSync']);
    expect(inAsync(body, { allow: [{ from: 'file', name: 'own' }] })).toEqual([]);
    expect(inAsync(body, { allow: [{ from: 'file', name: 'own', path: 'settings.ts' }] })).toEqual([
      'own → readFileSync',
    ]);
  });

  it('a function of the program in the middle', () => {
    const code = `import { first } from './chains.ts'; export async function g() { first(); }`;
    expect(
      findings(code, { allow: [{ from: 'file', name: 'second', path: 'chains.ts' }] }),
    ).toEqual([]);
  });

  it('what runs once', () => {
    const code = `import { readOnce } from './chains.ts'; export async function g() { readOnce(); }`;
    expect(findings(code)).toEqual([]);
    expect(findings(code, { memoized: true })).toEqual(['readOnce → fs.readFileSync']);
  });

  it('a helper that runs once', () => {
    const code = `import { readText } from './settings.ts'; let text: string | undefined; export async function g() { return (text ??= readText('a')); }`;
    expect(findings(code)).toEqual([]);
    expect(findings(code, { memoized: true })).toEqual(['readText → readFileSync']);
  });

  it('a write that an exit follows, but no read', () => {
    expect(inAsync(`writeFileSync(path, 'a'); process.exit(1);`)).toEqual([]);
    const failed = (work: string): string[] =>
      findings(
        `${NODE} declare function main(): Promise<void>; main().catch(async () => { ${work} });`,
      );
    expect(failed(`writeFileSync('crash.log', 'a');`)).toEqual([]);
    expect(failed(`readFileSync('settings.json');`)).toEqual(['readFileSync']);
    expect(inAsync(`writeFileSync(path, 'a');`)).toEqual(['writeFileSync']);
    expect(inAsync(`readFileSync(path); process.exit(1);`)).toEqual(['readFileSync']);
  });

  it('exit hooks and workers', () => {
    expect(findings(`${NODE}process.on('SIGINT', async () => { readFileSync('a'); });`)).toEqual(
      [],
    );
    expect(findings(`${NODE}process.on('message', async () => { readFileSync('a'); });`)).toEqual([
      'readFileSync',
    ]);
    expect(
      findings(
        `${NODE}import { parentPort } from 'node:worker_threads'; parentPort?.on('message', async () => { readFileSync('a'); });`,
      ),
    ).toEqual([]);
  });

  it('timers and events, unless they are asked for', () => {
    const code = `${NODE}setTimeout(() => { readFileSync('a'); }, 1); process.stdin.on('data', () => { existsSync('a'); });`;
    expect(findings(code)).toEqual([]);
    expect(findings(code, { contexts: ['timer'] })).toEqual(['readFileSync']);
    expect(findings(code, { contexts: ['timer', 'event'] })).toEqual([
      'readFileSync',
      'existsSync',
    ]);
  });

  it('start-up', () => {
    expect(
      findings(
        `${NODE}readFileSync('a'); export const a = () => readFileSync('b'); await Promise.resolve();`,
      ),
    ).toEqual([]);
  });
});

describe('a name that ends in Sync', () => {
  const kv = `import { openSync, type Store } from 'kv-store'; declare const store: Store; void openSync;\n`;

  it.for([
    ['a method with a counterpart by its types', `store.getSync('a');`, ['store.getSync']],
    ['a function with one', `openSync('a');`, ['openSync']],
    ['without one', `store.flushSync();`, []],
    ['that returns a promise', `await store.startSync();`, []],
    ['on the way', `own(); function own() { return store.getSync('a'); }`, ['own → store.getSync']],
  ] as const)('of a package: %s', ([, body, answer]) => {
    const code = `${kv}export async function g() { ${body} }`;
    expect(findings(code)).toEqual(answer);
    expect(findings(code, { inferred: false })).toEqual([]);
  });

  it.for([
    [
      'whose body does not block',
      `import { flushSync } from './settings.ts'; export async function flush() {} export async function g() { flushSync(); }`,
      [],
    ],
    [
      'whose body does not block, beside a counterpart',
      `class A { async load() { return ''; } loadSync() { return ''; } } export async function g(a: A) { a.loadSync(); }`,
      [],
    ],
    [
      'whose body blocks',
      `import { saveSync } from './settings.ts'; export async function g() { saveSync('a', 'b'); }`,
      ['saveSync → fs.writeFileSync'],
    ],
    [
      'whose body is async',
      `async function loadSync() {} export async function g() { await loadSync(); }`,
      [],
    ],
    [
      'only declared',
      `interface A { load(): Promise<string>; loadSync(): string } export async function g(a: A) { a.loadSync(); }`,
      ['a.loadSync'],
    ],
    [
      'declared, with a body elsewhere in the program',
      `interface A { load(): Promise<string>; loadSync(): string } export class B implements A { async load() { return ''; } loadSync() { return ''; } } export async function g(a: A) { a.loadSync(); }`,
      [],
    ],
  ] as const)('of the program: %s', ([, code, answer]) => {
    expect(findings(code)).toEqual(answer);
  });
});

describe('a chain through the program', () => {
  it.for([
    ['a function', `own(); function own() { readFileSync(path); }`, ['own → readFileSync']],
    [
      'an arrow function in a constant',
      `const own = () => readFileSync(path); own();`,
      ['own → readFileSync'],
    ],
    [
      'an object’s method',
      `const io = { own() { readFileSync(path); } }; io.own();`,
      ['own → readFileSync'],
    ],
    [
      'an object’s arrow function',
      `const io = { own: () => readFileSync(path) }; io.own();`,
      ['own → readFileSync'],
    ],
    [
      'a method',
      `class A { own() { readFileSync(path); } } new A().own();`,
      ['A.own → readFileSync'],
    ],
    [
      'a static method',
      `class A { static own() { readFileSync(path); } } A.own();`,
      ['A.own → readFileSync'],
    ],
    [
      'a private method',
      `class A { #own() { readFileSync(path); } run() { this.#own(); } } new A().run();`,
      ['A.run → A.#own → readFileSync'],
    ],
    [
      'an inherited method',
      `class A { own() { readFileSync(path); } } class B extends A {} new B().own();`,
      ['A.own → readFileSync'],
    ],
    [
      'a method through super',
      `class A { own() { readFileSync(path); } } class B extends A { override own() { super.own(); } } new B().own();`,
      ['B.own → A.own → readFileSync'],
    ],
    [
      'an overridden method',
      `class A { own() { readFileSync(path); } } class B extends A { override own() {} } const a: A = new B(); a.own();`,
      [],
    ],
    [
      'an interface’s method',
      `interface A { own(): void } const a: A = { own() { readFileSync(path); } }; a.own();`,
      [],
    ],
    [
      'a getter',
      `class A { get own() { return readFileSync(path); } } const a = new A(); a.own;`,
      ['A.own → readFileSync'],
    ],
    [
      'a getter of an object',
      `const a = { get own() { return readFileSync(path); } }; a.own;`,
      ['own → readFileSync'],
    ],
    [
      'a destructured getter',
      `class A { get own() { return readFileSync(path); } } const { own } = new A(); void own;`,
      ['A.own → readFileSync'],
    ],
    ['a pattern without a getter', `const { own } = { own: 1 }; void own;`, []],
    [
      'a function from a getter',
      `class A { get own() { readFileSync(path); return () => 1; } } const a = new A(); a.own();`,
      ['A.own → readFileSync'],
    ],
    [
      'a getter as an argument',
      `class A { get own() { return readFileSync(path); } } const a = new A(); String(a.own);`,
      ['A.own → readFileSync'],
    ],
    [
      'a getter on the way',
      `class A { get own() { return readFileSync(path); } run() { return this.own; } } new A().run();`,
      ['A.run → A.own → readFileSync'],
    ],
    [
      'a getter that is set',
      `class A { get own() { return readFileSync(path); } set own(a) { void a; } } const a = new A(); a.own = Buffer.from('');`,
      [],
    ],
    [
      'a setter',
      `class A { set own(text: string) { writeFileSync(path, text); } } const a = new A(); a.own = 'a';`,
      ['A.own → writeFileSync'],
    ],
    [
      'a constructor',
      `class A { constructor() { readFileSync(path); } } new A();`,
      ['new A → readFileSync'],
    ],
    ['a field', `class A { a = readFileSync(path); } new A();`, ['new A → readFileSync']],
    [
      'a base class’s constructor',
      `class A { constructor() { readFileSync(path); } } class B extends A {} new B();`,
      ['new B → readFileSync'],
    ],
    [
      'a constructor through super',
      `class A { constructor() { readFileSync(path); } } class B extends A { constructor() { super(); } } new B();`,
      ['new B → new A → readFileSync'],
    ],
    [
      'a class expression',
      `const A = class { constructor() { readFileSync(path); } }; new A();`,
      ['new A → readFileSync'],
    ],
    ['a static field', `class A { static a = readFileSync(path); } new A();`, ['readFileSync']],
    [
      'a default of a parameter',
      `own(); function own(a = readFileSync(path)) { return a; }`,
      ['own → readFileSync'],
    ],
    [
      'a callback in place on the way',
      `own(); function own() { paths.map((each) => readFileSync(each)); }`,
      ['own → readFileSync'],
    ],
    [
      'an immediately invoked function on the way',
      `own(); function own() { (() => readFileSync(path))(); }`,
      ['own → readFileSync'],
    ],
    [
      'a function expression by call on the way',
      `own(); function own() { (function () { readFileSync(path); }).call(undefined); }`,
      ['own → readFileSync'],
    ],
    [
      'a callback for later on the way',
      `own(); function own() { setTimeout(() => readFileSync(path), 1); }`,
      [],
    ],
    [
      'a reaction on the way',
      `own(); function own() { void pending.then(() => readFileSync(path)); }`,
      ['readFileSync'],
    ],
    [
      'a function on the way that is not called',
      `own(); function own() { return () => readFileSync(path); }`,
      [],
    ],
    [
      'a tag',
      `own\`a\`; function own(parts: TemplateStringsArray) { readFileSync(parts.join('')); }`,
      ['own → readFileSync'],
    ],
    [
      'by name to map',
      `paths.map(own); function own(each: string) { return readFileSync(each); }`,
      ['own → readFileSync'],
    ],
    [
      'by name to then',
      `await pending.then(own); function own(each: string) { return readFileSync(each); }`,
      ['own → readFileSync'],
    ],
    [
      'by name to what keeps it',
      `process.stdin.on('data', own); function own() { readFileSync(path); }`,
      [],
    ],
    [
      'by name on the way',
      `own(); function own() { return paths.map(existsSync); }`,
      ['own → existsSync'],
    ],
    ['call', `own.call(undefined); function own() { readFileSync(path); }`, ['own → readFileSync']],
    [
      'bind',
      `const bound = own.bind(undefined); bound(); function own() { readFileSync(path); }`,
      ['own → readFileSync'],
    ],
    [
      'a default of a parameter that is the API',
      `own(path); function own(a: string, read = readFileSync) { return read(a); }`,
      ['own → read'],
    ],
    [
      'a parameter of the API’s type',
      `own(readFileSync); function own(read: typeof readFileSync) { return read(path); }`,
      ['own → read'],
    ],
    [
      'a module handed in',
      `own(fs); function own(io: typeof fs) { return io.readFileSync(path); }`,
      ['own → io.readFileSync'],
    ],
    [
      'recursion',
      `own(1); function own(n: number): void { if (n > 0) own(n - 1); readFileSync(path); }`,
      ['own → readFileSync'],
    ],
    [
      'recursion that does not block',
      `own(1); function own(n: number): void { if (n > 0) own(n - 1); }`,
      [],
    ],
    ['an async function', `await own(); async function own() { await pending; }`, []],
    [
      'a variable assigned anew',
      `let own = () => readFileSync(path); own = () => Buffer.from(''); own();`,
      [],
    ],
  ] as const)('%s', ([, body, answer]) => {
    expect(inAsync(body)).toEqual(answer);
  });

  it('an async helper is reported in itself', () => {
    expect(inAsync(`await own(); async function own() { readFileSync(path); }`)).toEqual([
      'readFileSync',
    ]);
  });

  it('names where the API is called', () => {
    const found = askAboutNode(
      `/*here*/import { loadSettings } from './settings.ts'; export async function g() { loadSettings('a'); }`,
      (node, t): node is ts.SourceFile => t.isSourceFile(node),
      (file, typed) =>
        blockingCalls(file, typed, {}).map(({ api, chain, context }) => [
          api.module,
          api.name,
          api.cost,
          api.on,
          api.at.getSourceFile().fileName.split('/').at(-1),
          chain.map(({ next }) => next.getText()),
          context.kind,
        ]),
      { folder: FIXTURES },
    );
    expect(found).toEqual([
      [
        'node:fs',
        'readFileSync',
        'data',
        'the disk',
        'settings.ts',
        ['readText(path)', `readFileSync(path, 'utf8')`],
        'async-function',
      ],
    ]);
  });

  it.for([
    [
      'two functions',
      `import { loadSettings } from './settings.ts';`,
      `loadSettings('a');`,
      ['loadSettings → readText → readFileSync'],
    ],
    [
      're-exported',
      `import { loadSettings } from './re-exports.ts';`,
      `loadSettings('a');`,
      ['loadSettings → readText → readFileSync'],
    ],
    [
      'a namespace',
      `import * as s from './settings.ts';`,
      `s.loadSettings('a');`,
      ['loadSettings → readText → readFileSync'],
    ],
    [
      'renamed',
      `import { loadSettings as load } from './settings.ts';`,
      `load('a');`,
      ['loadSettings → readText → readFileSync'],
    ],
    [
      'a constant',
      `import { hasSettings } from './settings.ts';`,
      `hasSettings('a');`,
      ['hasSettings → existsSync'],
    ],
    [
      'a method',
      `import { Store } from './settings.ts';`,
      `new Store('a').load();`,
      ['Store.load → loadSettings → readText → readFileSync'],
    ],
    [
      'a getter',
      `import { Store } from './settings.ts';`,
      `const store = new Store('a'); void store.text;`,
      ['Store.text → readText → readFileSync'],
    ],
    ['an async function', `import { save } from './settings.ts';`, `await save('a', 'b');`, []],
    [
      'a default export',
      `import own from './default-function.ts';`,
      `own('a');`,
      ['readDefault → readFileSync'],
    ],
    [
      'an anonymous default export',
      `import own from './default-anonymous.ts';`,
      `own('a');`,
      ['own → readFileSync'],
    ],
    [
      'a default expression',
      `import own from './default-expression.ts';`,
      `own('a');`,
      ['own → readFileSync'],
    ],
    [
      'an object of functions',
      `import { readers } from './chains.ts';`,
      `readers.read('a');`,
      ['read → readText → readFileSync'],
    ],
    [
      'constants between',
      `import { first } from './chains.ts';`,
      `first();`,
      ['first → second → third → fs.readFileSync'],
    ],
    [
      'the shortest of two ways',
      `import { either } from './chains.ts';`,
      `either();`,
      ['either → readText → readFileSync'],
    ],
    [
      'functions that call each other',
      `import { ping } from './chains.ts';`,
      `ping(1);`,
      ['ping → pong → execSync'],
    ],
    ['the other of them', `import { pong } from './chains.ts';`, `pong(1);`, ['pong → execSync']],
    ['functions that only call each other', `import { tick } from './chains.ts';`, `tick(1);`, []],
    ['an async helper', `import { readLater } from './chains.ts';`, `await readLater();`, []],
    ['a generator', `import { readEach } from './chains.ts';`, `readEach();`, []],
    [
      'an inherited field',
      `import { Derived } from './chains.ts';`,
      `new Derived();`,
      ['new Derived → readText → readFileSync'],
    ],
    [
      'a field through super',
      `import { Explicit } from './chains.ts';`,
      `new Explicit();`,
      ['new Explicit → new Base → readText → readFileSync'],
    ],
    [
      'a CommonJS file',
      `import { readText } from './commonjs-reader.cjs';`,
      `readText('a');`,
      ['readText → readFileSync'],
    ],
    [
      'module.exports as a function',
      `import own from './commonjs-function.cjs';`,
      `own('a');`,
      ['readWhole → fs.readFileSync'],
    ],
    [
      'plain JavaScript',
      `import { readText } from './module-reader.js';`,
      `readText('a');`,
      ['readText → readFileSync'],
    ],
  ] as const)('through another file: %s', ([, imports, body, answer]) => {
    expect(findings(`${imports} export async function g() { ${body} }`)).toEqual(answer);
  });

  it('from a CommonJS file', () => {
    expect(
      findings(
        `const { readText } = require('./commonjs-reader.cjs'); exports.g = async () => readText('a');`,
        {},
        'commonjs.cjs',
      ),
    ).toEqual(['readText → readFileSync']);
  });

  it.for([
    [0, []],
    [1, ['readText → readFileSync']],
    [2, ['loadSettings → readText → readFileSync', 'readText → readFileSync']],
  ] as const)('no deeper than %i', ([depth, answer]) => {
    const code = `import { loadSettings, readText } from './settings.ts'; import { first } from './chains.ts';
      export async function g() { first(); loadSettings('a'); readText('b'); }`;
    expect(findings(code, { depth })).toEqual(answer);
  });
});

describe('broken and half-typed code', () => {
  const broken = (code: string): number =>
    askAbout(
      code,
      (here, services) => {
        const typed = typedProgram(services);
        if (!typed) throw new Error('The parser gave no type information.');
        return blockingCalls(services.esTreeNodeToTSNodeMap.get(here).getSourceFile(), typed, {})
          .length;
      },
      { compiles: false },
    );

  it.for([
    [
      'a missing import',
      `import { readFileSync } from './missing.ts'; async function g() { readFileSync(here); }`,
      0,
    ],
    ['a missing name', `async function g() { readFileSync(here); }`, 0],
    [
      'a missing argument',
      `import { readFileSync } from 'fs'; async function g() { here; readFileSync(); }`,
      1,
    ],
    ['any', `async function g(fs: any) { fs.readFileSync(here); }`, 0],
    [
      'a class that extends itself',
      `class A extends A { a = here; } async function g() { new A(); new A().load(); }`,
      0,
    ],
    [
      'classes that extend each other',
      `class A extends B {} class B extends A {} async function g() { new A(here); new B().load(); }`,
      0,
    ],
    [
      'a class without a constructor that extends itself by name',
      `import { readFileSync } from 'fs'; class A extends B {} class B extends A { a = readFileSync('a'); } async function g() { new A(here); }`,
      1,
    ],
    [
      'a type that holds itself',
      `type A = { a: A; loadSync(): A; load(): Promise<A> }; async function g(a: A) { a.a.a.loadSync(here); }`,
      0,
    ],
    ['a function of itself', `const f = f; async function g() { f(here); }`, 0],
    [
      'two functions of a name',
      `import fs from 'fs'; function f() { fs.readFileSync('a'); } function f() {} async function g() { f(here); }`,
      0,
    ],
    [
      'a getter that is half-typed',
      `class A { get readFileSync() } async function g(a: A) { a.readFileSync(here); }`,
      0,
    ],
  ] as const)('%s', ([, code, found]) => {
    expect(broken(code)).toBe(found);
  });

  it('a union of 500 members', () => {
    const members = Array.from(
      { length: 500 },
      (_, i) => `{ kind: ${String(i)}; loadSync(): ${String(i)}; load(): Promise<${String(i)}> }`,
    );
    expect(
      findings(`export async function g(a: ${members.join(' | ')}) { a.loadSync(); }`).length,
    ).toBeLessThanOrEqual(1);
  });

  it('3,000 calls in one function', () => {
    const calls = Array.from({ length: 3_000 }, (_, i) => `own(${String(i)});`).join('\n');
    const started = performance.now();
    expect(inAsync(`function own(n: number) { readFileSync(String(n)); } ${calls}`)).toHaveLength(
      3_000,
    );
    expect(
      inAsync(`many(); function own(n: number) { return n; } function many() { ${calls} }`),
    ).toEqual([]);
    expect(performance.now() - started).toBeLessThan(30_000);
  });

  it('a chain of 300 functions', () => {
    const links = Array.from(
      { length: 300 },
      (_, i) => `function f${String(i)}() { f${String(i + 1)}(); }`,
    ).join('\n');
    const code = `${NODE}${links}\nfunction f300() { readFileSync('a'); }\nexport async function g() { f0(); f298(); }`;
    expect(findings(code)).toEqual(['f298 → f299 → f300 → readFileSync']);
  });

  it('a deep expression', () => {
    const sum = Array.from({ length: 500 }, () => `'a'`).join(' + ');
    expect(inAsync(`own(); function own() { return readFileSync(path) + ${sum}; }`)).toEqual([
      'own → readFileSync',
    ]);
  });

  it('80 functions one in another', () => {
    const open = Array.from({ length: 80 }, () => `(() => {`).join(' ');
    expect(inAsync(`${open} readFileSync(path); ${'})();'.repeat(80)}`)).toEqual(['readFileSync']);
  });
});
