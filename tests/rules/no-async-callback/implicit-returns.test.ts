import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import * as parser from '@typescript-eslint/parser';
import { Linter, type Rule } from 'eslint';
import { afterAll, describe, expect, it } from 'vitest';

import rule from '../../../src/rules/no-async-callback.ts';
import { NATIVE } from '../../support/parser.ts';

const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'implicit-')));
const file = path.join(folder, 'file.ts');

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** What is suggested for `later(callback)` where `noImplicitReturns` is on. */
function suggested(callback: string): (string | undefined)[] {
  const code = `declare function save(): Promise<number>;
declare function later(work: () => void): void;
later(${callback});
export {};
`;
  writeFileSync(file, code);
  writeFileSync(
    path.join(folder, 'tsconfig.json'),
    '{ "compilerOptions": { "strict": true, "noImplicitReturns": true, "types": [] } }',
  );
  const [report] = new Linter({ cwd: folder }).verify(
    code,
    {
      files: ['**/*.ts'],
      plugins: { await: { rules: { callback: rule as unknown as Rule.RuleModule } } },
      rules: { 'await/callback': 'error' },
      languageOptions: {
        parser: { ...parser },
        parserOptions: {
          projectService: NATIVE ? { EXPERIMENTAL_backend: 'tsgo' } : true,
          tsconfigRootDir: folder,
        },
      },
    },
    file,
  );
  expect(report).toMatchObject({ messageId: 'argument', line: 3, column: 7 });
  return (report?.suggestions ?? []).map(({ desc }) => desc);
}

describe('where each path of a function must return', () => {
  it('a callback that returns nothing may go into a `try`', () => {
    expect(suggested('async () => {\n  if (await save()) return;\n  await save();\n}')).toEqual([
      'Handle errors inside the function: `try { … } catch (error) { … }`.',
    ]);
  });

  it('one that returns a value is left to a person', () => {
    expect(suggested('async () => {\n  await save();\n  return 1;\n}')).toEqual([]);
  });
});
