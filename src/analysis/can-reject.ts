import type ts from 'typescript';

import type { Rows } from '../catalogue/catalogue.ts';
import { isFunctionWithBody } from './async-context.ts';
import type { Body, Callee } from './callee.ts';
import {
  calleeOf,
  calledExpression,
  functionOf,
  isOutsideTheProgram,
  withoutWrappers,
} from './callee.ts';
import { callingOf, isDetached, isKnownToFail, isResolver } from './call-throws.ts';
import { isPrimitive, isPrimitiveValue, valueSymbol } from './concurrency/private-object.ts';
import { keptValueOf } from './declared-names.ts';
import { evaluationOf } from './evaluation-throws.ts';
import { knownRow, knownRowOfValue } from './known-row.ts';
import { isAsync, isStatic } from './modifiers.ts';
import { isCaught } from './nullish.ts';
import { oncePerProgram } from './once-per-program.ts';
import { operandsOf } from './operand-throws.ts';
import { promiseCallOf, resolversOf } from './promise-call.ts';
import { identifiersNamed } from './references.ts';
import { elementThenability, elementTypesOf, thenabilityOf } from './thenable.ts';
import type { TypedProgram } from './typescript.ts';
import { membersOf } from './union-members.ts';

/** How many functions deep, and how many functions in all, one question is followed. */
const MAX_DEPTH = 20;
const MAX_BODIES = 200;

/**
 * Whether evaluating `expression` may throw, or the promise that it evaluates to (a call, `new`, a
 * `const` that holds one, a chain) may reject; of a collection of promises (`[p, q]`, `xs.map(f)`),
 * one of these. `true` where that is not known.
 *
 * `false` is shown from bodies and rows: `throws: 'never'` is about the call, `rejects: 'never'` about
 * the call and its promise, and the latter only without an argument that holds an `AbortSignal`.
 */
export function mayReject(
  expression: ts.Expression,
  typed: TypedProgram,
  catalogue: Rows,
): boolean {
  const judge = judgeOf(catalogue, typed);
  return judge.throws(expression) || judge.rejects(expression) || judge.elementsReject(expression);
}

/**
 * The same of the promise alone: for a place where what is thrown on the way there meets the same
 * handlers in any case.
 */
export function promiseMayReject(
  expression: ts.Expression,
  typed: TypedProgram,
  catalogue: Rows,
): boolean {
  const judge = judgeOf(catalogue, typed);
  return judge.rejects(expression) || judge.elementsReject(expression);
}

/**
 * Whether a call of `fn` may throw, or the promise that it returns may reject: `false` only where
 * every path through its body is caught. Parameter patterns and defaults count too.
 */
export function functionMayReject(
  fn: ts.SignatureDeclaration,
  typed: TypedProgram,
  catalogue: Rows,
): boolean {
  if (!isFunctionWithBody(fn, typed.ts)) return true;
  const judge = judgeOf(catalogue, typed);
  return judge.bodyThrows(fn as Body) || judge.bodyRejects(fn as Body);
}

/** Whether evaluating `node`, an expression or statement without what nested functions do, may throw. */
export function mayThrow(node: ts.Node, typed: TypedProgram, catalogue: Rows): boolean {
  return judgeOf(catalogue, typed).throws(node);
}

/**
 * Whether a rejection handler, of `catch` or the second one of `then`, may fail itself. `next` of a
 * handler of Express does not: whoever called that takes the error.
 */
export function handlerMayReject(
  handler: ts.Expression,
  typed: TypedProgram,
  catalogue: Rows,
): boolean {
  return handlingJudgeOf(catalogue, typed).handlerRejects(handler);
}

