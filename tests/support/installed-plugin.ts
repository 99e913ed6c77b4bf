import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { packPlugin } from './packed-plugin.ts';

/** A folder outside this repository with the packed plugin in its `node_modules`. */
export interface Installation {
  folder: string;
  remove: () => void;
}

/**
 * Builds and packs the plugin, and installs it into an empty folder as npm would: what is not in
 * the tarball is not there. Its dependencies, and what a user installs beside it, are linked.
 */
export function installPlugin(): Installation {
  const folder = mkdtempSync(path.join(tmpdir(), 'eslint-plugin-await-'));
  const modules = path.join(folder, 'node_modules');
  mkdirSync(modules);

  const tarball = packPlugin(folder);
  execFileSync('tar', ['-xzf', path.basename(tarball)], { cwd: folder });
  cpSync(path.join(folder, 'package'), path.join(modules, 'eslint-plugin-await'), {
    recursive: true,
  });

  for (const name of readdirSync('node_modules')) {
    if (name.startsWith('.')) continue;
    symlinkSync(path.resolve('node_modules', name), path.join(modules, name), 'junction');
  }
  return {
    folder,
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
