/** Numbers that look random and are the same for the same seed. */
export interface Random {
  /** A whole number from 0 up to, and without, `end`. */
  below(end: number): number;
  pick<Value>(values: readonly Value[]): Value | undefined;
}

/** mulberry32 */
export function randomFrom(...seeds: readonly number[]): Random {
  let state = 0x9e3779b9;
  for (const seed of seeds) {
    state = Math.imul(state ^ seed, 0x85ebca6b);
    state ^= state >>> 13;
  }
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (end: number): number => Math.floor(next() * end);
  return { below, pick: (values) => values[below(values.length)] };
}

/** What people have typed, or not yet, or pasted twice: one to four such edits of `text`. */
export function mutated(text: string, random: Random): string {
  let changed = text;
  for (let edits = 1 + random.below(4); edits > 0; edits -= 1) {
    changed = (random.pick(EDITS) ?? String)(changed, random);
  }
  return changed;
}

type Edit = (text: string, random: Random) => string;

const deleteTokens: Edit = (text, random) => {
  const tokens = tokensOf(text);
  tokens.splice(placeIn(tokens, random), 1 + random.below(3));
  return tokens.join('');
};

const duplicateTokens: Edit = (text, random) => {
  const tokens = tokensOf(text);
  const at = placeIn(tokens, random);
  tokens.splice(at, 0, ...tokens.slice(at, at + 1 + random.below(4)));
  return tokens.join('');
};

/** Of two words, so that the text often still parses. */
const swapTokens: Edit = (text, random) => {
  const tokens = tokensOf(text);
  const one = wordAt(tokens, placeIn(tokens, random));
  const other = wordAt(tokens, placeIn(tokens, random));
  const kept = tokens[one] ?? '';
  tokens[one] = tokens[other] ?? '';
  tokens[other] = kept;
  return tokens.join('');
};

const insertToken: Edit = (text, random) => {
  const tokens = tokensOf(text);
  tokens.splice(placeIn(tokens, random), 0, random.pick(INSERTED) ?? '');
  return tokens.join('');
};

const replaceWord: Edit = (text, random) => {
  const tokens = tokensOf(text);
  tokens[wordAt(tokens, placeIn(tokens, random))] = random.pick(WORDS) ?? '';
  return tokens.join('');
};

const deleteLines: Edit = (text, random) => {
  const lines = text.split('\n');
  lines.splice(random.below(lines.length), 1 + random.below(3));
  return lines.join('\n');
};

const moveLine: Edit = (text, random) => {
  const lines = text.split('\n');
  const moved = lines.splice(random.below(lines.length), 1);
  lines.splice(random.below(lines.length), 0, ...moved);
  return lines.join('\n');
};

/** What stands before the caret, and the brackets that an editor closes by itself. */
const cut: Edit = (text, random) => {
  const tokens = tokensOf(text);
  const kept = tokens.slice(0, placeIn(tokens, random));
  const open: string[] = [];
  for (const token of kept) {
    if (token in CLOSING) open.push(token);
    else if (token === CLOSING[open.at(-1) ?? '']) open.pop();
  }
  const closing = open.reverse().map((token) => CLOSING[token] ?? '');
  return `${kept.join('')}${random.pick(HALF_TYPED) ?? ''}${closing.join('')}\n`;
};

const halfType: Edit = (text, random) => {
  const lines = text.split('\n');
  const at = random.below(lines.length);
  const indent = /^\s*/u.exec(lines[at] ?? '')?.[0] ?? '';
  lines.splice(at, 0, `${indent}${random.pick(STATEMENTS) ?? ''}`);
  return lines.join('\n');
};

/** Forgotten: some of the file's, which is what most rules are about. */
const dropKeywords: Edit = (text, random) => {
  const dropped = random.pick(['await', 'await', 'async', 'return', 'void']) ?? '';
  return text.replaceAll(new RegExp(`\\b${dropped}\\b ?`, 'gu'), (found) =>
    random.below(3) === 0 ? '' : found,
  );
};

