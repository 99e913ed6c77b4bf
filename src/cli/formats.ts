import type { ESLint, Rule } from 'eslint';

import plugin from '../index.ts';
import type { EvidenceLog } from '../kit/evidence.ts';
import { byProblem } from './by-problem.ts';
import { groupedReport } from './grouped.ts';
import type { Linted } from './lint.ts';
import type { Format } from './options.ts';
import type { Paint } from './paint.ts';
import { findingsOf } from './report/findings.ts';
import { htmlReport } from './report/html-report.ts';
import { sarifLog } from './sarif.ts';
import { isInstalled, type Toolchain } from './toolchain.ts';

export interface ToFormat extends Linted {
  readonly folder: string;
  readonly evidence: EvidenceLog;
  readonly tools: Toolchain;
  readonly dryRun: boolean;
  readonly command: string;
  readonly paint: Paint;
}

const SARIF_FORMATTER = '@microsoft/eslint-formatter-sarif';

const rulesMeta: Readonly<Record<string, Rule.RuleMetaData>> = Object.fromEntries(
  Object.entries(plugin.rules).map(([name, { meta }]) => [`await/${name}`, meta ?? {}]),
);

/** The findings as text. */
export async function formatted(format: Format, linted: ToFormat): Promise<string> {
  const { results, folder, sources, evidence } = linted;
  const { version } = plugin.meta;
  switch (format) {
    case 'grouped':
      return grouped(linted);
    case 'stylish':
    case 'json':
      return await byESLint(format, linted);
    case 'sarif':
      return (await isInstalled(SARIF_FORMATTER, folder))
        ? await byESLint(SARIF_FORMATTER, linted)
        : sarifLog({ results, rulesMeta, sources, folder, version });
    case 'html':
      return htmlReport({ results, rulesMeta, cwd: folder, sources, evidence, version });
  }
}

function grouped(linted: ToFormat): string {
  const { results, folder, sources, evidence, dryRun, command, paint } = linted;
  const { findings, unread } = findingsOf({ results, cwd: folder, sources, evidence });
  return groupedReport(
    {
      groups: byProblem(findings, (id) => rulesMeta[id]),
      unread,
      linted: results.length,
      repaired: results.filter(({ output }) => output !== undefined).length,
      dryRun,
      command,
      folder,
    },
    paint,
  );
}

/** ESLint asks the configuration of a file for its rules; here they are known. */
async function byESLint(
  name: string,
  { results, folder, tools, paint }: ToFormat,
): Promise<string> {
  class Formatting extends tools.ESLint {
    override getRulesMetaForResults(): ESLint.LintResultData['rulesMeta'] {
      return rulesMeta;
    }
  }
  const formatter = await new Formatting({ cwd: folder, overrideConfigFile: true }).loadFormatter(
    name,
  );
  const color = paint('bold', '') !== '';
  return await formatter.format([...results], { color });
}
