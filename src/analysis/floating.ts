import type ts from 'typescript';

import type { Catalogue } from '../catalogue/catalogue.ts';
import { bodyName } from './called-name.ts';
import {
  calledExpression,
  calleeOf,
  functionOf,
  identityOf,
  isCall,
  isOutsideTheProgram,
  unaliased,
  withoutAssertions,
  withoutWrappers,
} from './callee.ts';
import { valueSymbol } from './concurrency/private-object.ts';
import { declaredTypesOf } from './declared-type.ts';
import { keptAnswer } from './kept/kept-answer.ts';
import { knownRow } from './known-row.ts';
import { mayReject, promiseMayReject } from './can-reject.ts';
import { callWithout } from './left-out.ts';
import { isPause } from './pause.ts';
import { promiseCallOf } from './promise-call.ts';
import { takesCallbackForPromise } from './promise-or-callback.ts';
import { isLookedAfter, usesOf, type Use } from './promise-fate.ts';
import { isMadeOfPlain } from './made-collection.ts';
import { isKeptInQueue } from './queue-tail.ts';
import { identifiersNamed } from './references.ts';
import {
  declaredPromise,
  elementTypesOf,
  isPlain,
  isUntoldPromise,
  thenabilityOfType,
  thenableKindOfType,
} from './thenable.ts';
import { membersOf } from './union-members.ts';
import { isPlainlyRead, useOfField } from './unread-field.ts';
import type { TypedProgram } from './typescript.ts';

/**
 * How a promise gets lost.
 *
 * As the value of a statement:
 * - `ignored`: nothing is done with it;
 * - `chained`: a chain (`p.then(f)`, `p.finally(f)`, `p.catch()`) whose last promise has no handler;
 * - `rethrown`: its rejection handler throws on every path;
 * - `noHandler`: what stands in the place of the rejection handler is no function;
 * - `leftOut`: its rejection handler is an optional parameter, and a call of the program passes none;
 * - `lazy`: a thenable that does nothing before it is awaited;
 * - `idle`: a pause, which only who waits for it notices;
 * - `notRun`: an async generator: nothing of its body runs before it is iterated;
 * - `voided`: `void` in front of it.
 *
 * Elsewhere:
 * - `unread`: a variable holds it and nothing reads the variable;
 * - `overwritten`: its variable gets another value before anything reads it;
 * - `inspected`: a variable holds it, or a local collection does, and nothing awaits what it holds;
 * - `sunk`: it is passed to a function that prints or serialises it;
 * - `hidden`: it is a property of an object whose declared type says `unknown`.
 */
export type Loss =
  | 'ignored'
  | 'chained'
  | 'rethrown'
  | 'noHandler'
  | 'leftOut'
  | 'lazy'
  | 'idle'
  | 'notRun'
  | 'voided'
  | 'unread'
  | 'overwritten'
  | 'inspected'
  | 'sunk'
  | 'hidden';

export interface LostPromise {
  readonly how: Loss;
  /** The innermost expression whose value is the promise, or the collection of promises. */
  readonly value: ts.Expression;
  /** Where it gets lost: the call of a sink, the one that leaves the handler out; else `value`. */
  readonly at: ts.Node;
  /** Whether it is an array, tuple, set or map of promises. */
  readonly isCollection: boolean;
  /** Whether it is one whatever member of its type it has; else it may be something else, or missing. */
  readonly isCertain: boolean;
}

/** A function or type by its exported path or the file of the program that declares it. */
export type Declared =
  | { readonly module: string; readonly name: string }
  | { readonly file: string; readonly name: string };

/** What is asked with: the options of the user beside the program. */
export interface FloatingQuestion {
  readonly typed: TypedProgram;
  readonly catalogue: Catalogue;
  /** Whether promises of this function may be left alone. */
  readonly isAllowed: (called: Declared) => boolean;
  /** Whether promises of this type may be left alone. */
  readonly isAllowedType: (type: Declared) => boolean;
  /** Whether an async function that is called where it stands is asked about. */
  readonly checkIife: boolean;
}

