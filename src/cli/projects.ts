import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import type ts from 'typescript';

import { repositoryOf } from './files.ts';
import type { Toolchain } from './toolchain.ts';
import { majorOf } from './version.ts';

/** Files that get their types in the same way. */
export interface Project {
  readonly files: readonly string[];
  /** A tsconfig that was written for them. Without one, the parser finds that of the project. */
  readonly written: string | undefined;
}

export interface Projects {
  readonly projects: readonly Project[];
  /** What is wrong with a tsconfig of the project: types may be missing. */
  readonly errors: readonly { readonly file: string; readonly error: string }[];
}

type TypeScript = typeof ts;

const beside = path.dirname(fileURLToPath(import.meta.url));

const CONFIG_FILES = ['tsconfig.json', 'jsconfig.json'];

/** For files that no tsconfig covers: what Node.js runs, with the browser's globals. */
const DEFAULTS = {
  target: 'es2023',
  lib: ['es2023', 'esnext.disposable', 'dom', 'dom.iterable'],
  module: 'nodenext',
  jsx: 'preserve',
  strict: true,
  allowImportingTsExtensions: true,
  resolveJsonModule: true,
};

/** The types may lie in a folder above, and the file is not where they are looked up from. */
const ALWAYS = {
  allowJs: true,
  checkJs: false,
  noEmit: true,
  composite: false,
  incremental: false,
  skipLibCheck: true,
};

/** Says for each file which project of the disk it belongs to. */
export class ProjectFinder {
  readonly #ts: TypeScript;
  readonly #configs = new Map<string, string | undefined>();
  readonly #read = new Map<string, ReadConfig>();
  readonly #temporary: string[] = [];
  readonly #onTemporary: (folder: string) => void;

  readonly #olderProject: boolean;

  /**
   * `onTemporary` is told each folder that is written outside of the project, before it is there: a
   * signal may come at any time.
   */
  constructor(
    { ts: typescript, olderProject }: Pick<Toolchain, 'ts' | 'olderProject'>,
    onTemporary: (folder: string) => void,
  ) {
    this.#ts = typescript;
    this.#olderProject = olderProject;
    this.#onTemporary = onTemporary;
  }

  /**
   * Parts the files into those that a tsconfig of the project includes, which the parser will find,
   * and the others: for these a tsconfig is written, outside of the project. It extends the nearest
   * one, so that they get the same options.
   */
  async projectsOf(files: readonly string[]): Promise<Projects> {
    const included: string[] = [];
    const loose: string[] = [];
    for (const file of files) {
      const config = this.#configFor(path.dirname(file));
      const isFound =
        config !== undefined && !this.#lacksTypes(config) && this.#includes(config, file);
      (isFound ? included : loose).push(file);
    }
    const projects: Project[] =
      included.length > 0 ? [{ files: included, written: undefined }] : [];
    projects.push(...(await this.looseProjects(loose)));
    const errors = [...this.#read].flatMap(([file, { error }]) =>
      error === undefined ? [] : [{ file, error }],
    );
    return { projects, errors };
  }

  /** A project for the files that have the same tsconfig nearest to them, which does not include them. */
  async looseProjects(files: readonly string[]): Promise<Project[]> {
    const byConfig = new Map<string | undefined, string[]>();
    for (const file of files) {
      const config = this.#configFor(path.dirname(file));
      const members = byConfig.get(config) ?? [];
      byConfig.set(config, members);
      members.push(file);
    }
    const projects: Project[] = [];
    for (const [config, members] of byConfig) projects.push(await this.#write(members, config));
    return projects;
  }

  async #write(files: readonly string[], config: string | undefined): Promise<Project> {
    const folder = path.join(await realpath(tmpdir()), `eslint-plugin-await-${randomUUID()}`);
    this.#temporary.push(folder);
    this.#onTemporary(folder);
    await mkdir(folder, { mode: 0o700 });
    const written = path.join(folder, 'tsconfig.json');
    const usable = config !== undefined && this.#readConfig(config).error === undefined;
    await writeFile(
      written,
      JSON.stringify({
        ...(usable ? { extends: config } : {}),
        compilerOptions: {
          ...(usable ? {} : DEFAULTS),
          ...ALWAYS,
          ...this.#types(files, usable ? this.#readConfig(config).options : {}),
        },
        files,
        include: [],
        references: [],
      }),
    );
    return { files, written };
  }

