import { describe } from 'vitest';

import rule from '../../../src/rules/no-floating-promise.ts';
import { ruleTester } from '../../support/rule-tester.ts';
import { AWAIT, program, report } from './expected.ts';

describe('a rejection handler that is an optional parameter', () => {
  const load = `(show: (user: User) => void, failed?: (error: unknown) => void) {
  fetchUser(1).then(show, failed);
}`;

  ruleTester.run('no-floating-promise', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'every call passes one',
        code: program(`
function load${load}
load(console.log, console.error);
export const other = () => { load(console.log, (error) => { console.error(error); }); };`),
      },
      {
        name: 'whose calls are not known',
        code: program(`
export function load${load}`),
      },
      {
        name: 'a spread may pass one',
        code: program(`
declare const handlers: [(user: User) => void, (error: unknown) => void];
function load${load}
load(...handlers);`),
      },
      {
        name: 'a default, a test, another value',
        code: program(`
type Show = (user: User) => void;
type Failed = (error: unknown) => void;
function one(show: Show, failed: Failed = console.error) {
  fetchUser(1).then(show, failed);
}
function two(show: Show, failed?: Failed) {
  if (failed) fetchUser(1).then(show, failed);
}
function three(show: Show, failed?: Failed) {
  failed ??= console.error;
  fetchUser(1).then(show, failed);
}
function four(show: Show, failed?: Failed) {
  fetchUser(1).then(show, failed ?? console.error);
}
one(console.log);
two(console.log);
three(console.log);
four(console.log);`),
      },
      {
        name: 'a chain that cannot reject',
        code: program(`
function load(failed?: (error: unknown) => void) {
  Promise.resolve(1).then(undefined, failed);
}
load();`),
      },
    ],
    invalid: [
      {
        name: 'a call passes none',
        code: program(`
function load${load}
load(console.log, console.error);
load(console.log);`),
        errors: [
          report(
            'leftOut',
            [3, 3, 3, 20],
            {
              name: 'failed',
              promise: 'the promise that `fetchUser(…).then` returns',
              call: 'line 6',
            },
            [
              [
                'catch',
                `
function load(show: (user: User) => void, failed?: (error: unknown) => void) {
  fetchUser(1).then(show, failed).catch((error: unknown) => { console.error(error); });
}
load(console.log, console.error);
load(console.log);`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'of a method, for a `catch`',
        code: program(`
class Loader {
  load(show: (user: User) => void, failed?: (error: unknown) => void) {
    fetchUser(1).then(show).catch(failed);
  }
  first() { this.load(console.log); }
}
new Loader().first();`),
        errors: [
          report(
            'leftOut',
            [4, 5, 4, 34],
            {
              name: 'failed',
              promise: 'the promise that `fetchUser(…).then(…).catch` returns',
              call: 'line 6',
            },
            [
              [
                'catch',
                `
class Loader {
  load(show: (user: User) => void, failed?: (error: unknown) => void) {
    fetchUser(1).then(show).catch(failed).catch((error: unknown) => { console.error(error); });
  }
  first() { this.load(console.log); }
}
new Loader().first();`,
              ],
            ],
          ),
        ],
      },
    ],
  });
});

describe('the end of a thread', () => {
  const code = (type: string, end = 'thread.terminate();'): string => `
import { Worker } from 'node:worker_threads';
interface Pool { terminate(): Promise<number> }
export async function stop(thread: ${type}) {
  ${end}
}`;

  ruleTester.run('no-floating-promise', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [{ name: 'which never fails', code: program(code('Worker')) }],
    invalid: [
      {
        name: 'of something else',
        code: program(code('Pool')),
        errors: [
          report(
            'ignored',
            [5, 3, 5, 19],
            {
              name: 'thread.terminate',
              promise: 'the promise that `thread.terminate` returns',
              remedy: AWAIT,
            },
            [
              ['await', code('Pool', 'await thread.terminate();')],
              [
                'catch',
                code(
                  'Pool',
                  'thread.terminate().catch((error: unknown) => { console.error(error); });',
                ),
              ],
              ['void', code('Pool', 'void thread.terminate();')],
            ],
          ),
        ],
      },
    ],
  });
});
