/** One line of a difference. */
export interface DiffLine {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
  /** Its number from 1: in the old text, or, where it is added, in the new one. */
  readonly number: number;
}

/** Changed lines that stand near each other, with some unchanged ones around them. */
export type Hunk = readonly DiffLine[];

/** Two texts with more differences than this share too little to be compared line by line. */
const MAX_DIFFERENCES = 1_000;

/** How two texts differ, by lines; none where they are the same. `around`: unchanged lines beside each change. */
export function lineDiff(before: string, after: string, around = 3): readonly Hunk[] {
  return hunksOf(linesOf(before), linesOf(after), around);
}

/** The same for texts that are parted into lines already. */
export function hunksOf(
  before: readonly string[],
  after: readonly string[],
  around: number,
): readonly Hunk[] {
  const lines = diffOf(before, after);
  const hunks: DiffLine[][] = [];
  let end = 0; // Behind the last line that is in a hunk.
  lines.forEach(({ kind }, index) => {
    if (kind === 'same') return;
    const start = Math.max(end, index - around);
    const hunk = hunks.at(-1);
    const isNew = !hunk || start > end;
    const into = isNew ? [] : hunk;
    if (isNew) hunks.push(into);
    into.push(...lines.slice(start, index + 1));
    end = index + 1;
    // What follows, up to the next change, which may begin a hunk of its own.
    const next = lines.findIndex((each, at) => at > index && each.kind !== 'same');
    const last = Math.min(end + around, next === -1 ? lines.length : next);
    into.push(...lines.slice(end, last));
    end = last;
  });
  return hunks;
}

/** The lines of a text, by each line break that JavaScript knows. */
export function linesOf(text: string): readonly string[] {
  return text.split(/\r\n|[\n\r\u2028\u2029]/);
}

function diffOf(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  let start = 0;
  const shorter = Math.min(before.length, after.length);
  while (start < shorter && before[start] === after[start]) start += 1;
  let same = 0;
  while (same < shorter - start && before.at(-1 - same) === after.at(-1 - same)) same += 1;

  const lines: DiffLine[] = [];
  const keep = (from: number, to: number): void => {
    for (let index = from; index < to; index++) {
      lines.push({ kind: 'same', text: before[index] ?? '', number: index + 1 });
    }
  };
  keep(0, start);
  const [oldPart, newPart] = [before, after].map((all) => all.slice(start, all.length - same));
  let [x, y] = [0, 0];
  const ends = [...commonLines(oldPart ?? [], newPart ?? []), undefined];
  for (const common of ends) {
    const [nextX, nextY] = common ?? [oldPart?.length ?? 0, newPart?.length ?? 0];
    for (; x < nextX; x++) {
      lines.push({ kind: 'removed', text: oldPart?.[x] ?? '', number: start + x + 1 });
    }
    for (; y < nextY; y++) {
      lines.push({ kind: 'added', text: newPart?.[y] ?? '', number: start + y + 1 });
    }
    if (!common) break;
    keep(start + x, start + x + 1);
    x += 1;
    y += 1;
  }
  keep(before.length - same, before.length);
  return lines;
}

type Pair = readonly [before: number, after: number];

/** How far each diagonal (`x - y`) of one round got in the old text. */
type Round = ReadonlyMap<number, number>;

/**
 * The lines that both have, as many as possible, by their index in each (Myers, "An O(ND) Difference
 * Algorithm and Its Variations", 1986). None where the two differ too much.
 */
function commonLines(before: readonly string[], after: readonly string[]): readonly Pair[] {
  const most = Math.min(before.length + after.length, MAX_DIFFERENCES);
  /** The rounds by their number of differences, each after the one that it starts from. */
  const rounds: Round[] = [new Map([[1, 0]])];
  for (let differences = 0; differences <= most; differences++) {
    const last = rounds[differences] ?? new Map<number, number>();
    const round = new Map<number, number>();
    for (let diagonal = -differences; diagonal <= differences; diagonal += 2) {
      let { x } = entry(last, diagonal, differences);
      while (x < before.length && before[x] === after[x - diagonal]) x += 1;
      round.set(diagonal, x);
      if (x >= before.length && x - diagonal >= after.length) {
        return wayTo(x, x - diagonal, rounds);
      }
    }
    rounds.push(round);
  }
  return [];
}

/** Where the best way comes onto `diagonal` with its last difference: a line added, or one removed. */
function entry(
  last: Round,
  diagonal: number,
  differences: number,
): { x: number; isAdded: boolean } {
  const above = last.get(diagonal + 1) ?? -1;
  const below = last.get(diagonal - 1) ?? -1;
  const isAdded = diagonal === -differences || (diagonal !== differences && below < above);
  return { x: isAdded ? above : below + 1, isAdded };
}

function wayTo(endX: number, endY: number, rounds: readonly Round[]): readonly Pair[] {
  const pairs: Pair[] = [];
  let [x, y] = [endX, endY];
  for (let differences = rounds.length - 1; differences >= 0; differences--) {
    const came = entry(rounds[differences] ?? new Map<number, number>(), x - y, differences);
    while (x > came.x) {
      x -= 1;
      y -= 1;
      pairs.push([x, y]);
    }
    if (came.isAdded) y -= 1;
    else x -= 1;
  }
  return pairs.reverse();
}
