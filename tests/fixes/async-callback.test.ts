import type { TSESTree } from '@typescript-eslint/utils';
import { describe, expect, it } from 'vitest';

import { awaitInHandler, awaitInMap, awaitInReaction } from '../../src/fixes/async-callback.ts';
import type { Repair } from '../../src/fixes/repair.ts';
import { awaitedCall } from '../../src/fixes/replace-call.ts';
import { repaired, type RepairOf } from './repair-in-test.ts';

/** The repair by `wrap` around the call of `load`, which becomes `await load()`. */
function around(
  wrap: (inner: Repair, sourceCode: Parameters<RepairOf>[1]) => Repair | undefined,
): RepairOf {
  return (node, sourceCode) => {
    if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier') return undefined;
    if (node.callee.name !== 'load') return undefined;
    const inner = awaitedCall(node, { kind: 'same' }, sourceCode);
    return inner && wrap(inner, sourceCode);
  };
}

const isNamedLikeAnArray = (receiver: TSESTree.Expression): boolean =>
  !(receiver.type === 'Identifier' && receiver.name === 'iterator');
const inMap = around((inner, sourceCode) => awaitInMap(inner, isNamedLikeAnArray, sourceCode));
const inReaction = around(awaitInReaction);
const inHandler = around((inner, sourceCode) => awaitInHandler(inner, undefined, sourceCode));
const inAnsweringHandler = around((inner, sourceCode) =>
  awaitInHandler(
    inner,
    ([first]) =>
      first === undefined || first === '' ? undefined : [`${first}(error);`, 'stop();'],
    sourceCode,
  ),
);

describe('awaitInMap', () => {
  it.for([
    [
      'the callback becomes async, and all of it is awaited',
      'async () => xs.map((x) => load(x))',
      'async () => await Promise.all(xs.map(async (x) => await load(x)))',
    ],
    [
      'a chain goes on with the values',
      'async () => xs.map((x) => load(x)).join()',
      'async () => (await Promise.all(xs.map(async (x) => await load(x)))).join()',
    ],
    [
      'a function expression with a type',
      'async () => xs.map(function (x): string { return load(x); })',
      'async () => await Promise.all(xs.map(async function (x): Promise<string> { return await load(x); }))',
    ],
    [
      'a receiver that is a chain itself',
      'async () => xs.filter(Boolean).map((x) => load(x)[0])',
      'async () => await Promise.all(xs.filter(Boolean).map(async (x) => (await load(x))[0]))',
    ],
    [
      'the top level of a module',
      'const all = xs.map((x) => load(x));',
      'const all = await Promise.all(xs.map(async (x) => await load(x)));',
    ],
    [
      'a statement after a line without a semicolon',
      'run()\nxs.map((x) => load(x)).forEach(print)',
      'run()\n;(await Promise.all(xs.map(async (x) => await load(x)))).forEach(print)',
    ],
    [
      'an await that is there already',
      'async () => await xs.map((x) => load(x))',
      'async () => await Promise.all(xs.map(async (x) => await load(x)))',
    ],
  ] as const)('%s', ([, before, after]) => {
    expect(repaired(before, inMap)).toBe(after);
  });

  it.for([
    ['another method', 'async () => xs.filter((x) => load(x))'],
    ['a function that is not the callback of a call', 'async () => ({ map: (x) => load(x) })'],
    ['something else than an array', 'async () => iterator.map((x) => load(x))'],
    ['a second argument', 'async () => xs.map(function (x) { return load(x); }, self)'],
    ['a type argument', 'async () => xs.map<string>((x) => load(x))'],
    ['an optional call', 'async () => xs?.map((x) => load(x))'],
    ['an optional receiver further up', 'async () => xs?.ys.map((x) => load(x)).length'],
    ['a computed method', 'async () => xs[map]((x) => load(x))'],
    ['a generator', 'async () => xs.map(function* (x) { yield load(x); })'],
    ['a parameter default of the callback', 'async () => xs.map((x = load()) => x)'],
    ['a synchronous function around', '() => xs.map((x) => load(x))'],
    ['a map within a map', 'async () => xs.map((ys) => ys.map((y) => load(y)))'],
  ] as const)('nothing for %s', ([, code]) => {
    expect(() => repaired(code, inMap)).toThrow('0 findings');
  });
});

