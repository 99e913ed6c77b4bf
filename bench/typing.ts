// npm run fuzz:typing -- [package …] [--seed N] [--edits N] [--record]
//
// Somebody types in files of the packages of `corpus.json`: statements come and go, types change, words
// are written for others. After each edit that parses, all rules lint the text twice: with what was kept
// of the text before, and with nothing. A report, fix or suggestion that differs is printed, and the run
// fails. `--record` writes what was tried to `bench/typing.md`.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';

import * as parser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import ts from 'typescript';

import { forgetAnswers } from '../src/analysis/kept/kept-answer.ts';
import plugin from '../src/index.ts';
import { eachPackage } from './each-package.ts';
import { table } from './field-record.ts';
import { randomFrom, type Random } from './mutate.ts';
import { repository, type PreparedPackage } from './prepare-package.ts';

const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '1' },
    edits: { type: 'string', default: '100' },
    record: { type: 'boolean', default: false },
  },
});

/** Edits of one file, each on top of the one before. */
const IN_A_ROW = 12;
const rules = Object.fromEntries(
  Object.keys(plugin.rules).map((name) => [`await/${name}`, 2 as const]),
);

const TYPES = ['any', 'Promise<void>', 'void', 'string', '() => Promise<void>'];

const VALUES = [
  'undefined as any',
  'Promise.resolve(1)',
  '1',
  '[Promise.resolve()]',
  'async () => {}',
];

const TYPED = [
  ...['await Promise.resolve(1);', 'Promise.resolve(2);', 'const typed = 1;', '// typed', ''],
  ...['let typed = await Promise.resolve(3);', 'return undefined as any;', 'return;', 'void 0;'],
  ...['return Promise.resolve();', 'if (Math.random() > 2) return;', 'throw new Error("x");'],
  ...['console.log("typed");', 'try { await Promise.resolve(); } catch {}', 'this.typed = 1;'],
];

const DECLARED = [
  ...['export const typed1 = 1;', 'function typed2() { return Promise.resolve(1); }', '// typed'],
  ...[
    'const typed3 = async () => 1;',
    'import * as typed4 from "node:fs";',
    'type Typed5 = string;',
  ],
  ...[
    'let typed6: Promise<void> | undefined;',
    'export async function typed7() { await typed7(); }',
  ],
  ...['interface Typed8 { then(f: () => void): void }', 'class Typed9 { p = Promise.resolve(); }'],
];

let differences = 0;
const rows: string[][] = [];
await eachPackage(wanted, async (prepared) => {
  const { name, version } = prepared;
  const { edits, reports, different } = await typeIn(prepared);
  console.log(
    `${name} ${version}, seed ${options.seed}: ${String(edits)} edits, ${String(reports)} reports, ${String(different)} texts with other reports.`,
  );
  differences += different;
  if (edits > 0) {
    rows.push([`${name} ${version}`, ...[edits, reports, different].map((each) => String(each))]);
  }
  parser.clearCaches();
});
if (options.record) await record();
if (differences > 0) process.exitCode = 1;

async function record(): Promise<void> {
  const text = [
    '# Typing',
    '',
    `Written by \`npm run fuzz:typing -- --seed ${options.seed} --edits ${options.edits} --record\`. In an editor, what follows from types alone is kept from one text to the next, where the edit has changed no type elsewhere. Here somebody types in files of the corpus: statements come and go, return types change, words are written for others. Each text that parses is linted with all rules twice: with what was kept, and with nothing.`,
    '',
    ...table(['files of', 'edits', 'reports', 'texts whose reports differ'], rows),
    '',
  ];
  await writeFile(path.join(repository, 'bench', 'typing.md'), text.join('\n'));
}

interface Typed {
  edits: number;
  reports: number;
  different: number;
}

async function typeIn({ directory, globs, sources }: PreparedPackage): Promise<Typed> {
  const random = randomFrom(Number(options.seed));
  // Of JavaScript nothing is kept.
  const files = sources.filter((file) => /(?<!\.d)\.[cm]?tsx?$/u.test(file));
  const linter = new Linter({ cwd: directory });
  const config: Linter.Config = {
    files: [...globs],
    languageOptions: {
      parser,
      parserOptions: { projectService: true, tsconfigRootDir: directory },
    },
    plugins: { await: plugin },
    rules,
    linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'off' },
  };
  const done: Typed = { edits: 0, reports: 0, different: 0 };
  while (files.length > 0 && done.edits < Number(options.edits)) {
    const file = path.join(directory, random.pick(files) ?? '');
    let text = await readFile(file, 'utf8');
    linter.verify(text, config, file);
    for (let edit = 0; edit < IN_A_ROW; edit += 1) {
      const next = edited(text, file, random);
      const kept = linter.verify(next, config, file);
      if (next === text || kept.some(({ fatal }) => fatal === true)) continue;
      forgetAnswers();
      // With another end, since the parser would give the same program for the same text.
      const fresh = linter.verify(`${next}\n`, config, file);
      done.edits += 1;
      done.reports += fresh.length;
      if (JSON.stringify(kept) !== JSON.stringify(fresh)) {
        done.different += 1;
        tell(file, text, next, kept, fresh);
      }
      text = next;
    }
  }
  return done;
}

