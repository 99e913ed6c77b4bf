import { codeFrame } from './code-frame.ts';
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
  for (const line of codeFrame(finding)) print(`  ${line}`);
  print(`  ${paint('green', repairOf(finding))}`);
}

/** One line for a list of what is left. */
export function printOneLine(finding: Finding): void {
  print(`  ${paint('cyan', `${finding.file}:${String(finding.line)}`)}  ${finding.message}`);
  if (finding.repair !== 'none') print(`    ${paint('green', repairOf(finding))}`);
}

function repairOf({ repair, suggestion }: Finding): string {
  return repair === 'suggestion' ? `suggestion: ${suggestion ?? ''}` : REPAIRS[repair];
}

export function byRepair(findings: readonly Finding[], repair: Finding['repair']): number {
  return findings.filter((finding) => finding.repair === repair).length;
}
