import { fileURLToPath } from 'node:url';

import type ts from 'typescript';
import { describe, expect, it } from 'vitest';

import { yieldPointAt } from '../../../src/analysis/concurrency/yield-point.ts';
import { catalogueOf } from '../../../src/catalogue/catalogue.ts';
import { askAboutNode } from '../../support/ask-ts.ts';

const PROGRAM = fileURLToPath(new URL('program', import.meta.url));
const catalogue = catalogueOf([]);

const IMPORTS = `
import { existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync, appendFileSync, createReadStream, createWriteStream } from 'node:fs';
import * as fs from 'node:fs';
import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { countHit, enqueue, frozen, hits, queue, setTheme, settings } from './other.ts';
const ready = Promise.resolve();
const one = Promise.resolve(1);
async function start() { await ready; }
`;

function verdict(code: string): string {
  const answer = askAboutNode(
    IMPORTS + code,
    (node, t): node is ts.CallExpression => t.isCallExpression(node),
    (call, typed) => yieldPointAt(call, typed, catalogue),
    { folder: PROGRAM },
  );
  if (!answer.safe) reasons.set(code, answer.because);
  return answer.safe ? 'safe' : `${answer.condition}: ${answer.offer}`;
}

/** Shown when a row fails. */
const reasons = new Map<string, string>();

type Rows = Record<string, [safe: string, code: string]>;

function check(rows: Rows): void {
  for (const [name, [expected, code]] of Object.entries(rows)) {
    it(name, () => {
      const answer = verdict(code);
      expect(answer, reasons.get(code)).toBe(expected);
    });
  }
}

const SAFE = 'safe';
const SHARED = 'shared-state: suggestion';
const FIRST = 'first-suspension: suggestion';
const HANDLER = 'handler-attached: nothing';
const TURN = 'turn-bound: nothing';
const WRITE = 'file-write: suggestion';

const WRITER = `export function save(p: string) { writeFileSync(p, ''); }\n`;

describe('a read on its own', () => {
  check({
    'read, then parse': [
      SAFE,
      `export async function cfg(p: string) { const t = /*here*/readFileSync(p, 'utf8'); return JSON.parse(t) as unknown; }`,
    ],
    'parse around the read': [
      SAFE,
      `export async function cfg(p: string) { return JSON.parse(/*here*/readFileSync(p, 'utf8')) as unknown; }`,
    ],
    'a member of the result': [
      SAFE,
      `export async function size(p: string) { return /*here*/readFileSync(p).length; }`,
    ],
    'namespace import': [
      SAFE,
      `export async function cfg(p: string) { const t = /*here*/fs.readFileSync(p, 'utf8'); return t.trim(); }`,
    ],
    'string operations before and after': [
      SAFE,
      `export async function lines(p: string) { const q = p.trim() + '.txt'; return /*here*/readFileSync(q, 'utf8').split('\\n').map((l) => l.trim()).filter((l) => l !== ''); }`,
    ],
    'in try and catch': [
      SAFE,
      `export async function cfg(p: string) { try { return /*here*/readFileSync(p, 'utf8'); } catch { return ''; } }`,
    ],
    'already awaited': [
      SAFE,
      `export async function cfg(p: string) { const t = await /*here*/readFileSync(p, 'utf8'); countHit(); return t; }`,
    ],
  });
});

