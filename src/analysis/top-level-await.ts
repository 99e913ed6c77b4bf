import type ts from 'typescript';

import type { TypedProgram } from './typescript.ts';

/** Whether TypeScript, as the program is configured, takes an `await` at the top level of `file`, a module. */
export function allowsTopLevelAwait(file: ts.SourceFile, { ts, program }: TypedProgram): boolean {
  const { module, target } = program.getCompilerOptions();
  if (module === undefined) return false;
  if (target !== undefined && target < ts.ScriptTarget.ES2017) return false;
  const { Node16, NodeNext, ES2022, CommonJS } = ts.ModuleKind;
  if (module >= Node16 && module <= NodeNext) {
    // The native backend does not say what the format is.
    return file.impliedNodeFormat !== CommonJS && !/\.c[jt]s$/.test(file.fileName);
  }
  return module >= ES2022;
}
