import type { TSESTree } from '@typescript-eslint/utils';

import { misuseOf, resultUseOf, type Misuse } from '../analysis/combinator-misuse.ts';
import { candidatesWithin } from '../analysis/concurrency/candidates.ts';
import { groupsOf } from '../analysis/concurrency/together.ts';
import { COMBINATORS } from '../analysis/promise-call.ts';
import { typedProgram } from '../analysis/typescript.ts';
import { catalogueOf } from '../catalogue/catalogue.ts';
import type { Row } from '../catalogue/row.ts';
import { offered, type Offer } from '../fixes/offer.ts';
import type { Repair } from '../fixes/repair.ts';
import { flattened, returned, unwrapped, withoutInnerAwaits } from '../fixes/repair-combinator.ts';
import { createRule } from '../kit/create-rule.ts';
import { isDisabledAt } from '../kit/disabled.ts';
import { methodName } from '../kit/method-name.ts';
import { quotedCode } from '../kit/quoted-code.ts';
import { ADDITIONAL_SCHEMA } from '../kit/settings.ts';
import { shownAt } from '../kit/shown-at.ts';

export interface Options {
  settledResults: boolean;
  additional: readonly Row[];
}

type MessageIds =
  | 'awaited'
  | 'awaitedLate'
  | 'nested'
  | 'noReturn'
  | 'single'
  | 'uninspected'
  | 'removeAwaits'
  | 'flatten'
  | 'return'
  | 'unwrap';

type Kind = Misuse['kind'];

