import type { AwaitsInRow, Evidence, LoopTurns } from '../../kit/evidence.ts';

/** One wait: from and to when, where each wait takes 1. */
export interface Wait {
  readonly start: number;
  readonly end: number;
  /** Whether it may run beside others; else it stays behind them. */
  readonly moves: boolean;
}

/** What stands in one line of the picture: a call, or a turn of a loop with the waits in it. */
export interface Lane {
  readonly label: string;
  readonly waits: readonly Wait[];
}

/** What runs when, now and with the repair. */
export interface Waterfall {
  readonly before: readonly Lane[];
  readonly after: readonly Lane[];
  /** What both say in words. */
  readonly told: { readonly before: string; readonly after: string };
}

/** So many turns stand for all. */
const SHOWN_TURNS = 4;
const LAST = SHOWN_TURNS - 1;

/** The picture of awaits in a row or of a loop; `undefined` for other evidence. */
export function waterfallOf(evidence: Evidence | undefined): Waterfall | undefined {
  switch (evidence?.kind) {
    case 'awaits':
      return ofAwaits(evidence);
    case 'turns':
      return ofTurns(evidence);
    default:
      return undefined;
  }
}

/** When the last of them is done. */
export function lengthOf(lanes: readonly Lane[]): number {
  return Math.max(...lanes.flatMap(({ waits }) => waits.map(({ end }) => end)));
}

function ofAwaits({ awaits }: AwaitsInRow): Waterfall {
  const lane = (index: number, start: number): Lane => {
    const { called = '', line = 0, together = false } = awaits[index] ?? {};
    return {
      label: `${called} :${String(line)}`,
      waits: [{ start, end: start + 1, moves: together }],
    };
  };
  const before = awaits.map((_, index) => lane(index, index));
  // All that may start when the first one does, are awaited in its place; the others follow in their order.
  let next = 1;
  const after = awaits.map(({ together }, index) => lane(index, together ? 0 : next++));
  return {
    before,
    after,
    told: {
      before: `${plural(awaits.length, 'wait')}, one after the other`,
      after: next === 1 ? 'as long as the longest one' : `${plural(next, 'wait')} in a row`,
    },
  };
}

function ofTurns({ called, limit }: LoopTurns): Waterfall {
  const waits = Math.max(called.length, 1);
  // Of many at once, the last one is shown and the first that has to wait for another.
  const names =
    limit !== undefined && limit > LAST
      ? ['turn 1', 'turn 2', `… turn ${String(limit)}`, `turn ${String(limit + 1)} …`]
      : ['turn 1', 'turn 2', 'turn 3', '… turn n'];
  const lane = (turn: number, start: number): Lane => ({
    label: `${names[turn] ?? ''}: ${called.join(', then ')}`,
    waits: Array.from({ length: waits }, (_, index) => ({
      start: start + index,
      end: start + index + 1,
      moves: true,
    })),
  });
  const turns = Array.from({ length: SHOWN_TURNS }, (_, index) => index);
  const atOnce = limit === undefined ? SHOWN_TURNS : Math.min(limit, LAST);
  return {
    before: turns.map((turn) => lane(turn, turn * waits)),
    after: turns.map((turn) => lane(turn, Math.floor(turn / atOnce) * waits)),
    told: {
      before: 'n turns, one after the other',
      after:
        limit === undefined
          ? 'as long as the longest turn'
          : `at most ${plural(limit, 'turn')} at once`,
    },
  };
}

function plural(count: number, what: string): string {
  return `${String(count)} ${what}${count === 1 ? '' : 's'}`;
}
