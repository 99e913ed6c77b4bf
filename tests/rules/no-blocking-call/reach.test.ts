import { describe, expect, it } from 'vitest';

import rule from '../../../src/rules/no-blocking-call.ts';
import { lint } from '../../support/lint.ts';
import { ruleTester } from '../../support/rule-tester.ts';
import { blocks, blocksThrough, suggestion } from './expected.ts';

describe('imports', () => {
  ruleTester.run('no-blocking-call', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'a named import of the module with promises',
        code: `
import { readFile } from 'fs/promises';
export async function read(path: string) {
  return await readFile(path, 'utf8');
}
`,
      },
      {
        name: 'another function under the name of a blocking one',
        code: `
import { basename as readFileSync } from 'node:path';
export async function read(path: string) {
  return readFileSync(path);
}
`,
      },
      {
        name: '`fs.promises` of a namespace import',
        code: `
import * as fs from 'node:fs';
export async function read(path: string) {
  return await fs.promises.readFile(path, 'utf8');
}
`,
      },
    ],
    invalid: [
      {
        name: 'a named import',
        code: `
import { readFileSync } from 'fs';
export async function read(path: string) {
  return readFileSync(path, 'utf8');
}
`,
        output: `
import { readFile } from 'fs/promises';
export async function read(path: string) {
  return await readFile(path, 'utf8');
}
`,
        errors: [
          blocks('readFileSync', [4, 10, 4, 22], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
      {
        name: 'a renamed import',
        code: `
import { readFileSync as slurp } from 'node:fs';
export async function read(path: string) {
  return slurp(path, 'utf8');
}
`,
        output: `
import { readFile } from 'node:fs/promises';
export async function read(path: string) {
  return await readFile(path, 'utf8');
}
`,
        errors: [blocks('slurp', [4, 10, 4, 15], 'Await `readFile` of `node:fs/promises` instead')],
      },
      {
        name: 'a namespace import',
        code: `
import * as fs from 'node:fs';
export async function read(path: string) {
  return fs.readFileSync(path, 'utf8');
}
`,
        output: `
import * as fs from 'node:fs';
export async function read(path: string) {
  return await fs.promises.readFile(path, 'utf8');
}
`,
        errors: [blocks('fs.readFileSync', [4, 10, 4, 25], 'Await `fs.promises.readFile` instead')],
      },
      {
        name: 'a default import',
        code: `
import fs from 'fs';
export async function read(path: string) {
  return fs.readFileSync(path, 'utf8');
}
`,
        output: `
import fs from 'fs';
export async function read(path: string) {
  return await fs.promises.readFile(path, 'utf8');
}
`,
        errors: [blocks('fs.readFileSync', [4, 10, 4, 25], 'Await `fs.promises.readFile` instead')],
      },
      {
        name: 'an import under the name `default`',
        code: `
import { default as files } from 'node:fs';
export async function read(path: string) {
  return files.readFileSync(path, 'utf8');
}
`,
        output: `
import { default as files } from 'node:fs';
export async function read(path: string) {
  return await files.promises.readFile(path, 'utf8');
}
`,
        errors: [
          blocks('files.readFileSync', [4, 10, 4, 28], 'Await `files.promises.readFile` instead'),
        ],
      },
    ],
  });
});

