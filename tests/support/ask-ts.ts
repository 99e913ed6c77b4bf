import type { ParserServicesWithTypeInformation } from '@typescript-eslint/utils';
import ts from 'typescript';

import type { TypedProgram } from '../../src/analysis/typescript.ts';
import { typedProgram } from '../../src/analysis/typescript.ts';
import { FIXTURES, NATIVE, typedLanguageOptions } from './parser.ts';

/**
 * Asks an analysis about the TypeScript node that follows the comment `here` in `code`: the innermost
 * one that starts there and that `accepts`. `code` is parsed as the text of `filename`, a file of the
 * program in `folder`, and must compile.
 */
export function askAboutNode<Node extends ts.Node, Answer>(
  code: string,
  accepts: (node: ts.Node, t: typeof ts) => node is Node,
  question: (node: Node, typed: TypedProgram) => Answer,
  { folder, filename = 'file.ts' }: { folder: string; filename?: string },
): Answer {
  const { services, ast } = typedLanguageOptions.parser.parseForESLint(code, {
    filePath: `${folder}/${filename}`,
    tsconfigRootDir: folder,
    projectService: NATIVE ? { EXPERIMENTAL_backend: 'tsgo' as const } : true,
    loc: true,
    range: true,
    comment: true,
    tokens: true,
  });
  const typed = typedProgram(services as ParserServicesWithTypeInformation);
  if (!typed) throw new Error('The parser gave no type information.');
  const marker = code.indexOf(MARKER);
  if (marker < 0) throw new Error(`No ${MARKER} in: ${code}`);
  const after = marker + MARKER.length;
  const start = after + code.slice(after).search(/\S/);
  const file = services.esTreeNodeToTSNodeMap.get(ast).getSourceFile();
  const node = search(file, start, (each): each is Node => accepts(each, typed.ts), typed);
  if (!node) throw new Error(`Nothing of the wanted kind after ${MARKER} in: ${code}`);
  return question(node, typed);
}

/**
 * Asks about the outermost expression behind `here` in `code`, the statements of an async function of
 * `tests/fixtures/file.ts`.
 */
export function askAboutExpression<Answer>(
  code: string,
  question: (expression: ts.Expression, typed: TypedProgram) => Answer,
  declared: string,
): Answer {
  return askAboutNode(
    `${declared}\nexport async function f() { ${code} }`,
    (node, t): node is ts.Identifier => t.isIdentifier(node),
    (name, typed) => {
      let whole: ts.Node = name;
      while (!typed.ts.isStatement(whole.parent)) whole = whole.parent;
      return question(whole as ts.Expression, typed);
    },
    { folder: FIXTURES },
  );
}

const MARKER = '/*here*/';

function search<Node extends ts.Node>(
  node: ts.Node,
  start: number,
  accepts: (node: ts.Node) => node is Node,
  typed: TypedProgram,
): Node | undefined {
  const inner = typed.ts.forEachChild(node, (child) =>
    child.pos <= start && start < child.end ? search(child, start, accepts, typed) : undefined,
  );
  return inner ?? (node.getStart() === start && accepts(node) ? node : undefined);
}
