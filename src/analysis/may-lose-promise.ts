import type ts from 'typescript';

import type { Row } from '../catalogue/row.ts';
import { withoutWrappers } from './callee.ts';
import { valueSymbol } from './concurrency/private-object.ts';
import { nameText } from './declared-names.ts';
import { declaredTypesOf, isFilledByCallee, widestTypesOf } from './declared-type.ts';
import { ROUTES } from './express-version.ts';
import { flowsInto, isAssignment } from './given-function.ts';
import { isInJavaScript } from './in-javascript.ts';
import { keptAnswer } from './kept/kept-answer.ts';
import { LANGUAGE_METHODS, isAsyncFunction, ofCollection } from './language-callback.ts';
import { isMadeArray } from './made-collection.ts';
import { isAsync } from './modifiers.ts';
import { functionAround } from './references.ts';
import { signaturesOf, takenBy, takenByArgument, typeOfParameter } from './taken-function.ts';
import { thenabilityOfType } from './thenable.ts';
import type { TypedProgram } from './typescript.ts';
import { membersOf } from './union-members.ts';

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
  return isCase(lossOf(reference, typed), reference, typed, additional);
}

const lossOf = keptAnswer((reference: ts.Expression, typed: TypedProgram): Chance => {
  const chance = mayBeFunction(reference, typed) ? ignoranceOf(reference, typed) : 'no';
  return chance === 'no' || !mayGivePromise(reference, typed) ? 'no' : chance;
});

/**
 * Whether it happens, by types alone: `by a row` where only one of the user could say so, `by its uses`
 * where that depends on who looks at the list that a method of the language makes.
 */
type Chance = 'yes' | 'no' | 'by a row' | 'by its uses';

function isCase(
  chance: Chance,
  fn: ts.Expression,
  typed: TypedProgram,
  additional: readonly Row[],
): boolean {
  switch (chance) {
    case 'by a row':
      return additional.some(({ callbackPromise }) => callbackPromise === 'ignored');
    case 'by its uses': {
      const call = flowsInto(fn, typed).parent as ts.CallExpression;
      return ofCollection(call, methodName(call, typed), false, typed).does !== 'collects';
    }
    default:
      return chance === 'yes';
  }
}

function mayGivePromise(reference: ts.Expression, typed: TypedProgram): boolean {
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
  return isCase(ignoranceOf(fn, typed), fn, typed, additional);
}

const ignoranceOf = keptAnswer((fn: ts.Expression, typed: TypedProgram): Chance => {
  const { ts } = typed;
  const value = flowsInto(fn, typed);
  const { parent } = value;
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) {
    return parent.expression === value ? 'no' : ignoranceOfArgument(value, parent, typed);
  }
  if (isInJavaScript(value)) return 'yes';
  const asked = askedFor(value, typed);
  return asked?.every((type) => !takenBy(type, value, typed).nothing) === true ? 'no' : 'yes';
});

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

function ignoranceOfArgument(
  argument: ts.Expression,
  call: ts.CallExpression | ts.NewExpression,
  typed: TypedProgram,
): Chance {
  const { ts } = typed;
  const text = methodName(call, typed);
  if (REMOVERS.test(text)) return 'no';
  const index = call.arguments?.indexOf(argument) ?? -1;
  // `Array.from(values)` calls nothing.
  if (LANGUAGE_METHODS.has(text) && (text !== 'from' || index > 0)) {
    return ts.isCallExpression(call) ? misreadingOf(argument, text, ts) : 'yes';
  }
  if (text === 'nextTick' || !declaredTypesOf(call.expression, typed)) return 'yes';
  const takes = takenByArgument(call, index, typed);
  if (takes.nothing || (takes.promise && (ROUTES.has(text) || LISTENERS.has(text)))) return 'yes';
  return takes.open ? 'by a row' : 'no';
}

/** Those that only look for a function, and never call it. */
export const REMOVERS =
  /^(?:off|clear\w*|cancel\w*|remove\w*Listener|remove\w*Handler|unsubscribe|unlisten|delete)$/;

/** Those that take a function for an event. */
export const LISTENERS: ReadonlySet<string> = new Set(
  'on once addListener prependListener prependOnceListener addEventListener subscribe'.split(' '),
);

function methodName(
  { expression }: ts.CallExpression | ts.NewExpression,
  { ts }: TypedProgram,
): string {
  const called = withoutWrappers(expression, ts);
  const name = ts.isPropertyAccessExpression(called) ? called.name : called;
  return ts.isIdentifier(name) ? name.text : '';
}

/** Of a method that is named as one of the language's, before it is asked whose it is. */
function misreadingOf(fn: ts.Expression, name: string, t: typeof ts): Chance {
  switch (name) {
    case 'from':
    case 'flatMap':
    case 'map':
      return 'by its uses';
    case 'reduce':
    case 'reduceRight':
      return isAsyncFunction(fn, t) ? 'yes' : 'no';
    default:
      return 'yes';
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
  const { ts } = typed;
  if (!ts.isIdentifier(reference)) return true;
  const declaration = valueSymbol(reference, typed)?.valueDeclaration;
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
