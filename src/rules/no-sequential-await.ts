import type { TSESTree } from '@typescript-eslint/utils';

import { identityOf, onlyDeclared } from '../analysis/callee.ts';
import { calledName } from '../analysis/called-name.ts';
import { candidatesIn, type Candidate, type Member } from '../analysis/concurrency/candidates.ts';
import { groupsOf, mayRunTogether, type Group } from '../analysis/concurrency/together.ts';
import { typedProgram } from '../analysis/typescript.ts';
import { catalogueOf } from '../catalogue/catalogue.ts';
import type { Row } from '../catalogue/row.ts';
import { offered, type Offer } from '../fixes/offer.ts';
import { startTogether } from '../fixes/start-together.ts';
import { ALLOW_SCHEMA, isAllowed, type Allowed } from '../kit/allow.ts';
import { createRule } from '../kit/create-rule.ts';
import { isDisabledAt } from '../kit/disabled.ts';
import { noteEvidence, type AwaitsInRow } from '../kit/evidence.ts';
import { quotedCode } from '../kit/quoted-code.ts';
import { ADDITIONAL_SCHEMA } from '../kit/settings.ts';
import { quotedCallee } from '../kit/shown-at.ts';

export interface Options {
  likely: boolean;
  explain: boolean;
  allow: readonly Allowed[];
  additional: readonly Row[];
}

type MessageIds = 'pair' | 'several' | 'left' | 'start';

