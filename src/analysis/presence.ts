import type ts from 'typescript';

import { calleeOf, isImport, isOutsideTheProgram, unaliased, withoutWrappers } from './callee.ts';
import { nameText } from './declared-names.ts';
import { hasModifier, isAsync, isStatic } from './modifiers.ts';
import { identifiersNamed } from './references.ts';
import { returnedValues } from './returned-values.ts';
import { thenabilityOf } from './thenable.ts';
import { isInJavaScript } from './in-javascript.ts';
import { membersOf } from './union-members.ts';
import type { TypedProgram } from './typescript.ts';

/** How far a value is followed through variables, getters and functions before its type is believed. */
const MAX_HOPS = 4;

/**
 * Whether `value`, which its type says is always there, may be `null` or `undefined` at run time: a
 * test for its presence is then no mistake. It may be
 * - where the program is checked without `strictNullChecks`, unless it is the result of an async
 *   function, of `new` or of a promise's own method;
 * - behind an assertion: `x!`, `x as T`, a field or variable declared with `!`, `declare`d fields, a
 *   later assignment of one of these;
 * - read by index without `noUncheckedIndexedAccess`, from a record, or out of an array by a pattern;
 * - a field or variable without initializer, and one that is declared nullable and only narrowed here;
 * - tested for `typeof x === 'object'` right before;
 * - made of `any`, given to a parameter in JavaScript, or a property that not every browser has.
 *
 * `false` where nothing speaks against the type.
 */
export function mayBeMissing(value: ts.Expression, typed: TypedProgram): boolean {
  return isBehindTypeof(value, typed.ts) || isMissable(value, typed, 0);
}

/** `x !== null` of `typeof x === 'object' && x !== null`: the usual test for an object, whatever the type says. */
function isBehindTypeof(value: ts.Expression, t: typeof ts): boolean {
  let compared: ts.Node = value;
  while (t.isParenthesizedExpression(compared.parent)) compared = compared.parent;
  const comparison = compared.parent;
  if (!t.isBinaryExpression(comparison)) return false;
  const both = comparison.parent;
  return (
    t.isBinaryExpression(both) &&
    both.right === comparison &&
    both.operatorToken.kind === t.SyntaxKind.AmpersandAmpersandToken &&
    both.left.getText().includes(`typeof ${value.getText()} `)
  );
}

function isMissable(value: ts.Expression, typed: TypedProgram, hops: number): boolean {
  const { ts } = typed;
  if (hops > MAX_HOPS) return false;
  if (isAsserted(value, ts)) return true;
  const inner = withoutWrappers(value, ts);
  if (ts.isAwaitExpression(inner) || ts.isNewExpression(inner)) return false;
  if (ts.isCallExpression(inner)) return isMissableResult(inner, typed, hops);
  if (ts.isPropertyAccessExpression(inner)) return isMissableProperty(inner, typed, hops);
  if (ts.isElementAccessExpression(inner)) {
    return !isStrict(typed, 'noUncheckedIndexedAccess') || isNullable(inner, undefined, typed);
  }
  if (ts.isIdentifier(inner)) {
    const symbol = typed.checker.getSymbolAtLocation(inner);
    const found = symbol && unaliased(symbol, typed);
    return !found || isMissableVariable(inner, found, typed, hops);
  }
  if (ts.isConditionalExpression(inner)) {
    return (
      isMissable(inner.whenTrue, typed, hops + 1) || isMissable(inner.whenFalse, typed, hops + 1)
    );
  }
  return !isStrict(typed, 'strictNullChecks');
}

/** Whether an assertion stands around the value: `satisfies` is none. */
function isAsserted(value: ts.Expression, t: typeof ts): boolean {
  let inner = value;
  for (;;) {
    if (t.isNonNullExpression(inner) || t.isTypeAssertionExpression(inner)) return true;
    if (t.isAsExpression(inner)) return !isConstAssertion(inner, t);
    if (!t.isParenthesizedExpression(inner) && !t.isSatisfiesExpression(inner)) return false;
    inner = inner.expression;
  }
}

function isConstAssertion({ type }: ts.AsExpression, t: typeof ts): boolean {
  return (
    t.isTypeReferenceNode(type) && t.isIdentifier(type.typeName) && type.typeName.text === 'const'
  );
}

/** An async function and a promise's own methods give a promise, however the program is checked. */
function isMissableResult(call: ts.CallExpression, typed: TypedProgram, hops: number): boolean {
  const { ts } = typed;
  if (isImport(call, ts)) return false;
  if (call.questionDotToken) return true;
  const callee = calleeOf(call, typed);
  if (callee.kind === 'body' && !ts.isClassLike(callee.body)) {
    if (isAsync(callee.body, ts)) return false;
    if (!isStrict(typed, 'strictNullChecks')) return true;
    return returnedValues(callee.body, ts).some((each) => isMissable(each, typed, hops + 1));
  }
  if (callee.kind === 'library' && /^Promise\.\w+$/.test(callee.name)) return false;
  return !isStrict(typed, 'strictNullChecks');
}

