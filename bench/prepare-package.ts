import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import corpus from './corpus.json' with { type: 'json' };
import { readTsconfig } from './tsconfig-file.ts';

const run = promisify(execFile);

export const repository = fileURLToPath(new URL('..', import.meta.url));

/** Where a published package lies with its dependencies, ready to be linted with types. */
export interface PreparedPackage {
  readonly name: string;
  readonly version: string;
  /** Absolute path of the package: the `cwd` and `tsconfigRootDir` to lint it with. */
  readonly directory: string;
  /** No TypeScript sources: what is linted is the JavaScript that Node runs. */
  readonly plainJavaScript: boolean;
  /** What to lint, tests included, as globs for the `files` of an ESLint configuration. */
  readonly globs: readonly string[];
  /** Source files matched by `globs`, relative to `directory` with `/`, sorted. */
  readonly sources: readonly string[];
  /** Test files matched by `globs`: apart, since they are written to other habits. */
  readonly tests: readonly string[];
  /** Lines of the files in `sources`. */
  readonly lines: number;
  /** `own`: as published. `written`: it had none that includes its sources without other files. */
  readonly tsconfig: 'own' | 'written';
  /** Dependencies (`name@range`) that the registry no longer has, installed in another version or not at all. */
  readonly substituted: readonly string[];
}

export interface PrepareOptions {
  /** Subresource integrity of the tarball; that of `corpus.json` by default, for packages listed there. */
  readonly integrity?: string;
  /** `.cache/packages` of the repository by default. Must not lie below a `node_modules` folder. */
  readonly cacheDir?: string;
  /** Told about each step that takes time. */
  readonly log?: (line: string) => void;
}

/** The registry, or the way to it, did not answer: callers print one line and go on without the package. */
export class RegistryUnreachable extends Error {
  readonly spec: string;

  constructor(spec: string, reason: string) {
    super(`${spec}: the package registry cannot be reached (${reason}).`);
    this.name = 'RegistryUnreachable';
    this.spec = spec;
  }
}

/** Raised when what is written into a prepared package changes, so that older copies are made again. */
const FORMAT = 2;
const MARKER = 'prepared-package.json';

/**
 * Fetches a published package with its dependencies, for linting with types.
 *
 * Answers a copy from the cache where there is one for this exact version.
 * Throws `RegistryUnreachable` without a network, and `Error` where the package does not exist,
 * does not match its integrity, has no sources or has dependencies that cannot be installed.
 */
