import { describe } from 'vitest';

import rule from '../../../src/rules/no-blocking-call.ts';
import { ruleTester } from '../../support/rule-tester.ts';
import { asyncHelper, blocks, blocksThrough, CALLERS, suggestion, WRITES } from './expected.ts';

describe('functions of this file', () => {
  ruleTester.run('no-blocking-call', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'a helper that does not block',
        code: `
import { basename } from 'node:path';
function readName(path: string): string {
  return basename(path);
}
export async function settings(path: string) {
  return readName(path);
}
`,
      },
      {
        name: 'a helper that only start-up calls',
        code: `
import { readFileSync } from 'node:fs';
function readText(path: string): string {
  return readFileSync(path, 'utf8');
}
export const banner = readText('banner.txt');
`,
      },
    ],
    invalid: [
      {
        name: 'a helper in this file',
        code: `
import { readFileSync } from 'node:fs';
function readText(path: string): string {
  return readFileSync(path, 'utf8');
}
export async function settings(path: string) {
  return JSON.parse(readText(path)) as unknown;
}
`,
        errors: [
          blocksThrough(
            'readText',
            [7, 21, 7, 29],
            'readText → readFileSync',
            'file.ts:4',
            'Make `readText` asynchronous with `readFile` of `node:fs/promises`, and await it',
            {
              suggestions: [
                asyncHelper(
                  'readText',
                  'readFile',
                  CALLERS,
                  `
import { readFile } from 'node:fs/promises';
async function readText(path: string): Promise<string> {
  return await readFile(path, 'utf8');
}
export async function settings(path: string) {
  return JSON.parse(await readText(path)) as unknown;
}
`,
                ),
              ],
            },
          ),
        ],
      },
      {
        name: 'a helper through another one, with all callers',
        code: `
import { readFileSync } from 'node:fs';
function readText(path: string) {
  return readFileSync(path, 'utf8');
}
function parse(path: string): { port: number } {
  return JSON.parse(readText(path)) as { port: number };
}
export async function port(path: string) {
  return parse(path).port;
}
`,
        errors: [
          blocksThrough(
            'parse',
            [10, 10, 10, 15],
            'parse → readText → readFileSync',
            'file.ts:4',
            'Make `readText` asynchronous with `readFile` of `node:fs/promises`, and await it',
            {
              suggestions: [
                asyncHelper(
                  'readText',
                  'readFile',
                  CALLERS,
                  `
import { readFile } from 'node:fs/promises';
async function readText(path: string) {
  return await readFile(path, 'utf8');
}
async function parse(path: string): Promise<{ port: number }> {
  return JSON.parse(await readText(path)) as { port: number };
}
export async function port(path: string) {
  return (await parse(path)).port;
}
`,
                ),
              ],
            },
          ),
        ],
      },
      {
        name: 'a helper that start-up calls, too',
        code: `
import { readFileSync } from 'node:fs';
function readText(path: string) {
  return readFileSync(path, 'utf8');
}
export const banner = readText('banner.txt');
export async function page(path: string) {
  return banner + readText(path);
}
`,
        errors: [
          blocksThrough(
            'readText',
            [8, 19, 8, 27],
            'readText → readFileSync',
            'file.ts:4',
            'Make `readText` asynchronous with `readFile` of `node:fs/promises`, and await it',
            {
              suggestions: [
                asyncHelper(
                  'readText',
                  'readFile',
                  CALLERS,
                  `
import { readFile } from 'node:fs/promises';
async function readText(path: string) {
  return await readFile(path, 'utf8');
}
export const banner = await readText('banner.txt');
export async function page(path: string) {
  return banner + await readText(path);
}
`,
                ),
              ],
            },
          ),
        ],
      },
      {
        name: 'an arrow function bound to a constant',
        code: `
import { readFileSync } from 'node:fs';
const readText = (path: string) => readFileSync(path, 'utf8');
export async function page(path: string) {
  return readText(path).trim();
}
`,
        errors: [
          blocksThrough(
            'readText',
            [5, 10, 5, 18],
            'readText → readFileSync',
            'file.ts:3',
            'Make `readText` asynchronous with `readFile` of `node:fs/promises`, and await it',
            {
              suggestions: [
                asyncHelper(
                  'readText',
                  'readFile',
                  CALLERS,
                  `
import { readFile } from 'node:fs/promises';
const readText = async (path: string) => await readFile(path, 'utf8');
export async function page(path: string) {
  return (await readText(path)).trim();
}
`,
                ),
              ],
            },
          ),
        ],
      },
      {
        name: 'a helper that is exported has callers elsewhere',
        code: `
import { readFileSync } from 'node:fs';
export function readText(path: string) {
  return readFileSync(path, 'utf8');
}
export async function page(path: string) {
  return readText(path);
}
`,
        errors: [
          blocksThrough(
            'readText',
            [7, 10, 7, 18],
            'readText → readFileSync',
            'file.ts:4',
            'Make `readText` asynchronous with `readFile` of `node:fs/promises`, and await it (by hand: not every caller of what blocks can await it)',
          ),
        ],
      },
      {
        name: 'a helper that is exported by its name',
        code: `
import { readFileSync } from 'node:fs';
function readText(path: string) {
  return readFileSync(path, 'utf8');
}
export async function page(path: string) {
  return readText(path);
}
export { readText };
`,
        errors: [
          blocksThrough(
            'readText',
            [7, 10, 7, 18],
            'readText → readFileSync',
            'file.ts:4',
            'Make `readText` asynchronous with `readFile` of `node:fs/promises`, and await it (by hand: not every caller of what blocks can await it)',
          ),
        ],
      },
      {
        name: 'a helper that is used as a value',
        code: `
import { readFileSync } from 'node:fs';
function readText(path: string) {
  return readFileSync(path, 'utf8');
}
export const readers = { text: readText };
export async function page(path: string) {
  return readText(path);
}
`,
        errors: [
          blocksThrough(
            'readText',
            [8, 10, 8, 18],
            'readText → readFileSync',
            'file.ts:4',
            'Make `readText` asynchronous with `readFile` of `node:fs/promises`, and await it (by hand: not every caller of what blocks can await it)',
          ),
        ],
      },
      {
        name: 'a helper that a synchronous exported function calls',
        code: `
import { readFileSync } from 'node:fs';
function readText(path: string) {
  return readFileSync(path, 'utf8');
}
export const both = (path: string) => readText(path) + readText(path);
export async function page(path: string) {
  return readText(path);
}
`,
        errors: [
          blocksThrough(
            'readText',
            [8, 10, 8, 18],
            'readText → readFileSync',
            'file.ts:4',
            'Make `readText` asynchronous with `readFile` of `node:fs/promises`, and await it (by hand: not every caller of what blocks can await it)',
          ),
        ],
      },
    ],
  });
});

