import type ts from 'typescript';

import type { Rows } from '../../catalogue/catalogue.ts';
import type { Effects, Resource } from '../../catalogue/row.ts';
import type { Body, Call } from '../callee.ts';
import {
  calledExpression,
  calleeOf,
  functionOf,
  identityOf,
  isOutsideTheProgram,
  withWrappers,
  withoutWrappers,
} from '../callee.ts';
import { namesIn } from '../declared-names.ts';
import { isWithin } from '../is-within.ts';
import { rowByName } from '../known-row.ts';
import { functionAround, identifiersNamed } from '../references.ts';
import { keptAnswer } from '../kept/kept-answer.ts';
import type { TypedProgram } from '../typescript.ts';
import { membersOf } from '../union-members.ts';
import type { Accesses } from './accesses.ts';
import {
  EVERYTHING,
  EVERY_ITEM,
  EVERY_PROPERTY,
  HANDLERS,
  NOTHING,
  PAGE,
  RETRY,
  reading,
  union,
  unknownAt,
  writing,
} from './accesses.ts';
import { itemsOf, kindOf, kindOfValue } from './collection-kind.ts';
import { asksPage } from './page-element.ts';
import { asksPerson } from './asks-person.ts';
import { initialOf, isPrimitive, isPrimitiveValue, valueSymbol } from './private-object.ts';
import type { Given, RequestKind } from './request.ts';
import { givenBy, requestAt } from './request.ts';
import type { Around, ValueEffects } from './value-effects.ts';

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

/** What calls read and write. An object that is private at `at` is left out. */
export interface CallEffects {
  readonly ofCall: (node: Call, at: ts.Node) => Accesses;
  /** What calling the value of `expression` does, with nothing known of its arguments. */
  readonly ofFunction: (expression: ts.Expression) => Accesses;
}

export interface AroundCalls extends Around {
  /** Whether a function was found to call itself, through others too. */
  readonly isRecursive: (body: Body) => boolean;
}

/** `isWhole`: also what is left to be called later (`Extent`). */
export function callEffects(
  typed: TypedProgram,
  catalogue: Rows,
  isWhole: boolean,
  { ofBody, isPrivateAt, isRecursive }: AroundCalls,
  { ofConversion, ofAllProperties, ofPropertiesOf }: ValueEffects,
): CallEffects {
  const { ts, checker } = typed;
  return { ofCall, ofFunction };

  function ofFunction(expression: ts.Expression): Accesses {
    const callee = functionOf(expression, typed);
    if (callee.kind === 'body') return ofBody(callee.body);
    const effects = rowByName(callee, catalogue)?.effects;
    if (callee.kind !== 'library' || !effects || effects.callsArguments) {
      return unknownAt(expression);
    }
    return ofEffects(effects, callee.name, undefined, expression);
  }

  function ofCall(node: Call, at: ts.Node): Accesses {
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
  function ofCalledBody(body: Body, node: Call): Accesses {
    const summary = ofBody(body);
    if (!isWhole || summary.unseen.size === 0 || !ts.isCallExpression(node)) return summary;
    // It may give itself something else.
    if (isRecursive(body)) return summary;
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
  function ofValue(node: Call, called: ts.Expression, at: ts.Node): Accesses {
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
  function ofUnknown(node: Call): Accesses {
    const given =
      isWhole && !ts.isTaggedTemplateExpression(node)
        ? (node.arguments ?? []).filter((each) => isFunction(each))
        : [];
    const page = isWhole && asksPage(node, typed) ? writing(PAGE) : NOTHING;
    const person = isWhole && asksPerson(node, ts) ? writing('user interface') : NOTHING;
    return union([
      unknownAt(node),
      page,
      person,
      ofHandler(node),
      ...given.map((each) => ofFunction(each)),
    ]);
  }

  function ofHandler(node: Call): Accesses {
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

  // Timers

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
  function isPause(node: Call, name: string): boolean {
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

  // Rows of the catalogue

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

  // Arguments

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
    if (isPrimitiveValue(value, typed) || (isWhole && isResolver(value))) return NOTHING;
    const parts: Accesses[] = [];
    if (isCalledBy(effects)) {
      const callable = mayBeCalled(value, typed);
      if (callable === 'yes') parts.push(ofFunction(value));
      else if (effects.callsArguments && callable === 'unknown') parts.push(unknownAt(value));
    }
    if (effects.readsArguments && mayBeCalled(value, typed) !== 'yes') {
      parts.push(ofContents(value, at));
    }
    if (effects.writesArguments && !isPrivateAt(value, at)) {
      const kind = kindOfValue(value, typed);
      parts.push(kind ? writing(`items:${kind}`) : writing(EVERY_PROPERTY, EVERY_ITEM));
    }
    return union(parts);
  }

  /** By its elements: the type of the literal depends on the call that it is given to. */
  function isListOfPrimitives({ elements }: ts.ArrayLiteralExpression): boolean {
    return (
      elements.length > 0 &&
      elements.every((each) => !ts.isSpreadElement(each) && isPrimitiveValue(each, typed))
    );
  }

  function isCalledBy(effects: Effects): boolean {
    return effects.callsArguments === true || (isWhole && effects.keepsArguments === true);
  }

  /** All that an object holds, to any depth. */
  function ofContents(value: ts.Expression, at: ts.Node): Accesses {
    const holds = contentOf(value, typed);
    if (holds !== 'more' && isPrivateAt(value, at)) return NOTHING;
    const inner = withoutWrappers(value, ts);
    if (ts.isObjectLiteralExpression(inner)) {
      // Its own properties are new; what they hold may not be.
      return union(
        inner.properties.map((property) => {
          if (ts.isPropertyAssignment(property)) {
            const { initializer } = property;
            return isPrimitiveValue(initializer, typed) ? NOTHING : ofContents(initializer, at);
          }
          return reading(EVERY_PROPERTY, EVERY_ITEM);
        }),
      );
    }
    return holds === 'bytes' ? reading('items:bytes') : reading(EVERY_PROPERTY, EVERY_ITEM);
  }
}

const mayBeCalled = keptAnswer((value: ts.Expression, { ts, checker }: TypedProgram) => {
  const type = checker.getTypeAtLocation(value);
  if (membersOf(type).some((each) => each.getCallSignatures().length > 0)) return 'yes';
  return (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0 ? 'unknown' : 'no';
});

/** What an object holds: `bytes`, nothing but `primitives`, or `more`. */
const contentOf = keptAnswer((value: ts.Expression, typed: TypedProgram) => {
  const { checker } = typed;
  const type = checker.getTypeAtLocation(value);
  const kind = kindOf(type, typed);
  if (kind === 'bytes') return 'bytes';
  if (kind === 'array') {
    const elements = checker.getTypeArguments(type as ts.TypeReference);
    return elements.every((each) => isPrimitive(each, typed)) ? 'primitives' : 'more';
  }
  const properties = type.getProperties();
  const isFlat =
    kind === undefined &&
    properties.length > 0 &&
    type.getStringIndexType() === undefined &&
    properties.every((each) => isPrimitive(checker.getTypeOfSymbol(each), typed));
  return isFlat ? 'primitives' : 'more';
});

/** The last step of what is reacted to; in the whole it has been counted. */
function isReaction(node: Call): boolean {
  const { expression } = node as ts.CallExpression;
  const name = (expression as { name?: { text?: unknown } }).name?.text;
  return name === 'then' || name === 'catch' || name === 'finally';
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
