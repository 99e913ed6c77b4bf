import { readFileSync } from 'node:fs';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { rules } from '../../src/rules/index.ts';
import { NATIVE } from '../support/parser.ts';
import { difference, type Demand } from './compare.ts';
import { FAMILIES, type Family } from './families.ts';
import { MUTANTS, rulesOf } from './mutants.ts';
import { programOf } from './parts.ts';
import { prove, Tally } from './prove.ts';

/** Programs of all families; `npm run soundness` tries as many as one likes. */
const PROGRAMS = 150;
const SEED = 20_261_127;

interface Kept {
  readonly name: string;
  readonly family: string;
  readonly program: string;
}

function familyOf(wanted: string): Family {
  const family = FAMILIES.find(({ name }) => name === wanted);
  if (!family) throw new Error(`There are no programs \`${wanted}\`.`);
  return family;
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));
}

// The checker is the same on the native backend.
describe.skipIf(NATIVE)('programs that are repaired', () => {
  /** Of a hundred programs, so many are changed at least: a repair of nothing proves nothing. */
  const floors: Readonly<Record<string, number>> = {
    together: 20,
    blocking: 20,
    floating: 8,
    updating: 20,
  };
  const all = new Tally();

  for (const family of FAMILIES) {
    it(`do the same as before: ${family.name}`, { timeout: 300_000 }, async () => {
      const tally = new Tally();
      await fc.assert(
        fc.asyncProperty(family.programs, async (text) => {
          const proof = await prove(text, family, rules);
          tally.add(proof);
          all.add(proof);
          if (proof.failure !== undefined) throw new Error(proof.failure);
        }),
        { numRuns: (PROGRAMS * family.share) / 10, seed: SEED },
      );
      expect((100 * tally.changed) / tally.programs).toBeGreaterThan(floors[family.name] ?? 0);
    });
  }

  it('are repaired by every rule and in every construct', () => {
    for (const part of ['no-sequential-await', 'no-blocking-call']) {
      expect(all.count(part), part).toBeGreaterThan(2);
    }
    for (const part of ['no-await-in-loop', 'no-floating-promise', 'no-lost-update']) {
      expect(all.count(part), part).toBeGreaterThan(0);
    }
    for (const construct of ['statement', 'expression', 'loop', 'try']) {
      expect(all.count(construct), construct).toBeGreaterThan(0);
    }
  });

  for (const { name, family, program } of read('kept.json') as Kept[]) {
    it(`differed once, and do not any more: ${name}`, async () => {
      expect((await prove(program, familyOf(family), rules)).failure).toBeUndefined();
    });
  }
});

describe.skipIf(NATIVE)('an engine without a condition is found out', () => {
  const caught = read('caught.json') as Readonly<Record<string, string>>;

  for (const mutant of MUTANTS.filter(({ harmless }) => harmless === undefined)) {
    const program = caught[mutant.name];
    if (program === undefined) {
      it.todo(mutant.name);
      continue;
    }
    it(mutant.name, async () => {
      const family = familyOf(mutant.family);
      expect((await prove(program, family, rules)).failure).toBeUndefined();
      const changed = await rulesOf(mutant);
      // What does not compile any more is found out, too.
      const found = await prove(program, family, changed).then(
        ({ failure }) => failure,
        (error: unknown) => String(error),
      );
      expect(found).toMatch(/schedule \d+: |does not compile/);
    });
  }
});

