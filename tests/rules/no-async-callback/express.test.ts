import { describe, expect, it } from 'vitest';

import rule from '../../../src/rules/no-async-callback.ts';
import { lintInProject } from '../../support/lint-in-project.ts';
import { projectFolder } from '../../support/project-folder.ts';

/** The declarations of a version: what they let a handler return. */
function declarations(returned: string): string {
  return `declare namespace express {
  interface Response { send(body: string): void }
  interface RequestHandler { (request: object, response: Response, next: (error?: unknown) => void): ${returned} }
  interface Router { get(path: string, ...handlers: RequestHandler[]): this }
}
declare function express(): express.Router;
export = express;
`;
}

const CODE = `import express = require('express');
declare function load(): Promise<string>;
express().get('/', async (request, response) => {
  response.send(await load());
});
`;

/** What the rule says of an async handler where this version of Express and these types are installed. */
function reported(version: string | undefined, returned: string, main = ''): string[] {
  const installed = { name: 'express', types: 'index.d.ts', ...(version ? { version } : {}) };
  const project = projectFolder({
    'node_modules/express/index.d.ts': declarations(returned),
    'node_modules/express/package.json': JSON.stringify(installed),
    'tsconfig.json': '{ "compilerOptions": { "strict": true, "module": "nodenext", "types": [] } }',
    'package.json': '{}',
    'server.ts': CODE,
    'main.ts': main,
  });
  return lintInProject('no-async-callback', rule, project, 'server.ts').map(
    ({ messageId, message }) => messageId ?? message,
  );
}

describe('an async handler of Express', () => {
  it.for([
    ['4.21.2', 'void', ['handler']],
    ['4.21.2', 'void | Promise<void>', ['handler']],
    ['5.1.0', 'void', []],
    ['5.1.0', 'void | Promise<void>', []],
    // Without a version it may be either.
    [undefined, 'void', ['handler']],
  ] as const)('version %s, typed to return %s', ([version, returned, messages]) => {
    expect(reported(version, returned)).toEqual(messages);
  });

  it.for([
    ["import 'express-async-errors';", []],
    ["require('express-async-errors');", []],
    ['// No express-async-errors.', ['handler']],
  ] as const)('version 4 in a program with %s', ([main, messages]) => {
    expect(reported('4.21.2', 'void', main)).toEqual(messages);
  });
});
