import rule from '../../src/rules/no-late-await.ts';
import { ruleTester } from '../support/rule-tester.ts';
import { late, left, oneByOne, REMEDY } from './no-late-await/expected.ts';

const DECLARED = `interface User { id: number; name: string }
declare function fetchUser(id: number): Promise<User>;
declare function fetchPosts(id: number): Promise<string[]>;
declare function log(...values: unknown[]): void;
`;

/** Nothing to report: a handler in time, a promise that cannot reject, or another rule's problem. */
const SILENT: [name: string, code: string][] = [
  [
    'combined at once',
    `export async function f() {
  const pending = fetchUser(1);
  await Promise.all([pending, fetchPosts(1)]);
  return await pending;
}`,
  ],
  [
    'passed on before the wait',
    `declare function show(user: Promise<User>): Promise<void>;
export async function f() {
  const pending = fetchUser(1);
  await show(pending);
  return await pending;
}`,
  ],
  [
    'stored before the wait',
    `export class Users {
  pending?: Promise<User>;
  async load() {
    const pending = fetchUser(1);
    this.pending = pending;
    log(await fetchPosts(1));
    return await pending;
  }
}`,
  ],
  [
    'captured by a closure',
    `export async function f() {
  const pending = fetchUser(1);
  const show = async () => { log(await pending); };
  log(await fetchPosts(1));
  await show();
}`,
  ],
  [
    'captured by a function that is hoisted',
    `export async function f() {
  const pending = fetchUser(1);
  log(await fetchPosts(1));
  await show();
  async function show() { log(await pending); }
}`,
  ],
  [
    'a rejection that is caught inside',
    `export async function f() {
  const pending = (async () => { try { return await fetchUser(1); } catch { return undefined; } })();
  log(await fetchPosts(1));
  return await pending;
}`,
  ],
  [
    'a rejection that is caught in the chain',
    `export async function f() {
  const pending = fetchUser(1).catch(() => undefined);
  log(await fetchPosts(1));
  return await pending;
}`,
  ],
  [
    'a rejection that a handler looks at, whatever that is',
    `declare function report(name: string): (error: unknown) => undefined;
declare const handlers: { failed(error: unknown): undefined };
export async function f() {
  const one = fetchUser(1).catch(report('one'));
  const two = fetchUser(2).then((user) => user.name, handlers.failed);
  log(await fetchPosts(1));
  return [await one, await two];
}`,
  ],
  [
    'what is a sleep by its name and its argument',
    `declare function sleep(ms: number): Promise<void>;
export async function f() {
  const atLeast = sleep(100);
  const user = await fetchUser(1);
  await atLeast;
  return user;
}`,
  ],
  [
    'a sleep',
    `const sleep = (ms: number) => new Promise<void>((resolve) => { setTimeout(resolve, ms); });
export async function f() {
  const atLeast = sleep(100);
  log(await fetchPosts(1));
  await atLeast;
}`,
  ],
  [
    'outcomes of all',
    `export async function f() {
  const pending = Promise.allSettled([fetchUser(1), fetchUser(2)]);
  log(await fetchPosts(1));
  return await pending;
}`,
  ],
  [
    'elements that cannot reject',
    `export async function f(ids: number[]) {
  const users = ids.map(async (id) => { try { return await fetchUser(id); } catch { return undefined; } });
  for (const user of users) log(await user);
}`,
  ],
  [
    'a listener before its trigger',
    `import { once, EventEmitter } from 'node:events';
export async function f(server: EventEmitter, start: () => Promise<void>) {
  const ready = once(server, 'listening');
  await start();
  await ready;
}`,
  ],
  [
    'a page that is waited for before the click',
    `interface Page { waitForNavigation(): Promise<void>; click(selector: string): Promise<void> }
export async function f(page: Page) {
  const navigation = page.waitForNavigation();
  await page.click('a');
  await navigation;
}`,
  ],
  [
    'a function that only subscribes',
    `import { EventEmitter } from 'node:events';
function ready(server: EventEmitter & { failed: boolean }) {
  return new Promise<void>((resolve, reject) => {
    if (server.failed) { reject(new Error('failed')); return; }
    server.once('listening', resolve);
    server.once('error', reject);
  });
}
export async function f(server: EventEmitter & { failed: boolean }, start: () => Promise<void>) {
  const listening = ready(server);
  await start();
  await listening;
}`,
  ],
  [
    'a resolver that is handed on',
    `export async function f(start: () => Promise<void>) {
  let release: (() => void) | undefined;
  const released = new Promise<void>((resolve) => { release = resolve; });
  await start();
  release?.();
  await released;
}`,
  ],
  [
    'deferred',
    `declare function deferred<T>(): { promise: Promise<T>; resolve(value: T): void };
export async function f(start: (resolve: (user: User) => void) => Promise<void>) {
  const { promise, resolve } = deferred<User>();
  await start(resolve);
  return await promise;
}`,
  ],
  [
    'started in `try` and awaited outside: return-await-in-try',
    `export async function f() {
  let pending: Promise<User>;
  try { pending = fetchUser(1); } catch { return undefined; }
  return await pending;
}`,
  ],
  [
    'an `await` within a combinator: no-misused-promise-all',
    `export async function f() {
  const pending = fetchUser(1);
  return await Promise.all([pending, await fetchPosts(1)]);
}`,
  ],
  [
    'never handled: no-floating-promise',
    `export async function f() {
  const pending = fetchUser(1);
  log(await fetchPosts(1));
}`,
  ],
  [
    'a side chain: no-floating-promise',
    `export async function f() {
  const pending = fetchUser(1);
  pending.finally(() => { log('done'); });
  log(await fetchPosts(1));
  return await pending;
}`,
  ],
  [
    'the same condition twice',
    `export async function f(wanted: boolean) {
  let pending: Promise<User> | undefined;
  if (wanted) pending = fetchUser(1);
  if (!wanted) return undefined;
  return await pending;
}`,
  ],
  [
    'a conditional start and its guard',
    `export async function f(wanted: boolean) {
  const pending = wanted ? fetchUser(1) : undefined;
  if (!wanted) return undefined;
  return await pending;
}`,
  ],
  [
    'a path without the promise',
    `export async function f(wanted: boolean) {
  let pending: Promise<User> | undefined;
  if (wanted) pending = fetchUser(1);
  return await (pending ? Promise.race([pending, fetchUser(2)]) : fetchUser(3));
}`,
  ],
  [
    'a collection that is awaited unless it is empty',
    `export async function f(ids: number[]) {
  const users: Promise<User>[] = [];
  for (const id of ids) users.push(fetchUser(id));
  if (users.length > 0) await Promise.all(users);
  log(await fetchPosts(1));
}`,
  ],
  [
    'batches',
    `export async function f(ids: number[]) {
  let users: Promise<User>[] = [];
  for (const id of ids) {
    users.push(fetchUser(id));
    if (users.length >= 5) { await Promise.all(users); users = []; }
  }
  await Promise.all(users);
}`,
  ],
  [
    'a limit by a race',
    `export async function f(ids: number[]) {
  const running = new Set<Promise<User>>();
  for (const id of ids) {
    const pending = fetchUser(id);
    running.add(pending);
    if (running.size >= 5) await Promise.race(running);
  }
  await Promise.all(running);
}`,
  ],
  [
    'a `finally` that waits',
    `export async function f() {
  try {
    const pending = fetchUser(1);
    log('started');
    return await pending;
  } finally { await fetchPosts(1); }
}`,
  ],
  [
    'a `catch` that waits',
    `export async function f() {
  try {
    const pending = fetchUser(1);
    log('started');
    return await pending;
  } catch { return await fetchPosts(1); }
}`,
  ],
  [
    '`await using`',
    `export async function f() {
  await using resource = { async [Symbol.asyncDispose]() { await fetchPosts(1); } };
  const pending = fetchUser(1);
  log(resource);
  return await pending;
}`,
  ],
  [
    'the `await` of a plain value',
    `export async function f() {
  const pending = fetchUser(1);
  await null;
  return await pending;
}`,
  ],
  [
    'a process handle',
    `interface Running extends Promise<number> { kill(): void; output: AsyncIterable<string> }
declare function run(command: string): Running;
export async function f() {
  const running = run('ls');
  for await (const line of running.output) log(line);
  return await running;
}`,
  ],
  [
    'a thenable that is no promise',
    `declare function query(): { then(done: (n: number) => void): void };
export async function f() {
  const pending = query();
  log(await fetchPosts(1));
  return await pending;
}`,
  ],
  [
    '`any`',
    `declare function load(): any;
export async function f() {
  const pending = load();
  log(await fetchPosts(1));
  log(await pending);
}`,
  ],
  [
    'another call without the option',
    `export async function f() {
  const pending = fetchUser(1);
  log('started');
  return await pending;
}`,
  ],
];