describe.skipIf(NATIVE)('an engine without a harmless condition repairs more', () => {
  const mainOf = (body: string): string =>
    `export async function main(n: number): Promise<unknown> {\n  const list: number[] = [];\n${body}\n  return [list, n];\n}`;
  const reads = "list.push((await stat('a')).size);\nlist.push((await stat('b')).size);";
  const writes =
    "const x1 = (await stat('a')).size;\nconst x2 = await grow(1);\nlist.push(x1, x2);";
  const places: Readonly<Record<string, readonly ((body: string) => string)[]>> = {
    'scope: catch and finally': [
      (body) => mainOf(`try {\n  await access('missing');\n} catch {\n${body}\n}`),
      (body) => mainOf(`try {\n  await access('a');\n} finally {\n${body}\n}`),
    ],
  };

  for (const mutant of MUTANTS.filter(({ harmless }) => harmless !== undefined)) {
    it(`and does the same: ${mutant.name}`, async () => {
      const family = familyOf(mutant.family);
      const changed = await rulesOf(mutant);
      const found = places[mutant.name] ?? [];
      expect(found).not.toEqual([]);
      for (const place of found) {
        const program = programOf([place(reads)]);
        expect((await prove(program, family, rules)).repairs).toEqual([]);
        const { repairs, failure } = await prove(program, family, changed);
        expect(repairs).not.toEqual([]);
        expect(failure).toBeUndefined();
        // Other conditions refuse what would do something else.
        expect((await prove(programOf([place(writes)]), family, changed)).repairs).toEqual([]);
      }
    });
  }
});

describe('the comparison', () => {
  const compare = (before: string, after: string, demand: Demand): Promise<string | undefined> =>
    difference(programWith(before), programWith(after), demand);

  const programWith = (body: string): string =>
    programOf([
      `async function raise(n: number): Promise<void> {
  const seen = count;
  await readFile('a');
  count = seen + n;
}`,
      `export async function main(n: number): Promise<unknown> {\n${body}\n}`,
    ]);

  it('sees an update that is lost', async () => {
    expect(await compare('await raise(n); await raise(n);', 'await raise(2 * n);', 'alike')).toBe(
      undefined,
    );
    expect(
      await compare(
        'await raise(n); await raise(n);',
        'await Promise.all([raise(n), raise(n)]);',
        'alike',
      ),
    ).toContain('became');
  });

  it('sees another order of writes', async () => {
    const [one, other] = ["await writeFile('a', '1');", "await writeFile('b', '1');"];
    expect(await compare(one + other, one + other, 'alike')).toBeUndefined();
    expect(await compare(one + other, other + one, 'alike')).toContain('became');
  });

  it('sees a rejection that nobody handles', async () => {
    const both = "const p = readFile('missing'); await readFile('a'); await p;";
    const one = "await readFile('a'); await readFile('missing');";
    expect(await compare(one, both, 'alike')).toContain('unhandled');
    expect(await compare(both, one, 'alike')).toBeUndefined();
  });

  it('sees a file that is removed while it is read', async () => {
    const one = "await readFile('a'); await rm('a');";
    expect(await compare(one, "await Promise.all([readFile('a'), rm('a')]);", 'alike')).toContain(
      'torn',
    );
  });

  it('sees calls that mix', async () => {
    const whole = "const seen = count; readFileSync('a'); count = seen + n; return count;";
    const cut = "const seen = count; await readFile('a'); count = seen + n; return count;";
    expect(await compare(whole, whole, 'serial')).toBeUndefined();
    expect(await compare(whole, cut, 'serial')).toContain('no order of calls');
  });

  it('lets output and files each have an order of calls', async () => {
    const one = "console.log(n); rmSync('b', { force: true });";
    const other = "console.log(n); await rm('b', { force: true });";
    expect(await compare(one, other, 'serial')).toBeUndefined();
    const cut = "console.log(n); await rm('b', { force: true }); console.log(n);";
    const whole = "console.log(n); rmSync('b', { force: true }); console.log(n);";
    expect(await compare(whole, cut, 'serial')).toContain('no order of calls');
  });

  it('sees that a call never ends', async () => {
    const never = 'await new Promise(() => undefined);';
    expect(await compare('return 1;', `${never} return 1;`, 'ends')).toContain('never ends');
    expect(await compare(never, never, 'ends')).toBeUndefined();
  });
});
