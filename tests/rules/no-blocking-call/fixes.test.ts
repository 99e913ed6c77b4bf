import { describe } from 'vitest';

import rule from '../../../src/rules/no-blocking-call.ts';
import { ruleTester } from '../../support/rule-tester.ts';
import { awaitBlocks, blocks, suggestion, WRITTEN } from './expected.ts';

describe('the same arguments and the same result, or none', () => {
  ruleTester.run('no-blocking-call', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [],
    invalid: [
      {
        name: 'a string encoding as the second argument',
        code: `
import { readFileSync } from 'node:fs';
export async function text(path: string): Promise<string> {
  return readFileSync(path, 'utf8');
}
`,
        output: `
import { readFile } from 'node:fs/promises';
export async function text(path: string): Promise<string> {
  return await readFile(path, 'utf8');
}
`,
        errors: [
          blocks('readFileSync', [4, 10, 4, 22], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
      {
        name: 'a string encoding in an object',
        code: `
import { readFileSync } from 'node:fs';
export async function text(path: string): Promise<string> {
  return readFileSync(path, { encoding: 'utf8' });
}
`,
        output: `
import { readFile } from 'node:fs/promises';
export async function text(path: string): Promise<string> {
  return await readFile(path, { encoding: 'utf8' });
}
`,
        errors: [
          blocks('readFileSync', [4, 10, 4, 22], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
      {
        name: 'no encoding: a buffer',
        code: `
import { readFileSync } from 'node:fs';
export async function bytes(path: string): Promise<Buffer> {
  return readFileSync(path);
}
`,
        output: `
import { readFile } from 'node:fs/promises';
export async function bytes(path: string): Promise<Buffer> {
  return await readFile(path);
}
`,
        errors: [
          blocks('readFileSync', [4, 10, 4, 22], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
      {
        name: 'one of two encodings',
        code: `
import { readFileSync } from 'node:fs';
export async function text(path: string, binary: boolean): Promise<string> {
  return readFileSync(path, binary ? 'latin1' : 'utf8');
}
`,
        output: `
import { readFile } from 'node:fs/promises';
export async function text(path: string, binary: boolean): Promise<string> {
  return await readFile(path, binary ? 'latin1' : 'utf8');
}
`,
        errors: [
          blocks('readFileSync', [4, 10, 4, 22], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
      {
        name: 'a descriptor',
        code: `
import { readFileSync } from 'node:fs';
export async function text(descriptor: number) {
  return readFileSync(descriptor, 'utf8');
}
`,
        errors: [
          blocks(
            'readFileSync',
            [4, 10, 4, 22],
            'Instead, use `readFile` of `node:fs/promises` (by hand: its counterpart does not take these arguments)',
          ),
        ],
      },
      {
        name: 'a path or a descriptor',
        code: `
import { readFileSync } from 'node:fs';
export async function text(file: string | number) {
  return readFileSync(file, 'utf8');
}
`,
        errors: [
          blocks(
            'readFileSync',
            [4, 10, 4, 22],
            'Instead, use `readFile` of `node:fs/promises` (by hand: its counterpart does not take these arguments)',
          ),
        ],
      },
      {
        name: '`openSync` gives a number, and `open` an object',
        code: `
import { openSync } from 'node:fs';
export async function open(path: string) {
  return openSync(path, 'r');
}
`,
        errors: [
          blocks(
            'openSync',
            [4, 10, 4, 18],
            'Instead, await `open` of `node:fs/promises` and use the methods of its `FileHandle` in place of the descriptor',
          ),
        ],
      },
      {
        name: 'a function on a descriptor',
        code: `
import { closeSync } from 'node:fs';
export async function close(descriptor: number) {
  closeSync(descriptor);
}
`,
        errors: [
          blocks(
            'closeSync',
            [4, 3, 4, 12],
            'Instead, open the file with `open` of `node:fs/promises` and await `close` of its `FileHandle`',
          ),
        ],
      },
      {
        name: '`globSync` gives an array, and `glob` an iterator',
        code: `
import { globSync } from 'node:fs';
export async function sources() {
  return globSync('src/**');
}
`,
        errors: [
          blocks(
            'globSync',
            [4, 10, 4, 18],
            'Instead, iterate over `glob` of `node:fs/promises` with `for await`',
          ),
        ],
      },
      {
        name: '`realpathSync` resolves in its own way',
        code: `
import { realpathSync } from 'node:fs';
export async function real(path: string) {
  return realpathSync(path);
}
`,
        errors: [
          blocks(
            'realpathSync',
            [4, 10, 4, 22],
            'Instead, await `realpath` of `node:fs/promises`, which resolves as `realpathSync.native` does',
          ),
        ],
      },
      {
        name: '`realpathSync.native` resolves as `realpath` does',
        code: `
import { realpathSync } from 'node:fs';
export async function real(path: string) {
  return realpathSync.native(path);
}
`,
        output: `
import { realpath } from 'node:fs/promises';
export async function real(path: string) {
  return await realpath(path);
}
`,
        errors: [
          blocks(
            'realpathSync.native',
            [4, 10, 4, 29],
            'Await `realpath` of `node:fs/promises` instead',
          ),
        ],
      },
      {
        name: '`realpathSync.native` of a namespace',
        code: `
import * as fs from 'node:fs';
export async function real(path: string) {
  return fs.realpathSync.native(path);
}
`,
        output: `
import * as fs from 'node:fs';
export async function real(path: string) {
  return await fs.promises.realpath(path);
}
`,
        errors: [
          blocks(
            'fs.realpathSync.native',
            [4, 10, 4, 32],
            'Await `realpath` of `node:fs/promises` instead',
          ),
        ],
      },
      {
        name: '`throwIfNoEntry` is only for the synchronous form',
        code: `
import { statSync } from 'node:fs';
export async function size(path: string) {
  return statSync(path, { throwIfNoEntry: false })?.size;
}
`,
        errors: [
          blocks(
            'statSync',
            [4, 10, 4, 18],
            'Instead, use `stat` of `node:fs/promises` (by hand: `stat` does not know its option `throwIfNoEntry`)',
          ),
        ],
      },
      {
        name: '`throwIfNoEntry` may be set in options from elsewhere',
        code: `
import { statSync, type StatSyncOptions } from 'node:fs';
export async function size(path: string, options: StatSyncOptions) {
  return statSync(path, options)?.size;
}
`,
        errors: [
          blocks(
            'statSync',
            [4, 10, 4, 18],
            'Instead, use `stat` of `node:fs/promises` (by hand: `stat` does not know its option `throwIfNoEntry`)',
          ),
        ],
      },
      {
        name: 'other options of `statSync`',
        code: `
import { statSync } from 'node:fs';
export async function size(path: string) {
  return statSync(path, { bigint: true }).size;
}
`,
        output: `
import { stat } from 'node:fs/promises';
export async function size(path: string) {
  return (await stat(path, { bigint: true })).size;
}
`,
        errors: [blocks('statSync', [4, 10, 4, 18], 'Await `stat` of `node:fs/promises` instead')],
      },
    ],
  });
});

describe('another shape', () => {
  ruleTester.run('no-blocking-call', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [],
    invalid: [
      {
        name: '`existsSync` has no drop-in form',
        code: `
import { existsSync } from 'node:fs';
export async function present(path: string) {
  return existsSync(path);
}
`,
        errors: [
          blocks('existsSync', [4, 10, 4, 20], 'Await `access` of `node:fs/promises` instead', {
            suggestions: [
              suggestion(
                'await',
                'access',
                WRITTEN,
                `
import { access } from 'node:fs/promises';
export async function present(path: string) {
  return await access(path).then(() => true, () => false);
}
`,
              ),
            ],
          }),
        ],
      },
      {
        name: 'the negation of `existsSync`',
        code: `
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
export async function maybe(path: string) {
  if (!existsSync(path)) return null;
  return await readFile(path, 'utf8');
}
`,
        errors: [
          blocks('existsSync', [5, 8, 5, 18], 'Await `access` of `node:fs/promises` instead', {
            suggestions: [
              suggestion(
                'await',
                'access',
                WRITTEN,
                `
import { readFile, access } from 'node:fs/promises';
export async function maybe(path: string) {
  if (!await access(path).then(() => true, () => false)) return null;
  return await readFile(path, 'utf8');
}
`,
              ),
            ],
          }),
        ],
      },
      {
        name: '`existsSync` and then a question',
        code: `
import { existsSync, lstatSync } from 'node:fs';
export async function isFile(path: string) {
  return existsSync(path) && lstatSync(path).isFile();
}
`,
        errors: [
          blocks('existsSync', [4, 10, 4, 20], 'Await `access` of `node:fs/promises` instead', {
            suggestions: [
              suggestion(
                'await',
                'access',
                WRITTEN,
                `
import { lstatSync } from 'node:fs';
import { access } from 'node:fs/promises';
export async function isFile(path: string) {
  return await access(path).then(() => true, () => false) && lstatSync(path).isFile();
}
`,
              ),
            ],
          }),
          blocks('lstatSync', [4, 30, 4, 39], 'Await `lstat` of `node:fs/promises` instead', {
            suggestions: [
              suggestion(
                'await',
                'lstat',
                'the file system, used more than once here, may change meanwhile (settings.ts:20)',
                `
import { existsSync } from 'node:fs';
import { lstat } from 'node:fs/promises';
export async function isFile(path: string) {
  return existsSync(path) && (await lstat(path)).isFile();
}
`,
              ),
            ],
          }),
        ],
      },
      {
        name: 'a command with an encoding',
        code: `
import { execSync } from 'node:child_process';
export async function revision() {
  return execSync('git rev-parse HEAD', { encoding: 'utf8' }).trim();
}
`,
        errors: [
          blocks(
            'execSync',
            [4, 10, 4, 18],
            'Await `exec` of `node:child_process` through `promisify` instead',
            {
              on: 'a child process',
              suggestions: [
                suggestion(
                  'await',
                  'exec',
                  WRITTEN,
                  `
import { promisify } from 'node:util';
import { exec } from 'node:child_process';
export async function revision() {
  return (await promisify(exec)('git rev-parse HEAD', { encoding: 'utf8' })).stdout.trim();
}
`,
                ),
              ],
            },
          ),
        ],
      },
      {
        name: 'a command whose output goes to the terminal',
        code: `
import { execSync } from 'node:child_process';
export async function build() {
  execSync('make', { stdio: 'inherit' });
}
`,
        errors: [
          blocks(
            'execSync',
            [4, 3, 4, 11],
            'Instead, use `exec` (by hand: `exec` takes other arguments)',
            { on: 'a child process' },
          ),
        ],
      },
      {
        name: '`spawnSync`',
        code: `
import { spawnSync } from 'node:child_process';
export async function build() {
  return spawnSync('make').status;
}
`,
        errors: [
          blocks(
            'spawnSync',
            [4, 10, 4, 19],
            'Instead, start it with `spawn`, collect its output and wait for its `close` event',
            { on: 'a child process' },
          ),
        ],
      },
      {
        name: 'spread arguments',
        code: `
import { readFileSync } from 'node:fs';
export async function text(...args: [path: string]) {
  return readFileSync(...args);
}
`,
        errors: [
          blocks(
            'readFileSync',
            [4, 10, 4, 22],
            'Instead, use `readFile` of `node:fs/promises` (by hand: its arguments are spread)',
          ),
        ],
      },
    ],
  });
});

describe('the text around the call', () => {
  ruleTester.run('no-blocking-call', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [],
    invalid: [
      {
        name: 'parentheses before a member access',
        code: `
import { readFileSync } from 'node:fs';
export async function size(path: string) {
  return readFileSync(path).length;
}
`,
        output: `
import { readFile } from 'node:fs/promises';
export async function size(path: string) {
  return (await readFile(path)).length;
}
`,
        errors: [
          blocks('readFileSync', [4, 10, 4, 22], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
      {
        name: 'within an argument',
        code: `
import { readFileSync } from 'node:fs';
export async function settings(path: string) {
  return JSON.parse(readFileSync(path, 'utf8')) as unknown;
}
`,
        output: `
import { readFile } from 'node:fs/promises';
export async function settings(path: string) {
  return JSON.parse(await readFile(path, 'utf8')) as unknown;
}
`,
        errors: [
          blocks('readFileSync', [4, 21, 4, 33], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
      {
        name: 'before `as`, `!` and an index',
        code: `
import { readFileSync } from 'node:fs';
export async function first(path: string) {
  return readFileSync(path)[0]! as number;
}
`,
        output: `
import { readFile } from 'node:fs/promises';
export async function first(path: string) {
  return (await readFile(path))[0]! as number;
}
`,
        errors: [
          blocks('readFileSync', [4, 10, 4, 22], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
      {
        name: 'a base of a power',
        code: `
import { statSync } from 'node:fs';
export async function squared(path: string) {
  return statSync(path, { bigint: true }).size ** 2n;
}
`,
        output: `
import { stat } from 'node:fs/promises';
export async function squared(path: string) {
  return (await stat(path, { bigint: true })).size ** 2n;
}
`,
        errors: [blocks('statSync', [4, 10, 4, 18], 'Await `stat` of `node:fs/promises` instead')],
      },
      {
        name: 'in parentheses already',
        code: `
import { readFileSync } from 'node:fs';
export async function size(path: string) {
  return (readFileSync(path)).length;
}
`,
        output: `
import { readFile } from 'node:fs/promises';
export async function size(path: string) {
  return (await readFile(path)).length;
}
`,
        errors: [
          blocks('readFileSync', [4, 11, 4, 23], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
      {
        name: 'a spread',
        code: `
import { readdirSync } from 'node:fs';
export async function names(path: string) {
  return ['.', ...readdirSync(path)];
}
`,
        output: `
import { readdir } from 'node:fs/promises';
export async function names(path: string) {
  return ['.', ...await readdir(path)];
}
`,
        errors: [
          blocks('readdirSync', [4, 19, 4, 30], 'Await `readdir` of `node:fs/promises` instead'),
        ],
      },
      {
        name: 'the condition of a loop header',
        code: `
import { readdirSync } from 'node:fs';
export async function count(path: string) {
  let sum = 0;
  for (const name of readdirSync(path)) sum += name.length;
  return sum;
}
`,
        output: `
import { readdir } from 'node:fs/promises';
export async function count(path: string) {
  let sum = 0;
  for (const name of await readdir(path)) sum += name.length;
  return sum;
}
`,
        errors: [
          blocks('readdirSync', [5, 22, 5, 33], 'Await `readdir` of `node:fs/promises` instead'),
        ],
      },
      {
        name: 'a statement at its beginning, after a line without a semicolon',
        code: `
import { readFileSync } from 'node:fs'
export async function trace(path: string) {
  const start = Date.now()
  readFileSync(path).length > start
}
`,
        output: `
import { readFile } from 'node:fs/promises'
export async function trace(path: string) {
  const start = Date.now()
  ;(await readFile(path)).length > start
}
`,
        errors: [
          blocks('readFileSync', [5, 3, 5, 15], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
      {
        name: 'comments in and around the call stay',
        code: `
import { readFileSync } from 'node:fs';
export async function text(path: string) {
  return /* before */ readFileSync(/* the page */ path, 'utf8' /* always */); // after
}
`,
        output: `
import { readFile } from 'node:fs/promises';
export async function text(path: string) {
  return /* before */ await readFile(/* the page */ path, 'utf8' /* always */); // after
}
`,
        errors: [
          blocks('readFileSync', [4, 23, 4, 35], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
      {
        name: 'a comment within the callee',
        code: `
import * as fs from 'node:fs';
export async function text(path: string) {
  return fs. /* sync */ readFileSync(path, 'utf8');
}
`,
        errors: [
          blocks(
            'fs. /* sync */ readFileSync',
            [4, 10, 4, 37],
            'Await `fs.promises.readFile` instead (by hand: the call cannot be replaced as it is written)',
          ),
        ],
      },
      {
        name: 'a call over several lines',
        code: `
import { readFileSync } from 'node:fs';
export async function text(path: string) {
  const text = readFileSync(
    path,
    'utf8',
  );
  return text;
}
`,
        output: `
import { readFile } from 'node:fs/promises';
export async function text(path: string) {
  const text = await readFile(
    path,
    'utf8',
  );
  return text;
}
`,
        errors: [
          blocks('readFileSync', [4, 16, 4, 28], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
      {
        name: '`await` in front of it already',
        code: `
import fs from 'node:fs';
export async function text(path: string) {
  return (await fs.readFileSync(path, 'utf8')).trim();
}
`,
        output: `
import fs from 'node:fs';
export async function text(path: string) {
  return (await fs.promises.readFile(path, 'utf8')).trim();
}
`,
        errors: [
          awaitBlocks('fs.readFileSync', [4, 17, 4, 32], 'Await `fs.promises.readFile` instead'),
        ],
      },
      {
        name: 'a type annotation stays',
        code: `
import { readdirSync, type Dirent } from 'node:fs';
export async function entries(path: string) {
  const list: Dirent[] = readdirSync(path, { withFileTypes: true });
  return list.length;
}
`,
        output: `
import { type Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
export async function entries(path: string) {
  const list: Dirent[] = await readdir(path, { withFileTypes: true });
  return list.length;
}
`,
        errors: [
          blocks('readdirSync', [4, 26, 4, 37], 'Await `readdir` of `node:fs/promises` instead'),
        ],
      },
    ],
  });
});

describe('imports', () => {
  ruleTester.run('no-blocking-call', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: '`fs` is something else where the call stands',
        code: `
import * as fs from 'node:fs';
export const size = (path: string) => fs.statSync(path).size;
export async function text(fs: { readFileSync(path: string): string }) {
  return fs.readFileSync('memory');
}
`,
      },
    ],
    invalid: [
      {
        name: 'the rest of an import stays',
        code: `
import { readFileSync, type PathLike } from 'node:fs';
export async function text(path: PathLike) {
  return readFileSync(path, 'utf8');
}
`,
        output: `
import { type PathLike } from 'node:fs';
import { readFile } from 'node:fs/promises';
export async function text(path: PathLike) {
  return await readFile(path, 'utf8');
}
`,
        errors: [
          blocks('readFileSync', [4, 10, 4, 22], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
      {
        name: 'the import is used elsewhere',
        code: `
import { readFileSync } from 'node:fs';
const banner = readFileSync('banner.txt', 'utf8');
export async function text(path: string) {
  return banner + readFileSync(path, 'utf8');
}
`,
        output: `
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
const banner = readFileSync('banner.txt', 'utf8');
export async function text(path: string) {
  return banner + await readFile(path, 'utf8');
}
`,
        errors: [
          blocks('readFileSync', [5, 19, 5, 31], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
      {
        name: 'the name is imported already',
        code: `
import { readFileSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
export { stat, readFile };
export async function text(path: string) {
  return readFileSync(path, 'utf8');
}
`,
        output: `
import { readFile, stat } from 'node:fs/promises';
export { stat, readFile };
export async function text(path: string) {
  return await readFile(path, 'utf8');
}
`,
        errors: [
          blocks('readFileSync', [6, 10, 6, 22], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
      {
        name: 'the module is imported already, under a name',
        code: `
import { readFileSync } from 'node:fs';
import * as fsp from 'node:fs/promises';
export const write = fsp.writeFile;
export async function text(path: string) {
  return readFileSync(path, 'utf8');
}
`,
        output: `
import * as fsp from 'node:fs/promises';
export const write = fsp.writeFile;
export async function text(path: string) {
  return await fsp.readFile(path, 'utf8');
}
`,
        errors: [
          blocks('readFileSync', [6, 10, 6, 22], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
      {
        name: '`promises` is imported already',
        code: `
import { promises, readFileSync } from 'node:fs';
export const write = promises.writeFile;
export async function text(path: string) {
  return readFileSync(path, 'utf8');
}
`,
        output: `
import { promises } from 'node:fs';
export const write = promises.writeFile;
export async function text(path: string) {
  return await promises.readFile(path, 'utf8');
}
`,
        errors: [
          blocks('readFileSync', [5, 10, 5, 22], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
      {
        name: 'other names of the module are imported',
        code: `
import { readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
export { stat };
export async function text(path: string) {
  return readFileSync(path, 'utf8');
}
`,
        output: `
import { stat, readFile } from 'node:fs/promises';
export { stat };
export async function text(path: string) {
  return await readFile(path, 'utf8');
}
`,
        errors: [
          blocks('readFileSync', [6, 10, 6, 22], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
      {
        name: 'a comment on the line of the import stays',
        code: `
// The files of the site.
import { readFileSync } from 'node:fs'; // read only
export async function text(path: string) {
  return readFileSync(path, 'utf8');
}
`,
        output: `
// The files of the site.
import { readFile } from 'node:fs/promises'; // read only
export async function text(path: string) {
  return await readFile(path, 'utf8');
}
`,
        errors: [
          blocks('readFileSync', [5, 10, 5, 22], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
      {
        name: 'a type of the same name',
        code: `
import { readFileSync } from 'node:fs';
import type { readFile } from 'node:fs/promises';
export type Reader = typeof readFile;
export async function text(path: string) {
  return readFileSync(path, 'utf8');
}
`,
        output: `
import { readFile as readFileAsync } from 'node:fs/promises';
import type { readFile } from 'node:fs/promises';
export type Reader = typeof readFile;
export async function text(path: string) {
  return await readFileAsync(path, 'utf8');
}
`,
        errors: [
          blocks('readFileSync', [6, 10, 6, 22], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
      {
        name: 'the name is taken by a local variable',
        code: `
import { readFileSync } from 'node:fs';
export async function text(path: string) {
  const readFile = path.length > 0;
  return readFile ? readFileSync(path, 'utf8') : '';
}
`,
        output: `
import { readFile as readFileAsync } from 'node:fs/promises';
export async function text(path: string) {
  const readFile = path.length > 0;
  return readFile ? await readFileAsync(path, 'utf8') : '';
}
`,
        errors: [
          blocks('readFileSync', [5, 21, 5, 33], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
      {
        name: 'the name is taken by a global that the file uses',
        code: `
import { statSync } from 'node:fs';
declare global {
  var stat: number;
}
export async function size(path: string) {
  const { size } = statSync(path);
  return size;
}
export const known = () => stat;
`,
        output: `
import { stat as statAsync } from 'node:fs/promises';
declare global {
  var stat: number;
}
export async function size(path: string) {
  const { size } = await statAsync(path);
  return size;
}
export const known = () => stat;
`,
        errors: [blocks('statSync', [7, 20, 7, 28], 'Await `stat` of `node:fs/promises` instead')],
      },
      {
        name: `the module's name is shadowed where the call stands`,
        code: `
import * as fs from 'node:fs';
import { readFileSync } from 'node:fs';
export const size = (path: string) => fs.statSync(path).size;
export async function text(fs: string) {
  return readFileSync(fs, 'utf8');
}
`,
        output: `
import * as fs from 'node:fs';
import { readFile } from 'node:fs/promises';
export const size = (path: string) => fs.statSync(path).size;
export async function text(fs: string) {
  return await readFile(fs, 'utf8');
}
`,
        errors: [
          blocks('readFileSync', [6, 10, 6, 22], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
      {
        name: 'quotes and semicolons of the file',
        code: `
import { readFileSync } from "fs"
export async function text(path: string) {
  return readFileSync(path, "utf8")
}
`,
        output: `
import { readFile } from "fs/promises"
export async function text(path: string) {
  return await readFile(path, "utf8")
}
`,
        errors: [
          blocks('readFileSync', [4, 10, 4, 22], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
      {
        name: 'an arrow function without a block',
        code: `
import { readFileSync } from 'node:fs';
export const text = async (path: string) => readFileSync(path, 'utf8');
`,
        output: `
import { readFile } from 'node:fs/promises';
export const text = async (path: string) => await readFile(path, 'utf8');
`,
        errors: [
          blocks('readFileSync', [3, 45, 3, 57], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
    ],
  });
});

describe('other kinds of files', () => {
  ruleTester.run('no-blocking-call', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [],
    invalid: [
      {
        name: 'CommonJS with a destructured module',
        code: `
const { readFileSync, existsSync } = require('fs');
const hasBanner = existsSync('banner.txt');
exports.text = async (/** @type {string} */ path) => {
  return hasBanner ? readFileSync(path, 'utf8') : '';
};
`,
        filename: 'commonjs.cjs',
        output: `
const { existsSync } = require('fs');
const { readFile } = require('fs/promises');
const hasBanner = existsSync('banner.txt');
exports.text = async (/** @type {string} */ path) => {
  return hasBanner ? await readFile(path, 'utf8') : '';
};
`,
        errors: [
          blocks('readFileSync', [5, 22, 5, 34], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
      {
        name: 'CommonJS with a directive and a comment',
        code: `
'use strict';

// The files of the site.
const { readFileSync } = require('node:fs');

/** @param {string} path */
module.exports = async function text(path) {
  return readFileSync(path, 'utf8');
};
`,
        filename: 'commonjs.cjs',
        output: `
'use strict';

// The files of the site.
const { readFile } = require('node:fs/promises');

/** @param {string} path */
module.exports = async function text(path) {
  return await readFile(path, 'utf8');
};
`,
        errors: [
          blocks('readFileSync', [9, 10, 9, 22], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
      {
        name: 'plain JavaScript, an ES module',
        code: `
import { readFileSync } from 'node:fs';

/** @param {string} path */
export async function text(path) {
  return readFileSync(path, 'utf8');
}
`,
        filename: 'module.js',
        output: `
import { readFile } from 'node:fs/promises';

/** @param {string} path */
export async function text(path) {
  return await readFile(path, 'utf8');
}
`,
        errors: [
          blocks('readFileSync', [6, 10, 6, 22], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
      {
        name: 'TypeScript that compiles to CommonJS',
        code: `
import { readFileSync } from 'node:fs';
export async function text(path: string) {
  return readFileSync(path, 'utf8');
}
`,
        filename: 'file.cts',
        output: `
import { readFile } from 'node:fs/promises';
export async function text(path: string) {
  return await readFile(path, 'utf8');
}
`,
        errors: [
          blocks('readFileSync', [4, 10, 4, 22], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
      {
        name: 'TypeScript with JSX',
        code: `
import { readFileSync } from 'node:fs';
export const pair = async <Name,>(path: string, name: Name) =>
  [name, readFileSync(path, 'utf8')] as const;
`,
        filename: 'file.tsx',
        output: `
import { readFile } from 'node:fs/promises';
export const pair = async <Name,>(path: string, name: Name) =>
  [name, await readFile(path, 'utf8')] as const;
`,
        errors: [
          blocks('readFileSync', [4, 10, 4, 22], 'Await `readFile` of `node:fs/promises` instead'),
        ],
      },
      {
        name: 'a statement of its own',
        code: `
import { rmSync } from 'node:fs';
export async function clean() {
  rmSync('cache', { recursive: true, force: true });
}
`,
        output: `
import { rm } from 'node:fs/promises';
export async function clean() {
  await rm('cache', { recursive: true, force: true });
}
`,
        errors: [blocks('rmSync', [4, 3, 4, 9], 'Await `rm` of `node:fs/promises` instead')],
      },
    ],
  });
});
