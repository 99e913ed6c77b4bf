// npm run bench:blocking
//
// Measures on this machine how long synchronous functions keep the event loop from turning, and
// how long their asynchronous counterparts do. Writes the table into the page of `no-blocking-call`
// between its markers, or prints it where the page has none.
import { exec, execSync } from 'node:child_process';
import { pbkdf2, pbkdf2Sync, randomBytes, scrypt, scryptSync } from 'node:crypto';
import * as fs from 'node:fs';
import { access, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip, gzipSync } from 'node:zlib';

import { table } from './field-record.ts';

const BEGIN = '<!-- begin blocking times -->';
const END = '<!-- end blocking times -->';
const PAGE = fileURLToPath(new URL('../docs/rules/no-blocking-call.md', import.meta.url));

interface Pair {
  readonly name: string;
  readonly counterpart: string;
  readonly calls: number;
  readonly sync: () => unknown;
  readonly awaited: () => Promise<unknown>;
}

interface Measured {
  /** Median time from call to result, in milliseconds. */
  readonly time: number;
  /** Median over the calls of the longest time in which no timer could fire, in milliseconds. */
  readonly blocked: number;
}

const folder = await mkdtemp(path.join(tmpdir(), 'blocking-times-'));
try {
  const rows: string[][] = [];
  for (const pair of await pairsIn(folder)) {
    const sync = await measure(pair.calls, pair.sync);
    const awaited = await measure(pair.calls, pair.awaited);
    rows.push([
      pair.name,
      duration(sync.time),
      blockedFor(sync),
      pair.counterpart,
      duration(awaited.time),
      blockedFor(awaited),
    ]);
    console.error(`${pair.name}: ${duration(sync.time)}, awaited ${duration(awaited.time)}`);
  }
  await publish(
    [
      '',
      ...table(['Call', 'takes', 'blocks', 'Awaited', 'takes', 'blocks'], rows, [0, 3]),
      '',
      `Medians, measured by \`npm run bench:blocking\` on Node ${process.versions.node}, ${process.platform} ${process.arch}, ${String(cpus().length)} cores, files in the file system's cache. "Takes" is the time from the call to its result, "blocks" the longest time in which a timer of 1 ms could not fire, which below 0.5 ms cannot be told from its usual lateness.`,
      '',
    ].join('\n'),
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function pairsIn(directory: string): Promise<Pair[]> {
  const small = path.join(directory, 'small');
  const large = path.join(directory, 'large');
  const written = path.join(directory, 'written');
  const kilobyte = randomBytes(1000);
  const megabyte = randomBytes(1_000_000);
  await writeFile(small, kilobyte);
  await writeFile(large, megabyte);
  const many = path.join(directory, 'many');
  await mkdir(many);
  for (let file = 0; file < 100; file += 1) await writeFile(path.join(many, String(file)), '');
  const text = Buffer.from(
    Array.from({ length: 5_000_000 / 50 }, (_, line) => `line ${String(line)}`.padEnd(49)).join(
      '\n',
    ),
  );

  return [
    {
      name: '`existsSync(path)`',
      counterpart: '`access(path)`',
      calls: 200,
      sync: () => fs.existsSync(small),
      awaited: () => access(small),
    },
    {
      name: '`statSync(path)`',
      counterpart: '`stat(path)`',
      calls: 200,
      sync: () => fs.statSync(small),
      awaited: () => stat(small),
    },
    {
      name: '`readFileSync(path)`, 1 kB',
      counterpart: '`readFile(path)`',
      calls: 200,
      sync: () => fs.readFileSync(small),
      awaited: () => readFile(small),
    },
    {
      name: '`readFileSync(path)`, 1 MB',
      counterpart: '`readFile(path)`',
      calls: 100,
      sync: () => fs.readFileSync(large),
      awaited: () => readFile(large),
    },
    {
      name: '`writeFileSync(path, data)`, 1 MB',
      counterpart: '`writeFile(path, data)`',
      calls: 100,
      sync: () => {
        fs.writeFileSync(written, megabyte);
      },
      awaited: () => writeFile(written, megabyte),
    },
    {
      name: '`readdirSync(path)`, 100 files',
      counterpart: '`readdir(path)`',
      calls: 200,
      sync: () => fs.readdirSync(many),
      awaited: () => readdir(many),
    },
    {
      name: '`randomBytes(32)`',
      counterpart: '`randomBytes(32, callback)`',
      calls: 200,
      sync: () => randomBytes(32),
      awaited: () => promisify(randomBytes)(32),
    },
    {
      name: '`gzipSync(data)`, 5 MB',
      counterpart: '`gzip(data, callback)`',
      calls: 15,
      sync: () => gzipSync(text),
      awaited: () => promisify(gzip)(text),
    },
    {
      name: '`scryptSync(password, salt, 64)`',
      counterpart: '`scrypt(password, salt, 64, callback)`',
      calls: 15,
      sync: () => scryptSync('password', 'salt', 64),
      awaited: () => promisify<string, string, number, Buffer>(scrypt)('password', 'salt', 64),
    },
    {
      name: '`pbkdf2Sync(…)`, 100,000 rounds of SHA-512',
      counterpart: '`pbkdf2(…, callback)`',
      calls: 15,
      sync: () => pbkdf2Sync('password', 'salt', 100_000, 64, 'sha512'),
      awaited: () => promisify(pbkdf2)('password', 'salt', 100_000, 64, 'sha512'),
    },
    {
      name: "`execSync('node -v')`",
      counterpart: "`exec('node -v', callback)`",
      calls: 15,
      sync: () => execSync('node -v'),
      awaited: () => promisify(exec)('node -v'),
    },
  ];
}

async function measure(calls: number, call: () => unknown): Promise<Measured> {
  const times: number[] = [];
  const delays: number[] = [];
  for (let warmUp = 0; warmUp < 3; warmUp += 1) await call();
  for (let at = 0; at < calls; at += 1) {
    const probe = startProbe();
    // The probe's timer is set and on time before the call.
    await pause(3);
    probe.reset();
    const start = performance.now();
    const result = call();
    // Awaiting the plain value of a synchronous call would count a turn that it does not need.
    if (result instanceof Promise) await result;
    times.push(performance.now() - start);
    await pause(3);
    delays.push(probe.stop());
  }
  return { time: median(times), blocked: median(delays) };
}

/** Sets a timer of 1 ms again and again; its longest lateness is what the event loop was blocked. */
function startProbe(): { reset: () => void; stop: () => number } {
  let last = performance.now();
  let longest = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last - 1);
    last = now;
  }, 1);
  return {
    reset: () => {
      longest = 0;
    },
    stop: () => {
      clearInterval(timer);
      return longest;
    },
  };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

function blockedFor({ blocked }: Measured): string {
  return blocked < 0.5 ? 'under 0.5 ms' : duration(blocked);
}

function duration(milliseconds: number): string {
  if (milliseconds < 0.0995) return `${(milliseconds * 1000).toPrecision(2)} µs`;
  return milliseconds < 10
    ? `${milliseconds.toPrecision(2)} ms`
    : `${String(Math.round(milliseconds))} ms`;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

async function publish(text: string): Promise<void> {
  const page = await readFile(PAGE, 'utf8').catch(() => '');
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin === -1 || end < begin) {
    console.log(text);
    return;
  }
  await writeFile(PAGE, `${page.slice(0, begin + BEGIN.length)}\n${text}\n${page.slice(end)}`);
  console.error('Written to docs/rules/no-blocking-call.md.');
}
