import { describe, expect, it } from 'vitest';

import rule from '../../../src/rules/no-sequential-await.ts';
import { fixToEnd } from '../../support/fix-to-end.ts';

const NAME = 'no-sequential-await';

const DECLARED = `import { readFile, readdir, stat } from 'node:fs/promises';
declare const p: string, q: string;
`;

const FUNCTIONS = 10;

describe('one run of --fix', () => {
  it('gathers all groups of a file, and finds nothing more', () => {
    const functions = Array.from(
      { length: FUNCTIONS },
      (_, index) => `export async function run${String(index)}(yes: boolean) {
  const a = await readFile(p);
  const b = await stat(q);
  if (yes) return { data: await readFile(q), names: await readdir(p), a, b };
  const size = (await stat(p)).size + (await stat(q)).size;
  return Buffer.concat([await readFile(p), await readFile(q)], size);
}
`,
    );
    const { output, passes, messages } = fixToEnd(NAME, rule, [DECLARED, ...functions].join(''));
    expect(messages).toEqual([]);
    expect(passes).toBeLessThanOrEqual(2);
    expect(output.match(/Promise\.all\(/g)).toHaveLength(4 * FUNCTIONS);
  });

  it('gathers what depends on the first ones as a group of its own', () => {
    const code = `${DECLARED}export async function run() {
  const a = await readFile(p, 'utf8');
  const b = await readFile(a);
  const c = await readFile(q, 'utf8');
  const d = await readFile(c);
  return [a, b, c, d];
}
`;
    const { output, messages } = fixToEnd(NAME, rule, code);
    expect(messages).toEqual([]);
    expect(output).toBe(`${DECLARED}export async function run() {
  const [a, c] = await Promise.all([readFile(p, 'utf8'), readFile(q, 'utf8')]);
  const [b, d] = await Promise.all([readFile(a), readFile(c)]);
  return [a, b, c, d];
}
`);
  });

  it('does not pass what another group has, which may stay where it is', () => {
    const code = `${DECLARED}async function allow(): Promise<void> {
  await readFile(p);
}
async function age(): Promise<number> {
  return Date.now() - (await stat(p)).mtimeMs;
}
export async function run() {
  await age();
  const names = await readdir(p);
  await allow();
  const text = await readFile(q);
  return [names, text];
}
`;
    const { output } = fixToEnd(NAME, rule, code);
    expect(output).toBe(code);
  });
});
