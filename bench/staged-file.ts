// npm run bench:commit -- [package] [--file path]
//
// What a commit hook waits for once ESLint is loaded: one file, linted and repaired, of which
// nothing is known yet. Prints the processor time of parsing with types, and of the rules.
import path from 'node:path';
import { parseArgs } from 'node:util';

import { ESLint } from 'eslint';
import * as parser from '@typescript-eslint/parser';

import corpus from './corpus.json' with { type: 'json' };
import { table } from './field-record.ts';
import { loadPreset } from './load-preset.ts';
import { preparePackage, RegistryUnreachable } from './prepare-package.ts';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { file: { type: 'string', default: 'src/sessions.ts' } },
});

const name = positionals[0] ?? 'mongodb';
const entry = corpus.find((candidate) => candidate.name === name);
if (!entry) throw new Error(`Not in bench/corpus.json: ${name}.`);
try {
  const { directory, lines } = await preparePackage(`${name}@${entry.version}`, {
    integrity: entry.integrity,
  });
  console.log(`${name}@${entry.version}, ${String(lines)} lines: ${options.file}.\n`);
  console.log((await measure(directory, options.file)).join('\n'));
} catch (error) {
  if (!(error instanceof RegistryUnreachable)) throw error;
  console.log(`SKIPPED ${error.message}`);
}

async function measure(directory: string, file: string): Promise<string[]> {
  const { rules, entries } = await loadPreset('dist/index.js', 'recommended');
  let parsing = 0;
  const timedParser = {
    ...parser,
    parseForESLint: (...args: Parameters<typeof parser.parseForESLint>) => {
      const before = cpu();
      const result = parser.parseForESLint(...args);
      parsing += cpu() - before;
      return result;
    },
  };
  const eslint = new ESLint({
    cwd: directory,
    overrideConfigFile: true,
    // As `--fix` does, without writing the result.
    fix: true,
    overrideConfig: {
      files: ['**/*.ts'],
      plugins: { await: { rules } },
      rules: entries,
      languageOptions: {
        parser: timedParser,
        parserOptions: { projectService: true, tsconfigRootDir: directory },
      },
    },
  });
  const start = cpu();
  await eslint.lintFiles([path.join(directory, file)]);
  const total = cpu() - start;
  const phases: [string, number][] = [
    ['parsing, the program made', parsing],
    ['rules', total - parsing],
    ['in all', total],
  ];
  return table(
    ['', 'processor time', 'part'],
    phases.map(([phase, seconds]) => [
      phase,
      `${seconds.toFixed(1)} s`,
      `${((100 * seconds) / total).toFixed(0)} %`,
    ]),
  );
}

/** Seconds of processor time of this process so far. */
function cpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
