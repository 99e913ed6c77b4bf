import type ts from 'typescript';

import { isWithin } from './is-within.ts';
import type { TypedProgram } from './typescript.ts';

/**
 * Whether an assignment to `target` is what declares the property: `this.user = …` and `info.user = …`
 * in JavaScript, `load.cache = …` of a function. To TypeScript, a destructuring assignment declares none.
 */
export function declaresProperty(target: ts.Node, { ts, checker }: TypedProgram): boolean {
  if (!ts.isPropertyAccessExpression(target)) return false;
  const declarations = checker.getSymbolAtLocation(target.name)?.declarations ?? [];
  return declarations.some((each) => isWithin(each, target.parent));
}
