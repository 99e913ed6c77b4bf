import { describe } from 'vitest';

import rule from '../../../src/rules/no-blocking-call.ts';
import { ruleTester } from '../../support/rule-tester.ts';
import {
  AT_ONCE,
  awaitBlocks,
  blocks,
  REACTION,
  REQUESTS,
  suggestion,
  WRITTEN,
} from './expected.ts';

describe('callbacks of `map`', () => {
  ruleTester.run('no-blocking-call', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'a map of an iterator is lazy',
        code: `
import { readFileSync } from 'node:fs';
export async function all(paths: Set<string>) {
  return paths.values().map((path) => readFileSync(path, 'utf8'));
}
`,
      },
    ],
    invalid: [
      {
        name: 'the map of a chain is awaited first',
        code: `
import { readFileSync } from 'node:fs';
export async function joined(paths: string[]) {
  return paths.map((path) => readFileSync(path, 'utf8')).join('\\n');
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
export async function joined(paths: string[]) {
  return (await Promise.all(paths.map(async (path) => await readFile(path, 'utf8')))).join('\\n');
}
`,
              ),
            ],
          }),
        ],
      },
      {
        name: 'the map of an array that is spread',
        code: `
import { readFileSync } from 'node:fs';
export async function all(paths: string[]) {
  return ['', ...paths.map((path) => readFileSync(path, 'utf8'))];
}
`,
        errors: [
          blocks('readFileSync', [4, 38, 4, 50], 'Await `readFile` of `node:fs/promises` instead', {
            suggestions: [
              suggestion(
                'map',
                'readFile',
                AT_ONCE,
                `
import { readFile } from 'node:fs/promises';
export async function all(paths: string[]) {
  return ['', ...await Promise.all(paths.map(async (path) => await readFile(path, 'utf8')))];
}
`,
              ),
            ],
          }),
        ],
      },
      {
        name: 'the callback has a type and a block',
        code: `
import { statSync } from 'node:fs';
export async function sizes(paths: readonly string[]) {
  const found = paths.map((path): number => {
    const { size } = statSync(path);
    return size;
  });
  return found;
}
`,
        errors: [
          blocks('statSync', [5, 22, 5, 30], 'Await `stat` of `node:fs/promises` instead', {
            suggestions: [
              suggestion(
                'map',
                'stat',
                AT_ONCE,
                `
import { stat } from 'node:fs/promises';
export async function sizes(paths: readonly string[]) {
  const found = await Promise.all(paths.map(async (path): Promise<number> => {
    const { size } = await stat(path);
    return size;
  }));
  return found;
}
`,
              ),
            ],
          }),
        ],
      },
      {
        name: 'a function expression',
        code: `
import { readFileSync } from 'node:fs';
export async function all(paths: string[]) {
  return paths.map(function (path) {
    return readFileSync(path, 'utf8');
  });
}
`,
        errors: [
          blocks('readFileSync', [5, 12, 5, 24], 'Await `readFile` of `node:fs/promises` instead', {
            suggestions: [
              suggestion(
                'map',
                'readFile',
                AT_ONCE,
                `
import { readFile } from 'node:fs/promises';
export async function all(paths: string[]) {
  return await Promise.all(paths.map(async function (path) {
    return await readFile(path, 'utf8');
  }));
}
`,
              ),
            ],
          }),
        ],
      },
      {
        name: 'an optional map',
        code: `
import { readFileSync } from 'node:fs';
export async function all(paths?: string[]) {
  return paths?.map((path) => readFileSync(path, 'utf8'));
}
`,
        errors: [
          blocks(
            'readFileSync',
            [4, 31, 4, 43],
            'Await `readFile` of `node:fs/promises` instead (by hand: it stands in a callback that must answer at once)',
          ),
        ],
      },
      {
        name: 'a map with a type argument',
        code: `
import { readFileSync } from 'node:fs';
export async function all(paths: string[]) {
  return paths.map<string>((path) => readFileSync(path, 'utf8'));
}
`,
        errors: [
          blocks(
            'readFileSync',
            [4, 38, 4, 50],
            'Await `readFile` of `node:fs/promises` instead (by hand: it stands in a callback that must answer at once)',
          ),
        ],
      },
      {
        name: 'a map of a typed array',
        code: `
import { readFileSync } from 'node:fs';
export async function all(sizes: Uint8Array) {
  return sizes.map((size) => readFileSync(String(size)).length);
}
`,
        errors: [
          blocks(
            'readFileSync',
            [4, 30, 4, 42],
            'Await `readFile` of `node:fs/promises` instead (by hand: it stands in a callback that must answer at once)',
          ),
        ],
      },
      {
        name: 'a map within a map',
        code: `
import { readFileSync } from 'node:fs';
export async function all(groups: string[][]) {
  return groups.map((paths) => paths.map((path) => readFileSync(path, 'utf8')));
}
`,
        errors: [
          blocks(
            'readFileSync',
            [4, 52, 4, 64],
            'Await `readFile` of `node:fs/promises` instead (by hand: it stands in a callback that must answer at once)',
          ),
        ],
      },
      {
        name: 'a statement at its beginning, after a line without a semicolon',
        code: `
import { readFileSync } from 'node:fs'
export async function all(paths: string[]) {
  const before = paths.length
  paths.map((path) => readFileSync(path, 'utf8')).forEach((text) => { console.log(text, before) })
}
`,
        errors: [
          blocks('readFileSync', [5, 23, 5, 35], 'Await `readFile` of `node:fs/promises` instead', {
            suggestions: [
              suggestion(
                'map',
                'readFile',
                AT_ONCE,
                `
import { readFile } from 'node:fs/promises'
export async function all(paths: string[]) {
  const before = paths.length
  ;(await Promise.all(paths.map(async (path) => await readFile(path, 'utf8')))).forEach((text) => { console.log(text, before) })
}
`,
              ),
            ],
          }),
        ],
      },
      {
        name: 'a map where no await can be written',
        code: `
import { readFileSync } from 'node:fs';
export async function all(paths: string[], texts = paths.map((path) => readFileSync(path, 'utf8'))) {
  return texts;
}
`,
        errors: [
          blocks(
            'readFileSync',
            [3, 72, 3, 84],
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
    valid: [],
    invalid: [
      {
        name: 'a reaction with a block and a type',
        code: `
import { readFileSync } from 'node:fs';
export function first(paths: Promise<string>): Promise<string> {
  return paths.then((path): string => {
    return readFileSync(path, 'utf8').trim();
  });
}
`,
        errors: [
          blocks('readFileSync', [5, 12, 5, 24], 'Await `readFile` of `node:fs/promises` instead', {
            suggestions: [
              suggestion(
                'reaction',
                'readFile',
                REACTION,
                `
import { readFile } from 'node:fs/promises';
export function first(paths: Promise<string>): Promise<string> {
  return paths.then(async (path): Promise<string> => {
    return (await readFile(path, 'utf8')).trim();
  });
}
`,
              ),
            ],
          }),
        ],
      },
      {
        name: 'a reaction that returns a promise as it is',
        code: `
import { readFileSync } from 'node:fs';
export function send(path: Promise<string>) {
  return path.then((each): Promise<Response> => fetch(readFileSync(each, 'utf8')));
}
`,
        errors: [
          blocks('readFileSync', [4, 55, 4, 67], 'Await `readFile` of `node:fs/promises` instead', {
            suggestions: [
              suggestion(
                'reaction',
                'readFile',
                REACTION,
                `
import { readFile } from 'node:fs/promises';
export function send(path: Promise<string>) {
  return path.then(async (each): Promise<Response> => fetch(await readFile(each, 'utf8')));
}
`,
              ),
            ],
          }),
        ],
      },
      {
        name: 'the second callback of `then`',
        code: `
import { readFileSync } from 'node:fs';
export function text(fresh: Promise<string>) {
  return fresh.then(undefined, () => readFileSync('fallback.txt', 'utf8'));
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
export function text(fresh: Promise<string>) {
  return fresh.then(undefined, async () => await readFile('fallback.txt', 'utf8'));
}
`,
              ),
            ],
          }),
        ],
      },
      {
        name: 'a reaction with a parameter default',
        code: `
import { readFileSync } from 'node:fs';
export function text(fresh: Promise<string | undefined>) {
  return fresh.then((each = readFileSync('fallback.txt', 'utf8')) => each);
}
`,
        errors: [
          blocks(
            'readFileSync',
            [4, 29, 4, 41],
            'Await `readFile` of `node:fs/promises` instead (by hand: its callback cannot become async as it is written)',
          ),
        ],
      },
      {
        name: 'a reaction that maps',
        code: `
import { readFileSync } from 'node:fs';
export function all(paths: Promise<string[]>) {
  return paths.then((each) => each.map((path) => readFileSync(path, 'utf8')));
}
`,
        errors: [
          blocks(
            'readFileSync',
            [4, 50, 4, 62],
            'Await `readFile` of `node:fs/promises` instead (by hand: it stands in a callback that must answer at once)',
          ),
        ],
      },
    ],
  });
});

