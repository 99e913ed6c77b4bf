import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';

import { repository, type PreparedPackage } from './prepare-package.ts';

const run = promisify(execFile);

/** The same four rules about promises, in a linter that is no JavaScript. */
export const NATIVE = 'oxlint 1.94.0 with oxlint-tsgolint 7.0.2008';
const PACKAGES = ['oxlint@1.94.0', 'oxlint-tsgolint@7.0.2008'];
const RULES = ['no-floating-promises', 'no-misused-promises', 'await-thenable', 'return-await'];
const FOLDER = path.join(repository, '.cache', 'oxlint');

/** Installed once below `.cache`. Answers whether it is there, or why it cannot be had. */
export async function prepareNative(): Promise<true | string> {
  if (existsSync(path.join(FOLDER, 'node_modules', 'oxlint-tsgolint'))) return true;
  await mkdir(FOLDER, { recursive: true });
  await writeFile(path.join(FOLDER, 'package.json'), '{ "private": true }\n');
  try {
    await run('npm', ['install', '--no-audit', '--no-fund', '--fetch-retries=1', ...PACKAGES], {
      cwd: FOLDER,
    });
    return true;
  } catch (error) {
    return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
  }
}

/** Seconds of processor time of the linter and all that it starts, as `times` of the shell tells them. */
export async function nativeCost(
  prepared: PreparedPackage,
): Promise<{ cpu: number; reports: number }> {
  const config = path.join(FOLDER, 'oxlint.json');
  const rules = Object.fromEntries(RULES.map((rule) => [`typescript/${rule}`, 'error']));
  await writeFile(
    config,
    JSON.stringify({ plugins: ['typescript'], categories: { correctness: 'off' }, rules }),
  );
  const bin = path.join(FOLDER, 'node_modules', '.bin');
  const { stdout } = await run(
    'sh',
    [
      '-c',
      '"$@"; times',
      'sh',
      path.join(bin, 'oxlint'),
      '--type-aware',
      '--no-ignore',
      '-c',
      config,
      '--format=unix',
      ...prepared.sources,
    ],
    {
      cwd: prepared.directory,
      env: { ...process.env, OXLINT_TSGOLINT_PATH: path.join(bin, 'tsgolint') },
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  const spent = stdout.trim().split('\n').at(-1) ?? '';
  const seconds = [...spent.matchAll(/(\d+)m([\d.]+)s/gu)].map(
    ([, minutes, rest]) => Number(minutes) * 60 + Number(rest),
  );
  return {
    cpu: seconds.reduce((sum, each) => sum + each, 0),
    reports: stdout.match(/\[Error\/typescript/gu)?.length ?? 0,
  };
}
