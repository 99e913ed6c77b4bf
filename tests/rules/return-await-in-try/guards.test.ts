import { describe } from 'vitest';

import rule from '../../../src/rules/return-await-in-try.ts';
import { ruleTester, uncheckedRuleTester } from '../../support/rule-tester.ts';
import {
  awaiting,
  CHECK_CATCH,
  CHECK_FINALLY,
  EARLY_FINALLY,
  HERE,
  NO_CATCH,
  reported,
  returned,
} from './expected.ts';

const assertionOptions = { requireData: true, requireLocation: true } as const;

const DECLARED = `
interface User { id: number; name: string }
declare function fetchUser(id: number): Promise<User>;
declare function log(text: unknown): void; declare const gate: { open(): void };
`;

describe('catch', () => {
  ruleTester.run('return-await-in-try', rule, {
    assertionOptions,
    valid: [
      {
        name: 'awaited, or outside of the try',
        code: `${DECLARED}
export async function f(id: number) {
  try {
    log(id);
    return await fetchUser(id);
  } catch (error) {
    log(error);
  }
  return fetchUser(id);
}
`,
      },
      {
        name: 'in the catch itself',
        code: `${DECLARED}
export async function f(id: number) {
  try {
    log(id);
    return null;
  } catch {
    return fetchUser(id);
  }
}
`,
      },
      {
        name: 'in a function of its own',
        code: `${DECLARED}
export async function f(ids: number[]) {
  try {
    return await Promise.all(ids.map((id) => { return fetchUser(id); }));
  } catch {
    return [];
  }
}
`,
      },
      {
        name: 'an async generator awaits what it returns',
        code: `${DECLARED}
export async function* f(id: number) {
  try {
    yield id;
    return fetchUser(id);
  } catch {
    return null;
  }
}
`,
      },
      {
        name: 'a catch that only throws again',
        code: `${DECLARED}
export async function f(id: number) {
  try {
    return fetchUser(id);
  } catch (error) {
    throw error;
  }
}
`,
      },
      {
        name: 'a promise whose rejection a handler ends',
        code: `${DECLARED}
export async function f(id: number) {
  try {
    return fetchUser(id).catch(() => null);
  } catch {
    return undefined;
  }
}
`,
      },
      {
        name: 'a promise that cannot reject',
        code: `${DECLARED}
async function saved(id: number): Promise<User | null> {
  try {
    return await fetchUser(id);
  } catch {
    return null;
  }
}
export async function f(id: number) {
  try {
    return saved(id);
  } catch {
    return undefined;
  }
}
`,
      },
      {
        name: 'a thenable that was passed, and what its methods return of it',
        code: `${DECLARED}
interface Reply { code(status: number): Reply; send(value: unknown): Reply; then(done: () => void, failed: (error: Error) => void): void }
export async function f(id: number, reply: Reply) {
  try {
    const user = await fetchUser(id);
    if (!user) return reply;
    return reply.code(200).send(user);
  } catch (error) {
    log(error);
    return reply;
  }
}
`,
      },
      {
        name: 'the function itself, whose own catch has run by then',
        code: `${DECLARED}
export async function load(id: number, again = false): Promise<User> {
  const started = id;
  try {
    const user = await fetchUser(started);
    if (user.id === 0 && !again) return load(id, true);
    return user;
  } catch (error) {
    log(error);
    throw error;
  }
}
`,
      },
      {
        name: 'no promise, and any',
        code: `${DECLARED}
export async function f(id: number, any: any) {
  try {
    if (id > 1) return any;
    if (id > 2) return { user: fetchUser(id) };
    if (id > 3) return () => fetchUser(id);
    return id;
  } catch {
    return null;
  }
}
`,
      },
    ],
    invalid: [
      {
        name: 'a call',
        code: `${DECLARED}
export async function f(id: number) {
  try {
    return fetchUser(id);
  } catch {
    return null;
  }
}
`,
        output: `${DECLARED}
export async function f(id: number) {
  try {
    return await fetchUser(id);
  } catch {
    return null;
  }
}
`,
        errors: [returned('fetchUser(id)', [8, 12, 8, 25])],
      },
      {
        name: 'a thenable that is made here',
        code: `${DECLARED}
interface Query { where(id: number): Query; then(done: (user: User) => void, failed: (error: Error) => void): void }
declare function users(): Query;
export async function f(id: number) {
  try {
    return users().where(id);
  } catch (error) {
    log(error);
  }
}
`,
        output: `${DECLARED}
interface Query { where(id: number): Query; then(done: (user: User) => void, failed: (error: Error) => void): void }
declare function users(): Query;
export async function f(id: number) {
  try {
    return await users().where(id);
  } catch (error) {
    log(error);
  }
}
`,
        errors: [returned('users().where(id)', [10, 12, 10, 29])],
      },
      {
        name: 'a variable, deep within the try',
        code: `${DECLARED}
export async function f(ids: number[]) {
  try {
    const user = fetchUser(1);
    for (const id of ids) {
      if (id > 2) return user;
    }
  } catch (error) {
    log(error);
  }
  return null;
}
`,
        output: `${DECLARED}
export async function f(ids: number[]) {
  try {
    const user = fetchUser(1);
    for (const id of ids) {
      if (id > 2) return await user;
    }
  } catch (error) {
    log(error);
  }
  return null;
}
`,
        errors: [returned('user', [10, 26, 10, 30])],
      },
      {
        name: 'the function itself, which may fail outside of its try',
        code: `${DECLARED}
export async function load(id: number, again = false): Promise<User> {
  if (id < 0) throw new RangeError('id');
  try {
    if (!again) return load(id - 1, true);
    return { id, name: '' };
  } catch (error) {
    log(error);
    throw error;
  }
}
`,
        errors: [
          returned('load(id - 1, true)', [9, 24, 9, 42], NO_CATCH, HERE, [
            awaiting(
              'load(id - 1, true)',
              CHECK_CATCH,
              `${DECLARED}
export async function load(id: number, again = false): Promise<User> {
  if (id < 0) throw new RangeError('id');
  try {
    if (!again) return await load(id - 1, true);
    return { id, name: '' };
  } catch (error) {
    log(error);
    throw error;
  }
}
`,
            ),
          ]),
        ],
      },
      {
        name: 'a promise that a comment says not to wait for',
        code: `${DECLARED}
export async function f(id: number) {
  try {
    // On purpose not awaited.
    return fetchUser(id);
  } catch {
    return null;
  }
}
`,
        errors: [
          returned('fetchUser(id)', [9, 12, 9, 25], NO_CATCH, HERE, [
            awaiting(
              'fetchUser(id)',
              '; check first: what the comment says',
              `${DECLARED}
export async function f(id: number) {
  try {
    // On purpose not awaited.
    return await fetchUser(id);
  } catch {
    return null;
  }
}
`,
            ),
          ]),
        ],
      },
      {
        name: 'a call, behind a comment on something else',
        code: `${DECLARED}
export async function f(id: number) {
  try {
    // From the server.
    return fetchUser(id);
  } catch {
    return null;
  }
}
`,
        output: `${DECLARED}
export async function f(id: number) {
  try {
    // From the server.
    return await fetchUser(id);
  } catch {
    return null;
  }
}
`,
        errors: [returned('fetchUser(id)', [9, 12, 9, 25])],
      },
      {
        name: 'a chain over several lines',
        code: `${DECLARED}
export const f = async (id: number) => {
  try {
    return fetchUser(id)
      .then((user) => user.name);
  } catch {
    return null;
  }
};
`,
        output: `${DECLARED}
export const f = async (id: number) => {
  try {
    return await fetchUser(id)
      .then((user) => user.name);
  } catch {
    return null;
  }
};
`,
        errors: [returned('fetchUser(id) .then((user) => user.name)', [8, 12, 9, 33])],
      },
      {
        name: 'a call that holds another report is shown at its return',
        code: `${DECLARED}
declare function run<T>(job: () => Promise<T>): Promise<T>;
export async function f(id: number) {
  try {
    return run(async () => {
      try { return fetchUser(id); } catch { return null; }
    });
  } catch {
    return null;
  }
}
`,
        output: [
          `${DECLARED}
declare function run<T>(job: () => Promise<T>): Promise<T>;
export async function f(id: number) {
  try {
    return await run(async () => {
      try { return await fetchUser(id); } catch { return null; }
    });
  } catch {
    return null;
  }
}
`,
        ],
        errors: [
          returned('run(async () => { try { return fetchUser(id); } catch { ret…', [9, 5, 9, 11]),
          returned('fetchUser(id)', [10, 20, 10, 33]),
        ],
      },
      {
        name: 'a try around a try',
        code: `${DECLARED}
export async function f(id: number) {
  try {
    try {
      log(id);
    } catch {
      return fetchUser(id);
    }
  } catch {
    log('outer');
  }
  return null;
}
`,
        output: `${DECLARED}
export async function f(id: number) {
  try {
    try {
      log(id);
    } catch {
      return await fetchUser(id);
    }
  } catch {
    log('outer');
  }
  return null;
}
`,
        errors: [returned('fetchUser(id)', [11, 14, 11, 27])],
      },
      {
        name: 'a catch that looks at what it caught, beside other work',
        code: `${DECLARED}
export async function f(id: number) {
  try {
    const user = await fetchUser(id);
    return fetchUser(user.id);
  } catch (error) {
    log(error);
    return null;
  }
}
`,
        output: `${DECLARED}
export async function f(id: number) {
  try {
    const user = await fetchUser(id);
    return await fetchUser(user.id);
  } catch (error) {
    log(error);
    return null;
  }
}
`,
        errors: [returned('fetchUser(user.id)', [9, 12, 9, 30])],
      },
      {
        name: 'a catch that takes what it caught for an error of the other work',
        code: `${DECLARED}
export async function f(id: number) {
  try {
    const user = await fetchUser(id);
    return fetchUser(user.id);
  } catch (error) {
    if ((error as { http: { status: number } }).http.status === 404) return null;
    throw error;
  }
}
`,
        errors: [
          returned('fetchUser(user.id)', [9, 12, 9, 30], NO_CATCH, HERE, [
            awaiting(
              'fetchUser(user.id)',
              CHECK_CATCH,
              `${DECLARED}
export async function f(id: number) {
  try {
    const user = await fetchUser(id);
    return await fetchUser(user.id);
  } catch (error) {
    if ((error as { http: { status: number } }).http.status === 404) return null;
    throw error;
  }
}
`,
            ),
          ]),
        ],
      },
      {
        name: 'a catch that asks first what it caught',
        code: `${DECLARED}
export async function f(id: number) {
  try {
    const user = await fetchUser(id);
    return fetchUser(user.id);
  } catch (error) {
    const { message } = error as Error;
    if ((error as { http?: { status: number } }).http?.status === 404) return null;
    throw new Error(message);
  }
}
`,
        output: `${DECLARED}
export async function f(id: number) {
  try {
    const user = await fetchUser(id);
    return await fetchUser(user.id);
  } catch (error) {
    const { message } = error as Error;
    if ((error as { http?: { status: number } }).http?.status === 404) return null;
    throw new Error(message);
  }
}
`,
        errors: [returned('fetchUser(user.id)', [9, 12, 9, 30], NO_CATCH, HERE)],
      },
      {
        name: 'a catch that may be meant for the other work only',
        code: `${DECLARED}
export async function f(id: number) {
  try {
    const user = await fetchUser(id);
    return fetchUser(user.id);
  } catch {
    process.exit(1);
  }
}
`,
        errors: [
          returned('fetchUser(user.id)', [9, 12, 9, 30], NO_CATCH, HERE, [
            awaiting(
              'fetchUser(user.id)',
              CHECK_CATCH,
              `${DECLARED}
export async function f(id: number) {
  try {
    const user = await fetchUser(id);
    return await fetchUser(user.id);
  } catch {
    process.exit(1);
  }
}
`,
            ),
          ]),
        ],
      },
      {
        name: 'a catch that would do the same again',
        code: `${DECLARED}
export async function f(id: number) {
  try {
    if (id > 1) return fetchUser(id);
    log(id);
  } catch (error) {
    log(error);
  }
  return null;
}
export async function g(id: number) {
  try {
    if (id > 1) return fetchUser(id);
    log(id);
  } catch (error) {
    log(error);
    return fetchUser(id);
  }
  return null;
}
`,
        output: `${DECLARED}
export async function f(id: number) {
  try {
    if (id > 1) return await fetchUser(id);
    log(id);
  } catch (error) {
    log(error);
  }
  return null;
}
export async function g(id: number) {
  try {
    if (id > 1) return fetchUser(id);
    log(id);
  } catch (error) {
    log(error);
    return fetchUser(id);
  }
  return null;
}
`,
        errors: [
          returned('fetchUser(id)', [8, 24, 8, 37]),
          returned('fetchUser(id)', [17, 24, 17, 37], NO_CATCH, HERE, [
            awaiting(
              'fetchUser(id)',
              CHECK_CATCH,
              `${DECLARED}
export async function f(id: number) {
  try {
    if (id > 1) return fetchUser(id);
    log(id);
  } catch (error) {
    log(error);
  }
  return null;
}
export async function g(id: number) {
  try {
    if (id > 1) return await fetchUser(id);
    log(id);
  } catch (error) {
    log(error);
    return fetchUser(id);
  }
  return null;
}
`,
            ),
          ]),
        ],
      },
      {
        name: 'a rejection that may be meant to pass the catch by',
        code: `${DECLARED}
export async function f() {
  try {
    return Promise.reject(new Error('a'));
  } catch {
    return null;
  }
}
`,
        errors: [
          returned("Promise.reject(new Error('a'))", [8, 12, 8, 42], NO_CATCH, HERE, [
            awaiting(
              "Promise.reject(new Error('a'))",
              CHECK_CATCH,
              `${DECLARED}
export async function f() {
  try {
    return await Promise.reject(new Error('a'));
  } catch {
    return null;
  }
}
`,
            ),
          ]),
        ],
      },
    ],
  });
});

