// What the rule is expected to say. Each shape of a report stands here once.

/** Line and column of the first character; all reports stand on one line, and most on `await`. */
type Place = readonly [line: number, column: number];

type SuggestionKind = 'remove' | 'all' | 'call' | 'values' | 'plainLoop' | 'plainUsing';

interface Suggestion {
  messageId: SuggestionKind;
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

export function reported<MessageId extends string>(
  messageId: MessageId,
  data: Record<string, string>,
  [line, column]: Place,
  suggestions: Suggestion[] = [],
  length = 'await'.length,
): Report<MessageId> {
  return {
    messageId,
    data,
    line,
    column,
    endLine: line,
    endColumn: column + length,
    suggestions: suggestions.length > 0 ? suggestions : null,
  };
}

/** The `await` at this place waits for nothing, and may be removed. */
export function plain(value: string, at: Place, output?: string): Report<'plain'> {
  return reported('plain', { value }, at, output === undefined ? [] : [removed(output)]);
}

/** The same of the result of a call. */
export function called(value: string, at: Place, output?: string): Report<'called'> {
  return reported('called', { value }, at, output === undefined ? [] : [removed(output)]);
}

/** It waits for nothing: the function calls back when it is done. */
export function callsBack(value: string, at: Place, output: string): Report<'callback'> {
  return reported('callback', { value }, at, [removed(output)]);
}

/** It does not wait for the promises in an array or another collection. */
export function promises(
  value: string,
  at: Place,
  output?: string,
  collection = 'an array',
): Report<'promises'> {
  const suggestions = output === undefined ? [] : [together(value, output)];
  return reported('promises', { value, collection }, at, suggestions);
}

export function removed(output: string): Suggestion {
  return { messageId: 'remove', data: {}, output };
}

export function together(value: string, output: string): Suggestion {
  return { messageId: 'all', data: { value }, output };
}
