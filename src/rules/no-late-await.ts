import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type ts from 'typescript';

import { boundValues } from '../analysis/bound-values.ts';
import { findVariable } from '../analysis/variable-named.ts';
import {
  gatheredBy,
  iteratedBy,
  mayComeTooLate,
  putBy,
  startedBefore,
  startsIn,
  stopAt,
  type PossibleStart,
  type Stop,
} from '../analysis/possible-start.ts';
import { placeOf } from '../analysis/promise-fate.ts';
import { mayRejectEarly, startedBy, type Started } from '../analysis/started-promise.ts';
import { thenabilityOf } from '../analysis/thenable.ts';
import { typedProgram } from '../analysis/typescript.ts';
import { unguardedAfter, type Gap, type Unguarded } from '../analysis/unguarded.ts';
import { catalogueOf, type Catalogue } from '../catalogue/catalogue.ts';
import type { Row } from '../catalogue/row.ts';
import type { LateRepair } from '../fixes/late.ts';
import { hoistBefore } from '../fixes/hoist-before.ts';
import { repairsOfLate } from '../fixes/repair-late.ts';
import { offered, type Finding } from '../fixes/offer.ts';
import { shownAt } from '../kit/shown-at.ts';
import { quotedCode } from '../kit/quoted-code.ts';
import { createRule } from '../kit/create-rule.ts';
import { isDisabledAt } from '../kit/disabled.ts';
import { ADDITIONAL_SCHEMA } from '../kit/settings.ts';

export interface Options {
  calls: boolean;
  additional: readonly Row[];
}

type MessageIds = 'late' | 'left' | 'oneByOne' | LateRepair['kind'];

