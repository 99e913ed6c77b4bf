import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type ts from 'typescript';

import { boundValues, type BoundValue } from '../analysis/bound-values.ts';
import { isLostByForgottenReturn } from '../analysis/combinator-misuse.ts';
import { canAwaitAt, functionAround, type FunctionNode } from '../analysis/await-site.ts';
import {
  discardedPromises,
  hiddenPromise,
  lostInField,
  lostInVariable,
  sunkPromise,
  type LostPromise,
} from '../analysis/floating.ts';
import { sourcePlaceOf } from '../analysis/source-place.ts';
import { typedProgram } from '../analysis/typescript.ts';
import {
  calledName,
  isGathering,
  isMade,
  isSettled,
  mayBeUnhandled,
  passedValues,
  privateFieldName,
  sinkNames,
} from '../analysis/unhandled-variable.ts';
import { catalogueOf } from '../catalogue/catalogue.ts';
import type { Row } from '../catalogue/row.ts';
import { handlingsOf, wholeOf, type HandlingKind } from '../fixes/handle-promise.ts';
import { offered, type Finding } from '../fixes/offer.ts';
import { ALLOW_SCHEMA, isAllowed, type Allowed } from '../kit/allow.ts';
import { createRule } from '../kit/create-rule.ts';
import { isDisabledAt } from '../kit/disabled.ts';
import { ADDITIONAL_SCHEMA } from '../kit/settings.ts';
import { quotedCallee, shownAt } from '../kit/shown-at.ts';

export interface Options {
  allowVoid: boolean;
  checkUnused: boolean;
  checkIife: boolean;
  asyncOnly: boolean;
  allow: readonly Allowed[];
  allowTypes: readonly Allowed[];
  additional: readonly Row[];
}

type Loss = Exclude<LostPromise['how'], 'inspected'> | 'collection' | 'unawaited' | 'gathered';

type MessageIds = Loss | HandlingKind;

const IF_IT_REJECTS = 'if it rejects, that is an unhandled rejection, which ends a Node.js process';

