import type { TSESLint, TSESTree } from '@typescript-eslint/utils';

import { findVariable } from '../analysis/variable-named.ts';
import { iteratedKind } from '../analysis/iterated.ts';
import type { Edit } from './edit.ts';
import { isGlobal, isOptional } from './insert-await.ts';
import type { TypedFile } from './late.ts';
import { childrenOf, hasCommentWithin } from './replace-call.ts';
import { isFunction, isWithin } from './statement-list.ts';
import { namesAt } from './loop-names.ts';

type SourceCode = Readonly<TSESLint.SourceCode>;

export type CountedLoop = TSESTree.ForStatement | TSESTree.ForInStatement | TSESTree.ForOfStatement;

/** What a loop goes over, as `map` goes over it. */
export interface LoopHead {
  /**
   * `array`: it has a `map` of its own; `any`: nobody knows, so it is spread; `iterable`: for
   * `Array.from`; `count`: the text is the number of turns.
   */
  readonly kind: 'array' | 'any' | 'iterable' | 'count';
  readonly text: string;
  /** The parameters of the callback. */
  readonly parameters: readonly string[];
  /** The names that the head gives to each turn. */
  readonly names: ReadonlySet<string>;
  /** The name of the index, where an index loop has one. */
  readonly index: string | undefined;
  /** What is written instead of `xs[i]`. */
  readonly element: { readonly name: string; readonly edits: readonly Edit[] } | undefined;
  /** `const x = xs[i];`, which a parameter stands for. */
  readonly replaced: TSESTree.Statement | undefined;
  /** What the loop goes over is so long and no longer, whatever happens. */
  readonly isBounded: boolean;
}

/** `undefined` where `map` would not go over the same. */
export function headOf(loop: CountedLoop, file: TypedFile): LoopHead | undefined {
  if (loop.type === 'ForStatement') return ofIndexLoop(loop, file);
  const { left, right } = loop;
  const { sourceCode } = file;
  if (left.type !== 'VariableDeclaration' || left.kind === 'var') return undefined;
  if (left.kind !== 'const' && left.kind !== 'let') return undefined;
  const id = left.declarations[0]?.id;
  if (!id || mayWait(id, sourceCode)) return undefined;
  const head = [loop.range[0], loop.body.range[0]] as const;
  if (hasCommentWithin(head, sourceCode)) return undefined;
  const names = new Set(sourceCode.getDeclaredVariables(left).map(({ name }) => name));
  const common = {
    names,
    index: undefined,
    element: undefined,
    replaced: undefined,
    parameters: [sourceCode.getText(id)],
  };
  return loop.type === 'ForInStatement'
    ? ofKeys(right, common, file)
    : ofElements(right, id, common, file);
}

type Common = Omit<LoopHead, 'kind' | 'text' | 'isBounded'>;

function ofKeys(
  object: TSESTree.Expression,
  common: Common,
  { services, sourceCode, typed }: TypedFile,
): LoopHead | undefined {
  const type = services.getTypeAtLocation(object);
  const { Any, Unknown, TypeParameter } = typed.ts.TypeFlags;
  if ((type.flags & (Any | Unknown | TypeParameter)) !== 0) return undefined;
  // `for (const i in xs)` may index the array, a string may not.
  if (iteratedKind(type, typed) || !isGlobal('Object', object, sourceCode)) return undefined;
  const text = `Object.keys(${sourceCode.getText(object)})`;
  return { ...common, kind: 'array', text, isBounded: false };
}

