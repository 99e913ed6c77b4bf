import type { TSESTree } from '@typescript-eslint/utils';
import type ts from 'typescript';

import type { Receiver, ReceiverKind } from '../analysis/callback-receiver.ts';
import { callbackResultOf } from '../analysis/callback-result.ts';
import { calledName } from '../analysis/called-name.ts';
import { givenMayReject, isDoneAtOnce, type GivenFunction } from '../analysis/given-function.ts';
import { mayIgnore, mayLosePromise } from '../analysis/may-lose-promise.ts';
import { typedProgram, type TypedProgram } from '../analysis/typescript.ts';
import { catalogueOf } from '../catalogue/catalogue.ts';
import type { Row } from '../catalogue/row.ts';
import { repairsOf, type CallbackRepair } from '../fixes/rewrite-callback.ts';
import { offered } from '../fixes/offer.ts';
import { ALLOW_SCHEMA, isAllowed, type Allowed } from '../kit/allow.ts';
import { createRule } from '../kit/create-rule.ts';
import { isDisabledAt } from '../kit/disabled.ts';
import { ADDITIONAL_SCHEMA } from '../kit/settings.ts';

export interface Options {
  arguments: boolean;
  attributes: boolean | readonly string[];
  inheritedMethods: boolean;
  properties: boolean;
  returns: boolean;
  variables: boolean;
  allow: readonly Allowed[];
  additional: readonly Row[];
}

type MessageIds = ReceiverKind | CallbackRepair['kind'];

type FunctionLiteral = TSESTree.ArrowFunctionExpression | TSESTree.FunctionExpression;

/** What all messages about a lost rejection say. */
const UNHANDLED = 'nobody handles its rejection, which ends a Node.js process';
const CATCH = 'Catch errors inside the function';

