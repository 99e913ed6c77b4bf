import rule from '../../../src/rules/no-sequential-await.ts';
import { ruleTester } from '../../support/rule-tester.ts';
import { pair, several } from './expected.ts';

const DECLARED = `interface User { id: number; name: string }
interface Post { id: number; kind: 'draft' | 'public' }
declare function fetchUser(id: number): Promise<User>;
declare function fetchPosts(id: number): Promise<Post[]>;
declare function fetchPostsOf(user: User): Promise<Post[]>;
declare function getSettings(): Promise<{ theme: string }>;
declare const api: {
  get<T>(path: string): Promise<T>;
  getData<T = unknown>(path: string): Promise<{ data: T }>;
  getBy<T>(schema: { parse(text: string): T }): Promise<T>;
  getAll<T>(): Promise<T[]>;
};
`;

/** A client as a generator writes it into the program, with what may stand in another file. */
function client(beside = '', later = ''): string {
  return `${DECLARED}interface Users { count(by: { id: number }): Promise<number> }
interface Posts { findFirst(by: { id: number }): Promise<Post | null> }
export interface Client { get users(): Users; get posts(): Posts }
${beside}export class Pages {
  constructor(private readonly client: Client) {}
  async page(id: number) {
${
  later ||
  `    const n = await this.client.users.count({ id });
    const p = await this.client.posts.findFirst({ id });
`
}    return { n, p };
  }
}`;
}

/** A transaction that a statement begins, and what reads through its client. */
const TRANSACTION = `${DECLARED}interface Queryable { query(sql: string): Promise<{ rows: { n: number }[] }> }
async function getVersion(client: Queryable) { const { rows } = await client.query('select v'); return rows[0]?.n ?? 0; }
async function getMinimum(client: Queryable) { const { rows } = await client.query('select m'); return rows[0]?.n ?? 0; }
export async function f(client: Queryable) {
  await client.query('BEGIN');
  await client.query('create table t');`;

/** Two questions to an object that first waits for `wait`. */
function store(wait: string): string {
  return `${DECLARED}class Store {
  private readonly ready = getSettings();
  async getTheme() {
    const { theme } = await ${wait};
    return theme;
  }
  async getLength() {
    await this.ready;
    return 1;
  }
}`;
}

