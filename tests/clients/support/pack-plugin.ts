import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';

import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The packed plugin: what `npm publish` would send. */
    tarball: string;
  }
}

const FOLDER = path.resolve('.cache/clients/plugin');

/** Builds and packs the plugin once a run. */
export default function packPlugin({ provide }: TestProject): void {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  npm('run', '--silent', 'build');
  const [{ filename }] = JSON.parse(npm('pack', '--json', '--pack-destination', FOLDER)) as [
    { filename: string },
  ];
  provide('tarball', path.join(FOLDER, filename));
}

function npm(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync('npm', args, {
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`npm ${args.join(' ')} failed:\n${stdout}${stderr}`);
  return stdout;
}
