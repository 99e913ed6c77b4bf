import type ts from 'typescript';

import type { Rows } from '../catalogue/catalogue.ts';
import { calleeOf } from './callee.ts';
import { isVariableReassigned } from './declared-names.ts';
import { isFilledByCallee } from './declared-type.ts';
import { functionAround } from './references.ts';
import { isGatheredElement, isOfListOrNothing } from './made-collection.ts';
import { isOnlyOfValue } from './member-of-value.ts';
import { mayBeMissing } from './presence.ts';
import { thenabilityOf, thenableKindOfType } from './thenable.ts';
import { isInJavaScript } from './in-javascript.ts';
import { membersOf } from './union-members.ts';
import { isLogical } from './short-circuit.ts';
import type { TypedProgram } from './typescript.ts';
import { awaitedFits, type AwaitedFit } from './awaited-fit.ts';

/**
 * How a place looks at a value, where it can make nothing of a promise:
 * - `condition`: whether it is truthy; `nullish`: whether it is `null` or `undefined`; `comparison`:
 *   whether it equals something that is no promise;
 * - `text`, `number`, `key`: it becomes a string, a number, a property key;
 * - `spread`, `properties`: its own properties are copied or listed; `destructured`: they are read;
 * - `json`: `JSON.stringify`; `clone`: `structuredClone`; `array`: `Array.isArray`; `elements`: it is
 *   iterated over;
 * - `member`: a property or method of what it resolves to is asked for.
 */
export type ReadAs =
  | 'condition'
  | 'nullish'
  | 'comparison'
  | 'text'
  | 'number'
  | 'key'
  | 'spread'
  | 'properties'
  | 'destructured'
  | 'json'
  | 'clone'
  | 'array'
  | 'elements'
  | 'member';

export interface Reading {
  readonly as: ReadAs;
  /** What does it: the statement, the operator's expression, the call. */
  readonly by: ts.Node;
}

/** A promise that is read as if it were its value. */
export interface Misreading extends Reading {
  /** The expressions that are promises: two where both sides of a comparison are. */
  readonly promises: readonly ts.Expression[];
  /** What reading the awaited value would come to. */
  readonly awaited: AwaitedFit;
}

/**
 * The promise that the place of `value` reads as if it were what the promise resolves to. `undefined`
 * where it is no promise for certain, where the place can do something with one, and where a condition
 * or comparison asks whether it is there at all: its type does not know that it may be missing, or
 * what the condition guards awaits it.
 */
export function promiseAsValue(
  value: ts.Expression,
  typed: TypedProgram,
  rows: () => Rows,
): Misreading | undefined {
  const { checker } = typed;
  const reading = readingOf(value, typed);
  if (!reading || isReadAsArray(reading, typed) || !mayBePromiseByName(value, typed)) {
    return undefined;
  }
  const asksWhetherThere = reading.as === 'condition' || reading.as === 'nullish';
  if (asksWhetherThere && typed.ts.isElementAccessExpression(value)) return undefined;
  // `a?.f() ?? g`: who writes this knows that there may be no promise.
  if (reading.as === 'nullish' && typed.ts.isOptionalChain(value)) return undefined;
  if (thenabilityOf(value, typed) !== 'always') return undefined;
  const type = checker.getTypeAtLocation(value);
  const kind = thenableKindOfType(type, value, typed, rows());
  if (kind === 'other' && !isLanguagePromise(type, typed)) return undefined;
  if (makesSense(reading, value, type, typed)) return undefined;

  const both = reading.as === 'number' ? otherPromise(value, reading, typed) : undefined;
  if (both === 'first') return undefined;
  return {
    ...reading,
    promises: both ? [value, both] : [value],
    awaited: awaitedFits(value, reading, typed),
  };
}

/** How the place of `value` reads it; `undefined` where it may do anything with a promise. */
function readingOf(value: ts.Expression, typed: TypedProgram): Reading | undefined {
  const { ts } = typed;
  let inner: ts.Node = value;
  let isBranch = false;
  for (;;) {
    const { parent } = inner;
    if (isBranch && isLeftOfLogical(inner, parent, ts)) {
      // `a && p || q` is a choice between `p` and `q`, unless all of it is only tested. `a && p && q`
      // is never `p`.
      const isChoice = !isAnd(parent, ts) && !isTested(parent, ts);
      return isChoice ? undefined : { as: 'condition', by: parent };
    }
    if (
      !ts.isParenthesizedExpression(parent) &&
      !ts.isSatisfiesExpression(parent) &&
      !isBranchOf(inner, parent, ts)
    ) {
      return directReading(inner, parent, typed);
    }
    isBranch ||= isBranchOf(inner, parent, ts);
    inner = parent;
  }
}

