import type ts from 'typescript';

import { withWrappers, withoutWrappers } from '../callee.ts';
import { flowOf } from '../control-flow.ts';
import { iteratedKind } from '../iterated.ts';
import { isAsync } from '../modifiers.ts';
import type { TypedProgram } from '../typescript.ts';
import { union } from './accesses.ts';
import { effectsAt } from './effects.ts';
import { valueSymbol } from './private-object.ts';
import { calledName, isLog } from './read-name.ts';
import { surroundingsOf } from './surroundings.ts';
import { workOf } from './member-work.ts';
import type { WriterRows } from './writers.ts';

/** `xs.reduce(async (acc, x) => { await acc; … })` whose elements need nothing of each other. */
export interface SerialReduce {
  readonly callback: ts.ArrowFunction | ts.FunctionExpression;
  readonly accumulator: ts.Identifier;
  /** The one `await` of the accumulator. */
  readonly previous: ts.AwaitExpression;
  /** The awaits that could run together. */
  readonly awaits: readonly ts.AwaitExpression[];
  readonly because: string;
  /** What has to hold; with none it is proven. */
  readonly assumptions: readonly string[];
}

/** Asks it of a call of `reduce` on an array; `undefined` where an element may need an earlier one. */
export function serialReduceOf(
  call: ts.CallExpression,
  typed: TypedProgram,
  catalogue: WriterRows,
): SerialReduce | undefined {
  const { ts, checker } = typed;
  const callee = call.expression;
  const [given] = call.arguments;
  if (!ts.isPropertyAccessExpression(callee) || calledName(call, ts) !== 'reduce') return undefined;
  if (!given || call.arguments.length !== 2) return undefined;
  if (!ts.isArrowFunction(given) && !ts.isFunctionExpression(given)) return undefined;
  const callback: ts.ArrowFunction | ts.FunctionExpression = given;
  const [first] = callback.parameters;
  if (!isAsync(callback, ts) || callback.asteriskToken || !first || !ts.isIdentifier(first.name)) {
    return undefined;
  }
  const accumulator = first.name;
  const symbol = checker.getSymbolAtLocation(accumulator);
  if (!symbol || iteratedKind(checker.getTypeAtLocation(callee.expression), typed) !== 'array') {
    return undefined;
  }

  const awaits: ts.AwaitExpression[] = [];
  const uses: ts.Identifier[] = [];
  const found = { leaves: false };
  look(callback.body);
  const previous = awaits.find((each) => withoutWrappers(each.expression, ts) === uses[0]);
  const works = awaits.filter((each) => each !== previous);
  if (!previous || uses.length !== 1 || works.length === 0 || found.leaves) return undefined;
  // What starts before the accumulator is awaited runs together already.
  if (works.some((each) => each.pos < previous.pos)) return undefined;

  const tainted = taintedBy(previous);
  if (surroundingsOf([callback.body], typed).against) return undefined;
  const assumptions: string[] = [];
  for (const awaited of works) {
    const work = withoutWrappers(awaited.expression, ts);
    if (!ts.isCallExpression(work) || isTainted(awaited)) return undefined;
    const {
      refusal,
      handles,
      assumptions: own,
    } = workOf(
      {
        awaited,
        call: work,
        node: awaited,
        statement: statementOf(awaited),
        form: ts.isExpressionStatement(withWrappers(awaited, ts).parent) ? 'bare' : 'part',
        target: undefined,
        isWrapped: false,
      },
      typed,
      catalogue,
    );
    if (refusal || handles.some(({ expression }) => !isOfElement(expression))) return undefined;
    assumptions.push(...own);
  }
  if (!isRestPure()) return undefined;
  return {
    callback,
    accumulator,
    previous,
    awaits: works,
    because: 'no element needs what an earlier one gives',
    assumptions: [...new Set(assumptions)],
  };

  function look(node: ts.Node): void {
    if (ts.isIdentifier(node) && valueSymbol(node, typed) === symbol) uses.push(node);
    if (ts.isFunctionLike(node)) {
      ts.forEachChild(node, lookForUses);
      return;
    }
    if (ts.isAwaitExpression(node)) awaits.push(node);
    if (ts.isThrowStatement(node) || ts.isTryStatement(node)) found.leaves = true;
    if (ts.isIterationStatement(node, false)) found.leaves = true;
    ts.forEachChild(node, look);
  }

  function lookForUses(node: ts.Node): void {
    if (ts.isIdentifier(node) && valueSymbol(node, typed) === symbol) uses.push(node);
    ts.forEachChild(node, lookForUses);
  }

  /** The variables that hold what the accumulator resolved to. */
  function taintedBy(awaited: ts.AwaitExpression): ReadonlySet<ts.Symbol> {
    const names = new Set<ts.Symbol>();
    for (let node: ts.Node = awaited; node !== callback; node = node.parent) {
      if (!ts.isVariableDeclaration(node)) continue;
      const visit = (each: ts.Node): void => {
        if (ts.isIdentifier(each)) {
          const declared = checker.getSymbolAtLocation(each);
          if (declared) names.add(declared);
        }
        ts.forEachChild(each, visit);
      };
      visit(node.name);
    }
    return names;
  }

  function isTainted(node: ts.Node): boolean {
    if (node === previous) return true;
    if (ts.isIdentifier(node)) {
      const used = valueSymbol(node, typed);
      return used !== undefined && tainted.has(used);
    }
    return ts.forEachChild(node, (child) => isTainted(child) || undefined) ?? false;
  }

  function statementOf(node: ts.Node): ts.Node {
    let each = node;
    while (each.parent !== callback && !ts.isStatement(each)) each = each.parent;
    return each;
  }

  /** Whether a handle is one of the element's own. */
  function isOfElement(node: ts.Node): boolean {
    if (ts.isIdentifier(node)) {
      const used = valueSymbol(node, typed);
      return (used?.declarations ?? []).some(
        (each) => callback.pos <= each.pos && each.end <= callback.end,
      );
    }
    return ts.forEachChild(node, (child) => isOfElement(child) || undefined) ?? false;
  }

  /** Whether the rest only works on what the accumulator resolved to. */
  function isRestPure(): boolean {
    const accesses = [];
    for (const step of flowOf(callback, ts).steps) {
      const { node } = step;
      const isWork = works.some((each) => each.pos <= node.pos && node.end <= each.end);
      if (isWork || isTainted(node) || isLog(node, ts) || ts.isParameter(node)) continue;
      if (node === callback || node === callback.body) continue;
      accesses.push(effectsAt(step, typed, catalogue, node, 'whole'));
    }
    const { writes, unseen } = union(accesses);
    return writes.size === 0 && unseen.size === 0;
  }
}
