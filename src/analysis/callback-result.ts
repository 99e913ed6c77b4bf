import type ts from 'typescript';

import type { Rows } from '../catalogue/catalogue.ts';
import { calleeOf, isOutsideTheProgram, withoutWrappers } from './callee.ts';
import type { CallbackResult, Receiver, ReceiverKind } from './callback-receiver.ts';
import { AWAITS, UNKNOWN } from './callback-receiver.ts';
import { nameText } from './declared-names.ts';
import { ROUTES, expressVersion } from './express-version.ts';
import { flowsInto, isAssignment, type GivenFunction } from './given-function.ts';
import { returnsHeldBuilder } from './held-builder.ts';
import { isInJavaScript } from './in-javascript.ts';
import { knownRow, knownRowOfType } from './known-row.ts';
import { LANGUAGE_METHODS, ofLanguageMethod } from './language-callback.ts';
import { LISTENERS, REMOVERS } from './may-lose-promise.ts';
import { isAsync } from './modifiers.ts';
import { isMemberResultUsed, isParameterResultUsed } from './result-use.ts';
import { returnedValues } from './returned-values.ts';
import { shortened } from './shortened.ts';
import { isSomePromise, takenBy, takenByArgument } from './taken-function.ts';
import { isDeclaredPlain, thenabilityOfType, type Thenability } from './thenable.ts';
import type { TypedProgram } from './typescript.ts';
import { membersOf } from './union-members.ts';

/** How often a function is followed from one parameter to the next. */
const MAX_HOPS = 3;

/**
 * Asks it of a function expression, a reference to a function, or a member with its own body or type.
 * `unknown`, too, where the function returns no promise; what ignores it counts where it may.
 */
export function callbackResultOf(
  fn: GivenFunction,
  typed: TypedProgram,
  catalogue: Rows,
): CallbackResult {
  if (isPlainFunction(fn, typed)) return UNKNOWN;
  let known: Thenability | undefined;
  const returned = (): Thenability => (known ??= promiseReturnedBy(fn, typed));
  const result = resultOf(fn, { typed, catalogue, returned, hops: 0 });
  const isMissing =
    (result.does === 'ignores' &&
      (!isSomePromise(returned()) ||
        returnsHeldBuilder(fn, result.receiver.call, typed, catalogue))) ||
    (result.does === 'misreads' && returned() !== 'always');
  return isMissing ? UNKNOWN : result;
}

/** By what the declarations alone say of each value that a function without a return type returns. */
function isPlainFunction(fn: ts.Node, typed: TypedProgram): boolean {
  const { ts } = typed;
  return (
    (ts.isArrowFunction(fn) || ts.isFunctionExpression(fn)) &&
    !fn.type &&
    !isAsync(fn, ts) &&
    returnedValues(fn, ts).every((each) => isDeclaredPlain(each, typed))
  );
}

/** What awaiting the result of a call of `fn` would do: by its signatures, all of them. */
function promiseReturnedBy(fn: ts.Node, typed: TypedProgram): Thenability {
  const { ts, checker } = typed;
  const value = ts.isPropertyDeclaration(fn) ? (fn.initializer ?? fn) : fn;
  if ((ts.isArrowFunction(value) || ts.isFunctionExpression(value)) && isAsync(value, ts)) {
    return value.asteriskToken ? 'never' : 'always';
  }
  if (isPlainFunction(value, typed)) return 'never';
  const type = checker.getNonNullableType(checker.getTypeAtLocation(value));
  const answers = new Set<Thenability>();
  for (const member of membersOf(type)) {
    for (const signature of member.getCallSignatures()) {
      answers.add(thenabilityOfType(signature.getReturnType(), fn, typed));
    }
  }
  if (answers.size === 1) return [...answers][0] ?? 'never';
  if (answers.size === 0 || answers.has('never') || answers.has('unknown')) return 'never';
  return 'sometimes';
}

