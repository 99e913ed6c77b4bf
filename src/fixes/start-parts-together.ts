import type { TSESLint, TSESTree } from '@typescript-eslint/utils';

import type { Member } from '../analysis/concurrency/candidates.ts';
import { contextualFitOf, takesTuple } from '../analysis/concurrency/contextual-fit.ts';
import { afterOpening } from './after-opening.ts';
import { isCommentLost, isPragmaAbove } from './comments.ts';
import { indentAt, insertion, type Edit } from './edit.ts';
import type { TypedFile } from './late.ts';
import { gatheredText, layoutOf, movedText, withParentheses } from './layout.ts';
import { frameFor } from './parentheses.ts';
import { withoutAwait } from './remove-await.ts';
import { endsClosed, isFirstOnLine } from './statement-list.ts';
import { nameOfValue, valueNames } from './value-name.ts';

type SourceCode = Readonly<TSESLint.SourceCode>;

interface Edits {
  readonly edits: readonly Edit[];
  readonly isExact: boolean;
}

/**
 * Awaits within one expression: those of an array are gathered in their place, others in a statement
 * before, with a name for each value.
 */
export function startPartsTogether(
  members: readonly Member[],
  awaits: readonly TSESTree.AwaitExpression[],
  file: Omit<TypedFile, 'catalogue'>,
): Edits | undefined {
  const { typed, sourceCode } = file;
  const areAllFitting = members.every(
    (each) => contextualFitOf(each.awaited, each.call, typed) === 'fits',
  );
  if (!areAllFitting || awaits.some((each) => isCommentLost(each, sourceCode))) return undefined;
  const chains: (readonly Edit[])[] = [];
  for (const [index, awaited] of awaits.entries()) {
    const member = members[index];
    const chain = member && afterOpening(member, awaited, typed, sourceCode);
    if (!chain) return undefined;
    chains.push(chain);
  }
  return gatherParts(awaits, chains, file);
}

/** The edits alone, where it is known that what is awaited may be gathered; each has its `chains` of edits. */
export function gatherParts(
  awaits: readonly TSESTree.AwaitExpression[],
  chains: readonly (readonly Edit[])[],
  file: Omit<TypedFile, 'catalogue'>,
): Edits | undefined {
  return inArray(awaits, chains, file) ?? beforeStatement(awaits, chains, file.sourceCode);
}

/** `[await f(), await g()]` → `await Promise.all([f(), g()])` */
function inArray(
  awaits: readonly TSESTree.AwaitExpression[],
  chains: readonly (readonly Edit[])[],
  { typed, services, sourceCode }: Omit<TypedFile, 'catalogue'>,
): Edits | undefined {
  const array = awaits[0]?.parent;
  if (array?.type !== 'ArrayExpression' || array.elements.length !== awaits.length) {
    return undefined;
  }
  if (!awaits.every((each, index) => array.elements[index] === each)) return undefined;
  const node = services.esTreeNodeToTSNodeMap.get(array);
  if (!takesTuple(node, typed)) return undefined;
  const elements = awaits.map((each) => withoutAwait(each, sourceCode));
  if (elements.includes(undefined)) return undefined;
  const frame = frameFor(array, 'await Promise.all([])', 'await', sourceCode);
  const edits = [
    insertion(array.range[0], `${frame.before}await Promise.all(`),
    ...elements.flatMap((each, index) => [
      ...(each?.edits(({ name }) => name) ?? []),
      ...(chains[index] ?? []),
    ]),
    insertion(array.range[1], `)${frame.after}`),
  ];
  return { edits, isExact: true };
}

