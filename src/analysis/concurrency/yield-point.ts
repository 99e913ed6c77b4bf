import type ts from 'typescript';

import type { Row } from '../../catalogue/row.ts';
import { calleeOf, isOutsideTheProgram, withoutWrappers } from '../callee.ts';
import type { Flow, Step } from '../control-flow.ts';
import { flowOf, stepsAfter, stepsBefore } from '../control-flow.ts';
import { nameText } from '../declared-names.ts';
import { rowByName } from '../known-row.ts';
import { isAsync } from '../modifiers.ts';
import { oncePerProgram } from '../once-per-program.ts';
import { functionAround, isAlwaysAwaited } from '../references.ts';
import { shortened } from '../shortened.ts';
import { mayBePromise } from '../thenable.ts';
import { isWithin } from '../is-within.ts';
import type { TypedProgram } from '../typescript.ts';
import type { Accesses } from './accesses.ts';
import { EVERYTHING, HANDLERS, union } from './accesses.ts';
import { handlerTarget } from './call-effects.ts';
import { effectsAt } from './effects.ts';
import type { WriterRows } from './writers.ts';
import { overlap, writerOf } from './writers.ts';

/**
 * Whether a synchronous call may be turned into an awaited one unattended. If not, `condition` says
 * which of these it would break, `because` says it for people (a fragment that follows "because"),
 * and `offer` what may be offered instead:
 * - `handler-attached`: a handler would be attached too late, to an object that is already at work;
 * - `turn-bound`: an object is used that is only good for the turn it came in (a DOM event);
 * - `file-write`: two runs of the code would write, or read and write, files at the same time;
 * - `shared-state`: something is used before and after the call that other code may change meanwhile;
 * - `first-suspension`: what the caller finds done when the function returns would be done later.
 */
export type YieldPoint =
  | { readonly safe: true }
  | {
      readonly safe: false;
      readonly condition:
        'shared-state' | 'first-suspension' | 'handler-attached' | 'turn-bound' | 'file-write';
      readonly because: string;
      readonly offer: 'suggestion' | 'nothing';
    };

type Condition = Exclude<YieldPoint, { safe: true }>['condition'];

/** Asks it of `call`, which stands directly in the function that would await it, or at the top level. */
export function yieldPointAt(
  call: ts.CallExpression | ts.NewExpression,
  typed: TypedProgram,
  catalogue: WriterRows,
): YieldPoint {
  const { ts } = typed;
  const owner = functionAround(call, ts);
  const flow = flowOf(owner ?? call.getSourceFile(), ts);
  const point = flow.valueOf(call);
  if (!point) return refused('shared-state', 'it is not known when it runs');
  const site: Site = {
    call,
    typed,
    catalogue,
    owner,
    flow,
    point,
    before: stepsBefore(point),
    after: stepsAfter(point),
    turn: stepsAfter(point, (step) => step.suspends),
    known: new Map(),
  };
  return (
    lateHandler(site) ??
    turnBound(site) ??
    fileWrite(site) ??
    sharedState(site) ??
    firstSuspension(site) ?? { safe: true }
  );
}

interface Site {
  readonly call: ts.CallExpression | ts.NewExpression;
  readonly typed: TypedProgram;
  readonly catalogue: WriterRows;
  readonly owner: ts.SignatureDeclaration | undefined;
  readonly flow: Flow;
  readonly point: Step;
  readonly before: ReadonlySet<Step>;
  readonly after: ReadonlySet<Step>;
  /** What today runs in one piece after the call, up to the next suspension. */
  readonly turn: ReadonlySet<Step>;
  readonly known: Map<Step, Accesses>;
}

function refused(condition: Condition, because: string): YieldPoint {
  const isNever = condition === 'handler-attached' || condition === 'turn-bound';
  return { safe: false, condition, because, offer: isNever ? 'nothing' : 'suggestion' };
}

function effects(step: Step, { typed, catalogue, call, known }: Site): Accesses {
  let answer = known.get(step);
  if (!answer) {
    // An object that is private until the call is nobody's business while the call waits.
    const { node } = step;
    const at = node.pos < call.pos || isWithin(node, call) ? call : node;
    answer = effectsAt(step, typed, catalogue, at);
    known.set(step, answer);
  }
  return answer;
}

// Shared state: line 1 of "Inserting an await creates a yield point"

