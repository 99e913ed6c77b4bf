import type ts from 'typescript';

import { isAssignmentOperator } from '../declared-names.ts';
import type { TypedProgram } from '../typescript.ts';
import type { Member } from './candidates.ts';
import { assigns } from './candidates.ts';
import { valueSymbol } from './private-object.ts';

/** The variables that a member declares or assigns. */
export function symbolsOf({ node }: Member, typed: TypedProgram): Set<ts.Symbol> {
  const { ts } = typed;
  const found = new Set<ts.Symbol>(declaredBy(node, typed));
  const visit = (each: ts.Node): void => {
    if (ts.isBinaryExpression(each) && isAssignmentOperator(each.operatorToken.kind, ts)) {
      noteNames(each.left, found, typed);
    } else if (
      (ts.isPrefixUnaryExpression(each) || ts.isPostfixUnaryExpression(each)) &&
      assigns(each, ts)
    ) {
      noteNames(each.operand, found, typed);
    }
    ts.forEachChild(each, visit);
  };
  visit(node);
  return found;
}

/** Adds the variables that a name or pattern sets; not the properties. */
export function noteNames(target: ts.Node, into: Set<ts.Symbol>, typed: TypedProgram): void {
  const { ts } = typed;
  if (ts.isIdentifier(target)) {
    const symbol = valueSymbol(target, typed);
    if (symbol) into.add(symbol);
  } else if (!ts.isPropertyAccessExpression(target) && !ts.isElementAccessExpression(target)) {
    ts.forEachChild(target, (child) => {
      noteNames(child, into, typed);
    });
  }
}

/** The variables and functions that code declares, nested functions apart. */
export function declaredBy(node: ts.Node, typed: TypedProgram): readonly ts.Symbol[] {
  const { ts, checker } = typed;
  const found: ts.Symbol[] = [];
  const visit = (each: ts.Node): void => {
    const isDeclared =
      ts.isVariableDeclaration(each) || ts.isBindingElement(each) || ts.isFunctionDeclaration(each);
    if (isDeclared && each.name && ts.isIdentifier(each.name)) {
      const symbol = checker.getSymbolAtLocation(each.name);
      if (symbol) found.push(symbol);
    }
    if (!ts.isFunctionLike(each)) ts.forEachChild(each, visit);
  };
  visit(node);
  return found;
}

/** The first place where code names one of the variables. */
export function usesAny(
  node: ts.Node,
  symbols: ReadonlySet<ts.Symbol>,
  typed: TypedProgram,
): ts.Identifier | undefined {
  const { ts } = typed;
  if (symbols.size === 0) return undefined;
  const names = new Set([...symbols].map(({ name }) => name));
  const visit = (each: ts.Node): ts.Identifier | undefined => {
    if (ts.isIdentifier(each)) {
      if (!names.has(each.text)) return undefined;
      const symbol = valueSymbol(each, typed);
      return symbol && symbols.has(symbol) ? each : undefined;
    }
    return ts.forEachChild(each, visit);
  };
  return visit(node);
}
