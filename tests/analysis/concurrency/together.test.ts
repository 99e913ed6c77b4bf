import { fileURLToPath } from 'node:url';

import type ts from 'typescript';
import { describe, expect, it } from 'vitest';

import { candidatesIn } from '../../../src/analysis/concurrency/candidates.ts';
import { groupsOf, mayRunTogether } from '../../../src/analysis/concurrency/together.ts';
import type { Verdict } from '../../../src/analysis/concurrency/verdict.ts';
import { catalogueOf } from '../../../src/catalogue/catalogue.ts';
import { askAboutNode } from '../../support/ask-ts.ts';

const folder = fileURLToPath(new URL('program', import.meta.url));
const catalogue = catalogueOf([]);

const DECLARED = `
import * as fs from 'node:fs';
import { access, readFile, writeFile, stat, mkdir, open, opendir, readdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { EventEmitter, once } from 'node:events';
import { exec } from 'node:child_process';
import * as path from 'node:path';
interface User { id: number; name: string }
interface Post { id: number }
interface Store { get(key: string): Promise<string>; set(key: string, value: string): Promise<void>; count(): Promise<number> }
interface Transaction { getRow(id: number): Promise<User>; commit(): Promise<void>; rollback(): Promise<void> }
declare function fetchUser(id: number): Promise<User>;
declare function fetchPosts(id: number): Promise<Post[]>;
declare function fetchUsers(): Promise<User[]>;
declare function getSettings(): Promise<{ theme: string }>;
declare function saveUser(user: User): Promise<void>;
declare function loadCurrencies(): Promise<string[]>;
declare const store: Store;
`;

interface Answer {
  readonly verdict: string;
  readonly because: string;
}

/** Of the first candidate in the first function after \`here\`: its group, or why its first pair is none. */
function ask(code: string): Answer {
  return askAboutNode(
    DECLARED + code,
    (node, t): node is ts.Node => t.isFunctionLike(node) || t.isClassLike(node),
    (node, typed) => {
      const [candidate] = candidatesIn(node, typed.ts);
      if (!candidate) return { verdict: 'no candidate', because: '' };
      const [group] = groupsOf(candidate, typed, catalogue);
      if (group) return answerOf(group.verdict, group.members.length);
      const [first, second] = candidate.members;
      if (!first || !second) throw new Error('A candidate has two members.');
      const pair = mayRunTogether(first, second, candidate.gaps[0] ?? [], typed, catalogue);
      // The two could, but for the expression around them.
      return pair.kind === 'no' ? answerOf(pair, 0) : { verdict: 'around', because: '' };
    },
    { folder },
  );
}

function answerOf(verdict: Verdict, size: number): Answer {
  switch (verdict.kind) {
    case 'no':
      return { verdict: verdict.condition, because: verdict.because };
    case 'likely':
      return {
        verdict: `likely${size > 2 ? ` ${String(size)}` : ''}`,
        because: verdict.assumptions.join('; '),
      };
    case 'proven':
      return { verdict: `proven${size > 2 ? ` ${String(size)}` : ''}`, because: '' };
  }
}

type Rows = Record<string, [verdict: string, because: RegExp | undefined, code: string]>;

function check(rows: Rows): void {
  for (const [name, [verdict, because, code]] of Object.entries(rows)) {
    it(name, () => {
      const answer = ask(code);
      expect(answer.verdict, answer.because).toBe(verdict);
      if (because) expect(answer.because).toMatch(because);
    });
  }
}

const f = (body: string, parameters = 'id: number', before = ''): string =>
  `${before}\n/*here*/export async function f(${parameters}) { ${body} }`;

describe('proven: by bodies and the catalogue', () => {
  check({
    'two files': [
      'proven',
      undefined,
      f(
        `const a = await readFile(p, 'utf8'); const b = await readFile(q); return [a, b];`,
        'p: string, q: string',
      ),
    ],
    'code around the await': [
      'proven',
      undefined,
      f(
        `const a = JSON.parse(await readFile(p, 'utf8')) as User; const b = (await stat(q)).size; return [a, b];`,
        'p: string, q: string',
      ),
    ],
    'three of them': [
      'proven 3',
      undefined,
      f(
        `const a = await readFile(p); const b = await stat(p); const c = await readdir(p); return [a, b, c];`,
        'p: string',
      ),
    ],
    'several declarations of one statement': [
      'proven',
      undefined,
      f(`const a = await readFile(p), b = await stat(p); return [a, b];`, 'p: string'),
    ],
    'bodies that only read': [
      'proven',
      undefined,
      f(
        `const a = await text(p); const b = await size(p); return [a, b];`,
        'p: string',
        `async function text(p: string) { const t = await readFile(p, 'utf8'); return t.trim(); }
         async function size(p: string) { return (await stat(p)).size; }`,
      ),
    ],
    'bare ones whose bodies only read': [
      'proven',
      undefined,
      f(
        `await touch(p); await touch(q);`,
        'p: string, q: string',
        `async function touch(p: string) { await stat(p); }`,
      ),
    ],
    'requests by GET': [
      'proven',
      undefined,
      f(
        `const a = await fetch(u); const b = await fetch(v, { method: 'HEAD' }); return [a, b];`,
        'u: string, v: string',
      ),
    ],
    'a body that reads what a request answers': [
      'proven',
      undefined,
      f(
        `const a = await get('/a'); const b = await get('/b'); return [a, b];`,
        '',
        `async function get(u: string) { const r = await fetch(u); const found: unknown = await r.json(); return found; }`,
      ),
    ],
    'parts of an array': [
      'proven',
      undefined,
      f(`return [await readFile(p), await stat(p)];`, 'p: string'),
    ],
    'parts of an object, a call and a template': [
      'proven',
      undefined,
      f(`return { a: await readFile(p), b: await stat(p) };`, 'p: string'),
    ],
    arguments: [
      'proven',
      undefined,
      f(`return Buffer.concat([await readFile(p), await readFile(q)]);`, 'p: string, q: string'),
    ],
    'a variable of a body that is captured there only': [
      'proven',
      undefined,
      f(
        `const a = await total(p); const b = await total(q); return a + b;`,
        'p: string, q: string',
        `async function total(p: string) { let n = 0; const xs = await readdir(p); xs.forEach(() => { n++; }); return n; }`,
      ),
    ],
    'a deadline is no pause': [
      'proven',
      undefined,
      f(
        `const a = await get(u); const b = await get(v); return [a, b];`,
        'u: string, v: string',
        `async function get(u: string) { const c = new AbortController(); const t = setTimeout(() => { c.abort(); }, 100); try { return await fetch(u, { signal: c.signal }); } finally { clearTimeout(t); } }`,
      ),
    ],
    'module variables that nothing assigns': [
      'proven',
      undefined,
      f(
        `const a = await readFile(one); const b = await readFile(two); return [a, b];`,
        '',
        `const one = 'a', two = 'b';`,
      ),
    ],
  });
});

