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

ruleTester.run('no-await-in-loop: what is independent', rule, {
  assertionOptions: { requireData: true, requireLocation: true },
  valid: [
    {
      name: 'a carried value',
      code: `${DECLARED}export async function f(ids: number[]) {
  let last = 0;
  for (const id of ids) last = (await fetchUser(id + last)).id;
  return last;
}
`,
    },
    {
      name: 'an early exit',
      code: `${DECLARED}export async function f(ids: number[]) {
  for (const id of ids) {
    const user = await fetchUser(id);
    if (user.score > 3) return user;
  }
  return undefined;
}
`,
    },
    {
      name: 'a retry',
      code: `${DECLARED}export async function f(id: number) {
  for (let i = 0; i < 3; i++) {
    try {
      return await fetchUser(id);
    } catch {
      await sleep(100);
    }
  }
  return undefined;
}
`,
    },
    {
      name: 'pages',
      code: `${DECLARED}export async function f(getPage: (cursor: string) => Promise<{ items: User[]; next: string }>) {
  const out: User[] = [];
  let cursor = '';
  do {
    const page = await getPage(cursor);
    out.push(...page.items);
    cursor = page.next;
  } while (cursor !== '');
  return out;
}
`,
    },
    {
      name: 'a poll',
      code: `${DECLARED}export async function f(state: { ready: boolean }) {
  while (!state.ready) await sleep(10);
}
`,
    },
    {
      name: 'a pace',
      code: `${DECLARED}export async function f(ids: number[]) {
  const out: User[] = [];
  for (const id of ids) {
    out.push(await fetchUser(id));
    await sleep(10);
  }
  return out;
}
`,
    },
    {
      name: 'batches',
      code: `${DECLARED}export async function f(parts: number[][]) {
  for (const part of parts) await Promise.all(part.map((id) => fetchUser(id)));
}
`,
    },
    {
      name: 'output in order',
      code: `${DECLARED}export async function f(ids: number[]) {
  for (const id of ids) console.log(await fetchUser(id));
}
`,
    },
    {
      name: 'a transaction',
      code: `${DECLARED}export async function f(users: User[], trx: { insert(user: User): Promise<void>; commit(): Promise<void> }) {
  for (const user of users) await trx.insert(user);
}
`,
    },
    {
      name: 'a stream',
      code: `${DECLARED}export async function f(reader: ReadableStreamDefaultReader) {
  for (;;) {
    const { done } = await reader.read();
    if (done) break;
  }
}
`,
    },
    {
      name: 'writes',
      code: `${DECLARED}export async function f(users: User[]) {
  for (const user of users) await saveUser(user);
}
`,
    },
    {
      name: 'a call that nobody knows, in the rest of the turn',
      code: `${DECLARED}export async function f(ids: number[], step: () => void) {
  const out: User[] = [];
  for (const id of ids) {
    step();
    out.push(await fetchUser(id));
  }
  return out;
}
`,
    },
    {
      name: 'promises that have started before',
      code: `${DECLARED}export async function f(all: Promise<User>[]) {
  const out: User[] = [];
  for (const pending of all) out.push(await pending);
  return out;
}
`,
    },
    {
      name: 'an await of a function in the loop',
      code: `${DECLARED}export async function f(ids: number[]) {
  const out: (() => Promise<User>)[] = [];
  for (const id of ids) out.push(async () => await fetchUser(id));
  return out;
}
`,
    },
    {
      name: 'an await in the head',
      code: `${DECLARED}export async function f() {
  const out: string[] = [];
  for (const tag of await getTags(1)) out.push(tag);
  return out;
}
`,
    },
    {
      name: 'an async iterator',
      code: `${DECLARED}export async function f(all: AsyncIterable<number>) {
  for await (const id of all) await fetchUser(id);
}
`,
    },
    {
      name: 'a generator',
      code: `${DECLARED}export async function* f(ids: number[]) {
  for (const id of ids) yield await fetchUser(id);
}
`,
    },
    {
      name: 'the repaired loop',
      code: `${DECLARED}export async function f(ids: number[]) {
  const out: User[] = await Promise.all(ids.map((id) => fetchUser(id)));
  return out;
}
`,
    },
    {
      name: 'an outer loop over what runs together',
      code: `${DECLARED}export async function f(parts: number[][]) {
  const out: User[] = [];
  for (const part of parts) out.push(...(await Promise.all(part.map((id) => fetchUser(id)))));
  return out;
}
`,
    },
    {
      name: 'likely, where only proven ones are wanted',
      options: [{ likely: false }],
      code: `${DECLARED}export async function f(ids: number[]) {
  const out: User[] = [];
  for (const id of ids) out.push(await fetchUser(id));
  return out;
}
`,
    },
  ],
  invalid: [
    {
      name: 'results that are pushed',
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
      name: 'the inner one of two loops',
      code: `${DECLARED}export async function f(parts: number[][]) {
  const out: User[] = [];
  for (const part of parts) {
    for (const id of part) {
      out.push(await fetchUser(id));
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
          line: 10,
          column: 5,
          endLine: 10,
          endColumn: 27,
          suggestions: [
            {
              messageId: 'together',
              data: { doubt: ', if `fetchUser` only reads' },
              output: `${DECLARED}export async function f(parts: number[][]) {
  const out: User[] = [];
  for (const part of parts) {
    for (const user of await Promise.all(part.map((id) => fetchUser(id)))) {
      out.push(user);
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
      name: 'at the top level',
      code: `${DECLARED}const out: User[] = [];
for (const id of [1, 2]) out.push(await fetchUser(id));
export { out };
`,
      errors: [
        {
          messageId: 'waits',
          data: {
            call: 'fetchUser',
            remedy: 'Await all of them with `Promise.all`',
            evidence: `${EVIDENCE}. This assumes that \`fetchUser\` only reads`,
          },
          line: 8,
          column: 1,
          endLine: 8,
          endColumn: 25,
          suggestions: [
            {
              messageId: 'together',
              data: { doubt: ', if `fetchUser` only reads' },
              output: `${DECLARED}const out: User[] = await Promise.all([1, 2].map((id) => fetchUser(id)));
export { out };
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a target that others see',
      code: `${DECLARED}export class Store {
  all: User[] = [];
  async load(ids: number[]) {
    for (const id of ids) this.all.push(await fetchUser(id));
  }
}
`,
      errors: [
        {
          messageId: 'waits',
          data: {
            call: 'fetchUser',
            remedy: MANY,
            evidence: `${EVIDENCE}. This assumes that nobody looks at \`this.all\` before the loop is done, and that \`fetchUser\` only reads`,
          },
          line: 10,
          column: 5,
          endLine: 10,
          endColumn: 26,
          suggestions: [
            {
              messageId: 'together',
              data: {
                doubt:
                  ', if nobody looks at `this.all` before the loop is done, and `fetchUser` only reads',
              },
              output: `${DECLARED}export class Store {
  all: User[] = [];
  async load(ids: number[]) {
    for (const user of await Promise.all(ids.map((id) => fetchUser(id)))) this.all.push(user);
  }
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'left alone, with an explanation',
      options: [{ explain: true }],
      code: `${DECLARED}export async function f(users: User[]) {
  for (const user of users) await saveUser(user);
}
`,
      errors: [
        {
          messageId: 'left',
          data: { kind: 'unknown', because: 'nothing shows that `saveUser` only reads' },
          line: 8,
          column: 3,
          endLine: 8,
          endColumn: 28,
          suggestions: null,
        },
      ],
    },
    {
      name: 'a loop that counts attempts, with an explanation',
      options: [{ explain: true }],
      code: `${DECLARED}export async function f(id: number) {
  for (let i = 0; i < 3; i++) {
    try {
      return await fetchUser(id);
    } catch {
      await sleep(100);
    }
  }
  return undefined;
}
`,
      errors: [
        {
          messageId: 'left',
          data: { kind: 'retry', because: 'it tries again what failed' },
          line: 8,
          column: 3,
          endLine: 8,
          endColumn: 30,
          suggestions: null,
        },
      ],
    },
  ],
});
