import type ts from 'typescript';
import { expect, it } from 'vitest';

import { callbackResultOf } from '../../src/analysis/callback-result.ts';
import { catalogueOf } from '../../src/catalogue/catalogue.ts';
import { askAboutNode } from '../support/ask-ts.ts';
import { FIXTURES } from '../support/parser.ts';

const DECLARED = `
import { EventEmitter } from 'node:events';
declare function save(name: string): Promise<void>;
declare function load(): any;
declare function nothing(work: () => void): void;
declare function either(work: () => void | Promise<void>): void;
declare function anything(work: () => unknown): void;
declare function generic<T>(work: () => T): T;
declare function overloaded(work: () => void): void;
declare function overloaded(work: () => Promise<void>): void;
declare function rest(...works: (() => void)[]): void;
async function waits(work: () => void) { await work(); }
function drops(work: () => void) { work(); }
function handsOn(work: () => void) { return waits(() => work()); }
declare const names: string[];
declare const bus: EventEmitter;
const careful = new EventEmitter({ captureRejections: true });
`;

/** What the receiver of the function after the comment does, and which kind of receiver it is. */
function answer(code: string): string {
  return askAboutNode(
    `${DECLARED}\nexport async function here() {\n${code}\n}`,
    (node, t): node is ts.Expression =>
      t.isArrowFunction(node) || t.isFunctionExpression(node) || t.isIdentifier(node),
    (fn, typed) => {
      const result = callbackResultOf(fn, typed, catalogueOf([]));
      return 'receiver' in result ? `${result.does}: ${result.receiver.kind}` : result.does;
    },
    { folder: FIXTURES },
  );
}

const ASYNC = `/*here*/async () => { await save('a'); }`;

it.for([
  [`names.forEach(${ASYNC});`, 'ignores: iteration'],
  ['names.forEach(/*here*/save);', 'ignores: iteration'],
  ['names.forEach(/*here*/(name) => save(name));', 'ignores: iteration'],
  ['names.forEach(/*here*/(name) => { void save(name); });', 'unknown'],
  [`names.map(${ASYNC});`, 'ignores: dropped'],
  [`void names.map(${ASYNC});`, 'collects'],
  [`await Promise.all(names.map(${ASYNC}));`, 'collects'],
  [`names.map(${ASYNC}).join();`, 'misreads: chain'],
  [`names.map(${ASYNC}).slice(1).join();`, 'misreads: chain'],
  [`names.map(${ASYNC}).concat([]);`, 'ignores: dropped'],
  [`names.filter(${ASYNC});`, 'misreads: predicate'],
  ['names.filter(/*here*/load);', 'unknown'],
  [`names.reduce(/*here*/async (_, name) => save(name), Promise.resolve());`, 'misreads: reducer'],
  [
    `names.reduce(/*here*/async (done, name) => { await done; await save(name); }, Promise.resolve());`,
    'collects',
  ],
  [`setTimeout(${ASYNC}, 1);`, 'ignores: timer'],
  [`process.nextTick(${ASYNC});`, 'ignores: timer'],
  [`bus.on('a', ${ASYNC});`, 'ignores: listener'],
  [`bus.off('a', ${ASYNC});`, 'unknown'],
  [`careful.on('a', ${ASYNC});`, 'awaits'],
  [`nothing(${ASYNC});`, 'ignores: argument'],
  [`nothing((${ASYNC}) as () => void);`, 'unknown'],
  [`nothing(names.length > 0 ? ${ASYNC} : () => {});`, 'ignores: argument'],
  [`either(${ASYNC});`, 'awaits'],
  [`overloaded(${ASYNC});`, 'awaits'],
  [`anything(${ASYNC});`, 'unknown'],
  [`generic(${ASYNC});`, 'unknown'],
  [`rest(() => {}, ${ASYNC});`, 'ignores: argument'],
  [`waits(${ASYNC});`, 'awaits'],
  [`handsOn(${ASYNC});`, 'awaits'],
  [`drops(${ASYNC});`, 'ignores: argument'],
  [`await save('a').then(${ASYNC});`, 'awaits'],
  [`await save('a').finally(${ASYNC});`, 'awaits'],
  [`await new Promise(${ASYNC});`, 'ignores: executor'],
  ['await new Promise(/*here*/(done) => save("a").then(done));', 'ignores: executor'],
  ['await new Promise(/*here*/(done, fail) => save("a").then(done, fail));', 'unknown'],
  ['await new Promise(/*here*/(done) => { return save("a").then(done); });', 'ignores: executor'],
  ['await new Promise(/*here*/(done) => save("a").then(done).catch(console.error));', 'unknown'],
  ['await new Promise(/*here*/(done) => setTimeout(done, 1));', 'unknown'],
  [`const done: () => void = ${ASYNC}; done();`, 'ignores: variable'],
  [`const done: () => void = ${ASYNC}; await done();`, 'awaits'],
  [`const done = ${ASYNC}; await done();`, 'unknown'],
  [
    `const options: { done: () => void } = { done: ${ASYNC} }; options.done();`,
    'ignores: property',
  ],
  [`const all: (() => void)[] = [${ASYNC}]; all.pop();`, 'ignores: property'],
  [`(${ASYNC})();`, 'unknown'],
] as const)('%s: %s', ([code, expected]) => {
  expect(answer(code)).toBe(expected);
});
