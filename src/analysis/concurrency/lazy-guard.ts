import type ts from 'typescript';

import { withoutWrappers } from '../callee.ts';
import type { Flow } from '../control-flow.ts';
import { isAssignmentOperator, isBinding } from '../declared-names.ts';
import { oncePerProgram } from '../once-per-program.ts';
import { functionAround } from '../references.ts';
import type { TypedProgram } from '../typescript.ts';
import {
  isSame,
  locationOf,
  locationOfBinding,
  locationOfEntry,
  type Location,
} from './location.ts';
import { isLockName, lastName } from './lock-name.ts';
import { isAtOnce } from './suspension.ts';

/**
 * The reads of a place that decide whether `write` is reached: in the conditions around it, and in those
 * before it that return. `missing`: only where the write is reached because the place is empty.
 */
export function guardsOf(
  write: ts.Node,
  owner: ts.Node,
  place: Location,
  typed: TypedProgram,
  kind: 'missing' | 'any' = 'missing',
): readonly ts.Node[] {
  const { ts } = typed;
  const { SyntaxKind } = ts;
  const found: ts.Node[] = [];
  const presences: ts.Expression[] = [];
  for (
    let inner = write, outer = write.parent;
    inner !== owner;
    inner = outer, outer = outer.parent
  ) {
    if (ts.isIfStatement(outer) && inner !== outer.expression) {
      add(outer.expression, inner === outer.thenStatement);
    } else if (ts.isConditionalExpression(outer) && inner !== outer.condition) {
      add(outer.condition, inner === outer.whenTrue);
    } else if (ts.isWhileStatement(outer) && inner === outer.statement) {
      add(outer.expression, true);
    } else if (ts.isBinaryExpression(outer) && inner === outer.right) {
      const operator = outer.operatorToken.kind;
      if (operator === SyntaxKind.AmpersandAmpersandToken) add(outer.left, true);
      if (operator === SyntaxKind.BarBarToken || operator === SyntaxKind.QuestionQuestionToken) {
        add(outer.left, false);
      }
    } else if (ts.isBlock(outer) || ts.isCaseOrDefaultClause(outer)) {
      const { statements } = outer;
      const at = statements.findIndex((each) => each === inner);
      for (const statement of statements.slice(0, Math.max(0, at)).toReversed()) {
        if (ts.isIfStatement(statement) && leaves(statement.thenStatement, ts, kind === 'any')) {
          add(statement.expression, false);
        }
      }
    }
    if (ts.isSourceFile(outer)) break;
  }
  // `if (!token) return;` on the way: what is renewed is no value that was missing.
  return presences.length > 0 ? [] : found;

  /** The reads in a condition that holds, or does not, where the write is reached. */
  function add(test: ts.Expression, holds: boolean): void {
    if (kind === 'any') {
      readsIn(test);
      return;
    }
    emptyWhen(test, holds);
    if (isPresentWhen(test, holds)) presences.push(test);
  }

  /** Whether the place holds something for certain where the condition holds, or does not. */
  function isPresentWhen(test: ts.Expression, holds: boolean): boolean {
    const inner = withoutWrappers(test, ts);
    if (ts.isPrefixUnaryExpression(inner)) {
      return inner.operator === SyntaxKind.ExclamationToken && isPresentWhen(inner.operand, !holds);
    }
    if (!ts.isBinaryExpression(inner)) return holds && isPlace(inner);
    const isAnd = inner.operatorToken.kind === SyntaxKind.AmpersandAmpersandToken;
    if (!isAnd && inner.operatorToken.kind !== SyntaxKind.BarBarToken) return false;
    return (
      isAnd === holds && (isPresentWhen(inner.left, holds) || isPresentWhen(inner.right, holds))
    );
  }

  function readsIn(part: ts.Node): void {
    if (ts.isFunctionLike(part)) return;
    if (ts.isExpression(part) && isPlace(part)) found.push(part);
    else ts.forEachChild(part, readsIn);
  }

  function emptyWhen(test: ts.Expression, holds: boolean): void {
    const inner = withoutWrappers(test, ts);
    if (ts.isPrefixUnaryExpression(inner)) {
      if (inner.operator === SyntaxKind.ExclamationToken) emptyWhen(inner.operand, !holds);
      return;
    }
    if (ts.isBinaryExpression(inner)) {
      const operator = inner.operatorToken.kind;
      if (operator === SyntaxKind.AmpersandAmpersandToken || operator === SyntaxKind.BarBarToken) {
        // `!x || isOld()` is also reached where there is a value, and so is what comes after
        // `if (x && isFresh()) return x`: the other part must be about the value, or a plain switch.
        const isAnd = operator === SyntaxKind.AmpersandAmpersandToken;
        if (isAnd === holds || isSwitch(inner.right)) emptyWhen(inner.left, holds);
        if (isAnd === holds || isSwitch(inner.left)) emptyWhen(inner.right, holds);
        return;
      }
      const isEqual = equality(operator);
      if (isEqual === holds) {
        const left = typeofOperand(inner.left) ?? inner.left;
        if (isNothing(inner.right)) addRead(left);
        else if (isNothing(inner.left)) addRead(inner.right);
      }
      return;
    }
    if (!holds) addRead(inner);
  }

  function isSwitch(test: ts.Expression): boolean {
    const inner = withoutWrappers(test, ts);
    if (ts.isPrefixUnaryExpression(inner)) return isSwitch(inner.operand);
    if (ts.isBinaryExpression(inner)) {
      const { kind } = inner.operatorToken;
      if (kind >= SyntaxKind.LessThanToken && kind <= SyntaxKind.GreaterThanEqualsToken)
        return true;
      return isSwitch(inner.left) && isSwitch(inner.right);
    }
    return !hasCall(inner) || isAboutPlace(inner);
  }

  function hasCall(part: ts.Node): boolean {
    return ts.isCallExpression(part) || (ts.forEachChild(part, hasCall) ?? false);
  }

  function isAboutPlace(part: ts.Node): boolean {
    if (ts.isFunctionLike(part)) return false;
    if (ts.isExpression(part) && (isPlace(part) || isCopy(part))) return true;
    return ts.forEachChild(part, isAboutPlace) ?? false;
  }

  function isCopy(value: ts.Expression): boolean {
    if (!ts.isIdentifier(value)) return false;
    const before = found.length;
    addCopy(value);
    return found.splice(before).length > 0;
  }

  function equality(operator: ts.SyntaxKind): boolean | undefined {
    switch (operator) {
      case SyntaxKind.EqualsEqualsToken:
      case SyntaxKind.EqualsEqualsEqualsToken:
        return true;
      case SyntaxKind.ExclamationEqualsToken:
      case SyntaxKind.ExclamationEqualsEqualsToken:
        return false;
      default:
        return undefined;
    }
  }

  function typeofOperand(node: ts.Expression): ts.Expression | undefined {
    return ts.isTypeOfExpression(node) ? node.expression : undefined;
  }

  function isNothing(node: ts.Expression): boolean {
    const value = withoutWrappers(node, ts);
    return (
      value.kind === SyntaxKind.NullKeyword ||
      (ts.isIdentifier(value) && value.text === 'undefined') ||
      (ts.isStringLiteral(value) && value.text === 'undefined')
    );
  }

  function addRead(expression: ts.Expression): void {
    const value = withoutWrappers(expression, ts);
    if (isPlace(value)) found.push(value);
    else if (ts.isIdentifier(value)) addCopy(value);
  }

  function isPlace(value: ts.Expression): boolean {
    return (
      isSame(place, locationOf(value, typed)) ||
      (ts.isCallExpression(value) && isSame(place, locationOfEntry(value, 'has', typed)))
    );
  }

  /** `const cached = cache.get(key); if (cached) return cached;` */
  function addCopy(name: ts.Identifier): void {
    const declaration = typed.checker.getSymbolAtLocation(name)?.declarations?.[0];
    if (!declaration || functionAround(declaration, ts) !== owner) return;
    if (isBinding(declaration, ts)) {
      if (isSame(place, locationOfBinding(declaration, typed))) found.push(declaration);
    } else if (ts.isVariableDeclaration(declaration) && declaration.initializer) {
      const value = withoutWrappers(declaration.initializer, ts);
      if (isPlace(value)) found.push(value);
    }
  }
}

