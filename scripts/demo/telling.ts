import { NODE } from '../../src/catalogue/node.ts';
import { COSTS } from '../../src/catalogue/row.ts';
import type { Finding } from './lint.ts';

// How dear the blocking functions are, by the last part of their name: `execFileSync`.
const dearness = new Map(
  NODE.flatMap(({ name, blocks }) =>
    blocks ? [[name.slice(name.lastIndexOf('.') + 1), COSTS.indexOf(blocks.cost)] as const] : [],
  ),
);

/**
 * The findings that show most: those that take the longest way through the program, and of these
 * the dearest. Of several that end in the same blocking call only the first is taken, as long as
 * there are others.
 */
export function mostTelling(findings: readonly Finding[], amount: number): Finding[] {
  const ranked = [...findings].sort((a, b) => steps(b) - steps(a) || cost(b) - cost(a));
  const ends = new Set<string>();
  const first: Finding[] = [];
  const again: Finding[] = [];
  for (const finding of ranked) {
    const end = endOf(finding);
    (ends.has(end) ? again : first).push(finding);
    ends.add(end);
  }
  return [...first, ...again].slice(0, amount);
}

function steps({ message }: Finding): number {
  return message.split('→').length;
}

/** Of the functions that the message names, the dearest: a name that is no row costs nothing. */
function cost({ message }: Finding): number {
  const names = message.match(/[\w$]+/gu) ?? [];
  return Math.max(...names.map((name) => dearness.get(name) ?? -1));
}

/** Which call blocks, and in which function: the last two steps of a chain. Else the whole message. */
function endOf({ message }: Finding): string {
  return /[^\s→]+\s*→[^→]*$/u.exec(message)?.[0] ?? message;
}
