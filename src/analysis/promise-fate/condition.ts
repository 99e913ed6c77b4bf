import type ts from 'typescript';

import { mayBeMissing } from '../presence.ts';
import { thenabilityOf } from '../thenable.ts';
import { use, type Outcome, type Place, type Question } from './place.ts';

/** A condition: a presence test of what may be missing, or else a promise that is taken for its value. */
export function conditionAt(place: Place, node: ts.Node, question: Question): Outcome {
  return use(isPresenceTest(place, question) ? 'tested' : 'misread', node, place);
}

/** Whether a test of the value asks whether there is a promise at all. */
export function isPresenceTest({ at, shape }: Place, { typed }: Question): boolean {
  return (
    shape.kind !== 'promise' || thenabilityOf(at, typed) !== 'always' || mayBeMissing(at, typed)
  );
}
