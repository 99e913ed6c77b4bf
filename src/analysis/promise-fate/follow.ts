import type ts from 'typescript';

import { isWrapper, withWrappers } from '../callee.ts';
import { isAsync } from '../modifiers.ts';
import { functionAround } from '../references.ts';
import { outcomesOfArgument } from './arguments.ts';
import { outcomesOfProperty } from './members.ts';
import {
  elementOf,
  goOn,
  items,
  memberOf,
  use,
  type Outcome,
  type Place,
  type Question,
  type Shape,
} from './place.ts';
import { conditionAt, isPresenceTest } from './condition.ts';
import { assignedTo, boundTo } from './targets.ts';
import { isPatternPart } from './variables.ts';

/** What the code around a place does with the value that has come there. */
export function outcomesAt(place: Place, question: Question): readonly Outcome[] {
  const { ts } = question.typed;
  const { at, shape } = place;
  const { parent } = at;

  if (isWrapper(parent, ts)) return [goOn(place, parent)];
  if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) {
    return parent.expression === at
      ? outcomesOfProperty(place, parent, question)
      : [use('misread', parent, place)];
  }
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) {
    return parent.expression === at
      ? [use('inspected', parent, place)]
      : outcomesOfArgument(place, at, shape, parent, question);
  }
  if (ts.isAwaitExpression(parent)) {
    return [use(shape.kind === 'promise' ? 'awaited' : 'misread', parent, place)];
  }
  if (ts.isReturnStatement(parent)) return returnedFrom(place, parent, question);
  if (ts.isArrowFunction(parent)) return returnedFrom(place, at, question);
  if (ts.isYieldExpression(parent)) return [use('yielded', parent, place)];
  if (ts.isVoidExpression(parent)) return [use('voided', parent, place)];
  if (ts.isTypeOfExpression(parent)) return [use('tested', parent, place)];
  if (ts.isBinaryExpression(parent)) return outcomesInBinary(place, parent, question);
  if (ts.isConditionalExpression(parent)) {
    return parent.condition === at ? [conditionAt(place, parent, question)] : [goOn(place, parent)];
  }
  if (ts.isPrefixUnaryExpression(parent)) {
    return parent.operator === ts.SyntaxKind.ExclamationToken
      ? [conditionAt(place, parent, question)]
      : [use('misread', parent, place)];
  }
  if (ts.isSpreadElement(parent)) return outcomesOfSpread(place, parent, question);
  if (ts.isArrayLiteralExpression(parent)) {
    return isPatternPart(at, ts)
      ? []
      : [goOn(place, parent, items(shape, indexIn(parent, at, ts)))];
  }
  if (ts.isTemplateSpan(parent)) {
    const template = parent.parent;
    return ts.isTaggedTemplateExpression(template.parent)
      ? [use('passed', template.parent, place)]
      : [use('misread', template, place)];
  }
  if (ts.isVariableDeclaration(parent) || ts.isParameter(parent) || ts.isBindingElement(parent)) {
    return boundTo(parent.name, place, question);
  }
  return outcomesInObject(place, question) ?? outcomesInStatement(place, question);
}

function outcomesInObject(place: Place, question: Question): readonly Outcome[] | undefined {
  const { ts } = question.typed;
  const { at, shape } = place;
  const { parent } = at;
  if (ts.isPropertyAssignment(parent)) {
    const { name } = parent;
    const key =
      ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name)
        ? name.text
        : undefined;
    return [goOn(place, parent.parent, { kind: 'member', of: shape, name: key, property: parent })];
  }
  if (ts.isShorthandPropertyAssignment(parent)) {
    // `({ a = p } = o)`
    if (parent.objectAssignmentInitializer === at) return assignedTo(parent.name, place, question);
    const name = parent.name.text;
    return [goOn(place, parent.parent, { kind: 'member', of: shape, name, property: parent })];
  }
  if (ts.isSpreadAssignment(parent)) {
    if (shape.kind === 'promise') return [use('misread', parent, place)];
    return shape.kind === 'member' ? [goOn(place, parent.parent)] : [use('stored', parent, place)];
  }
  return ts.isComputedPropertyName(parent) ? [use('misread', parent, place)] : undefined;
}

