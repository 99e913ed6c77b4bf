import type ts from 'typescript';
import { expect, it } from 'vitest';

import { takesCallbackForPromise } from '../../src/analysis/promise-or-callback.ts';
import { askAboutNode } from '../support/ask-ts.ts';
import { FIXTURES } from '../support/parser.ts';

const PROMISE = 'return Promise.resolve(1)';

/** Asks about the call behind `here`. */
function asked(body: string, call = 'load(1, () => {})'): boolean {
  return askAboutNode(
    `type Done = (error?: Error) => void;
declare const done: Done, maybe: Done | undefined, all: [number, Done];
function load(id: number, callback?: Done | null): Promise<number> | undefined { ${body} }
export const run = () => /*here*/${call};`,
    (node, t): node is ts.Identifier => t.isIdentifier(node),
    (name, typed) => {
      let called: ts.Node = name;
      while (!typed.ts.isCallExpression(called)) called = called.parent;
      return takesCallbackForPromise(called, typed);
    },
    { folder: FIXTURES },
  );
}

it.each([
  `if (!callback) ${PROMISE}; callback(); return;`,
  `if (callback === undefined) { ${PROMISE}; } return;`,
  `if (undefined === callback) ${PROMISE}; return;`,
  `if (callback == null && id > 1) ${PROMISE}; return;`,
  `if (typeof callback !== 'function') ${PROMISE}; return;`,
  `if (callback) callback(); else ${PROMISE}; return;`,
  `if (callback || id > 1) { callback?.(); return; } ${PROMISE};`,
  `if (typeof callback === 'function') { callback(); return; } if (id) { ${PROMISE}; } return;`,
  `if (!(callback !== null)) ${PROMISE}; return;`,
  'const work = Promise.resolve(1); return callback ? undefined : work;',
  'const work = Promise.resolve(1); return !callback ? work : (callback(), undefined);',
  'const work = Promise.resolve(id); return callback ? work.then(() => (callback(), 1), callback as () => 1) : work;',
  'const work = Promise.resolve(1); if (callback) return work.then((n) => n, callback as never); return work;',
  `if (!callback) ${PROMISE}; return [1].map(() => Promise.resolve(1)).length > 1 ? undefined : undefined;`,
])('with a callback, nothing is promised: %s', (body) => {
  expect(asked(body)).toBe(true);
  expect(asked(body, 'load(1, done)')).toBe(true);
  expect(asked(body, 'load.call(null, 1, done)')).toBe(true);
  expect(asked(body, 'load(1)')).toBe(false);
  expect(asked(body, 'load(1, maybe)')).toBe(false);
  expect(asked(body, 'load(...all)')).toBe(false);
});

/** The same of a function that cannot be seen into. */
function askedOfType(declaration: string, call: string): boolean {
  return askAboutNode(
    `declare const redis: { ${declaration} };
declare const done: (error?: Error | null, value?: string) => void, maybe: typeof done | undefined;
export const run = () => /*here*/redis.${call};`,
    (node, t): node is ts.Identifier => t.isIdentifier(node),
    (name, typed) => {
      let called: ts.Node = name;
      while (!typed.ts.isCallExpression(called)) called = called.parent;
      return takesCallbackForPromise(called, typed);
    },
    { folder: FIXTURES },
  );
}

const DUAL =
  'get(key: string, then?: (err?: Error | null, value?: string) => void): Promise<string>';
const EITHER =
  'get(key: string, then: ((err: null, value: string) => void) | ((err: Error) => void)): Promise<string>';

it.each([
  [DUAL, `get('a', (failed, value) => {})`],
  [DUAL, `get('a', done)`],
  [EITHER, `get('a', () => {})`],
])('a callback that gets an error first: %s, %s', (declaration, call) => {
  expect(askedOfType(declaration, call)).toBe(true);
});

it.each([
  [DUAL, `get('a')`],
  [DUAL, `get('a', maybe)`],
  ['get(key: string, each: (value: string) => void): Promise<string>', `get('a', (err) => {})`],
  ['get(then: (err: Error) => void, key: string): Promise<string>', `get(() => {}, 'a')`],
])('none, or no callback that gets an error: %s, %s', (declaration, call) => {
  expect(askedOfType(declaration, call)).toBe(false);
});

it.each([
  `${PROMISE};`,
  `if (id > 1) ${PROMISE}; return;`,
  `if (callback) ${PROMISE}; return;`,
  `if (callback == null || id > 1) ${PROMISE}; return;`,
  `if (callback && id > 1) { callback(); return; } ${PROMISE};`,
  `if (callback) callback(); ${PROMISE};`,
  `if (!callback) ${PROMISE}; if (id > 1) ${PROMISE}; return;`,
  `const other = undefined; if (!other) ${PROMISE}; return;`,
  `callback?.(); return;`,
  'const work = Promise.resolve(1); return id > 1 ? work : undefined;',
  'const work = Promise.resolve(1); return callback ? work : undefined;',
  'const work = Promise.resolve(id); return callback ? work.then(() => (callback(), 1)) : work;',
  'const work = Promise.resolve(1); return work.then((n) => n, () => (callback?.(), 1));',
])('it is promised in any case, or never: %s', (body) => {
  expect(asked(body)).toBe(false);
});

it('of a function that is only declared, nothing is known', () => {
  expect(asked('return;', 'setTimeout(() => {}, 1)')).toBe(false);
});
