import type ts from 'typescript';

import type { Rows } from '../catalogue/catalogue.ts';
import { isFunctionWithBody } from './async-context.ts';
import { calleeOf, isCall, withWrappers, withoutWrappers } from './callee.ts';
import { promiseMayReject } from './can-reject.ts';
import { flowOf, stepsBefore, type Step } from './control-flow.ts';
import { isAsync } from './modifiers.ts';
import { isLookedAfter, usesOf } from './promise-fate.ts';
import { functionAround, identifiersNamed } from './references.ts';
import { thenableKindOfType } from './thenable.ts';
import { isWithin } from './is-within.ts';
import type { TypedProgram } from './typescript.ts';

/**
 * What runs between leaving a place and leaving the function around it:
 * - `catch`: only if what stands there throws;
 * - `finally`: in any case;
 * - `using`: in any case; it disposes of `resources`, in the words of the code.
 */
export type Guard =
  | { readonly kind: 'catch'; readonly clause: ts.CatchClause; readonly tried: ts.Block }
  | { readonly kind: 'finally'; readonly block: ts.Block }
  | { readonly kind: 'using'; readonly resources: readonly string[] };

/**
 * The guards around `node` within its function, the innermost first. A `catch` that only throws again
 * what it caught guards nothing, and a `finally` block or `catch` clause does not guard itself.
 */
export function guardsAround(node: ts.Node, t: typeof ts): readonly Guard[] {
  const guards: Guard[] = [];
  const disposes = mayDispose(node.getSourceFile());
  let inner = node;
  for (
    let outer = node.parent;
    !isFunctionWithBody(inner, t);
    inner = outer, outer = outer.parent
  ) {
    if (t.isTryStatement(outer)) {
      const { catchClause: clause, finallyBlock: block, tryBlock: tried } = outer;
      if (inner === tried && clause && !onlyRethrows(clause, t)) {
        guards.push({ kind: 'catch', clause, tried });
      }
      if (inner !== block && block && block.statements.length > 0) {
        guards.push({ kind: 'finally', block });
      }
    } else if (disposes) {
      const resources = resourcesOf(outer, inner, t);
      if (resources.length > 0) guards.push({ kind: 'using', resources });
    }
    if (t.isSourceFile(outer)) break;
  }
  return guards;
}

/**
 * Whether `returned` is a parameter that is a thenable of its own kind, or a chain of its methods that
 * ends with it: `reply.code(200).send(user)`. Whoever passed the object waits for it, if anybody does.
 */
export function isPassedThenable(
  returned: ts.Expression,
  typed: TypedProgram,
  catalogue: Rows,
): boolean {
  const { ts, checker } = typed;
  const type = checker.getTypeAtLocation(returned);
  if (thenableKindOfType(type, returned, typed, catalogue) !== 'other') return false;
  let value = withoutWrappers(returned, ts);
  while (ts.isCallExpression(value)) {
    const called = withoutWrappers(value.expression, ts);
    if (!ts.isPropertyAccessExpression(called)) return false;
    value = withoutWrappers(called.expression, ts);
    if (checker.getTypeAtLocation(value).getSymbol() !== type.getSymbol()) return false;
  }
  const declaration =
    ts.isIdentifier(value) && checker.getSymbolAtLocation(value)?.valueDeclaration;
  return declaration ? ts.isParameter(declaration) : false;
}

/** Whether a file may have a `using` declaration, by its text: for nearly all files the answer is no. */
function mayDispose(file: ts.SourceFile): boolean {
  let known = disposing.get(file);
  if (known === undefined) {
    known = /\busing\s+[\w$\u0080-\uffff]/.test(file.text);
    disposing.set(file, known);
  }
  return known;
}

const disposing = new WeakMap<ts.SourceFile, boolean>();

/** What `outer` disposes of when `inner`, a part of it, is left. */
function resourcesOf(outer: ts.Node, inner: ts.Node, t: typeof ts): string[] {
  if (t.isForOfStatement(outer) || t.isForStatement(outer)) {
    const { initializer } = outer;
    return initializer && inner === outer.statement && isUsing(initializer)
      ? namesOf(initializer as ts.VariableDeclarationList, t)
      : [];
  }
  const hasStatements =
    t.isBlock(outer) ||
    t.isSourceFile(outer) ||
    t.isModuleBlock(outer) ||
    t.isCaseOrDefaultClause(outer);
  if (!hasStatements) return [];
  const before = outer.statements.slice(0, outer.statements.indexOf(inner as ts.Statement));
  return before.flatMap((each) =>
    t.isVariableStatement(each) && isUsing(each.declarationList)
      ? namesOf(each.declarationList, t)
      : [],
  );
}

