import { expect, it } from 'vitest';

import { describeClient } from './support/describe-client.ts';
import { ESLINT, TYPESCRIPT_ESLINT } from './support/versions.ts';

const CODE = `import { readFileSync } from 'node:fs';
export async function read(file) {
  return readFileSync(file, 'utf8');
}
`;

await describeClient('without type information', { ...ESLINT, ...TYPESCRIPT_ESLINT }, (client) => {
  it('one report on the first line says what is missing, and no rule crashes', async () => {
    const project = client.project({
      'eslint.config.mjs': `import awaitPlugin from 'eslint-plugin-await';
export default [...awaitPlugin.configs.strict];
`,
      'read.js': CODE,
    });
    const { code, stdout } = await project.run('eslint', ['--format', 'json', 'read.js']);
    const [result] = JSON.parse(stdout) as [{ messages: object[] }];
    expect(result.messages).toEqual([
      expect.objectContaining({
        messageId: 'untyped',
        line: 1,
        message: expect.stringContaining('projectService: true') as string,
      }),
    ]);
    expect(code).toBe(1);
  });
});

await describeClient('oxlint', { oxlint: '1.94.0', ...ESLINT, ...TYPESCRIPT_ESLINT }, (client) => {
  const oxlintrc = (rules: object): string =>
    JSON.stringify({
      jsPlugins: ['eslint-plugin-await'],
      categories: { correctness: 'off' },
      rules,
    });

  it('runs every rule without a report and without a crash', async () => {
    const { default: plugin } = await import('../../src/index.ts');
    const rules = Object.fromEntries(
      Object.keys(plugin.rules).map((name) => [`await/${name}`, 'error']),
    );
    const project = client.project({
      '.oxlintrc.json': oxlintrc({ ...rules, 'no-debugger': 'error' }),
      'read.js': `${CODE}debugger;\n`,
      'read.ts': CODE.replace('file)', 'file: string)'),
    });
    const { code, stdout, stderr } = await project.run('oxlint', ['--format', 'json']);
    expect(stderr).toBe('');
    const { diagnostics, number_of_files, number_of_rules } = JSON.parse(stdout) as {
      diagnostics: { code: string }[];
      number_of_files: number;
      number_of_rules: number;
    };
    // The core rule shows that the files were linted.
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toEqual(['eslint(no-debugger)']);
    expect(number_of_files).toBe(2);
    expect(number_of_rules).toBe(Object.keys(rules).length + 1);
    expect(code).toBe(1);
  });

  it('knows the rules by their names', async () => {
    const project = client.project({
      '.oxlintrc.json': oxlintrc({ 'await/no-such-rule': 'error' }),
      'read.js': CODE,
    });
    const { stdout, stderr } = await project.run('oxlint', []);
    expect(stdout + stderr).toContain('no-such-rule');
  });
});
