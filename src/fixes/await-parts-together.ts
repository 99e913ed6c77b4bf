import type { TSESLint, TSESTree } from '@typescript-eslint/utils';

import { isBoundBefore, isPlainCall, isPromise } from './await-together.ts';
import { isCommentLost } from './comments.ts';
import { isGlobal } from './insert-await.ts';
import { asRepair, type Late, type LateRepair, type TypedFile } from './late.ts';
import { childrenOf } from './replace-call.ts';
import { gatherParts } from './start-parts-together.ts';
import { isFunction, isWithin, statementAround } from './statement-list.ts';

type SourceCode = Readonly<TSESLint.SourceCode>;

/**
 * The repair that gathers the awaits of one statement, of promises that have started and of one call
 * before them: `return { a: await p, b: await q };`. `undefined` where one of them may be left out, or
 * something else in the statement runs before them.
 */
export function awaitPartsTogether(late: Late, file: TypedFile): LateRepair | undefined {
  const { sourceCode } = file;
  const { handler, areAwaits, isCollection, gaps, start } = late;
  if (!areAwaits || isCollection || handler.type !== 'AwaitExpression') return undefined;
  const statement = statementAround(handler);
  if (!statement || !isPlainStatement(statement)) return undefined;
  if (!isGlobal('Promise', statement, sourceCode)) return undefined;
  const awaits = awaitsIn(statement, sourceCode);
  const [first] = awaits;
  if (!first || awaits.length < 2 || !awaits.includes(handler)) return undefined;
  if (!gaps.every((gap) => awaits.some((each) => each === gap))) return undefined;
  const canMove = awaits.every(
    (each) =>
      isSurelyReached(each, statement) &&
      !awaits.some((other) => other !== each && isWithin(each, other)) &&
      !isCommentLost(each, sourceCode) &&
      (isStarted(each.argument, statement, file) || (each === first && isPlainCall(each.argument))),
  );
  if (!canMove || runsBefore(first, statement, sourceCode)) return undefined;
  const gathered = gatherParts(
    awaits,
    awaits.map(() => []),
    file,
  );
  return gathered && { kind: 'together', repair: asRepair(start, gathered.edits), proven: false };
}

/** One that runs once, from its start to its end. */
export function isPlainStatement(statement: TSESTree.Statement): boolean {
  return statement.type === 'VariableDeclaration'
    ? statement.declarations.length === 1
    : /^(?:Return|Expression|Throw)Statement$/.test(statement.type);
}

/** In the order of the text; an await within another makes it none that can be gathered. */
function awaitsIn(node: TSESTree.Node, sourceCode: SourceCode): TSESTree.AwaitExpression[] {
  if (isFunction(node)) return [];
  const inner = childrenOf(node, sourceCode).flatMap((each) => awaitsIn(each, sourceCode));
  return node.type === 'AwaitExpression' ? [node, ...inner] : inner;
}

function isStarted(
  operand: TSESTree.Expression,
  statement: TSESTree.Statement,
  file: TypedFile,
): boolean {
  return (
    operand.type === 'Identifier' &&
    isPromise(operand, file) &&
    isBoundBefore(operand, statement, file.sourceCode)
  );
}

/** Whether `node` is evaluated whenever its statement runs to its end. */
export function isSurelyReached(node: TSESTree.Node, statement: TSESTree.Statement): boolean {
  for (let each = node; each !== statement && each.parent; each = each.parent) {
    const { parent } = each;
    switch (parent.type) {
      case 'ConditionalExpression':
        if (parent.test !== each) return false;
        break;
      case 'LogicalExpression':
        if (parent.right === each) return false;
        break;
      case 'AssignmentExpression':
        if (parent.operator !== '=') return false;
        break;
      case 'AssignmentPattern':
      case 'ChainExpression':
        return false;
      default:
    }
  }
  return true;
}

/** Whether something else than `except` runs in the statement before its `await`: it would run after it. */
export function runsBefore(
  wait: TSESTree.AwaitExpression,
  node: TSESTree.Node,
  sourceCode: SourceCode,
  except?: TSESTree.Node,
): boolean {
  return childrenOf(node, sourceCode).some((each) => {
    if (each.range[0] >= wait.range[0] || isFunction(each) || each === except) return false;
    if (isWithin(wait, each)) return runsBefore(wait, each, sourceCode, except);
    return RUNS.test(each.type) || runsBefore(wait, each, sourceCode, except);
  });
}

const RUNS = /^(?:Call|New|TaggedTemplate|Yield|Import|Assignment|Update)Expression$/;
