// What the rule is expected to say. Each text that several reports share stands here once.

/** Line and column of the `await`. */
export type Place = readonly [line: number, column: number];

interface Said {
  messageId: 'pair' | 'several' | 'left';
  data: Record<string, string>;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  suggestions:
    { messageId: 'start'; data: { calls: string; doubt: string }; output: string }[] | null;
}

/** Two calls: which, why they are independent, what is assumed, and the suggestion. */
export function pair(
  [earlier, later]: readonly [string, string],
  at: Place,
  because: readonly string[],
  assumptions: readonly string[] = [],
  suggested?: string,
): Said {
  const calls = `\`${earlier}\` and \`${later}\``;
  return said('pair', { earlier, later, evidence: evidenceOf(because, assumptions) }, at, {
    calls,
    assumptions,
    suggested,
  });
}

/** Three calls or more. */
export function several(
  calls: string,
  at: Place,
  because: readonly string[],
  assumptions: readonly string[] = [],
  suggested?: string,
): Said {
  return said('several', { calls, evidence: evidenceOf(because, assumptions) }, at, {
    calls,
    assumptions,
    suggested,
  });
}

export function left(
  earlier: string,
  later: string,
  at: Place,
  condition: string,
  because: string,
): Said {
  return said('left', { earlier, later, condition, because }, at, {
    calls: '',
    assumptions: [],
    suggested: undefined,
  });
}

function evidenceOf(because: readonly string[], assumptions: readonly string[]): string {
  const independent = `They are independent: ${because.join(', and ')}`;
  return assumptions.length > 0
    ? `${independent}. This assumes that ${assumptions.join(', and that ')}`
    : independent;
}

function said(
  messageId: Said['messageId'],
  data: Record<string, string>,
  [line, column]: Place,
  {
    calls,
    assumptions,
    suggested,
  }: { calls: string; assumptions: readonly string[]; suggested: string | undefined },
): Said {
  const doubt = assumptions.length > 0 ? `, if ${assumptions.join(', and ')}` : '';
  return {
    messageId,
    data,
    line,
    column,
    endLine: line,
    endColumn: column + 'await'.length,
    suggestions:
      suggested === undefined
        ? null
        : [{ messageId: 'start', data: { calls, doubt }, output: suggested }],
  };
}
