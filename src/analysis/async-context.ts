import type ts from 'typescript';

import type { Catalogue } from '../catalogue/catalogue.ts';
import { calleeOf, identityOf, isOutsideTheProgram, withWrappers } from './callee.ts';
import { isAsync, isStatic } from './modifiers.ts';
import type { TypedProgram } from './typescript.ts';

/**
 * Why the code at a node shares its turn of the event loop with other work.
 * - `async-function`: an async function or async generator.
 * - `reaction`: a `then`, `catch` or `finally` callback.
 * - `handler`: a request handler of a known server.
 * - `timer`, `event`: callbacks of timers and event emitters; only on request.
 */
export interface AsyncContext {
  readonly kind: 'async-function' | 'reaction' | 'handler' | 'timer' | 'event';
  /** The function whose call is one piece of asynchronous work. */
  readonly function: ts.FunctionLikeDeclaration;
  /** The server's module, such as `node:http` or `express`, where `kind` is `handler`. */
  readonly server: string | undefined;
  /** The innermost synchronous callback around the node that is called in place; none: `undefined`. */
  readonly inPlace: ts.FunctionLikeDeclaration | undefined;
}

export type ContextKind = AsyncContext['kind'];

/**
 * Whose turn of the event loop runs `node`: the nearest asynchronous function around it, through
 * functions that are called in place (immediately invoked, callbacks of array methods, Promise
 * executors). `undefined` for code that runs at start-up, or whenever a synchronous function happens
 * to be called.
 */
export function asyncContextOf(
  node: ts.Node,
  typed: TypedProgram,
  catalogue: Catalogue,
): AsyncContext | undefined {
  const { ts } = typed;
  let inPlace: ts.FunctionLikeDeclaration | undefined;
  let inner = node;
  for (let outer = node.parent; !ts.isSourceFile(outer); inner = outer, outer = outer.parent) {
    if (ts.isPropertyDeclaration(outer) && inner === outer.initializer) {
      // Instance fields run in the constructor; static ones where the class is defined.
      if (!isStatic(outer, ts)) return undefined;
      continue;
    }
    if (!isFunctionWithBody(outer, ts) || !runsInside(inner, outer, ts)) continue;

    if (isAsync(outer, ts)) {
      return { kind: 'async-function', function: outer, server: undefined, inPlace };
    }
    if (outer.asteriskToken) return undefined; // A generator runs whenever it is iterated.
    const run = runOf(outer, typed, catalogue);
    if (run.when === 'in place') {
      inPlace ??= outer;
      continue;
    }
    if (run.when === 'unknown') return undefined;
    return { kind: run.when, function: outer, server: run.server, inPlace };
  }
  return undefined;
}

/** A function that can be walked into. */
export function isFunctionWithBody(
  node: ts.Node,
  t: typeof ts,
): node is ts.FunctionLikeDeclaration {
  return t.isFunctionLike(node) && 'body' in node && node.body !== undefined;
}

/** Decorators and computed names run where the function is defined, not when it is called. */
function runsInside(inner: ts.Node, outer: ts.FunctionLikeDeclaration, t: typeof ts): boolean {
  return inner === outer.body || t.isParameter(inner);
}

/** When a function that is passed on is called, and by which server. */
export interface Run {
  readonly when: 'in place' | Exclude<ContextKind, 'async-function'> | 'unknown';
  readonly server?: string;
}

const IN_PLACE_RUN: Run = { when: 'in place' };
const UNKNOWN_RUN: Run = { when: 'unknown' };

/** When `fn`, which is not async, is called by the code that it stands in. */
export function runOf(
  fn: ts.FunctionLikeDeclaration,
  typed: TypedProgram,
  catalogue: Catalogue,
): Run {
  const { ts } = typed;
  if (ts.isFunctionDeclaration(fn)) return asHandler(fn, fn.name, typed);
  if (ts.isMethodDeclaration(fn)) return runOfRoute(fn, typed);
  if (!ts.isFunctionExpression(fn) && !ts.isArrowFunction(fn)) return UNKNOWN_RUN;

  const value = wrapped(fn, typed);
  const { parent } = value;
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) {
    return parent.expression === value
      ? IN_PLACE_RUN
      : runOfArgument(parent, value, typed, catalogue);
  }
  if (methodCallOn(value, ['call', 'apply'], typed)) return IN_PLACE_RUN;
  if (ts.isVariableDeclaration(parent)) return asHandler(fn, parent.name, typed);
  return ts.isPropertyAssignment(parent) ? runOfRoute(parent, typed) : UNKNOWN_RUN;
}

