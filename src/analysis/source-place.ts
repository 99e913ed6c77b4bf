import type ts from 'typescript';

/** Where a node stands, for people. */
export interface SourcePlace {
  /** The absolute path of its file. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** The line that it starts in, without its indentation. */
  readonly code: string;
}

export function sourcePlaceOf(node: ts.Node): SourcePlace {
  const file = node.getSourceFile();
  const start = node.getStart(file);
  const { line, character } = file.getLineAndCharacterOfPosition(start);
  const [code = ''] = file.text.slice(start - character).split(/[\r\n]/, 1);
  return { file: file.fileName, line: line + 1, code: code.trim() };
}
