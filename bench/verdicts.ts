import { createHash } from 'node:crypto';

import { table } from './field-record.ts';
import { compare, type Finding } from './lint-package.ts';

/** What a reader says of a finding, or nothing yet. */
export type Verdict = 'true' | 'debatable' | 'false' | '';

export interface JudgedFinding {
  /** `name@version` */
  readonly package: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly code: string;
  readonly message: string;
  readonly verdict: Verdict;
  /** One line: why. */
  readonly reason: string;
}

export interface VerdictFile {
  readonly seed: string;
  /** How many findings of the rule there are to draw from. */
  readonly findings: number;
  readonly drawn: readonly JudgedFinding[];
  /** Judged before, and not drawn or not reported any more: a false one that the rule has learnt is here. */
  readonly earlier: readonly (JudgedFinding & { readonly reported: boolean })[];
}

export interface PackageFindings {
  /** `name@version` */
  readonly package: string;
  readonly findings: readonly Finding[];
}

/**
 * Draws `count` findings of a rule, all where there are fewer, and keeps the verdicts of those that
 * were judged before. Each finding has its own lot, made of the seed and its place: a change of the
 * rule moves only the findings that it adds or takes away.
 */
export function draw(
  rule: string,
  packages: readonly PackageFindings[],
  { seed, count }: { seed: string; count: number },
  before: VerdictFile | undefined,
): VerdictFile {
  const found = packages.flatMap((one) =>
    one.findings
      .filter((finding) => finding.rule === rule)
      .map(({ file, line, column, code, message }) => {
        const place = { package: one.package, file, line, column };
        return { ...place, code, message, verdict: '' as const, reason: '' };
      }),
  );
  const judged = new Map(
    [...(before?.drawn ?? []), ...(before?.earlier ?? [])]
      .filter(({ verdict }) => verdict !== '')
      .map((finding) => [placeOf(finding), finding]),
  );
  const lot = new Map(found.map((finding) => [finding, lotOf(seed, rule, finding)]));
  const drawn = found
    .toSorted((a, b) => compare(lot.get(a) ?? '', lot.get(b) ?? ''))
    .slice(0, count)
    .map((finding): JudgedFinding => {
      const known = judged.get(placeOf(finding));
      return { ...finding, verdict: known?.verdict ?? '', reason: known?.reason ?? '' };
    })
    .sort(byPlace);
  const reported = new Set(found.map(placeOf));
  const taken = new Set(drawn.map(placeOf));
  const earlier = [...judged.values()]
    .filter((finding) => !taken.has(placeOf(finding)))
    .map((finding) => ({ ...finding, reported: reported.has(placeOf(finding)) }))
    .sort(byPlace);
  return { seed, findings: found.length, drawn, earlier };
}

/** The record of all rules, as Markdown. */
export function verdictRecord(files: readonly (readonly [rule: string, VerdictFile])[]): string {
  return [
    '# Verdicts',
    '',
    'Findings of the preset `recommended` in the sources of the packages of `corpus.json` (tests apart), drawn at random by `npm run field:sample` (all where a rule has fewer than 40), each read in its surroundings. True: a maintainer would change the code, or would want to know. Debatable: what the message says is so, but it may be meant or cost nothing here. False: what the message says is not so. The data is in `bench/verdicts/`, one file a rule. What the rules about waits leave alone, and why, `npm run field:waits` tells; rules with few findings are tried on planted bugs as well (`bench/planted.md`).',
    '',
    ...table(
      ['rule', 'findings', 'read', 'true', 'debatable', 'false', 'true, %', 'not false, %', 'seed'],
      files.map(([rule, { seed, findings, drawn }]) => {
        const of = (verdict: Verdict): number =>
          drawn.filter((finding) => finding.verdict === verdict).length;
        const read = drawn.length - of('');
        const percent = (part: number): string =>
          read === 0 ? '' : ((part / read) * 100).toFixed(0);
        return [
          `[${rule}](#${rule})`,
          String(findings),
          String(read),
          ...(['true', 'debatable', 'false'] as const).map((verdict) => String(of(verdict))),
          percent(of('true')),
          percent(read - of('false')),
          seed,
        ];
      }),
    ),
    '',
    ...files.flatMap(([rule, { drawn, earlier }]) => [
      `## ${rule}`,
      '',
      ...(drawn.length === 0 ? ['No findings.', ''] : [...rowsOf(drawn), '']),
      ...earlierLines('Judged earlier, and silent now', earlier, false),
      ...earlierLines('Judged earlier, and not drawn now', earlier, true),
    ]),
  ].join('\n');
}

function earlierLines(title: string, all: VerdictFile['earlier'], reported: boolean): string[] {
  const some = all.filter((finding) => finding.reported === reported);
  return some.length === 0 ? [] : [`${title}:`, '', ...rowsOf(some), ''];
}

function rowsOf(findings: readonly JudgedFinding[]): string[] {
  return table(
    ['place', 'code', 'verdict', 'reason'],
    findings.map(({ code, verdict, reason, ...place }) => [
      `${place.package.replace(/@[^@]*$/u, '')} \`${place.file}:${String(place.line)}:${String(place.column)}\``,
      quoted(code),
      verdict === '' ? 'not read' : verdict,
      reason.replaceAll('|', '\\|'),
    ]),
    [0, 1, 2, 3],
  );
}

/** Code in a cell of a table. */
function quoted(code: string): string {
  const short = code.length > 80 ? `${code.slice(0, 79)}…` : code;
  const fence = short.includes('`') ? '``' : '`';
  return `${fence}${fence === '`' ? '' : ' '}${short.replaceAll('|', '\\|')}${fence === '`' ? '' : ' '}${fence}`;
}

function placeOf(finding: Pick<JudgedFinding, 'package' | 'file' | 'line' | 'column'>): string {
  return `${finding.package} ${finding.file}:${String(finding.line)}:${String(finding.column)}`;
}

function lotOf(seed: string, rule: string, finding: JudgedFinding): string {
  return createHash('sha256')
    .update(`${seed} ${rule} ${placeOf(finding)}`)
    .digest('hex');
}

function byPlace(a: JudgedFinding, b: JudgedFinding): number {
  return (
    compare(a.package, b.package) ||
    compare(a.file, b.file) ||
    a.line - b.line ||
    a.column - b.column
  );
}