function outcomesInStatement(place: Place, question: Question): readonly Outcome[] {
  const { ts } = question.typed;
  const { at, shape } = place;
  const { parent } = at;
  if (ts.isExpressionStatement(parent)) return [use('discarded', parent, place)];
  if (ts.isIfStatement(parent) || ts.isWhileStatement(parent) || ts.isDoStatement(parent)) {
    return [conditionAt(place, at, question)];
  }
  if (ts.isForStatement(parent)) {
    return parent.condition === at
      ? [conditionAt(place, at, question)]
      : [use('discarded', at, place)];
  }
  if (ts.isForOfStatement(parent)) return outcomesInLoop(place, parent, question);
  if (ts.isForInStatement(parent)) {
    return [use(shape.kind === 'promise' ? 'misread' : 'inspected', at, place)];
  }
  if (ts.isSwitchStatement(parent) || ts.isCaseClause(parent)) return [use('misread', at, place)];
  if (ts.isThrowStatement(parent)) return [use('stored', parent, place)];
  if (ts.isDeleteExpression(parent) || ts.isPostfixUnaryExpression(parent)) {
    return [use('misread', parent, place)];
  }
  if (
    ts.isPropertyDeclaration(parent) ||
    ts.isExportAssignment(parent) ||
    ts.isExportSpecifier(parent)
  ) {
    return [use('stored', at, place)];
  }
  return [use('passed', at, place)]; // JSX, decorators, what the language will add.
}

function outcomesInLoop(
  place: Place,
  loop: ts.ForOfStatement,
  question: Question,
): readonly Outcome[] {
  const { ts } = question.typed;
  const element = elementOf(place.shape);
  if (!element) return [use(place.shape.kind === 'promise' ? 'misread' : 'stored', loop, place)];
  if (loop.awaitModifier && element.kind === 'promise') return [use('awaited', loop, place)];
  const { initializer } = loop;
  const inside = { ...place, shape: element };
  if (!ts.isVariableDeclarationList(initializer)) return assignedTo(initializer, inside, question);
  const [declaration] = initializer.declarations;
  return declaration ? boundTo(declaration.name, inside, question) : [];
}

function outcomesOfSpread(
  place: Place,
  spread: ts.SpreadElement,
  question: Question,
): readonly Outcome[] {
  const { ts } = question.typed;
  const element = elementOf(place.shape);
  const { parent } = spread;
  if (!element) return [use(memberOf(place.shape) ? 'stored' : 'misread', spread, place)];
  if (ts.isArrayLiteralExpression(parent)) return [goOn(place, parent, items(element))];
  return ts.isCallExpression(parent) || ts.isNewExpression(parent)
    ? outcomesOfArgument(place, spread, element, parent, question)
    : [use('passed', spread, place)];
}

/** Where an element stands in an array, unless something of unknown length stands before it. */
function indexIn(
  array: ts.ArrayLiteralExpression,
  element: ts.Expression,
  t: typeof ts,
): number | undefined {
  const index = array.elements.indexOf(element);
  return array.elements.slice(0, index).some((each) => t.isSpreadElement(each)) ? undefined : index;
}

