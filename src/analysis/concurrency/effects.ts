import type ts from 'typescript';

import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { Effects, Resource } from '../../catalogue/row.ts';
import type { Body } from '../callee.ts';
import {
  calledExpression,
  calleeOf,
  functionOf,
  identityOf,
  isOutsideTheProgram,
  unaliased,
  withWrappers,
  withoutWrappers,
} from '../callee.ts';
import type { Step } from '../control-flow.ts';
import { flowOf, stepsAfter } from '../control-flow.ts';
import { COMPUTED, isAnywhere, isOverridden, nameText, namesIn } from '../declared-names.ts';
import { functionAround, identifiersNamed } from '../references.ts';
import { membersOf } from '../union-members.ts';
import { isWithin } from '../is-within.ts';
import type { TypedProgram } from '../typescript.ts';
import { asksPage } from './page-element.ts';
import {
  escapesBefore,
  isCaptured,
  initialOf,
  isPrimitive,
  privacyOf,
  valueSymbol,
} from './private-object.ts';
import { calledName, isLog, isReadName, isWriteName, tellingName } from './read-name.ts';
import type { Given, RequestKind } from './request.ts';
import { givenBy, requestAt, statesReading } from './request.ts';

/**
 * What a piece of code reads and writes that other code can see. Resources are keys:
 * - `binding:name@place`: a variable that is assigned and that other functions can reach;
 * - `property:name`: a property by its name, on whatever object; `property:*` is every name;
 * - `items:array`, `items:map`, `items:set`, `items:bytes`, `items:other`: the elements of all
 *   collections of a kind, by index or method; `items:*` is every kind;
 * - the resources of the catalogue, such as `file system`, and `state` of any receiver;
 * - `handlers`: functions were attached to an object that others made;
 * - `retry`: it may pause after a failure and try again (in the `whole` only);
 * - `page`: a page of a browser or an app was asked or steered (in the `whole` only);
 * - `everything`: code without a known body or row ran.
 */
export interface Accesses {
  readonly reads: ReadonlySet<string>;
  readonly writes: ReadonlySet<string>;
  /** Where code without a known body or row runs: what makes the accesses `everything`. */
  readonly unseen: ReadonlySet<ts.Node>;
}

/**
 * How much of what a step starts is counted: what it does in its own `turn`, or the `whole` of it:
 * also functions that it leaves to be called later (`then`, `setTimeout`). In the whole, a request is
 * known by its method, and a body's own captured variables are nobody else's business. `first write`
 * is the whole for those whom any write ends the matter: the search stops there, and accesses that
 * hold a write of a known resource are not all of them.
 */
export type Extent = 'turn' | 'whole' | 'first write';

export const EVERYTHING = 'everything';
export const HANDLERS = 'handlers';
export const PAGE = 'page';
export const RETRY = 'retry';
export const EVERY_PROPERTY = 'property:*';
export const EVERY_ITEM = 'items:*';

const NOTHING: Accesses = { reads: new Set(), writes: new Set(), unseen: new Set() };
const EVERYTHING_KEY: ReadonlySet<string> = new Set([EVERYTHING]);

/** How many functions deep, and how many functions in all, one question is followed. */
const MAX_DEPTH = 20;
const MAX_BODIES = 300;

type Rows = Pick<Catalogue, 'row'>;

/** As many places of `unseen` are kept; so many make no difference any more. */
export const MANY_UNSEEN = 60;

/** What running a function of the program, with all that it calls, reads and writes; a class: constructing it. */
export function effectsOf(
  body: Body,
  typed: TypedProgram,
  catalogue: Rows,
  extent: Extent = 'turn',
): Accesses {
  return inspectorOf(typed, catalogue, extent).ofBody(body);
}

/**
 * What one step of a function reads and writes. An object that is private at `at` (the step itself,
 * if absent) is left out.
 */
export function effectsAt(
  step: Step,
  typed: TypedProgram,
  catalogue: Rows,
  at: ts.Node = step.node,
  extent: Extent = 'turn',
): Accesses {
  return inspectorOf(typed, catalogue, extent).atStep(step, at);
}

export function union(all: Iterable<Accesses>): Accesses {
  const reads = new Set<string>();
  const writes = new Set<string>();
  const unseen = new Set<ts.Node>();
  for (const each of all) {
    for (const resource of each.reads) reads.add(resource);
    for (const resource of each.writes) writes.add(resource);
    for (const node of each.unseen) if (unseen.size < MANY_UNSEEN) unseen.add(node);
  }
  return reads.size + writes.size + unseen.size === 0 ? NOTHING : { reads, writes, unseen };
}

/**
 * Whether the accesses are enough for whoever looks for the `first write`: they hold one, or a call
 * without a body or row whose name says that it writes.
 */
export function showWrite(accesses: Accesses, typed: TypedProgram, catalogue: Rows): boolean {
  return inspectorOf(typed, catalogue, 'first write').isEnough(accesses);
}

/** A variable may turn out to be nobody else's, and a pause the one before another try. */
function hasKnownWrite({ writes }: Accesses): boolean {
  for (const key of writes) {
    if (key !== EVERYTHING && key !== 'timers' && !key.startsWith('binding:')) return true;
  }
  return false;
}

/** Those that write by their syntax and names before the others, which may lead far away. */
function writesFirst(steps: Iterable<Step>, t: typeof ts): readonly Step[] {
  const mayWrite: Step[] = [];
  const others: Step[] = [];
  for (const step of steps) {
    const { node, role } = step;
    const isLikely =
      role === 'write'
        ? t.isPropertyAccessExpression(node) || t.isElementAccessExpression(node)
        : t.isCallExpression(node) && isWriteName(calledName(node, t) ?? '');
    (isLikely ? mayWrite : others).push(step);
  }
  return [...mayWrite, ...others];
}

function reading(...resources: readonly string[]): Accesses {
  return { ...NOTHING, reads: new Set(resources) };
}

function writing(...resources: readonly string[]): Accesses {
  return { ...NOTHING, writes: new Set(resources) };
}

/** Anything may happen at `node`. */
function unknownAt(node: ts.Node): Accesses {
  return { reads: EVERYTHING_KEY, writes: EVERYTHING_KEY, unseen: new Set([node]) };
}

