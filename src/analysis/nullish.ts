import type ts from 'typescript';

import { isOutsideTheProgram, withoutWrappers } from './callee.ts';
import type { TypedProgram } from './typescript.ts';

/**
 * Whether the value of `expression` may be `null` or `undefined`, so that reading a property of it
 * would throw. `true` where types do not show it: `any`, an element read by index without
 * `noUncheckedIndexedAccess`, what an assertion (`x!`, `x as T`) hides, programs without
 * `strictNullChecks`. What a `catch` catches counts as an object, as it is in practice.
 */
export function mayBeNullish(expression: ts.Expression, typed: TypedProgram): boolean {
  const { ts } = typed;
  const value = withoutWrappers(expression, ts);
  if (isAlwaysAnObject(value, ts) || isCaught(value, typed)) return false;
  if (ts.isIdentifier(value)) return variableMayBeNullish(value, typed);
  if (value.kind === ts.SyntaxKind.ThisKeyword) {
    return (typed.checker.getTypeAtLocation(value).flags & ts.TypeFlags.Any) !== 0;
  }
  if (!checksNull(typed)) return true;
  if (ts.isElementAccessExpression(value) && isUnchecked(value, typed)) return true;
  if (ts.isPropertyAccessExpression(value) && isUnchecked(value, typed)) return true;
  return typeMayBeNullish(typeInChain(value, typed), typed);
}

export function typeMayBeNullish(type: ts.Type | undefined, typed: TypedProgram): boolean {
  const { ts, checker } = typed;
  if (!type || !checksNull(typed)) return true;
  const bound = checker.getBaseConstraintOfType(type) ?? type;
  if (bound.isUnion()) return bound.types.some((each) => typeMayBeNullish(each, typed));
  const { Any, Unknown, TypeParameter, Null, Undefined, Void } = ts.TypeFlags;
  return (bound.flags & (Any | Unknown | TypeParameter | Null | Undefined | Void)) !== 0;
}

/**
 * Whether `expression` is what a `catch` clause caught, or the reason of a rejection: a variable whose
 * type says nothing, though what is thrown is an error nearly always.
 */
export function isCaught(expression: ts.Expression, { ts, checker }: TypedProgram): boolean {
  if (!ts.isIdentifier(expression)) return false;
  const declaration = checker.getSymbolAtLocation(expression)?.declarations?.[0];
  if (!declaration) return false;
  if (ts.isVariableDeclaration(declaration)) return ts.isCatchClause(declaration.parent);
  if (!ts.isParameter(declaration)) return false;
  const handler = declaration.parent;
  const call = handler.parent;
  if (
    handler.parameters[0] !== declaration ||
    !ts.isCallExpression(call) ||
    !ts.isPropertyAccessExpression(call.expression)
  ) {
    return false;
  }
  const method = call.expression.name.text;
  return (
    (method === 'catch' && call.arguments[0] === handler) ||
    (method === 'then' && call.arguments[1] === handler)
  );
}

function isAlwaysAnObject(value: ts.Expression, t: typeof ts): boolean {
  return (
    t.isNewExpression(value) ||
    t.isObjectLiteralExpression(value) ||
    t.isArrayLiteralExpression(value) ||
    t.isFunctionExpression(value) ||
    t.isArrowFunction(value) ||
    t.isClassExpression(value) ||
    t.isTemplateExpression(value) ||
    t.isStringLiteralLike(value) ||
    t.isNumericLiteral(value) ||
    t.isRegularExpressionLiteral(value) ||
    t.isMetaProperty(value) ||
    value.kind === t.SyntaxKind.SuperKeyword
  );
}

