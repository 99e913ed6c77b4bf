import type ts from 'typescript';

import type { Rows } from '../../catalogue/catalogue.ts';
import type { Row } from '../../catalogue/row.ts';
import type { Body } from '../callee.ts';
import { calleeOf, functionOf, withoutWrappers } from '../callee.ts';
import { knownRow, knownRowOfValue } from '../known-row.ts';
import { isAsync } from '../modifiers.ts';
import { oncePerProgram } from '../once-per-program.ts';
import { promiseCallOf, resolversOf } from '../promise-call.ts';
import { functionAround, identifiersNamed } from '../references.ts';
import { awaitedTypeOf, elementThenability, elementTypesOf, thenabilityOf } from '../thenable.ts';
import { membersOf } from '../union-members.ts';
import { isWithin } from '../is-within.ts';
import type { TypedProgram } from '../typescript.ts';
import { isCaptured, valueSymbol } from './private-object.ts';

/** How many functions deep, and how many functions in all, one question is followed. */
const MAX_DEPTH = 20;
const MAX_BODIES = 200;

/**
 * Whether the promise that `call` gives is settled by work that the call starts itself (I/O, timers),
 * by the body or the row of what it calls. Awaiting a call that waits for anything else (an event, a
 * lock, a reader that starts later) may wait for ever. `false` where that is not known.
 *
 * By a body: everything that it awaits or returns is such a call, or a `new Promise` that a timer or
 * the callback of such a call resolves, and no loop waits until something else changes.
 */
export function waitsOnlyForItsOwn(
  call: ts.Expression,
  typed: TypedProgram,
  catalogue: Rows,
): boolean {
  return judgeOf(catalogue, typed)(call);
}

type Judge = (expression: ts.Expression) => boolean;

const judgeOf = oncePerProgram((catalogue: Rows, typed) => createJudge(typed, catalogue));

