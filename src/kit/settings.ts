import type { JSONSchema4 } from '@typescript-eslint/utils/json-schema';

import { checkRows } from '../catalogue/catalogue.ts';
import type { Row } from '../catalogue/row.ts';

import { isFixMode, type FixMode } from './fix-option.ts';

/** What a user says once for all rules, under ESLint's shared `settings.await`. */
export interface Settings {
  readonly fix?: FixMode;
  /** Rows about functions that the catalogue does not know. */
  readonly additional: readonly Row[];
}

/** A part of the configuration after its check: the good parts, and what is wrong with the others. */
export interface Checked<Value> {
  readonly value: Value;
  /** One sentence, or nothing. */
  readonly problem?: string;
}

/** The schema of a rule's `additional` option. What a row may say is checked by the catalogue. */
export const ADDITIONAL_SCHEMA = {
  type: 'array',
  items: { type: 'object' },
  description:
    'Functions that the catalogue does not know, as rows in its own shape. `settings.await.additional` gives them to all rules.',
} satisfies JSONSchema4;

const NO_ROWS: readonly Row[] = [];
const NOTHING_SET: Checked<Settings> = { value: { additional: NO_ROWS } };

const settingsSeen = new WeakMap<object, Checked<Settings>>();
const rowsSeen = new WeakMap<object, Checked<readonly Row[]>>();

/** What `settings.await` says, read and checked once for each settings object. Never throws. */
export function settingsOf(shared: Readonly<Record<string, unknown>>): Checked<Settings> {
  return once(settingsSeen, shared, () => readSettings(shared.await));
}

/** The rows of a rule's own `additional` option, checked once for each array. Never throws. */
export function additionalRowsOf(options: unknown): Checked<readonly Row[]> {
  const rows = isRecord(options) ? options.additional : undefined;
  if (rows === undefined) return { value: NO_ROWS };
  if (!Array.isArray(rows)) return readRows(rows, 'The option `additional`');
  return once(rowsSeen, rows, () => readRows(rows, 'The option `additional`'));
}

function readSettings(given: unknown): Checked<Settings> {
  if (given === undefined) return NOTHING_SET;
  if (!isRecord(given)) {
    return wrong(NOTHING_SET.value, '`settings.await` must be an object.');
  }

  const problems: string[] = [];
  const unknown = Object.keys(given).filter((key) => key !== 'fix' && key !== 'additional');
  if (unknown.length > 0) {
    const names = unknown.map((key) => `\`${key}\``).join(', ');
    problems.push(`\`settings.await\` knows \`fix\` and \`additional\`, not ${names}.`);
  }

  const { fix } = given;
  if (fix !== undefined && !isFixMode(fix)) {
    problems.push('`settings.await.fix` must be "safe", "all" or "none".');
  }

  const rows: Checked<readonly Row[]> =
    given.additional === undefined
      ? { value: NO_ROWS }
      : readRows(given.additional, '`settings.await.additional`');
  if (rows.problem !== undefined) problems.push(rows.problem);

  const value = { ...(isFixMode(fix) ? { fix } : {}), additional: rows.value };
  return problems.length > 0 ? wrong(value, problems.join(' ')) : { value };
}

function readRows(given: unknown, where: string): Checked<readonly Row[]> {
  const rows = checkRows(given);
  return typeof rows === 'string' ? wrong(NO_ROWS, `${where}: ${rows}`) : { value: rows };
}

function wrong<Value>(value: Value, problem: string): Checked<Value> {
  return { value, problem };
}

function once<Value>(seen: WeakMap<object, Value>, key: object, read: () => Value): Value {
  let value = seen.get(key);
  if (value === undefined) {
    value = read();
    seen.set(key, value);
  }
  return value;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
