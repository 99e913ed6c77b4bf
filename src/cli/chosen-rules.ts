import type { Linter } from 'eslint';

import plugin from '../index.ts';
import { nearestName } from './nearest-name.ts';
import type { Options } from './options.ts';
import { Problem } from './problem.ts';

const PREFIX = 'await/';
const SEVERITIES: readonly unknown[] = ['off', 'warn', 'error', 0, 1, 2];

type Entry = readonly [severity: Linter.RuleSeverity, ...options: unknown[]];

/** Which rules run, with which options, and whose suggestions are applied. */
export interface ChosenRules {
  readonly configs: readonly Linter.Config[];
  /** Rules (`await/no-busy-wait`) whose first suggestions are applied. */
  readonly suggesting: ReadonlySet<string>;
}

/**
 * The blocks of the preset, with what `--rule` and `--fix-suggestions` change.
 *
 * Throws a `Problem` where a rule or its options are not to be understood.
 */
export function chooseRules({ preset, rules, fixSuggestions }: Options): ChosenRules {
  const suggesting = new Set(fixSuggestions.map((given) => idOf('--fix-suggestions', given)));
  const named = new Map(rules.map(readRule));
  const only = [...named.values()].some((entry) => entry === undefined || !isOff(entry));
  const configs = plugin.configs[preset].map((config) => {
    const entries = Object.entries(config.rules ?? {}).flatMap(
      ([id, set]): [string, Linter.RuleEntry][] => {
        if (set === undefined || (only && !named.has(id))) return [];
        const entry = named.get(id) ?? listOf(set);
        return [[id, suggesting.has(id) ? withSuggestions(entry) : [...entry]]];
      },
    );
    return { ...config, rules: Object.fromEntries(entries) };
  });
  return { configs, suggesting };
}

/** `no-busy-wait`, or `await/no-busy-wait: [error, {…}]`. Without an entry: as the preset has it. */
function readRule(given: string): [id: string, entry: Entry | undefined] {
  const colon = given.indexOf(':');
  const id = idOf('--rule', (colon === -1 ? given : given.slice(0, colon)).trim());
  if (colon === -1) return [id, undefined];
  const entry = readEntry(given.slice(colon + 1));
  if (entry === undefined) {
    throw new Problem(
      `\`--rule '${given}'\` is not to be understood. It is a rule alone, or with a severity and options: --rule '${id.slice(PREFIX.length)}: [error, {"fix": "none"}]'.`,
    );
  }
  return [id, entry];
}

function idOf(option: string, given: string): string {
  const names = Object.keys(plugin.rules);
  const unquoted = given.replace(/^["']|["']$/gu, '');
  const name = unquoted.startsWith(PREFIX) ? unquoted.slice(PREFIX.length) : unquoted;
  if (names.includes(name)) return PREFIX + name;
  const nearest = nearestName(name, names);
  throw new Problem(
    nearest === undefined
      ? `${option}: there is no rule \`${given}\`. The rules are ${names.join(', ')}.`
      : `${option}: there is no rule \`${given}\`. Did you mean ${nearest}?`,
  );
}

/** As ESLint's own command line takes it: JSON whose names need no quotes. */
function readEntry(text: string): Entry | undefined {
  const json = text.replaceAll(
    /"(?:[^"\\]|\\.)*"|'(?<inner>[^']*)'|(?<name>[A-Za-z_$][\w$-]*)/gu,
    (token, ...rest) => {
      const { inner, name } = rest.at(-1) as Record<string, string | undefined>;
      if (inner !== undefined) return JSON.stringify(inner);
      return name === undefined || ['true', 'false', 'null'].includes(name)
        ? token
        : JSON.stringify(name);
    },
  );
  try {
    const entry = listOf(JSON.parse(json) as Linter.RuleEntry);
    return SEVERITIES.includes(entry[0]) ? entry : undefined;
  } catch {
    return undefined;
  }
}

function listOf(entry: Linter.RuleEntry): Entry {
  return Array.isArray(entry) ? (entry as Entry) : [entry];
}

function isOff([severity]: Entry): boolean {
  return severity === 'off' || severity === 0;
}

function withSuggestions([severity, options]: Entry): Linter.RuleEntry {
  return [severity, { ...(options as object | undefined), fix: 'all' }];
}
