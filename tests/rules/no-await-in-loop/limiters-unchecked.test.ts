import rule from '../../../src/rules/no-await-in-loop.ts';
import { uncheckedRuleTester } from '../../support/rule-tester.ts';
import { EVIDENCE } from './expected.ts';

const DECLARED = `interface User { id: number; name: string; score: number }
declare function fetchUser(id: number): Promise<User>;
declare function getTags(id: number): Promise<string[]>;
declare function getAny<T>(path: string): Promise<T>;
declare function saveUser(user: User): Promise<void>;
declare function sleep(ms: number): Promise<void>;
`;

uncheckedRuleTester.run('no-await-in-loop: packages that are not installed', rule, {
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
      name: 'p-map',
      options: [{ concurrency: { limiter: 'p-map', limit: 4 } }],
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
            remedy: 'Run up to 4 of them at once with `p-map`',
            evidence: `${EVIDENCE}. This assumes that \`fetchUser\` only reads`,
          },
          line: 9,
          column: 3,
          endLine: 9,
          endColumn: 24,
          suggestions: [
            {
              messageId: 'limited',
              data: { limit: '4', limiter: 'p-map', doubt: ', if `fetchUser` only reads' },
              output: `import pMap from 'p-map';

interface User { id: number; name: string; score: number }
declare function fetchUser(id: number): Promise<User>;
declare function getTags(id: number): Promise<string[]>;
declare function getAny<T>(path: string): Promise<T>;
declare function saveUser(user: User): Promise<void>;
declare function sleep(ms: number): Promise<void>;
export async function f(ids: number[]) {
  const out: User[] = await pMap(ids, (id) => fetchUser(id), { concurrency: 4 });
  return out;
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'p-map over a set',
      options: [{ concurrency: { limiter: 'p-map', limit: 4 } }],
      code: `${DECLARED}export async function f(ids: Set<number>, users: Map<number, User>) {
  for (const id of ids) {
    users.set(id, await fetchUser(id));
  }
}
`,
      errors: [
        {
          messageId: 'waits',
          data: {
            call: 'fetchUser',
            remedy: 'Run up to 4 of them at once with `p-map`',
            evidence: `${EVIDENCE}. This assumes that nobody looks at \`users\` before the loop is done, and that \`fetchUser\` only reads`,
          },
          line: 8,
          column: 3,
          endLine: 8,
          endColumn: 24,
          suggestions: [
            {
              messageId: 'limited',
              data: {
                limit: '4',
                limiter: 'p-map',
                doubt:
                  ', if nobody looks at `users` before the loop is done, and `fetchUser` only reads',
              },
              output: `import pMap from 'p-map';

interface User { id: number; name: string; score: number }
declare function fetchUser(id: number): Promise<User>;
declare function getTags(id: number): Promise<string[]>;
declare function getAny<T>(path: string): Promise<T>;
declare function saveUser(user: User): Promise<void>;
declare function sleep(ms: number): Promise<void>;
export async function f(ids: Set<number>, users: Map<number, User>) {
  for (const { id, user } of await pMap(ids, async (id) => ({ id, user: await fetchUser(id) }), { concurrency: 4 })) {
    users.set(id, user);
  }
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'p-map for a number of turns',
      options: [{ concurrency: { limiter: 'p-map', limit: 4 } }],
      code: `${DECLARED}export async function f(n: number) {
  const out: User[] = [];
  for (let i = 0; i < n; i++) out.push(await fetchUser(i));
  return out;
}
`,
      errors: [
        {
          messageId: 'waits',
          data: {
            call: 'fetchUser',
            remedy: 'Run up to 4 of them at once with `p-map`',
            evidence: `${EVIDENCE}. This assumes that \`fetchUser\` only reads`,
          },
          line: 9,
          column: 3,
          endLine: 9,
          endColumn: 30,
          suggestions: [
            {
              messageId: 'limited',
              data: { limit: '4', limiter: 'p-map', doubt: ', if `fetchUser` only reads' },
              output: `import pMap from 'p-map';

interface User { id: number; name: string; score: number }
declare function fetchUser(id: number): Promise<User>;
declare function getTags(id: number): Promise<string[]>;
declare function getAny<T>(path: string): Promise<T>;
declare function saveUser(user: User): Promise<void>;
declare function sleep(ms: number): Promise<void>;
export async function f(n: number) {
  const out: User[] = await pMap(Array.from({ length: n }), (_, i) => fetchUser(i), { concurrency: 4 });
  return out;
}
`,
            },
          ],
        },
      ],
    },
  ],
});
