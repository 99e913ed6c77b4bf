import type ts from 'typescript';

import type { Rows } from '../../catalogue/catalogue.ts';
import { calleeOf, withWrappers, withoutWrappers } from '../callee.ts';
import { namesIn } from '../declared-names.ts';
import { keptAnswer } from '../kept/kept-answer.ts';
import { isAsync } from '../modifiers.ts';
import { oncePerProgram } from '../once-per-program.ts';
import { promiseCallOf } from '../promise-call.ts';
import { functionAround, identifiersNamed } from '../references.ts';
import type { TypedProgram } from '../typescript.ts';

/**
 * Whether nobody but this activation can reach the object that is the value of `expression`: it was
 * made here, and has not been passed on, stored or captured. Where that depends on the place, the
 * variable that holds the object, which `escapesBefore` answers for.
 */
export function privacyOf(
  expression: ts.Expression,
  typed: TypedProgram,
  catalogue: Rows,
): boolean | Holder {
  const { ts } = typed;
  const value = withoutWrappers(expression, ts);
  if (value.kind === ts.SyntaxKind.ThisKeyword) return isConstructorThis(value, typed);
  if (!ts.isIdentifier(value)) return isNew(value, typed, catalogue);

  const declaration = variableOf(value, typed);
  if (!declaration) return false;
  const owner = functionAround(declaration, ts);
  if (!owner || activationWith(owner, typed, catalogue) !== activationOf(value, typed, catalogue)) {
    return false;
  }
  const isMadeHere = ts.isParameter(declaration)
    ? declaration.dotDotDotToken !== undefined || isGivenNew(declaration, typed, catalogue)
    : isDeclaredNew(declaration, typed, catalogue);
  const isOnlyHere =
    isMadeHere &&
    !namesIn(value.getSourceFile(), typed).assignedVariables.has(value.text) &&
    !isCaptured(declaration, typed, catalogue);
  return isOnlyHere && declaration;
}

type Holder = ts.VariableDeclaration | ts.BindingElement | ts.ParameterDeclaration;

/** Whether what a variable holds may be known to others when `at` is evaluated. */
export function escapesBefore(
  declaration: Holder,
  at: ts.Node,
  typed: TypedProgram,
  catalogue: Rows,
): boolean {
  let ways = escapesOf(declaration, typed).get(catalogue);
  if (!ways) {
    ways = usesOf(declaration, typed).filter((use) => letsEscape(use, typed, catalogue));
    escapesOf(declaration, typed).set(catalogue, ways);
  }
  return ways.some((use) => mayRunBefore(use, at, declaration, typed));
}

/** The uses of a variable that may make what it holds known to others. */
const escapesOf = oncePerProgram((): WeakMap<Rows, readonly ts.Identifier[]> => new WeakMap());

/** Whether a function that may run at another time refers to a variable of the function around it. */
export function isCaptured(
  declaration: ts.Declaration,
  typed: TypedProgram,
  catalogue: Rows,
): boolean {
  const answers = captured(declaration, typed);
  let known = answers.get(catalogue);
  if (known === undefined) {
    const owner = functionAround(declaration, typed.ts);
    const own = owner && activationWith(owner, typed, catalogue);
    known = usesOf(declaration, typed).some((use) => activationOf(use, typed, catalogue) !== own);
    answers.set(catalogue, known);
  }
  return known;
}

const captured = oncePerProgram((): WeakMap<Rows, boolean> => new WeakMap());

/** The function in whose run `node` is evaluated: callbacks that are called in place are part of it. */
function activationOf(
  node: ts.Node,
  typed: TypedProgram,
  catalogue: Rows,
): ts.SignatureDeclaration | undefined {
  const around = functionAround(node, typed.ts);
  return around && activationWith(around, typed, catalogue);
}

