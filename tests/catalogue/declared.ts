import path from 'node:path';

import ts from 'typescript';

import { identityOf } from '../../src/analysis/callee.ts';
import type { TypedProgram } from '../../src/analysis/typescript.ts';

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  types: ['node'],
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  allowImportingTsExtensions: true,
};

/** Parsed once for all programs of a test run: they have the same options but for the library. */
const declarationFiles = new Map<string, ts.SourceFile | undefined>();

/** A program over files that exist only as text; other imports and libraries are real. */
export function programOf(
  texts: Readonly<Record<string, string>>,
  lib: readonly string[] = ['lib.esnext.d.ts', 'lib.dom.d.ts'],
): TypedProgram {
  const files = new Map(
    Object.entries(texts).map(([name, text]) => [path.resolve(import.meta.dirname, name), text]),
  );
  const options = { ...OPTIONS, lib: [...lib] };
  const disk = ts.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (file) => files.has(path.normalize(file)) || disk.fileExists(file),
    readFile: (file) => files.get(path.normalize(file)) ?? disk.readFile(file),
    getSourceFile: (file, version) => {
      const text = files.get(path.normalize(file));
      if (text !== undefined) return ts.createSourceFile(file, text, version);
      const known = declarationFiles.get(file) ?? disk.getSourceFile(file, version);
      declarationFiles.set(file, known);
      return known;
    },
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return { ts, program, checker: program.getTypeChecker() };
}

export function fileOf({ program }: TypedProgram, name: string): ts.SourceFile {
  const file = program.getSourceFile(path.resolve(import.meta.dirname, name));
  if (!file) throw new Error(`${name} is not in the program.`);
  return file;
}

export function keyOf({ module, name }: { module: string; name: string }): string {
  return `${module} ${name}`;
}

/** Everything that the declaration files of a program declare, by the identity that a call has. */
export function declaredIn(typed: TypedProgram): ReadonlyMap<string, readonly ts.Declaration[]> {
  const found = new Map<string, ts.Declaration[]>();
  const visit = (node: ts.Node): void => {
    if (isNamed(node)) {
      const key = keyOf(identityOf(node, typed));
      const declarations = found.get(key);
      if (declarations) declarations.push(node);
      else found.set(key, [node]);
    }
    ts.forEachChild(node, visit);
  };
  for (const file of typed.program.getSourceFiles()) {
    if (file.isDeclarationFile) visit(file);
  }
  return found;
}

/** What the language, the DOM and Node declare. */
export const declaredByPlatform = lazily(() =>
  declaredIn(programOf({ 'empty.ts': "import 'undici-types';" })),
);

function lazily<Value>(make: () => Value): () => Value {
  let value: { made: Value } | undefined;
  return () => (value ??= { made: make() }).made;
}

function isNamed(node: ts.Node): node is ts.Declaration {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isVariableDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isMethodSignature(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isPropertySignature(node) ||
    ts.isGetAccessorDeclaration(node)
  );
}
