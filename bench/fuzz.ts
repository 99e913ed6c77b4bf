// npm run fuzz -- [package …] [--seed N] [--files N] [--programs N] [--from N] [--native] [--plugin file]
//
// Half-typed code and odd syntax: changes files of the packages of `corpus.json` at random, generates
// programs, and lints both with all rules. No rule may throw; no fix and no suggestion, alone or with
// the others, may break a text that parses. A failure is printed with its number: `--from` with that
// number, `--files 1` or `--programs 1`, and the same seed repeats it. Packages named: no programs,
// unless `--programs` says how many (`-- programs --programs 100`: only these). With a seed, the lines
// of what was tried are written anew in `bench/robustness.md`.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';

import corpus from './corpus.json' with { type: 'json' };
import { eachPackage } from './each-package.ts';
import { table } from './field-record.ts';
import { rulesOf } from './fuzz-package.ts';
import { fuzzSyntax } from './fuzz-syntax.ts';
import { inOwnProcess } from './own-process.ts';
import { repository } from './prepare-package.ts';

const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string' },
    files: { type: 'string', default: '100' },
    programs: { type: 'string' },
    from: { type: 'string', default: '0' },
    native: { type: 'boolean', default: false },
    plugin: { type: 'string', default: 'dist/index.js' },
  },
});

const seed = options.seed ?? String(Math.floor(Date.now() / 1000) % 100_000);
const GENERATED = 'generated programs';
let failed = 0;
const rows: string[][] = [];
await eachPackage(wanted, async (prepared) => {
  const { name, version } = prepared;
  const { texts, reports, repairs, slowest, failures } = await inOwnProcess('fuzz', {
    prepared,
    plugin: options.plugin,
    seed: Number(seed),
    from: Number(options.from),
    files: Number(options.files),
    native: options.native,
  });
  tell(`${name} ${version}`, { texts, reports, repairs, failures });
  console.log(`  The slowest was ${slowest.file} (${slowest.seconds.toFixed(1)} s).`);
});
const programs = Number(options.programs ?? (wanted.length === 0 ? 200 : 0));
if (programs > 0) {
  const from = Number(options.from);
  const ruled = { ...(await rulesOf(options.plugin)), native: options.native };
  tell(GENERATED, fuzzSyntax({ ...ruled, seed: Number(seed), from, programs }));
}
if (options.seed !== undefined && options.from === '0') await record();
if (failed > 0) process.exitCode = 1;

interface Told {
  readonly texts: number;
  readonly reports: number;
  readonly repairs: number;
  readonly failures: readonly { index: number; file?: string; problem: string; code: string }[];
}

function tell(name: string, { texts, reports, repairs, failures }: Told): void {
  failed += failures.length;
  const isBroken = ({ problem }: { problem: string }): boolean =>
    / (?:repairs \(|fixes:)/u.test(problem);
  const broken = failures.filter(isBroken).length;
  const figures = [texts, reports, repairs, failures.length - broken, broken];
  rows.push([name, seed, ...figures.map((each) => String(each))]);
  console.log(
    `${name}, seed ${seed}: ${String(texts)} texts, ${String(reports)} reports, ${String(repairs)} repairs, ${String(failures.length)} failures.`,
  );
  for (const { index, file, problem, code } of failures) {
    console.log(`\n  ${String(index)} ${file ?? ''}: ${problem}\n\n${indented(code)}\n`);
  }
}

/** What was not tried now stays as it is written. */
async function record(): Promise<void> {
  const file = path.join(repository, 'bench', 'robustness.md');
  const written = (await readFile(file, 'utf8').catch(() => ''))
    .split('\n')
    .filter((line) => /^\| .*\d \|$/u.test(line))
    .map((line) => line.slice(1, -1).split('|'))
    .map((cells) => cells.map((cell) => cell.trim()));
  const known = new Map([...written, ...rows].map((row) => [row[0], row]));
  const names = [...corpus.map(({ name, version }) => `${name} ${version}`), GENERATED];
  const all = names.flatMap((name) => [known.get(name) ?? []]).filter((row) => row.length > 0);
  const sum = (column: number): string =>
    String(all.reduce((total, row) => total + Number(row[column]), 0));
  const total = ['all', '', ...[2, 3, 4, 5, 6].map(sum)];
  const lines = [
    '# Robustness',
    '',
    'Written by `npm run fuzz -- --seed N --files 12 --programs 40`, or for one package at a time (`npm run fuzz -- hardhat --seed …`). Texts: files of the corpus, nine of ten changed at random (words deleted, swapped, doubled, replaced; lines cut and moved; keywords forgotten), each repaired and linted again up to three times, and generated programs of odd syntax. All of them parse. Each is linted with all rules, with their default options and `fix: "all"`, and with those of `strict` and `fix: "safe"`. Crashes: a rule threw, or did not get to the end. Broken: a fix or suggestion, alone or with the others, after which a text no longer parses, or TypeScript finds an error of grammar that was not there.',
    '',
    ...table(
      ['texts of', 'seed', 'texts', 'reports', 'repairs', 'crashes', 'broken'],
      [...all, total],
    ),
    '',
  ];
  await writeFile(file, lines.join('\n'));
}

function indented(code: string): string {
  return code
    .split('\n')
    .slice(0, 60)
    .map((line) => `      ${line}`)
    .join('\n');
}
