import rule from '../../src/rules/no-busy-wait.ts';
import { ruleTester } from '../support/rule-tester.ts';

const STATE = `declare const state: { ready: boolean; readonly live: boolean; count: number };
declare function look(): boolean;
declare function sleep(ms: number): Promise<void>;
`;

ruleTester.run('no-busy-wait', rule, {
  assertionOptions: { requireData: true, requireLocation: true },
  valid: [
    { name: 'a loop that works', code: `${STATE}while (!state.ready) look();` },
    { name: 'a condition that is a call', code: `${STATE}while (!look()) {}` },
    { name: 'a counted loop', code: 'for (let i = 0; i < 10; i++) {}' },
    {
      name: 'a counted loop that lets microtasks run',
      code: 'export async function flush() { for (let i = 0; i < 10; i++) await Promise.resolve(); }',
    },
    {
      name: 'a loop that a timer wakes, as it stands',
      code: `${STATE}export async function f() { while (!state.ready) await sleep(10); }`,
    },
    {
      name: 'a pause in slices',
      options: [{ polling: true }],
      code: `${STATE}export async function f(end: number) { while (Date.now() < end) await sleep(10); }`,
    },
    {
      name: 'a remote state that is asked again and again',
      options: [{ polling: true }],
      code: `${STATE}declare function isDone(): Promise<boolean>;
export async function f() { while (!(await isDone())) await sleep(10); }`,
    },
    { name: 'a loop without end, on purpose', code: 'while (true) {}' },
    {
      name: 'a getter that works',
      code: `const queue = { turns: 0, get empty() { return this.turns++ > 3; } };
while (!queue.empty) {}`,
    },
    {
      name: 'memory that another thread writes',
      code: `export function lock(flags: Int32Array) { while (Atomics.load(flags, 0) === 0) {} while (flags[1] === 0) {} }`,
    },
    {
      name: 'work until a deadline',
      code: `${STATE}export function f(end: number) { while (Date.now() < end) state.count++; }`,
    },
    {
      name: 'work with a deadline in the middle',
      code: `${STATE}export function f(end: number) { while (look()) { if (Date.now() > end) break; } }`,
    },
  ],
  invalid: [
    {
      name: 'a timed spin in an async function, with its end right above',
      code: `export async function pause(ms: number) {
  const end = Date.now() + ms;
  while (Date.now() < end) {}
}`,
      output: `import { setTimeout } from 'node:timers/promises';

export async function pause(ms: number) {
  await setTimeout(ms);
}`,
      errors: [
        {
          messageId: 'timed',
          data: { condition: 'Date.now() < end' },
          line: 3,
          column: 3,
          endLine: 3,
          endColumn: 27,
        },
      ],
    },
    {
      name: 'with its start right above, written the other way round',
      code: `export async function pause(ms: number) {
  const start = performance.now();
  while (ms >= performance.now() - start);
}`,
      output: `import { setTimeout } from 'node:timers/promises';

export async function pause(ms: number) {
  await setTimeout(ms);
}`,
      errors: [
        {
          messageId: 'timed',
          data: { condition: 'ms >= performance.now() - start' },
          line: 3,
          column: 3,
          endLine: 3,
          endColumn: 42,
        },
      ],
    },
    {
      name: 'an end that is used elsewhere stays',
      code: `export async function pause(end: number) {
  while (Date.now() < end) {}
  return end;
}`,
      output: `import { setTimeout } from 'node:timers/promises';

export async function pause(end: number) {
  await setTimeout(end - Date.now());
  return end;
}`,
      errors: [
        {
          messageId: 'timed',
          data: { condition: 'Date.now() < end' },
          line: 2,
          column: 3,
          endLine: 2,
          endColumn: 27,
        },
      ],
    },
    {
      name: 'a name that the file has for something else is not captured',
      code: `export async function pause(ms: number) {
  setTimeout(() => {}, ms);
  const start = Date.now();
  do {} while (Date.now() - start < ms);
}`,
      output: `import { setTimeout as setTimeoutAsync } from 'node:timers/promises';

export async function pause(ms: number) {
  setTimeout(() => {}, ms);
  await setTimeoutAsync(ms);
}`,
      errors: [
        {
          messageId: 'timed',
          data: { condition: 'Date.now() - start < ms' },
          line: 4,
          column: 3,
          endLine: 4,
          endColumn: 5,
        },
      ],
    },
    {
      name: 'a comment is not lost',
      code: `export async function pause(end: number) {
  while (Date.now() < end) { /* give the device time */ }
}`,
      errors: [
        {
          messageId: 'timed',
          data: { condition: 'Date.now() < end' },
          line: 2,
          column: 3,
          endLine: 2,
          endColumn: 27,
        },
      ],
    },
    {
      name: 'a synchronous function blocks all the same',
      code: `export function pause(ms: number) {
  const end = Date.now() + ms;
  while (Date.now() < end) {}
}`,
      errors: [
        {
          messageId: 'timed',
          data: { condition: 'Date.now() < end' },
          line: 3,
          column: 3,
          endLine: 3,
          endColumn: 27,
        },
      ],
    },
    {
      name: 'a clock that is kept in a variable, a way out in the body',
      code: `export function pause(end: number) {
  let now = Date.now();
  while (true) {
    if (now > end) break;
    now = Date.now();
  }
}`,
      errors: [
        {
          messageId: 'timed',
          data: { condition: 'now > end' },
          line: 3,
          column: 3,
          endLine: 3,
          endColumn: 15,
        },
      ],
    },
    {
      name: 'what other code shares before and after is a doubt',
      code: `let last = 0;
export function note(at: number) { last = at; }
export async function pause(ms: number) {
  const before = last;
  const end = Date.now() + ms;
  while (Date.now() < end) {}
  return last - before;
}`,
      errors: [
        {
          messageId: 'timed',
          data: { condition: 'Date.now() < end' },
          line: 6,
          column: 3,
          endLine: 6,
          endColumn: 27,
          suggestions: [
            {
              messageId: 'sleep',
              data: {
                doubt:
                  '; check first: \`last\`, used before and after it, may change meanwhile (file.ts:2)',
              },
              output: `import { setTimeout } from 'node:timers/promises';

let last = 0;
export function note(at: number) { last = at; }
export async function pause(ms: number) {
  const before = last;
  await setTimeout(ms);
  return last - before;
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a flag that nothing can change',
      code: `${STATE}while (!state.ready) {}`,
      errors: [
        {
          messageId: 'flag',
          data: { condition: '!state.ready' },
          line: 4,
          column: 1,
          endLine: 4,
          endColumn: 21,
        },
      ],
    },
    {
      name: 'a loop that lets only microtasks run',
      code: `${STATE}export async function f() {
  while (!state.ready) {
    await Promise.resolve();
  }
  for (; !state.ready; ) await null;
  do await new Promise<void>((resolve) => { queueMicrotask(resolve); }); while (!state.ready);
}`,
      errors: [
        {
          messageId: 'microtask',
          data: { condition: '!state.ready' },
          line: 5,
          column: 3,
          endLine: 5,
          endColumn: 23,
        },
        {
          messageId: 'microtask',
          data: { condition: '!state.ready' },
          line: 8,
          column: 3,
          endLine: 8,
          endColumn: 25,
        },
        {
          messageId: 'microtask',
          data: { condition: '!state.ready' },
          line: 9,
          column: 3,
          endLine: 9,
          endColumn: 5,
        },
      ],
    },
    {
      name: 'polling, on request',
      options: [{ polling: true }],
      code: `${STATE}import { setTimeout as delay } from 'node:timers/promises';
const nap = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
export async function f() {
  while (!state.ready) await sleep(10);
  while (!state.ready) { await delay(10); }
  for (let turn = 0; !state.ready && turn < 9; turn++) await nap(10);
}`,
      errors: [
        {
          messageId: 'polling',
          data: { condition: '!state.ready' },
          line: 7,
          column: 3,
          endLine: 7,
          endColumn: 23,
        },
        {
          messageId: 'polling',
          data: { condition: '!state.ready' },
          line: 8,
          column: 3,
          endLine: 8,
          endColumn: 23,
        },
        {
          messageId: 'polling',
          data: { condition: '!state.ready && turn < 9' },
          line: 9,
          column: 3,
          endLine: 9,
          endColumn: 55,
        },
      ],
    },
  ],
});
