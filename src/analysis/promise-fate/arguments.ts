import type ts from 'typescript';

import { calleeOf, withoutWrappers } from '../callee.ts';
import { valueSymbol } from '../concurrency/private-object.ts';
import { knownRow } from '../known-row.ts';
import type { TypedProgram } from '../typescript.ts';
import { conditionAt } from './condition.ts';
import { outcomesInCallback } from './members.ts';
import {
  elementOf,
  goOn,
  items,
  use,
  type Outcome,
  type Place,
  type Question,
  type Shape,
} from './place.ts';
import { holdsMap, isCollection, putInto } from './targets.ts';

type Call = ts.CallExpression | ts.NewExpression;

/** What a call does with a value that is `argument`, of this shape, or in it where that is spread. */
export function outcomesOfArgument(
  place: Place,
  argument: ts.Expression,
  shape: Shape,
  call: Call,
  question: Question,
): readonly Outcome[] {
  const { typed, catalogue } = question;
  const { ts } = typed;
  const position = call.arguments?.indexOf(argument) ?? -1;
  const isSpread = ts.isSpreadElement(argument);
  if (ts.isCallExpression(call)) {
    const gathered = outcomesOfGathering(place, shape, call, position, isSpread, question);
    if (gathered) return gathered;
    if (isResolver(call.expression, typed)) return [use('yielded', call, place)];
  }

  const callee = calleeOf(call, typed);
  if (callee.kind === 'body') return [use('passed', call, place)];
  const row = knownRow(call, typed, catalogue, callee);
  if (row?.takesPromises === 'sink') return [use('sunk', call, place)];
  if (row?.takesPromises === 'combinator') {
    // It takes promises, or collections of them; arrays of arrays it would take for values.
    const taken = elementOf(shape) ?? shape;
    return [use(elementOf(taken) ? 'passed' : 'combined', call, place)];
  }
  if (callee.kind !== 'library' || callee.module !== 'global') return [use('passed', call, place)];
  return outcomesInLanguage(place, shape, call, callee.name, position, question);
}

function outcomesInLanguage(
  place: Place,
  shape: Shape,
  call: Call,
  name: string,
  position: number,
  question: Question,
): readonly Outcome[] {
  const { ts } = question.typed;
  const element = elementOf(shape);
  switch (name) {
    case 'Promise.resolve':
      return shape.kind === 'promise' ? [goOn(place, call)] : [use('passed', call, place)];
    case 'Set':
    case 'Array':
    case 'Iterator.from':
      return ts.isNewExpression(call) && name === 'Array'
        ? [goOn(place, call, items(shape))]
        : [goOn(place, call, element ? items(element) : shape)];
    case 'Map': {
      // Of pairs: `new Map([[key, p]])`.
      const value = element && elementOf(element);
      return [
        value ? goOn(place, call, { kind: 'values', of: value }) : use('stored', call, place),
      ];
    }
    case 'Array.of':
      return [goOn(place, call, items(shape, position))];
    case 'Array.from': {
      const callback = call.arguments?.[1];
      if (!element || !ts.isCallExpression(call)) return [use('passed', call, place)];
      return callback
        ? outcomesInCallback(place, element, callback, [0], call, question)
        : [goOn(place, call, items(element))];
    }
    case 'Object.values':
      return [goOn(place, call, items(shape.kind === 'promise' ? shape : shape.of))];
    case 'Object.entries':
      return [goOn(place, call, items(items(shape.kind === 'promise' ? shape : shape.of, 1)))];
    case 'Object.fromEntries': {
      const of = element && elementOf(element);
      return [
        of ? goOn(place, call, { kind: 'member', of, property: call }) : use('stored', call, place),
      ];
    }
    case 'Object.freeze':
    case 'Object.seal':
      return [goOn(place, call, shape)];
    case 'Array.isArray':
      return [use('tested', call, place)];
    case 'Boolean':
      return [conditionAt(place, call, question)];
    case 'String':
    case 'Number':
    case 'BigInt':
    case 'JSON.stringify':
    case 'isNaN':
    case 'parseInt':
    case 'parseFloat':
      return [use('misread', call, place)];
    default:
      return [use('passed', call, place)];
  }
}

/** `jobs.push(p)` and its like: what becomes of the collection; `undefined` for other calls. */
function outcomesOfGathering(
  place: Place,
  shape: Shape,
  call: ts.CallExpression,
  position: number,
  isSpread: boolean,
  question: Question,
): readonly Outcome[] | undefined {
  const { typed } = question;
  const { ts } = typed;
  const called = withoutWrappers(call.expression, ts);
  if (!ts.isPropertyAccessExpression(called)) return undefined;
  const { expression: receiver, name } = called;
  const first = GATHERING.get(name.text);
  if (first === undefined && !ASKING.has(name.text)) return undefined;
  if (!isCollection(receiver, typed)) return undefined;
  if (first === undefined) return [use('inspected', call, place)];

  if (name.text === 'concat') {
    const element = elementOf(shape);
    return [goOn(place, call, items(isSpread ? shape : (element ?? shape)))];
  }
  // A key, which the collection holds as well.
  if (position < first && !isSpread) return [use('stored', call, place)];
  const made: Shape =
    name.text === 'set' && holdsMap(receiver, typed) ? { kind: 'values', of: shape } : items(shape);
  if (name.text === 'with' || name.text === 'toSpliced') return [goOn(place, call, made)];
  return RETURNS_RECEIVER.has(name.text)
    ? [...putInto(receiver, made, call, place, question), ...onwards(place, call, made, ts)]
    : putInto(receiver, made, call, place, question);
}

/** Methods that put a value into a collection → the first argument that is one. */
const GATHERING: ReadonlyMap<string, number> = new Map([
  ['push', 0],
  ['unshift', 0],
  ['add', 0],
  ['set', 1],
  ['splice', 2],
  ['fill', 0],
  ['concat', 0],
  ['with', 1],
  ['toSpliced', 2],
]);

/** Methods that look for a value, or take it out. */
const ASKING = new Set(['delete', 'get', 'has', 'includes', 'indexOf', 'lastIndexOf']);

const RETURNS_RECEIVER = new Set(['add', 'set', 'fill']);

function onwards(
  place: Place,
  call: ts.CallExpression,
  shape: Shape,
  t: typeof ts,
): readonly Outcome[] {
  return t.isExpressionStatement(call.parent) ? [] : [goOn(place, call, shape)];
}

/** The first parameter of a function that `new Promise` is given. */
function isResolver(called: ts.Expression, typed: TypedProgram): boolean {
  const { ts } = typed;
  const name = withoutWrappers(called, ts);
  if (!ts.isIdentifier(name)) return false;
  const declaration = valueSymbol(name, typed)?.declarations?.[0];
  if (!declaration || !ts.isParameter(declaration)) return false;
  const executor = declaration.parent;
  if (!ts.isArrowFunction(executor) && !ts.isFunctionExpression(executor)) return false;
  if (executor.parameters[0] !== declaration || !ts.isNewExpression(executor.parent)) return false;
  const made = withoutWrappers(executor.parent.expression, ts);
  return ts.isIdentifier(made) && made.text === 'Promise';
}
