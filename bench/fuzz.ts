// npm run fuzz -- [package …] [--seed N] [--files N] [--from N] [--native] [--plugin file]
//
// Half-typed code: changes files of the packages of `corpus.json` at random and lints them with all
// rules. No rule may throw; no fix and no suggestion, alone or with the others, may break a text
// that parses. A failure is printed with its number: `--from` with that number, `--files 1` and the
// same seed repeats it.
import { parseArgs } from 'node:util';

import corpus from './corpus.json' with { type: 'json' };
import { inOwnProcess } from './own-process.ts';
import { preparePackage, RegistryUnreachable } from './prepare-package.ts';

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
if (failed > 0) process.exitCode = 1;

function indented(code: string): string {
  return code
    .split('\n')
    .slice(0, 60)
    .map((line) => `      ${line}`)
    .join('\n');
}
