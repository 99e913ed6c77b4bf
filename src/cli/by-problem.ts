import type { Rule } from 'eslint';

import { isTestFile } from './is-test-file.ts';
import type { Finding } from './report/findings.ts';

/** Findings of one rule that have one cause. */
export interface Problems {
  /** The name in the code that they share, such as `readFileSync`, if that is what tells them apart. */
  readonly name: string | undefined;
  readonly findings: readonly Finding[];
}

export interface RuleFindings {
  readonly rule: string;
  /** What is wrong, in a few words: `Calls that block the event loop in asynchronous code`. */
  readonly title: string;
  readonly url: string | undefined;
  readonly problems: readonly Problems[];
  readonly findings: readonly Finding[];
}

/** Rules whose findings are told apart by what is called, and not by how it goes wrong. */
const BY_NAME = new Set(['await/no-blocking-call', 'await/no-async-callback']);

/** The findings by rule and cause, the most frequent first, and those in tests behind the others. */
export function byProblem(
  findings: readonly Finding[],
  metaOf: (rule: string) => Rule.RuleMetaData | undefined,
): RuleFindings[] {
  return grouped(findings, ({ rule }) => rule).map(([rule, found]) => {
    const docs = metaOf(rule)?.docs;
    return {
      rule,
      title: titleOf(docs?.description ?? rule),
      url: docs?.url,
      problems: grouped(found, causeOf).map(([cause, members]) => ({
        name: BY_NAME.has(rule) ? cause : undefined,
        findings: members,
      })),
      findings: found,
    };
  });
}

function grouped(
  findings: readonly Finding[],
  keyOf: (finding: Finding) => string,
): [key: string, findings: Finding[]][] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const group = groups.get(keyOf(finding)) ?? [];
    groups.set(keyOf(finding), group);
    group.push(finding);
  }
  for (const group of groups.values())
    group.sort((a, b) => Number(isInTest(a)) - Number(isInTest(b)));
  return [...groups].sort(
    ([, a], [, b]) => outsideTests(b) - outsideTests(a) || b.length - a.length,
  );
}

function outsideTests(findings: readonly Finding[]): number {
  return findings.filter((finding) => !isInTest(finding)).length;
}

/** Less depends on a test than on what it tests. */
export function isInTest({ file }: Finding): boolean {
  return isTestFile(file);
}

function causeOf({ rule, message, messageId, evidence }: Finding): string {
  if (!BY_NAME.has(rule)) return messageId ?? message;
  const called =
    evidence?.kind === 'chain'
      ? evidence.steps.at(-1)?.called
      : /(?:→ |`)(?<name>[^`→]+)`/u.exec(message)?.groups?.name;
  // `fs.readFileSync` is `readFileSync`.
  return /[\w$]+$/u.exec(called ?? '')?.[0] ?? called ?? message;
}

/** `Disallow calls that block` → `Calls that block` */
function titleOf(description: string): string {
  const text = description.replace(/^(?:Disallow|Enforce|Prefer|Require) /u, '');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
