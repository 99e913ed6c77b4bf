import type ts from 'typescript';

import { isImport, withoutWrappers } from '../callee.ts';
import type { TypedProgram } from '../typescript.ts';

/**
 * Whether an awaited call has the same type where its target no longer tells what is expected of it,
 * as in the array of `Promise.all`:
 * - `fits`: the type depends on its arguments alone, or on what is written out;
 * - `argument`: it is the one type argument, which can be written out: `get<User>('/u')`;
 * - `unknown`: it is, or may be, inferred from the target.
 */
export type ContextualFit = 'fits' | 'argument' | 'unknown';

export function contextualFitOf(
  awaited: ts.AwaitExpression,
  call: ts.CallExpression,
  typed: TypedProgram,
): ContextualFit {
  const { ts, checker } = typed;
  if (call.typeArguments || isImport(call, ts)) return 'fits';
  if (!checker.getContextualType(awaited)) return 'fits';
  const declaration = checker.getResolvedSignature(call)?.declaration;
  if (!declaration || ts.isJSDocSignature(declaration)) return 'unknown';
  const parameters = declaration.typeParameters ?? [];
  if (parameters.length === 0) return 'fits';
  if (isBarePattern(awaited, ts) && parameters.every((each) => each.default)) return 'fits';

  const open = parameters.filter(
    (each) =>
      (!declaration.type || mentions(declaration.type, each.name.text, ts)) &&
      !isSettledBy(call, declaration, each, ts),
  );
  if (open.length === 0) return 'fits';
  return parameters.length === 1 && isPromiseOf(declaration.type, parameters[0], ts)
    ? 'argument'
    : 'unknown';
}

/**
 * Whether a tuple may stand where the array literal does: it is destructured at once, or what is
 * expected there is an array or a tuple that no type argument is inferred from.
 */
export function takesTuple(array: ts.ArrayLiteralExpression, typed: TypedProgram): boolean {
  const { ts, checker } = typed;
  let outer: ts.Node = array;
  while (ts.isParenthesizedExpression(outer.parent)) outer = outer.parent;
  const { parent } = outer;
  if (ts.isVariableDeclaration(parent)) {
    return ts.isArrayBindingPattern(parent.name) && !parent.type;
  }
  const isPlace =
    ts.isReturnStatement(parent) || ts.isCallExpression(parent) || ts.isNewExpression(parent);
  if (!isPlace) return false;
  if (!ts.isReturnStatement(parent)) {
    const declaration = checker.getResolvedSignature(parent)?.declaration;
    if (!declaration || ts.isJSDocSignature(declaration) || declaration.typeParameters) {
      return false;
    }
  }
  const wanted = checker.getContextualType(array);
  const types = wanted?.isUnion() ? wanted.types : wanted ? [wanted] : [];
  // What an async function returns may be a promise, too.
  const values = types.filter((each) => checker.getPropertyOfType(each, 'then') === undefined);
  return (
    values.length > 0 &&
    values.every((each) => checker.isArrayType(each) || checker.isTupleType(each))
  );
}

/** `const { a } = await f()`: a pattern, too, says something about the type. */
function isBarePattern({ parent }: ts.AwaitExpression, t: typeof ts): boolean {
  return t.isVariableDeclaration(parent) && !t.isIdentifier(parent.name) && !parent.type;
}

/** Whether the arguments say what the type parameter stands for, whatever else is expected. */
function isSettledBy(
  call: ts.CallExpression,
  { parameters }: ts.SignatureDeclaration,
  { name, constraint }: ts.TypeParameterDeclaration,
  t: typeof ts,
): boolean {
  const given = parameters.flatMap(({ type, dotDotDotToken }, index) => {
    const argument = call.arguments[index];
    const isAbout = type !== undefined && !dotDotDotToken && mentions(type, name.text, t);
    return isAbout && argument ? [withoutWrappers(argument, t)] : [];
  });
  return (
    given.length > 0 &&
    given.every(
      (each) =>
        t.isIdentifier(each) ||
        t.isPropertyAccessExpression(each) ||
        each.kind === t.SyntaxKind.ThisKeyword ||
        (constraint !== undefined && t.isLiteralExpression(each)),
    )
  );
}

function mentions(type: ts.Node, name: string, t: typeof ts): boolean {
  if (t.isIdentifier(type)) return type.text === name;
  return t.forEachChild(type, (child) => mentions(child, name, t) || undefined) ?? false;
}

function isPromiseOf(
  type: ts.TypeNode | undefined,
  parameter: ts.TypeParameterDeclaration | undefined,
  t: typeof ts,
): boolean {
  if (!type || !parameter || !t.isTypeReferenceNode(type)) return false;
  const [only] = type.typeArguments ?? [];
  return (
    t.isIdentifier(type.typeName) &&
    /^Promise(?:Like)?$/.test(type.typeName.text) &&
    only !== undefined &&
    t.isTypeReferenceNode(only) &&
    t.isIdentifier(only.typeName) &&
    only.typeName.text === parameter.name.text
  );
}
