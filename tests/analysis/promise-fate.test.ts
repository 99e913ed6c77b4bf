import type ts from 'typescript';
import { describe, expect, it } from 'vitest';

import { isLookedAfter, usesOf, type Use } from '../../src/analysis/promise-fate.ts';
import { catalogueOf } from '../../src/catalogue/catalogue.ts';
import { askAboutNode } from '../support/ask-ts.ts';
import { FIXTURES } from '../support/parser.ts';

const DECLARED = `
export {};
declare function load(id?: unknown): Promise<string>;
declare function maybe(): Promise<string> | undefined;
declare function take(value: unknown): void;
declare function onError(error: unknown): void;
declare const ids: number[];
declare const cond: boolean;
`;

const catalogue = catalogueOf([]);

/** What becomes of the expression after `here`, as the body of an async function. */
function usesIn(code: string): readonly Use[] {
  return usesInFile(`${DECLARED} async function run() { ${code} }`);
}

function usesInFile(code: string, filename = 'file.ts'): readonly Use[] {
  return askAboutNode(
    code,
    (node, t): node is ts.Expression =>
      t.isCallExpression(node) ||
      t.isNewExpression(node) ||
      t.isArrayLiteralExpression(node) ||
      t.isIdentifier(node),
    (node, typed) => {
      let asked: ts.Expression = node;
      const { parent } = node;
      if (typed.ts.isPropertyAccessExpression(parent) && typed.ts.isIdentifier(node))
        asked = parent;
      const call = asked.parent;
      if (typed.ts.isCallExpression(call) && call.expression === asked) asked = call;
      return usesOf(asked, typed, catalogue);
    },
    { folder: FIXTURES, filename },
  );
}

function kinds(uses: readonly Use[]): string {
  return uses.map(({ kind }) => kind).join(', ');
}

type Table = Record<string, string>;

function check(table: Table): void {
  it.for(Object.entries(table))('%s', ([code, expected]) => {
    expect(kinds(usesIn(code))).toBe(expected);
  });
}

describe('where it stands', () => {
  check({
    '/*here*/load();': 'discarded',
    'await /*here*/load();': 'awaited',
    'await (/*here*/load() as Promise<unknown>)!;': 'awaited',
    'return /*here*/load();': 'returned',
    'const f = () => /*here*/load(); take(f);': 'returned',
    'void /*here*/load();': 'voided',
    'take(/*here*/load());': 'passed',
    'new WeakRef(/*here*/load());': 'passed',
    'console.log(/*here*/load());': 'sunk',
    'throw /*here*/load();': 'stored',
    '/*here*/load().catch(onError);': 'handled',
    '/*here*/load()?.catch(onError);': 'handled',
    '(/*here*/load()).catch(onError);': 'handled',
    '/*here*/load().catch();': 'chained',
    '/*here*/load().catch(undefined);': 'chained',
    '/*here*/load().then(take);': 'chained',
    '/*here*/load().then(take, null);': 'chained',
    '/*here*/load().then(take, onError);': 'handled',
    '/*here*/load().then(take, onError as any);': 'handled',
    '/*here*/load().finally(() => {});': 'chained',
    "/*here*/load()['catch'](onError);": 'handled',
    '/*here*/load().toString();': 'inspected',
    'cond ? /*here*/load() : 0;': 'discarded',
    'await (cond ? /*here*/load() : 0);': 'awaited',
    'cond && /*here*/load();': 'discarded',
    'await (cond && /*here*/load());': 'awaited',
    'await (/*here*/maybe() ?? 0);': 'awaited, tested',
    'await (/*here*/maybe() || 0);': 'awaited, tested',
    '(/*here*/maybe() && cond);': 'tested',
    '/*here*/load(), take(1);': 'discarded',
    'await (take(1), /*here*/load());': 'awaited',
    'for (/*here*/load(); cond; ) {}': 'discarded',
    'for (; cond; /*here*/load()) {}': 'discarded',
    'await import(String(/*here*/load()));': 'misread',
  });
});

