import type ts from 'typescript';
import { describe, expect, it } from 'vitest';

import {
  baseClassOf,
  isOverridden,
  isPropertyReassigned,
  isVariableReassigned,
  nameText,
  namesIn,
} from '../../src/analysis/declared-names.ts';
import type { TypedProgram } from '../../src/analysis/typescript.ts';
import { askAboutNode } from '../support/ask-ts.ts';
import { FIXTURES } from '../support/parser.ts';

describe('a variable that gets another value', () => {
  const reassigned = (code: string): boolean =>
    askAboutNode(
      code,
      (node, t): node is ts.VariableDeclaration | ts.BindingElement =>
        t.isVariableDeclaration(node) || t.isBindingElement(node),
      (declaration, typed) => isVariableReassigned(declaration, typed),
      { folder: FIXTURES },
    );

  it.for([
    ['=', `let /*here*/a = 1; a = 2; void a;`],
    ['+=', `let /*here*/a = 1; a += 2; void a;`],
    [
      '??=',
      `let /*here*/a: number | undefined = undefined as number | undefined; a ??= 2; void a;`,
    ],
    ['++', `let /*here*/a = 1; a++; void a;`],
    ['--', `let /*here*/a = 1; --a; void a;`],
    ['an array pattern', `let /*here*/a = 1; [a] = [2]; void a;`],
    ['a default in a pattern', `let /*here*/a = 1; [a = 3] = [2]; void a;`],
    ['a rest of a pattern', `let /*here*/a = [1]; [...a] = [2]; void a;`],
    ['an object pattern', `let /*here*/a = 1; ({ a } = { a: 2 }); void a;`],
    ['a renamed property of a pattern', `let /*here*/a = 1; ({ b: a } = { b: 2 }); void a;`],
    ['a default of a renamed property', `let /*here*/a = 1; ({ b: a = 3 } = { b: 2 }); void a;`],
    ['a pattern in a pattern', `let /*here*/a = 1; ({ b: [a] } = { b: [2] as [number] }); void a;`],
    ['for of', `let /*here*/a = 1; for (a of [2]) void a;`],
    ['for in', `let /*here*/a = ''; for (a in {}) void a;`],
    ['in a function', `let /*here*/a = 1; export function f() { a = 2; } void a;`],
    ['in parentheses', `let /*here*/a = 1; (a) = 2; void a;`],
    ['a binding element', `let { /*here*/a } = { a: 1 }; a = 2; void a;`],
    ['a pattern has no one value', `const /*here*/[a] = [1]; void a;`],
  ] as const)('%s', ([, code]) => {
    expect(reassigned(code)).toBe(true);
  });

  it.for([
    ['a constant', `const /*here*/a = 1; void a;`],
    ['a let that nobody assigns', `let /*here*/a = 1; void a;`],
    ['another name', `let /*here*/a = 1; let b = 1; b = a; void b;`],
    ['a property of its name', `const /*here*/a = 1; const b = { a: 1 }; b.a = a;`],
    ['a comparison', `let /*here*/a = 1; void (a === 2);`],
    ['its own property', `const /*here*/a = { b: 1 }; a.b = 2;`],
  ] as const)('not: %s', ([, code]) => {
    expect(reassigned(code)).toBe(false);
  });
});