/**
 * The promises that are lost when nothing takes the value of `expression`: it is a statement, the
 * left side of a comma, or part of a `for` header. Both arms of a conditional count, the right side
 * of a logical operator and of a comma. The left side of a logical operator is a condition: what is
 * wrong with a promise there is another question.
 */
export function discardedPromises(
  expression: ts.Expression,
  question: FloatingQuestion,
): LostPromise[] {
  const { ts } = question.typed;
  const value = withoutAssertions(expression, ts);
  if (ts.isConditionalExpression(value)) {
    return [
      ...discardedPromises(value.whenTrue, question),
      ...discardedPromises(value.whenFalse, question),
    ];
  }
  if (ts.isBinaryExpression(value)) {
    return DISCARDING(ts).includes(value.operatorToken.kind)
      ? discardedPromises(value.right, question)
      : [];
  }
  const lost = mayBeDiscarded(value, ts) ? discarded(value, question) : undefined;
  return lost ? [lost] : [];
}

/** Operators whose right side is their value. */
function DISCARDING({ SyntaxKind }: typeof ts): ts.SyntaxKind[] {
  return [
    SyntaxKind.CommaToken,
    SyntaxKind.AmpersandAmpersandToken,
    SyntaxKind.BarBarToken,
    SyntaxKind.QuestionQuestionToken,
  ];
}

/** By its syntax alone; the types of other expressions need not be asked. */
function mayBeDiscarded(value: ts.Expression, t: typeof ts): boolean {
  return (
    isMade(value, t) ||
    t.isIdentifier(value) ||
    t.isPropertyAccessExpression(value) ||
    t.isElementAccessExpression(value)
  );
}

/** Whether the value is made here, and not read from somewhere. */
function isMade(value: ts.Expression, t: typeof ts): boolean {
  return (
    (t.isCallExpression(value) && value.expression.kind !== t.SyntaxKind.SuperKeyword) ||
    t.isNewExpression(value) ||
    t.isTaggedTemplateExpression(value) ||
    (t.isArrayLiteralExpression(value) && value.elements.length > 0)
  );
}

function discarded(value: ts.Expression, question: FloatingQuestion): LostPromise | undefined {
  const { typed, catalogue } = question;
  const { ts } = typed;
  const held = heldBy(value, question);
  if (!held) {
    return isGeneratorCall(value, typed)
      ? { how: 'notRun', value, at: value, isCollection: false, isCertain: true }
      : undefined;
  }
  const lost = { ...held, value, at: value };
  if (isKeptElsewhere(value, held, question)) return undefined;
  if (held.isCollection && takesCallback(value, typed)) return undefined;
  if (held.isLazy) return { ...lost, how: 'lazy' };
  if (isLeftAlone(value, question)) return undefined;
  if (ts.isCallExpression(value) && takesCallbackForPromise(value, typed)) return undefined;
  const how =
    ts.isCallExpression(value) && !held.isCollection ? fateInChain(value, question) : 'ignored';
  if (how === 'handled') {
    const at = omissionOf(value, question);
    return at && { ...lost, how: 'leftOut', at };
  }
  // A handler that rethrows was written to tell; whether the rest may reject is known to be so.
  if (how === 'rethrown') return { ...lost, how };
  // What is thrown before there is a promise meets the caller in any case.
  const mayFail = held.isCollection ? mayReject : promiseMayReject;
  if (mayFail(value, typed, catalogue)) return { ...lost, how };
  return how === 'ignored' && isPause(value, typed) ? { ...lost, how: 'idle' } : undefined;
}

/**
 * The promise that `initializer`, what a variable is given, makes and that nobody looks after. What
 * is misread (`if (p)`, `` `${p}` ``) is another problem, and so is `undefined` here.
 */
