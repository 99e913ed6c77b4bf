import rule from '../../../src/rules/no-late-await.ts';
import { ruleTester } from '../../support/rule-tester.ts';
import { late, REMEDY } from './expected.ts';

const DECLARED = `interface User { id: number; name: string }
declare function fetchUser(id: number): Promise<User>;
declare function fetchPosts(id: number): Promise<string[]>;
declare function log(...values: unknown[]): void;
`;

ruleTester.run('no-late-await: fixes', rule, {
  valid: [
    {
      name: 'awaited together',
      code: `${DECLARED}export async function f() {
  const a = fetchUser(1), b = fetchPosts(1);
  const [user, posts] = await Promise.all([a, b]);
  return [user, posts];
}`,
    },
    {
      name: 'one after the other is another question',
      code: `${DECLARED}export async function f() {
  const user = await fetchUser(1);
  const posts = await fetchPosts(1);
  return [user, posts];
}`,
    },
  ],
  invalid: [
    {
      name: 'three adjacent awaits',
      code: `${DECLARED}export async function f() {
  const a = fetchUser(1), b = fetchPosts(1), c = fetchUser(2);
  const x = await a;
  const y = await b;
  const z = await c;
  return [x, y, z];
}`,
      output: `${DECLARED}export async function f() {
  const a = fetchUser(1), b = fetchPosts(1), c = fetchUser(2);
  const [x, y, z] = await Promise.all([a, b, c]);
  return [x, y, z];
}`,
      errors: [
        late(
          'fetchPosts(1)',
          [6, 31, 6, 44],
          { gap: 'await a', gapLine: 7, line: 8, remedy: REMEDY.BOTH },
          [
            'marker',
            `${DECLARED}export async function f() {
  const a = fetchUser(1), b = fetchPosts(1), c = fetchUser(2);
  b.catch(() => {});
  const x = await a;
  const y = await b;
  const z = await c;
  return [x, y, z];
}`,
          ],
        ),
        late(
          'fetchUser(2)',
          [6, 50, 6, 62],
          { gap: 'await a', gapLine: 7, line: 9, remedy: REMEDY.BOTH },
          [
            'marker',
            `${DECLARED}export async function f() {
  const a = fetchUser(1), b = fetchPosts(1), c = fetchUser(2);
  c.catch(() => {});
  const x = await a;
  const y = await b;
  const z = await c;
  return [x, y, z];
}`,
          ],
        ),
      ],
    },
    {
      name: 'annotations become one',
      code: `${DECLARED}export async function f() {
  const a = fetchUser(1), b = fetchPosts(1);
  const user: User = await a;
  const posts = await b;
  return [user, posts];
}`,
      output: `${DECLARED}export async function f() {
  const a = fetchUser(1), b = fetchPosts(1);
  const [user, posts]: [User, Awaited<typeof b>] = await Promise.all([a, b]);
  return [user, posts];
}`,
      errors: [
        late(
          'fetchPosts(1)',
          [6, 31, 6, 44],
          { gap: 'await a', gapLine: 7, line: 8, remedy: REMEDY.BOTH },
          [
            'marker',
            `${DECLARED}export async function f() {
  const a = fetchUser(1), b = fetchPosts(1);
  b.catch(() => {});
  const user: User = await a;
  const posts = await b;
  return [user, posts];
}`,
          ],
        ),
      ],
    },
    {
      name: 'comments between the statements',
      code: `${DECLARED}export async function f() {
  const a = fetchUser(1), b = fetchPosts(1);
  // The user,
  const user = await a; // first
  // then the posts.
  const posts = await b; // second
  return [user, posts];
}`,
      output: `${DECLARED}export async function f() {
  const a = fetchUser(1), b = fetchPosts(1);
  // The user,
  // first
  // then the posts.
  const [user, posts] = await Promise.all([a, b]); // second
  return [user, posts];
}`,
      errors: [
        late(
          'fetchPosts(1)',
          [6, 31, 6, 44],
          { gap: 'await a', gapLine: 8, line: 10, remedy: REMEDY.BOTH },
          [
            'marker',
            `${DECLARED}export async function f() {
  const a = fetchUser(1), b = fetchPosts(1);
  b.catch(() => {});
  // The user,
  const user = await a; // first
  // then the posts.
  const posts = await b; // second
  return [user, posts];
}`,
          ],
        ),
      ],
    },
    {
      name: 'a directive between the statements stays with its line',
      code: `${DECLARED}export async function f() {
  const a = fetchUser(1), b = fetchPosts(1);
  const user = await a;
  // prettier-ignore
  const posts = await b;
  return [user, posts];
}`,
      errors: [
        late(
          'fetchPosts(1)',
          [6, 31, 6, 44],
          { gap: 'await a', gapLine: 7, line: 9, remedy: REMEDY.HANDLE },
          [
            'marker',
            `${DECLARED}export async function f() {
  const a = fetchUser(1), b = fetchPosts(1);
  b.catch(() => {});
  const user = await a;
  // prettier-ignore
  const posts = await b;
  return [user, posts];
}`,
          ],
        ),
      ],
    },
    {
      name: 'values that nobody keeps',
      code: `${DECLARED}export async function f() {
  const a = fetchUser(1), b = fetchPosts(1), c = fetchUser(2);
  await a;
  const { length } = await b;
  await c;
  return length;
}`,
      output: `${DECLARED}export async function f() {
  const a = fetchUser(1), b = fetchPosts(1), c = fetchUser(2);
  const [, { length }] = await Promise.all([a, b, c]);
  return length;
}`,
      errors: [
        late(
          'fetchPosts(1)',
          [6, 31, 6, 44],
          { gap: 'await a', gapLine: 7, line: 8, remedy: REMEDY.BOTH },
          [
            'marker',
            `${DECLARED}export async function f() {
  const a = fetchUser(1), b = fetchPosts(1), c = fetchUser(2);
  b.catch(() => {});
  await a;
  const { length } = await b;
  await c;
  return length;
}`,
          ],
        ),
        late(
          'fetchUser(2)',
          [6, 50, 6, 62],
          { gap: 'await a', gapLine: 7, line: 9, remedy: REMEDY.BOTH },
          [
            'marker',
            `${DECLARED}export async function f() {
  const a = fetchUser(1), b = fetchPosts(1), c = fetchUser(2);
  c.catch(() => {});
  await a;
  const { length } = await b;
  await c;
  return length;
}`,
          ],
        ),
      ],
    },
    {
      name: 'bare awaits',
      code: `${DECLARED}export async function f() {
  const a = fetchUser(1), b = fetchPosts(1);
  await a;
  await b;
}`,
      output: `${DECLARED}export async function f() {
  const a = fetchUser(1), b = fetchPosts(1);
  await Promise.all([a, b]);
}`,
      errors: [
        late(
          'fetchPosts(1)',
          [6, 31, 6, 44],
          { gap: 'await a', gapLine: 7, line: 8, remedy: REMEDY.BOTH },
          [
            'marker',
            `${DECLARED}export async function f() {
  const a = fetchUser(1), b = fetchPosts(1);
  b.catch(() => {});
  await a;
  await b;
}`,
          ],
        ),
      ],
    },
    {
      name: 'assignments may be seen outside: a suggestion',
      code: `${DECLARED}export async function f() {
  let user, posts;
  const a = fetchUser(1), b = fetchPosts(1);
  user = await a;
  posts = await b;
  return [user, posts];
}`,
      errors: [
        late(
          'fetchPosts(1)',
          [7, 31, 7, 44],
          { gap: 'await a', gapLine: 8, line: 9, remedy: REMEDY.BOTH },
          [
            'together',
            `${DECLARED}export async function f() {
  let user, posts;
  const a = fetchUser(1), b = fetchPosts(1);
  [user, posts] = await Promise.all([a, b]);
  return [user, posts];
}`,
          ],
          [
            'marker',
            `${DECLARED}export async function f() {
  let user, posts;
  const a = fetchUser(1), b = fetchPosts(1);
  b.catch(() => {});
  user = await a;
  posts = await b;
  return [user, posts];
}`,
          ],
        ),
      ],
    },
    {
      name: 'a semicolon in front of the next line',
      code: `${DECLARED}export async function f() {
  const a = fetchUser(1), b = fetchPosts(1)
  const user = await a
  const posts = await b
  ;[user].forEach((each) => console.log(each, posts))
}`,
      output: `${DECLARED}export async function f() {
  const a = fetchUser(1), b = fetchPosts(1)
  const [user, posts] = await Promise.all([a, b])
  ;[user].forEach((each) => console.log(each, posts))
}`,
      errors: [
        late(
          'fetchPosts(1)',
          [6, 31, 6, 44],
          { gap: 'await a', gapLine: 7, line: 8, remedy: REMEDY.BOTH },
          [
            'marker',
            `${DECLARED}export async function f() {
  const a = fetchUser(1), b = fetchPosts(1)
  b.catch(() => {})
  const user = await a
  const posts = await b
  ;[user].forEach((each) => console.log(each, posts))
}`,
          ],
        ),
      ],
    },
    {
      name: 'assignments without semicolons',
      code: `${DECLARED}export async function f() {
  let user, posts
  const a = fetchUser(1), b = fetchPosts(1)
  user = await a
  posts = await b
  return [user, posts]
}`,
      errors: [
        late(
          'fetchPosts(1)',
          [7, 31, 7, 44],
          { gap: 'await a', gapLine: 8, line: 9, remedy: REMEDY.BOTH },
          [
            'together',
            `${DECLARED}export async function f() {
  let user, posts
  const a = fetchUser(1), b = fetchPosts(1)
  ;[user, posts] = await Promise.all([a, b])
  return [user, posts]
}`,
          ],
          [
            'marker',
            `${DECLARED}export async function f() {
  let user, posts
  const a = fetchUser(1), b = fetchPosts(1)
  b.catch(() => {})
  user = await a
  posts = await b
  return [user, posts]
}`,
          ],
        ),
      ],
    },
    {
      name: '`const` and `let` stay apart',
      code: `${DECLARED}export async function f() {
  const a = fetchUser(1), b = fetchPosts(1);
  const user = await a;
  let posts = await b;
  posts = [];
  return [user, posts];
}`,
      errors: [
        late(
          'fetchPosts(1)',
          [6, 31, 6, 44],
          { gap: 'await a', gapLine: 7, line: 8, remedy: REMEDY.HANDLE },
          [
            'marker',
            `${DECLARED}export async function f() {
  const a = fetchUser(1), b = fetchPosts(1);
  b.catch(() => {});
  const user = await a;
  let posts = await b;
  posts = [];
  return [user, posts];
}`,
          ],
        ),
      ],
    },
    {
      name: 'a pattern that runs code',
      code: `${DECLARED}export async function f() {
  const a = fetchUser(1), b = fetchPosts(1);
  const user = await a;
  const [first = log()] = await b;
  return [user, first];
}`,
      errors: [
        late(
          'fetchPosts(1)',
          [6, 31, 6, 44],
          { gap: 'await a', gapLine: 7, line: 8, remedy: REMEDY.HANDLE },
          [
            'marker',
            `${DECLARED}export async function f() {
  const a = fetchUser(1), b = fetchPosts(1);
  b.catch(() => {});
  const user = await a;
  const [first = log()] = await b;
  return [user, first];
}`,
          ],
        ),
      ],
    },
    {
      name: 'a call that only reads',
      code: `${DECLARED}const names = ['a', 'b'];
async function countNames() { return await Promise.resolve(names.length); }
export async function f() {
  const pending = fetchUser(1);
  const count = await countNames();
  const user = await pending;
  return [count, user];
}`,
      output: `${DECLARED}const names = ['a', 'b'];
async function countNames() { return await Promise.resolve(names.length); }
export async function f() {
  const pending = fetchUser(1);
  const [count, user] = await Promise.all([countNames(), pending]);
  return [count, user];
}`,
      errors: [
        late(
          'fetchUser(1)',
          [8, 19, 8, 31],
          { gap: 'await countNames()', gapLine: 9, line: 10, remedy: REMEDY.BOTH },
          [
            'later',
            `${DECLARED}const names = ['a', 'b'];
async function countNames() { return await Promise.resolve(names.length); }
export async function f() {
  const count = await countNames();
  const pending = fetchUser(1);
  const user = await pending;
  return [count, user];
}`,
          ],
          [
            'marker',
            `${DECLARED}const names = ['a', 'b'];
async function countNames() { return await Promise.resolve(names.length); }
export async function f() {
  const pending = fetchUser(1);
  pending.catch(() => {});
  const count = await countNames();
  const user = await pending;
  return [count, user];
}`,
          ],
        ),
      ],
    },
    {
      name: 'a call that only reads, before a `finally`',
      code: `${DECLARED}const names = ['a', 'b'];
async function countNames() { return await Promise.resolve(names.length); }
export async function f() {
  const pending = fetchUser(1);
  try {
    const count = await countNames();
    const user = await pending;
    return [count, user];
  } finally { log('done'); }
}`,
      errors: [
        late(
          'fetchUser(1)',
          [8, 19, 8, 31],
          { gap: 'await countNames()', gapLine: 10, line: 11, remedy: REMEDY.BOTH },
          [
            'together',
            `${DECLARED}const names = ['a', 'b'];
async function countNames() { return await Promise.resolve(names.length); }
export async function f() {
  const pending = fetchUser(1);
  try {
    const [count, user] = await Promise.all([countNames(), pending]);
    return [count, user];
  } finally { log('done'); }
}`,
          ],
          [
            'later',
            `${DECLARED}const names = ['a', 'b'];
async function countNames() { return await Promise.resolve(names.length); }
export async function f() {
  try {
    const count = await countNames();
    const pending = fetchUser(1);
    const user = await pending;
    return [count, user];
  } finally { log('done'); }
}`,
          ],
          [
            'marker',
            `${DECLARED}const names = ['a', 'b'];
async function countNames() { return await Promise.resolve(names.length); }
export async function f() {
  const pending = fetchUser(1);
  pending.catch(() => {});
  try {
    const count = await countNames();
    const user = await pending;
    return [count, user];
  } finally { log('done'); }
}`,
          ],
        ),
      ],
    },
    {
      name: 'a call that writes: a suggestion',
      code: `${DECLARED}const names = ['a', 'b'];
async function addName() { names.push('c'); await Promise.resolve(); return 1; }
export async function f() {
  const pending = fetchUser(1);
  const count = await addName();
  const user = await pending;
  return [count, user];
}`,
      errors: [
        late(
          'fetchUser(1)',
          [8, 19, 8, 31],
          { gap: 'await addName()', gapLine: 9, line: 10, remedy: REMEDY.BOTH },
          [
            'together',
            `${DECLARED}const names = ['a', 'b'];
async function addName() { names.push('c'); await Promise.resolve(); return 1; }
export async function f() {
  const pending = fetchUser(1);
  const [count, user] = await Promise.all([addName(), pending]);
  return [count, user];
}`,
          ],
          [
            'later',
            `${DECLARED}const names = ['a', 'b'];
async function addName() { names.push('c'); await Promise.resolve(); return 1; }
export async function f() {
  const count = await addName();
  const pending = fetchUser(1);
  const user = await pending;
  return [count, user];
}`,
          ],
          [
            'marker',
            `${DECLARED}const names = ['a', 'b'];
async function addName() { names.push('c'); await Promise.resolve(); return 1; }
export async function f() {
  const pending = fetchUser(1);
  pending.catch(() => {});
  const count = await addName();
  const user = await pending;
  return [count, user];
}`,
          ],
        ),
      ],
    },
    {
      name: 'another `Promise`',
      code: `${DECLARED}export async function f(Promise: unknown) {
  const a = fetchUser(1), b = fetchPosts(1);
  const user = await a;
  const posts = await b;
  return [user, posts, Promise];
}`,
      errors: [
        late(
          'fetchPosts(1)',
          [6, 31, 6, 44],
          { gap: 'await a', gapLine: 7, line: 8, remedy: REMEDY.HANDLE },
          [
            'marker',
            `${DECLARED}export async function f(Promise: unknown) {
  const a = fetchUser(1), b = fetchPosts(1);
  b.catch(() => {});
  const user = await a;
  const posts = await b;
  return [user, posts, Promise];
}`,
          ],
        ),
      ],
    },
    {
      name: 'a call that infers its type from what is expected',
      code: `${DECLARED}declare function get<T>(path: string): Promise<T>;
export async function f() {
  const pending = fetchUser(1);
  const posts: string[] = await get('/posts');
  const user: User = await pending;
  return [posts, user];
}`,
      errors: [
        late(
          'fetchUser(1)',
          [7, 19, 7, 31],
          { gap: `await get('/posts')`, gapLine: 8, line: 9, remedy: REMEDY.LATER },
          [
            'later',
            `${DECLARED}declare function get<T>(path: string): Promise<T>;
export async function f() {
  const posts: string[] = await get('/posts');
  const pending = fetchUser(1);
  const user: User = await pending;
  return [posts, user];
}`,
          ],
          [
            'marker',
            `${DECLARED}declare function get<T>(path: string): Promise<T>;
export async function f() {
  const pending = fetchUser(1);
  pending.catch(() => {});
  const posts: string[] = await get('/posts');
  const user: User = await pending;
  return [posts, user];
}`,
          ],
        ),
      ],
    },
  ],
});
