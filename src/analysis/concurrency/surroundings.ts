import type ts from 'typescript';

import { calleeOf, withWrappers, withoutWrappers } from '../callee.ts';
import type { TypedProgram } from '../typescript.ts';
import { isLog } from './read-name.ts';

/** What the code around two awaits says of running what they wait for together. */
export interface Surroundings {
  /** Why they must not: a fragment that follows "because". */
  readonly against: { condition: 'scope' | 'failure'; because: string } | undefined;
  /** Around them, a `catch` looks at what was thrown, and another rejection may be the first now. */
  readonly inspectsError: boolean;
  /** The innermost `try` block that they stand in. */
  readonly tryBlock: ts.Block | undefined;
  /** The blocks of `catch` and `finally` that run when one of them fails. */
  readonly cleanups: readonly ts.Block[];
}

export function surroundingsOf(nodes: readonly ts.Node[], typed: TypedProgram): Surroundings {
  const { ts } = typed;
  const [first] = nodes;
  const names = new Set<string>();
  for (const node of nodes) collectNames(node, names, ts);
  let inspectsError = false;
  let tryBlock: ts.Block | undefined;
  const cleanups: ts.Block[] = [];
  let inner: ts.Node | undefined = first;
  while (inner && !ts.isSourceFile(inner)) {
    const { parent }: ts.Node = inner;
    if (ts.isCatchClause(parent)) return against('scope', 'they stand in a `catch`');
    if (ts.isTryStatement(parent)) {
      if (parent.finallyBlock === inner) return against('scope', 'they stand in a `finally`');
      if (parent.tryBlock === inner) {
        tryBlock ??= parent.tryBlock;
        if (parent.catchClause) cleanups.push(parent.catchClause.block);
        if (parent.finallyBlock) cleanups.push(parent.finallyBlock);
        const cleanup = cleanupIn(parent, names, typed);
        if (cleanup !== undefined) {
          return against('failure', `\`${cleanup}\` runs while one of them may still be at work`);
        }
        if (parent.catchClause && looksAtError(parent.catchClause, typed)) inspectsError = true;
      }
    }
    if (ts.isBlock(parent) || ts.isSourceFile(parent) || ts.isCaseOrDefaultClause(parent)) {
      const resource = resourceIn(parent.statements, inner, names, ts);
      if (resource !== undefined) {
        return against('scope', `\`${resource}\` is released when one of them fails`);
      }
      const statement = transactionIn(parent.statements, inner, names, typed);
      if (statement !== undefined) {
        return against('scope', `they stand in the transaction that \`${statement}\` begins`);
      }
    }
    if (ts.isFunctionLike(parent)) {
      const transaction = transactionOf(parent, typed);
      if (transaction !== undefined) {
        return against('scope', `they stand in a callback of \`${transaction}\``);
      }
      if (!isCalledInPlace(parent, typed)) break;
    }
    inner = parent;
  }
  return { against: undefined, inspectsError, tryBlock, cleanups };

  function against(condition: 'scope' | 'failure', because: string): Surroundings {
    return { against: { condition, because }, inspectsError, tryBlock, cleanups };
  }
}

function collectNames(node: ts.Node, into: Set<string>, t: typeof ts): void {
  if (t.isIdentifier(node) || t.isPrivateIdentifier(node)) into.add(node.text);
  t.forEachChild(node, (child) => {
    collectNames(child, into, t);
  });
}

/** A call in `catch` or `finally` that ends or changes something that is named in the members. */
function cleanupIn(
  statement: ts.TryStatement,
  names: ReadonlySet<string>,
  { ts }: TypedProgram,
): string | undefined {
  let found: string | undefined;
  if (statement.catchClause) visit(statement.catchClause.block);
  if (statement.finallyBlock) visit(statement.finallyBlock);
  return found;

  function visit(node: ts.Node): void {
    if (found !== undefined) return;
    if (ts.isCallExpression(node) && !isLog(node, ts)) {
      const callee = withoutWrappers(node.expression, ts);
      const used = new Set<string>();
      if (ts.isPropertyAccessExpression(callee)) collectNames(callee.expression, used, ts);
      for (const argument of node.arguments) collectNames(argument, used, ts);
      const isKnownOwner =
        ts.isPropertyAccessExpression(callee) &&
        ts.isIdentifier(callee.expression) &&
        /^(?:console|JSON|Math|Object|Promise)$/.test(callee.expression.text);
      const name = ts.isPropertyAccessExpression(callee)
        ? callee.name.text
        : ts.isIdentifier(callee)
          ? callee.text
          : '';
      const shared = [...used].some((each) => names.has(each));
      if (!isKnownOwner && shared && ENDS.test(name)) found = `${name}()`;
    }
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
      const target = withoutWrappers(node.left, ts);
      if (ts.isPropertyAccessExpression(target) && names.has(target.name.text)) {
        found = target.getText();
      }
    }
    ts.forEachChild(node, visit);
  }
}

const ENDS =
  /^(?:close|end|release|destroy|dispose|delete|remove|rm|unlink|abort|stop|quit|disconnect|rollback|clean|cleanup|reset|clear|terminate|kill|unlock|free|exit|teardown|shutdown|detach|logout|write|set|save|update)/i;

