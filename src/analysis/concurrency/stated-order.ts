import type ts from 'typescript';

/** Whether the comment right above `node`, or on its line before it, says that its place matters. */
export function statesOrder(node: ts.Node): boolean {
  const { text } = node.getSourceFile();
  const above = text.slice(node.getFullStart(), node.getStart());
  if (!above.includes('//') && !above.includes('/*')) return false;
  const nearest = above.trimEnd().split(BLANK_LINE).at(-1) ?? '';
  return ORDER.test(nearest);
}

const BLANK_LINE = /\n[^\S\n]*\n/;

const ORDER =
  /\b(?:(?<!\bthe )first|before|then|afterwards|sequential(?:ly)?|seriali[sz]ed?|serially|races?|racy|race condition|one (?:at a time|by one|after (?:the other|another))|must (?:be|come|happen|run|go|stay)\b.{0,60}\bafter|order (?:matters|is (?:important|significant|relevant)|dependent)|in (?:this |that |the right |the correct )?order(?! to)|do(?:n't| not) (?:parallelise|parallelize|run in parallel)|not in parallel)\b/is;
