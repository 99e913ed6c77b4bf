import type { ESLint, Linter } from 'eslint';

/** What is linted with: every variant parses with types and differs only in its rules. */
export type Variant =
  | { kind: 'no rules' }
  /** Rules of our own, or all rules that a preset turns on. */
  | { kind: 'own'; plugin: string; preset: string; rules?: readonly string[]; options?: object }
  | { kind: 'typescript-eslint'; rules: readonly string[] }
  /** The same, and the rules of others about blocking and sequential code. */
  | { kind: 'with peers'; rules: readonly string[] }
  | { kind: 'n/no-sync' };

interface Rules {
  plugins: Record<string, ESLint.Plugin>;
  rules: Linter.RulesRecord;
}

/** Loads what the variant needs, and nothing else. */
export async function configOf(variant: Variant): Promise<Rules> {
  switch (variant.kind) {
    case 'no rules':
      return {
        plugins: { bench: { rules: { nothing: { create: () => ({}) } } } },
        rules: { 'bench/nothing': 'error' },
      };
    case 'own': {
      const { loadPreset } = await import('./load-preset.ts');
      const { rules, entries } = await loadPreset(variant.plugin, variant.preset);
      const chosen = Object.entries(entries).filter(
        ([id]) => variant.rules?.includes(id.replace(/^await\//u, '')) ?? true,
      );
      return {
        plugins: { await: { rules } },
        rules: Object.fromEntries(
          chosen.map(([id, entry]) => {
            const [level, options] = [entry].flat() as [Linter.RuleSeverity, object?];
            if (variant.options === undefined) return [id, entry];
            return [id, [level, { ...options, ...variant.options }]];
          }),
        ),
      };
    }
    case 'typescript-eslint': {
      const { plugin } = (await import('typescript-eslint')).default;
      return {
        plugins: { '@typescript-eslint': plugin },
        rules: Object.fromEntries(variant.rules.map((rule) => [`@typescript-eslint/${rule}`, 2])),
      };
    }
    case 'with peers': {
      const { plugin } = (await import('typescript-eslint')).default;
      const { default: n } = await import('eslint-plugin-n');
      return {
        plugins: { '@typescript-eslint': plugin, n },
        rules: {
          ...Object.fromEntries(variant.rules.map((rule) => [`@typescript-eslint/${rule}`, 2])),
          'n/no-sync': 2,
          'no-await-in-loop': 2,
          'require-atomic-updates': 2,
        },
      };
    }
    case 'n/no-sync': {
      const { default: plugin } = await import('eslint-plugin-n');
      return { plugins: { n: plugin }, rules: { 'n/no-sync': 2 } };
    }
  }
}