describe('functions of other files', () => {
  ruleTester.run('no-blocking-call', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [],
    invalid: [
      {
        name: 'a helper in another file',
        code: `
import { loadSettings } from './settings.ts';
export async function settings(path: string) {
  return loadSettings(path);
}
`,
        errors: [
          blocksThrough(
            'loadSettings',
            [4, 10, 4, 22],
            'loadSettings → readText → readFileSync',
            'settings.ts:10',
            'Make `readText` asynchronous with `readFile` of `node:fs/promises`, and await it (by hand: its body stands in another file)',
          ),
        ],
      },
      {
        name: 'a helper in another file, re-exported',
        code: `
import { loadSettings } from './re-exports.ts';
export async function settings(path: string) {
  return loadSettings(path);
}
`,
        errors: [
          blocksThrough(
            'loadSettings',
            [4, 10, 4, 22],
            'loadSettings → readText → readFileSync',
            'settings.ts:10',
            'Make `readText` asynchronous with `readFile` of `node:fs/promises`, and await it (by hand: its body stands in another file)',
          ),
        ],
      },
      {
        name: 'a helper in a file of plain JavaScript',
        code: `
import { readText } from './module-reader.js';
/** @param {string} path */
export async function settings(path) {
  return readText(path);
}
`,
        filename: 'module.js',
        errors: [
          blocksThrough(
            'readText',
            [5, 10, 5, 18],
            'readText → readFileSync',
            'module-reader.js:5',
            'Make `readText` asynchronous with `readFile` of `node:fs/promises`, and await it (by hand: its body stands in another file)',
          ),
        ],
      },
    ],
  });
});

