import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type ts from 'typescript';

import { isParenthesized } from './parentheses.ts';
import { unplainPart } from '../analysis/concurrency/plain-evaluation.ts';
import { elementTypesOf } from '../analysis/thenable.ts';
import { indentAt, insertion, newlineOf, type Edit } from './edit.ts';
import { freeName, nameOfResult } from './free-name.ts';
import { asRepair, type TypedFile } from './late.ts';
import { childrenOf } from './replace-call.ts';
import type { Repair } from './repair.ts';
import {
  endOf,
  endsClosed,
  isFirstOnLine,
  isFunction,
  isInside,
  siblingsOf,
} from './statement-list.ts';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** The repair of an assignment that reads what it writes before an `await` in it. */
export interface Hoisted {
  readonly repair: Repair;
  readonly hoisted: TSESTree.Expression;
  /** Nothing but the old value is read later than before. */
  readonly proven: boolean;
}

/**
 * Awaits before the assignment reads anything: `total += (await f()).n` →
 * `const value = await f(); total += value.n`. `undefined` where something that runs code, or a choice
 * whether to wait at all, comes first, or where a declaration cannot be put before it.
 *
 * @param waits what the assignment waits for, in the order of evaluation
 */
export function hoistAwait(
  assignment: TSESTree.AssignmentExpression,
  waits: readonly TSESTree.Node[],
  taken: Set<string>,
  file: TypedFile,
): Hoisted | undefined {
  const [first] = waits;
  if (!first || !waits.every((each) => each.type === 'AwaitExpression')) return undefined;
  const place = placeOf(assignment, file.sourceCode);
  if (!place) return undefined;
  const chosen = candidatesFrom(first, waits, assignment, file.sourceCode)
    .map((candidate) => ({ candidate, before: evaluatedBefore(candidate, assignment) }))
    .find(
      ({ candidate, before }) =>
        before?.every((each) => isPlain(each, assignment, file)) === true &&
        !dependsOnTarget(candidate, file),
    );
  if (!chosen?.before) return undefined;
  const { candidate, before } = chosen;

  const named = nameOfResult(candidate.type === 'AwaitExpression' ? candidate : first);
  const name = freeName([named ?? 'value', 'value', 'result'], taken, file.sourceCode);
  const edits = place(candidate, name);
  return {
    hoisted: candidate,
    repair: asRepair(assignment, edits),
    proven:
      before.every((each) => isConstant(each, assignment, file)) &&
      !isGeneric(candidate, file) &&
      !hasAccessor(assignment.left, file),
  };
}

// What to hoist

/** The `await`, and what it is part of, as long as that does not read the target; best all awaits at once. */
function candidatesFrom(
  first: TSESTree.Node,
  waits: readonly TSESTree.Node[],
  assignment: TSESTree.AssignmentExpression,
  sourceCode: SourceCode,
): readonly TSESTree.Expression[] {
  const target = sourceCode.getText(assignment.left);
  const found: TSESTree.Expression[] = [];
  for (let each: TSESTree.Node | undefined = first; each; each = each.parent) {
    if (each === assignment || isFunction(each) || reads(each, target, sourceCode)) break;
    const isCalled = each.parent?.type === 'CallExpression' && each.parent.callee === each;
    if (HOISTABLE.has(each.type) && !isCalled) found.push(each as TSESTree.Expression);
  }
  // `await (await fetch(url)).json()`: the outer one waits for all of it.
  const outermost = found.findLastIndex(({ type }) => type === 'AwaitExpression');
  const larger = found.slice(Math.max(0, outermost));
  const whole = larger.filter((each) => waits.every((wait) => isInside(wait.range, each.range)));
  return [...whole, ...larger];
}

/** Literals of objects and arrays have other types when nothing is expected of them. */
const HOISTABLE: ReadonlySet<string> = new Set([
  'AwaitExpression',
  'BinaryExpression',
  'CallExpression',
  'ConditionalExpression',
  'LogicalExpression',
  'MemberExpression',
  'TemplateLiteral',
]);

