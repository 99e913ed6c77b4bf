import type ts from 'typescript';

import { isFunctionWithBody } from '../async-context.ts';
import { hasModifier } from '../modifiers.ts';

/**
 * A part of a module that an edit changes or leaves alone as a whole: a statement at its top level, a
 * member of a class there, or what stands around these members. It holds no nodes, which would keep
 * their program in memory.
 */
export interface Piece {
  /** Offset of its first token; comments in front of it belong to no piece. */
  readonly start: number;
  readonly end: number;
  /**
   * What it tells the code outside:
   * - `names`: nothing but the names that it declares or imports, and their types;
   * - `type`: the type of a member of its class, or of the default export;
   * - `nothing`: it calls something, and nobody gets the value;
   * - `anything`: constructors (fields have their types from there), types, exports, assignments, branches.
   */
  readonly tells: 'names' | 'type' | 'nothing' | 'anything';
  /** What `names` are; none elsewhere. */
  readonly names: readonly string[];
  readonly isExported: boolean;
  /** Whether the names can get other values: `let`, `var`. */
  readonly isVariable: boolean;
  /** The outermost function bodies in it, in order. */
  readonly bodies: readonly Body[];
}

export interface Body {
  readonly start: number;
  readonly end: number;
  /** Whether the types that the piece tells are written outside of it. */
  readonly isApart: boolean;
}

/** The pieces of a module, in order, each with the names whose types it tells. */
export function piecesOf(
  file: ts.SourceFile,
  t: typeof ts,
): { readonly piece: Piece; readonly told: readonly ts.Node[] }[] {
  const found: { piece: Piece; told: readonly ts.Node[] }[] = [];
  for (const statement of file.statements) {
    const start = statement.getStart(file);
    if (!t.isClassDeclaration(statement)) {
      add(statement, start, statement.end);
      continue;
    }
    const { members } = statement;
    addOpaque(start, members.pos);
    for (const member of members) add(member, member.getStart(file), member.end);
    addOpaque(members.end, statement.end);
  }
  return found;

  function add(node: ts.Statement | ts.ClassElement, start: number, end: number): void {
    const { tells, told } = toldBy(node, t);
    const isTyped = tells === 'nothing' || isTypedWhole(node, t);
    const bodies = bodiesIn(node, t).map((body) => ({
      start: body.getStart(file),
      end: body.end,
      isApart: isTyped || (body.parent === node && isTypedFunction(node, t)),
    }));
    const names = tells === 'names' ? told.map((each) => each.getText(file)) : [];
    const isExported = hasModifier(node, t.SyntaxKind.ExportKeyword);
    const isVariable =
      t.isVariableStatement(node) && (node.declarationList.flags & t.NodeFlags.Const) === 0;
    found.push({ piece: { start, end, tells, names, isExported, isVariable, bodies }, told });
  }

  function addOpaque(start: number, end: number): void {
    const piece = { start, end, names: [], isExported: false, isVariable: false, bodies: [] };
    found.push({ piece: { ...piece, tells: 'anything' }, told: [] });
  }
}

function toldBy(
  node: ts.Statement | ts.ClassElement,
  t: typeof ts,
): { tells: Piece['tells']; told: readonly ts.Node[] } {
  if (t.isFunctionDeclaration(node) && node.name) {
    const isDefault = hasModifier(node, t.SyntaxKind.DefaultKeyword);
    return { tells: isDefault ? 'type' : 'names', told: [node.name] };
  }
  if (t.isVariableStatement(node)) {
    const declared = node.declarationList.declarations;
    return { tells: 'names', told: declared.flatMap(({ name }) => boundBy(name, t)) };
  }
  if (t.isImportDeclaration(node) && node.importClause) {
    return { tells: 'names', told: importedBy(node.importClause, t) };
  }
  if (t.isExpressionStatement(node) && t.isCallExpression(node.expression)) {
    return { tells: 'nothing', told: [] };
  }
  const isMember =
    t.isMethodDeclaration(node) || t.isPropertyDeclaration(node) || t.isAccessor(node);
  return isMember ? { tells: 'type', told: [node.name] } : { tells: 'anything', told: [] };
}

function boundBy(name: ts.BindingName, t: typeof ts): ts.Identifier[] {
  if (t.isIdentifier(name)) return [name];
  return name.elements.flatMap((each) => (t.isBindingElement(each) ? boundBy(each.name, t) : []));
}

function importedBy({ name, namedBindings }: ts.ImportClause, t: typeof ts): ts.Identifier[] {
  const found = name ? [name] : [];
  if (!namedBindings) return found;
  return t.isNamespaceImport(namedBindings)
    ? [...found, namedBindings.name]
    : [...found, ...namedBindings.elements.map((each) => each.name)];
}

/** Whether types are written for all that it tells. */
function isTypedWhole(node: ts.Node, t: typeof ts): boolean {
  if (t.isVariableStatement(node)) {
    return node.declarationList.declarations.every(({ type }) => type !== undefined);
  }
  return (t.isPropertyDeclaration(node) && node.type !== undefined) || t.isSetAccessor(node);
}

function isTypedFunction(node: ts.Node, t: typeof ts): boolean {
  const isFunction =
    t.isFunctionDeclaration(node) || t.isMethodDeclaration(node) || t.isGetAccessor(node);
  return isFunction && node.type !== undefined;
}

function bodiesIn(root: ts.Node, t: typeof ts): ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if (isFunctionWithBody(node, t) && node.body) found.push(node.body);
    else t.forEachChild(node, visit);
  };
  visit(root);
  return found;
}
