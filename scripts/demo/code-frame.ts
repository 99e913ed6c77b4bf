import type { Finding } from './lint.ts';
import { paint } from './print.ts';

/** The lines around a finding, with the place underlined. */
export function codeFrame(finding: Finding, around = 1): string[] {
  const lines = finding.source.split(/\r?\n/u);
  const first = Math.max(1, finding.line - around);
  const last = Math.min(lines.length, finding.line + around);
  const width = String(last).length;
  const frame: string[] = [];
  for (let number = first; number <= last; number++) {
    const text = lines[number - 1] ?? '';
    const here = number === finding.line;
    const gutter = `${here ? '>' : ' '} ${String(number).padStart(width)} | `;
    frame.push(paint('dim', gutter) + shorten(text));
    if (here) frame.push(paint('dim', `  ${' '.repeat(width)} | `) + underline(text, finding));
  }
  return frame;
}

function underline(text: string, finding: Finding): string {
  const end = finding.endLine === finding.line ? finding.endColumn : text.length + 1;
  // Tabs stay tabs, so that the mark stands below its text.
  const indent = text.slice(0, finding.column - 1).replaceAll(/[^\t]/gu, ' ');
  return indent + paint('red', '^'.repeat(Math.max(1, end - finding.column)));
}

/** Minified and generated lines would fill the screen. */
function shorten(text: string): string {
  return text.length > 160 ? `${text.slice(0, 159)}…` : text;
}
