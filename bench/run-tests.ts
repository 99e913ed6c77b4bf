import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { glob } from 'tinyglobby';

import { repository } from './prepare-package.ts';

export type Runner = 'vitest' | 'node' | 'jest';

/** Test name → how often it ended in which state: `passed`, `failed`, `passed passed`. */
export type Outcome = ReadonlyMap<string, string>;

/**
 * Runs the unit tests of a package or checkout in `directory`. `vitest` is ours where the package has
 * none, without its configuration: a published one refers to files of its repository.
 * Throws where the runner writes no report.
 */
export async function runTests(
  directory: string,
  runner: Runner,
  given: readonly string[],
): Promise<Outcome> {
  const folder = await mkdtemp(path.join(tmpdir(), 'field-tests-'));
  try {
    const report = path.join(folder, 'report');
    if (runner === 'node') {
      const files = await glob([...given], { cwd: directory });
      const options = ['--test', '--test-reporter=tap', `--test-reporter-destination=${report}`];
      await run(process.execPath, [...options, ...files.sort()], directory);
      return outcomeOfTap(await readFile(report, 'utf8'));
    }
    const own = path.join(directory, 'node_modules', runner, 'package.json');
    const isOwn = await readFile(own).then(
      () => true,
      () => false,
    );
    const home = isOwn ? directory : repository;
    const json = [`--outputFile=${report}`];
    if (runner === 'jest') {
      const bin = path.join(home, 'node_modules', 'jest', 'bin', 'jest.js');
      await run(process.execPath, [bin, '--json', ...json, ...given], directory);
    } else {
      const bin = path.join(home, 'node_modules', 'vitest', 'vitest.mjs');
      const config = path.join(directory, 'field-tests.config.mjs');
      if (!isOwn) await writeFile(config, 'export default { test: {} };\n');
      const plain = isOwn ? [] : ['--config', config];
      const options = ['run', '--root', directory, '--reporter=json', ...json, ...plain];
      await run(process.execPath, [bin, ...options, ...given], directory);
    }
    return outcomeOfJson(await readFile(report, 'utf8'), directory);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Tests that fail are an outcome, not an error. */
function run(command: string, args: readonly string[], cwd: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: 'ignore', env: environment() });
    child.once('error', reject);
    child.once('close', () => {
      resolve();
    });
  });
}

/** Without what npm and our own tools leave for their children. */
function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(?:npm_|NODE_OPTIONS$|NODE_V8_COVERAGE$|VITEST)/.test(name),
  );
  return { ...Object.fromEntries(kept), CI: 'true' };
}

interface JsonReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

function outcomeOfJson(text: string, directory: string): Outcome {
  const { testResults } = JSON.parse(text) as JsonReport;
  return gathered(
    testResults.flatMap(({ name, status, assertionResults }): [string, string][] => {
      const file = path.relative(directory, name);
      // A file that cannot be loaded has no tests.
      if (assertionResults.length === 0) return [[file, status]];
      return assertionResults.map((each) => [`${file} ${each.fullName}`, each.status]);
    }),
  );
}

function outcomeOfTap(text: string): Outcome {
  const points = text.matchAll(/^ *(not ok|ok) \d+ - (.*)$/gm);
  return gathered(
    [...points].map(([, state = '', name = '']) => [
      name.replace(/ # (?:SKIP|TODO).*$/u, ''),
      / # (?:SKIP|TODO)/u.test(name) ? 'skipped' : state === 'ok' ? 'passed' : 'failed',
    ]),
  );
}

function gathered(tests: readonly (readonly [name: string, state: string])[]): Outcome {
  const states = new Map<string, string[]>();
  for (const [name, state] of tests) {
    const known = states.get(name);
    if (known) known.push(state);
    else states.set(name, [state]);
  }
  return new Map([...states].map(([name, all]) => [name, all.sort().join(' ')]));
}

/** The tests whose outcome is not the same, sorted. */
export function differences(before: Outcome, after: Outcome): string[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((name) => before.get(name) !== after.get(name))
    .sort()
    .map((name) => `${name}: ${before.get(name) ?? 'missing'} → ${after.get(name) ?? 'missing'}`);
}

/** How many tests ended in which state. */
export function counts(outcome: Outcome): Record<'passed' | 'failed' | 'other', number> {
  const all = [...outcome.values()].flatMap((states) => states.split(' '));
  const passed = all.filter((state) => state === 'passed').length;
  const failed = all.filter((state) => state === 'failed').length;
  return { passed, failed, other: all.length - passed - failed };
}
