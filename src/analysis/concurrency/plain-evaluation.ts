import type ts from 'typescript';

import { isOutsideTheProgram } from '../callee.ts';
import { isAnywhere } from '../declared-names.ts';
import { functionAround } from '../references.ts';
import { membersOf } from '../union-members.ts';
import type { TypedProgram } from '../typescript.ts';

/**
 * The part of an expression whose evaluation may throw or run code of others; `undefined` if there is
 * none: identifiers, literals, functions, member chains on them without getters and parts that may be
 * missing, and texts that are made of strings and numbers. Asserted types (`!`, `as`) and elements by index are not taken at their word.
 */
export function unplainPart(
  expression: ts.Expression,
  typed: TypedProgram,
): ts.Expression | undefined {
  const { ts, checker } = typed;
  if (ts.isParenthesizedExpression(expression) || ts.isSatisfiesExpression(expression)) {
    return unplainPart(expression.expression, typed);
  }
  if (ts.isIdentifier(expression)) {
    return isInitialized(expression, typed) ? undefined : expression;
  }
  if (
    ts.isLiteralExpression(expression) ||
    ts.isArrowFunction(expression) ||
    ts.isFunctionExpression(expression)
  ) {
    return undefined;
  }
  switch (expression.kind) {
    case ts.SyntaxKind.ThisKeyword:
    case ts.SyntaxKind.SuperKeyword:
    case ts.SyntaxKind.TrueKeyword:
    case ts.SyntaxKind.FalseKeyword:
    case ts.SyntaxKind.NullKeyword:
      return undefined;
  }
  if (ts.isPropertyAccessExpression(expression)) {
    const inner = unplainPart(expression.expression, typed);
    if (inner) return inner;
    const type = checker.getTypeAtLocation(expression.expression);
    if (mayBeMissing(type, typed)) return expression;
    return isGetter(expression, typed) ? expression : undefined;
  }
  if (ts.isArrayLiteralExpression(expression)) {
    for (const element of expression.elements) {
      if (ts.isSpreadElement(element)) return element;
      if (ts.isOmittedExpression(element)) continue;
      const part = unplainPart(element, typed);
      if (part) return part;
    }
    return undefined;
  }
  if (ts.isObjectLiteralExpression(expression)) {
    for (const property of expression.properties) {
      if (ts.isShorthandPropertyAssignment(property)) {
        const part = unplainPart(property.name, typed);
        if (part) return part;
      } else if (ts.isPropertyAssignment(property)) {
        if (ts.isComputedPropertyName(property.name)) return property.name.expression;
        const part = unplainPart(property.initializer, typed);
        if (part) return part;
      } else if (ts.isSpreadAssignment(property)) {
        return property.expression;
      } else if (ts.isComputedPropertyName(property.name)) {
        return property.name.expression;
      }
    }
    return undefined;
  }
  if (ts.isPrefixUnaryExpression(expression)) {
    const isNot = expression.operator === ts.SyntaxKind.ExclamationToken;
    const isSigned = ts.isNumericLiteral(expression.operand);
    return isNot || isSigned ? unplainPart(expression.operand, typed) : expression;
  }
  if (ts.isTemplateExpression(expression)) {
    return partOfText(expression.templateSpans.map((span) => span.expression));
  }
  if (ts.isBinaryExpression(expression)) {
    return expression.operatorToken.kind === ts.SyntaxKind.PlusToken
      ? partOfText([expression.left, expression.right])
      : expression;
  }
  return expression;

  /** Strings and numbers become text without code of anybody's. */
  function partOfText(parts: readonly ts.Expression[]): ts.Expression | undefined {
    const { StringLike, NumberLike } = ts.TypeFlags;
    for (const part of parts) {
      const inner = unplainPart(part, typed);
      if (inner) return inner;
      const type = checker.getTypeAtLocation(part);
      const members = membersOf(type);
      const isText = members.every((each) => (each.flags & (StringLike | NumberLike)) !== 0);
      if (!isText) return expression;
    }
    return undefined;
  }
}

/** A `let`, `const` or class of this very function is read after its declaration has run. */
function isInitialized(identifier: ts.Identifier, typed: TypedProgram): boolean {
  const { ts, checker } = typed;
  if (identifier.text === 'undefined') return true;
  const declarations = checker.getSymbolAtLocation(identifier)?.declarations ?? [];
  return (
    declarations.length > 0 &&
    declarations.every((each) => {
      const isBlockScoped =
        ts.isVariableDeclaration(each) || ts.isBindingElement(each) || ts.isClassLike(each);
      return (
        !isBlockScoped ||
        isOutsideTheProgram(each, typed) ||
        each.getSourceFile() !== identifier.getSourceFile() ||
        functionAround(each, ts) !== functionAround(identifier, ts) ||
        each.end <= identifier.pos
      );
    })
  );
}

function mayBeMissing(type: ts.Type, { ts, checker }: TypedProgram): boolean {
  const { Any, Unknown, Null, Undefined, Void } = ts.TypeFlags;
  const members = membersOf(type);
  return members.some((member) => {
    const bound = checker.getBaseConstraintOfType(member) ?? member;
    return (bound.flags & (Any | Unknown | Null | Undefined | Void)) !== 0;
  });
}

function isGetter(access: ts.PropertyAccessExpression, typed: TypedProgram): boolean {
  const { ts, checker } = typed;
  const declarations = checker.getSymbolAtLocation(access.name)?.declarations ?? [];
  const isOwn = (each: ts.Node): boolean => !isOutsideTheProgram(each, typed);
  if (declarations.some((each) => ts.isAccessor(each) && (each.body !== undefined || !isOwn(each))))
    return true;
  // Of an interface, or of no known type: an accessor of the program may stand behind it.
  const mayHideOne = declarations.some(
    (each) => (ts.isPropertySignature(each) || ts.isAccessor(each)) && isOwn(each),
  );
  return (
    (mayHideOne || declarations.length === 0) && isAnywhere('getters', access.name.text, typed)
  );
}
