import type ts from 'typescript';
import { describe, expect, it } from 'vitest';

import { asyncContextOf } from '../../src/analysis/async-context.ts';
import { catalogueOf } from '../../src/catalogue/catalogue.ts';
import { askAboutNode } from '../support/ask-ts.ts';
import { FIXTURES } from '../support/parser.ts';

const catalogue = catalogueOf([]);

/** Who runs the call after `here`: `async-function`, `handler of express`, `none`; `in place` if a callback stands between. */
function context(code: string, filename = 'file.ts'): string {
  return askAboutNode(
    `${code}\nfunction f(...given: unknown[]): any { return given; }`,
    (node, t): node is ts.CallExpression => t.isCallExpression(node),
    (call, typed) => {
      const found = asyncContextOf(call, typed, catalogue);
      if (!found) return 'none';
      const server = found.server === undefined ? '' : ` of ${found.server}`;
      return `${found.kind}${server}${found.inPlace ? ', in place' : ''}`;
    },
    { folder: FIXTURES, filename },
  );
}

const ASYNC = 'async-function';
const IN_PLACE = 'async-function, in place';
const NONE = 'none';

type Rows = readonly (readonly [name: string, code: string, answer: string])[];

function check(rows: Rows): void {
  it.for(rows)('%s', ([, code, answer]) => {
    expect(context(code)).toBe(answer);
  });
}

describe('an async function', () => {
  check([
    ['a declaration', `export async function g() { /*here*/f(); }`, ASYNC],
    ['an expression', `export const g = async function () { /*here*/f(); };`, ASYNC],
    ['an arrow function', `export const g = async () => /*here*/f();`, ASYNC],
    ['a method', `export class A { async load() { /*here*/f(); } }`, ASYNC],
    ['a static method', `export class A { static async load() { /*here*/f(); } }`, ASYNC],
    [
      'a private method',
      `export class A { async #load() { /*here*/f(); } run() { return this.#load(); } }`,
      ASYNC,
    ],
    ['a method of an object', `export const a = { async load() { /*here*/f(); } };`, ASYNC],
    ['an async generator', `export async function* g() { yield /*here*/f(); }`, ASYNC],
    ['a default of its parameter', `export async function g(a = /*here*/f()) { return a; }`, ASYNC],
    ['a default in a pattern', `export async function g({ a = /*here*/f() }) { return a; }`, ASYNC],
    ['an immediately invoked one at the top', `void (async () => { /*here*/f(); })();`, ASYNC],
    ['one that an array method calls', `[1].map(async () => { /*here*/f(); });`, ASYNC],
    ['one that is a field', `export class A { load = async () => { /*here*/f(); }; }`, ASYNC],
    ['one in an async one', `export async function g() { return async () => /*here*/f(); }`, ASYNC],
    ['a loop in it', `export async function g() { for (const a of [1]) /*here*/f(a); }`, ASYNC],
  ]);
});

