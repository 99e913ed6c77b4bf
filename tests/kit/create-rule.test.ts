import type { TSESLint } from '@typescript-eslint/utils';
import { Linter } from '@typescript-eslint/utils/ts-eslint';
import { ESLint, type Linter as LinterTypes } from 'eslint';
import { describe, expect, it } from 'vitest';

import { createRule, type AwaitRule } from '../../src/kit/create-rule.ts';
import { ADDITIONAL_SCHEMA } from '../../src/kit/settings.ts';
import { FIXTURES, typedLanguageOptions } from '../support/parser.ts';

interface Options {
  loud: boolean;
  additional: readonly object[];
}

/** Reports every variable `seen`, with what the rule was given, and renames it. */
const rule = createRule<Options, 'given'>({
  name: 'example',
  meta: {
    type: 'problem',
    docs: { description: 'Disallow an example', requiresTypeChecking: true },
    fixable: 'code',
    schema: [
      {
        type: 'object',
        properties: {
          loud: { type: 'boolean', description: 'Whether to shout.' },
          additional: ADDITIONAL_SCHEMA,
        },
      },
    ],
    defaultOptions: [{ loud: false, additional: [] }],
    messages: { given: '{{ fix }} {{ loud }} {{ rows }}.' },
  },
  create: (context, { loud }, { fix, additional }) => ({
    'Identifier[name="seen"]'(node) {
      const rows = additional.map((row) => row.name).join('+');
      context.report({
        node,
        messageId: 'given',
        data: { fix, loud: String(loud), rows },
        fix: (fixer) => fixer.replaceText(node, 'done'),
      });
    },
  }),
});

const row = (name: string): object => ({
  module: 'some-package',
  name,
  blocks: { on: 'the disk', cost: 'data', counterpart: { kind: 'advice', text: 'wait' } },
});

type Config = TSESLint.FlatConfig.Config;

function configure(given: Config, rules: Record<string, AwaitRule> = { a: rule, b: rule }): Config {
  return {
    files: ['**/*.{ts,js}'],
    plugins: { await: { rules: rules } },
    rules: Object.fromEntries(Object.keys(rules).map((name) => [`await/${name}`, 'error'])),
    languageOptions: typedLanguageOptions,
    ...given,
  };
}

function messagesOf(
  config: Config,
  code = 'export const seen = 1;',
  filename = 'file.ts',
): string[] {
  const linter = new Linter({ cwd: FIXTURES });
  return linter.verify(code, config, filename).map(({ message }) => message);
}

describe('a file without type information', () => {
  const untyped = configure({ languageOptions: {} });

  it('gets one report on its first line, whatever the number of rules', () => {
    const linter = new Linter({ cwd: FIXTURES });
    const problems = linter.verify('// a comment\nexport const seen = 1;', untyped, 'module.js');
    expect(problems).toMatchObject([
      { ruleId: 'await/a', messageId: 'untyped', line: 1, column: 1, endLine: 1, endColumn: 13 },
    ]);
    expect(problems[0]?.message).toContain('projectService: true');
  });

  it('is reported again in the next file and the next run', () => {
    expect(messagesOf(untyped, '', 'module.js')).toHaveLength(1);
    expect(messagesOf(untyped, '', 'module.js')).toHaveLength(1);
    expect(messagesOf(untyped, '', 'other.js')).toHaveLength(1);
  });

  it('is one that the TypeScript parser read without a project, too', () => {
    const languageOptions = { parser: typedLanguageOptions.parser };
    expect(messagesOf(configure({ languageOptions }), '', 'module.js')).toEqual([
      expect.stringContaining('no type information'),
    ]);
  });

  it('is left alone by oxlint, which has no types to give', () => {
    const parser = { name: 'oxlint', version: '1.0.0', ...espree() };
    expect(messagesOf(configure({ languageOptions: { parser } }), '', 'module.js')).toEqual([]);
  });
});

