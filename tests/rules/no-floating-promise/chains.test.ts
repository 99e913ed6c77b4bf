import { describe } from 'vitest';

import rule from '../../../src/rules/no-floating-promise.ts';
import { ruleTester } from '../../support/rule-tester.ts';
import { AWAIT, RETHROWN, program, report } from './expected.ts';

describe('a chain without a rejection handler', () => {
  ruleTester.run('no-floating-promise', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'then with two functions',
        code: program(`
export function run() {
  fetchUser(1).then((user) => user.id, () => 0);
}`),
      },
      {
        name: 'finally after catch',
        code: program(`
export function run() {
  fetchUser(1).catch(console.error).finally(() => {});
  fetchUser(1).then(() => 1, () => 0).finally(() => {});
}`),
      },
      {
        name: 'arguments that are spread',
        code: program(`
export function run(handlers: [() => void, () => void]) {
  fetchUser(1).then(...handlers);
}`),
      },
    ],
    invalid: [
      {
        name: 'then',
        code: program(`
export async function run() {
  fetchUser(1).then((user) => user.id);
}`),
        errors: [
          report(
            'chained',
            [3, 3, 3, 20],
            { promise: 'the promise that `fetchUser(…).then` returns', remedy: AWAIT },
            [
              [
                'await',
                `
export async function run() {
  await fetchUser(1).then((user) => user.id);
}`,
              ],
              [
                'catch',
                `
export async function run() {
  fetchUser(1).then((user) => user.id).catch((error: unknown) => { console.error(error); });
}`,
              ],
              [
                'void',
                `
export async function run() {
  void fetchUser(1).then((user) => user.id);
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'finally',
        code: program(`
export async function run() {
  fetchUser(1).then((user) => user.id).finally(() => {});
}`),
        errors: [
          report(
            'chained',
            [3, 3, 3, 47],
            { promise: 'the promise that `fetchUser(…).then(…).finally` returns', remedy: AWAIT },
            [
              [
                'await',
                `
export async function run() {
  await fetchUser(1).then((user) => user.id).finally(() => {});
}`,
              ],
              [
                'catch',
                `
export async function run() {
  fetchUser(1).then((user) => user.id).finally(() => {}).catch((error: unknown) => { console.error(error); });
}`,
              ],
              [
                'void',
                `
export async function run() {
  void fetchUser(1).then((user) => user.id).finally(() => {});
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'then after catch',
        code: program(`
export async function run() {
  fetchUser(1).catch(() => undefined).then((user) => saveUser(user!));
}`),
        errors: [
          report(
            'chained',
            [3, 3, 3, 43],
            { promise: 'the promise that `fetchUser(…).catch(…).then` returns', remedy: AWAIT },
            [
              [
                'await',
                `
export async function run() {
  await fetchUser(1).catch(() => undefined).then((user) => saveUser(user!));
}`,
              ],
              [
                'catch',
                `
export async function run() {
  fetchUser(1).catch(() => undefined).then((user) => saveUser(user!)).catch((error: unknown) => { console.error(error); });
}`,
              ],
              [
                'void',
                `
export async function run() {
  void fetchUser(1).catch(() => undefined).then((user) => saveUser(user!));
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'a handler that is missing, null or undefined',
        code: program(`
export async function run() {
  fetchUser(1).catch();
  fetchUser(1).catch(null);
  fetchUser(1).then(() => 1, undefined);
}`),
        errors: [
          report(
            'chained',
            [3, 3, 3, 21],
            { promise: 'the promise that `fetchUser(…).catch` returns', remedy: AWAIT },
            [
              [
                'await',
                `
export async function run() {
  await fetchUser(1).catch();
  fetchUser(1).catch(null);
  fetchUser(1).then(() => 1, undefined);
}`,
              ],
              [
                'catch',
                `
export async function run() {
  fetchUser(1).catch().catch((error: unknown) => { console.error(error); });
  fetchUser(1).catch(null);
  fetchUser(1).then(() => 1, undefined);
}`,
              ],
              [
                'void',
                `
export async function run() {
  void fetchUser(1).catch();
  fetchUser(1).catch(null);
  fetchUser(1).then(() => 1, undefined);
}`,
              ],
            ],
          ),
          report(
            'chained',
            [4, 3, 4, 21],
            { promise: 'the promise that `fetchUser(…).catch` returns', remedy: AWAIT },
            [
              [
                'await',
                `
export async function run() {
  fetchUser(1).catch();
  await fetchUser(1).catch(null);
  fetchUser(1).then(() => 1, undefined);
}`,
              ],
              [
                'catch',
                `
export async function run() {
  fetchUser(1).catch();
  fetchUser(1).catch(null).catch((error: unknown) => { console.error(error); });
  fetchUser(1).then(() => 1, undefined);
}`,
              ],
              [
                'void',
                `
export async function run() {
  fetchUser(1).catch();
  void fetchUser(1).catch(null);
  fetchUser(1).then(() => 1, undefined);
}`,
              ],
            ],
          ),
          report(
            'chained',
            [5, 3, 5, 20],
            { promise: 'the promise that `fetchUser(…).then` returns', remedy: AWAIT },
            [
              [
                'await',
                `
export async function run() {
  fetchUser(1).catch();
  fetchUser(1).catch(null);
  await fetchUser(1).then(() => 1, undefined);
}`,
              ],
              [
                'catch',
                `
export async function run() {
  fetchUser(1).catch();
  fetchUser(1).catch(null);
  fetchUser(1).then(() => 1, undefined).catch((error: unknown) => { console.error(error); });
}`,
              ],
              [
                'void',
                `
export async function run() {
  fetchUser(1).catch();
  fetchUser(1).catch(null);
  void fetchUser(1).then(() => 1, undefined);
}`,
              ],
            ],
          ),
        ],
      },
    ],
  });
});

describe('a handler that is no function', () => {
  ruleTester.run('no-floating-promise', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'a value typed any, or a function that may be missing',
        code: program(`
declare const anything: any;
export function run(report?: (error: unknown) => void) {
  fetchUser(1).catch(anything);
  fetchUser(1).catch(anything.report);
  fetchUser(1).catch(report);
}`),
      },
    ],
    invalid: [
      {
        name: 'a value',
        code: program(`
declare const handler: undefined;
export async function run() {
  fetchUser(1).catch(handler);
}`),
        filename: 'file.ts',
        errors: [
          report(
            'noHandler',
            [4, 3, 4, 21],
            { promise: 'the promise that `fetchUser(…).catch` returns' },
            [
              [
                'await',
                `
declare const handler: undefined;
export async function run() {
  await fetchUser(1).catch(handler);
}`,
              ],
              [
                'void',
                `
declare const handler: undefined;
export async function run() {
  void fetchUser(1).catch(handler);
}`,
              ],
            ],
          ),
        ],
      },
    ],
  });
});

describe('a handler that throws on every path', () => {
  ruleTester.run('no-floating-promise', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'one that throws on some paths',
        code: program(`
export function run(user: User) {
  saveUser(user).catch((error) => {
    if (error instanceof TypeError) return;
    throw error;
  });
  saveUser(user).catch((error) => {
    try {
      throw error;
    } catch {
      console.error(error);
    }
  });
  saveUser(user).catch(() => process.exit(1));
}`),
      },
    ],
    invalid: [
      {
        name: 'a throw',
        code: program(`
export function run(user: User) {
  saveUser(user).catch((error) => {
    console.error(error);
    throw error;
  });
}`),
        errors: [
          report(
            'rethrown',
            [3, 3, 3, 23],
            { promise: 'the promise that `saveUser(…).catch` returns', remedy: RETHROWN },
            [
              [
                'return',
                `
export function run(user: User) {
  return saveUser(user).catch((error) => {
    console.error(error);
    throw error;
  });
}`,
              ],
              [
                'void',
                `
export function run(user: User) {
  void saveUser(user).catch((error) => {
    console.error(error);
    throw error;
  });
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'both branches',
        code: program(`
export async function run(user: User) {
  saveUser(user).catch((error) => {
    if (error instanceof TypeError) throw new Error('type', { cause: error });
    else throw error;
  });
}`),
        errors: [
          report(
            'rethrown',
            [3, 3, 3, 23],
            { promise: 'the promise that `saveUser(…).catch` returns', remedy: RETHROWN },
            [
              [
                'await',
                `
export async function run(user: User) {
  await saveUser(user).catch((error) => {
    if (error instanceof TypeError) throw new Error('type', { cause: error });
    else throw error;
  });
}`,
              ],
              [
                'void',
                `
export async function run(user: User) {
  void saveUser(user).catch((error) => {
    if (error instanceof TypeError) throw new Error('type', { cause: error });
    else throw error;
  });
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'a rejection',
        code: program(`
export function run(user: User) {
  saveUser(user).catch((error) => Promise.reject(error));
}`),
        errors: [
          report(
            'rethrown',
            [3, 3, 3, 23],
            { promise: 'the promise that `saveUser(…).catch` returns', remedy: RETHROWN },
            [
              [
                'return',
                `
export function run(user: User) {
  return saveUser(user).catch((error) => Promise.reject(error));
}`,
              ],
              [
                'void',
                `
export function run(user: User) {
  void saveUser(user).catch((error) => Promise.reject(error));
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'a function of the program',
        code: program(`
function fail(error: unknown): never {
  throw new Error('failed', { cause: error });
}
export function run(user: User) {
  saveUser(user).then(() => 1, fail).finally(() => {});
}`),
        errors: [
          report(
            'rethrown',
            [6, 3, 6, 45],
            { promise: 'the promise that `saveUser(…).then(…).finally` returns', remedy: RETHROWN },
            [
              [
                'return',
                `
function fail(error: unknown): never {
  throw new Error('failed', { cause: error });
}
export function run(user: User) {
  return saveUser(user).then(() => 1, fail).finally(() => {});
}`,
              ],
              [
                'void',
                `
function fail(error: unknown): never {
  throw new Error('failed', { cause: error });
}
export function run(user: User) {
  void saveUser(user).then(() => 1, fail).finally(() => {});
}`,
              ],
            ],
          ),
        ],
      },
    ],
  });
});

describe('a `catch` of something else', () => {
  ruleTester.run('no-floating-promise', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'that keeps the handler',
        code: program(`
declare const queue: { catch(handler: (error: unknown) => void): Promise<void> };
export function run() {
  queue.catch((error) => {
    throw error;
  });
}`),
      },
    ],
    invalid: [],
  });
});

describe('what cannot reject', () => {
  ruleTester.run('no-floating-promise', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'a function that catches everything',
        code: program(`
async function safe(user: User) {
  try {
    await saveUser(user);
  } catch {
    return;
  }
}
export function run(user: User) {
  safe(user);
}`),
      },
    ],
    invalid: [
      {
        name: 'its neighbour that does something before',
        code: program(`
async function unsafe(user: User) {
  await fetchUser(1);
  try {
    await saveUser(user);
  } catch {
    return;
  }
}
export async function run(user: User) {
  unsafe(user);
}`),
        errors: [
          report(
            'ignored',
            [11, 3, 11, 9],
            { promise: 'the promise that `unsafe` returns', remedy: AWAIT },
            [
              [
                'await',
                `
async function unsafe(user: User) {
  await fetchUser(1);
  try {
    await saveUser(user);
  } catch {
    return;
  }
}
export async function run(user: User) {
  await unsafe(user);
}`,
              ],
              [
                'catch',
                `
async function unsafe(user: User) {
  await fetchUser(1);
  try {
    await saveUser(user);
  } catch {
    return;
  }
}
export async function run(user: User) {
  unsafe(user).catch((error: unknown) => { console.error(error); });
}`,
              ],
              [
                'void',
                `
async function unsafe(user: User) {
  await fetchUser(1);
  try {
    await saveUser(user);
  } catch {
    return;
  }
}
export async function run(user: User) {
  void unsafe(user);
}`,
              ],
            ],
          ),
        ],
      },
    ],
  });
});
