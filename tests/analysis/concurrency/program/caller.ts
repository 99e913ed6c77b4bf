import load, * as other from './other.ts';
import { refresh, renamed as again, renamedAndPassed as twice, report } from './other.ts';

export async function main(): Promise<void> {
  await refresh();
  await other.refresh();
  await again();
  await load();
  await twice();
  void report();
}

export const jobs = [twice];
