import { fileURLToPath } from 'node:url';

import type ts from 'typescript';
import { describe, expect, it } from 'vitest';

import { loopClassOf } from '../../../src/analysis/concurrency/loop-class.ts';
import { catalogueOf } from '../../../src/catalogue/catalogue.ts';
import { askAboutNode } from '../../support/ask-ts.ts';

const folder = fileURLToPath(new URL('program', import.meta.url));
const catalogue = catalogueOf([]);

const DECLARED = `
import { readFile, writeFile, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Writable } from 'node:stream';
interface User { id: number; name: string; score: number }
interface Transaction { insert(user: User): Promise<void>; getRow(id: number): Promise<User>; commit(): Promise<void> }
declare function fetchUser(id: number): Promise<User>;
declare function getPage(cursor: string): Promise<{ items: User[]; next: string }>;
declare function saveUser(user: User): Promise<void>;
`;

/** The class of the first loop after \`here\`, with what is assumed of an independent one. */
function ask(code: string): string {
  return askAboutNode(
    DECLARED + code,
    (node, t): node is ts.IterationStatement => t.isIterationStatement(node, false),
    (node, typed) => {
      const found = loopClassOf(node, typed, catalogue);
      if (!found) return 'no await';
      if (found.kind !== 'independent') return `${found.kind}: ${found.because}`;
      return found.assumptions.length === 0
        ? 'independent'
        : `independent if ${found.assumptions.join('; ')}`;
    },
    { folder },
  );
}

const f = (body: string, parameters = 'ids: number[]', before = ''): string =>
  `${before}\nexport async function f(${parameters}) { ${body} }`;

