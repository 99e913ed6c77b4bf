import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** One line of a `.gitignore`. */
interface Pattern {
  readonly matches: RegExp;
  readonly negated: boolean;
  readonly folderOnly: boolean;
}

/** The patterns of one file, for what is below its folder. */
export interface IgnoreFile {
  readonly folder: string;
  readonly patterns: readonly Pattern[];
}

/** The `.gitignore` of a folder; without patterns where it has none. */
export async function readIgnoreFile(folder: string, name = '.gitignore'): Promise<IgnoreFile> {
  const text = await readFile(path.join(folder, name), 'utf8').catch(() => '');
  return { folder, patterns: patternsOf(text) };
}

/** What git reads in a `.gitignore` with this text. */
export function patternsOf(text: string): Pattern[] {
  return text.split(/\r?\n/u).flatMap((line) => {
    const pattern = line.replace(/(?<!\\)[ \t]+$/u, '');
    return pattern === '' || pattern.startsWith('#') ? [] : [readPattern(pattern)];
  });
}

/**
 * Whether git ignores this path, going by the files from the outermost to the innermost. Asked of
 * each folder on the way down: below an ignored folder nothing is asked any more.
 */
export function isIgnored(
  file: string,
  isFolder: boolean,
  ignoreFiles: readonly IgnoreFile[],
): boolean {
  let ignored = false;
  for (const { folder, patterns } of ignoreFiles) {
    const relative = path.relative(folder, file).replaceAll(path.sep, '/');
    if (relative.startsWith('../')) continue;
    for (const { matches, negated, folderOnly } of patterns) {
      if (ignored === negated && (isFolder || !folderOnly) && matches.test(relative)) {
        ignored = !negated;
      }
    }
  }
  return ignored;
}

function readPattern(line: string): Pattern {
  const negated = line.startsWith('!');
  const folderOnly = line.endsWith('/');
  let glob = line.slice(negated ? 1 : 0, folderOnly ? -1 : undefined);
  // A slash at the start or in the middle ties the pattern to the folder of the file.
  const anchored = glob.includes('/');
  if (glob.startsWith('/')) glob = glob.slice(1);
  return { matches: expressionOf(anchored ? glob : `**/${glob}`), negated, folderOnly };
}

const TOKEN =
  /\/\*\*$|^\*\*\/|\/\*\*\/|\*+|\?|\[(?<negation>[!^]?)(?<set>\]?(?:\\.|[^\]\\])*)\]|\\(?<escaped>.)|(?<plain>[\s\S])/gu;

function expressionOf(glob: string): RegExp {
  const source = glob.replaceAll(TOKEN, (token, ...rest) => {
    const { negation, set, escaped, plain } = rest.at(-1) as Record<string, string | undefined>;
    if (plain !== undefined) return literal(plain);
    if (escaped !== undefined) return literal(escaped);
    if (set !== undefined) {
      const members = set.replaceAll(/\\.|[[\]^]/gu, (part) =>
        part.length > 1 ? part : `\\${part}`,
      );
      return `(?!/)[${negation === '' ? '' : '^'}${members}]`;
    }
    if (token === '/**') return '/.+';
    if (token === '**/') return '(?:.*/)?';
    if (token === '/**/') return '/(?:.*/)?';
    return token === '?' ? '[^/]' : '[^/]*';
  });
  try {
    return new RegExp(`^${source}$`, 'su');
  } catch {
    // A set that is none, such as `[z-a]`: git matches nothing with it either.
    return /(?!)/u;
  }
}

function literal(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/]/u, '\\$&');
}
