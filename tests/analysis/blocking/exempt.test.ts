import type ts from 'typescript';
import { describe, expect, it } from 'vitest';

import {
  exitFollows,
  isExitHook,
  isMemoized,
  isWorkerFile,
} from '../../../src/analysis/blocking/exempt.ts';
import type { TypedProgram } from '../../../src/analysis/typescript.ts';
import { askAboutNode } from '../../support/ask-ts.ts';
import { FIXTURES } from '../../support/parser.ts';

/** Asks about the call after `here`; `f` and `write` stand for functions that block. */
function ask(
  code: string,
  question: (call: ts.CallExpression, typed: TypedProgram) => boolean,
  filename = 'file.ts',
): boolean {
  return askAboutNode(
    `${code}\nfunction f(...given: unknown[]): any { return given; }\n`,
    (node, t): node is ts.CallExpression => t.isCallExpression(node),
    question,
    { folder: FIXTURES, filename },
  );
}

describe('an exit hook', () => {
  /** Whether the function around `here` is one. */
  const isHook = (code: string): boolean =>
    ask(code, (call, typed) => {
      const around = typed.ts.findAncestor(call, (each) => typed.ts.isFunctionLike(each));
      return isExitHook(around as ts.FunctionLikeDeclaration, typed);
    });

  it.for([
    ['exit', `process.on('exit', () => { /*here*/f(); });`],
    ['once exit', `process.once('exit', () => { /*here*/f(); });`],
    ['beforeExit', `process.on('beforeExit', () => { /*here*/f(); });`],
    ['SIGINT', `process.on('SIGINT', async () => { /*here*/f(); });`],
    ['SIGTERM', `process.addListener('SIGTERM', function () { /*here*/f(); });`],
    ['uncaughtException', `process.on('uncaughtException', (error) => { /*here*/f(error); });`],
    ['unhandledRejection', `process.on('unhandledRejection', (error) => { /*here*/f(error); });`],
    ['by its name', `process.on('exit', save); async function save() { /*here*/f(); }`],
    [
      'by the name of a constant',
      `const save = async () => { /*here*/f(); }; process.on('SIGINT', save);`,
    ],
    [
      'for several events',
      `const save = async () => { /*here*/f(); }; process.on('SIGINT', save); process.on('SIGTERM', save);`,
    ],
    [
      'called by the hook',
      `process.on('SIGINT', () => { void save(); }); async function save() { /*here*/f(); }`,
    ],
    [
      'process imported',
      `import process from 'node:process'; process.on('exit', () => { /*here*/f(); });`,
    ],
    [
      'process imported under another name',
      `import { default as own } from 'node:process'; own.on('exit', () => { /*here*/f(); });`,
    ],
  ] as const)('%s', ([, code]) => {
    expect(isHook(code)).toBe(true);
  });

  it.for([
    ['another event of the process', `process.on('message', () => { /*here*/f(); });`],
    ['a warning', `process.on('warning', () => { /*here*/f(); });`],
    ['another emitter', `process.stdin.on('exit', () => { /*here*/f(); });`],
    [
      'a child process',
      `import { spawn } from 'node:child_process'; const child = spawn('a'); child.on('exit', () => { /*here*/f(); });`,
    ],
    [
      'a child that is called process',
      `import { spawn } from 'node:child_process'; export function run() { const process = spawn('a'); process.on('exit', () => { /*here*/f(); }); }`,
    ],
    [
      'a named function that others call too',
      `process.on('exit', save); export async function run() { await save(); } async function save() { /*here*/f(); }`,
    ],
    [
      'a function of a hook’s name elsewhere',
      `process.on('exit', save); function save() {} export function run() { async function save() { /*here*/f(); } return save(); }`,
    ],
    [
      'an event that only its variable names',
      `export function on(event: 'exit') { process.on(event, () => { /*here*/f(); }); }`,
    ],
    [
      'a function that nobody hands over',
      `export async function save() { /*here*/f(); } process.on('exit', () => {});`,
    ],
  ] as const)('not %s', ([, code]) => {
    expect(isHook(code)).toBe(false);
  });
});

