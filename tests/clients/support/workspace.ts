import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import {
  copyFile,
  link,
  mkdir,
  mkdtemp,
  readdir,
  readlink,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';

import { inject } from 'vitest';

import packageJson from '../../../package.json' with { type: 'json' };
import { install, type Packages } from './install.ts';

/** Path of a file → its text. */
export type Files = Readonly<Record<string, string>>;

export interface Outcome {
  /** `null` after a signal. */
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A folder outside this repository with packages, and the packed plugin, in its `node_modules`. */
export interface Workspace {
  folder: string;
  /** `npm ls` of the workspace: fails where a peer dependency is missing or of another version. */
  list: () => Promise<Outcome>;
  /** A new project in the workspace, with these files. */
  project: (files: Files) => Project;
  remove: () => Promise<void>;
}

export interface Project {
  folder: string;
  write: (files: Files) => void;
  /**
   * Runs a program of the workspace's `node_modules`, or of the machine, in the project. `NO_COLOR`
   * is set and the variables that npm sets for its scripts are not.
   */
  run: (program: string, args: readonly string[], options?: RunOptions) => Promise<Outcome>;
}

export interface RunOptions {
  env?: NodeJS.ProcessEnv;
  /** The Node to run it with; the one that runs the tests if absent. */
  node?: string | undefined;
  stdin?: string;
}

/** Throws `RegistryUnreachable` without a network. */
export async function makeWorkspace(packages: Packages): Promise<Workspace> {
  const installed = await install(packages);
  const folder = await mkdtemp(path.join(tmpdir(), 'eslint-plugin-await-'));
  const modules = path.join(folder, 'node_modules');
  await linkFolder(path.join(installed, 'node_modules'), modules);

  const plugin = path.join(modules, 'eslint-plugin-await');
  await mkdir(plugin);
  execFileSync('tar', ['-xzf', inject('tarball'), '-C', plugin, '--strip-components=1']);

  let projects = 0;
  return {
    folder,
    list: async () => {
      const dependencies = { ...packages, [packageJson.name]: packageJson.version };
      await writeFile(path.join(folder, 'package.json'), JSON.stringify({ dependencies }));
      return await run(folder, modules, 'npm', ['ls'], {});
    },
    project: (files) => {
      projects += 1;
      const project = makeProject(path.join(folder, `project-${String(projects)}`), modules);
      project.write(files);
      return project;
    },
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}

function makeProject(folder: string, modules: string): Project {
  mkdirSync(folder);
  return {
    folder,
    write: (files) => {
      for (const [file, text] of Object.entries(files)) {
        const target = path.join(folder, file);
        mkdirSync(path.dirname(target), { recursive: true });
        writeFileSync(target, text);
      }
    },
    run: (program, args, options = {}) => run(folder, modules, program, args, options),
  };
}

function run(
  cwd: string,
  modules: string,
  program: string,
  args: readonly string[],
  { env, node, stdin }: RunOptions,
): Promise<Outcome> {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(?:npm_|VITEST|NODE_ENV$|TEST$)/u.test(name),
  );
  const folders = [path.join(modules, '.bin'), process.env.PATH ?? ''];
  if (node !== undefined) folders.unshift(path.dirname(node));
  const child = spawn(program, args, {
    cwd,
    env: {
      ...Object.fromEntries(inherited),
      NO_COLOR: '1',
      PATH: folders.join(path.delimiter),
      ...env,
    },
  });
  child.stdin.end(stdin);
  const outcome = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (chunk: string) => (outcome[stream] += chunk));
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      const { stdout, stderr } = outcome;
      resolve({
        code,
        stdout: stripVTControlCharacters(stdout),
        stderr: stripVTControlCharacters(stderr),
      });
    });
  });
}

/** A copy that shares its files with the original: nothing may write into one of them. */
async function linkFolder(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  const entries = await readdir(from, { withFileTypes: true });
  await Promise.all(
    entries.map(async (entry) => {
      const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
      if (entry.isDirectory()) await linkFolder(source, target);
      else if (entry.isSymbolicLink()) await symlink(await readlink(source), target);
      // The temporary folder may be on another disk.
      else await link(source, target).catch(() => copyFile(source, target));
    }),
  );
}
