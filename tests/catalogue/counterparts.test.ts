import ts from 'typescript';
import { describe, expect, it } from 'vitest';

import type { TypedProgram } from '../../src/analysis/typescript.ts';
import { NODE_BLOCKING } from '../../src/catalogue/node-blocking.ts';
import { PACKAGES } from '../../src/catalogue/packages.ts';
import { PLATFORM } from '../../src/catalogue/platform.ts';
import type { Row } from '../../src/catalogue/row.ts';
import { besideEachOther, samplesIn, type Sample } from './asynchronous-form.ts';
import { declaredIn, fileOf, keyOf, programOf } from './declared.ts';
import { PACKAGE_CALLS } from './package-calls.ts';

/** Every call is blocking; those with a counterpart are written in its form, too. */
const NODE_CALLS = `
import * as childProcess from 'node:child_process';
import * as crypto from 'node:crypto';
import * as fs from 'node:fs';
import * as zlib from 'node:zlib';
declare const directory: fs.Dir;
declare const archive: zlib.ZipBuffer;
declare const entry: zlib.ZipEntry;
declare const zip: zlib.ZipFile;
declare const bytes: Buffer;
declare const args: string[];

fs.accessSync('x', fs.constants.R_OK);
fs.appendFileSync('x', 'y', { encoding: 'utf8' });
fs.chmodSync('x', 0o600);
fs.chownSync('x', 1, 1);
fs.copyFileSync('x', 'y', fs.constants.COPYFILE_EXCL);
fs.cpSync('x', 'y', { recursive: true, filter: () => true });
fs.existsSync('x');
fs.lchownSync('x', 1, 1);
fs.linkSync('x', 'y');
fs.lstatSync('x'); fs.lstatSync('x', { bigint: true });
fs.lutimesSync('x', 1, 1);
fs.mkdirSync('x'); fs.mkdirSync('x', { recursive: true });
fs.mkdtempSync('x');
fs.opendirSync('x');
fs.readdirSync('x'); fs.readdirSync('x', 'utf8'); fs.readdirSync('x', { withFileTypes: true, recursive: true });
fs.readFileSync('x'); fs.readFileSync('x', 'utf8'); fs.readFileSync(new URL('file:x'), { encoding: 'utf8', flag: 'r' });
fs.readlinkSync('x');
fs.realpathSync.native('x');
fs.renameSync('x', 'y');
fs.rmSync('x', { force: true, recursive: true });
fs.rmdirSync('x');
fs.statSync('x'); fs.statSync('x', { bigint: true });
fs.statfsSync('x');
fs.symlinkSync('x', 'y', 'file');
fs.truncateSync('x', 1);
fs.unlinkSync('x');
fs.utimesSync('x', 1, new Date());
fs.writeFileSync('x', 'y'); fs.writeFileSync('x', bytes, { mode: 0o600 });
directory.readSync();
directory.closeSync();

childProcess.execSync('x');
childProcess.execSync('x', { cwd: 'y', maxBuffer: 1 });
childProcess.execSync('x', { encoding: 'utf8', cwd: 'y' });
childProcess.execFileSync('x');
childProcess.execFileSync('x', ['y']);
childProcess.execFileSync('x', args);
childProcess.execFileSync('x', { cwd: 'y' });
childProcess.execFileSync('x', { encoding: 'utf8' });
childProcess.execFileSync('x', ['y'], { cwd: 'y' });
childProcess.execFileSync('x', ['y'], { encoding: 'utf8', timeout: 1 });

crypto.argon2Sync('argon2id', { message: 'x', nonce: bytes, parallelism: 4, tagLength: 64, memory: 65536, passes: 3 });
crypto.checkPrimeSync(3n); crypto.checkPrimeSync(3n, { checks: 1 });
crypto.generatePrimeSync(64); crypto.generatePrimeSync(64, { safe: true });
crypto.generateKeyPairSync('rsa', { modulusLength: 2048 });
crypto.generateKeyPairSync('ed25519', {});
crypto.generateKeySync('hmac', { length: 64 });
crypto.hkdfSync('sha512', 'x', 'y', 'z', 64);
crypto.pbkdf2Sync('x', 'y', 1, 64, 'sha512');
crypto.randomBytes(16);
crypto.scryptSync('x', 'y', 64); crypto.scryptSync('x', 'y', 64, { N: 1024 });

zlib.brotliCompressSync('x'); zlib.brotliCompressSync('x', { chunkSize: 1024 });
zlib.brotliDecompressSync(bytes);
zlib.deflateSync('x'); zlib.deflateRawSync('x', { level: 9 });
zlib.gzipSync('x'); zlib.gunzipSync(bytes, { maxOutputLength: 9 });
zlib.inflateSync(bytes); zlib.inflateRawSync(bytes); zlib.unzipSync(bytes);
zlib.zstdCompressSync('x'); zlib.zstdDecompressSync(bytes);
archive.addSync('x', bytes); archive.toBufferSync();
entry.contentSync(); zlib.ZipEntry.createSync('x', bytes);
zip.addEntrySync(entry); zip.addSync('x', bytes); zip.closeSync(); zip.deleteSync('x'); zip.getSync('x');
zlib.ZipFile.openSync('x');
export {};
`;

const PLATFORM_CALLS = `
declare const shared: Int32Array<SharedArrayBuffer>;
declare const module: WebAssembly.Module;
declare const source: BufferSource;
Atomics.wait(shared, 0, 0); Atomics.wait(shared, 0, 0, 100);
new WebAssembly.Module(source);
new WebAssembly.Instance(module); new WebAssembly.Instance(module, {});
export {};
`;

const WORKER_CALLS = `
declare const reader: FileReaderSync;
declare const blob: Blob;
reader.readAsText(blob);
reader.readAsArrayBuffer(blob);
export {};
`;