describe('the class of a loop that awaits', () => {
  const rows: Record<string, [RegExp, string]> = {
    'pushes results': [
      /^independent if `fetchUser` only reads$/,
      f(
        `const out: User[] = []; /*here*/for (const id of ids) { out.push(await fetchUser(id)); } return out;`,
      ),
    ],
    'pushes results that are named': [
      /^independent if/,
      f(
        `const out: User[] = []; /*here*/for (const id of ids) { const u = await fetchUser(id); out.push(u); } return out;`,
      ),
    ],
    'by bodies and rows': [
      /^independent$/,
      f(
        `const out: Buffer[] = []; /*here*/for (const p of ps) { out.push(await readFile(p)); } return out;`,
        'ps: string[]',
      ),
    ],
    'reads the time': [
      /^independent if it does not matter in which order the turns read the time or something random$/,
      f(
        `const out: number[] = []; /*here*/for (const p of ps) { out.push((await readFile(p)).length + Date.now()); } return out;`,
        'ps: string[]',
      ),
    ],
    'measures the time': [
      /^unknown: it measures how long a turn takes$/,
      f(
        `const out: number[] = []; /*here*/for (const p of ps) { const t = Date.now(); await readFile(p); out.push(Date.now() - t); } return out;`,
        'ps: string[]',
      ),
    ],
    'fills keys': [
      /^independent if/,
      f(
        `const o: Record<string, User> = {}; /*here*/for (const k in m) { o[k] = await fetchUser(m[k]!); } return o;`,
        'm: Record<string, number>',
      ),
    ],
    'fills a map': [
      /^independent if/,
      f(
        `const m = new Map<number, User>(); /*here*/for (const id of ids) { m.set(id, await fetchUser(id)); } return m;`,
      ),
    ],
    'by index': [
      /^independent if/,
      f(
        `const r: User[] = []; /*here*/for (let i = 0; i < ids.length; i++) { r[i] = await fetchUser(ids[i]!); } return r;`,
      ),
    ],
    'a sum': [
      /^independent if/,
      f(`let n = 0; /*here*/for (const id of ids) { n += (await fetchUser(id)).score; } return n;`),
    ],
    'a property of the element': [
      /^independent if/,
      f(`/*here*/for (const u of us) { u.score = (await fetchUser(u.id)).score; }`, 'us: User[]'),
    ],
    'two awaits, one after the other': [
      /^independent if/,
      f(
        `const out: User[] = []; /*here*/for (const id of ids) { const u = await fetchUser(id); out.push(await fetchUser(u.score)); } return out;`,
      ),
    ],
    'skips some': [
      /^independent if/,
      f(
        `const out: User[] = []; /*here*/for (const id of ids) { if (id === 0) continue; out.push(await fetchUser(id)); } return out;`,
      ),
    ],
    'collects in a callback': [
      /^independent if/,
      f(
        `const out: string[] = []; /*here*/for (const id of ids) { const u = await fetchUser(id); [u.name].forEach((n) => { out.push(n); }); } return out;`,
      ),
    ],
    'collects in what others see': [
      /nobody looks at `this.all` before the loop is done/,
      `export class A { all: User[] = []; async f(ids: number[]) { /*here*/for (const id of ids) { this.all.push(await fetchUser(id)); } } }`,
    ],
    'collects in what the turns read': [
      /^carried value: a turn uses `this.all`/,
      `export class A { all = new Map<number, number>(); async f(ids: number[]) { /*here*/for (const id of ids) { const u = await fetchUser(id); this.all.set(id, (this.all.get(id) ?? 0) + u.score); } } }`,
    ],
    'a value that is carried': [
      /^carried value: a turn uses `last`/,
      f(
        `let last = 0; /*here*/for (const id of ids) { last = (await fetchUser(id + last)).id; } return last;`,
      ),
    ],
    'a collection that is looked at': [
      /^carried value: a turn uses `out`/,
      f(
        `const out: User[] = []; /*here*/for (const id of ids) { if (out.length > 3) continue; out.push(await fetchUser(id)); } return out;`,
      ),
    ],
    'a list that is worked off': [
      /^carried value/,
      f(`/*here*/for (const id of ids) { ids.push((await fetchUser(id)).score); }`),
    ],
    'a queue': [
      /^carried value: `shift`/,
      f(`/*here*/while (ids.length > 0) { await fetchUser(ids.shift()!); }`),
    ],
    'what comes next is taken off a list': [
      /^carried value: `each = ids.shift\(\)` says/,
      f(
        `const out: User[] = []; /*here*/for (let each = ids.shift(); each; each = ids.shift()) { out.push(await fetchUser(each)); } return out;`,
      ),
    ],
    'the same question in each turn': [
      /^polling: `fetchUser\(id\)` is the same in each turn/,
      f(
        `const out: unknown[] = []; /*here*/for (const each of ids) { out.push(each, await fetchUser(id)); } return out;`,
        'ids: number[], id: number',
      ),
    ],
    'a counter that a turn changes': [
      /^carried value/,
      f(`/*here*/for (let i = 0; i < ids.length; i++) { i += (await fetchUser(ids[i]!)).score; }`),
    ],
    'a break': [
      /^early exit: `break;`/,
      f(`/*here*/for (const id of ids) { if ((await fetchUser(id)).score > 3) break; }`),
    ],
    'a return': [
      /^early exit/,
      f(
        `/*here*/for (const id of ids) { const u = await fetchUser(id); if (u.score > 3) return u; } return null;`,
      ),
    ],
    'a throw': [
      /^early exit/,
      f(
        `/*here*/for (const id of ids) { const u = await fetchUser(id); if (u.score > 3) throw new Error('no'); }`,
      ),
    ],
    'a break of an inner switch is none': [
      /^independent if/,
      f(
        `const out: User[] = []; /*here*/for (const id of ids) { switch (id) { case 1: break; default: out.push(await fetchUser(id)); } } return out;`,
      ),
    ],
    'an exit after the await on that path': [
      /^early exit/,
      f(`/*here*/for (const id of ids) { if (id === 1) { await sleep(5); return; } }`),
    ],
    'a retry': [
      /^retry/,
      f(
        `/*here*/for (let i = 0; i < 3; i++) { try { return await fetchUser(id); } catch (e) { if (i === 2) throw e; await sleep(100 * i); } } throw new Error('x');`,
        'id: number',
      ),
    ],
    'a retry without an end': [
      /^retry/,
      f(
        `/*here*/for (;;) { try { return await fetchUser(id); } catch { await sleep(100); } }`,
        'id: number',
      ),
    ],
    pages: [
      /^pagination/,
      f(
        `const out: User[] = []; let cursor = ''; /*here*/do { const page = await getPage(cursor); out.push(...page.items); cursor = page.next; } while (cursor !== ''); return out;`,
      ),
    ],
    'a poll': [
      /^polling/,
      f(`/*here*/while (!s.ready) { await sleep(10); }`, 's: { ready: boolean }'),
    ],
    'a pace': [
      /^pacing/,
      f(
        `const out: User[] = []; /*here*/for (const id of ids) { out.push(await fetchUser(id)); await sleep(10); } return out;`,
      ),
    ],
    'a bound that a turn changes': [
      /^carried value: a turn uses `n`/,
      f(
        `/*here*/for (let i = 0; i < n; i++) { const user = await fetchUser(i); if (user.score < 0) n--; }`,
        'n: number',
      ),
    ],
    'a bound that stays': [
      /^independent if/,
      f(
        `const out: User[] = []; /*here*/for (let i = 0; i < n; i++) { out.push(await fetchUser(i)); } return out;`,
        'n: number',
      ),
    ],
    'two at once in each turn': [
      /^independent if/,
      f(
        `const out: User[] = []; /*here*/for (const id of ids) { const [a, b] = await Promise.all([fetchUser(id), fetchUser(-id)]); out.push({ ...a, id: b.id }); } return out;`,
      ),
    ],
    'a list at once in each turn': [
      /^batches/,
      f(
        `const out: User[] = []; /*here*/for (const part of parts) { const [a] = await Promise.all([...part.map((id) => fetchUser(id))]); if (a) out.push(a); } return out;`,
        'parts: number[][]',
      ),
    ],
    batches: [
      /^batches/,
      f(
        `/*here*/for (const part of parts) { await Promise.all(part.map((id) => fetchUser(id))); }`,
        'parts: number[][]',
      ),
    ],
    'output in order': [
      /^ordered sink/,
      f(`/*here*/for (const id of ids) { console.log(await fetchUser(id)); }`),
    ],
    'output in a function': [
      /^ordered sink/,
      f(
        `/*here*/for (const p of ps) { await show(p); }`,
        'ps: string[]',
        `async function show(p: string) { console.log(await readFile(p)); }`,
      ),
    ],
    'as a comment above the collection says': [
      /^ordered sink: a comment says so/,
      f(`// do these serially, so that they do not ask for a login twice
const out: User[] = []; /*here*/for (const id of ids) { out.push(await fetchUser(id)); } return out;`),
    ],
    'as a comment above the loop says': [
      /^ordered sink: a comment says so/,
      f(
        `// One at a time: the server has a rate limit.
/*here*/for (const id of ids) { out.push(await fetchUser(id)); }`,
        'ids: number[], out: User[]',
      ),
    ],
    'a comment that says nothing of it, or is not about the loop': [
      /^independent if/,
      f(`// not in parallel
console.log(ids.length);

// all users
const out: User[] = []; /*here*/for (const id of ids) { out.push(await fetchUser(id)); } return out;`),
    ],
    'one transaction': [
      /^transaction: all turns use `trx`/,
      f(`/*here*/for (const u of us) { await trx.insert(u); }`, 'us: User[], trx: Transaction'),
    ],
    'a transaction by its type': [
      /^transaction/,
      f(
        `const out: User[] = []; /*here*/for (const id of ids) { out.push(await db.getRow(id)); } return out;`,
        'ids: number[], db: Transaction',
      ),
    ],
    'a stream': [
      /^stream/,
      f(
        `/*here*/for (;;) { const { done } = await reader.read(); if (done) break; }`,
        'reader: ReadableStreamDefaultReader',
      ),
    ],
    'a generator': [
      /^stream/,
      `export async function* f(ids: number[]) { /*here*/for (const id of ids) { yield await fetchUser(id); } }`,
    ],
    'an async iterator': [
      /^async iterator/,
      f(`/*here*/for await (const x of xs) { await fetchUser(x); }`, 'xs: AsyncIterable<number>'),
    ],
    writes: [
      /^unknown: `writeFile` writes the file system/,
      f(`/*here*/for (const p of ps) { await writeFile(p, ''); }`, 'ps: string[]'),
    ],
    'calls that nothing is known of': [
      /^unknown: nothing shows that `saveUser` only reads/,
      f(`/*here*/for (const u of us) { await saveUser(u); }`, 'us: User[]'),
    ],
    'other effects of a turn': [
      /^unknown/,
      f(
        `/*here*/for (const id of ids) { step(); await fetchUser(id); }`,
        'ids: number[]',
        `declare function step(): void;`,
      )
        .replace('await fetchUser(id);', 'out.push(await fetchUser(id));')
        .replace('/*here*/', 'const out: User[] = []; /*here*/'),
    ],
    'started before': [
      /^unknown/,
      f(
        `const out: User[] = []; /*here*/for (const p of ps) { out.push(await p); } return out;`,
        'ps: Promise<User>[]',
      ),
    ],
    'awaits of nested functions only': [
      /^no await$/,
      f(
        `const out: Promise<User>[] = []; /*here*/for (const id of ids) { out.push((async () => await fetchUser(id))()); } return Promise.all(out);`,
      ),
    ],
  };
  for (const [name, [expected, code]] of Object.entries(rows)) {
    it(name, () => {
      expect(ask(code)).toMatch(expected);
    });
  }
});