describe('a worker’s file', () => {
  const isWorker = (code: string, filename?: string): boolean =>
    ask(
      `${code}\n/*here*/f();`,
      (call, typed) => isWorkerFile(call.getSourceFile(), typed),
      filename,
    );

  it.for([
    [
      'takes from its parent',
      `import { parentPort } from 'node:worker_threads'; parentPort?.on('message', f);`,
    ],
    [
      'takes under another name',
      `import { parentPort as port } from 'worker_threads'; port?.on('message', f);`,
    ],
    ['is a web worker', `onmessage = () => { f(); };`],
    ['is a web worker of self', `self.onmessage = () => { f(); };`],
    [
      'takes from its parent by its namespace',
      `import * as threads from 'node:worker_threads'; threads.parentPort?.on('message', f);`,
    ],
    ['exposes functions by threads', `import { expose } from 'threads/worker'; expose({ f });`],
    ['exposes functions by comlink', `import * as Comlink from 'comlink'; Comlink.expose({ f });`],
    [
      'exposes functions by workerpool',
      `import workerpool from 'workerpool'; workerpool.worker({ f });`,
    ],
  ] as const)('%s', ([, code]) => {
    expect(isWorker(code)).toBe(true);
  });

  it('takes from its parent by require', () => {
    expect(
      isWorker(
        `const { parentPort } = require('worker_threads'); parentPort?.on('message', f);`,
        'commonjs.cjs',
      ),
    ).toBe(true);
  });

  it.for([
    ['one that starts workers', `import { Worker } from 'node:worker_threads'; new Worker('a');`],
    [
      'one that asks where it runs, and starts workers',
      `import { isMainThread, parentPort, Worker } from 'node:worker_threads'; if (isMainThread) new Worker(import.meta.filename); else parentPort?.postMessage(1);`,
    ],
    [
      'the page’s side of a worker',
      `const worker = new Worker('a'); worker.onmessage = () => { f(); };`,
    ],
    [
      'one that exposes functions to a worker',
      `import * as Comlink from 'comlink'; declare const port: MessagePort; Comlink.expose({ f }, port);`,
    ],
    ['one that exposes otherwise', `declare function expose(api: object): void; expose({ f });`],
    ['a plain file', `f();`],
  ] as const)('not %s', ([, code]) => {
    expect(isWorker(code)).toBe(false);
  });
});

describe('the process exits after it', () => {
  const exits = (body: string): boolean =>
    ask(
      `export async function g(bad: boolean, all: string[], p: Promise<void>): Promise<unknown> { ${body} return undefined; }`,
      (call, typed) => exitFollows(call, typed),
    );

  it.for([
    ['at once', `/*here*/f(); process.exit(1);`],
    ['after another call', `/*here*/f(); console.error('bad'); process.exit(1);`],
    ['after a declaration', `const a = [/*here*/f()]; const b = a; void b; process.exit(1);`],
    ['abort', `/*here*/f(); process.abort();`],
    ['in a branch', `if (bad) { /*here*/f(); process.exit(1); }`],
    ['after the branch', `if (bad) { /*here*/f(); } process.exit(1);`],
    ['after a branch without a block', `if (bad) /*here*/f(); process.exit(1);`],
    ['in a clause', `switch (all.length) { case 1: /*here*/f(); process.exit(1); }`],
    ['in a catch clause', `try { await p; } catch { /*here*/f(); process.exit(1); }`],
    ['after an await', `await p; /*here*/f(); process.exit(1);`],
    [
      'after a function that awaits',
      `/*here*/f(); const later = async () => { await p; }; void later; process.exit(1);`,
    ],
  ] as const)('%s', ([, body]) => {
    expect(exits(body)).toBe(true);
  });

  it.for([
    ['never', `/*here*/f();`],
    ['in a branch only', `/*here*/f(); if (bad) process.exit(1);`],
    ['in another branch', `if (bad) { /*here*/f(); } else { process.exit(1); }`],
    ['after an await', `/*here*/f(); await p; process.exit(1);`],
    ['after an await in the statement', `await Promise.all([p, /*here*/f()]); process.exit(1);`],
    ['after an await in its arguments', `/*here*/f(); process.exit(await p.then(() => 1));`],
    ['after a loop', `for (const a of all) { /*here*/f(a); } process.exit(1);`],
    [
      'after a loop that follows',
      `/*here*/f(); for (const a of all) await p.then(() => a); process.exit(1);`,
    ],
    ['after a return', `if (bad) return /*here*/f(); process.exit(1);`],
    ['after a return in a block', `if (bad) { return /*here*/f(); } process.exit(1);`],
    ['after a throw', `if (bad) throw /*here*/f(); process.exit(1);`],
    ['after a return that may follow', `/*here*/f(); if (bad) return undefined; process.exit(1);`],
    ['after a function around it', `all.forEach((a) => { /*here*/f(a); }); process.exit(1);`],
    [
      'after a try whose catch goes on',
      `try { /*here*/f(); process.stdout.write('a'); } catch { return undefined; } process.exit(1);`,
    ],
    ['an exit that is no process’s', `const own = { exit() {} }; /*here*/f(); own.exit();`],
  ] as const)('not %s', ([, body]) => {
    expect(exits(body)).toBe(false);
  });
});