/** The function whose run a run of `start` is part of: itself, unless it is called in place. */
function activationWith(
  start: ts.SignatureDeclaration,
  typed: TypedProgram,
  catalogue: Rows,
): ts.SignatureDeclaration | undefined {
  let around: ts.SignatureDeclaration | undefined = start;
  while (around && isCalledInPlace(around, typed, catalogue)) {
    around = functionAround(around, typed.ts);
  }
  return around;
}

function isDeclaredNew(
  declaration: ts.VariableDeclaration | ts.BindingElement,
  typed: TypedProgram,
  catalogue: Rows,
): boolean {
  const initial = initialOf(declaration, typed);
  return initial !== undefined && isNew(initial, typed, catalogue);
}

/**
 * What a variable is declared with; of several that are awaited together, its own: `g()` of `b` in
 * `const [a, b] = await Promise.all([f(), g()])`.
 */
export function initialOf(
  declaration: ts.VariableDeclaration | ts.BindingElement,
  typed: TypedProgram,
): ts.Expression | undefined {
  const { ts } = typed;
  if (ts.isVariableDeclaration(declaration)) return declaration.initializer;
  const { parent: pattern, initializer, dotDotDotToken } = declaration;
  if (initializer || dotDotDotToken || !ts.isArrayBindingPattern(pattern)) return undefined;
  const given = ts.isVariableDeclaration(pattern.parent) && pattern.parent.initializer;
  const whole = given ? withoutWrappers(given, ts) : undefined;
  const call = whole && ts.isAwaitExpression(whole) ? withoutWrappers(whole.expression, ts) : whole;
  const made = call && ts.isCallExpression(call) ? promiseCallOf(call, typed) : undefined;
  if (made?.kind !== 'combinator' || made.method !== 'all' || !made.collection) return undefined;
  const list = withoutWrappers(made.collection, ts);
  if (
    !ts.isArrayLiteralExpression(list) ||
    list.elements.some((each) => ts.isSpreadElement(each))
  ) {
    return undefined;
  }
  return list.elements[pattern.elements.indexOf(declaration)];
}

/** Whether the parameter of an arrow function gets an object that was made for it. */
function isGivenNew(
  parameter: ts.ParameterDeclaration,
  typed: TypedProgram,
  catalogue: Rows,
): boolean {
  const { ts } = typed;
  const callback = parameter.parent;
  if (callback.parameters[0] !== parameter || !ts.isArrowFunction(callback)) return false;
  const outer = withWrappers(callback, ts);
  const call = outer.parent;
  if (!ts.isCallExpression(call)) return false;
  const given = accumulatedBy(call, outer, typed) ?? reactedTo(call, outer, typed);
  return given !== undefined && isNew(given, typed, catalogue);
}

/** `{}` of `xs.reduce(callback, {})` */
function accumulatedBy(
  call: ts.CallExpression,
  callback: ts.Node,
  typed: TypedProgram,
): ts.Expression | undefined {
  const [reducer, initial] = call.arguments;
  if (reducer !== callback || !initial) return undefined;
  const callee = calleeOf(call, typed);
  return callee.kind === 'library' && /\.reduce(?:Right)?$/.test(callee.name) ? initial : undefined;
}

/** `fetch(url)` of `fetch(url).then(callback)` */
function reactedTo(
  call: ts.CallExpression,
  callback: ts.Node,
  typed: TypedProgram,
): ts.Expression | undefined {
  const made = promiseCallOf(call, typed);
  return made?.kind === 'chain' && made.fulfilled === callback ? made.receiver : undefined;
}

