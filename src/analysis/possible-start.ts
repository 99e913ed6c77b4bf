import type { TSESLint, TSESTree } from '@typescript-eslint/utils';

import { findVariable } from './variable-named.ts';

/** An expression that may start a promise, and the variable that it is found by after that. */
export interface PossibleStart {
  readonly start: TSESTree.Expression;
  readonly name: TSESTree.Identifier | undefined;
}

/** A place where a function (a module: `undefined`) is suspended or left. */
export interface Stop {
  readonly node: TSESTree.Node;
  readonly of: TSESTree.Node | undefined;
}

export function stopAt(node: TSESTree.Node): Stop {
  return { node, of: functionOf(node) };
}

/**
 * By syntax alone: whether one of `stops`, those of the file, is between the start and a place that may
 * handle the promise; with `calls`, any call may be.
 */
export function mayComeTooLate(
  { start, name }: PossibleStart,
  stops: readonly Stop[],
  calls: boolean,
  sourceCode: Readonly<TSESLint.SourceCode>,
): boolean {
  if (!name) return true;
  const variable = findVariable(sourceCode.getScope(name), name);
  if (!variable) return false;
  const handlers = variable.references
    .filter((each) => each.isRead() && mayHandle(each.identifier))
    .map(({ identifier }) => identifier);
  if (handlers.length === 0) return false;
  if (calls) return true;
  const fn = functionOf(start);
  const loop = loopAround(start, variable.identifiers[0] ?? start);
  const own = stops.filter(({ of }) => of === fn).map(({ node }) => node);
  if (loop && own.some((stop) => isInside(stop, loop))) return true;
  return handlers.some(
    (handler) =>
      isTakenOneByOne(handler) ||
      own.some(
        (stop) =>
          (stop.range[0] > start.range[1] || isInside(start, stop)) &&
          (stop.range[0] < handler.range[0] ||
            isPutIntoLiteral(handler) ||
            (isExit(stop) && isInBranch(handler, start))) &&
          (stop.type === 'ForOfStatement' || !isInside(handler, stop)),
      ),
  );
}

function isExit({ type }: TSESTree.Node): boolean {
  return type === 'ReturnStatement' || type === 'ThrowStatement';
}

/** Whether `node` runs on one branch only of what follows `start`: the others have to leave without it. */
function isInBranch(node: TSESTree.Node, start: TSESTree.Node): boolean {
  for (let each = node; each.parent && !isInside(start, each.parent); each = each.parent) {
    const { parent } = each;
    if (parent.type === 'SwitchCase') return true;
    if (parent.type === 'IfStatement' && parent.test !== each) return true;
  }
  return false;
}

/** `for await (… of promises)`, and a loop over the result of a call that awaits its elements. */
export function iteratedBy(
  loop: TSESTree.ForOfStatement,
  sourceCode: Readonly<TSESLint.SourceCode>,
): PossibleStart | undefined {
  const { left, right } = loop;
  const awaits =
    loop.await ||
    (isStart(right) &&
      left.type === 'VariableDeclaration' &&
      sourceCode
        .getDeclaredVariables(left)
        .some(({ references }) =>
          references.some(({ identifier: { parent } }) => parent.type === 'AwaitExpression'),
        ));
  return awaits ? { start: right, name: undefined } : undefined;
}

/**
 * What may have been started in the same expression, before `wait`, and is handed on after it:
 * `show(load(), await other())`, `{ a: load(), b: await other() }`. Not the members of a combinator.
 */
export function startedBefore(wait: TSESTree.AwaitExpression): TSESTree.Expression[] {
  const found: TSESTree.Expression[] = [];
  for (let each: TSESTree.Node = wait; each.parent; each = each.parent) {
    if (each.type.includes('Function') || each.type.endsWith('Statement')) break;
    found.push(...valuesBefore(each, each.parent).flatMap(startsHeldBy));
  }
  return found;
}

function valuesBefore(part: TSESTree.Node, whole: TSESTree.Node): readonly TSESTree.Node[] {
  const values: readonly (TSESTree.Node | null)[] =
    whole.type === 'CallExpression' || whole.type === 'NewExpression'
      ? whole.arguments
      : whole.type === 'ObjectExpression'
        ? whole.properties
        : whole.type === 'ArrayExpression' && !isCombined(whole)
          ? whole.elements
          : [];
  return values.slice(0, Math.max(0, values.indexOf(part))).filter((each) => each !== null);
}

function isCombined({ parent }: TSESTree.ArrayExpression): boolean {
  return (
    parent.type === 'CallExpression' &&
    parent.callee.type === 'MemberExpression' &&
    parent.callee.object.type === 'Identifier' &&
    parent.callee.object.name === 'Promise'
  );
}

function startsHeldBy(value: TSESTree.Node): TSESTree.Expression[] {
  switch (value.type) {
    case 'Property':
      return startsHeldBy(value.value);
    case 'ObjectExpression':
      return value.properties.flatMap(startsHeldBy);
    case 'ArrayExpression':
      return value.elements.flatMap((each) => (each ? startsHeldBy(each) : []));
    default:
      return value.type.endsWith('Expression') ? startsIn(value as TSESTree.Expression) : [];
  }
}

/**
 * The calls among the values that `value` may have, or that an array or object literal holds. Of an
 * array with several: the array first, which may be a collection of promises as a whole.
 */