export function lostInVariable(
  initializer: ts.Expression,
  question: FloatingQuestion & { readonly allowVoid: boolean },
): LostPromise | undefined {
  const { typed, catalogue, allowVoid } = question;
  const { ts } = typed;
  const value = withoutAssertions(initializer, ts);
  // An empty collection has no promises yet; what is put into it is asked about where that happens.
  if (!isMade(value, ts) || (ts.isNewExpression(value) && !value.arguments?.length))
    return undefined;
  const held = heldBy(value, question);
  if (!held || held.isLazy || isKeptElsewhere(value, held, question)) return undefined;
  if (isLeftAlone(value, question)) return undefined;

  const uses = usesOf(value, typed, catalogue);
  if (uses.length === 0 || uses.some(isLookedAfter)) return undefined;
  const has = (kind: Use['kind']): Use | undefined => uses.find((use) => use.kind === kind);
  if (has('misread') || (allowVoid && has('voided'))) return undefined;
  const sink = has('sunk');
  if (sink) {
    return { ...held, how: 'sunk', value: withoutAssertions(sink.value, ts), at: sink.node };
  }
  if (ts.isCallExpression(value) && !held.isCollection) {
    if (fateInChain(value, question) === 'handled') return undefined;
  }
  if (!mayReject(value, typed, catalogue)) return undefined;
  const how = uses.every(({ kind }) => kind === 'unread')
    ? 'unread'
    : has('overwritten')
      ? 'overwritten'
      : 'inspected';
  return { ...held, how, value, at: value };
}

/** The same of a promise that a class keeps in `field`, its declared name or `this.field`, and that nothing takes from there. */
export function lostInField(
  given: ts.Expression,
  field: ts.Node,
  question: FloatingQuestion,
): LostPromise | undefined {
  const { typed, catalogue } = question;
  const value = withoutAssertions(given, typed.ts);
  if (!isMade(value, typed.ts) || isPlainlyRead(field, typed)) return undefined;
  const held = heldBy(value, question);
  if (!held || held.isLazy || held.isCollection || isKeptElsewhere(value, held, question)) {
    return undefined;
  }
  const use = isLeftAlone(value, question) ? 'read' : useOfField(field, typed);
  if (use === 'read') return undefined;
  // `return (this.p = f())`
  if (usesOf(value, typed, catalogue).length > 1) return undefined;
  if (typed.ts.isCallExpression(value) && fateInChain(value, question) === 'handled') {
    return undefined;
  }
  if (!mayReject(value, typed, catalogue)) return undefined;
  return { ...held, how: use === 'unread' ? 'unread' : 'inspected', value, at: value };
}

/**
 * The promise that is `argument` of `call`, or in it, if the call prints or serialises it: by its row,
 * or since it is a response that takes anything for JSON.
 */
export function sunkPromise(
  argument: ts.Expression,
  call: ts.CallExpression,
  question: FloatingQuestion & { readonly allowVoid: boolean },
): LostPromise | undefined {
  const { typed } = question;
  const value = withoutAssertions(argument, typed.ts);
  if (!isResponse(call, typed)) {
    const lost = isMade(value, typed.ts) ? lostInVariable(value, question) : undefined;
    return lost?.how === 'sunk' ? lost : undefined;
  }
  const held = heldBy(value, question);
  if (!held || held.isLazy || isLeftAlone(value, question)) return undefined;
  return { ...held, how: 'sunk', value, at: call };
}

