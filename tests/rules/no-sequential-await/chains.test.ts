import rule from '../../../src/rules/no-sequential-await.ts';
import { ruleTester } from '../../support/rule-tester.ts';
import { left, pair } from './expected.ts';

const DECLARED = `export {};
interface User { id: number; name: string }
interface Answer { json(): Promise<User>; getBody(): Promise<string> }
declare const u: string, v: string;
declare function getReply(path: string): Promise<Answer>;
declare function maybe(path: string): Promise<Answer> | Answer;
declare function openSession(path: string): Promise<{ getName(): Promise<string> }>;
declare function getUsers(): Promise<{ getUser(id: number): Promise<User> }>;
declare function getConnection(): Promise<{ getUser(id: number): Promise<User>; release(): void }>;
`;

ruleTester.run('no-sequential-await: what has to be awaited first', rule, {
  valid: [
    {
      name: 'the answer of the first one is asked for by the second',
      code: `${DECLARED}export async function f() {
  const user: User = await (await fetch(u)).json();
  const other = await (await fetch(user.name)).json();
  return [user, other];
}`,
    },
    {
      name: 'one that writes',
      code: `${DECLARED}export async function f() {
  const a = await (await fetch(u, { method: 'POST' })).json();
  const b = await (await fetch(v)).json();
  return [a, b];
}`,
    },
    {
      name: 'one that opens something',
      code: `${DECLARED}export async function f() {
  const a = await (await openSession(u)).getName();
  const b = await (await openSession(v)).getName();
  return [a, b];
}`,
    },
    {
      name: 'connections',
      code: `${DECLARED}export async function f() {
  const a = await (await getConnection()).getUser(1);
  const b = await (await getConnection()).getUser(2);
  return [a, b];
}`,
    },
    {
      name: 'what may be there already',
      code: `${DECLARED}export async function f() {
  const a = await (await maybe(u)).getBody();
  const b = await (await maybe(v)).getBody();
  return [a, b];
}`,
    },
    {
      name: 'only if there is an answer',
      code: `${DECLARED}declare function find(path: string): Promise<Answer | undefined>;
export async function f() {
  const a = await (await find(u))?.json();
  const b = await (await find(v))?.json();
  return [a, b];
}`,
    },
    {
      name: 'what is called with it waits for something else',
      code: `${DECLARED}export async function f() {
  const a = await (await fetch(await (await fetch(u)).text())).json();
  return a;
}`,
    },
  ],
  invalid: [
    {
      name: 'two answers',
      code: `${DECLARED}export async function f() {
  const a: User = await (await fetch(u)).json();
  const b: User = await (await fetch(v)).json();
  return [a, b];
}`,
      output: `${DECLARED}export async function f() {
  const [a, b]: [User, User] = await Promise.all([
    fetch(u).then((response) => response.json()),
    fetch(v).then((response) => response.json()),
  ]);
  return [a, b];
}`,
      errors: [
        pair(
          ['(await fetch(u)).json()', '(await fetch(v)).json()'],
          [12, 19],
          ['`(await fetch(v)).json` does not use `a`', 'neither writes anything'],
        ),
      ],
    },
    {
      name: 'parts of one expression, one of them without',
      code: `${DECLARED}export async function f(response: string) {
  return { a: await (await fetch(u)).text(), b: await fetch(v), response };
}`,
      output: `${DECLARED}export async function f(response: string) {
  const [a, b] = await Promise.all([fetch(u).then((response2) => response2.text()), fetch(v)]);
  return { a, b, response };
}`,
      errors: [
        pair(
          ['(await fetch(…)).text', 'fetch'],
          [11, 49],
          ['`fetch` does not use what `(await fetch(u)).text` gives', 'neither writes anything'],
        ),
      ],
    },
    {
      name: 'in an array',
      code: `${DECLARED}export async function f(): Promise<string[]> {
  return [await (await fetch(u)).text(), await (await fetch(v)).text()];
}`,
      output: `${DECLARED}export async function f(): Promise<string[]> {
  return await Promise.all([fetch(u).then((response) => response.text()), fetch(v).then((response) => response.text())]);
}`,
      errors: [
        pair(
          ['(await fetch(u)).text()', '(await fetch(v)).text()'],
          [11, 42],
          [
            '`(await fetch(v)).text` does not use what `(await fetch(u)).text` gives',
            'neither writes anything',
          ],
        ),
      ],
    },
    {
      name: 'as far as names show',
      code: `${DECLARED}export async function f() {
  const a = await (await getReply(u)).json();
  const b = await (await getReply(v)).getBody();
  return [a, b];
}`,
      errors: [
        pair(
          ['(await getReply(…)).json', '(await getReply(…)).getBody'],
          [12, 13],
          ['`(await getReply(v)).getBody` does not use `a`'],
          [
            '`getReply` only reads',
            '`(await getReply(u)).json` only reads',
            '`(await getReply(v)).getBody` only reads',
          ],
          `${DECLARED}export async function f() {
  const [a, b] = await Promise.all([
    getReply(u).then((reply) => reply.json()),
    getReply(v).then((reply) => reply.getBody()),
  ]);
  return [a, b];
}`,
        ),
      ],
    },
    {
      name: 'two that are each asked in two statements, step by step',
      code: `${DECLARED}export async function f() {
  const r = await fetch(u);
  const a: User = await r.json();
  const s = await fetch(v);
  const b: User = await s.json();
  return [a, b];
}`,
      output: [
        `${DECLARED}export async function f() {
  const [r, s] = await Promise.all([fetch(u), fetch(v)]);
  const a: User = await r.json();
  const b: User = await s.json();
  return [a, b];
}`,
        `${DECLARED}export async function f() {
  const [r, s] = await Promise.all([fetch(u), fetch(v)]);
  const [a, b]: [User, User] = await Promise.all([r.json(), s.json()]);
  return [a, b];
}`,
      ],
      errors: [
        pair(
          ['fetch(u)', 'fetch(v)'],
          [13, 13],
          ['`fetch` does not use `r`', 'neither writes anything'],
        ),
      ],
    },
    {
      name: 'a comment that would be lost: by hand',
      code: `${DECLARED}export async function f() {
  const a = await (await fetch(u) /* the first */).text();
  const b = await (await fetch(v)).text();
  return [a, b];
}`,
      errors: [
        pair(
          ['(await fetch(u) /* the first */).text()', '(await fetch(v)).text()'],
          [12, 13],
          ['`(await fetch(v)).text` does not use `a`', 'neither writes anything'],
        ),
      ],
    },
    {
      name: 'a type that the code around has narrowed: by hand',
      code: `${DECLARED}export async function f(id: number | undefined) {

  id ??= 1;
  const a = await (await getUsers()).getUser(id);
  const b = await (await getReply(v)).getBody();
  return [a, b];
}`,
      errors: [
        pair(
          ['(await getUsers()).getUser', '(await getReply(…)).getBody'],
          [14, 13],
          ['`(await getReply(v)).getBody` does not use `a`'],
          [
            '`getUsers` only reads',
            '`(await getUsers()).getUser` only reads',
            '`getReply` only reads',
            '`(await getReply(v)).getBody` only reads',
          ],
        ),
      ],
    },
    {
      name: 'explained: what one may open',
      code: `${DECLARED}export async function f() {
  const a = await (await openSession(u)).getName();
  const b = await (await getReply(v)).getBody();
  return [a, b];
}`,
      options: [{ explain: true }],
      errors: [
        left(
          '(await openSession(…)).getName',
          '(await getReply(…)).getBody',
          [12, 13],
          'effects',
          'nothing shows that `openSession` only reads',
        ),
      ],
    },
  ],
});
