import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

import ts from 'typescript';
import { describe, expect, it } from 'vitest';

/** What the files of one folder of `src` may import; the folder itself always. */
interface Allowed {
  /** Folders of `src`, or files directly in it. */
  folders: string[];
  /** Folders whose types alone may be imported. */
  typesOf?: string[];
  /** Packages, at run time. Types may come from `TYPES` anywhere. */
  packages: string[];
}

/** Load what they are told at run time: the copy of TypeScript that the parser uses, and the tools of a project. */
const OBTAINS_TYPESCRIPT = 'analysis/typescript.ts';
const OBTAINS_TOOLS = 'cli/toolchain.ts';

const MAY_IMPORT: Record<string, Allowed> = {
  'index.ts': { folders: ['rules', 'test-files.ts'], typesOf: ['kit'], packages: ['node:module'] },
  'test-files.ts': { folders: [], packages: [] },
  'html-formatter.ts': { folders: ['cli', 'index.ts', 'kit'], packages: [] },
  cli: { folders: ['index.ts', 'kit', 'test-files.ts'], packages: ['node:'] },
  rules: {
    folders: ['fixes', 'analysis', 'catalogue', 'kit'],
    packages: ['node:path'],
  },
  kit: {
    folders: ['catalogue'],
    packages: ['node:async_hooks', 'node:path'],
  },
  fixes: {
    folders: ['analysis', 'catalogue'],
    typesOf: ['kit'],
    packages: ['node:module', 'node:path'],
  },
  analysis: {
    folders: ['catalogue'],
    packages: ['node:module', 'node:path'],
  },
  [OBTAINS_TYPESCRIPT]: { folders: [], packages: ['node:module'] },
  catalogue: { folders: [], packages: ['node:module'] },
};

/** Packages that cost nothing at run time because only their types are used. */
const TYPES = ['typescript', 'eslint', '@typescript-eslint/utils'];

interface Import {
  specifier: string;
  typeOnly: boolean;
}

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll(path.sep, '/'))
  .filter((file) => file.endsWith('.ts'));

it.for(files)('%s imports only what its folder may', (file) => {
  const refused = importsIn(
    readFileSync(path.join('src', file), 'utf8'),
    file === OBTAINS_TYPESCRIPT || file === OBTAINS_TOOLS,
  )
    .filter((imported) => !isAllowed(file, imported))
    .map(({ specifier }) => specifier);
  expect(refused).toEqual([]);
});

it('only three files make a `require` of their own', () => {
  const making = files.filter((file) =>
    readFileSync(path.join('src', file), 'utf8').includes('createRequire('),
  );
  expect(making.sort()).toEqual([OBTAINS_TYPESCRIPT, OBTAINS_TOOLS, 'index.ts']);
});

it('no file is named after what it is used for', () => {
  expect(files.filter((file) => /(^|\/)(utils?|helpers?|common|shared|misc)\b/.test(file))).toEqual(
    [],
  );
});

it('the only barrel is the list of rules', () => {
  expect(files.filter((file) => file.endsWith('/index.ts'))).toEqual(['rules/index.ts']);
});

describe('the reader of imports', () => {
  it.for([
    [`import a from './a.ts';`, './a.ts', false],
    [`import a from "./a.ts";`, './a.ts', false],
    [`import './a.ts';`, './a.ts', false],
    [`import type { A } from './a.ts';`, './a.ts', true],
    [`import { type A } from './a.ts';`, './a.ts', false],
    [`export { a } from './a.ts';`, './a.ts', false],
    [`export type * from './a.ts';`, './a.ts', true],
    [`const a = await import('./a.ts');`, './a.ts', false],
    ['const a = await import(`./a.ts`);', './a.ts', false],
    [`const a = require('./a.ts');`, './a.ts', false],
    [`import a = require('./a.ts');`, './a.ts', false],
    [`let a: import('./a.ts').A;`, './a.ts', true],
  ] as const)('%s', ([code, specifier, typeOnly]) => {
    expect(importsIn(code)).toEqual([{ specifier, typeOnly }]);
  });

  it('cannot be fooled by a computed specifier', () => {
    expect(() => importsIn('await import(name);')).toThrow(/literal/);
  });
});

function isAllowed(file: string, { specifier, typeOnly }: Import): boolean {
  const allowed = MAY_IMPORT[file] ?? MAY_IMPORT[placeOf(file)];
  if (!allowed) return false;

  if (specifier.startsWith('.')) {
    const target = path.posix.join(path.posix.dirname(file), specifier);
    const place = placeOf(target);
    // Rules never import rules; the list of them does.
    if (place === placeOf(file)) return place !== 'rules' || file === 'rules/index.ts';
    return allowed.folders.includes(place) || (typeOnly && !!allowed.typesOf?.includes(place));
  }
  if (typeOnly && TYPES.some((name) => specifier === name || specifier.startsWith(`${name}/`))) {
    return true;
  }
  return allowed.packages.some((name) =>
    name.endsWith(':') ? specifier.startsWith(name) : specifier === name,
  );
}

/** The folder of `src` that a file is in, or the file itself if it is in none. */
function placeOf(file: string): string {
  return file.split('/')[0] ?? file;
}

/** What `code` imports. Throws at a computed specifier unless that is allowed. */
function importsIn(code: string, allowsComputed = false): Import[] {
  const imports: Import[] = [];
  visit(ts.createSourceFile('file.ts', code, ts.ScriptTarget.Latest, true));
  return imports;

  function visit(node: ts.Node): void {
    if (ts.isImportDeclaration(node)) {
      add(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword);
    } else if (ts.isExportDeclaration(node)) {
      if (node.moduleSpecifier) add(node.moduleSpecifier, node.isTypeOnly);
    } else if (ts.isImportEqualsDeclaration(node)) {
      if (ts.isExternalModuleReference(node.moduleReference)) {
        add(node.moduleReference.expression, node.isTypeOnly);
      }
    } else if (ts.isImportTypeNode(node)) {
      if (ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true);
    } else if (ts.isCallExpression(node) && isLoad(node.expression)) {
      add(node.arguments[0], false);
    }
    ts.forEachChild(node, visit);
  }

  function add(specifier: ts.Node | undefined, typeOnly: boolean): void {
    if (!specifier || !ts.isStringLiteralLike(specifier)) {
      if (allowsComputed) return;
      throw new Error(`Only a literal specifier can be checked: ${specifier?.getText() ?? ''}`);
    }
    imports.push({ specifier: specifier.text, typeOnly });
  }
}

/** `import(…)` or `require(…)`. */
function isLoad(callee: ts.Expression): boolean {
  return (
    callee.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(callee) && callee.text === 'require')
  );
}
