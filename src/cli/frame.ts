import type { Paint } from './paint.ts';

/** A place in a text, as ESLint counts: lines and columns from 1. */
export interface Span {
  readonly line: number;
  readonly column: number;
  readonly endLine?: number | undefined;
  readonly endColumn?: number | undefined;
}

const LONGEST = 160;

/** The lines around a place, with the place underlined. */
export function frame(lines: readonly string[], span: Span, paint: Paint, around = 1): string[] {
  const first = Math.max(1, span.line - around);
  const last = Math.min(lines.length, span.line + around);
  const width = String(last).length;
  const shown: string[] = [];
  for (let number = first; number <= last; number++) {
    const text = lines[number - 1] ?? '';
    const here = number === span.line;
    const gutter = `${here ? '>' : ' '} ${String(number).padStart(width)} |`;
    shown.push(`${paint('dim', gutter)} ${shorten(text)}`.trimEnd());
    if (here)
      shown.push(`${paint('dim', `  ${' '.repeat(width)} |`)} ${underline(text, span, paint)}`);
  }
  return shown;
}

function underline(text: string, { line, column, endLine, endColumn }: Span, paint: Paint): string {
  const end = endLine === line && endColumn !== undefined ? endColumn : text.length + 1;
  // Tabs stay tabs, so that the mark stands below its text.
  const indent = text.slice(0, Math.min(column - 1, LONGEST)).replaceAll(/[^\t]/gu, ' ');
  const width = Math.max(1, Math.min(end, LONGEST) - column);
  return indent + paint('red', '^'.repeat(width));
}

/** Minified and generated lines would fill the screen. */
function shorten(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
