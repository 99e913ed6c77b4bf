import * as parser from '@typescript-eslint/parser';
import type { TSESLint } from '@typescript-eslint/utils';
import { Linter } from '@typescript-eslint/utils/ts-eslint';

import { configFor, throwIfFatal } from './lint.ts';
import { NATIVE } from './parser.ts';
import type { ProjectFolder } from './project-folder.ts';

/** The reports of `rule` in a file of a project with a `tsconfig.json` and packages of its own. */
export function lintInProject(
  name: string,
  rule: object,
  { folder, at, read }: ProjectFolder,
  file: string,
): TSESLint.Linter.LintMessage[] {
  const config = {
    ...configFor(name, rule, {}),
    languageOptions: {
      parser,
      parserOptions: {
        projectService: NATIVE ? { EXPERIMENTAL_backend: 'tsgo' as const } : true,
        tsconfigRootDir: folder,
      },
    },
  };
  const code = read(file);
  const problems = new Linter({ cwd: folder }).verify(code, config, at(file));
  throwIfFatal(problems, code);
  return problems;
}
