/**
 * Proves repairs for as long as one likes: `npm run soundness -- --minutes 60`, or `--programs 20000`.
 *
 * `--seed <n>` starts with another program, `--jobs <n>` works in so many processes, `--record` writes
 * `bench/soundness.md`. A program whose repair differs is made as small as it gets, printed, and added
 * to `tests/soundness/kept.json`, which `npm test` runs. Exit code 1, then.
 *
 * `--mutants` switches off one condition of the engine after the other instead, and looks how many
 * programs it takes to find out, `--programs` at most; `--only <pattern>` takes those of such names.
 */
import { fork } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import process from 'node:process';

import fc from 'fast-check';

import { rules } from '../../src/rules/index.ts';
import { FAMILIES, type Family } from './families.ts';
import { fixed } from './fix-program.ts';
import { MUTANTS, rulesOf } from './mutants.ts';
import { prove, Tally } from './prove.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string' },
    programs: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    jobs: { type: 'string', default: '1' },
    record: { type: 'boolean', default: false },
    mutants: { type: 'boolean', default: false },
    only: { type: 'string' },
    job: { type: 'string' },
  },
});

/** Programs that are made from one seed. */
const ROUND = 100;
/** Within so many programs of its family a mutant must be found out. */
const MUTANT_PROGRAMS = 400;

const KEPT = new URL('kept.json', import.meta.url);
const CAUGHT = new URL('caught.json', import.meta.url);
const RECORD = new URL('../../bench/soundness.md', import.meta.url);

interface Failure {
  readonly name: string;
  readonly family: string;
  readonly program: string;
}

/** What one process tells of its rounds so far. */
interface Progress {
  readonly families: readonly {
    readonly name: string;
    readonly programs: number;
    readonly changed: number;
    readonly repairs: readonly (readonly [string, number])[];
  }[];
  readonly failures: readonly Failure[];
}

if (values.job !== undefined) await work(Number(values.job));
else if (values.mutants) await tryMutants();
else await proveAll();

/** One process of several: rounds of programs until there are enough, or time is up. */
async function work(job: number): Promise<void> {
  const jobs = Number(values.jobs);
  const end = Date.now() + Number(values.minutes ?? Infinity) * 60_000;
  const rounds = Math.ceil(Number(values.programs ?? Infinity) / ROUND);
  const tallies = new Map(FAMILIES.map(({ name }) => [name, new Tally()]));
  const failures: Failure[] = [];
  for (let round = job; round < rounds && Date.now() < end; round += jobs) {
    for (const family of FAMILIES) {
      const tally = tallies.get(family.name) ?? new Tally();
      const found = await failureIn(
        family,
        Number(values.seed) + round,
        (family.share * ROUND) / 10,
        tally,
      );
      if (found !== undefined)
        failures.push({
          name: `seed ${String(Number(values.seed) + round)}`,
          family: family.name,
          program: found,
        });
    }
    const progress: Progress = {
      families: [...tallies].map(([name, { programs, changed, repairs }]) => ({
        name,
        programs,
        changed,
        repairs: [...repairs],
      })),
      failures,
    };
    process.send?.(progress);
  }
}

/** The smallest program of one seed whose repair differs. */
async function failureIn(
  family: Family,
  seed: number,
  numRuns: number,
  tally: Tally,
): Promise<string | undefined> {
  let hasFailed = false;
  const details = await fc.check(
    fc.asyncProperty(family.programs, async (text) => {
      const proof = await prove(text, family, rules);
      if (!hasFailed) tally.add(proof);
      if (proof.failure === undefined) return;
      hasFailed = true;
      throw new Error(proof.failure);
    }),
    { seed, numRuns },
  );
  if (!details.failed) return undefined;
  console.log(`Seed ${String(seed)}. ${String(details.errorInstance)}\n`);
  return details.counterexample?.[0];
}

async function proveAll(): Promise<void> {
  console.log(`Seed ${values.seed}.`);
  const jobs = Number(values.jobs);
  const told = new Map<number, Progress>();
  let shown = 0;
  await Promise.all(
    Array.from({ length: jobs }, (_, job) => {
      const child = fork(new URL(import.meta.url), [
        ...process.argv.slice(2),
        '--seed',
        values.seed,
        '--job',
        String(job),
      ]);
      child.on('message', (progress: Progress) => {
        told.set(job, progress);
        const { programs, changed } = totalOf([...told.values()]);
        if (programs - shown < 1000) return;
        shown = programs;
        console.log(`${String(programs)} programs, ${String(changed)} changed`);
      });
      return new Promise<void>((resolve, reject) => {
        child.on('exit', (code) => {
          if (code === 0) resolve();
          else reject(new Error(`A process of the proof ended with ${String(code)}.`));
        });
      });
    }),
  );
  const all = [...told.values()];
  const failures = all.flatMap((each) => each.failures);
  const text = reportOf(all, failures.length);
  console.log(text);
  if (values.record) await writeFile(RECORD, text);
  if (failures.length === 0) return;
  const kept = JSON.parse(await readFile(KEPT, 'utf8')) as Failure[];
  await writeFile(KEPT, `${JSON.stringify([...kept, ...failures], null, 2)}\n`);
  process.exitCode = 1;
}

