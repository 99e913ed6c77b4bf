import type { TSESTree } from '@typescript-eslint/utils';
import type ts from 'typescript';

import { canAwaitAt, functionAround } from '../analysis/await-site.ts';
import {
  mayRead,
  promiseAsValue,
  type Misreading,
  type ReadAs,
} from '../analysis/promise-as-value.ts';
import { typedProgram } from '../analysis/typescript.ts';
import { catalogueOf, type Catalogue } from '../catalogue/catalogue.ts';
import { awaitMisread } from '../fixes/await-value.ts';
import { offered, type Offer } from '../fixes/offer.ts';
import { createRule } from '../kit/create-rule.ts';
import { isDisabledAt } from '../kit/disabled.ts';
import { quotedCode } from '../kit/quoted-code.ts';

type MessageIds = ReadAs | 'await' | 'makeAsync';

interface Found {
  readonly promises: readonly TSESTree.Expression[];
  readonly misreading: Misreading;
}

export default createRule<object, MessageIds>({
  name: 'no-promise-as-value',
  meta: {
    type: 'problem',
    docs: {
      description: 'Disallow promises where only what they resolve to makes sense',
      recommended: {},
      strict: {},
      replaces: ['@typescript-eslint/no-misused-promises'],
      requiresTypeChecking: true,
    },
    fixable: 'code',
    hasSuggestions: true,
    schema: [],
    defaultOptions: [{}],
    messages: {
      condition:
        '`{{ promise }}` is a promise, and a promise is truthy whatever it resolves to: {{ outcome }}. {{ remedy }}.',
      nullish:
        '`{{ promise }}` is a promise, which is never `null` or `undefined`, whatever it resolves to: {{ outcome }}. {{ remedy }}.',
      comparison:
        '`{{ promise }}` is a promise, which equals no value that it resolves to: {{ outcome }}. {{ remedy }}.',
      text: '`{{ promise }}` is a promise: the text says `[object Promise]`, and not what it resolves to. {{ remedy }}.',
      number:
        '`{{ promise }}` is a promise, which is no number, whatever it resolves to: {{ outcome }}. {{ remedy }}.',
      key: '`{{ promise }}` is a promise: the key is `[object Promise]`, and not what it resolves to. {{ remedy }}.',
      spread:
        '`{{ promise }}` is a promise, which has no properties of its own: nothing is copied of what it resolves to. {{ remedy }}.',
      properties:
        '`{{ promise }}` is a promise, which has no properties of its own: nothing is found of what it resolves to. {{ remedy }}.',
      destructured:
        '`{{ promise }}` is a promise, which has no properties of what it resolves to: they are `undefined` here. {{ remedy }}.',
      json: '`{{ promise }}` is a promise, which `JSON.stringify` writes as `{}`, whatever it resolves to. {{ remedy }}.',
      clone:
        '`{{ promise }}` is a promise, which cannot be cloned: `structuredClone` throws. {{ remedy }}.',
      array:
        '`{{ promise }}` is a promise and no array, whatever it resolves to: `Array.isArray` is always `false`. {{ remedy }}.',
      elements:
        '`{{ promise }}` is a promise, which has no elements, whatever it resolves to: this throws a `TypeError`. {{ remedy }}.',
      member:
        '`{{ promise }}` is a promise, and not yet what it resolves to: {{ outcome }}. {{ remedy }}.',
      await: 'Await `{{ promise }}`{{ doubt }}.',
      makeAsync: 'Make the function async and await `{{ promise }}`.',
    },
  },

  create(context, _options, { services, fix, additional }) {
    const program = typedProgram(services);
    if (!program) return {};
    const typed = program;
    const { sourceCode } = context;
    const isJavaScript = /\.[cm]?jsx?$/.test(context.filename);
    const expressionOf = (node: TSESTree.Expression): ts.Expression =>
      services.esTreeNodeToTSNodeMap.get(node) as ts.Expression;
    const catalogue = (): Catalogue => catalogueOf(additional);
    const found: Found[] = [];
    const checked = new Set<TSESTree.Node>();

    return {
      IfStatement: ({ test }) => {
        check(test);
      },
      WhileStatement: ({ test }) => {
        check(test);
      },
      DoWhileStatement: ({ test }) => {
        check(test);
      },
      ForStatement: ({ test }) => {
        check(test);
      },
      ConditionalExpression: ({ test }) => {
        check(test);
      },
      LogicalExpression: ({ left }) => {
        check(left);
      },
      UnaryExpression: ({ operator, argument }) => {
        if (OPERATORS.has(operator)) check(argument);
      },
      UpdateExpression: ({ argument }) => {
        check(argument);
      },
      BinaryExpression: ({ operator, left, right }) => {
        if (operator === 'instanceof') return;
        const isEquality = EQUALITY.has(operator);
        if (left.type !== 'PrivateIdentifier' && (!isEquality || isValue(right))) check(left);
        if (!isEquality || (left.type !== 'PrivateIdentifier' && isValue(left))) check(right);
      },
      AssignmentExpression: ({ operator, left, right }) => {
        const isPlain = operator === '=';
        if (isPlain ? left.type === 'ObjectPattern' : !operator.includes('&')) check(right);
      },
      TemplateLiteral: ({ expressions }) => {
        expressions.forEach(check);
      },
      SpreadElement: ({ argument }) => {
        check(argument);
      },
      ForInStatement: ({ right }) => {
        check(right);
      },
      ForOfStatement: ({ right }) => {
        check(right);
      },
      SwitchStatement: ({ discriminant }) => {
        check(discriminant);
      },
      MemberExpression: ({ computed, object, property }) => {
        if (computed) check(property);
        else if (isJavaScript && isValueOfCall(object)) check(object);
      },
      'VariableDeclarator[id.type="ObjectPattern"]': ({ init }: TSESTree.VariableDeclarator) => {
        check(init);
      },
      CallExpression: checkCall,
      'Program:exit': reportAll,
    };

    function checkCall({ callee, arguments: passed }: TSESTree.CallExpression): void {
      const name =
        callee.type === 'Identifier'
          ? callee.name
          : callee.type === 'MemberExpression' && callee.property.type === 'Identifier'
            ? callee.property.name
            : '';
      if (/^to(?:Locale)?String$/.test(name) && callee.type === 'MemberExpression') {
        if (passed.length === 0) check(callee.object);
      } else if (mayRead(name)) {
        for (const each of passed) if (each.type !== 'SpreadElement') checkParts(each, name);
      }
    }

    /** Of an argument of `JSON.stringify`, what is written there literally. */
    function checkParts(passed: TSESTree.Expression, name: string): void {
      if (name === 'stringify' && passed.type === 'ObjectExpression') {
        for (const property of passed.properties) {
          if (property.type === 'Property') checkParts(property.value as TSESTree.Expression, name);
        }
      } else if (name === 'stringify' && passed.type === 'ArrayExpression') {
        for (const each of passed.elements) {
          if (each && each.type !== 'SpreadElement') checkParts(each, name);
        }
      } else check(passed);
    }

    /** Each expression that `operand` may be: the arms of `?:`, the right side of `&&`. */
    function check(operand: TSESTree.Expression | null): void {
      if (!operand || checked.has(operand)) return;
      checked.add(operand);
      switch (operand.type) {
        case 'ConditionalExpression':
          check(operand.consequent);
          check(operand.alternate);
          return;
        case 'LogicalExpression':
          check(operand.right);
          return;
        case 'SequenceExpression':
          check(operand.expressions.at(-1) ?? null);
          return;
        case 'AssignmentExpression':
          if (operand.operator === '=') check(operand.right);
          return;
        case 'CallExpression':
        case 'ChainExpression':
        case 'Identifier':
        case 'ImportExpression':
        case 'MemberExpression':
        case 'NewExpression':
        case 'TaggedTemplateExpression':
        case 'TSAsExpression':
        case 'TSNonNullExpression':
        case 'TSSatisfiesExpression':
          checkValue(operand);
          return;
        default:
      }
    }

    function checkValue(operand: TSESTree.Expression): void {
      const value = expressionOf(operand);
      const misreading = promiseAsValue(value, typed, catalogue);
      if (!misreading) return;
      const promises = misreading.promises.map((each): TSESTree.Expression =>
        services.tsNodeToESTreeNodeMap.get(each),
      );
      found.push({ promises, misreading });
    }

    function reportAll(): void {
      for (const each of found) report(each);
    }

    function report({ promises, misreading }: Found): void {
      const [first] = promises;
      if (!first) return;
      const node = shownAt(first);
      const offers: Offer<MessageIds>[] = [];
      const awaited = awaitMisread(promises, misreading, {
        typed,
        catalogue: catalogue(),
        services,
        sourceCode,
      });
      if (awaited) {
        const { kind, repair, doubt, proven } = awaited;
        const promise = promises.map((each) => quotedCode(each, sourceCode)).join('` and `');
        const data = {
          promise,
          ...(kind === 'await' && { doubt: doubt ? `; check first: ${doubt}` : '' }),
        };
        offers.push({ repair, messageId: kind, data, proven });
      }
      const disabled = isDisabledAt(node, context.id, sourceCode);
      const [repairs] = offered([{ offers, disabled }], fix, sourceCode);
      context.report({
        node,
        messageId: misreading.as,
        data: {
          promise: quotedCode(first, sourceCode),
          outcome: outcomeOf(misreading, typed.ts),
          remedy: remedyOf(first, misreading, offers.length > 0),
        },
        ...repairs,
      });
    }

    /** Editors know a report by its range: where an argument of the call is reported too, its callee. */
    function shownAt(promise: TSESTree.Expression): TSESTree.Node {
      const [start, end] = promise.range;
      const holdsAnother = found.some(({ promises }) =>
        promises.some(
          (other) => other !== promise && other.range[0] >= start && other.range[1] <= end,
        ),
      );
      if (!holdsAnother || promise.type !== 'CallExpression') return promise;
      return promise.callee.type === 'MemberExpression' ? promise.callee.property : promise.callee;
    }
  },
});

