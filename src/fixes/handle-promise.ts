import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type ts from 'typescript';

import { runOfArgument } from '../analysis/async-context.ts';
import { canAwaitAt, functionAround, type FunctionNode } from '../analysis/await-site.ts';
import { waitsOnlyForItsOwn } from '../analysis/concurrency/own-work.ts';
import { yieldPointAt } from '../analysis/concurrency/yield-point.ts';
import type { LostPromise } from '../analysis/floating.ts';
import { losesNarrowing } from '../analysis/moved-types.ts';
import { promiseCallOf } from '../analysis/promise-call.ts';
import { thenabilityOfType, type Thenability } from '../analysis/thenable.ts';
import { allowsTopLevelAwait } from '../analysis/top-level-await.ts';
import { findVariable } from '../analysis/variable-named.ts';
import type { TypedProgram } from '../analysis/typescript.ts';
import type { RepairedFile } from './await-counterpart.ts';
import { combined } from './combine.ts';
import { insertion, type Edit } from './edit.ts';
import { awaited, awaitedAll, isGlobal } from './insert-await.ts';
import { asyncKeyword, makeAsync } from './make-async.ts';
import { frameFor, isParenthesized } from './parentheses.ts';
import type { Repair } from './repair.ts';
import { childrenOf, hasCommentWithin } from './replace-call.ts';

type SourceCode = Readonly<TSESLint.SourceCode>;

/**
 * A way to handle a promise that is lost:
 * - `await`: where it stands; `awaitAll`: the same with `Promise.all` around a collection;
 * - `condition`: `c && p` → `if (c) await p`;
 * - `bare`: the variable that nothing reads goes: `const x = p` → `await p`;
 * - `together`: `for (const x of xs) f(x)` → `await Promise.all(xs.map((x) => f(x)))`;
 * - `iterate`: an async generator: `for await (const _ of logs());`;
 * - `return`: at the end of its function;
 * - `makeAsync`: `await` in its function, which becomes async, and in those that call it;
 * - `catch`: a rejection handler that prints the error;
 * - `void`: an operator that says that nobody waits.
 */
export interface Handling {
  readonly kind: HandlingKind;
  readonly repair: Repair;
  /** The program behaves as before, but that the promise is waited for and its rejection seen. */
  readonly proven: boolean;
  /** Whoever calls the function would lose the promise next. */
  readonly isPassedOn?: boolean;
}

export type HandlingKind =
  | 'await'
  | 'awaitAll'
  | 'condition'
  | 'bare'
  | 'together'
  | 'iterate'
  | 'return'
  | 'makeAsync'
  | 'catch'
  | 'void';

/** The ways to handle `lost`, which is `value` in the file; the best first. */
export function handlingsOf(
  lost: LostPromise,
  value: TSESTree.Expression,
  file: RepairedFile,
  { allowVoid }: { readonly allowVoid: boolean },
): readonly Handling[] {
  const whole = wholeOf(value);
  const isAwaitable =
    canAwaitAt(whole) &&
    (functionAround(whole) !== undefined || isModuleWithAwait(lost, file.typed));
  const site: Site = { lost, value, whole, isAwaitable, file };

  switch (lost.how) {
    case 'notRun':
      return isAwaitable ? present([iterated(site)]) : [];
    case 'overwritten':
      return [];
    case 'lazy':
    case 'idle':
      return present([...waiting(site)]);
    case 'leftOut':
      return present([caught(site)]);
    case 'sunk':
    case 'hidden':
      return present([...waiting(site)]);
    case 'unread':
    case 'inspected':
      return present([bare(site), ...waitingInVariable(site)]);
    default:
  }
  const handlers = lost.how === 'rethrown' || lost.how === 'noHandler' ? [] : [caught(site)];
  const voided = allowVoid && lost.how !== 'voided' ? [prefixed(site)] : [];
  const waits = isAwaitable ? waiting(site) : [returned(site), ...waiting(site)];
  // Who writes an async function to call it without `await` means it to run beside: often for good.
  const isBeside =
    isFunctionCalledInPlace(value) ||
    isDecidedByOthers(value) ||
    isUsedBesides(value, file.sourceCode) ||
    isSaidToRunBeside(whole, file.sourceCode);
  if (isBeside && !waits.some((each) => each?.proven)) {
    return present([...handlers, ...voided, ...waits]);
  }
  return present([together(site), condition(site), ...waits, ...handlers, ...voided]);
}

