import type ts from 'typescript';

import type { Rows } from '../catalogue/catalogue.ts';
import { outcomesAt } from './promise-fate/follow.ts';
import { shapeOf, type Outcome, type Place, type Question } from './promise-fate/place.ts';
import { outcomesOfVariable } from './promise-fate/variables.ts';
import type { TypedProgram } from './typescript.ts';

/**
 * What one place does with a promise, or with a collection of promises (`[p, q]`, `xs.map(f)`).
 *
 * It has a handler from then on:
 * - `awaited`: `await p`; for a collection: each element is (`for await`, a loop that awaits each);
 * - `combined`: an argument, or an element of one, of `Promise.all` and its like, which attaches
 *   handlers at once; what the combinator returns is another promise, with a fate of its own;
 * - `handled`: `p.catch(f)`, `p.then(f, g)` where the rejection handler is one (typed `any`, too);
 * - `chained`: `p.then(f)`, `p.finally(f)`, `p.catch()` or a handler that is no function: what it
 *   returns rejects on its own, and has a fate of its own;
 *
 * Somebody else may look after it:
 * - `returned`: from the function around it (also `=>`), `yielded`, resolved with (`resolve(p)`);
 * - `passed`: an argument of a call or `new` that is no `sink`, or the object of a method that is none
 *   of a promise's own and takes a callback (`job.fail(f)`);
 * - `stored`: in a property, a field, an outer variable, an object or array that escapes, an export,
 *   captured by a closure that uses it, `throw`n;
 *
 * Nobody looks after it:
 * - `voided`: `void p`;
 * - `sunk`: an argument of a function that cannot wait: `console.log(p)`, `res.json(p)`;
 * - `misread`: an operand of an operator, a condition, a template, `JSON.stringify`: the rule
 *   `no-promise-as-value` reports it;
 * - `tested`: a presence test of what may be missing (`if (p)`, `p?.then`, `p === q`, `p instanceof`);
 * - `inspected`: another property of it is read (`jobs.length`), another method called, or a collection
 *   asked about it or rid of it (`jobs.includes(p)`, `jobs.delete(p)`);
 * - `discarded`: the value of an expression statement, of the left side of a comma, of a `for` header;
 * - `overwritten`: its variable gets another value before anything reads it, on every path;
 * - `unread`: bound to a variable, parameter default or pattern that nothing reads.
 */
export interface Use {
  readonly kind: UseKind;
  /** The expression that does it: the `await`, the call, the `return` statement, the assignment … */
  readonly node: ts.Node;
  /** What it looked like there: the innermost expression that is the promise (`p` in `await p`). */
  readonly value: ts.Expression;
  /** The declared or assigned name of the last variable through which it got there. */
  readonly binding?: ts.Identifier;
  /**
   * Where it is `stored` because it is a property of an object literal (`node`): what becomes of the
   * object, such as `returned` by a `return` statement.
   */
  readonly object?: { readonly kind: UseKind; readonly node: ts.Node };
}

export type UseKind =
  | 'awaited'
  | 'combined'
  | 'handled'
  | 'chained'
  | 'returned'
  | 'yielded'
  | 'passed'
  | 'stored'
  | 'voided'
  | 'sunk'
  | 'misread'
  | 'tested'
  | 'inspected'
  | 'discarded'
  | 'overwritten'
  | 'unread';

/**
 * What becomes of the value of `expression`, a promise or a collection of promises: all places that
 * it flows to, in source order: out of wrappers, branches of `?:`, `&&`, `||`, `??` and commas, into variables
 * and every use of these that it can reach, into local arrays, sets and maps that gather it (`push`,
 * `add`, `set`, index, spread) and from these to what becomes of them. At least one.
 */
export function usesOf(
  expression: ts.Expression,
  typed: TypedProgram,
  catalogue: Rows,
): readonly Use[] {
  let known = usesOfProgram.get(typed.program);
  if (!known) usesOfProgram.set(typed.program, (known = new WeakMap()));
  let uses = known.get(expression);
  if (!uses) {
    uses = find(expression, { typed, catalogue });
    known.set(expression, uses);
  }
  return uses;
}

const usesOfProgram = new WeakMap<ts.Program, WeakMap<ts.Expression, readonly Use[]>>();

/** How many places a value is followed to before we no longer say what becomes of it. */
const MAX_PLACES = 400;

function find(expression: ts.Expression, question: Question): readonly Use[] {
  const start: Place = {
    at: expression,
    value: expression,
    shape: shapeOf(expression, question),
    entered: new Set(),
  };
  const walk = { question, seen: new Map<ts.Node, Set<string>>(), left: MAX_PLACES };
  const uses = usesFrom([{ to: 'place', place: start }], walk);
  if (walk.left < 0) return [...uses, { kind: 'passed', node: expression, value: expression }];
  if (uses.length > 0) return uses;
  return [{ kind: 'unread', node: expression, value: expression }];
}

interface Walk {
  readonly question: Question;
  /** Nodes that the value has come to → in which shapes. */
  readonly seen: Map<ts.Node, Set<string>>;
  left: number;
}

function usesFrom(outcomes: readonly Outcome[], walk: Walk): readonly Use[] {
  const found = new Map<string, Use>();
  const open = [...outcomes];
  for (let next = open.pop(); next; next = open.pop()) {
    switch (next.to) {
      case 'use':
        add(next.use);
        break;
      case 'place':
        if (isNew(next.place.at, next.place, walk)) {
          open.push(...outcomesAt(next.place, walk.question));
        }
        break;
      case 'variable':
        if (isNew(next.variable.definition, next.variable.from, walk)) {
          open.push(...outcomesOfVariable(next.variable, walk.question));
        }
        break;
      case 'closure': {
        const inside = usesFrom(
          next.inside.map((place) => ({ to: 'place', place })),
          walk,
        );
        if (inside.length > 0 && !inside.some(isLookedAfter)) inside.forEach(add);
        else add(next.use);
      }
    }
  }
  return [...found.values()].sort((a, b) => a.node.getStart() - b.node.getStart());

  function add(use: Use): void {
    found.set(`${use.kind} ${String(use.node.pos)} ${String(use.node.end)}`, use);
  }
}

/** Whether the value has not been here before, and there is still room to follow it. */
function isNew(node: ts.Node, { shape }: Place, walk: Walk): boolean {
  let shapes = walk.seen.get(node);
  if (!shapes) walk.seen.set(node, (shapes = new Set()));
  const key = shapeKey(shape);
  if (shapes.has(key)) return false;
  shapes.add(key);
  walk.left--;
  return walk.left >= 0;
}

function shapeKey(shape: Place['shape']): string {
  if (shape.kind === 'promise') return '';
  const detail = shape.kind === 'items' ? shape.index : shape.kind === 'member' ? shape.name : '';
  return `${shape.kind} ${String(detail)} ${shapeKey(shape.of)}`;
}

/** Where a use takes place: of a property, where something becomes of its object. */
export function placeOf({ node, object }: Use): ts.Node {
  return object?.node ?? node;
}

/** Whether somebody handles the promise at `use`, or may do so later. */
export function isLookedAfter({ kind }: Use): boolean {
  switch (kind) {
    case 'awaited':
    case 'combined':
    case 'handled':
    case 'chained':
    case 'returned':
    case 'yielded':
    case 'passed':
    case 'stored':
      return true;
    case 'voided':
    case 'sunk':
    case 'misread':
    case 'tested':
    case 'inspected':
    case 'discarded':
    case 'overwritten':
    case 'unread':
      return false;
  }
}
