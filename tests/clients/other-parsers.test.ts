import { expect, it } from 'vitest';

import { describeClient } from './support/describe-client.ts';
import { ESLINT, TYPESCRIPT_ESLINT } from './support/versions.ts';

const READ = `import { readFileSync } from 'node:fs';
export async function read(file) {
  return readFileSync(file, 'utf8');
}
`;
const TSCONFIG = JSON.stringify({
  compilerOptions: { module: 'nodenext', strict: true, noEmit: true, types: ['node'] },
});
const NODE = { '@types/node': '26.6.6' };

/** The rule and the line of each message, or the message where it is of no rule. */
function found(stdout: string): unknown[] {
  const results = JSON.parse(stdout) as {
    messages: { ruleId: string | null; messageId?: string; line: number; message: string }[];
  }[];
  return results.flatMap(({ messages }) =>
    messages.map(({ ruleId, messageId, line, message }) =>
      ruleId === null ? message : [ruleId, messageId, line],
    ),
  );
}

await describeClient(
  '@babel/eslint-parser',
  { '@babel/core': '8.1.3', '@babel/eslint-parser': '8.1.2', ...ESLINT, ...TYPESCRIPT_ESLINT },
  (client) => {
    it('a parser without types: one message says what is missing', async () => {
      const project = client.project({
        'eslint.config.mjs': `import awaitPlugin from 'eslint-plugin-await';
import parser from '@babel/eslint-parser';
export default [
  ...awaitPlugin.configs.strict,
  { languageOptions: { parser, parserOptions: { requireConfigFile: false } } },
];
`,
        'read.js': READ,
      });
      const { stdout } = await project.run('eslint', ['--format', 'json', 'read.js']);
      expect(found(stdout)).toEqual([[expect.stringMatching(/^await\//), 'untyped', 1]]);
    });
  },
);

await describeClient(
  'Svelte',
  { svelte: '5.57.3', 'svelte-eslint-parser': '1.10.1', ...NODE, ...ESLINT, ...TYPESCRIPT_ESLINT },
  (client) => {
    it('the script of a component: findings at their places', async () => {
      const project = client.project({
        'tsconfig.json': TSCONFIG,
        'eslint.config.mjs': `import awaitPlugin from 'eslint-plugin-await';
import svelteParser from 'svelte-eslint-parser';
import tseslint from 'typescript-eslint';
export default [
  ...awaitPlugin.configs.strict.map((config) => ({ ...config, files: ['**/*.svelte'] })),
  {
    files: ['**/*.svelte'],
    languageOptions: {
      parser: svelteParser,
      parserOptions: { parser: tseslint.parser, projectService: true, extraFileExtensions: ['.svelte'] },
    },
  },
];
`,
        'Page.svelte': `<script lang="ts">
  async function save(): Promise<void> { await fetch('/save'); }
  function onclick(): void { save(); }
</script>
<button {onclick}>save</button>
{#await save() then done}<p>{done}</p>{/await}
`,
      });
      const { stdout } = await project.run('eslint', ['--format', 'json', 'Page.svelte']);
      expect(found(stdout)).toEqual([['await/no-floating-promise', expect.anything(), 3]]);
    });
  },
);

await describeClient(
  'Markdown',
  { '@eslint/markdown': '8.0.3', ...NODE, ...ESLINT, ...TYPESCRIPT_ESLINT },
  (client) => {
    it('a block of code is in no project: one message says so', async () => {
      const project = client.project({
        'tsconfig.json': TSCONFIG,
        'eslint.config.mjs': `import awaitPlugin from 'eslint-plugin-await';
import markdown from '@eslint/markdown';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
export default defineConfig([
  { files: ['**/*.md'], plugins: { markdown }, processor: 'markdown/markdown' },
  {
    files: ['**/*.ts'],
    extends: [awaitPlugin.configs.recommended],
    languageOptions: { parser: tseslint.parser },
  },
]);
`,
        'README.md': `# Read\n\n\`\`\`ts\n${READ.replace('(file)', '(file: string)')}\`\`\`\n`,
      });
      const { stdout } = await project.run('eslint', ['--format', 'json', 'README.md']);
      expect(found(stdout)).toEqual([[expect.stringMatching(/^await\//), 'untyped', 4]]);
    });
  },
);
