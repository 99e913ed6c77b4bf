import { describe } from 'vitest';

import rule from '../../../src/rules/no-floating-promise.ts';
import { ruleTester } from '../../support/rule-tester.ts';
import { AWAIT, AWAIT_ALL, RETURN, CALLBACK, program, report } from './expected.ts';

describe('await where it stands', () => {
  ruleTester.run('no-floating-promise', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [],
    invalid: [
      {
        name: 'keeps comments',
        code: program(`
export async function run(user: User) {
  // before
  saveUser(/* who */ user); // after
}`),
        errors: [
          report(
            'ignored',
            [4, 3, 4, 11],
            { promise: 'the promise that `saveUser` returns', remedy: AWAIT },
            [
              [
                'await',
                `
export async function run(user: User) {
  // before
  await saveUser(/* who */ user); // after
}`,
              ],
              [
                'catch',
                `
export async function run(user: User) {
  // before
  saveUser(/* who */ user).catch((error: unknown) => { console.error(error); }); // after
}`,
              ],
              [
                'void',
                `
export async function run(user: User) {
  // before
  void saveUser(/* who */ user); // after
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'in a loop, where a function of its own would lose what is known of a variable',
        code: program(`
export async function run(users: User[], find: () => User | undefined) {
  let owner = find();
  if (!owner) owner = find();
  if (!owner) return;
  for (const user of users) update(user, owner);
}
declare function update(user: User, owner: User): Promise<void>;`),
        errors: [
          report(
            'ignored',
            [6, 29, 6, 35],
            { promise: 'the promise that `update` returns', remedy: AWAIT },
            [
              [
                'await',
                `
export async function run(users: User[], find: () => User | undefined) {
  let owner = find();
  if (!owner) owner = find();
  if (!owner) return;
  for (const user of users) await update(user, owner);
}
declare function update(user: User, owner: User): Promise<void>;`,
              ],
              [
                'catch',
                `
export async function run(users: User[], find: () => User | undefined) {
  let owner = find();
  if (!owner) owner = find();
  if (!owner) return;
  for (const user of users) update(user, owner).catch((error: unknown) => { console.error(error); });
}
declare function update(user: User, owner: User): Promise<void>;`,
              ],
              [
                'void',
                `
export async function run(users: User[], find: () => User | undefined) {
  let owner = find();
  if (!owner) owner = find();
  if (!owner) return;
  for (const user of users) void update(user, owner);
}
declare function update(user: User, owner: User): Promise<void>;`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'in a callback that may return another promise only',
        code: program(`
declare function each(work: () => void | Promise<void>): void;
export function run() {
  each(() => {
    fetchUser(1);
  });
}`),
        errors: [
          report(
            'ignored',
            [5, 5, 5, 14],
            { promise: 'the promise that `fetchUser` returns', remedy: CALLBACK },
            [
              [
                'makeAsync',
                `
declare function each(work: () => void | Promise<void>): void;
export function run() {
  each(async () => {
    await fetchUser(1);
  });
}`,
              ],
              [
                'catch',
                `
declare function each(work: () => void | Promise<void>): void;
export function run() {
  each(() => {
    fetchUser(1).catch((error: unknown) => { console.error(error); });
  });
}`,
              ],
              [
                'void',
                `
declare function each(work: () => void | Promise<void>): void;
export function run() {
  each(() => {
    void fetchUser(1);
  });
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'within parentheses',
        code: program(`
export async function run(user: User) {
  (saveUser(user));
}`),
        errors: [
          report(
            'ignored',
            [3, 4, 3, 12],
            { promise: 'the promise that `saveUser` returns', remedy: AWAIT },
            [
              [
                'await',
                `
export async function run(user: User) {
  (await saveUser(user));
}`,
              ],
              [
                'catch',
                `
export async function run(user: User) {
  (saveUser(user).catch((error: unknown) => { console.error(error); }));
}`,
              ],
              [
                'void',
                `
export async function run(user: User) {
  (void saveUser(user));
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'without semicolons',
        code: program(`
export async function run(user: User) {
  const id = user.id
  saveUser(user)
  ;[fetchUser(id)]
}`),
        errors: [
          report(
            'ignored',
            [4, 3, 4, 11],
            { promise: 'the promise that `saveUser` returns', remedy: AWAIT },
            [
              [
                'await',
                `
export async function run(user: User) {
  const id = user.id
  await saveUser(user)
  ;[fetchUser(id)]
}`,
              ],
              [
                'catch',
                `
export async function run(user: User) {
  const id = user.id
  saveUser(user).catch((error: unknown) => { console.error(error); })
  ;[fetchUser(id)]
}`,
              ],
              [
                'void',
                `
export async function run(user: User) {
  const id = user.id
  void saveUser(user)
  ;[fetchUser(id)]
}`,
              ],
            ],
          ),
          report(
            'collection',
            [5, 4, 5, 19],
            { promise: 'the promises of this array', remedy: AWAIT_ALL },
            [
              [
                'awaitAll',
                `
export async function run(user: User) {
  const id = user.id
  saveUser(user)
  ;await Promise.all([fetchUser(id)])
}`,
              ],
              [
                'void',
                `
export async function run(user: User) {
  const id = user.id
  saveUser(user)
  ;void [fetchUser(id)]
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'in a try, whose catch then sees the rejection',
        code: program(`
export async function run(user: User) {
  try {
    saveUser(user);
  } catch (error) {
    console.error(error);
  }
}`),
        errors: [
          report(
            'ignored',
            [4, 5, 4, 13],
            { promise: 'the promise that `saveUser` returns', remedy: AWAIT },
            [
              [
                'await',
                `
export async function run(user: User) {
  try {
    await saveUser(user);
  } catch (error) {
    console.error(error);
  }
}`,
              ],
              [
                'catch',
                `
export async function run(user: User) {
  try {
    saveUser(user).catch((error: unknown) => { console.error(error); });
  } catch (error) {
    console.error(error);
  }
}`,
              ],
              [
                'void',
                `
export async function run(user: User) {
  try {
    void saveUser(user);
  } catch (error) {
    console.error(error);
  }
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'not in a CommonJS module',
        code: program(`
import fs = require('node:fs');
fs.promises.readFile('a');`),
        filename: 'file.cts',
        errors: [
          report(
            'ignored',
            [3, 1, 3, 21],
            { promise: 'the promise that `fs.promises.readFile` returns', remedy: AWAIT },
            [
              [
                'catch',
                `
import fs = require('node:fs');
fs.promises.readFile('a').catch((error: unknown) => { console.error(error); process.exitCode = 1; });`,
              ],
              [
                'void',
                `
import fs = require('node:fs');
void fs.promises.readFile('a');`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'at the start of what may run in a browser: no exit code',
        code: program(`
declare const user: { url?: string };
fetch(user.url ?? process.env['URL'] ?? '');`),
        filename: 'file.cts',
        errors: [
          report(
            'ignored',
            [3, 1, 3, 6],
            { promise: 'the promise that `fetch` returns', remedy: AWAIT },
            [
              [
                'catch',
                `
declare const user: { url?: string };
fetch(user.url ?? process.env['URL'] ?? '').catch((error: unknown) => { console.error(error); });`,
              ],
              [
                'void',
                `
declare const user: { url?: string };
void fetch(user.url ?? process.env['URL'] ?? '');`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'in JavaScript',
        code: program(`
export async function run() {
  fetch('/ping');
}`),
        filename: 'module.js',
        output: program(`
export async function run() {
  await fetch('/ping');
}`),
        errors: [
          report(
            'ignored',
            [3, 3, 3, 8],
            { promise: 'the promise that `fetch` returns', remedy: AWAIT },
            [
              [
                'catch',
                `
export async function run() {
  fetch('/ping').catch((error) => { console.error(error); });
}`,
              ],
              [
                'void',
                `
export async function run() {
  void fetch('/ping');
}`,
              ],
            ],
          ),
        ],
      },
    ],
  });
});

describe('`if` in the place of `&&`', () => {
  ruleTester.run('no-floating-promise', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [],
    invalid: [
      {
        name: 'not with a comment between, parentheses, or as the body of another statement',
        code: program(`
export async function run(user: User, isDirty: boolean) {
  isDirty /* really */ && saveUser(user);
  isDirty && (saveUser(user));
  if (user.id) isDirty && saveUser(user);
}`),
        errors: [
          report(
            'ignored',
            [3, 27, 3, 35],
            { promise: 'the promise that `saveUser` returns', remedy: AWAIT },
            [
              [
                'await',
                `
export async function run(user: User, isDirty: boolean) {
  isDirty /* really */ && await saveUser(user);
  isDirty && (saveUser(user));
  if (user.id) isDirty && saveUser(user);
}`,
              ],
              [
                'catch',
                `
export async function run(user: User, isDirty: boolean) {
  isDirty /* really */ && saveUser(user).catch((error: unknown) => { console.error(error); });
  isDirty && (saveUser(user));
  if (user.id) isDirty && saveUser(user);
}`,
              ],
              [
                'void',
                `
export async function run(user: User, isDirty: boolean) {
  isDirty /* really */ && void saveUser(user);
  isDirty && (saveUser(user));
  if (user.id) isDirty && saveUser(user);
}`,
              ],
            ],
          ),
          report(
            'ignored',
            [4, 15, 4, 23],
            { promise: 'the promise that `saveUser` returns', remedy: AWAIT },
            [
              [
                'await',
                `
export async function run(user: User, isDirty: boolean) {
  isDirty /* really */ && saveUser(user);
  isDirty && (await saveUser(user));
  if (user.id) isDirty && saveUser(user);
}`,
              ],
              [
                'catch',
                `
export async function run(user: User, isDirty: boolean) {
  isDirty /* really */ && saveUser(user);
  isDirty && (saveUser(user).catch((error: unknown) => { console.error(error); }));
  if (user.id) isDirty && saveUser(user);
}`,
              ],
              [
                'void',
                `
export async function run(user: User, isDirty: boolean) {
  isDirty /* really */ && saveUser(user);
  isDirty && (void saveUser(user));
  if (user.id) isDirty && saveUser(user);
}`,
              ],
            ],
          ),
          report(
            'ignored',
            [5, 27, 5, 35],
            { promise: 'the promise that `saveUser` returns', remedy: AWAIT },
            [
              [
                'await',
                `
export async function run(user: User, isDirty: boolean) {
  isDirty /* really */ && saveUser(user);
  isDirty && (saveUser(user));
  if (user.id) isDirty && await saveUser(user);
}`,
              ],
              [
                'catch',
                `
export async function run(user: User, isDirty: boolean) {
  isDirty /* really */ && saveUser(user);
  isDirty && (saveUser(user));
  if (user.id) isDirty && saveUser(user).catch((error: unknown) => { console.error(error); });
}`,
              ],
              [
                'void',
                `
export async function run(user: User, isDirty: boolean) {
  isDirty /* really */ && saveUser(user);
  isDirty && (saveUser(user));
  if (user.id) isDirty && void saveUser(user);
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'with a chain',
        code: program(`
export async function run(user: User, isDirty: boolean) {
  isDirty && saveUser(user).then(() => 1);
}`),
        errors: [
          report(
            'chained',
            [3, 14, 3, 33],
            { promise: 'the promise that `saveUser(…).then` returns', remedy: AWAIT },
            [
              [
                'condition',
                `
export async function run(user: User, isDirty: boolean) {
  if (isDirty) await saveUser(user).then(() => 1);
}`,
              ],
              [
                'await',
                `
export async function run(user: User, isDirty: boolean) {
  isDirty && await saveUser(user).then(() => 1);
}`,
              ],
              [
                'catch',
                `
export async function run(user: User, isDirty: boolean) {
  isDirty && saveUser(user).then(() => 1).catch((error: unknown) => { console.error(error); });
}`,
              ],
              [
                'void',
                `
export async function run(user: User, isDirty: boolean) {
  isDirty && void saveUser(user).then(() => 1);
}`,
              ],
            ],
          ),
        ],
      },
    ],
  });
});

describe('all elements together', () => {
  ruleTester.run('no-floating-promise', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [],
    invalid: [
      {
        name: 'of a pattern, from a block',
        code: program(`
export async function run(users: User[]) {
  for (const { id } of users) {
    fetchUser(id);
  }
}`),
        errors: [
          report(
            'ignored',
            [4, 5, 4, 14],
            { promise: 'the promise that `fetchUser` returns', remedy: AWAIT },
            [
              [
                'together',
                `
export async function run(users: User[]) {
  await Promise.all(users.map(({ id }) => fetchUser(id)));
}`,
              ],
              [
                'await',
                `
export async function run(users: User[]) {
  for (const { id } of users) {
    await fetchUser(id);
  }
}`,
              ],
              [
                'catch',
                `
export async function run(users: User[]) {
  for (const { id } of users) {
    fetchUser(id).catch((error: unknown) => { console.error(error); });
  }
}`,
              ],
              [
                'void',
                `
export async function run(users: User[]) {
  for (const { id } of users) {
    void fetchUser(id);
  }
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'not with another await in it, of what is no array, with a comment',
        code: program(`
export async function run(users: User[], set: Set<User>) {
  for (const user of users) saveUser(await fetchUser(user.id));
  for (const user of set) saveUser(user);
  for (const user of users) {
    // each
    saveUser(user);
  }
}`),
        errors: [
          report(
            'ignored',
            [3, 29, 3, 37],
            { promise: 'the promise that `saveUser` returns', remedy: AWAIT },
            [
              [
                'await',
                `
export async function run(users: User[], set: Set<User>) {
  for (const user of users) await saveUser(await fetchUser(user.id));
  for (const user of set) saveUser(user);
  for (const user of users) {
    // each
    saveUser(user);
  }
}`,
              ],
              [
                'catch',
                `
export async function run(users: User[], set: Set<User>) {
  for (const user of users) saveUser(await fetchUser(user.id)).catch((error: unknown) => { console.error(error); });
  for (const user of set) saveUser(user);
  for (const user of users) {
    // each
    saveUser(user);
  }
}`,
              ],
              [
                'void',
                `
export async function run(users: User[], set: Set<User>) {
  for (const user of users) void saveUser(await fetchUser(user.id));
  for (const user of set) saveUser(user);
  for (const user of users) {
    // each
    saveUser(user);
  }
}`,
              ],
            ],
          ),
          report(
            'ignored',
            [4, 27, 4, 35],
            { promise: 'the promise that `saveUser` returns', remedy: AWAIT },
            [
              [
                'await',
                `
export async function run(users: User[], set: Set<User>) {
  for (const user of users) saveUser(await fetchUser(user.id));
  for (const user of set) await saveUser(user);
  for (const user of users) {
    // each
    saveUser(user);
  }
}`,
              ],
              [
                'catch',
                `
export async function run(users: User[], set: Set<User>) {
  for (const user of users) saveUser(await fetchUser(user.id));
  for (const user of set) saveUser(user).catch((error: unknown) => { console.error(error); });
  for (const user of users) {
    // each
    saveUser(user);
  }
}`,
              ],
              [
                'void',
                `
export async function run(users: User[], set: Set<User>) {
  for (const user of users) saveUser(await fetchUser(user.id));
  for (const user of set) void saveUser(user);
  for (const user of users) {
    // each
    saveUser(user);
  }
}`,
              ],
            ],
          ),
          report(
            'ignored',
            [7, 5, 7, 13],
            { promise: 'the promise that `saveUser` returns', remedy: AWAIT },
            [
              [
                'await',
                `
export async function run(users: User[], set: Set<User>) {
  for (const user of users) saveUser(await fetchUser(user.id));
  for (const user of set) saveUser(user);
  for (const user of users) {
    // each
    await saveUser(user);
  }
}`,
              ],
              [
                'catch',
                `
export async function run(users: User[], set: Set<User>) {
  for (const user of users) saveUser(await fetchUser(user.id));
  for (const user of set) saveUser(user);
  for (const user of users) {
    // each
    saveUser(user).catch((error: unknown) => { console.error(error); });
  }
}`,
              ],
              [
                'void',
                `
export async function run(users: User[], set: Set<User>) {
  for (const user of users) saveUser(await fetchUser(user.id));
  for (const user of set) saveUser(user);
  for (const user of users) {
    // each
    void saveUser(user);
  }
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'not where Promise is another',
        code: program(`
export async function run(users: User[], Promise: number) {
  for (const user of users) saveUser(user);
  [fetchUser(Promise)];
}`),
        errors: [
          report(
            'ignored',
            [3, 29, 3, 37],
            { promise: 'the promise that `saveUser` returns', remedy: AWAIT },
            [
              [
                'await',
                `
export async function run(users: User[], Promise: number) {
  for (const user of users) await saveUser(user);
  [fetchUser(Promise)];
}`,
              ],
              [
                'catch',
                `
export async function run(users: User[], Promise: number) {
  for (const user of users) saveUser(user).catch((error: unknown) => { console.error(error); });
  [fetchUser(Promise)];
}`,
              ],
              [
                'void',
                `
export async function run(users: User[], Promise: number) {
  for (const user of users) void saveUser(user);
  [fetchUser(Promise)];
}`,
              ],
            ],
          ),
          report(
            'collection',
            [4, 3, 4, 23],
            { promise: 'the promises of this array', remedy: AWAIT_ALL },
            [
              [
                'void',
                `
export async function run(users: User[], Promise: number) {
  for (const user of users) saveUser(user);
  void [fetchUser(Promise)];
}`,
              ],
            ],
          ),
        ],
      },
    ],
  });
});

describe('promises of collections', () => {
  ruleTester.run('no-floating-promise', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [],
    invalid: [
      {
        name: 'not of a map, of a set in a variable, or of what may be missing',
        code: program(`
declare function start(): Promise<void>[] | undefined;
export async function run(user: User) {
  new Map([[1, saveUser(user)]]);
  const jobs = new Set([saveUser(user)]);
  start();
  return jobs.size;
}`),
        errors: [
          report(
            'collection',
            [4, 7, 4, 10],
            { promise: 'the promises that `new Map` makes', remedy: AWAIT_ALL },
            [
              [
                'void',
                `
declare function start(): Promise<void>[] | undefined;
export async function run(user: User) {
  void new Map([[1, saveUser(user)]]);
  const jobs = new Set([saveUser(user)]);
  start();
  return jobs.size;
}`,
              ],
            ],
          ),
          report('gathered', [5, 20, 5, 23], {
            name: 'jobs',
            promise: 'the promises that `new Set` makes',
          }),
          report(
            'collection',
            [6, 3, 6, 8],
            { promise: 'the promises that `start` returns', remedy: AWAIT_ALL },
            [
              [
                'void',
                `
declare function start(): Promise<void>[] | undefined;
export async function run(user: User) {
  new Map([[1, saveUser(user)]]);
  const jobs = new Set([saveUser(user)]);
  void start();
  return jobs.size;
}`,
              ],
            ],
          ),
        ],
      },
    ],
  });
});

describe('a return', () => {
  ruleTester.run('no-floating-promise', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [],
    invalid: [
      {
        name: 'where the type is open',
        code: program(`
export const run = function (user: User) {
  console.log('save');
  saveUser(user);
};`),
        errors: [
          report(
            'ignored',
            [4, 3, 4, 11],
            { promise: 'the promise that `saveUser` returns', remedy: RETURN },
            [
              [
                'return',
                `
export const run = function (user: User) {
  console.log('save');
  return saveUser(user);
};`,
              ],
              [
                'catch',
                `
export const run = function (user: User) {
  console.log('save');
  saveUser(user).catch((error: unknown) => { console.error(error); });
};`,
              ],
              [
                'void',
                `
export const run = function (user: User) {
  console.log('save');
  void saveUser(user);
};`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'not where a type says void, something else is returned, or something follows',
        code: program(`
export function typed(user: User): void {
  saveUser(user);
}
export function early(user: User) {
  if (user.id === 0) return;
  saveUser(user);
}
export function more(user: User) {
  saveUser(user);
  console.log(user.id);
}
export class Task implements Disposable {
  [Symbol.dispose]() {
    fetchUser(1);
  }
}`),
        errors: [
          report(
            'ignored',
            [3, 3, 3, 11],
            { promise: 'the promise that `saveUser` returns', remedy: RETURN },
            [
              [
                'catch',
                `
export function typed(user: User): void {
  saveUser(user).catch((error: unknown) => { console.error(error); });
}
export function early(user: User) {
  if (user.id === 0) return;
  saveUser(user);
}
export function more(user: User) {
  saveUser(user);
  console.log(user.id);
}
export class Task implements Disposable {
  [Symbol.dispose]() {
    fetchUser(1);
  }
}`,
              ],
              [
                'void',
                `
export function typed(user: User): void {
  void saveUser(user);
}
export function early(user: User) {
  if (user.id === 0) return;
  saveUser(user);
}
export function more(user: User) {
  saveUser(user);
  console.log(user.id);
}
export class Task implements Disposable {
  [Symbol.dispose]() {
    fetchUser(1);
  }
}`,
              ],
            ],
          ),
          report(
            'ignored',
            [7, 3, 7, 11],
            { promise: 'the promise that `saveUser` returns', remedy: RETURN },
            [
              [
                'catch',
                `
export function typed(user: User): void {
  saveUser(user);
}
export function early(user: User) {
  if (user.id === 0) return;
  saveUser(user).catch((error: unknown) => { console.error(error); });
}
export function more(user: User) {
  saveUser(user);
  console.log(user.id);
}
export class Task implements Disposable {
  [Symbol.dispose]() {
    fetchUser(1);
  }
}`,
              ],
              [
                'void',
                `
export function typed(user: User): void {
  saveUser(user);
}
export function early(user: User) {
  if (user.id === 0) return;
  void saveUser(user);
}
export function more(user: User) {
  saveUser(user);
  console.log(user.id);
}
export class Task implements Disposable {
  [Symbol.dispose]() {
    fetchUser(1);
  }
}`,
              ],
            ],
          ),
          report(
            'ignored',
            [10, 3, 10, 11],
            { promise: 'the promise that `saveUser` returns', remedy: RETURN },
            [
              [
                'catch',
                `
export function typed(user: User): void {
  saveUser(user);
}
export function early(user: User) {
  if (user.id === 0) return;
  saveUser(user);
}
export function more(user: User) {
  saveUser(user).catch((error: unknown) => { console.error(error); });
  console.log(user.id);
}
export class Task implements Disposable {
  [Symbol.dispose]() {
    fetchUser(1);
  }
}`,
              ],
              [
                'void',
                `
export function typed(user: User): void {
  saveUser(user);
}
export function early(user: User) {
  if (user.id === 0) return;
  saveUser(user);
}
export function more(user: User) {
  void saveUser(user);
  console.log(user.id);
}
export class Task implements Disposable {
  [Symbol.dispose]() {
    fetchUser(1);
  }
}`,
              ],
            ],
          ),
          report(
            'ignored',
            [15, 5, 15, 14],
            { promise: 'the promise that `fetchUser` returns', remedy: RETURN },
            [
              [
                'catch',
                `
export function typed(user: User): void {
  saveUser(user);
}
export function early(user: User) {
  if (user.id === 0) return;
  saveUser(user);
}
export function more(user: User) {
  saveUser(user);
  console.log(user.id);
}
export class Task implements Disposable {
  [Symbol.dispose]() {
    fetchUser(1).catch((error: unknown) => { console.error(error); });
  }
}`,
              ],
              [
                'void',
                `
export function typed(user: User): void {
  saveUser(user);
}
export function early(user: User) {
  if (user.id === 0) return;
  saveUser(user);
}
export function more(user: User) {
  saveUser(user);
  console.log(user.id);
}
export class Task implements Disposable {
  [Symbol.dispose]() {
    void fetchUser(1);
  }
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'not in a callback that nobody waits for',
        code: program(`
export function run(user: User) {
  setTimeout(() => {
    saveUser(user);
  }, 1);
}`),
        errors: [
          report(
            'ignored',
            [4, 5, 4, 13],
            { promise: 'the promise that `saveUser` returns', remedy: CALLBACK },
            [
              [
                'catch',
                `
export function run(user: User) {
  setTimeout(() => {
    saveUser(user).catch((error: unknown) => { console.error(error); });
  }, 1);
}`,
              ],
              [
                'void',
                `
export function run(user: User) {
  setTimeout(() => {
    void saveUser(user);
  }, 1);
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'in a callback that may return a promise',
        code: program(`
declare function test(title: string, body: () => void | Promise<void>): void;
test('saves', () => {
  saveUser({ id: 1, name: 'a' });
});`),
        errors: [
          report(
            'ignored',
            [4, 3, 4, 11],
            { promise: 'the promise that `saveUser` returns', remedy: CALLBACK },
            [
              [
                'return',
                `
declare function test(title: string, body: () => void | Promise<void>): void;
test('saves', () => {
  return saveUser({ id: 1, name: 'a' });
});`,
              ],
              [
                'makeAsync',
                `
declare function test(title: string, body: () => void | Promise<void>): void;
test('saves', async () => {
  await saveUser({ id: 1, name: 'a' });
});`,
              ],
              [
                'catch',
                `
declare function test(title: string, body: () => void | Promise<void>): void;
test('saves', () => {
  saveUser({ id: 1, name: 'a' }).catch((error: unknown) => { console.error(error); });
});`,
              ],
              [
                'void',
                `
declare function test(title: string, body: () => void | Promise<void>): void;
test('saves', () => {
  void saveUser({ id: 1, name: 'a' });
});`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'in a callback that says by a call when it is done, which no promise may say as well',
        code: program(`
declare function test(title: string, body: (done: (error?: unknown) => void) => void | Promise<void>): void;
test('saves', (done) => {
  setTimeout(done, 1);
  saveUser({ id: 1, name: 'a' });
});`),
        errors: [
          report(
            'ignored',
            [5, 3, 5, 11],
            { promise: 'the promise that `saveUser` returns', remedy: CALLBACK },
            [
              [
                'catch',
                `
declare function test(title: string, body: (done: (error?: unknown) => void) => void | Promise<void>): void;
test('saves', (done) => {
  setTimeout(done, 1);
  saveUser({ id: 1, name: 'a' }).catch((error: unknown) => { console.error(error); });
});`,
              ],
              [
                'void',
                `
declare function test(title: string, body: (done: (error?: unknown) => void) => void | Promise<void>): void;
test('saves', (done) => {
  setTimeout(done, 1);
  void saveUser({ id: 1, name: 'a' });
});`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'beside what a variable holds and is awaited for further on',
        code: program(`
export async function run(user: User) {
  const saving = saveUser(user);
  saving.finally(() => console.log('done'));
  await saving;
}`),
        errors: [
          report(
            'chained',
            [4, 3, 4, 17],
            { promise: 'the promise that `saving.finally` returns', remedy: AWAIT },
            [
              [
                'catch',
                `
export async function run(user: User) {
  const saving = saveUser(user);
  saving.finally(() => console.log('done')).catch((error: unknown) => { console.error(error); });
  await saving;
}`,
              ],
              [
                'void',
                `
export async function run(user: User) {
  const saving = saveUser(user);
  void saving.finally(() => console.log('done'));
  await saving;
}`,
              ],
              [
                'await',
                `
export async function run(user: User) {
  const saving = saveUser(user);
  await saving.finally(() => console.log('done'));
  await saving;
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'of what a variable holds for this alone',
        code: program(`
export async function run(user: User) {
  const saving = saveUser(user);
  saving.finally(() => console.log('done'));
}`),
        errors: [
          report(
            'chained',
            [4, 3, 4, 17],
            { promise: 'the promise that `saving.finally` returns', remedy: AWAIT },
            [
              [
                'await',
                `
export async function run(user: User) {
  const saving = saveUser(user);
  await saving.finally(() => console.log('done'));
}`,
              ],
              [
                'catch',
                `
export async function run(user: User) {
  const saving = saveUser(user);
  saving.finally(() => console.log('done')).catch((error: unknown) => { console.error(error); });
}`,
              ],
              [
                'void',
                `
export async function run(user: User) {
  const saving = saveUser(user);
  void saving.finally(() => console.log('done'));
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'at the end of a function that says by a call when it is done',
        code: program(`
export function verify(user: User, done: any) {
  saveUser(user).then(() => done(null, user));
}`),
        errors: [
          report(
            'chained',
            [3, 3, 3, 22],
            { promise: 'the promise that `saveUser(…).then` returns', remedy: RETURN },
            [
              [
                'catch',
                `
export function verify(user: User, done: any) {
  saveUser(user).then(() => done(null, user)).catch((error: unknown) => { console.error(error); });
}`,
              ],
              [
                'void',
                `
export function verify(user: User, done: any) {
  void saveUser(user).then(() => done(null, user));
}`,
              ],
            ],
          ),
        ],
      },
    ],
  });
});

describe('functions that become async', () => {
  ruleTester.run('no-floating-promise', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [],
    invalid: [
      {
        name: 'with their callers',
        code: program(`
function save(user: User): void {
  saveUser(user);
  console.log(user.id);
}
export async function run(user: User) {
  save(user);
}`),
        errors: [
          report(
            'ignored',
            [3, 3, 3, 11],
            { promise: 'the promise that `saveUser` returns', remedy: RETURN },
            [
              [
                'makeAsync',
                `
async function save(user: User): Promise<void> {
  await saveUser(user);
  console.log(user.id);
}
export async function run(user: User) {
  await save(user);
}`,
              ],
              [
                'catch',
                `
function save(user: User): void {
  saveUser(user).catch((error: unknown) => { console.error(error); });
  console.log(user.id);
}
export async function run(user: User) {
  save(user);
}`,
              ],
              [
                'void',
                `
function save(user: User): void {
  void saveUser(user);
  console.log(user.id);
}
export async function run(user: User) {
  save(user);
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'not where somebody else may call them',
        code: program(`
function save(user: User) {
  saveUser(user);
  console.log(user.id);
}
export const listeners = [save];`),
        errors: [
          report(
            'ignored',
            [3, 3, 3, 11],
            { promise: 'the promise that `saveUser` returns', remedy: RETURN },
            [
              [
                'catch',
                `
function save(user: User) {
  saveUser(user).catch((error: unknown) => { console.error(error); });
  console.log(user.id);
}
export const listeners = [save];`,
              ],
              [
                'void',
                `
function save(user: User) {
  void saveUser(user);
  console.log(user.id);
}
export const listeners = [save];`,
              ],
            ],
          ),
        ],
      },
    ],
  });
});

describe('a catch', () => {
  ruleTester.run('no-floating-promise', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [],
    invalid: [
      {
        name: 'on what may be missing',
        code: program(`
declare function start(): Promise<void> | undefined;
export function run(store?: { save(): Promise<void> }) {
  start();
  store?.save();
  console.log('started');
}`),
        errors: [
          report(
            'ignored',
            [4, 3, 4, 8],
            { promise: 'the promise that `start` may return', remedy: RETURN },
            [
              [
                'catch',
                `
declare function start(): Promise<void> | undefined;
export function run(store?: { save(): Promise<void> }) {
  start()?.catch((error: unknown) => { console.error(error); });
  store?.save();
  console.log('started');
}`,
              ],
              [
                'void',
                `
declare function start(): Promise<void> | undefined;
export function run(store?: { save(): Promise<void> }) {
  void start();
  store?.save();
  console.log('started');
}`,
              ],
            ],
          ),
          report(
            'ignored',
            [5, 3, 5, 14],
            { promise: 'the promise that `store?.save` may return', remedy: RETURN },
            [
              [
                'catch',
                `
declare function start(): Promise<void> | undefined;
export function run(store?: { save(): Promise<void> }) {
  start();
  store?.save().catch((error: unknown) => { console.error(error); });
  console.log('started');
}`,
              ],
              [
                'void',
                `
declare function start(): Promise<void> | undefined;
export function run(store?: { save(): Promise<void> }) {
  start();
  void store?.save();
  console.log('started');
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'not where console is another, or the value may be something else',
        code: program(`
declare function start(): Promise<void> | number;
export function run(console: number) {
  fetchUser(console);
  start();
  return console;
}`),
        errors: [
          report(
            'ignored',
            [4, 3, 4, 12],
            { promise: 'the promise that `fetchUser` returns', remedy: RETURN },
            [
              [
                'void',
                `
declare function start(): Promise<void> | number;
export function run(console: number) {
  void fetchUser(console);
  start();
  return console;
}`,
              ],
            ],
          ),
          report(
            'ignored',
            [5, 3, 5, 8],
            { promise: 'the promise that `start` may return', remedy: RETURN },
            [
              [
                'void',
                `
declare function start(): Promise<void> | number;
export function run(console: number) {
  fetchUser(console);
  void start();
  return console;
}`,
              ],
            ],
          ),
        ],
      },
    ],
  });
});

describe('an async generator', () => {
  ruleTester.run('no-floating-promise', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [],
    invalid: [
      {
        name: 'that is given something named _',
        code: program(`
async function* lines(of: string) {
  yield await fetchUser(of.length);
}
export async function run(_: string) {
  lines(_)
}`),
        errors: [
          report('notRun', [6, 3, 6, 8], { name: 'lines' }, [
            [
              'iterate',
              `
async function* lines(of: string) {
  yield await fetchUser(of.length);
}
export async function run(_: string) {
  for await (const _item of lines(_));
}`,
            ],
          ]),
        ],
      },
    ],
  });
});

describe('a variable', () => {
  ruleTester.run('no-floating-promise', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [],
    invalid: [
      {
        name: 'with a comment, or several in one declaration',
        code: program(`
export async function run(user: User) {
  const first /* why */ = saveUser(user);
  const second = saveUser(user), third = 3;
  return third;
}`),
        errors: [
          report(
            'unread',
            [3, 27, 3, 35],
            { name: 'first', promise: 'the promise that `saveUser` returns', remedy: AWAIT },
            [
              [
                'await',
                `
export async function run(user: User) {
  const first /* why */ = await saveUser(user);
  const second = saveUser(user), third = 3;
  return third;
}`,
              ],
            ],
          ),
          report(
            'unread',
            [4, 18, 4, 26],
            { name: 'second', promise: 'the promise that `saveUser` returns', remedy: AWAIT },
            [
              [
                'await',
                `
export async function run(user: User) {
  const first /* why */ = saveUser(user);
  const second = await saveUser(user), third = 3;
  return third;
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'at the top level',
        code: program(`
const user = fetchUser(1);
console.log('loading');`),
        errors: [
          report(
            'unread',
            [2, 14, 2, 23],
            { name: 'user', promise: 'the promise that `fetchUser` returns', remedy: AWAIT },
            [
              [
                'bare',
                `
await fetchUser(1);
console.log('loading');`,
              ],
              [
                'await',
                `
const user = await fetchUser(1);
console.log('loading');`,
              ],
            ],
          ),
        ],
      },
    ],
  });
});
