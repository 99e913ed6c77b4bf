import { describe } from 'vitest';

import rule from '../../src/rules/no-promise-as-value.ts';
import { ruleTester, uncheckedRuleTester } from '../support/rule-tester.ts';
import {
  awaiting,
  CONSTANT,
  makingAsync,
  misread,
  NAN,
  NEGATED,
  NEVER_EQUAL,
  NEVER_NULLISH,
  NOTHING,
  SAME,
} from './no-promise-as-value/expected.ts';

const options = { assertionOptions: { requireData: true, requireLocation: true } } as const;

/** On one line, so that the code of a case starts on line 2. */
const DECLARED =
  'interface User { name: string } declare function allowed(): Promise<boolean>; declare function user(): Promise<User>; declare function maybe(): Promise<User | undefined>; declare function text(): Promise<string>; declare function count(): Promise<number>; declare function save(): Promise<void>; declare function log(it: unknown): void; export {};';

function code(body: string): string {
  return `${DECLARED}\n${body}`;
}

function inAsync(body: string): string {
  return code(`async function f() { ${body} }\nexport { f };`);
}

/** One report in an async function, with an autofix; `promise` stands in `body` once. */
function fixed(
  name: string,
  messageId: Parameters<typeof misread>[0],
  promise: string,
  body: string,
  output: string,
  more: Parameters<typeof misread>[3] = {},
): { name: string; code: string; output: string; errors: ReturnType<typeof misread>[] } {
  const column = inAsync(body).split('\n')[1]?.indexOf(promise) ?? -1;
  const place = [2, column + 1, 2, column + 1 + promise.length] as const;
  return {
    name,
    code: inAsync(body),
    output: inAsync(output),
    errors: [misread(messageId, promise, place, more)],
  };
}

/** The same with one suggestion. */
function suggested(
  name: string,
  messageId: Parameters<typeof misread>[0],
  promise: string,
  body: string,
  output: string,
  more: Parameters<typeof misread>[3] = {},
): { name: string; code: string; errors: ReturnType<typeof misread>[] } {
  const column = inAsync(body).split('\n')[1]?.indexOf(promise) ?? -1;
  const place = [2, column + 1, 2, column + 1 + promise.length] as const;
  const suggestions = [awaiting(promise, inAsync(output))];
  return {
    name,
    code: inAsync(body),
    errors: [misread(messageId, promise, place, { ...more, suggestions })],
  };
}

/** The same with nothing on offer. */
function reported(
  name: string,
  messageId: Parameters<typeof misread>[0],
  promise: string,
  body: string,
  more: Parameters<typeof misread>[3] = {},
): { name: string; code: string; errors: ReturnType<typeof misread>[] } {
  const column = inAsync(body).split('\n')[1]?.indexOf(promise) ?? -1;
  const place = [2, column + 1, 2, column + 1 + promise.length] as const;
  return {
    name,
    code: inAsync(body),
    errors: [misread(messageId, promise, place, more)],
  };
}

