import type ts from 'typescript';

type Binary<Kind extends ts.SyntaxKind> = ts.BinaryExpression & {
  readonly operatorToken: { readonly kind: Kind };
};
type Logical = Binary<ts.LogicalOperator | ts.SyntaxKind.QuestionQuestionToken>;
type ShortCircuit = Logical | Binary<ts.LogicalOrCoalescingAssignmentOperator>;

/** Whether `node` is `a && b`, `a || b` or `a ?? b`: one of the two is its value. */
export function isLogical(node: ts.Node, t: typeof ts): node is Logical {
  if (!t.isBinaryExpression(node)) return false;
  const { AmpersandAmpersandToken, BarBarToken, QuestionQuestionToken } = t.SyntaxKind;
  const { kind } = node.operatorToken;
  return kind === AmpersandAmpersandToken || kind === BarBarToken || kind === QuestionQuestionToken;
}

/** The same, or `a &&= b`, `a ||= b`, `a ??= b`: `b` is evaluated only where `a` does not decide. */
export function isShortCircuit(node: ts.Node, t: typeof ts): node is ShortCircuit {
  if (isLogical(node, t)) return true;
  if (!t.isBinaryExpression(node)) return false;
  const { SyntaxKind } = t;
  const { kind } = node.operatorToken;
  return (
    kind === SyntaxKind.AmpersandAmpersandEqualsToken ||
    kind === SyntaxKind.BarBarEqualsToken ||
    kind === SyntaxKind.QuestionQuestionEqualsToken
  );
}
