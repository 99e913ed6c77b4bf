import type { TSESTree } from '@typescript-eslint/utils';
import type ts from 'typescript';

import {
  independentLoop,
  loopClassOf,
  type LoopVerdict,
} from '../analysis/concurrency/loop-class.ts';
import { serialReduceOf } from '../analysis/concurrency/serial-reduce.ts';
import { declaredDependency } from '../analysis/declared-dependency.ts';
import { typedProgram, type TypedProgram } from '../analysis/typescript.ts';
import { calledName } from '../analysis/called-name.ts';
import { catalogueOf, type Catalogue } from '../catalogue/catalogue.ts';
import type { Row } from '../catalogue/row.ts';
import { gatherLoop } from '../fixes/gather-loop.ts';
import type { Limiter } from '../fixes/gathered-map.ts';
import { gatherReduce } from '../fixes/gather-reduce.ts';
import type { CountedLoop } from '../fixes/loop-head.ts';
import { offered, type Finding, type Offer } from '../fixes/offer.ts';
import { isFunction, isLoop, isWithin } from '../fixes/statement-list.ts';
import { ALLOW_SCHEMA, isAllowed, type Allowed } from '../kit/allow.ts';
import { createRule } from '../kit/create-rule.ts';
import { isDisabledAt } from '../kit/disabled.ts';
import { noteEvidence } from '../kit/evidence.ts';
import { methodName } from '../kit/method-name.ts';
import { ADDITIONAL_SCHEMA } from '../kit/settings.ts';
import { quotedCallee } from '../kit/shown-at.ts';

export interface Options {
  likely: boolean;
  concurrency: { limiter?: Limiter['name']; limit?: number };
  explain: boolean;
  allow: readonly Allowed[];
  additional: readonly Row[];
}

type MessageIds = 'waits' | 'waitsInReduce' | 'left' | 'together' | 'limited';

type Loop = CountedLoop | TSESTree.WhileStatement | TSESTree.DoWhileStatement;

interface LoopFinding extends Finding<MessageIds> {
  readonly loc: TSESTree.SourceLocation;
  readonly messageId: MessageIds;
  readonly data: Record<string, string>;
}

const LIMITERS = ['p-map', 'p-limit'] as const;

/** How many turns run at once where a package limits them and nobody said how many. */
const DEFAULT_LIMIT = 8;

