import path from 'node:path';

import { coloured, plain, showsColours } from '../../src/cli/paint.ts';
import { table as columns } from '../../src/cli/table.ts';

/** The text in a colour or weight, where the output is a terminal that shows them. */
export const paint = showsColours(process.stdout.isTTY, process.env) ? coloured : plain;

const hidden = new Set<string>();

/** From now on, paths in this folder are printed relative to it. */
export function hideFolder(folder: string): void {
  hidden.add(folder.endsWith(path.sep) ? folder : folder + path.sep);
}

export function print(line = ''): void {
  let text = line;
  for (const folder of hidden) text = text.replaceAll(folder, '');
  process.stdout.write(`${text}\n`);
}

export function heading(title: string): void {
  print();
  print(paint('bold', title));
}

/**
 * Says what is being done while it is done, then how long it took.
 *
 * Throws what `work` throws, after the line has been ended.
 */
export async function step<T>(title: string, work: () => Promise<T>): Promise<T> {
  return (await timedStep(title, work)).value;
}

export async function timedStep<T>(
  title: string,
  work: () => Promise<T>,
): Promise<{ value: T; seconds: number }> {
  process.stdout.write(`${title} … `);
  const start = performance.now();
  try {
    const value = await work();
    const seconds = (performance.now() - start) / 1000;
    print(paint('dim', `${seconds.toFixed(1)} s`));
    return { value, seconds };
  } catch (error) {
    print(paint('red', 'failed'));
    throw error;
  }
}

/** A table with its head in bold. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  texts = 1,
): string[] {
  const [first = '', ...others] = columns([head, ...rows], texts);
  return [paint('bold', first), ...others];
}
