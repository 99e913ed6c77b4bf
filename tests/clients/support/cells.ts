/** A kind of configuration file, as the README shows it. */
export type Config = 'mjs' | 'cjs' | 'ts';

/** Versions that are installed together, and what runs with them. */
export interface Cell {
  eslint: string;
  typescript: string;
  typescriptEslint: string;
  runs: { node: string; config: Config }[];
}

const ESLINT = { '9 oldest': '9.22.0', '9 latest': '9.39.5', '10': '10.15.0' };
const TYPESCRIPT = { '5.4': '5.4.5', '5.9': '5.9.3', '6.0': '6.0.3' };
const TYPESCRIPT_ESLINT = { oldest: '8.0.0', latest: '8.74.0' };
/** The oldest of each that the plugin allows, and a late one of the last. */
const NODE = { '20': '20.19.0', '22': '22.13.0', '24': '24.21.0' };

/**
 * Nine cells, since each of three versions of ESLint meets each of three versions of TypeScript;
 * within them, every other pair that its packages allow.
 */
export const CELLS: readonly Cell[] = [
  // `oldest` allows no later TypeScript and no ESLint 10, so it meets every Node here.
  cell('9 oldest', '5.4', 'oldest', ['20', 'mjs'], ['24', 'ts']),
  cell('9 latest', '5.4', 'oldest', ['22', 'cjs']),
  cell('10', '5.4', 'latest', ['24', 'ts']),
  cell('9 oldest', '5.9', 'latest', ['22', 'ts']),
  cell('9 latest', '5.9', 'latest', ['24', 'mjs']),
  cell('10', '5.9', 'latest', ['20', 'cjs']),
  cell('9 oldest', '6.0', 'latest', ['24', 'cjs']),
  cell('9 latest', '6.0', 'latest', ['20', 'ts']),
  cell('10', '6.0', 'latest', ['22', 'mjs']),
];

/** Every value of each thing that varies. */
export const VARIED: Readonly<Record<string, readonly string[]>> = {
  ESLint: Object.values(ESLINT),
  TypeScript: Object.values(TYPESCRIPT),
  'typescript-eslint': Object.values(TYPESCRIPT_ESLINT),
  'Node.js': Object.values(NODE),
  configuration: ['mjs', 'cjs', 'ts'],
};

/** Pairs that the packages themselves refuse, by their peer dependencies. */
export const REFUSED: readonly (readonly [string, string])[] = [
  [TYPESCRIPT['5.9'], TYPESCRIPT_ESLINT.oldest],
  [TYPESCRIPT['6.0'], TYPESCRIPT_ESLINT.oldest],
  [ESLINT['10'], TYPESCRIPT_ESLINT.oldest],
];

/** What one run has of each thing that varies, in the order of `VARIED`. */
export function valuesOf(
  { eslint, typescript, typescriptEslint }: Cell,
  { node, config }: Cell['runs'][number],
): string[] {
  return [eslint, typescript, typescriptEslint, node, config];
}

function cell(
  eslint: keyof typeof ESLINT,
  typescript: keyof typeof TYPESCRIPT,
  typescriptEslint: keyof typeof TYPESCRIPT_ESLINT,
  ...runs: [node: keyof typeof NODE, config: Config][]
): Cell {
  return {
    eslint: ESLINT[eslint],
    typescript: TYPESCRIPT[typescript],
    typescriptEslint: TYPESCRIPT_ESLINT[typescriptEslint],
    runs: runs.map(([node, config]) => ({ node: NODE[node], config })),
  };
}
