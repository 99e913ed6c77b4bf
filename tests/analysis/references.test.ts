import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import type ts from 'typescript';
import { describe, expect, it } from 'vitest';

import { isAlwaysAwaited, referencesTo } from '../../src/analysis/references.ts';
import type { TypedProgram } from '../../src/analysis/typescript.ts';
import { askAboutNode } from '../support/ask-ts.ts';

const folder = fileURLToPath(new URL('concurrency/program', import.meta.url));

type Function = ts.FunctionDeclaration | ts.MethodDeclaration | ts.VariableStatement;

function ask<Answer>(
  code: string,
  question: (declaration: ts.SignatureDeclaration, typed: TypedProgram) => Answer,
  filename = 'file.ts',
): Answer {
  return askAboutNode(
    code,
    (node, t): node is Function =>
      t.isFunctionDeclaration(node) || t.isMethodDeclaration(node) || t.isVariableStatement(node),
    (node, typed) => {
      if (!typed.ts.isVariableStatement(node)) return question(node, typed);
      const value = node.declarationList.declarations[0]?.initializer;
      if (!value || !typed.ts.isArrowFunction(value)) throw new Error('No arrow function');
      return question(value, typed);
    },
    { folder, filename },
  );
}

/** How each reference uses the function, in source order. */
function uses(code: string): readonly string[] | 'unknown' {
  return ask(code, (declaration, typed) => {
    const references = referencesTo(declaration, typed);
    return references === 'unknown' ? references : references.map(({ use }) => use);
  });
}

describe('how a reference uses a function', () => {
  const rows: Record<string, [readonly string[] | 'unknown', string]> = {
    'nobody refers to it': [[], `/*here*/export async function f() {}`],
    'awaited, also through parentheses and types': [
      ['awaited', 'awaited'],
      `/*here*/async function f() { return 1; } export async function g() { await f(); return (await (f() as Promise<number>)) + 1; }`,
    ],
    'returned from an async function is awaited': [
      ['awaited', 'awaited'],
      `/*here*/async function f() {} export async function g() { return f(); } export const h = async () => f();`,
    ],
    'returned from a synchronous function': [
      ['returned', 'returned'],
      `/*here*/async function f() {} export function g() { return f(); } export const h = () => f();`,
    ],
    'called and forgotten': [
      ['called', 'called'],
      `/*here*/async function f() {} export function g() { f(); void f(); }`,
    ],
    'passed on, stored': [
      ['value', 'value', 'value'],
      `/*here*/async function f() {} setTimeout(f, 1); export const all = [f]; export const o = { f };`,
    ],
    'called with then': [
      ['called'],
      `/*here*/async function f() {} export function g() { f().then(() => {}); }`,
    ],
    'a type is no reference': [
      [],
      `/*here*/async function f() {} export type F = typeof f; export { f };`,
    ],
    'another variable of the same name': [
      [],
      `/*here*/export async function f() {} export function g(f: () => void) { f(); }`,
    ],
    'an arrow function in a constant': [
      ['awaited'],
      `/*here*/const f = async () => {}; export async function g() { await f(); }`,
    ],
    'a method, also through this': [
      ['awaited', 'awaited'],
      `class A { /*here*/async f() {} async g() { await this.f(); } } export async function g(a: A) { await a.f(); }`,
    ],
    'a private method': [
      ['awaited'],
      `export class A { /*here*/async #f() {} async g() { await this.#f(); } }`,
    ],
    'a method through an interface': [
      ['called'],
      `interface I { f(): unknown } export class A { /*here*/async f() {} } export function g(a: I) { a.f(); }`,
    ],
    'a method of a library of the same name': [
      [],
      `export class A { /*here*/async push() {} } export function g(a: number[]) { a.push(1); }`,
    ],
    'a method that a base class or an interface asks for': [
      'unknown',
      `export class A implements EventListenerObject { /*here*/async handleEvent() {} }`,
    ],
    'a method taken by pattern': [
      ['value'],
      `class A { /*here*/async f() {} } export function g(a: A) { const { f } = a; return f; }`,
    ],
    'a method reached by a key that is not known': [
      'unknown',
      `class A { /*here*/async f() {} async g() {} } export function g(a: A, k: 'f' | 'g') { void a[k](); }`,
    ],
    'a method of what is indexed by a number': [
      ['awaited'],
      `export class A { [index: number]: number; /*here*/private async f() {} async g(at: number) { await this.f(); for (let i = 0; i < at; i += 1) this[i] = this[at]; } }`,
    ],
    'a method of an object literal': ['unknown', `export const o = { /*here*/async f() {} };`],
  };
  for (const [name, [expected, code]] of Object.entries(rows)) {
    it(name, () => {
      expect(uses(code)).toEqual(expected);
    });
  }
});

describe('whether everybody waits for a function', () => {
  const rows: Record<string, [boolean, string]> = {
    'nobody calls it': [false, `/*here*/export async function f() {}`],
    'every call is awaited': [
      true,
      `/*here*/async function f() {} export async function g() { await f(); }`,
    ],
    'a function that returns it is awaited': [
      true,
      `/*here*/async function f() {} function g() { return f(); } export async function h() { await g(); }`,
    ],
    'a function that returns it is not': [
      false,
      `/*here*/async function f() {} function g() { return f(); } export function h() { void g(); }`,
    ],
    'a callback returns it': [false, `/*here*/async function f() {} setTimeout(() => f(), 1);`],
    'it calls itself': [
      true,
      `/*here*/async function f(): Promise<void> { return f(); } export async function g() { await f(); }`,
    ],
  };
  for (const [name, [expected, code]] of Object.entries(rows)) {
    it(name, () => {
      expect(ask(code, isAlwaysAwaited)).toBe(expected);
    });
  }
});

describe('across files', () => {
  const text = readFileSync(`${folder}/other.ts`, 'utf8');
  it.each([
    ['refresh', true],
    ['renamed', true],
    ['byDefault', true],
    ['report', false],
    ['renamedAndPassed', false],
    ['unused', false],
  ])('%s', (name, expected) => {
    const declared = new RegExp(`export (default )?async function ${name}\\(`);
    const code = text.replace(declared, (found) => `/*here*/${found}`);
    expect(ask(code, isAlwaysAwaited, 'other.ts')).toBe(expected);
  });
});