describe('request handlers', () => {
  ruleTester.run('no-blocking-call', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [],
    invalid: [
      {
        name: 'a handler on one line',
        code: `
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
createServer((request, response) => { response.end(readFileSync('a')); });
`,
        errors: [
          blocks('readFileSync', [4, 52, 4, 64], 'Await `readFile` of `node:fs/promises` instead', {
            suggestions: [
              suggestion(
                'handler',
                'readFile',
                REQUESTS,
                `
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
createServer(async (request, response) => { try { response.end(await readFile('a')); } catch (error) { console.error(error); response.statusCode = 500; response.end(); } });
`,
              ),
            ],
          }),
        ],
      },
      {
        name: 'a handler whose texts over several lines stay as they are',
        code: `
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
createServer((request, response) => {
  // The page.

  if (request.url === '/') {
    const head = \`
 <h1>\${
      String(1)
    }
    </h1>\`;
    response.end(head + readFileSync(
      'page.html',
      'utf8',
    ));
  }
});
`,
        errors: [
          blocks(
            'readFileSync',
            [13, 25, 13, 37],
            'Await `readFile` of `node:fs/promises` instead',
            {
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
    // The page.

    if (request.url === '/') {
      const head = \`
 <h1>\${
        String(1)
      }
    </h1>\`;
      response.end(head + await readFile(
        'page.html',
        'utf8',
      ));
    }
  } catch (error) {
    console.error(error);
    response.statusCode = 500;
    response.end();
  }
});
`,
                ),
              ],
            },
          ),
        ],
      },
      {
        name: 'a handler without a response to answer with',
        code: `
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
createServer((request) => {
  console.log(readFileSync(request.url ?? ''));
});
`,
        errors: [
          blocks(
            'readFileSync',
            [5, 15, 5, 27],
            'Await `readFile` of `node:fs/promises` instead (by hand: its handler cannot become async as it is written)',
          ),
        ],
      },
      {
        name: 'a handler without a block',
        code: `
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
createServer((_request, response) => response.end(readFileSync('page.html')));
`,
        errors: [
          blocks(
            'readFileSync',
            [4, 51, 4, 63],
            'Await `readFile` of `node:fs/promises` instead (by hand: its handler cannot become async as it is written)',
          ),
        ],
      },
      {
        name: 'a handler that takes its parameters apart',
        code: `
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
createServer(({ url = '' }, { statusCode }) => {
  console.log(readFileSync(url), statusCode);
});
`,
        errors: [
          blocks(
            'readFileSync',
            [5, 15, 5, 27],
            'Await `readFile` of `node:fs/promises` instead (by hand: its handler cannot become async as it is written)',
          ),
        ],
      },
      {
        name: 'a handler of a server that does not look at promises',
        code: `
import { readFileSync } from 'node:fs';
import polka from 'polka';
polka().get('/', (request, response) => {
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
import polka from 'polka';
polka().get('/', async (request, response) => {
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
        name: 'a handler that can pass an error on',
        code: `
import connect from 'connect';
import { readFileSync } from 'node:fs';
connect().use((request, response, next) => {
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
import connect from 'connect';
import { readFile } from 'node:fs/promises';
connect().use(async (request, response, next) => {
  try {
    response.end(await readFile('page.html'));
  } catch (error) {
    next(error);
  }
});
`,
              ),
            ],
          }),
        ],
      },
      {
        name: 'a handler of errors',
        code: `
import connect from 'connect';
import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
connect().use((error: unknown, _request: object, response: ServerResponse, next: (error: unknown) => void) => {
  response.end(readFileSync('error.html'));
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
import connect from 'connect';
import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
connect().use(async (error: unknown, _request: object, response: ServerResponse, next: (error: unknown) => void) => {
  try {
    response.end(await readFile('error.html'));
  } catch (error) {
    next(error);
  }
});
`,
              ),
            ],
          }),
        ],
      },
      {
        name: 'a handler of a server that waits for promises',
        code: `
import { Hono } from 'hono';
import { readFileSync } from 'node:fs';
new Hono().get('/', (context) => context.text(readFileSync('page.html', 'utf8')));
`,
        errors: [
          blocks('readFileSync', [4, 47, 4, 59], 'Await `readFile` of `node:fs/promises` instead', {
            suggestions: [
              suggestion(
                'handler',
                'readFile',
                REQUESTS,
                `
import { Hono } from 'hono';
import { readFile } from 'node:fs/promises';
new Hono().get('/', async (context) => context.text(await readFile('page.html', 'utf8')));
`,
              ),
            ],
          }),
        ],
      },
      {
        name: 'a hook of Fastify with a callback, which must not be async',
        code: `
import fastify from 'fastify';
import { readFileSync } from 'node:fs';
fastify().addHook('onRequest', (request, reply, done) => {
  readFileSync('page.html', 'utf8');
  done();
});
`,
        errors: [
          blocks(
            'readFileSync',
            [5, 3, 5, 15],
            'Await `readFile` of `node:fs/promises` instead (by hand: Fastify takes no async function that has a `done` callback)',
          ),
        ],
      },
      {
        name: 'a handler of Koa',
        code: `
import Koa from 'koa';
import { readFileSync } from 'node:fs';
const app = new Koa();
app.use((context) => {
  context.body = readFileSync('page.html', 'utf8');
});
`,
        errors: [
          blocks('readFileSync', [6, 18, 6, 30], 'Await `readFile` of `node:fs/promises` instead', {
            suggestions: [
              suggestion(
                'handler',
                'readFile',
                REQUESTS,
                `
import Koa from 'koa';
import { readFile } from 'node:fs/promises';
const app = new Koa();
app.use(async (context) => {
  context.body = await readFile('page.html', 'utf8');
});
`,
              ),
            ],
          }),
        ],
      },
    ],
  });
});

describe('other shapes of result', () => {
  ruleTester.run('no-blocking-call', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [],
    invalid: [
      {
        name: 'promisified key derivation in an `await` of its own',
        code: `
import { pbkdf2Sync } from 'node:crypto';
export async function derive(password: string, salt: string) {
  return (await pbkdf2Sync(password, salt, 100_000, 32, 'sha256')).toString('hex');
}
`,
        errors: [
          awaitBlocks(
            'pbkdf2Sync',
            [4, 17, 4, 27],
            'Await `pbkdf2` of `node:crypto` through `promisify` instead',
            {
              on: 'key derivation',
              suggestions: [
                suggestion(
                  'await',
                  'pbkdf2',
                  WRITTEN,
                  `
import { promisify } from 'node:util';
import { pbkdf2 } from 'node:crypto';
export async function derive(password: string, salt: string) {
  return (await promisify(pbkdf2)(password, salt, 100_000, 32, 'sha256')).toString('hex');
}
`,
                ),
              ],
            },
          ),
        ],
      },
      {
        name: 'a command with an `await` of its own',
        code: `
import { execSync } from 'node:child_process';
export async function list() {
  return (await execSync('ls', { encoding: 'utf8' })).split('\\n');
}
`,
        errors: [
          awaitBlocks(
            'execSync',
            [4, 17, 4, 25],
            'Await `exec` of `node:child_process` through `promisify` instead',
            {
              on: 'a child process',
              suggestions: [
                suggestion(
                  'await',
                  'exec',
                  WRITTEN,
                  `
import { promisify } from 'node:util';
import { exec } from 'node:child_process';
export async function list() {
  return ((await promisify(exec)('ls', { encoding: 'utf8' })).stdout).split('\\n');
}
`,
                ),
              ],
            },
          ),
        ],
      },
      {
        name: 'a name of the form that is taken',
        code: `
import { execSync } from 'node:child_process';
export async function list(exec: string) {
  return execSync(exec, { encoding: 'utf8' });
}
`,
        errors: [
          blocks(
            'execSync',
            [4, 10, 4, 18],
            'Await `exec` of `node:child_process` through `promisify` instead',
            {
              on: 'a child process',
              suggestions: [
                suggestion(
                  'await',
                  'exec',
                  WRITTEN,
                  `
import { promisify } from 'node:util';
import { exec as execAsync } from 'node:child_process';
export async function list(exec: string) {
  return (await promisify(execAsync)(exec, { encoding: 'utf8' })).stdout;
}
`,
                ),
              ],
            },
          ),
        ],
      },
      {
        name: 'a form in CommonJS',
        code: `
const { execSync } = require('child_process');
exports.list = async () => execSync('ls', { encoding: 'utf8' });
`,
        filename: 'commonjs.cjs',
        errors: [
          blocks(
            'execSync',
            [3, 28, 3, 36],
            'Await `exec` of `node:child_process` through `promisify` instead',
            {
              on: 'a child process',
              suggestions: [
                suggestion(
                  'await',
                  'exec',
                  WRITTEN,
                  `
const { promisify } = require('util');
const { exec } = require('child_process');
exports.list = async () => (await promisify(exec)('ls', { encoding: 'utf8' })).stdout;
`,
                ),
              ],
            },
          ),
        ],
      },
      {
        name: 'a form that has its names from a namespace',
        code: `
import * as childProcess from 'node:child_process';
export async function list() {
  return childProcess.execSync('ls', { encoding: 'utf8' });
}
`,
        errors: [
          blocks(
            'childProcess.execSync',
            [4, 10, 4, 31],
            'Await `exec` of `node:child_process` through `promisify` instead',
            {
              on: 'a child process',
              suggestions: [
                suggestion(
                  'await',
                  'exec',
                  WRITTEN,
                  `
import * as childProcess from 'node:child_process';
import { promisify } from 'node:util';
export async function list() {
  return (await promisify(childProcess.exec)('ls', { encoding: 'utf8' })).stdout;
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
