import type { TSESTree } from '@typescript-eslint/utils';

import { findVariable } from '../analysis/variable-named.ts';
import { isParenthesized } from './parentheses.ts';
import { iteratedKind, type Iterated } from '../analysis/iterated.ts';
import { indentAt, type Edit } from './edit.ts';
import { isOptional } from './insert-await.ts';
import type { Repair } from './repair.ts';
import { childrenOf, hasCommentWithin, identifiersIn } from './replace-call.ts';
import type { CallbackFile } from './rewrite-callback.ts';
import { endOf } from './statement-list.ts';

type SourceCode = CallbackFile['sourceCode'];
type FunctionLiteral = TSESTree.ArrowFunctionExpression | TSESTree.FunctionExpression;

/** A loop in the place of a call of `forEach`. */
export interface AsLoop {
  /** Its head, shortened for a person. */
  readonly code: string;
  readonly repair: Repair;
}

/**
 * The repair that writes a statement `xs.forEach(async (x) => { … });` as a loop that awaits what the
 * callback awaits. `undefined` where a loop would not mean the same (`this`, `arguments`, a third
 * parameter, a second argument, a body that changes what it loops over, `return` within a loop of its
 * own), or where a type or a comment would be lost.
 */
export function forEachAsLoop(
  call: TSESTree.CallExpression,
  callback: TSESTree.Node,
  file: CallbackFile,
): AsLoop | undefined {
  const { sourceCode, services, typed } = file;
  const { callee } = call;
  const statement = statementOf(call);
  if (!statement || call.arguments.length !== 1 || call.arguments[0] !== callback) return undefined;
  if (callee.type !== 'MemberExpression' || callee.computed) return undefined;
  if (isOptional(callee.object) || call.optional) return undefined;
  const kind = iteratedKind(services.getTypeAtLocation(callee.object), typed);
  if (!kind) return undefined;

  const looped = isLiteral(callback)
    ? loopOfLiteral(callback, callee, kind, sourceCode)
    : loopOfReference(callback, callee, kind, file);
  if (!looped) return undefined;
  const { head, kept, edits, before, after } = looped;
  const [start] = statement.range;
  const end = endOf(statement, sourceCode);
  const isLost = (range: Edit['range']): boolean => hasCommentWithin(range, sourceCode);
  // What stands between the receiver, the parameters and the body is written anew.
  const first = looped.parameters ?? callback.range;
  if (isLost([start, callee.object.range[0]]) || isLost([callee.object.range[1], first[0]]))
    return undefined;
  if (isLost([first[1], kept[0]]) || isLost([kept[1], end])) return undefined;

  const outdented = linesOutdented(statement, kept, sourceCode);
  return {
    code: `${shown(head)} …`,
    repair: {
      site: call,
      needs: [],
      released: [],
      edits: () => [
        { range: [start, kept[0]], text: `${head} ${before}` },
        ...edits,
        ...outdented,
        { range: [kept[1], end], text: after },
      ],
    },
  };
}

interface Looped {
  readonly head: string;
  /** The stretch of the old text that stays. */
  readonly kept: Edit['range'];
  /** Where the parameters stand, whose comments are kept in the head. */
  readonly parameters?: Edit['range'];
  readonly edits: readonly Edit[];
  readonly before: string;
  readonly after: string;
}

function loopOfLiteral(
  fn: FunctionLiteral,
  { object, optional }: TSESTree.MemberExpression,
  kind: Iterated,
  sourceCode: SourceCode,
): Looped | undefined {
  if (fn.generator || fn.returnType || fn.typeParameters) return undefined;
  if (fn.type === 'FunctionExpression' && (fn.id || usesItsCall(fn.body, sourceCode))) {
    return undefined;
  }
  const names: string[] = [];
  for (const parameter of fn.params) {
    if (!isPlainParameter(parameter)) return undefined;
    names.push(sourceCode.getText(parameter));
  }
  const bound = sourceCode.getDeclaredVariables(fn);
  const taken = new Set(bound.map(({ name }) => name));
  // `for (const u of u.items)` would read `u` before it is there.
  const isRead = identifiersIn(object, sourceCode).some(
    (each) => taken.has(each.name) && !isBoundWithin(object, each, sourceCode),
  );
  if (isRead) return undefined;
  const isWritten = bound.some(({ references }) =>
    references.some((each) => each.isWrite() && each.init !== true),
  );
  const head = headOf(names, isWritten ? 'let' : 'const', object, optional, kind, sourceCode);
  if (head === undefined || changes(fn.body, sourceCode.getText(object), sourceCode)) {
    return undefined;
  }
  const parameters: Edit['range'] | undefined =
    fn.params[0] && ([fn.params[0].range[0], fn.params.at(-1)?.range[1] ?? 0] as const);
  const place = parameters ? { parameters } : {};

  if (fn.body.type !== 'BlockStatement') {
    if (isParenthesized(fn.body, sourceCode)) return undefined;
    const isAwaited = fn.body.type === 'AwaitExpression';
    if (!isAwaited && !isTight(fn.body)) return undefined;
    const before = isAwaited ? '' : 'await ';
    return { head, kept: fn.body.range, edits: [], before, after: ';', ...place };
  }
  const returns = returnsIn(fn.body, fn.body, sourceCode);
  if (!returns || declaresFunctionScoped(fn.body, sourceCode)) return undefined;
  const edits: Edit[] = [];
  for (const each of returns) {
    const own = withoutReturn(each, fn.body, sourceCode);
    if (!own) return undefined;
    edits.push(...own);
  }
  return { head, kept: fn.body.range, edits, before: '', after: '', ...place };
}