interface Question {
  readonly typed: TypedProgram;
  readonly catalogue: Rows;
  /** What awaiting the result of the function would do: asked before any body is searched. */
  readonly returned: () => Thenability;
  readonly hops: number;
}

function resultOf(fn: GivenFunction, question: Question): CallbackResult {
  const { ts } = question.typed;
  if (ts.isClassElement(fn) || ts.isTypeElement(fn)) return ofMember(fn, question);

  const value = flowsInto(fn, question.typed);
  const { parent } = value;
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) {
    return parent.expression === value ? UNKNOWN : ofArgument(fn, parent, value, question);
  }
  const place = placeOf(value, question.typed);
  return place ? byContext(fn, place, question) : UNKNOWN;
}

interface Place {
  readonly kind: ReceiverKind;
  readonly name: string;
  /** Who asks for the function: a property or variable whose other uses may wait for it. */
  readonly symbol?: ts.Symbol | undefined;
}

/** What an expression that is no argument is the value of, if that may have a type of its own. */
function placeOf(value: ts.Expression, typed: TypedProgram): Place | undefined {
  const { ts, checker } = typed;
  const { parent } = value;
  if (ts.isJsxExpression(parent) && ts.isJsxAttribute(parent.parent)) {
    const { name } = parent.parent;
    return {
      kind: 'attribute',
      name: name.getText(),
      symbol: propertyOfContext(parent.parent.parent, name.getText(), typed),
    };
  }
  if (ts.isPropertyAssignment(parent) && parent.initializer === value) {
    const name = nameText(parent.name, ts);
    return {
      kind: 'property',
      name: name ?? parent.name.getText(),
      symbol: name === undefined ? undefined : propertyOfContext(parent.parent, name, typed),
    };
  }
  if (ts.isShorthandPropertyAssignment(parent) && parent.name === value) {
    const { text } = parent.name;
    return { kind: 'property', name: text, symbol: propertyOfContext(parent.parent, text, typed) };
  }
  if (ts.isArrayLiteralExpression(parent)) return { kind: 'property', name: '[…]' };
  if (ts.isVariableDeclaration(parent) && parent.initializer === value) {
    if (!parent.type) return undefined;
    return {
      kind: 'variable',
      name: parent.name.getText(),
      symbol: checker.getSymbolAtLocation(parent.name),
    };
  }
  if (ts.isBinaryExpression(parent) && parent.right === value && isAssignment(parent, ts)) {
    const target = withoutWrappers(parent.left, ts);
    const isMember = ts.isPropertyAccessExpression(target);
    const name = isMember ? target.name : target;
    return {
      kind: isMember || ts.isElementAccessExpression(target) ? 'property' : 'variable',
      name: name.getText(),
      symbol: checker.getSymbolAtLocation(name),
    };
  }
  if (ts.isReturnStatement(parent)) return { kind: 'returned', name: '' };
  if (ts.isArrowFunction(parent) && parent.body === value) return { kind: 'returned', name: '' };
  return undefined;
}

/** The property of what is asked for where `object` stands. */
function propertyOfContext(
  object: ts.Expression,
  name: string,
  { checker }: TypedProgram,
): ts.Symbol | undefined {
  const type = checker.getContextualType(object);
  if (!type) return undefined;
  const members = membersOf(checker.getNonNullableType(type));
  return members.map((each) => checker.getPropertyOfType(each, name)).find((each) => each);
}

function byContext(fn: ts.Expression, place: Place, question: Question): CallbackResult {
  const { typed } = question;
  const asked = typed.checker.getContextualType(fn);
  return asked ? byType(asked, fn, place, question) : UNKNOWN;
}

function byType(asked: ts.Type, at: ts.Node, place: Place, question: Question): CallbackResult {
  const takes = takenBy(asked, at, question.typed);
  if (takes.promise) return AWAITS;
  if (takes.open || !takes.nothing) return UNKNOWN;
  if (!isSomePromise(question.returned())) return UNKNOWN;
  if (isKnownToAwait(asked, question)) return AWAITS;
  const { symbol, ...receiver } = place;
  return symbol && isMemberResultUsed(symbol, question.typed, waitsIn(question))
    ? AWAITS
    : { does: 'ignores', receiver };
}