describe('conditions', () => {
  ruleTester.run('no-promise-as-value', rule, {
    ...options,
    valid: [
      { name: 'awaited', code: inAsync('while (await allowed()) log(1);') },
      {
        name: 'a choice between two promises',
        code: code(
          'export const f = (a: boolean) => (a && text()) || text(); export const g = (a: boolean) => (a ? text() : text());',
        ),
      },
      { name: 'a method is there', code: inAsync('const p = text(); if ("then" in p) log(p);') },
      {
        name: 'two promises are compared, or asked what they are',
        code: inAsync(
          "const p = text(), q = text(); log(p === q || p instanceof Promise || typeof p === 'object');",
        ),
      },
      {
        name: 'a call that may give no promise',
        code: code('declare function f(): Promise<void> | undefined; export const g = () => !f();'),
      },
      {
        name: 'any, unknown, a type parameter',
        code: code('export const f = <T,>(a: any, b: unknown, c: T) => !a || !b || !c;'),
      },
      {
        name: 'a thenable that is no promise',
        code: code(
          'declare const t: { then(f: (x: string) => void): void }; export const f = () => !t;',
        ),
      },
      {
        name: 'a function that is not called',
        code: code('export const f = (g?: () => Promise<void>) => !g;'),
      },
    ],
    invalid: [
      fixed(
        'while',
        'condition',
        'allowed()',
        'while (allowed()) log(1);',
        'while (await allowed()) log(1);',
      ),
      fixed(
        'do',
        'condition',
        'allowed()',
        'do log(1); while (allowed());',
        'do log(1); while (await allowed());',
      ),
      fixed(
        'for',
        'condition',
        'allowed()',
        'for (;allowed();) log(1);',
        'for (;await allowed();) log(1);',
      ),
      fixed('!', 'condition', 'allowed()', 'log(!allowed());', 'log(!(await allowed()));', {
        outcome: NEGATED,
      }),
      fixed(
        '|| as a statement',
        'condition',
        'allowed()',
        'allowed() || log(1);',
        '(await allowed()) || log(1);',
        { outcome: 'the right side of `||` never runs' },
      ),
      fixed(
        'the right side of && in a condition',
        'condition',
        'allowed()',
        'let i = 1; while (i > 0 && allowed()) i--;',
        'let i = 1; while (i > 0 && (await allowed())) i--;',
        { outcome: 'this part of the condition always holds' },
      ),
      fixed(
        'Boolean',
        'condition',
        'allowed()',
        'log(Boolean(allowed()));',
        'log(Boolean(await allowed()));',
        { outcome: '`Boolean` always gives `true`' },
      ),
      suggested(
        'an object is always truthy',
        'condition',
        'user()',
        'log(!user());',
        'log(!(await user()));',
        { outcome: NEGATED, remedy: CONSTANT },
      ),
      reported('nothing can be tested', 'condition', 'save()', 'log(!save());', {
        outcome: NEGATED,
        remedy: NOTHING,
      }),
      suggested(
        'a promise in a variable',
        'condition',
        'p)',
        'const p = allowed(); while (p) log(1);',
        'const p = allowed(); while (await p) log(1);',
      ),
    ].map((each) => withoutBracket(each)),
  });
});

describe('conditions that TypeScript reports too', () => {
  // It reports an `if` and a `?:`, unless what they guard uses the promise.
  ruleTester.run('no-promise-as-value', rule, {
    ...options,
    valid: [
      {
        name: 'what the condition guards awaits the promise',
        code: inAsync('const p = allowed(); if (p) log(await p); if (p) p.catch(log);'),
      },
    ],
    invalid: [
      {
        name: 'what it guards takes the promise for its value',
        code: inAsync('const p = user(); if (p) log(p);'),
        errors: [
          misread('condition', 'p', [2, 44, 2, 45], {
            remedy: CONSTANT,
            suggestions: [awaiting('p', inAsync('const p = user(); if (await p) log(p);'))],
          }),
        ],
      },
    ],
  });
});

describe('code that does not compile', () => {
  uncheckedRuleTester.run('no-promise-as-value', rule, {
    ...options,
    valid: [
      {
        name: 'nothing is known',
        code: 'if (missing()) log(1); `${missing()}`; ({ ...missing() });',
      },
    ],
    invalid: [
      fixed(
        'if',
        'condition',
        'allowed()',
        'if (allowed()) log(1);',
        'if (await allowed()) log(1);',
      ),
      fixed(
        '?:',
        'condition',
        'allowed()',
        'log(allowed() ? 1 : 2);',
        'log((await allowed()) ? 1 : 2);',
      ),
      fixed(
        '&&',
        'condition',
        'allowed()',
        'allowed() && log(1);',
        '(await allowed()) && log(1);',
        {
          outcome: 'the right side of `&&` always runs',
        },
      ),
      suggested(
        '&& whose value is used',
        'condition',
        'allowed()',
        'log(allowed() && 1);',
        'log((await allowed()) && 1);',
        {
          outcome: 'the right side of `&&` always runs',
        },
      ),
      fixed(
        'console.assert',
        'condition',
        'allowed()',
        'console.assert(allowed());',
        'console.assert(await allowed());',
        {
          outcome: 'this assertion always passes',
        },
      ),
    ],
  });
});

