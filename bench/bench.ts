// npm run bench -- [package …] [--runs N] [--alone] [--plugin file]
//
// What the rules add to the cost of a typed lint run; `--alone` measures each rule by itself, too. Every run is a process of its own; the
// variants take turns and start one later in each round, so that a slow minute hits all alike.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import corpus from './corpus.json' with { type: 'json' };
import { table } from './field-record.ts';
import { LOST_PROMISES } from './lost-promises.ts';
import type { Variant, VariantCost, VariantRequest } from './lint-variant.ts';
import { loadPreset } from './load-preset.ts';
import { preparePackage, RegistryUnreachable, type PreparedPackage } from './prepare-package.ts';

const SMALLEST_AND_LARGEST = ['libp2p', 'matrix-js-sdk'];
const PROMISE_RULES = [
  'await-thenable',
  'no-floating-promises',
  'no-misused-promises',
  'return-await',
];

const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '5' },
    plugin: { type: 'string', default: 'dist/index.js' },
    alone: { type: 'boolean', default: false },
  },
});
const { plugin } = options;
const runs = Number(options.runs);
const variants = await variantsOf();

for (const name of wanted.length > 0 ? wanted : SMALLEST_AND_LARGEST) {
  const entry = corpus.find((candidate) => candidate.name === name);
  if (!entry) throw new Error(`Not in bench/corpus.json: ${name}.`);
  try {
    const prepared = await preparePackage(`${name}@${entry.version}`, {
      integrity: entry.integrity,
      log: (line) => {
        console.error(line);
      },
    });
    console.log(report(prepared, await measure(prepared)));
  } catch (error) {
    if (!(error instanceof RegistryUnreachable)) throw error;
    console.log(`SKIPPED ${error.message}`);
  }
}

async function variantsOf(): Promise<Map<string, Variant>> {
  const all = await loadPreset(plugin, 'all');
  const names = Object.keys(all.entries).map((id) => id.replace(/^await\//u, ''));
  const alone = names.map((rule): [string, Variant] => [
    `await/${rule}`,
    { kind: 'own', plugin, preset: 'all', rules: [rule] },
  ]);
  const withoutHelpers = names
    .filter((rule) => hasOption(all.rules[rule]?.meta?.schema, 'transitive'))
    .map((rule): [string, Variant] => [
      `await/${rule}, \`transitive: false\``,
      { kind: 'own', plugin, preset: 'all', rules: [rule], options: { transitive: false } },
    ]);
  return new Map<string, Variant>([
    ['no rules', { kind: 'no rules' }],
    ...(options.alone ? [...alone, ...withoutHelpers] : []),
    [
      'await, rules about lost promises',
      { kind: 'own', plugin, preset: 'all', rules: LOST_PROMISES },
    ],
    ['await, `recommended`', { kind: 'own', plugin, preset: 'recommended' }],
    ['typescript-eslint, four promise rules', { kind: 'typescript-eslint', rules: PROMISE_RULES }],
    ['n/no-sync', { kind: 'n/no-sync' }],
  ]);
}

function hasOption(schema: unknown, name: string): boolean {
  return Array.isArray(schema) && schema.some((entry) => name in (entry as Schema).properties);
}

interface Schema {
  properties: Record<string, unknown>;
}

async function measure(prepared: PreparedPackage): Promise<Map<string, VariantCost[]>> {
  const costs = new Map<string, VariantCost[]>();
  const order = [...variants];
  for (let round = 0; round < runs; round += 1) {
    const start = round % order.length;
    for (const [name, variant] of [...order.slice(start), ...order.slice(0, start)]) {
      const cost = await lintOnce(prepared, variant);
      costs.set(name, [...(costs.get(name) ?? []), cost]);
      console.error(
        `${prepared.name}, round ${String(round + 1)} of ${String(runs)}: ${name}: ${cost.cpu.toFixed(2)} s`,
      );
    }
  }
  return costs;
}

async function lintOnce(prepared: PreparedPackage, variant: Variant): Promise<VariantCost> {
  const request: VariantRequest = {
    directory: prepared.directory,
    globs: prepared.globs,
    files: prepared.sources,
    variant,
  };
  const child = fileURLToPath(new URL('lint-variant.ts', import.meta.url));
  const stdout = await new Promise<string>((resolve, reject) => {
    execFile(
      process.execPath,
      ['--import', 'tsx', child, JSON.stringify(request)],
      { maxBuffer: 64 * 1024 * 1024 },
      (error, out, err) => {
        if (error) reject(new Error(`Linting ${prepared.name} failed: ${err}`));
        else resolve(out);
      },
    );
  });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as VariantCost;
}

function report(prepared: PreparedPackage, costs: Map<string, VariantCost[]>): string {
  const base = median((costs.get('no rules') ?? []).map(({ cpu }) => cpu));
  const rows = [...variants.keys()].map((name) => {
    const own = costs.get(name) ?? [];
    const cpus = own.map(({ cpu }) => cpu);
    const cpu = median(cpus);
    return [
      name,
      `${cpu.toFixed(2)} s`,
      `${Math.min(...cpus).toFixed(2)}–${Math.max(...cpus).toFixed(2)}`,
      name === 'no rules' ? '' : `${(cpu - base).toFixed(2)} s`,
      name === 'no rules' ? '' : `${(((cpu - base) / base) * 100).toFixed(1)} %`,
      `${String(Math.round(median(own.map(({ memory }) => memory)) / 1024 / 1024))} MB`,
      String(own[0]?.reports ?? 0),
    ];
  });
  return [
    '',
    `${prepared.name} ${prepared.version}: ${String(prepared.lines)} lines in ${String(prepared.sources.length)} files, median of ${String(runs)} runs, Node ${process.versions.node}`,
    '',
    ...table(
      ['rules', 'CPU', 'least–most', 'added', 'added, of no rules', 'memory', 'reports'],
      rows,
    ),
  ].join('\n');
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const high = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? NaN) + high) / 2;
}
