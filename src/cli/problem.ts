/** Something foreseeable that stops the run. Its message is for a person, and says what to do. */
export class Problem extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Problem';
  }
}

/** The first line of what was thrown: what follows is a stack, or the same in other words. */
export function firstLineOf(thrown: unknown): string {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return text.trim().split(/\r?\n/u, 1)[0] ?? '';
}
