import type ts from 'typescript';

import { isImport, withoutWrappers } from '../callee.ts';
import { isAssignmentOperator } from '../declared-names.ts';
import { isShortCircuit } from '../short-circuit.ts';

/** One awaited call of a candidate. */
export interface Member {
  readonly awaited: ts.AwaitExpression;
  /** What is awaited, without parentheses and assertions. */
  readonly call: ts.CallExpression;
  /** What has to be awaited first, `fetch(u)` of `await (await fetch(u)).json()`. */
  readonly opening?: ts.CallExpression | undefined;
  /** All code that belongs to it: its statement, its declaration, or, within an expression, the `await`. */
  readonly node: ts.Node;
  readonly statement: ts.Node;
  /**
   * What becomes of the value: it is declared (`const`, `let`, `var`), assigned, dropped (`bare`), or
   * is a `part` of an expression.
   */
  readonly form: 'const' | 'let' | 'var' | 'assignment' | 'bare' | 'part';
  /** The name or pattern that is declared, or the target of the assignment. */
  readonly target: ts.BindingName | ts.Expression | undefined;
  /** Whether code stands around the `await` that uses its value: `(await f()).data`, `xs.push(await f())`. */
  readonly isWrapped: boolean;
}

/** What stands between two members: a statement, or a declaration in the statement of one of them. */
export type Between = ts.Statement | ts.VariableDeclaration;

/**
 * Awaited calls, one after the other on every path, at least two: in a list of statements, or parts of
 * one expression. By their syntax alone they may run together.
 */
export interface Candidate {
  readonly within: 'statements' | 'expression';
  /** The whole expression, of which the members are parts; its statement otherwise. */
  readonly root: ts.Node;
  readonly members: readonly Member[];
  /** What stands between member n and member n + 1; empty within an expression. */
  readonly gaps: readonly (readonly Between[])[];
}

/** What is awaited by one member, in the order of the calls. */
export function callsOf({ opening, call }: Member): readonly ts.CallExpression[] {
  return opening ? [opening, call] : [call];
}

/** All candidates under `root`, in source order. */
export function candidatesIn(root: ts.Node, t: typeof ts): readonly Candidate[] {
  const found: Candidate[] = [];
  const { text } = root.getSourceFile();
  const awaits = [...text.matchAll(/\bawait\b/g)].map(({ index }) => index);
  if (awaits.length > 1) visit(root);
  return found;

  /** Whether two members may be in it: most of a file awaits nothing. */
  function mayHoldTwo({ pos, end }: ts.Node): boolean {
    let [low, high] = [0, awaits.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((awaits[middle] ?? 0) < pos) low = middle + 1;
      else high = middle;
    }
    return (awaits[low + 1] ?? end) < end;
  }

  function visit(node: ts.Node): void {
    if (!mayHoldTwo(node)) return;
    if (t.isSourceFile(node) || t.isBlock(node) || t.isModuleBlock(node)) {
      found.push(...candidatesOf(node.statements, t));
    } else if (t.isCaseOrDefaultClause(node)) {
      found.push(...candidatesOf(node.statements, t));
    }
    const expression = wholeExpression(node, t);
    if (expression) found.push(...candidatesWithin(expression, t));
    t.forEachChild(node, visit);
  }
}

/** The candidates among the statements of one list. */
function candidatesOf(statements: readonly ts.Statement[], t: typeof ts): readonly Candidate[] {
  const found: Candidate[] = [];
  let members: Member[] = [];
  let gaps: Between[][] = [];
  let gap: Between[] = [];

  for (const statement of statements) {
    for (const unit of unitsOf(statement, t)) {
      const member = memberOf(unit, statement, t);
      if (member) {
        if (members.length > 0) gaps.push(gap);
        members.push(member);
        gap = [];
      } else if (mayStandBetween(unit, t)) {
        gap.push(unit);
      } else {
        end();
      }
    }
  }
  end();
  return found;

  function end(): void {
    const [first] = members;
    if (first && members.length > 1) {
      found.push({ within: 'statements', root: first.statement, members, gaps });
    }
    members = [];
    gaps = [];
    gap = [];
  }
}

/** The declarations of a statement, each by itself; else the statement. */
function unitsOf(statement: ts.Statement, t: typeof ts): readonly Between[] {
  return t.isVariableStatement(statement) && statement.declarationList.declarations.length > 1
    ? statement.declarationList.declarations
    : [statement];
}