describe('line 1: what is used before and after it', () => {
  check({
    'a local that a timer counts up, read after it': [
      SHARED,
      `export async function wait(p: string) { let n = 0; setInterval(() => { n++; }, 1); const t = /*here*/readFileSync(p); return n + t.length; }`,
    ],
    'a local that nobody else counts up': [
      SAFE,
      `export async function wait(p: string) { let n = 0; const t = /*here*/readFileSync(p); n += t.length; return n; }`,
    ],
    'two reads of files, and nobody writes files': [
      SAFE,
      `export async function both(a: string, b: string) { const x = /*here*/readFileSync(a, 'utf8'); return x + readFileSync(b, 'utf8'); }`,
    ],
    'two reads of files, and a function of the program writes files': [
      SHARED,
      WRITER +
        `export async function both(a: string, b: string) { const x = /*here*/readFileSync(a, 'utf8'); return x + readFileSync(b, 'utf8'); }`,
    ],
    'the second of two reads, with a writer': [
      SHARED,
      WRITER +
        `export async function file(p: string) { return existsSync(p) && /*here*/lstatSync(p).isFile(); }`,
    ],
    'one read, with a writer': [
      SAFE,
      WRITER + `export async function file(p: string) { return /*here*/lstatSync(p).isFile(); }`,
    ],
    'a read in the other arm is on no common path': [
      SAFE,
      WRITER +
        `export async function file(p: string, b: boolean) { if (b) { return existsSync(p); } else { return /*here*/statSync(p).isFile(); } }`,
    ],
    'a read in an arm that returns is on no common path': [
      SAFE,
      WRITER +
        `export async function file(p: string, b: boolean) { if (b) { return existsSync(p); } return /*here*/statSync(p).isFile(); }`,
    ],
    'a read in an arm that goes on is': [
      SHARED,
      WRITER +
        `export async function file(p: string, b: boolean) { let e = false; if (b) { e = existsSync(p); } return e && /*here*/statSync(p).isFile(); }`,
    ],
    'another case of a switch': [
      SAFE,
      WRITER +
        `export async function file(p: string, k: string) { switch (k) { case 'a': return existsSync(p); case 'b': return /*here*/statSync(p).isFile(); default: return false; } }`,
    ],
    'a case that falls through': [
      SHARED,
      WRITER +
        `export async function file(p: string, k: string) { switch (k) { case 'a': existsSync(p); case 'b': return /*here*/statSync(p).isFile(); default: return false; } }`,
    ],
    'a loop reads again, with a writer': [
      SHARED,
      WRITER +
        `export async function all(ps: string[]) { const out: string[] = []; for (const p of ps) out.push(/*here*/readFileSync(p, 'utf8')); return out; }`,
    ],
    'a loop that ends with the read': [
      SAFE,
      WRITER +
        `export async function first(ps: readonly string[]) { for (const p of ps) { if (p !== '') { const t = /*here*/readFileSync(p, 'utf8'); return t; } } return ''; }`,
    ],
    'a map is asked before and after, and nobody changes maps': [
      SAFE,
      `const m: ReadonlyMap<string, string> = new Map([['a', 'b']]);
export async function f(p: string) { if (!m.has(p)) return; const t = /*here*/readFileSync(p, 'utf8'); return m.get(p) + t; }`,
    ],
    'a map is asked before and after, and somebody changes it': [
      SHARED,
      `const m = new Map<string, { x: string }>();
export function drop(p: string) { m.delete(p); }
export async function f(p: string) { if (!m.has(p)) return; const t = /*here*/readFileSync(p, 'utf8'); return m.get(p)!.x + t; }`,
    ],
    'a map of this run only': [
      SAFE,
      `const m = new Map<string, string>();
export function drop(p: string) { m.delete(p); }
export async function f(p: string) { const own = new Map<string, string>(); own.set(p, p); const t = /*here*/readFileSync(p, 'utf8'); own.set(t, t); return own.size; }`,
    ],
    'a map that is handed out before': [
      SHARED,
      `const maps: Map<string, string>[] = [];
export async function f(p: string) { const own = new Map<string, string>(); maps.push(own); own.set(p, p); const t = /*here*/readFileSync(p, 'utf8'); own.set(t, t); return own.size; }`,
    ],
    'a field before and after that is only written where it is made': [
      SAFE,
      `export class Store { readonly root: string; constructor(root: string) { this.root = root; }
  async load() { const p = this.root + '/a'; const t = /*here*/readFileSync(p, 'utf8'); return this.root + t; } }`,
    ],
    'a field before and after that a method writes': [
      SHARED,
      `export class Store { root: string; constructor(root: string) { this.root = root; }
  move(to: string) { this.root = to; }
  async load() { const p = this.root + '/a'; const t = /*here*/readFileSync(p, 'utf8'); return this.root + t; } }`,
    ],
    'the property of a module object that another file writes': [
      SHARED,
      `export async function f(p: string) { const before = settings.theme; const t = /*here*/readFileSync(p, 'utf8'); return before === settings.theme ? t : ''; }`,
    ],
    'the property of a module object that nobody writes': [
      SAFE,
      `export async function f(p: string) { const before = settings.locale; const t = /*here*/readFileSync(p, 'utf8'); return before === settings.locale ? t : ''; }`,
    ],
    'properties of a parameter': [
      SAFE,
      `export async function f(o: { path: string; name: string }) { const t = /*here*/readFileSync(o.path, 'utf8'); return o.path + o.name + t; }`,
    ],
    'a property of a parameter that somebody writes by name': [
      SHARED,
      `export function rename(x: { path: string }) { x.path = ''; }
export async function f(o: { path: string; name: string }) { const t = /*here*/readFileSync(o.path, 'utf8'); return o.path + o.name + t; }`,
    ],
    'a property of a parameter, and a computed write somewhere': [
      SHARED,
      `export function put(x: Record<string, string>, k: string) { x[k] = ''; }
export async function f(o: { path: string; name: string }) { const t = /*here*/readFileSync(o.path, 'utf8'); return o.path + o.name + t; }`,
    ],
    'a computed write to an object that is made there': [
      SAFE,
      `export function index(ks: readonly string[]) { const out: Record<string, string> = {}; for (const k of ks) out[k] = k; return out; }
export async function f(o: { path: string; name: string }) { const t = /*here*/readFileSync(o.path, 'utf8'); return o.path + o.name + t; }`,
    ],
    'a computed write to what reduce makes': [
      SAFE,
      `export function index(ks: readonly string[]) { return ks.reduce<Record<string, string>>((made, k) => { made[k] = k; return made; }, {}); }
export async function f(o: { path: string; name: string }) { const t = /*here*/readFileSync(o.path, 'utf8'); return o.path + o.name + t; }`,
    ],
    'a computed write in a callback that hands the object out': [
      SHARED,
      `const all: object[] = [];
export function index(ks: readonly string[]) { const out: Record<string, string> = {}; ks.forEach((k) => { out[k] = k; all.push(out); }); }
export async function f(o: { path: string; name: string }) { const t = /*here*/readFileSync(o.path, 'utf8'); return o.path + o.name + t; }`,
    ],
    'Object.assign writes the names of its sources': [
      SHARED,
      `export function patch(x: object) { Object.assign(x, { path: '' }); }
export async function f(o: { path: string; name: string }) { const t = /*here*/readFileSync(o.path, 'utf8'); return o.path + o.name + t; }`,
    ],
    'Object.assign of other names': [
      SAFE,
      `export function patch(x: object) { Object.assign(x, { other: '' }); }
export async function f(o: { path: string; name: string }) { const t = /*here*/readFileSync(o.path, 'utf8'); return o.path + o.name + t; }`,
    ],
    'a counter around it in a loop': [
      SHARED,
      `let total = 0;
export async function f(ps: readonly string[]) { await ready; for (const p of ps) { total += /*here*/readFileSync(p).length; } return total; }`,
    ],
    'a counter of its own in a loop': [
      SAFE,
      `export async function f() { let total = 0; for (const p of ['a', 'b']) { total += /*here*/readFileSync(p).length; } return total; }`,
    ],
    'a counter of its own that a callback called in place adds to': [
      SAFE,
      `export async function f(ps: readonly string[]) { let total = 0; ps.forEach((p) => { total += p.length; }); total += /*here*/readFileSync('x').length; return total; }`,
    ],
    'a counter that a listener adds to': [
      SHARED,
      `export async function f(e: EventEmitter) { await ready; let total = 0; e.on('x', () => { total += 1; }); total = 1; const t = /*here*/readFileSync('x').length; return total + t; }`,
    ],
    'an imported counter': [
      SHARED,
      `export async function f(p: string) { const before = hits; const t = /*here*/readFileSync(p, 'utf8'); return before === hits ? t : ''; }`,
    ],
    'an imported counter, through its module': [
      SHARED,
      `import * as other from './other.ts';
export async function f(p: string) { const before = other.hits; const t = /*here*/readFileSync(p, 'utf8'); return before === other.hits ? t : ''; }`,
    ],
    'a read in a try, and one in its catch, with a writer': [
      SHARED,
      WRITER +
        `export async function f(p: string) { try { return /*here*/readFileSync(p, 'utf8'); } catch { return existsSync(p) ? '' : 'gone'; } }`,
    ],
    'a read in an arm that throws to its own catch': [
      SHARED,
      WRITER +
        `export async function f(p: string) { try { if (!existsSync(p)) throw new Error('gone'); } catch { return /*here*/readFileSync('b', 'utf8'); } return ''; }`,
    ],
    'a read in finally': [
      SHARED,
      WRITER +
        `export async function f(p: string) { try { return /*here*/readFileSync(p, 'utf8'); } finally { readdirSync(p); } }`,
    ],
    'output before and after': [
      SHARED,
      `export async function f(p: string) { console.log('a'); const t = /*here*/readFileSync(p, 'utf8'); console.log(t); }`,
    ],
    'a shared array that somebody pushes to, read in a loop': [
      SHARED,
      `export async function all() { let n = 0; for (const p of queue) n += /*here*/readFileSync(p).length; return n; }`,
    ],
    'an array that is made here, read in a loop': [
      SAFE,
      `export async function all() { let n = 0; for (const p of ['a', 'b']) n += /*here*/readFileSync(p).length; return n; }`,
    ],
    'a shared array before the loop only': [
      SAFE,
      `export async function all() { const n = queue.length; return n + /*here*/readFileSync('a').length; }`,
    ],
    'unknown functions on both sides': [
      SHARED,
      `export async function f(p: string, g: () => void, h: () => void) { await ready; g(); const t = /*here*/readFileSync(p, 'utf8'); h(); return t; }`,
    ],
    'an unknown function before, and what nobody writes after': [
      SAFE,
      `export async function f(p: string, g: () => void) { g(); const t = /*here*/readFileSync(p, 'utf8'); return t + settings.locale; }`,
    ],
    'an unknown function before, and what somebody writes after': [
      SHARED,
      `export async function f(p: string, g: () => void) { g(); const t = /*here*/readFileSync(p, 'utf8'); return t + settings.theme; }`,
    ],
    'through functions of the program': [
      SHARED,
      `function theme() { return settings.theme; }
export async function f(p: string) { const before = theme(); const t = /*here*/readFileSync(p, 'utf8'); return before === theme() ? t : ''; }`,
    ],
    'through a getter': [
      SHARED,
      `class Box { get theme2() { return settings.theme; } }
const box = new Box();
export async function f(p: string) { const before = box.theme2; const t = /*here*/readFileSync(p, 'utf8'); return before === box.theme2 ? t : ''; }`,
    ],
    'recursive functions of the program': [
      SAFE,
      `function even(n: number): boolean { return n === 0 || odd(n - 1); }
function odd(n: number): boolean { return n !== 0 && even(n - 1); }
export async function f(p: string, n: number) { const a = even(n); const t = /*here*/readFileSync(p, 'utf8'); return odd(n) && a ? t : ''; }`,
    ],
    'toString of an object is unknown code': [
      SHARED,
      `export async function f(p: string, o: { x: number }) { await ready; const a = \`\${o as unknown}\`; const t = /*here*/readFileSync(p, 'utf8'); return a + \`\${o as unknown}\` + t; }`,
    ],
  });
});

