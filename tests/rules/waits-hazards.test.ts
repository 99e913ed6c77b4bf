import { describe, expect, it } from 'vitest';

import noAwaitInLoop from '../../src/rules/no-await-in-loop.ts';
import noSequentialAwait from '../../src/rules/no-sequential-await.ts';
import { lint } from '../support/lint.ts';

// What the rules about waits must leave alone is as much the product as what they find: each hazard
// stands beside a neighbour that differs in nothing else, and is reported.

const DECLARED = `
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
interface User { id: number; name: string; version: number }
interface Lock { release(): void }
interface Mutex { acquire(): Promise<Lock>; runExclusive<T>(f: () => Promise<T>): Promise<T> }
interface Transaction { getUser(id: number): Promise<User>; getPosts(id: number): Promise<string[]>; commit(): Promise<void>; rollback(): Promise<void> }
interface Store { getUser(id: number): Promise<User>; getPosts(id: number): Promise<string[]>; transaction<T>(f: (tx: Transaction) => Promise<T>): Promise<T> }
interface Parser { getToken(): Promise<string> }
interface Page { goto(url: string): Promise<void>; click(what: string): Promise<void>; title(): Promise<string>; $$(what: string): Promise<Element[]> }
interface Element { click(): Promise<void>; isVisible(): Promise<boolean>; textContent(): Promise<string>; getAttribute(name: string): Promise<string> }
interface Connection extends AsyncDisposable { getUser(id: number): Promise<User>; }
declare const mutex: Mutex, store: Store;
declare function getUser(id: number): Promise<User>;
declare function getPosts(id: number): Promise<string[]>;
declare function saveUser(user: User): Promise<void>;
declare function requireAdmin(): Promise<void>;
declare function connect(): Promise<Connection>;
declare function ask(question: string): Promise<string>;
declare function expectEqual(a: unknown, b: unknown): void;
`;

type Pair = readonly [hazard: string, silent: string, reported: string];

/** Two functions with these bodies. */
function check(rule: object, name: string, pairs: readonly Pair[]): void {
  for (const [hazard, silent, reported] of pairs) {
    it(hazard, () => {
      expect(found(silent)).toEqual([]);
      expect(found(reported)).toHaveLength(1);
    });
  }

  function found(code: string): readonly string[] {
    const text = `${DECLARED}export async function f(${PARAMETERS}) { ${code} }`;
    return lint(name, rule, text).map(({ message }) => message);
  }
}

const PARAMETERS =
  'id: number, ids: number[], path: string, tx: Transaction, other: Store, parser: Parser, parsers: Parser[], page: Page, elements: Element[], any: any[]';

const TWO = 'const a = await getUser(id); const b = await getPosts(id); return [a, b];';

describe('no-sequential-await', () => {
  check(noSequentialAwait, 'no-sequential-await', [
    [
      'a lock',
      'const lock = await mutex.acquire(); const a = await getUser(id); lock.release(); return a;',
      'const lock = await mutex.acquire(); const a = await getUser(id); const b = await getPosts(id); lock.release(); return [a, b];',
    ],
    [
      'a transaction',
      'return store.transaction(async (own) => { const a = await own.getUser(id); const b = await own.getPosts(id); return [a, b]; });',
      'const a = await store.getUser(id); const b = await store.getPosts(id); return [a, b];',
    ],
    [
      'one connection',
      'const a = await tx.getUser(id); const b = await tx.getPosts(id); return [a, b];',
      'const a = await other.getUser(id); const b = await other.getPosts(id); return [a, b];',
    ],
    [
      'a guard',
      'await requireAdmin(); const a = await getUser(id); return a;',
      `await requireAdmin(); ${TWO}`,
    ],
    [
      'a guard on what was read',
      'const a = await getUser(id); if (a.id === 0) return []; const b = await getPosts(id); return [a, b];',
      'const a = await getUser(id); const b = await getPosts(id); if (a.id === 0) return []; return [a, b];',
    ],
    [
      'write, then read',
      "await writeFile(path, 'x'); const text = await readFile(path, 'utf8'); return text;",
      "const one = await readFile(path, 'utf8'); const text = await readFile('b', 'utf8'); return [one, text];",
    ],
    [
      'a folder that is made, then read, without a shared variable',
      "await mkdir('out', { recursive: true }); const names = await readdir(path); return names;",
      "const some = await readdir('out'); const names = await readdir(path); return [some, names];",
    ],
    [
      'one receiver with a state',
      'const one = await parser.getToken(); const two = await parser.getToken(); return [one, two];',
      'const one = await parser.getToken(); const two = await parsers[1]!.getToken(); return [one, two];',
    ],
    [
      'a look whether things have changed meanwhile',
      'const a = await getUser(id); const b = await getUser(id); if (a.version !== b.version) throw new Error(); return saveUser(b);',
      'const a = await getUser(id); const b = await getUser(1); return saveUser(a.id > b.id ? a : b);',
    ],
    [
      'a pause',
      'const a = await getUser(id); await sleep(100); const b = await getPosts(id); return [a, b];',
      TWO,
    ],
    [
      'questions to a person',
      "const name = await ask('Name?'); const age = await ask('Age?'); return [name, age];",
      TWO,
    ],
    [
      'a resource that is disposed of',
      'await using own = await connect(); const a = await own.getUser(id); const b = await own.getUser(1); return [a, b];',
      `await using own = await connect(); console.log(own); ${TWO}`,
    ],
    [
      'a closure that links the two',
      'let seen = 0; const note = async () => { seen++; return getUser(id); }; const look = async () => { const at = seen; return [at, await getPosts(id)]; }; const a = await note(); const b = await look(); return [a, b];',
      'const note = async () => getUser(id); const look = async () => [1, await getPosts(id)]; const a = await note(); const b = await look(); return [a, b];',
    ],
    [
      'a catch that tries something else',
      `try { return await getUser(id); } catch { const a = await getPosts(id); return a; }`,
      `try { ${TWO} } catch { return []; }`,
    ],
    [
      'a finally that removes what they read',
      "try { const a = await readFile(path, 'utf8'); const b = await readFile('b', 'utf8'); return [a, b]; } finally { await rm(path); }",
      "try { const a = await readFile(path, 'utf8'); const b = await readFile('b', 'utf8'); return [a, b]; } finally { console.log('done'); }",
    ],
    [
      'a page',
      "await page.goto('/'); const a = await page.title(); const b = await page.$$('p'); return [a, b];",
      TWO,
    ],
    [
      'elements of a page',
      "const a = await elements[0]!.getAttribute('a'); const b = await elements[1]!.textContent(); return [a, b];",
      TWO,
    ],
    [
      'elements of a page, by the names of their methods',
      'const a = await any[0].isDisplayed(); const b = await any[1].getAttribute(path); return [a, b];',
      TWO,
    ],
  ]);

  it('assertions of a test are off in the presets, and what asserts is a guard', () => {
    const text = `${DECLARED}export async function f(id: number) { const a = await getUser(id); expectEqual(a.id, id); const b = await getPosts(id); expectEqual(b, []); }`;
    expect(lint('no-sequential-await', noSequentialAwait, text)).toEqual([]);
  });
});

