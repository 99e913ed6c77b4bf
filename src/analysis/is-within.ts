import type ts from 'typescript';

/** Whether `node` is `outer` or a part of it. */
export function isWithin(node: ts.Node, outer: ts.Node): boolean {
  return (
    outer.pos <= node.pos && node.end <= outer.end && node.getSourceFile() === outer.getSourceFile()
  );
}
