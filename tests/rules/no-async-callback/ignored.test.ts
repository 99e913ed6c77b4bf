import { describe } from 'vitest';

import rule from '../../../src/rules/no-async-callback.ts';
import { ruleTester } from '../../support/rule-tester.ts';

describe('arguments', () => {
  ruleTester.run('no-async-callback', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'a handler of Express whose errors go to `next`',
        code: `
declare function load(url: string): Promise<void>;
import express from 'express';
express().get('/', (request, response, next) => load(request.url).catch(next));
`,
      },
      {
        name: 'the same where Express takes what is thrown before there is a promise',
        code: `
declare function load(url: string): Promise<void>;
import express from 'express';
express().get('/', (request, response, next) => load(String(JSON.parse(request.url))).catch(next));
express().get('/', (request, response, next) => load(String(JSON.parse(request.url))).then(() => undefined, next));
express().get('/', (request, response, next) => load(String(JSON.parse(request.url))).catch(() => next()));
`,
      },
      {
        name: 'with a handler of its own',
        code: `
declare function save(name: string): Promise<void>;
setInterval(() => void save('a').catch(console.error), 10);
`,
      },
      {
        name: 'a timer that waits for nothing',
        code: `
declare function save(name: string): Promise<void>;
setTimeout(() => {
  console.log('now');
}, 10);
`,
      },
      {
        name: 'of an emitter that handles rejections',
        code: `
declare function save(name: string): Promise<void>;
import { EventEmitter } from 'node:events';
export const bus = new EventEmitter({ captureRejections: true });
bus.on('name', async (name: string) => {
  await save(name);
});
class Bus extends EventEmitter {
  constructor() {
    super({ captureRejections: true });
    this.on('name', async (name: string) => { await save(name); });
  }
}
new Bus().once('name', save);
`,
      },
      {
        name: 'a listener of socket.io that cannot reject, and what is no listener',
        code: `
declare function save(name: string): Promise<void>;
import type { Socket } from 'socket.io';
export function serve(socket: Socket) {
  socket.on('name', async (name: string) => { await save(name).catch(() => undefined); });
  socket.use(async (event) => { await save(event); });
}
`,
      },
      {
        name: 'a listener that is removed',
        code: `
declare function save(name: string): Promise<void>;
import { EventEmitter } from 'node:events';
export const bus = new EventEmitter();
bus.off('name', save);
bus.removeListener('name', save);
removeEventListener('name', () => save('a'));
`,
      },
      {
        name: 'Fastify and Koa by their types',
        code: `
declare function save(name: string): Promise<void>;
import fastify from 'fastify';
import Koa from 'koa';
fastify().get('/', async () => { await save('a'); });
new Koa().use(async (context, next) => { await next(); context.body = ''; });
`,
      },
      {
        name: 'plugins of Fastify, which may return a promise in place of the callback of their type',
        code: `
declare function save(name: string): Promise<void>;
import type { FastifyPluginCallback } from 'fastify';
export const plugin: FastifyPluginCallback = async (instance) => { await save('a'); instance.get('/', () => 1); };
export function dashboard(): FastifyPluginCallback {
  return async () => { await save('a'); };
}
`,
      },
      {
        name: 'promise reactions, and executors that catch or chain',
        code: `
declare function save(name: string): Promise<void>;
export const saved = new Promise<void>(async (resolve, reject) => {
  try {
    await save('a');
    resolve();
  } catch (error) {
    reject(error);
  }
});
export const chained = new Promise<void>((resolve, reject) => save('a').then(resolve, reject));
const nap = (ms: number) => new Promise<void>((resolve) => { setTimeout(resolve, ms); });
export const later = new Promise<void>((resolve) => nap(1).then(resolve));
export function start() {
  return save('a').then(async () => save('b')).catch(() => save('c')).finally(async () => { await save('d'); });
}
`,
      },
      {
        name: 'one that takes promises, too',
        code: `
declare function save(name: string): Promise<void>;
declare function either(work: () => void | Promise<void>): void;
declare function union(work: (() => void) | (() => Promise<void>)): void;
declare function overloaded(work: () => void): void;
declare function overloaded(work: () => Promise<void>): void;
declare function anything(work: () => unknown): void;
declare function any(work: () => any): void;
declare function generic<T>(work: () => T): T;
declare function constrained<F extends () => void>(work: F): F;
either(async () => { await save('a'); });
union(async () => { await save('a'); });
overloaded(async () => { await save('a'); });
anything(async () => { await save('a'); });
any(async () => { await save('a'); });
void generic(async () => { await save('a'); });
constrained(async () => { await save('a'); });
`,
      },
      {
        name: 'one whose body waits',
        code: `
declare function save(name: string): Promise<void>;
async function first(work: () => void) { await work(); }
async function second(work: () => void) { await Promise.resolve(work()); }
async function third(work: () => void) { await first(async () => work()); }
class Task {
  constructor(private readonly work: () => void) {}
  async run() { await this.work(); }
}
class Later {
  work?: () => void;
  set(work: () => void) { this.work = work; }
  async run() { await this.work?.(); }
}
await first(async () => { await save('a'); });
await second(async () => { await save('a'); });
await third(async () => { await save('a'); });
await new Task(async () => { await save('a'); }).run();
new Later().set(async () => { await save('a'); });
`,
      },
      {
        name: 'what may be a promise by an assertion',
        code: `
declare function save(name: string): Promise<void>;
declare function later(work: () => void): void;
later((async () => { await save('a'); }) as () => void);
`,
      },
      {
        name: 'a handler that a server library makes',
        code: `
import { createServer } from 'node:http';
import Koa from 'koa';
createServer(new Koa().callback()).listen(80);
`,
      },
      {
        name: 'functions that return `any`',
        code: `
declare function save(name: string): Promise<void>;
declare function load(): any;
setTimeout(() => load(), 10);
setTimeout(load, 10);
`,
      },
      {
        name: 'overloads of which one takes a callback',
        code: `
declare function save(name: string): Promise<void>;
declare function load(done: () => void): void;
declare function load(): Promise<void>;
setTimeout(load, 10);
`,
      },
      {
        name: 'async generators',
        code: `
declare function save(name: string): Promise<void>;
setTimeout(async function* () { yield await save('a'); }, 10);
`,
      },
    ],
    invalid: [
      {
        name: 'an executor',
        code: `
declare function save(name: string): Promise<void>;
export const saved = new Promise<void>(async (resolve) => {
  await save('a');
  resolve();
});
`,
        errors: [
          {
            messageId: 'executor',
            data: { name: 'new Promise' },
            line: 3,
            column: 40,
            endLine: 3,
            endColumn: 58,
            suggestions: [
              {
                messageId: 'catchInside',
                data: { code: 'try { … } catch (error) { … }' },
                output: `
declare function save(name: string): Promise<void>;
export const saved = new Promise<void>(async (resolve, reject) => {
  try {
    await save('a');
    resolve();
  } catch (error) {
    reject(error);
  }
});
`,
              },
            ],
          },
        ],
      },
      {
        name: 'an executor of one expression',
        code: `
declare function load(): Promise<string>;
export const loaded = new Promise<string>(async (ok) => ok(await load()));
`,
        errors: [
          {
            messageId: 'executor',
            data: { name: 'new Promise' },
            line: 3,
            column: 43,
            endLine: 3,
            endColumn: 56,
            suggestions: [],
          },
        ],
      },
      {
        name: 'an executor that returns a promise',
        code: `
declare function save(name: string): Promise<void>;
export const saved = new Promise<void>((resolve) => {
  return save('a').then(resolve);
});
`,
        errors: [
          {
            messageId: 'executor',
            data: { name: 'new Promise' },
            line: 3,
            column: 40,
            endLine: 3,
            endColumn: 52,
            suggestions: [],
          },
        ],
      },
      {
        name: 'a timer',
        code: `
declare function save(name: string): Promise<void>;
setTimeout(async () => {
  await save('a');
}, 10);
`,
        errors: [
          {
            messageId: 'timer',
            data: { name: 'setTimeout' },
            line: 3,
            column: 12,
            endLine: 3,
            endColumn: 23,
            suggestions: [
              {
                messageId: 'catchInside',
                data: { code: 'try { … } catch (error) { … }' },
                output: `
declare function save(name: string): Promise<void>;
setTimeout(async () => {
  try {
    await save('a');
  } catch (error) {
    console.error(error);
  }
}, 10);
`,
              },
            ],
          },
        ],
      },
      {
        name: 'a timer whose callback returns a promise',
        code: `
declare function save(name: string): Promise<void>;
setInterval(() => save('a'), 10);
`,
        errors: [
          {
            messageId: 'timer',
            data: { name: 'setInterval' },
            line: 3,
            column: 13,
            endLine: 3,
            endColumn: 18,
            suggestions: [
              {
                messageId: 'catchInside',
                data: { code: '.catch(console.error)' },
                output: `
declare function save(name: string): Promise<void>;
setInterval(() => save('a').catch(console.error), 10);
`,
              },
            ],
          },
        ],
      },
      {
        name: 'process.nextTick takes any function',
        code: `
declare function save(name: string): Promise<void>;
process.nextTick(async () => {
  await save('a');
});
`,
        errors: [
          {
            messageId: 'timer',
            data: { name: 'nextTick' },
            line: 3,
            column: 18,
            endLine: 3,
            endColumn: 29,
            suggestions: [
              {
                messageId: 'catchInside',
                data: { code: 'try { … } catch (error) { … }' },
                output: `
declare function save(name: string): Promise<void>;
process.nextTick(async () => {
  try {
    await save('a');
  } catch (error) {
    console.error(error);
  }
});
`,
              },
            ],
          },
        ],
      },
      {
        name: 'queueMicrotask and setImmediate',
        code: `
declare function save(name: string): Promise<void>;
queueMicrotask(async () => save('a'));
setImmediate(async () => await save('b'));
`,
        errors: [
          {
            messageId: 'timer',
            data: { name: 'queueMicrotask' },
            line: 3,
            column: 16,
            endLine: 3,
            endColumn: 27,
            suggestions: [
              {
                messageId: 'catchInside',
                data: { code: 'try { … } catch (error) { … }' },
                output: `
declare function save(name: string): Promise<void>;
queueMicrotask(async () => { try { await save('a'); } catch (error) { console.error(error); } });
setImmediate(async () => await save('b'));
`,
              },
            ],
          },
          {
            messageId: 'timer',
            data: { name: 'setImmediate' },
            line: 4,
            column: 14,
            endLine: 4,
            endColumn: 25,
            suggestions: [
              {
                messageId: 'catchInside',
                data: { code: 'try { … } catch (error) { … }' },
                output: `
declare function save(name: string): Promise<void>;
queueMicrotask(async () => save('a'));
setImmediate(async () => { try { await save('b'); } catch (error) { console.error(error); } });
`,
              },
            ],
          },
        ],
      },
      {
        name: 'a reference',
        code: `
declare function save(name: string): Promise<void>;
class Poll {
  poll = async () => { await save('a'); };
  start() { setTimeout(this.poll, 10); }
}
new Poll().start();
`,
        errors: [
          {
            messageId: 'timer',
            data: { name: 'setTimeout' },
            line: 5,
            column: 24,
            endLine: 5,
            endColumn: 33,
            suggestions: [
              {
                messageId: 'catchInside',
                data: { code: '() => this.poll().catch(console.error)' },
                output: `
declare function save(name: string): Promise<void>;
class Poll {
  poll = async () => { await save('a'); };
  start() { setTimeout(() => this.poll().catch(console.error), 10); }
}
new Poll().start();
`,
              },
            ],
          },
        ],
      },
      {
        name: 'a listener of socket.io, whose types say that it may be async',
        code: `
declare function save(name: string): Promise<void>;
import type { Socket } from 'socket.io';
export function serve(socket: Socket) {
  socket.on('name', async (name: string) => { await save(name); });
  socket.on('other', save);
}
`,
        errors: [
          {
            messageId: 'listener',
            data: { name: 'on' },
            line: 5,
            column: 21,
            endLine: 5,
            endColumn: 44,
            suggestions: [
              {
                messageId: 'catchInside',
                data: { code: 'try { … } catch (error) { … }' },
                output: `
declare function save(name: string): Promise<void>;
import type { Socket } from 'socket.io';
export function serve(socket: Socket) {
  socket.on('name', async (name: string) => { try { await save(name); } catch (error) { console.error(error); } });
  socket.on('other', save);
}
`,
              },
            ],
          },
          {
            messageId: 'listener',
            data: { name: 'on' },
            line: 6,
            column: 22,
            endLine: 6,
            endColumn: 26,
          },
        ],
      },
      {
        name: 'a listener of the client of socket.io',
        code: `
declare function save(name: string): Promise<void>;
import type { Emitter } from '@socket.io/component-emitter';
export function connect(socket: Emitter) {
  socket.once('name', save);
}
`,
        errors: [
          {
            messageId: 'listener',
            data: { name: 'once' },
            line: 5,
            column: 23,
            endLine: 5,
            endColumn: 27,
          },
        ],
      },
      {
        name: 'a listener',
        code: `
declare function save(name: string): Promise<void>;
import { EventEmitter } from 'node:events';
export const bus = new EventEmitter();
bus.on('name', async (name: string) => {
  await save(name);
});
`,
        errors: [
          {
            messageId: 'listener',
            data: { name: 'on' },
            line: 5,
            column: 16,
            endLine: 5,
            endColumn: 39,
            suggestions: [
              {
                messageId: 'catchInside',
                data: { code: 'try { … } catch (error) { … }' },
                output: `
declare function save(name: string): Promise<void>;
import { EventEmitter } from 'node:events';
export const bus = new EventEmitter();
bus.on('name', async (name: string) => {
  try {
    await save(name);
  } catch (error) {
    console.error(error);
  }
});
`,
              },
            ],
          },
        ],
      },
      {
        name: 'a listener by reference: it must stay the same',
        code: `
declare function save(name: string): Promise<void>;
import { EventEmitter } from 'node:events';
export const bus = new EventEmitter();
bus.on('name', save);
`,
        errors: [
          {
            messageId: 'listener',
            data: { name: 'on' },
            line: 5,
            column: 16,
            endLine: 5,
            endColumn: 20,
            suggestions: null,
          },
        ],
      },
      {
        name: 'of the DOM',
        code: `
declare function save(name: string): Promise<void>;
export function watch(element: HTMLElement) {
  element.addEventListener('click', async () => {
    await save('a');
  });
}
`,
        errors: [
          {
            messageId: 'listener',
            data: { name: 'addEventListener' },
            line: 4,
            column: 37,
            endLine: 4,
            endColumn: 48,
            suggestions: [
              {
                messageId: 'catchInside',
                data: { code: 'try { … } catch (error) { … }' },
                output: `
declare function save(name: string): Promise<void>;
export function watch(element: HTMLElement) {
  element.addEventListener('click', async () => {
    try {
      await save('a');
    } catch (error) {
      console.error(error);
    }
  });
}
`,
              },
            ],
          },
        ],
      },
      {
        name: 'a server',
        code: `
declare function save(name: string): Promise<void>;
import { createServer } from 'node:http';
createServer(async (request, response) => {
  await save(request.url ?? '');
  response.end();
}).listen(80);
`,
        errors: [
          {
            messageId: 'handler',
            data: { name: 'createServer' },
            line: 4,
            column: 14,
            endLine: 4,
            endColumn: 42,
            suggestions: [
              {
                messageId: 'catchInside',
                data: { code: 'try { … } catch (error) { … }' },
                output: `
declare function save(name: string): Promise<void>;
import { createServer } from 'node:http';
createServer(async (request, response) => {
  try {
    await save(request.url ?? '');
    response.end();
  } catch (error) {
    console.error(error);
    response.statusCode = 500;
    response.end();
  }
}).listen(80);
`,
              },
            ],
          },
        ],
      },
      {
        name: 'a handler that the program makes',
        code: `
declare function save(name: string): Promise<void>;
import { createServer } from 'node:http';
const callback = (name: string) => () => save(name);
createServer(callback('a')).listen(80);
`,
        errors: [
          {
            messageId: 'handler',
            data: { name: 'createServer' },
            line: 5,
            column: 14,
            endLine: 5,
            endColumn: 27,
            suggestions: null,
          },
        ],
      },
      {
        name: 'Express 4',
        code: `
declare function save(name: string): Promise<void>;
import express from 'express';
express().get('/', async (request, response) => {
  await save(request.url);
  response.send('ok');
});
`,
        errors: [
          {
            messageId: 'handler',
            data: { name: 'get' },
            line: 4,
            column: 20,
            endLine: 4,
            endColumn: 48,
            suggestions: null,
          },
        ],
      },
      {
        name: 'handlers of Express that are named: an error handler keeps its four parameters',
        code: `
import express from 'express';
interface Response { send(text: string): void }
declare function load(request: { url: string }, response: Response): Promise<void>;
declare function check(request: object, response: object, next: () => void): Promise<void>;
declare function fail(error: Error, request: object, response: Response, next: () => void): Promise<void>;
const app = express();
app.get('/', check, load);
app.use(fail);
`,
        errors: [
          {
            messageId: 'handler',
            data: { name: 'get' },
            line: 8,
            column: 14,
            endLine: 8,
            endColumn: 19,
            suggestions: null,
          },
          {
            messageId: 'handler',
            data: { name: 'get' },
            line: 8,
            column: 21,
            endLine: 8,
            endColumn: 25,
            suggestions: null,
          },
          {
            messageId: 'handler',
            data: { name: 'use' },
            line: 9,
            column: 9,
            endLine: 9,
            endColumn: 13,
            suggestions: [],
          },
        ],
      },
      {
        name: 'a handler of Express that calls another, with a `next` that takes no error',
        code: `
import express from 'express';
declare function load(url: string): Promise<void>;
express().get('/', (request, response, next) => load(request.url));
`,
        errors: [
          {
            messageId: 'handler',
            data: { name: 'get' },
            line: 4,
            column: 20,
            endLine: 4,
            endColumn: 48,
            suggestions: null,
          },
        ],
      },
      {
        name: 'Express 4, with `next`',
        code: `
declare function save(name: string): Promise<void>;
import express from 'express';
express().get('/', async (request, response, next) => {
  await save(request.url);
  next();
});
`,
        errors: [
          {
            messageId: 'handler',
            data: { name: 'get' },
            line: 4,
            column: 20,
            endLine: 4,
            endColumn: 54,
            suggestions: null,
          },
        ],
      },
      {
        name: 'a function that takes one that returns nothing',
        code: `
declare function save(name: string): Promise<void>;
declare function later(work: () => void): void;
later(async () => {
  await save('a');
});
`,
        errors: [
          {
            messageId: 'argument',
            data: { name: 'later' },
            line: 4,
            column: 7,
            endLine: 4,
            endColumn: 18,
            suggestions: [
              {
                messageId: 'catchInside',
                data: { code: 'try { … } catch (error) { … }' },
                output: `
declare function save(name: string): Promise<void>;
declare function later(work: () => void): void;
later(async () => {
  try {
    await save('a');
  } catch (error) {
    console.error(error);
  }
});
`,
              },
            ],
          },
        ],
      },
      {
        name: 'one whose body does not',
        code: `
declare function save(name: string): Promise<void>;
function run(work: () => void) { work(); }
class Task {
  constructor(private readonly work: () => void) {}
  run() { this.work(); }
}
run(async () => { await save('a'); });
new Task(async () => { await save('a'); }).run();
`,
        errors: [
          {
            messageId: 'argument',
            data: { name: 'run' },
            line: 8,
            column: 5,
            endLine: 8,
            endColumn: 16,
            suggestions: [
              {
                messageId: 'catchInside',
                data: { code: 'try { … } catch (error) { … }' },
                output: `
declare function save(name: string): Promise<void>;
function run(work: () => void) { work(); }
class Task {
  constructor(private readonly work: () => void) {}
  run() { this.work(); }
}
run(async () => { try { await save('a'); } catch (error) { console.error(error); } });
new Task(async () => { await save('a'); }).run();
`,
              },
            ],
          },
          {
            messageId: 'argument',
            data: { name: 'Task' },
            line: 9,
            column: 10,
            endLine: 9,
            endColumn: 21,
            suggestions: [
              {
                messageId: 'catchInside',
                data: { code: 'try { … } catch (error) { … }' },
                output: `
declare function save(name: string): Promise<void>;
function run(work: () => void) { work(); }
class Task {
  constructor(private readonly work: () => void) {}
  run() { this.work(); }
}
run(async () => { await save('a'); });
new Task(async () => { try { await save('a'); } catch (error) { console.error(error); } }).run();
`,
              },
            ],
          },
        ],
      },
      {
        name: 'rest parameters',
        code: `
declare function save(name: string): Promise<void>;
declare function all(...works: (() => void)[]): void;
all(() => {}, async () => { await save('a'); });
`,
        errors: [
          {
            messageId: 'argument',
            data: { name: 'all' },
            line: 4,
            column: 15,
            endLine: 4,
            endColumn: 26,
            suggestions: [
              {
                messageId: 'catchInside',
                data: { code: 'try { … } catch (error) { … }' },
                output: `
declare function save(name: string): Promise<void>;
declare function all(...works: (() => void)[]): void;
all(() => {}, async () => { try { await save('a'); } catch (error) { console.error(error); } });
`,
              },
            ],
          },
        ],
      },
      {
        name: 'through a conditional and parentheses',
        code: `
declare function save(name: string): Promise<void>;
declare const really: boolean;
declare function later(work?: () => void): void;
later(really ? (async () => { await save('a'); }) : undefined);
`,
        errors: [
          {
            messageId: 'argument',
            data: { name: 'later' },
            line: 5,
            column: 17,
            endLine: 5,
            endColumn: 28,
            suggestions: [
              {
                messageId: 'catchInside',
                data: { code: 'try { … } catch (error) { … }' },
                output: `
declare function save(name: string): Promise<void>;
declare const really: boolean;
declare function later(work?: () => void): void;
later(really ? (async () => { try { await save('a'); } catch (error) { console.error(error); } }) : undefined);
`,
              },
            ],
          },
        ],
      },
      {
        name: 'those that may return a promise',
        code: `
declare function save(name: string): Promise<void>;
declare function load(): void | Promise<void>;
setTimeout(() => load(), 10);
setTimeout(load, 10);
`,
        errors: [
          {
            messageId: 'timer',
            data: { name: 'setTimeout' },
            line: 4,
            column: 12,
            endLine: 4,
            endColumn: 17,
            suggestions: null,
          },
          {
            messageId: 'timer',
            data: { name: 'setTimeout' },
            line: 5,
            column: 12,
            endLine: 5,
            endColumn: 16,
            suggestions: null,
          },
        ],
      },
      {
        name: 'an arrow function over several lines, with a type',
        code: `
declare function save(name: string): Promise<void>;
setTimeout(async (
  name: string,
): Promise<void> => {
  await save(name);
}, 10, 'a');
`,
        errors: [
          {
            messageId: 'timer',
            data: { name: 'setTimeout' },
            line: 3,
            column: 12,
            endLine: 5,
            endColumn: 20,
            suggestions: [
              {
                messageId: 'catchInside',
                data: { code: 'try { … } catch (error) { … }' },
                output: `
declare function save(name: string): Promise<void>;
setTimeout(async (
  name: string,
): Promise<void> => {
  try {
    await save(name);
  } catch (error) {
    console.error(error);
  }
}, 10, 'a');
`,
              },
            ],
          },
        ],
      },
      {
        name: 'a callback in a callback',
        code: `
declare function save(name: string): Promise<void>;
declare const names: string[];
setTimeout(async () => {
  setTimeout(async () => {
    await save('a');
  }, 10);
  await save('b');
}, 10);
`,
        errors: [
          {
            messageId: 'timer',
            data: { name: 'setTimeout' },
            line: 4,
            column: 12,
            endLine: 4,
            endColumn: 23,
            suggestions: [
              {
                messageId: 'catchInside',
                data: { code: 'try { … } catch (error) { … }' },
                output: `
declare function save(name: string): Promise<void>;
declare const names: string[];
setTimeout(async () => {
  try {
    setTimeout(async () => {
      await save('a');
    }, 10);
    await save('b');
  } catch (error) {
    console.error(error);
  }
}, 10);
`,
              },
            ],
          },
          {
            messageId: 'timer',
            data: { name: 'setTimeout' },
            line: 5,
            column: 14,
            endLine: 5,
            endColumn: 25,
            suggestions: [
              {
                messageId: 'catchInside',
                data: { code: 'try { … } catch (error) { … }' },
                output: `
declare function save(name: string): Promise<void>;
declare const names: string[];
setTimeout(async () => {
  setTimeout(async () => {
    try {
      await save('a');
    } catch (error) {
      console.error(error);
    }
  }, 10);
  await save('b');
}, 10);
`,
              },
            ],
          },
        ],
      },
      {
        name: 'a bound method',
        code: `
declare function save(name: string): Promise<void>;
class Poll {
  async poll() { await save('a'); }
  start() { setTimeout(this.poll.bind(this), 10); }
}
new Poll().start();
`,
        errors: [
          {
            messageId: 'timer',
            data: { name: 'setTimeout' },
            line: 5,
            column: 24,
            endLine: 5,
            endColumn: 44,
            suggestions: null,
          },
        ],
      },
    ],
  });
});

