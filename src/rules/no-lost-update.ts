import type { TSESTree } from '@typescript-eslint/utils';
import type ts from 'typescript';

import { functionAround } from '../analysis/await-site.ts';
import { lostUpdateAt, type LostUpdate, type Write } from '../analysis/concurrency/lost-update.ts';
import { typedProgram } from '../analysis/typescript.ts';
import { catalogueOf } from '../catalogue/catalogue.ts';
import type { Row } from '../catalogue/row.ts';
import { offered, type Offer } from '../fixes/offer.ts';
import { repairOfLostUpdate, type LostUpdateRepair } from '../fixes/repair-lost-update.ts';
import { createRule } from '../kit/create-rule.ts';
import { isDisabledAt } from '../kit/disabled.ts';
import { methodName } from '../kit/method-name.ts';
import { quotedCode } from '../kit/quoted-code.ts';
import { ADDITIONAL_SCHEMA } from '../kit/settings.ts';

export interface Options {
  initialization: boolean;
  additional: readonly Row[];
}

type MessageIds = LostUpdate['kind'] | LostUpdateRepair['kind'];

type WriteNode = TSESTree.AssignmentExpression | TSESTree.CallExpression;

/** What is known of a function while it is walked. */
interface Around {
  readonly isAsync: boolean;
  readonly writes: WriteNode[];
  waits: boolean;
}

export default createRule<Options, MessageIds>({
  name: 'no-lost-update',
  meta: {
    type: 'problem',
    docs: {
      description:
        'Disallow writing a value that was read before an `await` and may have changed since',
      recommended: {},
      strict: {},
      replaces: ['require-atomic-updates'],
      requiresTypeChecking: true,
    },
    fixable: 'code',
    hasSuggestions: true,
    schema: [
      {
        type: 'object',
        additionalProperties: false,
        properties: {
          initialization: {
            type: 'boolean',
            description:
              'Whether to report values that are made when they are first needed, and made twice by two calls at once.',
          },
          additional: ADDITIONAL_SCHEMA,
        },
      },
    ],
    defaultOptions: [{ initialization: true, additional: [] }],
    messages: {
      stale:
        '`{{ target }}` is read before `{{ wait }}` and written after it: what another call writes meanwhile is lost. Await first, then read it.',
      copied:
        '`{{ target }}` is computed from `{{ copy }}`, which was read on line {{ line }}, before `{{ wait }}`: what another call writes meanwhile is lost. Read it again after the `await`.',
      unfilled:
        '`{{ target }}` is still missing while `{{ wait }}` waits: each call that comes meanwhile does the work again, and the last one wins. Keep the pending promise, and await that.',
      hoist: 'Await `{{ wait }}` before `{{ target }}` is read.',
      reread: 'Read `{{ target }}` again instead of using `{{ copy }}`.',
      pending:
        'Keep the pending promise in `{{ name }}`, so that all callers wait for the same one.',
    },
  },

  create(context, { initialization }, { services, fix, additional }) {
    const typed = typedProgram(services);
    if (!typed) return {};
    const { sourceCode } = context;
    const catalogue = catalogueOf(additional);
    const functions: Around[] = [];
    const candidates: WriteNode[] = [];

    return {
      ':function'(node: TSESTree.FunctionDeclaration) {
        functions.push({ isAsync: node.async, writes: [], waits: false });
      },
      ':function:exit'() {
        const around = functions.pop();
        if (around?.waits) candidates.push(...around.writes);
      },
      AwaitExpression: wait,
      YieldExpression: wait,
      'ForOfStatement[await=true]': wait,
      AssignmentExpression(node) {
        if (node.left.type === 'Identifier' || node.left.type === 'MemberExpression') note(node);
      },
      CallExpression(node) {
        if (methodName(node) === 'set') note(node);
      },
      'Program:exit': reportAll,
    };

    function wait(): void {
      const around = functions.at(-1);
      if (around?.isAsync) around.waits = true;
    }

    function note(node: WriteNode): void {
      const around = functions.at(-1);
      if (around?.isAsync) around.writes.push(node);
    }

    function reportAll(): void {
      const names = new Map<TSESTree.Node | undefined, Set<string>>();
      const filled = new Set<object>();
      for (const node of candidates) {
        const written = node.type === 'AssignmentExpression' ? node.right : node.arguments[1];
        if (!written || isConstant(written)) continue;
        const write = services.esTreeNodeToTSNodeMap.get(node) as Write;
        const found = typed && lostUpdateAt(write, typed, catalogue);
        if (!found) continue;
        if (found.kind === 'unfilled') {
          // One test, and all that is filled after it: one report.
          if (!initialization || filled.has(found.read) || filled.has(found.wait)) continue;
          filled.add(found.read).add(found.wait);
        }
        // What two functions declare does not meet.
        const around = functionAround(node);
        const taken = names.get(around) ?? new Set();
        names.set(around, taken);
        report(node, found, taken);
      }
    }

    function report(node: WriteNode, found: LostUpdate, taken: Set<string>): void {
      const isAssignment = node.type === 'AssignmentExpression';
      const place = isAssignment ? node.left : node.callee;
      const target = isAssignment ? quotedCode(place, sourceCode) : entry(node);
      const data: Record<string, string> = { target, wait: quotedWait(inTree(found.wait)) };
      if (found.copy) {
        data.copy = found.copy.text;
        data.line = String(inTree(found.read).loc.start.line);
      }
      const offers = offersOf(node, found, data, taken);
      const disabled = isDisabledAt(place, context.id, sourceCode);
      const [repairs] = offered([{ offers, disabled }], fix, sourceCode);
      context.report({ node: place, messageId: found.kind, data, ...repairs });
    }

    function offersOf(
      write: WriteNode,
      { kind, read, waits, copy }: LostUpdate,
      data: Record<string, string>,
      taken: Set<string>,
    ): readonly Offer<MessageIds>[] {
      if (!typed) return [];
      const repair = repairOfLostUpdate(
        {
          kind,
          write,
          read: inTree(read),
          waits: waits.map(inTree),
          copy: copy && inTree(copy),
        },
        taken,
        { typed, catalogue, services, sourceCode },
      );
      if (!repair) return [];
      const { kind: messageId, proven } = repair;
      return [{ repair: repair.repair, messageId, proven, data: { ...data, ...repair.data } }];
    }

    function inTree(node: ts.Node): TSESTree.Node {
      return services.tsNodeToESTreeNodeMap.get(node);
    }

    /** `cache.set(id, …)` writes `cache.get(id)`. */
    function entry({ callee, arguments: [key] }: TSESTree.CallExpression): string {
      const map = callee.type === 'MemberExpression' ? callee.object : callee;
      return `${quotedCode(map, sourceCode)}.get(${key ? quotedCode(key, sourceCode) : ''})`;
    }

    function quotedWait(node: TSESTree.Node): string {
      return node.type === 'ForOfStatement'
        ? `for await (… of ${quotedCode(node.right, sourceCode)})`
        : quotedCode(node, sourceCode);
    }
  },
});

/** A value that depends on nothing. */
function isConstant(value: TSESTree.Node): boolean {
  switch (value.type) {
    case 'Literal':
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
    case 'ClassExpression':
      return true;
    case 'ArrayExpression':
      return value.elements.length === 0;
    case 'ObjectExpression':
      return value.properties.length === 0;
    case 'UnaryExpression':
      return isConstant(value.argument);
    default:
      return value.type === 'Identifier' && value.name === 'undefined';
  }
}