/**
 * The lookups in collections that decide whether `write` is reached, directly or through a constant:
 * `const known = byName.get(name); if (known) return known;`
 */
export function lookupsBefore(
  write: ts.Node,
  owner: ts.Node,
  { ts, checker }: TypedProgram,
): readonly ts.Node[] {
  const found: ts.Node[] = [];
  for (
    let inner = write, outer = write.parent;
    inner !== owner;
    inner = outer, outer = outer.parent
  ) {
    if (ts.isIfStatement(outer) && inner !== outer.expression) lookIn(outer.expression);
    if (ts.isBlock(outer)) {
      for (const each of outer.statements) {
        if (each.end > inner.pos) break;
        if (ts.isIfStatement(each) && leaves(each.thenStatement, ts, false))
          lookIn(each.expression);
      }
    }
    if (ts.isSourceFile(outer)) break;
  }
  return found;

  function lookIn(part: ts.Node): void {
    if (ts.isFunctionLike(part)) return;
    if (isLookup(part)) found.push(part);
    else if (ts.isIdentifier(part)) {
      const declaration = checker.getSymbolAtLocation(part)?.valueDeclaration;
      const value =
        declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
      const bare = value && withoutWrappers(value, ts);
      if (bare && isLookup(bare)) found.push(bare);
    } else ts.forEachChild(part, lookIn);
  }

  function isLookup(node: ts.Node): boolean {
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
    return /^(?:get|has)$/.test(node.expression.name.text) && node.arguments.length === 1;
  }
}

