import rule from '../../../src/rules/no-late-await.ts';
import { uncheckedRuleTester } from '../../support/rule-tester.ts';

/** What does not compile, or is half typed, is nobody's proof of anything. */
uncheckedRuleTester.run('no-late-await', rule, {
  valid: [
    'const pending = missing(1); await other(); await pending;',
    'async function f() { const pending = missing(1); await other(); await pending; }',
    'async function f() { for await (const each of missing) each; }',
    'async function f() { for await (const each of []) each; }',
    'async function f() { for await (each of [g(), g()]) each; }',
    'async function f() { const [a] = [g(), g()]; await b; await a; }',
    'class C { static { const pending = g(); if (x) throw 1; pending; } p = g(); }',
    'const f = async (p = g()) => { await h(); await p; };',
    'async function f() { const f = f(); await f; return f; }',
    'const ps = []; ps.push(); ps.push(...qs); await Promise.all(ps);',
    {
      filename: 'module.js',
      code: `
/** @param {any} load */
export async function f(load) {
  const pending = load();
  await load();
  return await pending;
}`,
    },
  ],
  invalid: [
    {
      name: 'plain JavaScript',
      filename: 'module.js',
      code: `
const load = async () => { throw new Error('failed'); };
export async function f() {
  const a = load();
  const b = load();
  await a;
  await b;
}`,
      output: `
const load = async () => { throw new Error('failed'); };
export async function f() {
  const a = load();
  const b = load();
  await Promise.all([a, b]);
}`,
      errors: [
        {
          messageId: 'late',
          line: 5,
          column: 13,
          endLine: 5,
          endColumn: 19,
          suggestions: [
            {
              messageId: 'later',
              data: { promise: 'load()' },
              output: `
const load = async () => { throw new Error('failed'); };
export async function f() {
  const a = load();
  await a;
  const b = load();
  await b;
}`,
            },
            {
              messageId: 'marker',
              data: { promise: 'load()' },
              output: `
const load = async () => { throw new Error('failed'); };
export async function f() {
  const a = load();
  const b = load();
  b.catch(() => {});
  await a;
  await b;
}`,
            },
          ],
        },
      ],
    },
  ],
});
