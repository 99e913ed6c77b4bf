import type ts from 'typescript';
import { describe, expect, it } from 'vitest';

import { isKeptInQueue } from '../../src/analysis/queue-tail.ts';
import { catalogueOf } from '../../src/catalogue/catalogue.ts';
import { askAboutNode } from '../support/ask-ts.ts';
import { FIXTURES } from '../support/parser.ts';

const HERE = '/*here*/';

/** Of the call of `add` or `queue.add` after the comment; what declares it is given. */
function isKept(declared: string, call: string): boolean {
  return askAboutNode(
    `declare function work(): Promise<void>;\n${declared}\n${call.includes(HERE) ? call : HERE + call};`,
    (node, t): node is ts.CallExpression => t.isCallExpression(node),
    (node, typed) => isKeptInQueue(node, typed, catalogueOf([])),
    { folder: FIXTURES },
  );
}

const ONLY_AWAITED = `let last = Promise.resolve();
export async function idle() { await last; }
const add = (f: () => Promise<void>) => (last = last.then(f));`;
const HANDLED = `export function stop() { last = last.catch(() => {}); }`;

describe('a queue that goes on from the promise that its function returns', () => {
  it.each([
    [
      'a variable of the module',
      `let last = Promise.resolve(); ${HANDLED}
function add(f: () => Promise<void>) { return (last = last.then(f)); }`,
    ],
    [
      'a variable without a type',
      `let last: any; export function stop() { last = last.catch(() => {}); }
function add(f: () => Promise<void>): Promise<void> { return (last = Promise.resolve(last).then(f)); }`,
    ],
    [
      'assigned before it is returned',
      `let last = Promise.resolve(); ${HANDLED}
function add(f: () => Promise<void>) { last = Promise.resolve(last).then(f); return last; }`,
    ],
    [
      'nothing to do on some paths',
      `let last = Promise.resolve(); let stopped = false; ${HANDLED}
function add(f: () => Promise<void>) {
  if (stopped) return Promise.resolve();
  return (last = last.then(f));
}`,
    ],
    [
      'through another function',
      `let last = Promise.resolve(); ${HANDLED}
function put(f: () => Promise<void>) { return (last = last.then(f)); }
function add(f: () => Promise<void>) { return put(f); }`,
    ],
  ])('%s', (_, declared) => {
    expect(isKept(declared, 'add(work)')).toBe(true);
  });

  it.each([
    ['with a catch', `() => f().catch(console.error)`],
    ['with a try around all of it', `async () => { try { await f(); } catch { return; } }`],
  ])('each step handles its own failure, %s', (_, step) => {
    const declared = `let last = Promise.resolve();
export async function idle() { await last; last = Promise.resolve(); }
function add(f: () => Promise<void>) { return (last = last.then(${step})); }`;
    expect(isKept(declared, 'add(work)')).toBe(true);
  });

  it.each([
    ['awaits', 'await idle();'],
    ['returns', 'return idle();'],
  ])('awaited by another function, which whoever adds to the queue %s', (_, behind) => {
    const call = `export async function run() { for (const f of [work]) /*here*/add(f); ${behind} }`;
    expect(isKept(ONLY_AWAITED, call)).toBe(true);
  });

  it('a field', () => {
    const declared = (name: string): string => `class Queue {
  ${name} = Promise.resolve();
  add(f: () => Promise<void>) { return (this.${name} = this.${name}.then(f)); }
  stop() { this.${name}.catch(() => {}); }
}
const queue = new Queue();`;
    expect(isKept(declared('last'), 'queue.add(work)')).toBe(true);
    expect(isKept(declared('#last'), 'queue.add(work)')).toBe(true);
  });
});

describe('no such queue', () => {
  it.each([
    [
      'nobody handles what fails in it',
      `let last = Promise.resolve();
function add(f: () => Promise<void>) { return (last = last.then(f)); }`,
    ],
    [
      'a catch without a handler is none',
      `let last = Promise.resolve(); export function stop() { last = last.catch(); }
function add(f: () => Promise<void>) { return (last = last.then(f)); }`,
    ],
    [
      'a cache: what is kept does not go on from what was',
      `let last = Promise.resolve(); ${HANDLED}
function add(f: () => Promise<void>) { return (last = f()); }`,
    ],
    [
      'the step alone is returned',
      `let last = Promise.resolve(); ${HANDLED}
function add(f: () => Promise<void>) { const step = f(); last = last.then(() => step); return step; }`,
    ],
    [
      'an async function, which returns another promise',
      `let last = Promise.resolve(); ${HANDLED}
async function add(f: () => Promise<void>) { return (last = last.then(f)); }`,
    ],
    [
      'a local variable',
      `function add(f: () => Promise<void>) { let last = Promise.resolve(); last = last.then(f); last.catch(() => {}); return last; }`,
    ],
    [
      'another promise on some paths',
      `let last = Promise.resolve(); let direct = false; ${HANDLED}
function add(f: () => Promise<void>) { if (direct) return f(); return (last = last.then(f)); }`,
    ],
    [
      'a step may fail beside one that cannot',
      `let last = Promise.resolve(); export const pause = () => { last = last.then(() => {}); };
function add(f: () => Promise<void>) { return (last = last.then(f)); }`,
    ],
    ['awaited by another function, which nobody waits for here', ONLY_AWAITED],
    ['no body', `declare function add(f: () => Promise<void>): Promise<void>;`],
  ])('%s', (_, declared) => {
    expect(isKept(declared, 'add(work)')).toBe(false);
  });
});
