import { run, runnable, type Outcome, type Runnable, type Schedule } from './run-program.ts';

/** How many orders of whatever is at work at once are tried. */
const SCHEDULES = 8;

/** Where the outcomes of a program differ by the schedule, so many are looked at. */
const MANY_SCHEDULES = 150;

/**
 * How the repaired program differs from the one before, in words, or `undefined` where it does the same:
 * - `alike`: one call does the same under every schedule: its end (of several that fail, any may be the
 *   first), the state, the files and the order in which they were written; and no new fault;
 * - `serial`: three calls at once give what some order of whole calls gives, as they did before; lines
 *   of output may stand in the order of other calls than writes to files, as an `await` between the two
 *   parts calls that nothing joins;
 * - `updates`: one call does the same; what three calls at once leave is what they leave one by one;
 * - `ends`: it comes to its end where it did, and no promise is lost that was not.
 */
export type Demand = 'alike' | 'serial' | 'updates' | 'ends';

export async function difference(
  before: string,
  after: string,
  demand: Demand,
): Promise<string | undefined> {
  const [one, other] = [await runnable(before), await runnable(after)];
  if (demand === 'serial') return serialDifference(one, other);
  if (demand === 'updates') {
    const lost = await lostUpdate(other);
    if (lost !== undefined) return lost;
  }
  const unlike: string[] = [];
  for (let seed = 1; seed <= SCHEDULES; seed++) {
    const [was, is] = [await alone(one, seed), await alone(other, seed)];
    // Without the repair the process would have ended.
    if (was.faults.includes('unhandled')) continue;
    const fault = is.faults.find((each) => !was.faults.includes(each));
    if (fault !== undefined) {
      // How long something takes is another matter in each of the two: it may come later than here.
      if (!(await mayFail(one, seed, fault))) return `schedule ${String(seed)}: ${fault}`;
      continue;
    }
    if (demand === 'ends') {
      if (isPending(is) && !isPending(was)) return `schedule ${String(seed)}: it never ends`;
    } else if (shown(was) !== shown(is)) {
      if (!(await mayGive(one, seed, shown(is)))) {
        unlike.push(`schedule ${String(seed)}: ${shown(was)} became ${shown(is)}`);
      }
    }
  }
  return unlike[0];
}

function alone(program: Runnable, seed: number): Promise<Outcome> {
  return run(program, { seed, calls: [1] });
}

function isPending({ ends }: Outcome): boolean {
  return ends.includes('pending');
}

function shown(outcome: Outcome): string {
  return `${outcome.ends.join(' ')} ${stateOf(outcome)}`;
}

/** What is left, and the order in which it was written. */
function stateOf({ state, writes }: Outcome): string {
  return `${state} ${JSON.stringify(writes.map(({ text }) => text))}`;
}

/** Whether a program whose outcome depends on the schedule has this one, too. */
async function mayGive(program: Runnable, first: number, outcome: string): Promise<boolean> {
  const outcomes = new Set<string>();
  // Every second: an odd seed has other files than an even one.
  for (let more = 0; more < MANY_SCHEDULES; more++) {
    outcomes.add(shown(await alone(program, first + 2 * more)));
    if (outcomes.has(outcome)) return true;
    if (more === 10 && outcomes.size === 1) return false;
  }
  return false;
}

/** Whether a program has a fault under some schedule. */
async function mayFail(program: Runnable, first: number, fault: string): Promise<boolean> {
  for (let more = 0; more < MANY_SCHEDULES; more++) {
    const { faults } = await alone(program, first + 2 * more);
    if (faults.includes(fault)) return true;
  }
  return false;
}

const ORDERS = [
  [1, 2, 3],
  [1, 3, 2],
  [2, 1, 3],
  [2, 3, 1],
  [3, 1, 2],
  [3, 2, 1],
];

async function serialDifference(before: Runnable, after: Runnable): Promise<string | undefined> {
  for (const parity of [1, 2]) {
    const allowed = { work: new Set<string>(), output: new Set<string>() };
    for (const order of ORDERS) {
      const outcome = await run(before, { seed: parity, calls: order, isOneByOne: true });
      allowed.work.add(workByCall(outcome, order));
      allowed.output.add(outputOf(outcome));
    }
    const unlike = (outcome: Outcome, { calls }: Schedule): string | undefined => {
      const [work, output] = [workByCall(outcome, calls), outputOf(outcome)];
      if (!allowed.work.has(work)) return `${work}, but ${[...allowed.work].join(' or ')}`;
      if (allowed.output.has(output)) return undefined;
      return `${output}, but ${[...allowed.output].join(' or ')}`;
    };
    const schedules: Schedule[] = [];
    for (let more = 0; more < SCHEDULES; more++) {
      schedules.push({ seed: parity + 2 * more, calls: [1, 2, 3] });
    }
    // Calls that mixed before may mix after.
    for (const schedule of schedules) {
      if (unlike(await run(before, schedule), schedule) !== undefined) return undefined;
    }
    for (const schedule of schedules) {
      const found = unlike(await run(after, schedule), schedule);
      if (found !== undefined) {
        return `schedule ${String(schedule.seed)}: no order of calls gives ${found}`;
      }
    }
  }
  return undefined;
}

/** Whether calls at once leave something else than calls one by one. */
async function lostUpdate(program: Runnable): Promise<string | undefined> {
  const calls = [1, 2, 3];
  const wanted = stateOf(await run(program, { seed: 1, calls, isOneByOne: true }));
  for (let more = 0; more < SCHEDULES; more++) {
    const state = stateOf(await run(program, { seed: 1 + 2 * more, calls }));
    if (state !== wanted) return `schedule ${String(1 + 2 * more)}: ${wanted} became ${state}`;
  }
  return undefined;
}

/** All but the output; ends by the number of the call, in whatever order they were made. */
function workByCall({ ends, state, writes, faults }: Outcome, calls: readonly number[]): string {
  const byCall = calls.map((call, index) => `${String(call)}: ${ends[index] ?? ''}`).sort();
  const files = writes.filter(({ to }) => to === 'files').map(({ text }) => text);
  return `${byCall.join(' ')} ${state} ${JSON.stringify(files)} ${faults.join(' ')}`;
}

function outputOf({ writes }: Outcome): string {
  return JSON.stringify(writes.filter(({ to }) => to === 'output').map(({ text }) => text));
}