function outcomesInBinary(
  place: Place,
  binary: ts.BinaryExpression,
  question: Question,
): readonly Outcome[] {
  const { ts, checker } = question.typed;
  const { SyntaxKind } = ts;
  const { at } = place;
  const { left, right, operatorToken } = binary;
  switch (operatorToken.kind) {
    case SyntaxKind.CommaToken:
      return right === at ? [goOn(place, binary)] : [use('discarded', at, place)];
    case SyntaxKind.AmpersandAmpersandToken:
      return right === at ? [goOn(place, binary)] : [conditionAt(place, binary, question)];
    case SyntaxKind.BarBarToken:
    case SyntaxKind.QuestionQuestionToken:
      return right === at
        ? [goOn(place, binary)]
        : [conditionAt(place, binary, question), goOn(place, binary)];
    case SyntaxKind.EqualsToken:
    case SyntaxKind.AmpersandAmpersandEqualsToken:
    case SyntaxKind.BarBarEqualsToken:
    case SyntaxKind.QuestionQuestionEqualsToken: {
      if (left === at) return [conditionAt(place, binary, question), ...onwards(place, binary, ts)];
      const further = onwards(place, binary, ts);
      const assigned = assignedTo(left, place, question);
      return further.length > 0 ? [...assigned.map(aside), ...further] : assigned;
    }
    case SyntaxKind.InstanceOfKeyword:
      return [use('tested', binary, place)];
    case SyntaxKind.InKeyword:
      return [use(right === at ? 'tested' : 'misread', binary, place)];
    case SyntaxKind.EqualsEqualsToken:
    case SyntaxKind.EqualsEqualsEqualsToken:
    case SyntaxKind.ExclamationEqualsToken:
    case SyntaxKind.ExclamationEqualsEqualsToken: {
      if (isPresenceTest(place, question)) {
        return [use('tested', binary, place)];
      }
      // Of the same kind: the question is which one it is, as in `current === started`.
      const other = checker.getTypeAtLocation(left === at ? right : left);
      const { Any, Unknown, Object, TypeParameter } = ts.TypeFlags;
      const isObject = (type: ts.Type): boolean =>
        type.isUnionOrIntersection()
          ? type.types.some(isObject)
          : (type.flags & (Any | Unknown | Object | TypeParameter)) !== 0;
      return [use(isObject(other) ? 'tested' : 'misread', binary, place)];
    }
    default:
      return [use('misread', binary, place)];
  }
}

function aside(outcome: Outcome): Outcome {
  return outcome.to === 'variable'
    ? { ...outcome, variable: { ...outcome.variable, isAside: true } }
    : outcome;
}

/** The value of an assignment, where somebody reads that. */
function onwards(place: Place, assignment: ts.BinaryExpression, t: typeof ts): readonly Outcome[] {
  const outer = withWrappers(assignment, t);
  const { parent } = outer;
  const isUnread =
    t.isExpressionStatement(parent) ||
    t.isVoidExpression(parent) ||
    (t.isForStatement(parent) && parent.condition !== outer) ||
    (t.isBinaryExpression(parent) &&
      parent.operatorToken.kind === t.SyntaxKind.CommaToken &&
      parent.left === outer) ||
    isPatternPart(outer, t);
  return isUnread ? [] : [goOn(place, assignment)];
}

/** A function that the value has entered, being called in place, returns it to its caller. */
function returnedFrom(place: Place, node: ts.Node, question: Question): readonly Outcome[] {
  const { ts } = question.typed;
  const fn = functionAround(place.at, ts);
  if (!fn || !place.entered.has(fn)) return [use('returned', node, place)];
  const outer = withWrappers(fn, ts);
  const call = outer.parent;
  // What an async function returns is a promise of its own, which takes over the rejection.
  if (isAsync(fn, ts) || (!ts.isCallExpression(call) && !ts.isNewExpression(call))) {
    return [use('returned', node, place)];
  }
  return call.expression === outer
    ? [goOn(place, call)]
    : returnedToMethod(place, call, node, question);
}

function returnedToMethod(
  place: Place,
  call: ts.CallExpression | ts.NewExpression,
  node: ts.Node,
  question: Question,
): readonly Outcome[] {
  const { ts } = question.typed;
  const called = call.expression;
  if (!ts.isPropertyAccessExpression(called)) return [use('discarded', node, place)];
  switch (called.name.text) {
    case 'map':
    case 'from':
    case 'flatMap': {
      const isFlat = called.name.text === 'flatMap';
      const made: Shape = isFlat && elementOf(place.shape) ? place.shape : items(place.shape);
      return [goOn(place, call, made)];
    }
    case 'reduce':
    case 'reduceRight':
      return [goOn(place, call)];
    case 'forEach':
      return [use('discarded', node, place)];
    case 'filter':
    case 'some':
    case 'every':
    case 'find':
    case 'findLast':
    case 'findIndex':
    case 'findLastIndex':
      return [conditionAt(place, node, question)];
    default:
      return [use('returned', node, place)];
  }
}
