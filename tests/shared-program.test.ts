import { expect, it } from 'vitest';

import { askAbout } from './support/ask-about.ts';

/** The text that `file.cts` has in the program while `file.ts` is asked about. */
function textBeside(code: string): string | undefined {
  return askAbout(code, (_, { program }) =>
    program
      .getSourceFiles()
      .find(({ fileName }) => fileName.endsWith('/fixtures/file.cts'))
      ?.text.trim(),
  );
}

it('hears nothing of a case that was the text of another file, broken or not', () => {
  const own = textBeside('export const here = 1;');
  expect(own).toContain('export {}');

  const inOther = { filename: 'file.cts' };
  askAbout(`export const here = { get: 1 };`, () => undefined, inOther);
  expect(textBeside('export const here = 2;')).toBe(own);

  expect(() => {
    askAbout(`export const here = {`, () => undefined, inOther);
  }).toThrow('expected');
  expect(textBeside('export const here = 3;')).toBe(own);
});
