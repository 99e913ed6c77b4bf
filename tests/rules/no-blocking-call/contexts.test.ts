import { describe } from 'vitest';

import rule from '../../../src/rules/no-blocking-call.ts';
import { ruleTester } from '../../support/rule-tester.ts';
import {
  AT_ONCE,
  blocks,
  blocksThrough,
  NOT_YET,
  REACTION,
  REQUESTS,
  suggestion,
  UNSEEN,
  WRITES,
} from './expected.ts';

describe('callbacks that run at once', () => {
  ruleTester.run('no-blocking-call', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'a callback of `map` in a synchronous function',
        code: `
import { readFileSync } from 'node:fs';
export function readAll(paths: string[]) {
  return paths.map((path) => readFileSync(path, 'utf8'));
}
`,
      },
      {
        name: 'a callback of a function that may keep it',
        code: `
import { readFileSync } from 'node:fs';
declare function later(work: () => void): void;
export async function load(path: string) {
  later(() => { readFileSync(path); });
}
`,
      },
    ],
    invalid: [
      {
        name: 'a callback of `map`',
        code: `
import { readFileSync } from 'node:fs';
export async function readAll(paths: string[]) {
  return paths.map((path) => readFileSync(path, 'utf8'));
}
`,
        errors: [
          blocks('readFileSync', [4, 30, 4, 42], 'Await `readFile` of `node:fs/promises` instead', {
            suggestions: [
              suggestion(
                'map',
                'readFile',
                AT_ONCE,
                `
import { readFile } from 'node:fs/promises';
export async function readAll(paths: string[]) {
  return await Promise.all(paths.map(async (path) => await readFile(path, 'utf8')));
}
`,
              ),
            ],
          }),
        ],
      },
      {
        name: 'a callback of `forEach`',
        code: `
import { readFileSync } from 'node:fs';
export async function readAll(paths: string[], into: string[]) {
  paths.forEach((path) => { into.push(readFileSync(path, 'utf8')); });
}
`,
        errors: [
          blocks(
            'readFileSync',
            [4, 39, 4, 51],
            'Await `readFile` of `node:fs/promises` instead (by hand: it stands in a callback that must answer at once)',
          ),
        ],
      },
      {
        name: 'a callback of `filter`',
        code: `
import { statSync } from 'node:fs';
export async function folders(paths: string[]) {
  return paths.filter((path) => statSync(path).isDirectory());
}
`,
        errors: [
          blocks(
            'statSync',
            [4, 33, 4, 41],
            'Await `stat` of `node:fs/promises` instead (by hand: it stands in a callback that must answer at once)',
          ),
        ],
      },
      {
        name: 'a callback of `sort`',
        code: `
import { statSync } from 'node:fs';
export async function bySize(paths: string[]) {
  return paths.toSorted((a, b) => statSync(a).size - statSync(b).size);
}
`,
        errors: [
          blocks(
            'statSync',
            [4, 35, 4, 43],
            'Await `stat` of `node:fs/promises` instead (by hand: it stands in a callback that must answer at once)',
          ),
          blocks(
            'statSync',
            [4, 54, 4, 62],
            'Await `stat` of `node:fs/promises` instead (by hand: it stands in a callback that must answer at once)',
          ),
        ],
      },
      {
        name: 'a callback of `Array.from`',
        code: `
import { statSync } from 'node:fs';
export async function sizes(paths: Set<string>) {
  return Array.from(paths, (path) => statSync(path).size);
}
`,
        errors: [
          blocks(
            'statSync',
            [4, 38, 4, 46],
            'Await `stat` of `node:fs/promises` instead (by hand: it stands in a callback that must answer at once)',
          ),
        ],
      },
      {
        name: 'a callback of `replace`',
        code: `
import { readFileSync } from 'node:fs';
export async function expand(text: string) {
  return text.replace(/@(\\w+)/g, (_, name: string) => readFileSync(name, 'utf8'));
}
`,
        errors: [
          blocks(
            'readFileSync',
            [4, 55, 4, 67],
            'Await `readFile` of `node:fs/promises` instead (by hand: it stands in a callback that must answer at once)',
          ),
        ],
      },
    ],
  });
});