export default createRule<Options, MessageIds>({
  name: 'no-async-callback',
  meta: {
    type: 'problem',
    docs: {
      description:
        'Disallow async and promise-returning functions where the caller ignores or misreads the promise',
      recommended: {},
      strict: {},
      replaces: ['@typescript-eslint/no-misused-promises', 'no-async-promise-executor'],
      requiresTypeChecking: true,
    },
    fixable: 'code',
    hasSuggestions: true,
    schema: [
      {
        type: 'object',
        additionalProperties: false,
        properties: {
          arguments: {
            type: 'boolean',
            description:
              'Whether to report arguments where a function that returns nothing is asked for; callbacks of array methods are always reported.',
          },
          attributes: {
            oneOf: [
              { type: 'boolean' },
              { type: 'array', items: { type: 'string' }, uniqueItems: true },
            ],
            description:
              'Whether to report JSX attributes, or the names of those to leave alone (`["onClick"]`).',
          },
          inheritedMethods: {
            type: 'boolean',
            description:
              'Whether to report members of classes and interfaces that return a promise where the type they extend or implement says that they return nothing.',
          },
          properties: {
            type: 'boolean',
            description: 'Whether to report properties and elements of arrays.',
          },
          returns: {
            type: 'boolean',
            description: 'Whether to report functions that a function returns.',
          },
          variables: { type: 'boolean', description: 'Whether to report variables.' },
          allow: ALLOW_SCHEMA,
          additional: ADDITIONAL_SCHEMA,
        },
      },
    ],
    defaultOptions: [
      {
        arguments: true,
        attributes: true,
        inheritedMethods: true,
        properties: true,
        returns: true,
        variables: true,
        allow: [],
        additional: [],
      },
    ],
    messages: {
      iteration:
        '`{{ name }}` does not wait for the promise of its callback: the code after it runs before the work is done, and a rejection ends a Node.js process. Await each call in a `for…of` loop, or all of them with `Promise.all`.',
      dropped:
        'Nothing waits for the promises that `{{ name }}` makes here: the code after it runs before the work is done, and a rejection ends a Node.js process. Await `Promise.all(…)` of them.',
      timer: `\`{{ name }}\` drops the promise that its callback returns: ${UNHANDLED}. ${CATCH}.`,
      listener: `\`{{ name }}\` drops the promise that a listener returns: ${UNHANDLED}. Catch errors inside the listener.`,
      executor:
        '`{{ name }}` drops the promise that its executor returns: if it rejects, the new promise never settles, so whoever awaits it waits for ever, and nobody handles the rejection. Pass errors to `reject`, or use an async function in place of `new Promise`.',
      effect:
        '`{{ name }}` takes what its callback returns for the cleanup function, and this is a promise: React never runs a cleanup, and nobody handles a rejection. Start an async function within the effect, and catch its errors.',
      handler:
        '`{{ name }}` drops the promise that a request handler returns: the client waits for ever where it rejects, and the rejection ends a Node.js process. Answer errors inside the handler.',
      argument: `\`{{ name }}\` takes a function that returns nothing here, and drops the promise: ${UNHANDLED}. ${CATCH}.`,
      attribute: `\`{{ name }}\` takes a function that returns nothing, and drops the promise: nobody handles its rejection, and the user is told nothing of the failure. ${CATCH}.`,
      property: `\`{{ name }}\` is typed as a function that returns nothing: whoever calls it drops the promise, and ${UNHANDLED}. ${CATCH}, or change the type.`,
      variable: `\`{{ name }}\` is typed as a function that returns nothing: whoever calls it drops the promise, and ${UNHANDLED}. ${CATCH}, or change the type.`,
      returned: `The function around it says that this one returns nothing: whoever calls it drops the promise, and ${UNHANDLED}. ${CATCH}, or change the type.`,
      inherited: `\`{{ name }}\` returns nothing by its type: whoever calls it through that type drops the promise, and ${UNHANDLED}. ${CATCH}, or change the type.`,
      predicate:
        '`{{ name }}` takes the promise of its callback for the answer, and a promise is truthy: {{ outcome }}. Await the answers first, with `Promise.all` and `map`.',
      comparator:
        '`{{ name }}` takes the promise of its callback for a number, which it is not (`NaN`): nothing is put in order. Await what to compare by first, then sort.',
      key: '`{{ name }}` takes the promise of its callback for the key: each element gets a group of its own. Await the keys first.',
      replacement:
        '`{{ name }}` writes the promise of its callback into the text, as `[object Promise]`. Await the replacements first.',
      reducer:
        '`{{ name }}` hands the promise of one call to the next as its accumulator, and this callback does not await it: all calls start at once, and only the last is waited for. Await the accumulator first.',
      chain:
        '`{{ name }}` makes promises here, and `{{ reader }}` takes them for the values that they resolve to. Await `Promise.all(…)` of them first.',
      inTurn: 'Run them one after another: `{{ code }}`{{ within }}.',
      together: 'Run them together: `{{ code }}`{{ within }}.',
      awaitAll: 'Await the values first: `{{ code }}`{{ within }}.',
      awaitAnswers: 'Await the answers first: `{{ code }}`{{ within }}.',
      catchInside: 'Handle errors inside the function: `{{ code }}`.',
    },
  },

  create(context, options, { services, fix, additional }) {
    const program = typedProgram(services);
    if (!program) return {};
    const typed: TypedProgram = program;
    const { sourceCode } = context;
    const catalogue = catalogueOf(additional);
    const { esTreeNodeToTSNodeMap: nodes } = services;

    return {
      ArrowFunctionExpression: checkFunction,
      FunctionExpression: checkFunction,
      CallExpression: checkArguments,
      NewExpression: checkArguments,
      ArrayExpression: (node) => {
        node.elements.forEach(checkReference);
      },
      AssignmentExpression: (node) => {
        if (/^(?:\?\?|\|\|)?=$/.test(node.operator)) checkReference(node.right);
      },
      'JSXAttribute > JSXExpressionContainer': (node: TSESTree.JSXExpressionContainer) => {
        checkReference(node.expression);
      },
      'ObjectExpression > Property': (node: TSESTree.Property) => {
        checkReference(node.value);
      },
      PropertyDefinition: (node) => {
        if (isAskedFor(node) && isReference(node.value)) checkMember(node, node.value);
      },
      ReturnStatement: (node) => {
        checkReference(node.argument);
      },
      TSInterfaceDeclaration: (node) => {
        if (node.extends.length === 0) return;
        for (const member of node.body.body) {
          if (member.type === 'TSMethodSignature' || member.type === 'TSPropertySignature') {
            checkMember(member, member.key);
          }
        }
      },
      VariableDeclarator: (node) => {
        if (node.id.typeAnnotation) checkReference(node.init);
      },
    };

    function checkFunction(node: FunctionLiteral): void {
      const { parent } = node;
      if (node.generator || !(node.async || mayReturnPromise(node))) return;
      if (parent.type === 'MethodDefinition') {
        if (parent.kind === 'method' && isAskedFor(parent)) checkMember(parent, node);
      } else if (parent.type === 'PropertyDefinition') {
        if (isAskedFor(parent)) checkMember(parent, node);
      } else if (parent.type === 'Property' && parent.method) {
        checkMember(parent, node);
      } else if (parent.type !== 'VariableDeclarator' || parent.id.typeAnnotation) {
        const fn = nodes.get(node) as ts.Expression;
        if (mayIgnore(fn, typed, additional)) check(fn, node);
      }
    }

    function checkArguments(node: TSESTree.CallExpression | TSESTree.NewExpression): void {
      node.arguments.forEach(checkReference);
    }

    function checkReference(node: TSESTree.Node | null): void {
      if (!isReference(node)) return;
      const reference = nodes.get(node) as ts.Expression;
      if (mayLosePromise(reference, typed, additional)) check(reference, node);
    }

    function checkMember(member: TSESTree.Node, place: TSESTree.Node): void {
      check(nodes.get(member) as GivenFunction, place);
    }

    function check(given: GivenFunction, place: TSESTree.Node): void {
      const result = callbackResultOf(given, typed, catalogue);
      if (result.does !== 'ignores' && result.does !== 'misreads') return;
      const { receiver } = result;
      if (!isWanted(receiver)) return;
      if (result.does === 'ignores' && isHarmless(given, receiver.kind)) return;

      const repairs = repairsOf(receiver, place, { services, typed, sourceCode });
      const finding = {
        offers: repairs.map(({ kind, repair, proven, ...data }) => ({
          messageId: kind,
          repair,
          proven,
          data,
        })),
        disabled: isDisabledAt(place, context.id, sourceCode),
      };
      const [repaired] = offered<MessageIds>([finding], fix, sourceCode);
      context.report({
        loc: headOf(place),
        messageId: receiver.kind,
        data: dataOf(receiver),
        ...repaired,
      });
    }

    /** Whether it is all the same that nobody looks at what the function returns. */
    function isHarmless(given: GivenFunction, kind: ReceiverKind): boolean {
      if (!givenMayReject(given, typed, catalogue)) return true;
      // What these are given they call in a `try`: what an async function throws is lost.
      const looksAtErrors = kind === 'executor' || kind === 'handler';
      return !looksAtErrors && isDoneAtOnce(given, typed);
    }

    function isWanted({ kind, name, call }: Receiver): boolean {
      switch (kind) {
        case 'attribute':
          return typeof options.attributes === 'boolean'
            ? options.attributes
            : !options.attributes.includes(name);
        case 'inherited':
          return options.inheritedMethods;
        case 'property':
          return options.properties;
        case 'returned':
          return options.returns;
        case 'variable':
          return options.variables;
        case 'argument':
        case 'effect':
        case 'executor':
        case 'handler':
        case 'listener':
        case 'timer':
          if (!options.arguments) return false;
          break;
        default:
      }
      if (!call || options.allow.length === 0) return true;
      const callee = calledName(call, typed);
      return !callee || !isAllowed(callee, options.allow, context.cwd);
    }

    /** Of a function, what stands before its body. */
    function headOf(place: TSESTree.Node): TSESTree.SourceLocation {
      if (place.type !== 'ArrowFunctionExpression' && place.type !== 'FunctionExpression') {
        return place.loc;
      }
      const { parent } = place;
      const isMember =
        parent.type === 'MethodDefinition' || (parent.type === 'Property' && parent.method);
      const decorator = isMember && 'decorators' in parent ? parent.decorators.at(-1) : undefined;
      const first = decorator
        ? sourceCode.getTokenAfter(decorator)
        : sourceCode.getFirstToken(isMember ? parent : place);
      const arrow = { filter: ({ value }: TSESTree.Token) => value === '=>' };
      const last =
        place.type === 'ArrowFunctionExpression'
          ? sourceCode.getTokenBefore(place.body, arrow)
          : sourceCode.getTokenBefore(place.body);
      return { start: (first ?? place).loc.start, end: (last ?? place).loc.end };
    }
  },
});

