import type { Step } from './run.ts';

interface Screen {
  readonly columns: number;
  write(text: string): unknown;
}

const ERASE_LINE = '\r\u001B[2K';
const PAUSE = 80;

/** One line of a terminal that says what the run does, until it is done. */
export class Progress {
  readonly #screen: Screen;
  readonly #timer: NodeJS.Timeout;
  readonly #start = Date.now();
  #step: Step = { looking: true };

  constructor(screen: Screen) {
    this.#screen = screen;
    this.#timer = setInterval(() => {
      this.#draw();
    }, PAUSE);
  }

  show(step: Step): void {
    this.#step = step;
  }

  /** Takes the line off the screen. */
  end(): void {
    clearInterval(this.#timer);
    this.#screen.write(ERASE_LINE);
  }

  #draw(): void {
    const seconds = `${((Date.now() - this.#start) / 1000).toFixed(0)} s`;
    const line = `${sayStep(this.#step)}  ${seconds}`;
    // A line that is too long would be broken, and only its last part erased.
    this.#screen.write(ERASE_LINE + line.slice(0, Math.max(10, this.#screen.columns - 1)));
  }
}

function sayStep(step: Step): string {
  if ('looking' in step) return 'Looking for files';
  // The first file makes TypeScript read the whole project.
  const what = step.done === 0 ? 'Reading types for' : 'Linting';
  return `${what} ${String(step.done + 1)}/${String(step.of)} ${step.file}`;
}
