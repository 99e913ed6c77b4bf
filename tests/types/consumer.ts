// What users write in `eslint.config.ts`: compiled by `npm run typecheck`, never run.
import type { ESLint, Linter } from 'eslint';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

import awaitPlugin from '../../src/index.ts';
import { testFiles } from '../../src/test-files.ts';

const files = ['**/*.ts'];
const languageOptions = { parser: tseslint.parser, parserOptions: { projectService: true } };

export default defineConfig([
  { files, extends: [awaitPlugin.configs.recommended], languageOptions },
  { files, extends: [awaitPlugin.configs.strict, awaitPlugin.configs.exclusive] },
  { files, plugins: { await: awaitPlugin }, extends: ['await/recommended'] },
  { files, plugins: { await: awaitPlugin }, rules: { 'await/no-blocking-call': 'error' } },
  { files: testFiles, rules: { 'await/no-blocking-call': ['error', { fix: 'all' }] } },
  awaitPlugin.configs.recommended,
  ...awaitPlugin.configs.all,
]);

export const besideTypescriptEslint = defineConfig(
  { files, extends: [tseslint.configs.recommendedTypeChecked, awaitPlugin.configs.recommended] },
  awaitPlugin.configs.exclusive,
);
export const plain: Linter.Config[] = [...awaitPlugin.configs.recommended];
export const asPlugin: ESLint.Plugin = awaitPlugin;
