import type ts from 'typescript';

import { ownFiles } from './declared-names.ts';
import { withWrappers } from './callee.ts';
import { identifiersNamed, isReachedByKey } from './references.ts';
import type { TypedProgram } from './typescript.ts';

/**
 * Whether `field`, the declared name of a field or `this.field`, is a private one (`#p`, `private p`)
 * that code only ever writes to. `false` where it may be read in a way that has no name: by a key, a
 * decorator, a spread of the object.
 */
export function isUnreadField(field: ts.Node, typed: TypedProgram): boolean {
  const { ts, checker } = typed;
  const name = ts.isPropertyAccessExpression(field) ? field.name : field;
  if (!ts.isIdentifier(name) && !ts.isPrivateIdentifier(name)) return false;
  const symbol = checker.getSymbolAtLocation(name);
  const [declaration, ...others] = symbol?.declarations ?? [];
  if (!symbol || !declaration || others.length > 0) return false;
  if (!ts.isPropertyDeclaration(declaration) || !ts.isClassLike(declaration.parent)) return false;

  const own = declaration.getSourceFile();
  if (ts.isPrivateIdentifier(name)) {
    return !identifiersNamed(name.text, own, ts).some((each) => mayRead(each, declaration, typed));
  }
  const isPrivate = declaration.modifiers?.some(
    (each) => each.kind === ts.SyntaxKind.PrivateKeyword,
  );
  if (isPrivate !== true || hasDecorator(declaration, ts) || hasDecorator(declaration.parent, ts)) {
    return false;
  }
  // A private field is hidden from types only: tests, and code without types, reach it all the same.
  return (
    ownFiles(typed).every(
      (file) =>
        !isQuoted(name.text, file, file === own) &&
        !identifiersNamed(name.text, file, ts).some((each) => mayRead(each, declaration, typed)),
    ) &&
    !isSpread(declaration.parent, ts) &&
    !isReachedByKey(name.text, typed)
  );
}

/** Whether `identifier` may read the field; where its type does not tell whose member it is, it may. */
function mayRead(
  identifier: ts.Identifier,
  declaration: ts.PropertyDeclaration,
  { ts, checker }: TypedProgram,
): boolean {
  const { parent } = identifier;
  if (parent === declaration) return false;
  // A field of `Queue<Job>` has a symbol of its own.
  const isSame = (other: ts.Symbol | undefined): boolean =>
    other?.declarations?.includes(declaration) === true;
  const isAccess = ts.isPropertyAccessExpression(parent) && parent.name === identifier;
  if (!isAccess) {
    // `const { p } = this`, `#p in this`; names of other things have nothing to do with it.
    return (
      (ts.isBindingElement(parent) && ts.isObjectBindingPattern(parent.parent)) ||
      isSame(checker.getSymbolAtLocation(identifier))
    );
  }
  const meant = checker.getSymbolAtLocation(identifier);
  if (meant?.declarations && !isSame(meant)) return false;
  const target = withWrappers(parent, ts);
  const assignment = target.parent;
  const isWritten =
    isSame(meant) &&
    ts.isBinaryExpression(assignment) &&
    assignment.left === target &&
    assignment.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  return !isWritten;
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
function isSpread(node: ts.Node, t: typeof ts): boolean {
  return (
    t.forEachChild(node, (child) => {
      if (child.kind !== t.SyntaxKind.ThisKeyword) return isSpread(child, t) || undefined;
      const { parent } = child;
      return (
        t.isSpreadAssignment(parent) ||
        (t.isCallExpression(parent) && parent.expression !== child) ||
        undefined
      );
    }) ?? false
  );
}
