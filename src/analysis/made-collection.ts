import type ts from 'typescript';

import { withoutWrappers } from './callee.ts';
import { declaredTypesOf, givenElementsOf } from './declared-type.ts';
import { isInJavaScript } from './in-javascript.ts';
import { isLogical } from './short-circuit.ts';
import { elementTypesOf, isDeclaredPlain, thenabilityOfType } from './thenable.ts';
import type { TypedProgram } from './typescript.ts';

/**
 * Whether the value is an array, by how it is made or declared: a literal, `await Promise.all(…)`,
 * what a method makes of another array. `false` where that does not tell. What its elements are may be
 * dear to know: it is inferred from all of them, or from what callbacks return.
 */
export function isMadeArray(value: ts.Expression, typed: TypedProgram): boolean {
  const { ts, checker } = typed;
  if (ts.isParenthesizedExpression(value)) return isMadeArray(value.expression, typed);
  if (ts.isArrayLiteralExpression(value)) return true;
  if (ts.isAwaitExpression(value) && isGathering(value.expression, typed)) return true;
  if (ts.isIdentifier(value)) {
    const made = givenAbove(value, typed);
    if (made && isMadeArray(made, typed)) return true;
  }
  if (ts.isCallExpression(value) && ts.isPropertyAccessExpression(value.expression)) {
    const { name, expression, questionDotToken } = value.expression;
    if (!questionDotToken && MAKING_ARRAYS.has(name.text) && isMadeArray(expression, typed)) {
      return true;
    }
  }
  return declaredTypesOf(value, typed)?.every((type) => checker.isArrayType(type)) ?? false;
}

/**
 * Whether `access` reads a member of `list ?? []`: what has a member of an array beside one is an array,
 * too, where TypeScript looks for the member in both.
 */
export function isOfListOrNothing(
  access: ts.PropertyAccessExpression,
  { ts }: TypedProgram,
): boolean {
  const list = withoutWrappers(access.expression, ts);
  return isLogical(list, ts) && ts.isArrayLiteralExpression(list.right) && !isInJavaScript(access);
}

/** Methods of arrays whose result is one. */
const MAKING_ARRAYS = new Set(
  'concat filter flat flatMap map reverse slice sort toReversed toSorted toSpliced with'.split(' '),
);

/**
 * Whether declarations tell that no element of `[a, ...b]`, `new Set(b)`, `Array.from(b)` or
 * `b.filter(…)` is a promise: the type of such a collection is inferred from all that stands in it.
 */
export function isMadeOfPlain(value: ts.Expression, typed: TypedProgram): boolean {
  const { ts } = typed;
  if (ts.isArrayLiteralExpression(value)) {
    return value.elements.every((each) =>
      ts.isSpreadElement(each)
        ? isCollectionOfPlain(each.expression, typed)
        : isDeclaredPlain(each, typed),
    );
  }
  if (!ts.isNewExpression(value) && !ts.isCallExpression(value)) return false;
  if (isSelection(value, typed)) return isCollectionOfPlain(value.expression.expression, typed);
  const [given, ...others] = value.arguments ?? [];
  const isCopy = ts.isNewExpression(value)
    ? isOfTheLanguage(value.expression, 'Set', typed)
    : ts.isPropertyAccessExpression(value.expression) &&
      value.expression.name.text === 'from' &&
      isOfTheLanguage(value.expression.expression, 'Array', typed);
  return isCopy && given !== undefined && others.length === 0 && isCollectionOfPlain(given, typed);
}

function isCollectionOfPlain(expression: ts.Expression, typed: TypedProgram): boolean {
  let value = expression;
  while (typed.ts.isParenthesizedExpression(value)) value = value.expression;
  const given = typed.ts.isIdentifier(value) ? givenAbove(value, typed) : undefined;
  return (
    isMadeOfPlain(value, typed) ||
    (given !== undefined && isCollectionOfPlain(given, typed)) ||
    (declaredTypesOf(value, typed)?.every((type) =>
      elementTypesOf(type, typed)?.every(
        (each) => thenabilityOfType(each, value, typed) === 'never',
      ),
    ) ??
      false)
  );
}