function ofElements(
  right: TSESTree.Expression,
  id: TSESTree.Node,
  common: Common,
  { services, sourceCode, typed }: TypedFile,
): LoopHead | undefined {
  const type = services.getTypeAtLocation(right);
  const isBounded = hasKnownLength(right, sourceCode) || isTuple(right, services, typed);
  const pairs = entriesOf(right, id, { services, sourceCode, typed });
  if (pairs) return { ...common, ...pairs, kind: 'array', isBounded: false };
  const text = sourceCode.getText(right);
  if (iteratedKind(type, typed) === 'array') {
    return { ...common, kind: 'array', text: isTight(right) ? text : `(${text})`, isBounded };
  }
  if ((type.flags & typed.ts.TypeFlags.Any) !== 0) {
    return { ...common, kind: 'any', text: isLoose(right) ? `(${text})` : text, isBounded };
  }
  if (!isGlobal('Array', right, sourceCode) || right.type === 'SequenceExpression') {
    return undefined;
  }
  return { ...common, kind: 'iterable', text, isBounded };
}

/** `for (const [i, x] of xs.entries())` → `xs.map((x, i) => …)` */
function entriesOf(
  right: TSESTree.Expression,
  id: TSESTree.Node,
  { services, sourceCode, typed }: Pick<TypedFile, 'services' | 'sourceCode' | 'typed'>,
): Pick<LoopHead, 'text' | 'parameters' | 'index'> | undefined {
  if (id.type !== 'ArrayPattern' || right.type !== 'CallExpression') return undefined;
  const { callee } = right;
  const [index, element, more] = id.elements;
  if (more || index?.type !== 'Identifier' || !element || element.type === 'RestElement') {
    return undefined;
  }
  if (callee.type !== 'MemberExpression' || isOptional(right) || right.arguments.length > 0) {
    return undefined;
  }
  if (callee.property.type !== 'Identifier' || callee.property.name !== 'entries') return undefined;
  const { object } = callee;
  if (iteratedKind(services.getTypeAtLocation(object), typed) !== 'array') return undefined;
  return {
    text: sourceCode.getText(object),
    parameters: [sourceCode.getText(element), index.name],
    index: index.name,
  };
}

/** `for (let i = 0; i < xs.length; i++)`, or up to a number that does not change. */
function ofIndexLoop(loop: TSESTree.ForStatement, file: TypedFile): LoopHead | undefined {
  const { sourceCode } = file;
  const { init, test, update, body } = loop;
  if (init?.type !== 'VariableDeclaration' || init.kind !== 'let') return undefined;
  const [declarator, second] = init.declarations;
  if (second || declarator?.id.type !== 'Identifier' || declarator.id.typeAnnotation) {
    return undefined;
  }
  if (declarator.init?.type !== 'Literal' || declarator.init.value !== 0) return undefined;
  const index = declarator.id.name;
  if (test?.type !== 'BinaryExpression' || test.operator !== '<') return undefined;
  if (test.left.type !== 'Identifier' || test.left.name !== index) return undefined;
  if (!update || !isIncrement(update, index)) return undefined;
  if (hasCommentWithin([loop.range[0], body.range[0]], sourceCode)) return undefined;
  const [variable] = sourceCode.getDeclaredVariables(init);
  const isChanged = variable?.references.some(
    (each) => each.isWrite() && each.init !== true && !isWithin(each.identifier, update),
  );
  if (!variable || isChanged) return undefined;

  const { right } = test;
  const common = { index, names: new Set([index]), replaced: undefined, element: undefined };
  if (right.type === 'MemberExpression' && isLength(right) && isPath(right.object)) {
    const over = ofElementsByIndex(loop, right.object, variable, file);
    if (over) return over === 'changed' ? undefined : over;
  } else if (!isConstant(right, sourceCode)) return undefined;
  if (!isGlobal('Array', loop, sourceCode)) return undefined;
  const [unused = '_'] = namesAt(['_'], loop.body, sourceCode);
  return {
    ...common,
    kind: 'count',
    text: sourceCode.getText(right),
    parameters: [unused, index],
    isBounded: right.type === 'Literal' && typeof right.value === 'number' && right.value <= SMALL,
  };
}

/** More turns than this at once are no small matter, even if their number is known. */
const SMALL = 20;