describe('no-await-in-loop', () => {
  const each = (turn: string): string =>
    `const out: unknown[] = []; for (const each of ids) { ${turn} } return out;`;
  const reported = each('out.push(await getUser(each));');
  check(noAwaitInLoop, 'no-await-in-loop', [
    [
      'a transaction',
      each('out.push(await tx.getUser(each));'),
      each('out.push(await other.getUser(each));'),
    ],
    [
      'a lock',
      each('const lock = await mutex.acquire(); out.push(await getUser(each)); lock.release();'),
      reported,
    ],
    ['a write', each('await saveUser({ id: each, name: path, version: 1 });'), reported],
    ['pacing', each('out.push(await getUser(each)); await sleep(10);'), reported],
    ['ordered output', each('console.log(await getUser(each));'), reported],
    [
      'a retry',
      'for (let n = 0; n < 3; n++) { try { return await getUser(id); } catch {} } return undefined;',
      'const out = []; for (let n = 0; n < ids.length; n++) { out.push(await getUser(ids[n]!)); } return out;',
    ],
    [
      'pages that lead to each other',
      'const out = []; let next: number = id; for (const each of ids) { const user = await getUser(next + each); next = user.id; out.push(user); } return out;',
      reported,
    ],
    ['polling', 'while ((await getUser(id)).version < 2) { await sleep(10); } return 1;', reported],
    [
      'batches',
      each('out.push(await Promise.all(ids.slice(each, each + 10).map(getUser)));'),
      reported,
    ],
    [
      'an early exit',
      each('const user = await getUser(each); if (user.id === id) return [user]; out.push(user);'),
      each('const user = await getUser(each); if (user.id !== id) continue; out.push(user);'),
    ],
    [
      'a list that is worked off',
      'const out = []; for (let each = ids.shift(); each !== undefined; each = ids.shift()) { out.push(await getUser(each)); } return out;',
      reported,
    ],
    [
      'elements of a page',
      'const out = []; for (const each of elements) { out.push(await each.textContent()); } return out;',
      reported,
    ],
    [
      'elements of a page, by the names of their methods',
      'const out = []; for (const each of any) { if (await each.isVisible()) { out.push(each); } } return out;',
      'const out = []; for (const each of any) { if (await each.isKnown()) { out.push(each); } } return out;',
    ],
    [
      'elements of a page, in a function',
      'const isShown = async (element: any) => element.isDisplayed(); const out = []; for (const each of any) { if (await isShown(each)) { out.push(each); } } return out;',
      'const isShown = async (element: any) => element.isKnown(); const out = []; for (const each of any) { if (await isShown(each)) { out.push(each); } } return out;',
    ],
    [
      'a resource of each turn',
      each('await using own = await connect(); out.push(await own.getUser(each));'),
      reported,
    ],
    [
      'one receiver with a state',
      each('out.push(each, await parser.getToken());'),
      'const out: unknown[] = []; for (const each of parsers) { out.push(await each.getToken()); } return out;',
    ],
    ['a page', each('await page.click(String(each));'), reported],
  ]);
});