/** A call of a method that gives some elements of its array, or all in another order. */
function isSelection(
  value: ts.CallExpression | ts.NewExpression,
  typed: TypedProgram,
): value is ts.CallExpression & { readonly expression: ts.PropertyAccessExpression } {
  const { ts } = typed;
  if (!ts.isCallExpression(value) || !ts.isPropertyAccessExpression(value.expression)) return false;
  const { name, expression, questionDotToken } = value.expression;
  const [callback] = value.arguments;
  // A predicate that says `x is T` selects what it says.
  const isSelecting =
    name.text === 'filter'
      ? callback !== undefined && ts.isArrowFunction(callback) && !callback.type
      : /^(?:slice|(?:toR|r)eversed?|sort|toSorted)$/.test(name.text);
  return isSelecting && !questionDotToken && isMadeArray(expression, typed);
}

/**
 * Whether a variable or parameter is an element of what `await Promise.all(…)` gives: no promise,
 * whatever was gathered. `false` where that cannot be seen.
 */
export function isGatheredElement(declaration: ts.Declaration, typed: TypedProgram): boolean {
  const { ts } = typed;
  if (ts.isBindingElement(declaration)) {
    const { parent: pattern, initializer, dotDotDotToken } = declaration;
    const whole = pattern.parent;
    return (
      ts.isArrayBindingPattern(pattern) &&
      !initializer &&
      !dotDotDotToken &&
      ts.isVariableDeclaration(whole) &&
      whole.initializer !== undefined &&
      isGathered(whole.initializer, typed)
    );
  }
  if (ts.isVariableDeclaration(declaration)) {
    const loop = declaration.parent.parent;
    return ts.isForOfStatement(loop) && isGathered(loop.expression, typed);
  }
  const collection = ts.isParameter(declaration) ? givenElementsOf(declaration, typed) : undefined;
  return collection !== undefined && isGathered(collection, typed);
}

function isGathered(value: ts.Expression, typed: TypedProgram): boolean {
  const { ts } = typed;
  if (ts.isParenthesizedExpression(value)) return isGathered(value.expression, typed);
  if (ts.isAwaitExpression(value)) return isGathering(value.expression, typed);
  const given = ts.isIdentifier(value) ? givenAbove(value, typed) : undefined;
  return given !== undefined && isGathered(given, typed);
}

/** `Promise.all(…)`, `Promise.allSettled(…)` */
function isGathering(value: ts.Expression, typed: TypedProgram): boolean {
  const { ts } = typed;
  const call = withoutWrappers(value, ts);
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return false;
  const { name, expression } = call.expression;
  return /^all(?:Settled)?$/.test(name.text) && isOfTheLanguage(expression, 'Promise', typed);
}

/** Whether the name is that of the language's own variable. */
function isOfTheLanguage(
  expression: ts.Expression,
  name: string,
  { ts, checker, program }: TypedProgram,
): boolean {
  if (!ts.isIdentifier(expression) || expression.text !== name) return false;
  // Its interface may be declared elsewhere, too: the types of Node.js add to `Array`.
  const declaration = checker.getSymbolAtLocation(expression)?.valueDeclaration;
  return (
    declaration !== undefined && program.isSourceFileDefaultLibrary(declaration.getSourceFile())
  );
}

/**
 * What a variable without an annotation is given where it is declared, if that is above: its type is
 * that of this value. `undefined`, too, for `[]`, whose type is what the variable is given later.
 */
function givenAbove(name: ts.Identifier, { ts, checker }: TypedProgram): ts.Expression | undefined {
  const declaration = checker.getSymbolAtLocation(name)?.valueDeclaration;
  if (!declaration || !ts.isVariableDeclaration(declaration)) return undefined;
  const { type, initializer, end } = declaration;
  const isAbove = declaration.getSourceFile() === name.getSourceFile() && end <= name.pos;
  if (!initializer || type || !isAbove || isInJavaScript(declaration)) return undefined;
  const value = withoutWrappers(initializer, ts);
  const isEmpty = ts.isArrayLiteralExpression(value) && value.elements.length === 0;
  return isEmpty ? undefined : initializer;
}