/** `return { a: await f(), b: await g() };` → `const [a, b] = await Promise.all([…]); return { a, b };` */
function beforeStatement(
  awaits: readonly TSESTree.AwaitExpression[],
  chains: readonly (readonly Edit[])[],
  sourceCode: SourceCode,
): Edits | undefined {
  const [first] = awaits;
  const host = first && hostOf(first);
  if (!host || isPragmaAbove(host.node, sourceCode)) return undefined;
  const { node } = host;
  const names = valueNames(awaits.map(nameFor), node, sourceCode);
  const replaced = awaits.map((each, index) => asName(each, names[index] ?? '', sourceCode));
  const { newline, step, hasSemicolons } = layoutOf(sourceCode);
  const outer = indentAt(
    sourceCode.text,
    host.kind === 'body' ? bodyRange(node, sourceCode)[0] : node.range[0],
  );
  const isOneLine = host.kind === 'statement' && !isFirstOnLine(node.range[0], sourceCode);
  const indent = host.kind === 'statement' ? outer : outer + step;
  const declared = (mayBreak: boolean): string =>
    gatheredText(
      { kind: 'const', targets: names, types: '' },
      awaits.map(({ argument }, index) => ({
        node: argument,
        edits: chains[index] ?? [],
        above: [],
        beside: [],
      })),
      indent,
      mayBreak,
      sourceCode,
    );
  if (host.kind === 'statement') {
    const continues = isOneLine || endsInSemicolon(node, hasSemicolons, sourceCode);
    const separator = isOneLine ? ' ' : newline + indent;
    const line = `${declared(!isOneLine)}${continues ? ';' : ''}${separator}`;
    return { edits: [insertion(node.range[0], line), ...replaced], isExact: true };
  }
  const range = host.kind === 'body' ? bodyRange(node, sourceCode) : node.range;
  if (hasComments(range, node, sourceCode)) return undefined;
  const inner = movedText(node, indent, sourceCode, replaced);
  const rest = host.kind === 'body' ? `return ${inner};` : inner;
  const lines = [
    host.kind === 'body' ? ' {' : '{',
    `${indent}${declared(true)};`,
    `${indent}${rest}`,
    `${outer}}`,
  ];
  return { edits: [{ range, text: lines.join(newline) }], isExact: true };
}

/** Whether a declaration before `node` ends in a semicolon. */
function endsInSemicolon(
  node: TSESTree.Node,
  hasSemicolons: boolean,
  sourceCode: SourceCode,
): boolean {
  const isShort = /^(?:Expression|Return|Throw)Statement$|Declaration$/.test(node.type);
  return isShort ? endsClosed(node, sourceCode) : hasSemicolons;
}

/** From the arrow to the end of the body and the parentheses around it. */
function bodyRange(body: TSESTree.Node, sourceCode: SourceCode): Edit['range'] {
  const [start, end] = withParentheses(body, sourceCode);
  const arrow = sourceCode.getTokenBefore(body, ({ value }) => value === '=>');
  return [arrow?.range[1] ?? start, end];
}

function hasComments(range: Edit['range'], node: TSESTree.Node, sourceCode: SourceCode): boolean {
  return sourceCode
    .getAllComments()
    .some(
      (each) =>
        each.range[0] >= range[0] &&
        each.range[1] <= range[1] &&
        (each.range[1] <= node.range[0] || each.range[0] >= node.range[1]),
    );
}

interface Host {
  /** A statement of a list, one that stands alone, or the body of an arrow function. */
  readonly kind: 'statement' | 'alone' | 'body';
  readonly node: TSESTree.Node;
}

/** Where a statement can be written that runs right before `node`. */
function hostOf(node: TSESTree.Node): Host | undefined {
  for (let each: TSESTree.Node = node; each.parent; each = each.parent) {
    const { parent } = each;
    switch (parent.type) {
      case 'BlockStatement':
      case 'Program':
        return { kind: 'statement', node: each };
      case 'ArrowFunctionExpression':
        return parent.body === each ? { kind: 'body', node: each } : undefined;
      case 'IfStatement':
        if (parent.test !== each) return { kind: 'alone', node: each };
        break;
      case 'ForStatement':
      case 'ForInStatement':
      case 'ForOfStatement':
      case 'WhileStatement':
      case 'DoWhileStatement':
        if (parent.body === each) return { kind: 'alone', node: each };
        break;
      case 'LabeledStatement':
      case 'SwitchCase':
        return undefined;
      default:
    }
  }
  return undefined;
}

/** The key of a property, the name of a variable that takes nothing else, or what the call gives. */
function nameFor({ parent, argument }: TSESTree.AwaitExpression): string {
  return parent.type === 'Property' && parent.value.type === 'AwaitExpression' && isName(parent)
    ? (parent.key as TSESTree.Identifier).name
    : nameOfValue(argument);
}

function isName({ key, computed }: TSESTree.Property): boolean {
  return key.type === 'Identifier' && !computed;
}

/** `{ a: await f() }` → `{ a }`, and anything else → `a`. */
function asName(node: TSESTree.AwaitExpression, name: string, sourceCode: SourceCode): Edit {
  const { parent } = node;
  if (parent.type === 'Property' && parent.value === node && isName(parent)) {
    const isSame = (parent.key as TSESTree.Identifier).name === name;
    const hasComment = sourceCode
      .getCommentsInside(parent)
      .some(({ range }) => range[1] <= node.range[0]);
    if (isSame && !hasComment) return { range: parent.range, text: name };
  }
  return { range: withParentheses(node, sourceCode), text: name };
}
