import type ts from 'typescript';
import { expect, it } from 'vitest';

import {
  awaitedTypeOf,
  elementThenability,
  thenabilityOfType,
  thenableKindOfType,
} from '../../src/analysis/thenable.ts';
import { catalogueOf } from '../../src/catalogue/catalogue.ts';
import { askAboutNode } from '../support/ask-ts.ts';
import { FIXTURES } from '../support/parser.ts';

const DECLARED = `
export interface Thenable { then(done: (value: string) => void): void }
export interface Optional { then(done?: ((value: string) => void) | null): unknown }
export interface Step { then(label: string): void }
export interface Marked { then: boolean }
export class Task<T> extends Promise<T> {}
export class Query { where(): this { return this; } then<R>(done: (rows: string[]) => R): Promise<R> { return Promise.resolve([]).then(done); } }
`;

const ROWS = catalogueOf([{ module: 'lazy-builder', name: 'Builder', promise: { lazy: true } }]);

/** Of a value of this type, in a function of the type parameters `parameters`. */
function thenability(type: string, parameters = ''): string {
  return askAboutNode(
    `${DECLARED}\nexport function f${parameters}(it: ${type}) { return /*here*/it; }`,
    (node, t): node is ts.Identifier => t.isIdentifier(node),
    (value, typed) => thenabilityOfType(typed.checker.getTypeAtLocation(value), value, typed),
    { folder: FIXTURES },
  );
}

it.for([
  ['Promise<void>', 'always'],
  ['PromiseLike<string>', 'always'],
  ['Thenable', 'always'],
  ['Optional', 'always'],
  ['Task<string>', 'always'],
  ['Query', 'always'],
  ['Promise<void> | Thenable', 'always'],
  ['Promise<string> & { cancel(): void }', 'always'],
  ['Promise<string> | undefined', 'sometimes'],
  ['Promise<string> | string', 'sometimes'],
  ['Promise<string> | null | Thenable', 'sometimes'],
  ['string', 'never'],
  ['undefined', 'never'],
  ['void', 'never'],
  ['never', 'never'],
  ['Step', 'never'],
  ['Marked', 'never'],
  ['() => Promise<void>', 'never'],
  ['Promise<void>[]', 'never'],
  ['any', 'unknown'],
  ['unknown', 'unknown'],
  ['Promise<void> & void', 'unknown'],
] as const)('%s: %s', ([type, answer]) => {
  expect(thenability(type)).toBe(answer);
});

it.for([
  ['<T,>', 'T', 'unknown'],
  ['<T extends unknown>', 'T', 'unknown'],
  ['<T extends string>', 'T', 'never'],
  ['<T extends Promise<unknown>>', 'T', 'always'],
  ['<T extends Promise<unknown> | string>', 'T', 'sometimes'],
  ['<T,>', 'T | Promise<T>', 'unknown'],
  ['<T,>', 'T | string', 'unknown'],
  ['<T,>', 'Promise<T>', 'always'],
  ['<T extends { a: Promise<void> }>', "T['a']", 'always'],
  ['<T,>', 'T extends string ? Promise<T> : Promise<void>', 'always'],
] as const)('%s %s: %s', ([parameters, type, answer]) => {
  expect(thenability(type, parameters)).toBe(answer);
});

it.for([
  ['Promise<void>', 'promise'],
  ['Task<string>', 'promise'],
  ['Promise<string> & { cancel(): void }', 'promise'],
  ['Promise<string> | undefined', 'promise'],
  ['Query', 'other'],
  ['PromiseLike<string>', 'other'],
  ['Promise<string> | Query', 'other'],
  ['Builder', 'lazy'],
  ['Promise<void> | Builder', 'lazy'],
  ['Select', 'lazy'],
  ['string', 'none'],
  ['any', 'none'],
  ['Promise<void>[]', 'none'],
] as const)('%s is a thenable of the kind %s', ([type, answer]) => {
  const kind = askAboutNode(
    `import type { Builder } from 'lazy-builder';\n${DECLARED}\nexport interface Select extends Builder { where(): this }\nexport function f(it: ${type}) { return /*here*/it; }`,
    (node, t): node is ts.Identifier => t.isIdentifier(node),
    (value, typed) =>
      thenableKindOfType(typed.checker.getTypeAtLocation(value), value, typed, ROWS),
    { folder: FIXTURES },
  );
  expect(kind).toBe(answer);
});

it.for([
  ['Promise<void>[]', 'always'],
  ['readonly Promise<void>[]', 'always'],
  ['Set<Promise<void>>', 'always'],
  ['Map<string, Promise<void>>', 'always'],
  ['Map<Promise<void>, string>', 'never'],
  ['Iterable<Promise<void>>', 'always'],
  ['Generator<Promise<void>>', 'always'],
  ['[Promise<void>, Promise<string>]', 'always'],
  ['[Promise<void>, string]', 'sometimes'],
  ['(Promise<void> | undefined)[]', 'sometimes'],
  ['Promise<void>[] | Promise<string>[]', 'always'],
  ['Promise<void>[] | undefined', 'never'],
  ['string[]', 'never'],
  ['[]', 'never'],
  ['any[]', 'unknown'],
  ['string', 'never'],
  ['Promise<void[]>', 'never'],
  ['AsyncIterable<string>', 'never'],
  ['{ a: Promise<void> }', 'never'],
] as const)('the elements of %s: %s', ([type, answer]) => {
  const elements = askAboutNode(
    `${DECLARED}\nexport function f(it: ${type}) { return /*here*/it; }`,
    (node, t): node is ts.Identifier => t.isIdentifier(node),
    (value, typed) => elementThenability(typed.checker.getTypeAtLocation(value), value, typed),
    { folder: FIXTURES },
  );
  expect(elements).toBe(answer);
});

it('a union of 500 members', () => {
  const members = Array.from({ length: 500 }, (_, index) => `{ kind: ${String(index)} }`);
  expect(thenability(members.join(' | '))).toBe('never');
  expect(thenability([...members, 'Promise<void>'].join(' | '))).toBe('sometimes');
});

const ENDLESS = `
interface Step<T> extends Promise<Step<Step<T>>> { readonly value: T }
interface Fork<T> { then(done: (value: Fork<[T]> | Fork<{ it: T }>) => void): void }
interface Self { then(done: (value: Self) => void): Self }
interface Deep { then(done: (value: Promise<Promise<string>>) => void): void }
type Json = string | Json[] | Promise<Json>;
`;

it.for([
  ['Promise<string>', 'string'],
  ['Promise<Promise<string> | undefined>', 'string | undefined'],
  ['string', 'string'],
  ['Deep', 'string'],
  ['Json', 'string | Json[]'],
  ['Self', 'none'],
  ['Step<string>', 'none'],
  ['Promise<Step<string>>', 'none'],
  ['Fork<string>', 'none'],
] as const)('what awaiting %s gives: %s', ([type, answer]) => {
  const awaited = askAboutNode(
    `${ENDLESS}\nexport function f(it: ${type}) { return /*here*/it; }`,
    (node, t): node is ts.Identifier => t.isIdentifier(node),
    (value, typed) => {
      const found = awaitedTypeOf(typed.checker.getTypeAtLocation(value), value, typed);
      return found ? typed.checker.typeToString(found) : 'none';
    },
    { folder: FIXTURES },
  );
  expect(awaited).toBe(answer);
});
