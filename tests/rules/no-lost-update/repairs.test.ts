import { expect, it } from 'vitest';

import rule from '../../../src/rules/no-lost-update.ts';
import { fixToEnd } from '../../support/fix-to-end.ts';
import { ruleTester } from '../../support/rule-tester.ts';
import { copied, stale, unfilled } from './expected.ts';

const DECLARED = `declare function count(id: number): Promise<number>;
declare function price(): number;
declare function sleep(ms: number): Promise<void>;
let total = 0;
`;

/** A function whose body is \`body\`; it starts on line 6, in column 3. */
function inFunction(body: string): string {
  return `${DECLARED}export async function f(id: number, c: boolean) {
  ${body}
}`;
}

const TOTAL = [6, 3, 6, 8] as const;

ruleTester.run('no-lost-update: awaiting first', rule, {
  valid: [{ name: 'awaited first', code: inFunction('const n = await count(id); total += n;') }],
  invalid: [
    {
      name: 'a call before the await goes with it',
      code: inFunction('total += price() + (await count(id));'),
      output: inFunction('const value = price() + (await count(id));\n  total += value;'),
      errors: [stale('total', 'await count(id)', TOTAL)],
    },
    {
      name: 'a call between the old value and the await',
      code: inFunction('total = total + price() + (await count(id));'),
      errors: [stale('total', 'await count(id)', TOTAL)],
    },
    {
      name: 'whether to wait is decided first',
      code: inFunction('total += c ? await count(id) : 1;'),
      output: inFunction('const value = c ? await count(id) : 1;\n  total += value;'),
      errors: [stale('total', 'await count(id)', TOTAL)],
    },
    {
      name: 'whether to wait depends on the old value',
      code: inFunction(
        'total = total > 3 ? total + (await count(id)) : total && total - (await count(1));',
      ),
      errors: [stale('total', 'await count(id)', TOTAL)],
    },
    {
      name: 'what is awaited depends on the old value',
      code: inFunction('total = total + (await count(total));'),
      errors: [stale('total', 'await count(total)', TOTAL)],
    },
    {
      name: 'something else is read first, and may change meanwhile',
      code: `${DECLARED}let rate = 1;
export function setRate(n: number) { rate = n; }
export async function f(id: number) {
  total = total * rate + (await count(id));
}`,
      errors: [
        stale(
          'total',
          'await count(id)',
          [8, 3, 8, 8],
          `${DECLARED}let rate = 1;
export function setRate(n: number) { rate = n; }
export async function f(id: number) {
  const value = await count(id);
  total = total * rate + value;
}`,
        ),
      ],
    },
    {
      name: 'a getter',
      code: `${DECLARED}export class Counter {
  #n = 0;
  get n() { return this.#n; }
  set n(n: number) { this.#n = n; }
  async add(id: number) { this.n += await count(id); }
}`,
      errors: [
        stale(
          'this.n',
          'await count(id)',
          [9, 27, 9, 33],
          `${DECLARED}export class Counter {
  #n = 0;
  get n() { return this.#n; }
  set n(n: number) { this.#n = n; }
  async add(id: number) { const value = await count(id); this.n += value; }
}`,
        ),
      ],
    },
    {
      name: 'a type that is inferred from the target',
      code: `declare function get<T>(path: string): Promise<T>;
const state: { users: { name: string }[] } = { users: [] };
export async function f() {
  state.users = [...state.users, await get('/user')];
}`,
      errors: [stale('state.users', "await get('/user')", [4, 3, 4, 14])],
    },
    {
      name: 'a type that is inferred from the arguments, too',
      code: `declare function save<T>(value: T): Promise<T>;
const state: { users: { name: string }[] } = { users: [] };
export async function f() {
  state.users = [...state.users, await save({ name: 'a' })];
}`,
      errors: [
        stale(
          'state.users',
          "await save({ name: 'a' })",
          [4, 3, 4, 14],
          `declare function save<T>(value: T): Promise<T>;
const state: { users: { name: string }[] } = { users: [] };
export async function f() {
  const result = await save({ name: 'a' });
  state.users = [...state.users, result];
}`,
        ),
      ],
    },
    {
      name: 'literals stay where their type is expected',
      code: `${DECLARED}const state: { all: { kind: 'a' | 'b'; n: number }[] } = { all: [] };
export async function f(id: number) {
  state.all = [...state.all, { kind: 'a', n: await count(id) }];
}`,
      output: `${DECLARED}const state: { all: { kind: 'a' | 'b'; n: number }[] } = { all: [] };
export async function f(id: number) {
  const value = await count(id);
  state.all = [...state.all, { kind: 'a', n: value }];
}`,
      errors: [stale('state.all', 'await count(id)', [7, 3, 7, 12])],
    },
    {
      name: 'two awaits, one in the other',
      code: inFunction('total += await count(await count(id));'),
      output: inFunction('const value = await count(await count(id));\n  total += value;'),
      errors: [stale('total', 'await count(id)', TOTAL)],
    },
    {
      name: 'the body of a condition, a loop and a case',
      code: inFunction(`if (c) total += await count(id);
  else total -= await count(id);
  for (const n of [1, 2]) total += await count(n);
  switch (id) { case 1: total += await count(id); }`),
      output: inFunction(`if (c) { const value = await count(id); total += value; }
  else { const result = await count(id); total -= result; }
  for (const n of [1, 2]) { const count2 = await count(n); total += count2; }
  switch (id) { case 1: { const count3 = await count(id); total += count3; } }`),
      errors: [
        stale('total', 'await count(id)', [6, 10, 6, 15]),
        stale('total', 'await count(id)', [7, 8, 7, 13]),
        stale('total', 'await count(n)', [8, 27, 8, 32]),
        stale('total', 'await count(id)', [9, 25, 9, 30]),
      ],
    },
    {
      name: 'declarations, returns and bodies of arrow functions',
      code: `${DECLARED}export async function f(id: number) {
  const now = (total += await count(id));
  return total += now + (await count(id));
}
export const g = (ids: number[]) => Promise.all(ids.map(async (id) => (total += await count(id))));`,
      output: `${DECLARED}export async function f(id: number) {
  const value = await count(id);
  const now = (total += value);
  const result = await count(id);
  return total += now + result;
}
export const g = (ids: number[]) => Promise.all(ids.map(async (id) => { const value = await count(id); return (total += value); }));`,
      errors: [
        stale('total', 'await count(id)', [6, 16, 6, 21]),
        stale('total', 'await count(id)', [7, 10, 7, 15]),
        stale('total', 'await count(id)', [9, 72, 9, 77]),
      ],
    },
    {
      name: 'where the assignment is a part of something else',
      code: inFunction('console.log(price(), (total += await count(id)));'),
      errors: [stale('total', 'await count(id)', [6, 25, 6, 30])],
    },
    {
      name: 'without semicolons',
      code: `${DECLARED}const state: { all: number[] } = { all: [] }
export async function f(id: number) {
  total += await count(id)
  ;(state.all) = [...state.all, await count(id)]
}`,
      output: `${DECLARED}const state: { all: number[] } = { all: [] }
export async function f(id: number) {
  const value = await count(id)
  total += value
  ;const result = await count(id); (state.all) = [...state.all, result]
}`,
      errors: [
        stale('total', 'await count(id)', [7, 3, 7, 8]),
        stale('state.all', 'await count(id)', [8, 5, 8, 14]),
      ],
    },
    {
      name: 'comments',
      code: inFunction(`// Add it.
  total += /* now */ (await count(/* of */ id)); // done
  total += (/* later */ await count(id));`),
      output: inFunction(`// Add it.
  const value = await count(/* of */ id);
  total += /* now */ value; // done
  const result = await count(id);
  total += (/* later */ result);`),
      errors: [
        stale('total', 'await count(/* of */ id)', [7, 3, 7, 8]),
        stale('total', 'await count(id)', [8, 3, 8, 8]),
      ],
    },
    {
      name: 'a comment for tools is about its line',
      code: inFunction(`// prettier-ignore
  total += await count(id);`),
      errors: [stale('total', 'await count(id)', [7, 3, 7, 8])],
    },
    {
      name: 'names that are taken',
      code: `declare const value: number;
declare function result(): Promise<number>;
let total = value;
export async function f() {
  total += await result();
}`,
      output: `declare const value: number;
declare function result(): Promise<number>;
let total = value;
export async function f() {
  const result2 = await result();
  total += result2;
}`,
      errors: [stale('total', 'await result()', [5, 3, 5, 8])],
    },
    {
      name: 'a loop that waits, and a generator',
      code: `${DECLARED}export async function f(ids: AsyncIterable<number>) {
  const before = total;
  let n = 0;
  for await (const id of ids) n += id;
  total = before + n;
}
export async function* g(): AsyncGenerator<number, void, number> {
  total += yield 1;
}`,
      errors: [
        copied(
          'total',
          'for await (… of ids)',
          { name: 'before', line: 6 },
          [9, 3, 9, 8],
          `${DECLARED}export async function f(ids: AsyncIterable<number>) {
  let n = 0;
  for await (const id of ids) n += id;
  total = total + n;
}
export async function* g(): AsyncGenerator<number, void, number> {
  total += yield 1;
}`,
        ),
        stale('total', 'yield 1', [12, 3, 12, 8]),
      ],
    },
    {
      name: 'no repairs on request',
      code: inFunction('total += await count(id);'),
      options: [{ fix: 'none' }],
      errors: [
        stale(
          'total',
          'await count(id)',
          TOTAL,
          inFunction('const value = await count(id);\n  total += value;'),
        ),
      ],
    },
  ],
});

