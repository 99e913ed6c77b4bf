import { describe, expect, it } from 'vitest';

import type { WrittenForm } from '../../src/catalogue/row.ts';
import { firstFormFor } from '../../src/fixes/write-form.ts';
import { namesIn, repaired, type In, type RepairOf } from './repair-in-test.ts';

const EXISTS: WrittenForm = {
  text: 'await access($1).then(() => true, () => false)',
  imports: { access: 'node:fs/promises' },
  arguments: 1,
};
const EXEC: WrittenForm = {
  text: "(await promisify(exec)($1, { ...$2, encoding: 'buffer' })).stdout",
  imports: { promisify: 'node:util', exec: 'node:child_process' },
  arguments: 2,
  options: { 2: ['cwd', 'timeout'] },
};
const SCRYPT: WrittenForm = {
  text: 'await promisify$<string, Map<string, number>>(scrypt)($*)',
  imports: { promisify: 'node:util', scrypt: 'node:crypto' },
  arguments: [2, 4],
};
const COMPILE: WrittenForm = { text: 'await WebAssembly.compile($1)', arguments: 1 };
const SWAPPED: WrittenForm = { text: 'await swapped($2, $1)', arguments: 2 };
const FIRST: WrittenForm = { text: 'await first($1)', arguments: [1, 2] };
const METHOD: WrittenForm = { text: 'await $1.text()', arguments: 1 };
const ALL: WrittenForm = { text: 'await all($*, true)', arguments: [0, 3] };
const PROMISE: WrittenForm = {
  text: 'await new Promise((resolve) => slow($1, resolve))',
  arguments: 1,
};
const FALLBACK: WrittenForm = { text: 'await a($1) || b', arguments: 1 };

const HEAD = `import { access } from 'node:fs/promises';
import { exec } from 'node:child_process';
import { promisify } from 'node:util';
import { scrypt } from 'node:crypto';
export const kept = [access, exec, promisify, scrypt];
`;

/** Writes `form` in the place of the call or `new` of anything named `old`. */
function by(...forms: WrittenForm[]): RepairOf {
  return (node, sourceCode) =>
    (node.type === 'CallExpression' || node.type === 'NewExpression') &&
    /\bold$/.test(sourceCode.getText(node.callee))
      ? firstFormFor(node, forms, sourceCode)
      : undefined;
}

function body(before: string, forms: readonly WrittenForm[], where: In = {}): string | undefined {
  const start = `export async function f(p, x, old) {\n`;
  let output: string | undefined;
  try {
    output = repaired(`${HEAD}${start}${before}\n}\n`, by(...forms), where);
  } catch (error) {
    if (String(error).includes('0 findings')) return undefined;
    throw error;
  }
  if (output === undefined) return undefined;
  namesIn(output, where);
  return output.slice(output.indexOf(start) + start.length, -'\n}\n'.length);
}

