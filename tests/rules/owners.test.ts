import { Linter, type Linter as LinterTypes } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';

import plugin from '../../src/index.ts';
import { FIXTURES, typedLanguageOptions, uncheckedLanguageOptions } from '../support/parser.ts';

const DECLARED = `
import { readFileSync } from 'node:fs';
interface User { id: number; name: string }
declare function fetchUser(id: number): Promise<User>;
declare function fetchPosts(id: number): Promise<string[]>;
declare function saveUser(user: User): Promise<void>;
declare function isAllowed(user: User): Promise<boolean>;
declare const response: { json(body: unknown): void };
declare const lines: string[];
`;

/** Each problem in a function of its own, and the rule that reports it: all others stay silent. */
const OWNERS: [problem: string, code: string, owner: string][] = [
  ['a call that nobody waits for', `(u: User) => { saveUser(u); }`, 'no-floating-promise'],
  [
    'the same in a loop',
    `(us: User[]) => { for (const u of us) saveUser(u); }`,
    'no-floating-promise',
  ],
  [
    'a combinator that nobody waits for',
    `(us: User[]) => { Promise.all(us.map(saveUser)); }`,
    'no-floating-promise',
  ],
  [
    'a chain without a handler',
    `(u: User) => { saveUser(u).then(() => 1); }`,
    'no-floating-promise',
  ],
  [
    'a promise that is assigned and never used',
    `(u: User) => { const pending = saveUser(u); return u.id; }`,
    'no-floating-promise',
  ],
  [
    'a promise that is overwritten',
    `async (u: User) => { let pending = saveUser(u); pending = saveUser(u); await pending; }`,
    'no-floating-promise',
  ],
  [
    'a collection that nobody waits for',
    `(us: User[]) => { const jobs = us.map((u) => saveUser(u)); return jobs.length; }`,
    'no-floating-promise',
  ],
  [
    'an async collection that nobody waits for',
    `(us: User[]) => { const jobs = us.map(async (u) => { await saveUser(u); }); return jobs.length; }`,
    'no-floating-promise',
  ],
  [
    'a promise given to what cannot wait',
    `() => { response.json(fetchUser(1)); }`,
    'no-floating-promise',
  ],
  ['a promise that is printed', `() => { console.log(fetchUser(1)); }`, 'no-floating-promise'],
  [
    'a promise that is the left side of a comma',
    `(u: User) => (saveUser(u), u.id)`,
    'no-floating-promise',
  ],
  [
    'a forgotten return in a reaction',
    `async () => { await fetchUser(1).then((u) => { saveUser(u); }); }`,
    'no-floating-promise',
  ],

  [
    'a promise as a condition',
    `(u: User) => { if (isAllowed(u)) lines.push('yes'); }`,
    'no-promise-as-value',
  ],
  ['a negated promise', `(u: User) => !isAllowed(u)`, 'no-promise-as-value'],
  ['a promise in a text', '() => `${fetchUser(1)}`', 'no-promise-as-value'],
  ['a promise as JSON', `() => JSON.stringify(fetchUser(1))`, 'no-promise-as-value'],
  ['a promise before ??', `(u: User) => fetchUser(1) ?? u`, 'no-promise-as-value'],
  [
    'a promise as a condition in a statement of its own',
    `(u: User) => { isAllowed(u) && lines.push('yes'); }`,
    'no-promise-as-value',
  ],
  [
    'a promise of a const as a condition',
    `(u: User) => { const allowed = isAllowed(u); if (allowed) lines.push('yes'); }`,
    'no-promise-as-value',
  ],
  [
    'a key that is a promise',
    `(us: User[]) => us.sort((a) => Number(isAllowed(a)))`,
    'no-promise-as-value',
  ],

  [
    'an async callback that nobody waits for',
    `(us: User[]) => { us.forEach(async (u) => { await saveUser(u); }); }`,
    'no-async-callback',
  ],
  [
    'a callback that returns a promise',
    `(us: User[]) => { us.forEach((u) => saveUser(u)); }`,
    'no-async-callback',
  ],
  [
    'a function that returns a promise',
    `(us: User[]) => { us.forEach(saveUser); }`,
    'no-async-callback',
  ],
  [
    'map as a statement',
    `(us: User[]) => { us.map(async (u) => { await saveUser(u); }); }`,
    'no-async-callback',
  ],
  [
    'an async predicate',
    `(us: User[]) => us.filter(async (u) => await isAllowed(u))`,
    'no-async-callback',
  ],
  [
    'promises that are filtered',
    `(us: User[]) => us.map(async (u) => await isAllowed(u)).filter(Boolean)`,
    'no-async-callback',
  ],
  [
    'promises that are joined',
    `(us: User[]) => us.map(async (u) => await isAllowed(u)).join(',')`,
    'no-async-callback',
  ],
  [
    'an async timer',
    `(u: User) => setTimeout(async () => { await saveUser(u); }, 1)`,
    'no-async-callback',
  ],
  [
    'forEach in try',
    `(us: User[]) => { try { us.forEach((u) => saveUser(u)); } catch (error) { console.error(error); } }`,
    'no-async-callback',
  ],

  [
    'a return in try',
    `async () => { try { return fetchUser(1); } catch { return null; } }`,
    'return-await-in-try',
  ],
  [
    'a branch returned in try',
    `async (u?: User) => { try { return u ?? fetchUser(1); } catch { return null; } }`,
    'return-await-in-try',
  ],
  [
    'created in try, awaited outside',
    `async () => { let p: Promise<User> | undefined; try { p = fetchUser(1); } catch { return null; } return await p; }`,
    'return-await-in-try',
  ],

  [
    'await of a value',
    `async (u: User) => { const id = await u.id; return id; }`,
    'await-thenable',
  ],
  [
    'await of an array',
    `async (us: User[]) => { await us.map((u) => saveUser(u)); }`,
    'await-thenable',
  ],
  ['await of await', `async () => await (await fetchUser(1))`, 'await-thenable'],
  [
    'for await over values',
    `async () => { for await (const line of ['a', 'b']) lines.push(line); }`,
    'await-thenable',
  ],
  [
    'await of a blocking call',
    `async () => { lines.push(await readFileSync('a', 'utf8')); }`,
    'no-blocking-call',
  ],

  [
    'started, then another await',
    `async () => { const u = fetchUser(1); const p = await fetchPosts(1); return [await u, p]; }`,
    'no-late-await',
  ],
  [
    'started, then an early return',
    `async (skip: boolean) => { const u = fetchUser(1); if (skip) return null; return await u; }`,
    'no-late-await',
  ],
  [
    'two started promises',
    `async () => { const u = fetchUser(1), p = fetchPosts(1); try { return [await u, await p]; } catch { return null; } }`,
    'no-late-await',
  ],
  [
    'for await over promises',
    `async (ids: number[]) => { for await (const u of ids.map((id) => fetchUser(id))) lines.push(u.name); }`,
    'no-late-await',
  ],
  [
    'started in a loop, awaited one by one',
    `async (ids: number[]) => { const ps = ids.map((id) => fetchUser(id)); for (const p of ps) lines.push((await p).name); }`,
    'no-late-await',
  ],

  [
    'an await in a combinator',
    `async () => Promise.all([fetchPosts(1), await fetchUser(1)])`,
    'no-misused-promise-all',
  ],
  [
    'awaits in a combinator',
    `async () => await Promise.all([await fetchPosts(1), await fetchUser(1)])`,
    'no-misused-promise-all',
  ],
  [
    'an array in a combinator',
    `async (us: User[]) => { await Promise.all([us.map((u) => saveUser(u))]); }`,
    'no-misused-promise-all',
  ],
  [
    'a forgotten return in a combinator',
    `async (us: User[]) => { await Promise.all(us.map((u) => { saveUser(u); })); }`,
    'no-misused-promise-all',
  ],
  [
    'a combinator of values',
    `async (us: User[]) => { await Promise.all(us.map((u) => u.id)); }`,
    'await-thenable',
  ],
  ['a wait for the clock', `(end: number) => { while (Date.now() < end); }`, 'no-busy-wait'],
];