describe('promise reactions', () => {
  ruleTester.run('no-blocking-call', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'a method called `then` of something else',
        code: `
import { readFileSync } from 'node:fs';
declare const steps: { then(step: () => string): string };
export const done = steps.then(() => readFileSync('a.txt', 'utf8'));
`,
      },
    ],
    invalid: [
      {
        name: 'a callback of `then`',
        code: `
import { readFileSync } from 'node:fs';
export function first(paths: Promise<string[]>) {
  return paths.then(([path = '']) => readFileSync(path, 'utf8'));
}
`,
        errors: [
          blocks('readFileSync', [4, 38, 4, 50], 'Await `readFile` of `node:fs/promises` instead', {
            suggestions: [
              suggestion(
                'reaction',
                'readFile',
                REACTION,
                `
import { readFile } from 'node:fs/promises';
export function first(paths: Promise<string[]>) {
  return paths.then(async ([path = '']) => await readFile(path, 'utf8'));
}
`,
              ),
            ],
          }),
        ],
      },
      {
        name: 'a callback of `catch`',
        code: `
import { readFileSync } from 'node:fs';
export function text(fresh: Promise<string>) {
  return fresh.catch(() => readFileSync('fallback.txt', 'utf8'));
}
`,
        errors: [
          blocks('readFileSync', [4, 28, 4, 40], 'Await `readFile` of `node:fs/promises` instead', {
            suggestions: [
              suggestion(
                'reaction',
                'readFile',
                REACTION,
                `
import { readFile } from 'node:fs/promises';
export function text(fresh: Promise<string>) {
  return fresh.catch(async () => await readFile('fallback.txt', 'utf8'));
}
`,
              ),
            ],
          }),
        ],
      },
      {
        name: 'a callback of `finally`',
        code: `
import { rmSync } from 'node:fs';
export function cleaned(work: Promise<string>) {
  return work.finally(() => { rmSync('temporary', { force: true }); });
}
`,
        errors: [
          blocks('rmSync', [4, 31, 4, 37], 'Await `rm` of `node:fs/promises` instead', {
            suggestions: [
              suggestion(
                'reaction',
                'rm',
                REACTION,
                `
import { rm } from 'node:fs/promises';
export function cleaned(work: Promise<string>) {
  return work.finally(async () => { await rm('temporary', { force: true }); });
}
`,
              ),
            ],
          }),
        ],
      },
    ],
  });
});

describe('functions that are called where they stand', () => {
  ruleTester.run('no-blocking-call', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'a Promise executor in a synchronous function',
        code: `
import { readFileSync } from 'node:fs';
export function read(path: string) {
  return new Promise<string>((resolve) => { resolve(readFileSync(path, 'utf8')); });
}
`,
      },
      {
        name: 'a function that is kept for later',
        code: `
import { readFileSync } from 'node:fs';
export async function reader(path: string) {
  return () => readFileSync(path, 'utf8');
}
`,
      },
    ],
    invalid: [
      {
        name: 'a Promise executor',
        code: `
import { readFileSync } from 'node:fs';
export async function read(path: string) {
  return new Promise<string>((resolve) => { resolve(readFileSync(path, 'utf8')); });
}
`,
        errors: [
          blocks(
            'readFileSync',
            [4, 53, 4, 65],
            'Await `readFile` of `node:fs/promises` instead (by hand: it stands in a callback that must answer at once)',
          ),
        ],
      },
      {
        name: 'a function that is called where it stands',
        code: `
import { readFileSync } from 'node:fs';
export async function read(path: string) {
  return (() => readFileSync(path, 'utf8'))();
}
`,
        errors: [
          blocks(
            'readFileSync',
            [4, 17, 4, 29],
            'Await `readFile` of `node:fs/promises` instead (by hand: it stands in a callback that must answer at once)',
          ),
        ],
      },
      {
        name: 'an async function that is called where it stands',
        code: `
import { readFileSync } from 'node:fs';
export const text = (async () => readFileSync('a.txt', 'utf8'))();
`,
        output: `
import { readFile } from 'node:fs/promises';
export const text = (async () => await readFile('a.txt', 'utf8'))();
`,
        errors: [
          blocks('readFileSync', [3, 34, 3, 46], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
    ],
  });
});

