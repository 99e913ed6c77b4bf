import ts from 'typescript';
import { describe, expect, it } from 'vitest';

import { flowOf, stepsAfter, stepsBefore } from '../../src/analysis/control-flow.ts';

interface Around {
  before: string;
  after: string;
  /** Whether the call `x()` can be reached without a suspension. */
  first: boolean;
  /** After it, up to the next suspension. */
  turn: string;
}

/** Which calls of one-letter functions are on paths before and after the call `x()` in a function's body. */
function around(body: string): Around {
  const text = `async function* f() { ${body} }`;
  const file = ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest, true);
  const [declaration] = file.statements;
  if (!declaration) throw new Error('No function');
  const flow = flowOf(declaration, ts);
  const point = flow.steps.find(({ node }) => ts.isCallExpression(node) && nameOf(node) === 'x');
  if (!point) throw new Error('No x()');
  const names = (steps: Iterable<{ node: ts.Node }>): string =>
    [...steps]
      .map(({ node }) => (ts.isCallExpression(node) ? nameOf(node) : ''))
      .sort()
      .join('');
  return {
    before: names(stepsBefore(point)),
    after: names(stepsAfter(point)),
    first: stepsBefore(point, (step) => step.suspends).has(flow.entry),
    turn: names(stepsAfter(point, (step) => step.suspends)),
  };
}

function nameOf(node: ts.CallExpression): string {
  return ts.isIdentifier(node.expression) ? node.expression.text : '';
}

describe('what runs before and after a call', () => {
  const rows: [string, Around][] = [
    ['a(); x(); b();', { before: 'a', after: 'b', first: true, turn: 'b' }],
    ['a(x(b()), c());', { before: 'b', after: 'ac', first: true, turn: 'ac' }],
    ['if (a()) { b(); } else { x(); } c();', { before: 'a', after: 'c', first: true, turn: 'c' }],
    ['if (a()) { b(); return; } x();', { before: 'a', after: '', first: true, turn: '' }],
    ['if (a()) { x(); return; } b();', { before: 'a', after: '', first: true, turn: '' }],
    ['a() ? x() : b(); c();', { before: 'a', after: 'c', first: true, turn: 'c' }],
    ['a() && x() && b();', { before: 'a', after: 'b', first: true, turn: 'b' }],
    [
      'for (a(); b(); c()) { x(); d(); }',
      { before: 'abcdx', after: 'bcdx', first: true, turn: 'bcdx' },
    ],
    ['while (a()) { x(); break; } b();', { before: 'a', after: 'b', first: true, turn: 'b' }],
    [
      'while (a()) { if (b()) { x(); continue; } c(); } d();',
      { before: 'abcx', after: 'abcdx', first: true, turn: 'abcdx' },
    ],
    [
      'for (;;) { if (a()) { x(); return; } b(); }',
      { before: 'ab', after: '', first: true, turn: '' },
    ],
    [
      'o: for (;;) { for (;;) { x(); break o; } } a();',
      { before: '', after: 'a', first: true, turn: 'a' },
    ],
    [
      'switch (a()) { case b(): c(); break; case d(): x(); case 1: e(); }',
      { before: 'abd', after: 'e', first: true, turn: 'e' },
    ],
    [
      'switch (a()) { case 0: c(); case 1: x(); break; default: e(); } g();',
      { before: 'ac', after: 'g', first: true, turn: 'g' },
    ],
    [
      'try { a(); x(); } catch { b(); } c();',
      { before: 'a', after: 'bc', first: true, turn: 'bc' },
    ],
    ['try { a(); } catch { x(); } b();', { before: 'a', after: 'b', first: true, turn: 'b' }],
    [
      'try { x(); return; } finally { a(); } b();',
      { before: '', after: 'a', first: true, turn: 'a' },
    ],
    [
      'for (;;) { try { x(); break; } finally { a(); } } b();',
      { before: '', after: 'ab', first: true, turn: 'ab' },
    ],
    ['const g = () => { a(); }; x();', { before: '', after: '', first: true, turn: '' }],
    ['{ using r = a(); x(); } b();', { before: 'a', after: 'b', first: true, turn: 'b' }],
    ['await a(); x(); await b(); c();', { before: 'a', after: 'bc', first: false, turn: 'b' }],
    ['if (a()) await b(); x();', { before: 'ab', after: '', first: true, turn: '' }],
    ['p?.q(await a()); x();', { before: 'a', after: '', first: true, turn: '' }],
    ['p ?? (await a()); x();', { before: 'a', after: '', first: true, turn: '' }],
    ['do { await a(); } while (b()); x();', { before: 'ab', after: '', first: false, turn: '' }],
    ['while (b()) { await a(); } x();', { before: 'ab', after: '', first: true, turn: '' }],
    ['for await (const i of a()) b(); x();', { before: 'ab', after: '', first: false, turn: '' }],
    ['yield a(); x(); yield b();', { before: 'a', after: 'b', first: false, turn: 'b' }],
    ['try { await a(); } catch {} x();', { before: 'a', after: '', first: true, turn: '' }],
    ['const { a = b() } = c(); x();', { before: 'bc', after: '', first: true, turn: '' }],
    ['y ??= a(); x();', { before: 'a', after: '', first: true, turn: '' }],
  ];
  it.each(rows)('%s', (body, expected) => {
    expect(around(body)).toEqual(expected);
  });
});

describe('code that is not there yet', () => {
  it.each([
    'x(',
    'if (x()',
    'for (const of x()) ',
    'a.; x();',
    'const { = x();',
    'switch (x()) { case }',
  ])('lays out %s', (body) => {
    expect(() => around(`${body} x();`)).not.toThrow();
  });
});

it('a target is found by its node, where it gets a value and not where it is read', () => {
  const text = 'function f(o: { n: number }) { let a = 1; a += a; o.n = a; [a] = [2]; a++; }';
  const file = ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest, true);
  const flow = flowOf(file.statements[0] as ts.Node, ts);
  const written = flow.steps.filter(({ role }) => role === 'write');
  expect(written.map(({ node }) => node.getText())).toEqual(['a', 'o.n', 'a', 'a']);
  expect(written.map(({ node }) => flow.writeTo(node))).toEqual(written);
  const sum = flow.steps.find(({ node }) => node.getText() === 'a += a');
  expect(sum).toBeDefined();
  expect(sum && flow.writeTo(sum.node)).toBeUndefined();
});
