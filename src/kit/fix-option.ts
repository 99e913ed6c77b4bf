import type { JSONSchema4 } from '@typescript-eslint/utils/json-schema';

/**
 * How far repairs go: `safe` fixes what is proven and suggests the rest, `all` turns the first
 * suggestion into a fix, `none` only reports.
 */
export type FixMode = (typeof FIX_MODES)[number];

const FIX_MODES = ['safe', 'all', 'none'] as const;

/** The option object of every rule has this property; `createRule` adds it. */
export interface FixOption {
  readonly fix?: FixMode;
}

export const FIX_SCHEMA = {
  type: 'string',
  enum: [...FIX_MODES],
  description:
    'Which repairs `--fix` applies: the proven ones, also the first suggestion of each report, or none. Wins over `settings.await.fix`; without either it is `safe`.',
} satisfies JSONSchema4;

export function isFixMode(value: unknown): value is FixMode {
  return FIX_MODES.some((mode) => mode === value);
}

/** The mode in force: the rule's own option, else the one of `settings.await`, else `safe`. */
export function fixModeOf(options: FixOption, settings: FixOption): FixMode {
  return options.fix ?? settings.fix ?? 'safe';
}
