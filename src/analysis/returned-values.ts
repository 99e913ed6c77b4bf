import type ts from 'typescript';

/** What the function returns: the operands of its `return` statements, or the expression that is its body. */
export function returnedValues(
  { body }: { readonly body: ts.ConciseBody },
  t: typeof ts,
): readonly ts.Expression[] {
  if (!t.isBlock(body)) return [body];
  const found: ts.Expression[] = [];
  visit(body);
  return found;

  function visit(node: ts.Node): void {
    t.forEachChild(node, (child) => {
      if (t.isReturnStatement(child)) {
        if (child.expression) found.push(child.expression);
      } else if (!t.isFunctionLike(child) && !t.isClassLike(child) && !t.isExpression(child)) {
        visit(child);
      }
    });
  }
}
