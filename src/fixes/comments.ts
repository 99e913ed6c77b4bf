import type { TSESLint, TSESTree } from '@typescript-eslint/utils';

import { hasCommentWithin } from './replace-call.ts';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** Whether a comment is an order to a tool about the line or the code that it stands at. */
export function isPragma({ value }: TSESTree.Comment): boolean {
  return PRAGMA.test(value);
}

const PRAGMA = /^\s*(?:eslint[- ]|@ts-|prettier-|istanbul |c8 |v8 |biome-|oxlint-|#|@vite)/;

/** Whether a comment gives the declaration below it a type, in JavaScript: `/** @type {User} *\/`. */
export function isTyping({ value }: TSESTree.Comment): boolean {
  return /^\*[^]*@(?:satisfies|type)\b/.test(value);
}

/** Whether the line above `statement` is an order to a tool. */
export function isPragmaAbove(statement: TSESTree.Node, sourceCode: SourceCode): boolean {
  return sourceCode
    .getCommentsBefore(statement)
    .some((comment) => comment.loc.end.line >= statement.loc.start.line - 1 && isPragma(comment));
}

/** Whether a comment stands between an `await` and its operand. */
export function isCommentLost(
  { range, argument }: TSESTree.AwaitExpression,
  sourceCode: SourceCode,
): boolean {
  return (
    hasCommentWithin([range[0], argument.range[0]], sourceCode) ||
    hasCommentWithin([argument.range[1], range[1]], sourceCode)
  );
}
