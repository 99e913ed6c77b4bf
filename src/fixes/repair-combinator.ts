import type { TSESLint, TSESTree } from '@typescript-eslint/utils';

import { combined } from './combine.ts';
import { insertion, type Edit } from './edit.ts';
import { frameFor } from './parentheses.ts';
import { withoutAwait } from './remove-await.ts';
import type { Repair } from './repair.ts';
import { hasCommentWithin } from './replace-call.ts';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** `Promise.all([await f(), await g()])` → `Promise.all([f(), g()])` */
export function withoutInnerAwaits(
  site: TSESTree.Node,
  awaits: readonly TSESTree.AwaitExpression[],
  sourceCode: SourceCode,
): Repair | undefined {
  const repairs = awaits.map((each) => withoutAwait(each, sourceCode));
  return repairs.every((each) => each !== undefined) ? combined(site, repairs) : undefined;
}

/** `Promise.all([xs.map(f)])` → `Promise.all(xs.map(f))`; with other elements `[p, ...xs.map(f)]`. */
export function flattened(
  array: TSESTree.ArrayExpression,
  nested: readonly TSESTree.Expression[],
  sourceCode: SourceCode,
): Repair | undefined {
  const [only] = nested;
  if (!only) return undefined;
  if (array.elements.length > 1) {
    const edits = nested.map(({ range }) => insertion(range[0], '...'));
    return { site: array, needs: [], released: [], edits: () => edits };
  }
  return standingFor(array, only, sourceCode);
}

/**
 * `await Promise.all([f()])` → `await f()`, and `const [x] = …` → `const x = …` with it; `call` is the
 * combinator, `element` its one element.
 */
export function unwrapped(
  call: TSESTree.CallExpression,
  element: TSESTree.Expression,
  pattern: TSESTree.ArrayPattern | undefined,
  sourceCode: SourceCode,
): Repair | undefined {
  const whole = standingFor(call, element, sourceCode);
  if (!whole || !pattern) return whole;
  const [target] = pattern.elements;
  if (!target || pattern.typeAnnotation || hasLostComment(pattern, target, sourceCode)) {
    return undefined;
  }
  return combined(call, [whole], bareEdits(pattern, target));
}

/** `(x) => { f(x); }` → `(x) => { return f(x); }` */
export function returned(statement: TSESTree.ExpressionStatement): Repair {
  const edits = [insertion(statement.range[0], 'return ')];
  return { site: statement, needs: [], released: [], edits: () => edits };
}

/** `inner` in the place of `outer`, which holds it. */
function standingFor(
  outer: TSESTree.Expression,
  inner: TSESTree.Expression,
  sourceCode: SourceCode,
): Repair | undefined {
  if (hasLostComment(outer, inner, sourceCode)) return undefined;
  const isLoose =
    /Arrow|Assignment|Binary|Conditional|Logical|Sequence|Yield|TSAs|TSSatisfies/.test(inner.type);
  const tightness = isLoose ? 'loose' : 'await';
  const frame = frameFor(outer, sourceCode.getText(inner), tightness, sourceCode);
  const edits: Edit[] = [
    { range: [outer.range[0], inner.range[0]], text: frame.before },
    { range: [inner.range[1], outer.range[1]], text: frame.after },
  ];
  return { site: outer, needs: [], released: [], edits: () => edits };
}

function bareEdits(outer: TSESTree.Node, inner: TSESTree.Node): Edit[] {
  return [
    { range: [outer.range[0], inner.range[0]], text: '' },
    { range: [inner.range[1], outer.range[1]], text: '' },
  ];
}

function hasLostComment(
  outer: TSESTree.Node,
  inner: TSESTree.Node,
  sourceCode: SourceCode,
): boolean {
  return (
    hasCommentWithin([outer.range[0], inner.range[0]], sourceCode) ||
    hasCommentWithin([inner.range[1], outer.range[1]], sourceCode)
  );
}
