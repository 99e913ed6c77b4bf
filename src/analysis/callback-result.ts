import type ts from 'typescript';

import type { Rows } from '../catalogue/catalogue.ts';
import type { Row } from '../catalogue/row.ts';
import { isAsync } from './async-context.ts';
import { bodyName } from './blocking/blocking-call.ts';
import { functionMayReject, handlerMayReject } from './can-reject.ts';
import {
  calleeOf,
  type Body,
  type Callee,
  functionOf,
  identityOf,
  isOutsideTheProgram,
  withoutWrappers,
  withWrappers,
} from './callee.ts';
import { nameText } from './declared-names.ts';
import { declaredTypesOf, isFilledByCallee, widestTypesOf } from './declared-type.ts';
import { functionAround, identifiersNamed } from './references.ts';
import { isMemberResultUsed, isParameterResultUsed } from './result-use.ts';
import { isMadeArray, isOfListOrNothing } from './made-collection.ts';
import { returnedValues } from './returned-values.ts';
import { oncePerProgram } from './once-per-program.ts';
import { isDeclaredPlain, thenabilityOf, thenabilityOfType, type Thenability } from './thenable.ts';
import { knownRow } from './known-row.ts';
import { isInJavaScript } from './in-javascript.ts';
import { membersOf } from './union-members.ts';
import { shortened } from './shortened.ts';
import type { TypedProgram } from './typescript.ts';

/** A function that is given to somebody, or a member that somebody calls by its name. */
export type GivenFunction = ts.Expression | ts.ClassElement | ts.TypeElement;

/**
 * What the receiver of a function does with the promise that it returns:
 * - `awaits`: waits for it, looks at its rejection, or does something else with it, by its type or body;
 * - `collects`: puts it into a collection, whose fate is a question of its own (`map`);
 * - `ignores`: drops it: nobody knows when it is done, nobody handles its rejection;
 * - `misreads`: takes the promise itself for the value that it resolves to;
 * - `unknown`: the types do not say, or the function is given to nobody.
 */
export type CallbackResult =
  | { readonly does: 'awaits' | 'collects' | 'unknown' }
  | { readonly does: 'ignores' | 'misreads'; readonly receiver: Receiver };

/** Who is given the function. */
export interface Receiver {
  readonly kind: ReceiverKind;
  /** How it is called in the code: `forEach`, `onClick`, `Service.start`. */
  readonly name: string;
  /** The call that the function is an argument of. */
  readonly call?: ts.CallExpression | ts.NewExpression;
  /** For `chain`: the method or property that takes the promises for values: `join`, `length`. */
  readonly reader?: ts.PropertyAccessExpression;
}

/**
 * Ignoring: `iteration` (`forEach`), `dropped` (`map` as a statement), `timer`, `listener`, `executor`
 * (of `new Promise`), `effect` (of React), `handler` (of a server), any other `argument`, a JSX `attribute`, a `property` or
 * element, a `variable`, the function that is `returned`, an `inherited` member. Misreading: a
 * `predicate` (`filter`), a `comparator` (`sort`), a `key` (`Map.groupBy`), a `replacement`
 * (`replace`), a `reducer` that does not wait for its accumulator, and a `chain` that goes on with the
 * collection (`map(…).join()`).
 */
export type ReceiverKind =
  | 'iteration'
  | 'dropped'
  | 'timer'
  | 'listener'
  | 'executor'
  | 'effect'
  | 'handler'
  | 'argument'
  | 'attribute'
  | 'property'
  | 'variable'
  | 'returned'
  | 'inherited'
  | 'predicate'
  | 'comparator'
  | 'key'
  | 'replacement'
  | 'reducer'
  | 'chain';

const UNKNOWN: CallbackResult = { does: 'unknown' };
const AWAITS: CallbackResult = { does: 'awaits' };
const COLLECTS: CallbackResult = { does: 'collects' };

/** How often a function is followed from one parameter to the next. */
const MAX_HOPS = 3;

/**
 * Asks it of a function expression, a reference to a function, or a member with its own body or type.
 * `unknown`, too, where the function returns no promise; what ignores it counts where it may.
 */
export function callbackResultOf(
  fn: GivenFunction,
  typed: TypedProgram,
  catalogue: Rows,
): CallbackResult {
  if (isPlainFunction(fn, typed)) return UNKNOWN;
  let known: Thenability | undefined;
  const returned = (): Thenability => (known ??= promiseReturnedBy(fn, typed));
  const result = resultOf(fn, { typed, catalogue, returned, hops: 0 });
  const isMissing =
    (result.does === 'ignores' && !isSomePromise(returned())) ||
    (result.does === 'misreads' && returned() !== 'always');
  return isMissing ? UNKNOWN : result;
}

/** By what the declarations alone say of each value that a function without a return type returns. */
function isPlainFunction(fn: ts.Node, typed: TypedProgram): boolean {
  const { ts } = typed;
  return (
    (ts.isArrowFunction(fn) || ts.isFunctionExpression(fn)) &&
    !fn.type &&
    !isAsync(fn, ts) &&
    returnedValues(fn, ts).every((each) => isDeclaredPlain(each, typed))
  );
}

function isSomePromise(returned: Thenability): boolean {
  return returned === 'always' || returned === 'sometimes';
}

/** What awaiting the result of a call of `fn` would do: by its signatures, all of them. */
function promiseReturnedBy(fn: ts.Node, typed: TypedProgram): Thenability {
  const { ts, checker } = typed;
  const value = ts.isPropertyDeclaration(fn) ? (fn.initializer ?? fn) : fn;
  if ((ts.isArrowFunction(value) || ts.isFunctionExpression(value)) && isAsync(value, ts)) {
    return value.asteriskToken ? 'never' : 'always';
  }
  if (isPlainFunction(value, typed)) return 'never';
  const type = checker.getNonNullableType(checker.getTypeAtLocation(value));
  const answers = new Set<Thenability>();
  for (const member of membersOf(type)) {
    for (const signature of member.getCallSignatures()) {
      answers.add(thenabilityOfType(signature.getReturnType(), fn, typed));
    }
  }
  if (answers.size === 1) return [...answers][0] ?? 'never';
  if (answers.size === 0 || answers.has('never') || answers.has('unknown')) return 'never';
  return 'sometimes';
}

