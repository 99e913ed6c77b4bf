// npm run fuzz -- [package …] [--seed N] [--files N] [--from N] [--native] [--plugin file]
//
// Half-typed code: changes files of the packages of `corpus.json` at random and lints them with all
// rules. Over all packages it writes `bench/robustness.md`. No rule may throw; no fix and no suggestion, alone or with the others, may break a text
// that parses. A failure is printed with its number: `--from` with that number, `--files 1` and the
// same seed repeats it.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';

import corpus from './corpus.json' with { type: 'json' };
import { table } from './field-record.ts';
import { inOwnProcess } from './own-process.ts';
import { preparePackage, RegistryUnreachable, repository } from './prepare-package.ts';

const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: String(Math.floor(Date.now() / 1000) % 100_000) },
    files: { type: 'string', default: '100' },
    from: { type: 'string', default: '0' },
    native: { type: 'boolean', default: false },
    plugin: { type: 'string', default: 'dist/index.js' },
  },
});

let failed = 0;
const rows: string[][] = [];
for (const { name, version, integrity } of corpus) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  try {
    const prepared = await preparePackage(`${name}@${version}`, { integrity, log: console.error });
    const { texts, reports, repairs, slowest, failures } = await inOwnProcess('fuzz', {
      prepared,
      plugin: options.plugin,
      seed: Number(options.seed),
      from: Number(options.from),
      files: Number(options.files),
      native: options.native,
    });
    failed += failures.length;
    const crashes = failures.filter(
      ({ problem }) => !/ (?:repairs \(|fixes:)/u.test(problem),
    ).length;
    rows.push(
      [texts, reports, repairs, crashes, failures.length - crashes].map((each) => String(each)),
    );
    rows.at(-1)?.unshift(`${name} ${version}`);
    console.log(
      `${name} ${version}, seed ${options.seed}: ${String(texts)} texts, ${String(reports)} reports, ${String(repairs)} repairs, ${String(failures.length)} failures; the slowest was ${slowest.file} (${slowest.seconds.toFixed(1)} s).`,
    );
    for (const { index, file, problem, code } of failures) {
      console.log(`\n  ${String(index)} ${file}: ${problem}\n\n${indented(code)}\n`);
    }
  } catch (error) {
    if (!(error instanceof RegistryUnreachable)) throw error;
    console.log(`SKIPPED ${error.message}`);
  }
}
if (rows.length === corpus.length) await record();
if (failed > 0) process.exitCode = 1;

/** A record of some packages would pass for one of all. */
async function record(): Promise<void> {
  const sum = (column: number): string =>
    String(rows.reduce((total, row) => total + Number(row[column]), 0));
  const total = ['all', ...[1, 2, 3, 4, 5].map(sum)];
  const lines = [
    '# Half-typed code',
    '',
    `Written by \`npm run fuzz -- --seed ${options.seed} --files ${options.files}\`: files of the corpus, nine of ten changed at random, linted with all rules, repaired and linted again, up to three times. Crashes: a rule threw, or did not get to the end. Broken: a fix or suggestion after which a text that parsed no longer does.`,
    '',
    ...table(['package', 'texts', 'reports', 'repairs', 'crashes', 'broken'], [...rows, total]),
    '',
  ];
  await writeFile(path.join(repository, 'bench', 'robustness.md'), lines.join('\n'));
}

function indented(code: string): string {
  return code
    .split('\n')
    .slice(0, 60)
    .map((line) => `      ${line}`)
    .join('\n');
}
