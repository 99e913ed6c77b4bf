import { describe } from 'vitest';

import rule from '../../../src/rules/no-async-callback.ts';
import { ruleTester } from '../../support/rule-tester.ts';

describe('a `forEach` that does not wait', () => {
  ruleTester.run('no-async-callback', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'a callback that awaits nothing and returns nothing',
        code: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users: User[]) {
  users.forEach((user) => {
    void save(user);
  });
}
`,
      },
      {
        name: 'one that returns a number',
        code: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export function all(users: User[], names: string[]) {
  users.forEach((user) => names.push(user.name));
}
`,
      },
      {
        name: 'a reference to a function that returns nothing',
        code: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
declare function print(user: User): void;
export function all(users: User[]) {
  users.forEach(print);
}
`,
      },
    ],
    invalid: [
      {
        name: 'an async callback',
        code: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users: User[]) {
  users.forEach(async (user) => {
    await save(user);
  });
}
`,
        errors: [
          {
            messageId: 'iteration',
            data: { name: 'forEach' },
            line: 6,
            column: 17,
            endLine: 6,
            endColumn: 32,
            suggestions: [
              {
                messageId: 'inTurn',
                data: { code: 'for (const user of users) …', within: '' },
                output: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users: User[]) {
  for (const user of users) {
    await save(user);
  }
}
`,
              },
              {
                messageId: 'together',
                data: { code: 'await Promise.all(users.map(…))', within: '' },
                output: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users: User[]) {
  await Promise.all(users.map(async (user) => {
    await save(user);
  }));
}
`,
              },
            ],
          },
        ],
      },
      {
        name: 'a callback that returns a promise',
        code: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users: User[]) {
  users.forEach((user) => save(user));
}
`,
        errors: [
          {
            messageId: 'iteration',
            data: { name: 'forEach' },
            line: 6,
            column: 17,
            endLine: 6,
            endColumn: 26,
            suggestions: [
              {
                messageId: 'inTurn',
                data: { code: 'for (const user of users) …', within: '' },
                output: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users: User[]) {
  for (const user of users) await save(user);
}
`,
              },
              {
                messageId: 'together',
                data: { code: 'await Promise.all(users.map(…))', within: '' },
                output: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users: User[]) {
  await Promise.all(users.map((user) => save(user)));
}
`,
              },
            ],
          },
        ],
      },
      {
        name: 'a reference',
        code: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users: User[]) {
  users.forEach(save);
}
`,
        errors: [
          {
            messageId: 'iteration',
            data: { name: 'forEach' },
            line: 6,
            column: 17,
            endLine: 6,
            endColumn: 21,
            suggestions: [
              {
                messageId: 'inTurn',
                data: { code: 'for (const user of users) …', within: '' },
                output: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users: User[]) {
  for (const user of users) await save(user);
}
`,
              },
              {
                messageId: 'together',
                data: { code: 'await Promise.all(users.map(…))', within: '' },
                output: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users: User[]) {
  await Promise.all(users.map(save));
}
`,
              },
            ],
          },
        ],
      },
      {
        name: 'a reference that takes the index, too: no loop',
        code: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
declare function put(user: User, at: number): Promise<void>;
export async function all(users: User[]) {
  users.forEach(put);
}
`,
        errors: [
          {
            messageId: 'iteration',
            data: { name: 'forEach' },
            line: 7,
            column: 17,
            endLine: 7,
            endColumn: 20,
            suggestions: [
              {
                messageId: 'together',
                data: { code: 'await Promise.all(users.map(…))', within: '' },
                output: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
declare function put(user: User, at: number): Promise<void>;
export async function all(users: User[]) {
  await Promise.all(users.map(put));
}
`,
              },
            ],
          },
        ],
      },
      {
        name: 'a function that nothing awaits becomes async',
        code: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export function all(users: User[]) {
  users.forEach(async (user) => { await save(user); });
}
`,
        errors: [
          {
            messageId: 'iteration',
            data: { name: 'forEach' },
            line: 6,
            column: 17,
            endLine: 6,
            endColumn: 32,
            suggestions: [
              {
                messageId: 'inTurn',
                data: { code: 'for (const user of users) …', within: ', and make `all` async' },
                output: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users: User[]) {
  for (const user of users) { await save(user); }
}
`,
              },
              {
                messageId: 'together',
                data: { code: 'await Promise.all(users.map(…))', within: ', and make `all` async' },
                output: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users: User[]) {
  await Promise.all(users.map(async (user) => { await save(user); }));
}
`,
              },
            ],
          },
        ],
      },
      {
        name: 'so do its callers in the file',
        code: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
function all(users: User[]): void {
  users.forEach(async (user) => { await save(user); });
}
export async function start(users: User[]) {
  all(users);
}
`,
        errors: [
          {
            messageId: 'iteration',
            data: { name: 'forEach' },
            line: 6,
            column: 17,
            endLine: 6,
            endColumn: 32,
            suggestions: [
              {
                messageId: 'inTurn',
                data: { code: 'for (const user of users) …', within: ', and make `all` async' },
                output: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
async function all(users: User[]): Promise<void> {
  for (const user of users) { await save(user); }
}
export async function start(users: User[]) {
  await all(users);
}
`,
              },
              {
                messageId: 'together',
                data: { code: 'await Promise.all(users.map(…))', within: ', and make `all` async' },
                output: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
async function all(users: User[]): Promise<void> {
  await Promise.all(users.map(async (user) => { await save(user); }));
}
export async function start(users: User[]) {
  await all(users);
}
`,
              },
            ],
          },
        ],
      },
      {
        name: 'nothing is offered in a constructor',
        code: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export class Store {
  constructor(users: User[]) {
    users.forEach(async (user) => { await save(user); });
  }
}
`,
        errors: [
          {
            messageId: 'iteration',
            data: { name: 'forEach' },
            line: 7,
            column: 19,
            endLine: 7,
            endColumn: 34,
            suggestions: null,
          },
        ],
      },
      {
        name: 'at the top level of a module',
        code: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
declare const users: User[];
users.forEach(async (user) => { await save(user); });
`,
        errors: [
          {
            messageId: 'iteration',
            data: { name: 'forEach' },
            line: 6,
            column: 15,
            endLine: 6,
            endColumn: 30,
            suggestions: [
              {
                messageId: 'inTurn',
                data: { code: 'for (const user of users) …', within: '' },
                output: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
declare const users: User[];
for (const user of users) { await save(user); }
`,
              },
              {
                messageId: 'together',
                data: { code: 'await Promise.all(users.map(…))', within: '' },
                output: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
declare const users: User[];
await Promise.all(users.map(async (user) => { await save(user); }));
`,
              },
            ],
          },
        ],
      },
      {
        name: 'awaited in vain',
        code: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users: User[]) {
  await users.forEach(async (user) => { await save(user); });
}
`,
        errors: [
          {
            messageId: 'iteration',
            data: { name: 'forEach' },
            line: 6,
            column: 23,
            endLine: 6,
            endColumn: 38,
            suggestions: [
              {
                messageId: 'inTurn',
                data: { code: 'for (const user of users) …', within: '' },
                output: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users: User[]) {
  for (const user of users) { await save(user); }
}
`,
              },
              {
                messageId: 'together',
                data: { code: 'await Promise.all(users.map(…))', within: '' },
                output: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users: User[]) {
  await Promise.all(users.map(async (user) => { await save(user); }));
}
`,
              },
            ],
          },
        ],
      },
      {
        name: '`return` becomes `continue`',
        code: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users: User[]) {
  users.forEach(async (user) => {
    if (user.skip) return;
    if (user.name === '') return save(user);
    switch (user.name) {
      case 'root':
        return;
    }
    return save(user);
  });
}
`,
        errors: [
          {
            messageId: 'iteration',
            data: { name: 'forEach' },
            line: 6,
            column: 17,
            endLine: 6,
            endColumn: 32,
            suggestions: [
              {
                messageId: 'inTurn',
                data: { code: 'for (const user of users) …', within: '' },
                output: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users: User[]) {
  for (const user of users) {
    if (user.skip) continue;
    if (user.name === '') { await save(user); continue; }
    switch (user.name) {
      case 'root':
        continue;
    }
    await save(user);
  }
}
`,
              },
              {
                messageId: 'together',
                data: { code: 'await Promise.all(users.map(…))', within: '' },
                output: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users: User[]) {
  await Promise.all(users.map(async (user) => {
    if (user.skip) return;
    if (user.name === '') return save(user);
    switch (user.name) {
      case 'root':
        return;
    }
    return save(user);
  }));
}
`,
              },
            ],
          },
        ],
      },
      {
        name: 'not within a loop of the callback',
        code: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users: User[]) {
  users.forEach(async (user) => {
    for (const letter of user.name) {
      if (letter === ' ') return;
    }
    await save(user);
  });
}
`,
        errors: [
          {
            messageId: 'iteration',
            data: { name: 'forEach' },
            line: 6,
            column: 17,
            endLine: 6,
            endColumn: 32,
            suggestions: [
              {
                messageId: 'together',
                data: { code: 'await Promise.all(users.map(…))', within: '' },
                output: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users: User[]) {
  await Promise.all(users.map(async (user) => {
    for (const letter of user.name) {
      if (letter === ' ') return;
    }
    await save(user);
  }));
}
`,
              },
            ],
          },
        ],
      },
      {
        name: 'the index',
        code: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
declare function put(user: User, at: number): Promise<void>;
export async function all(users: User[]) {
  users.forEach(async (user, index) => {
    await put(user, index);
  });
}
`,
        errors: [
          {
            messageId: 'iteration',
            data: { name: 'forEach' },
            line: 7,
            column: 17,
            endLine: 7,
            endColumn: 39,
            suggestions: [
              {
                messageId: 'inTurn',
                data: { code: 'for (const [index, user] of users.entries()) …', within: '' },
                output: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
declare function put(user: User, at: number): Promise<void>;
export async function all(users: User[]) {
  for (const [index, user] of users.entries()) {
    await put(user, index);
  }
}
`,
              },
              {
                messageId: 'together',
                data: { code: 'await Promise.all(users.map(…))', within: '' },
                output: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
declare function put(user: User, at: number): Promise<void>;
export async function all(users: User[]) {
  await Promise.all(users.map(async (user, index) => {
    await put(user, index);
  }));
}
`,
              },
            ],
          },
        ],
      },
      {
        name: 'the array itself as a third parameter: no loop',
        code: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users: User[]) {
  users.forEach(async (user, _, { length }) => {
    if (length > 1) await save(user);
  });
}
`,
        errors: [
          {
            messageId: 'iteration',
            data: { name: 'forEach' },
            line: 6,
            column: 17,
            endLine: 6,
            endColumn: 47,
            suggestions: [
              {
                messageId: 'together',
                data: { code: 'await Promise.all(users.map(…))', within: '' },
                output: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users: User[]) {
  await Promise.all(users.map(async (user, _, { length }) => {
    if (length > 1) await save(user);
  }));
}
`,
              },
            ],
          },
        ],
      },
      {
        name: '`this` of an arrow function is that of the loop',
        code: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export class Store {
  async put(user: User) { await save(user); }
  async all(users: User[]) {
    users.forEach(async (user) => {
      await this.put(user);
    });
  }
}
`,
        errors: [
          {
            messageId: 'iteration',
            data: { name: 'forEach' },
            line: 8,
            column: 19,
            endLine: 8,
            endColumn: 34,
            suggestions: [
              {
                messageId: 'inTurn',
                data: { code: 'for (const user of users) …', within: '' },
                output: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export class Store {
  async put(user: User) { await save(user); }
  async all(users: User[]) {
    for (const user of users) {
      await this.put(user);
    }
  }
}
`,
              },
              {
                messageId: 'together',
                data: { code: 'await Promise.all(users.map(…))', within: '' },
                output: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export class Store {
  async put(user: User) { await save(user); }
  async all(users: User[]) {
    await Promise.all(users.map(async (user) => {
      await this.put(user);
    }));
  }
}
`,
              },
            ],
          },
        ],
      },
      {
        name: 'a function with `this` of its own: no loop',
        code: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users: User[]) {
  users.forEach(async function (this: User[], user) {
    if (this.length > 1) await save(user);
  }, users);
}
`,
        errors: [
          {
            messageId: 'iteration',
            data: { name: 'forEach' },
            line: 6,
            column: 17,
            endLine: 6,
            endColumn: 52,
            suggestions: [
              {
                messageId: 'together',
                data: { code: 'await Promise.all(users.map(…))', within: '' },
                output: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users: User[]) {
  await Promise.all(users.map(async function (this: User[], user) {
    if (this.length > 1) await save(user);
  }, users));
}
`,
              },
            ],
          },
        ],
      },
      {
        name: 'the body changes the array: no loop',
        code: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users: User[]) {
  users.forEach(async (user) => {
    await save(user);
    users.push(user);
  });
}
`,
        errors: [
          {
            messageId: 'iteration',
            data: { name: 'forEach' },
            line: 6,
            column: 17,
            endLine: 6,
            endColumn: 32,
            suggestions: [
              {
                messageId: 'together',
                data: { code: 'await Promise.all(users.map(…))', within: '' },
                output: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users: User[]) {
  await Promise.all(users.map(async (user) => {
    await save(user);
    users.push(user);
  }));
}
`,
              },
            ],
          },
        ],
      },
      {
        name: 'a type that a loop cannot have: no loop',
        code: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users: User[]) {
  users.forEach(async (user: User) => {
    await save(user);
  });
}
`,
        errors: [
          {
            messageId: 'iteration',
            data: { name: 'forEach' },
            line: 6,
            column: 17,
            endLine: 6,
            endColumn: 38,
            suggestions: [
              {
                messageId: 'together',
                data: { code: 'await Promise.all(users.map(…))', within: '' },
                output: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users: User[]) {
  await Promise.all(users.map(async (user: User) => {
    await save(user);
  }));
}
`,
              },
            ],
          },
        ],
      },
      {
        name: 'the parameter has the name of the array: no loop',
        code: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(user: User[]) {
  user.forEach(async (user) => {
    await save(user);
  });
}
`,
        errors: [
          {
            messageId: 'iteration',
            data: { name: 'forEach' },
            line: 6,
            column: 16,
            endLine: 6,
            endColumn: 31,
            suggestions: [
              {
                messageId: 'together',
                data: { code: 'await Promise.all(user.map(…))', within: '' },
                output: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(user: User[]) {
  await Promise.all(user.map(async (user) => {
    await save(user);
  }));
}
`,
              },
            ],
          },
        ],
      },
      {
        name: 'a pattern',
        code: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
declare function greet(name: string): Promise<void>;
export async function all(users: User[]) {
  users.forEach(async ({ name }) => {
    await greet(name);
  });
}
`,
        errors: [
          {
            messageId: 'iteration',
            data: { name: 'forEach' },
            line: 7,
            column: 17,
            endLine: 7,
            endColumn: 36,
            suggestions: [
              {
                messageId: 'inTurn',
                data: { code: 'for (const { name } of users) …', within: '' },
                output: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
declare function greet(name: string): Promise<void>;
export async function all(users: User[]) {
  for (const { name } of users) {
    await greet(name);
  }
}
`,
              },
              {
                messageId: 'together',
                data: { code: 'await Promise.all(users.map(…))', within: '' },
                output: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
declare function greet(name: string): Promise<void>;
export async function all(users: User[]) {
  await Promise.all(users.map(async ({ name }) => {
    await greet(name);
  }));
}
`,
              },
            ],
          },
        ],
      },
      {
        name: 'the parameter is assigned',
        code: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users: User[], other: User) {
  users.forEach(async (user) => {
    if (user.skip) user = other;
    await save(user);
  });
}
`,
        errors: [
          {
            messageId: 'iteration',
            data: { name: 'forEach' },
            line: 6,
            column: 17,
            endLine: 6,
            endColumn: 32,
            suggestions: [
              {
                messageId: 'inTurn',
                data: { code: 'for (let user of users) …', within: '' },
                output: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users: User[], other: User) {
  for (let user of users) {
    if (user.skip) user = other;
    await save(user);
  }
}
`,
              },
              {
                messageId: 'together',
                data: { code: 'await Promise.all(users.map(…))', within: '' },
                output: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users: User[], other: User) {
  await Promise.all(users.map(async (user) => {
    if (user.skip) user = other;
    await save(user);
  }));
}
`,
              },
            ],
          },
        ],
      },
      {
        name: 'an array that may be missing',
        code: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users?: User[]) {
  users?.forEach(async (user) => {
    await save(user);
  });
}
`,
        errors: [
          {
            messageId: 'iteration',
            data: { name: 'forEach' },
            line: 6,
            column: 18,
            endLine: 6,
            endColumn: 33,
            suggestions: [
              {
                messageId: 'inTurn',
                data: { code: 'for (const user of users ?? []) …', within: '' },
                output: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users?: User[]) {
  for (const user of users ?? []) {
    await save(user);
  }
}
`,
              },
              {
                messageId: 'together',
                data: { code: 'await Promise.all(users?.map(…) ?? [])', within: '' },
                output: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users?: User[]) {
  await Promise.all(users?.map(async (user) => {
    await save(user);
  }) ?? []);
}
`,
              },
            ],
          },
        ],
      },
      {
        name: 'comments stay',
        code: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users: User[]) {
  // all of them
  users.forEach(async (user) => {
    // one of them
    await save(user); // saved
  }); // done
}
`,
        errors: [
          {
            messageId: 'iteration',
            data: { name: 'forEach' },
            line: 7,
            column: 17,
            endLine: 7,
            endColumn: 32,
            suggestions: [
              {
                messageId: 'inTurn',
                data: { code: 'for (const user of users) …', within: '' },
                output: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users: User[]) {
  // all of them
  for (const user of users) {
    // one of them
    await save(user); // saved
  } // done
}
`,
              },
              {
                messageId: 'together',
                data: { code: 'await Promise.all(users.map(…))', within: '' },
                output: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users: User[]) {
  // all of them
  await Promise.all(users.map(async (user) => {
    // one of them
    await save(user); // saved
  })); // done
}
`,
              },
            ],
          },
        ],
      },
      {
        name: 'a comment that a loop has no place for: no loop',
        code: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users: User[]) {
  users.forEach(/* each */ async (user) => {
    await save(user);
  });
}
`,
        errors: [
          {
            messageId: 'iteration',
            data: { name: 'forEach' },
            line: 6,
            column: 28,
            endLine: 6,
            endColumn: 43,
            suggestions: [
              {
                messageId: 'together',
                data: { code: 'await Promise.all(users.map(…))', within: '' },
                output: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users: User[]) {
  await Promise.all(users.map(/* each */ async (user) => {
    await save(user);
  }));
}
`,
              },
            ],
          },
        ],
      },
      {
        name: 'a call over several lines',
        code: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users: User[]) {
  users
    .filter((user) => !user.skip)
    .forEach(async (user) => {
      await save(user);
      console.log(\`a
      b\`);
    });
}
`,
        errors: [
          {
            messageId: 'iteration',
            data: { name: 'forEach' },
            line: 8,
            column: 14,
            endLine: 8,
            endColumn: 29,
            suggestions: [
              {
                messageId: 'inTurn',
                data: {
                  code: 'for (const user of users .filter((user) => !user.skip)) …',
                  within: '',
                },
                output: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users: User[]) {
  for (const user of users
    .filter((user) => !user.skip)) {
    await save(user);
    console.log(\`a
      b\`);
  }
}
`,
              },
              {
                messageId: 'together',
                data: {
                  code: 'await Promise.all(users .filter((user) => !user.skip).map(…))',
                  within: '',
                },
                output: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users: User[]) {
  await Promise.all(users
    .filter((user) => !user.skip)
    .map(async (user) => {
      await save(user);
      console.log(\`a
      b\`);
    }));
}
`,
              },
            ],
          },
        ],
      },
      {
        name: 'a statement without semicolons and braces',
        code: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users: User[], really: boolean) {
  const log: string[] = []
  if (really) users.forEach(async (user) => { await save(user) })
  else log.push('no')
}
`,
        errors: [
          {
            messageId: 'iteration',
            data: { name: 'forEach' },
            line: 7,
            column: 29,
            endLine: 7,
            endColumn: 44,
            suggestions: [
              {
                messageId: 'inTurn',
                data: { code: 'for (const user of users) …', within: '' },
                output: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users: User[], really: boolean) {
  const log: string[] = []
  if (really) for (const user of users) { await save(user) }
  else log.push('no')
}
`,
              },
              {
                messageId: 'together',
                data: { code: 'await Promise.all(users.map(…))', within: '' },
                output: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users: User[], really: boolean) {
  const log: string[] = []
  if (really) await Promise.all(users.map(async (user) => { await save(user) }))
  else log.push('no')
}
`,
              },
            ],
          },
        ],
      },
    ],
  });
});

describe('`forEach` of other collections', () => {
  ruleTester.run('no-async-callback', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'of one that waits',
        code: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
class Users {
  async forEach(callback: (user: User) => void | Promise<void>) {
    await callback({ name: '', skip: false });
  }
}
export async function all(users: Users) {
  await users.forEach(async (user) => {
    await save(user);
  });
}
`,
      },
      {
        name: 'of one that waits whatever its type says',
        code: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
class Users {
  async forEach(callback: (user: User) => void) {
    await callback({ name: '', skip: false });
  }
}
export async function all(users: Users) {
  await users.forEach(async (user) => {
    await save(user);
  });
}
`,
      },
    ],
    invalid: [
      {
        name: 'of a set',
        code: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users: Set<User>) {
  users.forEach(async (user) => {
    await save(user);
  });
}
`,
        errors: [
          {
            messageId: 'iteration',
            data: { name: 'forEach' },
            line: 6,
            column: 17,
            endLine: 6,
            endColumn: 32,
            suggestions: [
              {
                messageId: 'inTurn',
                data: { code: 'for (const user of users) …', within: '' },
                output: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users: Set<User>) {
  for (const user of users) {
    await save(user);
  }
}
`,
              },
              {
                messageId: 'together',
                data: { code: 'await Promise.all(Array.from(users, …))', within: '' },
                output: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users: Set<User>) {
  await Promise.all(Array.from(users, async (user) => {
    await save(user);
  }));
}
`,
              },
            ],
          },
        ],
      },
      {
        name: 'of a map: its values',
        code: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users: Map<string, User>) {
  users.forEach(async (user) => {
    await save(user);
  });
}
`,
        errors: [
          {
            messageId: 'iteration',
            data: { name: 'forEach' },
            line: 6,
            column: 17,
            endLine: 6,
            endColumn: 32,
            suggestions: [
              {
                messageId: 'inTurn',
                data: { code: 'for (const user of users.values()) …', within: '' },
                output: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users: Map<string, User>) {
  for (const user of users.values()) {
    await save(user);
  }
}
`,
              },
              {
                messageId: 'together',
                data: { code: 'await Promise.all(Array.from(users.values(), …))', within: '' },
                output: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users: Map<string, User>) {
  await Promise.all(Array.from(users.values(), async (user) => {
    await save(user);
  }));
}
`,
              },
            ],
          },
        ],
      },
      {
        name: 'of a map: the key comes first in a loop',
        code: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users: Map<string, User>) {
  users.forEach(async (user, id) => {
    if (id !== '') await save(user);
  });
}
`,
        errors: [
          {
            messageId: 'iteration',
            data: { name: 'forEach' },
            line: 6,
            column: 17,
            endLine: 6,
            endColumn: 36,
            suggestions: [
              {
                messageId: 'inTurn',
                data: { code: 'for (const [id, user] of users) …', within: '' },
                output: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users: Map<string, User>) {
  for (const [id, user] of users) {
    if (id !== '') await save(user);
  }
}
`,
              },
            ],
          },
        ],
      },
      {
        name: 'of search parameters',
        code: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
declare function put(name: string, value: string): Promise<void>;
export async function all(query: URLSearchParams) {
  query.forEach(async (value, name) => {
    await put(name, value);
  });
}
`,
        errors: [
          {
            messageId: 'iteration',
            data: { name: 'forEach' },
            line: 7,
            column: 17,
            endLine: 7,
            endColumn: 39,
            suggestions: [
              {
                messageId: 'inTurn',
                data: { code: 'for (const [name, value] of query) …', within: '' },
                output: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
declare function put(name: string, value: string): Promise<void>;
export async function all(query: URLSearchParams) {
  for (const [name, value] of query) {
    await put(name, value);
  }
}
`,
              },
            ],
          },
        ],
      },
      {
        name: 'of a typed array',
        code: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
declare function put(value: number, at: number): Promise<void>;
export async function all(values: Uint8Array) {
  values.forEach(async (value, at) => {
    await put(value, at);
  });
}
`,
        errors: [
          {
            messageId: 'iteration',
            data: { name: 'forEach' },
            line: 7,
            column: 18,
            endLine: 7,
            endColumn: 38,
            suggestions: [
              {
                messageId: 'inTurn',
                data: { code: 'for (const [at, value] of values.entries()) …', within: '' },
                output: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
declare function put(value: number, at: number): Promise<void>;
export async function all(values: Uint8Array) {
  for (const [at, value] of values.entries()) {
    await put(value, at);
  }
}
`,
              },
            ],
          },
        ],
      },
      {
        name: 'of an iterator',
        code: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users: Set<User>) {
  users.values().forEach(async (user) => {
    await save(user);
  });
}
`,
        errors: [
          {
            messageId: 'iteration',
            data: { name: 'forEach' },
            line: 6,
            column: 26,
            endLine: 6,
            endColumn: 41,
            suggestions: [
              {
                messageId: 'inTurn',
                data: { code: 'for (const user of users.values()) …', within: '' },
                output: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users: Set<User>) {
  for (const user of users.values()) {
    await save(user);
  }
}
`,
              },
              {
                messageId: 'together',
                data: { code: 'await Promise.all(Array.from(users.values(), …))', within: '' },
                output: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
export async function all(users: Set<User>) {
  await Promise.all(Array.from(users.values(), async (user) => {
    await save(user);
  }));
}
`,
              },
            ],
          },
        ],
      },
      {
        name: 'of a class of the program',
        code: `
interface User { name: string; skip: boolean }
declare function save(user: User): Promise<void>;
declare function allowed(user: User): Promise<boolean>;
class Users {
  forEach(callback: (user: User) => void) {
    callback({ name: '', skip: false });
  }
}
export async function all(users: Users) {
  users.forEach(async (user) => {
    await save(user);
  });
}
`,
        errors: [
          {
            messageId: 'iteration',
            data: { name: 'forEach' },
            line: 11,
            column: 17,
            endLine: 11,
            endColumn: 32,
            suggestions: null,
          },
        ],
      },
    ],
  });
});
