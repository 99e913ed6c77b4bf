import { existsSync, readdirSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import plugin from '../src/index.ts';
import type { AwaitRule } from '../src/kit/create-rule.ts';
import { rules } from '../src/rules/index.ts';
import { testFiles } from '../src/test-files.ts';

const ruleFiles = readdirSync('src/rules').filter((file) => file !== 'index.ts');
const everyRule: [string, AwaitRule][] = Object.entries(rules);
const packageJson = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, unknown>;

describe('the plugin', () => {
  it('says who it is', () => {
    expect(plugin.meta).toEqual({
      name: packageJson.name,
      version: packageJson.version,
      namespace: 'await',
    });
  });

  it('exports one rule for each file of src/rules, in alphabetical order', () => {
    expect(Object.keys(rules).map((name) => `${name}.ts`)).toEqual(ruleFiles.sort());
    expect(ruleFiles.length).toBeGreaterThan(0);
  });

  it('is the very object that its presets name, as ESLint demands', () => {
    const { recommended, strict, all } = plugin.configs;
    for (const config of [...recommended, ...strict, ...all]) {
      expect(config.plugins?.await).toBe(plugin);
    }
  });

  it('keeps the rules about order out of test files, and no others', () => {
    for (const preset of ['recommended', 'strict', 'all'] as const) {
      const [everywhere, exceptInTests] = plugin.configs[preset];
      expect(everywhere.ignores).toBeUndefined();
      expect(exceptInTests.ignores).toEqual(testFiles);
      for (const [name, rule] of everyRule) {
        const block = rule.meta.docs?.offInTestFiles ? everywhere : exceptInTests;
        expect(Object.keys(block.rules ?? {})).not.toContain(`await/${name}`);
      }
    }
  });

  it('turns off only what its rules say they replace', () => {
    const replaced = everyRule.flatMap(([, rule]) => rule.meta.docs?.replaces ?? []);
    const [exclusive] = plugin.configs.exclusive;
    expect(Object.keys(exclusive.rules ?? {})).toEqual([...new Set(replaced)]);
    expect(new Set(Object.values(exclusive.rules ?? {}))).toEqual(new Set(['off']));
  });
});

describe.for(everyRule)('%s', ([name, rule]) => {
  it('is called the same everywhere', () => {
    expect(rule.name).toBe(name);
    expect(rule.meta.docs?.url?.endsWith(`/docs/rules/${name}.md`)).toBe(true);
    expect(existsSync(`docs/rules/${name}.md`)).toBe(true);
    // One file, or a folder of files by theme.
    const tests = [`tests/rules/${name}.test.ts`, `tests/rules/${name}`];
    expect(tests.some((path) => existsSync(path))).toBe(true);
  });

  it('says what it disallows, enforces, prefers or requires, without a final stop', () => {
    expect(rule.meta.docs?.description).toMatch(/^(Disallow|Enforce|Prefer|Require) .*[^.]$/);
    expect(rule.meta.docs?.requiresTypeChecking).toBe(true);
  });

  it('reports whole sentences', () => {
    for (const message of Object.values(rule.meta.messages)) {
      expect(message).toMatch(/^[A-Z`{].*[.}]$/s);
    }
  });

  it('describes every option and gives each a default', () => {
    const [schema] = rule.meta.schema as unknown as [{ properties: Record<string, object> }];
    const [defaults] = rule.meta.defaultOptions as unknown as [object];
    for (const [option, property] of Object.entries(schema.properties)) {
      expect(property, option).toHaveProperty('description');
      // Without a value of its own, `fix` is that of `settings.await`.
      if (option !== 'fix') expect(Object.keys(defaults)).toContain(option);
    }
  });

  it('is set by the presets as its metadata says', () => {
    for (const preset of ['recommended', 'strict'] as const) {
      const entry = rule.meta.docs?.[preset];
      const level = entry?.level ?? 'error';
      const wanted = entry && (entry.options ? [level, entry.options] : level);
      expect(settingIn(preset, name), preset).toEqual(wanted);
    }
    expect(settingIn('all', name)).toBe('error');
  });
});

function settingIn(preset: 'recommended' | 'strict' | 'all', name: string): unknown {
  return plugin.configs[preset]
    .map((config) => config.rules?.[`await/${name}`])
    .find((setting) => setting !== undefined);
}