describe('`require`', () => {
  ruleTester.run('no-blocking-call', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'a required module with promises',
        code: `
const fs = require('node:fs').promises;
exports.read = async (/** @type {string} */ path) => await fs.readFile(path, 'utf8');
`,
        filename: 'commonjs.cjs',
      },
    ],
    invalid: [
      {
        name: '`import … = require`',
        code: `
import fs = require('node:fs');
export async function read(path: string) {
  return fs.readFileSync(path, 'utf8');
}
`,
        filename: 'file.cts',
        output: `
import fs = require('node:fs');
export async function read(path: string) {
  return await fs.promises.readFile(path, 'utf8');
}
`,
        errors: [blocks('fs.readFileSync', [4, 10, 4, 25], 'Await `fs.promises.readFile` instead')],
      },
      {
        name: 'a destructured `require`',
        code: `
const { readFileSync } = require('fs');
exports.read = async (/** @type {string} */ path) => readFileSync(path, 'utf8');
`,
        filename: 'commonjs.cjs',
        output: `
const { readFile } = require('fs/promises');
exports.read = async (/** @type {string} */ path) => await readFile(path, 'utf8');
`,
        errors: [
          blocks('readFileSync', [3, 54, 3, 66], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
      {
        name: 'a required module',
        code: `
const fs = require('node:fs');
exports.read = async (/** @type {string} */ path) => fs.readFileSync(path, 'utf8');
`,
        filename: 'commonjs.cjs',
        output: `
const fs = require('node:fs');
exports.read = async (/** @type {string} */ path) => await fs.promises.readFile(path, 'utf8');
`,
        errors: [blocks('fs.readFileSync', [3, 54, 3, 69], 'Await `fs.promises.readFile` instead')],
      },
      {
        name: '`require` in the function itself',
        code: `
exports.read = async (/** @type {string} */ path) => require('node:fs').readFileSync(path, 'utf8');
`,
        filename: 'commonjs.cjs',
        errors: [
          blocks(
            `require('node:fs').readFileSync`,
            [2, 54, 2, 85],
            `Await \`require('node:fs').promises.readFile\` instead`,
            {
              suggestions: [
                suggestion(
                  'await',
                  `require('node:fs').promises.readFile`,
                  'the file system, used more than once here, may change meanwhile (settings.ts:20)',
                  `
exports.read = async (/** @type {string} */ path) => await require('node:fs').promises.readFile(path, 'utf8');
`,
                ),
              ],
            },
          ),
        ],
      },
    ],
  });
});