describe('read as something else', () => {
  check({
    'if (!(/*here*/load())) {}': 'misread',
    'if (/*here*/maybe()) {}': 'tested',
    'while (!/*here*/load()) {}': 'misread',
    'take(!(/*here*/load()) ? 1 : 2);': 'misread',
    'take(`${/*here*/load()}`);': 'misread',
    'take(String.raw`${/*here*/load()}`);': 'passed',
    "take(/*here*/load() + '');": 'misread',
    'take(/*here*/load() === null);': 'misread',
    'take(/*here*/maybe() === undefined);': 'tested',
    'const last = load(); take(/*here*/load() === last);': 'tested',
    'take(typeof /*here*/load());': 'tested',
    'take(/*here*/load() instanceof Promise);': 'tested',
    "take('then' in /*here*/load());": 'tested',
    'take(JSON.stringify(/*here*/load()));': 'misread',
    'take(Boolean(/*here*/load()));': 'misread',
    'take({ .../*here*/load() });': 'misread',
    'switch (/*here*/load() as unknown) {}': 'misread',
    'for (const key in /*here*/load()) take(key);': 'misread',
    'await /*here*/[load(), load()];': 'misread',
  });
});

describe('combined', () => {
  check({
    'await Promise.all([/*here*/load()]);': 'combined',
    'await Promise.allSettled(/*here*/[load()]);': 'combined',
    'void Promise.race([1, /*here*/load()]);': 'combined',
    'await Promise.all(/*here*/ids.map(load));': 'combined',
    'await Promise.all([.../*here*/ids.map(load)]);': 'combined',
    'await Promise.all([/*here*/ids.map(load)]);': 'passed',
    'await Promise.all(new Set([/*here*/load()]));': 'combined',
    'await Promise.all([[/*here*/load()]].flat());': 'combined',
    'await Promise.all(Object.values({ a: /*here*/load() }));': 'combined',
    'await Promise.all(/*here*/Array.from(ids, load));': 'combined',
    'await Promise.all(Array.from([/*here*/load()]));': 'combined',
    'await Promise.resolve(/*here*/load());': 'awaited',
    'for await (const x of /*here*/ids.map(load)) take(x);': 'awaited',
    'for (const p of /*here*/ids.map(load)) await p;': 'awaited',
    'for (const p of /*here*/ids.map(load)) take(1);': 'unread',
    '/*here*/ids.map(load);': 'discarded',
    '/*here*/ids.map(load).forEach((p) => p.catch(onError));': 'handled',
    '/*here*/ids.map(load).forEach((p) => p);': 'discarded',
    '/*here*/ids.map(load).forEach(take);': 'passed',
    'await Promise.all(/*here*/ids.map(load).map((p) => p));': 'combined',
    'await Promise.all(/*here*/ids.map(load).map((p) => p.then(take)));': 'chained',
    'await Promise.all(/*here*/ids.map(load).filter(Boolean));': 'combined',
    'await Promise.all(/*here*/ids.map(load).filter((p) => p));': 'combined, misread',
    'await /*here*/ids.map(load)[0];': 'awaited',
    'await /*here*/ids.map(load).at(-1);': 'awaited',
    'take(/*here*/ids.map(load).length);': 'inspected',
    'take(/*here*/ids.map(load).join());': 'misread',
    'return /*here*/ids.map(load);': 'returned',
    '/*here*/ids.map(load).reduce((a, p) => a.then(() => p), Promise.resolve(""));': 'stored',
  });
});

