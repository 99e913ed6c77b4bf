import { createRequire } from 'node:module';

import type { ESLint, Linter, Rule } from 'eslint';

import type { AwaitRule, PresetEntry } from './kit/create-rule.ts';
import { rules } from './rules/index.ts';
import { testFiles } from './test-files.ts';

const NAMESPACE = 'await';

// TypeScript by design, JavaScript too: `extends` can only narrow the files of a preset, and plain
// JavaScript projects use the same presets.
const SOURCE_FILES = ['**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}'];

type Preset = [everywhere: Linter.Config, exceptInTests: Linter.Config];

interface AwaitPlugin extends ESLint.Plugin {
  meta: { name: string; version: string; namespace: string };
  rules: Record<keyof typeof rules, Rule.RuleModule>;
  configs: {
    /** Every rule that a project should keep to, at its clear and dear problems. */
    recommended: Preset;
    /** The same rules with their stricter options. */
    strict: Preset;
    /** Every rule with its default options. */
    all: Preset;
    /** Turns off the rules of ESLint and of other plugins that report what ours report. */
    exclusive: [Linter.Config];
  };
}

const packageJson = createRequire(import.meta.url)('../package.json') as {
  name: string;
  version: string;
};

const plugin = {
  meta: { name: packageJson.name, version: packageJson.version, namespace: NAMESPACE },
  // typescript-eslint's rule type and ESLint's own do not meet; this is the only cast between them.
  rules: rules as unknown as Record<keyof typeof rules, Rule.RuleModule>,
} satisfies ESLint.Plugin;

const everyRule: [name: string, rule: AwaitRule][] = Object.entries(rules);

// ESLint knows a plugin by its object: presets name the very one that users import.
const awaitPlugin: AwaitPlugin = Object.assign(plugin, {
  configs: {
    recommended: preset('recommended', (rule) => rule.meta.docs?.recommended),
    strict: preset('strict', (rule) => rule.meta.docs?.strict),
    all: preset('all', () => ({})),
    exclusive: exclusive(),
  },
});

export default awaitPlugin;

/** Rules that are off in test files come in a block of their own, which leaves test files out. */
function preset(
  name: string,
  entryOf: (rule: AwaitRule) => PresetEntry<object> | undefined,
): Preset {
  const base = { files: SOURCE_FILES, plugins: { [NAMESPACE]: plugin } };
  const settingsOf = (offInTestFiles: boolean): Linter.RulesRecord =>
    Object.fromEntries(
      everyRule.flatMap(([ruleName, rule]): [string, Linter.RuleEntry][] => {
        const entry = entryOf(rule);
        if (!entry || Boolean(rule.meta.docs?.offInTestFiles) !== offInTestFiles) return [];
        const { level = 'error', options } = entry;
        return [[`${NAMESPACE}/${ruleName}`, options ? [level, options] : level]];
      }),
    );
  return [
    { name: `${NAMESPACE}/${name}`, ...base, rules: settingsOf(false) },
    {
      name: `${NAMESPACE}/${name}/except-in-tests`,
      ...base,
      ignores: testFiles,
      rules: settingsOf(true),
    },
  ];
}

function exclusive(): [Linter.Config] {
  const replaced = everyRule.flatMap(([, rule]) => rule.meta.docs?.replaces ?? []);
  return [
    {
      name: `${NAMESPACE}/exclusive`,
      rules: Object.fromEntries(replaced.map((name) => [name, 'off'])),
    },
  ];
}
