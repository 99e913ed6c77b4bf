import { describe } from 'vitest';

import rule from '../../../src/rules/no-floating-promise.ts';
import { ruleTester } from '../../support/rule-tester.ts';
import {
  AWAIT,
  AWAIT_ALL,
  RETURN,
  REACTION,
  CALLBACK,
  CONSTRUCTOR,
  OUTSIDE,
  program,
  report,
} from './expected.ts';

describe('a call that nobody waits for', () => {
  ruleTester.run('no-floating-promise', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'awaited, returned, voided or caught',
        code: program(`
export async function run(user: User) {
  await saveUser(user);
  saveUser(user).catch(console.error);
  saveUser(user).then(() => 1, console.error);
  void saveUser(user);
  return saveUser(user);
}`),
      },
      {
        name: 'in an arrow function without, which returns it',
        code: program(`
export const run = (user: User) => saveUser(user);`),
      },
      {
        name: 'the end of a queue that handles what fails in it',
        code: program(`
let last = Promise.resolve();
const add = (work: () => Promise<void>) => (last = last.then(work));
export const stop = () => (last = last.catch(console.error));
export function run(user: User) {
  add(async () => { await saveUser(user); });
}`),
      },
      {
        name: 'the end of a queue that is waited for behind it',
        code: program(`
let last = Promise.resolve();
const add = (work: () => Promise<void>) => (last = last.then(work));
const idle = async () => { await last; };
export async function run(user: User) {
  add(async () => { await saveUser(user); });
  await idle();
}`),
      },
      {
        name: 'the value of a field',
        code: program(`
export class Service {
  readonly user = fetchUser(1);
}`),
      },
    ],
    invalid: [
      {
        name: 'the end of a queue that is only waited for elsewhere',
        code: program(`
let last = Promise.resolve();
const add = (work: () => Promise<void>) => (last = last.then(work));
export const idle = async () => { await last; };
export function run(user: User) {
  add(async () => { await saveUser(user); });
}`),
        errors: [
          report(
            'ignored',
            [6, 3, 6, 6],
            { promise: 'the promise that `add` returns', remedy: RETURN },
            [
              [
                'return',
                `
let last = Promise.resolve();
const add = (work: () => Promise<void>) => (last = last.then(work));
export const idle = async () => { await last; };
export function run(user: User) {
  return add(async () => { await saveUser(user); });
}`,
              ],
              [
                'catch',
                `
let last = Promise.resolve();
const add = (work: () => Promise<void>) => (last = last.then(work));
export const idle = async () => { await last; };
export function run(user: User) {
  add(async () => { await saveUser(user); }).catch((error: unknown) => { console.error(error); });
}`,
              ],
              [
                'void',
                `
let last = Promise.resolve();
const add = (work: () => Promise<void>) => (last = last.then(work));
export const idle = async () => { await last; };
export function run(user: User) {
  void add(async () => { await saveUser(user); });
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'in an async function',
        code: program(`
export async function run(user: User) {
  saveUser(user);
}`),
        errors: [
          report(
            'ignored',
            [3, 3, 3, 11],
            { promise: 'the promise that `saveUser` returns', remedy: AWAIT },
            [
              [
                'await',
                `
export async function run(user: User) {
  await saveUser(user);
}`,
              ],
              [
                'catch',
                `
export async function run(user: User) {
  saveUser(user).catch((error: unknown) => { console.error(error); });
}`,
              ],
              [
                'void',
                `
export async function run(user: User) {
  void saveUser(user);
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'at the top level of a module',
        code: program(`
saveUser({ id: 1, name: 'a' });`),
        errors: [
          report(
            'ignored',
            [2, 1, 2, 9],
            { promise: 'the promise that `saveUser` returns', remedy: AWAIT },
            [
              [
                'await',
                `
await saveUser({ id: 1, name: 'a' });`,
              ],
              [
                'catch',
                `
saveUser({ id: 1, name: 'a' }).catch((error: unknown) => { console.error(error); });`,
              ],
              [
                'void',
                `
void saveUser({ id: 1, name: 'a' });`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'in a function that is not async',
        code: program(`
export function run(user: User) {
  saveUser(user);
}`),
        errors: [
          report(
            'ignored',
            [3, 3, 3, 11],
            { promise: 'the promise that `saveUser` returns', remedy: RETURN },
            [
              [
                'return',
                `
export function run(user: User) {
  return saveUser(user);
}`,
              ],
              [
                'catch',
                `
export function run(user: User) {
  saveUser(user).catch((error: unknown) => { console.error(error); });
}`,
              ],
              [
                'void',
                `
export function run(user: User) {
  void saveUser(user);
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'in an arrow function with a block',
        code: program(`
export const run = (user: User) => { saveUser(user); };`),
        errors: [
          report(
            'ignored',
            [2, 38, 2, 46],
            { promise: 'the promise that `saveUser` returns', remedy: RETURN },
            [
              [
                'return',
                `
export const run = (user: User) => { return saveUser(user); };`,
              ],
              [
                'catch',
                `
export const run = (user: User) => { saveUser(user).catch((error: unknown) => { console.error(error); }); };`,
              ],
              [
                'void',
                `
export const run = (user: User) => { void saveUser(user); };`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'in a constructor, which cannot wait',
        code: program(`
export class Service {
  constructor() {
    this.start();
  }
  async start() {
    await fetchUser(1);
  }
}`),
        errors: [
          report(
            'ignored',
            [4, 5, 4, 15],
            { promise: 'the promise that `this.start` returns', remedy: CONSTRUCTOR },
            [
              [
                'catch',
                `
export class Service {
  constructor() {
    this.start().catch((error: unknown) => { console.error(error); });
  }
  async start() {
    await fetchUser(1);
  }
}`,
              ],
              [
                'void',
                `
export class Service {
  constructor() {
    void this.start();
  }
  async start() {
    await fetchUser(1);
  }
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'in a method, a setter and a static block',
        code: program(`
export class Service {
  static {
    fetchUser(1);
  }
  set id(id: number) {
    fetchUser(id);
  }
  load() {
    fetchUser(2);
  }
}`),
        errors: [
          report(
            'ignored',
            [4, 5, 4, 14],
            { promise: 'the promise that `fetchUser` returns', remedy: OUTSIDE },
            [
              [
                'catch',
                `
export class Service {
  static {
    fetchUser(1).catch((error: unknown) => { console.error(error); });
  }
  set id(id: number) {
    fetchUser(id);
  }
  load() {
    fetchUser(2);
  }
}`,
              ],
              [
                'void',
                `
export class Service {
  static {
    void fetchUser(1);
  }
  set id(id: number) {
    fetchUser(id);
  }
  load() {
    fetchUser(2);
  }
}`,
              ],
            ],
          ),
          report(
            'ignored',
            [7, 5, 7, 14],
            { promise: 'the promise that `fetchUser` returns', remedy: RETURN },
            [
              [
                'catch',
                `
export class Service {
  static {
    fetchUser(1);
  }
  set id(id: number) {
    fetchUser(id).catch((error: unknown) => { console.error(error); });
  }
  load() {
    fetchUser(2);
  }
}`,
              ],
              [
                'void',
                `
export class Service {
  static {
    fetchUser(1);
  }
  set id(id: number) {
    void fetchUser(id);
  }
  load() {
    fetchUser(2);
  }
}`,
              ],
            ],
          ),
          report(
            'ignored',
            [10, 5, 10, 14],
            { promise: 'the promise that `fetchUser` returns', remedy: RETURN },
            [
              [
                'return',
                `
export class Service {
  static {
    fetchUser(1);
  }
  set id(id: number) {
    fetchUser(id);
  }
  load() {
    return fetchUser(2);
  }
}`,
              ],
              [
                'catch',
                `
export class Service {
  static {
    fetchUser(1);
  }
  set id(id: number) {
    fetchUser(id);
  }
  load() {
    fetchUser(2).catch((error: unknown) => { console.error(error); });
  }
}`,
              ],
              [
                'void',
                `
export class Service {
  static {
    fetchUser(1);
  }
  set id(id: number) {
    fetchUser(id);
  }
  load() {
    void fetchUser(2);
  }
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'in a callback of a chain, which would wait',
        code: program(`
export async function run() {
  await fetchUser(1).then((user) => {
    saveUser(user);
  });
}`),
        errors: [
          report(
            'ignored',
            [4, 5, 4, 13],
            { promise: 'the promise that `saveUser` returns', remedy: REACTION },
            [
              [
                'return',
                `
export async function run() {
  await fetchUser(1).then((user) => {
    return saveUser(user);
  });
}`,
              ],
              [
                'makeAsync',
                `
export async function run() {
  await fetchUser(1).then(async (user) => {
    await saveUser(user);
  });
}`,
              ],
              [
                'catch',
                `
export async function run() {
  await fetchUser(1).then((user) => {
    saveUser(user).catch((error: unknown) => { console.error(error); });
  });
}`,
              ],
              [
                'void',
                `
export async function run() {
  await fetchUser(1).then((user) => {
    void saveUser(user);
  });
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'in a switch',
        code: program(`
export async function run(user: User) {
  switch (user.id) {
    case 1:
      saveUser(user);
      break;
    default:
  }
}`),
        errors: [
          report(
            'ignored',
            [5, 7, 5, 15],
            { promise: 'the promise that `saveUser` returns', remedy: AWAIT },
            [
              [
                'await',
                `
export async function run(user: User) {
  switch (user.id) {
    case 1:
      await saveUser(user);
      break;
    default:
  }
}`,
              ],
              [
                'catch',
                `
export async function run(user: User) {
  switch (user.id) {
    case 1:
      saveUser(user).catch((error: unknown) => { console.error(error); });
      break;
    default:
  }
}`,
              ],
              [
                'void',
                `
export async function run(user: User) {
  switch (user.id) {
    case 1:
      void saveUser(user);
      break;
    default:
  }
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'in the header of a for',
        code: program(`
export async function run(user: User) {
  for (saveUser(user); user.id < 9; saveUser(user)) user.id += 1;
}`),
        errors: [
          report(
            'ignored',
            [3, 8, 3, 16],
            { promise: 'the promise that `saveUser` returns', remedy: AWAIT },
            [
              [
                'await',
                `
export async function run(user: User) {
  for (await saveUser(user); user.id < 9; saveUser(user)) user.id += 1;
}`,
              ],
              [
                'catch',
                `
export async function run(user: User) {
  for (saveUser(user).catch((error: unknown) => { console.error(error); }); user.id < 9; saveUser(user)) user.id += 1;
}`,
              ],
              [
                'void',
                `
export async function run(user: User) {
  for (void saveUser(user); user.id < 9; saveUser(user)) user.id += 1;
}`,
              ],
            ],
          ),
          report(
            'ignored',
            [3, 37, 3, 45],
            { promise: 'the promise that `saveUser` returns', remedy: AWAIT },
            [
              [
                'await',
                `
export async function run(user: User) {
  for (saveUser(user); user.id < 9; await saveUser(user)) user.id += 1;
}`,
              ],
              [
                'catch',
                `
export async function run(user: User) {
  for (saveUser(user); user.id < 9; saveUser(user).catch((error: unknown) => { console.error(error); })) user.id += 1;
}`,
              ],
              [
                'void',
                `
export async function run(user: User) {
  for (saveUser(user); user.id < 9; void saveUser(user)) user.id += 1;
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'in a loop',
        code: program(`
export async function run(users: User[]) {
  for (const user of users) saveUser(user);
}`),
        errors: [
          report(
            'ignored',
            [3, 29, 3, 37],
            { promise: 'the promise that `saveUser` returns', remedy: AWAIT },
            [
              [
                'together',
                `
export async function run(users: User[]) {
  await Promise.all(users.map((user) => saveUser(user)));
}`,
              ],
              [
                'await',
                `
export async function run(users: User[]) {
  for (const user of users) await saveUser(user);
}`,
              ],
              [
                'catch',
                `
export async function run(users: User[]) {
  for (const user of users) saveUser(user).catch((error: unknown) => { console.error(error); });
}`,
              ],
              [
                'void',
                `
export async function run(users: User[]) {
  for (const user of users) void saveUser(user);
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'in a loop with more in it',
        code: program(`
export async function run(users: User[]) {
  for (const user of users) {
    user.id += 1;
    saveUser(user);
  }
}`),
        errors: [
          report(
            'ignored',
            [5, 5, 5, 13],
            { promise: 'the promise that `saveUser` returns', remedy: AWAIT },
            [
              [
                'await',
                `
export async function run(users: User[]) {
  for (const user of users) {
    user.id += 1;
    await saveUser(user);
  }
}`,
              ],
              [
                'catch',
                `
export async function run(users: User[]) {
  for (const user of users) {
    user.id += 1;
    saveUser(user).catch((error: unknown) => { console.error(error); });
  }
}`,
              ],
              [
                'void',
                `
export async function run(users: User[]) {
  for (const user of users) {
    user.id += 1;
    void saveUser(user);
  }
}`,
              ],
            ],
          ),
        ],
      },
    ],
  });
});

describe('parts of a statement', () => {
  ruleTester.run('no-floating-promise', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'the left side is a condition, which another rule looks at',
        code: program(`
declare function isAllowed(): Promise<boolean>;
export function run(list: string[]) {
  isAllowed() || list.push('yes');
}`),
      },
    ],
    invalid: [
      {
        name: 'both arms of a conditional',
        code: program(`
export async function run(user: User, isNew: boolean) {
  isNew ? saveUser(user) : fetchUser(user.id);
}`),
        errors: [
          report(
            'ignored',
            [3, 11, 3, 19],
            { promise: 'the promise that `saveUser` returns', remedy: AWAIT },
            [
              [
                'await',
                `
export async function run(user: User, isNew: boolean) {
  isNew ? await saveUser(user) : fetchUser(user.id);
}`,
              ],
              [
                'catch',
                `
export async function run(user: User, isNew: boolean) {
  isNew ? saveUser(user).catch((error: unknown) => { console.error(error); }) : fetchUser(user.id);
}`,
              ],
              [
                'void',
                `
export async function run(user: User, isNew: boolean) {
  isNew ? void saveUser(user) : fetchUser(user.id);
}`,
              ],
            ],
          ),
          report(
            'ignored',
            [3, 28, 3, 37],
            { promise: 'the promise that `fetchUser` returns', remedy: AWAIT },
            [
              [
                'await',
                `
export async function run(user: User, isNew: boolean) {
  isNew ? saveUser(user) : await fetchUser(user.id);
}`,
              ],
              [
                'catch',
                `
export async function run(user: User, isNew: boolean) {
  isNew ? saveUser(user) : fetchUser(user.id).catch((error: unknown) => { console.error(error); });
}`,
              ],
              [
                'void',
                `
export async function run(user: User, isNew: boolean) {
  isNew ? saveUser(user) : void fetchUser(user.id);
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'the right side of a logical operator',
        code: program(`
export async function run(user: User, isDirty: boolean, other?: User) {
  isDirty && saveUser(user);
  isDirty || saveUser(user);
  other ?? saveUser(user);
}`),
        errors: [
          report(
            'ignored',
            [3, 14, 3, 22],
            { promise: 'the promise that `saveUser` returns', remedy: AWAIT },
            [
              [
                'condition',
                `
export async function run(user: User, isDirty: boolean, other?: User) {
  if (isDirty) await saveUser(user);
  isDirty || saveUser(user);
  other ?? saveUser(user);
}`,
              ],
              [
                'await',
                `
export async function run(user: User, isDirty: boolean, other?: User) {
  isDirty && await saveUser(user);
  isDirty || saveUser(user);
  other ?? saveUser(user);
}`,
              ],
              [
                'catch',
                `
export async function run(user: User, isDirty: boolean, other?: User) {
  isDirty && saveUser(user).catch((error: unknown) => { console.error(error); });
  isDirty || saveUser(user);
  other ?? saveUser(user);
}`,
              ],
              [
                'void',
                `
export async function run(user: User, isDirty: boolean, other?: User) {
  isDirty && void saveUser(user);
  isDirty || saveUser(user);
  other ?? saveUser(user);
}`,
              ],
            ],
          ),
          report(
            'ignored',
            [4, 14, 4, 22],
            { promise: 'the promise that `saveUser` returns', remedy: AWAIT },
            [
              [
                'await',
                `
export async function run(user: User, isDirty: boolean, other?: User) {
  isDirty && saveUser(user);
  isDirty || await saveUser(user);
  other ?? saveUser(user);
}`,
              ],
              [
                'catch',
                `
export async function run(user: User, isDirty: boolean, other?: User) {
  isDirty && saveUser(user);
  isDirty || saveUser(user).catch((error: unknown) => { console.error(error); });
  other ?? saveUser(user);
}`,
              ],
              [
                'void',
                `
export async function run(user: User, isDirty: boolean, other?: User) {
  isDirty && saveUser(user);
  isDirty || void saveUser(user);
  other ?? saveUser(user);
}`,
              ],
            ],
          ),
          report(
            'ignored',
            [5, 12, 5, 20],
            { promise: 'the promise that `saveUser` returns', remedy: AWAIT },
            [
              [
                'await',
                `
export async function run(user: User, isDirty: boolean, other?: User) {
  isDirty && saveUser(user);
  isDirty || saveUser(user);
  other ?? await saveUser(user);
}`,
              ],
              [
                'catch',
                `
export async function run(user: User, isDirty: boolean, other?: User) {
  isDirty && saveUser(user);
  isDirty || saveUser(user);
  other ?? saveUser(user).catch((error: unknown) => { console.error(error); });
}`,
              ],
              [
                'void',
                `
export async function run(user: User, isDirty: boolean, other?: User) {
  isDirty && saveUser(user);
  isDirty || saveUser(user);
  other ?? void saveUser(user);
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'every part of a comma',
        code: program(`
export async function run(user: User) {
  (saveUser(user), fetchUser(1));
}`),
        errors: [
          report(
            'ignored',
            [3, 4, 3, 12],
            { promise: 'the promise that `saveUser` returns', remedy: AWAIT },
            [
              [
                'await',
                `
export async function run(user: User) {
  (await saveUser(user), fetchUser(1));
}`,
              ],
              [
                'catch',
                `
export async function run(user: User) {
  (saveUser(user).catch((error: unknown) => { console.error(error); }), fetchUser(1));
}`,
              ],
              [
                'void',
                `
export async function run(user: User) {
  (void saveUser(user), fetchUser(1));
}`,
              ],
            ],
          ),
          report(
            'ignored',
            [3, 20, 3, 29],
            { promise: 'the promise that `fetchUser` returns', remedy: AWAIT },
            [
              [
                'await',
                `
export async function run(user: User) {
  (saveUser(user), await fetchUser(1));
}`,
              ],
              [
                'catch',
                `
export async function run(user: User) {
  (saveUser(user), fetchUser(1).catch((error: unknown) => { console.error(error); }));
}`,
              ],
              [
                'void',
                `
export async function run(user: User) {
  (saveUser(user), void fetchUser(1));
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'the left side of a comma whose value is used',
        code: program(`
export function run(user: User) {
  return (saveUser(user), user.id);
}`),
        errors: [
          report(
            'ignored',
            [3, 11, 3, 19],
            { promise: 'the promise that `saveUser` returns', remedy: RETURN },
            [
              [
                'catch',
                `
export function run(user: User) {
  return (saveUser(user).catch((error: unknown) => { console.error(error); }), user.id);
}`,
              ],
              [
                'void',
                `
export function run(user: User) {
  return (void saveUser(user), user.id);
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'an optional call',
        code: program(`
export async function run(store?: { save(): Promise<void> }) {
  store?.save();
}`),
        errors: [
          report(
            'ignored',
            [3, 3, 3, 14],
            { promise: 'the promise that `store?.save` may return', remedy: AWAIT },
            [
              [
                'await',
                `
export async function run(store?: { save(): Promise<void> }) {
  await store?.save();
}`,
              ],
              [
                'catch',
                `
export async function run(store?: { save(): Promise<void> }) {
  store?.save().catch((error: unknown) => { console.error(error); });
}`,
              ],
              [
                'void',
                `
export async function run(store?: { save(): Promise<void> }) {
  void store?.save();
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'assertions around it',
        code: program(`
export async function run(user: User) {
  saveUser(user)!;
  (saveUser(user) as Promise<unknown>);
}`),
        errors: [
          report(
            'ignored',
            [3, 3, 3, 11],
            { promise: 'the promise that `saveUser` returns', remedy: AWAIT },
            [
              [
                'await',
                `
export async function run(user: User) {
  await saveUser(user)!;
  (saveUser(user) as Promise<unknown>);
}`,
              ],
              [
                'void',
                `
export async function run(user: User) {
  void saveUser(user)!;
  (saveUser(user) as Promise<unknown>);
}`,
              ],
            ],
          ),
          report(
            'ignored',
            [4, 4, 4, 12],
            { promise: 'the promise that `saveUser` returns', remedy: AWAIT },
            [
              [
                'await',
                `
export async function run(user: User) {
  saveUser(user)!;
  (await (saveUser(user) as Promise<unknown>));
}`,
              ],
              [
                'void',
                `
export async function run(user: User) {
  saveUser(user)!;
  (void (saveUser(user) as Promise<unknown>));
}`,
              ],
            ],
          ),
        ],
      },
    ],
  });
});

describe('what else is a promise', () => {
  ruleTester.run('no-floating-promise', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'a name that other code awaits',
        code: program(`
export async function run(pending: Promise<void>) {
  pending;
  await pending;
}`),
      },
      {
        name: 'any and unknown',
        code: program(`
declare const anything: any;
declare function load(): unknown;
export function run<T>(get: () => T) {
  anything.load();
  load();
  get();
}`),
      },
      {
        name: 'a thenable that the catalogue does not know',
        code: program(`
interface Reply { code(status: number): Reply; then(done: () => void): void }
declare const reply: Reply;
export function run() {
  reply.code(200);
}`),
      },
      {
        name: 'a promise with methods that return itself',
        code: program(`
interface Child extends Promise<string> { on(event: string, listener: () => void): this }
declare function spawn(): Child;
export async function run() {
  const child = spawn();
  child.on('exit', () => {});
  await child;
}`),
      },
    ],
    invalid: [
      {
        name: 'a tagged template',
        code: program(`
declare function sql(texts: TemplateStringsArray): Promise<void>;
export async function run() {
  sql\`delete\`;
}`),
        errors: [
          report(
            'ignored',
            [4, 3, 4, 6],
            { promise: 'the promise that `sql` returns', remedy: AWAIT },
            [
              [
                'await',
                `
declare function sql(texts: TemplateStringsArray): Promise<void>;
export async function run() {
  await sql\`delete\`;
}`,
              ],
              [
                'catch',
                `
declare function sql(texts: TemplateStringsArray): Promise<void>;
export async function run() {
  sql\`delete\`.catch((error: unknown) => { console.error(error); });
}`,
              ],
              [
                'void',
                `
declare function sql(texts: TemplateStringsArray): Promise<void>;
export async function run() {
  void sql\`delete\`;
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'an instance of a subclass',
        code: program(`
class Job extends Promise<number> {}
export async function run() {
  new Job(() => { throw new Error('no'); });
}`),
        errors: [
          report(
            'ignored',
            [4, 7, 4, 10],
            { promise: 'the promise that `new Job` makes', remedy: AWAIT },
            [
              [
                'await',
                `
class Job extends Promise<number> {}
export async function run() {
  await new Job(() => { throw new Error('no'); });
}`,
              ],
              [
                'catch',
                `
class Job extends Promise<number> {}
export async function run() {
  new Job(() => { throw new Error('no'); }).catch((error: unknown) => { console.error(error); });
}`,
              ],
              [
                'void',
                `
class Job extends Promise<number> {}
export async function run() {
  void new Job(() => { throw new Error('no'); });
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'a dynamic import',
        code: program(`
export async function run() {
  import('node:fs');
}`),
        errors: [
          report(
            'ignored',
            [3, 3, 3, 20],
            { promise: "the promise `import('node:fs')`", remedy: AWAIT },
            [
              [
                'await',
                `
export async function run() {
  await import('node:fs');
}`,
              ],
              [
                'catch',
                `
export async function run() {
  import('node:fs').catch((error: unknown) => { console.error(error); });
}`,
              ],
              [
                'void',
                `
export async function run() {
  void import('node:fs');
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'a combinator',
        code: program(`
export async function run(users: User[]) {
  Promise.all(users.map((user) => saveUser(user)));
}`),
        errors: [
          report(
            'ignored',
            [3, 3, 3, 14],
            { promise: 'the promise that `Promise.all` returns', remedy: AWAIT },
            [
              [
                'await',
                `
export async function run(users: User[]) {
  await Promise.all(users.map((user) => saveUser(user)));
}`,
              ],
              [
                'catch',
                `
export async function run(users: User[]) {
  Promise.all(users.map((user) => saveUser(user))).catch((error: unknown) => { console.error(error); });
}`,
              ],
              [
                'void',
                `
export async function run(users: User[]) {
  void Promise.all(users.map((user) => saveUser(user)));
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'an async function that is called where it stands',
        code: program(`
(async () => {
  await fetchUser(1);
})();`),
        errors: [
          report(
            'ignored',
            [2, 2, 2, 13],
            { promise: 'the promise that this function returns', remedy: AWAIT },
            [
              [
                'catch',
                `
(async () => {
  await fetchUser(1);
})().catch((error: unknown) => { console.error(error); });`,
              ],
              [
                'void',
                `
void (async () => {
  await fetchUser(1);
})();`,
              ],
              [
                'await',
                `
await (async () => {
  await fetchUser(1);
})();`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'a call that a comment says to run beside',
        code: program(`
export async function run(user: User) {
  // Don't await: we only want to kick it off.
  saveUser(user);
}`),
        errors: [
          report(
            'ignored',
            [4, 3, 4, 11],
            { promise: 'the promise that `saveUser` returns', remedy: AWAIT },
            [
              [
                'catch',
                `
export async function run(user: User) {
  // Don't await: we only want to kick it off.
  saveUser(user).catch((error: unknown) => { console.error(error); });
}`,
              ],
              [
                'void',
                `
export async function run(user: User) {
  // Don't await: we only want to kick it off.
  void saveUser(user);
}`,
              ],
              [
                'await',
                `
export async function run(user: User) {
  // Don't await: we only want to kick it off.
  await saveUser(user);
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'what a person or an event ends',
        code: program(`
declare const app: { whenReady(): Promise<void> };
declare const dialog: { showMessageBox(text: string): Promise<number> };
export async function run(user: User) {
  app.whenReady().then(() => saveUser(user));
  dialog.showMessageBox(user.name);
}`),
        errors: [
          report(
            'chained',
            [5, 3, 5, 23],
            { promise: 'the promise that `app.whenReady().then` returns', remedy: AWAIT },
            [
              [
                'catch',
                `
declare const app: { whenReady(): Promise<void> };
declare const dialog: { showMessageBox(text: string): Promise<number> };
export async function run(user: User) {
  app.whenReady().then(() => saveUser(user)).catch((error: unknown) => { console.error(error); });
  dialog.showMessageBox(user.name);
}`,
              ],
              [
                'void',
                `
declare const app: { whenReady(): Promise<void> };
declare const dialog: { showMessageBox(text: string): Promise<number> };
export async function run(user: User) {
  void app.whenReady().then(() => saveUser(user));
  dialog.showMessageBox(user.name);
}`,
              ],
              [
                'await',
                `
declare const app: { whenReady(): Promise<void> };
declare const dialog: { showMessageBox(text: string): Promise<number> };
export async function run(user: User) {
  await app.whenReady().then(() => saveUser(user));
  dialog.showMessageBox(user.name);
}`,
              ],
            ],
          ),
          report(
            'ignored',
            [6, 3, 6, 24],
            { promise: 'the promise that `dialog.showMessageBox` returns', remedy: AWAIT },
            [
              [
                'catch',
                `
declare const app: { whenReady(): Promise<void> };
declare const dialog: { showMessageBox(text: string): Promise<number> };
export async function run(user: User) {
  app.whenReady().then(() => saveUser(user));
  dialog.showMessageBox(user.name).catch((error: unknown) => { console.error(error); });
}`,
              ],
              [
                'void',
                `
declare const app: { whenReady(): Promise<void> };
declare const dialog: { showMessageBox(text: string): Promise<number> };
export async function run(user: User) {
  app.whenReady().then(() => saveUser(user));
  void dialog.showMessageBox(user.name);
}`,
              ],
              [
                'await',
                `
declare const app: { whenReady(): Promise<void> };
declare const dialog: { showMessageBox(text: string): Promise<number> };
export async function run(user: User) {
  app.whenReady().then(() => saveUser(user));
  await dialog.showMessageBox(user.name);
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'something that may be a promise',
        code: program(`
declare function callback(): void | Promise<void>;
declare function start(): Promise<void> | undefined;
export async function run() {
  callback();
  start();
}`),
        errors: [
          report(
            'ignored',
            [5, 3, 5, 11],
            { promise: 'the promise that `callback` may return', remedy: AWAIT },
            [
              [
                'await',
                `
declare function callback(): void | Promise<void>;
declare function start(): Promise<void> | undefined;
export async function run() {
  await callback();
  start();
}`,
              ],
              [
                'catch',
                `
declare function callback(): void | Promise<void>;
declare function start(): Promise<void> | undefined;
export async function run() {
  callback()?.catch((error: unknown) => { console.error(error); });
  start();
}`,
              ],
              [
                'void',
                `
declare function callback(): void | Promise<void>;
declare function start(): Promise<void> | undefined;
export async function run() {
  void callback();
  start();
}`,
              ],
            ],
          ),
          report(
            'ignored',
            [6, 3, 6, 8],
            { promise: 'the promise that `start` may return', remedy: AWAIT },
            [
              [
                'await',
                `
declare function callback(): void | Promise<void>;
declare function start(): Promise<void> | undefined;
export async function run() {
  callback();
  await start();
}`,
              ],
              [
                'catch',
                `
declare function callback(): void | Promise<void>;
declare function start(): Promise<void> | undefined;
export async function run() {
  callback();
  start()?.catch((error: unknown) => { console.error(error); });
}`,
              ],
              [
                'void',
                `
declare function callback(): void | Promise<void>;
declare function start(): Promise<void> | undefined;
export async function run() {
  callback();
  void start();
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'a property',
        code: program(`
export async function run(task: { readonly done: Promise<void> }) {
  task.done;
}`),
        errors: [
          report('ignored', [3, 3, 3, 12], { promise: 'the promise `task.done`', remedy: AWAIT }, [
            [
              'await',
              `
export async function run(task: { readonly done: Promise<void> }) {
  await task.done;
}`,
            ],
            [
              'catch',
              `
export async function run(task: { readonly done: Promise<void> }) {
  task.done.catch((error: unknown) => { console.error(error); });
}`,
            ],
            [
              'void',
              `
export async function run(task: { readonly done: Promise<void> }) {
  void task.done;
}`,
            ],
          ]),
        ],
      },
      {
        name: 'such a promise that nobody holds',
        code: program(`
interface Child extends Promise<string> { on(event: string, listener: () => void): this }
declare function spawn(): Child;
export async function run() {
  spawn().on('exit', () => {});
}`),
        errors: [
          report(
            'ignored',
            [5, 3, 5, 13],
            { promise: 'the promise that `spawn().on` returns', remedy: AWAIT },
            [
              [
                'await',
                `
interface Child extends Promise<string> { on(event: string, listener: () => void): this }
declare function spawn(): Child;
export async function run() {
  await spawn().on('exit', () => {});
}`,
              ],
              [
                'catch',
                `
interface Child extends Promise<string> { on(event: string, listener: () => void): this }
declare function spawn(): Child;
export async function run() {
  spawn().on('exit', () => {}).catch((error: unknown) => { console.error(error); });
}`,
              ],
              [
                'void',
                `
interface Child extends Promise<string> { on(event: string, listener: () => void): this }
declare function spawn(): Child;
export async function run() {
  void spawn().on('exit', () => {});
}`,
              ],
            ],
          ),
        ],
      },
    ],
  });
});

describe('collections of promises', () => {
  ruleTester.run('no-floating-promise', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'a collection that is changed',
        code: program(`
export async function run(jobs: Set<Promise<void>>, user: User, list: Promise<void>[]) {
  jobs.add(saveUser(user));
  list.reverse();
  list.push(saveUser(user));
  list.shift();
}`),
      },
      {
        name: `callbacks of array methods are another rule's`,
        code: program(`
export function run(users: User[]) {
  users.map(async (user) => {
    await saveUser(user);
  });
  users.map((user) => saveUser(user));
  users.forEach((user) => saveUser(user));
}`),
      },
    ],
    invalid: [
      {
        name: 'an array',
        code: program(`
export async function run(user: User) {
  [saveUser(user), fetchUser(1)];
}`),
        errors: [
          report(
            'collection',
            [3, 3, 3, 33],
            { promise: 'the promises of this array', remedy: AWAIT_ALL },
            [
              [
                'awaitAll',
                `
export async function run(user: User) {
  await Promise.all([saveUser(user), fetchUser(1)]);
}`,
              ],
              [
                'void',
                `
export async function run(user: User) {
  void [saveUser(user), fetchUser(1)];
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'what a function returns',
        code: program(`
declare function saveAll(): Promise<void>[];
export async function run() {
  saveAll();
}`),
        errors: [
          report(
            'collection',
            [4, 3, 4, 10],
            { promise: 'the promises that `saveAll` returns', remedy: AWAIT_ALL },
            [
              [
                'awaitAll',
                `
declare function saveAll(): Promise<void>[];
export async function run() {
  await Promise.all(saveAll());
}`,
              ],
              [
                'void',
                `
declare function saveAll(): Promise<void>[];
export async function run() {
  void saveAll();
}`,
              ],
            ],
          ),
        ],
      },
      {
        name: 'a set and a map',
        code: program(`
export async function run(user: User) {
  new Set([saveUser(user)]);
  new Map([[1, saveUser(user)]]);
}`),
        errors: [
          report(
            'collection',
            [3, 7, 3, 10],
            { promise: 'the promises that `new Set` makes', remedy: AWAIT_ALL },
            [
              [
                'awaitAll',
                `
export async function run(user: User) {
  await Promise.all(new Set([saveUser(user)]));
  new Map([[1, saveUser(user)]]);
}`,
              ],
              [
                'void',
                `
export async function run(user: User) {
  void new Set([saveUser(user)]);
  new Map([[1, saveUser(user)]]);
}`,
              ],
            ],
          ),
          report(
            'collection',
            [4, 7, 4, 10],
            { promise: 'the promises that `new Map` makes', remedy: AWAIT_ALL },
            [
              [
                'void',
                `
export async function run(user: User) {
  new Set([saveUser(user)]);
  void new Map([[1, saveUser(user)]]);
}`,
              ],
            ],
          ),
        ],
      },
    ],
  });
});

describe('generators and lazy thenables', () => {
  ruleTester.run('no-floating-promise', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'one that is iterated',
        code: program(`
async function* lines() {
  yield await fetchUser(1);
}
export async function run() {
  for await (const line of lines()) console.log(line);
}`),
      },
      {
        name: 'a function that does something before it returns one',
        code: program(`
async function* lines() {
  yield await fetchUser(1);
}
function open() {
  console.log('open');
  return lines();
}
export async function run() {
  open();
}`),
      },
      {
        name: 'a query that is run later',
        code: program(`
import type { Builder } from 'lazy-builder';
declare function from(table: string): Builder;
export async function run() {
  const query = from('users');
  query.orderBy('name');
  return await query;
}`),
        settings: {
          await: {
            additional: [{ module: 'lazy-builder', name: 'Builder', promise: { lazy: true } }],
          },
        },
      },
      {
        name: 'a query that goes on with the one it was given',
        code: program(`
import type { Builder } from 'lazy-builder';
declare function byName(query: Builder): Builder;
export function narrow(query: Builder) {
  byName(query).orderBy('name');
}`),
        settings: {
          await: {
            additional: [{ module: 'lazy-builder', name: 'Builder', promise: { lazy: true } }],
          },
        },
      },
    ],
    invalid: [
      {
        name: 'an async generator that is called',
        code: program(`
async function* lines() {
  yield await fetchUser(1);
}
export async function run() {
  lines();
}`),
        errors: [
          report('notRun', [6, 3, 6, 8], { name: 'lines' }, [
            [
              'iterate',
              `
async function* lines() {
  yield await fetchUser(1);
}
export async function run() {
  for await (const _ of lines());
}`,
            ],
          ]),
        ],
      },
      {
        name: 'a query that nobody runs',
        code: program(`
import type { Builder } from 'lazy-builder';
declare function from(table: string): Builder;
export async function run() {
  from('users').orderBy('name');
}`),
        settings: {
          await: {
            additional: [{ module: 'lazy-builder', name: 'Builder', promise: { lazy: true } }],
          },
        },
        errors: [
          report(
            'lazy',
            [5, 3, 5, 24],
            { promise: 'the promise that `from(…).orderBy` returns', remedy: 'Await it' },
            [
              [
                'await',
                `
import type { Builder } from 'lazy-builder';
declare function from(table: string): Builder;
export async function run() {
  await from('users').orderBy('name');
}`,
              ],
            ],
          ),
        ],
      },
    ],
  });
});

describe('where the report stands', () => {
  ruleTester.run('no-floating-promise', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [],
    invalid: [
      {
        name: 'reports never nest',
        code: program(`
declare function each(f: () => void): Promise<void>;
export async function run(user: User) {
  each(() => { saveUser(user); }).then(() => 1);
  (async () => { saveUser(user); await fetchUser(1); })();
  [each(() => { saveUser(user); })];
}`),
        errors: [
          report(
            'ignored',
            [4, 16, 4, 24],
            { promise: 'the promise that `saveUser` returns', remedy: CALLBACK },
            [
              [
                'catch',
                `
declare function each(f: () => void): Promise<void>;
export async function run(user: User) {
  each(() => { saveUser(user).catch((error: unknown) => { console.error(error); }); }).then(() => 1);
  (async () => { saveUser(user); await fetchUser(1); })();
  [each(() => { saveUser(user); })];
}`,
              ],
              [
                'void',
                `
declare function each(f: () => void): Promise<void>;
export async function run(user: User) {
  each(() => { void saveUser(user); }).then(() => 1);
  (async () => { saveUser(user); await fetchUser(1); })();
  [each(() => { saveUser(user); })];
}`,
              ],
            ],
          ),
          report(
            'chained',
            [4, 35, 4, 39],
            { promise: 'the promise that `each(…).then` returns', remedy: AWAIT },
            [
              [
                'await',
                `
declare function each(f: () => void): Promise<void>;
export async function run(user: User) {
  await each(() => { saveUser(user); }).then(() => 1);
  (async () => { saveUser(user); await fetchUser(1); })();
  [each(() => { saveUser(user); })];
}`,
              ],
              [
                'catch',
                `
declare function each(f: () => void): Promise<void>;
export async function run(user: User) {
  each(() => { saveUser(user); }).then(() => 1).catch((error: unknown) => { console.error(error); });
  (async () => { saveUser(user); await fetchUser(1); })();
  [each(() => { saveUser(user); })];
}`,
              ],
              [
                'void',
                `
declare function each(f: () => void): Promise<void>;
export async function run(user: User) {
  void each(() => { saveUser(user); }).then(() => 1);
  (async () => { saveUser(user); await fetchUser(1); })();
  [each(() => { saveUser(user); })];
}`,
              ],
            ],
          ),
          report(
            'ignored',
            [5, 4, 5, 15],
            { promise: 'the promise that this function returns', remedy: AWAIT },
            [
              [
                'catch',
                `
declare function each(f: () => void): Promise<void>;
export async function run(user: User) {
  each(() => { saveUser(user); }).then(() => 1);
  (async () => { saveUser(user); await fetchUser(1); })().catch((error: unknown) => { console.error(error); });
  [each(() => { saveUser(user); })];
}`,
              ],
              [
                'void',
                `
declare function each(f: () => void): Promise<void>;
export async function run(user: User) {
  each(() => { saveUser(user); }).then(() => 1);
  void (async () => { saveUser(user); await fetchUser(1); })();
  [each(() => { saveUser(user); })];
}`,
              ],
              [
                'await',
                `
declare function each(f: () => void): Promise<void>;
export async function run(user: User) {
  each(() => { saveUser(user); }).then(() => 1);
  await (async () => { saveUser(user); await fetchUser(1); })();
  [each(() => { saveUser(user); })];
}`,
              ],
            ],
          ),
          report(
            'ignored',
            [5, 18, 5, 26],
            { promise: 'the promise that `saveUser` returns', remedy: AWAIT },
            [
              [
                'await',
                `
declare function each(f: () => void): Promise<void>;
export async function run(user: User) {
  each(() => { saveUser(user); }).then(() => 1);
  (async () => { await saveUser(user); await fetchUser(1); })();
  [each(() => { saveUser(user); })];
}`,
              ],
              [
                'catch',
                `
declare function each(f: () => void): Promise<void>;
export async function run(user: User) {
  each(() => { saveUser(user); }).then(() => 1);
  (async () => { saveUser(user).catch((error: unknown) => { console.error(error); }); await fetchUser(1); })();
  [each(() => { saveUser(user); })];
}`,
              ],
              [
                'void',
                `
declare function each(f: () => void): Promise<void>;
export async function run(user: User) {
  each(() => { saveUser(user); }).then(() => 1);
  (async () => { void saveUser(user); await fetchUser(1); })();
  [each(() => { saveUser(user); })];
}`,
              ],
            ],
          ),
          report(
            'ignored',
            [6, 17, 6, 25],
            { promise: 'the promise that `saveUser` returns', remedy: CALLBACK },
            [
              [
                'catch',
                `
declare function each(f: () => void): Promise<void>;
export async function run(user: User) {
  each(() => { saveUser(user); }).then(() => 1);
  (async () => { saveUser(user); await fetchUser(1); })();
  [each(() => { saveUser(user).catch((error: unknown) => { console.error(error); }); })];
}`,
              ],
              [
                'void',
                `
declare function each(f: () => void): Promise<void>;
export async function run(user: User) {
  each(() => { saveUser(user); }).then(() => 1);
  (async () => { saveUser(user); await fetchUser(1); })();
  [each(() => { void saveUser(user); })];
}`,
              ],
            ],
          ),
          report(
            'collection',
            [6, 35, 6, 36],
            { promise: 'the promises of this array', remedy: AWAIT_ALL },
            [
              [
                'awaitAll',
                `
declare function each(f: () => void): Promise<void>;
export async function run(user: User) {
  each(() => { saveUser(user); }).then(() => 1);
  (async () => { saveUser(user); await fetchUser(1); })();
  await Promise.all([each(() => { saveUser(user); })]);
}`,
              ],
              [
                'void',
                `
declare function each(f: () => void): Promise<void>;
export async function run(user: User) {
  each(() => { saveUser(user); }).then(() => 1);
  (async () => { saveUser(user); await fetchUser(1); })();
  void [each(() => { saveUser(user); })];
}`,
              ],
            ],
          ),
        ],
      },
    ],
  });
});

describe('a pause that nobody waits for', () => {
  const PAUSES = `
import { setTimeout as timer } from 'node:timers/promises';
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
async function rest() { await sleep(5); }`;
  const paused = (body: string): string => program(`${PAUSES}\n${body}`);
  const pause = (body: string, called: string, output: string) => ({
    name: body,
    code: paused(`export async function run() { ${body} }`),
    errors: [
      report(
        'idle' as const,
        [5, 31, 5, 31 + called.length],
        { promise: `the promise that \`${called}\` returns`, remedy: 'Await it' },
        [['await' as const, `${PAUSES}\nexport async function run() { ${output} }`]],
      ),
    ],
  });

  ruleTester.run('no-floating-promise', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'awaited, returned, voided or followed by work',
        code: paused(
          'export async function run() { await sleep(1); void sleep(2); sleep(3).then(() => console.log(1)); return sleep(4); }',
        ),
      },
      {
        name: 'voided, where that is no handler',
        code: paused('export function run() { void sleep(2); }'),
        options: [{ allowVoid: false }],
      },
      {
        name: 'a function that does more before it waits',
        code: paused(
          "async function note() { console.log('x'); await sleep(1); }\nexport function run() { note(); }",
        ),
      },
      {
        name: 'a timer that does something',
        code: paused(
          'const later = () => new Promise<void>((resolve) => setTimeout(() => { console.log(1); resolve(); }, 1));\nexport function run() { later(); }',
        ),
      },
    ],
    invalid: [
      pause('sleep(2000);', 'sleep', 'await sleep(2000);'),
      pause('timer(10);', 'timer', 'await timer(10);'),
      pause('rest();', 'rest', 'await rest();'),
    ],
  });
});

describe('in JavaScript', () => {
  const load = "// @ts-nocheck\nasync function load() { return await fetch('x'); }";
  const chained = (body: string): string => `${load}\nexport function fill() { ${body}; }`;
  const saving = (body: string): string =>
    `// @ts-nocheck\n/** @returns {boolean} */\nasync function save() { return await fetch('x'); }\nexport async function run() { ${body}; }`;
  const given = <Kind extends string>(messageId: Kind, called: string, output: string) => ({
    messageId,
    data: { promise: `the promise that \`${called}\` returns` },
    output,
  });
  ruleTester.run('no-floating-promise', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'a caught chain whose next step cannot fail',
        filename: 'module.js',
        code: `${load}\nexport class Cache { constructor() { this.last = null; } fill() { load().catch(() => null).then((it) => { this.last = it; }); } }`,
      },
      {
        name: 'a function that is not async, as its comment says',
        filename: 'module.js',
        code: '// @ts-nocheck\n/** @returns {boolean} */\nfunction save() { return true; }\nexport async function run() { save(); }',
      },
    ],
    invalid: [
      {
        name: 'a caught chain whose next step may fail',
        filename: 'module.js',
        code: chained('load().catch(() => null).then((it) => it.json())'),
        errors: [
          {
            messageId: 'chained',
            data: {
              promise: 'the promise that `load().catch(…).then` returns',
              remedy: RETURN,
            },
            line: 3,
            column: 26,
            endLine: 3,
            endColumn: 55,
            suggestions: [
              given(
                'return',
                'load().catch(…).then',
                chained('return load().catch(() => null).then((it) => it.json())'),
              ),
              given(
                'catch',
                'load().catch(…).then',
                chained(
                  'load().catch(() => null).then((it) => it.json()).catch((error) => { console.error(error); })',
                ),
              ),
              given(
                'void',
                'load().catch(…).then',
                chained('void load().catch(() => null).then((it) => it.json())'),
              ),
            ],
          },
        ],
      },
      {
        name: 'an async function whose comment leaves the promise out',
        filename: 'module.js',
        code: saving('save()'),
        output: saving('await save()'),
        errors: [
          {
            messageId: 'ignored',
            data: { promise: 'the promise that `save` returns', remedy: AWAIT },
            line: 4,
            column: 31,
            endLine: 4,
            endColumn: 35,
            suggestions: [
              given('catch', 'save', saving('save().catch((error) => { console.error(error); })')),
              given('void', 'save', saving('void save()')),
            ],
          },
        ],
      },
    ],
  });
});