  /** Removes what was written. */
  async remove(): Promise<void> {
    for (const folder of this.#temporary.splice(0)) {
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    }
  }

  /** Types of packages are looked up from the tsconfig, and that is elsewhere. */
  #types(files: readonly string[], { typeRoots, types }: ts.CompilerOptions): ts.CompilerOptions {
    const above = typeRootsAbove(path.dirname(files[0] ?? ''));
    return {
      typeRoots: typeRoots ?? [...above, ...typeRootsAbove(beside)],
      ...(types === undefined && this.#takesNoTypes() ? { types: ['*'] } : {}),
    };
  }

  /** Its author relied on types that the TypeScript which is used here does not take by itself. */
  #lacksTypes(config: string): boolean {
    if (!this.#olderProject || !this.#takesNoTypes()) return false;
    const { options, error } = this.#readConfig(config);
    return options.types === undefined && error === undefined;
  }

  #takesNoTypes(): boolean {
    return majorOf(this.#ts.version) >= 6;
  }

  #configFor(folder: string): string | undefined {
    if (this.#configs.has(folder)) return this.#configs.get(folder);
    const here = CONFIG_FILES.map((name) => path.join(folder, name)).find((file) =>
      existsSync(file),
    );
    const parent = path.dirname(folder);
    const isTop = parent === folder || repositoryOf(folder) === folder;
    const config = here ?? (isTop ? undefined : this.#configFor(parent));
    this.#configs.set(folder, config);
    return config;
  }

  #includes(config: string, file: string, seen = new Set<string>()): boolean {
    if (seen.has(config)) return false;
    seen.add(config);
    const { files, references, open } = this.#readConfig(config);
    if (open || files.has(file)) return true;
    return references.some((reference) => this.#includes(reference, file, seen));
  }

  #readConfig(config: string): ReadConfig {
    let read = this.#read.get(config);
    if (read === undefined) {
      read = readConfig(this.#ts, config);
      this.#read.set(config, read);
    }
    return read;
  }
}

interface ReadConfig {
  readonly files: ReadonlySet<string>;
  readonly references: readonly string[];
  readonly options: ts.CompilerOptions;
  /** It names some files, and the others come in by imports: only the program knows. */
  readonly open: boolean;
  readonly error: string | undefined;
}

function readConfig(typescript: TypeScript, config: string): ReadConfig {
  const read = typescript.readConfigFile(config, (file) => typescript.sys.readFile(file));
  const json: unknown = read.config;
  const { fileNames, projectReferences, options, errors } = typescript.parseJsonConfigFileContent(
    json ?? {},
    typescript.sys,
    path.dirname(config),
    {},
    config,
  );
  const { files: named, include } = (json ?? {}) as { files?: unknown[]; include?: unknown };
  // That nothing is included is no error here: it may only refer to other projects.
  const wrong = read.error ?? errors.find(({ code }) => code !== 18002 && code !== 18003);
  return {
    files: new Set(read.error === undefined ? fileNames.map((file) => path.resolve(file)) : []),
    references: (projectReferences ?? []).map((each) =>
      typescript.resolveProjectReferencePath(each),
    ),
    options,
    open: (named?.length ?? 0) > 0 && include === undefined,
    error: wrong && typescript.flattenDiagnosticMessageText(wrong.messageText, ' '),
  };
}

function typeRootsAbove(folder: string): string[] {
  const here = path.join(folder, 'node_modules', '@types');
  const parent = path.dirname(folder);
  return [
    ...(existsSync(here) ? [here] : []),
    ...(parent === folder ? [] : typeRootsAbove(parent)),
  ];
}