function isUsing(declarations: ts.Node): boolean {
  return /^(?:await\s+)?using\b/.test(declarations.getText());
}

function namesOf({ declarations }: ts.VariableDeclarationList, t: typeof ts): string[] {
  return declarations.flatMap(({ name }) => (t.isIdentifier(name) ? [name.text] : []));
}

/** `catch (error) { throw error; }` */
function onlyRethrows({ variableDeclaration, block }: ts.CatchClause, t: typeof ts): boolean {
  const [only, ...others] = block.statements;
  return (
    only !== undefined &&
    others.length === 0 &&
    t.isThrowStatement(only) &&
    t.isIdentifier(only.expression) &&
    variableDeclaration !== undefined &&
    t.isIdentifier(variableDeclaration.name) &&
    variableDeclaration.name.text === only.expression.text
  );
}

/**
 * Whether no promise can wait for what a `finally` block does: it only stops timers, prints, closes
 * or removes files, by the catalogue. Anything else may be what a promise within the `try` waits
 * for: a lock to be released, a gate to be opened.
 */
export function cannotBeWaitedFor(block: ts.Block, typed: TypedProgram, catalogue: Rows): boolean {
  const { ts } = typed;
  return block.statements.every((statement) => {
    if (!ts.isExpressionStatement(statement)) return false;
    let call = withoutWrappers(statement.expression, ts);
    if (ts.isAwaitExpression(call)) call = withoutWrappers(call.expression, ts);
    if (!ts.isCallExpression(call) || !call.arguments.every((each) => isPlain(each, ts)))
      return false;
    const callee = calleeOf(call, typed);
    if (callee.kind !== 'library') return false;
    const effects = catalogue.row(callee.module, callee.name)?.effects;
    return (
      effects !== undefined &&
      !effects.callsArguments &&
      !effects.keepsArguments &&
      !effects.writesArguments &&
      (effects.writes ?? []).every((each) => UNWATCHED.has(each))
    );
  });
}

/** What a program can change without that any promise of its own settles. */
const UNWATCHED: ReadonlySet<string> = new Set(['timers', 'output', 'file system']);

/** Names, literals, and what is read from them without a call. */
function isPlain(node: ts.Node, t: typeof ts): boolean {
  if (t.isCallExpression(node) || t.isNewExpression(node) || t.isAwaitExpression(node))
    return false;
  if (t.isFunctionLike(node) || t.isTaggedTemplateExpression(node)) return false;
  return t.forEachChild(node, (child) => !isPlain(child, t)) !== true;
}

/**
 * The guards around `returned` that a promise passes by which it returns before it settles: each
 * `catch` if one of `promises`, its possible values, may reject, and everything that runs in any
 * case; none if all have been awaited before, and no `catch` that has run for the rejection. In a
 * function that is not async, guards count only where they cannot be meant for what runs before it
 * returns.
 */
export function guardsPassedBy(
  returned: ts.Expression,
  promises: readonly ts.Expression[],
  guards: readonly Guard[],
  typed: TypedProgram,
  rows: () => Rows,
): readonly Guard[] {
  const { ts } = typed;
  const fn = functionAround(returned, ts);
  const meant =
    fn === undefined || isAsync(fn, ts)
      ? guards
      : promises.some((each) => hasHandler(each, ts)) || isVoidCallback(fn, typed)
        ? []
        : guards.filter((guard) =>
            promises.every((each) => !guardsTheSynchronousPart(guard, each, ts)),
          );
  if (promises.every((each) => hasBeenAwaited(each, typed))) return [];
  const passed = fn
    ? meant.filter((guard) => !promises.every((each) => hasRunIn(guard, each, fn, typed)))
    : meant;
  const isCaught = passed.some(({ kind }) => kind === 'catch');
  return isCaught && !promises.some((each) => promiseMayReject(each, typed, rows()))
    ? passed.filter(({ kind }) => kind !== 'catch')
    : passed;
}

/** Whether `promise` is a constant that is awaited on every path to this place: it has settled. */
function hasBeenAwaited(promise: ts.Expression, { ts, checker }: TypedProgram): boolean {
  const value = withoutWrappers(promise, ts);
  if (!ts.isIdentifier(value)) return false;
  const symbol = checker.getSymbolAtLocation(value);
  const declaration = symbol?.valueDeclaration;
  const fn = functionAround(value, ts);
  if (!declaration || !ts.isVariableDeclaration(declaration) || !fn) return false;
  const isConstant = (declaration.parent.flags & ts.NodeFlags.Const) !== 0;
  if (!isConstant || functionAround(declaration, ts) !== fn) return false;

  const flow = flowOf(fn, ts);
  const step = flow.valueOf(value);
  if (!step) return false;
  const awaitsIt = ({ node }: Step): boolean =>
    ts.isAwaitExpression(node) &&
    checker.getSymbolAtLocation(withoutWrappers(node.expression, ts)) === symbol;
  const before = stepsBefore(step, awaitsIt);
  return !before.has(flow.entry);
}

