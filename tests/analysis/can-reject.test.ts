import type ts from 'typescript';
import { describe, expect, it } from 'vitest';

import { functionMayReject, mayReject, mayThrow } from '../../src/analysis/can-reject.ts';
import { catalogueOf } from '../../src/catalogue/catalogue.ts';
import { askAboutNode } from '../support/ask-ts.ts';
import { FIXTURES } from '../support/parser.ts';

const catalogue = catalogueOf([]);

const HEAD = `
import { setTimeout as sleep } from 'node:timers/promises';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
declare function unknown(): void;
declare function load(): Promise<string>;
declare const u: { name: string };
declare const maybe: { name: string } | undefined;
declare const list: string[];
declare const anything: any;
interface Logger { error(...what: unknown[]): void; logLabeled(label: string, what: string): void; login(): void; close(): void; warn(...what: unknown[]): Promise<void> }
interface Debugger { (format: string, ...what: unknown[]): void }
interface Reporter { error(...what: unknown[]): void }
async function safe() { try { await load(); } catch { /* nothing */ } }
async function unsafe() { await load(); }
`;

/** Of \`f\`, whose parameters and body are given. */
function ofFunction(text: string): boolean {
  return askAboutNode(
    `${HEAD}export const holder = /*here*/${text};`,
    (node, t): node is ts.ArrowFunction | ts.FunctionExpression =>
      t.isArrowFunction(node) || t.isFunctionExpression(node),
    (node, typed) => functionMayReject(node, typed, catalogue),
    { folder: FIXTURES },
  );
}

/** Of an expression; statements before it may be given. */
function ofExpression(expression: string, before = ''): boolean {
  return askAboutNode(
    `${HEAD}${before}\nexport async function holder() { const it = /*here*/${expression}; return it; }`,
    (node, t): node is ts.Expression =>
      t.isVariableDeclaration(node.parent) && node.parent.initializer === node,
    (node, typed) => mayReject(node, typed, catalogue),
    { folder: FIXTURES },
  );
}

