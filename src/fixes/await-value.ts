import type {
  ParserServicesWithTypeInformation,
  TSESLint,
  TSESTree,
} from '@typescript-eslint/utils';
import type ts from 'typescript';

import { canAwaitAt, functionAround } from '../analysis/await-site.ts';
import { yieldPointAt } from '../analysis/concurrency/yield-point.ts';
import type { Misreading } from '../analysis/promise-as-value.ts';
import { thenabilityOfType } from '../analysis/thenable.ts';
import { allowsTopLevelAwait } from '../analysis/top-level-await.ts';
import type { TypedProgram } from '../analysis/typescript.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { combined } from './combine.ts';
import { insertion } from './edit.ts';
import { awaited } from './insert-await.ts';
import { makeAsync } from './make-async.ts';
import { frameFor, isParenthesized } from './parentheses.ts';
import type { Repair } from './repair.ts';

type SourceCode = Readonly<TSESLint.SourceCode>;

interface File {
  readonly typed: TypedProgram;
  readonly catalogue: Catalogue;
  readonly services: ParserServicesWithTypeInformation;
  readonly sourceCode: SourceCode;
}

/** A way to read the value of a promise in the place of the promise. */
export interface AwaitedValue {
  /** `makeAsync`: within a function that becomes async, and so do those that call it. */
  readonly kind: 'await' | 'makeAsync';
  readonly repair: Repair;
  /** What keeps a person's eye on it. */
  readonly doubt: string | undefined;
  /** It compiles, and nothing else could be meant. */
  readonly proven: boolean;
}

/**
 * How `promises`, which `misreading` reads as if they were their values, can be awaited in their
 * places; `undefined` where that would not compile, or where nothing can be read of what they resolve to.
 */
export function awaitMisread(
  promises: readonly TSESTree.Expression[],
  misreading: Misreading,
  file: File,
): AwaitedValue | undefined {
  const { typed, services, sourceCode } = file;
  const { awaited: fit, promises: values } = misreading;
  const [first] = promises;
  if (!first || fit === 'nothing' || fit === 'refused') return undefined;
  const repair = awaitValues(promises, first, sourceCode);
  if (!repair) return undefined;

  if (canAwaitAt(first)) {
    const isTop = !functionAround(first);
    if (isTop && values.some((each) => !allowsTopLevelAwait(each.getSourceFile(), typed))) {
      return undefined;
    }
    const doubt = values
      .map((each) => tooLate(each, first, file))
      .find((each) => each !== undefined);
    const isPlain = !isTop && promises.every(isCall) && !isUpdate(first);
    const proven = fit === 'fits' && isPlain && doubt === undefined;
    return { kind: 'await', repair, doubt, proven };
  }
  const made = makeAsync([repair], first, sourceCode, {
    returns: (fn) => {
      const node = services.esTreeNodeToTSNodeMap.get(fn);
      const [signature] = typed.checker.getTypeAtLocation(node).getCallSignatures();
      return signature ? thenabilityOfType(signature.getReturnType(), node, typed) : 'unknown';
    },
    isSame: (use, declared) =>
      services.getSymbolAtLocation(use) === services.getSymbolAtLocation(declared),
  });
  return made && { kind: 'makeAsync', repair: made, doubt: undefined, proven: false };
}

/** What must happen in this turn, and would not after an `await` there. */
function tooLate(
  value: ts.Expression,
  promise: TSESTree.Expression,
  { typed, catalogue }: File,
): string | undefined {
  if (!typed.ts.isCallExpression(value) && !typed.ts.isNewExpression(value)) return undefined;
  const point = yieldPointAt(value, typed, catalogue);
  if (point.safe || point.offer !== 'nothing') return undefined;
  return point.condition === 'handler-attached' && isBound(promise) ? undefined : point.because;
}

/** `const user = load() ?? guest`: what is bound is a promise today, and none after an `await`. */
function isBound({ parent }: TSESTree.Node): boolean {
  if (parent?.type === 'LogicalExpression') return isBound(parent);
  return parent?.type === 'VariableDeclarator';
}

function isCall(promise: TSESTree.Expression): boolean {
  const { type } = promise.type === 'ChainExpression' ? promise.expression : promise;
  return type === 'CallExpression' || type === 'ImportExpression' || type === 'NewExpression';
}

/** `s += load()`, `this.s = this.s + load()`: what it adds to is read before the `await`. */
function isUpdate(promise: TSESTree.Expression): boolean {
  let node: TSESTree.Node = promise;
  while (!/Statement|Function|Program/.test(node.type)) {
    if (node.type === 'AssignmentExpression') {
      return node.operator !== '=' || node.right.type === 'BinaryExpression';
    }
    if (!node.parent) return false;
    node = node.parent;
  }
  return false;
}

/**
 * The repair that reads the values of `promises`, operands of one expression, in the place of the
 * promises. Beside an operator it writes `(await p)`, which nobody has to read twice; in `{ p }` it
 * writes the key that the value loses. Whether `await` may be written there is not asked.
 */
function awaitValues(
  promises: readonly TSESTree.Expression[],
  site: TSESTree.Node,
  sourceCode: SourceCode,
): Repair | undefined {
  const repairs = promises.map((promise) => awaitValue(promise, sourceCode));
  const made = repairs.filter((each) => each !== undefined);
  return made.length === repairs.length ? combined(site, made) : undefined;
}

function awaitValue(promise: TSESTree.Expression, sourceCode: SourceCode): Repair | undefined {
  const inner = awaited(promise, sourceCode);
  if (!inner) return undefined;
  const whole = promise.parent.type === 'ChainExpression' ? promise.parent : promise;
  const { parent } = whole;
  const [start, end] = whole.range;
  if (parent.type === 'Property' && parent.shorthand) {
    const key = insertion(start, `${sourceCode.getText(whole)}: `);
    return { ...inner, edits: (written) => [key, ...inner.edits(written)] };
  }
  if (!isOperand(whole, parent) || isParenthesized(whole, sourceCode)) return inner;
  const { before } = frameFor(whole, '(', 'call', sourceCode);
  return {
    ...inner,
    edits: (written) => [
      insertion(start, `${before}(`),
      ...inner.edits(written),
      insertion(end, ')'),
    ],
  };
}

function isOperand(whole: TSESTree.Node, parent: TSESTree.Node): boolean {
  switch (parent.type) {
    case 'BinaryExpression':
      // Here `await` gets its parentheses anyway.
      return !(parent.operator === '**' && parent.left === whole);
    case 'ConditionalExpression':
      return parent.test === whole;
    case 'LogicalExpression':
    case 'SpreadElement':
    case 'UnaryExpression':
      return true;
    default:
      return false;
  }
}
