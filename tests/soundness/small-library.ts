/**
 * What generated programs use of the language's own library, with its real signatures. A checker reads
 * the whole library anew for each program, and that takes longer than all the rest.
 */
export const SMALL_LIBRARY = `
type PropertyKey = string | number | symbol;
interface PropertyDescriptor {}
interface TypedPropertyDescriptor<T> {}
interface Object {
  toString(): string;
}
interface ObjectConstructor {
  keys(o: object): string[];
  entries<T>(o: { [s: string]: T } | ArrayLike<T>): [string, T][];
  fromEntries<T = any>(entries: Iterable<readonly [PropertyKey, T]>): { [k: string]: T };
  hasOwn(o: object, v: PropertyKey): boolean;
}
declare var Object: ObjectConstructor;
interface Function {
  readonly length: number;
}
interface CallableFunction extends Function {}
interface NewableFunction extends Function {}
interface IArguments {}
interface Boolean {}
interface RegExp {}
interface TemplateStringsArray extends ReadonlyArray<string> {}
interface Symbol {}
interface SymbolConstructor {
  readonly iterator: unique symbol;
  readonly asyncIterator: unique symbol;
  readonly dispose: unique symbol;
  readonly asyncDispose: unique symbol;
}
declare var Symbol: SymbolConstructor;
interface String {
  readonly length: number;
  slice(start?: number, end?: number): string;
  repeat(count: number): string;
  toString(): string;
  [Symbol.iterator](): ArrayIterator<string>;
}
interface StringConstructor {
  (value?: any): string;
}
declare var String: StringConstructor;
interface Number {
  toString(radix?: number): string;
}
interface NumberConstructor {
  (value?: any): number;
}
declare var Number: NumberConstructor;
interface Math {
  max(...values: number[]): number;
  min(...values: number[]): number;
}
declare var Math: Math;
interface DateConstructor {
  now(): number;
}
declare var Date: DateConstructor;
interface JSON {
  parse(text: string): any;
  stringify(value: any): string;
}
declare var JSON: JSON;
interface Error {
  name: string;
  message: string;
  stack?: string;
}
interface ErrorConstructor {
  new (message?: string): Error;
  (message?: string): Error;
  readonly prototype: Error;
}
declare var Error: ErrorConstructor;

interface IteratorYieldResult<TYield> {
  done?: false;
  value: TYield;
}
interface IteratorReturnResult<TReturn> {
  done: true;
  value: TReturn;
}
type IteratorResult<T, TReturn = any> = IteratorYieldResult<T> | IteratorReturnResult<TReturn>;
interface Iterator<T, TReturn = any, TNext = any> {
  next(...[value]: [] | [TNext]): IteratorResult<T, TReturn>;
}
interface Iterable<T, TReturn = any, TNext = any> {
  [Symbol.iterator](): Iterator<T, TReturn, TNext>;
}
interface IterableIterator<T, TReturn = any, TNext = any> extends Iterator<T, TReturn, TNext> {
  [Symbol.iterator](): IterableIterator<T, TReturn, TNext>;
}
type BuiltinIteratorReturn = any;
interface IteratorObject<T, TReturn = unknown, TNext = unknown> extends Iterator<T, TReturn, TNext> {
  [Symbol.iterator](): IteratorObject<T, TReturn, TNext>;
}
interface ArrayIterator<T> extends IteratorObject<T, BuiltinIteratorReturn, unknown> {
  [Symbol.iterator](): ArrayIterator<T>;
}
interface MapIterator<T> extends IteratorObject<T, BuiltinIteratorReturn, unknown> {
  [Symbol.iterator](): MapIterator<T>;
}
interface ConcatArray<T> {
  readonly length: number;
}
type FlatArray<Arr, Depth extends number> = {
  done: Arr;
  recur: Arr extends ReadonlyArray<infer InnerArr>
    ? FlatArray<InnerArr, [-1, 0, 1, 2][Depth]>
    : Arr;
}[Depth extends -1 ? 'done' : 'recur'];
interface ReadonlyArray<T> {
  readonly length: number;
  entries(): ArrayIterator<[number, T]>;
  keys(): ArrayIterator<number>;
  filter(predicate: (value: T, index: number, array: readonly T[]) => unknown): T[];
  includes(searchElement: T): boolean;
  map<U>(callbackfn: (value: T, index: number, array: readonly T[]) => U): U[];
  reduce(callbackfn: (previousValue: T, currentValue: T) => T): T;
  reduce<U>(callbackfn: (previousValue: U, currentValue: T) => U, initialValue: U): U;
  readonly [n: number]: T;
  [Symbol.iterator](): ArrayIterator<T>;
}
interface Array<T> {
  length: number;
  push(...items: T[]): number;
  pop(): T | undefined;
  includes(searchElement: T): boolean;
  forEach(callbackfn: (value: T, index: number, array: T[]) => void): void;
  map<U>(callbackfn: (value: T, index: number, array: T[]) => U): U[];
  reduce(callbackfn: (previousValue: T, currentValue: T) => T): T;
  reduce<U>(callbackfn: (previousValue: U, currentValue: T) => U, initialValue: U): U;
  entries(): ArrayIterator<[number, T]>;
  keys(): ArrayIterator<number>;
  filter(predicate: (value: T, index: number, array: T[]) => unknown): T[];
  flat<A, D extends number = 1>(this: A, depth?: D): FlatArray<A, D>[];
  [n: number]: T;
  [Symbol.iterator](): ArrayIterator<T>;
}
interface ArrayLike<T> {
  readonly length: number;
  readonly [n: number]: T;
}
interface ArrayConstructor {
  new <T>(...items: T[]): T[];
  isArray(arg: any): arg is any[];
  from<T>(arrayLike: ArrayLike<T>): T[];
  from<T, U>(arrayLike: ArrayLike<T>, mapfn: (v: T, k: number) => U, thisArg?: any): U[];
  from<T>(iterable: Iterable<T> | ArrayLike<T>): T[];
  from<T, U>(
    iterable: Iterable<T> | ArrayLike<T>,
    mapfn: (v: T, k: number) => U,
    thisArg?: any,
  ): U[];
}
declare var Array: ArrayConstructor;
interface Uint8Array {
  readonly length: number;
}
interface Map<K, V> {
  delete(key: K): boolean;
  get(key: K): V | undefined;
  has(key: K): boolean;
  set(key: K, value: V): this;
  readonly size: number;
  [Symbol.iterator](): MapIterator<[K, V]>;
}
interface MapConstructor {
  new <K, V>(iterable?: Iterable<readonly [K, V]> | null): Map<K, V>;
  readonly prototype: Map<any, any>;
}
declare var Map: MapConstructor;
interface WeakKeyTypes {
  object: object;
}

type Awaited<T> = T extends null | undefined
  ? T
  : T extends object & { then(onfulfilled: infer F, ...args: infer _): any }
    ? F extends (value: infer V, ...args: infer _) => any
      ? Awaited<V>
      : never
    : T;
interface PromiseLike<T> {
  then<TResult1 = T, TResult2 = never>(
    onfulfilled?: ((value: T) => TResult1 | PromiseLike<TResult1>) | null | undefined,
    onrejected?: ((reason: any) => TResult2 | PromiseLike<TResult2>) | null | undefined,
  ): PromiseLike<TResult1 | TResult2>;
}
interface Promise<T> {
  then<TResult1 = T, TResult2 = never>(
    onfulfilled?: ((value: T) => TResult1 | PromiseLike<TResult1>) | null | undefined,
    onrejected?: ((reason: any) => TResult2 | PromiseLike<TResult2>) | null | undefined,
  ): Promise<TResult1 | TResult2>;
  catch<TResult = never>(
    onrejected?: ((reason: any) => TResult | PromiseLike<TResult>) | null | undefined,
  ): Promise<T | TResult>;
  finally(onfinally?: (() => void) | null | undefined): Promise<T>;
}
interface PromiseConstructor {
  readonly prototype: Promise<any>;
  new <T>(
    executor: (
      resolve: (value: T | PromiseLike<T>) => void,
      reject: (reason?: any) => void,
    ) => void,
  ): Promise<T>;
  all<T extends readonly unknown[] | []>(
    values: T,
  ): Promise<{ -readonly [P in keyof T]: Awaited<T[P]> }>;
  all<T>(values: Iterable<T | PromiseLike<T>>): Promise<Awaited<T>[]>;
  reject<T = never>(reason?: any): Promise<T>;
  resolve(): Promise<void>;
  resolve<T>(value: T): Promise<Awaited<T>>;
  resolve<T>(value: T | PromiseLike<T>): Promise<Awaited<T>>;
}
declare var Promise: PromiseConstructor;
interface Disposable {
  [Symbol.dispose](): void;
}
interface AsyncDisposable {
  [Symbol.asyncDispose](): PromiseLike<void>;
}
type Readonly<T> = { readonly [P in keyof T]: T[P] };
type Record<K extends keyof any, T> = { [P in K]: T };
`;