describe('a memo guard', () => {
  const memoized = (code: string): boolean => ask(code, (call, typed) => isMemoized(call, typed));

  it.for([
    ['??=', `let cache: string | undefined; export const get = () => (cache ??= /*here*/f());`],
    ['||=', `let cache = ''; export const get = () => (cache ||= /*here*/f());`],
    [
      '??= around a call',
      `let cache: unknown; export const get = () => (cache ??= JSON.parse(/*here*/f()));`,
    ],
    [
      '?? and an assignment',
      `let cache: string | undefined; export const get = () => cache ?? (cache = /*here*/f());`,
    ],
    [
      '|| and an assignment',
      `let cache = ''; export const get = () => cache || (cache = /*here*/f());`,
    ],
    [
      'if not',
      `let cache = ''; export function get() { if (!cache) cache = /*here*/f(); return cache; }`,
    ],
    [
      'if not, in a block',
      `let cache: string | undefined; export function get() { if (!cache) { const text = /*here*/f(); cache = text; } return cache; }`,
    ],
    [
      'if undefined',
      `let cache: string | undefined; export function get() { if (cache === undefined) cache = /*here*/f(); return cache; }`,
    ],
    [
      'if null',
      `let cache: string | null = null; export function get() { if (cache == null) cache = /*here*/f(); return cache; }`,
    ],
    [
      'if loaded',
      `let loaded = false; let cache = ''; export function get() { if (!loaded) { loaded = true; cache = /*here*/f(); } return cache; }`,
    ],
    [
      'return if present',
      `let cache: string | undefined; export function get() { if (cache) return cache; cache = /*here*/f(); return cache; }`,
    ],
    [
      'return if not undefined',
      `let cache: string | undefined; export function get() { if (cache !== undefined) { return cache; } const text = /*here*/f(); cache = text; return text; }`,
    ],
    [
      'a property of this',
      `export class A { #cache: string | undefined; get() { return (this.#cache ??= /*here*/f()); } }`,
    ],
    [
      'a static property',
      `export class A { static cache: string | undefined; static get() { return (A.cache ??= /*here*/f()); } }`,
    ],
    [
      'a property of a module’s object',
      `const state: { cache?: string } = {}; export const get = () => (state.cache ??= /*here*/f());`,
    ],
    [
      'an element of an object',
      `const cache: Record<string, string> = {}; export const get = (key: string) => (cache[key] ??= /*here*/f());`,
    ],
    [
      'an entry of a map',
      `const cache = new Map<string, string>(); export function get(key: string) { if (!cache.has(key)) cache.set(key, /*here*/f()); return cache.get(key); }`,
    ],
    [
      'an entry of a map, by a local',
      `const cache = new Map<string, string>(); export function get(key: string) { let text = cache.get(key); if (text === undefined) { text = /*here*/f(); cache.set(key, String(text)); } return text; }`,
    ],
    [
      'return the entry if present',
      `const cache = new Map<string, string>(); export function get(key: string) { const known = cache.get(key); if (known !== undefined) return known; const text = /*here*/f(); cache.set(key, String(text)); return text; }`,
    ],
    [
      'return the element if there is one',
      `const cache: Record<string, string> = {}; export function get(key: string) { if (key in cache) return cache[key]; return (cache[key] = /*here*/f()); }`,
    ],
    [
      'a variable of the function around',
      `export function make() { let cache: string | undefined; return () => (cache ??= /*here*/f()); }`,
    ],
  ] as const)('%s', ([, code]) => {
    expect(memoized(code)).toBe(true);
  });

  it.for([
    ['no guard', `let cache = ''; export function get() { cache = /*here*/f(); return cache; }`],
    [
      'a map of the call',
      `export function get(key: string) { const cache = new Map<string, string>(); if (!cache.has(key)) cache.set(key, /*here*/f()); return cache.get(key); }`,
    ],
    [
      'another map is filled',
      `const cache = new Map<string, string>(); const other = new Map<string, string>(); export function get(key: string) { if (!cache.has(key)) other.set(key, /*here*/f()); return cache.get(key); }`,
    ],
    [
      'a map’s get',
      `const cache = new Map<string, string>(); export function get(key: string) { return cache.get(key) ?? /*here*/f(); }`,
    ],
    [
      'a local cache',
      `export function get() { let cache: string | undefined; cache ??= /*here*/f(); return cache; }`,
    ],
    ['a parameter', `export function get(cache?: string) { cache ??= /*here*/f(); return cache; }`],
    [
      'a property of a parameter',
      `export function get(a: { cache?: string }) { return (a.cache ??= /*here*/f()); }`,
    ],
    [
      'a value that is not kept',
      `let cache: string | undefined; export const get = () => cache ?? /*here*/f(); export const set = (a: string) => { cache = a; };`,
    ],
    [
      'a guard of something else',
      `let cache = ''; export let on = false; export function get() { if (!on) cache = /*here*/f(); return cache; }`,
    ],
    [
      'the other branch',
      `let cache = ''; export function get() { if (!cache) cache = 'a'; else /*here*/f(); return cache; }`,
    ],
    [
      'a call before the guard',
      `let cache: string | undefined; export function get() { /*here*/f(); if (cache) return cache; cache = 'a'; return cache; }`,
    ],
    [
      'a call in the test',
      `let cache = ''; export function get() { if (/*here*/f() === cache) cache = 'a'; return cache; }`,
    ],
    [
      'a return of something else',
      `let cache = ''; export function get() { if (cache) return 'a'; cache = /*here*/f(); return cache; }`,
    ],
    [
      'a function in it that is called later',
      `let cache: (() => string) | undefined; export const get = () => (cache ??= () => /*here*/f());`,
    ],
  ] as const)('not %s', ([, code]) => {
    expect(memoized(code)).toBe(false);
  });
});
