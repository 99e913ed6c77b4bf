import path from 'node:path';
import * as parser from '@typescript-eslint/parser';
import { ESLint, type Linter, type Rule } from 'eslint';

import { loadPreset } from './load-preset.ts';
import { repository, type PreparedPackage } from './prepare-package.ts';
import { typedSources } from './typed-sources.ts';

export interface LintRequest {
  readonly prepared: PreparedPackage;
  /** The folder to lint: the package itself or a copy of it. */
  readonly directory: string;
  /** Module of the plugin, relative to the repository. */
  readonly plugin: string;
  /** Which preset of the plugin says the rules and their options. */
  readonly preset: string;
  /** Rules and their options, in the place of those of the preset. */
  readonly rules?: Linter.RulesRecord;
  /** `settings.await.fix`; the plugin's own default if absent. */
  readonly fixOption?: 'all';
  /** Leave test files out of the rules that a preset leaves them out of; else they are linted alike. */
  readonly sparesTests?: boolean;
  /** Write the repaired files. */
  readonly write: boolean;
}

export interface Finding {
  /** Relative to the package, with `/`. */
  readonly file: string;
  readonly test: boolean;
  readonly line: number;
  readonly column: number;
  readonly rule: string;
  readonly message: string;
  readonly kind: 'autofix' | 'suggestion' | 'none';
  /** The line of code that the finding points at, without its indentation. */
  readonly code: string;
  /** What the rule says beyond its message: the condition that refused an autofix, its suggestions. */
  readonly notes: readonly string[];
}

export interface Crash {
  readonly file: string;
  /** Empty where the parser failed. */
  readonly rule: string;
  readonly error: string;
}

export interface LintAnswer {
  readonly findings: readonly Finding[];
  readonly crashes: readonly Crash[];
  /** `await` expressions and `for await` loops. */
  readonly awaits: { readonly sources: number; readonly tests: number };
  /** Files that the repairs changed, sorted. */
  readonly changed: readonly string[];
}

interface Report {
  readonly rule: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly notes: readonly string[];
}

