// npm run bench -- [package … | instructions | calls | alone | keystroke | import] [--runs N] [--alone N] [--plugin file] [--beside file]
//
// What the rules add to the cost of a typed lint run, beside those of typescript-eslint. Every run is a
// process of its own; the variants take turns and start one later in each round, so that a slow minute
// hits all alike. `--alone` measures each rule by itself, too, in the first N rounds; `--beside` the
// preset of another build. What was measured in five runs or more is written to `bench/cost.md`.
import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs, promisify } from 'node:util';

import corpus from './corpus.json' with { type: 'json' };
import type { EditorCost, EditorRequest } from './editor-cost.ts';
import { table } from './field-record.ts';
import { instructionsOf, whyNotCounted } from './instructions.ts';
import type { VariantCost, VariantRequest } from './lint-variant.ts';
import { loadPreset } from './load-preset.ts';
import { NATIVE, nativeCost, prepareNative } from './native-linter.ts';
import {
  preparePackage,
  RegistryUnreachable,
  repository,
  type PreparedPackage,
} from './prepare-package.ts';
import type { Variant } from './variant-config.ts';

const run = promisify(execFile);

const PACKAGES = ['libp2p', '@automerge/automerge-repo', 'hardhat', 'matrix-js-sdk'];
const IN_EDITOR = 'hardhat';
const PROMISE_RULES = [
  'await-thenable',
  'no-floating-promises',
  'no-misused-promises',
  'return-await',
];
const NO_RULES = 'no rules';
const FOUR = 'typescript-eslint, four promise rules';
const PEERS = 'those, `n/no-sync`, `no-await-in-loop`, `require-atomic-updates`';
const PRESET = 'await, `recommended`';
const BESIDE = 'await, `recommended` of the other build';
const ABOUT_WAITS = 'await, its five rules about waits';
const WAIT_RULES = [
  'no-sequential-await',
  'no-await-in-loop',
  'no-misused-promise-all',
  'no-lost-update',
  'no-busy-wait',
];

/** Without the loader that runs this file, which would slow down each import. */
const IMPORT = `
await import('eslint');
await import('@typescript-eslint/parser');
const before = process.cpuUsage();
await import(process.argv[1]);
const { user, system } = process.cpuUsage(before);
console.log((user + system) / 1000);`;

const TYPED = {
  function: 'a statement in a function in the middle',
  end: 'a constant behind everything',
} as const;

const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '5' },
    keystrokes: { type: 'string', default: '15' },
    imports: { type: 'string', default: '9' },
    plugin: { type: 'string', default: 'dist/index.js' },
    beside: { type: 'string' },
    alone: { type: 'string', default: '0' },
  },
});
const { plugin } = options;
const runs = Number(options.runs);
const rounds = { group: runs, alone: Math.min(runs, Number(options.alone)) };
const preset = { kind: 'own', plugin, preset: 'recommended' } as const;
const four = { kind: 'typescript-eslint', rules: PROMISE_RULES } as const;
/** What is counted, and not timed. */
const COUNTED = [{ kind: 'no rules' }, four, preset] as const;
const variants = await variantsOf();
const native = await prepareNative();

/** What is measured, in the order of the record. */
const parts: readonly (readonly [name: string, measured: () => Promise<string | undefined>])[] = [
  ...PACKAGES.map((name) => [name, () => packageReport(name)] as const),
  ['instructions', instructionsReport],
  ['calls', callsReport],
  ['alone', aloneReport],
  ['keystroke', editorReport],
  ['import', importReport],
];

for (const name of wanted.length > 0 ? wanted : parts.map(([part]) => part)) {
  const known = parts.find(([part]) => part === name)?.[1];
  const text = await (known ?? (() => packageReport(name)))();
  if (text === undefined) continue;
  console.log(`\n${text}`);
  if (known && runs >= 5) await record(name, text);
}

/** Each part is kept until it is measured again, so that a long run may be done in pieces. */
async function record(name: string, text: string): Promise<void> {
  const folder = path.join(repository, '.cache', 'cost');
  const fileOf = (part: string): string => path.join(folder, `${part.replace('/', '+')}.md`);
  await mkdir(folder, { recursive: true });
  await writeFile(fileOf(name), `${text}\n`);
  const texts = await Promise.all(
    parts.map(([part]) => readFile(fileOf(part), 'utf8').catch(() => undefined)),
  );
  const head = [
    '# What the rules cost',
    '',
    'Written by `npm run bench`. CPU is user and system time of a process that loads ESLint, the parser and the rules and lints the sources of a package with types. "Added" is over the run without rules; the ratio is to what the four promise rules of typescript-eslint add. The variants take turns, one process each.',
    '',
    '',
  ].join('\n');
  const known = texts.filter((each) => each !== undefined);
  await writeFile(path.join(repository, 'bench', 'cost.md'), head + known.join('\n'));
}