function totalOf(all: readonly Progress[]): { programs: number; changed: number } {
  const families = all.flatMap((each) => each.families);
  return {
    programs: families.reduce((sum, each) => sum + each.programs, 0),
    changed: families.reduce((sum, each) => sum + each.changed, 0),
  };
}

function reportOf(all: readonly Progress[], differing: number): string {
  const { programs, changed } = totalOf(all);
  const share = (part: number, whole: number): string =>
    whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`;
  const byFamily = FAMILIES.map(({ name, rules: names }) => {
    const of = all.flatMap(({ families }) => families.filter((each) => each.name === name));
    const made = of.reduce((sum, each) => sum + each.programs, 0);
    const done = of.reduce((sum, each) => sum + each.changed, 0);
    return `| ${name} | ${names.map((each) => `\`${each}\``).join(', ')} | ${String(made)} | ${String(done)} | ${share(done, made)} |`;
  });
  const repairs = new Map<string, number>();
  for (const { families } of all) {
    for (const { repairs: some } of families) {
      for (const [name, number] of some) repairs.set(name, (repairs.get(name) ?? 0) + number);
    }
  }
  const byConstruct = [...repairs]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, number]) => {
      const [rule = '', construct = ''] = name.split(': ');
      return `| \`${rule}\` | ${construct} | ${String(number)} |`;
    });
  return `# What repairs keep

Generated programs, run before and after \`--fix\` under several schedules of delays. Written by
\`npm run soundness -- --programs ${String(programs)} --seed ${values.seed} --record\`.

${String(programs)} programs, ${String(changed)} changed by a repair (${share(changed, programs)}), ${String(differing)} that differ.

| programs | rules | made | changed | share |
| --- | --- | --- | --- | --- |
${byFamily.join('\n')}

Repairs by rule and by the place that they repair; what stands in a \`try\` counts there, too.

| rule | construct | repairs |
| --- | --- | --- |
${byConstruct.join('\n')}
`;
}

/** For each mutant, how many programs it takes, and the smallest that shows it. */
async function tryMutants(): Promise<void> {
  console.log(`Seed ${values.seed}.`);
  const { only } = values;
  for (const mutant of MUTANTS.filter(
    ({ name }) => only === undefined || new RegExp(only).test(name),
  )) {
    const family = FAMILIES.find(({ name }) => name === mutant.family);
    if (!family) throw new Error(`There are no programs \`${mutant.family}\`.`);
    const changed = await rulesOf(mutant);
    const programs = family.programs.filter((text) => mutant.where.test(text));
    let tried = 0;
    let otherwise = 0;
    let hasFailed = false;
    const details = await fc.check(
      fc.asyncProperty(programs, async (text) => {
        if (!hasFailed) tried += 1;
        if (mutant.harmless !== undefined && isRepairedOtherwise(text, family, changed)) {
          otherwise += 1;
        }
        hasFailed = await isFoundOut(text, family, changed);
        return !hasFailed;
      }),
      { seed: Number(values.seed), numRuns: Number(values.programs ?? MUTANT_PROGRAMS) },
    );
    const [program] = details.counterexample ?? [];
    const isAsWanted =
      mutant.harmless === undefined ? details.failed : !details.failed && otherwise > 0;
    const found = details.failed ? 'found out' : 'not found out';
    const more = mutant.harmless === undefined ? '' : `, ${String(otherwise)} repaired otherwise`;
    console.log(
      `${isAsWanted ? 'ok' : 'NOT OK'}  ${mutant.name}: ${found} after ${String(tried)}${more}`,
    );
    if (program !== undefined) {
      const caught = JSON.parse(await readFile(CAUGHT, 'utf8')) as Record<string, string>;
      caught[mutant.name] = program;
      await writeFile(CAUGHT, `${JSON.stringify(caught, null, 2)}\n`);
    }
    if (!isAsWanted) process.exitCode = 1;
  }
}

/** Whether a mutant makes something else of a program than the engine does. */
function isRepairedOtherwise(
  text: string,
  { rules: names }: Family,
  changed: Readonly<Record<string, object>>,
): boolean {
  return fixed(text, changed, names).output !== fixed(text, rules, names).output;
}

/** Whether the repair of a program differs, or does not even compile. */
async function isFoundOut(
  text: string,
  family: Family,
  changed: typeof rules | Readonly<Record<string, object>>,
): Promise<boolean> {
  try {
    return (await prove(text, family, changed)).failure !== undefined;
  } catch {
    return true;
  }
}
