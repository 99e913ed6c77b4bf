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

ruleTester.run('no-await-in-loop: what is collected', rule, {
  assertionOptions: { requireData: true, requireLocation: true },
  valid: [
    {
      name: 'a collection that is looked at',
      code: `${DECLARED}export async function f(ids: number[]) {
  const out: User[] = [];
  for (const id of ids) {
    if (out.length > 3) continue;
    out.push(await fetchUser(id));
  }
  return out;
}
`,
    },
  ],
  invalid: [
    {
      name: 'nothing',
      code: `${DECLARED}export async function f(users: User[]) {
  for (const user of users) {
    if (user.id === 0) continue;
    user.score = (await fetchUser(user.id)).score;
  }
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
          line: 8,
          column: 3,
          endLine: 8,
          endColumn: 28,
          suggestions: [
            {
              messageId: 'together',
              data: { doubt: ', if `fetchUser` only reads' },
              output: `${DECLARED}export async function f(users: User[]) {
  await Promise.all(users.map(async (user) => {
    if (user.id === 0) return;
    user.score = (await fetchUser(user.id)).score;
  }));
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a list of objects keeps its type',
      code: `${DECLARED}type Item = { kind: 'user'; user: User };
export async function f(ids: number[]) {
  const out: Item[] = [];
  for (const id of ids) {
    out.push({ kind: 'user', user: await fetchUser(id) });
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
          line: 10,
          column: 3,
          endLine: 10,
          endColumn: 24,
          suggestions: [
            {
              messageId: 'together',
              data: { doubt: ', if `fetchUser` only reads' },
              output: `${DECLARED}type Item = { kind: 'user'; user: User };
export async function f(ids: number[]) {
  const out: Item[] = await Promise.all(
    ids.map(async (id): Promise<Item> => ({ kind: 'user', user: await fetchUser(id) })),
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
      name: 'a list without a type',
      code: `${DECLARED}export async function f(ids: number[]) {
  const out = [];
  for (const id of ids) {
    const user = await fetchUser(id);
    out.push(user);
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
          endColumn: 24,
          suggestions: [
            {
              messageId: 'together',
              data: { doubt: ', if `fetchUser` only reads' },
              output: `${DECLARED}export async function f(ids: number[]) {
  const out = await Promise.all(ids.map((id) => fetchUser(id)));
  return out;
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a list that starts with something',
      code: `${DECLARED}export async function f(ids: number[], known: User[]) {
  const out: User[] = [...known];
  for (const id of ids) {
    // The next one.
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
              output: `${DECLARED}export async function f(ids: number[], known: User[]) {
  const out: User[] = [...known];
  for (const user of await Promise.all(ids.map((id) => fetchUser(id)))) {
    // The next one.
    out.push(user);
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
      name: 'lists that are joined',
      code: `${DECLARED}export async function f(ids: number[]) {
  const tags: string[] = [];
  for (const id of ids) {
    tags.push(...(await getTags(id)));
  }
  return tags;
}
`,
      errors: [
        {
          messageId: 'waits',
          data: {
            call: 'getTags',
            remedy: MANY,
            evidence: `${EVIDENCE}. This assumes that \`getTags\` only reads`,
          },
          line: 9,
          column: 3,
          endLine: 9,
          endColumn: 24,
          suggestions: [
            {
              messageId: 'together',
              data: { doubt: ', if `getTags` only reads' },
              output: `${DECLARED}export async function f(ids: number[]) {
  const tags: string[] = (await Promise.all(ids.map((id) => getTags(id)))).flat();
  return tags;
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'some are skipped',
      code: `${DECLARED}export async function f(ids: number[]) {
  const out: User[] = [];
  for (const id of ids) {
    if (id === 0) continue;
    const user = await fetchUser(id);
    if (user.score > 3) out.push(user);
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
          endColumn: 24,
          suggestions: [
            {
              messageId: 'together',
              data: { doubt: ', if `fetchUser` only reads' },
              output: `${DECLARED}export async function f(ids: number[]) {
  const out: User[] = [];
  const results = (await Promise.all(ids.map(async (id) => {
    if (id === 0) return [];
    const user = await fetchUser(id);
    return [user];
  }))).flat();
  for (const user of results) {
    if (user.score > 3) out.push(user);
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
      name: 'in branches',
      code: `${DECLARED}export async function f(ids: number[]) {
  const out: string[] = [];
  for (const id of ids) {
    if (id === 0) {
      out.push('nobody');
      continue;
    }
    const { name } = await fetchUser(id);
    out.push(name);
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
          endColumn: 24,
          suggestions: [
            {
              messageId: 'together',
              data: { doubt: ', if `fetchUser` only reads' },
              output: `${DECLARED}export async function f(ids: number[]) {
  const out: string[] = (await Promise.all(ids.map(async (id): Promise<string[]> => {
    if (id === 0) {
      return ['nobody'];
    }
    const { name } = await fetchUser(id);
    return [name];
  }))).flat();
  return out;
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'those that do not fail',
      code: `${DECLARED}export async function f(ids: number[]) {
  const out: User[] = [];
  for (const id of ids) {
    try {
      out.push(await fetchUser(id));
    } catch {
      // Nobody of this number.
    }
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
          endColumn: 24,
          suggestions: [
            {
              messageId: 'together',
              data: { doubt: ', if `fetchUser` only reads' },
              output: `${DECLARED}export async function f(ids: number[]) {
  const out: User[] = (await Promise.all(ids.map(async (id) => {
    try {
      return [await fetchUser(id)];
    } catch {
      // Nobody of this number.
    }
    return [];
  }))).flat();
  return out;
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a question',
      code: `${DECLARED}export async function f(ids: number[], isActive: (id: number) => Promise<boolean>) {
  const out: number[] = [];
  for (const id of ids) {
    if (await isActive(id)) {
      out.push(id);
    }
  }
  return out;
}
`,
      errors: [
        {
          messageId: 'waits',
          data: {
            call: 'isActive',
            remedy: MANY,
            evidence: `${EVIDENCE}. This assumes that \`isActive\` only reads`,
          },
          line: 9,
          column: 3,
          endLine: 9,
          endColumn: 24,
          suggestions: [
            {
              messageId: 'together',
              data: { doubt: ', if `isActive` only reads' },
              output: `${DECLARED}export async function f(ids: number[], isActive: (id: number) => Promise<boolean>) {
  const out: number[] = [];
  for (const { id, isActiveResult } of await Promise.all(
    ids.map(async (id) => ({ id, isActiveResult: await isActive(id) })),
  )) {
    if (isActiveResult) {
      out.push(id);
    }
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
      name: 'a map keeps its order',
      code: `${DECLARED}export async function f(ids: number[]) {
  const users = new Map<number, User>();
  for (const id of ids) {
    users.set(id, await fetchUser(id));
  }
  return users;
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
              output: `${DECLARED}export async function f(ids: number[]) {
  const users = new Map<number, User>();
  for (const { id, user } of await Promise.all(
    ids.map(async (id) => ({ id, user: await fetchUser(id) })),
  )) {
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
      name: 'an object keeps its order',
      code: `${DECLARED}export async function f(keys: Record<string, number>) {
  const users: Record<string, User> = {};
  for (const key in keys) {
    users[key] = await fetchUser(keys[key] ?? 0);
  }
  return users;
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
          endColumn: 26,
          suggestions: [
            {
              messageId: 'together',
              data: { doubt: ', if `fetchUser` only reads' },
              output: `${DECLARED}export async function f(keys: Record<string, number>) {
  const users: Record<string, User> = {};
  for (const { key, user } of await Promise.all(
    Object.keys(keys).map(async (key) => ({ key, user: await fetchUser(keys[key] ?? 0) })),
  )) {
    users[key] = user;
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
      name: 'a sum',
      code: `${DECLARED}export async function f(ids: number[]) {
  let total = 0;
  for (const id of ids) {
    total += (await fetchUser(id)).score;
  }
  return total;
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
              output: `${DECLARED}export async function f(ids: number[]) {
  let total = 0;
  for (const user of await Promise.all(ids.map((id) => fetchUser(id)))) {
    total += user.score;
  }
  return total;
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'two lists',
      code: `${DECLARED}export async function f(ids: number[]) {
  const users: User[] = [];
  const names: string[] = [];
  for (const id of ids) {
    const user = await fetchUser(id);
    users.push(user);
    names.push(user.name);
  }
  return { users, names };
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
          line: 10,
          column: 3,
          endLine: 10,
          endColumn: 24,
          suggestions: [
            {
              messageId: 'together',
              data: { doubt: ', if `fetchUser` only reads' },
              output: `${DECLARED}export async function f(ids: number[]) {
  const users: User[] = [];
  const names: string[] = [];
  for (const user of await Promise.all(ids.map((id) => fetchUser(id)))) {
    users.push(user);
    names.push(user.name);
  }
  return { users, names };
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'two awaits, one after the other',
      code: `${DECLARED}export async function f(ids: number[]) {
  const all = new Map<number, string[]>();
  for (const id of ids) {
    const user = await fetchUser(id);
    // Of the user, not of the number.
    const tags = await getTags(user.score);
    all.set(user.id, tags);
  }
  return all;
}
`,
      errors: [
        {
          messageId: 'waits',
          data: {
            call: 'fetchUser',
            remedy: MANY,
            evidence: `${EVIDENCE}. This assumes that \`fetchUser\` only reads, and that \`getTags\` only reads`,
          },
          line: 9,
          column: 3,
          endLine: 9,
          endColumn: 24,
          suggestions: [
            {
              messageId: 'together',
              data: { doubt: ', if `fetchUser` only reads, and `getTags` only reads' },
              output: `${DECLARED}export async function f(ids: number[]) {
  const all = new Map<number, string[]>();
  const results = await Promise.all(ids.map(async (id) => {
    const user = await fetchUser(id);
    // Of the user, not of the number.
    const tags = await getTags(user.score);
    return { user, tags };
  }));
  for (const { user, tags } of results) {
    all.set(user.id, tags);
  }
  return all;
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'code that may have effects stays in order',
      code: `${DECLARED}export async function f(ids: number[], number: () => number) {
  const out: { at: number; user: User }[] = [];
  for (const id of ids) {
    const user = await fetchUser(id);
    out.push({ at: number(), user });
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
            evidence: `${EVIDENCE}. This assumes that \`fetchUser\` only reads, and that \`number\` changes nothing that a turn reads`,
          },
          line: 9,
          column: 3,
          endLine: 9,
          endColumn: 24,
          suggestions: [
            {
              messageId: 'together',
              data: {
                doubt:
                  ', if `fetchUser` only reads, and `number` changes nothing that a turn reads',
              },
              output: `${DECLARED}export async function f(ids: number[], number: () => number) {
  const out: { at: number; user: User }[] = [];
  for (const user of await Promise.all(ids.map((id) => fetchUser(id)))) {
    out.push({ at: number(), user });
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
      name: 'a type that the target gives',
      code: `${DECLARED}export async function f(ids: number[]) {
  const out: User[] = [];
  for (const id of ids) {
    out.push(await getAny(String(id)));
  }
  return out;
}
`,
      errors: [
        {
          messageId: 'waits',
          data: {
            call: 'getAny',
            remedy: MANY,
            evidence: `${EVIDENCE}. This assumes that \`getAny\` only reads`,
          },
          line: 9,
          column: 3,
          endLine: 9,
          endColumn: 24,
          suggestions: [
            {
              messageId: 'together',
              data: { doubt: ', if `getAny` only reads' },
              output: `${DECLARED}export async function f(ids: number[]) {
  const out: User[] = await Promise.all(
    ids.map(async (id): Promise<User> => getAny(String(id))),
  );
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
