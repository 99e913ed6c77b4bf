import type { Random } from './mutate.ts';

export interface OddProgram {
  /** A file of `tests/fixtures`: its ending says what is allowed in it. */
  readonly file: string;
  readonly text: string;
}

/** A small asynchronous program that parses, of syntax that few people write and tools have to read. */
export function oddProgram(random: Random): OddProgram {
  const file = random.pick(['file.ts', 'file.ts', 'file.ts', 'file.tsx', 'file.mts', 'file.cts']);
  return { file: file ?? '', text: new OddWriter(random, file ?? '').program() };
}

/** What may be written where a part of the program stands. */
interface Place {
  readonly isAsync: boolean;
  readonly isGenerator: boolean;
  readonly isFunction: boolean;
  readonly isLoop: boolean;
  readonly labels: readonly string[];
  /** How many levels are left. */
  readonly depth: number;
}

const TOP: Place = {
  isAsync: true,
  isGenerator: false,
  isFunction: false,
  isLoop: false,
  labels: [],
  depth: 4,
};

const HEAD = `import { readFileSync, existsSync as exists } from 'node:fs';
import * as fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
declare function p(...xs: unknown[]): Promise<number>;
declare function s(...xs: unknown[]): number;
declare function tag(texts: TemplateStringsArray, ...xs: unknown[]): Promise<string>;
declare function dec(...xs: any[]): any;
declare let x: any, n: number, c: boolean, pending: Promise<number>;
declare const o: { m(): Promise<string>; n?: { q(...xs: unknown[]): Promise<void> }; [key: string]: any };
declare const xs: number[], ps: Promise<number>[], it: AsyncIterable<number>, lines: Iterable<string>;
declare const u: { [Symbol.dispose](): void; [Symbol.asyncDispose](): Promise<void> };
declare class Base { run(): void; load(...xs: unknown[]): Promise<number>; static make(): Promise<Base> }
`;

class OddWriter {
  readonly #random: Random;
  readonly #isJsx: boolean;
  readonly #top: Place;
  #names = 0;

  constructor(random: Random, file: string) {
    this.#random = random;
    this.#isJsx = file === 'file.tsx';
    // A CommonJS file has no `await` at its top level.
    this.#top = { ...TOP, isAsync: file !== 'file.cts' };
  }

  program(): string {
    const statements = this.#some(3, 7, () => this.#topLevel());
    let text = `${this.#is(15) ? '#!/usr/bin/env node\n' : ''}${HEAD}${statements.join('\n')}`;
    if (this.#is(25)) text = this.#commented(text);
    if (!this.#is(30)) text += '\n';
    if (this.#is(20)) text = text.replaceAll('\n', '\r\n');
    return !text.startsWith('#') && this.#is(10) ? `\uFEFF${text}` : text;
  }

  #topLevel(): string {
    return this.#one(
      () => this.#function(this.#top, 'export '),
      () => this.#function(this.#top, 'export '),
      () => this.#function(this.#top, ''),
      () => this.#class(this.#top, 'export '),
      () => this.#class(this.#top, 'export '),
      () => this.#statement(this.#top),
      () => this.#statement(this.#top),
      () => `export const ${this.#name()} = ${this.#expression(this.#top)};`,
      () => `enum ${this.#name('E')} { A, B = ${this.#one('1', '1 << 2', '"b".length')}, }`,
      () => `namespace ${this.#name('N')} { ${this.#statement({ ...this.#top, isAsync: false })} }`,
      () => `declare module 'm${this.#name()}' { export function f(): Promise<void>; }`,
      () => this.#overloads(),
      () => `export type ${this.#name('T')}<A> = A extends Promise<infer B> ? B : typeof n;`,
      () => `interface ${this.#name('I')} { then?: 1; m(this: this): Promise<this>; new (): any }`,
    );
  }

  #statement(at: Place): string {
    if (at.depth <= 0) return this.#expressionStatement(at);
    const inner = { ...at, depth: at.depth - 1 };
    const loop = { ...inner, isLoop: true };
    return this.#one(
      () => this.#expressionStatement(inner),
      () => this.#expressionStatement(inner),
      () => this.#expressionStatement(inner),
      () => this.#declaration(inner),
      () => this.#declaration(inner),
      () => this.#declaration(inner),
      () => `if (${this.#expression(inner)}) ${this.#body(inner)}`,
      () => `if (${this.#expression(inner)}) ${this.#body(inner)} else ${this.#body(inner)}`,
      () => `for (const y of ${this.#expression(inner)}) ${this.#body(loop)}`,
      () =>
        at.isAsync
          ? `for await (const y of ${this.#one('it', 'ps', 'lines', 'xs.map((y) => p(y))')}) ${this.#body(loop)}`
          : `for (const [k, v] of Object.entries(o)) ${this.#body(loop)}`,
      () => `for (const k in o) ${this.#body(loop)}`,
      () =>
        `for (let i = 0, q = ${this.#expression(inner)}; i < 3; ${this.#expression(inner)}, i++) ${this.#body(loop)}`,
      () => `for (; ${this.#expression(inner)}; ) ${this.#block({ ...loop })}`,
      () => `while (${this.#expression(inner)}) ${this.#body(loop)}`,
      () => `do ${this.#block(loop)} while (${this.#expression(inner)})${this.#end()}`,
      () => this.#labelled(inner),
      () => this.#try(inner),
      () => this.#try(inner),
      () =>
        `switch (${this.#expression(inner)}) { case ${this.#expression(inner)}: ${this.#statement(inner)} case 2: { ${this.#statement(inner)} break; } default: ${this.#statement(inner)} }`,
      () => this.#block(inner),
      () => `throw ${this.#expression(inner)}${this.#end()}`,
      () => this.#jump(inner),
      () => this.#jump(inner),
      () => this.#function(inner, ''),
      () => this.#class(inner, ''),
      () => (this.#is(50) ? ';' : 'debugger;'),
      () =>
        `{ ${at.isAsync && this.#is(50) ? 'await using' : 'using'} r = u; ${this.#statement(inner)} ${this.#jump(inner)} }`,
    );
  }