function tell(
  file: string,
  before: string,
  after: string,
  kept: readonly Linter.LintMessage[],
  fresh: readonly Linter.LintMessage[],
): void {
  const only = (
    some: readonly Linter.LintMessage[],
    others: readonly Linter.LintMessage[],
  ): void => {
    const known = new Set(others.map((each) => JSON.stringify(each)));
    for (const each of some) if (!known.has(JSON.stringify(each))) console.log(each);
  };
  console.log(`${file}\n--- before\n${before}\n--- after\n${after}\n--- with what was kept:`);
  only(kept, fresh);
  console.log('--- with nothing:');
  only(fresh, kept);
}

/** The places of a text that an edit may be about. */
interface Places {
  readonly bodies: ts.Block[];
  readonly statements: ts.Statement[];
  readonly names: ts.Identifier[];
  /** What functions return that the file speaks of elsewhere. */
  readonly types: ts.TypeNode[];
  readonly keywords: ts.Node[];
  readonly returned: ts.Expression[];
}

function edited(text: string, fileName: string, random: Random): string {
  const file = ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, true);
  const places = placesIn(file);
  const written = (node: ts.Node | undefined, instead: string): string =>
    node ? text.slice(0, node.getStart(file)) + instead + text.slice(node.end) : text;
  const insert = (at: number, typed: string): string => text.slice(0, at) + typed + text.slice(at);

  switch (random.below(12)) {
    case 0:
      return written(random.pick(places.statements), '');
    case 1: {
      const statement = random.pick(places.statements);
      return statement ? insert(statement.end, `\n${statement.getText(file)}`) : text;
    }
    case 2:
      return written(random.pick(places.names), random.pick(places.names)?.text ?? '');
    case 3:
    case 4:
    case 5: {
      const type = random.pick(places.types);
      if (!type || random.below(3) > 0) return written(type, random.pick(TYPES) ?? '');
      // Without one, the body says what it returns.
      return text.slice(0, text.lastIndexOf(':', type.getStart(file))) + text.slice(type.end);
    }
    case 6:
      return written(random.pick(places.keywords), '');
    case 7:
      return written(random.pick(places.returned), random.pick(VALUES) ?? '');
    case 8:
      return insert(random.pick(file.statements)?.end ?? 0, `\n${random.pick(DECLARED) ?? ''}\n`);
    default: {
      // What people do most.
      const body = random.pick(places.bodies);
      const at = random.pick(body?.statements ?? [])?.end ?? body?.getStart(file);
      return at === undefined
        ? text
        : insert(at + (body?.statements.length ? 0 : 1), `\n${random.pick(TYPED) ?? ''}\n`);
    }
  }
}

function isNamedTwice(name: ts.Node, file: ts.SourceFile): boolean {
  return file.text.split(name.getText(file)).length > 2;
}

function placesIn(file: ts.SourceFile): Places {
  const places: Places = {
    bodies: [],
    statements: [],
    names: [],
    types: [],
    keywords: [],
    returned: [],
  };
  const visit = (node: ts.Node): void => {
    const { parent } = node;
    if (ts.isBlock(node) && ts.isFunctionLike(parent)) places.bodies.push(node);
    if (ts.isStatement(node) && (ts.isBlock(parent) || ts.isSourceFile(parent))) {
      places.statements.push(node);
    }
    if (ts.isIdentifier(node)) places.names.push(node);
    if (ts.isFunctionLike(node) && node.type && node.name && isNamedTwice(node.name, file)) {
      places.types.push(node.type);
    }
    if (node.kind === ts.SyntaxKind.AsyncKeyword) places.keywords.push(node);
    if (ts.isAwaitExpression(node)) places.keywords.push(node.getChildAt(0, file));
    if (ts.isReturnStatement(node) && node.expression) places.returned.push(node.expression);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
  return places;
}
