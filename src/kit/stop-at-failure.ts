import type { TSESLint } from '@typescript-eslint/utils';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** Of each file that is being checked; shared by all rules. */
const states = new WeakMap<SourceCode, { isStopped: boolean }>();

function stateOf(sourceCode: SourceCode): { isStopped: boolean } {
  let state = states.get(sourceCode);
  if (!state) states.set(sourceCode, (state = { isStopped: false }));
  return state;
}

/**
 * The same listeners, which end the check of the file and not the whole run where the code is too much
 * for TypeScript: it recurses deeper than the stack allows (thousands of nested calls, types without
 * an end), or fails by an assertion of its own. No rule of the plugin looks at the file any further;
 * `onStop` is told once for each file. Other errors are the rule's, and are thrown.
 */
export function stopAtFailure(
  listener: TSESLint.RuleListener,
  sourceCode: SourceCode,
  onStop: (problem: string) => void,
): TSESLint.RuleListener {
  const guarded: TSESLint.RuleListener = {};
  const state = stateOf(sourceCode);
  for (const [selector, listen] of Object.entries(listener)) {
    if (!listen) continue;
    const run = listen as (node: unknown) => void;
    guarded[selector] = (node: unknown): void => {
      if (state.isStopped) return;
      try {
        run(node);
      } catch (error) {
        const problem = problemOf(error);
        if (problem === undefined) throw error;
        state.isStopped = true;
        onStop(problem);
      }
    };
  }
  return guarded;
}

function problemOf(error: unknown): string | undefined {
  if (error instanceof RangeError && error.message.includes('call stack')) {
    return 'its code or its types are nested too deeply';
  }
  return error instanceof Error && error.message.startsWith('Debug Failure')
    ? 'TypeScript itself failed'
    : undefined;
}