describe('code that runs in place in an async function', () => {
  const rows: [string, string][] = [
    ['an immediately invoked arrow function', `(() => { /*here*/f(); })();`],
    ['an immediately invoked function', `(function () { /*here*/f(); })();`],
    ['one that is called by call', `(function () { /*here*/f(); }).call(undefined);`],
    ['one that is bound and called', `(function () { /*here*/f(); }).bind(undefined)();`],
    ['map', `[1].map((a) => /*here*/f(a));`],
    ['a bound callback of map', `[1].map(function (a: number) { /*here*/f(a); }.bind(undefined));`],
    ['filter', `[1].filter((a) => /*here*/f(a));`],
    ['forEach', `[1].forEach((a) => { /*here*/f(a); });`],
    ['some', `[1].some((a) => /*here*/f(a));`],
    ['every', `[1].every((a) => /*here*/f(a));`],
    ['find', `[1].find((a) => /*here*/f(a));`],
    ['findLast', `[1].findLast((a) => /*here*/f(a));`],
    ['flatMap', `[1].flatMap((a) => [/*here*/f(a)]);`],
    ['reduce', `[1].reduce((sum, a) => { /*here*/f(a); return sum; }, 0);`],
    ['sort', `[1].sort((a, b) => /*here*/f(a, b));`],
    ['toSorted', `[1].toSorted((a, b) => /*here*/f(a, b));`],
    ['an optional map', `([1] as number[] | undefined)?.map((a) => /*here*/f(a));`],
    ['a map of a readonly array', `([1] as readonly number[]).map((a) => /*here*/f(a));`],
    ['a map of a tuple', `([1, 2] as [number, number]).map((a) => /*here*/f(a));`],
    ['a map of a typed array', `new Uint8Array(1).map((a) => /*here*/f(a));`],
    ['Array.from', `Array.from([1], (a) => /*here*/f(a));`],
    ['Array.from of a length', `Array.from({ length: 3 }, (_, i) => /*here*/f(i));`],
    ['Map#forEach', `new Map().forEach((a) => { /*here*/f(a); });`],
    ['Set#forEach', `new Set([1]).forEach((a) => { /*here*/f(a); });`],
    ['replace', `'a'.replace(/a/, (a) => /*here*/f(a));`],
    ['replaceAll', `'a'.replaceAll('a', (a) => /*here*/f(a));`],
    ['a reviver of JSON.parse', `JSON.parse('1', (_, a: unknown) => /*here*/f(a));`],
    ['a replacer of JSON.stringify', `JSON.stringify(1, (_, a: unknown) => /*here*/f(a));`],
    ['a Promise executor', `await new Promise<void>((resolve) => { /*here*/f(); resolve(); });`],
    ['two deep', `[1].map((a) => [a].map((b) => /*here*/f(b)));`],
    [
      'parentheses and assertions around it',
      `[1].map(((a: number) => /*here*/f(a)) as (a: number) => number);`,
    ],
    ['an element of Promise.all', `await Promise.all([1].map((a) => /*here*/f(a)));`],
  ];
  it.for(rows)('%s', ([, code]) => {
    expect(context(`export async function g() { ${code} }`)).toBe(IN_PLACE);
  });
});

describe('a synchronous function ends the context', () => {
  check([
    ['the top level', `/*here*/f();`, NONE],
    ['the top level with await', `await Promise.resolve(); /*here*/f();`, NONE],
    ['an IIFE at the top', `(() => { /*here*/f(); })();`, NONE],
    ['a callback in place at the top', `[1].map((a) => /*here*/f(a));`, NONE],
    ['a function', `export function g() { /*here*/f(); }`, NONE],
    [
      'a nested function',
      `export async function g() { function h() { /*here*/f(); } return h; }`,
      NONE,
    ],
    [
      'a nested arrow function',
      `export async function g() { const h = () => /*here*/f(); return h; }`,
      NONE,
    ],
    ['a returned function', `export async function g() { return () => /*here*/f(); }`, NONE],
    [
      'a callback in place of a synchronous one',
      `export async function g() { return () => [1].map((a) => /*here*/f(a)); }`,
      NONE,
    ],
    ['a generator', `export function* g() { yield /*here*/f(); }`, NONE],
    [
      'a generator in an async function',
      `export async function g() { return (function* () { yield /*here*/f(); })(); }`,
      NONE,
    ],
    ['a method', `export class A { load() { /*here*/f(); } }`, NONE],
    [
      'a method of an object in an async function',
      `export async function g() { return { load() { /*here*/f(); } }; }`,
      NONE,
    ],
    [
      'a getter in an async function',
      `export async function g() { return { get a() { return /*here*/f(); } }; }`,
      NONE,
    ],
    [
      'a function passed to a function of the program',
      `export async function g() { h(() => /*here*/f()); } function h(a: () => void) { a(); }`,
      NONE,
    ],
    [
      'a function passed to a parameter',
      `export async function g(h: (a: () => void) => void) { h(() => /*here*/f()); }`,
      NONE,
    ],
    [
      'a map that is not the language’s',
      `class Tree { map(a: () => void) { return a; } } export async function g() { new Tree().map(() => /*here*/f()); }`,
      NONE,
    ],
    [
      'a then that is not the language’s',
      `class Chain { then(a: () => void) { return a; } } export function g() { new Chain().then(() => /*here*/f()); }`,
      NONE,
    ],
    [
      'a Promise that is not the language’s',
      `class Promise { constructor(a: () => void) { a(); } } export function g() { return new Promise(() => /*here*/f()); }`,
      NONE,
    ],
    [
      'an own Promise in an async function',
      `export async function g() { class Promise { constructor(a: () => void) { void a; } } return new Promise(() => /*here*/f()) as unknown as undefined; }`,
      NONE,
    ],
    [
      'a callback of an iterator, which runs when it is iterated',
      `export async function g() { return [1].values().map((a) => /*here*/f(a)); }`,
      NONE,
    ],
  ]);
});