describe('request handlers', () => {
  ruleTester.run('no-blocking-call', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'the same before the server is created',
        code: `
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
const page = readFileSync('page.html');
createServer((request, response) => {
  response.end(page);
}).listen(0);
`,
      },
      {
        name: 'a listener for another event of the server',
        code: `
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
createServer().on('close', () => { console.log(readFileSync('bye.txt', 'utf8')); });
`,
      },
      {
        name: 'the same constant that nobody hands to a server',
        code: `
import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
export const handle: RequestListener = (_request, response) => {
  response.end(readFileSync('page.html'));
};
`,
      },
      {
        name: 'a server that is not known',
        code: `
import { readFileSync } from 'node:fs';
import { serve } from 'unknown-server';
serve().get('/', () => { console.log(readFileSync('page.html', 'utf8')); });
`,
      },
    ],
    invalid: [
      {
        name: 'a request handler of `http.createServer`',
        code: `
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
createServer((request, response) => {
  response.end(readFileSync('.' + (request.url ?? '')));
}).listen(0);
`,
        errors: [
          blocks('readFileSync', [5, 16, 5, 28], 'Await `readFile` of `node:fs/promises` instead', {
            suggestions: [
              suggestion(
                'handler',
                'readFile',
                REQUESTS,
                `
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
createServer(async (request, response) => {
  try {
    response.end(await readFile('.' + (request.url ?? '')));
  } catch (error) {
    console.error(error);
    response.statusCode = 500;
    response.end();
  }
}).listen(0);
`,
              ),
            ],
          }),
        ],
      },
      {
        name: 'a handler of `https.createServer`',
        code: `
import { readFileSync } from 'node:fs';
import * as https from 'node:https';
https.createServer({}, function (_request, response) {
  const page = readFileSync('page.html');
  response.end(page);
}).listen(0);
`,
        errors: [
          blocks('readFileSync', [5, 16, 5, 28], 'Await `readFile` of `node:fs/promises` instead', {
            suggestions: [
              suggestion(
                'handler',
                'readFile',
                REQUESTS,
                `
import { readFile } from 'node:fs/promises';
import * as https from 'node:https';
https.createServer({}, async function (_request, response) {
  try {
    const page = await readFile('page.html');
    response.end(page);
  } catch (error) {
    console.error(error);
    response.statusCode = 500;
    response.end();
  }
}).listen(0);
`,
              ),
            ],
          }),
        ],
      },
      {
        name: 'a handler of the event `request`',
        code: `
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
const server = createServer();
server.on('request', (_request, response) => {
  response.end(readFileSync('page.html'));
});
`,
        errors: [
          blocks('readFileSync', [6, 16, 6, 28], 'Await `readFile` of `node:fs/promises` instead', {
            suggestions: [
              suggestion(
                'handler',
                'readFile',
                REQUESTS,
                `
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
const server = createServer();
server.on('request', async (_request, response) => {
  try {
    response.end(await readFile('page.html'));
  } catch (error) {
    console.error(error);
    response.statusCode = 500;
    response.end();
  }
});
`,
              ),
            ],
          }),
        ],
      },
      {
        name: 'a handler that has a name',
        code: `
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
function handle(_request: IncomingMessage, response: ServerResponse) {
  response.end(readFileSync('page.html'));
}
createServer(handle).listen(0);
`,
        errors: [
          blocks('readFileSync', [5, 16, 5, 28], 'Await `readFile` of `node:fs/promises` instead', {
            suggestions: [
              suggestion(
                'handler',
                'readFile',
                REQUESTS,
                `
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
async function handle(_request: IncomingMessage, response: ServerResponse) {
  try {
    response.end(await readFile('page.html'));
  } catch (error) {
    console.error(error);
    response.statusCode = 500;
    response.end();
  }
}
createServer(handle).listen(0);
`,
              ),
            ],
          }),
        ],
      },
      {
        name: 'an async handler, which the server does not wait for',
        code: `
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
createServer(async (_request, response) => {
  response.end(readFileSync('page.html'));
}).listen(0);
`,
        errors: [
          blocks('readFileSync', [5, 16, 5, 28], 'Await `readFile` of `node:fs/promises` instead', {
            suggestions: [
              suggestion(
                'await',
                'readFile',
                NOT_YET,
                `
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
createServer(async (_request, response) => {
  response.end(await readFile('page.html'));
}).listen(0);
`,
              ),
            ],
          }),
        ],
      },
      {
        name: 'a handler of `http2.createSecureServer`',
        code: `
import { readFileSync } from 'node:fs';
import http2 from 'node:http2';
http2.createSecureServer({}, (_request, response) => {
  response.end(readFileSync('page.html'));
});
`,
        errors: [
          blocks('readFileSync', [5, 16, 5, 28], 'Await `readFile` of `node:fs/promises` instead', {
            suggestions: [
              suggestion(
                'handler',
                'readFile',
                REQUESTS,
                `
import { readFile } from 'node:fs/promises';
import http2 from 'node:http2';
http2.createSecureServer({}, async (_request, response) => {
  try {
    response.end(await readFile('page.html'));
  } catch (error) {
    console.error(error);
    response.statusCode = 500;
    response.end();
  }
});
`,
              ),
            ],
          }),
        ],
      },
      {
        name: 'a handler bound to a constant with a type',
        code: `
import { readFileSync } from 'node:fs';
import http, { type RequestListener } from 'node:http';
const handle: RequestListener = (_request, response) => {
  response.end(readFileSync('page.html'));
};
http.createServer(handle).listen(0);
`,
        errors: [
          blocks('readFileSync', [5, 16, 5, 28], 'Await `readFile` of `node:fs/promises` instead', {
            suggestions: [
              suggestion(
                'handler',
                'readFile',
                REQUESTS,
                `
import { readFile } from 'node:fs/promises';
import http, { type RequestListener } from 'node:http';
const handle: RequestListener = async (_request, response) => {
  try {
    response.end(await readFile('page.html'));
  } catch (error) {
    console.error(error);
    response.statusCode = 500;
    response.end();
  }
};
http.createServer(handle).listen(0);
`,
              ),
            ],
          }),
        ],
      },
      {
        name: 'a helper that a handler calls',
        code: `
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
function page() {
  return readFileSync('page.html');
}
createServer((_request, response) => {
  response.end(page());
}).listen(0);
`,
        errors: [
          blocksThrough(
            'page',
            [8, 16, 8, 20],
            'page → readFileSync',
            'file.ts:5',
            'Make `page` asynchronous with `readFile` of `node:fs/promises`, and await it (by hand: not every caller of what blocks can await it)',
          ),
        ],
      },
    ],
  });
});

