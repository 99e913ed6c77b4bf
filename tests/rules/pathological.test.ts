import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import type { ParserServicesWithTypeInformation } from '@typescript-eslint/utils';
import { Linter, type Parser } from '@typescript-eslint/utils/ts-eslint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { rules } from '../../src/rules/index.ts';
import { FIXTURES, NATIVE, uncheckedLanguageOptions } from '../support/parser.ts';
import { projectFolder } from '../support/project-folder.ts';

// Code that nobody writes by hand, but programs do: every rule gets to the end of it, and neither asks
// the checker nor looks at nodes more often than in proportion to its length.

const HEAD = `declare function f(...values: unknown[]): Promise<number>;
declare function g(...values: unknown[]): number;
`;

interface Run {
  /** The rules that reported, and `fatal` for the parser. */
  readonly reports: ReadonlyMap<string, number>;
  /** What the rules asked the checker. */
  readonly questions: number;
  /** How often they looked at a node: what is it (`ts.isCallExpression`), what are its children. */
  readonly looks: number;
}

/** The copy of TypeScript that the rules obtain (`analysis/typescript.ts`) counts for a while. */
const typescript = createRequire(
  createRequire(createRequire(import.meta.url).resolve('@typescript-eslint/parser')).resolve(
    '@typescript-eslint/typescript-estree',
  ),
);
const loaded = typescript.cache[typescript.resolve('typescript')];
const original = loaded?.exports as object;
let looks = 0;
const counting = watched(original, () => (looks += 1));

/** Lints with all rules, each with its first suggestions as fixes. An exception ends the test. */
function lintWithAll(code: string, filename = 'file.ts', folder = FIXTURES): Run {
  let questions = 0;
  looks = 0;
  const { parser } = uncheckedLanguageOptions;
  const watchedParser: Parser.LooseParserModule = {
    ...parser,
    parseForESLint: (text: string, options: Parameters<typeof parser.parseForESLint>[1]) => {
      const parsed = parser.parseForESLint(text, options);
      const services = parsed.services as ParserServicesWithTypeInformation;
      const checker = watched(services.program.getTypeChecker(), () => (questions += 1));
      const program = watched(services.program, () => undefined, { getTypeChecker: () => checker });
      const visitorKeys = new Proxy(parsed.visitorKeys, {
        get(keys, type) {
          looks += 1;
          return Reflect.get(keys, type) as unknown;
        },
      });
      return { ...parsed, visitorKeys, services: { ...services, program } };
    },
  };
  const messages = new Linter({ cwd: folder }).verify(
    code,
    {
      files: ['**/*.ts'],
      plugins: { await: { rules } },
      rules: Object.fromEntries(
        Object.keys(rules).map((name) => [`await/${name}`, ['error', { fix: 'all' }]]),
      ),
      languageOptions: {
        parser: watchedParser,
        parserOptions: { ...uncheckedLanguageOptions.parserOptions, tsconfigRootDir: folder },
      },
    },
    filename,
  );
  const reports = new Map<string, number>();
  for (const { ruleId, messageId, fatal } of messages) {
    const name =
      fatal === true ? 'fatal' : messageId === 'stopped' ? messageId : (ruleId ?? '').slice(6);
    reports.set(name, (reports.get(name) ?? 0) + 1);
  }
  return { reports, questions, looks };
}

/** The same object, that tells when a method of it is called. */
function watched<Watched extends object>(
  object: Watched,
  onCall: () => void,
  replaced: Partial<Watched> = {},
): Watched {
  const known = new Map<string | symbol, unknown>(Object.entries(replaced));
  // Not a proxy of the object itself: what it has may be read-only.
  return new Proxy(Object.create(object) as Watched, {
    get(_, key) {
      if (known.has(key)) return known.get(key);
      const value: unknown = Reflect.get(object, key);
      const answer =
        typeof value === 'function'
          ? (...values: unknown[]): unknown => {
              onCall();
              return Reflect.apply(value, object, values);
            }
          : value;
      known.set(key, answer);
      return answer;
    },
  });
}

beforeAll(() => {
  // The native backend loads TypeScript by itself, and makes objects of its classes.
  if (loaded && !NATIVE) loaded.exports = counting;
});

afterAll(() => {
  if (loaded) loaded.exports = original;
  // A parser that ran out of stack keeps half a program.
  uncheckedLanguageOptions.parser.clearCaches();
});

