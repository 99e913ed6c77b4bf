import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { loadPreset } from './load-preset.ts';
import { lookWith, smallest, type LookOptions } from './look-for-breakage.ts';
import { mutated, randomFrom } from './mutate.ts';
import type { PreparedPackage } from './prepare-package.ts';
import { readTsconfig } from './tsconfig-file.ts';

export interface FuzzRequest {
  readonly prepared: PreparedPackage;
  /** Module of the plugin, relative to the repository. */
  readonly plugin: string;
  readonly seed: number;
  /** The number of the first text, and how many there are. */
  readonly from: number;
  readonly files: number;
  /** Ask the parser for its native TypeScript 7 backend. */
  readonly native: boolean;
}

export interface FuzzAnswer {
  readonly texts: number;
  readonly reports: number;
  readonly repairs: number;
  readonly slowest: { readonly file: string; readonly seconds: number };
  readonly failures: readonly FuzzFailure[];
}

export interface FuzzFailure {
  /** The number of the text: with the seed, it makes the same text again. */
  readonly index: number;
  readonly file: string;
  readonly problem: string;
  /** A part of the text that shows the same problem. */
  readonly code: string;
}

/** Lints changed texts of a package's files, and checks that no rule throws and no repair breaks a file. */
export async function fuzzPackage(request: FuzzRequest): Promise<FuzzAnswer> {
  const { prepared, plugin, native, seed, from, files } = request;
  const { directory } = prepared;
  const { rules, strict } = await rulesOf(plugin);
  const { options } = readTsconfig(path.join(directory, 'tsconfig.json'));
  const look = lookWith({ directory, options, rules, strict, native });
  const sources = [...prepared.sources, ...prepared.tests];
  const known = new Set<string>();
  const failures: FuzzFailure[] = [];
  let texts = 0;
  let reports = 0;
  let repairs = 0;
  let slowest = { file: '', seconds: 0 };

  for (let index = from; index < from + files; index += 1) {
    const random = randomFrom(seed, index);
    const { file, original } = mostAwaiting(
      await Promise.all(
        [random.pick(sources) ?? '', random.pick(sources) ?? ''].map(async (each) => ({
          file: each,
          original: await readFile(path.join(directory, each), 'utf8'),
        })),
      ),
    );
    let text: string | undefined = original;
    if (index % 10 !== 0) {
      text = undefined;
      // Few changed texts parse at all.
      for (let attempt = 0; attempt < 30 && text === undefined; attempt += 1) {
        const changed = mutated(original, random);
        if (look.parses(file, changed)) text = changed;
      }
    }
    if (text === undefined) continue;
    texts += 1;

    const started = performance.now();
    for (let pass = 0; pass < 3; pass += 1) {
      const looked = look.at(file, text);
      reports += looked.reports;
      repairs += looked.repairs;
      for (const problem of looked.problems) {
        if (known.has(problem.key)) continue;
        known.add(problem.key);
        const code = smallest(file, text, (part) =>
          look.at(file, part, problem.key).problems.some(({ key }) => key === problem.key),
        );
        const again = look.at(file, code, problem.key);
        const shown = again.problems.find(({ key }) => key === problem.key) ?? problem;
        failures.push({ index, file, problem: shown.text, code });
      }
      if (looked.fixed === text) break;
      text = looked.fixed;
    }
    const seconds = (performance.now() - started) / 1000;
    if (seconds > slowest.seconds) slowest = { file: `${String(index)} ${file}`, seconds };
    // The parser's project service keeps texts: the next one must not see this one's.
    look.restore(file, original);
  }
  return { texts, reports, repairs, slowest, failures };
}

/** The rules of a plugin, and the options that its preset `strict` gives them. */
export async function rulesOf(plugin: string): Promise<Pick<LookOptions, 'rules' | 'strict'>> {
  const { rules, entries } = await loadPreset(plugin, 'strict');
  const strict = Object.fromEntries(
    Object.entries(entries).map(([id, entry]) => [
      id.replace(/^await\//u, ''),
      [entry].flat()[1] as object | undefined,
    ]),
  );
  return { rules, strict };
}

/** Files with nothing asynchronous tell little. */
function mostAwaiting(files: { file: string; original: string }[]): {
  file: string;
  original: string;
} {
  const awaits = (text: string): number => text.match(/\bawait\b|\bPromise\b/gu)?.length ?? 0;
  const [one, other] = files;
  if (!one || !other) throw new Error('The package has no files.');
  return awaits(one.original) < awaits(other.original) ? other : one;
}