/**
 * Whether a reference, other than a function expression, may be a function that returns a promise, and
 * its place one that loses it. Nearly all that is passed on and stored is none, and nearly no place
 * asks for a function that returns nothing, which declarations tell. `additional`: rows of the user.
 */
export function mayLosePromise(
  reference: ts.Expression,
  typed: TypedProgram,
  additional: readonly Row[],
): boolean {
  if (!mayBeFunction(reference, typed) || !mayIgnore(reference, typed, additional)) return false;
  const types = widestTypesOf(reference, typed) ?? [typed.checker.getTypeAtLocation(reference)];
  return types.some((type) =>
    membersOf(type).some((member) =>
      member
        .getCallSignatures()
        .some((each) => thenabilityOfType(each.getReturnType(), reference, typed) !== 'never'),
    ),
  );
}

/**
 * Whether the place of a function may ask for one that returns nothing, or misread what it returns: by
 * declarations alone, before the checker infers what the place asks for. `additional`: rows of the user.
 */
export function mayIgnore(
  fn: ts.Expression,
  typed: TypedProgram,
  additional: readonly Row[],
): boolean {
  const { ts } = typed;
  const value = flowsInto(fn, typed);
  const { parent } = value;
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) {
    return parent.expression !== value && mayIgnoreArgument(value, parent, typed, additional);
  }
  if (isInJavaScript(value)) return true;
  return askedFor(value, typed)?.some((type) => takenBy(type, value, typed).nothing) ?? true;
}

/** The types that declarations give the place of `value`; `undefined` where they do not tell. */
function askedFor(value: ts.Expression, typed: TypedProgram): readonly ts.Type[] | undefined {
  const { ts, checker } = typed;
  const { parent } = value;
  if (ts.isBinaryExpression(parent)) {
    if (!isAssignment(parent, ts)) return undefined;
    return isMadeArray(parent.left, typed) ? [] : declaredTypesOf(parent.left, typed);
  }
  if (ts.isVariableDeclaration(parent)) {
    return parent.type ? [checker.getTypeFromTypeNode(parent.type)] : [];
  }
  if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent)) {
    return askedForProperty(parent, typed);
  }
  if (!ts.isReturnStatement(parent)) return undefined;
  const around = functionAround(parent, ts);
  if (!around?.type) return around && !mayHaveContext(around, ts) ? [] : undefined;
  if ('asteriskToken' in around && around.asteriskToken) return undefined;
  const asked = isAsync(around, ts) ? typeArgumentsOf(around.type, ts) : [around.type];
  return asked?.map((each) => checker.getTypeFromTypeNode(each));
}

/** The same of a property of an object that is returned, assigned, or given to a function. */
function askedForProperty(
  property: ts.PropertyAssignment | ts.ShorthandPropertyAssignment,
  typed: TypedProgram,
): readonly ts.Type[] | undefined {
  const { ts, checker } = typed;
  const name = nameText(property.name, ts);
  let object: ts.Expression = property.parent;
  while (ts.isParenthesizedExpression(object.parent)) object = object.parent;
  const { parent } = object;
  const isGiven = ts.isCallExpression(parent) || ts.isNewExpression(parent);
  const asked = isGiven ? askedForArgument(object, parent, typed) : askedFor(object, typed);
  const members = asked?.flatMap((each) => membersOf(checker.getNonNullableType(each)));
  if (name === undefined || !members) return undefined;
  const { Any, Unknown, Instantiable } = ts.TypeFlags;
  const types: ts.Type[] = [];
  for (const member of members) {
    if ((member.flags & (Any | Unknown | Instantiable)) !== 0) return undefined;
    if (member.getStringIndexType() ?? member.getNumberIndexType()) return undefined;
    const symbol = checker.getPropertyOfType(member, name);
    if (symbol) types.push(checker.getTypeOfSymbol(symbol));
  }
  return types;
}

/** The same of an argument; what a generic function takes depends on the call. */
function askedForArgument(
  argument: ts.Expression,
  call: ts.CallExpression | ts.NewExpression,
  typed: TypedProgram,
): readonly ts.Type[] | undefined {
  const { ts } = typed;
  const index = call.arguments?.indexOf(argument) ?? -1;
  if (call.arguments?.some((each) => ts.isSpreadElement(each))) return undefined;
  if (!declaredTypesOf(call.expression, typed)) return undefined;
  const types: ts.Type[] = [];
  for (const signature of signaturesOf(call, typed)) {
    if (signature.getTypeParameters()) return undefined;
    const type = typeOfParameter(signature, index, call, typed);
    if (!type) return undefined;
    types.push(type);
  }
  return types.length > 0 ? types : undefined;
}

function mayIgnoreArgument(
  argument: ts.Expression,
  call: ts.CallExpression | ts.NewExpression,
  typed: TypedProgram,
  additional: readonly Row[],
): boolean {
  const { ts } = typed;
  const called = withoutWrappers(call.expression, ts);
  const name = ts.isPropertyAccessExpression(called) ? called.name : called;
  const text = ts.isIdentifier(name) ? name.text : '';
  if (REMOVERS.test(text)) return false;
  const index = call.arguments?.indexOf(argument) ?? -1;
  // `Array.from(values)` calls nothing.
  if (LANGUAGE_METHODS.has(text) && (text !== 'from' || index > 0)) {
    return !ts.isCallExpression(call) || mayMisread(argument, call, text, typed);
  }
  if (text === 'nextTick' || !declaredTypesOf(call.expression, typed)) return true;
  const takes = takenByArgument(call, index, typed);
  return (
    takes.nothing ||
    (takes.promise && ROUTES.has(text)) ||
    (takes.open && additional.some(({ callbackPromise }) => callbackPromise === 'ignored'))
  );
}

/** Of a method that is named as one of the language's, before it is asked whose it is. */
function mayMisread(
  fn: ts.Expression,
  call: ts.CallExpression,
  name: string,
  typed: TypedProgram,
): boolean {
  switch (name) {
    case 'from':
    case 'flatMap':
    case 'map':
      return ofCollection(call, name, false, typed).does !== 'collects';
    case 'reduce':
    case 'reduceRight':
      return isAsyncFunction(fn, typed.ts);
    default:
      return true;
  }
}

/** Whether the place of a function without a return type may say what it returns. */
function mayHaveContext(fn: ts.SignatureDeclaration, t: typeof ts): boolean {
  if (t.isFunctionDeclaration(fn) || t.isConstructorDeclaration(fn)) return false;
  return !t.isMethodDeclaration(fn) || !t.isClassLike(fn.parent);
}

