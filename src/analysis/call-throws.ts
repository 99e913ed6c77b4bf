import type ts from 'typescript';

import type { Rows } from '../catalogue/catalogue.ts';
import type { Row } from '../catalogue/row.ts';
import type { Body, Call, Callee } from './callee.ts';
import { calleeOf, functionOf, withoutWrappers } from './callee.ts';
import { isPrimitive } from './concurrency/private-object.ts';
import { nameText } from './declared-names.ts';
import type { Evaluation } from './evaluation-throws.ts';
import { extendedBy } from './evaluation-throws.ts';
import { knownRow, knownRowOfValue } from './known-row.ts';
import { mayBeNullish } from './nullish.ts';
import type { Operands } from './operand-throws.ts';
import { promiseCallOf } from './promise-call.ts';
import { thenabilityOf, thenabilityOfType } from './thenable.ts';
import type { TypedProgram } from './typescript.ts';
import { membersOf } from './union-members.ts';

/** What has to be known of the code around a call. */
export interface AroundCall extends Pick<Evaluation, 'throws' | 'argumentsThrow'> {
  /** Whether an error handler is judged: only what is known to fail does. */
  readonly isLenient: boolean;
  readonly operands: Operands;
  readonly bodyThrows: (body: Body) => boolean;
}

export interface Calling {
  /** Whether a call, with what is evaluated for it, may throw before it returns. */
  readonly callThrows: (call: Call) => boolean;
  /** Whether `super(…)` of a class throws; `false` of one that extends nothing. */
  readonly baseThrows: (node: ts.Node | undefined) => boolean;
}

