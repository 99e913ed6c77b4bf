import { spawn } from 'node:child_process';

import { endWithUs } from './left-behind.ts';

export interface Outcome {
  /** `null` when a signal ended it. */
  readonly code: number | null;
  readonly output: string;
}

/**
 * Runs a program to its end and answers its exit code, its output and its error output in one text.
 *
 * Rejects where the program cannot be started.
 */
export async function run(program: string, args: readonly string[], cwd: string): Promise<Outcome> {
  return await new Promise((resolve, reject) => {
    const child = endWithUs(spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] }));
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, output });
    });
  });
}

export async function runNode(args: readonly string[], cwd: string): Promise<Outcome> {
  return await run(process.execPath, args, cwd);
}
