// The parser can ask TypeScript 7 for the types (`npm run test:native`). All tests pass on both
// ways; where the answers differ, both are here, and no test is skipped for one of them.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type ts from 'typescript';
import { describe, expect, it } from 'vitest';

import rule from '../src/rules/no-blocking-call.ts';
import { askAbout } from './support/ask-about.ts';
import { lint } from './support/lint.ts';
import { NATIVE } from './support/parser.ts';

/** What only the classic checker has. */
const CLASSIC_ONLY = `
  getAmbientModules getAugmentedPropertiesOfType getBigIntLiteralType getIndexInfosOfIndexSymbol
  getJsxIntrinsicTagNamesAt getMergedSymbol getNullableType getNumberLiteralType
  getPrivateIdentifierPropertyOfType getPropertySymbolOfDestructuringAssignment getRootSymbols
  getStringLiteralType getSymbolOfExpando getSymbolsOfParameterPropertyDeclaration
  getTypeArgumentsForResolvedSignature getTypeOfAssignmentPattern
  indexInfoToIndexSignatureDeclaration isImplementationOfOverload isOptionalParameter
  isValidPropertyAccess runWithCancellationToken signatureToString symbolToEntityName
  symbolToExpression symbolToParameterDeclaration symbolToString
  symbolToTypeParameterDeclarations typeParameterToDeclaration typePredicateToString
`
  .trim()
  .split(/\s+/u);

it(NATIVE ? 'runs on the native backend' : 'runs on the classic backend', () => {
  // One of the checker members that only the classic backend has.
  const printSymbol = (): string =>
    askAbout('export const here = 1;', (here, services) => {
      const symbol = services.getSymbolAtLocation(here);
      return symbol ? services.program.getTypeChecker().symbolToString(symbol) : '';
    });

  if (NATIVE) expect(printSymbol).toThrow(/symbolToString is not available on the tsgo API/);
  else expect(printSymbol()).toBe('here');
});

it('the checker members that only the classic backend has are these', () => {
  const checker = anyChecker() as unknown as Record<string, () => unknown>;
  const apart = CLASSIC_ONLY.filter((member) => {
    if (!NATIVE) return typeof checker[member] === 'function';
    try {
      checker[member]?.();
      return false;
    } catch (error) {
      return String(error).includes('is not available on the tsgo API');
    }
  });
  expect(apart).toEqual(CLASSIC_ONLY);
});

describe('a file that no project includes', () => {
  const code = `import { readFileSync } from 'node:fs';
export async function read(path: string): Promise<string> {
  return readFileSync(path, 'utf8');
}
`;
  const read = (): (string | undefined)[] =>
    lint('no-blocking-call', rule, code, {
      filename: 'inner/elsewhere.ts',
      compiles: false,
    }).map(({ messageId }) => messageId);

  it(`is ${NATIVE ? 'linted with types all the same' : 'left to the message of the parser'}`, () => {
    if (NATIVE) expect(read()).toEqual(['blocks']);
    else expect(read).toThrow(/was not found by the project service/);
  });
});

it('no test is skipped on one of them, but the one whose programs have a checker of their own', () => {
  const skipping = readdirSync('tests', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .filter((file) =>
      /(?:skip|run)If\(!?NATIVE/u.test(readFileSync(path.join('tests', file), 'utf8')),
    );
  expect(skipping).toEqual(['soundness/soundness.test.ts']);
});

function anyChecker(): ts.TypeChecker {
  return askAbout('export const here = 1;', (_, services) => services.program.getTypeChecker());
}
