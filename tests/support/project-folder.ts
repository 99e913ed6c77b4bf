import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { onTestFinished } from 'vitest';

/** A folder outside of this repository with some files. */
export interface ProjectFolder {
  readonly folder: string;
  readonly at: (file: string) => string;
  readonly read: (file: string) => string;
}

/** Is removed when the test that makes it is done; with `afterAll`, when all tests around it are. */
export function projectFolder(
  files: Readonly<Record<string, string>>,
  whenDone: (remove: () => void) => void = onTestFinished,
): ProjectFolder {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'await-project-')));
  whenDone(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const at = (file: string): string => path.join(folder, file);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(at(file)), { recursive: true });
    writeFileSync(at(file), text);
  }
  return {
    folder,
    at,
    read: (file) => readFileSync(at(file), 'utf8'),
  };
}