/** Whether a statement ends with `return`, or goes on elsewhere; an error is no value that was there. */
function leaves(statement: ts.Statement, t: typeof ts, counts: boolean): boolean {
  const last = t.isBlock(statement) ? statement.statements.at(-1) : statement;
  if (!last) return false;
  return (
    t.isReturnStatement(last) ||
    t.isBreakOrContinueStatement(last) ||
    (counts && t.isThrowStatement(last))
  );
}

/** A place, and where it is read or written. */
interface Noted {
  readonly place: Location;
  readonly node: ts.Node;
}

/** The parts of a function's own code that may keep other runs away, in source order. */
const telling = oncePerProgram((owner: ts.SignatureDeclaration, { ts }): readonly ts.Node[] => {
  const found: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if (node !== owner && ts.isFunctionLike(node)) return;
    const isTelling =
      ts.isIfStatement(node) ||
      ts.isWhileStatement(node) ||
      ts.isAwaitExpression(node) ||
      ts.isCallExpression(node) ||
      ts.isPrefixUnaryExpression(node) ||
      ts.isPostfixUnaryExpression(node) ||
      (ts.isBinaryExpression(node) && isAssignmentOperator(node.operatorToken.kind, ts));
    if (isTelling) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(owner);
  return found;
});

/**
 * Whether the function keeps other runs away before it is suspended at `wait`: it takes a lock, waits
 * for the run before it, or has set a flag that it looks at first.
 */
