import type ts from 'typescript';

import { isVariableReassigned } from './declared-names.ts';
import { oncePerProgram } from './once-per-program.ts';
import type { TypedProgram } from './typescript.ts';

/**
 * The type of the module of Node that `expression` is, or of a part of it: `require('fs')`,
 * `require('node:fs').promises`, and constants that hold these. TypeScript knows it in JavaScript; in
 * its own files such a value is `any`. `undefined` for anything else.
 */
export function requiredModule(
  expression: ts.Expression,
  typed: TypedProgram,
  hops = 0,
): ts.Type | undefined {
  const { ts, checker } = typed;
  if (hops > 4) return undefined;
  if (ts.isParenthesizedExpression(expression)) {
    return requiredModule(expression.expression, typed, hops + 1);
  }
  if (ts.isCallExpression(expression)) return moduleOf(expression, typed);
  if (ts.isPropertyAccessExpression(expression)) {
    const owner = requiredModule(expression.expression, typed, hops + 1);
    return owner && memberType(owner, expression.name.text, typed);
  }
  if (!ts.isIdentifier(expression)) return undefined;
  const declaration = checker.getSymbolAtLocation(expression)?.declarations?.[0];
  if (!declaration) return undefined;
  if (ts.isVariableDeclaration(declaration)) {
    const { initializer, type } = declaration;
    return initializer && !type && !isVariableReassigned(declaration, typed)
      ? requiredModule(initializer, typed, hops + 1)
      : undefined;
  }
  if (!ts.isBindingElement(declaration) || isVariableReassigned(declaration, typed)) {
    return undefined;
  }
  const { parent: pattern, propertyName, name, dotDotDotToken } = declaration;
  const holder = pattern.parent;
  const key = propertyName ?? name;
  if (!ts.isVariableDeclaration(holder) || !holder.initializer || dotDotDotToken) return undefined;
  if (!ts.isObjectBindingPattern(pattern) || !ts.isIdentifier(key)) return undefined;
  const owner = requiredModule(holder.initializer, typed, hops + 1);
  return owner && memberType(owner, key.text, typed);
}

function moduleOf(call: ts.CallExpression, typed: TypedProgram): ts.Type | undefined {
  const { ts, checker } = typed;
  const [specifier, ...others] = call.arguments;
  const { expression: called } = call;
  if (!ts.isIdentifier(called) || called.text !== 'require' || others.length > 0) return undefined;
  if (!specifier || !ts.isStringLiteralLike(specifier)) return undefined;
  const declarations = checker.getSymbolAtLocation(called)?.declarations ?? [];
  if (!declarations.every((each) => each.getSourceFile().isDeclarationFile)) return undefined;
  const symbol = modulesOfNode(typed.program, typed).get(specifier.text.replace(/^node:/, ''));
  return symbol && checker.getTypeOfSymbol(symbol);
}

function memberType(
  owner: ts.Type,
  name: string,
  { ts, checker }: TypedProgram,
): ts.Type | undefined {
  const found = checker.getPropertyOfType(owner, name);
  if (!found) return undefined;
  const isAlias = (found.flags & ts.SymbolFlags.Alias) !== 0;
  return checker.getTypeOfSymbol(isAlias ? checker.getAliasedSymbol(found) : found);
}

/** The modules that `@types/node` declares, by their names without `node:`. */
const modulesOfNode: (program: ts.Program, typed: TypedProgram) => ReadonlyMap<string, ts.Symbol> =
  oncePerProgram((program, { ts, checker }) => {
    const modules = new Map<string, ts.Symbol>();
    for (const file of program.getSourceFiles()) {
      if (!file.fileName.includes('/@types/node/')) continue;
      for (const statement of file.statements) {
        if (!ts.isModuleDeclaration(statement) || !ts.isStringLiteral(statement.name)) continue;
        const symbol = checker.getSymbolAtLocation(statement.name);
        const name = statement.name.text.replace(/^node:/, '');
        // The one of two that has the members, and does not give those of the other.
        const isWhole =
          statement.body &&
          ts.isModuleBlock(statement.body) &&
          statement.body.statements.length > 1;
        if (symbol && (isWhole || !modules.has(name))) modules.set(name, symbol);
      }
    }
    return modules;
  });
