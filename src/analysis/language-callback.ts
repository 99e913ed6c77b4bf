import type ts from 'typescript';

import { withWrappers, withoutWrappers } from './callee.ts';
import type { CallbackResult, ReceiverKind } from './callback-receiver.ts';
import { COLLECTS, UNKNOWN } from './callback-receiver.ts';
import { isRightOperand } from './given-function.ts';
import { isMadeArray, isOfListOrNothing } from './made-collection.ts';
import { isAsync } from './modifiers.ts';
import { identifiersNamed } from './references.ts';
import type { TypedProgram } from './typescript.ts';

const LIST_METHODS = new Set(
  (
    'map flatMap filter some every find findIndex findLast findLastIndex reduce reduceRight ' +
    'sort toSorted'
  ).split(' '),
);

/** Methods of the language by name; the rest of an answer depends on whose they are. */
export const LANGUAGE_METHODS = new Set([
  ...LIST_METHODS,
  'from',
  'groupBy',
  'replace',
  'replaceAll',
]);

export function ofLanguageMethod(
  fn: ts.Expression,
  call: ts.CallExpression,
  index: number,
  name: string,
  typed: TypedProgram,
): CallbackResult | undefined {
  const isOfArray = LIST_METHODS.has(name) && isCalledOnArray(call, typed);
  const owner = isOfArray ? 'Array' : languageOwner(call, typed);
  if (owner === undefined) return undefined;
  const isIterator = owner.startsWith('Iterator');
  const isList = isIterator || owner.endsWith('Array');
  const misread = (kind: ReceiverKind): CallbackResult => ({
    does: 'misreads',
    receiver: { kind, name, call },
  });

  switch (name) {
    case 'map':
      return isList && index === 0 ? ofCollection(call, name, isIterator, typed) : undefined;
    case 'from':
      return owner === 'ArrayConstructor' && index === 1
        ? ofCollection(call, 'Array.from', false, typed)
        : undefined;
    case 'flatMap':
      return isList && index === 0 ? ofCollection(call, name, isIterator, typed) : undefined;
    case 'reduce':
    case 'reduceRight':
      return isList && index === 0 ? ofReducer(fn, misread('reducer'), typed) : undefined;
    case 'sort':
    case 'toSorted':
      return isList && index === 0 ? misread('comparator') : undefined;
    case 'groupBy':
      return index === 1 ? misread('key') : undefined;
    case 'replace':
    case 'replaceAll':
      return owner === 'String' && index === 1 ? misread('replacement') : undefined;
    default:
      return isList && index === 0 ? misread('predicate') : undefined;
  }
}

function isCalledOnArray({ expression }: ts.CallExpression, typed: TypedProgram): boolean {
  const { ts } = typed;
  const called = withoutWrappers(expression, ts);
  if (!ts.isPropertyAccessExpression(called)) return false;
  const isListOrNothing = called.name.text === 'map' && isOfListOrNothing(called, typed);
  return isListOrNothing || isMadeArray(called.expression, typed);
}

/** The interface of the language that declares the method that `call` calls: `Array`, `Set`. */
function languageOwner(call: ts.CallExpression, typed: TypedProgram): string | undefined {
  const { ts, checker, program } = typed;
  const called = withoutWrappers(call.expression, ts);
  if (!ts.isPropertyAccessExpression(called)) return undefined;
  const declarations = checker.getSymbolAtLocation(called.name)?.declarations ?? [];
  const [first] = declarations;
  const isOfTheLanguage = declarations.every((each) =>
    program.isSourceFileDefaultLibrary(each.getSourceFile()),
  );
  if (!first || !isOfTheLanguage) return undefined;
  const { name } = first.parent as { name?: ts.Node };
  return name && ts.isIdentifier(name) ? name.text : undefined;
}