/** `X` of `Promise<X>`; `undefined` for a type that is written in another way. */
function typeArgumentsOf(type: ts.TypeNode, t: typeof ts): readonly ts.TypeNode[] | undefined {
  return t.isTypeReferenceNode(type) ? type.typeArguments : undefined;
}

/** The same of any function, by how its variable is declared alone. */
function mayBeFunction(reference: ts.Expression, typed: TypedProgram): boolean {
  const { ts, checker } = typed;
  if (!ts.isIdentifier(reference)) return true;
  const declaration = checker.getSymbolAtLocation(reference)?.valueDeclaration;
  if (!declaration) return reference.text !== 'undefined';
  if (ts.isFunctionDeclaration(declaration)) {
    return isAsync(declaration, ts) || declaration.type !== undefined || !declaration.asteriskToken;
  }
  if (isFilledByCallee(declaration, typed)) return false;
  if (ts.isParameter(declaration)) {
    return declaration.type === undefined || mayBeFunctionType(declaration.type, ts);
  }
  if (!ts.isVariableDeclaration(declaration)) return !ts.isClassLike(declaration);
  if (declaration.type) return mayBeFunctionType(declaration.type, ts);
  const value = declaration.initializer && withoutWrappers(declaration.initializer, ts);
  return (
    value === undefined ||
    ts.isArrowFunction(value) ||
    ts.isFunctionExpression(value) ||
    ts.isIdentifier(value) ||
    ts.isPropertyAccessExpression(value) ||
    ts.isCallExpression(value) ||
    ts.isConditionalExpression(value)
  );
}

function mayBeFunctionType({ kind }: ts.TypeNode, { SyntaxKind }: typeof ts): boolean {
  return (
    kind === SyntaxKind.FunctionType ||
    kind === SyntaxKind.TypeReference ||
    kind === SyntaxKind.UnionType ||
    kind === SyntaxKind.IntersectionType ||
    kind === SyntaxKind.ParenthesizedType ||
    kind === SyntaxKind.IndexedAccessType ||
    kind === SyntaxKind.TypeQuery ||
    kind === SyntaxKind.TypeLiteral ||
    kind === SyntaxKind.ImportType
  );
}

/** What `call` calls, as an option may name it; `undefined` where it is not one function. */
export function calledName(
  call: ts.CallExpression | ts.NewExpression,
  typed: TypedProgram,
): { module: string; name: string } | { file: string; name: string } | undefined {
  const callee = calleeOf(call, typed);
  if (callee.kind === 'library') return { module: callee.module, name: callee.name };
  if (callee.kind === 'unknown') return undefined;
  return { file: callee.body.getSourceFile().fileName, name: bodyName(callee.body, typed) };
}

/**
 * Whether the promise that a call of the function gives may reject; `true` where it cannot be seen.
 * What a function that is not async throws is no rejection: its caller gets it.
 */
export function givenMayReject(fn: GivenFunction, typed: TypedProgram, catalogue: Rows): boolean {
  const { ts } = typed;
  const value = ts.isPropertyDeclaration(fn) ? fn.initializer : fn;
  if (!value || ts.isTypeElement(value)) return true;
  if (ts.isClassElement(value)) {
    return !ts.isMethodDeclaration(value) || functionMayReject(value, typed, catalogue);
  }
  const callee = functionOf(madeBy(value, typed) ?? value, typed);
  if (callee.kind !== 'body' || ts.isClassLike(callee.body)) return true;
  const { body } = callee;
  if (!functionMayReject(body, typed, catalogue)) return false;
  if (isAsync(body, ts) || !ts.isArrowFunction(body) || ts.isBlock(body.body)) return true;
  return !isCaught(body.body, typed, catalogue);
}

/** The function that a call returns: its last statement names it, and there is no other `return`. */
function madeBy(value: ts.Expression, typed: TypedProgram): ts.Expression | undefined {
  const { ts } = typed;
  const callee = ts.isCallExpression(value) ? calleeOf(value, typed) : undefined;
  if (callee?.kind !== 'body' || ts.isClassLike(callee.body)) return undefined;
  const { body } = callee.body;
  if (isAsync(callee.body, ts) || !ts.isBlock(body)) return undefined;
  const last = body.statements.at(-1);
  const returned = last && ts.isReturnStatement(last) ? last.expression : undefined;
  const isOnly = body.statements.every(
    (each) => each === last || ts.isVariableStatement(each) || ts.isFunctionDeclaration(each),
  );
  return isOnly ? returned : undefined;
}

/**
 * Whether the function is async and waits for nothing: no `await`, and no promise that it returns. Or
 * it only calls such a function. What it does is done when it returns, as without the keyword.
 */
export function isDoneAtOnce(fn: GivenFunction, typed: TypedProgram): boolean {
  const { ts } = typed;
  const value = ts.isPropertyDeclaration(fn) ? fn.initializer : fn;
  if (!value || ts.isTypeElement(value)) return false;
  if (ts.isMethodDeclaration(value)) {
    return value.body !== undefined && waitsForNothing(value as Body, typed);
  }
  const callee = ts.isClassElement(value) ? undefined : functionOf(value, typed);
  if (callee?.kind !== 'body' || ts.isClassLike(callee.body)) return false;
  if (isAsync(callee.body, ts)) return waitsForNothing(callee.body, typed);
  const { body } = callee.body;
  const called = ts.isCallExpression(body) ? calleeOf(body, typed) : undefined;
  return (
    called?.kind === 'body' && !ts.isClassLike(called.body) && waitsForNothing(called.body, typed)
  );
}

function waitsForNothing(fn: Body, typed: TypedProgram): boolean {
  const { ts } = typed;
  if (ts.isClassLike(fn) || !isAsync(fn, ts)) return false;
  const { body } = fn;
  const mayBePromise = (each: ts.Expression): boolean => thenabilityOf(each, typed) !== 'never';
  const waits = (node: ts.Node): boolean => {
    if (ts.isFunctionLike(node)) return false;
    const isWait =
      ts.isAwaitExpression(node) ||
      ts.isYieldExpression(node) ||
      (ts.isForOfStatement(node) && node.awaitModifier !== undefined) ||
      (ts.isVariableDeclarationList(node) &&
        (node.flags & ts.NodeFlags.BlockScoped) === ts.NodeFlags.AwaitUsing) ||
      (ts.isReturnStatement(node) &&
        node.expression !== undefined &&
        mayBePromise(node.expression));
    return isWait || (ts.forEachChild(node, waits) ?? false);
  };
  return ts.isBlock(body) ? !waits(body) : !mayBePromise(body) && !waits(body);
}

