import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { npm } from '../../../bench/prepare-package.ts';
import packageJson from '../../../package.json' with { type: 'json' };

/** Package → exact version, or an alias (`npm:name@version`). */
export type Packages = Readonly<Record<string, string>>;

const CACHE = path.resolve('.cache/clients');

// Without a network, every package would be waited for 10 seconds longer.
const INSTALL = [
  'install',
  '--no-audit',
  '--no-fund',
  '--prefer-offline',
  '--fetch-retry-mintimeout=1000',
];

/**
 * A folder whose `node_modules` holds these packages and what the plugin depends on, for copying
 * only. It is installed once for each set of versions, and kept.
 *
 * Throws `RegistryUnreachable` without a network, and `Error` where npm refuses the packages.
 */
export async function install(packages: Packages): Promise<string> {
  const dependencies = sorted({ ...packageJson.dependencies, ...packages });
  const manifest = JSON.stringify({ private: true, type: 'module', dependencies }, null, 2);
  const key = createHash('sha256').update(manifest).digest('hex').slice(0, 16);
  const folder = path.join(CACHE, key);
  if (existsSync(folder)) return folder;

  await mkdir(CACHE, { recursive: true });
  // Aside first: an interrupted run leaves no half installation.
  const work = await mkdtemp(path.join(CACHE, 'unfinished-'));
  try {
    await writeFile(path.join(work, 'package.json'), manifest);
    await npm(Object.keys(packages).join(', '), INSTALL, work);
    await rename(work, folder).catch((error: unknown) => {
      // Another worker was faster.
      if (!existsSync(folder)) throw error;
    });
    return folder;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function sorted(packages: Packages): Packages {
  return Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)));
}