function ofElementsByIndex(
  loop: TSESTree.ForStatement,
  array: TSESTree.Expression,
  variable: TSESLint.Scope.Variable,
  { services, sourceCode, typed }: TypedFile,
): LoopHead | 'changed' | undefined {
  const { body } = loop;
  const text = sourceCode.getText(array);
  if (iteratedKind(services.getTypeAtLocation(array), typed) !== 'array') return undefined;
  const reads = variable.references.flatMap(({ identifier }) => {
    const { parent } = identifier;
    return parent.type === 'MemberExpression' &&
      parent.computed &&
      parent.property === identifier &&
      sourceCode.getText(parent.object) === text
      ? [parent]
      : [];
  });
  if (reads.length === 0) return undefined;
  if (reads.some((each) => isTarget(each))) return 'changed';
  const statements = body.type === 'BlockStatement' ? body.body : [body];
  const [first] = statements;
  const declared = first && namedElement(first, reads);
  const uses = variable.references.filter(
    ({ identifier }) =>
      isWithin(identifier, body) && !reads.some((each) => isWithin(identifier, each)),
  );
  const tail = uses.length > 0 ? [variable.name] : [];
  const rest = declared ? reads.filter((each) => !isWithin(each, first)) : reads;
  if (declared && rest.length === 0) {
    const names = sourceCode.getDeclaredVariables(first).map(({ name }) => name);
    return {
      kind: 'array',
      text,
      parameters: [sourceCode.getText(declared), ...tail],
      names: new Set([...names, variable.name]),
      index: variable.name,
      element: undefined,
      replaced: first,
      isBounded: hasKnownLength(array, sourceCode),
    };
  }
  const [name = 'element'] = namesAt([singular(array)], body, sourceCode);
  return {
    kind: 'array',
    text,
    parameters: [name, ...tail],
    names: new Set([variable.name]),
    index: variable.name,
    element: {
      name,
      edits: reads.map((each) => ({
        range: each.parent.type === 'TSNonNullExpression' ? each.parent.range : each.range,
        text: name,
      })),
    },
    replaced: undefined,
    isBounded: hasKnownLength(array, sourceCode),
  };
}

/** The pattern of `const x = xs[i];`. */
function namedElement(
  statement: TSESTree.Statement,
  reads: readonly TSESTree.MemberExpression[],
): TSESTree.Node | undefined {
  if (statement.type !== 'VariableDeclaration' || statement.kind === 'var') return undefined;
  const [declarator, second] = statement.declarations;
  const value =
    declarator.init?.type === 'TSNonNullExpression' ? declarator.init.expression : declarator.init;
  return second || !reads.some((each) => each === value) ? undefined : declarator.id;
}

/** `users` → `user`, `boxes` → `box`, `this.data` → `element`. */
function singular(array: TSESTree.Expression): string {
  const name =
    array.type === 'Identifier'
      ? array.name
      : array.type === 'MemberExpression' && array.property.type === 'Identifier'
        ? array.property.name
        : '';
  if (/^[a-z]+ies$/i.test(name) && name.length > 4) return `${name.slice(0, -3)}y`;
  if (/(?:ss|x|ch|sh)es$/.test(name)) return name.slice(0, -2);
  return /^[a-z]\w*[^su]s$/.test(name) ? name.slice(0, -1) : 'element';
}

function isIncrement(update: TSESTree.Expression, name: string): boolean {
  const isName = (node: TSESTree.Node): boolean => node.type === 'Identifier' && node.name === name;
  if (update.type === 'UpdateExpression')
    return update.operator === '++' && isName(update.argument);
  return (
    update.type === 'AssignmentExpression' &&
    update.operator === '+=' &&
    isName(update.left) &&
    update.right.type === 'Literal' &&
    update.right.value === 1
  );
}

function isLength({ property, computed }: TSESTree.MemberExpression): boolean {
  return !computed && property.type === 'Identifier' && property.name === 'length';
}