/** Whether the value of `parent` may be that of `inner`: the arms of `?:`, the right of `&&` and `,`. */
function isBranchOf(inner: ts.Node, parent: ts.Node, t: typeof ts): boolean {
  if (t.isConditionalExpression(parent)) return parent.condition !== inner;
  if (!t.isBinaryExpression(parent) || parent.right !== inner) return false;
  return isLogical(parent, t) || parent.operatorToken.kind === t.SyntaxKind.CommaToken;
}

function isLeftOfLogical(inner: ts.Node, parent: ts.Node, t: typeof ts): boolean {
  return isLogical(parent, t) && parent.left === inner;
}

function isAnd(node: ts.Node, t: typeof ts): boolean {
  return (
    t.isBinaryExpression(node) && node.operatorToken.kind === t.SyntaxKind.AmpersandAmpersandToken
  );
}

/** Whether nothing but the truth of `expression` is looked at. */
function isTested(expression: ts.Node, t: typeof ts): boolean {
  let inner = expression;
  for (;;) {
    const { parent } = inner;
    if (isTestOf(inner, parent, t)) return true;
    const goesOn =
      t.isParenthesizedExpression(parent) || isLogical(parent, t) || isBranchOf(inner, parent, t);
    if (!goesOn) return false;
    inner = parent;
  }
}

function isTestOf(inner: ts.Node, parent: ts.Node, t: typeof ts): boolean {
  if (t.isIfStatement(parent) || t.isWhileStatement(parent) || t.isDoStatement(parent)) {
    return parent.expression === inner;
  }
  if (t.isForStatement(parent) || t.isConditionalExpression(parent)) {
    return parent.condition === inner;
  }
  return t.isPrefixUnaryExpression(parent) && parent.operator === t.SyntaxKind.ExclamationToken;
}

function directReading(inner: ts.Node, by: ts.Node, typed: TypedProgram): Reading | undefined {
  const { ts } = typed;
  if (isTestOf(inner, by, ts)) return { as: 'condition', by };
  if (ts.isBinaryExpression(by)) return binaryReading(inner, by, typed);
  if (ts.isPrefixUnaryExpression(by) || ts.isPostfixUnaryExpression(by)) {
    return { as: 'number', by };
  }
  if (ts.isTemplateSpan(by)) {
    // A tag gets the promise itself, and may know what to do with it.
    return ts.isTaggedTemplateExpression(by.parent.parent)
      ? undefined
      : { as: 'text', by: by.parent };
  }
  if (ts.isSpreadAssignment(by)) return isPattern(by.parent, ts) ? undefined : { as: 'spread', by };
  if (ts.isSpreadElement(by)) return isInJavaScript(by) ? { as: 'elements', by } : undefined;
  if (ts.isForInStatement(by)) {
    return by.expression === inner ? { as: 'properties', by } : undefined;
  }
  if (ts.isForOfStatement(by)) {
    return by.expression === inner && !by.awaitModifier && isInJavaScript(by)
      ? { as: 'elements', by }
      : undefined;
  }
  if (ts.isSwitchStatement(by)) return switchReading(by, typed);
  if (ts.isElementAccessExpression(by)) {
    return by.argumentExpression === inner && isInJavaScript(by) ? { as: 'key', by } : undefined;
  }
  if (ts.isPropertyAccessExpression(by)) {
    return isOnlyOfValue(by, typed) ? { as: 'member', by } : textMethod(by, typed);
  }
  if (ts.isCallExpression(by) || ts.isNewExpression(by)) return callReading(inner, by, typed);
  if (ts.isVariableDeclaration(by)) {
    return by.initializer === inner && ts.isObjectBindingPattern(by.name)
      ? { as: 'destructured', by: by.name }
      : undefined;
  }
  return literalReading(inner, typed);
}

