import { awaitPartsTogether } from './await-parts-together.ts';
import { awaitTogether } from './await-together.ts';
import type { Late, LateRepair, TypedFile } from './late.ts';
import { loopOverValues } from './loop-over-values.ts';
import { markHandled } from './mark-handled.ts';
import { startLater } from './start-later.ts';

/** The repairs of a late `await`, the best first. */
export function repairsOfLate(late: Late, file: TypedFile): readonly LateRepair[] {
  const { sourceCode } = file;
  const found: (LateRepair | undefined)[] = [
    awaitTogether(late, file) ?? awaitPartsTogether(late, file),
    loopOverValues(late, sourceCode),
    startLater(late, sourceCode),
    markHandled(late, sourceCode),
  ];
  return found.filter((each) => each !== undefined);
}