describe('an async function that cannot reject', () => {
  it.each([
    ['does nothing', `async () => {}`],
    ['takes the second element', `async ([, second]: string[]) => second`],
    ['catches the second element', `async () => { try { await load(); } catch (e: any) { } }`],
    ['catches everything', `async () => { try { await load(); } catch { } }`],
    [
      'handles a request where it starts',
      `async () => { fetch('/ping', { method: 'POST' }).then(() => {}).catch(() => {}); }`,
    ],
    [
      'catches and logs',
      `async () => { try { await load(); } catch (e) { console.error('failed', e); } }`,
    ],
    [
      'catches and logs with a logger of its own',
      `async (logger: Logger) => { try { await load(); } catch (e) { logger.error('failed', e); } }`,
    ],
    [
      'logs with a label',
      `async (logger: Logger) => { logger.logLabeled('a', 'b'); try { await load(); } catch { } }`,
    ],
    ['catches and calls', `async () => { try { await load(); } catch { unknown(); } }`],
    [
      'catches and reads what may be missing',
      `async (logger: Reporter) => { try { await load(); } catch (e: any) { if (e.response.status !== 404) logger.error(anything.format(\`\${maybe!.name}: \${e.stack}\`)); } }`,
    ],
    [
      'catches and calls a function of the program',
      `async () => { try { await load(); } catch (e) { tell(e); } function tell(e: any) { anything.show(e.stack.split('\\n')[0]); } }`,
    ],
    [
      'catches and logs with a function',
      `async (log: Debugger) => { try { await load(); } catch (e) { log('failed', e); } }`,
    ],
    [
      'catches, logs a text of it',
      `async () => { try { await load(); } catch (e) { console.error(\`failed: \${e}\`); } }`,
    ],
    [
      'catches, logs its message',
      `async () => { try { await load(); } catch (e) { console.error((e as Error).message); } }`,
    ],
    [
      'catches, narrows it',
      `async () => { try { await load(); } catch (e) { console.error(e instanceof Error ? e.message : String(e)); } }`,
    ],
    [
      'looks for a property in it',
      `async () => { try { await load(); } catch (e) { if (typeof e === 'object' && e !== null && 'code' in e) console.log(e.code); } }`,
    ],
    [
      'takes it apart',
      `async () => { try { await load(); } catch ({ message }: any) { console.error(message); } }`,
    ],
    [
      'cleans up',
      `async (t?: NodeJS.Timeout) => { try { await load(); } catch { } finally { clearTimeout(t); } }`,
    ],
    [
      'ends the process',
      `async () => { try { await load(); } catch (e) { console.error(e); process.exit(1); } }`,
    ],
    [
      'returns a plain value',
      `async () => { try { return await load(); } catch { return undefined; } }`,
    ],
    [
      'has a plain prefix',
      `async (n: number) => { const start = Date.now(); const { name } = u; if (n > start) return name; try { await load(); } catch { } return \`\${name}: \${n + 1}\`; }`,
    ],
    [
      'assigns variables and fields',
      `async (o: { n: number; xs: number[] }) => { let i = 0; i += 1; o.n = i; o.xs.push(i); o.n++; [o.n, i] = [i, o.n]; ({ n: i } = o); }`,
    ],
    [
      'loops over an array',
      `async (xs: string[]) => { for (const x of xs) { try { await load(); } catch { console.log(x.length); } } for (let i = 0; i < 3; i++) { if (i === 2) break; } for (const k in u) { console.log(k); } }`,
    ],
    [
      'loops over a map',
      `async (m: Map<string, number>) => { for (const [k, v] of m) { console.log(k, v); } }`,
    ],
    ['switches', `async (n: 1 | 2) => { switch (n) { case 1: return 'a'; default: return 'b'; } }`],
    ['reads through an optional chain', `async () => maybe?.name.length`],
    ['spreads', `async () => ({ ...maybe, list: [...list, 1] })`],
    ['awaits one that cannot', `async () => { await safe(); await sleep(10); return safe(); }`],
    [
      'starts one that may, and drops it',
      `async () => { void load; const f = () => unknown(); return typeof f; }`,
    ],
    [
      'has a nested function that may',
      `async () => { const f = () => { throw new Error('x'); }; return typeof f; }`,
    ],
    [
      'calls local functions',
      `async () => { const log = (text: string) => { console.log(text); }; log('x'); }`,
    ],
    [
      'maps with a function that cannot throw',
      `async () => list.map((x) => x.trim()).filter(Boolean).join(', ')`,
    ],
    [
      'recurs',
      `async () => { async function again(n: number): Promise<void> { if (n > 0) await again(n - 1); } await again(3); }`,
    ],
    [
      'recurs through another',
      `async () => { async function a(n: number): Promise<void> { if (n > 0) await b(n - 1); } async function b(n: number): Promise<void> { await a(n); } await b(3); }`,
    ],
    [
      'has a default that cannot throw',
      `async (a = 1, { name } = u, [first] = list) => { console.log(a, name, first); }`,
    ],
    ['catches with a handler', `async () => { await unsafe().catch(() => {}); }`],
    [
      'parses in the try',
      `async (t: string) => { try { return JSON.parse(t); } catch { return null; } }`,
    ],
    ['creates errors', `async () => new Error('x')`],
    [
      'uses maps and sets',
      `async () => { const m = new Map<string, number>(); m.set('a', 1); const s = new Set(list); return (m.get('a') ?? 0) + s.size; }`,
    ],
    [
      'makes texts of numbers',
      `async (n: number) => n.toString(36) + n.toFixed(2) + '='.repeat(3)`,
    ],
    [
      'makes arrays',
      `async (m: Map<string, number>) => [...Array.from(m.keys()), ...Array.from({ length: 3 }, () => 'x')]`,
    ],
    ['compares', `async (a: string, b: number | null) => a === 'x' || b == null || b > 3 || !a`],
    ['reads an element', `async (m: Record<string, number>) => m['a'] ?? list[0]`],
    ['deletes a property', `async (o: { a?: number }) => { delete o.a; }`],
    [
      'makes an object of a class of the program',
      `async () => { class A { n = 1; constructor(readonly m = 2) {} } return new A().m; }`,
    ],
    [
      'makes a derived error',
      `async () => { class A extends Error { constructor(readonly code: string) { super(code); this.name = 'A'; } } return new A('x'); }`,
    ],
    [
      'reads a getter that cannot throw',
      `async () => { class A { get n() { return 1; } } return new A().n; }`,
    ],
    [
      'waits in a promise of its own',
      `async (ms: number) => { await new Promise((done) => setTimeout(done, ms)); }`,
    ],
  ])('%s', (_, text) => {
    expect(ofFunction(text)).toBe(false);
  });
});

