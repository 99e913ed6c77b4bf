import { difference } from './compare.ts';
import type { Family } from './families.ts';
import { fixed, type Rules } from './fix-program.ts';

/** What became of one program. */
export interface Proof {
  /** What was repaired, as `rule: construct`; empty for a program that stays as it is. */
  readonly repairs: readonly string[];
  /** How the repaired program differs, and both texts; `undefined` if it does the same. */
  readonly failure: string | undefined;
}

/** Repairs a program with the rules of its family, and compares what both do. */
export async function prove(text: string, family: Family, rules: Rules): Promise<Proof> {
  const { output, repairs, left } = fixed(text, rules, family.rules);
  if (output === text) return { repairs, failure: undefined };
  // What is only reported may still lose updates.
  const demand = family.demand === 'updates' && left > 0 ? 'alike' : family.demand;
  const unlike = await difference(text, output, demand);
  const failure =
    unlike === undefined ? undefined : `${family.name}, ${unlike}\n\n${text}\n\n=>\n\n${output}`;
  return { repairs, failure };
}

/** Numbers of programs by what was done to them. */
export class Tally {
  programs = 0;
  changed = 0;
  readonly repairs = new Map<string, number>();

  add({ repairs }: Pick<Proof, 'repairs'>): void {
    this.programs += 1;
    if (repairs.length > 0) this.changed += 1;
    for (const each of repairs) this.repairs.set(each, (this.repairs.get(each) ?? 0) + 1);
  }

  /** How many repairs of a rule, or of a kind of construct, were made. */
  count(part: string): number {
    let sum = 0;
    for (const [name, number] of this.repairs) {
      if (name.split(': ').includes(part)) sum += number;
    }
    return sum;
  }
}
