import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import * as parser from '@typescript-eslint/parser';
import { Linter, type Rule } from 'eslint';
import { afterAll, describe, expect, it } from 'vitest';

import rule from '../../../src/rules/no-async-callback.ts';
import { NATIVE } from '../../support/parser.ts';

const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'express-')));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

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
function reported(version: string | undefined, returned: string): string[] {
  const project = path.join(folder, `${version ?? 'none'}-${String(returned.length)}`);
  const installed = path.join(project, 'node_modules', 'express');
  mkdirSync(installed, { recursive: true });
  writeFileSync(path.join(installed, 'index.d.ts'), declarations(returned));
  writeFileSync(
    path.join(installed, 'package.json'),
    JSON.stringify({ name: 'express', types: 'index.d.ts', ...(version ? { version } : {}) }),
  );
  writeFileSync(
    path.join(project, 'tsconfig.json'),
    '{ "compilerOptions": { "strict": true, "module": "nodenext", "types": [] } }',
  );
  writeFileSync(path.join(project, 'package.json'), '{}');
  writeFileSync(path.join(project, 'server.ts'), CODE);
  const messages = new Linter({ cwd: project }).verify(
    CODE,
    {
      files: ['**/*.ts'],
      plugins: { await: { rules: { callback: rule as unknown as Rule.RuleModule } } },
      rules: { 'await/callback': 'error' },
      languageOptions: {
        parser: { ...parser },
        parserOptions: {
          projectService: NATIVE ? { EXPERIMENTAL_backend: 'tsgo' } : true,
          tsconfigRootDir: project,
        },
      },
    },
    path.join(project, 'server.ts'),
  );
  return messages.map(({ messageId, message }) => messageId ?? message);
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
});
