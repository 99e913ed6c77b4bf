import type { ESLint } from 'eslint';

import awaitPlugin from './index.ts';
import { EvidenceLog } from './kit/evidence.ts';
import { htmlReport } from './cli/report/html-report.ts';

/**
 * The HTML report as a formatter of ESLint. ESLint loads it when the rules have run, so that it shows no
 * more than the results hold: messages, code and repairs.
 */
export default function htmlFormatter(
  results: ESLint.LintResult[],
  { cwd, rulesMeta }: ESLint.LintResultData,
): string {
  const { version } = awaitPlugin.meta;
  const [sources, evidence] = [new Map<string, string>(), new EvidenceLog()];
  return htmlReport({ results, rulesMeta, cwd, sources, evidence, version });
}