/** The receiver that `call` attaches a handler to, by the names that emitters, streams and promises use. */
export function handlerTarget(call: ts.CallExpression, t: typeof ts): ts.Expression | undefined {
  const callee = withoutWrappers(call.expression, t);
  return t.isPropertyAccessExpression(callee) && ATTACHING.has(callee.name.text)
    ? callee.expression
    : undefined;
}

const ATTACHING = new Set(
  (
    'on once addListener prependListener prependOnceListener addEventListener ' +
    'pipe then catch finally'
  ).split(' '),
);

interface Inspector {
  ofBody(body: Body): Accesses;
  atStep(step: Step, at: ts.Node): Accesses;
  isEnough(accesses: Accesses): boolean;
}

type Inspectors = WeakMap<ts.Program, WeakMap<Rows, Inspector>>;

const inspectors: Readonly<Record<Extent, Inspectors>> = {
  turn: new WeakMap(),
  whole: new WeakMap(),
  'first write': new WeakMap(),
};

function inspectorOf(typed: TypedProgram, catalogue: Rows, extent: Extent): Inspector {
  let ofProgram = inspectors[extent].get(typed.program);
  if (!ofProgram) {
    ofProgram = new WeakMap();
    inspectors[extent].set(typed.program, ofProgram);
  }
  let inspector = ofProgram.get(catalogue);
  if (!inspector) {
    inspector = createInspector(typed, catalogue, extent);
    ofProgram.set(catalogue, inspector);
  }
  return inspector;
}

