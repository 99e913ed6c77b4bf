// What programs of the proof may import: the real signatures of these functions, and no others. With
// the whole of `@types/node` a program takes twenty times as long to check.

/** The files of the world of generated programs, apart from the program itself. */
export const DECLARATIONS: Readonly<Record<string, string>> = {
  '/world/node_modules/@types/node/index.d.ts': `
interface Buffer extends Uint8Array {
  toString(encoding?: BufferEncoding): string;
}
type BufferEncoding = 'utf8';
interface ErrnoException extends Error {
  code?: string;
}
declare module 'node:fs' {
  export interface Stats {
    size: number;
    isFile(): boolean;
  }
  export function readFileSync(path: string): Buffer;
  export function readFileSync(path: string, encoding: BufferEncoding): string;
  export function writeFileSync(path: string, data: string): void;
  export function appendFileSync(path: string, data: string): void;
  export function statSync(path: string): Stats;
  export function existsSync(path: string): boolean;
  export function accessSync(path: string): void;
  export function readdirSync(path: string): string[];
  export function rmSync(path: string, options?: { force?: boolean; recursive?: boolean }): void;
  export function mkdirSync(path: string, options?: { recursive?: boolean }): string | undefined;
  export function readFile(
    path: string,
    encoding: BufferEncoding,
    callback: (error: ErrnoException | null, data: string) => void,
  ): void;
  export * as promises from 'node:fs/promises';
}
declare module 'node:fs/promises' {
  import type { Stats } from 'node:fs';
  function readFile(path: string): Promise<Buffer>;
  function readFile(path: string, encoding: BufferEncoding): Promise<string>;
  function writeFile(path: string, data: string): Promise<void>;
  function appendFile(path: string, data: string): Promise<void>;
  function stat(path: string): Promise<Stats>;
  function access(path: string): Promise<void>;
  function readdir(path: string): Promise<string[]>;
  function rm(path: string, options?: { force?: boolean; recursive?: boolean }): Promise<void>;
  function mkdir(path: string, options?: { recursive?: boolean }): Promise<string | undefined>;
}
declare module 'node:timers/promises' {
  function setTimeout<T = void>(delay?: number, value?: T): Promise<T>;
}
declare module 'node:events' {
  export class EventEmitter {
    on(name: string, listener: (...args: number[]) => void): this;
    once(name: string, listener: (...args: number[]) => void): this;
    emit(name: string, ...args: number[]): boolean;
  }
}
declare function setImmediate(callback: () => void): void;
interface Console {
  log(...data: unknown[]): void;
}
declare var console: Console;
interface Event {
  readonly type: string;
  readonly currentTarget: number | null;
  preventDefault(): void;
}
declare var Event: { prototype: Event; new (type: string): Event };
`,
  '/world/node_modules/@types/pg/index.d.ts': `
export interface QueryResult<R = unknown> {
  rows: R[];
}
export class ClientBase {
  query<R = unknown>(text: string): Promise<QueryResult<R>>;
  release(): void;
}
export class Client extends ClientBase {
  constructor();
}
export class Pool {
  constructor();
  query<R = unknown>(text: string): Promise<QueryResult<R>>;
}
`,
  // In no catalogue: what it does is not known.
  '/world/node_modules/unknown/index.d.ts': `
export function advance(n: number): Promise<number>;
`,
};
