import type ts from 'typescript';

import { isOutsideTheProgram, specifierOf, withoutWrappers } from '../callee.ts';
import { isStatic } from '../modifiers.ts';
import type { TypedProgram } from '../typescript.ts';

const MAX_FILES = 200;

/**
 * Why a module that `call`, an `import()`, loads may have to be loaded before or after another one:
 * it, or one that it imports, does something when it is loaded. `undefined`: it only declares.
 */
export function importedGraph(call: ts.CallExpression, typed: TypedProgram): string | undefined {
  const { ts } = typed;
  const [specifier] = call.arguments;
  if (!specifier || !ts.isStringLiteralLike(specifier)) return 'it is not known what is loaded';
  return graphOf(specifier, typed, new Set());
}

function graphOf(
  specifier: ts.StringLiteralLike,
  typed: TypedProgram,
  seen: Set<ts.SourceFile>,
): string | undefined {
  const { ts, checker } = typed;
  if (specifierOf(specifier.text).startsWith('node:')) return undefined;
  const file = checker
    .getSymbolAtLocation(specifier)
    ?.declarations?.find((each) => ts.isSourceFile(each));
  if (!file || isOutsideTheProgram(file, typed)) {
    return `what \`${specifier.text}\` does when it is loaded is not known`;
  }
  if (seen.has(file)) return undefined;
  seen.add(file);
  if (seen.size > MAX_FILES) return 'it loads too many modules';
  for (const statement of file.statements) {
    const imported =
      (ts.isImportDeclaration(statement) && !isTypeOnly(statement)) ||
      (ts.isExportDeclaration(statement) && !statement.isTypeOnly)
        ? statement.moduleSpecifier
        : undefined;
    if (imported && ts.isStringLiteralLike(imported)) {
      const against = graphOf(imported, typed, seen);
      if (against !== undefined) return against;
    } else if (!onlyDeclares(statement, ts)) {
      const name = file.fileName.slice(file.fileName.lastIndexOf('/') + 1);
      return `\`${name}\` runs code when it is loaded`;
    }
  }
  return undefined;
}

function isTypeOnly(statement: ts.ImportDeclaration): boolean {
  return /^import\s+type\s/.test(statement.getText());
}

function onlyDeclares(statement: ts.Statement, t: typeof ts): boolean {
  if (t.isVariableStatement(statement)) {
    return statement.declarationList.declarations.every(
      ({ name, initializer }) =>
        t.isIdentifier(name) && (initializer === undefined || isStill(initializer, t)),
    );
  }
  if (t.isClassDeclaration(statement)) {
    return (
      statement.members.every(
        (member) =>
          !t.isClassStaticBlockDeclaration(member) &&
          (!t.isPropertyDeclaration(member) ||
            !member.initializer ||
            !isStatic(member, t) ||
            isStill(member.initializer, t)),
      ) && !statement.modifiers?.some((each) => t.isDecorator(each))
    );
  }
  if (t.isExportAssignment(statement)) return isStill(statement.expression, t);
  return (
    t.isImportDeclaration(statement) ||
    t.isExportDeclaration(statement) ||
    t.isFunctionDeclaration(statement) ||
    t.isInterfaceDeclaration(statement) ||
    t.isTypeAliasDeclaration(statement) ||
    t.isEnumDeclaration(statement) ||
    t.isEmptyStatement(statement)
  );
}

/** Literals, functions, names, and objects and arrays of these. */
function isStill(expression: ts.Expression, t: typeof ts): boolean {
  const value = withoutWrappers(expression, t);
  if (t.isLiteralExpression(value) || t.isIdentifier(value)) return true;
  if (t.isArrowFunction(value) || t.isFunctionExpression(value)) return true;
  if (t.isArrayLiteralExpression(value)) return value.elements.every((each) => isStill(each, t));
  if (t.isObjectLiteralExpression(value)) {
    return value.properties.every(
      (each) =>
        t.isMethodDeclaration(each) ||
        t.isShorthandPropertyAssignment(each) ||
        (t.isPropertyAssignment(each) && isStill(each.initializer, t)),
    );
  }
  return (
    value.kind === t.SyntaxKind.TrueKeyword ||
    value.kind === t.SyntaxKind.FalseKeyword ||
    value.kind === t.SyntaxKind.NullKeyword ||
    (t.isPrefixUnaryExpression(value) && t.isNumericLiteral(value.operand))
  );
}