export default createRule<Options, MessageIds>({
  name: 'no-await-in-loop',
  meta: {
    type: 'suggestion',
    docs: {
      description: 'Disallow loops whose turns wait for each other although they are independent',
      recommended: {},
      strict: {},
      offInTestFiles: true,
      replaces: ['no-await-in-loop'],
      requiresTypeChecking: true,
    },
    fixable: 'code',
    hasSuggestions: true,
    schema: [
      {
        type: 'object',
        additionalProperties: false,
        properties: {
          likely: {
            type: 'boolean',
            description:
              'Whether to report loops that are independent if their calls only read, as their names say.',
          },
          concurrency: {
            type: 'object',
            additionalProperties: false,
            description:
              'The package that limits how many turns run at once, and how many: `{ "limiter": "p-map", "limit": 8 }`.',
            properties: {
              limiter: {
                type: 'string',
                enum: [...LIMITERS],
                description: 'The package; without it, the one that `package.json` depends on.',
              },
              limit: {
                type: 'integer',
                minimum: 1,
                description: 'How many turns run at once.',
              },
            },
          },
          explain: {
            type: 'boolean',
            description: 'Whether to report the loops that are left alone, too, and why they are.',
          },
          allow: ALLOW_SCHEMA,
          additional: ADDITIONAL_SCHEMA,
        },
      },
    ],
    defaultOptions: [{ likely: true, concurrency: {}, explain: false, allow: [], additional: [] }],
    messages: {
      waits:
        'Each turn of this loop starts `{{ call }}` only when the turn before is done: the waits add up, and n turns take n times as long as one. {{ remedy }}. {{ evidence }}.',
      waitsInReduce:
        'This callback awaits `{{ accumulator }}` before it starts `{{ call }}`: the waits add up, and n elements take n times as long as one. {{ remedy }}. {{ evidence }}.',
      left: 'This loop awaits in each turn, and is left alone ({{ kind }}): {{ because }}.',
      together: 'Run all turns at once with `Promise.all`, and keep the order{{ doubt }}.',
      limited:
        'Run up to {{ limit }} turns at once with `{{ limiter }}`, and keep the order{{ doubt }}.',
    },
  },

  create(context, { likely, concurrency, explain, allow }, { services, fix, additional }) {
    const program = typedProgram(services);
    if (!program) return {};
    const typed: TypedProgram = program;
    const { sourceCode } = context;
    const { esTreeNodeToTSNodeMap: toTs, tsNodeToESTreeNodeMap: toTree } = services;
    const loops = new Set<Loop>();
    const reduces: TSESTree.CallExpression[] = [];

    return {
      AwaitExpression(node) {
        for (const loop of loopsAround(node)) loops.add(loop);
      },
      'ForOfStatement[await=true]'(node: TSESTree.ForOfStatement) {
        loops.add(node);
      },
      CallExpression(node) {
        const [callback] = node.arguments;
        if (methodName(node) !== 'reduce' || !callback || !('async' in callback)) return;
        if (callback.async) reduces.push(node);
      },
      'Program:exit': reportAll,
    };

    function reportAll(): void {
      if (loops.size === 0 && reduces.length === 0) return;
      const catalogue = catalogueOf(additional);
      const findings: LoopFinding[] = [];
      // The inner one of two first: once it is repaired, the outer one waits for many at once.
      const ordered = [...loops].sort((a, b) => b.range[0] - a.range[0]);
      const reported: Loop[] = [];
      for (const loop of ordered) {
        if (reported.some((each) => isWithin(each, loop))) continue;
        const classOf = explain ? loopClassOf : independentLoop;
        const verdict = classOf(toTs.get(loop), typed, catalogue);
        const finding = verdict && findingOfLoop(loop, verdict, catalogue);
        if (!finding) continue;
        findings.push(finding);
        if (finding.messageId === 'waits') reported.push(loop);
      }
      for (const call of reduces) findings.push(...findingOfReduce(call, catalogue));
      const repairs = offered(findings, fix, sourceCode);
      findings.forEach(({ loc, messageId, data }, index) => {
        context.report({ loc, messageId, data, ...repairs[index] });
      });
    }

    function findingOfLoop(
      loop: Loop,
      verdict: LoopVerdict,
      catalogue: Catalogue,
    ): LoopFinding | undefined {
      const loc = { start: loop.loc.start, end: headEnd(loop) };
      const { kind, because, assumptions, awaits } = verdict;
      const disabled = isDisabledAt(loop, context.id, sourceCode);
      if (kind !== 'independent' || !isCounted(loop)) {
        const data = { kind, because };
        return explain ? { loc, messageId: 'left', data, offers: [], disabled } : undefined;
      }
      if (!isReported(awaits, assumptions)) return undefined;
      const found = {
        loop,
        awaits: awaits.map((each) => toTree.get<TSESTree.AwaitExpression>(each)),
        collects: verdict.collects.map((each) => toTree.get<TSESTree.Node>(each)),
        isOrdered: verdict.isOrdered,
      };
      const file = { typed, catalogue, services, sourceCode };
      const limiter = limiterHere();
      const limited = limiter && gatherLoop(found, limiter, file);
      const all = gatherLoop(found, undefined, file);
      const isProven = assumptions.length === 0;
      const doubt = doubtOf(assumptions);
      const offers: Offer<MessageIds>[] = [];
      if (limiter && limited?.isBounded === false) {
        const data = { limit: String(limiter.limit), limiter: limiter.name, doubt };
        offers.push({ messageId: 'limited', data, repair: limited.repair, proven: isProven });
      } else if (all) {
        const proven = isProven && all.isBounded;
        offers.push({ messageId: 'together', data: { doubt }, repair: all.repair, proven });
      }
      noteTurns(loc, awaits, all?.isBounded === true ? undefined : limiter);
      return {
        loc,
        messageId: 'waits',
        data: {
          call: calledIn(awaits),
          remedy: remedyOf(limiter, all?.isBounded === true),
          evidence: evidenceOf(because, assumptions),
        },
        offers,
        disabled,
      };
    }

    function findingOfReduce(
      node: TSESTree.CallExpression,
      catalogue: Catalogue,
    ): readonly LoopFinding[] {
      const call = toTs.get(node);
      const found = typed.ts.isCallExpression(call)
        ? serialReduceOf(call, typed, catalogue)
        : undefined;
      if (!found || !isReported(found.awaits, found.assumptions)) return [];
      const { callback, accumulator, previous, awaits, because, assumptions } = found;
      const repair = gatherReduce(
        { call: node, callback: toTree.get(callback), previous: toTree.get(previous) },
        { sourceCode },
      );
      const data = { doubt: doubtOf(assumptions) };
      noteTurns(node.callee.loc, awaits, limiterHere());
      return [
        {
          loc: node.callee.loc,
          messageId: 'waitsInReduce',
          data: {
            accumulator: accumulator.text,
            call: calledIn(awaits),
            remedy: remedyOf(limiterHere(), false),
            evidence: evidenceOf(because, assumptions),
          },
          offers: repair ? [{ messageId: 'together', data, repair, proven: false }] : [],
          disabled: isDisabledAt(node.callee, context.id, sourceCode),
        },
      ];
    }

    function isReported(
      awaits: readonly ts.AwaitExpression[],
      assumptions: readonly string[],
    ): boolean {
      if (assumptions.length > 0 && !likely) return false;
      return !awaits.some(({ expression }) => isAllowedCall(expression));
    }

    function isAllowedCall(expression: ts.Expression): boolean {
      if (allow.length === 0 || !typed.ts.isCallExpression(expression)) return false;
      const name = calledName(expression, typed);
      return name !== undefined && isAllowed(name, allow, context.cwd);
    }

    function calledIn([first]: readonly ts.AwaitExpression[]): string {
      return first ? calledBy(first) : '';
    }

    function calledBy(awaited: ts.AwaitExpression): string {
      return quotedCallee(toTree.get<TSESTree.AwaitExpression>(awaited).argument, sourceCode);
    }

    function noteTurns(
      loc: TSESTree.SourceLocation,
      awaits: readonly ts.AwaitExpression[],
      limiter: Limiter | undefined,
    ): void {
      const limit = limiter?.limit;
      noteEvidence(context, loc, () => ({ kind: 'turns', called: awaits.map(calledBy), limit }));
    }

    /** The limiter of the options, else the one that the package of this file depends on. */
    function limiterHere(): Limiter | undefined {
      const { limiter, limit = DEFAULT_LIMIT } = concurrency;
      const name = limiter ?? declaredDependency(LIMITERS, context.filename, typed);
      return name && { name, limit };
    }

    /** Where the head of the loop ends: before its body, or after `do`. */
    function headEnd(loop: Loop): TSESTree.Position {
      if (loop.type === 'DoWhileStatement') {
        return sourceCode.getFirstToken(loop)?.loc.end ?? loop.loc.end;
      }
      return sourceCode.getTokenBefore(loop.body)?.loc.end ?? loop.loc.end;
    }
  },
});

