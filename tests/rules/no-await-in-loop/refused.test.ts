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

ruleTester.run('no-await-in-loop: what is left to people', rule, {
  assertionOptions: { requireData: true, requireLocation: true },
  valid: [
    {
      name: 'a way out',
      code: `${DECLARED}export async function f(ids: number[]) {
  for (const id of ids) {
    const user = await fetchUser(id);
    if (user.score > 3) return user;
  }
  return undefined;
}
`,
    },
  ],
  invalid: [
    {
      name: 'a label: the turns of the outer loop are independent',
      code: `${DECLARED}export async function f(parts: number[][]) {
  outer: for (const part of parts) {
    for (const id of part) {
      if ((await fetchUser(id)).score > 3) continue outer;
    }
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
          column: 10,
          endLine: 8,
          endColumn: 35,
          suggestions: null,
        },
      ],
    },
    {
      name: 'a field that is known to be there only here',
      code: `${DECLARED}export class Store {
  client: { getUser(id: number): Promise<User> } | undefined;
  async load(ids: number[]) {
    const out: User[] = [];
    if (!this.client) return out;
    for (const id of ids) out.push(await this.client.getUser(id));
    return out;
  }
}
`,
      errors: [
        {
          messageId: 'waits',
          data: {
            call: 'this.client.getUser',
            remedy: MANY,
            evidence: `${EVIDENCE}. This assumes that \`this.client.getUser\` only reads`,
          },
          line: 12,
          column: 5,
          endLine: 12,
          endColumn: 26,
          suggestions: null,
        },
      ],
    },
    {
      name: 'pushes to two lists, before and after',
      code: `${DECLARED}export async function f(ids: number[]) {
  const out: number[] = [];
  const users: User[] = [];
  for (const id of ids) {
    if (id === 0) {
      out.push(id);
      continue;
    }
    users.push(await fetchUser(id));
  }
  return { out, users };
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
          suggestions: null,
        },
      ],
    },
    {
      name: '`var`',
      code: `${DECLARED}export async function f(ids: number[]) {
  const out: User[] = [];
  for (const id of ids) {
    var user = await fetchUser(id);
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
          suggestions: null,
        },
      ],
    },
    {
      name: 'a comment to a tool',
      code: `${DECLARED}export async function f(ids: number[]) {
  const out: User[] = [];
  for (const id of ids) {
    // prettier-ignore
    out.push( await fetchUser(id) );
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
          suggestions: null,
        },
      ],
    },
    {
      name: 'another `Promise`',
      code: `${DECLARED}export async function f(ids: number[], Promise: string) {
  const out: User[] = [];
  for (const id of ids) out.push(await fetchUser(id));
  return [out, Promise];
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
          suggestions: null,
        },
      ],
    },
  ],
});