/** `p.catch(f)`, `p.then(f, g)` with a handler that does not throw. */
function isCaught(promise: ts.Expression, typed: TypedProgram, catalogue: Rows): boolean {
  const { ts } = typed;
  const call = withoutWrappers(promise, ts);
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return false;
  const { name, expression } = call.expression;
  if (name.text === 'finally') return false;
  const isThen = name.text === 'then' && call.arguments.length > 1;
  const handler = call.arguments[isThen ? 1 : 0];
  if (!handler || (name.text !== 'catch' && !isThen)) return false;
  const [done] = isThen ? call.arguments : [];
  return (
    !handlerMayReject(handler, typed, catalogue) &&
    (!done || isSafe(functionOf(done, typed), typed, catalogue)) &&
    thenabilityOf(expression, typed) === 'always'
  );
}

/** Whether a callback of `then` neither throws nor rejects. */
function isSafe(known: Callee, typed: TypedProgram, catalogue: Rows): boolean {
  return known.kind === 'library'
    ? catalogue.row(known.module, known.name)?.throws === 'never'
    : known.kind === 'body' &&
        !typed.ts.isClassLike(known.body) &&
        !functionMayReject(known.body, typed, catalogue);
}

interface Question {
  readonly typed: TypedProgram;
  readonly catalogue: Rows;
  /** What awaiting the result of the function would do: asked before any body is searched. */
  readonly returned: () => Thenability;
  readonly hops: number;
}

function resultOf(fn: GivenFunction, question: Question): CallbackResult {
  const { ts } = question.typed;
  if (ts.isClassElement(fn) || ts.isTypeElement(fn)) return ofMember(fn, question);

  const value = flowsInto(fn, question.typed);
  const { parent } = value;
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) {
    return parent.expression === value ? UNKNOWN : ofArgument(fn, parent, value, question);
  }
  const place = placeOf(value, question.typed);
  return place ? byContext(fn, place, question) : UNKNOWN;
}

/** The outermost expression that may have `fn` for its value: `(fn)`, `x ? fn : g`, `x && fn`. */
function flowsInto(fn: ts.Expression, { ts }: TypedProgram): ts.Expression {
  let value = fn;
  for (;;) {
    const { parent } = value;
    const isWrapper =
      ts.isParenthesizedExpression(parent) ||
      ts.isNonNullExpression(parent) ||
      ts.isSatisfiesExpression(parent);
    const isBranch = ts.isConditionalExpression(parent) && parent.condition !== value;
    if (!isWrapper && !isBranch && !isRightOperand(value, parent, ts)) return value;
    value = parent as ts.Expression;
  }
}

function isRightOperand(value: ts.Node, parent: ts.Node, t: typeof ts): boolean {
  if (!t.isBinaryExpression(parent)) return false;
  const { AmpersandAmpersandToken, BarBarToken, QuestionQuestionToken, CommaToken } = t.SyntaxKind;
  switch (parent.operatorToken.kind) {
    case BarBarToken:
    case QuestionQuestionToken:
      return true;
    case AmpersandAmpersandToken:
    case CommaToken:
      return parent.right === value;
    default:
      return false;
  }
}

interface Place {
  readonly kind: ReceiverKind;
  readonly name: string;
  /** Who asks for the function: a property or variable whose other uses may wait for it. */
  readonly symbol?: ts.Symbol | undefined;
}

/** What an expression that is no argument is the value of, if that may have a type of its own. */
function placeOf(value: ts.Expression, typed: TypedProgram): Place | undefined {
  const { ts, checker } = typed;
  const { parent } = value;
  if (ts.isJsxExpression(parent) && ts.isJsxAttribute(parent.parent)) {
    const { name } = parent.parent;
    return {
      kind: 'attribute',
      name: name.getText(),
      symbol: propertyOfContext(parent.parent.parent, name.getText(), typed),
    };
  }
  if (ts.isPropertyAssignment(parent) && parent.initializer === value) {
    const name = nameText(parent.name, ts);
    return {
      kind: 'property',
      name: name ?? parent.name.getText(),
      symbol: name === undefined ? undefined : propertyOfContext(parent.parent, name, typed),
    };
  }
  if (ts.isShorthandPropertyAssignment(parent) && parent.name === value) {
    const { text } = parent.name;
    return { kind: 'property', name: text, symbol: propertyOfContext(parent.parent, text, typed) };
  }
  if (ts.isArrayLiteralExpression(parent)) return { kind: 'property', name: '[…]' };
  if (ts.isVariableDeclaration(parent) && parent.initializer === value) {
    if (!parent.type) return undefined;
    return {
      kind: 'variable',
      name: parent.name.getText(),
      symbol: checker.getSymbolAtLocation(parent.name),
    };
  }
  if (ts.isBinaryExpression(parent) && parent.right === value && isAssignment(parent, ts)) {
    const target = withoutWrappers(parent.left, ts);
    const isMember = ts.isPropertyAccessExpression(target);
    const name = isMember ? target.name : target;
    return {
      kind: isMember || ts.isElementAccessExpression(target) ? 'property' : 'variable',
      name: name.getText(),
      symbol: checker.getSymbolAtLocation(name),
    };
  }
  if (ts.isReturnStatement(parent)) return { kind: 'returned', name: '' };
  if (ts.isArrowFunction(parent) && parent.body === value) return { kind: 'returned', name: '' };
  return undefined;
}

function isAssignment({ operatorToken }: ts.BinaryExpression, t: typeof ts): boolean {
  const { EqualsToken, QuestionQuestionEqualsToken, BarBarEqualsToken } = t.SyntaxKind;
  return (
    operatorToken.kind === EqualsToken ||
    operatorToken.kind === QuestionQuestionEqualsToken ||
    operatorToken.kind === BarBarEqualsToken
  );
}