describe('finally', () => {
  ruleTester.run('return-await-in-try', rule, {
    assertionOptions,
    valid: [
      {
        name: 'a constant that has been awaited on every path',
        code: `${DECLARED}
export async function f(id: number) {
  const user = fetchUser(id);
  try {
    if (id > 1) log(await user);
    else await user;
    return user;
  } finally {
    gate.open();
  }
}
`,
      },
      {
        name: 'in the finally block itself, and with an empty one',
        code: `${DECLARED}
export async function f(id: number) {
  try {
    return fetchUser(id);
  } finally {
  }
}
export async function g(id: number) {
  try {
    log(id);
  } finally {
    return fetchUser(id);
  }
}
`,
      },
    ],
    invalid: [
      {
        name: 'cleanup that nothing waits for',
        code: `${DECLARED}
export async function f(id: number, abort: AbortController) {
  const timer = setTimeout(() => { abort.abort(); }, 10);
  try {
    return fetchUser(id);
  } finally {
    clearTimeout(timer);
    console.log('done');
  }
}
`,
        output: `${DECLARED}
export async function f(id: number, abort: AbortController) {
  const timer = setTimeout(() => { abort.abort(); }, 10);
  try {
    return await fetchUser(id);
  } finally {
    clearTimeout(timer);
    console.log('done');
  }
}
`,
        errors: [returned('fetchUser(id)', [9, 12, 9, 25], EARLY_FINALLY)],
      },
      {
        name: 'a constant that has been awaited on some paths only',
        code: `${DECLARED}
export async function f(id: number) {
  const user = fetchUser(id);
  try {
    if (id > 1) log(await user);
    return user;
  } finally {
    gate.open();
  }
}
`,
        errors: [
          returned('user', [10, 12, 10, 16], EARLY_FINALLY, HERE, [
            awaiting(
              'user',
              CHECK_FINALLY,
              `${DECLARED}
export async function f(id: number) {
  const user = fetchUser(id);
  try {
    if (id > 1) log(await user);
    return await user;
  } finally {
    gate.open();
  }
}
`,
            ),
          ]),
        ],
      },
      {
        name: 'cleanup that the promise may wait for',
        code: `${DECLARED}
export async function f(id: number) {
  try {
    return fetchUser(id);
  } finally {
    gate.open();
  }
}
`,
        errors: [
          returned('fetchUser(id)', [8, 12, 8, 25], EARLY_FINALLY, HERE, [
            awaiting(
              'fetchUser(id)',
              CHECK_FINALLY,
              `${DECLARED}
export async function f(id: number) {
  try {
    return await fetchUser(id);
  } finally {
    gate.open();
  }
}
`,
            ),
          ]),
        ],
      },
      {
        name: 'after a catch: its return too',
        code: `${DECLARED}
export async function f(id: number) {
  try {
    return fetchUser(id).then(log);
  } catch {
    return fetchUser(0);
  } finally {
    clearTimeout(id);
  }
}
`,
        output: `${DECLARED}
export async function f(id: number) {
  try {
    return await fetchUser(id).then(log);
  } catch {
    return await fetchUser(0);
  } finally {
    clearTimeout(id);
  }
}
`,
        errors: [
          returned('fetchUser(id).then(log)', [8, 12, 8, 35], `${NO_CATCH}, and ${EARLY_FINALLY}`),
          returned('fetchUser(0)', [10, 12, 10, 24], EARLY_FINALLY),
        ],
      },
    ],
  });
});

