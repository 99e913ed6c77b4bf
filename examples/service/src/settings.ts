import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { readJson } from './text-file.ts';

export interface MenuEntry {
  readonly label: string;
  readonly path: string;
}

/** The shop's settings: read again at each use, so that an edit shows without a restart. */
export class Settings {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  get title(): string {
    const { title } = this.#read();
    return typeof title === 'string' ? title : 'Bookshop';
  }

  menu(): MenuEntry[] {
    return readJson(join(this.#folder, 'menu.json')) as MenuEntry[];
  }

  async currency(): Promise<string> {
    const file = join(this.#folder, 'settings.json');
    const { currency } = JSON.parse(readFileSync(file, 'utf8')) as { currency: string };
    return currency;
  }

  #read(): Record<string, unknown> {
    return JSON.parse(readFileSync(join(this.#folder, 'settings.json'), 'utf8')) as Record<
      string,
      unknown
    >;
  }
}
