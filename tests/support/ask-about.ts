import type { ParserServicesWithTypeInformation, TSESTree } from '@typescript-eslint/utils';
import { RuleCreator, getParserServices } from '@typescript-eslint/utils/eslint-utils';
import { Linter } from '@typescript-eslint/utils/ts-eslint';

import { FIXTURES, typedLanguageOptions, uncheckedLanguageOptions } from './parser.ts';

type Question<Answer> = (
  here: TSESTree.Identifier,
  services: ParserServicesWithTypeInformation,
) => Answer;

interface Where {
  /** A file of `tests/fixtures`; `file.ts` if absent. */
  filename?: string;
  /** Whether `code` must compile; true if absent. */
  compiles?: boolean;
}

/**
 * Asks an analysis about the identifier `here` in `code`, from inside a real ESLint run. Throws
 * where `code` does not compile or does not have exactly one `here`.
 */
export function askAbout<Answer>(
  code: string,
  question: Question<Answer>,
  { filename = 'file.ts', compiles = true }: Where = {},
): Answer {
  const answers: Answer[] = [];
  const ask = RuleCreator.withoutDocs({
    meta: { type: 'problem', schema: [], messages: {} },
    create: (context) => ({
      'Identifier[name="here"]': (here: TSESTree.Identifier) => {
        answers.push(question(here, getParserServices(context)));
      },
    }),
  });
  const linter = new Linter({ cwd: FIXTURES });
  const problems = linter.verify(
    code,
    {
      files: ['**/*.{ts,tsx,mts,cts,js,mjs,cjs}'],
      plugins: { test: { rules: { ask } } },
      rules: { 'test/ask': 'error' },
      languageOptions: compiles ? typedLanguageOptions : uncheckedLanguageOptions,
    },
    filename,
  );
  if (problems[0]) throw new Error(problems[0].message);
  if (answers.length !== 1) {
    throw new Error(`Expected one \`here\`, found ${String(answers.length)} in: ${code}`);
  }
  return answers[0] as Answer;
}
