import type ts from 'typescript';

import type { Rows } from '../../catalogue/catalogue.ts';
import { isOutsideTheProgram, withWrappers, withoutWrappers } from '../callee.ts';
import { flowOf, stepsAfter, type Flow, type Step } from '../control-flow.ts';
import { isAssignmentOperator, ownFiles } from '../declared-names.ts';
import { isPatternPart, writesTo } from '../promise-fate/variables.ts';
import { isAsync } from '../modifiers.ts';
import { functionAround, identifiersNamed } from '../references.ts';
import { membersOf } from '../union-members.ts';
import type { TypedProgram } from '../typescript.ts';
import { isMadeAlike, isShared } from './kept-work.ts';
import { guardsOf, isBusyBefore, lookupsBefore } from './lazy-guard.ts';
import { isSame, locationOf, locationOfEntry, type Location } from './location.ts';
import { mayOverlapWithin, runsLater, runsOneAtATime } from './one-at-a-time.ts';
import { isAtOnce, suspensionsBetween } from './suspension.ts';
import { sourcesOf } from './value-source.ts';

/**
 * A write that stores a value computed from something that was read before the function was suspended,
 * and that another run of it, or other code, may have changed meanwhile.
 * - `stale`: the write itself reads the old value before it waits: `total += await f()`;
 * - `copied`: the old value was read into a variable before: `const n = x.n; await f(); x.n = n + 1`;
 * - `unfilled`: a value is made once, because there is none: each call that comes while it is awaited
 *   makes another: `cache ??= await load()`.
 */
export interface LostUpdate {
  readonly kind: 'stale' | 'copied' | 'unfilled';
  /** What is written: the target of the assignment, or the callee of `map.set`. */
  readonly target: ts.Expression;
  /** Where its old value is read. */
  readonly read: ts.Node;
  /** Where the function is suspended between the two. */
  readonly wait: ts.Node;
  /** The variable through which the old value comes; `copied` only. */
  readonly copy: ts.Identifier | undefined;
  /** All that is awaited or yielded between the two. */
  readonly waits: readonly ts.Node[];
}

/** An assignment, or a call of `set`. */
export type Write = ts.BinaryExpression | ts.CallExpression;

/** What `write`, which stands in an async function, may lose; `undefined` for nothing that can be shown. */
export function lostUpdateAt(
  write: Write,
  typed: TypedProgram,
  catalogue: Rows,
): LostUpdate | undefined {
  const { ts } = typed;
  const owner = functionAround(write, ts);
  if (!owner || !isAsync(owner, ts)) return undefined;
  const written = writtenBy(write, typed);
  if (!written) return undefined;
  const reach = reachOf(written.location, owner, typed);
  if (reach === 'nobody') return undefined;

  const flow = flowOf(owner, ts);
  const to = stepOf(write, written.target, flow, ts);
  if (!to) return undefined;
  const site: Site = { write, ...written, owner, flow, to, typed, catalogue, reach };
  const found = staleIn(site) ?? unfilledIn(site);
  return found && !isProtected(found, site) ? found : undefined;
}

interface Written {
  readonly target: ts.Expression;
  readonly value: ts.Expression;
  readonly location: Location;
}

interface Site extends Written {
  readonly write: Write;
  readonly owner: ts.SignatureDeclaration;
  readonly flow: Flow;
  /** Where the value is stored. */
  readonly to: Step;
  readonly reach: Reach;
  readonly typed: TypedProgram;
  readonly catalogue: Rows;
}

function writtenBy(write: Write, typed: TypedProgram): Written | undefined {
  const { ts } = typed;
  if (ts.isBinaryExpression(write)) {
    const location = locationOf(write.left, typed);
    return location && { target: write.left, value: write.right, location };
  }
  const value = write.arguments[1];
  const location = value && locationOfEntry(write, 'set', typed);
  return value && location && { target: write.expression, value, location };
}