/** The expression around `fn` that has it for a value: `(fn)`, `fn as F`, `fn.bind(this)`. */
function wrapped(fn: ts.Node, typed: TypedProgram): ts.Node {
  const { ts } = typed;
  let value = withWrappers(fn, ts);
  for (;;) {
    const bound = methodCallOn(value, ['bind'], typed);
    if (!bound) return value;
    value = withWrappers(bound, ts);
  }
}

/** The call of one of these methods on `value`: `value.bind(this)`. */
function methodCallOn(
  { parent }: ts.Node,
  methods: readonly string[],
  { ts }: TypedProgram,
): ts.CallExpression | undefined {
  return ts.isPropertyAccessExpression(parent) &&
    methods.includes(parent.name.text) &&
    ts.isCallExpression(parent.parent) &&
    parent.parent.expression === parent
    ? parent.parent
    : undefined;
}

/** `fastify.route({ method, url, handler })`. */
function runOfRoute(
  property: ts.MethodDeclaration | ts.PropertyAssignment,
  typed: TypedProgram,
): Run {
  const { ts } = typed;
  const { parent: options } = property;
  const call = options.parent;
  if (!ts.isObjectLiteralExpression(options) || !ts.isCallExpression(call)) return UNKNOWN_RUN;
  const called = call.expression;
  if (!ts.isPropertyAccessExpression(called) || called.name.text !== 'route') return UNKNOWN_RUN;
  const server = serverOf(call, options, typed);
  return server === undefined ? UNKNOWN_RUN : { when: 'handler', server };
}

/** By its name alone: whether `call` may call what it is passed while the code around it waits. */
export function mayCallInPlace(
  call: ts.CallExpression | ts.NewExpression,
  { ts }: TypedProgram,
): boolean {
  const name = nameOfCalled(call.expression, ts);
  if (name === undefined) return false;
  return ts.isNewExpression(call) ? name === 'Promise' : IN_PLACE.has(name) || REACTIONS.has(name);
}

function nameOfCalled(called: ts.Expression, t: typeof ts): string | undefined {
  if (t.isPropertyAccessExpression(called)) return called.name.text;
  return t.isIdentifier(called) ? called.text : undefined;
}

/** When a function that is passed to `call` runs. */
export function runOfArgument(
  call: ts.CallExpression | ts.NewExpression,
  argument: ts.Node,
  typed: TypedProgram,
  catalogue: Catalogue,
): Run {
  const { ts } = typed;
  const called = call.expression;
  if (ts.isNewExpression(call)) {
    const isExecutor = ts.isIdentifier(called) && called.text === 'Promise';
    return isExecutor && isLibrary(call, 'global', 'Promise', typed) ? IN_PLACE_RUN : UNKNOWN_RUN;
  }
  const name = nameOfCalled(called, ts);
  if (name === undefined) return UNKNOWN_RUN;

  if (REACTIONS.has(name) && ts.isPropertyAccessExpression(called)) {
    const callee = calleeOf(call, typed);
    return callee.kind === 'library' && callee.module === 'global'
      ? { when: 'reaction' }
      : UNKNOWN_RUN;
  }
  if (IN_PLACE.has(name)) {
    const callee = calleeOf(call, typed);
    if (callee.kind === 'library') {
      const effects = catalogue.row(callee.module, callee.name)?.effects;
      if (effects?.callsArguments) return IN_PLACE_RUN;
    }
  }
  if (REGISTERS_HANDLERS.has(name)) {
    const server = serverOf(call, argument, typed);
    if (server !== undefined) return { when: 'handler', server };
  }
  if (TIMERS.has(name)) {
    const callee = calleeOf(call, typed);
    const isTimer =
      callee.kind === 'library' && (callee.module === 'global' || callee.module === 'node:timers');
    return isTimer ? { when: 'timer' } : UNKNOWN_RUN;
  }
  return LISTENERS.has(name) && ts.isPropertyAccessExpression(called)
    ? { when: 'event' }
    : UNKNOWN_RUN;
}

