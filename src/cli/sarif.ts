import { pathToFileURL } from 'node:url';

import type { ESLint, Linter, Rule } from 'eslint';

import { shownPath } from './shown-path.ts';

export interface SarifInput {
  readonly results: readonly ESLint.LintResult[];
  readonly rulesMeta: Readonly<Record<string, Rule.RuleMetaData>>;
  readonly sources: ReadonlyMap<string, string>;
  readonly folder: string;
  readonly version: string;
}

const HOME = 'https://github.com/eslint-plugin-await/eslint-plugin-await';

/** A SARIF 2.1.0 log (https://docs.oasis-open.org/sarif/sarif/v2.1.0/), as code scanning reads it. */
export function sarifLog({ results, rulesMeta, sources, folder, version }: SarifInput): string {
  const ids = Object.keys(rulesMeta).filter((id) =>
    results.some(({ messages }) => messages.some(({ ruleId }) => ruleId === id)),
  );
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'eslint-plugin-await',
            semanticVersion: version,
            informationUri: HOME,
            rules: ids.map((id) => ruleOf(id, rulesMeta[id])),
          },
        },
        originalUriBaseIds: { ROOT: { uri: `${pathToFileURL(folder).href}/` } },
        // SARIF counts UTF-16 code units if not told otherwise for columns, as ESLint does.
        columnKind: 'utf16CodeUnits',
        results: results.flatMap((result) => {
          const location = {
            uri: encodeURI(shownPath(result.filePath, folder)),
            uriBaseId: 'ROOT',
          };
          const text = result.output ?? sources.get(result.filePath) ?? '';
          return result.messages.map((message) => resultOf(message, location, text, ids));
        }),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function ruleOf(id: string, meta: Rule.RuleMetaData | undefined): object {
  return {
    id,
    shortDescription: { text: meta?.docs?.description ?? id },
    helpUri: meta?.docs?.url ?? HOME,
    properties: { category: meta?.type ?? 'problem' },
  };
}

function resultOf(
  message: Linter.LintMessage,
  artifactLocation: object,
  text: string,
  ids: readonly string[],
): object {
  const { ruleId, line, column, endLine, endColumn, fix, severity } = message;
  return {
    level: severity === 1 ? 'warning' : 'error',
    message: { text: message.message },
    ...(ruleId === null ? {} : { ruleId, ruleIndex: ids.indexOf(ruleId) }),
    locations: [
      {
        physicalLocation: {
          artifactLocation,
          region: {
            startLine: line,
            startColumn: column,
            ...(endLine === undefined ? {} : { endLine }),
            ...(endColumn === undefined ? {} : { endColumn }),
          },
        },
      },
    ],
    ...(fix ? { fixes: [fixOf(fix, 'Repaired by --fix.', artifactLocation, text)] } : {}),
  };
}

function fixOf(
  { range: [start, end], text: inserted }: Rule.Fix,
  description: string,
  artifactLocation: object,
  text: string,
): object {
  const [from, to] = [start, end].map((offset) => positionOf(text, offset));
  return {
    description: { text: description },
    artifactChanges: [
      {
        artifactLocation,
        replacements: [
          {
            deletedRegion: {
              startLine: from?.line,
              startColumn: from?.column,
              endLine: to?.line,
              endColumn: to?.column,
            },
            insertedContent: { text: inserted },
          },
        ],
      },
    ],
  };
}

function positionOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split(/\r\n|[\n\r\u2028\u2029]/u);
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