describe('variables', () => {
  check({
    'const p = /*here*/load(); await p;': 'awaited',
    'const p = /*here*/load();': 'unread',
    'let p = /*here*/load(); p = load(); await p;': 'overwritten',
    'let p = /*here*/load(); if (cond) p = load(); await p;': 'awaited',
    'let p = /*here*/load(); await p; p = load(); p.catch(onError);': 'awaited',
    'let p = load(); await p; p = /*here*/load();': 'unread',
    'let p; p = /*here*/load(); await p;': 'awaited',
    'let p: Promise<string> | undefined; if (p) await p; p = /*here*/load();': 'unread',
    'let p: Promise<string> | undefined; for (const id of ids) { if (p) await p; p = /*here*/load(id); }':
      'tested, awaited',
    'let p; for (const id of ids) p = /*here*/load(id);': 'unread',
    'let p; await (p = /*here*/load());': 'awaited',
    'let p; take(p = /*here*/load()); await p;': 'passed, awaited',
    'const [a] = /*here*/ids.map(load); await a;': 'awaited',
    'const [a, b] = [/*here*/load(), load()]; await a; take(b);': 'awaited',
    'const [, b] = [/*here*/load(), load()]; await b;': 'unread',
    'const [, ...rest] = /*here*/ids.map(load); await Promise.all(rest);': 'combined',
    'const [, b] = ids; let p = /*here*/load(); p = load(b); await p;': 'overwritten',
    'const q = /*here*/load(); const p = q; await p;': 'awaited',
    'let a, b; [a, b] = [load(), /*here*/load()]; await b; take(a);': 'awaited',
    'function f(p = /*here*/load()) { return p; } take(f);': 'returned',
    'const p = /*here*/load(); take(() => p);': 'stored',
    'const p = /*here*/load(); take(() => { void p; });': 'voided',
    'const p = /*here*/load(); await (async () => { await p; })();': 'awaited',
    'const p = /*here*/load(); await (() => p)();': 'awaited',
    'const p = /*here*/load(); ids.forEach(() => { p.catch(onError); });': 'handled',
    'const p = /*here*/load(); setTimeout(() => { p.catch(onError); });': 'stored',
    'const p = /*here*/load(); if (cond) await p; else p.catch(onError);': 'awaited, handled',
    'let p = Promise.resolve(""); for (const id of ids) p = /*here*/p.then(() => load(id)); await p;':
      'chained, awaited',
    'let p: Promise<string> | undefined; p ??= /*here*/load(); await p;': 'awaited',
    'let p: Promise<string>; const go = async () => { p = /*here*/load(); await p; }; take(go);':
      'awaited',
    'let p: Promise<string>; const go = () => { p = /*here*/load(); }; go(); await p!;': 'stored',
    'let p: Promise<string>; ids.forEach((id) => { p = /*here*/load(id); }); await p!;': 'awaited',
    'try { var p = /*here*/load(); } finally { take(1); } await p;': 'awaited',
    'const p = /*here*/load(); type T = typeof p; take(1 as unknown as T);': 'unread',
    'const p = /*here*/load(); return { p };': 'stored',
    'const p = /*here*/load(); const o = { p }; await o.p;': 'awaited',
  });
});