/**
 * Whether `promise` comes from `fn` itself, a try again, where all that can fail stands in `guard`'s
 * `try`: that `catch` has run for its rejection by then, and would run for it once more.
 */
function hasRunIn(
  guard: Guard,
  promise: ts.Expression,
  fn: ts.SignatureDeclaration,
  typed: TypedProgram,
): boolean {
  const { ts } = typed;
  const call = withoutWrappers(promise, ts);
  if (guard.kind !== 'catch' || !callsFunctionAround(call, typed)) return false;
  const { parent: statement } = guard.tried;
  const { parent: body } = statement;
  if (!ts.isBlock(body) || body.parent !== fn) return false;
  const mayFail = (node: ts.Node): boolean =>
    !ts.isFunctionLike(node) &&
    (isCall(node, ts) ||
      ts.isAwaitExpression(node) ||
      ts.isThrowStatement(node) ||
      (ts.isReturnStatement(node) && node.expression !== undefined) ||
      ts.forEachChild(node, mayFail) === true);
  return body.statements.every((each) => each === statement || !mayFail(each));
}

/** Whether a call runs the function that it stands in once more. */
function callsFunctionAround(call: ts.Expression, typed: TypedProgram): boolean {
  const { ts } = typed;
  if (!ts.isCallExpression(call)) return false;
  const callee = calleeOf(call, typed);
  return callee.kind === 'body' && callee.body === functionAround(call, ts);
}

/**
 * Whether the promise that `started` gives to a variable in `guard`'s `try` is awaited or returned
 * behind that `try` only, and no other `catch` stands there: a rejection passes `guard` by.
 */
export function isAwaitedBehind(
  started: ts.Expression,
  { tried }: Extract<Guard, { kind: 'catch' }>,
  typed: TypedProgram,
  rows: () => Rows,
): boolean {
  const { ts } = typed;
  const owner = functionAround(started, ts);
  const uses = usesOf(started, typed, rows()).filter(isLookedAfter);
  return (
    uses.length > 0 &&
    uses.every(
      ({ kind, node }) =>
        (kind === 'awaited' || kind === 'returned') &&
        !isWithin(node, tried) &&
        functionAround(node, ts) === owner &&
        !guardsAround(node, ts).some(
          (each) => each.kind === 'catch' && !isWithin(tried, each.tried),
        ),
    ) &&
    promiseMayReject(started, typed, rows())
  );
}

/**
 * Whether a `catch` may be meant for other work than that of `returned`: something else is awaited in
 * its `try`, and it does not look at what it caught, so that it would take a rejection for a failure
 * of that, or takes it for an error of that kind (`error.response.status`), so that it would fail
 * itself with another; or it calls what `returned` has called itself, or has run for the same in the
 * function around, which `returned` calls again.
 */
export function mayBeForOtherWork(
  { clause, tried }: Extract<Guard, { kind: 'catch' }>,
  returned: ts.Expression,
  typed: TypedProgram,
): boolean {
  const { ts } = typed;
  const call = withoutWrappers(returned, ts);
  if (callsFunctionAround(call, typed)) return true;
  const called = ts.isCallExpression(call) ? call.expression.getText() : undefined;
  const callsAgain = (node: ts.Node): boolean =>
    (ts.isCallExpression(node) && node.expression.getText() === called) ||
    ts.forEachChild(node, callsAgain) === true;
  if (called !== undefined && callsAgain(clause.block)) return true;
  const awaitsBeside = (node: ts.Node): boolean => {
    if (node === returned || ts.isFunctionLike(node)) return false;
    return ts.isAwaitExpression(node) || ts.forEachChild(node, awaitsBeside) === true;
  };
  return (!looksAtError(clause, ts) || assumesKind(clause, ts)) && awaitsBeside(tried);
}

function looksAtError({ variableDeclaration, block }: ts.CatchClause, t: typeof ts): boolean {
  if (!variableDeclaration) return false;
  const { name } = variableDeclaration;
  return !t.isIdentifier(name) || usesIn(block, name, t).length > 0;
}

