import type { TSESLint, TSESTree } from '@typescript-eslint/utils';

interface Directive {
  readonly type: 'disable' | 'enable' | 'disable-line' | 'disable-next-line';
  readonly value: string;
  readonly node: { readonly loc?: TSESTree.SourceLocation };
}

/**
 * Whether a comment in the file keeps ESLint from showing a report of `rule` at `node`. Where fixes
 * depend on each other, one that ESLint will not apply must not count.
 */
export function isDisabledAt(
  node: TSESTree.Node,
  rule: string,
  sourceCode: Readonly<TSESLint.SourceCode>,
): boolean {
  const { line, column } = node.loc.start;
  let disabled = false;
  for (const { type, value, node: comment } of directivesOf(sourceCode)) {
    if (!comment.loc || !isAbout(rule, value)) continue;
    const { start, end } = comment.loc;
    if (type === 'disable-line' && start.line === line) return true;
    if (type === 'disable-next-line' && end.line + 1 === line) return true;
    const isBefore = end.line < line || (end.line === line && end.column <= column);
    if (isBefore && type === 'disable') disabled = true;
    if (isBefore && type === 'enable') disabled = false;
  }
  return disabled;
}

function directivesOf(sourceCode: Readonly<TSESLint.SourceCode>): readonly Directive[] {
  const { getDisableDirectives } = sourceCode as {
    getDisableDirectives?: () => { directives: readonly Directive[] };
  };
  return getDisableDirectives?.call(sourceCode).directives ?? [];
}

/** A directive names its rules, or none and means all. */
function isAbout(rule: string, value: string): boolean {
  const names = value.split(',').map((each) => each.trim());
  return value.trim() === '' || names.includes(rule);
}