  #expressionStatement(at: Place): string {
    const value = this.#expression(at);
    // What could be read as something else.
    const text = /^(?:\{|function\b|class\b|async function|let\b|@|<)/.test(value)
      ? `(${value})`
      : value;
    return `${/^[([`/+<-]/.test(text) ? ';' : ''}${text}${this.#end()}`;
  }

  #declaration(at: Place): string {
    const name = this.#name();
    const value = this.#expression(at);
    return this.#one(
      `const ${name} = ${value}${this.#end()}`,
      `let ${name}: any = ${value}, ${this.#name()} = ${this.#expression(at)}${this.#end()}`,
      `const { a: ${name} = ${this.#expression(at)}, ...${this.#name()} } = ${value} as any;`,
      `const [${name}, , ...${this.#name()}] = [${value}, ${this.#expression(at)}] as any[];`,
      `var ${name} = ${value};`,
      `const ${name} = ${value}; ${at.isAsync ? `await p(); await ${name};` : `${name};`}`,
      `let ${name} = p(); ${this.#statement(at)}\n${at.isAsync ? `await ${name}` : `void ${name}`};`,
    );
  }

  #try(at: Place): string {
    const handler = this.#one(
      ` catch ${this.#block(at)}`,
      ` catch (e) ${this.#block(at)}`,
      ` catch ({ message }: any) ${this.#block(at)} finally ${this.#block(at)}`,
      ` finally ${this.#block(at)}`,
    );
    return `try { ${this.#statement(at)} ${this.#jump(at)} }${handler}`;
  }

  #labelled(at: Place): string {
    const label = this.#name('l');
    const inner = { ...at, isLoop: true, labels: [...at.labels, label] };
    return this.#one(
      `${label}: for (const y of xs) ${this.#block(inner)}`,
      `${label}: while (${this.#expression(at)}) { ${this.#statement(inner)} continue ${label}; }`,
      `${label}: { ${this.#statement({ ...at, labels: at.labels })} break ${label}; }`,
    );
  }

  #jump(at: Place): string {
    const label = this.#random.pick(at.labels);
    if (at.isLoop && this.#is(40)) {
      return `if (c) ${this.#is(50) ? 'break' : 'continue'}${label === undefined ? '' : ` ${label}`};`;
    }
    if (!at.isFunction) return this.#expressionStatement(at);
    return this.#is(80) ? `return ${this.#expression(at)}${this.#end()}` : 'return;';
  }

  #body(at: Place): string {
    if (this.#is(70)) return this.#block(at);
    return at.isFunction && this.#is(40) ? this.#jump(at) : this.#expressionStatement(at);
  }

  #block(at: Place): string {
    const separator = this.#is(70) ? '\n  ' : ' ';
    const statements = this.#some(0, 3, () => this.#statement(at));
    return `{${separator}${statements.join(separator)}${separator}}`;
  }

  #function(at: Place, before: string): string {
    const { isAsync, isGenerator, text } = this.#kind();
    const inner = this.#inFunction(at, isAsync, isGenerator);
    return `${before}${text.replace('*', '')}function${isGenerator ? '*' : ''} ${this.#name('f')}${this.#parameters(at)} ${this.#block(inner)}`;
  }

  #overloads(): string {
    const name = this.#name('f');
    return `export function ${name}(kind: 1): Promise<1>; export function ${name}(kind: 2): Promise<2>;
export async function ${name}(kind: number): Promise<any> ${this.#block(this.#inFunction(TOP, true, false))}`;
  }

  #class(at: Place, before: string): string {
    const members = this.#some(1, 4, () => this.#member(at));
    const decorated = this.#is(20) ? '@dec ' : '';
    return `${decorated}${before}${this.#is(10) ? 'abstract ' : ''}class ${this.#name('C')}${this.#heritage()} {\n  ${members.join('\n  ')}\n}`;
  }

  #heritage(): string {
    return this.#one('', '', ' extends Base', ' implements PromiseLike<any>');
  }

  #member(at: Place): string {
    const { isAsync, isGenerator, text } = this.#kind();
    const inner = this.#inFunction(at, isAsync, isGenerator);
    const field = this.#inFunction(at, false, false);
    const name = this.#one(
      () => this.#name('m'),
      () => `#${this.#name('m')}`,
      () => `['${this.#name('m')}']`,
      () => `'${this.#name('m')}'`,
    );
    return this.#one(
      () =>
        `${this.#one('', '', 'static ', '@dec ')}${text}${name}${this.#parameters(at)} ${this.#block(inner)}`,
      () => `${text}${name}${this.#parameters(at)} ${this.#block(inner)}`,
      () => `${text}${name}${this.#parameters(at)} ${this.#block(inner)}`,
      () =>
        `${this.#one('', 'static ', 'readonly ')}${name} = ${this.#expression({ ...field, isFunction: false })};`,
      () => `${name} = async () => ${this.#block(this.#inFunction(at, true, false))};`,
      () => `get ${name}() { ${this.#statement(field)} return ${this.#expression(field)} }`,
      () => `set ${name}(v: any) { ${this.#statement(field)} }`,
      () => `static { ${this.#statement({ ...field, isFunction: false })} }`,
      () =>
        `accessor ${name.startsWith('[') ? this.#name('m') : name} = ${this.#expression(field)};`,
      () => `[key: string]: any;`,
      () => `declare ${this.#name('m')}: Promise<number>;`,
    );
  }

  #parameters(at: Place): string {
    const outer = { ...at, isAsync: false, isGenerator: false, depth: Math.min(at.depth - 1, 1) };
    return this.#one(
      () => '()',
      () => '()',
      () => '(a: any, b?: number)',
      () => `(a = ${this.#expression(outer)}, ...rest: any[])`,
      () => `({ a, b: [d] = [] }: any = ${this.#expression(outer)})`,
      () => '(this: any, a: Promise<number>)',
    );
  }

  #kind(): { isAsync: boolean; isGenerator: boolean; text: string } {
    const isAsync = this.#is(75);
    const isGenerator = this.#is(20);
    return { isAsync, isGenerator, text: `${isAsync ? 'async ' : ''}${isGenerator ? '*' : ''}` };
  }

  #inFunction(at: Place, isAsync: boolean, isGenerator: boolean): Place {
    return {
      isAsync,
      isGenerator,
      isFunction: true,
      isLoop: false,
      labels: [],
      depth: at.depth - 1,
    };
  }

  #expression(at: Place): string {
    if (at.depth <= 0) return this.#leaf(at);
    const inner = { ...at, depth: at.depth - 1 };
    const arrow = this.#inFunction(at, true, false);
    const e = (): string => this.#expression(inner);
    const operand = (): string => `(${this.#expression(inner)})`;
    return this.#one(
      () => this.#leaf(at),
      () => this.#leaf(at),
      () => this.#leaf(at),
      () => (at.isAsync ? `await ${this.#operand(inner)}` : e()),
      () => (at.isAsync ? `await ${this.#operand(inner)}` : e()),
      () => (at.isAsync ? `(await ${this.#operand(inner)}).toString()` : e()),
      () => (at.isGenerator ? `(yield ${e()})` : e()),
      () => (at.isGenerator ? `(yield* ${at.isAsync ? 'it' : 'lines'})` : e()),
      () => `(${e()}, ${e()})`,
      () =>
        `${operand()} ${this.#one('??', '||', '&&', '+', '===', '!=', '<', 'in', 'instanceof', '**')} ${operand()}`,
      () => `(${e()} ? ${e()} : ${e()})`,
      () => `[${e()}, ...xs, , ${e()}]`,
      () => `({ a: ${e()}, [${e()}]: ${e()}, ...${operand()}, async m() ${this.#block(arrow)} })`,
      () =>
        `({ get g() ${this.#block(this.#inFunction(at, false, false))}, async *it() ${this.#block(this.#inFunction(at, true, true))}, x, p })`,
      () => '`a${' + e() + '} ${' + e() + '}`',
      () => 'tag`a ${' + e() + '}`',
      () => `(${e()} as unknown as ${this.#one('any', 'Promise<number>', 'number')})`,
      () => `(${e()} satisfies unknown)`,
      () => `${operand()}!`,
      () => (this.#isJsx ? this.#jsx(inner, arrow) : `(<any>${operand()})`),
      () =>
        `(async (a: any = ${this.#leaf({ ...inner, isAsync: false })}) => ${this.#is(50) ? this.#block(arrow) : `(${this.#expression(arrow)})`})`,
      () =>
        `(async function* ${this.#name('g')}() ${this.#block(this.#inFunction(at, true, true))})()`,
      () => `(async () => ${this.#block(arrow)})()`,
      () => `new (class ${this.#heritage()} { ${this.#member(inner)} })()`,
      () => `new Promise<any>(async (resolve, reject) => ${this.#block(arrow)})`,
      () => `Promise.${this.#one('all', 'race', 'any', 'allSettled')}([${e()}, ${e()}])`,
      () => `Promise.all(xs.map(async (y, i) => ${this.#block(arrow)}))`,
      () =>
        `xs.${this.#one('map', 'forEach', 'filter', 'some', 'flatMap', 'find')}(async (y) => ${this.#block(arrow)})`,
      () => `xs.reduce(async (a: any, y) => ${this.#block(arrow)}, ${e()})`,
      () => `p(${e()}).then(async (y) => ${this.#block(arrow)}${this.#one('', ', () => 0')})`,
      () =>
        `p(${e()}).${this.#one('catch', 'finally')}(() => ${this.#block(this.#inFunction(at, false, false))})`,
      () => `setTimeout(async () => ${this.#block(arrow)}, 1)`,
      () => `${this.#one('void', 'typeof', '!', '-', '~')} ${operand()}`,
      () => `delete o[${e()}]`,
      () => `(${this.#one('x', 'n', 'o.a', 'o[n]')} ${this.#one('=', '+=', '??=', '||=')} ${e()})`,
      () => `([x, n = ${e()}] = ${operand()} as any)`,
      () => `o?.[${e()}]?.(${e()})?.b`,
      () => `o.n?.q(${e()}, ...${operand()} as any)`,
      () => `import(${e()})`,
      () => `s(${e()}, ${e()})`,
      () => `p(${e()}, ${at.isAsync ? `await ${this.#operand(inner)}` : e()})`,
    );
  }

  #operand(at: Place): string {
    return this.#is(50) ? this.#leaf(at) : `(${this.#expression(at)})`;
  }

  #jsx(at: Place, arrow: Place): string {
    return this.#one(
      () =>
        `(<div {...o} onClick={async () => ${this.#block(arrow)}}>{${this.#expression(at)}} a</div>)`,
      () => `(<><p a={${this.#expression(at)}} /></>)`,
    );
  }

  #leaf(at: Place): string {
    return this.#one(
      ...['x', 'n', 'pending', 'ps', '1', "'a'", '/r/g', 'p()', 'p(1)', 'p(x)', 'o.m()', 'tag`b`'],
      ...['o.n?.q()', "readFileSync('a', 'utf8')", "fs.readFileSync('a')", 'exists(x)', 'sleep(1)'],
      ...["fs['readFileSync'](x).length", "fs?.statSync('a')", 'Base.make()', 'it', 'u', 'null'],
      ...['new Base().load()', 'Promise.resolve(n)', 'Promise.reject(x)', 'fetch(x)', 'undefined'],
      ...['((p))()', 'p!()', '(0, p)()', 'c'],
      at.isFunction ? 'this' : 'xs',
      at.isFunction ? 'new.target' : 'globalThis',
    );
  }

  #end(): string {
    return this.#is(80) ? ';' : '\n';
  }

  /** Comments in front of some words, and behind some lines. */
  #commented(text: string): string {
    return text
      .replaceAll(/ (?=\w)/g, (found) => (this.#is(4) ? ' /* c */ ' : found))
      .replaceAll(/;\n/g, (found) => (this.#is(15) ? '; // c\n' : found));
  }

  #name(start = 'v'): string {
    this.#names += 1;
    return `${start}${String(this.#names)}`;
  }

  #is(percent: number): boolean {
    return this.#random.below(100) < percent;
  }

  #some(least: number, most: number, make: () => string): string[] {
    return Array.from({ length: least + this.#random.below(most - least + 1) }, make);
  }

  #one(...choices: readonly (string | (() => string))[]): string {
    const choice = this.#random.pick(choices) ?? '';
    return typeof choice === 'string' ? choice : choice();
  }
}
