import type ts from 'typescript';
import { describe, expect, it } from 'vitest';

import { runsInCommand } from '../../../src/analysis/blocking/command-run.ts';
import { catalogueOf } from '../../../src/catalogue/catalogue.ts';
import { askAboutNode } from '../../support/ask-ts.ts';
import { FIXTURES } from '../../support/parser.ts';

const HEAD = `
import { readFileSync } from 'node:fs';
import { program } from 'commander';
import inquirer from 'inquirer';
import { Command } from '@oclif/core';
declare function load(name: string): Promise<string>;
void [program, inquirer, Command, load];
`;

/** Whether the call after the comment runs in a command with nothing else under way. */
function inCommand(code: string, head = HEAD): boolean {
  return askAboutNode(
    head + code,
    (node, t): node is ts.CallExpression => t.isCallExpression(node),
    (node, typed) => runsInCommand(node, typed, catalogueOf([])),
    { folder: FIXTURES },
  );
}

/** The same of what a fixture reads. */
function isCommandFile(file: string): boolean {
  return askAboutNode(
    '/*here*/load(); declare function load(): void;',
    (node, t): node is ts.CallExpression => t.isCallExpression(node),
    (_, typed) => {
      const source = typed.program.getSourceFile(`${FIXTURES}/${file}`);
      let found: ts.Node | undefined;
      const visit = (node: ts.Node): void => {
        if (typed.ts.isStringLiteral(node) && node.text === 'named.txt') found = node.parent;
        typed.ts.forEachChild(node, visit);
      };
      if (source) visit(source);
      if (!found) throw new Error(`Nothing is read in ${file}.`);
      return runsInCommand(found, typed, catalogueOf([]));
    },
    { folder: FIXTURES },
  );
}

describe('a command', () => {
  it.for([
    ['handed over in place', `program.action(async () => { /*here*/readFileSync('a'); });`, true],
    [
      'handed over by its name',
      `async function init() { /*here*/readFileSync('a'); } program.command('init').action(init);`,
      true,
    ],
    [
      'handed over in a wrapper',
      `const reported = (run: () => Promise<void>) => async () => { await run(); };
       const init = async () => { /*here*/readFileSync('a'); };
       program.action(reported(init));`,
      true,
    ],
    [
      'overridden',
      `export class Init extends Command { async run() { /*here*/readFileSync('a'); } }`,
      true,
    ],
    [
      'another method of the same class',
      `export class Init extends Command { async run() {} async init() { /*here*/readFileSync('a'); } }`,
      false,
    ],
    [
      'a method of the same name',
      `export class Init { async run() { /*here*/readFileSync('a'); } }`,
      false,
    ],
    [
      'handed over as something else',
      `program.hook('preAction', async () => { /*here*/readFileSync('a'); });`,
      false,
    ],
    [
      'a main that nothing says is a command',
      `async function main() { /*here*/readFileSync('a'); } void main();`,
      false,
    ],
    [
      'that something else calls, too',
      `async function init() { /*here*/readFileSync('a'); }
       program.action(init);
       setInterval(() => void init(), 1000);`,
      false,
    ],
  ] as const)('%s', ([, code, answer]) => {
    expect(inCommand(code)).toBe(answer);
  });

  it('of a module that is named by its path', () => {
    expect(isCommandFile('commands/init.ts')).toBe(true);
    expect(isCommandFile('commands/other.ts')).toBe(false);
  });

  it('what it calls in another file, but not what a module exports for others, too', () => {
    expect(isCommandFile('commands/clean.ts')).toBe(true);
    expect(isCommandFile('commands/build.ts')).toBe(false);
  });
});

