import { describe } from 'vitest';

import rule from '../../src/rules/no-blocking-call.ts';
import { ruleTester } from '../support/rule-tester.ts';
import {
  awaitBlocks,
  blocks,
  blocksThrough,
  INFERRED,
  NO_DOUBT,
  NOT_YET,
  suggestion,
  WRITTEN,
} from './no-blocking-call/expected.ts';

describe('what blocks', () => {
  ruleTester.run('no-blocking-call', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'the same file is read with await',
        code: `
import { readFile } from 'node:fs/promises';
export async function settings(path: string) {
  const text = await readFile(path, 'utf8');
  return JSON.parse(text) as unknown;
}
`,
      },
    ],
    invalid: [
      {
        name: 'a file is read in an async function',
        code: `
import { readFileSync } from 'node:fs';
export async function settings(path: string) {
  const text = readFileSync(path, 'utf8');
  return JSON.parse(text) as unknown;
}
`,
        output: `
import { readFile } from 'node:fs/promises';
export async function settings(path: string) {
  const text = await readFile(path, 'utf8');
  return JSON.parse(text) as unknown;
}
`,
        errors: [
          blocks('readFileSync', [4, 16, 4, 28], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
    ],
  });
});

describe('where it counts', () => {
  ruleTester.run('no-blocking-call', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'a synchronous function that nothing asynchronous calls',
        code: `
import { statSync } from 'node:fs';
export const size = (path: string) => statSync(path).size;
`,
      },
      {
        name: 'a synchronous generator runs when somebody iterates over it',
        code: `
import { readFileSync } from 'node:fs';
export function* page(path: string) {
  yield readFileSync(path, 'utf8');
}
`,
      },
      {
        name: 'start-up',
        code: `
import { readFileSync } from 'node:fs';
export const banner = readFileSync('banner.txt', 'utf8');
`,
      },
      {
        name: 'start-up, after a top-level await',
        code: `
import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
await mkdir('cache', { recursive: true });
export const banner = readFileSync('banner.txt', 'utf8');
`,
      },
    ],
    invalid: [
      {
        name: 'an async arrow function',
        code: `
import { statSync } from 'node:fs';
export const size = async (path: string) => statSync(path).size;
`,
        output: `
import { stat } from 'node:fs/promises';
export const size = async (path: string) => (await stat(path)).size;
`,
        errors: [blocks('statSync', [3, 45, 3, 53], 'Await `stat` of `node:fs/promises` instead')],
      },
      {
        name: 'an async method',
        code: `
import { readFileSync } from 'node:fs';
export class Pages {
  async load(path: string) {
    return readFileSync(path, 'utf8');
  }
}
`,
        output: `
import { readFile } from 'node:fs/promises';
export class Pages {
  async load(path: string) {
    return await readFile(path, 'utf8');
  }
}
`,
        errors: [
          blocks('readFileSync', [5, 12, 5, 24], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
      {
        name: 'an async generator',
        code: `
import { readFileSync } from 'node:fs';
export async function* page(path: string) {
  yield readFileSync(path, 'utf8');
}
`,
        output: `
import { readFile } from 'node:fs/promises';
export async function* page(path: string) {
  yield await readFile(path, 'utf8');
}
`,
        errors: [
          blocks('readFileSync', [4, 9, 4, 21], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
    ],
  });
});

describe('what else blocks', () => {
  ruleTester.run('no-blocking-call', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: '`await` in front of the asynchronous form',
        code: `
import * as fs from 'node:fs';
export async function read(path: string) {
  return await fs.promises.readFile(path, 'utf8');
}
`,
      },
      {
        name: 'the callback form does not block',
        code: `
import { readFile } from 'node:fs';
export async function read(path: string) {
  readFile(path, 'utf8', (error, text) => { console.log(error ?? text.length); });
}
`,
      },
      {
        name: 'a command is started',
        code: `
import { exec } from 'node:child_process';
export async function revision() {
  return exec('git rev-parse HEAD');
}
`,
      },
      {
        name: 'a thread wakes another',
        code: `
export async function done(shared: Int32Array<SharedArrayBuffer>) {
  return Atomics.notify(shared, 0);
}
`,
      },
      {
        name: 'an asynchronous request of a browser',
        code: `
export async function ping(url: string) {
  const request = new XMLHttpRequest();
  request.open('GET', url, true);
  request.send();
}
`,
      },
      {
        name: 'a function of the program that is called `confirm`',
        code: `
function confirm(question: string) {
  return question.length > 0;
}
export async function sure() {
  return confirm('Delete everything?');
}
`,
      },
      {
        name: 'WebAssembly is compiled with await',
        code: `
export async function compile(bytes: Uint8Array<ArrayBuffer>) {
  return await WebAssembly.compile(bytes);
}
`,
      },
    ],
    invalid: [
      {
        name: '`await` in front of a synchronous call',
        code: `
import * as fs from 'node:fs';
export async function read(path: string) {
  return await fs.readFileSync(path, 'utf8');
}
`,
        output: `
import * as fs from 'node:fs';
export async function read(path: string) {
  return await fs.promises.readFile(path, 'utf8');
}
`,
        errors: [
          awaitBlocks('fs.readFileSync', [4, 16, 4, 31], 'Await `fs.promises.readFile` instead'),
        ],
      },
      {
        name: 'a command is run',
        code: `
import { execSync } from 'node:child_process';
export async function revision() {
  const out = execSync('git rev-parse HEAD');
  return out.toString();
}
`,
        errors: [
          blocks(
            'execSync',
            [4, 15, 4, 23],
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
export async function revision() {
  const out = (await promisify(exec)('git rev-parse HEAD', { encoding: 'buffer' })).stdout;
  return out.toString();
}
`,
                ),
              ],
            },
          ),
        ],
      },
      {
        name: 'a password is hashed',
        code: `
import { scryptSync } from 'node:crypto';
export async function hash(password: string, salt: string) {
  return scryptSync(password, salt, 64).toString('hex');
}
`,
        errors: [
          blocks(
            'scryptSync',
            [4, 10, 4, 20],
            'Await `scrypt` of `node:crypto` through `promisify` instead',
            {
              on: 'key derivation',
              suggestions: [
                suggestion(
                  'await',
                  'scrypt',
                  WRITTEN,
                  `
import { promisify } from 'node:util';
import { scrypt } from 'node:crypto';
export async function hash(password: string, salt: string) {
  return (await promisify<string | NodeJS.ArrayBufferView, string | NodeJS.ArrayBufferView, number, ReturnType<typeof import('node:crypto').scryptSync>>(scrypt)(password, salt, 64)).toString('hex');
}
`,
                ),
              ],
            },
          ),
        ],
      },
      {
        name: 'a body is compressed',
        code: `
import { gzipSync } from 'node:zlib';
export async function pack(body: string) {
  return gzipSync(body);
}
`,
        output: `
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
export async function pack(body: string) {
  return await promisify(gzip)(body);
}
`,
        errors: [
          blocks(
            'gzipSync',
            [4, 10, 4, 18],
            'Await `gzip` of `node:zlib` through `promisify` instead',
            { on: 'compression' },
          ),
        ],
      },
      {
        name: 'a thread waits for another',
        code: `
export async function ready(shared: Int32Array<SharedArrayBuffer>) {
  Atomics.wait(shared, 0, 0);
  return shared[0];
}
`,
        errors: [
          blocks('Atomics.wait', [3, 3, 3, 15], 'Await `Atomics.waitAsync` instead', {
            on: 'another thread',
            suggestions: [
              suggestion(
                'await',
                'Atomics.waitAsync',
                WRITTEN,
                `
export async function ready(shared: Int32Array<SharedArrayBuffer>) {
  await Atomics.waitAsync(shared, 0, 0).value;
  return shared[0];
}
`,
              ),
            ],
          }),
        ],
      },
      {
        name: 'a synchronous request of a browser',
        code: `
export async function ping(url: string) {
  const request = new XMLHttpRequest();
  request.open('GET', url, false);
  request.send();
}
`,
        errors: [
          blocks(
            'request.open',
            [4, 3, 4, 15],
            'Instead, await `fetch`, or open the request without `false` and listen for its `load` event',
            { on: 'the network' },
          ),
        ],
      },
      {
        name: 'a question to the user',
        code: `
export async function sure() {
  return confirm('Delete everything?');
}
`,
        errors: [
          blocks('confirm', [3, 10, 3, 17], 'Instead, show a `<dialog>` and await its answer', {
            on: 'the user',
          }),
        ],
      },
      {
        name: 'WebAssembly is compiled',
        code: `
export async function compile(bytes: Uint8Array<ArrayBuffer>) {
  return new WebAssembly.Module(bytes);
}
`,
        errors: [
          blocks('WebAssembly.Module', [3, 14, 3, 32], 'Await `WebAssembly.compile` instead', {
            on: 'compilation',
            suggestions: [
              suggestion(
                'await',
                'WebAssembly.compile',
                WRITTEN,
                `
export async function compile(bytes: Uint8Array<ArrayBuffer>) {
  return await WebAssembly.compile(bytes);
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

describe('what only looks like it', () => {
  ruleTester.run('no-blocking-call', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'a name that ends in Sync and returns a promise',
        code: `
declare const calendar: { startSync(): Promise<void> };
export async function start() {
  await calendar.startSync();
}
`,
      },
      {
        name: 'a name that ends in Sync without a counterpart',
        code: `
declare function flushSync(): void;
export async function render() {
  flushSync();
}
`,
      },
      {
        name: 'names that only look like it',
        code: `
declare function reSync(): number;
declare function awaitInSync(): number;
export async function look() {
  return reSync() + awaitInSync();
}
`,
      },
      {
        name: 'a function of the program whose own body does not block',
        code: `
function loadSync() {
  return 1;
}
async function load() {
  return 2;
}
export async function both() {
  return loadSync() + (await load());
}
`,
      },
      {
        name: 'a database that is synchronous by design',
        code: `
import { DatabaseSync } from 'node:sqlite';
export async function count(path: string) {
  return new DatabaseSync(path).prepare('select 1').get();
}
`,
      },
      {
        name: '`any` is not known',
        code: `
declare const fs: any;
export async function read(path: string) {
  return fs.readFileSync(path);
}
`,
      },
      {
        name: 'the name is bound to something else here',
        code: `
import { readFileSync } from 'node:fs';
export const banner = readFileSync('banner.txt');
export async function read(readFileSync: (path: string) => string) {
  return readFileSync('memory');
}
`,
      },
    ],
    invalid: [],
  });
});

describe('where no await can be written', () => {
  ruleTester.run('no-blocking-call', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'a field of an instance runs in its constructor',
        code: `
import { readFileSync } from 'node:fs';
export async function make() {
  class Page {
    text = readFileSync('page.html', 'utf8');
  }
  return Page;
}
`,
      },
    ],
    invalid: [
      {
        name: 'a field of a class that is static, in an async function',
        code: `
import { readFileSync } from 'node:fs';
export async function make() {
  class Page {
    static text = readFileSync('page.html', 'utf8');
  }
  return Page;
}
`,
        errors: [
          blocks(
            'readFileSync',
            [5, 19, 5, 31],
            'Await `readFile` of `node:fs/promises` instead (by hand: no `await` can be written there)',
          ),
        ],
      },
      {
        name: 'a parameter default cannot hold an await',
        code: `
import { readFileSync } from 'node:fs';
export async function render(template = readFileSync('page.html', 'utf8')) {
  return template.length;
}
`,
        errors: [
          blocks(
            'readFileSync',
            [3, 41, 3, 53],
            'Await `readFile` of `node:fs/promises` instead (by hand: no `await` can be written there)',
          ),
        ],
      },
      {
        name: 'two calls in one expression',
        code: `
import { readFileSync } from 'node:fs';
export async function both(a: string, b: string) {
  return readFileSync(a, 'utf8') + readFileSync(b, 'utf8');
}
`,
        errors: [
          blocks('readFileSync', [4, 10, 4, 22], 'Await `readFile` of `node:fs/promises` instead', {
            suggestions: [
              suggestion(
                'await',
                'readFile',
                'the file system, used more than once here, may change meanwhile (settings.ts:20)',
                `
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
export async function both(a: string, b: string) {
  return await readFile(a, 'utf8') + readFileSync(b, 'utf8');
}
`,
              ),
            ],
          }),
          blocks('readFileSync', [4, 36, 4, 48], 'Await `readFile` of `node:fs/promises` instead', {
            suggestions: [
              suggestion(
                'await',
                'readFile',
                'the file system, used more than once here, may change meanwhile (settings.ts:20)',
                `
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
export async function both(a: string, b: string) {
  return readFileSync(a, 'utf8') + await readFile(b, 'utf8');
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

describe('members that are asynchronous', () => {
  ruleTester.run('no-blocking-call', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'a synchronous method of an object',
        code: `
import { readFileSync } from 'node:fs';
export const pages = {
  text(path: string) {
    return readFileSync(path, 'utf8');
  },
};
`,
      },
    ],
    invalid: [
      {
        name: 'an arrow function in a field',
        code: `
import { readFileSync } from 'node:fs';
export class Pages {
  text = async (path: string) => readFileSync(path, 'utf8');
}
`,
        output: `
import { readFile } from 'node:fs/promises';
export class Pages {
  text = async (path: string) => await readFile(path, 'utf8');
}
`,
        errors: [
          blocks('readFileSync', [4, 34, 4, 46], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
      {
        name: 'a method of an object',
        code: `
import { readFileSync } from 'node:fs';
export const pages = {
  async text(path: string) {
    return readFileSync(path, 'utf8');
  },
};
`,
        output: `
import { readFile } from 'node:fs/promises';
export const pages = {
  async text(path: string) {
    return await readFile(path, 'utf8');
  },
};
`,
        errors: [
          blocks('readFileSync', [5, 12, 5, 24], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
      {
        name: 'a computed key',
        code: `
import { readFileSync } from 'node:fs';
export async function named(path: string) {
  return { [readFileSync(path, 'utf8')]: path };
}
`,
        output: `
import { readFile } from 'node:fs/promises';
export async function named(path: string) {
  return { [await readFile(path, 'utf8')]: path };
}
`,
        errors: [
          blocks('readFileSync', [4, 13, 4, 25], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
    ],
  });
});

describe('the option `minimumCost`', () => {
  ruleTester.run('no-blocking-call', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: '`minimumCost: "data"` leaves questions about files alone',
        code: `
import { statSync } from 'node:fs';
export const size = async (path: string) => statSync(path).size;
`,
        options: [{ minimumCost: 'data' }],
      },
      {
        name: '`minimumCost: "cpu"` leaves files alone',
        code: `
import { readFileSync } from 'node:fs';
export const text = async (path: string) => readFileSync(path, 'utf8');
`,
        options: [{ minimumCost: 'cpu' }],
      },
      {
        name: '`minimumCost: "process"` leaves computation alone',
        code: `
import { gzipSync } from 'node:zlib';
export const pack = async (text: string) => gzipSync(text);
`,
        options: [{ minimumCost: 'process' }],
      },
    ],
    invalid: [
      {
        name: 'everything is reported by default',
        code: `
import { statSync } from 'node:fs';
export const size = async (path: string) => statSync(path).size;
`,
        output: `
import { stat } from 'node:fs/promises';
export const size = async (path: string) => (await stat(path)).size;
`,
        errors: [blocks('statSync', [3, 45, 3, 53], 'Await `stat` of `node:fs/promises` instead')],
      },
      {
        name: '`minimumCost: "data"` reports the contents of files',
        code: `
import { readFileSync } from 'node:fs';
export const text = async (path: string) => readFileSync(path, 'utf8');
`,
        options: [{ minimumCost: 'data' }],
        output: `
import { readFile } from 'node:fs/promises';
export const text = async (path: string) => await readFile(path, 'utf8');
`,
        errors: [
          blocks('readFileSync', [3, 45, 3, 57], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
      {
        name: '`minimumCost: "cpu"` reports computation',
        code: `
import { gzipSync } from 'node:zlib';
export const pack = async (text: string) => gzipSync(text);
`,
        options: [{ minimumCost: 'cpu' }],
        output: `
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
export const pack = async (text: string) => await promisify(gzip)(text);
`,
        errors: [
          blocks(
            'gzipSync',
            [3, 45, 3, 53],
            'Await `gzip` of `node:zlib` through `promisify` instead',
            { on: 'compression' },
          ),
        ],
      },
      {
        name: '`minimumCost: "process"` reports processes',
        code: `
import { execSync } from 'node:child_process';
export const list = async () => execSync('ls');
`,
        options: [{ minimumCost: 'process' }],
        errors: [
          blocks(
            'execSync',
            [3, 33, 3, 41],
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
export const list = async () => (await promisify(exec)('ls', { encoding: 'buffer' })).stdout;
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

describe('the option `transitive`', () => {
  ruleTester.run('no-blocking-call', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: '`transitive: false`',
        code: `
import { readText } from './settings.ts';
export const text = async (path: string) => readText(path);
`,
        options: [{ transitive: false }],
      },
      {
        name: '`transitive: { depth: 1 }`: not two',
        code: `
import { loadSettings } from './settings.ts';
export const settings = async (path: string) => loadSettings(path);
`,
        options: [{ transitive: { depth: 1 } }],
      },
    ],
    invalid: [
      {
        name: '`transitive: false` reports what is called directly',
        code: `
import { readFileSync } from 'node:fs';
export const text = async (path: string) => readFileSync(path, 'utf8');
`,
        options: [{ transitive: false }],
        output: `
import { readFile } from 'node:fs/promises';
export const text = async (path: string) => await readFile(path, 'utf8');
`,
        errors: [
          blocks('readFileSync', [3, 45, 3, 57], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
      {
        name: '`transitive: { depth: 1 }`: one function',
        code: `
import { readText } from './settings.ts';
export const text = async (path: string) => readText(path);
`,
        options: [{ transitive: { depth: 1 } }],
        errors: [
          blocksThrough(
            'readText',
            [3, 45, 3, 53],
            'readText → readFileSync',
            'settings.ts:10',
            'Make `readText` asynchronous with `readFile` of `node:fs/promises`, and await it (by hand: its body stands in another file)',
          ),
        ],
      },
      {
        name: '`transitive: { depth: 2 }`: two',
        code: `
import { loadSettings } from './settings.ts';
export const settings = async (path: string) => loadSettings(path);
`,
        options: [{ transitive: { depth: 2 } }],
        errors: [
          blocksThrough(
            'loadSettings',
            [3, 49, 3, 61],
            'loadSettings → readText → readFileSync',
            'settings.ts:10',
            'Make `readText` asynchronous with `readFile` of `node:fs/promises`, and await it (by hand: its body stands in another file)',
          ),
        ],
      },
    ],
  });
});

describe('the option `memoized`', () => {
  ruleTester.run('no-blocking-call', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'a memo guard',
        code: `
import { readFileSync } from 'node:fs';
let template: string | undefined;
export async function page() {
  template ??= readFileSync('page.html', 'utf8');
  return template;
}
`,
      },
      {
        name: 'a memo guard with `if`',
        code: `
import { readFileSync } from 'node:fs';
let template: string | undefined;
export async function page() {
  if (template === undefined) template = readFileSync('page.html', 'utf8');
  return template;
}
`,
      },
      {
        name: 'a memo guard by key, in a helper that many call',
        code: `
import { readFileSync } from 'node:fs';
const queries = new Map<string, string>();
function query(name: string) {
  let text = queries.get(name);
  if (text === undefined) {
    text = readFileSync(name, 'utf8');
    queries.set(name, text);
  }
  return text;
}
export async function users() {
  return query('users.sql');
}
`,
      },
      {
        name: 'a memo guard that returns early',
        code: `
import { readFileSync } from 'node:fs';
export class Page {
  #text: string | undefined;
  async text() {
    if (this.#text !== undefined) return this.#text;
    this.#text = readFileSync('page.html', 'utf8');
    return this.#text;
  }
}
`,
      },
      {
        name: 'a memo guard around a helper',
        code: `
import { readText } from './settings.ts';
let template: string | undefined;
export async function page() {
  template ??= readText('page.html');
  return template;
}
`,
      },
    ],
    invalid: [
      {
        name: '`memoized: true`',
        code: `
import { readFileSync } from 'node:fs';
let template: string | undefined;
export async function page() {
  template ??= readFileSync('page.html', 'utf8');
  return template;
}
`,
        options: [{ memoized: true }],
        errors: [
          blocks('readFileSync', [5, 16, 5, 28], 'Await `readFile` of `node:fs/promises` instead', {
            suggestions: [
              suggestion(
                'await',
                'readFile',
                '`template`, used before and after it, may change meanwhile (file.ts:5)',
                `
import { readFile } from 'node:fs/promises';
let template: string | undefined;
export async function page() {
  template ??= await readFile('page.html', 'utf8');
  return template;
}
`,
              ),
            ],
          }),
        ],
      },
      {
        name: 'a guard by key, on request',
        options: [{ memoized: true }],
        code: `
import { readFileSync } from 'node:fs';
const pages: Record<string, string> = {};
export async function page(path: string) {
  pages[path] ??= readFileSync(path, 'utf8');
  return pages[path];
}
`,
        errors: [
          blocks('readFileSync', [5, 19, 5, 31], 'Await `readFile` of `node:fs/promises` instead', {
            suggestions: [
              suggestion(
                'await',
                'readFile',
                'properties used before and after it may change meanwhile (commonjs-function.cjs:3)',
                `
import { readFile } from 'node:fs/promises';
const pages: Record<string, string> = {};
export async function page(path: string) {
  pages[path] ??= await readFile(path, 'utf8');
  return pages[path];
}
`,
              ),
            ],
          }),
        ],
      },
      {
        name: 'a guard that is a local variable',
        code: `
import { readFileSync } from 'node:fs';
export async function page(path: string) {
  let text: string | undefined;
  text ??= readFileSync(path, 'utf8');
  return text;
}
`,
        output: `
import { readFile } from 'node:fs/promises';
export async function page(path: string) {
  let text: string | undefined;
  text ??= await readFile(path, 'utf8');
  return text;
}
`,
        errors: [
          blocks('readFileSync', [5, 12, 5, 24], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
    ],
  });
});

describe('the option `allow`', () => {
  ruleTester.run('no-blocking-call', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: '`allow` by a name',
        code: `
import { readFileSync } from 'node:fs';
export const text = async (path: string) => readFileSync(path, 'utf8');
`,
        options: [{ allow: ['readFileSync'] }],
      },
      {
        name: '`allow` by a package',
        code: `
import { readFileSync } from 'node:fs';
export const text = async (path: string) => readFileSync(path, 'utf8');
`,
        options: [
          { allow: [{ from: 'package', name: ['readFileSync', 'statSync'], package: 'fs' }] },
        ],
      },
      {
        name: '`allow` by a file',
        code: `
import { loadSettings, readText } from './settings.ts';
export const text = async (path: string) => readText(path);
export const settings = async (path: string) => loadSettings(path);
`,
        options: [{ allow: [{ from: 'file', name: 'readText', path: 'settings.ts' }] }],
      },
      {
        name: '`allow` by a method of a file',
        code: `
import type { Store } from './settings.ts';
export const settings = async (store: Store) => store.load();
`,
        options: [{ allow: [{ from: 'file', name: 'Store.load' }] }],
      },
      {
        name: '`allow` by the language',
        code: `
export const sure = async () => confirm('Sure?');
`,
        options: [{ allow: [{ from: 'lib', name: 'confirm' }] }],
      },
    ],
    invalid: [
      {
        name: '`allow` by another name',
        code: `
import { readFileSync } from 'node:fs';
export const text = async (path: string) => readFileSync(path, 'utf8');
`,
        options: [{ allow: ['statSync'] }],
        output: `
import { readFile } from 'node:fs/promises';
export const text = async (path: string) => await readFile(path, 'utf8');
`,
        errors: [
          blocks('readFileSync', [3, 45, 3, 57], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
      {
        name: '`allow` by another package',
        code: `
import { readFileSync } from 'node:fs';
export const text = async (path: string) => readFileSync(path, 'utf8');
`,
        options: [{ allow: [{ from: 'package', name: 'readFileSync', package: 'fs-extra' }] }],
        output: `
import { readFile } from 'node:fs/promises';
export const text = async (path: string) => await readFile(path, 'utf8');
`,
        errors: [
          blocks('readFileSync', [3, 45, 3, 57], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
      {
        name: '`allow` by another file',
        code: `
import { readText } from './settings.ts';
export const text = async (path: string) => readText(path);
`,
        options: [{ allow: [{ from: 'file', name: 'readText', path: 'other.ts' }] }],
        errors: [
          blocksThrough(
            'readText',
            [3, 45, 3, 53],
            'readText → readFileSync',
            'settings.ts:10',
            'Make `readText` asynchronous with `readFile` of `node:fs/promises`, and await it (by hand: its body stands in another file)',
          ),
        ],
      },
      {
        name: '`allow` of the language does not allow a package',
        code: `
export const sure = async () => confirm('Sure?');
`,
        options: [{ allow: [{ from: 'lib', name: 'alert' }] }],
        errors: [
          blocks('confirm', [2, 33, 2, 40], 'Instead, show a `<dialog>` and await its answer', {
            on: 'the user',
          }),
        ],
      },
    ],
  });
});

describe('the option `additional` and `settings.await`', () => {
  ruleTester.run('no-blocking-call', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'without `additional`',
        code: `
import { cpus } from 'node:os';
export const cores = async () => cpus().length;
`,
      },
    ],
    invalid: [
      {
        name: '`additional`: a function that the catalogue does not know',
        code: `
import { cpus } from 'node:os';
export const cores = async () => cpus().length;
`,
        options: [
          {
            additional: [
              {
                module: 'node:os',
                name: 'cpus',
                blocks: {
                  on: 'the kernel',
                  cost: 'data',
                  counterpart: { kind: 'advice', text: 'ask once at start-up' },
                },
              },
            ],
          },
        ],
        errors: [
          blocks('cpus', [3, 34, 3, 38], 'Instead, ask once at start-up', { on: 'the kernel' }),
        ],
      },
      {
        name: '`settings.await.additional`',
        code: `
import { cpus } from 'node:os';
export const cores = async () => cpus().length;
`,
        settings: {
          await: {
            additional: [
              {
                module: 'node:os',
                name: 'cpus',
                blocks: {
                  on: 'the kernel',
                  cost: 'data',
                  counterpart: { kind: 'advice', text: 'ask once at start-up' },
                },
              },
            ],
          },
        },
        errors: [
          blocks('cpus', [3, 34, 3, 38], 'Instead, ask once at start-up', { on: 'the kernel' }),
        ],
      },
      {
        name: '`additional` asks for what is synchronous by design',
        code: `
import { DatabaseSync } from 'node:sqlite';
export async function count(path: string) {
  return new DatabaseSync(path).prepare('select 1').get();
}
`,
        options: [
          {
            additional: [
              {
                module: 'node:sqlite',
                name: 'StatementSync.get',
                blocks: {
                  on: 'the database',
                  cost: 'data',
                  counterpart: { kind: 'advice', text: 'run long queries in a worker thread' },
                },
              },
            ],
          },
        ],
        errors: [
          blocks('get', [4, 10, 4, 56], 'Instead, run long queries in a worker thread', {
            on: 'the database',
          }),
        ],
      },
      {
        name: 'a wrong row',
        code: `
export {};
`,
        options: [{ additional: [{ module: 'node:os' }] }],
        errors: [
          {
            messageId: 'configuration',
            data: { problem: 'The option `additional`: row 1: `name` is missing.' },
            line: 1,
            column: 1,
            endLine: 1,
            endColumn: 1,
          },
        ],
      },
      {
        name: 'a wrong row in the settings',
        code: `
export {};
`,
        settings: {
          await: {
            additional: [
              { module: 'node:os', name: 'cpus', blocks: { on: 'the kernel', cost: 'dear' } },
            ],
          },
        },
        errors: [
          {
            messageId: 'configuration',
            data: {
              problem:
                '`settings.await.additional`: row 1 (node:os cpus): `blocks.counterpart` is missing.',
            },
            line: 1,
            column: 1,
            endLine: 1,
            endColumn: 1,
          },
        ],
      },
    ],
  });
});

describe('the option `fix`', () => {
  ruleTester.run('no-blocking-call', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [],
    invalid: [
      {
        name: '`fix: "none"`',
        code: `
import { readFileSync } from 'node:fs';
export const text = async (path: string) => readFileSync(path, 'utf8');
`,
        options: [{ fix: 'none' }],
        errors: [
          blocks('readFileSync', [3, 45, 3, 57], 'Await `readFile` of `node:fs/promises` instead', {
            suggestions: [
              suggestion(
                'await',
                'readFile',
                NO_DOUBT,
                `
import { readFile } from 'node:fs/promises';
export const text = async (path: string) => await readFile(path, 'utf8');
`,
              ),
            ],
          }),
        ],
      },
      {
        name: '`settings.await.fix: "none"`',
        code: `
import { readFileSync } from 'node:fs';
export const text = async (path: string) => readFileSync(path, 'utf8');
`,
        settings: { await: { fix: 'none' } },
        errors: [
          blocks('readFileSync', [3, 45, 3, 57], 'Await `readFile` of `node:fs/promises` instead', {
            suggestions: [
              suggestion(
                'await',
                'readFile',
                NO_DOUBT,
                `
import { readFile } from 'node:fs/promises';
export const text = async (path: string) => await readFile(path, 'utf8');
`,
              ),
            ],
          }),
        ],
      },
      {
        name: 'the option wins over the settings',
        code: `
import { readFileSync } from 'node:fs';
export const text = async (path: string) => readFileSync(path, 'utf8');
`,
        options: [{ fix: 'safe' }],
        settings: { await: { fix: 'none' } },
        output: `
import { readFile } from 'node:fs/promises';
export const text = async (path: string) => await readFile(path, 'utf8');
`,
        errors: [
          blocks('readFileSync', [3, 45, 3, 57], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
      {
        name: '`fix: "all"`',
        code: `
import { existsSync } from 'node:fs';
export const present = async (path: string) => existsSync(path);
`,
        options: [{ fix: 'all' }],
        output: `
import { access } from 'node:fs/promises';
export const present = async (path: string) => await access(path).then(() => true, () => false);
`,
        errors: [
          blocks('existsSync', [3, 48, 3, 58], 'Await `access` of `node:fs/promises` instead'),
        ],
      },
      {
        name: '`settings.await.fix: "all"`',
        code: `
import { existsSync } from 'node:fs';
export const present = async (path: string) => existsSync(path);
`,
        settings: { await: { fix: 'all' } },
        output: `
import { access } from 'node:fs/promises';
export const present = async (path: string) => await access(path).then(() => true, () => false);
`,
        errors: [
          blocks('existsSync', [3, 48, 3, 58], 'Await `access` of `node:fs/promises` instead'),
        ],
      },
    ],
  });
});

describe('the option `ignoreStartup`', () => {
  ruleTester.run('no-blocking-call', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: '`ignoreStartup`: only the top level calls it',
        code: `
import { readFileSync } from 'node:fs';
async function main() {
  console.log(readFileSync('banner.txt', 'utf8'));
}
await main();
`,
        options: [{ ignoreStartup: true }],
      },
    ],
    invalid: [
      {
        name: 'without `ignoreStartup`',
        code: `
import { readFileSync } from 'node:fs';
async function main() {
  console.log(readFileSync('banner.txt', 'utf8'));
}
void main();
`,
        errors: [
          blocks('readFileSync', [4, 15, 4, 27], 'Await `readFile` of `node:fs/promises` instead', {
            suggestions: [
              suggestion(
                'await',
                'readFile',
                NOT_YET,
                `
import { readFile } from 'node:fs/promises';
async function main() {
  console.log(await readFile('banner.txt', 'utf8'));
}
void main();
`,
              ),
            ],
          }),
        ],
      },
      {
        name: '`ignoreStartup`: something else calls it, too',
        code: `
import { readFileSync } from 'node:fs';
async function main() {
  console.log(readFileSync('banner.txt', 'utf8'));
}
void main();
setInterval(() => void main(), 1000);
`,
        options: [{ ignoreStartup: true }],
        errors: [
          blocks('readFileSync', [4, 15, 4, 27], 'Await `readFile` of `node:fs/promises` instead', {
            suggestions: [
              suggestion(
                'await',
                'readFile',
                NOT_YET,
                `
import { readFile } from 'node:fs/promises';
async function main() {
  console.log(await readFile('banner.txt', 'utf8'));
}
void main();
setInterval(() => void main(), 1000);
`,
              ),
            ],
          }),
        ],
      },
    ],
  });
});

describe('the option `inferred`', () => {
  ruleTester.run('no-blocking-call', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: '`inferred: false` leaves it alone',
        code: `
import type { Store } from 'kv-store';
export async function load(store: Store) {
  return store.getSync('a');
}
`,
        options: [{ inferred: false }],
      },
      {
        name: 'a function of browsers that waits for nothing, although its types show a counterpart',
        code: `
export async function style(sheet: CSSStyleSheet, url: string) {
  sheet.replaceSync(await (await fetch(url)).text());
}
`,
      },
      {
        name: 'files in memory, whose types show a counterpart',
        code: `
import type { Volume } from 'memfs';
export async function load(volume: Volume) {
  return volume.readFileSync('a');
}
`,
      },
      {
        name: 'a counterpart that takes other arguments',
        code: `
import type { Store } from 'kv-store';
export async function list(store: Store) {
  return store.listSync('a');
}
`,
      },
      {
        name: 'a counterpart that needs more arguments',
        code: `
import type { Store } from 'kv-store';
export async function find(store: Store) {
  return store.findSync('a');
}
`,
      },
      {
        name: 'a counterpart that resolves to something else',
        code: `
import type { Store } from 'kv-store';
export async function count(store: Store): Promise<number> {
  return store.countSync();
}
`,
      },
      {
        name: 'a counterpart that returns no promise',
        code: `
import type { Store } from 'kv-store';
export async function peek(store: Store) {
  return store.peekSync('a');
}
`,
      },
      {
        name: 'a counterpart that is private',
        code: `
import type { Store } from 'kv-store';
export async function dump(store: Store) {
  return store.dumpSync();
}
`,
      },
      {
        name: 'a counterpart that is deprecated',
        code: `
import type { Store } from 'kv-store';
export async function size(store: Store) {
  return store.sizeSync();
}
`,
      },
      {
        name: 'no counterpart',
        code: `
import type { Store } from 'kv-store';
export async function flush(store: Store) {
  store.flushSync();
}
`,
      },
      {
        name: 'a name in Sync that returns a promise',
        code: `
import type { Store } from 'kv-store';
export async function start(store: Store) {
  await store.startSync();
}
`,
      },
      {
        name: 'the counterpart itself, which its class implements with the synchronous form',
        code: `
import { Store } from 'kv-store';
export class Logged extends Store {
  override async get(key: string) {
    return this.getSync(key);
  }
}
`,
      },
      {
        name: 'a function with a body in the program is judged by its body',
        code: `
class Memory {
  #items = new Map<string, string>();
  getSync(key: string) {
    return this.#items.get(key);
  }
  async get(key: string) {
    return this.#items.get(key);
  }
}
export async function load(store: Memory) {
  return store.getSync('a');
}
`,
      },
    ],
    invalid: [
      {
        name: '`inferred`: a method whose types show a counterpart',
        code: `
import type { Store } from 'kv-store';
export async function load(store: Store) {
  return store.getSync('a');
}
`,
        errors: [
          blocks('store.getSync', [4, 10, 4, 23], 'Await `store.get` instead', {
            on: 'its result',
            suggestions: [
              suggestion(
                'await',
                'store.get',
                INFERRED,
                `
import type { Store } from 'kv-store';
export async function load(store: Store) {
  return await store.get('a');
}
`,
              ),
            ],
          }),
        ],
      },
      {
        name: 'a counterpart under the name `…Async`',
        code: `
import type { Store } from 'kv-store';
export async function known(store: Store) {
  return !store.hasSync('a');
}
`,
        errors: [
          blocks('store.hasSync', [4, 11, 4, 24], 'Await `store.hasAsync` instead', {
            on: 'its result',
            suggestions: [
              suggestion(
                'await',
                'store.hasAsync',
                INFERRED,
                `
import type { Store } from 'kv-store';
export async function known(store: Store) {
  return !await store.hasAsync('a');
}
`,
              ),
            ],
          }),
        ],
      },
      {
        name: 'a function whose module shows a counterpart',
        code: `
import { openSync } from 'kv-store';
export async function load(path: string) {
  return openSync(path);
}
`,
        errors: [
          blocks('openSync', [4, 10, 4, 18], 'Await `open` of `kv-store` instead', {
            on: 'its result',
            suggestions: [
              suggestion(
                'await',
                'open',
                INFERRED,
                `
import { open } from 'kv-store';
export async function load(path: string) {
  return await open(path);
}
`,
              ),
            ],
          }),
        ],
      },
      {
        name: 'a function of a namespace',
        code: `
import * as kv from 'kv-store';
export async function load(path: string) {
  return kv.openSync(path);
}
`,
        errors: [
          blocks('kv.openSync', [4, 10, 4, 21], 'Await `kv.open` instead', {
            on: 'its result',
            suggestions: [
              suggestion(
                'await',
                'kv.open',
                INFERRED,
                `
import * as kv from 'kv-store';
export async function load(path: string) {
  return await kv.open(path);
}
`,
              ),
            ],
          }),
        ],
      },
      {
        name: 'another method of that class',
        code: `
import { Store } from 'kv-store';
export class Logged extends Store {
  async first(key: string) {
    return this.getSync(key);
  }
}
`,
        errors: [
          blocks('this.getSync', [5, 12, 5, 24], 'Await `this.get` instead', {
            on: 'its result',
            suggestions: [
              suggestion(
                'await',
                'this.get',
                INFERRED,
                `
import { Store } from 'kv-store';
export class Logged extends Store {
  async first(key: string) {
    return await this.get(key);
  }
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

describe('the option `commands`', () => {
  const COMMAND = `
import { readFileSync } from 'node:fs';
import { execSync } from 'node:child_process';
import { program } from 'commander';
const license = () => readFileSync('LICENSE', 'utf8');
const revision = () => String(execSync('git describe'));
export const version = () => license() + revision();
`;

  ruleTester.run('no-blocking-call', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'a command reads a file, itself and through a function',
        code: `${COMMAND}
program.command('about').action(async () => {
  await Promise.resolve(readFileSync('about.txt'));
  console.log(license());
});
`,
        options: [{ commands: false }],
      },
    ],
    invalid: [
      {
        name: 'a command starts a process, behind a function that also reads a file',
        code: `${COMMAND}
program.command('about').action(async () => {
  console.log(version());
});
`,
        options: [{ commands: false }],
        errors: [
          {
            messageId: 'blocksThrough',
            data: {
              call: 'version',
              on: 'a child process',
              chain: 'version → revision → execSync',
              place: 'file.ts:6',
              remedy:
                'Make `revision` asynchronous with `exec` of `node:child_process` through `promisify`, and await it (by hand: not every caller of what blocks can await it)',
            },
            line: 10,
            column: 15,
            endLine: 10,
            endColumn: 22,
          },
        ],
      },
      {
        name: 'an async function that is no command',
        code: `
import { readFileSync } from 'node:fs';
import { program } from 'commander';
export async function about() {
  return readFileSync('about.txt', 'utf8');
}
program.action(async () => {});
`,
        output: `
import { readFile } from 'node:fs/promises';
import { program } from 'commander';
export async function about() {
  return await readFile('about.txt', 'utf8');
}
program.action(async () => {});
`,
        options: [{ commands: false }],
        errors: [
          blocks('readFileSync', [5, 10, 5, 22], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
    ],
  });
});
