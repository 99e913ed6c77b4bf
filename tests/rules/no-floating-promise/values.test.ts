import { describe } from 'vitest';

import rule from '../../../src/rules/no-floating-promise.ts';
import { ruleTester } from '../../support/rule-tester.ts';
import { AWAIT, program, report } from './expected.ts';

describe('a variable that nothing reads', () => {
  ruleTester.run('no-floating-promise', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'one that is read',
        code: program(`
export async function run(user: User) {
  const pending = saveUser(user);
  console.log('saving');
  await pending;
}`),
      },
      {
        name: 'one whose name says that nobody will',
        code: program(`
export async function run(user: User) {
  const _pending = saveUser(user);
  const _ = saveUser(user);
}`),
      },
      {
        name: 'an exported one, one that a closure reads, and a field',
        code: program(`
export const exported = fetchUser(1);
export class Cache {
  user: Promise<User> | undefined;
  load() {
    this.user = fetchUser(1);
  }
}
export function start() {
  const pending = fetchUser(1);
  return () => pending;
}`),
      },
      {
        name: 'values that are no promises',
        code: program(`
declare function names(): string[];
export function run() {
  const list = names();
  return list.length;
}`),
      },
    ],
    invalid: [
      {
        name: 'a const',
        code: program(`
export async function run(user: User) {
  const pending = saveUser(user);
  return user.id;
}`),
        errors: [
          report(
            'unread',
            [3, 19, 3, 27],
            { name: 'pending', promise: 'the promise that `saveUser` returns', remedy: AWAIT },
            [
              [
                'bare',
                `
export async function run(user: User) {
  await saveUser(user);
  return user.id;
}`,
              ],
              [
                'await',
                `
export async function run(user: User) {
  const pending = await saveUser(user);
  return user.id;
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'one with a type',
        code: program(`
export async function run(user: User) {
  const pending: Promise<void> = saveUser(user);
  return user.id;
}`),
        errors: [
          report(
            'unread',
            [3, 34, 3, 42],
            { name: 'pending', promise: 'the promise that `saveUser` returns', remedy: AWAIT },
            [
              [
                'bare',
                `
export async function run(user: User) {
  await saveUser(user);
  return user.id;
}`,
              ],
            ],
          ),
        ],
      },
    ],
  });
});

describe('a variable that gets another value', () => {
  ruleTester.run('no-floating-promise', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'after it was awaited',
        code: program(`
export async function run(user: User) {
  let pending = saveUser(user);
  await pending;
  pending = saveUser(user);
  await pending;
}`),
      },
    ],
    invalid: [
      {
        name: 'before anything reads it',
        code: program(`
export async function run(user: User) {
  let pending = saveUser(user);
  pending = saveUser(user);
  await pending;
}`),
        errors: [
          report('overwritten', [3, 17, 3, 25], {
            name: 'pending',
            promise: 'the promise that `saveUser` returns',
            remedy: AWAIT,
          }),
        ],
      },
    ],
  });
});

describe('a collection that nobody awaits', () => {
  ruleTester.run('no-floating-promise', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'that is awaited',
        code: program(`
export async function run(users: User[]) {
  const jobs: Promise<void>[] = [];
  for (const user of users) jobs.push(saveUser(user));
  const others = users.map((user) => saveUser(user));
  await Promise.all([...jobs, ...others]);
}`),
      },
      {
        name: 'that is handed on',
        code: program(`
declare function settle(jobs: Promise<void>[]): void;
export function run(users: User[]) {
  const jobs = users.map((user) => saveUser(user));
  settle(jobs);
}`),
      },
    ],
    invalid: [
      {
        name: 'of which only the length is read',
        code: program(`
export async function run(users: User[]) {
  const jobs = users.map((user) => saveUser(user));
  return jobs.length;
}`),
        errors: [
          report(
            'gathered',
            [3, 16, 3, 25],
            { name: 'jobs', promise: 'the promises that `users.map` returns' },
            [
              [
                'awaitAll',
                `
export async function run(users: User[]) {
  const jobs = await Promise.all(users.map((user) => saveUser(user)));
  return jobs.length;
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'that gathers promises, and is empty at first: one report',
        code: program(`
export async function run(users: User[]) {
  const jobs = new Set<Promise<void>>();
  for (const user of users) jobs.add(saveUser(user));
  return jobs.size;
}`),
        errors: [
          report('gathered', [4, 38, 4, 46], {
            name: 'jobs',
            promise: 'the promises that `saveUser` returns',
          }),
        ],
      },
      {
        name: 'of which only the presence of elements is asked',
        code: program(`
export async function run(ids: Set<number>) {
  const users = Array.from(ids, async (id) => fetchUser(id));
  return users.length > 0 && users[0] !== undefined;
}`),
        errors: [
          report(
            'gathered',
            [3, 17, 3, 27],
            { name: 'users', promise: 'the promises that `Array.from` returns' },
            [
              [
                'awaitAll',
                `
export async function run(ids: Set<number>) {
  const users = await Promise.all(Array.from(ids, async (id) => fetchUser(id)));
  return users.length > 0 && users[0] !== undefined;
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'that gathers promises',
        code: program(`
export async function run(users: User[]) {
  const jobs: Promise<void>[] = [];
  for (const user of users) jobs.push(saveUser(user));
  return jobs.length;
}`),
        errors: [
          report('gathered', [4, 39, 4, 47], {
            name: 'jobs',
            promise: 'the promises that `saveUser` returns',
          }),
        ],
      },
    ],
  });
});

describe('a promise that is shown in place of its value', () => {
  ruleTester.run('no-floating-promise', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'its value, or a function that takes promises',
        code: program(`
declare const response: { json(body: unknown): void };
declare const context: { json(body: Promise<User>): void };
export async function handle(id: number) {
  response.json(await fetchUser(id));
  context.json(fetchUser(id));
}`),
      },
      {
        name: 'a message that is sent to something else',
        code: program(`
declare const actor: { send(message: unknown): void };
export function handle(id: number) {
  actor.send(fetchUser(id));
}`),
      },
    ],
    invalid: [
      {
        name: 'a response',
        code: program(`
declare const response: { json(body: unknown): void };
export async function handle(id: number) {
  response.json(fetchUser(id));
}`),
        errors: [
          report(
            'sunk',
            [4, 3, 4, 16],
            { name: 'response.json', promise: 'the promise that `fetchUser` returns' },
            [
              [
                'await',
                `
declare const response: { json(body: unknown): void };
export async function handle(id: number) {
  response.json(await fetchUser(id));
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'in an object, and from a variable',
        code: program(`
declare const response: { json(body: unknown): void };
export async function handle(id: number) {
  response.json({ user: fetchUser(id) });
  const user = fetchUser(id);
  response.json(user);
}`),
        errors: [
          report(
            'sunk',
            [4, 3, 4, 16],
            { name: 'response.json', promise: 'the promise that `fetchUser` returns' },
            [
              [
                'await',
                `
declare const response: { json(body: unknown): void };
export async function handle(id: number) {
  response.json({ user: await fetchUser(id) });
  const user = fetchUser(id);
  response.json(user);
}`,
              ],
            ],
          ),
          report('sunk', [6, 3, 6, 16], { name: 'response.json', promise: 'the promise `user`' }, [
            [
              'await',
              `
declare const response: { json(body: unknown): void };
export async function handle(id: number) {
  response.json({ user: fetchUser(id) });
  const user = fetchUser(id);
  response.json(await user);
}`,
            ],
          ]),
        ],
      },
      {
        name: 'a response that is sent',
        code: program(`
declare const reply: { code(status: number): void; send(payload?: any): void };
export function handle(id: number) {
  reply.send(fetchUser(id));
}`),
        errors: [
          report('sunk', [4, 3, 4, 13], {
            name: 'reply.send',
            promise: 'the promise that `fetchUser` returns',
          }),
        ],
      },
    ],
  });
});

describe('a promise that a declared type hides', () => {
  ruleTester.run('no-floating-promise', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'where the type shows it, or says any',
        code: program(`
export function handler(id: number) {
  return { body: fetchUser(id) };
}
export function typed(id: number): { body: Promise<User> } {
  return { body: fetchUser(id) };
}
export async function loose(id: number): Promise<any> {
  return { body: fetchUser(id) };
}`),
      },
      {
        name: 'itself, which an async function waits for',
        code: program(`
export async function handler(id: number): Promise<unknown> {
  return fetchUser(id);
}`),
      },
    ],
    invalid: [
      {
        name: 'in an object that is returned as unknown',
        code: program(`
export async function handler(id: number): Promise<unknown> {
  return { status: 200, body: fetchUser(id) };
}`),
        errors: [
          report('hidden', [3, 31, 3, 40], { promise: 'the promise that `fetchUser` returns' }, [
            [
              'await',
              `
export async function handler(id: number): Promise<unknown> {
  return { status: 200, body: await fetchUser(id) };
}`,
            ],
          ]),
        ],
      },
      {
        name: 'deeper, from an arrow function',
        code: program(`
export const handler = (id: number): Record<string, unknown> => ({ body: fetchUser(id) });`),
        errors: [
          report('hidden', [2, 74, 2, 83], { promise: 'the promise that `fetchUser` returns' }),
        ],
      },
    ],
  });
});
