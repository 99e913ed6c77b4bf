import { createRequire } from 'node:module';

import type { ParserServicesWithTypeInformation } from '@typescript-eslint/utils';
import { describe, expect, it } from 'vitest';

import { typedProgram } from '../../src/analysis/typescript.ts';
import { askAbout } from '../support/ask-about.ts';

/** The parser's services, with a checker whose string type has these flags, and a file of this kind. */
function servicesWith(flags: number, kind?: number): ParserServicesWithTypeInformation {
  const program = {
    getTypeChecker: () => ({ getStringType: () => ({ flags }) }),
    getRootFileNames: () => ['file.ts'],
    getSourceFile: () => (kind === undefined ? undefined : { kind }),
  };
  return { program } as unknown as ParserServicesWithTypeInformation;
}

describe('the copy of TypeScript', () => {
  it('is the one that the parser loads', () => {
    const require = createRequire(import.meta.url);
    const parser = createRequire(require.resolve('@typescript-eslint/parser'));
    const estree = createRequire(parser.resolve('@typescript-eslint/typescript-estree'));
    const obtained = askAbout('const here = 1; export {};', (_, services) =>
      typedProgram(services),
    );
    expect(obtained?.ts).toBe(estree('typescript'));
  });

  it('reads the nodes of the program', () => {
    const kinds = askAbout('const here = 1; export {};', (here, services) => {
      const { parent } = services.esTreeNodeToTSNodeMap.get(here);
      const ts = typedProgram(services)?.ts;
      return [ts?.isVariableDeclaration(parent), ts?.isParameter(parent)];
    });
    expect(kinds).toEqual([true, false]);
  });

  it('is asked for once a program', () => {
    const twice = askAbout('const here = 1; export {};', (_, services) => [
      typedProgram(services),
      typedProgram(services),
    ]);
    expect(twice[0]).toBeDefined();
    expect(twice[0]).toBe(twice[1]);
  });

  it('comes with the program’s own checker', () => {
    const answers = askAbout('const here = 1; export {};', (here, services) => {
      const typed = typedProgram(services);
      const node = services.esTreeNodeToTSNodeMap.get(here);
      return typed?.checker.typeToString(typed.checker.getTypeAtLocation(node));
    });
    expect(answers).toBe('1');
  });

  it('is none where the flags are those of no copy that is loaded', () => {
    expect(typedProgram(servicesWith(0x7fff_0000))).toBeUndefined();
    // Also the second time, from the cache.
    const services = servicesWith(0x7fff_0000);
    typedProgram(services);
    expect(typedProgram(services)).toBeUndefined();
  });

  it('fits a program of its own flags and kinds', () => {
    const require = createRequire(import.meta.url);
    const { SyntaxKind, TypeFlags } = require('typescript') as typeof import('typescript');
    const { String: text } = TypeFlags;
    expect(typedProgram(servicesWith(text))?.ts.TypeFlags.String).toBe(text);
    expect(typedProgram(servicesWith(text, SyntaxKind.SourceFile))?.ts.SyntaxKind).toBe(SyntaxKind);
  });

  it('is none where the kinds are those of another version, though the flags agree', () => {
    const require = createRequire(import.meta.url);
    const { SyntaxKind, TypeFlags } = require('typescript') as typeof import('typescript');
    expect(typedProgram(servicesWith(TypeFlags.String, SyntaxKind.SourceFile + 1))).toBeUndefined();
  });
});