/** Lints one package. Throws where the plugin cannot be loaded or has no such preset. */
export async function lintPackage(request: LintRequest): Promise<LintAnswer> {
  const { prepared, directory } = request;
  const relative = (file: string): string => path.relative(directory, file).replaceAll('\\', '/');
  const tests = new Set(prepared.tests);
  const crashes: Crash[] = [];
  const reports: Report[] = [];
  const awaits = { sources: 0, tests: 0 };

  const { rules, entries } = await loadPreset(request.plugin, request.preset);
  const offInTests = Object.entries(rules)
    .filter(([, { meta }]) => (meta?.docs as { offInTestFiles?: true }).offInTestFiles === true)
    .map(([name]) => [`await/${name}`, 'off'] as const);
  const watched = Object.fromEntries(
    Object.entries(rules).map(([name, rule]) => [
      name,
      watch(
        rule,
        (context, error) => {
          crashes.push({
            file: relative(context.filename),
            rule: name,
            error: describe(error, directory),
          });
        },
        (context, line, column, notes) => {
          reports.push({ rule: name, file: relative(context.filename), line, column, notes });
        },
      ),
    ]),
  );

  const eslint = new ESLint({
    cwd: directory,
    overrideConfigFile: true,
    overrideConfig: [
      {
        ...typedSources(prepared, parser),
        settings: request.fixOption ? { await: { fix: request.fixOption } } : {},
        plugins: {
          await: { rules: watched },
          field: {
            rules: {
              'count-awaits': countAwaits((file) => {
                awaits[tests.has(relative(file)) ? 'tests' : 'sources'] += 1;
              }),
            },
          },
        },
        rules: {
          ...(request.rules ?? entries),
          'field/count-awaits': request.write ? 'off' : 'error',
        },
      },
      ...(request.sparesTests === true && prepared.tests.length > 0
        ? [{ files: [...prepared.tests], rules: Object.fromEntries(offInTests) }]
        : []),
    ],
    fix: request.write,
  });
  const results = await eslint.lintFiles([...prepared.sources, ...prepared.tests]);
  if (request.write) await ESLint.outputFixes(results);

  const findings: Finding[] = [];
  for (const result of results) {
    if (result.messages.length === 0) continue;
    const file = relative(result.filePath);
    const lines = (result.output ?? result.source ?? '').split('\n');
    for (const message of result.messages) {
      if (message.ruleId === null) {
        // Not fatal: a remark that comments of the package have no effect here.
        if (message.fatal !== true) continue;
        crashes.push({ file, rule: '', error: withoutPaths(message.message, directory) });
        continue;
      }
      const rule = message.ruleId.replace(/^await\//u, '');
      findings.push({
        file,
        test: tests.has(file),
        line: message.line,
        column: message.column,
        rule,
        message: withoutPaths(message.message, directory),
        kind: message.fix ? 'autofix' : message.suggestions?.length ? 'suggestion' : 'none',
        code: withoutAddresses(lines[message.line - 1]?.trim() ?? ''),
        notes: [
          ...(reports.find(
            (report) =>
              report.rule === rule &&
              report.file === file &&
              report.line === message.line &&
              report.column === message.column,
          )?.notes ?? []),
          ...(message.suggestions ?? []).map(
            ({ desc }) => `suggests: ${withoutPaths(desc, directory)}`,
          ),
        ],
      });
    }
  }
  return {
    findings: findings.sort(
      (a, b) =>
        compare(a.file, b.file) ||
        a.line - b.line ||
        a.column - b.column ||
        compare(a.rule, b.rule) ||
        compare(a.message, b.message),
    ),
    crashes: crashes.sort((a, b) => compare(a.file + a.rule, b.file + b.rule)),
    awaits,
    changed: results
      .filter(({ output }) => output !== undefined)
      .map(({ filePath }) => relative(filePath))
      .sort(),
  };
}

export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The same rule, that tells about its exceptions instead of ending the run, and what its reports know. */
function watch(
  rule: Rule.RuleModule,
  onCrash: (context: Rule.RuleContext, error: unknown) => void,
  onReport: (context: Rule.RuleContext, line: number, column: number, notes: string[]) => void,
): Rule.RuleModule {
  return {
    ...rule,
    create(context) {
      const guard = <Args extends unknown[]>(run: (...args: Args) => unknown) => {
        return (...args: Args): void => {
          try {
            run(...args);
          } catch (error) {
            onCrash(context, error);
          }
        };
      };
      const listening = Object.create(context, {
        report: {
          value: (descriptor: Rule.ReportDescriptor) => {
            context.report(descriptor);
            const loc =
              'loc' in descriptor
                ? descriptor.loc
                : 'node' in descriptor
                  ? descriptor.node.loc
                  : undefined;
            const start = loc && ('start' in loc ? loc.start : loc);
            const template =
              'messageId' in descriptor
                ? (rule.meta?.messages?.[descriptor.messageId] ?? '')
                : descriptor.message;
            const notes = Object.entries(descriptor.data ?? {})
              .filter(([key, value]) => REASONS.has(key) && !mentions(template, key) && value)
              .map(([key, value]) => `${key}: ${String(value)}`);
            if (start) onReport(context, start.line, start.column + 1, notes);
          },
        },
      }) as Rule.RuleContext;
      try {
        return Object.fromEntries(
          Object.entries(rule.create(listening)).map(([selector, listener]) => [
            selector,
            listener && guard(listener as (...args: unknown[]) => unknown),
          ]),
        );
      } catch (error) {
        onCrash(context, error);
        return {};
      }
    },
  };
}

/** What a rule may call the condition that refused an autofix, in the data of a report. */
const REASONS = new Set(['because', 'doubt', 'reason']);

function mentions(template: string, key: string): boolean {
  return new RegExp(`\\{\\{\\s*${key}\\s*\\}\\}`, 'u').test(template);
}

function countAwaits(found: (file: string) => void): Rule.RuleModule {
  return {
    create: ({ filename }) => ({
      AwaitExpression: () => {
        found(filename);
      },
      'ForOfStatement[await=true]': () => {
        found(filename);
      },
    }),
  };
}

function describe(error: unknown, directory: string): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return withoutPaths(text.split('\n').slice(0, 5).join('\n'), directory);
}

function withoutPaths(text: string, directory: string): string {
  return withoutAddresses(text.replaceAll(`${directory}/`, '').replaceAll(repository, ''));
}

/** Code that is quoted names hosts that are nobody's business in a record. */
function withoutAddresses(text: string): string {
  return text.replaceAll(/\b(https?):\/\/(?!localhost)[^\s"'`]+/gu, '$1://…');
}
