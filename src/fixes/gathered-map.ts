import type { LoopHead } from './loop-head.ts';

/** A package that runs so many at once and no more. */
export interface Limiter {
  readonly name: 'p-map' | 'p-limit';
  readonly limit: number;
}

/** A limiter, as the file calls it. */
export interface NamedLimiter extends Limiter {
  readonly local: string;
  /** What `p-limit` gives. */
  readonly run: string;
}

/** The function that runs one turn. */
export interface Callback {
  /** An expression, in parentheses if it is an object, or a block with its braces. */
  readonly body: string;
  readonly isBlock: boolean;
  /** The expression gives a promise, and does not throw on the way there. */
  readonly isPlain: boolean;
  /** What it resolves to, where TypeScript has to be told. */
  readonly type?: string | undefined;
}

/** `await Promise.all(xs.map(…))`, or what a limiter has for it; `breakAt`: what a long line is broken with. */
export function gatheredMap(
  head: LoopHead,
  callback: Callback,
  limiter: NamedLimiter | undefined,
  breakAt: { readonly room: number; readonly before: string; readonly after: string },
): string {
  const { body, isBlock, isPlain, type } = callback;
  const parameters = `(${head.parameters.join(', ')})`;
  const returned = type === undefined ? '' : `: Promise<${type}>`;
  const keyword = isPlain ? '' : 'async ';
  const own = `${keyword}${parameters}${returned} => ${body}`;
  if (limiter?.name === 'p-map') {
    const collection = head.kind === 'count' ? `Array.from({ length: ${head.text} })` : head.text;
    return `await ${limiter.local}(${collection}, ${own}, { concurrency: ${String(limiter.limit)} })`;
  }
  const mapped = mappedBy(
    head,
    limiter ? `${parameters} => ${limiter.run}(${keyword}()${returned} => ${body})` : own,
  );
  const line = `await Promise.all(${mapped})`;
  return isBlock || line.length <= breakAt.room
    ? line
    : `await Promise.all(${breakAt.before}${mapped}${breakAt.after})`;
}

function mappedBy({ kind, text }: LoopHead, callback: string): string {
  switch (kind) {
    case 'array':
      return `${text}.map(${callback})`;
    case 'any':
      return `[...${text}].map(${callback})`;
    case 'iterable':
      return `Array.from(${text}, ${callback})`;
    case 'count':
      return `Array.from({ length: ${text} }, ${callback})`;
  }
}
