import type ts from 'typescript';

import { calleeOf, withoutWrappers } from '../callee.ts';
import { valueSymbol } from '../concurrency/private-object.ts';
import { namesIn } from '../declared-names.ts';
import { elementTypesOf } from '../thenable.ts';
import type { TypedProgram } from '../typescript.ts';
import {
  elementOf,
  isMap,
  items,
  use,
  type Outcome,
  type Place,
  type Question,
  type Shape,
} from './place.ts';
import { writesTo } from './variables.ts';

/** What becomes of the value of `place` where it is bound to `name`. */
export function boundTo(
  name: ts.BindingName,
  place: Place,
  question: Question,
): readonly Outcome[] {
  const { ts } = question.typed;
  if (ts.isIdentifier(name)) return [variable(name, name, place)];

  const found: Outcome[] = [];
  name.elements.forEach((element, index) => {
    // The native backend has elements without a name for `[, a]`.
    const inner = (element as { name?: ts.BindingName }).name;
    if (!ts.isBindingElement(element) || !inner) return;
    const taken = ts.isArrayBindingPattern(name)
      ? elementAt(place.shape, index, element.dotDotDotToken !== undefined)
      : propertyOf(place.shape, element.propertyName ?? inner, element, ts);
    if (taken) found.push(...boundTo(inner, { ...place, shape: taken }, question));
  });
  return found.length > 0 ? found : [notTaken(name, place)];
}

/** What becomes of the value of `place` where it is assigned to `target`, a pattern too. */
export function assignedTo(
  target: ts.Expression,
  place: Place,
  question: Question,
): readonly Outcome[] {
  const { ts } = question.typed;
  const inner = withoutWrappers(target, ts);
  if (ts.isIdentifier(inner)) return [variable(inner, inner, place)];
  if (ts.isPropertyAccessExpression(inner)) {
    const { shape } = place;
    const made: Shape = { kind: 'member', of: shape, name: inner.name.text, property: inner };
    return putInto(inner.expression, made, inner, place, question);
  }
  if (ts.isElementAccessExpression(inner)) {
    const key = inner.argumentExpression;
    const isArray = isCollection(inner.expression, question.typed);
    const made: Shape = isArray
      ? items(place.shape, ts.isNumericLiteral(key) ? Number(key.text) : undefined)
      : {
          kind: 'member',
          of: place.shape,
          name: ts.isStringLiteralLike(key) ? key.text : undefined,
          property: inner,
        };
    return putInto(inner.expression, made, inner, place, question);
  }
  if (ts.isArrayLiteralExpression(inner)) {
    const found = inner.elements.flatMap((element, index) => {
      const taken = elementAt(place.shape, index, ts.isSpreadElement(element));
      if (!taken || ts.isOmittedExpression(element)) return [];
      const part = ts.isSpreadElement(element) ? element.expression : element;
      return assignedTo(withoutDefault(part, ts), { ...place, shape: taken }, question);
    });
    return found.length > 0 ? found : [notTaken(inner, place)];
  }
  if (ts.isObjectLiteralExpression(inner)) {
    const found = inner.properties.flatMap((property) => {
      const isRest = ts.isSpreadAssignment(property);
      const key = isRest ? property.expression : property.name;
      const taken = propertyOf(place.shape, key, isRest ? { dotDotDotToken: property } : {}, ts);
      if (!taken) return [];
      const part = ts.isPropertyAssignment(property) ? property.initializer : key;
      return assignedTo(
        withoutDefault(part as ts.Expression, ts),
        { ...place, shape: taken },
        question,
      );
    });
    return found.length > 0 ? found : [notTaken(inner, place)];
  }
  return [use('stored', inner, place)];
}

/** A pattern that takes nothing of it. */
function notTaken(pattern: ts.Node, place: Place): Outcome {
  const { shape } = place;
  if (shape.kind === 'promise') return use('inspected', pattern, place);
  return use('unread', pattern, place);
}

function withoutDefault(target: ts.Expression, t: typeof ts): ts.Expression {
  return t.isBinaryExpression(target) && target.operatorToken.kind === t.SyntaxKind.EqualsToken
    ? target.left
    : target;
}

