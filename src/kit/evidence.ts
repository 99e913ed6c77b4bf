import { AsyncLocalStorage } from 'node:async_hooks';

import type { TSESLint, TSESTree } from '@typescript-eslint/utils';

/** What a rule knows about a finding beyond its message, for reports that draw it. */
export type Evidence = CallChain | AwaitsInRow | LoopTurns;

/** The way from asynchronous code to the call that blocks. */
export interface CallChain {
  readonly kind: 'chain';
  /** The call in the asynchronous code first, the one that blocks last. */
  readonly steps: readonly ChainStep[];
  /** What the last one waits for: `the disk`. */
  readonly on: string;
}

export interface ChainStep {
  /** What is called, as it stands in the code: `this.load`. */
  readonly called: string;
  /** The absolute path of the file with the call. */
  readonly file: string;
  /** From 1, as in messages. */
  readonly line: number;
  /** The line of the call, without its indentation. */
  readonly code: string;
}

/** Awaited calls, one after the other in the code. */
export interface AwaitsInRow {
  readonly kind: 'awaits';
  readonly awaits: readonly AwaitInRow[];
}

export interface AwaitInRow {
  readonly called: string;
  readonly line: number;
  /** Whether it may run beside the others that may; else it stays where it is, behind them. */
  readonly together: boolean;
}

/** The turns of a loop, or the elements of a `reduce`, that could run beside each other. */
export interface LoopTurns {
  readonly kind: 'turns';
  /** What each turn awaits, in order. */
  readonly called: readonly string[];
  /** How many turns the repair runs at once; `undefined`: all. */
  readonly limit: number | undefined;
}

/** Where ESLint shows a finding. */
export interface FindingPlace {
  readonly filePath: string;
  /** With the prefix of the plugin: `await/no-blocking-call`. */
  readonly ruleId: string | null;
  readonly line: number;
  readonly column: number;
}

/** The evidence that the rules of one run gave. */
export class EvidenceLog {
  readonly #files = new Map<string, { text: string; notes: Map<string, Evidence> }>();

  /** What is known about a finding; `undefined` where its rule gave nothing. */
  at({ filePath, ruleId, line, column }: FindingPlace): Evidence | undefined {
    return this.#files.get(filePath)?.notes.get(keyOf(ruleId, line, column));
  }

  /** A file is linted once for each pass of `--fix`: what an earlier pass said of another text is void. */
  add(place: FindingPlace, text: string, evidence: Evidence): void {
    let file = this.#files.get(place.filePath);
    if (file?.text !== text) {
      file = { text, notes: new Map() };
      this.#files.set(place.filePath, file);
    }
    file.notes.set(keyOf(place.ruleId, place.line, place.column), evidence);
  }
}

function keyOf(ruleId: string | null, line: number, column: number): string {
  return `${String(line)}:${String(column)} ${ruleId ?? ''}`;
}

const listening = new AsyncLocalStorage<EvidenceLog>();

/**
 * Runs `lint` and keeps the evidence of the findings that rules report meanwhile, in this process.
 * Runs beside it, in an editor say, keep nothing. Throws what `lint` throws.
 */
export async function collectEvidence<Result>(
  lint: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly evidence: EvidenceLog }> {
  const evidence = new EvidenceLog();
  const result = await listening.run(evidence, lint);
  return { result, evidence };
}

type Context = Pick<
  TSESLint.RuleContext<string, readonly unknown[]>,
  'id' | 'physicalFilename' | 'sourceCode'
>;

/** Keeps what `evidenceOf` says of the finding that is reported at `loc`. Asks it only if someone listens. */
export function noteEvidence(
  { id, physicalFilename, sourceCode }: Readonly<Context>,
  loc: TSESTree.SourceLocation,
  evidenceOf: () => Evidence,
): void {
  const log = listening.getStore();
  if (!log) return;
  const { line, column } = loc.start;
  const place = { filePath: physicalFilename, ruleId: id, line, column: column + 1 };
  log.add(place, sourceCode.text, evidenceOf());
}