const range = (length: number): number[] => Array.from({ length }, (_, index) => index);

function lines(count: number, line: (index: number) => string): string {
  return range(count).map(line).join('\n');
}

/** `((inner))` */
function nested(
  depth: number,
  open: (index: number) => string,
  inner: string,
  close: (index: number) => string,
): string {
  const indexes = range(depth);
  return indexes.map(open).join('') + inner + indexes.reverse().map(close).join('');
}

function inAsync(body: string, parameters = ''): string {
  return `${HEAD}export async function run(${parameters}) {\n${body}\n}\n`;
}

const LIST = 'xs: number[]';
const CONDITION = 'c: boolean';

/** The size that is tried, and twice as much of it; the code; the rule that must have found something. */
type Case = [size: number, make: (size: number) => string, rule?: keyof typeof rules];

const DEEP: Record<string, Case> = {
  'calls in calls': [
    75,
    (n) =>
      inAsync(
        `${nested(
          n,
          () => 'await f(',
          '1',
          () => ')',
        )};`,
      ),
  ],
  'calls in calls that nobody awaits': [
    75,
    (n) =>
      inAsync(
        `${nested(
          n,
          () => 'f(',
          '1',
          () => ')',
        )};`,
      ),
    'no-floating-promise',
  ],
  'arrow functions in arrow functions': [
    250,
    (n) =>
      `${HEAD}export const run = ${nested(
        n,
        () => 'async () => ',
        'f()',
        () => '',
      )};`,
  ],
  'functions in functions': [
    30,
    (n) =>
      inAsync(
        nested(
          n,
          (i) => `const a${String(i)} = async () => { f(); `,
          'f();',
          (i) => `}; a${String(i)}();\n`,
        ),
      ),
    'no-floating-promise',
  ],
  'callbacks in callbacks': [
    20,
    (n) =>
      inAsync(
        nested(
          n,
          (i) => `xs.forEach(async (x${String(i)}) => { await f(x${String(i)}); `,
          'f();',
          () => '});\n',
        ),
        LIST,
      ),
    'no-async-callback',
  ],
  'blocks in blocks': [
    250,
    (n) =>
      inAsync(
        nested(
          n,
          () => '{ ',
          'await f(); f();',
          () => '} ',
        ),
      ),
    'no-floating-promise',
  ],
  'conditions in conditions': [
    60,
    (n) =>
      inAsync(
        `const p = f(); ${nested(
          n,
          () => 'if (c) { await f(); ',
          'await p;',
          () => '} else { await f(); } ',
        )}`,
        CONDITION,
      ),
    'no-late-await',
  ],
  'tries in tries': [
    60,
    (n) =>
      inAsync(
        nested(
          n,
          () => 'try { await f(); ',
          'return f();',
          () => '} catch { await f(); } ',
        ),
      ),
    'return-await-in-try',
  ],
  'a return through many finally blocks': [
    50,
    (n) =>
      inAsync(
        `const p = f(); ${nested(
          n,
          () => 'try { await f(); ',
          'return await p;',
          () => '} finally { await f(); } ',
        )}`,
      ),
    'no-late-await',
  ],
  'conditional expressions': [
    60,
    (n) =>
      inAsync(
        `${nested(
          n,
          () => 'c ? f() : (',
          'f()',
          () => ')',
        )};`,
        CONDITION,
      ),
    'no-floating-promise',
  ],
  'combinators in combinators': [
    50,
    (n) =>
      inAsync(
        `${nested(
          n,
          () => 'Promise.all([f(), ',
          'f()',
          () => '])',
        )};`,
      ),
    'no-floating-promise',
  ],
  'executors in executors': [
    12,
    (n) =>
      inAsync(
        `await ${nested(
          n,
          () => 'new Promise<number>(async (resolve) => { await f(); resolve(',
          '1',
          () => '); })',
        )};`,
      ),
    'no-async-callback',
  ],
  'reactions in reactions': [
    50,
    (n) =>
      inAsync(
        `${nested(
          n,
          () => 'f().then(() => { ',
          'f();',
          () => '; })',
        )};`,
      ),
    'no-floating-promise',
  ],
  'templates in templates': [
    10,
    (n) =>
      inAsync(
        `return ${nested(
          n,
          () => '`${f()} ${',
          '1',
          () => '}`',
        )};`,
      ),
    'no-promise-as-value',
  ],
  'patterns in patterns': [
    20,
    (n) =>
      inAsync(
        `const ${nested(
          n,
          (i) => `[, { a${String(i)} = f(), b: `,
          'y',
          () => '}]',
        )} = x; await f(); return y;`,
        'x: any',
      ),
  ],
  'classes in classes': [
    25,
    (n) =>
      `${HEAD}export ${nested(
        n,
        (i) => `const c${String(i)} = class { async m() { f(); `,
        'f();',
        () => '} };',
      )}`,
    'no-floating-promise',
  ],
};

const LONG: Record<string, Case> = {
  'ten thousand awaits': [5000, (n) => inAsync(lines(n, () => 'await f();'))],
  'awaits that need each other': [
    1000,
    (n) =>
      inAsync(
        lines(n, (i) => `const v${String(i + 1)} = await f(v${String(i)});`),
        'v0: number',
      ),
  ],
  'awaits in tries': [
    250,
    (n) => inAsync(lines(n, () => 'try { await f(); } catch (error) { g(error); }')),
  ],
  'loops with awaits': [
    200,
    (n) =>
      inAsync(
        lines(n, () => 'for (const x of xs) { await f(x); }'),
        LIST,
      ),
  ],
  'lost promises': [500, (n) => inAsync(lines(n, () => 'f();')), 'no-floating-promise'],
  'lost promises in one variable': [
    250,
    (n) => inAsync(`let p = f();\n${lines(n, () => 'p = f();')}\nawait p;`),
    'no-floating-promise',
  ],
  'promises held over awaits': [
    100,
    (n) =>
      inAsync(
        `${lines(n, (i) => `const p${String(i)} = f(); await f();`)}\n${lines(n, (i) => `await p${String(i)};`)}`,
      ),
    'no-late-await',
  ],
  'one promise under many names': [
    300,
    (n) =>
      inAsync(
        `const p0 = f();\n${lines(n, (i) => `const p${String(i + 1)} = p${String(i)};`)}\nawait p${String(n)};`,
      ),
  ],
  'two promises that take turns': [
    30,
    (n) =>
      inAsync(
        `const p0 = f(), q0 = f();\n${lines(
          n,
          (i) =>
            `const p${String(i + 1)} = c ? p${String(i)} : q${String(i)}, q${String(i + 1)} = c ? q${String(i)} : p${String(i)};`,
        )}\nawait f(); await p${String(n)}; await q${String(n)};`,
        CONDITION,
      ),
  ],
  'misread promises': [
    200,
    (n) => inAsync(`const p = f();\n${lines(n, () => 'if (p) g();')}\nawait p;`),
    'no-promise-as-value',
  ],
  'updates over awaits': [
    150,
    (n) =>
      `${HEAD}export class A { n = 0; async run() {\n${lines(n, () => 'this.n = this.n + await f();')}\n} }`,
    'no-lost-update',
  ],
  'calls that block': [
    250,
    (n) =>
      `import { readFileSync } from 'node:fs';\nexport async function run() {\n${lines(n, () => `readFileSync('a');`)}\n}`,
    'no-blocking-call',
  ],
  'a chain': [100, (n) => inAsync(`f()${'.then((x) => x + 1)'.repeat(n)};`), 'no-floating-promise'],
  'a chain of functions that lose promises': [
    50,
    (n) => inAsync(`await f()${'.then(async () => { f(); await f(); })'.repeat(n)};`),
    'no-floating-promise',
  ],
  'an optional chain': [
    100,
    (n) =>
      `interface N { n?: N; m?(): Promise<N> }\ndeclare const r: N;\nexport async function run() { r${'?.n'.repeat(n)}?.m?.(); }`,
    'no-floating-promise',
  ],
  'a condition of many promises': [
    // TypeScript's native backend takes minutes for the types of 100.
    20,
    (n) =>
      inAsync(
        `if (${range(n)
          .map(() => 'f()')
          .join(' || ')}) g();`,
      ),
    'no-promise-as-value',
  ],
  'a sum of awaits': [
    100,
    (n) =>
      inAsync(
        `return ${range(n)
          .map(() => 'await f()')
          .join(' + ')};`,
      ),
  ],
  'an array of promises': [
    1500,
    (n) =>
      inAsync(
        `await Promise.all([${range(n)
          .map(() => 'f()')
          .join(', ')}]);`,
      ),
  ],
  'an array of promises in a variable': [
    1500,
    (n) =>
      inAsync(
        `const ps = [${range(n)
          .map(() => 'f()')
          .join(', ')}];\nawait f();\nawait Promise.all(ps);`,
      ),
    'no-late-await',
  ],
  'an array of promises that nobody awaits': [
    1500,
    (n) =>
      inAsync(
        `const ps = [${range(n)
          .map(() => 'f()')
          .join(', ')}];`,
      ),
    'no-floating-promise',
  ],
  'a switch of many cases': [
    150,
    (n) =>
      inAsync(
        `const p = f();\nswitch (x) {\n${lines(n, (i) => `case ${String(i)}: await f();${i % 2 === 0 ? ' break;' : ''}`)}\n}\nawait p;`,
        'x: number',
      ),
    'no-late-await',
  ],
  'callbacks that nobody awaits': [
    150,
    (n) =>
      inAsync(
        lines(n, () => 'xs.forEach(async (x) => { await f(x); });'),
        LIST,
      ),
    'no-async-callback',
  ],
  'a literal of twenty thousand elements': [
    NATIVE ? 1000 : 10_000,
    (n) =>
      `${HEAD}export const all = [${lines(n, (i) => `{ id: ${String(i)}, run: () => f(${String(i)}) },`)}];
export async function run() { all.map((each) => each.run()); }`,
    'no-async-callback',
  ],
  'a thousand conditional expressions in a row': [
    // As above.
    NATIVE ? 10 : 500,
    (n) =>
      inAsync(
        `return ${lines(n, (i) => `x === ${String(i)} ? await f(${String(i)}) :`)} 0;`,
        'x: number',
      ),
  ],
  'a switch of promises that nobody awaits': [
    750,
    (n) =>
      inAsync(
        `switch (x) {\n${lines(n, (i) => `case ${String(i)}: f(); ${i % 3 === 0 ? '' : 'break;'}`)}\n}`,
        'x: number',
      ),
    'no-floating-promise',
  ],
  'a chain of calls with many overloads': [
    9,
    (n) => `interface Server<T> {
${lines(n, (i) => `on<A>(name: '${String(i)}', made: () => A): Server<[T, A, ${String(i)}]>;`)}
}
declare function server(): Promise<Server<string>>;
export async function run() {
(await server())${".on('0', () => server())".repeat(4)};
server();
}`,
    'no-floating-promise',
  ],
  'five hundred overloads': [
    250,
    (
      n,
    ) => `${HEAD}${lines(n, (i) => `export function o(kind: ${String(i)}): Promise<${String(i)}>;`)}
export async function o(kind: number): Promise<number> { return f(kind); }
export async function run() { o(0); if (o(${String(n - 1)})) g(); await o(1); await o(${String(n - 2)}); }`,
    'no-floating-promise',
  ],
  'writers of one variable': [
    150,
    (n) =>
      `${HEAD}let s = 0;\n${lines(n, (i) => `export async function w${String(i)}() { s = s + await f(s); }`)}`,
    'no-lost-update',
  ],
};

const call = (index: number, size: number, value = 'x'): string =>
  `h${String(index % size)}(${value})`;

const TANGLED: Record<string, Case> = {
  'two thousand functions that call the next ones': [
    1000,
    (n) => `import { readFileSync } from 'node:fs';
${HEAD}${lines(
      n,
      (i) =>
        `export function h${String(i)}(x: number): number { return ${i < n - 2 ? `h${String(i + 1)}(x) + h${String(i + 2)}(x)` : 'x'}; }
export async function k${String(i)}(x: number): Promise<number> { ${i < n - 2 ? `await k${String(i + 1)}(x); return k${String(i + 2)}(x);` : 'return f(x);'} }`,
    )}
export async function run() { readFileSync('a'); h0(1); k0(1); const p = k0(2); await k1(3); return p; }`,
    'no-floating-promise',
  ],
  'a union': [
    250,
    (n) =>
      `${HEAD}${lines(n, (i) => `interface P${String(i)} extends Promise<number> { a${String(i)}: 1 }`)}
declare function h(): ${range(n)
        .map((i) => `P${String(i)}`)
        .join(' | ')};
export async function run() { h(); if (h()) g(); await h(); try { return h(); } catch {} }`,
    'no-floating-promise',
  ],
  'a union of objects with an async method': [
    100,
    (n) =>
      `${HEAD}${lines(n, (i) => `interface O${String(i)} { kind: ${String(i)}; m(): Promise<${String(i)}> }`)}
declare const o: ${range(n)
        .map((i) => `O${String(i)}`)
        .join(' | ')};
export async function run() { o.m(); if (o.m()) g(); await o.m(); }`,
    'no-floating-promise',
  ],
  'recursive types': [
    50,
    (n) => `${HEAD}interface R<T> extends Promise<R<R<T>>> { next: R<T> }
type J = J[] | { [key: string]: J } | Promise<J>;
interface T { then(done: (value: T) => void): T }
declare const r: R<number>; declare const j: J; declare const t: T;
export async function run() {
${lines(n, () => 'r; r.next; j; t; g(j, r); if (j) g(); if (r.next.next) g(t); for (const x of [r]) g(x);')}
}`,
    'no-floating-promise',
  ],
  'a thenable of a thenable of a thenable': [
    100,
    (n) => `${HEAD}type D0 = number;
${lines(n, (i) => `interface D${String(i + 1)} { then(done: (value: D${String(i)}) => void): void }`)}
declare function d(): D${String(n)};
export async function run() { d(); await d(); const p = d(); await f(); await p; if (d()) g(); }`,
  ],
  'functions that call each other and block': [
    100,
    (n) => `import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
${lines(n, (i) => `export function h${String(i)}(x: number): number { return x ? ${call(i + 1, n)} + ${call(i + 7, n)} + ${call(i * 3, n)} : ${i === n - 1 ? `readFileSync('a').length` : 'x'}; }`)}
export async function run() {
${lines(n, (i) => `${call(i, n, '1')};`)}
}`,
    'no-blocking-call',
  ],
  'async functions that call each other': [
    100,
    (n) =>
      `${HEAD}${lines(
        n,
        (i) =>
          `export async function h${String(i)}(x: number): Promise<number> { await ${call(i + 1, n)}; ${call(i + 7, n)}; const p = ${call(i * 3, n)}; await f(); return p; }`,
      )}`,
    'no-floating-promise',
  ],
  'functions that call the next one twice': [
    15,
    (n) => `${HEAD}let s = 0;
${lines(n, (i) => `async function h${String(i)}(x: number): Promise<number> { s++; return ${i + 1 < n ? `await ${call(i + 1, n)} + await ${call(i + 1, n)}` : 's'}; }`)}
export async function run() { s = s + await h0(2); h0(1); const p = h0(1); await f(); await p; }`,
    'no-lost-update',
  ],
  'classes that extend each other': [
    25,
    (n) => `${HEAD}${lines(
      n,
      (i) =>
        `export class C${String(i)} ${i > 0 ? `extends C${String(i - 1)} ` : ''}{ async m(): Promise<number> { ${i > 0 ? 'await super.m();' : ''} this.k(); return f(); } async k(): Promise<number> { return this.m(); } }`,
    )}
export async function run(last: C${String(n - 1)}, base: C0) { last.m(); base.m(); await base.m(); const p = last.m(); await f(); await p; }`,
    'no-floating-promise',
  ],
  'methods that call each other': [
    100,
    (n) =>
      `${HEAD}export class A { s = 0;\n${lines(n, (i) => `async m${String(i)}() { this.m${String((i + 1) % n)}(); this.s = this.s + await this.m${String((i + 2) % n)}(); return this.s; }`)}\n}`,
    'no-lost-update',
  ],
};

/**
 * Each of these promises, updates and calls in a function is compared with what runs between it and another one,
 * and each function of a tangle is a start of its own.
 */
const QUADRATIC = new Set([
  'conditions in conditions',
  'lost promises in one variable',
  'promises held over awaits',
  'updates over awaits',
  'calls that block',
  'a condition of many promises',
  'functions that call each other and block',
]);

describe.each([
  ['deep', DEEP],
  ['long', LONG],
  ['tangled', TANGLED],
])('code that is %s', (_, cases) => {
  it.each(Object.entries(cases))('%s', (name, [size, make, rule]) => {
    const once = lintWithAll(make(size));
    const twice = lintWithAll(make(2 * size));
    expect(once.reports.has('fatal')).toBe(false);
    expect(once.reports.has('stopped')).toBe(false);
    if (rule) expect([...once.reports.keys()]).toContain(rule);
    expect(twice.questions).toBeLessThan(2.6 * once.questions + 500);
    // Only the linter's own looks are counted on the native backend: the others hide those here.
    const isQuadratic = QUADRATIC.has(name) || (NATIVE && name === 'callbacks in callbacks');
    expect(twice.looks).toBeLessThan((isQuadratic ? 4.3 : 2.6) * once.looks + 2000);
  });
});

describe('code that the stack is too small for', () => {
  // What the parser cannot read gets its message, what the checker cannot follow one of ours.
  it.each([
    [
      'calls',
      inAsync(
        `${nested(
          1000,
          () => 'f(',
          '1',
          () => ')',
        )};`,
      ),
    ],
    [
      'arrow functions',
      `export const run = ${nested(
        1000,
        () => 'async () => ',
        '1',
        () => '',
      )};`,
    ],
    [
      'blocks',
      inAsync(
        nested(
          1000,
          () => '{ ',
          'f();',
          () => '} ',
        ),
      ),
    ],
    ['a chain', inAsync(`f()${'.then((x) => x + 1)'.repeat(1000)};`)],
    [
      'conditions',
      inAsync(
        nested(
          1000,
          () => 'if (f()) { ',
          'f();',
          () => '}',
        ),
      ),
    ],
  ])('%s: one message at most beside the reports', (_, code) => {
    const { reports } = lintWithAll(code);
    expect((reports.get('fatal') ?? 0) + (reports.get('stopped') ?? 0)).toBeLessThanOrEqual(1);
    uncheckedLanguageOptions.parser.clearCaches();
  });
});

it.each(['cycle/first.ts', 'cycle/second.ts'])('files that import each other: %s', (file) => {
  const { reports } = lintWithAll(readFileSync(`${FIXTURES}/${file}`, 'utf8'), file);
  expect(reports.get('fatal')).toBeUndefined();
  expect(Object.fromEntries(reports)).toEqual(
    file === 'cycle/first.ts'
      ? { 'no-blocking-call': 2, 'no-lost-update': 1 }
      : { 'no-blocking-call': 1, 'no-floating-promise': 1 },
  );
});

/** One module of `size`, of which each imports three others. */
function tangledModule(index: number, size: number): string {
  const others = [1, 7, 13].map((step) => (index + step) % size);
  const called = (prefix: string): string[] =>
    others.map((other) => `${prefix}${String(other)}(x)`);
  return `import { readFileSync } from 'node:fs';
${others.map((other) => `import { a${String(other)}, s${String(other)} } from './m${String(other)}.ts';`).join('\n')}
let n = 0;
export function s${String(index)}(x: number): number { return x ? ${called('s').join(' + ')} : ${index === 20 ? `readFileSync('a').length` : 'n'}; }
export async function a${String(index)}(x: number): Promise<number> {
  ${called('a')
    .map((call) => `await ${call};`)
    .join(
      ' ',
    )} ${called('a')[0] ?? ''}; s${String(index)}(x); n = n + await ${called('a')[1] ?? ''};
  for (const y of [x]) await ${(called('a')[2] ?? '').replace('x', 'y')};
  const p = ${called('a')[0] ?? ''}; await ${called('a')[1] ?? ''}; return p;
}
`;
}

describe('functions that call each other across files', () => {
  function lintOneOf(size: number): Run {
    const compilerOptions = {
      module: 'nodenext',
      strict: true,
      noEmit: true,
      types: ['node'],
      typeRoots: [path.resolve('node_modules/@types')],
      allowImportingTsExtensions: true,
    };
    const modules = range(size).map((index) => [
      `m${String(index)}.ts`,
      tangledModule(index, size),
    ]);
    const { folder } = projectFolder({
      'tsconfig.json': JSON.stringify({ compilerOptions }),
      ...(Object.fromEntries(modules) as Record<string, string>),
    });
    try {
      return lintWithAll(tangledModule(0, size), 'm0.ts', folder);
    } finally {
      uncheckedLanguageOptions.parser.clearCaches();
    }
  }

  it('200 of them', () => {
    const once = lintOneOf(100);
    const twice = lintOneOf(200);
    expect(Object.keys(Object.fromEntries(twice.reports))).toEqual(
      expect.arrayContaining(['no-blocking-call', 'no-floating-promise', 'no-lost-update']),
    );
    expect(twice.reports.has('fatal')).toBe(false);
    expect(twice.reports.has('stopped')).toBe(false);
    expect(twice.questions).toBeLessThan(2.6 * once.questions + 500);
    expect(twice.looks).toBeLessThan(2.6 * once.looks + 2000);
  });
});