describe('methods, accessors and constructors', () => {
  ruleTester.run('no-blocking-call', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'a method that a subclass overrides is not known',
        code: `
import { readFileSync } from 'node:fs';
class Source {
  read(path: string) {
    return readFileSync(path, 'utf8');
  }
}
export class Memory extends Source {
  override read() {
    return '';
  }
}
export async function text(source: Source) {
  return source.read('a.txt');
}
`,
      },
      {
        name: 'a method of an interface is not known',
        code: `
import { readFileSync } from 'node:fs';
interface Source {
  read(path: string): string;
}
export class Disk implements Source {
  read(path: string) {
    return readFileSync(path, 'utf8');
  }
}
export async function text(source: Source) {
  return source.read('a.txt');
}
`,
      },
      {
        name: 'a setter is not what reading runs',
        code: `
import { writeFileSync } from 'node:fs';
class Box {
  #last = '';
  get text() {
    return this.#last;
  }
  set text(text: string) {
    writeFileSync('box.txt', text);
  }
}
export async function text(box: Box) {
  return box.text;
}
`,
      },
    ],
    invalid: [
      {
        name: 'a getter of what a method returns, where both block: their ranges do not nest',
        code: `
import { readFileSync } from 'node:fs';
class Store {
  get text() { return readFileSync('text', 'utf8'); }
  load() { readFileSync('index'); return this; }
}
export async function read(store: Store) {
  return store.load().text;
}
`,
        errors: [
          blocksThrough(
            'store.load',
            [8, 10, 8, 20],
            'Store.load → readFileSync',
            'file.ts:5',
            'Make `Store.load` asynchronous with `readFile` of `node:fs/promises`, and await it (by hand: not every caller of what blocks can await it)',
          ),
          blocksThrough(
            'store.load().text',
            [8, 23, 8, 27],
            'Store.text → readFileSync',
            'file.ts:4',
            'Make `Store.text` a method that awaits `readFile` of `node:fs/promises` (by hand: an accessor cannot wait)',
          ),
        ],
      },
      {
        name: 'a method',
        code: `
import { Store } from './settings.ts';
export async function settings(store: Store) {
  return store.load();
}
`,
        errors: [
          blocksThrough(
            'store.load',
            [4, 10, 4, 20],
            'Store.load → loadSettings → readText → readFileSync',
            'settings.ts:10',
            'Make `readText` asynchronous with `readFile` of `node:fs/promises`, and await it (by hand: its body stands in another file)',
          ),
        ],
      },
      {
        name: 'the same method of the class itself',
        code: `
import { readFileSync } from 'node:fs';
interface Source {
  read(path: string): string;
}
export class Disk implements Source {
  read(path: string) {
    return readFileSync(path, 'utf8');
  }
}
export async function text(source: Disk) {
  return source.read('a.txt');
}
`,
        errors: [
          blocksThrough(
            'source.read',
            [12, 10, 12, 21],
            'Disk.read → readFileSync',
            'file.ts:8',
            'Make `Disk.read` asynchronous with `readFile` of `node:fs/promises`, and await it (by hand: not every caller of what blocks can await it)',
          ),
        ],
      },
      {
        name: 'a private method',
        code: `
import { readFileSync } from 'node:fs';
export class Pages {
  #read(path: string): string {
    return readFileSync(path, 'utf8');
  }
  async page(path: string) {
    return this.#read(path).trim();
  }
}
`,
        errors: [
          blocksThrough(
            'this.#read',
            [8, 12, 8, 22],
            'Pages.#read → readFileSync',
            'file.ts:5',
            'Make `Pages.#read` asynchronous with `readFile` of `node:fs/promises`, and await it',
            {
              suggestions: [
                asyncHelper(
                  'Pages.#read',
                  'readFile',
                  CALLERS,
                  `
import { readFile } from 'node:fs/promises';
export class Pages {
  async #read(path: string): Promise<string> {
    return await readFile(path, 'utf8');
  }
  async page(path: string) {
    return (await this.#read(path)).trim();
  }
}
`,
                ),
              ],
            },
          ),
        ],
      },
      {
        name: 'a private method that a getter calls, too',
        code: `
import { readFileSync } from 'node:fs';
export class Pages {
  #read(path: string): string {
    return readFileSync(path, 'utf8');
  }
  get first() {
    return this.#read('first.html');
  }
  async page(path: string) {
    return this.#read(path);
  }
}
`,
        errors: [
          blocksThrough(
            'this.#read',
            [11, 12, 11, 22],
            'Pages.#read → readFileSync',
            'file.ts:5',
            'Make `Pages.#read` asynchronous with `readFile` of `node:fs/promises`, and await it (by hand: not every caller of what blocks can await it)',
          ),
        ],
      },
      {
        name: 'a private method that is passed on',
        code: `
import { readFileSync } from 'node:fs';
export class Pages {
  reader = this.#read;
  #read(path: string): string {
    return readFileSync(path, 'utf8');
  }
  async page(path: string) {
    return this.#read(path);
  }
}
`,
        errors: [
          blocksThrough(
            'this.#read',
            [9, 12, 9, 22],
            'Pages.#read → readFileSync',
            'file.ts:6',
            'Make `Pages.#read` asynchronous with `readFile` of `node:fs/promises`, and await it (by hand: not every caller of what blocks can await it)',
          ),
        ],
      },
      {
        name: 'a getter',
        code: `
import { Store } from './settings.ts';
export async function text(store: Store) {
  return store.text;
}
`,
        errors: [
          blocksThrough(
            'store.text',
            [4, 10, 4, 20],
            'Store.text → readText → readFileSync',
            'settings.ts:10',
            'Make `readText` asynchronous with `readFile` of `node:fs/promises`, and await it (by hand: its body stands in another file)',
          ),
        ],
      },
      {
        name: 'a constructor',
        code: `
import { readFileSync } from 'node:fs';
class Page {
  text: string;
  constructor(path: string) {
    this.text = readFileSync(path, 'utf8');
  }
}
export async function page(path: string) {
  return new Page(path);
}
`,
        errors: [
          blocksThrough(
            'Page',
            [10, 14, 10, 18],
            'new Page → readFileSync',
            'file.ts:6',
            'Await `readFile` of `node:fs/promises` before `new Page`, and hand it the result (by hand: a constructor cannot wait)',
          ),
        ],
      },
      {
        name: 'a field that the constructor fills',
        code: `
import { readFileSync } from 'node:fs';
class Page {
  text = readFileSync('page.html', 'utf8');
}
export async function page() {
  return new Page().text;
}
`,
        errors: [
          blocksThrough(
            'Page',
            [7, 14, 7, 18],
            'new Page → readFileSync',
            'file.ts:4',
            'Await `readFile` of `node:fs/promises` before `new Page`, and hand it the result (by hand: a constructor cannot wait)',
          ),
        ],
      },
      {
        name: 'a constructor of a base class',
        code: `
import { readFileSync } from 'node:fs';
class Base {
  text = readFileSync('page.html', 'utf8');
}
class Page extends Base {}
export async function page() {
  return new Page().text;
}
`,
        errors: [
          blocksThrough(
            'Page',
            [8, 14, 8, 18],
            'new Page → readFileSync',
            'file.ts:4',
            'Await `readFile` of `node:fs/promises` before `new Page`, and hand it the result (by hand: a constructor cannot wait)',
          ),
        ],
      },
    ],
  });
});

