// How many instructions a process runs, by valgrind: all of its threads, with what V8 compiles and
// collects. Times of the same run differ by a fifth and more; this does not depend on what else the
// machine does.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

const COUNTING = [
  '--tool=cachegrind',
  '--cache-sim=no',
  '--cachegrind-out-file=/dev/null',
  // V8 writes code while it runs.
  '--smc-check=all-non-file',
];

/** V8 decides by the clock when it collects garbage, unless it is told by how much the heap may grow. */
const STEADY = ['--single-threaded', '--heap-growing-percent=100', '--no-memory-reducer'];

/** Why nothing can be counted here; `undefined` where it can. */
export async function whyNotCounted(): Promise<string | undefined> {
  try {
    await run('valgrind', ['--version']);
    return undefined;
  } catch {
    return 'valgrind is not installed (Debian: valgrind).';
  }
}

/**
 * Millions of instructions of Node.js with these arguments, in one thread: how long the others of V8
 * wait for each other is not the same in each run. Throws where the process fails.
 */
export async function instructionsOf(nodeArguments: readonly string[]): Promise<number> {
  const { stderr } = await run(
    'valgrind',
    [...COUNTING, process.execPath, ...STEADY, ...nodeArguments],
    { maxBuffer: 64 * 1024 * 1024 },
  );
  const counted = /I\s+refs:\s+([\d,]+)/.exec(stderr)?.[1];
  if (counted === undefined) throw new Error(`valgrind counted nothing:\n${stderr.slice(-2000)}`);
  return Number(counted.replaceAll(',', '')) / 1e6;
}
