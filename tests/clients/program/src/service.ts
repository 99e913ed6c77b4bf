// Something for every rule: what is tested is that all clients show the same of it.
import { readFileSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';

import { fetchPage, isPublished, type Page, readPage, savePage, wordsOf } from './pages.js';

export async function blocking(path: string): Promise<string> {
  const page = readPage(path);
  return page.title + readFileSync(path, 'utf8');
}

export async function thenable(page: Page): Promise<number> {
  return 2 * (await wordsOf(page));
}

export async function callback(pages: Page[]): Promise<void> {
  pages.forEach(async (page) => {
    await savePage(page);
  });
}

export async function loop(paths: string[]): Promise<string[]> {
  const texts: string[] = [];
  for (const path of paths) {
    texts.push(await readFile(path, 'utf8'));
  }
  return texts;
}

export async function busy(ms: number): Promise<void> {
  const end = Date.now() + ms;
  while (Date.now() < end) {
    // Nothing else runs.
  }
}

export async function floating(page: Page): Promise<string> {
  savePage(page);
  return page.title;
}

export async function late(id: number): Promise<string> {
  const first = fetchPage(id);
  const second = await fetchPage(id + 1);
  return (await first).title + second.title;
}

let words = 0;

export async function lost(id: number): Promise<number> {
  words += wordsOf(await fetchPage(id));
  return words;
}

export async function combinator(pages: Page[]): Promise<void> {
  await Promise.all([pages.map((page) => savePage(page))]);
}

export async function value(page: Page): Promise<string> {
  return `${page.title}: ${isPublished(page)}`;
}

export async function sequential(path: string): Promise<[string, number]> {
  const text = await readFile(path, 'utf8');
  const { size } = await stat(path);
  return [text, size];
}

export async function returned(id: number): Promise<Page | null> {
  try {
    return fetchPage(id);
  } catch {
    return null;
  }
}
