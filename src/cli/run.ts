import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { collectEvidence } from '../kit/evidence.ts';
import { chooseRules } from './chosen-rules.ts';
import { findFiles } from './files.ts';
import { formatted } from './formats.ts';
import { lint, type Linted } from './lint.ts';
import { missingTypes } from './missing-types.ts';
import type { Options } from './options.ts';
import type { Paint } from './paint.ts';
import { firstLineOf, Problem } from './problem.ts';
import { shownPath } from './shown-path.ts';
import { count } from './table.ts';
import { toolchainFor } from './toolchain.ts';
import { unifiedDiff } from './unified-diff.ts';

/** What the run does at the moment. */
export type Step =
  | { readonly looking: true }
  | { readonly file: string; readonly done: number; readonly of: number };

export interface Surroundings {
  readonly cwd: string;
  /** Of what goes to the standard output. */
  readonly paint: Paint;
  readonly onStep: (step: Step) => void;
  /** Told each folder that is made outside of the project, for whoever outlives a run that is interrupted. */
  readonly onTemporary: (folder: string) => void;
}

/** What to print, and the exit code. */
export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: 0 | 1 | 2;
}

/**
 * Lints what the options name, repairs it if they say so, and answers what to print.
 *
 * Throws a `Problem` where that cannot be done.
 */
export async function run(
  given: Options,
  { cwd, paint, onStep, onTemporary }: Surroundings,
): Promise<Outcome> {
  // A dry run without a repair would show nothing.
  const options =
    given.dryRun && given.fixSuggestions.length === 0 ? { ...given, fix: true } : given;
  const rules = chooseRules(options);
  onStep({ looking: true });
  const { folder, files } = await findFiles(cwd, options.paths, options.ignorePatterns);
  const tools = await toolchainFor(folder);
  const { result: linted, evidence } = await collectEvidence(() =>
    lint({
      ...{ folder, files, options, rules, tools },
      onFile: (file, done) => {
        onStep({ file: shownPath(file, folder), done, of: files.length });
      },
      onTemporary,
    }),
  );
  if (!options.dryRun) await write(linted);

  const text = await formatted(options.format, {
    ...linted,
    ...{ folder, evidence, tools, paint, dryRun: options.dryRun, command: commandOf(options) },
  });
  const showsDiff =
    options.dryRun && (options.format === 'grouped' || options.format === 'stylish');
  const diff = showsDiff ? diffOf(linted, folder, paint) : '';
  const remarks = [...tools.remarks, ...linted.remarks, ...(await missingTypes(folder, files))];
  const failed = linted.failures.map((failure) => `${failure}\n`);
  if (failed.length > 0)
    failed.push(`The other files were linted. A rule must not fail: please report it at ${BUGS}\n`);
  return {
    stdout:
      diff +
      (options.outputFile === undefined ? text : await save(text, options.outputFile, cwd, linted)),
    stderr: [...remarks.map((remark) => `Note: ${remark}\n`), ...failed].join(''),
    code: failed.length > 0 ? 2 : foundCode(linted, options),
  };
}

const BUGS = 'https://github.com/eslint-plugin-await/eslint-plugin-await/issues';

async function write({ results }: Linted): Promise<void> {
  for (const { filePath, output } of results) {
    if (output === undefined) continue;
    try {
      await writeFile(filePath, output);
    } catch (error) {
      throw new Problem(`${filePath} cannot be written: ${firstLineOf(error)}`);
    }
  }
}

async function save(
  text: string,
  given: string,
  cwd: string,
  { results }: Linted,
): Promise<string> {
  const file = path.resolve(cwd, given);
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  } catch (error) {
    throw new Problem(`${given} cannot be written: ${firstLineOf(error)}`);
  }
  const findings = sum(results, ({ errorCount, warningCount }) => errorCount + warningCount);
  return `${count(findings, 'finding')} in ${count(results.length, 'file')}: see ${given}\n`;
}

function diffOf({ results, sources }: Linted, folder: string, paint: Paint): string {
  const text = results
    .map(({ filePath, output }) =>
      output === undefined
        ? ''
        : unifiedDiff(shownPath(filePath, folder), sources.get(filePath) ?? '', output),
    )
    .join('');
  if (text === '') return '';
  const lines = text.split('\n').map((line) => {
    if (line.startsWith('---') || line.startsWith('+++')) return paint('bold', line);
    if (line.startsWith('-')) return paint('red', line);
    if (line.startsWith('+')) return paint('green', line);
    return line.startsWith('@@') ? paint('cyan', line) : line;
  });
  return `${lines.join('\n')}\n`;
}

function foundCode({ results }: Linted, { maxWarnings }: Options): 0 | 1 {
  const errors = sum(results, ({ errorCount }) => errorCount);
  const warnings = sum(results, ({ warningCount }) => warningCount);
  return errors > 0 || (maxWarnings !== undefined && warnings > maxWarnings) ? 1 : 0;
}

function sum<Value>(values: readonly Value[], amountOf: (value: Value) => number): number {
  return values.reduce((total, value) => total + amountOf(value), 0);
}

/** The command that runs the same again, for further options. */
function commandOf({ preset, rules, paths }: Options): string {
  return [
    'npx eslint-plugin-await',
    ...(preset === 'recommended' ? [] : ['--preset', preset]),
    ...rules.flatMap((rule) => ['--rule', quoted(rule)]),
    ...paths.map(quoted),
  ].join(' ');
}

function quoted(word: string): string {
  return /^[\w./@:=-]+$/u.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
