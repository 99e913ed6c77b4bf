import type { TSESLint, TSESTree } from '@typescript-eslint/utils';

import { canAwaitAt, functionAround, type FunctionNode } from '../analysis/await-site.ts';
import type { Thenability } from '../analysis/thenable.ts';
import { combined } from './combine.ts';
import { insertion, type Edit } from './edit.ts';
import type { Repair } from './repair.ts';
import { awaitedCall, childrenOf } from './replace-call.ts';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** What a repair must ask of types. */
export interface FunctionTypes {
  /** Whether a call of `fn` gives a promise. */
  returns(fn: FunctionNode): Thenability;
  /** Whether the name `use` means what `declared` declares. */
  isSame(use: TSESTree.Node, declared: TSESTree.Node): boolean;
}

/** More callers than this are no quick fix. */
const MAX_CALLS = 30;

/**
 * The repair that makes the functions around `inner` async, up to those that are already, and
 * awaits each of their calls; one that returns a promise as it is keeps its
 * type and its callers. `undefined` where not every use of such a function is a call in this file
 * that can be awaited, or where a type of its own says what it returns.
 */
export function makeAsync(
  inner: readonly Repair[],
  site: TSESTree.Node,
  sourceCode: SourceCode,
  types: FunctionTypes,
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
    const keyword = asyncKeyword(fn, sourceCode);
    const returned = types.returns(fn);
    if (!keyword || returned === 'sometimes') return undefined;
    // Of the types of promises, an async function can have `Promise` only.
    if (returned === 'always' && fn.returnType && keyword.length > 1) return undefined;
    edits.push(...keyword, ...documentedType(fn, sourceCode));
    if (returned === 'always') continue;
    const calls = onlyCallsOf(fn, types, sourceCode);
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
 * forbids it: constructors, accessors, generators, assertions, something that is named `await`.
 */
export function asyncKeyword(fn: FunctionNode, sourceCode: SourceCode): Edit[] | undefined {
  if (fn.async) return [];
  if (mentionsAwait(fn, sourceCode)) return undefined;
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

/** A name outside of async functions; half-typed code has it, too. */
function mentionsAwait(fn: FunctionNode, sourceCode: SourceCode): boolean {
  return sourceCode
    .getTokens(fn)
    .some(
      ({ value, range }) =>
        value === 'await' && sourceCode.getNodeByRangeIndex(range[0])?.type === 'Identifier',
    );
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
  types: FunctionTypes,
  sourceCode: SourceCode,
): TSESTree.CallExpression[] | undefined {
  const { parent } = fn;
  if (parent.type === 'MethodDefinition') {
    return privateCalls(parent, types, sourceCode);
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

/** Every use of a `#name` or `private` method, if each is a call. */
function privateCalls(
  method: TSESTree.MethodDefinition,
  types: FunctionTypes,
  sourceCode: SourceCode,
): TSESTree.CallExpression[] | undefined {
  const { key } = method;
  const isHidden = key.type === 'PrivateIdentifier' || method.accessibility === 'private';
  if (!isHidden || method.computed || !('name' in key)) return undefined;

  const calls: TSESTree.CallExpression[] = [];
  const isOnlyCalled = (node: TSESTree.Node): boolean => {
    const isNamed = node !== key && node.type === key.type && node.name === key.name;
    if (isNamed && types.isSame(node, key)) {
      const { parent: member } = node;
      const isMember = member.type === 'MemberExpression' && member.property === node;
      if (!isMember || member.parent.type !== 'CallExpression') return false;
      if (member.parent.callee !== member) return false;
      calls.push(member.parent);
    }
    return childrenOf(node, sourceCode).every(isOnlyCalled);
  };
  const within = key.type === 'PrivateIdentifier' ? method.parent : sourceCode.ast;
  return isOnlyCalled(within) ? calls : undefined;
}

/**
 * The edits to the type that a comment gives the function: `@returns {T}`. It is what TypeScript reads
 * in JavaScript.
 */
function documentedType(fn: FunctionNode, sourceCode: SourceCode): Edit[] {
  let documented: TSESTree.Node = fn;
  if (fn.parent.type === 'VariableDeclarator') documented = fn.parent.parent;
  if (fn.parent.type === 'MethodDefinition' || fn.parent.type === 'Property')
    documented = fn.parent;
  const comment = sourceCode.getCommentsBefore(documented).at(-1);
  if (!comment?.value.startsWith('*')) return [];
  const start = /@returns?\s*\{/.exec(comment.value);
  if (!start) return [];
  const open = start.index + start[0].length;
  let depth = 1;
  let close = open;
  for (; close < comment.value.length; close += 1) {
    if (comment.value[close] === '{') depth += 1;
    if (comment.value[close] === '}') depth -= 1;
    if (depth === 0) break;
  }
  const type = comment.value.slice(open, close);
  if (depth !== 0 || /^\s*Promise\b/.test(type)) return [];
  const offset = comment.range[0] + 2;
  return [insertion(offset + open, 'Promise<'), insertion(offset + close, '>')];
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
