import type {
  ParserServicesWithTypeInformation,
  TSESLint,
  TSESTree,
} from '@typescript-eslint/utils';

import type { TypedProgram } from '../analysis/typescript.ts';
import type { Rows } from '../catalogue/catalogue.ts';
import type { Edit } from './edit.ts';
import type { Repair } from './repair.ts';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** A promise, or a collection of promises, that is awaited too late. */
export interface Late {
  /** The expression that starts it. */
  readonly start: TSESTree.Expression;
  readonly isCollection: boolean;
  /** The type of `start` has `undefined` or `null`, too. */
  readonly mayBeMissing: boolean;
  /** Where the function is suspended or left without a handler; empty where members wait for each other. */
  readonly gaps: readonly TSESTree.Node[];
  /** Every gap is an `await`. */
  readonly areAwaits: boolean;
  /** The `await` or the loop that takes the members of a collection one by one. */
  readonly oneByOne: TSESTree.Node | undefined;
  /** The first place that looks after it. */
  readonly handler: TSESTree.Node;
}

/** The linted file, and what is known about the program. */
export interface TypedFile {
  readonly typed: TypedProgram;
  readonly catalogue: Rows;
  readonly services: ParserServicesWithTypeInformation;
  readonly sourceCode: SourceCode;
}

/**
 * - `together`: adjacent awaits become one `await Promise.all(…)`;
 * - `collection`: a loop takes the elements of `await Promise.all(…)`;
 * - `later`: the statement that starts the promise moves down to where it is used;
 * - `marker`: `p.catch(() => {});` right after the start.
 */
export interface LateRepair {
  readonly kind: 'together' | 'collection' | 'later' | 'marker';
  readonly repair: Repair;
  readonly proven: boolean;
}

export function asRepair(site: TSESTree.Node, edits: readonly Edit[]): Repair {
  return { site, needs: [], released: [], edits: () => edits };
}