/** `xs.map(function)` and `(function)()`, but for functions that go on later. */
function isCalledInPlace(
  node: ts.SignatureDeclaration,
  typed: TypedProgram,
  catalogue: Rows,
): boolean {
  const { ts } = typed;
  if (!ts.isArrowFunction(node) && !ts.isFunctionExpression(node)) return false;
  if (node.asteriskToken) return false;
  if (isAsync(node, ts)) return false;
  const outer = withWrappers(node, ts);
  const call = outer.parent;
  if (!ts.isCallExpression(call) && !ts.isNewExpression(call)) return false;
  if (call.expression === outer) return true;
  const callee = calleeOf(call, typed);
  if (callee.kind !== 'library') return false;
  const effects = catalogue.row(callee.module, callee.name)?.effects;
  return effects?.callsArguments === true && effects.keepsArguments !== true;
}

function variableOf(identifier: ts.Identifier, { ts, checker }: TypedProgram): Holder | undefined {
  const declarations = checker.getSymbolAtLocation(identifier)?.declarations ?? [];
  const [declaration] = declarations;
  return declarations.length === 1 &&
    declaration &&
    (ts.isVariableDeclaration(declaration) ||
      ts.isBindingElement(declaration) ||
      ts.isParameter(declaration))
    ? declaration
    : undefined;
}

function usesOf(declaration: ts.Declaration, typed: TypedProgram): readonly ts.Identifier[] {
  const { ts, checker } = typed;
  const { name } = declaration as { name?: ts.Node };
  const owner = functionAround(declaration, ts);
  if (!name || !ts.isIdentifier(name)) return [];
  const symbol = checker.getSymbolAtLocation(name);
  return identifiersNamed(name.text, declaration.getSourceFile(), ts).filter(
    (each) =>
      each !== name &&
      (owner === undefined || (each.pos >= owner.pos && each.end <= owner.end)) &&
      valueSymbol(each, typed) === symbol,
  );
}

/** The variable that an identifier stands for, also in `{ name }`. */
export function valueSymbol(
  identifier: ts.Identifier,
  { ts, checker }: TypedProgram,
): ts.Symbol | undefined {
  return ts.isShorthandPropertyAssignment(identifier.parent) &&
    identifier.parent.name === identifier
    ? checker.getShorthandAssignmentValueSymbol(identifier.parent)
    : checker.getSymbolAtLocation(identifier);
}

/** By position, unless a loop, or a callback that is called more than once, brings the later text before the earlier one. */
function mayRunBefore(
  use: ts.Node,
  at: ts.Node,
  declaration: ts.Declaration,
  { ts }: TypedProgram,
): boolean {
  if (use.pos < at.end) return true;
  for (let node = use; ; node = node.parent) {
    if (node.pos <= declaration.pos && declaration.end <= node.end) return false;
    const repeats = ts.isIterationStatement(node, false) || ts.isFunctionLike(node);
    if (repeats && node.pos <= at.pos && at.end <= node.end) return true;
    if (ts.isSourceFile(node)) return false;
  }
}

/** Whether a use may make the object known to others. */
function letsEscape(use: ts.Identifier, typed: TypedProgram, catalogue: Rows): boolean {
  const { ts } = typed;
  const value = withWrappers(use, ts);
  const { parent } = value;
  if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) {
    if (parent.expression !== value) return false;
    const call = parent.parent;
    if (!ts.isCallExpression(call) || call.expression !== parent) {
      return isAccessor(parent, typed);
    }
    return !isKnown(call, typed, catalogue) || mayPassOn(call, typed);
  }
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) {
    return !isKnown(parent, typed, catalogue, true) || mayPassOn(parent, typed);
  }
  if (ts.isBinaryExpression(parent)) {
    const { kind } = parent.operatorToken;
    return (
      (kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment) ||
      kind === ts.SyntaxKind.AmpersandAmpersandToken ||
      kind === ts.SyntaxKind.BarBarToken ||
      kind === ts.SyntaxKind.QuestionQuestionToken ||
      kind === ts.SyntaxKind.CommaToken
    );
  }
  return !(
    ts.isReturnStatement(parent) ||
    ts.isArrowFunction(parent) ||
    ts.isForOfStatement(parent) ||
    ts.isForInStatement(parent) ||
    ts.isSpreadElement(parent) ||
    ts.isSpreadAssignment(parent) ||
    ts.isTypeOfExpression(parent) ||
    ts.isPrefixUnaryExpression(parent) ||
    ts.isIfStatement(parent) ||
    ts.isExpressionStatement(parent) ||
    ts.isTypeQueryNode(parent)
  );
}