describe('functions that cannot reject', () => {
  ruleTester.run('no-async-callback', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'every path is caught',
        code: `
declare function save(name: string): Promise<void>;
import { EventEmitter } from 'node:events';
declare const names: string[];
new EventEmitter().on('name', async (name: string) => {
  try {
    await save(name);
  } catch (error) {
    console.error(error);
  }
});
async function quietly(name: string) {
  try { await save(name); } catch { console.error('no'); }
}
setTimeout(async () => { await quietly('a'); }, 10);
setTimeout(quietly, 10, 'a');
setTimeout(() => save('a').catch(console.error), 10);
names.forEach(quietly);
export const onDone: () => void = async () => { await quietly('a'); };
`,
      },
    ],
    invalid: [
      {
        name: 'what runs before the `try` is not',
        code: `
declare function save(name: string): Promise<void>;
setTimeout(async () => {
  await save('a');
  try { await save('b'); } catch { console.error('no'); }
}, 10);
setTimeout(() => save('a').catch((error: unknown) => { throw error; }), 10);
`,
        errors: [
          {
            messageId: 'timer',
            data: { name: 'setTimeout' },
            line: 3,
            column: 12,
            endLine: 3,
            endColumn: 23,
            suggestions: [
              {
                messageId: 'catchInside',
                data: { code: 'try { … } catch (error) { … }' },
                output: `
declare function save(name: string): Promise<void>;
setTimeout(async () => {
  try {
    await save('a');
    try { await save('b'); } catch { console.error('no'); }
  } catch (error) {
    console.error(error);
  }
}, 10);
setTimeout(() => save('a').catch((error: unknown) => { throw error; }), 10);
`,
              },
            ],
          },
          {
            messageId: 'timer',
            data: { name: 'setTimeout' },
            line: 7,
            column: 12,
            endLine: 7,
            endColumn: 17,
            suggestions: [
              {
                messageId: 'catchInside',
                data: { code: '.catch(console.error)' },
                output: `
declare function save(name: string): Promise<void>;
setTimeout(async () => {
  await save('a');
  try { await save('b'); } catch { console.error('no'); }
}, 10);
setTimeout(() => save('a').catch((error: unknown) => { throw error; }).catch(console.error), 10);
`,
              },
            ],
          },
        ],
      },
    ],
  });
});

