import rule from '../../../src/rules/no-late-await.ts';
import { ruleTester } from '../../support/rule-tester.ts';
import { late, left, oneByOne, REMEDY } from './expected.ts';

const DECLARED = `interface User { id: number; name: string }
declare function fetchUser(id: number): Promise<User>;
declare function fetchPosts(id: number): Promise<string[]>;
declare function log(...values: unknown[]): void;
`;

ruleTester.run('no-late-await: suggestions', rule, {
  valid: [
    {
      name: 'started behind the guard',
      code: `${DECLARED}export async function f(skip: boolean) {
  if (skip) return undefined;
  const pending = fetchUser(1);
  return await pending;
}`,
    },
    {
      name: 'the marker',
      code: `${DECLARED}export async function f() {
  const pending = fetchUser(1);
  pending.catch(() => {});
  const posts = await fetchPosts(1);
  return [await pending, posts];
}`,
    },
    {
      name: 'the marker of a collection',
      code: `${DECLARED}export async function f(ids: number[]) {
  const users = ids.map((id) => fetchUser(id));
  Promise.all(users).catch(() => {});
  for (const user of users) log(await user);
}`,
    },
    {
      name: 'a marker for each element',
      code: `${DECLARED}export async function f(ids: number[]) {
  const users = ids.map((id) => fetchUser(id));
  users.forEach((user) => { user.catch(() => {}); });
  for (const user of users) log(await user);
}`,
    },
    {
      name: 'awaited on each branch',
      code: `${DECLARED}export async function f(flag: boolean) {
  const pending = fetchUser(1);
  if (flag) log(await pending);
  else await pending;
  return flag;
}`,
    },
    {
      name: 'started on the branch that awaits it',
      code: `${DECLARED}export async function f(flag: boolean) {
  const pending = flag ? fetchUser(1) : undefined;
  if (pending) log(await pending);
  return flag;
}`,
    },
    {
      name: 'a loop over values',
      code: `${DECLARED}export async function f(ids: number[]) {
  for (const user of await Promise.all(ids.map((id) => fetchUser(id)))) log(user.name);
}`,
    },
    {
      name: 'an async iterable',
      code: `${DECLARED}export async function f(users: AsyncIterable<User>) {
  for await (const user of users) log(user.name);
}`,
    },
    {
      name: 'pushed without a wait',
      code: `${DECLARED}export async function f(ids: number[]) {
  const users: Promise<User>[] = [];
  for (const id of ids) users.push(fetchUser(id));
  return await Promise.all(users);
}`,
    },
    {
      name: 'one expression that awaits first, or holds no promise that may reject meanwhile',
      code: `${DECLARED}export async function f() {
  log(await fetchPosts(1), fetchUser(1));
  log(() => fetchUser(1), await fetchPosts(1));
  log(fetchUser(1).catch(() => undefined), await fetchPosts(1));
  log(Promise.resolve(1), await fetchPosts(1));
  log(fetchUser, fetchUser.length, await fetchPosts(1));
}`,
    },
  ],
  invalid: [
    ...(['handle', 'other'] as const).map((receiver) => {
      const head = `${DECLARED}interface Handle { dispose(): Promise<void> }
declare function adopt(handle: Handle): Promise<Handle>;
export async function f(handle: Handle, other: Handle) {
`;
      const start = '  const adopted = adopt(handle);\n';
      const wait = `  await ${receiver}.dispose();\n`;
      const end = '  return await adopted;\n}';
      return {
        name: `what is adopted, while ${receiver} is disposed of`,
        code: head + start + wait + end,
        errors: [
          late(
            'adopt(handle)',
            [8, 19, 8, 32],
            {
              gap: `await ${receiver}.dispose()`,
              gapLine: 9,
              line: 10,
              remedy: receiver === 'handle' ? REMEDY.HANDLE : REMEDY.LATER,
            },
            ...(receiver === 'handle' ? [] : [['later', head + wait + start + end] as const]),
            ['marker', `${head}${start}  adopted.catch(() => {});\n${wait}${end}`],
          ),
        ],
      };
    }),
    {
      name: 'an object that is made over an await',
      code: `${DECLARED}export async function f() {
  return { user: fetchUser(1), posts: await fetchPosts(1) };
}`,
      errors: [
        late(
          'fetchUser(1)',
          [6, 18, 6, 30],
          { gap: 'await fetchPosts(1)', gapLine: 6, line: 6, remedy: REMEDY.LATER },
          [
            'later',
            `${DECLARED}export async function f() {
  const posts = await fetchPosts(1);
  return { user: fetchUser(1), posts: posts };
}`,
          ],
        ),
      ],
    },
    {
      name: 'arguments that are made over an await, in a call that is awaited',
      code: `${DECLARED}declare function show(...values: unknown[]): Promise<void>;
export async function f() {
  await show([fetchUser(1)], await fetchPosts(1));
}`,
      errors: [
        late(
          'fetchUser(1)',
          [7, 15, 7, 27],
          { gap: 'await fetchPosts(1)', gapLine: 7, line: 7, remedy: REMEDY.LATER },
          [
            'later',
            `${DECLARED}declare function show(...values: unknown[]): Promise<void>;
export async function f() {
  const posts = await fetchPosts(1);
  await show([fetchUser(1)], posts);
}`,
          ],
        ),
      ],
    },
    {
      name: 'over an await that may be left out, or whose call reads what the statement declares: no declaration before it',
      code: `${DECLARED}export async function f(all: boolean) {
  log(fetchUser(1), all && (await fetchPosts(1)));
  const id = 1, both = [fetchUser(id), await fetchPosts(id)];
  log(both);
}`,
      errors: [
        late('fetchUser(1)', [6, 7, 6, 19], {
          gap: 'await fetchPosts(1)',
          gapLine: 6,
          line: 6,
          remedy: REMEDY.HANDLE,
        }),
        late('fetchUser(id)', [7, 25, 7, 38], {
          gap: 'await fetchPosts(id)',
          gapLine: 7,
          line: 7,
          remedy: REMEDY.HANDLE,
        }),
      ],
    },
    {
      name: 'awaits of one statement: they are gathered before it',
      code: `${DECLARED}export async function f() {
  const user = fetchUser(1);
  const posts = fetchPosts(1);
  return { user: await user, posts: await posts };
}`,
      errors: [
        late(
          'fetchPosts(1)',
          [7, 17, 7, 30],
          { gap: 'await user', gapLine: 8, line: 8, remedy: REMEDY.BOTH },
          [
            'together',
            `${DECLARED}export async function f() {
  const user = fetchUser(1);
  const posts = fetchPosts(1);
  const [user2, posts2] = await Promise.all([user, posts]);
  return { user: user2, posts: posts2 };
}`,
          ],
          [
            'marker',
            `${DECLARED}export async function f() {
  const user = fetchUser(1);
  const posts = fetchPosts(1);
  posts.catch(() => {});
  return { user: await user, posts: await posts };
}`,
          ],
        ),
      ],
    },
    {
      name: 'awaits of one statement, the first of a call',
      code: `${DECLARED}export async function f() {
  const user = fetchUser(1);
  log(await fetchPosts(1), await user);
}`,
      errors: [
        late(
          'fetchUser(1)',
          [6, 16, 6, 28],
          { gap: 'await fetchPosts(1)', gapLine: 7, line: 7, remedy: REMEDY.BOTH },
          [
            'together',
            `${DECLARED}export async function f() {
  const user = fetchUser(1);
  const [posts, userResult] = await Promise.all([fetchPosts(1), user]);
  log(posts, userResult);
}`,
          ],
          [
            'marker',
            `${DECLARED}export async function f() {
  const user = fetchUser(1);
  user.catch(() => {});
  log(await fetchPosts(1), await user);
}`,
          ],
        ),
      ],
    },
    {
      name: 'not gathered: one may be left out, or something runs before them',
      code: `${DECLARED}export async function f(all: boolean) {
  const user = fetchUser(1);
  log(all && await fetchPosts(1), await user);
}
export async function g() {
  const user = fetchUser(1);
  return [log(1), await fetchPosts(1), await user];
}`,
      errors: [
        late(
          'fetchUser(1)',
          [6, 16, 6, 28],
          { gap: 'await fetchPosts(1)', gapLine: 7, line: 7, remedy: REMEDY.HANDLE },
          [
            'marker',
            `${DECLARED}export async function f(all: boolean) {
  const user = fetchUser(1);
  user.catch(() => {});
  log(all && await fetchPosts(1), await user);
}
export async function g() {
  const user = fetchUser(1);
  return [log(1), await fetchPosts(1), await user];
}`,
          ],
        ),
        late(
          'fetchUser(1)',
          [10, 16, 10, 28],
          { gap: 'await fetchPosts(1)', gapLine: 11, line: 11, remedy: REMEDY.HANDLE },
          [
            'marker',
            `${DECLARED}export async function f(all: boolean) {
  const user = fetchUser(1);
  log(all && await fetchPosts(1), await user);
}
export async function g() {
  const user = fetchUser(1);
  user.catch(() => {});
  return [log(1), await fetchPosts(1), await user];
}`,
          ],
        ),
      ],
    },
    {
      name: 'awaited on one branch, left on the other',
      code: `${DECLARED}export async function f(flag: boolean) {
  const pending = fetchUser(1);
  if (flag) {
    return await pending;
  }
  return undefined;
}`,
      errors: [
        left(
          'fetchUser(1)',
          [6, 19, 6, 31],
          { gap: 'the `return`', gapLine: 10, remedy: REMEDY.LATER },
          [
            'later',
            `${DECLARED}export async function f(flag: boolean) {
  if (flag) {
    const pending = fetchUser(1);
    return await pending;
  }
  return undefined;
}`,
          ],
          [
            'marker',
            `${DECLARED}export async function f(flag: boolean) {
  const pending = fetchUser(1);
  pending.catch(() => {});
  if (flag) {
    return await pending;
  }
  return undefined;
}`,
          ],
        ),
      ],
    },
    {
      name: 'a collection that `for await` goes over is one problem',
      code: `${DECLARED}export async function f(ids: number[]) {
  const users = ids.map((id) => fetchUser(id));
  for await (const user of users) log(user.name);
}`,
      errors: [
        oneByOne(
          'ids.map((id) => fetchUser(id))',
          [6, 17, 6, 47],
          { gap: 'x', gapLine: 7, remedy: REMEDY.TOGETHER },
          [
            'collection',
            `${DECLARED}export async function f(ids: number[]) {
  const users = ids.map((id) => fetchUser(id));
  for (const user of await Promise.all(users)) log(user.name);
}`,
          ],
        ),
      ],
    },
    {
      name: 'behind the guard',
      code: `${DECLARED}export async function f(skip: boolean) {
  const pending = fetchUser(1);
  if (skip) return undefined;
  return await pending;
}`,
      errors: [
        left(
          'fetchUser(1)',
          [6, 19, 6, 31],
          { gap: 'the `return`', gapLine: 7, remedy: REMEDY.LATER },
          [
            'later',
            `${DECLARED}export async function f(skip: boolean) {
  if (skip) return undefined;
  const pending = fetchUser(1);
  return await pending;
}`,
          ],
          [
            'marker',
            `${DECLARED}export async function f(skip: boolean) {
  const pending = fetchUser(1);
  pending.catch(() => {});
  if (skip) return undefined;
  return await pending;
}`,
          ],
        ),
      ],
    },
    {
      name: 'not behind a change of its arguments',
      code: `${DECLARED}export async function f(id: number) {
  const pending = fetchUser(id);
  id = (await fetchPosts(2)).length;
  log(id);
  return await pending;
}`,
      errors: [
        late(
          'fetchUser(id)',
          [6, 19, 6, 32],
          { gap: 'await fetchPosts(2)', gapLine: 7, line: 9, remedy: REMEDY.HANDLE },
          [
            'marker',
            `${DECLARED}export async function f(id: number) {
  const pending = fetchUser(id);
  pending.catch(() => {});
  id = (await fetchPosts(2)).length;
  log(id);
  return await pending;
}`,
          ],
        ),
      ],
    },
    {
      name: 'not where its arguments have another meaning',
      code: `${DECLARED}export async function f(id: number) {
  const pending = fetchUser(id);
  await fetchPosts(2);
  {
    const id = 'x';
    log(id, await pending);
  }
}`,
      errors: [
        late(
          'fetchUser(id)',
          [6, 19, 6, 32],
          { gap: 'await fetchPosts(2)', gapLine: 7, line: 10, remedy: REMEDY.HANDLE },
          [
            'marker',
            `${DECLARED}export async function f(id: number) {
  const pending = fetchUser(id);
  pending.catch(() => {});
  await fetchPosts(2);
  {
    const id = 'x';
    log(id, await pending);
  }
}`,
          ],
        ),
      ],
    },
    {
      name: 'not into a loop',
      code: `${DECLARED}export async function f(ids: number[]) {
  const pending = fetchUser(1);
  for (const id of ids) {
    const posts = await fetchPosts(id);
    log(posts, await pending);
  }
}`,
      errors: [
        late(
          'fetchUser(1)',
          [6, 19, 6, 31],
          { gap: 'await fetchPosts(id)', gapLine: 8, line: 9, remedy: REMEDY.HANDLE },
          [
            'marker',
            `${DECLARED}export async function f(ids: number[]) {
  const pending = fetchUser(1);
  pending.catch(() => {});
  for (const id of ids) {
    const posts = await fetchPosts(id);
    log(posts, await pending);
  }
}`,
          ],
        ),
      ],
    },
    {
      name: 'a promise that may be missing',
      code: `${DECLARED}export async function f(load?: () => Promise<User>) {
  const pending = load?.();
  await fetchPosts(1);
  return await pending;
}`,
      errors: [
        late(
          'load?.()',
          [6, 19, 6, 27],
          { gap: 'await fetchPosts(1)', gapLine: 7, line: 8, remedy: REMEDY.HANDLE },
          [
            'marker',
            `${DECLARED}export async function f(load?: () => Promise<User>) {
  const pending = load?.();
  pending?.catch(() => {});
  await fetchPosts(1);
  return await pending;
}`,
          ],
        ),
      ],
    },
    {
      name: 'a promise in a collection',
      code: `${DECLARED}export async function f(ids: number[]) {
  const users: Promise<User>[] = [];
  for (const id of ids) {
    users.push(fetchUser(id));
    await fetchPosts(id);
  }
  return await Promise.all(users);
}`,
      errors: [
        late(
          'fetchUser(id)',
          [8, 16, 8, 29],
          { gap: 'await fetchPosts(id)', gapLine: 9, line: 11, remedy: REMEDY.HANDLE },
          [
            'marker',
            `${DECLARED}export async function f(ids: number[]) {
  const users: Promise<User>[] = [];
  for (const id of ids) {
    const promise = fetchUser(id);
    promise.catch(() => {});
    users.push(promise);
    await fetchPosts(id);
  }
  return await Promise.all(users);
}`,
          ],
        ),
      ],
    },
    {
      name: 'a loop over promises',
      code: `${DECLARED}export async function f(ids: number[]) {
  const users = ids.map((id) => fetchUser(id));
  const names: string[] = [];
  for (const user of users) {
    names.push((await user).name);
  }
  return names;
}`,
      errors: [
        oneByOne(
          'ids.map((id) => fetchUser(id))',
          [6, 17, 6, 47],
          { gap: '', gapLine: 9, remedy: REMEDY.TOGETHER },
          [
            'collection',
            `${DECLARED}export async function f(ids: number[]) {
  const users = ids.map((id) => fetchUser(id));
  const names: string[] = [];
  for (const user of await Promise.all(users)) {
    names.push(user.name);
  }
  return names;
}`,
          ],
        ),
      ],
    },
    {
      name: 'a loop that only waits',
      code: `${DECLARED}export async function f(ids: number[]) {
  const users = ids.map((id) => fetchUser(id));
  for (const user of users) await user;
}`,
      errors: [
        oneByOne(
          'ids.map((id) => fetchUser(id))',
          [6, 17, 6, 47],
          { gap: '', gapLine: 7, remedy: REMEDY.TOGETHER },
          [
            'collection',
            `${DECLARED}export async function f(ids: number[]) {
  const users = ids.map((id) => fetchUser(id));
  await Promise.all(users);
}`,
          ],
        ),
      ],
    },
    {
      name: '`for await` over promises that somebody else started',
      code: `${DECLARED}export async function f(users: Promise<User>[]) {
  for await (const user of users) log(user.name);
}`,
      errors: [
        oneByOne('users', [6, 28, 6, 33], { gap: '', gapLine: 6, remedy: REMEDY.TOGETHER }, [
          'collection',
          `${DECLARED}export async function f(users: Promise<User>[]) {
  for (const user of await Promise.all(users)) log(user.name);
}`,
        ]),
      ],
    },
    {
      name: '`for await` over an array literal',
      code: `${DECLARED}export async function f() {
  for await (const user of [fetchUser(1), fetchUser(2)]) log(user.name);
}`,
      errors: [
        oneByOne(
          '[fetchUser(1), fetchUser(2)]',
          [6, 28, 6, 56],
          { gap: '', gapLine: 6, remedy: REMEDY.TOGETHER },
          [
            'collection',
            `${DECLARED}export async function f() {
  for (const user of await Promise.all([fetchUser(1), fetchUser(2)])) log(user.name);
}`,
          ],
        ),
      ],
    },
    {
      name: 'a collection before another await',
      code: `${DECLARED}export async function f(ids: number[]) {
  const users = ids.map((id) => fetchUser(id));
  log(await fetchPosts(1));
  return await Promise.all(users);
}`,
      errors: [
        late(
          'ids.map((id) => fetchUser(id))',
          [6, 17, 6, 47],
          { gap: 'await fetchPosts(1)', gapLine: 7, line: 8, remedy: REMEDY.LATER },
          [
            'later',
            `${DECLARED}export async function f(ids: number[]) {
  log(await fetchPosts(1));
  const users = ids.map((id) => fetchUser(id));
  return await Promise.all(users);
}`,
          ],
          [
            'marker',
            `${DECLARED}export async function f(ids: number[]) {
  const users = ids.map((id) => fetchUser(id));
  Promise.all(users).catch(() => {});
  log(await fetchPosts(1));
  return await Promise.all(users);
}`,
          ],
        ),
      ],
    },
    {
      name: 'with a statement between the awaits',
      code: `${DECLARED}export async function f() {
  const a = fetchUser(1);
  const x = await fetchPosts(1);
  log(x);
  const y = await a;
  return y;
}`,
      errors: [
        late(
          'fetchUser(1)',
          [6, 13, 6, 25],
          { gap: 'await fetchPosts(1)', gapLine: 7, line: 9, remedy: REMEDY.LATER },
          [
            'later',
            `${DECLARED}export async function f() {
  const x = await fetchPosts(1);
  log(x);
  const a = fetchUser(1);
  const y = await a;
  return y;
}`,
          ],
          [
            'marker',
            `${DECLARED}export async function f() {
  const a = fetchUser(1);
  a.catch(() => {});
  const x = await fetchPosts(1);
  log(x);
  const y = await a;
  return y;
}`,
          ],
        ),
      ],
    },
  ],
});
