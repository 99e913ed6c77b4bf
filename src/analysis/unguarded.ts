import type ts from 'typescript';

import type { Rows } from '../catalogue/catalogue.ts';
import { mayThrow } from './can-reject.ts';
import { calleeOf, withoutWrappers } from './callee.ts';
import { flowOf, type Flow, type Step } from './control-flow.ts';
import { isBinding } from './declared-names.ts';
import { isLookedAfter, placeOf, usesOf, type Use } from './promise-fate.ts';
import { functionAround } from './references.ts';
import { thenabilityOf } from './thenable.ts';
import { isWithin } from './is-within.ts';
import { isLogical, isShortCircuit } from './short-circuit.ts';
import type { TypedProgram } from './typescript.ts';

/**
 * Where the function is suspended or left while a promise that it has started has no handler:
 * - `awaits`: at an `await`, `for await` or the disposal of an `await using`;
 * - `yields`: at a `yield`;
 * - `returns`, `throws`: by a statement;
 * - `calls`: by a call that may throw;
 * - `one by one`: at the `await` or the loop that waits for the promises of a collection one after
 *   the other, so that only the first of them has a handler.
 */
export interface Gap {
  readonly kind: 'awaits' | 'yields' | 'returns' | 'throws' | 'calls' | 'one by one';
  readonly node: ts.Node;
}

export interface Unguarded {
  /** In source order, those behind the start first. At least one. */
  readonly gaps: readonly Gap[];
  /** The places that look after the promise, in source order. */
  readonly handlers: readonly Use[];
}

export interface Asked {
  /** Whether a call that may throw leaves the function, too. */
  readonly calls: boolean;
}

/**
 * On which paths the promise (or the collection of promises) that `start` gives has no handler while
 * the function around it is suspended or left. `undefined`: on none; nobody ever looks after it, which
 * is another problem; or that is not known.
 */
export function unguardedAfter(
  start: ts.Expression,
  asked: Asked,
  typed: TypedProgram,
  catalogue: Rows,
): Unguarded | undefined {
  const { ts } = typed;
  const root = functionAround(start, ts) ?? start.getSourceFile();
  const uses = usesOf(start, typed, catalogue);
  const handlers = uses.filter(isLookedAfter);
  if (handlers.length === 0 || isMadeInTryAndHandledOutside(start, handlers, ts)) return undefined;

  const flow = flowOf(root, ts);
  const begin = firstStep(start, flow, ts);
  if (!begin) return undefined;
  const barriers = barriersOf(uses, root, flow, typed, isOneOfLiteral(start, ts));
  if (!barriers) return undefined;

  const walk = createWalk(start, root, flow, typed, catalogue);
  const gaps = walk.gaps(begin, barriers, {
    ...asked,
    exitsUpTo: uses.some((use) => isTest(use, ts))
      ? -Infinity
      : handlers.every(isCertain)
        ? Infinity
        : Math.max(...handlers.map((each) => placeOf(each).getStart())),
    within: handlers.flatMap(({ kind, node }) => (kind === 'combined' ? [node] : [])),
  });
  return gaps.length === 0 ? undefined : { gaps, handlers };
}

/** Whether it is clear that the promise is handled there, and not that somebody may do so. */
function isCertain({ kind }: Use): boolean {
  return kind === 'awaited' || kind === 'combined' || kind === 'handled' || kind === 'chained';
}

/** `try { p = f(); } catch { … } await p;`: the `catch` that never runs is the problem. */
function isMadeInTryAndHandledOutside(
  start: ts.Node,
  handlers: readonly Use[],
  t: typeof ts,
): boolean {
  for (let node = start; !t.isFunctionLike(node) && !t.isSourceFile(node); node = node.parent) {
    const { parent } = node;
    if (!t.isTryStatement(parent) || parent.tryBlock !== node) continue;
    if (handlers.every((use) => !isWithin(placeOf(use), parent))) return true;
  }
  return false;
}

/** Where `start` has been evaluated: of an array literal, the first promise in it. */
function firstStep(start: ts.Expression, flow: Flow, t: typeof ts): Step | undefined {
  const value = withoutWrappers(start, t);
  if (!t.isArrayLiteralExpression(value)) return flow.valueOf(value);
  for (const element of value.elements) {
    const own = firstStep(t.isSpreadElement(element) ? element.expression : element, flow, t);
    if (own) return own;
  }
  return undefined;
}

