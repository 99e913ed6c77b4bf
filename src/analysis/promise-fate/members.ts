import type ts from 'typescript';

import { withWrappers, withoutWrappers } from '../callee.ts';
import {
  goOn,
  items,
  takenOut,
  use,
  type Outcome,
  type Place,
  type Question,
  type Shape,
} from './place.ts';
import { boundTo } from './targets.ts';
import { membersOf } from '../union-members.ts';

type Access = ts.PropertyAccessExpression | ts.ElementAccessExpression;

/** What becomes of a value of which a property is read, or a method called. */
export function outcomesOfProperty(
  place: Place,
  access: Access,
  question: Question,
): readonly Outcome[] {
  const { ts } = question.typed;
  const outer = withWrappers(access, ts);
  const call = outer.parent;
  const called = ts.isCallExpression(call) && call.expression === outer ? call : undefined;
  const key = ts.isPropertyAccessExpression(access)
    ? access.name.text
    : literalKey(access.argumentExpression, ts);
  if (isTarget(outer, ts)) return [];

  switch (place.shape.kind) {
    case 'promise':
      return called
        ? outcomesOfPromiseMethod(place, called, key, question)
        : [use(key !== undefined && REACTIONS.has(key) ? 'tested' : 'inspected', access, place)];
    case 'member': {
      const { name, of } = place.shape;
      // A method of the object may use all of it.
      if (called && name !== undefined && key !== name) return [use('passed', called, place)];
      const isThere = name === undefined || key === undefined || key === name;
      return isThere ? [takenOut(place, access, of)] : [];
    }
    default:
      return called
        ? outcomesOfCollectionMethod(place, called, key, question)
        : outcomesOfElement(place, access, key, question);
  }
}

function literalKey(key: ts.Expression, t: typeof ts): string | undefined {
  return t.isStringLiteralLike(key) || t.isNumericLiteral(key) ? key.text : undefined;
}

/** `jobs[0] = q`, `delete o.p`: what was there is not looked at. */
function isTarget(access: ts.Node, t: typeof ts): boolean {
  const { parent } = access;
  if (t.isDeleteExpression(parent)) return true;
  return (
    t.isBinaryExpression(parent) &&
    parent.left === access &&
    parent.operatorToken.kind === t.SyntaxKind.EqualsToken
  );
}

// One promise

/** Methods of promises → which argument handles a rejection. */
const REACTIONS: ReadonlyMap<string, number> = new Map([
  ['then', 1],
  ['catch', 0],
  ['finally', Infinity],
]);

function outcomesOfPromiseMethod(
  place: Place,
  call: ts.CallExpression,
  key: string | undefined,
  { typed }: Question,
): readonly Outcome[] {
  const { ts, checker } = typed;
  const position = key === undefined ? undefined : REACTIONS.get(key);
  if (position !== undefined) {
    const isSpread = call.arguments.some((each) => ts.isSpreadElement(each));
    const handler = call.arguments[position];
    const handles = handler !== undefined && mayBeFunction(handler, typed);
    return [use(handles || (isSpread && key !== 'finally') ? 'handled' : 'chained', call, place)];
  }
  // A builder returns itself; what takes a callback may handle a rejection in its own way.
  const [own, made] = [place.at, call].map((each) => checker.getTypeAtLocation(each));
  if (own === made) return [goOn(place, call)];
  const takesCallback = call.arguments.some((each) => mayBeFunction(each, typed));
  return [use(takesCallback ? 'passed' : 'inspected', call, place)];
}

function mayBeFunction(expression: ts.Expression, { ts, checker }: Question['typed']): boolean {
  const value = withoutWrappers(expression, ts);
  if (ts.isArrowFunction(value) || ts.isFunctionExpression(value)) return true;
  const type = checker.getTypeAtLocation(expression);
  const { Any, Unknown, TypeParameter } = ts.TypeFlags;
  return membersOf(type).some((each) => {
    const bound = checker.getApparentType(each);
    return (
      (each.flags & (Any | Unknown | TypeParameter)) !== 0 ||
      bound.getCallSignatures().length > 0 ||
      bound.getSymbol()?.name === 'Function'
    );
  });
}

// Collections

/** Methods that return the collection, a copy, a part or an iterator of it. */
const PASSES_ON = new Set(
  (
    'slice reverse toReversed sort toSorted splice toSpliced concat values flat with fill copyWithin ' +
    'take drop toArray union intersection difference symmetricDifference valueOf add set'
  ).split(' '),
);

/** Those of them that change the collection: with their result unused, they are no use of it. */
const CHANGES = new Set(['reverse', 'sort', 'splice', 'fill', 'copyWithin', 'add', 'set']);

