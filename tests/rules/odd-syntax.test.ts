import type { Rule } from 'eslint';
import { expect, it } from 'vitest';

import { fuzzSyntax } from '../../bench/fuzz-syntax.ts';
import { rules } from '../../src/rules/index.ts';
import { NATIVE, uncheckedLanguageOptions } from '../support/parser.ts';

// A few of the programs that `npm run fuzz` tries by the hundreds.

it('no rule throws, and no repair breaks a program of odd syntax', { timeout: 300_000 }, () => {
  const { failures, ...sum } = fuzzSyntax({
    rules: rules as unknown as Record<string, Rule.RuleModule>,
    strict: Object.fromEntries(
      Object.entries(rules).map(([name, { meta }]) => [name, meta.docs?.strict?.options]),
    ),
    native: NATIVE,
    seed: 20_261_127,
    from: 0,
    programs: 10,
  });
  uncheckedLanguageOptions.parser.clearCaches();
  expect(failures).toEqual([]);
  expect(sum.texts).toBeGreaterThanOrEqual(9);
  // Programs that nothing is said of would prove nothing.
  expect(sum.reports).toBeGreaterThan(15 * sum.texts);
  expect(sum.repairs).toBeGreaterThan(10 * sum.texts);
});
