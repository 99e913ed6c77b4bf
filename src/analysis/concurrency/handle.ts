import type ts from 'typescript';

import type { Rows } from '../../catalogue/catalogue.ts';
import { calleeOf, identityOf, isOutsideTheProgram, withoutWrappers } from '../callee.ts';
import type { TypedProgram } from '../typescript.ts';

/** Values that two operations at once would disturb, as the source writes them. */
export interface Handle {
  readonly expression: ts.Expression;
  readonly type: ts.Type;
  readonly text: string;
}

/**
 * The stateful handles (connections, transactions, pages, streams) that a call works on: its receiver,
 * what that is reached through, and its arguments.
 */
export function handlesOf(
  call: ts.CallExpression,
  typed: TypedProgram,
  catalogue: Rows,
): readonly Handle[] {
  const { ts, checker } = typed;
  const found: Handle[] = [];
  note(call.expression);
  for (const argument of call.arguments) note(argument);
  return found;

  function note(expression: ts.Expression): void {
    let value = withoutWrappers(expression, ts);
    for (;;) {
      if (ts.isPropertyAccessExpression(value) || ts.isElementAccessExpression(value)) {
        if (value !== call.expression) add(value);
        value = withoutWrappers(value.expression, ts);
      } else if (ts.isCallExpression(value)) {
        if (!isMadeAnew(value)) add(value);
        value = withoutWrappers(value.expression, ts);
        if (ts.isPropertyAccessExpression(value)) value = withoutWrappers(value.expression, ts);
      } else if (ts.isAwaitExpression(value)) {
        const awaited = withoutWrappers(value.expression, ts);
        if (!ts.isCallExpression(awaited) || !isMadeAnew(awaited)) add(value);
        value = awaited;
      } else {
        break;
      }
    }
    if (ts.isObjectLiteralExpression(value)) {
      for (const property of value.properties) {
        if (ts.isPropertyAssignment(property)) note(property.initializer);
        else if (ts.isShorthandPropertyAssignment(property)) add(property.name);
      }
    } else if (isNameOrThis(value) && value !== call.expression) {
      add(value);
    }
  }

  function isNameOrThis(value: ts.Expression): boolean {
    return ts.isIdentifier(value) || value.kind === ts.SyntaxKind.ThisKeyword;
  }

  /** `items.find({})` of `items.find({}).toArray()`: nobody else has the cursor. */
  function isMadeAnew(inner: ts.CallExpression): boolean {
    const callee = calleeOf(inner, typed);
    return (
      callee.kind === 'library' &&
      catalogue.row(callee.module, callee.name)?.effects?.fresh === true
    );
  }

  function add(expression: ts.Expression): void {
    const type = checker.getTypeAtLocation(expression);
    if (isHandleType(type, typed, catalogue) || isHandleName(expression, ts)) {
      found.push({ expression, type, text: expression.getText() });
    }
  }
}

/** Whether two of the handles are, or may be, the same: by what is written, or by their type. */
export function sharedHandle(
  some: readonly Handle[],
  others: readonly Handle[],
): Handle | undefined {
  return some.find((one) =>
    others.some((other) => one.text === other.text || one.type === other.type),
  );
}

/** Whether the row of a type, or its members, say that its values are stateful handles. */
export function isHandleType(type: ts.Type, typed: TypedProgram, catalogue: Rows): boolean {
  let answers = answersBy.get(catalogue);
  if (!answers) {
    answers = new WeakMap();
    answersBy.set(catalogue, answers);
  }
  let known = answers.get(type);
  if (known === undefined) {
    known = find(type, typed, catalogue, 0);
    answers.set(type, known);
  }
  return known;
}

const answersBy = new WeakMap<Rows, WeakMap<ts.Type, boolean>>();

function find(type: ts.Type, typed: TypedProgram, catalogue: Rows, depth: number): boolean {
  const { ts, checker } = typed;
  if (depth > 4) return false;
  if (type.isUnion()) return type.types.some((each) => find(each, typed, catalogue, depth + 1));
  const bound = checker.getBaseConstraintOfType(type) ?? type;
  if ((bound.flags & ts.TypeFlags.Object) === 0 && !bound.isIntersection()) return false;
  if (checker.isArrayType(bound) || checker.isTupleType(bound)) {
    return checker
      .getTypeArguments(bound as ts.TypeReference)
      .some((each) => find(each, typed, catalogue, depth + 1));
  }
  const known = factOf(bound, typed, catalogue, 0);
  if (known !== undefined) return known;
  const has = (name: string): boolean => checker.getPropertyOfType(bound, name) !== undefined;
  if (HANDLE_MEMBERS.some((name) => isMethod(bound, name, typed))) return true;
  const isStream =
    (has('pipe') && (has('read') || has('write'))) || has('getReader') || has('getWriter');
  return isStream;
}

/** A method, and none that every DOM element has. */
function isMethod(type: ts.Type, name: string, { ts, checker }: TypedProgram): boolean {
  const property = checker.getPropertyOfType(type, name);
  return (
    property !== undefined &&
    (property.flags & (ts.SymbolFlags.Method | ts.SymbolFlags.Property)) !== 0 &&
    checker.getTypeOfSymbol(property).getCallSignatures().length > 0
  );
}

/** What the row of a type says, or that of the nearest type that it extends. */
function factOf(
  type: ts.Type,
  typed: TypedProgram,
  catalogue: Rows,
  depth: number,
): boolean | undefined {
  const { checker } = typed;
  const symbol = type.getSymbol();
  const declaration = symbol?.declarations?.[0];
  if (!symbol || !declaration || depth > 6) return undefined;
  if (isOutsideTheProgram(declaration, typed)) {
    const { module, name } = identityOf(declaration, typed);
    const row = catalogue.row(module, name);
    if (row?.handle !== undefined) return row.handle;
  }
  const declared = checker.getDeclaredTypeOfSymbol(symbol);
  if (!declared.isClassOrInterface()) return undefined;
  for (const base of checker.getBaseTypes(declared)) {
    const known = factOf(base, typed, catalogue, depth + 1);
    if (known !== undefined) return known;
  }
  return undefined;
}

const HANDLE_MEMBERS = (
  'begin beginTransaction startTransaction commit commitTransaction rollback rollbackTransaction ' +
  'abortTransaction release releaseLock lock unlock goto click cursor'
).split(' ');

/** What says by its name alone what it is, whatever its type leaves out. */
function isHandleName(expression: ts.Expression, t: typeof ts): boolean {
  const name = t.isIdentifier(expression)
    ? expression.text
    : t.isPropertyAccessExpression(expression)
      ? expression.name.text
      : '';
  return /^#?_?(?:tx|trx|txn|transaction|conn|connection|cursor|queryRunner|qr|page|frame|browser|driver)$/i.test(
    name,
  );
}
