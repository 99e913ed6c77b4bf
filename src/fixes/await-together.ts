import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type ts from 'typescript';

import { findVariable } from '../analysis/variable-named.ts';
import { calleeOf } from '../analysis/callee.ts';
import { effectsOf } from '../analysis/concurrency/effects.ts';
import { thenabilityOfType, thenableKindOfType } from '../analysis/thenable.ts';
import { indentAt, newlineOf, type Edit } from './edit.ts';
import { isGlobal } from './insert-await.ts';
import { asRepair, type Late, type LateRepair, type TypedFile } from './late.ts';
import { childrenOf, hasCommentWithin } from './replace-call.ts';
import {
  endOf,
  endsClosed,
  isFirstOnLine,
  isFunction,
  isWithin,
  siblingsOf,
  statementAround,
} from './statement-list.ts';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** A statement that does nothing but await one value and keep it. */
interface Member {
  readonly statement: TSESTree.Statement;
  readonly operand: TSESTree.Expression;
  readonly keeps: 'const' | 'let' | 'var' | 'assignment' | 'nothing';
  /** What the value goes into; empty for nothing. */
  readonly target: string;
  readonly annotation: string | undefined;
}

/**
 * The repair that makes one `await Promise.all(…)` of adjacent awaits: of promises that have started, and
 * of one call before them. `undefined` where the awaits stand apart, or one depends on another.
 */
export function awaitTogether(late: Late, file: TypedFile): LateRepair | undefined {
  const { sourceCode } = file;
  const { handler, areAwaits, isCollection, gaps } = late;
  if (!areAwaits || isCollection || gaps.length === 0 || handler.type !== 'AwaitExpression') {
    return undefined;
  }
  const last = statementAround(handler);
  const list = last && siblingsOf(last);
  const [first] = gaps;
  if (!last || !list || !first || !isGlobal('Promise', last, sourceCode)) return undefined;
  const from = list.findIndex((each) => isWithin(first, each));
  const to = list.indexOf(last);
  if (from < 0 || from >= to) return undefined;

  const members: Member[] = [];
  for (const statement of list.slice(from)) {
    const member = memberOf(statement, sourceCode);
    const isStarted =
      member?.operand.type === 'Identifier' &&
      isPromise(member.operand, file) &&
      isBoundBefore(member.operand, list[from] ?? last, sourceCode);
    // Only the first may be a call: it runs where it ran before, and nothing is started before its turn.
    if (!member || !(isStarted || (statement === list[from] && isPlainCall(member.operand)))) break;
    members.push(member);
  }
  if (!members.some(({ operand }) => operand === handler.argument)) return undefined;
  const text = together(members, file);
  const [head] = members;
  const tail = members.at(-1);
  if (text === undefined || !head || !tail) return undefined;
  const range: Edit['range'] = [head.statement.range[0], endOf(tail.statement, sourceCode)];
  return {
    kind: 'together',
    repair: asRepair(late.start, [{ range, text }]),
    proven:
      members.every(({ keeps }) => keeps !== 'assignment') &&
      (head.operand.type === 'Identifier' ||
        (onlyReads(head.operand, file) && !isCleanedUp(head.statement))),
  };
}

function memberOf(statement: TSESTree.Statement, sourceCode: SourceCode): Member | undefined {
  if (statement.type === 'VariableDeclaration') {
    const [declarator, ...others] = statement.declarations;
    const { kind } = statement;
    if (others.length > 0 || declarator.init?.type !== 'AwaitExpression') return undefined;
    if (kind !== 'const' && kind !== 'let' && kind !== 'var') return undefined;
    const { id } = declarator;
    if (!isPlainPattern(id)) return undefined;
    const annotation = id.typeAnnotation;
    return {
      statement,
      operand: declarator.init.argument,
      keeps: kind,
      target: sourceCode.text.slice(id.range[0], annotation?.range[0] ?? id.range[1]).trim(),
      annotation: annotation && sourceCode.getText(annotation.typeAnnotation),
    };
  }
  if (statement.type !== 'ExpressionStatement') return undefined;
  const { expression } = statement;
  if (expression.type === 'AwaitExpression') {
    const operand = expression.argument;
    return { statement, operand, keeps: 'nothing', target: '', annotation: undefined };
  }
  return expression.type === 'AssignmentExpression' &&
    expression.operator === '=' &&
    expression.left.type === 'Identifier' &&
    expression.right.type === 'AwaitExpression'
    ? {
        statement,
        operand: expression.right.argument,
        keeps: 'assignment',
        target: expression.left.name,
        annotation: undefined,
      }
    : undefined;
}