/** `res.json(x)`, and `res.send(x)` of what has `json` or sets a status, where `x` may be anything. */
function isResponse(call: ts.CallExpression, typed: TypedProgram): boolean {
  const { ts, checker } = typed;
  const callee = withoutWrappers(call.expression, ts);
  if (!ts.isPropertyAccessExpression(callee)) return false;
  const method = callee.name.text;
  if (method !== 'json' && method !== 'jsonp' && method !== 'send') return false;
  if (calleeOf(call, typed).kind === 'body') return false;
  const receiver = checker.getTypeAtLocation(callee.expression);
  const has = (name: string): boolean => checker.getPropertyOfType(receiver, name) !== undefined;
  if (method === 'send' && !has('json') && !has('status') && !has('code')) return false;

  const signature = checker.getResolvedSignature(call);
  const taken = signature?.parameters[0];
  if (!taken) return false;
  const { Any, Unknown, TypeParameter } = ts.TypeFlags;
  if ((checker.getTypeOfSymbolAtLocation(taken, call).flags & (Any | Unknown)) !== 0) return true;
  const declared = signature.declaration?.parameters[0];
  const annotation = declared && ts.isParameter(declared) ? declared.type : undefined;
  const type = annotation && checker.getTypeAtLocation(annotation);
  return (
    type !== undefined &&
    (type.flags & TypeParameter) !== 0 &&
    checker.getBaseConstraintOfType(type) === undefined
  );
}

/**
 * The promise `value`, a property of the object that a function returns, if the function's declared
 * type hides it: `Promise<unknown>`, `Promise<Record<string, unknown>>`.
 */
export function hiddenPromise(
  value: ts.Expression,
  returned: ts.Expression,
  question: FloatingQuestion,
): LostPromise | undefined {
  const { ts, checker } = question.typed;
  const inner = withoutAssertions(value, ts);
  if (!isMade(inner, ts) || ts.isArrayLiteralExpression(inner)) return undefined;
  const isUnknown = (type: ts.Type | undefined): boolean =>
    type !== undefined && (type.flags & ts.TypeFlags.Unknown) !== 0;
  const isHidden =
    isUnknown(checker.getContextualType(returned)) || isUnknown(checker.getContextualType(value));
  if (!isHidden) return undefined;
  const held = heldBy(inner, question);
  if (!held || held.isLazy || isLeftAlone(inner, question)) return undefined;
  return { ...held, how: 'hidden', value: inner, at: inner };
}

interface Held {
  readonly isCollection: boolean;
  readonly isCertain: boolean;
  readonly isLazy: boolean;
}

/** The promise, lazy thenable or collection of either that `value` is, by its type. */
function heldBy(value: ts.Expression, question: FloatingQuestion): Held | undefined {
  const { typed, catalogue } = question;
  const { ts, checker } = typed;
  if (isUntoldPromise(value, typed)) {
    return { isCollection: false, isCertain: true, isLazy: false };
  }
  if (isPlain(value, typed) || isMadeOfPlain(value, typed)) return undefined;
  const type = declaredPromise(value, typed) ?? checker.getTypeAtLocation(value);
  const { Void, Undefined, Any, Unknown, Never, BooleanLike, StringLike, NumberLike } =
    ts.TypeFlags;
  const NOTHING = Void | Undefined | Any | Unknown | Never | BooleanLike | StringLike | NumberLike;
  if ((type.flags & NOTHING) !== 0) return undefined;
  const kind = thenableKindOfType(type, value, typed, catalogue);
  if (kind === 'other' || (kind !== 'none' && isAllowedType(type, question))) return undefined;
  if (kind !== 'none') {
    const isCertain = thenabilityOfType(type, value, typed) === 'always';
    return { isCollection: false, isCertain, isLazy: kind === 'lazy' };
  }
  const elements = elementTypesOf(checker.getNonNullableType(type), typed);
  const kinds = elements?.map((each) => thenableKindOfType(each, value, typed, catalogue)) ?? [];
  if (!kinds.some((each) => each === 'promise')) return undefined;
  if (elements?.every((each) => isAllowedType(each, question)) === true) return undefined;
  return { isCollection: true, isCertain: true, isLazy: false };
}

/** `logs()` of an `async function* logs`. */
function isGeneratorCall(value: ts.Expression, typed: TypedProgram): boolean {
  if (!typed.ts.isCallExpression(value) || !isGenerator(value, typed)) return false;
  const callee = calleeOf(value, typed);
  // A function that only returns a generator may do something before.
  return callee.kind !== 'body' || ('asteriskToken' in callee.body && !!callee.body.asteriskToken);
}

