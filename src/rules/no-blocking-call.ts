import type { TSESTree } from '@typescript-eslint/utils';

import {
  blockingSearch,
  type BlockingCall,
  type ChainLink,
} from '../analysis/blocking/blocking-call.ts';
import {
  counterpartAt,
  writtenAs,
  type CounterpartHere,
} from '../analysis/blocking/counterpart.ts';
import { sourcePlaceOf } from '../analysis/source-place.ts';
import { typedProgram } from '../analysis/typescript.ts';
import { COSTS, type Cost, type Row } from '../catalogue/row.ts';
import { awaitCounterpart, type AwaitedCounterpart } from '../fixes/await-counterpart.ts';
import { offered, type Finding, type Offer } from '../fixes/offer.ts';
import { ALLOW_SCHEMA, isAllowed, type Allowed } from '../kit/allow.ts';
import { createRule } from '../kit/create-rule.ts';
import { isDisabledAt } from '../kit/disabled.ts';
import { noteEvidence, type CallChain } from '../kit/evidence.ts';
import { ADDITIONAL_SCHEMA } from '../kit/settings.ts';

export interface Options {
  minimumCost: Cost;
  inferred: boolean;
  contexts: readonly ('timer' | 'event')[];
  ignoreStartup: boolean;
  commands: boolean;
  memoized: boolean;
  byDesign: readonly string[];
  transitive: boolean | { depth: number };
  allow: readonly Allowed[];
  additional: readonly Row[];
}

/** A chain through more functions than this is nobody's quick repair. */
const DEFAULT_DEPTH = 6;

type MessageIds = 'blocks' | 'awaitBlocks' | 'blocksThrough' | AwaitedCounterpart['kind'];

export default createRule<Options, MessageIds>({
  name: 'no-blocking-call',
  meta: {
    type: 'problem',
    docs: {
      description: 'Disallow calls that block the event loop in asynchronous code',
      recommended: { options: { minimumCost: 'data', inferred: false, commands: false } },
      strict: {
        options: {
          minimumCost: 'metadata',
          inferred: true,
          contexts: ['timer', 'event'],
          commands: true,
        },
      },
      offInTestFiles: true,
      replaces: ['n/no-sync'],
      requiresTypeChecking: true,
    },
    fixable: 'code',
    hasSuggestions: true,
    schema: [
      {
        type: 'object',
        additionalProperties: false,
        properties: {
          minimumCost: {
            type: 'string',
            enum: [...COSTS],
            description:
              'The cheapest kind of call to report: `metadata` (all), `data`, `cpu` or `process`.',
          },
          inferred: {
            type: 'boolean',
            description:
              'Whether to report functions named `…Sync` that only their types show to have an asynchronous counterpart.',
          },
          contexts: {
            type: 'array',
            items: { type: 'string', enum: ['timer', 'event'] },
            uniqueItems: true,
            description:
              'Callbacks that count as asynchronous code, besides async functions, promise reactions and request handlers.',
          },
          ignoreStartup: {
            type: 'boolean',
            description:
              'Whether to leave alone async functions that only the top level of a module calls.',
          },
          commands: {
            type: 'boolean',
            description:
              'Whether to report what waits for the disk in a command of a command-line program that does one thing at a time.',
          },
          memoized: {
            type: 'boolean',
            description:
              'Whether to report what runs at most once, or once for each key, behind a guard that keeps its value.',
          },
          byDesign: {
            type: 'array',
            items: { type: 'string' },
            uniqueItems: true,
            description:
              'Modules that are synchronous by design, to be reported all the same: `better-sqlite3`, `node:sqlite`.',
          },
          transitive: {
            oneOf: [
              { type: 'boolean' },
              {
                type: 'object',
                additionalProperties: false,
                required: ['depth'],
                properties: {
                  depth: {
                    type: 'integer',
                    minimum: 1,
                    description: 'How many functions a chain may have.',
                  },
                },
              },
            ],
            description: 'Whether to follow calls into the functions of the program, and how deep.',
          },
          allow: ALLOW_SCHEMA,
          additional: ADDITIONAL_SCHEMA,
        },
      },
    ],
    defaultOptions: [
      {
        minimumCost: 'metadata',
        inferred: true,
        contexts: [],
        ignoreStartup: false,
        commands: true,
        memoized: false,
        byDesign: [],
        transitive: true,
        allow: [],
        additional: [],
      },
    ],
    messages: {
      blocks:
        '`{{ call }}` blocks the event loop: while it waits for {{ on }}, no other request, timer or promise of this process runs. {{ remedy }}.',
      awaitBlocks:
        '`await` does not make `{{ call }}` asynchronous: the call blocks the event loop first, and while it waits for {{ on }}, no other request, timer or promise of this process runs. {{ remedy }}.',
      blocksThrough:
        '`{{ call }}` blocks the event loop: it runs `{{ chain }}` ({{ place }}), and while that waits for {{ on }}, no other request, timer or promise of this process runs. {{ remedy }}.',
      await: 'Await `{{ counterpart }}` instead{{ doubt }}.',
      map: 'Await `{{ counterpart }}` for all elements together{{ doubt }}.',
      reaction: 'Make the callback async and await `{{ counterpart }}`{{ doubt }}.',
      handler: 'Make the handler async and await `{{ counterpart }}`{{ doubt }}.',
      helpers:
        'Make `{{ helper }}` async with `{{ counterpart }}`, and await its calls{{ doubt }}.',
    },
  },

  create(context, options, { services, fix, additional }) {
    const program = typedProgram(services);
    if (!program) return {};
    const { sourceCode } = context;
    const { transitive } = options;
    const search = blockingSearch(
      program,
      {
        ...options,
        depth: typeof transitive === 'object' ? transitive.depth : transitive ? DEFAULT_DEPTH : 0,
        additional,
        isAllowed: (callee) => isAllowed(callee, options.allow, context.cwd),
      },
      JSON.stringify([options, additional, context.cwd]),
    );
    const file = { typed: program, catalogue: search.catalogue, services, sourceCode };
    const found: { place: TSESTree.Node; call: BlockingCall }[] = [];

    return {
      CallExpression: checkCall,
      NewExpression: checkCall,
      TaggedTemplateExpression: (node) => {
        check(node, node.tag);
      },
      MemberExpression: (node) => {
        check(node, node);
      },
      'ObjectPattern > Property': (node: TSESTree.Property) => {
        check(node, node.key);
      },
      'Program:exit': reportAll,
    };

    function checkCall(node: TSESTree.CallExpression | TSESTree.NewExpression): void {
      check(node, node.callee);
      for (const passed of node.arguments) if (passed.type === 'Identifier') check(passed, passed);
    }

    function check(node: TSESTree.Node, place: TSESTree.Node): void {
      const call = search.at(services.esTreeNodeToTSNodeMap.get(node));
      if (call) found.push({ place, call });
    }

    /** All at once: which fixes may touch the imports depends on the other findings of the file. */
    function reportAll(): void {
      const findings = found.map(({ place, call }) => findingOf(place, call));
      const repairs = offered(findings, fix, sourceCode);
      findings.forEach(({ place, call, messageId, data }, index) => {
        const node = shownAt(place);
        if (call.chain.length > 0) noteEvidence(context, node.loc, () => wayOf(call));
        context.report({ node, messageId, data, ...repairs[index] });
      });
    }

    /** Editors know a report by its range: of `load().text`, where both block, the outer is `text`. */
    function shownAt(place: TSESTree.Node): TSESTree.Node {
      if (place.type !== 'MemberExpression') return place;
      const [start, end] = place.range;
      const holdsAnother = found.some(
        ({ place: other }) => other !== place && other.range[0] >= start && other.range[1] <= end,
      );
      return holdsAnother ? place.property : place;
    }

    function findingOf(place: TSESTree.Node, call: BlockingCall): BlockingFinding {
      const { api, chain, text } = call;
      const counterpart = counterpartAt(api.at, api.row, api.inferred, file.typed);
      const awaited = awaitCounterpart(call, counterpart, file);
      const helper = chain.at(-1);
      return {
        place,
        call,
        messageId: helper ? 'blocksThrough' : isAwaited(place) ? 'awaitBlocks' : 'blocks',
        data: {
          call: text,
          on: api.on,
          chain: [...chain.map((link) => link.name), api.text].join(' → '),
          place: api.place,
          remedy: remedyOf(counterpart, api.text, helper, awaited),
        },
        offers: offersOf(counterpart, api.text, helper?.name ?? '', awaited),
        disabled: isDisabledAt(place, context.id, sourceCode),
      };
    }
  },
});

