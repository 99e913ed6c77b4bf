import type { Parser } from '@typescript-eslint/utils/ts-eslint';
import { Linter } from '@typescript-eslint/utils/ts-eslint';

import { configFor, throwIfFatal, type LintOptions } from './lint.ts';
import { FIXTURES } from './parser.ts';

export interface FixedToEnd {
  output: string;
  /** How many times the text changed; ESLint itself gives up after 10. */
  passes: number;
  /** What is still reported in `output`, in source order. */
  messages: string[];
}

/**
 * What one `eslint --fix` run with this one rule makes of `code`, in ESLint's own passes. Throws
 * where a text on the way does not compile, or a second run would still change something.
 */
export function fixToEnd(
  name: string,
  rule: object,
  code: string,
  options: LintOptions = {},
): FixedToEnd {
  const { filename = 'file.ts' } = options;
  const config = configFor(name, rule, options);
  const { parser } = config.languageOptions;
  const texts = new Set<string>();
  const watching: Parser.LooseParserModule = {
    ...parser,
    parseForESLint: (text: string, parserOptions: Parameters<typeof parser.parseForESLint>[1]) => {
      texts.add(text);
      return parser.parseForESLint(text, parserOptions);
    },
  };

  const linter = new Linter({ cwd: FIXTURES });
  const watched = { ...config, languageOptions: { ...config.languageOptions, parser: watching } };
  const { output, messages } = linter.verifyAndFix(code, watched, { filename });
  throwIfFatal(messages, output);
  texts.add(output);

  const again = linter.verifyAndFix(output, config, { filename });
  if (again.output !== output) {
    throw new Error(`A second run still changes the text to:\n${again.output}`);
  }
  return { output, passes: texts.size - 1, messages: messages.map(({ message }) => message) };
}