describe('JavaScript without checks', () => {
  const js = (body: string): string =>
    `// @ts-nocheck\nasync function name() { return 'x'; } async function f(xs) { ${body} }`;
  const found = (
    messageId: Parameters<typeof misread>[0],
    body: string,
    output: string,
    column: number,
    outcome = '',
  ) => ({
    name: body,
    filename: 'module.js',
    code: js(body),
    output: js(output),
    errors: [misread(messageId, 'name()', [2, column, 2, column + 6], { outcome })],
  });
  ruleTester.run('no-promise-as-value', rule, {
    ...options,
    valid: [
      { name: 'a parameter', filename: 'module.js', code: js('while (xs.ready || xs) xs();') },
      {
        name: 'a choice between two promises',
        filename: 'module.js',
        code: js('return (xs.a && name()) || name();'),
      },
      {
        name: 'a documented parameter may be left out',
        filename: 'module.js',
        code: '// @ts-nocheck\n/** @param {Promise<void>} p */\nexport function f(p) { while (p) f(); }',
      },
      {
        name: 'a variable that gets the value later',
        filename: 'module.js',
        code: js('let found = name(); found = await found; if (found) xs(found.length);'),
      },
      {
        name: 'a member of the promise, or of nothing',
        filename: 'module.js',
        code: js('name().then(xs); name().finally(xs); xs(name().nothing);'),
      },
      {
        name: 'a member of the value',
        filename: 'module.js',
        code: js('const found = await name(); return found.length + (await name()).length;'),
      },
      {
        name: 'a member that is written, or asked for',
        filename: 'module.js',
        code: js('const p = name(); p.length = 1; await p; return typeof p.length;'),
      },
      {
        name: 'a member of what only a comment says to be a promise',
        filename: 'module.js',
        code: '// @ts-nocheck\n/** @returns {Promise<string>} */\nfunction name() { return "x"; }\nexport function f() { return name().length; }',
      },
      {
        name: 'what a comment says, of a function that is not async',
        filename: 'module.js',
        code: '// @ts-nocheck\n/** @returns {boolean} */\nfunction is() { return true; }\nexport function f() { return is() ? 1 : 2; }',
      },
    ],
    invalid: [
      found(
        'comparison',
        "while (name() === 'x') xs();",
        "while ((await name()) === 'x') xs();",
        69,
        NEVER_EQUAL,
      ),
      found(
        'elements',
        'for (const x of name()) xs(x);',
        'for (const x of await name()) xs(x);',
        78,
      ),
      found('elements', 'xs([...name()]);', 'xs([...(await name())]);', 69),
      found(
        'condition',
        'xs.a && name() && xs(1);',
        'xs.a && (await name()) && xs(1);',
        70,
        'the right side of `&&` always runs',
      ),
      found('key', 'xs[name()] = 1;', 'xs[await name()] = 1;', 65),
      found('number', 'xs(parseInt(name()));', 'xs(parseInt(await name()));', 74, NAN),
      found('text', 'xs(name() + 1);', 'xs((await name()) + 1);', 65),
      found(
        'comparison',
        "switch (name()) { case 'x': xs(); }",
        "switch (await name()) { case 'x': xs(); }",
        70,
        'no case is ever taken',
      ),
      {
        name: 'a member of a call',
        filename: 'module.js',
        code: js('return name().length;'),
        errors: [
          misread('member', 'name()', [2, 69, 2, 75], {
            outcome: 'it has no `length`, so this is `undefined`',
            suggestions: [awaiting('name()', js('return (await name()).length;'))],
          }),
        ],
      },
      {
        name: 'a method of what a constant holds',
        filename: 'module.js',
        code: js('const found = name(); xs(found.trim());'),
        errors: [
          misread('member', 'found', [2, 87, 2, 92], {
            outcome: 'it has no `trim`, so this call throws a `TypeError`',
            suggestions: [awaiting('found', js('const found = name(); xs((await found).trim());'))],
          }),
        ],
      },
      {
        name: 'an async function whose comment leaves the promise out',
        filename: 'module.js',
        code: '// @ts-nocheck\n/** @returns {boolean} */\nasync function is() { return true; }\nexport async function f() { return is() ? 1 : 2; }',
        output:
          '// @ts-nocheck\n/** @returns {boolean} */\nasync function is() { return true; }\nexport async function f() { return (await is()) ? 1 : 2; }',
        errors: [misread('condition', 'is()', [4, 36, 4, 40])],
      },
      {
        name: 'destructured',
        filename: 'module.js',
        code: js('const { length } = name();'),
        errors: [
          misread('destructured', 'name()', [2, 81, 2, 87], {
            suggestions: [awaiting('name()', js('const { length } = await name();'))],
          }),
        ],
      },
    ],
  });
});