describe('a class', () => {
  check([
    [
      'a field runs in the constructor',
      `export async function g() { return class { a = /*here*/f(); }; }`,
      NONE,
    ],
    [
      'a static field runs where the class stands',
      `export async function g() { return class { static a = /*here*/f(); }; }`,
      ASYNC,
    ],
    [
      'a static block',
      `export async function g() { return class { static { /*here*/f(); } }; }`,
      ASYNC,
    ],
    ['a static block at the top', `export class A { static { /*here*/f(); } }`, NONE],
    ['a decorator', `export async function g() { @(/*here*/f()) class A {} return A; }`, ASYNC],
    [
      'a decorator of a method',
      `export async function g() { class A { @(/*here*/f()) m() {} } return A; }`,
      ASYNC,
    ],
    [
      'a computed name',
      `export async function g() { return class { [/*here*/f() as string]() {} }; }`,
      ASYNC,
    ],
    [
      'a computed name of an async method',
      `export function g() { return { async [/*here*/f() as string]() {} }; }`,
      NONE,
    ],
    [
      'what it extends',
      `export async function g() { return class extends (/*here*/f() as ObjectConstructor) {}; }`,
      ASYNC,
    ],
    [
      'a constructor',
      `export async function g() { return class { constructor() { /*here*/f(); } }; }`,
      NONE,
    ],
    [
      'a field of an immediate instance',
      `export async function g() { return new (class { a = /*here*/f(); })(); }`,
      NONE,
    ],
  ]);
});

describe('a reaction', () => {
  check([
    ['then', `Promise.resolve(1).then((a) => /*here*/f(a));`, 'reaction'],
    [
      'the second callback of then',
      `Promise.resolve(1).then(undefined, (a) => /*here*/f(a));`,
      'reaction',
    ],
    ['catch', `Promise.resolve(1).catch((a: unknown) => /*here*/f(a));`, 'reaction'],
    ['finally', `Promise.resolve(1).finally(() => { /*here*/f(); });`, 'reaction'],
    [
      'in an async function',
      `export async function g() { await Promise.resolve(1).then((a) => /*here*/f(a)); }`,
      'reaction',
    ],
    [
      'of a PromiseLike',
      `export function g(a: PromiseLike<number>) { a.then((b) => /*here*/f(b)); }`,
      'reaction',
    ],
    [
      'a function expression',
      `Promise.resolve(1).then(function (a) { /*here*/f(a); });`,
      'reaction',
    ],
    [
      'a callback in place in it',
      `Promise.resolve([1]).then((all) => all.map((a) => /*here*/f(a)));`,
      'reaction, in place',
    ],
    [
      'of a class that extends Promise',
      `class Task<T> extends Promise<T> {} export function g(a: Task<number>) { a.then((b) => /*here*/f(b)); }`,
      'reaction',
    ],
    [
      'optional',
      `export function g(a?: Promise<number>) { a?.then((b) => /*here*/f(b)); }`,
      'reaction',
    ],
  ]);
});

