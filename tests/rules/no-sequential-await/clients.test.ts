import rule from '../../../src/rules/no-sequential-await.ts';
import { ruleTester } from '../../support/rule-tester.ts';
import { left, pair } from './expected.ts';

// Functions of the program that ask servers, as programs write them.
const DECLARED = `import { literal } from 'zod';
interface Options { method?: string; body?: string }
async function call(method: string, path: string) {
  return fetch(path, { method });
}
async function ask<T>(path: string, { method = 'GET', body }: Options = {}): Promise<T> {
  const response = await fetch(path, { method, body });
  return response.json() as Promise<T>;
}
async function askWith(path: string, init?: RequestInit) {
  return fetch(path, { headers: { accept: 'text/html' }, ...init });
}
async function askBy(path: string, options: Options) {
  return fetch(path, { method: options.method ?? 'GET' });
}
async function askLoudly(path: string, verb: string) {
  verb = verb.toUpperCase();
  return fetch(path, { method: verb });
}
async function askOrRefresh(method: string, path: string): Promise<Response> {
  const response = await fetch(path, { method });
  if (response.status === 401) await askOrRefresh('POST', 'token');
  return response;
}
const cache: Record<string, string> = {};
const entries = new Map<string, string>();
async function forget(path: string) {
  delete cache[path];
  return fetch(path);
}
async function forgetEntry(path: string) {
  entries.delete(path);
  return fetch(path);
}
async function cached(path: string) {
  return cache[path] ?? entries.get(path) ?? (await fetch(path)).text();
}
let level = 0;
export function raise() {
  level += 1;
}
async function through(work: () => Promise<string>) {
  return (await work()).trim();
}
declare const verb: 'method' | 'mode';
async function askAgain<T>(work: () => Promise<T>, times = 3): Promise<T> {
  for (let n = 0; ; n++) {
    try {
      return await work();
    } catch (error) {
      if (n >= times) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100 * n));
    }
  }
}
class Paced {
  async ask(path: string) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    return fetch(path);
  }
}
const paced = new Paced();
declare const db: { query(text: string, values?: unknown[]): Promise<object[]> };
declare function getBy(schema: object): Promise<object>;
declare function key(name: string): object;
declare const graph: { request(text: string): Promise<object> };
`;
const LINES = DECLARED.split('\n').length;

const both = (first: string, second: string): string =>
  `${DECLARED}export async function f(init: RequestInit) {
  const a = await ${first};
  const b = await ${second};
  return [a, b];
}`;

const together = (first: string, second: string): string =>
  `${DECLARED}export async function f(init: RequestInit) {
  const [a, b] = await Promise.all([${first}, ${second}]);
  return [a, b];
}`;

const PLACE = [LINES + 2, 13] as const;

function isProven(name: string, callee: string, first: string, second: string) {
  return {
    name,
    code: both(first, second),
    output: together(first, second),
    errors: [
      pair([first, second], PLACE, [`\`${callee}\` does not use \`a\``, 'neither writes anything']),
    ],
  };
}

function isLikely(
  name: string,
  callee: string,
  first: string,
  second: string,
  assumptions: readonly string[],
) {
  return {
    name,
    code: both(first, second),
    errors: [
      pair(
        [first, second],
        PLACE,
        [`\`${callee}\` does not use \`a\``],
        assumptions,
        together(first, second),
      ),
    ],
  };
}

function isLeft(
  name: string,
  first: string,
  second: string,
  [condition, because]: readonly [string, string],
) {
  return {
    name,
    code: both(first, second),
    options: [{ explain: true }] as const,
    errors: [left(...namesOf(first, second), PLACE, condition, because)],
  };
}

/** As messages name two calls: by what is called, unless that is the same. */
function namesOf(first: string, second: string): [string, string] {
  const [one = '', other = ''] = [first, second].map((call) => call.slice(0, call.indexOf('(')));
  return one === other ? [first, second] : [one, other];
}

const ONLY_READS = 'nothing shows that `fetch` only reads';
const writes = (callee: string): string =>
  `\`${callee}\` writes the network, also if the other one fails`;

