import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { TestProject } from 'vitest/node';

import { packPlugin } from '../../support/packed-plugin.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The packed plugin: what `npm publish` would send. */
    tarball: string;
  }
}

/** Builds and packs the plugin once a run. Answers what removes it. */
export default function providePlugin({ provide }: TestProject): () => void {
  const folder = mkdtempSync(path.join(tmpdir(), 'eslint-plugin-await-'));
  provide('tarball', packPlugin(folder));
  return () => {
    rmSync(folder, { recursive: true, force: true });
  };
}
