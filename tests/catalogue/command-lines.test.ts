import { describe, expect, it } from 'vitest';

import { checkRows } from '../../src/catalogue/catalogue.ts';
import { COMMAND_LINES } from '../../src/catalogue/command-lines.ts';
import { declaredByPlatform, keyOf } from './declared.ts';

describe('rows about command lines', () => {
  it('stand once', () => {
    const keys = COMMAND_LINES.map(keyOf);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  it('have the shape that is asked of users', () => {
    expect(checkRows(COMMAND_LINES)).toHaveLength(COMMAND_LINES.length);
  });

  it('of Node are declared by the installed types', () => {
    const keys = COMMAND_LINES.filter(({ module }) => module.startsWith('node:')).map(keyOf);
    expect(keys.filter((key) => !declaredByPlatform().has(key))).toEqual([]);
    expect(keys).toContain('node:readline Interface.question');
  });
});
