import type ts from 'typescript';

import { withWrappers, withoutWrappers } from '../callee.ts';
import { nameText, ownFiles } from '../declared-names.ts';
import { functionAround, identifiersNamed, referencesTo, type Reference } from '../references.ts';
import type { TypedProgram } from '../typescript.ts';
import { guardsOf } from './lazy-guard.ts';
import { locationOf, locationOfEntry } from './location.ts';
import { isForEachName, isLockName, isSerialName, lastName } from './lock-name.ts';

/** How many callers up a lock is looked for. */
const MAX_CALLERS = 4;

/**
 * Whether at most one run of `fn` is under way at any time, as far as the program shows: it runs behind
 * a lock, a mutex, a queue or a limiter of one, in a memoized function, in the callback of a test, or
 * everything that starts it does so once or waits for it.
 */
export function runsOneAtATime(fn: ts.SignatureDeclaration, typed: TypedProgram): boolean {
  return isSerialized(fn, typed, 0) || isStartedOnce(fn, undefined, typed, new Set());
}

/**
 * Whether several runs of `fn` may be under way in one run of `home`, which declares what they share.
 * Unlike above, something has to show it: a callback that is called for each element or event, a
 * function that leaves `home`, or that is started without waiting more than once.
 */
export function mayOverlapWithin(
  home: ts.SignatureDeclaration,
  fn: ts.SignatureDeclaration,
  typed: TypedProgram,
): boolean {
  const { ts } = typed;
  for (
    let each: ts.SignatureDeclaration | undefined = fn;
    each && each !== home;
    each = functionAround(each, ts)
  ) {
    if (mayRunManyTimes(each, home, typed)) return true;
  }
  return false;
}

function mayRunManyTimes(
  fn: ts.SignatureDeclaration,
  home: ts.SignatureDeclaration,
  typed: TypedProgram,
): boolean {
  const { ts } = typed;
  const value = withWrappers(fn, ts);
  if (isArgument(value, ts)) return isCalledForEach(value.parent, value, typed);
  if (ts.isCallExpression(value.parent)) return false; // (async () => { … })()
  if (isHandedOut(value, ts)) return true;
  const references = referencesTo(fn, typed);
  if (references === 'unknown') return false;
  const others = references.filter(({ node }) => !isInside(node, fn));
  return (
    others.some(({ use, node }) => use === 'value' && leaves(node, typed)) ||
    startsUnawaited(others, home, typed)
  );
}

/** Whether a function is a listener, the callback of a timer, or handed out: nobody waits for what it does. */
export function runsLater(fn: ts.SignatureDeclaration, { ts }: TypedProgram): boolean {
  const value = withWrappers(fn, ts);
  if (!isArgument(value, ts)) return isHandedOut(value, ts);
  const name = lastName(value.parent.expression, ts);
  return name !== undefined && (REPEATED.has(name) || LATER.has(name));
}

/** A method, or a function that is returned or put into an object. */
function isHandedOut(fn: ts.Node, t: typeof ts): boolean {
  const { parent } = fn;
  return (
    t.isMethodDeclaration(fn) ||
    t.isReturnStatement(parent) ||
    (t.isArrowFunction(parent) && parent.body === fn) ||
    t.isPropertyAssignment(parent) ||
    t.isPropertyDeclaration(parent) ||
    (t.isBinaryExpression(parent) &&
      parent.right === fn &&
      t.isPropertyAccessExpression(parent.left))
  );
}

/** Whether a reference that does not call hands the function on to where it is called many times. */
function leaves(node: ts.Node, typed: TypedProgram): boolean {
  const { ts } = typed;
  const value = withWrappers(node, ts);
  if (isArgument(value, ts)) return isCalledForEach(value.parent, value, typed);
  const { parent } = value;
  return (
    ts.isReturnStatement(parent) ||
    ts.isShorthandPropertyAssignment(parent) ||
    ts.isPropertyAssignment(parent) ||
    (ts.isArrowFunction(parent) && parent.body === value)
  );
}

function startsUnawaited(
  references: readonly Reference[],
  home: ts.SignatureDeclaration,
  { ts }: TypedProgram,
): boolean {
  const started = references.filter(({ use }) => use === 'called' || use === 'returned');
  if (started.some(({ node }) => isRepeated(node, home, ts))) return true;
  return started.length > 0 && references.length > 1;
}

/** Whether `node` may be evaluated more than once in a run of `home`. */
function isRepeated(
  node: ts.Node,
  home: ts.SignatureDeclaration | undefined,
  t: typeof ts,
): boolean {
  for (let { parent } = node; !t.isSourceFile(parent) && parent !== home; parent = parent.parent) {
    if (t.isIterationStatement(parent, false)) return true;
    if (t.isFunctionLike(parent)) {
      const value = withWrappers(parent, t);
      if (!t.isCallExpression(value.parent) || value.parent.expression !== value) return true;
    }
  }
  return false;
}

