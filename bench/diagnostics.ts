import path from 'node:path';
import ts from 'typescript';

import { readTsconfig } from './tsconfig-file.ts';

/** One TypeScript error, without its line: fixes move lines. */
export interface Diagnostic {
  /** Relative to the package, with `/`; empty for errors about the project as a whole. */
  readonly file: string;
  readonly code: number;
  readonly message: string;
}

/** What TypeScript reports on the files of a folder's `tsconfig.json` with these options on top, sorted. */
export function diagnosticsOf(directory: string, options: ts.CompilerOptions = {}): Diagnostic[] {
  const parsed = readTsconfig(path.join(directory, 'tsconfig.json'), { noEmit: true, ...options });
  const program = ts.createProgram({ rootNames: parsed.fileNames, options: parsed.options });
  return [...parsed.errors, ...ts.getPreEmitDiagnostics(program)]
    .map((diagnostic) => ({
      file: diagnostic.file ? relative(directory, diagnostic.file.fileName) : '',
      code: diagnostic.code,
      // Some messages quote absolute paths of modules.
      message: ts
        .flattenDiagnosticMessageText(diagnostic.messageText, '\n')
        .replaceAll(directory, ''),
    }))
    .sort((a, b) => compare(key(a), key(b)));
}

/** Those of `after` that `before` lacks, counted: two of the same kind are two. */
export function addedDiagnostics(
  before: readonly Diagnostic[],
  after: readonly Diagnostic[],
): Diagnostic[] {
  const left = new Map<string, number>();
  for (const diagnostic of before) {
    left.set(key(diagnostic), (left.get(key(diagnostic)) ?? 0) + 1);
  }
  return after.filter((diagnostic) => {
    const count = left.get(key(diagnostic)) ?? 0;
    left.set(key(diagnostic), count - 1);
    return count <= 0;
  });
}

function key({ file, code, message }: Diagnostic): string {
  return `${file}\n${String(code)}\n${message}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function relative(directory: string, file: string): string {
  return path.relative(directory, file).replaceAll('\\', '/');
}
