import { frame } from '../../src/cli/frame.ts';
import type { Finding } from './lint.ts';
import { paint, print } from './print.ts';

const REPAIRS = {
  fix: 'repaired by --fix',
  suggestion: 'suggestion',
  none: 'by hand',
} as const;

/** One finding: where, what, the code, and what repairs it. */
export function printFinding(finding: Finding): void {
  const place = `${finding.file}:${String(finding.line)}:${String(finding.column)}`;
  print();
  print(`  ${paint('cyan', place)}  ${paint('dim', finding.rule)}`);
  print(`  ${finding.message}`);
  const lines = finding.source.split(/\r?\n/u);
  for (const line of frame(lines, finding, paint)) print(`  ${line}`);
  print(`  ${paint('green', repairOf(finding))}`);
}

/** One line for a list of what is left: the place, the code, and what to do about it. */
export function printOneLine(finding: Finding): void {
  const place = paint('cyan', `${finding.file}:${String(finding.line)}`);
  print(`  ${place}  ${toDo(finding)}`);
}

function toDo(finding: Finding): string {
  if (finding.suggestion !== undefined) return `${codeOf(finding)}: ${repairOf(finding)}`;
  // A message says what goes wrong, then what to do; the chain has been printed above.
  const remedy = /\. (?<last>[A-Z].*)$/u.exec(finding.message)?.groups?.last;
  return remedy === undefined ? finding.message : `${codeOf(finding)}: ${remedy}`;
}

function codeOf({ source, line, endLine, column, endColumn }: Finding): string {
  const text = source.split(/\r?\n/u)[line - 1] ?? '';
  const end = endLine === line ? endColumn - 1 : undefined;
  return `\`${text.slice(column - 1, end)}\``;
}

function repairOf({ repair, suggestion }: Finding): string {
  return repair === 'suggestion' ? `suggestion: ${suggestion ?? ''}` : REPAIRS[repair];
}

export function byRepair(findings: readonly Finding[], repair: Finding['repair']): number {
  return findings.filter((finding) => finding.repair === repair).length;
}
