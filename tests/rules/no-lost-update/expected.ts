// What the rule is expected to say. Each text that several reports share stands here once.

/** Line and column of the first character, and of what follows the last. */
export type Place = readonly [line: number, column: number, endLine: number, endColumn: number];

interface Said {
  messageId: 'stale' | 'copied' | 'unfilled';
  data: Record<string, string>;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  suggestions:
    | { messageId: 'hoist' | 'reread' | 'pending'; data: Record<string, string>; output: string }[]
    | null;
}

/** The assignment itself reads the old value, and waits before it writes the new one. */
export function stale(target: string, wait: string, at: Place, output?: string): Said {
  return said('stale', { target, wait }, at, output, 'hoist');
}

/** The old value was read into a variable. */
export function copied(
  target: string,
  wait: string,
  copy: { readonly name: string; readonly line: number },
  at: Place,
  output?: string,
): Said {
  const data = { target, wait, copy: copy.name, line: String(copy.line) };
  return said('copied', data, at, output, 'reread');
}

/** The value is made because there is none yet. */
export function unfilled(
  target: string,
  wait: string,
  at: Place,
  repair?: { readonly name: string; readonly output: string },
): Said {
  const found = said('unfilled', { target, wait }, at, repair?.output, 'pending');
  for (const each of found.suggestions ?? []) each.data.name = repair?.name ?? '';
  return found;
}

function said(
  messageId: Said['messageId'],
  data: Record<string, string>,
  [line, column, endLine, endColumn]: Place,
  output: string | undefined,
  kind: 'hoist' | 'reread' | 'pending',
): Said {
  return {
    messageId,
    data,
    line,
    column,
    endLine,
    endColumn,
    suggestions: output === undefined ? null : [{ messageId: kind, data: { ...data }, output }],
  };
}