function dataOf({ kind, name, reader }: Receiver): Record<string, string> {
  if (kind === 'predicate') return { name, outcome: OUTCOMES[name] ?? 'the answer is always yes' };
  return reader ? { name, reader: reader.name.text } : { name };
}

/** What the methods make of a callback that always says yes. */
const OUTCOMES: Partial<Record<string, string>> = {
  filter: 'every element is kept',
  some: 'it is `true` for any element',
  every: 'it is always `true`',
  find: 'it finds the first element, whatever that is',
  findIndex: 'it finds the first element, whatever that is',
  findLast: 'it finds the last element, whatever that is',
  findLastIndex: 'it finds the last element, whatever that is',
};

/** Whether something may ask for the member: a base, an interface, or a type of its own. */
function isAskedFor(member: TSESTree.MethodDefinition | TSESTree.PropertyDefinition): boolean {
  if (member.static || member.key.type === 'PrivateIdentifier') return false;
  const { superClass, implements: interfaces } = member.parent.parent;
  const isTyped = member.type === 'PropertyDefinition' && member.typeAnnotation !== undefined;
  return isTyped || superClass !== null || interfaces.length > 0;
}

/** An expression, other than a function, that may have a function for its value. */
function isReference(node: TSESTree.Node | null): node is TSESTree.Expression {
  return (
    node?.type === 'Identifier' ||
    node?.type === 'MemberExpression' ||
    node?.type === 'CallExpression' ||
    node?.type === 'TSNonNullExpression'
  );
}

