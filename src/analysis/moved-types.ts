import type ts from 'typescript';

import { withoutWrappers } from './callee.ts';
import { valueSymbol } from './concurrency/private-object.ts';
import { isVariableReassigned } from './declared-names.ts';
import type { TypedProgram } from './typescript.ts';

/**
 * Whether `code` would lose types in a function of its own: the code around it has narrowed a member
 * (`if (!this.client) return;`) or a variable that is assigned elsewhere, and TypeScript forgets that
 * at the border of a function. What is declared within `inner` moves along and keeps its type.
 */
export function losesNarrowing(
  code: readonly ts.Node[],
  inner: ts.Node,
  typed: TypedProgram,
): boolean {
  const { ts } = typed;
  return code.some((each) => visit(each));

  function visit(node: ts.Node): boolean {
    if (ts.isTypeNode(node)) return false;
    if (ts.isIdentifier(node) && isVariableNarrowed(node)) return true;
    if (ts.isPropertyAccessExpression(node) && isOuter(node) && isMemberNarrowed(node, typed)) {
      return true;
    }
    return ts.forEachChild(node, (child) => visit(child) || undefined) ?? false;
  }

  /** Whether the chain starts at `this` or at a variable from without. */
  function isOuter(node: ts.Expression): boolean {
    let root = node;
    while (ts.isPropertyAccessExpression(root) || ts.isElementAccessExpression(root)) {
      root = withoutWrappers(root.expression, ts);
    }
    return ts.isIdentifier(root)
      ? !isWithin(valueSymbol(root, typed), inner)
      : root.kind === ts.SyntaxKind.ThisKeyword;
  }

  function isVariableNarrowed(node: ts.Identifier): boolean {
    if (ts.isPropertyAccessExpression(node.parent) && node.parent.name === node) return false;
    const symbol = valueSymbol(node, typed);
    const [declaration] = symbol?.declarations ?? [];
    if (!symbol || !declaration || isWithin(symbol, inner)) return false;
    if (!ts.isVariableDeclaration(declaration) && !ts.isParameter(declaration)) return false;
    const isConstant =
      (declaration.parent.flags & ts.NodeFlags.Const) !== 0 &&
      ts.isVariableDeclarationList(declaration.parent);
    if (isConstant || !isVariableReassigned(declaration as ts.VariableDeclaration, typed)) {
      return false;
    }
    const { checker } = typed;
    return checker.getTypeAtLocation(node) !== checker.getTypeOfSymbol(symbol);
  }
}

/** Whether a member of something declared in `owner` is used in `code` with a narrower type than its own. */
export function usesNarrowedMember(
  code: readonly ts.Node[],
  owner: ts.Node,
  typed: TypedProgram,
): boolean {
  const { ts } = typed;
  const visit = (node: ts.Node): boolean =>
    (ts.isPropertyAccessExpression(node) &&
      ts.isIdentifier(node.expression) &&
      isWithin(valueSymbol(node.expression, typed), owner) &&
      isMemberNarrowed(node, typed)) ||
    (ts.forEachChild(node, (child) => visit(child) || undefined) ?? false);
  return code.some(visit);
}

function isMemberNarrowed(node: ts.PropertyAccessExpression, { checker }: TypedProgram): boolean {
  const owner = checker.getApparentType(checker.getTypeAtLocation(node.expression));
  const member = checker.getPropertyOfType(owner, node.name.text);
  return (
    member !== undefined && checker.getTypeOfSymbol(member) !== checker.getTypeAtLocation(node)
  );
}

function isWithin(symbol: ts.Symbol | undefined, outer: ts.Node): boolean {
  return (symbol?.declarations ?? []).some(
    (each) =>
      each.getSourceFile() === outer.getSourceFile() &&
      outer.pos <= each.pos &&
      each.end <= outer.end,
  );
}

/** Whether the type of a call comes from where its value goes: `const user: User = get('/user')`. */
export function isTypedByContext(
  expression: ts.Expression,
  { ts, checker }: TypedProgram,
): boolean {
  const call = withoutWrappers(expression, ts);
  if (!ts.isCallExpression(call) || call.typeArguments) return false;
  const declaration = checker.getResolvedSignature(call)?.declaration;
  const own = (declaration?.typeParameters ?? []).filter((each) =>
    ts.isTypeParameterDeclaration(each),
  );
  return own.some(
    ({ name }) =>
      !(declaration?.parameters ?? []).some(
        (each) => ts.isParameter(each) && each.type && mentions(each.type, name.text),
      ),
  );

  function mentions(node: ts.Node, name: string): boolean {
    if (ts.isIdentifier(node)) return node.text === name;
    return ts.forEachChild(node, (child) => mentions(child, name) || undefined) ?? false;
  }
}