function reads(node: TSESTree.Node, target: string, sourceCode: SourceCode): boolean {
  return (
    sourceCode.getText(node) === target ||
    childrenOf(node, sourceCode).some((each) => reads(each, target, sourceCode))
  );
}

/** What the assignment evaluates before `candidate`; `undefined` where it may not evaluate it at all. */
function evaluatedBefore(
  candidate: TSESTree.Node,
  assignment: TSESTree.AssignmentExpression,
): readonly TSESTree.Node[] | undefined {
  const before: TSESTree.Node[] = [];
  let inner = candidate;
  for (
    let outer = candidate.parent;
    outer && outer !== assignment;
    inner = outer, outer = outer.parent
  ) {
    const earlier = earlierParts(outer, inner);
    if (!earlier) return undefined;
    before.push(...earlier);
  }
  const { left } = assignment;
  if (left.type === 'MemberExpression') {
    before.push(left.object, ...(left.computed ? [left.property] : []));
  }
  return before;
}

/** The parts of `outer` that are evaluated before `inner`; `undefined` where `inner` may be skipped. */
function earlierParts(
  outer: TSESTree.Node,
  inner: TSESTree.Node,
): readonly TSESTree.Node[] | undefined {
  switch (outer.type) {
    case 'AwaitExpression':
    case 'ChainExpression':
    case 'SpreadElement':
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion':
    case 'UnaryExpression':
      return [];
    case 'BinaryExpression':
      return inner === outer.left ? [] : [outer.left];
    case 'LogicalExpression':
      return inner === outer.left ? [] : undefined;
    case 'ConditionalExpression':
      return inner === outer.test ? [] : undefined;
    case 'MemberExpression':
      if (inner === outer.object) return [];
      return outer.optional ? undefined : [outer.object];
    case 'CallExpression':
    case 'NewExpression':
      if (inner === outer.callee) return [];
      return outer.type === 'CallExpression' && outer.optional
        ? undefined
        : [...calleeParts(outer.callee), ...partsBefore(outer.arguments, inner)];
    case 'ArrayExpression':
      return partsBefore(outer.elements, inner);
    case 'TemplateLiteral':
      return partsBefore(outer.expressions, inner);
    case 'ObjectExpression':
      return partsBefore(outer.properties, inner).flatMap((each) =>
        each.type === 'Property' ? [...(each.computed ? [each.key] : []), each.value] : [each],
      );
    case 'Property':
      return outer.computed && inner === outer.value ? [outer.key] : [];
    default:
      return undefined;
  }
}

/** Reading a method runs nothing; what it is read from may. */
function calleeParts(callee: TSESTree.Expression): readonly TSESTree.Node[] {
  return callee.type === 'MemberExpression' ? [callee.object] : [callee];
}

function partsBefore(
  parts: readonly (TSESTree.Node | null)[],
  inner: TSESTree.Node,
): readonly TSESTree.Node[] {
  return parts.slice(0, parts.indexOf(inner)).filter((each) => each !== null);
}

// Whether it may come first

/** Whether evaluating it later than before runs nothing that could tell. */
function isPlain(
  node: TSESTree.Node,
  assignment: TSESTree.AssignmentExpression,
  file: TypedFile,
): boolean {
  const { services, typed } = file;
  if (node.type === 'SpreadElement') {
    const spread = services.esTreeNodeToTSNodeMap.get(node.argument) as ts.Expression;
    const isIterated = node.parent.type !== 'ObjectExpression';
    return (
      isPlain(node.argument, assignment, file) &&
      (!isIterated || elementTypesOf(typed.checker.getTypeAtLocation(spread), typed) !== undefined)
    );
  }
  if (node.type === 'BinaryExpression') {
    return (
      node.left.type !== 'PrivateIdentifier' &&
      [node.left, node.right].every((each) => isPlain(each, assignment, file))
    );
  }
  if (node.type === 'TemplateLiteral') {
    return node.expressions.every((each) => isPlain(each, assignment, file));
  }
  if (node.type === 'LogicalExpression') {
    return [node.left, node.right].every((each) => isPlain(each, assignment, file));
  }
  return !unplainPart(services.esTreeNodeToTSNodeMap.get(node) as ts.Expression, typed);
}

