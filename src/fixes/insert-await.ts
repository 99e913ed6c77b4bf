import type { TSESLint, TSESTree } from '@typescript-eslint/utils';

import { findVariable } from '../analysis/variable-named.ts';
import { insertion, type Edit } from './edit.ts';
import { frameFor } from './parentheses.ts';
import type { Repair } from './repair.ts';

type SourceCode = Readonly<TSESLint.SourceCode>;

/**
 * The repair that awaits the value of `expression` where it stands, with the parentheses that both
 * need. `undefined` for a part of an optional chain. Whether `await` may be written there is not asked.
 */
export function awaited(
  expression: TSESTree.Expression,
  sourceCode: SourceCode,
): Repair | undefined {
  return wrapped(expression, 'await ', '', sourceCode);
}

/** The same with `await Promise.all(…)`; `undefined`, too, where `Promise` is not the global one. */
export function awaitedAll(
  expression: TSESTree.Expression,
  sourceCode: SourceCode,
): Repair | undefined {
  return isGlobal('Promise', expression, sourceCode)
    ? wrapped(expression, 'await Promise.all(', ')', sourceCode)
    : undefined;
}

/** Whether `name`, written at `place`, means the global of this name. */
export function isGlobal(name: string, place: TSESTree.Node, sourceCode: SourceCode): boolean {
  const variable = findVariable(sourceCode.getScope(place), name);
  return !variable || variable.defs.length === 0;
}

/** Whether the call or anything before it in its chain may be left out: `a?.b.f()`. */
export function isOptional(expression: TSESTree.Expression): boolean {
  switch (expression.type) {
    case 'CallExpression':
      return expression.optional || isOptional(expression.callee);
    case 'MemberExpression':
      return expression.optional || isOptional(expression.object);
    case 'TSNonNullExpression':
      return isOptional(expression.expression);
    default:
      return false;
  }
}

function wrapped(
  expression: TSESTree.Expression,
  opening: string,
  closing: string,
  sourceCode: SourceCode,
): Repair | undefined {
  const whole = expression.parent.type === 'ChainExpression' ? expression.parent : expression;
  if (whole === expression && isOptional(expression)) return undefined;
  if (closing === '' && whole.parent.type === 'AwaitExpression') {
    return { site: expression, needs: [], released: [], edits: () => [] };
  }
  const frame = frameFor(whole, opening, 'await', sourceCode);
  const inner = closing === '' && isLooserThanAwait(whole);
  const [start, end] = whole.range;
  const edits: Edit[] = [insertion(start, `${frame.before}${opening}${inner ? '(' : ''}`)];
  const after = `${inner ? ')' : ''}${closing}${frame.after}`;
  if (after !== '') edits.push(insertion(end, after));
  return { site: expression, needs: [], released: [], edits: () => edits };
}

/** Whether `await` in front of it would take hold of its first part only. */
function isLooserThanAwait({ type }: TSESTree.Node): boolean {
  switch (type) {
    case 'ArrowFunctionExpression':
    case 'AssignmentExpression':
    case 'BinaryExpression':
    case 'ConditionalExpression':
    case 'LogicalExpression':
    case 'SequenceExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'YieldExpression':
      return true;
    default:
      return false;
  }
}