function createInspector(typed: TypedProgram, catalogue: Rows, extent: Extent): Inspector {
  const { ts, checker } = typed;
  const isWhole = extent !== 'turn';
  const stopsAtWrite = extent === 'first write';
  const { SyntaxKind, TypeFlags } = ts;
  const summaries = new Map<Body, Accesses>();
  /** Of each step at itself, and whether an object that is private elsewhere makes no difference. */
  const accesses = new WeakMap<Step, { accesses: Accesses; anywhere: boolean }>();
  /** How often the access at hand had to know at which place an object is private. */
  let placesAsked = 0;
  /** Those that were found to call themselves, through others too. */
  const recursive = new Set<Body>();
  /** The bodies being walked, outermost first. */
  const walking: Body[] = [];
  /** The outermost body of `walking` that the current one was found to call again. */
  let lowest = Infinity;
  let walked = 0;
  const unseenWrites = new Map<ts.Node, boolean>();
  return { ofBody, atStep, isEnough };

  // Functions

  function ofBody(body: Body): Accesses {
    const known = summaries.get(body);
    if (known) return known;
    const again = walking.indexOf(body);
    if (again >= 0) {
      for (const each of walking.slice(again)) recursive.add(each);
      // Its own accesses are counted where it is walked already.
      lowest = Math.min(lowest, again);
      return NOTHING;
    }
    const depth = walking.length;
    if (depth === 0) walked = 0;
    if (depth > MAX_DEPTH || walked > MAX_BODIES) return unknownAt(body);
    walked++;

    const outer = lowest;
    lowest = Infinity;
    walking.push(body);
    let summary: Accesses;
    try {
      summary = ts.isClassLike(body) ? construct(body) : walk(body);
      if (isWhole) summary = withoutOwnVariables(summary, body);
    } finally {
      walking.pop();
    }
    // Part of a cycle that is not closed yet: complete only with the body that closes it.
    if (lowest >= depth) {
      summaries.set(body, summary);
      lowest = outer;
    } else {
      lowest = Math.min(lowest, outer);
    }
    return summary;
  }

  function walk(root: ts.Node): Accesses {
    const parts: Accesses[] = [];
    const steps = stepsAfter(flowOf(root, ts).entry);
    for (const step of stopsAtWrite ? writesFirst(steps, ts) : steps) {
      const part = atStep(step, step.node);
      parts.push(part);
      if (stopsAtWrite && isEnough(part)) break;
    }
    return union(parts);
  }

  function isEnough(found: Accesses): boolean {
    if (hasKnownWrite(found)) return true;
    for (const node of found.unseen) {
      let answer = unseenWrites.get(node);
      if (answer === undefined) {
        answer = ts.isCallExpression(node) && isUnseenWrite(node);
        unseenWrites.set(node, answer);
      }
      if (answer) return true;
    }
    return false;
  }

  /** Of a library only: a function that the body is given may be known where the body is called. */
  function isUnseenWrite(call: ts.CallExpression): boolean {
    const name = tellingName(call, ts) ?? '';
    if (!isWriteName(name) || isReadName(name) || isLog(call, ts)) return false;
    const callee = calleeOf(call, typed);
    if (callee.kind !== 'library') return false;
    return (
      catalogue.row(callee.module, callee.name)?.effects === undefined &&
      !statesReading(call, typed)
    );
  }

  /** Each run of a function has variables of its own, whoever else captures them. */
  function withoutOwnVariables(summary: Accesses, body: Body): Accesses {
    const file = `@${body.getSourceFile().fileName}:`;
    const isOther = (key: string): boolean => {
      if (!key.startsWith('binding:') || !key.includes(file)) return true;
      const position = Number(key.slice(key.lastIndexOf(':') + 1));
      return position < body.pos || position >= body.end;
    };
    return {
      reads: new Set([...summary.reads].filter(isOther)),
      writes: new Set([...summary.writes].filter(isOther)),
      unseen: summary.unseen,
    };
  }

  function construct(node: ts.ClassLikeDeclaration): Accesses {
    const parts: Accesses[] = [];
    for (const member of node.members) {
      const isStatic =
        ts.canHaveModifiers(member) &&
        member.modifiers?.some((each) => each.kind === SyntaxKind.StaticKeyword);
      if (ts.isPropertyDeclaration(member) && member.initializer && !isStatic) {
        parts.push(walk(member.initializer));
      }
    }
    const constructor = node.members.find(
      (each) => ts.isConstructorDeclaration(each) && each.body !== undefined,
    );
    const base = node.heritageClauses?.find((each) => each.token === SyntaxKind.ExtendsKeyword);
    if (constructor) parts.push(ofBody(constructor as Body));
    else if (base?.types[0]) {
      parts.push(ofFunction(base.types[0].expression));
    }
    return union(parts);
  }

  /** What calling the value of `expression` does, with nothing known of its arguments. */
  function ofFunction(expression: ts.Expression): Accesses {
    const callee = functionOf(expression, typed);
    if (callee.kind === 'body') return ofBody(callee.body);
    const effects =
      callee.kind === 'library' ? catalogue.row(callee.module, callee.name)?.effects : undefined;
    if (callee.kind !== 'library' || !effects || effects.callsArguments) {
      return unknownAt(expression);
    }
    return ofEffects(effects, callee.name, undefined, expression);
  }

  // Steps

  function atStep(step: Step, at: ts.Node): Accesses {
    const known = accesses.get(step);
    if (known && (known.anywhere || at === step.node)) return known.accesses;
    const before = placesAsked;
    const found = access(step, at);
    const anywhere = placesAsked === before;
    placesAsked = before;
    // Within a cycle of functions that is being walked an answer may be incomplete.
    if (walking.length === 0 && (anywhere || at === step.node)) {
      accesses.set(step, { accesses: found, anywhere });
    }
    return found;
  }

  function isPrivateAt(expression: ts.Expression, at: ts.Node): boolean {
    const held = privacyOf(expression, typed, catalogue);
    if (typeof held === 'boolean') return held;
    placesAsked++;
    return !escapesBefore(held, at, typed, catalogue);
  }

  function access(step: Step, at: ts.Node): Accesses {
    const { node } = step;
    switch (step.role) {
      case 'join':
        return NOTHING;
      case 'dispose':
        return unknownAt(node);
      case 'write':
        return ofWrite(node, at);
      case 'iterate':
        return ofIteration(node, at);
      case 'read':
        return ofRead(node, at);
    }
  }

  function ofRead(node: ts.Node, at: ts.Node): Accesses {
    if (ts.isIdentifier(node)) {
      const key = bindingKey(node);
      return key === undefined ? NOTHING : reading(key);
    }
    if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
      return ofAccess(node, 'reads', at);
    }
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) return ofCall(node, at);
    if (ts.isTaggedTemplateExpression(node)) return ofCall(node, at);
    if (ts.isTemplateExpression(node)) {
      return union(node.templateSpans.map((span) => ofConversion(span.expression, at)));
    }
    if (ts.isBinaryExpression(node)) return ofOperator(node, at);
    if (ts.isPrefixUnaryExpression(node)) {
      return node.operator === SyntaxKind.ExclamationToken
        ? NOTHING
        : ofConversion(node.operand, at);
    }
    if (ts.isBindingElement(node)) return ofPatternElement(node, at);
    if (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) {
      const name = nameText(node.name, ts);
      return name === undefined ? reading(EVERY_PROPERTY) : reading(`property:${name}`);
    }
    if (ts.isSpreadAssignment(node)) return ofAllProperties(node.expression, at);
    if (ts.isAwaitExpression(node) || ts.isYieldExpression(node)) return NOTHING;
    return ts.isPostfixUnaryExpression(node) ? NOTHING : unknownAt(node);
  }

  function ofWrite(node: ts.Node, at: ts.Node): Accesses {
    if (ts.isIdentifier(node)) {
      const key = bindingKey(node);
      return key === undefined ? NOTHING : writing(key);
    }
    return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)
      ? ofAccess(node, 'writes', at)
      : unknownAt(node);
  }

  // Variables

  function bindingKey(identifier: ts.Identifier): string | undefined {
    // Without an assignment anywhere in its file a variable keeps the value it was declared with.
    if (!namesIn(identifier.getSourceFile(), typed).assignedVariables.has(identifier.text)) {
      const { parent } = identifier;
      const found = checker.getSymbolAtLocation(identifier);
      const isImported = found !== undefined && (found.flags & ts.SymbolFlags.Alias) !== 0;
      if (!isImported || ts.isPropertyAccessExpression(parent)) return undefined;
    }
    return sharedBinding(identifier, typed, catalogue);
  }

  // Properties

  function ofAccess(
    node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
    mode: 'reads' | 'writes',
    at: ts.Node,
  ): Accesses {
    const type = checker.getTypeAtLocation(node.expression);
    if (mode === 'reads' && isPrimitive(checker.getNonNullableType(type), typed)) return NOTHING;
    const accessor = ofAccessor(node, mode, type);
    if (accessor) return accessor;
    const exported = ofExport(node);
    if (exported) return reading(exported); // Only its own module can assign it.
    if (isPrivateAt(node.expression, at)) return NOTHING;
    const keys = keysOf(node, type).filter(
      (key) => mode === 'writes' || !isLibraryMethod(node, key, type),
    );
    return mode === 'reads' ? reading(...keys) : writing(...keys);
  }

  /** The variable behind `module.name`, where `module` is a namespace import. */
  function ofExport(
    node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  ): string | undefined {
    if (!ts.isPropertyAccessExpression(node) || !ts.isIdentifier(node.expression)) return undefined;
    const symbol = checker.getSymbolAtLocation(node.name);
    const declaration = symbol?.declarations?.[0];
    return symbol && declaration && !ts.isPropertyAccessExpression(declaration)
      ? sharedVariable(unaliased(symbol, typed), typed, catalogue)
      : undefined;
  }

  function keysOf(
    node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
    type: ts.Type,
  ): readonly string[] {
    const kind = kindOf(type);
    if (ts.isPropertyAccessExpression(node)) {
      const { text } = node.name;
      return kind && (text === 'length' || text === 'size')
        ? [`items:${kind}`]
        : [`property:${text}`];
    }
    return keysByType(checker.getTypeAtLocation(node.argumentExpression), kind);
  }

  function keysByType(key: ts.Type, kind: string | undefined): readonly string[] {
    if (kind) return [`items:${kind}`];
    const types = membersOf(key);
    const names = types.map((each) =>
      each.isStringLiteral() || each.isNumberLiteral() ? String(each.value) : undefined,
    );
    const known = names.filter((each) => each !== undefined);
    if (known.length === names.length) return known.map((each) => `property:${each}`);
    return [EVERY_PROPERTY, EVERY_ITEM];
  }

  /** A method of a library's type: nobody gives it another value. */
  function isLibraryMethod(
    node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
    key: string,
    type: ts.Type,
  ): boolean {
    const name = key.slice('property:'.length);
    if (!key.startsWith('property:') || name === '*') return false;
    const symbol = ts.isPropertyAccessExpression(node)
      ? checker.getSymbolAtLocation(node.name)
      : checker.getPropertyOfType(type, name);
    const declarations = symbol?.declarations ?? [];
    return (
      declarations.length > 0 &&
      declarations.every(
        (each) =>
          (ts.isMethodSignature(each) ||
            ts.isMethodDeclaration(each) ||
            ts.isFunctionDeclaration(each)) &&
          isOutsideTheProgram(each, typed),
      )
    );
  }

  /** What the getter or setter behind a property runs; `undefined` for a plain property. */
  function ofAccessor(
    node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
    mode: 'reads' | 'writes',
    type: ts.Type,
  ): Accesses | undefined {
    const name = ts.isPropertyAccessExpression(node)
      ? node.name.text
      : ts.isStringLiteralLike(node.argumentExpression)
        ? node.argumentExpression.text
        : undefined;
    if (name === undefined || !isAccessorName(name)) return undefined;
    const symbol = ts.isPropertyAccessExpression(node)
      ? checker.getSymbolAtLocation(node.name)
      : checker.getPropertyOfType(type, name);
    return ofAccessorSymbol(symbol, name, mode, node);
  }

  /** Whether the program declares a getter or a setter that may have this name. */
  function isAccessorName(name: string): boolean {
    return [name, COMPUTED].some(
      (each) => isAnywhere('getters', each, typed) || isAnywhere('setters', each, typed),
    );
  }

  function ofAccessorSymbol(
    symbol: ts.Symbol | undefined,
    name: string,
    mode: 'reads' | 'writes',
    at: ts.Node,
  ): Accesses | undefined {
    const declarations = symbol?.declarations ?? [];
    const accessors = declarations.filter(
      (each) => ts.isAccessor(each) && !isOutsideTheProgram(each, typed),
    );
    if (accessors.length > 0) {
      const [accessor, ...others] = accessors.filter((each) =>
        mode === 'reads' ? ts.isGetAccessorDeclaration(each) : ts.isSetAccessorDeclaration(each),
      );
      if (!accessor) return NOTHING;
      const owner = accessor.parent;
      const isCertain =
        others.length === 0 &&
        ts.isAccessor(accessor) &&
        accessor.body !== undefined &&
        !(ts.isClassLike(owner) && isOverridden(accessor, owner, typed));
      return isCertain ? ofBody(accessor as Body) : unknownAt(accessor);
    }
    // Of an interface, or of no known type: an accessor of the program may stand behind it.
    const isOwn = declarations.some(
      (each) => ts.isPropertySignature(each) && !isOutsideTheProgram(each, typed),
    );
    return (isOwn || declarations.length === 0) && isAnywhere('getters', name, typed)
      ? unknownAt(at)
      : undefined;
  }

  function ofPatternElement(node: ts.BindingElement, at: ts.Node): Accesses {
    const pattern = node.parent;
    const source = ts.isVariableDeclaration(pattern.parent)
      ? pattern.parent.initializer
      : undefined;
    if (source && isPrivateAt(source, at)) return NOTHING;
    const type = checker.getTypeAtLocation(pattern);
    if (node.dotDotDotToken) return ofPropertiesOf(type, node);
    const name = nameText(node.propertyName ?? node.name, ts);
    if (name === undefined) return reading(EVERY_PROPERTY, EVERY_ITEM);
    if (isPrimitive(type, typed)) return NOTHING;
    const symbol = checker.getPropertyOfType(type, name);
    return ofAccessorSymbol(symbol, name, 'reads', node) ?? reading(`property:${name}`);
  }

  /** `{ ...value }` */
  function ofAllProperties(value: ts.Expression, at: ts.Node): Accesses {
    return isPrivateAt(value, at)
      ? NOTHING
      : ofPropertiesOf(checker.getTypeAtLocation(value), value);
  }

  function ofPropertiesOf(type: ts.Type, at: ts.Node): Accesses {
    const members = membersOf(type);
    return union(
      members.map((each) => {
        if (isPrimitive(each, typed)) return NOTHING;
        const kind = kindOf(each);
        if (kind) return reading(`items:${kind}`);
        const properties = each.getProperties();
        const isOpen =
          (each.flags & TypeFlags.Object) === 0 ||
          properties.length === 0 ||
          each.getStringIndexType() !== undefined;
        return isOpen
          ? reading(EVERY_PROPERTY, EVERY_ITEM)
          : union(
              properties.map(
                (property) =>
                  ofAccessorSymbol(property, property.name, 'reads', at) ??
                  reading(`property:${property.name}`),
              ),
            );
      }),
    );
  }

  // Collections

  /** Which kind of collection the values of a type are; `undefined`: none, or not known. */
  function kindOf(type: ts.Type): string | undefined {
    const bound = checker.getNonNullableType(checker.getBaseConstraintOfType(type) ?? type);
    if (bound.isUnion()) {
      const kinds = new Set(bound.types.map((each) => kindOf(each)));
      const [kind] = kinds;
      return kinds.size === 1 ? kind : undefined;
    }
    if (checker.isArrayType(bound) || checker.isTupleType(bound)) return 'array';
    const declaration = bound.getSymbol()?.declarations?.[0];
    return declaration && isOutsideTheProgram(declaration, typed)
      ? KINDS.get(bound.getSymbol()?.name ?? '')
      : undefined;
  }

  function ofIteration(node: ts.Node, at: ts.Node): Accesses {
    if (ts.isForInStatement(node)) {
      return isPrivateAt(node.expression, at)
        ? NOTHING
        : ofPropertiesOf(checker.getTypeAtLocation(node.expression), node.expression);
    }
    if (ts.isForOfStatement(node)) {
      if (node.awaitModifier) return unknownAt(node);
      return ofIterated(node, checker.getTypeAtLocation(node.expression), node.expression, at);
    }
    if (ts.isSpreadElement(node)) {
      return ofIterated(node, checker.getTypeAtLocation(node.expression), node.expression, at);
    }
    if (ts.isArrayBindingPattern(node)) {
      const source = ts.isVariableDeclaration(node.parent) ? node.parent.initializer : undefined;
      return ofIterated(node, checker.getTypeAtLocation(node), source, at);
    }
    if (ts.isArrayLiteralExpression(node)) {
      const source = ts.isBinaryExpression(node.parent) ? node.parent.right : undefined;
      return source
        ? ofIterated(node, checker.getTypeAtLocation(source), source, at)
        : unknownAt(node);
    }
    return unknownAt(node);
  }

  function ofIterated(
    node: ts.Node,
    type: ts.Type,
    value: ts.Expression | undefined,
    at: ts.Node,
  ): Accesses {
    if (isPrimitive(type, typed)) return NOTHING;
    const kind = kindOf(type) ?? iteratorKind(type);
    if (kind === undefined) return unknownAt(node);
    if (kind === 'none') return NOTHING;
    return value && isPrivateAt(iterated(value), at) ? NOTHING : reading(`items:${kind}`);
  }

  /** `map` of `map.entries()` */
  function iterated(value: ts.Expression): ts.Expression {
    const inner = withoutWrappers(value, ts);
    return ts.isCallExpression(inner) && ts.isPropertyAccessExpression(inner.expression)
      ? ITERATORS.has(inner.expression.name.text)
        ? inner.expression.expression
        : inner
      : inner;
  }

  function iteratorKind(type: ts.Type): string | undefined {
    const symbol = type.getSymbol();
    const declaration = symbol?.declarations?.[0];
    return declaration && isOutsideTheProgram(declaration, typed)
      ? ITERATOR_KINDS.get(symbol.name)
      : undefined;
  }

  // Operators

  function ofOperator(node: ts.BinaryExpression, at: ts.Node): Accesses {
    const { left, right } = node;
    switch (node.operatorToken.kind) {
      case SyntaxKind.EqualsEqualsEqualsToken:
      case SyntaxKind.ExclamationEqualsEqualsToken:
      case SyntaxKind.InstanceOfKeyword:
        return NOTHING;
      case SyntaxKind.InKeyword:
        return isPrivateAt(right, at)
          ? NOTHING
          : reading(
              ...keysByType(
                checker.getTypeAtLocation(left),
                kindOf(checker.getTypeAtLocation(right)),
              ),
            );
      case SyntaxKind.EqualsEqualsToken:
      case SyntaxKind.ExclamationEqualsToken:
        if ([left, right].some((each) => isNullish(each))) return NOTHING;
    }
    return union([ofConversion(left, at), ofConversion(right, at)]);
  }

  function isNullish(expression: ts.Expression): boolean {
    const { flags } = checker.getTypeAtLocation(expression);
    return (flags & (TypeFlags.Null | TypeFlags.Undefined)) !== 0;
  }

  /** `toString` and `valueOf`, which operators and templates call on objects. */
  function ofConversion(expression: ts.Expression, at: ts.Node): Accesses {
    const type = checker.getTypeAtLocation(expression);
    if (isPrivateAt(expression, at) && kindOf(type)) return NOTHING;
    return ofConvertedType(type, expression);
  }

  function ofConvertedType(type: ts.Type, at: ts.Node): Accesses {
    const bound = checker.getBaseConstraintOfType(type) ?? type;
    if (isPrimitive(bound, typed)) return NOTHING;
    if (bound.isUnion()) return union(bound.types.map((each) => ofConvertedType(each, at)));
    const kind = kindOf(bound);
    if (kind === 'array') {
      const element = checker.getTypeArguments(bound as ts.TypeReference);
      return element.every((each) => isPrimitive(each, typed))
        ? reading('items:array')
        : unknownAt(at);
    }
    if (kind) return reading(`items:${kind}`);
    const symbol = bound.getSymbol();
    const declaration = symbol?.declarations?.[0];
    return declaration &&
      isOutsideTheProgram(declaration, typed) &&
      /^(?:Date|RegExp|URL|\w*Error|ErrnoException)$/.test(symbol.name)
      ? NOTHING
      : unknownAt(at);
  }

  // Calls

  function ofCall(
    node: ts.CallExpression | ts.NewExpression | ts.TaggedTemplateExpression,
    at: ts.Node,
  ): Accesses {
    const called = calledExpression(node, typed);
    if (isWhole && isResolver(called)) return NOTHING;
    const callee = calleeOf(node, typed);
    if (callee.kind === 'body') {
      return inItsPlace(union([ofCalledBody(callee.body, node), ofHandler(node)]), node);
    }
    if (callee.kind === 'unknown') return ofValue(node, called, at);
    if (/^(?:Callable|Newable)?Function\.bind$/.test(callee.name)) return NOTHING;
    // What it aborts is its own.
    if (isWhole && callee.name === 'AbortController.abort') return NOTHING;
    const effects = catalogue.row(callee.module, callee.name)?.effects;
    if (!effects || ts.isTaggedTemplateExpression(node)) return ofUnknown(node);

    if (!ts.isNewExpression(node) && callee.name === 'Object.assign') {
      return ofAssign(node.arguments, at);
    }

    const inner = withoutWrappers(called, ts);
    const isMethod =
      ts.isCallExpression(node) &&
      (ts.isPropertyAccessExpression(inner) || ts.isElementAccessExpression(inner));
    const receiver = isMethod ? inner.expression : undefined;
    const request =
      isWhole && !ts.isNewExpression(node) ? requestAt(node, callee, typed, catalogue) : 'none';
    const own = ofEffects(effects, callee.name, receiver, at, request);
    const given = (node.arguments ?? []).map((argument) =>
      callee.module === 'global' && CONVERTING.has(callee.name)
        ? ofConversion(argument, at)
        : ofArgument(argument, effects, at),
    );
    if (isWhole && !isPause(node, callee.name)) own.writes.delete('timers');
    const unread = request === 'unknown' ? [{ ...NOTHING, unseen: new Set([node]) }] : [];
    return inItsPlace(union([own, ...given, ...unread, ofHandler(node)]), node);
  }

  /** What a body does, its requests and the functions that it calls known by what this call gives it. */
  function ofCalledBody(
    body: Body,
    node: ts.CallExpression | ts.NewExpression | ts.TaggedTemplateExpression,
  ): Accesses {
    const summary = ofBody(body);
    if (!isWhole || summary.unseen.size === 0 || !ts.isCallExpression(node)) return summary;
    // It may give itself something else.
    if (recursive.has(body)) return summary;
    const given = givenBy(node, body, typed);
    const unseen = new Set(summary.unseen);
    const told: Accesses[] = [];
    for (const each of summary.unseen) {
      const accesses = isWithin(each, body) ? ofGiven(each, given) : undefined;
      if (!accesses) continue;
      unseen.delete(each);
      told.push(accesses);
    }
    if (told.length === 0) return summary;
    const isSeen = (key: string): boolean => unseen.size > 0 || key !== EVERYTHING;
    const rest = {
      reads: new Set([...summary.reads].filter(isSeen)),
      writes: new Set([...summary.writes].filter(isSeen)),
      unseen,
    };
    return union([rest, ...told]);
  }

  function ofGiven(unseen: ts.Node, given: Given): Accesses | undefined {
    if (!ts.isCallExpression(unseen)) return undefined;
    const callee = calleeOf(unseen, typed);
    if (callee.kind === 'library') {
      const kind = requestAt(unseen, callee, typed, catalogue, given);
      if (kind === 'read') return reading('network');
      return kind === 'write' ? writing('network') : undefined;
    }
    const called = given(unseen.expression);
    return called !== undefined && called !== 'nothing' && isFunction(called)
      ? ofFunction(called)
      : undefined;
  }

  /** Who pauses in a `catch` has failed, and tries again: nobody else waits for that. */
  function inItsPlace(accesses: Accesses, node: ts.Node): Accesses {
    if (!isWhole || !accesses.writes.has('timers') || !isInCatch(node)) return accesses;
    const writes = new Set(accesses.writes);
    writes.delete('timers');
    return { ...accesses, reads: new Set([...accesses.reads, RETRY]), writes };
  }

  function isInCatch(node: ts.Node): boolean {
    let inner = node;
    while (!ts.isCatchClause(inner)) {
      if (ts.isFunctionLike(inner) || ts.isSourceFile(inner)) return false;
      inner = inner.parent;
    }
    return true;
  }

  /** A call of a value whose type is an interface that the catalogue knows: `knex('users')`. */
  function ofValue(
    node: ts.CallExpression | ts.NewExpression | ts.TaggedTemplateExpression,
    called: ts.Expression,
    at: ts.Node,
  ): Accesses {
    const declaration = checker.getTypeAtLocation(called).getSymbol()?.declarations?.[0];
    if (!declaration || !ts.isInterfaceDeclaration(declaration) || !ts.isCallExpression(node)) {
      return ofUnknown(node);
    }
    if (!isOutsideTheProgram(declaration, typed)) return ofUnknown(node);
    const { module, name } = identityOf(declaration, typed);
    const effects = catalogue.row(module, name)?.effects;
    if (!effects) return ofUnknown(node);
    const given = node.arguments.map((argument) => ofArgument(argument, effects, at));
    return union([ofEffects(effects, name, undefined, at), ...given]);
  }

  /** Code that cannot be seen, with the functions that it is given to call. */
  function ofUnknown(
    node: ts.CallExpression | ts.NewExpression | ts.TaggedTemplateExpression,
  ): Accesses {
    const given =
      isWhole && !ts.isTaggedTemplateExpression(node)
        ? (node.arguments ?? []).filter((each) => isFunction(each))
        : [];
    const page = isWhole && asksPage(node, typed) ? writing(PAGE) : NOTHING;
    return union([
      unknownAt(node),
      page,
      ofHandler(node),
      ...given.map((each) => ofFunction(each)),
    ]);
  }

  /** `resolve` or `reject` of a promise that is made around it: calling them changes nothing else. */
  function isResolver(expression: ts.Expression): boolean {
    const value = withoutWrappers(expression, ts);
    return ts.isIdentifier(value) && executorOf(value) !== undefined;
  }

  /** The parameter of the executor of a new promise that an identifier stands for. */
  function executorOf(identifier: ts.Identifier): ts.ParameterDeclaration | undefined {
    const declaration = checker.getSymbolAtLocation(identifier)?.declarations?.[0];
    if (!declaration || !ts.isParameter(declaration)) return undefined;
    const outer = withWrappers(declaration.parent, ts);
    const made = outer.parent;
    return ts.isNewExpression(made) &&
      made.arguments?.[0] === outer &&
      ts.isIdentifier(made.expression) &&
      made.expression.text === 'Promise'
      ? declaration
      : undefined;
  }

  /**
   * Whether a call that starts a timer makes somebody wait for it. A deadline does not: what it ends
   * ends earlier, if at all; neither does stopping a timer.
   */
  function isPause(
    node: ts.CallExpression | ts.NewExpression | ts.TaggedTemplateExpression,
    name: string,
  ): boolean {
    if (/^clear|^cancel|\.timeout$/.test(name)) return false;
    if (name !== 'setTimeout' || !ts.isCallExpression(node)) return true;
    const [callback] = node.arguments;
    if (!callback) return true;
    if (isResolver(callback)) return true;
    const callee = functionOf(callback, typed);
    if (callee.kind !== 'body') return true;
    const visit = (each: ts.Node): true | undefined => {
      if (ts.isIdentifier(each)) {
        const parameter = executorOf(each);
        // The first one fulfils the promise.
        const [fulfil] = parameter?.parent.parameters ?? [];
        return parameter !== undefined && parameter === fulfil ? true : undefined;
      }
      return ts.forEachChild(each, visit);
    };
    return ts.forEachChild(callee.body, visit) === true;
  }

  function isFunction(expression: ts.Expression): boolean {
    const value = withoutWrappers(expression, ts);
    return ts.isArrowFunction(value) || ts.isFunctionExpression(value);
  }

  /** `Object.assign(target, …sources)`: the names are those that the sources' types have. */
  function ofAssign([target, ...sources]: readonly ts.Expression[], at: ts.Node): Accesses {
    const read = sources.map((each) =>
      ts.isSpreadElement(each) ? unknownAt(each) : ofAllProperties(each, at),
    );
    if (!target || isPrivateAt(target, at)) return union(read);
    const given = sources.map((each) => ofPropertiesOf(checker.getTypeAtLocation(each), each));
    return union([...read, { ...NOTHING, writes: union(given).reads }]);
  }

  function ofEffects(
    effects: Effects,
    name: string,
    receiver: ts.Expression | undefined,
    at: ts.Node,
    request: RequestKind = 'none',
  ): Accesses & { readonly writes: Set<string> } {
    const mine =
      receiver !== undefined && (isPrivateAt(receiver, at) || (isWhole && isOnlyAsked(receiver)));
    const leadsTo =
      receiver && STREAM_ENDS.every((each) => effects.writes?.includes(each))
        ? destinationOf(checker.getTypeAtLocation(receiver), 0)
        : undefined;
    const keys = (resources: readonly Resource[] = []): Set<string> =>
      new Set(
        resources
          .filter((each) => !(mine && (each === 'items' || each === 'state')))
          .filter((each) => !leadsTo || each === leadsTo || !STREAM_ENDS.includes(each))
          .map((each) => (each === 'items' ? itemsOf(name) : each)),
      );
    const writes = keys(effects.writes);
    if (request === 'read' || request === 'unknown') writes.delete('network');
    return { ...NOTHING, reads: keys(effects.reads), writes };
  }

  /**
   * `response` of `const response = await fetch(…)`, where nothing is done with it but reading its
   * members and calling its methods.
   */
  function isOnlyAsked(receiver: ts.Expression): boolean {
    const value = withoutWrappers(receiver, ts);
    if (!ts.isIdentifier(value)) return false;
    const symbol = valueSymbol(value, typed);
    const declaration = symbol?.declarations?.[0];
    if (
      !declaration ||
      !(ts.isVariableDeclaration(declaration) || ts.isBindingElement(declaration))
    ) {
      return false;
    }
    const given = initialOf(declaration, typed);
    if (!given) return false;
    const owner = functionAround(declaration, ts);
    if (!owner || owner !== functionAround(value, ts)) return false;
    const file = value.getSourceFile();
    if (namesIn(file, typed).assignedVariables.has(value.text)) return false;
    const initial = withoutWrappers(given, ts);
    const made = ts.isAwaitExpression(initial) ? withoutWrappers(initial.expression, ts) : initial;
    if (!ts.isCallExpression(made) && !ts.isNewExpression(made)) return false;
    const callee = calleeOf(made, typed);
    const isFresh =
      callee.kind === 'library' &&
      catalogue.row(callee.module, callee.name)?.effects?.fresh === true;
    return (
      isFresh &&
      identifiersNamed(value.text, file, ts).every(
        (each) =>
          each === declaration.name ||
          valueSymbol(each, typed) !== symbol ||
          (functionAround(each, ts) === owner &&
            ts.isPropertyAccessExpression(each.parent) &&
            each.parent.expression === each),
      )
    );
  }

  /** Where a writable stream leads, by the class of Node that its type is or extends. */
  function destinationOf(type: ts.Type, depth: number): Resource | undefined {
    const parts = type.isIntersection() ? type.types : [type];
    for (const part of parts) {
      const symbol = part.getSymbol();
      const declaration = symbol?.declarations?.[0];
      if (!symbol || !declaration) continue;
      if (isOutsideTheProgram(declaration, typed)) {
        const { module, name } = identityOf(declaration, typed);
        const known = DESTINATIONS.get(`${module} ${name.slice(name.lastIndexOf('.') + 1)}`);
        if (known) return known;
      }
      const declared = checker.getDeclaredTypeOfSymbol(symbol);
      if (depth > 6 || !declared.isClassOrInterface()) continue;
      for (const base of checker.getBaseTypes(declared)) {
        const known = destinationOf(base, depth + 1);
        if (known) return known;
      }
    }
    return undefined;
  }

  /** What a catalogued function does with an argument that is a function, or looks into an object. */
  function ofArgument(argument: ts.Expression, effects: Effects, at: ts.Node): Accesses {
    const value = ts.isSpreadElement(argument) ? argument.expression : argument;
    if (ts.isStringLiteralLike(value) || ts.isNumericLiteral(value)) return NOTHING;
    if (ts.isArrowFunction(value) || ts.isFunctionExpression(value)) {
      // Its type, which is not needed here, is inferred from its body.
      if (!effects.writesArguments) return isCalledBy(effects) ? ofFunction(value) : NOTHING;
    }
    if (ts.isArrayLiteralExpression(value) && isListOfPrimitives(value) && isPrivateAt(value, at)) {
      return NOTHING;
    }
    const type = checker.getTypeAtLocation(value);
    if (isPrimitive(type, typed) || (isWhole && isResolver(value))) return NOTHING;
    const parts: Accesses[] = [];
    if (isCalledBy(effects)) {
      if (mayBeCalled(type)) parts.push(ofFunction(value));
      else if (effects.callsArguments && (type.flags & (TypeFlags.Any | TypeFlags.Unknown)) !== 0) {
        parts.push(unknownAt(value));
      }
    }
    if (effects.readsArguments && !mayBeCalled(type)) parts.push(ofContents(value, type, at));
    if (effects.writesArguments && !isPrivateAt(value, at)) {
      const kind = kindOf(type);
      parts.push(kind ? writing(`items:${kind}`) : writing(EVERY_PROPERTY, EVERY_ITEM));
    }
    return union(parts);
  }

  /** By its elements: the type of the literal depends on the call that it is given to. */
  function isListOfPrimitives({ elements }: ts.ArrayLiteralExpression): boolean {
    return (
      elements.length > 0 &&
      elements.every(
        (each) => !ts.isSpreadElement(each) && isPrimitive(checker.getTypeAtLocation(each), typed),
      )
    );
  }

  function isCalledBy(effects: Effects): boolean {
    return effects.callsArguments === true || (isWhole && effects.keepsArguments === true);
  }

  function mayBeCalled(type: ts.Type): boolean {
    const members = membersOf(type);
    return members.some((each) => each.getCallSignatures().length > 0);
  }

  /** All that an object holds, to any depth. */
  function ofContents(value: ts.Expression, type: ts.Type, at: ts.Node): Accesses {
    const kind = kindOf(type);
    if (isPrivateAt(value, at) && (kind === 'bytes' || isFlat(type, kind))) {
      return NOTHING;
    }
    const inner = withoutWrappers(value, ts);
    if (ts.isObjectLiteralExpression(inner)) {
      // Its own properties are new; what they hold may not be.
      return union(
        inner.properties.map((property) => {
          if (ts.isPropertyAssignment(property)) {
            const { initializer } = property;
            const own = checker.getTypeAtLocation(initializer);
            return isPrimitive(own, typed) ? NOTHING : ofContents(initializer, own, at);
          }
          return reading(EVERY_PROPERTY, EVERY_ITEM);
        }),
      );
    }
    return kind === 'bytes' ? reading('items:bytes') : reading(EVERY_PROPERTY, EVERY_ITEM);
  }

  function isFlat(type: ts.Type, kind: string | undefined): boolean {
    if (kind === 'array') {
      return checker
        .getTypeArguments(type as ts.TypeReference)
        .every((each) => isPrimitive(each, typed));
    }
    const properties = type.getProperties();
    return (
      kind === undefined &&
      properties.length > 0 &&
      type.getStringIndexType() === undefined &&
      properties.every((each) => isPrimitive(checker.getTypeOfSymbol(each), typed))
    );
  }

  function ofHandler(
    node: ts.CallExpression | ts.NewExpression | ts.TaggedTemplateExpression,
  ): Accesses {
    const target = ts.isCallExpression(node) ? handlerTarget(node, ts) : undefined;
    if (!target || (isWhole && isReaction(node))) return NOTHING;
    const inner = withoutWrappers(target, ts);
    if (ts.isCallExpression(inner) || ts.isNewExpression(inner)) {
      const root = ts.isCallExpression(inner) ? handlerTarget(inner, ts) : undefined;
      return root ? ofHandler(inner) : NOTHING;
    }
    if (ts.isIdentifier(inner)) {
      const declaration = checker.getSymbolAtLocation(inner)?.declarations?.[0];
      const isLocal =
        declaration &&
        ts.isVariableDeclaration(declaration) &&
        functionAround(declaration, ts) === functionAround(node, ts);
      if (isLocal) return NOTHING;
    }
    return writing(HANDLERS);
  }
}

