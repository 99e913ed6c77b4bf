import rule from '../../src/rules/no-misused-promise-all.ts';
import { ruleTester } from '../support/rule-tester.ts';

const HEAD = `interface User { id: number }
declare function fetchUser(id: number): Promise<User>;
declare function fetchNames(): Promise<string[]>;
declare function saveUser(user: User): Promise<void>;
declare function log(user: User): void;
`;

/** The first line of the body of the function that a case consists of. */
const LINE = 7;

function inFunction(body: string, parameters = 'users: User[], ids: number[]'): string {
  return `${HEAD}export async function f(${parameters}) {\n${body}\n}\n`;
}

ruleTester.run('no-misused-promise-all', rule, {
  assertionOptions: { requireData: true, requireLocation: true },
  valid: [
    {
      name: 'promises together',
      code: inFunction('await Promise.all([fetchUser(1), fetchNames()]);'),
    },
    {
      name: 'a mapped array',
      code: inFunction('await Promise.all(users.map((user) => saveUser(user)));'),
    },
    {
      name: 'arrays side by side',
      code: inFunction('await Promise.all([...users.map(saveUser), fetchNames()]);'),
    },
    {
      name: 'an array of arrays that are each waited for',
      code: inFunction('await Promise.all([Promise.all(users.map(saveUser)), fetchNames()]);'),
    },
    {
      name: 'an array of values beside promises',
      code: inFunction('return Promise.all([ids, fetchNames()]);'),
    },
    {
      name: 'elements that were awaited before',
      code: inFunction(
        'return Promise.all([...(await fetchNames()).map((name) => fetchUser(name.length))]);',
      ),
    },
    {
      name: 'an array of one, where an array is wanted',
      code: inFunction('return Promise.all([fetchUser(1)]);'),
    },
    {
      name: 'one element and the rest',
      code: inFunction('const [...all] = await Promise.all([fetchUser(1)]); return all;'),
    },
    {
      name: 'a callback that returns nothing and starts nothing',
      code: inFunction('await Promise.all(users.map((user) => { log(user); }));'),
    },
    {
      name: 'settled results that are looked at',
      code: inFunction(
        'return (await Promise.allSettled(users.map(saveUser))).filter((each) => each.status === "rejected");',
      ),
    },
    {
      name: 'settled results of what cannot reject',
      code: inFunction(
        'await Promise.allSettled(users.map(async (user) => { try { await saveUser(user); } catch {} }));',
      ),
    },
    {
      name: 'settled results of what catches by itself, without a type',
      code: inFunction(
        'const pages: any[] = users; await Promise.allSettled(pages.map((page) => page.close().catch(() => {})));',
      ),
    },
    {
      name: 'settled results of what is closed, wherever that is',
      code: inFunction(
        'const pages: { close(): Promise<void> }[] = []; await Promise.allSettled(pages.map((page) => page.close())); await Promise.allSettled([pages[0]!.close()]);',
      ),
    },
    {
      name: 'settled results in cleanup',
      code: `${HEAD}export async function closeAll(users: User[]) { await Promise.allSettled(users.map(saveUser)); }
export async function g(users: User[]) { try { await fetchNames(); } finally { await Promise.allSettled(users.map(saveUser)); } }
export class Pool { async [Symbol.asyncDispose]() { await Promise.allSettled([fetchUser(1)]); } }`,
    },
    {
      name: 'settled results of promises that have a name, and may have a handler',
      code: inFunction(
        'const first = fetchUser(1); first.catch(() => {}); await Promise.allSettled([first]);',
      ),
    },
    {
      name: 'settled results, left alone on request',
      options: [{ settledResults: false }],
      code: inFunction('await Promise.allSettled(users.map(saveUser));'),
    },
    {
      name: 'a Promise of the program’s own',
      code: `${HEAD}export async function f(Promise: { all(all: readonly unknown[]): unknown }) { Promise.all([await fetchUser(1)]); }`,
    },
  ],
  invalid: [
    {
      name: 'an await in the array, beside a promise that has started',
      code: inFunction('return Promise.all([fetchNames(), await fetchUser(1)]);'),
      errors: [
        {
          messageId: 'awaitedLate',
          data: {
            combinator: 'Promise.all',
            element: 'await fetchUser(1)',
            pending: 'fetchNames()',
          },
          line: LINE,
          column: 35,
          endLine: LINE,
          endColumn: 40,
          suggestions: [
            {
              messageId: 'removeAwaits',
              data: { doubt: '; check first that none needs another to be done' },
              output: inFunction('return Promise.all([fetchNames(), fetchUser(1)]);'),
            },
          ],
        },
      ],
    },
    {
      name: 'awaits only',
      code: inFunction(
        'const [a, b] = await Promise.all([await fetchUser(1), await fetchUser(2)]); return [a, b];',
      ),
      errors: [
        {
          messageId: 'awaited',
          data: { combinator: 'Promise.all', element: 'await fetchUser(1)', pending: '' },
          line: LINE,
          column: 35,
          endLine: LINE,
          endColumn: 40,
          suggestions: [
            {
              messageId: 'removeAwaits',
              data: { doubt: '; check first that none needs another to be done' },
              output: inFunction(
                'const [a, b] = await Promise.all([fetchUser(1), fetchUser(2)]); return [a, b];',
              ),
            },
          ],
        },
      ],
    },
    {
      name: 'awaits of what is shown to be independent',
      code: `import { readFile } from 'node:fs/promises';
const first = async (path: string) => (await readFile(path, 'utf8')).length;
export async function f() { return Promise.all([await first('a'), await first('b')]); }`,
      output: `import { readFile } from 'node:fs/promises';
const first = async (path: string) => (await readFile(path, 'utf8')).length;
export async function f() { return Promise.all([first('a'), first('b')]); }`,
      errors: [
        {
          messageId: 'awaited',
          data: { combinator: 'Promise.all', element: "await first('a')", pending: '' },
          line: 3,
          column: 49,
          endLine: 3,
          endColumn: 54,
        },
      ],
    },
    {
      name: 'an array in the array',
      code: inFunction('await Promise.all([users.map((user) => saveUser(user))]);'),
      output: inFunction('await Promise.all(users.map((user) => saveUser(user)));'),
      errors: [
        {
          messageId: 'nested',
          data: {
            combinator: 'Promise.all',
            element: 'users.map((user) => saveUser(user))',
            pending: '',
          },
          line: LINE,
          column: 20,
          endLine: LINE,
          endColumn: 29,
        },
      ],
    },
    {
      name: 'an array beside a promise',
      code: inFunction('await Promise.all([fetchNames(), users.map(saveUser)]);'),
      output: inFunction('await Promise.all([fetchNames(), ...users.map(saveUser)]);'),
      errors: [
        {
          messageId: 'nested',
          data: { combinator: 'Promise.all', element: 'users.map(saveUser)', pending: '' },
          line: LINE,
          column: 34,
          endLine: LINE,
          endColumn: 43,
        },
      ],
    },
    {
      name: 'an array in the array whose result is used',
      code: inFunction('return Promise.all([ids.map(fetchUser)]);'),
      errors: [
        {
          messageId: 'nested',
          data: { combinator: 'Promise.all', element: 'ids.map(fetchUser)', pending: '' },
          line: LINE,
          column: 21,
          endLine: LINE,
          endColumn: 28,
          suggestions: [
            {
              messageId: 'flatten',
              data: { combinator: 'Promise.all', element: 'ids.map(fetchUser)', pending: '' },
              output: inFunction('return Promise.all(ids.map(fetchUser));'),
            },
          ],
        },
      ],
    },
    {
      name: 'a forgotten return',
      code: inFunction('await Promise.all(users.map((user) => { saveUser(user); }));'),
      output: inFunction('await Promise.all(users.map((user) => { return saveUser(user); }));'),
      errors: [
        {
          messageId: 'noReturn',
          data: { combinator: 'Promise.all', element: 'saveUser(user)', pending: '' },
          line: LINE,
          column: 41,
          endLine: LINE,
          endColumn: 49,
        },
      ],
    },
    {
      name: 'a forgotten return after other work',
      code: inFunction('await Promise.all(users.map((user) => { log(user); saveUser(user); }));'),
      errors: [
        {
          messageId: 'noReturn',
          data: { combinator: 'Promise.all', element: 'saveUser(user)', pending: '' },
          line: LINE,
          column: 52,
          endLine: LINE,
          endColumn: 60,
          suggestions: [
            {
              messageId: 'return',
              data: { combinator: 'Promise.all', element: 'saveUser(user)', pending: '' },
              output: inFunction(
                'await Promise.all(users.map((user) => { log(user); return saveUser(user); }));',
              ),
            },
          ],
        },
      ],
    },
    {
      name: 'one promise',
      code: inFunction('await Promise.all([fetchUser(1)]);'),
      output: inFunction('await fetchUser(1);'),
      errors: [
        {
          messageId: 'single',
          data: { combinator: 'Promise.all', element: 'fetchUser(1)', pending: '' },
          line: LINE,
          column: 7,
          endLine: LINE,
          endColumn: 18,
        },
      ],
    },
    {
      name: 'one promise, destructured',
      code: inFunction(
        'const [user] = await Promise.all([ids[0] ? fetchUser(1) : fetchUser(2)]); return user;',
      ),
      output: inFunction('const user = await (ids[0] ? fetchUser(1) : fetchUser(2)); return user;'),
      errors: [
        {
          messageId: 'single',
          data: {
            combinator: 'Promise.all',
            element: 'ids[0] ? fetchUser(1) : fetchUser(2)',
            pending: '',
          },
          line: LINE,
          column: 22,
          endLine: LINE,
          endColumn: 33,
        },
      ],
    },
    {
      name: 'one promise with a comment',
      code: inFunction('await Promise.all([fetchUser(1) /* the first */]);'),
      errors: [
        {
          messageId: 'single',
          data: { combinator: 'Promise.all', element: 'fetchUser(1)', pending: '' },
          line: LINE,
          column: 7,
          endLine: LINE,
          endColumn: 18,
        },
      ],
    },
    {
      name: 'settled results of what throws again',
      code: inFunction(
        'await Promise.allSettled(users.map((user) => saveUser(user).catch((error: unknown) => { throw error; })));',
      ),
      errors: [
        {
          messageId: 'uninspected',
          data: { combinator: 'Promise.allSettled', element: 'Promise.allSettled', pending: '' },
          line: LINE,
          column: 7,
          endLine: LINE,
          endColumn: 25,
        },
      ],
    },
    {
      name: 'settled results of what only has a name like closing',
      code: inFunction(
        'const pages: { close(): Promise<void>; closeOrder(): Promise<void> }[] = []; await Promise.allSettled(pages.map((page) => page.closeOrder()));',
      ),
      errors: [
        {
          messageId: 'uninspected',
          data: { combinator: 'Promise.allSettled', element: 'Promise.allSettled', pending: '' },
          line: LINE,
          column: 84,
          endLine: LINE,
          endColumn: 102,
        },
      ],
    },
    {
      name: 'settled results that nobody looks at',
      code: inFunction('await Promise.allSettled(users.map(saveUser));'),
      errors: [
        {
          messageId: 'uninspected',
          data: { combinator: 'Promise.allSettled', element: 'Promise.allSettled', pending: '' },
          line: LINE,
          column: 7,
          endLine: LINE,
          endColumn: 25,
        },
      ],
    },
  ],
});