/** Whether a row says that functions of this type are awaited, though they are typed to return nothing. */
function isKnownToAwait(asked: ts.Type, { typed, catalogue }: Question): boolean {
  return membersOf(asked).some(
    (each) => knownRowOfType(each, typed, catalogue)?.callbackPromise === 'awaited',
  );
}

/** Whether whoever is given a function, further on, waits for it. */
function waitsIn(question: Question): (fn: ts.Expression) => boolean {
  const hops = question.hops + 1;
  const further: Question = { ...question, hops, returned: () => 'always' };
  return (fn) => hops <= MAX_HOPS && resultOf(fn, further).does === 'awaits';
}

function ofMember(member: ts.ClassElement | ts.TypeElement, question: Question): CallbackResult {
  const { typed } = question;
  const { ts, checker } = typed;
  const owner = member.parent;
  const name = member.name && nameText(member.name, ts);
  if (name === undefined || (member.name && ts.isPrivateIdentifier(member.name))) return UNKNOWN;

  if (ts.isObjectLiteralExpression(owner)) {
    const symbol = propertyOfContext(owner, name, typed);
    const asked = symbol && checker.getTypeOfSymbolAtLocation(symbol, member);
    return asked ? byType(asked, member, { kind: 'property', name, symbol }, question) : UNKNOWN;
  }
  const isStatic = (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static) !== 0;
  if (!isStatic && (ts.isClassLike(owner) || ts.isInterfaceDeclaration(owner))) {
    for (const base of (owner.heritageClauses ?? []).flatMap((clause) => clause.types)) {
      const type = checker.getTypeAtLocation(base);
      const symbol = checker.getPropertyOfType(type, name);
      if (!symbol || isHook(symbol, member, ts)) continue;
      const place = {
        kind: 'inherited',
        name: `${base.expression.getText()}.${name}`,
        symbol,
      } as const;
      const asked = checker.getTypeOfSymbolAtLocation(symbol, member);
      const result = byType(asked, member, place, question);
      if (result.does === 'ignores') return result;
    }
  }
  if (ts.isPropertyDeclaration(member) && member.initializer && member.type) {
    const symbol = checker.getSymbolAtLocation(member.name);
    return byContext(member.initializer, { kind: 'property', name, symbol }, question);
  }
  return UNKNOWN;
}

/**
 * In JavaScript, a method of a base class that nobody typed promises nothing: often it is empty.
 * Nor does one that a package declares: its `void` is what the compiler made of an empty body, and
 * no compiler compared the class with it. Declarations under `@types` are written by hand.
 */
function isHook({ valueDeclaration }: ts.Symbol, member: ts.Node, t: typeof ts): boolean {
  if (valueDeclaration === undefined || !t.isMethodDeclaration(valueDeclaration)) return false;
  const file = valueDeclaration.getSourceFile();
  if (!file.isDeclarationFile) return !valueDeclaration.type && isInJavaScript(file);
  return isInJavaScript(member) && !file.fileName.includes('/node_modules/@types/');
}

