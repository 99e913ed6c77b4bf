import type ts from 'typescript';
import { describe, expect, it } from 'vitest';

import { waitsOnlyForItsOwn } from '../../../src/analysis/concurrency/own-work.ts';
import { catalogueOf } from '../../../src/catalogue/catalogue.ts';
import { askAboutNode } from '../../support/ask-ts.ts';
import { FIXTURES } from '../../support/parser.ts';

const catalogue = catalogueOf([]);

const HEAD = `
import { exec } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import * as fs from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
declare const emitter: EventEmitter;
declare const url: string;
declare const flags: { ready: boolean };
declare const files: string[];
declare function unknown(): Promise<string>;
declare const held: Promise<string>;
declare const store: { save(): Promise<void> };
`;

function waits(expression: string, before: string): boolean {
  return askAboutNode(
    `${HEAD}${before}\nexport async function holder() { const it = /*here*/${expression}; return it; }`,
    (node, t): node is ts.Expression =>
      t.isVariableDeclaration(node.parent) && node.parent.initializer === node,
    (node, typed) => waitsOnlyForItsOwn(node, typed, catalogue),
    { folder: FIXTURES },
  );
}

describe('a call that waits only for its own work', () => {
  it.each([
    ['reads a file', `readFile('x')`],
    ['sleeps', `sleep(10)`],
    ['fetches', `fetch(url)`],
    ['asks a digest', `crypto.subtle.digest('SHA-256', new Uint8Array())`],
    [
      'is a function that reads files',
      `load()`,
      `async function load() { const a = await readFile('a', 'utf8'); await writeFile('b', a); return a; }`,
    ],
    [
      'is a function that returns it',
      `load()`,
      `function load() { return readFile('a', 'utf8'); }`,
    ],
    ['is an arrow function', `load()`, `const load = () => readFile('a', 'utf8');`],
    ['is a method', `new A().load()`, `class A { async load() { return await readFile('a'); } }`],
    [
      'calls another',
      `load()`,
      `async function load() { return first(); } async function first() { await sleep(1); }`,
    ],
    [
      'recurs',
      `load(3)`,
      `async function load(n: number): Promise<void> { await sleep(1); if (n > 0) await load(n - 1); }`,
    ],
    [
      'fetches and reads the body',
      `load()`,
      `async function load() { const r = await fetch(url); return (await r.json()) as string; }`,
    ],
    [
      'fetches and reads the body in a chain',
      `load()`,
      `function load() { return fetch(url).then((r) => r.json()).catch(() => null); }`,
    ],
    [
      'waits for a timer of its own',
      `wait(1)`,
      `function wait(ms: number) { return new Promise<void>((done) => { setTimeout(done, ms); }); }`,
    ],
    [
      'waits for a timer of its own, in a closure',
      `wait(1)`,
      `const wait = (ms: number) => new Promise<number>((done) => { const start = Date.now(); setTimeout(() => { done(Date.now() - start); }, ms); });`,
    ],
    [
      'waits for the callback of a file',
      `load()`,
      `function load() { return new Promise<string>((done, fail) => { fs.readFile('x', 'utf8', (error, text) => { if (error) fail(error); else done(text); }); }); }`,
    ],
    ['runs a promisified function', `run('ls')`, `const run = promisify(exec);`],
    ['gathers', `Promise.all([readFile('a'), sleep(1), 1])`],
    ['gathers what is mapped', `Promise.all(files.map((each) => readFile(each)))`],
    [
      'gathers with an async function',
      `Promise.all(files.map(async (each) => { await readFile(each); }))`,
    ],
    [
      'loops over files',
      `load()`,
      `async function load() { for (const each of files) await readFile(each); }`,
    ],
    [
      'follows pages',
      `load()`,
      `async function load() { let next: string | null = url; while (next) { const page: Response = await fetch(next); next = page.headers.get('next'); } }`,
    ],
    [
      'tries three times',
      `load()`,
      `async function load() { for (let i = 0; i < 3; i++) { try { return await fetch(url); } catch { await sleep(100); } } return null; }`,
    ],
    [
      'starts first, waits later',
      `load()`,
      `async function load() { const a = readFile('a'); const b = readFile('b'); return [await a, await b]; }`,
    ],
    [
      'holds closures that are not called',
      `load()`,
      `async function load() { const f = async () => { await unknown(); }; await sleep(1); return f; }`,
    ],
    ['is one or the other', `files.length > 1 ? sleep(1) : readFile('x')`],
    ['is resolved', `Promise.resolve(1)`],
    [
      'calls a function that returns nothing',
      `load()`,
      `function log() { console.log('x'); } async function load() { await log(); await sleep(1).then(console.log); }`,
    ],
  ])('%s', (_, expression, before = '') => {
    expect(waits(expression, before)).toBe(true);
  });
});

