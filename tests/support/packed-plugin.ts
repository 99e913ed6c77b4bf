import { spawnSync } from 'node:child_process';
import path from 'node:path';

/** Builds the plugin and packs it into `folder`. Answers the tarball: what `npm publish` would send. */
export function packPlugin(folder: string): string {
  npm('run', '--silent', 'build');
  const [{ filename }] = JSON.parse(npm('pack', '--json', '--pack-destination', folder)) as [
    { filename: string },
  ];
  return path.join(folder, filename);
}

function npm(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync('npm', args, {
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`npm ${args.join(' ')} failed:\n${stdout}${stderr}`);
  return stdout;
}
