import { describe, expect, it } from 'vitest';

import { knownRow } from '../../src/analysis/known-row.ts';
import { checkRows, catalogueOf } from '../../src/catalogue/catalogue.ts';
import { PROMISE_FACTS } from '../../src/catalogue/promises.ts';
import type { Row } from '../../src/catalogue/row.ts';
import { declaredByPlatform, fileOf, keyOf, programOf } from './declared.ts';

const CATALOGUE = catalogueOf([]);

/** Modules that the installed types declare. */
const isInstalled = ({ module }: Row): boolean =>
  module === 'global' || /^node(?::|$)/.test(module);

/** As versions of @types/node that are still in use declare them: paths, the tests of Node 20 to 24. */
const OLDER = new Set([
  ...'basename dirname extname isAbsolute join normalize'
    .split(' ')
    .map((name) => `node:path path.PlatformPath.${name}`),
  ...[
    'describe describe.only describe.skip describe.todo it it.only it.skip it.todo only skip',
    'suite suite.only suite.skip suite.todo todo TestContext.test',
    'after afterEach before beforeEach',
  ]
    .flatMap((names) => names.split(' '))
    .map((name) => `node:test ${name}`),
]);

describe('rows about promises', () => {
  it('stand once', () => {
    const keys = PROMISE_FACTS.map(keyOf);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  it('have the shape that is asked of users', () => {
    expect(checkRows(PROMISE_FACTS)).toHaveLength(PROMISE_FACTS.length);
  });

  it('are declared by the installed types', () => {
    const declared = declaredByPlatform();
    const keys = PROMISE_FACTS.filter((row) => isInstalled(row)).map(keyOf);
    expect(keys.filter((key) => !declared.has(key) && !OLDER.has(key))).toEqual([]);
  });
});

const CALLS = `
import * as childProcess from 'node:child_process';
import * as dns from 'node:dns/promises';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as files from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import * as readline from 'node:readline/promises';
import { pipeline } from 'node:stream/promises';
import test, { after, before, describe, it, suite } from 'node:test';
import * as timers from 'node:timers/promises';

declare const context: test.TestContext;
declare const handle: files.FileHandle;
declare const lines: readline.Interface;
declare const response: Response;

export const calls = [
  () => test('x'),
  () => test.skip('x'),
  () => it('x'),
  () => it.only('x'),
  () => describe('x'),
  () => describe.todo('x'),
  () => suite('x'),
  () => before(() => {}),
  () => after(() => {}),
  () => context.test('x'),
  () => timers.setTimeout(1),
  () => timers.scheduler.wait(1),
  () => setTimeout(() => {}, 1),
  () => window.setTimeout(() => {}, 1),
  () => clearTimeout(1),
  () => files.readFile('x'),
  () => fs.promises.stat('x'),
  () => fs.readFile('x', () => {}),
  () => handle.close(),
  () => childProcess.exec('x'),
  () => dns.lookup('x'),
  () => fetch('x'),
  () => window.fetch('x'),
  () => response.json(),
  () => Response.json({}),
  () => crypto.subtle.digest('x', new Uint8Array()),
  () => once(process, 'x'),
  () => pipeline(process.stdin, process.stdout),
  () => lines.question('x'),
  () => navigator.locks.request('x', () => {}),
  () => console.log('x'),
  () => performance.now(),
  () => Promise.all([]),
  () => Promise.resolve(1),
  () => JSON.parse('x'),
  () => JSON.stringify({}),
  () => new RegExp('x'),
  () => fs.readFileSync('x'),
];
`;

describe('the row of a call', () => {
  const typed = programOf({ 'calls.ts': CALLS });
  const { ts } = typed;

  /** What is known about promises, in few words, of the call that `text` is. */
  function known(text: string): string {
    let answer = 'no such call';
    const visit = (node: import('typescript').Node): void => {
      if ((ts.isCallExpression(node) || ts.isNewExpression(node)) && node.getText() === text) {
        const row = knownRow(node, typed, CATALOGUE);
        answer = [
          row?.throws && 'never throws',
          row?.promise?.rejects && 'never rejects',
          row?.promise?.floats && 'floats',
          row?.promise?.waitsFor,
          row?.takesPromises,
          row?.callbackPromise && `callback ${row.callbackPromise}`,
        ]
          .filter(Boolean)
          .join(', ');
      }
      ts.forEachChild(node, visit);
    };
    visit(fileOf(typed, 'calls.ts'));
    return answer;
  }

  it.each([
    [`test('x')`, 'floats, callback awaited'],
    [`test.skip('x')`, 'floats, callback awaited'],
    [`it('x')`, 'floats, callback awaited'],
    [`it.only('x')`, 'floats, callback awaited'],
    [`describe('x')`, 'floats, callback awaited'],
    [`describe.todo('x')`, 'floats, callback awaited'],
    [`suite('x')`, 'floats, callback awaited'],
    [`before(() => {})`, 'callback awaited'],
    [`after(() => {})`, 'callback awaited'],
    [`context.test('x')`, 'callback awaited'],
    [`timers.setTimeout(1)`, 'never rejects, timer'],
    [`timers.scheduler.wait(1)`, 'never rejects, timer'],
    [`setTimeout(() => {}, 1)`, 'never throws, timer'],
    [`window.setTimeout(() => {}, 1)`, 'never throws, timer'],
    [`clearTimeout(1)`, 'never throws'],
    [`files.readFile('x')`, 'never throws, own'],
    [`fs.promises.stat('x')`, 'never throws, own'],
    [`fs.readFile('x', () => {})`, 'own'],
    [`handle.close()`, 'never throws, own'],
    [`childProcess.exec('x')`, 'own'],
    [`dns.lookup('x')`, 'own'],
    [`fetch('x')`, 'never throws, own'],
    [`window.fetch('x')`, 'never throws, own'],
    [`response.json()`, 'never throws, own'],
    [`Response.json({})`, 'sink'],
    [`crypto.subtle.digest('x', new Uint8Array())`, 'never throws, own'],
    [`once(process, 'x')`, 'event'],
    [`pipeline(process.stdin, process.stdout)`, 'event'],
    [`lines.question('x')`, 'event'],
    [`navigator.locks.request('x', () => {})`, 'event'],
    [`console.log('x')`, 'never throws, sink'],
    [`performance.now()`, 'never throws'],
    [`Promise.all([])`, 'never throws, combinator'],
    [`Promise.resolve(1)`, 'never throws'],
    [`JSON.parse('x')`, ''],
    [`JSON.stringify({})`, ''],
    [`new RegExp('x')`, ''],
    [`fs.readFileSync('x')`, ''],
  ])('%s: %s', (text, facts) => {
    expect(known(text)).toBe(facts);
  });
});
