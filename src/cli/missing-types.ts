import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { installLine, setUpLine } from './toolchain.ts';

const beside = path.dirname(fileURLToPath(import.meta.url));

/** What is not installed, so that the rules cannot see what a call is. */
export async function missingTypes(folder: string, files: readonly string[]): Promise<string[]> {
  const [first = folder] = files;
  const above = foldersAbove(path.dirname(first));
  const manifest = above
    .map((each) => path.join(each, 'package.json'))
    .find((file) => existsSync(file));
  if (manifest !== undefined && (await hasDependencies(manifest)) && !above.some(hasModules)) {
    return [
      `The packages of this project are not installed, so the rules know little about what they do. Run \`${setUpLine(folder)}\` first to see more.`,
    ];
  }
  const hasNode = [...above, ...foldersAbove(beside)].some((each) =>
    existsSync(path.join(each, 'node_modules', '@types', 'node')),
  );
  return hasNode
    ? []
    : [
        `The types of Node.js are not installed, so the rules do not see what its functions do: \`${installLine(folder, '@types/node')}\`, or only for this run \`npx -p @types/node -p eslint-plugin-await eslint-plugin-await\``,
      ];
}

function foldersAbove(folder: string): string[] {
  const parent = path.dirname(folder);
  return parent === folder ? [folder] : [folder, ...foldersAbove(parent)];
}

function hasModules(folder: string): boolean {
  return existsSync(path.join(folder, 'node_modules'));
}

async function hasDependencies(manifest: string): Promise<boolean> {
  try {
    const { dependencies, devDependencies } = JSON.parse(
      await readFile(manifest, 'utf8'),
    ) as Record<string, object | undefined>;
    return Object.keys({ ...dependencies, ...devDependencies }).length > 0;
  } catch {
    return false;
  }
}
