import type { TSESTree } from '@typescript-eslint/utils';
import type ts from 'typescript';

import {
  idleAwaitOf,
  idleElements,
  isDisposedAtOnce,
  isSurelySettled,
  type IdleAwait,
} from '../analysis/awaited-value.ts';
import { blockingSearch, type BlockingSearch } from '../analysis/blocking/blocking-call.ts';
import { misuseOf } from '../analysis/combinator-misuse.ts';
import { COMBINATORS } from '../analysis/promise-call.ts';
import { typedProgram } from '../analysis/typescript.ts';
import { allOfAwaited, takesValues } from '../fixes/await-elements.ts';
import { insertion } from '../fixes/edit.ts';
import { isGlobal, isOptional } from '../fixes/insert-await.ts';
import { offered, type Offer } from '../fixes/offer.ts';
import {
  withOneAwait,
  withoutAwait,
  withoutCombinator,
  withoutKeyword,
} from '../fixes/remove-await.ts';
import type { Repair } from '../fixes/repair.ts';
import { createRule } from '../kit/create-rule.ts';
import { isDisabledAt } from '../kit/disabled.ts';
import { quotedCode } from '../kit/quoted-code.ts';

type MessageIds =
  | 'plain'
  | 'called'
  | 'again'
  | 'promises'
  | 'elements'
  | 'members'
  | 'function'
  | 'generator'
  | 'callback'
  | 'loop'
  | 'combined'
  | 'combinedFunctions'
  | 'decided'
  | 'disposed'
  | 'remove'
  | 'removeOne'
  | 'all'
  | 'call'
  | 'values'
  | 'plainLoop'
  | 'plainUsing';

