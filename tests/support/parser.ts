import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import * as typescriptParser from '@typescript-eslint/parser';
import ts from 'typescript';

/** Whether this run asks for the parser's native TypeScript 7 backend (`npm run test:native`). */
export const NATIVE = process.env.AWAIT_NATIVE === '1';

export const FIXTURES = fileURLToPath(new URL('../fixtures', import.meta.url));

const parserOptions = {
  projectService: NATIVE ? { EXPERIMENTAL_backend: 'tsgo' as const } : true,
  tsconfigRootDir: FIXTURES,
};

/** Lints a test's code, with types, as the text of a file of `tests/fixtures`. Code that does not compile throws. */
export const typedLanguageOptions = {
  parser: { ...typescriptParser, parseForESLint: parseWhatCompiles },
  parserOptions,
};

/** The same for code that is meant not to compile: half-typed, or with names that are missing. */
export const uncheckedLanguageOptions = {
  parser: { ...typescriptParser, parseForESLint: parse },
  parserOptions,
};

type Parse = typeof typescriptParser.parseForESLint;

type Options = Parameters<Parse>[1];

/** Rule testers say that everything is a module; ESLint itself says that `.cjs` is none. */
function parse(...[text, options]: Parameters<Parse>): ReturnType<Parse> {
  restoreOther(options);
  const isScript = options?.filePath?.endsWith('.cjs') === true;
  return typescriptParser.parseForESLint(
    text,
    isScript ? { ...options, sourceType: 'script' } : options,
  );
}

/**
 * All tests of a process share one program, in which a file keeps the text of its last case. What is
 * asked about the whole program would hear of it: so a file gets its own text back before a case is
 * the text of another.
 */
function restoreOther(next: Options): void {
  const last = replaced;
  replaced = next;
  if (!last) return;
  const file = placeOf(last);
  if (file === placeOf(next) || !existsSync(file)) return;
  // In CI, what is on disk to the letter is taken from another program, and this one hears nothing.
  typescriptParser.parseForESLint(`${readFileSync(file, 'utf8')}\n`, last);
}

/** A `Linter` that is given a relative name passes it on as it is. */
function placeOf(options: Options): string {
  return path.resolve(options?.tsconfigRootDir ?? '', options?.filePath ?? '');
}

/** How the file was parsed that now has the text of a case. */
let replaced: Options;

/** Code that does not compile tests nothing: its types are silently `any`. So cases and fixes must. */
function parseWhatCompiles(...args: Parameters<Parse>): ReturnType<Parse> {
  const result = parse(...args);
  const { program, esTreeNodeToTSNodeMap } = result.services;
  if (!program) throw new Error('The parser gave no type information.');
  const file = esTreeNodeToTSNodeMap.get(result.ast).getSourceFile();
  const [error] = program.getSemanticDiagnostics(file);
  if (error) {
    const line = file.getLineAndCharacterOfPosition(error.start ?? 0).line + 1;
    const message = ts.flattenDiagnosticMessageText(error.messageText, '\n');
    throw new Error(`Line ${String(line)} does not compile: ${message}`);
  }
  return result;
}