describe('awaitInReaction', () => {
  it.for([
    ['an arrow function', 'p.then((x) => load(x))', 'p.then(async (x) => await load(x))'],
    [
      'a block and a type',
      'p.then((x): string => { return load(x).text; })',
      'p.then(async (x): Promise<string> => { return (await load(x)).text; })',
    ],
    [
      'a promise that is returned already',
      'p.then((x): Promise<string> => other(load(x)))',
      'p.then(async (x): Promise<string> => other(await load(x)))',
    ],
    [
      'a function expression with a name',
      'p.catch(function failed() { load(); })',
      'p.catch(async function failed() { await load(); })',
    ],
    [
      'type parameters',
      'p.then(<T,>(x: T) => load(x))',
      'p.then(async <T,>(x: T) => await load(x))',
    ],
    ['one that is async', 'p.then(async (x) => load(x))', 'p.then(async (x) => await load(x))'],
  ] as const)('%s', ([, before, after]) => {
    expect(repaired(before, inReaction)).toBe(after);
  });

  it.for([
    ['a function that is not the callback of a call', 'const f = (x) => load(x);'],
    ['a generator', 'p.then(function* () { load(); })'],
    ['a parameter default', 'p.then((x = load()) => x)'],
    ['a type predicate', 'p.then((x): x is string => load(x))'],
    ['a class field within', 'p.then(() => class { x = load(); })'],
  ] as const)('nothing for %s', ([, code]) => {
    expect(() => repaired(code, inReaction)).toThrow('0 findings');
  });
});

describe('awaitInHandler', () => {
  it.for([
    [
      'a server that looks at the promise',
      'get("/", (c) => c.text(load()))',
      'get("/", async (c) => c.text(await load()))',
    ],
    [
      'a declared function',
      'function handle(c) {\n  load();\n}',
      'async function handle(c) {\n  await load();\n}',
    ],
  ] as const)('%s', ([, before, after]) => {
    expect(repaired(before, inHandler)).toBe(after);
  });

  it.for([
    [
      'a body over several lines is indented',
      `
on((fail) => {
  // First.

  if (x) {
    load();
  }
});
`,
      `
on(async (fail) => {
  try {
    // First.

    if (x) {
      await load();
    }
  } catch (error) {
    fail(error);
    stop();
  }
});
`,
    ],
    [
      'with the tabs of the file',
      'on(function (fail) {\n\tload();\n});\n',
      'on(async function (fail) {\n\ttry {\n\t\tawait load();\n\t} catch (error) {\n\t\tfail(error);\n\t\tstop();\n\t}\n});\n',
    ],
    [
      'with the line ends of the file',
      'on((fail) => {\r\n  load();\r\n});\r\n',
      'on(async (fail) => {\r\n  try {\r\n    await load();\r\n  } catch (error) {\r\n    fail(error);\r\n    stop();\r\n  }\r\n});\r\n',
    ],
    [
      'a body on one line stays on it',
      'on((fail) => { load(); });',
      'on(async (fail) => { try { await load(); } catch (error) { fail(error); stop(); } });',
    ],
    [
      'the lines of a template literal are text',
      'on((fail) => {\n  send(`\n a ${\n    load()\n  }\n  b`);\n});\n',
      'on(async (fail) => {\n  try {\n    send(`\n a ${\n      await load()\n    }\n  b`);\n  } catch (error) {\n    fail(error);\n    stop();\n  }\n});\n',
    ],
    [
      'a comment after the brace',
      'on((fail) => { // first\n  load();\n});\n',
      'on(async (fail) => {\n  try { // first\n    await load();\n  } catch (error) {\n    fail(error);\n    stop();\n  }\n});\n',
    ],
  ] as const)('%s', ([, before, after]) => {
    expect(repaired(before, inAnsweringHandler)).toBe(after);
  });

  it.for([
    ['a handler without a block', 'on((fail) => load())'],
    ['a handler without parameters to answer with', 'on(() => { load(); })'],
    ['a parameter that is a pattern', 'on(({ fail }) => { load(); })'],
    ['a parameter that may be missing', 'on((fail?: () => void) => { load(); })'],
    ['a generator', 'on(function* (fail) { load(); })'],
    ['a parameter default', 'on((fail, x = load()) => { fail(x); })'],
  ] as const)('nothing for %s', ([, code]) => {
    expect(() => repaired(code, inAnsweringHandler)).toThrow('0 findings');
  });
});