function isMissableProperty(
  access: ts.PropertyAccessExpression,
  typed: TypedProgram,
  hops: number,
): boolean {
  if (!isStrict(typed, 'strictNullChecks') || access.questionDotToken) return true;
  const symbol = typed.checker.getSymbolAtLocation(access.name);
  return (
    !symbol ||
    isMissableMember(symbol, typed, hops) ||
    isNullable(access, symbol, typed) ||
    isOfAsserted(access.expression, typed, hops)
  );
}

/** Whether an object was only said to have its type: `(x as T).y`, `JSON.parse(…)` bound to a type. */
function isOfAsserted(object: ts.Expression, typed: TypedProgram, hops: number): boolean {
  const { ts, checker } = typed;
  if (hops > MAX_HOPS) return false;
  if (isAsserted(object, ts)) return !ts.isNonNullExpression(object);
  const inner = withoutWrappers(object, ts);
  if (ts.isPropertyAccessExpression(inner)) return isOfAsserted(inner.expression, typed, hops + 1);
  if (!ts.isIdentifier(inner)) return false;
  const declaration = checker.getSymbolAtLocation(inner)?.valueDeclaration;
  if (!declaration || !ts.isVariableDeclaration(declaration)) {
    return declaration !== undefined && ts.isParameter(declaration) && isInJavaScript(declaration);
  }
  const { initializer } = declaration;
  if (!initializer) return false;
  return (
    (isAsserted(initializer, ts) && !ts.isNonNullExpression(initializer)) ||
    (checker.getTypeAtLocation(initializer).flags & ts.TypeFlags.Any) !== 0
  );
}

/** By its declarations: one that says more than its type does, or none at all. */
function isMissableMember(symbol: ts.Symbol, typed: TypedProgram, hops: number): boolean {
  const { ts } = typed;
  const declarations = symbol.declarations ?? [];
  if (declarations.length === 0) return true; // Of a mapped type, such as a record.
  return declarations.some((declaration) => {
    if (ts.isIndexSignatureDeclaration(declaration) || ts.isMappedTypeNode(declaration)) {
      return true;
    }
    if (isOfBrowser(declaration, typed)) return true;
    if (isOutsideTheProgram(declaration, typed)) return false;
    if (ts.isPropertyDeclaration(declaration)) {
      return (
        isUninitialized(declaration, typed) ||
        (declaration.initializer && isMissable(declaration.initializer, typed, hops + 1)) ===
          true ||
        isAssignedAsserted(symbol, declaration, typed)
      );
    }
    if (ts.isGetAccessorDeclaration(declaration) && declaration.body) {
      const fn = declaration as typeof declaration & { readonly body: ts.Block };
      return returnedValues(fn, ts).some((each) => isMissable(each, typed, hops + 1));
    }
    if (ts.isPropertyAssignment(declaration)) {
      return isMissable(declaration.initializer, typed, hops + 1);
    }
    // `this.ready = …` in JavaScript; `declare` parameters and signatures say what their type says.
    return isInJavaScript(declaration);
  });
}

function isUninitialized(field: ts.PropertyDeclaration, typed: TypedProgram): boolean {
  const { ts } = typed;
  if (field.initializer) return false;
  if (field.exclamationToken) return true;
  const { AbstractKeyword, DeclareKeyword } = ts.SyntaxKind;
  if (hasModifier(field, DeclareKeyword)) return true;
  if (hasModifier(field, AbstractKeyword)) return false;
  // TypeScript asks this of no static field, and in JavaScript of none.
  if (isStatic(field, ts) || isInJavaScript(field)) return true;
  return !isStrict(typed, 'strictPropertyInitialization');
}

function isMissableVariable(
  use: ts.Identifier,
  symbol: ts.Symbol,
  typed: TypedProgram,
  hops: number,
): boolean {
  const { ts } = typed;
  const [declaration, other] = symbol.declarations ?? [];
  if (!declaration || other) return true;
  if (isNullable(use, symbol, typed)) return true;
  if (ts.isParameter(declaration)) {
    return isInJavaScript(declaration) || !isStrict(typed, 'strictNullChecks');
  }
  if (ts.isBindingElement(declaration)) return isMissableElement(declaration, typed, hops);
  if (ts.isShorthandPropertyAssignment(declaration)) {
    return isMissable(declaration.name, typed, hops + 1);
  }
  if (!ts.isVariableDeclaration(declaration)) return true;
  return isMissableBinding(use, declaration, symbol, typed, hops);
}

