import { existsSync, realpathSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import type { ESLint, Linter } from 'eslint';
import type ts from 'typescript';

import { firstLineOf, Problem } from './problem.ts';
import { isAtLeast, majorOf } from './version.ts';

/** ESLint, the parser and TypeScript that lint a project: its own where they will do. */
export interface Toolchain {
  readonly ESLint: typeof ESLint;
  readonly parser: Linter.Parser & { readonly clearCaches: () => void };
  readonly ts: typeof ts;
  /** Whether types can come from TypeScript 7, which is faster. */
  readonly native: boolean;
  /** Whether the project was written for a TypeScript that takes all types where `types` says nothing. */
  readonly olderProject: boolean;
  /** What a person may want to know about the choice. */
  readonly remarks: readonly string[];
}

interface Installed {
  readonly name: string;
  readonly version: string;
  /** Of its `package.json`. */
  readonly folder: string;
  /** What `require` in the place that it was looked up from gives. */
  readonly main: () => string;
}

const ESLINT = '9.22 or later, or 10';
const TYPESCRIPT = '5.4 to 6.0';

/** The first parser that can ask TypeScript 7. */
const NATIVE_PARSER = '8.73.0';
const NATIVE = '7.1.0';

const beside = path.dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);

/**
 * The tools for the project in `folder`: its own where they are installed in a version that the
 * plugin supports, else what npm has installed beside the plugin.
 *
 * Throws a `Problem` with the command that installs what is missing.
 */
export async function toolchainFor(folder: string): Promise<Toolchain> {
  const remarks: string[] = [];
  const eslint = await chooseESLint(folder, remarks);
  const { parser, typescript, project } = await chooseParser(folder, remarks);
  if (project !== undefined) standIn(typescript, project);
  const native = await nativeFor(folder, parser, project ?? typescript);
  if (native !== undefined) {
    remarks.push(`TypeScript ${native.version} gives the types, which is experimental and faster.`);
  }
  return {
    ESLint: (load(eslint) as { ESLint: typeof ESLint }).ESLint,
    parser: load(parser) as Toolchain['parser'],
    ts: load(typescript) as typeof ts,
    native: native !== undefined,
    olderProject: await isOlder(folder),
    remarks,
  };
}

async function chooseESLint(folder: string, remarks: string[]): Promise<Installed> {
  const own = await installed('eslint', folder);
  const ours = await installed('eslint', beside);
  const chosen = [own, ours].find((found) => found !== undefined && isSupportedESLint(found));
  if (chosen === undefined) {
    throw new Problem(needs('ESLint', ESLINT, own ?? ours, installLine(folder, 'eslint')));
  }
  if (own !== undefined && chosen !== own) {
    remarks.push(
      `This project has ESLint ${own.version}, and the rules need ${ESLINT}: ESLint ${chosen.version} beside the plugin is used.`,
    );
  }
  return chosen;
}

interface ParserChoice {
  readonly parser: Installed;
  /** The TypeScript that the parser finds. */
  readonly typescript: Installed;
  /** The project's own TypeScript, where the parser does not find it. */
  readonly project: Installed | undefined;
}

/** The parser and its TypeScript are one choice: it uses the one that is installed beside it. */
async function chooseParser(folder: string, remarks: string[]): Promise<ParserChoice> {
  const project = await installed('typescript', folder);
  const fits = project !== undefined && isSupportedTypeScript(project);
  const parsers = await Promise.all(
    [folder, beside].map((from) => installed('@typescript-eslint/parser', from)),
  );
  for (const parser of parsers) {
    if (parser === undefined || majorOf(parser.version) !== 8) continue;
    const typescript = await installed('typescript', await placeOf(parser));
    if (typescript === undefined || !isSupportedTypeScript(typescript)) continue;
    if (fits && project.folder !== typescript.folder) return { parser, typescript, project };
    if (project !== undefined && !fits) {
      remarks.push(
        `This project has TypeScript ${project.version}, and typescript-eslint needs ${TYPESCRIPT}: TypeScript ${typescript.version} beside it is used.`,
      );
    }
    return { parser, typescript, project: undefined };
  }

  const parser = parsers.find((found) => found !== undefined);
  if (parser !== undefined && majorOf(parser.version) !== 8) {
    const line = installLine(folder, '@typescript-eslint/parser', 'typescript@6');
    throw new Problem(needs('@typescript-eslint/parser', '8', parser, line));
  }
  const found = project ?? (await installed('typescript', beside));
  const packages = ['@typescript-eslint/parser', 'typescript@6'];
  const line = installLine(folder, ...packages);
  throw new Problem(
    majorOf(found?.version ?? '0') >= 7
      ? `The rules ask TypeScript ${TYPESCRIPT} for types, and only ${found?.version ?? ''} is here. Both can be installed side by side: \`${line} @typescript/native@npm:typescript@${found?.version ?? '7'}\``
      : needs('TypeScript with its parser for ESLint', TYPESCRIPT, found, line),
  );
}

