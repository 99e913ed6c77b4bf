import type ts from 'typescript';

import { isOutsideTheProgram, withoutWrappers } from './callee.ts';
import { isPrimitive, isPrimitiveValue } from './concurrency/private-object.ts';
import { isCaught, mayBeNullish } from './nullish.ts';
import type { TypedProgram } from './typescript.ts';
import { membersOf } from './union-members.ts';

/** What the language does with values, by their types: whether it throws there. */
export interface Operands {
  /** Whether going through the elements may throw. */
  readonly iterationThrows: (value: ts.Expression) => boolean;
  readonly isBuiltInIterable: (type: ts.Type) => boolean;
  /** Whether making a text or number of a value may throw: symbols, objects of the program. */
  readonly conversionThrows: (expression: ts.Expression) => boolean;
  readonly isNullLiteral: (expression: ts.Expression) => boolean;
  /** Whether none of them is an object. */
  readonly arePlain: (...operands: readonly ts.Expression[]) => boolean;
  /** Arithmetic on anything else may throw: on bigints (division by zero) and on objects. */
  readonly areNumbers: (...operands: readonly ts.Expression[]) => boolean;
  /** Whether `extends` and `instanceof` take it. */
  readonly isClassValue: (expression: ts.Expression) => boolean;
  /** Whether `in` takes it on its right side. */
  readonly isObject: (type: ts.Type) => boolean;
  /** Whether `in` takes it on its left side. */
  readonly isKey: (expression: ts.Expression) => boolean;
}

/** `isLenient`: of an error handler, which is taken to know what it iterates and converts. */
export function operandsOf(typed: TypedProgram, isLenient: boolean): Operands {
  const { ts, checker } = typed;
  const { TypeFlags } = ts;
  return {
    iterationThrows,
    isBuiltInIterable,
    conversionThrows,
    isNullLiteral,
    arePlain,
    areNumbers,
    isClassValue,
    isObject,
    isKey,
  };

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

  function isNullLiteral(expression: ts.Expression): boolean {
    const { flags } = checker.getTypeAtLocation(expression);
    return (flags & (TypeFlags.Null | TypeFlags.Undefined)) !== 0;
  }

  function arePlain(...operands: readonly ts.Expression[]): boolean {
    return operands.every((each) => isPrimitiveValue(each, typed));
  }

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
    return ts.isPrivateIdentifier(expression) || isPrimitiveValue(expression, typed);
  }

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
}

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

/** Objects of libraries that have a text: `${error}`. */
const CONVERTIBLE = /^(?:Date|RegExp|URL|URLSearchParams|Buffer|\w*Error|ErrnoException)$/;
