import type { TSESTree } from '@typescript-eslint/utils';
import type ts from 'typescript';

import { findVariable } from '../analysis/variable-named.ts';
import { functionAround, type FunctionNode } from '../analysis/await-site.ts';
import {
  cannotBeWaitedFor,
  guardsAround,
  guardsPassedBy,
  isPassedThenable,
  isAwaitedBehind,
  mayBeForOtherWork,
  type Guard,
} from '../analysis/guarding-try.ts';
import { isWithin } from '../analysis/is-within.ts';
import {
  elementThenability,
  thenabilityOf,
  thenabilityOfType,
  type Thenability,
} from '../analysis/thenable.ts';
import { typedProgram } from '../analysis/typescript.ts';
import { catalogueOf, type Catalogue } from '../catalogue/catalogue.ts';
import { awaitedBranches, branchesOf } from '../fixes/await-branches.ts';
import { combined } from '../fixes/combine.ts';
import { awaited, awaitedAll } from '../fixes/insert-await.ts';
import { asyncKeyword, makeAsync } from '../fixes/make-async.ts';
import { offered, type Offer } from '../fixes/offer.ts';
import type { Repair } from '../fixes/repair.ts';
import { createRule } from '../kit/create-rule.ts';
import { isDisabledAt } from '../kit/disabled.ts';
import { quotedCode } from '../kit/quoted-code.ts';

type MessageIds = 'returned' | 'returnedArray' | 'leftTry' | 'await' | 'awaitAll' | 'makeAsync';