/** Whether it has the same value later: no read of what may change but of the target, which is the point. */
function isConstant(
  node: TSESTree.Node,
  assignment: TSESTree.AssignmentExpression,
  file: TypedFile,
): boolean {
  const { sourceCode } = file;
  const target = sourceCode.getText(assignment.left);
  const text = sourceCode.getText(node);
  if (target === text || target.startsWith(`${text}.`) || target.startsWith(`${text}[`))
    return true;
  switch (node.type) {
    case 'Identifier':
      return isNeverWritten(node, sourceCode);
    case 'MemberExpression':
    case 'CallExpression':
      return false;
    default:
      return childrenOf(node, sourceCode).every((each) => isConstant(each, assignment, file));
  }
}

function isNeverWritten(name: TSESTree.Identifier, sourceCode: SourceCode): boolean {
  const scope = sourceCode.getScope(name);
  const reference = scope.references.find(({ identifier }) => identifier === name);
  const variable = reference?.resolved;
  return variable?.references.every((each) => !each.isWrite() || each.init === true) === true;
}

/** `await get('/user')`: what it gives depends on where the result goes. */
function dependsOnTarget(candidate: TSESTree.Expression, file: TypedFile): boolean {
  return typeParametersOf(candidate, file).some(
    ({ name, parameters }) => !new RegExp(String.raw`\b${name}\b`).test(parameters),
  );
}

function isGeneric(candidate: TSESTree.Expression, file: TypedFile): boolean {
  return typeParametersOf(candidate, file).length > 0;
}

/** The type parameters that a call has to infer, and the text of what it infers them from. */
function typeParametersOf(
  candidate: TSESTree.Expression,
  { services, typed }: TypedFile,
): readonly { readonly name: string; readonly parameters: string }[] {
  let call: TSESTree.Expression = candidate;
  while (call.type === 'AwaitExpression') call = call.argument;
  if (call.type !== 'CallExpression' || call.typeArguments) return [];
  const node = services.esTreeNodeToTSNodeMap.get(call);
  const declaration = typed.checker.getResolvedSignature(node)?.declaration;
  const parameters = declaration?.parameters.map((each) => each.getText()).join(', ') ?? '';
  return (declaration?.typeParameters ?? []).map((each) => {
    const { name } = each as ts.TypeParameterDeclaration;
    return { name: name.text, parameters };
  });
}

function hasAccessor(target: TSESTree.Node, { services, typed }: TypedFile): boolean {
  if (target.type !== 'MemberExpression') return false;
  const node = services.esTreeNodeToTSNodeMap.get(target) as ts.Expression;
  return (
    unplainPart(node, typed) !== undefined && target.property.type !== 'Literal' && !target.computed
  );
}

// Where to put it

type Place = (candidate: TSESTree.Expression, name: string) => readonly Edit[];

/** How the declaration is written before the assignment; `undefined` where it would not come first. */
function placeOf(
  assignment: TSESTree.AssignmentExpression,
  sourceCode: SourceCode,
): Place | undefined {
  const { parent } = assignment;
  if (parent.type === 'ArrowFunctionExpression' && parent.body === assignment) {
    return (candidate, name) => inArrow(assignment, candidate, name, sourceCode);
  }
  const statement = parent.type === 'VariableDeclarator' ? parent.parent : parent;
  const isFirst =
    parent.type === 'ExpressionStatement' ||
    parent.type === 'ReturnStatement' ||
    (statement.type === 'VariableDeclaration' &&
      statement.declarations.length === 1 &&
      parent.type === 'VariableDeclarator' &&
      parent.id.type === 'Identifier');
  if (!isFirst || hasDirective(statement, sourceCode)) return undefined;
  if (siblingsOf(statement)) {
    return (candidate, name) => above(statement, candidate, name, sourceCode);
  }
  return statement.type !== 'VariableDeclaration' && isBody(statement)
    ? (candidate, name) => inBraces(statement, candidate, name, sourceCode)
    : undefined;
}

