import type ts from 'typescript';

import { unaliased } from './callee.ts';
import { namesIn } from './declared-names.ts';
import { oncePerProgram } from './once-per-program.ts';
import { isInJavaScript } from './in-javascript.ts';
import { membersOf } from './union-members.ts';
import type { TypedProgram } from './typescript.ts';

/**
 * The types that the declarations behind `expression` give it: the annotation of a variable or a
 * property, what the signatures of a called function return. The type of the expression where it
 * stands is one of them, or a part of one. `undefined` where they do not tell: a parameter without an
 * annotation, a result that depends on type arguments, `any`, `object`, what the code itself tests.
 *
 * Most of what a rule costs is the checker's work on a question about an expression: to choose an
 * overload, to infer type arguments from callbacks, to narrow a variable along the control flow. This
 * asks for none of that.
 */
export const declaredTypesOf: (
  expression: ts.Expression,
  typed: TypedProgram,
) => readonly ts.Type[] | undefined = oncePerProgram((expression, typed) => {
  const types = declared(expression, typed, 0);
  return types?.every((type) => isTelling(type, typed)) === true ? types : undefined;
});

/** The same where they say `any`, `unknown` or a type parameter, which may turn out to be anything. */
export function widestTypesOf(
  expression: ts.Expression,
  typed: TypedProgram,
): readonly ts.Type[] | undefined {
  return declared(expression, typed, 0);
}

/** A chain of so many variables and calls is nobody's declaration any more. */
const MAX_STEPS = 8;

/** Each call of a chain multiplies the types by its signatures, of which some methods have dozens. */
const MAX_TYPES = 16;

type Declared = readonly ts.Type[] | undefined;

function declared(expression: ts.Expression, typed: TypedProgram, steps: number): Declared {
  if (steps > MAX_STEPS) return undefined;
  const types = new Set(declaredByKind(expression, typed, steps));
  return types.size > 0 && types.size <= MAX_TYPES ? [...types] : undefined;
}

function declaredByKind(expression: ts.Expression, typed: TypedProgram, steps: number): Declared {
  const { ts, checker } = typed;
  if (ts.isIdentifier(expression)) {
    const types = ofVariable(expression, typed, steps);
    return isTested(expression, typed) ? onlyPrimitive(types, typed) : types;
  }
  if (ts.isPropertyAccessExpression(expression)) {
    return isTested(expression.name, typed) ? undefined : ofProperty(expression, typed, steps);
  }
  if (ts.isCallExpression(expression) || ts.isNewExpression(expression)) {
    return ofCall(expression, typed, steps);
  }
  if (ts.isAwaitExpression(expression)) {
    return awaited(declared(expression.expression, typed, steps + 1), typed);
  }
  if (ts.isParenthesizedExpression(expression) || ts.isNonNullExpression(expression)) {
    return declared(expression.expression, typed, steps + 1);
  }
  if (ts.isConditionalExpression(expression)) {
    return ofEither(expression.whenTrue, expression.whenFalse, typed, steps);
  }
  if (ts.isBinaryExpression(expression)) return ofOperator(expression, typed, steps);
  if (ts.isTemplateExpression(expression)) return [checker.getStringType()];
  if (ts.isPrefixUnaryExpression(expression)) {
    return expression.operator === ts.SyntaxKind.ExclamationToken
      ? [checker.getBooleanType()]
      : undefined;
  }
  if (expression.kind === ts.SyntaxKind.ThisKeyword) return ofThis(expression, typed);
  return ts.isAsExpression(expression) || isLiteral(expression, ts)
    ? [checker.getTypeAtLocation(expression)]
    : undefined;
}

function isLiteral(expression: ts.Expression, t: typeof ts): boolean {
  const { TrueKeyword, FalseKeyword, NullKeyword } = t.SyntaxKind;
  const { kind } = expression;
  return (
    t.isLiteralExpression(expression) ||
    kind === TrueKeyword ||
    kind === FalseKeyword ||
    kind === NullKeyword
  );
}

function ofEither(
  one: ts.Expression,
  other: ts.Expression,
  typed: TypedProgram,
  steps: number,
): Declared {
  const types = declared(one, typed, steps + 1);
  const others = types && declared(other, typed, steps + 1);
  return others && [...types, ...others];
}

/** Of `a || b` what both are, of a comparison whether it holds. A sum may be a text or a number. */
function ofOperator(binary: ts.BinaryExpression, typed: TypedProgram, steps: number): Declared {
  const { SyntaxKind: K } = typed.ts;
  switch (binary.operatorToken.kind) {
    case K.AmpersandAmpersandToken:
    case K.BarBarToken:
    case K.QuestionQuestionToken:
      return ofEither(binary.left, binary.right, typed, steps);
    case K.EqualsEqualsToken:
    case K.EqualsEqualsEqualsToken:
    case K.ExclamationEqualsToken:
    case K.ExclamationEqualsEqualsToken:
    case K.LessThanToken:
    case K.LessThanEqualsToken:
    case K.GreaterThanToken:
    case K.GreaterThanEqualsToken:
    case K.InstanceOfKeyword:
    case K.InKeyword:
      return [typed.checker.getBooleanType()];
    default:
      return undefined;
  }
}

