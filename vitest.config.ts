import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: [...configDefaults.exclude, 'tests/clients/**'], // `npm run test:clients`
    isolate: false, // Loading TypeScript and its lib costs seconds per test file; rules share no state.
    testTimeout: 60_000,
  },
});
