// What the rule is expected to say. Each text that several reports share stands here once.

/** Line and column of the first character, and of what follows the last. */
type Place = readonly [line: number, column: number, endLine: number, endColumn: number];

type SuggestionKind = 'await' | 'map' | 'reaction' | 'handler' | 'helpers';

interface Suggestion {
  messageId: SuggestionKind;
  data: { counterpart: string; helper: string; doubt: string };
  output: string;
}

interface More {
  /** What the call waits for; `the disk` if absent. */
  on?: string;
  /** None if absent. */
  suggestions?: Suggestion[];
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

export const NO_DOUBT = '';
export const WRITTEN = 'the call is written in another way';
export const AT_ONCE = 'all elements are worked on at once';
export const REACTION = 'other work runs while the callback waits';
export const REQUESTS = 'other requests run while the handler waits';
export const UNSEEN = 'nothing waits for the callback or sees it fail';
export const CALLERS = 'its callers let other work run while they wait';
export const INFERRED = 'only its name and types say that it does the same';
export const WRITES = 'two runs of this code would write files at the same time';
export const NOT_YET =
  'whoever calls this function without awaiting it finds what it writes not yet written';

/** `call` blocks by itself. */
export function blocks(call: string, at: Place, remedy: string, more: More = {}): Report<'blocks'> {
  return reported('blocks', { call, remedy }, at, more);
}

/** `call` blocks by itself, and an `await` in front of it does not help. */
export function awaitBlocks(
  call: string,
  at: Place,
  remedy: string,
  more: More = {},
): Report<'awaitBlocks'> {
  return reported('awaitBlocks', { call, remedy }, at, more);
}

/** `call` runs `chain`, whose last name blocks at `place`, a file and a line. */
export function blocksThrough(
  call: string,
  at: Place,
  chain: string,
  place: string,
  remedy: string,
  more: More = {},
): Report<'blocksThrough'> {
  return reported('blocksThrough', { call, chain, place, remedy }, at, more);
}

function reported<MessageId extends string>(
  messageId: MessageId,
  data: Record<string, string>,
  [line, column, endLine, endColumn]: Place,
  { on = 'the disk', suggestions }: More,
): Report<MessageId> {
  return {
    messageId,
    data: { ...data, on },
    line,
    column,
    endLine,
    endColumn,
    suggestions: suggestions ?? null,
  };
}

/** The repair that awaits `counterpart`, and what a person should check first. */
export function suggestion(
  messageId: Exclude<SuggestionKind, 'helpers'>,
  counterpart: string,
  doubt: string,
  output: string,
): Suggestion {
  return suggested(messageId, counterpart, '', doubt, output);
}

/** The repair that makes `helper` async, and those between it and the report. */
export function asyncHelper(
  helper: string,
  counterpart: string,
  doubt: string,
  output: string,
): Suggestion {
  return suggested('helpers', counterpart, helper, doubt, output);
}

function suggested(
  messageId: SuggestionKind,
  counterpart: string,
  helper: string,
  doubt: string,
  output: string,
): Suggestion {
  const check = doubt === '' ? '' : `; check first: ${doubt}`;
  return { messageId, data: { counterpart, helper, doubt: check }, output };
}
