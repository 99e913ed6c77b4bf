import type ts from 'typescript';
import { describe, expect, it } from 'vitest';

import { unguardedAfter } from '../../src/analysis/unguarded.ts';
import { catalogueOf } from '../../src/catalogue/catalogue.ts';
import { askAboutNode } from '../support/ask-ts.ts';
import { FIXTURES } from '../support/parser.ts';

const DECLARED = `
declare function start(id?: number): Promise<number>;
declare function other(): Promise<string>;
declare function use(...values: unknown[]): void;
declare const condition: boolean;
declare const ids: number[];
`;

/** The gaps after the call behind the marker, as `kind: text`, in a function with this body. */
function gapsIn(body: string, calls = false, kind = 'async function'): string[] {
  return askAboutNode(
    `${DECLARED}export ${kind} f() { ${body} }`,
    (node, t): node is ts.Expression =>
      t.isCallExpression(node) || t.isArrayLiteralExpression(node),
    (node, typed) =>
      (unguardedAfter(node, { calls }, typed, catalogueOf([]))?.gaps ?? []).map(
        (gap) => `${gap.kind}: ${gap.node.getText().split(' {')[0] ?? ''}`,
      ),
    { folder: FIXTURES },
  );
}

describe('where a function waits or is left before a promise has a handler', () => {
  const rows: [body: string, gaps: string[]][] = [
    ['const p = /*here*/ start(); await other(); await p;', ['awaits: await other()']],
    ['const p = /*here*/ start(); await p; await other();', []],
    ['const p = /*here*/ start(); use(await other(), await p);', ['awaits: await other()']],
    ['const p = /*here*/ start(); use(await p, await other());', []],
    ['const p = /*here*/ start(); use(p, await other());', ['awaits: await other()']],
    ['const p = /*here*/ start(); return [await Promise.all([p, other()])];', []],
    ['const p = /*here*/ start(); return await Promise.all([p, await other()]);', []],
    ['const p = /*here*/ start(); p.catch(() => {}); await other(); await p;', []],
    ['const p = /*here*/ start(); p.finally(() => {}); await other(); await p;', []],
    ['const p = /*here*/ start(); void p; await other(); await p;', []],
    ['const p = /*here*/ start(); await other();', []],
    ['const p = /*here*/ start(); await 1; await p;', []],
    ['const p = /*here*/ start(); if (condition) return; await p;', ['returns: return;']],
    ['const p = /*here*/ start(); if (condition) throw 1; await p;', ['throws: throw 1;']],
    ['const p = /*here*/ start(); if (condition) await p;', []],
    ['const p = condition ? /*here*/ start() : undefined; if (!condition) return; await p;', []],
    ['let p; if (condition) p = /*here*/ start(); if (!condition) return; await p;', []],
    ['let p; if (condition) { p = /*here*/ start(); return; } await p;', ['returns: return;']],
    ['let p = /*here*/ start(); p = start(); await other(); await p;', []],
    ['let p = /*here*/ start(); if (condition) p = start(); await p;', []],
    ['while (condition) { const p = /*here*/ start(); if (condition) continue; await p; }', []],
    [
      'let p: Promise<number> | undefined; while (condition) { await other(); await p; p = /*here*/ start(); }',
      ['awaits: await other()'],
    ],
    [
      'const p = /*here*/ start(); try { await other(); } catch {} await p;',
      ['awaits: await other()'],
    ],
    ['const p = /*here*/ start(); try { use(); } catch { await other(); } await p;', []],
    [
      'const p = /*here*/ start(); try { throw 1; } catch { await other(); } await p;',
      ['awaits: await other()'],
    ],
    ['const p = /*here*/ start(); try { use(); } finally { use(); } await p;', []],
    [
      'const p = /*here*/ start(); try { use(); } finally { await other(); } await p;',
      ['awaits: await other()'],
    ],
    ['const p = /*here*/ start(); try { return await p; } finally { await other(); }', []],
    ['try { const p = /*here*/ start(); use(); return await p; } finally { await other(); }', []],
    [
      'const p = /*here*/ start(); try { if (condition) return; } finally { use(); } await p;',
      ['returns: return;'],
    ],
    ['const p = /*here*/ start(); try { if (condition) return; } finally { await p; }', []],
    ['let p; try { p = /*here*/ start(); } catch { return; } await other(); await p;', []],
    ['const p = /*here*/ start(); const later = () => p; await other(); await later();', []],
    [
      'const p = /*here*/ start(); await other(); await later(); async function later() { await p; }',
      [],
    ],
    ['const p = /*here*/ start(); await other(); use(() => p);', ['awaits: await other()']],
    ['const o = { p: /*here*/ start() }; await other(); await o.p;', ['awaits: await other()']],
  ];
  it.each(rows)('%s', (body, gaps) => {
    expect(gapsIn(body)).toEqual(gaps);
  });
});

