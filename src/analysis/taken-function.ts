import type ts from 'typescript';

import { withoutWrappers } from './callee.ts';
import { declaredTypesOf } from './declared-type.ts';
import { oncePerProgram } from './once-per-program.ts';
import { thenabilityOfType, type Thenability } from './thenable.ts';
import type { TypedProgram } from './typescript.ts';
import { membersOf } from './union-members.ts';

/** What a place takes that functions return: nothing, promises, or anything at all. */
export interface Taken {
  nothing: boolean;
  promise: boolean;
  open: boolean;
}

export function takenBy(asked: ts.Type, at: ts.Node, typed: TypedProgram): Taken {
  const { ts } = typed;
  const taken: Taken = { nothing: false, promise: false, open: false };
  const { Any, Unknown, TypeParameter, Void } = ts.TypeFlags;
  for (const member of membersOf(asked)) {
    if ((member.flags & (Any | Unknown | TypeParameter)) !== 0) taken.open = true;
    else {
      for (const signature of member.getCallSignatures()) {
        const result = signature.getReturnType();
        const answers = membersOf(result).map((each) => thenabilityOfType(each, at, typed));
        if (answers.some(isSomePromise)) taken.promise = true;
        else if (answers.includes('unknown')) taken.open = true;
        else if (membersOf(result).some((each) => (each.flags & Void) !== 0)) taken.nothing = true;
      }
    }
  }
  return taken;
}

export function isSomePromise(returned: Thenability): boolean {
  return returned === 'always' || returned === 'sometimes';
}

/** What the parameters of all overloads take at this position. */
export function takenByArgument(
  call: ts.CallExpression | ts.NewExpression,
  index: number,
  typed: TypedProgram,
): Taken {
  const { checker } = typed;
  const taken: Taken = { nothing: false, promise: false, open: false };
  for (const signature of signaturesOf(call, typed)) {
    const each = takenByParameter(signature, typed)(index, call);
    taken.nothing ||= each.nothing;
    taken.promise ||= each.promise;
    taken.open ||= each.open;
  }
  if (taken.promise || !taken.open || !taken.nothing) {
    return taken.open && taken.nothing ? { ...taken, nothing: false } : taken;
  }
  // One overload takes anything and another nothing: the one that is called decides.
  const resolved = checker.getResolvedSignature(call);
  const asked = resolved && typeOfParameter(resolved, index, call, typed);
  const own = asked && takenBy(asked, call, typed);
  const isDom = own?.open === true && isDomListener(call, typed);
  return { ...taken, nothing: own?.nothing === true || isDom };
}

/** The same of one signature: many calls call the same few functions. */
const takenByParameter: (
  signature: ts.Signature,
  typed: TypedProgram,
) => (index: number, call: ts.Node) => Taken = oncePerProgram((signature, typed) => {
  const known: Taken[] = [];
  return (index, call) => {
    const asked = known[index] ? undefined : typeOfParameter(signature, index, call, typed);
    return (known[index] ??= asked
      ? takenBy(asked, call, typed)
      : { nothing: false, promise: false, open: false });
  };
});

/** `addEventListener` of the platform: typed as if it took what a listener returns, and drops it. */
function isDomListener(call: ts.CallExpression | ts.NewExpression, typed: TypedProgram): boolean {
  const { ts, program } = typed;
  const called = withoutWrappers(call.expression, ts);
  const name = ts.isPropertyAccessExpression(called) ? called.name : called;
  const [declaration] = typed.checker.getSymbolAtLocation(name)?.declarations ?? [];
  return (
    name.getText() === 'addEventListener' &&
    declaration !== undefined &&
    program.isSourceFileDefaultLibrary(declaration.getSourceFile())
  );
}

export function signaturesOf(
  call: ts.CallExpression | ts.NewExpression,
  typed: TypedProgram,
): readonly ts.Signature[] {
  const { ts, checker } = typed;
  const types = declaredTypesOf(call.expression, typed) ?? [
    checker.getTypeAtLocation(call.expression),
  ];
  return types
    .flatMap((each) => membersOf(checker.getNonNullableType(each)))
    .flatMap((each) =>
      ts.isCallExpression(call) ? each.getCallSignatures() : each.getConstructSignatures(),
    );
}

export function typeOfParameter(
  signature: ts.Signature,
  index: number,
  at: ts.Node,
  { ts, checker }: TypedProgram,
): ts.Type | undefined {
  const { parameters } = signature;
  const last = parameters.at(-1);
  const rest = last?.valueDeclaration;
  const isRest = rest !== undefined && ts.isParameter(rest) && rest.dotDotDotToken !== undefined;
  const own = isRest && index >= parameters.length - 1 ? undefined : parameters[index];
  if (own) return checker.getTypeOfSymbolAtLocation(own, at);
  if (!isRest || !last) return undefined;
  const type = checker.getTypeOfSymbolAtLocation(last, at);
  const args =
    checker.isArrayType(type) || checker.isTupleType(type)
      ? checker.getTypeArguments(type as ts.TypeReference)
      : [];
  return checker.isTupleType(type) ? args[index - (parameters.length - 1)] : args[0];
}
