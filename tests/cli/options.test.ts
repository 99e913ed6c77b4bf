import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { DESCRIBED, FORMATS, helpText, PRESETS, readOptions } from '../../src/cli/options.ts';

describe('the command line', () => {
  it('needs nothing', () => {
    expect(readOptions([])).toEqual({
      paths: [],
      fix: false,
      fixSuggestions: [],
      dryRun: false,
      rules: [],
      preset: 'recommended',
      format: 'grouped',
      outputFile: undefined,
      ignorePatterns: [],
      maxWarnings: undefined,
      quiet: false,
    });
  });

  it('takes options before and after paths, and some of them more than once', () => {
    expect(
      readOptions(
        '--fix-suggestions no-late-await src -f json --rule no-busy-wait --rule=no-late-await:warn -o out.json --max-warnings 0 test'.split(
          ' ',
        ),
      ),
    ).toMatchObject({
      paths: ['src', 'test'],
      fixSuggestions: ['no-late-await'],
      format: 'json',
      outputFile: 'out.json',
      rules: ['no-busy-wait', 'no-late-await:warn'],
      maxWarnings: 0,
    });
  });

  it('prints the help and the version whatever else is asked for', () => {
    expect(readOptions(['--fix', '-h'])).toBe('help');
    expect(readOptions(['-v', 'src'])).toBe('version');
  });

  it.for([
    [['--fixx'], 'There is no option --fixx. Did you mean --fix? `--help` lists the options.'],
    [['--zzzzzz'], 'There is no option --zzzzzz. `--help` lists the options.'],
    [
      ['--format', 'jsno'],
      '--format is one of grouped, stylish, json, sarif, html, not `jsno`. Did you mean json?',
    ],
    [['--preset', 'x'], '--preset is one of recommended, strict, all, not `x`.'],
    [['--max-warnings', 'many'], '--max-warnings is a whole number, not `many`.'],
    [['--rule'], "Option '--rule <value>' argument missing `--help` lists the options."],
  ] as const)('%s: says what is wrong', ([args, message]) => {
    expect(() => readOptions(args)).toThrow(message);
  });

  it('takes the number of warnings that ESLint has by default for any number', () => {
    expect(readOptions(['--max-warnings=-1'])).toMatchObject({ maxWarnings: undefined });
  });
});

describe('the help', () => {
  it('names every option, in lines that fit a terminal', () => {
    const help = helpText();
    for (const name of Object.keys(DESCRIBED)) expect(help).toContain(`--${name}`);
    expect(help.split('\n').filter((line) => line.length > 100)).toEqual([]);
  });

  it('and the page have the same options, presets and formats', () => {
    const page = readFileSync('docs/command-line.md', 'utf8');
    const rows = [...page.matchAll(/^\| `(?:-\w`, `)?--(?<name>[\w-]+)/gmu)].map(
      ({ groups }) => groups?.name,
    );
    expect(rows).toEqual(Object.keys(DESCRIBED));
    for (const value of [...PRESETS, ...FORMATS]) expect(page).toContain(`\`${value}\``);
  });
});