function memberOf(unit: Between, statement: ts.Statement, t: typeof ts): Member | undefined {
  const declaration = t.isVariableDeclaration(unit)
    ? unit
    : t.isVariableStatement(unit)
      ? unit.declarationList.declarations[0]
      : undefined;
  if (declaration) {
    const form = declarationForm(declaration, t);
    if (!declaration.initializer || !form) return undefined;
    if (awaitsIn(declaration.name, t).length > 0) return undefined;
    const found = onlyAwait(declaration.initializer, t);
    return (
      found && {
        ...found,
        node: unit,
        statement,
        form,
        target: declaration.name,
        isWrapped: !isWhole(declaration.initializer, found.awaited, t),
      }
    );
  }
  if (!t.isExpressionStatement(unit)) return undefined;
  const found = onlyAwait(unit.expression, t);
  if (!found) return undefined;
  const inner = withoutWrappers(unit.expression, t);
  const common = { ...found, node: unit, statement };
  if (t.isBinaryExpression(inner) && inner.operatorToken.kind === t.SyntaxKind.EqualsToken) {
    const isTarget = inner.left.pos <= found.awaited.pos && found.awaited.end <= inner.left.end;
    if (isTarget) return undefined;
    const isWrapped = !isWhole(inner.right, found.awaited, t);
    return { ...common, form: 'assignment', target: inner.left, isWrapped };
  }
  const isWrapped = !isWhole(unit.expression, found.awaited, t);
  return { ...common, form: 'bare', target: undefined, isWrapped };
}

function declarationForm(
  declaration: ts.VariableDeclaration,
  t: typeof ts,
): 'const' | 'let' | 'var' | undefined {
  const list = declaration.parent;
  if (!t.isVariableDeclarationList(list)) return undefined;
  const kind = list.flags & t.NodeFlags.BlockScoped;
  if (kind === t.NodeFlags.Const) return 'const';
  if (kind === t.NodeFlags.Let) return 'let';
  return kind === 0 ? 'var' : undefined; // `using` has flags of its own.
}

function isWhole(value: ts.Expression, awaited: ts.AwaitExpression, t: typeof ts): boolean {
  return withoutWrappers(value, t) === awaited;
}

/** The one `await` of a call in `value`, if it is evaluated whenever `value` is. */
function onlyAwait(
  value: ts.Expression,
  t: typeof ts,
): Pick<Member, 'awaited' | 'call' | 'opening'> | undefined {
  const [only, ...others] = awaitsIn(value, t);
  return only?.call && others.length === 0 && !only.isConditional
    ? { awaited: only.awaited, call: only.call, opening: only.opening }
    : undefined;
}

interface Await {
  readonly awaited: ts.AwaitExpression;
  /** `undefined` where no call is awaited, or where a `yield` stands in its place. */
  readonly call: ts.CallExpression | undefined;
  readonly opening: ts.CallExpression | undefined;
  /** Whether some evaluation of the whole leaves it out. */
  readonly isConditional: boolean;
  /** Whether another `await` is part of it, that of its opening apart. */
  readonly isNested: boolean;
  readonly isInCombinator: boolean;
}

/** The awaits of the code that runs when `root` is evaluated, in the order in which they end; those of openings are left out. */
function awaitsIn(root: ts.Node, t: typeof ts): readonly Await[] {
  const found: Await[] = [];
  visit(root, false, false);
  return found;

  function visit(node: ts.Node, isConditional: boolean, isInCombinator: boolean): void {
    if (t.isFunctionLike(node) || t.isTypeNode(node)) return;
    if (t.isAwaitExpression(node)) {
      const before = found.length;
      visit(node.expression, isConditional, isInCombinator);
      const value = withoutWrappers(node.expression, t);
      const call = t.isCallExpression(value) ? value : undefined;
      const opening = found.length === before + 1 ? call && openingOf(call, t) : undefined;
      if (opening) found.pop();
      found.push({
        awaited: node,
        call,
        opening,
        isConditional,
        isNested: found.length > before,
        isInCombinator,
      });
      return;
    }
    if (t.isYieldExpression(node)) {
      // It suspends, too, and nothing may be moved across it.
      found.push({
        awaited: node as ts.Node as ts.AwaitExpression,
        call: undefined,
        opening: undefined,
        isConditional: true,
        isNested: true,
        isInCombinator: false,
      });
    }
    if (t.isConditionalExpression(node)) {
      visit(node.condition, isConditional, isInCombinator);
      visit(node.whenTrue, true, isInCombinator);
      visit(node.whenFalse, true, isInCombinator);
      return;
    }
    if (isShortCircuit(node, t)) {
      visit(node.left, isConditional, isInCombinator);
      visit(node.right, true, isInCombinator);
      return;
    }
    const isOptional =
      (t.isCallExpression(node) ||
        t.isPropertyAccessExpression(node) ||
        t.isElementAccessExpression(node)) &&
      t.isOptionalChain(node);
    if (isOptional) {
      visit(node.expression, isConditional, isInCombinator);
      t.forEachChild(node, (child) => {
        if (child !== node.expression) visit(child, true, isInCombinator);
      });
      return;
    }
    // The default of a pattern.
    const hasDefault =
      (t.isBindingElement(node) || t.isParameter(node)) && node.initializer !== undefined;
    const gathers = isInCombinator || (t.isCallExpression(node) && isCombinator(node, t));
    t.forEachChild(node, (child) => {
      visit(child, isConditional || hasDefault, gathers);
    });
  }
}

