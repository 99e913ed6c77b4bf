import type ts from 'typescript';

import { isInJavaScript } from '../in-javascript.ts';
import { oncePerProgram } from '../once-per-program.ts';
import type { TypedProgram } from '../typescript.ts';
import { doTypesStand, type Edit, type Version } from './standing-types.ts';
import { piecesOf, type Piece } from './text-pieces.ts';

/** Nothing that belongs to a program. */
type Plain = string | number | boolean | undefined;

/**
 * The same question, answered once for each `about` of a program, and not again in the next program
 * where an edit elsewhere in the file has changed no type. An editor asks after each keystroke, in a
 * new program, whose checker knows nothing. The answer must follow from types alone: not from what the
 * body of another function does, nor from options.
 */
export function keptAnswer<About extends ts.Node, Answer extends Plain>(
  question: (about: About, typed: TypedProgram) => Answer,
): (about: About, typed: TypedProgram) => Answer {
  const number = (questions += 1);
  return oncePerProgram((about, typed) => {
    const piece = pieceAround(about, typed);
    if (!piece) return question(about, typed);
    const answers = (piece.answers[number] ??= new Map()) as Map<number, Answer>;
    const key = placeIn(piece, about);
    let answer = answers.get(key);
    if (answer === undefined && !answers.has(key)) {
      answer = question(about, typed);
      answers.set(key, answer);
    }
    return answer as Answer;
  });
}

let questions = 0;

interface KnownPiece extends Version {
  answers: Map<number, Plain>[];
}

/** What is remembered of a file from one program to the next. */
interface Known {
  readonly pieces: readonly KnownPiece[];
  /** What stands in front of them: comments there speak to the compiler. */
  readonly head: string;
  /** All other files of its program, and the options: numbers, since they need not live on. */
  readonly surroundings: readonly number[];
}

/** By the name of the file; those that were asked about last stand last. */
const known = new Map<string, Known>();

/** As many files as somebody has open. */
const MOST_FILES = 8;
/** A longer text has places that `placeIn` would take for others. */
const MOST_TEXT = 2 ** 20;

/** Asks everything anew from the next program on. */
export function forgetAnswers(): void {
  known.clear();
}

interface Page {
  readonly file: ts.SourceFile;
  readonly pieces: readonly KnownPiece[];
  /** Nodes come in the order of the text mostly. */
  last: number;
}

/** The file that is linted with a program that was made for it is the first that is asked about. */
const pages = new WeakMap<ts.Program, Page | null>();

function pieceAround(node: ts.Node, typed: TypedProgram): KnownPiece | undefined {
  const file = node.getSourceFile();
  let page = pages.get(typed.program);
  if (page === undefined) {
    const pieces = turnTo(file, typed);
    page = pieces ? { file, pieces, last: 0 } : null;
    pages.set(typed.program, page);
  }
  if (page?.file !== file) return undefined;
  const { pieces } = page;
  const holds = (index: number): boolean =>
    (pieces[index - 1]?.end ?? 0) <= node.pos && node.end <= (pieces[index]?.end ?? -1);
  if (!holds(page.last)) page.last = pieces.findIndex((_, index) => holds(index));
  return pieces[page.last];
}

/** One number for a node by where it ends, how long it is and what it is. */
function placeIn({ end }: Piece, node: ts.Node): number {
  return ((end - node.end) * MOST_TEXT + node.end - node.pos) * 512 + node.kind;
}

function turnTo(file: ts.SourceFile, typed: TypedProgram): readonly KnownPiece[] | undefined {
  const { ts } = typed;
  const isModule = !isInJavaScript(file) && ts.isExternalModule(file);
  if (!isModule || file.text.length > MOST_TEXT) return undefined;

  const found = piecesOf(file, ts);
  const pieces = found.map(({ piece }): KnownPiece => ({
    ...piece,
    text: file.text.slice(piece.start, piece.end),
    shape: undefined,
    answers: [],
  }));
  const head = file.text.slice(0, pieces[0]?.start);
  const now: Known = { pieces, head, surroundings: surroundingsOf(file, typed) };
  const before = known.get(file.fileName);
  known.delete(file.fileName);
  known.set(file.fileName, now);
  for (const [name] of known) {
    if (known.size <= MOST_FILES) break;
    known.delete(name);
  }
  if (before?.head === head && areSame(before.surroundings, now.surroundings)) {
    keep(before.pieces, pieces, (index) => shapeOf(found[index]?.told ?? [], typed), file, typed);
  }
  return pieces;
}

/** Takes over the answers about the pieces that stayed, if no type there can have changed. */
function keep(
  old: readonly KnownPiece[],
  present: readonly KnownPiece[],
  shape: (index: number) => string | undefined,
  file: ts.SourceFile,
  typed: TypedProgram,
): void {
  const most = Math.min(old.length, present.length);
  let first = 0;
  while (first < most && old[first]?.text === present[first]?.text) first += 1;
  let last = 0;
  while (last < most - first && old.at(-1 - last)?.text === present.at(-1 - last)?.text) last += 1;

  const edit: Edit = {
    before: old.slice(first, old.length - last),
    after: present.slice(first, present.length - last),
    others: present.filter((_, index) => index < first || index >= present.length - last),
  };
  if (!doTypesStand(edit, () => shape(first), file, typed)) return;

  const take = (from: KnownPiece | undefined, to: KnownPiece | undefined): void => {
    if (from && to) [to.answers, to.shape] = [from.answers, from.shape];
  };
  for (let index = 0; index < first; index += 1) take(old[index], present[index]);
  for (let index = 1; index <= last; index += 1) take(old.at(-index), present.at(-index));
}

function shapeOf(told: readonly ts.Node[], { ts, checker }: TypedProgram): string | undefined {
  const { NoTruncation, UseFullyQualifiedType } = ts.TypeFormatFlags;
  try {
    const written = told.map((name) => {
      const symbol = checker.getSymbolAtLocation(name);
      const type = symbol ? checker.getTypeOfSymbol(symbol) : checker.getTypeAtLocation(name);
      return checker.typeToString(type, undefined, NoTruncation | UseFullyQualifiedType);
    });
    return written.join('\n');
  } catch {
    return undefined; // Nested too deeply to be written.
  }
}

function surroundingsOf(file: ts.SourceFile, { program }: TypedProgram): number[] {
  const found = [numberOf(program.getCompilerOptions())];
  for (const other of program.getSourceFiles()) if (other !== file) found.push(numberOf(other));
  return found;
}

function numberOf(object: object): number {
  let number = numbers.get(object);
  if (number === undefined) {
    number = numbered += 1;
    numbers.set(object, number);
  }
  return number;
}

const numbers = new WeakMap<object, number>();
let numbered = 0;

function areSame(some: readonly number[], others: readonly number[]): boolean {
  return some.length === others.length && some.every((each, index) => each === others[index]);
}
