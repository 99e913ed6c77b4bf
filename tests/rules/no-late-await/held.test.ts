import { describe } from 'vitest';

import rule from '../../../src/rules/no-late-await.ts';
import { ruleTester } from '../../support/rule-tester.ts';
import { late, left, oneByOne, REMEDY } from './expected.ts';

const DECLARED = `interface User { id: number; name: string }
declare function fetchUser(id: number): Promise<User>;
declare function fetchPosts(id: number): Promise<string[]>;
`;

function program(code: string): string {
  return `${DECLARED}${code}`;
}

const named = ([name, code]: [name: string, code: string]): { name: string; code: string } => ({
  name,
  code: program(code),
});

/** Each of the two jobs is offered the same: both start with their literal. */
const JOBS_LATER = program(`export async function page(id: number) {
  const posts = await fetchPosts(id);
  const jobs = { one: fetchUser(id), more: { two: fetchUser(id + 1) } };
  return [posts, await Promise.all(Object.values(jobs)), await jobs.more.two];
}`);

describe('a promise that an array or object literal holds', () => {
  ruleTester.run('no-late-await', rule, {
    valid: (
      [
        [
          'combined before the wait',
          `export async function page(id: number) {
  const pending = [fetchPosts(id)];
  const all = Promise.all(pending);
  return [await all, await fetchUser(id)];
}`,
        ],
        [
          'with a handler of its own',
          `export async function page(id: number) {
  const loading = { posts: fetchPosts(id).catch(() => []) };
  const user = await fetchUser(id);
  return { user, posts: await loading.posts };
}`,
        ],
        [
          'marked',
          `export async function page(id: number) {
  const loading = { posts: fetchPosts(id) };
  loading.posts.catch(() => {});
  const user = await fetchUser(id);
  return { user, posts: await loading.posts };
}`,
        ],
        [
          'handed on before the wait',
          `declare const registry: { add(job: { done: Promise<User> }): void };
export async function start(id: number) {
  const job = { id, done: fetchUser(id) };
  registry.add(job);
  await fetchPosts(id);
  return (await job.done).name;
}`,
        ],
        [
          'put into a map of the instance before the wait',
          `export class Hub {
  readonly jobs = new Map<number, { done: Promise<User> }>();
  async start(id: number) {
    const job = { done: fetchUser(id) };
    this.jobs.set(id, job);
    await fetchPosts(id);
    return await job.done;
  }
}`,
        ],
        [
          'taken along by a closure before the wait',
          `export async function run(id: number) {
  const job = { id, done: fetchUser(id) };
  process.once('SIGINT', () => { job.done.then(console.log, console.error); });
  await fetchPosts(id);
  return await job.done;
}`,
        ],
        [
          'functions that start it later',
          `export async function page(id: number) {
  const lazy = { posts: () => fetchPosts(id) };
  const user = await fetchUser(id);
  return { user, posts: await lazy.posts() };
}`,
        ],
        [
          'listeners before their trigger',
          `declare const page: { waitForEvent(name: string): Promise<void>; click(selector: string): Promise<void> };
export async function download() {
  const events = { download: page.waitForEvent('download') };
  await page.click('a');
  await events.download;
}`,
        ],
        [
          'one that cannot reject',
          `const wait = (ms: number) => new Promise<void>((resolve) => { setTimeout(resolve, ms); });
export async function run(id: number) {
  const least = [wait(300)];
  const result = { all: Promise.allSettled([fetchPosts(id)]) };
  const user = await fetchUser(id);
  await Promise.all(least);
  return [user, await result.all];
}`,
        ],
        [
          'one promise that a loop awaits',
          `export async function run(id: number) {
  for (const pending of [fetchUser(id)]) await pending;
  const pending = [fetchUser(id)];
  for (const each of pending) await each;
}`,
        ],
        [
          'records that are gathered without a wait',
          `export async function run(ids: number[]) {
  const jobs: { id: number; done: Promise<User> }[] = [];
  for (const id of ids) jobs.push({ id, done: fetchUser(id) });
  return await Promise.all(jobs.map((job) => job.done));
}`,
        ],
        [
          'seen by the whole module',
          `export const state = { user: fetchUser(1) };
export const posts = await fetchPosts(1);
export const user = await state.user;`,
        ],
        [
          'a property of an object that others hold',
          `export async function run(context: { user?: Promise<User> }, id: number) {
  context.user = fetchUser(id);
  const posts = await fetchPosts(id);
  return [posts, await context.user];
}
export async function start(id: number, onStart: (job: { user?: Promise<User> }) => void) {
  const job: { user?: Promise<User> } = {};
  onStart(job);
  job.user = fetchUser(id);
  await fetchPosts(id);
  return (await job.user).name;
}`,
        ],
        [
          'values of a record that is filled and awaited',
          `export async function run(ids: number[]) {
  const jobs: Record<string, Promise<User>> = {};
  for (const id of ids) jobs[String(id)] = fetchUser(id);
  return await Promise.all(Object.values(jobs));
}`,
        ],
        [
          'one record that a loop opens',
          `export async function run(id: number) {
  const steps = [{ name: 'user', done: fetchUser(id) }];
  for (const step of steps) console.log(step.name, await step.done);
}`,
        ],
        [
          'plain values',
          `export async function run(id: number) {
  const config = { id: Number('1'), names: [String(id), String(id + 1)] };
  const user = await fetchUser(config.id);
  return [config.names[0], user.name];
}`,
        ],
        [
          'jobs of which some are missing, together',
          `export async function run(id: number, withPosts: boolean) {
  const jobs = [fetchUser(id), withPosts && fetchPosts(id)];
  return await Promise.all(jobs.filter(Boolean));
}`,
        ],
      ] satisfies [string, string][]
    ).map(named),
    invalid: [
      {
        name: 'an array of one',
        code: program(`export async function page(id: number) {
  const pending = [fetchPosts(id)];
  const user = await fetchUser(id);
  return { user, posts: await Promise.all(pending) };
}`),
        errors: [
          late(
            'fetchPosts(id)',
            [5, 20, 5, 34],
            { gap: 'await fetchUser(id)', gapLine: 6, line: 7, remedy: REMEDY.LATER },
            [
              'later',
              program(`export async function page(id: number) {
  const user = await fetchUser(id);
  const pending = [fetchPosts(id)];
  return { user, posts: await Promise.all(pending) };
}`),
            ],
          ),
        ],
      },
      {
        name: 'an array with a value beside it',
        code: program(`export async function page(id: number, cached: string[]) {
  const parts = [cached, fetchPosts(id)];
  const user = await fetchUser(id);
  return { user, parts: await Promise.all(parts) };
}`),
        errors: [
          late(
            'fetchPosts(id)',
            [5, 26, 5, 40],
            { gap: 'await fetchUser(id)', gapLine: 6, line: 7, remedy: REMEDY.LATER },
            [
              'later',
              program(`export async function page(id: number, cached: string[]) {
  const user = await fetchUser(id);
  const parts = [cached, fetchPosts(id)];
  return { user, parts: await Promise.all(parts) };
}`),
            ],
          ),
        ],
      },
      {
        name: 'a property, whose literal may stand later',
        code: program(`export async function page(id: number) {
  const loading = { name: 'posts', posts: fetchPosts(id) };
  const user = await fetchUser(id);
  return { user, posts: await loading.posts };
}`),
        errors: [
          late(
            'fetchPosts(id)',
            [5, 43, 5, 57],
            { gap: 'await fetchUser(id)', gapLine: 6, line: 7, remedy: REMEDY.LATER },
            [
              'later',
              program(`export async function page(id: number) {
  const user = await fetchUser(id);
  const loading = { name: 'posts', posts: fetchPosts(id) };
  return { user, posts: await loading.posts };
}`),
            ],
          ),
        ],
      },
      {
        name: 'a property, whose literal reads what changes: no other place for it',
        code: program(`export async function page(id: number) {
  let next = id;
  const loading = { posts: fetchPosts(id), from: next };
  next = (await fetchUser(id)).id;
  return { next, posts: await loading.posts };
}`),
        errors: [
          late('fetchPosts(id)', [6, 28, 6, 42], {
            gap: 'await fetchUser(id)',
            gapLine: 7,
            line: 8,
            remedy: REMEDY.HANDLE,
          }),
        ],
      },
      {
        name: 'properties through `Object.values`, at any depth',
        code: program(`export async function page(id: number) {
  const jobs = { one: fetchUser(id), more: { two: fetchUser(id + 1) } };
  const posts = await fetchPosts(id);
  return [posts, await Promise.all(Object.values(jobs)), await jobs.more.two];
}`),
        errors: [
          late(
            'fetchUser(id)',
            [5, 23, 5, 36],
            { gap: 'await fetchPosts(id)', gapLine: 6, line: 7, remedy: REMEDY.LATER },
            ['later', JOBS_LATER],
          ),
          late(
            'fetchUser(id + 1)',
            [5, 51, 5, 68],
            { gap: 'await fetchPosts(id)', gapLine: 6, line: 7, remedy: REMEDY.LATER },
            ['later', JOBS_LATER],
          ),
        ],
      },
      {
        name: 'a way out of the function',
        code: program(`export async function page(id: number, user?: User) {
  const jobs = { posts: fetchPosts(id) };
  if (!user) return null;
  return { user, posts: await jobs.posts };
}`),
        errors: [
          left(
            'fetchPosts(id)',
            [5, 25, 5, 39],
            { gap: 'the `return`', gapLine: 6, remedy: REMEDY.LATER },
            [
              'later',
              program(`export async function page(id: number, user?: User) {
  if (!user) return null;
  const jobs = { posts: fetchPosts(id) };
  return { user, posts: await jobs.posts };
}`),
            ],
          ),
        ],
      },
      {
        name: 'elements taken by their index',
        code: program(`export async function page(id: number) {
  const jobs = [fetchUser(id), fetchPosts(id)] as const;
  const user = await jobs[0];
  return { user, posts: await jobs[1] };
}`),
        errors: [
          late('fetchPosts(id)', [5, 32, 5, 46], {
            gap: 'await jobs[0]',
            gapLine: 6,
            line: 7,
            remedy: REMEDY.HANDLE,
          }),
        ],
      },
      {
        name: 'a variable that goes into a literal',
        code: program(`export async function page(id: number) {
  const posts = fetchPosts(id);
  const jobs = { posts };
  const user = await fetchUser(id);
  return { user, posts: await jobs.posts };
}`),
        errors: [
          late(
            'fetchPosts(id)',
            [5, 17, 5, 31],
            { gap: 'await fetchUser(id)', gapLine: 7, line: 8, remedy: REMEDY.HANDLE },
            [
              'marker',
              program(`export async function page(id: number) {
  const posts = fetchPosts(id);
  posts.catch(() => {});
  const jobs = { posts };
  const user = await fetchUser(id);
  return { user, posts: await jobs.posts };
}`),
            ],
          ),
        ],
      },
      {
        name: 'records of an array, which a callback opens',
        code: program(`export async function run(id: number) {
  const steps = [{ name: 'posts', done: fetchPosts(id) }];
  const user = await fetchUser(id);
  return [user, await Promise.all(steps.map((step) => step.done))];
}`),
        errors: [
          late(
            'fetchPosts(id)',
            [5, 41, 5, 55],
            { gap: 'await fetchUser(id)', gapLine: 6, line: 7, remedy: REMEDY.LATER },
            [
              'later',
              program(`export async function run(id: number) {
  const user = await fetchUser(id);
  const steps = [{ name: 'posts', done: fetchPosts(id) }];
  return [user, await Promise.all(steps.map((step) => step.done))];
}`),
            ],
          ),
        ],
      },
      {
        name: 'records that a loop gathers while it waits',
        code: program(`export async function run(ids: number[]) {
  const jobs: { id: number; done: Promise<User> }[] = [];
  for (const id of ids) {
    jobs.push({ id, done: fetchUser(id) });
    await fetchPosts(id);
  }
  return await Promise.all(jobs.map((job) => job.done));
}`),
        errors: [
          late('fetchUser(id)', [7, 27, 7, 40], {
            gap: 'await fetchPosts(id)',
            gapLine: 8,
            line: 10,
            remedy: REMEDY.HANDLE,
          }),
        ],
      },
      {
        name: 'what is put into an object, by a name and by a key',
        code: program(`export async function run(ids: number[]) {
  const jobs: Record<string, Promise<User>> = {};
  jobs.first = fetchUser(0);
  for (const id of ids) {
    jobs[String(id)] = fetchUser(id);
    await fetchPosts(id);
  }
  return await Promise.all(Object.values(jobs));
}`),
        errors: [
          late('fetchUser(0)', [6, 16, 6, 28], {
            gap: 'await fetchPosts(id)',
            gapLine: 9,
            line: 11,
            remedy: REMEDY.HANDLE,
          }),
          late('fetchUser(id)', [8, 24, 8, 37], {
            gap: 'await fetchPosts(id)',
            gapLine: 9,
            line: 11,
            remedy: REMEDY.HANDLE,
          }),
        ],
      },
      {
        name: 'records whose promises a loop awaits one by one',
        code: program(`export async function run(ids: number[]) {
  const jobs: { id: number; done: Promise<User> }[] = [];
  for (const id of ids) jobs.push({ id, done: fetchUser(id) });
  for (const job of jobs) console.log(job.id, (await job.done).name);
}`),
        errors: [
          oneByOne('fetchUser(id)', [6, 47, 6, 60], {
            gap: '',
            gapLine: 7,
            remedy: REMEDY.TOGETHER,
          }),
        ],
      },
      {
        name: 'an object that the answer takes over',
        code: program(`export async function load(id: number) {
  const deferred = { posts: fetchPosts(id) };
  const user = await fetchUser(id);
  return { ...deferred, user };
}`),
        errors: [
          late(
            'fetchPosts(id)',
            [5, 29, 5, 43],
            { gap: 'await fetchUser(id)', gapLine: 6, line: 7, remedy: REMEDY.LATER },
            [
              'later',
              program(`export async function load(id: number) {
  const user = await fetchUser(id);
  const deferred = { posts: fetchPosts(id) };
  return { ...deferred, user };
}`),
            ],
          ),
        ],
      },
    ],
  });
});