/** `[f()]`, `[{ done: f() }]`: one promise, though an array holds it. Not what a loop puts into one. */
function isOneOfLiteral(start: ts.Expression, t: typeof ts): boolean {
  for (let value: ts.Node = start; ; value = value.parent) {
    const { parent } = value;
    if (t.isArrayLiteralExpression(parent)) return true;
    const isHeld =
      t.isPropertyAssignment(parent) ||
      t.isObjectLiteralExpression(parent) ||
      t.isParenthesizedExpression(parent) ||
      t.isAsExpression(parent) ||
      t.isSatisfiesExpression(parent);
    if (!isHeld) return false;
  }
}

interface Barriers {
  /** From here on somebody looks after the promise, or it has a problem of another kind. */
  readonly guarded: ReadonlySet<Step>;
  /** Here the members of a collection are awaited one after the other. */
  readonly oneByOne: ReadonlyMap<Step, ts.Node>;
}

/**
 * `undefined` where a function that may run at any time looks after the promise. One that is alone is
 * not one of many that wait for each other, whatever loop awaits it.
 */
function barriersOf(
  uses: readonly Use[],
  root: ts.Node,
  flow: Flow,
  typed: TypedProgram,
  isAlone: boolean,
): Barriers | undefined {
  const { ts } = typed;
  const guarded = new Set<Step>();
  const oneByOne = new Map<Step, ts.Node>();
  for (const use of uses) {
    if ((use.kind === 'tested' || use.kind === 'inspected') && !isInCondition(use.node, ts)) {
      continue;
    }
    const closure = closureAround(placeOf(use), root, ts) ?? closureAround(use.value, root, ts);
    if (closure) {
      const steps = ts.isFunctionDeclaration(closure) ? [] : stepsOfStatement(closure, flow, ts);
      if (steps.length === 0) return undefined;
      for (const step of steps) guarded.add(step);
      continue;
    }
    const steps = stepsOfUse(use, flow, ts);
    if (steps.length === 0) return undefined;
    const turns = use.kind === 'awaited' && !isAlone ? turnsAt(use, flow, ts) : undefined;
    for (const step of turns ?? steps) {
      if (turns) oneByOne.set(step, use.node);
      else guarded.add(step);
    }
  }
  return { guarded, oneByOne };
}

/** Whether what comes after it may depend on whether there is a promise. */
function isTest({ kind, node }: Use, t: typeof ts): boolean {
  return kind === 'tested' || (kind === 'inspected' && isInCondition(node, t));
}

/**
 * `if (p)`, `if (jobs.length > 0)`: where there is a promise, the path past the test is not taken. What
 * happens between the test and a handler is let go.
 */
function isInCondition(node: ts.Node, t: typeof ts): boolean {
  for (let each = node; !t.isFunctionLike(each) && !t.isSourceFile(each); each = each.parent) {
    const { parent } = each;
    if (t.isConditionalExpression(parent) && parent.condition === each) return true;
    if (t.isIfStatement(parent) || t.isWhileStatement(parent) || t.isDoStatement(parent)) {
      return parent.expression === each;
    }
    if (isLogical(parent, t) && parent.left === each) return true;
    if (t.isStatement(each)) return false;
  }
  return false;
}

/** The outermost function within `root` that `node` is a part of. */
function closureAround(node: ts.Node, root: ts.Node, t: typeof ts): ts.Node | undefined {
  let found: ts.Node | undefined;
  for (let each = node; each !== root && !t.isSourceFile(each); each = each.parent) {
    if (t.isFunctionLike(each) || t.isClassLike(each)) found = each;
  }
  return found;
}

/** The steps of the statement that makes a closure: it holds the promise from about there on. */
function stepsOfStatement(closure: ts.Node, flow: Flow, t: typeof ts): readonly Step[] {
  let statement = closure;
  while (!t.isStatement(statement) && !t.isFunctionLike(statement.parent)) {
    statement = statement.parent;
  }
  return flow.steps.filter(({ node, suspends }) => !suspends && isWithin(node, statement));
}

function stepsOfUse(use: Use, flow: Flow, t: typeof ts): readonly Step[] {
  const place = placeOf(use);
  const own = stepsOf(flow).get(place);
  if (own) return own;
  const read = flow.valueOf(withoutWrappers(use.value, t));
  if (read) return [read];
  for (let each = place; !t.isStatement(each) && !t.isFunctionLike(each); each = each.parent) {
    const around = stepsOf(flow).get(each);
    if (around) return around;
  }
  return [];
}