describe('objects, recursion and callbacks', () => {
  ruleTester.run('no-blocking-call', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'recursion that does not block',
        code: `
function depth(path: string): number {
  return path === '' ? 0 : 1 + depth(path.slice(1));
}
export async function deep(path: string) {
  return depth(path);
}
`,
      },
    ],
    invalid: [
      {
        name: 'an object with one body',
        code: `
import { readFileSync } from 'node:fs';
const files = {
  read(path: string) {
    return readFileSync(path, 'utf8');
  },
};
export async function page(path: string) {
  return files.read(path);
}
`,
        errors: [
          blocksThrough(
            'files.read',
            [9, 10, 9, 20],
            'read → readFileSync',
            'file.ts:5',
            'Make `read` asynchronous with `readFile` of `node:fs/promises`, and await it (by hand: not every caller of what blocks can await it)',
          ),
        ],
      },
      {
        name: 'recursion',
        code: `
import { readdirSync } from 'node:fs';
export function walk(path: string): string[] {
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? walk(\`\${path}/\${entry.name}\`) : [entry.name],
  );
}
export async function names(path: string) {
  return walk(path).length;
}
`,
        errors: [
          blocksThrough(
            'walk',
            [9, 10, 9, 14],
            'walk → readdirSync',
            'file.ts:4',
            'Make `walk` asynchronous with `readdir` of `node:fs/promises`, and await it (by hand: not every caller of what blocks can await it)',
          ),
        ],
      },
      {
        name: 'an async helper is reported in itself, not at its callers',
        code: `
import { appendFileSync } from 'node:fs';
async function log(text: string) {
  appendFileSync('log.txt', text);
}
export async function page(path: string) {
  await log(path);
}
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
async function log(text: string) {
  await appendFile('log.txt', text);
}
export async function page(path: string) {
  await log(path);
}
`,
                ),
              ],
            },
          ),
        ],
      },
      {
        name: 'passed by name to what calls it in place',
        code: `
import { readText } from './settings.ts';
export async function all(paths: string[]) {
  return paths.map(readText);
}
`,
        errors: [
          blocksThrough(
            'readText',
            [4, 20, 4, 28],
            'readText → readFileSync',
            'settings.ts:10',
            'Make `readText` asynchronous with `readFile` of `node:fs/promises`, and await it (by hand: its body stands in another file)',
          ),
        ],
      },
      {
        name: 'a tagged template',
        code: `
import { readFileSync } from 'node:fs';
function file(parts: TemplateStringsArray) {
  return readFileSync(parts[0] ?? '', 'utf8');
}
export async function page() {
  return file\`page.html\`;
}
`,
        errors: [
          blocksThrough(
            'file',
            [7, 10, 7, 14],
            'file → readFileSync',
            'file.ts:4',
            'Make `file` asynchronous with `readFile` of `node:fs/promises`, and await it (by hand: not every caller of what blocks can await it)',
          ),
        ],
      },
      {
        name: 'called by an event handler of a server',
        code: `
import { createServer } from 'node:http';
import { readText } from './settings.ts';
createServer((_request, response) => {
  response.end(readText('page.html'));
}).listen(0);
`,
        errors: [
          blocksThrough(
            'readText',
            [5, 16, 5, 24],
            'readText → readFileSync',
            'settings.ts:10',
            'Make `readText` asynchronous with `readFile` of `node:fs/promises`, and await it (by hand: its body stands in another file)',
          ),
        ],
      },
    ],
  });
});