ruleTester.run('no-lost-update: reading again', rule, {
  valid: [{ name: 'read again', code: inFunction('await sleep(total); total = total + 1;') }],
  invalid: [
    {
      name: 'a variable that has other uses stays',
      code: inFunction('const n = total;\n  await sleep(n);\n  total = n + n;'),
      errors: [
        copied(
          'total',
          'await sleep(n)',
          { name: 'n', line: 6 },
          [8, 3, 8, 8],
          inFunction('const n = total;\n  await sleep(n);\n  total = total + total;'),
        ),
      ],
    },
    {
      name: 'in short form',
      code: `${DECLARED}const state: { data: { name: string; n?: object } } = { data: { name: '' } };
export async function f() {
  const data = state.data;
  await sleep(1);
  state.data = { name: '', n: { data } };
}`,
      errors: [
        copied(
          'state.data',
          'await sleep(1)',
          { name: 'data', line: 7 },
          [9, 3, 9, 13],
          `${DECLARED}const state: { data: { name: string; n?: object } } = { data: { name: '' } };
export async function f() {
  await sleep(1);
  state.data = { name: '', n: { data: state.data } };
}`,
        ),
      ],
    },
    {
      name: 'a type that was narrowed',
      code: `${DECLARED}const state: { n?: number } = {};
export async function f() {
  const n = state.n;
  if (n === undefined) return;
  await sleep(1);
  state.n = n + 1;
}`,
      errors: [copied('state.n', 'await sleep(1)', { name: 'n', line: 7 }, [10, 3, 10, 10])],
    },
    {
      name: 'more than a copy',
      code: inFunction('const n = total * 2;\n  await sleep(1);\n  total = n + 1;'),
      errors: [copied('total', 'await sleep(1)', { name: 'n', line: 6 }, [8, 3, 8, 8])],
    },
    {
      name: 'the wait is in the assignment',
      code: inFunction('const n = total;\n  total = n + (await count(id));'),
      errors: [copied('total', 'await count(id)', { name: 'n', line: 6 }, [7, 3, 7, 8])],
    },
    {
      name: 'as a fix on request',
      code: inFunction('const n = total;\n  await sleep(1);\n  total = n + 1;'),
      output: inFunction('await sleep(1);\n  total = total + 1;').replace('  await', '  await'),
      options: [{ fix: 'all' }],
      errors: [copied('total', 'await sleep(1)', { name: 'n', line: 6 }, [8, 3, 8, 8])],
    },
  ],
});