/** The property of what is asked for where `object` stands. */
function propertyOfContext(
  object: ts.Expression,
  name: string,
  { checker }: TypedProgram,
): ts.Symbol | undefined {
  const type = checker.getContextualType(object);
  if (!type) return undefined;
  const members = membersOf(checker.getNonNullableType(type));
  return members.map((each) => checker.getPropertyOfType(each, name)).find((each) => each);
}

function byContext(fn: ts.Expression, place: Place, question: Question): CallbackResult {
  const { typed } = question;
  const asked = typed.checker.getContextualType(fn);
  return asked ? byType(asked, fn, place, question) : UNKNOWN;
}

function byType(asked: ts.Type, at: ts.Node, place: Place, question: Question): CallbackResult {
  const takes = takenBy(asked, at, question.typed);
  if (takes.promise) return AWAITS;
  if (takes.open || !takes.nothing) return UNKNOWN;
  if (!isSomePromise(question.returned())) return UNKNOWN;
  const { symbol, ...receiver } = place;
  return symbol && isMemberResultUsed(symbol, question.typed, waitsIn(question))
    ? AWAITS
    : { does: 'ignores', receiver };
}

/** What a place takes that functions return: nothing, promises, or anything at all. */
interface Taken {
  nothing: boolean;
  promise: boolean;
  open: boolean;
}

function takenBy(asked: ts.Type, at: ts.Node, typed: TypedProgram): Taken {
  const { ts } = typed;
  const taken: Taken = { nothing: false, promise: false, open: false };
  const { Any, Unknown, TypeParameter, Void } = ts.TypeFlags;
  for (const member of membersOf(asked)) {
    if ((member.flags & (Any | Unknown | TypeParameter)) !== 0) taken.open = true;
    else {
      for (const signature of member.getCallSignatures()) {
        const result = signature.getReturnType();
        const answers = membersOf(result).map((each) => thenabilityOfType(each, at, typed));
        if (answers.some(isSomePromise)) taken.promise = true;
        else if (answers.includes('unknown')) taken.open = true;
        else if (membersOf(result).some((each) => (each.flags & Void) !== 0)) taken.nothing = true;
      }
    }
  }
  return taken;
}

/** Whether whoever is given a function, further on, waits for it. */
function waitsIn(question: Question): (fn: ts.Expression) => boolean {
  const hops = question.hops + 1;
  const further: Question = { ...question, hops, returned: () => 'always' };
  return (fn) => hops <= MAX_HOPS && resultOf(fn, further).does === 'awaits';
}

function ofMember(member: ts.ClassElement | ts.TypeElement, question: Question): CallbackResult {
  const { typed } = question;
  const { ts, checker } = typed;
  const owner = member.parent;
  const name = member.name && nameText(member.name, ts);
  if (name === undefined || (member.name && ts.isPrivateIdentifier(member.name))) return UNKNOWN;

  if (ts.isObjectLiteralExpression(owner)) {
    const symbol = propertyOfContext(owner, name, typed);
    const asked = symbol && checker.getTypeOfSymbolAtLocation(symbol, member);
    return asked ? byType(asked, member, { kind: 'property', name, symbol }, question) : UNKNOWN;
  }
  const isStatic = (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static) !== 0;
  if (!isStatic && (ts.isClassLike(owner) || ts.isInterfaceDeclaration(owner))) {
    for (const base of (owner.heritageClauses ?? []).flatMap((clause) => clause.types)) {
      const type = checker.getTypeAtLocation(base);
      const symbol = checker.getPropertyOfType(type, name);
      if (!symbol || isHook(symbol, member, ts)) continue;
      const place = {
        kind: 'inherited',
        name: `${base.expression.getText()}.${name}`,
        symbol,
      } as const;
      const asked = checker.getTypeOfSymbolAtLocation(symbol, member);
      const result = byType(asked, member, place, question);
      if (result.does === 'ignores') return result;
    }
  }
  if (ts.isPropertyDeclaration(member) && member.initializer && member.type) {
    const symbol = checker.getSymbolAtLocation(member.name);
    return byContext(member.initializer, { kind: 'property', name, symbol }, question);
  }
  return UNKNOWN;
}

/**
 * In JavaScript, a method of a base class that nobody typed promises nothing: often it is empty.
 * Nor does one that a package declares: its `void` is what the compiler made of an empty body, and
 * no compiler compared the class with it. Declarations under `@types` are written by hand.
 */
function isHook({ valueDeclaration }: ts.Symbol, member: ts.Node, t: typeof ts): boolean {
  if (valueDeclaration === undefined || !t.isMethodDeclaration(valueDeclaration)) return false;
  const file = valueDeclaration.getSourceFile();
  if (!file.isDeclarationFile) return !valueDeclaration.type && isInJavaScript(file);
  return isInJavaScript(member) && !file.fileName.includes('/node_modules/@types/');
}

function ofArgument(
  fn: ts.Expression,
  call: ts.CallExpression | ts.NewExpression,
  argument: ts.Expression,
  question: Question,
): CallbackResult {
  const { typed } = question;
  const { ts } = typed;
  const index = call.arguments?.indexOf(argument) ?? -1;
  const called = withoutWrappers(call.expression, ts);
  const name = ts.isPropertyAccessExpression(called)
    ? called.name.text
    : ts.isIdentifier(called)
      ? called.text
      : undefined;
  if (index < 0 || (name !== undefined && REMOVERS.test(name))) return UNKNOWN;

  if (ts.isCallExpression(call) && name !== undefined && LANGUAGE_METHODS.has(name)) {
    const answer = ofLanguageMethod(fn, call, index, name, typed);
    if (answer) return answer;
  }
  if (ts.isNewExpression(call) && name === 'Promise') {
    return losesPromise(fn, ts) && !passesErrorsOn(fn, ts)
      ? { does: 'ignores', receiver: { kind: 'executor', name: 'new Promise', call } }
      : UNKNOWN;
  }
  if (name === 'finally' && typed.checker.getTypeAtLocation(call).getProperty('then'))
    return AWAITS;

  const takes = takenByArgument(call, index, typed);
  if (takes.promise) {
    // The types of Express 5 beside Express 4, which looks at no promise.
    const isOld =
      name !== undefined && ROUTES.has(name) && expressVersion(call, index, typed) === 4;
    return isOld ? { does: 'ignores', receiver: { kind: 'handler', name, call } } : AWAITS;
  }
  const isUndecided = takes.nothing || takes.open || name === 'nextTick';
  if (!isUndecided || !isSomePromise(question.returned())) return UNKNOWN;
  const row = rowOf(call, question);
  if (row === 'awaited') return AWAITS;
  const isIgnored = row === 'ignored' || takes.nothing;
  if (!isIgnored) return UNKNOWN;

  const receiver = receiverNamed(name ?? shortened(call.expression.getText()), call, index, typed);
  if (row === undefined) {
    const server = expressVersion(call, index, typed);
    if (server !== undefined && server >= 5) return AWAITS;
    if (handlesRejections(called, typed)) return AWAITS;
    const parameter = parameterOf(call, index, typed);
    if (parameter && isParameterResultUsed(parameter, typed, waitsIn(question))) return AWAITS;
  }
  return { does: 'ignores', receiver };
}

