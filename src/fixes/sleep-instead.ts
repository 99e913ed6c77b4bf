import type { TSESLint, TSESTree } from '@typescript-eslint/utils';

import type { Edit } from './edit.ts';
import type { Repair } from './repair.ts';
import { hasCommentWithin } from './replace-call.ts';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** Until when a loop waits: `clock() < until`, or `clock() - since < span`, in milliseconds. */
export type WaitUntil =
  | { readonly clock: TSESTree.Node; readonly until: TSESTree.Node }
  | {
      readonly clock: TSESTree.Node;
      readonly since: TSESTree.Node;
      readonly span: TSESTree.Node;
    };

/** The promise form of the timer. */
const TIMER = { module: 'node:timers/promises', name: 'setTimeout' };

/**
 * The repair that awaits a timer in the place of `loop`, an empty one. The variable that holds the
 * start or the end of the time goes, too, where it stands right above and nothing else uses it.
 * `undefined` where a comment would be lost.
 */
export function sleepInstead(
  loop: TSESTree.Statement,
  wait: WaitUntil,
  sourceCode: SourceCode,
): Repair | undefined {
  const kept = declaredAbove(loop, wait, sourceCode);
  const start = kept?.statement.range[0] ?? loop.range[0];
  if (hasCommentWithin([start, loop.range[1]], sourceCode)) return undefined;
  const text = (node: TSESTree.Node): string => sourceCode.getText(node);
  const span = kept?.span ?? remaining(wait, text);
  return {
    site: loop,
    needs: [TIMER],
    released: [],
    edits: (written) => [
      { range: [start, loop.range[1]], text: `await ${written(TIMER)}(${span});` } satisfies Edit,
    ],
  };
}

function remaining(wait: WaitUntil, text: (node: TSESTree.Node) => string): string {
  return 'until' in wait
    ? `${text(wait.until)} - ${text(wait.clock)}`
    : `${text(wait.span)} - (${text(wait.clock)} - ${text(wait.since)})`;
}

/** `const end = Date.now() + ms;` or `const start = Date.now();` right above the loop. */
function declaredAbove(
  loop: TSESTree.Statement,
  wait: WaitUntil,
  sourceCode: SourceCode,
): { readonly statement: TSESTree.Statement; readonly span: string } | undefined {
  const name = 'until' in wait ? wait.until : wait.since;
  const { parent } = loop;
  if (name.type !== 'Identifier' || !('body' in parent) || !Array.isArray(parent.body)) {
    return undefined;
  }
  const siblings = parent.body as TSESTree.Statement[];
  const statement = siblings[siblings.indexOf(loop) - 1];
  if (statement?.type !== 'VariableDeclaration' || statement.declarations.length !== 1) {
    return undefined;
  }
  const [{ id, init }] = statement.declarations;
  if (id.type !== 'Identifier' || id.name !== name.name || !init) return undefined;
  const [variable] = sourceCode.getDeclaredVariables(statement);
  if (variable?.references.filter((each) => !each.init).length !== 1) return undefined;

  const clock = sourceCode.getText(wait.clock);
  if (!('until' in wait)) {
    return sourceCode.getText(init) === clock
      ? { statement, span: sourceCode.getText(wait.span) }
      : undefined;
  }
  if (init.type !== 'BinaryExpression' || init.operator !== '+') return undefined;
  const [left, right] = [sourceCode.getText(init.left), sourceCode.getText(init.right)];
  if (left === clock) return { statement, span: right };
  return right === clock ? { statement, span: left } : undefined;
}
