import path from 'node:path';

import type { JSONSchema4 } from '@typescript-eslint/utils/json-schema';

/** One function that a rule leaves alone, in the shape that typescript-eslint uses; a string is a name from anywhere. */
export type Allowed =
  | string
  | { readonly from: 'package'; readonly name: Names; readonly package: string }
  | { readonly from: 'file'; readonly name: Names; readonly path?: string }
  | { readonly from: 'lib'; readonly name: Names };

type Names = string | readonly string[];

/** A function under its exported path (`realpathSync.native`, `Store.load`), and where it comes from. */
export type Named =
  | {
      /** A module specifier, or `global` for what every file can name. */
      readonly module: string;
      readonly name: string;
    }
  | {
      /** The absolute path of the file of the program that declares it. */
      readonly file: string;
      readonly name: string;
    };

const NAMES_SCHEMA = {
  oneOf: [
    { type: 'string' },
    { type: 'array', items: { type: 'string' }, minItems: 1, uniqueItems: true },
  ],
} satisfies JSONSchema4;

export const ALLOW_SCHEMA = {
  type: 'array',
  description:
    'Functions to leave alone: names, or objects in the shape of typescript-eslint (`{ from: "package", name, package }`, `{ from: "file", name, path }`, `{ from: "lib", name }`).',
  items: {
    oneOf: [
      { type: 'string' },
      specifierSchema('package', ['package'], { package: { type: 'string' } }),
      specifierSchema('file', [], { path: { type: 'string' } }),
      specifierSchema('lib', [], {}),
    ],
  },
} satisfies JSONSchema4;

/** Patterns and not properties: docs tables list every property as if it were an option of the rule. */
function specifierSchema(
  from: string,
  required: string[],
  own: Record<string, JSONSchema4>,
): JSONSchema4 {
  const properties = { from: { type: 'string', enum: [from] }, name: NAMES_SCHEMA, ...own };
  return {
    type: 'object',
    additionalProperties: false,
    required: ['from', 'name', ...required],
    patternProperties: Object.fromEntries(
      Object.entries(properties).map(([name, schema]) => [`^${name}$`, schema]),
    ) as Record<string, JSONSchema4>,
  };
}

/** Whether one of `allowed` names this function. `cwd` is what relative paths are relative to. */
export function isAllowed(subject: Named, allowed: readonly Allowed[], cwd: string): boolean {
  return allowed.some((specifier) => {
    if (typeof specifier === 'string') return specifier === subject.name;
    if (!namesOf(specifier.name).includes(subject.name)) return false;

    switch (specifier.from) {
      case 'package':
        return 'module' in subject && isWithinPackage(subject.module, specifier.package);
      case 'lib':
        return 'module' in subject && subject.module === 'global';
      case 'file':
        return (
          'file' in subject &&
          (specifier.path === undefined ||
            path.resolve(cwd, specifier.path) === path.resolve(subject.file))
        );
    }
  });
}

/** `fs` and `node:fs` are one module; `fs/promises` is within both. */
function isWithinPackage(module: string, packageName: string): boolean {
  const inner = module.replace(/^node:/, '');
  const outer = packageName.replace(/^node:/, '');
  return inner === outer || inner.startsWith(`${outer}/`);
}

function namesOf(names: Names): readonly string[] {
  return typeof names === 'string' ? [names] : names;
}
