import type ts from 'typescript';

import { calleeOf, withoutWrappers } from '../callee.ts';
import { isAssignmentOperator } from '../declared-names.ts';
import { isAsync } from '../modifiers.ts';
import { functionAround } from '../references.ts';
import { thenabilityOf } from '../thenable.ts';
import type { TypedProgram } from '../typescript.ts';
import { keptAnswer } from '../kept/kept-answer.ts';
import { isPrimitive, isPrimitiveValue } from './private-object.ts';
import { calledName } from './read-name.ts';

type Call = ts.CallExpression | ts.NewExpression;
type Body = ts.FunctionLikeDeclaration & { readonly body: ts.ConciseBody };

/**
 * Whether a second call while the first one is under way gives the same: a module, or the promise
 * that is pending already.
 */
export function isShared(call: Call, typed: TypedProgram): boolean {
  const { ts } = typed;
  if (call.expression.kind === ts.SyntaxKind.ImportKeyword) return true;
  const fn = bodyOf(call, typed);
  return fn !== undefined && awaitsOf(fn, ts).length === 0 && givesPending(fn, typed);
}

/**
 * Whether a call starts nothing that takes time: all that the function awaits is a field or an outer variable
 * (`await this.ready`) or no promise. What the field holds goes on by itself; a second call beside
 * the first would not be done earlier.
 */
export function onlyWaitsForKept(call: Call, typed: TypedProgram): boolean {
  const { ts } = typed;
  const fn = bodyOf(call, typed);
  if (!fn || !isAsync(fn, ts)) return false;
  const awaits = awaitsOf(fn, ts);
  const isKept = (value: ts.Expression): boolean =>
    isFieldOrOuter(withoutWrappers(value, ts), fn, typed) ||
    thenabilityOf(value, typed) === 'never';
  return awaits.length > 0 && [...awaits, ...returnsOf(fn, ts)].every(isKept);
}

/**
 * Whether `value` is plain data (texts, numbers, lists and maps of them) that a second call makes again at
 * little cost: it is read from files, or the call waits for nothing but what is shared or kept, and
 * for hashes of that. An object of a class would be a second one.
 */
export function isMadeAlike(call: Call, value: ts.Expression, typed: TypedProgram): boolean {
  if (!isDataValue(value, typed)) return false;
  const name = calledName(call, typed.ts) ?? '';
  return (
    (FILE_READS.test(name) && isPrimitiveValue(value, typed)) ||
    waitsForKept(call, typed, new Set())
  );
}

/** `readFile`, `readClosestPackageJson`, `findUp`: not `fetch`, `load` and `get`, which may ask a server. */
const FILE_READS = /^[#_]*(?:access|exists|find|lstat|read|realpath|stat)(?=[A-Z]|$)/;

const isDataValue = keptAnswer((value: ts.Expression, typed: TypedProgram) =>
  isData(typed.checker.getTypeAtLocation(value), typed),
);

function isData(type: ts.Type, typed: TypedProgram): boolean {
  const { checker } = typed;
  if (isPrimitive(type, typed) || checker.isTupleType(type)) return true;
  const name = type.getSymbol()?.name ?? '';
  if (!checker.isArrayType(type)) return /^(?:Readonly)?(?:Map|Set)$/.test(name);
  return checker
    .getTypeArguments(type as ts.TypeReference)
    .every((each) => isPrimitive(each, typed));
}

function waitsForKept(call: Call, typed: TypedProgram, open: Set<Body>): boolean {
  const { ts } = typed;
  const fn = bodyOf(call, typed);
  if (!fn || open.has(fn)) return false;
  open.add(fn);
  const awaits = awaitsOf(fn, ts).map((each) => withoutWrappers(each, ts));
  return (
    awaits.length > 0 &&
    awaits.every(
      (each) =>
        (ts.isCallExpression(each) || ts.isNewExpression(each)) &&
        (isShared(each, typed) ||
          fillsPlace(each, typed) ||
          isDigest(each, typed) ||
          waitsForKept(each, typed, open)),
    )
  );
}

/** A hash of what is there, which is the same for the same; that of a password has its own salt. */
function isDigest(call: Call, { ts }: TypedProgram): boolean {
  const name = calledName(call, ts) ?? '';
  return DIGESTS.test(name) && !/password/i.test(name);
}

/** `hashOf`, `contentHash`, `digest`; a bare `hash` is more often that of a password. */
const DIGESTS = /^(?:hash(?=[A-Z])|\w*[a-z]Hash|(?:\w*D|d)igest|(?:\w*C|c)hecksum)/;

function bodyOf(call: Call, typed: TypedProgram): Body | undefined {
  const callee = calleeOf(call, typed);
  return callee.kind === 'body' && !typed.ts.isClassLike(callee.body) ? callee.body : undefined;
}

/** What a function itself awaits. */
function awaitsOf(fn: Body, t: typeof ts): ts.Expression[] {
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (t.isFunctionLike(node)) return;
    if (t.isAwaitExpression(node)) found.push(node.expression);
    if (t.isForOfStatement(node) && node.awaitModifier) found.push(node.expression);
    t.forEachChild(node, visit);
  };
  visit(fn.body);
  return found;
}

/** A function that waits for nothing and returns what it keeps; an async one, a promise that it keeps. */
function givesPending(fn: Body, typed: TypedProgram): boolean {
  const { ts } = typed;
  return returnsOf(fn, ts).some((returned) => {
    const value = withoutWrappers(returned, ts);
    return isPlace(value, typed) && (!isAsync(fn, ts) || thenabilityOf(value, typed) === 'always');
  });
}

/** A call of a function that assigns a place outside and returns it: `if (!x) x = await f(); return x`. */
function fillsPlace(call: Call, typed: TypedProgram): boolean {
  const { ts } = typed;
  const fn = bodyOf(call, typed);
  if (!fn) return false;
  const texts = new Set(
    returnsOf(fn, ts)
      .map((each) => withoutWrappers(each, ts))
      .filter((each) => isFieldOrOuter(each, fn, typed))
      .map((each) => each.getText()),
  );
  const assigns = (node: ts.Node): boolean =>
    (ts.isBinaryExpression(node) &&
      isAssignmentOperator(node.operatorToken.kind, ts) &&
      texts.has(node.left.getText())) ||
    (ts.forEachChild(node, assigns) ?? false);
  return texts.size > 0 && assigns(fn.body);
}

function isFieldOrOuter(value: ts.Expression, fn: Body, { ts, checker }: TypedProgram): boolean {
  if (ts.isPropertyAccessExpression(value)) {
    return value.expression.kind === ts.SyntaxKind.ThisKeyword;
  }
  if (!ts.isIdentifier(value)) return false;
  const declaration = checker.getSymbolAtLocation(value)?.valueDeclaration;
  return declaration !== undefined && functionAround(declaration, ts) !== fn;
}

function returnsOf(fn: Body, t: typeof ts): ts.Expression[] {
  if (!t.isBlock(fn.body)) return [fn.body];
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (t.isFunctionLike(node)) return;
    if (t.isReturnStatement(node) && node.expression) found.push(node.expression);
    t.forEachChild(node, visit);
  };
  visit(fn.body);
  return found;
}

/** A variable, a property, or what is assigned to one where there is none. */
function isPlace(value: ts.Expression, { ts }: TypedProgram): boolean {
  if (ts.isBinaryExpression(value)) {
    const { kind } = value.operatorToken;
    return isAssignmentOperator(kind, ts) || kind === ts.SyntaxKind.QuestionQuestionToken;
  }
  return ts.isPropertyAccessExpression(value) || ts.isIdentifier(value);
}
