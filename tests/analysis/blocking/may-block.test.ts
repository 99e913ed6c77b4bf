import type ts from 'typescript';
import { describe, expect, it } from 'vitest';

import { blockingNames } from '../../../src/analysis/blocking/may-block.ts';
import { isNamedSync } from '../../../src/analysis/declared-names.ts';
import { catalogueOf } from '../../../src/catalogue/catalogue.ts';
import type { Row } from '../../../src/catalogue/row.ts';
import { askAboutNode } from '../../support/ask-ts.ts';
import { FIXTURES } from '../../support/parser.ts';

interface Asked {
  inferred?: boolean;
  byDesign?: readonly string[];
  additional?: readonly Row[];
}

/** Whether something named `name` may block in the program with this file; `get x`: an accessor. */
function mayBlock(
  code: string,
  name: string,
  { inferred = true, byDesign = [], additional = [] }: Asked = {},
): boolean {
  return askAboutNode(
    `/*here*/${code}`,
    (node, t): node is ts.SourceFile => t.isSourceFile(node),
    (_, typed) => {
      const names = blockingNames(typed, catalogueOf(additional), {
        byDesign: new Set(byDesign),
        inferred,
      });
      return name.startsWith('get ') ? names.hasAccessor(name.slice(4)) : names.has(name);
    },
    { folder: FIXTURES },
  );
}

const FS = `import fs from 'node:fs'; import { readFileSync } from 'node:fs'; void [fs, readFileSync];`;

describe('names that may block', () => {
  it.for([
    ['an API', `export {};`, 'readFileSync'],
    ['a caller', `export function alpha() { readFileSync('a'); }`, 'alpha'],
    [
      'a caller of a caller',
      `export function alpha() { beta(); } const beta = () => readFileSync('a');`,
      'alpha',
    ],
    [
      'a caller by another file',
      `import { loadSettings } from './settings.ts'; export function alpha() { loadSettings('a'); }`,
      'alpha',
    ],
    ['an alias', `export const alpha = readFileSync;`, 'alpha'],
    [
      'a parameter of its type',
      `export function f(alpha: typeof readFileSync) { alpha('a'); }`,
      'alpha',
    ],
    [
      'a name of a default import',
      `import alpha from './default-expression.ts'; alpha('a');`,
      'alpha',
    ],
    ['a re-exported default', `export { default as alpha } from './default-function.ts';`, 'alpha'],
    [
      'an import of export =',
      `import alpha = require('./export-assigned.cts'); alpha('a');`,
      'alpha',
    ],
    ['a class', `export class Alpha { text = readFileSync('a'); }`, 'Alpha'],
    [
      'a subclass',
      `class Beta { text = readFileSync('a'); } export class Alpha extends Beta {}`,
      'Alpha',
    ],
    ['a getter', `export class A { get alpha() { return readFileSync('a'); } }`, 'get alpha'],
    [
      'a setter',
      `export class A { set alpha(a: string) { fs.writeFileSync(a, a); } }`,
      'get alpha',
    ],
    [
      'a caller of a getter',
      `class A { get beta() { return readFileSync('a'); } } export const alpha = (a: A) => a.beta;`,
      'alpha',
    ],
    ['a name that ends in Sync', `export {};`, 'nobodyKnowsSync'],
  ] as const)('%s', ([, code, name]) => {
    expect(mayBlock(FS + code, name)).toBe(true);
  });

  it.for([
    ['a function that calls nothing', `export function alpha() {}`, 'alpha'],
    [
      'a function that calls what does not block',
      `export function alpha() { return Math.max(1); }`,
      'alpha',
    ],
    [
      'a caller of an async function',
      `export function alpha() { void beta(); } async function beta() { readFileSync('a'); }`,
      'alpha',
    ],
    ['an async function', `export async function alpha() { readFileSync('a'); }`, 'alpha'],
    [
      'a property that is no accessor',
      `export const a = { alpha: readFileSync('a') };`,
      'get alpha',
    ],
    ['a getter that does not block', `export class A { get alpha() { return 1; } }`, 'get alpha'],
    [
      'a cycle that does not block',
      `export function alpha() { beta(); } function beta() { alpha(); }`,
      'alpha',
    ],
    ['what is used nowhere', `export {};`, 'alpha'],
  ] as const)('not %s', ([, code, name]) => {
    expect(mayBlock(FS + code, name)).toBe(false);
  });

  it('a name that ends in Sync only where it may be inferred', () => {
    expect(mayBlock(`export {};`, 'nobodyKnowsSync', { inferred: false })).toBe(false);
    expect(mayBlock(`export {};`, 'readFileSync', { inferred: false })).toBe(true);
  });

  it('a row of the user', () => {
    const row = (module: string): Row => ({
      module,
      name: 'Store.peek',
      blocks: { on: 'the disk', cost: 'data', counterpart: { kind: 'advice', text: 'a' } },
    });
    const code = `import type { Store } from 'kv-store'; export const alpha = (store: Store) => store.peek('a');`;
    expect(mayBlock(code, 'alpha')).toBe(false);
    // The package has declarations of the project’s own, outside node_modules.
    expect(mayBlock(code, 'alpha', { additional: [row('kv-store')] })).toBe(true);
    expect(mayBlock(code, 'alpha', { additional: [row('not-loaded')] })).toBe(false);
  });

  it('sync by design on request', () => {
    const code = `import { DatabaseSync } from 'node:sqlite'; export const alpha = (base: DatabaseSync) => { base.exec('a'); };`;
    expect(mayBlock(code, 'alpha', { inferred: false })).toBe(false);
    expect(mayBlock(code, 'alpha', { inferred: false, byDesign: ['node:sqlite'] })).toBe(true);
  });
});

it.for([
  ['readFileSync', true],
  ['sync', true],
  ['transform_sync', true],
  ['x2Sync', true],
  ['async', false],
  ['resync', false],
  ['Sync', false],
  ['SYNC', false],
  ['syncAll', false],
  ['fsync', false],
] as const)('%s is named Sync: %s', ([name, answer]) => {
  expect(isNamedSync(name)).toBe(answer);
});