describe('local collections', () => {
  check({
    'const jobs = []; jobs.push(/*here*/load()); await Promise.all(jobs);': 'combined',
    'const jobs: Promise<string>[] = []; jobs.push(/*here*/load());': 'unread',
    'const jobs: Promise<string>[] = []; jobs.push(/*here*/load()); take(jobs.length);':
      'inspected',
    'const jobs = [/*here*/load()]; jobs.push(load()); return jobs;': 'returned',
    'const jobs: Promise<string>[] = []; for (const id of ids) jobs.push(/*here*/load(id)); await Promise.all(jobs);':
      'combined',
    'const jobs: Promise<string>[] = []; ids.forEach((id) => { jobs.push(/*here*/load(id)); }); await Promise.all(jobs);':
      'combined',
    'const jobs: Promise<string>[] = []; ids.forEach((id) => jobs.push(/*here*/load(id))); for (const j of jobs) await j;':
      'awaited',
    'let jobs: Promise<string>[] = []; jobs.push(/*here*/load()); jobs = []; await Promise.all(jobs);':
      'overwritten',
    'let jobs: Promise<string>[] = []; jobs = [...jobs, /*here*/load()]; await Promise.all(jobs);':
      'combined',
    'let jobs: Promise<string>[] = []; jobs = jobs.concat(/*here*/load()); await Promise.all(jobs);':
      'combined',
    'const jobs: Promise<string>[] = []; jobs[0] = /*here*/load(); await Promise.all(jobs);':
      'combined',
    'const jobs = new Set<Promise<string>>(); jobs.add(/*here*/load()); await Promise.all(jobs);':
      'combined',
    'const jobs = new Set<Promise<string>>().add(/*here*/load()); await Promise.all(jobs);':
      'stored, combined',
    'const jobs = new Map<number, Promise<string>>(); jobs.set(1, /*here*/load()); await Promise.all(jobs.values());':
      'combined',
    'const jobs = new Map<number, Promise<string>>(); jobs.set(1, /*here*/load()); await jobs.get(1);':
      'awaited',
    'const jobs = new Map<number, Promise<string>>(); jobs.set(1, /*here*/load()); for (const [, p] of jobs) await p;':
      'awaited',
    'const jobs = new Map([[1, /*here*/load()] as const]); await Promise.all(jobs.values());':
      'combined',
    'const jobs: Record<string, Promise<string>> = {}; jobs["a"] = /*here*/load(); await Promise.all(Object.values(jobs));':
      'combined',
    'const jobs: Record<string, Promise<string>> = {}; for (const id of ids) jobs[id] = /*here*/load(); return jobs;':
      'stored',
    'const own = { jobs: [] as Promise<string>[] }; own.jobs.push(/*here*/load());': 'stored',
    'function f(jobs: Promise<string>[]) { jobs.push(/*here*/load()); } take(f);': 'stored',
    'const queue = { push(value: unknown) { take(value); } }; queue.push(/*here*/load());':
      'passed',
    'const jobs: Promise<string>[] = []; jobs.push(/*here*/load()); take(jobs);': 'passed',
    'const jobs: Promise<string>[] = []; jobs.push(/*here*/load()); take(jobs.includes(load()));':
      'inspected',
    'const jobs: Promise<string>[] = []; jobs.push(.../*here*/ids.map(load)); await Promise.all(jobs);':
      'combined',
    'const jobs: Promise<string>[] = []; while (jobs.length < 3) jobs.push(/*here*/load()); await Promise.race(jobs);':
      'inspected, combined',
  });
});