/** By its syntax: whether a function that is not async may return a promise. */
function mayReturnPromise({ body }: FunctionLiteral): boolean {
  return body.type === 'BlockStatement' ? body.body.some(returnsSome) : mayBePromise(body);
}

function returnsSome(statement: TSESTree.Statement): boolean {
  switch (statement.type) {
    case 'ReturnStatement':
      return statement.argument !== null && mayBePromise(statement.argument);
    case 'BlockStatement':
      return statement.body.some(returnsSome);
    case 'IfStatement':
      return (
        returnsSome(statement.consequent) ||
        (statement.alternate !== null && returnsSome(statement.alternate))
      );
    case 'SwitchStatement':
      return statement.cases.some(({ consequent }) => consequent.some(returnsSome));
    case 'TryStatement':
      return (
        statement.block.body.some(returnsSome) ||
        statement.handler?.body.body.some(returnsSome) === true ||
        statement.finalizer?.body.some(returnsSome) === true
      );
    case 'DoWhileStatement':
    case 'ForInStatement':
    case 'ForOfStatement':
    case 'ForStatement':
    case 'LabeledStatement':
    case 'WhileStatement':
      return returnsSome(statement.body);
    default:
      return false;
  }
}

function mayBePromise(value: TSESTree.Expression): boolean {
  switch (value.type) {
    case 'ArrayExpression':
    case 'ArrowFunctionExpression':
    case 'AssignmentExpression':
    case 'BinaryExpression':
    case 'ClassExpression':
    case 'FunctionExpression':
    case 'JSXElement':
    case 'JSXFragment':
    case 'Literal':
    case 'ObjectExpression':
    case 'TemplateLiteral':
    case 'UnaryExpression':
    case 'UpdateExpression':
      return value.type === 'AssignmentExpression' && mayBePromise(value.right);
    default:
      return true;
  }
}