describe('line 2: the first suspension', () => {
  check({
    'an answer is sent after it by a listener': [
      FIRST,
      `export const on = (e: { on(n: string, f: (r: ServerResponse) => void): void }) => { e.on('x', async (res) => { const t = /*here*/readFileSync('a'); res.end(t); }); };`,
    ],
    'the same after an earlier await': [
      SAFE,
      `export const on = (e: { on(n: string, f: (r: ServerResponse) => void): void }) => { e.on('x', async (res) => { await ready; const t = /*here*/readFileSync('a'); res.end(t); }); };`,
    ],
    'an earlier await on one path only': [
      FIRST,
      `export async function f(b: boolean) { if (b) await ready; const t = /*here*/readFileSync('a', 'utf8'); countHit(); return t; }`,
    ],
    'an earlier await behind an optional call': [
      FIRST,
      `export async function f(o?: number[]) { o?.push(await one); const t = /*here*/readFileSync('a', 'utf8'); countHit(); return t; }`,
    ],
    'an earlier await on both paths': [
      SAFE,
      `export async function f(b: boolean) { if (b) await ready; else await ready; const t = /*here*/readFileSync('a', 'utf8'); countHit(); return t; }`,
    ],
    'a module variable is written after it, and nobody is seen to call it': [
      FIRST,
      `let last = ''; export function get() { return last; }
export async function load(p: string) { last = /*here*/readFileSync(p, 'utf8'); }`,
    ],
    'a module variable is written after it, and every caller awaits': [
      SAFE,
      `let last = ''; export function get() { return last; }
async function load(p: string) { last = /*here*/readFileSync(p, 'utf8'); }
export async function main() { await load('a'); return load('b'); }`,
    ],
    'one caller does not await': [
      FIRST,
      `let last = ''; export function get() { return last; }
async function load(p: string) { last = /*here*/readFileSync(p, 'utf8'); }
export async function main() { await load('a'); void load('b'); }`,
    ],
    'passed to a timer': [
      FIRST,
      `let last = ''; export function get() { return last; }
async function load() { last = /*here*/readFileSync('a', 'utf8'); }
export async function main() { await load(); setTimeout(load, 10); }`,
    ],
    'returned by a callback': [
      FIRST,
      `let last = ''; export function get() { return last; }
async function load() { last = /*here*/readFileSync('a', 'utf8'); }
export function main() { setTimeout(() => load(), 10); }`,
    ],
    'a field that is written after it': [
      FIRST,
      `export class Store { text = ''; async load(p: string) { this.text = /*here*/readFileSync(p, 'utf8'); } }`,
    ],
    'a field that is written after the next suspension': [
      SAFE,
      `export class Store { text = ''; async load(p: string) { const t = /*here*/readFileSync(p, 'utf8'); await ready; this.text = t; } }`,
    ],
    'an object of its own that is written after it': [
      SAFE,
      `export async function load(p: string) { const out = { text: '', n: 0 }; out.text = /*here*/readFileSync(p, 'utf8'); out.n = 1; return out; }`,
    ],
    'an array of its own that is filled after it': [
      SAFE,
      `export async function load(p: string) { const out: string[] = []; for (const l of /*here*/readFileSync(p, 'utf8').split('\\n')) out.push(l.trim()); return out; }`,
    ],
    'a shared array that is filled after it': [
      FIRST,
      `const out: string[] = []; export async function load(p: string) { out.push(/*here*/readFileSync(p, 'utf8')); }`,
    ],
    'the queue of another module is filled after it': [
      FIRST,
      `export async function load(p: string) { const t = /*here*/readFileSync(p, 'utf8'); enqueue(t); }`,
    ],
    'output after it': [
      FIRST,
      `export async function show(p: string) { const t = /*here*/readFileSync(p, 'utf8'); console.log(t); }`,
    ],
    'an unknown function after it': [
      FIRST,
      `export async function show(p: string, done: (t: string) => void) { const t = /*here*/readFileSync(p, 'utf8'); done(t); }`,
    ],
    'an unknown function after it, and every caller awaits': [
      SAFE,
      `async function show(p: string, done: (t: string) => void) { const t = /*here*/readFileSync(p, 'utf8'); done(t); }
export async function main() { await show('a', (t) => t); }`,
    ],
    'top level with code after it': [
      FIRST,
      `export const t = /*here*/readFileSync('a'); setTheme('dark');`,
    ],
  });
});