/** The loops whose turns an `await` belongs to, the innermost first. */
function loopsAround(node: TSESTree.Node): readonly Loop[] {
  const found: Loop[] = [];
  let inner = node;
  for (let each = node.parent; each && !isFunction(each); each = each.parent) {
    if (isLoop(each)) {
      const loop = each as Loop;
      const isCondition = 'test' in loop && loop.test === inner;
      if (loop.body === inner || isCondition) found.push(loop);
    }
    inner = each;
  }
  return found;
}

function isCounted(loop: Loop): loop is CountedLoop {
  return loop.type !== 'WhileStatement' && loop.type !== 'DoWhileStatement';
}

/** What to do, as a sentence without its full stop. */
function remedyOf(limiter: Limiter | undefined, isBounded: boolean): string {
  if (isBounded) return 'Await all of them with `Promise.all`';
  return limiter
    ? `Run up to ${String(limiter.limit)} of them at once with \`${limiter.name}\``
    : 'Await all of them with `Promise.all`, or, where there may be many, some at a time with a limiter such as `p-limit`';
}

function evidenceOf(because: string, assumptions: readonly string[]): string {
  const independent = `They are independent: ${because}`;
  return assumptions.length > 0
    ? `${independent}. This assumes that ${assumptions.join(', and that ')}`
    : independent;
}

function doubtOf(assumptions: readonly string[]): string {
  return assumptions.length > 0 ? `, if ${assumptions.join(', and ')}` : '';
}