describe('React', () => {
  ruleTester.run('no-async-callback', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'an effect that starts a function',
        code: `
declare function save(name: string): Promise<void>;
declare function useEffect(effect: () => void | (() => void)): void;
export function Page() {
  useEffect(() => { void save('a'); return () => {}; });
}
`,
      },
    ],
    invalid: [
      {
        name: 'an effect returns its cleanup',
        code: `
declare function save(name: string): Promise<void>;
declare function useEffect(effect: () => void | (() => void)): void;
export function Page() {
  // @ts-expect-error: it must return a function
  useEffect(async () => { await save('a'); });
}
`,
        errors: [
          {
            messageId: 'effect',
            data: { name: 'useEffect' },
            line: 6,
            column: 13,
            endLine: 6,
            endColumn: 24,
            suggestions: null,
          },
        ],
      },
    ],
  });
});

describe('other places', () => {
  ruleTester.run('no-async-callback', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'a property whose result somebody awaits',
        code: `
declare function save(name: string): Promise<void>;
interface Options { onDone: () => void }
export async function run(options: Options) { await options.onDone(); }
await run({ onDone: async () => { await save('a'); } });
interface More { onEnd: () => void }
export async function end({ onEnd }: More) { await onEnd(); }
await end({ onEnd: async () => { await save('a'); } });
`,
      },
      {
        name: 'a property that takes promises',
        code: `
declare function save(name: string): Promise<void>;
interface Options { onDone: () => void | Promise<void>; onEnd: () => unknown }
export const options: Options = { onDone: async () => { await save('a'); }, onEnd: async () => { await save('a'); } };
`,
      },
      {
        name: 'a variable without a type',
        code: `
declare function save(name: string): Promise<void>;
export const done = async () => { await save('a'); };
export const same = done;
`,
      },
      {
        name: 'those that may return promises, static ones, private ones',
        code: `
declare function save(name: string): Promise<void>;
interface Service { start(): void | Promise<void>; stop(): unknown }
class Base { static make(): void {} }
export class Server extends Base implements Service {
  async start() { await save('a'); }
  async stop() { await save('a'); }
  static async make() { await save('a'); }
  async #close() { await save('a'); }
  end() { return this.#close(); }
}
`,
      },
      {
        name: 'inherited members that somebody awaits through the base',
        code: `
declare function save(name: string): Promise<void>;
interface Service { start(): void }
export class Server implements Service {
  async start() { await save('a'); }
}
export async function run(service: Service) { await service.start(); }
`,
      },
      {
        name: 'an async function that waits for nothing',
        code: `
import { EventEmitter } from 'node:events';
declare function note(name: string): void;
const bus = new EventEmitter();
bus.on('data', async (name: string) => { const text = name; note(text); });
['a'].forEach(async (name) => { note(name); return; });
class Peers {
  constructor() { bus.on('data', (name) => this.#send(name)); }
  async #send(name: string) { note(name); }
}
export const peers = new Peers();
`,
      },
      {
        name: 'a listener that another function makes, and that catches',
        code: `
declare function report(error: unknown): Promise<void>;
function listenerFor(kind: string) {
  const title = kind;
  async function listener(error: unknown) {
    try { await report(error); } catch (failed) { console.error(title, failed); }
    process.exit(1);
  }
  return listener;
}
process.on('uncaughtException', listenerFor('exception'));
`,
      },
      {
        name: 'an executor that passes its errors on',
        code: `
declare function load(): Promise<string>;
declare function log(error: unknown): void;
export const name = new Promise(async (resolve, reject) => {
  try {
    resolve(await load());
  } catch (error) {
    log(error);
    reject(error);
  }
});
`,
      },
      {
        name: 'a member that is kept among functions of all kinds',
        code: `
declare function save(name: string): Promise<void>;
interface Hooks { after: () => void }
const all: Function[] = [];
export function use(hooks: Hooks) { all.push(hooks.after); }
export const hooks: Hooks = { after: async () => { await save('a'); } };
`,
      },
      {
        name: 'hooks of a base class of a package in JavaScript',
        code: `
import { Helper } from 'base-helper';
export class Browser extends Helper {
  async before() { await fetch('/'); }
}
`,
        filename: 'module.js',
      },
      {
        name: 'hooks of an untyped base class in JavaScript',
        code: `
class Helper {
  before() {}
}
export class Browser extends Helper {
  async before() { await fetch('/'); }
}
`,
        filename: 'module.js',
      },
    ],
    invalid: [
      {
        name: 'a property',
        code: `
declare function save(name: string): Promise<void>;
interface Options { onDone: () => void; onError?: (error: Error) => void }
export const options: Options = {
  onDone: async () => { await save('a'); },
  async onError(error) { await save(error.message); },
};
`,
        errors: [
          {
            messageId: 'property',
            data: { name: 'onDone' },
            line: 5,
            column: 11,
            endLine: 5,
            endColumn: 22,
            suggestions: [
              {
                messageId: 'catchInside',
                data: { code: 'try { … } catch (error) { … }' },
                output: `
declare function save(name: string): Promise<void>;
interface Options { onDone: () => void; onError?: (error: Error) => void }
export const options: Options = {
  onDone: async () => { try { await save('a'); } catch (error) { console.error(error); } },
  async onError(error) { await save(error.message); },
};
`,
              },
            ],
          },
          {
            messageId: 'property',
            data: { name: 'onError' },
            line: 6,
            column: 3,
            endLine: 6,
            endColumn: 23,
            suggestions: [
              {
                messageId: 'catchInside',
                data: { code: 'try { … } catch (error) { … }' },
                output: `
declare function save(name: string): Promise<void>;
interface Options { onDone: () => void; onError?: (error: Error) => void }
export const options: Options = {
  onDone: async () => { await save('a'); },
  async onError(error) { try { await save(error.message); } catch (error) { console.error(error); } },
};
`,
              },
            ],
          },
        ],
      },
      {
        name: 'a reference in a property',
        code: `
declare function save(name: string): Promise<void>;
interface Options { save: (name: string) => void; other: (name: string) => void }
export const options: Options = { save, other: save };
`,
        errors: [
          {
            messageId: 'property',
            data: { name: 'save' },
            line: 4,
            column: 35,
            endLine: 4,
            endColumn: 39,
            suggestions: null,
          },
          {
            messageId: 'property',
            data: { name: 'other' },
            line: 4,
            column: 48,
            endLine: 4,
            endColumn: 52,
            suggestions: [
              {
                messageId: 'catchInside',
                data: { code: '(name) => save(name).catch(console.error)' },
                output: `
declare function save(name: string): Promise<void>;
interface Options { save: (name: string) => void; other: (name: string) => void }
export const options: Options = { save, other: (name) => save(name).catch(console.error) };
`,
              },
            ],
          },
        ],
      },
      {
        name: 'a reference in an object that is given to a function',
        code: `
declare function save(name: string): Promise<void>;
interface Options { save: (name: string) => void }
declare function start(options: Options): void;
start({ save });
`,
        errors: [
          {
            messageId: 'property',
            data: { name: 'save' },
            line: 5,
            column: 9,
            endLine: 5,
            endColumn: 13,
            suggestions: null,
          },
        ],
      },
      {
        name: 'a reference in an object that satisfies a type',
        code: `
declare function save(name: string): Promise<void>;
interface Options { save: (name: string) => void }
export const options = { save } satisfies Options;
`,
        errors: [
          {
            messageId: 'property',
            data: { name: 'save' },
            line: 4,
            column: 26,
            endLine: 4,
            endColumn: 30,
            suggestions: null,
          },
        ],
      },
      {
        name: 'a reference in an object of a table',
        code: `
declare function save(name: string): Promise<void>;
export const table: Record<string, { save: (name: string) => void }> = { one: { save } };
`,
        errors: [
          {
            messageId: 'property',
            data: { name: 'save' },
            line: 3,
            column: 81,
            endLine: 3,
            endColumn: 85,
            suggestions: null,
          },
        ],
      },
      {
        name: 'a variable',
        code: `
declare function save(name: string): Promise<void>;
export const done: () => void = async () => { await save('a'); };
let next: (name: string) => void = save;
next = save;
next = async (name) => { await save(name); };
export { next };
`,
        errors: [
          {
            messageId: 'variable',
            data: { name: 'done' },
            line: 3,
            column: 33,
            endLine: 3,
            endColumn: 44,
            suggestions: [
              {
                messageId: 'catchInside',
                data: { code: 'try { … } catch (error) { … }' },
                output: `
declare function save(name: string): Promise<void>;
export const done: () => void = async () => { try { await save('a'); } catch (error) { console.error(error); } };
let next: (name: string) => void = save;
next = save;
next = async (name) => { await save(name); };
export { next };
`,
              },
            ],
          },
          {
            messageId: 'variable',
            data: { name: 'next' },
            line: 4,
            column: 36,
            endLine: 4,
            endColumn: 40,
            suggestions: [
              {
                messageId: 'catchInside',
                data: { code: '(name) => save(name).catch(console.error)' },
                output: `
declare function save(name: string): Promise<void>;
export const done: () => void = async () => { await save('a'); };
let next: (name: string) => void = (name) => save(name).catch(console.error);
next = save;
next = async (name) => { await save(name); };
export { next };
`,
              },
            ],
          },
          {
            messageId: 'variable',
            data: { name: 'next' },
            line: 5,
            column: 8,
            endLine: 5,
            endColumn: 12,
            suggestions: [
              {
                messageId: 'catchInside',
                data: { code: '(name) => save(name).catch(console.error)' },
                output: `
declare function save(name: string): Promise<void>;
export const done: () => void = async () => { await save('a'); };
let next: (name: string) => void = save;
next = (name) => save(name).catch(console.error);
next = async (name) => { await save(name); };
export { next };
`,
              },
            ],
          },
          {
            messageId: 'variable',
            data: { name: 'next' },
            line: 6,
            column: 8,
            endLine: 6,
            endColumn: 23,
            suggestions: [
              {
                messageId: 'catchInside',
                data: { code: 'try { … } catch (error) { … }' },
                output: `
declare function save(name: string): Promise<void>;
export const done: () => void = async () => { await save('a'); };
let next: (name: string) => void = save;
next = save;
next = async (name) => { try { await save(name); } catch (error) { console.error(error); } };
export { next };
`,
              },
            ],
          },
        ],
      },
      {
        name: 'what is assigned to a member',
        code: `
declare function save(name: string): Promise<void>;
declare const socket: { onopen: (() => void) | null };
socket.onopen = async () => { await save('a'); };
`,
        errors: [
          {
            messageId: 'property',
            data: { name: 'onopen' },
            line: 4,
            column: 17,
            endLine: 4,
            endColumn: 28,
            suggestions: [
              {
                messageId: 'catchInside',
                data: { code: 'try { … } catch (error) { … }' },
                output: `
declare function save(name: string): Promise<void>;
declare const socket: { onopen: (() => void) | null };
socket.onopen = async () => { try { await save('a'); } catch (error) { console.error(error); } };
`,
              },
            ],
          },
        ],
      },
      {
        name: 'elements of an array',
        code: `
declare function save(name: string): Promise<void>;
export const steps: (() => void)[] = [async () => { await save('a'); }, () => {}];
`,
        errors: [
          {
            messageId: 'property',
            data: { name: '[…]' },
            line: 3,
            column: 39,
            endLine: 3,
            endColumn: 50,
            suggestions: [
              {
                messageId: 'catchInside',
                data: { code: 'try { … } catch (error) { … }' },
                output: `
declare function save(name: string): Promise<void>;
export const steps: (() => void)[] = [async () => { try { await save('a'); } catch (error) { console.error(error); } }, () => {}];
`,
              },
            ],
          },
        ],
      },
      {
        name: 'what is returned',
        code: `
declare function save(name: string): Promise<void>;
export function disposer(): () => void {
  return async () => { await save('a'); };
}
export const other = (): (() => void) => async () => { await save('a'); };
`,
        errors: [
          {
            messageId: 'returned',
            data: {},
            line: 4,
            column: 10,
            endLine: 4,
            endColumn: 21,
            suggestions: [
              {
                messageId: 'catchInside',
                data: { code: 'try { … } catch (error) { … }' },
                output: `
declare function save(name: string): Promise<void>;
export function disposer(): () => void {
  return async () => { try { await save('a'); } catch (error) { console.error(error); } };
}
export const other = (): (() => void) => async () => { await save('a'); };
`,
              },
            ],
          },
          {
            messageId: 'returned',
            data: {},
            line: 6,
            column: 42,
            endLine: 6,
            endColumn: 53,
            suggestions: [
              {
                messageId: 'catchInside',
                data: { code: 'try { … } catch (error) { … }' },
                output: `
declare function save(name: string): Promise<void>;
export function disposer(): () => void {
  return async () => { await save('a'); };
}
export const other = (): (() => void) => async () => { try { await save('a'); } catch (error) { console.error(error); } };
`,
              },
            ],
          },
        ],
      },
      {
        name: 'inherited members',
        code: `
declare function save(name: string): Promise<void>;
interface Service { start(): void; stop: () => void }
abstract class Base { abstract close(): void }
export class Server extends Base implements Service {
  async start() { await save('a'); }
  stop = async () => { await save('a'); };
  public override async close(): Promise<void> { await save('a'); }
  async other() { await save('a'); }
}
`,
        errors: [
          {
            messageId: 'inherited',
            data: { name: 'Service.start' },
            line: 6,
            column: 3,
            endLine: 6,
            endColumn: 16,
            suggestions: [],
          },
          {
            messageId: 'inherited',
            data: { name: 'Service.stop' },
            line: 7,
            column: 10,
            endLine: 7,
            endColumn: 21,
            suggestions: [],
          },
          {
            messageId: 'inherited',
            data: { name: 'Base.close' },
            line: 8,
            column: 3,
            endLine: 8,
            endColumn: 47,
            suggestions: [],
          },
        ],
      },
      {
        name: 'those of a typed one',
        code: `
class Helper {
  before() {}
}
export class Browser extends Helper {
  async before() { await fetch('/'); }
}
`,
        errors: [
          {
            messageId: 'inherited',
            data: { name: 'Helper.before' },
            line: 6,
            column: 3,
            endLine: 6,
            endColumn: 17,
            suggestions: [],
          },
        ],
      },
      {
        name: 'an async function that returns a promise, and an executor, whose errors are looked at',
        code: `
import { EventEmitter } from 'node:events';
declare function load(): Promise<string>;
const bus = new EventEmitter();
bus.on('data', async () => load());
export const name = new Promise(async (resolve) => { resolve(JSON.parse('x')); });
export const other = new Promise(async (resolve, reject) => {
  try { resolve(await load()); } catch (error) { console.log(error); }
  if (name === other) reject(await load());
});
`,
        errors: [
          {
            messageId: 'listener',
            data: { name: 'on' },
            line: 5,
            column: 16,
            endLine: 5,
            endColumn: 27,
            suggestions: [
              {
                messageId: 'catchInside',
                data: { code: 'try { … } catch (error) { … }' },
                output: `
import { EventEmitter } from 'node:events';
declare function load(): Promise<string>;
const bus = new EventEmitter();
bus.on('data', async () => { try { await load(); } catch (error) { console.error(error); } });
export const name = new Promise(async (resolve) => { resolve(JSON.parse('x')); });
export const other = new Promise(async (resolve, reject) => {
  try { resolve(await load()); } catch (error) { console.log(error); }
  if (name === other) reject(await load());
});
`,
              },
            ],
          },
          {
            messageId: 'executor',
            data: { name: 'new Promise' },
            line: 6,
            column: 33,
            endLine: 6,
            endColumn: 51,
            suggestions: [
              {
                messageId: 'catchInside',
                data: { code: 'try { … } catch (error) { … }' },
                output: `
import { EventEmitter } from 'node:events';
declare function load(): Promise<string>;
const bus = new EventEmitter();
bus.on('data', async () => load());
export const name = new Promise(async (resolve, reject) => { try { resolve(JSON.parse('x')); } catch (error) { reject(error); } });
export const other = new Promise(async (resolve, reject) => {
  try { resolve(await load()); } catch (error) { console.log(error); }
  if (name === other) reject(await load());
});
`,
              },
            ],
          },
          {
            messageId: 'executor',
            data: { name: 'new Promise' },
            line: 7,
            column: 34,
            endLine: 7,
            endColumn: 60,
            suggestions: [
              {
                messageId: 'catchInside',
                data: { code: 'try { … } catch (error) { … }' },
                output: `
import { EventEmitter } from 'node:events';
declare function load(): Promise<string>;
const bus = new EventEmitter();
bus.on('data', async () => load());
export const name = new Promise(async (resolve) => { resolve(JSON.parse('x')); });
export const other = new Promise(async (resolve, reject) => {
  try {
    try { resolve(await load()); } catch (error) { console.log(error); }
    if (name === other) reject(await load());
  } catch (error) {
    reject(error);
  }
});
`,
              },
            ],
          },
        ],
      },
      {
        name: 'a member that is kept among functions that return nothing',
        code: `
declare function save(name: string): Promise<void>;
interface Hooks { after: () => void }
const all: (() => void)[] = [];
export function use(hooks: Hooks) { all.push(hooks.after); }
export const hooks: Hooks = { after: async () => { await save('a'); } };
`,
        errors: [
          {
            messageId: 'property',
            data: { name: 'after' },
            line: 6,
            column: 38,
            endLine: 6,
            endColumn: 49,
            suggestions: [
              {
                messageId: 'catchInside',
                data: { code: 'try { … } catch (error) { … }' },
                output: `
declare function save(name: string): Promise<void>;
interface Hooks { after: () => void }
const all: (() => void)[] = [];
export function use(hooks: Hooks) { all.push(hooks.after); }
export const hooks: Hooks = { after: async () => { try { await save('a'); } catch (error) { console.error(error); } } };
`,
              },
            ],
          },
        ],
      },
      {
        name: 'those of a package',
        code: `
import { Helper } from 'base-helper';
export class Browser extends Helper {
  async before() { await fetch('/'); }
}
`,
        errors: [
          {
            messageId: 'inherited',
            data: { name: 'Helper.before' },
            line: 4,
            column: 3,
            endLine: 4,
            endColumn: 17,
            suggestions: [],
          },
        ],
      },
      {
        name: 'those that types written by hand declare, in JavaScript',
        code: `
import { Transform } from 'node:stream';
export class Upper extends Transform {
  async _flush() { await fetch('/'); }
}
`,
        filename: 'module.js',
        errors: [
          {
            messageId: 'inherited',
            data: { name: 'Transform._flush' },
            line: 4,
            column: 3,
            endLine: 4,
            endColumn: 17,
            suggestions: [],
          },
        ],
      },
      {
        name: 'members of interfaces',
        code: `
declare function save(name: string): Promise<void>;
interface Service { start(): void }
export interface Async extends Service { start(): Promise<void> }
`,
        errors: [
          {
            messageId: 'inherited',
            data: { name: 'Service.start' },
            line: 4,
            column: 42,
            endLine: 4,
            endColumn: 47,
            suggestions: null,
          },
        ],
      },
      {
        name: 'a field with a type',
        code: `
declare function save(name: string): Promise<void>;
export class Button {
  onClick: () => void = async () => { await save('a'); };
}
`,
        errors: [
          {
            messageId: 'property',
            data: { name: 'onClick' },
            line: 4,
            column: 25,
            endLine: 4,
            endColumn: 36,
            suggestions: [
              {
                messageId: 'catchInside',
                data: { code: 'try { … } catch (error) { … }' },
                output: `
declare function save(name: string): Promise<void>;
export class Button {
  onClick: () => void = async () => { try { await save('a'); } catch (error) { console.error(error); } };
}
`,
              },
            ],
          },
        ],
      },
    ],
  });
});