/** Typed too often, or where it does not belong. */
const addKeywords: Edit = (text, random) => {
  const before = random.pick([/\b(?=\w+\()/gu, /(?<==\s)(?=\w)/gu, /(?<=\breturn )/gu]) ?? /^/gu;
  const added = random.pick(['await ', 'await ', 'async ', 'void ', 'new ']) ?? '';
  return text.replaceAll(before, () => (random.below(12) === 0 ? added : ''));
};

const EDITS: readonly Edit[] = [
  dropKeywords,
  dropKeywords,
  dropKeywords,
  addKeywords,
  deleteTokens,
  deleteTokens,
  duplicateTokens,
  swapTokens,
  swapTokens,
  insertToken,
  replaceWord,
  replaceWord,
  deleteLines,
  moveLine,
  cut,
  halfType,
];

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

const HALF_TYPED = ['', '', ' x', ' await x', '.then', ': x', ' = x', ' => x', '?.x', ' x()'];

const INSERTED = [
  ...['async ', 'await ', '(', ')', '{', '}', '[', ']', ',', ';', '.', '?.', '!', '=>', '=', '...'],
  ...[' ?? ', ' || ', ' as any', ' as const', '<T>', '?', ': ', ' + ', '*', '#x', '@x ', '\n'],
  ...['yield ', 'static ', 'export ', 'return ', 'void ', 'new ', 'typeof ', 'delete ', 'class X '],
  ...['function* ', 'declare ', 'abstract ', '/* c */', '// c\n', '()', '[]', '{}', '``', 'else '],
  ...['using ', 'await using ', 'namespace N ', 'enum E {}', 'get ', 'set ', 'if (x) ', 'case 1: '],
];

const WORDS = [
  ...['async', 'await', 'void', 'const', 'let', 'return', 'this', 'super', 'undefined', 'null'],
  ...['Promise', 'then', 'catch', 'all', 'race', 'map', 'forEach', 'reduce', 'any', 'unknown'],
  ...['never', 'function', 'class', 'yield', 'arguments', 'new', 'throw', 'string', 'resolve', 'x'],
  ...['readFileSync', 'setTimeout', 'while', 'if', 'typeof', 'static', 'extends', 'import', '1'],
];

const STATEMENTS = [
  ...[
    'const',
    'const x =',
    'const { a, } = await',
    'const [, b] = await x',
    'let x',
    'await',
    'x.',
  ],
  ...['for await (const x of y) {}', 'for (const x of xs) await x', 'while (!x) {}', 'fs.', 'x?.'],
  ...[
    'xs.forEach(async (x) => { await x })',
    'xs.map(async',
    'Promise.all([',
    'Promise.all(xs.map(',
  ],
  ...['Promise.all()', 'Promise.all', 'new Promise(async (resolve) => {', 'new Promise', '.catch('],
  ...[
    'try { return x() } catch {}',
    'try { x() } finally {}',
    'if (x()) y',
    'void x',
    'x.then(',
    '`',
  ],
  ...[
    'xs.reduce(async (a, b) => a, )',
    'setTimeout(async () => {})',
    'const p = x(); const q = p;',
  ],
  ...[
    'async function x(',
    'class A extends B { async',
    'class A { x = await y }',
    'await using x = y',
  ],
  ...[
    'for (;;) {}',
    'do {} while (',
    'switch (x) { case await y:',
    'label: for (',
    'break label',
    '(',
  ],
  ...[
    'import { x } from',
    "import x from 'y'",
    'export default async',
    'export * as',
    '@',
    '#',
    '/*',
  ],
  ...[
    'require("fs").readFileSync(x)',
    'enum E { A = await x }',
    'namespace N { await x }',
    '<T,',
    '=',
  ],
];

const TOKEN = /\s+|[\w$]+|=>|\?\.|\.\.\.|&&|\|\||\?\?|\*\*|[=!]==?|./gsu;

function tokensOf(text: string): string[] {
  return text.match(TOKEN) ?? [];
}

const ASYNCHRONOUS = /^(?:async|await|Promise|then|catch|finally|all|race|forEach|\w+Sync|try)$/u;

/** Half of all edits are near asynchronous code, where the rules look. */
function placeIn(tokens: readonly string[], random: Random): number {
  const anywhere = random.below(tokens.length);
  if (random.below(2) === 0) return anywhere;
  const near = tokens.findIndex((token, index) => index >= anywhere && ASYNCHRONOUS.test(token));
  return near < 0 ? anywhere : Math.max(0, near - 10 + random.below(40));
}

function wordAt(tokens: readonly string[], place: number): number {
  const word = tokens.findIndex((token, index) => index >= place && /^\w/u.test(token));
  return word < 0 ? place : word;
}
