import type { TSESLint, TSESTree } from '@typescript-eslint/utils';

import { inOrder, type Edit } from './edit.ts';
import { childrenOf } from './replace-call.ts';
import { isFunction, isInside, isLoop, isWithin } from './statement-list.ts';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** The statements that run in each turn of a loop. */
export interface Turn {
  readonly body: TSESTree.Statement;
  readonly statements: readonly TSESTree.Statement[];
  /** Its own `continue` statements. */
  readonly skips: readonly TSESTree.ContinueStatement[];
}

/**
 * The turn of a loop, where it could be a function: nothing leaves it but a plain `continue`, and what
 * it declares ends with it. `undefined` for others.
 */
export function turnOf(body: TSESTree.Statement, sourceCode: SourceCode): Turn | undefined {
  const skips: TSESTree.ContinueStatement[] = [];
  if (!visit(body, false, false)) return undefined;
  const statements = body.type === 'BlockStatement' ? body.body : [body];
  const declares = statements.some(
    ({ type }) => type === 'FunctionDeclaration' || type === 'ClassDeclaration',
  );
  return declares ? undefined : { body, statements, skips };

  function visit(node: TSESTree.Node, inLoop: boolean, inSwitch: boolean): boolean {
    switch (node.type) {
      case 'ReturnStatement':
      case 'YieldExpression':
      case 'LabeledStatement':
        return false;
      case 'BreakStatement':
        return !node.label && (inLoop || inSwitch);
      case 'ContinueStatement':
        if (node.label) return false;
        if (!inLoop) skips.push(node);
        return true;
      case 'VariableDeclaration':
        if (node.kind !== 'const' && node.kind !== 'let') return false;
        break;
      default:
        if (isFunction(node)) return true;
    }
    return childrenOf(node, sourceCode).every((child) =>
      visit(child, inLoop || isLoop(node), inSwitch || node.type === 'SwitchStatement'),
    );
  }
}

/** The text of a stretch of code with `edits` in it; those outside it do not count. */
export function textWith(
  [start, end]: Edit['range'],
  edits: readonly Edit[],
  { text }: SourceCode,
): string {
  const inside = edits.filter(({ range }) => range[0] >= start && range[1] <= end);
  let written = '';
  let at = start;
  for (const edit of inOrder(inside) ?? []) {
    written += text.slice(at, edit.range[0]) + edit.text;
    at = edit.range[1];
  }
  return written + text.slice(at, end);
}

/** Whether nothing of the turn runs after `statement`, a `continue` right behind it apart. */
export function endsTurn(statement: TSESTree.Statement, { body }: Turn): boolean {
  for (let each: TSESTree.Node = statement; each !== body;) {
    const { parent }: TSESTree.Node = each;
    if (parent.type === 'BlockStatement') {
      const rest = parent.body.slice(parent.body.indexOf(each as TSESTree.Statement) + 1);
      const [next] = rest;
      if (next?.type === 'ContinueStatement' && !next.label) return true;
      if (next) return false;
      each = parent;
    } else if (parent.type === 'IfStatement' && !isWithin(each, parent.test)) {
      each = parent;
    } else if (parent.type === 'TryStatement' && !parent.finalizer) {
      each = parent;
    } else if (parent.type === 'CatchClause') {
      each = parent;
    } else {
      return false;
    }
  }
  return true;
}

/** Whether one of `awaits` is evaluated whenever `node` is. */
export function isUnconditional(awaited: TSESTree.Node, node: TSESTree.Node): boolean {
  for (let each: TSESTree.Node = awaited; each !== node;) {
    const { parent }: TSESTree.Node = each;
    if (!parent || isFunction(parent)) return false;
    if (parent.type === 'LogicalExpression' && parent.right === each) return false;
    if (parent.type === 'ConditionalExpression' && parent.test !== each) return false;
    if (parent.type === 'ChainExpression' || parent.type === 'SwitchCase') return false;
    if (parent.type === 'AssignmentPattern') return false;
    if (/^(?:\|\||&&|\?\?)=$/.test(operatorOf(parent))) return false;
    each = parent;
  }
  return true;
}

function operatorOf(node: TSESTree.Node): string {
  return node.type === 'AssignmentExpression' ? node.operator : '';
}

/**
 * The names that `inner` uses and that are bound outside it, but within `outer`; those in one of `apart`
 * do not count.
 */
export function namesCrossing(
  inner: Edit['range'],
  outer: TSESTree.Node,
  apart: readonly Edit['range'][],
  sourceCode: SourceCode,
): readonly { readonly name: string; readonly isWritten: boolean }[] {
  const found = new Map<string, boolean>();
  for (const reference of (sourceCode.scopeManager?.scopes ?? []).flatMap(
    (each) => each.references,
  )) {
    const { identifier, resolved, init } = reference;
    if (!isInside(identifier.range, inner)) continue;
    if (apart.some((each) => isInside(identifier.range, each))) continue;
    const name = resolved?.defs[0]?.name;
    if (!resolved || !name || isInside(name.range, inner) || !isWithin(name, outer)) continue;
    const isWritten = reference.isWrite() && init !== true;
    found.set(resolved.name, (found.get(resolved.name) ?? false) || isWritten);
  }
  return [...found].map(([name, isWritten]) => ({ name, isWritten }));
}
