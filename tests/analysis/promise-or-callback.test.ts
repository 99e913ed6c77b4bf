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
  `if (!callback) ${PROMISE}; return [1].map(() => Promise.resolve(1)).length > 1 ? undefined : undefined;`,
])('with a callback, nothing is promised: %s', (body) => {
  expect(asked(body)).toBe(true);
  expect(asked(body, 'load(1, done)')).toBe(true);
  expect(asked(body, 'load.call(null, 1, done)')).toBe(true);
  expect(asked(body, 'load(1)')).toBe(false);
  expect(asked(body, 'load(1, maybe)')).toBe(false);
  expect(asked(body, 'load(...all)')).toBe(false);
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
])('it is promised in any case, or never: %s', (body) => {
  expect(asked(body)).toBe(false);
});

it('of a function that is only declared, nothing is known', () => {
  expect(asked('return;', 'setTimeout(() => {}, 1)')).toBe(false);
});