interface Judge {
  /** Whether evaluating an expression or statement may end with a `throw`; a rejected `await` is one. */
  throws(node: ts.Node): boolean;
  /** Whether the value of an expression may be a promise that rejects. */
  rejects(expression: ts.Expression): boolean;
  /** Whether the value may be a collection with an element that does. */
  elementsReject(expression: ts.Expression): boolean;
  /** Whether calling the function, or constructing the class, may throw before it returns. */
  bodyThrows(body: Body): boolean;
  /** Whether what the function returns may be a promise that rejects. */
  bodyRejects(body: Body): boolean;
  /** Whether a callback of a chain may throw, or what it returns may reject. */
  handlerRejects(handler: ts.Expression | undefined): boolean;
}

const handlingJudgeOf = oncePerProgram((catalogue: Rows, typed) => createJudge(typed, catalogue));

const judgeOf = oncePerProgram((catalogue: Rows, typed) =>
  createJudge(typed, catalogue, handlingJudgeOf(catalogue, typed)),
);

/**
 * @param ofHandling who judges `catch` clauses and rejection handlers. Without it, the judge is the
 * one for these: who handles an error is taken to know what it does. What throws there is a `throw`,
 * also of a function of the program that is called, and what a row says; what rejects is what is
 * awaited or returned. A handler that fails of itself has nobody left to tell.
 */
