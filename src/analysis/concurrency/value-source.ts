import type ts from 'typescript';

import { calleeOf, withoutWrappers } from '../callee.ts';
import { stepsAfter, type Flow, type Step } from '../control-flow.ts';
import { isAssignmentOperator, isBinding, nameText } from '../declared-names.ts';
import { writesTo } from '../promise-fate/variables.ts';
import { functionAround } from '../references.ts';
import { keptAnswer } from '../kept/kept-answer.ts';
import { membersOf } from '../union-members.ts';
import type { TypedProgram } from '../typescript.ts';
import { locationOf, locationOfBinding, type Location } from './location.ts';
import { valueSymbol } from './private-object.ts';

/** Something that a value is, or is made from. */
export interface Source {
  /** The read, or the `await`, as it is a step of the flow. */
  readonly node: ts.Node;
  /** What is read there; `undefined` for an `await`. */
  readonly place: Location | undefined;
  /** The value is made from this and something else: `n + 1`. A copy, or a choice, is no such value. */
  readonly isPart: boolean;
  /** It comes back from a function that it was passed to and whose result is awaited: `await f(x)`. */
  readonly isPassed: boolean;
  /** The local variables that it came through, the last first. */
  readonly through: readonly ts.Identifier[];
}

/** How many local variables are followed, one through another. */
const MAX_HOPS = 6;

