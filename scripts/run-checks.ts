import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';

/** A check that cannot run here, say because the registry is out of reach, prints this and exits with 0. */
const SKIPPED = /^SKIPPED\b.*/m;

interface Outcome {
  code: number;
  output: string;
}

/**
 * Runs these npm scripts in order, printing a line for each and the output of those that fail, and
 * `N passed, N failed, N skipped` at the end. Sets the exit code.
 */
export async function runChecks(
  scripts: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  const count = { passed: 0, failed: 0, skipped: 0 };
  for (const script of scripts) {
    const start = performance.now();
    const { code, output } = await run(script, environment);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    const skipped = code === 0 ? (SKIPPED.exec(output)?.[0] ?? '') : '';
    const result = code !== 0 ? 'failed' : skipped ? 'skipped' : 'passed';
    count[result] += 1;

    console.log(
      `${result.padEnd(8)} ${script.padEnd(14)} ${seconds.padStart(6)} s  ${tail(output, skipped)}`,
    );
    if (result === 'failed') console.log(`\n${output.trimEnd()}\n`);
  }
  const { passed, failed, skipped } = count;
  console.log(`\n${String(passed)} passed, ${String(failed)} failed, ${String(skipped)} skipped`);
  if (failed > 0) process.exitCode = 1;
}

/** The line of a check that says how much it checked, where it has one. */
function tail(output: string, skipped: string): string {
  if (skipped) return skipped;
  const tests = /^\s*Tests\s+(.*)$/m.exec(stripVTControlCharacters(output));
  return tests?.[1]?.trim() ?? '';
}

function run(script: string, env: NodeJS.ProcessEnv): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn('npm', ['run', '--silent', script], {
      env,
      shell: process.platform === 'win32',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
    }
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code: code ?? 1, output });
    });
  });
}
