import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';

import { isIgnored, patternsOf, readIgnoreFile, type IgnoreFile } from './gitignore.ts';
import { Problem } from './problem.ts';

/** What is linted when a folder is named, beside what `.gitignore` files leave out. */
const SOURCE = /\.[cm]?[jt]sx?$/u;
const WRITTEN_FILE = /\.d\.[cm]?ts$|[.-]min\.[cm]?js$/u;
/** Written by tools, copied from elsewhere, or wrong on purpose. */
const LEFT_OUT = new Set([
  'node_modules',
  'bower_components',
  'dist',
  'coverage',
  'fixtures',
  'fixture',
  '__fixtures__',
]);
/** Folders of this name are written by tools or by people: only a `.gitignore` tells. */
const LEFT_OUT_UNLESS_TOLD = new Set(['build', 'out', 'lib-cov', 'vendor']);

export interface Found {
  /** The folder that paths are shown relative to, and that the packages of the project are looked up from. */
  readonly folder: string;
  /** Absolute paths, sorted. */
  readonly files: readonly string[];
}

/**
 * The source files that these paths name, absolute or relative to `cwd`. A file that is named is
 * taken as it is; of a folder, what git does not ignore and no tool has written.
 *
 * Throws a `Problem` where a path does not exist, and where there is nothing to lint.
 */
export async function findFiles(
  cwd: string,
  paths: readonly string[],
  ignorePatterns: readonly string[] = [],
): Promise<Found> {
  const own: IgnoreFile = { folder: cwd, patterns: patternsOf(ignorePatterns.join('\n')) };
  const files = new Set<string>();
  const named = paths.length === 0 ? [cwd] : paths.map((given) => path.resolve(cwd, given));
  for (const place of named) {
    const found = await stat(place).catch(() => undefined);
    if (found === undefined) throw new Problem(missing(cwd, place));
    if (found.isDirectory()) {
      const above = await ignoreFilesAbove(place);
      const told = above.some(({ patterns }) => patterns.length > 0);
      await walk(place, above, { own, told, files });
    } else if (SOURCE.test(place)) {
      files.add(place);
    } else {
      throw new Problem(
        `${shown(cwd, place)} is no JavaScript or TypeScript file (.js, .jsx, .mjs, .cjs, .ts, .tsx, .mts, .cts).`,
      );
    }
  }
  if (files.size === 0) throw new Problem(nothing(cwd, named));
  const folders = named.map((place) => (files.has(place) ? path.dirname(place) : place));
  return { folder: commonFolder([cwd, ...folders], folders), files: [...files].sort() };
}

interface Walk {
  readonly own: IgnoreFile;
  /** Whether a `.gitignore` says which folders are written. */
  readonly told: boolean;
  readonly files: Set<string>;
}

async function walk(folder: string, above: readonly IgnoreFile[], into: Walk): Promise<void> {
  const [here, entries] = await Promise.all([
    readIgnoreFile(folder),
    // A folder that may not be read is none of the project's sources.
    readdir(folder, { withFileTypes: true }).catch(() => []),
  ]);
  const ignoreFiles = here.patterns.length > 0 ? [...above, here] : above;
  const told = into.told || here.patterns.length > 0;
  for (const entry of entries) {
    const place = path.join(folder, entry.name);
    const isFolder = entry.isDirectory();
    if (entry.name.startsWith('.') || !(isFolder || entry.isFile())) continue;
    if (isIgnored(place, isFolder, [...ignoreFiles, into.own])) continue;
    if (isFolder) {
      if (LEFT_OUT.has(entry.name) || (!told && LEFT_OUT_UNLESS_TOLD.has(entry.name))) continue;
      await walk(place, ignoreFiles, { ...into, told });
    } else if (SOURCE.test(entry.name) && !WRITTEN_FILE.test(entry.name)) {
      into.files.add(place);
    }
  }
}

/** The `.gitignore` files of the folders above, outermost first, up to where the repository begins. */
async function ignoreFilesAbove(folder: string): Promise<IgnoreFile[]> {
  const root = repositoryOf(folder);
  if (root === undefined) return [];
  return await Promise.all([
    readIgnoreFile(root, path.join('.git', 'info', 'exclude')),
    ...foldersBetween(root, folder).map((above) => readIgnoreFile(above)),
  ]);
}

/** From `root` down to the parent of `folder`. */
function foldersBetween(root: string, folder: string): string[] {
  const names = path.relative(root, folder).split(path.sep).filter(Boolean);
  return names.map((_, index) => path.join(root, ...names.slice(0, index)));
}

/** The folder of the git repository around this one, if there is one. */
export function repositoryOf(folder: string): string | undefined {
  if (existsSync(path.join(folder, '.git'))) return folder;
  const parent = path.dirname(folder);
  return parent === folder ? undefined : repositoryOf(parent);
}

/** `cwd` where everything is below it, else the innermost folder that holds all that was named. */
function commonFolder(all: readonly string[], named: readonly string[]): string {
  const [cwd = ''] = all;
  if (named.every((folder) => isWithin(folder, cwd))) return cwd;
  let [common = cwd] = named;
  while (!named.every((folder) => isWithin(folder, common))) common = path.dirname(common);
  return common;
}

function isWithin(place: string, folder: string): boolean {
  const relative = path.relative(folder, place);
  return relative === '' || !(relative.startsWith('..') || path.isAbsolute(relative));
}

function missing(cwd: string, place: string): string {
  const hint = /[*?{[]/u.test(place)
    ? ' Patterns are expanded by the shell: leave them unquoted, or name the folder.'
    : '';
  return `${shown(cwd, place)} does not exist.${hint}`;
}

function nothing(cwd: string, named: readonly string[]): string {
  const places = named.map((place) => shown(cwd, place)).join(', ');
  return (
    `No JavaScript or TypeScript files to lint in ${places}. Left out are files that git ignores, ` +
    `declarations (.d.ts), names that start with a dot, and folders such as dist and node_modules. ` +
    `Name one of these to have it linted.`
  );
}

function shown(cwd: string, place: string): string {
  const relative = path.relative(cwd, place);
  return relative === '' ? 'this folder' : isWithin(place, cwd) ? relative : place;
}
