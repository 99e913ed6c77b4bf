import { describe } from 'vitest';

import rule from '../../../src/rules/no-floating-promise.ts';
import { ruleTester } from '../../support/rule-tester.ts';
import { AWAIT, program, report } from './expected.ts';

describe('a call that waits for nothing but its own work', () => {
  ruleTester.run('no-floating-promise', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [],
    invalid: [
      {
        name: 'a function of Node and of the platform',
        code: program(`
import { readFile } from 'node:fs/promises';
export async function run() {
  readFile('a');
}
export async function ping() {
  fetch('/ping');
}`),
        output: program(`
import { readFile } from 'node:fs/promises';
export async function run() {
  await readFile('a');
}
export async function ping() {
  await fetch('/ping');
}`),
        errors: [
          report(
            'ignored',
            [4, 3, 4, 11],
            { promise: 'the promise that `readFile` returns', remedy: AWAIT },
            [
              [
                'catch',
                `
import { readFile } from 'node:fs/promises';
export async function run() {
  readFile('a').catch((error: unknown) => { console.error(error); });
}
export async function ping() {
  fetch('/ping');
}`,
              ],
              [
                'void',
                `
import { readFile } from 'node:fs/promises';
export async function run() {
  void readFile('a');
}
export async function ping() {
  fetch('/ping');
}`,
              ],
            ],
          ),
          report(
            'ignored',
            [7, 3, 7, 8],
            { promise: 'the promise that `fetch` returns', remedy: AWAIT },
            [
              [
                'catch',
                `
import { readFile } from 'node:fs/promises';
export async function run() {
  readFile('a');
}
export async function ping() {
  fetch('/ping').catch((error: unknown) => { console.error(error); });
}`,
              ],
              [
                'void',
                `
import { readFile } from 'node:fs/promises';
export async function run() {
  readFile('a');
}
export async function ping() {
  void fetch('/ping');
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'a function of the program, by its body',
        code: program(`
import { readFile } from 'node:fs/promises';
async function prepare() {
  return await readFile('a');
}
export async function run() {
  prepare();
}`),
        output: program(`
import { readFile } from 'node:fs/promises';
async function prepare() {
  return await readFile('a');
}
export async function run() {
  await prepare();
}`),
        errors: [
          report(
            'ignored',
            [7, 3, 7, 10],
            { promise: 'the promise that `prepare` returns', remedy: AWAIT },
            [
              [
                'catch',
                `
import { readFile } from 'node:fs/promises';
async function prepare() {
  return await readFile('a');
}
export async function run() {
  prepare().catch((error: unknown) => { console.error(error); });
}`,
              ],
              [
                'void',
                `
import { readFile } from 'node:fs/promises';
async function prepare() {
  return await readFile('a');
}
export async function run() {
  void prepare();
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'a combinator of them',
        code: program(`
import { readFile } from 'node:fs/promises';
export async function run(paths: string[]) {
  Promise.all(paths.map((path) => readFile(path)));
}`),
        output: program(`
import { readFile } from 'node:fs/promises';
export async function run(paths: string[]) {
  await Promise.all(paths.map((path) => readFile(path)));
}`),
        errors: [
          report(
            'ignored',
            [4, 3, 4, 14],
            { promise: 'the promise that `Promise.all` returns', remedy: AWAIT },
            [
              [
                'catch',
                `
import { readFile } from 'node:fs/promises';
export async function run(paths: string[]) {
  Promise.all(paths.map((path) => readFile(path))).catch((error: unknown) => { console.error(error); });
}`,
              ],
              [
                'void',
                `
import { readFile } from 'node:fs/promises';
export async function run(paths: string[]) {
  void Promise.all(paths.map((path) => readFile(path)));
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'a chain of them',
        code: program(`
import { readFile } from 'node:fs/promises';
export async function run() {
  readFile('a').then((text) => text.length);
}`),
        output: program(`
import { readFile } from 'node:fs/promises';
export async function run() {
  await readFile('a').then((text) => text.length);
}`),
        errors: [
          report(
            'chained',
            [4, 3, 4, 21],
            { promise: 'the promise that `readFile(…).then` returns', remedy: AWAIT },
            [
              [
                'catch',
                `
import { readFile } from 'node:fs/promises';
export async function run() {
  readFile('a').then((text) => text.length).catch((error: unknown) => { console.error(error); });
}`,
              ],
              [
                'void',
                `
import { readFile } from 'node:fs/promises';
export async function run() {
  void readFile('a').then((text) => text.length);
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'an async function that is called where it stands',
        code: program(`
import { readFile } from 'node:fs/promises';
export async function run() {
  (async () => {
    await readFile('a');
  })();
}`),
        output: program(`
import { readFile } from 'node:fs/promises';
export async function run() {
  await (async () => {
    await readFile('a');
  })();
}`),
        errors: [
          report(
            'ignored',
            [4, 4, 4, 15],
            { promise: 'the promise that this function returns', remedy: AWAIT },
            [
              [
                'catch',
                `
import { readFile } from 'node:fs/promises';
export async function run() {
  (async () => {
    await readFile('a');
  })().catch((error: unknown) => { console.error(error); });
}`,
              ],
              [
                'void',
                `
import { readFile } from 'node:fs/promises';
export async function run() {
  void (async () => {
    await readFile('a');
  })();
}`,
              ],
            ],
          ),
        ],
      },
    ],
  });
});

describe('no autofix', () => {
  ruleTester.run('no-floating-promise', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [],
    invalid: [
      {
        name: 'without body or row',
        code: program(`
export async function run(user: User) {
  saveUser(user);
}`),
        errors: [
          report(
            'ignored',
            [3, 3, 3, 11],
            { promise: 'the promise that `saveUser` returns', remedy: AWAIT },
            [
              [
                'await',
                `
export async function run(user: User) {
  await saveUser(user);
}`,
              ],
              [
                'catch',
                `
export async function run(user: User) {
  saveUser(user).catch((error: unknown) => { console.error(error); });
}`,
              ],
              [
                'void',
                `
export async function run(user: User) {
  void saveUser(user);
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'in a loop',
        code: program(`
import { readFile } from 'node:fs/promises';
export async function run(paths: string[]) {
  while (paths.length > 0) {
    readFile(paths.pop()!);
  }
}`),
        errors: [
          report(
            'ignored',
            [5, 5, 5, 13],
            { promise: 'the promise that `readFile` returns', remedy: AWAIT },
            [
              [
                'await',
                `
import { readFile } from 'node:fs/promises';
export async function run(paths: string[]) {
  while (paths.length > 0) {
    await readFile(paths.pop()!);
  }
}`,
              ],
              [
                'catch',
                `
import { readFile } from 'node:fs/promises';
export async function run(paths: string[]) {
  while (paths.length > 0) {
    readFile(paths.pop()!).catch((error: unknown) => { console.error(error); });
  }
}`,
              ],
              [
                'void',
                `
import { readFile } from 'node:fs/promises';
export async function run(paths: string[]) {
  while (paths.length > 0) {
    void readFile(paths.pop()!);
  }
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'where it is part of another expression',
        code: program(`
import { readFile } from 'node:fs/promises';
export async function run(isWanted: boolean) {
  isWanted && readFile('a');
}`),
        errors: [
          report(
            'ignored',
            [4, 15, 4, 23],
            { promise: 'the promise that `readFile` returns', remedy: AWAIT },
            [
              [
                'condition',
                `
import { readFile } from 'node:fs/promises';
export async function run(isWanted: boolean) {
  if (isWanted) await readFile('a');
}`,
              ],
              [
                'await',
                `
import { readFile } from 'node:fs/promises';
export async function run(isWanted: boolean) {
  isWanted && await readFile('a');
}`,
              ],
              [
                'catch',
                `
import { readFile } from 'node:fs/promises';
export async function run(isWanted: boolean) {
  isWanted && readFile('a').catch((error: unknown) => { console.error(error); });
}`,
              ],
              [
                'void',
                `
import { readFile } from 'node:fs/promises';
export async function run(isWanted: boolean) {
  isWanted && void readFile('a');
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'where what follows uses what others change',
        code: program(`
import { readFile } from 'node:fs/promises';
let count = 0;
export async function run() {
  count += 1;
  readFile('a');
  return count;
}
export function reset() {
  count = 0;
}`),
        errors: [
          report(
            'ignored',
            [6, 3, 6, 11],
            { promise: 'the promise that `readFile` returns', remedy: AWAIT },
            [
              [
                'await',
                `
import { readFile } from 'node:fs/promises';
let count = 0;
export async function run() {
  count += 1;
  await readFile('a');
  return count;
}
export function reset() {
  count = 0;
}`,
              ],
              [
                'catch',
                `
import { readFile } from 'node:fs/promises';
let count = 0;
export async function run() {
  count += 1;
  readFile('a').catch((error: unknown) => { console.error(error); });
  return count;
}
export function reset() {
  count = 0;
}`,
              ],
              [
                'void',
                `
import { readFile } from 'node:fs/promises';
let count = 0;
export async function run() {
  count += 1;
  void readFile('a');
  return count;
}
export function reset() {
  count = 0;
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'where it waits for something else',
        code: program(`
import { once, type EventEmitter } from 'node:events';
export async function run(emitter: EventEmitter) {
  once(emitter, 'ready');
  emitter.emit('go');
}`),
        errors: [
          report(
            'ignored',
            [4, 3, 4, 7],
            { promise: 'the promise that `once` returns', remedy: AWAIT },
            [
              [
                'await',
                `
import { once, type EventEmitter } from 'node:events';
export async function run(emitter: EventEmitter) {
  await once(emitter, 'ready');
  emitter.emit('go');
}`,
              ],
              [
                'catch',
                `
import { once, type EventEmitter } from 'node:events';
export async function run(emitter: EventEmitter) {
  once(emitter, 'ready').catch((error: unknown) => { console.error(error); });
  emitter.emit('go');
}`,
              ],
              [
                'void',
                `
import { once, type EventEmitter } from 'node:events';
export async function run(emitter: EventEmitter) {
  void once(emitter, 'ready');
  emitter.emit('go');
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'of a stored promise',
        code: program(`
export async function run(tasks: { readonly done: Promise<void> }) {
  tasks.done;
}`),
        errors: [
          report('ignored', [3, 3, 3, 13], { promise: 'the promise `tasks.done`', remedy: AWAIT }, [
            [
              'await',
              `
export async function run(tasks: { readonly done: Promise<void> }) {
  await tasks.done;
}`,
            ],
            [
              'catch',
              `
export async function run(tasks: { readonly done: Promise<void> }) {
  tasks.done.catch((error: unknown) => { console.error(error); });
}`,
            ],
            [
              'void',
              `
export async function run(tasks: { readonly done: Promise<void> }) {
  void tasks.done;
}`,
            ],
          ]),
        ],
      },
      {
        name: 'in a listener',
        code: program(`
import type { EventEmitter } from 'node:events';
import { readFile } from 'node:fs/promises';
export function run(emitter: EventEmitter) {
  emitter.on('change', async () => {
    readFile('a');
  });
}`),
        errors: [
          report(
            'ignored',
            [6, 5, 6, 13],
            { promise: 'the promise that `readFile` returns', remedy: AWAIT },
            [
              [
                'await',
                `
import type { EventEmitter } from 'node:events';
import { readFile } from 'node:fs/promises';
export function run(emitter: EventEmitter) {
  emitter.on('change', async () => {
    await readFile('a');
  });
}`,
              ],
              [
                'catch',
                `
import type { EventEmitter } from 'node:events';
import { readFile } from 'node:fs/promises';
export function run(emitter: EventEmitter) {
  emitter.on('change', async () => {
    readFile('a').catch((error: unknown) => { console.error(error); });
  });
}`,
              ],
              [
                'void',
                `
import type { EventEmitter } from 'node:events';
import { readFile } from 'node:fs/promises';
export function run(emitter: EventEmitter) {
  emitter.on('change', async () => {
    void readFile('a');
  });
}`,
              ],
            ],
          ),
        ],
      },
    ],
  });
});
