import type { TSESLint, TSESTree } from '@typescript-eslint/utils';

import { insertion, type Edit } from './edit.ts';
import { awaited, isOptional } from './insert-await.ts';
import { frameFor } from './parentheses.ts';
import type { ImportedName, Repair } from './repair.ts';

/**
 * What is called instead:
 * - `imported`: a name that the file imports, or will: `readFile`;
 * - `named`: a name that means it wherever the call stands;
 * - `member`: another path from the same object: `promises.readFile` from `fs` in
 *   `fs.readFileSync(p)`; empty for the object itself, `findUp` in `findUp.sync(p)`. `levels` is how many member accesses it takes the place of: one if absent,
 *   two for `fs.realpathSync.native`;
 * - `same`: the same function, which returns a promise by then.
 */
export type NewCallee =
  | { readonly kind: 'imported'; readonly name: ImportedName }
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'member'; readonly path: string; readonly levels?: number }
  | { readonly kind: 'same' };

/**
 * The repair that makes `call` an awaited call of `callee`, with everything else as it stands:
 * arguments, comments, an `await` that is there already. `undefined` where that would change the
 * meaning or lose something: a callee in an optional chain, one that is more than a name or a
 * member access, type arguments for another function, a comment within the callee.
 */
export function awaitedCall(
  call: TSESTree.CallExpression,
  callee: NewCallee,
  sourceCode: Readonly<TSESLint.SourceCode>,
): Repair | undefined {
  if (callee.kind === 'same') return awaited(call, sourceCode);
  if (isOptional(call) || call.typeArguments) return undefined;
  const range = replacedRange(call.callee, callee, sourceCode);
  if (!range || hasCommentWithin(range, sourceCode)) return undefined;

  const around = awaitAround(call, sourceCode);
  return {
    site: call,
    needs: callee.kind === 'imported' ? [callee.name] : [],
    released: callee.kind === 'member' ? [] : identifiersIn(call.callee, sourceCode),
    edits: (written) => [...around, { range, text: calleeText(callee, written) }],
  };
}

function calleeText(
  callee: Exclude<NewCallee, { kind: 'same' }>,
  written: (needed: ImportedName) => string,
): string {
  if (callee.kind === 'imported') return written(callee.name);
  if (callee.kind === 'named') return callee.name;
  return callee.path === '' ? '' : `.${callee.path}`;
}

function awaitAround(
  expression: TSESTree.Expression,
  sourceCode: Readonly<TSESLint.SourceCode>,
): Edit[] {
  if (expression.parent.type === 'AwaitExpression') return [];
  const { before, after } = frameFor(expression, 'await', 'await', sourceCode);
  const [start, end] = expression.range;
  return [insertion(start, `${before}await `), ...(after === '' ? [] : [insertion(end, after)])];
}

/** The part of the callee that goes; `undefined` where its object may be more than a name. */
function replacedRange(
  callee: TSESTree.Expression,
  to: Exclude<NewCallee, { kind: 'same' }>,
  sourceCode: Readonly<TSESLint.SourceCode>,
): Edit['range'] | undefined {
  if (isFunctionMethod(callee)) return undefined;
  if (to.kind !== 'member') return isPlainPath(callee) ? callee.range : undefined;

  let object: TSESTree.Expression = callee;
  for (let level = 0; level < (to.levels ?? 1); level += 1) {
    if (object.type !== 'MemberExpression') return undefined;
    object = object.object;
  }
  if (object.type === 'Super') return undefined;
  // The parentheses in `(a ?? b).readFileSync` stay with the object.
  const access = sourceCode.getTokenAfter(object, { filter: ({ value }) => value !== ')' });
  return access ? [access.range[0], callee.range[1]] : undefined;
}

/** `f.call`, `f.apply` and `f.bind`: their first argument is no argument of `f`. */
function isFunctionMethod(callee: TSESTree.Expression): boolean {
  return (
    callee.type === 'MemberExpression' &&
    callee.property.type === 'Identifier' &&
    ['apply', 'bind', 'call'].includes(callee.property.name)
  );
}

/** Names and `require('…')` with member accesses: leaving it out leaves out nothing that runs. */
function isPlainPath(expression: TSESTree.Expression): boolean {
  if (expression.type === 'MemberExpression') {
    return (
      (!expression.computed || expression.property.type === 'Literal') &&
      isPlainPath(expression.object)
    );
  }
  return (
    expression.type === 'Identifier' ||
    expression.type === 'ThisExpression' ||
    (expression.type === 'CallExpression' &&
      expression.callee.type === 'Identifier' &&
      expression.callee.name === 'require')
  );
}

export function hasCommentWithin(
  [start, end]: Edit['range'],
  sourceCode: Readonly<TSESLint.SourceCode>,
): boolean {
  return sourceCode
    .getAllComments()
    .some((comment) => comment.range[0] >= start && comment.range[1] <= end);
}

/** The identifiers in `node`, those within `kept` aside. */
export function identifiersIn(
  node: TSESTree.Node,
  sourceCode: Readonly<TSESLint.SourceCode>,
  kept: readonly TSESTree.Node[] = [],
): TSESTree.Identifier[] {
  if (kept.includes(node)) return [];
  const below = childrenOf(node, sourceCode).flatMap((child) =>
    identifiersIn(child, sourceCode, kept),
  );
  return node.type === 'Identifier' ? [node, ...below] : below;
}

export function childrenOf(
  node: TSESTree.Node,
  sourceCode: Readonly<TSESLint.SourceCode>,
): TSESTree.Node[] {
  const properties = node as unknown as Record<string, unknown>;
  return (sourceCode.visitorKeys[node.type] ?? [])
    .flatMap((key) => properties[key])
    .filter((value): value is TSESTree.Node => typeof value === 'object' && value !== null);
}
