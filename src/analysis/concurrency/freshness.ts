import type { TypedProgram } from '../typescript.ts';
import { nameOfResource } from './resource-name.ts';
import type { WriterRows } from './writers.ts';
import { writerOf } from './writers.ts';

/**
 * What has to be assumed where code that reads `reads` runs earlier than today: that nothing changes
 * meanwhile what some code of the program writes. At most one sentence without a full stop.
 */
export function changesMeanwhile(
  reads: ReadonlySet<string>,
  typed: TypedProgram,
  catalogue: WriterRows,
): readonly string[] {
  const found = [...reads]
    .filter((key) => /^(?:binding|property|items):/.test(key) && writerOf(key, typed, catalogue))
    .map(nameOfResource);
  const last = found.pop();
  if (last === undefined) return [];
  const all = found.length > 0 ? `${found.slice(0, 3).join(', ')} and ${last}` : last;
  return [`nothing changes ${all} meanwhile`];
}
