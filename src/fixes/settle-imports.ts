import type { TSESLint } from '@typescript-eslint/utils';

import { asFix, inOrder, insertion, type Edit } from './edit.ts';
import {
  importsLeftOver,
  importsReleasedBy,
  keyOf,
  planImports,
  reachableName,
} from './import-name.ts';
import type { Variable } from './module-bindings.ts';
import type { Repair } from './repair.ts';

type SourceCode = Readonly<TSESLint.SourceCode>;

/**
 * The edits of one repair made alone: with them the file has every name that it uses, and no import
 * that the repair made useless. `undefined` where they cannot be written.
 */
export function completeAlone(repair: Repair, sourceCode: SourceCode): readonly Edit[] | undefined {
  return completeTogether([repair], sourceCode)?.all;
}

interface Complete {
  readonly all: readonly Edit[];
  readonly imports: readonly Edit[];
  readonly calls: readonly Edit[];
}

function completeTogether(
  repairs: readonly Repair[],
  sourceCode: SourceCode,
): Complete | undefined {
  const plan = planImports(repairs, sourceCode);
  if (!plan) return undefined;
  const calls = repairs.flatMap((repair) => repair.edits((needed) => plan.written(repair, needed)));
  return { all: [...plan.edits, ...calls], imports: plan.edits, calls };
}

/** Up to this many repairs that touch the imports land one a pass; more of them go together. */
const MOST_ONE_BY_ONE = 3;

/**
 * The fixes of all repairs of a file that one run of ESLint may apply. ESLint applies a fix only if
 * it does not overlap one before it, gives up after ten passes, and shows each fix to an editor by
 * itself. So each fix here is complete alone, and together they settle in a few passes:
 *
 * - A repair whose names are imported edits only its call, unless it is the last user of an import.
 * - Of the others one fix goes first, with those of its kind if they are many. The rest are widened
 *   so that they overlap it.
 * - Where every user of an import would be repaired in this pass and nobody would remove it, the
 *   last one is widened to overlap the one before: it loses this pass, and removes the import in
 *   the next.
 *
 * A repair whose imports cannot be written has no entry. Reports that a comment disables must not
 * be among `repairs`: their calls stay.
 */
export function settleImports(
  repairs: readonly Repair[],
  sourceCode: SourceCode,
): Map<Repair, TSESLint.ReportFixFunction> {
  const alone = new Map<Repair, Complete>();
  for (const repair of repairs) {
    const complete = completeTogether([repair], sourceCode);
    if (complete) alone.set(repair, complete);
  }
  const ordered = [...alone.keys()].sort((a, b) => a.site.range[0] - b.site.range[0]);

  const touchesImports = (repair: Repair): boolean => (alone.get(repair)?.imports.length ?? 0) > 0;
  const atImports = ordered.filter((repair) => touchesImports(repair));
  const callOnly = ordered.filter((repair) => !touchesImports(repair));
  const edits = new Map([...alone].map(([repair, { all }]) => [repair, all]));
  const loseTo = (repair: Repair, winner: readonly Edit[]): void => {
    const own = edits.get(repair) ?? [];
    const behind = Math.min(endOf(winner) + 1, sourceCode.text.length);
    const positions = [startOf(winner), behind].filter(
      (at) => at < startOf(own) || at > endOf(own),
    );
    edits.set(repair, [...own, ...positions.map((at) => insertion(at, ''))]);
  };

  const group = leadingGroup(atImports, alone, sourceCode);
  const [leader] = group.members;
  if (leader) {
    // All that touch the imports start in one place, so that they overlap wherever their calls are.
    const starts = atImports.map((repair) => startOf(alone.get(repair)?.imports ?? []));
    const anchor = Math.min(startOf(group.edits), ...starts);
    const winner =
      anchor < startOf(group.edits) ? [...group.edits, insertion(anchor, '')] : group.edits;
    edits.set(leader, winner);
    for (const repair of atImports) if (repair !== leader) loseTo(repair, winner);

    const removed = new Set(
      importsLeftOver(group.members, sourceCode).map(({ variable }) => variable),
    );
    for (const repair of callOnly) {
      if (reusedBy(repair, sourceCode).some((each) => removed.has(each))) loseTo(repair, winner);
    }
  }

  const members = new Set(group.members);
  const reused = new Set(ordered.flatMap((repair) => reusedBy(repair, sourceCode)));
  for (const { variable } of importsLeftOver(ordered, sourceCode)) {
    const users = ordered.filter((repair) => releases(repair, variable, sourceCode));
    const held = users.filter((repair) => !touchesImports(repair));
    const [last, previous = leader] = held.toReversed();
    const someoneStays = users.some((repair) => touchesImports(repair) && !members.has(repair));
    if (reused.has(variable) || someoneStays) continue;
    if (last && previous) loseTo(last, edits.get(previous) ?? []);
  }
  return new Map([...edits].map(([repair, each]) => [repair, asFix(each)]));
}

interface Group {
  readonly members: readonly Repair[];
  readonly edits: readonly Edit[];
}

/**
 * The repairs that the one fix which lands at the imports makes. Only the first user of a missing
 * name and the last user of an import count: when they have landed, the others edit only calls.
 */
function leadingGroup(
  atImports: readonly Repair[],
  alone: ReadonlyMap<Repair, Complete>,
  sourceCode: SourceCode,
): Group {
  const seen = new Set<string>();
  const needed = atImports.filter((repair) => {
    const missing = repair.needs
      .filter((name) => !reachableName(name, repair, sourceCode))
      .map((name) => keyOf(name))
      .filter((key) => !seen.has(key));
    missing.forEach((key) => seen.add(key));
    return missing.length > 0 || importsLeftOver([repair], sourceCode).length > 0;
  });
  const [leader] = needed;
  if (!leader) return { members: [], edits: [] };

  if (needed.length > MOST_ONE_BY_ONE) {
    const members: Repair[] = [];
    let calls: readonly Edit[] = [];
    for (const repair of needed) {
      const together = [...calls, ...(alone.get(repair)?.calls ?? [])];
      // Two that insert in the same place do the same thing, such as making one helper async.
      if (!inOrder(together) || insertTwice(together)) continue;
      members.push(repair);
      calls = together;
    }
    const complete = completeTogether(members, sourceCode);
    if (members.length > 0 && complete && inOrder(complete.all))
      return { members, edits: complete.all };
  }
  return { members: [leader], edits: alone.get(leader)?.all ?? [] };
}

function insertTwice(edits: readonly Edit[]): boolean {
  const positions = edits.flatMap(({ range: [start, end] }) => (start === end ? [start] : []));
  return new Set(positions).size < positions.length;
}

/** The variables that the file has already and `repair` will use. */
function reusedBy(repair: Repair, sourceCode: SourceCode): Variable[] {
  return repair.needs.flatMap((needed) => {
    const reachable = reachableName(needed, repair, sourceCode);
    return reachable ? [reachable.variable] : [];
  });
}

function releases(repair: Repair, variable: Variable, sourceCode: SourceCode): boolean {
  return importsReleasedBy([repair], sourceCode).some((each) => each.variable === variable);
}

function startOf(edits: readonly Edit[]): number {
  return Math.min(...edits.map(({ range }) => range[0]));
}

function endOf(edits: readonly Edit[]): number {
  return Math.max(...edits.map(({ range }) => range[1]));
}
