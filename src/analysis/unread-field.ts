import type ts from 'typescript';

import { ownFiles } from './declared-names.ts';
import { withWrappers } from './callee.ts';
import { isWithin } from './is-within.ts';
import { identifiersNamed, isReachedByKey } from './references.ts';
import type { TypedProgram } from './typescript.ts';

/** What code does with a field, the value aside that it gets: at most a look whether it has one. */
export type FieldUse = 'read' | 'tested' | 'unread';

/**
 * What the program does with `field`, the declared name of a field or `this.field`, if that is a private
 * one (`#p`, `private p`). `read` for any other, and where it may be read in a way that has no name: by a
 * key, a decorator, a spread of the object.
 */
export function useOfField(field: ts.Node, typed: TypedProgram): FieldUse {
  const { ts, checker } = typed;
  const name = ts.isPropertyAccessExpression(field) ? field.name : field;
  if (!ts.isIdentifier(name) && !ts.isPrivateIdentifier(name)) return 'read';
  const symbol = checker.getSymbolAtLocation(name);
  const [declaration, ...others] = symbol?.declarations ?? [];
  if (!symbol || !declaration || others.length > 0) return 'read';
  if (!ts.isPropertyDeclaration(declaration) || !ts.isClassLike(declaration.parent)) return 'read';

  const own = declaration.getSourceFile();
  if (ts.isPrivateIdentifier(name)) return useIn([own], name.text, declaration, typed);
  const isPrivate = declaration.modifiers?.some(
    (each) => each.kind === ts.SyntaxKind.PrivateKeyword,
  );
  if (isPrivate !== true || hasDecorator(declaration, ts) || hasDecorator(declaration.parent, ts)) {
    return 'read';
  }
  // A private field is hidden from types only: tests, and code without types, reach it all the same.
  const files = ownFiles(typed);
  const isReachable =
    files.some((file) => isQuoted(name.text, file, file === own)) ||
    isHandedOut(declaration.parent, ts) ||
    isReachedByKey(name.text, typed);
  return isReachable ? 'read' : useIn(files, name.text, declaration, typed);
}

/**
 * Whether the class around `field` reads `this.field` somewhere: by syntax, which tells it of most fields
 * before anything is asked about their values.
 */
export function isPlainlyRead(field: ts.Node, { ts }: TypedProgram): boolean {
  const name = ts.isPropertyAccessExpression(field) ? field.name : field;
  if (!ts.isIdentifier(name) && !ts.isPrivateIdentifier(name)) return false;
  let owner: ts.Node = field;
  while (!ts.isClassLike(owner)) {
    if (ts.isSourceFile(owner)) return false;
    owner = owner.parent;
  }
  const around = owner;
  return identifiersNamed(name.text, name.getSourceFile(), ts).some(
    ({ parent }) =>
      ts.isPropertyAccessExpression(parent) &&
      parent.expression.kind === ts.SyntaxKind.ThisKeyword &&
      isWithin(parent, around) &&
      useOfAccess(parent, ts) === 'read',
  );
}

function useIn(
  files: readonly ts.SourceFile[],
  name: string,
  declaration: ts.PropertyDeclaration,
  typed: TypedProgram,
): FieldUse {
  let found: FieldUse = 'unread';
  for (const file of files) {
    for (const each of identifiersNamed(name, file, typed.ts)) {
      const use = useAt(each, declaration, typed);
      if (use === 'read') return 'read';
      if (use === 'tested') found = 'tested';
    }
  }
  return found;
}

/** What is done at `identifier`. Where its type does not tell whose member it is, it may be the field. */
function useAt(
  identifier: ts.Identifier,
  declaration: ts.PropertyDeclaration,
  { ts, checker }: TypedProgram,
): FieldUse {
  const { parent } = identifier;
  if (parent === declaration) return 'unread';
  // A field of `Queue<Job>` has a symbol of its own.
  const isField = (symbol: ts.Symbol | undefined): boolean =>
    symbol?.declarations?.includes(declaration) === true;
  const meant = checker.getSymbolAtLocation(identifier);
  if (!ts.isPropertyAccessExpression(parent) || parent.name !== identifier) {
    // `const { p } = this`, `#p in this`; names of other things have nothing to do with it.
    const isTaken = ts.isBindingElement(parent) && ts.isObjectBindingPattern(parent.parent);
    return isTaken || isField(meant) ? 'read' : 'unread';
  }
  if (!isField(meant)) return meant?.declarations ? 'unread' : 'read';
  return useOfAccess(parent, ts);
}

function useOfAccess(access: ts.PropertyAccessExpression, t: typeof ts): FieldUse {
  const value = withWrappers(access, t);
  const { parent } = value;
  if (t.isBinaryExpression(parent)) {
    if (parent.left !== value) return isEquality(parent, t) ? 'tested' : 'read';
    const { EqualsToken, QuestionQuestionEqualsToken, AmpersandAmpersandToken } = t.SyntaxKind;
    const { kind } = parent.operatorToken;
    if (kind === EqualsToken) return 'unread';
    if (kind === QuestionQuestionEqualsToken) {
      return t.isExpressionStatement(parent.parent) ? 'tested' : 'read';
    }
    return kind === AmpersandAmpersandToken || isEquality(parent, t) ? 'tested' : 'read';
  }
  const isTested =
    (t.isPrefixUnaryExpression(parent) && parent.operator === t.SyntaxKind.ExclamationToken) ||
    (t.isIfStatement(parent) && parent.expression === value) ||
    (t.isConditionalExpression(parent) && parent.condition === value);
  return isTested ? 'tested' : 'read';
}

function isEquality({ operatorToken: { kind } }: ts.BinaryExpression, t: typeof ts): boolean {
  const { SyntaxKind } = t;
  return (
    kind === SyntaxKind.EqualsEqualsToken ||
    kind === SyntaxKind.EqualsEqualsEqualsToken ||
    kind === SyntaxKind.ExclamationEqualsToken ||
    kind === SyntaxKind.ExclamationEqualsEqualsToken
  );
}

function hasDecorator(node: ts.Node, t: typeof ts): boolean {
  return t.canHaveDecorators(node) && (t.getDecorators(node)?.length ?? 0) > 0;
}

/** Whether the name stands there as a key (`service['ready']`), or as any text that may become one. */
function isQuoted(name: string, { text }: ts.SourceFile, isOwn: boolean): boolean {
  return ["'", '"', '`'].some((quote) => {
    const quoted = quote + name + quote;
    return text.includes(isOwn ? quoted : `[${quoted}]`);
  });
}

/** Whether the class hands out all of its fields: `{ ...this }`, `Object.values(this)`. */
function isHandedOut(node: ts.Node, t: typeof ts): boolean {
  return (
    t.forEachChild(node, (child) => {
      if (child.kind !== t.SyntaxKind.ThisKeyword) return isHandedOut(child, t) || undefined;
      const { parent } = child;
      return (
        t.isSpreadAssignment(parent) ||
        (t.isCallExpression(parent) && parent.expression !== child) ||
        undefined
      );
    }) ?? false
  );
}
