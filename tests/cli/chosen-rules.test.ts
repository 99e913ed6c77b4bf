import type { Linter } from 'eslint';
import { describe, expect, it } from 'vitest';

import { chooseRules } from '../../src/cli/chosen-rules.ts';
import { readOptions } from '../../src/cli/options.ts';
import plugin from '../../src/index.ts';

/** What is set for the rules, in all blocks together. */
function entries(...args: string[]): Linter.RulesRecord {
  const options = readOptions(args);
  if (typeof options === 'string') throw new Error(options);
  const { configs } = chooseRules(options);
  return Object.assign({}, ...configs.map(({ rules }) => rules)) as Linter.RulesRecord;
}

const ALL = Object.keys(plugin.rules).map((name) => `await/${name}`);

describe('the rules that run', () => {
  it('are those of the preset, as it sets them', () => {
    expect(Object.keys(entries()).sort()).toEqual(ALL);
    expect(entries()['await/no-blocking-call']).toEqual([
      'error',
      { minimumCost: 'data', inferred: false, commands: false },
    ]);
    expect(entries('--preset', 'all')['await/no-blocking-call']).toEqual(['error']);
  });

  it('are only the named ones', () => {
    expect(entries('--rule', 'no-blocking-call', '--rule', 'await/no-busy-wait')).toEqual({
      'await/no-blocking-call': [
        'error',
        { minimumCost: 'data', inferred: false, commands: false },
      ],
      'await/no-busy-wait': ['error'],
    });
  });

  it('are all but those that are off', () => {
    const { 'await/no-busy-wait': off, ...others } = entries('--rule', 'no-busy-wait: off');
    expect(off).toEqual(['off']);
    expect(Object.keys(others)).toHaveLength(ALL.length - 1);
  });

  it.for([
    ['no-busy-wait:warn', ['warn']],
    ['no-busy-wait: 2', [2]],
    ['"await/no-busy-wait": [error, {fix: none}]', ['error', { fix: 'none' }]],
    ["no-busy-wait: ['error', {'fix': \"none\"}]", ['error', { fix: 'none' }]],
    ['no-busy-wait: [warn, {"a": [true, null, 1]}]', ['warn', { a: [true, null, 1] }]],
  ] as const)('%s is read as ESLint reads it', ([given, entry]) => {
    expect(entries('--rule', given)).toEqual({ 'await/no-busy-wait': entry });
  });
});

describe('suggestions', () => {
  it('are repairs of the rule that is named, on top of its options', () => {
    expect(entries('--fix-suggestions', 'no-blocking-call')).toMatchObject({
      'await/no-blocking-call': ['error', { minimumCost: 'data', inferred: false, fix: 'all' }],
      'await/no-busy-wait': ['error'],
    });
  });
});

describe('what is not to be understood', () => {
  it.for([
    [['--rule', 'no-blocking-calls'], 'Did you mean no-blocking-call?'],
    [['--rule', 'something-else'], 'The rules are await-thenable, no-async-callback'],
    [['--fix-suggestions', 'n/no-sync'], 'The rules are'],
    [['--rule', 'no-busy-wait: eror'], 'is not to be understood'],
    [['--rule', 'no-busy-wait: [error'], 'is not to be understood'],
    [['--rule', 'no-busy-wait: [error, {fix: none]'], 'is not to be understood'],
  ] as const)('%j: the message helps', ([args, message]) => {
    expect(() => entries(...args)).toThrow(message);
  });
});
