import type ts from 'typescript';

import type { TypedProgram } from '../typescript.ts';
import type { Body, Piece } from './text-pieces.ts';

/** A piece in one text of its file. */
export interface Version extends Piece {
  /** Its own text. */
  readonly text: string;
  /** The types that are inferred for what it tells, written out; `undefined` where nobody knows. */
  shape: string | undefined;
}

/** The pieces of a module that an edit has changed, and those that it has not. */
export interface Edit {
  readonly before: readonly Version[];
  readonly after: readonly Version[];
  readonly others: readonly Version[];
}

/**
 * Whether an edit can have changed no type outside of what it has changed itself, if all other files are
 * as before. `shape` writes out the types of the only piece that has changed.
 *
 * An inferred type is the same if it is written the same, with all names in full.
 */
export function doTypesStand(
  { before, after, others }: Edit,
  shape: () => string | undefined,
  file: ts.SourceFile,
  { program }: TypedProgram,
): boolean {
  const variables = others.flatMap(({ isVariable, names }) => (isVariable ? names : []));
  // What a variable of the module is narrowed to depends on who assigns to it.
  const isAlike = variables.every((name) => countIn(before, name) === countIn(after, name));
  if (!isAlike) return false;

  const [was] = before;
  const [is] = after;
  if (was && is && before.length === 1 && after.length === 1) {
    const body = editedBody(was, is);
    if (body && is.tells !== 'anything') {
      if (body.isApart) return true;
      is.shape = shape();
      return is.shape === was.shape && saysAll(is.shape, was.text + is.text);
    }
  }
  return [...before, ...after].every((piece) => isUnheardOf(piece, others, file, program));
}

/** The body that holds all that differs, if the two are the same around it. */
function editedBody(was: Version, is: Version): Body | undefined {
  if (was.tells !== is.tells) return undefined;
  const { before, after } = commonEnds(was.text, is.text);
  const moved = is.text.length - was.text.length;
  const bodies = is.bodies.map((body) => within(is, body));
  const former = was.bodies.map((body) => within(was, body));
  if (bodies.length !== former.length) return undefined;
  const index = bodies.findIndex(([start, end]) => start < before && is.text.length - end < after);
  const isSame = bodies.every(([start, end], at) => {
    const [startBefore, endBefore] = former[at] ?? [];
    return (
      startBefore === start + (at > index ? -moved : 0) &&
      endBefore === end - (at >= index ? moved : 0)
    );
  });
  return isSame ? is.bodies[index] : undefined;
}

function within(piece: Piece, { start, end }: Body): [start: number, end: number] {
  return [start - piece.start, end - piece.start];
}

/** How many characters two texts share at their start, and at their end behind that. */
function commonEnds(one: string, other: string): { before: number; after: number } {
  const most = Math.min(one.length, other.length);
  let before = 0;
  while (before < most && one[before] === other[before]) before += 1;
  let after = 0;
  while (after < most - before && one.at(-1 - after) === other.at(-1 - after)) after += 1;
  return { before, after };
}

/** Not if it is cut short, or names a class of the body, which may differ under its name. */
function saysAll(shape: string | undefined, text: string): boolean {
  return (
    shape !== undefined &&
    !/\.\.\.(?![\w$[{])/.test(shape) &&
    !/\b(?:class|interface|enum|type)\s/.test(text)
  );
}

/** Whether nobody else speaks of what the piece declares. */
function isUnheardOf(
  piece: Piece,
  others: readonly Version[],
  file: ts.SourceFile,
  program: ts.Program,
): boolean {
  return (
    piece.tells === 'names' &&
    piece.names.every((name) => countIn(others, name) === 0) &&
    (!piece.isExported ||
      program.getSourceFiles().every((each) => each === file || !names(each, piece)))
  );
}

function names(file: ts.SourceFile, piece: Piece): boolean {
  // TypeScript keeps this for each file, but does not tell.
  const { identifiers } = file as { identifiers?: ReadonlyMap<string, unknown> };
  return !identifiers || piece.names.some((name) => identifiers.has(name));
}

/** How often a name stands in texts, as a word. */
function countIn(versions: readonly Version[], name: string): number {
  let count = 0;
  for (const { text } of versions) {
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
      if (!isPart(text[at - 1]) && !isPart(text[at + name.length])) count += 1;
    }
  }
  return count;
}

function isPart(character: string | undefined): boolean {
  return character !== undefined && /[\w$\u0080-\uffff]/.test(character);
}
