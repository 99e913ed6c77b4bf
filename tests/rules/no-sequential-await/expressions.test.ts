import rule from '../../../src/rules/no-sequential-await.ts';
import { ruleTester } from '../../support/rule-tester.ts';
import { pair, several } from './expected.ts';

const DECLARED = `import { readFile, readdir, stat } from 'node:fs/promises';
declare const p: string, q: string;
declare function join(...values: unknown[]): string;
`;

ruleTester.run('no-sequential-await: within one expression', rule, {
  valid: [
    {
      name: 'never across a short circuit',
      code: `${DECLARED}export async function f(yes: boolean) {
  return [(yes && await readFile(p)), yes ? await stat(p) : await stat(q)];
}`,
    },
    {
      name: 'one needs the other',
      code: `${DECLARED}export async function f() {
  return join(await readFile(await readFile(p, 'utf8')), p);
}`,
    },
    {
      name: 'in a combinator: a rule of its own',
      code: `${DECLARED}export async function f() {
  return Promise.all([await readFile(p), await stat(q)]);
}`,
    },
  ],
  invalid: [
    {
      name: 'an object literal',
      code: `${DECLARED}export async function f() {
  return { data: await readFile(p), stats: await stat(q) };
}`,
      output: `${DECLARED}export async function f() {
  const [data, stats] = await Promise.all([readFile(p), stat(q)]);
  return { data, stats };
}`,
      errors: [
        pair(
          ['readFile', 'stat'],
          [5, 44],
          ['`stat` does not use what `readFile` gives', 'neither writes anything'],
        ),
      ],
    },
    {
      name: 'properties with other names',
      code: `${DECLARED}export async function f(data: string) {
  return { data: await readFile(data), 'the stats': await stat(q), default: await readdir(p) };
}`,
      output: `${DECLARED}export async function f(data: string) {
  const [data2, statResult, defaultValue] = await Promise.all([
    readFile(data),
    stat(q),
    readdir(p),
  ]);
  return { data: data2, 'the stats': statResult, default: defaultValue };
}`,
      errors: [
        several(
          '`readFile`, `stat` and `readdir`',
          [5, 53],
          ['none of them uses what another one gives', 'none writes anything'],
        ),
      ],
    },
    {
      name: 'nested in an object literal',
      code: `${DECLARED}export async function f() {
  const found = {
    files: { first: await readFile(p), second: await readFile(q) },
    // How many there are.
    count: (await readdir(p)).length,
  };
  return found;
}`,
      output: `${DECLARED}export async function f() {
  const [first, second, readdirResult] = await Promise.all([
    readFile(p),
    readFile(q),
    readdir(p),
  ]);
  const found = {
    files: { first, second },
    // How many there are.
    count: readdirResult.length,
  };
  return found;
}`,
      errors: [
        several(
          '`readFile(p)`, `readFile(q)` and `readdir(p)`',
          [6, 48],
          ['none of them uses what another one gives', 'none writes anything'],
        ),
      ],
    },
    {
      name: 'an array that is destructured',
      code: `${DECLARED}export async function f() {
  const [a, b] = [await readFile(p), await stat(q)];
  return [a, b];
}`,
      output: `${DECLARED}export async function f() {
  const [a, b] = await Promise.all([readFile(p), stat(q)]);
  return [a, b];
}`,
      errors: [
        pair(
          ['readFile', 'stat'],
          [5, 38],
          ['`stat` does not use what `readFile` gives', 'neither writes anything'],
        ),
      ],
    },
    {
      name: 'an array that is returned',
      code: `${DECLARED}export async function f() {
  return [await readFile(p), await readFile(q)];
}`,
      output: `${DECLARED}export async function f() {
  const [file, file2] = await Promise.all([readFile(p), readFile(q)]);
  return [file, file2];
}`,
      errors: [
        pair(
          ['readFile(p)', 'readFile(q)'],
          [5, 30],
          ['`readFile` does not use what `readFile` gives', 'neither writes anything'],
        ),
      ],
    },
    {
      name: 'an array that is returned as what it is declared to be',
      code: `${DECLARED}export async function f(): Promise<readonly Buffer[]> {
  return [
    // the first
    await readFile(p),
    await readFile(q),
  ];
}`,
      output: `${DECLARED}export async function f(): Promise<readonly Buffer[]> {
  return await Promise.all([
    // the first
    readFile(p),
    readFile(q),
  ]);
}`,
      errors: [
        pair(
          ['readFile(p)', 'readFile(q)'],
          [8, 5],
          ['`readFile` does not use what `readFile` gives', 'neither writes anything'],
        ),
      ],
    },
    {
      name: 'an array for a function',
      code: `${DECLARED}export async function f() {
  return Buffer.concat([await readFile(p), await readFile(q)]);
}`,
      output: `${DECLARED}export async function f() {
  return Buffer.concat(await Promise.all([readFile(p), readFile(q)]));
}`,
      errors: [
        pair(
          ['readFile(p)', 'readFile(q)'],
          [5, 44],
          ['`readFile` does not use what `readFile` gives', 'neither writes anything'],
        ),
      ],
    },
    {
      name: 'an array for a generic function',
      code: `${DECLARED}declare function shuffled<T>(values: T[]): T;
export async function f() {
  return shuffled([await readFile(p), await readFile(q)]);
}`,
      output: `${DECLARED}declare function shuffled<T>(values: T[]): T;
export async function f() {
  const [file, file2] = await Promise.all([readFile(p), readFile(q)]);
  return shuffled([file, file2]);
}`,
      errors: [
        pair(
          ['readFile(p)', 'readFile(q)'],
          [6, 39],
          ['`readFile` does not use what `readFile` gives', 'neither writes anything'],
        ),
      ],
    },
    {
      name: 'arguments',
      code: `${DECLARED}export async function f() {
  console.log(await readFile(p), await stat(q));
}`,
      output: `${DECLARED}export async function f() {
  const [file, statResult] = await Promise.all([readFile(p), stat(q)]);
  console.log(file, statResult);
}`,
      errors: [
        pair(
          ['readFile', 'stat'],
          [5, 34],
          ['`stat` does not use what `readFile` gives', 'neither writes anything'],
        ),
      ],
    },
    {
      name: 'a template',
      code: `${DECLARED}export async function f() {
  const text = \`\${(await readFile(p)).length}, \${(await stat(q)).size}\`;
  return text;
}`,
      output: `${DECLARED}export async function f() {
  const [file, statResult] = await Promise.all([readFile(p), stat(q)]);
  const text = \`\${file.length}, \${statResult.size}\`;
  return text;
}`,
      errors: [
        pair(
          ['readFile', 'stat'],
          [5, 51],
          ['`stat` does not use what `readFile` gives', 'neither writes anything'],
        ),
      ],
    },
    {
      name: 'operators',
      code: `${DECLARED}export async function f() {
  if ((await readFile(p)).length + (await stat(q)).size > 100) return 'big';
  return 'small';
}`,
      output: `${DECLARED}export async function f() {
  const [file, statResult] = await Promise.all([readFile(p), stat(q)]);
  if (file.length + statResult.size > 100) return 'big';
  return 'small';
}`,
      errors: [
        pair(
          ['readFile', 'stat'],
          [5, 37],
          ['`stat` does not use what `readFile` gives', 'neither writes anything'],
        ),
      ],
    },
    {
      name: 'a statement without braces',
      code: `${DECLARED}export async function f(yes: boolean) {
  if (yes) return { data: await readFile(p), stats: await stat(q) };
  else if (p === q) return { data: await readFile(q), stats: await stat(p) };
  return undefined;
}`,
      output: `${DECLARED}export async function f(yes: boolean) {
  if (yes) {
    const [data, stats] = await Promise.all([readFile(p), stat(q)]);
    return { data, stats };
  }
  else if (p === q) {
    const [data2, stats2] = await Promise.all([readFile(q), stat(p)]);
    return { data: data2, stats: stats2 };
  }
  return undefined;
}`,
      errors: [
        pair(
          ['readFile', 'stat'],
          [5, 53],
          ['`stat` does not use what `readFile` gives', 'neither writes anything'],
        ),
        pair(
          ['readFile', 'stat'],
          [6, 62],
          ['`stat` does not use what `readFile` gives', 'neither writes anything'],
        ),
      ],
    },
    {
      name: 'the body of an arrow function',
      code: `${DECLARED}export const f = async () => ({ data: await readFile(p), stats: await stat(q) });
export const g = async () => ({
  data: await readFile(p),
  stats: await stat(q),
});
export const h = async () =>
  join(await readFile(p), await stat(q));`,
      output: `${DECLARED}export const f = async () => {
  const [data, stats] = await Promise.all([readFile(p), stat(q)]);
  return { data, stats };
};
export const g = async () => {
  const [data, stats] = await Promise.all([readFile(p), stat(q)]);
  return {
    data,
    stats,
  };
};
export const h = async () => {
  const [file, statResult] = await Promise.all([readFile(p), stat(q)]);
  return join(file, statResult);
};`,
      errors: [
        pair(
          ['readFile', 'stat'],
          [4, 65],
          ['`stat` does not use what `readFile` gives', 'neither writes anything'],
        ),
        pair(
          ['readFile', 'stat'],
          [7, 10],
          ['`stat` does not use what `readFile` gives', 'neither writes anything'],
        ),
        pair(
          ['readFile', 'stat'],
          [10, 27],
          ['`stat` does not use what `readFile` gives', 'neither writes anything'],
        ),
      ],
    },
    {
      name: 'one line',
      code: `${DECLARED}export async function f() { return { data: await readFile(p), stats: await stat(q) }; }`,
      output: `${DECLARED}export async function f() { const [data, stats] = await Promise.all([readFile(p), stat(q)]); return { data, stats }; }`,
      errors: [
        pair(
          ['readFile', 'stat'],
          [4, 70],
          ['`stat` does not use what `readFile` gives', 'neither writes anything'],
        ),
      ],
    },
    {
      name: 'without semicolons',
      code: `${DECLARED}export async function f() {
  console.log(p)
  return { data: await readFile(p), stats: await stat(q) }
}`,
      output: `${DECLARED}export async function f() {
  console.log(p)
  const [data, stats] = await Promise.all([readFile(p), stat(q)])
  return { data, stats }
}`,
      errors: [
        pair(
          ['readFile', 'stat'],
          [6, 44],
          ['`stat` does not use what `readFile` gives', 'neither writes anything'],
        ),
      ],
    },
    {
      name: 'a switch and a loop',
      code: `${DECLARED}export async function f() {
  switch (join(await readFile(p), await stat(q))) {
    case 'a':
      return 1;
    default:
  }
  for (const each of join(await readFile(q), await stat(p))) console.log(each);
  throw new Error(join(await readdir(p), await readdir(q)));
}`,
      output: `${DECLARED}export async function f() {
  const [file, statResult] = await Promise.all([readFile(p), stat(q)]);
  switch (join(file, statResult)) {
    case 'a':
      return 1;
    default:
  }
  const [file2, statResult2] = await Promise.all([readFile(q), stat(p)]);
  for (const each of join(file2, statResult2)) console.log(each);
  const [readdirResult, readdirResult2] = await Promise.all([
    readdir(p),
    readdir(q),
  ]);
  throw new Error(join(readdirResult, readdirResult2));
}`,
      errors: [
        pair(
          ['readFile', 'stat'],
          [5, 35],
          ['`stat` does not use what `readFile` gives', 'neither writes anything'],
        ),
        pair(
          ['readFile', 'stat'],
          [10, 46],
          ['`stat` does not use what `readFile` gives', 'neither writes anything'],
        ),
        pair(
          ['readdir(p)', 'readdir(q)'],
          [11, 42],
          ['`readdir` does not use what `readdir` gives', 'neither writes anything'],
        ),
      ],
    },
    {
      name: 'a name that the file uses',
      code: `${DECLARED}export async function f() {
  const stats = 1;
  return { stats: await stat(q), data: await readFile(p), n: stats };
}`,
      output: `${DECLARED}export async function f() {
  const stats = 1;
  const [stats2, data] = await Promise.all([stat(q), readFile(p)]);
  return { stats: stats2, data, n: stats };
}`,
      errors: [
        pair(
          ['stat', 'readFile'],
          [6, 40],
          ['`readFile` does not use what `stat` gives', 'neither writes anything'],
        ),
      ],
    },
    {
      name: 'a comment between key and value stays',
      code: `${DECLARED}export async function f() {
  return { data: /* all of it */ await readFile(p), stats: await stat(q) };
}`,
      output: `${DECLARED}export async function f() {
  const [data, stats] = await Promise.all([readFile(p), stat(q)]);
  return { data: /* all of it */ data, stats };
}`,
      errors: [
        pair(
          ['readFile', 'stat'],
          [5, 60],
          ['`stat` does not use what `readFile` gives', 'neither writes anything'],
        ),
      ],
    },
    {
      name: 'a comment after await: by hand',
      code: `${DECLARED}export async function f() {
  return { data: await /* all of it */ readFile(p), stats: await stat(q) };
}`,
      errors: [
        pair(
          ['readFile', 'stat'],
          [5, 60],
          ['`stat` does not use what `readFile` gives', 'neither writes anything'],
        ),
      ],
    },
    {
      name: 'in a case: by hand',
      code: `${DECLARED}export async function f(n: number) {
  switch (n) {
    case 1:
      return { data: await readFile(p), stats: await stat(q) };
    default:
      return undefined;
  }
}`,
      errors: [
        pair(
          ['readFile', 'stat'],
          [7, 48],
          ['`stat` does not use what `readFile` gives', 'neither writes anything'],
        ),
      ],
    },
  ],
});
