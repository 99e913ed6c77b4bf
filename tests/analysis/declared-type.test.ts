import type ts from 'typescript';
import { expect, it } from 'vitest';

import { declaredTypesOf } from '../../src/analysis/declared-type.ts';
import { thenabilityOf } from '../../src/analysis/thenable.ts';
import type { TypedProgram } from '../../src/analysis/typescript.ts';
import { askAboutExpression, askAboutNode } from '../support/ask-ts.ts';
import { FIXTURES } from '../support/parser.ts';

const DECLARED = `
export interface Job { id: string; done: Job; next?: Job; start(): Promise<void>; size(): number }
export class Task<T> { value!: T; self(): this { return this; } run(): Promise<T> { throw this; } count(): number { return 1; } }
declare const job: Job, task: Task<string>, some: Job | Promise<Job>, text: string;
declare const jobs: Job[], pairs: [Job, Promise<Job>][], maybe: [Job, Promise<Job>?][];
declare function load(id: string): Promise<Job>;
declare function load(id: number): Promise<void>;
declare function either(id: string): Promise<Job>;
declare function either(id: number): Job;
declare function same<T>(value: T): T;
declare function wrapped<T>(value: T): Promise<T>;
declare function told(value: object): object;
declare function isPromise(value: unknown): value is Promise<unknown>;
declare function looksAt(value: unknown): value is Promise<unknown>;
declare function assertPromise(value: unknown): asserts value is Promise<unknown>;
`;

/** Asks about the outermost expression behind `here`. */
function asked<Answer>(
  code: string,
  question: (expression: ts.Expression, typed: TypedProgram) => Answer,
): Answer {
  return askAboutExpression(code, question, DECLARED);
}

it.for([
  ['/*here*/job.size();', 'number'],
  ['/*here*/job.done;', 'Job'],
  ['/*here*/job.next?.done;', 'Job | undefined'],
  ['/*here*/task.run();', 'Promise<string>'],
  ['/*here*/load(text as never);', 'Promise<Job> | Promise<void>'],
  ['/*here*/either(text);', 'Promise<Job> | Job'],
  ['/*here*/wrapped(1);', 'Promise<T>'],
  ['/*here*/same(1);', 'nothing'],
  ['/*here*/told(job);', 'nothing'],
  ['/*here*/task.self();', 'Task<string>'],
  ['const made = load("a"); /*here*/made;', 'Promise<Job> | Promise<void>'],
  ['for (const each of jobs) /*here*/each;', 'Job'],
  ['for (const [, two] of pairs) /*here*/two;', 'Promise<Job>'],
  ['for (const [, two] of maybe) /*here*/two;', 'Promise<Job> | undefined'],
  ['for (const { next } of jobs) /*here*/next;', 'Job | undefined'],
  ['const { next = job } = job; /*here*/next;', 'Job'],
  ['const { done: { id } } = job; /*here*/id;', 'string'],
  ['jobs.map((each) => { /*here*/each; });', 'Job'],
  ['jobs.map((_, index) => { /*here*/index; });', 'number'],
  ['jobs.map((...each) => { /*here*/each; });', '[value: Job, index: number, array: Job[]]'],
  ['/*here*/job.next ?? job;', 'Job | undefined | Job'],
  ['const seen = text ? told(job) : text; /*here*/job;', 'Job'],
  ['/*here*/text ? job : load(text);', 'Job | Promise<Job> | Promise<void>'],
  ['/*here*/same(1) ?? job;', 'nothing'],
  ['/*here*/text === "a";', 'boolean'],
  ['/*here*/text + "a";', 'nothing'],
  ['const made = new Map<string, Job>(); /*here*/made;', 'Map<string, Job>'],
  ['class Box { #job = job; of(other: Box) { /*here*/other.#job; } }', 'Job'],
  ['class Box<T> { #own!: T; of(other: Box<Job>) { /*here*/other.#own; } }', 'nothing'],
] as const)('%s is declared as %s', ([code, types]) => {
  const told = asked(code, (expression, typed) =>
    declaredTypesOf(expression, typed)?.map((type) => typed.checker.typeToString(type)),
  );
  expect(told?.join(' | ') ?? 'nothing').toBe(types);
});

it.for([
  ['/*here*/job;', 'never'],
  ['if (job instanceof Promise) /*here*/job;', 'always'],
  ['if (isPromise(job)) /*here*/job;', 'always'],
  ['if (!looksAt(job)) return; /*here*/job;', 'always'],
  ['const ok = isPromise(job); if (ok) /*here*/job;', 'always'],
  ['assertPromise(job); /*here*/job;', 'always'],
  ['if (looksAt(job) && text) /*here*/job;', 'always'],
  ['for (const each of jobs) if (isPromise(each)) /*here*/each;', 'always'],
  ['if (typeof text === "string") /*here*/text;', 'never'],
  ['if (job.done instanceof Promise) /*here*/job.done;', 'always'],
  ['if (job.next && looksAt(job.next)) /*here*/job.next;', 'always'],
  ['/*here*/some;', 'sometimes'],
  ['if (some instanceof Promise) /*here*/some;', 'always'],
  ['if (!(some instanceof Promise)) /*here*/some;', 'never'],
  ['/*here*/either(text);', 'always'],
  ['/*here*/either(1);', 'never'],
] as const)('%s: %s a thenable', ([code, answer]) => {
  expect(asked(code, thenabilityOf)).toBe(answer);
});

it.for([
  ['let', 'Promise<string> | string', 'string | Promise<string>'],
  ['const', 'Promise<string> | string', 'string'],
] as const)('in JavaScript, %s of %s is declared as %s', ([kind, comment, types]) => {
  const told = askAboutNode(
    `const text = () => String(Math.random());
/** @type {${comment}} */
${kind} one = text();
export const f = () => { /*here*/one; };`,
    (node, t): node is ts.Identifier => t.isIdentifier(node),
    declaredTypesOf,
    { folder: FIXTURES, filename: 'module.js' },
  );
  expect(told?.map((type) => (type.isUnion() ? 'string | Promise<string>' : 'string')).join()).toBe(
    types,
  );
});
