import { readFileSync } from 'node:fs';
import path from 'node:path';

import { expect, it } from 'vitest';

import plugin from '../../src/index.ts';
import { describeClient } from './support/describe-client.ts';
import { lint, type Found } from './support/lint-program.ts';
import { programFiles, readmeConfig, SERVICE } from './support/program.ts';
import { ESLINT, TYPESCRIPT_ESLINT } from './support/versions.ts';
import type { Outcome, Project } from './support/workspace.ts';

const FORMATTERS = {
  '@microsoft/eslint-formatter-sarif': '3.1.0',
  'eslint-formatter-github-annotations': '0.1.0',
};

const FILES = { ...programFiles(), ...readmeConfig('eslint.config.mjs') };
const PAGES = 'src/pages.ts';
const SUPPRESSIONS = 'eslint-suppressions.json';

/** The file that others call, with a function that blocks and without. */
const BLOCKING = FILES[PAGES] ?? '';
const WAITING = BLOCKING.replace("readFileSync(path, 'utf8')", "''");

type Finding = Pick<Found, 'file' | 'rule' | 'line'>;

const packages = { ...ESLINT, ...TYPESCRIPT_ESLINT, ...FORMATTERS };
await describeClient('continuous integration', packages, (client) => {
  it('SARIF names each rule with its description and page, and each finding with its place', async () => {
    const project = client.project(FILES);
    const formatted = await project.run('eslint', ['-f', '@microsoft/eslint-formatter-sarif', '.']);
    const sarif = JSON.parse(formatted.stdout) as Sarif;
    const [{ tool, results }] = sarif.runs;

    const said = tool.driver.rules.map(({ id, helpUri, shortDescription }) => [
      id,
      helpUri,
      shortDescription.text,
    ]);
    const wanted = Object.entries(plugin.rules).map(([name, { meta }]) => [
      `await/${name}`,
      meta?.docs?.url,
      meta?.docs?.description,
    ]);
    expect(said.sort()).toEqual(wanted.sort());

    const places = results.map(({ ruleId, locations: [{ physicalLocation }] }) => ({
      file: path.basename(physicalLocation.artifactLocation.uri),
      rule: ruleId,
      line: physicalLocation.region.startLine,
    }));
    expect(places).toEqual(
      (await findings(project)).map((finding) => ({
        ...finding,
        file: path.basename(finding.file),
      })),
    );
    expect(results.every(({ level }) => level === 'error')).toBe(true);
  });

  it('GitHub shows each finding at its line', async () => {
    const project = client.project(FILES);
    const annotated = await project.run('eslint', [
      '-f',
      'eslint-formatter-github-annotations',
      '.',
    ]);
    for (const { rule, line } of await findings(project)) {
      expect(annotated.stdout).toMatch(
        new RegExp(`^::error file=.*service\\.ts,line=${String(line)},.*${rule ?? ''}`, 'mu'),
      );
    }
  });

  it('finds the same with two workers', async () => {
    const project = client.project(FILES);
    const alone = await findings(project);
    expect(alone.length).toBeGreaterThanOrEqual(Object.keys(plugin.rules).length);
    expect(await findings(project, '--concurrency', '2')).toEqual(alone);
  });

  it.for([
    { what: 'has begun to block', strategy: 'metadata', before: WAITING, after: BLOCKING },
    { what: 'blocks no more', strategy: 'content', before: BLOCKING, after: WAITING },
  ])(
    'a cache by $strategy does not see that a function of another file $what',
    async ({ strategy, before, after }) => {
      const project = client.project({ ...FILES, [PAGES]: before });
      // Without `--cache` ESLint removes the cache, so a fresh one stands for none.
      const fresh = ['--cache', '--cache-strategy', strategy, '--cache-location', '.fresh'];
      const cache = ['--cache', '--cache-strategy', strategy];
      const cached = await findings(project, ...cache);

      project.write({ [PAGES]: after });
      expect(await findings(project, ...cache)).toEqual(cached);
      const changed = await findings(project, ...fresh);
      expect(changed).not.toEqual(cached);

      project.write({ [SERVICE]: `${FILES[SERVICE] ?? ''}\n` });
      expect(await findings(project, ...cache)).toEqual(changed);
    },
  );

  it('old code is adopted with its findings suppressed, and new ones are reported', async () => {
    const project = client.project(FILES);
    const run = (...args: string[]): Promise<Outcome> => project.run('eslint', ['.', ...args]);

    expect((await run('--suppress-all')).code).toBe(0);
    expect((await run()).code).toBe(0);
    const recorded = JSON.parse(
      readFileSync(path.join(project.folder, SUPPRESSIONS), 'utf8'),
    ) as Record<string, Record<string, { count: number }>>;
    expect(Object.keys(recorded[SERVICE] ?? {}).sort()).toEqual(
      Object.keys(plugin.rules).map((name) => `await/${name}`),
    );
    expect(recorded[SERVICE]?.['await/no-blocking-call']).toEqual({ count: 2 });

    // One more of a rule shows all of that rule in the file.
    const added = `${FILES[SERVICE] ?? ''}void (async () => readFileSync('a'))();\n`;
    project.write({ [SERVICE]: added });
    expect((await findings(project)).map(({ rule }) => rule)).toEqual(
      Array.from({ length: 3 }, () => 'await/no-blocking-call'),
    );

    // One fewer fails until the record says so.
    project.write({
      [SERVICE]: (FILES[SERVICE] ?? '').replace('  savePage(page);', '  await savePage(page);'),
    });
    const unused = await run();
    expect(unused.code).not.toBe(0);
    expect(unused.stdout + unused.stderr).toContain('--prune-suppressions');
    expect((await run('--prune-suppressions')).code).toBe(0);
    expect((await run()).code).toBe(0);
  });
});

interface Sarif {
  runs: [
    {
      tool: {
        driver: { rules: { id: string; helpUri: string; shortDescription: { text: string } }[] };
      };
      results: {
        ruleId: string;
        level: string;
        locations: [
          {
            physicalLocation: { artifactLocation: { uri: string }; region: { startLine: number } };
          },
        ];
      }[];
    },
  ];
}

async function findings(project: Project, ...args: string[]): Promise<Finding[]> {
  const found = await lint(project, ['.', ...args]);
  return found.map(({ file, rule, line }) => ({ file, rule, line }));
}
