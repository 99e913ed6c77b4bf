import { expect, it } from 'vitest';

import { askAbout } from './support/ask-about.ts';
import { NATIVE } from './support/parser.ts';

it(NATIVE ? 'runs on the native backend' : 'runs on the classic backend', () => {
  // One of the checker members that only the classic backend has.
  const printSymbol = (): string =>
    askAbout('export const here = 1;', (here, services) => {
      const symbol = services.getSymbolAtLocation(here);
      return symbol ? services.program.getTypeChecker().symbolToString(symbol) : '';
    });

  if (NATIVE) expect(printSymbol).toThrow(/symbolToString is not available on the tsgo API/);
  else expect(printSymbol()).toBe('here');
});
