// The child process of `own-process.ts`: takes one request, sends one answer, ends.
import { diagnosticsOf } from './diagnostics.ts';
import { fuzzPackage, type FuzzRequest } from './fuzz-package.ts';
import { lintPackage, type LintRequest } from './lint-package.ts';
import { lintPeers, type PeersRequest } from './lint-peers.ts';

type Request =
  | { step: 'lint'; request: LintRequest }
  | { step: 'peers'; request: PeersRequest }
  | { step: 'fuzz'; request: FuzzRequest }
  | { step: 'diagnostics'; request: { directory: string; checkJs: boolean } };

process.once('message', (message) => {
  void answer(message as Request)
    .then(
      (value) => ({ answer: value }),
      (error: unknown) => ({
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      }),
    )
    .then((outcome) => {
      process.send?.(outcome, undefined, {}, () => {
        process.disconnect?.();
      });
    });
});

async function answer(message: Request): Promise<unknown> {
  if (message.step === 'lint') return lintPackage(message.request);
  if (message.step === 'peers') return lintPeers(message.request);
  if (message.step === 'fuzz') return fuzzPackage(message.request);
  const { directory, checkJs } = message.request;
  return diagnosticsOf(directory, checkJs ? { checkJs } : {});
}