describe('options', () => {
  ruleTester.run('no-async-callback', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'each kind of place can be left alone',
        code: `
declare function save(name: string): Promise<void>;
interface Service { start(): void }
export class Server implements Service {
  async start() { await save('a'); }
}
export const options: { done: () => void } = { done: async () => { await save('a'); } };
export const done: () => void = async () => { await save('a'); };
export function disposer(): () => void { return async () => { await save('a'); }; }
setTimeout(async () => { await save('a'); }, 10);
`,
        options: [
          {
            arguments: false,
            inheritedMethods: false,
            properties: false,
            returns: false,
            variables: false,
          },
        ],
      },
      {
        name: 'allow a function of a library',
        code: `
declare function save(name: string): Promise<void>;
setTimeout(async () => { await save('a'); }, 10);
`,
        options: [{ allow: ['setTimeout'] }],
      },
      {
        name: 'a row that says that the promise is awaited',
        code: `
declare function save(name: string): Promise<void>;
setTimeout(async () => { await save('a'); }, 10);
`,
        options: [
          { additional: [{ module: 'global', name: 'setTimeout', callbackPromise: 'awaited' }] },
        ],
      },
    ],
    invalid: [
      {
        name: 'array methods are always reported',
        code: `
declare function save(name: string): Promise<void>;
declare const names: string[];
names.forEach(async (name) => { await save(name); });
`,
        options: [{ arguments: false }],
        errors: [
          {
            messageId: 'iteration',
            data: { name: 'forEach' },
            line: 4,
            column: 15,
            endLine: 4,
            endColumn: 30,
            suggestions: [
              {
                messageId: 'inTurn',
                data: { code: 'for (const name of names) …', within: '' },
                output: `
declare function save(name: string): Promise<void>;
declare const names: string[];
for (const name of names) { await save(name); }
`,
              },
              {
                messageId: 'together',
                data: { code: 'await Promise.all(names.map(…))', within: '' },
                output: `
declare function save(name: string): Promise<void>;
declare const names: string[];
await Promise.all(names.map(async (name) => { await save(name); }));
`,
              },
            ],
          },
        ],
      },
      {
        name: 'allow',
        code: `
declare function save(name: string): Promise<void>;
declare function later(work: () => void): void;
function soon(work: () => void) { work(); }
soon(async () => { await save('a'); });
setTimeout(async () => { await save('a'); }, 10);
`,
        options: [{ allow: [{ from: 'file', name: 'soon' }] }],
        errors: [
          {
            messageId: 'timer',
            data: { name: 'setTimeout' },
            line: 6,
            column: 12,
            endLine: 6,
            endColumn: 23,
            suggestions: [
              {
                messageId: 'catchInside',
                data: { code: 'try { … } catch (error) { … }' },
                output: `
declare function save(name: string): Promise<void>;
declare function later(work: () => void): void;
function soon(work: () => void) { work(); }
soon(async () => { await save('a'); });
setTimeout(async () => { try { await save('a'); } catch (error) { console.error(error); } }, 10);
`,
              },
            ],
          },
        ],
      },
    ],
  });
});