/** A name, `this`, or members of them by name. */
function isPath(node: TSESTree.Expression): boolean {
  return (
    node.type === 'Identifier' ||
    node.type === 'ThisExpression' ||
    (node.type === 'MemberExpression' && !node.computed && !node.optional && isPath(node.object))
  );
}

/** A number that is the same in every turn. */
function isConstant(node: TSESTree.Expression, sourceCode: SourceCode): boolean {
  if (node.type === 'Literal') return typeof node.value === 'number';
  if (node.type !== 'Identifier') return false;
  const variable = findVariable(sourceCode.getScope(node), node);
  return (
    variable !== null &&
    variable.defs.length === 1 &&
    variable.references.every((each) => !each.isWrite() || each.init === true)
  );
}

function isTarget(node: TSESTree.MemberExpression): boolean {
  const { parent } = node;
  return (
    (parent.type === 'AssignmentExpression' && parent.left === node) ||
    parent.type === 'UpdateExpression' ||
    (parent.type === 'UnaryExpression' && parent.operator === 'delete') ||
    parent.type === 'ArrayPattern' ||
    (parent.type === 'Property' && parent.parent.type === 'ObjectPattern')
  );
}

/** A literal array without a spread, or a constant that holds one and is only read. */
function hasKnownLength(node: TSESTree.Expression, sourceCode: SourceCode): boolean {
  if (node.type === 'TSAsExpression' || node.type === 'TSSatisfiesExpression') {
    return hasKnownLength(node.expression, sourceCode);
  }
  if (node.type === 'ArrayExpression') {
    return (
      node.elements.length <= SMALL && node.elements.every((each) => each?.type !== 'SpreadElement')
    );
  }
  if (node.type !== 'Identifier') return false;
  const variable = findVariable(sourceCode.getScope(node), node);
  const [definition] = variable?.defs ?? [];
  if (variable?.defs.length !== 1 || definition?.node.type !== 'VariableDeclarator') return false;
  const { parent, init } = definition.node;
  return (
    parent.kind === 'const' &&
    init?.type === 'ArrayExpression' &&
    hasKnownLength(init, sourceCode) &&
    variable.references.every(
      ({ identifier, init: isInit }) => isInit === true || onlyIterates(identifier),
    )
  );
}

function onlyIterates(use: TSESTree.Node): boolean {
  const { parent } = use;
  if (parent?.type === 'ForOfStatement') return parent.right === use;
  return (
    parent?.type === 'MemberExpression' &&
    parent.object === use &&
    parent.property.type === 'Identifier' &&
    /^(?:length|map|join|includes|indexOf)$/.test(parent.property.name)
  );
}

function isTuple(
  node: TSESTree.Expression,
  services: TypedFile['services'],
  { checker, ts }: TypedFile['typed'],
): boolean {
  const type = services.getTypeAtLocation(node);
  if (!checker.isTupleType(type)) return false;
  const { target } = type as unknown as { target?: { elementFlags?: readonly number[] } };
  const flags = target?.elementFlags;
  return (
    flags !== undefined &&
    flags.length <= SMALL &&
    flags.every((each) => (each & (ts.ElementFlags.Rest | ts.ElementFlags.Variadic)) === 0)
  );
}

/** Something that `.map` can follow. */
function isTight({ type }: TSESTree.Expression): boolean {
  return /^(?:Identifier|MemberExpression|CallExpression|ThisExpression|ArrayExpression|TSNonNullExpression)$/.test(
    type,
  );
}

function isLoose({ type }: TSESTree.Expression): boolean {
  return type === 'SequenceExpression';
}

/** Whether a pattern awaits in a default or a key. */
function mayWait(node: TSESTree.Node, sourceCode: SourceCode): boolean {
  if (node.type === 'AwaitExpression' || node.type === 'YieldExpression') return true;
  return (
    !isFunction(node) && childrenOf(node, sourceCode).some((each) => mayWait(each, sourceCode))
  );
}