/** Whether an executor is async, or returns a promise without a look at its rejection: `f().then(done)`. */
function losesPromise(executor: ts.Expression, t: typeof ts): boolean {
  if (!t.isArrowFunction(executor) && !t.isFunctionExpression(executor)) return false;
  if (isAsync(executor, t)) return true;
  const { body } = executor;
  const last = t.isBlock(body) ? body.statements.at(-1) : undefined;
  const returned = t.isBlock(body) ? last && t.isReturnStatement(last) && last.expression : body;
  const call = returned && withoutWrappers(returned, t);
  if (!call || !t.isCallExpression(call)) return false;
  const called = withoutWrappers(call.expression, t);
  const method = t.isPropertyAccessExpression(called) ? called.name.text : '';
  return method !== 'catch' && !(method === 'then' && call.arguments.length > 1);
}

/** `async (resolve, reject) => { try { … } catch (error) { reject(error); } }` */
function passesErrorsOn(executor: ts.Expression, t: typeof ts): boolean {
  if (!t.isArrowFunction(executor) && !t.isFunctionExpression(executor)) return false;
  const reject = executor.parameters[1]?.name;
  const [only, ...others] = t.isBlock(executor.body) ? executor.body.statements : [];
  if (!reject || !only || others.length > 0 || !t.isTryStatement(only)) return false;
  return (
    only.catchClause?.block.statements.some(
      (each) =>
        t.isExpressionStatement(each) &&
        t.isCallExpression(each.expression) &&
        each.expression.expression.getText() === reject.getText(),
    ) === true
  );
}

function receiverNamed(
  name: string,
  call: ts.CallExpression | ts.NewExpression,
  index: number,
  typed: TypedProgram,
): Receiver {
  if (name === 'forEach') return { kind: 'iteration', name, call };
  if (TIMERS.has(name)) return { kind: 'timer', name, call };
  if (EFFECTS.has(name)) return { kind: 'effect', name, call };
  if (/^create(?:Secure)?Server$/.test(name) || expressVersion(call, index, typed) !== undefined) {
    return { kind: 'handler', name, call };
  }
  return { kind: LISTENERS.has(name) ? 'listener' : 'argument', name, call };
}