interface BlockingFinding extends Finding<MessageIds> {
  readonly place: TSESTree.Node;
  readonly call: BlockingCall;
  readonly messageId: MessageIds;
  readonly data: Record<string, string>;
}

function offersOf(
  counterpart: CounterpartHere,
  called: string,
  helper: string,
  awaited: AwaitedCounterpart | string,
): Offer<MessageIds>[] {
  if (counterpart.kind === 'none' || typeof awaited === 'string') return [];
  const { kind, repair, doubt } = awaited;
  const { name } = writtenAs(counterpart, called);
  const check = doubt === undefined ? '' : `; check first: ${doubt}`;
  const data = { counterpart: name, helper, doubt: check };
  return [{ repair, messageId: kind, data, proven: doubt === undefined }];
}

/** Each call on the way, with what it calls. */
function wayOf({ node, text, chain, api }: BlockingCall): CallChain {
  const calls = [node, ...chain.map(({ next }) => next)];
  const names = [text, ...chain.slice(1).map(({ name }) => name), api.text];
  const steps = calls.map((each, index) => ({
    called: names[index] ?? '',
    ...sourcePlaceOf(each),
  }));
  return { kind: 'chain', steps, on: api.on };
}

/** `await` right before the call, and not before another that it is passed to. */
function isAwaited(callee: TSESTree.Node): boolean {
  const call = callee.parent;
  return (
    call?.type === 'CallExpression' &&
    call.callee === callee &&
    call.parent.type === 'AwaitExpression'
  );
}

/** What to do, as a sentence without its full stop. */
function remedyOf(
  counterpart: CounterpartHere,
  called: string,
  helper: ChainLink | undefined,
  awaited: AwaitedCounterpart | string,
): string {
  if (counterpart.kind === 'none') {
    const { advice, because } = counterpart;
    if (advice === undefined) return 'Move the work to a worker thread or out of asynchronous code';
    return because === undefined
      ? `Instead, ${advice}`
      : `Instead, ${advice} (by hand: ${because})`;
  }
  const { name, from } = writtenAs(counterpart, called);
  const what = from === undefined ? `\`${name}\`` : `\`${name}\` of ${from}`;
  const remedy =
    helper === undefined
      ? `Await ${what} instead`
      : helper.kind === 'constructor'
        ? `Await ${what} before \`${helper.name}\`, and hand it the result`
        : helper.kind === 'accessor'
          ? `Make \`${helper.name}\` a method that awaits ${what}`
          : `Make \`${helper.name}\` asynchronous with ${what}, and await it`;
  return typeof awaited === 'string' ? `${remedy} (by hand: ${awaited})` : remedy;
}