export async function preparePackage(
  spec: string,
  options: PrepareOptions = {},
): Promise<PreparedPackage> {
  const cache = options.cacheDir ?? path.join(repository, '.cache', 'packages');
  const wanted = parseSpec(spec);
  if (/^\d+\.\d+\.\d+/u.test(wanted.version)) {
    const cached = await readPrepared(path.join(cache, folderName(wanted)));
    if (cached !== undefined) return cached;
  }

  await mkdir(cache, { recursive: true });
  // Everything happens aside and is moved in place at the end: an interrupted run leaves no half package.
  const work = await mkdtemp(path.join(cache, 'unfinished-'));
  try {
    const directory = path.join(work, 'package');
    await mkdir(directory);
    options.log?.(`${spec}: fetching`);
    const tarball = await fetchTarball(spec, work);
    await checkIntegrity(spec, tarball, options.integrity ?? pinnedIntegrity(spec));
    await run('tar', ['-xzf', tarball, '-C', directory, '--strip-components=1']);

    const manifest = await writeManifest(directory);
    options.log?.(`${spec}: installing its dependencies`);
    const substituted = await installDependencies(spec, directory);
    for (const dependency of substituted) {
      options.log?.(`${spec}: ${dependency} is not to be had, taken in another version`);
    }

    const layout = await layoutOf(spec, directory);
    const tsconfig = await ensureTsconfig(directory, layout);
    const prepared = { format: FORMAT, ...manifest, ...layout, tsconfig, substituted };
    await writeFile(path.join(directory, MARKER), JSON.stringify(prepared, null, 2));

    const target = path.join(cache, folderName(manifest));
    await rm(target, { recursive: true, force: true });
    await rename(directory, target);
    return { ...manifest, ...layout, tsconfig, substituted, directory: target };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/**
 * The same of a folder that is there with its dependencies, such as a copy of a checkout. Writes a
 * `tsconfig.json` where its own does not include its sources. Throws where it has no sources.
 */
export async function prepareFolder(directory: string): Promise<PreparedPackage> {
  const text = await readFile(path.join(directory, 'package.json'), 'utf8');
  const { name = path.basename(directory), version = '0.0.0' } = JSON.parse(
    text,
  ) as Partial<Manifest>;
  const layout = await layoutOf(name, directory);
  const tsconfig = await ensureTsconfig(directory, layout);
  return { name, version, directory, ...layout, tsconfig, substituted: [] };
}

/** `name@version`, `@scope/name@version`; without a version, the latest. */
export function parseSpec(spec: string): { name: string; version: string } {
  const at = spec.indexOf('@', 1);
  return at === -1
    ? { name: spec, version: 'latest' }
    : { name: spec.slice(0, at), version: spec.slice(at + 1) };
}

/** A folder or file name for a package: its name without the slash of a scope. */
export function folderName({ name, version }: { name: string; version?: string }): string {
  const flat = name.replace('/', '+');
  return version === undefined ? flat : `${flat}@${version}`;
}

function pinnedIntegrity(spec: string): string | undefined {
  return corpus.find(({ name, version }) => `${name}@${version}` === spec)?.integrity;
}

async function readPrepared(directory: string): Promise<PreparedPackage | undefined> {
  const marker = await readFile(path.join(directory, MARKER), 'utf8').catch(() => undefined);
  if (marker === undefined) return undefined;
  const { format, ...prepared } = JSON.parse(marker) as Omit<PreparedPackage, 'directory'> & {
    format: number;
  };
  return format === FORMAT ? { ...prepared, directory } : undefined;
}

async function fetchTarball(spec: string, folder: string): Promise<string> {
  await npm(spec, ['pack', spec, '--pack-destination', '.'], folder);
  const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz'));
  if (tarball === undefined) throw new Error(`${spec}: npm pack wrote no tarball.`);
  return path.join(folder, tarball);
}

async function checkIntegrity(
  spec: string,
  tarball: string,
  integrity: string | undefined,
): Promise<void> {
  if (integrity === undefined) return;
  const [algorithm = 'sha512'] = integrity.split('-');
  const digest = createHash(algorithm)
    .update(await readFile(tarball))
    .digest('base64');
  if (`${algorithm}-${digest}` !== integrity) {
    throw new Error(`${spec}: the tarball does not match its integrity.`);
  }
}

/** Runs npm in `cwd`. Throws `RegistryUnreachable` without a network, `Error` with what npm says where it fails. */
export async function npm(spec: string, args: readonly string[], cwd: string): Promise<void> {
  try {
    await run('npm', [...args, '--fetch-retries=1', '--fetch-timeout=60000', '--loglevel=error'], {
      cwd,
      maxBuffer: 64 * 1024 * 1024,
      shell: process.platform === 'win32',
    });
  } catch (error) {
    const output =
      error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
    const network =
      /\b(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|ERR_SOCKET_TIMEOUT|E5\d\d)\b/u.exec(
        output,
      );
    if (network !== null) throw new RegistryUnreachable(spec, network[0]);
    const reason = output
      .split('\n')
      .filter((line) => line.startsWith('npm error') && !line.includes('A complete log'))
      .map((line) => line.slice('npm error'.length).trim());
    throw new Error(`${spec}: npm ${args[0] ?? ''} failed: ${reason.join(' ') || output}`, {
      cause: error,
    });
  }
}

interface Manifest {
  name: string;
  version: string;
  scripts?: unknown;
  overrides?: Record<string, unknown>;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

/** Leaves in `package.json` what types need: the dependencies, `@types/*` and Node's own types. */
async function writeManifest(directory: string): Promise<{ name: string; version: string }> {
  const file = path.join(directory, 'package.json');
  const [theirs, ours] = await Promise.all([
    readFile(file, 'utf8'),
    readFile(path.join(repository, 'package.json'), 'utf8'),
  ]);
  const manifest = JSON.parse(theirs) as Manifest;
  const own = JSON.parse(ours) as Manifest;

  delete manifest.scripts;
  // May refer to a development dependency (`$typescript`) that is dropped here: npm refuses that.
  delete manifest.overrides;
  manifest.devDependencies = {
    ...(manifest.dependencies?.['@types/node'] === undefined
      ? { '@types/node': own.devDependencies?.['@types/node'] ?? '*' }
      : {}),
    ...Object.fromEntries(
      Object.entries(manifest.devDependencies ?? {}).filter(([name]) => name.startsWith('@types/')),
    ),
  };
  await writeJson(file, manifest);
  return { name: manifest.name, version: manifest.version };
}

/** Answers the dependencies (`name@range`) that had to be replaced. */
async function installDependencies(spec: string, directory: string): Promise<string[]> {
  const file = path.join(directory, 'package.json');
  const substituted: string[] = [];
  for (;;) {
    try {
      await npm(spec, ['install', '--ignore-scripts', '--no-audit', '--no-fund'], directory);
      return substituted;
    } catch (error) {
      if (error instanceof RegistryUnreachable || !(error instanceof Error)) throw error;
      // Published packages outlive versions that they ask for. Types of a neighbouring version will do.
      const missing =
        /No matching version found for (\S+?)\.?(?:\s|$)/u.exec(error.message)?.[1] ??
        /'(\S+@\S+)' is not in this registry/u.exec(error.message)?.[1];
      if (missing === undefined || substituted.includes(missing)) throw error;
      substituted.push(missing);
      const manifest = JSON.parse(await readFile(file, 'utf8')) as Manifest;
      replaceDependency(manifest, parseSpec(missing).name, !error.message.includes('E404'));
      await writeJson(file, manifest);
    }
  }
}

function replaceDependency(manifest: Manifest, name: string, exists: boolean): void {
  let direct = false;
  for (const group of [
    'dependencies',
    'devDependencies',
    'optionalDependencies',
    'peerDependencies',
  ] as const) {
    const { [name]: range, ...others } = manifest[group] ?? {};
    if (range === undefined) continue;
    direct = true;
    manifest[group] = exists ? { ...others, [name]: '*' } : others;
  }
  // npm refuses an override of a direct dependency.
  if (!direct) manifest.overrides = { ...manifest.overrides, [name]: '*' };
}

type Layout = Pick<PreparedPackage, 'plainJavaScript' | 'globs' | 'sources' | 'tests' | 'lines'>;

const SOURCE_FOLDERS = ['src', 'source', 'lib', 'bin'];
const TEST_FOLDERS = ['test', 'tests', '__tests__'];
const TYPESCRIPT = /(?<!\.d)\.[cm]?tsx?$/u;
const JAVASCRIPT = /(?<!\.min)\.[cm]?jsx?$/u;

async function layoutOf(spec: string, directory: string): Promise<Layout> {
  const files = (await readdir(directory, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(directory, path.join(entry.parentPath, entry.name)))
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => !/(?:^|\/)(?:node_modules|fixtures)\//u.test(file))
    .sort();
  const below = (folders: readonly string[], kind: RegExp): string[] =>
    files.filter((file) => folders.includes(file.split('/', 1)[0] ?? '') && kind.test(file));

  const plainJavaScript = below(SOURCE_FOLDERS, TYPESCRIPT).length === 0;
  const kind = plainJavaScript ? JAVASCRIPT : TYPESCRIPT;
  const found = below([...SOURCE_FOLDERS, ...TEST_FOLDERS], kind);
  // A JavaScript package often starts in its root (`index.js`), beside the settings of its tools.
  const roots = plainJavaScript
    ? files.filter((file) => kind.test(file) && !file.includes('/') && !/\bconfig\b/u.test(file))
    : [];
  const sources = [...roots, ...found].filter((file) => !isTest(file));
  if (sources.length === 0) throw new Error(`${spec}: the package holds no sources to lint.`);

  const extensions = plainJavaScript ? '{js,mjs,cjs,jsx}' : '{ts,tsx,mts,cts}';
  const folders = [...new Set(found.map((file) => file.split('/', 1)[0] ?? ''))];
  let lines = 0;
  const texts = sources.map((file) => readFile(path.join(directory, file), 'utf8'));
  for (const text of await Promise.all(texts)) lines += text.split('\n').length - 1;
  return {
    plainJavaScript,
    globs: [...roots, ...folders.map((folder) => `${folder}/**/*.${extensions}`)],
    sources,
    tests: found.filter(isTest),
    lines,
  };
}

function isTest(file: string): boolean {
  return (
    TEST_FOLDERS.includes(file.split('/', 1)[0] ?? '') ||
    /(?:^|\/)(?:__tests__|__mocks__)\//u.test(file) ||
    /[.-](?:test|spec)(?:-d)?\.[cm]?[jt]sx?$/u.test(file)
  );
}

/** Keeps the package's own `tsconfig.json` where it stands alone and includes every source file. */
async function ensureTsconfig(
  directory: string,
  { plainJavaScript, globs, sources, tests }: Layout,
): Promise<'own' | 'written'> {
  const file = path.join(directory, 'tsconfig.json');
  const included = includedFiles(file);
  if (sources.every((source) => included.has(source))) {
    // The parser's project service asks the nearest tsconfig.json about a file.
    const folders = new Set(
      tests.filter((test) => !included.has(test)).map((test) => test.split('/', 1)[0] ?? ''),
    );
    for (const folder of folders) {
      const nested = path.join(directory, folder, 'tsconfig.json');
      await writeJson(nested, {
        extends: '../tsconfig.json',
        compilerOptions: { noEmit: true, rootDir: '..' },
        include: ['**/*'],
        exclude: [],
      });
    }
    return 'own';
  }
  await writeJson(file, {
    compilerOptions: {
      module: 'nodenext',
      target: 'es2023',
      lib: ['es2023', 'esnext.disposable', 'dom'],
      types: ['node'],
      strict: true,
      skipLibCheck: true,
      noEmit: true,
      allowImportingTsExtensions: true,
      ...(plainJavaScript ? { allowJs: true, checkJs: false } : {}),
    },
    // TypeScript knows no braces.
    include: globs.flatMap((glob) => {
      const [, stem, extensions] = /^(.*)\{(.*)\}$/u.exec(glob) ?? [];
      return stem === undefined || extensions === undefined
        ? [glob]
        : extensions.split(',').map((extension) => stem + extension);
    }),
  });
  return 'written';
}

/** None where the file is missing or does not stand alone. */
function includedFiles(tsconfig: string): Set<string> {
  const directory = path.dirname(tsconfig);
  const parsed = readTsconfig(tsconfig);
  if (parsed.errors.length > 0) return new Set();
  return new Set(
    parsed.fileNames.map((file) => path.relative(directory, file).replaceAll('\\', '/')),
  );
}

async function writeJson(file: string, value: unknown): Promise<void> {
  await writeFile(file, `${JSON.stringify(value, null, 2)}\n`);
}
