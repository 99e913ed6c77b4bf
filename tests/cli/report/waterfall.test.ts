import { describe, expect, it } from 'vitest';

import { waterfallPicture } from '../../../src/cli/report/waterfall-picture.ts';
import { waterfallOf, type Lane } from '../../../src/cli/report/waterfall.ts';
import type { AwaitsInRow, LoopTurns } from '../../../src/kit/evidence.ts';

/** From and to when each lane waits; `!` where it stays behind the others. */
function times(lanes: readonly Lane[] = []): string[] {
  return lanes.map(({ waits }) =>
    waits
      .map(({ start, end, moves }) => `${String(start)}-${String(end)}${moves ? '' : '!'}`)
      .join(' '),
  );
}

const row = (...together: boolean[]): AwaitsInRow => ({
  kind: 'awaits',
  awaits: together.map((each, index) => ({
    called: `f${String(index)}`,
    line: index + 1,
    together: each,
  })),
});

const turns = (waits: number, limit?: number): LoopTurns => ({
  kind: 'turns',
  called: Array.from({ length: waits }, (_, index) => `f${String(index)}`),
  limit,
});

describe('awaits in a row', () => {
  it('start one after the other, and then at once', () => {
    const picture = waterfallOf(row(true, true, true));
    expect(times(picture?.before)).toEqual(['0-1', '1-2', '2-3']);
    expect(times(picture?.after)).toEqual(['0-1', '0-1', '0-1']);
    expect(picture?.told).toEqual({
      before: '3 waits, one after the other',
      after: 'as long as the longest one',
    });
  });

  it('what needs one of them stays behind all of them, in its order', () => {
    const picture = waterfallOf(row(true, false, true, false, true));
    expect(times(picture?.after)).toEqual(['0-1', '1-2!', '0-1', '2-3!', '0-1']);
    expect(picture?.told.after).toBe('3 waits in a row');
  });
});

describe('the turns of a loop', () => {
  it('start one after the other, and then at once', () => {
    const picture = waterfallOf(turns(1));
    expect(times(picture?.before)).toEqual(['0-1', '1-2', '2-3', '3-4']);
    expect(times(picture?.after)).toEqual(['0-1', '0-1', '0-1', '0-1']);
  });

  it('keep the order of the waits of each', () => {
    const picture = waterfallOf(turns(2));
    expect(times(picture?.before)).toEqual(['0-1 1-2', '2-3 3-4', '4-5 5-6', '6-7 7-8']);
    expect(times(picture?.after)).toEqual(['0-1 1-2', '0-1 1-2', '0-1 1-2', '0-1 1-2']);
  });

  it('with a limit, some start when others are done', () => {
    expect(times(waterfallOf(turns(1, 2))?.after)).toEqual(['0-1', '0-1', '1-2', '1-2']);
    expect(waterfallOf(turns(1, 2))?.told.after).toBe('at most 2 turns at once');
  });

  it('of many at once, the last one is shown and the first that waits', () => {
    const picture = waterfallOf(turns(1, 8));
    expect(times(picture?.before)).toEqual(['0-1', '1-2', '2-3', '3-4']);
    expect(times(picture?.after)).toEqual(['0-1', '0-1', '0-1', '1-2']);
    expect(picture?.after.map(({ label }) => label)).toEqual([
      ...['turn 1: f0', 'turn 2: f0', '… turn 8: f0', 'turn 9 …: f0'],
    ]);
  });
});

it('other findings have no picture', () => {
  expect(waterfallOf(undefined)).toBeUndefined();
  expect(waterfallOf({ kind: 'chain', steps: [], on: '' })).toBeUndefined();
});

describe('the picture', () => {
  const bars = (html: string): number[][] =>
    [...html.matchAll(/<rect class="wait[^"]*" x="([\d.]+)" y="(\d+)" width="([\d.]+)"/g)].map(
      ([, x, y, width]) => [Number(x), Number(y), Number(width)],
    );

  it('draws both states on one scale, each lane below the one before', () => {
    const picture = waterfallOf(row(true, true));
    const { text } = waterfallPicture(picture ?? expect.fail(), 'f1');
    expect(bars(text)).toEqual([
      [1, 17, 166],
      [169, 49, 166],
      [1, 17, 166],
      [1, 49, 166],
    ]);
  });

  it('says in words what it draws', () => {
    const { text } = waterfallPicture(waterfallOf(row(true, false, true)) ?? expect.fail(), 'f1');
    expect(text).toContain(
      'aria-label="Together: 2 waits in a row. In waits from the start: f0 :1 from 0; f1 :2 from 1; f2 :3 from 0."',
    );
  });

  it('cuts a name that is too long, and keeps it whole as a title', () => {
    const long = 'a'.repeat(80);
    const awaits = [1, 2].map((line) => ({ called: long, line, together: true }));
    const picture = waterfallOf({ kind: 'awaits', awaits }) ?? expect.fail();
    const { text } = waterfallPicture(picture, 'f1');
    expect(text).toContain(`<title>${long} :1</title>`);
    expect(text).toContain(`>${'a'.repeat(45)}…</text>`);
  });
});
