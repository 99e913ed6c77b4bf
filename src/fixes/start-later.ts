import type { TSESLint, TSESTree } from '@typescript-eslint/utils';

import { findVariable } from '../analysis/variable-named.ts';
import { indentAt, insertion, newlineOf, type Edit } from './edit.ts';
import { asRepair, type Late, type LateRepair } from './late.ts';
import { childrenOf, identifiersIn } from './replace-call.ts';
import {
  endOf,
  functionOf,
  isFirstOnLine,
  isFunction,
  isLoop,
  isWithin,
  siblingsOf,
} from './statement-list.ts';

type SourceCode = Readonly<TSESLint.SourceCode>;

/**
 * The repair that moves the declaration that starts a promise to where the promise is first used.
 * `undefined` where something that it reads may have changed by then: a variable, or an object of
 * which a method is awaited on the way, `const p = adopt(handle); await handle.dispose();`.
 */
export function startLater(
  { start, gaps, oneByOne }: Late,
  sourceCode: SourceCode,
): LateRepair | undefined {
  const value = literalAround(start);
  const declarator = value.parent;
  if (oneByOne || declarator.type !== 'VariableDeclarator' || declarator.init !== value) {
    return undefined;
  }
  const declaration = declarator.parent;
  if (declaration.declarations.length !== 1) return undefined;
  const [variable, ...others] = sourceCode.getDeclaredVariables(declaration);
  const list = siblingsOf(declaration);
  if (!variable || others.length > 0 || !list) return undefined;
  const uses = variable.references.filter(({ init }) => init !== true);
  if (uses.length === 0 || uses.some((each) => each.isWrite())) return undefined;
  const target = firstStatementFor(
    uses.map(({ identifier }) => identifier),
    declaration,
  );
  if (!target) return undefined;
  // Behind the branch that it moves to, nothing is started any more.
  const stays = (gap: TSESTree.Node): boolean =>
    gap.range[1] > target.range[0] && isWithin(gap, target.parent);
  if (gaps.some(stays)) return undefined;
  if (!isSameAt(value, declaration, target, sourceCode)) return undefined;
  const read = new Set(identifiersIn(value, sourceCode).map(({ name }) => name));
  if (gaps.some((gap) => receivers(gap, sourceCode).some((name) => read.has(name)))) {
    return undefined;
  }

  const { text } = sourceCode;
  const own = text.slice(declaration.range[0], endOf(declaration, sourceCode));
  const isAlone = isFirstOnLine(target.range[0], sourceCode);
  const needsEnd = !own.endsWith(';') && (!isAlone || /^[([`/+-]/.test(sourceCode.getText(target)));
  const separator = isAlone ? `${newlineOf(text)}${indentAt(text, target.range[0])}` : ' ';
  return {
    kind: 'later',
    repair: asRepair(start, [
      { range: withItsLine(declaration, sourceCode), text: '' },
      insertion(target.range[0], `${own}${needsEnd ? ';' : ''}${separator}`),
    ]),
    proven: false,
  };
}

/** The variables of which `node` calls methods, imported ones aside: a module does not change. */
function receivers(node: TSESTree.Node, sourceCode: SourceCode): readonly string[] {
  const receiver =
    node.type === 'CallExpression' && node.callee.type === 'MemberExpression'
      ? node.callee.object
      : undefined;
  const inner = childrenOf(node, sourceCode).flatMap((each) => receivers(each, sourceCode));
  if (receiver?.type !== 'Identifier') return inner;
  const [definition] = findVariable(sourceCode.getScope(receiver), receiver.name)?.defs ?? [];
  const isObject = definition !== undefined && definition.type !== 'ImportBinding';
  return isObject ? [receiver.name, ...inner] : inner;
}

/** The array or object literal that holds the promise: both are made later. */
function literalAround(start: TSESTree.Expression): TSESTree.Expression {
  let value = start;
  for (;;) {
    const { parent } = value;
    const holder = parent.type === 'Property' && parent.value === value ? parent.parent : parent;
    if (holder.type !== 'ArrayExpression' && holder.type !== 'ObjectExpression') return value;
    value = holder;
  }
}

/** The innermost statement in front of which a declaration reaches all uses, and runs as often as before. */
function firstStatementFor(
  uses: readonly TSESTree.Node[],
  declaration: TSESTree.VariableDeclaration,
): TSESTree.Statement | undefined {
  const [first] = uses;
  let found: TSESTree.Statement | undefined;
  for (let each: TSESTree.Node | undefined = first; each; each = each.parent) {
    const statement = each;
    if (isFunction(each) || isLoop(each)) found = undefined;
    if (each.parent === declaration.parent) {
      found ??= each as TSESTree.Statement;
      return found === declaration ? undefined : found;
    }
    if (isFunction(each) || isLoop(each)) continue;
    if (!found && siblingsOf(each)) {
      const reaches = uses.every(
        (use) =>
          use.range[0] >= statement.range[0] &&
          statement.parent !== undefined &&
          isWithin(use, statement.parent),
      );
      if (reaches) found = each as TSESTree.Statement;
    }
  }
  return undefined;
}

/** Whether the names in `value` mean and hold the same in front of `target`. */
function isSameAt(
  value: TSESTree.Expression,
  declaration: TSESTree.Node,
  target: TSESTree.Node,
  sourceCode: SourceCode,
): boolean {
  const scope = sourceCode.getScope(target);
  return (
    !holdsSuspension(value, sourceCode) &&
    identifiersIn(value, sourceCode).every((name) => {
      const own = sourceCode
        .getScope(name)
        .references.find(({ identifier }) => identifier === name);
      const variable = own?.resolved;
      if (!variable) return true;
      if (isWithin(variable.identifiers[0] ?? target, value)) return true;
      return (
        findVariable(scope, name.name) === variable &&
        !variable.references.some(
          (each) =>
            each.isWrite() &&
            each.init !== true &&
            (each.identifier.range[0] > declaration.range[1] ||
              functionOf(each.identifier) !== functionOf(declaration)),
        )
      );
    })
  );
}

function holdsSuspension(node: TSESTree.Node, sourceCode: SourceCode): boolean {
  if (node.type === 'AwaitExpression' || node.type === 'YieldExpression') return true;
  return (
    !isFunction(node) &&
    childrenOf(node, sourceCode).some((each) => holdsSuspension(each, sourceCode))
  );
}

/** The range of a statement with the white space that it leaves behind. */
function withItsLine(statement: TSESTree.Node, sourceCode: SourceCode): Edit['range'] {
  const { text } = sourceCode;
  const [start] = statement.range;
  const end = endOf(statement, sourceCode);
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const behind = /^[^\S\r\n]*(?:\r?\n)?/.exec(text.slice(end))?.[0] ?? '';
  if (text.slice(lineStart, start).trim() !== '') {
    return [start, end + behind.replace(/[\r\n]/g, '').length];
  }
  return behind.includes('\n') ? [lineStart, end + behind.length] : [start, end + behind.length];
}
