import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import packageJson from '../../package.json' with { type: 'json' };
import { configsOf } from '../support/documented-configs.ts';
import { describeClient } from './support/describe-client.ts';
import { lintProgram } from './support/lint-program.ts';
import { programFiles, readmeConfig } from './support/program.ts';
import { ESLINT, TYPESCRIPT_ESLINT } from './support/versions.ts';

const PAGE = 'docs/typescript-7.md';
const NODE_TYPES = { '@types/node': packageJson.devDependencies['@types/node'] };

/** The packages that the page tells to install, without the plugin. */
const [besides, native] = [...readFileSync(PAGE, 'utf8').matchAll(/^```json\n([^]*?)^```/gmu)].map(
  ([, json = '']): Record<string, string> => {
    const { devDependencies } = JSON.parse(json) as { devDependencies: Record<string, string> };
    const others = Object.entries(devDependencies).filter(([name]) => name !== packageJson.name);
    return { ...Object.fromEntries(others), ...NODE_TYPES };
  },
);
const [nativeConfig] = configsOf(PAGE);

/** What is found with TypeScript 6 alone. */
let golden: unknown;
await describeClient('TypeScript 6 alone', { ...ESLINT, ...TYPESCRIPT_ESLINT }, (client) => {
  it('finds something', async () => {
    const linted = await lintProgram(client.project(filesWith(readmeConfig('eslint.config.mjs'))));
    expect(linted.messages).not.toEqual([]);
    golden = linted;
  });
});

await describeClient('TypeScript 7 for `tsc`, 6 for ESLint', besides ?? {}, (client) => {
  it('installs without conflicts, and `npx tsc` is version 7', async () => {
    expect(await client.list()).toMatchObject({ code: 0 });
    const { stdout } = await client.project({}).run('tsc', ['--version']);
    expect(stdout).toMatch(/^Version 7\./u);
  });

  it('finds and fixes the same', async () => {
    const project = client.project(filesWith(readmeConfig('eslint.config.mjs')));
    expect(await lintProgram(project)).toEqual(golden);
  });
});

await describeClient('types from TypeScript 7', native ?? {}, (client) => {
  it('installs without conflicts', async () => {
    expect(await client.list()).toMatchObject({ code: 0 });
  });

  it('finds and fixes the same', async () => {
    const project = client.project(filesWith({ 'eslint.config.mjs': nativeConfig?.text ?? '' }));
    expect(await lintProgram(project)).toEqual(golden);
  });

  it('finds and fixes the same where a variable asks for it', async () => {
    const project = client.project(filesWith(readmeConfig('eslint.config.mjs')));
    const env = { TYPESCRIPT_ESLINT_EXPERIMENTAL_BACKEND: 'tsgo' };
    expect(await lintProgram(project, { env })).toEqual(golden);
  });
});

function filesWith(config: Readonly<Record<string, string>>): Record<string, string> {
  return { ...programFiles(), ...config };
}
