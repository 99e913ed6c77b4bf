import type {
  ParserServicesWithTypeInformation,
  TSESLint,
  TSESTree,
} from '@typescript-eslint/utils';

import { findVariable } from '../analysis/variable-named.ts';
import { canAwaitAt, type FunctionNode } from '../analysis/await-site.ts';
import type { BlockingCall } from '../analysis/blocking/blocking-call.ts';
import type { CounterpartHere } from '../analysis/blocking/counterpart.ts';
import { yieldPointAt } from '../analysis/concurrency/yield-point.ts';
import { thenabilityOfType, type Thenability } from '../analysis/thenable.ts';
import type { TypedProgram } from '../analysis/typescript.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { awaitInHandler, awaitInMap, awaitInReaction } from './async-callback.ts';
import { makeAsync } from './make-async.ts';
import { moduleBindings } from './module-bindings.ts';
import type { Repair } from './repair.ts';
import { awaitedCall, type NewCallee } from './replace-call.ts';
import { writtenForm } from './write-form.ts';

/**
 * A way to await the counterpart of a blocking call.
 * - `await`: in the place of the call;
 * - `map`, `reaction`, `handler`: within a callback that becomes async;
 * - `helpers`: within a function of the file that becomes async, and so do those between.
 */
export interface AwaitedCounterpart {
  readonly kind: 'await' | 'map' | 'reaction' | 'handler' | 'helpers';
  readonly repair: Repair;
  /** What keeps a person's eye on it; `undefined`: nothing, the program behaves as before. */
  readonly doubt: string | undefined;
}

/** What is known of a file that is repaired. */
export interface RepairedFile {
  readonly typed: TypedProgram;
  readonly catalogue: Catalogue;
  readonly services: ParserServicesWithTypeInformation;
  readonly sourceCode: Readonly<TSESLint.SourceCode>;
}

/**
 * How the blocking call `found` can become an awaited call of `counterpart`. A string says why it
 * cannot, as a clause.
 */
export function awaitCounterpart(
  found: BlockingCall,
  counterpart: CounterpartHere,
  file: RepairedFile,
): AwaitedCounterpart | string {
  if (counterpart.kind === 'none') return counterpart.because ?? 'it has no counterpart';
  const { services, sourceCode, typed, catalogue } = file;
  const api = services.tsNodeToESTreeNodeMap.get(found.api.at) as TSESTree.Node | undefined;
  if (!api || sourceOf(found.api.at) !== sourceOf(found.node)) {
    return 'its body stands in another file';
  }
  if (leavesReceiver(counterpart) && isHandedIn(api, sourceCode)) {
    return 'it is handed in, and may be another function';
  }
  const inner = replacedApi(api, counterpart, sourceCode);
  if (!inner) return 'the call cannot be replaced as it is written';

  if (found.chain.length > 0) {
    const stuck = found.chain.find(({ kind }) => kind !== 'function');
    if (stuck) return `a${stuck.kind === 'accessor' ? 'n' : ''} ${stuck.kind} cannot wait`;
    const repair = makeAsync([inner], inner.site, sourceCode, {
      returns: (fn) => returnedBy(fn, file),
      isSame: (use, declared) =>
        services.getSymbolAtLocation(use) === services.getSymbolAtLocation(declared),
    });
    return repair
      ? { kind: 'helpers', repair, doubt: 'its callers let other work run while they wait' }
      : 'not every caller of what blocks can await it';
  }
  if (found.context.inPlace) {
    const repair = awaitInMap(inner, (receiver) => isArray(receiver, file), sourceCode);
    return repair
      ? { kind: 'map', repair, doubt: 'all elements are worked on at once' }
      : 'it stands in a callback that must answer at once';
  }
  switch (found.context.kind) {
    case 'reaction': {
      const repair = awaitInReaction(inner, sourceCode);
      return repair
        ? { kind: 'reaction', repair, doubt: 'other work runs while the callback waits' }
        : 'its callback cannot become async as it is written';
    }
    case 'handler': {
      if (found.context.server === 'fastify' && found.context.function.parameters.length > 2) {
        return 'Fastify takes no async function that has a `done` callback';
      }
      const repair = awaitInHandler(inner, reactionFor(found.context.server), sourceCode);
      return repair
        ? { kind: 'handler', repair, doubt: 'other requests run while the handler waits' }
        : 'its handler cannot become async as it is written';
    }
    case 'timer':
    case 'event': {
      const repair = awaitInHandler(inner, undefined, sourceCode);
      return repair
        ? { kind: 'handler', repair, doubt: 'nothing waits for the callback or sees it fail' }
        : 'its callback cannot become async as it is written';
    }
    case 'async-function':
  }
  if (!canAwaitAt(inner.site)) return 'no `await` can be written there';

  const point = yieldPointAt(found.node as Parameters<typeof yieldPointAt>[0], typed, catalogue);
  if (!point.safe && point.offer === 'nothing') return point.because;
  const doubt = counterpart.doubt ?? (point.safe ? undefined : point.because);
  return { kind: 'await', repair: inner, doubt };
}