/**
 * Whether the file asks somewhere what a variable or property of this name is. Declared as one thing,
 * it may be another, too, where the answer is known: a promise after `x instanceof Promise`.
 */
function isTested(name: ts.MemberName, typed: TypedProgram): boolean {
  return namesIn(name.getSourceFile(), typed).tested.has(name.text);
}

/** No test makes anything else of a text, a number or nothing. */
function onlyPrimitive(types: Declared, { ts }: TypedProgram): Declared {
  const { StringLike, NumberLike, BooleanLike, Undefined, Null } = ts.TypeFlags;
  const primitive = StringLike | NumberLike | BooleanLike | Undefined | Null;
  const isPrimitive = types?.flatMap(membersOf).every(({ flags }) => (flags & primitive) !== 0);
  return isPrimitive === true ? types : undefined;
}

function ofVariable(name: ts.Identifier, typed: TypedProgram, steps: number): Declared {
  const { ts, checker } = typed;
  const found = ts.isShorthandPropertyAssignment(name.parent)
    ? checker.getShorthandAssignmentValueSymbol(name.parent)
    : checker.getSymbolAtLocation(name);
  const symbol = found && unaliased(found, typed);
  const declaration = symbol?.valueDeclaration;
  if (!declaration) return undefined;
  const made = given(declaration, typed, steps + 1);
  return made?.every((type) => isTelling(type, typed)) === true
    ? made
    : [checker.getTypeOfSymbol(symbol)];
}

/** What a variable without an annotation is given; `undefined` where that has no declaration of its own. */
function given(declaration: ts.Node, typed: TypedProgram, steps: number): Declared {
  const { ts } = typed;
  if (ts.isBindingElement(declaration)) return ofBindingElement(declaration, typed, steps);
  if (ts.isParameter(declaration)) return ofCallbackParameter(declaration, typed, steps);
  if (!ts.isVariableDeclaration(declaration) || declaration.type) return undefined;
  if (mayHaveComment(declaration, typed)) return undefined;
  if (declaration.initializer) return declared(declaration.initializer, typed, steps);
  const loop = declaration.parent.parent;
  return ts.isForOfStatement(loop) && !loop.awaitModifier
    ? elementsOf(declared(loop.expression, typed, steps), typed)
    : undefined;
}