function isArgument(
  value: ts.Node,
  t: typeof ts,
): value is ts.Expression & { parent: ts.CallExpression | ts.NewExpression } {
  const { parent } = value;
  return (
    (t.isCallExpression(parent) || t.isNewExpression(parent)) &&
    parent.arguments?.some((each) => each === value) === true
  );
}

/** Callbacks of array methods and their like, of timers that repeat, and listeners. */
function isCalledForEach(
  call: ts.CallExpression | ts.NewExpression,
  value: ts.Node,
  { ts }: TypedProgram,
): boolean {
  const name = lastName(call.expression, ts);
  if (name === undefined || ts.isNewExpression(call)) return false;
  return (
    isForEachName(name) || REPEATED.has(name) || (name === 'from' && call.arguments[1] === value)
  );
}

const REPEATED = new Set(
  'setInterval on addListener prependListener addEventListener subscribe'.split(' '),
);

const LATER = new Set('once setTimeout setImmediate queueMicrotask nextTick watch'.split(' '));

/** Who refers to a function; a function whose name is nowhere else is not looked for by type. */
function namedReferences(
  fn: ts.SignatureDeclaration,
  typed: TypedProgram,
): readonly Reference[] | 'unknown' {
  const { ts } = typed;
  const { parent } = withWrappers(fn, ts);
  const name = fn.name ?? (ts.isVariableDeclaration(parent) ? parent.name : undefined);
  const text = name && nameText(name, ts);
  if (text === undefined) return referencesTo(fn, typed);
  const isElsewhere = ownFiles(typed).some((file) =>
    identifiersNamed(text, file, ts).some((each) => each !== name && !isInside(each, fn)),
  );
  return isElsewhere ? referencesTo(fn, typed) : 'unknown';
}

// Started once, or waited for by whoever starts it

function isStartedOnce(
  fn: ts.SignatureDeclaration,
  home: ts.SignatureDeclaration | undefined,
  typed: TypedProgram,
  asked: ReadonlySet<ts.Node>,
): boolean {
  if (asked.has(fn)) return true; // A recursive call is no new caller.
  if (asked.size > MAX_CALLERS) return false;
  const { ts } = typed;
  const callersAre = (node: ts.Node): boolean => {
    const caller = functionAround(node, ts);
    return (
      caller === home ||
      caller === undefined ||
      isStartedOnce(caller, home, typed, new Set([...asked, fn]))
    );
  };
  const value = withWrappers(fn, ts);
  if (ts.isCallExpression(value.parent) && value.parent.expression === value) {
    return !isRepeated(value.parent, home, ts) && callersAre(value.parent);
  }
  const references = namedReferences(fn, typed);
  if (references === 'unknown') return false;
  const others = references.filter(({ node }) => !isInside(node, fn));
  const areInTurn =
    others.every(({ use }) => use === 'awaited') ||
    (others.length === 1 &&
      others.every(
        ({ use, node }) => use !== 'value' && !isRepeated(node, functionAround(node, ts), ts),
      ));
  return others.length > 0 && areInTurn && others.every(({ node }) => callersAre(node));
}

function isInside(node: ts.Node, outer: ts.Node): boolean {
  return outer.pos <= node.pos && node.end <= outer.end;
}

// Locks

function isSerialized(fn: ts.SignatureDeclaration, typed: TypedProgram, depth: number): boolean {
  const { ts } = typed;
  for (let each: ts.SignatureDeclaration | undefined = fn; each; each = functionAround(each, ts)) {
    const value = withWrappers(each, ts);
    if (isArgument(value, ts) && isLock(value.parent, typed)) return true;
    if (isDecoratedAsLock(each, ts)) return true;
  }
  if (depth >= MAX_CALLERS) return false;
  const references = namedReferences(fn, typed);
  if (references === 'unknown') return false;
  const others = references.filter(({ node }) => !isInside(node, fn));
  return (
    others.length > 0 &&
    others.every(({ node, use }) => {
      const value = withWrappers(node, ts);
      if (use === 'value' && isArgument(value, ts)) return isLock(value.parent, typed);
      const caller = functionAround(node, ts);
      return (
        use !== 'value' &&
        caller !== undefined &&
        (isKeptPending(node, caller, typed) || isSerialized(caller, typed, depth + 1))
      );
    })
  );
}

