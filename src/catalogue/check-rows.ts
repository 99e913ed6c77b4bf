import { isBuiltin } from 'node:module';

import { COSTS, RESOURCES, type Row } from './row.ts';

/** What is wrong with a value, as `\`path\` must be …`; `undefined` if nothing is. */
type Check = (value: unknown, path: string) => string | undefined;

/**
 * The rows that a user wrote, checked and with their modules named as the catalogue names them
 * (`fs` → `node:fs`); or one sentence about the first property that is wrong. Never throws.
 */
export function checkRows(value: unknown): Row[] | string {
  if (!Array.isArray(value)) return 'it must be an array of rows.';
  const rows: unknown[] = value;
  for (const [index, row] of rows.entries()) {
    const problem = checkRow(row);
    if (problem !== undefined) return `row ${String(index + 1)}${titleOf(row)}: ${problem}.`;
  }
  return (rows as Row[]).map(normalised);
}

function checkRow(row: unknown): string | undefined {
  const problem = ROW(row, '');
  if (problem !== undefined || !isRecord(row)) return problem;
  return FACTS.every((fact) => row[fact] === undefined)
    ? `it must have at least one of ${FACTS.map((fact) => `\`${fact}\``).join(', ')}`
    : undefined;
}

/** Which row it is, for whoever has many: ` (execa execaSync)`. */
function titleOf(row: unknown): string {
  if (!isRecord(row)) return '';
  const { module, name } = row;
  return typeof module === 'string' && typeof name === 'string' ? ` (${module} ${name})` : '';
}

function normalised(row: Row): Row {
  const module = specifierOf(row.module);
  const isPromises = module === 'node:fs/promises';
  const counterpart = row.blocks?.counterpart;
  return {
    ...row,
    module: isPromises ? 'node:fs' : module,
    name: isPromises ? `promises.${row.name}` : row.name,
    ...(row.blocks &&
      counterpart?.kind === 'same' && {
        blocks: {
          ...row.blocks,
          counterpart: { ...counterpart, module: specifierOf(counterpart.module) },
        },
      }),
  };
}

function specifierOf(module: string): string {
  return !module.startsWith('node:') && isBuiltin(module) ? `node:${module}` : module;
}

const text: Check = (value, path) =>
  typeof value === 'string' && value.trim() !== ''
    ? undefined
    : `${named(path)} must be a text that is not empty`;

const yes: Check = (value, path) =>
  value === true ? undefined : `${named(path)} must be \`true\` or absent`;

const flag: Check = (value, path) =>
  typeof value === 'boolean' ? undefined : `${named(path)} must be \`true\` or \`false\``;

const literal: Check = (value, path) =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value)
    ? undefined
    : `${named(path)} must be a string, number, boolean or null`;

const argumentNumber: Check = (value, path) =>
  Number.isInteger(value) && Number(value) > 0
    ? undefined
    : `${named(path)} must be the number of an argument, from 1 on`;

const count: Check = (value, path) =>
  Number.isInteger(value) && Number(value) >= 0
    ? undefined
    : `${named(path)} must be a number of arguments`;

const ARGUMENT_COUNT: Check = (value, path) => {
  if (!Array.isArray(value)) return count(value, path);
  const [least, most] = value as readonly unknown[];
  return value.length === 2 && Number(least) <= Number(most)
    ? (count(least, path) ?? count(most, path))
    : `${named(path)} must be a number, or two: at least and at most`;
};

const IDEMPOTENT_WITH: Check = (value, path) => {
  if (!Array.isArray(value) || value.length !== 2) {
    return `${named(path)} must be the number of an argument and the name of an option`;
  }
  const [position, option] = value as readonly unknown[];
  return argumentNumber(position, `${path}[0]`) ?? text(option, `${path}[1]`);
};

const FORM = object(
  {
    text,
    arguments: ARGUMENT_COUNT,
    imports: recordOf(text),
    options: recordOf(listOf(text), argumentNumber),
    arrays: listOf(argumentNumber),
    exact: yes,
  },
  ['text', 'arguments'],
);

/** Placeholders must have an argument, and imports a place in the text. */
const CONSISTENT_FORM: Check = (value, path) => {
  const problem = FORM(value, path);
  if (problem !== undefined || !isRecord(value)) return problem;
  const written = String(value.text).replaceAll('$<', '<');
  const given = value.arguments;
  const most = Math.max(...[given].flat().map(Number));
  for (const [placeholder, position] of written.matchAll(/\$(\d+)/g)) {
    if (Number(position) < 1 || Number(position) > most) {
      return `${named(`${path}.text`)} uses \`${placeholder}\`, which \`arguments\` does not allow`;
    }
  }
  const unused = Object.keys(isRecord(value.imports) ? value.imports : {}).find(
    (name) => !new RegExp(`(?<![\\w$.])${escaped(name)}(?![\\w$])`).test(written),
  );
  return unused === undefined
    ? undefined
    : `${named(`${path}.imports.${unused}`)} must be a name that \`text\` uses`;
};