describe('using', () => {
  ruleTester.run('return-await-in-try', rule, {
    assertionOptions,
    valid: [
      {
        name: 'before the resource is there, and beside its block',
        code: `${DECLARED}
declare function open(): Disposable;
export async function f(id: number) {
  if (id > 1) return fetchUser(id);
  {
    using file = open();
  }
  if (id > 2) return fetchUser(id);
  using file = open();
  return null;
}
`,
      },
    ],
    invalid: [
      {
        name: 'in the scope of the resource',
        code: `${DECLARED}
declare function open(): AsyncDisposable & { read(): Promise<string> };
export async function f() {
  await using file = open();
  return file.read();
}
`,
        output: `${DECLARED}
declare function open(): AsyncDisposable & { read(): Promise<string> };
export async function f() {
  await using file = open();
  return await file.read();
}
`,
        errors: [
          returned(
            'file.read()',
            [9, 10, 9, 21],
            '`file` is disposed of while it is still pending',
          ),
        ],
      },
      {
        name: 'in a loop over resources',
        code: `${DECLARED}
export async function f(files: (Disposable & { read(): Promise<string> })[]) {
  for (using file of files) {
    return file.read();
  }
  return null;
}
`,
        output: `${DECLARED}
export async function f(files: (Disposable & { read(): Promise<string> })[]) {
  for (using file of files) {
    return await file.read();
  }
  return null;
}
`,
        errors: [
          returned(
            'file.read()',
            [8, 12, 8, 23],
            '`file` is disposed of while it is still pending',
          ),
        ],
      },
    ],
  });
});

