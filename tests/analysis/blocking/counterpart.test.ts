import type ts from 'typescript';
import { describe, expect, it } from 'vitest';

import { counterpartAt, inferredCounterpart } from '../../../src/analysis/blocking/counterpart.ts';
import { calleeOf } from '../../../src/analysis/callee.ts';
import { catalogueOf } from '../../../src/catalogue/catalogue.ts';
import { askAboutNode } from '../../support/ask-ts.ts';
import { FIXTURES } from '../../support/parser.ts';

const catalogue = catalogueOf([]);

/** Of the call after `here`, by its row: `readFile of node:fs/promises`, `.promises.readFile`, or why there is none. */
function counterpart(code: string, filename = 'file.ts'): string {
  return askAboutNode(
    code,
    (node, t): node is ts.CallExpression | ts.NewExpression =>
      t.isCallExpression(node) || t.isNewExpression(node),
    (call, typed) => {
      const callee = calleeOf(call, typed);
      if (callee.kind !== 'library') return 'no library function';
      const row = catalogue.row(callee.module, callee.name);
      const found = counterpartAt(call, row, undefined, typed);
      if (found.kind === 'none') return `none: ${found.because ?? 'it has none to write'}`;
      if (found.kind === 'written') return `written: ${found.name}`;
      return found.onReceiver === undefined
        ? `${found.name} of ${found.module ?? 'this file'}`
        : `.${found.onReceiver}`;
    },
    { folder: FIXTURES, filename },
  );
}

/** Of the call after `here`, by its name and types: `load`, `.load`, or `none`. */
function inferred(code: string): string {
  return askAboutNode(
    code,
    (node, t): node is ts.CallExpression => t.isCallExpression(node),
    (call, typed) => {
      const found = inferredCounterpart(call, typed);
      if (!found) return 'none';
      return found.onReceiver === undefined ? found.name : `.${found.onReceiver}`;
    },
    { folder: FIXTURES },
  );
}

describe('the counterpart that a row promises', () => {
  const named = (call: string): string =>
    `import { readFileSync, writeFileSync, statSync, existsSync, openSync, mkdirSync, readdirSync } from 'node:fs';
     export function f(path: string, url: URL, fd: number, either: string | number, bytes: Buffer, given: any, parts: string[]) { return [${call}]; }
     void [readFileSync, writeFileSync, statSync, existsSync, openSync, mkdirSync, readdirSync];`;

  it.for([
    ['a path', `/*here*/readFileSync(path)`],
    ['a path and an encoding', `/*here*/readFileSync(path, 'utf8')`],
    ['an option object', `/*here*/readFileSync(path, { encoding: 'utf8' })`],
    ['an URL', `/*here*/readFileSync(url)`],
    ['a path of bytes', `/*here*/readFileSync(bytes)`],
    ['any', `/*here*/readFileSync(given)`],
    ['parentheses', `/*here*/(readFileSync)(path)`],
  ] as const)('takes %s', ([, call]) => {
    expect(counterpart(named(call))).toBe('readFile of node:fs/promises');
  });

  it.for([
    [
      'a descriptor',
      `/*here*/readFileSync(fd)`,
      'none: its counterpart does not take these arguments',
    ],
    [
      'a path or a descriptor',
      `/*here*/readFileSync(either)`,
      'none: its counterpart does not take these arguments',
    ],
    [
      'a descriptor in a literal',
      `/*here*/readFileSync(0)`,
      'none: its counterpart does not take these arguments',
    ],
    [
      'a descriptor to write',
      `/*here*/writeFileSync(fd, 'a')`,
      'none: its counterpart does not take these arguments',
    ],
    [
      'spread arguments',
      `/*here*/readFileSync(...(parts as [string]))`,
      'none: its arguments are spread',
    ],
    [
      'throwIfNoEntry',
      `/*here*/statSync(path, { throwIfNoEntry: false })`,
      'none: `stat` does not know its option `throwIfNoEntry`',
    ],
    [
      'options that may hold it',
      `/*here*/statSync(path, given as { throwIfNoEntry?: boolean })`,
      'none: `stat` does not know its option `throwIfNoEntry`',
    ],
    [
      'options that are any',
      `/*here*/statSync(path, given)`,
      'none: `stat` does not know its option `throwIfNoEntry`',
    ],
    ['call', `/*here*/existsSync.call(null, path)`, 'none: it is not called directly'],
    ['openSync', `/*here*/openSync(path, 'r')`, 'none: it has none to write'],
  ] as const)('refuses %s', ([, call, answer]) => {
    expect(counterpart(named(call))).toBe(answer);
  });

  it.for([
    [
      'stat with other options',
      `/*here*/statSync(path, { bigint: true })`,
      'stat of node:fs/promises',
    ],
    ['a written form', `/*here*/existsSync(path)`, 'written: access'],
    ['what is unused', `/*here*/mkdirSync(path, { recursive: true })`, 'mkdir of node:fs/promises'],
    [
      'directory entries',
      `/*here*/readdirSync(path, { withFileTypes: true })`,
      'readdir of node:fs/promises',
    ],
    ['a directory’s names', `/*here*/readdirSync(path)`, 'readdir of node:fs/promises'],
  ] as const)('%s', ([, call, answer]) => {
    expect(counterpart(named(call))).toBe(answer);
  });

  it.for([
    [
      'on a namespace',
      `import * as fs from 'node:fs'; /*here*/fs.readFileSync('a');`,
      '.promises.readFile',
    ],
    ['on the default', `import fs from 'fs'; /*here*/fs.readFileSync('a');`, '.promises.readFile'],
    [
      'on an injected module',
      `export function f(io: typeof import('node:fs')) { /*here*/io.readFileSync('a'); }`,
      '.promises.readFile',
    ],
    [
      'on an object with only some of it',
      `export function f(io: Pick<typeof import('node:fs'), 'readFileSync'>) { /*here*/io.readFileSync('a'); }`,
      'readFile of node:fs/promises',
    ],
    [
      'through a re-export',
      `import { readFileSync } from './re-exports.ts'; /*here*/readFileSync('a');`,
      'readFile of node:fs/promises',
    ],
    [
      'on a method’s receiver',
      `import { opendirSync } from 'node:fs'; const dir = opendirSync('a'); /*here*/dir.readSync();`,
      '.read',
    ],
    [
      'of another module',
      `import { gzipSync } from 'node:zlib'; /*here*/gzipSync('a');`,
      'written: gzip',
    ],
    [
      'of exec',
      `import { execSync } from 'node:child_process'; /*here*/execSync('a');`,
      'written: exec',
    ],
  ] as const)('%s', ([, code, answer]) => {
    expect(counterpart(code)).toBe(answer);
  });

  it('in a CommonJS file', () => {
    expect(
      counterpart(`const fs = require('fs'); /*here*/fs.readFileSync('a');`, 'commonjs.cjs'),
    ).toBe('.promises.readFile');
    expect(
      counterpart(
        `const { readFileSync } = require('fs'); /*here*/readFileSync('a');`,
        'commonjs.cjs',
      ),
    ).toBe('readFile of node:fs/promises');
  });
});