function stepsOf(flow: Flow): ReadonlyMap<ts.Node, readonly Step[]> {
  let known = stepsByNode.get(flow);
  if (!known) {
    const made = new Map<ts.Node, Step[]>();
    for (const step of flow.steps) {
      const others = made.get(step.node);
      if (others) others.push(step);
      else made.set(step.node, [step]);
    }
    known = made;
    stepsByNode.set(flow, known);
  }
  return known;
}

const stepsByNode = new WeakMap<Flow, ReadonlyMap<ts.Node, readonly Step[]>>();

/**
 * Where the promises of a collection take turns, if the `await` (or the `for await`) waits for one after
 * the other: the head of the loop over the collection, else the `await` itself.
 */
function turnsAt({ node, value }: Use, flow: Flow, t: typeof ts): readonly Step[] | undefined {
  const own = stepsOf(flow).get(node) ?? [];
  if (t.isForOfStatement(node)) return own;
  const awaited = t.isAwaitExpression(node) ? withoutWrappers(node.expression, t) : value;
  const loop = loopAround(node, t);
  if (!loop) return undefined;
  if (t.isElementAccessExpression(awaited)) {
    return t.isNumericLiteral(awaited.argumentExpression) ? undefined : own;
  }
  if (t.isCallExpression(awaited)) {
    return t.isPropertyAccessExpression(awaited.expression) ? own : undefined;
  }
  // `job`, `job.done`
  let element = awaited;
  while (t.isPropertyAccessExpression(element)) element = withoutWrappers(element.expression, t);
  return t.isIdentifier(element) && bindsElement(loop, element.text, t)
    ? stepsOf(flow).get(loop)
    : undefined;
}

function loopAround(node: ts.Node, t: typeof ts): ts.IterationStatement | undefined {
  for (let each = node; !t.isFunctionLike(each) && !t.isSourceFile(each); each = each.parent) {
    if (t.isIterationStatement(each, false)) return each;
  }
  return undefined;
}

function bindsElement(loop: ts.IterationStatement, name: string, t: typeof ts): boolean {
  if (!t.isForOfStatement(loop) || !t.isVariableDeclarationList(loop.initializer)) return false;
  return loop.initializer.declarations.some(({ name: bound }) => mentions(bound, name, t));
}

function mentions(bound: ts.BindingName, name: string, t: typeof ts): boolean {
  if (t.isIdentifier(bound)) return bound.text === name;
  return bound.elements.some((each) => isBinding(each, t) && mentions(each.name, name, t));
}

interface WalkOptions extends Asked {
  /** Up to which position ways out of the function count. */
  readonly exitsUpTo: number;
  /** Suspensions in these belong to another rule: `Promise.all([p, await g()])`. */
  readonly within: readonly ts.Node[];
}

interface Walk {
  gaps(begin: Step, barriers: Barriers, options: WalkOptions): readonly Gap[];
}

/** A step, and the jump that is under way when it is reached: a `finally` runs before it goes on. */
interface State {
  readonly step: Step;
  readonly leaving: ts.Node | undefined;
}