describe('arrays of promises', () => {
  ruleTester.run('return-await-in-try', rule, {
    assertionOptions,
    valid: [
      {
        name: 'declared as such',
        code: `${DECLARED}
export async function f(id: number): Promise<Promise<User>[]> {
  try {
    return [fetchUser(id), fetchUser(2)];
  } catch {
    return [];
  }
}
`,
      },
    ],
    invalid: [
      {
        name: 'where nothing says that they are wanted',
        code: `${DECLARED}
export async function f(ids: number[]) {
  try {
    return ids.map((id) => fetchUser(id));
  } catch {
    return [];
  }
}
`,
        errors: [
          reported(
            'returnedArray',
            {
              promise: 'ids.map((id) => fetchUser(id))',
              consequence: 'the `catch` does not run if one rejects',
            },
            [8, 12, 8, 42],
            [
              {
                messageId: 'awaitAll',
                data: { promise: 'ids.map((id) => fetchUser(id))' },
                output: `${DECLARED}
export async function f(ids: number[]) {
  try {
    return await Promise.all(ids.map((id) => fetchUser(id)));
  } catch {
    return [];
  }
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

describe('modes', () => {
  ruleTester.run('return-await-in-try', rule, {
    assertionOptions,
    valid: [],
    invalid: [
      {
        name: 'none: only suggestions',
        options: [{ fix: 'none' }],
        code: `${DECLARED}
export const f = async () => { try { return fetchUser(1); } catch { return null; } };
`,
        errors: [
          returned('fetchUser(1)', [6, 45, 6, 57], NO_CATCH, HERE, [
            awaiting(
              'fetchUser(1)',
              '',
              `${DECLARED}
export const f = async () => { try { return await fetchUser(1); } catch { return null; } };
`,
            ),
          ]),
        ],
      },
    ],
  });
});

describe('code that is being typed', () => {
  uncheckedRuleTester.run('return-await-in-try', rule, {
    valid: [
      `export async function f() { try { return missing(); } catch { return null; } }`,
      `export async function f() { try { return; } catch { return null; } }`,
      `export async function f() { try { missing = g(); } catch { return null; } await missing; }`,
    ],
    invalid: [],
  });
});
