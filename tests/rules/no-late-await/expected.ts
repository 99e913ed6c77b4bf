// What the rule is expected to say. Each text that several reports share stands here once.

/** Line and column of the first character, and of what follows the last. */
export type Place = readonly [line: number, column: number, endLine: number, endColumn: number];

type SuggestionKind = 'together' | 'collection' | 'later' | 'marker';

interface Said {
  messageId: 'late' | 'left' | 'oneByOne';
  data: Record<string, string>;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  suggestions: { messageId: SuggestionKind; data: { promise: string }; output: string }[] | null;
}

export type Suggested = readonly [kind: SuggestionKind, output: string];

const TOGETHER = 'Await them together with `Promise.all`';
const BOTH = 'Await both with `Promise.all`, or start it later';
const LATER = 'Start it later, right before it is needed';
const HANDLE = 'Start it later, or give it a handler at once: `.catch(() => {})`';

export const REMEDY = { TOGETHER, BOTH, LATER, HANDLE };

interface Gap {
  /** What waits, or leaves. */
  readonly gap: string;
  readonly gapLine: number;
  /** Where a handler comes at last, if something waits until then. */
  readonly line?: number;
  readonly remedy: string;
}

/** Something waits before the promise has a handler. */
export function late(promise: string, at: Place, gap: Gap, ...offers: Suggested[]): Said {
  return said('late', promise, at, gap, offers);
}

/** The function may be left before the promise has a handler. */
export function left(promise: string, at: Place, gap: Gap, ...offers: Suggested[]): Said {
  return said('left', promise, at, gap, offers);
}

/** The promises of a collection wait for each other. */
export function oneByOne(promise: string, at: Place, gap: Gap, ...offers: Suggested[]): Said {
  return said('oneByOne', promise, at, gap, offers);
}

function said(
  messageId: Said['messageId'],
  promise: string,
  [line, column, endLine, endColumn]: Place,
  gap: Gap,
  offers: readonly Suggested[],
): Said {
  return {
    messageId,
    data: {
      promise,
      gap: gap.gap,
      gapLine: String(gap.gapLine),
      ...(gap.line === undefined ? {} : { line: String(gap.line) }),
      remedy: gap.remedy,
    },
    line,
    column,
    endLine,
    endColumn,
    suggestions:
      offers.length === 0
        ? null
        : offers.map(([kind, output]) => ({ messageId: kind, data: { promise }, output })),
  };
}
