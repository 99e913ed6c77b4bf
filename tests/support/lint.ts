import type { TSESLint } from '@typescript-eslint/utils';
import { Linter } from '@typescript-eslint/utils/ts-eslint';

import { FIXTURES, typedLanguageOptions, uncheckedLanguageOptions } from './parser.ts';

type LanguageOptions = typeof typedLanguageOptions | typeof uncheckedLanguageOptions;
type Rule = TSESLint.RuleModule<string, readonly unknown[]>;

export interface LintOptions {
  /** The option object of the rule. */
  options?: object;
  settings?: Record<string, unknown>;
  /** A file of `tests/fixtures`; `file.ts` if absent. */
  filename?: string;
  /** Whether the code must compile, before and after; true if absent. */
  compiles?: boolean;
}

/** The reports of `rule` in `code`. Throws where `code` does not parse or does not compile. */
export function lint(
  name: string,
  rule: object,
  code: string,
  options: LintOptions = {},
): TSESLint.Linter.LintMessage[] {
  const linter = new Linter({ cwd: FIXTURES });
  const problems = linter.verify(
    code,
    configFor(name, rule, options),
    options.filename ?? 'file.ts',
  );
  throwIfFatal(problems, code);
  return problems;
}

/** The configuration of a run with this one rule. */
export function configFor(
  name: string,
  rule: object,
  { options, settings, compiles = true }: LintOptions,
): TSESLint.FlatConfig.Config & { languageOptions: LanguageOptions } {
  return {
    files: ['**/*.{ts,tsx,mts,cts,js,mjs,cjs}'],
    plugins: { await: { rules: { [name]: rule as Rule } } },
    rules: { [`await/${name}`]: options ? ['error', options] : 'error' },
    languageOptions: compiles ? typedLanguageOptions : uncheckedLanguageOptions,
    ...(settings ? { settings } : {}),
  };
}

/** A text that does not parse, or does not compile, is the test's mistake and not a finding. */
export function throwIfFatal(problems: TSESLint.Linter.LintMessage[], code: string): void {
  const fatal = problems.find((problem) => problem.fatal);
  if (fatal) throw new Error(`${fatal.message}\n${code}`);
}