/** The last step of what is reacted to; in the whole it has been counted. */
function isReaction(
  node: ts.CallExpression | ts.NewExpression | ts.TaggedTemplateExpression,
): boolean {
  const { expression } = node as ts.CallExpression;
  const name = (expression as { name?: { text?: unknown } }).name?.text;
  return name === 'then' || name === 'catch' || name === 'finally';
}

/**
 * The key of a variable that is assigned and that other functions or activations can reach: of the
 * top level, or captured by a function that may run at another time.
 */
export function sharedBinding(
  identifier: ts.Identifier,
  typed: TypedProgram,
  catalogue: Rows,
): string | undefined {
  const symbol = valueSymbol(identifier, typed);
  return symbol && sharedVariable(unaliased(symbol, typed), typed, catalogue);
}

function sharedVariable(
  symbol: ts.Symbol,
  typed: TypedProgram,
  catalogue: Rows,
): string | undefined {
  const { ts } = typed;
  const declaration = symbol.declarations?.[0];
  if (!declaration || isOutsideTheProgram(declaration, typed)) return undefined;
  const isVariable =
    ts.isVariableDeclaration(declaration) ||
    ts.isParameter(declaration) ||
    ts.isBindingElement(declaration);
  if (!isVariable) return undefined;
  const file = declaration.getSourceFile();
  if (!namesIn(file, typed).assignedVariables.has(symbol.name)) return undefined;
  if (functionAround(declaration, ts) && !isCaptured(declaration, typed, catalogue)) {
    return undefined;
  }
  return `binding:${symbol.name}@${file.fileName}:${String(declaration.pos)}`;
}

