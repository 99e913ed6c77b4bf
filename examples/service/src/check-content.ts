import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { MenuEntry } from './settings.ts';
import { content } from './start-up.ts';
import { readJson } from './text-file.ts';

// A script for the command line does one thing at a time, and nobody waits beside it.
const problems = [...emptyArticles(), ...deadLinks()];
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.exitCode = problems.length === 0 ? 0 : 1;

function emptyArticles(): string[] {
  const folder = join(content, 'articles');
  return readdirSync(folder)
    .filter((name) => readFileSync(join(folder, name), 'utf8').trim() === '')
    .map((name) => `The article ${name} is empty.`);
}

function deadLinks(): string[] {
  const menu = readJson(join(content, 'menu.json')) as MenuEntry[];
  return menu
    .filter(({ path }) => path !== '/' && !existsSync(join(content, `${path.slice(1)}.txt`)))
    .map(({ path }) => `The menu leads to ${path}, which is no article.`);
}
