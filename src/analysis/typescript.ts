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
  const made = possibleCopies()
    .map(load)
    .find((copy) => fits(copy, program));
  const answer = made && { ts: made, program, checker };
  programs.set(program, answer ?? null);
  return answer;
}

const programs = new WeakMap<ts.Program, TypedProgram | null>();

const require = createRequire(import.meta.url);

/** Where it cannot be found from here, the parser was given by its object and lives elsewhere. */
function theParsersCopy(): string | undefined {
  try {
    const fromParser = createRequire(require.resolve('@typescript-eslint/parser'));
    const fromEstree = createRequire(fromParser.resolve('@typescript-eslint/typescript-estree'));
    return fromEstree.resolve('typescript');
  } catch {
    return undefined;
  }
}

/** Those that are loaded first, since the parser has loaded the one that it uses. */
function possibleCopies(): string[] {
  const ours = theParsersCopy();
  const loaded = Object.keys(require.cache).filter((file) =>
    /[\\/]typescript[\\/]lib[\\/]typescript\.js$/.test(file),
  );
  const [first, last] = ours !== undefined && ours in require.cache ? [[ours], []] : [[], [ours]];
  return [...first, ...loaded, ...last].filter((file) => file !== undefined);
}

function load(file: string): unknown {
  try {
    return require(file) as unknown;
  } catch {
    return undefined;
  }
}

/** Versions number kinds and flags differently: it shows at a kind with many others before it. */
function fits(copy: unknown, program: ts.Program): copy is typeof ts {
  const candidate = copy as Partial<typeof ts> | undefined;
  if (candidate?.TypeFlags === undefined || candidate.SyntaxKind === undefined) return false;
  const [root = ''] = program.getRootFileNames();
  const kind = program.getSourceFile(root)?.kind;
  return (
    program.getTypeChecker().getStringType().flags === candidate.TypeFlags.String &&
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- of another version
    (kind === undefined || kind === candidate.SyntaxKind.SourceFile)
  );
}
