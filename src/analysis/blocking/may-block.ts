import type ts from 'typescript';

import type { Catalogue } from '../../catalogue/catalogue.ts';
import { packageOf } from '../callee.ts';
import { accessorKey, defaultKey, isNamedSync, namesIn, ownFiles } from '../declared-names.ts';
import type { TypedProgram } from '../typescript.ts';

/** A first filter by names alone; what it lets through is then resolved by types. */
export interface BlockingNames {
  /** Whether something of this name may block, itself or through what it calls. */
  has(name: string): boolean;
  /** Whether this is a name in `Sync` that the program gives no body. */
  isInferred(name: string): boolean;
  /** Whether a getter or setter of this name may block. */
  hasAccessor(name: string): boolean;
}

/**
 * The names in the program from which, call by call and by name alone, a blocking API can be
 * reached; `byDesign` are modules whose rows count though they are reported only on request. It errs
 * towards more names: a call of any other name blocks on nothing we know.
 */
export function blockingNames(
  typed: TypedProgram,
  catalogue: Catalogue,
  { byDesign, inferred }: { byDesign: ReadonlySet<string>; inferred: boolean },
): BlockingNames {
  return spread(typed, seeds(typed, catalogue, byDesign), inferred);
}

/** The names of blocking APIs that the program can reach: what it never mentions it never calls. */
function seeds(
  typed: TypedProgram,
  catalogue: Catalogue,
  byDesign: ReadonlySet<string>,
): ReadonlySet<string> {
  const packages = new Set<string>();
  for (const file of typed.program.getSourceFiles()) {
    if (file.fileName.includes('/node_modules/')) packages.add(packageOf(file.fileName));
    else if (file.isDeclarationFile && !typed.program.isSourceFileDefaultLibrary(file)) {
      // A project's own declarations of a package that has none: `declare module 'deasync'`.
      for (const each of file.statements) {
        if (typed.ts.isModuleDeclaration(each)) packages.add(each.name.text);
      }
    }
  }
  const found = new Set<string>();
  for (const [module, { names, onRequest }] of catalogue.blockingNames) {
    if (module !== 'global' && !module.startsWith('node:') && !packages.has(module)) continue;
    for (const name of byDesign.has(module) ? [...names, ...onRequest] : names) {
      if (module === 'global' && !isMentioned(name, catalogue, typed)) continue;
      found.add(name === 'default' ? defaultKey(module) : lastSegment(name));
    }
  }
  return found;
}

/** Whether the program can mean the global: one of its files does. */
function isMentioned(name: string, catalogue: Catalogue, typed: TypedProgram): boolean {
  const [value] = Object.values(catalogue.row('global', name)?.blocks?.when ?? {}).map(String);
  const key = value === undefined ? name : `${name} ${value}`;
  return ownFiles(typed).some((file) => {
    let known = mentionsOfFile.get(file);
    if (!known) {
      known = new Map<string, boolean>();
      mentionsOfFile.set(file, known);
    }
    let answer = known.get(key);
    if (answer === undefined) {
      answer = mentions(file, name, value);
      known.set(key, answer);
    }
    return answer;
  });
}

/** A file that stays as it is keeps its answers from one program to the next. */
const mentionsOfFile = new WeakMap<ts.SourceFile, Map<string, boolean>>();

/**
 * Whether a file can mean the global: a bare `confirm(…)`, `WebAssembly` for its `Module`, an
 * `open(…, false)` for that of `XMLHttpRequest`, of which `value` is the argument that makes it block.
 */
function mentions({ text }: ts.SourceFile, name: string, value: string | undefined): boolean {
  const [root = ''] = name.split('.');
  if (!text.includes(root)) return false;
  if (value !== undefined) {
    return new RegExp(`\\b${lastSegment(name)}\\s*\\([^;]{0,500}?\\b${value}\\b`).test(text);
  }
  return root === name
    ? new RegExp(`(?:(?:^|[^.\\w$])|(?:window|globalThis|self)\\s*\\.\\s*)${name}\\s*\\(`).test(
        text,
      )
    : new RegExp(`\\b${root}\\b`).test(text);
}

function lastSegment(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

function spread(typed: TypedProgram, seeds: ReadonlySet<string>, inferred: boolean): BlockingNames {
  const callers = new Map<string, string[]>();
  const accessors = new Set<string>();
  const reached = new Set<string>(seeds);
  const queue = [...reached];

  const files = ownFiles(typed).map((file) => namesIn(file, typed));
  /** What the program declares is judged by its body, whatever its name. */
  const declared = new Set(files.flatMap((file) => [...file.declaredSync]));
  for (const { getters, setters } of files) {
    for (const name of [...getters, ...setters]) accessors.add(name);
  }
  for (const { calls, uses } of files) {
    for (const [caller, called] of calls) {
      for (const name of called) {
        noteCaller(name, caller);
        if (isInferred(name)) reach(name);
      }
    }
    if (accessors.size === 0) continue;
    for (const [caller, used] of uses) {
      for (const name of used) if (accessors.has(name)) noteCaller(accessorKey(name), caller);
    }
  }
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    callers.get(name)?.forEach(reach);
  }
  return {
    has: (name) => reached.has(name) || isInferred(name),
    isInferred,
    hasAccessor: (name) => accessors.has(name) && reached.has(accessorKey(name)),
  };

  function isInferred(name: string): boolean {
    return inferred && isNamedSync(name) && !declared.has(name);
  }

  function reach(name: string): void {
    if (reached.has(name)) return;
    reached.add(name);
    queue.push(name);
  }

  function noteCaller(name: string, caller: string): void {
    const others = callers.get(name);
    if (others) others.push(caller);
    else callers.set(name, [caller]);
  }
}