describe('other names for it', () => {
  ruleTester.run('no-blocking-call', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [],
    invalid: [
      {
        name: 'destructured from a namespace',
        code: `
import * as fs from 'node:fs';
const { readFileSync } = fs;
export async function read(path: string) {
  return readFileSync(path, 'utf8');
}
`,
        output: `
import * as fs from 'node:fs';
const { readFileSync } = fs;
export async function read(path: string) {
  return await fs.promises.readFile(path, 'utf8');
}
`,
        errors: [
          blocks('readFileSync', [5, 10, 5, 22], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
      {
        name: 'destructured under another name',
        code: `
import fs from 'node:fs';
const { readFileSync: slurp } = fs;
export async function read(path: string) {
  return slurp(path, 'utf8');
}
`,
        output: `
import fs from 'node:fs';
const { readFileSync: slurp } = fs;
export async function read(path: string) {
  return await fs.promises.readFile(path, 'utf8');
}
`,
        errors: [blocks('slurp', [5, 10, 5, 15], 'Await `readFile` of `node:fs/promises` instead')],
      },
      {
        name: 'bound to a constant',
        code: `
import { readFileSync } from 'node:fs';
const slurp = readFileSync;
export async function read(path: string) {
  return slurp(path, 'utf8');
}
`,
        output: `
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
const slurp = readFileSync;
export async function read(path: string) {
  return await readFile(path, 'utf8');
}
`,
        errors: [blocks('slurp', [5, 10, 5, 15], 'Await `readFile` of `node:fs/promises` instead')],
      },
      {
        name: 'an optional call',
        code: `
import * as fs from 'node:fs';
export async function read(path: string) {
  return fs.readFileSync?.(path, 'utf8');
}
`,
        errors: [
          blocks(
            'fs.readFileSync',
            [4, 10, 4, 25],
            'Await `fs.promises.readFile` instead (by hand: the call cannot be replaced as it is written)',
          ),
        ],
      },
      {
        name: 'an optional member',
        code: `
import * as fs from 'node:fs';
export async function read(path: string, io: typeof fs | undefined) {
  return io?.readFileSync(path, 'utf8');
}
`,
        errors: [
          blocks(
            'io?.readFileSync',
            [4, 10, 4, 26],
            'Await `readFile` of `node:fs/promises` instead (by hand: the call cannot be replaced as it is written)',
          ),
        ],
      },
    ],
  });
});

describe('handed in', () => {
  ruleTester.run('no-blocking-call', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'an injected module with promises',
        code: `
export async function read(path: string, io: typeof import('node:fs/promises')) {
  return await io.readFile(path, 'utf8');
}
`,
      },
      {
        name: `an injected object of one's own, which is not known`,
        code: `
interface Files {
  readFileSync(path: string): string;
}
export async function read(path: string, io: Files) {
  return io.readFileSync(path);
}
`,
      },
    ],
    invalid: [
      {
        name: 'an injected module',
        code: `
export async function read(path: string, io: typeof import('node:fs')) {
  return io.readFileSync(path, 'utf8');
}
`,
        output: `
export async function read(path: string, io: typeof import('node:fs')) {
  return await io.promises.readFile(path, 'utf8');
}
`,
        errors: [blocks('io.readFileSync', [3, 10, 3, 25], 'Await `io.promises.readFile` instead')],
      },
      {
        name: 'an injected part of a module',
        code: `
import type * as fs from 'node:fs';
export async function read(path: string, io: Pick<typeof fs, 'readFileSync'>) {
  return io.readFileSync(path, 'utf8');
}
`,
        errors: [
          blocks(
            'io.readFileSync',
            [4, 10, 4, 25],
            'Await `readFile` of `node:fs/promises` instead (by hand: it is handed in, and may be another function)',
          ),
        ],
      },
      {
        name: 'an injected function',
        code: `
import type { readFileSync } from 'node:fs';
export async function read(path: string, slurp: typeof readFileSync) {
  return slurp(path, 'utf8');
}
`,
        errors: [
          blocks(
            'slurp',
            [4, 10, 4, 15],
            'Await `readFile` of `node:fs/promises` instead (by hand: it is handed in, and may be another function)',
          ),
        ],
      },
      {
        name: 'an injected function, taken out of its module',
        code: `
export async function read(path: string, { readFileSync }: typeof import('node:fs')) {
  return readFileSync(path, 'utf8');
}
`,
        errors: [
          blocks(
            'readFileSync',
            [3, 10, 3, 22],
            'Await `readFile` of `node:fs/promises` instead (by hand: it is handed in, and may be another function)',
          ),
        ],
      },
      {
        name: 'an injected part of a module in a field',
        code: `
import type * as fs from 'node:fs';
export class Pages {
  constructor(private readonly io: Pick<typeof fs, 'readFileSync'>) {}
  async load(path: string) {
    return this.io.readFileSync(path, 'utf8');
  }
}
`,
        errors: [
          blocks(
            'this.io.readFileSync',
            [6, 12, 6, 32],
            'Await `readFile` of `node:fs/promises` instead (by hand: it is handed in, and may be another function)',
          ),
        ],
      },
      {
        name: 'an injected module whose counterpart is in another one',
        code: `
import type * as childProcess from 'node:child_process';
export async function list(io: typeof childProcess) {
  return io.execSync('ls');
}
`,
        errors: [
          blocks(
            'io.execSync',
            [4, 10, 4, 21],
            'Await `exec` of `node:child_process` through `promisify` instead (by hand: it is handed in, and may be another function)',
            { on: 'a child process' },
          ),
        ],
      },
      {
        name: 'a variable that may hold another function',
        code: `
import { readFileSync } from 'node:fs';
let slurp = readFileSync;
export const use = (other: typeof readFileSync) => {
  slurp = other;
};
export async function read(path: string) {
  return slurp(path, 'utf8');
}
`,
        errors: [
          blocks(
            'slurp',
            [8, 10, 8, 15],
            'Await `readFile` of `node:fs/promises` instead (by hand: it is handed in, and may be another function)',
          ),
        ],
      },
      {
        name: 'a field that holds the module',
        code: `
import * as fs from 'node:fs';
export class Pages {
  #fs = fs;
  async load(path: string) {
    return this.#fs.readFileSync(path, 'utf8');
  }
}
`,
        output: `
import * as fs from 'node:fs';
export class Pages {
  #fs = fs;
  async load(path: string) {
    return await this.#fs.promises.readFile(path, 'utf8');
  }
}
`,
        errors: [
          blocks(
            'this.#fs.readFileSync',
            [6, 12, 6, 33],
            'Await `this.#fs.promises.readFile` instead',
          ),
        ],
      },
    ],
  });
});