describe('ways through a collection', () => {
  const jobs = 'const jobs: Promise<string>[] = []; jobs.push(/*here*/load());';
  check({
    [`${jobs} for (let i = 0; i < jobs.length; i++) await jobs[i];`]: 'inspected, awaited',
    [`${jobs} for (const i in jobs) await jobs[i];`]: 'inspected, awaited',
    [`${jobs} for (const [, p] of jobs.entries()) await p;`]: 'awaited',
    [`${jobs} while (jobs.length) await jobs.pop();`]: 'inspected, awaited',
    [`${jobs} await Promise.all(jobs.splice(0, 5));`]: 'combined',
    [`${jobs} jobs.splice(0, 5);`]: 'unread',
    [`const jobs: Promise<string>[] = []; await Promise.all(jobs); jobs.push(/*here*/load());`]:
      'unread',
    [`const jobs: Promise<string>[] = []; for (const id of ids) { if (jobs.length > 2) await Promise.all(jobs); jobs.push(/*here*/load(id)); }`]:
      'inspected, combined',
    [`${jobs} jobs.reverse();`]: 'unread',
    [`${jobs} jobs.length = 0;`]: 'unread',
    [`${jobs} jobs.forEach(async (job) => { await job; });`]: 'awaited',
    [`${jobs} for (const job of jobs) job.catch(onError);`]: 'handled',
    [`${jobs} jobs.map((job, index) => take([job, index]));`]: 'passed',
    [`${jobs} jobs.map(async (job) => job);`]: 'returned',
    [`${jobs} await Promise.all([...jobs, ...[load()]]);`]: 'combined',
    [`${jobs} await Promise.all(cond ? jobs : []);`]: 'combined',
    [`${jobs} if (jobs.some((job) => job === load())) take(1);`]: 'tested',
    [`${jobs} if (jobs) take(1);`]: 'tested',
    [`${jobs} void jobs;`]: 'voided',
    [`${jobs} console.log(jobs);`]: 'sunk',
    [`${jobs} take(...jobs as [Promise<string>]);`]: 'passed',
    [`${jobs} const copy = jobs.slice(); await Promise.all(copy);`]: 'combined',
    [`${jobs} const all = Promise.all(jobs); await all;`]: 'combined',
    [`${jobs} take({ jobs });`]: 'stored',
    [`${jobs} take(() => Promise.all(jobs));`]: 'stored',
    [`${jobs} take(() => jobs.length);`]: 'inspected',
    [`const jobs = new Array<Promise<string>>(3); jobs.fill(/*here*/load()); await Promise.all(jobs);`]:
      'combined',
    [`const jobs = ids.map(load); jobs.push(/*here*/load()); await Promise.all(jobs);`]: 'combined',
    [`const jobs = (globalThis as any).jobs as Promise<string>[]; jobs.push(/*here*/load());`]:
      'stored',
    [`const all = [/*here*/ids.map(load)]; await Promise.all(all.flat());`]: 'combined',
    [`const all = [/*here*/ids.map(load)]; await Promise.all(all.map((each) => Promise.all(each)));`]:
      'combined',
    [`await Promise.all(ids.map((id) => [/*here*/load(id)]).flat());`]: 'returned',
    [`const names = new Map<Promise<string>, string>(); names.set(/*here*/load(), 'a');`]: 'stored',
    [`const jobs = new Set<Promise<string>>(); const p = /*here*/load(); jobs.add(p); jobs.delete(p);`]:
      'inspected',
    [`const jobs = new Map<string, Promise<string>>(); jobs.set('a', /*here*/load()); jobs.forEach((p) => p.catch(onError));`]:
      'handled',
    [`const jobs = new Map<string, Promise<string>>(); jobs.set('a', /*here*/load()); await Promise.all([...jobs].map(([, p]) => p));`]:
      'combined',
    [`const jobs = new Map<string, Promise<string>>(); const p = jobs.get('a') ?? /*here*/load(); jobs.set('a', p); return p;`]:
      'unread, returned',
  });
});

describe('objects', () => {
  check({
    'return { a: /*here*/load() };': 'stored',
    'const o = { a: /*here*/load() }; await o.a;': 'awaited',
    'const { a } = { a: /*here*/load() }; await a;': 'awaited',
    'const { a, ...rest } = { a: 1, b: /*here*/load() }; take(a); await rest.b;': 'awaited',
    'const o = { a: /*here*/load(), b: 1 }; take(o.b);': 'unread',
    'const o = { a: /*here*/load() }; take(o);': 'stored',
    'const o = { a: /*here*/load() }; return { ...o };': 'stored',
    'console.log({ a: /*here*/load() });': 'sunk',
    'take(JSON.stringify({ a: /*here*/load() }));': 'misread',
    'const o: { a?: Promise<string> } = {}; o.a = /*here*/load(); await o.a;': 'awaited',
    'const list = { jobs: /*here*/ids.map(load) }; await Promise.all(list.jobs);': 'combined',
  });

  it('says what becomes of the object', () => {
    const [use] = usesIn('return { status: 200, body: /*here*/load() };');
    expect(use?.kind).toBe('stored');
    expect(use?.node.getText()).toBe('body: /*here*/load()');
    expect(use?.object?.kind).toBe('returned');
  });
});

describe('generators and executors', () => {
  it.for([
    ['async function* f() { yield /*here*/load(); }', 'yielded'],
    ['function* f() { yield* /*here*/ids.map(load); }', 'yielded'],
    ['const p = new Promise((resolve) => { resolve(/*here*/load()); }); take(p);', 'yielded'],
    ['const p = new Promise((resolve, reject) => { reject(/*here*/load()); }); take(p);', 'passed'],
    [
      'const p = new Promise((done) => setTimeout(() => done(/*here*/load()), 1)); take(p);',
      'yielded',
    ],
  ] as const)('%s', ([code, expected]) => {
    expect(kinds(usesInFile(`${DECLARED} ${code}`))).toBe(expected);
  });
});