describe('a request handler of Node', () => {
  const http = `import http from 'node:http'; import type { IncomingMessage, ServerResponse } from 'node:http';\n`;
  check(
    (
      [
        [
          'of createServer',
          `http.createServer((req, res) => { /*here*/f(req, res); });`,
          'handler of node:http',
        ],
        [
          'a function expression',
          `http.createServer(function (req, res) { /*here*/f(req, res); });`,
          'handler of node:http',
        ],
        [
          'after options',
          `http.createServer({ keepAlive: true }, (req, res) => { /*here*/f(req, res); });`,
          'handler of node:http',
        ],
        [
          'under a named import',
          `import { createServer } from 'node:http'; createServer((req, res) => { /*here*/f(req, res); });`,
          'handler of node:http',
        ],
        [
          'of https',
          `import https from 'https'; https.createServer({}, (req, res) => { /*here*/f(req, res); });`,
          'handler of node:https',
        ],
        [
          'of http2',
          `import http2 from 'node:http2'; http2.createSecureServer({}, (req, res) => { /*here*/f(req, res); });`,
          'handler of node:http2',
        ],
        [
          'by its name',
          `function handle(req: IncomingMessage, res: ServerResponse) { /*here*/f(req, res); } http.createServer(handle);`,
          'handler of node:http',
        ],
        [
          'by the name of a constant',
          `const handle: http.RequestListener = (req, res) => { /*here*/f(req, res); }; http.createServer(handle);`,
          'handler of node:http',
        ],
        [
          'by the name of a function expression',
          `const handle = function (req: IncomingMessage, res: ServerResponse) { /*here*/f(req, res); }; http.createServer(handle);`,
          'handler of node:http',
        ],
        [
          'by a name that is handed over in a function',
          `function handle(req: IncomingMessage) { /*here*/f(req); } export const start = () => http.createServer(handle);`,
          'handler of node:http',
        ],
        [
          'on request',
          `const server = http.createServer(); server.on('request', (req, res) => { /*here*/f(req, res); });`,
          'handler of node:http',
        ],
        [
          'once request',
          `const server = http.createServer(); server.once('request', (req, res) => { /*here*/f(req, res); });`,
          'handler of node:http',
        ],
        [
          'on request of new Server',
          `const server = new http.Server(); server.on('request', (req, res) => { /*here*/f(req, res); });`,
          'handler of node:http',
        ],
        [
          'on request by name',
          `function handle(req: IncomingMessage) { /*here*/f(req); } const server = http.createServer(); server.on('request', handle);`,
          'handler of node:http',
        ],
        [
          'another event',
          `const server = http.createServer(); server.on('listening', () => { /*here*/f(); });`,
          'event',
        ],
        [
          'a request that the program makes',
          `http.get('http://a', (res) => { /*here*/f(res); });`,
          NONE,
        ],
        [
          'a callback in place in it',
          `http.createServer((req, res) => { [req].forEach((a) => { /*here*/f(a, res); }); });`,
          'handler of node:http, in place',
        ],
        ['an async one', `http.createServer(async (req, res) => { /*here*/f(req, res); });`, ASYNC],
        [
          'a function of the same name as none',
          `function handle(req: IncomingMessage) { /*here*/f(req); } export { handle };`,
          NONE,
        ],
        [
          'a function handed over beside one of its name',
          `function handle(req: IncomingMessage) { /*here*/f(req); } export function start(handle: http.RequestListener) { http.createServer(handle); } export { handle as first };`,
          NONE,
        ],
      ] as const
    ).map(([name, code, answer]) => [name, http + code, answer] as const),
  );
});

