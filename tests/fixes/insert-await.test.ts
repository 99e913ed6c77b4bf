import type { TSESTree } from '@typescript-eslint/utils';
import { describe, expect, it } from 'vitest';

import { awaited, awaitedAll } from '../../src/fixes/insert-await.ts';
import { repaired, type RepairOf } from './repair-in-test.ts';

/** The body of an async function, with the expression after the comment `here` repaired. */
function body(before: string, repair: typeof awaited): string | undefined {
  const head = 'export async function f(p: any, q: any) {\n';
  const code = `${head}${before}\n}\n`;
  const after = code.indexOf('/*here*/') + '/*here*/'.length;
  const isMarked: RepairOf = (node, sourceCode) =>
    node.range[0] === after && isOutermost(node)
      ? repair(node as TSESTree.Expression, sourceCode)
      : undefined;
  let output: string | undefined;
  try {
    output = repaired(code, isMarked);
  } catch (error) {
    if (String(error).includes('0 findings')) return undefined;
    throw error;
  }
  return output?.slice(head.length, -'\n}\n'.length).replace('/*here*/', '');
}

function isOutermost({ parent, range, type }: TSESTree.Node): boolean {
  if (!parent || type === 'ExpressionStatement') return false;
  return parent.type === 'ExpressionStatement' || parent.range[0] !== range[0];
}

describe('await', () => {
  it.each([
    ['/*here*/p();', 'await p();'],
    ['return /*here*/p;', 'return await p;'],
    ['if (/*here*/p(q)) q();', 'if (await p(q)) q();'],
    ['q(!/*here*/p());', 'q(!await p());'],
    ['q(`${/*here*/p()}`);', 'q(`${await p()}`);'],
    // Looser than `await`.
    ['return /*here*/q ? p : q;', 'return await (q ? p : q);'],
    ['return /*here*/q ?? p();', 'return await (q ?? p());'],
    ['q(/*here*/p as Promise<void>);', 'q(await (p as Promise<void>));'],
    ['return (/*here*/q, p());', 'return (await (q, p()));'],
    // What stands around it holds tighter.
    ['return (/*here*/p).then;', 'return (await p).then;'],
    ['return q ** /*here*/p;', 'return q ** await p;'],
    ['return(/*here*/p);', 'return(await p);'],
    // An optional chain is awaited whole.
    ['/*here*/p?.load();', 'await p?.load();'],
    ['q(/*here*/p?.a.load());', 'q(await p?.a.load());'],
  ])('%s', (before, after) => {
    expect(body(before, awaited)).toBe(after);
  });
});

describe('await Promise.all', () => {
  it.each([
    ['/*here*/p.map(q);', 'await Promise.all(p.map(q));'],
    ['const [a] = /*here*/p ?? q; q(a);', 'const [a] = await Promise.all(p ?? q); q(a);'],
    ['return (/*here*/p.map(q));', 'return (await Promise.all(p.map(q)));'],
    // Here `Promise` is another thing.
    ['const Promise = p; /*here*/q.map(Promise);', undefined],
  ])('%s', (before, after) => {
    expect(body(before, awaitedAll)).toBe(after);
  });
});