/** A comment right above or behind the statement: `// don't await`, `// fire and forget`. */
function isSaidToRunBeside(
  { parent: statement, loc }: TSESTree.Expression,
  sourceCode: RepairedFile['sourceCode'],
): boolean {
  if (statement.type !== 'ExpressionStatement') return false;
  const behind = sourceCode
    .getCommentsAfter(statement)
    .filter((comment) => comment.loc.start.line === loc.end.line);
  return [...sourceCode.getCommentsBefore(statement), ...behind].some(({ value }) =>
    RUNS_BESIDE.test(value),
  );
}

const RUNS_BESIDE =
  /\b(?:do not|don['’]?t|not|no need to|without|never)\s+(?:\w+\s+){0,2}a?wait|fire[- ]and[- ]forget|in the background|MissingAwait/i;

function isFunctionCalledInPlace(value: TSESTree.Expression): boolean {
  if (value.type !== 'CallExpression') return false;
  const { type } = value.callee;
  return type === 'ArrowFunctionExpression' || type === 'FunctionExpression';
}

/**
 * `dialog.showMessageBox(…)`, `app.whenReady().then(…)`: a person or an event decides when it is done, and the
 * code behind an `await` would stand still until then.
 */
function isDecidedByOthers(value: TSESTree.Expression): boolean {
  if (value.type !== 'CallExpression') return false;
  const { callee } = value;
  const name = callee.type === 'MemberExpression' && !callee.computed ? callee.property : callee;
  if (name.type !== 'Identifier') return false;
  return callee.type === 'MemberExpression' && isChainMethod(name)
    ? isDecidedByOthers(callee.object)
    : DECIDED_BY_OTHERS.test(name.name);
}

/** `loading.finally(hide)`, where `loading` is awaited elsewhere: what stands in between runs beside it. */
function isUsedBesides(
  value: TSESTree.Expression,
  sourceCode: RepairedFile['sourceCode'],
): boolean {
  if (value.type !== 'CallExpression' || value.callee.type !== 'MemberExpression') return false;
  const { object, property } = value.callee;
  if (object.type !== 'Identifier' || !isChainMethod(property)) return false;
  const variable = findVariable(sourceCode.getScope(value), object);
  return variable?.references.some((each) => each.isRead() && each.identifier !== object) === true;
}

function isChainMethod(name: TSESTree.Node): boolean {
  return name.type === 'Identifier' && /^(?:then|catch|finally)$/.test(name.name);
}

const DECIDED_BY_OTHERS =
  /^(?:when[A-Z]|wait(?:For|Until)[A-Z]|show\w*(?:Box|Dialog|Message|Modal|Pick|Prompt)$)/;

/** A file without imports and exports is a script to TypeScript, whatever ESLint says. */
function isModuleWithAwait({ value }: LostPromise, typed: TypedProgram): boolean {
  const source = value.getSourceFile();
  const isCommonJs = /\.c[jt]s$/.test(source.fileName);
  return typed.ts.isExternalModule(source) && !isCommonJs && allowsTopLevelAwait(source, typed);
}

interface Site {
  readonly lost: LostPromise;
  readonly value: TSESTree.Expression;
  /** The value with the assertions and the optional chain around it. */
  readonly whole: TSESTree.Expression;
  readonly isAwaitable: boolean;
  readonly file: RepairedFile;
}

function present(handlings: readonly (Handling | undefined)[]): readonly Handling[] {
  return handlings.filter((each) => each !== undefined);
}

function offer(
  kind: HandlingKind,
  repair: Repair | undefined,
  proven = false,
): Handling | undefined {
  return repair && { kind, repair, proven };
}

/** The expression with what is around it and has its value. */
export function wholeOf(value: TSESTree.Expression): TSESTree.Expression {
  let whole = value;
  for (;;) {
    const { parent } = whole;
    switch (parent.type) {
      case 'ChainExpression':
      case 'TSAsExpression':
      case 'TSNonNullExpression':
      case 'TSSatisfiesExpression':
      case 'TSTypeAssertion':
        whole = parent;
        break;
      default:
        return whole;
    }
  }
}

// Waiting for it

function waiting(site: Site): (Handling | undefined)[] {
  const { lost, isAwaitable } = site;
  if (lost.how === 'voided') return isAwaitable ? [offer('await', instead(site))] : [];
  const repair = awaitedHere(site);
  if (!repair) return [];
  const kind = lost.isCollection ? 'awaitAll' : 'await';
  return isAwaitable ? [offer(kind, repair, isProven(site))] : [inAsync(repair, site)];
}

function awaitedHere({ lost, value, whole, file }: Site): Repair | undefined {
  const { services, sourceCode, typed } = file;
  if (!lost.isCollection) return awaited(whole, sourceCode);
  const type = services.getTypeAtLocation(value);
  // The elements of a map are pairs, and what held a set would hold an array.
  const isStatement = whole.parent.type === 'ExpressionStatement';
  const isSet = /^(?:Readonly)?Set$/.test(type.getSymbol()?.name ?? '');
  return isArray(type, typed) || (isSet && isStatement) ? awaitedAll(whole, sourceCode) : undefined;
}

/** `void p` → `await p`. */
function instead({ whole, file: { sourceCode } }: Site): Repair | undefined {
  const operator = sourceCode.getFirstToken(whole.parent);
  if (whole.parent.type !== 'UnaryExpression' || operator?.value !== 'void') return undefined;
  const { range } = operator;
  return { site: whole, needs: [], released: [], edits: () => [{ range, text: 'await' }] };
}

/** `const x = f()` → `const x = await f()`, where nothing says that `x` is a promise. */
function waitingInVariable(site: Site): (Handling | undefined)[] {
  const { parent } = site.whole;
  const isTyped = parent.type === 'VariableDeclarator' && parent.id.typeAnnotation !== undefined;
  const isWhole = parent.type === 'VariableDeclarator' && parent.init === site.whole;
  return isTyped || !isWhole ? [] : waiting(site);
}

/** Whether nothing can tell the difference but who waits for the promise, or sees it fail. */
function isProven(site: Site): boolean {
  const { lost, whole, file } = site;
  const { typed, catalogue } = file;
  const { ts } = typed;
  const isStatement = whole.parent.type === 'ExpressionStatement';
  // What the promises of a collection wait for is not what its call does.
  if (!isStatement || !lost.isCertain || lost.isCollection) return false;
  if (lost.how !== 'ignored' && lost.how !== 'chained') return false;
  const { value } = lost;
  if (!ts.isCallExpression(value) && !ts.isNewExpression(value)) return false;
  if (isInLoop(whole) || isListener(functionAround(whole), file)) return false;
  return waitsOnlyForItsOwn(value, typed, catalogue) && yieldPointAt(value, typed, catalogue).safe;
}

function isInLoop(node: TSESTree.Node): boolean {
  const fn = functionAround(node);
  for (let outer = node.parent; outer && outer !== fn; outer = outer.parent) {
    switch (outer.type) {
      case 'DoWhileStatement':
      case 'ForInStatement':
      case 'ForOfStatement':
      case 'ForStatement':
      case 'WhileStatement':
        return true;
      default:
    }
  }
  return false;
}

/** Whether the function is handed to a timer or an emitter, which may call it again meanwhile. */
function isListener(
  fn: FunctionNode | undefined,
  { services, typed, catalogue }: RepairedFile,
): boolean {
  if (!fn || (fn.parent.type !== 'CallExpression' && fn.parent.type !== 'NewExpression'))
    return false;
  if (fn.parent.callee === fn) return false;
  const call = services.esTreeNodeToTSNodeMap.get(fn.parent);
  if (!typed.ts.isCallExpression(call) && !typed.ts.isNewExpression(call)) return false;
  const { when } = runOfArgument(call, services.esTreeNodeToTSNodeMap.get(fn), typed, catalogue);
  return when === 'timer' || when === 'event';
}

/** `await` in a function that becomes async: one of the file whose calls are all known, or a callback that may be. */
function inAsync(inner: Repair, { whole, file }: Site): Handling | undefined {
  const { services, sourceCode } = file;
  const fn = functionAround(whole);
  if (!fn) return undefined;
  const known = makeAsync([inner], inner.site, sourceCode, {
    returns: (each) => returnedBy(each, file),
    isSame: (use, declared) =>
      services.getSymbolAtLocation(use) === services.getSymbolAtLocation(declared),
  });
  if (known) return offer('makeAsync', known);
  const keyword = mayReturnPromise(fn, file) ? asyncKeyword(fn, sourceCode) : undefined;
  return keyword && offer('makeAsync', combined(inner.site, [inner], keyword));
}

function returnedBy(fn: FunctionNode, { services, typed }: RepairedFile): Thenability {
  const node = services.esTreeNodeToTSNodeMap.get(fn);
  const [signature] = typed.checker.getTypeAtLocation(node).getCallSignatures();
  return signature ? thenabilityOfType(signature.getReturnType(), node, typed) : 'unknown';
}

/** Whether whoever takes the callback `fn` expects that it may return a promise. */
function mayReturnPromise(fn: FunctionNode, file: RepairedFile): boolean {
  const { services, typed } = file;
  const { checker } = typed;
  if (fn.type === 'FunctionDeclaration' || fn.returnType || callsBack(fn, file)) return false;
  const node = services.esTreeNodeToTSNodeMap.get(fn) as ts.Expression;
  const expected = checker.getContextualType(node);
  if (!expected) return false;
  const signatures = checker.getNonNullableType(expected).getCallSignatures();
  return (
    signatures.length > 0 &&
    signatures.every((each) => thenabilityOfType(each.getReturnType(), node, typed) !== 'never')
  );
}

/**
 * `test('…', (t, done) => …)`: it says by a call when it is done. Test runners refuse a function that
 * returns a promise as well. A `next` hands on to somebody else.
 */
function callsBack({ params }: FunctionNode, { services }: RepairedFile): boolean {
  const last = params.at(-1);
  return (
    last?.type === 'Identifier' &&
    last.name !== 'next' &&
    // In JavaScript it has no type.
    (/^(?:done|cb|callback)$/.test(last.name) ||
      services.getTypeAtLocation(last).getCallSignatures().length > 0)
  );
}

// Other forms of waiting

/** `return p;` at the end of a function that returns nothing else. */
function returned(site: Site): Handling | undefined {
  const { lost, whole, file } = site;
  const { sourceCode } = file;
  const statement = whole.parent;
  const fn = functionAround(whole);
  if (statement.type !== 'ExpressionStatement' || !fn || lost.isCollection) return undefined;
  if (fn.body.type !== 'BlockStatement' || fn.body.body.at(-1) !== statement) return undefined;
  if (fn.async || fn.generator || holds(fn.body, ['ReturnStatement'], sourceCode)) return undefined;
  const isAskedFor = mayReturnPromise(fn, file) && fits(whole, fn, file);
  if (!isAskedFor && (!isFreeToReturn(fn) || callsBack(fn, file))) return undefined;
  const edits = [insertion(statement.range[0], 'return ')];
  const repair: Repair = { site: whole, needs: [], released: [], edits: () => edits };
  return { kind: 'return', repair, proven: false, isPassedOn: !isAskedFor };
}

/** Whether the value is of a type that the callback `fn` may return. What `then` returns follows its callback. */
function fits(
  value: TSESTree.Expression,
  fn: FunctionNode,
  { services, typed }: RepairedFile,
): boolean {
  const { checker, ts } = typed;
  const { esTreeNodeToTSNodeMap: nodes } = services;
  const taker = nodes.get(fn).parent;
  if (ts.isCallExpression(taker) && promiseCallOf(taker, typed)?.kind === 'chain') return true;
  const expected = checker.getContextualType(nodes.get(fn) as ts.Expression);
  const signatures = expected ? checker.getNonNullableType(expected).getCallSignatures() : [];
  const type = services.getTypeAtLocation(value);
  return signatures.every((each) => checker.isTypeAssignableTo(type, each.getReturnType()));
}

/** A function whose type is what its body says, and that nobody outside asks for. */
function isFreeToReturn(fn: FunctionNode): boolean {
  if (fn.returnType) return false;
  if (fn.type === 'FunctionDeclaration') return true;
  const { parent } = fn;
  if (parent.type === 'MethodDefinition') {
    const { superClass, implements: promised } = parent.parent.parent;
    return parent.kind === 'method' && !superClass && promised.length === 0;
  }
  return parent.type === 'VariableDeclarator' && !parent.id.typeAnnotation;
}

/** Whether a node of one of these types belongs to the function around `node`. */
function holds(
  node: TSESTree.Node,
  types: readonly `${TSESTree.Node['type']}`[],
  sourceCode: SourceCode,
): boolean {
  return (
    types.includes(node.type) ||
    (!node.type.includes('Function') &&
      childrenOf(node, sourceCode).some((child) => holds(child, types, sourceCode)))
  );
}

/** `c && p;` → `if (c) await p;` */
function condition(site: Site): Handling | undefined {
  const { lost, whole, isAwaitable, file } = site;
  const { sourceCode } = file;
  const logical = whole.parent;
  if (!isAwaitable || logical.type !== 'LogicalExpression' || logical.operator !== '&&') {
    return undefined;
  }
  const statement = logical.parent;
  if (logical.right !== whole || statement.type !== 'ExpressionStatement') return undefined;
  if (!isInList(statement) || lost.isCollection || lost.how === 'voided') return undefined;
  const { left } = logical;
  if ([left, whole, logical].some((each) => isParenthesized(each, sourceCode))) return undefined;
  const between: Edit['range'] = [left.range[1], whole.range[0]];
  if (hasCommentWithin(between, sourceCode) || !isTight(whole)) return undefined;
  const edits: Edit[] = [insertion(left.range[0], 'if ('), { range: between, text: ') await ' }];
  return offer('condition', { site: whole, needs: [], released: [], edits: () => edits });
}

/** Whether the statement is one of a list, and not the body of an `if` or a loop. */
function isInList({ parent }: TSESTree.Statement): boolean {
  return (
    parent.type === 'BlockStatement' || parent.type === 'Program' || parent.type === 'SwitchCase'
  );
}

/** Whether an operator in front of it takes hold of all of it. */
function isTight({ type }: TSESTree.Node): boolean {
  switch (type) {
    case 'CallExpression':
    case 'ChainExpression':
    case 'Identifier':
    case 'ImportExpression':
    case 'MemberExpression':
    case 'NewExpression':
    case 'TaggedTemplateExpression':
    case 'TSNonNullExpression':
      return true;
    default:
      return false;
  }
}

const SUSPENDING = ['AwaitExpression', 'YieldExpression'] as const;

/** `for (const x of xs) f(x);` → `await Promise.all(xs.map((x) => f(x)));` */
function together(site: Site): Handling | undefined {
  const { lost, whole, isAwaitable, file } = site;
  const { sourceCode, services, typed } = file;
  const statement = whole.parent;
  if (statement.type !== 'ExpressionStatement' || lost.how === 'voided') return undefined;
  if (!isAwaitable || lost.isCollection || !isTight(whole)) return undefined;
  const { parent } = statement;
  const body = parent.type === 'BlockStatement' && parent.body.length === 1 ? parent : statement;
  const loop = body.parent;
  if (loop.type !== 'ForOfStatement' || loop.body !== body || loop.await) return undefined;
  const { left, right } = loop;
  const [declarator] = left.type === 'VariableDeclaration' ? left.declarations : [];
  if (!declarator || (left as TSESTree.VariableDeclaration).kind === 'var') return undefined;
  if (!isInList(loop) || !isGlobal('Promise', loop, sourceCode)) return undefined;
  if (!isArray(services.getTypeAtLocation(right), typed)) return undefined;
  if (hasCommentWithin(loop.range, sourceCode) || holds(whole, SUSPENDING, sourceCode))
    return undefined;
  const { esTreeNodeToTSNodeMap: nodes } = services;
  if (losesNarrowing([nodes.get(whole)], nodes.get(loop), typed)) return undefined;
  const list = isTight(right) || right.type === 'ArrayExpression';
  const receiver = list ? sourceCode.getText(right) : `(${sourceCode.getText(right)})`;
  if (right.type === 'NewExpression' || right.type === 'ChainExpression') return undefined;
  const call = sourceCode.getText(whole);
  const element = sourceCode.getText(declarator.id);
  const text = `await Promise.all(${receiver}.map((${element}) => ${call}));`;
  const edits: Edit[] = [{ range: loop.range, text }];
  return offer('together', { site: whole, needs: [], released: [], edits: () => edits });
}

function isArray(type: ts.Type, { checker }: TypedProgram): boolean {
  const members = type.isUnion() ? type.types : [type];
  return members.every((each) => checker.isArrayType(each) || checker.isTupleType(each));
}

/** `const x = p;` → `await p;`, where nothing reads `x`. */
function bare({ lost, whole, isAwaitable, file: { sourceCode } }: Site): Handling | undefined {
  const declarator = whole.parent;
  if (!isAwaitable || lost.how !== 'unread' || lost.isCollection) return undefined;
  if (declarator.type !== 'VariableDeclarator' || !isTight(whole)) return undefined;
  const declaration = declarator.parent;
  if (declaration.declarations.length !== 1 || !isInList(declaration)) return undefined;
  if (isParenthesized(whole, sourceCode) || isWritten(declarator, sourceCode)) return undefined;
  const range: Edit['range'] = [declaration.range[0], whole.range[0]];
  if (hasCommentWithin(range, sourceCode)) return undefined;
  const edits: Edit[] = [{ range, text: 'await ' }];
  return offer('bare', { site: whole, needs: [], released: [], edits: () => edits });
}

/** Whether the variable has any use besides, such as another assignment. */
function isWritten(declarator: TSESTree.VariableDeclarator, sourceCode: SourceCode): boolean {
  return sourceCode
    .getDeclaredVariables(declarator)
    .some(({ references }) => references.some((each) => each.init !== true));
}

/** `logs();` → `for await (const _ of logs());` */
function iterated({ whole, file: { sourceCode } }: Site): Handling | undefined {
  const statement = whole.parent;
  if (statement.type !== 'ExpressionStatement' || isParenthesized(whole, sourceCode)) {
    return undefined;
  }
  const isUsed = sourceCode.getTokens(whole).some(({ value }) => value === '_');
  const edits = [
    insertion(whole.range[0], `for await (const ${isUsed ? '_item' : '_'} of `),
    insertion(whole.range[1], sourceCode.getLastToken(statement)?.value === ';' ? ')' : ');'),
  ];
  return offer('iterate', { site: whole, needs: [], released: [], edits: () => edits });
}

// Not waiting for it

/** `.catch((error: unknown) => { console.error(error); })` behind the promise; at start-up, the process fails, too. */
function caught(site: Site): Handling | undefined {
  const { lost, value, whole, file } = site;
  const { sourceCode, typed } = file;
  if (lost.isCollection || !isGlobal('console', whole, sourceCode) || !hasConsole(typed)) {
    return undefined;
  }
  const isReceiver = isTight(value) && value.type !== 'NewExpression';
  const isCalledNew =
    value.type === 'NewExpression' && sourceCode.getLastToken(value)?.value === ')';
  if (!isReceiver && !isCalledNew) return undefined;
  if (whole !== value && whole.type !== 'ChainExpression') return undefined;
  const access = accessTo(lost, typed);
  if (access === undefined) return undefined;
  const isTyped = /\.[cm]?tsx?$/.test(lost.value.getSourceFile().fileName);
  const parameter = isTyped ? '(error: unknown)' : '(error)';
  const failed = isStartup(site) ? ' process.exitCode = 1;' : '';
  const text = `${access}catch(${parameter} => { console.error(error);${failed} })`;
  return offer('catch', {
    site: whole,
    needs: [],
    released: [],
    edits: () => [insertion(value.range[1], text)],
  });
}

/**
 * `main();`: an unhandled rejection makes the process fail, and so must a `catch`. Only in a file that
 * is about the process, or imports modules of Node: a browser has none, whatever types are installed.
 */
function isStartup({ whole, file: { sourceCode, typed } }: Site): boolean {
  return (
    functionAround(whole) === undefined &&
    IN_NODE.test(sourceCode.text) &&
    isGlobal('process', whole, sourceCode) &&
    typed.program
      .getSourceFiles()
      .some(({ fileName }) => fileName.endsWith('/@types/node/process.d.ts'))
  );
}

const IN_NODE =
  /^#!|\bprocess\.(?!env\b)\w|(?:\bfrom\s*|\brequire\(\s*|\bimport\s*\(?\s*)['"](?:node:\w|(?:child_process|crypto|events|fs|https?|net|os|path|readline|stream|util)['"/])/;

/** How a member of the promise is reached; `undefined` where the value may be something else. */
function accessTo({ value, isCertain }: LostPromise, typed: TypedProgram): string | undefined {
  if (isCertain) return '.';
  const { ts, checker } = typed;
  const type = checker.getTypeAtLocation(value);
  // What `a?.f()` returns if there is an `a`: `.catch` becomes part of the chain.
  const declared = ts.isCallExpression(value)
    ? checker.getResolvedSignature(value)?.declaration
    : undefined;
  const own =
    declared && !ts.isJSDocSignature(declared) && checker.getSignatureFromDeclaration(declared);
  if (own && thenabilityOfType(own.getReturnType(), value, typed) === 'always') return '.';
  const present = checker.getNonNullableType(type);
  return thenabilityOfType(present, value, typed) === 'always' ? '?.' : undefined;
}

/** Whether the program has a `console`: the types of browsers or of Node. */
function hasConsole({ program }: TypedProgram): boolean {
  let known = consoles.get(program);
  if (known === undefined) {
    known = program
      .getSourceFiles()
      .some(({ fileName }) =>
        /\/(?:lib\.(?:dom|webworker)|@types\/node\/\w+)\.d\.ts$/.test(fileName),
      );
    consoles.set(program, known);
  }
  return known;
}

const consoles = new WeakMap<ts.Program, boolean>();

/** `void p`. */
function prefixed({ whole, file: { sourceCode } }: Site): Handling | undefined {
  const [start, end] = whole.range;
  const { before, after } = frameFor(whole, 'void ', 'await', sourceCode);
  const isOne = isTight(whole) || whole.type === 'ArrayExpression';
  const [open, close] = isOne ? ['', ''] : ['(', ')'];
  const edits = [insertion(start, `${before}void ${open}`), insertion(end, `${close}${after}`)];
  return offer('void', { site: whole, needs: [], released: [], edits: () => edits });
}
