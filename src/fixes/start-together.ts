import type { TSESTree } from '@typescript-eslint/utils';

import type { Candidate, Member } from '../analysis/concurrency/candidates.ts';
import { isGlobal } from './insert-await.ts';
import { asRepair, type TypedFile } from './late.ts';
import type { Repair } from './repair.ts';
import { startPartsTogether } from './start-parts-together.ts';
import { startStatementsTogether } from './start-statements-together.ts';

/** One `Promise.all` in the place of several awaits. */
export interface StartedTogether {
  readonly repair: Repair;
  /** Nothing but the awaited calls is evaluated at another time. */
  readonly isExact: boolean;
}

/**
 * The repair that starts `members` of a candidate together, at the position of the first one. What
 * stands between moves above, if a later member needs it, or else below. `undefined` where a comment
 * or a type would be lost.
 */
export function startTogether(
  { within }: Candidate,
  members: readonly Member[],
  file: Omit<TypedFile, 'catalogue'>,
): StartedTogether | undefined {
  const { services, sourceCode } = file;
  const awaits = members.map((each) =>
    services.tsNodeToESTreeNodeMap.get<TSESTree.AwaitExpression>(each.awaited),
  );
  const [first] = awaits;
  if (!first || !isGlobal('Promise', first, sourceCode)) return undefined;
  const started =
    within === 'expression'
      ? startPartsTogether(members, awaits, file)
      : startStatementsTogether(members, awaits, file);
  return started && { repair: asRepair(first, started.edits), isExact: started.isExact };
}
