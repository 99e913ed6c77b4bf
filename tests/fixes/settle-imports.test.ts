import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { awaitedCall } from '../../src/fixes/replace-call.ts';
import {
  counterpartOf,
  eachAlone,
  namesIn,
  settled,
  SYNC_NAMES,
  type In,
  type RepairOf,
} from './repair-in-test.ts';

/** `fs.readFileSync` → `fs.promises.readFile`, and names → imported names. */
const inStyle: RepairOf = (node, sourceCode) => {
  const found = node.type === 'CallExpression' ? counterpartOf(node, sourceCode) : undefined;
  if (node.type !== 'CallExpression' || !found) return undefined;
  return awaitedCall(
    node,
    found.isMember
      ? { kind: 'member', path: `promises.${found.counterpart.name}` }
      : { kind: 'imported', name: found.counterpart },
    sourceCode,
  );
};

/** Members become imported names, too: the worst case, where all touch the imports. */
const alwaysImported: RepairOf = (node, sourceCode) => {
  const found = node.type === 'CallExpression' ? counterpartOf(node, sourceCode) : undefined;
  return node.type === 'CallExpression' && found
    ? awaitedCall(node, { kind: 'imported', name: found.counterpart }, sourceCode)
    : undefined;
};

const FS_NAMES = SYNC_NAMES.filter((name) => !['sleepSync', 'execaSync'].includes(name));

/** Functions with one call each, or more. */
function functions(calls: readonly string[], perFunction: number): string {
  const bodies: string[] = [];
  for (let index = 0; index < calls.length; index += perFunction) {
    const lines = calls
      .slice(index, index + perFunction)
      .map((call, line) =>
        line % 3 === 0
          ? `  use(${call}(p));`
          : line % 3 === 1
            ? `  ${call}(p);`
            : `  const v${String(line)} = ${call}(p).length;\n  use(v${String(line)});`,
      );
    bodies.push(
      `async function f${String(index)}(p) {\n${lines.join('\n')}\n}\nuse(f${String(index)});`,
    );
  }
  return bodies.join('\n\n') + '\n';
}

function expectSettles(code: string, repairOf: RepairOf, where: In = {}, mostPasses = 10): number {
  const before = namesIn(code, where);
  const { output, passes, left } = settled(code, repairOf, where);
  expect(left, output).toBe(0);
  const after = namesIn(output, where);
  expect(
    after.unused.filter((name) => !before.unused.includes(name)),
    output,
  ).toEqual([]);
  expect(
    after.unresolved.filter((name) => !before.unresolved.includes(name)),
    output,
  ).toEqual([]);
  expect(settled(output, repairOf, where).output).toBe(output);
  expect(passes, code).toBeLessThanOrEqual(mostPasses);
  return passes;
}

function expectEachIsComplete(code: string, repairOf: RepairOf, where: In = {}): void {
  const before = namesIn(code, where);
  for (const together of [false, true]) {
    for (const output of eachAlone(code, repairOf, where, together)) {
      expect(output).toBeDefined();
      const after = namesIn(output ?? '', where);
      expect(
        after.unused.filter((name) => !before.unused.includes(name)),
        output,
      ).toEqual([]);
      expect(
        after.unresolved.filter((name) => !before.unresolved.includes(name)),
        output,
      ).toEqual([]);
    }
  }
}

const HEADS: readonly [string, string, string, In][] = [
  [
    'named',
    `import { ${FS_NAMES.join(', ')} } from 'node:fs';\nimport { use } from './use';\n\n`,
    '',
    {},
  ],
  [
    'named over several lines',
    `import {\n  ${FS_NAMES.join(',\n  ')},\n} from 'fs'\nimport { use } from './use'\n\n`,
    '',
    {},
  ],
  ['namespace', `import * as fs from 'node:fs';\nimport { use } from './use';\n\n`, 'fs.', {}],
  [
    'CommonJS',
    `'use strict';\nconst { ${FS_NAMES.join(', ')} } = require('fs');\nconst { use } = require('./use');\n\n`,
    '',
    { filename: 'file.cjs' },
  ],
  [
    'CommonJS module',
    `const fs = require('fs');\nconst { use } = require('./use');\n\n`,
    'fs.',
    { filename: 'file.cjs' },
  ],
];

describe('40 findings over 12 functions', () => {
  describe.each(HEADS)('%s', (_, head, prefix, where) => {
    const named = (indexes: readonly number[]): string[] =>
      indexes.map((index) => prefix + (FS_NAMES[index] ?? ''));
    const usedHead = (calls: readonly string[]): string =>
      FS_NAMES.filter((name) => !calls.includes(name)).reduce(
        (text, name) => text.replace(new RegExp(`\\b${name}\\b,?\\s*`), ''),
        head,
      );

    it.each([
      ['12 names', Array.from({ length: 40 }, (_each, index) => index % 12)],
      [
        '12 names, some once',
        Array.from({ length: 40 }, (_each, index) => (index < 11 ? index : 11)),
      ],
      [
        '12 names in blocks',
        Array.from({ length: 40 }, (_each, index) => Math.floor(index / 4) % 12),
      ],
      ['1 name', Array.from({ length: 40 }, () => 0)],
      ['2 names', Array.from({ length: 40 }, (_each, index) => index % 2)],
      ['3 names', Array.from({ length: 40 }, (_each, index) => index % 3)],
      ['4 names', Array.from({ length: 40 }, (_each, index) => index % 4)],
    ])(
      'of %s',
      (_name, indexes) => {
        const calls = named(indexes);
        const code = usedHead(calls) + functions(calls, 4);
        const passes = expectSettles(code, inStyle, where);
        const worst = expectSettles(code, alwaysImported, where);
        console.log(_, _name, passes, worst);
        const windows = code.replaceAll('\n', '\r\n');
        expectSettles(windows, inStyle, where);
        expect(settled(windows, inStyle, where).output.replaceAll('\r\n', '')).not.toContain('\n');
      },
      60_000,
    );

    it('each alone is complete', () => {
      const calls = named([0, 1, 2, 0, 3, 4, 5, 0, 6, 1]);
      const code = usedHead(calls) + functions(calls, 4);
      expectEachIsComplete(code, inStyle, where);
      expectEachIsComplete(code, alwaysImported, where);
    });
  });
});
