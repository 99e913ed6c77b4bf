import { parseArgs } from 'node:util';

import { nearestName } from './nearest-name.ts';
import { Problem } from './problem.ts';

export const FORMATS = ['grouped', 'stylish', 'json', 'sarif', 'html'] as const;
export const PRESETS = ['recommended', 'strict', 'all'] as const;

export type Format = (typeof FORMATS)[number];
export type PresetName = (typeof PRESETS)[number];

/** What a command line asks for. */
export interface Options {
  /** Files and folders as given; none means the current folder. */
  readonly paths: readonly string[];
  readonly fix: boolean;
  /** Rules whose first suggestions are applied, as given. */
  readonly fixSuggestions: readonly string[];
  readonly dryRun: boolean;
  /** As given: `no-busy-wait`, or `no-busy-wait: [error, {…}]`. */
  readonly rules: readonly string[];
  readonly preset: PresetName;
  readonly format: Format;
  readonly outputFile: string | undefined;
  readonly ignorePatterns: readonly string[];
  /** `undefined`: any number. */
  readonly maxWarnings: number | undefined;
  readonly quiet: boolean;
}

interface Described {
  readonly type: 'boolean' | 'string';
  readonly short?: string;
  readonly multiple?: true;
  /** What stands behind it in the help. */
  readonly value?: string;
  readonly help: string;
}

/** All options, in the order of the help. */
export const DESCRIBED = {
  fix: {
    type: 'boolean',
    help: 'Repair what is proven to behave the same.',
  },
  'fix-suggestions': {
    type: 'string',
    multiple: true,
    value: '<rule>',
    help: 'Also apply the first suggestion of each finding of this rule. Repeatable.',
  },
  'dry-run': {
    type: 'boolean',
    help: 'Write nothing; print as a diff what --fix or --fix-suggestions would change.',
  },
  rule: {
    type: 'string',
    multiple: true,
    value: '<rule>',
    help: "Run only this rule. With options as in ESLint: --rule 'no-busy-wait: [warn, {…}]'; with `off`, run all but this rule. Repeatable.",
  },
  preset: {
    type: 'string',
    value: '<name>',
    help: `The rules to run: ${PRESETS.join(', ')}. recommended if absent.`,
  },
  format: {
    type: 'string',
    short: 'f',
    value: '<name>',
    help: `How to print findings: ${FORMATS.join(', ')}. grouped if absent.`,
  },
  'output-file': {
    type: 'string',
    short: 'o',
    value: '<file>',
    help: 'Write the findings into this file.',
  },
  'ignore-pattern': {
    type: 'string',
    multiple: true,
    value: '<pattern>',
    help: 'Leave out files that match this, as in a .gitignore of the current folder. Repeatable.',
  },
  'max-warnings': {
    type: 'string',
    value: '<number>',
    help: 'Exit with 1 if there are more warnings than this.',
  },
  quiet: {
    type: 'boolean',
    help: 'Leave out warnings.',
  },
  help: {
    type: 'boolean',
    short: 'h',
    help: 'Print this.',
  },
  version: {
    type: 'boolean',
    short: 'v',
    help: 'Print the version.',
  },
} as const satisfies Record<string, Described>;

type Name = keyof typeof DESCRIBED;

/**
 * Reads a command line. Answers the options, or that the help or the version is wanted.
 *
 * Throws a `Problem` that names the argument that is wrong.
 */
export function readOptions(args: readonly string[]): Options | 'help' | 'version' {
  const { values, positionals } = parse(args);
  if (values.help === true) return 'help';
  if (values.version === true) return 'version';
  return {
    paths: positionals,
    fix: values.fix === true,
    fixSuggestions: values['fix-suggestions'] ?? [],
    dryRun: values['dry-run'] === true,
    rules: values.rule ?? [],
    preset: oneOf('preset', values.preset ?? 'recommended', PRESETS),
    format: oneOf('format', values.format ?? 'grouped', FORMATS),
    outputFile: values['output-file'],
    ignorePatterns: values['ignore-pattern'] ?? [],
    maxWarnings: amount('max-warnings', values['max-warnings']),
    quiet: values.quiet === true,
  };
}

// The type is left to `parseArgs`, which derives it from the options.
function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: DESCRIBED, allowPositionals: true });
  } catch (error) {
    throw new Problem(problemOf(error));
  }
}

/** What `parseArgs` says, shorter, and with the option that was probably meant. */
function problemOf(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  const [, given] = /^Unknown option '(?<given>[^']+)'/u.exec(said) ?? [];
  if (given === undefined) return `${said} \`--help\` lists the options.`;

  const names = Object.keys(DESCRIBED) as Name[];
  const nearest = nearestName(given.replace(/^--?/u, ''), names);
  const meant = nearest === undefined ? '' : ` Did you mean --${nearest}?`;
  return `There is no option ${given}.${meant} \`--help\` lists the options.`;
}

function oneOf<Value extends string>(option: Name, given: string, values: readonly Value[]): Value {
  const found = values.find((value) => value === given);
  if (found !== undefined) return found;
  const nearest = nearestName(given, values);
  const meant = nearest === undefined ? '' : ` Did you mean ${nearest}?`;
  throw new Problem(`--${option} is one of ${values.join(', ')}, not \`${given}\`.${meant}`);
}

function amount(option: Name, given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  // ESLint's own default, which scripts pass on.
  if (given === '-1') return undefined;
  if (/^\d+$/u.test(given)) return Number(given);
  throw new Problem(`--${option} is a whole number, not \`${given}\`.`);
}

/** The text of `--help`. */
export function helpText(): string {
  const rows = Object.entries<Described>(DESCRIBED).map(([name, { short, value, help }]) => {
    const left = `${short === undefined ? '    ' : `-${short}, `}--${name}`;
    return { left: value === undefined ? left : `${left} ${value}`, help };
  });
  const width = Math.max(...rows.map(({ left }) => left.length));
  return [
    'Finds asynchronous code that blocks, loses or needlessly serialises work. No configuration.',
    '',
    'Usage: npx eslint-plugin-await [options] [files and folders]',
    '',
    ...rows.flatMap(({ left, help }) => {
      const [first = '', ...more] = linesOf(help, 60);
      return [
        `  ${left.padEnd(width)}  ${first}`,
        ...more.map((line) => `  ${' '.repeat(width)}  ${line}`),
      ];
    }),
    '',
    'Exit codes: 0 nothing found, 1 findings, 2 the run failed.',
    '',
  ].join('\n');
}

/** The words of a text in lines of at most this many characters, longer words aside. */
export function linesOf(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
