import type { TSESLint, TSESTree } from '@typescript-eslint/utils';

import type { Edit } from './edit.ts';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** The statement of a block or a file that `node` is, or is part of, without leaving its function. */
export function statementAround(node: TSESTree.Node): TSESTree.Statement | undefined {
  for (let each: TSESTree.Node | undefined = node; each; each = each.parent) {
    if (isFunction(each)) return undefined;
    if (siblingsOf(each)) return each as TSESTree.Statement;
  }
  return undefined;
}

/** The statements of a block or a file that `node` is one of. */
export function siblingsOf(node: TSESTree.Node): readonly TSESTree.Statement[] | undefined {
  const { parent } = node;
  return (parent?.type === 'BlockStatement' || parent?.type === 'Program') &&
    (parent.body as readonly TSESTree.Node[]).includes(node)
    ? parent.body
    : undefined;
}

/** Where a statement ends: a `;` that stands in front of the next line, as in `;[x].sort()`, is not its own. */
export function endOf(statement: TSESTree.Node, sourceCode: SourceCode): number {
  const last = sourceCode.getLastToken(statement);
  const before = last && sourceCode.getTokenBefore(last);
  return last?.value === ';' && before && before.loc.end.line !== last.loc.start.line
    ? before.range[1]
    : statement.range[1];
}

/** Whether a semicolon of its own ends a statement. */
export function endsClosed(statement: TSESTree.Node, sourceCode: SourceCode): boolean {
  return sourceCode.text.charAt(endOf(statement, sourceCode) - 1) === ';';
}

/** Whether nothing but white space stands before `at` on its line. */
export function isFirstOnLine(at: number, { text }: SourceCode): boolean {
  return text.slice(text.lastIndexOf('\n', at - 1) + 1, at).trim() === '';
}

/** The function that `node` is, or stands in. */
export function functionOf(node: TSESTree.Node): TSESTree.Node | undefined {
  let each: TSESTree.Node | undefined = node;
  while (each && !isFunction(each)) each = each.parent;
  return each;
}

export function isFunction({ type }: TSESTree.Node): boolean {
  return (
    type === 'FunctionDeclaration' ||
    type === 'FunctionExpression' ||
    type === 'ArrowFunctionExpression' ||
    type === 'StaticBlock' ||
    type === 'PropertyDefinition'
  );
}

export function isLoop({ type }: TSESTree.Node): boolean {
  return (
    type === 'ForStatement' ||
    type === 'ForInStatement' ||
    type === 'ForOfStatement' ||
    type === 'WhileStatement' ||
    type === 'DoWhileStatement'
  );
}

export function isWithin(node: TSESTree.Node, around: TSESTree.Node): boolean {
  return isInside(node.range, around.range);
}

export function isInside(range: Edit['range'], around: Edit['range']): boolean {
  return range[0] >= around[0] && range[1] <= around[1];
}
