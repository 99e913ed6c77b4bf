import rule from '../../../src/rules/no-await-in-loop.ts';
import { ruleTester } from '../../support/rule-tester.ts';
import { EVIDENCE, MANY } from './expected.ts';

const DECLARED = `interface User { id: number; name: string; score: number }
declare function fetchUser(id: number): Promise<User>;
declare function getTags(id: number): Promise<string[]>;
declare function getAny<T>(path: string): Promise<T>;
declare function saveUser(user: User): Promise<void>;
declare function sleep(ms: number): Promise<void>;
`;

ruleTester.run('no-await-in-loop: what the loop goes over', rule, {
  assertionOptions: { requireData: true, requireLocation: true },
  valid: [
    {
      name: 'a counter that a turn changes',
      code: `${DECLARED}export async function f(ids: number[]) {
  for (let i = 0; i < ids.length; i++) {
    i += (await fetchUser(ids[i] ?? 0)).score;
  }
}
`,
    },
  ],
  invalid: [
    {
      name: 'a set',
      code: `${DECLARED}export async function f(ids: Set<number>) {
  const out: User[] = [];
  for (const id of ids) out.push(await fetchUser(id));
  return out;
}
`,
      errors: [
        {
          messageId: 'waits',
          data: {
            call: 'fetchUser',
            remedy: MANY,
            evidence: `${EVIDENCE}. This assumes that \`fetchUser\` only reads`,
          },
          line: 9,
          column: 3,
          endLine: 9,
          endColumn: 24,
          suggestions: [
            {
              messageId: 'together',
              data: { doubt: ', if `fetchUser` only reads' },
              output: `${DECLARED}export async function f(ids: Set<number>) {
  const out: User[] = await Promise.all(Array.from(ids, (id) => fetchUser(id)));
  return out;
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'the entries of a map',
      code: `${DECLARED}export async function f(ids: Map<string, number>) {
  const out: User[] = [];
  for (const [, id] of ids) out.push(await fetchUser(id));
  return out;
}
`,
      errors: [
        {
          messageId: 'waits',
          data: {
            call: 'fetchUser',
            remedy: MANY,
            evidence: `${EVIDENCE}. This assumes that \`fetchUser\` only reads`,
          },
          line: 9,
          column: 3,
          endLine: 9,
          endColumn: 28,
          suggestions: [
            {
              messageId: 'together',
              data: { doubt: ', if `fetchUser` only reads' },
              output: `${DECLARED}export async function f(ids: Map<string, number>) {
  const out: User[] = await Promise.all(
    Array.from(ids, ([, id]) => fetchUser(id)),
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
      name: 'the entries of an array',
      code: `${DECLARED}export async function f(ids: number[]) {
  const out: User[] = [];
  for (const [at, id] of ids.entries()) out.push(await fetchUser(id + at));
  return out;
}
`,
      errors: [
        {
          messageId: 'waits',
          data: {
            call: 'fetchUser',
            remedy: MANY,
            evidence: `${EVIDENCE}. This assumes that \`fetchUser\` only reads`,
          },
          line: 9,
          column: 3,
          endLine: 9,
          endColumn: 40,
          suggestions: [
            {
              messageId: 'together',
              data: { doubt: ', if `fetchUser` only reads' },
              output: `${DECLARED}export async function f(ids: number[]) {
  const out: User[] = await Promise.all(
    ids.map((id, at) => fetchUser(id + at)),
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
      name: 'an expression',
      code: `${DECLARED}export async function f(ids?: number[]) {
  const out: User[] = [];
  for (const id of ids ?? [1]) out.push(await fetchUser(id));
  return out;
}
`,
      errors: [
        {
          messageId: 'waits',
          data: {
            call: 'fetchUser',
            remedy: MANY,
            evidence: `${EVIDENCE}. This assumes that \`fetchUser\` only reads`,
          },
          line: 9,
          column: 3,
          endLine: 9,
          endColumn: 31,
          suggestions: [
            {
              messageId: 'together',
              data: { doubt: ', if `fetchUser` only reads' },
              output: `${DECLARED}export async function f(ids?: number[]) {
  const out: User[] = await Promise.all(
    (ids ?? [1]).map((id) => fetchUser(id)),
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
      name: 'a pattern',
      code: `${DECLARED}export async function f(users: { id?: number }[]) {
  const out: User[] = [];
  for (const { id = 0 } of users) out.push(await fetchUser(id));
  return out;
}
`,
      errors: [
        {
          messageId: 'waits',
          data: {
            call: 'fetchUser',
            remedy: MANY,
            evidence: `${EVIDENCE}. This assumes that \`fetchUser\` only reads`,
          },
          line: 9,
          column: 3,
          endLine: 9,
          endColumn: 34,
          suggestions: [
            {
              messageId: 'together',
              data: { doubt: ', if `fetchUser` only reads' },
              output: `${DECLARED}export async function f(users: { id?: number }[]) {
  const out: User[] = await Promise.all(
    users.map(({ id = 0 }) => fetchUser(id)),
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
      name: 'an index, for elements alone',
      code: `${DECLARED}export async function f(ids: number[]) {
  const out: User[] = [];
  for (let i = 0; i < ids.length; i++) {
    out.push(await fetchUser(ids[i]!));
  }
  return out;
}
`,
      errors: [
        {
          messageId: 'waits',
          data: {
            call: 'fetchUser',
            remedy: MANY,
            evidence: `${EVIDENCE}. This assumes that \`fetchUser\` only reads`,
          },
          line: 9,
          column: 3,
          endLine: 9,
          endColumn: 39,
          suggestions: [
            {
              messageId: 'together',
              data: { doubt: ', if `fetchUser` only reads' },
              output: `${DECLARED}export async function f(ids: number[]) {
  const out: User[] = await Promise.all(ids.map((id) => fetchUser(id)));
  return out;
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'an index, for both arrays',
      code: `${DECLARED}export async function f(ids: number[]) {
  const out: User[] = [];
  for (let i = 0; i < ids.length; i++) {
    out[i] = await fetchUser(ids[i]!);
  }
  return out;
}
`,
      errors: [
        {
          messageId: 'waits',
          data: {
            call: 'fetchUser',
            remedy: MANY,
            evidence: `${EVIDENCE}. This assumes that \`fetchUser\` only reads`,
          },
          line: 9,
          column: 3,
          endLine: 9,
          endColumn: 39,
          suggestions: [
            {
              messageId: 'together',
              data: { doubt: ', if `fetchUser` only reads' },
              output: `${DECLARED}export async function f(ids: number[]) {
  const out: User[] = await Promise.all(ids.map((id) => fetchUser(id)));
  return out;
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'an index, with a name for the element',
      code: `${DECLARED}export async function f(ids: number[]) {
  const out = new Map<number, User>();
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i]!;
    out.set(i, await fetchUser(id));
  }
  return out;
}
`,
      errors: [
        {
          messageId: 'waits',
          data: {
            call: 'fetchUser',
            remedy: MANY,
            evidence: `${EVIDENCE}. This assumes that \`fetchUser\` only reads`,
          },
          line: 9,
          column: 3,
          endLine: 9,
          endColumn: 39,
          suggestions: [
            {
              messageId: 'together',
              data: { doubt: ', if `fetchUser` only reads' },
              output: `${DECLARED}export async function f(ids: number[]) {
  const out = new Map<number, User>();
  for (const { i, user } of await Promise.all(
    ids.map(async (id, i) => ({ i, user: await fetchUser(id) })),
  )) {
    out.set(i, user);
  }
  return out;
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a number of turns',
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
            remedy: MANY,
            evidence: `${EVIDENCE}. This assumes that \`fetchUser\` only reads`,
          },
          line: 9,
          column: 3,
          endLine: 9,
          endColumn: 30,
          suggestions: [
            {
              messageId: 'together',
              data: { doubt: ', if `fetchUser` only reads' },
              output: `${DECLARED}export async function f(n: number) {
  const out: User[] = await Promise.all(
    Array.from({ length: n }, (_, i) => fetchUser(i)),
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
      name: 'an index that starts later: by hand',
      code: `${DECLARED}export async function f(n: number) {
  const out: User[] = [];
  for (let i = 1; i < n; i++) out.push(await fetchUser(i));
  return out;
}
`,
      errors: [
        {
          messageId: 'waits',
          data: {
            call: 'fetchUser',
            remedy: MANY,
            evidence: `${EVIDENCE}. This assumes that \`fetchUser\` only reads`,
          },
          line: 9,
          column: 3,
          endLine: 9,
          endColumn: 30,
          suggestions: null,
        },
      ],
    },
  ],
});
