import type ts from 'typescript';
import { expect, it } from 'vitest';

import {
  isGatheredElement,
  isMadeArray,
  isMadeOfPlain,
} from '../../src/analysis/made-collection.ts';
import type { TypedProgram } from '../../src/analysis/typescript.ts';
import { askAboutExpression } from '../support/ask-ts.ts';

const DECLARED = `
declare const names: string[], sizes: Set<number>, jobs: Promise<string>[], text: string;
declare function load(name: string): Promise<string>;
declare function isJob(value: unknown): value is string & Promise<string>;
`;

/** Asks about the outermost expression behind `here`. */
function asked<Answer>(
  code: string,
  question: (expression: ts.Expression, typed: TypedProgram) => Answer,
): Answer {
  return askAboutExpression(code, question, DECLARED);
}

it.for([
  ['/*here*/names;', true],
  ['/*here*/text;', false],
  ['/*here*/sizes;', false],
  ['const made = [...sizes]; /*here*/made;', true],
  ['const made = [...sizes]; /*here*/made.filter(Boolean).map(String);', true],
  ['const made = await Promise.all(jobs); /*here*/made;', true],
  ['const made = Promise.all(jobs); /*here*/made;', false],
  [
    'const Promise = { all: async (_: unknown) => 1 }; const made = await Promise.all(jobs); /*here*/made;',
    false,
  ],
  ['const made: Iterable<number> = [...sizes]; /*here*/made;', false],
] as const)('%s: an array: %s', ([code, answer]) => {
  expect(asked(code, isMadeArray)).toBe(answer);
});

it.for([
  ['/*here*/Array.from(names);', true],
  ['/*here*/Array.from(jobs);', false],
  ['let made = [...names, text]; made = /*here*/Array.from(new Set(made));', true],
  ['let made = [...names, load(text)]; made = /*here*/Array.from(new Set(made));', false],
  ['const made = []; made.push(load(text)); /*here*/Array.from(made);', false],
  ['/*here*/names.filter((each) => each !== text);', true],
  ['/*here*/names.filter((each): each is string & Promise<string> => isJob(each));', false],
  ['/*here*/names.map(load);', false],
] as const)('%s: nothing but plain values: %s', ([code, answer]) => {
  const whole = code.includes('= /*here*/')
    ? (expression: ts.Expression, typed: TypedProgram): boolean =>
        isMadeOfPlain((expression as ts.BinaryExpression).right, typed)
    : isMadeOfPlain;
  expect(asked(code, whole)).toBe(answer);
});

it.for([
  ['const [made] = await Promise.all(jobs); /*here*/made;', true],
  ['const [made] = jobs; /*here*/made;', false],
  ['const all = await Promise.all(jobs); for (const made of all) /*here*/made;', true],
  ['for (const made of jobs) /*here*/made;', false],
  ['const all = await Promise.all(jobs); all.filter((made) => { /*here*/made; });', true],
  ['jobs.filter((made) => { /*here*/made; });', false],
  ['const all = await Promise.all(jobs); all.filter((_, made) => { /*here*/made; });', false],
] as const)('%s: an element of what is awaited: %s', ([code, answer]) => {
  const isElement = asked(code, (expression, typed) => {
    const declaration = typed.checker.getSymbolAtLocation(expression)?.valueDeclaration;
    return declaration !== undefined && isGatheredElement(declaration, typed);
  });
  expect(isElement).toBe(answer);
});