/** `fetch(u)` of `(await fetch(u)).json()` */
function openingOf(call: ts.CallExpression, t: typeof ts): ts.CallExpression | undefined {
  if (t.isOptionalChain(call)) return undefined;
  let receiver: ts.Expression = call.expression;
  while (t.isPropertyAccessExpression(receiver)) receiver = receiver.expression;
  if (receiver === call.expression || !t.isParenthesizedExpression(receiver)) return undefined;
  const awaited = receiver.expression;
  if (!t.isAwaitExpression(awaited) || !t.isCallExpression(awaited.expression)) return undefined;
  const opening = awaited.expression;
  return t.isOptionalChain(opening) || isImport(opening, t) ? undefined : opening;
}

/** `Promise.all(…)`: awaits in its array are a matter of their own. */
function isCombinator(call: ts.CallExpression, t: typeof ts): boolean {
  const callee = call.expression;
  return (
    t.isPropertyAccessExpression(callee) &&
    t.isIdentifier(callee.expression) &&
    callee.expression.text === 'Promise'
  );
}

/** Declarations that do nothing but compute a value: whether that is so, types must tell. */
function mayStandBetween(unit: Between, t: typeof ts): boolean {
  if (t.isVariableDeclaration(unit)) return isPlain(unit);
  if (t.isVariableStatement(unit)) return unit.declarationList.declarations.every(isPlain);
  return (
    t.isFunctionDeclaration(unit) ||
    t.isInterfaceDeclaration(unit) ||
    t.isTypeAliasDeclaration(unit) ||
    t.isEmptyStatement(unit)
  );

  function isPlain(declaration: ts.VariableDeclaration): boolean {
    return (
      declarationForm(declaration, t) !== undefined &&
      awaitsIn(declaration, t).length === 0 &&
      !(declaration.initializer && assigns(declaration.initializer, t))
    );
  }
}

/** Whether evaluating an expression assigns something, nested functions apart. */
export function assigns(root: ts.Node, t: typeof ts): boolean {
  const visit = (node: ts.Node): boolean => {
    if (t.isFunctionLike(node)) return false;
    if (t.isBinaryExpression(node) && isAssignmentOperator(node.operatorToken.kind, t)) return true;
    if (t.isDeleteExpression(node)) return true;
    if (t.isPrefixUnaryExpression(node) || t.isPostfixUnaryExpression(node)) {
      const { operator } = node;
      const { PlusPlusToken, MinusMinusToken } = t.SyntaxKind;
      if (operator === PlusPlusToken || operator === MinusMinusToken) return true;
    }
    return t.forEachChild(node, (child) => visit(child) || undefined) ?? false;
  };
  return visit(root);
}

/** The expression of a statement that is evaluated once and as a whole. */
function wholeExpression(node: ts.Node, t: typeof ts): ts.Expression | undefined {
  if (t.isVariableStatement(node)) {
    const [only, ...others] = node.declarationList.declarations;
    return others.length === 0 && only && declarationForm(only, t) ? only.initializer : undefined;
  }
  if (t.isExpressionStatement(node) || t.isReturnStatement(node) || t.isThrowStatement(node)) {
    return node.expression;
  }
  if (t.isIfStatement(node) || t.isSwitchStatement(node) || t.isForOfStatement(node)) {
    return node.expression;
  }
  return t.isArrowFunction(node) && !t.isBlock(node.body) ? node.body : undefined;
}

/** The candidates among the parts of an expression that is evaluated once and as a whole. */
export function candidatesWithin(root: ts.Expression, t: typeof ts): readonly Candidate[] {
  const awaits = awaitsIn(root, t);
  if (awaits.length < 2) return [];
  const found: Candidate[] = [];
  let members: Member[] = [];
  for (const { awaited, call, opening, isConditional, isNested, isInCombinator } of awaits) {
    if (call && !isConditional && !isNested && !isInCombinator) {
      members.push({
        awaited,
        call,
        opening,
        node: awaited,
        statement: statementOf(root, t),
        form: 'part',
        target: undefined,
        isWrapped: false,
      });
    } else {
      end();
    }
  }
  end();
  return found;

  function end(): void {
    if (members.length > 1) {
      found.push({
        within: 'expression',
        root,
        members,
        gaps: members.slice(1).map(() => []),
      });
    }
    members = [];
  }
}

function statementOf(root: ts.Node, t: typeof ts): ts.Node {
  let node = root;
  while (!t.isStatement(node) && !t.isFunctionLike(node)) node = node.parent;
  return node;
}
