import type { TSESLint, TSESTree } from '@typescript-eslint/utils';

import { canAwaitAt, functionAround, type FunctionNode } from '../analysis/await-site.ts';
import type { Thenability } from '../analysis/thenable.ts';
import { combined } from './combine.ts';
import { insertion, type Edit } from './edit.ts';
import type { Repair } from './repair.ts';
import { awaitedCall, childrenOf } from './replace-call.ts';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** More callers than this are no quick fix. */
const MAX_CALLS = 30;

/**
 * The repair that makes the functions around `inner` async, up to those that are already, and
 * awaits each of their calls; one that returns a promise as it is (`returns` knows) keeps its
 * type and its callers. `undefined` where not every use of such a function is a call in this file
 * that can be awaited, or where a type of its own says what it returns.
 */
export function makeAsync(
  inner: readonly Repair[],
  site: TSESTree.Node,
  sourceCode: SourceCode,
  returns: (fn: FunctionNode) => Thenability,
): Repair | undefined {
  const edits: Edit[] = [];
  const repairs = [...inner];
  const functions: FunctionNode[] = [];
  const enter = (awaited: TSESTree.Node): boolean => {
    const fn = functionAround(awaited);
    if (fn && !fn.async && !functions.includes(fn)) functions.push(fn);
    return fn !== undefined;
  };
  if (!inner.every((repair) => enter(repair.site))) return undefined;

  // Callers join the list while it is walked.
  for (const fn of functions) {
    const keyword = asyncKeyword(fn);
    const returned = returns(fn);
    if (!keyword || returned === 'sometimes') return undefined;
    // Of the types of promises, an async function can have `Promise` only.
    if (returned === 'always' && fn.returnType && keyword.length > 1) return undefined;
    edits.push(...keyword);
    if (returned === 'always') continue;
    const calls = onlyCallsOf(fn, sourceCode);
    if (!calls || repairs.length - inner.length + calls.length > MAX_CALLS) return undefined;
    for (const call of calls) {
      const awaited = awaitedCall(call, { kind: 'same' }, sourceCode);
      if (!awaited || !(canAwaitAt(call) || enter(call))) return undefined;
      repairs.push(awaited);
    }
  }
  return combined(site, repairs, edits);
}

/**
 * The edits that make `fn` async, with its return type; `undefined` where the language or the type
 * forbids it: constructors, accessors, generators, assertions.
 */
export function asyncKeyword(fn: FunctionNode): Edit[] | undefined {
  if (fn.async) return [];
  const { parent } = fn;
  const isMember = parent.type === 'MethodDefinition' || parent.type === 'Property';
  const isMethod = isMember && (parent.kind === 'method' || ('method' in parent && parent.method));
  const isAccessorOrConstructor = isMember && !isMethod && parent.kind !== 'init';
  if (fn.generator || isAccessorOrConstructor) return undefined;

  const type = fn.returnType?.typeAnnotation;
  const edits = type ? promisedType(type) : [];
  if (!edits) return undefined;
  const at = isMethod ? parent.key.range[0] - (parent.computed ? 1 : 0) : fn.range[0];
  return [insertion(at, 'async '), ...edits];
}

/** `T` → `Promise<T>`, which `Promise<T>` is already; `undefined` for what no promise resolves to. */
function promisedType(type: TSESTree.TypeNode): Edit[] | undefined {
  switch (type.type) {
    case 'TSNeverKeyword':
    case 'TSThisType':
    case 'TSTypePredicate':
      return undefined;
    default:
      return isPromise(type)
        ? []
        : [insertion(type.range[0], 'Promise<'), insertion(type.range[1], '>')];
  }
}

function isPromise(type: TSESTree.TypeNode): boolean {
  return (
    type.type === 'TSTypeReference' &&
    type.typeName.type === 'Identifier' &&
    type.typeName.name === 'Promise'
  );
}

/** Every use of `fn`, if each is a call in this file. */
function onlyCallsOf(
  fn: FunctionNode,
  sourceCode: SourceCode,
): TSESTree.CallExpression[] | undefined {
  const { parent } = fn;
  if (parent.type === 'MethodDefinition') {
    return parent.key.type === 'PrivateIdentifier'
      ? privateCalls(parent.key, parent.parent, sourceCode)
      : undefined;
  }
  const name = bindingOf(fn);
  if (!name) return undefined;
  // By its declaration: within the function its name may be that of a variable.
  const declared = sourceCode.getDeclaredVariables(name.parent);
  const variable = declared.find(({ identifiers }) => identifiers.includes(name));
  // A function of a script's top level is everybody's.
  if (variable?.defs.length !== 1 || variable.scope.type === 'global') return undefined;

  const calls: TSESTree.CallExpression[] = [];
  for (const { identifier } of variable.references) {
    if (identifier === name) continue;
    const { parent: use } = identifier;
    if (use.type !== 'CallExpression' || use.callee !== identifier) return undefined;
    calls.push(use);
  }
  return calls;
}

/** Every use of the method `#name` in its class, if each is a call. */
function privateCalls(
  declared: TSESTree.PrivateIdentifier,
  within: TSESTree.ClassBody,
  sourceCode: SourceCode,
): TSESTree.CallExpression[] | undefined {
  const calls: TSESTree.CallExpression[] = [];
  const isOnlyCalled = (node: TSESTree.Node): boolean => {
    if (node !== declared && node.type === 'PrivateIdentifier' && node.name === declared.name) {
      const { parent: member } = node;
      if (member.type !== 'MemberExpression' || member.parent.type !== 'CallExpression')
        return false;
      if (member.parent.callee !== member) return false;
      calls.push(member.parent);
    }
    return childrenOf(node, sourceCode).every(isOnlyCalled);
  };
  return isOnlyCalled(within) ? calls : undefined;
}

/** The name that all uses of a function go through; `undefined` for exported ones and values. */
function bindingOf(fn: FunctionNode): TSESTree.Identifier | undefined {
  if (fn.type === 'FunctionDeclaration') {
    return isExported(fn) ? undefined : (fn.id ?? undefined);
  }
  const { parent } = fn;
  return parent.type === 'VariableDeclarator' &&
    parent.id.type === 'Identifier' &&
    !parent.id.typeAnnotation &&
    parent.parent.kind === 'const' &&
    !isExported(parent.parent)
    ? parent.id
    : undefined;
}

function isExported(declaration: TSESTree.Node): boolean {
  return (
    declaration.parent?.type === 'ExportNamedDeclaration' ||
    declaration.parent?.type === 'ExportDefaultDeclaration'
  );
}