const TIMERS = new Set(['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'nextTick']);
/** Methods of an application or a router that take a handler. */
const ROUTES = new Set('use all get post put patch delete head options param'.split(' '));
const EFFECTS = new Set(['useEffect', 'useLayoutEffect', 'useInsertionEffect']);
const LISTENERS = new Set(
  'on once addListener prependListener prependOnceListener addEventListener subscribe'.split(' '),
);
/** Those that only look for a function, and never call it. */
const REMOVERS =
  /^(?:off|clear\w*|cancel\w*|remove\w*Listener|remove\w*Handler|unsubscribe|unlisten|delete)$/;

/** What the parameters of all overloads take at this position. */
function takenByArgument(
  call: ts.CallExpression | ts.NewExpression,
  index: number,
  typed: TypedProgram,
): Taken {
  const { checker } = typed;
  const taken: Taken = { nothing: false, promise: false, open: false };
  for (const signature of signaturesOf(call, typed)) {
    const each = takenByParameter(signature, typed)(index, call);
    taken.nothing ||= each.nothing;
    taken.promise ||= each.promise;
    taken.open ||= each.open;
  }
  if (taken.promise || !taken.open || !taken.nothing) {
    return taken.open && taken.nothing ? { ...taken, nothing: false } : taken;
  }
  // One overload takes anything and another nothing: the one that is called decides.
  const resolved = checker.getResolvedSignature(call);
  const asked = resolved && typeOfParameter(resolved, index, call, typed);
  const own = asked && takenBy(asked, call, typed);
  const isDom = own?.open === true && isDomListener(call, typed);
  return { ...taken, nothing: own?.nothing === true || isDom };
}

/** The same of one signature: many calls call the same few functions. */
const takenByParameter: (
  signature: ts.Signature,
  typed: TypedProgram,
) => (index: number, call: ts.Node) => Taken = oncePerProgram((signature, typed) => {
  const known: Taken[] = [];
  return (index, call) => {
    const asked = known[index] ? undefined : typeOfParameter(signature, index, call, typed);
    return (known[index] ??= asked
      ? takenBy(asked, call, typed)
      : { nothing: false, promise: false, open: false });
  };
});

/** `addEventListener` of the platform: typed as if it took what a listener returns, and drops it. */
function isDomListener(call: ts.CallExpression | ts.NewExpression, typed: TypedProgram): boolean {
  const { ts, program } = typed;
  const called = withoutWrappers(call.expression, ts);
  const name = ts.isPropertyAccessExpression(called) ? called.name : called;
  const [declaration] = typed.checker.getSymbolAtLocation(name)?.declarations ?? [];
  return (
    name.getText() === 'addEventListener' &&
    declaration !== undefined &&
    program.isSourceFileDefaultLibrary(declaration.getSourceFile())
  );
}

function signaturesOf(
  call: ts.CallExpression | ts.NewExpression,
  typed: TypedProgram,
): readonly ts.Signature[] {
  const { ts, checker } = typed;
  const types = declaredTypesOf(call.expression, typed) ?? [
    checker.getTypeAtLocation(call.expression),
  ];
  return types
    .flatMap((each) => membersOf(checker.getNonNullableType(each)))
    .flatMap((each) =>
      ts.isCallExpression(call) ? each.getCallSignatures() : each.getConstructSignatures(),
    );
}

function typeOfParameter(
  signature: ts.Signature,
  index: number,
  at: ts.Node,
  { ts, checker }: TypedProgram,
): ts.Type | undefined {
  const { parameters } = signature;
  const last = parameters.at(-1);
  const rest = last?.valueDeclaration;
  const isRest = rest !== undefined && ts.isParameter(rest) && rest.dotDotDotToken !== undefined;
  const own = isRest && index >= parameters.length - 1 ? undefined : parameters[index];
  if (own) return checker.getTypeOfSymbolAtLocation(own, at);
  if (!isRest || !last) return undefined;
  const type = checker.getTypeOfSymbolAtLocation(last, at);
  const args =
    checker.isArrayType(type) || checker.isTupleType(type)
      ? checker.getTypeArguments(type as ts.TypeReference)
      : [];
  return checker.isTupleType(type) ? args[index - (parameters.length - 1)] : args[0];
}

/** The parameter of the one body that `call` calls. */
function parameterOf(
  call: ts.CallExpression | ts.NewExpression,
  index: number,
  typed: TypedProgram,
): ts.ParameterDeclaration | undefined {
  const { ts } = typed;
  const callee = calleeOf(call, typed);
  if (callee.kind !== 'body') return undefined;
  if (!ts.isClassLike(callee.body)) return callee.body.parameters[index];
  const construct = callee.body.members.find((each) => ts.isConstructorDeclaration(each));
  return construct?.parameters[index];
}

/** What the catalogue says becomes of the promises of functions among the arguments. */
function rowOf(
  call: ts.CallExpression | ts.NewExpression,
  { typed, catalogue }: Question,
): 'awaited' | 'ignored' | undefined {
  const callee = calleeOf(call, typed);
  const known = knownRow(call, typed, catalogue, callee)?.callbackPromise;
  if (callee.kind !== 'library') return known;
  // Its parameter is typed `Function`.
  const isTick = /^(?:node:process|global)$/.test(callee.module) && /\bnextTick$/.test(callee.name);
  return known ?? (isTick ? 'ignored' : undefined);
}

const LIST_METHODS = new Set(
  (
    'map flatMap filter some every find findIndex findLast findLastIndex reduce reduceRight ' +
    'sort toSorted'
  ).split(' '),
);
/** Methods of the language by name; the rest of an answer depends on whose they are. */
const LANGUAGE_METHODS = new Set([...LIST_METHODS, 'from', 'groupBy', 'replace', 'replaceAll']);

function ofLanguageMethod(
  fn: ts.Expression,
  call: ts.CallExpression,
  index: number,
  name: string,
  typed: TypedProgram,
): CallbackResult | undefined {
  const isOfArray = LIST_METHODS.has(name) && isCalledOnArray(call, typed);
  const owner = isOfArray ? 'Array' : languageOwner(call, typed);
  if (owner === undefined) return undefined;
  const isIterator = owner.startsWith('Iterator');
  const isList = isIterator || owner.endsWith('Array');
  const misread = (kind: ReceiverKind): CallbackResult => ({
    does: 'misreads',
    receiver: { kind, name, call },
  });

  switch (name) {
    case 'map':
      return isList && index === 0 ? ofCollection(call, name, isIterator, typed) : undefined;
    case 'from':
      return owner === 'ArrayConstructor' && index === 1
        ? ofCollection(call, 'Array.from', false, typed)
        : undefined;
    case 'flatMap':
      return isList && index === 0 ? ofCollection(call, name, isIterator, typed) : undefined;
    case 'reduce':
    case 'reduceRight':
      return isList && index === 0 ? ofReducer(fn, misread('reducer'), typed) : undefined;
    case 'sort':
    case 'toSorted':
      return isList && index === 0 ? misread('comparator') : undefined;
    case 'groupBy':
      return index === 1 ? misread('key') : undefined;
    case 'replace':
    case 'replaceAll':
      return owner === 'String' && index === 1 ? misread('replacement') : undefined;
    default:
      return isList && index === 0 ? misread('predicate') : undefined;
  }
}

function isCalledOnArray({ expression }: ts.CallExpression, typed: TypedProgram): boolean {
  const { ts } = typed;
  const called = withoutWrappers(expression, ts);
  if (!ts.isPropertyAccessExpression(called)) return false;
  const isListOrNothing = called.name.text === 'map' && isOfListOrNothing(called, typed);
  return isListOrNothing || isMadeArray(called.expression, typed);
}

/** The interface of the language that declares the method that `call` calls: `Array`, `Set`. */
function languageOwner(call: ts.CallExpression, typed: TypedProgram): string | undefined {
  const { ts, checker, program } = typed;
  const called = withoutWrappers(call.expression, ts);
  if (!ts.isPropertyAccessExpression(called)) return undefined;
  const declarations = checker.getSymbolAtLocation(called.name)?.declarations ?? [];
  const [first] = declarations;
  const isOfTheLanguage = declarations.every((each) =>
    program.isSourceFileDefaultLibrary(each.getSourceFile()),
  );
  if (!first || !isOfTheLanguage) return undefined;
  const { name } = first.parent as { name?: ts.Node };
  return name && ts.isIdentifier(name) ? name.text : undefined;
}

/** Methods whose result still holds the promises. */
const PASSING = new Set(['slice', 'reverse', 'toReversed', 'concat', 'toArray', 'take', 'drop']);
/** Those that call a function with each promise. */
const TESTING = new Set(
  'filter some every find findIndex findLast findLastIndex sort toSorted'.split(' '),
);
/** Those that take the promises for values, whatever they are given. */
const READING = new Set(
  'join toString toLocaleString flat includes indexOf lastIndexOf'.split(' '),
);

/** What becomes of the collection of promises where it stands. What a variable holds is not followed. */
function ofCollection(
  call: ts.CallExpression,
  name: string,
  isLazy: boolean,
  typed: TypedProgram,
): CallbackResult {
  const { ts } = typed;
  let value: ts.Node = call;
  for (;;) {
    const outer = withWrappers(value, ts);
    const { parent } = outer;
    if (ts.isExpressionStatement(parent)) {
      return isLazy ? COLLECTS : { does: 'ignores', receiver: { kind: 'dropped', name, call } };
    }
    if (ts.isPropertyAccessExpression(parent) && parent.expression === outer) {
      const member = parent.name.text;
      const next = ts.isCallExpression(parent.parent) ? parent.parent : undefined;
      if (next && PASSING.has(member)) {
        value = next;
        continue;
      }
      const isMisread = next
        ? READING.has(member) ||
          (TESTING.has(member) && takesValue(next.arguments[0], member, typed))
        : member === 'length';
      return isMisread
        ? { does: 'misreads', receiver: { kind: 'chain', name, call, reader: parent } }
        : COLLECTS;
    }
    const isBranch = ts.isConditionalExpression(parent) && parent.condition !== outer;
    if (!isBranch && !isRightOperand(outer, parent, ts)) return COLLECTS;
    value = parent;
  }
}

/** Whether the callback looks at what it is given, and not as a promise. */
function takesValue(
  callback: ts.Expression | undefined,
  method: string,
  { ts }: TypedProgram,
): boolean {
  if (!callback) return method === 'sort' || method === 'toSorted';
  const fn = withoutWrappers(callback, ts);
  if (ts.isIdentifier(fn)) return fn.text === 'Boolean';
  if (!ts.isArrowFunction(fn) && !ts.isFunctionExpression(fn)) return false;
  const first = fn.parameters[0]?.name;
  if (!first) return false;
  const text = fn.body.getText();
  if (/\b(?:instanceof|await|then|catch|Promise)\b|undefined|null/.test(text)) return false;
  return (
    !ts.isIdentifier(first) || new RegExp(`(?<![\\w$])${escaped(first.text)}(?![\\w$])`).test(text)
  );
}

function escaped(name: string): string {
  return name.replaceAll('$', '\\$');
}

function isAsyncFunction(
  fn: ts.Expression,
  t: typeof ts,
): fn is ts.ArrowFunction | ts.FunctionExpression {
  return (t.isArrowFunction(fn) || t.isFunctionExpression(fn)) && isAsync(fn, t);
}

/** An async reducer is given its accumulator as a promise. */
function ofReducer(
  fn: ts.Expression,
  misread: CallbackResult,
  { ts, checker }: TypedProgram,
): CallbackResult {
  if (!isAsyncFunction(fn, ts)) return UNKNOWN;
  const accumulator = fn.parameters[0]?.name;
  if (!accumulator || !ts.isIdentifier(accumulator)) return misread;
  const isWaitedFor = identifiersNamed(accumulator.text, fn.getSourceFile(), ts).some((each) => {
    if (each.pos < fn.body.pos || each.end > fn.body.end) return false;
    const { parent } = withWrappers(each, ts);
    const isPlainRead =
      (ts.isPropertyAccessExpression(parent) &&
        !/^(?:then|catch|finally)$/.test(parent.name.text)) ||
      ts.isElementAccessExpression(parent) ||
      ts.isSpreadElement(parent) ||
      ts.isBinaryExpression(parent) ||
      ts.isReturnStatement(parent);
    return !isPlainRead && checker.getSymbolAtLocation(each)?.valueDeclaration === fn.parameters[0];
  });
  return isWaitedFor ? COLLECTS : misread;
}

/** Whether the emitter that `called` is a method of was made with `captureRejections`. */
function handlesRejections(called: ts.Expression, typed: TypedProgram): boolean {
  const { ts, checker } = typed;
  if (!ts.isPropertyAccessExpression(called)) return false;
  const receiver = withoutWrappers(called.expression, ts);
  const name = ts.isPropertyAccessExpression(receiver) ? receiver.name : receiver;
  const declaration = checker.getSymbolAtLocation(name)?.valueDeclaration;
  const made =
    declaration && (ts.isVariableDeclaration(declaration) || ts.isPropertyDeclaration(declaration))
      ? declaration.initializer
      : receiver;
  if (made && (ts.isNewExpression(made) || ts.isCallExpression(made))) {
    if (made.arguments?.some((each) => asksForRejections(each, ts)) === true) return true;
  }
  const owner = checker.getTypeAtLocation(receiver).getSymbol()?.valueDeclaration;
  if (!owner || !ts.isClassLike(owner) || isOutsideTheProgram(owner, typed)) return false;
  const construct = owner.members.find((each) => ts.isConstructorDeclaration(each));
  return (construct?.body?.statements ?? []).some(
    (each) =>
      ts.isExpressionStatement(each) &&
      ts.isCallExpression(each.expression) &&
      each.expression.expression.kind === ts.SyntaxKind.SuperKeyword &&
      each.expression.arguments.some((argument) => asksForRejections(argument, ts)),
  );
}

function asksForRejections(options: ts.Expression, t: typeof ts): boolean {
  return (
    t.isObjectLiteralExpression(options) &&
    options.properties.some(
      (each) =>
        t.isPropertyAssignment(each) &&
        nameText(each.name, t) === 'captureRejections' &&
        each.initializer.kind === t.SyntaxKind.TrueKeyword,
    )
  );
}

const EXPRESS = /^(?:express|express-serve-static-core)$/;

/**
 * The major version of the installed Express, where the function becomes a handler of it: from 5 on
 * it looks at the promise of a handler. `undefined` for anything else; 4 where it cannot be found.
 */
function expressVersion(
  call: ts.CallExpression | ts.NewExpression,
  index: number,
  typed: TypedProgram,
): number | undefined {
  const isHandler = signaturesOf(call, typed).some((signature) => {
    const asked = typeOfParameter(signature, index, call, typed);
    return (asked ? membersOf(asked) : []).some((each) => {
      const declaration = each.getCallSignatures()[0]?.getDeclaration();
      return (
        declaration !== undefined &&
        isOutsideTheProgram(declaration, typed) &&
        EXPRESS.test(identityOf(declaration, typed).module)
      );
    });
  });
  return isHandler
    ? (installedMajor('express', call.getSourceFile().fileName, typed) ?? 4)
    : undefined;
}

/** Read once for each folder: `node_modules/<name>/package.json`, from the file upwards. */
function installedMajor(name: string, file: string, { ts }: TypedProgram): number | undefined {
  for (let folder = parentOf(file); folder !== ''; folder = parentOf(folder)) {
    const at = `${folder}/node_modules/${name}/package.json`;
    let version = versions.get(at);
    if (version === undefined) {
      const text = ts.sys.fileExists(at) ? ts.sys.readFile(at) : undefined;
      version = /"version"\s*:\s*"(\d+)/.exec(text ?? '')?.[1] ?? '';
      versions.set(at, version);
    }
    if (version !== '') return Number(version);
  }
  return undefined;
}

const versions = new Map<string, string>();

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
