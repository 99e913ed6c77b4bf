import rule from '../../../src/rules/no-sequential-await.ts';
import { ruleTester } from '../../support/rule-tester.ts';
import { left, pair } from './expected.ts';

const DECLARED = `import { readFile, stat } from 'node:fs/promises';
import { open } from 'kv-store';
declare function fetchUser(id: number): Promise<{ id: number }>;
declare function fetchPosts(id: number): Promise<string[]>;
declare function saveUser(id: number): Promise<void>;
declare function compute(id: number): Promise<number>;
declare const store: { getItem(key: string): Promise<string> };
`;

ruleTester.run('no-sequential-await: options', rule, {
  valid: [
    {
      name: 'likely: false',
      code: `${DECLARED}export async function f(id: number) {
  const u = await fetchUser(id);
  const p = await fetchPosts(id);
  return [u, p];
}`,
      options: [{ likely: false }],
    },
    {
      name: 'allow a function by name',
      code: `${DECLARED}export async function f(id: number) {
  const u = await fetchUser(id);
  const p = await fetchPosts(id);
  return [u, p];
}`,
      options: [{ allow: ['fetchPosts'] }],
    },
    {
      name: 'allow a function of a package',
      code: `${DECLARED}export async function f(p: string) {
  const a = await readFile(p);
  const b = await stat(p);
  return [a, b];
}`,
      options: [{ allow: [{ from: 'package', name: 'promises.stat', package: 'node:fs' }] }],
    },
    {
      name: 'nothing is known about it without one',
      code: `${DECLARED}export async function f(p: string) {
  const a = await open(p);
  const b = await stat(p);
  return [a, b];
}`,
    },
    {
      name: 'an additional row says that a function writes',
      code: `${DECLARED}export async function f(p: string) {
  const a = await readFile(p);
  const b = await stat(p);
  return [a, b];
}`,
      options: [
        {
          additional: [
            { module: 'node:fs', name: 'promises.stat', effects: { writes: ['file system'] } },
          ],
        },
      ],
    },
    {
      name: 'explain nothing unless asked',
      code: `${DECLARED}export async function f(id: number) {
  await saveUser(id);
  const u = await fetchUser(id);
  const n = await compute(u.id);
  const p = await fetchPosts(n);
  return [u, p];
}`,
    },
  ],
  invalid: [
    {
      name: 'likely: false keeps what is proven',
      code: `${DECLARED}export async function f(p: string) {
  const a = await readFile(p);
  const b = await stat(p);
  return [a, b];
}`,
      options: [{ likely: false }],
      output: `${DECLARED}export async function f(p: string) {
  const [a, b] = await Promise.all([readFile(p), stat(p)]);
  return [a, b];
}`,
      errors: [
        pair(
          ['readFile', 'stat'],
          [10, 13],
          ['`stat` does not use `a`', 'neither writes anything'],
        ),
      ],
    },
    {
      name: 'likely by default',
      code: `${DECLARED}export async function f(id: number) {
  const u = await fetchUser(id);
  const p = await fetchPosts(id);
  return [u, p];
}`,
      errors: [
        pair(
          ['fetchUser', 'fetchPosts'],
          [10, 13],
          ['`fetchPosts` does not use `u`'],
          ['`fetchUser` only reads', '`fetchPosts` only reads'],
          `${DECLARED}export async function f(id: number) {
  const [u, p] = await Promise.all([fetchUser(id), fetchPosts(id)]);
  return [u, p];
}`,
        ),
      ],
    },
    {
      name: 'fix: all makes a fix of it',
      code: `${DECLARED}export async function f(id: number) {
  const u = await fetchUser(id);
  const p = await fetchPosts(id);
  return [u, p];
}`,
      options: [{ fix: 'all' }],
      output: `${DECLARED}export async function f(id: number) {
  const [u, p] = await Promise.all([fetchUser(id), fetchPosts(id)]);
  return [u, p];
}`,
      errors: [
        pair(
          ['fetchUser', 'fetchPosts'],
          [10, 13],
          ['`fetchPosts` does not use `u`'],
          ['`fetchUser` only reads', '`fetchPosts` only reads'],
        ),
      ],
    },
    {
      name: 'fix: none makes a suggestion of what is proven',
      code: `${DECLARED}export async function f(p: string) {
  const a = await readFile(p);
  const b = await stat(p);
  return [a, b];
}`,
      options: [{ fix: 'none' }],
      errors: [
        pair(
          ['readFile', 'stat'],
          [10, 13],
          ['`stat` does not use `a`', 'neither writes anything'],
          [],
          `${DECLARED}export async function f(p: string) {
  const [a, b] = await Promise.all([readFile(p), stat(p)]);
  return [a, b];
}`,
        ),
      ],
    },
    {
      name: 'allow a member of an interface',
      code: `${DECLARED}export async function f(id: number) {
  const u = await fetchUser(id);
  const c = await store.getItem('c');
  const p = await fetchPosts(id);
  return [u, c, p];
}`,
      options: [{ allow: ['store.getItem'] }],
      errors: [
        pair(
          ['fetchUser', 'fetchPosts'],
          [11, 13],
          ['none of them uses what another one gives'],
          ['`fetchUser` only reads', '`store.getItem` only reads', '`fetchPosts` only reads'],
          `${DECLARED}export async function f(id: number) {
  const [u, p] = await Promise.all([fetchUser(id), fetchPosts(id)]);
  const c = await store.getItem('c');
  return [u, c, p];
}`,
        ),
      ],
    },
    {
      name: 'allow another one',
      code: `${DECLARED}export async function f(id: number) {
  const u = await fetchUser(id);
  const p = await fetchPosts(id);
  return [u, p];
}`,
      options: [{ allow: ['fetchComments'] }],
      errors: [
        pair(
          ['fetchUser', 'fetchPosts'],
          [10, 13],
          ['`fetchPosts` does not use `u`'],
          ['`fetchUser` only reads', '`fetchPosts` only reads'],
          `${DECLARED}export async function f(id: number) {
  const [u, p] = await Promise.all([fetchUser(id), fetchPosts(id)]);
  return [u, p];
}`,
        ),
      ],
    },
    {
      name: 'an additional row says that a function only reads',
      code: `${DECLARED}export async function f(p: string) {
  const a = await open(p);
  const b = await stat(p);
  return [a, b];
}`,
      options: [
        {
          additional: [
            {
              module: 'kv-store',
              name: 'open',
              effects: { reads: ['network'] },
              failsBy: 'rejection',
            },
          ],
        },
      ],
      output: `${DECLARED}export async function f(p: string) {
  const [a, b] = await Promise.all([open(p), stat(p)]);
  return [a, b];
}`,
      errors: [
        pair(['open', 'stat'], [10, 13], ['`stat` does not use `a`', 'neither writes anything']),
      ],
    },
    {
      name: 'explain',
      code: `${DECLARED}export async function f(id: number) {
  await saveUser(id);
  const u = await fetchUser(id);
  const n = await compute(u.id);
  const p = await fetchPosts(n);
  return [u, p];
}`,
      options: [{ explain: true }],
      errors: [
        left(
          'saveUser',
          'fetchUser',
          [10, 13],
          'effects',
          'nothing shows that `saveUser` only reads',
        ),
        left('fetchUser', 'compute', [11, 13], 'data', '`compute` uses `u`'),
        left('compute', 'fetchPosts', [12, 13], 'data', '`fetchPosts` uses `n`'),
      ],
    },
    {
      name: 'explain what likely: false leaves out',
      code: `${DECLARED}export async function f(id: number) {
  const u = await fetchUser(id);
  const p = await fetchPosts(id);
  return [u, p];
}`,
      options: [{ explain: true, likely: false }],
      errors: [
        left(
          'fetchUser',
          'fetchPosts',
          [10, 13],
          'likely',
          'it would be right only if `fetchUser` only reads, and `fetchPosts` only reads',
        ),
      ],
    },
    {
      name: 'explain beside a group',
      code: `${DECLARED}export async function f(id: number) {
  const u = await fetchUser(id);
  const p = await fetchPosts(id);
  await saveUser(id);
  return [u, p];
}`,
      options: [{ explain: true }],
      errors: [
        pair(
          ['fetchUser', 'fetchPosts'],
          [10, 13],
          ['`fetchPosts` does not use `u`'],
          ['`fetchUser` only reads', '`fetchPosts` only reads'],
          `${DECLARED}export async function f(id: number) {
  const [u, p] = await Promise.all([fetchUser(id), fetchPosts(id)]);
  await saveUser(id);
  return [u, p];
}`,
        ),
        left(
          'fetchPosts',
          'saveUser',
          [11, 3],
          'effects',
          'nothing shows that `saveUser` only reads',
        ),
      ],
    },
  ],
});
