import { isBuiltin } from 'node:module';

import type { TSESLint, TSESTree } from '@typescript-eslint/utils';

import { findVariable } from '../analysis/variable-named.ts';
import type { ImportedName } from './repair.ts';

type SourceCode = Readonly<TSESLint.SourceCode>;
export type Variable = TSESLint.Scope.Variable;

/** Where a value comes from: `promises.readFile` of `node:fs`, one name for all its spellings. */
export interface Origin {
  readonly module: string;
  /** The exported path; empty for the module itself. */
  readonly path: readonly string[];
}

/** A statement that gives values of one module names in this file. */
export type ImportStatement =
  TSESTree.ImportDeclaration | TSESTree.TSImportEqualsDeclaration | TSESTree.VariableDeclaration;

/** A variable that holds a module or a value that one exports, and never anything else. */
export interface ModuleBinding {
  readonly variable: Variable;
  readonly origin: Origin;
  /** Where it is imported; absent for what cannot be cut out alone: `const fsp = fs.promises`. */
  readonly imported?: {
    readonly statement: ImportStatement;
    /** The specifier, property or declarator that can be cut out. */
    readonly element: TSESTree.Node;
  };
}

const bindingsOf = new WeakMap<SourceCode, ReadonlyMap<Variable, ModuleBinding>>();

/** The variables of the file that hold modules or what they export; type-only imports aside. */
export function moduleBindings(sourceCode: SourceCode): ReadonlyMap<Variable, ModuleBinding> {
  let bindings = bindingsOf.get(sourceCode);
  if (!bindings) {
    bindings = new Map(
      (sourceCode.scopeManager?.scopes ?? [])
        .flatMap((scope) => scope.variables)
        .flatMap((variable) => {
          const binding = bindingOf(variable, sourceCode, 0);
          return binding ? [[variable, binding] as const] : [];
        }),
    );
    bindingsOf.set(sourceCode, bindings);
  }
  return bindings;
}

/** `fs/promises` → `node:fs/promises`; other specifiers as they are. */
export function canonicalModule(specifier: string): string {
  return !specifier.startsWith('node:') && isBuiltin(specifier) ? `node:${specifier}` : specifier;
}

/** The one way to write where a name comes from: `node:fs/promises` is `promises` of `node:fs`. */
export function originOf({ module, name }: ImportedName): Origin {
  return originIn(module, name.split('.'));
}

function originIn(specifier: string, path: readonly string[]): Origin {
  const module = canonicalModule(specifier);
  if (!module.startsWith('node:')) return { module, path };
  // The default export of a built-in is the module itself.
  const exported = path[0] === 'default' ? path.slice(1) : path;
  const base = /^(node:(?:dns|fs|readline|stream|timers))\/promises$/.exec(module)?.[1];
  return base === undefined
    ? { module, path: exported }
    : { module: base, path: ['promises', ...exported] };
}

/** How many hops `const a = b.c` are followed. */
const MAX_HOPS = 5;

function bindingOf(
  variable: Variable,
  sourceCode: SourceCode,
  hops: number,
): ModuleBinding | undefined {
  const [definition] = variable.defs;
  if (!definition || variable.defs.length > 1 || hops > MAX_HOPS) return undefined;
  if (variable.references.some((each) => each.isWrite() && each.init !== true)) return undefined;

  const { node } = definition;
  switch (node.type) {
    case 'ImportSpecifier':
    case 'ImportDefaultSpecifier':
    case 'ImportNamespaceSpecifier': {
      const statement = node.parent;
      if (statement.type !== 'ImportDeclaration' || statement.importKind === 'type')
        return undefined;
      if (node.type === 'ImportSpecifier' && node.importKind === 'type') return undefined;
      const origin = originIn(statement.source.value, importedPath(node));
      return { variable, origin, imported: { statement, element: node } };
    }
    case 'TSImportEqualsDeclaration': {
      const { moduleReference: reference } = node;
      if (reference.type !== 'TSExternalModuleReference' || node.importKind === 'type') {
        return undefined;
      }
      const specifier = literalText(reference.expression);
      if (specifier === undefined) return undefined;
      const origin = originIn(specifier, []);
      return node.parent.type === 'Program'
        ? { variable, origin, imported: { statement: node, element: node } }
        : { variable, origin };
    }
    case 'VariableDeclarator':
      return fromDeclarator(variable, node, sourceCode, hops);
    default:
      return undefined;
  }
}