function sharedState(site: Site): YieldPoint | undefined {
  const { typed, catalogue } = site;
  const before = touched([...site.before].map((step) => effects(step, site)));
  const after = touched([...site.after].map((step) => effects(step, site)));
  const during = touched([effects(site.point, site)]);
  const common = new Set([
    ...overlap(before, after),
    ...overlap(before, during),
    ...overlap(during, after),
  ]);
  if (common.has(EVERYTHING)) {
    return refused(
      'shared-state',
      'functions that cannot be seen into run before and after it, and may share what changes meanwhile',
    );
  }
  for (const key of common) {
    const writer = writerOf(key, typed, catalogue);
    if (writer) return refused('shared-state', `${meanwhile(key)} (${placeOf(writer)})`);
  }
  return undefined;
}

function touched(all: readonly Accesses[]): Set<string> {
  const { reads, writes } = union(all);
  return new Set([...reads, ...writes]);
}

function meanwhile(key: string): string {
  if (key.startsWith('binding:')) {
    const name = key.slice('binding:'.length, key.indexOf('@'));
    return `\`${name}\`, used before and after it, may change meanwhile`;
  }
  if (key === 'property:*') return 'properties used before and after it may change meanwhile';
  if (key.startsWith('property:')) {
    const name = key.slice('property:'.length);
    return `\`.${name}\`, used before and after it, may change meanwhile`;
  }
  if (key.startsWith('items:')) {
    const kind = COLLECTIONS.get(key.slice('items:'.length)) ?? 'collections';
    return `the elements of ${kind} used before and after it may change meanwhile`;
  }
  if (key === 'output') return 'other output may come between what is written before and after it';
  const name = key === 'state' ? 'the state of objects' : `the ${key}`;
  return `${name}, used more than once here, may change meanwhile`;
}

const COLLECTIONS: ReadonlyMap<string, string> = new Map([
  ['array', 'arrays'],
  ['map', 'maps'],
  ['set', 'sets'],
  ['bytes', 'buffers'],
]);

function placeOf(node: ts.Node): string {
  const file = node.getSourceFile();
  const start = file.text.slice(node.pos).search(/\S/);
  const { line } = file.getLineAndCharacterOfPosition(node.pos + Math.max(0, start));
  return `${file.fileName.slice(file.fileName.lastIndexOf('/') + 1)}:${String(line + 1)}`;
}

// The first suspension: line 2

function firstSuspension(site: Site): YieldPoint | undefined {
  const { flow, point, owner, typed } = site;
  const reached = stepsBefore(point, (step) => step.suspends);
  if (!reached.has(flow.entry)) return undefined;
  if (!owner) {
    const isLast = [...site.turn].every((step) => step.role === 'join');
    return isLast
      ? undefined
      : refused('first-suspension', 'modules that import this one may run before the rest of it');
  }
  const written = [...site.turn].flatMap((step) =>
    [...effects(step, site).writes].filter((key) => key !== HANDLERS),
  );
  if (written.length === 0 || isAlwaysAwaited(owner, typed)) return undefined;
  return refused(
    'first-suspension',
    written.includes(EVERYTHING)
      ? 'whoever calls this function without awaiting it finds what follows not yet done'
      : 'whoever calls this function without awaiting it finds what it writes not yet written',
  );
}

// Handlers and objects of one turn: line 3

function lateHandler(site: Site): YieldPoint | undefined {
  const { typed } = site;
  const { ts } = typed;
  for (const step of site.turn) {
    const { node } = step;
    if (step.role === 'write' && isHandlerProperty(node, typed)) {
      const target = (node as ts.PropertyAccessExpression).expression;
      if (existedBefore(target, site)) return attachedTo(target);
    }
    if (step.role === 'read' && ts.isIdentifier(node) && isPendingBefore(node, site)) {
      return refused(
        'handler-attached',
        `\`${node.text}\` may reject while it waits, with no handler attached yet`,
      );
    }
    if (step.role !== 'read' || !ts.isCallExpression(node)) continue;
    const target = handlerTarget(node, ts);
    const targets = target ? [target, ...pipedTo(node, typed)] : observedBy(node, typed);
    const late = targets.find((each) => existedBefore(each, site));
    if (late) return attachedTo(late);
    if (!target && effects(step, site).writes.has(HANDLERS)) {
      return refused(
        'handler-attached',
        `\`${shortened(node.expression.getText())}\`, called after it, attaches a handler that may miss what happens meanwhile`,
      );
    }
  }
  return undefined;
}

