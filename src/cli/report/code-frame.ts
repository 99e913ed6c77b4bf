import type { Hunk } from '../line-diff.ts';
import type { Finding } from './findings.ts';
import { markup, type Markup, type Part } from './markup.ts';

/** Unchanged lines before and after the place. */
const AROUND = 3;

/** A place over more lines than this is shown by its first ones. */
const MAX_LINES = 12;

/** Minified and generated lines would fill the page. */
const MAX_WIDTH = 300;

/** The code around a finding with its line numbers, and the place marked. */
export function codeFrame(finding: Finding): Markup {
  const { lines, line, endLine } = finding;
  const related = relatedLines(finding);
  const lastMarked = Math.min(endLine, line + MAX_LINES - 1);
  const first = Math.max(1, Math.min(line, ...related) - AROUND);
  const wanted = Math.max(lastMarked, ...related) + (lastMarked < endLine ? 0 : AROUND);
  const last = Math.min(lines.length, wanted);
  const rows: Markup[] = [];
  for (let number = first; number <= last; number++) {
    const isMarked = number >= line && number <= endLine;
    const text = lines[number - 1] ?? '';
    const kind = isMarked || related.includes(number) ? 'marked' : '';
    rows.push(row(number, kind, isMarked ? marked(text, number, finding) : cut(text)));
  }
  if (last < endLine) rows.push(row('', '', '…'));
  return markup`<pre class="code"><code>${rows}</code></pre>`;
}

/** The lines of the other awaits in a row, if they are near enough to be shown with it. */
function relatedLines({ line, evidence }: Finding): readonly number[] {
  if (evidence?.kind !== 'awaits') return [];
  return evidence.awaits
    .filter((each) => each.together && Math.abs(each.line - line) <= MAX_LINES)
    .map((each) => each.line);
}

/** What a repair changes, with the line numbers of the text as it is. */
export function diffFrame(hunks: readonly Hunk[]): Markup {
  const rows = hunks.map((hunk, index) => [
    index > 0 ? row('', 'gap', '⋯') : undefined,
    hunk.map(({ kind, text, number }) => {
      const sign = { same: ' ', removed: '-', added: '+' }[kind];
      return row(kind === 'added' ? '' : number, kind, `${sign} ${cut(text)}`);
    }),
  ]);
  return markup`<pre class="code diff"><code>${rows}</code></pre>`;
}

/** The number stands in an attribute: who copies the code does not copy it. */
function row(number: number | '', kind: string, code: Part): Markup {
  return markup`<span class="line ${kind}" data-line="${number}">${code}\n</span>`;
}

function marked(
  text: string,
  number: number,
  { line, column, endLine, endColumn }: Finding,
): Markup {
  const start = number === line ? column - 1 : text.search(/\S|$/);
  const end = number === endLine ? endColumn - 1 : text.length;
  // At the end of a line, or for a point, one column still shows where it is.
  const before = text.slice(0, start);
  const inside = text.slice(start, Math.max(end, start + 1));
  const after = text.slice(Math.max(end, start + 1));
  return markup`${cutStart(before)}<mark>${inside === '' ? ' ' : cut(inside)}</mark>${cut(after)}`;
}

function cut(text: string): string {
  return text.length > MAX_WIDTH ? `${text.slice(0, MAX_WIDTH - 1)}…` : text;
}

function cutStart(text: string): string {
  return text.length > MAX_WIDTH ? `…${text.slice(1 - MAX_WIDTH)}` : text;
}
