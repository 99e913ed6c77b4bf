import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import type { ESLint, Linter } from 'eslint';

import { step } from './print.ts';
import { runNode } from './run.ts';

export type Plugin = ESLint.Plugin & {
  readonly configs: { readonly recommended: Linter.Config[] };
};

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const tsc = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');

/**
 * Builds the plugin and loads what was built.
 *
 * Throws with the compiler's own words where it does not build.
 */
export async function buildPlugin(): Promise<Plugin> {
  await step('Building the plugin', async () => {
    const { code, output } = await runNode([tsc, '-p', 'tsconfig.build.json'], root);
    if (code !== 0) throw new Error(`The plugin does not build.\n${output}`);
  });
  const url = pathToFileURL(path.join(root, 'dist', 'index.js')).href;
  const module = (await import(url)) as { default: Plugin };
  return module.default;
}
