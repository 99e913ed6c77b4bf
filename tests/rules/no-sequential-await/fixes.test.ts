import rule from '../../../src/rules/no-sequential-await.ts';
import { ruleTester } from '../../support/rule-tester.ts';
import { pair, several } from './expected.ts';

const DECLARED = `import { readFile, readdir, stat } from 'node:fs/promises';
declare const p: string, q: string;
`;

ruleTester.run('no-sequential-await: fixes', rule, {
  valid: [
    {
      name: 'all that the first one can do is fail',
      code: `${DECLARED}async function touch(path: string) { await stat(path); }
export async function f() {
  await touch(q);
  const a = await readFile(p);
  return a;
}`,
    },
    {
      name: 'the first one is needed by the second',
      code: `${DECLARED}export async function f() {
  const a = await readFile(p, 'utf8');
  const b = await readFile(a);
  return [a, b];
}`,
    },
    {
      name: 'together already',
      code: `${DECLARED}export async function f() {
  const [a, b] = await Promise.all([readFile(p), stat(q)]);
  return [a, b];
}`,
    },
  ],
  invalid: [
    {
      name: 'two constants',
      code: `${DECLARED}export async function f() {
  const a = await readFile(p);
  const b = await stat(q);
  return [a, b];
}`,
      output: `${DECLARED}export async function f() {
  const [a, b] = await Promise.all([readFile(p), stat(q)]);
  return [a, b];
}`,
      errors: [
        pair(['readFile', 'stat'], [5, 13], ['`stat` does not use `a`', 'neither writes anything']),
      ],
    },
    {
      name: 'patterns',
      code: `${DECLARED}export async function f() {
  const { size, ...rest } = await stat(p);
  const [first, , third = 'none'] = await readdir(q);
  return [size, rest, first, third];
}`,
      output: `${DECLARED}export async function f() {
  const [{ size, ...rest }, [first, , third = 'none']] = await Promise.all([
    stat(p),
    readdir(q),
  ]);
  return [size, rest, first, third];
}`,
      errors: [
        pair(
          ['stat', 'readdir'],
          [5, 37],
          ['`readdir` does not use `{ size, ...rest }`', 'neither writes anything'],
        ),
      ],
    },
    {
      name: 'all variables are let',
      code: `${DECLARED}export async function f() {
  let a = await readFile(p);
  let b = await stat(q);
  a = Buffer.concat([a, a]);
  b = await stat(String(b.size));
  return [a, b];
}`,
      output: `${DECLARED}export async function f() {
  let [a, b] = await Promise.all([readFile(p), stat(q)]);
  a = Buffer.concat([a, a]);
  b = await stat(String(b.size));
  return [a, b];
}`,
      errors: [
        pair(['readFile', 'stat'], [5, 11], ['`stat` does not use `a`', 'neither writes anything']),
      ],
    },
    {
      name: 'all variables are var',
      code: `${DECLARED}export async function f() {
  var a = await readFile(p);
  var b = await stat(q);
  return [a, b];
}`,
      output: `${DECLARED}export async function f() {
  var [a, b] = await Promise.all([readFile(p), stat(q)]);
  return [a, b];
}`,
      errors: [
        pair(['readFile', 'stat'], [5, 11], ['`stat` does not use `a`', 'neither writes anything']),
      ],
    },
    {
      name: 'a let among constants keeps its own declaration',
      code: `${DECLARED}export async function f() {
  let a = await readFile(p);
  const b = await stat(q);
  a = Buffer.concat([a, a]);
  return [a, b];
}`,
      output: `${DECLARED}export async function f() {
  const [aResult, b] = await Promise.all([readFile(p), stat(q)]);
  let a = aResult;
  a = Buffer.concat([a, a]);
  return [a, b];
}`,
      errors: [
        pair(['readFile', 'stat'], [5, 13], ['`stat` does not use `a`', 'neither writes anything']),
      ],
    },
    {
      name: 'exported constants',
      code: `${DECLARED}export const a = await readFile('a');
export const b = await stat('b');`,
      filename: 'file.mts',
      output: `${DECLARED}export const [a, b] = await Promise.all([readFile('a'), stat('b')]);`,
      errors: [
        pair(['readFile', 'stat'], [4, 18], ['`stat` does not use `a`', 'neither writes anything']),
      ],
    },
    {
      name: 'one exported constant',
      code: `${DECLARED}const a = await readFile('a');
export const b = await stat('b');
console.log(a);`,
      filename: 'file.mts',
      output: `${DECLARED}const [a, bResult] = await Promise.all([readFile('a'), stat('b')]);
export const b = bResult;
console.log(a);`,
      errors: [
        pair(['readFile', 'stat'], [4, 18], ['`stat` does not use `a`', 'neither writes anything']),
      ],
    },
    {
      name: 'assignments to local variables',
      code: `${DECLARED}export async function f() {
  let a: Buffer;
  let b: string[];
  a = await readFile(p);
  b = await readdir(q);
  return [a, b];
}`,
      output: `${DECLARED}export async function f() {
  let a: Buffer;
  let b: string[];
  [a, b] = await Promise.all([readFile(p), readdir(q)]);
  return [a, b];
}`,
      errors: [
        pair(
          ['readFile', 'readdir'],
          [7, 7],
          ['`readdir` does not use `a`', 'neither writes anything'],
        ),
      ],
    },
    {
      name: 'an assignment beside a constant',
      code: `${DECLARED}export async function f() {
  let a: Buffer;
  a = await readFile(p);
  const b = await readdir(q);
  return [a, b];
}`,
      output: `${DECLARED}export async function f() {
  let a: Buffer;
  const [aResult, b] = await Promise.all([readFile(p), readdir(q)]);
  a = aResult;
  return [a, b];
}`,
      errors: [
        pair(
          ['readFile', 'readdir'],
          [6, 13],
          ['`readdir` does not use `a`', 'neither writes anything'],
        ),
      ],
    },
    {
      name: 'assignments without semicolons',
      code: `${DECLARED}export async function f() {
  let a: Buffer
  let b: string[]
  console.log(p)
  a = await readFile(p)
  b = await readdir(q)
  return [a, b]
}`,
      output: `${DECLARED}export async function f() {
  let a: Buffer
  let b: string[]
  console.log(p)
  ;[a, b] = await Promise.all([readFile(p), readdir(q)])
  return [a, b]
}`,
      errors: [
        pair(
          ['readFile', 'readdir'],
          [8, 7],
          ['`readdir` does not use `a`', 'neither writes anything'],
        ),
      ],
    },
    {
      name: 'no semicolons',
      code: `${DECLARED}export async function f() {
  const a = await readFile(p)
  const b = await readdir(q)
  return [a, b]
}`,
      output: `${DECLARED}export async function f() {
  const [a, b] = await Promise.all([readFile(p), readdir(q)])
  return [a, b]
}`,
      errors: [
        pair(
          ['readFile', 'readdir'],
          [5, 13],
          ['`readdir` does not use `a`', 'neither writes anything'],
        ),
      ],
    },
    {
      name: 'a semicolon in front of the next line',
      code: `${DECLARED}export async function f() {
  const a = await readFile(p)
  const b = await readdir(q)
  ;[a].forEach((each) => console.log(each, b))
}`,
      output: `${DECLARED}export async function f() {
  const [a, b] = await Promise.all([readFile(p), readdir(q)])
  ;[a].forEach((each) => console.log(each, b))
}`,
      errors: [
        pair(
          ['readFile', 'readdir'],
          [5, 13],
          ['`readdir` does not use `a`', 'neither writes anything'],
        ),
      ],
    },
    {
      name: 'a semicolon in front of the next line, behind a comment and assignments',
      code: `${DECLARED}export async function f() {
  let a: Buffer, b: string[]
  a = await readFile(p)
  b = await readdir(q) // all of them
  ;(a + b.join()).trim()
}`,
      output: `${DECLARED}export async function f() {
  let a: Buffer, b: string[]
  ;[a, b] = await Promise.all([readFile(p), readdir(q)]) // all of them
  ;(a + b.join()).trim()
}`,
      errors: [
        pair(
          ['readFile', 'readdir'],
          [6, 7],
          ['`readdir` does not use `a`', 'neither writes anything'],
        ),
      ],
    },
    {
      name: 'a result that nobody keeps, at the end',
      code: `${DECLARED}async function touch(path: string) { await stat(path); }
export async function f() {
  const a = await readFile(p);
  await touch(q);
  return a;
}`,
      output: `${DECLARED}async function touch(path: string) { await stat(path); }
export async function f() {
  const [a] = await Promise.all([readFile(p), touch(q)]);
  return a;
}`,
      errors: [
        pair(
          ['readFile', 'touch'],
          [6, 3],
          ['`touch` does not use `a`', 'neither writes anything'],
        ),
      ],
    },
    {
      name: 'no result is kept',
      code: `${DECLARED}async function touch(path: string) { await stat(path); }
export async function f() {
  await touch(p);
  await touch(q);
}`,
      output: `${DECLARED}async function touch(path: string) { await stat(path); }
export async function f() {
  await Promise.all([touch(p), touch(q)]);
}`,
      errors: [
        pair(
          ['touch(p)', 'touch(q)'],
          [6, 3],
          ['`touch` does not use what `touch` gives', 'neither writes anything'],
        ),
      ],
    },
    {
      name: 'all are annotated',
      code: `${DECLARED}export async function f() {
  const a: Buffer = await readFile(p);
  const names: readonly string[] = await readdir(q);
  return [a, names];
}`,
      output: `${DECLARED}export async function f() {
  const [a, names]: [Buffer, readonly string[]] = await Promise.all([
    readFile(p),
    readdir(q),
  ]);
  return [a, names];
}`,
      errors: [
        pair(
          ['readFile', 'readdir'],
          [5, 36],
          ['`readdir` does not use `a`', 'neither writes anything'],
        ),
      ],
    },
    {
      name: 'all annotations in one long line',
      code: `${DECLARED}export async function f() {
  const contents: Uint8Array<ArrayBufferLike> = await readFile(p);
  const namesOfFiles: readonly string[] = await readdir(q);
  return [contents, namesOfFiles];
}`,
      output: `${DECLARED}export async function f() {
  const [contents, namesOfFiles]: [Uint8Array<ArrayBufferLike>, readonly string[]] =
    await Promise.all([
      readFile(p),
      readdir(q),
    ]);
  return [contents, namesOfFiles];
}`,
      errors: [
        pair(
          ['readFile', 'readdir'],
          [5, 43],
          ['`readdir` does not use `contents`', 'neither writes anything'],
        ),
      ],
    },
    {
      name: 'annotated, and a result that nobody keeps',
      code: `${DECLARED}async function touch(path: string) { await stat(path); }
export async function f() {
  const a: Buffer = await readFile(p);
  await touch(q);
  return a;
}`,
      output: `${DECLARED}async function touch(path: string) { await stat(path); }
export async function f() {
  const [a]: [Buffer, unknown] = await Promise.all([readFile(p), touch(q)]);
  return a;
}`,
      errors: [
        pair(
          ['readFile', 'touch'],
          [6, 3],
          ['`touch` does not use `a`', 'neither writes anything'],
        ),
      ],
    },
    {
      name: 'one is annotated',
      code: `${DECLARED}export async function f() {
  const a = await readFile(p);
  const names: readonly string[] = await readdir(q);
  return [a, names];
}`,
      output: `${DECLARED}export async function f() {
  const [a, namesResult] = await Promise.all([readFile(p), readdir(q)]);
  const names: readonly string[] = namesResult;
  return [a, names];
}`,
      errors: [
        pair(
          ['readFile', 'readdir'],
          [5, 36],
          ['`readdir` does not use `a`', 'neither writes anything'],
        ),
      ],
    },
    {
      name: 'code around the awaits',
      code: `${DECLARED}export async function f() {
  const size = (await stat(p)).size;
  const data = JSON.parse(await readFile(q, 'utf8')) as { name: string };
  return [size, data];
}`,
      output: `${DECLARED}export async function f() {
  const [sizeResult, dataResult] = await Promise.all([
    stat(p),
    readFile(q, 'utf8'),
  ]);
  const size = sizeResult.size;
  const data = JSON.parse(dataResult) as { name: string };
  return [size, data];
}`,
      errors: [
        pair(
          ['stat', 'readFile'],
          [5, 27],
          ['`readFile` does not use `size`', 'neither writes anything'],
        ),
      ],
    },
    {
      name: 'code around one await',
      code: `${DECLARED}export async function f() {
  const size = (await stat(p)).size;
  const text = await readFile(q, 'utf8');
  return [size, text];
}`,
      output: `${DECLARED}export async function f() {
  const [sizeResult, text] = await Promise.all([stat(p), readFile(q, 'utf8')]);
  const size = sizeResult.size;
  return [size, text];
}`,
      errors: [
        pair(
          ['stat', 'readFile'],
          [5, 16],
          ['`readFile` does not use `size`', 'neither writes anything'],
        ),
      ],
    },
    {
      name: 'names that are taken',
      code: `${DECLARED}export async function f(sizeResult: number) {
  const size = (await stat(p)).size;
  const text = await readFile(q, 'utf8');
  return [size, text, sizeResult];
}`,
      output: `${DECLARED}export async function f(sizeResult: number) {
  const [sizeResult2, text] = await Promise.all([stat(p), readFile(q, 'utf8')]);
  const size = sizeResult2.size;
  return [size, text, sizeResult];
}`,
      errors: [
        pair(
          ['stat', 'readFile'],
          [5, 16],
          ['`readFile` does not use `size`', 'neither writes anything'],
        ),
      ],
    },
    {
      name: 'assertions',
      code: `${DECLARED}export async function f() {
  const names = (await readdir(p)) as readonly string[];
  const text = (await readFile(q, 'utf8')) as 'yes' | 'no';
  return [names, text];
}`,
      output: `${DECLARED}export async function f() {
  const [namesResult, textResult] = await Promise.all([
    readdir(p),
    readFile(q, 'utf8'),
  ]);
  const names = namesResult as readonly string[];
  const text = textResult as 'yes' | 'no';
  return [names, text];
}`,
      errors: [
        pair(
          ['readdir', 'readFile'],
          [5, 17],
          ['`readFile` does not use `names`', 'neither writes anything'],
        ),
      ],
    },
    {
      name: 'several declarations of one statement',
      code: `${DECLARED}export async function f() {
  const one = 1, a = await readFile(p), two = 2, b = await stat(q), length = a.length;
  return [a, b, one, two, length];
}`,
      output: `${DECLARED}export async function f() {
  const one = 1;
  const [a, b] = await Promise.all([readFile(p), stat(q)]);
  const two = 2;
  const length = a.length;
  return [a, b, one, two, length];
}`,
      errors: [
        pair(['readFile', 'stat'], [4, 54], ['`stat` does not use `a`', 'neither writes anything']),
      ],
    },
    {
      name: 'declarations on lines of their own',
      code: `${DECLARED}export async function f() {
  const a = await readFile(p),
    b = await stat(q);
  return [a, b];
}`,
      output: `${DECLARED}export async function f() {
  const [a, b] = await Promise.all([readFile(p), stat(q)]);
  return [a, b];
}`,
      errors: [
        pair(['readFile', 'stat'], [5, 9], ['`stat` does not use `a`', 'neither writes anything']),
      ],
    },
    {
      name: 'three in a row',
      code: `${DECLARED}export async function f() {
  const a = await readFile(p);
  const b = await stat(p);
  const c = await readdir(q);
  return [a, b, c];
}`,
      output: `${DECLARED}export async function f() {
  const [a, b, c] = await Promise.all([readFile(p), stat(p), readdir(q)]);
  return [a, b, c];
}`,
      errors: [
        several(
          '`readFile`, `stat` and `readdir`',
          [5, 13],
          ['none of them uses what another one gives', 'none writes anything'],
        ),
      ],
    },
    {
      name: 'one in between depends on the first',
      code: `${DECLARED}export async function f() {
  const text = await readFile(p, 'utf8');
  const named = await stat(text);
  const names = await readdir(q);
  return [text, named, names];
}`,
      output: `${DECLARED}export async function f() {
  const [text, names] = await Promise.all([readFile(p, 'utf8'), readdir(q)]);
  const named = await stat(text);
  return [text, named, names];
}`,
      errors: [
        pair(
          ['readFile', 'readdir'],
          [6, 17],
          ['`readdir` does not use `text`', 'neither writes anything'],
        ),
      ],
    },
    {
      name: 'what the second needs moves above, the rest below',
      code: `${DECLARED}export async function f(id: number) {
  const a = await readFile(p);
  // Which one.
  const path = \`file-\${id}\`; // as written
  // Only for later.
  const limit = id * 2;

  const b = await readFile(path);
  return [a, b, limit];
}`,
      output: `${DECLARED}export async function f(id: number) {
  // Which one.
  const path = \`file-\${id}\`; // as written
  const [a, b] = await Promise.all([readFile(p), readFile(path)]);
  // Only for later.
  const limit = id * 2;
  return [a, b, limit];
}`,
      errors: [
        pair(
          ['readFile(p)', 'readFile(path)'],
          [10, 13],
          ['`readFile` does not use `a`', 'neither writes anything'],
        ),
      ],
    },
    {
      name: 'a function in between',
      code: `${DECLARED}export async function f() {
  const a = await readFile(p);
  function twice(n: number): number {
    return 2 * n;
  }
  const b = await stat(q);
  return [a, twice(b.size)];
}`,
      output: `${DECLARED}export async function f() {
  const [a, b] = await Promise.all([readFile(p), stat(q)]);
  function twice(n: number): number {
    return 2 * n;
  }
  return [a, twice(b.size)];
}`,
      errors: [
        pair(['readFile', 'stat'], [8, 13], ['`stat` does not use `a`', 'neither writes anything']),
      ],
    },
    {
      name: 'comments',
      code: `${DECLARED}export async function f() {
  // The contents,
  const a = await readFile(p); // as bytes
  // and the names.
  const b = await readdir(q); // in any order
  /* Both. */
  return [a, b];
}`,
      output: `${DECLARED}export async function f() {
  // The contents,
  const [a, b] = await Promise.all([
    readFile(p), // as bytes
    // and the names.
    readdir(q), // in any order
  ]);
  /* Both. */
  return [a, b];
}`,
      errors: [
        pair(
          ['readFile', 'readdir'],
          [7, 13],
          ['`readdir` does not use `a`', 'neither writes anything'],
        ),
      ],
    },
    {
      name: 'a comment behind the last one only',
      code: `${DECLARED}export async function f() {
  const a = await readFile(p);
  const b = await readdir(q); // all of them
  return [a, b];
}`,
      output: `${DECLARED}export async function f() {
  const [a, b] = await Promise.all([readFile(p), readdir(q)]); // all of them
  return [a, b];
}`,
      errors: [
        pair(
          ['readFile', 'readdir'],
          [5, 13],
          ['`readdir` does not use `a`', 'neither writes anything'],
        ),
      ],
    },
    {
      name: 'a comment behind the last one, with more to come',
      code: `${DECLARED}export async function f() {
  const size = (await stat(p)).size;
  const b = await readdir(q); // all of them
  return [size, b];
}`,
      output: `${DECLARED}export async function f() {
  const [sizeResult, b] = await Promise.all([
    stat(p),
    readdir(q), // all of them
  ]);
  const size = sizeResult.size;
  return [size, b];
}`,
      errors: [
        pair(
          ['stat', 'readdir'],
          [5, 13],
          ['`readdir` does not use `size`', 'neither writes anything'],
        ),
      ],
    },
    {
      name: 'a comment within a call',
      code: `${DECLARED}export async function f() {
  const a = await readFile(p /* the first */);
  const b = await readdir(
    // the second
    q,
  );
  return [a, b];
}`,
      output: `${DECLARED}export async function f() {
  const [a, b] = await Promise.all([
    readFile(p /* the first */),
    readdir(
      // the second
      q,
    ),
  ]);
  return [a, b];
}`,
      errors: [
        pair(
          ['readFile', 'readdir'],
          [5, 13],
          ['`readdir` does not use `a`', 'neither writes anything'],
        ),
      ],
    },
    {
      name: 'a long line',
      code: `${DECLARED}export async function f() {
  const contentsOfTheFirstFile = await readFile(p, { encoding: 'utf8' });
  const contentsOfTheSecondFile = await readFile(q, {
    encoding: 'utf8',
  });
  return [contentsOfTheFirstFile, contentsOfTheSecondFile];
}`,
      output: `${DECLARED}export async function f() {
  const [contentsOfTheFirstFile, contentsOfTheSecondFile] = await Promise.all([
    readFile(p, { encoding: 'utf8' }),
    readFile(q, {
      encoding: 'utf8',
    }),
  ]);
  return [contentsOfTheFirstFile, contentsOfTheSecondFile];
}`,
      errors: [
        pair(
          ["readFile(p, { encoding: 'utf8' })", "readFile(q, { encoding: 'utf8', })"],
          [5, 35],
          ['`readFile` does not use `contentsOfTheFirstFile`', 'neither writes anything'],
        ),
      ],
    },
    {
      name: 'names too long for one line',
      code: `${DECLARED}export async function f() {
	const contentsOfTheFirstFile = await readFile(p);
	const contentsOfTheSecondFile = await readFile(q);
	const namesInTheDirectory = await readdir(q);
	return [contentsOfTheFirstFile, contentsOfTheSecondFile, namesInTheDirectory];
}`,
      output: `${DECLARED}export async function f() {
	const [
		contentsOfTheFirstFile,
		contentsOfTheSecondFile,
		namesInTheDirectory,
	] = await Promise.all([
		readFile(p),
		readFile(q),
		readdir(q),
	]);
	return [contentsOfTheFirstFile, contentsOfTheSecondFile, namesInTheDirectory];
}`,
      errors: [
        several(
          '`readFile(p)`, `readFile(q)` and `readdir(q)`',
          [5, 34],
          ['none of them uses what another one gives', 'none writes anything'],
        ),
      ],
    },
    {
      name: 'lines of a template stay as they are',
      code: `${DECLARED}export async function f() {
    const a = await readFile(\`
  a\`);
    const b = await stat(q);
    return [a, b];
}`,
      output: `${DECLARED}export async function f() {
    const [a, b] = await Promise.all([
      readFile(\`
  a\`),
      stat(q),
    ]);
    return [a, b];
}`,
      errors: [
        pair(['readFile', 'stat'], [6, 15], ['`stat` does not use `a`', 'neither writes anything']),
      ],
    },
    {
      name: 'one line',
      code: `${DECLARED}export async function f() { const a = await readFile(p); const b = await stat(q); return [a, b]; }`,
      output: `${DECLARED}export async function f() { const [a, b] = await Promise.all([readFile(p), stat(q)]); return [a, b]; }`,
      errors: [
        pair(['readFile', 'stat'], [3, 68], ['`stat` does not use `a`', 'neither writes anything']),
      ],
    },
    {
      name: 'within try',
      code: `${DECLARED}export async function f() {
  try {
    const a = await readFile(p);
    const b = await stat(q);
    return [a, b];
  } catch {
    return [];
  }
}`,
      output: `${DECLARED}export async function f() {
  try {
    const [a, b] = await Promise.all([readFile(p), stat(q)]);
    return [a, b];
  } catch {
    return [];
  }
}`,
      errors: [
        pair(['readFile', 'stat'], [6, 15], ['`stat` does not use `a`', 'neither writes anything']),
      ],
    },
    {
      name: 'within a case',
      code: `${DECLARED}export async function f(n: number) {
  switch (n) {
    case 1:
      const a = await readFile(p);
      const b = await stat(q);
      return [a, b];
    default:
      return [];
  }
}`,
      output: `${DECLARED}export async function f(n: number) {
  switch (n) {
    case 1:
      const [a, b] = await Promise.all([readFile(p), stat(q)]);
      return [a, b];
    default:
      return [];
  }
}`,
      errors: [
        pair(['readFile', 'stat'], [7, 17], ['`stat` does not use `a`', 'neither writes anything']),
      ],
    },
    {
      name: 'Windows line ends',
      code: `${DECLARED}export async function f() {
  const a = await readFile(p);
  // b
  const b = await stat(q);
  return [a, b];
}`,
      output: `${DECLARED}export async function f() {
  const [a, b] = await Promise.all([
    readFile(p),
    // b
    stat(q),
  ]);
  return [a, b];
}`,
      errors: [
        pair(['readFile', 'stat'], [6, 13], ['`stat` does not use `a`', 'neither writes anything']),
      ],
    },
    {
      name: 'JavaScript',
      code: `${DECLARED}export async function g() {
  /** @type {string} */
  const p2 = 'a';
  const a = await stat(p2);
  const b = await stat('b');
  return a.size + b.size;
}`,
      filename: 'module.js',
      output: `${DECLARED}export async function g() {
  /** @type {string} */
  const p2 = 'a';
  const [a, b] = await Promise.all([stat(p2), stat('b')]);
  return a.size + b.size;
}`,
      errors: [
        pair(
          ['stat(p2)', "stat('b')"],
          [7, 13],
          ['`stat` does not use `a`', 'neither writes anything'],
        ),
      ],
    },
  ],
});
