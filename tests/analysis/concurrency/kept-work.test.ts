import { describe, expect, it } from 'vitest';

import { lostUpdateAt, type Write } from '../../../src/analysis/concurrency/lost-update.ts';
import { catalogueOf } from '../../../src/catalogue/catalogue.ts';
import { askAboutNode } from '../../support/ask-ts.ts';
import { FIXTURES } from '../../support/parser.ts';

const HEAD = `
import { readFile, realpath } from 'node:fs/promises';
interface User { name: string; id: number }
declare function fetchUser(): Promise<User>;
declare function readSettings(): Promise<{ name: string }>;
declare function contentHash(text: string): Promise<string>;
declare function hashPassword(text: string): Promise<string>;
declare function parse(text: string): { name: string };
`;

/** What the assignment, or the call of `set`, after the comment loses. */
function lost(code: string): string {
  return askAboutNode(
    HEAD + code,
    (node, t): node is Write => t.isBinaryExpression(node) || t.isCallExpression(node),
    (node: Write, typed) => lostUpdateAt(node, typed, catalogueOf([]))?.kind ?? 'nothing',
    { folder: FIXTURES },
  );
}

describe('what is the same the second time', () => {
  it('a text that is read from a file; not an object of its own, nor what a server is asked for', () => {
    const lazily = (type: string, made: string): string => `
let kept: ${type} | undefined;
export async function load() {
  if (kept !== undefined) return kept;
  const read = await ${made};
  /*here*/kept = read.name;
  return kept;
}`;
    expect(lost(lazily('string', 'readSettings()'))).toBe('nothing');
    expect(lost(lazily('string', 'fetchUser()'))).toBe('unfilled');
    expect(lost(lazily('{ name: string }', 'readSettings()').replace('read.name', 'read'))).toBe(
      'unfilled',
    );
    expect(
      lost(lazily('{ name: string }', `readFile('a', 'utf8')`).replace('read.name', 'parse(read)')),
    ).toBe('unfilled');
  });

  it('what an async function gives that keeps the pending promise', () => {
    const twice = (first: string): string => `
export class Page {
  data: Promise<User> | undefined;
  name: string | undefined;
  value: User | undefined;
  async getData() { ${first} return this.data!; }
  async getName() {
    if (this.name === undefined) /*here*/this.name = (await this.getData()).name;
    return this.name;
  }
}`;
    expect(lost(twice('this.data ??= fetchUser();'))).toBe('nothing');
    const direct = twice('this.data ??= fetchUser();').replace(
      'return this.data!',
      'return fetchUser()',
    );
    expect(lost(direct)).toBe('unfilled');
  });

  it('a text that waits only for what other functions keep', () => {
    const built = (work: string): string => `
let module: typeof import('node:path') | undefined;
class Job {
  #input: User | undefined;
  id: string | undefined;
  list: string[] | undefined;
  job: Job | undefined;
  async #getInput() { if (!this.#input) this.#input = await fetchUser(); return this.#input; }
  async #text() { const { name } = await this.#getInput(); return name; }
  async #names() { module ??= await import('node:path'); return [module.sep]; }
  async #hashed() { const hash = await contentHash(await this.#text()); return 'id-' + hash; }
  async #guarded() { return 'x' + (await hashPassword(await this.#text())); }
  async #direct() { return (await fetchUser()).name; }
  async #other() { await this.#getInput(); return new Job(); }
  async get() { ${work} }
}
export const job = new Job();`;
    expect(lost(built('/*here*/this.id ??= await this.#text();'))).toBe('nothing');
    expect(lost(built('/*here*/this.list ??= await this.#names();'))).toBe('nothing');
    expect(lost(built('/*here*/this.id ??= await this.#hashed();'))).toBe('nothing');
    expect(lost(built('/*here*/this.id ??= await this.#guarded();'))).toBe('unfilled');
    expect(lost(built('/*here*/this.id ??= await this.#direct();'))).toBe('unfilled');
    expect(lost(built('/*here*/this.job ??= await this.#other();'))).toBe('unfilled');
  });

  it('looked up once more after the wait, by another key', () => {
    const cached = (again: string): string => `
const byName = new Map<string, User>();
const byPath = new Map<string, User>();
export async function get(name: string) {
  const known = byName.get(name);
  if (known) return known;
  const path = await realpath(name);
  ${again}
  const user = { name: path, id: 1 };
  /*here*/byName.set(name, user);
  return user;
}`;
    expect(lost(cached(''))).toBe('unfilled');
    const again = `const same = byPath.get(path);\n  if (same) return same;`;
    expect(lost(cached(again))).toBe('nothing');
    expect(lost(cached(`const same = byPath.get(path);`))).toBe('unfilled');
  });
});