const LOAD = `interface User { name: string }
declare function load(): Promise<User>;
`;

ruleTester.run('no-lost-update: keeping the promise', rule, {
  valid: [
    {
      name: 'the promise is kept',
      code: `${LOAD}let user: Promise<User> | undefined;
export async function f() { user ??= load(); return (await user).name; }`,
    },
  ],
  invalid: [
    {
      name: 'an exported variable, and one of an outer function',
      code: `${LOAD}export let user: User | null = null;
export async function f() { user = user ?? (await load()); return user; }
export function g() {
  let own: User | undefined;
  return async () => { if (own === undefined) own = await load(); return own; };
}`,
      errors: [
        unfilled('user', 'await load()', [4, 29, 4, 33], {
          name: 'pendingUser',
          output: `${LOAD}export let user: User | null = null;
let pendingUser: Promise<User> | undefined;
export async function f() { user = user ?? (await (pendingUser ??= load().catch((error: unknown) => {
  pendingUser = undefined;
  throw error;
}))); return user; }
export function g() {
  let own: User | undefined;
  return async () => { if (own === undefined) own = await load(); return own; };
}`,
        }),
        unfilled('own', 'await load()', [7, 47, 7, 50], {
          name: 'pendingOwn',
          output: `${LOAD}export let user: User | null = null;
export async function f() { user = user ?? (await load()); return user; }
export function g() {
  let own: User | undefined;
  let pendingOwn: Promise<User> | undefined;
  return async () => { if (own === undefined) own = await (pendingOwn ??= load().catch((error: unknown) => {
    pendingOwn = undefined;
    throw error;
  })); return own; };
}`,
        }),
      ],
    },
    {
      name: 'private names and static fields',
      code: `${LOAD}export class Users {
  #first: User | undefined;
  static _last?: User;
  async first() { this.#first ??= await load(); return this.#first; }
  static async last() { return (this._last ??= await load()); }
}`,
      errors: [
        unfilled('this.#first', 'await load()', [6, 19, 6, 30], {
          name: 'this.#pendingFirst',
          output: `${LOAD}export class Users {
  #first: User | undefined;
  #pendingFirst: Promise<User> | undefined;
  static _last?: User;
  async first() { this.#first ??= await (this.#pendingFirst ??= load().catch((error: unknown) => {
    this.#pendingFirst = undefined;
    throw error;
  })); return this.#first; }
  static async last() { return (this._last ??= await load()); }
}`,
        }),
        unfilled('this._last', 'await load()', [7, 33, 7, 43], {
          name: 'this._pendingLast',
          output: `${LOAD}export class Users {
  #first: User | undefined;
  static _last?: User;
  private static _pendingLast: Promise<User> | undefined;
  async first() { this.#first ??= await load(); return this.#first; }
  static async last() { return (this._last ??= await (this._pendingLast ??= load().catch((error: unknown) => {
    this._pendingLast = undefined;
    throw error;
  }))); }
}`,
        }),
      ],
    },
    {
      name: 'no type is written, another value is stored, or the name is taken',
      code: `${LOAD}let name: string | undefined;
let pendingUser = 0, user: User | undefined;
export class Users {
  first;
  constructor(first?: User) { this.first = first; }
  async load() { this.first ??= await load(); return [this.first, pendingUser++]; }
}
export async function f() {
  name ??= (await load()).name;
  user ??= await load();
  return [name, user];
}`,
      errors: [
        unfilled('this.first', 'await load()', [8, 18, 8, 28]),
        unfilled('name', 'await load()', [11, 3, 11, 7]),
        unfilled('user', 'await load()', [12, 3, 12, 7]),
      ],
    },
    {
      name: 'what is forgotten is made anew: the promise would bring it back',
      code: `${LOAD}let user: User | undefined;
export function forget() { user = undefined; }
export async function f() { user ??= await load(); return user; }
let old: { user: User; at: number } | undefined;
declare function loadOld(): Promise<{ user: User; at: number }>;
export async function g() { if (!old || old.at < Date.now()) old = await loadOld(); return old; }`,
      errors: [
        unfilled('user', 'await load()', [5, 29, 5, 33]),
        unfilled('old', 'await loadOld()', [8, 62, 8, 65]),
      ],
    },
    {
      name: 'plain JavaScript',
      filename: 'module.js',
      code: `/** @type {string | undefined} */
let text;
export async function f() { text ??= await (await fetch('https://a.test')).text(); return text; }`,
      errors: [unfilled('text', "await (await fetch('https://a.test')).text()", [3, 29, 3, 33])],
    },
  ],
});