async function packageReport(name: string): Promise<string | undefined> {
  const prepared = await packageNamed(name);
  return prepared && report(prepared, await measure(prepared));
}

/** Those of `PACKAGES` that can be had. */
async function preparedPackages(): Promise<readonly PreparedPackage[]> {
  const due = await Promise.all(PACKAGES.map(packageNamed));
  return due.filter((each) => each !== undefined);
}

async function packageNamed(name: string): Promise<PreparedPackage | undefined> {
  const entry = corpus.find((candidate) => candidate.name === name);
  if (!entry) throw new Error(`Not in bench/corpus.json: ${name}.`);
  try {
    return await preparePackage(`${name}@${entry.version}`, {
      integrity: entry.integrity,
      log: (line) => {
        console.error(line);
      },
    });
  } catch (error) {
    if (!(error instanceof RegistryUnreachable)) throw error;
    console.log(`SKIPPED ${error.message}`);
    return undefined;
  }
}

async function variantsOf(): Promise<Map<string, Variant>> {
  const { entries } = await loadPreset(plugin, 'recommended');
  const names = Object.keys(entries).map((id) => id.replace(/^await\//u, ''));
  const { beside } = options;
  return new Map<string, Variant>([
    [NO_RULES, { kind: 'no rules' }],
    [FOUR, four],
    [PEERS, { kind: 'with peers', rules: PROMISE_RULES }],
    [PRESET, preset],
    [ABOUT_WAITS, { ...preset, rules: WAIT_RULES }],
    ...(beside === undefined ? [] : [[BESIDE, { ...preset, plugin: beside }] as const]),
    ...names.map((rule) => [`await/${rule}`, { ...preset, rules: [rule] }] as const),
  ]);
}

function isAlone(name: string): boolean {
  return name.startsWith('await/');
}

type Costs = ReadonlyMap<string, readonly VariantCost[]>;

async function measure(prepared: PreparedPackage): Promise<Costs> {
  const costs = new Map<string, VariantCost[]>();
  for (let round = 0; round < runs; round += 1) {
    const due = [...variants].filter(([name]) => !isAlone(name) || round < rounds.alone);
    const start = round % due.length;
    const note = (name: string, cost: VariantCost): void => {
      costs.set(name, [...(costs.get(name) ?? []), cost]);
      console.error(
        `${prepared.name}, round ${String(round + 1)} of ${String(runs)}: ${name}: ${cost.cpu.toFixed(2)} s`,
      );
    };
    for (const [name, variant] of [...due.slice(start), ...due.slice(0, start)]) {
      note(name, await lintOnce(prepared, variant));
    }
    if (native === true) note(NATIVE, { ...(await nativeCost(prepared)), memory: NaN });
  }
  return costs;
}

async function lintOnce(
  prepared: PreparedPackage,
  variant: Variant,
  isCounted = false,
): Promise<VariantCost> {
  return JSON.parse(await answerOf(lintArguments(prepared, variant, isCounted))) as VariantCost;
}

/** Of a process of Node.js that lints a package in one way. */
function lintArguments(
  { directory, globs, sources: files }: PreparedPackage,
  variant: Variant,
  isCounted = false,
): readonly string[] {
  const request: VariantRequest = { directory, globs, files, variant, isCounted };
  return childArguments('lint-variant.ts', JSON.stringify(request));
}

function childArguments(child: string, argument: string): readonly string[] {
  return ['--import', 'tsx', fileURLToPath(new URL(child, import.meta.url)), argument];
}

/** The last line that a child process prints. */
async function answerOf(nodeArguments: readonly string[]): Promise<string> {
  const { stdout } = await run(process.execPath, nodeArguments, { maxBuffer: 64 * 1024 * 1024 });
  return stdout.trim().split('\n').at(-1) ?? '';
}

function report(prepared: PreparedPackage, costs: Costs): string {
  const cpusOf = (name: string): number[] => (costs.get(name) ?? []).map(({ cpu }) => cpu);
  const base = median(cpusOf(NO_RULES));
  const reference = median(cpusOf(FOUR)) - base;
  const rows = [...costs.keys()].map((name) => {
    const own = costs.get(name) ?? [];
    const cpus = cpusOf(name);
    const added = median(cpus) - base;
    const memory = Math.round(median(own.map((each) => each.memory)) / 1024 / 1024);
    const isOther = name === NO_RULES || name === NATIVE;
    return [
      name,
      String(cpus.length),
      `${median(cpus).toFixed(2)} s`,
      `${Math.min(...cpus).toFixed(2)}–${Math.max(...cpus).toFixed(2)}`,
      isOther ? '' : `${added.toFixed(2)} s`,
      isOther ? '' : (added / reference).toFixed(2),
      isOther ? '' : `${((added * 1000) / (prepared.lines / 1000)).toFixed(0)} ms`,
      Number.isNaN(memory) ? '' : `${String(memory)} MB`,
      String(own[0]?.reports ?? 0),
    ];
  });
  return [
    `## ${prepared.name} ${prepared.version}`,
    '',
    `${String(prepared.lines)} lines in ${String(prepared.sources.length)} files, medians, Node ${process.versions.node}.${native === true ? '' : ` No native reference: ${native}`}`,
    '',
    ...table(
      [
        'rules',
        'runs',
        'CPU',
        'least–most',
        'added',
        'ratio',
        'per 1,000 lines',
        'memory',
        'reports',
      ],
      rows,
    ),
  ].join('\n');
}

/** What does not change with the load of the machine. Two processes at a time, each some minutes long. */
async function instructionsReport(): Promise<string | undefined> {
  const whyNot = await whyNotCounted();
  if (whyNot !== undefined) {
    console.log(`SKIPPED instructions: ${whyNot}`);
    return undefined;
  }
  const prepared = await preparedPackages();
  const counts = new Map<string, number>();
  await inTwos(
    prepared.flatMap((each) => COUNTED.map((variant) => ({ each, variant }))),
    async ({ each, variant }) => {
      const count = await instructionsOf(lintArguments(each, variant));
      counts.set(`${each.name} ${variant.kind}`, count);
      console.error(`${each.name}: ${variant.kind}: ${count.toFixed(0)} million instructions`);
    },
  );
  return [
    '## Instructions',
    '',
    `Thousand millions, in one run each, by valgrind, of Node ${process.versions.node} in one thread, with a heap that grows by fixed steps.`,
    '',
    ...comparison(prepared, ({ name }) =>
      COUNTED.map(({ kind }) => (counts.get(`${name} ${kind}`) ?? NaN) / 1000),
    ),
  ].join('\n');
}

async function inTwos<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const open = [...items];
  const workThrough = async (): Promise<void> => {
    for (let next = open.shift(); next !== undefined; next = open.shift()) await work(next);
  };
  await Promise.all([workThrough(), workThrough()]);
}

/** What is the same in each run, and needs nothing installed. */
async function callsReport(): Promise<string> {
  const prepared = await preparedPackages();
  const calls = new Map<PreparedPackage, number[]>();
  for (const each of prepared) {
    const own: number[] = [];
    for (const variant of COUNTED) {
      own.push(((await lintOnce(each, variant, true)).calls ?? NaN) / 1e6);
    }
    calls.set(each, own);
  }
  return [
    '## Calls of functions',
    '',
    'Millions, in one run each: the same in each run. It says nothing of how long a call takes.',
    '',
    ...comparison(prepared, (each) => calls.get(each) ?? []),
  ].join('\n');
}

/** What each rule adds when no other has asked the checker before. */
async function aloneReport(): Promise<string> {
  const prepared = await preparedPackages();
  const theirs = PROMISE_RULES.map(
    (rule) => [`typescript-eslint/${rule}`, { ...four, rules: [rule] }] as const,
  );
  const rules = new Map([...theirs, ...[...variants].filter(([name]) => isAlone(name))]);
  const counted = new Map<string, Variant>([[NO_RULES, COUNTED[0]], [FOUR, four], ...rules]);
  const calls = new Map<string, number>();
  await inTwos(
    prepared.flatMap((each) => [...counted].map(([name, variant]) => ({ each, name, variant }))),
    async ({ each, name, variant }) => {
      calls.set(`${each.name} ${name}`, (await lintOnce(each, variant, true)).calls ?? NaN);
      console.error(`${each.name}: ${name}`);
    },
  );
  const addedTo = ({ name }: PreparedPackage, variant: string): number =>
    (calls.get(`${name} ${variant}`) ?? NaN) - (calls.get(`${name} ${NO_RULES}`) ?? NaN);
  return [
    '## Each rule by itself',
    '',
    'Calls of functions that it adds, as part of what the four promise rules of typescript-eslint add together. The rule that asks for a type first pays for all that the checker keeps of it, so that the parts do not add up.',
    '',
    ...table(
      ['rule', ...prepared.map(({ name }) => name)],
      [...rules.keys()].map((rule) => [
        rule,
        ...prepared.map((each) => (addedTo(each, rule) / addedTo(each, FOUR)).toFixed(2)),
      ]),
    ),
  ].join('\n');
}

/** Of each package, what the variants of `COUNTED` come to. */
function comparison(
  packages: readonly PreparedPackage[],
  countsOf: (prepared: PreparedPackage) => readonly number[],
): readonly string[] {
  const rows = packages.map((each) => {
    const [base = NaN, ofFour = NaN, own = NaN] = countsOf(each);
    return [
      `${each.name} ${each.version}`,
      base.toFixed(1),
      (ofFour - base).toFixed(1),
      (own - base).toFixed(1),
      ((own - base) / (ofFour - base)).toFixed(2),
    ];
  });
  return table(['package', NO_RULES, `${FOUR}, add`, `${PRESET}, adds`, 'ratio'], rows);
}

/** The file of the package that calls most for its length is where a keystroke is dear. */
async function editorReport(): Promise<string | undefined> {
  const prepared = await packageNamed(IN_EDITOR);
  if (!prepared) return undefined;
  const texts = await Promise.all(
    prepared.sources.map((file) => readFile(path.join(prepared.directory, file), 'utf8')),
  );
  const calls = texts.map((text) => text.match(/\w\(/gu)?.length ?? 0);
  const most = calls.indexOf(Math.max(...calls));
  const file = prepared.sources[most] ?? '';
  const measured = { [NO_RULES]: { kind: 'no rules' }, [FOUR]: four, [PRESET]: preset } as const;
  const rows: string[][] = [];
  for (const [place, typed] of Object.entries(TYPED) as [keyof typeof TYPED, string][]) {
    const request: EditorRequest = {
      directory: prepared.directory,
      file,
      keystrokes: Number(options.keystrokes),
      variants: Object.values(measured),
      place,
    };
    const costs = JSON.parse(
      await answerOf(childArguments('editor-cost.ts', JSON.stringify(request))),
    ) as EditorCost;
    const medians = costs.map(median);
    const [base = NaN, reference = NaN] = medians;
    for (const [index, name] of Object.keys(measured).entries()) {
      const cpu = medians[index] ?? NaN;
      const added = cpu - base;
      const more = [`${added.toFixed(0)} ms`, (added / (reference - base)).toFixed(2)];
      rows.push([typed, name, `${cpu.toFixed(0)} ms`, ...(name === NO_RULES ? ['', ''] : more)]);
    }
  }
  return [
    `## One keystroke in ${prepared.name} ${prepared.version}`,
    '',
    `${file}, ${String(calls[most])} calls, in a package of ${String(prepared.lines)} lines. Each keystroke makes a new program with a cold checker; the variants take turns, medians of ${options.keystrokes}.`,
    '',
    ...table(['typed', 'rules', 'CPU', 'added', 'ratio'], rows),
  ].join('\n');
}

async function importReport(): Promise<string> {
  const costs: number[] = [];
  for (let turn = 0; turn < Number(options.imports); turn += 1) {
    const { href } = pathToFileURL(path.resolve(repository, plugin));
    const code = ['--input-type=module', '-e', IMPORT, href];
    costs.push(Number((await run(process.execPath, code, { cwd: repository })).stdout));
  }
  return [
    '## Importing the plugin',
    '',
    `Once ESLint and the parser are loaded: ${median(costs).toFixed(0)} ms of CPU, median of ${options.imports} processes (${Math.min(...costs).toFixed(0)}–${Math.max(...costs).toFixed(0)}).`,
  ].join('\n');
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const high = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? NaN) + high) / 2;
}