export default createRule<object, MessageIds>({
  name: 'return-await-in-try',
  meta: {
    type: 'problem',
    docs: {
      description: 'Disallow leaving a `try` or `using` scope with a promise that has not settled',
      recommended: {},
      strict: {},
      replaces: ['@typescript-eslint/return-await', 'no-return-await'],
      requiresTypeChecking: true,
    },
    fixable: 'code',
    hasSuggestions: true,
    schema: [],
    defaultOptions: [{}],
    messages: {
      returned: '`{{ promise }}` is returned before it settles: {{ consequence }}. {{ remedy }}.',
      returnedArray:
        'The promises of `{{ promise }}` are returned before they settle: {{ consequence }}. Await them together with `Promise.all`.',
      leftTry:
        '`{{ promise }}` starts in this `try` and is awaited outside of it: if it rejects, the `catch` does not run. Await it here, or put the `try` around the place that awaits it.',
      await: 'Await `{{ promise }}`{{ doubt }}.',
      awaitAll: 'Await all promises of `{{ promise }}`; check first what the callers do with them.',
      makeAsync: 'Make the function async and await `{{ promise }}`{{ doubt }}.',
    },
  },

  create(context, _options, { services, fix, additional }) {
    const program = typedProgram(services);
    if (!program) return {};
    const typed = program;
    const { ts, checker } = typed;
    const { sourceCode } = context;
    const expressionOf = (node: TSESTree.Expression): ts.Expression =>
      services.esTreeNodeToTSNodeMap.get(node) as ts.Expression;
    const catalogue = (): Catalogue => catalogueOf(additional);

    return {
      ReturnStatement: ({ argument }) => {
        if (argument) checkReturned(argument);
      },
      'AssignmentExpression[operator="="][left.type="Identifier"]': checkAssigned,
    };

    function checkReturned(returned: TSESTree.Expression): void {
      const branches = branchesOf(returned).filter(mayBePromise);
      const fn = functionAround(returned);
      // The `return` of an async generator awaits.
      if (branches.length === 0 || !fn || fn.generator) return;
      const guards = guardsAround(expressionOf(returned), ts);
      if (guards.length === 0) return;

      const promises = branches.filter((each) => {
        const value = expressionOf(withoutHidingCast(each));
        const answer = thenabilityOf(value, typed);
        if (answer !== 'always' && !(answer === 'sometimes' && fn.async)) return false;
        return !isPassedThenable(value, typed, catalogue());
      });
      if (promises.length > 0) reportReturned(returned, promises, guards, fn);
      else if (fn.async) checkArray(returned, guards, fn);
    }

    function reportReturned(
      returned: TSESTree.Expression,
      promises: readonly TSESTree.Expression[],
      guards: readonly Guard[],
      fn: FunctionNode,
    ): void {
      const missed = guardsPassedBy(
        expressionOf(returned),
        promises.map(expressionOf),
        guards,
        typed,
        catalogue,
      );
      const [only, ...others] = promises;
      if (!only || missed.length === 0) return;
      const place = others.length === 0 ? only : returned;
      const promise = quotedCode(place, sourceCode);
      const remedy = fn.async ? 'Await it here' : 'Make the function async and await it here';
      const inner = awaitedBranches(returned, promises, sourceCode);
      const doubt = doubtOf(missed, returned, promises);
      report(place, 'returned', { promise, consequence: consequenceOf(missed, 'it'), remedy }, [
        fn.async ? inner : inner && asyncFunction(inner, returned, fn),
        fn.async ? 'await' : 'makeAsync',
        { promise, doubt: doubt === undefined ? '' : `; check first: ${doubt}` },
        fn.async && doubt === undefined,
      ]);
    }

    /** `return [p, q]`, where no declared type says that an array of promises is wanted. */
    function checkArray(
      returned: TSESTree.Expression,
      guards: readonly Guard[],
      fn: FunctionNode,
    ): void {
      const node = expressionOf(returned);
      const type = checker.getTypeAtLocation(node);
      if (!checker.isArrayType(type) && !checker.isTupleType(type)) return;
      if (elementThenability(type, node, typed) !== 'always') return;
      const wanted = fn.returnType && checker.getContextualType(node);
      const members = wanted?.isUnion() ? wanted.types : wanted ? [wanted] : [];
      if (members.some((each) => elementThenability(each, node, typed) !== 'never')) return;

      const promise = quotedCode(returned, sourceCode);
      report(returned, 'returnedArray', { promise, consequence: consequenceOf(guards, 'they') }, [
        awaitedAll(returned, sourceCode),
        'awaitAll',
        { promise },
        false,
      ]);
    }

    /** `p = f()` in a `try`, where all that waits for `p` stands behind it. */
    function checkAssigned({ left, right }: TSESTree.AssignmentExpression): void {
      if (left.type !== 'Identifier' || !mayBePromise(right) || !functionAround(left)?.async)
        return;
      const started = expressionOf(right);
      const guard = guardsAround(started, ts).find((each) => each.kind === 'catch');
      const [variable] = findVariable(sourceCode.getScope(left), left.name)?.defs ?? [];
      if (!guard || variable?.name.type !== 'Identifier') return;
      if (isWithin(expressionOf(variable.name), guard.tried)) return;
      if (thenabilityOf(started, typed) !== 'always') return;
      if (!isAwaitedBehind(started, guard, typed, catalogue)) return;

      const promise = quotedCode(right, sourceCode);
      // A type of its own says that the variable holds a promise.
      const isTyped = variable.name.typeAnnotation !== undefined;
      report(right, 'leftTry', { promise }, [
        isTyped ? undefined : awaited(right, sourceCode),
        'await',
        { promise, doubt: '' },
        false,
      ]);
    }

    /** What keeps a person's eye on an `await` there. */
    function doubtOf(
      guards: readonly Guard[],
      returned: TSESTree.Expression,
      promises: readonly TSESTree.Expression[],
    ): string | undefined {
      const isLate = guards.some(
        (each) => each.kind === 'finally' && !cannotBeWaitedFor(each.block, typed, catalogue()),
      );
      if (isLate) return 'the promise must not wait for what `finally` does';
      if (isExplained(returned)) return 'what the comment says';
      const isMeant = guards.some(
        (each) =>
          each.kind === 'catch' &&
          (promises.some(isMadeToReject) || mayBeForOtherWork(each, expressionOf(returned), typed)),
      );
      return isMeant ? 'the `catch` runs for this error, too' : undefined;
    }

    /** A comment before the statement, or within it, speaks of waiting. */
    function isExplained(returned: TSESTree.Expression): boolean {
      const { parent } = returned;
      const comments = [
        ...sourceCode.getCommentsBefore(parent),
        ...sourceCode.getCommentsInside(parent),
      ];
      return comments.some(({ value }) => /\bawait|\bwait(?:ing|ed)?\b/i.test(value));
    }

    function asyncFunction(
      inner: Repair,
      returned: TSESTree.Node,
      fn: FunctionNode,
    ): Repair | undefined {
      const returns = (each: FunctionNode): Thenability => {
        const node = services.esTreeNodeToTSNodeMap.get(each);
        const [signature] = checker.getTypeAtLocation(node).getCallSignatures();
        return signature ? thenabilityOfType(signature.getReturnType(), node, typed) : 'unknown';
      };
      if (!fn.returnType && returns(fn) === 'sometimes') {
        const keyword = asyncKeyword(fn, sourceCode);
        return keyword && combined(returned, [inner], keyword);
      }
      return makeAsync([inner], returned, sourceCode, {
        returns,
        isSame: (use, declared) =>
          services.getSymbolAtLocation(use) === services.getSymbolAtLocation(declared),
      });
    }

    function report(
      node: TSESTree.Expression,
      messageId: 'returned' | 'returnedArray' | 'leftTry',
      data: Record<string, string>,
      [repair, kind, offeredData, proven]: Offering,
    ): void {
      const offers: Offer<MessageIds>[] = repair
        ? [{ repair, messageId: kind, data: offeredData, proven }]
        : [];
      const disabled = isDisabledAt(node, context.id, sourceCode);
      const [repairs] = offered([{ offers, disabled }], fix, sourceCode);
      context.report({ loc: shownAt(node).loc, messageId, data, ...repairs });
    }

    /** Of an expression that may hold another report, only the `return`, or the variable. */
    function shownAt(node: TSESTree.Expression): { loc: TSESTree.SourceLocation } {
      const mayHoldAnother = sourceCode
        .getTokens(node)
        .some(({ value }) => value === 'try' || value === 'using');
      if (!mayHoldAnother) return node;
      if (node.parent.type === 'AssignmentExpression') return node.parent.left;
      let statement: TSESTree.Node = node;
      while (statement.type !== 'ReturnStatement' && statement.parent) statement = statement.parent;
      return sourceCode.getFirstToken(statement) ?? node;
    }
  },
});

