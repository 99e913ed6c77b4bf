import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { findVariable } from '@typescript-eslint/utils/ast-utils';

import { canAwaitAt } from '../analysis/await-site.ts';
import { combined } from './combine.ts';
import { insertion, type Edit } from './edit.ts';
import { functionAround, type FunctionNode } from './function-around.ts';
import type { Repair } from './repair.ts';
import { awaitedCall } from './replace-call.ts';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** More callers than this are no quick fix. */
const MAX_CALLS = 30;

/**
 * The repair that makes the functions around `inner` async, up to those that are already, and
 * awaits each of their calls. `undefined` where not every use of such a function is a call in this
 * file that can be awaited, or where a type of its own says what it returns.
 */
export function makeAsync(
  inner: readonly Repair[],
  site: TSESTree.Node,
  sourceCode: SourceCode,
): Repair | undefined {
  const edits: Edit[] = [];
  const repairs = [...inner];
  const done = new Set<FunctionNode>();
  const queue = inner.map((repair) => functionAround(repair.site));
  let calls = 0;

  for (let fn = queue.shift(); queue.length > 0 || fn !== undefined; fn = queue.shift()) {
    if (!fn) return undefined;
    if (fn.async || done.has(fn)) continue;
    done.add(fn);
    const keyword = asyncKeyword(fn, sourceCode);
    const callsOfFn = keyword && onlyCallsOf(fn, sourceCode);
    if (!callsOfFn) return undefined;
    edits.push(...keyword);
    for (const call of callsOfFn) {
      if (++calls > MAX_CALLS) return undefined;
      const awaited = awaitedCall(call, { kind: 'same' }, sourceCode);
      if (!awaited) return undefined;
      repairs.push(awaited);
      if (canAwaitAt(call)) continue;
      const caller = functionAround(call);
      if (!caller) return undefined;
      queue.push(caller);
    }
  }
  return combined(site, repairs, edits);
}

/**
 * The edits that make `fn` async, with its return type; `undefined` where the language or a type
 * that it must fit forbids it: constructors, accessors, generators, assertions, overloads.
 */
export function asyncKeyword(fn: FunctionNode, sourceCode: SourceCode): Edit[] | undefined {
  if (fn.async) return [];
  if (fn.generator) return undefined;
  const { parent } = fn;
  const isMethod =
    parent.type === 'MethodDefinition' || (parent.type === 'Property' && parent.method);
  if (isMethod && 'kind' in parent && parent.kind !== 'method' && parent.kind !== 'init')
    return undefined;
  if (parent.type === 'Property' && (parent.kind === 'get' || parent.kind === 'set'))
    return undefined;

  const edits: Edit[] = [];
  const type = fn.returnType?.typeAnnotation;
  if (type) {
    if (type.type === 'TSTypePredicate' || type.type === 'TSThisType') return undefined;
    edits.push(insertion(type.range[0], 'Promise<'), insertion(type.range[1], '>'));
  }
  const at = isMethod ? parent.key.range[0] - (parent.computed ? 1 : 0) : fn.range[0];
  return [insertion(at, 'async '), ...edits];
}

/** Every use of `fn`, if each is a call in this file. */
function onlyCallsOf(
  fn: FunctionNode,
  sourceCode: SourceCode,
): TSESTree.CallExpression[] | undefined {
  const name = bindingOf(fn);
  if (!name) return undefined;
  const variable = findVariable(sourceCode.getScope(name), name.name);
  if (!variable || variable.defs.length !== 1) return undefined;
  const uses = variable.references.filter((reference) => reference.identifier !== name);
  // A function of a script's top level is everybody's.
  if (variable.scope.type === 'global') return undefined;

  const calls: TSESTree.CallExpression[] = [];
  for (const { identifier } of uses) {
    const { parent } = identifier;
    if (parent.type !== 'CallExpression' || parent.callee !== identifier) return undefined;
    calls.push(parent);
  }
  return calls;
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
