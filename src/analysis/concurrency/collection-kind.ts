import type ts from 'typescript';

import { isOutsideTheProgram, withoutWrappers } from '../callee.ts';
import { keptAnswer } from '../kept/kept-answer.ts';
import type { TypedProgram } from '../typescript.ts';

/** Which kind of collection the values of a type are; `undefined`: none, or not known. */
export function kindOf(type: ts.Type, typed: TypedProgram): string | undefined {
  const { checker } = typed;
  const bound = checker.getNonNullableType(checker.getBaseConstraintOfType(type) ?? type);
  if (bound.isUnion()) {
    const kinds = new Set(bound.types.map((each) => kindOf(each, typed)));
    const [kind] = kinds;
    return kinds.size === 1 ? kind : undefined;
  }
  if (checker.isArrayType(bound) || checker.isTupleType(bound)) return 'array';
  const declaration = bound.getSymbol()?.declarations?.[0];
  return declaration && isOutsideTheProgram(declaration, typed)
    ? KINDS.get(bound.getSymbol()?.name ?? '')
    : undefined;
}

/** The same of a value, by its type where it stands. */
export const kindOfValue: (value: ts.Expression, typed: TypedProgram) => string | undefined =
  keptAnswer((value, typed) => kindOf(typed.checker.getTypeAtLocation(value), typed));

/** Which kind of collection an iterator of the language goes through; `none`: it holds its own. */
export function iteratorKind(type: ts.Type, typed: TypedProgram): string | undefined {
  const symbol = type.getSymbol();
  const declaration = symbol?.declarations?.[0];
  return declaration && isOutsideTheProgram(declaration, typed)
    ? ITERATOR_KINDS.get(symbol.name)
    : undefined;
}

/** `map` of `map.entries()` */
export function iterated(value: ts.Expression, t: typeof ts): ts.Expression {
  const inner = withoutWrappers(value, t);
  return t.isCallExpression(inner) && t.isPropertyAccessExpression(inner.expression)
    ? ITERATORS.has(inner.expression.name.text)
      ? inner.expression.expression
      : inner
    : inner;
}

/** The key for the elements of the receiver of a catalogued method, such as `Array.push`. */
export function itemsOf(rowName: string): string {
  const owner = rowName.slice(0, Math.max(0, rowName.lastIndexOf('.')));
  return `items:${KINDS.get(owner) ?? 'other'}`;
}

const BYTES =
  'Buffer ArrayBuffer SharedArrayBuffer DataView Int8Array Uint8Array Uint8ClampedArray Int16Array ' +
  'Uint16Array Int32Array Uint32Array Float16Array Float32Array Float64Array BigInt64Array ' +
  'BigUint64Array';

const KINDS: ReadonlyMap<string, string> = new Map([
  ...['Array', 'ReadonlyArray', 'ConcatArray'].map((name) => [name, 'array'] as const),
  ...['Map', 'ReadonlyMap'].map((name) => [name, 'map'] as const),
  ...['Set', 'ReadonlySet'].map((name) => [name, 'set'] as const),
  ...BYTES.split(' ').map((name) => [name, 'bytes'] as const),
]);

const ITERATORS = new Set(['entries', 'keys', 'values']);

const ITERATOR_KINDS: ReadonlyMap<string, string> = new Map([
  ['ArrayIterator', 'array'],
  ['MapIterator', 'map'],
  ['SetIterator', 'set'],
  ['RegExpStringIterator', 'none'],
  ['StringIterator', 'none'],
]);
