import type { Linter } from 'eslint';

/**
 * The configuration of a run with types over the sources of a package. Comments in them name rules that
 * are not here, and would hide findings of ours: they do not count.
 */
export function typedSources(
  { directory, globs }: { readonly directory: string; readonly globs: readonly string[] },
  parser: Linter.Parser,
): Linter.Config {
  return {
    files: [...globs],
    languageOptions: {
      parser,
      parserOptions: { projectService: true, tsconfigRootDir: directory },
    },
    linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'off' },
  };
}
