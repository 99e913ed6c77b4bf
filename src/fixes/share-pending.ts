import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type ts from 'typescript';

import { findVariable } from '../analysis/variable-named.ts';
import { isWrittenElsewhere } from '../analysis/concurrency/lost-update.ts';
import { thenabilityOf, thenableKindOfType } from '../analysis/thenable.ts';
import { indentAt, newlineOf } from './edit.ts';
import { freeName } from './free-name.ts';
import { isGlobal } from './insert-await.ts';
import { asRepair, type TypedFile } from './late.ts';
import type { Repair } from './repair.ts';
import { holderOf, pendingName } from './value-holder.ts';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** A value that is made when it is first needed, and filled in only once. */
export interface Unfilled {
  readonly assignment: TSESTree.AssignmentExpression;
  /** Where it was found to be missing. */
  readonly read: TSESTree.Node;
  /** All that is awaited from there to the assignment. */
  readonly waits: readonly TSESTree.Node[];
}

/**
 * Keeps the promise of a value beside the value, so that all who come before it is there wait for the
 * same one; a rejected one is forgotten. `undefined` where the type of the value is not written out, or
 * where it is ever made anew: the promise would bring back the old one.
 */
export function sharePending(
  unfilled: Unfilled,
  taken: Set<string>,
  file: TypedFile,
): { readonly repair: Repair; readonly name: string } | undefined {
  const { sourceCode } = file;
  const { assignment, waits } = unfilled;
  const [wait, ...others] = waits;
  if (others.length > 0 || wait?.type !== 'AwaitExpression') return undefined;
  if (!isOnlyReason(unfilled.read, sourceCode)) return undefined;
  const call = wait.argument;
  if (call.type !== 'CallExpression' || !isStored(wait, assignment.right, sourceCode)) {
    return undefined;
  }
  if (!isGlobal('Promise', call, sourceCode)) return undefined;

  const holder = holderOf(assignment.left, sourceCode);
  const annotation = holder?.annotation;
  const type = annotation && typeTextOf(annotation, sourceCode);
  if (!holder || !annotation || type === undefined) return undefined;
  if (!fits(call, wait, annotation, file)) return undefined;
  const { services, typed } = file;
  const target = services.esTreeNodeToTSNodeMap.get(assignment.left) as ts.Expression;
  if (isWrittenElsewhere(target, typed)) return undefined;

  const name = freeName([pendingName(holder)], taken, sourceCode);
  if (new RegExp(String.raw`\b${name}\b`).test(sourceCode.text)) return undefined;
  const written = `${holder.qualifier}${name}`;
  return {
    name: written,
    repair: asRepair(assignment, [
      holder.declare(`${name}: Promise<${type}> | undefined`, 'let'),
      {
        range: call.range,
        text: keptIn(written, `${written} = undefined`, call, sourceCode),
      },
    ]),
  };
}

/** Whether the value was missing is all that the test is about: no other reason leads to the write. */
export function isOnlyReason(read: TSESTree.Node, sourceCode: SourceCode): boolean {
  const { parent } = read;
  if (parent?.type !== 'VariableDeclarator' || parent.id.type !== 'Identifier') {
    return isOnlyTest(read);
  }
  // const cached = cache.get(key); if (cached) return cached;
  const references = findVariable(sourceCode.getScope(parent), parent.id)?.references ?? [];
  const tests = references.map(({ identifier }) => identifier).filter((each) => isInTest(each));
  return tests.length > 0 && tests.every((each) => isOnlyTest(each));
}

function isInTest(node: TSESTree.Node): boolean {
  for (let each = node; each.parent; each = each.parent) {
    if (each.parent.type === 'IfStatement') return each.parent.test === each;
  }
  return false;
}

function isOnlyTest(read: TSESTree.Node): boolean {
  let test = read;
  while (
    test.parent?.type === 'UnaryExpression' ||
    test.parent?.type === 'TSNonNullExpression' ||
    (test.parent?.type === 'BinaryExpression' && /^[=!]==?$/.test(test.parent.operator))
  ) {
    test = test.parent;
  }
  const { parent } = test;
  return (
    (parent?.type === 'IfStatement' && parent.test === test) ||
    (parent?.type === 'AssignmentExpression' && parent.left === test) ||
    (parent?.type === 'LogicalExpression' &&
      parent.left === test &&
      // x = x ?? (await f()), x ?? (x = await f())
      (parent.parent.type === 'AssignmentExpression' ||
        parent.right.type === 'AssignmentExpression'))
  );
}

/** Whether what is awaited is stored as it is, at once or through a constant. */
export function isStored(
  wait: TSESTree.AwaitExpression,
  value: TSESTree.Node,
  sourceCode: SourceCode,
): boolean {
  if (value.type === 'LogicalExpression') return value.right === wait;
  if (value.type !== 'Identifier') return value === wait;
  const [definition] = findVariable(sourceCode.getScope(value), value)?.defs ?? [];
  return (
    definition?.type === 'Variable' &&
    definition.parent.kind === 'const' &&
    definition.node.id === definition.name &&
    definition.node.init === wait
  );
}

// The promise

/** `(pending ??= call.catch(…))` */
export function keptIn(
  pending: string,
  forget: string,
  call: TSESTree.CallExpression,
  sourceCode: SourceCode,
): string {
  return `(${pending} ??= ${forgotten(call, forget, indentAt(sourceCode.text, call.range[0]), sourceCode)})`;
}

/** The call, and the promise that it gives forgotten where it is rejected. */
export function forgotten(
  call: TSESTree.CallExpression,
  forget: string,
  indent: string,
  sourceCode: SourceCode,
): string {
  const newline = `${newlineOf(sourceCode.text)}${indent}`;
  const handler = ['(error: unknown) => {', `  ${forget};`, '  throw error;', '}'].join(newline);
  return `${sourceCode.getText(call)}.catch(${handler})`;
}

/** The type of a value that is there, as it is written. */
export function typeTextOf(
  annotation: TSESTree.TypeNode,
  sourceCode: SourceCode,
): string | undefined {
  if (annotation.type !== 'TSUnionType') return sourceCode.getText(annotation);
  const kept = annotation.types.filter(
    ({ type }) => type !== 'TSUndefinedKeyword' && type !== 'TSNullKeyword',
  );
  return kept.length === 0 ? undefined : kept.map((each) => sourceCode.getText(each)).join(' | ');
}

/** Whether the call gives a promise of what the annotation asks for. */
export function fits(
  call: TSESTree.CallExpression,
  wait: TSESTree.AwaitExpression,
  annotation: TSESTree.TypeNode,
  { services, typed, catalogue }: TypedFile,
): boolean {
  const { checker, ts } = typed;
  const made = services.esTreeNodeToTSNodeMap.get(call) as ts.Expression;
  const isPromise =
    thenabilityOf(made, typed) === 'always' &&
    thenableKindOfType(checker.getTypeAtLocation(made), made, typed, catalogue) === 'promise';
  if (!isPromise) return false;
  const value = checker.getTypeAtLocation(services.esTreeNodeToTSNodeMap.get(wait));
  if ((value.flags & ts.TypeFlags.Any) !== 0) return false;
  const declared = checker.getTypeFromTypeNode(
    services.esTreeNodeToTSNodeMap.get(annotation) as ts.TypeNode,
  );
  const kept = checker.getNonNullableType(declared);
  // `const admin = await load()` is no more than what is kept from then on.
  const isNamed = wait.parent.type === 'VariableDeclarator';
  return (
    checker.isTypeAssignableTo(value, kept) && (!isNamed || checker.isTypeAssignableTo(kept, value))
  );
}