describe('a member', () => {
  function askMember(
    code: string,
    question: (
      member: ts.MethodDeclaration | ts.PropertyDeclaration | ts.AccessorDeclaration,
      typed: TypedProgram,
    ) => boolean,
  ): boolean {
    return askAboutNode(
      code,
      (node, t): node is ts.MethodDeclaration | ts.PropertyDeclaration | ts.AccessorDeclaration =>
        t.isMethodDeclaration(node) || t.isPropertyDeclaration(node) || t.isAccessor(node),
      question,
      { folder: FIXTURES },
    );
  }

  const A = `class A { /*here*/unusual = () => {}; } const a = new A();`;

  it.for([
    ['=', `${A} a.unusual = () => {};`, true],
    ['a string', `${A} a['unusual'] = () => {};`, true],
    ['delete', `${A} delete (a as { unusual?: unknown }).unusual;`, true],
    ['a pattern', `${A} [a.unusual] = [() => {}];`, true],
    [
      'in the constructor',
      `class A { /*here*/unusual: () => void; constructor() { this.unusual = () => {}; } }`,
      true,
    ],
    [
      'a method by its instance',
      `class A { /*here*/unusual() {} } const a = new A(); a.unusual = () => {};`,
      true,
    ],
    [
      'a method that is bound to itself',
      `class A { /*here*/unusual() {} constructor() { this.unusual = this.unusual.bind(this); } }`,
      false,
    ],
    [
      'a method that another is bound to',
      `class A { /*here*/unusual() {} other() {} constructor() { this.unusual = this.other.bind(this); } }`,
      true,
    ],
    ['nothing', `${A} a.unusual();`, false],
    [
      'a setter is called',
      `class A { get /*here2*/b() { return 1; } /*here*/set unusual(b: number) { void b; } } const a = new A(); a.unusual = 1;`,
      false,
    ],
  ] as const)('is assigned anew: %s', ([, code, answer]) => {
    expect(askMember(code, isPropertyReassigned)).toBe(answer);
  });

  it.for([
    [
      'a subclass',
      `class A { /*here*/load() {} } export class B extends A { override load() {} }`,
      true,
    ],
    [
      'a subclass’s subclass',
      `class A { /*here*/load() {} } class B extends A {} export class C extends B { override load() {} }`,
      true,
    ],
    [
      'a class expression',
      `class A { /*here*/load() {} } export const b = class extends A { override load() {} };`,
      true,
    ],
    [
      'a field',
      `class A { /*here*/load = () => {}; } export class B extends A { override load = () => {}; }`,
      true,
    ],
    [
      'a getter',
      `class A { get /*x*/other() { return 1; } /*here*/get load() { return 1; } } export class B extends A { override get load() { return 2; } }`,
      true,
    ],
    [
      'a static member',
      `class A { static /*x*/other() {} /*here*/static load() {} } export class B extends A { static override load() {} }`,
      true,
    ],
    [
      'a class that extends what a call returns',
      `class A { /*here*/load() {} } const mix = <T>(base: T) => base; export class B extends mix(A) { override load() {} }`,
      true,
    ],
    [
      'a subclass with other members',
      `class A { /*here*/load() {} } export class B extends A { save() {} }`,
      false,
    ],
    ['a class of its own', `class A { /*here*/load() {} } export class B { load() {} }`, false],
    [
      'a subclass of another',
      `class A { /*here*/load() {} } class C { load() {} } export class B extends C { override load() {} } void A;`,
      false,
    ],
    [
      'its own base',
      `class Z { load() {} } class A extends Z { /*here*/override load() {} } void A;`,
      false,
    ],
    [
      'a private member',
      `class A { /*here*/#load() {} run() { this.#load(); } } export class B extends A { #load() {} go() { this.#load(); } }`,
      false,
    ],
  ] as const)('is overridden: %s', ([, code, answer]) => {
    expect(
      askMember(code, (member, typed) => {
        const owner = member.parent;
        return typed.ts.isClassLike(owner) && isOverridden(member, owner, typed);
      }),
    ).toBe(answer);
  });
});

describe('the class that another extends', () => {
  it.for([
    ['none', `class /*x*/Z {} /*here*/class A {} void Z; void A;`, 'none'],
    ['a class', `class Z {} /*here*/class A extends Z {} void A;`, 'Z'],
    [
      'an imported class',
      `import { Store } from './settings.ts'; /*here*/class A extends Store {} void A;`,
      'Store',
    ],
    [
      'a class of a package',
      `import { EventEmitter } from 'node:events'; /*here*/class A extends EventEmitter {} void A;`,
      'EventEmitter',
    ],
    [
      'a call',
      `const mix = <T>(base: T) => base; class Z {} /*here*/class A extends mix(Z) {} void A;`,
      'unknown',
    ],
    ['a variable', `const Z = class {}; /*here*/class A extends Z {} void A;`, 'unknown'],
  ] as const)('%s', ([, code, answer]) => {
    const found = askAboutNode(
      code,
      (node, t): node is ts.ClassDeclaration => t.isClassDeclaration(node),
      (declaration, typed) => {
        const base = baseClassOf(declaration, typed);
        return typeof base === 'string' ? base : base.name?.text;
      },
      { folder: FIXTURES },
    );
    expect(found).toBe(answer);
  });
});