/**
 * Makes the parser use the project's TypeScript: types mean what they mean to the project, whose
 * tsconfig was written for that version.
 */
function standIn(replaced: Installed, project: Installed): void {
  const [from, to] = [replaced, project].map(({ main }) => main());
  load(project);
  if (from !== undefined && to !== undefined) require.cache[from] = require.cache[to];
}

/** TypeScript 7 gives the types where the project has it, and both it and the parser can do that. */
async function nativeFor(
  folder: string,
  parser: Installed,
  typescript: Installed,
): Promise<Installed | undefined> {
  const own = await Promise.all(
    ['typescript', '@typescript/native'].map((name) => installed(name, folder)),
  );
  const found = await installed('@typescript/native', await placeOf(parser));
  const works =
    found !== undefined &&
    isAtLeast(found.version, NATIVE) &&
    isAtLeast(parser.version, NATIVE_PARSER) &&
    majorOf(typescript.version) === 6 &&
    own.some((each) => each !== undefined && majorOf(each.version) >= 7);
  return works ? found : undefined;
}

/** The package of the parser that uses TypeScript. */
async function placeOf(parser: Installed): Promise<string> {
  const estree = await installed('@typescript-eslint/typescript-estree', parser.folder);
  return (estree ?? parser).folder;
}

/** TypeScript 6 takes no types but those that `types` names. */
async function isOlder(folder: string): Promise<boolean> {
  const own = await installed('typescript', folder);
  return own === undefined || majorOf(own.version) < 6;
}

function isSupportedESLint({ version }: Installed): boolean {
  return majorOf(version) === 10 || (majorOf(version) === 9 && isAtLeast(version, '9.22.0'));
}

function isSupportedTypeScript({ version }: Installed): boolean {
  return isAtLeast(version, '5.4.0') && !isAtLeast(version, '6.1.0');
}

/** Whether a file in `from` can import the package. */
export async function isInstalled(name: string, from: string): Promise<boolean> {
  return (await installed(name, from)) !== undefined;
}

/** The package that a file in `from` would import, links resolved. */
async function installed(name: string, from: string): Promise<Installed | undefined> {
  // Not `resolve` of its package.json: not every package exports that.
  const { resolve } = createRequire(path.join(from, 'from.js'));
  for (const modules of resolve.paths(name) ?? []) {
    const folder = path.join(modules, name);
    const file = path.join(folder, 'package.json');
    if (!existsSync(file)) continue;
    try {
      const { version } = JSON.parse(await readFile(file, 'utf8')) as { version: string };
      return {
        ...{ name, version, folder: path.dirname(realpathSync(file)) },
        main: () => resolve(name),
      };
    } catch {
      return undefined;
    }
  }
  return undefined;
}

/** Loads a CommonJS package. */
function load({ name, folder, main }: Installed): unknown {
  try {
    return require(main());
  } catch (error) {
    throw new Problem(
      `${name} in ${folder} cannot be loaded: ${firstLineOf(error)}. Install the project's packages again.`,
    );
  }
}

function needs(what: string, range: string, found: Installed | undefined, line: string): string {
  const here =
    found === undefined ? 'it is not installed' : `version ${found.version} is what is here`;
  return `The rules need ${what} (${range}), and ${here}. Install it: \`${line}\``;
}

const MANAGERS = [
  { lock: 'pnpm-lock.yaml', name: 'pnpm', add: 'pnpm add --save-dev' },
  { lock: 'yarn.lock', name: 'yarn', add: 'yarn add --dev' },
  { lock: 'bun.lock', name: 'bun', add: 'bun add --dev' },
  { lock: 'bun.lockb', name: 'bun', add: 'bun add --dev' },
] as const;
const NPM = { name: 'npm', add: 'npm install --save-dev' };

/** The command that adds packages to the project. */
export function installLine(folder: string, ...packages: readonly string[]): string {
  return [managerOf(folder).add, ...packages].join(' ');
}

/** The command that installs the packages that the project names. */
export function setUpLine(folder: string): string {
  return `${managerOf(folder).name} install`;
}

/** The package manager of the project, which its lock file tells. */
function managerOf(folder: string): typeof NPM {
  if (existsSync(path.join(folder, 'package-lock.json'))) return NPM;
  const here = MANAGERS.find(({ lock }) => existsSync(path.join(folder, lock)));
  const parent = path.dirname(folder);
  return here ?? (parent === folder ? NPM : managerOf(parent));
}