describe('a function that may reject', () => {
  it.each([
    ['waits for a request', `async () => { await fetch('/ping', { method: 'POST' }); }`],
    ['awaits what is not known', `async () => { await load(); }`],
    ['calls what is not known', `async () => { unknown(); try { await load(); } catch { } }`],
    [
      'logs in, and does not log',
      `async (logger: Logger) => { logger.login(); try { await load(); } catch { } }`,
    ],
    [
      'calls a function in the catch that throws',
      `async (n: number) => { try { await load(); } catch (e) { tell(e); } function tell(e: unknown) { if (n) throw e; } }`,
    ],
    [
      'reads a file in the catch',
      `async () => { try { await load(); } catch (e) { readFileSync('x'); } }`,
    ],
    [
      'parses in the catch',
      `async () => { try { await load(); } catch (e: any) { JSON.parse(e.body); } }`,
    ],
    [
      'awaits what is not known in the catch',
      `async () => { try { await load(); } catch (e) { await anything.tell(e); } }`,
    ],
    [
      'calls what is no logger by its type outside of a catch',
      `async (logger: Reporter) => { logger.error('x'); try { await load(); } catch { } }`,
    ],
    [
      'logs with what returns a promise',
      `async (logger: Logger) => { try { await load(); } catch (e) { await logger.warn(e); } }`,
    ],
    [
      'calls it in the finally',
      `async () => { try { await load(); } catch { } finally { unknown(); } }`,
    ],
    ['has no catch', `async () => { try { await load(); } finally { console.log('x'); } }`],
    ['throws', `async (n: number) => { if (n > 0) throw new Error('x'); }`],
    ['throws again', `async () => { try { await load(); } catch (e) { throw e; } }`],
    [
      'throws again deep inside',
      `async (n: number) => { try { await load(); } catch (e) { if (n) { console.log(e); throw e; } } }`,
    ],
    [
      'returns a promise from its try',
      `async () => { try { return load(); } catch { return ''; } }`,
    ],
    ['awaits in the catch', `async () => { try { await load(); } catch { await load(); } }`],
    ['reads what may be missing', `async () => maybe!.name`],
    ['reads what may be anything', `async () => anything.name`],
    ['reads an asserted value', `async (x: unknown) => (x as Error).message`],
    ['calls what may be anything', `async () => { anything(); }`],
    ['has a default that may throw', `async (a = JSON.parse('x') as string) => a`],
    ['has a pattern for what may be missing', `async ({ name }: any) => { console.log(name); }`],
    ['takes apart what may be missing', `async (p?: [number]) => { const [a] = p!; return a; }`],
    [
      'iterates what is no collection of the language',
      `async (x: Iterable<number>) => { for (const y of x) console.log(y); }`,
    ],
    [
      'iterates asynchronously',
      `async (x: AsyncIterable<number>) => { for await (const y of x) console.log(y); }`,
    ],
    ['makes a text of an object', `async (x: { a: 1 }) => \`\${x}\``],
    ['makes a text of a symbol', `async (x: symbol | string) => String(x) + \`\${String(x)}\``],
    ['divides bigints', `async (a: bigint, b: bigint) => a / b`],
    ['maps with a function that may throw', `async () => list.map((x) => JSON.parse(x) as string)`],
    [
      'reads a getter that may throw',
      `async () => { class A { get n(): number { throw new Error('x'); } } return new A().n; }`,
    ],
    [
      'sets with a setter that may throw',
      `async () => { class A { set n(v: number) { if (v > 1) throw new Error('x'); } } new A().n = 2; }`,
    ],
    [
      'makes an object whose field may throw',
      `async () => { class A { n = JSON.parse('x') as number; } return new A(); }`,
    ],
    ['makes an object of a library', `async () => new RegExp('(')`],
    ['parses a URL', `async (x: string) => { const y = new URL(x); return y.href; }`],
    ['disposes of something', `async (r: Disposable) => { using x = r; console.log(typeof x); }`],
    ['imports', `async () => { await import('node:fs'); }`],
    [
      'recurs and throws',
      `async () => { async function a(n: number): Promise<void> { await b(n); } async function b(n: number): Promise<void> { await a(n); throw new Error('x'); } await a(3); }`,
    ],
    [
      'calls a method of an interface',
      `async (log: { info(text: string): void }) => { log.info('x'); }`,
    ],
    ['calls its parameter', `async (f: () => void) => { f(); }`],
    ['returns what may be a promise', `async (x: any) => x`],
    ['makes a text of a number in what may be no base', `async (n: number) => n.toString(n)`],
    ['sets a length', `async (n: number) => { list.length = n; }`],
    ['is a sync function that throws', `() => { unknown(); return safe(); }`],
    ['is a sync function that returns one that may', `() => load()`],
    [
      'sleeps with a signal',
      `async (signal: AbortSignal) => { await sleep(10, undefined, { signal }); }`,
    ],
    [
      'is not async, and may throw before its promise',
      `(x: string) => { JSON.parse(x); return Promise.resolve(); }`,
    ],
    [
      'creates a map of what may be missing',
      `async (x: any) => { const m = new Map(x); return m.size; }`,
    ],
    ['lists the keys of what may be missing', `async (x: any) => Object.keys(x).length`],
  ])('%s', (_, text) => {
    expect(ofFunction(text)).toBe(true);
  });
});