const ENTRIES = `interface User { name: string }
declare function fetchUser(id: number): Promise<User>;
`;

ruleTester.run('no-lost-update: keeping the promises of entries', rule, {
  valid: [
    {
      name: 'the promises are kept',
      code: `${ENTRIES}const users = new Map<number, Promise<User>>();
export async function get(id: number) {
  if (!users.has(id)) users.set(id, fetchUser(id));
  return users.get(id);
}`,
    },
  ],
  invalid: [
    {
      name: 'a map of the module',
      code: `${ENTRIES}const users = new Map<number, User>();
export async function get(id: number) {
  if (!users.has(id)) users.set(id, await fetchUser(id));
  return users.get(id);
}`,
      errors: [
        unfilled('users.get(id)', 'await fetchUser(id)', [5, 23, 5, 32], {
          name: 'pendingUsers',
          output: `${ENTRIES}const users = new Map<number, User>();
const pendingUsers = new Map<number, Promise<User>>();
export async function get(id: number) {
  if (!users.has(id)) {
    let pending = pendingUsers.get(id);
    if (!pending) {
      pending = fetchUser(id).catch((error: unknown) => {
        pendingUsers.delete(id);
        throw error;
      });
      pendingUsers.set(id, pending);
    }
    users.set(id, await pending);
  }
  return users.get(id);
}`,
        }),
      ],
    },
    {
      name: 'a map in a field, through a variable, on a line with other code',
      code: `${ENTRIES}export class Users {
  readonly #byId = new Map<number, User>();
  async get(id: number): Promise<User> {
    const cached = this.#byId.get(id);
    if (cached !== undefined) { return cached; } const user = await fetchUser(id);
    this.#byId.set(id, user);
    return user;
  }
}`,
      errors: [
        unfilled('this.#byId.get(id)', 'await fetchUser(id)', [8, 5, 8, 19], {
          name: 'this.#pendingById',
          output: `${ENTRIES}export class Users {
  readonly #byId = new Map<number, User>();
  readonly #pendingById = new Map<number, Promise<User>>();
  async get(id: number): Promise<User> {
    const cached = this.#byId.get(id);
    if (cached !== undefined) { return cached; } let pending = this.#pendingById.get(id);
    if (!pending) {
      pending = fetchUser(id).catch((error: unknown) => {
        this.#pendingById.delete(id);
        throw error;
      });
      this.#pendingById.set(id, pending);
    }
    const user = await pending;
    this.#byId.set(id, user);
    return user;
  }
}`,
        }),
      ],
    },
    {
      name: 'the type stands at the name',
      code: `${ENTRIES}export class Users {
  private readonly names: Map<string, User | undefined> = new Map();
  async name(name: string) {
    if (this.names.has(name)) return this.names.get(name);
    this.names.set(name, await fetchUser(1));
    return this.names.get(name);
  }
}`,
      errors: [
        unfilled('this.names.get(name)', 'await fetchUser(1)', [7, 5, 7, 19], {
          name: 'this.pendingNames',
          output: `${ENTRIES}export class Users {
  private readonly names: Map<string, User | undefined> = new Map();
  private readonly pendingNames = new Map<string, Promise<User>>();
  async name(name: string) {
    if (this.names.has(name)) return this.names.get(name);
    let pending = this.pendingNames.get(name);
    if (!pending) {
      pending = fetchUser(1).catch((error: unknown) => {
        this.pendingNames.delete(name);
        throw error;
      });
      this.pendingNames.set(name, pending);
    }
    this.names.set(name, await pending);
    return this.names.get(name);
  }
}`,
        }),
      ],
    },
    {
      name: 'records',
      code: `${ENTRIES}const byName: Partial<Record<string, User>> = Object.create(null);
const byId: { [id: number]: User } = {};
export async function get(id: number, name: string) {
  byId[id] ??= await fetchUser(id);
  return byName[name] ?? (byName[name] = await fetchUser(1));
}`,
      errors: [
        unfilled('byId[id]', 'await fetchUser(id)', [6, 3, 6, 11], {
          name: 'pendingById',
          output: `${ENTRIES}const byName: Partial<Record<string, User>> = Object.create(null);
const byId: { [id: number]: User } = {};
const pendingById: { [id: number]: Promise<User> } = {};
export async function get(id: number, name: string) {
  byId[id] ??= await (pendingById[id] ??= fetchUser(id).catch((error: unknown) => {
    delete pendingById[id];
    throw error;
  }));
  return byName[name] ?? (byName[name] = await fetchUser(1));
}`,
        }),
        unfilled('byName[name]', 'await fetchUser(1)', [7, 27, 7, 39], {
          name: 'pendingByName',
          output: `${ENTRIES}const byName: Partial<Record<string, User>> = Object.create(null);
const pendingByName: Partial<Record<string, Promise<User>>> = Object.create(null);
const byId: { [id: number]: User } = {};
export async function get(id: number, name: string) {
  byId[id] ??= await fetchUser(id);
  return byName[name] ?? (byName[name] = await (pendingByName[name] ??= fetchUser(1).catch((error: unknown) => {
    delete pendingByName[name];
    throw error;
  })));
}`,
        }),
      ],
    },
    {
      name: 'others may remove or make an entry, or a field that others see',
      code: `${ENTRIES}const removed = new Map<number, User>();
export const open = new Map<number, User>();
const passed = new Map<number, User>();
declare function show(users: Map<number, User>): void;
show(passed);
export class Users { byId = new Map<number, User>(); }
export const users = new Users();
export function forget(id: number) { removed.delete(id); }
export async function f(id: number) {
  if (!removed.has(id)) removed.set(id, await fetchUser(id));
  if (!open.has(id)) open.set(id, await fetchUser(id));
  if (!passed.has(id)) passed.set(id, await fetchUser(id));
  if (!users.byId.has(id)) users.byId.set(id, await fetchUser(id));
}`,
      errors: [
        unfilled('removed.get(id)', 'await fetchUser(id)', [12, 25, 12, 36]),
        unfilled('open.get(id)', 'await fetchUser(id)', [13, 22, 13, 30]),
        unfilled('passed.get(id)', 'await fetchUser(id)', [14, 24, 14, 34]),
        unfilled('users.byId.get(id)', 'await fetchUser(id)', [15, 28, 15, 42]),
      ],
    },
    {
      name: 'the variable is more than what is kept, another value is kept, or no type is written',
      code: `${ENTRIES}interface Admin extends User { rights: string[] }
declare function fetchAdmin(id: number): Promise<Admin>;
const users = new Map<number, User>();
const names = new Map<number, string>();
const untyped = new Map([[0, { name: 'root' }]]);
export async function f(id: number) {
  const known = users.get(id);
  if (known) return [known.name];
  const admin = await fetchAdmin(id);
  users.set(id, admin);
  return admin.rights;
}
export async function g(id: number) {
  if (!names.has(id)) names.set(id, (await fetchUser(id)).name);
  if (!untyped.has(id)) untyped.set(id, await fetchUser(id));
}`,
      errors: [
        unfilled('users.get(id)', 'await fetchAdmin(id)', [12, 3, 12, 12]),
        unfilled('names.get(id)', 'await fetchUser(id)', [16, 23, 16, 32]),
        unfilled('untyped.get(id)', 'await fetchUser(id)', [17, 25, 17, 36]),
      ],
    },
  ],
});

it('brings a file to its end', () => {
  const fixed = fixToEnd(
    'no-lost-update',
    rule,
    inFunction(`total += (await count(id)) * (await count(2));
  total = total + (await count(id)) + (await count(2));
  if (c) total += await count(id);`),
  );
  expect(fixed.output).toBe(
    inFunction(`const value = (await count(id)) * (await count(2));
  total += value;
  const result = await count(id);
  const count3 = await count(2);
  total = total + result + count3;
  if (c) { const count2 = await count(id); total += count2; }`),
  );
  expect(fixed.messages).toEqual([]);
});