function createJudge(typed: TypedProgram, catalogue: Rows, ofHandling?: Judge): Judge {
  const { ts, checker } = typed;
  const { SyntaxKind, TypeFlags } = ts;
  const throwing = new Map<Body, boolean>();
  const rejecting = new Map<Body, boolean>();
  /** The questions that are open, outermost first. */
  const open: { readonly body: Body; readonly answers: Map<Body, boolean> }[] = [];
  /** The outermost question of `open` that the current one came back to. */
  let lowest = Infinity;
  let walked = 0;
  const isLenient = ofHandling === undefined;
  const operands = operandsOf(typed, isLenient);
  const evaluation = evaluationOf(typed, {
    isLenient,
    operands,
    catchThrows: (block) => handling.throws(block),
    callThrows: (call) => calling.callThrows(call),
    bodyThrows,
    rejects,
  });
  const { throws, bindingThrows } = evaluation;
  const around = { isLenient, operands, ...evaluation, bodyThrows };
  const calling = callingOf(typed, catalogue, around);
  const self: Judge = {
    throws,
    rejects,
    elementsReject,
    bodyThrows,
    bodyRejects,
    handlerRejects,
  };
  const handling = ofHandling ?? self;
  return self;

  // Functions

  function bodyThrows(body: Body): boolean {
    return answered(body, throwing, () => {
      if (isReplaced(body)) return true;
      if (ts.isClassLike(body)) return constructionThrows(body);
      // An async function puts what is thrown, also by its parameters, into its promise.
      if (isAsync(body, ts) && !isGenerator(body)) return false;
      if (parametersThrow(body)) return true;
      return !isGenerator(body) && throws(body.body);
    });
  }

  function bodyRejects(body: Body): boolean {
    return answered(body, rejecting, () => {
      if (isReplaced(body)) return true;
      if (ts.isClassLike(body) || isGenerator(body)) return false;
      if (isAsync(body, ts) && (parametersThrow(body) || throws(body.body))) return true;
      return ts.isBlock(body.body) ? returnsRejecting(body.body) : rejects(body.body);
    });
  }

  /**
   * A question that comes back to itself adds nothing: whatever is thrown, is thrown somewhere else.
   * What was found on the way holds only with the question that it came back to.
   */
  function answered(body: Body, answers: Map<Body, boolean>, answer: () => boolean): boolean {
    const known = answers.get(body);
    if (known !== undefined) return known;
    const again = open.findIndex((each) => each.body === body && each.answers === answers);
    if (again >= 0) {
      lowest = Math.min(lowest, again);
      return false;
    }
    const depth = open.length;
    if (depth === 0) walked = 0;
    if (depth > MAX_DEPTH || walked > MAX_BODIES) return true;
    walked++;

    const outer = lowest;
    lowest = Infinity;
    open.push({ body, answers });
    let result: boolean;
    try {
      result = answer();
    } finally {
      open.pop();
    }
    if (result || lowest >= depth) {
      answers.set(body, result);
      lowest = outer;
    } else {
      lowest = Math.min(lowest, outer);
    }
    return result;
  }

  /** What a decorator puts in the place of a method or class is not known. */
  function isReplaced(body: Body): boolean {
    return ts.canHaveDecorators(body) && (ts.getDecorators(body)?.length ?? 0) > 0;
  }

  function isGenerator(body: Body): boolean {
    return 'asteriskToken' in body && body.asteriskToken !== undefined;
  }

  function parametersThrow(fn: ts.FunctionLikeDeclaration): boolean {
    return fn.parameters.some((each) => bindingThrows(each));
  }

  function constructionThrows(node: ts.ClassLikeDeclaration): boolean {
    const fields = node.members.some(
      (member) =>
        ts.isPropertyDeclaration(member) &&
        member.initializer !== undefined &&
        !isStatic(member, ts) &&
        throws(member.initializer),
    );
    if (fields) return true;
    const constructor = node.members.find(
      (each): each is ts.ConstructorDeclaration =>
        ts.isConstructorDeclaration(each) && each.body !== undefined,
    );
    if (constructor) return bodyThrows(constructor as Body);
    return calling.baseThrows(node);
  }

  /** Whether a `return` of the function itself gives a promise that may reject: no `try` catches it. */
  function returnsRejecting(node: ts.Node): boolean {
    return (
      ts.forEachChild(node, (child) => {
        if (ts.isReturnStatement(child)) {
          return child.expression !== undefined && rejects(child.expression);
        }
        if (ts.isFunctionLike(child) || ts.isClassLike(child) || ts.isExpression(child)) {
          return false;
        }
        return returnsRejecting(child);
      }) ?? false
    );
  }

  // Promises

  function rejects(expression: ts.Expression): boolean {
    const value = withoutWrappers(expression, ts);
    if (ts.isConditionalExpression(value)) {
      return rejects(value.whenTrue) || rejects(value.whenFalse);
    }
    if (ts.isBinaryExpression(value)) {
      switch (value.operatorToken.kind) {
        case SyntaxKind.AmpersandAmpersandToken:
        case SyntaxKind.AmpersandAmpersandEqualsToken:
        case SyntaxKind.EqualsToken:
          return rejects(value.right); // Of a left side that ends it, the value is falsy: no promise.
        case SyntaxKind.BarBarToken:
        case SyntaxKind.QuestionQuestionToken:
        case SyntaxKind.BarBarEqualsToken:
        case SyntaxKind.QuestionQuestionEqualsToken:
          return rejects(value.left) || rejects(value.right);
        default:
          return false;
      }
    }
    if (isNeverAPromise(value)) return false;
    if (ts.isIdentifier(value)) return variableRejects(value);
    if (ts.isCallExpression(value) || ts.isNewExpression(value)) return callRejects(value);
    if (thenabilityOf(value, typed) === 'never') return false;
    if (ts.isPropertyAccessExpression(value)) return fieldRejects(value);
    return true;
  }

  /** By its syntax; what `await` gives is never a promise. */
  function isNeverAPromise(value: ts.Expression): boolean {
    return (
      ts.isAwaitExpression(value) ||
      ts.isLiteralExpression(value) ||
      ts.isTemplateExpression(value) ||
      ts.isArrayLiteralExpression(value) ||
      ts.isFunctionExpression(value) ||
      ts.isArrowFunction(value) ||
      ts.isPrefixUnaryExpression(value) ||
      ts.isPostfixUnaryExpression(value) ||
      ts.isTypeOfExpression(value) ||
      ts.isVoidExpression(value) ||
      ts.isDeleteExpression(value) ||
      value.kind === SyntaxKind.TrueKeyword ||
      value.kind === SyntaxKind.FalseKeyword ||
      value.kind === SyntaxKind.NullKeyword
    );
  }

  function variableRejects(name: ts.Identifier): boolean {
    if (isCaught(name, typed)) return false;
    const initializer = constantValue(name);
    if (initializer && showsNoRejection(initializer, name)) return false;
    return thenabilityOf(name, typed) !== 'never';
  }

  /** Whether the initializer shows that `name` holds no promise that rejects. */
  function showsNoRejection(initializer: ts.Expression, name: ts.Identifier): boolean {
    // A variable in its own initializer.
    const isOwn = initializer.pos <= name.pos && name.end <= initializer.end;
    return !isOwn && !rejects(initializer);
  }

  function constantValue(name: ts.Identifier): ts.Expression | undefined {
    const declaration = valueSymbol(name, typed)?.declarations?.[0];
    return declaration &&
      ts.isVariableDeclaration(declaration) &&
      ts.isIdentifier(declaration.name) &&
      (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0
      ? declaration.initializer
      : undefined;
  }

  /** `this.ready`, a field that keeps the value which it is made with. */
  function fieldRejects(access: ts.PropertyAccessExpression): boolean {
    const [declaration, ...others] = checker.getSymbolAtLocation(access.name)?.declarations ?? [];
    if (!declaration || others.length > 0 || !ts.isPropertyDeclaration(declaration)) return true;
    if (isOutsideTheProgram(declaration, typed)) return true;
    const value = keptValueOf(declaration, typed);
    return !value || (value.pos <= access.pos && access.end <= value.end) || rejects(value);
  }

  function callRejects(call: ts.CallExpression | ts.NewExpression): boolean {
    const callee = calledExpression(call, typed);
    const inner = withoutWrappers(callee, ts);
    if (inner.kind === SyntaxKind.ImportKeyword) return true;
    if (ts.isFunctionExpression(inner) || ts.isArrowFunction(inner)) return bodyRejects(inner);
    const thenability = thenabilityOf(call, typed);
    if (thenability === 'never') return hiddenRejects(call);

    const promiseCall = promiseCallOf(call, typed);
    switch (promiseCall?.kind) {
      case 'chain': {
        const { method, receiver, fulfilled, rejected, settled } = promiseCall;
        if (method === 'finally') return rejects(receiver) || handlerRejects(settled);
        const isUnhandled = isAbsent(rejected)
          ? rejects(receiver)
          : handling.handlerRejects(rejected);
        return isUnhandled || handlerRejects(fulfilled);
      }
      case 'settled':
        return (
          promiseCall.method === 'reject' ||
          (promiseCall.value !== undefined && rejects(promiseCall.value))
        );
      case 'combinator':
        return combinationRejects(promiseCall.method, promiseCall.collection);
      case 'executed':
        return executionRejects(promiseCall.executor);
      case undefined:
        return resultRejects(calleeOf(call, typed), call, thenability === 'unknown');
    }
  }

  /** A promise may stand behind `void`: an async function is a `() => void`. */
  function hiddenRejects(call: ts.CallExpression | ts.NewExpression): boolean {
    if ((checker.getTypeAtLocation(call).flags & TypeFlags.Void) === 0) return false;
    const callee = calleeOf(call, typed);
    return callee.kind === 'body' && bodyRejects(callee.body);
  }

  function resultRejects(
    callee: Callee,
    call: ts.CallExpression | ts.NewExpression,
    isAny: boolean,
  ): boolean {
    if (callee.kind === 'body') {
      return ts.isNewExpression(call) || bodyRejects(callee.body);
    }
    const row = knownRow(call, typed, catalogue, callee);
    if (!row) return true;
    if (row.promise?.rejects === 'never') return !keepsItsPromise(call);
    // `JSON.parse`: a known function whose result only lacks a type is no source of promises.
    return !(isAny && row.promise === undefined && row.effects?.fresh === true);
  }

  /** An `AbortSignal` makes it reject, and a promise that it resolves with may. */
  function keepsItsPromise(call: ts.CallExpression | ts.NewExpression): boolean {
    return (call.arguments ?? []).every((each) => {
      if (ts.isSpreadElement(each)) return false;
      if (isPrimitiveValue(each, typed)) return true;
      const type = checker.getTypeAtLocation(each);
      const isAny = (type.flags & (TypeFlags.Any | TypeFlags.Unknown)) !== 0;
      return !isAny && !holdsSignal(type) && !rejects(each);
    });
  }

  function holdsSignal(type: ts.Type): boolean {
    const members = membersOf(type);
    return members.some(
      (each) =>
        checker.getPropertyOfType(each, 'signal') !== undefined ||
        checker.getPropertyOfType(each, 'aborted') !== undefined,
    );
  }

  function isAbsent(handler: ts.Expression | undefined): boolean {
    return (
      handler === undefined ||
      handler.kind === SyntaxKind.NullKeyword ||
      (ts.isIdentifier(handler) && handler.text === 'undefined')
    );
  }

  /** A callback of `then`, `catch` or `finally`: what it throws or rejects with, the chain rejects with. */
  function handlerRejects(handler: ts.Expression | undefined): boolean {
    if (handler === undefined || isAbsent(handler)) return false;
    const value = withoutWrappers(handler, ts);
    if (isDetached(value, typed)) return true;
    if (isResolver(value, typed) || isContinuation(value)) return false;
    const callee = functionOf(value, typed);
    if (callee.kind === 'body') return bodyThrows(callee.body) || bodyRejects(callee.body);
    const row = knownRowOfValue(value, typed, catalogue, callee);
    if (row?.promise?.rejects === 'never') return false;
    if (isLenient && !isKnownToFail(row)) return !isCallable(value) || mayGivePromise(value);
    return row?.throws !== 'never' || row.effects?.callsArguments === true || mayGivePromise(value);
  }

  /** `next` of a handler of Express: whoever called it takes the error. */
  function isContinuation(value: ts.Expression): boolean {
    if (!ts.isIdentifier(value) || value.text !== 'next') return false;
    const declaration = checker.getSymbolAtLocation(value)?.valueDeclaration;
    return declaration !== undefined && ts.isParameter(declaration);
  }

  function isCallable(value: ts.Expression): boolean {
    const type = checker.getApparentType(checker.getTypeAtLocation(value));
    return (type.flags & TypeFlags.Any) !== 0 || type.getCallSignatures().length > 0;
  }

  function mayGivePromise(fn: ts.Expression): boolean {
    return checker
      .getTypeAtLocation(fn)
      .getCallSignatures()
      .some((signature) => {
        const type = checker.getReturnTypeOfSignature(signature);
        return !isPrimitive(type, typed);
      });
  }

  function combinationRejects(
    method: 'all' | 'allSettled' | 'any' | 'race',
    collection: ts.Expression | undefined,
  ): boolean {
    if (!collection) return true;
    const value = withoutWrappers(collection, ts);
    if (operands.iterationThrows(value)) return true;
    if (method === 'allSettled') return false;
    if (method === 'any') {
      return !(
        ts.isArrayLiteralExpression(value) &&
        value.elements.some((each) => !ts.isSpreadElement(each) && !rejects(each))
      );
    }
    return elementsReject(value);
  }

  function elementsReject(expression: ts.Expression): boolean {
    const value = withoutWrappers(expression, ts);
    if (ts.isArrayLiteralExpression(value)) {
      return value.elements.some((each) =>
        ts.isSpreadElement(each) ? elementsReject(each.expression) : rejects(each),
      );
    }
    const type = checker.getTypeAtLocation(value);
    if (!elementTypesOf(type, typed)) return false;
    if (elementThenability(type, value, typed) === 'never') return false;
    if (ts.isIdentifier(value)) {
      const initializer = constantValue(value);
      return !initializer || isChanged(value) || elementsReject(initializer);
    }
    return !ts.isCallExpression(value) || mappedReject(value);
  }

  /** `xs.map(f)`, `Array.from(xs, f)` */
  function mappedReject(call: ts.CallExpression): boolean {
    const callee = calleeOf(call, typed);
    if (callee.kind !== 'library' || callee.module !== 'global') return true;
    const isMap = /^(?:Readonly)?Array\.map$/.test(callee.name);
    const mapper = call.arguments[isMap ? 0 : 1];
    if (!mapper || !(isMap || callee.name === 'Array.from')) return true;
    return handlerRejects(mapper);
  }

  /** Whether a constant array may hold more than its initializer says: it is used by more than reads. */
  function isChanged(name: ts.Identifier): boolean {
    const symbol = valueSymbol(name, typed);
    return identifiersNamed(name.text, name.getSourceFile(), ts).some((each) => {
      if (each === name || valueSymbol(each, typed) !== symbol) return false;
      const { parent } = each;
      const isDeclared = ts.isVariableDeclaration(parent) && parent.name === each;
      const isPassedOn =
        ts.isCallExpression(parent) && promiseCallOf(parent, typed)?.kind === 'combinator';
      const isLength = ts.isPropertyAccessExpression(parent) && parent.name.text === 'length';
      return !isDeclared && !isPassedOn && !isLength;
    });
  }

  /** `new Promise(executor)`: what the executor throws, what it rejects and resolves with. */
  function executionRejects(executor: ts.Expression): boolean {
    const callee = functionOf(executor, typed);
    if (callee.kind !== 'body' || ts.isClassLike(callee.body)) return true;
    const fn = callee.body;
    if (bodyThrows(fn)) return true;
    const resolvers = resolversOf(fn, typed);
    if (!resolvers) return true;
    const { resolve, reject } = resolvers;
    if (reject && usesOf(reject, fn).length > 0) return true;
    return resolve !== undefined && usesOf(resolve, fn).some((use) => resolvesWithRejecting(use));
  }

  function usesOf(parameter: ts.Identifier, fn: ts.Node): readonly ts.Identifier[] {
    const symbol = checker.getSymbolAtLocation(parameter);
    return identifiersNamed(parameter.text, fn.getSourceFile(), ts).filter(
      (each) =>
        each !== parameter &&
        fn.pos <= each.pos &&
        each.end <= fn.end &&
        valueSymbol(each, typed) === symbol,
    );
  }

  function resolvesWithRejecting(use: ts.Identifier): boolean {
    const { parent } = use;
    if (ts.isCallExpression(parent)) {
      if (parent.expression === use) {
        const [value] = parent.arguments;
        return value !== undefined && rejects(value);
      }
      // A timer or emitter calls it with a value of its own.
      const callee = calleeOf(parent, typed);
      return callee.kind !== 'library' && takesPromise(use);
    }
    return takesPromise(use);
  }

  /** Whether whoever gets `resolve` here may call it with a promise, by the type that is asked for. */
  function takesPromise(use: ts.Identifier): boolean {
    const { parent } = use;
    const isAssigned =
      ts.isBinaryExpression(parent) &&
      parent.right === use &&
      parent.operatorToken.kind === SyntaxKind.EqualsToken;
    const type = isAssigned
      ? checker.getTypeAtLocation(parent.left)
      : checker.getContextualType(use);
    if (!type) return true;
    const members = membersOf(type);
    const signatures = members.flatMap((each) => each.getCallSignatures());
    return (
      signatures.length === 0 ||
      signatures.some(({ parameters: [first] }) => {
        if (!first) return false;
        const taken = checker.getTypeOfSymbolAtLocation(first, use);
        return !isPrimitive(taken, typed);
      })
    );
  }
}
