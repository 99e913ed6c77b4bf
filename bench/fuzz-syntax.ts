import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { lookWith, smallest, type LookOptions } from './look-for-breakage.ts';
import { randomFrom } from './mutate.ts';
import { oddProgram } from './odd-program.ts';
import { readTsconfig } from './tsconfig-file.ts';

export interface SyntaxRequest extends Pick<LookOptions, 'rules' | 'strict' | 'native'> {
  readonly seed: number;
  /** The number of the first program, and how many there are. */
  readonly from: number;
  readonly programs: number;
}

export interface SyntaxAnswer {
  /** How many programs parsed, and were linted. */
  readonly texts: number;
  readonly reports: number;
  readonly repairs: number;
  readonly failures: readonly SyntaxFailure[];
}

interface SyntaxFailure {
  /** With the seed, it makes the same program again. */
  readonly index: number;
  readonly problem: string;
  readonly code: string;
}

const FIXTURES = fileURLToPath(new URL('../tests/fixtures', import.meta.url));

/** Lints generated programs of odd syntax: no rule may throw, and no repair may break one that parses. */
export function fuzzSyntax({ seed, from, programs, ...ruled }: SyntaxRequest): SyntaxAnswer {
  const { options } = readTsconfig(path.join(FIXTURES, 'tsconfig.json'));
  const look = lookWith({ directory: FIXTURES, options, ...ruled });
  const known = new Set<string>();
  const failures: SyntaxFailure[] = [];
  const sum = { texts: 0, reports: 0, repairs: 0 };
  for (let index = from; index < from + programs; index += 1) {
    const { file, text } = oddProgram(randomFrom(seed, index));
    if (!look.parses(file, text)) continue;
    const { problems, reports, repairs } = look.at(file, text);
    sum.texts += 1;
    sum.reports += reports;
    sum.repairs += repairs;
    for (const { key, text: problem } of problems) {
      if (known.has(key)) continue;
      known.add(key);
      const code = smallest(file, text, (part) =>
        look.at(file, part, key).problems.some((each) => each.key === key),
      );
      failures.push({ index, problem, code });
    }
  }
  return { ...sum, failures };
}
