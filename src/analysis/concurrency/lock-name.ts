import type ts from 'typescript';

import { withoutWrappers } from '../callee.ts';

/** Whether the name of a function or object says that it waits for its turn, or runs things in turn. */
export function isLockName(name: string): boolean {
  return wordsOf(name).some((word) => LOCKS.has(word) || SERIAL.has(word));
}

/** `eachSeries`, `runSequentially` */
export function isSerialName(name: string): boolean {
  return wordsOf(name).some((word) => SERIAL.has(word));
}

/** `map`, `forEach`, `mapLimit`, `pMap`, `parallel`: the callback is called for each element. */
export function isForEachName(name: string): boolean {
  const words = wordsOf(name);
  return words.some((word) => FOR_EACH.has(word)) && !words.some((word) => SERIAL.has(word));
}

/** `f` of `f`, `x.f`, `f()` and `x.f()`. */
export function lastName(expression: ts.Expression, t: typeof ts): string | undefined {
  const value = withoutWrappers(expression, t);
  if (t.isIdentifier(value)) return value.text;
  if (t.isPropertyAccessExpression(value)) return value.name.text;
  return t.isCallExpression(value) ? lastName(value.expression, t) : undefined;
}

/** The words of a name in camel case, in lower case: `runExclusive` → run, exclusive. */
function wordsOf(name: string): readonly string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
}

const LOCKS = new Set(
  (
    'lock locks locked locker acquire acquired mutex exclusive exclusively semaphore synchronize ' +
    'synchronized synchronise synchronised critical atomic atomically queue queued enqueue limit ' +
    'limiter once memo memoize memoized singleflight dedupe'
  ).split(' '),
);

const SERIAL = new Set(
  'series serial serially serialize serialized sequential sequentially'.split(' '),
);

const FOR_EACH = new Set(['map', 'each', 'filter', 'parallel', 'some', 'every']);