ruleTester.run('no-sequential-await: suggestions', rule, {
  valid: [
    {
      name: 'both wait for the same promise, which is pending already',
      code: `${store('this.ready')}
export async function show(store: Store) {
  const theme = await store.getTheme();
  const length = await store.getLength();
  return [theme, length];
}`,
    },
    {
      name: 'a getter of an interface, where a class has one of that name',
      code: client(`export class Lazy implements Pick<Client, 'users'> {
  private made: Users | undefined;
  get users(): Users { return (this.made ??= connect()); }
}
declare function connect(): Users;
`),
    },
    {
      name: 'the second needs the first',
      code: `${DECLARED}export async function page(id: number) {
  const u = await fetchUser(id);
  const p = await fetchPostsOf(u);
  return { u, p };
}`,
    },
    {
      name: 'a module of the program that is required',
      code: `export {};
declare function require(name: string): any;
const { readFile, stat } = require('fs').promises;
export async function load(p: string) {
  const a = await (readFile(p) as Promise<string>);
  const b = await (stat(p) as Promise<string>);
  return [a, b];
}`,
    },
    {
      name: 'seen from outside if the second one fails',
      code: `${DECLARED}let current: User | undefined;
export async function load(id: number) {
  current = await fetchUser(id);
  const p = await fetchPosts(id);
  return [current, p];
}`,
    },
  ],
  invalid: [
    {
      name: 'a message that is no question',
      code: `${DECLARED}declare const client: { find(by: { message: string }): Promise<string> };
async function getText(message: string) { return (await client.find({ message })).trim(); }
export async function f() {
  const a = await getText('name');
  const b = await getText('host');
  return [a, b];
}`,
      errors: [
        pair(
          ["getText('name')", "getText('host')"],
          [17, 13],
          ['`getText` does not use `a`'],
          ['`getText` only reads'],
          `${DECLARED}declare const client: { find(by: { message: string }): Promise<string> };
async function getText(message: string) { return (await client.find({ message })).trim(); }
export async function f() {
  const [a, b] = await Promise.all([getText('name'), getText('host')]);
  return [a, b];
}`,
        ),
      ],
    },
    {
      name: 'one of them waits for more than what is pending already',
      code: `${store('getSettings()')}
export async function show(store: Store) {
  const theme = await store.getTheme();
  const length = await store.getLength();
  return [theme, length];
}`,
      errors: [
        pair(
          ['store.getTheme', 'store.getLength'],
          [26, 18],
          ['`store.getLength` does not use `theme`'],
          ['`store.getTheme` only reads'],
          `${store('getSettings()')}
export async function show(store: Store) {
  const [theme, length] = await Promise.all([
    store.getTheme(),
    store.getLength(),
  ]);
  return [theme, length];
}`,
        ),
      ],
    },
    {
      name: 'behind getters of an interface',
      code: client(),
      errors: [
        pair(
          ['this.client.users.count', 'this.client.posts.findFirst'],
          [20, 15],
          ['`this.client.posts.findFirst` does not use `n`'],
          ['`this.client.users.count` only reads', '`this.client.posts.findFirst` only reads'],
          client(
            '',
            `    const [n, p] = await Promise.all([
      this.client.users.count({ id }),
      this.client.posts.findFirst({ id }),
    ]);
`,
          ),
        ),
      ],
    },
    {
      name: 'behind the end of a transaction that a statement began',
      code: `${TRANSACTION}
  await client.query('COMMIT');
  const version = await getVersion(client);
  const minimum = await getMinimum(client);
  return [version, minimum];
}`,
      errors: [
        pair(
          ['getVersion', 'getMinimum'],
          [21, 19],
          ['`getMinimum` does not use `version`'],
          ['`getVersion` only reads', '`getMinimum` only reads'],
          `${TRANSACTION}
  await client.query('COMMIT');
  const [version, minimum] = await Promise.all([getVersion(client), getMinimum(client)]);
  return [version, minimum];
}`,
        ),
      ],
    },
    {
      name: 'two reads by name',
      code: `${DECLARED}export async function page(id: number) {
  const u = await fetchUser(id);
  const p = await fetchPosts(id);
  return { u, p };
}`,
      errors: [
        pair(
          ['fetchUser', 'fetchPosts'],
          [15, 13],
          ['`fetchPosts` does not use `u`'],
          ['`fetchUser` only reads', '`fetchPosts` only reads'],
          `${DECLARED}export async function page(id: number) {
  const [u, p] = await Promise.all([fetchUser(id), fetchPosts(id)]);
  return { u, p };
}`,
        ),
      ],
    },
    {
      name: 'modules that are required in TypeScript',
      code: `export {};
const { readFile, stat } = require('fs').promises;
const files = require('node:fs/promises');
export async function load(p: string) {
  const a = await readFile(p);
  const b = await stat(p);
  const c = await files.readdir(p);
  return [a, b, c];
}`,
      errors: [
        several(
          '`readFile`, `stat` and `files.readdir`',
          [6, 13],
          ['none of them uses what another one gives'],
          ['evaluating `files.readdir` does not throw'],
          `export {};
const { readFile, stat } = require('fs').promises;
const files = require('node:fs/promises');
export async function load(p: string) {
  const [a, b, c] = await Promise.all([readFile(p), stat(p), files.readdir(p)]);
  return [a, b, c];
}`,
        ),
      ],
    },
    {
      name: 'by levels: a, b(a), c',
      code: `${DECLARED}export async function page(id: number) {
  const u = await fetchUser(id);
  const posts = await fetchPostsOf(u);
  const s = await getSettings();
  return { u, posts, s };
}`,
      errors: [
        pair(
          ['fetchUser', 'getSettings'],
          [16, 13],
          ['`getSettings` does not use `u`'],
          ['`fetchUser` only reads', '`getSettings` only reads', '`fetchPostsOf` only reads'],
          `${DECLARED}export async function page(id: number) {
  const [u, s] = await Promise.all([fetchUser(id), getSettings()]);
  const posts = await fetchPostsOf(u);
  return { u, posts, s };
}`,
        ),
      ],
    },
    {
      name: 'two of the later ones need the first',
      code: `${DECLARED}export async function page(id: number) {
  const u = await fetchUser(id);
  const posts = await fetchPostsOf(u);
  const more = await fetchPosts(u.id);
  return { u, posts, more };
}`,
      errors: [
        pair(
          ['fetchPostsOf', 'fetchPosts'],
          [16, 16],
          ['`fetchPosts` does not use `posts`'],
          ['`fetchPostsOf` only reads', '`fetchPosts` only reads'],
          `${DECLARED}export async function page(id: number) {
  const u = await fetchUser(id);
  const [posts, more] = await Promise.all([fetchPostsOf(u), fetchPosts(u.id)]);
  return { u, posts, more };
}`,
        ),
      ],
    },
    {
      name: 'fields',
      code: `${DECLARED}export class Page {
  user: User | undefined;
  posts: Post[] = [];
  async load(id: number) {
    this.user = await fetchUser(id);
    this.posts = await fetchPosts(id);
  }
}`,
      errors: [
        pair(
          ['fetchUser', 'fetchPosts'],
          [18, 18],
          ['`fetchPosts` does not use `this.user`'],
          [
            '`fetchPosts` does not use `this.user`',
            '`fetchUser` only reads',
            '`fetchPosts` only reads',
            'nobody needs `this.user` if `fetchPosts` fails',
          ],
          `${DECLARED}export class Page {
  user: User | undefined;
  posts: Post[] = [];
  async load(id: number) {
    [this.user, this.posts] = await Promise.all([
      fetchUser(id),
      fetchPosts(id),
    ]);
  }
}`,
        ),
      ],
    },
    {
      name: 'an assignment that declares a property stays one',
      code: `import { lstat, stat } from 'node:fs/promises';
export async function g() {
  const found = {};
  found.file = await stat('a');
  found.link = await lstat('b');
  return found.file.size + found.link.size;
}`,
      filename: 'module.js',
      errors: [
        pair(
          ['stat', 'lstat'],
          [5, 16],
          ['`lstat` does not use `found.file`'],
          ['nobody needs `found.file` if `lstat` fails'],
          `import { lstat, stat } from 'node:fs/promises';
export async function g() {
  const found = {};
  const [statResult, lstatResult] = await Promise.all([stat('a'), lstat('b')]);
  found.file = statResult;
  found.link = lstatResult;
  return found.file.size + found.link.size;
}`,
        ),
      ],
    },
    {
      name: 'one that sets a property of a literal goes into the pattern',
      code: `import { lstat, stat } from 'node:fs/promises';
export async function g() {
  /** @type {Record<string, import('node:fs').Stats>} */
  const found = {};
  found.file = await stat('a');
  found.link = await lstat('b');
  return found;
}`,
      filename: 'module.js',
      errors: [
        pair(
          ['stat', 'lstat'],
          [6, 16],
          ['`lstat` does not use `found.file`'],
          ['nobody needs `found.file` if `lstat` fails'],
          `import { lstat, stat } from 'node:fs/promises';
export async function g() {
  /** @type {Record<string, import('node:fs').Stats>} */
  const found = {};
  [found.file, found.link] = await Promise.all([stat('a'), lstat('b')]);
  return found;
}`,
        ),
      ],
    },
    {
      name: 'fields that a class of JavaScript declares by assignments',
      code: `import { lstat, stat } from 'node:fs/promises';
export class Page {
  async load() {
    this.file = await stat('a');
    this.link = await lstat('b');
  }
}`,
      filename: 'module.js',
      errors: [
        pair(
          ['stat', 'lstat'],
          [5, 17],
          ['`lstat` does not use `this.file`'],
          ['nobody needs `this.file` if `lstat` fails'],
          `import { lstat, stat } from 'node:fs/promises';
export class Page {
  async load() {
    const [statResult, lstatResult] = await Promise.all([
      stat('a'),
      lstat('b'),
    ]);
    this.file = statResult;
    this.link = lstatResult;
  }
}`,
        ),
      ],
    },
    ...['stat', 'lstat'].map((typed) => {
      const comment = (name: string): string =>
        name === typed ? `/** @type {import('node:fs').Stats} */\n  ` : '';
      return {
        name: `a comment that gives the result of ${typed} a type has no place among others`,
        code: `import { lstat, stat } from 'node:fs/promises';
export async function g() {
  ${comment('stat')}const a = await stat('a');
  ${comment('lstat')}const b = await lstat('b');
  return a.size + b.size;
}`,
        filename: 'module.js',
        output: null,
        errors: [
          pair(['stat', 'lstat'], [5, 13], ['`lstat` does not use `a`', 'neither writes anything']),
        ],
      };
    }),
    {
      name: 'the type argument is written out',
      code: `${DECLARED}export async function page(id: number) {
  const u: User = await api.get('/user');
  const p: Post[] = await fetchPosts(id);
  return { u, p };
}`,
      errors: [
        pair(
          ['api.get', 'fetchPosts'],
          [15, 21],
          ['`fetchPosts` does not use `u`'],
          ['`api.get` only reads', '`fetchPosts` only reads'],
          `${DECLARED}export async function page(id: number) {
  const [u, p]: [User, Post[]] = await Promise.all([
    api.get<User>('/user'),
    fetchPosts(id),
  ]);
  return { u, p };
}`,
        ),
      ],
    },
    {
      name: 'also where only one is annotated',
      code: `${DECLARED}export async function page(id: number) {
  const u: User = await api.get(\`/user/\${String(id)}\`);
  const p = await fetchPosts(id);
  return { u, p };
}`,
      errors: [
        pair(
          ['api.get', 'fetchPosts'],
          [15, 13],
          ['`fetchPosts` does not use `u`'],
          ['`api.get` only reads', '`fetchPosts` only reads'],
          `${DECLARED}export async function page(id: number) {
  const [uResult, p] = await Promise.all([
    api.get<User>(\`/user/\${String(id)}\`),
    fetchPosts(id),
  ]);
  const u: User = uResult;
  return { u, p };
}`,
        ),
      ],
    },
    {
      name: 'a type argument that stands there',
      code: `${DECLARED}export async function page(id: number) {
  const u: User = await api.get<User>('/user');
  const p: Post[] = await fetchPosts(id);
  return { u, p };
}`,
      errors: [
        pair(
          ['api.get', 'fetchPosts'],
          [15, 21],
          ['`fetchPosts` does not use `u`'],
          ['`api.get` only reads', '`fetchPosts` only reads'],
          `${DECLARED}export async function page(id: number) {
  const [u, p]: [User, Post[]] = await Promise.all([
    api.get<User>('/user'),
    fetchPosts(id),
  ]);
  return { u, p };
}`,
        ),
      ],
    },
    {
      name: 'a type inferred from a schema',
      code: `${DECLARED}export async function page(id: number, schema: { parse(text: string): User }) {
  const u: User = await api.getBy(schema);
  const p: Post[] = await fetchPosts(id);
  return { u, p };
}`,
      errors: [
        pair(
          ['api.getBy', 'fetchPosts'],
          [15, 21],
          ['`fetchPosts` does not use `u`'],
          ['`api.getBy` only reads', '`fetchPosts` only reads'],
          `${DECLARED}export async function page(id: number, schema: { parse(text: string): User }) {
  const [u, p]: [User, Post[]] = await Promise.all([
    api.getBy(schema),
    fetchPosts(id),
  ]);
  return { u, p };
}`,
        ),
      ],
    },
    {
      name: 'a type with a default',
      code: `${DECLARED}export async function page(id: number) {
  const { data } = await api.getData('/user');
  const p = await fetchPosts(id);
  return { data, p };
}`,
      errors: [
        pair(
          ['api.getData', 'fetchPosts'],
          [15, 13],
          ['`fetchPosts` does not use `{ data }`'],
          ['`api.getData` only reads', '`fetchPosts` only reads'],
          `${DECLARED}export async function page(id: number) {
  const [{ data }, p] = await Promise.all([
    api.getData('/user'),
    fetchPosts(id),
  ]);
  return { data, p };
}`,
        ),
      ],
    },
    {
      name: 'a type inferred from a target: by hand',
      code: `${DECLARED}export async function page(id: number) {
  const users: User[] = await api.getAll();
  const p: Post[] = await fetchPosts(id);
  return { users, p };
}`,
      errors: [
        pair(
          ['api.getAll', 'fetchPosts'],
          [15, 21],
          ['`fetchPosts` does not use `users`'],
          ['`api.getAll` only reads', '`fetchPosts` only reads'],
        ),
      ],
    },
    {
      name: 'a type inferred from a pattern: by hand',
      code: `${DECLARED}export async function page(id: number) {
  const { name } = await api.get<User>('/user');
  const [first] = await api.getAll();
  const p = await fetchPosts(id);
  return { name, first, p };
}`,
      errors: [
        several(
          '`api.get`, `api.getAll` and `fetchPosts`',
          [15, 19],
          ['none of them uses what another one gives'],
          ['`api.get` only reads', '`api.getAll` only reads', '`fetchPosts` only reads'],
        ),
      ],
    },
    {
      name: 'a type inferred from what is returned: by hand',
      code: `${DECLARED}export async function page(id: number): Promise<{ u: User; p: Post[] }> {
  return { u: await api.get('/user'), p: await fetchPosts(id) };
}`,
      errors: [
        pair(
          ['api.get', 'fetchPosts'],
          [14, 42],
          ['`fetchPosts` does not use what `api.get` gives'],
          ['`api.get` only reads', '`fetchPosts` only reads'],
        ),
      ],
    },
    {
      name: 'a type inferred from a variable: by hand',
      code: `${DECLARED}export async function page(id: number) {
  let u: User;
  let p: Post[];
  u = await api.get('/user');
  p = await fetchPosts(id);
  return { u, p };
}`,
      errors: [
        pair(
          ['api.get', 'fetchPosts'],
          [17, 7],
          ['`fetchPosts` does not use `u`'],
          ['`api.get` only reads', '`fetchPosts` only reads'],
        ),
      ],
    },
    {
      name: 'a comment that would be lost: by hand',
      code: `${DECLARED}export async function page(id: number) {
  const u = await /* the owner */ fetchUser(id);
  const p = await fetchPosts(id);
  return { u, p };
}`,
      errors: [
        pair(
          ['fetchUser', 'fetchPosts'],
          [15, 13],
          ['`fetchPosts` does not use `u`'],
          ['`fetchUser` only reads', '`fetchPosts` only reads'],
        ),
      ],
    },
    {
      name: 'a comment that is an order: by hand',
      code: `${DECLARED}export async function page(id: number) {
  const u = await fetchUser(id);
  // prettier-ignore
  const p = await fetchPosts(id);
  return { u, p };
}`,
      errors: [
        pair(
          ['fetchUser', 'fetchPosts'],
          [16, 13],
          ['`fetchPosts` does not use `u`'],
          ['`fetchUser` only reads', '`fetchPosts` only reads'],
        ),
      ],
    },
    {
      name: 'Promise is something else here: by hand',
      code: `${DECLARED}export async function page(id: number, Promise: unknown) {
  const u = await fetchUser(id);
  const p = await fetchPosts(id);
  return { u, p, Promise };
}`,
      errors: [
        pair(
          ['fetchUser', 'fetchPosts'],
          [15, 13],
          ['`fetchPosts` does not use `u`'],
          ['`fetchUser` only reads', '`fetchPosts` only reads'],
        ),
      ],
    },
    {
      name: 'the same callee twice',
      code: `${DECLARED}export async function both() {
  const a = await fetchUser(1);
  const b = await fetchUser(2);
  return [a, b];
}`,
      errors: [
        pair(
          ['fetchUser(1)', 'fetchUser(2)'],
          [15, 13],
          ['`fetchUser` does not use `a`'],
          ['`fetchUser` only reads'],
          `${DECLARED}export async function both() {
  const [a, b] = await Promise.all([fetchUser(1), fetchUser(2)]);
  return [a, b];
}`,
        ),
      ],
    },
    {
      name: 'what stands before the await is read later',
      code: `${DECLARED}export async function count(id: number) {
  let total = id;
  const n = total + (await fetchPosts(id)).length;
  const m = (await fetchUser(id)).id;
  total += n;
  return [total, m];
}`,
      errors: [
        pair(
          ['fetchPosts', 'fetchUser'],
          [16, 14],
          ['`fetchUser` does not use `n`'],
          ['`fetchPosts` only reads', '`fetchUser` only reads'],
          `${DECLARED}export async function count(id: number) {
  let total = id;
  const [nResult, mResult] = await Promise.all([fetchPosts(id), fetchUser(id)]);
  const n = total + nResult.length;
  const m = mResult.id;
  total += n;
  return [total, m];
}`,
        ),
      ],
    },
  ],
});
