import type ts from 'typescript';

/** Whether the comment right above `node`, or on its line before it, says that its place matters. */
export function statesOrder(node: ts.Node): boolean {
  const comment = commentAbove(node);
  return ORDER.test(comment) || ONE_AT_A_TIME.test(comment);
}

/**
 * Whether the comment above `loop`, or above the empty collection that is declared before it, says that
 * its turns must wait for each other.
 */
export function statesOneAtATime(loop: ts.Statement, t: typeof ts): boolean {
  if (ONE_AT_A_TIME.test(commentAbove(loop))) return true;
  const { parent } = loop;
  if (!t.isBlock(parent) && !t.isSourceFile(parent)) return false;
  const before = parent.statements[parent.statements.indexOf(loop) - 1];
  if (!before || !t.isVariableStatement(before)) return false;
  const [only, ...others] = before.declarationList.declarations;
  const made = others.length === 0 ? only?.initializer : undefined;
  const isEmpty =
    made !== undefined &&
    ((t.isArrayLiteralExpression(made) && made.elements.length === 0) ||
      (t.isObjectLiteralExpression(made) && made.properties.length === 0) ||
      (t.isNewExpression(made) && !made.arguments?.length));
  return isEmpty && ONE_AT_A_TIME.test(commentAbove(before));
}

/** The comments right above `node`, without those that a blank line parts from it. */
function commentAbove(node: ts.Node): string {
  const { text } = node.getSourceFile();
  const above = text.slice(node.getFullStart(), node.getStart());
  if (!above.includes('//') && !above.includes('/*')) return '';
  return above.trimEnd().split(BLANK_LINE).at(-1) ?? '';
}

const BLANK_LINE = /\n[^\S\n]*\n/;

const ORDER =
  /\b(?:(?<!\bthe )first|before|then|afterwards|must (?:be|come|happen|run|go|stay)\b.{0,60}\bafter)\b/is;

const ONE_AT_A_TIME =
  /\b(?:sequential(?:ly)?|seriali[sz]ed?|serially|races?|racy|race condition|one (?:at a time|by one|after (?:the other|another))|order (?:matters|is (?:important|significant|relevant)|dependent)|in (?:this |that |the right |the correct )?order(?! to)|do(?:n't| not) (?:parallelise|parallelize|run in parallel)|not in parallel|rate.?limit(?:s|ed|ing)?)\b/is;
