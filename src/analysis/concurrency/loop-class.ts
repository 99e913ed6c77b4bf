import type ts from 'typescript';

import { withWrappers, withoutWrappers } from '../callee.ts';
import { flowOf } from '../control-flow.ts';
import { isAssignmentOperator, isBinding } from '../declared-names.ts';
import { functionAround } from '../references.ts';
import { shortened } from '../shortened.ts';
import { isWithin } from '../is-within.ts';
import type { TypedProgram } from '../typescript.ts';
import type { Accesses } from './accesses.ts';
import { union } from './accesses.ts';
import type { Member } from './candidates.ts';
import { effectsAt } from './effects.ts';
import { changesMeanwhile } from './freshness.ts';
import { isPrimitiveValue, valueSymbol } from './private-object.ts';
import { calledName, isLog, isWriteName } from './read-name.ts';
import { nameOfResource } from './resource-name.ts';
import { statesOneAtATime } from './stated-order.ts';
import { surroundingsOf } from './surroundings.ts';
import { workOf } from './member-work.ts';
import type { No } from './verdict.ts';
import type { WriterRows } from './writers.ts';

/**
 * Why a loop awaits in each of its turns:
 * - `independent`: no turn needs an earlier one: all could run at once;
 * - `carried value`: a turn uses what an earlier one set;
 * - `early exit`: a turn may leave the loop, and the later ones do not run;
 * - `retry`: the same thing again after a failure;
 * - `pagination`: each answer says where the next one is;
 * - `polling`: the same question until the answer changes;
 * - `pacing`: it waits between turns on purpose;
 * - `batches`: each turn gathers a part already;
 * - `ordered sink`: what it writes must come in order;
 * - `transaction`: all turns work on the same connection, transaction, page or lock;
 * - `stream`: each turn takes from, or gives to, a stream or a consumer that waits;
 * - `async iterator`: `for await`;
 * - `unknown`: what a turn does is not known, or it writes.
 */
export type LoopClass =
  | 'independent'
  | 'carried value'
  | 'early exit'
  | 'retry'
  | 'pagination'
  | 'polling'
  | 'pacing'
  | 'batches'
  | 'ordered sink'
  | 'transaction'
  | 'stream'
  | 'async iterator'
  | 'unknown';

export interface LoopVerdict {
  readonly kind: LoopClass;
  /** Why, for people: a fragment that follows "because". */
  readonly because: string;
  /** What has to hold for `independent`; with none it is proven. */
  readonly assumptions: readonly string[];
  /** The awaits of its turns. */
  readonly awaits: readonly ts.AwaitExpression[];
  /** What keeps the results: `xs.push(…)`, `xs[i] = …`, `map.set(…)`, `sum += …`. */
  readonly collects: readonly ts.Expression[];
  /** What goes into the results is computed by code that may have effects: turn by turn, as before. */
  readonly isOrdered: boolean;
}

/** Asks it of a loop that awaits in its own turns, nested functions apart; `undefined` for others. */
export function loopClassOf(
  loop: ts.IterationStatement,
  typed: TypedProgram,
  catalogue: WriterRows,
): LoopVerdict | undefined {
  return classify(loop, typed, catalogue, 'every class');
}

/** The same verdict if it is `independent`, with fewer questions; `undefined` for all other loops. */
export function independentLoop(
  loop: ts.IterationStatement,
  typed: TypedProgram,
  catalogue: WriterRows,
): LoopVerdict | undefined {
  const verdict = classify(loop, typed, catalogue, 'independent');
  return verdict?.kind === 'independent' ? verdict : undefined;
}