const isGenerator = keptAnswer((call: ts.CallExpression, typed: TypedProgram): boolean => {
  const { checker, program } = typed;
  const isNamed = (type: ts.Type): boolean => type.getSymbol()?.name === 'AsyncGenerator';
  if (declaredTypesOf(call, typed)?.some(isNamed) === false) return false;
  const symbol = checker.getTypeAtLocation(call).getSymbol();
  return (
    symbol?.name === 'AsyncGenerator' &&
    (symbol.declarations ?? []).some((each) =>
      program.isSourceFileDefaultLibrary(each.getSourceFile()),
    )
  );
});

/**
 * Whether somebody holds the value besides: a builder that returns itself and is used elsewhere
 * (`query.where(…)`, `child.on(…)`), a collection that is changed (`jobs.add(p)`, `jobs.shift()`), a
 * queue that goes on from the promise, a name that other code reads, too.
 */
function isKeptElsewhere(
  value: ts.Expression,
  held: Held,
  { typed, catalogue }: FloatingQuestion,
): boolean {
  const { ts, checker } = typed;
  if (ts.isIdentifier(value)) return isReadElsewhere(value, value, typed);
  if (!ts.isCallExpression(value)) return false;
  if (isKeptInQueue(value, typed, catalogue)) return true;
  const callee = withoutWrappers(value.expression, ts);
  if (!ts.isPropertyAccessExpression(callee)) return false;
  const elements = elementTypesOf(checker.getTypeAtLocation(callee.expression), typed) ?? [];
  if (elements.some((each) => thenabilityOfType(each, value, typed) !== 'never')) {
    const called = calleeOf(value, typed);
    return called.kind === 'library' && called.module === 'global';
  }
  if (held.isCollection) return false;
  if (CHAINING.has(callee.name.text)) return false;
  const type = checker.getTypeAtLocation(value);
  const symbol = type.getSymbol();
  if (symbol ? symbol.name === 'Promise' && !held.isLazy : !type.isIntersection()) return false;
  const isOwn = (receiver: ts.Expression): boolean => {
    const own = checker.getTypeAtLocation(receiver);
    return symbol ? own.getSymbol() === symbol : own === type;
  };
  let receiver = withoutWrappers(callee.expression, ts);
  if (!isOwn(receiver)) return false;
  while (ts.isCallExpression(receiver)) {
    const called = withoutWrappers(receiver.expression, ts);
    // `withNames(query)` goes on with the builder that it is given.
    if (held.isLazy && receiver.arguments.some(isOwn)) return true;
    if (!ts.isPropertyAccessExpression(called)) return false;
    const next = withoutWrappers(called.expression, ts);
    if (!isOwn(next)) return false;
    receiver = next;
  }
  // Whoever passed a parameter has the object, too.
  return ts.isIdentifier(receiver)
    ? isParameter(receiver, typed) || isReadElsewhere(receiver, value, typed)
    : !isMade(receiver, ts);
}

/** `xs.map(async …)`: what is wrong with a promise that a callback returns is another question. */
function takesCallback(value: ts.Expression, typed: TypedProgram): boolean {
  const { ts, checker } = typed;
  if (!ts.isCallExpression(value)) return false;
  const callee = calleeOf(value, typed);
  return (
    callee.kind === 'library' &&
    callee.module === 'global' &&
    value.arguments.some((each) => checker.getTypeAtLocation(each).getCallSignatures().length > 0)
  );
}

const CHAINING = new Set(['then', 'catch', 'finally']);

/** Whether the variable that `name` reads has other uses than its declaration and those within `besides`. */
function isReadElsewhere(name: ts.Identifier, besides: ts.Node, typed: TypedProgram): boolean {
  const { ts, checker } = typed;
  const symbol = checker.getSymbolAtLocation(name);
  if (!symbol) return true;
  const isDeclaration = (each: ts.Identifier): boolean =>
    (symbol.declarations ?? []).some((declaration) => {
      const { name: declared } = declaration as { name?: ts.Node };
      return declared === each;
    });
  return identifiersNamed(name.text, name.getSourceFile(), ts).some(
    (each) =>
      !(besides.pos <= each.pos && each.end <= besides.end) &&
      !isDeclaration(each) &&
      valueSymbol(each, typed) === symbol,
  );
}