/** Methods whose result still holds the promises. */
const PASSING = new Set(['slice', 'reverse', 'toReversed', 'concat', 'toArray', 'take', 'drop']);
/** Those that call a function with each promise. */
const TESTING = new Set(
  'filter some every find findIndex findLast findLastIndex sort toSorted'.split(' '),
);
/** Those that take the promises for values, whatever they are given. */
const READING = new Set(
  'join toString toLocaleString flat includes indexOf lastIndexOf'.split(' '),
);

/** What becomes of the collection of promises where it stands. What a variable holds is not followed. */
export function ofCollection(
  call: ts.CallExpression,
  name: string,
  isLazy: boolean,
  typed: TypedProgram,
): CallbackResult {
  const { ts } = typed;
  let value: ts.Node = call;
  for (;;) {
    const outer = withWrappers(value, ts);
    const { parent } = outer;
    if (ts.isExpressionStatement(parent)) {
      return isLazy ? COLLECTS : { does: 'ignores', receiver: { kind: 'dropped', name, call } };
    }
    if (ts.isPropertyAccessExpression(parent) && parent.expression === outer) {
      const member = parent.name.text;
      const next = ts.isCallExpression(parent.parent) ? parent.parent : undefined;
      if (next && PASSING.has(member)) {
        value = next;
        continue;
      }
      const isMisread = next
        ? READING.has(member) ||
          (TESTING.has(member) && takesValue(next.arguments[0], member, typed))
        : member === 'length';
      return isMisread
        ? { does: 'misreads', receiver: { kind: 'chain', name, call, reader: parent } }
        : COLLECTS;
    }
    const isBranch = ts.isConditionalExpression(parent) && parent.condition !== outer;
    if (!isBranch && !isRightOperand(outer, parent, ts)) return COLLECTS;
    value = parent;
  }
}

/** Whether the callback looks at what it is given, and not as a promise. */
function takesValue(
  callback: ts.Expression | undefined,
  method: string,
  { ts }: TypedProgram,
): boolean {
  if (!callback) return method === 'sort' || method === 'toSorted';
  const fn = withoutWrappers(callback, ts);
  if (ts.isIdentifier(fn)) return fn.text === 'Boolean';
  if (!ts.isArrowFunction(fn) && !ts.isFunctionExpression(fn)) return false;
  const first = fn.parameters[0]?.name;
  if (!first) return false;
  const text = fn.body.getText();
  if (/\b(?:instanceof|await|then|catch|Promise)\b|undefined|null/.test(text)) return false;
  return (
    !ts.isIdentifier(first) || new RegExp(`(?<![\\w$])${escaped(first.text)}(?![\\w$])`).test(text)
  );
}

function escaped(name: string): string {
  return name.replaceAll('$', '\\$');
}

export function isAsyncFunction(
  fn: ts.Expression,
  t: typeof ts,
): fn is ts.ArrowFunction | ts.FunctionExpression {
  return (t.isArrowFunction(fn) || t.isFunctionExpression(fn)) && isAsync(fn, t);
}

/** An async reducer is given its accumulator as a promise. */
function ofReducer(
  fn: ts.Expression,
  misread: CallbackResult,
  { ts, checker }: TypedProgram,
): CallbackResult {
  if (!isAsyncFunction(fn, ts)) return UNKNOWN;
  const accumulator = fn.parameters[0]?.name;
  if (!accumulator || !ts.isIdentifier(accumulator)) return misread;
  const isWaitedFor = identifiersNamed(accumulator.text, fn.getSourceFile(), ts).some((each) => {
    if (each.pos < fn.body.pos || each.end > fn.body.end) return false;
    const { parent } = withWrappers(each, ts);
    const isPlainRead =
      (ts.isPropertyAccessExpression(parent) &&
        !/^(?:then|catch|finally)$/.test(parent.name.text)) ||
      ts.isElementAccessExpression(parent) ||
      ts.isSpreadElement(parent) ||
      ts.isBinaryExpression(parent) ||
      ts.isReturnStatement(parent);
    return !isPlainRead && checker.getSymbolAtLocation(each)?.valueDeclaration === fn.parameters[0];
  });
  return isWaitedFor ? COLLECTS : misread;
}