const REACTIONS = new Set(['then', 'catch', 'finally']);
const TIMERS = new Set(['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'nextTick']);
const LISTENERS = new Set([
  'on',
  'once',
  'addListener',
  'prependListener',
  'addEventListener',
  'subscribe',
]);

/** Methods of the language that call their callback before they return; rows say which overloads. */
const IN_PLACE = new Set(
  (
    'map filter forEach some every find findIndex findLast findLastIndex flatMap reduce reduceRight ' +
    'sort toSorted from fromEntries replace replaceAll groupBy stringify parse apply with'
  ).split(' '),
);

/** Names under which servers take request handlers; the package decides. */
const REGISTERS_HANDLERS = new Set(
  (
    'createServer createSecureServer get post put patch delete del head options all use route on ' +
    'addListener once register addHook setErrorHandler setNotFoundHandler param middleware'
  ).split(' '),
);

const SERVER_PACKAGES = new Set(
  (
    'express express-serve-static-core connect fastify koa koa-compose koa-router @koa/router ' +
    'router restify polka hono find-my-way'
  ).split(' '),
);

const NODE_SERVERS = new Set(['node:http', 'node:https', 'node:http2']);

/** The module of the server that `call` hands `argument` to as a request handler. */
function serverOf(
  call: ts.CallExpression,
  argument: ts.Node,
  typed: TypedProgram,
): string | undefined {
  const { ts } = typed;
  const callee = calleeOf(call, typed);
  const module = callee.kind === 'library' ? callee.module : receiverPackage(call, typed);
  if (module !== undefined && SERVER_PACKAGES.has(module)) {
    // `app.on('mount', f)` listens; Hono's `app.on('GET', '/', f)` takes requests.
    const name = ts.isPropertyAccessExpression(call.expression) && call.expression.name.text;
    return name !== false && LISTENERS.has(name) && call.arguments.length < 3 ? undefined : module;
  }
  if (callee.kind !== 'library' || !NODE_SERVERS.has(callee.module)) return undefined;

  if (/^create(Secure)?Server$/.test(callee.name)) return callee.module;
  const [event] = call.arguments;
  const isRequest =
    event !== undefined &&
    event !== argument &&
    ts.isStringLiteralLike(event) &&
    event.text === 'request' &&
    /Server\.(on|once|addListener)$/.test(callee.name);
  return isRequest ? callee.module : undefined;
}

/** Express types its verbs as properties of interfaces that hold call signatures. */
function receiverPackage(call: ts.CallExpression, typed: TypedProgram): string | undefined {
  const { ts, checker } = typed;
  if (!ts.isPropertyAccessExpression(call.expression)) return undefined;
  const receiver = checker.getTypeAtLocation(call.expression.expression);
  const declaration = (receiver.getSymbol() ?? receiver.aliasSymbol)?.declarations?.[0];
  return declaration && isOutsideTheProgram(declaration, typed)
    ? identityOf(declaration, typed).module
    : undefined;
}

/** Whether a named function is handed to a server somewhere in its file. */
function asHandler(
  fn: ts.FunctionLikeDeclaration,
  name: ts.BindingName | undefined,
  typed: TypedProgram,
): Run {
  const { ts, checker } = typed;
  if (!name || !ts.isIdentifier(name)) return UNKNOWN_RUN;
  // Only functions that look like handlers are worth a search through their file.
  if (fn.parameters.length === 0 || fn.parameters.length > 4) return UNKNOWN_RUN;
  const symbol = checker.getSymbolAtLocation(name);
  for (const { call, argument } of argumentsNamed(name.text, fn.getSourceFile(), typed)) {
    if (checker.getSymbolAtLocation(argument) !== symbol) continue;
    const server = serverOf(call, argument, typed);
    if (server !== undefined) return { when: 'handler', server };
  }
  return UNKNOWN_RUN;
}

interface PassedName {
  readonly call: ts.CallExpression;
  readonly argument: ts.Identifier;
}

/** The places of a file where a function may be handed to a server by its name. */
function argumentsNamed(name: string, file: ts.SourceFile, { ts }: TypedProgram): PassedName[] {
  let byName = passedNames.get(file);
  if (!byName) {
    const found = new Map<string, PassedName[]>();
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node)) {
        const called = nameOfCalled(node.expression, ts);
        if (called !== undefined && REGISTERS_HANDLERS.has(called)) {
          for (const argument of node.arguments) {
            if (!ts.isIdentifier(argument)) continue;
            const known = found.get(argument.text) ?? [];
            known.push({ call: node, argument });
            found.set(argument.text, known);
          }
        }
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
    byName = found;
    passedNames.set(file, byName);
  }
  return byName.get(name) ?? [];
}

const passedNames = new WeakMap<ts.SourceFile, ReadonlyMap<string, PassedName[]>>();

function isLibrary(
  call: ts.NewExpression,
  module: string,
  name: string,
  typed: TypedProgram,
): boolean {
  const callee = calleeOf(call, typed);
  return callee.kind === 'library' && callee.module === module && callee.name === name;
}