describe('likely: by names and types', () => {
  check({
    'two reads': [
      'likely',
      /`fetchUser` only reads; `fetchPosts` only reads/,
      f(`const u = await fetchUser(id); const p = await fetchPosts(id); return { u, p };`),
    ],
    'with a dependent one after them': [
      'likely',
      undefined,
      f(
        `const u = await fetchUser(id); const s = await getSettings(); const p = await fetchPosts(u.id); return { u, s, p };`,
      ),
    ],
    'a dependent one between them stays behind': [
      'likely',
      undefined,
      f(
        `const u = await fetchUser(id); const p = await fetchPosts(u.id); const s = await getSettings(); return { u, s, p };`,
      ),
    ],
    'one receiver that is no handle': [
      'likely',
      undefined,
      f(`const a = await store.get('a'); const b = await store.count(); return [a, b];`),
    ],
    'assignments to locals': [
      'likely',
      undefined,
      f(
        `let u: User; let p: Post[]; u = await fetchUser(id); p = await fetchPosts(id); return { u, p };`,
      ),
    ],
    patterns: [
      'likely',
      undefined,
      f(
        `const { name } = await fetchUser(id); const [p] = await fetchPosts(id); return { name, p };`,
      ),
    ],
    'a pure statement between': [
      'likely',
      undefined,
      f(
        `const u = await fetchUser(id); const n = 41 + 1; const p = await fetchPosts(id); return { u, p, n };`,
      ),
    ],
    'in one try': [
      'likely',
      undefined,
      f(
        `try { const u = await fetchUser(id); const p = await fetchPosts(id); return { u, p }; } catch { return null; }`,
      ),
    ],
    'a body that is named as a read, and calls code that cannot be seen': [
      'likely',
      /`getFirst` only reads/,
      f(
        `const a = await getFirst(id); const u = await fetchUser(id); return [a, u];`,
        'id: number, client: { raw(id: number): Promise<Post[]> }',
        `declare function parse(x: Post[]): Post; async function getFirst(id: number) { return parse(await fetchPosts(id)); }`,
      ),
    ],
    'a log in a body': [
      'likely',
      undefined,
      f(
        `const a = await getA(id); const b = await getA(id + 1); return [a, b];`,
        'id: number',
        `declare const logger: { debug(s: string): void }; async function getA(id: number) { logger.debug('a'); return fetchUser(id); }`,
      ),
    ],
    'a Promise that may be missing': [
      'likely',
      undefined,
      f(
        `const a = await fetchUser(1); const b = await getMaybe(); return [a, b];`,
        '',
        `declare function getMaybe(): Promise<string> | string;`,
      ),
    ],
  });
});

describe('data', () => {
  check({
    'an argument': [
      'data',
      /`fetchPosts` uses `u`/,
      f(`const u = await fetchUser(id); const p = await fetchPosts(u.id); return p;`),
    ],
    'through a pattern': [
      'data',
      undefined,
      f(`const { id: n } = await fetchUser(id); const p = await fetchPosts(n); return p;`),
    ],
    'through a statement between': [
      'data',
      undefined,
      f(`const u = await fetchUser(id); const n = u.id; const p = await fetchPosts(n); return p;`),
    ],
    'in a closure': [
      'data',
      undefined,
      f(
        `const u = await fetchUser(id); const p = await getWith(() => u.name); return p;`,
        'id: number',
        `declare function getWith(name: () => string): Promise<string>;`,
      ),
    ],
    'as the receiver': [
      'data',
      undefined,
      f(
        `const s = await getStore(); const v = await s.get('a'); return v;`,
        '',
        `declare function getStore(): Promise<Store>;`,
      ),
    ],
    'another variable of the same name is none': [
      'likely',
      undefined,
      f(
        `const u = await fetchUser(id); const p = await getEach((u: number) => u); return [u, p];`,
        'id: number',
        `declare function getEach(f: (u: number) => number): Promise<number[]>;`,
      ),
    ],
    'the same variable twice': [
      'data',
      undefined,
      f(`let u: User | undefined; u = await fetchUser(1); u = await fetchUser(2); return u;`),
    ],
    'a default in the later pattern': [
      'data',
      undefined,
      f(
        `const u = await fetchUser(id); const { theme = u.name } = await getSettings(); return theme;`,
      ),
    ],
    'a statement between that reads what the later one sets': [
      'data',
      undefined,
      f(
        `let u = await fetchUser(1); const old = u.id; u = await fetchUser(2); return [old, u];`,
        '',
      ),
    ],
    'a declaration between that reads what the later one sets': [
      'data',
      /`s` is used before the second one sets it/,
      f(
        `let s = ''; const u = await fetchUser(1); const old = s; s = await store.get('s'); return [old, u, s];`,
        '',
      ),
    ],
    'a field that the later body reads': [
      'data',
      /`.token` is set by the first and used by the second/,
      `/*here*/export class A { token = ''; user = ''; async start() { this.token = await store.get('token'); this.user = await this.getUser(); } async getUser() { return store.get(this.token); } }`,
    ],
    'a closure that links the two': [
      'data',
      /uses `n`/,
      f(
        `let n = 0; const xs = await listEach((x) => { n += x; }); const y = await fetchUser(n); return [xs, y];`,
        '',
        `declare function listEach(f: (x: number) => void): Promise<number[]>;`,
      ),
    ],
  });
});

