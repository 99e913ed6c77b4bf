import rule from '../../../src/rules/no-sequential-await.ts';
import { ruleTester } from '../../support/rule-tester.ts';
import { pair } from './expected.ts';

const DECLARED = `import { readFile, stat } from 'node:fs/promises';
const box = { size: 0 };
let count = 0;
export const state = () => [box, count];
async function size(path: string): Promise<number> {
  return (await stat(path)).size;
}
async function sizeAfter(path: string, n: number): Promise<number> {
  return (await stat(path)).size + n;
}
async function checkSize(path: string): Promise<void> {
  await stat(path);
}
function started(n: number): Promise<number> {
  if (n > 2) throw new Error('at once');
  return size('a');
}
`;

const ARE_INDEPENDENT = ['`stat` does not use `text`', 'neither writes anything'];

ruleTester.run('no-sequential-await: what is set before what it passes has run', rule, {
  valid: [
    {
      name: 'a variable that others see, before what stays behind and may fail',
      code: `${DECLARED}export async function f() {
  const text = await readFile('a', 'utf8');
  await checkSize(text);
  count = (await stat('b')).size;
  return text;
}`,
    },
  ],
  invalid: [
    {
      name: 'a variable that others see joins the one before it, not the one that both would pass',
      code: `${DECLARED}export async function f() {
  const text = await readFile('a', 'utf8');
  const named = await stat(text);
  count = (await stat('b')).size;
  return [text, named];
}`,
      output: `${DECLARED}export async function f() {
  const text = await readFile('a', 'utf8');
  const [named, statResult] = await Promise.all([stat(text), stat('b')]);
  count = statResult.size;
  return [text, named];
}`,
      errors: [
        pair(
          ['stat(text)', "stat('b')"],
          [21, 12],
          ['`stat` does not use `named`', 'neither writes anything'],
        ),
      ],
    },
    {
      name: 'a property that others see joins the one before it, not the one that both would pass',
      code: `${DECLARED}export async function f() {
  const text = await readFile('a', 'utf8');
  const named = await stat(text);
  box.size = await size('b');
  return [text, named];
}`,
      output: `${DECLARED}export async function f() {
  const text = await readFile('a', 'utf8');
  const [named, sizeResult] = await Promise.all([stat(text), size('b')]);
  box.size = sizeResult;
  return [text, named];
}`,
      errors: [
        pair(
          ['stat', 'size'],
          [21, 14],
          ['`size` does not use `named`', 'neither writes anything'],
        ),
      ],
    },
    {
      name: 'a list is filled after what asks how long it is',
      code: `${DECLARED}export async function f() {
  const list: number[] = [];
  list.push((await size('a')) + 1);
  list.push(await sizeAfter('a', list.length));
  list.push((await readFile('b', 'utf8')).length);
  return list;
}`,
      output: `${DECLARED}export async function f() {
  const list: number[] = [];
  list.push((await size('a')) + 1);
  const [sizeAfterResult, file] = await Promise.all([
    sizeAfter('a', list.length),
    readFile('b', 'utf8'),
  ]);
  list.push(sizeAfterResult);
  list.push(file.length);
  return list;
}`,
      errors: [
        pair(
          ['sizeAfter', 'readFile'],
          [22, 14],
          ['`readFile` does not use what `sizeAfter` gives', 'neither writes anything'],
        ),
      ],
    },
    {
      name: 'a variable of its own, before what stays behind',
      code: `${DECLARED}export async function f() {
  const text = await readFile('a', 'utf8');
  const named = await stat(text);
  const other = await stat('b');
  return [text, named, other];
}`,
      output: `${DECLARED}export async function f() {
  const [text, other] = await Promise.all([readFile('a', 'utf8'), stat('b')]);
  const named = await stat(text);
  return [text, named, other];
}`,
      errors: [pair(['readFile', 'stat'], [21, 17], ARE_INDEPENDENT)],
    },
    {
      name: 'a list of which nobody asks anything on the way',
      code: `${DECLARED}export async function f() {
  const list: number[] = [];
  list.push((await size('a')) + 1);
  list.push((await readFile('b', 'utf8')).length);
  return list;
}`,
      output: `${DECLARED}export async function f() {
  const list: number[] = [];
  const [sizeResult, file] = await Promise.all([
    size('a'),
    readFile('b', 'utf8'),
  ]);
  list.push(sizeResult + 1);
  list.push(file.length);
  return list;
}`,
      errors: [
        pair(
          ['size', 'readFile'],
          [21, 14],
          ['`readFile` does not use what `size` gives', 'neither writes anything'],
        ),
      ],
    },
    {
      name: 'a property, before what stands between and may throw: a person decides',
      code: `${DECLARED}export async function f(n: number) {
  const text = await readFile('a', 'utf8');
  const pending = started(n);
  box.size = await size('b');
  return [text, await pending];
}`,
      errors: [
        pair(
          ['readFile', 'size'],
          [21, 14],
          ['`size` does not use `text`'],
          ['nobody needs `box.size` if what stands before it fails'],
          `${DECLARED}export async function f(n: number) {
  const [text, sizeResult] = await Promise.all([
    readFile('a', 'utf8'),
    size('b'),
  ]);
  box.size = sizeResult;
  const pending = started(n);
  return [text, await pending];
}`,
        ),
      ],
    },
  ],
});
