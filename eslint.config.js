import { defineConfig, globalIgnores } from 'eslint/config';
import eslintPlugin from 'eslint-plugin-eslint-plugin';
import tseslint from 'typescript-eslint';

// The plugin keeps its own rules. It is the built one: run `npm run build` first.
import awaitPlugin from './dist/index.js';

export default defineConfig([
  globalIgnores(['dist/', 'examples/', 'tests/fixtures/', 'tests/**/program/', '.cache/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [
      tseslint.configs.strictTypeChecked,
      tseslint.configs.stylisticTypeChecked,
      awaitPlugin.configs.recommended,
    ],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      // Node types are compared with plain strings: the enum would have to be loaded at run time.
      '@typescript-eslint/no-unsafe-enum-comparison': 'off',
      // Alone it takes a third of the run, and there is no enum to protect.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
    },
  },
  {
    files: ['src/rules/*.ts', 'tests/rules/*.ts'],
    extends: [eslintPlugin.configs.recommended],
    rules: {
      'eslint-plugin/require-meta-docs-description': [
        'error',
        { pattern: '^(Disallow|Enforce|Prefer|Require) ' },
      ],
      // The option object of a rule without options of its own still has `fix`.
      'eslint-plugin/require-meta-default-options': 'off',
      // It cannot see into the parts of a schema that rules share; tests/plugin.test.ts can.
      'eslint-plugin/require-meta-schema-description': 'off',
      // They cannot see what another module makes of a report; ESLint itself refuses an undeclared one.
      'eslint-plugin/require-meta-fixable': 'off',
      'eslint-plugin/require-meta-has-suggestions': 'off',
      'eslint-plugin/require-meta-type': 'error',
    },
  },
]);