const OPERATORS: ReadonlySet<string> = new Set(['!', '+', '-', '~']);
const EQUALITY: ReadonlySet<string> = new Set(['==', '===', '!=', '!==']);

function isValueOfCall({ type }: TSESTree.Expression): boolean {
  return type === 'CallExpression' || type === 'Identifier';
}

/** By its syntax: a literal, `undefined`, or what an operator makes. */
function isValue(expression: TSESTree.Expression): boolean {
  switch (expression.type) {
    case 'Literal':
    case 'TemplateLiteral':
    case 'UnaryExpression':
      return true;
    case 'Identifier':
      return expression.name === 'undefined';
    default:
      return false;
  }
}

/** What the place does whatever the promise resolves to, as a clause. */
function outcomeOf({ as, by, promises: [promise] }: Misreading, t: typeof ts): string {
  if (as === 'number') return numberOutcome(by, t);
  if (as === 'member') return memberOutcome(by, t);
  if (as !== 'condition' && as !== 'nullish' && as !== 'comparison') return '';
  if (t.isPrefixUnaryExpression(by)) return '`!` always gives `false`';
  if (t.isSwitchStatement(by)) return 'no case is ever taken';
  if (t.isCallExpression(by)) {
    if (as !== 'condition') return 'this assertion always fails';
    return by.expression.getText() === 'Boolean'
      ? '`Boolean` always gives `true`'
      : 'this assertion always passes';
  }
  if (!t.isBinaryExpression(by)) {
    const whole = promise && outermost(promise, t).parent === by;
    return `this ${whole ? '' : 'part of the '}condition always holds`;
  }
  switch (by.operatorToken.getText()) {
    case '&&':
      return 'the right side of `&&` always runs';
    case '||':
      return 'the right side of `||` never runs';
    case '??':
      return 'the right side of `??` never runs';
    case '==':
    case '===':
      return 'this comparison is always `false`';
    case '!=':
    case '!==':
      return 'this comparison is always `true`';
    default:
      return 'this condition always holds';
  }
}

