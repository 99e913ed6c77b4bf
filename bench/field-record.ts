import type { Diagnostic } from './diagnostics.ts';
import { compare, type Crash, type Finding, type LintAnswer } from './lint-package.ts';
import type { PreparedPackage } from './prepare-package.ts';

/** What `--fix` made of a copy of a package. */
export interface FixRun {
  /** `safe`: as the plugin comes. `all`: with `settings.await.fix: 'all'`. */
  readonly mode: 'safe' | 'all';
  readonly changed: readonly string[];
  /** TypeScript's diagnostics after the repairs that were not there before. */
  readonly added: readonly Diagnostic[];
  /** Those that were there before and are gone. */
  readonly removed: readonly Diagnostic[];
  /** Files that a second `--fix` changed again. */
  readonly second: readonly string[];
  readonly crashes: readonly Crash[];
}

export interface PackageRun {
  readonly prepared: PreparedPackage;
  readonly lint: LintAnswer;
  readonly fixes: readonly FixRun[];
}

/** The record of one package, as Markdown. Free of times and paths, so that two runs can be compared. */
export function fieldRecord({ prepared, lint, fixes }: PackageRun): string {
  const sources = lint.findings.filter(({ test }) => !test);
  const tests = lint.findings.filter(({ test }) => test);
  return [
    `# ${prepared.name} ${prepared.version}`,
    '',
    `${count(prepared.sources.length, 'source file')}, ${count(prepared.lines, 'line')}, ${count(lint.awaits.sources, 'await')}; ${count(prepared.tests.length, 'test file')}, ${count(lint.awaits.tests, 'await')}.`,
    '',
    ...countsTable(sources, prepared, lint),
    ...(tests.length > 0
      ? [`In tests: ${count(tests.length, 'finding')}, ${shares(tests)}.`, '']
      : []),
    ...fixes.flatMap(fixLines),
    '## Crashes',
    '',
    ...(lint.crashes.length > 0 ? lint.crashes.map(crashLine) : ['None.']),
    '',
    '## Findings in sources',
    '',
    ...findingLines(sources),
    ...(tests.length > 0 ? ['## Findings in tests', '', ...findingLines(tests)] : []),
  ].join('\n');
}

/** One table over all packages, as Markdown. */
export function fieldSummary(runs: readonly PackageRun[], preset: string): string {
  const rows = runs.map(({ prepared, lint, fixes }) => {
    const sources = lint.findings.filter(({ test }) => !test);
    return [
      `${prepared.name} ${prepared.version}`,
      String(prepared.lines),
      String(lint.awaits.sources),
      ...kindCells(sources),
      rate(sources.length, prepared.lines, 1000),
      rate(sources.length, lint.awaits.sources, 100),
      String(lint.findings.length - sources.length),
      String(lint.crashes.length + fixes.reduce((sum, { crashes }) => sum + crashes.length, 0)),
      fixCell(fixes.find(({ mode }) => mode === 'safe')),
      fixCell(fixes.find(({ mode }) => mode === 'all')),
    ];
  });
  const all = runs.flatMap(({ lint }) => lint.findings.filter(({ test }) => !test));
  const lines = runs.reduce((sum, { prepared }) => sum + prepared.lines, 0);
  const awaits = runs.reduce((sum, { lint }) => sum + lint.awaits.sources, 0);
  return [
    `# Findings on published packages, preset \`${preset}\``,
    '',
    'Made by `npm run field`. Sources only, tests in a column of their own. A cell on `--fix` says how many files it changed, TypeScript diagnostics added and removed, and files that a second run changed again.',
    '',
    ...table(
      [
        'package',
        'lines',
        'awaits',
        'findings',
        'autofix',
        'suggestion',
        'none',
        'per 1,000 lines',
        'per 100 awaits',
        'in tests',
        'crashes',
        '`--fix`',
        '`fix: "all"`',
      ],
      [
        ...rows,
        [
          'all',
          String(lines),
          String(awaits),
          ...kindCells(all),
          rate(all.length, lines, 1000),
          rate(all.length, awaits, 100),
          String(runs.reduce((sum, { lint }) => sum + lint.findings.length, 0) - all.length),
          '',
          '',
          '',
        ],
      ],
    ),
    '',
    ...table(
      ['rule', 'findings', 'autofix', 'suggestion', 'none'],
      rulesOf(all).map((rule) => [rule, ...kindCells(all.filter((found) => found.rule === rule))]),
    ),
    '',
  ].join('\n');
}

