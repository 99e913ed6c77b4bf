import { describe } from 'vitest';

import rule from '../../../src/rules/no-floating-promise.ts';
import { ruleTester } from '../../support/rule-tester.ts';
import { AWAIT, program, report } from './expected.ts';

describe('an array pattern over an array literal', () => {
  ruleTester.run('no-floating-promise', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'each is read',
        code: program(`
export async function run(one: User, two: User) {
  const [first, second] = [saveUser(one), saveUser(two)];
  await Promise.all([first, second]);
}`),
      },
      {
        name: 'what a spread moves, and what has no name',
        code: program(`
export async function run(more: Promise<User>[]) {
  const [first, second] = [...more, fetchUser(1)];
  const [, _user] = [1, fetchUser(2)];
  return await first;
}`),
      },
      {
        name: 'values',
        code: program(`
declare function useState<T>(value: T): [T, (value: T) => void];
export function useUser() {
  const [user, setUser] = useState<User | null>(null);
  const [one, two] = [Number('1'), String(2)];
  return [user, one];
}`),
      },
    ],
    invalid: [
      {
        name: 'one is not read',
        code: program(`
export async function run(one: User, two: User) {
  const [first, second] = [saveUser(one), saveUser(two)];
  await first;
}`),
        errors: [
          report('unread', [3, 43, 3, 51], {
            name: 'second',
            promise: 'the promise that `saveUser` returns',
            remedy: AWAIT,
          }),
        ],
      },
      {
        name: 'by an assignment, with a default',
        code: program(`
export async function run(one: User, two: User) {
  let first: Promise<void>, second: Promise<void> | undefined;
  [first, second = undefined] = [saveUser(one), saveUser(two)];
  await first;
}`),
        errors: [
          report('unread', [4, 49, 4, 57], {
            name: 'second',
            promise: 'the promise that `saveUser` returns',
            remedy: AWAIT,
          }),
        ],
      },
    ],
  });
});