function isBoundWithin(
  outer: TSESTree.Node,
  identifier: TSESTree.Identifier,
  sourceCode: SourceCode,
): boolean {
  const [definition] = findVariable(sourceCode.getScope(identifier), identifier.name)?.defs ?? [];
  const [start, end] = definition?.name.range ?? [-1, -1];
  return start >= outer.range[0] && end <= outer.range[1];
}

/** `xs.forEach(save)`: only where `save` takes no index. */
function loopOfReference(
  reference: TSESTree.Node,
  { object, optional }: TSESTree.MemberExpression,
  kind: Iterated,
  { sourceCode, services }: CallbackFile,
): Looped | undefined {
  if (reference.type !== 'Identifier' && reference.type !== 'MemberExpression') return undefined;
  if (isOptional(reference)) return undefined;
  const signatures = services.getTypeAtLocation(reference).getCallSignatures();
  const [parameter, second] = signatures[0]?.parameters ?? [];
  if (signatures.length !== 1 || !parameter || second) return undefined;
  const { name } = parameter;
  const isFree =
    /^[A-Za-z_$][\w$]*$/.test(name) && !findVariable(sourceCode.getScope(reference), name);
  const variable = isFree ? name : 'each';
  if (!isFree && findVariable(sourceCode.getScope(reference), variable)) return undefined;
  const head = headOf([variable], 'const', object, optional, kind, sourceCode);
  if (head === undefined) return undefined;
  return { head, kept: reference.range, edits: [], before: 'await ', after: `(${variable});` };
}

/** `for (const x of xs)`, for a callback with these parameters. */
function headOf(
  parameters: readonly string[],
  keyword: 'let' | 'const',
  object: TSESTree.Expression,
  optional: boolean,
  kind: Iterated,
  sourceCode: SourceCode,
): string | undefined {
  const [first, second, third] = parameters;
  const isRead =
    /^(?:Identifier|MemberExpression|CallExpression|ThisExpression|NewExpression|ArrayExpression)$/;
  if (first === undefined || third !== undefined || !isRead.test(object.type)) return undefined;
  const receiver = sourceCode.getText(object);
  const read = (method: string): string => {
    if (!optional) return receiver + method;
    return method === '' ? `${receiver} ?? []` : `${receiver}?${method} ?? []`;
  };
  const loop = (variable: string, method: string): string =>
    `for (${keyword} ${variable} of ${read(method)})`;

  if (kind === 'map') {
    return second === undefined ? loop(first, '.values()') : loop(`[${second}, ${first}]`, '');
  }
  if (second === undefined) return loop(first, '');
  return kind === 'array' || kind === 'list'
    ? loop(`[${second}, ${first}]`, '.entries()')
    : undefined;
}

function statementOf(call: TSESTree.CallExpression): TSESTree.ExpressionStatement | undefined {
  const chain = call.parent.type === 'ChainExpression' ? call.parent : call;
  const { parent } = chain.parent.type === 'AwaitExpression' ? chain.parent : chain;
  return parent.type === 'ExpressionStatement' ? parent : undefined;
}

function isLiteral(node: TSESTree.Node): node is FunctionLiteral {
  return node.type === 'ArrowFunctionExpression' || node.type === 'FunctionExpression';
}

/** A name or a pattern without a type of its own, which a loop cannot have. */
function isPlainParameter(parameter: TSESTree.Parameter): boolean {
  return (
    (parameter.type === 'Identifier' && !parameter.optional && !parameter.typeAnnotation) ||
    ((parameter.type === 'ObjectPattern' || parameter.type === 'ArrayPattern') &&
      !parameter.typeAnnotation)
  );
}

/** `this`, `arguments`, `super` and `new.target` of the function that `node` belongs to. */
function usesItsCall(node: TSESTree.Node, sourceCode: SourceCode): boolean {
  switch (node.type) {
    case 'ThisExpression':
    case 'Super':
    case 'MetaProperty':
      return true;
    case 'Identifier':
      return node.name === 'arguments';
    case 'FunctionDeclaration':
    case 'FunctionExpression':
      return false;
    default:
      return childrenOf(node, sourceCode).some((child) => usesItsCall(child, sourceCode));
  }
}