function classify(
  loop: ts.IterationStatement,
  typed: TypedProgram,
  catalogue: WriterRows,
  wanted: 'every class' | 'independent',
): LoopVerdict | undefined {
  const { ts, checker } = typed;
  const parts = partsOf(loop, ts);
  const awaits = parts.awaits;
  if (ts.isForOfStatement(loop) && loop.awaitModifier) {
    return verdict('async iterator', 'it takes from an async iterator');
  }
  if (awaits.length === 0) return undefined;
  if (parts.yields) return verdict('stream', 'whoever takes what it yields sets the pace');
  if (wanted === 'independent' && (parts.exits.length > 0 || !isCounted(loop, ts))) {
    return undefined;
  }
  const pause = awaits.find((each) => isPause(each));
  const caught = parts.catches;

  if (!isCounted(loop, ts)) return ofWhile(loop);

  if (parts.exits.length > 0) {
    if (caught && !isOverCollection(loop)) {
      return verdict('retry', 'it tries again what failed');
    }
    if (pause && !isOverCollection(loop)) return verdict('polling', 'it asks again after a while');
    return verdict('early exit', `\`${shortened(parts.exits[0]?.getText() ?? '')}\` may end it`);
  }
  if (pause) {
    return verdict('pacing', `\`${shortened(pause.expression.getText())}\` waits between turns`);
  }
  if (awaits.some((each) => isBatch(each))) {
    return verdict('batches', 'each turn waits for many at once already');
  }

  if (statesOneAtATime(loop, ts)) return verdict('ordered sink', 'a comment says so');

  const advance = ts.isForStatement(loop) ? loop.incrementor : undefined;
  if (advance && callsIn(advance, ts)) {
    return verdict('carried value', `\`${shortened(advance.getText())}\` says what comes next`);
  }
  const { collects, carried, shared } = carriedBy();
  if (carried !== undefined) {
    return isNamedAsPage(carried)
      ? verdict('pagination', `\`${carried}\` says where the next part is`)
      : verdict('carried value', `a turn uses \`${carried}\`, which an earlier one sets`);
  }
  const around = surroundingsOf([loop.statement], typed);
  if (around.against) {
    return verdict(
      around.against.condition === 'scope' ? 'transaction' : 'unknown',
      around.against.because,
    );
  }

  const assumptions = shared.map(
    (each) => `nobody looks at \`${shortened(each)}\` before the loop is done`,
  );
  const bound = boundByHead();
  const given: Accesses[] = [];
  if (wanted === 'independent' && !awaits.every((each) => startsItsOwn(each))) return undefined;
  for (const awaited of awaits) {
    const call = withoutWrappers(awaited.expression, ts);
    if (!ts.isCallExpression(call)) {
      return verdict('unknown', `\`${shortened(call.getText())}\` has been started before`);
    }
    if (!variesWithin(call)) {
      return verdict('polling', `\`${shortened(call.getText())}\` is the same in each turn`);
    }
    const extent = wanted === 'independent' ? 'first write' : 'whole';
    const work = workOf(memberOf(awaited, call), typed, catalogue, extent);
    const handle = work.handles.find(({ expression }) => !uses(expression, bound));
    if (handle) return verdict('transaction', `all turns use \`${shortened(handle.text)}\``);
    if (work.refusal) return ofRefusal(work.refusal);
    for (const { text } of work.handles) {
      assumptions.push(`nobody uses \`${shortened(text)}\` at once if another turn fails`);
    }
    assumptions.push(...work.assumptions);
    given.push(work.given);
  }
  const rest = restOfTurn(collects);
  if ('kind' in rest) return rest;
  assumptions.push(...rest.assumptions);
  if (rest.reads.has('clock')) {
    assumptions.push(
      'it does not matter in which order the turns read the time or something random',
    );
  }
  if (assumptions.length === 0) {
    const read = new Set([...union(given).reads, ...rest.reads]);
    assumptions.push(...changesMeanwhile(read, typed, catalogue));
  }
  if (assumptions.length === 0) assumptions.push(...listMayChange());
  if (around.inspectsError) assumptions.push('the `catch` may get the error of another turn');
  return {
    kind: 'independent',
    because: 'no turn needs an earlier one',
    assumptions: [...new Set(assumptions)],
    awaits,
    collects,
    isOrdered: rest.assumptions.length > 0,
  };

  function verdict(kind: LoopClass, because: string): LoopVerdict {
    return { kind, because, assumptions: [], awaits, collects: [], isOrdered: false };
  }

  function ofRefusal({ condition, because }: No): LoopVerdict {
    if (condition === 'handle') return verdict('transaction', because);
    if (because.includes('writes output')) return verdict('ordered sink', because);
    if (because.endsWith('waits for a timer')) return verdict('pacing', because);
    return verdict('unknown', because.replace(', also if the other one fails', ''));
  }

  // Loops without a collection

  function ofWhile(each: ts.IterationStatement): LoopVerdict {
    if (caught && (pause || parts.exits.length > 0)) {
      return verdict('retry', 'it tries again what failed');
    }
    if (pause) return verdict('polling', 'it asks again after a while');
    const names = namesUsed(each);
    const reader = awaits.find((one) => {
      const name = calledName(withoutWrappers(one.expression, ts), ts);
      return name === 'read' || name === 'next' || name === 'write';
    });
    if (reader) return verdict('stream', `\`${shortened(reader.expression.getText())}\` goes on`);
    const page = [...names].find((name) => isNamedAsPage(name));
    if (page !== undefined) return verdict('pagination', `\`${page}\` says where the next part is`);
    const taken = ['shift', 'pop', 'dequeue'].find((name) => names.has(name));
    return verdict(
      'carried value',
      taken === undefined
        ? 'whether there is another turn depends on the ones before'
        : `\`${taken}\` takes from what other turns may add to`,
    );
  }

  function isNamedAsPage(name: string): boolean {
    return /page|cursor|offset|hasMore|nextToken|token|continuation|marker|after|start(?:ing)?At|lastKey|nextLink|next$/i.test(
      name,
    );
  }

  function namesUsed(root: ts.Node): ReadonlySet<string> {
    const found = new Set<string>();
    const visit = (node: ts.Node): void => {
      if (ts.isIdentifier(node)) found.add(node.text);
      ts.forEachChild(node, visit);
    };
    visit(root);
    return found;
  }

  /** Whether the loop goes through elements or keys, and does not just count attempts. */
  function isOverCollection(each: ts.IterationStatement): boolean {
    if (ts.isForOfStatement(each) || ts.isForInStatement(each)) return true;
    if (!ts.isForStatement(each) || !each.condition) return false;
    return namesUsed(each.condition).has('length') || namesUsed(each.condition).has('size');
  }

  // What awaits

  function isPause(awaited: ts.AwaitExpression): boolean {
    const call = withoutWrappers(awaited.expression, ts);
    if (ts.isNewExpression(call)) return /\bset(?:Timeout|Immediate)\b/.test(call.getText());
    if (!ts.isCallExpression(call)) return false;
    if (
      /^(?:sleep|delay|wait|pause|setTimeout|promiseWait|timeout|backoff)$/i.test(
        calledName(call, ts) ?? '',
      )
    ) {
      return true;
    }
    // What waits for a timer is not independent, either.
    if (wanted === 'independent') return false;
    const refusal = workOf(memberOf(awaited, call), typed, catalogue).refusal;
    return refusal?.condition === 'barrier' && refusal.because.endsWith('waits for a timer');
  }

  /** By its syntax, whether each turn awaits a call of its own. */
  function startsItsOwn(awaited: ts.AwaitExpression): boolean {
    const call = withoutWrappers(awaited.expression, ts);
    return ts.isCallExpression(call) && variesWithin(call);
  }

  /** `Promise.all(chunk.map(f))`; of `[f(x), g(x)]` each turn waits for so many and no more. */
  function isBatch(awaited: ts.AwaitExpression): boolean {
    const call = withoutWrappers(awaited.expression, ts);
    if (!ts.isCallExpression(call)) return false;
    const callee = call.expression;
    const given = call.arguments[0] && withoutWrappers(call.arguments[0], ts);
    if (given && ts.isArrayLiteralExpression(given) && !ts.isForStatement(loop)) {
      return given.elements.some((each) => ts.isSpreadElement(each));
    }
    return (
      ts.isPropertyAccessExpression(callee) &&
      ts.isIdentifier(callee.expression) &&
      callee.expression.text === 'Promise' &&
      /^(?:all|allSettled)$/.test(callee.name.text)
    );
  }

  function memberOf(awaited: ts.AwaitExpression, call: ts.CallExpression): Member {
    const { parent } = withWrappers(awaited, ts);
    return {
      awaited,
      call,
      node: awaited,
      statement: loop,
      form: ts.isExpressionStatement(parent) ? 'bare' : 'part',
      target: undefined,
      isWrapped: false,
    };
  }

  // What one turn leaves to the next

  function carriedBy(): {
    collects: readonly ts.Expression[];
    carried: string | undefined;
    shared: readonly string[];
  } {
    const found: ts.Expression[] = [];
    const shared = new Set<string>();
    /** The places that only collect. */
    const own = new Set<ts.Node>();
    const changed = new Map<ts.Symbol, string>();
    const members = new Set<string>();
    visit(loop.statement);
    const carried =
      [...changed].find(([symbol]) => isUsed((node) => isVariable(node, symbol)))?.[1] ??
      [...members].find((text) => isUsed((node) => isMember(node, text)));
    return { collects: found, carried, shared: [...shared] };

    // Also in callbacks: those of `forEach` run in the turn.
    function visit(node: ts.Node): void {
      if (ts.isBinaryExpression(node) && isAssignmentOperator(node.operatorToken.kind, ts)) {
        const isAlone = ts.isExpressionStatement(node.parent);
        note(node.left, node, isAlone && isReduction(node));
      } else if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
        const { PlusPlusToken, MinusMinusToken } = ts.SyntaxKind;
        if (node.operator === PlusPlusToken || node.operator === MinusMinusToken) {
          note(node.operand, node, ts.isExpressionStatement(node.parent));
        }
      } else if (ts.isCallExpression(node) && isCollecting(node)) {
        const { expression } = node.expression as ts.PropertyAccessExpression;
        const keeps = /^(?:push|set|add|append)$/.test(calledName(node, ts) ?? '');
        note(expression, node, keeps && ts.isExpressionStatement(node.parent));
      }
      ts.forEachChild(node, visit);
    }

    /** `isKept`: nothing but the collecting itself looks at the target. */
    function note(target: ts.Expression, whole: ts.Expression, isKept: boolean): void {
      const inner = withoutWrappers(target, ts);
      const root = rootOf(inner);
      const symbol = root && valueSymbol(root, typed);
      if (root && symbol && isDeclaredWithin(symbol)) {
        // A property of what only this turn works on.
        if (inner !== root) found.push(whole);
        return;
      }
      if (isKept) found.push(whole);
      if (root && symbol) {
        changed.set(symbol, root.text);
        if (isKept) own.add(root);
        if (isSeenByOthers(symbol)) shared.add(root.text);
        return;
      }
      const owner = ts.isElementAccessExpression(inner) ? inner.expression : inner;
      members.add(owner.getText());
      shared.add(owner.getText());
      if (isKept) own.add(owner);
    }

    function isVariable(node: ts.Node, symbol: ts.Symbol): boolean {
      return (
        ts.isIdentifier(node) && node.text === symbol.name && valueSymbol(node, typed) === symbol
      );
    }

    function isMember(node: ts.Node, text: string): boolean {
      return ts.isPropertyAccessExpression(node) && node.getText() === text;
    }

    function isUsed(matches: (node: ts.Node) => boolean): boolean {
      const visitUse = (node: ts.Node): true | undefined =>
        matches(node) && !own.has(node) ? true : ts.forEachChild(node, visitUse);
      const heads = ts.isForStatement(loop) ? [loop.condition, loop.incrementor] : [headOf(loop)];
      return [loop.statement, ...heads].some((each) => each && visitUse(each) === true);
    }
  }

  /** Whether the variable, or what it holds, is anybody else's than this function's. */
  function isSeenByOthers(symbol: ts.Symbol): boolean {
    const around = surroundingsOf([loop.statement], typed).tryBlock ?? functionAround(loop, ts);
    return (symbol.declarations ?? []).some(
      (each) =>
        ts.isParameter(each) ||
        functionAround(each, ts) !== functionAround(loop, ts) ||
        (around !== undefined && (each.pos < around.pos || each.end > around.end)),
    );
  }

  /** `sum += x` and `xs[i] = x`; not `last = x`. */
  function isReduction(assignment: ts.BinaryExpression): boolean {
    const target = withoutWrappers(assignment.left, ts);
    if (ts.isElementAccessExpression(target)) {
      return assignment.operatorToken.kind === ts.SyntaxKind.EqualsToken;
    }
    return (
      ts.isIdentifier(target) &&
      (assignment.operatorToken.kind === ts.SyntaxKind.PlusEqualsToken ||
        assignment.operatorToken.kind === ts.SyntaxKind.AsteriskEqualsToken)
    );
  }

  function isCollecting(call: ts.CallExpression): boolean {
    const callee = call.expression;
    return (
      ts.isPropertyAccessExpression(callee) &&
      /^(?:push|set|add|append|unshift|delete|splice|shift|pop)$/.test(callee.name.text) &&
      !isPrimitiveValue(callee.expression, typed) &&
      !ts.isAwaitExpression(withWrappers(call, ts).parent)
    );
  }

  function rootOf(node: ts.Expression): ts.Identifier | undefined {
    let root = node;
    while (ts.isPropertyAccessExpression(root) || ts.isElementAccessExpression(root)) {
      root = withoutWrappers(root.expression, ts);
    }
    return ts.isIdentifier(root) ? root : undefined;
  }

  function isDeclaredWithin(symbol: ts.Symbol): boolean {
    return (symbol.declarations ?? []).some(
      (each) => loop.pos <= each.pos && each.end <= loop.end && !isCounter(each),
    );
  }

  /** `i` of `for (let i = 0; …; i++)`, which a turn must not change. */
  function isCounter(declaration: ts.Declaration): boolean {
    return ts.isForStatement(loop) && declaration.parent === loop.initializer;
  }

  function boundByHead(): ReadonlySet<ts.Symbol> {
    const found = new Set<ts.Symbol>();
    const visit = (node: ts.Node): void => {
      const isName = ts.isVariableDeclaration(node) || isBinding(node, ts);
      if (isName && ts.isIdentifier(node.name)) {
        const symbol = checker.getSymbolAtLocation(node.name);
        if (symbol) found.add(symbol);
      }
      if (!ts.isFunctionLike(node)) ts.forEachChild(node, visit);
    };
    visit(loop);
    return found;
  }

  function uses(node: ts.Node, symbols: ReadonlySet<ts.Symbol>): boolean {
    if (ts.isIdentifier(node)) {
      const symbol = valueSymbol(node, typed);
      return symbol !== undefined && symbols.has(symbol);
    }
    return ts.forEachChild(node, (child) => uses(child, symbols) || undefined) ?? false;
  }

  /** Whether a call uses what the loop itself declares, in its head or in a turn. */
  function variesWithin(node: ts.Node): boolean {
    if (ts.isIdentifier(node)) {
      const symbol = valueSymbol(node, typed);
      return (symbol?.declarations ?? []).some((each) => isWithin(each, loop));
    }
    return ts.forEachChild(node, (child) => variesWithin(child) || undefined) ?? false;
  }

  /** What of a collecting expression is the collection; what goes into it is code like any other. */
  function placeOf(collect: ts.Expression): ts.Node[] {
    if (ts.isBinaryExpression(collect)) return [collect.left];
    if (ts.isCallExpression(collect)) return [collect.expression];
    return [collect];
  }

  /** Code of a turn that is neither awaited nor collects: it would run in another order. */
  function restOfTurn(
    collects: readonly ts.Expression[],
  ): LoopVerdict | { assumptions: readonly string[]; reads: ReadonlySet<string> } {
    const skipped: readonly ts.Node[] = [...awaits, ...collects.flatMap((each) => placeOf(each))];
    const accesses: Accesses[] = [];
    const computed = new Set<string>();
    for (const step of flowOf(functionAround(loop, ts) ?? loop.getSourceFile(), ts).steps) {
      const { node } = step;
      if (!isWithin(node, loop.statement) || collects.some((each) => each === node)) continue;
      if (skipped.some((each) => isWithin(node, each)) || isLog(node, ts)) continue;
      const own = effectsAt(step, typed, catalogue, node, 'whole');
      if (own.writes.has('output')) {
        return verdict('ordered sink', `\`${shortened(node.getText())}\` writes in order`);
      }
      const name = calledName(node, ts);
      const isComputed = ts.isCallExpression(node) && name !== undefined && !isWriteName(name);
      if (own.unseen.size > 0 && isComputed && collects.some((each) => isWithin(node, each))) {
        computed.add(shortened(node.expression.getText()));
      } else accesses.push(own);
    }
    if (accesses.filter((own) => own.reads.has('clock')).length > 1) {
      return verdict('unknown', 'it measures how long a turn takes');
    }
    const { unseen, writes, reads } = union(accesses);
    const [first] = unseen;
    if (first) return verdict('unknown', `\`${shortened(first.getText())}\` may have effects`);
    const [key] = writes;
    if (key !== undefined) return verdict('unknown', `each turn changes ${nameOfResource(key)}`);
    return {
      assumptions: [...computed].map((each) => `\`${each}\` changes nothing that a turn reads`),
      reads,
    };
  }

  /** The list itself, where other code could add to it while a turn waits. */
  function listMayChange(): readonly string[] {
    if (!ts.isForOfStatement(loop)) return [];
    const list = withoutWrappers(loop.expression, ts);
    const root = ts.isIdentifier(list) ? list : undefined;
    const symbol = root && valueSymbol(root, typed);
    const isShared =
      ts.isPropertyAccessExpression(list) ||
      (symbol !== undefined &&
        (symbol.declarations ?? []).some(
          (each) => functionAround(each, ts) !== functionAround(loop, ts),
        ));
    const type = checker.getTypeAtLocation(list);
    const isFixed = (type.getSymbol()?.name ?? '').startsWith('Readonly') || isConstantList(symbol);
    return isShared && !isFixed
      ? [`nobody changes \`${shortened(list.getText())}\` meanwhile`]
      : [];
  }

  function isConstantList(symbol: ts.Symbol | undefined): boolean {
    const [declaration] = symbol?.declarations ?? [];
    return (
      declaration !== undefined &&
      ts.isVariableDeclaration(declaration) &&
      declaration.initializer !== undefined &&
      ts.isArrayLiteralExpression(withoutWrappers(declaration.initializer, ts)) &&
      (declaration.parent.flags & ts.NodeFlags.Const) !== 0
    );
  }
}

