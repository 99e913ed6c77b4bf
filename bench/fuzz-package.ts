import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as parser from '@typescript-eslint/parser';
import { Linter, type Rule } from 'eslint';
import ts from 'typescript';

import { loadPreset } from './load-preset.ts';
import { mutated, randomFrom } from './mutate.ts';
import type { PreparedPackage } from './prepare-package.ts';
import { SyntaxErrors } from './syntax-errors.ts';
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

interface Problem {
  /** What is the same of two problems with one cause. */
  readonly key: string;
  readonly text: string;
}

interface Looked {
  readonly problems: readonly Problem[];
  readonly reports: number;
  readonly repairs: number;
  /** The text with all fixes of the mode `all`. */
  readonly fixed: string;
}

/** Lints changed texts of a package's files, and checks that no rule throws and no repair breaks a file. */
export async function fuzzPackage(request: FuzzRequest): Promise<FuzzAnswer> {
  const { prepared, seed, from, files } = request;
  const { directory } = prepared;
  const look = await lookWith(request);
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

interface Looker {
  parses(file: string, text: string): boolean;
  /** What is wrong with `text`; of one problem alone if its key is given. */
  at(file: string, text: string, only?: string): Looked;
  restore(file: string, text: string): void;
}

async function lookWith({ prepared, plugin, native }: FuzzRequest): Promise<Looker> {
  const { directory } = prepared;
  const crashes: Problem[] = [];
  const [{ rules, entries }, { entries: strict }] = await Promise.all([
    loadPreset(plugin, 'all'),
    loadPreset(plugin, 'strict'),
  ]);
  const watched = Object.fromEntries(
    Object.entries(rules).map(([name, rule]) => [
      name,
      watch(rule, (error) => crashes.push(crashOf(name, error))),
    ]),
  );
  const linter = new Linter({ cwd: directory });
  const parserOptions = {
    projectService: native ? { EXPERIMENTAL_backend: 'tsgo' as const } : true,
    tsconfigRootDir: directory,
  };
  const config: Linter.Config = {
    files: ['**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}'],
    languageOptions: { parser, parserOptions },
    linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'off' },
    plugins: { all: { rules: watched }, safe: { rules: watched } },
    rules: Object.fromEntries(
      Object.keys(entries).flatMap((id): [string, Linter.RuleEntry][] => {
        const name = id.replace(/^await\//u, '');
        const options = [strict[id]].flat()[1] as object | undefined;
        return [
          [`all/${name}`, ['error', { fix: 'all' }]],
          [`safe/${name}`, ['error', { ...options, fix: 'safe' }]],
        ];
      }),
    ),
  };
  const syntax = new SyntaxErrors(readTsconfig(path.join(directory, 'tsconfig.json')).options);

  return { parses: parseable, at, restore };

  function parseable(file: string, text: string): boolean {
    return parseProblem(file, text) === undefined;
  }

  function parseProblem(file: string, text: string): string | undefined {
    try {
      parser.parseForESLint(text, { filePath: path.join(directory, file) });
      return undefined;
    } catch (error) {
      return firstLine(error);
    }
  }

  function restore(file: string, text: string): void {
    linter.verify(text, { ...config, rules: {} }, path.join(directory, file));
  }

  function at(file: string, text: string, only?: string): Looked {
    const nothing = { problems: [], reports: 0, repairs: 0, fixed: text };
    if (!parseable(file, text)) return nothing;
    crashes.length = 0;
    const filename = path.join(directory, file);
    const messages = linter.verify(text, config, filename);
    const problems = new Map(crashes.map((crash) => [crash.key, crash]));
    const before = syntax.of(filename, text);
    const check = (what: string, changed: string): void => {
      const added =
        parseProblem(file, changed) ?? syntax.added(before, syntax.of(filename, changed));
      if (added === undefined) return;
      const key = `${what}: ${added.replaceAll(/'[^']*'|\d+:\d+/gu, '…')}`;
      const line = changedLines(text, changed);
      problems.set(key, { key, text: `${what}: ${added}\n${line}` });
    };

    const repairs = new Map<string, { what: string; fix: Rule.Fix }>();
    for (const { ruleId, messageId, fix, suggestions } of messages) {
      const rule = ruleId?.replace(/^\w+\//u, '') ?? '';
      for (const repair of [{ fix, messageId }, ...(suggestions ?? [])]) {
        if (!repair.fix) continue;
        const what = `${rule} repairs (${repair.messageId ?? ''})`;
        repairs.set(`${rule} ${repair.fix.range.join(' ')} ${repair.fix.text}`, {
          what,
          fix: repair.fix,
        });
      }
    }
    const isOnlyCrash = only?.includes('throws') === true;
    if (!isOnlyCrash) {
      for (const { what, fix } of repairs.values()) {
        if (only === undefined || only.startsWith(what)) check(what, apply(text, [fix]));
      }
    }
    const together = (mode: string): string =>
      apply(
        text,
        messages.flatMap(({ ruleId, fix }) =>
          fix && ruleId?.startsWith(`${mode}/`) === true ? [fix] : [],
        ),
      );
    const fixed = together('all');
    if (problems.size === 0 && !isOnlyCrash) {
      check('all fixes', fixed);
      check('safe fixes', together('safe'));
    }
    for (const { fatal, messageId, message } of messages) {
      if (fatal !== true && messageId !== 'untyped' && messageId !== 'stopped') continue;
      problems.set(`fatal`, { key: 'fatal', text: message });
    }
    return {
      problems: [...problems.values()],
      reports: messages.length,
      repairs: repairs.size,
      // A broken text says nothing about the next pass.
      fixed: problems.size === 0 ? fixed : text,
    };
  }
}

/** The same rule, that tells about its exceptions instead of ending the run. */
function watch(rule: Rule.RuleModule, onCrash: (error: unknown) => void): Rule.RuleModule {
  const guard = <Args extends unknown[]>(run: (...args: Args) => unknown) => {
    return (...args: Args): void => {
      try {
        run(...args);
      } catch (error) {
        onCrash(error);
      }
    };
  };
  return {
    ...rule,
    create(context) {
      try {
        return Object.fromEntries(
          Object.entries(rule.create(context)).map(([selector, listener]) => [
            selector,
            listener && guard(listener as (...args: unknown[]) => unknown),
          ]),
        );
      } catch (error) {
        onCrash(error);
        return {};
      }
    },
  };
}

function crashOf(rule: string, error: unknown): Problem {
  const stack = error instanceof Error ? (error.stack ?? '').split('\n') : [];
  const frames = stack.filter((line) => /^\s+at /u.test(line)).map((line) => line.trim());
  const own = frames.findIndex((line) => line.includes('/dist/') || line.includes('/src/'));
  const key = `${rule} throws ${firstLine(error)} ${frames[Math.max(own, 0)] ?? ''}`;
  const shown = frames.slice(0, Math.max(own, 0) + 4);
  return { key, text: [`${rule} throws ${firstLine(error)}`, ...shown].join('\n    ') };
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}

/** As ESLint does in one pass: in the order of the text, without those that touch an earlier one. */
function apply(text: string, fixes: readonly Rule.Fix[]): string {
  const ordered = [...fixes].sort((a, b) => a.range[0] - b.range[0] || a.range[1] - b.range[1]);
  let changed = '';
  let end = -1;
  for (const { range, text: written } of ordered) {
    if (range[0] <= end) continue;
    changed += text.slice(Math.max(0, end), range[0]) + written;
    end = range[1];
  }
  return changed + text.slice(Math.max(0, end));
}

function changedLines(before: string, after: string): string {
  const old = new Set(before.split('\n'));
  const lines = after.split('\n').filter((line) => !old.has(line));
  return lines
    .slice(0, 12)
    .map((line) => `    + ${line}`)
    .join('\n');
}

/** What is left of a text without the statements and members that the problem does not need. */
function smallest(file: string, text: string, shows: (part: string) => boolean): string {
  const end = performance.now() + 60_000;
  let rest = text;
  let tried = Infinity;
  while (performance.now() < end) {
    const parts = removableParts(file, rest);
    // From the largest to the smallest; what is as large as one that was tried stays.
    const part = parts.find(([from, to]) => to - from < tried);
    if (part === undefined) break;
    const [from, to] = part;
    tried = to - from;
    const shorter = rest.slice(0, from) + rest.slice(to);
    if (shows(shorter)) rest = shorter;
  }
  return rest.replaceAll(/\n\s*\n/gu, '\n').trim();
}

function removableParts(file: string, text: string): [from: number, to: number][] {
  const parts: [from: number, to: number][] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStatement(node) || ts.isClassElement(node) || ts.isObjectLiteralElement(node)) {
      const comma = ts.isObjectLiteralElement(node) && text[node.end] === ',' ? 1 : 0;
      parts.push([node.pos, node.end + comma]);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest));
  return parts.sort((a, b) => b[1] - b[0] - (a[1] - a[0]));
}