function binaryReading(
  inner: ts.Node,
  by: ts.BinaryExpression,
  typed: TypedProgram,
): Reading | undefined {
  const { ts } = typed;
  const { kind } = by.operatorToken;
  const other = by.left === inner ? by.right : by.left;
  const K = ts.SyntaxKind;
  switch (kind) {
    case K.AmpersandAmpersandToken:
    case K.BarBarToken:
      return { as: 'condition', by };
    case K.QuestionQuestionToken:
      return { as: 'nullish', by };
    case K.EqualsEqualsToken:
    case K.EqualsEqualsEqualsToken:
    case K.ExclamationEqualsToken:
    case K.ExclamationEqualsEqualsToken:
      if (isNullishLiteral(other, ts)) return { as: 'nullish', by };
      // TypeScript refuses to compare a promise with what can be none.
      return isInJavaScript(by) && isComparable(other, typed)
        ? { as: 'comparison', by }
        : undefined;
    case K.PlusToken:
      return !ts.isNumericLiteral(other) || isInJavaScript(by) ? { as: 'text', by } : undefined;
    case K.PlusEqualsToken:
      return by.right === inner ? { as: 'text', by } : undefined;
    case K.LessThanToken:
    case K.LessThanEqualsToken:
    case K.GreaterThanToken:
    case K.GreaterThanEqualsToken:
      // TypeScript compares a promise with nothing but another one,
      return !ts.isNumericLiteral(other) || isInJavaScript(by) ? { as: 'number', by } : undefined;
    case K.MinusToken:
    case K.AsteriskToken:
    case K.AsteriskAsteriskToken:
    case K.SlashToken:
    case K.PercentToken:
    case K.AmpersandToken:
    case K.BarToken:
    case K.CaretToken:
    case K.LessThanLessThanToken:
    case K.GreaterThanGreaterThanToken:
    case K.GreaterThanGreaterThanGreaterThanToken:
      // and calculates with none.
      return isInJavaScript(by) ? { as: 'number', by } : undefined;
    case K.MinusEqualsToken:
    case K.AsteriskEqualsToken:
    case K.SlashEqualsToken:
    case K.PercentEqualsToken:
      return by.right === inner ? { as: 'number', by } : undefined;
    case K.InKeyword:
      if (by.left === inner) return isInJavaScript(by) ? { as: 'key', by } : undefined;
      return { as: 'properties', by };
    case K.EqualsToken:
      return assignmentReading(inner, by, ts);
    default:
      return undefined;
  }
}

/** `while ((chunk = read()))`, and `({ name } = load())`. */
function assignmentReading(
  inner: ts.Node,
  by: ts.BinaryExpression,
  t: typeof ts,
): Reading | undefined {
  if (by.right !== inner) return undefined;
  if (t.isObjectLiteralExpression(by.left)) return { as: 'destructured', by: by.left };
  return t.isIdentifier(by.left) && isTested(by, t) ? { as: 'condition', by } : undefined;
}

function isNullishLiteral(expression: ts.Expression, t: typeof ts): boolean {
  return (
    expression.kind === t.SyntaxKind.NullKeyword ||
    t.isVoidExpression(expression) ||
    (t.isIdentifier(expression) && expression.text === 'undefined')
  );
}

/** Whether no promise can equal it. */
function isComparable(other: ts.Expression, typed: TypedProgram): boolean {
  const type = typed.checker.getTypeAtLocation(other);
  const { Object: Any, NonPrimitive } = typed.ts.TypeFlags;
  return (
    thenabilityOf(other, typed) === 'never' &&
    membersOf(type).every(({ flags }) => (flags & (Any | NonPrimitive)) === 0)
  );
}

/** With cases that no promise can equal. */
function switchReading(by: ts.SwitchStatement, typed: TypedProgram): Reading | undefined {
  const { ts } = typed;
  const cases = by.caseBlock.clauses.filter((each) => ts.isCaseClause(each));
  const tests = cases.map(({ expression }) => expression);
  if (tests.length === 0) return undefined;
  if (tests.every((each) => isNullishLiteral(each, ts))) return { as: 'nullish', by };
  return tests.every((each) => isNullishLiteral(each, ts) || isComparable(each, typed))
    ? { as: 'comparison', by }
    : undefined;
}

/** `p.toString()` */
function textMethod(
  access: ts.PropertyAccessExpression,
  { ts }: TypedProgram,
): Reading | undefined {
  const { parent, name } = access;
  const isCalled = ts.isCallExpression(parent) && parent.expression === access;
  return isCalled && (name.text === 'toString' || name.text === 'toLocaleString')
    ? { as: 'text', by: parent }
    : undefined;
}

