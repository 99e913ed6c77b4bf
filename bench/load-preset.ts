import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Linter, Rule } from 'eslint';

interface LoadedPlugin {
  readonly rules: Readonly<Record<string, Rule.RuleModule>>;
  readonly configs: Readonly<Record<string, Linter.Config | readonly Linter.Config[] | undefined>>;
}

/** The plugin's rules by name, and what a preset says about them, under the prefix `await/`. */
export async function loadPreset(
  module: string,
  preset: string,
): Promise<{ rules: LoadedPlugin['rules']; entries: Linter.RulesRecord }> {
  const file = path.resolve(fileURLToPath(new URL('..', import.meta.url)), module);
  const { default: plugin } = (await import(pathToFileURL(file).href)) as { default: LoadedPlugin };
  const configs = [plugin.configs[preset] ?? []].flat();
  if (configs.length === 0) throw new Error(`${module} has no preset \`${preset}\`.`);
  // The part for test files turns rules off. Here tests are counted apart instead.
  const entries = configs.filter(({ name }) => !name?.endsWith('/test-files'));
  return {
    rules: plugin.rules,
    entries: Object.assign({}, ...entries.map(({ rules }) => rules)) as Linter.RulesRecord,
  };
}