describe('an array pattern over an array literal', () => {
  ruleTester.run('no-late-await', rule, {
    valid: (
      [
        [
          'awaited together',
          `export async function page(id: number) {
  const [user, posts] = [fetchUser(id), fetchPosts(id)];
  return await Promise.all([user, posts]);
}`,
        ],
        [
          'marked',
          `export async function page(id: number) {
  const [posts] = [fetchPosts(id)];
  posts.catch(() => {});
  return [await fetchUser(id), await posts];
}`,
        ],
        [
          'an element that the pattern leaves out, or that a spread moves',
          `export async function page(id: number, more: Promise<User>[]) {
  const [, first] = [id, await fetchUser(id)];
  const [second, third] = [...more, fetchUser(id)];
  await Promise.all([second, third]);
  return first;
}`,
        ],
        [
          'values',
          `export async function page(id: number) {
  const [low, high] = [Math.min(id, 1), Math.max(id, 1)];
  return [await fetchUser(low), high];
}`,
        ],
      ] satisfies [string, string][]
    ).map(named),
    invalid: [
      {
        name: 'awaited one after the other',
        code: program(`export async function page(id: number) {
  const [user, posts] = [fetchUser(id), fetchPosts(id)];
  const u = await user;
  const p = await posts;
  return { u, p };
}`),
        output: program(`export async function page(id: number) {
  const [user, posts] = [fetchUser(id), fetchPosts(id)];
  const [u, p] = await Promise.all([user, posts]);
  return { u, p };
}`),
        errors: [
          late('fetchPosts(id)', [5, 41, 5, 55], {
            gap: 'await user',
            gapLine: 6,
            line: 7,
            remedy: REMEDY.BOTH,
          }),
        ],
      },
      {
        name: 'an assignment',
        code: program(`export async function page(id: number) {
  let user: Promise<User>, posts: Promise<string[]>;
  [user, posts] = [fetchUser(id), fetchPosts(id)];
  console.log(await user);
  return await posts;
}`),
        errors: [
          late('fetchPosts(id)', [6, 35, 6, 49], {
            gap: 'await user',
            gapLine: 7,
            line: 8,
            remedy: REMEDY.HANDLE,
          }),
        ],
      },
    ],
  });
});
