import { readFileSync } from 'node:fs';

/** A configuration of ESLint that a page shows: a block that starts with the name of its file. */
export interface DocumentedConfig {
  /** `eslint.config.mjs` */
  file: string;
  /** What stands behind the name: `for JavaScript`. */
  language: string;
  text: string;
}

export function configsOf(page: string): DocumentedConfig[] {
  const blocks = readFileSync(page, 'utf8').matchAll(
    /^```[jt]s\n\/\/ (eslint\.config\.\w+)(.*)\n([^]*?)^```/gm,
  );
  return [...blocks].map(([, file = '', language = '', text = '']) => ({
    file,
    language: language.trim(),
    text,
  }));
}
