import type { TSESLint, TSESTree } from '@typescript-eslint/utils';

import type { Row } from '../catalogue/row.ts';

type SourceCode = Readonly<TSESLint.SourceCode>;

/**
 * Whether nothing in the file may look after a promise that the variable of `name` holds, by its
 * syntax alone: no use of it is an `await`, an argument of a function other than `sinks`, a `return`,
 * a member other than a length … What passes is worth a question about its type; most variables do not.
 */
export function mayBeUnhandled(
  name: TSESTree.Identifier,
  sinks: ReadonlySet<string>,
  sourceCode: SourceCode,
): boolean {
  const variable = variableOf(name, sourceCode);
  if (!variable || variable.scope.type === 'global' || variable.defs.length !== 1) return false;
  const [definition] = variable.defs;
  if (definition?.type !== 'Variable') return false;
  const { parent: declaration } = definition;
  if (declaration.parent.type === 'ExportNamedDeclaration' || isReleased(declaration)) return false;

  const uses = variable.references.filter((each) => each.isRead() && each.isValueReference);
  // Of several values each may be lost by the next.
  if (variable.references.filter((each) => each.isWrite()).length > 1) return true;
  return uses.every(({ identifier }) => mayLose(identifier, sinks));
}

function variableOf(
  name: TSESTree.Identifier,
  sourceCode: SourceCode,
): TSESLint.Scope.Variable | null {
  for (
    let scope = sourceCode.getScope(name) as TSESLint.Scope.Scope | null;
    scope;
    scope = scope.upper
  ) {
    const variable = scope.set.get(name.name);
    if (variable) return variable;
  }
  return null;
}

/** The name of what is a private field by its syntax: the key of its declaration, or `this.field`. */
export function privateFieldName(node: TSESTree.Node): string | undefined {
  if (node.type === 'PrivateIdentifier') {
    return node.parent.type === 'PropertyDefinition' ? `#${node.name}` : undefined;
  }
  if (node.type === 'Identifier') {
    return node.parent.type === 'PropertyDefinition' && isHiddenField(node.parent, node.name)
      ? node.name
      : undefined;
  }
  if (node.type !== 'MemberExpression' || node.object.type !== 'ThisExpression') return undefined;
  const { property } = node;
  if (property.type === 'PrivateIdentifier') return `#${property.name}`;
  if (property.type !== 'Identifier' || node.computed) return undefined;
  const { name } = property;
  return classAround(node)?.body.some((each) => isHiddenField(each, name)) ? name : undefined;
}

function isHiddenField(member: TSESTree.ClassElement, name: string): boolean {
  return (
    member.type === 'PropertyDefinition' &&
    member.accessibility === 'private' &&
    !member.computed &&
    member.key.type === 'Identifier' &&
    member.key.name === name
  );
}

function classAround(node: TSESTree.Node): TSESTree.ClassBody | undefined {
  let each = node.parent;
  while (each && each.type !== 'ClassBody') each = each.parent;
  return each;
}

/** `using` and `await using` do something with what they hold. */
function isReleased({ kind }: TSESTree.VariableDeclaration): boolean {
  return kind === 'using' || kind === 'await using';
}

function mayLose(use: TSESTree.Node, sinks: ReadonlySet<string>): boolean {
  const { parent } = use;
  switch (parent?.type) {
    case 'ConditionalExpression':
    case 'LogicalExpression':
      return parent.type === 'ConditionalExpression' && parent.test === use
        ? true
        : mayLose(parent, sinks);

    case 'CallExpression': {
      const called = calledName(parent.callee);
      return parent.callee !== use && called !== undefined && sinks.has(called);
    }

    case 'MemberExpression':
      // An element, of which again nothing may look after it.
      if (parent.computed) return parent.object === use && mayLose(parent, sinks);
      return (
        parent.object === use &&
        parent.property.type === 'Identifier' &&
        (PROPERTIES.has(parent.property.name) || GATHERING.has(parent.property.name))
      );

    case 'BinaryExpression':
    case 'DoWhileStatement':
    case 'ExpressionStatement':
    case 'IfStatement':
    case 'SequenceExpression':
    case 'UnaryExpression':
    case 'VariableDeclarator':
    case 'WhileStatement':
      return true;

    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
      return mayLose(parent, sinks);

    default:
      return false;
  }
}

/** Members of collections that tell nothing of their elements. */
const PROPERTIES = new Set(['length', 'size']);

/** Methods that put something into a collection. */
const GATHERING = new Set(['push', 'unshift', 'add', 'set']);

/** Whether the callee puts its arguments into a collection that a variable holds: `jobs.push`. */
export function isGathering(
  callee: TSESTree.Expression,
): callee is TSESTree.MemberExpression & { object: TSESTree.Identifier } {
  return (
    callee.type === 'MemberExpression' &&
    callee.object.type === 'Identifier' &&
    GATHERING.has(calledName(callee) ?? '')
  );
}

/** The last name of a callee. */
export function calledName(callee: TSESTree.Expression): string | undefined {
  if (callee.type === 'Identifier') return callee.name;
  return callee.type === 'MemberExpression' && callee.property.type === 'Identifier'
    ? callee.property.name
    : undefined;
}

const SINKS = (
  'json send end write render jsonp log info warn error debug trace dir table inspect format ' +
  'fatal stringify'
).split(' ');

/** The names under which functions may print or serialise what they are given; `additional` adds to them. */
export function sinkNames(additional: readonly Row[]): ReadonlySet<string> {
  const own = additional.filter(({ takesPromises }) => takesPromises === 'sink');
  return new Set([...SINKS, ...own.map(({ name }) => name.slice(name.lastIndexOf('.') + 1))]);
}

/** Expressions whose value no statement can lose, by their syntax. */
export function isSettled({ type }: TSESTree.Node): boolean {
  return (
    type === 'AssignmentExpression' ||
    type === 'AwaitExpression' ||
    type === 'Literal' ||
    type === 'UnaryExpression' ||
    type === 'UpdateExpression' ||
    type === 'YieldExpression'
  );
}

/** Whether the value is made here: by a call, or as an array of what calls give. */
export function isMade(node: TSESTree.Node): boolean {
  switch (node.type) {
    case 'ArrayExpression':
    case 'CallExpression':
    case 'ImportExpression':
    case 'NewExpression':
    case 'TaggedTemplateExpression':
      return true;
    case 'ChainExpression':
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
      return isMade(node.expression);
    default:
      return false;
  }
}

/** The values in an argument that may be promises: itself, or those of an object literal. */
export function passedValues(argument: TSESTree.Node): readonly TSESTree.Node[] {
  if (argument.type !== 'ObjectExpression') {
    return argument.type === 'Identifier' || isMade(argument) ? [argument] : [];
  }
  return argument.properties.flatMap((each) =>
    each.type === 'Property' ? passedValues(each.value) : [],
  );
}
