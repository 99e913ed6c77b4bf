import type { ESLint, Linter } from 'eslint';

import type { Evidence, EvidenceLog } from '../../kit/evidence.ts';
import { lineDiff, linesOf, type Hunk } from '../line-diff.ts';
import { shownPath } from '../shown-path.ts';

/** What repairs a finding: `--fix`, a suggestion that a person chooses, or a person alone. */
export type RepairKind = 'fix' | 'suggestion' | 'hand';

/** One finding, with all that the report shows of it. */
export interface Finding {
  /** An anchor in the page. */
  readonly id: string;
  /** Its place in the order of files. */
  readonly order: number;
  /** Relative to the folder of the report, with `/`. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly rule: string;
  readonly severity: Linter.Severity;
  readonly message: string;
  readonly messageId: string | undefined;
  readonly lines: readonly string[];
  readonly repair: RepairKind;
  /** What the repair says it does; empty for `--fix`, which ESLint gives no words. */
  readonly repairTitle: string;
  readonly diff: readonly Hunk[];
  readonly otherSuggestions: readonly string[];
  readonly evidence: Evidence | undefined;
}

/** A file that could not be checked, and what the parser said. */
export interface Unread {
  readonly file: string;
  readonly problem: string;
}

interface Run {
  readonly results: readonly ESLint.LintResult[];
  readonly cwd: string;
  /** The texts of files by their path, where the results do not carry them. */
  readonly sources: ReadonlyMap<string, string>;
  readonly evidence: EvidenceLog;
}

/** The findings of a run by file and place, and the files that could not be read. */
export function findingsOf({ results, cwd, sources, evidence }: Run): {
  readonly findings: readonly Finding[];
  readonly unread: readonly Unread[];
} {
  const findings: Finding[] = [];
  const unread: Unread[] = [];
  const byFile = results
    .map((result) => ({ result, file: shownPath(result.filePath, cwd) }))
    .sort((a, b) => (a.file < b.file ? -1 : 1));
  for (const { result, file } of byFile) {
    // Messages are about the text after `--fix`, where it changed something.
    const given = result.output ?? result.source ?? sources.get(result.filePath) ?? '';
    const source = given.replace(/^\uFEFF/, '');
    const lines = linesOf(source);
    for (const message of result.messages) {
      if (message.fatal === true) {
        unread.push({ file, problem: message.message });
        continue;
      }
      const order = findings.length + 1;
      findings.push({
        ...placeOf(message),
        ...repairOf(message, source),
        id: `finding-${String(order)}`,
        order,
        file,
        rule: message.ruleId ?? 'eslint',
        severity: message.severity,
        message: message.message,
        messageId: message.messageId,
        lines,
        evidence: evidence.at({ ...message, filePath: result.filePath }),
      });
    }
  }
  return { findings, unread };
}

type Place = Pick<Finding, 'line' | 'column' | 'endLine' | 'endColumn'>;

/** A message about a whole file has no place, one about a point no end. */
function placeOf({ line, column, endLine, endColumn }: Linter.LintMessage): Place {
  const start = { line: Math.max(line, 1), column: Math.max(column, 1) };
  return endLine === undefined || endColumn === undefined
    ? { ...start, endLine: start.line, endColumn: start.column }
    : { ...start, endLine, endColumn };
}

type Repair = Pick<Finding, 'repair' | 'repairTitle' | 'diff' | 'otherSuggestions'>;

function repairOf({ fix, suggestions = [] }: Linter.LintMessage, source: string): Repair {
  const [first, ...others] = suggestions;
  const otherSuggestions = (fix ? suggestions : others).map(({ desc }) => desc);
  if (fix) {
    return { repair: 'fix', repairTitle: '', diff: diffBy(fix, source), otherSuggestions };
  }
  return first
    ? {
        repair: 'suggestion',
        repairTitle: first.desc,
        diff: diffBy(first.fix, source),
        otherSuggestions,
      }
    : { repair: 'hand', repairTitle: '', diff: [], otherSuggestions };
}

function diffBy(
  { range, text }: Pick<Linter.LintMessage['fix'] & {}, 'range' | 'text'>,
  source: string,
): readonly Hunk[] {
  const [start, end] = range;
  return lineDiff(source, source.slice(0, Math.max(start, 0)) + text + source.slice(end), 2);
}
