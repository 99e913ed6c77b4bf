/**
 * Measures what the rules about waits do to a program whose every request takes 50 ms: lints
 * examples/latency, repairs two copies of it, compiles them, and prints the time of each task. Exit code
 * 1 if a copy does not compile, gives other results, or takes longer than the program as written.
 */
import { cp, symlink } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

import { temporaryFolder } from './demo/left-behind.ts';
import { forgetPrograms, lint } from './demo/lint.ts';
import { buildPlugin, root, tsc } from './demo/plugin.ts';
import { runNode } from './demo/run.ts';

const LATENCY = 50;
const RUNS = 5;

type Answers = Record<string, { readonly result: unknown; readonly took: number }>;

const COPIES = [
  { name: 'as written', fix: undefined },
  { name: '--fix', fix: 'safe' },
  { name: 'fix: "all"', fix: 'all' },
] as const;

const plugin = await buildPlugin();
const server = await serve();
try {
  const { port } = server.address() as AddressInfo;
  process.env.API = `http://localhost:${String(port)}`;
  const columns: Answers[] = [];
  for (const { name, fix } of COPIES) columns.push(await measure(name, await copy(fix)));
  print(columns);
} finally {
  server.close();
}

/** Answers each request after a while, with something that depends on its path alone. */
function serve(): Promise<Server> {
  const made = createServer((request, response) => {
    const [, kind = '', id = ''] = (request.url ?? '').split('/');
    const answer: unknown =
      kind === 'users'
        ? { id: Number(id), team: 7 }
        : kind === 'posts'
          ? [`a post of ${id}`]
          : kind === 'teams'
            ? `team ${id}`
            : id.length;
    setTimeout(() => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(answer));
    }, LATENCY);
  });
  return new Promise((resolve) => {
    made.listen(0, () => {
      resolve(made);
    });
  });
}

async function copy(fix: 'safe' | 'all' | undefined): Promise<string> {
  const folder = path.join(await temporaryFolder(), 'latency');
  await cp(path.join(root, 'examples', 'latency'), folder, { recursive: true });
  await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
  if (fix !== undefined) {
    await lint(folder, plugin, { files: ['**/*.ts'], fix });
    forgetPrograms();
  }
  const { code, output } = await runNode([tsc, '--noEmit'], folder);
  if (code !== 0) throw new Error(`examples/latency does not compile:\n${output}`);
  return folder;
}

/** The median of the runs, by task. */
async function measure(name: string, folder: string): Promise<Answers> {
  const runs: Answers[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const { code, output } = await runNode(['--import', 'tsx', 'src/main.ts'], folder);
    if (code !== 0) throw new Error(`The program ${name} fails:\n${output}`);
    runs.push(JSON.parse(output) as Answers);
  }
  const [first = {}] = runs;
  return Object.fromEntries(
    Object.entries(first).map(([task, { result }]) => {
      const times = runs.map((each) => each[task]?.took ?? 0).sort((a, b) => a - b);
      return [task, { result, took: times[Math.floor(RUNS / 2)] ?? 0 }];
    }),
  );
}

function print(columns: readonly Answers[]): void {
  const [before = {}] = columns;
  const head = COPIES.map(({ name }) => name.padStart(12)).join('');
  console.log(`${''.padEnd(36)}${head}`);
  for (const task of Object.keys(before)) {
    const cells = columns.map((each) => `${(each[task]?.took ?? 0).toFixed(0)} ms`.padStart(12));
    console.log(`${task.padEnd(36)}${cells.join('')}`);
    const results = new Set(columns.map((each) => JSON.stringify(each[task]?.result)));
    if (results.size > 1) fail(`${task} gives other results after a repair`);
  }
  const totals = columns.map((each) =>
    Object.values(each).reduce((sum, { took }) => sum + took, 0),
  );
  console.log(
    `${'all'.padEnd(36)}${totals.map((each) => `${each.toFixed(0)} ms`.padStart(12)).join('')}`,
  );
  if (totals.some((each, index) => index > 0 && each >= (totals[index - 1] ?? 0))) {
    fail('a repair saves nothing');
  }
}

function fail(sentence: string): void {
  console.error(`FAILED: ${sentence}.`);
  process.exitCode = 1;
}
