import path from 'node:path';

import { expect, it } from 'vitest';

import { describeClient } from './support/describe-client.ts';
import { ESLINT, TYPESCRIPT_ESLINT } from './support/versions.ts';

await describeClient('the HTML formatter', { ...ESLINT, ...TYPESCRIPT_ESLINT }, (client) => {
  it('makes a page of the results of ESLint, by its path', async () => {
    const project = client.project({
      'eslint.config.mjs': `import awaitPlugin from 'eslint-plugin-await';
import tseslint from 'typescript-eslint';
const languageOptions = { parser: tseslint.parser, parserOptions: { projectService: true } };
export default [...awaitPlugin.configs.recommended, { files: ['*.ts'], languageOptions }];
`,
      'tsconfig.json': `{ "compilerOptions": { "types": ["node"], "strict": true }, "include": ["*.ts"] }`,
      'read.ts': `import { readFileSync } from 'node:fs';
export async function read(file: string): Promise<string> {
  return readFileSync(file, 'utf8');
}
`,
    });
    const formatter = path.join(
      client.folder,
      'node_modules/eslint-plugin-await/dist/html-formatter.js',
    );
    const { code, stdout } = await project.run('eslint', ['--format', formatter, 'read.ts']);
    expect(stdout).toContain('<!doctype html>');
    expect(stdout).toContain('<b>1 finding</b> in 1 of 1 file.');
    expect(stdout).toContain('<mark>readFileSync</mark>');
    expect(stdout).toContain('docs/rules/no-blocking-call.md');
    expect(code).toBe(1);
  });
});