describe('from elsewhere in the program, or at run time', () => {
  ruleTester.run('no-blocking-call', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [],
    invalid: [
      {
        name: 're-exported by the program',
        code: `
import { readFileSync } from './re-exports.ts';
export async function read(path: string) {
  return readFileSync(path, 'utf8');
}
`,
        output: `
import { readFile } from 'node:fs/promises';
export async function read(path: string) {
  return await readFile(path, 'utf8');
}
`,
        errors: [
          blocks('readFileSync', [4, 10, 4, 22], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
      {
        name: 're-exported under another name',
        code: `
import { readNow } from './re-exports.ts';
export async function read(path: string) {
  return readNow(path, 'utf8');
}
`,
        output: `
import { readFile } from 'node:fs/promises';
export async function read(path: string) {
  return await readFile(path, 'utf8');
}
`,
        errors: [
          blocks('readNow', [4, 10, 4, 17], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
      {
        name: 're-exported as a namespace',
        code: `
import { files } from './re-exports.ts';
export async function read(path: string) {
  return files.readFileSync(path, 'utf8');
}
`,
        output: `
import { files } from './re-exports.ts';
export async function read(path: string) {
  return await files.promises.readFile(path, 'utf8');
}
`,
        errors: [
          blocks('files.readFileSync', [4, 10, 4, 28], 'Await `files.promises.readFile` instead'),
        ],
      },
      {
        name: 'imported at run time',
        code: `
export async function read(path: string) {
  const fs = await import('node:fs');
  return fs.readFileSync(path, 'utf8');
}
`,
        errors: [
          blocks('fs.readFileSync', [4, 10, 4, 25], 'Await `fs.promises.readFile` instead', {
            suggestions: [
              suggestion(
                'await',
                'fs.promises.readFile',
                'the file system, used more than once here, may change meanwhile (settings.ts:20)',
                `
export async function read(path: string) {
  const fs = await import('node:fs');
  return await fs.promises.readFile(path, 'utf8');
}
`,
              ),
            ],
          }),
        ],
      },
    ],
  });
});

describe('methods of functions, and functions as values', () => {
  ruleTester.run('no-blocking-call', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: '`bind` alone calls nothing',
        code: `
import * as fs from 'node:fs';
export async function reader(path: string) {
  return fs.existsSync.bind(fs, path);
}
`,
      },
      {
        name: 'passed by name to what keeps it',
        code: `
import { existsSync } from 'node:fs';
export async function keep(hooks: Set<(path: string) => boolean>) {
  hooks.add(existsSync);
}
`,
      },
    ],
    invalid: [
      {
        name: 'through `call`',
        code: `
import { existsSync } from 'node:fs';
export async function read(path: string) {
  return existsSync.call(undefined, path);
}
`,
        errors: [
          blocks(
            'existsSync',
            [4, 10, 4, 25],
            'Instead, use `access` (by hand: it is not called directly)',
          ),
        ],
      },
      {
        name: 'through `apply`',
        code: `
import * as fs from 'node:fs';
export async function read(path: string) {
  return fs.existsSync.apply(fs, [path]);
}
`,
        errors: [
          blocks(
            'fs.existsSync',
            [4, 10, 4, 29],
            'Instead, use `access` (by hand: it is not called directly)',
          ),
        ],
      },
      {
        name: 'through `bind`, called at once',
        code: `
import * as fs from 'node:fs';
export async function read(path: string) {
  return fs.existsSync.bind(fs, path)();
}
`,
        errors: [
          blocks(
            'fs.existsSync.bind(fs, path)',
            [4, 10, 4, 38],
            'Instead, use `access` (by hand: it is not called directly)',
          ),
        ],
      },
      {
        name: 'passed by name to what calls it in place',
        code: `
import { existsSync } from 'node:fs';
export async function present(paths: string[]) {
  return paths.filter(existsSync);
}
`,
        errors: [
          blocks(
            'existsSync',
            [4, 23, 4, 33],
            'Instead, use `access` (by hand: it is passed by its name)',
          ),
        ],
      },
    ],
  });
});

describe('syntax around it', () => {
  ruleTester.run('no-blocking-call', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [],
    invalid: [
      {
        name: 'in parentheses and asserted to be there',
        code: `
import * as fs from 'node:fs';
export async function read(path: string) {
  return (fs!).readFileSync(path, 'utf8');
}
`,
        output: `
import * as fs from 'node:fs';
export async function read(path: string) {
  return await (fs!).promises.readFile(path, 'utf8');
}
`,
        errors: [
          blocks('(fs!).readFileSync', [4, 10, 4, 28], 'Await `(fs!).promises.readFile` instead'),
        ],
      },
      {
        name: 'a method with an asynchronous one beside it',
        code: `
import type { Dir } from 'node:fs';
export async function first(dir: Dir) {
  const entry = dir.readSync();
  return entry?.name;
}
`,
        output: `
import type { Dir } from 'node:fs';
export async function first(dir: Dir) {
  const entry = await dir.read();
  return entry?.name;
}
`,
        errors: [blocks('dir.readSync', [4, 17, 4, 29], 'Await `dir.read` instead')],
      },
      {
        name: 'a getter read',
        code: `
import { Store } from './settings.ts';
export async function text(store: Store) {
  return store.text;
}
`,
        errors: [
          blocksThrough(
            'store.text',
            [4, 10, 4, 20],
            'Store.text → readText → readFileSync',
            'settings.ts:10',
            'Make `readText` asynchronous with `readFile` of `node:fs/promises`, and await it (by hand: its body stands in another file)',
          ),
        ],
      },
      {
        name: 'within `typeof`, `satisfies` and `as`',
        code: `
import { readFileSync } from 'node:fs';
export async function kind(path: string) {
  return typeof (readFileSync(path) satisfies Uint8Array as unknown);
}
`,
        output: `
import { readFile } from 'node:fs/promises';
export async function kind(path: string) {
  return typeof (await readFile(path) satisfies Uint8Array as unknown);
}
`,
        errors: [
          blocks('readFileSync', [4, 18, 4, 30], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
      {
        name: 'an async function that is called where it stands',
        code: `
import { readFileSync } from 'node:fs';
export const texts = {
  first: (async () => readFileSync('first.txt', 'utf8'))(),
};
`,
        output: `
import { readFile } from 'node:fs/promises';
export const texts = {
  first: (async () => await readFile('first.txt', 'utf8'))(),
};
`,
        errors: [
          blocks('readFileSync', [4, 23, 4, 35], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
    ],
  });
});

describe('what its message can name in more than one way', () => {
  it('a computed member is the member', () => {
    const code = `
import * as fs from 'node:fs';
export async function read(path: string) {
  return fs['readFileSync'](path, 'utf8');
}
`;
    const [report, ...others] = lint('no-blocking-call', rule, code);
    expect(others).toEqual([]);
    expect(report).toMatchObject({
      messageId: 'blocks',
      line: 4,
      column: 10,
      endLine: 4,
      endColumn: 28,
      fix: { text: expect.stringContaining('.promises.readFile') as string },
    });
  });

  it('a function that a CommonJS file exports is followed', () => {
    const code = `
const { readText } = require('./commonjs-reader.cjs');
exports.settings = async (/** @type {string} */ path) => readText(path);
`;
    const [report, ...others] = lint('no-blocking-call', rule, code, { filename: 'commonjs.cjs' });
    expect(others).toEqual([]);
    expect(report).toMatchObject({
      messageId: 'blocksThrough',
      line: 3,
      column: 58,
      endColumn: 66,
    });
    expect(report?.message).toContain('(commonjs-reader.cjs:4)');
  });
});