describe('effects and failure', () => {
  check({
    'write, then read': [
      'effects',
      /nothing shows that `saveUser` only reads/,
      f(`await saveUser(u); const all = await fetchUsers(); return all;`, 'u: User'),
    ],
    'a write that is known': [
      'failure',
      /`mkdir` writes the file system/,
      f(`await mkdir(p); const xs = await readdir(p); return xs;`, 'p: string'),
    ],
    'two writes': [
      'failure',
      undefined,
      f(`await writeFile(p, ''); await writeFile(q, '');`, 'p: string, q: string'),
    ],
    'a body that writes a field': [
      'failure',
      /writes `.hits`/,
      `/*here*/export class A { hits = 0; async f() { const a = await this.a(); const b = await readFile('b'); return [a, b]; } async a() { this.hits++; return readFile('a'); } }`,
    ],
    'ordered output through a function': [
      'failure',
      /writes output/,
      f(
        `await show(p); await show(q);`,
        'p: string, q: string',
        `async function show(p: string) { console.log(await readFile(p, 'utf8')); }`,
      ),
    ],
    'a POST': [
      'failure',
      undefined,
      f(
        `const a = await fetch(u, { method: 'POST' }); const b = await fetch(u); return [a, b];`,
        'u: string',
      ),
    ],
    'a request whose method is computed': [
      'effects',
      undefined,
      f(
        `const a = await fetch(u, o); const b = await fetch(u); return [a, b];`,
        'u: string, o: RequestInit',
      ),
    ],
    'a request whose answer nobody looks at': [
      'failure',
      undefined,
      f(`await fetch(u); const b = await fetch(u); return b;`, 'u: string'),
    ],
    'reads that are gathered, and whose results are unused': [
      'effects',
      /nothing shows that `fetchUser` only reads/,
      f(
        `await Promise.all(ids.map((id) => fetchUser(id))); await Promise.all(ids.map(async (id) => { return fetchPosts(id); }));`,
        'ids: number[]',
      ),
    ],
    'reads that are gathered': [
      'likely',
      /^`fetchUser` only reads; `fetchPosts` only reads/,
      f(
        `const a = await Promise.all([fetchUser(id)]); const b = await Promise.all([fetchPosts(id)]); return [a, b];`,
      ),
    ],
    'a request whose answer nobody looks at in the end': [
      'failure',
      /writes the network/,
      f(
        `await fetch('/a').then((r) => r.json()); const b = await fetch('/b').then((r) => r.json()); return b;`,
      ),
    ],
    'a read whose result is unused': [
      'effects',
      /the result of `loadCurrencies` is unused/,
      f(`await loadCurrencies(); const u = await fetchUser(id); return u;`),
    ],
    'a read into a variable that nobody reads': [
      'effects',
      /unused/,
      f(`const currencies = await loadCurrencies(); const u = await fetchUser(id); return u;`),
    ],
    'a name that also creates': [
      'effects',
      undefined,
      f(
        `const a = await getOrCreateUser(); const b = await fetchUser(id); return [a, b];`,
        'id: number',
        `declare function getOrCreateUser(): Promise<User>;`,
      ),
    ],
    'each call gives the next': [
      'effects',
      undefined,
      f(
        `const a = await getNextId(); const b = await getNextId(); return [a, b];`,
        '',
        `declare function getNextId(): Promise<number>;`,
      ),
    ],
    'a read that gives nothing': [
      'effects',
      undefined,
      f(
        `const a = await loadAll(); const u = await fetchUser(id); return [a, u];`,
        'id: number',
        `declare function loadAll(): Promise<void>;`,
      ),
    ],
    'words that only begin like a read': [
      'effects',
      undefined,
      f(
        `const a = await issue(); const b = await hash(); return [a, b];`,
        '',
        `declare function issue(): Promise<number>; declare function hash(): Promise<string>;`,
      ),
    ],
    'a body that is named as a read, and stores': [
      'effects',
      /`store.set` only reads/,
      f(
        `const k = await getKey(); const u = await fetchUser(1); return [k, u];`,
        '',
        `async function getKey() { await store.set('a', 'b'); return 'b'; }`,
      ),
    ],
    'a function that it is given': [
      'effects',
      undefined,
      f(
        `const a = await g(); const b = await readFile('b'); return [a, b];`,
        'g: () => Promise<string>',
      ),
    ],
    'a callback of `then` that writes': [
      'failure',
      undefined,
      f(
        `const a = await get('a'); const b = await get('b'); return [a, b];`,
        '',
        `let last = ''; export const getLast = () => last; function get(p: string) { return readFile(p, 'utf8').then((t) => { last = t; return t; }); }`,
      ),
    ],
  });
});