export default createRule<object, MessageIds>({
  name: 'await-thenable',
  meta: {
    type: 'problem',
    docs: {
      description: 'Disallow awaiting what is no promise, or does not wait for the promises in it',
      recommended: {},
      strict: {},
      replaces: ['@typescript-eslint/await-thenable', 'unicorn/no-unnecessary-await'],
      requiresTypeChecking: true,
    },
    fixable: 'code',
    hasSuggestions: true,
    schema: [],
    defaultOptions: [{}],
    messages: {
      plain:
        '`{{ value }}` is no promise, so this `await` waits for nothing: it only lets other code run before the next step. Remove it, or await what it was meant for.',
      called:
        '`{{ value }}` returns no promise, so this `await` waits for nothing. Remove it; if the call goes on in the background, it has to return a promise to be waited for.',
      again:
        'This `await` gets what another `await` has waited for already, and waits for nothing. Remove one of the two.',
      promises:
        '`{{ value }}` is {{ collection }} of promises, and `await` waits for none of them: the code goes on while they are pending, and nobody handles a rejection. Await `Promise.all(…)` of it.',
      elements:
        '`{{ value }}` is {{ collection }}, and `await` does not wait for what is in it. If these are promises, await `Promise.all(…)` of it; if not, remove the `await`.',
      members:
        '`{{ value }}` is an object, and `await` does not wait for the promises in it ({{ names }}): the code goes on while they are pending, and nobody handles a rejection. Await each of them, with `Promise.all` all together.',
      function:
        '`{{ value }}` is a function, and `await` does not call it: nothing runs, and nothing is waited for. Call it.',
      generator:
        '`{{ value }}` is an async generator, and `await` does not run it: nothing happens before it is iterated. Use `for await`.',
      callback:
        '`{{ value }}` calls back when it is done and returns no promise, so this `await` does not wait for it: the next step runs first. Use the form that returns a promise.',
      loop: '`{{ value }}` has no promises in it, so `for await` waits for nothing: it only lets other code run before each turn. Use `for`.',
      combined:
        '`{{ value }}` gets no promises, so it waits for nothing. Use the values as they are, or pass the promises that were meant.',
      combinedFunctions:
        '`{{ value }}` gets functions and does not call them: nothing runs, and nothing is waited for. Call them.',
      decided:
        '`{{ value }}` is no promise, so `{{ combinator }}` gives it at once, whatever the others do. Pass the promise that was meant, or use the value as it is.',
      disposed:
        '`{{ value }}` is disposed of synchronously, so `await using` waits for nothing. Use `using`.',
      remove: 'Remove the `await`.',
      removeOne: 'Remove one `await`.',
      all: 'Await all promises of `{{ value }}` together.',
      call: 'Call `{{ value }}`.',
      values: 'Use the values as they are.',
      plainLoop: 'Use `for` without `await`.',
      plainUsing: 'Use `using` without `await`.',
    },
  },

  create(context, _options, { services, fix, additional }) {
    const program = typedProgram(services);
    if (!program) return {};
    const typed = program;
    const { sourceCode } = context;
    const expressionOf = (node: TSESTree.Expression): ts.Expression =>
      services.esTreeNodeToTSNodeMap.get(node) as ts.Expression;
    let search: BlockingSearch | undefined;

    return {
      AwaitExpression: checkAwait,
      CallExpression(node) {
        const { callee } = node;
        if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier') return;
        if (callee.object.name === 'Promise') checkCombinator(node);
      },
      'ForOfStatement[await=true]': checkLoop,
      'VariableDeclaration[kind="await using"]': checkUsing,
    };

    function checkAwait(node: TSESTree.AwaitExpression): void {
      const operand = expressionOf(node.argument);
      const idle = idleAwaitOf(operand, typed, () => blocking().catalogue);
      if (!idle || (isOnlyRemoved(idle) && blocks(node.argument))) return;
      const value = quotedCode(node.argument, sourceCode);
      report(node, messageOf(idle), { value, ...dataOf(idle) }, offersFor(node, idle, value));
    }

    function offersFor(
      node: TSESTree.AwaitExpression,
      idle: IdleAwait,
      value: string,
    ): Offer<MessageIds>[] {
      const removed = offer(withoutAwait(node, sourceCode), 'remove', {});
      switch (idle.kind) {
        case 'again':
          return offer(withOneAwait(node, sourceCode), 'removeOne', {}, true);
        case 'promises': {
          const { collection, optional, certain } = idle;
          const repair = allOfAwaited(node, collection, optional, sourceCode);
          const proven =
            certain && collection === 'array' && !optional && takesValues(node, sourceCode);
          const all = offer(repair, 'all', { value }, proven);
          return certain ? all : [...all, ...removed];
        }
        case 'function':
          return idle.callable ? offer(calledOperand(node), 'call', { value }) : [];
        // The form that returns a promise takes no callback: what that one does must be moved by hand.
        case 'callback':
        case 'plain':
          return removed;
        default:
          return [];
      }
    }

    /** `await load` → `await load()` */
    function calledOperand({ argument }: TSESTree.AwaitExpression): Repair | undefined {
      const isPath = argument.type === 'Identifier' || argument.type === 'MemberExpression';
      if (!isPath || isOptional(argument)) return undefined;
      const edits = [insertion(argument.range[1], '()')];
      return { site: argument, needs: [], released: [], edits: () => edits };
    }

    function checkCombinator(node: TSESTree.CallExpression): void {
      const { callee, arguments: given } = node;
      const [argument, ...others] = given;
      if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return;
      if (callee.computed || !COMBINATORS.has(callee.property.name)) return;
      if (!argument || argument.type === 'SpreadElement' || others.length > 0) return;
      // An `await` in the array is `no-misused-promise-all`'s.
      if (argument.type === 'ArrayExpression' && argument.elements.some(isAwait)) return;
      if (!isGlobal('Promise', node, sourceCode)) return;
      const elements = idleElements(expressionOf(argument), typed);
      const first = elements ? undefined : decidingElement(callee.property.name, argument);
      if (!elements && !first) return;
      // What `no-misused-promise-all` reports is not said twice.
      const misuse = misuseOf(expressionOf(node) as ts.CallExpression, typed, blocking().catalogue);
      if (misuse && misuse.kind !== 'uninspected') return;
      if (first) {
        const combinator = quotedCode(callee, sourceCode);
        const data = { value: quotedCode(first, sourceCode), combinator };
        context.report({ node: first, messageId: 'decided', data });
        return;
      }
      report(
        callee,
        elements === 'plain' ? 'combined' : 'combinedFunctions',
        { value: quotedCode(callee, sourceCode) },
        elements === 'plain' && callee.property.name === 'all' && isArray(argument)
          ? offer(withoutCombinator(node, argument, sourceCode), 'values', {})
          : [],
      );
    }

    /** The first element of `Promise.race([value, promise])`, where it is no promise: it has won already. */
    function decidingElement(
      method: string,
      argument: TSESTree.Expression,
    ): TSESTree.Expression | undefined {
      if (method !== 'race' && method !== 'any') return undefined;
      const first = argument.type === 'ArrayExpression' ? argument.elements[0] : undefined;
      if (!first || first.type === 'SpreadElement') return undefined;
      return isSurelySettled(expressionOf(first), typed) ? first : undefined;
    }

    function isArray(node: TSESTree.Expression): boolean {
      const type = services.getTypeAtLocation(node);
      return typed.checker.isArrayType(type) || typed.checker.isTupleType(type);
    }

    function checkLoop(node: TSESTree.ForOfStatement): void {
      if (idleElements(expressionOf(node.right), typed) === undefined) return;
      const value = quotedCode(node.right, sourceCode);
      report(node, 'loop', { value }, offer(withoutKeyword(node, sourceCode), 'plainLoop', {}));
    }

    function checkUsing(node: TSESTree.VariableDeclaration): void {
      const [only, ...others] = node.declarations;
      if (!only.init || others.length > 0) return;
      if (!isDisposedAtOnce(expressionOf(only.init), typed)) return;
      const value = quotedCode(only.id, sourceCode);
      report(
        node,
        'disposed',
        { value },
        offer(withoutKeyword(node, sourceCode), 'plainUsing', {}),
      );
    }

    /** Whether `no-blocking-call` reports it. */
    function blocks(operand: TSESTree.Expression): boolean {
      return blocking().at(expressionOf(operand)) !== undefined;
    }

    function blocking(): BlockingSearch {
      return (search ??= blockingSearch(
        typed,
        {
          minimumCost: 'metadata',
          inferred: true,
          contexts: [],
          ignoreStartup: false,
          commands: true,
          memoized: true,
          byDesign: [],
          depth: 6,
          additional,
          isAllowed: () => false,
        },
        `await-thenable ${JSON.stringify(additional)}`,
      ));
    }

    /** On the keyword: what stands behind it may hold another report. */
    function report(
      node: TSESTree.Node,
      messageId: MessageIds,
      data: Record<string, string>,
      offers: readonly Offer<MessageIds>[],
    ): void {
      const keyword = sourceCode.getFirstToken(node, { filter: ({ value }) => value === 'await' });
      const place = node.type === 'MemberExpression' ? node : (keyword ?? node);
      const disabled = isDisabledAt(node, context.id, sourceCode);
      const [repairs] = offered([{ offers, disabled }], fix, sourceCode);
      context.report({ loc: place.loc, messageId, data, ...repairs });
    }
  },
});

function offer(
  repair: Repair | undefined,
  messageId: MessageIds,
  data: Record<string, string>,
  proven = false,
): Offer<MessageIds>[] {
  return repair ? [{ repair, messageId, data, proven }] : [];
}

/** Whether nothing else than the `await` is wrong for certain. */
function isOnlyRemoved(idle: IdleAwait): boolean {
  return idle.kind === 'plain' || (idle.kind === 'promises' && !idle.certain);
}

function messageOf(idle: IdleAwait): MessageIds {
  switch (idle.kind) {
    case 'plain':
      return idle.called ? 'called' : 'plain';
    case 'promises':
      return idle.certain ? 'promises' : 'elements';
    default:
      return idle.kind;
  }
}

function dataOf(idle: IdleAwait): Record<string, string> {
  switch (idle.kind) {
    case 'promises':
      return { collection: idle.collection === 'array' ? 'an array' : 'a collection' };
    case 'members':
      return { names: idle.names.map((each) => `\`${each}\``).join(', ') };
    default:
      return {};
  }
}

function isAwait(element: TSESTree.Expression | TSESTree.SpreadElement | null): boolean {
  return element?.type === 'AwaitExpression';
}
