import rule from '../../../src/rules/no-await-in-loop.ts';
import { ruleTester } from '../../support/rule-tester.ts';
import { EVIDENCE, MANY } from './expected.ts';

const DECLARED = `import { readFile, stat } from 'node:fs/promises';
`;

ruleTester.run('no-await-in-loop: proven and bounded', rule, {
  assertionOptions: { requireData: true, requireLocation: true },
  valid: [
    {
      name: 'writes',
      code: `${DECLARED}import { writeFile } from 'node:fs/promises';
export async function f() {
  for (const name of ['a', 'b']) await writeFile(name, '');
}
`,
    },
  ],
  invalid: [
    {
      name: 'an argument that other code changes',
      code: `${DECLARED}let encoding: 'utf8' | 'hex' = 'utf8';
export function change() {
  encoding = 'hex';
}
export async function f() {
  for (const name of ['a', 'b']) {
    await readFile(name, encoding);
  }
}
`,
      errors: [
        {
          messageId: 'waits',
          data: {
            call: 'readFile',
            remedy: 'Await all of them with `Promise.all`',
            evidence: `${EVIDENCE}. This assumes that nothing changes \`encoding\` meanwhile`,
          },
          line: 7,
          column: 3,
          endLine: 7,
          endColumn: 33,
          suggestions: [
            {
              messageId: 'together',
              data: { doubt: ', if nothing changes `encoding` meanwhile' },
              output: `${DECLARED}let encoding: 'utf8' | 'hex' = 'utf8';
export function change() {
  encoding = 'hex';
}
export async function f() {
  await Promise.all(['a', 'b'].map((name) => readFile(name, encoding)));
}
`,
            },
          ],
        },
      ],
      output: null,
    },
    {
      name: 'a turn that reads the time after it has waited',
      code: `${DECLARED}export async function f() {
  const ages: number[] = [];
  for (const name of ['a', 'b']) {
    ages.push(Date.now() - (await stat(name)).mtimeMs);
  }
  return ages;
}
`,
      errors: [
        {
          messageId: 'waits',
          data: {
            call: 'stat',
            remedy: 'Await all of them with `Promise.all`',
            evidence: `${EVIDENCE}. This assumes that it does not matter in which order the turns read the time or something random`,
          },
          line: 4,
          column: 3,
          endLine: 4,
          endColumn: 33,
          suggestions: [
            {
              messageId: 'together',
              data: {
                doubt:
                  ', if it does not matter in which order the turns read the time or something random',
              },
              output: `${DECLARED}export async function f() {
  const ages: number[] = await Promise.all(
    ['a', 'b'].map(async (name): Promise<number> => Date.now() - (await stat(name)).mtimeMs),
  );
  return ages;
}
`,
            },
          ],
        },
      ],
      output: null,
    },
    {
      name: 'a literal',
      code: `${DECLARED}export async function f() {
  for (const name of ['a', 'b']) {
    await readFile(name);
  }
}
`,
      errors: [
        {
          messageId: 'waits',
          data: {
            call: 'readFile',
            remedy: 'Await all of them with `Promise.all`',
            evidence: EVIDENCE,
          },
          line: 3,
          column: 3,
          endLine: 3,
          endColumn: 33,
          suggestions: null,
        },
      ],
      output: `${DECLARED}export async function f() {
  await Promise.all(['a', 'b'].map((name) => readFile(name)));
}
`,
    },
    {
      name: 'a constant literal',
      code: `${DECLARED}export async function f() {
  const names = ['a', 'b'];
  const out: Buffer[] = [];
  // All of them.
  for (const name of names) {
    out.push(await readFile(name));
  }
  return out;
}
`,
      errors: [
        {
          messageId: 'waits',
          data: {
            call: 'readFile',
            remedy: 'Await all of them with `Promise.all`',
            evidence: EVIDENCE,
          },
          line: 6,
          column: 3,
          endLine: 6,
          endColumn: 28,
          suggestions: null,
        },
      ],
      output: `${DECLARED}export async function f() {
  const names = ['a', 'b'];
  // All of them.
  const out: Buffer[] = await Promise.all(names.map((name) => readFile(name)));
  return out;
}
`,
    },
    {
      name: 'a tuple',
      code: `${DECLARED}export async function f(names: readonly [string, string]) {
  let size = 0;
  for (const name of names) size += (await stat(name)).size;
  return size;
}
`,
      errors: [
        {
          messageId: 'waits',
          data: {
            call: 'stat',
            remedy: 'Await all of them with `Promise.all`',
            evidence: EVIDENCE,
          },
          line: 4,
          column: 3,
          endLine: 4,
          endColumn: 28,
          suggestions: null,
        },
      ],
      output: `${DECLARED}export async function f(names: readonly [string, string]) {
  let size = 0;
  for (const statResult of await Promise.all(
    names.map((name) => stat(name)),
  )) size += statResult.size;
  return size;
}
`,
    },
    {
      name: 'so many turns as a small number says',
      code: `${DECLARED}export async function f() {
  const out: Buffer[] = [];
  for (let i = 0; i < 3; i++) {
    out.push(await readFile(String(i)));
  }
  return out;
}
`,
      errors: [
        {
          messageId: 'waits',
          data: {
            call: 'readFile',
            remedy: 'Await all of them with `Promise.all`',
            evidence: EVIDENCE,
          },
          line: 4,
          column: 3,
          endLine: 4,
          endColumn: 30,
          suggestions: null,
        },
      ],
      output: `${DECLARED}export async function f() {
  const out: Buffer[] = await Promise.all(
    Array.from({ length: 3 }, async (_, i) => readFile(String(i))),
  );
  return out;
}
`,
    },
    {
      name: 'a constant that grows: a suggestion',
      code: `${DECLARED}export async function f(more: string[]) {
  const names = ['a', 'b'];
  names.push(...more);
  const out: Buffer[] = [];
  for (const name of names) {
    out.push(await readFile(name));
  }
  return out;
}
`,
      errors: [
        {
          messageId: 'waits',
          data: { call: 'readFile', remedy: MANY, evidence: EVIDENCE },
          line: 6,
          column: 3,
          endLine: 6,
          endColumn: 28,
          suggestions: [
            {
              messageId: 'together',
              data: { doubt: '' },
              output: `${DECLARED}export async function f(more: string[]) {
  const names = ['a', 'b'];
  names.push(...more);
  const out: Buffer[] = await Promise.all(names.map((name) => readFile(name)));
  return out;
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'an array of any length: a suggestion',
      code: `${DECLARED}export async function f(names: string[]) {
  for (const name of names) {
    await readFile(name);
  }
}
`,
      errors: [
        {
          messageId: 'waits',
          data: { call: 'readFile', remedy: MANY, evidence: EVIDENCE },
          line: 3,
          column: 3,
          endLine: 3,
          endColumn: 28,
          suggestions: [
            {
              messageId: 'together',
              data: { doubt: '' },
              output: `${DECLARED}export async function f(names: string[]) {
  await Promise.all(names.map((name) => readFile(name)));
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'no fix in the mode none',
      options: [{ fix: 'none' }],
      code: `${DECLARED}export async function f() {
  for (const name of ['a', 'b']) {
    await readFile(name);
  }
}
`,
      errors: [
        {
          messageId: 'waits',
          data: {
            call: 'readFile',
            remedy: 'Await all of them with `Promise.all`',
            evidence: EVIDENCE,
          },
          line: 3,
          column: 3,
          endLine: 3,
          endColumn: 33,
          suggestions: [
            {
              messageId: 'together',
              data: { doubt: '' },
              output: `${DECLARED}export async function f() {
  await Promise.all(['a', 'b'].map((name) => readFile(name)));
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'the first suggestion in the mode all',
      options: [{ fix: 'all' }],
      code: `${DECLARED}export async function f(names: string[]) {
  for (const name of names) {
    await readFile(name);
  }
}
`,
      errors: [
        {
          messageId: 'waits',
          data: { call: 'readFile', remedy: MANY, evidence: EVIDENCE },
          line: 3,
          column: 3,
          endLine: 3,
          endColumn: 28,
          suggestions: null,
        },
      ],
      output: `${DECLARED}export async function f(names: string[]) {
  await Promise.all(names.map((name) => readFile(name)));
}
`,
    },
  ],
});
