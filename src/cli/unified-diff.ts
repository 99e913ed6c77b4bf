import { hunksOf, type Hunk } from './line-diff.ts';

const SIGNS = { same: ' ', removed: '-', added: '+' } as const;

/** How a file changes, as `git apply` and `patch` read it; empty where it does not. */
export function unifiedDiff(name: string, before: string, after: string): string {
  const hunks = hunksOf(linesOf(before), linesOf(after), 3);
  if (hunks.length === 0) return '';
  /** How many lines more the new text has before this hunk. */
  let shift = 0;
  const texts = hunks.map((hunk) => {
    const [removed, added] = [sizeOf(hunk, 'added'), sizeOf(hunk, 'removed')];
    const from = firstOf(hunk, shift);
    const head = `@@ -${range(from, removed)} +${range(from + shift, added)} @@\n`;
    shift += added - removed;
    return head + hunk.map(({ kind, text }) => SIGNS[kind] + ended(text)).join('');
  });
  return `--- a/${name}\n+++ b/${name}\n${texts.join('')}`;
}

/** Lines with their breaks, which may be what differs. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/gu) ?? [];
}

function ended(line: string): string {
  return line.endsWith('\n') ? line : `${line}\n\\ No newline at end of file\n`;
}

function sizeOf(hunk: Hunk, without: 'added' | 'removed'): number {
  return hunk.filter(({ kind }) => kind !== without).length;
}

/** The line of the old text that the hunk starts at; added lines are counted in the new text. */
function firstOf(hunk: Hunk, shift: number): number {
  const [first] = hunk;
  if (first === undefined) return 1;
  return first.kind === 'added' ? first.number - shift : first.number;
}

/** A side without lines is said to start behind the line before. */
function range(start: number, length: number): string {
  return `${String(length === 0 ? start - 1 : start)},${String(length)}`;
}
