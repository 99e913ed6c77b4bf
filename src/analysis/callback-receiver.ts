import type ts from 'typescript';

/**
 * What the receiver of a function does with the promise that it returns:
 * - `awaits`: waits for it, looks at its rejection, or does something else with it, by its type or body;
 * - `collects`: puts it into a collection, whose fate is a question of its own (`map`);
 * - `ignores`: drops it: nobody knows when it is done, nobody handles its rejection;
 * - `misreads`: takes the promise itself for the value that it resolves to;
 * - `unknown`: the types do not say, or the function is given to nobody.
 */
export type CallbackResult =
  | { readonly does: 'awaits' | 'collects' | 'unknown' }
  | { readonly does: 'ignores' | 'misreads'; readonly receiver: Receiver };

/** Who is given the function. */
export interface Receiver {
  readonly kind: ReceiverKind;
  /** How it is called in the code: `forEach`, `onClick`, `Service.start`. */
  readonly name: string;
  /** The call that the function is an argument of. */
  readonly call?: ts.CallExpression | ts.NewExpression;
  /** For `chain`: the method or property that takes the promises for values: `join`, `length`. */
  readonly reader?: ts.PropertyAccessExpression;
}

/**
 * Ignoring: `iteration` (`forEach`), `dropped` (`map` as a statement), `timer`, `listener`, `executor`
 * (of `new Promise`), `effect` (of React), `handler` (of a server), any other `argument`, a JSX `attribute`, a `property` or
 * element, a `variable`, the function that is `returned`, an `inherited` member. Misreading: a
 * `predicate` (`filter`), a `comparator` (`sort`), a `key` (`Map.groupBy`), a `replacement`
 * (`replace`), a `reducer` that does not wait for its accumulator, and a `chain` that goes on with the
 * collection (`map(…).join()`).
 */
export type ReceiverKind =
  | 'iteration'
  | 'dropped'
  | 'timer'
  | 'listener'
  | 'executor'
  | 'effect'
  | 'handler'
  | 'argument'
  | 'attribute'
  | 'property'
  | 'variable'
  | 'returned'
  | 'inherited'
  | 'predicate'
  | 'comparator'
  | 'key'
  | 'replacement'
  | 'reducer'
  | 'chain';

export const UNKNOWN: CallbackResult = { does: 'unknown' };
export const AWAITS: CallbackResult = { does: 'awaits' };
export const COLLECTS: CallbackResult = { does: 'collects' };
