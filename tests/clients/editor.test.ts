import path from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import plugin from '../../src/index.ts';
import { describeClient } from './support/describe-client.ts';
import { LanguageServer, VSCODE } from './support/language-server.ts';
import { Compiler, programFiles, readmeConfig, SERVICE } from './support/program.ts';
import { ESLINT, ESLINT_9, TYPESCRIPT_ESLINT } from './support/versions.ts';

for (const eslint of [ESLINT_9, ESLINT]) {
  const name = `the language server of VS Code with ESLint ${eslint.eslint}`;
  await describeClient(name, { ...VSCODE, ...eslint, ...TYPESCRIPT_ESLINT }, (client) => {
    let server: LanguageServer;
    let compiler: Compiler;
    let text: string;

    beforeAll(async () => {
      const project = client.project({ ...programFiles(), ...readmeConfig('eslint.config.mjs') });
      server = await LanguageServer.start(path.join(client.folder, 'node_modules'), project.folder);
      compiler = new Compiler(project.folder);
      text = server.open(SERVICE);
    });
    afterAll(async () => {
      await server.stop();
    });

    it('shows the findings of every rule, each with a link to its page', async () => {
      const diagnostics = await server.diagnostics(SERVICE);
      const links = new Map(
        diagnostics.map(({ code, codeDescription }) => [code, codeDescription]),
      );
      const pages = Object.entries(plugin.rules).map(
        ([rule, { meta }]) => [`await/${rule}`, { href: meta?.docs?.url }] as const,
      );
      expect(links).toEqual(new Map(pages));
    });

    it('applies each quick fix and each suggestion to a file that compiles', async () => {
      expect(compiler.errors(SERVICE, text)).toEqual([]);
      const applied = new Set<string | undefined>();
      for (const diagnostic of await server.diagnostics(SERVICE)) {
        for (const action of await server.actions(SERVICE, diagnostic)) {
          if (!/apply(?:SingleFix|Suggestion)$/u.test(action.command?.command ?? '')) continue;
          const after = await server.textAfter(SERVICE, action);
          expect(after, action.title).not.toBe(text);
          expect(compiler.errors(SERVICE, after), `${action.title}\n${after}`).toEqual([]);
          applied.add(diagnostic.code);
        }
      }
      // Whoever waits in a loop for the clock has to think.
      const rules = Object.keys(plugin.rules).map((rule) => `await/${rule}`);
      expect([...applied].sort()).toEqual(rules.filter((rule) => rule !== 'await/no-busy-wait'));
    });

    it('fixes all on save, and a second time changes nothing', async () => {
      const fixed = await server.textAfterFixAll(SERVICE);
      expect(fixed).toContain('Promise.all([readFile(');
      expect(compiler.errors(SERVICE, fixed)).toEqual([]);

      server.change(SERVICE, fixed);
      expect(await server.textAfterFixAll(SERVICE)).toBe(fixed);
      server.change(SERVICE, text);
    });

    it('follows edits that are not saved', async () => {
      const before = await server.diagnostics(SERVICE);
      server.change(SERVICE, text.replace('  savePage(page);\n', '  await savePage(page);\n'));
      const after = await server.diagnostics(SERVICE);
      expect(after.map(({ code }) => code)).toEqual(
        before.map(({ code }) => code).filter((code) => code !== 'await/no-floating-promise'),
      );

      server.change(SERVICE, `${text}void (async () => readFileSync('a'))();\n`);
      const last = (await server.diagnostics(SERVICE)).at(-1);
      expect(last).toMatchObject({
        code: 'await/no-blocking-call',
        range: { start: { line: text.split('\n').length - 1 } },
      });
    });
  });
}