function isBody(statement: TSESTree.Node): boolean {
  switch (statement.parent?.type) {
    case 'DoWhileStatement':
    case 'ForInStatement':
    case 'ForOfStatement':
    case 'ForStatement':
    case 'IfStatement':
    case 'SwitchCase':
    case 'WhileStatement':
      return true;
    default:
      return false;
  }
}

/** A comment that is about the next line would be about the declaration. */
function hasDirective(statement: TSESTree.Node, sourceCode: SourceCode): boolean {
  return sourceCode
    .getCommentsBefore(statement)
    .some(({ value }) => /^\s*(?:eslint-|@ts-|prettier-|istanbul |c8 |v8 )/.test(value));
}

function above(
  statement: TSESTree.Node,
  candidate: TSESTree.Expression,
  name: string,
  sourceCode: SourceCode,
): readonly Edit[] {
  const { text } = sourceCode;
  const [start] = statement.range;
  const isAlone = isFirstOnLine(start, sourceCode);
  const first = sourceCode.getFirstToken(statement)?.value ?? '';
  const isClosed = !isAlone || endsClosed(statement, sourceCode) || /^[[(`/+-]/.test(first);
  const separator = isAlone ? `${newlineOf(text)}${indentAt(text, start)}` : ' ';
  return [
    insertion(
      start,
      `const ${name} = ${sourceCode.getText(candidate)}${isClosed ? ';' : ''}${separator}`,
    ),
    replaced(candidate, name, sourceCode),
  ];
}

function inBraces(
  statement: TSESTree.Node,
  candidate: TSESTree.Expression,
  name: string,
  sourceCode: SourceCode,
): readonly Edit[] {
  return [
    insertion(statement.range[0], `{ const ${name} = ${sourceCode.getText(candidate)}; `),
    replaced(candidate, name, sourceCode),
    insertion(endOf(statement, sourceCode), ' }'),
  ];
}

function inArrow(
  body: TSESTree.Expression,
  candidate: TSESTree.Expression,
  name: string,
  sourceCode: SourceCode,
): readonly Edit[] {
  const [start, end] = withParentheses(body, sourceCode);
  return [
    insertion(start, `{ const ${name} = ${sourceCode.getText(candidate)}; return `),
    replaced(candidate, name, sourceCode),
    insertion(end, '; }'),
  ];
}

function replaced(candidate: TSESTree.Expression, name: string, sourceCode: SourceCode): Edit {
  const range = withParentheses(candidate, sourceCode);
  const before = sourceCode.text.charAt(range[0] - 1);
  return { range, text: /[\w$]/.test(before) ? ` ${name}` : name };
}

/** The range with the parentheses around it, unless a comment stands in them. */
function withParentheses(node: TSESTree.Node, sourceCode: SourceCode): Edit['range'] {
  let [start, end] = node.range;
  for (let times = 1; isParenthesized(node, sourceCode, times); times += 1) {
    const before = sourceCode.getTokenBefore({ range: [start, end] } as TSESTree.Node);
    const after = sourceCode.getTokenAfter({ range: [start, end] } as TSESTree.Node);
    if (!before || !after) break;
    const hasComment = sourceCode
      .getAllComments()
      .some(
        ({ range }) =>
          !isInside(range, [start, end]) && isInside(range, [before.range[0], after.range[1]]),
      );
    if (hasComment) break;
    [start, end] = [before.range[0], after.range[1]];
  }
  return [start, end];
}
