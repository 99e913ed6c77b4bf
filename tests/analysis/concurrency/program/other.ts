export const settings = { theme: 'light', locale: 'en' };
export const queue: string[] = [];
export const frozen: readonly string[] = ['a', 'b'];
export let hits = 0;

export function setTheme(theme: string): void {
  settings.theme = theme;
}

export function enqueue(item: string): void {
  queue.push(item);
}

export function countHit(): void {
  hits += 1;
}

/** Awaited or returned at once wherever it is called. */
export async function refresh(): Promise<void> {
  await Promise.resolve();
  hits = 0;
}

/** Called without waiting once. */
export async function report(): Promise<void> {
  await Promise.resolve();
  hits = 0;
}

/** Called under another name, awaited. */
export async function renamed(): Promise<void> {
  await Promise.resolve();
  hits = 0;
}

/** Called under another name, and passed on. */
export async function renamedAndPassed(): Promise<void> {
  await Promise.resolve();
  hits = 0;
}

/** Nobody calls it. */
export async function unused(): Promise<void> {
  await Promise.resolve();
  hits = 0;
}

export default async function byDefault(): Promise<void> {
  await Promise.resolve();
  hits = 0;
}
