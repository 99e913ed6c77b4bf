import type { TSESLint } from '@typescript-eslint/utils';

import { asFix } from './edit.ts';
import type { Repair } from './repair.ts';
import { completeAlone, settleImports } from './settle-imports.ts';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** A repair that a report can offer, and how it is described to a person. */
export interface Offer<MessageIds extends string> {
  readonly repair: Repair;
  readonly messageId: MessageIds;
  readonly data: Record<string, string>;
  /** The program behaves as before, but for what the rule is about. */
  readonly proven: boolean;
  /** Whoever calls the function would have the problem next: a person has to look at them. */
  readonly isPassedOn?: boolean;
}

/** The part of a report that repairs. */
export interface Offered<MessageIds extends string> {
  readonly fix: TSESLint.ReportFixFunction | null;
  readonly suggest: TSESLint.SuggestionReportDescriptor<MessageIds>[];
}

export interface Finding<MessageIds extends string> {
  /** The best first. */
  readonly offers: readonly Offer<MessageIds>[];
  /** A comment in the file hides the report: ESLint applies none of its fixes. */
  readonly disabled: boolean;
}

/**
 * What each of the findings of one file offers: proven repairs as fixes and the others as
 * suggestions in the mode `safe`; in `all`, the first of each that does not pass the problem on as a
 * fix; suggestions only in `none`.
 */
export function offered<MessageIds extends string>(
  findings: readonly Finding<MessageIds>[],
  mode: 'safe' | 'all' | 'none',
  sourceCode: SourceCode,
): readonly Offered<MessageIds>[] {
  if (findings.length === 0) return [];
  const chosen = findings.map(({ offers }) => {
    if (mode === 'all') return offers.find(({ isPassedOn }) => isPassedOn !== true);
    const [first] = offers;
    return mode === 'safe' && first?.proven === true ? first : undefined;
  });
  const repairs = chosen.flatMap((offer, index) =>
    offer && findings[index]?.disabled === false ? [offer.repair] : [],
  );
  const fixes = settleImports(repairs, sourceCode);

  return findings.map(({ offers }, index) => {
    const fixed = chosen[index];
    const fix = (fixed && fixes.get(fixed.repair)) ?? null;
    const suggest = offers.flatMap((offer) => {
      if (fix && offer === fixed) return [];
      const edits = completeAlone(offer.repair, sourceCode);
      return edits ? [{ messageId: offer.messageId, data: offer.data, fix: asFix(edits) }] : [];
    });
    return { fix, suggest };
  });
}
