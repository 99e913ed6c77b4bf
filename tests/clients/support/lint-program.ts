import { readFileSync } from 'node:fs';
import path from 'node:path';

import { SERVICE } from './program.ts';
import type { Project, RunOptions } from './workspace.ts';

/** What ESLint makes of the program with something for every rule. */
export interface Linted {
  messages: Found[];
  /** The text of the file after `--fix`. */
  fixed: string;
}

export interface Found {
  file: string;
  rule: string | null;
  message: string;
  line: number;
  column: number;
  fix?: object | undefined;
}

/** Lints the sources of a project, then repairs them. */
export async function lintProgram(project: Project, options?: RunOptions): Promise<Linted> {
  const messages = await lint(project, ['src'], options);
  await project.run('eslint', ['src', '--fix'], options);
  return { messages, fixed: readFileSync(path.join(project.folder, SERVICE), 'utf8') };
}

/** What ESLint's command line reports, in order. Throws where it fails to run. */
export async function lint(
  project: Project,
  args: readonly string[],
  options?: RunOptions,
): Promise<Found[]> {
  const { stdout, stderr } = await project.run('eslint', [...args, '-f', 'json'], options);
  if (!stdout) throw new Error(stderr);
  const results = JSON.parse(stdout) as {
    filePath: string;
    messages: (Omit<Found, 'file' | 'rule'> & { ruleId: string | null })[];
  }[];
  return results.flatMap(({ filePath, messages }) =>
    messages.map(({ ruleId, message, line, column, fix }) => ({
      file: path.relative(project.folder, filePath).replaceAll(path.sep, '/'),
      rule: ruleId,
      message,
      line,
      column,
      fix,
    })),
  );
}
