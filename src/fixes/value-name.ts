import type { TSESLint, TSESTree } from '@typescript-eslint/utils';

type SourceCode = Readonly<TSESLint.SourceCode>;

/**
 * Readable names for values that had none: the first of `wanted` that is no reserved word, with a
 * number if need be, so that at the statement `place` it neither means anything nor hides anything that is used.
 */
export function valueNames(
  wanted: readonly string[],
  place: TSESTree.Node,
  sourceCode: SourceCode,
): readonly string[] {
  // A `switch` or a `for` has a scope of its own, which is not the one that it stands in.
  const scope = sourceCode.getScope(place.parent ?? place);
  const taken = givenNames.get(scope) ?? new Set<string>();
  givenNames.set(scope, taken);
  return wanted.map((name) => {
    const base = RESERVED.test(name) ? `${name}Value` : name;
    for (let number = 1; ; number += 1) {
      const candidate = number === 1 ? base : `${base}${String(number)}`;
      if (taken.has(candidate) || !isFree(candidate, scope)) continue;
      taken.add(candidate);
      return candidate;
    }
  });
}

/** A name for the parameter of a new function at `place`: it hides nothing. */
export function nameOfParameter(
  wanted: string,
  place: TSESTree.Node,
  sourceCode: SourceCode,
): string {
  const scope = sourceCode.getScope(place);
  const base = RESERVED.test(wanted) ? `${wanted}Value` : wanted;
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? base : `${base}${String(number)}`;
    if (isFree(candidate, scope)) return candidate;
  }
}

/** Names that other repairs of the same scope bring: all may be made in one pass. */
const givenNames = new WeakMap<TSESLint.Scope.Scope, Set<string>>();

/** The name of what `call` gives: of `getUser(1)` it is `user`. */
export function nameOfValue(call: TSESTree.Expression): string {
  const name = calledName(call);
  if (name === undefined) return 'result';
  const bare = name.replace(
    /^(?:get|fetch|load|read|find|list|query|request|resolve|compute|create|build|import)(?=[A-Z])/,
    '',
  );
  return bare === name
    ? `${name}Result`
    : /^[A-Z]+$/.test(bare)
      ? bare.toLowerCase()
      : bare.charAt(0).toLowerCase() + bare.slice(1);
}

function calledName(call: TSESTree.Expression): string | undefined {
  switch (call.type) {
    case 'CallExpression':
      return calledName(call.callee);
    case 'Identifier':
      return call.name;
    case 'MemberExpression':
      return call.property.type === 'Identifier' && !call.computed ? call.property.name : undefined;
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'ChainExpression':
      return calledName(call.expression);
    default:
      return undefined;
  }
}

function isFree(name: string, inner: TSESLint.Scope.Scope): boolean {
  for (let scope: TSESLint.Scope.Scope | null = inner; scope; scope = scope.upper) {
    const variable = scope.set.get(name);
    if (variable && (variable.defs.length > 0 || variable.references.length > 0)) return false;
  }
  return !inner.through.some(({ identifier }) => identifier.name === name);
}

const RESERVED =
  /^(?:arguments|await|break|case|catch|class|const|continue|debugger|default|delete|do|else|enum|eval|export|extends|false|finally|for|function|if|implements|import|in|instanceof|interface|let|new|null|package|private|protected|public|return|static|super|switch|this|throw|true|try|typeof|undefined|var|void|while|with|yield)$/;
