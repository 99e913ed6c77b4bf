import { describe } from 'vitest';

import rule from '../../../src/rules/await-thenable.ts';
import { ruleTester } from '../../support/rule-tester.ts';
import { called, plain, reported, callsBack } from './expected.ts';

const assertionOptions = { requireData: true, requireLocation: true } as const;

describe('values', () => {
  ruleTester.run('await-thenable', rule, {
    assertionOptions,
    valid: [
      {
        name: 'promises, thenables, and what may be one',
        code: `
interface Query { where(): this; then(done: (rows: string[]) => void): void }
export async function f(a: Promise<void>, b: Query, c: Promise<string> | string, d?: Promise<void>) {
  await a;
  await b.where();
  await c;
  await d;
  await fetch('/');
  await import('node:fs');
  await new Promise((resolve) => setTimeout(resolve, 1));
}
`,
      },
      {
        name: 'what Next.js hands to pages and routes, typed as its earlier versions did',
        code: `
interface Props { params: { id: string } }
export default async function Page({ params }: Props) { return (await params).id; }
export async function GET(request: Request, context: Props) { return (await context.params).id; }
export async function generateMetadata({ searchParams }: { searchParams: { q?: string } }) {
  return { title: (await searchParams).q };
}
`,
      },
      {
        name: 'any, unknown, and what any object fits',
        code: `
interface Empty {}
export async function f(a: any, b: unknown, c: {}, d: object, e: Record<string, any>, g: Empty) {
  await a;
  await b;
  await c;
  await d;
  await e;
  await g;
}
`,
      },
      {
        name: 'type parameters that are not known',
        code: `
interface Shape { area: number }
export async function f<A, B extends Shape, C extends object>(a: A, b: B, c: C, d: A['toString' & keyof A]) {
  await a;
  await b;
  await c;
  await d;
}
export class Chain {
  async next(): Promise<this> {
    return await this;
  }
}
`,
      },
      {
        name: 'objects of a program that gives some of them a `then` at run time',
        code: `
class App {
  name = 'app';
  after(): this {
    return this;
  }
}
Object.defineProperty(App.prototype, 'then', { get: () => undefined });
export async function start(app: App) {
  await app;
  await app.after();
}
`,
      },
      {
        name: 'the same by a proxy and by `Object.assign`',
        code: `
interface Query { where(): Query }
export const query = (target: Query) =>
  new Proxy(target, { get: (_, name) => (name === 'then' ? Promise.resolve : undefined) });
interface Chain { next(): Chain }
export const chain: Chain = Object.assign({ next: () => chain }, { then() {} });
export async function run(one: Query, other: Chain) {
  await one.where();
  await other.next();
}
`,
      },
      {
        name: 'a method of an object that a proxy may stand for',
        code: `
class Device { press(): string { return 'press'; } }
declare function send(command: string): Promise<string>;
export const remote = (device: Device): Device =>
  new Proxy(device, { get: (target) => async () => send(target.press()) });
export async function press(device: Device) {
  await device.press();
}
`,
      },
      {
        name: 'a literal is awaited to let other code run',
        code: `
export async function tick() {
  await null;
  await undefined;
  await void 0;
  await 0;
  await '';
  await false;
}
`,
      },
    ],
    invalid: [
      {
        name: 'a method of an object whose proxy only watches what is written',
        code: `
class Device { name = ''; press(): string { return 'press'; } }
export const watched = (device: Device): Device =>
  new Proxy(device, { set: (target, name, value) => Reflect.set(target, name, value) });
export async function press(device: Device) {
  await device.press();
}
`,
        errors: [
          called(
            'device.press()',
            [6, 3],
            `
class Device { name = ''; press(): string { return 'press'; } }
export const watched = (device: Device): Device =>
  new Proxy(device, { set: (target, name, value) => Reflect.set(target, name, value) });
export async function press(device: Device) {
  device.press();
}
`,
          ),
        ],
      },
      {
        name: 'parameters that have the name of what Next.js hands over',
        code: `
export async function f(url: URL) {
  const params = { id: '1' };
  return (await url.searchParams).get('id') ?? (await params).id;
}
`,
        errors: [
          plain(
            'url.searchParams',
            [4, 11],
            `
export async function f(url: URL) {
  const params = { id: '1' };
  return (url.searchParams).get('id') ?? (await params).id;
}
`,
          ),
          plain(
            'params',
            [4, 49],
            `
export async function f(url: URL) {
  const params = { id: '1' };
  return (await url.searchParams).get('id') ?? (params).id;
}
`,
          ),
        ],
      },
      {
        name: 'an object of a program that gives them something else at run time',
        code: `
class App {
  name = 'app';
}
Object.defineProperty(App.prototype, 'ready', { get: () => true });
export async function start(app: App) {
  await app;
}
`,
        errors: [
          plain(
            'app',
            [7, 3],
            `
class App {
  name = 'app';
}
Object.defineProperty(App.prototype, 'ready', { get: () => true });
export async function start(app: App) {
  app;
}
`,
          ),
        ],
      },
      {
        name: 'a text of a program that gives objects a `then`',
        code: `
Object.defineProperty(Map.prototype, 'then', { value: undefined });
export async function start(app: { name: string }) {
  return await app.name;
}
`,
        errors: [
          plain(
            'app.name',
            [4, 10],
            `
Object.defineProperty(Map.prototype, 'then', { value: undefined });
export async function start(app: { name: string }) {
  return app.name;
}
`,
          ),
        ],
      },
      {
        name: 'a property',
        code: `
export async function f(user: { id: number }) {
  const id = await user.id;
  return id;
}
`,
        errors: [
          plain(
            'user.id',
            [3, 14],
            `
export async function f(user: { id: number }) {
  const id = user.id;
  return id;
}
`,
          ),
        ],
      },
      {
        name: 'a union of which no member is a promise',
        code: `
export async function f(id: string | number | undefined) {
  return await id;
}
`,
        errors: [
          plain(
            'id',
            [3, 10],
            `
export async function f(id: string | number | undefined) {
  return id;
}
`,
          ),
        ],
      },
      {
        name: 'the result of a function that is not async',
        code: `
function double(n: number) { return 2 * n; }
export async function f(n: number) {
  return (await double(n)) + 1;
}
`,
        errors: [
          called(
            'double(n)',
            [4, 11],
            `
function double(n: number) { return 2 * n; }
export async function f(n: number) {
  return (double(n)) + 1;
}
`,
          ),
        ],
      },
      {
        name: 'a method of an interface that returns a plain value: no async method fits it',
        code: `
interface Store { get(key: string): string }
export async function f(store: Store) {
  const value = await store.get('a');
  return value;
}
`,
        errors: [
          called(
            "store.get('a')",
            [4, 17],
            `
interface Store { get(key: string): string }
export async function f(store: Store) {
  const value = store.get('a');
  return value;
}
`,
          ),
        ],
      },
      {
        name: 'a new object',
        code: `
export async function f() {
  const headers = await new Headers();
  return headers;
}
`,
        errors: [
          called(
            'new Headers()',
            [3, 19],
            `
export async function f() {
  const headers = new Headers();
  return headers;
}
`,
          ),
        ],
      },
      {
        name: 'at the top level of a module',
        code: `
const count: number = [1, 2].length;
export const doubled = 2 * await count;
`,
        errors: [
          plain(
            'count',
            [3, 28],
            `
const count: number = [1, 2].length;
export const doubled = 2 * count;
`,
          ),
        ],
      },
    ],
  });
});

