import type ts from 'typescript';

import type { Reading } from './promise-as-value.ts';
import { awaitedTypeOf } from './thenable.ts';
import { isInJavaScript } from './in-javascript.ts';
import { isLogical } from './short-circuit.ts';
import { membersOf } from './union-members.ts';
import type { TypedProgram } from './typescript.ts';

/**
 * What becomes of a place that reads a promise once it reads what the promise resolves to:
 * - `fits`: it compiles, and says something about the value;
 * - `changes`: the value of the expression around it has another type from then on, which is right
 *   for all that is known;
 * - `constant`: it compiles, and always has the same answer, as no value is falsy or nullish;
 * - `nothing`: the promise resolves to nothing (`void`);
 * - `refused`: TypeScript refuses it.
 */
export type AwaitedFit = 'fits' | 'changes' | 'constant' | 'nothing' | 'refused';

export function awaitedFits(
  promise: ts.Expression,
  { as, by }: Reading,
  typed: TypedProgram,
): AwaitedFit {
  const { ts, checker } = typed;
  const { TypeFlags } = ts;
  const type = awaitedTypeOf(checker.getTypeAtLocation(promise), promise, typed);
  if (!type) return 'refused';
  const members = membersOf(type);
  const every = (flags: ts.TypeFlags): boolean =>
    members.every((each) => (each.flags & flags) !== 0);
  const some = (flags: ts.TypeFlags): boolean => members.some((each) => (each.flags & flags) !== 0);
  const isOpen = some(TypeFlags.Any | TypeFlags.Unknown | TypeFlags.TypeParameter);
  const Objects = TypeFlags.Object | TypeFlags.NonPrimitive | TypeFlags.Intersection;
  const Nothing = TypeFlags.Void | TypeFlags.Undefined | TypeFlags.Null | TypeFlags.Never;
  if (every(Nothing) && !(as === 'nullish' && !every(TypeFlags.Void | TypeFlags.Never))) {
    return 'nothing';
  }

  switch (as) {
    case 'condition':
      if (!isOnlyTested(by, typed)) return fitsAround(by, type, typed);
      // What may be `void` cannot be tested.
      if (some(TypeFlags.Void)) return 'refused';
      return every(Objects) ? 'constant' : 'fits';
    case 'nullish':
      if (!isOpen && !some(Nothing)) return 'constant';
      return isLogical(by, ts) ? fitsAround(by, type, typed) : 'fits';
    case 'number':
      if (isRelational(by, typed)) return isOpen || !some(Nothing) ? 'fits' : 'refused';
      // A call takes anything: TypeScript would have refused the promise, too.
      return isOpen || ts.isCallExpression(by) || isInJavaScript(by) || every(TypeFlags.NumberLike)
        ? 'fits'
        : 'refused';
    case 'spread':
      if (isOpen ? some(TypeFlags.Unknown) : !every(Objects | Nothing)) return 'refused';
      if (ts.isCallExpression(by)) return 'changes';
      return spreadFits(by, type, typed);
    case 'properties':
      if (isOpen ? some(TypeFlags.Unknown) : !every(Objects)) return 'refused';
      return ts.isCallExpression(by) && !/\.(?:keys|getOwnPropertyNames)$/.test(textOf(by))
        ? 'changes'
        : 'fits';
    case 'destructured':
    case 'member':
    case 'clone':
      return 'changes';
    case 'elements':
    case 'key':
    case 'comparison':
    case 'text':
    case 'json':
    case 'array':
      return some(TypeFlags.ESSymbolLike) && as === 'text' ? 'refused' : 'fits';
  }
}

function textOf(call: ts.CallExpression): string {
  return call.expression.getText();
}

/** A statement's test, `!`, `Boolean()`, or a logical expression that is one or whose value is unused. */
function isOnlyTested(by: ts.Node, typed: TypedProgram): boolean {
  const { ts } = typed;
  if (ts.isBinaryExpression(by) && by.operatorToken.kind === ts.SyntaxKind.EqualsToken)
    return false;
  if (!isLogical(by, ts)) return true;
  let inner: ts.Node = by;
  for (;;) {
    const { parent } = inner;
    if (ts.isExpressionStatement(parent) || ts.isVoidExpression(parent)) return true;
    if (ts.isIfStatement(parent) || ts.isWhileStatement(parent) || ts.isDoStatement(parent)) {
      return true;
    }
    if (ts.isForStatement(parent)) return true;
    if (ts.isConditionalExpression(parent) && parent.condition === inner) return true;
    if (ts.isPrefixUnaryExpression(parent)) return true;
    if (!ts.isParenthesizedExpression(parent) && !isLogical(parent, ts)) return false;
    inner = parent;
  }
}

/** Whether the value may stand where the logical expression `by` does, as far as its type is asked for. */
function fitsAround(by: ts.Node, type: ts.Type, { ts, checker }: TypedProgram): AwaitedFit {
  if (!ts.isBinaryExpression(by)) return 'changes';
  if (by.operatorToken.kind === ts.SyntaxKind.EqualsToken) return 'refused';
  const wanted = checker.getContextualType(by);
  if (!wanted) return 'changes';
  return checker.isTypeAssignableTo(checker.getNonNullableType(type), wanted)
    ? 'changes'
    : 'refused';
}

/** Each property of the value must fit where the object literal has a place for it. */
function spreadFits(by: ts.Node, type: ts.Type, { ts, checker }: TypedProgram): AwaitedFit {
  const literal = by.parent;
  const wanted = ts.isObjectLiteralExpression(literal)
    ? checker.getContextualType(literal)
    : undefined;
  if (!wanted) return 'fits';
  return checker.getPropertiesOfType(type).every((property) => {
    const place = checker.getPropertyOfType(wanted, property.name);
    return (
      !place ||
      checker.isTypeAssignableTo(
        checker.getTypeOfSymbolAtLocation(property, by),
        checker.getTypeOfSymbolAtLocation(place, by),
      )
    );
  })
    ? 'fits'
    : 'refused';
}

/** TypeScript compares promises by what they resolve to, so the values can be compared, too. */
function isRelational(by: ts.Node, { ts }: TypedProgram): boolean {
  return ts.isBinaryExpression(by) && /^[<>]=?$/.test(by.operatorToken.getText());
}