/** The functions that read an argument, by the last part of their names. */
const READERS: ReadonlyMap<string, { readonly as: ReadAs; readonly from?: number }> = new Map(
  Object.entries({
    Boolean: { as: 'condition' },
    String: { as: 'text' },
    encodeURI: { as: 'text' },
    encodeURIComponent: { as: 'text' },
    Number: { as: 'number' },
    parseInt: { as: 'number' },
    parseFloat: { as: 'number' },
    isNaN: { as: 'number' },
    isFinite: { as: 'number' },
    'Number.isNaN': { as: 'number' },
    'Number.isFinite': { as: 'number' },
    'Number.isInteger': { as: 'number' },
    'Number.isSafeInteger': { as: 'number' },
    'Number.parseInt': { as: 'number' },
    'Number.parseFloat': { as: 'number' },
    'Object.keys': { as: 'properties' },
    'Object.values': { as: 'properties' },
    'Object.entries': { as: 'properties' },
    'Object.getOwnPropertyNames': { as: 'properties' },
    'Object.assign': { as: 'spread', from: 1 },
    'JSON.stringify': { as: 'json' },
    structuredClone: { as: 'clone' },
    'Array.isArray': { as: 'array' },
  } as const),
);

const READER_NAMES = new Set(
  [...READERS.keys()].map((name) => name.slice(name.lastIndexOf('.') + 1)),
);

/** Functions that compare their first two arguments. */
const ASSERTED_EQUAL =
  /^(?:assert\.)?(?:strict\.)?(?:equal|strictEqual|deepEqual|deepStrictEqual)$/;

/**
 * Whether a call of this name may read an argument as a value; a question of one name, before any
 * question to the checker.
 */
export function mayRead(name: string): boolean {
  return READER_NAMES.has(name) || MAY_ASSERT.test(name);
}

const MAY_ASSERT = /^(?:assert|invariant|ensure|ok$|strict$|(?:strict|deep|deepStrict)?equal$)/i;

function callReading(
  inner: ts.Node,
  by: ts.CallExpression | ts.NewExpression,
  typed: TypedProgram,
): Reading | undefined {
  const { ts } = typed;
  const index = by.arguments?.indexOf(inner as ts.Expression) ?? -1;
  if (index < 0) return undefined;
  const called = by.expression;
  const written = ts.isPropertyAccessExpression(called)
    ? called.name.text
    : ts.isIdentifier(called)
      ? called.text
      : '';
  if (!mayRead(written) && !ts.isIdentifier(called)) return undefined;
  const callee = calleeOf(by, typed);
  if (callee.kind === 'library' && callee.module === 'global') {
    const reader = READERS.get(callee.name);
    if (reader) {
      const isRead = reader.from === undefined ? index === 0 : index >= reader.from;
      return isRead && !(reader.as === 'json' && isReplaced(by, ts))
        ? { as: reader.as, by }
        : undefined;
    }
  }
  if (!MAY_ASSERT.test(written) || index !== 0) return undefined;
  if (callee.kind === 'library' && callee.module === 'node:assert') {
    if (/^(?:assert|strict|assert\.strict|(?:assert\.)?ok|default)$/.test(callee.name)) {
      return { as: 'condition', by };
    }
    return ASSERTED_EQUAL.test(callee.name) ? assertedReading(by, typed) : undefined;
  }
  if (callee.kind === 'library' && /^(?:node:console|global)$/.test(callee.module)) {
    return /^console\.assert$/i.test(callee.name) ? { as: 'condition', by } : undefined;
  }
  return isAssertionFunction(called, typed) ? { as: 'condition', by } : undefined;
}

function assertedReading(
  by: ts.CallExpression | ts.NewExpression,
  typed: TypedProgram,
): Reading | undefined {
  const expected = by.arguments?.[1];
  if (!expected) return undefined;
  if (isNullishLiteral(expected, typed.ts)) return { as: 'nullish', by };
  return isComparable(expected, typed) ? { as: 'comparison', by } : undefined;
}

/** `JSON.stringify(x, replacer)`: a function may know what to do with a promise. */
function isReplaced(by: ts.CallExpression | ts.NewExpression, t: typeof ts): boolean {
  const replacer = by.arguments?.[1];
  return (
    replacer !== undefined &&
    !isNullishLiteral(replacer, t) &&
    !t.isArrayLiteralExpression(replacer)
  );
}

