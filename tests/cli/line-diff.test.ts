import fc from 'fast-check';
import { expect, it } from 'vitest';

import { lineDiff, type Hunk } from '../../src/cli/line-diff.ts';

const MARK = { same: ' ', removed: '-', added: '+' };

function shown(hunks: readonly Hunk[]): string[] {
  return hunks.map((hunk) =>
    hunk.map(({ kind, text, number }) => `${String(number)}${MARK[kind]}${text}`).join(' '),
  );
}

it.for([
  ['the same text', 'a\nb', 'a\nb', []],
  ['a changed line', 'a\nb\nc', 'a\nx\nc', ['1 a 2-b 2+x 3 c']],
  ['an added line', 'a\nb', 'a\nx\nb', ['1 a 2+x 2 b']],
  ['a removed line', 'a\nb', 'a', ['1 a 2-b']],
  ['from nothing', '', 'a', ['1- 1+a']],
  ['what stays in the middle', 'x\na\ny', 'a\nz', ['1-x 2 a 3-y 2+z']],
  ['line breaks do not count', 'a\r\nb', 'a\nb', []],
] as const)('%s', ([, before, after, hunks]) => {
  expect(shown(lineDiff(before, after, 1))).toEqual(hunks);
});

it('changes far from each other are hunks of their own, near ones are one', () => {
  const before = ['a', '1', '2', '3', 'b', '4', 'c', '5', '6', '7'].join('\n');
  const after = before.replace('a', 'A').replace('b', 'B').replace('c', 'C');
  expect(shown(lineDiff(before, after, 1))).toEqual(['1-a 1+A 2 1', '4 3 5-b 5+B 6 4 7-c 7+C 8 5']);
});

it('texts that share too little are one removed and one added', () => {
  const lines = (of: string): string =>
    Array.from({ length: 800 }, (_, index) => `${of}${String(index)}`).join('\n');
  const [hunk = []] = lineDiff(lines('a'), lines('b'));
  expect(hunk.map(({ kind }) => kind)).toEqual([
    ...Array<string>(800).fill('removed'),
    ...Array<string>(800).fill('added'),
  ]);
});

it('the lines that stay or are removed are the old text, those that stay or are added the new one', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12, minLength: 1 });
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = lineDiff(before.join('\n'), after.join('\n'), 99).flat();
      const all = lines.length === 0 ? before : undefined;
      const kept = (other: string): string[] =>
        all ?? lines.filter(({ kind }) => kind !== other).map((each) => each.text);
      expect(kept('added')).toEqual(before);
      expect(kept('removed')).toEqual(after);
      for (const { kind, text: line, number } of lines) {
        expect((kind === 'added' ? after : before)[number - 1]).toBe(line);
      }
      const same = lines.filter(({ kind }) => kind === 'same').length;
      if (!all) expect(same).toBe(longestCommon(before, after));
    }),
  );
});

/** How many lines two texts can have in common in the same order, by trying all. */
function longestCommon(before: readonly string[], after: readonly string[]): number {
  const best = before.map(() => after.map(() => 0));
  const at = (x: number, y: number): number => best[x]?.[y] ?? 0;
  before.forEach((line, x) => {
    after.forEach((other, y) => {
      const row = best[x];
      if (!row) return;
      row[y] = line === other ? at(x - 1, y - 1) + 1 : Math.max(at(x - 1, y), at(x, y - 1));
    });
  });
  return at(before.length - 1, after.length - 1);
}
