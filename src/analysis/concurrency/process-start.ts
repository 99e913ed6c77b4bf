import type ts from 'typescript';

import { withoutWrappers } from '../callee.ts';
import type { TypedProgram } from '../typescript.ts';

/**
 * Whether a call or a tagged template starts another program, by the name that it has (`execa`) or by
 * the module that it is imported from, under whatever name.
 */
export function startsProcess(node: ts.Node, typed: TypedProgram): boolean {
  const { ts, checker } = typed;
  const called = ts.isTaggedTemplateExpression(node)
    ? node.tag
    : ts.isCallExpression(node)
      ? node.expression
      : undefined;
  if (!called) return false;
  let root: ts.Expression = withoutWrappers(called, ts);
  // `execa.node`, and `$({ shell: true })` of a template.
  while (ts.isPropertyAccessExpression(root) || ts.isCallExpression(root)) {
    root = withoutWrappers(root.expression, ts);
  }
  if (!ts.isIdentifier(root)) return false;
  if (/^execa(?:Command|Node)?$/.test(root.text)) return true;
  const declaration = checker.getSymbolAtLocation(root)?.declarations?.[0];
  const from = declaration && moduleOf(declaration, ts);
  return from !== undefined && STARTERS.has(from);
}

/** The module of the import, or of the `require`, that declares a name. */
function moduleOf(declaration: ts.Node, t: typeof ts): string | undefined {
  if (
    t.isImportSpecifier(declaration) ||
    t.isImportClause(declaration) ||
    t.isNamespaceImport(declaration)
  ) {
    let node: ts.Node = declaration;
    while (!t.isImportDeclaration(node) && !t.isSourceFile(node)) node = node.parent;
    return t.isImportDeclaration(node) && t.isStringLiteralLike(node.moduleSpecifier)
      ? node.moduleSpecifier.text
      : undefined;
  }
  let node = declaration;
  while (t.isBindingElement(node) || t.isObjectBindingPattern(node)) node = node.parent;
  const value = t.isVariableDeclaration(node) ? node.initializer : undefined;
  if (!value || !t.isCallExpression(value)) return undefined;
  const [specifier] = value.arguments;
  const isRequire = t.isIdentifier(value.expression) && value.expression.text === 'require';
  return isRequire && specifier && t.isStringLiteralLike(specifier) ? specifier.text : undefined;
}

const STARTERS = new Set(
  (
    'execa cross-spawn zx zx/core tinyexec nano-spawn nanoexec child_process node:child_process ' +
    'promisify-child-process @npmcli/promise-spawn @actions/exec'
  ).split(' '),
);
