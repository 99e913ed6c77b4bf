import type { TSESLint, TSESTree } from '@typescript-eslint/utils';

type SourceCode = Readonly<TSESLint.SourceCode>;

/**
 * The first of `wanted` that no scope of the file binds, that it does not use as a global, and that is
 * not `taken`; else the first with a number. It is taken from then on.
 */
export function freeName(
  wanted: readonly string[],
  taken: Set<string>,
  sourceCode: SourceCode,
): string {
  const used = usedNames(sourceCode);
  const isFree = (name: string): boolean =>
    !used.has(name) && !taken.has(name) && !RESERVED.has(name);
  let name = wanted.find(isFree);
  for (let number = 2; name === undefined; number += 1) {
    const numbered = `${wanted[0] ?? 'value'}${String(number)}`;
    if (isFree(numbered)) name = numbered;
  }
  taken.add(name);
  return name;
}

/** What the value of an awaited call may be called: `user` for `await fetchUser(id)`. */
export function nameOfResult(awaited: TSESTree.Node): string | undefined {
  switch (awaited.type) {
    case 'AwaitExpression':
      return nameOfResult(awaited.argument);
    case 'CallExpression':
      return nameOfResult(awaited.callee);
    case 'ChainExpression':
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
      return nameOfResult(awaited.expression);
    case 'MemberExpression':
      return awaited.property.type === 'Identifier' && !awaited.computed
        ? withoutVerb(awaited.property.name)
        : undefined;
    case 'Identifier':
      return withoutVerb(awaited.name);
    default:
      return undefined;
  }
}

function withoutVerb(name: string): string {
  const noun = name.replace(VERB, '');
  return noun.replace(/^(?:[A-Z]+(?=[A-Z][a-z]|$)|[A-Z])/, (start) => start.toLowerCase());
}

const VERB =
  /^_*(?:ask|calculate|compute|count|create|download|fetch|find|get|list|load|look[uU]p|make|parse|pick|query|read|receive|request|resolve|retrieve|select)(?=[A-Z])/;

const namesUsedIn = new WeakMap<SourceCode, ReadonlySet<string>>();

function usedNames(sourceCode: SourceCode): ReadonlySet<string> {
  let names = namesUsedIn.get(sourceCode);
  if (!names) {
    const scopes = sourceCode.scopeManager?.scopes ?? [];
    names = new Set([
      ...scopes
        .flatMap((scope) => scope.variables)
        .filter((variable) => variable.defs.length > 0 || variable.references.length > 0)
        .map((variable) => variable.name),
      ...scopes.flatMap((scope) => scope.references).map(({ identifier }) => identifier.name),
    ]);
    namesUsedIn.set(sourceCode, names);
  }
  return names;
}

const RESERVED = new Set(
  (
    'arguments async await break case catch class const continue debugger default delete do else ' +
    'enum eval export extends false finally for function if implements import in instanceof ' +
    'interface let new null of package private protected public return static super switch ' +
    'this throw true try typeof undefined var void while with yield'
  ).split(' '),
);