describe('line 3: handlers and turns', () => {
  check({
    'a promise that was started before it and gets its handler after it': [
      HANDLER,
      `export async function both(p: string) { const started = start(); const t = /*here*/readFileSync(p); await started; return t; }`,
    ],
    'an object with a `then` of its own that is used before and after it': [
      SAFE,
      `declare const app: { then(done: (value: string) => void): void; readonly name: string }; export async function both(p: string) { const own = app; const t = /*here*/readFileSync(p); return own.name + t.toString(); }`,
    ],
    'a handler for a process that was started before': [
      HANDLER,
      `export async function run(h: () => void) { await ready; const c = spawn('x'); const t = /*here*/readFileSync('a'); c.on('error', h); return t; }`,
    ],
    'a handler for a process that is started after': [
      SAFE,
      `export async function run(h: () => void) { await ready; const t = /*here*/readFileSync('a'); const c = new EventEmitter(); c.on('error', h); return t; }`,
    ],
    'a handler after the next suspension': [
      SAFE,
      `export async function run(c: EventEmitter, h: () => void) { await ready; const t = /*here*/readFileSync('a'); await ready; c.on('error', h); return t; }`,
    ],
    'a handler for a parameter': [
      HANDLER,
      `export async function run(e: EventEmitter, h: () => void) { const t = /*here*/readFileSync('a'); e.once('x', h); return t; }`,
    ],
    'a handler that a function of the program attaches': [
      HANDLER,
      `function attach(e: EventEmitter) { e.once('x', () => {}); }
export async function run(e: EventEmitter) { await ready; const t = /*here*/readFileSync('a'); attach(e); return t; }`,
    ],
    'a handler property': [
      HANDLER,
      `export async function run(ws: WebSocket) { await ready; const t = /*here*/readFileSync('a'); ws.onmessage = () => {}; return t; }`,
    ],
    'a stream piped to one that was there': [
      HANDLER,
      `export async function run(res: ServerResponse) { await ready; const n = /*here*/statSync('a').size; createReadStream('a').pipe(res); return n; }`,
    ],
    'a promise that was started before': [
      HANDLER,
      `export async function run() { await ready; const p = start(); const t = /*here*/readFileSync('a'); p.catch(() => {}); return t; }`,
    ],
    'a promise that was started before, awaited after': [
      HANDLER,
      `export async function run() { await ready; const p = start(); const t = /*here*/readFileSync('a'); await p; return t; }`,
    ],
    'a promise that is started after': [
      SAFE,
      `export async function run() { await ready; const t = /*here*/readFileSync('a'); const p = start(); await p; return t; }`,
    ],
    'a function that listens to its argument': [
      HANDLER,
      `export async function run(e: EventEmitter) { await ready; const t = /*here*/readFileSync('a'); await once(e, 'x'); return t; }`,
    ],
    'a DOM event after it': [
      TURN,
      `export async function run(event: MouseEvent) { const t = /*here*/readFileSync('a'); event.preventDefault(); return t; }`,
    ],
    'a DOM event before it': [
      SAFE,
      `export async function run(event: MouseEvent) { event.preventDefault(); const t = /*here*/readFileSync('a'); return t; }`,
    ],
    'an IndexedDB transaction after it': [
      TURN,
      `export async function run(tx: IDBTransaction) { await ready; const t = /*here*/readFileSync('a'); tx.objectStore('x'); return t; }`,
    ],
  });
});