function isParameter(name: ts.Identifier, { ts, checker }: TypedProgram): boolean {
  let declaration: ts.Node | undefined = checker.getSymbolAtLocation(name)?.valueDeclaration;
  while (declaration && ts.isBindingElement(declaration)) declaration = declaration.parent.parent;
  return declaration !== undefined && ts.isParameter(declaration);
}

/** Whether the catalogue or the user says that promises of what `value` calls may be left alone. */
function isLeftAlone(value: ts.Expression, question: FloatingQuestion): boolean {
  const { typed, catalogue, isAllowed, checkIife } = question;
  const { ts } = typed;
  if (!isCall(value, ts)) return false;
  const called = calledExpression(value, typed);
  const inner = withoutWrappers(called, ts);
  if (ts.isArrowFunction(inner) || ts.isFunctionExpression(inner)) return !checkIife;
  const callee = calleeOf(value, typed);
  if (knownRow(value, typed, catalogue, callee)?.promise?.floats) return true;
  if (callee.kind === 'library') return isAllowed(callee);
  if (callee.kind === 'body') {
    const file = callee.body.getSourceFile().fileName;
    return isAllowed({ file, name: bodyName(callee.body, typed).replace(/^new /, '') });
  }
  const declared = declaredAt(inner, typed);
  return declared !== undefined && isAllowed(declared);
}

/** Where a function without a single body is declared: a member of an interface, a parameter. */
function declaredAt(called: ts.Expression, typed: TypedProgram): Declared | undefined {
  const { ts, checker } = typed;
  const name = ts.isPropertyAccessExpression(called) ? called.name : called;
  const symbol = ts.isIdentifier(name) ? checker.getSymbolAtLocation(name) : undefined;
  const declaration = symbol && unaliased(symbol, typed).declarations?.[0];
  return declaration && declarationOf(declaration, typed);
}

function declarationOf(declaration: ts.Declaration, typed: TypedProgram): Declared {
  const identity = identityOf(declaration, typed);
  return isOutsideTheProgram(declaration, typed)
    ? identity
    : { file: declaration.getSourceFile().fileName, name: identity.name };
}

function isAllowedType(
  type: ts.Type,
  { typed, isAllowedType: isAllowed }: FloatingQuestion,
): boolean {
  const members = membersOf(type);
  return [type, ...members].some((member) =>
    [member.aliasSymbol, member.getSymbol()].some((symbol) => {
      const [declaration] = symbol?.declarations ?? [];
      return declaration !== undefined && isAllowed(declarationOf(declaration, typed));
    }),
  );
}

/** What the last call of a promise chain makes of the rejection; `ignored` for what is no chain. */
function fateInChain(
  call: ts.CallExpression,
  question: FloatingQuestion,
): 'handled' | 'ignored' | 'chained' | 'rethrown' | 'noHandler' {
  const { typed } = question;
  const { ts, checker } = typed;
  const callee = withoutWrappers(call.expression, ts);
  const method = ts.isPropertyAccessExpression(callee)
    ? callee.name.text
    : ts.isElementAccessExpression(callee) && ts.isStringLiteralLike(callee.argumentExpression)
      ? callee.argumentExpression.text
      : '';
  if (!CHAINING.has(method)) return 'ignored';
  if (!ts.isPropertyAccessExpression(callee) && !ts.isElementAccessExpression(callee)) {
    return 'ignored';
  }
  if (method === 'finally') {
    const receiver = withoutWrappers(callee.expression, ts);
    const before = ts.isCallExpression(receiver) ? fateInChain(receiver, question) : 'ignored';
    return before === 'ignored' ? 'chained' : before;
  }
  const position = method === 'catch' ? 0 : 1;
  const passed = call.arguments.slice(0, position + 1);
  if (passed.some((each) => ts.isSpreadElement(each))) return 'handled';
  const handler = passed[position];
  if (!handler || isNothing(handler, typed)) return 'chained';

  const type = checker.getTypeAtLocation(handler);
  const members = membersOf(type);
  const isHandler = members.some(
    (each) =>
      (each.flags & ts.TypeFlags.Any) !== 0 ||
      checker.getApparentType(each).getCallSignatures().length > 0 ||
      // `Function` can be called, though its type does not say how.
      each.getSymbol()?.name === 'Function',
  );
  if (!isHandler) return 'noHandler';
  // What a `catch` of something else than a promise does with its handler is not known.
  const receiver = checker.getTypeAtLocation(callee.expression);
  const isOfPromise =
    thenableKindOfType(receiver, callee.expression, typed, question.catalogue) === 'promise';
  return isOfPromise && alwaysThrows(handler, typed) ? 'rethrown' : 'handled';
}