type Offering = readonly [
  repair: Repair | undefined,
  messageId: MessageIds,
  data: Record<string, string>,
  proven: boolean,
];

/** `load() as any` is a promise, whatever the cast says. */
function withoutHidingCast(value: TSESTree.Expression): TSESTree.Expression {
  const hides =
    value.type === 'TSAsExpression' && /^TS(?:Any|Unknown)Keyword$/.test(value.typeAnnotation.type);
  return hides ? withoutHidingCast(value.expression) : value;
}

/** By its syntax alone. */
function mayBePromise({ type }: TSESTree.Expression): boolean {
  switch (type) {
    case 'ArrowFunctionExpression':
    case 'AwaitExpression':
    case 'BinaryExpression':
    case 'ClassExpression':
    case 'FunctionExpression':
    case 'Literal':
    case 'ObjectExpression':
    case 'TemplateLiteral':
    case 'UnaryExpression':
    case 'UpdateExpression':
      return false;
    default:
      return true;
  }
}

/** `Promise.reject(error)`: whoever writes it may mean to pass the `catch` by. */
function isMadeToReject(promise: TSESTree.Expression): boolean {
  if (promise.type !== 'CallExpression' || promise.callee.type !== 'MemberExpression') return false;
  const { object, property } = promise.callee;
  return (
    object.type === 'Identifier' &&
    object.name === 'Promise' &&
    property.type === 'Identifier' &&
    property.name === 'reject'
  );
}

/** What happens too early, or not at all, as a clause. */
function consequenceOf(guards: readonly Guard[], what: 'it' | 'they'): string {
  const clauses = guards.map((guard) => {
    switch (guard.kind) {
      case 'catch':
        return `the \`catch\` does not run if ${what === 'it' ? 'it' : 'one'} rejects`;
      case 'finally':
        return `\`finally\` runs while ${what === 'it' ? 'it is' : 'they are'} still pending`;
      case 'using': {
        const resources = guard.resources.map((each) => `\`${each}\``).join(', ');
        return `${resources} is disposed of while ${what === 'it' ? 'it is' : 'they are'} still pending`;
      }
    }
  });
  return [...new Set(clauses)].join(', and ');
}
