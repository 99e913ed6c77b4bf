/**
 * Runs the tests with the real clients (`tests/clients`): editors, commit hooks, continuous
 * integration, other versions. They install what they need and keep it in `.cache/clients`. What
 * cannot be reached is skipped, with a line that says so. Arguments name the files to run:
 * `npm run test:clients -- editor`.
 */
import { startVitest } from 'vitest/node';

const vitest = await startVitest('test', process.argv.slice(2), {
  config: 'tests/clients/vitest.config.ts',
  watch: false,
});
await vitest.close();