function importedPath(
  node:
    TSESTree.ImportSpecifier | TSESTree.ImportDefaultSpecifier | TSESTree.ImportNamespaceSpecifier,
): string[] {
  if (node.type === 'ImportNamespaceSpecifier') return [];
  if (node.type === 'ImportDefaultSpecifier') return ['default'];
  return [node.imported.type === 'Identifier' ? node.imported.name : node.imported.value];
}

function fromDeclarator(
  variable: Variable,
  declarator: TSESTree.VariableDeclarator,
  sourceCode: SourceCode,
  hops: number,
): ModuleBinding | undefined {
  const found = pathInPattern(declarator.id, variable.name);
  if (!found || !declarator.init) return undefined;
  const value = valueOrigin(declarator.init, sourceCode, hops);
  if (!value) return undefined;

  const origin = originIn(value.origin.module, [...value.origin.path, ...found.path]);
  const statement = declarator.parent;
  const isList = statement.parent.type === 'Program' || statement.parent.type === 'BlockStatement';
  const element = found.property ?? declarator;
  return value.required && found.canBeCut && isList
    ? { variable, origin, imported: { statement, element } }
    : { variable, origin };
}

interface InPattern {
  readonly path: readonly string[];
  readonly property?: TSESTree.Property;
  readonly canBeCut: boolean;
}

/** What `name` takes from the value that `pattern` destructures. */
function pathInPattern(pattern: TSESTree.Node, name: string): InPattern | undefined {
  if (pattern.type === 'Identifier') {
    return pattern.name === name ? { path: [], canBeCut: true } : undefined;
  }
  if (pattern.type !== 'ObjectPattern') return undefined;
  // Without one of its properties, `...rest` would hold more.
  const hasRest = pattern.properties.some((property) => property.type === 'RestElement');
  for (const property of pattern.properties) {
    if (property.type !== 'Property' || property.computed) continue;
    const key = property.key.type === 'Identifier' ? property.key.name : literalText(property.key);
    const below = key === undefined ? undefined : pathInPattern(property.value, name);
    if (key !== undefined && below) {
      const isDirect = property.value.type === 'Identifier';
      return { path: [key, ...below.path], property, canBeCut: isDirect && !hasRest };
    }
  }
  return undefined;
}

interface ValueOrigin {
  readonly origin: Origin;
  /** Whether it is `require('…')` with member accesses: without its variable it does nothing. */
  readonly required: boolean;
}

function valueOrigin(
  value: TSESTree.Expression,
  sourceCode: SourceCode,
  hops: number,
): ValueOrigin | undefined {
  switch (value.type) {
    case 'CallExpression': {
      const specifier = requiredModule(value, sourceCode);
      return specifier === undefined
        ? undefined
        : { origin: originIn(specifier, []), required: true };
    }
    case 'AwaitExpression': {
      const { argument } = value;
      const specifier =
        argument.type === 'ImportExpression' ? literalText(argument.source) : undefined;
      return specifier === undefined
        ? undefined
        : { origin: originIn(specifier, []), required: false };
    }
    case 'MemberExpression': {
      if (value.computed || value.optional || value.property.type !== 'Identifier')
        return undefined;
      const object = valueOrigin(value.object, sourceCode, hops);
      if (!object) return undefined;
      const { module, path } = object.origin;
      return { ...object, origin: originIn(module, [...path, value.property.name]) };
    }
    case 'Identifier': {
      const variable = findVariable(sourceCode.getScope(value), value);
      const binding = variable && bindingOf(variable, sourceCode, hops + 1);
      return binding ? { origin: binding.origin, required: false } : undefined;
    }
    default:
      return undefined;
  }
}

/** The specifier of `require('…')`, where `require` is the one of CommonJS. */
export function requiredModule(
  call: TSESTree.CallExpression,
  sourceCode: SourceCode,
): string | undefined {
  const [argument] = call.arguments;
  if (call.callee.type !== 'Identifier' || call.callee.name !== 'require' || call.optional) {
    return undefined;
  }
  if (call.arguments.length !== 1 || argument === undefined) return undefined;
  return isDefinedIn(sourceCode.getScope(call), 'require') ? undefined : literalText(argument);
}

/** Whether the file itself, not its environment, gives `name` a meaning in this scope. */
function isDefinedIn(scope: TSESLint.Scope.Scope, name: string): boolean {
  return (findVariable(scope, name)?.defs.length ?? 0) > 0;
}

function literalText(node: TSESTree.Node): string | undefined {
  return node.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined;
}
