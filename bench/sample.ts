// npm run field:sample -- --seed S [package …] [--count 40] [--preset recommended] [--plugin file]
//
// Draws findings of each rule in sources, tests apart, for a person to judge. Writes `bench/verdicts/<rule>.json`,
// where `verdict` (true, debatable, false) and `reason` are filled in, and renders all of them to
// `bench/verdicts/summary.md`. Verdicts that are there are kept.
// Without a name every package is linted. Where packages are named, only they are, and the findings
// of the others are those of the last time.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';

import corpus from './corpus.json' with { type: 'json' };
import type { Finding } from './lint-package.ts';
import { loadPreset } from './load-preset.ts';
import { inOwnProcess } from './own-process.ts';
import { folderName, preparePackage, repository } from './prepare-package.ts';
import { draw, verdictRecord, type PackageFindings, type VerdictFile } from './verdicts.ts';

const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string' },
    count: { type: 'string', default: '40' },
    preset: { type: 'string', default: 'recommended' },
    plugin: { type: 'string', default: 'dist/index.js' },
  },
});

const unknown = wanted.filter((name) => corpus.every((entry) => entry.name !== name));
if (options.seed === undefined || unknown.length > 0) {
  console.error(
    options.seed === undefined
      ? 'Name a seed: --seed 1.'
      : `Not in bench/corpus.json: ${unknown.join(', ')}.`,
  );
  process.exitCode = 1;
} else {
  await main(options.seed);
}

async function main(seed: string): Promise<void> {
  const { rules } = await loadPreset(options.plugin, options.preset);
  const packages: PackageFindings[] = [];
  for (const { name, version, integrity } of corpus) {
    const findings = await findingsOf(name, version, integrity);
    packages.push({
      package: `${name}@${version}`,
      findings: findings.filter(({ test }) => !test),
    });
  }

  const folder = path.join(repository, 'bench', 'verdicts');
  await mkdir(folder, { recursive: true });
  const files: [string, VerdictFile][] = [];
  for (const rule of Object.keys(rules).sort()) {
    const file = path.join(folder, `${rule}.json`);
    const before = await readFile(file, 'utf8').then(
      (text) => JSON.parse(text) as VerdictFile,
      () => undefined,
    );
    const drawn = draw(rule, packages, { seed, count: Number(options.count) }, before);
    await writeFile(file, `${JSON.stringify(drawn, null, 2)}\n`);
    files.push([rule, drawn]);
  }
  await writeFile(path.join(folder, 'summary.md'), verdictRecord(files));
  for (const [rule, { findings, drawn }] of files) {
    const open = drawn.filter(({ verdict }) => verdict === '').length;
    console.log(
      `${rule.padEnd(24)} ${String(findings).padStart(4)} findings, ${String(drawn.length).padStart(3)} drawn, ${String(open).padStart(3)} to read`,
    );
  }
}

async function findingsOf(
  name: string,
  version: string,
  integrity: string,
): Promise<readonly Finding[]> {
  const folder = path.join(repository, '.cache', 'sample', options.preset);
  const file = path.join(folder, `${folderName({ name, version })}.json`);
  if (wanted.length > 0 && !wanted.includes(name)) {
    try {
      return JSON.parse(await readFile(file, 'utf8')) as readonly Finding[];
    } catch {
      console.error(`${name}: not linted before.`);
    }
  }
  const prepared = await preparePackage(`${name}@${version}`, { integrity, log: console.error });
  console.error(`${name}@${version}: linting`);
  const { findings } = await inOwnProcess('lint', {
    prepared,
    directory: prepared.directory,
    plugin: options.plugin,
    preset: options.preset,
    write: false,
  });
  await mkdir(folder, { recursive: true });
  await writeFile(file, JSON.stringify(findings));
  return findings;
}