function createWalk(
  start: ts.Expression,
  root: ts.Node,
  flow: Flow,
  typed: TypedProgram,
  catalogue: Rows,
): Walk {
  const { ts } = typed;
  const disposals = flow.steps.flatMap(({ role, node }) => (role === 'dispose' ? [node] : []));
  const home = homeOf(start, ts);
  const finalizers = finalizersIn(root);
  return { gaps };

  function gaps(begin: Step, barriers: Barriers, options: WalkOptions): readonly Gap[] {
    const found = new Map<ts.Node, Gap>();
    const seen = new Map<Step, Set<ts.Node | undefined>>();
    const open: State[] = [{ step: begin, leaving: undefined }];
    for (let state = open.pop(); state; state = open.pop()) {
      for (const next of nextOf(state, options)) {
        if ('kind' in next) {
          record(next, options);
          continue;
        }
        const { step, leaving } = next;
        const known = seen.get(step) ?? new Set();
        if (known.has(leaving) || step === begin) continue;
        known.add(leaving);
        seen.set(step, known);
        const together = barriers.oneByOne.get(step);
        if (together) record({ kind: 'one by one', node: together }, options);
        if (together || barriers.guarded.has(step) || isWrittenAnew(step)) continue;
        if (step.suspends) record(suspensionGap(step), options);
        open.push(next);
      }
    }
    const isBehind = ({ node }: Gap): boolean => node.pos >= start.end;
    return [...found.values()].sort(
      (a, b) => Number(isBehind(b)) - Number(isBehind(a)) || a.node.pos - b.node.pos,
    );

    function record(gap: Gap | undefined, { exitsUpTo, within }: WalkOptions): void {
      if (!gap || found.has(gap.node)) return;
      if (within.some((each) => isWithin(gap.node, each))) return;
      const isExit = gap.kind === 'returns' || gap.kind === 'throws';
      if (isExit && !(gap.node.pos < exitsUpTo && isSurelyStartedAt(gap))) return;
      found.set(gap.node, gap);
    }
  }

  /** Awaiting a plain value lets no rejection through: nothing but the current reactions run. */
  function suspensionGap({ node }: Step): Gap | undefined {
    if (ts.isYieldExpression(node)) return { kind: 'yields', node };
    if (ts.isAwaitExpression(node) && thenabilityOf(node.expression, typed) === 'never') {
      return undefined;
    }
    return { kind: 'awaits', node };
  }

  /** The statement that leaves the function; at its end, what has no handler yet was meant to have none. */
  function exitGap(node: ts.Node): Gap | undefined {
    if (ts.isReturnStatement(node)) return { kind: 'returns', node };
    if (ts.isThrowStatement(node)) return { kind: 'throws', node };
    return undefined;
  }

  /** Its variable gets another value: what becomes of this one is not about time. */
  function isWrittenAnew({ role, node }: Step): boolean {
    return role === 'write' && home !== undefined && ts.isIdentifier(node) && isHome(node);
  }

  function isHome(node: ts.Identifier): boolean {
    return (
      home !== undefined &&
      node !== home &&
      node.text === home.text &&
      typed.checker.getSymbolAtLocation(node) === typed.checker.getSymbolAtLocation(home)
    );
  }

  /**
   * The steps that follow, and the gap where one leaves the function. The flow has an edge from every
   * step in a `try` to its `catch` and `finally`: only those of jumps, and of calls on request, count.
   */
  function nextOf(state: State, { calls }: Asked): readonly (State | Gap)[] {
    const { step, leaving } = state;
    const found: (State | Gap)[] = [];
    const leave = (node: ts.Node): void => {
      const gap = exitGap(node);
      if (gap) found.push(gap);
    };
    const isThrow = ts.isThrowStatement(step.node) && step.role === 'join';
    const jumps = step.role === 'join' && isJump(step.node);
    const throws = isThrow || (calls && step.role === 'read' && isCallThatThrows(step.node));
    if (throws && !isThrow && !isProtected(step.node, true)) {
      found.push({ kind: 'calls', node: step.node });
    }

    let isEnd: boolean | undefined;
    const falls = (): boolean => {
      isEnd ??= ![...step.next].some(
        (other) => other !== flow.exit && !isCatch(other) && !enteredBy(step, other),
      );
      return isEnd;
    };

    for (const next of step.next) {
      if (next.role === 'join' && ts.isCatchClause(next.node)) {
        if (throws) found.push({ step: next, leaving: undefined });
        continue;
      }
      if (isThrow && isProtected(step.node, true) && !enteredBy(step, next)) continue;
      if (next === flow.exit) {
        if (endsFinalizer(step)) {
          if (leaving) leave(leaving);
        } else if (!jumps || !isProtected(step.node, isThrow)) leave(step.node);
        continue;
      }
      if (enteredBy(step, next)) {
        if (jumps) {
          const isLeft = ts.isReturnStatement(step.node) || isThrow;
          found.push({ step: next, leaving: isLeft ? step.node : undefined });
        } else if (throws) found.push({ kind: 'calls', node: step.node });
        else if (falls()) found.push({ step: next, leaving });
        continue;
      }
      // A `return` goes on behind the `finally` that it has to run first.
      if (leaving && endsFinalizer(step) && !isWithinSameFinalizer(step.node, next.node)) continue;
      found.push({ step: next, leaving });
    }
    return found;
  }

  function isCatch({ role, node }: Step): boolean {
    return role === 'join' && ts.isCatchClause(node);
  }

  /** One that gives a promise is taken to reject instead. */
  function isCallThatThrows(node: ts.Node): boolean {
    return (
      (ts.isCallExpression(node) || ts.isNewExpression(node)) &&
      node !== start &&
      !isOfCollection(node) &&
      thenabilityOf(node, typed) !== 'always' &&
      mayThrow(node, typed, catalogue)
    );
  }

  /** `jobs.push(p)`: it throws for no value. */
  function isOfCollection(node: ts.CallExpression | ts.NewExpression): boolean {
    const callee = calleeOf(node, typed);
    return (
      callee.kind === 'library' &&
      callee.module === 'global' &&
      /^(?:Array\.(?:push|unshift|isArray|includes)|Set\.(?:add|has|delete)|Map\.(?:set|get|has|delete))$/.test(
        callee.name,
      )
    );
  }

  function isJump(node: ts.Node): boolean {
    return (
      ts.isReturnStatement(node) || ts.isThrowStatement(node) || ts.isBreakOrContinueStatement(node)
    );
  }

  /** Whether the edge leads into a `finally`, or to the disposal of a `using`, from outside. */
  function enteredBy(from: Step, to: Step): boolean {
    if (to.role === 'dispose') return from.node !== to.node;
    const block = finallyAround(to.node);
    return block !== undefined && !isWithin(from.node, block);
  }

  function endsFinalizer({ role, node }: Step): boolean {
    return role === 'dispose' || finallyAround(node) !== undefined;
  }

  function isWithinSameFinalizer(node: ts.Node, other: ts.Node): boolean {
    const block = finallyAround(node);
    return block !== undefined && isWithin(other, block);
  }

  function finallyAround(node: ts.Node): ts.Node | undefined {
    const passed: ts.Node[] = [];
    let found: ts.Node | undefined;
    for (let each = node; each !== root && !ts.isSourceFile(each); each = each.parent) {
      if (finalizers.has(each)) found = finalizers.get(each);
      else if (ts.isTryStatement(each.parent) && each.parent.finallyBlock === each) found = each;
      passed.push(each);
      if (found || finalizers.has(each)) break;
    }
    for (const each of passed) finalizers.set(each, found);
    return found;
  }

  /** Whether something of this function runs before `node` can leave it: a `finally`; a `catch` if it throws. */
  function isProtected(node: ts.Node, throws: boolean): boolean {
    for (let each = node; each !== root && !ts.isSourceFile(each); each = each.parent) {
      const { parent } = each;
      if (!ts.isTryStatement(parent) || parent.finallyBlock === each) continue;
      if (parent.finallyBlock) return true;
      if (throws && parent.tryBlock === each && parent.catchClause) return true;
    }
    return disposals.some(
      (declaration) => node.pos >= declaration.end && isWithin(node, declaration.parent),
    );
  }

  /**
   * Whether the promise has been started whenever this way out is taken: `if (c) p = f(); if (!c)
   * return; await p` has no path from the one to the other, whatever the flow says.
   */
  function isSurelyStartedAt({ node }: Gap): boolean {
    for (let each: ts.Node = start; each !== root; each = each.parent) {
      const { parent } = each;
      if (ts.isConditionalExpression(parent) && parent.condition !== each) return false;
      if (isShortCircuit(parent, ts) && parent.right === each) return false;
      if (!ts.isStatement(each)) continue;
      return node.pos >= each.end && isWithin(node, parent);
    }
    return false;
  }
}

