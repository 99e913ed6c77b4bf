import type ts from 'typescript';

import { calleeOf, isOutsideTheProgram, unaliased, withoutWrappers } from '../callee.ts';
import { isBinding, namesIn, nameText } from '../declared-names.ts';
import { keptAnswer } from '../kept/kept-answer.ts';
import { writesTo } from '../promise-fate/variables.ts';
import { functionAround } from '../references.ts';
import type { TypedProgram } from '../typescript.ts';
import { valueSymbol } from './private-object.ts';

/** A place that keeps a value: a variable, a property that a chain of names leads to, an entry of a `Map`. */
export interface Location {
  readonly root: ts.Symbol | 'this';
  /** Where the variable that it starts from is declared. */
  readonly declaration: ts.Declaration | undefined;
  /** From the root: `.name`, `[key]`, `.get(key)`; empty for the variable itself. */
  readonly path: readonly string[];
}

/** How long a chain of names, or of variables that stand for others, may be. */
const MAX_DEPTH = 8;

/**
 * The place whose value `expression` is; `undefined` for what is computed. `x` of `const x = this.y` is
 * a variable by itself, and `this.y.z` is what `x.z` is.
 */
export function locationOf(
  expression: ts.Expression,
  typed: TypedProgram,
  depth = 0,
): Location | undefined {
  const { ts } = typed;
  if (depth > MAX_DEPTH) return undefined;
  const value = withoutWrappers(expression, ts);
  if (value.kind === ts.SyntaxKind.ThisKeyword) {
    return { root: 'this', declaration: undefined, path: [] };
  }
  if (ts.isIdentifier(value)) {
    const found = valueSymbol(value, typed);
    if (!found) return undefined;
    const root = unaliased(found, typed);
    return { root, declaration: root.declarations?.[0], path: [] };
  }
  if (ts.isPropertyAccessExpression(value)) {
    return below(value.expression, `.${value.name.text}`, typed, depth);
  }
  if (ts.isElementAccessExpression(value)) {
    const key = keyOf(value.argumentExpression, typed);
    return key === undefined ? undefined : below(value.expression, key, typed, depth);
  }
  const entry = entryOf(value, 'get', typed);
  return entry && below(entry.map, entry.step, typed, depth);
}

/** What `const { name } = object` reads. */
export function locationOfBinding(
  element: ts.BindingElement,
  typed: TypedProgram,
): Location | undefined {
  const { ts } = typed;
  const source = element.parent.parent;
  const name = nameText(element.propertyName ?? element.name, ts);
  return !element.dotDotDotToken &&
    ts.isObjectBindingPattern(element.parent) &&
    ts.isVariableDeclaration(source) &&
    source.initializer &&
    name !== undefined
    ? below(source.initializer, `.${name}`, typed, 0)
    : undefined;
}

/** A call of `get`, `has`, `set` or `delete` on a `Map`: the map, and the step to the entry of the key. */
function entryOf(
  call: ts.Node,
  method: 'get' | 'has' | 'set' | 'delete',
  typed: TypedProgram,
): { readonly map: ts.Expression; readonly step: string } | undefined {
  const { ts } = typed;
  if (!ts.isCallExpression(call)) return undefined;
  const callee = withoutWrappers(call.expression, ts);
  const [key] = call.arguments;
  if (!ts.isPropertyAccessExpression(callee) || callee.name.text !== method || !key) {
    return undefined;
  }
  const text = keyOf(key, typed);
  if (text === undefined) return undefined;
  return isOfMap(call, typed) ? { map: callee.expression, step: `.get(${text})` } : undefined;
}

const isOfMap = keptAnswer((call: ts.CallExpression, typed: TypedProgram) => {
  const called = calleeOf(call, typed);
  return (
    called.kind === 'library' &&
    called.module === 'global' &&
    /^(?:Weak|Readonly)?Map\./.test(called.name)
  );
});

/** The entry of a map that a call of `set`, `has` or `delete` is about. */
export function locationOfEntry(
  call: ts.Node,
  method: 'has' | 'set' | 'delete',
  typed: TypedProgram,
): Location | undefined {
  const entry = entryOf(call, method, typed);
  return entry && below(entry.map, entry.step, typed, 0);
}

export function isSame(one: Location, other: Location | undefined): boolean {
  return (
    one.root === other?.root &&
    one.path.length === other.path.length &&
    one.path.every((step, index) => step === other.path[index])
  );
}

function below(
  object: ts.Expression,
  step: string,
  typed: TypedProgram,
  depth: number,
): Location | undefined {
  const found = locationOf(object, typed, depth + 1);
  if (!found) return undefined;
  const source = found.path.length === 0 ? standsFor(found, typed, depth + 1) : undefined;
  const base = source ?? found;
  return base.path.length >= MAX_DEPTH ? undefined : { ...base, path: [...base.path, step] };
}

/** What a variable that never changes was given: `this` of `const self = this`. */
function standsFor(
  { declaration }: Location,
  typed: TypedProgram,
  depth: number,
): Location | undefined {
  const { ts } = typed;
  if (!declaration || isOutsideTheProgram(declaration, typed)) return undefined;
  const isLocal = functionAround(declaration, ts) !== undefined;
  if (!isLocal || depth > MAX_DEPTH) return undefined;
  if (isBinding(declaration, ts)) {
    return isNeverAssigned(declaration.name, typed)
      ? locationOfBinding(declaration, typed)
      : undefined;
  }
  return ts.isVariableDeclaration(declaration) &&
    declaration.initializer &&
    isNeverAssigned(declaration.name, typed)
    ? locationOf(declaration.initializer, typed, depth)
    : undefined;
}

function isNeverAssigned(name: ts.BindingName, typed: TypedProgram): boolean {
  if (!typed.ts.isIdentifier(name)) return false;
  return (
    !namesIn(name.getSourceFile(), typed).assignedVariables.has(name.text) ||
    writesTo(name, typed).length === 0
  );
}

/** A key that is the same each time it is evaluated: a literal, a name or a chain of names. */
function keyOf(key: ts.Expression, typed: TypedProgram): string | undefined {
  const { ts } = typed;
  const value = withoutWrappers(key, ts);
  if (ts.isStringLiteralLike(value)) return `.${value.text}`;
  if (ts.isNumericLiteral(value)) return `[${value.text}]`;
  return isStable(value, typed) ? `[${value.getText().replaceAll(/\s+/g, '')}]` : undefined;
}

function isStable(value: ts.Expression, typed: TypedProgram): boolean {
  const { ts } = typed;
  if (ts.isPropertyAccessExpression(value)) return isStable(value.expression, typed);
  if (value.kind === ts.SyntaxKind.ThisKeyword || ts.isLiteralExpression(value)) return true;
  if (ts.isTemplateExpression(value)) {
    return value.templateSpans.every(({ expression }) => isStable(expression, typed));
  }
  return ts.isIdentifier(value) && isNeverAssigned(value, typed);
}