export default createRule<Options, MessageIds>({
  name: 'no-misused-promise-all',
  meta: {
    type: 'problem',
    docs: {
      description:
        'Disallow calls of `Promise.all` and its like that do not wait for promises together',
      recommended: { options: { settledResults: false } },
      strict: { options: { settledResults: true } },
      replaces: [
        'unicorn/no-await-in-promise-methods',
        'unicorn/no-single-promise-in-promise-methods',
      ],
      requiresTypeChecking: true,
    },
    fixable: 'code',
    hasSuggestions: true,
    schema: [
      {
        type: 'object',
        additionalProperties: false,
        properties: {
          settledResults: {
            type: 'boolean',
            description:
              'Whether to report `await Promise.allSettled(…)` whose results nobody looks at.',
          },
          additional: ADDITIONAL_SCHEMA,
        },
      },
    ],
    defaultOptions: [{ settledResults: true, additional: [] }],
    messages: {
      awaited:
        '`{{ element }}` is done before `{{ combinator }}` is called: what stands in its array runs one after the other. Leave out the `await`, or the combinator.',
      awaitedLate:
        '`{{ element }}` is done before `{{ combinator }}` is called, and until then nothing handles `{{ pending }}`, which has started: if it rejects meanwhile, the process ends with an unhandled rejection. Leave out the `await`, or await it in a statement before.',
      nested:
        '`{{ element }}` is an array of promises, and `{{ combinator }}` waits for its elements only: it goes on at once, and nothing waits for these promises or handles their rejections. Pass the array itself, or spread it.',
      noReturn:
        'The callback returns nothing, so `{{ combinator }}` goes on at once: nothing waits for `{{ element }}` or handles its rejection. Return the promise.',
      single:
        '`{{ combinator }}` of one promise waits for that promise: the array around it and its result is for nothing. Await `{{ element }}` itself.',
      uninspected:
        '`{{ combinator }}` never rejects, and nobody looks at its results: whatever fails here is lost without a trace. Look for results whose `status` is `rejected`, or use `Promise.all`.',
      removeAwaits: 'Leave out `await`, so that all run together{{ doubt }}.',
      flatten: 'Wait for the promises in `{{ element }}`.',
      return: 'Return `{{ element }}`.',
      unwrap: 'Await `{{ element }}` itself.',
    },
  },

  create(context, { settledResults }, { services, fix, additional }) {
    const typed = typedProgram(services);
    if (!typed) return {};
    const { sourceCode } = context;
    const { esTreeNodeToTSNodeMap: toTs, tsNodeToESTreeNodeMap: toTree } = services;
    const catalogue = catalogueOf(additional);

    return {
      CallExpression(call) {
        if (COMBINATORS.has(methodName(call))) check(call);
      },
    };

    function check(call: TSESTree.CallExpression): void {
      const node = toTs.get(call);
      if (!typed?.ts.isCallExpression(node)) return;
      const misuse = misuseOf(node, typed, catalogue);
      if (!misuse || (misuse.kind === 'uninspected' && !settledResults)) return;
      const place = placeOf(misuse, call);
      const data = {
        combinator: quotedCode(call.callee, sourceCode),
        element: quotedCode(
          misuse.kind === 'single' ? toTree.get<TSESTree.Node>(misuse.element) : place,
          sourceCode,
        ),
        pending:
          misuse.kind === 'awaited' && misuse.pending
            ? quotedCode(toTree.get<TSESTree.Node>(misuse.pending), sourceCode)
            : '',
      };
      const offer = offerFor(misuse, call, data);
      const finding = {
        offers: offer ? [offer] : [],
        disabled: isDisabledAt(place, context.id, sourceCode),
      };
      const [repair] = offered([finding], fix, sourceCode);
      context.report({ loc: shownLoc(place), messageId: messageOf(misuse), data, ...repair });
    }

    /** Of an `await` its keyword, of a call its callee: what is within may have a report of its own. */
    function shownLoc(place: TSESTree.Node): TSESTree.SourceLocation {
      const keyword = place.type === 'AwaitExpression' && sourceCode.getFirstToken(place);
      const [loc] = shownAt([place], sourceCode);
      return keyword ? keyword.loc : (loc ?? place.loc);
    }

    /** The narrowest expression that is wrong. */
    function placeOf(misuse: Misuse, call: TSESTree.CallExpression): TSESTree.Node {
      switch (misuse.kind) {
        case 'awaited':
          return first(misuse.awaits) ?? call.callee;
        case 'nested':
          return first(misuse.elements) ?? call.callee;
        case 'no-return':
          return toTree.get<TSESTree.ExpressionStatement>(misuse.lost).expression;
        case 'single':
        case 'uninspected':
          return call.callee;
      }
    }

    function first(nodes: readonly Parameters<typeof toTree.get>[0][]): TSESTree.Node | undefined {
      const [node] = nodes;
      return node && toTree.get<TSESTree.Node>(node);
    }

    function offerFor(
      misuse: Misuse,
      call: TSESTree.CallExpression,
      data: Record<string, string>,
    ): Offer<MessageIds> | undefined {
      const node = toTs.get(call);
      const [argument] = call.arguments;
      if (!typed || !argument || !typed.ts.isCallExpression(node)) return undefined;
      const use = resultUseOf(node, typed);
      const made = (
        repair: Repair | undefined,
        messageId: MessageIds,
        proven: boolean,
        more: Record<string, string> = data,
      ): Offer<MessageIds> | undefined => repair && { repair, messageId, data: more, proven };

      switch (misuse.kind) {
        case 'awaited': {
          const awaits = misuse.awaits.map((each) => toTree.get<TSESTree.AwaitExpression>(each));
          const proven = isAll(call) && mayRunTogether(argument, awaits.length);
          const doubt = proven ? '' : '; check first that none needs another to be done';
          return made(withoutInnerAwaits(call, awaits, sourceCode), 'removeAwaits', proven, {
            doubt,
          });
        }
        case 'nested': {
          if (argument.type !== 'ArrayExpression') return undefined;
          const elements = misuse.elements.map((each) => toTree.get<TSESTree.Expression>(each));
          const repair = flattened(argument, elements, sourceCode);
          return made(repair, 'flatten', isAll(call) && use.kind === 'unused');
        }
        case 'no-return': {
          const statement = toTree.get<TSESTree.ExpressionStatement>(misuse.lost);
          const { body } = statement.parent as TSESTree.BlockStatement;
          if (body.at(-1) !== statement) return undefined;
          return made(returned(statement), 'return', body.length === 1);
        }
        case 'single': {
          const element = toTree.get<TSESTree.Expression>(misuse.element);
          const pattern =
            use.kind === 'destructured'
              ? toTree.get<TSESTree.ArrayPattern>(use.pattern)
              : undefined;
          return made(unwrapped(call, element, pattern, sourceCode), 'unwrap', true, {
            element: quotedCode(element, sourceCode),
          });
        }
        case 'uninspected':
          return undefined;
      }
    }

    /** Whether all elements of the array are awaited calls that are shown to be independent. */
    function mayRunTogether(array: TSESTree.Node, count: number): boolean {
      if (!typed || array.type !== 'ArrayExpression' || array.elements.length !== count)
        return false;
      const node = toTs.get(array);
      const groups = candidatesWithin(node, typed.ts).flatMap((candidate) =>
        groupsOf(candidate, typed, catalogue),
      );
      return groups.some(
        ({ members, verdict }) =>
          members.length === count &&
          verdict.kind === 'proven' &&
          members.every(({ opening }) => opening === undefined),
      );
    }
  },
});

const MESSAGES: Record<Kind, MessageIds> = {
  awaited: 'awaited',
  nested: 'nested',
  'no-return': 'noReturn',
  single: 'single',
  uninspected: 'uninspected',
};

function messageOf(misuse: Misuse): MessageIds {
  return misuse.kind === 'awaited' && misuse.pending ? 'awaitedLate' : MESSAGES[misuse.kind];
}

function isAll({ callee }: TSESTree.CallExpression): boolean {
  return (
    callee.type === 'MemberExpression' &&
    callee.property.type === 'Identifier' &&
    callee.property.name === 'all'
  );
}
