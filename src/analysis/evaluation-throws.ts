import type ts from 'typescript';

import type { Body, Call } from './callee.ts';
import { calleeOf, isCall, isOutsideTheProgram, isWrapper, withoutWrappers } from './callee.ts';
import { isPrimitiveValue } from './concurrency/private-object.ts';
import { isAssignmentOperator, isBinding, nameText } from './declared-names.ts';
import { isStatic } from './modifiers.ts';
import { mayBeNullish, typeMayBeNullish } from './nullish.ts';
import type { Operands } from './operand-throws.ts';
import type { TypedProgram } from './typescript.ts';

/** What has to be known of the code around an expression or statement. */
export interface AroundEvaluation {
  /** Whether an error handler is judged: it is taken to know what it does with values. */
  readonly isLenient: boolean;
  readonly operands: Operands;
  /** Whether what a `catch` clause does throws. */
  readonly catchThrows: (block: ts.Block) => boolean;
  readonly callThrows: (call: Call) => boolean;
  readonly bodyThrows: (body: Body) => boolean;
  /** Whether the value of an expression may be a promise that rejects. */
  readonly rejects: (expression: ts.Expression) => boolean;
}

export interface Evaluation {
  /** Whether evaluating an expression or statement may end with a `throw`; a rejected `await` is one. */
  readonly throws: (node: ts.Node) => boolean;
  /** A declared variable or parameter: its initializer, and the pattern that takes its value apart. */
  readonly bindingThrows: (
    node: ts.ParameterDeclaration | ts.VariableDeclaration | ts.BindingElement,
  ) => boolean;
  /** The elements of an array, the arguments of a call. */
  readonly argumentsThrow: (given: readonly ts.Expression[]) => boolean;
}

export function evaluationOf(
  typed: TypedProgram,
  { isLenient, operands, catchThrows, callThrows, bodyThrows, rejects }: AroundEvaluation,
): Evaluation {
  const { ts, checker } = typed;
  const { SyntaxKind } = ts;
  return { throws, bindingThrows, argumentsThrow };

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
          catchThrows(catchClause.block)
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
        operands.iterationThrows(node.expression) ||
        targetThrows(node.initializer) ||
        throws(node.statement)
      );
    }
    if (ts.isAwaitExpression(node)) return throws(node.expression) || rejects(node.expression);
    if (isWrapper(node, ts) || ts.isExpressionWithTypeArguments(node)) {
      return throws(node.expression);
    }
    if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
      return accessThrows(node);
    }
    if (isCall(node, ts)) return callThrows(node);
    if (ts.isTemplateExpression(node)) {
      return node.templateSpans.some(
        ({ expression }) => throws(expression) || operands.conversionThrows(expression),
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

  // Variables and patterns

  function declarationsThrow(node: ts.VariableDeclarationList): boolean {
    const { Using, AwaitUsing, BlockScoped } = ts.NodeFlags;
    const kind = node.flags & BlockScoped;
    return (
      kind === Using || // They call a dispose method.
      kind === AwaitUsing ||
      node.declarations.some((each) => bindingThrows(each))
    );
  }

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
      if (source ? operands.iterationThrows(source) : !operands.isBuiltInIterable(type)) {
        return true;
      }
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

  // Objects

  function accessThrows(node: ts.PropertyAccessExpression | ts.ElementAccessExpression): boolean {
    if (throws(node.expression)) return true;
    if (ts.isElementAccessExpression(node)) {
      const key = node.argumentExpression;
      if (throws(key)) return true;
      if (!isLenient && !isPrimitiveValue(key, typed)) return true;
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
      (throws(name.expression) || !isPrimitiveValue(name.expression, typed))
    );
  }

  function classDefinitionThrows(node: ts.ClassLikeDeclaration): boolean {
    const isPlain = node.members.every(
      (member) =>
        !(ts.canHaveDecorators(member) && ts.getDecorators(member)?.length) &&
        !ts.isClassStaticBlockDeclaration(member) &&
        !(ts.isPropertyDeclaration(member) && isStatic(member, ts) && member.initializer) &&
        !(member.name && ts.isComputedPropertyName(member.name)),
    );
    const base = extendedBy(node, ts);
    return (
      !isPlain ||
      (ts.getDecorators(node)?.length ?? 0) > 0 ||
      (base !== undefined && (throws(base) || !operands.isClassValue(base)))
    );
  }

  function argumentsThrow(given: readonly ts.Expression[]): boolean {
    return given.some((each) =>
      ts.isSpreadElement(each)
        ? throws(each.expression) || operands.iterationThrows(each.expression)
        : throws(each),
    );
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
        return (
          ![left, right].some((each) => operands.isNullLiteral(each)) &&
          !operands.arePlain(left, right)
        );
      case SyntaxKind.InstanceOfKeyword:
        return !operands.isClassValue(right);
      case SyntaxKind.InKeyword:
        return !operands.isObject(checker.getTypeAtLocation(right)) || !operands.isKey(left);
      case SyntaxKind.PlusToken:
      case SyntaxKind.LessThanToken:
      case SyntaxKind.LessThanEqualsToken:
      case SyntaxKind.GreaterThanToken:
      case SyntaxKind.GreaterThanEqualsToken:
        return operands.conversionThrows(left) || operands.conversionThrows(right);
      default:
        return !operands.areNumbers(left, right);
    }
  }

  function assignmentThrows(node: ts.BinaryExpression): boolean {
    const { left, right } = node;
    if (throws(right)) return true;
    const target = withoutWrappers(left, ts);
    if (isLenient) return throws(target);
    if (ts.isArrayLiteralExpression(target)) {
      return operands.iterationThrows(right) || targetThrows(target);
    }
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
        return operands.conversionThrows(left) || operands.conversionThrows(right);
      default:
        return !operands.areNumbers(left, right);
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

  function unaryThrows(node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression): boolean {
    return (
      throws(node.operand) ||
      (!isLenient &&
        node.operator !== SyntaxKind.ExclamationToken &&
        !operands.areNumbers(node.operand))
    );
  }
}

/** The expression after `extends`. */
export function extendedBy(node: ts.ClassLikeDeclaration, t: typeof ts): ts.Expression | undefined {
  const heritage = node.heritageClauses?.find((each) => each.token === t.SyntaxKind.ExtendsKeyword);
  return heritage?.types[0]?.expression;
}