describe('barriers', () => {
  check({
    'a sleep': [
      'barrier',
      /waits for a timer/,
      f(`await sleep(200); const u = await fetchUser(id); return u;`),
    ],
    "a sleep of one's own": [
      'barrier',
      /waits for a timer/,
      f(
        `const u = await fetchUser(id); await pause(200); return u;`,
        'id: number',
        `const pause = (ms: number) => new Promise<void>((done) => { setTimeout(done, ms); });`,
      ),
    ],
    'a sleep whose callback resolves': [
      'barrier',
      /waits for a timer/,
      f(
        `const u = await fetchUser(id); await pause(200); return u;`,
        'id: number',
        `const pause = (ms: number) => new Promise<void>((done) => { setTimeout(() => { done(); }, ms); });`,
      ),
    ],
    'an event': [
      'barrier',
      undefined,
      f(
        `const a = await next(e); const b = await readFile('b'); return [a, b];`,
        'e: EventEmitter',
        `async function next(e: EventEmitter) { return new Promise((done) => { e.once('x', done); }); }`,
      ),
    ],
    'a promise that others resolve': [
      'failure',
      undefined,
      f(
        `const a = await wait(); const b = await readFile('b'); return [a, b];`,
        '',
        `const waiting: ((x: string) => void)[] = []; export const wake = () => waiting.pop()?.(''); async function wait() { return new Promise<string>((done) => { waiting.push(done); }); }`,
      ),
    ],
    'a process': [
      'barrier',
      /starts a process/,
      f(
        `const a = await run(); const b = await readFile('b'); return [a, b];`,
        '',
        `async function run() { return new Promise<string>((done) => { exec('ls', (e, out) => { done(out); }); }); }`,
      ),
    ],
    'a yield': [
      'barrier',
      undefined,
      f(`await Promise.resolve(); const b = await readFile('b'); return b;`),
    ],
    'what has been started': [
      'barrier',
      undefined,
      f(
        `const a = await Promise.all(ps); const b = await Promise.all(qs); return [a, b];`,
        'ps: Promise<1>[], qs: Promise<1>[]',
      ),
    ],
    'a module of another package': [
      'barrier',
      /is not known/,
      f(`const a = await import('typescript'); const b = await import('node:fs'); return [a, b];`),
    ],
    'modules of Node': [
      'proven',
      undefined,
      f(`const a = await import('node:os'); const b = await import('fs/promises'); return [a, b];`),
    ],
    'a module that runs code': [
      'barrier',
      /runs code when it is loaded/,
      f(`const a = await import('./starts.ts'); const b = await import('node:fs'); return [a, b];`),
    ],
    'a module whose exports are unused': [
      'barrier',
      undefined,
      f(`await import('node:os'); await import('node:fs');`),
    ],
  });
});

describe('control', () => {
  const GUARD = `declare function requireAdmin(): Promise<User>; declare function notFound(): never;`;
  check({
    'a guard by name': [
      'control',
      /`requireAdmin` decides/,
      f(
        `const a = await requireAdmin(); const u = await fetchUser(id); return [a, u];`,
        'id: number',
        GUARD,
      ),
    ],
    'a guard by name, later': [
      'effects',
      undefined,
      f(
        `const u = await fetchUser(id); const a = await requireAdmin(); return [a, u];`,
        'id: number',
        GUARD,
      ),
    ],
    'a body that may refuse': [
      'likely',
      /`readFile` may run although `owner` refuses/,
      f(
        `const a = await owner(); const b = await readFile('b'); return [a, b];`,
        '',
        `async function owner() { const t = await readFile('o', 'utf8'); if (t === '') throw new Error('nobody'); return t; }`,
      ),
    ],
    'a body that redirects': [
      'effects',
      /`notFound`/,
      f(
        `const a = await owner(); const b = await readFile('b'); return [a, b];`,
        '',
        `${GUARD} async function owner() { const t = await readFile('o', 'utf8'); if (t === '') notFound(); return t; }`,
      ),
    ],
    'a throw that is caught there': [
      'proven',
      undefined,
      f(
        `const a = await owner(); const b = await readFile('b'); return [a, b];`,
        '',
        `async function owner() { try { const t = await readFile('o', 'utf8'); if (t === '') throw new Error('nobody'); return t; } catch { return ''; } }`,
      ),
    ],
    'a condition between': [
      'no candidate',
      undefined,
      f(
        `const u = await fetchUser(id); if (u.id === 0) return null; const p = await fetchPosts(id); return p;`,
      ),
    ],
    'a call between': [
      'no candidate',
      undefined,
      f(`const u = await fetchUser(id); console.log(u); const p = await fetchPosts(id); return p;`),
    ],
    'a declaration between that calls': [
      'control',
      /may have effects/,
      f(
        `const u = await fetchUser(id); const n = count(); const p = await fetchPosts(id); return [u, n, p];`,
        'id: number',
        `declare function count(): number;`,
      ),
    ],
    'the time between': [
      'control',
      /reads the time/,
      f(
        `const u = await fetchUser(id); const t = Date.now(); const p = await fetchPosts(id); return [u, t, p];`,
      ),
    ],
    'what may not run': [
      'no candidate',
      undefined,
      f(
        `const u = id > 0 && (await fetchUser(id)); const p = await fetchPosts(id); return [u, p];`,
      ),
    ],
    'short circuits in an expression': [
      'no candidate',
      undefined,
      f(`return [id > 0 ? await fetchUser(id) : null, await fetchPosts(id)];`),
    ],
    'within a combinator': [
      'no candidate',
      undefined,
      f(`return Promise.all([await fetchUser(id), await fetchPosts(id)]);`),
    ],
    'awaited promises that have been started': [
      'no candidate',
      undefined,
      f(
        `const a = fetchUser(id), b = fetchPosts(id); const u = await a; const p = await b; return { u, p };`,
      ),
    ],
    'a using declaration between': [
      'no candidate',
      undefined,
      f(
        `const u = await fetchUser(id); await using h = await open2(); const p = await fetchPosts(id); return [u, p, h];`,
        'id: number',
        `declare function open2(): Promise<AsyncDisposable>;`,
      ),
    ],
    'an assignment on the way': [
      'around',
      undefined,
      f(`let n = 0; return [await fetchUser(id), n++, await fetchPosts(id)];`),
    ],
    'code on the way': [
      'around',
      undefined,
      f(
        `return [await fetchUser(id), step(), await fetchPosts(id)];`,
        'id: number',
        `declare function step(): number;`,
      ),
    ],
  });
});

