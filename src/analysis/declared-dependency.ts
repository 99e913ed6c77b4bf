import path from 'node:path';

import type { TypedProgram } from './typescript.ts';

/**
 * Which of `names` the package of `file` declares as a dependency, by the nearest `package.json` above
 * it; the first of them. `undefined` if it declares none, or cannot be read.
 */
export function declaredDependency<Name extends string>(
  names: readonly Name[],
  file: string,
  typed: TypedProgram,
): Name | undefined {
  const declared = dependenciesNear(path.dirname(path.resolve(file)), typed);
  return names.find((name) => declared.has(name));
}

const known = new Map<string, { readonly names: ReadonlySet<string>; readonly until: number }>();

/** An editor keeps this process for days, and people install packages meanwhile. */
const KEPT_FOR = 5_000;

function dependenciesNear(folder: string, typed: TypedProgram): ReadonlySet<string> {
  const now = Date.now();
  const found = known.get(folder);
  if (found && now < found.until) return found.names;
  const parent = path.dirname(folder);
  const names =
    dependenciesIn(path.join(folder, 'package.json'), typed) ??
    (parent === folder ? new Set<string>() : dependenciesNear(parent, typed));
  known.set(folder, { names, until: now + KEPT_FOR });
  return names;
}

function dependenciesIn(file: string, { ts }: TypedProgram): ReadonlySet<string> | undefined {
  const text = ts.sys.readFile(file);
  if (text === undefined) return undefined;
  try {
    const { dependencies } = JSON.parse(text) as { dependencies?: unknown };
    return new Set(
      typeof dependencies === 'object' && dependencies !== null ? Object.keys(dependencies) : [],
    );
  } catch {
    return undefined;
  }
}
