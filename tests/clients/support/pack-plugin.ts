import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The packed plugin: what `npm publish` would send. */
    tarball: string;
  }
}

/** Builds and packs the plugin once a run. Answers what removes it. */
export default function packPlugin({ provide }: TestProject): () => void {
  const folder = mkdtempSync(path.join(tmpdir(), 'eslint-plugin-await-'));
  npm('run', '--silent', 'build');
  const [{ filename }] = JSON.parse(npm('pack', '--json', '--pack-destination', folder)) as [
    { filename: string },
  ];
  provide('tarball', path.join(folder, filename));
  return () => {
    rmSync(folder, { recursive: true, force: true });
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
