import type ts from 'typescript';

import { stepsAfter, stepsBefore, type Step } from '../control-flow.ts';

/**
 * Where the function may be suspended on the way from one step to a later one, in source order; `unreachable`
 * where no path leads there.
 */
export function suspensionsBetween(from: Step, to: Step): readonly ts.Node[] | 'unreachable' {
  const isEnd = (step: Step): boolean => step === from || step === to;
  const ahead = stepsAfter(from, isEnd);
  if (from === to || !ahead.has(to)) return 'unreachable';
  const behind = stepsBefore(to, isEnd);
  return [...ahead]
    .filter((step) => step.suspends && !isEnd(step) && behind.has(step))
    .map(({ node }) => node)
    .sort((one, other) => one.end - other.end);
}

/** Whether one step is followed by another without a suspension between, whatever way is taken. */
export function isAtOnce(from: Step, to: Step): boolean {
  const between = suspensionsBetween(from, to);
  return between !== 'unreachable' && between.length === 0;
}
