import { readFileSync } from 'node:fs';

function readText(path: string): string {
  return readFileSync(path, 'utf8').replaceAll('\r\n', '\n');
}

export function readLines(path: string): string[] {
  return readText(path)
    .split('\n')
    .filter((line) => line !== '');
}

export function readJson(path: string): unknown {
  return JSON.parse(readText(path));
}