describe('a request handler of a framework', () => {
  it.for([
    [
      'a verb of express',
      `import express = require('express'); const app = express(); app.get('/', (req, res) => { /*here*/f(req, res); });`,
      'handler of express',
    ],
    [
      'a second handler',
      `import express = require('express'); const app = express(); app.post('/', (req, res, next) => { next(); }, (req, res) => { /*here*/f(req, res); });`,
      'handler of express',
    ],
    [
      'middleware of express',
      `import express = require('express'); const app = express(); app.use((req, res, next) => { /*here*/f(req, res); next(); });`,
      'handler of express',
    ],
    [
      'a router of express',
      `import express = require('express'); const router = express.Router(); router.get('/', (req, res) => { /*here*/f(req, res); });`,
      'handler of express',
    ],
    [
      'a handler by its name',
      `import express = require('express'); const app = express(); function home(req: { url: string }) { /*here*/f(req); } app.get('/', home);`,
      'handler of express',
    ],
    [
      'a constant by its name',
      `import express = require('express'); const app = express(); const home = (req: { url: string }) => { /*here*/f(req); }; app.get('/', home);`,
      'handler of express',
    ],
    [
      'the callback of listen',
      `import express = require('express'); express().listen(80, () => { /*here*/f(); });`,
      NONE,
    ],
    [
      'an event of the application',
      `import express = require('express'); express().on('mount', () => { /*here*/f(); });`,
      'event',
    ],
    [
      'fastify',
      `import fastify from 'fastify'; fastify().get('/', (req) => /*here*/f(req));`,
      'handler of fastify',
    ],
    [
      'a hook of fastify',
      `import fastify from 'fastify'; fastify().addHook('onRequest', (req) => { /*here*/f(req); });`,
      'handler of fastify',
    ],
    [
      'a route of fastify',
      `import fastify from 'fastify'; fastify().route({ method: 'GET', url: '/', handler: (req) => /*here*/f(req) });`,
      'handler of fastify',
    ],
    [
      'a route of fastify as a method',
      `import fastify from 'fastify'; fastify().route({ method: 'GET', url: '/', handler(req) { return /*here*/f(req); } });`,
      'handler of fastify',
    ],
    [
      'koa',
      `import Koa = require('koa'); new Koa().use((ctx) => { /*here*/f(ctx); });`,
      'handler of koa',
    ],
    [
      'the router of koa',
      `import Router = require('@koa/router'); new Router().get('/', (ctx) => { /*here*/f(ctx); });`,
      'handler of @koa/router',
    ],
    [
      'an event of koa',
      `import Koa = require('koa'); new Koa().on('error', () => { /*here*/f(); });`,
      'event',
    ],
    [
      'a server that nobody knows',
      `import { serve } from 'unknown-server'; serve().get('/', (req) => { /*here*/f(req); });`,
      NONE,
    ],
    [
      'a method get that is no server’s',
      `class Cache { get(key: string, make: (key: string) => void) { make(key); } } export const cache = new Cache(); cache.get('a', (key) => { /*here*/f(key); });`,
      NONE,
    ],
  ] as const)('%s', ([, code, answer]) => {
    expect(context(code, 'file.cts')).toBe(answer);
  });
});

describe('timers and events, which count only on request', () => {
  check([
    ['setTimeout', `setTimeout(() => { /*here*/f(); }, 1);`, 'timer'],
    ['setInterval', `setInterval(() => { /*here*/f(); }, 1);`, 'timer'],
    ['setImmediate', `setImmediate(() => { /*here*/f(); });`, 'timer'],
    ['queueMicrotask', `queueMicrotask(() => { /*here*/f(); });`, 'timer'],
    [
      'setTimeout of node:timers',
      `import timers from 'node:timers'; timers.setTimeout(() => { /*here*/f(); }, 1);`,
      'timer',
    ],
    ['process.nextTick', `process.nextTick(() => { /*here*/f(); });`, 'timer'],
    [
      'in an async function',
      `export async function g() { setTimeout(() => { /*here*/f(); }, 1); }`,
      'timer',
    ],
    [
      'an own setTimeout',
      `function setTimeout(a: () => void) { a(); } setTimeout(() => { /*here*/f(); });`,
      NONE,
    ],
    ['on', `process.stdin.on('data', () => { /*here*/f(); });`, 'event'],
    ['once', `process.stdin.once('data', () => { /*here*/f(); });`, 'event'],
    ['addEventListener', `window.addEventListener('load', () => { /*here*/f(); });`, 'event'],
    [
      'a callback of Node',
      `import fs from 'node:fs'; fs.readFile('a', () => { /*here*/f(); });`,
      NONE,
    ],
  ]);
});
