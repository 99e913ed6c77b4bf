import type { ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { hideFolder } from './print.ts';

const folders = new Set<string>();
const children = new Set<ChildProcess>();

// Runs at the end, after a failure and after Ctrl-C alike. Nothing awaited would run here any more.
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
});
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));

/** An empty folder that is removed when this process ends. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(await realpath(tmpdir()), 'await-demo-'));
  folders.add(folder);
  hideFolder(folder);
  return folder;
}

/** Ends the child when this process ends, unless it has ended before. */
export function endWithUs<Child extends ChildProcess>(child: Child): Child {
  children.add(child);
  child.once('close', () => children.delete(child));
  return child;
}
