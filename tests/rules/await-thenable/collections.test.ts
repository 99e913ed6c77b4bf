import { describe } from 'vitest';

import rule from '../../../src/rules/await-thenable.ts';
import { ruleTester } from '../../support/rule-tester.ts';
import { plain, promises, removed, reported, together } from './expected.ts';

const assertionOptions = { requireData: true, requireLocation: true } as const;

const DECLARED = `
interface User { id: number; name: string }
declare function fetchUser(id: number): Promise<User>;
`;

describe('arrays of promises', () => {
  ruleTester.run('await-thenable', rule, {
    assertionOptions,
    valid: [
      {
        name: 'awaited together',
        code: `${DECLARED}
export async function f(ids: number[]) {
  await Promise.all(ids.map((id) => fetchUser(id)));
}
`,
      },
    ],
    invalid: [
      {
        name: 'nothing becomes of the result',
        code: `${DECLARED}
export async function f(ids: number[]) {
  await ids.map((id) => fetchUser(id));
}
`,
        output: `${DECLARED}
export async function f(ids: number[]) {
  await Promise.all(ids.map((id) => fetchUser(id)));
}
`,
        errors: [promises('ids.map((id) => fetchUser(id))', [6, 3])],
      },
      {
        name: 'a tuple without a space before it',
        code: `${DECLARED}
export async function f() {
  await[fetchUser(1), fetchUser(2)];
}
`,
        output: `${DECLARED}
export async function f() {
  await Promise.all([fetchUser(1), fetchUser(2)]);
}
`,
        errors: [promises('[fetchUser(1), fetchUser(2)]', [6, 3])],
      },
      {
        name: 'a loop over the result that prints the elements',
        code: `${DECLARED}
export async function f(ids: number[]) {
  for (const user of await ids.map(fetchUser)) console.log(user);
}
`,
        output: `${DECLARED}
export async function f(ids: number[]) {
  for (const user of await Promise.all(ids.map(fetchUser))) console.log(user);
}
`,
        errors: [promises('ids.map(fetchUser)', [6, 22])],
      },
      {
        name: 'a pattern whose names are read as values',
        code: `${DECLARED}
export async function f() {
  const [first, second] = await [fetchUser(1), fetchUser(2)];
  return \`\${first} \${second}\`;
}
`,
        output: `${DECLARED}
export async function f() {
  const [first, second] = await Promise.all([fetchUser(1), fetchUser(2)]);
  return \`\${first} \${second}\`;
}
`,
        errors: [promises('[fetchUser(1), fetchUser(2)]', [6, 27])],
      },
      {
        name: 'its length',
        code: `${DECLARED}
export async function f(ids: number[]) {
  return (await ids.map(fetchUser)).length;
}
`,
        output: `${DECLARED}
export async function f(ids: number[]) {
  return (await Promise.all(ids.map(fetchUser))).length;
}
`,
        errors: [promises('ids.map(fetchUser)', [6, 11])],
      },
      {
        name: 'elements that are awaited later',
        code: `${DECLARED}
export async function f() {
  const [first] = await [fetchUser(1)];
  return await first;
}
`,
        errors: [
          promises(
            '[fetchUser(1)]',
            [6, 19],
            `${DECLARED}
export async function f() {
  const [first] = await Promise.all([fetchUser(1)]);
  return await first;
}
`,
          ),
        ],
      },
      {
        name: 'a result that is returned',
        code: `${DECLARED}
export async function f(ids: number[]) {
  const users = await ids.map(fetchUser);
  return users;
}
`,
        errors: [
          promises(
            'ids.map(fetchUser)',
            [6, 17],
            `${DECLARED}
export async function f(ids: number[]) {
  const users = await Promise.all(ids.map(fetchUser));
  return users;
}
`,
          ),
        ],
      },
      {
        name: 'an array that is used again',
        code: `${DECLARED}
export async function f(open: () => void) {
  const users = [fetchUser(1), fetchUser(2)];
  await users;
  open();
  return Promise.all(users);
}
`,
        errors: [
          promises(
            'users',
            [7, 3],
            `${DECLARED}
export async function f(open: () => void) {
  const users = [fetchUser(1), fetchUser(2)];
  await Promise.all(users);
  open();
  return Promise.all(users);
}
`,
          ),
        ],
      },
      {
        name: 'an array that may be missing',
        code: `${DECLARED}
export async function f(ids?: number[]) {
  await ids?.map(fetchUser);
}
`,
        errors: [
          promises(
            'ids?.map(fetchUser)',
            [6, 3],
            `${DECLARED}
export async function f(ids?: number[]) {
  await Promise.all(ids?.map(fetchUser) ?? []);
}
`,
          ),
        ],
      },
      {
        name: 'a branch that may be missing, in parentheses',
        code: `${DECLARED}
export async function f(ids: number[]) {
  await (ids.length > 0 ? ids.map(fetchUser) : undefined);
}
`,
        errors: [
          promises(
            'ids.length > 0 ? ids.map(fetchUser) : undefined',
            [6, 3],
            `${DECLARED}
export async function f(ids: number[]) {
  await (Promise.all((ids.length > 0 ? ids.map(fetchUser) : undefined) ?? []));
}
`,
          ),
        ],
      },
      {
        name: 'another Promise',
        code: `${DECLARED}
export async function f(ids: number[], Promise: { all(of: unknown): void }) {
  await ids.map(fetchUser);
  return Promise;
}
`,
        errors: [promises('ids.map(fetchUser)', [6, 3])],
      },
      {
        name: 'elements of which nothing is known',
        code: `
export async function f(results: any[]) {
  await results;
}
`,
        errors: [
          reported(
            'elements',
            { value: 'results', collection: 'an array' },
            [3, 3],
            [
              together(
                'results',
                `
export async function f(results: any[]) {
  await Promise.all(results);
}
`,
              ),
              removed(`
export async function f(results: any[]) {
  results;
}
`),
            ],
          ),
        ],
      },
      {
        name: 'elements that are no promises',
        code: `
export async function f(ids: number[]) {
  const all = await ids;
  return all;
}
`,
        errors: [
          plain(
            'ids',
            [3, 15],
            `
export async function f(ids: number[]) {
  const all = ids;
  return all;
}
`,
          ),
        ],
      },
    ],
  });
});

