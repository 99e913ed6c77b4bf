import type { TSESLint, TSESTree } from '@typescript-eslint/utils';

import { isParenthesized } from './parentheses.ts';
import { indentAt, newlineOf, type Edit } from './edit.ts';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** How a file is laid out, as far as its text shows. */
export interface Layout {
  /** One step of indentation. */
  readonly step: string;
  readonly newline: string;
  /** How long a line may be. */
  readonly width: number;
  /** Whether the last of several lines in brackets ends in a comma. */
  readonly hasTrailingCommas: boolean;
  readonly hasSemicolons: boolean;
}

export function layoutOf({ text, lines }: SourceCode): Layout {
  const indents = lines
    .map((line) => /^[^\S\r\n]+(?=[^\s*])/.exec(line)?.[0] ?? '')
    .filter(Boolean);
  const smallest = Math.min(8, ...indents.map((each) => each.length));
  return {
    step: indents.some((each) => each.startsWith('\t'))
      ? '\t'
      : ' '.repeat(indents.length === 0 ? 2 : smallest),
    newline: newlineOf(text),
    width: WIDTHS.find((width) => isMostlyWithin(width, lines)) ?? 120,
    hasTrailingCommas:
      /,[^\S\r\n]*\r?\n\s*[\])}]/.test(text) || !/[^,;{}()[\]\s]\r?\n\s*[\])]/.test(text),
    hasSemicolons: lines.filter((line) => line.endsWith(';')).length * 20 >= lines.length,
  };
}

const WIDTHS = [80, 100];

/** A few lines may always be longer: URLs, messages. */
function isMostlyWithin(width: number, lines: readonly string[]): boolean {
  const long = lines.filter((line) => line.length > width);
  return long.length <= lines.length / 50;
}

/**
 * The text of `node` with `edits` in it, for a place that is indented by `indent`: the lines after the
 * first keep their distance to it, lines of template literals stay as they are.
 */
export function movedText(
  node: TSESTree.Node,
  indent: string,
  sourceCode: SourceCode,
  edits: readonly Edit[] = [],
  [start, end]: Edit['range'] = node.range,
): string {
  const { text } = sourceCode;
  const from = indentAt(text, start);
  const fixed = sourceCode
    .getTokens(node)
    .filter(({ type }) => /^(?:Template|String|JSXText)$/.test(type));
  let moved = '';
  for (let at = start; at < end;) {
    const edit = edits.find(({ range }) => range[0] === at);
    if (edit) {
      moved += edit.text;
      at = Math.max(edit.range[1], at);
      if (edit.range[1] > edit.range[0]) continue;
    }
    const character = text.charAt(at);
    moved += character;
    at += 1;
    const isFixed = fixed.some(({ range }) => range[0] < at && at < range[1]);
    if (character !== '\n' || isFixed || from === indent) continue;
    if (text.startsWith(from, at) && at + from.length <= end) {
      const isEmpty = /[\r\n]/.test(text.charAt(at + from.length));
      moved += isEmpty ? '' : indent;
      at += from.length;
    }
  }
  return moved;
}

/** One element of the array of `Promise.all`. */
export interface Element {
  readonly node: TSESTree.Expression;
  readonly edits?: readonly Edit[];
  /** Comments above it, and at the end of its line. */
  readonly above: readonly string[];
  readonly beside: readonly string[];
}

/**
 * `const [a, b] = await Promise.all([f(), g()])`, on one line where it fits, for a place indented by
 * `indent`: `kind` is empty for an assignment, `targets` are empty where no value is kept.
 */
export function gatheredText(
  { kind, targets, types }: { kind: string; targets: readonly string[]; types: string },
  elements: readonly Element[],
  indent: string,
  mayBreak: boolean,
  sourceCode: SourceCode,
): string {
  const { step, newline, width, hasTrailingCommas } = layoutOf(sourceCode);
  const head = (pattern: string): string =>
    targets.length === 0 ? '' : `${kind}${kind === '' ? '' : ' '}${pattern}${types} = `;
  const pattern = `[${targets.join(', ')}]`;
  const hasComments = elements.some(({ above, beside }) => above.length + beside.length > 0);
  const flat = elements.map(({ node, edits }) => movedText(node, indent, sourceCode, edits));
  const line = `${head(pattern)}await Promise.all([${flat.join(', ')}])`;
  const fits = indent.length + line.length + 1 <= width && !line.includes('\n');
  if (!mayBreak || (fits && !hasComments)) return line;

  const isLong = indent.length + head(pattern).length + 'await Promise.all(['.length > width;
  // As formatters do: a long annotation keeps its line, and the value goes to the next one.
  const outer = isLong && types !== '' ? indent + step : indent;
  const inner = outer + step;
  const lastComma = hasTrailingCommas ? ',' : '';
  const rows = elements.flatMap(({ node, edits, above, beside }, index) => {
    const comma = index < elements.length - 1 ? ',' : lastComma;
    const own = movedText(node, inner, sourceCode, edits) + comma;
    return [...above, [own, ...beside].join(' ')].map((row) => inner + row);
  });
  const broken = [
    '[',
    ...targets.map((target, index) => {
      const comma = index < targets.length - 1 ? ',' : lastComma;
      return `${indent}${step}${target}${comma}`;
    }),
    `${indent}]`,
  ].join(newline);
  const isBroken = isLong && types === '' && !targets.includes('');
  const before = outer === indent ? head(isBroken ? broken : pattern) : head(pattern).trimEnd();
  const opening = `${before}${outer === indent ? '' : newline + outer}await Promise.all([`;
  return [opening, ...rows, `${outer}])`].join(newline);
}

/** The range of an expression with the parentheses around it. */
export function withParentheses(node: TSESTree.Node, sourceCode: SourceCode): Edit['range'] {
  if (!isParenthesized(node, sourceCode)) return node.range;
  const before = sourceCode.getTokenBefore(node);
  const after = sourceCode.getTokenAfter(node);
  return before && after ? [before.range[0], after.range[1]] : node.range;
}