/** Declared `asserts condition` about its first parameter. */
function isAssertionFunction(called: ts.Expression, { ts, checker }: TypedProgram): boolean {
  const name = ts.isPropertyAccessExpression(called) ? called.name : called;
  const symbol = checker.getSymbolAtLocation(name);
  const target =
    symbol && (symbol.flags & ts.SymbolFlags.Alias) !== 0
      ? checker.getAliasedSymbol(symbol)
      : symbol;
  return (target?.declarations ?? []).some((declaration) => {
    if (!ts.isFunctionLike(declaration)) return false;
    const { type, parameters } = declaration;
    const [first] = parameters;
    return (
      type !== undefined &&
      first !== undefined &&
      ts.isTypePredicateNode(type) &&
      type.assertsModifier !== undefined &&
      type.type === undefined &&
      ts.isIdentifier(first.name) &&
      ts.isIdentifier(type.parameterName) &&
      type.parameterName.text === first.name.text
    );
  });
}

/** `JSON.stringify({ user: p, list: [q] })` */
function literalReading(inner: ts.Node, typed: TypedProgram): Reading | undefined {
  const { ts } = typed;
  let part = inner;
  for (;;) {
    const { parent } = part;
    const isWrapper =
      ts.isParenthesizedExpression(parent) ||
      ts.isAsExpression(parent) ||
      ts.isSatisfiesExpression(parent) ||
      ts.isArrayLiteralExpression(parent) ||
      ts.isObjectLiteralExpression(parent) ||
      (ts.isPropertyAssignment(parent) && parent.initializer === part) ||
      ts.isShorthandPropertyAssignment(parent);
    if (!isWrapper) break;
    part = parent;
  }
  if (part === inner || !ts.isCallExpression(part.parent)) return undefined;
  const reading = callReading(part, part.parent, typed);
  return reading?.as === 'json' ? reading : undefined;
}

function isPattern(literal: ts.ObjectLiteralExpression, t: typeof ts): boolean {
  const { parent } = literal;
  return (
    t.isBinaryExpression(parent) &&
    parent.left === literal &&
    parent.operatorToken.kind === t.SyntaxKind.EqualsToken
  );
}

/** `(list ?? []).map(…)`: TypeScript finds no member of an array in a promise. */
function isReadAsArray({ by }: Reading, typed: TypedProgram): boolean {
  const { ts } = typed;
  let outer: ts.Node = by;
  while (ts.isParenthesizedExpression(outer.parent)) outer = outer.parent;
  const { parent } = outer;
  if (!ts.isPropertyAccessExpression(parent) || !isOfListOrNothing(parent, typed)) return false;
  return parent.name.text in Array.prototype && !(parent.name.text in Promise.prototype);
}

/** Of a variable: whether its declaration, as it is written, leaves room for a promise. */
function mayBePromiseByName(value: ts.Expression, typed: TypedProgram): boolean {
  const { ts, checker } = typed;
  if (ts.isPropertyAccessExpression(value)) return !isOfParameter(value, typed);
  if (!ts.isIdentifier(value)) return true;
  const declaration = checker.getSymbolAtLocation(value)?.valueDeclaration;
  if (!declaration) return true;
  if (isGatheredElement(declaration, typed) || isFilledByCallee(declaration, typed)) return false;
  if (ts.isParameter(declaration)) return !declaration.type || mayNamePromise(declaration.type, ts);
  if (!ts.isVariableDeclaration(declaration)) {
    return !ts.isFunctionDeclaration(declaration) && !ts.isClassDeclaration(declaration);
  }
  if (ts.isCatchClause(declaration.parent)) return false;
  if (declaration.initializer && isGivenAnotherType(declaration, typed)) return false;
  if (declaration.type) return mayNamePromise(declaration.type, ts);
  return !declaration.initializer || mayMakePromise(declaration.initializer, ts);
}

