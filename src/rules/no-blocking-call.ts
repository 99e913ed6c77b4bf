import type { TSESTree } from '@typescript-eslint/utils';

import { blockingSearch, type BlockingCall } from '../analysis/blocking/blocking-call.ts';
import { counterpartAt, type CounterpartHere } from '../analysis/blocking/counterpart.ts';
import { typedProgram } from '../analysis/typescript.ts';
import { COSTS, type Cost, type Row } from '../catalogue/row.ts';
import { awaitCounterpart, type AwaitedCounterpart } from '../fixes/await-counterpart.ts';
import { offered, type Finding, type Offer } from '../fixes/offer.ts';
import { ALLOW_SCHEMA, isAllowed, type Allowed } from '../kit/allow.ts';
import { createRule } from '../kit/create-rule.ts';
import { isDisabledAt } from '../kit/disabled.ts';

export interface Options {
  minimumCost: Cost;
  inferred: boolean;
  contexts: readonly ('timer' | 'event')[];
  ignoreStartup: boolean;
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
      recommended: { options: { minimumCost: 'data', inferred: false } },
      strict: {
        options: { minimumCost: 'metadata', inferred: true, contexts: ['timer', 'event'] },
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
          memoized: {
            type: 'boolean',
            description:
              'Whether to report what runs at most once, behind a guard that keeps its value.',
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
          additional: {
            type: 'array',
            items: { type: 'object' },
            description: 'Facts about more functions, in the shape of the catalogue.',
          },
        },
      },
    ],
    defaultOptions: [
      {
        minimumCost: 'metadata',
        inferred: true,
        contexts: [],
        ignoreStartup: false,
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
      findings.forEach(({ place, messageId, data }, index) => {
        context.report({ node: place, messageId, data, ...repairs[index] });
      });
    }

    function findingOf(place: TSESTree.Node, call: BlockingCall): BlockingFinding {
      const { api, chain } = call;
      const counterpart = counterpartAt(api.at, api.row, api.inferred, file.typed);
      const awaited = awaitCounterpart(call, counterpart, file);
      const innermost = chain.at(-1)?.name;
      const name = nameOf(counterpart, api.text);
      const isAwaited = (place.parent?.parent ?? place).type === 'AwaitExpression';
      return {
        place,
        messageId: chain.length > 0 ? 'blocksThrough' : isAwaited ? 'awaitBlocks' : 'blocks',
        data: {
          call: shortText(place),
          on: api.on,
          chain: [...chain.map((link) => link.name), api.text].join(' → '),
          place: placeOf(api.at),
          remedy: remedyOf(counterpart, name, innermost, awaited),
        },
        offers: typeof awaited === 'string' ? [] : [offerOf(awaited, name, innermost ?? '')],
        disabled: isDisabledAt(place, context.id, sourceCode),
      };
    }

    function shortText(node: TSESTree.Node): string {
      const text = sourceCode.getText(node);
      return text.length <= 60 && !text.includes('\n')
        ? text
        : `${text.slice(0, 20).split('\n')[0] ?? ''}…`;
    }

    /** `settings.ts:12`: where in the program the API is called. */
    function placeOf(node: BlockingCall['node']): string {
      const file = node.getSourceFile();
      const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
      return `${file.fileName.split('/').at(-1) ?? ''}:${String(line + 1)}`;
    }
  },
});

interface BlockingFinding extends Finding<MessageIds> {
  readonly place: TSESTree.Node;
  readonly messageId: MessageIds;
  readonly data: Record<string, string>;
}

function offerOf(
  { kind, repair, doubt }: AwaitedCounterpart,
  counterpart: string,
  helper: string,
): Offer<MessageIds> {
  const check = doubt === undefined ? '' : `; check first: ${doubt}`;
  return {
    repair,
    messageId: kind,
    data: { counterpart, helper, doubt: check },
    proven: doubt === undefined,
  };
}

/** `fs.promises.readFile`, or the bare name of what is imported. */
function nameOf(counterpart: CounterpartHere, called: string): string {
  if (counterpart.kind === 'none') return '';
  if (counterpart.kind === 'written' || counterpart.onReceiver === undefined) {
    return counterpart.name;
  }
  const receiver = called.slice(0, Math.max(0, called.lastIndexOf('.')));
  return receiver === '' ? counterpart.onReceiver : `${receiver}.${counterpart.onReceiver}`;
}

/** What to do, as a sentence without its full stop. */
function remedyOf(
  counterpart: CounterpartHere,
  name: string,
  helper: string | undefined,
  awaited: AwaitedCounterpart | string,
): string {
  if (counterpart.kind === 'none') {
    return counterpart.advice === undefined
      ? 'Move the work to a worker thread, or out of asynchronous code'
      : `Instead, ${counterpart.advice}${counterpart.because === undefined ? '' : ` (by hand: ${counterpart.because})`}`;
  }
  const source = sourceOf(counterpart);
  const called = source === undefined ? `\`${name}\`` : `\`${name}\` of \`${source}\``;
  const isPromisified = counterpart.kind === 'written' && counterpart.form.imports?.['promisify'];
  const what = isPromisified ? `${called} through \`promisify\`` : called;
  const remedy =
    helper === undefined
      ? `Await ${what} instead`
      : `Make \`${helper}\` asynchronous with ${what}, and await it`;
  return typeof awaited === 'string' ? `${remedy} (by hand: ${awaited})` : remedy;
}

/** The module that a person imports the counterpart from; `undefined` where the receiver has it. */
function sourceOf(counterpart: Exclude<CounterpartHere, { kind: 'none' }>): string | undefined {
  if (counterpart.kind === 'written') return counterpart.form.imports?.[counterpart.name];
  return counterpart.onReceiver === undefined ? counterpart.module : undefined;
}
