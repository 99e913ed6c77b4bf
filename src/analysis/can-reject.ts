import type ts from 'typescript';

import type { Rows } from '../catalogue/catalogue.ts';
import type { Row } from '../catalogue/row.ts';
import { isFunctionWithBody, isAsync } from './async-context.ts';
import type { Body, Call, Callee } from './callee.ts';
import {
  calleeOf,
  calledExpression,
  functionOf,
  isOutsideTheProgram,
  withoutWrappers,
} from './callee.ts';
import { isPrimitive, valueSymbol } from './concurrency/private-object.ts';
import {
  isAssignmentOperator,
  isBinding,
  isPropertyReassigned,
  nameText,
} from './declared-names.ts';
import { knownRow, knownRowOfValue } from './known-row.ts';
import { isCaught, mayBeNullish, typeMayBeNullish } from './nullish.ts';
import { promiseCallOf, resolversOf } from './promise-call.ts';
import { identifiersNamed } from './references.ts';
import { oncePerProgram } from './once-per-program.ts';
import {
  elementThenability,
  elementTypesOf,
  thenabilityOf,
  thenabilityOfType,
} from './thenable.ts';
import { membersOf } from './union-members.ts';
import type { TypedProgram } from './typescript.ts';

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

  /** A declared variable or parameter: its initializer, and the pattern that takes its value apart. */
  function bindingThrows(
    node: ts.ParameterDeclaration | ts.VariableDeclaration | ts.BindingElement,
  ): boolean {
    return (
      (node.initializer !== undefined && throws(node.initializer)) ||
      (!ts.isIdentifier(node.name) && patternThrows(node.name))
    );
  }

  function patternThrows(pattern: ts.BindingPattern): boolean {
    const { parent } = pattern;
    if (isLenient || (ts.isVariableDeclaration(parent) && ts.isCatchClause(parent.parent))) {
      return pattern.elements.some((each) => isBinding(each, ts) && bindingThrows(each));
    }
    const source = ts.isVariableDeclaration(parent) ? parent.initializer : undefined;
    const type = checker.getTypeAtLocation(pattern);
    if (ts.isArrayBindingPattern(pattern)) {
      if (source ? iterationThrows(source) : !isBuiltInIterable(type)) return true;
      return pattern.elements.some((each) => isBinding(each, ts) && bindingThrows(each));
    }
    if (source ? mayBeNullish(source, typed) : typeMayBeNullish(type, typed)) return true;
    return pattern.elements.some((each) => {
      const { propertyName } = each;
      const isComputed = propertyName !== undefined && ts.isComputedPropertyName(propertyName);
      if (isComputed && nameThrows(propertyName)) return true;
      if (!each.dotDotDotToken && accessorThrows(propertyOf(type, each), each)) return true;
      return bindingThrows(each);
    });
  }

  function propertyOf(type: ts.Type, element: ts.BindingElement): ts.Symbol | undefined {
    const name = nameText(element.propertyName ?? element.name, ts);
    return name === undefined ? undefined : checker.getPropertyOfType(type, name);
  }

  function constructionThrows(node: ts.ClassLikeDeclaration): boolean {
    const fields = node.members.some(
      (member) =>
        ts.isPropertyDeclaration(member) &&
        member.initializer !== undefined &&
        !isStatic(member) &&
        throws(member.initializer),
    );
    if (fields) return true;
    const constructor = node.members.find(
      (each): each is ts.ConstructorDeclaration =>
        ts.isConstructorDeclaration(each) && each.body !== undefined,
    );
    if (constructor) return bodyThrows(constructor as Body);
    return baseThrows(node);
  }

  /** Whether `super(…)` of a class throws; `false` of one that extends nothing. */
  function baseThrows(node: ts.Node | undefined): boolean {
    if (!node || !ts.isClassLike(node)) return true;
    const base = extendedBy(node);
    if (!base) return false;
    const callee = functionOf(base, typed);
    return functionThrows(callee, knownRowOfValue(base, typed, catalogue, callee), []);
  }

  function isStatic(member: ts.ClassElement): boolean {
    return (
      ts.canHaveModifiers(member) &&
      member.modifiers?.some((each) => each.kind === SyntaxKind.StaticKeyword) === true
    );
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

  // What is evaluated

  function throws(node: ts.Node): boolean {
    switch (node.kind) {
      case SyntaxKind.Identifier:
      case SyntaxKind.PrivateIdentifier:
      case SyntaxKind.ThisKeyword:
      case SyntaxKind.SuperKeyword:
      case SyntaxKind.NullKeyword:
      case SyntaxKind.TrueKeyword:
      case SyntaxKind.FalseKeyword:
      case SyntaxKind.NumericLiteral:
      case SyntaxKind.BigIntLiteral:
      case SyntaxKind.StringLiteral:
      case SyntaxKind.NoSubstitutionTemplateLiteral:
      case SyntaxKind.RegularExpressionLiteral:
      case SyntaxKind.MetaProperty:
      case SyntaxKind.OmittedExpression:
      case SyntaxKind.ArrowFunction:
      case SyntaxKind.FunctionExpression:
      case SyntaxKind.FunctionDeclaration:
      case SyntaxKind.InterfaceDeclaration:
      case SyntaxKind.TypeAliasDeclaration:
      case SyntaxKind.BreakStatement:
      case SyntaxKind.ContinueStatement:
      case SyntaxKind.EmptyStatement:
      case SyntaxKind.DebuggerStatement:
        return false;
      // Of these, only the parts can throw.
      case SyntaxKind.Block:
      case SyntaxKind.ExpressionStatement:
      case SyntaxKind.IfStatement:
      case SyntaxKind.DoStatement:
      case SyntaxKind.WhileStatement:
      case SyntaxKind.ForStatement:
      case SyntaxKind.ReturnStatement:
      case SyntaxKind.SwitchStatement:
      case SyntaxKind.CaseBlock:
      case SyntaxKind.CaseClause:
      case SyntaxKind.DefaultClause:
      case SyntaxKind.LabeledStatement:
      case SyntaxKind.ParenthesizedExpression:
      case SyntaxKind.TypeOfExpression:
      case SyntaxKind.VoidExpression:
        return partsThrow(node);
    }
    if (ts.isTryStatement(node)) {
      const { tryBlock, catchClause, finallyBlock } = node;
      const inner = catchClause
        ? (catchClause.variableDeclaration !== undefined &&
            bindingThrows(catchClause.variableDeclaration)) ||
          handling.throws(catchClause.block)
        : throws(tryBlock);
      return inner || (finallyBlock !== undefined && throws(finallyBlock));
    }
    if (ts.isVariableStatement(node)) return declarationsThrow(node.declarationList);
    if (ts.isVariableDeclarationList(node)) return declarationsThrow(node);
    if (ts.isVariableDeclaration(node)) return bindingThrows(node);
    if (ts.isConditionalExpression(node)) {
      return throws(node.condition) || throws(node.whenTrue) || throws(node.whenFalse);
    }
    if (ts.isForInStatement(node)) {
      return targetThrows(node.initializer) || throws(node.expression) || throws(node.statement);
    }
    if (ts.isForOfStatement(node)) {
      return (
        node.awaitModifier !== undefined ||
        throws(node.expression) ||
        iterationThrows(node.expression) ||
        targetThrows(node.initializer) ||
        throws(node.statement)
      );
    }
    if (ts.isAwaitExpression(node)) return throws(node.expression) || rejects(node.expression);
    if (isWrapper(node)) return throws(node.expression);
    if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
      return accessThrows(node);
    }
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) return callThrows(node);
    if (ts.isTaggedTemplateExpression(node)) return callThrows(node);
    if (ts.isTemplateExpression(node)) {
      return node.templateSpans.some(
        ({ expression }) => throws(expression) || conversionThrows(expression),
      );
    }
    if (ts.isBinaryExpression(node)) return operationThrows(node);
    if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
      return unaryThrows(node);
    }
    if (ts.isDeleteExpression(node)) return throws(node.expression);
    if (ts.isArrayLiteralExpression(node)) return argumentsThrow(node.elements);
    if (ts.isObjectLiteralExpression(node)) return node.properties.some(memberThrows);
    if (ts.isClassLike(node)) return classDefinitionThrows(node);
    return true; // `throw`, `yield`, `import()`, JSX, `with`, and what is not known.
  }

  function partsThrow(node: ts.Node): boolean {
    return ts.forEachChild(node, throws) ?? false;
  }

  function declarationsThrow(node: ts.VariableDeclarationList): boolean {
    const { Using, AwaitUsing, BlockScoped } = ts.NodeFlags;
    const kind = node.flags & BlockScoped;
    return (
      kind === Using || // They call a dispose method.
      kind === AwaitUsing ||
      node.declarations.some((each) => bindingThrows(each))
    );
  }

  /** `for (x of …)`, `for (const x of …)`, the left side of an assignment. */
  function targetThrows(target: ts.Node): boolean {
    if (ts.isVariableDeclarationList(target)) return declarationsThrow(target);
    const inner = ts.isExpression(target) ? withoutWrappers(target, ts) : target;
    if (ts.isArrayLiteralExpression(inner)) {
      return inner.elements.some((each) =>
        ts.isOmittedExpression(each) ? false : elementTargetThrows(each),
      );
    }
    if (ts.isObjectLiteralExpression(inner)) {
      return inner.properties.some((each) => {
        if (ts.isShorthandPropertyAssignment(each)) {
          return (
            each.objectAssignmentInitializer !== undefined &&
            throws(each.objectAssignmentInitializer)
          );
        }
        if (ts.isSpreadAssignment(each)) return targetThrows(each.expression);
        return (
          !ts.isPropertyAssignment(each) ||
          nameThrows(each.name) ||
          elementTargetThrows(each.initializer)
        );
      });
    }
    if (ts.isIdentifier(inner)) return false;
    return throws(inner);
  }

  function elementTargetThrows(element: ts.Expression): boolean {
    if (ts.isSpreadElement(element)) return targetThrows(element.expression);
    if (ts.isBinaryExpression(element) && element.operatorToken.kind === SyntaxKind.EqualsToken) {
      return throws(element.right) || elementTargetThrows(element.left);
    }
    // A nested pattern takes apart what may be missing.
    return (
      ts.isArrayLiteralExpression(element) ||
      ts.isObjectLiteralExpression(element) ||
      targetThrows(element)
    );
  }

  function isWrapper(
    node: ts.Node,
  ): node is
    | ts.AsExpression
    | ts.NonNullExpression
    | ts.SatisfiesExpression
    | ts.TypeAssertion
    | ts.ExpressionWithTypeArguments {
    return (
      ts.isAsExpression(node) ||
      ts.isNonNullExpression(node) ||
      ts.isSatisfiesExpression(node) ||
      ts.isTypeAssertionExpression(node) ||
      ts.isExpressionWithTypeArguments(node)
    );
  }

  // Objects

  function accessThrows(node: ts.PropertyAccessExpression | ts.ElementAccessExpression): boolean {
    if (throws(node.expression)) return true;
    if (ts.isElementAccessExpression(node)) {
      const key = node.argumentExpression;
      if (throws(key)) return true;
      if (!isLenient && !isPrimitive(checker.getTypeAtLocation(key), typed)) return true;
    }
    if (isLenient) return false;
    // Of `a?.b().c`, nothing is evaluated where `a` is missing.
    if (!ts.isOptionalChain(node) && mayBeNullish(node.expression, typed)) return true;
    const property = ts.isPropertyAccessExpression(node)
      ? checker.getSymbolAtLocation(node.name)
      : ts.isStringLiteralLike(node.argumentExpression)
        ? checker.getPropertyOfType(
            checker.getTypeAtLocation(node.expression),
            node.argumentExpression.text,
          )
        : undefined;
    return accessorThrows(property, node);
  }

  /** Whether the accessor of the program behind a property throws; those of libraries do not. */
  function accessorThrows(
    property: ts.Symbol | undefined,
    node: ts.PropertyAccessExpression | ts.ElementAccessExpression | ts.BindingElement,
  ): boolean {
    const isAccessor = property?.declarations?.some(
      (each) => ts.isAccessor(each) && !isOutsideTheProgram(each, typed),
    );
    if (isAccessor !== true) return false;
    const callee = calleeOf(node, typed);
    return callee.kind !== 'body' || bodyThrows(callee.body);
  }

  function memberThrows(member: ts.ObjectLiteralElementLike): boolean {
    if (ts.isSpreadAssignment(member)) {
      return throws(member.expression) || copyThrows(member.expression);
    }
    if (ts.isShorthandPropertyAssignment(member)) return false;
    if (nameThrows(member.name)) return true;
    return ts.isPropertyAssignment(member) && throws(member.initializer);
  }

  /** `{ ...value }` reads every property; `null` and `undefined` have none. */
  function copyThrows(value: ts.Expression): boolean {
    return checker
      .getTypeAtLocation(value)
      .getProperties()
      .some((property) =>
        property.declarations?.some(
          (each) => ts.isGetAccessor(each) && ts.isObjectLiteralExpression(each.parent),
        ),
      );
  }

  function nameThrows(name: ts.Node): boolean {
    return (
      ts.isComputedPropertyName(name) &&
      (throws(name.expression) || !isPrimitive(checker.getTypeAtLocation(name.expression), typed))
    );
  }

  function classDefinitionThrows(node: ts.ClassLikeDeclaration): boolean {
    const isPlain = node.members.every(
      (member) =>
        !(ts.canHaveDecorators(member) && ts.getDecorators(member)?.length) &&
        !ts.isClassStaticBlockDeclaration(member) &&
        !(ts.isPropertyDeclaration(member) && isStatic(member) && member.initializer) &&
        !(member.name && ts.isComputedPropertyName(member.name)),
    );
    const base = extendedBy(node);
    return (
      !isPlain ||
      (ts.getDecorators(node)?.length ?? 0) > 0 ||
      (base !== undefined && (throws(base) || !isClassValue(base)))
    );
  }

  function extendedBy(node: ts.ClassLikeDeclaration): ts.Expression | undefined {
    const heritage = node.heritageClauses?.find((each) => each.token === SyntaxKind.ExtendsKeyword);
    return heritage?.types[0]?.expression;
  }

  // Collections

  function argumentsThrow(given: readonly ts.Expression[]): boolean {
    return given.some((each) =>
      ts.isSpreadElement(each)
        ? throws(each.expression) || iterationThrows(each.expression)
        : throws(each),
    );
  }

  function iterationThrows(value: ts.Expression): boolean {
    if (isLenient || ts.isArrayLiteralExpression(value)) return false;
    return mayBeNullish(value, typed) || !isBuiltInIterable(checker.getTypeAtLocation(value));
  }

  function isBuiltInIterable(type: ts.Type): boolean {
    const bound = checker.getBaseConstraintOfType(type) ?? type;
    const members = membersOf(bound);
    return members.every((each) => {
      if ((each.flags & TypeFlags.StringLike) !== 0) return true;
      if (checker.isArrayType(each) || checker.isTupleType(each)) return true;
      const symbol = each.getSymbol();
      const declaration = symbol?.declarations?.[0];
      return (
        declaration !== undefined &&
        ITERABLES.has(symbol?.name ?? '') &&
        isOutsideTheProgram(declaration, typed)
      );
    });
  }

  // Operators

  function operationThrows(node: ts.BinaryExpression): boolean {
    const { left, right } = node;
    const operator = node.operatorToken.kind;
    if (isAssignmentOperator(operator, ts)) return assignmentThrows(node);
    if (throws(left) || throws(right)) return true;
    if (isLenient) return false;
    switch (operator) {
      case SyntaxKind.CommaToken:
      case SyntaxKind.AmpersandAmpersandToken:
      case SyntaxKind.BarBarToken:
      case SyntaxKind.QuestionQuestionToken:
      case SyntaxKind.EqualsEqualsEqualsToken:
      case SyntaxKind.ExclamationEqualsEqualsToken:
        return false;
      case SyntaxKind.EqualsEqualsToken:
      case SyntaxKind.ExclamationEqualsToken:
        // Only a comparison of an object with a primitive value converts the object.
        return ![left, right].some((each) => isNullLiteral(each)) && !arePlain(left, right);
      case SyntaxKind.InstanceOfKeyword:
        return !isClassValue(right);
      case SyntaxKind.InKeyword:
        return !isObject(checker.getTypeAtLocation(right)) || !isKey(left);
      case SyntaxKind.PlusToken:
      case SyntaxKind.LessThanToken:
      case SyntaxKind.LessThanEqualsToken:
      case SyntaxKind.GreaterThanToken:
      case SyntaxKind.GreaterThanEqualsToken:
        return conversionThrows(left) || conversionThrows(right);
      default:
        return !areNumbers(left, right);
    }
  }

  function assignmentThrows(node: ts.BinaryExpression): boolean {
    const { left, right } = node;
    if (throws(right)) return true;
    const target = withoutWrappers(left, ts);
    if (isLenient) return throws(target);
    if (ts.isArrayLiteralExpression(target)) return iterationThrows(right) || targetThrows(target);
    if (ts.isObjectLiteralExpression(target)) {
      return mayBeNullish(right, typed) || targetThrows(target);
    }
    if (throws(target) || setsLength(target, right)) return true;
    switch (node.operatorToken.kind) {
      case SyntaxKind.EqualsToken:
      case SyntaxKind.AmpersandAmpersandEqualsToken:
      case SyntaxKind.BarBarEqualsToken:
      case SyntaxKind.QuestionQuestionEqualsToken:
        return false;
      case SyntaxKind.PlusEqualsToken:
        return conversionThrows(left) || conversionThrows(right);
      default:
        return !areNumbers(left, right);
    }
  }

  /** `xs.length = n` throws for what is no length. */
  function setsLength(target: ts.Expression, value: ts.Expression): boolean {
    return (
      ts.isPropertyAccessExpression(target) &&
      target.name.text === 'length' &&
      !ts.isNumericLiteral(value)
    );
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

  function unaryThrows(node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression): boolean {
    return (
      throws(node.operand) ||
      (!isLenient && node.operator !== SyntaxKind.ExclamationToken && !areNumbers(node.operand))
    );
  }

  function isNullLiteral(expression: ts.Expression): boolean {
    const { flags } = checker.getTypeAtLocation(expression);
    return (flags & (TypeFlags.Null | TypeFlags.Undefined)) !== 0;
  }

  function arePlain(...operands: readonly ts.Expression[]): boolean {
    return operands.every((each) => isPrimitive(checker.getTypeAtLocation(each), typed));
  }

  /** Arithmetic on anything else may throw: on bigints (division by zero) and on objects. */
  function areNumbers(...operands: readonly ts.Expression[]): boolean {
    return operands.every((each) => {
      const type = checker.getTypeAtLocation(each);
      const bound = checker.getBaseConstraintOfType(type) ?? type;
      const members = membersOf(bound);
      const { NumberLike, BooleanLike, StringLike } = TypeFlags;
      return members.every(
        (member) =>
          (member.flags & (NumberLike | BooleanLike | StringLike)) !== 0 ||
          isLibraryObject(member, /^Date$/),
      );
    });
  }

  function isClassValue(expression: ts.Expression): boolean {
    const type = checker.getTypeAtLocation(expression);
    return (
      (type.flags & TypeFlags.Object) !== 0 &&
      (type.getConstructSignatures().length > 0 || type.getCallSignatures().length > 0)
    );
  }

  function isObject(type: ts.Type): boolean {
    const bound = checker.getBaseConstraintOfType(type) ?? type;
    if (bound.isUnion()) return bound.types.every((each) => isObject(each));
    if (bound.isIntersection()) return bound.types.some((each) => isObject(each));
    return (bound.flags & (TypeFlags.Object | TypeFlags.NonPrimitive)) !== 0;
  }

  function isKey(expression: ts.Expression): boolean {
    return (
      ts.isPrivateIdentifier(expression) ||
      isPrimitive(checker.getTypeAtLocation(expression), typed)
    );
  }

  /** Whether making a text or number of a value may throw: symbols, objects of the program. */
  function conversionThrows(expression: ts.Expression): boolean {
    const value = withoutWrappers(expression, ts);
    if (isLenient || isCaught(value, typed)) return false;
    return typeConversionThrows(checker.getTypeAtLocation(value), 0);
  }

  function typeConversionThrows(type: ts.Type, depth: number): boolean {
    const bound = checker.getBaseConstraintOfType(type) ?? type;
    if (bound.isUnion()) return bound.types.some((each) => typeConversionThrows(each, depth));
    if ((bound.flags & TypeFlags.ESSymbolLike) !== 0) return true;
    if (isPrimitive(bound, typed)) return false;
    if (checker.isArrayType(bound) || checker.isTupleType(bound)) {
      const elements = checker.getTypeArguments(bound as ts.TypeReference);
      return depth > 3 || elements.some((each) => typeConversionThrows(each, depth + 1));
    }
    return !isLibraryObject(bound, CONVERTIBLE);
  }

  function isLibraryObject(type: ts.Type, name: RegExp): boolean {
    const symbol = type.getSymbol();
    const declaration = symbol?.declarations?.[0];
    return (
      declaration !== undefined &&
      name.test(symbol?.name ?? '') &&
      isOutsideTheProgram(declaration, typed)
    );
  }

  // Calls

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
    if (isResolver(inner) || isLogging(inner)) return false;
    if (inner.kind === SyntaxKind.SuperKeyword) {
      return baseThrows(ts.findAncestor(inner, (each) => ts.isClassLike(each)));
    }
    const callee = calleeOf(call, typed);
    const row = knownRow(call, typed, catalogue, callee);
    if (callee.kind !== 'body' && row === undefined && answersOnly(call)) return false;
    return functionThrows(callee, row, given) || useThrows(callee, inner, given);
  }

  /**
   * Of a function that is not known: what is typed to return a promise rejects instead of throwing,
   * and a type predicate only looks.
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
      isDetached(value) ||
      functionThrows(callee, knownRowOfValue(value, typed, catalogue, callee), [])
    );
  }

  /** `resolve` and `reject` of an executor: calling them never throws. */
  function isResolver(called: ts.Expression): boolean {
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

  /** `this.ready`, a field that keeps the value of its initializer. */
  function fieldRejects(access: ts.PropertyAccessExpression): boolean {
    const [declaration, ...others] = checker.getSymbolAtLocation(access.name)?.declarations ?? [];
    return !(
      declaration &&
      others.length === 0 &&
      ts.isPropertyDeclaration(declaration) &&
      declaration.initializer !== undefined &&
      !(declaration.initializer.pos <= access.pos && access.end <= declaration.initializer.end) &&
      !isOutsideTheProgram(declaration, typed) &&
      !isPropertyReassigned(declaration, typed) &&
      !rejects(declaration.initializer)
    );
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
      const type = checker.getTypeAtLocation(each);
      if (isPrimitive(type, typed)) return true;
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
    if (isDetached(value)) return true;
    if (isResolver(value) || isContinuation(value)) return false;
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

  /** `this.fail` or `logger.error` as a value: a method that is called without its object. */
  function isDetached(value: ts.Expression): boolean {
    const inner = withoutWrappers(value, ts);
    if (!ts.isPropertyAccessExpression(inner)) return false;
    const callee = functionOf(inner, typed);
    if (callee.kind === 'body') {
      return ts.isMethodDeclaration(callee.body) && mentionsThis(callee.body.body);
    }
    return (
      callee.kind === 'library' && callee.name.includes('.') && !FREE_METHODS.test(callee.name)
    );
  }

  function mentionsThis(node: ts.Node): boolean {
    return (
      ts.forEachChild(node, (child) => {
        if (child.kind === SyntaxKind.ThisKeyword || child.kind === SyntaxKind.SuperKeyword) {
          return true;
        }
        const isOwn = ts.isFunctionLike(child) && !ts.isArrowFunction(child);
        return !isOwn && mentionsThis(child);
      }) ?? false
    );
  }

  function combinationRejects(
    method: 'all' | 'allSettled' | 'any' | 'race',
    collection: ts.Expression | undefined,
  ): boolean {
    if (!collection) return true;
    const value = withoutWrappers(collection, ts);
    if (iterationThrows(value)) return true;
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

/** Names of types of loggers: those of pino, winston, bunyan, NestJS, libp2p, and `Debugger` of debug. */
const LOGGERS = /Logger|^Log$|^Debugger$/;
const LOG_LEVELS = /^(?:debug|error|fatal|info|log(?:[A-Z]\w*)?|silly|trace|verbose|warn|warning)$/;

/** Collections of the language whose iterators do not throw. */
const ITERABLES = new Set([
  'Set',
  'ReadonlySet',
  'Map',
  'ReadonlyMap',
  'ArrayIterator',
  'MapIterator',
  'SetIterator',
  'StringIterator',
  'RegExpStringIterator',
  'Uint8Array',
  'Buffer',
  'NodeListOf',
  'HTMLCollectionOf',
]);

/** Functions of the language that make a text or number of what they are given. */
const CONVERTING = /^(?:Date|Number|String|isFinite|isNaN|parseFloat|parseInt|\w*Error)$/;

/** Whether a row tells of work that often fails: on the disk, in another process, of what is read. */
function isKnownToFail(row: Row | undefined): boolean {
  return row !== undefined && (row.blocks !== undefined || PARSING.test(row.name));
}

const PARSING = /^(?:JSON\.parse|decodeURI(?:Component)?)$/;

/** Objects of libraries that have a text: `${error}`. */
const CONVERTIBLE = /^(?:Date|RegExp|URL|URLSearchParams|Buffer|\w*Error|ErrnoException)$/;

/** Methods that may be called without their object. */
const FREE_METHODS =
  /^(?:console\.)?Console\.|^(?:Math|JSON)\.|^(?:Array\.isArray|Date\.now|Object\.(?:entries|freeze|keys|values)|Number\.is\w+)$/;