describe('functions', () => {
  ruleTester.run('await-thenable', rule, {
    assertionOptions,
    valid: [
      {
        name: 'a function that is called',
        code: `
declare function load(): Promise<string>;
export async function f() { await load(); }
`,
      },
    ],
    invalid: [
      {
        name: 'a function that is not called',
        code: `
declare function load(depth?: number): Promise<string>;
export async function f() {
  await load;
}
`,
        errors: [
          reported(
            'function',
            { value: 'load' },
            [4, 3],
            [
              {
                messageId: 'call',
                data: { value: 'load' },
                output: `
declare function load(depth?: number): Promise<string>;
export async function f() {
  await load();
}
`,
              },
            ],
          ),
        ],
      },
      {
        name: 'one that needs arguments',
        code: `
declare function load(id: number): Promise<string>;
export async function f() {
  await load;
}
`,
        errors: [reported('function', { value: 'load' }, [4, 3])],
      },
      {
        name: 'a function that is passed on is called by others',
        code: `
declare const isFile: (name: string) => boolean;
declare const isAsync: (name: string) => Promise<boolean>;
declare function pick(test: (name: string) => unknown): string[];
export async function f() {
  return [pick(await isFile), pick(await isAsync)];
}
`,
        errors: [
          plain(
            'isFile',
            [6, 16],
            `
declare const isFile: (name: string) => boolean;
declare const isAsync: (name: string) => Promise<boolean>;
declare function pick(test: (name: string) => unknown): string[];
export async function f() {
  return [pick(isFile), pick(await isAsync)];
}
`,
          ),
          plain(
            'isAsync',
            [6, 36],
            `
declare const isFile: (name: string) => boolean;
declare const isAsync: (name: string) => Promise<boolean>;
declare function pick(test: (name: string) => unknown): string[];
export async function f() {
  return [pick(await isFile), pick(isAsync)];
}
`,
          ),
        ],
      },
      {
        name: 'an async generator',
        code: `
async function* pages() { yield 1; }
export async function f() {
  await pages();
}
`,
        errors: [reported('generator', { value: 'pages()' }, [4, 3])],
      },
    ],
  });
});

