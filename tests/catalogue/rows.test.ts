import { describe, expect, it } from 'vitest';

import { ECMASCRIPT } from '../../src/catalogue/ecmascript.ts';
import { NODE_BLOCKING } from '../../src/catalogue/node-blocking.ts';
import { NODE } from '../../src/catalogue/node.ts';
import { PACKAGES } from '../../src/catalogue/packages.ts';
import { PLATFORM } from '../../src/catalogue/platform.ts';
import { checkRows } from '../../src/catalogue/catalogue.ts';
import { declaredByPlatform, declaredIn, keyOf, programOf } from './declared.ts';

const ALL = [...NODE, ...ECMASCRIPT, ...PLATFORM, ...PACKAGES];

const declared = declaredByPlatform();
const declaredInWorkers = declaredIn(
  programOf({ 'empty.ts': 'export {};' }, ['lib.esnext.d.ts', 'lib.webworker.d.ts']),
);

/**
 * Places where versions of the type declarations that are still in use declare the same members:
 * @types/node up to 24, Node's streams as `internal`, the console of a program without DOM.
 */
const OLDER_PLACES = new Map([
  ['node:path path.PlatformPath.', ['node:path path.']],
  ['node:stream internal.', ['node:stream Stream.']],
  ['node:module ', ['node:module Module.']],
  ['node:crypto Cipher.', ['node:crypto Cipheriv.']],
  ['node:crypto Decipher.', ['node:crypto Decipheriv.']],
]);

/** Overloads with types of their own that this version inherits from its emitter interface. */
const EMITTER_METHODS =
  /\.(addListener|on|once|prependListener|prependOnceListener|off|removeAllListeners|removeListener|listenerCount|listeners|rawListeners)$/;

function isDeclared(key: string): boolean {
  if (declared.has(key) || declaredInWorkers.has(key)) return true;
  for (const [older, today] of OLDER_PLACES) {
    if (key.startsWith(older)) {
      return today.some((place) => declared.has(key.replace(older, place)));
    }
  }
  const emitter = key.replace(EMITTER_METHODS, '.');
  return emitter !== key && [...declared.keys()].some((each) => each.startsWith(emitter));
}

describe('rows of the language, Node and the platform', () => {
  it.each([
    ['Node', NODE],
    ['ECMAScript', ECMASCRIPT],
    ['the platform', PLATFORM],
  ])('of %s are declared by the installed types', (_, rows) => {
    expect(rows.map(keyOf).filter((key) => !isDeclared(key))).toEqual([]);
  });

  it('know a name that is not declared', () => {
    expect(isDeclared('node:fs readFilesSync')).toBe(false);
    expect(isDeclared('node:path path.PlatformPath.joined')).toBe(false);
    expect(isDeclared('node:net Sockets.on')).toBe(false);
  });
});

describe('all rows', () => {
  it('stand once', () => {
    const keys = ALL.map(keyOf);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  it('say something', () => {
    expect(
      ALL.filter(({ blocks, effects, handle }) => !blocks && !effects && !handle).map(keyOf),
    ).toEqual([]);
  });

  it('have the shape that is asked of users', () => {
    expect(checkRows(ALL)).toHaveLength(ALL.length);
  });

  it('give advice as the end of a sentence', () => {
    const advice = ALL.flatMap(({ blocks }) =>
      blocks?.counterpart.kind === 'advice' ? [blocks.counterpart.text] : [],
    );
    expect(advice.filter((text) => !/^[a-z].*[^.]$/.test(text))).toEqual([]);
  });

  it('name what the thread waits for as part of a sentence', () => {
    const on = new Set(ALL.flatMap(({ blocks }) => (blocks ? [blocks.on] : [])));
    expect([...on].filter((text) => !/^[a-z][a-z -]*$/.test(text))).toEqual([]);
  });

  it('give each blocking function of `node:fs` its effects', () => {
    const silent = NODE_BLOCKING.filter(({ module, effects }) => module === 'node:fs' && !effects);
    expect(silent.map(keyOf)).toEqual([]);
  });
});
