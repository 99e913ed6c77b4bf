import rule from '../../../src/rules/no-sequential-await.ts';
import { ruleTester } from '../../support/rule-tester.ts';

const DECLARED = `import { readFile, writeFile, mkdir, readdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
interface User { id: number; name: string }
interface Post { id: number }
declare function fetchUser(id: number): Promise<User>;
declare function fetchUsers(): Promise<User[]>;
declare function fetchPosts(id: number): Promise<Post[]>;
declare function saveUser(user: User): Promise<void>;
declare function requireAdmin(id: number): Promise<void>;
declare function log(text: string): void;
`;

ruleTester.run('no-sequential-await: what stays as it is', rule, {
  valid: [
    {
      name: 'a write, and a read that must see it',
      code: `${DECLARED}export async function f(u: User) { await saveUser(u); const all = await fetchUsers(); return all; }`,
    },
    {
      name: 'a file that is written, and read',
      code: `${DECLARED}export async function f(p: string) { await writeFile(p, ''); const text = await readFile(p); return text; }`,
    },
    {
      name: 'a folder that is made before',
      code: `${DECLARED}export async function f(p: string) { await mkdir(p); const names = await readdir(p); return names; }`,
    },
    {
      name: 'a guard',
      code: `${DECLARED}export async function f(id: number) { await requireAdmin(id); const users = await fetchUsers(); return users; }`,
    },
    {
      name: 'a pause',
      code: `${DECLARED}export async function f(id: number) { const u = await fetchUser(id); await sleep(200); const p = await fetchPosts(id); return [u, p]; }`,
    },
    {
      name: 'a lock',
      code: `${DECLARED}declare const lock: { acquire(): Promise<() => void> };
export async function f(id: number) { const release = await lock.acquire(); const u = await fetchUser(id); release(); return u; }`,
    },
    {
      name: 'one transaction',
      code: `${DECLARED}declare const tx: { query(s: string): Promise<unknown[]>; commit(): Promise<void> };
export async function f() { const a = await tx.query('select a'); const b = await tx.query('select b'); return [a, b]; }`,
    },
    {
      name: 'one transaction, begun by a statement',
      code: `${DECLARED}interface Queryable { query(sql: string): Promise<{ rows: { n: number }[] }> }
async function getVersion(client: Queryable) { const { rows } = await client.query('select v'); return rows[0]?.n ?? 0; }
async function getMinimum(client: Queryable) { const { rows } = await client.query('select m'); return rows[0]?.n ?? 0; }
export async function f(client: Queryable) {
  await client.query('BEGIN');
  try {
    const version = await getVersion(client);
    const minimum = await getMinimum(client);
    await client.query('COMMIT');
    return [version, minimum];
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}`,
    },
    {
      name: 'one connection',
      code: `${DECLARED}declare const conn: { auth(): Promise<string>; listen(): Promise<number> };
export async function f() { const t = await conn.auth(); const n = await conn.listen(); return [t, n]; }`,
    },
    {
      name: 'a browser page',
      code: `${DECLARED}declare const page: { goto(u: string): Promise<void>; click(s: string): Promise<void>; title(): Promise<string> };
export async function f() { await page.goto('/'); await page.click('a'); const t = await page.title(); return t; }`,
    },
    {
      name: 'questions to the person at the terminal, in functions that are named as if they read',
      code: `${DECLARED}interface Question { message: string; validate?: (text: string) => boolean }
declare const client: { input: { text(question: Question): Promise<string> }; ask(question: Question): Promise<string> };
async function getNumber(message: string) { return Number(await client.ask({ message, validate: (text) => text !== '' })); }
async function getText(message: string) { return (await client.input.text({ message })).trim(); }
export async function f() { const n = await getNumber('port'); const m = await getNumber('weight'); return [n, m]; }
export async function g() { const a = await getText('name'); const b = await getText('host'); return [a, b]; }`,
    },
    {
      name: 'a condition between',
      code: `${DECLARED}export async function f(id: number) { const u = await fetchUser(id); if (!u.name) return; const p = await fetchPosts(id); return [u, p]; }`,
    },
    {
      name: 'an effect between',
      code: `${DECLARED}export async function f(id: number) { const u = await fetchUser(id); log('half'); const p = await fetchPosts(id); return [u, p]; }`,
    },
    {
      name: 'the time between',
      code: `${DECLARED}export async function f(id: number) { const u = await fetchUser(id); const t = Date.now(); const p = await fetchPosts(id); return [u, p, t]; }`,
    },
    {
      name: 'a resource that is disposed',
      code: `${DECLARED}declare function open(): Promise<AsyncDisposable & { read(): Promise<string> }>;
export async function f(id: number) { await using h = await open(); const u = await fetchUser(id); return [u, await h.read()]; }`,
    },
    {
      name: 'in a catch',
      code: `${DECLARED}export async function f(id: number) { try { return await fetchUser(id); } catch { const a = await fetchUsers(); const b = await fetchPosts(id); return [a, b]; } }`,
    },
    {
      name: 'promises that have started: another rule',
      code: `${DECLARED}export async function f(id: number) { const a = fetchUser(id), b = fetchPosts(id); const u = await a; const p = await b; return { u, p }; }`,
    },
    {
      name: 'nobody knows what they do',
      code: `${DECLARED}declare function one(): Promise<number>;
declare function two(): Promise<number>;
export async function f() { const a = await one(); const b = await two(); return a + b; }`,
    },
    {
      name: 'any',
      code: `${DECLARED}declare const api: any;
export async function f() { const a = await api.getOne(); const b = await api.getTwo(); return [a, b]; }`,
    },
    {
      name: 'its result is unused',
      code: `${DECLARED}export async function f(id: number) { await fetchUser(id); const p = await fetchPosts(id); return p; }`,
    },
    {
      name: 'the value that the first one changes',
      code: `${DECLARED}let current = 1;
async function fetchNext() { current += 1; return current; }
export async function f() { const a = await fetchNext(); const b = await fetchUser(current); return [a, b]; }`,
    },
  ],
  invalid: [],
});