describe('the counterpart that names and types show', () => {
  it.for([
    [
      'foo for fooSync',
      `load(path: string): Promise<string>; loadSync(path: string): string`,
      `/*here*/a.loadSync('a')`,
      '.load',
    ],
    [
      'fooAsync for fooSync',
      `loadAsync(path: string): Promise<string>; loadSync(path: string): string`,
      `/*here*/a.loadSync('a')`,
      '.loadAsync',
    ],
    [
      'promises.foo',
      `promises: { load(path: string): Promise<string> }; loadSync(path: string): string`,
      `/*here*/a.loadSync('a')`,
      '.promises.load',
    ],
    [
      'x.promise for x.sync',
      `promise(path: string): Promise<string>; sync(path: string): string`,
      `/*here*/a.sync('a')`,
      '.promise',
    ],
    [
      'load for load_sync',
      `load(path: string): Promise<string>; load_sync(path: string): string`,
      `/*here*/a.load_sync('a')`,
      '.load',
    ],
    [
      'a thenable',
      `load(path: string): PromiseLike<string>; loadSync(path: string): string`,
      `/*here*/a.loadSync('a')`,
      '.load',
    ],
    [
      'an overload of several',
      `load(path: string): Promise<string>; load(path: string, done: () => void): void; loadSync(path: string): string`,
      `/*here*/a.loadSync('a')`,
      '.load',
    ],
    [
      'an optional parameter',
      `load(path: string, options?: object): Promise<string>; loadSync(path: string): string`,
      `/*here*/a.loadSync('a')`,
      '.load',
    ],
    [
      'a rest parameter',
      `load(...paths: string[]): Promise<string>; loadSync(...paths: string[]): string`,
      `/*here*/a.loadSync('a', 'b')`,
      '.load',
    ],
    [
      'a type parameter',
      `load<T extends string>(path: T): Promise<T>; loadSync(path: string): string`,
      `/*here*/a.loadSync('a')`,
      '.load',
    ],
    [
      'a result that nobody uses',
      `load(): Promise<number>; loadSync(): string`,
      `/*here*/a.loadSync()`,
      '.load',
    ],
    [
      'a function property',
      `load: (path: string) => Promise<string>; loadSync: (path: string) => string`,
      `/*here*/a.loadSync('a')`,
      '.load',
    ],

    [
      'none of that name',
      `save(path: string): Promise<string>; loadSync(path: string): string`,
      `/*here*/a.loadSync('a')`,
      'none',
    ],
    [
      'no promise',
      `load(path: string): string; loadSync(path: string): string`,
      `/*here*/a.loadSync('a')`,
      'none',
    ],
    [
      'a promise of another type',
      `load(path: string): Promise<number>; loadSync(path: string): string`,
      `const b: unknown = /*here*/a.loadSync('a'); void b`,
      'none',
    ],
    [
      'a callback only',
      `load(path: string, done: (text: string) => void): void; loadSync(path: string): string`,
      `/*here*/a.loadSync('a')`,
      'none',
    ],
    [
      'a callback and a promise of its own',
      `load(path: string, done: (text: string) => void): Promise<string>; loadSync(path: string): string`,
      `/*here*/a.loadSync('a')`,
      'none',
    ],
    [
      'other arguments',
      `load(path: number): Promise<string>; loadSync(path: string): string`,
      `/*here*/a.loadSync('a')`,
      'none',
    ],
    [
      'no parameters',
      `load(): Promise<string>; loadSync(path: string): string`,
      `/*here*/a.loadSync('a')`,
      'none',
    ],
    [
      'a rest parameter of another type',
      `load(...paths: number[]): Promise<string>; loadSync(path: string): string`,
      `/*here*/a.loadSync('a')`,
      'none',
    ],
    [
      'an option that it does not know',
      `load(path: string, options?: { a?: 1 }): Promise<string>; loadSync(path: string, options?: { a?: 1; b?: 1 }): string`,
      `/*here*/a.loadSync('a', { b: 1 })`,
      'none',
    ],
    [
      'deprecated in one overload',
      `load(path: string, done: () => void): Promise<string>;\n /** @deprecated use another */ load(path: string): Promise<string>; loadSync(path: string): string`,
      `/*here*/a.loadSync('a')`,
      'none',
    ],
    [
      'deprecated in another overload',
      `load(path: string): Promise<string>;\n /** @deprecated use another */ load(path: string, done: () => void): void; loadSync(path: string): string`,
      `/*here*/a.loadSync('a')`,
      '.load',
    ],
    [
      'a deprecated function property',
      `\n /** @deprecated use another */ load: (path: string) => Promise<string>; loadSync(path: string): string`,
      `/*here*/a.loadSync('a')`,
      'none',
    ],
    [
      'deprecated',
      `\n /** @deprecated use another */ load(path: string): Promise<string>; loadSync(path: string): string`,
      `/*here*/a.loadSync('a')`,
      'none',
    ],
    [
      'spread arguments',
      `load(...paths: string[]): Promise<string>; loadSync(...paths: string[]): string`,
      `/*here*/a.loadSync(...['a'])`,
      'none',
    ],
    [
      'a Sync that returns a promise',
      `start(): Promise<void>; startSync(): Promise<void>`,
      `/*here*/a.startSync()`,
      'none',
    ],
    ['any', `load: any; loadSync(path: string): string`, `/*here*/a.loadSync('a')`, 'none'],
  ] as const)('%s', ([, members, use, answer]) => {
    expect(inferred(`interface A { ${members} } export function f(a: A) { ${use}; }`)).toBe(answer);
  });

  it.for([
    [
      'private',
      `class A { loadSync() { return ''; } private async load() { return ''; } run() { return this.load(); } } export function f(a: A) { /*here*/a.loadSync(); }`,
      'none',
    ],
    [
      'private, in its class',
      `class A { loadSync() { return ''; } private async load() { return ''; } run() { /*here*/this.loadSync(); return this.load(); } }`,
      '.load',
    ],
    [
      'protected',
      `class A { loadSync() { return ''; } protected async load() { return ''; } run() { return this.load(); } } export function f(a: A) { /*here*/a.loadSync(); }`,
      'none',
    ],
    [
      'inside itself',
      `class A { loadSync() { return ''; } async load() { return /*here*/this.loadSync(); } }`,
      'none',
    ],
    [
      'in a callback inside itself',
      `class A { loadSync() { return ''; } async load() { return [1].map(() => /*here*/this.loadSync()); } }`,
      'none',
    ],
    [
      'another method calls it',
      `class A { loadSync() { return ''; } async load() { return ''; } async both() { return /*here*/this.loadSync(); } }`,
      '.load',
    ],
    [
      'an export of the same file',
      `import { saveSync } from './settings.ts'; /*here*/saveSync('a', 'b');`,
      'save',
    ],
    [
      'under another name',
      `import { saveSync as put } from './settings.ts'; /*here*/put('a', 'b');`,
      'save',
    ],
    [
      'of a namespace',
      `import * as settings from './settings.ts'; /*here*/settings.saveSync('a', 'b');`,
      '.save',
    ],
    [
      'an export without one',
      `import { flushSync } from './settings.ts'; /*here*/flushSync();`,
      'none',
    ],
    [
      'a name that is not imported',
      `declare function loadSync(): string; /*here*/loadSync();`,
      'none',
    ],
    [
      'a local function of its file',
      `function loadSync() { return ''; } export async function load() { return ''; } /*here*/loadSync();`,
      'load',
    ],
  ] as const)('%s', ([, code, answer]) => {
    expect(inferred(code)).toBe(answer);
  });
});