/** The key for the elements of the receiver of a catalogued method, such as `Array.push`. */
function itemsOf(rowName: string): string {
  const owner = rowName.slice(0, Math.max(0, rowName.lastIndexOf('.')));
  return `items:${KINDS.get(owner) ?? 'other'}`;
}

/** A stream whose class does not say where it leads writes to all of these. */
const STREAM_ENDS: readonly Resource[] = ['output', 'network', 'file system'];

const DESTINATIONS: ReadonlyMap<string, Resource> = new Map([
  ['node:http OutgoingMessage', 'network'],
  ['node:http2 Http2ServerResponse', 'network'],
  ['node:http2 Http2Stream', 'network'],
  ['node:tty WriteStream', 'output'],
  ['node:net Socket', 'network'],
  ['node:fs WriteStream', 'file system'],
]);

/** They call `toString` or `valueOf` of what they are given. */
const CONVERTING = new Set(['String', 'Number', 'BigInt', 'parseInt', 'parseFloat', 'isNaN']);

const BYTES =
  'Buffer ArrayBuffer SharedArrayBuffer DataView Int8Array Uint8Array Uint8ClampedArray Int16Array ' +
  'Uint16Array Int32Array Uint32Array Float16Array Float32Array Float64Array BigInt64Array ' +
  'BigUint64Array';

const KINDS: ReadonlyMap<string, string> = new Map([
  ...['Array', 'ReadonlyArray', 'ConcatArray'].map((name) => [name, 'array'] as const),
  ...['Map', 'ReadonlyMap'].map((name) => [name, 'map'] as const),
  ...['Set', 'ReadonlySet'].map((name) => [name, 'set'] as const),
  ...BYTES.split(' ').map((name) => [name, 'bytes'] as const),
]);

const ITERATORS = new Set(['entries', 'keys', 'values']);

const ITERATOR_KINDS: ReadonlyMap<string, string> = new Map([
  ['ArrayIterator', 'array'],
  ['MapIterator', 'map'],
  ['SetIterator', 'set'],
  ['RegExpStringIterator', 'none'],
  ['StringIterator', 'none'],
]);
