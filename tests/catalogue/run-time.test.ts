import * as childProcess from 'node:child_process';
import * as crypto from 'node:crypto';
import * as fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import vm from 'node:vm';
import * as zlib from 'node:zlib';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { samplesIn, type Sample } from './asynchronous-form.ts';
import { fileOf, programOf } from './declared.ts';

// The asynchronous form, written for JavaScript, is run beside the sync call: both give the same value,
// or fail with the same code. Calls on one line run one after the other, and are compared at the end.

const CALLS = `
import * as childProcess from 'node:child_process';
import * as crypto from 'node:crypto';
import * as fs from 'node:fs';
import * as zlib from 'node:zlib';
declare const here: string;
declare const fresh: string;
declare const node: string;

fs.existsSync(here + '/file');
fs.existsSync(here + '/missing');
fs.accessSync(here + '/file');
fs.accessSync(here + '/missing');
fs.readFileSync(here + '/file');
fs.readFileSync(here + '/file', 'utf8');
fs.readFileSync(here + '/file', { encoding: 'hex' });
fs.readFileSync(here + '/missing');
fs.readFileSync(here);
fs.readdirSync(here);
fs.readdirSync(here, 'buffer');
fs.readdirSync(here, { withFileTypes: true });
fs.readdirSync(here, { recursive: true });
fs.readlinkSync(here + '/link');
fs.realpathSync.native(here + '/link');
fs.statSync(here + '/file');
fs.statSync(here + '/file', { bigint: true });
fs.lstatSync(here + '/link');
fs.lstatSync(here + '/missing');
fs.appendFileSync(fresh, 'x');
fs.writeFileSync(fresh, 'x');
fs.writeFileSync(fresh, 'x', { flag: 'wx' });
fs.mkdirSync(fresh);
fs.mkdirSync(fresh, { recursive: true });
fs.mkdirSync(fresh + '/deep/down', { recursive: true });
fs.mkdirSync(here);
fs.copyFileSync(here + '/file', fresh);
fs.cpSync(here, fresh, { recursive: true });
fs.rmSync(here + '/missing');
fs.rmSync(here + '/missing', { force: true });
fs.rmdirSync(here);
fs.unlinkSync(here + '/missing');
fs.renameSync(here + '/missing', fresh);
fs.linkSync(here + '/file', fresh);
fs.symlinkSync(here + '/file', fresh);
fs.truncateSync(here + '/file', 4);
fs.utimesSync(here + '/file', 1, 1);
fs.chmodSync(here + '/file', 0o644);

childProcess.execSync('echo x');
childProcess.execSync('pwd', { cwd: '/' });
childProcess.execSync('echo x', { encoding: 'utf8' });
childProcess.execSync('exit 3');
childProcess.execFileSync(node, ['-p', '1']);
childProcess.execFileSync(node, ['-p', '1'], { encoding: 'utf8' });
childProcess.execFileSync(node, ['-p', 'process.cwd()'], { cwd: '/' });
childProcess.execFileSync('echo');
childProcess.execFileSync('echo', { encoding: 'utf8' });
childProcess.execFileSync('echo', { env: {} });

crypto.scryptSync('password', 'salt', 32);
crypto.scryptSync('password', 'salt', 32, { N: 1024 });
crypto.pbkdf2Sync('password', 'salt', 10, 32, 'sha512');
crypto.hkdfSync('sha512', 'key', 'salt', 'info', 32);
crypto.checkPrimeSync(7n);
crypto.checkPrimeSync(8n, { checks: 1 });

zlib.gzipSync('x'.repeat(100));
zlib.deflateSync('x', { level: 9 });
zlib.deflateRawSync('x');
zlib.brotliCompressSync('x');
zlib.gunzipSync(zlib.gzipSync('x'));
zlib.gunzipSync('x');
zlib.inflateSync(zlib.deflateSync('x'));
export {};
`;

const typed = programOf({ 'calls.ts': CALLS });
const samples = samplesIn(fileOf(typed, 'calls.ts'), typed);

let root = '';

beforeAll(async () => {
  root = await fs.promises.mkdtemp(path.join(os.tmpdir(), 'catalogue-'));
  await fs.promises.mkdir(path.join(root, 'here'));
  await fs.promises.writeFile(path.join(root, 'here/file'), 'text');
  await fs.promises.symlink('file', path.join(root, 'here/link'));
});

afterAll(() => fs.promises.rm(root, { recursive: true }));

describe('the asynchronous form does what the sync call does', () => {
  it.each(samples.map((sample) => [sample.text, sample] as const))('%s', async (_, sample) => {
    expect(await outcomeOf(sample.asynchronous ?? '')).toEqual(await outcomeOf(sample.text));
  });

  it('in all the calls above', () => {
    expect(samples).toHaveLength(CALLS.match(/^(fs|childProcess|crypto|zlib)\./gm)?.length ?? 0);
    expect(samples.filter((each: Sample) => each.asynchronous === undefined)).toEqual([]);
  });
});

/** The value of an expression, or the code of its error; `fresh` is a path that nobody used yet. */
async function outcomeOf(expression: string): Promise<unknown> {
  const fresh = path.join(root, crypto.randomUUID());
  const names = { childProcess, crypto, fs, zlib, here: path.join(root, 'here'), fresh };
  const scope = { ...names, node: process.execPath, load };
  const code = expression
    .replaceAll(/(?<=\.promisify)<.*?>(?=\()/g, '')
    .replaceAll("import('", "load('");
  const run = vm.runInThisContext(
    `(async ({ ${Object.keys(scope).join(', ')} }) => (${code}))`,
  ) as (values: typeof scope) => Promise<unknown>;
  try {
    const value = await run(scope);
    return typeof value === 'string' ? value.replace(fresh, 'fresh') : withoutTimes(value);
  } catch (error) {
    const { code: reason, status } = error as { code?: unknown; status?: unknown };
    if (reason === undefined && status === undefined) throw error;
    return { failed: reason ?? status };
  }
}

/** The access time moves with the reads of the test itself. */
function withoutTimes(value: unknown): unknown {
  if (!(value instanceof Object) || !('atimeMs' in value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => !key.startsWith('atime')));
}

function load(module: string): Promise<unknown> {
  return import(module);
}