ruleTester.run('no-sequential-await: clients', rule, {
  valid: [],
  invalid: [
    isProven('a method that is an argument', 'call', "call('GET', 'a')", "call('GET', 'b')"),
    isLeft('and one that writes', "call('PUT', 'a')", "call('GET', 'b')", [
      'failure',
      writes('call'),
    ]),
    isProven(
      'a method that is left out, or given in a pattern',
      'ask',
      "ask('a')",
      "ask('b', { method: 'HEAD' })",
    ),
    isLeft('and one in a pattern that writes', "ask('a', { method: 'POST' })", "ask('b')", [
      'failure',
      writes('ask'),
    ]),
    isProven('options that are spread', 'askWith', "askWith('a')", "askWith('b', { headers: {} })"),
    isLeft(
      'and others that are spread and write',
      "askWith('a')",
      "askWith('b', { method: 'DELETE' })",
      ['failure', writes('askWith')],
    ),
    isLeft('and some that nobody knows', "askWith('a')", "askWith('b', init)", [
      'effects',
      ONLY_READS,
    ]),
    isProven(
      'a member of the options, or what stands for it',
      'askBy',
      "askBy('a', {})",
      "askBy('b', { body: '' })",
    ),
    isLeft('a parameter that is assigned', "askLoudly('a', 'get')", "askLoudly('b', 'get')", [
      'effects',
      ONLY_READS,
    ]),
    isLeft(
      'a function that calls itself with something else',
      "askOrRefresh('GET', 'a')",
      "askOrRefresh('GET', 'b')",
      ['effects', ONLY_READS],
    ),
    isProven('what only looks into a cache', 'cached', "cached('a')", "cached('b')"),
    isLeft('what deletes from an object', "forget('a')", "cached('b')", [
      'failure',
      '`forget` writes some property, also if the other one fails',
    ]),
    isLeft('what deletes from a map', "forgetEntry('a')", "cached('b')", [
      'failure',
      '`forgetEntry` writes the elements of a map, also if the other one fails',
    ]),
    isLeft('a key that is computed', "askWith('a')", "askWith('b', { [verb]: 'POST' })", [
      'effects',
      ONLY_READS,
    ]),
    isProven(
      'a function that is given',
      'through',
      "through(() => ask('a'))",
      "through(() => ask('b'))",
    ),
    isLikely(
      'a function that is given, and reads what others change',
      'through',
      "through(() => ask('a'))",
      'through(() => ask(`b${level}`))',
      ['nothing changes `level` meanwhile'],
    ),
    isLikely(
      'pauses before it tries again',
      'askAgain',
      "askAgain(() => ask('a'))",
      "askAgain(() => ask('b'))",
      [
        '`askAgain` pauses only to try again what failed',
        '`askAgain` may run although `askAgain` refuses',
      ],
    ),
    isLeft(
      'and tries a write again',
      "askAgain(() => ask('a', { method: 'POST' }))",
      "askAgain(() => ask('b'))",
      ['failure', writes('askAgain')],
    ),
    isLeft('pauses whatever happens', "paced.ask('a')", "paced.ask('b')", [
      'barrier',
      '`paced.ask` waits for a timer',
    ]),
    isLikely(
      'a statement that reads',
      'db.query',
      "db.query('select a', [1])",
      "db.query('select b')",
      ['`db.query` only reads'],
    ),
    isLeft('and one that locks', "db.query('select a for update')", "db.query('select b')", [
      'effects',
      'nothing shows that `db.query` only reads',
    ]),
    isLikely(
      'a function of a package that makes what is asked for',
      'getBy',
      "getBy(literal('a'))",
      "getBy(literal('b'))",
      [
        '`literal` only makes a value',
        '`getBy` only reads',
        "evaluating `literal('b')` does not throw",
      ],
    ),
    isLeft('and one that nobody knows', "getBy(literal('a'))", "getBy(key('b'))", [
      'control',
      "`key('b')` may have effects",
    ]),
    isLikely(
      'a document that reads',
      'graph.request',
      "graph.request('query { a }')",
      "graph.request('{ b }')",
      ['`graph.request` only reads'],
    ),
    isLeft('and one that writes', "graph.request('mutation { a }')", "graph.request('{ b }')", [
      'effects',
      'nothing shows that `graph.request` only reads',
    ]),
  ],
});