describe('assertions', () => {
  const imports = (body: string): string =>
    `import assert, { ok, strictEqual } from 'node:assert'; ${inAsync(body)}`;
  const assertion = (
    body: string,
    output: string,
    place: readonly [number, number],
    promise = 'allowed()',
  ) => ({
    name: body,
    code: imports(body),
    output: imports(output),
    errors: [
      misread('condition', promise, [2, place[0], 2, place[1]], {
        outcome: 'this assertion always passes',
      }),
    ],
  });
  ruleTester.run('no-promise-as-value', rule, {
    ...options,
    valid: [
      {
        name: 'two promises',
        code: imports('const p = count(); strictEqual(p, p); ok(true); assert(await allowed());'),
      },
      {
        name: 'a function of its own',
        code: inAsync('const ok = (p: Promise<boolean>) => p; log(ok(allowed()));'),
      },
    ],
    invalid: [
      assertion('assert(allowed());', 'assert(await allowed());', [29, 38]),
      assertion('ok(allowed());', 'ok(await allowed());', [25, 34]),
      assertion('assert.ok(allowed());', 'assert.ok(await allowed());', [32, 41]),
      {
        name: 'equal to a value',
        code: imports('strictEqual(count(), 3);'),
        output: imports('strictEqual(await count(), 3);'),
        errors: [
          misread('comparison', 'count()', [2, 34, 2, 41], {
            outcome: 'this assertion always fails',
          }),
        ],
      },
      {
        name: 'an assertion function of the program',
        code: inAsync('check(allowed());')
          .replace('{ f };', '{ f }; function check(it: unknown): asserts it {}')
          .replace(/check/g, 'assertTrue'),
        output: inAsync('check(await allowed());')
          .replace('{ f };', '{ f }; function check(it: unknown): asserts it {}')
          .replace(/check/g, 'assertTrue'),
        errors: [
          misread('condition', 'allowed()', [2, 33, 2, 42], {
            outcome: 'this assertion always passes',
          }),
        ],
      },
    ],
  });
});

describe('comparisons', () => {
  ruleTester.run('no-promise-as-value', rule, {
    ...options,
    valid: [
      { name: 'awaited', code: inAsync('log((await maybe()) === undefined);') },
      {
        name: 'may be missing',
        code: code('export const f = (p?: Promise<void>) => p === undefined || (p ?? null);'),
      },
    ],
    invalid: [
      fixed(
        '=== undefined',
        'nullish',
        'maybe()',
        'log(maybe() === undefined);',
        'log((await maybe()) === undefined);',
        { outcome: NEVER_EQUAL },
      ),
      fixed(
        '!= null, on the right',
        'nullish',
        'maybe()',
        'log(null != maybe());',
        'log(null != (await maybe()));',
        { outcome: 'this comparison is always `true`' },
      ),
      suggested(
        '== null of what is never nullish',
        'nullish',
        'user()',
        'log(user() == null);',
        'log((await user()) == null);',
        { outcome: NEVER_EQUAL, remedy: NEVER_NULLISH },
      ),
      suggested('??', 'nullish', 'maybe()', 'log(maybe() ?? 1);', 'log((await maybe()) ?? 1);', {
        outcome: 'the right side of `??` never runs',
      }),
      fixed(
        'switch',
        'nullish',
        'maybe()',
        'switch (maybe()) { case undefined: log(1); }',
        'switch (await maybe()) { case undefined: log(1); }',
        { outcome: 'no case is ever taken' },
      ),
      {
        name: 'both sides of <',
        code: inAsync('log(count() < count());'),
        output: inAsync('log((await count()) < (await count()));'),
        errors: [misread('number', 'count()', [2, 26, 2, 33], { outcome: SAME })],
      },
    ],
  });
});

