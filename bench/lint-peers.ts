import path from 'node:path';
import * as parser from '@typescript-eslint/parser';
import { ESLint, type Linter } from 'eslint';

import { loadPreset } from './load-preset.ts';
import type { PreparedPackage } from './prepare-package.ts';
import { typedSources } from './typed-sources.ts';

export interface PeersRequest {
  readonly prepared: PreparedPackage;
  /** Module of the plugin, relative to the repository. */
  readonly plugin: string;
  /** Rules of the plugin, and of typescript-eslint with their options. */
  readonly rules: readonly string[];
  readonly peers: Readonly<Record<string, Linter.RuleEntry>>;
}

export interface PeerFinding {
  /** Relative to the package, with `/`. */
  readonly file: string;
  readonly line: number;
  readonly endLine: number;
  readonly rule: string;
  readonly message: string;
  /** Up to three lines of code from where the finding starts. */
  readonly code: string;
}

/** What the rules of the plugin and those of typescript-eslint report in the sources of a package. */
export async function lintPeers({
  prepared,
  plugin,
  rules,
  peers,
}: PeersRequest): Promise<PeerFinding[]> {
  const { directory, sources } = prepared;
  const own = await loadPreset(plugin, 'all');
  const { plugin: typescriptEslint } = (await import('typescript-eslint')).default;
  const eslint = new ESLint({
    cwd: directory,
    overrideConfigFile: true,
    overrideConfig: {
      ...typedSources(prepared, parser),
      plugins: { await: { rules: own.rules }, 'typescript-eslint': typescriptEslint },
      rules: {
        ...Object.fromEntries(rules.map((rule) => [`await/${rule}`, 'error'])),
        ...Object.fromEntries(
          Object.entries(peers).map(([rule, entry]) => [`typescript-eslint/${rule}`, entry]),
        ),
      },
    },
  });
  const findings: PeerFinding[] = [];
  for (const { filePath, messages, source = '' } of await eslint.lintFiles([...sources])) {
    const lines = source.split('\n');
    for (const { ruleId, line, endLine = line, message } of messages) {
      if (ruleId === null) continue;
      findings.push({
        file: path.relative(directory, filePath).replaceAll('\\', '/'),
        line,
        endLine,
        rule: ruleId,
        message: message.split('\n')[0] ?? '',
        code: lines
          .slice(line - 1, line + 2)
          .map((each) => each.trim())
          .join(' ⏎ '),
      });
    }
  }
  return findings;
}