/** `let user = load(); user = await user;`, which TypeScript would refuse: in JavaScript it keeps the first type. */
function isGivenAnotherType(declaration: ts.VariableDeclaration, typed: TypedProgram): boolean {
  const { ts } = typed;
  const isConstant = (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
  return !isConstant && isInJavaScript(declaration) && isVariableReassigned(declaration, typed);
}

/**
 * `x.a.b` of `task((x) => x.a.b)`: to infer what a call gives its callback is the dearest question of
 * all, and of what is given nearly nothing is a promise that nobody called for.
 */
function isOfParameter(value: ts.PropertyAccessExpression, typed: TypedProgram): boolean {
  const { ts, checker } = typed;
  let root: ts.Expression = value;
  while (ts.isPropertyAccessExpression(root)) root = root.expression;
  if (!ts.isIdentifier(root)) return false;
  for (let fn = functionAround(root, ts); fn; fn = functionAround(fn, ts)) {
    // Syntax first: the symbol is asked for only where a function that is given to a call is around.
    if (fn.parameters.length === 0 || !ts.isExpression(fn)) continue;
    const declaration = checker.getSymbolAtLocation(root)?.valueDeclaration;
    return declaration !== undefined && isFilledByCallee(declaration, typed);
  }
  return false;
}

function mayNamePromise(type: ts.TypeNode, t: typeof ts): boolean {
  if (t.isUnionTypeNode(type)) return type.types.every((each) => mayNamePromise(each, t));
  return !(
    t.isLiteralTypeNode(type) ||
    t.isArrayTypeNode(type) ||
    t.isTupleTypeNode(type) ||
    t.isFunctionTypeNode(type) ||
    t.isTemplateLiteralTypeNode(type) ||
    t.isToken(type)
  );
}

function mayMakePromise(initializer: ts.Expression, t: typeof ts): boolean {
  if (t.isParenthesizedExpression(initializer)) return mayMakePromise(initializer.expression, t);
  if (t.isConditionalExpression(initializer)) {
    // Of one branch only, it is no promise for certain.
    const { whenTrue, whenFalse } = initializer;
    return mayMakePromise(whenTrue, t) && mayMakePromise(whenFalse, t);
  }
  return !(
    t.isLiteralExpression(initializer) ||
    t.isTemplateExpression(initializer) ||
    t.isAwaitExpression(initializer) ||
    t.isArrayLiteralExpression(initializer) ||
    t.isObjectLiteralExpression(initializer) ||
    t.isArrowFunction(initializer) ||
    t.isFunctionExpression(initializer) ||
    t.isPrefixUnaryExpression(initializer) ||
    t.isTypeOfExpression(initializer) ||
    (t.isBinaryExpression(initializer) && !isLogical(initializer, t)) ||
    t.isToken(initializer)
  );
}

/** Whether the reading is right about a promise. */
function makesSense(
  { as, by }: Reading,
  value: ts.Expression,
  type: ts.Type,
  typed: TypedProgram,
): boolean {
  switch (as) {
    case 'condition':
    case 'nullish':
      return isAwaitedBehind(value, by, typed) || mayBeMissing(value, typed);
    case 'text':
    case 'number':
    case 'key':
      return hasOwnConversion(type, typed);
    case 'json':
      return typed.checker.getPropertyOfType(type, 'toJSON') !== undefined;
    case 'spread':
    case 'elements':
      return !isLanguagePromise(type, typed);
    case 'properties':
      return !isLanguagePromise(type, typed) || isAboutPromises(by, typed);
    case 'destructured':
      return !readsMissing(by, type, typed);
    case 'comparison':
    case 'clone':
    case 'array':
    case 'member':
      return false;
  }
}

/** Whether the type is the language's own: a type that extends it has properties to read. */
function isLanguagePromise(type: ts.Type, { program }: TypedProgram): boolean {
  return membersOf(type).every((member) => {
    const symbol = member.getSymbol();
    return (
      (symbol?.name === 'Promise' || symbol?.name === 'PromiseLike') &&
      (symbol.declarations ?? []).some((each) =>
        program.isSourceFileDefaultLibrary(each.getSourceFile()),
      )
    );
  });
}

/** Query builders write themselves as SQL; knex declares what its `toString` calls instead: `toQuery`. */
function hasOwnConversion(type: ts.Type, { checker, program }: TypedProgram): boolean {
  return membersOf(type).some(
    (member) =>
      checker.getPropertyOfType(member, 'toQuery') !== undefined ||
      ['toString', 'valueOf'].some((name) => {
        const [declaration] = checker.getPropertyOfType(member, name)?.declarations ?? [];
        return (
          declaration !== undefined &&
          !program.isSourceFileDefaultLibrary(declaration.getSourceFile())
        );
      }) ||
      member.getProperties().some(({ name }) => name.startsWith('__@toPrimitive')),
  );
}

/** `'then' in p` */
function isAboutPromises(by: ts.Node, { ts }: TypedProgram): boolean {
  return (
    ts.isBinaryExpression(by) &&
    (!ts.isStringLiteralLike(by.left) || /^(?:then|catch|finally)$/.test(by.left.text))
  );
}

/** Whether a pattern asks for what the promise has not, such as a property of what it resolves to. */
function readsMissing(pattern: ts.Node, type: ts.Type, typed: TypedProgram): boolean {
  const { ts, checker } = typed;
  if (ts.isObjectBindingPattern(pattern)) {
    return pattern.elements.some(({ dotDotDotToken, propertyName, name }) => {
      if (dotDotDotToken) return isLanguagePromise(type, typed);
      const key = propertyName ?? name;
      return ts.isIdentifier(key) && checker.getPropertyOfType(type, key.text) === undefined;
    });
  }
  if (!ts.isObjectLiteralExpression(pattern)) return false;
  return pattern.properties.some((property) => {
    if (ts.isSpreadAssignment(property)) return isLanguagePromise(type, typed);
    const { name } = property;
    return ts.isIdentifier(name) && checker.getPropertyOfType(type, name.text) === undefined;
  });
}

/** Whether what a condition guards awaits or chains the same promise: it asked whether there is one. */
function isAwaitedBehind(value: ts.Expression, by: ts.Node, typed: TypedProgram): boolean {
  const { ts, checker } = typed;
  const name = ts.isPropertyAccessExpression(value) ? value.name : value;
  if (!ts.isIdentifier(name)) return false;
  const guarded = guardedBy(by, ts);
  const symbol = guarded.length > 0 ? checker.getSymbolAtLocation(name) : undefined;
  return symbol !== undefined && guarded.some(awaits);

  function awaits(node: ts.Node): boolean {
    if (ts.isIdentifier(node) && node.text === (name as ts.Identifier).text) {
      const isMember = ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
      let outer: ts.Node = isMember ? node.parent : node;
      while (ts.isParenthesizedExpression(outer.parent)) outer = outer.parent;
      return isWaitedFor(outer, ts) && checker.getSymbolAtLocation(node) === symbol;
    }
    return ts.forEachChild(node, (child) => (awaits(child) ? true : undefined)) === true;
  }
}

function isWaitedFor(promise: ts.Node, t: typeof ts): boolean {
  const { parent } = promise;
  if (t.isAwaitExpression(parent)) return true;
  return (
    t.isPropertyAccessExpression(parent) &&
    parent.expression === promise &&
    /^(?:then|catch|finally)$/.test(parent.name.text)
  );
}

/** What runs only if the condition, or a part of it that `by` is, holds. */
function guardedBy(by: ts.Node, t: typeof ts): readonly ts.Node[] {
  const guarded: ts.Node[] = [];
  let inner = by;
  for (;;) {
    if (t.isIfStatement(inner) || t.isWhileStatement(inner)) {
      const branches = t.isIfStatement(inner)
        ? [inner.thenStatement, inner.elseStatement]
        : [inner.statement];
      return [...guarded, ...branches.filter((each) => each !== undefined)];
    }
    if (t.isConditionalExpression(inner)) return [...guarded, inner.whenTrue, inner.whenFalse];
    if (t.isBinaryExpression(inner)) guarded.push(inner.right);
    const { parent } = inner;
    const goesOn =
      t.isBinaryExpression(inner) ||
      t.isPrefixUnaryExpression(inner) ||
      t.isParenthesizedExpression(inner);
    if (!goesOn || !t.isExpression(inner)) return guarded;
    if (
      !t.isParenthesizedExpression(parent) &&
      !t.isBinaryExpression(parent) &&
      !t.isPrefixUnaryExpression(parent) &&
      !isTestOf(inner, parent, t)
    ) {
      return guarded;
    }
    inner = parent;
  }
}

/** The other side of an operator, if it is a promise, too; `first`: it stands first, and is reported. */
function otherPromise(
  value: ts.Expression,
  { by }: Reading,
  typed: TypedProgram,
): ts.Expression | 'first' | undefined {
  const { ts } = typed;
  if (!ts.isBinaryExpression(by)) return undefined;
  const [left, right] = [unwrapped(by.left, ts), unwrapped(by.right, ts)];
  if (value !== left && value !== right) return undefined;
  const other = value === left ? right : left;
  if (thenabilityOf(other, typed) !== 'always') return undefined;
  return value === left ? other : 'first';
}

function unwrapped(expression: ts.Expression, t: typeof ts): ts.Expression {
  return t.isParenthesizedExpression(expression) ? unwrapped(expression.expression, t) : expression;
}