function attachedTo(target: ts.Expression): YieldPoint {
  return refused(
    'handler-attached',
    `the handler that is attached to \`${shortened(target.getText())}\` after it may miss what happens meanwhile`,
  );
}

/** `x.onmessage = function` */
function isHandlerProperty(node: ts.Node, { ts, checker }: TypedProgram): boolean {
  return (
    ts.isPropertyAccessExpression(node) &&
    /^on[a-z]/.test(node.name.text) &&
    ts.isBinaryExpression(node.parent) &&
    checker.getTypeAtLocation(node.parent.right).getCallSignatures().length > 0
  );
}

/** A stream that is piped to another listens to it, too. */
function pipedTo(call: ts.CallExpression, { ts }: TypedProgram): readonly ts.Expression[] {
  const callee = withoutWrappers(call.expression, ts);
  return ts.isPropertyAccessExpression(callee) && callee.name.text === 'pipe'
    ? call.arguments.slice(0, 1)
    : [];
}

/** What functions such as `once(emitter, 'ready')` listen to. */
function observedBy(call: ts.CallExpression, typed: TypedProgram): readonly ts.Expression[] {
  const { ts, checker } = typed;
  const callee = calleeOf(call, typed);
  if (callee.kind !== 'library') return [];
  const identity = `${callee.module} ${callee.name}`;
  return OBSERVING.test(identity)
    ? call.arguments.filter(
        (each) =>
          !ts.isStringLiteralLike(each) &&
          checker.getTypeAtLocation(each).getCallSignatures().length === 0,
      )
    : [];
}

const OBSERVING =
  /^node:(?:events (?:\w+\.)*(?:once|on)|stream(?:\/promises)? (?:\w+\.)*(?:pipeline|finished))$/;

/** Whether an object may have been there before the call, so that something may have happened to it. */
function existedBefore(expression: ts.Expression, site: Site): boolean {
  const { typed, catalogue, flow, turn } = site;
  const { ts, checker } = typed;
  const value = withoutWrappers(expression, ts);
  if (ts.isIdentifier(value)) {
    const declaration = checker.getSymbolAtLocation(value)?.declarations?.[0];
    return (
      !declaration ||
      !ts.isVariableDeclaration(declaration) ||
      functionAround(declaration, ts) !== site.owner ||
      !declaration.initializer ||
      existedBefore(declaration.initializer, site)
    );
  }
  if (!ts.isCallExpression(value) && !ts.isNewExpression(value)) return true;
  const made = flow.valueOf(value);
  if (!made || !turn.has(made)) return true;
  if (ts.isNewExpression(value)) return false;
  const chained = handlerTarget(value, ts);
  if (chained) return existedBefore(chained, site);
  const callee = calleeOf(value, typed);
  if (callee.kind === 'body') return !isAsync(callee.body, ts);
  if (callee.kind === 'unknown') return true;
  if (catalogue.row(callee.module, callee.name)?.effects?.fresh) return false;
  // A method of a class may answer with its receiver; a function of a module makes something new.
  if (!/^[A-Z]\w*\./.test(callee.name)) return false;
  const called = withoutWrappers(value.expression, ts);
  return !ts.isPropertyAccessExpression(called) || existedBefore(called.expression, site);
}

/** A promise in a local variable that was started before the call, and that nothing waits for yet. */
function isPendingBefore(node: ts.Identifier, site: Site): boolean {
  const { typed, turn, flow } = site;
  const { ts, checker } = typed;
  const held = promiseVariable(node, typed);
  if (!held || site.owner === undefined || held.owner !== site.owner) return false;
  const { symbol, declaration } = held;
  const made =
    declaration.initializer && flow.valueOf(withoutWrappers(declaration.initializer, ts));
  if (made && turn.has(made)) return false;
  return ![...site.before].some(
    ({ node: earlier }) =>
      ts.isIdentifier(earlier) &&
      earlier.text === node.text &&
      (ts.isAwaitExpression(earlier.parent) ||
        (ts.isPropertyAccessExpression(earlier.parent) &&
          /^(?:then|catch|finally)$/.test(earlier.parent.name.text))) &&
      checker.getSymbolAtLocation(earlier) === symbol,
  );
}