function createJudge(typed: TypedProgram, catalogue: Rows): Judge {
  const { ts, checker } = typed;
  const { SyntaxKind } = ts;
  const answers = new Map<Body, boolean>();
  /** The bodies that are being walked, outermost first. */
  const open: Body[] = [];
  /** The outermost body of `open` that the current one came back to. */
  let lowest = Infinity;
  let walked = 0;
  return waits;

  // Promises

  /** Whether the value of an expression, if it is a promise, waits only for work of its own. */
  function waits(expression: ts.Expression): boolean {
    const value = withoutWrappers(expression, ts);
    if (ts.isConditionalExpression(value)) return waits(value.whenTrue) && waits(value.whenFalse);
    if (ts.isBinaryExpression(value)) {
      const operator = value.operatorToken.kind;
      if (operator === SyntaxKind.AmpersandAmpersandToken) return waits(value.right);
      if (operator === SyntaxKind.BarBarToken || operator === SyntaxKind.QuestionQuestionToken) {
        return waits(value.left) && waits(value.right);
      }
    }
    if (ts.isAwaitExpression(value)) return true; // It is no promise; what it waits for is asked apart.
    if (thenabilityOf(value, typed) === 'never') {
      return !ts.isCallExpression(value) || !mayHide(typeOf(value)) || returnsNothing(value);
    }
    if (ts.isIdentifier(value)) return variableWaits(value);
    return (ts.isCallExpression(value) || ts.isNewExpression(value)) && callWaits(value);
  }

  /** A promise may stand behind `void`: an async function is a `() => void`. */
  function mayHide(type: ts.Type): boolean {
    const members = membersOf(type);
    return members.some((each) => (each.flags & ts.TypeFlags.Void) !== 0);
  }

  function returnsNothing(call: ts.CallExpression): boolean {
    const callee = calleeOf(call, typed);
    return callee.kind === 'body' ? bodyWaits(callee.body) : callee.kind === 'library';
  }

  function typeOf(value: ts.Node): ts.Type {
    return checker.getTypeAtLocation(value);
  }

  /** A constant of the same function: what it holds was started there. */
  function variableWaits(name: ts.Identifier): boolean {
    const declaration = valueSymbol(name, typed)?.declarations?.[0];
    const around = functionAround(name, ts);
    return (
      declaration !== undefined &&
      ts.isVariableDeclaration(declaration) &&
      ts.isIdentifier(declaration.name) &&
      declaration.initializer !== undefined &&
      (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0 &&
      around !== undefined &&
      functionAround(declaration, ts) === around &&
      !isWithin(name, declaration) &&
      waits(declaration.initializer)
    );
  }

  function callWaits(call: ts.CallExpression | ts.NewExpression): boolean {
    const promiseCall = promiseCallOf(call, typed);
    switch (promiseCall?.kind) {
      case 'chain': {
        const { receiver, fulfilled, rejected, settled } = promiseCall;
        return (
          waits(receiver) && [fulfilled, rejected, settled].every((each) => handlerWaits(each))
        );
      }
      case 'settled':
        return promiseCall.value === undefined || waits(promiseCall.value);
      case 'combinator':
        return promiseCall.collection !== undefined && elementsWait(promiseCall.collection);
      case 'executed':
        return executionWaits(promiseCall.executor);
      case undefined:
        break;
    }
    const callee = calleeOf(call, typed);
    if (callee.kind === 'body') return bodyWaits(callee.body);
    if (isPromisified(call)) return true;
    return isOwn(knownRow(call, typed, catalogue, callee), call);
  }

  function isOwn(row: Row | undefined, call: ts.CallExpression | ts.NewExpression): boolean {
    const waitsFor = row?.promise?.waitsFor;
    if (waitsFor !== 'own' && waitsFor !== 'timer') return false;
    // The body of a message comes from whoever made the message.
    return !row?.name.includes('Body') || isOwnMessage(call.expression);
  }

  /** `response.json()` of a response that the same function awaited. */
  function isOwnMessage(called: ts.Expression): boolean {
    const method = withoutWrappers(called, ts);
    if (!ts.isPropertyAccessExpression(method)) return false;
    const receiver = withoutWrappers(method.expression, ts);
    if (ts.isAwaitExpression(receiver)) return waits(receiver.expression);
    if (!ts.isIdentifier(receiver)) return false;
    const declaration = valueSymbol(receiver, typed)?.declarations?.[0];
    if (!declaration) return false;
    if (ts.isParameter(declaration)) return isFulfilment(declaration);
    if (
      !ts.isVariableDeclaration(declaration) ||
      !declaration.initializer ||
      (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) === 0
    ) {
      return false;
    }
    const given = withoutWrappers(declaration.initializer, ts);
    return ts.isAwaitExpression(given) && waits(given.expression);
  }

  /** `fetch(url).then((response) => response.json())` */
  function isFulfilment(parameter: ts.ParameterDeclaration): boolean {
    const handler = parameter.parent;
    const { parent } = handler;
    if (!ts.isCallExpression(parent) || handler.parameters[0] !== parameter) return false;
    const chain = promiseCallOf(parent, typed);
    return chain?.kind === 'chain' && chain.fulfilled === handler && waits(chain.receiver);
  }

  /** `promisify(exec)`, called where it stands or through a constant. */
  function isPromisified(call: ts.CallExpression | ts.NewExpression): boolean {
    let called = withoutWrappers(call.expression, ts);
    if (ts.isIdentifier(called)) {
      const declaration = valueSymbol(called, typed)?.declarations?.[0];
      const isConstant =
        declaration !== undefined &&
        ts.isVariableDeclaration(declaration) &&
        (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
      if (!isConstant || !declaration.initializer) return false;
      called = withoutWrappers(declaration.initializer, ts);
    }
    if (!ts.isCallExpression(called) || !called.arguments[0]) return false;
    const callee = calleeOf(called, typed);
    if (
      callee.kind !== 'library' ||
      callee.module !== 'node:util' ||
      !/^promisify\b/.test(callee.name)
    ) {
      return false;
    }
    return knownRowOfValue(called.arguments[0], typed, catalogue)?.promise?.waitsFor === 'own';
  }

  function handlerWaits(handler: ts.Expression | undefined): boolean {
    if (!handler || thenabilityOfResult(handler) === 'never') return true;
    const callee = functionOf(handler, typed);
    if (callee.kind === 'library') return isVoidFunction(handler);
    return callee.kind === 'body' && bodyWaits(callee.body);
  }

  function isVoidFunction(fn: ts.Expression): boolean {
    const signatures = typeOf(fn).getCallSignatures();
    return signatures.every((each) => mayHide(checker.getReturnTypeOfSignature(each)));
  }

  /** Whether calling a function gives a promise, by its type. */
  function thenabilityOfResult(fn: ts.Expression): 'never' | 'other' {
    const type = checker.getTypeAtLocation(fn);
    const members = membersOf(type);
    const isPlain = members.every((member) =>
      member.getCallSignatures().every((signature) => {
        const result = checker.getReturnTypeOfSignature(signature);
        const { Any, Unknown, Object, TypeParameter, Void } = ts.TypeFlags;
        const results = membersOf(result);
        return results.every(
          (each) => (each.flags & (Any | Unknown | Object | TypeParameter | Void)) === 0,
        );
      }),
    );
    return isPlain && (type.flags & ts.TypeFlags.Any) === 0 ? 'never' : 'other';
  }

  function elementsWait(collection: ts.Expression): boolean {
    const value = withoutWrappers(collection, ts);
    if (ts.isArrayLiteralExpression(value)) {
      return value.elements.every((each) =>
        ts.isSpreadElement(each) ? elementsWait(each.expression) : waits(each),
      );
    }
    const type = typeOf(value);
    const elements = elementTypesOf(type, typed);
    if (!elements) return false;
    const isPlain = elementThenability(type, value, typed) === 'never';
    if (isPlain && !elements.some((each) => mayHide(each))) return true;
    if (!ts.isCallExpression(value)) return false;
    const callee = calleeOf(value, typed);
    if (callee.kind !== 'library' || callee.module !== 'global') return false;
    const isMap = /^(?:Readonly)?Array\.map$/.test(callee.name);
    const mapper =
      isMap || callee.name === 'Array.from' ? value.arguments[isMap ? 0 : 1] : undefined;
    return mapper !== undefined && handlerWaits(mapper);
  }

  // `new Promise(executor)`

  function executionWaits(executor: ts.Expression): boolean {
    const callee = functionOf(executor, typed);
    if (callee.kind !== 'body' || ts.isClassLike(callee.body)) return false;
    const fn = callee.body;
    const resolvers = resolversOf(fn, typed);
    if (!resolvers?.resolve) return false;
    const resolved = usesOf(resolvers.resolve, fn);
    const rejected = resolvers.reject ? usesOf(resolvers.reject, fn) : [];
    // What only rejects, or is never settled, does not tell what it waits for.
    return (
      resolved.length > 0 && [...resolved, ...rejected].every((use) => isSettledByOwn(use, fn))
    );
  }

  function usesOf(parameter: ts.Identifier, fn: ts.Node): readonly ts.Identifier[] {
    const symbol = checker.getSymbolAtLocation(parameter);
    return identifiersNamed(parameter.text, fn.getSourceFile(), ts).filter(
      (each) => each !== parameter && isWithin(each, fn) && valueSymbol(each, typed) === symbol,
    );
  }

  /** Whether a use of `resolve` is a call, or is called, by the executor or by a callback of own work. */
  function isSettledByOwn(use: ts.Identifier, executor: ts.Node): boolean {
    const { parent } = use;
    if (!ts.isCallExpression(parent)) return false;
    if (parent.expression !== use) return isCallbackOfOwn(use, parent);
    const [value] = parent.arguments;
    if (value && !waits(value)) return false;
    for (let fn = functionAround(parent, ts); fn !== executor; fn = functionAround(fn, ts)) {
      if (!fn || !ts.isCallExpression(fn.parent)) return false;
      if (!isCallbackOfOwn(fn as ts.Node as ts.Expression, fn.parent)) return false;
    }
    return true;
  }

  /** A function that is called when a timer is over, or the I/O is done that the call starts. */
  function isCallbackOfOwn(callback: ts.Expression, call: ts.CallExpression): boolean {
    if (!call.arguments.includes(callback)) return false;
    const promiseCall = promiseCallOf(call, typed);
    if (promiseCall?.kind === 'chain') return waits(promiseCall.receiver);
    return isOwn(knownRow(call, typed, catalogue), call);
  }

  // Functions

  function bodyWaits(body: Body): boolean {
    const known = answers.get(body);
    if (known !== undefined) return known;
    const again = open.indexOf(body);
    if (again >= 0) {
      // It waits for nothing but what is asked already.
      lowest = Math.min(lowest, again);
      return true;
    }
    const depth = open.length;
    if (depth === 0) walked = 0;
    if (depth > MAX_DEPTH || walked > MAX_BODIES) return false;
    walked++;

    const outer = lowest;
    lowest = Infinity;
    open.push(body);
    let result: boolean;
    try {
      result = walk(body);
    } finally {
      open.pop();
    }
    if (!result || lowest >= depth) {
      answers.set(body, result);
      lowest = outer;
    } else {
      lowest = Math.min(lowest, outer);
    }
    return result;
  }

  function walk(body: Body): boolean {
    // What a decorator puts in the place of a method is not known.
    if (ts.canHaveDecorators(body) && ts.getDecorators(body)?.length) return false;
    if (ts.isClassLike(body) || ('asteriskToken' in body && body.asteriskToken)) return false;
    if (!ts.isBlock(body.body)) return waits(body.body) && partsWait(body.body, isAsync(body, ts));
    return partsWait(body.body, isAsync(body, ts));
  }

  /** Whether everything that a part of the function awaits or returns is work of its own. */
  function partsWait(node: ts.Node, inAsync: boolean): boolean {
    if (ts.isAwaitExpression(node) && !waits(node.expression)) return false;
    if (ts.isReturnStatement(node) && node.expression && !waits(node.expression)) return false;
    if (ts.isForOfStatement(node) && node.awaitModifier) return false;
    if (ts.isVariableDeclarationList(node)) {
      const kind = node.flags & ts.NodeFlags.BlockScoped;
      if (kind === ts.NodeFlags.AwaitUsing) return false;
    }
    if (inAsync && ts.isIterationStatement(node, false) && !ends(node)) return false;
    return (
      ts.forEachChild(node, (child) => {
        const isNested = ts.isFunctionLike(child) || ts.isClassLike(child);
        return !isNested && !partsWait(child, inAsync);
      }) !== true
    );
  }

  /**
   * Whether a loop waits for nothing but its own work: it has no `await`, counts, goes through a
   * collection, or its condition is about variables that only this call can change and it never
   * sleeps. `while (!this.ready) await sleep(10)` waits for whoever sets `ready`.
   */
  function ends(loop: ts.IterationStatement): boolean {
    if (ts.isForOfStatement(loop) || ts.isForInStatement(loop)) return true;
    const condition =
      ts.isWhileStatement(loop) || ts.isDoStatement(loop)
        ? loop.expression
        : ts.isForStatement(loop)
          ? loop.condition
          : undefined;
    const awaited = awaitsIn(loop);
    if (awaited.length === 0) return true;
    if (!condition || !isAboutLocals(condition)) return false;
    if (ts.isForStatement(loop)) return true;
    return !awaited.some(({ expression }) => isSleep(expression));
  }

  function awaitsIn(node: ts.Node): ts.AwaitExpression[] {
    const found: ts.AwaitExpression[] = [];
    const visit = (each: ts.Node): void => {
      if (ts.isFunctionLike(each)) return;
      if (ts.isAwaitExpression(each)) found.push(each);
      ts.forEachChild(each, visit);
    };
    ts.forEachChild(node, visit);
    return found;
  }

  /** A condition that names only variables of the call: at least one, and none that others can reach. */
  function isAboutLocals(condition: ts.Expression): boolean {
    let names = 0;
    const isLocal = (node: ts.Node): boolean => {
      if (ts.isCallExpression(node) || node.kind === SyntaxKind.ThisKeyword) return false;
      if (ts.isAwaitExpression(node)) return false;
      if (ts.isPropertyAccessExpression(node)) return isLocal(node.expression);
      if (ts.isIdentifier(node)) {
        if (node.text === 'undefined') return true;
        const declaration = valueSymbol(node, typed)?.declarations?.[0];
        const isOfCall =
          declaration !== undefined &&
          (ts.isVariableDeclaration(declaration) || ts.isParameter(declaration)) &&
          functionAround(declaration, ts) === functionAround(node, ts);
        if (!isOfCall || !ts.isIdentifier(declaration.name)) return false;
        names++;
        return !isCaptured(declaration, typed, catalogue) && isPlainOrOwn(node);
      }
      return ts.forEachChild(node, (child) => !isLocal(child)) !== true;
    };
    return isLocal(condition) && names > 0;
  }

  /** A parameter's properties may be changed by whoever passed the object in. */
  function isPlainOrOwn(name: ts.Identifier): boolean {
    const declaration = valueSymbol(name, typed)?.declarations?.[0];
    return (
      !ts.isPropertyAccessExpression(name.parent) ||
      (declaration !== undefined && ts.isVariableDeclaration(declaration)) ||
      name.parent.name.text === 'length'
    );
  }

  function isSleep(awaited: ts.Expression): boolean {
    const value = withoutWrappers(awaited, ts);
    if (ts.isNewExpression(value)) return true;
    if (!ts.isCallExpression(value)) return false;
    const callee = calleeOf(value, typed);
    if (callee.kind === 'body') {
      const type = awaitedTypeOf(checker.getTypeAtLocation(value), value, typed);
      const { Void, Undefined } = ts.TypeFlags;
      return ((type?.flags ?? 0) & (Void | Undefined)) !== 0;
    }
    return knownRow(value, typed, catalogue, callee)?.promise?.waitsFor === 'timer';
  }
}
