import { describe } from 'vitest';

import rule from '../../../src/rules/no-floating-promise.ts';
import { ruleTester } from '../../support/rule-tester.ts';
import { AWAIT, RETURN, program, report } from './expected.ts';

describe('allowVoid', () => {
  ruleTester.run('no-floating-promise', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'true: `void` is an answer',
        code: program(`
export const run = (user: User) => void saveUser(user);`),
      },
      {
        name: 'false: `void` of what is handled',
        code: program(`
export const run = (user: User) => void saveUser(user).catch(console.error);
export const nothing = void 0;`),
        options: [{ allowVoid: false }],
      },
    ],
    invalid: [
      {
        name: 'false: it is none',
        code: program(`
export const run = (user: User) => void saveUser(user);
export async function other(user: User) {
  void saveUser(user);
}`),
        options: [{ allowVoid: false }],
        errors: [
          report(
            'voided',
            [2, 41, 2, 49],
            { promise: 'the promise that `saveUser` returns', remedy: RETURN },
            [
              [
                'catch',
                `
export const run = (user: User) => void saveUser(user).catch((error: unknown) => { console.error(error); });
export async function other(user: User) {
  void saveUser(user);
}`,
              ],
            ],
          ),
          report(
            'voided',
            [4, 8, 4, 16],
            { promise: 'the promise that `saveUser` returns', remedy: AWAIT },
            [
              [
                'await',
                `
export const run = (user: User) => void saveUser(user);
export async function other(user: User) {
  await saveUser(user);
}`,
              ],
              [
                'catch',
                `
export const run = (user: User) => void saveUser(user);
export async function other(user: User) {
  void saveUser(user).catch((error: unknown) => { console.error(error); });
}`,
              ],
            ],
          ),
        ],
      },
    ],
  });
});

describe('checkUnused', () => {
  ruleTester.run('no-floating-promise', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'false',
        code: program(`
export async function run(users: User[], user: User) {
  const pending = saveUser(user);
  const jobs = users.map((each) => saveUser(each));
  return jobs.length;
}`),
        options: [{ checkUnused: false }],
      },
    ],
    invalid: [
      {
        name: 'false: statements still count',
        code: program(`
export async function run(user: User) {
  saveUser(user);
}`),
        options: [{ checkUnused: false }],
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
    ],
  });
});

describe('checkIife', () => {
  ruleTester.run('no-floating-promise', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'false',
        code: program(`
(async () => {
  await fetchUser(1);
})();
(async function () {
  await fetchUser(1);
})();`),
        options: [{ checkIife: false }],
      },
    ],
    invalid: [],
  });
});

describe('asyncOnly', () => {
  ruleTester.run('no-floating-promise', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'true: leaves others alone',
        code: program(`
export function run(user: User) {
  saveUser(user);
}
saveUser({ id: 1, name: 'a' });`),
        options: [{ asyncOnly: true }],
      },
    ],
    invalid: [
      {
        name: 'true: reports in async functions',
        code: program(`
export async function run(user: User) {
  saveUser(user);
}`),
        options: [{ asyncOnly: true }],
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
    ],
  });
});

describe('allow, allowTypes and rows', () => {
  ruleTester.run('no-floating-promise', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'a function of the program, by its name',
        code: program(`
class Queue {
  async push() {
    await fetchUser(1);
  }
}
export function run(user: User) {
  saveUser(user);
  new Queue().push();
}`),
        options: [{ allow: ['saveUser', { from: 'file', name: 'Queue.push' }] }],
      },
      {
        name: 'a function of the language',
        code: program(`
export function run() {
  fetch('/ping');
}`),
        options: [{ allow: [{ from: 'lib', name: 'fetch' }] }],
      },
      {
        name: 'a function of a package',
        code: program(`
import { readFile } from 'node:fs/promises';
export function run() {
  readFile('a');
}`),
        options: [{ allow: [{ from: 'package', package: 'node:fs', name: 'promises.readFile' }] }],
      },
      {
        name: 'a type',
        code: program(`
type SafePromise<T> = Promise<T> & { readonly safe: true };
class Job extends Promise<void> {}
declare function safe(): SafePromise<void>;
declare function job(): Job;
export function run() {
  safe();
  job();
}`),
        options: [{ allowTypes: ['SafePromise', { from: 'file', name: 'Job' }] }],
      },
      {
        name: 'a row of the user',
        code: program(`
export function run() {
  fetch('/ping');
}`),
        options: [{ additional: [{ module: 'global', name: 'fetch', promise: { floats: true } }] }],
      },
    ],
    invalid: [
      {
        name: 'its neighbour',
        code: program(`
import { readFile } from 'node:fs/promises';
export async function run() {
  readFile('a');
}`),
        options: [{ allow: [{ from: 'package', package: 'node:fs', name: 'promises.writeFile' }] }],
        output: program(`
import { readFile } from 'node:fs/promises';
export async function run() {
  await readFile('a');
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
}`,
              ],
              [
                'void',
                `
import { readFile } from 'node:fs/promises';
export async function run() {
  void readFile('a');
}`,
              ],
            ],
          ),
        ],
      },
    ],
  });
});
