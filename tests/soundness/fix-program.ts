import type { TSESLint } from '@typescript-eslint/utils';
import { Linter } from '@typescript-eslint/utils/ts-eslint';
import ts from 'typescript';

import { FOLDER, mustCompile, parser } from './compile.ts';

export type Rules = Readonly<Record<string, object>>;

/** What the plugin made of a program. */
export interface Fixed {
  readonly output: string;
  /** What was repaired, as `rule: construct`; empty for a program that stays as it is. */
  readonly repairs: readonly string[];
  /** How many reports are left that only a person can settle. */
  readonly left: number;
}

/** So often ESLint itself applies fixes at most. */
const MAX_PASSES = 10;

const filename = `${FOLDER}/program.ts`;
const linter = new Linter({ cwd: FOLDER });

/** What `eslint --fix` makes of a program with some of the rules. Throws where that does not compile. */
export function fixed(text: string, rules: Rules, names: readonly string[]): Fixed {
  const config: TSESLint.FlatConfig.Config = {
    files: ['**/*.ts'],
    plugins: { await: { rules: rules as Record<string, TSESLint.LooseRuleDefinition> } },
    rules: Object.fromEntries(names.map((name) => [`await/${name}`, 'error'])),
    languageOptions: { parser },
    linterOptions: { reportUnusedDisableDirectives: 'off' },
  };
  let output = text;
  let left = 0;
  let first: readonly TSESLint.Linter.LintMessage[] | undefined;
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const messages = linter.verify(output, config, { filename });
    throwIfFatal(messages, output);
    left = messages.length;
    const fixes = messages.filter(({ fix }) => fix);
    if (fixes.length === 0) break;
    first ??= fixes;
    output = applied(output, fixes);
  }
  // Programs that stay as they are prove nothing, whether they compile or not.
  if (!first) return { output, repairs: [], left };
  mustCompile(output);
  const file = ts.createSourceFile(filename, text, ts.ScriptTarget.Latest, true);
  return {
    output,
    left,
    repairs: first.flatMap((each) =>
      constructsAt(file, each).map(
        (construct) => `${(each.ruleId ?? '').replace('await/', '')}: ${construct}`,
      ),
    ),
  };
}

/** As ESLint applies them: in the order of the text, and none that overlaps one before. */
function applied(text: string, messages: readonly TSESLint.Linter.LintMessage[]): string {
  const fixes = messages.flatMap(({ fix }) => (fix ? [fix] : []));
  fixes.sort((one, other) => one.range[0] - other.range[0] || one.range[1] - other.range[1]);
  let output = '';
  let end = -1;
  for (const { range, text: written } of fixes) {
    if (end >= range[0]) continue;
    output += text.slice(Math.max(0, end), range[0]) + written;
    end = range[1];
  }
  return output + text.slice(Math.max(0, end));
}

function throwIfFatal(messages: readonly TSESLint.Linter.LintMessage[], text: string): void {
  const fatal = messages.find((each) => each.fatal);
  if (fatal) throw new Error(`${fatal.message}\n${text}`);
}

/** Where a report stands: in a `loop`, else in an `expression` or a `statement`; and in a `try`. */
function constructsAt(
  file: ts.SourceFile,
  { line, column, ruleId }: TSESLint.Linter.LintMessage,
): readonly string[] {
  const position = file.getPositionOfLineAndCharacter(line - 1, column - 1);
  const around = nodesAt(file, position);
  const found: string[] = [];
  if (ruleId === 'await/no-await-in-loop') found.push('loop');
  else found.push(isOneOfSeveral(around) ? 'expression' : 'statement');
  if (around.some((node) => ts.isTryStatement(node) && holds(node.tryBlock, position))) {
    found.push('try');
  }
  return found;
}

/** The nodes around a position, the innermost first. */
function nodesAt(file: ts.SourceFile, position: number): readonly ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if (!holds(node, position)) return;
    found.unshift(node);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function holds(node: ts.Node, position: number): boolean {
  return node.pos <= position && position < node.end;
}

/** Whether the statement of an `await` has another one. */
function isOneOfSeveral(around: readonly ts.Node[]): boolean {
  const statement = around.find((node) => ts.isStatement(node));
  let awaits = 0;
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isAwaitExpression(node)) awaits += 1;
    ts.forEachChild(node, visit);
  };
  if (statement) visit(statement);
  return awaits > 1;
}