export function callingOf(
  typed: TypedProgram,
  catalogue: Rows,
  { isLenient, operands, throws, argumentsThrow, bodyThrows }: AroundCall,
): Calling {
  const { ts, checker } = typed;
  const { SyntaxKind, TypeFlags } = ts;
  const { iterationThrows, conversionThrows, isNullLiteral, arePlain, areNumbers } = operands;
  return { callThrows, baseThrows };

  function callThrows(call: Call): boolean {
    if (ts.isTaggedTemplateExpression(call)) {
      const { template } = call;
      if (throws(call.tag)) return true;
      if (ts.isTemplateExpression(template)) {
        const given = template.templateSpans.map(({ expression }) => expression);
        if (argumentsThrow(given)) return true;
      }
      const callee = calleeOf(call, typed);
      return functionThrows(callee, knownRow(call, typed, catalogue, callee), []);
    }
    const given = call.arguments ?? [];
    const called = call.expression;
    if (called.kind === SyntaxKind.ImportKeyword) return argumentsThrow(given);
    const inner = withoutWrappers(called, ts);
    if (throws(inner) || argumentsThrow(given)) return true;
    if (isResolver(inner, typed) || isLogging(inner)) return false;
    if (inner.kind === SyntaxKind.SuperKeyword) {
      return baseThrows(ts.findAncestor(inner, (each) => ts.isClassLike(each)));
    }
    const callee = calleeOf(call, typed);
    const row = knownRow(call, typed, catalogue, callee);
    // Most rows are about something else than what is thrown.
    const isSilent = row === undefined || row.effects?.callsArguments !== true;
    if (callee.kind !== 'body' && isSilent && answersOnly(call)) return false;
    return functionThrows(callee, row, given) || useThrows(callee, inner, given);
  }

  /**
   * Of a function without a body: what is typed to return a promise rejects instead of throwing, and
   * a type predicate only looks.
   */
  function answersOnly(call: ts.CallExpression | ts.NewExpression): boolean {
    if (ts.isNewExpression(call)) return false;
    const declared = checker.getResolvedSignature(call)?.declaration;
    const type = declared && 'type' in declared ? declared.type : undefined;
    if (type && ts.isTypePredicateNode(type)) return type.assertsModifier === undefined;
    if (!ts.isOptionalChain(call)) return thenabilityOf(call, typed) === 'always';
    const result = checker.getNonNullableType(checker.getTypeAtLocation(call));
    return thenabilityOfType(result, call, typed) === 'always';
  }

  /** What calling a function with these arguments throws, apart from evaluating them. */
  function functionThrows(
    callee: Callee,
    row: Row | undefined,
    given: readonly ts.Expression[],
  ): boolean {
    if (callee.kind === 'body') return bodyThrows(callee.body);
    if (row?.promise?.rejects === 'never') return false;
    if (isLenient && !isKnownToFail(row)) return false;
    if (row?.throws !== 'never') return true;
    // `new Promise` and `Promise.try` reject with what their function throws.
    const catches = row.module === 'global' && /^Promise(?:\.try)?$/.test(row.name);
    return (
      !catches && row.effects?.callsArguments === true && given.some((each) => callbackThrows(each))
    );
  }

  /** What a function of the language does with what it is given: texts of objects, iterators. */
  function useThrows(
    callee: Callee,
    called: ts.Expression,
    [first, ...others]: readonly ts.Expression[],
  ): boolean {
    if (callee.kind !== 'library' || callee.module !== 'global') return false;
    const { name } = callee;
    if (!first) {
      const joins =
        /^(?:Readonly)?Array\.(?:join|sort|toSorted|toString)$/.test(name) &&
        ts.isPropertyAccessExpression(called);
      return joins && conversionThrows(called.expression);
    }
    if (/^(?:Readonly)?Array\.join$/.test(name)) {
      return ts.isPropertyAccessExpression(called) && conversionThrows(called.expression);
    }
    if (/^(?:Number\.(?:toFixed|toString)|String\.repeat)$/.test(name)) {
      const least = name === 'Number.toString' ? 2 : 0;
      const most = name === 'Number.toString' ? 36 : 100;
      return !ts.isNumericLiteral(first) || Number(first.text) < least || Number(first.text) > most;
    }
    if (name === 'AbortSignal.timeout') return !ts.isNumericLiteral(first);
    if (CONVERTING.test(name)) {
      return [first, ...others.filter(() => name === 'Date')].some((each) =>
        conversionThrows(each),
      );
    }
    if (/^(?:(?:Weak)?(?:Map|Set)|Array\.from)$/.test(name)) {
      return !isNullLiteral(first) && !isSized(first) && iterationThrows(first);
    }
    if (/^Object\.(?:entries|hasOwn|keys|values)$/.test(name)) return mayBeNullish(first, typed);
    return name === 'URLSearchParams' && !arePlain(first);
  }

  /** `Array.from({ length: 3 }, …)` */
  function isSized(value: ts.Expression): boolean {
    return (
      ts.isObjectLiteralExpression(value) &&
      value.properties.every(
        (each) =>
          ts.isPropertyAssignment(each) &&
          nameText(each.name, ts) === 'length' &&
          areNumbers(each.initializer),
      )
    );
  }

  /** A function among the arguments that is called before the call returns. */
  function callbackThrows(argument: ts.Expression): boolean {
    const value = ts.isSpreadElement(argument) ? argument.expression : argument;
    const type = checker.getTypeAtLocation(value);
    if (isPrimitive(type, typed)) return false;
    const members = membersOf(type);
    const isAny = (type.flags & (TypeFlags.Any | TypeFlags.Unknown)) !== 0;
    if (!isAny && !members.some((each) => each.getCallSignatures().length > 0)) return false;
    const callee = functionOf(value, typed);
    return (
      isDetached(value, typed) ||
      functionThrows(callee, knownRowOfValue(value, typed, catalogue, callee), [])
    );
  }

  /**
   * `this.logger.error`, `log` with a type of its own: by the name of the logger's type, and a
   * result that is no promise. A program whose logger throws has nobody left to tell.
   */
  function isLogging(called: ts.Expression): boolean {
    const isMethod = ts.isPropertyAccessExpression(called);
    if (isMethod && !LOG_LEVELS.test(called.name.text)) return false;
    const type = checker.getTypeAtLocation(isMethod ? called.expression : called);
    const { aliasSymbol, symbol } = checker.getNonNullableType(type) as ts.Type & {
      symbol?: ts.Symbol;
    };
    if (![aliasSymbol, symbol].some((each) => each && LOGGERS.test(each.name))) return false;
    const signatures = checker.getTypeAtLocation(called).getCallSignatures();
    return (
      signatures.length > 0 &&
      signatures.every(
        (each) =>
          thenabilityOfType(checker.getReturnTypeOfSignature(each), called, typed) === 'never',
      )
    );
  }

  function baseThrows(node: ts.Node | undefined): boolean {
    if (!node || !ts.isClassLike(node)) return true;
    const base = extendedBy(node, ts);
    if (!base) return false;
    const callee = functionOf(base, typed);
    return functionThrows(callee, knownRowOfValue(base, typed, catalogue, callee), []);
  }
}

