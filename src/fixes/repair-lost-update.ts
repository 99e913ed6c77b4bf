import type { TSESTree } from '@typescript-eslint/utils';

import type { LostUpdate } from '../analysis/concurrency/lost-update.ts';
import { hoistAwait } from './hoist-await.ts';
import type { TypedFile } from './late.ts';
import { readAgain } from './read-again.ts';
import type { Repair } from './repair.ts';
import { sharePendingEntry } from './share-pending-entry.ts';
import { sharePending } from './share-pending.ts';

/** A lost update in the tree of the linted file. */
export interface LostInTree {
  readonly kind: LostUpdate['kind'];
  /** The assignment, or the call of `set`. */
  readonly write: TSESTree.AssignmentExpression | TSESTree.CallExpression;
  readonly read: TSESTree.Node;
  readonly waits: readonly TSESTree.Node[];
  readonly copy: TSESTree.Node | undefined;
}

/**
 * - `hoist`: the `await` comes before the assignment;
 * - `reread`: the target is read again in the place of a variable that holds its old value;
 * - `pending`: the promise is kept beside the value.
 */
export interface LostUpdateRepair {
  readonly kind: 'hoist' | 'reread' | 'pending';
  readonly repair: Repair;
  readonly proven: boolean;
  /** What a message says of it. */
  readonly data: Readonly<Record<string, string>>;
}

/**
 * The repair of a lost update, if there is one.
 *
 * @param taken names that other repairs of the file have chosen
 */
export function repairOfLostUpdate(
  lost: LostInTree,
  taken: Set<string>,
  file: TypedFile,
): LostUpdateRepair | undefined {
  const { kind, write, read, copy, waits } = lost;
  if (kind === 'unfilled') {
    const shared =
      write.type === 'AssignmentExpression' && !isEntry(write.left)
        ? sharePending({ assignment: write, read, waits }, taken, file)
        : sharePendingEntry({ write, read, waits }, taken, file);
    return (
      shared && {
        kind: 'pending',
        repair: shared.repair,
        proven: false,
        data: { name: shared.name },
      }
    );
  }
  if (write.type !== 'AssignmentExpression') return undefined;
  if (kind === 'stale') {
    const found = hoistAwait(write, waits, taken, file);
    return found && { kind: 'hoist', repair: found.repair, proven: found.proven, data: {} };
  }
  const isWaitedFor = waits.every((each) => each.range[1] <= write.range[0]);
  const repair =
    copy?.type === 'Identifier' && isWaitedFor ? readAgain(write, copy, file) : undefined;
  return repair && { kind: 'reread', repair, proven: false, data: {} };
}

function isEntry(target: TSESTree.Node): boolean {
  return target.type === 'MemberExpression' && target.computed;
}
