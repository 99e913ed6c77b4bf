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

/** So many functions that share the calls, in several kinds of places. */
function functions(calls: readonly string[], count: number): string {
  const bodies = Array.from({ length: count }, (_, index) => {
    const from = Math.floor((index * calls.length) / count);
    const to = Math.floor(((index + 1) * calls.length) / count);
    const lines = calls.slice(from, to).map((call, line) => {
      const local = `v${String(line)}`;
      return [
        `  use(${call}(p));`,
        `  ${call}(p);`,
        `  const ${local} = ${call}(p).length;\n  use(${local});`,
      ][line % 3];
    });
    return `async function f${String(index)}(p) {\n${lines.join('\n')}\n}\nuse(f${String(index)});`;
  });
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
        const code = usedHead(calls) + functions(calls, 12);
        const passes = expectSettles(code, inStyle, where);
        const worst = prefix === '' ? passes : expectSettles(code, alwaysImported, where);
        expect(Math.max(passes, worst)).toBeLessThanOrEqual(new Set(indexes).size > 3 ? 5 : 7);
      },
      60_000,
    );

    it('with Windows line ends', () => {
      const calls = named([0, 1, 2, 0, 3, 4, 5, 0, 6, 1]);
      const code = (usedHead(calls) + functions(calls, 3)).replaceAll('\n', '\r\n');
      expectSettles(code, inStyle, where);
      expect(settled(code, inStyle, where).output.replaceAll('\r\n', '')).not.toContain('\n');
    });

    it('each alone is complete', () => {
      const calls = named([0, 1, 2, 0, 3, 4, 5, 0, 6, 1]);
      const code = usedHead(calls) + functions(calls, 3);
      expectEachIsComplete(code, inStyle, where);
      expectEachIsComplete(code, alwaysImported, where);
    });
  });
});

describe('repairs that depend on each other', () => {
  it('one removes an import that another reuses', () => {
    const code = `import fs, { readFileSync } from 'node:fs';
export const kept = readFileSync;
export async function f(p) {
  fs.sleepSync(1);
  readFileSync(p);
}
`;
    expectSettles(code, alwaysImported);
    expectEachIsComplete(code, alwaysImported);
    const turned = code.replace(
      'fs.sleepSync(1);\n  readFileSync(p);',
      'readFileSync(p);\n  fs.sleepSync(1);',
    );
    expectSettles(turned, alwaysImported);
  });

  it('one is within the arguments of another', () => {
    const code = `import { readFileSync, statSync } from 'node:fs';
export async function f(p) {
  return readFileSync(readFileSync(statSync(readFileSync(p).length).size).x).y;
}
`;
    expectSettles(code, inStyle);
    expect(settled(code, inStyle).output).toBe(`import { readFile, stat } from 'node:fs/promises';
export async function f(p) {
  return (await readFile((await readFile((await stat((await readFile(p)).length)).size)).x)).y;
}
`);
  });

  it('some are not repaired: their imports stay', () => {
    const code = `import { readFileSync } from 'node:fs';
export async function f(p) {
  readFileSync(p);
  readFileSync(p);
  readFileSync?.(p);
}
`;
    expect(settled(code, inStyle).output).toBe(`import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
export async function f(p) {
  await readFile(p);
  await readFile(p);
  readFileSync?.(p);
}
`);
  });

  it('a name is written in another scope than that of the finding', () => {
    const needed = { module: 'node:fs/promises', name: 'readFile' };
    const inHelper: RepairOf = (node, sourceCode) => {
      if (node.type !== 'CallExpression' || sourceCode.getText(node.callee) !== 'helper') {
        return undefined;
      }
      const helper = sourceCode.ast.body.find(({ type }) => type === 'FunctionDeclaration');
      const at = sourceCode.text.indexOf('/* here */');
      return {
        site: node,
        places: [helper ?? node],
        needs: [needed],
        released: [],
        edits: (written) => [{ range: [at, at], text: `${written(needed)}();` }],
      };
    };
    const [output] = eachAlone(
      `import { readFile } from 'fs/promises';
readFile(() => helper());
function helper(readFile) { /* here */ }
`,
      inHelper,
    );
    expect(output).toBe(`import { readFile, readFile as readFileAsync } from 'fs/promises';
readFile(() => helper());
function helper(readFile) { readFileAsync();/* here */ }
`);
  });
});

