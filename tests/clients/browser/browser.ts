import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { launch, type Browser } from 'puppeteer-core';

/** The Chromium of the machine; `undefined` where there is none. */
export function chromiumPath(): string | undefined {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return folders.map((folder) => path.join(folder, 'chromium')).find(isExecutable);
}

/** A browser of its own, which asks nothing of the network by itself. `close` leaves nothing behind. */
export async function openBrowser(
  executablePath: string,
): Promise<{ browser: Browser; close: () => Promise<void> }> {
  const userDataDir = mkdtempSync(path.join(tmpdir(), 'eslint-plugin-await-chromium-'));
  const browser = await launch({
    executablePath,
    userDataDir,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  return {
    browser,
    close: async () => {
      await browser.close();
      rmSync(userDataDir, { recursive: true, force: true });
    },
  };
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