function ofArgument(
  fn: ts.Expression,
  call: ts.CallExpression | ts.NewExpression,
  argument: ts.Expression,
  question: Question,
): CallbackResult {
  const { typed } = question;
  const { ts } = typed;
  const index = call.arguments?.indexOf(argument) ?? -1;
  const called = withoutWrappers(call.expression, ts);
  const name = ts.isPropertyAccessExpression(called)
    ? called.name.text
    : ts.isIdentifier(called)
      ? called.text
      : undefined;
  if (index < 0 || (name !== undefined && REMOVERS.test(name))) return UNKNOWN;

  if (ts.isCallExpression(call) && name !== undefined && LANGUAGE_METHODS.has(name)) {
    const answer = ofLanguageMethod(fn, call, index, name, typed);
    if (answer) return answer;
  }
  if (ts.isNewExpression(call) && name === 'Promise') {
    return losesPromise(fn, ts) && !passesErrorsOn(fn, ts)
      ? { does: 'ignores', receiver: { kind: 'executor', name: 'new Promise', call } }
      : UNKNOWN;
  }
  if (name === 'finally' && typed.checker.getTypeAtLocation(call).getProperty('then'))
    return AWAITS;

  const takes = takenByArgument(call, index, typed);
  if (takes.promise) {
    // The types of Express 5 beside Express 4, which looks at no promise.
    const isOld =
      name !== undefined && ROUTES.has(name) && expressVersion(call, index, typed) === 4;
    if (isOld) return { does: 'ignores', receiver: { kind: 'handler', name, call } };
    const isLost = name !== undefined && LISTENERS.has(name) && rowOf(call, question) === 'ignored';
    if (!isLost || !isSomePromise(question.returned())) return AWAITS;
    return { does: 'ignores', receiver: receiverNamed(name, call, index, typed) };
  }
  const isUndecided = takes.nothing || takes.open || name === 'nextTick';
  if (!isUndecided || !isSomePromise(question.returned())) return UNKNOWN;
  const row = rowOf(call, question);
  if (row === 'awaited') return AWAITS;
  const isIgnored = row === 'ignored' || takes.nothing;
  if (!isIgnored) return UNKNOWN;

  const receiver = receiverNamed(name ?? shortened(call.expression.getText()), call, index, typed);
  if (row === undefined) {
    const server = expressVersion(call, index, typed);
    if (server !== undefined && server >= 5) return AWAITS;
    if (handlesRejections(called, typed)) return AWAITS;
    if (receiver.kind === 'handler' && isMadeByLibrary(fn, typed)) return AWAITS;
    const parameter = parameterOf(call, index, typed);
    if (parameter && isParameterResultUsed(parameter, typed, waitsIn(question))) return AWAITS;
  }
  return { does: 'ignores', receiver };
}

/** Whether an executor is async, or returns a promise without a look at its rejection: `f().then(done)`. */
function losesPromise(executor: ts.Expression, t: typeof ts): boolean {
  if (!t.isArrowFunction(executor) && !t.isFunctionExpression(executor)) return false;
  if (isAsync(executor, t)) return true;
  const { body } = executor;
  const last = t.isBlock(body) ? body.statements.at(-1) : undefined;
  const returned = t.isBlock(body) ? last && t.isReturnStatement(last) && last.expression : body;
  const call = returned && withoutWrappers(returned, t);
  if (!call || !t.isCallExpression(call)) return false;
  const called = withoutWrappers(call.expression, t);
  const method = t.isPropertyAccessExpression(called) ? called.name.text : '';
  return method !== 'catch' && !(method === 'then' && call.arguments.length > 1);
}

/** `async (resolve, reject) => { try { … } catch (error) { reject(error); } }` */
function passesErrorsOn(executor: ts.Expression, t: typeof ts): boolean {
  if (!t.isArrowFunction(executor) && !t.isFunctionExpression(executor)) return false;
  const reject = executor.parameters[1]?.name;
  const [only, ...others] = t.isBlock(executor.body) ? executor.body.statements : [];
  if (!reject || !only || others.length > 0 || !t.isTryStatement(only)) return false;
  return (
    only.catchClause?.block.statements.some(
      (each) =>
        t.isExpressionStatement(each) &&
        t.isCallExpression(each.expression) &&
        each.expression.expression.getText() === reject.getText(),
    ) === true
  );
}

