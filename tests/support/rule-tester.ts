import { RuleTester } from '@typescript-eslint/rule-tester';
import { afterAll, describe, it } from 'vitest';

import { typedLanguageOptions, uncheckedLanguageOptions } from './parser.ts';

RuleTester.afterAll = afterAll;
RuleTester.describe = describe;
RuleTester.it = it;
RuleTester.itOnly = it.only;
RuleTester.itSkip = it.skip;

const defaultFilenames = { ts: 'file.ts', tsx: 'file.tsx' };

/**
 * Tests a rule on cases that must compile, before and after each fix and suggestion. A case is the
 * text of `tests/fixtures/file.ts` unless its `filename` says `file.tsx`, `module.js`,
 * `commonjs.cjs`, `file.cts`, `file.mts` or `inner/file.ts`.
 */
export const ruleTester = new RuleTester({
  languageOptions: typedLanguageOptions,
  defaultFilenames,
});

/** The same for broken and half-typed code, which must not crash a rule. */
export const uncheckedRuleTester = new RuleTester({
  languageOptions: uncheckedLanguageOptions,
  defaultFilenames,
});
