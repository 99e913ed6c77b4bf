// What the rule is expected to say. Each shape of a report stands here once.

/** The first character, and what follows the last. */
type Place = readonly [line: number, column: number, endLine: number, endColumn: number];

interface Suggestion {
  messageId: 'await' | 'awaitAll' | 'makeAsync';
  data: Record<string, string>;
  output: string;
}

interface Report<MessageId extends string> {
  messageId: MessageId;
  data: Record<string, string>;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  suggestions: Suggestion[] | null;
}

export const NO_CATCH = 'the `catch` does not run if it rejects';
export const EARLY_FINALLY = '`finally` runs while it is still pending';
export const HERE = 'Await it here';
export const ASYNC = 'Make the function async and await it here';
export const CHECK_FINALLY = '; check first: the promise must not wait for what `finally` does';
export const CHECK_CATCH = '; check first: the `catch` runs for this error, too';

/** `promise` is returned before it settles. */
export function returned(
  promise: string,
  at: Place,
  consequence: string = NO_CATCH,
  remedy: string = HERE,
  suggestions: Suggestion[] = [],
): Report<'returned'> {
  return reported('returned', { promise, consequence, remedy }, at, suggestions);
}

export function reported<MessageId extends string>(
  messageId: MessageId,
  data: Record<string, string>,
  [line, column, endLine, endColumn]: Place,
  suggestions: Suggestion[] = [],
): Report<MessageId> {
  return {
    messageId,
    data,
    line,
    column,
    endLine,
    endColumn,
    suggestions: suggestions.length > 0 ? suggestions : null,
  };
}

export function awaiting(promise: string, doubt: string, output: string): Suggestion {
  return { messageId: 'await', data: { promise, doubt }, output };
}

export function makingAsync(promise: string, output: string, doubt = ''): Suggestion {
  return { messageId: 'makeAsync', data: { promise, doubt }, output };
}