function variableMayBeNullish(name: ts.Identifier, typed: TypedProgram): boolean {
  const { ts, checker } = typed;
  const found = checker.getSymbolAtLocation(name);
  const declaration = found?.declarations?.[0];
  if (!declaration) return true;
  if (
    ts.isClassDeclaration(declaration) ||
    ts.isFunctionDeclaration(declaration) ||
    ts.isEnumDeclaration(declaration) ||
    ts.isNamespaceImport(declaration)
  ) {
    return false;
  }
  if (!checksNull(typed)) {
    if (ts.isVariableDeclaration(declaration) && isOutsideTheProgram(declaration, typed)) {
      return (checker.getTypeAtLocation(name).flags & ts.TypeFlags.Any) !== 0;
    }
    return !isConstant(declaration, ts) || mayBeNullish(declaration.initializer, typed);
  }
  if (typeMayBeNullish(checker.getTypeAtLocation(name), typed)) return true;
  if (ts.isVariableDeclaration(declaration)) {
    if (declaration.exclamationToken) return true;
    // Its type is that of an element, which may be missing.
    return (
      isConstant(declaration, ts) &&
      declaration.type === undefined &&
      isElement(declaration.initializer, ts) &&
      mayBeNullish(declaration.initializer, typed)
    );
  }
  return (
    ts.isBindingElement(declaration) &&
    ts.isArrayBindingPattern(declaration.parent) &&
    !declaration.initializer &&
    !checksIndexes(typed) &&
    !checker.isTupleType(checker.getTypeAtLocation(declaration.parent))
  );
}

type Constant = ts.VariableDeclaration & { readonly initializer: ts.Expression };

function isConstant(declaration: ts.Declaration, t: typeof ts): declaration is Constant {
  return (
    t.isVariableDeclaration(declaration) &&
    declaration.initializer !== undefined &&
    (t.getCombinedNodeFlags(declaration) & t.NodeFlags.Const) !== 0
  );
}

function isElement(value: ts.Expression, t: typeof ts): boolean {
  return t.isElementAccessExpression(value) || t.isNonNullExpression(value);
}

/** Whether the type of a property says less than it should: an index signature, `declare x!: T`. */
function isUnchecked(
  access: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  typed: TypedProgram,
): boolean {
  const { ts, checker } = typed;
  if (ts.isPropertyAccessExpression(access)) {
    const [declaration, ...others] = checker.getSymbolAtLocation(access.name)?.declarations ?? [];
    if (!declaration) return !checksIndexes(typed);
    return (
      others.length === 0 &&
      ts.isPropertyDeclaration(declaration) &&
      declaration.exclamationToken !== undefined
    );
  }
  if (checksIndexes(typed)) return false;
  const owner = checker.getTypeAtLocation(access.expression);
  const key = access.argumentExpression;
  const isKnown =
    (ts.isStringLiteralLike(key) || ts.isNumericLiteral(key)) &&
    checker.getPropertyOfType(owner, key.text) !== undefined;
  return !isKnown;
}

/** The type of a part of `a?.b.c` where the chain has not ended before it. */
function typeInChain(value: ts.Expression, { ts, checker }: TypedProgram): ts.Type | undefined {
  const { parent } = value;
  const isInner =
    ts.isOptionalChain(value) &&
    ts.isOptionalChain(parent) &&
    parent.expression === value &&
    !('questionDotToken' in parent && parent.questionDotToken);
  if (!isInner) return checker.getTypeAtLocation(value);
  if (ts.isPropertyAccessExpression(value)) {
    const property = checker.getSymbolAtLocation(value.name);
    return property && checker.getTypeOfSymbolAtLocation(property, value.name);
  }
  if (ts.isCallExpression(value)) {
    const signature = checker.getResolvedSignature(value);
    return signature && checker.getReturnTypeOfSignature(signature);
  }
  return undefined;
}

function checksNull({ program }: TypedProgram): boolean {
  const { strict, strictNullChecks } = program.getCompilerOptions();
  return strictNullChecks ?? strict ?? false;
}

function checksIndexes({ program }: TypedProgram): boolean {
  return program.getCompilerOptions().noUncheckedIndexedAccess === true;
}