describe('whatever the imports look like', () => {
  const NAMES = FS_NAMES.slice(0, 5);
  const name = fc.constantFrom(...NAMES);

  /** An expression of calls: alone, member, nested. */
  const call = fc.letrec<{ call: string; argument: string }>((tie) => ({
    argument: fc.oneof(
      { maxDepth: 2, depthSize: 'small' },
      fc.constant('p'),
      fc.constant('p'),
      tie('call'),
    ),
    call: fc
      .tuple(
        fc.constantFrom('', '', 'fs.', 'io.', 'my.'),
        name,
        tie('argument'),
        fc.constantFrom('', '', '.length', '!', ' ** 2'),
      )
      .map(([object, callee, argument, rest]) => `${object}${callee}(${argument})${rest}`),
  })).call;

  const statement = fc.oneof(
    call.map((each) => `${each};`),
    call.map((each) => `use(${each});`),
    call.map((each) => `if (p) return ${each};`),
    name.map((each) => `use(typeof ${each});`),
  );
  const fn = fc.array(statement, { minLength: 1, maxLength: 5 });

  const shape = fc.record({
    commonJs: fc.boolean(),
    multiline: fc.boolean(),
    prefix: fc.constantFrom('', 'node:'),
    semicolon: fc.constantFrom(';', ''),
    newline: fc.constantFrom('\n', '\r\n'),
    fs: fc.constantFrom('namespace', 'default'),
    io: fc.constantFrom('namespace', 'default', 'parameter'),
    ready: fc.subarray(NAMES),
    shadowed: fc.constantFrom('', 'readFile', 'stat', 'readFileAsync'),
    spread: fc.integer({ min: 1, max: 3 }),
    functions: fc.array(fn, { minLength: 1, maxLength: 6 }),
  });

  function textOf(of: (typeof shape extends fc.Arbitrary<infer T> ? T : never) & object): string {
    const code = of.functions
      .map((lines, index) => {
        const parameters = ['p', 'my', ...(of.io === 'parameter' ? ['io'] : [])];
        const body = [
          ...lines,
          ...(of.shadowed ? [`const ${of.shadowed} = p; use(${of.shadowed});`] : []),
        ];
        return `async function f${String(index)}(${parameters.join(', ')}) {\n  ${body.join('\n  ')}\n}\nuse(f${String(index)});\n`;
      })
      .join('\n');
    const uses = (text: string): boolean => new RegExp(`(?<![.\\w])${text}\\b`).test(code);
    const end = of.semicolon;
    const fs = `'${of.prefix}fs'`;
    const list = (names: readonly string[]): string =>
      of.multiline ? `{\n  ${names.join(',\n  ')},\n}` : `{ ${names.join(', ')} }`;
    const from = (what: string, module: string): string =>
      of.commonJs
        ? `const ${what.replace(/^\* as /, '')} = require(${module})${end}`
        : `import ${what} from ${module}${end}`;
    const whole = (local: string, how: string): string =>
      how === 'namespace' ? `* as ${local}` : local;

    const named = NAMES.filter((each) => uses(each));
    const perStatement = Math.ceil(named.length / of.spread);
    const head = [
      from('{ use }', `'./use'`),
      ...(uses('fs') ? [from(whole('fs', of.fs), fs)] : []),
      ...(uses('io') && of.io !== 'parameter' ? [from(whole('io', of.io), `'./io'`)] : []),
    ];
    for (let at = 0; at < named.length; at += perStatement) {
      head.push(from(list(named.slice(at, at + perStatement)), fs));
    }
    const ready = of.ready.map((each) => each.replace('Sync', ''));
    if (ready.length > 0) {
      head.push(from(list(ready), `'${of.prefix}fs/promises'`), `use(${ready.join(', ')})${end}`);
    }
    return `${head.join('\n')}\n\n${code}`.replaceAll('\n', of.newline);
  }

  it('one run repairs all and leaves nothing unused, and so does each fix alone', () => {
    fc.assert(
      fc.property(shape, fc.boolean(), (of, imported) => {
        const code = textOf(of);
        const repairOf = imported ? alwaysImported : inStyle;
        const where = of.commonJs ? { filename: 'file.cjs' } : { filename: 'file.ts' };
        if (of.commonJs && code.includes(')!')) return;
        expectSettles(code, repairOf, where);
        expectEachIsComplete(code, repairOf, where);
      }),
      { numRuns: Number(process.env.FC_RUNS ?? 25), seed: 20_261_120 },
    );
  }, 120_000);
});
