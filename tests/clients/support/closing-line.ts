import type { Reporter, TestModule } from 'vitest/node';

/** Prints a line for each test that could not run here, and `N passed, N failed, N skipped` at the end. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const count = { passed: 0, failed: errors.length, skipped: 0 };
    for (const module of modules) {
      // A file that cannot be loaded holds no tests that could fail.
      count.failed += module.errors().length;
      for (const test of module.children.allTests()) {
        const result = test.result();
        if (result.state === 'pending') continue;
        count[result.state] += 1;
        // Those that `-t` leaves out have no note.
        if (result.state === 'skipped' && result.note !== undefined) {
          console.log(`SKIPPED ${test.fullName}: ${result.note}`);
        }
      }
    }
    const { passed, failed, skipped } = count;
    console.log(`\n${String(passed)} passed, ${String(failed)} failed, ${String(skipped)} skipped`);
  }
}
