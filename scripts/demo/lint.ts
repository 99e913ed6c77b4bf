import path from 'node:path';

import * as parser from '@typescript-eslint/parser';
import { ESLint, type Linter, type Rule } from 'eslint';
import { defineConfig } from 'eslint/config';

import type { Plugin } from './plugin.ts';

export interface Finding {
  /** Relative to the linted folder, with `/`. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly rule: string;
  readonly message: string;
  readonly repair: 'fix' | 'suggestion' | 'none';
  /** What the first suggestion says it does. */
  readonly suggestion: string | undefined;
  readonly source: string;
}

export interface Linted {
  readonly results: ESLint.LintResult[];
  readonly findings: readonly Finding[];
  /** Files that could not be linted: `file: what the parser says`. */
  readonly unread: readonly string[];
  readonly files: number;
  readonly lines: number;
  readonly awaits: number;
  /** Seconds in the parser, which makes the types, and in the rules. */
  readonly parsing: number;
  readonly ruling: number;
}

export interface LintOptions {
  /** Globs relative to `cwd`: the `files` of the configuration. */
  readonly files: readonly string[];
  /** The files of these to lint, if not all. */
  readonly only?: readonly string[];
  readonly ignores?: readonly string[];
  readonly fix?: 'safe' | 'all';
  /** The folder that the project service looks for a `tsconfig.json` up to; `cwd` by default. */
  readonly project?: string;
  /** A tsconfig to use for every file, where the folder has none. */
  readonly tsconfig?: string;
  /** Somebody else's code names rules that are not here. */
  readonly ignoreComments?: boolean;
}

/**
 * Lints a folder through ESLint's API with the recommended preset. With `fix` the files are
 * rewritten, and the findings are those that the run itself had left.
 *
 * Throws what ESLint throws: a configuration error, or a rule that fails.
 */
export async function lint(cwd: string, plugin: Plugin, options: LintOptions): Promise<Linted> {
  const totals = { lines: 0, awaits: 0 };
  const eslint = new ESLint({
    cwd,
    overrideConfigFile: true,
    overrideConfig: configFor(cwd, plugin, options, counting(totals)),
    errorOnUnmatchedPattern: false,
    fix: options.fix !== undefined,
    stats: true,
  });
  const results = await eslint.lintFiles([...(options.only ?? options.files)]);
  if (options.fix !== undefined) await ESLint.outputFixes(results);

  const findings: Finding[] = [];
  const unread: string[] = [];
  let parsing = 0;
  let ruling = 0;
  for (const result of results) {
    const file = path.relative(cwd, result.filePath).replaceAll('\\', '/');
    for (const pass of result.stats?.times.passes ?? []) {
      parsing += (pass.parse?.total ?? 0) / 1000;
      ruling += Object.values(pass.rules ?? {}).reduce((sum, { total }) => sum + total / 1000, 0);
    }
    if (result.messages.length === 0) continue;
    const source = result.output ?? result.source ?? '';
    for (const message of result.messages) {
      if (message.fatal === true) {
        unread.push(`${file}: ${firstLine(message.message)}`);
      } else if (message.ruleId?.startsWith('await/'))
        findings.push(asFinding(file, source, message));
    }
  }
  return { results, findings, unread, files: results.length, ...totals, parsing, ruling };
}

/** Forgets the programs that earlier runs have made: the next run sees the files as they are now. */
export function forgetPrograms(): void {
  parser.clearCaches();
}

function configFor(
  cwd: string,
  plugin: Plugin,
  options: LintOptions,
  counter: ESLint.Plugin,
): Linter.Config[] {
  const { tsconfig } = options;
  return defineConfig([
    { ignores: ['**/*.d.{ts,mts,cts}', '**/*.min.js', ...(options.ignores ?? [])] },
    {
      files: [...options.files],
      extends: [plugin.configs.recommended],
      plugins: { counter },
      rules: { 'counter/count': 'error' },
      languageOptions: {
        parser,
        parserOptions: {
          tsconfigRootDir: options.project ?? cwd,
          ...(tsconfig === undefined ? { projectService: true } : { project: [tsconfig] }),
        },
      },
      linterOptions: {
        noInlineConfig: options.ignoreComments === true,
        reportUnusedDisableDirectives: 'off',
      },
      settings: options.fix === undefined ? {} : { await: { fix: options.fix } },
    },
  ]);
}

/** Counts on the tree that is there anyway: a search in the text would count comments. */
function counting(totals: { lines: number; awaits: number }): ESLint.Plugin {
  const count: Rule.RuleModule = {
    create: ({ sourceCode }) => ({
      Program() {
        totals.lines += sourceCode.lines.length;
      },
      AwaitExpression() {
        totals.awaits += 1;
      },
      'ForOfStatement[await=true]'() {
        totals.awaits += 1;
      },
    }),
  };
  return { meta: { name: 'counter' }, rules: { count } };
}

function asFinding(file: string, source: string, message: Linter.LintMessage): Finding {
  const suggestion = message.suggestions?.[0]?.desc;
  return {
    file,
    line: message.line,
    column: message.column,
    endLine: message.endLine ?? message.line,
    endColumn: message.endColumn ?? message.column + 1,
    rule: message.ruleId ?? '',
    message: message.message,
    repair: message.fix ? 'fix' : suggestion === undefined ? 'none' : 'suggestion',
    suggestion,
    source,
  };
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
