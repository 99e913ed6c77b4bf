import { describe } from 'vitest';

import rule from '../../../src/rules/no-floating-promise.ts';
import { ruleTester } from '../../support/rule-tester.ts';
import { AWAIT, OUTSIDE, program, report, RETURN } from './expected.ts';

const SAVING = 'the promise that `saveUser` returns';
const FETCHING = 'the promise that `fetchUser` returns';

const valid = (
  [
    [
      'read by another method',
      `
export class Client {
  #user = fetchUser(1);
  private saving: Promise<void> | undefined;
  save(user: User) { this.saving = saveUser(user); }
  async stop() { await this.#user; await this.saving; }
}`,
    ],
    [
      'read through another name of the instance',
      `
export class Client {
  #saving?: Promise<void>;
  save(user: User) {
    this.#saving = saveUser(user);
    const self = this;
    return () => self.#saving;
  }
  private user = fetchUser(1);
  static join(clients: Client[]) { return clients.map((client) => client.user); }
}`,
    ],
    [
      'taken out of the instance by a pattern',
      `
export class Client {
  private user = fetchUser(1);
  async start() {
    const { user } = this;
    await user;
  }
}`,
    ],
    [
      'read by a key, or by what knows no types',
      `
declare const anything: any;
export class Client {
  private user = fetchUser(1);
  private other = fetchUser(2);
  private third = fetchUser(3);
}
export const read = (client: Client) => [client['user'], anything.other, Reflect.get(client, 'third')];`,
    ],
    [
      'of an object that is handed out with all of its fields',
      `
declare function observe(target: object): void;
export class One {
  private user = fetchUser(1);
  constructor() { observe(this); }
}
export class Two {
  private user = fetchUser(1);
  copy() { return { ...this }; }
}`,
    ],
    [
      'of a class, or with a name, that decorators look at',
      `
declare function Component(target: unknown, context: ClassDecoratorContext): void;
declare function State(target: unknown, context: ClassFieldDecoratorContext): void;
@Component
export class View {
  private user = fetchUser(1);
}
export class Other {
  @State private user = fetchUser(1);
}`,
    ],
    [
      'that others may read: public, protected',
      `
export class Client {
  user = fetchUser(1);
  protected other = fetchUser(2);
}`,
    ],
    [
      'kept while it is handed on',
      `
export class Client {
  #saving?: Promise<void>;
  save(user: User) { return (this.#saving = saveUser(user)); }
  flush(user: User) { void (this.#saving = saveUser(user)); }
}`,
    ],
    [
      'whose rejection is handled, or that cannot reject',
      `
export class Poller {
  #running?: Promise<void>;
  start(user: User) { this.#running = this.#poll(user); }
  other(user: User) { this.#running = saveUser(user).catch((error: unknown) => { console.error(error); }); }
  async #poll(user: User) { try { await saveUser(user); } catch (error) { console.error(error); } }
}`,
    ],
    [
      'tested first, and awaited then',
      `
export class Client {
  #user?: Promise<User>;
  private saving?: Promise<void>;
  async get() {
    if (!this.#user) this.#user = fetchUser(1);
    return await this.#user;
  }
  save(user: User) { return (this.saving ??= saveUser(user)); }
}`,
    ],
    [
      'whose name says that nobody will read it',
      `
export class Poller {
  #_first?: Promise<void>;
  private _second?: Promise<void>;
  start(user: User) {
    this.#_first = saveUser(user);
    this._second = saveUser(user);
  }
}`,
    ],
  ] satisfies [string, string][]
).map(([name, code]) => ({ name, code: program(code) }));

describe('a private field from which nothing takes its promise', () => {
  ruleTester.run('no-floating-promise', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid,
    invalid: [
      {
        name: 'a #field, in methods',
        code: program(`
export class Poller {
  #running?: Promise<void>;
  start(user: User) {
    this.#running = saveUser(user);
  }
  async restart(user: User) {
    this.#running = saveUser(user);
  }
}`),
        errors: [
          report('unread', [5, 21, 5, 29], {
            name: 'this.#running',
            promise: SAVING,
            remedy: RETURN,
          }),
          report('unread', [8, 21, 8, 29], {
            name: 'this.#running',
            promise: SAVING,
            remedy: AWAIT,
          }),
        ],
      },
      {
        name: 'a `private` one, of a class with a type parameter',
        code: program(`
export class Box<T> {
  private saving?: Promise<void>;
  constructor(readonly value: T) {}
  put(user: User) {
    this.saving = saveUser(user);
    return this.value;
  }
}`),
        errors: [
          report('unread', [6, 19, 6, 27], {
            name: 'this.saving',
            promise: SAVING,
            remedy: RETURN,
          }),
        ],
      },
      {
        name: 'the initializers of fields',
        code: program(`
export class Service {
  private user = fetchUser(1);
  static #other = fetchUser(2);
}`),
        errors: [
          report('unread', [3, 18, 3, 27], { name: 'user', promise: FETCHING, remedy: OUTSIDE }),
          report('unread', [4, 19, 4, 28], { name: '#other', promise: FETCHING, remedy: OUTSIDE }),
        ],
      },
      {
        name: 'that is only asked whether there is one',
        code: program(`
export class Poller {
  #running?: Promise<void>;
  private saving?: Promise<void>;
  start(user: User) {
    if (this.#running) return;
    this.#running = saveUser(user);
  }
  stop() { this.#running = undefined; }
  save(user: User) {
    this.saving ??= saveUser(user);
    return this.saving !== undefined && !this.#running;
  }
}`),
        errors: [
          report('unawaited', [7, 21, 7, 29], {
            name: 'this.#running',
            promise: SAVING,
            remedy: RETURN,
          }),
          report('unawaited', [11, 21, 11, 29], {
            name: 'this.saving',
            promise: SAVING,
            remedy: RETURN,
          }),
        ],
      },
      {
        name: 'beside a variable and another member of its name',
        code: program(`
export class Service {
  private user: Promise<User> | undefined;
  start(user: number, other: { user: string }) {
    this.user = fetchUser(user);
    return other.user;
  }
}`),
        errors: [
          report('unread', [5, 17, 5, 26], {
            name: 'this.user',
            promise: FETCHING,
            remedy: RETURN,
          }),
        ],
      },
      {
        name: 'with another name, where `void` and _ say nothing',
        code: program(`
export class Poller {
  #_first?: Promise<void>;
  start(user: User) {
    void (this.#_first = saveUser(user));
  }
}`),
        options: [{ allowVoid: false }],
        errors: [
          report('unread', [5, 26, 5, 34], {
            name: 'this.#_first',
            promise: SAVING,
            remedy: RETURN,
          }),
        ],
      },
    ],
  });
});