function stepOf(write: Write, target: ts.Expression, flow: Flow, t: typeof ts): Step | undefined {
  if (t.isCallExpression(write)) return flow.valueOf(write);
  return flow.writeTo(withoutWrappers(target, t));
}

// Who can see it

/**
 * Who else can reach a place: `everyone`, through a module, `this` or a global; functions made in the
 * same run of an outer function (`closure`); whoever passed the object (`argument`); or `nobody`.
 */
type Reach = 'everyone' | 'closure' | 'argument' | 'nobody';

function reachOf(
  { root, declaration, path }: Location,
  owner: ts.SignatureDeclaration,
  typed: TypedProgram,
): Reach {
  const { ts } = typed;
  if (root === 'this') return path.length > 0 ? 'everyone' : 'nobody';
  if (!declaration) return 'nobody';
  if (isOutsideTheProgram(declaration, typed)) return 'everyone';
  const home = functionAround(declaration, ts);
  if (!home) return 'everyone';
  const isOwn = home === owner;
  if (path.some((step) => isOfOwnKey(step, owner, ts))) return 'nobody';
  if (path.length > 0) {
    if (!isParameter(declaration, ts)) return isOwn ? 'nobody' : closure(home);
    if (!isOwn) return closure(home);
    return isNamed(owner, ts) && !isOfOneRequest(declaration, typed) ? 'argument' : 'nobody';
  }
  if (!isOwn) return closure(home);
  const { name } = declaration as { name?: ts.Node };
  const isWrittenByOthers =
    name !== undefined &&
    ts.isIdentifier(name) &&
    writesTo(name, typed).some((each) => {
      const writer = functionAround(each, ts);
      return writer !== undefined && writer !== owner && runsLater(writer, typed);
    });
  return isWrittenByOthers ? 'everyone' : 'nobody';

  function closure(around: ts.SignatureDeclaration): Reach {
    return mayOverlapWithin(around, owner, typed) ? 'closure' : 'nobody';
  }
}

