import { createRequire } from 'node:module';

import type { ParserServicesWithTypeInformation } from '@typescript-eslint/utils';
import type ts from 'typescript';

/** A program with its checker, and the copy of TypeScript that made both. */
export interface TypedProgram {
  readonly ts: typeof ts;
  readonly program: ts.Program;
  readonly checker: ts.TypeChecker;
}

/**
 * The program behind a linted file, with the copy of TypeScript that the parser uses: node kinds and
 * type flags differ between versions, so another copy would misread every node.
 *
 * Answers `undefined` where no such copy can be found (TypeScript 7 alone has no such API).
 */
export function typedProgram(
  services: ParserServicesWithTypeInformation,
): TypedProgram | undefined {
  const { program } = services;
  const known = programs.get(program);
  if (known !== undefined) return known ?? undefined;

  const checker = program.getTypeChecker();
  const made = [theParsersCopy, ...loadedCopies()].map(load).find((copy) => fits(copy, checker));
  const answer = made && { ts: made, program, checker };
  programs.set(program, answer ?? null);
  return answer;
}

const programs = new WeakMap<ts.Program, TypedProgram | null>();

const require = createRequire(import.meta.url);

function theParsersCopy(): unknown {
  const fromParser = createRequire(require.resolve('@typescript-eslint/parser'));
  const fromEstree = createRequire(fromParser.resolve('@typescript-eslint/typescript-estree'));
  return fromEstree('typescript');
}

/** A parser that was given by its object may live elsewhere; whatever it uses is loaded by now. */
function loadedCopies(): (() => unknown)[] {
  return Object.keys(require.cache)
    .filter((file) => /[\\/]typescript[\\/]lib[\\/]typescript\.js$/.test(file))
    .map((file) => () => require(file) as unknown);
}

function load(copy: () => unknown): unknown {
  try {
    return copy();
  } catch {
    return undefined;
  }
}

function fits(copy: unknown, checker: ts.TypeChecker): copy is typeof ts {
  const candidate = copy as Partial<typeof ts> | undefined;
  return (
    candidate?.TypeFlags !== undefined &&
    candidate.SyntaxKind !== undefined &&
    checker.getStringType().flags === candidate.TypeFlags.String
  );
}