/** A pattern that runs no code: no defaults, no computed keys. */
function isPlainPattern(
  pattern: TSESTree.Node,
): pattern is TSESTree.Identifier | TSESTree.ObjectPattern | TSESTree.ArrayPattern {
  switch (pattern.type) {
    case 'Identifier':
      return true;
    case 'ArrayPattern':
      return pattern.elements.every((each) => each === null || isPlainPattern(each));
    case 'ObjectPattern':
      return pattern.properties.every((each) =>
        each.type === 'Property'
          ? !each.computed && isPlainPattern(each.value)
          : isPlainPattern(each.argument),
      );
    default:
      return false;
  }
}

export function isPlainCall(node: TSESTree.Expression): boolean {
  return node.type === 'CallExpression' && !node.optional;
}

export function isBoundBefore(
  name: TSESTree.Identifier,
  statement: TSESTree.Statement,
  sourceCode: SourceCode,
): boolean {
  const variable = findVariable(sourceCode.getScope(name), name);
  const [start, end] = [statement.range[0], name.range[0]];
  return (
    variable !== null &&
    variable.defs.length > 0 &&
    variable.identifiers.every(({ range }) => range[1] <= start) &&
    !variable.references.some(
      (each) =>
        each.isWrite() && each.identifier.range[0] >= start && each.identifier.range[0] < end,
    )
  );
}

/** The one statement that stands for all `members`; `undefined` where it would lose something. */
function together(members: readonly Member[], file: TypedFile): string | undefined {
  const { sourceCode } = file;
  const [first] = members;
  const last = members.at(-1);
  if (!first || !last || members.length < 2) return undefined;
  const keeping = members.filter(({ keeps }) => keeps !== 'nothing');
  const kinds = new Set(keeping.map(({ keeps }) => keeps));
  if (kinds.size > 1) return undefined;
  if (kinds.has('assignment') && writesOperand(members)) return undefined;
  const comments = commentsBetween(members, sourceCode);
  if (comments === undefined) return undefined;
  const types = typesOf(members, file);
  if (types === undefined) return undefined;

  const operands = members.map(({ operand }) => sourceCode.getText(operand)).join(', ');
  const all = `await Promise.all([${operands}])`;
  const [kind] = kinds;
  const targets = `[${targetsOf(members).join(', ')}]`;
  const end = endsClosed(last.statement, sourceCode) ? ';' : '';
  const statement =
    kind === undefined
      ? all
      : kind === 'assignment'
        ? `${continuesLineAbove(first.statement, sourceCode) ? ';' : ''}${targets} = ${all}`
        : `${kind} ${targets}${types} = ${all}`;
  return `${comments}${statement}${end}`;
}

/** Holes for the values that nobody keeps; none at the end. */
function targetsOf(members: readonly Member[]): string[] {
  const targets = members.map(({ target }) => target);
  while (targets.at(-1) === '') targets.pop();
  return targets;
}

function writesOperand(members: readonly Member[]): boolean {
  const targets = new Set(members.map(({ target }) => target));
  return members.some(({ operand }) => operand.type !== 'Identifier' || targets.has(operand.name));
}

/** The annotation of all targets; empty if none has one. */
function typesOf(members: readonly Member[], file: TypedFile): string | undefined {
  if (members.every(({ annotation }) => annotation === undefined)) return '';
  const types: string[] = [];
  for (const { operand, annotation, keeps } of members) {
    if (operand.type !== 'Identifier' && annotation !== undefined && isGeneric(operand, file)) {
      return undefined;
    }
    if (annotation !== undefined) types.push(annotation);
    else if (keeps === 'nothing') types.push('unknown');
    else if (operand.type === 'Identifier') types.push(`Awaited<typeof ${operand.name}>`);
    else return undefined;
  }
  return `: [${types.join(', ')}]`;
}