describe('JSX', () => {
  ruleTester.run('no-async-callback', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'attributes that take promises',
        code: `
declare function save(name: string): Promise<void>;
declare function Button(props: { onClick: () => void; onSave?: () => void | Promise<void> }): object;
export const button = <Button onClick={() => {}} onSave={async () => { await save('a'); }} />;
`,
        filename: 'file.tsx',
      },
      {
        name: 'all attributes are left alone',
        code: `
declare function save(name: string): Promise<void>;
declare function Button(props: { onClick: () => void; onSave?: () => void | Promise<void> }): object;
export const button = <Button onClick={async () => { await save('a'); }} />;
`,
        options: [{ attributes: false }],
        filename: 'file.tsx',
      },
      {
        name: 'some attributes are left alone',
        code: `
declare function save(name: string): Promise<void>;
declare function Button(props: { onClick: () => void; onSave?: () => void | Promise<void> }): object;
export const button = <Button onClick={async () => { await save('a'); }} />;
`,
        options: [{ attributes: ['onClick'] }],
        filename: 'file.tsx',
      },
    ],
    invalid: [
      {
        name: 'attributes',
        code: `
declare function save(name: string): Promise<void>;
declare function Button(props: { onClick: () => void; onSave?: () => void | Promise<void> }): object;
export const button = <Button onClick={async () => { await save('a'); }} />;
export const other = <Button onClick={() => save('a')} />;
`,
        filename: 'file.tsx',
        errors: [
          {
            messageId: 'attribute',
            data: { name: 'onClick' },
            line: 4,
            column: 40,
            endLine: 4,
            endColumn: 51,
            suggestions: [
              {
                messageId: 'catchInside',
                data: { code: 'try { … } catch (error) { … }' },
                output: `
declare function save(name: string): Promise<void>;
declare function Button(props: { onClick: () => void; onSave?: () => void | Promise<void> }): object;
export const button = <Button onClick={async () => { try { await save('a'); } catch (error) { console.error(error); } }} />;
export const other = <Button onClick={() => save('a')} />;
`,
              },
            ],
          },
          {
            messageId: 'attribute',
            data: { name: 'onClick' },
            line: 5,
            column: 39,
            endLine: 5,
            endColumn: 44,
            suggestions: [
              {
                messageId: 'catchInside',
                data: { code: '.catch(console.error)' },
                output: `
declare function save(name: string): Promise<void>;
declare function Button(props: { onClick: () => void; onSave?: () => void | Promise<void> }): object;
export const button = <Button onClick={async () => { await save('a'); }} />;
export const other = <Button onClick={() => save('a').catch(console.error)} />;
`,
              },
            ],
          },
        ],
      },
      {
        name: 'others are not',
        code: `
declare function save(name: string): Promise<void>;
declare function Button(props: { onClick: () => void; onSave?: () => void | Promise<void> }): object;
declare const load: () => Promise<void>;
export const button = <Button onClick={load} />;
`,
        options: [{ attributes: ['onSave'] }],
        filename: 'file.tsx',
        errors: [
          {
            messageId: 'attribute',
            data: { name: 'onClick' },
            line: 5,
            column: 40,
            endLine: 5,
            endColumn: 44,
            suggestions: [
              {
                messageId: 'catchInside',
                data: { code: '() => load().catch(console.error)' },
                output: `
declare function save(name: string): Promise<void>;
declare function Button(props: { onClick: () => void; onSave?: () => void | Promise<void> }): object;
declare const load: () => Promise<void>;
export const button = <Button onClick={() => load().catch(console.error)} />;
`,
              },
            ],
          },
        ],
      },
    ],
  });
});