function countsTable(
  findings: readonly Finding[],
  { lines }: PreparedPackage,
  { awaits }: LintAnswer,
): string[] {
  if (findings.length === 0) return ['No findings in sources.', ''];
  return [
    ...table(
      ['rule', 'findings', 'autofix', 'suggestion', 'none', 'per 1,000 lines', 'per 100 awaits'],
      rulesOf(findings).map((rule) => {
        const own = findings.filter((found) => found.rule === rule);
        return [
          rule,
          ...kindCells(own),
          rate(own.length, lines, 1000),
          rate(own.length, awaits.sources, 100),
        ];
      }),
    ),
    '',
  ];
}

function fixLines(run: FixRun): string[] {
  const details = [
    ...run.changed.map((file) => `- changed: ${file}`),
    ...run.added.map((found) => `- new diagnostic: ${diagnosticText(found)}`),
    ...run.removed.map((found) => `- diagnostic gone: ${diagnosticText(found)}`),
    ...run.second.map((file) => `- changed again by a second run: ${file}`),
    ...run.crashes.map(crashLine),
  ];
  const verdict =
    run.changed.length === 0
      ? 'changes no file.'
      : `changes ${count(run.changed.length, 'file')}; TypeScript's diagnostics: ${
          run.added.length + run.removed.length === 0
            ? 'the same as before'
            : `${String(run.added.length)} new, ${String(run.removed.length)} gone`
        }; a second run changes ${run.second.length === 0 ? 'nothing' : count(run.second.length, 'file')}.`;
  return [
    run.mode === 'safe' ? '## `--fix`' : '## `--fix` with `fix: "all"`',
    '',
    `It ${verdict}`,
    '',
    ...details,
    ...(details.length > 0 ? [''] : []),
  ];
}

function findingLines(findings: readonly Finding[]): string[] {
  if (findings.length === 0) return ['None.', ''];
  return findings.flatMap((found) => [
    `- **${found.file}:${String(found.line)}:${String(found.column)}** ${found.rule}, ${
      found.kind === 'none' ? 'no repair' : found.kind
    }: ${found.message.replaceAll('\n', ' ')}`,
    ...found.notes.map((note) => `  - ${note.replaceAll('\n', ' ')}`),
    '',
    `      ${found.code}`,
    '',
  ]);
}

function crashLine({ file, rule, error }: Crash): string {
  return `- ${rule === '' ? 'parser' : rule} in ${file}: ${error.replaceAll('\n', ' ')}`;
}

function diagnosticText({ file, code, message }: Diagnostic): string {
  return `${file} TS${String(code)}: ${message.split('\n', 1)[0] ?? ''}`;
}

function fixCell(run: FixRun | undefined): string {
  if (run === undefined) return 'not run';
  return `${count(run.changed.length, 'file')}, +${String(run.added.length)} −${String(run.removed.length)}, ${String(run.second.length)}`;
}

function kindCells(findings: readonly Finding[]): string[] {
  const of = (kind: Finding['kind']): string =>
    String(findings.filter((found) => found.kind === kind).length);
  return [String(findings.length), of('autofix'), of('suggestion'), of('none')];
}

function shares(findings: readonly Finding[]): string {
  const [, autofix = '', suggestion = '', none = ''] = kindCells(findings);
  return `${autofix} with an autofix, ${suggestion} with a suggestion, ${none} without a repair`;
}

function rulesOf(findings: readonly Finding[]): string[] {
  return [...new Set(findings.map(({ rule }) => rule))].sort(compare);
}

function rate(findings: number, whole: number, per: number): string {
  return whole === 0 ? '' : ((findings / whole) * per).toFixed(2);
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString('en-US')} ${noun}${number === 1 ? '' : 's'}`;
}

/** A Markdown table; every column but `textColumns` is a number. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  textColumns: readonly number[] = [0],
): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(head),
    line(head.map((_, at) => (textColumns.includes(at) ? '---' : '--:'))),
    ...rows.map(line),
  ];
}
