// A child process of `bench.ts`: what one keystroke costs in an editor, in milliseconds of processor
// time, as JSON. Each keystroke changes the text, so that the parser makes a new program, whose checker
// knows nothing yet. The variants take turns.
import path from 'node:path';
import { readFileSync } from 'node:fs';
import * as parser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import ts from 'typescript';

import { configOf, type Variant } from './variant-config.ts';

export interface EditorRequest {
  readonly directory: string;
  /** Relative to the directory. */
  readonly file: string;
  readonly keystrokes: number;
  readonly variants: readonly Variant[];
  /** A statement in the function in the middle of the file, or a constant behind everything. */
  readonly place: 'function' | 'end';
}

/** The first turns run code that is not compiled yet. */
const WARMING = 3;

/** Of each variant, of each keystroke. */
export type EditorCost = readonly (readonly number[])[];

const { directory, file, keystrokes, variants, place } = JSON.parse(
  process.argv[2] ?? '',
) as EditorRequest;
const filename = path.join(directory, file);
const text = readFileSync(filename, 'utf8');
const linter = new Linter({ cwd: directory });
const configs = await Promise.all(
  variants.map(async (variant): Promise<Linter.Config> => ({
    files: ['**/*.{ts,tsx,mts,cts}'],
    languageOptions: {
      parser,
      parserOptions: { projectService: true, tsconfigRootDir: directory },
    },
    linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'off' },
    ...(await configOf(variant)),
  })),
);
const at = place === 'end' ? text.length : bodyInTheMiddle();
const costs = variants.map((): number[] => []);
let edits = 0;
for (let turn = 0; turn < keystrokes + WARMING; turn += 1) {
  for (let step = 0; step < configs.length; step += 1) {
    const index = (turn + step) % configs.length;
    const config = configs[index];
    if (!config) continue;
    edits += 1;
    const typed = `const typed${String(edits)} = ${String(edits)};\n`;
    const edited = `${text.slice(0, at)}\n${place === 'end' ? 'export ' : ''}${typed}${text.slice(at)}`;
    const before = process.cpuUsage();
    const messages = linter.verify(edited, config, filename);
    const { user, system } = process.cpuUsage(before);
    const fatal = messages.find((message) => message.fatal === true);
    if (fatal) throw new Error(fatal.message);
    if (turn >= WARMING) costs[index]?.push((user + system) / 1000);
  }
}
console.log(JSON.stringify(costs));

/** Where the first statement of the outermost function around the middle of the text can stand. */
function bodyInTheMiddle(): number {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  const search = (node: ts.Node): number | undefined => {
    if (node.end < text.length / 2) return undefined;
    if (ts.isBlock(node)) return node.getStart(source) + 1;
    return ts.forEachChild(node, search);
  };
  return search(source) ?? text.length;
}
