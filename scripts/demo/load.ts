import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import autocannon from 'autocannon';

import { endWithUs } from './left-behind.ts';
import type { Answer, Order } from './served.ts';

/** Milliseconds, but for `throughput` (successful answers in a second) and `errors`. */
export interface Figures {
  readonly p50: number;
  readonly p99: number;
  readonly throughput: number;
  readonly longestDelay: number;
  /** Requests that failed, timed out or were answered with anything but success. */
  readonly errors: number;
}

export interface Measured {
  readonly name: string;
  /** Over all rounds together. */
  readonly figures: Figures;
  /** Of each round alone: how far they lie apart says how much a difference means. */
  readonly rounds: readonly Figures[];
}

type Options = Parameters<typeof autocannon>[0];
type RawResult = Awaited<ReturnType<typeof autocannon>>;

export interface Served {
  readonly name: string;
  /** The folder of the service. */
  readonly folder: string;
  /** The folder that it writes to. */
  readonly data: string;
}

export const CONNECTIONS = 10;
export const ROUNDS = 3;
export const SECONDS = 3;

/** Every connection sends these, in this order, over and over. */
export const MIX = [
  { method: 'GET', path: '/' },
  { method: 'GET', path: '/static/shop.css' },
  { method: 'GET', path: '/articles/opening-hours' },
  { method: 'GET', path: '/orders/1' },
  { method: 'POST', path: '/sessions', body: 'name=ada&password=lovelace' },
  { method: 'GET', path: '/settings' },
  { method: 'GET', path: '/orders' },
  { method: 'GET', path: '/export.csv.gz' },
  { method: 'GET', path: '/articles/new-books' },
  { method: 'POST', path: '/feedback', body: 'Nice shop' },
  { method: 'GET', path: '/files' },
  { method: 'GET', path: '/versions' },
  { method: 'GET', path: '/static/shop.js' },
  { method: 'GET', path: '/health' },
] as const;

/**
 * Puts several services under the same load, one at a time, each in a process of its own.
 *
 * They take turns, in an order that rotates, so that a machine that grows slower or faster
 * meanwhile is not taken for a difference between them.
 * `onRound` is told the number of each round that begins.
 * Throws where a service does not start, or ends under the load.
 */
export async function measure(
  services: readonly Served[],
  onRound: (round: number) => void,
): Promise<Measured[]> {
  const running = [];
  for (const service of services) running.push(await start(service));
  for (let round = 0; round < ROUNDS; round++) {
    onRound(round + 1);
    for (let turn = 0; turn < running.length; turn++) {
      const server = running[(round + turn) % running.length];
      if (server) await oneRound(server);
    }
  }
  for (const server of running) {
    tell(server.process, 'close');
    await once(server.process, 'exit');
  }
  return running.map(({ name, url, rounds }) => ({
    name,
    figures: together(rounds, loadOn(url, SECONDS)),
    rounds: rounds.map((round) => together([round], loadOn(url, SECONDS))),
  }));
}

interface Round {
  readonly load: RawResult;
  readonly longestDelay: number;
}

interface Running {
  readonly name: string;
  readonly url: string;
  readonly process: ChildProcess;
  /** Rejects when the process ends before it is told to. */
  readonly ended: Promise<never>;
  readonly rounds: Round[];
}

async function start({ name, folder, data }: Served): Promise<Running> {
  await mkdir(data, { recursive: true });
  const script = fileURLToPath(new URL('served.ts', import.meta.url));
  const process = endWithUs(
    fork(script, [folder, data], {
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    }),
  );
  let complaints = '';
  process.stderr?.setEncoding('utf8').on('data', (text: string) => (complaints += text));
  const ended = once(process, 'exit').then(() => {
    throw new Error(`The service ${name} ended before it was told to.\n${complaints}`);
  });
  // At its end, which is asked for, nobody listens to this any more.
  ended.catch(() => undefined);

  const { url } = (await Promise.race([answerOf(process), ended])) as { url: string };
  await fetch(`${url}/accounts`, { method: 'POST', body: 'name=ada&password=lovelace' });
  await Promise.race([autocannon(loadOn(url, 1)), ended]);
  return { name, url, process, ended, rounds: [] };
}

async function oneRound({ url, process, ended, rounds }: Running): Promise<void> {
  tell(process, 'watch');
  const load = await Promise.race([autocannon(loadOn(url, SECONDS)), ended]);
  const answer = answerOf(process);
  tell(process, 'report');
  const { longestDelay } = (await Promise.race([answer, ended])) as { longestDelay: number };
  rounds.push({ load, longestDelay });
}

function together(rounds: readonly Round[], options: Options): Figures {
  const loads = rounds.map(({ load }) => load);
  const { latency } = autocannon.aggregateResult(loads, options);
  const answers = sum(loads.map((load) => load['2xx']));
  return {
    p50: latency.p50,
    p99: latency.p99,
    throughput: answers / sum(loads.map(({ duration }) => duration)),
    longestDelay: Math.max(...rounds.map((round) => round.longestDelay)),
    errors: sum(loads.map(({ errors, non2xx }) => errors + non2xx)),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function loadOn(url: string, duration: number): Options {
  return { url, connections: CONNECTIONS, duration, requests: MIX, skipAggregateResult: true };
}

async function answerOf(process: ChildProcess): Promise<Answer> {
  const [answer] = (await once(process, 'message')) as [Answer];
  return answer;
}

function tell(process: ChildProcess, order: Order): void {
  process.send(order);
}
