// What the rule is expected to say. Each text that several reports share stands here once.

/** Line and column of the first character, and of what follows the last. */
type Place = readonly [line: number, column: number, endLine: number, endColumn: number];

type Reading =
  | 'condition'
  | 'nullish'
  | 'comparison'
  | 'text'
  | 'number'
  | 'key'
  | 'spread'
  | 'properties'
  | 'destructured'
  | 'json'
  | 'clone'
  | 'array'
  | 'elements'
  | 'member';

interface Suggestion {
  messageId: 'await' | 'makeAsync';
  data: Record<string, string>;
  output: string;
}

interface More {
  /** `this condition always holds` for conditions, else nothing, if absent. */
  outcome?: string;
  /** `Await it to test its value` for tests, else `… to use its value`, if absent. */
  remedy?: string;
  suggestions?: Suggestion[];
}

const HOLDS = 'this condition always holds';
export const NEGATED = '`!` always gives `false`';
export const NAN = 'the result is `NaN`';
export const SAME = 'the result does not depend on it';
export const NEVER_EQUAL = 'this comparison is always `false`';
export const CONSTANT =
  'Await it, and test a part of what it resolves to, which is never falsy, either';
export const NEVER_NULLISH = 'Await it; what it resolves to is never nullish, either';
export const NOTHING =
  'It resolves to nothing that this could test: await it in a statement of its own';

const TESTS: ReadonlySet<Reading> = new Set(['condition', 'nullish', 'comparison']);

export function misread(
  messageId: Reading,
  promise: string,
  [line, column, endLine, endColumn]: Place,
  { outcome, remedy, suggestions }: More = {},
): {
  messageId: Reading;
  data: Record<string, string>;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  suggestions: Suggestion[] | null;
} {
  return {
    messageId,
    data: {
      promise,
      outcome: outcome ?? (messageId === 'condition' ? HOLDS : ''),
      remedy: remedy ?? `Await it to ${TESTS.has(messageId) ? 'test' : 'use'} its value`,
    },
    line,
    column,
    endLine,
    endColumn,
    suggestions: suggestions ?? null,
  };
}

export function awaiting(promise: string, output: string, doubt = ''): Suggestion {
  return { messageId: 'await', data: { promise, doubt }, output };
}

export function makingAsync(promise: string, output: string): Suggestion {
  return { messageId: 'makeAsync', data: { promise }, output };
}
