import path from 'node:path';

import { describe, expect, it } from 'vitest';

import {
  collectEvidence,
  EvidenceLog,
  noteEvidence,
  type Evidence,
} from '../../src/kit/evidence.ts';
import { rules } from '../../src/rules/index.ts';
import { lint } from '../support/lint.ts';
import { FIXTURES } from '../support/parser.ts';

type RuleName = keyof typeof rules;

/** The evidence of each finding, in source order. */
async function evidenceIn(
  rule: RuleName,
  code: string,
  options: object = {},
): Promise<(Evidence | undefined)[]> {
  const { result, evidence } = await collectEvidence(() =>
    Promise.resolve(lint(rule, rules[rule], code, { options })),
  );
  return result.map(({ ruleId, line, column }) =>
    evidence.at({ filePath: 'file.ts', ruleId, line, column }),
  );
}

describe('a chain of blocking calls', () => {
  it('leads from the call in asynchronous code to the one that blocks', async () => {
    const found = await evidenceIn(
      'no-blocking-call',
      `import { readFileSync } from 'node:fs';
const parse = (name: string): unknown => JSON.parse(readFileSync(name, 'utf8'));
function load(): unknown {
  return parse('a.json');
}
export async function handle(): Promise<unknown> {
  return load();
}
`,
    );
    const file = path.join(FIXTURES, 'file.ts').replaceAll('\\', '/');
    expect(found).toEqual([
      {
        kind: 'chain',
        on: 'the disk',
        steps: [
          { called: 'load', file, line: 7, code: 'return load();' },
          { called: 'parse', file, line: 4, code: "return parse('a.json');" },
          {
            called: 'readFileSync',
            file,
            line: 2,
            code: "const parse = (name: string): unknown => JSON.parse(readFileSync(name, 'utf8'));",
          },
        ],
      },
    ]);
  });

  it('is none where the call itself blocks', async () => {
    const found = await evidenceIn(
      'no-blocking-call',
      `import { readFileSync } from 'node:fs';
export async function handle(): Promise<string> {
  return readFileSync('a', 'utf8');
}
`,
    );
    expect(found).toEqual([undefined]);
  });
});

describe('awaits in a row', () => {
  it('are those that may run together and what stays between them', async () => {
    const found = await evidenceIn(
      'no-sequential-await',
      `import { readFile } from 'node:fs/promises';
export async function load(): Promise<unknown> {
  const name = await readFile('name', 'utf8');
  const text = await readFile(name, 'utf8');
  const other = await readFile('other', 'utf8');
  const last = await readFile(text, 'utf8');
  return [name, text, other, last];
}
`,
    );
    expect(found).toEqual([
      {
        kind: 'awaits',
        awaits: [
          { called: "readFile('name', 'utf8')", line: 3, together: true },
          { called: "readFile(name, 'utf8')", line: 4, together: false },
          { called: "readFile('other', 'utf8')", line: 5, together: true },
        ],
      },
    ]);
  });
});

describe('the turns of a loop', () => {
  const LOOP = `import { readFile, stat } from 'node:fs/promises';
export async function load(names: readonly string[]): Promise<unknown[]> {
  const all: unknown[] = [];
  for (const name of names) {
    const text = await readFile(name, 'utf8');
    const { size } = await stat(name);
    all.push([text, size]);
  }
  return all;
}
`;

  it('are what each awaits', async () => {
    expect(await evidenceIn('no-await-in-loop', LOOP)).toEqual([
      { kind: 'turns', called: ['readFile', 'stat'], limit: undefined },
    ]);
  });

  it('with how many run at once, where their number is not known', async () => {
    const options = { concurrency: { limiter: 'p-map', limit: 5 } };
    const bounded = LOOP.replace('of names', "of ['a', 'b']");
    const [[some], [two]] = await Promise.all([
      evidenceIn('no-await-in-loop', LOOP, options),
      evidenceIn('no-await-in-loop', bounded, options),
    ]);
    expect(some).toMatchObject({ limit: 5 });
    expect(two).toMatchObject({ limit: undefined });
  });

  it('of a `reduce`', async () => {
    const found = await evidenceIn(
      'no-await-in-loop',
      `import { readFile } from 'node:fs/promises';
export async function load(names: readonly string[]): Promise<string[]> {
  return names.reduce<Promise<string[]>>(async (all, name) => {
    const before = await all;
    return [...before, await readFile(name, 'utf8')];
  }, Promise.resolve([]));
}
`,
    );
    expect(found).toEqual([{ kind: 'turns', called: ['readFile'], limit: undefined }]);
  });
});

describe('who listens', () => {
  const at = { filePath: '/a.ts', ruleId: 'await/x', line: 1, column: 1 };
  const some: Evidence = { kind: 'turns', called: ['f'], limit: undefined };
  const context = { id: 'await/x', physicalFilename: '/a.ts', sourceCode: { text: 'f();' } };
  const loc = { start: { line: 1, column: 0 }, end: { line: 1, column: 1 } };
  const note = (evidenceOf: () => Evidence): void => {
    noteEvidence(context as unknown as Parameters<typeof noteEvidence>[0], loc, evidenceOf);
  };

  it('nobody: nothing is asked', () => {
    note(() => expect.fail('asked for evidence that nobody wants'));
  });

  it('one run does not hear what another one finds beside it', async () => {
    let ended = (): void => undefined;
    const first = collectEvidence(() => new Promise<void>((resolve) => (ended = resolve)));
    const second = await collectEvidence(async () => {
      await Promise.resolve();
      note(() => some);
    });
    ended();
    expect(second.evidence.at(at)).toEqual(some);
    expect((await first).evidence.at(at)).toBeUndefined();
    note(() => expect.fail('asked after the run'));
  });

  it('what an earlier pass of --fix said of another text is void', () => {
    const log = new EvidenceLog();
    log.add(at, 'before', some);
    log.add({ ...at, line: 2 }, 'after', some);
    expect(log.at(at)).toBeUndefined();
    expect(log.at({ ...at, line: 2 })).toEqual(some);
  });

  it('the error of the run is thrown', async () => {
    await expect(collectEvidence(() => Promise.reject(new Error('no config')))).rejects.toThrow(
      'no config',
    );
  });
});