/** `made[key]` in a callback with a parameter `key`: each run has an entry of its own. */
function isOfOwnKey(step: string, owner: ts.SignatureDeclaration, t: typeof ts): boolean {
  const key = /^(?:\.get\()?\[([\w$]+)/.exec(step)?.[1];
  if (key === undefined || isNamed(owner, t)) return false;
  return owner.parameters.some((each) =>
    new RegExp(`(?:^|[^\\w$])${escaped(key)}(?![\\w$])`).test(each.name.getText()),
  );
}

function escaped(name: string): string {
  return name.replaceAll('$', String.raw`\$`);
}

function isParameter(declaration: ts.Declaration, t: typeof ts): boolean {
  let node: ts.Node = declaration;
  while (t.isBindingElement(node) || t.isBindingName(node)) node = node.parent;
  return t.isParameter(node);
}

/**
 * Whether a parameter is a request, the answer to it, or the context of both, by its members: those
 * of Node.js, the platform, Express, Fastify, Koa and Hono. Each request has its own.
 */
function isOfOneRequest(parameter: ts.Declaration, { checker }: TypedProgram): boolean {
  const type = checker.getNonNullableType(checker.getTypeAtLocation(parameter));
  return REQUEST_MEMBERS.some((names) =>
    names.every((name) => checker.getPropertyOfType(type, name) !== undefined),
  );
}

const REQUEST_MEMBERS = [
  ['headers', 'method', 'url'],
  ['statusCode', 'setHeader'],
  ['req', 'res'],
];

/** A callback gets an object of its own for each element, message or request. */
function isNamed(fn: ts.SignatureDeclaration, t: typeof ts): boolean {
  if (t.isFunctionDeclaration(fn) || t.isMethodDeclaration(fn)) return true;
  let value: ts.Node = fn;
  while (t.isParenthesizedExpression(value.parent)) value = value.parent;
  return t.isVariableDeclaration(value.parent) || t.isPropertyDeclaration(value.parent);
}

// Written from what was read before

function staleIn(site: Site): LostUpdate | undefined {
  const { write, target, location, flow, to, typed } = site;
  const { ts } = typed;
  const operator = ts.isBinaryExpression(write) ? write.operatorToken.kind : undefined;
  if (operator !== undefined && operator !== ts.SyntaxKind.EqualsToken) {
    const from = flow.valueOf(withoutWrappers(target, ts));
    const waits = waitsAfter(from, to);
    const [wait] = waits;
    if (!wait || isFilling(operator, target, typed)) return undefined;
    return { kind: 'stale', target, read: target, wait, waits, copy: undefined };
  }
  const sources = sourcesOf(site.value, flow, typed).filter(({ place }) => isSame(location, place));
  const read = sources.map(({ node }) => flow.valueOf(node));
  // `x.n = old + x.n` takes up what came meanwhile.
  if (read.some((from) => from && isAtOnce(from, to))) return undefined;
  for (const source of sources) {
    const from = flow.valueOf(source.node);
    if (!from || !source.isPart || source.isPassed) continue;
    const waits = waitsAfter(from, to);
    const [wait] = waits;
    // `const mine = x.items; x.items = [];` has taken the value away before it waits.
    if (!wait || isWrittenBetween(from, wait, site)) continue;
    const copy = source.through[0];
    const kind = copy ? 'copied' : 'stale';
    return { kind, target, read: source.node, wait, waits, copy };
  }
  return undefined;
}

/** `??=` and `||=` fill what is empty; on a flag, `||=` adds to what is there. */
function isFilling(operator: ts.SyntaxKind, target: ts.Expression, typed: TypedProgram): boolean {
  const { SyntaxKind } = typed.ts;
  if (operator === SyntaxKind.QuestionQuestionEqualsToken) return true;
  return operator === SyntaxKind.BarBarEqualsToken && !isFlag(target, typed);
}

function isFlag(target: ts.Expression, { ts, checker }: TypedProgram): boolean {
  const type = checker.getTypeAtLocation(target);
  const members = membersOf(type);
  return members.some((each) => (each.flags & ts.TypeFlags.BooleanLike) !== 0);
}

/** What the write waits for after a step that leads to it. */
function waitsAfter(from: Step | undefined, to: Step): readonly ts.Node[] {
  const waits = from && suspensionsBetween(from, to);
  return waits === undefined || waits === 'unreachable' ? [] : waits;
}

// Made because there was none

function unfilledIn(site: Site): LostUpdate | undefined {
  const { write, target, value, location, flow, to, reach, typed } = site;
  const { ts } = typed;
  // An object that was passed is most often the caller's own, and filled before it is shown to anyone.
  if (reach !== 'everyone' && reach !== 'closure') return undefined;
  if (ts.isBinaryExpression(write)) {
    const { kind } = write.operatorToken;
    if (kind !== ts.SyntaxKind.EqualsToken && !isFilling(kind, target, typed)) return undefined;
  }
  const made = madeBy(value, site);
  if (!made) return undefined;

  const tests = [...ownTests(site), ...guardsOf(write, site.owner, location, typed)];
  let stale: { readonly read: ts.Node; readonly waits: readonly ts.Node[] } | undefined;
  for (const read of tests) {
    const from = flow.valueOf(read);
    if (!from) continue;
    if (isAtOnce(from, to)) return undefined; // Looked at again after the wait.
    const waits = waitsAfter(from, to);
    if (!stale && waits.includes(made) && !isWrittenBetween(from, made, site)) {
      stale = { read, waits };
    }
  }
  if (!stale) return undefined;
  const { read } = stale;
  // It looks once more, by what it knows only now: `const real = await realpath(name); if (byPath.has(real))`.
  const looksAgain = lookupsBefore(write, site.owner, typed).some((each) => {
    const step = flow.valueOf(each);
    return step !== undefined && step !== flow.valueOf(read) && isAtOnce(step, to);
  });
  if (looksAgain) return undefined;
  return { kind: 'unfilled', target, wait: made, ...stale, copy: undefined };
}

/** The test that is part of the write: of `x ??= …`, `x = x ?? …`. */
function ownTests({ write, target, value, location, typed }: Site): readonly ts.Node[] {
  const { ts } = typed;
  const { SyntaxKind } = ts;
  if (
    ts.isBinaryExpression(write) &&
    write.operatorToken.kind !== SyntaxKind.EqualsToken &&
    isAssignmentOperator(write.operatorToken.kind, ts)
  ) {
    return [withoutWrappers(target, ts)];
  }
  const chosen = withoutWrappers(value, ts);
  if (!ts.isBinaryExpression(chosen)) return [];
  const { kind } = chosen.operatorToken;
  if (kind !== SyntaxKind.BarBarToken && kind !== SyntaxKind.QuestionQuestionToken) return [];
  const first = withoutWrappers(chosen.left, ts);
  return isSame(location, locationOf(first, typed)) ? [first] : [];
}

/** The `await` of a call whose result the value is or is made from. */
function madeBy(value: ts.Expression, { flow, typed }: Site): ts.AwaitExpression | undefined {
  const { ts } = typed;
  return sourcesOf(value, flow, typed)
    .map(({ node }) => node)
    .find((node): node is ts.AwaitExpression => {
      if (!ts.isAwaitExpression(node)) return false;
      const made = withoutWrappers(node.expression, ts);
      return (
        (ts.isCallExpression(made) || ts.isNewExpression(made)) &&
        !isShared(made, typed) &&
        !isMadeAlike(made, value, typed)
      );
    });
}

function isWrittenBetween(from: Step, wait: ts.Node, { flow, location, typed }: Site): boolean {
  const at = flow.valueOf(wait);
  if (!at) return false;
  const isWrite = (step: Step): boolean =>
    step.role === 'write' && isSame(location, locationOf(step.node as ts.Expression, typed));
  return !stepsAfter(from, (step) => step === at || isWrite(step)).has(at);
}

/** Whether the program writes the variable or a property of this name at another place, its declaration aside. */
export function isWrittenElsewhere(target: ts.Expression, typed: TypedProgram): boolean {
  const { ts } = typed;
  const bare = withoutWrappers(target, ts);
  if (ts.isIdentifier(bare)) return writesTo(bare, typed).some((each) => each !== bare);
  if (!ts.isPropertyAccessExpression(bare)) return true;
  return ownFiles(typed).some((file) =>
    identifiersNamed(bare.name.text, file, ts).some((each) => {
      const access = each.parent;
      return (
        each !== bare.name &&
        ts.isPropertyAccessExpression(access) &&
        access.name === each &&
        isTarget(withWrappers(access, ts), ts)
      );
    }),
  );
}

function isTarget(node: ts.Node, t: typeof ts): boolean {
  const { parent } = node;
  if (t.isBinaryExpression(parent)) {
    return parent.left === node && isAssignmentOperator(parent.operatorToken.kind, t);
  }
  const { PlusPlusToken, MinusMinusToken } = t.SyntaxKind;
  const isStep =
    (t.isPrefixUnaryExpression(parent) || t.isPostfixUnaryExpression(parent)) &&
    (parent.operator === PlusPlusToken || parent.operator === MinusMinusToken);
  return isStep || t.isDeleteExpression(parent) || isPatternPart(node, t);
}

// What keeps others away

function isProtected({ read, wait, kind }: LostUpdate, site: Site): boolean {
  const { owner, write, location, flow, to, typed } = site;
  const from = flow.valueOf(read);
  if (kind !== 'unfilled') {
    // `if (x.n === n) x.n = n + 1`: looked at again after the wait.
    const isAgain = guardsOf(write, owner, location, typed, 'any').some((each) => {
      const step = flow.valueOf(each);
      return step && step !== from && isAtOnce(step, to);
    });
    if (isAgain) return true;
  }
  return isBusyBefore(wait, owner, location, flow, typed) || runsOneAtATime(owner, typed);
}
