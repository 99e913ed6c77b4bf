import { describe, expect, it } from 'vitest';

import { checkRows, catalogueOf } from '../../src/catalogue/catalogue.ts';
import type { Row } from '../../src/catalogue/row.ts';

const SLOW: Row = {
  module: 'slow-hash',
  name: 'digestSync',
  blocks: {
    on: 'hashing',
    cost: 'cpu',
    counterpart: { kind: 'same', name: 'digest', module: 'slow-hash' },
  },
};

describe('the catalogue', () => {
  const catalogue = catalogueOf([]);

  it('finds a row by module and name', () => {
    expect(catalogue.row('node:fs', 'readFileSync')?.blocks?.cost).toBe('data');
    expect(catalogue.row('global', 'Array.map')?.effects?.callsArguments).toBe(true);
    expect(catalogue.row('node:fs', 'promises.readFile')?.effects?.reads).toContain('file system');
  });

  it('knows nothing of other modules or names', () => {
    expect(catalogue.row('graceful-fs', 'readFileSync')).toBeUndefined();
    expect(catalogue.row('node:fs', 'toString')).toBeUndefined();
    expect(catalogue.row('node:fs', 'constructor')).toBeUndefined();
  });

  it('knows exempt functions, so that their names infer nothing', () => {
    expect(catalogue.row('node:stream/iter', 'bytesSync')).toEqual({
      module: 'node:stream/iter',
      name: 'bytesSync',
    });
    expect(catalogue.blockingNames.has('node:stream/iter')).toBe(false);
  });

  it('gives the names of blocking rows, module by module', () => {
    for (const [module, name] of [
      ['node:fs', 'readFileSync'],
      ['node:fs', 'realpathSync.native'],
      ['global', 'Atomics.wait'],
      ['global', 'WebAssembly.Module'],
      ['execa', 'execaSync'],
    ] as const) {
      expect(catalogue.blockingNames.get(module)?.names).toContain(name);
    }
    expect(catalogue.blockingNames.has('node:path')).toBe(false);
  });

  it('keeps the names that are reported on request apart', () => {
    const names = catalogue.blockingNames.get('node:crypto');
    expect(names?.names).not.toContain('randomBytes');
    expect(names?.onRequest).toContain('randomBytes');
    expect(catalogue.row('node:sqlite', 'StatementSync.all')?.blocks?.onRequest).toBe(true);
  });

  it('puts the rows of a user before its own, and only there', () => {
    const quiet: Row = { module: 'node:fs', name: 'readFileSync', effects: {} };
    const own = catalogueOf([SLOW, quiet]);
    expect(own.row('slow-hash', 'digestSync')).toBe(SLOW);
    expect(own.row('node:fs', 'readFileSync')).toBe(quiet);
    expect(own.blockingNames.get('slow-hash')?.names).toContain('digestSync');
    expect(catalogue.row('slow-hash', 'digestSync')).toBeUndefined();
    expect(catalogue.blockingNames.has('slow-hash')).toBe(false);
  });
});

describe('facts about promises', () => {
  const known = catalogueOf([]);

  it('are joined with what other rows say of the same function', () => {
    expect(known.row('global', 'Console.log')).toMatchObject({
      throws: 'never',
      takesPromises: 'sink',
      effects: { writes: ['output'] },
    });
    expect(known.row('node:fs', 'promises.readFile')).toMatchObject({
      throws: 'never',
      promise: { waitsFor: 'own' },
      effects: { reads: ['file system', 'working directory'] },
    });
  });

  it('make no row blocking', () => {
    expect(known.blockingNames.get('pino')).toBeUndefined();
  });
});