function receiverNamed(
  name: string,
  call: ts.CallExpression | ts.NewExpression,
  index: number,
  typed: TypedProgram,
): Receiver {
  if (name === 'forEach') return { kind: 'iteration', name, call };
  if (TIMERS.has(name)) return { kind: 'timer', name, call };
  if (EFFECTS.has(name)) return { kind: 'effect', name, call };
  if (/^create(?:Secure)?Server$/.test(name) || expressVersion(call, index, typed) !== undefined) {
    return { kind: 'handler', name, call };
  }
  return { kind: LISTENERS.has(name) ? 'listener' : 'argument', name, call };
}

const TIMERS = new Set(['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'nextTick']);
const EFFECTS = new Set(['useEffect', 'useLayoutEffect', 'useInsertionEffect']);

/** The parameter of the one body that `call` calls. */
function parameterOf(
  call: ts.CallExpression | ts.NewExpression,
  index: number,
  typed: TypedProgram,
): ts.ParameterDeclaration | undefined {
  const { ts } = typed;
  const callee = calleeOf(call, typed);
  if (callee.kind !== 'body') return undefined;
  if (!ts.isClassLike(callee.body)) return callee.body.parameters[index];
  const construct = callee.body.members.find((each) => ts.isConstructorDeclaration(each));
  return construct?.parameters[index];
}

/** What the catalogue says becomes of the promises of functions among the arguments. */
function rowOf(
  call: ts.CallExpression | ts.NewExpression,
  { typed, catalogue }: Question,
): 'awaited' | 'ignored' | undefined {
  const callee = calleeOf(call, typed);
  const known = knownRow(call, typed, catalogue, callee)?.callbackPromise;
  if (callee.kind !== 'library') return known;
  // Its parameter is typed `Function`.
  const isTick = /^(?:node:process|global)$/.test(callee.module) && /\bnextTick$/.test(callee.name);
  return known ?? (isTick ? 'ignored' : undefined);
}

/** `createServer(app.callback())`: the handlers that a server library makes answer their own errors. */
function isMadeByLibrary(handler: ts.Expression, typed: TypedProgram): boolean {
  const made = withoutWrappers(handler, typed.ts);
  const callee = typed.ts.isCallExpression(made) ? calleeOf(made, typed) : undefined;
  return callee?.kind === 'library' && callee.module !== 'global';
}

/** Whether the emitter that `called` is a method of was made with `captureRejections`. */
function handlesRejections(called: ts.Expression, typed: TypedProgram): boolean {
  const { ts, checker } = typed;
  if (!ts.isPropertyAccessExpression(called)) return false;
  const receiver = withoutWrappers(called.expression, ts);
  const name = ts.isPropertyAccessExpression(receiver) ? receiver.name : receiver;
  const declaration = checker.getSymbolAtLocation(name)?.valueDeclaration;
  const made =
    declaration && (ts.isVariableDeclaration(declaration) || ts.isPropertyDeclaration(declaration))
      ? declaration.initializer
      : receiver;
  if (made && (ts.isNewExpression(made) || ts.isCallExpression(made))) {
    if (made.arguments?.some((each) => asksForRejections(each, ts)) === true) return true;
  }
  const owner = checker.getTypeAtLocation(receiver).getSymbol()?.valueDeclaration;
  if (!owner || !ts.isClassLike(owner) || isOutsideTheProgram(owner, typed)) return false;
  const construct = owner.members.find((each) => ts.isConstructorDeclaration(each));
  return (construct?.body?.statements ?? []).some(
    (each) =>
      ts.isExpressionStatement(each) &&
      ts.isCallExpression(each.expression) &&
      each.expression.expression.kind === ts.SyntaxKind.SuperKeyword &&
      each.expression.arguments.some((argument) => asksForRejections(argument, ts)),
  );
}

function asksForRejections(options: ts.Expression, t: typeof ts): boolean {
  return (
    t.isObjectLiteralExpression(options) &&
    options.properties.some(
      (each) =>
        t.isPropertyAssignment(each) &&
        nameText(each.name, t) === 'captureRejections' &&
        each.initializer.kind === t.SyntaxKind.TrueKeyword,
    )
  );
}