describe('timers and events', () => {
  ruleTester.run('no-blocking-call', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'a timer',
        code: `
import { readFileSync } from 'node:fs';
setInterval(() => { console.log(readFileSync('state.txt', 'utf8')); }, 1000);
`,
      },
      {
        name: 'a timer where only events are asked for',
        code: `
import { readFileSync } from 'node:fs';
setInterval(() => { console.log(readFileSync('state.txt', 'utf8')); }, 1000);
`,
        options: [{ contexts: ['event'] }],
      },
      {
        name: 'an event',
        code: `
import { readFileSync } from 'node:fs';
import { EventEmitter } from 'node:events';
const changes = new EventEmitter();
changes.on('change', () => { console.log(readFileSync('state.txt', 'utf8')); });
`,
      },
    ],
    invalid: [
      {
        name: 'a timer, on request',
        code: `
import { readFileSync } from 'node:fs';
setInterval(() => { console.log(readFileSync('state.txt', 'utf8')); }, 1000);
`,
        options: [{ contexts: ['timer'] }],
        errors: [
          blocks('readFileSync', [3, 33, 3, 45], 'Await `readFile` of `node:fs/promises` instead', {
            suggestions: [
              suggestion(
                'handler',
                'readFile',
                UNSEEN,
                `
import { readFile } from 'node:fs/promises';
setInterval(async () => { console.log(await readFile('state.txt', 'utf8')); }, 1000);
`,
              ),
            ],
          }),
        ],
      },
      {
        name: 'an event, on request',
        code: `
import { readFileSync } from 'node:fs';
import { EventEmitter } from 'node:events';
const changes = new EventEmitter();
changes.on('change', () => { console.log(readFileSync('state.txt', 'utf8')); });
`,
        options: [{ contexts: ['event'] }],
        errors: [
          blocks('readFileSync', [5, 42, 5, 54], 'Await `readFile` of `node:fs/promises` instead', {
            suggestions: [
              suggestion(
                'handler',
                'readFile',
                UNSEEN,
                `
import { readFile } from 'node:fs/promises';
import { EventEmitter } from 'node:events';
const changes = new EventEmitter();
changes.on('change', async () => { console.log(await readFile('state.txt', 'utf8')); });
`,
              ),
            ],
          }),
        ],
      },
      {
        name: 'an async listener is an async function',
        code: `
import { readFileSync } from 'node:fs';
import { EventEmitter } from 'node:events';
const changes = new EventEmitter();
changes.on('change', async () => { console.log(readFileSync('state.txt', 'utf8')); });
`,
        errors: [
          blocks('readFileSync', [5, 48, 5, 60], 'Await `readFile` of `node:fs/promises` instead', {
            suggestions: [
              suggestion(
                'await',
                'readFile',
                NOT_YET,
                `
import { readFile } from 'node:fs/promises';
import { EventEmitter } from 'node:events';
const changes = new EventEmitter();
changes.on('change', async () => { console.log(await readFile('state.txt', 'utf8')); });
`,
              ),
            ],
          }),
        ],
      },
    ],
  });
});

