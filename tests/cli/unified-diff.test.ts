import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, expect, it } from 'vitest';

import { unifiedDiff } from '../../src/cli/unified-diff.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'await-diff-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const LINES = Array.from({ length: 30 }, (_, index) => `line ${String(index)}\n`);

function changed(edits: Readonly<Record<number, string>>): string {
  return LINES.map((line, index) => edits[index] ?? line).join('');
}

const before = LINES.join('');

it.for([
  ['one line', before, changed({ 4: 'other\n' })],
  ['the first and the last line', before, changed({ 0: 'first\n', 29: 'last\n' })],
  ['two changes near each other', before, changed({ 10: 'one\n', 14: 'two\n' })],
  ['two changes far from each other', before, changed({ 5: '', 25: 'a\nb\nc\n' })],
  ['lines added in front', before, `new\nnew\n${before}`],
  ['lines removed at the end', before, LINES.slice(0, 20).join('')],
  ['everything', before, 'nothing of it\n'],
  ['an empty file filled', '', 'text\n'],
  ['a file emptied', 'text\n', ''],
  ['the last line break removed', 'a\nb\n', 'a\nb'],
  ['the last line break added', 'a\nb', 'a\nb\n'],
  ['line breaks of Windows', 'a\r\nb\r\nc\r\n', 'a\r\nB\r\nc\r\n'],
  ['a line that looks like a head', 'a\n-- b\n', 'a\n++ b\n'],
] as const)('%s: git applies it', ([, from, to]) => {
  const file = path.join(folder, 'file.txt');
  writeFileSync(file, from);
  execFileSync('git', ['apply', '--unsafe-paths', '--whitespace=nowarn', '-p1', '-'], {
    cwd: folder,
    input: unifiedDiff('file.txt', from, to),
  });
  expect(readFileSync(file, 'utf8')).toBe(to);
});

it('is nothing where nothing changed', () => {
  expect(unifiedDiff('file.txt', before, before)).toBe('');
});

it('shows three lines around a change', () => {
  expect(unifiedDiff('src/file.txt', before, changed({ 10: 'other\n' }))).toBe(`--- a/src/file.txt
+++ b/src/file.txt
@@ -8,7 +8,7 @@
 line 7
 line 8
 line 9
-line 10
+other
 line 11
 line 12
 line 13
`);
});
