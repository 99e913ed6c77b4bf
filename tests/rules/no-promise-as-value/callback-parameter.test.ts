import { describe } from 'vitest';

import rule from '../../../src/rules/no-promise-as-value.ts';
import { ruleTester } from '../../support/rule-tester.ts';
import { awaiting, misread, NEVER_NULLISH } from './expected.ts';

const options = { assertionOptions: { requireData: true, requireLocation: true } } as const;

/** On one line, so that the code of a case starts on line 2. */
const DECLARED =
  'interface Job { result: Promise<string>; run(): Promise<string> } declare function load(): Promise<string>; declare function task(run: (job: Job) => unknown): void; declare const jobs: Job[]; export {};';

const code = (body: string): string => `${DECLARED}\n${body}`;

const BEFORE_CALLBACK = 'Await it before the callback runs, which cannot wait, to use its value';

describe('what a callback is given', () => {
  ruleTester.run('no-promise-as-value', rule, {
    ...options,
    valid: [
      {
        name: 'by a function, whose type arguments the checker would have to infer',
        code: code('task((job) => `${job.result}`); task(({ result }) => `${result}`);'),
      },
      {
        name: 'in an object or an array that a function is given',
        code: code(
          'declare function tasks(all: { first: (job: Job) => unknown; rest: ((job: Job) => unknown)[] }): void; tasks({ first: (job) => `${job.result}`, rest: [(job) => `${job.result}`] });',
        ),
      },
    ],
    invalid: [
      {
        name: 'and calls',
        code: code('task((job) => `${job.run()}`);'),
        errors: [misread('text', 'job.run()', [2, 18, 2, 27], { remedy: BEFORE_CALLBACK })],
      },
      {
        name: 'with a type of its own',
        code: code('task((job: Job) => `${job.result}`);'),
        errors: [misread('text', 'job.result', [2, 23, 2, 33], { remedy: BEFORE_CALLBACK })],
      },
      {
        name: 'an element of a list',
        code: code('export const texts = jobs.map((job) => `${job.result}`);'),
        errors: [misread('text', 'job.result', [2, 43, 2, 53], { remedy: BEFORE_CALLBACK })],
      },
      {
        name: 'the accumulator',
        code: code(
          'export const all = jobs.reduce(async (sum, job) => `${sum}${await job.run()}`, load());',
        ),
        errors: [
          misread('text', 'sum', [2, 55, 2, 58], {
            suggestions: [
              awaiting(
                'sum',
                code(
                  'export const all = jobs.reduce(async (sum, job) => `${await sum}${await job.run()}`, load());',
                ),
              ),
            ],
          }),
        ],
      },
      {
        name: 'a variable of the function around',
        code: code('const { result } = jobs[0]!; task(() => `${result}`);'),
        errors: [misread('text', 'result', [2, 44, 2, 50], { remedy: BEFORE_CALLBACK })],
      },
      {
        name: 'a function that is called where it is written',
        code: code('export const text = ((promise) => `${promise}`)(load());'),
        errors: [misread('text', 'promise', [2, 38, 2, 45], { remedy: BEFORE_CALLBACK })],
      },
    ],
  });
});

describe('an optional chain on the left of ??', () => {
  ruleTester.run('no-promise-as-value', rule, {
    ...options,
    valid: [
      {
        name: 'of what is always there by its type',
        code: code('export const f = (job: Job) => job?.run() ?? load();'),
      },
    ],
    invalid: [
      {
        name: 'none',
        code: code('const job = jobs[0]!; export const value = job.run() ?? load();'),
        errors: [
          misread('nullish', 'job.run()', [2, 44, 2, 53], {
            outcome: 'the right side of `??` never runs',
            remedy: NEVER_NULLISH,
            suggestions: [
              awaiting(
                'job.run()',
                code('const job = jobs[0]!; export const value = (await job.run()) ?? load();'),
              ),
            ],
          }),
        ],
      },
    ],
  });
});
