import { execFileSync, execSync } from 'node:child_process';

import { json, type Reply } from './http.ts';

export async function showVersions(): Promise<Reply> {
  return json({ node: await nodeVersion() });
}

export async function showZlib(): Promise<Reply> {
  return json({ zlib: zlibVersion() });
}

async function nodeVersion(): Promise<string> {
  const output = execFileSync(process.execPath, ['--version'], { encoding: 'utf8' });
  return output.trim();
}

function zlibVersion(): string {
  return execSync(`"${process.execPath}" -p process.versions.zlib`, { encoding: 'utf8' }).trim();
}
