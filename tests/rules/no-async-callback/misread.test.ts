import { describe } from 'vitest';

import rule from '../../../src/rules/no-async-callback.ts';
import { ruleTester } from '../../support/rule-tester.ts';

describe('a promise taken for the answer', () => {
  ruleTester.run('no-async-callback', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'filter with an answer',
        code: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export function kept(users: User[]) {
  return users.filter((user) => user.name !== '');
}
`,
      },
      {
        name: 'filter of values that may be promises',
        code: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export function present(pending: (Promise<void> | undefined)[]) {
  return pending.filter((each) => each);
}
`,
      },
      {
        name: 'a class that knows promises',
        code: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
declare const query: { filter(test: (user: User) => boolean | Promise<boolean>): Promise<User[]> };
export async function kept() {
  return await query.filter(async (user) => allowed(user));
}
`,
      },
    ],
    invalid: [
      {
        name: 'at the top level of a CommonJS file, which has no `await`',
        filename: 'file.cts',
        code: `
declare function allowed(user: string): Promise<boolean>;
export const user = ['a'].find(async (each) => allowed(each));
`,
        errors: [
          {
            messageId: 'predicate',
            data: { name: 'find', outcome: 'it finds the first element, whatever that is' },
            line: 3,
            column: 32,
            endLine: 3,
            endColumn: 47,
            suggestions: null,
          },
        ],
      },
      {
        name: 'filter',
        code: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export async function kept(users: User[]) {
  const some = users.filter(async (user) => await allowed(user));
  return some.length;
}
`,
        errors: [
          {
            messageId: 'predicate',
            data: { name: 'filter', outcome: 'every element is kept' },
            line: 7,
            column: 29,
            endLine: 7,
            endColumn: 44,
            suggestions: [
              {
                messageId: 'awaitAnswers',
                data: { code: 'const isKept = await Promise.all(users.map(…))', within: '' },
                output: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export async function kept(users: User[]) {
  const isKept = await Promise.all(users.map(async (user) => await allowed(user)));
  const some = users.filter((_, index) => isKept[index]);
  return some.length;
}
`,
              },
            ],
          },
        ],
      },
      {
        name: 'filter with a function that returns a promise',
        code: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export async function kept(users: User[]) {
  return users.filter((user) => allowed(user));
}
`,
        errors: [
          {
            messageId: 'predicate',
            data: { name: 'filter', outcome: 'every element is kept' },
            line: 7,
            column: 23,
            endLine: 7,
            endColumn: 32,
            suggestions: [
              {
                messageId: 'awaitAnswers',
                data: { code: 'const isKept = await Promise.all(users.map(…))', within: '' },
                output: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export async function kept(users: User[]) {
  const isKept = await Promise.all(users.map((user) => allowed(user)));
  return users.filter((_, index) => isKept[index]);
}
`,
              },
            ],
          },
        ],
      },
      {
        name: 'filter with a reference, in a chain',
        code: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export async function kept(users: User[]) {
  return users.filter(allowed).length;
}
`,
        errors: [
          {
            messageId: 'predicate',
            data: { name: 'filter', outcome: 'every element is kept' },
            line: 7,
            column: 23,
            endLine: 7,
            endColumn: 30,
            suggestions: [
              {
                messageId: 'awaitAnswers',
                data: { code: 'const isKept = await Promise.all(users.map(…))', within: '' },
                output: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export async function kept(users: User[]) {
  const isKept = await Promise.all(users.map(allowed));
  return users.filter((_, index) => isKept[index]).length;
}
`,
              },
            ],
          },
        ],
      },
      {
        name: 'filter in an expression: nothing is offered',
        code: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export const kept = (users: User[]) => users.filter(allowed);
`,
        errors: [
          {
            messageId: 'predicate',
            data: { name: 'filter', outcome: 'every element is kept' },
            line: 6,
            column: 53,
            endLine: 6,
            endColumn: 60,
            suggestions: null,
          },
        ],
      },
      {
        name: 'some',
        code: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export async function any(users: User[]) {
  if (users.some(async (user) => allowed(user))) console.log('yes');
}
`,
        errors: [
          {
            messageId: 'predicate',
            data: { name: 'some', outcome: 'it is `true` for any element' },
            line: 7,
            column: 18,
            endLine: 7,
            endColumn: 33,
            suggestions: [
              {
                messageId: 'awaitAnswers',
                data: { code: '(await Promise.all(users.map(…))).some(Boolean)', within: '' },
                output: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export async function any(users: User[]) {
  if ((await Promise.all(users.map(async (user) => allowed(user)))).some(Boolean)) console.log('yes');
}
`,
              },
            ],
          },
        ],
      },
      {
        name: 'every',
        code: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export async function all(users: User[]) {
  return !users.every(allowed);
}
`,
        errors: [
          {
            messageId: 'predicate',
            data: { name: 'every', outcome: 'it is always `true`' },
            line: 7,
            column: 23,
            endLine: 7,
            endColumn: 30,
            suggestions: [
              {
                messageId: 'awaitAnswers',
                data: { code: '(await Promise.all(users.map(…))).every(Boolean)', within: '' },
                output: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export async function all(users: User[]) {
  return !(await Promise.all(users.map(allowed))).every(Boolean);
}
`,
              },
            ],
          },
        ],
      },
      {
        name: 'find',
        code: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export async function first(users: User[]) {
  const user = users.find(async (user) => allowed(user));
  return user?.name;
}
`,
        errors: [
          {
            messageId: 'predicate',
            data: { name: 'find', outcome: 'it finds the first element, whatever that is' },
            line: 7,
            column: 27,
            endLine: 7,
            endColumn: 42,
            suggestions: [
              {
                messageId: 'awaitAnswers',
                data: {
                  code: 'users[(await Promise.all(users.map(…))).findIndex(Boolean)]',
                  within: '',
                },
                output: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export async function first(users: User[]) {
  const user = users[(await Promise.all(users.map(async (user) => allowed(user)))).findIndex(Boolean)];
  return user?.name;
}
`,
              },
            ],
          },
        ],
      },
      {
        name: 'findLastIndex',
        code: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export async function last(users: User[]) {
  return users.findLastIndex(allowed);
}
`,
        errors: [
          {
            messageId: 'predicate',
            data: { name: 'findLastIndex', outcome: 'it finds the last element, whatever that is' },
            line: 7,
            column: 30,
            endLine: 7,
            endColumn: 37,
            suggestions: [
              {
                messageId: 'awaitAnswers',
                data: {
                  code: '(await Promise.all(users.map(…))).findLastIndex(Boolean)',
                  within: '',
                },
                output: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export async function last(users: User[]) {
  return (await Promise.all(users.map(allowed))).findLastIndex(Boolean);
}
`,
              },
            ],
          },
        ],
      },
      {
        name: 'find in what a call gives: nothing is offered',
        code: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
declare function load(): User[];
export async function first() {
  return load().find(allowed);
}
`,
        errors: [
          {
            messageId: 'predicate',
            data: { name: 'find', outcome: 'it finds the first element, whatever that is' },
            line: 8,
            column: 22,
            endLine: 8,
            endColumn: 29,
            suggestions: null,
          },
        ],
      },
      {
        name: 'an iterator',
        code: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export async function kept(users: Set<User>) {
  return [...users.values().filter(async (user) => allowed(user))];
}
`,
        errors: [
          {
            messageId: 'predicate',
            data: { name: 'filter', outcome: 'every element is kept' },
            line: 7,
            column: 36,
            endLine: 7,
            endColumn: 51,
            suggestions: null,
          },
        ],
      },
      {
        name: 'misread even where it cannot reject',
        code: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export async function kept(users: User[]) {
  return users.filter(async () => false);
}
`,
        errors: [
          {
            messageId: 'predicate',
            data: { name: 'filter', outcome: 'every element is kept' },
            line: 7,
            column: 23,
            endLine: 7,
            endColumn: 34,
            suggestions: [
              {
                messageId: 'awaitAnswers',
                data: { code: 'const isKept = await Promise.all(users.map(…))', within: '' },
                output: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export async function kept(users: User[]) {
  const isKept = await Promise.all(users.map(async () => false));
  return users.filter((_, index) => isKept[index]);
}
`,
              },
            ],
          },
        ],
      },
      {
        name: 'Map.groupBy',
        code: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export function grouped(users: User[]) {
  return Map.groupBy(users, async (user) => nameOf(user));
}
`,
        errors: [
          {
            messageId: 'key',
            data: { name: 'groupBy' },
            line: 7,
            column: 29,
            endLine: 7,
            endColumn: 44,
            suggestions: null,
          },
        ],
      },
      {
        name: 'a comparator',
        code: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export function sorted(users: User[]) {
  // @ts-expect-error: it must return a number
  return users.sort(async (a, b) => (await nameOf(a)).length - (await nameOf(b)).length);
}
`,
        errors: [
          {
            messageId: 'comparator',
            data: { name: 'sort' },
            line: 8,
            column: 21,
            endLine: 8,
            endColumn: 36,
            suggestions: null,
          },
        ],
      },
      {
        name: 'a replacement',
        code: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export function filled(text: string) {
  // @ts-expect-error: it must return a string
  return text.replace(/a/g, async (name) => nameOf({ name }));
}
`,
        errors: [
          {
            messageId: 'replacement',
            data: { name: 'replace' },
            line: 8,
            column: 29,
            endLine: 8,
            endColumn: 44,
            suggestions: null,
          },
        ],
      },
    ],
  });
});

describe('a collection of promises in a chain', () => {
  ruleTester.run('no-async-callback', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'join of what was awaited',
        code: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export async function names(users: User[]) {
  return (await Promise.all(users.map(async (user) => nameOf(user)))).join();
}
`,
      },
      {
        name: 'filter by the index',
        code: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export async function names(users: User[]) {
  return await Promise.all(users.map(async (user) => nameOf(user)).filter((_, index) => index > 0));
}
`,
      },
      {
        name: 'awaited, returned, stored, passed on',
        code: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
declare function keep(promises: Promise<string>[]): void;
export async function names(users: User[]) {
  await Promise.all(users.map(nameOf));
  await Promise.allSettled(Array.from(users, nameOf));
  const pending = users.flatMap(async (user) => posts(user));
  await Promise.race(pending);
  keep(users.map(nameOf));
  for await (const name of users.map(nameOf)) console.log(name);
  users.map(nameOf).forEach((name) => name.catch(() => {}));
  return users.map(nameOf);
}
`,
      },
      {
        name: 'a binding is not followed',
        code: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export function count(users: User[]) {
  const names = users.map(nameOf);
  return names.length;
}
`,
      },
      {
        name: 'a statement on purpose',
        code: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export function all(users: User[]) {
  void users.map(nameOf);
}
`,
      },
      {
        name: 'an iterator is lazy',
        code: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export function all(users: Set<User>) {
  users.values().map(nameOf);
}
`,
      },
    ],
    invalid: [
      {
        name: 'join',
        code: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export async function names(users: User[]) {
  return users.map(async (user) => nameOf(user)).join();
}
`,
        output: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export async function names(users: User[]) {
  return (await Promise.all(users.map(async (user) => nameOf(user)))).join();
}
`,
        errors: [
          {
            messageId: 'chain',
            data: { name: 'map', reader: 'join' },
            line: 7,
            column: 20,
            endLine: 7,
            endColumn: 35,
            suggestions: null,
          },
        ],
      },
      {
        name: 'join after slice',
        code: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export async function names(users: User[]) {
  return users.map((user) => nameOf(user)).slice(1).join(', ');
}
`,
        output: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export async function names(users: User[]) {
  return (await Promise.all(users.map((user) => nameOf(user)))).slice(1).join(', ');
}
`,
        errors: [
          {
            messageId: 'chain',
            data: { name: 'map', reader: 'join' },
            line: 7,
            column: 20,
            endLine: 7,
            endColumn: 29,
            suggestions: null,
          },
        ],
      },
      {
        name: 'join, where nothing can be awaited',
        code: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export const names = (users: User[]) => users.map(nameOf).join(', ');
`,
        errors: [
          {
            messageId: 'chain',
            data: { name: 'map', reader: 'join' },
            line: 6,
            column: 51,
            endLine: 6,
            endColumn: 57,
            suggestions: null,
          },
        ],
      },
      {
        name: 'filter(Boolean)',
        code: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export async function names(users: User[]) {
  return users.map(async (user) => nameOf(user)).filter(Boolean);
}
`,
        errors: [
          {
            messageId: 'chain',
            data: { name: 'map', reader: 'filter' },
            line: 7,
            column: 20,
            endLine: 7,
            endColumn: 35,
            suggestions: [
              {
                messageId: 'awaitAll',
                data: { code: 'await Promise.all(users.map(…))', within: '' },
                output: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export async function names(users: User[]) {
  return (await Promise.all(users.map(async (user) => nameOf(user)))).filter(Boolean);
}
`,
              },
            ],
          },
        ],
      },
      {
        name: 'filter by what the promise resolves to',
        code: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export async function names(users: User[]) {
  return users.map(async (user) => nameOf(user)).filter((name) => String(name) !== '');
}
`,
        errors: [
          {
            messageId: 'chain',
            data: { name: 'map', reader: 'filter' },
            line: 7,
            column: 20,
            endLine: 7,
            endColumn: 35,
            suggestions: [
              {
                messageId: 'awaitAll',
                data: { code: 'await Promise.all(users.map(…))', within: '' },
                output: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export async function names(users: User[]) {
  return (await Promise.all(users.map(async (user) => nameOf(user)))).filter((name) => String(name) !== '');
}
`,
              },
            ],
          },
        ],
      },
      {
        name: 'length',
        code: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export function count(users: User[]) {
  return users.map(async (user) => nameOf(user)).length;
}
`,
        errors: [
          {
            messageId: 'chain',
            data: { name: 'map', reader: 'length' },
            line: 7,
            column: 20,
            endLine: 7,
            endColumn: 35,
            suggestions: null,
          },
        ],
      },
      {
        name: 'flatMap',
        code: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export async function all(users: User[]) {
  return users.flatMap(async (user) => posts(user)).length;
}
`,
        errors: [
          {
            messageId: 'chain',
            data: { name: 'flatMap', reader: 'length' },
            line: 7,
            column: 24,
            endLine: 7,
            endColumn: 39,
            suggestions: [
              {
                messageId: 'awaitAll',
                data: { code: '(await Promise.all(users.map(…))).flat()', within: '' },
                output: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export async function all(users: User[]) {
  return (await Promise.all(users.map(async (user) => posts(user)))).flat().length;
}
`,
              },
            ],
          },
        ],
      },
      {
        name: 'flat',
        code: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export async function all(users: User[]) {
  return await Promise.all(users.map(async (user) => posts(user)).flat());
}
`,
        errors: [
          {
            messageId: 'chain',
            data: { name: 'map', reader: 'flat' },
            line: 7,
            column: 38,
            endLine: 7,
            endColumn: 53,
            suggestions: [
              {
                messageId: 'awaitAll',
                data: { code: 'await Promise.all(users.map(…))', within: '' },
                output: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export async function all(users: User[]) {
  return await Promise.all((await Promise.all(users.map(async (user) => posts(user)))).flat());
}
`,
              },
            ],
          },
        ],
      },
      {
        name: 'Array.from',
        code: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export async function names(users: Set<User>) {
  return Array.from(users, async (user) => nameOf(user)).join();
}
`,
        output: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export async function names(users: Set<User>) {
  return (await Promise.all(Array.from(users, async (user) => nameOf(user)))).join();
}
`,
        errors: [
          {
            messageId: 'chain',
            data: { name: 'Array.from', reader: 'join' },
            line: 7,
            column: 28,
            endLine: 7,
            endColumn: 43,
            suggestions: null,
          },
        ],
      },
      {
        name: 'a statement',
        code: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export async function all(users: User[]) {
  users.map(async (user) => { await nameOf(user); });
}
`,
        errors: [
          {
            messageId: 'dropped',
            data: { name: 'map' },
            line: 7,
            column: 13,
            endLine: 7,
            endColumn: 28,
            suggestions: [
              {
                messageId: 'inTurn',
                data: { code: 'for (const user of users) …', within: '' },
                output: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export async function all(users: User[]) {
  for (const user of users) { await nameOf(user); }
}
`,
              },
              {
                messageId: 'together',
                data: { code: 'await Promise.all(users.map(…))', within: '' },
                output: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export async function all(users: User[]) {
  await Promise.all(users.map(async (user) => { await nameOf(user); }));
}
`,
              },
            ],
          },
        ],
      },
      {
        name: 'a statement behind a condition',
        code: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export async function all(users: User[], really: boolean) {
  really && users.map((user) => nameOf(user));
}
`,
        errors: [
          {
            messageId: 'dropped',
            data: { name: 'map' },
            line: 7,
            column: 23,
            endLine: 7,
            endColumn: 32,
            suggestions: null,
          },
        ],
      },
      {
        name: 'Array.from as a statement',
        code: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export async function all(users: Set<User>) {
  Array.from(users, nameOf);
}
`,
        errors: [
          {
            messageId: 'dropped',
            data: { name: 'Array.from' },
            line: 7,
            column: 21,
            endLine: 7,
            endColumn: 27,
            suggestions: [
              {
                messageId: 'together',
                data: { code: 'await Promise.all(Array.from(…))', within: '' },
                output: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export async function all(users: Set<User>) {
  await Promise.all(Array.from(users, nameOf));
}
`,
              },
            ],
          },
        ],
      },
    ],
  });
});

describe('a reducer', () => {
  ruleTester.run('no-async-callback', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'that awaits it',
        code: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export async function all(users: User[]) {
  return await users.reduce(async (text, user) => (await text) + (await nameOf(user)), Promise.resolve(''));
}
`,
      },
      {
        name: 'that chains it',
        code: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export async function all(users: User[]) {
  await users.reduce((done, user) => done.then(async () => { await nameOf(user); }), Promise.resolve());
  await users.reduce(async (done, user) => done.then(async () => { await nameOf(user); }), Promise.resolve());
}
`,
      },
      {
        name: 'that hands it on',
        code: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export async function all(users: User[]) {
  await users.reduce(async (done, user) => { await Promise.all([done, nameOf(user)]); }, Promise.resolve());
}
`,
      },
    ],
    invalid: [
      {
        name: 'that does not await its accumulator',
        code: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export async function all(users: User[]) {
  await users.reduce(async (_, user) => { await nameOf(user); }, Promise.resolve());
}
`,
        errors: [
          {
            messageId: 'reducer',
            data: { name: 'reduce' },
            line: 7,
            column: 22,
            endLine: 7,
            endColumn: 40,
            suggestions: null,
          },
        ],
      },
      {
        name: 'that takes it for a value',
        code: `
interface User { name: string }
declare function allowed(user: User): Promise<boolean>;
declare function nameOf(user: User): Promise<string>;
declare function posts(user: User): Promise<string[]>;
export async function all(users: User[]) {
  return await users.reduce(async (text, user) => text + (await nameOf(user)), Promise.resolve(''));
}
`,
        errors: [
          {
            messageId: 'reducer',
            data: { name: 'reduce' },
            line: 7,
            column: 29,
            endLine: 7,
            endColumn: 50,
            suggestions: null,
          },
        ],
      },
    ],
  });
});