function isMissableBinding(
  use: ts.Identifier,
  declaration: ts.VariableDeclaration,
  symbol: ts.Symbol,
  typed: TypedProgram,
  hops: number,
): boolean {
  const { ts } = typed;
  const { initializer, parent } = declaration;
  if (ts.isCatchClause(parent)) return true;
  if (ts.isForOfStatement(parent.parent)) return !isStrict(typed, 'strictNullChecks');
  const isConst = (parent.flags & ts.NodeFlags.Const) !== 0;
  if (!initializer) {
    // `declare const`: who declares it vouches for it.
    return !isConst || !isStrict(typed, 'strictNullChecks');
  }
  const isHoisted = (parent.flags & ts.NodeFlags.BlockScoped) === 0;
  if (isHoisted && use.pos < declaration.pos) return true;
  return (
    thenabilityOf(initializer, typed) === 'unknown' ||
    isMissable(initializer, typed, hops + 1) ||
    isBrowserCall(initializer, typed) ||
    (!isConst && isAssignedAsserted(symbol, declaration, typed))
  );
}

/** `const { ready } = server`, `const [first] = jobs`. */
function isMissableElement(element: ts.BindingElement, typed: TypedProgram, hops: number): boolean {
  const { ts, checker } = typed;
  if (element.initializer) return isMissable(element.initializer, typed, hops + 1);
  if (!isStrict(typed, 'strictNullChecks') || isInJavaScript(element)) return true;
  if (ts.isArrayBindingPattern(element.parent)) return !isStrict(typed, 'noUncheckedIndexedAccess');
  const key = nameText(element.propertyName ?? element.name, ts);
  const source = checker.getTypeAtLocation(element.parent);
  const property = key === undefined ? undefined : checker.getPropertyOfType(source, key);
  if (!property || isMissableMember(property, typed, hops + 1)) return true;
  const declaration = element.parent.parent;
  return (
    ts.isVariableDeclaration(declaration) &&
    declaration.initializer !== undefined &&
    ((isAsserted(declaration.initializer, ts) &&
      !ts.isNonNullExpression(declaration.initializer)) ||
      (checker.getTypeAtLocation(declaration.initializer).flags & ts.TypeFlags.Any) !== 0)
  );
}

/** Whether what is read is declared to be nullable, and only narrowed where it is read. */
function isNullable(
  access: ts.Expression,
  symbol: ts.Symbol | undefined,
  { ts, checker }: TypedProgram,
): boolean {
  const declared = symbol ? checker.getTypeOfSymbol(symbol) : checker.getTypeAtLocation(access);
  const { Null, Undefined, Void } = ts.TypeFlags;
  return membersOf(declared).some(({ flags }) => (flags & (Null | Undefined | Void)) !== 0);
}

/** Whether the file of the declaration assigns it what is only said to be there: `x = undefined!`. */
function isAssignedAsserted(
  symbol: ts.Symbol,
  declaration: ts.Declaration,
  typed: TypedProgram,
): boolean {
  const { ts, checker } = typed;
  return identifiersNamed(symbol.name, declaration.getSourceFile(), ts).some((identifier) => {
    const target = ts.isPropertyAccessExpression(identifier.parent)
      ? identifier.parent
      : identifier;
    const { parent } = target;
    if (ts.isDeleteExpression(parent)) return checker.getSymbolAtLocation(identifier) === symbol;
    return (
      ts.isBinaryExpression(parent) &&
      parent.left === target &&
      parent.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      isAsserted(parent.right, ts) &&
      checker.getSymbolAtLocation(identifier) === symbol
    );
  });
}

/** `play()` and the like give a promise in today's browsers, and gave nothing in earlier ones. */
function isBrowserCall(value: ts.Expression, typed: TypedProgram): boolean {
  const call = withoutWrappers(value, typed.ts);
  if (!typed.ts.isCallExpression(call)) return false;
  const callee = calleeOf(call, typed);
  return callee.kind === 'library' && isOfBrowser(callee.declaration, typed);
}

function isOfBrowser(declaration: ts.Declaration, { program }: TypedProgram): boolean {
  const file = declaration.getSourceFile();
  return (
    /[\\/](?:lib\.(?:dom|webworker)\b[\w.]*|@types[\\/]web[\\/].*)\.d\.ts$/.test(file.fileName) &&
    (program.isSourceFileDefaultLibrary(file) || file.fileName.includes('@types'))
  );
}

/** Whether the program is checked with an option, by itself or by `strict`, which 6.0 made the default. */
function isStrict(
  { ts, program }: TypedProgram,
  option: 'noUncheckedIndexedAccess' | 'strictNullChecks' | 'strictPropertyInitialization',
): boolean {
  const options = program.getCompilerOptions();
  if (option === 'noUncheckedIndexedAccess') return options.noUncheckedIndexedAccess === true;
  return options[option] ?? options.strict ?? Number.parseInt(ts.version) >= 6;
}
