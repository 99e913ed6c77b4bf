import { describe } from 'vitest';

import rule from '../../../src/rules/no-floating-promise.ts';
import { ruleTester } from '../../support/rule-tester.ts';
import { RETURN, program, report } from './expected.ts';

const CLOSE = `
export class Client {
  close(callback?: (error?: Error) => void): Promise<void> | undefined {
    if (callback === undefined) {
      return new Promise((resolve, reject) => {
        this.close((error) => (error ? reject(error) : resolve()));
      });
    }
    setTimeout(callback, 1);
    return undefined;
  }
}`;

describe('a function that takes a callback or returns a promise', () => {
  ruleTester.run('no-floating-promise', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'with a callback',
        code: program(`${CLOSE}
export const end = (client: Client) => { client.close(() => console.log('closed')); };`),
      },
      {
        name: 'with a callback, in JavaScript, through `call`',
        code: `/** @this {{ dispatch(port: number, callback: (error?: Error) => void): void }} @param {number} port @param {(error?: Error) => void} [callback] */
export function connect(port, callback) {
  if (typeof callback !== 'function') {
    return new Promise((resolve, reject) => {
      connect.call(this, port, (error) => (error ? reject(error) : resolve(1)));
    });
  }
  this.dispatch(port, callback);
}`,
        filename: 'module.js',
      },
    ],
    invalid: [
      { name: 'without one', body: CLOSE, call: 'client.close()' },
      {
        name: 'with one, where the promise comes in any case',
        body: CLOSE.replace('return undefined;', 'return Promise.reject(new Error());').replace(
          /this\.close\(.*/,
          'setTimeout(reject, 1, resolve);',
        ),
        call: 'client.close(() => {})',
      },
    ].map(({ name, body, call }) => {
      const code = (statement: string): string => `${body}
export const end = (client: Client) => { ${statement} };`;
      return {
        name,
        code: program(code(`${call};`)),
        errors: [
          report(
            'ignored',
            [13, 42, 13, 54],
            { promise: 'the promise that `client.close` may return', remedy: RETURN },
            [
              ['return', code(`return ${call};`)],
              ['catch', code(`${call}?.catch((error: unknown) => { console.error(error); });`)],
              ['void', code(`void ${call};`)],
            ],
          ),
        ],
      };
    }),
  });
});

const PARSED = 'the promise that `yargs(…)….parseAsync` returns';

function parsing(before: string, behind: string): string {
  return `import yargs from 'yargs';
export function run() {
  ${before}yargs(process.argv).command('a', '').command('b', '').command('c', '').command('d', '').command('e', '').parseAsync()${behind};
}`;
}

describe('a command line that handles what its commands reject with', () => {
  ruleTester.run('no-floating-promise', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'parsed',
        code: `import yargs from 'yargs';
yargs(process.argv).command('build', 'builds').parse();`,
        filename: 'file.ts',
      },
    ],
    invalid: [
      {
        name: 'parsed for a promise, in a chain that is too long to be quoted',
        code: parsing('', ''),
        filename: 'file.ts',
        errors: [
          {
            messageId: 'ignored',
            data: { promise: PARSED, name: 'yargs(…)….parseAsync', remedy: RETURN },
            line: 3,
            column: 3,
            endLine: 3,
            endColumn: 118,
            suggestions: [
              { messageId: 'return', data: { promise: PARSED }, output: parsing('return ', '') },
              {
                messageId: 'catch',
                data: { promise: PARSED },
                output: parsing('', '.catch((error: unknown) => { console.error(error); })'),
              },
              { messageId: 'void', data: { promise: PARSED }, output: parsing('void ', '') },
            ],
          },
        ],
      },
    ],
  });
});

describe('an object with a `then` of its own that its methods return', () => {
  const REQUEST = `
interface Request extends Promise<{ body: string }> {
  set(name: string, value: string): this;
  send(): Promise<void>;
}
declare function post(url: string): Request;
`;
  const MADE = 'the promise that `post(…).set` returns';
  const SENT = 'the promise that `request.send` returns';
  const PRINTED = '.catch((error: unknown) => { console.error(error); })';

  const started = (made: string, madeEnd: string, sent: string, sentEnd: string): string =>
    `${REQUEST}
export function start(request: Request) {
  ${made}post('/').set('token', 'x')${madeEnd};
  ${sent}request.send()${sentEnd};
}`;

  ruleTester.run('no-floating-promise', rule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: [
      {
        name: 'that a parameter holds, or that is returned in an object',
        code: program(`${REQUEST}
export function authenticate(request: Request, { other }: { other: Request }) {
  request.set('token', 'x').set('other', 'y');
  other.set('token', 'x');
}
export async function make() {
  const request = post('/');
  request.set('token', 'x');
  return { request };
}
export async function proxied() {
  const request = post('/') as Request & { proxy?: (url: string) => void };
  request.set('token', 'x').set('other', 'y');
  await request;
}`),
      },
    ],
    invalid: [
      {
        name: 'that nobody has besides, and another promise',
        code: program(started('', '', '', '')),
        errors: [
          report('ignored', [9, 3, 9, 16], { promise: MADE, name: 'post(…).set', remedy: RETURN }, [
            ['catch', started('', PRINTED, '', '')],
            ['void', started('void ', '', '', '')],
          ]),
          report(
            'ignored',
            [10, 3, 10, 15],
            { promise: SENT, name: 'request.send', remedy: RETURN },
            [
              ['return', started('', '', 'return ', '')],
              ['catch', started('', '', '', PRINTED)],
              ['void', started('', '', 'void ', '')],
            ],
          ),
        ],
      },
    ],
  });
});