export default createRule<Options, MessageIds>({
  name: 'no-sequential-await',
  meta: {
    type: 'problem',
    docs: {
      description: 'Disallow awaiting one after the other what could run together',
      recommended: {},
      strict: {},
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
          likely: {
            type: 'boolean',
            description:
              'Whether to report calls that are independent only as far as their names and types show.',
          },
          explain: {
            type: 'boolean',
            description:
              'Whether to say of other awaits that follow each other why they are left alone.',
          },
          allow: ALLOW_SCHEMA,
          additional: ADDITIONAL_SCHEMA,
        },
      },
    ],
    defaultOptions: [{ likely: true, explain: false, allow: [], additional: [] }],
    messages: {
      pair: '`{{ later }}` starts only when `{{ earlier }}` is done, though it does not need it: the two waits add up. Start both and await them with `Promise.all`. {{ evidence }}.',
      several:
        '{{ calls }} wait for each other, though none needs another: the waits add up. Start all and await them with `Promise.all`. {{ evidence }}.',
      left: '`{{ later }}` starts when `{{ earlier }}` is done, and is left alone ({{ condition }}): {{ because }}.',
      start: 'Start {{ calls }} together and await them with `Promise.all`{{ doubt }}.',
    },
  },

  create(context, { likely, explain, allow }, { services, fix, additional }) {
    const typed = typedProgram(services);
    if (!typed) return {};
    const { sourceCode } = context;
    const { tsNodeToESTreeNodeMap: toTree, esTreeNodeToTSNodeMap: toTs } = services;
    let awaits = 0;

    return {
      AwaitExpression() {
        awaits += 1;
      },
      'Program:exit'(program) {
        if (awaits < 2) return;
        const catalogue = catalogueOf(additional);
        for (const candidate of candidatesIn(toTs.get(program), typed.ts)) {
          const groups = groupsOf(candidate, typed, catalogue).flatMap(reported);
          for (const group of groups) report(candidate, group);
          if (explain) explainOthers(candidate, groups);
        }
      },
    };

    function reported(group: Group): Group[] {
      if (group.verdict.kind === 'likely' && !likely) return [];
      const members = group.members.filter((each) => !isLeftAlone(each));
      return members.length < 2 ? [] : [{ ...group, members }];
    }

    function isLeftAlone({ call }: Member): boolean {
      if (allow.length === 0 || !typed) return false;
      const declared = onlyDeclared(call, typed);
      const name =
        calledName(call, typed) ??
        (declared && {
          file: declared.getSourceFile().fileName,
          name: identityOf(declared, typed).name,
        });
      return name !== undefined && isAllowed(name, allow, context.cwd);
    }

    function report(candidate: Candidate, { members, verdict }: Group): void {
      if (!typed) return;
      const [earlier, later] = members;
      if (!earlier || !later) return;
      const names = namesOf(members);
      const calls = listed(names);
      const assumptions = verdict.kind === 'likely' ? verdict.assumptions : [];
      const independent = `They are independent: ${verdict.because.join(', and ')}`;
      const evidence =
        assumptions.length > 0
          ? `${independent}. This assumes that ${assumptions.join(', and that ')}`
          : independent;
      const started = startTogether(candidate, members, { typed, services, sourceCode });
      const offers: Offer<MessageIds>[] = started
        ? [
            {
              repair: started.repair,
              messageId: 'start',
              proven: verdict.kind === 'proven' && started.isExact,
              data: {
                calls,
                doubt: assumptions.length > 0 ? `, if ${assumptions.join(', and ')}` : '',
              },
            },
          ]
        : [];
      const finding = {
        offers,
        disabled: isDisabledAt(toTree.get(later.awaited), context.id, sourceCode),
      };
      const [repairs] = offered([finding], fix, sourceCode);
      const [first = '', second = ''] = names;
      const loc = keywordOf(later);
      noteEvidence(context, loc, () => rowOf(candidate, members));
      context.report({
        loc,
        ...(members.length === 2
          ? { messageId: 'pair', data: { earlier: first, later: second, evidence } }
          : { messageId: 'several', data: { calls, evidence } }),
        ...repairs,
      });
    }

    /** The members and those between them, which stay behind. */
    function rowOf(candidate: Candidate, members: readonly Member[]): AwaitsInRow {
      const together = new Set(members);
      const isMember = (each: Member): boolean => together.has(each);
      const [first, last] = [
        candidate.members.findIndex(isMember),
        candidate.members.findLastIndex(isMember),
      ];
      const row = candidate.members.slice(first, last + 1);
      const names = namesOf(row);
      const awaits = row.map((each, index) => ({
        called: names[index] ?? '',
        line: keywordOf(each).start.line,
        together: isMember(each),
      }));
      return { kind: 'awaits', awaits };
    }

    /** Why awaits that follow each other directly are in no group together. */
    function explainOthers({ members, gaps }: Candidate, groups: readonly Group[]): void {
      const taken = new Set(groups.map((each) => each.members[1]));
      for (const [index, later] of members.entries()) {
        const earlier = members[index - 1];
        if (!earlier || !typed || taken.has(later)) continue;
        const between = gaps[index - 1] ?? [];
        const verdict = mayRunTogether(earlier, later, between, typed, catalogueOf(additional));
        const because =
          verdict.kind === 'no'
            ? verdict.because
            : verdict.kind === 'likely' && !likely
              ? `it would be right only if ${verdict.assumptions.join(', and ')}`
              : undefined;
        if (because === undefined) continue;
        const condition = verdict.kind === 'no' ? verdict.condition : verdict.kind;
        const [first = '', second = ''] = namesOf([earlier, later]);
        context.report({
          loc: keywordOf(later),
          messageId: 'left',
          data: { earlier: first, later: second, because, condition },
        });
      }
    }

    function keywordOf({ awaited }: Member): TSESTree.SourceLocation {
      const node = toTree.get<TSESTree.AwaitExpression>(awaited);
      return (sourceCode.getFirstToken(node) ?? node).loc;
    }

    /** The callees, or the calls where some have the same callee. */
    function namesOf(members: readonly Member[]): string[] {
      const calls = members.map(({ call }) => toTree.get<TSESTree.Expression>(call));
      const callees = calls.map((each) => quotedCallee(each, sourceCode));
      return new Set(callees).size === callees.length
        ? callees
        : calls.map((each) => quotedCode(each, sourceCode));
    }
  },
});

/** `a`, `b` and `c` */
function listed(names: readonly string[]): string {
  const quoted = names.map((each) => `\`${each}\``);
  return `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1) ?? ''}`;
}
