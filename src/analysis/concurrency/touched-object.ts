import type ts from 'typescript';

import type { Rows } from '../../catalogue/catalogue.ts';
import { calleeOf, withWrappers } from '../callee.ts';
import { isAssignmentOperator } from '../declared-names.ts';
import { rowByName } from '../known-row.ts';
import type { TypedProgram } from '../typescript.ts';
import { isPrimitiveValue, valueSymbol } from './private-object.ts';

/**
 * What a piece of code does with the objects that variables hold. An object of one function alone is
 * left out of its effects, as nobody else sees it; two parts of that function see it all the same.
 */
export interface Touched {
  readonly uses: readonly Touch[];
  readonly changes: readonly Touch[];
}

interface Touch {
  readonly symbol: ts.Symbol;
  /** The property or element; `*`: any, or what the object holds besides. */
  readonly member: string;
  readonly text: string;
}

/** What all of `root` does, nested functions with it; `leaveOut`: parts that do not count. */
export function touchedIn(
  root: ts.Node,
  typed: TypedProgram,
  catalogue: Rows,
  leaveOut: readonly ts.Node[] = [],
): Touched {
  const { ts } = typed;
  const uses: Touch[] = [];
  const changes: Touch[] = [];
  visit(root);
  return { uses, changes };

  function visit(node: ts.Node): void {
    if (ts.isTypeNode(node) || leaveOut.includes(node)) return;
    if (ts.isIdentifier(node)) note(node);
    ts.forEachChild(node, visit);
  }

  function note(identifier: ts.Identifier): void {
    const symbol = valueSymbol(identifier, typed);
    const declaration = symbol?.declarations?.[0];
    if (!symbol || !declaration) return;
    const isVariable =
      ts.isVariableDeclaration(declaration) ||
      ts.isParameter(declaration) ||
      ts.isBindingElement(declaration);
    if (!isVariable || declaration.name === identifier) return;
    if (isPrimitiveValue(identifier, typed)) return;

    let value: ts.Node = withWrappers(identifier, ts);
    let member: string | undefined;
    while (isOwnerOf(value.parent, value)) {
      const access = value.parent;
      if (isCallee(access)) break;
      member ??= nameOf(access);
      value = withWrappers(access, ts);
    }
    const isChanged = isOwnerOf(value.parent, value)
      ? changesReceiver(value.parent)
      : changesValue(value);
    const touch = { symbol, member: member ?? '*', text: identifier.text };
    uses.push(touch);
    if (isChanged) changes.push(touch);
  }

  function isOwnerOf(
    parent: ts.Node,
    value: ts.Node,
  ): parent is ts.PropertyAccessExpression | ts.ElementAccessExpression {
    return (
      (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) &&
      parent.expression === value
    );
  }

  function isCallee(access: ts.Expression): boolean {
    const outer = withWrappers(access, ts);
    return ts.isCallExpression(outer.parent) && outer.parent.expression === outer;
  }

  function nameOf(access: ts.PropertyAccessExpression | ts.ElementAccessExpression): string {
    if (ts.isPropertyAccessExpression(access)) return access.name.text;
    const { argumentExpression } = access;
    return ts.isStringLiteralLike(argumentExpression) || ts.isNumericLiteral(argumentExpression)
      ? argumentExpression.text
      : '*';
  }

  function changesReceiver(access: ts.Expression): boolean {
    const call = withWrappers(access, ts).parent;
    if (!ts.isCallExpression(call)) return false;
    const writes = effectsOf(call)?.writes ?? [];
    return writes.includes('items') || writes.includes('state');
  }

  /** An argument that is written into, or the target of an assignment. */
  function changesValue(value: ts.Node): boolean {
    const { parent } = value;
    if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) {
      const isArgument = parent.arguments?.some((each) => each === value) === true;
      return isArgument && effectsOf(parent)?.writesArguments === true;
    }
    if (ts.isBinaryExpression(parent)) {
      return parent.left === value && isAssignmentOperator(parent.operatorToken.kind, ts);
    }
    if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) {
      const { PlusPlusToken, MinusMinusToken } = ts.SyntaxKind;
      return parent.operator === PlusPlusToken || parent.operator === MinusMinusToken;
    }
    return ts.isDeleteExpression(parent) || isInTargetPattern(value);
  }

  /** `o.a` of `[o.a, o.b] = …` and `({ a: o.a } = …)` */
  function isInTargetPattern(value: ts.Node): boolean {
    let node = value;
    for (;;) {
      const { parent } = node;
      if (
        ts.isArrayLiteralExpression(parent) ||
        ts.isObjectLiteralExpression(parent) ||
        ts.isSpreadElement(parent) ||
        ts.isSpreadAssignment(parent) ||
        ts.isParenthesizedExpression(parent) ||
        (ts.isPropertyAssignment(parent) && parent.initializer === node)
      ) {
        node = parent;
      } else {
        return (
          node !== value &&
          ts.isBinaryExpression(parent) &&
          parent.left === node &&
          parent.operatorToken.kind === ts.SyntaxKind.EqualsToken
        );
      }
    }
  }

  function effectsOf(
    call: ts.CallExpression | ts.NewExpression,
  ): NonNullable<ReturnType<Rows['row']>>['effects'] {
    return rowByName(calleeOf(call, typed), catalogue)?.effects;
  }
}

/** The name of an object that one of two pieces of code changes and the other one uses. */
export function sharedObject(one: Touched, other: Touched): string | undefined {
  return meeting(one.changes, other.uses) ?? meeting(other.changes, one.uses);
}

function meeting(changes: readonly Touch[], uses: readonly Touch[]): string | undefined {
  return changes.find((change) =>
    uses.some(
      (use) =>
        use.symbol === change.symbol &&
        (use.member === change.member || use.member === '*' || change.member === '*'),
    ),
  )?.text;
}