describe('texts and numbers', () => {
  ruleTester.run('no-promise-as-value', rule, {
    ...options,
    valid: [
      {
        name: 'awaited',
        code: inAsync(
          'log(`${await text()}` + (await text()) + String(await text()) + -(await count()));',
        ),
      },
      {
        name: 'a tag gets the promise itself',
        code: inAsync(
          'const html = (_: TemplateStringsArray, p: Promise<string>) => p; log(html`${text()}`);',
        ),
      },
      {
        name: 'a promise that can be written as text',
        code: code(
          'declare class Query extends Promise<string> { toString(): string } declare const q: Query; export const f = () => `${q}` + q + String(q) + q.toString();',
        ),
      },
      {
        name: 'a query builder that knows its text',
        code: code(
          'declare class Raw extends Promise<string> { toQuery(): string } declare const raw: Raw; export const f = () => `${raw}` + raw.toString();',
        ),
      },
    ],
    invalid: [
      fixed('template', 'text', 'text()', 'log(`a ${text()} b`);', 'log(`a ${await text()} b`);'),
      fixed(
        'one arm of ?: in a template',
        'text',
        'text()',
        'log(`a ${Math.random() ? text() : 1}`);',
        'log(`a ${Math.random() ? await text() : 1}`);',
      ),
      fixed('concatenation', 'text', 'text()', "log('a' + text());", "log('a' + (await text()));"),
      fixed(
        'concatenation, on the left',
        'text',
        'text()',
        "log(text() + 'a');",
        "log((await text()) + 'a');",
      ),
      fixed('String', 'text', 'text()', 'log(String(text()));', 'log(String(await text()));'),
      fixed(
        'toString',
        'text',
        'count()',
        'log(count().toString());',
        'log((await count()).toString());',
      ),
      suggested(
        '+= reads its variable before',
        'text',
        'text()',
        "let s = ''; s += text(); log(s);",
        "let s = ''; s += await text(); log(s);",
      ),
      fixed('unary +', 'number', 'count()', 'log(+count());', 'log(+(await count()));', {
        outcome: NAN,
      }),
      fixed('unary -', 'number', 'count()', 'log(-count());', 'log(-(await count()));', {
        outcome: NAN,
      }),
      fixed('unary ~', 'number', 'count()', 'log(~count());', 'log(~(await count()));', {
        outcome: SAME,
      }),
      fixed('Number', 'number', 'text()', 'log(Number(text()));', 'log(Number(await text()));', {
        outcome: NAN,
      }),
      fixed(
        'Number.isInteger',
        'number',
        'count()',
        'log(Number.isInteger(count()));',
        'log(Number.isInteger(await count()));',
        { outcome: SAME },
      ),
      reported('TypeScript would refuse the value', 'number', 'text()', 'log(-text());', {
        outcome: NAN,
      }),
    ],
  });
});