/** The call that leaves out the rejection handler of a chain, if the chain may reject then. */
function omissionOf(
  value: ts.Expression,
  { typed, catalogue }: FloatingQuestion,
): ts.CallExpression | undefined {
  const chain = typed.ts.isCallExpression(value) ? promiseCallOf(value, typed) : undefined;
  if (chain?.kind !== 'chain' || !chain.rejected) return undefined;
  const call = callWithout(chain.rejected, typed);
  return call && mayReject(chain.receiver, typed, catalogue) ? call : undefined;
}

function isNothing(expression: ts.Expression, { ts }: TypedProgram): boolean {
  const value = withoutWrappers(expression, ts);
  return (
    value.kind === ts.SyntaxKind.NullKeyword ||
    (ts.isIdentifier(value) && value.text === 'undefined') ||
    ts.isVoidExpression(value)
  );
}

/** Whether every call of the function throws or returns `Promise.reject(…)`, by its body. */
function alwaysThrows(handler: ts.Expression, typed: TypedProgram): boolean {
  const { ts } = typed;
  const callee = functionOf(handler, typed);
  if (callee.kind !== 'body' || ts.isClassLike(callee.body)) return false;
  const { body } = callee.body;
  if (!ts.isBlock(body)) return isRejection(body);
  return endsInThrow(body) && !returnsValue(body);

  function isRejection(expression: ts.Expression): boolean {
    const value = withoutWrappers(expression, ts);
    return (
      ts.isCallExpression(value) &&
      ts.isPropertyAccessExpression(value.expression) &&
      value.expression.name.text === 'reject' &&
      ts.isIdentifier(value.expression.expression) &&
      value.expression.expression.text === 'Promise'
    );
  }

  function endsInThrow(statement: ts.Statement | undefined): boolean {
    if (!statement) return false;
    if (ts.isThrowStatement(statement)) return true;
    if (ts.isReturnStatement(statement)) {
      return statement.expression !== undefined && isRejection(statement.expression);
    }
    if (ts.isBlock(statement)) return statement.statements.some(endsInThrow);
    if (ts.isIfStatement(statement)) {
      return endsInThrow(statement.thenStatement) && endsInThrow(statement.elseStatement);
    }
    if (ts.isTryStatement(statement)) {
      const { tryBlock, catchClause, finallyBlock } = statement;
      if (endsInThrow(finallyBlock)) return true;
      return catchClause
        ? endsInThrow(catchClause.block) && endsInThrow(tryBlock)
        : endsInThrow(tryBlock);
    }
    return false;
  }

  /** A path that returns something else, or is left in another way. */
  function returnsValue(node: ts.Node): boolean {
    return (
      ts.forEachChild(node, (child) => {
        if (ts.isFunctionLike(child)) return undefined;
        if (ts.isReturnStatement(child)) {
          return child.expression && isRejection(child.expression) ? undefined : true;
        }
        return returnsValue(child) ? true : undefined;
      }) === true
    );
  }
}