const COUNTERPARTS: Readonly<Record<string, Check>> = {
  same: object(
    {
      kind: text,
      name: text,
      module: text,
      member: text,
      refusedOptions: listOf(text),
      mayReorder: (value, path) =>
        value === true
          ? undefined
          : text(value, path) && `${named(path)} must be \`true\` or an option`,
    },
    ['name', 'module'],
  ),
  written: object({ kind: text, name: text, forms: listOf(CONSISTENT_FORM, 1) }, ['name', 'forms']),
  advice: object({ kind: text, text: sentencePart }, ['text']),
};

const COUNTERPART: Check = (value, path) => {
  if (!isRecord(value)) return `${named(path)} must be an object`;
  const { kind } = value;
  const check =
    typeof kind === 'string' && Object.hasOwn(COUNTERPARTS, kind) ? COUNTERPARTS[kind] : undefined;
  return check
    ? check(value, path)
    : `${named(`${path}.kind`)} must be ${oneOfText(Object.keys(COUNTERPARTS))}`;
};

const BLOCKING = object(
  {
    on: text,
    cost: oneOf(COSTS),
    counterpart: COUNTERPART,
    onRequest: yes,
    when: recordOf(literal, argumentNumber),
    unlessCallback: yes,
    idempotentWith: IDEMPOTENT_WITH,
  },
  ['on', 'cost', 'counterpart'],
);

const EFFECTS = object({
  reads: listOf(oneOf(RESOURCES)),
  writes: listOf(oneOf(RESOURCES)),
  callsArguments: yes,
  keepsArguments: yes,
  readsArguments: yes,
  writesArguments: yes,
  fresh: yes,
});

const PROMISE = object({
  floats: yes,
  lazy: yes,
  rejects: oneOf(['never']),
  waitsFor: oneOf(['own', 'timer', 'event']),
});

const FACTS = [
  'blocks',
  'effects',
  'promise',
  'throws',
  'takesPromises',
  'callbackPromise',
  'handle',
  'request',
  'failsBy',
  'commandLine',
] as const;

const ROW = object(
  {
    module: text,
    name: text,
    blocks: BLOCKING,
    effects: EFFECTS,
    promise: PROMISE,
    throws: oneOf(['never']),
    takesPromises: oneOf(['combinator', 'sink']),
    callbackPromise: oneOf(['awaited', 'ignored']),
    handle: flag,
    request: object(
      { by: oneOf(['options', 'method', 'command', 'statement']), argument: argumentNumber },
      ['by', 'argument'],
    ),
    failsBy: oneOf(['rejection']),
    commandLine: oneOf(['action', 'question']),
  },
  ['module', 'name'],
);

function object(
  properties: Readonly<Record<string, Check>>,
  required: readonly string[] = [],
): Check {
  return (value, path) => {
    if (!isRecord(value)) return `${named(path)} must be an object`;
    const unknown = Object.keys(value).find((key) => !Object.hasOwn(properties, key));
    if (unknown !== undefined) {
      return `${named(join(path, unknown))} is not known, only ${oneOfText(Object.keys(properties))}`;
    }
    const missing = required.find((key) => value[key] === undefined);
    if (missing !== undefined) return `${named(join(path, missing))} is missing`;
    return first(Object.entries(value), ([key, each]) =>
      each === undefined ? undefined : properties[key]?.(each, join(path, key)),
    );
  };
}

function listOf(check: Check, least = 0): Check {
  return (value, path) => {
    if (!Array.isArray(value)) return `${named(path)} must be an array`;
    const items: readonly unknown[] = value;
    if (items.length < least) return `${named(path)} must not be empty`;
    return first([...items.entries()], ([index, each]) => check(each, `${path}[${String(index)}]`));
  };
}

function recordOf(check: Check, checkKey?: Check): Check {
  return (value, path) => {
    if (!isRecord(value)) return `${named(path)} must be an object`;
    return first(
      Object.entries(value),
      ([key, each]) => checkKey?.(Number(key), join(path, key)) ?? check(each, join(path, key)),
    );
  };
}

function oneOf(values: readonly string[]): Check {
  return (value, path) =>
    typeof value === 'string' && values.includes(value)
      ? undefined
      : `${named(path)} must be ${oneOfText(values)}`;
}

function sentencePart(value: unknown, path: string): string | undefined {
  return (
    text(value, path) ??
    (String(value).endsWith('.') ? `${named(path)} must not end in a full stop` : undefined)
  );
}

function first<Item>(
  items: readonly Item[],
  problemOf: (item: Item) => string | undefined,
): string | undefined {
  for (const item of items) {
    const problem = problemOf(item);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function oneOfText(values: readonly string[]): string {
  const quoted = values.map((value) => `"${value}"`);
  const last = quoted.pop() ?? '';
  return quoted.length > 0 ? `${quoted.join(', ')} or ${last}` : last;
}

function named(path: string): string {
  return path === '' ? 'it' : `\`${path}\``;
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

function escaped(name: string): string {
  return name.replaceAll(/[$]/g, '\\$&');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
