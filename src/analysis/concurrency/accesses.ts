import type ts from 'typescript';

import type { Rows } from '../../catalogue/catalogue.ts';
import { isOutsideTheProgram, unaliased } from '../callee.ts';
import { namesIn } from '../declared-names.ts';
import { functionAround } from '../references.ts';
import type { TypedProgram } from '../typescript.ts';
import { isCaptured, valueSymbol } from './private-object.ts';

/**
 * What a piece of code reads and writes that other code can see. Resources are keys:
 * - `binding:name@place`: a variable that is assigned and that other functions can reach;
 * - `property:name`: a property by its name, on whatever object; `property:*` is every name;
 * - `items:array`, `items:map`, `items:set`, `items:bytes`, `items:other`: the elements of all
 *   collections of a kind, by index or method; `items:*` is every kind;
 * - the resources of the catalogue, such as `file system`, and `state` of any receiver;
 * - `handlers`: functions were attached to an object that others made;
 * - `retry`: it may pause after a failure and try again (in the `whole` only);
 * - `page`: a page of a browser or an app was asked or steered (in the `whole` only);
 * - `everything`: code without a known body or row ran.
 */
export interface Accesses {
  readonly reads: ReadonlySet<string>;
  readonly writes: ReadonlySet<string>;
  /** Where code without a known body or row runs: what makes the accesses `everything`. */
  readonly unseen: ReadonlySet<ts.Node>;
}

export const EVERYTHING = 'everything';
export const HANDLERS = 'handlers';
export const PAGE = 'page';
export const RETRY = 'retry';
export const EVERY_PROPERTY = 'property:*';
export const EVERY_ITEM = 'items:*';

export const NOTHING: Accesses = { reads: new Set(), writes: new Set(), unseen: new Set() };
const EVERYTHING_KEY: ReadonlySet<string> = new Set([EVERYTHING]);

/** As many places of `unseen` are kept; so many make no difference any more. */
export const MANY_UNSEEN = 60;

export function union(all: Iterable<Accesses>): Accesses {
  const reads = new Set<string>();
  const writes = new Set<string>();
  const unseen = new Set<ts.Node>();
  for (const each of all) {
    for (const resource of each.reads) reads.add(resource);
    for (const resource of each.writes) writes.add(resource);
    for (const node of each.unseen) if (unseen.size < MANY_UNSEEN) unseen.add(node);
  }
  return reads.size + writes.size + unseen.size === 0 ? NOTHING : { reads, writes, unseen };
}

export function reading(...resources: readonly string[]): Accesses {
  return { ...NOTHING, reads: new Set(resources) };
}

export function writing(...resources: readonly string[]): Accesses {
  return { ...NOTHING, writes: new Set(resources) };
}

/** Anything may happen at `node`. */
export function unknownAt(node: ts.Node): Accesses {
  return { reads: EVERYTHING_KEY, writes: EVERYTHING_KEY, unseen: new Set([node]) };
}

/**
 * The key of a variable that is assigned and that other functions or activations can reach: of the
 * top level, or captured by a function that may run at another time.
 */
export function sharedBinding(
  identifier: ts.Identifier,
  typed: TypedProgram,
  catalogue: Rows,
): string | undefined {
  const symbol = valueSymbol(identifier, typed);
  return symbol && sharedVariable(unaliased(symbol, typed), typed, catalogue);
}

export function sharedVariable(
  symbol: ts.Symbol,
  typed: TypedProgram,
  catalogue: Rows,
): string | undefined {
  const { ts } = typed;
  const declaration = symbol.declarations?.[0];
  if (!declaration || isOutsideTheProgram(declaration, typed)) return undefined;
  const isVariable =
    ts.isVariableDeclaration(declaration) ||
    ts.isParameter(declaration) ||
    ts.isBindingElement(declaration);
  if (!isVariable) return undefined;
  const file = declaration.getSourceFile();
  if (!namesIn(file, typed).assignedVariables.has(symbol.name)) return undefined;
  if (functionAround(declaration, ts) && !isCaptured(declaration, typed, catalogue)) {
    return undefined;
  }
  return `binding:${symbol.name}@${file.fileName}:${String(declaration.pos)}`;
}
