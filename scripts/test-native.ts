/**
 * Runs the unit tests once more, on the parser's native TypeScript 7 backend, which lacks part of
 * the checker. `tests/backend.test.ts` asserts that it is really on.
 */
import { runChecks } from './run-checks.ts';

await runChecks(['test:unit'], { ...process.env, AWAIT_NATIVE: '1' });