/** `error.response.status`, where no `?.`, `instanceof` or test of `error.response` says that it is there. */
function assumesKind({ variableDeclaration, block }: ts.CatchClause, t: typeof ts): boolean {
  const name = variableDeclaration?.name;
  if (!name || !t.isIdentifier(name) || /\binstanceof\b/.test(block.getText())) return false;
  const members = usesIn(block, name, t)
    .map((each) => withWrappers(each, t).parent)
    .filter((each) => t.isPropertyAccessExpression(each))
    .filter((each) => !PRESENT.test(each.name.text));
  const isRead = (member: ts.Node): boolean => {
    const { parent } = withWrappers(member, t);
    return t.isPropertyAccessExpression(parent) && !parent.questionDotToken;
  };
  const tested = members.filter((each) => {
    const { parent } = withWrappers(each, t);
    return !t.isPropertyAccessExpression(parent) && !t.isCallExpression(parent);
  });
  return members.some(
    (each) => isRead(each) && !tested.some(({ name: { text } }) => text === each.name.text),
  );
}

/** What every error has. */
const PRESENT = /^(?:message|name|stack)$/;

function usesIn(block: ts.Block, name: ts.Identifier, t: typeof ts): readonly ts.Identifier[] {
  return identifiersNamed(name.text, block.getSourceFile(), t).filter((each) =>
    isWithin(each, block),
  );
}

/** `p.catch(f)`, `p.then(f, g)`, anywhere in the chain: whoever writes it has thought of a rejection. */
function hasHandler(promise: ts.Expression, t: typeof ts): boolean {
  const call = withoutWrappers(promise, t);
  if (!t.isCallExpression(call) || !t.isPropertyAccessExpression(call.expression)) return false;
  const { expression, name } = call.expression;
  const handlers = call.arguments.length;
  return (
    (name.text === 'catch' && handlers > 0) ||
    (name.text === 'then' && handlers > 1) ||
    hasHandler(expression, t)
  );
}

/** Whether whoever calls `fn` takes no result: a void callback, the executor of a promise. */
function isVoidCallback(fn: ts.SignatureDeclaration, { ts, checker }: TypedProgram): boolean {
  if (!ts.isArrowFunction(fn) && !ts.isFunctionExpression(fn)) return false;
  const signatures = checker.getContextualType(fn)?.getCallSignatures() ?? [];
  return signatures.some(
    (each) => (each.getReturnType().flags & (ts.TypeFlags.Void | ts.TypeFlags.Undefined)) !== 0,
  );
}

/**
 * Whether `guard` stands there for what happens before the function returns, where the function is
 * not async: its `catch` turns what is thrown into a rejection, or guards other calls that may
 * throw; its `finally` gives a variable or field back the value that it had before.
 */
function guardsTheSynchronousPart(guard: Guard, promise: ts.Expression, t: typeof ts): boolean {
  switch (guard.kind) {
    case 'using':
      return false;
    case 'finally':
      return guard.block.statements.every((each) => restores(each, t));
    case 'catch':
      return rejectsInstead(guard.clause, t) || hasCallBeside(promise, guard.tried, t);
  }
}

/** `current = previous;`, `depth--;` */
function restores(statement: ts.Statement, t: typeof ts): boolean {
  if (!t.isExpressionStatement(statement)) return false;
  const { expression } = statement;
  if (t.isPostfixUnaryExpression(expression) || t.isPrefixUnaryExpression(expression)) return true;
  return (
    t.isBinaryExpression(expression) &&
    expression.operatorToken.kind === t.SyntaxKind.EqualsToken &&
    t.isIdentifier(expression.right) &&
    expression.right.text !== 'undefined'
  );
}

/** `return Promise.reject(error)`, `reject(error)`, `throw …`: the caller is told of the failure. */
function rejectsInstead({ block }: ts.CatchClause, t: typeof ts): boolean {
  return block.statements.some((statement) => {
    const value =
      t.isReturnStatement(statement) || t.isExpressionStatement(statement)
        ? statement.expression
        : undefined;
    const call = value && withoutWrappers(value, t);
    return (
      call !== undefined && t.isCallExpression(call) && /reject/i.test(call.expression.getText())
    );
  });
}

/** Whether a call in `block` is not part of what makes `promise`: `JSON.parse(text)` before it, or within it. */
function hasCallBeside(promise: ts.Expression, block: ts.Block, t: typeof ts): boolean {
  const links = new Set<ts.Node>();
  for (let link = withoutWrappers(promise, t); ;) {
    links.add(link);
    if (t.isCallExpression(link) || t.isPropertyAccessExpression(link)) {
      link = withoutWrappers(link.expression, t);
    } else break;
  }
  const visit = (node: ts.Node): boolean => {
    if (t.isFunctionLike(node)) return false;
    const calls = t.isCallExpression(node) || t.isNewExpression(node) || t.isThrowStatement(node);
    return (calls && !links.has(node)) || t.forEachChild(node, visit) === true;
  };
  return visit(block);
}
