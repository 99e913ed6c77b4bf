import { describe } from 'vitest';

import rule from '../../../src/rules/return-await-in-try.ts';
import { ruleTester } from '../../support/rule-tester.ts';
import {
  ASYNC,
  awaiting,
  CHECK_FINALLY,
  EARLY_FINALLY,
  makingAsync,
  NO_CATCH,
  reported,
  returned,
} from './expected.ts';

const assertionOptions = { requireData: true, requireLocation: true } as const;

const DECLARED = `
interface User { id: number; name: string }
declare function fetchUser(id: number): Promise<User>;
declare function log(text: unknown): void;
`;

describe('functions that are not async', () => {
  ruleTester.run('return-await-in-try', rule, {
    assertionOptions,
    valid: [
      {
        name: 'the promise has a handler of its own',
        code: `${DECLARED}
export function f(id: number) {
  try {
    return fetchUser(id).catch(() => null).then(log);
  } catch (error) {
    log(error);
    return null;
  }
}
`,
      },
      {
        name: 'the catch is for something else that may throw',
        code: `${DECLARED}
export function f(text: string) {
  try {
    const { id } = JSON.parse(text) as User;
    return fetchUser(id);
  } catch (error) {
    log(error);
    return null;
  }
}
`,
      },
      {
        name: 'what is thrown becomes a rejection',
        code: `${DECLARED}
export function f(id: number) {
  try {
    return fetchUser(id);
  } catch (error) {
    return Promise.reject(error);
  }
}
`,
      },
      {
        name: 'a variable gets its value back',
        code: `${DECLARED}
let current = 0;
export function f(id: number) {
  const previous = current;
  current = id;
  try {
    return fetchUser(id);
  } finally {
    current = previous;
  }
}
`,
      },
      {
        name: 'a callback whose result nobody takes',
        code: `${DECLARED}
declare function listen(done: (id: number) => void): void;
listen((id) => {
  try {
    return fetchUser(id);
  } catch (error) {
    log(error);
    return undefined;
  }
});
`,
      },
      {
        name: 'what may be a promise or a value',
        code: `${DECLARED}
export function f(load: () => Promise<User> | User) {
  try {
    return load();
  } catch (error) {
    log(error);
    return null;
  }
}
`,
      },
    ],
    invalid: [
      {
        name: 'a catch around the call alone',
        code: `${DECLARED}
export function f(id: number) {
  try {
    return fetchUser(id);
  } catch {
    return null;
  }
}
`,
        errors: [
          returned('fetchUser(id)', [8, 12, 8, 25], NO_CATCH, ASYNC, [
            makingAsync(
              'fetchUser(id)',
              `${DECLARED}
export async function f(id: number) {
  try {
    return await fetchUser(id);
  } catch {
    return null;
  }
}
`,
            ),
          ]),
        ],
      },
      {
        name: 'a finally that runs too early',
        code: `${DECLARED}
export function f(id: number): Promise<User> {
  try {
    return fetchUser(id);
  } finally {
    log('done');
  }
}
`,
        errors: [
          returned('fetchUser(id)', [8, 12, 8, 25], EARLY_FINALLY, ASYNC, [
            makingAsync(
              'fetchUser(id)',
              `${DECLARED}
export async function f(id: number): Promise<User> {
  try {
    return await fetchUser(id);
  } finally {
    log('done');
  }
}
`,
              CHECK_FINALLY,
            ),
          ]),
        ],
      },
      {
        name: 'a type that no async function can have: nothing is offered',
        code: `${DECLARED}
export function f(id: number): Promise<User> | null {
  try {
    return fetchUser(id);
  } catch {
    return null;
  }
}
`,
        errors: [returned('fetchUser(id)', [8, 12, 8, 25], NO_CATCH, ASYNC)],
      },
      {
        name: 'a getter: nothing is offered',
        code: `${DECLARED}
export class Page {
  get user() {
    try {
      return fetchUser(1);
    } catch {
      return null;
    }
  }
}
`,
        errors: [returned('fetchUser(1)', [9, 14, 9, 26], NO_CATCH, ASYNC)],
      },
    ],
  });
});

describe('promises that leave the try in a variable', () => {
  ruleTester.run('return-await-in-try', rule, {
    assertionOptions,
    valid: [
      {
        name: 'awaited in the try',
        code: `${DECLARED}
export async function f(id: number) {
  let user: Promise<User> | undefined;
  try {
    user = fetchUser(id);
    await user;
  } catch (error) {
    log(error);
  }
  return user;
}
`,
      },
      {
        name: 'awaited in a try of its own',
        code: `${DECLARED}
export async function f(id: number) {
  let user: Promise<User>;
  try {
    user = fetchUser(id);
  } catch (error) {
    log(error);
    return null;
  }
  try {
    return await user;
  } catch {
    return null;
  }
}
`,
      },
      {
        name: 'kept for others',
        code: `${DECLARED}
let user: Promise<User> | undefined;
export async function f(id: number) {
  try {
    user = fetchUser(id);
  } catch (error) {
    log(error);
  }
}
export const g = async () => await user;
`,
      },
    ],
    invalid: [
      {
        name: 'awaited behind it',
        code: `${DECLARED}
export async function f(id: number) {
  let user: Promise<User> | undefined;
  try {
    user = fetchUser(id);
  } catch {
    return null;
  }
  return await user;
}
`,
        errors: [reported('leftTry', { promise: 'fetchUser(id)' }, [9, 12, 9, 25])],
      },
      {
        name: 'in a variable that can hold the value as well',
        code: `${DECLARED}
export async function f(id: number) {
  let user;
  try {
    user = fetchUser(id);
  } catch {
    return null;
  }
  return await user;
}
`,
        errors: [
          reported(
            'leftTry',
            { promise: 'fetchUser(id)' },
            [9, 12, 9, 25],
            [
              awaiting(
                'fetchUser(id)',
                '',
                `${DECLARED}
export async function f(id: number) {
  let user;
  try {
    user = await fetchUser(id);
  } catch {
    return null;
  }
  return await user;
}
`,
              ),
            ],
          ),
        ],
      },
    ],
  });
});
