import { describe } from 'vitest';

import rule from '../../../src/rules/no-blocking-call.ts';
import { ruleTester } from '../../support/rule-tester.ts';
import { blocks, NOT_YET, suggestion, WRITES } from './expected.ts';

describe('1. state that is shared', () => {
  ruleTester.run('no-blocking-call', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [],
    invalid: [
      {
        name: 'a map that another call may change between a question and its answer',
        code: `
import { readFileSync } from 'node:fs';
const sessions = new Map<string, { seen: number }>();
export function forget(id: string) {
  sessions.delete(id);
}
export async function greet(id: string, path: string) {
  if (!sessions.has(id)) return '';
  const text = readFileSync(path, 'utf8');
  return text + String(sessions.get(id)!.seen);
}
`,
        errors: [
          blocks('readFileSync', [9, 16, 9, 28], 'Await `readFile` of `node:fs/promises` instead', {
            suggestions: [
              suggestion(
                'await',
                'readFile',
                'the elements of maps used before and after it may change meanwhile (file.ts:5)',
                `
import { readFile } from 'node:fs/promises';
const sessions = new Map<string, { seen: number }>();
export function forget(id: string) {
  sessions.delete(id);
}
export async function greet(id: string, path: string) {
  if (!sessions.has(id)) return '';
  const text = await readFile(path, 'utf8');
  return text + String(sessions.get(id)!.seen);
}
`,
              ),
            ],
          }),
        ],
      },
      {
        name: 'a map that nothing changes',
        code: `
import { readFileSync } from 'node:fs';
const titles = new Map([['a', { text: 'First' }]]);
export async function greet(id: string, path: string) {
  if (!titles.has(id)) return '';
  const text = readFileSync(path, 'utf8');
  return text + titles.get(id)!.text;
}
`,
        output: `
import { readFile } from 'node:fs/promises';
const titles = new Map([['a', { text: 'First' }]]);
export async function greet(id: string, path: string) {
  if (!titles.has(id)) return '';
  const text = await readFile(path, 'utf8');
  return text + titles.get(id)!.text;
}
`,
        errors: [
          blocks('readFileSync', [6, 16, 6, 28], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
      {
        name: 'a counter that is read before and written after',
        code: `
import { readFileSync } from 'node:fs';
let loaded = 0;
export async function load(path: string) {
  const before = loaded;
  const text = readFileSync(path, 'utf8');
  loaded = before + 1;
  return text;
}
`,
        errors: [
          blocks('readFileSync', [6, 16, 6, 28], 'Await `readFile` of `node:fs/promises` instead', {
            suggestions: [
              suggestion(
                'await',
                'readFile',
                '`loaded`, used before and after it, may change meanwhile (file.ts:7)',
                `
import { readFile } from 'node:fs/promises';
let loaded = 0;
export async function load(path: string) {
  const before = loaded;
  const text = await readFile(path, 'utf8');
  loaded = before + 1;
  return text;
}
`,
              ),
            ],
          }),
        ],
      },
      {
        name: 'a local counter',
        code: `
import { readFileSync } from 'node:fs';
export async function load(path: string) {
  let loaded = 0;
  const before = loaded;
  const text = readFileSync(path, 'utf8');
  loaded = before + 1;
  return text + String(loaded);
}
`,
        output: `
import { readFile } from 'node:fs/promises';
export async function load(path: string) {
  let loaded = 0;
  const before = loaded;
  const text = await readFile(path, 'utf8');
  loaded = before + 1;
  return text + String(loaded);
}
`,
        errors: [
          blocks('readFileSync', [6, 16, 6, 28], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
      {
        name: 'a property of an object from outside',
        code: `
import { statSync } from 'node:fs';
interface Job { state: string; size: number }
export function cancel(job: Job) {
  job.state = 'cancelled';
}
export async function measure(job: Job, path: string) {
  if (job.state === 'cancelled') return;
  const { size } = statSync(path);
  if (job.state !== 'done') job.size = size;
}
`,
        errors: [
          blocks('statSync', [9, 20, 9, 28], 'Await `stat` of `node:fs/promises` instead', {
            suggestions: [
              suggestion(
                'await',
                'stat',
                '`.state`, used before and after it, may change meanwhile (file.ts:5)',
                `
import { stat } from 'node:fs/promises';
interface Job { state: string; size: number }
export function cancel(job: Job) {
  job.state = 'cancelled';
}
export async function measure(job: Job, path: string) {
  if (job.state === 'cancelled') return;
  const { size } = await stat(path);
  if (job.state !== 'done') job.size = size;
}
`,
              ),
            ],
          }),
        ],
      },
      {
        name: 'a property of an object that is made here',
        code: `
import { statSync } from 'node:fs';
export async function measure(path: string) {
  const job = { state: 'new', size: 0 };
  if (path === '') job.state = 'empty';
  const { size } = statSync(path);
  job.size = size;
  return { ...job };
}
`,
        output: `
import { stat } from 'node:fs/promises';
export async function measure(path: string) {
  const job = { state: 'new', size: 0 };
  if (path === '') job.state = 'empty';
  const { size } = await stat(path);
  job.size = size;
  return { ...job };
}
`,
        errors: [blocks('statSync', [6, 20, 6, 28], 'Await `stat` of `node:fs/promises` instead')],
      },
      {
        name: 'a loop, whose next round is after this one',
        code: `
import { readFileSync } from 'node:fs';
let total = 0;
export async function sum(paths: string[]) {
  for (const path of paths) {
    total += readFileSync(path).length;
  }
}
`,
        errors: [
          blocks('readFileSync', [6, 14, 6, 26], 'Await `readFile` of `node:fs/promises` instead', {
            suggestions: [
              suggestion(
                'await',
                'readFile',
                '`total`, used before and after it, may change meanwhile (file.ts:6)',
                `
import { readFile } from 'node:fs/promises';
let total = 0;
export async function sum(paths: string[]) {
  for (const path of paths) {
    total += (await readFile(path)).length;
  }
}
`,
              ),
            ],
          }),
        ],
      },
      {
        name: 'an array that somebody else may change while it is iterated',
        code: `
import { statSync } from 'node:fs';
const queue: string[] = [];
export function add(path: string) {
  queue.push(path);
}
export async function sizes() {
  let sum = 0;
  for (const path of queue) sum += statSync(path).size;
  return sum;
}
`,
        errors: [
          blocks('statSync', [9, 36, 9, 44], 'Await `stat` of `node:fs/promises` instead', {
            suggestions: [
              suggestion(
                'await',
                'stat',
                'the elements of arrays used before and after it may change meanwhile (file.ts:5)',
                `
import { stat } from 'node:fs/promises';
const queue: string[] = [];
export function add(path: string) {
  queue.push(path);
}
export async function sizes() {
  let sum = 0;
  for (const path of queue) sum += (await stat(path)).size;
  return sum;
}
`,
              ),
            ],
          }),
        ],
      },
      {
        name: 'functions that cannot be seen into on both sides',
        code: `
import { readFileSync } from 'node:fs';
export async function page(before: () => void, path: string, after: () => void) {
  before();
  const text = readFileSync(path, 'utf8');
  after();
  return text;
}
`,
        errors: [
          blocks('readFileSync', [5, 16, 5, 28], 'Await `readFile` of `node:fs/promises` instead', {
            suggestions: [
              suggestion(
                'await',
                'readFile',
                'functions that cannot be seen into run before and after it, and may share what changes meanwhile',
                `
import { readFile } from 'node:fs/promises';
export async function page(before: () => void, path: string, after: () => void) {
  before();
  const text = await readFile(path, 'utf8');
  after();
  return text;
}
`,
              ),
            ],
          }),
        ],
      },
      {
        name: 'a global such as the working directory',
        code: `
import { readFileSync } from 'node:fs';
export async function page(folder: string, path: string) {
  process.chdir(folder);
  return readFileSync(path, 'utf8');
}
`,
        errors: [
          blocks('readFileSync', [5, 10, 5, 22], 'Await `readFile` of `node:fs/promises` instead', {
            suggestions: [
              suggestion(
                'await',
                'readFile',
                'the working directory, used more than once here, may change meanwhile (file.ts:4)',
                `
import { readFile } from 'node:fs/promises';
export async function page(folder: string, path: string) {
  process.chdir(folder);
  return await readFile(path, 'utf8');
}
`,
              ),
            ],
          }),
        ],
      },
      {
        name: 'two reads of files that this program also writes',
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

describe('2. the first suspension of a function', () => {
  ruleTester.run('no-blocking-call', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [],
    invalid: [
      {
        name: 'what a caller that does not wait finds done',
        code: `
import { readFileSync } from 'node:fs';
let ready = false;
export const isReady = () => ready;
async function start() {
  readFileSync('settings.json', 'utf8');
  ready = true;
}
void start();
`,
        errors: [
          blocks('readFileSync', [6, 3, 6, 15], 'Await `readFile` of `node:fs/promises` instead', {
            suggestions: [
              suggestion(
                'await',
                'readFile',
                NOT_YET,
                `
import { readFile } from 'node:fs/promises';
let ready = false;
export const isReady = () => ready;
async function start() {
  await readFile('settings.json', 'utf8');
  ready = true;
}
void start();
`,
              ),
            ],
          }),
        ],
      },
      {
        name: 'the same where every caller waits',
        code: `
import { readFileSync } from 'node:fs';
let ready = false;
export const isReady = () => ready;
async function start() {
  readFileSync('settings.json', 'utf8');
  ready = true;
}
await start();
`,
        output: `
import { readFile } from 'node:fs/promises';
let ready = false;
export const isReady = () => ready;
async function start() {
  await readFile('settings.json', 'utf8');
  ready = true;
}
await start();
`,
        errors: [
          blocks('readFileSync', [6, 3, 6, 15], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
      {
        name: 'nothing is written after it',
        code: `
import { readFileSync } from 'node:fs';
async function start() {
  const text = readFileSync('settings.json', 'utf8');
  return text.length;
}
void start();
`,
        output: `
import { readFile } from 'node:fs/promises';
async function start() {
  const text = await readFile('settings.json', 'utf8');
  return text.length;
}
void start();
`,
        errors: [
          blocks('readFileSync', [4, 16, 4, 28], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
      {
        name: 'not the first suspension',
        code: `
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
let ready = false;
export const isReady = () => ready;
async function start() {
  await setTimeout(10);
  readFileSync('settings.json', 'utf8');
  ready = true;
}
void start();
`,
        output: `
import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
let ready = false;
export const isReady = () => ready;
async function start() {
  await setTimeout(10);
  await readFile('settings.json', 'utf8');
  ready = true;
}
void start();
`,
        errors: [
          blocks('readFileSync', [8, 3, 8, 15], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
      {
        name: 'a listener is called by what does not wait',
        code: `
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
const changes = new EventEmitter();
let latest = '';
export const text = () => latest;
changes.on('change', async () => {
  latest = readFileSync('state.txt', 'utf8');
});
`,
        errors: [
          blocks('readFileSync', [8, 12, 8, 24], 'Await `readFile` of `node:fs/promises` instead', {
            suggestions: [
              suggestion(
                'await',
                'readFile',
                NOT_YET,
                `
import { EventEmitter } from 'node:events';
import { readFile } from 'node:fs/promises';
const changes = new EventEmitter();
let latest = '';
export const text = () => latest;
changes.on('change', async () => {
  latest = await readFile('state.txt', 'utf8');
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

describe('3. handlers, and objects of one turn', () => {
  ruleTester.run('no-blocking-call', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [],
    invalid: [
      {
        name: 'a handler would be attached too late',
        code: `
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
export async function run(path: string) {
  const child = spawn('make');
  const text = readFileSync(path, 'utf8');
  child.on('error', (error) => { console.log(error.message); });
  return text;
}
`,
        errors: [
          blocks(
            'readFileSync',
            [6, 16, 6, 28],
            'Await `readFile` of `node:fs/promises` instead (by hand: the handler that is attached to `child` after it may miss what happens meanwhile)',
          ),
        ],
      },
      {
        name: 'a handler of an object that is made after it',
        code: `
import { readFileSync } from 'node:fs';
export async function run(path: string) {
  const text = readFileSync(path, 'utf8');
  const changes = new EventTarget();
  changes.addEventListener('change', () => { console.log('changed'); });
  return { changes, text };
}
`,
        output: `
import { readFile } from 'node:fs/promises';
export async function run(path: string) {
  const text = await readFile(path, 'utf8');
  const changes = new EventTarget();
  changes.addEventListener('change', () => { console.log('changed'); });
  return { changes, text };
}
`,
        errors: [
          blocks('readFileSync', [4, 16, 4, 28], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
      {
        name: 'a stream that would be piped too late',
        code: `
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
export async function copy(request: IncomingMessage, path: string, to: NodeJS.WritableStream) {
  const text = readFileSync(path, 'utf8');
  request.pipe(to);
  return text;
}
`,
        errors: [
          blocks(
            'readFileSync',
            [5, 16, 5, 28],
            'Await `readFile` of `node:fs/promises` instead (by hand: the handler that is attached to `request` after it may miss what happens meanwhile)',
          ),
        ],
      },
      {
        name: 'a pending promise without a handler',
        code: `
import { readFileSync } from 'node:fs';
export async function page(path: string) {
  const other = fetch('http://localhost/');
  const text = readFileSync(path, 'utf8');
  return text + String((await other).status);
}
`,
        errors: [
          blocks(
            'readFileSync',
            [5, 16, 5, 28],
            'Await `readFile` of `node:fs/promises` instead (by hand: `other` may reject while it waits, with no handler attached yet)',
          ),
        ],
      },
      {
        name: 'the event of a browser',
        code: `
import { readFileSync } from 'node:fs';
export async function submit(event: Event) {
  const text = readFileSync('form.txt', 'utf8');
  event.preventDefault();
  return text;
}
`,
        errors: [
          blocks(
            'readFileSync',
            [4, 16, 4, 28],
            'Await `readFile` of `node:fs/promises` instead (by hand: `event` is used after it, and an event is only good for the turn it came in)',
          ),
        ],
      },
      {
        name: 'the event is used before it',
        code: `
import { readFileSync } from 'node:fs';
export async function submit(event: Event) {
  const name = event.type;
  return readFileSync(name, 'utf8').length;
}
`,
        output: `
import { readFile } from 'node:fs/promises';
export async function submit(event: Event) {
  const name = event.type;
  return (await readFile(name, 'utf8')).length;
}
`,
        errors: [
          blocks('readFileSync', [5, 10, 5, 22], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
      {
        name: 'a transaction of IndexedDB',
        code: `
import { readFileSync } from 'node:fs';
export async function store(items: IDBObjectStore) {
  const text = readFileSync('item.txt', 'utf8');
  items.put(text);
}
`,
        errors: [
          blocks(
            'readFileSync',
            [4, 16, 4, 28],
            'Await `readFile` of `node:fs/promises` instead (by hand: `items` is used after it, and an IndexedDB transaction is only good for the turn it came in)',
          ),
        ],
      },
    ],
  });
});

describe('4. files that are written', () => {
  ruleTester.run('no-blocking-call', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [],
    invalid: [
      {
        name: 'a file is written',
        code: `
import { writeFileSync } from 'node:fs';
export async function save(path: string, text: string) {
  writeFileSync(path, text);
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
export async function save(path: string, text: string) {
  await writeFile(path, text);
}
`,
                ),
              ],
            },
          ),
        ],
      },
      {
        name: 'a file is added to',
        code: `
import { appendFileSync } from 'node:fs';
export async function log(text: string) {
  appendFileSync('log.txt', text);
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
export async function log(text: string) {
  await appendFile('log.txt', text);
}
`,
                ),
              ],
            },
          ),
        ],
      },
      {
        name: 'a file is renamed',
        code: `
import { renameSync } from 'node:fs';
export async function move(from: string, to: string) {
  renameSync(from, to);
}
`,
        errors: [
          blocks('renameSync', [4, 3, 4, 13], 'Await `rename` of `node:fs/promises` instead', {
            suggestions: [
              suggestion(
                'await',
                'rename',
                WRITES,
                `
import { rename } from 'node:fs/promises';
export async function move(from: string, to: string) {
  await rename(from, to);
}
`,
              ),
            ],
          }),
        ],
      },
      {
        name: 'a file is read and then written',
        code: `
import { readFileSync, writeFileSync } from 'node:fs';
export async function count(path: string) {
  const before = Number(readFileSync(path, 'utf8'));
  writeFileSync(path, String(before + 1));
}
`,
        errors: [
          blocks('readFileSync', [4, 25, 4, 37], 'Await `readFile` of `node:fs/promises` instead', {
            suggestions: [
              suggestion(
                'await',
                'readFile',
                'this function also writes files, and two runs of it would mix',
                `
import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
export async function count(path: string) {
  const before = Number(await readFile(path, 'utf8'));
  writeFileSync(path, String(before + 1));
}
`,
              ),
            ],
          }),
          blocks(
            'writeFileSync',
            [5, 3, 5, 16],
            'Await `writeFile` of `node:fs/promises` instead',
            {
              suggestions: [
                suggestion(
                  'await',
                  'writeFile',
                  WRITES,
                  `
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
export async function count(path: string) {
  const before = Number(readFileSync(path, 'utf8'));
  await writeFile(path, String(before + 1));
}
`,
                ),
              ],
            },
          ),
        ],
      },
      {
        name: 'a folder that may be there already',
        code: `
import { mkdirSync } from 'node:fs';
export async function prepare(path: string) {
  mkdirSync(path, { recursive: true });
}
`,
        output: `
import { mkdir } from 'node:fs/promises';
export async function prepare(path: string) {
  await mkdir(path, { recursive: true });
}
`,
        errors: [blocks('mkdirSync', [4, 3, 4, 12], 'Await `mkdir` of `node:fs/promises` instead')],
      },
      {
        name: 'a folder that must not be there',
        code: `
import { mkdirSync } from 'node:fs';
export async function prepare(path: string) {
  mkdirSync(path);
}
`,
        errors: [
          blocks('mkdirSync', [4, 3, 4, 12], 'Await `mkdir` of `node:fs/promises` instead', {
            suggestions: [
              suggestion(
                'await',
                'mkdir',
                WRITES,
                `
import { mkdir } from 'node:fs/promises';
export async function prepare(path: string) {
  await mkdir(path);
}
`,
              ),
            ],
          }),
        ],
      },
      {
        name: 'a folder that may be gone already',
        code: `
import { rmSync } from 'node:fs';
export async function clean(path: string) {
  rmSync(path, { recursive: true, force: true });
}
`,
        output: `
import { rm } from 'node:fs/promises';
export async function clean(path: string) {
  await rm(path, { recursive: true, force: true });
}
`,
        errors: [blocks('rmSync', [4, 3, 4, 9], 'Await `rm` of `node:fs/promises` instead')],
      },
      {
        name: 'a file that must be there to be removed',
        code: `
import { unlinkSync } from 'node:fs';
export async function clean(path: string) {
  unlinkSync(path);
}
`,
        errors: [
          blocks('unlinkSync', [4, 3, 4, 13], 'Await `unlink` of `node:fs/promises` instead', {
            suggestions: [
              suggestion(
                'await',
                'unlink',
                WRITES,
                `
import { unlink } from 'node:fs/promises';
export async function clean(path: string) {
  await unlink(path);
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
