import { EventEmitter } from 'node:events';
import { compileFunction } from 'node:vm';

import { transform } from 'esbuild';

// The world that generated programs run in: files, a database and a clock of its own. Nothing takes
// real time, and a seed says how long each operation takes.

/** What a program exports. */
interface Exports {
  main?: (argument: unknown) => unknown;
  /** Runs once, while the first operation of a run is at work: a handler that changes what it likes. */
  poke?: () => void;
  state?: () => unknown;
}

/** A program that is ready to run; each run starts it anew. */
export type Runnable = (world: World) => Exports;

interface World {
  readonly require: (name: string) => object;
  readonly date: object;
  readonly console: object;
}

/** What can be seen of a run when nothing is at work any more. */
export interface Outcome {
  /** Of each call: its value, `rejected`, or `pending`. */
  readonly ends: readonly string[];
  /** The state of the module, and the files. */
  readonly state: string;
  /** What was written to files and as output, in order. */
  readonly writes: readonly Write[];
  /**
   * What no run should show:
   * - `unhandled`: a promise rejected and nobody had attached a handler;
   * - `torn`: a file was removed or written while it was being read;
   * - `overlap`: a connection was asked something while it was at work;
   * - `leak`: what a guard stands before was read though the guard refuses.
   */
  readonly faults: readonly string[];
}

export interface Write {
  readonly to: 'files' | 'output';
  readonly text: string;
}

export interface Schedule {
  readonly seed: number;
  /** Which calls of `main` (1, 2, 3) are made: at once, or each when nothing of the earlier is at work. */
  readonly calls: readonly number[];
  readonly isOneByOne?: boolean;
}

/** Makes a program ready to run. */
export async function runnable(text: string): Promise<Runnable> {
  const { code } = await transform(text, { loader: 'ts', format: 'cjs', target: 'es2022' });
  const body = compileFunction(code, ['require', 'module', 'exports', 'Date', 'console']) as (
    require: World['require'],
    module: { exports: Exports },
    exports: Exports,
    date: object,
    console: object,
  ) => void;
  return (world) => {
    const module: { exports: Exports } = { exports: {} };
    body(world.require, module, module.exports, world.date, world.console);
    return module.exports;
  };
}

/** Runs a program to the point where nothing is at work any more. */
export async function run(program: Runnable, schedule: Schedule): Promise<Outcome> {
  const others = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection');
  let unhandled = 0;
  const note = (): void => {
    unhandled += 1;
  };
  process.on('unhandledRejection', note);
  // Node warns of what is handled late; it is counted already.
  const quiet = (): void => undefined;
  process.on('rejectionHandled', quiet);
  try {
    const outcome = await runIn(program, schedule);
    return unhandled === 0 ? outcome : { ...outcome, faults: ['unhandled', ...outcome.faults] };
  } finally {
    process.off('unhandledRejection', note);
    process.off('rejectionHandled', quiet);
    for (const each of others) process.on('unhandledRejection', each);
  }
}

interface Waiting {
  readonly at: number;
  readonly order: number;
  readonly resume: () => void;
}