describe('the end of the process', () => {
  ruleTester.run('no-blocking-call', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'an exit hook',
        code: `
import { writeFileSync } from 'node:fs';
process.on('exit', () => { writeFileSync('last-run', String(Date.now())); });
`,
      },
      {
        name: 'an async exit hook',
        code: `
import { writeFileSync } from 'node:fs';
process.on('SIGTERM', async () => { writeFileSync('last-run', 'now'); });
`,
      },
      {
        name: 'a hook for the last error, by its name',
        code: `
import { appendFileSync } from 'node:fs';
async function fatal(error: unknown) {
  appendFileSync('crash.log', String(error));
}
process.on('uncaughtException', fatal);
`,
      },
      {
        name: `another signal's hook`,
        code: `
import { writeFileSync } from 'node:fs';
process.once('SIGINT', () => { writeFileSync('last-run', 'now'); });
`,
        options: [{ contexts: ['event'] }],
      },
      {
        name: 'a write that the end of the process follows',
        code: `
import { writeFileSync } from 'node:fs';
export async function fail(error: Error) {
  writeFileSync('crash.log', error.message);
  process.exit(1);
}
`,
      },
    ],
    invalid: [
      {
        name: 'the same function, also called elsewhere',
        code: `
import { appendFileSync } from 'node:fs';
async function fatal(error: unknown) {
  appendFileSync('crash.log', String(error));
}
process.on('uncaughtException', fatal);
export const report = (error: unknown) => fatal(error);
`,
        errors: [
          blocks(
            'appendFileSync',
            [4, 3, 4, 17],
            'Await `appendFile` of `node:fs/promises` instead',
            {
              suggestions: [
                suggestion(
                  'await',
                  'appendFile',
                  WRITES,
                  `
import { appendFile } from 'node:fs/promises';
async function fatal(error: unknown) {
  await appendFile('crash.log', String(error));
}
process.on('uncaughtException', fatal);
export const report = (error: unknown) => fatal(error);
`,
                ),
              ],
            },
          ),
        ],
      },
      {
        name: 'an event of the process that is no exit',
        code: `
import { writeFileSync } from 'node:fs';
process.on('message', () => { writeFileSync('last-run', 'now'); });
`,
        options: [{ contexts: ['event'] }],
        errors: [
          blocks(
            'writeFileSync',
            [3, 31, 3, 44],
            'Await `writeFile` of `node:fs/promises` instead',
            {
              suggestions: [
                suggestion(
                  'handler',
                  'writeFile',
                  UNSEEN,
                  `
import { writeFile } from 'node:fs/promises';
process.on('message', async () => { await writeFile('last-run', 'now'); });
`,
                ),
              ],
            },
          ),
        ],
      },
      {
        name: 'a write that the end of the process follows on one path only',
        code: `
import { writeFileSync } from 'node:fs';
export async function fail(error: Error) {
  writeFileSync('crash.log', error.message);
  if (error.name === 'FatalError') process.exit(1);
}
`,
        errors: [
          blocks(
            'writeFileSync',
            [4, 3, 4, 16],
            'Await `writeFile` of `node:fs/promises` instead',
            {
              suggestions: [
                suggestion(
                  'await',
                  'writeFile',
                  WRITES,
                  `
import { writeFile } from 'node:fs/promises';
export async function fail(error: Error) {
  await writeFile('crash.log', error.message);
  if (error.name === 'FatalError') process.exit(1);
}
`,
                ),
              ],
            },
          ),
        ],
      },
    ],
  });
});

describe('worker threads', () => {
  ruleTester.run('no-blocking-call', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'a file that a worker thread runs',
        code: `
import { readFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
parentPort?.on('message', async (path: string) => {
  parentPort?.postMessage(readFileSync(path, 'utf8'));
});
`,
      },
    ],
    invalid: [
      {
        name: 'a file that knows worker threads',
        code: `
import { readFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
export const inMain = isMainThread;
export async function read(path: string) {
  return readFileSync(path, 'utf8');
}
`,
        output: `
import { readFile } from 'node:fs/promises';
import { isMainThread } from 'node:worker_threads';
export const inMain = isMainThread;
export async function read(path: string) {
  return await readFile(path, 'utf8');
}
`,
        errors: [
          blocks('readFileSync', [6, 10, 6, 22], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
    ],
  });
});
