import path from 'node:path';

/** The path of a file relative to a folder, with `/`. */
export function shownPath(file: string, folder: string): string {
  return path.relative(folder, file).replaceAll('\\', '/');
}
