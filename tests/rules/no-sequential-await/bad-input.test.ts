import rule from '../../../src/rules/no-sequential-await.ts';
import { uncheckedRuleTester } from '../../support/rule-tester.ts';

/** What does not compile, or is half typed, is nobody's proof of anything. */
uncheckedRuleTester.run('no-sequential-await: half-typed code', rule, {
  valid: [
    'const a = await missing(1); const b = await other(2); a; b;',
    'async function f() { const a = await getA(); const b = await getB(); return [a, b]; }',
    'async function f() { const { a = await g() } = await getA(); const [b] = await getB(); }',
    'async function f() { return { a: await getA(), ...await getB(), get [await k()]() {} }; }',
    'async function f() { await await getA(); await (await getB())(); }',
    'function f() { const a = await getA(); const b = await getB(); }',
    'class C { static { const a = await getA(); const b = await getB(); } }',
    'async function f() { var a = await f(), a = await f(); return a; }',
    'async function f(x = await f(), y = await f()) {}',
    'async function f() { const a = await import(x); const b = await import(y); return [a, b]; }',
    { code: '', filename: 'file.tsx' },
    {
      filename: 'file.tsx',
      code: 'export async function F() { return <a b={await getA()}>{await getB()}</a>; }',
    },
  ],
  invalid: [],
});
