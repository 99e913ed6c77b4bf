import { describe } from 'vitest';

import rule from '../../../src/rules/no-async-callback.ts';
import { ruleTester } from '../../support/rule-tester.ts';

/** On one line, so that the code of a case starts on line 2. */
const DECLARED =
  'declare function task<T>(run: (save: (name: string) => Promise<T>) => void, value?: T): void; declare function listen(name: string, listener: (name: string) => void): void; export {};';

const code = (body: string): string => `${DECLARED}\n${body}`;

const CAUGHT = '(name) => save(name).catch(console.error)';

/** One report of `save`, handed to `listen`. */
function reported(name: string, body: string) {
  const column = body.lastIndexOf('save') + 1;
  return {
    name,
    code: code(body),
    errors: [
      {
        messageId: 'argument' as const,
        data: { name: 'listen' },
        line: 2,
        column,
        endLine: 2,
        endColumn: column + 'save'.length,
        suggestions: [
          {
            messageId: 'catchInside' as const,
            data: { code: CAUGHT, within: '' },
            output: code(
              body.slice(0, column - 1) + CAUGHT + body.slice(column - 1 + 'save'.length),
            ),
          },
        ],
      },
    ],
  };
}

describe('a function that a callback is given, handed on', () => {
  ruleTester.run('no-async-callback', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'by a call whose type arguments the checker would have to infer',
        code: code("task((save) => listen('a', save), 1);"),
      },
    ],
    invalid: [
      reported(
        'with a type of its own',
        "task((save: (name: string) => Promise<number>) => listen('a', save), 1);",
      ),
      reported('by a call with type arguments', "task<number>((save) => listen('a', save), 1);"),
    ],
  });
});
