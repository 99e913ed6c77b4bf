import type fc from 'fast-check';

import { blockingPrograms } from './blocking-programs.ts';
import type { Demand } from './compare.ts';
import { floatingPrograms } from './floating-programs.ts';
import { together } from './together-programs.ts';
import { updating } from './updating-programs.ts';

/** Programs of one kind, the rules that repair them, and what must stay as it was. */
export interface Family {
  readonly name: string;
  readonly programs: fc.Arbitrary<string>;
  readonly rules: readonly string[];
  readonly demand: Demand;
  /** Of ten programs, how many are of this kind. */
  readonly share: number;
}

export const FAMILIES: readonly Family[] = [
  {
    name: 'together',
    programs: together,
    rules: ['no-sequential-await', 'no-await-in-loop', 'no-late-await', 'no-misused-promise-all'],
    demand: 'alike',
    share: 6,
  },
  {
    name: 'blocking',
    programs: blockingPrograms,
    rules: ['no-blocking-call', 'no-busy-wait'],
    demand: 'serial',
    share: 2,
  },
  {
    name: 'floating',
    programs: floatingPrograms,
    rules: ['no-floating-promise'],
    demand: 'ends',
    share: 1,
  },
  {
    name: 'updating',
    programs: updating,
    rules: ['no-lost-update'],
    demand: 'updates',
    share: 1,
  },
];