describe('a dialog', () => {
  it.for([
    [
      'the function asks',
      `export async function init() {
         const { name } = await inquirer.prompt([]);
         console.log(name, /*here*/readFileSync('a'));
       }`,
      true,
    ],
    [
      'what follows the answer',
      `export async function init() {
         return inquirer.prompt([]).then(() => { /*here*/readFileSync('a'); });
       }`,
      true,
    ],
    [
      'the lines that are typed at a prompt',
      `import { createInterface } from 'node:readline';
       const terminal = createInterface({ input: process.stdin });
       terminal.on('line', run);
       async function run() { /*here*/readFileSync('a'); terminal.prompt(); }`,
      true,
    ],
    [
      'the lines of another program',
      `import { createInterface } from 'node:readline';
       const requests = createInterface({ input: process.stdin });
       requests.on('line', async () => { /*here*/readFileSync('a'); });`,
      false,
    ],
    [
      'lines of something else',
      `declare const terminal: { on(event: string, run: () => Promise<void>): void; prompt(): void };
       terminal.on('line', async () => { /*here*/readFileSync('a'); terminal.prompt(); });`,
      false,
    ],
    [
      'a function that asks and one that does not',
      `export async function ask() { await inquirer.prompt([]); }
       export async function save() { /*here*/readFileSync('a'); }`,
      false,
    ],
    [
      'a server that is started after the answer',
      `import { createServer } from 'node:http';
       export async function serve() {
         await inquirer.prompt([]);
         createServer(async (request, response) => { response.end(/*here*/readFileSync('a')); });
       }`,
      false,
    ],
  ] as const)('%s', ([, code, answer]) => {
    expect(inCommand(code)).toBe(answer);
  });
});

describe('what a command calls', () => {
  const SERVER = 'declare const server: { listen(port: number): void };';
  const command = (work: string, rest = ''): string =>
    `program.action(async () => { ${work} }); ${rest}`;

  it.for([
    [
      'and awaits',
      command(`await save();`, `async function save() { /*here*/readFileSync('a'); }`),
      true,
    ],
    [
      'and does not wait for',
      command(
        `const saved = save(); await load('b'); await saved;`,
        `async function save() { /*here*/readFileSync('a'); }`,
      ),
      false,
    ],
    [
      'together with others',
      command(
        `await Promise.all([save(), load('b')]);`,
        `async function save() { /*here*/readFileSync('a'); }`,
      ),
      false,
    ],
    [
      'for each element at once',
      command(
        `await Promise.all(['a', 'b'].map(async (name) => { /*here*/readFileSync(name); }));`,
      ),
      false,
    ],
    [
      'for each element in turn',
      command(`for (const name of ['a', 'b']) { await load(name); /*here*/readFileSync(name); }`),
      true,
    ],
    [
      'beside what it has started',
      command(`const page = load('b'); /*here*/readFileSync('a'); await page;`),
      false,
    ],
    ['beside its server', command(`server.listen(1); /*here*/readFileSync('a');`, SERVER), false],
    [
      'for its caller, which has a server',
      command(
        `server.listen(1); await save();`,
        `${SERVER} async function save() { /*here*/readFileSync('a'); }`,
      ),
      false,
    ],
    [
      'before its server listens',
      command(`/*here*/readFileSync('a'); server.listen(1);`, SERVER),
      true,
    ],
    [
      'before it starts that',
      command(`/*here*/readFileSync('a'); const page = load('b'); await page;`),
      true,
    ],
    [
      'and others may call',
      command(
        `await save();`,
        `async function save() { /*here*/readFileSync('a'); }
         export const server = { async request() { await save(); } };`,
      ),
      false,
    ],
    [
      'and others may hold',
      command(
        `await save();`,
        `async function save() { /*here*/readFileSync('a'); } export const all = [save];`,
      ),
      false,
    ],
    [
      'and itself',
      command(
        `await save(2);`,
        `async function save(n: number): Promise<void> { /*here*/readFileSync('a'); if (n > 0) await save(n - 1); }`,
      ),
      true,
    ],
  ] as const)('%s', ([, code, answer]) => {
    expect(inCommand(code)).toBe(answer);
  });
});
