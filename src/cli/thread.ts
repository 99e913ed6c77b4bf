import { parentPort, workerData } from 'node:worker_threads';

import type { Options } from './options.ts';
import { coloured, plain } from './paint.ts';
import { Problem } from './problem.ts';
import { run, type Outcome, type Step } from './run.ts';

/** What the thread is given. */
export interface Order {
  readonly options: Options;
  readonly cwd: string;
  readonly coloured: boolean;
}

/** What it tells. */
export type Told =
  | { readonly step: Step }
  | { readonly temporary: string }
  | { readonly outcome: Outcome }
  | { readonly problem: string };

const order = workerData as Order;

try {
  const outcome = await run(order.options, {
    cwd: order.cwd,
    paint: order.coloured ? coloured : plain,
    onStep: (step) => {
      tell({ step });
    },
    onTemporary: (temporary) => {
      tell({ temporary });
    },
  });
  tell({ outcome });
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  tell({ problem: error.message });
}

function tell(told: Told): void {
  parentPort?.postMessage(told);
}