export default createRule<Options, MessageIds>({
  name: 'no-floating-promise',
  meta: {
    type: 'problem',
    docs: {
      description: 'Disallow promises that nothing handles',
      recommended: {},
      strict: { options: { allowVoid: false } },
      replaces: ['@typescript-eslint/no-floating-promises', 'promise/catch-or-return'],
      requiresTypeChecking: true,
    },
    fixable: 'code',
    hasSuggestions: true,
    schema: [
      {
        type: 'object',
        additionalProperties: false,
        properties: {
          allowVoid: {
            type: 'boolean',
            description: 'Whether `void` in front of a promise says that it may be left alone.',
          },
          checkUnused: {
            type: 'boolean',
            description:
              'Whether to report promises that a variable, a local collection or a private field holds and nothing awaits.',
          },
          checkIife: {
            type: 'boolean',
            description: 'Whether to report async functions that are called where they stand.',
          },
          asyncOnly: {
            type: 'boolean',
            description: 'Whether to look into async functions only.',
          },
          allow: ALLOW_SCHEMA,
          allowTypes: {
            ...ALLOW_SCHEMA,
            description: 'Types of promises to leave alone, in the same shape as `allow`.',
          },
          additional: ADDITIONAL_SCHEMA,
        },
      },
    ],
    defaultOptions: [
      {
        allowVoid: true,
        checkUnused: true,
        checkIife: true,
        asyncOnly: false,
        allow: [],
        allowTypes: [],
        additional: [],
      },
    ],
    messages: {
      ignored: `Nothing handles {{ promise }}: the code after it runs before it is done, and ${IF_IT_REJECTS}. {{ remedy }}.`,
      collection: `Nothing handles {{ promise }}: the code after them runs before they are done, and if one rejects, that is an unhandled rejection, which ends a Node.js process. {{ remedy }}.`,
      chained: `Nothing handles the rejection of {{ promise }}: if a step of this chain rejects, that is an unhandled rejection, which ends a Node.js process. {{ remedy }}.`,
      rethrown: `The rejection handler throws on every path, so nothing handles {{ promise }}: ${IF_IT_REJECTS}. {{ remedy }}.`,
      noHandler: `What stands in the place of the rejection handler is no function, so nothing handles {{ promise }}: ${IF_IT_REJECTS}. Pass a function.`,
      leftOut: `\`{{ name }}\` may be missing: a call ({{ call }}) passes none. Then nothing handles {{ promise }}: ${IF_IT_REJECTS}. Give it a default, or attach a \`catch\`.`,
      lazy: 'Nothing awaits {{ promise }}, so nothing runs: it only starts to work when it is awaited. {{ remedy }}.',
      idle: 'Nothing waits for {{ promise }}, which is only a pause: the code after it runs at once. {{ remedy }}.',
      notRun:
        'Nothing of the async generator `{{ name }}` runs: a call only makes the iterator, and the body starts when that is asked for a value. Iterate it with `for await`.',
      voided: `\`void\` handles nothing of {{ promise }}: ${IF_IT_REJECTS}. {{ remedy }}.`,
      unread: `Nothing reads \`{{ name }}\`, which holds {{ promise }}: the code after it runs before it is done, and ${IF_IT_REJECTS}. {{ remedy }}.`,
      overwritten: `\`{{ name }}\` gets another value before anything handles {{ promise }}: ${IF_IT_REJECTS}. {{ remedy }}.`,
      unawaited: `Nothing awaits \`{{ name }}\`, which holds {{ promise }}: the code after it runs before it is done, and ${IF_IT_REJECTS}. {{ remedy }}.`,
      gathered: `Nothing awaits what \`{{ name }}\` holds, {{ promise }}: the code after it runs before they are done, and if one rejects, that is an unhandled rejection, which ends a Node.js process. Await \`Promise.all\` of them.`,
      sunk: '`{{ name }}` takes {{ promise }} as it is: it shows `{}` or `Promise { <pending> }` in place of the value, and nothing waits for it. Await it first.',
      hidden:
        'The declared type `unknown` hides {{ promise }}: whoever gets this object finds a promise in place of the value, which is `{}` as JSON, and nothing handles its rejection. Await it first.',
      await: 'Await {{ promise }}.',
      awaitAll: 'Await {{ promise }} with `Promise.all`.',
      condition: 'Await {{ promise }} in an `if`.',
      bare: 'Await {{ promise }} without the variable.',
      together: 'Await {{ promise }} for all elements together.',
      iterate: 'Iterate it with `for await`.',
      return: 'Return {{ promise }}.',
      makeAsync: 'Make the function async and await {{ promise }}.',
      catch: 'Attach a `catch` that prints the error.',
      void: 'Say with `void` that nothing waits for {{ promise }}.',
    },
  },

  create(context, options, { services, fix, additional }) {
    const typed = typedProgram(services);
    if (!typed) return {};
    const { sourceCode } = context;
    const { allowVoid, checkUnused, checkIife, asyncOnly } = options;
    const file = { typed, catalogue: catalogueOf(additional), services, sourceCode };
    const question = {
      ...file,
      allowVoid,
      checkIife,
      isAllowed: (called: Parameters<typeof isAllowed>[0]) =>
        isAllowed(called, options.allow, context.cwd),
      isAllowedType: (type: Parameters<typeof isAllowed>[0]) =>
        options.allowTypes.length > 0 && isAllowed(type, options.allowTypes, context.cwd),
    };
    const sinks = sinkNames(additional);
    const found = new Map<TSESTree.Node, FloatingFinding>();

    return {
      ExpressionStatement: ({ expression }) => {
        discarded(expression);
      },
      ForStatement: ({ init, update }) => {
        if (init) discarded(init);
        if (update) discarded(update);
      },
      SequenceExpression: ({ expressions }) => {
        expressions.slice(0, -1).forEach(discarded);
      },
      ...(allowVoid
        ? {}
        : {
            'UnaryExpression[operator="void"]': ({ argument }: TSESTree.UnaryExpression) => {
              for (const lost of discardedPromises(expressionAt(argument), question)) {
                if (lost.how !== 'idle')
                  add({ ...lost, how: lost.how === 'ignored' ? 'voided' : lost.how });
              }
            },
          }),
      ...(checkUnused
        ? {
            VariableDeclarator: ({ id, init }: TSESTree.VariableDeclarator) => {
              if (init) boundValues(id, init).forEach(bound);
            },
            AssignmentExpression: (assignment: TSESTree.AssignmentExpression) => {
              const { left, right, operator, parent } = assignment;
              if (operator !== '=' && operator !== '??=') return;
              if (allowVoid && parent.type === 'UnaryExpression' && parent.operator === 'void') {
                return;
              }
              if (operator === '=') boundValues(left, right).forEach(bound);
              kept(left, right);
            },
            PropertyDefinition: ({ key, value }: TSESTree.PropertyDefinition) => {
              if (value) kept(key, value);
            },
          }
        : {}),
      CallExpression: passed,
      ReturnStatement: ({ argument }) => {
        if (argument?.type === 'ObjectExpression') returned(argument, argument);
      },
      'ArrowFunctionExpression > ObjectExpression.body': (object: TSESTree.ObjectExpression) => {
        returned(object, object);
      },
      'Program:exit': reportAll,
    };

    function discarded(expression: TSESTree.Node): void {
      if (isSettled(expression)) return;
      const lost = discardedPromises(expressionAt(expression), question);
      const statement = lost.length > 0 && expressionAt(expression).parent;
      if (!typed || !statement || isLostByForgottenReturn(statement, typed)) return;
      lost.forEach((each) => {
        add(each);
      });
    }

    function bound({ name, value }: BoundValue): void {
      if (!isMade(value) || (allowVoid && name.name.startsWith('_'))) return;
      if (!mayBeUnhandled(name, sinks, sourceCode)) return;
      const lost = lostInVariable(expressionAt(value), question);
      if (lost) add(lost, name.name);
    }

    /** What `field`, a private one of a class, gets and keeps for nobody. */
    function kept(field: TSESTree.Node, value: TSESTree.Expression): void {
      const name = privateFieldName(field);
      if (name === undefined || !isMade(value) || (allowVoid && /^#?_/.test(name))) return;
      const lost = lostInField(expressionAt(value), expressionAt(field), question);
      if (lost) add(lost, sourceCode.getText(field));
    }

    /** What is printed, serialised or gathered where it is made. */
    function passed(call: TSESTree.CallExpression): void {
      const name = calledName(call.callee);
      if (name === undefined || call.arguments.length === 0) return;
      if (checkUnused && isGathering(call.callee)) {
        const { object } = call.callee;
        if (!mayBeUnhandled(object, sinks, sourceCode)) return;
        for (const each of call.arguments.filter(isMade)) {
          const lost = lostInVariable(expressionAt(each), question);
          if (lost) add({ ...lost, isCollection: true }, object.name);
        }
      } else if (sinks.has(name)) {
        const at = expressionAt(call) as ts.CallExpression;
        for (const each of call.arguments.flatMap(passedValues)) {
          const lost = sunkPromise(expressionAt(each), at, question);
          if (lost) add(lost);
        }
      }
    }

    function returned(object: TSESTree.ObjectExpression, whole: TSESTree.ObjectExpression): void {
      if (object === whole && !functionAround(object)?.returnType) return;
      for (const property of object.properties) {
        if (property.type !== 'Property') continue;
        const { value } = property;
        if (value.type === 'ObjectExpression') returned(value, whole);
        if (!isMade(value)) continue;
        const lost = hiddenPromise(expressionAt(value), expressionAt(whole), question);
        if (lost) add(lost);
      }
    }

    function expressionAt(node: TSESTree.Node): ts.Expression {
      return services.esTreeNodeToTSNodeMap.get(node) as ts.Expression;
    }

    function valueOf(node: ts.Node): TSESTree.Expression {
      const value: TSESTree.Node = services.tsNodeToESTreeNodeMap.get(node);
      return (value.type === 'ChainExpression' ? value.expression : value) as TSESTree.Expression;
    }

    function add(lost: LostPromise, variable?: string): void {
      const value = valueOf(lost.value);
      const place = lost.how === 'sunk' ? valueOf(lost.at) : value;
      if (found.has(place) || (asyncOnly && functionAround(wholeOf(value))?.async !== true)) return;
      const promise = promiseText(value, lost, sourceCode);
      const handler =
        lost.how === 'leftOut' && value.type === 'CallExpression' && value.arguments.at(-1);
      const name =
        variable ?? (handler ? sourceCode.getText(handler) : quotedCallee(place, sourceCode));
      const remedy = remedyAt(value, lost);
      found.set(place, {
        place,
        messageId: messageOf(lost),
        data: { promise, name, remedy, ...(handler ? { call: placeText(lost) } : {}) },
        offers: handlingsOf(lost, value, file, { allowVoid }).map(({ kind, ...handling }) => ({
          messageId: kind,
          data: { promise },
          ...handling,
        })),
        disabled: isDisabledAt(place, context.id, sourceCode),
      });
    }

    function reportAll(): void {
      const findings = [...found.values()].sort((a, b) => a.place.range[0] - b.place.range[0]);
      const repairs = offered(findings, fix, sourceCode);
      const places = shownAt(
        findings.map(({ place }) => place),
        sourceCode,
      );
      findings.forEach(({ messageId, data }, index) => {
        const loc = places[index];
        if (loc) context.report({ loc, messageId, data, ...repairs[index] });
      });
    }
  },
});

interface FloatingFinding extends Finding<MessageIds> {
  readonly place: TSESTree.Node;
  readonly messageId: MessageIds;
  readonly data: Record<string, string>;
}

function messageOf({ how, isCollection, at, value }: LostPromise): MessageIds {
  if (how === 'inspected') {
    return at !== value || isCollection ? 'gathered' : 'unawaited';
  }
  return how === 'ignored' && isCollection ? 'collection' : how;
}

/** Where the call is that loses it: "line 3", "users.ts:3". */
function placeText({ at, value }: LostPromise): string {
  const { file, line } = sourcePlaceOf(at);
  return file === sourcePlaceOf(value).file
    ? `line ${String(line)}`
    : `${file.slice(file.lastIndexOf('/') + 1)}:${String(line)}`;
}

/** What the message calls the promise: "the promise that `saveUser` returns". */
function promiseText(
  value: TSESTree.Expression,
  { isCollection, isCertain }: LostPromise,
  sourceCode: Readonly<TSESLint.SourceCode>,
): string {
  const promise = isCollection ? 'the promises' : 'the promise';
  if (value.type === 'ArrayExpression') return `${promise} of this array`;
  const name = `\`${quotedCallee(value, sourceCode)}\``;
  const may = isCertain ? '' : 'may ';
  switch (value.type) {
    case 'CallExpression':
    case 'TaggedTemplateExpression': {
      const callee = value.type === 'CallExpression' ? value.callee : value.tag;
      const isFunction =
        callee.type === 'ArrowFunctionExpression' || callee.type === 'FunctionExpression';
      const subject = isFunction ? 'this function' : name;
      return `${promise} that ${subject} ${isCertain ? 'returns' : 'may return'}`;
    }
    case 'NewExpression':
      return `${promise} that ${name} ${may}make${isCertain ? 's' : ''}`;
    default:
      return `${promise} ${name}`;
  }
}

/** What to do, as a sentence without its full stop. */
function remedyAt(value: TSESTree.Expression, { how, isCollection }: LostPromise): string {
  const whole = wholeOf(value);
  if (how === 'rethrown') return 'Handle the error there for good, or await the chain';
  const what = isCollection ? '`Promise.all` of them' : 'it';
  if (how === 'idle') return canAwaitAt(whole) ? 'Await it' : 'Await it in an async function';
  if (how === 'lazy')
    return canAwaitAt(whole) ? 'Await it' : 'Return it, or await it in an async function';
  if (canAwaitAt(whole)) return `Await ${what}, return it or attach a \`catch\``;
  const fn = functionAround(whole);
  if (!fn) return `Attach a \`catch\`, or await ${what} in an async function`;
  if (fn.parent.type === 'MethodDefinition' && fn.parent.kind === 'constructor') {
    return `A constructor cannot wait: await ${what} in a static async method that makes the object, or attach a \`catch\``;
  }
  if (isReaction(fn)) return `Return ${what}, so that the chain waits`;
  const isPassed = fn.parent.type === 'CallExpression' && fn.parent.callee !== fn;
  if (isPassed) return `Attach a \`catch\`, or return ${what} if whoever calls this function waits`;
  return `Return ${what}, await it in an async function or attach a \`catch\``;
}

function isReaction({ parent }: FunctionNode): boolean {
  return (
    parent.type === 'CallExpression' &&
    parent.callee.type === 'MemberExpression' &&
    ['then', 'catch', 'finally'].includes(calledName(parent.callee) ?? '')
  );
}
