import type ts from 'typescript';

import { unaliased, withWrappers } from './callee.ts';
import { nameText, ownFiles } from './declared-names.ts';
import { isAsync } from './modifiers.ts';
import { functionAround, identifiersNamed } from './references.ts';
import { isLogical } from './short-circuit.ts';
import type { TypedProgram } from './typescript.ts';

/** Whether whoever is given this function, as a value, waits for its result. */
export type WaitsFor = (fn: ts.Expression) => boolean;

/**
 * Whether the body of the function that `parameter` belongs to does something with what the
 * function in it returns, or hands the function to somebody who does, although its type may say that
 * it returns nothing.
 */
export function isParameterResultUsed(
  parameter: ts.ParameterDeclaration,
  typed: TypedProgram,
  waits: WaitsFor,
): boolean {
  const { ts, checker } = typed;
  const body = (parameter.parent as { body?: ts.Node }).body;
  if (!ts.isIdentifier(parameter.name) || !body) return false;
  const { name } = parameter;
  const file = parameter.getSourceFile();
  return identifiersNamed(name.text, file, ts).some((each) => {
    if (each === name) return false;
    const isWithin = each.pos >= body.pos && each.end <= body.end;
    const use = withWrappers(each, ts);
    if (isWithin && checker.getSymbolAtLocation(each)?.valueDeclaration === parameter) {
      const call = callOf(use, ts);
      if (call) return isUsed(call, typed, waits);
      const target = assignedMember(use, typed);
      return target ? isMemberResultUsed(target, typed, waits) : waits(each);
    }
    // `constructor(private readonly done: () => void)`: the field goes by the same name.
    const member = ts.isPropertyAccessExpression(use.parent) ? use.parent : undefined;
    if (member?.name !== each) return false;
    const call = callOf(withWrappers(member, ts), ts);
    return (
      call !== undefined &&
      isUsed(call, typed, waits) &&
      checker.getSymbolAtLocation(each)?.valueDeclaration === parameter
    );
  });
}

/**
 * Whether some code of the program does something with the result of the function that this member
 * or variable holds: `await options.onError()`. Or may do so: it keeps the function among others, by
 * a type that says nothing about results (`hooks.push(options.after)` of a `Function[]`).
 */
export function isMemberResultUsed(
  symbol: ts.Symbol,
  typed: TypedProgram,
  waits: WaitsFor,
): boolean {
  const { ts, checker } = typed;
  const declared = symbol.declarations ?? [];
  const means = (found: ts.Symbol | undefined): boolean =>
    found !== undefined &&
    (unaliased(found, typed).declarations ?? []).some((each) => declared.includes(each));

  return ownFiles(typed).some((file) =>
    identifiersNamed(symbol.name, file, ts).some((each) => {
      const value =
        ts.isPropertyAccessExpression(each.parent) && each.parent.name === each
          ? each.parent
          : each;
      const call = callOf(withWrappers(value, ts), ts);
      if (!(call ? isUsed(call, typed, waits) : isKept(value, typed))) return false;
      const found = checker.getSymbolAtLocation(each);
      return means(found) || means(destructured(found, typed));
    }),
  );
}

/** Whether a function is added to a collection that takes functions of all kinds. */
function isKept(value: ts.Expression, { ts, checker }: TypedProgram): boolean {
  const use = withWrappers(value, ts) as ts.Expression;
  const { parent } = use;
  if (!ts.isCallExpression(parent) || !parent.arguments.includes(use)) return false;
  const { expression: adds } = parent;
  if (!ts.isPropertyAccessExpression(adds) || !ADDING.test(adds.name.text)) return false;
  const type = checker.getContextualType(use);
  return !type || checker.getNonNullableType(type).getCallSignatures().length === 0;
}

const ADDING = /^(?:add|push|set|unshift)$/;

/** The property that `const { onError } = options` reads. */
function destructured(
  found: ts.Symbol | undefined,
  { ts, checker }: TypedProgram,
): ts.Symbol | undefined {
  const element = found?.valueDeclaration;
  if (!element || !ts.isBindingElement(element)) return undefined;
  const key = nameText(element.propertyName ?? element.name, ts);
  return key === undefined
    ? undefined
    : checker.getPropertyOfType(checker.getTypeAtLocation(element.parent), key);
}

/** The field in `this.done = use`. */
function assignedMember(use: ts.Node, { ts, checker }: TypedProgram): ts.Symbol | undefined {
  const { parent } = use;
  return ts.isBinaryExpression(parent) &&
    parent.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    parent.right === use &&
    ts.isPropertyAccessExpression(parent.left)
    ? checker.getSymbolAtLocation(parent.left.name)
    : undefined;
}

/** The call that calls `value`: `f()`, `f?.()`, `f.call(x)`. */
function callOf(value: ts.Node, t: typeof ts): ts.CallExpression | undefined {
  const { parent } = value;
  if (t.isCallExpression(parent)) return parent.expression === value ? parent : undefined;
  const isMethod =
    t.isPropertyAccessExpression(parent) &&
    parent.expression === value &&
    /^(?:call|apply)$/.test(parent.name.text);
  return isMethod && t.isCallExpression(parent.parent) ? parent.parent : undefined;
}

/** Whether anything is done with the value of `call`. */
function isUsed(call: ts.Expression, typed: TypedProgram, waits: WaitsFor): boolean {
  const { ts } = typed;
  const value = withWrappers(call, ts) as ts.Expression;
  const { parent } = value;
  if (ts.isExpressionStatement(parent) || ts.isVoidExpression(parent)) return false;
  if (ts.isBinaryExpression(parent)) {
    const isComma = parent.operatorToken.kind === ts.SyntaxKind.CommaToken;
    if (isComma && parent.left === value) return false;
    return isComma || isLogical(parent, ts) ? isUsed(parent, typed, waits) : true;
  }
  if (ts.isConditionalExpression(parent)) return isUsed(parent, typed, waits);
  if (ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === value)) {
    const fn = functionAround(value, ts);
    if (!fn) return true;
    if (isAsync(fn, ts)) return true;
    return (ts.isArrowFunction(fn) || ts.isFunctionExpression(fn)) && waits(fn);
  }
  return true;
}