describe('what may throw at once', () => {
  check({
    'a nullable part': [
      'likely',
      /evaluating `o.path` does not throw|evaluating/,
      f(
        `const a = await readFile('a'); const b = await readFile(o!.path); return [a, b];`,
        'o: { path: string } | undefined',
      ),
    ],
    'an index': [
      'likely',
      /evaluating/,
      f(
        `const a = await readFile('a'); const b = await readFile(ps[0] as string); return [a, b];`,
        'ps: string[]',
      ),
    ],
    'a template': [
      'control',
      /`p` may have effects/,
      f(
        'const a = await readFile("a"); const b = await readFile(`${p}.txt`); return [a, b];',
        'p: { toString(): string }',
      ),
    ],
    'a template of something unknown': [
      'likely',
      /evaluating/,
      f(
        'const a = await readFile("a"); const b = await readFile(p + `${q as string}.txt`); return [a, b];',
        'p: string, q: unknown',
      ),
    ],
    'strings and numbers make a text': [
      'proven',
      undefined,
      f(
        'const a = await readFile("a"); const b = await readFile(p + `/${n}.txt`); return [a, b];',
        'p: string, n: number | string',
      ),
    ],
    'a getter': [
      'likely',
      undefined,
      f(
        `const a = await readFile('a'); const b = await readFile(o.path); return [a, b];`,
        'o: Place',
        `class Place { get path() { return 'p'; } }`,
      ),
    ],
    'a call': [
      'likely',
      /evaluating `path.join/,
      f(
        `const a = await readFile('a'); const b = await readFile(path.join(p, 'b')); return [a, b];`,
        'p: string',
      ),
    ],
    'a spread': [
      'likely',
      /evaluating/,
      f(
        `const a = await readFile('a'); const b = await readFile(...o); return [a, b];`,
        'o: [string]',
      ),
    ],
    'of the first it does not matter': [
      'proven',
      undefined,
      f(
        `const a = await readFile(path.join(p, 'b')); const b = await readFile('a'); return [a, b];`,
        'p: string',
      ),
    ],
    'a function that is not async': [
      'likely',
      /does not throw before it returns/,
      f(
        `const a = await readFile('a'); const b = await load('b'); return [a, b];`,
        '',
        `function load(p: string) { return readFile(p); }`,
      ),
    ],
  });
});

describe('handles', () => {
  check({
    'one transaction': [
      'handle',
      /both use `tx`/,
      f(
        `const a = await tx.getRow(1); const b = await tx.getRow(2); return [a, b];`,
        'tx: Transaction',
      ),
    ],
    'one transaction as an argument': [
      'handle',
      undefined,
      f(
        `const a = await getA(db); const b = await getB(db); return [a, b];`,
        'db: Transaction',
        `declare function getA(db: Transaction): Promise<1>; declare function getB(db: Transaction): Promise<2>;`,
      ),
    ],
    'one transaction in options': [
      'handle',
      undefined,
      f(
        `const a = await getA({ session }); const b = await getA({ session }); return [a, b];`,
        'session: Transaction',
        `declare function getA(o: { session: Transaction }): Promise<1>;`,
      ),
    ],
    'in a field': [
      'handle',
      undefined,
      `/*here*/export class A { constructor(private readonly db: Transaction) {} async f() { const a = await this.db.getRow(1); const b = await this.db.getRow(2); return [a, b]; } }`,
    ],
    'the object itself': [
      'handle',
      /`this.query` works on a stateful handle/,
      `/*here*/export abstract class QueryRunner { async getName() { return (await this.query('name'))[0]; } async getSchema() { return (await this.query('schema'))[0]; } abstract query(text: string): Promise<string[]>; abstract commitTransaction(): Promise<void>; async f() { const a = await this.getName(); const b = await this.getSchema(); return [a, b]; } }`,
    ],
    'an object that is none': [
      'likely',
      undefined,
      `/*here*/export abstract class Names { abstract getName(): Promise<string>; abstract getSchema(): Promise<string>; async f() { const a = await this.getName(); const b = await this.getSchema(); return [a, b]; } }`,
    ],
    'two of one type': [
      'handle',
      undefined,
      f(
        `const a = await x.getRow(1); const b = await y.getRow(2); return [a, b];`,
        'x: Transaction, y: Transaction',
      ),
    ],
    'only one of them': [
      'likely',
      undefined,
      f(
        `const a = await db.getRow(1); const b = await fetchUser(2); return [a, b];`,
        'db: Transaction',
      ),
    ],
    'in a body': [
      'handle',
      /works on a stateful handle/,
      f(
        `const a = await getA(1); const b = await getA(2); return [a, b];`,
        '',
        `declare const db: Transaction; async function getA(n: number) { return db.getRow(n); }`,
      ),
    ],
    'a page': [
      'handle',
      undefined,
      f(
        `const a = await page.getTitle(); const b = await page.getUrl(); return [a, b];`,
        'page: { getTitle(): Promise<string>; getUrl(): Promise<string> }',
      ),
    ],
    'what a read gives is a handle': [
      'effects',
      undefined,
      f(
        `const a = await getTx(); const b = await fetchUser(1); return [a, b];`,
        '',
        `declare function getTx(): Promise<Transaction>;`,
      ),
    ],
    'a file handle': [
      'failure',
      undefined,
      f(
        `const a = await h.readFile(); const b = await h.stat(); return [a, b];`,
        `h: fs.promises.FileHandle`,
      ),
    ],
  });
});

describe('scope', () => {
  check({
    'a callback of a transaction': [
      'scope',
      /a callback of `transaction`/,
      `declare const db: { transaction<T>(f: (x: Store) => Promise<T>): Promise<T> };\nexport const g = () => db.transaction(/*here*/async (x) => { const a = await x.get('a'); const b = await x.get('b'); return [a, b]; });`,
    ],
    'in a catch': [
      'scope',
      undefined,
      f(
        `try { return null; } catch { const u = await fetchUser(id); const p = await fetchPosts(id); return [u, p]; }`,
      ),
    ],
    'in a finally': [
      'scope',
      undefined,
      f(
        `try { return null; } finally { const u = await fetchUser(id); const p = await fetchPosts(id); console.log(u, p); }`,
      ),
    ],
    'of a using declaration whose resource they use': [
      'scope',
      /`h` is released/,
      f(
        `await using h = await open2(); const a = await h.get('a'); const b = await h.get('b'); return [a, b];`,
        '',
        `declare function open2(): Promise<AsyncDisposable & Store>;`,
      ),
    ],
    'of a using declaration of something else': [
      'likely',
      undefined,
      f(
        `await using h = await open2(); const a = await fetchUser(id); const b = await fetchPosts(id); return [a, b, h];`,
        'id: number',
        `declare function open2(): Promise<AsyncDisposable>;`,
      ),
    ],
    'a finally that closes what they use': [
      'failure',
      /`close\(\)` runs/,
      f(
        `try { const a = await s.get('a'); const b = await s.get('b'); return [a, b]; } finally { await s.close(); }`,
        's: Store & { close(): Promise<void> }',
      ),
    ],
    'a finally that closes something else': [
      'likely',
      undefined,
      f(
        `try { const a = await store.get('a'); const b = await store.get('b'); return [a, b]; } finally { await s.close(); }`,
        's: { close(): Promise<void> }',
      ),
    ],
    'a finally that removes files, in a function': [
      'failure',
      /`tidy\(\)` writes the file system while one may still read it/,
      f(
        `try { const a = await readFile(p); const b = await readFile(q); return [a, b]; } finally { await tidy(); }`,
        'p: string, q: string',
        `async function tidy() { await writeFile('t', ''); }`,
      ),
    ],
    'a finally that cannot be seen into': [
      'likely',
      /`tidy\(\)` changes nothing that they use/,
      f(
        `try { const a = await readFile(p); const b = await readFile(q); return [a, b]; } finally { await tidy(); }`,
        'p: string, q: string',
        `declare function tidy(): Promise<void>;`,
      ),
    ],
    'a catch that looks at the error': [
      'likely',
      /may get either error/,
      f(
        `try { const a = await readFile(p); const b = await readFile(q); return [a, b]; } catch (e) { if (e instanceof TypeError) return null; throw e; }`,
        'p: string, q: string',
      ),
    ],
    'a catch that only passes it on': [
      'proven',
      undefined,
      f(
        `try { const a = await readFile(p); const b = await readFile(q); return [a, b]; } catch (e) { throw new Error('no', { cause: e }); }`,
        'p: string, q: string',
      ),
    ],
  });
});

describe('freshness', () => {
  check({
    'a field that others change': [
      'likely',
      /nothing changes `.path` meanwhile/,
      `/*here*/export class A { path = ''; async f() { const a = await readFile('a'); const b = await readFile(this.path); return [a, b]; } move(p: string) { this.path = p; } }`,
    ],
    'a field that nobody changes': [
      'proven',
      undefined,
      `/*here*/export class A { readonly place = ''; async f() { const a = await readFile('a'); const b = await readFile(this.place); return [a, b]; } }`,
    ],
    'a module variable that others change': [
      'likely',
      /nothing changes `current` meanwhile/,
      f(
        `const a = await readFile('a'); const b = await readFile(current); return [a, b];`,
        '',
        `let current = ''; export const move = (p: string) => { current = p; };`,
      ),
    ],
  });
});

describe('partial results', () => {
  check({
    'a field': [
      'likely',
      /nobody needs `this.a` if `readFile` fails/,
      `/*here*/export class A { a?: Buffer; b?: Buffer; async f() { this.a = await readFile('a'); this.b = await readFile('b'); } }`,
    ],
    'an outer variable': [
      'likely',
      /nobody needs `a`/,
      f(
        `let a: Buffer | undefined; try { a = await readFile('a'); const b = await readFile('b'); return [a, b]; } catch { return a; }`,
      ),
    ],
    'a variable of the same block': [
      'proven',
      undefined,
      f(
        `let a: Buffer; let b: Buffer; a = await readFile('a'); b = await readFile('b'); return [a, b];`,
      ),
    ],
    'a field, and a method without body of the same object': [
      'data',
      undefined,
      f(
        `o.a = await store.get('a'); const b = await o.getB(); return b;`,
        'o: { a: string; getB(): Promise<string> }',
      ),
    ],
  });
});

describe('types', () => {
  check({
    any: [
      'type',
      undefined,
      f(`const a = await x.get('a'); const b = await x.get('b'); return [a, b];`, 'x: any'),
    ],
    'no promise': [
      'type',
      undefined,
      f(
        `const a = await getNumber(); const b = await getNumber(); return a + b;`,
        '',
        `declare function getNumber(): number;`,
      ),
    ],
  });
});

describe('objects of one function', () => {
  check({
    'a file handle': [
      'handle',
      /`h`/,
      f(
        `const h = await open(p); if (p === '') return; const a = await h.read(); const b = await h.read(); return [a, b];`,
        'p: string',
      ),
    ],
    'two methods of it': [
      'handle',
      /`h`/,
      f(
        `const h = await open(p); if (p === '') return; const a = await h.stat(); const b = await h.readFile(); return [a, b];`,
        'p: string',
      ),
    ],
    'a folder that is read entry by entry': [
      'handle',
      /`d`/,
      f(`const a = await d.read(); const b = await d.read(); return [a, b];`, `d: fs.Dir`),
    ],
    'the reader of a stream': [
      'handle',
      /`r`/,
      f(
        `const a = await r.read(); const b = await r.read(); return [a, b];`,
        'r: ReadableStreamDefaultReader<string>',
      ),
    ],
    'the body of a response': [
      'effects',
      /`r`/,
      f(
        `const r = await fetch(u); if (!r.ok) return; const a = await r.text(); const b = await r.text(); return [a, b];`,
        'u: string',
      ),
    ],
    'a property that the first one sets': [
      'effects',
      /`o`/,
      f(
        `const o = { a: '', b: '' }; o.a = await readFile(p, 'utf8'); o.b = await readFile(o.a, 'utf8'); return o;`,
        'p: string',
      ),
    ],
    'two properties of one object': [
      'likely',
      /^nobody needs `o\.a`/,
      f(
        `const o = { a: '', b: '' }; o.a = await readFile(p, 'utf8'); o.b = await readFile(p, 'latin1'); return o.a + o.b;`,
        'p: string',
      ),
    ],
    'a property that the first one sets and the code between reads': [
      'effects',
      /`o`/,
      f(
        `const o = { a: '' }; o.a = await readFile(p, 'utf8'); const n = o.a; const b = await readFile(p); return [n, b];`,
        'p: string',
      ),
    ],
    'an array that the code between changes': [
      'effects',
      /`xs`/,
      f(
        `const xs = [p]; const a = await readFile(p); const n = xs.push(p); const b = await readFile(xs.join('')); return [a, n, b];`,
        'p: string',
      ),
    ],
    'an array that the expression changes': [
      'around',
      undefined,
      f(
        `const xs = [p]; return [await readFile(xs.join()), xs.push(p), await readFile(xs.join('/'))];`,
        'p: string',
      ),
    ],
    'an array that collects': [
      'proven',
      undefined,
      f(
        `const xs: string[] = []; xs.push(await readFile(p, 'utf8')); xs.push(await readFile(p, 'latin1')); return xs.length;`,
        'p: string',
      ),
    ],
    'an array that collects, and outlives the try': [
      'likely',
      /nobody needs `xs` if `readFile` fails/,
      f(
        `const xs: string[] = []; try { xs.push(await readFile(p, 'utf8')); const b = await readFile(p); return b; } catch { return xs; }`,
        'p: string',
      ),
    ],
    'an array of the try': [
      'proven',
      undefined,
      f(
        `try { const xs: string[] = []; xs.push(await readFile(p, 'utf8')); const b = await readFile(p); return [b, xs.length]; } catch { return 0; }`,
        'p: string',
      ),
    ],
    'an array that the expression changes, and that outlives the try': [
      'around',
      undefined,
      f(
        `const xs: number[] = []; try { return [await readFile(p), xs.push(1), await readFile(p, 'utf8')]; } catch { return xs; }`,
        'p: string',
      ),
    ],
    'an array that collects, and is asked': [
      'effects',
      /`xs`/,
      f(
        `const xs: string[] = []; xs.push(await readFile(p, 'utf8')); xs.push(await readFile(xs.join(), 'utf8')); return xs.length;`,
        'p: string',
      ),
    ],
  });
});

describe('calls that can only fail', () => {
  check({
    access: [
      'control',
      /`access` decides/,
      f(`await access(p); const t = await readFile(q); return t;`, 'p: string, q: string'),
    ],
    'a body': [
      'control',
      /`exists` decides/,
      f(
        `await exists(p); const t = await readFile(q); return t;`,
        'p: string, q: string',
        'async function exists(p: string) { await access(p); }',
      ),
    ],
    'both of them': [
      'proven',
      undefined,
      f(`await access(p); await access(q);`, 'p: string, q: string'),
    ],
    'the later one': [
      'proven',
      undefined,
      f(`const t = await readFile(q); await access(p); return t;`, 'p: string, q: string'),
    ],
  });
});

describe('the time', () => {
  const now = 'async function now(p: string) { await stat(p); return Date.now(); }';
  check({
    'in both': [
      'freshness',
      /time/,
      f(`const a = await now(p); const b = await now(p); return b - a;`, 'p: string', now),
    ],
    'in one of them': [
      'likely',
      /`now` may read the time/,
      f(`const a = await readFile(p); const b = await now(p); return [a, b];`, 'p: string', now),
    ],
    'in an argument of the later one': [
      'likely',
      /time/,
      f(
        'const a = await readFile(p); const b = await readFile(`${p}${Date.now()}`); return [a, b];',
        'p: string',
      ),
    ],
    'in an argument of the earlier one': [
      'proven',
      undefined,
      f(
        'const a = await readFile(`${p}${Date.now()}`); const b = await readFile(p); return [a, b];',
        'p: string',
      ),
    ],
  });
});

describe('evaluating the later one', () => {
  const o = 'declare function o(): "utf8"; declare function getEncoding(): "utf8";';
  check({
    'code that cannot be seen': [
      'control',
      /`o\(\)` may have effects/,
      f(
        `const a = await readFile(p); const b = await readFile(p, { encoding: o() }); return [a, b];`,
        'p: string',
        o,
      ),
    ],
    'code that reads by its name': [
      'likely',
      /does not throw/,
      f(
        `const a = await readFile(p); const b = await readFile(p, { encoding: getEncoding() }); return [a, b];`,
        'p: string',
        o,
      ),
    ],
    'a handler': [
      'proven',
      undefined,
      f(
        `const a = await readFile(p).catch(() => undefined); const b = await readFile(q).catch(() => undefined); return [a, b];`,
        'p: string, q: string',
      ),
    ],
    'what a request gives, read by a handler': [
      'proven',
      undefined,
      f(
        `const a = await fetch('/a').then((r) => r.json() as Promise<User>); const b = await fetch('/b').then(async (r) => { if (!r.ok) throw new Error(r.statusText); return r.text(); }); return [a, b];`,
      ),
    ],
    'what a request gives, kept by a handler': [
      'failure',
      undefined,
      f(
        `const a = await fetch('/a').then((r) => { last = r; return r.json(); }); const b = await fetch('/b').then((r) => r.text()); return [a, b];`,
        'id: number',
        'export let last: Response | undefined;',
      ),
    ],
    handlers: [
      'proven',
      undefined,
      f(
        `const a = await stat(p).then((s) => s.size).catch(() => 0); const b = await stat(q).then((s) => s.size, () => 0).finally(() => {}); return [a, b];`,
        'p: string, q: string',
      ),
    ],
    'a handler of what may throw at once': [
      'likely',
      /`text` does not throw/,
      f(
        `const a = await readFile(p); const b = await text(q).catch(() => ''); return [a, b];`,
        'p: string, q: string',
        `function text(p: string): Promise<string> { if (p === '') throw new Error(); return readFile(p, 'utf8'); }`,
      ),
    ],
  });
});

describe('programs', () => {
  check({
    'started by a helper': [
      'barrier',
      /starts a process/,
      f(
        `const a = await getVersion(); const b = await getVersion(); return [a, b];`,
        '',
        `import { execaCommand as command } from 'execa';
         async function getVersion() { const { stdout } = await command('git version'); return stdout; }`,
      ),
    ],
    'started by name': [
      'barrier',
      /starts a process/,
      f(
        `const a = await getVersion(); const b = await getVersion(); return [a, b];`,
        '',
        `declare function execa(command: string): Promise<{ stdout: string }>;
         async function getVersion() { const { stdout } = await execa('git'); return stdout; }`,
      ),
    ],
    'that may have to be downloaded': [
      'effects',
      /`b\.getBinaryPath` only reads/,
      f(
        `const a = await b.getBinaryPath(); const c = await getSettings(); return [a, c];`,
        'b: { getBinaryPath(): Promise<string> }',
      ),
    ],
  });
});

describe('the same question twice', () => {
  check({
    'to see what has changed': [
      'freshness',
      /asked again/,
      f(`const a = await readFile(p); const b = await readFile( p ); return a === b;`, 'p: string'),
    ],
    'about something else': [
      'proven',
      undefined,
      f(
        `const a = await readFile(p); const b = await readFile(p + '.old'); return a === b;`,
        'p: string',
      ),
    ],
  });
});

describe('comments', () => {
  const twice = (first: string, second: string): string =>
    f(
      `${first}
      const a = await readFile(p);
      ${second}
      const b = await stat(p); return [a, b];`,
      'p: string',
    );
  check({
    first: ['control', /comment/, twice('// Load snapshots first', '')],
    then: ['control', /comment/, twice('', '// then the sizes')],
    'must be after': ['control', /comment/, twice('', '/* Must be loaded\n * after the file. */')],
    'the order matters': ['control', /comment/, twice('// The order matters here.', '')],
    'one at a time': ['control', /comment/, twice('', '// one at a time')],
    race: ['control', /comment/, twice('// avoids a race', '')],
    before: ['control', /comment/, twice('// await the file before its size', '')],
    'something else': [
      'proven',
      undefined,
      twice('// The text, in order to parse it', '// its size'),
    ],
    'another paragraph': ['proven', undefined, twice('// Sizes come first.\n\n// The text', '')],
    'above an expression': [
      'control',
      /comment/,
      f(`// snapshots first\n return [await readFile(p), await stat(p)];`, 'p: string'),
    ],
  });
});
