#!/usr/bin/env node
import { rmSync } from 'node:fs';
import { totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import { Worker } from 'node:worker_threads';

import { helpText, readOptions, type Options } from './options.ts';
import { showsColours } from './paint.ts';
import { Problem } from './problem.ts';
import { Progress } from './progress.ts';
import type { Outcome } from './run.ts';
import type { Order, Told } from './thread.ts';
import { ownVersion } from './own-version.ts';

// A reader that has seen enough (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

/** What the thread makes outside of the project. It removes that itself, unless it is stopped before. */
const temporary: string[] = [];
// After Ctrl-C, and where no memory is left, nothing that is awaited runs any more.
process.on('exit', () => {
  for (const folder of temporary) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
});
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));

const { stdout, stderr, code } = await answerTo(process.argv.slice(2));
process.stderr.write(stderr);
process.stdout.write(stdout);
// Not `exit`, which would cut off what a pipe has not taken yet.
process.exitCode = code;

async function answerTo(args: readonly string[]): Promise<Outcome> {
  try {
    const options = readOptions(args);
    if (options === 'help') return { stdout: helpText(), stderr: '', code: 0 };
    if (options === 'version') return { stdout: `v${await ownVersion()}\n`, stderr: '', code: 0 };
    return await inThread(options);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { stdout: '', stderr: `${error.message}\n`, code: 2 };
  }
}

/**
 * The run itself, in a thread: the line that shows its progress is drawn meanwhile, and that it has
 * no memory left can be told.
 */
async function inThread(options: Options): Promise<Outcome> {
  const order: Order = {
    options,
    cwd: process.cwd(),
    coloured: options.outputFile === undefined && showsColours(process.stdout.isTTY, process.env),
  };
  const progress = process.stderr.isTTY ? new Progress(process.stderr) : undefined;
  const memory = megabytes();
  const thread = new Worker(new URL('thread.js', import.meta.url), {
    workerData: order,
    // ESLint warns of an old `.eslintignore`, Node.js of what is experimental: none of it is news here.
    execArgv: [...process.execArgv, '--no-warnings'],
    resourceLimits: { maxOldGenerationSizeMb: memory },
  });
  try {
    return await new Promise((resolve, reject) => {
      thread.on('message', (told: Told) => {
        if ('step' in told) progress?.show(told.step);
        else if ('temporary' in told) temporary.push(told.temporary);
        else if ('problem' in told) reject(new Problem(told.problem));
        else resolve(told.outcome);
      });
      thread.on('error', (error: NodeJS.ErrnoException) => {
        reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new Problem(outOf(memory)) : error);
      });
      thread.on('exit', () => {
        reject(new Problem('The run was ended before it was done.'));
      });
    });
  } finally {
    progress?.end();
    await thread.terminate();
  }
}

/** What Node.js was told to use, else half of the memory: large projects need more than its default. */
function megabytes(): number {
  const limit = Math.floor(getHeapStatistics().heap_size_limit / 2 ** 20);
  const told = [...process.execArgv, process.env.NODE_OPTIONS ?? ''].join(' ');
  if (told.includes('max-old-space-size') || told.includes('max_old_space_size')) return limit;
  const available = Math.min(totalmem(), process.constrainedMemory() || Infinity);
  return Math.max(limit, Math.floor(available / 2 / 2 ** 20));
}

function outOf(memory: number): string {
  return (
    `${String(memory)} MB of memory were not enough. Lint one package or folder at a time (\`npx eslint-plugin-await packages/one\`), ` +
    `or allow more: \`NODE_OPTIONS=--max-old-space-size=${String(memory * 2)} npx eslint-plugin-await\``
  );
}