/** `instanceof`, a property of it, or a call that it is handed to. */
function looksAtError(clause: ts.CatchClause, { ts }: TypedProgram): boolean {
  const { variableDeclaration } = clause;
  if (!variableDeclaration) return false;
  const { name } = variableDeclaration;
  if (!ts.isIdentifier(name)) return true;
  const { text } = name;
  let looks = false;
  visit(clause.block);
  return looks;

  function visit(node: ts.Node): void {
    if (ts.isIdentifier(node) && node.text === text && node !== name) {
      const { parent } = withWrappers(node, ts);
      const isPassedOn =
        ts.isThrowStatement(parent) ||
        ts.isReturnStatement(parent) ||
        (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
        (ts.isPropertyAssignment(parent) && parent.name === node) ||
        ((ts.isCallExpression(parent) || ts.isNewExpression(parent)) && isMessage(parent)) ||
        ts.isTemplateSpan(parent) ||
        ts.isPropertyAssignment(parent) ||
        ts.isShorthandPropertyAssignment(parent);
      if (!isPassedOn) looks = true;
    }
    ts.forEachChild(node, visit);
  }

  /** `console.error(e)`, `logger.warn(e)`, `reject(e)`, `new Error('…', { cause: e })` */
  function isMessage(call: ts.CallExpression | ts.NewExpression): boolean {
    if (ts.isNewExpression(call) || isLog(call, ts)) return true;
    const callee = withoutWrappers(call.expression, ts);
    return (
      (ts.isPropertyAccessExpression(callee) &&
        ts.isIdentifier(callee.expression) &&
        callee.expression.text === 'console') ||
      (ts.isIdentifier(callee) && /^(?:reject|next|String|callback|cb|done)$/.test(callee.text))
    );
  }
}

/** A `using` declaration before `at` whose resource the members name. */
function resourceIn(
  statements: readonly ts.Statement[],
  at: ts.Node,
  names: ReadonlySet<string>,
  t: typeof ts,
): string | undefined {
  for (const statement of statements) {
    if (statement.pos >= at.pos) return undefined;
    if (!t.isVariableStatement(statement)) continue;
    const { declarations } = statement.declarationList;
    if (!/^(?:await\s+)?using\b/.test(statement.getText())) continue;
    for (const { name } of declarations) {
      if (t.isIdentifier(name) && names.has(name.text)) return name.text;
    }
  }
  return undefined;
}

/**
 * `await client.query('BEGIN')` before `at`, where the members name that client and nothing before
 * `at` has ended the transaction.
 */
function transactionIn(
  statements: readonly ts.Statement[],
  at: ts.Node,
  names: ReadonlySet<string>,
  { ts }: TypedProgram,
): string | undefined {
  let open: string | undefined;
  for (const statement of statements) {
    if (statement.pos >= at.pos) break;
    if (!ts.isExpressionStatement(statement)) continue;
    const value = withoutWrappers(statement.expression, ts);
    const call = ts.isAwaitExpression(value) ? withoutWrappers(value.expression, ts) : value;
    if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) continue;
    const [command] = call.arguments;
    if (!command || !ts.isStringLiteralLike(command)) continue;
    const client = new Set<string>();
    collectNames(call.expression.expression, client, ts);
    if (![...client].some((each) => names.has(each))) continue;
    if (/^\s*(?:BEGIN|START\s+TRANSACTION)\b/i.test(command.text)) open = command.text.trim();
    else if (/^\s*(?:COMMIT|END|ROLLBACK(?!\s+TO))\b/i.test(command.text)) open = undefined;
  }
  return open;
}

/** `db.transaction(async (tx) => …)`: what calls the function, by the name it has. */
function transactionOf(
  callback: ts.SignatureDeclaration,
  { ts }: TypedProgram,
): string | undefined {
  if (!ts.isArrowFunction(callback) && !ts.isFunctionExpression(callback)) return undefined;
  const { parent } = withWrappers(callback, ts);
  if (!ts.isCallExpression(parent) || parent.expression === callback) return undefined;
  const callee = withoutWrappers(parent.expression, ts);
  const name = ts.isPropertyAccessExpression(callee)
    ? callee.name.text
    : ts.isIdentifier(callee)
      ? callee.text
      : '';
  return /transaction|transacting|atomic|withLock|runExclusive|^lock|mutex|withConnection|withSession|withClient/i.test(
    name,
  )
    ? name
    : undefined;
}

/** An async function that is called where it stands is part of what surrounds it. */
function isCalledInPlace(node: ts.SignatureDeclaration, typed: TypedProgram): boolean {
  const { ts } = typed;
  if (!ts.isArrowFunction(node) && !ts.isFunctionExpression(node)) return false;
  const outer = withWrappers(node, ts);
  const { parent } = outer;
  if (ts.isCallExpression(parent) && parent.expression === outer) return true;
  return (
    ts.isCallExpression(parent) &&
    parent.arguments.some((each) => each === outer) &&
    calleeOf(parent, typed).kind === 'library'
  );
}