/** Whether the counterpart is imported, and what is called now is not asked for it. */
function leavesReceiver(counterpart: Exclude<CounterpartHere, { kind: 'none' }>): boolean {
  return counterpart.kind === 'written'
    ? counterpart.form.imports !== undefined
    : counterpart.onReceiver === undefined && counterpart.module !== undefined;
}

/** Whether what is called comes from a parameter, field or variable that can hold anything. */
function isHandedIn(api: TSESTree.Node, sourceCode: RepairedFile['sourceCode']): boolean {
  let root: TSESTree.Node = 'callee' in api ? api.callee : api;
  while (root.type === 'MemberExpression' || root.type === 'TSNonNullExpression') {
    root = root.type === 'MemberExpression' ? root.object : root.expression;
  }
  if (root.type !== 'Identifier') return root.type === 'ThisExpression';
  const variable = findVariable(sourceCode.getScope(root), root.name);
  return !!variable && variable.defs.length > 0 && !moduleBindings(sourceCode).has(variable);
}

function isArray(expression: TSESTree.Expression, { services, typed }: RepairedFile): boolean {
  const type = services.getTypeAtLocation(expression);
  const members = type.isUnion() ? type.types : [type];
  return members.every(
    (each) => typed.checker.isArrayType(each) || typed.checker.isTupleType(each),
  );
}

/** Whether calling `fn` gives a promise, by its type. */
function returnedBy(fn: FunctionNode, { services, typed }: RepairedFile): Thenability {
  const node = services.esTreeNodeToTSNodeMap.get(fn);
  const [signature] = typed.checker.getTypeAtLocation(node).getCallSignatures();
  return signature ? thenabilityOfType(signature.getReturnType(), node, typed) : 'unknown';
}

function sourceOf(node: BlockingCall['node']): unknown {
  return node.getSourceFile();
}

function replacedApi(
  api: TSESTree.Node,
  counterpart: Exclude<CounterpartHere, { kind: 'none' }>,
  sourceCode: Readonly<TSESLint.SourceCode>,
): Repair | undefined {
  if (counterpart.kind === 'written') {
    return api.type === 'CallExpression' || api.type === 'NewExpression'
      ? writtenForm(api, counterpart.form, sourceCode)
      : undefined;
  }
  if (api.type !== 'CallExpression') return undefined;
  const { module, name, onReceiver } = counterpart;
  return awaitedCall(api, newCallee(), sourceCode);

  function newCallee(): NewCallee {
    if (onReceiver !== undefined) return { kind: 'member', path: onReceiver };
    if (module === undefined) return { kind: 'named', name };
    const from = importedFrom(api as TSESTree.CallExpression, module, sourceCode);
    return { kind: 'imported', name: { module: from, name } };
  }
}

/** A package's counterpart is imported the way that its sync function is: `glob`, `pkg/sub`. */
function importedFrom(
  { callee }: TSESTree.CallExpression,
  module: string,
  sourceCode: Readonly<TSESLint.SourceCode>,
): string {
  if (module.startsWith('node:') || callee.type !== 'Identifier') return module;
  const [definition] = findVariable(sourceCode.getScope(callee), callee.name)?.defs ?? [];
  return definition?.parent?.type === 'ImportDeclaration' ? definition.parent.source.value : module;
}

/**
 * What a handler of this server does with an error. Fastify, Koa and the like look at the promise
 * of a handler; Node's own servers do not, and neither does Express before its version 5.
 */
function reactionFor(
  server: string | undefined,
): ((parameters: readonly string[]) => readonly string[] | undefined) | undefined {
  if (server === undefined || !/^(?:node:|express|connect|restify|polka|router$)/.test(server)) {
    return undefined;
  }
  return (parameters) => {
    const next = parameters.find((name) => /^(?:next|done|callback|cb)$/.test(name));
    if (next !== undefined) return [`${next}(error);`];
    const [, response] = parameters;
    if (parameters.length > 2 || response === undefined || response === '') return undefined;
    return ['console.error(error);', `${response}.statusCode = 500;`, `${response}.end();`];
  };
}
