import { Linter } from '@typescript-eslint/utils/ts-eslint';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import noAwaitInLoop from '../../src/rules/no-await-in-loop.ts';
import noSequentialAwait from '../../src/rules/no-sequential-await.ts';
import { FIXTURES, typedLanguageOptions } from '../support/parser.ts';
import { PROLOGUE, program } from './programs.ts';
import { runProgram, type Outcome } from './run-program.ts';

const PROGRAMS = Number(process.env.SOUNDNESS_PROGRAMS ?? 150);
const SEED = Number(process.env.SOUNDNESS_SEED ?? 20_261_120);
const SCHEDULES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

const linter = new Linter({ cwd: FIXTURES });

/** What `eslint --fix` makes of a program. Throws where that does not compile. */
function fixed(text: string): string {
  const { output, messages } = linter.verifyAndFix(
    text,
    {
      files: ['**/*.ts'],
      plugins: {
        await: {
          rules: { 'no-sequential-await': noSequentialAwait, 'no-await-in-loop': noAwaitInLoop },
        },
      },
      rules: { 'await/no-sequential-await': 'error', 'await/no-await-in-loop': 'error' },
      languageOptions: typedLanguageOptions,
    },
    { filename: 'file.ts' },
  );
  const fatal = messages.find((each) => each.fatal);
  if (fatal) throw new Error(`${fatal.message}\n${output}`);
  return output;
}

async function outcomes(text: string): Promise<Outcome[]> {
  const found: Outcome[] = [];
  for (const seed of SCHEDULES) found.push(await runProgram(text, seed));
  return found;
}

describe('programs that are fixed', () => {
  it('do the same as before, whatever takes how long', { timeout: 300_000 }, async () => {
    let changed = 0;
    let rejected = 0;
    await fc.assert(
      fc.asyncProperty(program, async ({ text }) => {
        const output = fixed(text);
        if (output === text) return;
        changed += 1;
        const before = await outcomes(text);
        const after = await outcomes(output);
        if (before.some(({ end }) => end === 'rejected')) rejected += 1;
        if (JSON.stringify(after) !== JSON.stringify(before)) {
          const at = after.findIndex((each, index) => !isSame(each, before[index]));
          throw new Error(
            `Schedule ${String(SCHEDULES[at])}: ${JSON.stringify(before[at])} became ` +
              `${JSON.stringify(after[at])}\n${text.slice(PROLOGUE.length)}\n=>\n${output.slice(PROLOGUE.length)}`,
          );
        }
      }),
      { numRuns: PROGRAMS, seed: SEED },
    );
    if (process.env.SOUNDNESS_SHOW) console.log({ changed, rejected });
    // Programs that nothing is done to show nothing.
    expect(changed).toBeGreaterThan(PROGRAMS / 8);
    expect(rejected).toBeGreaterThan(0);
  });
});

function isSame(one: Outcome, other: Outcome | undefined): boolean {
  return one.end === other?.end && one.state === other.state;
}

describe('the schedules', () => {
  const race = (body: string): string => `${PROLOGUE}
async function add(n: number): Promise<void> {
  const seen = count;
  await readFile('a');
  count = seen + n;
}
export async function main(n: number): Promise<unknown> { ${body} return n; }
void [access, stat, writeFile, sleep, bump, locked];
`;

  it('show an update that is lost', async () => {
    const one = await outcomes(race('await add(n); await add(n);'));
    const other = await outcomes(race('await Promise.all([add(n), add(n)]);'));
    expect(one.every(({ state }) => state.includes('"count":2'))).toBe(true);
    expect(other.every(({ state }) => state.includes('"count":1'))).toBe(true);
  });

  it('show an order that changes', async () => {
    const append = `const put = async (name: string) => { await readFile(name); kept.push(name.length); };`;
    const text = race(
      `${append} await Promise.all([put('a'), put('b').then(() => kept.push(5))]);`,
    );
    expect(new Set((await outcomes(text)).map(({ state }) => state)).size).toBeGreaterThan(1);
  });
});