describe('other collections', () => {
  ruleTester.run('await-thenable', rule, {
    assertionOptions,
    valid: [],
    invalid: [
      {
        name: 'a set',
        code: `${DECLARED}
export async function f(users: Set<Promise<User>>) {
  await users;
}
`,
        errors: [
          promises(
            'users',
            [6, 3],
            `${DECLARED}
export async function f(users: Set<Promise<User>>) {
  await Promise.all(users);
}
`,
            'a collection',
          ),
        ],
      },
      {
        name: 'the values of a map',
        code: `${DECLARED}
export async function f(users?: Map<string, Promise<User>>) {
  await users;
}
`,
        errors: [
          promises(
            'users',
            [6, 3],
            `${DECLARED}
export async function f(users?: Map<string, Promise<User>>) {
  await Promise.all(users?.values() ?? []);
}
`,
            'a collection',
          ),
        ],
      },
      {
        name: 'an object',
        code: `${DECLARED}
export async function f() {
  const { user, posts } = await { user: fetchUser(1), posts: fetchUser(2), at: 3 };
  return [user, posts];
}
`,
        errors: [
          reported(
            'members',
            {
              value: '{ user: fetchUser(1), posts: fetchUser(2), at: 3 }',
              names: '`user`, `posts`',
            },
            [6, 27],
          ),
        ],
      },
    ],
  });
});

