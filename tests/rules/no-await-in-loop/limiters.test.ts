import rule from '../../../src/rules/no-await-in-loop.ts';
import { ruleTester } from '../../support/rule-tester.ts';
import { EVIDENCE } from './expected.ts';

const DECLARED = `interface User { id: number; name: string; score: number }
declare function fetchUser(id: number): Promise<User>;
declare function getTags(id: number): Promise<string[]>;
declare function getAny<T>(path: string): Promise<T>;
declare function saveUser(user: User): Promise<void>;
declare function sleep(ms: number): Promise<void>;
`;

ruleTester.run('no-await-in-loop: limiters', rule, {
  assertionOptions: { requireData: true, requireLocation: true },
  valid: [
    {
      name: 'a pool of its own',
      code: `${DECLARED}export async function f(parts: number[][]) {
  for (const part of parts) await Promise.all(part.map((id) => fetchUser(id)));
}
`,
    },
  ],
  invalid: [
    {
      name: 'p-limit',
      options: [{ concurrency: { limiter: 'p-limit', limit: 4 } }],
      code: `${DECLARED}export async function f(ids: number[]) {
  const out: User[] = [];
  for (const id of ids) {
    out.push(await fetchUser(id));
  }
  return out;
}
`,
      errors: [
        {
          messageId: 'waits',
          data: {
            call: 'fetchUser',
            remedy: 'Run up to 4 of them at once with `p-limit`',
            evidence: `${EVIDENCE}. This assumes that \`fetchUser\` only reads`,
          },
          line: 9,
          column: 3,
          endLine: 9,
          endColumn: 24,
          suggestions: [
            {
              messageId: 'limited',
              data: { limit: '4', limiter: 'p-limit', doubt: ', if `fetchUser` only reads' },
              output: `import pLimit from 'p-limit';

interface User { id: number; name: string; score: number }
declare function fetchUser(id: number): Promise<User>;
declare function getTags(id: number): Promise<string[]>;
declare function getAny<T>(path: string): Promise<T>;
declare function saveUser(user: User): Promise<void>;
declare function sleep(ms: number): Promise<void>;
export async function f(ids: number[]) {
  const limit = pLimit(4);
  const out: User[] = await Promise.all(
    ids.map((id) => limit(() => fetchUser(id))),
  );
  return out;
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'p-limit, with a turn of several statements',
      options: [{ concurrency: { limiter: 'p-limit' } }],
      code: `${DECLARED}export async function f(ids: number[]) {
  const users = new Map<number, User>();
  for (const id of ids) {
    if (id === 0) continue;
    const user = await fetchUser(id);
    users.set(id, user);
  }
  return users;
}
`,
      errors: [
        {
          messageId: 'waits',
          data: {
            call: 'fetchUser',
            remedy: 'Run up to 8 of them at once with `p-limit`',
            evidence: `${EVIDENCE}. This assumes that \`fetchUser\` only reads`,
          },
          line: 9,
          column: 3,
          endLine: 9,
          endColumn: 24,
          suggestions: [
            {
              messageId: 'limited',
              data: { limit: '8', limiter: 'p-limit', doubt: ', if `fetchUser` only reads' },
              output: `import pLimit from 'p-limit';

interface User { id: number; name: string; score: number }
declare function fetchUser(id: number): Promise<User>;
declare function getTags(id: number): Promise<string[]>;
declare function getAny<T>(path: string): Promise<T>;
declare function saveUser(user: User): Promise<void>;
declare function sleep(ms: number): Promise<void>;
export async function f(ids: number[]) {
  const users = new Map<number, User>();
  const limit = pLimit(8);
  const results = (await Promise.all(ids.map((id) => limit(async () => {
    if (id === 0) return [];
    const user = await fetchUser(id);
    return [{ id, user }];
  })))).flat();
  for (const { id, user } of results) {
    users.set(id, user);
  }
  return users;
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'p-limit in a file that has the name',
      options: [{ concurrency: { limiter: 'p-limit', limit: 4 } }],
      code: `${DECLARED}export async function f(ids: number[], users: Map<number, User>) {
  const limit = ids.length;
  for (const id of ids.slice(0, limit)) {
    users.set(id, await fetchUser(id));
  }
  return limit;
}
`,
      errors: [
        {
          messageId: 'waits',
          data: {
            call: 'fetchUser',
            remedy: 'Run up to 4 of them at once with `p-limit`',
            evidence: `${EVIDENCE}. This assumes that nobody looks at \`users\` before the loop is done, and that \`fetchUser\` only reads`,
          },
          line: 9,
          column: 3,
          endLine: 9,
          endColumn: 40,
          suggestions: [
            {
              messageId: 'limited',
              data: {
                limit: '4',
                limiter: 'p-limit',
                doubt:
                  ', if nobody looks at `users` before the loop is done, and `fetchUser` only reads',
              },
              output: `import pLimit from 'p-limit';

interface User { id: number; name: string; score: number }
declare function fetchUser(id: number): Promise<User>;
declare function getTags(id: number): Promise<string[]>;
declare function getAny<T>(path: string): Promise<T>;
declare function saveUser(user: User): Promise<void>;
declare function sleep(ms: number): Promise<void>;
export async function f(ids: number[], users: Map<number, User>) {
  const limit = ids.length;
  const limit2 = pLimit(4);
  for (const { id, user } of await Promise.all(
    ids.slice(0, limit).map((id) => limit2(async () => ({ id, user: await fetchUser(id) }))),
  )) {
    users.set(id, user);
  }
  return limit;
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'proven: a fix',
      options: [{ concurrency: { limiter: 'p-limit', limit: 4 } }],
      code: `${DECLARED}import { readFile } from 'node:fs/promises';
export async function f(names: string[]) {
  const out: Buffer[] = [];
  for (const name of names) out.push(await readFile(name));
  return out;
}
`,
      errors: [
        {
          messageId: 'waits',
          data: {
            call: 'readFile',
            remedy: 'Run up to 4 of them at once with `p-limit`',
            evidence: EVIDENCE,
          },
          line: 10,
          column: 3,
          endLine: 10,
          endColumn: 28,
          suggestions: null,
        },
      ],
      output: `${DECLARED}import { readFile } from 'node:fs/promises';
import pLimit from 'p-limit';
export async function f(names: string[]) {
  const limit = pLimit(4);
  const out: Buffer[] = await Promise.all(
    names.map((name) => limit(() => readFile(name))),
  );
  return out;
}
`,
    },
    {
      name: 'a bounded loop needs none',
      options: [{ concurrency: { limiter: 'p-limit', limit: 4 } }],
      code: `${DECLARED}export async function f() {
  const out: User[] = [];
  for (const id of [1, 2]) out.push(await fetchUser(id));
  return out;
}
`,
      errors: [
        {
          messageId: 'waits',
          data: {
            call: 'fetchUser',
            remedy: 'Await all of them with `Promise.all`',
            evidence: `${EVIDENCE}. This assumes that \`fetchUser\` only reads`,
          },
          line: 9,
          column: 3,
          endLine: 9,
          endColumn: 27,
          suggestions: [
            {
              messageId: 'together',
              data: { doubt: ', if `fetchUser` only reads' },
              output: `${DECLARED}export async function f() {
  const out: User[] = await Promise.all([1, 2].map((id) => fetchUser(id)));
  return out;
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'no place for the limiter: `Promise.all`',
      options: [{ concurrency: { limiter: 'p-limit', limit: 4 } }],
      code: `${DECLARED}export async function f(ids: number[], users: Map<number, User>) {
  if (ids.length > 1) for (const id of ids) users.set(id, await fetchUser(id));
}
`,
      errors: [
        {
          messageId: 'waits',
          data: {
            call: 'fetchUser',
            remedy: 'Run up to 4 of them at once with `p-limit`',
            evidence: `${EVIDENCE}. This assumes that nobody looks at \`users\` before the loop is done, and that \`fetchUser\` only reads`,
          },
          line: 8,
          column: 23,
          endLine: 8,
          endColumn: 44,
          suggestions: [
            {
              messageId: 'together',
              data: {
                doubt:
                  ', if nobody looks at `users` before the loop is done, and `fetchUser` only reads',
              },
              output: `${DECLARED}export async function f(ids: number[], users: Map<number, User>) {
  if (ids.length > 1) for (const { id, user } of await Promise.all(
    ids.map(async (id) => ({ id, user: await fetchUser(id) })),
  )) users.set(id, user);
}
`,
            },
          ],
        },
      ],
    },
  ],
});
