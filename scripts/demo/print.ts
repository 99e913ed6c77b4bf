import path from 'node:path';

const coloured = process.stdout.isTTY && process.env.NO_COLOR === undefined;

const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const;

/** The text in a colour or weight, where the output is a terminal that shows them. */
export function paint(style: keyof typeof CODES, text: string): string {
  return coloured ? `\u001B[${String(CODES[style])}m${text}\u001B[0m` : text;
}

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

/** Columns as wide as their widest cell; the first `texts` are text, the others are figures. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  texts = 1,
): string[] {
  const lines = [head, ...rows];
  const widths = head.map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  return lines.map((line, index) => {
    const cells = widths.map((width, column) => {
      const cell = line[column] ?? '';
      return column < texts ? cell.padEnd(width) : cell.padStart(width);
    });
    const text = cells.join('  ').trimEnd();
    return index === 0 ? paint('bold', text) : text;
  });
}

/** `1 file`, `2 files`. */
export function count(amount: number, noun: string): string {
  return `${String(amount)} ${noun}${amount === 1 ? '' : 's'}`;
}