export default createRule<Options, MessageIds>({
  name: 'no-late-await',
  meta: {
    type: 'problem',
    docs: {
      description: 'Disallow promises that are started long before something handles them',
      recommended: {},
      strict: { options: { calls: true } },
      offInTestFiles: true,
      requiresTypeChecking: true,
    },
    fixable: 'code',
    hasSuggestions: true,
    schema: [
      {
        type: 'object',
        additionalProperties: false,
        properties: {
          calls: {
            type: 'boolean',
            description:
              'Whether a call that may throw between the start of a promise and its handler is reported, too.',
          },
          additional: ADDITIONAL_SCHEMA,
        },
      },
    ],
    defaultOptions: [{ calls: false, additional: [] }],
    messages: {
      late: '`{{ promise }}` starts here, but until line {{ line }} nothing handles it: if it rejects while `{{ gap }}` (line {{ gapLine }}) waits, the process ends with an unhandled rejection, whatever `try` is around. {{ remedy }}.',
      left: '`{{ promise }}` starts here, but {{ gap }} (line {{ gapLine }}) may leave it without a handler: if it rejects then, the process ends with an unhandled rejection. {{ remedy }}.',
      oneByOne:
        'The promises of `{{ promise }}` have started, but are awaited one by one (line {{ gapLine }}): if one rejects while an earlier one is awaited, the process ends with an unhandled rejection, whatever `try` is around. {{ remedy }}.',
      together: 'Await them together with `Promise.all`.',
      collection: 'Await all of `{{ promise }}` together with `Promise.all`.',
      later: 'Start `{{ promise }}` right before it is needed.',
      marker:
        'Mark the rejection of `{{ promise }}` as handled with `.catch(() => {})`; the later `await` throws all the same.',
    },
  },

  create(context, options, { services, fix, additional }) {
    const typed = typedProgram(services);
    if (!typed) return {};
    const { sourceCode } = context;
    let rows: Catalogue | undefined;
    const starts: PossibleStart[] = [];
    const stops: Stop[] = [];
    const held: { start: TSESTree.Expression; wait: TSESTree.AwaitExpression }[] = [];

    return {
      VariableDeclarator({ id, init }) {
        if (init) addStarts(id, init);
      },
      'AssignmentExpression[operator="="]'(assignment: TSESTree.AssignmentExpression) {
        addStarts(assignment.left, assignment.right);
        starts.push(...putBy(assignment, sourceCode));
      },
      CallExpression(node) {
        starts.push(...gatheredBy(node));
      },
      ForOfStatement(node) {
        if (node.await) addStop(node);
        const iterated = iteratedBy(node, sourceCode);
        if (iterated) starts.push(iterated);
      },
      AwaitExpression(node) {
        addStop(node);
        for (const start of startedBefore(node)) held.push({ start, wait: node });
      },
      YieldExpression: addStop,
      ReturnStatement: addStop,
      ThrowStatement: addStop,
      'Program:exit': reportAll,
    };

    function addStop(node: TSESTree.Node): void {
      stops.push(stopAt(node));
    }

    function addStarts(target: TSESTree.Node, given: TSESTree.Expression): void {
      for (const { name, value } of boundValues(target, given)) {
        for (const start of startsIn(value)) starts.push({ start, name });
      }
    }

    function reportAll(): void {
      const found: (LateFinding & { variable: TSESLint.Scope.Variable | null })[] = [];
      const asked = new Set<TSESTree.Node>();
      for (const { start, wait } of held) {
        const finding = asked.has(start) ? undefined : heldFinding(start, wait);
        if (!finding) continue;
        found.push({ ...finding, variable: null });
        asked.add(start);
      }
      for (const each of starts) {
        const { start, name } = each;
        const finding = asked.has(start) ? undefined : findingOf(each);
        asked.add(start);
        if (!finding) continue;
        found.push({ ...finding, variable: variableOf(name ?? start) });
        // The promises of a collection that is reported need no report of their own.
        if (start.type === 'ArrayExpression') startsIn(start).forEach((part) => asked.add(part));
      }
      // `for await (… of promises)` is reported where the promises start, if that is in this file.
      const findings = found.filter(
        ({ place, variable }) =>
          place.type !== 'Identifier' ||
          !variable ||
          !found.some((each) => each.place !== place && each.variable === variable),
      );
      const heads = shownAt(
        findings.map(({ place }) => place),
        sourceCode,
      );
      findings.forEach(({ place, messageId, data, offers, disabled }, index) => {
        const holdsAnother = findings.some(
          (each) => each.place !== place && isInside(each.place, place),
        );
        const head = holdsAnother ? heads[index] : undefined;
        const [repairs] = offered([{ offers, disabled }], fix, sourceCode);
        context.report({ loc: head ?? place.loc, messageId, data, ...repairs });
      });
    }

    function variableOf(node: TSESTree.Node): TSESLint.Scope.Variable | null {
      return node.type === 'Identifier' ? findVariable(sourceCode.getScope(node), node) : null;
    }

    function findingOf(possible: PossibleStart): LateFinding | undefined {
      if (!typed || !mayComeTooLate(possible, stops, options.calls, sourceCode)) return undefined;
      const { start } = possible;
      const expression = services.esTreeNodeToTSNodeMap.get(start) as ts.Expression;
      const catalogue = (rows ??= catalogueOf(additional));
      const started = startedBy(expression, typed);
      if (!started) return undefined;
      const unguarded = unguardedAfter(expression, options, typed, catalogue);
      if (!unguarded || !mayRejectEarly(expression, typed, catalogue)) return undefined;
      return foundAt(start, started, unguarded, catalogue);
    }

    /** One that is handed on in the same expression, but after `wait`. */
    function heldFinding(
      start: TSESTree.Expression,
      wait: TSESTree.AwaitExpression,
    ): LateFinding | undefined {
      if (!typed) return undefined;
      const expression = services.esTreeNodeToTSNodeMap.get(start) as ts.Expression;
      const catalogue = (rows ??= catalogueOf(additional));
      if (!startedBy(expression, typed)) return undefined;
      const awaited = services.esTreeNodeToTSNodeMap.get(wait.argument) as ts.Expression;
      if (thenabilityOf(awaited, typed) === 'never') return undefined;
      if (!mayRejectEarly(expression, typed, catalogue)) return undefined;
      const promise = quotedCode(start, sourceCode);
      const later = hoistBefore(wait, start, sourceCode);
      const line = String(wait.loc.end.line);
      return {
        place: start,
        messageId: 'late',
        data: {
          promise,
          gap: quotedCode(wait, sourceCode),
          gapLine: String(wait.loc.start.line),
          line,
          remedy: remedyOf(later?.kind, false),
        },
        offers: later
          ? [{ messageId: later.kind, repair: later.repair, proven: false, data: { promise } }]
          : [],
        disabled: isDisabledAt(start, context.id, sourceCode),
      };
    }

    function foundAt(
      start: TSESTree.Expression,
      { kind, mayBeMissing }: Started,
      { gaps, handlers }: Unguarded,
      catalogue: Catalogue,
    ): LateFinding | undefined {
      const [gap] = gaps;
      const places = handlers.map(placeOf);
      const handler = places.find((node) => node.pos > start.range[0]) ?? places[0];
      if (!typed || !gap || !handler) return undefined;
      const nodeOf = (node: ts.Node): TSESTree.Node => services.tsNodeToESTreeNodeMap.get(node);
      const isOneByOne = gaps.every((each) => each.kind === 'one by one');
      const others = gaps.filter((each) => each.kind !== 'one by one');
      const repairs = repairsOfLate(
        {
          start,
          isCollection: kind === 'collection',
          mayBeMissing,
          gaps: others.map(({ node }) => nodeOf(node)),
          areAwaits: others.every((each) => each.kind === 'awaits'),
          oneByOne: isOneByOne ? nodeOf(gap.node) : undefined,
          handler: nodeOf(handler),
        },
        { typed, catalogue, services, sourceCode },
      );
      const first = others[0] ?? gap;
      const at = nodeOf(first.node);
      const isWait = first.kind === 'awaits' || first.kind === 'yields';
      const promise = quotedCode(start, sourceCode);
      return {
        place: start,
        messageId: isOneByOne ? 'oneByOne' : isWait ? 'late' : 'left',
        data: {
          promise,
          gap: isWait ? quotedWait(at) : exitOf(first, at),
          gapLine: String(at.loc.start.line),
          line: String(nodeOf(handler).loc.start.line),
          remedy: remedyOf(repairs[0]?.kind, isOneByOne),
        },
        offers: repairs.map(({ kind: messageId, repair, proven }) => ({
          messageId,
          repair,
          proven,
          data: { promise },
        })),
        disabled: isDisabledAt(start, context.id, sourceCode),
      };
    }

    function quotedWait(at: TSESTree.Node): string {
      return at.type === 'ForOfStatement'
        ? `for await (… of ${quotedCode(at.right, sourceCode)})`
        : quotedCode(at, sourceCode);
    }

    function exitOf({ kind }: Gap, at: TSESTree.Node): string {
      if (kind === 'calls') return `an error thrown by \`${quotedCode(at, sourceCode)}\``;
      return kind === 'returns' ? 'the `return`' : 'the `throw`';
    }
  },
});

interface LateFinding extends Finding<MessageIds> {
  readonly place: TSESTree.Expression;
  readonly messageId: MessageIds;
  readonly data: Record<string, string>;
}

/** What to do, as a sentence without its full stop. */
function remedyOf(best: LateRepair['kind'] | undefined, isOneByOne: boolean): string {
  if (isOneByOne || best === 'collection') return 'Await them together with `Promise.all`';
  if (best === 'together') return 'Await both with `Promise.all`, or start it later';
  return best === 'later'
    ? 'Start it later, right before it is needed'
    : 'Start it later, or give it a handler at once: `.catch(() => {})`';
}

function isInside({ range: [start, end] }: TSESTree.Node, around: TSESTree.Node): boolean {
  return start >= around.range[0] && end <= around.range[1];
}
