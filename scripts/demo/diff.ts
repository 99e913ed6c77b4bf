import { print, paint } from './print.ts';
import { type Outcome, run } from './run.ts';

const PROGRAMS = [
  ['git', 'diff', '--no-index', '--no-color', '--no-prefix', '-U1'],
  ['diff', '-r', '-U1'],
] as const;

/** Prints how two folders below `cwd` differ. Answers how many lines were added and removed. */
export async function printDiff(
  cwd: string,
  before: string,
  after: string,
): Promise<{ added: number; removed: number }> {
  const output = await difference(cwd, before, after);
  if (output === undefined) {
    print('  Neither git nor diff can be run here: no diff to show.');
    return { added: 0, removed: 0 };
  }
  let added = 0;
  let removed = 0;
  for (const line of output.split('\n')) {
    if (/^(?:index|diff|---) /u.test(line) || line === '') continue;
    if (line.startsWith('+++ ')) {
      print(`  ${paint('bold', line.slice('+++ '.length).split('\t', 1)[0] ?? '')}`);
    } else if (line.startsWith('+')) {
      added += 1;
      print(`  ${paint('green', line)}`);
    } else if (line.startsWith('-')) {
      removed += 1;
      print(`  ${paint('red', line)}`);
    } else {
      print(`  ${line.startsWith('@@') ? paint('dim', line) : line}`);
    }
  }
  return { added, removed };
}

async function difference(cwd: string, before: string, after: string): Promise<string | undefined> {
  for (const [program, ...args] of PROGRAMS) {
    const outcome = await run(program, [...args, before, after], cwd).catch((): Outcome => ({
      code: null,
      output: '',
    }));
    // 1 means that they differ, anything else than 0 that the comparison itself failed.
    if (outcome.code === 0 || outcome.code === 1) return outcome.output;
  }
  return undefined;
}
