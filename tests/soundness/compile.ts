import * as typescriptParser from '@typescript-eslint/parser';
import ts from 'typescript';

import { DECLARATIONS } from './declarations.ts';
import { SMALL_LIBRARY } from './small-library.ts';

/** Where the program of a text stands, and nothing else but what it may import. */
export const FOLDER = '/world';
const FILE = `${FOLDER}/program.ts`;
const LIBRARY = `${FOLDER}/node_modules/@types/library/index.d.ts`;

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleDetection: ts.ModuleDetectionKind.Force,
  types: ['node'],
  strict: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: true,
  noEmit: true,
};

const libraries = new Map<string, ts.SourceFile | undefined>();
let current = '';

const host: ts.CompilerHost = {
  getSourceFile: (name, version) => {
    if (name === FILE) return ts.createSourceFile(name, current, version, true);
    if (!libraries.has(name)) {
      const text = readFile(name);
      libraries.set(
        name,
        text === undefined ? undefined : ts.createSourceFile(name, text, version, true),
      );
    }
    return libraries.get(name);
  },
  getDefaultLibFileName: () => LIBRARY,
  writeFile: () => undefined,
  getCurrentDirectory: () => FOLDER,
  getCanonicalFileName: (name) => name,
  useCaseSensitiveFileNames: () => true,
  getNewLine: () => '\n',
  fileExists: (name) => name === FILE || readFile(name) !== undefined,
  readFile,
  directoryExists: (name) =>
    LIBRARY.startsWith(`${name}/`) ||
    Object.keys(DECLARATIONS).some((each) => each.startsWith(`${name}/`)),
  getDirectories: () => [],
};

function readFile(name: string): string | undefined {
  return name === LIBRARY ? SMALL_LIBRARY : DECLARATIONS[name];
}

/** Throws where a text does not compile: its types would silently be `any`. */
export function mustCompile(text: string): void {
  const program = programOf(text);
  const file = program.getSourceFile(FILE);
  const [error] = [
    ...program.getSyntacticDiagnostics(file),
    ...program.getSemanticDiagnostics(file),
  ];
  if (!error) return;
  const line = file?.getLineAndCharacterOfPosition(error.start ?? 0).line ?? 0;
  const message = ts.flattenDiagnosticMessageText(error.messageText, '\n');
  throw new Error(`Line ${String(line + 1)} does not compile: ${message}\n${text}`);
}

let last: { text: string; program: ts.Program } | undefined;

function programOf(text: string): ts.Program {
  if (last?.text === text) return last.program;
  current = text;
  const program = ts.createProgram({
    rootNames: [FILE],
    options: OPTIONS,
    host,
    ...(last ? { oldProgram: last.program } : {}),
  });
  last = { text, program };
  return program;
}

/** A parser whose types come from a program in memory: much faster than a project's. */
export const parser = {
  ...typescriptParser,
  parseForESLint(
    text: string,
    options: Parameters<typeof typescriptParser.parseForESLint>[1],
  ): ReturnType<typeof typescriptParser.parseForESLint> {
    return typescriptParser.parseForESLint(text, { ...options, programs: [programOf(text)] });
  },
};
