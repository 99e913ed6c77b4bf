import type { TSESTree } from '@typescript-eslint/utils';
import { describe, expect, it } from 'vitest';

import { awaitedCall } from '../../src/fixes/replace-call.ts';
import { counterpartOf, namesIn, repaired, type RepairOf } from './repair-in-test.ts';

const HEAD = `import fs, { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
export const kept = [fs, readFileSync, readFile];
`;

const byText: RepairOf = (node, sourceCode) => {
  if (node.type !== 'CallExpression') return undefined;
  const found = counterpartOf(node, sourceCode);
  if (!found) return undefined;
  const { counterpart, isMember } = found;
  return awaitedCall(
    node,
    isMember
      ? { kind: 'member', path: `promises.${counterpart.name}` }
      : { kind: 'imported', name: counterpart },
    sourceCode,
  );
};

function inFunction(body: string): string {
  return `${HEAD}export async function f(p: string, x: any) {\n${body}\n}\n`;
}

/** The body after the repair; `undefined` if it is refused. */
function body(before: string, repairOf: RepairOf = byText): string | undefined {
  const code = inFunction(before);
  let found = 0;
  const counted: RepairOf = (node, sourceCode) => {
    const repair = repairOf(node, sourceCode);
    if (repair) found += 1;
    return repair;
  };
  let output: string | undefined;
  try {
    output = repaired(code, counted);
  } catch (error) {
    if (found === 0 && String(error).includes('0 findings')) return undefined;
    throw error;
  }
  if (output === undefined) return undefined;
  expect(namesIn(output).unresolved).toEqual([]);
  const start = output.indexOf('any) {\n') + 'any) {\n'.length;
  return output.slice(start, -'\n}\n'.length);
}

describe('an awaited call in the place of a blocking one', () => {
  it.each([
    // Where a unary operator is enough.
    ['readFileSync(p);', 'await readFile(p);'],
    ['return readFileSync(p);', 'return await readFile(p);'],
    ["const a = readFileSync(p, 'utf8');", "const a = await readFile(p, 'utf8');"],
    ['JSON.parse(readFileSync(p));', 'JSON.parse(await readFile(p));'],
    ['x = `${readFileSync(p)}`;', 'x = `${await readFile(p)}`;'],
    ['x = !readFileSync(p);', 'x = !await readFile(p);'],
    ['x = [...readFileSync(p)];', 'x = [...await readFile(p)];'],
    ['x = readFileSync(p) as unknown;', 'x = await readFile(p) as unknown;'],
    ['x = <unknown>readFileSync(p);', 'x = <unknown>await readFile(p);'],
    ['x = readFileSync(p) ?? 1;', 'x = await readFile(p) ?? 1;'],
    ['x = 2 ** readFileSync(p);', 'x = 2 ** await readFile(p);'],
    ['for (const b of readFileSync(p)) x(b);', 'for (const b of await readFile(p)) x(b);'],
    ['for (readFileSync(p); ; ) break;', 'for (await readFile(p); ; ) break;'],
    ['x = () => async () => readFileSync(p);', 'x = () => async () => await readFile(p);'],
    ['x[readFileSync(p)] = 1;', 'x[await readFile(p)] = 1;'],
    // Where it is not.
    ['return readFileSync(p).length;', 'return (await readFile(p)).length;'],
    ['return readFileSync(p)[0];', 'return (await readFile(p))[0];'],
    ['return readFileSync(p)?.length;', 'return (await readFile(p))?.length;'],
    ['return readFileSync(p)!;', 'return (await readFile(p))!;'],
    ['return readFileSync(p)();', 'return (await readFile(p))();'],
    ['return readFileSync(p)`t`;', 'return (await readFile(p))`t`;'],
    ['return new (readFileSync(p))();', 'return new (await readFile(p))();'],
    ['return readFileSync(p) ** 2;', 'return (await readFile(p)) ** 2;'],
    ['class A extends readFileSync(p) {}', 'class A extends (await readFile(p)) {}'],
    ['return (readFileSync(p)).length;', 'return (await readFile(p)).length;'],
    // Where it is awaited already.
    ['return await readFileSync(p);', 'return await readFile(p);'],
    ['return (await readFileSync(p)).length;', 'return (await readFile(p)).length;'],
    ['return await fs.readFileSync(p);', 'return await fs.promises.readFile(p);'],
    // Members.
    ['return fs.readFileSync(p);', 'return await fs.promises.readFile(p);'],
    ["return fs['readFileSync'](p);", 'return await fs.promises.readFile(p);'],
    ['return x.io.readFileSync(p).length;', 'return (await x.io.promises.readFile(p)).length;'],
    ['return(fs).readFileSync(p);', 'return await (fs).promises.readFile(p);'],
    ['return (x ?? fs).readFileSync(p);', 'return await (x ?? fs).promises.readFile(p);'],
    ['return fs\n  .readFileSync(p);', 'return await fs\n  .promises.readFile(p);'],
    ['return x?.y(readFileSync(p));', 'return x?.y(await readFile(p));'],
    // Comments and layout.
    [
      'return readFileSync(/* where */ p, // why\n  x);',
      'return await readFile(/* where */ p, // why\n  x);',
    ],
    ['return /* now */ readFileSync(p);', 'return /* now */ await readFile(p);'],
    ['return (readFileSync)(p);', 'return await (readFile)(p);'],
    // Lines without semicolons.
    ['x()\nreadFileSync(p).length', 'x()\n;(await readFile(p)).length'],
    ['const a = {}\nreadFileSync(p).length', 'const a = {}\n;(await readFile(p)).length'],
    ['if (x) x()\nreadFileSync(p).length', 'if (x) x()\n;(await readFile(p)).length'],
    [
      'x = function () {}\nreadFileSync(p).length',
      'x = function () {}\n;(await readFile(p)).length',
    ],
    ['if (x) {}\nreadFileSync(p).length', 'if (x) {}\n(await readFile(p)).length'],
    ['x();\nreadFileSync(p).length', 'x();\n(await readFile(p)).length'],
    ['x()\nreadFileSync(p)', 'x()\nawait readFile(p)'],
    ['x()\nreadFileSync(p).length, x()', 'x()\n;(await readFile(p)).length, x()'],
    [
      'switch (x) { case 1: x()\nreadFileSync(p).length }',
      'switch (x) { case 1: x()\n;(await readFile(p)).length }',
    ],
    ['if (x)\nreadFileSync(p).length', 'if (x)\n(await readFile(p)).length'],
    ['do x()\nwhile (x)\nreadFileSync(p).length', 'do x()\nwhile (x)\n(await readFile(p)).length'],
  ])('%s', (before, after) => {
    expect(body(before)).toBe(after);
  });
});

