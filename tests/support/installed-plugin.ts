import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

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

  npm('run', '--silent', 'build');
  const packed = npm('pack', '--json', '--pack-destination', folder);
  const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
  execFileSync('tar', ['-xzf', filename], { cwd: folder });
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

function npm(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync('npm', args, {
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`npm ${args.join(' ')} failed:\n${stdout}${stderr}`);
  return stdout;
}