const TAKES_OUT = new Set(['at', 'pop', 'shift', 'get', 'find', 'findLast']);

const WITH_CALLBACK = new Set(
  (
    'map forEach flatMap filter some every find findLast findIndex findLastIndex ' +
    'reduce reduceRight'
  ).split(' '),
);

/** Methods that change the collection, or ask about it, without a look at what a promise is. */
const INSPECTS = new Set(
  'includes indexOf lastIndexOf has delete clear keys isSubsetOf isSupersetOf isDisjointFrom'.split(
    ' ',
  ),
);

const GATHERS = new Set(['push', 'unshift']);

const CONVERTS = new Set(['join', 'toString', 'toLocaleString']);

function outcomesOfElement(
  place: Place,
  access: Access,
  key: string | undefined,
  { typed }: Question,
): readonly Outcome[] {
  const { ts } = typed;
  const { shape } = place;
  if (!ts.isElementAccessExpression(access) || shape.kind !== 'items') {
    return [use('inspected', access, place)];
  }
  const isElsewhere = shape.index !== undefined && key !== undefined && Number(key) !== shape.index;
  return isElsewhere ? [] : [takenOut(place, access, shape.of)];
}

function outcomesOfCollectionMethod(
  place: Place,
  call: ts.CallExpression,
  method: string | undefined,
  question: Question,
): readonly Outcome[] {
  const { ts } = question.typed;
  const { shape } = place;
  if (method === undefined || shape.kind === 'promise') return [use('passed', call, place)];
  const element = shape.of;

  if (WITH_CALLBACK.has(method)) return outcomesOfIteration(place, call, method, question);
  if (TAKES_OUT.has(method)) return [takenOut(place, call, element)];
  if (GATHERS.has(method)) return [];
  if (method === 'entries') return [goOn(place, call, items(items(element, 1)))];
  if (PASSES_ON.has(method)) {
    if (CHANGES.has(method) && ts.isExpressionStatement(call.parent)) return [];
    return [goOn(place, call, passedOn(shape, method))];
  }
  if (INSPECTS.has(method)) return [use('inspected', call, place)];
  return [use(CONVERTS.has(method) ? 'misread' : 'passed', call, place)];
}

function passedOn(shape: Shape, method: string): Shape {
  if (shape.kind === 'promise' || shape.kind === 'member') return shape;
  if (method === 'set' || method === 'add') return shape;
  if (method === 'flat' && shape.of.kind === 'items') return items(shape.of.of);
  return items(shape.of);
}

function outcomesOfIteration(
  place: Place,
  call: ts.CallExpression,
  method: string,
  question: Question,
): readonly Outcome[] {
  const onwards =
    method === 'filter'
      ? [goOn(place, call, place.shape.kind === 'items' ? items(place.shape.of) : place.shape)]
      : method === 'find' || method === 'findLast'
        ? outcomesTakenOut(place, call)
        : [];
  const [callback] = call.arguments;
  const isReduce = method.startsWith('reduce');
  const isFirst = isReduce && call.arguments.length === 1;
  const positions = isReduce ? (isFirst ? [0, 1] : [1]) : [0];
  const element = place.shape.kind === 'promise' ? undefined : place.shape.of;
  if (!callback || !element) return onwards;
  return [...onwards, ...outcomesInCallback(place, element, callback, positions, call, question)];
}

function outcomesTakenOut(place: Place, call: ts.CallExpression): readonly Outcome[] {
  return place.shape.kind === 'promise' ? [] : [takenOut(place, call, place.shape.of)];
}

/** What a callback that is called in place does with the value that it is given in these parameters. */
export function outcomesInCallback(
  place: Place,
  shape: Shape,
  callback: ts.Expression,
  positions: readonly number[],
  call: ts.CallExpression,
  question: Question,
): readonly Outcome[] {
  const { ts } = question.typed;
  const fn = withoutWrappers(callback, ts);
  if (!ts.isArrowFunction(fn) && !ts.isFunctionExpression(fn)) {
    // `jobs.filter(Boolean)`
    return ts.isIdentifier(fn) && fn.text === 'Boolean' ? [] : [use('passed', call, place)];
  }
  const entered = new Set([...place.entered, fn]);
  return positions.flatMap((position) => {
    const parameter = fn.parameters[position];
    if (!parameter) {
      return fn.parameters.at(-1)?.dotDotDotToken ? [use('passed', call, place)] : [];
    }
    return parameter.dotDotDotToken
      ? [use('passed', call, place)]
      : boundTo(parameter.name, { ...place, shape, entered }, question);
  });
}
