import rule from '../../../src/rules/no-await-in-loop.ts';
import { ruleTester } from '../../support/rule-tester.ts';
import { MANY } from './expected.ts';

const DECLARED = `interface User { id: number; name: string; score: number }
declare function fetchUser(id: number): Promise<User>;
declare function getTags(id: number): Promise<string[]>;
declare function getAny<T>(path: string): Promise<T>;
declare function saveUser(user: User): Promise<void>;
declare function sleep(ms: number): Promise<void>;
`;

ruleTester.run('no-await-in-loop: reduce', rule, {
  assertionOptions: { requireData: true, requireLocation: true },
  valid: [
    {
      name: 'a value that is needed',
      code: `${DECLARED}export async function f(ids: number[]) {
  return await ids.reduce(async (before, id) => (await fetchUser(id + (await before))).score, Promise.resolve(0));
}
`,
    },
    {
      name: 'what starts before it waits',
      code: `${DECLARED}export async function f(ids: number[]) {
  return await ids.reduce(async (before, id) => {
    const user = await fetchUser(id);
    return [...(await before), user];
  }, Promise.resolve([] as User[]));
}
`,
    },
    {
      name: 'writes',
      code: `${DECLARED}export async function f(users: User[]) {
  await users.reduce(async (before, user) => {
    await before;
    await saveUser(user);
  }, Promise.resolve());
}
`,
    },
    {
      name: 'a plain reduce',
      code: `${DECLARED}export const f = (ids: number[]) => ids.reduce((sum, id) => sum + id, 0);
`,
    },
  ],
  invalid: [
    {
      name: 'a list',
      code: `${DECLARED}export async function f(ids: number[]) {
  return await ids.reduce(async (all, id) => [...(await all), await fetchUser(id)], Promise.resolve([] as User[]));
}
`,
      errors: [
        {
          messageId: 'waitsInReduce',
          data: {
            accumulator: 'all',
            call: 'fetchUser',
            remedy: MANY,
            evidence:
              'They are independent: no element needs what an earlier one gives. This assumes that `fetchUser` only reads',
          },
          line: 8,
          column: 16,
          endLine: 8,
          endColumn: 26,
          suggestions: [
            {
              messageId: 'together',
              data: { doubt: ', if `fetchUser` only reads' },
              output: `${DECLARED}export async function f(ids: number[]) {
  return await Promise.all(ids.map(async (id) => fetchUser(id)));
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a list, by its type argument',
      code: `${DECLARED}export async function f(ids: number[]) {
  return ids.reduce<Promise<User[]>>(async (all, id) => [...(await all), await fetchUser(id)], Promise.resolve([]));
}
`,
      errors: [
        {
          messageId: 'waitsInReduce',
          data: {
            accumulator: 'all',
            call: 'fetchUser',
            remedy: MANY,
            evidence:
              'They are independent: no element needs what an earlier one gives. This assumes that `fetchUser` only reads',
          },
          line: 8,
          column: 10,
          endLine: 8,
          endColumn: 20,
          suggestions: [
            {
              messageId: 'together',
              data: { doubt: ', if `fetchUser` only reads' },
              output: `${DECLARED}export async function f(ids: number[]) {
  return Promise.all(ids.map(async (id) => fetchUser(id)));
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'only waiting',
      code: `${DECLARED}import { readFile } from 'node:fs/promises';
export async function f(names: string[]) {
  await names.reduce(async (before, name) => {
    await before;
    await readFile(name);
  }, Promise.resolve());
}
`,
      errors: [
        {
          messageId: 'waitsInReduce',
          data: {
            accumulator: 'before',
            call: 'readFile',
            remedy: MANY,
            evidence: 'They are independent: no element needs what an earlier one gives',
          },
          line: 9,
          column: 9,
          endLine: 9,
          endColumn: 21,
          suggestions: [
            {
              messageId: 'together',
              data: { doubt: '' },
              output: `${DECLARED}import { readFile } from 'node:fs/promises';
export async function f(names: string[]) {
  await Promise.all(names.map(async (name) => {
    await readFile(name);
  }));
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a sum: by hand',
      code: `${DECLARED}export async function f(ids: number[]) {
  return await ids.reduce(async (sum, id) => (await sum) + (await fetchUser(id)).score, Promise.resolve(0));
}
`,
      errors: [
        {
          messageId: 'waitsInReduce',
          data: {
            accumulator: 'sum',
            call: 'fetchUser',
            remedy: MANY,
            evidence:
              'They are independent: no element needs what an earlier one gives. This assumes that `fetchUser` only reads',
          },
          line: 8,
          column: 16,
          endLine: 8,
          endColumn: 26,
          suggestions: null,
        },
      ],
    },
  ],
});
