import type { TSESLint, TSESTree } from '@typescript-eslint/utils';

/** Longer texts are cut in messages. */
const MAX_LENGTH = 60;

/** How a message quotes the code of `node`: on one line, and not too long. */
export function quotedCode(node: TSESTree.Node, sourceCode: Readonly<TSESLint.SourceCode>): string {
  const line = sourceCode.getText(node).replaceAll(/\s+/g, ' ');
  return line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH - 1)}…` : line;
}
