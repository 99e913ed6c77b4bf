import { cp, rm, symlink } from 'node:fs/promises';
import path from 'node:path';

import { folderName, repository, type PreparedPackage } from './prepare-package.ts';

/** A copy that shares the installed dependencies. */
export async function copyPackage(
  { name, directory }: PreparedPackage,
  mode: string,
): Promise<string> {
  const copy = path.join(repository, '.cache', 'field-copies', `${folderName({ name })}-${mode}`);
  await rm(copy, { recursive: true, force: true });
  const dependencies = path.join(directory, 'node_modules');
  await cp(directory, copy, { recursive: true, filter: (source) => source !== dependencies });
  await symlink(dependencies, path.join(copy, 'node_modules'), 'junction');
  return copy;
}
