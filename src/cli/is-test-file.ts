import { testFiles } from '../test-files.ts';
import { isIgnored, patternsOf } from './gitignore.ts';

const patterns = patternsOf(testFiles.flatMap(expanded).join('\n'));

/** Whether a path relative to `folder` is one of a test, by the patterns that the presets use. */
export function isTestFile(file: string): boolean {
  return isIgnored(`/${file}`, false, [{ folder: '/', patterns }]);
}

/** `*.{a,b}` → `*.a`, `*.b` */
function expanded(pattern: string): string[] {
  const [all, before = '', inner = '', after = ''] = /^(.*?)\{([^{}]*)\}(.*)$/u.exec(pattern) ?? [];
  if (all === undefined) return [pattern];
  return inner.split(',').flatMap((part) => expanded(before + part + after));
}