describe('query builders', () => {
  const settings = {
    await: { additional: [{ module: 'lazy-builder', name: 'Builder', promise: { lazy: true } }] },
  };
  const code = (line: string): string => `
import type { Builder } from 'lazy-builder';
declare const users: Builder;
declare function from(table: string): Builder;
declare function narrow(change: (query: Builder) => void): void;
declare function byName(query: Builder): Builder;
declare function load(): Promise<string>;
${line}
`;

  ruleTester.run('no-async-callback', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'one that the function was given',
        code: code(`narrow((query) => query.where('name').orderBy('name'));`),
        settings,
      },
      {
        name: 'the `this` of the function',
        code: code(`narrow(function (this: Builder) { return this.orderBy('name'); });`),
        settings,
      },
      {
        name: 'what a method of a builder asks for',
        code: code(`users.where((query) => query.where('name')).where(byName);`),
        settings,
      },
    ],
    invalid: [
      {
        name: 'one that the function makes, and nobody runs',
        code: code(`narrow(() => from('users').where('name'));`),
        settings,
        errors: [
          {
            messageId: 'argument',
            data: { name: 'narrow' },
            line: 8,
            column: 8,
            endLine: 8,
            endColumn: 13,
            suggestions: [
              {
                messageId: 'catchInside',
                data: { code: '.catch(console.error)' },
                output: code(`narrow(() => from('users').where('name').catch(console.error));`),
              },
            ],
          },
        ],
      },
      {
        name: 'an async function',
        code: code(`users.where(async (query) => { query.where(await load()); });`),
        settings,
        errors: [
          {
            messageId: 'argument',
            data: { name: 'where' },
            line: 8,
            column: 13,
            endLine: 8,
            endColumn: 29,
            suggestions: [
              {
                messageId: 'catchInside',
                data: { code: 'try { … } catch (error) { … }' },
                output: code(
                  `users.where(async (query) => { try { query.where(await load()); } catch (error) { console.error(error); } });`,
                ),
              },
            ],
          },
        ],
      },
    ],
  });
});