describe('void results', () => {
  ruleTester.run('await-thenable', rule, {
    assertionOptions,
    valid: [
      {
        name: 'what implements the method may be async',
        code: `
interface Job { run(): void }
abstract class Task { abstract run(): void }
export class Base { protected stop(): void { console.log('stop'); } async close() { await this.stop(); } }
export class Derived extends Base { protected override async stop(): Promise<void> { await fetch('/'); } }
export async function f(job: Job, task: Task, done: () => void, hook?: { start?(): void }) {
  await job.run();
  await task.run();
  await done();
  await hook?.start?.();
}
`,
      },
      {
        name: 'a hook that stands empty for others to fill',
        code: `
export class Plugin {
  onStart(): void {}
  async start() { await this.onStart(); }
}
`,
      },
      {
        name: 'an async function behind a void type',
        code: `
const save: () => void = async () => { await fetch('/'); };
const send: () => void = () => fetch('/');
export async function f() {
  await save();
  await send();
}
`,
      },
      {
        name: 'an assertion of a library that returns void',
        code: `
declare function expecting(value: unknown): { rejects: { toThrow(): void } };
export async function f() {
  await expecting(fetch('/')).rejects.toThrow();
}
`,
      },
      {
        name: 'a library function that waits for its callback',
        code: `
import { test } from 'node:test';
export async function f() {
  await test('a', () => { console.log('b'); });
}
`,
      },
    ],
    invalid: [
      {
        name: 'a function of the program that returns nothing',
        code: `
function log(text: string): void { console.log(text); }
export async function f() {
  await log('a');
}
`,
        errors: [
          called(
            "log('a')",
            [4, 3],
            `
function log(text: string): void { console.log(text); }
export async function f() {
  log('a');
}
`,
          ),
        ],
      },
      {
        name: 'a method that nobody overrides',
        code: `
class Log {
  #lines: string[] = [];
  add(text: string): void { this.#lines.push(text); }
}
export async function f(log: Log) {
  await log.add('a');
}
`,
        errors: [
          called(
            "log.add('a')",
            [7, 3],
            `
class Log {
  #lines: string[] = [];
  add(text: string): void { this.#lines.push(text); }
}
export async function f(log: Log) {
  log.add('a');
}
`,
          ),
        ],
      },
      {
        name: 'a callback of the language that runs at once',
        code: `
export async function f(lines: string[]) {
  await lines.forEach((line) => { console.log(line); });
}
`,
        errors: [
          called(
            'lines.forEach((line) => { console.log(line); })',
            [3, 3],
            `
export async function f(lines: string[]) {
  lines.forEach((line) => { console.log(line); });
}
`,
          ),
        ],
      },
    ],
  });
});

describe('callbacks', () => {
  ruleTester.run('await-thenable', rule, {
    assertionOptions,
    valid: [
      {
        name: 'the form that returns a promise',
        code: `
import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
export async function f(path: string) {
  await setTimeout(10);
  return await readFile(path);
}
`,
      },
      {
        name: 'a blocking call is the rule no-blocking-call’s',
        code: `
import * as fs from 'node:fs';
const read = (path: string) => fs.readFileSync(path, 'utf8');
const write = (path: string): void => { fs.writeFileSync(path, ''); };
export async function f(path: string) {
  await write(path);
  return [await fs.readFileSync(path, 'utf8'), await read(path)];
}
`,
      },
      {
        name: 'an async callback that is ignored is the rule no-async-callback’s',
        code: `
export async function f(ids: number[]) {
  await ids.forEach(async (id) => { await fetch(String(id)); });
}
`,
      },
    ],
    invalid: [
      {
        name: 'a function of Node that takes a callback',
        code: `
import { readFile } from 'node:fs';
export async function f(path: string) {
  await readFile(path, (error, data) => { console.log(error, data); });
}
`,
        errors: [
          callsBack(
            'readFile(path, (error, data) => { console.log(error, data);…',
            [4, 3],
            `
import { readFile } from 'node:fs';
export async function f(path: string) {
  readFile(path, (error, data) => { console.log(error, data); });
}
`,
          ),
        ],
      },
      {
        name: 'a timer',
        code: `
export async function f() {
  await setTimeout(() => { console.log('a'); }, 10);
}
`,
        errors: [
          callsBack(
            "setTimeout(() => { console.log('a'); }, 10)",
            [3, 3],
            `
export async function f() {
  setTimeout(() => { console.log('a'); }, 10);
}
`,
          ),
        ],
      },
      {
        name: 'a child process, which is no promise',
        code: `
import { exec } from 'node:child_process';
export async function f() {
  await exec('ls', (error, text) => { console.log(error, text); });
}
`,
        errors: [
          callsBack(
            "exec('ls', (error, text) => { console.log(error, text); })",
            [4, 3],
            `
import { exec } from 'node:child_process';
export async function f() {
  exec('ls', (error, text) => { console.log(error, text); });
}
`,
          ),
        ],
      },
      {
        name: 'a listener',
        code: `
export async function f() {
  await process.on('exit', () => { console.log('a'); });
}
`,
        errors: [
          called(
            "process.on('exit', () => { console.log('a'); })",
            [3, 3],
            `
export async function f() {
  process.on('exit', () => { console.log('a'); });
}
`,
          ),
        ],
      },
    ],
  });
});
