import type ts from 'typescript';

import type { Rows } from '../../catalogue/catalogue.ts';
import type { Use, UseKind } from '../promise-fate.ts';
import { elementTypesOf, thenabilityOfType } from '../thenable.ts';
import type { TypedProgram } from '../typescript.ts';

/**
 * Where in a value the promise is:
 * - `promise`: it is the value;
 * - `items`: an element of an array, set or iterable; `index` where it is known which one;
 * - `values`: a value of a `Map`;
 * - `member`: a property of an object literal; without `name`, one of those whose key is computed.
 */
export type Shape =
  | { readonly kind: 'promise' }
  | { readonly kind: 'items'; readonly of: Shape; readonly index?: number }
  | { readonly kind: 'values'; readonly of: Shape }
  | {
      readonly kind: 'member';
      readonly of: Shape;
      readonly name?: string | undefined;
      /** What puts it there: the property of the literal, the assignment. */
      readonly property: ts.Node;
    };

const PROMISE: Shape = { kind: 'promise' };

/** An expression that the value, of this shape, has come to. */
export interface Place {
  readonly at: ts.Expression;
  readonly shape: Shape;
  /** The innermost expression that is the promise. */
  readonly value: ts.Expression;
  /** The variable through which it got here. */
  readonly binding?: ts.Identifier | undefined;
  /** Functions called in place that it has entered: what they return comes back to their caller. */
  readonly entered: ReadonlySet<ts.Node>;
}

/** What a place leads to. */
export type Outcome =
  | { readonly to: 'use'; readonly use: Use }
  | { readonly to: 'place'; readonly place: Place }
  | { readonly to: 'variable'; readonly variable: Variable }
  /** A function that may run later takes it along; `inside` is what that function does with it. */
  | { readonly to: 'closure'; readonly use: Use; readonly inside: readonly Place[] };

/** A variable that gets the value at `definition`. */
export interface Variable {
  readonly name: ts.Identifier;
  /** The step at which it does: the declared name, the target of an assignment, the call of `push`. */
  readonly definition: ts.Node;
  /** Whether the variable gets a new value there; else something is put into the one it has. */
  readonly replaces: boolean;
  /** Whether the value also goes on from there, so that nobody has to read the variable. */
  readonly isAside?: boolean;
  readonly from: Place;
}

export interface Question {
  readonly typed: TypedProgram;
  readonly catalogue: Rows;
}

export function use(kind: UseKind, node: ts.Node, place: Place): Outcome {
  const member = memberOf(place.shape);
  const { value, binding } = place;
  const through = binding && { binding };
  if (!member || !ESCAPES.has(kind)) return { to: 'use', use: { kind, node, value, ...through } };
  const own = { kind: 'stored', node: member.property, value, ...through } as const;
  return { to: 'use', use: { ...own, object: { kind, node } } };
}

/** What an object does not survive without its properties being out of sight. */
const ESCAPES: ReadonlySet<UseKind> = new Set([
  'awaited',
  'combined',
  'passed',
  'returned',
  'stored',
  'yielded',
]);

export function goOn(place: Place, at: ts.Expression, shape = place.shape): Outcome {
  return { to: 'place', place: { ...place, at, shape } };
}

/** The value is taken out of a collection or an object: from here on, `at` is what is the promise. */
export function takenOut(place: Place, at: ts.Expression, shape: Shape): Outcome {
  return { to: 'place', place: { ...place, at, shape, value: at } };
}

export function items(of: Shape, index?: number): Shape {
  return index === undefined ? { kind: 'items', of } : { kind: 'items', of, index };
}

/** What iterating over a value yields; `undefined` for what is no iterable. */
export function elementOf(shape: Shape): Shape | undefined {
  if (shape.kind === 'items') return shape.of;
  return shape.kind === 'values' ? items(shape.of, 1) : undefined;
}

/** The object literal that the promise is, at some depth, a property of. */
export function memberOf(shape: Shape): Extract<Shape, { kind: 'member' }> | undefined {
  if (shape.kind === 'promise') return undefined;
  return shape.kind === 'member' ? shape : memberOf(shape.of);
}

/** How the value of an expression holds promises, by its type. */
export function shapeOf(expression: ts.Expression, { typed }: Question): Shape {
  return shapeOfType(typed.checker.getTypeAtLocation(expression), expression, typed, 0);
}

function shapeOfType(type: ts.Type, at: ts.Node, typed: TypedProgram, depth: number): Shape {
  const present = typed.checker.getNonNullableType(type);
  const elements =
    depth < MAX_DEPTH && thenabilityOfType(present, at, typed) === 'never'
      ? elementTypesOf(present, typed)
      : undefined;
  if (!elements) return PROMISE;
  const holding = elements.find((each) => thenabilityOfType(each, at, typed) !== 'never');
  const of = holding
    ? PROMISE
    : elements[0]
      ? shapeOfType(elements[0], at, typed, depth + 1)
      : PROMISE;
  return isMap(present) ? { kind: 'values', of } : items(of);
}

const MAX_DEPTH = 4;

export function isMap(type: ts.Type): boolean {
  return /^(?:Readonly|Weak)?Map$/.test(type.getSymbol()?.name ?? '');
}
