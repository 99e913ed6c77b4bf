import rule from '../../src/rules/no-lost-update.ts';
import { ruleTester, uncheckedRuleTester } from '../support/rule-tester.ts';
import { copied, stale, unfilled } from './no-lost-update/expected.ts';

const DECLARED = `interface User { id: number; name: string }
declare function fetchUser(id: number): Promise<User>;
declare function count(id: number): Promise<number>;
declare function sleep(ms: number): Promise<void>;
`;

ruleTester.run('no-lost-update', rule, {
  valid: [
    {
      name: 'awaited first, then read',
      code: `${DECLARED}let total = 0;
export async function add(id: number) { const n = await count(id); total += n; }`,
    },
    {
      name: 'the old value is read last',
      code: `${DECLARED}let total = 0;
export async function add(id: number) { total = (await count(id)) + total; }`,
    },
    {
      name: 'a local variable that nobody else sees',
      code: `${DECLARED}export async function sum(ids: number[]) {
  let total = 0;
  for (const id of ids) total += await count(id);
  total = total + (await count(1));
  return total;
}`,
    },
    {
      name: 'a local variable that callbacks write, which are done by then',
      code: `${DECLARED}export async function sum(ids: number[]) {
  let total = 0;
  ids.forEach((id) => { total += id; });
  await Promise.all(ids.map(async (id) => { await sleep(1); total += id; }));
  total += await count(1);
  return total;
}`,
    },
    {
      name: 'a local object that nobody else sees',
      code: `${DECLARED}export async function sum(ids: number[]) {
  const sums = { total: 0 };
  for (const id of ids) sums.total += await count(id);
  return sums;
}`,
    },
    {
      name: 'no suspension',
      code: `${DECLARED}let total = 0;
export async function add(id: number) { await sleep(1); total += id; total = total + 1; await sleep(1); }`,
    },
    {
      name: 'a constant of a module that is imported as one object',
      code: `import * as templates from './settings.ts';
${DECLARED}export async function plan(o: { dir?: { name: string } }, all: { text: string }) {
  const dir = o.dir?.name ?? templates.hasSettings.name;
  await sleep(1);
  all.text = dir;
}`,
    },
    {
      name: 'read again after the await',
      code: `${DECLARED}const state = { n: 0 };
export async function add() { const n = state.n; await sleep(n); state.n = state.n + 1; }`,
    },
    {
      name: 'saved and restored',
      code: `${DECLARED}const state = { n: 0, all: [1] };
export async function withState(f: () => Promise<void>) {
  const n = state.n, all = [...state.all], cwd = process.cwd();
  state.n = 5;
  process.chdir('/');
  try { await f(); } finally { state.n = n; state.all = all; process.chdir(cwd); }
}
export async function quietly(f: () => Promise<void>) {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = () => true;
  try { await f(); } finally { process.stdout.write = write; }
}`,
    },
    {
      name: 'restored from an object that keeps it with other things',
      code: `${DECLARED}const state = { n: 0 };
export async function withState(f: () => Promise<void>) {
  const saved = { n: state.n > 3 ? state.n : 0, at: Date.now() };
  await f();
  state.n = saved.n;
}`,
    },
    {
      name: 'a value that somebody may have changed, put into another form',
      code: `declare function load(text: string): Promise<string[]>;
declare function normalize(path: string | { path: string }, fallback: string): string;
export class Manifest {
  path: string | { path: string } = '';
  async enhance() {
    const path = normalize(this.path, 'x');
    const found = await load(path);
    if (found.length > 0) this.path = { path };
  }
}`,
    },
    {
      name: 'a value that is renewed, and was there before',
      code: `${DECLARED}let token: { value: number; until: number } | undefined;
export async function get() {
  if (token && token.until > Date.now()) return token;
  if (!token) return undefined;
  token = { value: await count(1), until: Date.now() };
  return token;
}`,
    },
    {
      name: 'a busy flag',
      code: `${DECLARED}let busy = false;
export async function once(id: number) { if (busy) return; busy = true; try { await fetchUser(id); } finally { busy = false; } }`,
    },
    {
      name: 'constants, and values that have nothing to do with the old one',
      code: `${DECLARED}let last: User | undefined;
const state: { at: number; name: string; list: string[] } = { at: 0, name: '', list: [] };
export async function f(id: number) {
  last = undefined;
  await sleep(1);
  state.at = Date.now();
  state.list = [];
  last = await fetchUser(id);
  state.name = last.name;
}`,
    },
    {
      name: 'what the response is made of is another property',
      code: `interface Context { body: unknown; status: number; user?: { id: number } }
declare function render(context: Context): Promise<string>;
export async function handler(ctx: Context, next: () => Promise<void>) {
  ctx.status = 200;
  await next();
  ctx.body = await render(ctx);
}
export async function authenticated(ctx: Context) {
  ctx.user ??= { id: Number(await render(ctx)) };
}`,
    },
    {
      name: 'the old value goes through a function: it may be anything else by then',
      code: `declare function refresh(token: string): Promise<string>;
let token = '';
export async function renew() { token = await refresh(token); }
export class Session { token = ''; async renew() { this.token = await refresh(this.token); } }`,
    },
    {
      name: 'looked at again before it is written',
      code: `${DECLARED}const state = { n: 0 };
export async function add() {
  const n = state.n;
  await sleep(1);
  if (state.n === n) state.n = n + 1;
}
export async function add2() {
  const n = state.n;
  await sleep(1);
  if (state.n !== n) throw new Error('changed meanwhile');
  state.n = n + 1;
}`,
    },
    {
      name: 'what came meanwhile is taken up',
      code: `${DECLARED}const state: { items: number[] } = { items: [] };
export async function flush() {
  const items = state.items;
  state.items = [];
  await sleep(items.length);
  state.items = [...items, ...state.items];
}
export async function take() {
  const items = state.items;
  state.items = [];
  await sleep(items.length);
  state.items = items.concat(1);
}`,
    },
    {
      name: 'behind a lock',
      code: `${DECLARED}declare const mutex: { runExclusive<T>(f: () => Promise<T>): Promise<T>; acquire(): Promise<() => void> };
declare function pLimit(n: number): <T>(f: () => Promise<T>) => Promise<T>;
const limit = pLimit(1);
export class Counter {
  n = 0;
  #last: Promise<void> = Promise.resolve();
  async add(id: number) { await mutex.runExclusive(async () => { this.n += await count(id); }); }
  async add2(id: number) { await limit(async () => { this.n += await count(id); }); }
  async add3(id: number) {
    const release = await mutex.acquire();
    try { this.n += await count(id); } finally { release(); }
  }
  add4(id: number) {
    this.#last = this.#last.then(async () => { this.n += await count(id); });
    return this.#last;
  }
  async add5(id: number) { await mutex.runExclusive(() => this.#add(id)); }
  async #add(id: number) { this.n += await count(id); }
}`,
    },
    {
      name: 'a lock that is made by hand',
      code: `${DECLARED}export class Counter {
  n = 0;
  #tail: Promise<void> = Promise.resolve();
  #isAdding = false;
  async add(id: number) {
    const before = this.#tail;
    let release = () => {};
    this.#tail = new Promise((resolve) => { release = resolve; });
    await before;
    this.n += await count(id);
    release();
  }
  async add2(id: number) {
    if (this.#isAdding) return;
    this.#isAdding = true;
    this.n += await count(id);
    this.#isAdding = false;
  }
  async add3(id: number) {
    while (this.#isAdding) await sleep(1);
    this.#isAdding = true;
    this.n += await count(id);
    this.#isAdding = false;
  }
}`,
    },
    {
      name: 'started once',
      code: `${DECLARED}let total = 0;
async function add(id: number) { total += await count(id); }
async function main() {
  await add(1);
  await add(2);
}
await main();
await (async () => { total += await count(3); })();
export {};`,
    },
    {
      name: 'a local variable of a function whose steps come in turn',
      code: `${DECLARED}export async function run() {
  let total = 0;
  const step = async (id: number) => { total += await count(id); };
  await step(1);
  await step(2);
  return total;
}
declare function transaction(f: () => Promise<void>): Promise<void>;
export async function inTransaction() {
  let total = 0;
  await transaction(async () => { total += await count(1); });
  return total;
}`,
    },
    {
      name: 'an object or an entry of its own for each callback',
      code: `${DECLARED}interface Row { id: number; total: number }
export async function rate(rows: Row[], made: Record<string, { total: number }>) {
  await Promise.all(rows.map(async (row) => { row.total += await count(row.id); }));
  await Promise.all(Object.entries(made).map(async ([key, { total }]) => {
    made[key] = { ...made[key], total: total + (await count(1)) };
  }));
}`,
    },
    {
      name: 'tests run one after the other',
      code: `${DECLARED}declare function it(name: string, f: () => Promise<void>): void;
let total = 0;
it('counts', async () => { total += await count(1); });`,
    },
    {
      name: 'the pending promise is kept',
      code: `${DECLARED}export class Users {
  #pending?: Promise<User>;
  #user?: User;
  get() { return (this.#pending ??= fetchUser(1)); }
  async load() { this.#user ??= await this.#pending; return this.#user; }
  async load2() { this.#user ??= await this.get(); return this.#user; }
}`,
    },
    {
      name: 'only one call at a time fills it: the promise of the call is kept',
      code: `${DECLARED}export class Users {
  user: User | undefined;
  #pending?: Promise<void> | undefined;
  async connect() {
    if (this.#pending) return this.#pending;
    this.#pending = this.#connect();
    await this.#pending;
  }
  async #connect() { this.user ??= await fetchUser(1); }
}`,
    },
    {
      name: 'looked at again before it is filled',
      code: `${DECLARED}let cache: User | undefined;
const users = new Map<number, User>();
export async function load() {
  if (!cache) {
    const user = await fetchUser(1);
    if (!cache) cache = user;
  }
  cache ??= { id: 1, name: '' };
  if (!users.has(1)) {
    const user = await fetchUser(1);
    if (!users.has(1)) users.set(1, user);
  }
  return cache;
}`,
    },
    {
      name: 'modules are loaded once',
      code: `let path: typeof import('node:path') | undefined;
export async function f() { path ??= await import('node:path'); return path.sep; }
export class Lazy {
  #fs?: typeof import('node:fs');
  async fs() { if (!this.#fs) this.#fs = await import('node:fs'); return this.#fs; }
}`,
    },
    {
      name: 'filled although it is there: nothing to share',
      code: `${DECLARED}declare function isNewSession(): boolean;
let user: User | undefined;
export async function before() {
  if (!user || !isNewSession()) user = await fetchUser(1);
  return user;
}`,
    },
    {
      name: 'a flag that is set after the wait is no value that was made',
      code: `${DECLARED}let started = false;
export async function start() { if (started) return; await sleep(1); started = true; }`,
    },
    {
      name: 'an object that was passed is filled by whoever passes it',
      code: `${DECLARED}export async function complete(options: { user?: User }) {
  if (!options.user) options.user = await fetchUser(1);
  return options.user;
}`,
    },
    {
      name: 'the request that is being answered, its answer and their context',
      code: `${DECLARED}import type { IncomingMessage, ServerResponse } from 'node:http';
export async function rewrite(req: IncomingMessage) {
  const path = req.url;
  await sleep(1);
  req.url = path + '/';
}
export async function answer({ res }: { res: ServerResponse }) {
  const status = res.statusCode;
  await sleep(1);
  res.statusCode = status + 1;
}
export async function add(context: { req: Request; res: Response; used: number }) {
  const used = context.used;
  context.used = used + (await count(1));
}`,
    },
    {
      name: 'initialization is left alone on request',
      code: `${DECLARED}let cache: User | undefined;
export async function load() { cache ??= await fetchUser(1); return cache; }`,
      options: [{ initialization: false }],
    },
    {
      name: 'a synchronous function, and the top level',
      code: `${DECLARED}let total = 0;
export function add(n: number) { total += n; }
total += await count(1);`,
    },
    {
      name: 'a constructor and a field have no await of their own',
      code: `${DECLARED}export class Counter {
  n = 0;
  later = async () => { await sleep(1); this.n = 1; };
  constructor() { this.n = this.n + 1; }
}`,
    },
  ],
  invalid: [
    {
      name: 'a module variable',
      code: `${DECLARED}let total = 0;
export async function add(id: number) {
  total += (await fetchUser(id)).id;
  return total;
}`,
      output: `${DECLARED}let total = 0;
export async function add(id: number) {
  const user = await fetchUser(id);
  total += user.id;
  return total;
}`,
      errors: [stale('total', 'await fetchUser(id)', [7, 3, 7, 8])],
    },
    {
      name: 'a field',
      code: `${DECLARED}export class Counter {
  n = 0;
  #m = 0;
  async add(id: number) {
    this.n = this.n + (await count(id));
    this.#m = (await count(id)) - this.#m * (await count(2));
  }
}`,
      output: [
        `${DECLARED}export class Counter {
  n = 0;
  #m = 0;
  async add(id: number) {
    const value = await count(id);
    this.n = this.n + value;
    this.#m = (await count(id)) - this.#m * (await count(2));
  }
}`,
      ],
      errors: [
        stale('this.n', 'await count(id)', [9, 5, 9, 11]),
        stale('this.#m', 'await count(2)', [10, 5, 10, 12]),
      ],
    },
    {
      name: 'a property of a parameter',
      code: `${DECLARED}export async function add(state: { n: number }, id: number) { state.n = state.n + (await count(id)); }`,
      output: `${DECLARED}export async function add(state: { n: number }, id: number) { const value = await count(id); state.n = state.n + value; }`,
      errors: [stale('state.n', 'await count(id)', [5, 63, 5, 70])],
    },
    {
      name: 'a captured variable',
      code: `${DECLARED}export async function sum(ids: number[]) {
  let total = 0;
  await Promise.all(ids.map(async (id) => { total += await count(id); }));
  return total;
}`,
      output: `${DECLARED}export async function sum(ids: number[]) {
  let total = 0;
  await Promise.all(ids.map(async (id) => { const value = await count(id); total += value; }));
  return total;
}`,
      errors: [stale('total', 'await count(id)', [7, 45, 7, 50])],
    },
    {
      name: 'a captured variable of functions that are handed out',
      code: `${DECLARED}export function counter() {
  let total = 0;
  return { async add(id: number) { total += await count(id); }, total: () => total };
}`,
      output: `${DECLARED}export function counter() {
  let total = 0;
  return { async add(id: number) { const value = await count(id); total += value; }, total: () => total };
}`,
      errors: [stale('total', 'await count(id)', [7, 36, 7, 41])],
    },
    {
      name: 'a local variable that a listener writes',
      code: `${DECLARED}declare const events: { on(name: string, f: () => void): void };
export async function wait(id: number) {
  let total = 0;
  events.on('tick', () => { total += 1; });
  total += await count(id);
  return total;
}`,
      output: `${DECLARED}declare const events: { on(name: string, f: () => void): void };
export async function wait(id: number) {
  let total = 0;
  events.on('tick', () => { total += 1; });
  const value = await count(id);
  total += value;
  return total;
}`,
      errors: [stale('total', 'await count(id)', [9, 3, 9, 8])],
    },
    {
      name: 'a limiter that lets several run',
      code: `${DECLARED}declare function pLimit(n: number): <T>(f: () => Promise<T>) => Promise<T>;
const limit = pLimit(5);
let total = 0;
export async function add(id: number) { await limit(async () => { total += await count(id); }); }`,
      output: `${DECLARED}declare function pLimit(n: number): <T>(f: () => Promise<T>) => Promise<T>;
const limit = pLimit(5);
let total = 0;
export async function add(id: number) { await limit(async () => { const value = await count(id); total += value; }); }`,
      errors: [stale('total', 'await count(id)', [8, 67, 8, 72])],
    },
    {
      name: 'started twice at once',
      code: `${DECLARED}let total = 0;
async function add(id: number) { total += await count(id); }
await Promise.all([add(1), add(2)]);
export {};`,
      output: `${DECLARED}let total = 0;
async function add(id: number) { const value = await count(id); total += value; }
await Promise.all([add(1), add(2)]);
export {};`,
      errors: [stale('total', 'await count(id)', [6, 34, 6, 39])],
    },
    {
      name: 'shared arrays and objects',
      code: `${DECLARED}const state: { users: User[]; names: Record<string, string> } = { users: [], names: {} };
export async function add(id: number) {
  state.users = [...state.users, await fetchUser(id)];
  state.users = state.users.concat(await fetchUser(id));
  state.names = { ...state.names, last: (await fetchUser(id)).name };
}`,
      output: `${DECLARED}const state: { users: User[]; names: Record<string, string> } = { users: [], names: {} };
export async function add(id: number) {
  const user = await fetchUser(id);
  state.users = [...state.users, user];
  const value = await fetchUser(id);
  state.users = state.users.concat(value);
  const result = await fetchUser(id);
  state.names = { ...state.names, last: result.name };
}`,
      errors: [
        stale('state.users', 'await fetchUser(id)', [7, 3, 7, 14]),
        stale('state.users', 'await fetchUser(id)', [8, 3, 8, 14]),
        stale('state.names', 'await fetchUser(id)', [9, 3, 9, 14]),
      ],
    },
    {
      name: 'through another name of the same object',
      code: `${DECLARED}export class Counter {
  state = { n: 0 };
  async add(id: number) {
    const { state } = this;
    state.n = this.state.n + (await count(id));
  }
}`,
      errors: [
        stale(
          'state.n',
          'await count(id)',
          [9, 5, 9, 12],
          `${DECLARED}export class Counter {
  state = { n: 0 };
  async add(id: number) {
    const { state } = this;
    const value = await count(id);
    state.n = this.state.n + value;
  }
}`,
        ),
      ],
    },
    {
      name: 'an entry of a map',
      code: `${DECLARED}const sums = new Map<string, number>();
export async function add(key: string, id: number) {
  sums.set(key, (sums.get(key) ?? 0) + (await count(id)));
}`,
      errors: [stale('sums.get(key)', 'await count(id)', [7, 3, 7, 11])],
    },
    {
      name: 'a flag',
      code: `declare function look(id: number): Promise<boolean>;
let found = false;
let fine = true;
export async function add(id: number) {
  found ||= await look(id);
  fine = fine && (await look(id));
}`,
      output: `declare function look(id: number): Promise<boolean>;
let found = false;
let fine = true;
export async function add(id: number) {
  const value = await look(id);
  found ||= value;
  fine = fine && (await look(id));
}`,
      errors: [
        stale('found', 'await look(id)', [5, 3, 5, 8]),
        stale('fine', 'await look(id)', [6, 3, 6, 7]),
      ],
    },
    {
      name: 'read into a variable before',
      code: `${DECLARED}const state = { n: 0 };
export async function add() {
  const n = state.n;
  await sleep(1);
  state.n = n + 1;
}`,
      errors: [
        copied(
          'state.n',
          'await sleep(1)',
          { name: 'n', line: 7 },
          [9, 3, 9, 10],
          `${DECLARED}const state = { n: 0 };
export async function add() {
  await sleep(1);
  state.n = state.n + 1;
}`,
        ),
      ],
    },
    {
      name: 'read into a variable that goes on',
      code: `${DECLARED}const state = { n: 0, list: [1] };
export async function add(ids: number[]) {
  let { n } = state;
  for (const id of ids) n += await count(id);
  state.n = n;
  const old = state.list;
  const next = old.filter((each) => each > 1);
  await sleep(1);
  state.list = next;
}`,
      errors: [
        copied('state.n', 'await count(id)', { name: 'n', line: 7 }, [9, 3, 9, 10]),
        copied('state.list', 'await sleep(1)', { name: 'next', line: 10 }, [13, 3, 13, 13]),
      ],
    },
    {
      name: 'the last value that a variable got decides',
      code: `${DECLARED}const state = { n: 0 };
export async function add(id: number) {
  let n = state.n;
  n = await count(n);
  n += 1;
  state.n = n;
  n = state.n;
  await sleep(1);
  state.n = n + 1;
}`,
      errors: [copied('state.n', 'await sleep(1)', { name: 'n', line: 11 }, [13, 3, 13, 10])],
    },
    {
      name: 'made when it is first needed',
      code: `${DECLARED}let cache: User | undefined;
export async function load() {
  cache ??= await fetchUser(1);
  return cache;
}`,
      errors: [
        unfilled('cache', 'await fetchUser(1)', [7, 3, 7, 8], {
          name: 'pendingCache',
          output: `${DECLARED}let cache: User | undefined;
let pendingCache: Promise<User> | undefined;
export async function load() {
  cache ??= await (pendingCache ??= fetchUser(1).catch((error: unknown) => {
    pendingCache = undefined;
    throw error;
  }));
  return cache;
}`,
        }),
      ],
    },
    {
      name: 'made behind a test',
      code: `${DECLARED}export class Users {
  private first?: User;
  last: User | null = null;
  async load() {
    if (!this.first) {
      this.first = await fetchUser(1);
    }
    if (this.last !== null) return [this.first, this.last];
    const user = await fetchUser(2);
    this.last = user;
    return [this.first, user];
  }
}`,
      errors: [
        unfilled('this.first', 'await fetchUser(1)', [10, 7, 10, 17], {
          name: 'this.pendingFirst',
          output: `${DECLARED}export class Users {
  private first?: User;
  private pendingFirst: Promise<User> | undefined;
  last: User | null = null;
  async load() {
    if (!this.first) {
      this.first = await (this.pendingFirst ??= fetchUser(1).catch((error: unknown) => {
        this.pendingFirst = undefined;
        throw error;
      }));
    }
    if (this.last !== null) return [this.first, this.last];
    const user = await fetchUser(2);
    this.last = user;
    return [this.first, user];
  }
}`,
        }),
        unfilled('this.last', 'await fetchUser(2)', [14, 5, 14, 14], {
          name: 'this.pendingLast',
          output: `${DECLARED}export class Users {
  private first?: User;
  last: User | null = null;
  private pendingLast: Promise<User> | undefined;
  async load() {
    if (!this.first) {
      this.first = await fetchUser(1);
    }
    if (this.last !== null) return [this.first, this.last];
    const user = await (this.pendingLast ??= fetchUser(2).catch((error: unknown) => {
      this.pendingLast = undefined;
      throw error;
    }));
    this.last = user;
    return [this.first, user];
  }
}`,
        }),
      ],
    },
    {
      name: 'a cache by key',
      code: `${DECLARED}export const users = new Map<number, User>();
export const byName: Record<string, User> = {};
export async function get(id: number, name: string) {
  if (!users.has(id)) users.set(id, await fetchUser(id));
  const known = byName[name];
  if (known) return known;
  const user = await fetchUser(id);
  byName[name] = user;
  return user;
}`,
      errors: [
        unfilled('users.get(id)', 'await fetchUser(id)', [8, 23, 8, 32]),
        unfilled('byName[name]', 'await fetchUser(id)', [12, 3, 12, 15]),
      ],
    },
    {
      name: 'what is made again where it is missing or old',
      code: `${DECLARED}let token: { value: number; until: number } | undefined;
export async function get() {
  if (token && token.until > Date.now()) return token;
  token = { value: await count(1), until: Date.now() };
  return token;
}`,
      errors: [unfilled('token', 'await count(1)', [8, 3, 8, 8])],
    },
    {
      name: 'a value that gets old',
      code: `${DECLARED}let token: { value: number; until: number } | undefined;
export async function get() {
  if (!token || token.until < Date.now()) token = { value: await count(1), until: Date.now() };
  return token;
}`,
      errors: [unfilled('token', 'await count(1)', [7, 43, 7, 48])],
    },
    {
      name: 'one test, one report',
      code: `${DECLARED}export class Users {
  first: User | undefined;
  names: string[] | undefined;
  async load() {
    if (this.first === undefined || this.names === undefined) {
      const user = await fetchUser(1);
      this.first = user;
      this.names = [user.name];
    }
  }
  async load2() {
    if (!this.first) {
      try {
        this.first = await fetchUser(1);
      } catch {
        this.first = await fetchUser(2);
      }
    }
  }
}`,
      errors: [
        unfilled('this.first', 'await fetchUser(1)', [11, 7, 11, 17]),
        unfilled('this.first', 'await fetchUser(1)', [18, 9, 18, 19]),
      ],
    },
  ],
});

uncheckedRuleTester.run('no-lost-update: bad input', rule, {
  valid: [
    {
      name: 'names that are missing, and any',
      code: `async function f(x) { missing.x = missing.x; await g(x.y = x.y); this.z ||= ; }`.replace(
        ' ||= ;',
        ' ||= 1;',
      ),
    },
    {
      name: 'a pattern',
      code: 'let a; async function f() { [a] = await g(a); ({ a } = await h(a)); }',
    },
    {
      name: 'a variable that is made from itself',
      code: 'let b; export async function f() { const n = n + 1; await g(); b = n; }',
    },
  ],
  invalid: [],
});
