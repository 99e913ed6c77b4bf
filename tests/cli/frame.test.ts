import { expect, it } from 'vitest';

import { frame } from '../../src/cli/frame.ts';
import { coloured, plain } from '../../src/cli/paint.ts';

const LINES = ['one', 'const two = three();', '', 'four'];

it('shows the lines around, with the place underlined', () => {
  expect(frame(LINES, { line: 2, column: 13, endLine: 2, endColumn: 20 }, plain)).toEqual([
    '  1 | one',
    '> 2 | const two = three();',
    '    |             ^^^^^^^',
    '  3 |',
  ]);
});

it('underlines the rest of the line where the place goes on', () => {
  expect(frame(LINES, { line: 2, column: 7, endLine: 4, endColumn: 2 }, plain)[2]).toBe(
    '    |       ^^^^^^^^^^^^^^',
  );
});

it('underlines one column of a place without an end, or behind the text', () => {
  expect(frame(LINES, { line: 1, column: 1 }, plain).slice(0, 2)).toEqual([
    '> 1 | one',
    '    | ^^^',
  ]);
  expect(frame(LINES, { line: 1, column: 4, endLine: 1, endColumn: 4 }, plain)[1]).toBe(
    '    |    ^',
  );
});

it('keeps tabs in front of the mark', () => {
  const span = { line: 1, column: 3, endLine: 1, endColumn: 4 };
  expect(frame(['\t\tx'], span, plain)).toEqual(['> 1 | \t\tx', '    | \t\t^']);
});

it('cuts lines that would fill the screen', () => {
  const [text = '', mark = ''] = frame(['x'.repeat(5000)], { line: 1, column: 1 }, plain);
  expect([text.length, mark.length]).toEqual([166, 165]);
});

it('is coloured only if it is painted', () => {
  const span = { line: 4, column: 1, endLine: 4, endColumn: 5 };
  expect(frame(LINES, span, coloured).join('')).toContain('\u001B[31m^^^^\u001B[39m');
});