describe('a promise that cannot reject', () => {
  it.each([
    ['of a safe function', `safe()`],
    ['caught, of what is declared to return a promise', `load().catch(() => {})`],
    [
      'nothing but a type predicate',
      `isText(anything)`,
      `declare function isText(x: unknown): x is string;`,
    ],
    ['of a sync function that returns one', `later()`, `function later() { return safe(); }`],
    ['of an arrow function', `later()`, `const later = () => safe();`],
    [
      'of a function in a field',
      `new A().run()`,
      `class A { run = async () => { try { await load(); } catch { } }; }`,
    ],
    [
      'of a method',
      `new A().run()`,
      `class A { #n = 0; async run() { this.#n++; try { await load(); } catch { } } }`,
    ],
    [
      'of an async function that is called where it stands',
      `(async () => { try { await load(); } catch { } })()`,
    ],
    ['that is resolved', `Promise.resolve(1)`],
    ['that is resolved with another', `Promise.resolve(safe())`],
    ['that is caught', `unsafe().catch(() => {})`],
    [
      'that is caught with a function',
      `unsafe().catch(handle)`,
      `function handle(e: unknown) { console.log(e); }`,
    ],
    [
      'that is caught by what is not known',
      `unsafe().catch(handle)`,
      `declare function handle(e: unknown): void;`,
    ],
    ['that is caught with a method of the console', `unsafe().catch(console.error)`],
    ['that is caught and its message read', `unsafe().catch((e) => { console.error(e.message); })`],
    [
      'that is caught behind its executor',
      `new Promise<void>(() => { unknown(); }).catch(() => {})`,
    ],
    ['with both handlers', `unsafe().then(() => 1, () => 2)`],
    [
      'that may not be there, and is caught',
      `start?.().catch(() => {})`,
      `declare const start: (() => Promise<string>) | undefined;`,
    ],
    ['with a handler behind', `unsafe().then(() => { unknown(); }).catch(() => {})`],
    [
      'that is caught, then goes on',
      `unsafe().catch(() => '').then((x) => x && 1).finally(() => { console.log('done'); })`,
    ],
    ['all of safe ones', `Promise.all([safe(), safe(), 1])`],
    ['all of an array of safe ones', `Promise.all(list.map(async () => { await safe(); }))`],
    ['all settled', `Promise.allSettled([unsafe(), unsafe()])`],
    ['any, of which one is safe', `Promise.any([unsafe(), safe()])`],
    ['a race of safe ones', `Promise.race([safe(), sleep(10)])`],
    ['a timer', `sleep(10)`],
    ['a timer without signal', `sleep(10, 'x', { ref: false })`],
    ['a timer of its own', `new Promise<void>((done) => setTimeout(done, 10))`],
    [
      'a timer of its own, with a body',
      `new Promise<void>((done) => { setTimeout(() => { done(); }, 10); })`,
    ],
    ['an executor with an unused parameter', `new Promise<void>((done, _fail) => { done(); })`],
    ['a gate', `new Promise<void>((done) => { open = done; })`, `let open: () => void = () => {};`],
    ['in a constant', `held`, `const held = safe();`],
    ['in a field', `new A().ready`, `class A { readonly ready = safe(); }`],
    [
      'in a field that the constructor assigns',
      `a.done`,
      `class A { done: Promise<void>; open!: () => void; constructor() { this.done = new Promise((resolve) => { this.open = resolve; }); } } const a = new A();`,
    ],
    [
      'of a worker that is ended',
      `worker.terminate()`,
      `declare const worker: import('node:worker_threads').Worker;`,
    ],
    ['one or the other', `list.length > 1 ? safe() : sleep(1)`],
    ['or nothing', `list.length > 1 && safe()`],
    ['awaited', `await safe()`],
    ['no promise', `list.length`],
    ['a list of safe ones', `[safe(), sleep(1)]`],
    ['mapped to safe ones', `list.map(() => safe())`],
    [
      'mapped to safe ones, in a constant',
      `Promise.all(held)`,
      `const held = list.map(() => safe());`,
    ],
    [
      'called with an array function',
      `list.map(async (x) => { try { await load(); } catch { console.log(x); } })`,
    ],
  ])('%s', (_, expression, before = '') => {
    expect(ofExpression(expression, before)).toBe(false);
  });
});

