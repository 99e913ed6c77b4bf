import { isInTest, type Problems, type RuleFindings } from './by-problem.ts';
import { frame } from './frame.ts';
import { linesOf } from './options.ts';
import type { Paint } from './paint.ts';
import type { Finding, RepairKind, Unread } from './report/findings.ts';
import { shownPath } from './shown-path.ts';
import { count, table } from './table.ts';

export interface GroupedInput {
  readonly groups: readonly RuleFindings[];
  readonly unread: readonly Unread[];
  readonly linted: number;
  /** How many files were repaired, or would be. */
  readonly repaired: number;
  readonly dryRun: boolean;
  /** What to write in front of options in the commands to run next. */
  readonly command: string;
  readonly folder: string;
}

/** Findings with their code, of each problem; the places of the others are listed. */
const FRAMES = 3;
const PLACES = 10;
const WIDTH = 100;

/** Findings grouped by problem, for a person at a terminal: code, way, repair, sums, what to do next. */
export function groupedReport(input: GroupedInput, paint: Paint): string {
  const { groups, unread } = input;
  const parts = groups.map((group) => ruleOf(group, input.folder, paint));
  if (unread.length > 0) parts.push(unreadOf(unread, paint));
  parts.push(summaryOf(input, paint));
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function ruleOf(
  { rule, title, url, problems, findings }: RuleFindings,
  folder: string,
  paint: Paint,
): string[] {
  const lines = [
    `${paint('bold', title)}  ${paint('dim', `${rule}, ${count(findings.length, 'finding')}`)}`,
  ];
  if (url !== undefined) lines.push(paint('dim', url));
  for (const problem of problems) lines.push(...problemOf(problem, folder, paint));
  return lines;
}

function problemOf({ name, findings }: Problems, folder: string, paint: Paint): string[] {
  const lines: string[] = [];
  if (name !== undefined) {
    const places = `, ${count(findings.length, 'place')}`;
    lines.push('', `  ${paint('bold', name)}${paint('dim', places)}`);
  }
  const shown = findings.slice(0, FRAMES);
  const said = new Set<string>();
  for (const finding of shown) {
    lines.push('', ...findingOf(finding, said.has(finding.message), folder, paint));
    said.add(finding.message);
  }
  const others = findings.slice(FRAMES);
  if (others.length === 0) return lines;
  lines.push('', `  ${paint('dim', `and ${String(others.length)} more:`)}`);
  for (const other of others.slice(0, PLACES)) {
    lines.push(`    ${paint('cyan', placeOf(other))}  ${paint('dim', codeOf(other))}`);
  }
  const rest = others.length - PLACES;
  if (rest > 0) lines.push(paint('dim', `    … ${String(rest)} more: --format stylish lists all`));
  return lines;
}

function findingOf(finding: Finding, known: boolean, folder: string, paint: Paint): string[] {
  const severity = finding.severity === 1 ? paint('yellow', '  warning') : '';
  const lines = [
    paint('cyan', placeOf(finding)) + severity,
    ...frame(finding.lines, finding, paint),
  ];
  if (!known) lines.push(...linesOf(finding.message, WIDTH));
  lines.push(...wayOf(finding, folder, paint), ...repairOf(finding, paint));
  return lines.map((line) => `  ${line}`.trimEnd());
}

/** How asynchronous code gets to the call that blocks. */
function wayOf({ evidence, file }: Finding, folder: string, paint: Paint): string[] {
  if (evidence?.kind !== 'chain' || evidence.steps.length < 2) return [];
  const steps = evidence.steps.map((step, index): string => {
    const at = shownPath(step.file, folder);
    const place = paint('dim', `${index === 0 ? file : at}:${String(step.line)}`);
    return `${index === 0 ? 'way:  ' : `      ${'  '.repeat(index - 1)}→ `}${step.called}  ${place}`;
  });
  return steps;
}

const REPAIRS: Readonly<Record<RepairKind, string>> = {
  fix: 'fix: --fix repairs this.',
  suggestion: 'suggestion: ',
  hand: 'by hand: neither --fix nor a suggestion repairs this.',
};

function repairOf({ repair, repairTitle }: Finding, paint: Paint): string[] {
  if (repair === 'hand') return [paint('dim', REPAIRS.hand)];
  const text = repair === 'fix' ? REPAIRS.fix : REPAIRS.suggestion + repairTitle;
  return linesOf(text, WIDTH).map((line) => paint('green', line));
}

function placeOf({ file, line, column }: Finding): string {
  return `${file}:${String(line)}:${String(column)}`;
}

function codeOf({ lines, line }: Finding): string {
  const text = (lines[line - 1] ?? '').trim();
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function unreadOf(unread: readonly Unread[], paint: Paint): string[] {
  const lines = [paint('bold', `${count(unread.length, 'file')} could not be read`)];
  for (const { file, problem } of unread.slice(0, PLACES)) {
    lines.push(`  ${paint('cyan', file)}  ${problem.split('\n', 1)[0] ?? ''}`);
  }
  const rest = unread.length - PLACES;
  if (rest > 0) lines.push(`  … ${String(rest)} more: --format stylish lists all`);
  return lines;
}

function summaryOf(input: GroupedInput, paint: Paint): string[] {
  const { groups, linted, repaired, dryRun, unread } = input;
  const all = groups.flatMap(({ findings }) => findings);
  const lines: string[] = [];
  if (all.length > 0) {
    const [head = '', ...rows] = table([
      ['rule', 'findings', 'in tests', 'files', '--fix', 'suggestions', 'by hand'],
      ...groups.map(({ rule, findings }) => [rule, ...figuresOf(findings)]),
      ...(groups.length > 1 ? [['all', ...figuresOf(all)]] : []),
    ]);
    lines.push(paint('bold', head), ...rows, '');
  }
  if (repaired > 0) {
    lines.push(
      `${count(repaired, 'file')} ${dryRun ? 'would be' : repaired === 1 ? 'was' : 'were'} repaired.`,
    );
  }
  const found = all.length === 0 ? 'Nothing found' : count(all.length, 'finding');
  const left = repaired > 0 && all.length > 0 ? ' left' : '';
  const read = linted - unread.length;
  const files = new Set(all.map(({ file }) => file)).size;
  const where = files === 0 ? count(read, 'file') : `${String(files)} of ${count(read, 'file')}`;
  lines.push(paint('bold', `${found}${left} in ${where}.`));
  lines.push(...nextSteps(input, all, paint));
  return lines;
}

function figuresOf(findings: readonly Finding[]): string[] {
  const files = new Set(findings.map(({ file }) => file)).size;
  const ways = (['fix', 'suggestion', 'hand'] as const).map(
    (way) => findings.filter(({ repair }) => repair === way).length,
  );
  const inTests = findings.filter(isInTest).length;
  return [findings.length, inTests, files, ...ways].map(String);
}

/** The commands that are worth running now. */
function nextSteps(
  { groups, command, dryRun, repaired }: GroupedInput,
  all: readonly Finding[],
  paint: Paint,
): string[] {
  const steps: [command: string, why: string][] = [];
  if (dryRun && repaired > 0) return [];
  const fixable = all.filter(({ repair }) => repair === 'fix').length;
  if (fixable > 0) {
    steps.push([`${command} --fix --dry-run`, `shows the repairs of ${String(fixable)}`]);
  }
  const most = groups
    .map(({ rule, findings }) => ({
      rule,
      amount: findings.filter(({ repair }) => repair === 'suggestion').length,
    }))
    .sort((a, b) => b.amount - a.amount)[0];
  if (most !== undefined && most.amount > 0) {
    const rule = most.rule.replace('await/', '');
    steps.push([
      `${command} --fix-suggestions ${rule} --dry-run`,
      `shows what the suggestions for ${String(most.amount)} would do`,
    ]);
  }
  if (all.length > FRAMES)
    steps.push([`${command} --format html -o report.html`, 'all findings as a page']);
  if (steps.length === 0) return [];
  return [
    '',
    'Next:',
    ...table(
      steps.map(([first, why]) => [`  ${first}`, why]),
      2,
    ).map((line) => paint('dim', line)),
  ];
}
