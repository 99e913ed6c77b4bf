import type { TSESTree } from '@typescript-eslint/utils';

import { canAwaitAt } from '../analysis/await-site.ts';
import { spinOf, type Deadline, type Spin } from '../analysis/blocking/spin.ts';
import { yieldPointAt } from '../analysis/concurrency/yield-point.ts';
import { typedProgram } from '../analysis/typescript.ts';
import { catalogueOf } from '../catalogue/catalogue.ts';
import type { Row } from '../catalogue/row.ts';
import { offered, type Finding } from '../fixes/offer.ts';
import { sleepInstead, type WaitUntil } from '../fixes/sleep-instead.ts';
import { createRule } from '../kit/create-rule.ts';
import { isDisabledAt } from '../kit/disabled.ts';
import { quotedCode } from '../kit/quoted-code.ts';
import { ADDITIONAL_SCHEMA } from '../kit/settings.ts';

export interface Options {
  polling: boolean;
  additional: readonly Row[];
}

type MessageIds = Spin['kind'] | 'sleep';

type LoopNode = TSESTree.WhileStatement | TSESTree.DoWhileStatement | TSESTree.ForStatement;

export default createRule<Options, MessageIds>({
  name: 'no-busy-wait',
  meta: {
    type: 'problem',
    docs: {
      description: 'Disallow loops that do nothing but wait',
      recommended: {},
      strict: { options: { polling: true } },
      requiresTypeChecking: true,
    },
    fixable: 'code',
    hasSuggestions: true,
    schema: [
      {
        type: 'object',
        additionalProperties: false,
        properties: {
          polling: {
            type: 'boolean',
            description:
              'Whether to report loops that look again after each timer whether something has changed.',
          },
          additional: ADDITIONAL_SCHEMA,
        },
      },
    ],
    defaultOptions: [{ polling: false, additional: [] }],
    messages: {
      timed:
        'This loop waits for the clock and blocks the event loop: until `{{ condition }}` no longer holds, no other request, timer or promise of this process runs, and a processor is busy with nothing. Await a timer instead: `await setTimeout(ms)` of `node:timers/promises`.',
      flag: 'This loop never ends once it is entered: `{{ condition }}` can only change when other code runs, and none does before the loop ends. Await the event that brings the change, such as a promise that is resolved with it.',
      microtask:
        'This loop lets only microtasks run: no timer, no network or file operation of this process is served, so `{{ condition }}` may never change. Await the event that brings the change, or a timer between two looks.',
      polling:
        'This loop looks again and again whether `{{ condition }}` still holds: it wakes for nothing most of the time, and notices the change late. Await the event that brings the change, such as a promise that is resolved with it.',
      sleep: 'Await a timer instead of the loop{{ doubt }}.',
    },
  },

  create(context, { polling }, { services, fix, additional }) {
    const typed = typedProgram(services);
    if (!typed) return {};
    const { sourceCode } = context;
    const catalogue = catalogueOf(additional);
    const found: (Finding<MessageIds> & {
      loop: LoopNode;
      kind: Spin['kind'];
      condition: string;
    })[] = [];

    return {
      WhileStatement: check,
      DoWhileStatement: check,
      ForStatement: check,
      'Program:exit'() {
        const repairs = offered(found, fix, sourceCode);
        found.forEach(({ loop, kind, condition }, index) => {
          const loc = { start: loop.loc.start, end: headEnd(loop) };
          context.report({ loc, messageId: kind, data: { condition }, ...repairs[index] });
        });
      },
    };

    function check(loop: LoopNode): void {
      const node = services.esTreeNodeToTSNodeMap.get(loop);
      const spin = typed && spinOf(node, typed, catalogue);
      if (!spin || (spin.kind === 'polling' && !polling)) return;
      const condition = services.tsNodeToESTreeNodeMap.get<TSESTree.Node>(spin.condition);
      found.push({
        loop,
        kind: spin.kind,
        condition: quotedCode(condition, sourceCode),
        disabled: isDisabledAt(loop, context.id, sourceCode),
        offers: spin.deadline ? offersOf(loop, spin.deadline) : [],
      });
    }

    function offersOf(loop: LoopNode, deadline: Deadline): Finding<MessageIds>['offers'] {
      if (!typed || !canAwaitAt(loop) || !hasTimers()) return [];
      const repair = sleepInstead(loop, inTree(deadline), sourceCode);
      if (!repair) return [];
      const point = yieldPointAt(
        deadline.clock as Parameters<typeof yieldPointAt>[0],
        typed,
        catalogue,
      );
      if (!point.safe && point.offer === 'nothing') return [];
      const doubt = point.safe ? '' : `; check first: ${point.because}`;
      return [{ repair, messageId: 'sleep', data: { doubt }, proven: point.safe }];
    }

    /** Whether the program knows Node's timers: a browser's has nothing to import. */
    function hasTimers(): boolean {
      return services.program
        .getSourceFiles()
        .some(({ fileName }) => fileName.endsWith('/@types/node/timers/promises.d.ts'));
    }

    function inTree(deadline: Deadline): WaitUntil {
      const { tsNodeToESTreeNodeMap: nodes } = services;
      const clock = nodes.get<TSESTree.Node>(deadline.clock);
      return 'until' in deadline
        ? { clock, until: nodes.get<TSESTree.Node>(deadline.until) }
        : {
            clock,
            since: nodes.get<TSESTree.Node>(deadline.since),
            span: nodes.get<TSESTree.Node>(deadline.span),
          };
    }

    /** Where the head of the loop ends: before its body, or after `do`. */
    function headEnd(loop: LoopNode): TSESTree.Position {
      if (loop.type === 'DoWhileStatement') {
        return sourceCode.getFirstToken(loop)?.loc.end ?? loop.loc.end;
      }
      return sourceCode.getTokenBefore(loop.body)?.loc.end ?? loop.loc.end;
    }
  },
});