describe('properties', () => {
  ruleTester.run('no-promise-as-value', rule, {
    ...options,
    valid: [
      {
        name: 'awaited',
        code: inAsync('const { ...u } = await user(); log({ ...(await user()), ...u });'),
      },
      {
        name: 'a promise with properties',
        code: code(
          'declare const job: Promise<void> & { id: number }; export const f = () => [{ ...job }, Object.keys(job)];',
        ),
      },
      {
        name: 'properties are given to a promise',
        code: inAsync('log(Object.assign(user(), { id: 1 }));'),
      },
      {
        name: 'its own methods',
        code: inAsync("const { then } = user(); log([then, 'then' in user()]);"),
      },
      {
        name: 'a replacer may know promises',
        code: inAsync(
          'log(JSON.stringify(user(), (key, value: unknown) => (value instanceof Promise ? key : value)));',
        ),
      },
      {
        name: 'a promise with a JSON form',
        code: code(
          'declare const p: Promise<void> & { toJSON(): string }; export const f = () => JSON.stringify(p);',
        ),
      },
      { name: 'passed on', code: inAsync('log([user()]); log({ user: user() });') },
    ],
    invalid: [
      fixed(
        'object spread',
        'spread',
        'user()',
        'log({ ...user(), id: 1 });',
        'log({ ...(await user()), id: 1 });',
      ),
      reported('what it resolves to cannot be spread', 'spread', 'count()', 'log({ ...count() });'),
      suggested(
        'Object.assign',
        'spread',
        'user()',
        'log(Object.assign({}, user()));',
        'log(Object.assign({}, await user()));',
      ),
      fixed(
        'Object.keys',
        'properties',
        'user()',
        'log(Object.keys(user()));',
        'log(Object.keys(await user()));',
      ),
      suggested(
        'Object.entries',
        'properties',
        'user()',
        'log(Object.entries(user()));',
        'log(Object.entries(await user()));',
      ),
      fixed(
        'in',
        'properties',
        'user()',
        "log('name' in user());",
        "log('name' in (await user()));",
      ),
      fixed(
        'for in',
        'properties',
        'user()',
        'for (const key in user()) log(key);',
        'for (const key in await user()) log(key);',
      ),
      suggested(
        'rest',
        'destructured',
        'user()',
        'const { ...u } = user(); log(u);',
        'const { ...u } = await user(); log(u);',
      ),
      fixed(
        'JSON',
        'json',
        'user()',
        'log(JSON.stringify(user()));',
        'log(JSON.stringify(await user()));',
      ),
      fixed(
        'within JSON',
        'json',
        'user()',
        'log(JSON.stringify({ a: [user()] }, null, 2));',
        'log(JSON.stringify({ a: [await user()] }, null, 2));',
      ),
      suggested(
        'a shorthand property within JSON',
        'json',
        'p }',
        'const p = user(); log(JSON.stringify({ p }));',
        'const p = user(); log(JSON.stringify({ p: await p }));',
      ),
      suggested(
        'structuredClone',
        'clone',
        'user()',
        'log(structuredClone(user()));',
        'log(structuredClone(await user()));',
      ),
      fixed(
        'Array.isArray',
        'array',
        'text()',
        'log(Array.isArray(text()));',
        'log(Array.isArray(await text()));',
      ),
    ].map((each) => withoutBracket(each)),
  });
});

describe('where await cannot be written', () => {
  ruleTester.run('no-promise-as-value', rule, {
    ...options,
    valid: [],
    invalid: [
      {
        name: 'a function whose callers can await it',
        code: code(
          'function f() { return !allowed(); }\nexport const g = async () => (f() ? 1 : 2);',
        ),
        errors: [
          misread('condition', 'allowed()', [2, 24, 2, 33], {
            outcome: NEGATED,
            suggestions: [
              makingAsync(
                'allowed()',
                code(
                  'async function f() { return !(await allowed()); }\nexport const g = async () => (await f() ? 1 : 2);',
                ),
              ),
            ],
          }),
        ],
      },
      {
        name: 'an exported function',
        code: code('export function f() { return !allowed(); }'),
        errors: [
          misread('condition', 'allowed()', [2, 31, 2, 40], {
            outcome: NEGATED,
            remedy: 'Make the function async and await it to test its value',
          }),
        ],
      },
      {
        name: 'a callback that must answer at once',
        code: code('export const f = (xs: number[]) => xs.sort((x) => Number(count()) - x);'),
        errors: [
          misread('number', 'count()', [2, 58, 2, 65], {
            outcome: NAN,
            remedy: 'Await it before the callback runs, which cannot wait, to use its value',
          }),
        ],
      },
      {
        name: 'a field',
        code: code('export class A { b = !allowed(); }'),
        errors: [
          misread('condition', 'allowed()', [2, 23, 2, 32], {
            outcome: NEGATED,
            remedy: 'Await it where `await` can be written, and test its value here',
          }),
        ],
      },
      {
        name: 'the top level of a module',
        code: code('log(!allowed());'),
        errors: [
          misread('condition', 'allowed()', [2, 6, 2, 15], {
            outcome: NEGATED,
            suggestions: [awaiting('allowed()', code('log(!(await allowed()));'))],
          }),
        ],
      },
    ],
  });
});