/** What `value`, an expression of the function with `flow`, is made from: reads and awaits, by data alone. */
export function sourcesOf(
  value: ts.Expression,
  flow: Flow,
  typed: TypedProgram,
): readonly Source[] {
  const { ts } = typed;
  const found: Source[] = [];
  collect(value, { isPart: false, isPassed: false, through: [], taken: [] });
  return found;

  function collect(expression: ts.Expression, how: How): void {
    const inner = withoutWrappers(expression, ts);
    if (ts.isIdentifier(inner) || isMember(inner) || inner.kind === ts.SyntaxKind.ThisKeyword) {
      collectRead(inner, how);
    } else if (ts.isAwaitExpression(inner)) {
      found.push({ node: inner, place: undefined, ...how });
      collect(inner.expression, { ...how, isPassed: true });
    } else if (ts.isBinaryExpression(inner)) {
      collectBinary(inner, how);
    } else if (ts.isConditionalExpression(inner)) {
      collect(inner.whenTrue, how);
      collect(inner.whenFalse, how);
    } else if (ts.isPrefixUnaryExpression(inner)) {
      if (!isStep(inner)) collect(inner.operand, part(how));
    } else if (ts.isTemplateExpression(inner)) {
      for (const { expression: each } of inner.templateSpans) collect(each, part(how));
    } else if (ts.isArrayLiteralExpression(inner)) {
      const only = inner.elements.length === 1;
      for (const each of inner.elements) collectElement(each, only ? how : part(how));
    } else if (ts.isObjectLiteralExpression(inner)) {
      collectObject(inner, how);
    } else if (ts.isCallExpression(inner) || ts.isNewExpression(inner)) {
      collectCall(inner, how);
    }
  }

  function collectRead(expression: ts.Expression, how: How): void {
    const place = locationOf(expression, typed);
    if (place) found.push({ node: expression, place, ...how });
    if (ts.isIdentifier(expression)) collectVariable(expression, how);
    else if (isMember(expression)) {
      const name = ts.isPropertyAccessExpression(expression)
        ? expression.name.text
        : nameText(expression.argumentExpression, ts);
      const taken = name === undefined ? [] : [name, ...how.taken];
      collect(expression.expression, { ...how, taken });
    }
  }

  function collectBinary(node: ts.BinaryExpression, how: How): void {
    const { kind } = node.operatorToken;
    const { SyntaxKind } = ts;
    if (kind === SyntaxKind.EqualsToken) collect(node.right, how);
    else if (isAssignmentOperator(kind, ts)) collect(node.right, part(how));
    else {
      const isChoice =
        kind === SyntaxKind.BarBarToken ||
        kind === SyntaxKind.AmpersandAmpersandToken ||
        kind === SyntaxKind.QuestionQuestionToken;
      // `seen = seen || (await look())` adds to a flag; other choices keep what they choose.
      const isFlag = kind === SyntaxKind.AmpersandAmpersandToken || isBoolean(node, typed);
      const next = isChoice && !isFlag ? how : part(how);
      collect(node.left, next);
      collect(node.right, next);
    }
  }

  function collectElement(element: ts.Expression, how: How): void {
    collect(ts.isSpreadElement(element) ? element.expression : element, how);
  }

  function collectObject(node: ts.ObjectLiteralExpression, how: How): void {
    const [name, ...taken] = how.taken;
    const own = node.properties.find(
      (each) => each.name && name !== undefined && nameText(each.name, ts) === name,
    );
    if (own) {
      if (ts.isPropertyAssignment(own)) collect(own.initializer, { ...how, taken });
      else if (ts.isShorthandPropertyAssignment(own)) collectRead(own.name, { ...how, taken });
      return;
    }
    const next = node.properties.length > 1 && name === undefined ? part(how) : how;
    if (name !== undefined) {
      for (const each of node.properties) {
        if (ts.isSpreadAssignment(each)) collect(each.expression, how);
      }
      return;
    }
    for (const property of node.properties) {
      if (ts.isPropertyAssignment(property)) collect(property.initializer, next);
      else if (ts.isShorthandPropertyAssignment(property)) collectRead(property.name, next);
      else if (ts.isSpreadAssignment(property)) collect(property.expression, next);
    }
  }

  /**
   * `old.concat(x)`, `Math.max(old, x)`, `merge(old, x)`: made from the old value and something else. What
   * an unknown function makes of a copy may be another form of the same: `normalize(copy, options)`.
   */
  function collectCall(node: ts.CallExpression | ts.NewExpression, how: How): void {
    how = { ...how, taken: [] };
    const given = (node.arguments ?? []).filter(
      (each) => !ts.isObjectLiteralExpression(each) || each.properties.length > 0,
    );
    const callee = withoutWrappers(node.expression, ts);
    if (ts.isCallExpression(node) && isMember(callee)) {
      const receiver = withoutWrappers(callee.expression, ts);
      const isSame = given.length === 0 || callee.getText().endsWith('.bind');
      collect(receiver, isSame ? how : part(how));
      const entry = locationOf(node, typed);
      if (entry) found.push({ node, place: entry, ...how });
    }
    const isMixed = given.length > 1 && (how.through.length === 0 || isOfTheLanguage(node));
    for (const each of given) collectElement(each, isMixed ? part(how) : how);
  }

  function isOfTheLanguage(node: ts.CallExpression | ts.NewExpression): boolean {
    const callee = calleeOf(node, typed);
    return callee.kind === 'library' && callee.module === 'global';
  }

  /** The values that a local variable of this function may have where it is read. */
  function collectVariable(name: ts.Identifier, how: How): void {
    if (how.through.length >= MAX_HOPS) return;
    const read = flow.valueOf(name);
    const symbol = valueSymbol(name, typed);
    const declaration = symbol?.declarations?.[0];
    if (!read || !declaration || symbol.declarations?.length !== 1) return;
    if (functionAround(declaration, ts) !== functionAround(name, ts)) return;
    const isLocal = ts.isVariableDeclaration(declaration) || isBinding(declaration, ts);
    if (!isLocal || !ts.isIdentifier(declaration.name)) return;
    if (how.through.some((each) => valueSymbol(each, typed) === symbol && each === name)) return;

    const writes = writesTo(declaration.name, typed);
    if (writes.some((each) => functionAround(each, ts) !== functionAround(name, ts))) return;
    const next: How = { ...how, through: [...how.through, name] };
    const first = flow.valueOf(declaration.name);
    const steps = writes.map((each) => flow.writeTo(each));
    const barriers = new Set<Step | undefined>([first, ...steps]);
    const reaches = (from: Step | undefined): boolean =>
      from === undefined || stepsAfter(from, (step) => barriers.has(step)).has(read);

    if (reaches(first)) {
      if (ts.isBindingElement(declaration)) collectBinding(declaration, next);
      else if (declaration.initializer) collect(declaration.initializer, next);
    }
    writes.forEach((write, index) => {
      if (reaches(steps[index])) collectWrite(write, next);
    });
  }

  function collectBinding(element: ts.BindingElement, how: How): void {
    const place = locationOfBinding(element, typed);
    if (place) found.push({ node: element, place, ...how });
    let pattern: ts.Node = element;
    while (ts.isBindingElement(pattern) || ts.isBindingName(pattern)) pattern = pattern.parent;
    if (ts.isVariableDeclaration(pattern) && pattern.initializer) {
      const name = nameText(element.propertyName ?? element.name, ts);
      const isDirect = element.parent.parent === pattern && name !== undefined;
      const taken = isDirect && ts.isObjectBindingPattern(element.parent) ? [name] : [];
      collect(pattern.initializer, { ...how, taken: [...taken, ...how.taken] });
    }
  }

  /** `n = …`, `n += …`, `n++` */
  function collectWrite(write: ts.Identifier, how: How): void {
    const { parent } = write;
    if (ts.isBinaryExpression(parent) && parent.left === write) {
      const isPlain = parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
      collect(parent.right, isPlain ? how : part(how));
      if (!isPlain) collectVariable(write, part(how));
    } else if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) {
      collectVariable(write, part(how));
    }
  }

  function isMember(
    node: ts.Node,
  ): node is ts.PropertyAccessExpression | ts.ElementAccessExpression {
    return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
  }

  /** `++n`, `--n` */
  function isStep(node: ts.PrefixUnaryExpression): boolean {
    return (
      node.operator === ts.SyntaxKind.PlusPlusToken ||
      node.operator === ts.SyntaxKind.MinusMinusToken
    );
  }
}

interface How extends Pick<Source, 'isPart' | 'isPassed' | 'through'> {
  /** The properties that are taken from the value, the outermost last: of `x` in `x.a.b` a and b. */
  readonly taken: readonly string[];
}

function part(how: How): How {
  return { ...how, isPart: true };
}

const isBoolean = keptAnswer((value: ts.Expression, { ts, checker }: TypedProgram) =>
  membersOf(checker.getTypeAtLocation(value)).every(
    ({ flags }) => (flags & ts.TypeFlags.BooleanLike) !== 0,
  ),
);