describe('line 4: writing files', () => {
  check({
    'a write': [WRITE, `export async function save(p: string) { /*here*/writeFileSync(p, ''); }`],
    'an append': [
      WRITE,
      `export async function save(p: string) { /*here*/appendFileSync(p, ''); }`,
    ],
    'making directories that may be there': [
      SAFE,
      `export async function make(p: string) { /*here*/mkdirSync(p, { recursive: true }); }`,
    ],
    'making a directory that may not': [
      WRITE,
      `export async function make(p: string) { /*here*/mkdirSync(p); }`,
    ],
    'making directories, by an option that is not written out': [
      WRITE,
      `export async function make(p: string, recursive: boolean) { /*here*/mkdirSync(p, { recursive }); }`,
    ],
    'removing what may be gone': [
      SAFE,
      `export async function clean(p: string) { /*here*/rmSync(p, { force: true }); }`,
    ],
    'removing what must be there': [
      WRITE,
      `export async function clean(p: string) { /*here*/rmSync(p); }`,
    ],
    'a read where files are written, too': [
      WRITE,
      `export async function copy(p: string) { await ready; const t = /*here*/readFileSync(p); writeFileSync(p, t); }`,
    ],
    'a read where a function of the program writes files': [
      WRITE,
      `function save(p: string) { writeFileSync(p, ''); }
export async function copy(p: string) { await ready; const t = /*here*/readFileSync(p, 'utf8'); save(t); }`,
    ],
    'a read where an unknown function runs': [
      SAFE,
      `export async function copy(p: string, g: (t: string) => void) { await ready; const t = /*here*/readFileSync(p, 'utf8'); g(t); }`,
    ],
  });
});