describe('fixes', () => {
  const late =
    'export const f = async (button: EventTarget) => { button.addEventListener("x", async (event) => { if (!allowed()) event.preventDefault(); }); };';
  ruleTester.run('no-promise-as-value', rule, {
    ...options,
    valid: [],
    invalid: [
      {
        name: 'reports do not nest',
        code: code(
          'declare function send(body: string): Promise<string>; export const f = async () => `a ${send(`b ${text()}`)}`;',
        ),
        output: [
          code(
            'declare function send(body: string): Promise<string>; export const f = async () => `a ${await send(`b ${await text()}`)}`;',
          ),
        ],
        errors: [
          misread('text', 'send(`b ${text()}`)', [2, 89, 2, 93]),
          misread('text', 'text()', [2, 99, 2, 105]),
        ],
      },
      {
        name: 'a statement without semicolon stands above',
        code: code('export const f = async () => {\n  log(1)\n  allowed() || log(2)\n};'),
        output: code(
          'export const f = async () => {\n  log(1)\n  ;(await allowed()) || log(2)\n};',
        ),
        errors: [
          misread('condition', 'allowed()', [4, 3, 4, 12], {
            outcome: 'the right side of `||` never runs',
          }),
        ],
      },
      {
        name: 'a comment and parentheses stay',
        code: inAsync('while (/* yet */ (allowed(/* all */))) log(1);'),
        output: inAsync('while (/* yet */ (await allowed(/* all */))) log(1);'),
        errors: [misread('condition', 'allowed(/* all */)', [2, 40, 2, 58])],
      },
      {
        name: 'an event is only good for its turn',
        code: code(late),
        errors: [
          misread('condition', 'allowed()', [2, 104, 2, 113], {
            outcome: NEGATED,
            suggestions: [
              awaiting(
                'allowed()',
                code(late.replace('!allowed()', '!(await allowed())')),
                '; check first: `event` is used after it, and an event is only good for the turn it came in',
              ),
            ],
          }),
        ],
      },
      {
        name: 'what is bound is no promise any more',
        code: inAsync('const u = maybe() ?? 1; return u;'),
        errors: [
          misread('nullish', 'maybe()', [2, 32, 2, 39], {
            outcome: 'the right side of `??` never runs',
            suggestions: [
              awaiting('maybe()', inAsync('const u = (await maybe()) ?? 1; return u;')),
            ],
          }),
        ],
      },
      {
        name: 'what a spread brings must fit',
        code: inAsync('const u: { name?: number; then?: unknown } = { ...user() }; log(u);'),
        errors: [misread('spread', 'user()', [2, 72, 2, 78])],
      },
      {
        name: 'all suggestions as fixes',
        code: inAsync('const p = allowed(); while (p) log(1);'),
        options: [{ fix: 'all' }],
        output: inAsync('const p = allowed(); while (await p) log(1);'),
        errors: [misread('condition', 'p', [2, 50, 2, 51])],
      },
      {
        name: 'no fixes',
        code: inAsync('while (allowed()) log(1);'),
        options: [{ fix: 'none' }],
        errors: [
          misread('condition', 'allowed()', [2, 29, 2, 38], {
            suggestions: [awaiting('allowed()', inAsync('while (await allowed()) log(1);'))],
          }),
        ],
      },
    ],
  });
});

/** `p }` and `p)` are where to find `p` in the code; the report is of `p`. */
function withoutBracket<Case extends { errors: ReturnType<typeof misread>[] }>(given: Case): Case {
  const errors = given.errors.map((error) => {
    const promise = error.data.promise ?? '';
    if (!/^p[ )]/.test(promise)) return error;
    const suggestions =
      error.suggestions?.map((each) => ({ ...each, data: { ...each.data, promise: 'p' } })) ?? null;
    return {
      ...error,
      data: { ...error.data, promise: 'p' },
      endColumn: error.column + 1,
      suggestions,
    };
  });
  return { ...given, errors };
}