function memberOutcome(by: Misreading['by'], t: typeof ts): string {
  const name = t.isPropertyAccessExpression(by) ? by.name.text : by.getText();
  const isCalled = t.isCallExpression(by.parent) && by.parent.expression === by;
  return isCalled
    ? `it has no \`${name}\`, so this call throws a \`TypeError\``
    : `it has no \`${name}\`, so this is \`undefined\``;
}

function numberOutcome(by: Misreading['by'], t: typeof ts): string {
  const isNotANumber = t.isBinaryExpression(by)
    ? /^(?:-|\*\*?|\/|%)=?$/.test(by.operatorToken.getText())
    : t.isCallExpression(by)
      ? /(?:^|\.)(?:Number|parse\w+)$/.test(by.expression.getText())
      : !by.getText().startsWith('~');
  return isNotANumber ? 'the result is `NaN`' : 'the result does not depend on it';
}

function outermost(expression: ts.Node, t: typeof ts): ts.Node {
  const { parent } = expression;
  return t.isParenthesizedExpression(parent) ? outermost(parent, t) : expression;
}

/** What to do, as a sentence without its full stop. */
function remedyOf(
  promise: TSESTree.Expression,
  { as, awaited }: Misreading,
  isOffered: boolean,
): string {
  const purpose = as === 'condition' || as === 'nullish' || as === 'comparison' ? 'test' : 'use';
  if (awaited === 'nothing') {
    return `It resolves to nothing that this could ${purpose}: await it in a statement of its own`;
  }
  if (awaited === 'constant') {
    return as === 'nullish'
      ? 'Await it; what it resolves to is never nullish, either'
      : 'Await it, and test a part of what it resolves to, which is never falsy, either';
  }
  if (isOffered || canAwaitAt(promise)) return `Await it to ${purpose} its value`;
  const fn = functionAround(promise);
  if (!fn) return `Await it where \`await\` can be written, and ${purpose} its value here`;
  return fn.parent.type === 'CallExpression' || fn.parent.type === 'NewExpression'
    ? `Await it before the callback runs, which cannot wait, to ${purpose} its value`
    : `Make the function async and await it to ${purpose} its value`;
}