/** `pending ??= f()`, `if (!pending) pending = f()`: callers that come meanwhile get the same promise. */
function isKeptPending(
  reference: ts.Node,
  caller: ts.SignatureDeclaration,
  typed: TypedProgram,
): boolean {
  const { ts } = typed;
  let call: ts.Node = reference;
  while (!ts.isCallExpression(call)) {
    call = call.parent;
    if (call === caller) return false;
  }
  const value = chainOn(call, ts);
  const { parent } = value;
  if (ts.isBinaryExpression(parent) && parent.right === value) {
    const { kind } = parent.operatorToken;
    const { SyntaxKind } = ts;
    if (kind !== SyntaxKind.EqualsToken) {
      return (
        kind === SyntaxKind.QuestionQuestionEqualsToken || kind === SyntaxKind.BarBarEqualsToken
      );
    }
    const place = locationOf(parent.left, typed);
    return place !== undefined && guardsOf(parent, caller, place, typed, 'any').length > 0;
  }
  if (!ts.isCallExpression(parent) || parent.arguments[1] !== value) return false;
  const entry = locationOfEntry(parent, 'set', typed);
  return entry !== undefined && guardsOf(parent, caller, entry, typed, 'any').length > 0;
}

/** `f().catch(…)` of `f()`. */
function chainOn(call: ts.Node, t: typeof ts): ts.Node {
  let value = withWrappers(call, t);
  while (
    t.isPropertyAccessExpression(value.parent) &&
    t.isCallExpression(value.parent.parent) &&
    value.parent.parent.expression === value.parent
  ) {
    value = withWrappers(value.parent.parent, t);
  }
  return value;
}

/** Whether a call runs its callback when no other callback of its kind runs. */
function isLock(call: ts.CallExpression | ts.NewExpression, typed: TypedProgram): boolean {
  const { ts } = typed;
  if (ts.isNewExpression(call)) return false;
  const name = lastName(call.expression, ts);
  if (name === undefined) return false;
  const callee = withoutWrappers(call.expression, ts);
  const receiver = ts.isPropertyAccessExpression(callee) ? callee.expression : undefined;
  if ((name === 'then' || name === 'finally') && receiver) return isChain(call, receiver, ts);
  const root = rootName(callee, ts);
  if (root !== undefined && TESTS.has(root)) return true;
  if (isSerialName(name)) return true;
  if (isForEachName(name)) return false;
  const names = [name, receiver && lastName(receiver, ts), root];
  const isNamedSo = names.some((each) => each !== undefined && isLockName(each));
  return isNamedSo && !allowsSeveral(receiver ?? callee, typed);
}

/** `this.last = this.last.then(…)` */
function isChain(call: ts.CallExpression, receiver: ts.Expression, t: typeof ts): boolean {
  const value = chainOn(call, t);
  const { parent } = value;
  if (t.isBinaryExpression(parent) && parent.right === value) {
    return receiver.getText().startsWith(parent.left.getText());
  }
  // const next = last.then(…); last = next;
  return t.isVariableDeclaration(parent) && QUEUE_LIKE.test(receiver.getText());
}

const QUEUE_LIKE = /queue|chain|tail|last|prev|lock|mutex|pending/i;

function rootName(expression: ts.Expression, t: typeof ts): string | undefined {
  const value = withoutWrappers(expression, t);
  if (t.isIdentifier(value)) return value.text;
  return t.isPropertyAccessExpression(value) || t.isCallExpression(value)
    ? rootName(value.expression, t)
    : undefined;
}

/** `pLimit(5)`, `new PQueue({ concurrency: 3 })`: a limiter that lets several run. */
function allowsSeveral(limiter: ts.Expression, { ts, checker }: TypedProgram): boolean {
  const value = withoutWrappers(limiter, ts);
  const declaration = ts.isIdentifier(value)
    ? checker.getSymbolAtLocation(value)?.declarations?.[0]
    : ts.isPropertyAccessExpression(value)
      ? checker.getSymbolAtLocation(value.name)?.declarations?.[0]
      : undefined;
  const isKnown =
    declaration && (ts.isVariableDeclaration(declaration) || ts.isPropertyDeclaration(declaration));
  const made = isKnown && declaration.initializer;
  if (!made || !(ts.isCallExpression(made) || ts.isNewExpression(made))) {
    return false;
  }
  const isPlural = /limit|queue/i.test(made.expression.getText());
  const counts = (made.arguments ?? []).flatMap((argument) => {
    if (ts.isNumericLiteral(argument)) return [argument.text];
    if (!ts.isObjectLiteralExpression(argument)) return [];
    return argument.properties.flatMap((property) =>
      ts.isPropertyAssignment(property) && property.name.getText() === 'concurrency'
        ? [property.initializer.getText()]
        : [],
    );
  });
  // A queue without a limit runs everything at once: p-queue's default is Infinity.
  if (counts.length === 0) return isPlural && /^P?Queue$/.test(made.expression.getText());
  return counts.some((count) => count !== '1');
}

function isDecoratedAsLock(fn: ts.SignatureDeclaration, t: typeof ts): boolean {
  if (!t.canHaveDecorators(fn)) return false;
  return (t.getDecorators(fn) ?? []).some(({ expression }) => {
    const name = lastName(expression, t);
    return name !== undefined && isLockName(name);
  });
}

const TESTS = new Set(
  'test it describe suite before after beforeEach afterEach beforeAll afterAll bench'.split(' '),
);
