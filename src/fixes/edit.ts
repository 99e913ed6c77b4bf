import type { TSESLint } from '@typescript-eslint/utils';

/** One replaced stretch of text; an empty range inserts. */
export interface Edit {
  readonly range: readonly [start: number, end: number];
  readonly text: string;
}

export function insertion(at: number, text: string): Edit {
  return { range: [at, at], text };
}

/** The edits in the order in which they stand in the text; `undefined` where two of them overlap. */
export function inOrder(edits: readonly Edit[]): readonly Edit[] | undefined {
  const sorted = [...edits].sort((a, b) => a.range[0] - b.range[0] || a.range[1] - b.range[1]);
  return sorted.some((edit, index) => edit.range[0] < (sorted[index - 1]?.range[1] ?? 0))
    ? undefined
    : sorted;
}

/** The edits as what `context.report` takes, or no fix where two of them overlap. */
export function asFix(edits: readonly Edit[]): TSESLint.ReportFixFunction {
  return (fixer) =>
    inOrder(edits)?.map(({ range, text }) => fixer.replaceTextRange([...range], text)) ?? null;
}

export function newlineOf(text: string): string {
  return /\r?\n/.exec(text)?.[0] ?? '\n';
}

/** The white space before the first token of the line that `at` is on. */
export function indentAt(text: string, at: number): string {
  const line = text.slice(text.lastIndexOf('\n', at - 1) + 1);
  return /^[^\S\r\n]*/.exec(line)?.[0] ?? '';
}
