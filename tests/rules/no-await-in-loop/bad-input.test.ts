import rule from '../../../src/rules/no-await-in-loop.ts';
import { ruleTester, uncheckedRuleTester } from '../../support/rule-tester.ts';

ruleTester.run('no-await-in-loop: functions that are allowed', rule, {
  valid: [
    {
      name: 'by its name',
      options: [{ allow: ['readFile', 'promises.readFile'] }],
      code: `import { readFile } from 'node:fs/promises';
export async function f(names: string[]) {
  for (const name of names) await readFile(name);
}`,
    },
    {
      name: 'by its file',
      options: [{ allow: [{ from: 'file', name: 'fetchName' }] }],
      code: `declare function fetchUser(id: number): Promise<{ name: string }>;
async function fetchName(id: number) {
  return (await fetchUser(id)).name;
}
export async function f(ids: number[]) {
  const out: string[] = [];
  for (const id of ids) out.push(await fetchName(id));
  return out;
}`,
    },
  ],
  invalid: [],
});

uncheckedRuleTester.run('no-await-in-loop: broken and half-typed code', rule, {
  valid: [
    {
      name: 'unknown names',
      code: `export async function f() { for (const x of xs) { out.push(await x.y.z()); } }`,
    },
    { name: 'no function around', code: `for (;;) await foo();` },
    { name: 'a body of nothing', code: `async function f() { for await (const x of xs); }` },
    {
      name: 'reduce without arguments',
      code: `xs.reduce(); xs.reduce(async () => {}); [].reduce(async (a) => { await a; }, 0);`,
    },
    {
      name: 'a loop without a declaration',
      code: `export async function f(xs: string[]) { let x; for (x of xs) await g(x); for (x in xs) await g(x); }`,
    },
    {
      name: 'a computed reduce',
      code: `declare const xs: number[]; xs['reduce'](async (a, b) => { await a; await g(b); }, 1);`,
    },
  ],
  invalid: [],
});
