import { fileURLToPath } from 'node:url';

import type ts from 'typescript';
import { describe, expect, it } from 'vitest';

import { effectsOf } from '../../../src/analysis/concurrency/effects.ts';
import type { Body } from '../../../src/analysis/callee.ts';
import { catalogueOf } from '../../../src/catalogue/catalogue.ts';
import { askAboutNode } from '../../support/ask-ts.ts';

const folder = fileURLToPath(new URL('program', import.meta.url));
const catalogue = catalogueOf([]);

/** What the function or class after `here` reads and writes, as sorted lists. */
function effects(code: string): { reads: string; writes: string } {
  return askAboutNode(
    `import { readFileSync, writeFileSync } from 'node:fs';\n${code}`,
    (node, t): node is ts.FunctionDeclaration | ts.ClassDeclaration =>
      t.isFunctionDeclaration(node) || t.isClassDeclaration(node),
    (node, typed) => {
      const { reads, writes } = effectsOf(node as Body, typed, catalogue);
      const list = (keys: ReadonlySet<string>): string =>
        [...keys]
          .map((key) => key.replace(/@.*/, ''))
          .sort()
          .join(', ');
      return { reads: list(reads), writes: list(writes) };
    },
    { folder },
  );
}

describe('what running a function reads and writes', () => {
  const rows: Record<string, [reads: string, writes: string, code: string]> = {
    'its own variables': ['', '', `/*here*/function f() { let n = 0; n += 1; return n; }`],
    'a variable of the module': [
      'binding:n',
      'binding:n',
      `let n = 0; /*here*/function f() { n += 1; }`,
    ],
    'a constant of the module': ['', '', `const n = 1; /*here*/function f() { return n; }`],
    'members of primitive values': ['', '', `/*here*/function f(s: string) { return s.length; }`],
    'properties by name': [
      'property:a',
      'property:b',
      `/*here*/function f(o: { a: number; b: number }) { o.b = o.a; }`,
    ],
    'every property': [
      '',
      'items:*, property:*',
      `/*here*/function f(o: Record<string, number>, k: string) { o[k] = 1; }`,
    ],
    'a property by a key of few values': [
      '',
      'property:a, property:b',
      `/*here*/function f(o: { a: number; b: number }, k: 'a' | 'b') { o[k] = 1; }`,
    ],
    'elements of an array': [
      'items:array',
      'items:array',
      `/*here*/function f(a: number[]) { a[0] = a.length; }`,
    ],
    'elements of a map': [
      'items:map',
      '',
      `/*here*/function f(m: Map<string, 1>) { return m.has('a'); }`,
    ],
    'a new array': [
      '',
      '',
      `/*here*/function f() { const a: number[] = []; a.push(1); return a; }`,
    ],
    'a new array that is passed on first': [
      '',
      'items:array',
      `const all: number[][] = []; /*here*/function f() { const a: number[] = []; all.push(a); a.push(1); }`,
    ],
    files: [
      'file system, working directory',
      '',
      `/*here*/function f(p: string) { return readFileSync(p, 'utf8'); }`,
    ],
    'what it calls': [
      'working directory',
      'file system',
      `function g(p: string) { writeFileSync(p, ''); } /*here*/function f() { g('a'); }`,
    ],
    'a callback called in place': [
      'binding:n, items:array',
      'binding:n',
      `let n = 0; /*here*/function f(a: number[]) { a.forEach((x) => { n += x; }); }`,
    ],
    'a callback kept for later': [
      '',
      'timers',
      `let n = 0; export const get = () => n; /*here*/function f() { setTimeout(() => { n += 1; }, 1); }`,
    ],
    'a getter': [
      'binding:n',
      '',
      `let n = 0; export const set = () => { n = 1; }; class A { get x() { return n; } } /*here*/function f(a: A) { return a.x; }`,
    ],
    'a getter whose name is a constant': [
      'everything',
      'everything',
      `let n = 0; export const set = () => { n = 1; }; const X = 'x'; class A { get [X]() { return n; } } /*here*/function f(a: A) { return a.x; }`,
    ],
    'a function that it is given': [
      'everything',
      'everything',
      `/*here*/function f(g: () => void) { g(); }`,
    ],
    'functions that call each other': [
      'binding:n',
      'binding:n',
      `let n = 0; /*here*/function f(k: number) { n += 1; if (k > 0) g(k - 1); } function g(k: number) { f(k); }`,
    ],
    'constructing a class: its fields and its constructor, not its own properties': [
      'binding:n',
      'binding:n',
      `let n = 0; /*here*/class A { a = n; b: number; constructor() { this.b = 1; n += 1; } }`,
    ],
    'text made of an object': [
      'everything',
      'everything',
      `/*here*/function f(o: object) { return \`\${o as unknown}\`; }`,
    ],
    'code after a return': ['', '', `let n = 0; /*here*/function f() { return 1; n += 1; }`],
  };
  for (const [name, [reads, writes, code]] of Object.entries(rows)) {
    it(name, () => {
      expect(effects(code)).toEqual({ reads, writes });
    });
  }
});
