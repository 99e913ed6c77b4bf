import type { TSESLint, TSESTree } from '@typescript-eslint/utils';

import { findVariable } from '../analysis/variable-named.ts';
import type { Edit } from './edit.ts';
import { freeName } from './free-name.ts';
import { importEdits, type MissingName } from './edit-imports.ts';
import {
  moduleBindings,
  originOf,
  type ModuleBinding,
  type Origin,
  type Variable,
} from './module-bindings.ts';
import type { ImportedName, Repair } from './repair.ts';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** What becomes of the imports of a file when some repairs are made together. */
export interface ImportPlan {
  /** The edits at the imports; empty where everything needed is there and nothing is left over. */
  readonly edits: readonly Edit[];
  /** How `repair` writes the name. */
  readonly written: (repair: Repair, needed: ImportedName) => string;
}

/**
 * Plans the imports for `repairs` made together: each name is reused, or imported under a free
 * name; imports that only the repairs' released identifiers used are removed, or replaced in place.
 * `undefined` where a name cannot be imported in the style of the file.
 */
export function planImports(
  repairs: readonly Repair[],
  sourceCode: SourceCode,
): ImportPlan | undefined {
  const missing = new Map<string, MissingName>();
  const reused = new Set<Variable>();
  const taken = new Set<string>();
  const reached = new Map<Repair, Map<string, string>>();

  for (const repair of repairs) {
    const names = new Map<string, string>();
    reached.set(repair, names);
    for (const needed of repair.needs) {
      const key = keyOf(needed);
      const existing = reachableName(needed, repair, sourceCode);
      if (existing) {
        reused.add(existing.variable);
        names.set(key, existing.text);
        continue;
      }
      const root = importedRoot(needed);
      const local = missing.get(key)?.local ?? freeName([root, `${root}Async`], taken, sourceCode);
      const beside = [
        ...(missing.get(key)?.beside ?? []),
        ...importsReleasedBy([repair], sourceCode),
      ];
      missing.set(key, { needed, local, beside });
      names.set(key, [local, ...needed.name.split('.').slice(1)].join('.'));
    }
  }

  const leftOver = importsLeftOver(repairs, sourceCode).filter(
    ({ variable }) => !reused.has(variable),
  );
  const edits = importEdits([...missing.values()], leftOver, sourceCode);
  return (
    edits && {
      edits,
      written: (repair, needed) => reached.get(repair)?.get(keyOf(needed)) ?? needed.name,
    }
  );
}

/** One key for all spellings of the same exported value. */
export function keyOf(needed: ImportedName): string {
  const { module, path } = originOf(needed);
  return [module, ...path].join(' ');
}

export interface ReachableName {
  /** How it is written: `readFile`, `fsp.readFile`, `fs.promises.readFile`. */
  readonly text: string;
  readonly variable: Variable;
}

/** The shortest way for `repair` to write `needed` with the imports that the file has. */
export function reachableName(
  needed: ImportedName,
  { site, places = [site] }: Pick<Repair, 'site' | 'places'>,
  sourceCode: SourceCode,
): ReachableName | undefined {
  const wanted = originOf(needed);
  let best: { binding: ModuleBinding; rest: readonly string[] } | undefined;
  for (const binding of moduleBindings(sourceCode).values()) {
    const rest = restOfPath(binding.origin, wanted);
    if (!rest || (best && best.rest.length <= rest.length)) continue;
    if (places.every((place) => isUsableAt(binding.variable, place, sourceCode))) {
      best = { binding, rest };
    }
  }
  return (
    best && {
      text: [best.binding.variable.name, ...best.rest].join('.'),
      variable: best.binding.variable,
    }
  );
}

/** What is left of `wanted` after `origin`; `undefined` where it is not below it. */
function restOfPath(origin: Origin, wanted: Origin): readonly string[] | undefined {
  return origin.module === wanted.module &&
    origin.path.every((name, index) => name === wanted.path[index])
    ? wanted.path.slice(origin.path.length)
    : undefined;
}

/** Whether the variable is not shadowed in this place, and has its value when the place runs. */
function isUsableAt(variable: Variable, place: TSESTree.Node, sourceCode: SourceCode): boolean {
  const scope = sourceCode.getScope(place);
  if (findVariable(scope, variable.name) !== variable) return false;
  const [definition] = variable.defs;
  return (
    definition?.node.type !== 'VariableDeclarator' ||
    definition.node.range[1] <= place.range[0] ||
    variable.scope.variableScope !== scope.variableScope
  );
}

/** The imports that `repairs` release at least one reference of. */
export function importsReleasedBy(
  repairs: readonly Repair[],
  sourceCode: SourceCode,
): ModuleBinding[] {
  const imports = importsByReference(sourceCode);
  const found = repairs.flatMap(({ released }) => released.map((each) => imports.get(each)));
  return [...new Set(found)].filter((binding) => binding !== undefined);
}

/** The imports that nothing uses any more once `repairs` are made. */
export function importsLeftOver(
  repairs: readonly Repair[],
  sourceCode: SourceCode,
): ModuleBinding[] {
  const released = new Set<unknown>(repairs.flatMap((repair) => repair.released));
  return importsReleasedBy(repairs, sourceCode).filter(
    ({ variable, imported }) =>
      !isExported(imported?.statement) &&
      variable.references.every(
        (reference) => reference.init === true || released.has(reference.identifier),
      ),
  );
}

const importsReferredTo = new WeakMap<SourceCode, ReadonlyMap<TSESTree.Node, ModuleBinding>>();

/** The identifiers that refer to an import that can be cut out, but for the ones that declare it. */
function importsByReference(sourceCode: SourceCode): ReadonlyMap<TSESTree.Node, ModuleBinding> {
  let imports = importsReferredTo.get(sourceCode);
  if (!imports) {
    imports = new Map(
      [...moduleBindings(sourceCode).values()]
        .filter(({ imported }) => imported)
        .flatMap((binding) =>
          binding.variable.references
            .filter(({ init }) => init !== true)
            .map(({ identifier }) => [identifier, binding] as const),
        ),
    );
    importsReferredTo.set(sourceCode, imports);
  }
  return imports;
}

function isExported(statement: TSESTree.Node | undefined): boolean {
  return (
    statement?.parent?.type === 'ExportNamedDeclaration' ||
    (statement?.type === 'VariableDeclaration' && statement.declare)
  );
}

function importedRoot({ module, name }: ImportedName): string {
  const [root = name] = name.split('.');
  if (root !== 'default') return root;
  const words = module.replace(/^node:/, '').split(/[^A-Za-z0-9]+/);
  return words
    .filter((word) => word !== '')
    .map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('');
}
