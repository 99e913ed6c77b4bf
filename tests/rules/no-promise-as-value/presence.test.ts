import { describe } from 'vitest';

import rule from '../../../src/rules/no-promise-as-value.ts';
import { ruleTester, uncheckedRuleTester } from '../../support/rule-tester.ts';
import { awaiting, misread } from './expected.ts';

const options = { assertionOptions: { requireData: true, requireLocation: true } } as const;

/** On one line, so that the code of a case starts on line 2. */
const DECLARED =
  'declare function load(): Promise<string>; declare const all: Map<string, Promise<string>>; declare const anything: any; declare function log(it: unknown): void; export {};';

const code = (body: string): string => `${DECLARED}\n${body}`;

describe('whether there is a promise at all', () => {
  ruleTester.run('no-promise-as-value', rule, {
    ...options,
    valid: [
      {
        name: 'a cache by key',
        code: code(
          'declare const cache: Record<string, Promise<string>>; export const f = (key: string) => { while (!cache[key]) log(key); return cache.all ?? load(); };',
        ),
      },
      {
        name: 'a cache in a field',
        code: code(
          'export class A { #p: Promise<string> | undefined; get() { if (!this.#p) this.#p = load(); return this.#p; } get2() { return (this.#p ??= load()); } }',
        ),
      },
      {
        name: 'a field that is set later',
        code: code(
          'export class A { private p!: Promise<string>; start() { if (this.p === undefined) this.p = load(); return this.p ?? load(); } }',
        ),
      },
      {
        name: 'a variable that is set later',
        code: code(
          'let p: Promise<string>; export function start() { if (!p) p = load(); return p; }',
        ),
      },
      {
        name: 'asserted values',
        code: code(
          "export const f = () => [all.get('a')! || load(), (anything as Promise<void>) || load()];",
        ),
      },
      {
        name: 'an optional chain',
        code: code(
          'export const f = (x?: { load(): Promise<string> }) => (x?.load() ? 1 : x?.load() ?? 2);',
        ),
      },
      {
        name: 'an element of a list',
        code: code(
          'export const f = (list: Promise<string>[]) => (list[0] ? 1 : list.pop() ?? 2);',
        ),
      },
      {
        name: 'a browser that gives no promise yet',
        code: code(
          'export const f = (audio: HTMLAudioElement) => { const playing = audio.play(); if (playing !== undefined) playing.catch(log); };',
        ),
      },
    ],
    invalid: [
      {
        name: 'a field that always has one',
        code: code('export class A { p = load(); async f() { while (this.p) log(1); } }'),
        errors: [
          misread('condition', 'this.p', [2, 49, 2, 55], {
            suggestions: [
              awaiting(
                'this.p',
                code('export class A { p = load(); async f() { while (await this.p) log(1); } }'),
              ),
            ],
          }),
        ],
      },
      {
        name: 'a parameter that is not optional',
        code: code('export const f = async (p: Promise<string>) => { while (!p) log(1); };'),
        errors: [
          misread('condition', 'p', [2, 58, 2, 59], {
            outcome: '`!` always gives `false`',
            suggestions: [
              awaiting(
                'p',
                code(
                  'export const f = async (p: Promise<string>) => { while (!(await p)) log(1); };',
                ),
              ),
            ],
          }),
        ],
      },
      {
        name: 'what is asserted is a promise as a text, too',
        code: code("export const f = async () => `${all.get('a')!}`;"),
        errors: [
          misread('text', "all.get('a')!", [2, 33, 2, 46], {
            suggestions: [
              awaiting(
                "all.get('a')!",
                code("export const f = async () => `${await all.get('a')!}`;"),
              ),
            ],
          }),
        ],
      },
    ],
  });
});

describe('fields of JavaScript', () => {
  const client = (value: string): string => `/** @returns {Promise<string>} */
async function load() { return 'a'; }
export class Client {
  /** @type {Promise<string>} */
  opened${value};
  async open() {
    if (!this.opened) this.opened = load();
    return this.opened;
  }
}
`;

  uncheckedRuleTester.run('no-promise-as-value', rule, {
    ...options,
    valid: [{ name: 'one that is set later', code: client(''), filename: 'module.js' }],
    invalid: [
      {
        name: 'one that is set at once',
        code: client(' = load()'),
        filename: 'module.js',
        errors: [
          misread('condition', 'this.opened', [7, 10, 7, 21], {
            outcome: '`!` always gives `false`',
            suggestions: [
              awaiting(
                'this.opened',
                client(' = load()').replace('!this.opened', '!(await this.opened)'),
              ),
            ],
          }),
        ],
      },
    ],
  });
});