/** In JavaScript, a comment may say that a variable takes more than it is given first. */
function mayHaveComment(declaration: ts.VariableDeclaration, { ts }: TypedProgram): boolean {
  const isConst = (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
  return !isConst && isInJavaScript(declaration);
}

/** `a` of `{ a }`, and of `[a, b]` where that is a tuple. */
function ofBindingElement(
  { name, parent, propertyName, dotDotDotToken, initializer }: ts.BindingElement,
  typed: TypedProgram,
  steps: number,
): Declared {
  const { ts, checker } = typed;
  const key = propertyName ?? name;
  if (steps > MAX_STEPS || dotDotDotToken || initializer || !ts.isIdentifier(key)) return undefined;
  const types = given(parent.parent, typed, steps + 1);
  if (types?.every((type) => isTelling(type, typed)) !== true) return undefined;
  const index = parent.elements.findIndex(
    (each) => ts.isBindingElement(each) && each.name === name,
  );
  const found = types.map((type) => {
    if (ts.isObjectBindingPattern(parent)) {
      const property = checker.getPropertyOfType(type, key.text);
      return property && checker.getTypeOfSymbol(property);
    }
    if (!checker.isTupleType(type)) return undefined;
    const { target } = type as { target?: Partial<ts.TupleType> };
    const isRequired = ((target?.elementFlags?.[index] ?? 0) & ts.ElementFlags.Required) !== 0;
    return isRequired ? checker.getTypeArguments(type as ts.TypeReference)[index] : undefined;
  });
  const known = found.filter((each) => each !== undefined);
  return known.length === found.length ? known : undefined;
}

function ofCallbackParameter(
  parameter: ts.ParameterDeclaration,
  typed: TypedProgram,
  steps: number,
): Declared {
  const collection = givenElementsOf(parameter, typed);
  return collection && elementsOf(declared(collection, typed, steps), typed);
}

/** `xs` for `x` of `xs.map((x) => …)` and other methods of arrays. */
export function givenElementsOf(
  parameter: ts.ParameterDeclaration,
  { ts }: TypedProgram,
): ts.Expression | undefined {
  const { parent: callback, type, initializer, dotDotDotToken } = parameter;
  const call = callback.parent;
  if (type || initializer || dotDotDotToken || callback.parameters[0] !== parameter) {
    return undefined;
  }
  const isMethod =
    ts.isCallExpression(call) &&
    call.arguments[0] === callback &&
    ts.isPropertyAccessExpression(call.expression) &&
    OF_ELEMENTS.has(call.expression.name.text);
  return isMethod ? call.expression.expression : undefined;
}

/**
 * Whether a parameter, or a name in its pattern, has the type that a called function gives its
 * callbacks, which the checker must infer: `x` of `task((x) => …)` and of `task({ done: (x) => … })`,
 * but not of `xs.map((x) => …)`.
 */
export function isFilledByCallee(declaration: ts.Declaration, { ts }: TypedProgram): boolean {
  let whole: ts.Node = declaration;
  while (ts.isBindingElement(whole)) whole = whole.parent.parent;
  if (!ts.isParameter(whole) || whole.type) return false;
  const { parent: callback } = whole;
  if (!ts.isArrowFunction(callback) && !ts.isFunctionExpression(callback)) return false;
  let argument: ts.Node = callback;
  while (!ts.isCallExpression(argument.parent) && !ts.isNewExpression(argument.parent)) {
    argument = argument.parent;
    const isPart =
      ts.isArrayLiteralExpression(argument) ||
      ts.isObjectLiteralExpression(argument) ||
      ts.isPropertyAssignment(argument) ||
      ts.isParenthesizedExpression(argument) ||
      ts.isConditionalExpression(argument);
    if (!isPart) return false;
  }
  const { expression: called, typeArguments } = argument.parent;
  if (called === argument || typeArguments) return false;
  const isOfCollection =
    argument === callback &&
    ts.isPropertyAccessExpression(called) &&
    OF_COLLECTIONS.has(called.name.text);
  return !isOfCollection;
}

/** Methods of arrays whose callback is given an element first. */
const OF_ELEMENTS = new Set(
  'every filter find findIndex findLast findLastIndex flatMap forEach map some'.split(' '),
);

/** Methods of collections whose callback is given elements, or what it gave before. */
const OF_COLLECTIONS = new Set([
  ...OF_ELEMENTS,
  ...'from fromAsync groupBy reduce reduceRight sort toSorted'.split(' '),
]);

/** Of arrays only: an element of a tuple may be missing. */
function elementsOf(types: Declared, { checker }: TypedProgram): Declared {
  return types?.every((type) => checker.isArrayType(type)) === true
    ? types.flatMap((type) => checker.getTypeArguments(type as ts.TypeReference))
    : undefined;
}

function ofProperty(
  access: ts.PropertyAccessExpression,
  typed: TypedProgram,
  steps: number,
): Declared {
  const { ts, checker } = typed;
  if (!ts.isIdentifier(access.name)) {
    const symbol = ts.isPrivateIdentifier(access.name) && privateMember(access.name, typed);
    return symbol ? inChain(access, [checker.getTypeOfSymbol(symbol)], typed) : undefined;
  }
  const owners = declaredOrChecked(access.expression, typed, steps + 1);
  const types: ts.Type[] = [];
  for (const owner of owners) {
    const present = presentPart(owner, typed);
    if (!present) continue;
    const property = isTelling(present, typed)
      ? checker.getPropertyOfType(present, access.name.text)
      : undefined;
    if (!property) return undefined;
    types.push(checker.getTypeOfSymbol(property));
  }
  return inChain(access, types, typed);
}

/** The class around declares it; without type parameters the member has one type in all instances. */
function privateMember(
  name: ts.PrivateIdentifier,
  { ts, checker }: TypedProgram,
): ts.Symbol | undefined {
  for (let node: ts.Node = name.parent; !ts.isSourceFile(node); node = node.parent) {
    if (!ts.isClassLike(node)) continue;
    const found = node.members.find(
      (member) =>
        member.name && ts.isPrivateIdentifier(member.name) && member.name.text === name.text,
    );
    if (found?.name) {
      return node.typeParameters ? undefined : checker.getSymbolAtLocation(found.name);
    }
  }
  return undefined;
}

/** Of every signature that the call may choose. */
function ofCall(
  call: ts.CallExpression | ts.NewExpression,
  typed: TypedProgram,
  steps: number,
): Declared {
  const { ts } = typed;
  const { SuperKeyword, ImportKeyword } = ts.SyntaxKind;
  const called = call.expression;
  if (called.kind === SuperKeyword || called.kind === ImportKeyword) return undefined;
  // Nothing is inferred, and nothing compared: `new Map<string, number>()`.
  if (call.typeArguments && call.arguments?.length === 0) {
    return [typed.checker.getTypeAtLocation(call)];
  }
  const callees = declaredOrChecked(called, typed, steps + 1);
  const types: ts.Type[] = [];
  for (const callee of callees) {
    const present = presentPart(callee, typed);
    for (const member of present ? membersOf(present) : []) {
      const signatures = ts.isNewExpression(call)
        ? member.getConstructSignatures()
        : member.getCallSignatures();
      if (signatures.length === 0) return undefined;
      for (const signature of signatures) {
        const type = signature.getReturnType();
        const isGeneric = (signature.getTypeParameters()?.length ?? 0) > 0;
        if (isGeneric && !isNamed(type, typed)) return undefined;
        types.push(type);
      }
    }
  }
  return inChain(call, types, typed);
}

function declaredOrChecked(
  expression: ts.Expression,
  typed: TypedProgram,
  steps: number,
): readonly ts.Type[] {
  const types = declared(expression, typed, steps);
  return types?.every((type) => isTelling(type, typed)) === true
    ? types
    : [typed.checker.getTypeAtLocation(expression)];
}

/** With `undefined`, where `?.` may cut the evaluation short. */
function inChain(
  access: ts.Expression,
  types: readonly ts.Type[],
  { ts, checker }: TypedProgram,
): Declared {
  return ts.isOptionalChain(access) ? [...types, checker.getUndefinedType()] : types;
}

/** Without `null` and `undefined`; `undefined` if it is nothing else. */
function presentPart(type: ts.Type, { ts, checker }: TypedProgram): ts.Type | undefined {
  const { Object: AnyObject, StringLike, NumberLike, Never } = ts.TypeFlags;
  if ((type.flags & (AnyObject | StringLike | NumberLike)) !== 0) return type;
  const present = checker.getNonNullableType(type);
  return (present.flags & Never) === 0 ? present : undefined;
}

/** What promises of the language resolve to; of other thenables nothing is told. */
function awaited(types: Declared, typed: TypedProgram): Declared {
  const { ts, checker, program } = typed;
  const found: ts.Type[] = [];
  for (const member of types?.flatMap(membersOf) ?? []) {
    const symbol = member.getSymbol();
    if (symbol?.name === 'Promise') {
      const [file] = (symbol.declarations ?? []).map((each) => each.getSourceFile());
      const [value] = checker.getTypeArguments(member as ts.TypeReference);
      if (!file || !program.isSourceFileDefaultLibrary(file) || !value) return undefined;
      found.push(value);
    } else if ((member.flags & ts.TypeFlags.Object) !== 0) return undefined;
    else found.push(member);
  }
  return types && found;
}

/** The class around, where `this` is an instance of it. */
function ofThis(node: ts.Expression, { ts, checker }: TypedProgram): Declared {
  let inner: ts.Node = node;
  while (!ts.isClassElement(inner)) {
    const isOwn = ts.isFunctionLike(inner) && !ts.isArrowFunction(inner);
    if (isOwn || ts.isSourceFile(inner)) return undefined;
    inner = inner.parent;
  }
  const owner = inner.parent;
  const isStatic = (ts.getCombinedModifierFlags(inner) & ts.ModifierFlags.Static) !== 0;
  if (isStatic || !ts.isClassLike(owner) || ts.isClassStaticBlockDeclaration(inner))
    return undefined;
  const symbol = owner.name && checker.getSymbolAtLocation(owner.name);
  return symbol && [checker.getDeclaredTypeOfSymbol(symbol)];
}

/** Whether no part of it stands for a type that is not known here, or for any object. */
function isTelling(type: ts.Type, typed: TypedProgram): boolean {
  const { ts } = typed;
  const { Any, Unknown, NonPrimitive, Instantiable } = ts.TypeFlags;
  if (type.isUnionOrIntersection()) return type.types.every((part) => isTelling(part, typed));
  if ((type.flags & (Any | Unknown | NonPrimitive | Instantiable)) !== 0) return false;
  const isLiteral = ((type.getSymbol()?.flags ?? 0) & ts.SymbolFlags.TypeLiteral) !== 0;
  return !isLiteral || type.getProperties().length > 0 || type.getCallSignatures().length > 0;
}

/** Whether the type has the same members whatever the type arguments are: a primitive, a class or an interface. */
function isNamed(type: ts.Type, { ts }: TypedProgram): boolean {
  const { Object: AnyObject, Intersection } = ts.TypeFlags;
  const { Class, Interface } = ts.SymbolFlags;
  return membersOf(type).every(
    (member) =>
      (member.flags & Intersection) === 0 &&
      ((member.flags & AnyObject) === 0 ||
        ((member.getSymbol()?.flags ?? 0) & (Class | Interface)) !== 0),
  );
}