ruleTester.run('no-late-await', rule, {
  valid: [...SILENT.map(([name, code]) => ({ name, code: `${DECLARED}${code}` }))],
  invalid: [
    {
      name: 'a handler that throws again',
      code: `${DECLARED}export async function f() {
  const pending = fetchUser(1).catch((error: unknown) => { log(error); throw error; });
  log(await fetchPosts(1));
  return await pending;
}`,
      errors: [
        late(
          'fetchUser(1).catch((error: unknown) => { log(error); throw …',
          [6, 19, 6, 87],
          {
            gap: 'await fetchPosts(1)',
            gapLine: 7,
            line: 8,
            remedy: REMEDY.LATER,
          },
          [
            'later',
            `${DECLARED}export async function f() {
  log(await fetchPosts(1));
  const pending = fetchUser(1).catch((error: unknown) => { log(error); throw error; });
  return await pending;
}`,
          ],
          [
            'marker',
            `${DECLARED}export async function f() {
  const pending = fetchUser(1).catch((error: unknown) => { log(error); throw error; });
  pending.catch(() => {});
  log(await fetchPosts(1));
  return await pending;
}`,
          ],
        ),
      ],
    },
    {
      name: 'one branch waits',
      code: `${DECLARED}export async function f(both: boolean) {
  const pending = fetchUser(1);
  if (both) log(await fetchPosts(1));
  return await pending;
}`,
      errors: [
        late(
          'fetchUser(1)',
          [6, 19, 6, 31],
          { gap: 'await fetchPosts(1)', gapLine: 7, line: 8, remedy: REMEDY.LATER },
          [
            'later',
            `${DECLARED}export async function f(both: boolean) {
  if (both) log(await fetchPosts(1));
  const pending = fetchUser(1);
  return await pending;
}`,
          ],
          [
            'marker',
            `${DECLARED}export async function f(both: boolean) {
  const pending = fetchUser(1);
  pending.catch(() => {});
  if (both) log(await fetchPosts(1));
  return await pending;
}`,
          ],
        ),
      ],
    },
    {
      name: 'an assignment',
      code: `${DECLARED}export async function f() {
  let pending: Promise<User> | undefined;
  pending = fetchUser(1);
  log(await fetchPosts(1));
  return await pending;
}`,
      errors: [
        late(
          'fetchUser(1)',
          [7, 13, 7, 25],
          { gap: 'await fetchPosts(1)', gapLine: 8, line: 9, remedy: REMEDY.HANDLE },
          [
            'marker',
            `${DECLARED}export async function f() {
  let pending: Promise<User> | undefined;
  pending = fetchUser(1);
  pending.catch(() => {});
  log(await fetchPosts(1));
  return await pending;
}`,
          ],
        ),
      ],
    },
    {
      name: 'a chain',
      code: `${DECLARED}export async function f() {
  const name = fetchUser(1).then((user) => user.name);
  log(await fetchPosts(1));
  return await name;
}`,
      errors: [
        late(
          'fetchUser(1).then((user) => user.name)',
          [6, 16, 6, 54],
          { gap: 'await fetchPosts(1)', gapLine: 7, line: 8, remedy: REMEDY.LATER },
          [
            'later',
            `${DECLARED}export async function f() {
  log(await fetchPosts(1));
  const name = fetchUser(1).then((user) => user.name);
  return await name;
}`,
          ],
          [
            'marker',
            `${DECLARED}export async function f() {
  const name = fetchUser(1).then((user) => user.name);
  name.catch(() => {});
  log(await fetchPosts(1));
  return await name;
}`,
          ],
        ),
      ],
    },
    {
      name: 'a combinator',
      code: `${DECLARED}export async function f() {
  const users = Promise.all([fetchUser(1), fetchUser(2)]);
  log(await fetchPosts(1));
  return await users;
}`,
      errors: [
        late(
          'Promise.all([fetchUser(1), fetchUser(2)])',
          [6, 17, 6, 58],
          { gap: 'await fetchPosts(1)', gapLine: 7, line: 8, remedy: REMEDY.LATER },
          [
            'later',
            `${DECLARED}export async function f() {
  log(await fetchPosts(1));
  const users = Promise.all([fetchUser(1), fetchUser(2)]);
  return await users;
}`,
          ],
          [
            'marker',
            `${DECLARED}export async function f() {
  const users = Promise.all([fetchUser(1), fetchUser(2)]);
  users.catch(() => {});
  log(await fetchPosts(1));
  return await users;
}`,
          ],
        ),
      ],
    },
    {
      name: 'an executor that works',
      code: `${DECLARED}export async function f() {
  const name = new Promise<string>((resolve, reject) => {
    fetchUser(1).then((user) => { resolve(user.name); }, reject);
  });
  log(await fetchPosts(1));
  return await name;
}`,
      errors: [
        late(
          'new Promise<string>((resolve, reject) => { fetchUser(1).the…',
          [6, 16, 8, 5],
          { gap: 'await fetchPosts(1)', gapLine: 9, line: 10, remedy: REMEDY.LATER },
          [
            'later',
            `${DECLARED}export async function f() {
  log(await fetchPosts(1));
  const name = new Promise<string>((resolve, reject) => {
    fetchUser(1).then((user) => { resolve(user.name); }, reject);
  });
  return await name;
}`,
          ],
          [
            'marker',
            `${DECLARED}export async function f() {
  const name = new Promise<string>((resolve, reject) => {
    fetchUser(1).then((user) => { resolve(user.name); }, reject);
  });
  name.catch(() => {});
  log(await fetchPosts(1));
  return await name;
}`,
          ],
        ),
      ],
    },
    {
      name: 'a dynamic import',
      code: `${DECLARED}export async function f() {
  const module = import('node:fs');
  log(await fetchPosts(1));
  return (await module).constants;
}`,
      errors: [
        late(
          `import('node:fs')`,
          [6, 18, 6, 35],
          { gap: 'await fetchPosts(1)', gapLine: 7, line: 8, remedy: REMEDY.LATER },
          [
            'later',
            `${DECLARED}export async function f() {
  log(await fetchPosts(1));
  const module = import('node:fs');
  return (await module).constants;
}`,
          ],
          [
            'marker',
            `${DECLARED}export async function f() {
  const module = import('node:fs');
  module.catch(() => {});
  log(await fetchPosts(1));
  return (await module).constants;
}`,
          ],
        ),
      ],
    },
    {
      name: 'gathered while a stream is read',
      code: `${DECLARED}export async function f(ids: AsyncIterable<number>) {
  const users: Promise<User>[] = [];
  for await (const id of ids) {
    users.push(fetchUser(id));
  }
  return await Promise.all(users);
}`,
      errors: [
        late(
          'fetchUser(id)',
          [8, 16, 8, 29],
          { gap: 'for await (… of ids)', gapLine: 7, line: 10, remedy: REMEDY.HANDLE },
          [
            'marker',
            `${DECLARED}export async function f(ids: AsyncIterable<number>) {
  const users: Promise<User>[] = [];
  for await (const id of ids) {
    const promise = fetchUser(id);
    promise.catch(() => {});
    users.push(promise);
  }
  return await Promise.all(users);
}`,
          ],
        ),
      ],
    },
    {
      name: 'an index',
      code: `${DECLARED}export async function f(ids: number[]) {
  const users = ids.map((id) => fetchUser(id));
  for (let index = 0; index < users.length; index++) log(await users[index]);
}`,
      errors: [
        oneByOne('ids.map((id) => fetchUser(id))', [6, 17, 6, 47], {
          gap: '',
          gapLine: 7,
          remedy: REMEDY.TOGETHER,
        }),
      ],
    },
    {
      name: 'thrown into a catch',
      code: `${DECLARED}export async function f(id: number) {
  const pending = fetchUser(id);
  try {
    if (id < 0) throw new RangeError('id');
    log(id);
  } catch {
    log(await fetchPosts(1));
  }
  return await pending;
}`,
      errors: [
        late(
          'fetchUser(id)',
          [6, 19, 6, 32],
          { gap: 'await fetchPosts(1)', gapLine: 11, line: 13, remedy: REMEDY.LATER },
          [
            'later',
            `${DECLARED}export async function f(id: number) {
  try {
    if (id < 0) throw new RangeError('id');
    log(id);
  } catch {
    log(await fetchPosts(1));
  }
  const pending = fetchUser(id);
  return await pending;
}`,
          ],
          [
            'marker',
            `${DECLARED}export async function f(id: number) {
  const pending = fetchUser(id);
  pending.catch(() => {});
  try {
    if (id < 0) throw new RangeError('id');
    log(id);
  } catch {
    log(await fetchPosts(1));
  }
  return await pending;
}`,
          ],
        ),
      ],
    },
    {
      name: 'a return through a finally',
      code: `${DECLARED}export async function f(id: number) {
  const pending = fetchUser(id);
  try {
    if (id < 0) return undefined;
  } finally {
    log(id);
  }
  return await pending;
}`,
      errors: [
        left(
          'fetchUser(id)',
          [6, 19, 6, 32],
          { gap: 'the `return`', gapLine: 8, remedy: REMEDY.LATER },
          [
            'later',
            `${DECLARED}export async function f(id: number) {
  try {
    if (id < 0) return undefined;
  } finally {
    log(id);
  }
  const pending = fetchUser(id);
  return await pending;
}`,
          ],
          [
            'marker',
            `${DECLARED}export async function f(id: number) {
  const pending = fetchUser(id);
  pending.catch(() => {});
  try {
    if (id < 0) return undefined;
  } finally {
    log(id);
  }
  return await pending;
}`,
          ],
        ),
      ],
    },
    {
      name: 'one start within another: the ranges do not nest',
      code: `${DECLARED}export async function f(ids: number[]) {
  const users = ids.map(async (id) => {
    const pending = fetchUser(id);
    log(await fetchPosts(id));
    return await pending;
  });
  log(await fetchPosts(1));
  return await Promise.all(users);
}`,
      errors: [
        late(
          'ids.map(async (id) => { const pending = fetchUser(id); log(…',
          [6, 17, 6, 24],
          { gap: 'await fetchPosts(1)', gapLine: 11, line: 12, remedy: REMEDY.LATER },
          [
            'later',
            `${DECLARED}export async function f(ids: number[]) {
  log(await fetchPosts(1));
  const users = ids.map(async (id) => {
    const pending = fetchUser(id);
    log(await fetchPosts(id));
    return await pending;
  });
  return await Promise.all(users);
}`,
          ],
          [
            'marker',
            `${DECLARED}export async function f(ids: number[]) {
  const users = ids.map(async (id) => {
    const pending = fetchUser(id);
    log(await fetchPosts(id));
    return await pending;
  });
  Promise.all(users).catch(() => {});
  log(await fetchPosts(1));
  return await Promise.all(users);
}`,
          ],
        ),
        late(
          'fetchUser(id)',
          [7, 21, 7, 34],
          { gap: 'await fetchPosts(id)', gapLine: 8, line: 9, remedy: REMEDY.LATER },
          [
            'later',
            `${DECLARED}export async function f(ids: number[]) {
  const users = ids.map(async (id) => {
    log(await fetchPosts(id));
    const pending = fetchUser(id);
    return await pending;
  });
  log(await fetchPosts(1));
  return await Promise.all(users);
}`,
          ],
          [
            'marker',
            `${DECLARED}export async function f(ids: number[]) {
  const users = ids.map(async (id) => {
    const pending = fetchUser(id);
    pending.catch(() => {});
    log(await fetchPosts(id));
    return await pending;
  });
  log(await fetchPosts(1));
  return await Promise.all(users);
}`,
          ],
        ),
      ],
    },
    {
      name: 'a call that may throw, on request',
      code: `${DECLARED}export async function f() {
  const pending = fetchUser(1);
  log('started');
  return await pending;
}`,
      options: [{ calls: true }],
      errors: [
        left(
          'fetchUser(1)',
          [6, 19, 6, 31],
          { gap: "an error thrown by `log('started')`", gapLine: 7, remedy: REMEDY.LATER },
          [
            'later',
            `${DECLARED}export async function f() {
  log('started');
  const pending = fetchUser(1);
  return await pending;
}`,
          ],
          [
            'marker',
            `${DECLARED}export async function f() {
  const pending = fetchUser(1);
  pending.catch(() => {});
  log('started');
  return await pending;
}`,
          ],
        ),
      ],
    },
    {
      name: 'a `throw`',
      code: `${DECLARED}export function f(id: number) {
  const pending = fetchUser(id);
  if (id < 0) throw new RangeError('id');
  return pending;
}`,
      errors: [
        left(
          'fetchUser(id)',
          [6, 19, 6, 32],
          { gap: 'the `throw`', gapLine: 7, remedy: REMEDY.LATER },
          [
            'later',
            `${DECLARED}export function f(id: number) {
  if (id < 0) throw new RangeError('id');
  const pending = fetchUser(id);
  return pending;
}`,
          ],
          [
            'marker',
            `${DECLARED}export function f(id: number) {
  const pending = fetchUser(id);
  pending.catch(() => {});
  if (id < 0) throw new RangeError('id');
  return pending;
}`,
          ],
        ),
      ],
    },
    {
      name: 'a `yield`',
      code: `${DECLARED}export async function* f() {
  const pending = fetchUser(1);
  yield 'loading';
  yield await pending;
}`,
      errors: [
        late(
          'fetchUser(1)',
          [6, 19, 6, 31],
          { gap: `yield 'loading'`, gapLine: 7, line: 8, remedy: REMEDY.LATER },
          [
            'later',
            `${DECLARED}export async function* f() {
  yield 'loading';
  const pending = fetchUser(1);
  yield await pending;
}`,
          ],
          [
            'marker',
            `${DECLARED}export async function* f() {
  const pending = fetchUser(1);
  pending.catch(() => {});
  yield 'loading';
  yield await pending;
}`,
          ],
        ),
      ],
    },
    {
      name: 'the top level of a module',
      code: `${DECLARED}const pending = fetchUser(1);
log(await fetchPosts(1));
export const user = await pending;`,
      errors: [
        late(
          'fetchUser(1)',
          [5, 17, 5, 29],
          { gap: 'await fetchPosts(1)', gapLine: 6, line: 7, remedy: REMEDY.LATER },
          [
            'later',
            `${DECLARED}log(await fetchPosts(1));
const pending = fetchUser(1);
export const user = await pending;`,
          ],
          [
            'marker',
            `${DECLARED}const pending = fetchUser(1);
pending.catch(() => {});
log(await fetchPosts(1));
export const user = await pending;`,
          ],
        ),
      ],
    },
  ],
});