describe('a call that may wait for something else', () => {
  it.each([
    ['is not known', `unknown()`],
    ['is a member of an interface', `store.save()`],
    ['waits for an event', `once(emitter, 'ready')`],
    ['waits for a stream', `pipeline(process.stdin, process.stdout)`],
    ['waits for a lock', `navigator.locks.request('x', () => {})`],
    ['is a promise of others', `held`],
    [
      'calls what waits for an event',
      `load()`,
      `async function load() { await sleep(1); await once(emitter, 'x'); }`,
    ],
    ['awaits a promise of others', `load()`, `async function load() { await held; }`],
    ['returns a promise of others', `load()`, `function load() { return held; }`],
    [
      'awaits a parameter',
      `load(held)`,
      `async function load(p: Promise<string>) { return await p; }`,
    ],
    [
      'calls a parameter',
      `load(unknown)`,
      `async function load(f: () => Promise<string>) { return await f(); }`,
    ],
    [
      'resolves when an event comes',
      `load()`,
      `function load() { return new Promise<void>((done) => { emitter.once('x', done); }); }`,
    ],
    [
      'resolves when an event or a timer comes',
      `load()`,
      `function load() { return new Promise<void>((done) => { emitter.once('x', () => { done(); }); setTimeout(done, 1); }); }`,
    ],
    [
      'hands its resolver out',
      `load()`,
      `let open: () => void; function load() { return new Promise<void>((done) => { open = done; }); }; export const o = () => open();`,
    ],
    [
      'waits for a flag',
      `load()`,
      `async function load() { while (!flags.ready) await sleep(10); }`,
    ],
    [
      'waits for ever until',
      `load()`,
      `async function load() { for (;;) { if (flags.ready) return; await sleep(10); } }`,
    ],
    [
      'waits for a field',
      `new A().load()`,
      `class A { ready = false; async load() { while (!this.ready) await sleep(10); } }`,
    ],
    [
      'waits for a variable that others set',
      `load()`,
      `async function load() { let done = false; emitter.once('x', () => { done = true; }); while (!done) await sleep(10); }`,
    ],
    [
      'awaits a void method of an interface',
      `load()`,
      `async function load() { await (store as unknown as { run(): void }).run(); }`,
    ],
    [
      'calls listeners',
      `load()`,
      `declare const listeners: (() => void)[]; async function load() { await Promise.allSettled(listeners.map((each) => each())); }`,
    ],
    [
      'polls',
      `load()`,
      `async function load() { let ok = false; while (!ok) { ok = (await fetch(url)).ok; await sleep(10); } }`,
    ],
    [
      'goes through a stream',
      `load()`,
      `async function load() { for await (const each of process.stdin) console.log(each); }`,
    ],
    [
      'reads the body of what it was given',
      `load(new Request(url))`,
      `async function load(r: Request) { return await r.text(); }`,
    ],
    ['goes on with what is not known', `readFile('x').then(() => unknown())`],
    ['gathers what is not known', `Promise.all([readFile('a'), unknown()])`],
    ['gathers what others started', `Promise.all(ps)`, `declare const ps: Promise<void>[];`],
    [
      'disposes',
      `load()`,
      `async function load(r?: AsyncDisposable) { await using x = r!; console.log(typeof x); }`,
    ],
    [
      'is overridden',
      `a.load()`,
      `class A { async load() {} } class B extends A { override async load() { await held; } } declare const a: A; new B();`,
    ],
    ['is never resolved', `new Promise<void>(() => {})`],
    ['is any', `(store as any).save()`],
  ])('%s', (_, expression, before = '') => {
    expect(waits(expression, before)).toBe(false);
  });
});