describe('the top level', () => {
  it.for([
    ['export const p = /*here*/load();', 'stored'],
    ['const p = /*here*/load(); export { p };', 'stored'],
    ['const p = /*here*/load(); export default p;', 'stored'],
    ['export default /*here*/load();', 'stored'],
    ['const p = /*here*/load();', 'unread'],
    ['const p = /*here*/load(); export const f = () => p;', 'stored'],
    ['let p; export function f() { p = /*here*/load(); }', 'unread'],
    [
      'let p: Promise<string> | undefined; export function f() { p ??= /*here*/load(); return p; }',
      'returned',
    ],
    ['class A { p = /*here*/load(); } take(A);', 'stored'],
    ['class A { p?: Promise<string>; f() { this.p = /*here*/load(); } } take(A);', 'stored'],
  ] as const)('%s', ([code, expected]) => {
    expect(kinds(usesInFile(`${DECLARED} ${code}`))).toBe(expected);
  });
});

describe('where a use stands', () => {
  it('is the expression that does it, with what the promise is called there', () => {
    const uses = usesIn(
      'const p = /*here*/load(); if (cond) await p; const jobs = [p]; await Promise.all(jobs);',
    );
    expect(
      uses.map(({ kind, node, value, binding }) => [
        kind,
        node.getText(),
        value.getText(),
        binding?.text,
      ]),
    ).toEqual([
      ['awaited', 'await p', 'p', 'p'],
      ['combined', 'Promise.all(jobs)', 'jobs', 'jobs'],
    ]);
  });

  it('is the assignment target that overwrites it', () => {
    const [use] = usesIn('let p = /*here*/load(); take(1); p = load(); await p;');
    expect(use?.node.parent.getText()).toBe('p = load()');
  });

  it('is the function that captures it', () => {
    const [use] = usesIn('const p = /*here*/load(); take(() => take(() => p));');
    expect(use?.node.getText()).toBe('() => take(() => p)');
  });
});

describe('other files', () => {
  it.for([
    ['file.tsx', 'const p = /*here*/load(); export const e = <div>{p as any}</div>;', 'passed'],
    ['file.tsx', 'export const e = <p title={/*here*/load() as any} />;', 'passed'],
  ] as const)('%s: %s', ([filename, code, expected]) => {
    expect(kinds(usesInFile(`${DECLARED} ${code}`, filename))).toBe(expected);
  });

  it('a CommonJS module keeps its names to itself', () => {
    const code = 'const sharedOne = /*here*/Promise.resolve(1);';
    expect(kinds(usesInFile(`require('node:fs'); ${code}`, 'commonjs.cjs'))).toBe('unread');
  });

  it('names that are declared twice, and code that is half typed', () => {
    expect(kinds(usesInFile(`${DECLARED} var v = /*here*/load(); var v = load(); v;`))).toBe(
      'overwritten',
    );
  });
});

it('gives up on code that goes on and on', () => {
  const steps = Array.from(
    { length: 300 },
    (_, n) => `const p${String(n + 1)} = p${String(n)};`,
  ).join(' ');
  expect(kinds(usesIn(`const p0 = /*here*/load(); ${steps}`))).toBe('passed');
});

it('follows a circle once', () => {
  expect(kinds(usesIn('let a = /*here*/load(), b = a; while (cond) { a = b; b = a; }'))).toBe(
    'unread',
  );
});

it('answers for every kind whether somebody looks after it', () => {
  const looked = (code: string): boolean => usesIn(code).some(isLookedAfter);
  expect(looked('await /*here*/load();')).toBe(true);
  expect(looked('void /*here*/load();')).toBe(false);
});