function callsIn(node: ts.Node, t: typeof ts): boolean {
  return t.isCallExpression(node) || (t.forEachChild(node, (each) => callsIn(each, t)) ?? false);
}

/** Whether its head says how many turns it has: no `while`, `do` or `for (;;)`. */
function isCounted(loop: ts.IterationStatement, t: typeof ts): boolean {
  if (t.isForStatement(loop)) return loop.condition !== undefined;
  return !t.isWhileStatement(loop) && !t.isDoStatement(loop);
}

interface Parts {
  readonly awaits: readonly ts.AwaitExpression[];
  /** Statements that end the loop before its time. */
  readonly exits: readonly ts.Node[];
  readonly catches: boolean;
  readonly yields: boolean;
}

function partsOf(loop: ts.IterationStatement, t: typeof ts): Parts {
  const awaits: ts.AwaitExpression[] = [];
  const exits: ts.Node[] = [];
  let catches = false;
  let yields = false;
  const label = t.isLabeledStatement(loop.parent) ? loop.parent.label.text : undefined;
  visit(loop.statement, false);
  const condition = t.isWhileStatement(loop) || t.isDoStatement(loop) ? loop.expression : undefined;
  if (condition) visit(condition, false);
  return { awaits, exits, catches, yields };

  /** `inner`: within a loop or `switch` that a bare `break` would end. */
  function visit(node: ts.Node, inner: boolean): void {
    if (t.isFunctionLike(node) || t.isTypeNode(node)) return;
    if (t.isAwaitExpression(node)) awaits.push(node);
    if (t.isYieldExpression(node)) yields = true;
    if (t.isTryStatement(node) && node.catchClause) catches = true;
    if (t.isReturnStatement(node) || t.isThrowStatement(node)) exits.push(node);
    if (t.isBreakStatement(node) && (node.label ? node.label.text === label : !inner)) {
      exits.push(node);
    }
    if (t.isContinueStatement(node) && node.label && node.label.text !== label) exits.push(node);
    if (t.isForOfStatement(node) && node.awaitModifier) yields = true;
    const isInner = inner || t.isIterationStatement(node, false) || t.isSwitchStatement(node);
    t.forEachChild(node, (child) => {
      visit(child, isInner);
    });
  }
}

function headOf(loop: ts.IterationStatement): ts.Expression {
  return (loop as ts.ForOfStatement | ts.WhileStatement).expression;
}