export function isBusyBefore(
  wait: ts.Node,
  owner: ts.SignatureDeclaration,
  place: Location,
  flow: Flow,
  typed: TypedProgram,
): boolean {
  const { ts } = typed;
  const tested: Noted[] = [];
  const awaited: Noted[] = [];
  const assigned: Noted[] = [];
  const locks: ts.Node[] = [];
  for (const each of telling(owner, typed)) {
    if (each.pos < wait.end) look(each);
  }
  const isFlagged = assigned.some(
    (flag) =>
      !isSame(place, flag.place) &&
      (awaited.some((each) => isSame(each.place, flag.place)) ||
        tested.some((each) => isSame(each.place, flag.place) && isSetAtOnce(each, flag))),
  );
  return locks.length > 0 || isFlagged;

  /** What is set after a wait keeps nobody away in the meantime. */
  function isSetAtOnce(test: Noted, flag: Noted): boolean {
    const from = flow.valueOf(test.node);
    const to = flow.writeTo(flag.node) ?? flow.valueOf(flag.node);
    return from !== undefined && to !== undefined && isAtOnce(from, to);
  }

  function look(node: ts.Node): void {
    if (ts.isIfStatement(node) && node.end <= wait.end) {
      if (leaves(node.thenStatement, ts, true) || mayWait(node.thenStatement))
        note(node.expression, tested);
    } else if (ts.isIfStatement(node)) {
      note(node.expression, tested); // `if (!busy) { busy = true; … }`
    } else if (ts.isWhileStatement(node) && mayWait(node.statement)) {
      note(node.expression, tested);
    } else if (ts.isAwaitExpression(node) && node !== wait && node.end < wait.pos) {
      noteAwaited(node.expression);
    } else if (
      ts.isBinaryExpression(node) &&
      isAssignmentOperator(node.operatorToken.kind, ts) &&
      !isOff(node.right) &&
      node.end <= wait.pos
    ) {
      noteAssigned(node.left);
    } else if (ts.isCallExpression(node) && node.end <= wait.pos) {
      // if (running.has(id)) return; running.add(id);
      const callee = withoutWrappers(node.expression, ts);
      if (ts.isPropertyAccessExpression(callee) && /^(?:add|set|push)$/.test(callee.name.text)) {
        const collection = locationOf(callee.expression, typed);
        if (collection) assigned.push({ place: collection, node });
      }
    } else if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
      const { operator } = node;
      if (operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken) {
        noteAssigned(node.operand);
      }
    }
  }

  function noteAssigned(target: ts.Expression): void {
    const written = locationOf(target, typed);
    if (written && isLasting(written)) {
      assigned.push({ place: written, node: withoutWrappers(target, ts) });
    }
  }

  function noteAwaited(operand: ts.Expression): void {
    const value = withoutWrappers(operand, ts);
    if (ts.isCallExpression(value)) {
      const callee = withoutWrappers(value.expression, ts);
      const names = [
        lastName(callee, ts),
        ts.isPropertyAccessExpression(callee) ? lastName(callee.expression, ts) : undefined,
      ];
      if (names.some((each) => each !== undefined && isLockName(each))) locks.push(value);
      return;
    }
    note(value, awaited);
  }

  /** The places that are read in an expression, also through a local variable. */
  function note(part: ts.Node, into: Noted[]): void {
    if (ts.isFunctionLike(part)) return;
    if (ts.isExpression(part)) {
      const read = locationOf(part, typed) ?? locationOfEntry(part, 'has', typed);
      if (read) {
        into.push({ place: read, node: withoutWrappers(part, ts) });
        const { declaration } = read;
        const isCopy =
          read.path.length === 0 &&
          declaration !== undefined &&
          ts.isVariableDeclaration(declaration) &&
          declaration.initializer !== undefined &&
          functionAround(declaration, ts) === owner;
        if (isCopy) {
          const source = locationOf(declaration.initializer, typed);
          if (source) {
            into.push({ place: source, node: withoutWrappers(declaration.initializer, ts) });
          }
        }
      }
    }
    ts.forEachChild(part, (child) => {
      note(child, into);
    });
  }

  /** Outlives the run: no variable of this function. */
  function isLasting({ declaration, path }: Location): boolean {
    return (
      path.length > 0 || (declaration !== undefined && functionAround(declaration, ts) !== owner)
    );
  }

  function mayWait(node: ts.Node): boolean {
    if (ts.isFunctionLike(node)) return false;
    return ts.isAwaitExpression(node) || (ts.forEachChild(node, mayWait) ?? false);
  }

  function isOff(value: ts.Expression): boolean {
    const { SyntaxKind } = ts;
    const inner = withoutWrappers(value, ts);
    return (
      inner.kind === SyntaxKind.FalseKeyword ||
      inner.kind === SyntaxKind.NullKeyword ||
      (ts.isIdentifier(inner) && inner.text === 'undefined')
    );
  }
}
