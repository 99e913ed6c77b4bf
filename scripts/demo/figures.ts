import type { Figures, Measured } from './load.ts';
import { print, table } from './print.ts';

const COLUMNS = [
  { key: 'p50', name: 'p50', unit: ' ms' },
  { key: 'p99', name: 'p99', unit: ' ms' },
  { key: 'throughput', name: 'throughput', unit: ' answers/s' },
  { key: 'longestDelay', name: 'longest event-loop delay', unit: ' ms' },
] as const satisfies readonly { key: keyof Figures; name: string; unit: string }[];

export function printFigures(runs: readonly Measured[]): void {
  const rows = runs.map(({ name, figures }) => [
    name,
    ...COLUMNS.map(({ key, unit }) => figures[key].toFixed(0) + unit),
    String(figures.errors),
  ]);
  for (const line of table(['', ...COLUMNS.map(({ name }) => name), 'errors'], rows)) {
    print(`  ${line}`);
  }
}

/** What the figures of a repaired copy say beside those of the service as it was written. */
export function sayFigures(before: Measured, after: Measured): string {
  const changes = { falls: [] as string[], rises: [] as string[], unclear: [] as string[] };
  for (const { key, name, unit } of COLUMNS) {
    const from = before.figures[key].toFixed(0);
    const to = after.figures[key].toFixed(0);
    const direction = directionOf(key, before, after);
    changes[direction].push(
      direction === 'unclear' ? name : `${name} ${direction} from ${from} to ${to}${unit}`,
    );
  }
  const said = [...changes.falls, ...changes.rises];
  if (changes.unclear.length > 0) {
    said.push(`${list(changes.unclear)} did not change by more than the rounds differ`);
  }
  return `With ${after.name}, ${list(said)}.`;
}

/** A difference is one only where every round of the one lies on the same side of every round of the other. */
function directionOf(
  key: keyof Figures,
  before: Measured,
  after: Measured,
): 'falls' | 'rises' | 'unclear' {
  const old = before.rounds.map((round) => round[key]);
  const now = after.rounds.map((round) => round[key]);
  if (Math.max(...now) < Math.min(...old)) return 'falls';
  if (Math.min(...now) > Math.max(...old)) return 'rises';
  return 'unclear';
}

function list(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
}
