import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The folder of templates, articles and settings. */
export const content = fileURLToPath(new URL('../content/', import.meta.url));

// Nothing is served yet while modules load: reading at once is right here.
export const healthText = readFileSync(`${content}health.txt`, 'utf8').trim();

export const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
};
