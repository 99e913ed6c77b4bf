// npm run field:peers -- [package …] [--plugin file]
//
// Lints the packages of `corpus.json` with the rules about lost promises and with the rules of
// typescript-eslint about the same problems, and lists the findings that only one side has: each
// needs a reason or is a bug. Writes them to `.cache/peers/`.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Linter } from 'eslint';

import { eachPackage } from './each-package.ts';
import { table } from './field-record.ts';
import type { PeerFinding } from './lint-peers.ts';
import { LOST_PROMISES } from './lost-promises.ts';
import { inOwnProcess } from './own-process.ts';
import { folderName, repository } from './prepare-package.ts';

const THEIRS: Record<string, Linter.RuleEntry> = {
  'no-floating-promises': 'error',
  'no-misused-promises': 'error',
  'await-thenable': 'error',
  'return-await': ['error', 'error-handling-correctness-only'],
};

const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { plugin: { type: 'string', default: 'dist/index.js' } },
});

const rows: string[][] = [];
const folder = path.join(repository, '.cache', 'peers');
await mkdir(folder, { recursive: true });
await eachPackage(wanted, async (prepared) => {
  const { name, version } = prepared;
  const request = { prepared, plugin: options.plugin, rules: LOST_PROMISES, peers: THEIRS };
  rows.push(await compared(name, version, await inOwnProcess('peers', request)));
});
console.log(table(['package', 'ours', 'only ours', 'theirs', 'only theirs'], rows).join('\n'));

async function compared(
  name: string,
  version: string,
  findings: readonly PeerFinding[],
): Promise<string[]> {
  const isOurs = ({ rule }: PeerFinding): boolean => rule.startsWith('await/');
  const ours = findings.filter(isOurs);
  const theirs = findings.filter((finding) => !isOurs(finding));
  const onlyOurs = ours.filter((finding) => !theirs.some((other) => isAtOnePlace(finding, other)));
  const onlyTheirs = theirs.filter(
    (other) => !ours.some((finding) => isAtOnePlace(finding, other)),
  );
  await writeFile(
    path.join(folder, `${folderName({ name })}.txt`),
    [
      `${name} ${version}`,
      `\nOnly ours: ${String(onlyOurs.length)}\n`,
      ...onlyOurs.map(described),
      `\nOnly theirs: ${String(onlyTheirs.length)}\n`,
      ...onlyTheirs.map(described),
      '',
    ].join('\n'),
  );
  const counts = [ours, onlyOurs, theirs, onlyTheirs].map(({ length }) => String(length));
  return [`${name} ${version}`, ...counts];
}

/** The places of two tools differ by nature (the callee, the statement), their lines meet. */
function isAtOnePlace(one: PeerFinding, other: PeerFinding): boolean {
  return one.file === other.file && one.line <= other.endLine && other.line <= one.endLine;
}

function described({ file, line, rule, message, code }: PeerFinding): string {
  return `${file}:${String(line)} ${rule}: ${message}\n    | ${code.slice(0, 220)}`;
}
