import type { TSESLint, TSESTree } from '@typescript-eslint/utils';

import { isPlainStatement, isSurelyReached, runsBefore } from './await-parts-together.ts';
import { isCommentLost } from './comments.ts';
import { indentAt, insertion, newlineOf } from './edit.ts';
import { asRepair, type LateRepair } from './late.ts';
import { withParentheses } from './layout.ts';
import { endsClosed, isFirstOnLine, siblingsOf, statementAround } from './statement-list.ts';
import { nameOfValue, valueNames } from './value-name.ts';

type SourceCode = Readonly<TSESLint.SourceCode>;

/**
 * The repair that awaits in a statement before, so that `start`, which stands in front of `wait` in one
 * expression, runs after it: `show(load(), await other())`. `undefined` where `wait` may be left out, or
 * something else runs before it.
 */
export function hoistBefore(
  wait: TSESTree.AwaitExpression,
  start: TSESTree.Expression,
  sourceCode: SourceCode,
): LateRepair | undefined {
  const statement = statementAround(wait);
  if (!statement || !siblingsOf(statement) || !isPlainStatement(statement)) return undefined;
  if (!isSurelyReached(wait, statement) || isCommentLost(wait, sourceCode)) return undefined;
  if (runsBefore(wait, statement, sourceCode, start)) return undefined;
  const [name] = valueNames([nameOfValue(wait.argument)], statement, sourceCode);
  if (name === undefined) return undefined;
  const [at] = statement.range;
  const { text } = sourceCode;
  const isAlone = isFirstOnLine(at, sourceCode);
  const separator = isAlone ? `${newlineOf(text)}${indentAt(text, at)}` : ' ';
  const end = !isAlone || endsClosed(statement, sourceCode) ? ';' : '';
  const declared = `const ${name} = ${sourceCode.getText(wait)}${end}${separator}`;
  const edits = [insertion(at, declared), { range: withParentheses(wait, sourceCode), text: name }];
  return { kind: 'later', repair: asRepair(start, edits), proven: false };
}