/** The `finally` around each node of a function that was asked about: promises of one function share it. */
function finalizersIn(root: ts.Node): Map<ts.Node, ts.Node | undefined> {
  const known = finalizersOfRoot.get(root) ?? new Map<ts.Node, ts.Node | undefined>();
  finalizersOfRoot.set(root, known);
  return known;
}

const finalizersOfRoot = new WeakMap<ts.Node, Map<ts.Node, ts.Node | undefined>>();

/** The variable that gets the promise as its value, or in the literal that is its value. */
function homeOf(start: ts.Expression, t: typeof ts): ts.Identifier | undefined {
  let value: ts.Node = start;
  for (;;) {
    const { parent } = value;
    if (t.isVariableDeclaration(parent)) {
      return t.isIdentifier(parent.name) ? parent.name : undefined;
    }
    if (t.isBinaryExpression(parent) && parent.right === value) {
      if (parent.operatorToken.kind === t.SyntaxKind.EqualsToken) {
        return t.isIdentifier(parent.left) ? parent.left : undefined;
      }
    } else if (
      !t.isParenthesizedExpression(parent) &&
      !t.isArrayLiteralExpression(parent) &&
      !t.isObjectLiteralExpression(parent) &&
      !t.isPropertyAssignment(parent) &&
      !t.isConditionalExpression(parent) &&
      !t.isBinaryExpression(parent) &&
      !t.isAsExpression(parent) &&
      !t.isNonNullExpression(parent) &&
      !t.isSatisfiesExpression(parent)
    ) {
      return undefined;
    }
    value = parent;
  }
}
