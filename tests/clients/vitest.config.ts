import { defineConfig } from 'vitest/config';

// The tests with real clients: `npm run test:clients`. They install what they need.
export default defineConfig({
  test: {
    include: ['tests/clients/**/*.test.ts'],
    globalSetup: 'tests/clients/support/pack-plugin.ts',
    reporters: ['default', 'tests/clients/support/closing-line.ts'],
    root: '.',
    maxWorkers: 2,
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
