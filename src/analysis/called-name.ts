import type ts from 'typescript';

import { calleeOf, type Body } from './callee.ts';
import { nameText } from './declared-names.ts';
import type { TypedProgram } from './typescript.ts';

/** What `call` calls, as an option may name it; `undefined` where it is not one function. */
export function calledName(
  call: ts.CallExpression | ts.NewExpression,
  typed: TypedProgram,
): { module: string; name: string } | { file: string; name: string } | undefined {
  const callee = calleeOf(call, typed);
  if (callee.kind === 'library') return { module: callee.module, name: callee.name };
  if (callee.kind === 'unknown') return undefined;
  return { file: callee.body.getSourceFile().fileName, name: bodyName(callee.body, typed) };
}

/** What a person calls a function: `Settings.load`, `new Settings`, `readText`. */
export function bodyName(body: Body, { ts }: TypedProgram): string {
  const own = body.name && nameText(body.name, ts);
  const given = own === undefined ? givenName() : undefined;
  if (ts.isClassLike(body)) return `new ${own ?? given ?? 'class'}`;
  const member = given === undefined ? body : body.parent;
  const owner = member.parent;
  const name = own ?? given ?? 'function';
  return ts.isClassLike(owner) && owner.name ? `${owner.name.text}.${name}` : name;

  /** The name of what the function or class is the value of. */
  function givenName(): string | undefined {
    const { parent } = body;
    if (ts.isFunctionDeclaration(body) || ts.isClassDeclaration(body)) return 'default';
    if (ts.isExportAssignment(parent)) return 'default';
    if (ts.isBinaryExpression(parent)) {
      const target = ts.isPropertyAccessExpression(parent.left) ? parent.left.name : parent.left;
      return nameText(target, ts);
    }
    const { name } = parent as { name?: ts.Node };
    return name && nameText(name, ts);
  }
}