describe('a form in the place of a call', () => {
  it.each<[string, string, WrittenForm]>([
    ['if (old(p)) x();', 'if (await access(p).then(() => true, () => false)) x();', EXISTS],
    ['if (!old(p)) x();', 'if (!await access(p).then(() => true, () => false)) x();', EXISTS],
    ['return x && old(p);', 'return x && await access(p).then(() => true, () => false);', EXISTS],
    [
      'return old(p).toString();',
      'return (await access(p).then(() => true, () => false)).toString();',
      EXISTS,
    ],
    [
      'return old(/* which */ p);',
      'return await access(/* which */ p).then(() => true, () => false);',
      EXISTS,
    ],
    [
      'return old(p // where\n);',
      'return await access(p // where\n).then(() => true, () => false);',
      EXISTS,
    ],
    ['return old((p, x));', 'return await access((p, x)).then(() => true, () => false);', EXISTS],
    ['return await old(p);', 'return await access(p).then(() => true, () => false);', EXISTS],
    [
      'return (await old(p)).x;',
      'return (await access(p).then(() => true, () => false)).x;',
      EXISTS,
    ],
    [
      'return old(p, { cwd: x });',
      "return (await promisify(exec)(p, { cwd: x, encoding: 'buffer' })).stdout;",
      EXEC,
    ],
    [
      'return old(p, {});',
      "return (await promisify(exec)(p, { ...{}, encoding: 'buffer' })).stdout;",
      EXEC,
    ],
    [
      'return old(p, { cwd: x }).trim();',
      "return (await promisify(exec)(p, { cwd: x, encoding: 'buffer' })).stdout.trim();",
      EXEC,
    ],
    [
      'return await old(p, { cwd: x });',
      "return (await promisify(exec)(p, { cwd: x, encoding: 'buffer' })).stdout;",
      EXEC,
    ],
    [
      'x()\nold(p, { cwd: x })',
      "x()\n;(await promisify(exec)(p, { cwd: x, encoding: 'buffer' })).stdout",
      EXEC,
    ],
    ['return new WebAssembly.old(p);', 'return await WebAssembly.compile(p);', COMPILE],
    ['return new WebAssembly.old(p).x;', 'return (await WebAssembly.compile(p)).x;', COMPILE],
    ['return old(p, x);', 'return await swapped(x, p);', SWAPPED],
    ["return old(p, 'utf8');", 'return await first(p);', FIRST],
    ['return old(p);', 'return await p.text();', METHOD],
    ['return old(p ?? x);', 'return await (p ?? x).text();', METHOD],
    ['return old(await x());', 'return await (await x()).text();', METHOD],
    ['return new Reader().old(p);', 'return await p.text();', METHOD],
    ['return old();', 'return await all(true);', ALL],
    ['return old(p, x);', 'return await all(p, x, true);', ALL],
    ['return old(p);', 'return await new Promise((resolve) => slow(p, resolve));', PROMISE],
    ['return old(p);', 'return await a(p) || b;', FALLBACK],
    ['return old(p) + 1;', 'return (await a(p) || b) + 1;', FALLBACK],
    [
      'return old(p, x)[0];',
      'return (await promisify<string, Map<string, number>>(scrypt)(p, x))[0];',
      SCRYPT,
    ],
    [
      'return old(p, x);',
      'return await promisify<string, Map<string, number>>(scrypt)(p, x);',
      SCRYPT,
    ],
  ])('%s → %s', (before, after, form) => {
    expect(body(before, [form])).toBe(after);
  });

  it('type arguments are left out of JavaScript', () => {
    expect(body('return old(p, x);', [SCRYPT], { filename: 'file.js' })).toBe(
      'return await promisify(scrypt)(p, x);',
    );
  });

  it('the first that fits', () => {
    expect(body('return old(p);', [SWAPPED, EXISTS])).toContain('access(p)');
  });

  it.each<[string, string, WrittenForm]>([
    ['too many arguments', 'return old(p, x);', EXISTS],
    ['a spread', 'return old(...p);', EXISTS],
    ['an option that the form does not know', 'return old(p, { stdio: x });', EXEC],
    ['options that are not written out', 'return old(p, x);', EXEC],
    ['spread options', 'return old(p, { ...x });', EXEC],
    ['an effect in an argument that goes', 'return old(p, x());', FIRST],
    ['an effect in an argument that moves', 'return old(p, x());', SWAPPED],
    ['a comment that would go', 'return old(p, /* why */ x);', FIRST],
    ['a comment that would move', 'return old(p, /* why */ x);', SWAPPED],
    ['a comment behind the callee', 'return old /* why */ (p);', EXISTS],
    ['an effect in the callee', 'return x().old(p);', EXISTS],
    ['an optional chain', 'return x?.old(p);', EXISTS],
    ['a global that is shadowed', 'const WebAssembly = x; return new old(p);', COMPILE],
    ['a name that the form binds', 'const resolve = p; return old(resolve);', PROMISE],
    ['an await that would move into a function', 'return old(await p);', PROMISE],
  ])('not with %s', (_, before, form) => {
    expect(body(before, [form])).toBeUndefined();
  });
});

it('imports the names of the form, as the file calls them', () => {
  expect(
    repaired(
      `import { old } from 'node:child_process';
import { promisify as p } from 'node:util';
export const exec = 1;
export const f = async () => p(old('ls', { cwd: '/' }));
`,
      by(EXEC),
    ),
  ).toBe(`import { exec as execAsync } from 'node:child_process';
import { promisify as p } from 'node:util';
export const exec = 1;
export const f = async () => p((await p(execAsync)('ls', { cwd: '/', encoding: 'buffer' })).stdout);
`);
});

it('names within strings and properties of the form stay', () => {
  const form: WrittenForm = {
    text: "await exec('exec', x.exec, { exec: $1 })",
    imports: { exec: 'node:child_process' },
    arguments: 1,
  };
  expect(
    repaired(
      `import { exec as run } from 'node:child_process';\nexport const f = async (old) => old(1) ?? run;\n`,
      by(form),
    ),
  ).toBe(
    `import { exec as run } from 'node:child_process';\nexport const f = async (old) => await run('exec', x.exec, { exec: 1 }) ?? run;\n`,
  );
});
