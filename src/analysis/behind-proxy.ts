import type ts from 'typescript';

import { withWrappers } from './callee.ts';
import { ownFiles } from './declared-names.ts';
import { oncePerProgram } from './once-per-program.ts';
import { identifiersNamed } from './references.ts';
import type { TypedProgram } from './typescript.ts';

/**
 * Whether the object that `call` is a method of may be a `Proxy`, which answers in its place and
 * otherwise than its type says: some code of the program makes a `new Proxy(target, { get … })` of an
 * object of the same type.
 */
export function isBehindProxy(call: ts.CallExpression, typed: TypedProgram): boolean {
  const { ts, checker, program } = typed;
  if (!ts.isPropertyAccessExpression(call.expression)) return false;
  const types = proxiedTypes(program, typed);
  if (types.size === 0) return false;
  const symbol = checker.getTypeAtLocation(call.expression.expression).getSymbol();
  return symbol !== undefined && types.has(symbol);
}

const proxiedTypes: (program: ts.Program, typed: TypedProgram) => ReadonlySet<ts.Symbol> =
  oncePerProgram((_, typed) => {
    const { ts, checker } = typed;
    const types = new Set<ts.Symbol>();
    for (const file of ownFiles(typed)) {
      if (!file.text.includes('new Proxy')) continue;
      for (const { parent: made } of identifiersNamed('Proxy', file, ts)) {
        if (!ts.isNewExpression(made) || made.expression.getText() !== 'Proxy') continue;
        const handler = made.arguments?.[1];
        if (!handler || !mayAnswer(handler, ts)) continue;
        const symbol = checker.getTypeAtLocation(withWrappers(made, ts)).getSymbol();
        if (symbol) types.add(symbol);
      }
    }
    return types;
  });

/** Whether a handler gives members that the object does not have, or others. */
function mayAnswer(handler: ts.Expression, t: typeof ts): boolean {
  if (!t.isObjectLiteralExpression(handler)) return true;
  return handler.properties.some(
    (each) => t.isSpreadAssignment(each) || each.name.getText() === 'get',
  );
}