describe('promises of a collection', () => {
  const rows: [body: string, gaps: string[]][] = [
    ['for (const p of /*here*/ ids.map(start)) await p;', ['one by one: await p']],
    ['const ps = /*here*/ ids.map(start); for (const p of ps) await p;', ['one by one: await p']],
    [
      'const ps = /*here*/ ids.map(start); for (const i of ids) await ps[i];',
      ['one by one: await ps[i]'],
    ],
    [
      'const ps = /*here*/ ids.map(start); while (condition) await ps.shift();',
      ['one by one: await ps.shift()'],
    ],
    [
      'const ps = /*here*/ [start(), start()]; for (const p of ps) await p;',
      ['one by one: await p'],
    ],
    [
      'for await (const n of /*here*/ ids.map(start)) use(n);',
      ['one by one: for await (const n of /*here*/ ids.map(start)) use(n);'],
    ],
    [
      'const ps = /*here*/ ids.map(start); Promise.all(ps).catch(use); for (const p of ps) await p;',
      [],
    ],
    ['const ps = /*here*/ ids.map(start); await Promise.all(ps);', []],
    [
      'const ps = /*here*/ ids.map(start); await other(); await Promise.all(ps);',
      ['awaits: await other()'],
    ],
    [
      'const ps = []; for (const id of ids) ps.push(/*here*/ start(id)); await Promise.all(ps);',
      [],
    ],
    [
      'const ps = []; for (const id of ids) { await other(); ps.push(/*here*/ start(id)); } await Promise.all(ps);',
      ['awaits: await other()'],
    ],
    [
      'const ps = /*here*/ ids.map(start); if (ps.length > 0) await Promise.all(ps); await other();',
      [],
    ],
  ];
  it.each(rows)('%s', (body, gaps) => {
    expect(gapsIn(body)).toEqual(gaps);
  });
});

describe('generators and synchronous functions', () => {
  it('are suspended at `yield`', () => {
    const body = 'const p = /*here*/ start(); yield 1; yield await p;';
    expect(gapsIn(body, false, 'async function*')).toEqual(['yields: yield 1']);
  });

  it('are left by `return`', () => {
    const body = 'const p = /*here*/ start(); if (condition) return; return p;';
    expect(gapsIn(body, false, 'function')).toEqual(['returns: return;']);
  });
});

describe('calls that may throw', () => {
  const rows: [body: string, gaps: string[]][] = [
    ['const p = /*here*/ start(); use(); await p;', ['calls: use()']],
    ['const p = /*here*/ start(); console.log(); await p;', []],
    ['const p = /*here*/ start(), q = start(); await Promise.all([p, q]);', []],
    [
      'const ps = []; for (const id of ids) ps.push(/*here*/ start(id)); await Promise.all(ps);',
      [],
    ],
    ['const p = /*here*/ start(); try { use(); } catch {} await p;', []],
    ['const p = /*here*/ start(); try { use(); } catch { return; } await p;', ['returns: return;']],
    [
      'const p = /*here*/ start(); try { use(); } finally { console.log(); } await p;',
      ['calls: use()'],
    ],
  ];
  it.each(rows)('%s', (body, gaps) => {
    expect(gapsIn(body, true)).toEqual(gaps);
  });
});