function isAccessor(
  access: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  typed: TypedProgram,
): boolean {
  return calleeOf(access, typed).kind === 'body';
}

/** Whether a call leaves alone what it is given: by row, and (`asArgument`) storing nothing. */
function isKnown(
  call: ts.CallExpression | ts.NewExpression,
  typed: TypedProgram,
  catalogue: Rows,
  asArgument = false,
): boolean {
  const callee = calleeOf(call, typed);
  if (callee.kind !== 'library') return false;
  const effects = catalogue.row(callee.module, callee.name)?.effects;
  if (!effects || (asArgument && effects.keepsArguments)) return false;
  const writes = effects.writes ?? [];
  return !asArgument || !(writes.includes('items') || writes.includes('state'));
}

/** The result of a call may be its receiver or argument, unless it is unused or no object. */
function mayPassOn(call: ts.CallExpression | ts.NewExpression, typed: TypedProgram): boolean {
  const { ts } = typed;
  const { parent } = withWrappers(call, ts);
  return !(
    ts.isExpressionStatement(parent) ||
    ts.isReturnStatement(parent) ||
    ts.isArrowFunction(parent) ||
    isPrimitiveValue(call, typed)
  );
}

/** Whether an expression makes an object that nobody else holds. */
function isNew(expression: ts.Expression, typed: TypedProgram, catalogue: Rows): boolean {
  const { ts } = typed;
  const value = withoutWrappers(expression, ts);
  if (ts.isAwaitExpression(value)) return isNew(value.expression, typed, catalogue);
  if (ts.isObjectLiteralExpression(value) || ts.isArrayLiteralExpression(value)) return true;
  if (ts.isCallExpression(value) || ts.isNewExpression(value)) {
    const callee = calleeOf(value, typed);
    return (
      callee.kind === 'library' &&
      catalogue.row(callee.module, callee.name)?.effects?.fresh === true
    );
  }
  return false;
}

function isConstructorThis(node: ts.Node, { ts }: TypedProgram): boolean {
  for (let { parent } = node; !ts.isSourceFile(parent); parent = parent.parent) {
    if (ts.isConstructorDeclaration(parent)) return true;
    if (ts.isPropertyDeclaration(parent)) return true;
    if (ts.isFunctionLike(parent) && !ts.isArrowFunction(parent)) return false;
    if (ts.isArrowFunction(parent)) return false; // It may run at any time.
  }
  return false;
}

/** Whether a value holds nothing that can change, by its type where it stands. */
export const isPrimitiveValue: (value: ts.Expression, typed: TypedProgram) => boolean = keptAnswer(
  (value, typed) => isPrimitive(typed.checker.getTypeAtLocation(value), typed),
);

/** Whether values of a type hold nothing that can change. */
export function isPrimitive(type: ts.Type, typed: TypedProgram): boolean {
  const { ts, checker } = typed;
  const bound = checker.getBaseConstraintOfType(type) ?? type;
  if (bound.isUnion()) return bound.types.every((each) => isPrimitive(each, typed));
  if (bound.isIntersection()) return bound.types.some((each) => isPrimitive(each, typed));
  const { TypeFlags } = ts;
  return (
    (bound.flags &
      (TypeFlags.StringLike |
        TypeFlags.NumberLike |
        TypeFlags.BigIntLike |
        TypeFlags.BooleanLike |
        TypeFlags.ESSymbolLike |
        TypeFlags.Null |
        TypeFlags.Undefined |
        TypeFlags.Void |
        TypeFlags.Never)) !==
    0
  );
}
