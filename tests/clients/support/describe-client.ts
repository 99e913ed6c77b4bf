import { afterAll, describe, it } from 'vitest';

import { RegistryUnreachable } from '../../../bench/prepare-package.ts';
import type { Packages } from './install.ts';
import { makeWorkspace, type Workspace } from './workspace.ts';

/**
 * Tests in a workspace with the packed plugin and these packages. Where the registry cannot be
 * reached, there is one skipped test that says so.
 */
export async function describeClient(
  name: string,
  packages: Packages,
  tests: (workspace: Workspace) => void,
): Promise<void> {
  const workspace = await reached(makeWorkspace(packages));
  describe(name, () => {
    if (workspace instanceof RegistryUnreachable) {
      it('with the real packages', ({ skip }) => {
        skip(workspace.message);
      });
      return;
    }
    afterAll(workspace.remove);
    tests(workspace);
  });
}

/** What was made, or why it cannot be made without a network. */
async function reached<Made>(making: Promise<Made>): Promise<Made | RegistryUnreachable> {
  try {
    return await making;
  } catch (error) {
    if (error instanceof RegistryUnreachable) return error;
    throw error;
  }
}