describe('a promise that may reject', () => {
  it.each([
    ['of an unknown function', `load()`],
    ['of an unsafe function', `unsafe()`],
    [
      'of a function with an argument that throws',
      `later(JSON.parse('x'))`,
      `async function later(x: unknown) { console.log(x); }`,
    ],
    [
      'of a decorated method',
      `new A().run()`,
      `declare function wrap(method: object, context: object): any; class A { @wrap async run() {} }`,
    ],
    [
      'hidden behind a void function',
      `(async () => { await later(); })()`,
      `const later: () => void = async () => { await load(); };`,
    ],
    [
      'of an overridden method',
      `a.run()`,
      `class A { async run() {} } class B extends A { override async run() { await load(); } } declare const a: A; new B();`,
    ],
    ['of a method of an interface', `a.run()`, `declare const a: { run(): Promise<void> };`],
    ['that is rejected', `Promise.reject(new Error('x'))`],
    ['that is resolved with another', `Promise.resolve(load())`],
    ['caught by a handler that throws', `unsafe().catch((e) => { throw e; })`],
    ['caught by a handler that rejects', `unsafe().catch(() => load())`],
    [
      'caught by what is not known, and may give a promise',
      `unsafe().catch(handle)`,
      `declare function handle(e: unknown): Promise<void>;`,
    ],
    [
      'that may not be there, and is not caught',
      `start?.()`,
      `declare const start: (() => Promise<string>) | undefined;`,
    ],
    ['caught by nothing', `unsafe().catch(undefined)`],
    [
      'caught by a method without its object',
      `unsafe().catch(a.fail)`,
      `class A { n = 0; fail() { this.n++; } } const a = new A();`,
    ],
    [
      'caught, but the function may throw',
      `start(1).catch(() => {})`,
      `function start(n: number) { if (n > 0) throw new Error('x'); return load(); }`,
    ],
    [
      'of a function that asserts',
      `check(anything)`,
      `declare function check(x: unknown): asserts x;`,
    ],
    ['without the second handler', `unsafe().then(() => 1)`],
    ['whose first handler may throw', `unsafe().then(() => { unknown(); }, () => 2)`],
    ['whose last handler may throw', `safe().finally(() => { unknown(); })`],
    ['that is only finally looked at', `unsafe().finally(() => {})`],
    ['all, with an unsafe one', `Promise.all([safe(), unsafe()])`],
    ['all, of what is not known', `Promise.all(ps)`, `declare const ps: Promise<void>[];`],
    ['any of unsafe ones', `Promise.any([unsafe()])`],
    ['with an executor that throws', `new Promise<void>(() => { unknown(); })`],
    [
      'with an executor that rejects',
      `new Promise<void>((done, fail) => { setTimeout(fail, 1); done(); })`,
    ],
    [
      'with an executor that resolves with another',
      `new Promise<string>((done) => { done(load()); })`,
    ],
    [
      'with a resolver that others hold',
      `new Promise<string>((done) => { open = done; })`,
      `let open: (x: string | Promise<string>) => void = () => {};`,
    ],
    [
      'with an executor that is not known',
      `new Promise<void>(run)`,
      `declare function run(done: () => void): void;`,
    ],
    ['in a variable', `held`, `let held: Promise<unknown> = safe(); held = load();`],
    [
      'in a field that is assigned',
      `a.ready`,
      `class A { ready: Promise<unknown> = safe(); } const a = new A(); a.ready = load();`,
    ],
    [
      'in a field that the constructor assigns twice',
      `a.ready`,
      `class A { ready: Promise<unknown>; constructor() { this.ready = safe(); this.ready = load(); } } const a = new A();`,
    ],
    [
      'in a field that the constructor assigns, and a method again',
      `a.ready`,
      `class A { ready: Promise<unknown>; constructor() { this.ready = safe(); } renew() { this.ready = load(); } } const a = new A();`,
    ],
    [
      'in a field that a derived constructor assigns again',
      `a.ready`,
      `class A { ready: Promise<unknown>; constructor() { this.ready = safe(); } } class B extends A { constructor() { super(); this.ready = load(); } } const a: A = new B();`,
    ],
    [
      'of a worker that is asked',
      `worker.getHeapSnapshot()`,
      `declare const worker: import('node:worker_threads').Worker;`,
    ],
    ['one or the other', `list.length > 1 ? safe() : load()`],
    [
      'of a timer with options',
      `sleep(1, 'x', o)`,
      `declare const o: import('node:timers').TimerOptions;`,
    ],
    ['of a timer with another promise', `sleep(1, load())`],
    ['of a file', `readFile('x')`],
    ['a list with an unsafe one', `[safe(), unsafe()]`],
    ['mapped to unsafe ones', `list.map(() => load())`],
    ['a list that changes', `Promise.all(held)`, `const held = [safe()]; held.push(unsafe());`],
    ['awaited', `await unsafe()`],
    ['an import', `import('node:fs')`],
  ])('%s', (_, expression, before = '') => {
    expect(ofExpression(expression, before)).toBe(true);
  });
});

