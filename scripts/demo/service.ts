import { cp, symlink } from 'node:fs/promises';
import path from 'node:path';

import { count } from '../../src/cli/table.ts';
import { printDiff } from './diff.ts';
import { printFigures, sayFigures } from './figures.ts';
import { byRepair, printFinding, printOneLine } from './findings.ts';
import { temporaryFolder } from './left-behind.ts';
import { forgetPrograms, lint, type Linted } from './lint.ts';
import { CONNECTIONS, measure, MIX, ROUNDS, SECONDS } from './load.ts';
import { type Plugin, root, tsc } from './plugin.ts';
import { heading, paint, print, step } from './print.ts';
import { runNode } from './run.ts';

const FILES = ['**/*.ts'];

interface Copy {
  /** How it is called in the output. */
  readonly name: string;
  /** Its folder below the temporary one. */
  readonly folder: string;
  readonly fix: 'safe' | 'all' | undefined;
}

const BEFORE: Copy = { name: 'as written', folder: 'before', fix: undefined };
const SAFE: Copy = { name: '--fix', folder: 'fix', fix: 'safe' };
const ALL: Copy = { name: 'fix: "all"', folder: 'fix-all', fix: 'all' };

/** Shows everything on examples/service. Answers whether every check has passed. */
export async function checkService(plugin: Plugin): Promise<boolean> {
  const service = path.join(root, 'examples', 'service');
  const found = await step('Linting examples/service with the recommended preset', () =>
    lint(service, plugin, { files: FILES }),
  );
  printFindings(found);
  const checks = [check('the service is linted whole', found.unread.length === 0, found.unread)];
  checks.push(check('there are findings', found.findings.length > 0));

  heading('Repairing two copies');
  const folder = await temporaryFolder();
  for (const copy of [BEFORE, SAFE, ALL]) {
    await cp(service, path.join(folder, copy.folder), { recursive: true });
  }
  await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
  const left = new Map<Copy, Linted>();
  for (const copy of [SAFE, ALL]) left.set(copy, await repair(copy, folder, plugin));

  for (const copy of [SAFE, ALL]) {
    heading(`What ${copy.name} changed`);
    const { added, removed } = await printDiff(folder, BEFORE.folder, copy.folder);
    print(`  ${count(added, 'line')} added, ${String(removed)} removed.`);
  }

  heading('Does it still work?');
  const working: Copy[] = [];
  for (const copy of [BEFORE, SAFE, ALL]) {
    const works = await stillWorks(copy, folder);
    checks.push(...works);
    if (works.every(Boolean)) working.push(copy);
  }
  checks.push(
    check('--fix repairs what it says', agrees(found, left.get(SAFE))),
    check('fix: "all" leaves no more than --fix', fewer(left.get(ALL), left.get(SAFE))),
  );

  for (const copy of [SAFE, ALL]) printRest(copy, left.get(copy));
  checks.push(await underLoad(working, folder));

  const failed = checks.filter((passed) => !passed).length;
  print();
  print(failed === 0 ? 'All checks passed.' : paint('red', `${count(failed, 'check')} failed.`));
  return failed === 0;
}

function printFindings({ findings, files, lines, awaits }: Linted): void {
  for (const finding of findings) printFinding(finding);
  heading(
    `${count(findings.length, 'finding')} in ${count(files, 'file')} (${String(lines)} lines, ` +
      `${String(awaits)} awaits): ${String(byRepair(findings, 'fix'))} repaired by --fix, ` +
      `${String(byRepair(findings, 'suggestion'))} with a suggestion, ` +
      `${String(byRepair(findings, 'none'))} by hand`,
  );
}

async function repair(copy: Copy, folder: string, plugin: Plugin): Promise<Linted> {
  const cwd = path.join(folder, copy.folder);
  await step(`Applying ${copy.name}`, async () => {
    const options = { files: FILES, ...(copy.fix === undefined ? {} : { fix: copy.fix }) };
    await lint(cwd, plugin, options);
  });
  forgetPrograms();
  return await step('Linting the result', () => lint(cwd, plugin, { files: FILES }));
}

async function stillWorks(copy: Copy, folder: string): Promise<boolean[]> {
  const cwd = path.join(folder, copy.folder);
  const compiled = await step(`Compiling the service ${copy.name}`, () =>
    runNode([tsc, '--noEmit'], cwd),
  );
  const tested = await step(`Testing the service ${copy.name}`, () =>
    runNode(['--import', 'tsx', '--test', '--test-reporter=tap', 'tests/service.test.ts'], cwd),
  );
  const passed = /^# pass (\d+)$/mu.exec(tested.output)?.[1] ?? 'no';
  return [
    check(`${copy.name}: compiles`, compiled.code === 0, [compiled.output]),
    check(`${copy.name}: ${passed} tests pass`, tested.code === 0, failures(tested.output)),
  ];
}

function failures(tap: string): string[] {
  return tap.match(/^not ok .*\n(?: {2}.*\n)*/gmu) ?? [tap];
}

function agrees(found: Linted, after: Linted | undefined): boolean {
  return after !== undefined && byRepair(after.findings, 'fix') === 0 && fewer(after, found);
}

function fewer(one: Linted | undefined, other: Linted | undefined): boolean {
  return one !== undefined && other !== undefined && one.findings.length <= other.findings.length;
}

function printRest(copy: Copy, linted: Linted | undefined): void {
  const rest = linted?.findings ?? [];
  heading(
    rest.length === 0
      ? `After ${copy.name}, nothing is left to do by hand`
      : `After ${copy.name}, a person still has ${count(rest.length, 'place')} to look at`,
  );
  for (const finding of rest) printOneLine(finding);
}

/** Answers whether every request was answered as it should. */
async function underLoad(copies: readonly Copy[], folder: string): Promise<boolean> {
  heading('Under load');
  const runs = await step(
    `${String(ROUNDS)} rounds of ${String(SECONDS)} s on each of the ${String(copies.length)} in turn, ` +
      `${String(CONNECTIONS)} connections`,
    () =>
      measure(
        copies.map((copy) => ({
          name: copy.name,
          folder: path.join(folder, copy.folder),
          data: path.join(folder, `data-${copy.folder}`),
        })),
        (round) => process.stdout.write(`${String(round)} … `),
      ),
  );
  print();
  printFigures(runs);
  print();
  const before = runs.find(({ name }) => name === BEFORE.name);
  for (const measured of runs) {
    if (before && measured !== before) print(sayFigures(before, measured));
  }
  print(
    paint(
      'dim',
      `Measured in this run, load and services on this machine: each connection sends the same ` +
        `${String(MIX.length)} requests in turn, after one second to warm up.`,
    ),
  );
  return check(
    'every request under load was answered with success',
    runs.every(({ figures }) => figures.errors === 0),
  );
}

function check(what: string, passed: boolean, reasons: readonly string[] = []): boolean {
  print(`  ${passed ? paint('green', 'passed') : paint('red', 'FAILED')}  ${what}`);
  if (!passed) for (const reason of reasons) print(reason);
  return passed;
}
