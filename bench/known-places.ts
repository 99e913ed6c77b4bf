import type { Finding } from './lint-package.ts';

/** A place in a published package that a person has judged: the rule must report it, or be silent there. */
export interface KnownPlace {
  readonly package: string;
  readonly file: string;
  /** The line of the report, or of the awaits that must stay in order. */
  readonly line: number;
  readonly rule: string;
  readonly want: 'report' | 'silent';
  readonly why: string;
}

export const KNOWN_PLACES: readonly KnownPlace[] = [
  {
    package: 'matrix-js-sdk',
    file: 'src/rust-crypto/CrossSigningIdentity.ts',
    line: 54,
    rule: 'no-sequential-await',
    want: 'report',
    why: 'three keys are read from one storage, one after the other',
  },
  {
    package: 'matrix-js-sdk',
    file: 'src/secret-storage.ts',
    line: 578,
    rule: 'no-await-in-loop',
    want: 'report',
    why: 'fills a keyed object from reads',
  },
  {
    package: 'matrix-js-sdk',
    file: 'src/rust-crypto/DehydratedDeviceManager.ts',
    line: 306,
    rule: 'no-sequential-await',
    want: 'silent',
    why: 'the key is made, if it is missing, before the device is created with it',
  },
  {
    package: 'rxdb',
    file: 'src/plugins/storage-denokv/rx-storage-instance-denokv.ts',
    line: 83,
    rule: 'no-sequential-await',
    want: 'silent',
    why: 'the second read sees what the first call writes',
  },
  {
    package: 'rxdb',
    file: 'src/plugins/replication-google-drive/init.ts',
    line: 48,
    rule: 'no-sequential-await',
    want: 'silent',
    why: 'a folder is made sure of, then read, without a shared variable',
  },
  {
    package: 'hardhat',
    file: 'src/internal/cli/init/init.ts',
    line: 167,
    rule: 'no-sequential-await',
    want: 'silent',
    why: 'a person is asked first',
  },
  ...[2910, 4248, 4573].map((line): KnownPlace => ({
    package: 'codeceptjs',
    file: 'lib/helper/Playwright.js',
    line,
    rule: 'no-await-in-loop',
    want: 'silent',
    why: 'asks the elements of a page',
  })),
];

/** How many lines around a place a report of it may stand. */
const NEAR = 3;

/** What the findings of a package get wrong of the places that are known in it, a sentence each. */
export function wrongPlaces(name: string, findings: readonly Finding[]): readonly string[] {
  return KNOWN_PLACES.filter((place) => place.package === name).flatMap((place) => {
    const { file, line, rule, want, why } = place;
    const isFound = findings.some(
      (each) => each.rule === rule && each.file === file && Math.abs(each.line - line) <= NEAR,
    );
    if (isFound === (want === 'report')) return [];
    const said = isFound ? 'reports' : 'overlooks';
    return [`KNOWN PLACE ${name} ${file}:${String(line)}: ${rule} ${said} it, but ${why}.`];
  });
}