describe('loggers and functions of the user', () => {
  const ask = (before: string, statement: string, known = catalogue): boolean =>
    askAboutNode(
      `${before}\nexport const f = /*here*/async () => { ${statement} };`,
      (node, t): node is ts.ArrowFunction => t.isArrowFunction(node),
      (node, typed) => functionMayReject(node, typed, known),
      { folder: FIXTURES },
    );

  it('take a row', () => {
    const rows = catalogueOf([{ module: 'kv-store', name: 'openSync', throws: 'never' }]);
    const before = `import { openSync } from 'kv-store';`;
    expect(ask(before, `openSync('x');`)).toBe(true);
    expect(ask(before, `openSync('x');`, rows)).toBe(false);
  });

  it('take a row for an interface of the program', () => {
    const rows = catalogueOf([
      { module: 'file.ts', name: 'Reporter.info', throws: 'never' },
      { module: 'file.ts', name: 'Report', throws: 'never' },
    ]);
    const before = `
interface Reporter { info(text: string): void; error(text: string): void }
interface Report { (text: string): void }
declare const logger: Reporter;
declare const log: Report;`;
    expect(ask(before, `logger.info('x');`)).toBe(true);
    expect(ask(before, `logger.info('x'); log('x');`, rows)).toBe(false);
    expect(ask(before, `await Promise.reject(1).catch(log);`, rows)).toBe(false);
    expect(ask(before, `logger.error('x');`, rows)).toBe(true);
  });
});

describe('a statement', () => {
  it.each([
    [false, `const a = 1;`],
    [false, `console.log('x');`],
    [true, `unknown();`],
    [true, `await load();`],
    [false, `load;`],
    [false, `{ const f = () => { unknown(); }; void f; }`],
    [true, `throw 1;`],
  ])('may throw: %s, %s', (answer, statement) => {
    expect(
      askAboutNode(
        `${HEAD}export async function f() { /*here*/${statement} }`,
        (node, t): node is ts.Statement => t.isStatement(node),
        (node, typed) => mayThrow(node, typed, catalogue),
        { folder: FIXTURES },
      ),
    ).toBe(answer);
  });
});
