import type ts from 'typescript';

/** Whether a node stands in a JavaScript file, where nobody checks what types and comments say. */
export function isInJavaScript(node: ts.Node): boolean {
  return /\.[cm]?jsx?$/.test(node.getSourceFile().fileName);
}