/** The variable of a function that an identifier stands for, where it may hold a promise. */
const promiseVariable = oncePerProgram((node: ts.Identifier, typed) => {
  const { ts, checker } = typed;
  const symbol = checker.getSymbolAtLocation(node);
  const declaration = symbol?.declarations?.[0];
  const owner = declaration && functionAround(declaration, ts);
  return owner &&
    (ts.isVariableDeclaration(declaration) || ts.isParameter(declaration)) &&
    mayBePromise(checker.getTypeAtLocation(node), typed)
    ? { symbol, declaration, owner }
    : undefined;
});

function turnBound(site: Site): YieldPoint | undefined {
  const { typed } = site;
  const { ts } = typed;
  for (const { node, role } of site.turn) {
    if (role !== 'read' || !(ts.isIdentifier(node) || ts.isPropertyAccessExpression(node)))
      continue;
    const name = turnBoundName(node, typed);
    if (name !== undefined) {
      return refused(
        'turn-bound',
        `\`${shortened(node.getText())}\` is used after it, and ${name} is only good for the turn it came in`,
      );
    }
  }
  return undefined;
}

const turnBoundName = oncePerProgram((node: ts.Expression, typed) =>
  turnBoundType(typed.checker.getTypeAtLocation(node), typed, 0),
);

function turnBoundType(type: ts.Type, typed: TypedProgram, depth: number): string | undefined {
  const { checker } = typed;
  if (type.isUnion()) {
    for (const each of type.types) {
      const name = turnBoundType(each, typed, depth);
      if (name !== undefined) return name;
    }
    return undefined;
  }
  const symbol = type.getSymbol();
  const declaration = symbol?.declarations?.[0];
  if (!declaration || depth > 6 || !isOutsideTheProgram(declaration, typed)) return undefined;
  const own = TURN_BOUND.find(([pattern]) => pattern.test(symbol.name));
  if (own) return own[1];
  const target = checker.getDeclaredTypeOfSymbol(symbol);
  if (!target.isClassOrInterface()) return undefined;
  for (const base of checker.getBaseTypes(target)) {
    const name = turnBoundType(base, typed, depth + 1);
    if (name !== undefined) return name;
  }
  return undefined;
}

const TURN_BOUND: readonly (readonly [RegExp, string])[] = [
  [/^(?:Event|(?:Base)?SyntheticEvent)$/, 'an event'],
  [/^IDB(?:Transaction|ObjectStore|Index|Cursor|Request)$/, 'an IndexedDB transaction'],
  [/^(?:UserActivation|DataTransfer)$/, 'user activation'],
];

// Files: line 4

function fileWrite(site: Site): YieldPoint | undefined {
  const { call, flow, point } = site;
  const own = effects(point, site);
  if (writesFiles(own)) {
    const row = rowOf(site);
    return row && isIdempotent(call, row, site.typed)
      ? undefined
      : refused('file-write', 'two runs of this code would write files at the same time');
  }
  if (!own.reads.has('file system')) return undefined;
  return [...stepsAfter(flow.entry)].some((step) => writesFiles(effects(step, site)))
    ? refused('file-write', 'this function also writes files, and two runs of it would mix')
    : undefined;
}

/** A process that is started may write files, too, but that is a matter of shared state. */
function writesFiles({ writes }: Accesses): boolean {
  return writes.has('file system') && !writes.has('process');
}

function rowOf({ call, typed, catalogue }: Site): Row | undefined {
  return rowByName(calleeOf(call, typed), catalogue);
}

/** `mkdirSync(path, { recursive: true })`: the option is written out, and true. */
function isIdempotent(
  call: ts.CallExpression | ts.NewExpression,
  row: Row,
  { ts }: TypedProgram,
): boolean {
  const [number, option] = row.blocks?.idempotentWith ?? [];
  const argument = number === undefined ? undefined : call.arguments?.[number - 1];
  const value = argument && withoutWrappers(argument, ts);
  return (
    value !== undefined &&
    ts.isObjectLiteralExpression(value) &&
    value.properties.some(
      (property) =>
        ts.isPropertyAssignment(property) &&
        nameText(property.name, ts) === option &&
        property.initializer.kind === ts.SyntaxKind.TrueKeyword,
    )
  );
}