describe('a rule that fails', () => {
  const failing = (error: Error): AwaitRule =>
    createRule({
      name: 'failing',
      meta: {
        type: 'problem',
        docs: { description: 'Disallow an example', requiresTypeChecking: true },
        schema: [],
        defaultOptions: [{}],
        messages: { found: 'Found.' },
      },
      create: (context) => ({
        Identifier(node) {
          if (node.name === 'bad') throw error;
          context.report({ node, messageId: 'found' });
        },
      }),
    });
  const run = (error: Error, code: string): string[] =>
    messagesOf(configure({}, { a: failing(error), b: failing(error) }), code);
  const overflow = new RangeError('Maximum call stack size exceeded');

  it('of a stack overflow, stops all rules in this file with one message', () => {
    expect(run(overflow, 'export const good = 1, bad = 2, better = 3;')).toEqual([
      'The rules of eslint-plugin-await did not check all of this file: its code or its types are nested too deeply.',
      'Found.',
      'Found.',
    ]);
    expect(run(overflow, 'export const good = 1;')).toEqual(['Found.', 'Found.']);
  });

  it('of an assertion of TypeScript, stops as well', () => {
    expect(run(new Error('Debug Failure. False expression.'), 'export const bad = 1;')).toEqual([
      'The rules of eslint-plugin-await did not check all of this file: TypeScript itself failed.',
    ]);
  });

  it('of anything else, ends the run', () => {
    expect(() => run(new Error('a mistake'), 'export const bad = 1;')).toThrow('a mistake');
    expect(() => run(new RangeError('Invalid array length'), 'export const bad = 1;')).toThrow();
  });
});

describe('the options of a rule', () => {
  it.for([
    ['nothing set', undefined, {}, 'safe false .'],
    ['the settings for all rules', { fix: 'none' }, {}, 'none false .'],
    ['the own option before the settings', { fix: 'none' }, { fix: 'all' }, 'all false .'],
    ['an option beside its default', undefined, { loud: true }, 'safe true .'],
    [
      'rows of its own before those of the settings',
      { additional: [row('shared')] },
      { additional: [row('own')] },
      'safe false own+shared.',
    ],
  ] as const)('%s', ([, settings, options, expected]) => {
    const config = configure({
      rules: { 'await/a': ['error', options] },
      ...(settings ? { settings: { await: settings } } : {}),
    });
    expect(messagesOf(config)).toEqual([expected]);
  });

  it('are refused by ESLint itself where the schema does not know them', () => {
    const config = configure({ rules: { 'await/a': ['error', { fix: 'some' }] } });
    expect(() => messagesOf(config)).toThrow(/should be equal to one of the allowed values/);
  });
});

describe('a wrong setting', () => {
  it.for([
    ['no object', 3, '`settings.await` must be an object.', 'safe false .'],
    ['a list', [], '`settings.await` must be an object.', 'safe false .'],
    ['an unknown key', { fixes: 'all' }, 'not `fixes`.', 'safe false .'],
    ['an unknown mode', { fix: 'some' }, '"safe", "all" or "none".', 'safe false .'],
    ['rows that are none', { fix: 'all', additional: {} }, 'array of rows', 'all false .'],
    ['a row without a name', { additional: [{ module: 'x' }] }, 'row 1', 'safe false .'],
  ] as const)('%s is reported, and ignored', ([, settings, problem, given]) => {
    const messages = messagesOf(configure({ settings: { await: settings } }));
    expect(messages).toEqual([expect.stringContaining(problem), given, given]);
  });

  it('gives one report, in the first file, also when that is linted again', async () => {
    const config = configure({ settings: { await: { fix: 'some' } } });
    const eslint = new ESLint({
      cwd: FIXTURES,
      overrideConfigFile: true,
      overrideConfig: config as LinterTypes.Config,
    });
    const reports = async (filePath: string): Promise<number> => {
      const [result] = await eslint.lintText('export {};', { filePath });
      return (
        result?.messages.filter((problem) => problem.messageId === 'configuration').length ?? 0
      );
    };
    expect(await reports('file.ts')).toBe(1);
    expect(await reports('inner/file.ts')).toBe(0);
    expect(await reports('file.ts')).toBe(1);
  });

  it('is not lost in the passes of a fix', () => {
    const config = configure({ settings: { await: { fix: 'some' } } });
    const linter = new Linter({ cwd: FIXTURES });
    const { output, messages } = linter.verifyAndFix('export const seen = 1;', config, {
      filename: 'file.ts',
    });
    expect(output).toBe('export const done = 1;');
    expect(messages.map((problem) => problem.messageId)).toEqual(['configuration']);
  });

  it('in a rule`s own rows is reported by each rule that has them', () => {
    const rules: Config['rules'] = { 'await/a': ['error', { additional: [{ module: 'x' }] }] };
    expect(messagesOf(configure({ rules }))).toEqual([
      expect.stringContaining('`additional`'),
      'safe false .',
    ]);
  });
});

/** A parser that reads JavaScript and knows no types. */
function espree(): { parse: () => object } {
  return {
    parse: () => ({
      type: 'Program',
      body: [],
      sourceType: 'module',
      tokens: [],
      comments: [],
      range: [0, 0],
      loc: { start: { line: 1, column: 0 }, end: { line: 1, column: 0 } },
    }),
  };
}