/** `resolve` and `reject` of an executor: calling them never throws. */
export function isResolver(called: ts.Expression, typed: TypedProgram): boolean {
  const { ts, checker } = typed;
  if (!ts.isIdentifier(called)) return false;
  const declaration = checker.getSymbolAtLocation(called)?.declarations?.[0];
  if (!declaration || !ts.isParameter(declaration)) return false;
  const executor = declaration.parent;
  const { parent } = executor;
  return (
    (ts.isArrowFunction(executor) || ts.isFunctionExpression(executor)) &&
    ts.isNewExpression(parent) &&
    parent.arguments?.[0] === executor &&
    promiseCallOf(parent, typed)?.kind === 'executed'
  );
}

/** `this.fail` or `logger.error` as a value: a method that is called without its object. */
export function isDetached(value: ts.Expression, typed: TypedProgram): boolean {
  const { ts } = typed;
  const inner = withoutWrappers(value, ts);
  if (!ts.isPropertyAccessExpression(inner)) return false;
  const callee = functionOf(inner, typed);
  if (callee.kind === 'body') {
    return ts.isMethodDeclaration(callee.body) && mentionsThis(callee.body.body, ts);
  }
  return callee.kind === 'library' && callee.name.includes('.') && !FREE_METHODS.test(callee.name);
}

function mentionsThis(node: ts.Node, t: typeof ts): boolean {
  return (
    t.forEachChild(node, (child) => {
      if (child.kind === t.SyntaxKind.ThisKeyword || child.kind === t.SyntaxKind.SuperKeyword) {
        return true;
      }
      const isOwn = t.isFunctionLike(child) && !t.isArrowFunction(child);
      return !isOwn && mentionsThis(child, t);
    }) ?? false
  );
}

/** Methods that may be called without their object. */
const FREE_METHODS =
  /^(?:console\.)?Console\.|^(?:Math|JSON)\.|^(?:Array\.isArray|Date\.now|Object\.(?:entries|freeze|keys|values)|Number\.is\w+)$/;

/** Whether a row tells of work that often fails: on the disk, in another process, of what is read. */
export function isKnownToFail(row: Row | undefined): boolean {
  return row !== undefined && (row.blocks !== undefined || PARSING.test(row.name));
}

const PARSING = /^(?:JSON\.parse|decodeURI(?:Component)?)$/;

/** Names of types of loggers: those of pino, winston, bunyan, NestJS, libp2p, and `Debugger` of debug. */
const LOGGERS = /Logger|^Log$|^Debugger$/;
const LOG_LEVELS = /^(?:debug|error|fatal|info|log(?:[A-Z]\w*)?|silly|trace|verbose|warn|warning)$/;

/** Functions of the language that make a text or number of what they are given. */
const CONVERTING = /^(?:Date|Number|String|isFinite|isNaN|parseFloat|parseInt|\w*Error)$/;
