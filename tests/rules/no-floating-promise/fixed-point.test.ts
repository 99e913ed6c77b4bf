import { describe, expect, it } from 'vitest';

import rule from '../../../src/rules/no-floating-promise.ts';
import { fixToEnd } from '../../support/fix-to-end.ts';

const NAME = 'no-floating-promise';

const DECLARED = `interface User { id: number; name: string }
declare function saveUser(user: User): Promise<void>;
`;

/** Ways to lose a promise of `user`, each in a statement of its own. */
const LOST = [
  'saveUser(user);',
  'saveUser(user).then(() => 1);',
  'if (user.id > 0) saveUser(user);',
  '[saveUser(user), saveUser(user)];',
  'user.id > 0 && saveUser(user);',
];

describe('one run of --fix', () => {
  it('mends 45 losses in 13 functions, where every repair is wanted', () => {
    const asynchronous = Array.from(
      { length: 8 },
      (_, index) =>
        `export async function run${String(index)}(user: User) {\n  ${LOST.join('\n  ')}\n}\n`,
    );
    const helpers = Array.from(
      { length: 5 },
      (_, index) =>
        `function help${String(index)}(user: User) {\n  saveUser(user);\n  console.log(user.id);\n}\n` +
        `export async function use${String(index)}(user: User) {\n  help${String(index)}(user);\n}\n`,
    );
    const code = [DECLARED, ...asynchronous, ...helpers].join('');

    const { output, passes, messages } = fixToEnd(NAME, rule, code, { options: { fix: 'all' } });
    expect(messages).toEqual([]);
    expect(passes).toBeLessThanOrEqual(4);
    expect(output.match(/await /g)).toHaveLength(8 * LOST.length + 5 * 2);
  });

  it('hands no promise to callers that expect none, where every repair is wanted', () => {
    const code = `${DECLARED}export class Users {
  save(user: User) {
    saveUser(user);
  }
  saveAll(users: User[]) {
    for (const user of users) this.save(user);
  }
}
export function later(user: User) {
  return Promise.resolve().then(() => {
    saveUser(user);
  });
}
`;

    const { output, messages } = fixToEnd(NAME, rule, code, { options: { fix: 'all' } });
    expect(messages).toEqual([]);
    expect(output).toContain('save(user: User) {\n    saveUser(user).catch(');
    expect(output).toContain('for (const user of users) this.save(user);');
    expect(output).toContain('then(() => {\n    return saveUser(user);');
  });

  it('reports all of them, and changes none, where no repair is wanted', () => {
    const code = `${DECLARED}export async function run(user: User) {\n  ${LOST.join('\n  ')}\n}\n`;
    const { output, messages } = fixToEnd(NAME, rule, code, { options: { fix: 'none' } });
    expect(output).toBe(code);
    expect(messages).toHaveLength(LOST.length);
  });
});