function elementAt(shape: Shape, index: number, isRest: boolean): Shape | undefined {
  const element = elementOf(shape);
  if (!element) return undefined;
  const known = shape.kind === 'items' ? shape.index : undefined;
  if (isRest) return known !== undefined && known < index ? undefined : items(element);
  return known === undefined || known === index ? element : undefined;
}

function propertyOf(
  shape: Shape,
  key: ts.Node,
  { dotDotDotToken }: { dotDotDotToken?: ts.Node | undefined },
  t: typeof ts,
): Shape | undefined {
  if (shape.kind !== 'member') return undefined;
  if (dotDotDotToken || shape.name === undefined) return dotDotDotToken ? shape : shape.of;
  const isThere =
    t.isIdentifier(key) || t.isStringLiteralLike(key) || t.isNumericLiteral(key)
      ? key.text === shape.name
      : t.isComputedPropertyName(key);
  return isThere ? shape.of : undefined;
}

/**
 * What becomes of a value that is put into a collection or object: what becomes of that, if it was
 * made here and a variable holds it. `shape` is that of the collection.
 */
export function putInto(
  receiver: ts.Expression,
  shape: Shape,
  definition: ts.Node,
  place: Place,
  { typed }: Question,
): readonly Outcome[] {
  const { ts } = typed;
  const inner = withoutWrappers(receiver, ts);
  if (!ts.isIdentifier(inner) || !holdsItsOwn(inner, typed)) {
    return [use('stored', definition, place)];
  }
  return [variable(inner, definition, { ...place, shape }, false)];
}

/** Whether a variable only ever holds collections or objects that were made for it. */
function holdsItsOwn(name: ts.Identifier, typed: TypedProgram): boolean {
  const { ts } = typed;
  const declarations = valueSymbol(name, typed)?.declarations ?? [];
  const [declaration] = declarations;
  if (declarations.length !== 1 || !declaration || !ts.isVariableDeclaration(declaration)) {
    return false;
  }
  const { initializer } = declaration;
  if (initializer && !isMade(initializer, typed)) return false;
  const file = declaration.getSourceFile();
  if (initializer && !namesIn(file, typed).assignedVariables.has(name.text)) return true;
  return assignments(name, typed).every((value) => value !== undefined && isMade(value, typed));
}

/** What is assigned to a variable; `undefined` for what a pattern or a loop gives it. */
function assignments(
  name: ts.Identifier,
  typed: TypedProgram,
): readonly (ts.Expression | undefined)[] {
  const { ts } = typed;
  return writesTo(name, typed).map((write) => {
    const { parent } = write;
    return ts.isBinaryExpression(parent) && parent.left === write ? parent.right : undefined;
  });
}

/** An expression whose value nobody else holds. */
function isMade(expression: ts.Expression, typed: TypedProgram): boolean {
  const { ts } = typed;
  const value = withoutWrappers(expression, ts);
  if (ts.isArrayLiteralExpression(value) || ts.isObjectLiteralExpression(value)) return true;
  if (!ts.isCallExpression(value) && !ts.isNewExpression(value)) return false;
  const callee = calleeOf(value, typed);
  if (callee.kind !== 'library') return false;
  return ts.isNewExpression(value)
    ? /^(?:Array|Set|Map)$/.test(callee.name)
    : /^(?:Readonly)?(?:Array\.(?:from|of|map|filter|slice|concat|flat|flatMap|to\w+)|Object\.(?:create|fromEntries))$/.test(
        callee.name,
      );
}

export function isCollection(expression: ts.Expression, typed: TypedProgram): boolean {
  const type = typed.checker.getTypeAtLocation(expression);
  return elementTypesOf(typed.checker.getNonNullableType(type), typed) !== undefined;
}

export function holdsMap(expression: ts.Expression, typed: TypedProgram): boolean {
  return isMap(typed.checker.getTypeAtLocation(expression));
}

function variable(name: ts.Identifier, definition: ts.Node, from: Place, replaces = true): Outcome {
  return { to: 'variable', variable: { name, definition, replaces, from } };
}