describe('the names of a file', () => {
  function inFile<Answer>(
    code: string,
    question: (names: ReturnType<typeof namesIn>) => Answer,
  ): Answer {
    return askAboutNode(
      `/*here*/${code}`,
      (node, t): node is ts.SourceFile => t.isSourceFile(node),
      (file, typed) => question(namesIn(file, typed)),
      { folder: FIXTURES },
    );
  }

  it.for([
    ['a call', `function a() { b(); } function b() {}`],
    ['a member call', `function a(io: { b(): void }) { io.b(); }`],
    ['a computed call', `function a(io: { b(): void }) { io['b'](); }`],
    ['new', `function a() { new b(); } class b {}`],
    ['a tag', `function a() { b\`\`; } function b(c: unknown) { return c; }`],
    ['an argument', `function a() { [1].map(b); } function b() {}`],
    ['call', `function a() { b.call(undefined); } function b() {}`],
    ['an arrow function', `const a = () => b(); function b() {}`],
    ['a function expression', `const a = function () { b(); }; function b() {}`],
    [
      'an arrow function in a call',
      `const a = memo(() => b()); function b() {} function memo<T>(c: T) { return c; }`,
    ],
    ['a method', `class X { a() { b(); } } function b() {} void X;`],
    ['a constructor', `class a { constructor() { b(); } } function b() {}`],
    ['a field of a class', `class a { c = b(); } function b() {}`],
    ['a class expression', `const a = class { constructor() { b(); } }; function b() {} void a;`],
    ['a base class', `class b {} class a extends b {} void a;`],
    ['a property', `const io = { a: () => b() }; function b() {} void io;`],
    ['a method of an object', `const io = { a() { b(); } }; function b() {} void io;`],
    ['an alias', `const a = b; function b() {} void a;`],
    ['a bound alias', `const a = b.bind(undefined); function b() {} void a;`],
    ['a destructured name', `const { b: a } = { b: () => {} }; void a;`],
    ['a destructured parameter', `export function f({ b: a }: { b: () => void }) { a(); }`],
    ['a default of a parameter', `function b() {} export function f(a = b) { a(); }`],
    ['a type', `declare function b(): void; export function f(a: typeof b) { a(); }`],
    ['a type of a member', `declare function b(): void; export interface X { a: typeof b }`],
    ['a type of a module’s member', `export function f(a: typeof import('node:fs').b) { void a; }`],
    ['an assignment', `let a = () => {}; a = b; function b() {} void a;`],
    ['an assigned property', `const io = { a() {} }; io.a = b; function b() {}`],
    ['an import', `import { b as a } from './settings.ts'; void a;`],
    ['an export', `function b() {} export { b as a };`],
    ['an import of a member', `import fs = require('node:fs'); import a = fs.b; void a;`],
    ['a nested function', `function a() { const c = () => b(); return c; } function b() {}`],
    ['in parentheses', `function a() { (b)(); } function b() {}`],
  ] as const)('a leads to b by %s', ([, code]) => {
    // Some of these do not compile with a `b` that is not there; names are only read.
    const code2 = code
      .replace("import('node:fs').b)", "import('node:fs').readFileSync)")
      .replace('fs.b;', 'fs.readFileSync;')
      .replace('{ b as a } from', '{ readText as a } from');
    const target = code2 === code ? 'b' : /readFileSync|readText/.exec(code2)?.[0];
    expect(inFile(code2, ({ calls }) => [...(calls.get('a') ?? [])])).toContain(target);
  });

  it('what an async function calls is not what its callers call', () => {
    const calls = inFile(
      `function a() { async function c() { b(); } return c; } function b() {}`,
      (names) => names.calls,
    );
    expect([...(calls.get('a') ?? [])]).not.toContain('b');
    expect([...(calls.get('c') ?? [])]).not.toContain('b');
  });

  it('accessors', () => {
    const code = `class X { get a() { return 1; } set b(c: number) { void c; } } void X; void { get d() { return 1; } };`;
    expect(inFile(code, ({ getters, setters }) => [[...getters], [...setters]])).toEqual([
      ['a', 'd'],
      ['b'],
    ]);
  });
});

it.for([
  ['a name', `class X { /*here*/a() {} }`, 'a'],
  ['a string', `class X { /*here*/'a'() {} }`, 'a'],
  ['a number', `class X { /*here*/1() {} }`, '1'],
  ['a private name', `class X { /*here*/#a() {} b() { this.#a(); } }`, '#a'],
  ['a computed string', `class X { /*here*/['a']() {} }`, 'a'],
  ['a computed name', `const a = 'b'; class X { /*here*/[a]() {} }`, undefined],
  ['a symbol', `class X { /*here*/[Symbol.iterator]() {} }`, undefined],
] as const)('the text of %s', ([, code, answer]) => {
  const found = askAboutNode(
    `${code} void X;`,
    (node, t): node is ts.MethodDeclaration => t.isMethodDeclaration(node),
    (method, { ts }) => nameText(method.name, ts) ?? 'none',
    { folder: FIXTURES },
  );
  expect(found).toBe(answer ?? 'none');
});
