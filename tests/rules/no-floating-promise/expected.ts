// What the rule is expected to say. Each text that several reports share stands here once.

/** Line and column of the first character, and of what follows the last. */
type Place = readonly [line: number, column: number, endLine: number, endColumn: number];

type MessageId =
  | 'ignored'
  | 'collection'
  | 'chained'
  | 'rethrown'
  | 'noHandler'
  | 'leftOut'
  | 'lazy'
  | 'idle'
  | 'notRun'
  | 'voided'
  | 'unread'
  | 'overwritten'
  | 'unawaited'
  | 'gathered'
  | 'sunk'
  | 'hidden';

type HandlingKind =
  | 'await'
  | 'awaitAll'
  | 'condition'
  | 'bare'
  | 'together'
  | 'iterate'
  | 'return'
  | 'makeAsync'
  | 'catch'
  | 'void';

/** What the message names: `name` (what is called, or the variable), `promise`, `remedy`. */
type Said = Record<string, string>;

interface Suggestion {
  messageId: HandlingKind;
  data: { promise: string };
  output: string;
}

interface Report {
  messageId: MessageId;
  data: Said;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  suggestions: Suggestion[] | null;
}

export const AWAIT = 'Await it, return it or attach a `catch`';
export const AWAIT_ALL = 'Await `Promise.all` of them, return it or attach a `catch`';
export const RETURN = 'Return it, await it in an async function or attach a `catch`';
export const REACTION = 'Return it, so that the chain waits';
export const CALLBACK = 'Attach a `catch`, or return it if whoever calls this function waits';
export const CONSTRUCTOR =
  'A constructor cannot wait: await it in a static async method that makes the object, or attach a `catch`';
export const OUTSIDE = 'Attach a `catch`, or await it in an async function';
export const RETHROWN = 'Handle the error there for good, or await the chain';

/** The program of a case: what it calls is declared below it. */
export function program(code: string): string {
  return `${code}
interface User { id: number; name: string }
declare function fetchUser(id: number): Promise<User>;
declare function saveUser(user: User): Promise<void>;
export {};
`;
}

export function report(
  messageId: MessageId,
  [line, column, endLine, endColumn]: Place,
  data: Said,
  suggestions: readonly (readonly [kind: HandlingKind, code: string])[] = [],
): Report {
  const { promise = '' } = data;
  return {
    messageId,
    data,
    line,
    column,
    endLine,
    endColumn,
    suggestions:
      suggestions.length === 0
        ? null
        : suggestions.map(([kind, code]) => ({
            messageId: kind,
            data: { promise },
            output: program(code),
          })),
  };
}
