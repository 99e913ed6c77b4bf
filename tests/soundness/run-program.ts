import { compileFunction } from 'node:vm';

import ts from 'typescript';

/** What a run shows: its end, the state of the module and the files when nothing is at work any more. */
export interface Outcome {
  readonly end: string;
  readonly state: string;
}

interface Waiting {
  readonly at: number;
  readonly order: number;
  readonly resume: () => void;
}

/**
 * Runs `main` of a program. Each operation on a file, and each pause, takes as many steps as `seed`
 * says: whatever is at work at once goes on in an order of its own for each seed, and the same one
 * each time.
 */
export async function runProgram(text: string, seed: number): Promise<Outcome> {
  const random = randomOf(seed);
  const waiting: Waiting[] = [];
  let now = 0;
  let started = 0;
  let readings = 0;
  const files = new Map([
    ['a', 'x'],
    ['b', 'yy'],
    ['c', 'zzz'],
  ]);

  const pass = (): Promise<void> =>
    new Promise((resume) => {
      started += 1;
      waiting.push({ at: now + 1 + Math.floor(random() * 8), order: started, resume });
    });
  /** The work is done somewhere between its start and its end. */
  const operation = async <Value>(work: () => Value): Promise<Value> => {
    await pass();
    try {
      return work();
    } finally {
      await pass();
    }
  };
  const contentOf = (name: string): string => {
    const content = files.get(name);
    if (content === undefined) throw new Error(`no ${name}`);
    return content;
  };
  const modules: Readonly<Record<string, object>> = {
    'node:fs/promises': {
      readFile: (name: string) => operation(() => contentOf(name)),
      stat: (name: string) => operation(() => ({ size: contentOf(name).length })),
      access: (name: string) => operation(() => void contentOf(name)),
      writeFile: (name: string, content: string) => operation(() => void files.set(name, content)),
    },
    'node:timers/promises': { setTimeout: () => operation(() => undefined) },
  };

  const exported: { main?: (n: number) => Promise<unknown>; state?: () => unknown } = {};
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const run = compileFunction(outputText, ['require', 'exports', 'Date']) as (
    require: (name: string) => object | undefined,
    exports: object,
    date: object,
  ) => void;
  run(
    (name: string) => modules[name],
    exported,
    // Counts how often it was asked: who asked first is seen, and how long things took is not.
    { now: () => (readings += 1) },
  );

  let end = 'nothing';
  exported.main?.(1).then(
    (value) => {
      end = JSON.stringify(value);
    },
    () => {
      // Of two that fail, either may be the first.
      end = 'rejected';
    },
  );
  for (;;) {
    await settle();
    waiting.sort((one, other) => one.at - other.at || one.order - other.order);
    const next = waiting.shift();
    if (!next) break;
    now = next.at;
    next.resume();
  }
  return { end, state: JSON.stringify([exported.state?.(), [...files]]) };
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
