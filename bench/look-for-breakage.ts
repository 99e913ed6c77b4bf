import path from 'node:path';
import * as parser from '@typescript-eslint/parser';
import { Linter, type Rule } from 'eslint';
import ts from 'typescript';

import { SyntaxErrors } from './syntax-errors.ts';

/** A rule that threw, a repair that broke a text, or a message that says so. */
export interface Problem {
  /** What is the same of two problems with one cause. */
  readonly key: string;
  readonly text: string;
}

export interface Looked {
  readonly problems: readonly Problem[];
  readonly reports: number;
  readonly repairs: number;
  /** The text with all fixes of the mode `all`. */
  readonly fixed: string;
}

export interface Looker {
  parses(file: string, text: string): boolean;
  /** What is wrong with `text`; of one problem alone if its key is given. */
  at(file: string, text: string, only?: string): Looked;
  restore(file: string, text: string): void;
}

export interface LookOptions {
  /** Of the project that the texts are of. */
  readonly directory: string;
  readonly options: ts.CompilerOptions;
  readonly rules: Readonly<Record<string, Rule.RuleModule>>;
  /** What the preset `strict` says about the rules, by their names. */
  readonly strict: Readonly<Record<string, object | undefined>>;
  /** Ask the parser for its native TypeScript 7 backend. */
  readonly native: boolean;
}

/**
 * Lints texts with all rules, each twice: with its default options and `fix: 'all'`, and with those of
 * `strict` and `fix: 'safe'`. Nothing may throw; no repair, alone or with the others, may break a text.
 */
export function lookWith({ directory, options, rules, strict, native }: LookOptions): Looker {
  const crashes: Problem[] = [];
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
      Object.keys(rules).flatMap((name): [string, Linter.RuleEntry][] => [
        [`all/${name}`, ['error', { fix: 'all' }]],
        [`safe/${name}`, ['error', { ...strict[name], fix: 'safe' }]],
      ]),
    ),
  };
  const syntax = new SyntaxErrors(options);

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
  // ESLint counts from behind the byte order mark.
  if (text.startsWith('\uFEFF')) return `\uFEFF${apply(text.slice(1), fixes)}`;
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
export function smallest(file: string, text: string, shows: (part: string) => boolean): string {
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
