import { readFileSync } from 'node:fs';

export interface Page {
  title: string;
  text: string;
}

export function readPage(path: string): Page {
  return { title: path, text: readFileSync(path, 'utf8') };
}

export declare function fetchPage(id: number): Promise<Page>;
export declare function savePage(page: Page): Promise<void>;
export declare function isPublished(page: Page): Promise<boolean>;
export declare function wordsOf(page: Page): number;
