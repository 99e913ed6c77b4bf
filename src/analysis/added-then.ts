import type ts from 'typescript';

import { nameText, ownFiles } from './declared-names.ts';
import { oncePerProgram } from './once-per-program.ts';
import { identifiersNamed } from './references.ts';
import type { TypedProgram } from './typescript.ts';

/**
 * Whether code of the program gives objects a `then` that their types do not show:
 * `Object.defineProperty(app, 'then', …)`, `Object.assign(query, { then() { … } })`, a `Proxy` whose
 * handler asks for that name. Which objects, nobody can tell: it is asked before a value of one of the
 * program's own types is said to be no thenable.
 */
export const addsThen: (program: ts.Program, typed: TypedProgram) => boolean = oncePerProgram(
  (_, typed) => ownFiles(typed).some((file) => addsThenIn(file, typed)),
);

const ADDING = ['defineProperty', 'defineProperties', 'assign', 'Proxy'];

function addsThenIn(file: ts.SourceFile, { ts }: TypedProgram): boolean {
  return (
    /\bthen\b/.test(file.text) &&
    ADDING.some((name) => identifiersNamed(name, file, ts).some(isAdding))
  );

  function isAdding(name: ts.Identifier): boolean {
    const called = ts.isPropertyAccessExpression(name.parent) ? name.parent : name;
    const call = called.parent;
    return (
      (ts.isCallExpression(call) || ts.isNewExpression(call)) &&
      call.expression === called &&
      (call.arguments?.some(namesThen) ?? false)
    );
  }

  /** The text `then`, or a member of that name; of what a handler does, any mention of the text. */
  function namesThen(part: ts.Node): boolean {
    if (ts.isStringLiteralLike(part)) return part.text === 'then';
    if (ts.isObjectLiteralElementLike(part) && part.name && nameText(part.name, ts) === 'then') {
      return true;
    }
    return ts.forEachChild(part, namesThen) ?? false;
  }
}