describe('what would change the meaning or lose something is refused', () => {
  it.each([
    'return fs?.readFileSync(p);',
    'return fs.readFileSync?.(p);',
    'return x?.io.readFileSync(p).length;',
    'return readFileSync?.(p);',
    'return readFileSync<string>(p);',
    'return fs./* why */readFileSync(p);',
    'return (0, fs.readFileSync)(p);',
    'return fs.readFileSync.call(fs, p);',
  ])('%s', (before) => {
    const forced: RepairOf = (node, sourceCode) =>
      node.type === 'CallExpression' && sourceCode.getText(node.callee).includes('readFileSync')
        ? awaitedCall(node, { kind: 'member', path: 'promises.readFile' }, sourceCode)
        : undefined;
    expect(body(before, forced)).toBeUndefined();
    const imported: RepairOf = (node, sourceCode) =>
      node.type === 'CallExpression' && sourceCode.getText(node.callee).includes('readFileSync')
        ? awaitedCall(
            node,
            { kind: 'imported', name: { module: 'node:fs/promises', name: 'readFile' } },
            sourceCode,
          )
        : undefined;
    expect(body(before, imported)).toBeUndefined();
  });

  it('a name in the place of a callee that runs something', () => {
    const imported: RepairOf = (node, sourceCode) =>
      node.type === 'CallExpression' && sourceCode.getText(node.callee) === 'x().readFileSync'
        ? awaitedCall(
            node,
            { kind: 'imported', name: { module: 'node:fs/promises', name: 'readFile' } },
            sourceCode,
          )
        : undefined;
    expect(body('return x().readFileSync(p);', imported)).toBeUndefined();
  });
});

it('replaces two levels of members', () => {
  const native: RepairOf = (node, sourceCode) =>
    node.type === 'CallExpression' && sourceCode.getText(node.callee).endsWith('.native')
      ? awaitedCall(node, { kind: 'member', path: 'promises.realpath', levels: 2 }, sourceCode)
      : undefined;
  expect(body('return fs.realpathSync.native(p);', native)).toBe(
    'return await fs.promises.realpath(p);',
  );
});

describe('a function that became async', () => {
  const same: RepairOf = (node, sourceCode) =>
    node.type === 'CallExpression' && endsWithSlurp(node)
      ? awaitedCall(node, { kind: 'same' }, sourceCode)
      : undefined;

  it.each([
    ['return x.slurp<string>(p).length;', 'return (await x.slurp<string>(p)).length;'],
    ['return x?.slurp(p);', 'return await x?.slurp(p);'],
    ['return x?.slurp(p)!.y;', undefined],
    ['return x?.slurp(p).length;', undefined],
    ['return await x.slurp(p);', undefined],
  ])('%s', (before, after) => {
    expect(body(before, same)).toBe(after);
  });

  function endsWithSlurp({ callee }: TSESTree.CallExpression): boolean {
    return (
      callee.type === 'MemberExpression' &&
      callee.property.type === 'Identifier' &&
      callee.property.name === 'slurp'
    );
  }
});