describe('rows of a user', () => {
  const blocking = (blocks: object): unknown => [
    { module: 'a', name: 'b', blocks: { ...SLOW.blocks, ...blocks } },
  ];
  const counterpart = (given: object): unknown => blocking({ counterpart: given });
  const form = (given: object): unknown =>
    counterpart({
      kind: 'written',
      name: 'f',
      forms: [{ text: 'await f($1)', arguments: 1, ...given }],
    });

  it('are taken as they are', () => {
    expect(checkRows([])).toEqual([]);
    expect(checkRows([SLOW])).toEqual([SLOW]);
    expect(checkRows(form({ imports: { f: 'a' }, options: { 1: ['x'] } }))).toHaveLength(1);
    expect(checkRows(form({ arguments: [1, 2], arrays: [2] }))).toHaveLength(1);
    expect(checkRows(blocking({ when: { 3: false }, idempotentWith: [2, 'force'] }))).toHaveLength(
      1,
    );
    expect(
      checkRows([{ module: 'a', name: 'b', effects: { reads: ['file system'], fresh: true } }]),
    ).toHaveLength(1);
  });

  it('may be about promises alone', () => {
    for (const fact of [
      { promise: { floats: true } },
      { promise: { lazy: true, rejects: 'never', waitsFor: 'own' } },
      { throws: 'never' },
      { takesPromises: 'sink' },
      { callbackPromise: 'awaited' },
    ]) {
      expect(checkRows([{ module: 'a', name: 'b', ...fact }])).toHaveLength(1);
    }
  });

  it('may name modules of Node without their prefix', () => {
    const [row, promises] = checkRows([
      {
        ...SLOW,
        module: 'fs',
        blocks: { ...SLOW.blocks, counterpart: { kind: 'same', name: 'x', module: 'fs/promises' } },
      },
      { module: 'fs/promises', name: 'open', effects: {} },
    ]) as Row[];
    expect(row).toMatchObject({
      module: 'node:fs',
      blocks: { counterpart: { module: 'node:fs/promises' } },
    });
    expect(promises).toMatchObject({ module: 'node:fs', name: 'promises.open' });
  });

  it.each([
    ['no array', {}, 'it must be an array of rows.'],
    ['no object', [SLOW, 'x'], 'row 2: it must be an object.'],
    ['no name', [{ module: 'a' }], 'row 1: `name` is missing.'],
    [
      'nothing said',
      [{ module: 'a', name: 'b' }],
      'row 1 (a b): it must have at least one of `blocks`, `effects`, `promise`, `throws`, `takesPromises`, `callbackPromise`, `handle`, `request`, `failsBy`, `commandLine`.',
    ],
    [
      'an unknown property',
      [{ ...SLOW, blcoks: {} }],
      'row 1 (slow-hash digestSync): `blcoks` is not known, only "module", "name", "blocks", "effects", "promise", "throws", "takesPromises", "callbackPromise", "handle", "request", "failsBy" or "commandLine".',
    ],
    [
      'an inherited property',
      [JSON.parse('{"module":"a","name":"b","effects":{},"constructor":1}') as unknown],
      'row 1 (a b): `constructor` is not known, only "module", "name", "blocks", "effects", "promise", "throws", "takesPromises", "callbackPromise", "handle", "request", "failsBy" or "commandLine".',
    ],
    [
      'an empty name',
      [{ ...SLOW, name: ' ' }],
      'row 1 (slow-hash  ): `name` must be a text that is not empty.',
    ],
    [
      'an unknown cost',
      blocking({ cost: 'high' }),
      'row 1 (a b): `blocks.cost` must be "metadata", "data", "cpu" or "process".',
    ],
    ['no cost', blocking({ cost: undefined }), 'row 1 (a b): `blocks.cost` is missing.'],
    [
      'a flag that is false',
      blocking({ onRequest: false }),
      'row 1 (a b): `blocks.onRequest` must be `true` or absent.',
    ],
    [
      'an argument 0',
      blocking({ when: { 0: true } }),
      'row 1 (a b): `blocks.when.0` must be the number of an argument, from 1 on.',
    ],
    [
      'an object as a literal',
      blocking({ when: { 1: {} } }),
      'row 1 (a b): `blocks.when.1` must be a string, number, boolean or null.',
    ],
    [
      'half an option',
      blocking({ idempotentWith: [2] }),
      'row 1 (a b): `blocks.idempotentWith` must be the number of an argument and the name of an option.',
    ],
    [
      'an unknown counterpart',
      counterpart({ kind: 'other' }),
      'row 1 (a b): `blocks.counterpart.kind` must be "same", "written" or "advice".',
    ],
    [
      'a counterpart from a prototype',
      counterpart({ kind: 'toString' }),
      'row 1 (a b): `blocks.counterpart.kind` must be "same", "written" or "advice".',
    ],
    [
      'a counterpart without module',
      counterpart({ kind: 'same', name: 'x' }),
      'row 1 (a b): `blocks.counterpart.module` is missing.',
    ],
    [
      'an order that is no option',
      counterpart({ kind: 'same', name: 'x', module: 'a', mayReorder: false }),
      'row 1 (a b): `blocks.counterpart.mayReorder` must be `true` or an option.',
    ],
    [
      'advice with a full stop',
      counterpart({ kind: 'advice', text: 'wait.' }),
      'row 1 (a b): `blocks.counterpart.text` must not end in a full stop.',
    ],
    [
      'no forms',
      counterpart({ kind: 'written', name: 'f', forms: [] }),
      'row 1 (a b): `blocks.counterpart.forms` must not be empty.',
    ],
    [
      'a placeholder without argument',
      form({ text: 'await f($2)' }),
      'row 1 (a b): `blocks.counterpart.forms[0].text` uses `$2`, which `arguments` does not allow.',
    ],
    [
      'an import that is not used',
      form({ imports: { g: 'a' } }),
      'row 1 (a b): `blocks.counterpart.forms[0].imports.g` must be a name that `text` uses.',
    ],
    [
      'more than at most',
      form({ arguments: [3, 2] }),
      'row 1 (a b): `blocks.counterpart.forms[0].arguments` must be a number, or two: at least and at most.',
    ],
    [
      'a promise that floats sometimes',
      [{ module: 'a', name: 'b', promise: { floats: 'sometimes' } }],
      'row 1 (a b): `promise.floats` must be `true` or absent.',
    ],
    [
      'an unknown fact about promises',
      [{ module: 'a', name: 'b', promise: { resolves: true } }],
      'row 1 (a b): `promise.resolves` is not known, only "floats", "lazy", "rejects" or "waitsFor".',
    ],
    [
      'a promise that waits for nothing known',
      [{ module: 'a', name: 'b', promise: { waitsFor: 'disk' } }],
      'row 1 (a b): `promise.waitsFor` must be "own", "timer" or "event".',
    ],
    [
      'a function that throws sometimes',
      [{ module: 'a', name: 'b', throws: 'sometimes' }],
      'row 1 (a b): `throws` must be "never".',
    ],
    [
      'promises that go nowhere',
      [{ module: 'a', name: 'b', takesPromises: 'void' }],
      'row 1 (a b): `takesPromises` must be "combinator" or "sink".',
    ],
    [
      'a callback that is not known',
      [{ module: 'a', name: 'b', callbackPromise: true }],
      'row 1 (a b): `callbackPromise` must be "awaited" or "ignored".',
    ],
    [
      'an unknown resource',
      [{ module: 'a', name: 'b', effects: { writes: ['disk'] } }],
      /^row 1 \(a b\): `effects\.writes\[0\]` must be "items", "state", .* or "user interface"\.$/,
    ],
  ])('with %s are refused in one sentence', (_, rows, sentence) => {
    expect(checkRows(rows)).toEqual(
      typeof sentence === 'string' ? sentence : (expect.stringMatching(sentence) as string),
    );
  });
});
