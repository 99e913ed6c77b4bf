import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import type { Diagnostic } from './diagnostics.ts';
import type { FuzzAnswer, FuzzRequest } from './fuzz-package.ts';
import type { LintAnswer, LintRequest } from './lint-package.ts';
import type { PeerFinding, PeersRequest } from './lint-peers.ts';

interface Steps {
  lint: { request: LintRequest; answer: LintAnswer };
  peers: { request: PeersRequest; answer: PeerFinding[] };
  fuzz: { request: FuzzRequest; answer: FuzzAnswer };
  diagnostics: { request: { directory: string; checkJs: boolean }; answer: Diagnostic[] };
}

export type Outcome<Answer> = { readonly answer: Answer } | { readonly error: string };

/**
 * Runs one step in a process of its own: the memory of a program is given back, and nothing of an
 * earlier step (TypeScript's project service keeps what it parsed) can colour the answer.
 */
export async function inOwnProcess<Name extends keyof Steps>(
  step: Name,
  request: Steps[Name]['request'],
): Promise<Steps[Name]['answer']> {
  const outcome = await new Promise<Outcome<Steps[Name]['answer']>>((resolve, reject) => {
    const child = fork(fileURLToPath(new URL('one-step.ts', import.meta.url)), {
      execArgv: ['--import', 'tsx', '--max-old-space-size=6144'],
      // Packages may print while their tools are loaded.
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    child.once('message', (message) => {
      resolve(message as Outcome<Steps[Name]['answer']>);
    });
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      reject(new Error(`The step ${step} ended without an answer (${String(signal ?? code)}).`));
    });
    child.send({ step, request });
  });
  if ('error' in outcome) throw new Error(outcome.error);
  return outcome.answer;
}