describe('who gets the error', () => {
  const code = (line: string): string => `
import { Router } from 'express-serve-static-core';
declare function load(url?: string): Promise<void>;
declare function answer(request: object, response: object): Promise<void>;
${line}
`;
  const caught = (
    messageId: 'executor' | 'handler',
    name: string,
    [column, endColumn]: [number, number],
    line: string,
    [repair, output]: [string, string] | [] = [],
  ) => ({
    code: code(line),
    errors: [
      {
        messageId,
        data: { name },
        line: 5,
        column,
        endLine: 5,
        endColumn,
        suggestions: repair
          ? [
              {
                messageId: 'catchInside' as const,
                data: { code: repair },
                output: code(output ?? ''),
              },
            ]
          : null,
      },
    ],
  });

  ruleTester.run('no-async-callback', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'it is handled',
        code: code(`new Promise<void>((resolve, reject) => load().catch(reject));`),
      },
    ],
    invalid: [
      {
        name: '`reject` of an executor',
        ...caught(
          'executor',
          'new Promise',
          [19, 26],
          `new Promise<void>(done => load().then(done));`,
          [
            '.catch(reject)',
            `new Promise<void>((done, reject) => load().then(done).catch(reject));`,
          ],
        ),
      },
      {
        name: '`next` of a handler',
        ...caught(
          'handler',
          'use',
          [14, 42],
          `Router().use((request, response, next) => load());`,
          ['.catch(next)', `Router().use((request, response, next) => load().catch(next));`],
        ),
      },
      {
        name: '`next` of a handler that takes none',
        ...caught('handler', 'use', [14, 20], `Router().use(answer);`, [
          '(request, response, next) => answer(request, response).catch(next)',
          `Router().use((request, response, next) => answer(request, response).catch(next));`,
        ]),
      },
    ],
  });
});
