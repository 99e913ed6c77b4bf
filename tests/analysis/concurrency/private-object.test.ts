import type ts from 'typescript';
import { expect, it } from 'vitest';

import { isCaptured } from '../../../src/analysis/concurrency/private-object.ts';
import { catalogueOf } from '../../../src/catalogue/catalogue.ts';
import { askAboutNode } from '../../support/ask-ts.ts';
import { FIXTURES } from '../../support/parser.ts';

it('answers for the catalogue that is asked with, whichever was asked with before', () => {
  const answers = askAboutNode(
    `export function f(list: number[]) { let /*here*/n = 0; list.forEach((each) => { n += each; }); return n; }`,
    (node, t): node is ts.VariableDeclaration => t.isVariableDeclaration(node),
    (declaration, typed) =>
      [{ row: () => undefined }, catalogueOf([])].map((rows) =>
        isCaptured(declaration, typed, rows),
      ),
    { folder: FIXTURES },
  );
  expect(answers).toEqual([true, false]);
});