/** Whether `var` or a function declaration of the body would be seen around the loop. */
function declaresFunctionScoped(node: TSESTree.Node, sourceCode: SourceCode): boolean {
  if (node.type === 'VariableDeclaration' && node.kind === 'var') return true;
  if (isFunction(node)) return false;
  return childrenOf(node, sourceCode).some((child) => declaresFunctionScoped(child, sourceCode));
}

function isFunction({ type }: TSESTree.Node): boolean {
  return /^(?:ArrowFunctionExpression|FunctionExpression|FunctionDeclaration)$/.test(type);
}

const CHANGING = new Set(
  'push pop shift unshift splice sort reverse fill copyWithin add delete clear set append'.split(
    ' ',
  ),
);

/** Whether the body changes the collection that the loop goes over. */
function changes(node: TSESTree.Node, receiver: string, sourceCode: SourceCode): boolean {
  const isReceiver = (each: TSESTree.Node): boolean => sourceCode.getText(each) === receiver;
  if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression') {
    const { object, property } = node.callee;
    const isChanging = property.type === 'Identifier' && CHANGING.has(property.name);
    if (isChanging && isReceiver(object)) return true;
  }
  if (node.type === 'AssignmentExpression') {
    const target = node.left;
    if (isReceiver(target)) return true;
    if (target.type === 'MemberExpression' && isReceiver(target.object)) return true;
  }
  return childrenOf(node, sourceCode).some((child) => changes(child, receiver, sourceCode));
}

/** The `return` statements of the callback; `undefined` where one stands in a loop of its own. */
function returnsIn(
  node: TSESTree.Node,
  body: TSESTree.BlockStatement,
  sourceCode: SourceCode,
): TSESTree.ReturnStatement[] | undefined {
  if (isFunction(node)) return [];
  if (node.type === 'ReturnStatement') return [node];
  const found: TSESTree.ReturnStatement[] = [];
  for (const child of childrenOf(node, sourceCode)) {
    const inner = returnsIn(child, body, sourceCode);
    if (!inner) return undefined;
    found.push(...inner);
  }
  const isLoop = /^(?:For(?:In|Of)?Statement|(?:Do)?WhileStatement)$/.test(node.type);
  return isLoop && found.length > 0 ? undefined : found;
}

/** `return;` → `continue;`, and `return save(u);` → `{ await save(u); continue; }`. */
function withoutReturn(
  statement: TSESTree.ReturnStatement,
  body: TSESTree.BlockStatement,
  sourceCode: SourceCode,
): Edit[] | undefined {
  const { argument, range } = statement;
  const isLast = statement.parent === body && body.body.at(-1) === statement;
  if (!argument || (argument.type === 'Identifier' && argument.name === 'undefined')) {
    return [{ range, text: 'continue;' }];
  }
  if (isParenthesized(argument, sourceCode)) return undefined;
  if (hasCommentWithin([range[0], argument.range[0]], sourceCode)) return undefined;
  if (hasCommentWithin([argument.range[1], range[1]], sourceCode)) return undefined;
  if (argument.type !== 'AwaitExpression' && !isTight(argument)) return undefined;
  const awaiting = argument.type === 'AwaitExpression' ? '' : 'await ';
  const { parent } = statement;
  const inBlock = parent.type === 'BlockStatement' || parent.type === 'SwitchCase';
  const [before, after] = inBlock ? ['', ''] : ['{ ', ' }'];
  return [
    { range: [range[0], argument.range[0]], text: before + awaiting },
    { range: [argument.range[1], range[1]], text: `;${isLast ? '' : ' continue;'}${after}` },
  ];
}

/** An expression that `await` takes hold of as a whole, and that may stand as a statement. */
function isTight({ type }: TSESTree.Expression): boolean {
  return /^(?:Call|Import|New|Member|TaggedTemplate)Expression$|^(?:ChainExpression|Identifier)$/.test(
    type,
  );
}

/** Where the call went over several lines, the body stands deeper than that of a loop. */
function linesOutdented(
  statement: TSESTree.Node,
  kept: Edit['range'],
  sourceCode: SourceCode,
): Edit[] {
  const { text } = sourceCode;
  const first = sourceCode.getLocFromIndex(kept[0]).line;
  const last = sourceCode.getLocFromIndex(kept[1]).line;
  const outer = indentAt(text, statement.range[0]);
  const inner = indentAt(text, kept[1]);
  if (first === last || inner.length <= outer.length || !inner.startsWith(outer)) return [];
  const templates = sourceCode.ast.tokens.filter(({ type }) => type === 'Template');
  const edits: Edit[] = [];
  for (let line = first + 1; line <= last; line += 1) {
    const at = sourceCode.getIndexFromLoc({ line, column: 0 });
    const isText = templates.some(({ range: [from, to] }) => from < at && at < to);
    const isDeep = text.startsWith(inner, at);
    if (!isText && isDeep) {
      const end = at + inner.length - outer.length;
      edits.push({ range: [at, end], text: '' });
    }
  }
  return edits;
}

function shown(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
