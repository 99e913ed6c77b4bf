import rule from '../../../src/rules/no-await-in-loop.ts';
import { ruleTester } from '../../support/rule-tester.ts';
import { EVIDENCE, MANY } from './expected.ts';

ruleTester.run('no-await-in-loop: JavaScript', rule, {
  assertionOptions: { requireData: true, requireLocation: true },
  valid: [
    {
      name: 'a poll',
      filename: 'module.js',
      code: `/** @param {{ ready: () => Promise<boolean> }} state */
export async function f(state) {
  while (!(await state.ready())) continue;
}
`,
    },
  ],
  invalid: [
    {
      name: 'an object of results, without semicolons',
      filename: 'module.js',
      code: `/**
 * @param {number[]} ids
 * @param {(id: number) => Promise<string>} fetchName
 */
export async function f(ids, fetchName) {
  /** @type {Record<string, string>} */
  const names = {}
  for (const id of ids) {
    names[id] = await fetchName(id)
  }
  return names
}
`,
      errors: [
        {
          messageId: 'waits',
          data: {
            call: 'fetchName',
            remedy: MANY,
            evidence: `${EVIDENCE}. This assumes that \`fetchName\` only reads`,
          },
          line: 8,
          column: 3,
          endLine: 8,
          endColumn: 24,
          suggestions: [
            {
              messageId: 'together',
              data: { doubt: ', if `fetchName` only reads' },
              output: `/**
 * @param {number[]} ids
 * @param {(id: number) => Promise<string>} fetchName
 */
export async function f(ids, fetchName) {
  /** @type {Record<string, string>} */
  const names = {}
  for (const { id, name } of await Promise.all(
    ids.map(async (id) => ({ id, name: await fetchName(id) })),
  )) {
    names[id] = name
  }
  return names
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a statement that would go on',
      filename: 'module.js',
      code: `/**
 * @param {{ id: number, name: string }[]} users
 * @param {(id: number) => Promise<string>} fetchName
 */
export async function f(users, fetchName) {
  for (const user of users) {
    user.name = await fetchName(user.id)
  }
  [1, 2].forEach(String)
}
`,
      errors: [
        {
          messageId: 'waits',
          data: {
            call: 'fetchName',
            remedy: MANY,
            evidence: `${EVIDENCE}. This assumes that \`fetchName\` only reads`,
          },
          line: 6,
          column: 3,
          endLine: 6,
          endColumn: 28,
          suggestions: [
            {
              messageId: 'together',
              data: { doubt: ', if `fetchName` only reads' },
              output: `/**
 * @param {{ id: number, name: string }[]} users
 * @param {(id: number) => Promise<string>} fetchName
 */
export async function f(users, fetchName) {
  await Promise.all(users.map(async (user) => {
    user.name = await fetchName(user.id)
  }));
  [1, 2].forEach(String)
}
`,
            },
          ],
        },
      ],
    },
  ],
});