describe('combinators', () => {
  ruleTester.run('await-thenable', rule, {
    assertionOptions,
    valid: [
      {
        name: 'promises, mixed values, nothing, and what is not known',
        code: `${DECLARED}
interface Job { run(): void }
export async function f<T>(ids: number[], values: T[], jobs: Job[], any: any[]) {
  await Promise.all([fetchUser(1), 2]);
  await Promise.all([]);
  await Promise.all(values);
  await Promise.all(any);
  await Promise.all(jobs.map((job) => job.run()));
  await Promise.race(ids.map((id) => (id > 1 ? fetchUser(id) : undefined)));
}
`,
      },
      {
        name: 'a race that somebody may still win',
        code: `${DECLARED}
declare function stop(): void;
export async function f<T>(job: Promise<string>, other: Promise<never>, value: T, text: string) {
  let seen = await job;
  const some: string | Promise<string> = Math.random() > 0.5 ? text : job;
  await Promise.race([job, other]);
  await Promise.race([job, text]);
  await Promise.race([undefined, job]);
  await Promise.race([value, job]);
  await Promise.race([some, job]);
  await Promise.race([stop(), job]);
  await Promise.all([text, job]);
  await Promise.any([...[text], job]);
  return seen;
}
`,
      },
      {
        name: 'what the rule no-misused-promise-all reports',
        code: `${DECLARED}
export async function f(ids: number[]) {
  await Promise.all([await fetchUser(1), await fetchUser(2)]);
  await Promise.all([ids.map(fetchUser)]);
}
`,
      },
      {
        name: 'another Promise',
        code: `
declare const Promise: { all(values: number[]): void };
export function f(ids: number[]) {
  Promise.all(ids);
}
`,
      },
    ],
    invalid: [
      {
        name: 'nothing, by callbacks that return nothing',
        code: `${DECLARED}
export async function f(ids: number[], seen: number[]) {
  await Promise.all(ids.map((id) => { seen.push(id); }));
  return Promise.all(await Promise.all(ids.map(async (id) => { await fetchUser(id); })));
}
`,
        errors: [
          reported(
            'combined',
            { value: 'Promise.all' },
            [6, 9],
            [
              {
                messageId: 'values',
                data: {},
                output: `${DECLARED}
export async function f(ids: number[], seen: number[]) {
  ids.map((id) => { seen.push(id); });
  return Promise.all(await Promise.all(ids.map(async (id) => { await fetchUser(id); })));
}
`,
              },
            ],
            'Promise.all'.length,
          ),
          reported('combined', { value: 'Promise.all' }, [7, 10], [], 'Promise.all'.length),
        ],
      },
      {
        name: 'plain values',
        code: `
export async function f(ids: number[]) {
  const all = await Promise.all(ids);
  return [all, await Promise.race(['a', 'b']), Promise.all(new Set(ids))];
}
`,
        errors: [
          reported(
            'combined',
            { value: 'Promise.all' },
            [3, 21],
            [
              {
                messageId: 'values',
                data: {},
                output: `
export async function f(ids: number[]) {
  const all = ids;
  return [all, await Promise.race(['a', 'b']), Promise.all(new Set(ids))];
}
`,
              },
            ],
            'Promise.all'.length,
          ),
          reported('combined', { value: 'Promise.race' }, [4, 22], [], 'Promise.race'.length),
          reported('combined', { value: 'Promise.all' }, [4, 48], [], 'Promise.all'.length),
        ],
      },
      {
        name: 'a race that the first element has won already',
        code: `
export async function f<T>(load: Promise<T>, other: Promise<never>, text: string | null) {
  const loaded = await load;
  return [await Promise.race([loaded, other]), await Promise.any([text, load])];
}
`,
        errors: [
          reported('decided', { value: 'loaded', combinator: 'Promise.race' }, [4, 31], [], 6),
          reported('decided', { value: 'text', combinator: 'Promise.any' }, [4, 67], [], 4),
        ],
      },
      {
        name: 'functions that would give promises',
        code: `${DECLARED}
export async function f(ids: number[]) {
  return await Promise.all(ids.map((id) => () => fetchUser(id)));
}
`,
        errors: [
          reported(
            'combinedFunctions',
            { value: 'Promise.all' },
            [6, 16],
            [],
            'Promise.all'.length,
          ),
        ],
      },
    ],
  });
});

describe('loops and using', () => {
  ruleTester.run('await-thenable', rule, {
    assertionOptions,
    valid: [
      {
        name: 'async iterables, and promises, which no-late-await reports',
        code: `${DECLARED}
export async function f(ids: number[], stream: AsyncIterable<string>, any: any) {
  for await (const line of stream) console.log(line);
  for await (const user of ids.map(fetchUser)) console.log(user);
  for await (const value of any) console.log(value);
  for await (const value of [1, fetchUser(2)]) console.log(value);
  for (const id of ids) console.log(id);
}
`,
      },
      {
        name: 'what is disposed of asynchronously',
        code: `
declare function open(): AsyncDisposable;
declare function either(): Disposable | AsyncDisposable | undefined;
declare function any(): any;
export async function f() {
  await using file = open();
  await using other = either();
  await using third = any();
}
`,
      },
    ],
    invalid: [
      {
        name: 'an array of plain values',
        code: `
export async function f() {
  for await (const n of [1, 2]) console.log(n);
}
`,
        errors: [
          reported(
            'loop',
            { value: '[1, 2]' },
            [3, 7],
            [
              {
                messageId: 'plainLoop',
                data: {},
                output: `
export async function f() {
  for (const n of [1, 2]) console.log(n);
}
`,
              },
            ],
          ),
        ],
      },
      {
        name: 'a comment in the head',
        code: `
export async function f(names: Set<string>) {
  for await /* all */ (const name of names) console.log(name);
}
`,
        errors: [
          reported(
            'loop',
            { value: 'names' },
            [3, 7],
            [
              {
                messageId: 'plainLoop',
                data: {},
                output: `
export async function f(names: Set<string>) {
  for /* all */ (const name of names) console.log(name);
}
`,
              },
            ],
          ),
        ],
      },
      {
        name: 'a resource that is disposed of at once',
        code: `
declare function open(): Disposable;
export async function f() {
  await using file = open();
}
`,
        errors: [
          reported(
            'disposed',
            { value: 'file' },
            [4, 3],
            [
              {
                messageId: 'plainUsing',
                data: {},
                output: `
declare function open(): Disposable;
export async function f() {
  using file = open();
}
`,
              },
            ],
          ),
        ],
      },
    ],
  });
});