async function runIn(program: Runnable, schedule: Schedule): Promise<Outcome> {
  const { seed, calls, isOneByOne = false } = schedule;
  const random = randomOf(seed);
  const waiting: Waiting[] = [];
  let now = 0;
  let started = 0;
  let readings = 0;
  let isPoked = false;
  const faults = new Set<string>();
  const writes: Write[] = [];
  const files = new Map([
    ['a', 'x'],
    ['b', 'yy'],
    ['c', 'zzz'],
    ['secret', 'ssss'],
    ...(seed % 2 === 0 ? [] : [['allowed', '1'] as const]),
  ]);
  const underRead = new Map<string, number>();

  const pass = (most: number): Promise<void> =>
    new Promise((resume) => {
      started += 1;
      waiting.push({ at: now + 1 + Math.floor(random() * most), order: started, resume });
    });
  /** The work is done somewhere between its start and its end. */
  const operation = async <Value>(work: () => Value): Promise<Value> => {
    await pass(8);
    if (!isPoked) {
      isPoked = true;
      exported.poke?.();
    }
    try {
      return work();
    } finally {
      await pass(8);
    }
  };
  const reading = async <Value>(name: string, work: () => Value): Promise<Value> => {
    if (name === 'secret' && !files.has('allowed')) faults.add('leak');
    underRead.set(name, (underRead.get(name) ?? 0) + 1);
    try {
      return await operation(work);
    } finally {
      underRead.set(name, (underRead.get(name) ?? 1) - 1);
    }
  };

  const contentOf = (name: string): string => {
    const content = files.get(name);
    if (content === undefined) throw Object.assign(new Error(`no ${name}`), { code: 'ENOENT' });
    return content;
  };
  const statsOf = (name: string): object => ({ size: contentOf(name).length, isFile: () => true });
  const write = (name: string, content: string, how = content): void => {
    if ((underRead.get(name) ?? 0) > 0) faults.add('torn');
    files.set(name, content);
    writes.push({ to: 'files', text: `${name}=${how}` });
  };
  const append = (name: string, content: string): void => {
    write(name, (files.get(name) ?? '') + content);
  };
  const remove = (name: string, options?: { force?: boolean }): void => {
    if ((underRead.get(name) ?? 0) > 0) faults.add('torn');
    if (!files.delete(name) && options?.force !== true) contentOf(name);
    writes.push({ to: 'files', text: `${name} removed` });
  };
  const make = (name: string): void => {
    files.set(name, '');
  };
  const text = (name: string, encoding: unknown): unknown => {
    const content = contentOf(name);
    return encoding === undefined ? Buffer.from(content) : content;
  };
  const names = (): string[] => [...files.keys()].sort();

  const promises = {
    readFile: (name: string, encoding?: string) => reading(name, () => text(name, encoding)),
    stat: (name: string) => reading(name, () => statsOf(name)),
    access: (name: string) => reading(name, () => void contentOf(name)),
    readdir: () => operation(names),
    // The file is emptied when it is opened, and written from its start: two at once mix.
    writeFile: async (name: string, content: string) => {
      await operation(() => {
        write(name, '', 'opened');
      });
      await operation(() => {
        write(name, content + contentOf(name).slice(content.length));
      });
    },
    appendFile: (name: string, content: string) =>
      operation(() => {
        append(name, content);
      }),
    rm: (name: string, options?: { force?: boolean }) =>
      operation(() => {
        remove(name, options);
      }),
    mkdir: (name: string) =>
      operation(() => {
        make(name);
      }),
  };
  const fs = {
    promises,
    readFileSync: text,
    statSync: statsOf,
    existsSync: (name: string) => files.has(name),
    accessSync: (name: string) => void contentOf(name),
    readdirSync: names,
    writeFileSync: (name: string, content: string) => {
      write(name, '', 'opened');
      write(name, content);
    },
    appendFileSync: append,
    rmSync: remove,
    mkdirSync: make,
    readFile: (
      name: string,
      encoding: string,
      callback: (error: unknown, content?: unknown) => void,
    ) => {
      reading(name, () => text(name, encoding)).then(
        (content) => {
          process.nextTick(callback, null, content);
        },
        (error: unknown) => {
          process.nextTick(callback, error);
        },
      );
    },
  };

  /** One connection answers one question at a time. */
  class Client {
    #isBusy = false;
    async query(): Promise<object> {
      if (this.#isBusy) faults.add('overlap');
      this.#isBusy = true;
      try {
        return await operation(() => ({ rows: [1, 2] }));
      } finally {
        this.#isBusy = false;
      }
    }
  }
  class Pool {
    query(): Promise<object> {
      return new Client().query();
    }
  }
  let steps = 0;
  const advance = (n: number): Promise<number> =>
    operation(() => {
      steps += 1;
      return steps * 10 + n;
    });

  const modules: Readonly<Record<string, object>> = {
    'node:fs': fs,
    'node:fs/promises': promises,
    'node:timers/promises': { setTimeout: () => operation(() => undefined) },
    'node:events': { EventEmitter },
    pg: { Client, Pool },
    unknown: { advance },
  };
  const exported: Exports = program({
    require: (name) => modules[name] ?? {},
    // Counts how often it was asked: who asked first is seen, and how long things took is not.
    date: { now: () => (readings += 1) },
    console: {
      log: (...data: unknown[]) => {
        writes.push({ to: 'output', text: data.join(' ') });
      },
    },
  });

  const ends: string[] = calls.map(() => 'pending');
  for (const [index, call] of calls.entries()) {
    const start = (): void => {
      const event = new TurnEvent();
      watch(exported, call, event, (end) => {
        ends[index] = end;
      });
      event.isOver = true;
    };
    if (isOneByOne) {
      start();
      await drain();
    } else {
      // One in the turn of another, or when it comes.
      if (random() < 0.5) start();
      else void pass(12).then(start);
    }
  }
  await drain();
  const state = JSON.stringify([exported.state?.(), [...files].sort()]);
  return { ends, state, writes, faults: [...faults].sort() };

  async function drain(): Promise<void> {
    for (;;) {
      await settle();
      waiting.sort((one, other) => one.at - other.at || one.order - other.order);
      const next = waiting.shift();
      if (!next) return;
      now = next.at;
      next.resume();
    }
  }
}

/** An event is only good for the turn that it comes in. */
class TurnEvent {
  readonly type = 'click';
  isOver = false;
  isPrevented = false;

  get currentTarget(): number | null {
    return this.isOver ? null : 7;
  }

  preventDefault(): void {
    if (!this.isOver) this.isPrevented = true;
  }
}

/** Calls `main`; an argument that it takes is a number, or an event if it is called so. */
function watch(
  { main }: Exports,
  call: number,
  event: TurnEvent,
  done: (end: string) => void,
): void {
  if (!main) return;
  const takesEvent = /^(?:async )?function \w+\(event\)/.test(main.toString());
  const fulfilled = (value: unknown): void => {
    done(JSON.stringify([value, event.isPrevented]));
  };
  // Of several that fail, any may be the first.
  const rejected = (): void => {
    done('rejected');
  };
  try {
    Promise.resolve(main(takesEvent ? event : call)).then(fulfilled, rejected);
  } catch {
    done('thrown');
  }
}

/** All that promises have made ready runs. */
function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** Numbers from 0 to 1 (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
