import type ts from 'typescript';

export function isAsync(node: ts.Node, t: typeof ts): boolean {
  return hasModifier(node, t.SyntaxKind.AsyncKeyword);
}

export function isStatic(node: ts.Node, t: typeof ts): boolean {
  return hasModifier(node, t.SyntaxKind.StaticKeyword);
}

export function hasModifier(node: ts.Node, kind: ts.SyntaxKind): boolean {
  const { modifiers } = node as { modifiers?: readonly ts.ModifierLike[] };
  return modifiers?.some((modifier) => modifier.kind === kind) ?? false;
}
