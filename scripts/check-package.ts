/**
 * Checks what `npm publish` would send: builds from nothing, packs, then asks publint and "are the
 * types wrong" about the tarball, and compares its list of files with the sources.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

interface Packed {
  filename: string;
  files: { path: string }[];
}

const run = promisify(execFile);
const folder = await mkdtemp(path.join(tmpdir(), 'eslint-plugin-await-'));

try {
  await rm('dist', { recursive: true, force: true });
  await show('npm', ['run', '--silent', 'build']);

  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder]);
  const [packed] = JSON.parse(stdout) as Packed[];
  if (!packed) throw new Error('npm pack made nothing.');
  const tarball = path.join(folder, packed.filename);

  await show('npx', ['publint', 'run', tarball, '--strict']);
  await show('npx', [
    'attw',
    tarball,
    '--profile',
    'esm-only',
    '--no-definitely-typed',
    '--no-emoji',
  ]);
  await compareFiles(packed.files.map((file) => file.path));
} catch (error) {
  const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
  console.error(stdout, stderr, error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function show(command: string, args: string[]): Promise<void> {
  const { stdout } = await run(command, args);
  process.stdout.write(stdout);
}

/** The tarball holds each source file as JavaScript with its declarations, the three pages, and no more. */
async function compareFiles(packed: string[]): Promise<void> {
  const sources = await readdir('src', { recursive: true });
  const wanted = sources
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `dist/${file.replaceAll(path.sep, '/').slice(0, -'.ts'.length)}`)
    .flatMap((file) => [`${file}.js`, `${file}.d.ts`]);
  wanted.push('package.json', 'README.md', 'LICENSE');

  const missing = wanted.filter((file) => !packed.includes(file));
  const extra = packed.filter((file) => !wanted.includes(file));
  if (missing.length > 0) throw new Error(`Missing from the package: ${missing.join(', ')}`);
  if (extra.length > 0) throw new Error(`Not meant for the package: ${extra.join(', ')}`);
  console.log(`${String(packed.length)} files, as many as the sources make.`);
}