describe('what runs once', () => {
  ruleTester.run('no-blocking-call', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'what stands behind a memo guard runs once',
        code: `
import { readFileSync } from 'node:fs';
let cache: string | undefined;
function template() {
  cache ??= readFileSync('page.html', 'utf8');
  return cache;
}
export async function page() {
  return template();
}
`,
      },
      {
        name: 'what stands behind a flag that says that it is done',
        code: `
import { readFileSync } from 'node:fs';
export class Plugins {
  static #found = '';
  static #loaded = false;
  static load() {
    if (this.#loaded) {
      return;
    }
    this.#found = readFileSync('plugins.txt', 'utf8');
    this.#loaded = true;
  }
}
export async function page() {
  Plugins.load();
}
`,
      },
    ],
    invalid: [
      {
        name: 'a list of what is done, which each call makes longer',
        code: `
import { readFileSync } from 'node:fs';
const found: string[] = [];
const done = new Set<string>();
function load(file: string) {
  if (done.has(file)) return;
  found.push(readFileSync(file, 'utf8'));
  done.add(file);
}
export async function page(file: string) {
  load(file);
  return found;
}
`,
        errors: [
          blocksThrough(
            'load',
            [11, 3, 11, 7],
            'load → readFileSync',
            'file.ts:7',
            'Make `load` asynchronous with `readFile` of `node:fs/promises`, and await it',
            {
              suggestions: [
                asyncHelper(
                  'load',
                  'readFile',
                  CALLERS,
                  `
import { readFile } from 'node:fs/promises';
const found: string[] = [];
const done = new Set<string>();
async function load(file: string) {
  if (done.has(file)) return;
  found.push(await readFile(file, 'utf8'));
  done.add(file);
}
export async function page(file: string) {
  await load(file);
  return found;
}
`,
                ),
              ],
            },
          ),
        ],
      },
      {
        name: 'a flag that says that it is being done',
        code: `
import { readFileSync } from 'node:fs';
let busy = false;
let found = '';
function load() {
  if (busy) return;
  busy = true;
  found = readFileSync('plugins.txt', 'utf8');
  busy = false;
}
export async function page() {
  load();
  return found;
}
`,
        errors: [
          blocksThrough(
            'load',
            [12, 3, 12, 7],
            'load → readFileSync',
            'file.ts:8',
            'Make `load` asynchronous with `readFile` of `node:fs/promises`, and await it',
            {
              suggestions: [
                asyncHelper(
                  'load',
                  'readFile',
                  CALLERS,
                  `
import { readFile } from 'node:fs/promises';
let busy = false;
let found = '';
async function load() {
  if (busy) return;
  busy = true;
  found = await readFile('plugins.txt', 'utf8');
  busy = false;
}
export async function page() {
  await load();
  return found;
}
`,
                ),
              ],
            },
          ),
        ],
      },
      {
        name: 'without the guard',
        code: `
import { readFileSync } from 'node:fs';
let cache: string | undefined;
function template() {
  cache = readFileSync('page.html', 'utf8');
  return cache;
}
export async function page() {
  return template();
}
`,
        errors: [
          blocksThrough(
            'template',
            [9, 10, 9, 18],
            'template → readFileSync',
            'file.ts:5',
            'Make `template` asynchronous with `readFile` of `node:fs/promises`, and await it',
            {
              suggestions: [
                asyncHelper(
                  'template',
                  'readFile',
                  CALLERS,
                  `
import { readFile } from 'node:fs/promises';
let cache: string | undefined;
async function template() {
  cache = await readFile('page.html', 'utf8');
  return cache;
}
export async function page() {
  return await template();
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

describe('helpers that cannot become async, and callers of those that can', () => {
  ruleTester.run('no-blocking-call', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [],
    invalid: [
      {
        name: 'a parameter default of the helper',
        code: `
import { readFileSync } from 'node:fs';
function render(text = readFileSync('page.html', 'utf8')) {
  return text;
}
export async function page() {
  return render();
}
`,
        errors: [
          blocksThrough(
            'render',
            [7, 10, 7, 16],
            'render → readFileSync',
            'file.ts:3',
            'Make `render` asynchronous with `readFile` of `node:fs/promises`, and await it (by hand: not every caller of what blocks can await it)',
          ),
        ],
      },
      {
        name: 'a helper with overloads',
        code: `
import { readFileSync } from 'node:fs';
function read(path: string): string;
function read(path: URL): string;
function read(path: string | URL): string {
  return readFileSync(path, 'utf8');
}
export async function page() {
  return read('page.html');
}
`,
        errors: [
          blocksThrough(
            'read',
            [9, 10, 9, 14],
            'read → readFileSync',
            'file.ts:6',
            'Make `read` asynchronous with `readFile` of `node:fs/promises`, and await it (by hand: not every caller of what blocks can await it)',
          ),
        ],
      },
      {
        name: 'a helper whose constant has a type of its own',
        code: `
import { readFileSync } from 'node:fs';
const read: (path: string) => string = (path) => readFileSync(path, 'utf8');
export async function page() {
  return read('page.html');
}
`,
        errors: [
          blocksThrough(
            'read',
            [5, 10, 5, 14],
            'read → readFileSync',
            'file.ts:3',
            'Make `read` asynchronous with `readFile` of `node:fs/promises`, and await it (by hand: not every caller of what blocks can await it)',
          ),
        ],
      },
      {
        name: 'a helper that asserts',
        code: `
import { existsSync } from 'node:fs';
function isPresent(path: string | undefined): path is string {
  return path !== undefined && existsSync(path);
}
export async function page(path?: string) {
  return isPresent(path) ? path : '';
}
`,
        errors: [
          blocksThrough(
            'isPresent',
            [7, 10, 7, 19],
            'isPresent → existsSync',
            'file.ts:4',
            'Make `isPresent` asynchronous with `access` of `node:fs/promises`, and await it (by hand: not every caller of what blocks can await it)',
          ),
        ],
      },
      {
        name: 'callers in loops and templates',
        code: `
import { statSync } from 'node:fs';
function size(path: string) {
  return statSync(path).size;
}
export async function total(paths: string[]) {
  let sum = 0;
  for (const path of paths) sum += size(path);
  return \`\${String(sum)} of \${String(size('all'))}\`;
}
`,
        errors: [
          blocksThrough(
            'size',
            [8, 36, 8, 40],
            'size → statSync',
            'file.ts:4',
            'Make `size` asynchronous with `stat` of `node:fs/promises`, and await it',
            {
              suggestions: [
                asyncHelper(
                  'size',
                  'stat',
                  CALLERS,
                  `
import { stat } from 'node:fs/promises';
async function size(path: string) {
  return (await stat(path)).size;
}
export async function total(paths: string[]) {
  let sum = 0;
  for (const path of paths) sum += await size(path);
  return \`\${String(sum)} of \${String(await size('all'))}\`;
}
`,
                ),
              ],
            },
          ),
          blocksThrough(
            'size',
            [9, 38, 9, 42],
            'size → statSync',
            'file.ts:4',
            'Make `size` asynchronous with `stat` of `node:fs/promises`, and await it',
            {
              suggestions: [
                asyncHelper(
                  'size',
                  'stat',
                  CALLERS,
                  `
import { stat } from 'node:fs/promises';
async function size(path: string) {
  return (await stat(path)).size;
}
export async function total(paths: string[]) {
  let sum = 0;
  for (const path of paths) sum += await size(path);
  return \`\${String(sum)} of \${String(await size('all'))}\`;
}
`,
                ),
              ],
            },
          ),
        ],
      },
      {
        name: 'recursion of its own',
        code: `
import { readdirSync } from 'node:fs';
function deepest(path: string, depth = 0): number {
  const [first] = readdirSync(path);
  return first === undefined ? depth : deepest(first, depth + 1);
}
export async function depth(path: string) {
  return deepest(path);
}
`,
        errors: [
          blocksThrough(
            'deepest',
            [8, 10, 8, 17],
            'deepest → readdirSync',
            'file.ts:4',
            'Make `deepest` asynchronous with `readdir` of `node:fs/promises`, and await it',
            {
              suggestions: [
                asyncHelper(
                  'deepest',
                  'readdir',
                  CALLERS,
                  `
import { readdir } from 'node:fs/promises';
async function deepest(path: string, depth = 0): Promise<number> {
  const [first] = await readdir(path);
  return first === undefined ? depth : await deepest(first, depth + 1);
}
export async function depth(path: string) {
  return await deepest(path);
}
`,
                ),
              ],
            },
          ),
        ],
      },
      {
        name: 'a helper that returns a promise keeps its type and its callers',
        code: `
import { readFileSync } from 'node:fs';
function send(path: string): Promise<Response> {
  return fetch(readFileSync(path, 'utf8'));
}
export function start(path: string) {
  void send(path);
}
export async function page(path: string) {
  return await send(path);
}
`,
        errors: [
          blocksThrough(
            'send',
            [10, 16, 10, 20],
            'send → readFileSync',
            'file.ts:4',
            'Make `send` asynchronous with `readFile` of `node:fs/promises`, and await it',
            {
              suggestions: [
                asyncHelper(
                  'send',
                  'readFile',
                  CALLERS,
                  `
import { readFile } from 'node:fs/promises';
async function send(path: string): Promise<Response> {
  return fetch(await readFile(path, 'utf8'));
}
export function start(path: string) {
  void send(path);
}
export async function page(path: string) {
  return await send(path);
}
`,
                ),
              ],
            },
          ),
        ],
      },
      {
        name: 'the same without a type',
        code: `
import { readFileSync } from 'node:fs';
function send(path: string) {
  return fetch(readFileSync(path, 'utf8'));
}
export async function page(path: string) {
  return send(path).then((response) => response.ok);
}
`,
        errors: [
          blocksThrough(
            'send',
            [7, 10, 7, 14],
            'send → readFileSync',
            'file.ts:4',
            'Make `send` asynchronous with `readFile` of `node:fs/promises`, and await it',
            {
              suggestions: [
                asyncHelper(
                  'send',
                  'readFile',
                  CALLERS,
                  `
import { readFile } from 'node:fs/promises';
async function send(path: string) {
  return fetch(await readFile(path, 'utf8'));
}
export async function page(path: string) {
  return send(path).then((response) => response.ok);
}
`,
                ),
              ],
            },
          ),
        ],
      },
      {
        name: 'a helper that returns a promise or a value',
        code: `
import { readFileSync } from 'node:fs';
function send(path: string) {
  const text = readFileSync(path, 'utf8');
  return text === '' ? '' : fetch(text);
}
export async function page(path: string) {
  return await send(path);
}
`,
        errors: [
          blocksThrough(
            'send',
            [8, 16, 8, 20],
            'send → readFileSync',
            'file.ts:4',
            'Make `send` asynchronous with `readFile` of `node:fs/promises`, and await it (by hand: not every caller of what blocks can await it)',
          ),
        ],
      },
      {
        name: 'a helper that never returns',
        code: `
import { readFileSync } from 'node:fs';
function fail(path: string): never {
  throw new Error(readFileSync(path, 'utf8'));
}
export async function page(path: string) {
  if (path === '') fail(path);
  return path;
}
`,
        errors: [
          blocksThrough(
            'fail',
            [7, 20, 7, 24],
            'fail → readFileSync',
            'file.ts:4',
            'Make `fail` asynchronous with `readFile` of `node:fs/promises`, and await it (by hand: not every caller of what blocks can await it)',
          ),
        ],
      },
      {
        name: 'a helper that blocks in a callback of its own',
        code: `
import { readFileSync } from 'node:fs';
export async function page(paths: string[]) {
  return joined(paths).length;
}
function joined(paths: string[]) {
  return paths.map((path) => readFileSync(path, 'utf8')).join();
}
`,
        errors: [
          blocksThrough(
            'joined',
            [4, 10, 4, 16],
            'joined → readFileSync',
            'file.ts:7',
            'Make `joined` asynchronous with `readFile` of `node:fs/promises`, and await it (by hand: not every caller of what blocks can await it)',
          ),
        ],
      },
    ],
  });
});