export function startsIn(value: TSESTree.Expression): TSESTree.Expression[] {
  switch (value.type) {
    case 'ArrayExpression': {
      const held = value.elements.flatMap((each) =>
        each && each.type !== 'SpreadElement' ? startsIn(each) : [],
      );
      return isStart(value) ? [value, ...held] : held;
    }
    case 'ObjectExpression':
      return value.properties.flatMap((each) =>
        each.type === 'Property' && each.value.type.endsWith('Expression')
          ? startsIn(each.value as TSESTree.Expression)
          : [],
      );
    case 'ConditionalExpression':
      return [...startsIn(value.consequent), ...startsIn(value.alternate)];
    case 'LogicalExpression':
      return value.operator === '&&'
        ? startsIn(value.right)
        : [...startsIn(value.left), ...startsIn(value.right)];
    case 'AssignmentExpression':
      return value.operator === '=' ? startsIn(value.right) : [];
    case 'ChainExpression':
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
      return startsIn(value.expression);
    default:
      return isStart(value) ? [value] : [];
  }
}

function isStart(value: TSESTree.Expression): boolean {
  switch (value.type) {
    case 'CallExpression':
    case 'ImportExpression':
      return true;
    case 'NewExpression':
      return value.callee.type === 'Identifier' && value.callee.name.endsWith('Promise');
    case 'ArrayExpression':
      return (
        value.elements.filter((each) => each && each.type !== 'SpreadElement' && isStart(each))
          .length > 1
      );
    default:
      return false;
  }
}

/** `jobs.push(f())`, `jobs.push({ id, done: f() })` */
export function gatheredBy({
  callee,
  arguments: given,
}: TSESTree.CallExpression): readonly PossibleStart[] {
  const value = given.at(-1);
  if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier') return [];
  if (callee.property.type !== 'Identifier' || !GATHERING.has(callee.property.name)) return [];
  if (!value || value.type === 'SpreadElement') return [];
  const { object: name } = callee;
  const isHeld = isStart(value) || value.type === 'ObjectExpression';
  return isHeld ? startsIn(value).map((start) => ({ start, name })) : [];
}

/**
 * `jobs.user = f()`, `jobs[id] = f()`, where `jobs` is a variable that nobody has been given before: who
 * has may look at what it gets.
 */
export function putBy(
  { left, right }: TSESTree.AssignmentExpression,
  sourceCode: Readonly<TSESLint.SourceCode>,
): readonly PossibleStart[] {
  if (left.type !== 'MemberExpression' || left.object.type !== 'Identifier') return [];
  const { object: name } = left;
  const found = startsIn(right);
  const variable = found.length > 0 ? findVariable(sourceCode.getScope(name), name) : null;
  const isOwn = variable?.references.every(
    ({ identifier, init }) =>
      init === true || identifier.range[0] > name.range[0] || isMemberOf(identifier),
  );
  return isOwn ? found.map((start) => ({ start, name })) : [];
}

function isMemberOf(node: TSESTree.Node): boolean {
  const { parent } = node;
  return (
    parent?.type === 'MemberExpression' &&
    parent.object === node &&
    !(parent.parent.type === 'CallExpression' && parent.parent.callee === parent)
  );
}

const GATHERING = new Set(['push', 'unshift', 'add', 'set']);

/** Whether the place of a reference can handle a promise, or hand on what it belongs to. */
function mayHandle(node: TSESTree.Node): boolean {
  const { parent } = node;
  switch (parent?.type) {
    case 'AwaitExpression':
    case 'ReturnStatement':
    case 'YieldExpression':
    case 'ArrayExpression':
    case 'SpreadElement':
    case 'ArrowFunctionExpression':
    case 'ForOfStatement':
    case 'Property':
      return true;
    case 'VariableDeclarator':
      return parent.id.type !== 'Identifier';
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
    case 'ChainExpression':
    case 'ConditionalExpression':
    case 'LogicalExpression':
      return mayHandle(parent);
    case 'MemberExpression':
      if (parent.object !== node) return false;
      return (
        parent.computed ||
        (parent.property.type === 'Identifier' && HANDLING.has(parent.property.name)) ||
        mayHandle(parent)
      );
    case 'CallExpression':
      return (
        parent.callee !== node &&
        parent.callee.type === 'MemberExpression' &&
        parent.callee.object.type === 'Identifier' &&
        (parent.callee.object.name === 'Promise' || parent.callee.object.name === 'Object')
      );
    default:
      return false;
  }
}

const HANDLING = new Set(['then', 'catch', 'finally', 'map', 'forEach', 'shift', 'pop', 'values']);

/** The outermost loop, begun after the variable was made, that comes back to the start. */
function loopAround(start: TSESTree.Node, declared: TSESTree.Node): TSESTree.Node | undefined {
  let found: TSESTree.Node | undefined;
  for (let each: TSESTree.Node | undefined = start; each; each = each.parent) {
    if (isInside(declared, each)) return found;
    if (/^(?:For|While|DoWhile)/.test(each.type)) found = each;
  }
  return found;
}

function functionOf(node: TSESTree.Node): TSESTree.Node | undefined {
  let each = node.parent;
  while (each && !each.type.includes('Function')) each = each.parent;
  return each;
}

/** `{ p }`, `[p, q]`: the handler comes when somebody takes it out again. */
function isPutIntoLiteral({ parent }: TSESTree.Node): boolean {
  return (
    parent?.type === 'Property' ||
    (parent?.type === 'ArrayExpression' && parent.parent.type === 'VariableDeclarator')
  );
}

/** The elements of a collection: the first `await` stands behind the reference. */
function isTakenOneByOne({ parent }: TSESTree.Node): boolean {
  return (
    parent?.type === 'ForOfStatement' || (parent?.type === 'MemberExpression' && parent.computed)
  );
}

function isInside({ range: [start, end] }: TSESTree.Node, around: TSESTree.Node): boolean {
  return start >= around.range[0] && end <= around.range[1];
}
