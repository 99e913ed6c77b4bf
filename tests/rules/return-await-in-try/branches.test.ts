import { describe } from 'vitest';

import rule from '../../../src/rules/return-await-in-try.ts';
import { ruleTester } from '../../support/rule-tester.ts';
import { returned } from './expected.ts';

/** A function whose `try` returns `value`; its report stands in line 5. */
function tried(value: string): string {
  return `
interface User { id: number; name: string }
declare function fetchUser(id: number): Promise<User>; declare const cache: any;
export async function f(c: boolean, user?: User, pending?: Promise<User>) {
  try { return ${value}; } catch { return [c, user, pending, cache]; }
}
`;
}

const COLUMN = 16;

/** `value` is returned; `promise` is reported in it. */
function branch(name: string, value: string, output: string, promise = value) {
  const start = COLUMN + value.indexOf(promise);
  return {
    name,
    code: tried(value),
    output: tried(output),
    errors: [returned(promise, [5, start, 5, start + promise.length])],
  };
}

describe('branches', () => {
  ruleTester.run('return-await-in-try', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      { name: 'all awaited', code: tried('c ? await fetchUser(1) : await fetchUser(2)') },
      { name: 'awaited together', code: tried('await (user ?? fetchUser(1))') },
      { name: 'a promise that is no branch', code: tried('pending && user') },
      { name: 'before a comma', code: tried('(c = true, fetchUser(1), user)') },
      { name: 'a cast that hides no promise', code: tried('user as any') },
      { name: 'a cast of what may be anything', code: tried('cache.get(c) as unknown') },
    ],
    invalid: [
      branch(
        'both of a condition, in one edit',
        'c ? fetchUser(1) : fetchUser(2)',
        'await (c ? fetchUser(1) : fetchUser(2))',
      ),
      branch(
        'one of a condition',
        'c ? user : fetchUser(2)',
        'await (c ? user : fetchUser(2))',
        'fetchUser(2)',
      ),
      branch(
        'one where the other is awaited',
        'c ? await fetchUser(1) : fetchUser(2)',
        'c ? await fetchUser(1) : await fetchUser(2)',
        'fetchUser(2)',
      ),
      branch('behind a cast that hides it', 'fetchUser(1) as any', 'await (fetchUser(1) as any)'),
      branch(
        'the right of ??',
        'user ?? fetchUser(1)',
        'await (user ?? fetchUser(1))',
        'fetchUser(1)',
      ),
      branch('the right of &&', 'c && fetchUser(1)', 'await (c && fetchUser(1))', 'fetchUser(1)'),
      branch('both of ||', 'pending || fetchUser(1)', 'await (pending || fetchUser(1))'),
      branch(
        'beside a value typed any',
        'cache.user ?? fetchUser(1)',
        'await (cache.user ?? fetchUser(1))',
        'fetchUser(1)',
      ),
      branch(
        'the end of a comma list',
        '(c = true, fetchUser(1))',
        '(await (c = true, fetchUser(1)))',
        'fetchUser(1)',
      ),
      branch(
        'nested',
        'c ? user : pending ?? fetchUser(1)',
        'await (c ? user : pending ?? fetchUser(1))',
      ),
      branch('what may be missing', 'pending', 'await pending'),
      branch('in parentheses', '(fetchUser(1))', '(await fetchUser(1))', 'fetchUser(1)'),
      branch(
        'as another type',
        'fetchUser(1) as Promise<unknown>',
        'await (fetchUser(1) as Promise<unknown>)',
      ),
      branch('not null', 'pending!', 'await pending!', 'pending'),
      branch('a part of an optional chain', 'pending?.then()', 'await pending?.then()'),
    ],
  });
});