const WORKER_LIB = ['lib.esnext.d.ts', 'lib.webworker.d.ts'];

/** The result of execa has other properties beside the same ones. */
function comparedProperty({ row }: Sample): string | undefined {
  return row.module === 'execa' ? 'stdout' : undefined;
}

/** The samples of a text, and what TypeScript says where each stands beside its asynchronous form. */
function compare(
  calls: string,
  lib?: readonly string[],
): { given: TypedProgram; samples: Sample[]; wrong: string[] } {
  const given = programOf({ 'calls.ts': calls }, lib);
  const file = fileOf(given, 'calls.ts');
  const samples = samplesIn(file, given);
  const { text, lines } = besideEachOther(file, samples, comparedProperty);
  const both = programOf({ 'both.ts': `${text}\nexport {};` }, lib);
  const bothFile = fileOf(both, 'both.ts');
  const wrong = [
    ...both.program.getSyntacticDiagnostics(bothFile),
    ...both.program.getSemanticDiagnostics(bothFile),
  ].map(({ start = 0, messageText }) => {
    const sample = lines.get(bothFile.getLineAndCharacterOfPosition(start).line);
    const message = ts.flattenDiagnosticMessageText(messageText, ' ');
    return `${sample?.text ?? 'head'} → ${sample?.asynchronous ?? ''}: ${message}`;
  });
  return { given, samples, wrong };
}

/** Rows with a counterpart that no sample has, and written forms that none uses. */
function unseen(rows: readonly Row[], samples: readonly Sample[]): string[] {
  const seen = new Set(samples.map(({ row }) => keyOf(row)));
  const used = new Set(samples.map(({ form }) => form));
  return rows.flatMap((row) => {
    const counterpart = row.blocks?.counterpart;
    if (counterpart === undefined || counterpart.kind === 'advice') return [];
    if (!seen.has(keyOf(row))) return [keyOf(row)];
    if (counterpart.kind === 'same') return [];
    return counterpart.forms.filter((form) => !used.has(form)).map(({ text }) => text);
  });
}

describe('the asynchronous form of each blocking call', () => {
  const node = compare(NODE_CALLS);
  const platform = compare(PLATFORM_CALLS);
  const worker = compare(WORKER_CALLS, WORKER_LIB);

  it('of Node compiles and has the type of the sync call', () => {
    expect(node.wrong).toEqual([]);
    expect(unseen(NODE_BLOCKING, node.samples)).toEqual([]);
  });

  it('of the platform compiles and has the type of the sync call', () => {
    expect([...platform.wrong, ...worker.wrong]).toEqual([]);
    expect(unseen(PLATFORM, [...platform.samples, ...worker.samples])).toEqual([]);
  });

  it('is not found where the arguments fit no form', () => {
    const { samples } = compare(`
import { execFileSync, execSync } from 'node:child_process';
import { generatePrimeSync } from 'node:crypto';
declare const options: { cwd: string };
execSync('x', { stdio: 'inherit' });
execSync('x', options);
execFileSync('x', { input: 'y' });
execFileSync('x', options);
generatePrimeSync(64, { bigint: true });
export {};`);
    expect(samples.map(({ asynchronous }) => asynchronous)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('is refused by the compiler where it has another value', () => {
    // The comparison itself: `exec` without `buffer` gives text, `spawn` no promise.
    const both = programOf({
      'both.ts': `
import { execSync, exec, spawn } from 'node:child_process';
import { promisify } from 'node:util';
{ const before = execSync('x'); const after: typeof before = (await promisify(exec)('x')).stdout; }
{ const before = execSync('x'); const after: typeof before = await spawn('x'); }
export {};`,
    });
    expect(both.program.getSemanticDiagnostics(fileOf(both, 'both.ts'))).toHaveLength(2);
  });
});

describe('packages', () => {
  const { given, samples, wrong } = compare(PACKAGE_CALLS);
  const declared = declaredIn(given);
  const modules = new Set([...declared.keys()].map((key) => key.slice(0, key.indexOf(' '))));
  const installed = PACKAGES.filter(({ module }) => modules.has(module));

  /** What earlier major versions declare; seen in their own types when the rows were written. */
  const EARLIER = new Set([
    'cosmiconfig cosmiconfigSync.load',
    'cosmiconfig cosmiconfigSync.search',
    'execa execa.commandSync',
    'execa execa.sync',
    'find-up findUp.sync',
    'find-up pathExistsSync',
    'glob G.GlobSync',
    'glob G.sync',
    'globby globby.sync',
    'load-json-file loadJsonFile.sync',
    'locate-path locatePath.sync',
    'make-dir makeDir.sync',
  ]);

  it('are checked against the real types of at least twelve of them', () => {
    const called = new Set(samples.map(({ row }) => row.module));
    expect(called.size).toBeGreaterThanOrEqual(12);
  });

  it('declare what the rows name', () => {
    const missing = installed.map(keyOf).filter((key) => !declared.has(key));
    expect(missing.filter((key) => !EARLIER.has(key))).toEqual([]);
  });

  it('are each called once at least, by the identity of their row', () => {
    const seen = new Set(samples.map(({ row }) => keyOf(row)));
    // By its type it is `spawnSync` of Node.
    const others = new Set([...EARLIER, 'cross-spawn spawn.sync']);
    expect(seen).toContain('node:child_process spawnSync');
    const missing = installed.map(keyOf).filter((key) => !seen.has(key));
    expect(missing.filter((key) => !others.has(key))).toEqual([]);
  });

  it('have an asynchronous form that compiles and has the type of the sync call', () => {
    expect(wrong).toEqual([]);
  });
});
