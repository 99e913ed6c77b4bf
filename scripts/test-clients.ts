/**
 * Runs the tests with the real clients (`tests/clients`): editors, commit hooks, continuous
 * integration, other versions. They install what they need and keep it in `.cache/clients`. What
 * cannot be reached is skipped, with a line that says so. Arguments name the files to run:
 * `npm run test:clients -- editor`, with vitest's own options.
 */
import { parseCLI, startVitest } from 'vitest/node';

const { filter, options } = parseCLI(['vitest', 'run', ...process.argv.slice(2)]);
const vitest = await startVitest('test', filter, {
  ...options,
  config: 'tests/clients/vitest.config.ts',
  watch: false,
});
await vitest.close();