/** What typescript-eslint's rules about other things say of a promise, too: they cannot be told to leave it. */
const ALSO_ABOUT_TEXTS = ['restrict-template-expressions'];

describe('one problem, one report', () => {
  it.for(OWNERS)('%s', ([, code, owner]) => {
    const reports = lint(code, plugin.configs.all, owner);
    expect(reports.map(({ ruleId }) => ruleId)).toEqual([`await/${owner}`]);
  });
});

describe('one report beside typescript-eslint', () => {
  const promises = /promise|thenable|await|void-return/;
  it.for(OWNERS)('%s', ([problem, code, owner]) => {
    const reports = lint(
      code,
      [
        ...tseslint.configs.recommendedTypeChecked,
        ...plugin.configs.all,
        ...plugin.configs.exclusive,
      ],
      owner,
    );
    const about = reports.filter(
      ({ ruleId, message }) => promises.test(ruleId ?? '') || /promise/i.test(message),
    );
    const theirs = problem === 'a promise in a text' ? ALSO_ABOUT_TEXTS : [];
    const names = about.map(({ ruleId }) => ruleId?.replace(/^@typescript-eslint\//, ''));
    expect(new Set(names)).toEqual(new Set([`await/${owner}`, ...theirs]));
    expect(names.filter((name) => name === `await/${owner}`)).toHaveLength(1);
  });
});

function lint(code: string, configs: readonly object[], owner: string): LinterTypes.LintMessage[] {
  const linter = new Linter({ cwd: FIXTURES });
  // TypeScript refuses the plainest conditions itself, but not in every project.
  const languageOptions =
    owner === 'no-promise-as-value' ? uncheckedLanguageOptions : typedLanguageOptions;
  const text = `${DECLARED}\nexport const problem = ${code};\nexport const used = [readFileSync, fetchUser, fetchPosts, saveUser, isAllowed, response, lines];\n`;
  const messages = linter.verify(
    text,
    [...configs, { files: ['**/*.ts'], languageOptions }] as LinterTypes.Config[],
    'file.ts',
  );
  const fatal = messages.find((message) => message.fatal);
  if (fatal) throw new Error(`${fatal.message}\n${text}`);
  return messages;
}
