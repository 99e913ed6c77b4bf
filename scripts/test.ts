/**
 * Runs every check of the project, one after the other, and says in one line each how it went.
 * What failed is printed in full. Exit code 1 if something failed.
 */
import { runChecks } from './run-checks.ts';

await runChecks([
  'build',
  'typecheck',
  'lint',
  'format:check',
  'test:unit',
  'test:example',
  'docs:check',
  'pack:check',
  'unused',
]);