/** The comments between the statements, each on a line of its own; `undefined` where they cannot move. */
function commentsBetween(members: readonly Member[], sourceCode: SourceCode): string | undefined {
  const { text } = sourceCode;
  if (members.some(({ statement }) => hasCommentWithin(statement.range, sourceCode))) {
    return undefined;
  }
  const start = members[0]?.statement.range[0] ?? 0;
  const end = members.at(-1)?.statement.range[1] ?? 0;
  const comments = sourceCode
    .getAllComments()
    .filter(({ range }) => range[0] >= start && range[1] <= end);
  if (comments.length === 0) return '';
  if (!isFirstOnLine(start, sourceCode)) return undefined;
  if (
    comments.some(({ value }) => /^\s*(?:eslint-|@ts-|prettier-|istanbul |c8 |v8 )/.test(value))
  ) {
    return undefined;
  }
  const separator = `${newlineOf(text)}${indentAt(text, start)}`;
  return comments.map(({ range }) => `${text.slice(...range)}${separator}`).join('');
}

/** Whether what it uses may be closed by somebody else when another member fails. */
function isCleanedUp(node: TSESTree.Node): boolean {
  for (let each: TSESTree.Node | undefined = node; each; each = each.parent) {
    if (isFunction(each)) return false;
    if (each.parent?.type === 'TryStatement' && each.parent.block === each) {
      if (each.parent.finalizer) return true;
    }
    if (each.type === 'BlockStatement' || each.type === 'Program') {
      const hasResource = each.body.some(
        (statement) => statement.type === 'VariableDeclaration' && statement.kind.endsWith('using'),
      );
      if (hasResource) return true;
    }
  }
  return false;
}

export function isPromise(
  name: TSESTree.Identifier,
  { typed, services, catalogue }: TypedFile,
): boolean {
  const node = services.esTreeNodeToTSNodeMap.get(name);
  const type = typed.checker.getTypeAtLocation(node);
  return (
    thenabilityOfType(type, node, typed) === 'always' &&
    thenableKindOfType(type, node, typed, catalogue) === 'promise'
  );
}

/** Whether running the call changes nothing that others see, and its arguments run nothing. */
function onlyReads(
  call: TSESTree.Expression,
  { typed, services, catalogue, sourceCode }: TypedFile,
): boolean {
  if (call.type !== 'CallExpression') return false;
  const isPlain = [call.callee, ...call.arguments].every((each) => !runsCode(each, sourceCode));
  if (!isPlain) return false;
  const callee = calleeOf(services.esTreeNodeToTSNodeMap.get(call), typed);
  if (callee.kind === 'body') {
    return (
      !typed.ts.isClassLike(callee.body) &&
      effectsOf(callee.body, typed, catalogue).writes.size === 0
    );
  }
  if (callee.kind !== 'library') return false;
  const effects = catalogue.row(callee.module, callee.name)?.effects;
  return (
    effects !== undefined &&
    (effects.writes ?? []).length === 0 &&
    !effects.callsArguments &&
    !effects.keepsArguments &&
    !effects.writesArguments
  );
}

function runsCode(node: TSESTree.Node, sourceCode: SourceCode): boolean {
  switch (node.type) {
    case 'CallExpression':
    case 'NewExpression':
    case 'TaggedTemplateExpression':
    case 'AwaitExpression':
    case 'YieldExpression':
    case 'AssignmentExpression':
    case 'UpdateExpression':
    case 'SpreadElement':
      return true;
    default:
      return (
        !isFunction(node) && childrenOf(node, sourceCode).some((each) => runsCode(each, sourceCode))
      );
  }
}

/** Whether the type of the call depends on the type that is expected of it. */
function isGeneric(call: TSESTree.Expression, { typed, services }: TypedFile): boolean {
  const node = services.esTreeNodeToTSNodeMap.get(call) as ts.CallExpression;
  const declared = typed.checker.getResolvedSignature(node)?.declaration?.typeParameters;
  return declared !== undefined && declared.length > 0 && !node.typeArguments;
}

/** Whether a text that starts with `[` would go on with the statement above. */
function continuesLineAbove(statement: TSESTree.Node, sourceCode: SourceCode): boolean {
  const before = sourceCode.getTokenBefore(statement);
  return before !== null && !['{', '}', ';'].includes(before.value);
}
