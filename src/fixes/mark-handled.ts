import type { TSESLint, TSESTree } from '@typescript-eslint/utils';

import { indentAt, insertion, newlineOf, type Edit } from './edit.ts';
import { isGlobal } from './insert-await.ts';
import { asRepair, type Late, type LateRepair } from './late.ts';
import { hasCommentWithin } from './replace-call.ts';
import { endOf, endsClosed, isFirstOnLine, siblingsOf } from './statement-list.ts';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** The repair that gives the promise a handler that does nothing, right after its start. */
export function markHandled(late: Late, sourceCode: SourceCode): LateRepair | undefined {
  const { start, oneByOne, isCollection } = late;
  if (oneByOne || (isCollection && !isGlobal('Promise', start, sourceCode))) return undefined;
  const edits = ofPushed(late, sourceCode) ?? ofBound(late, sourceCode);
  return edits && { kind: 'marker', repair: asRepair(start, edits), proven: false };
}

function ofBound(
  { start, mayBeMissing, isCollection, gaps }: Late,
  sourceCode: SourceCode,
): Edit[] | undefined {
  let value: TSESTree.Node = start;
  let isConditional = mayBeMissing;
  while (value.parent && isWrapper(value.parent)) {
    value = value.parent;
    if (value.type === 'ConditionalExpression' || value.type === 'LogicalExpression') {
      isConditional = true;
    }
  }
  const { parent } = value;
  const name =
    parent?.type === 'VariableDeclarator'
      ? parent.id
      : parent?.type === 'AssignmentExpression'
        ? parent.left
        : undefined;
  const statement = parent?.parent;
  if (name?.type !== 'Identifier' || !statement || !siblingsOf(statement)) return undefined;
  if (gaps.some(({ range }) => range[0] >= start.range[1] && range[0] < statement.range[1])) {
    return undefined;
  }
  if (isCollection && isConditional) return undefined;
  const marker = isCollection
    ? `Promise.all(${name.name}).catch(() => {})`
    : `${name.name}${isConditional ? '?' : ''}.catch(() => {})`;
  return [
    insertion(
      endOf(statement, sourceCode),
      `${separatorAfter(statement, sourceCode)}${marker}${endAfter(statement, sourceCode)}`,
    ),
  ];
}

/** `jobs.push(f());` → `const promise = f();`, its marker, and `jobs.push(promise);`. */
function ofPushed({ start }: Late, sourceCode: SourceCode): Edit[] | undefined {
  const call = start.parent;
  if (call.type !== 'CallExpression' || call.arguments.length !== 1) return undefined;
  const statement = call.parent;
  if (call.arguments[0] !== start || statement.type !== 'ExpressionStatement') return undefined;
  if (!siblingsOf(statement) || hasCommentWithin(statement.range, sourceCode)) return undefined;
  const used = new Set(sourceCode.ast.tokens.map(({ value }) => value));
  const name = ['promise', 'pending', 'started', 'task'].find((each) => !used.has(each));
  if (name === undefined) return undefined;
  const separator = separatorAfter(statement, sourceCode).replace(/^;/, '');
  const [from, to] = statement.range;
  return [
    insertion(
      from,
      `const ${name} = ${sourceCode.getText(start)};${separator}${name}.catch(() => {});${separator}`,
    ),
    { range: start.range, text: name },
  ].filter(({ range }) => range[1] <= to);
}

function separatorAfter(statement: TSESTree.Node, sourceCode: SourceCode): string {
  const [start] = statement.range;
  const { text } = sourceCode;
  if (isFirstOnLine(start, sourceCode)) return `${newlineOf(text)}${indentAt(text, start)}`;
  return endsClosed(statement, sourceCode) ? ' ' : '; ';
}

/** A semicolon where the statement has one, or where the next token would go on. */
function endAfter(statement: TSESTree.Node, sourceCode: SourceCode): string {
  if (endsClosed(statement, sourceCode)) return ';';
  if (sourceCode.getLastToken(statement)?.value === ';') return '';
  const next = sourceCode.getTokenAfter(statement);
  return next && /^[([`/+-]/.test(next.value) ? ';' : '';
}

function isWrapper({ type }: TSESTree.Node): boolean {
  return (
    type === 'ConditionalExpression' ||
    type === 'LogicalExpression' ||
    type === 'ChainExpression' ||
    type === 'TSAsExpression' ||
    type === 'TSSatisfiesExpression' ||
    type === 'TSNonNullExpression'
  );
}
