import { builtinModules, createRequire } from 'node:module';

import ts from 'typescript';
import { describe, expect, it } from 'vitest';

import { EXEMPTIONS, type Exemption } from '../../src/catalogue/exemptions.ts';
import { NODE } from '../../src/catalogue/node.ts';
import { declaredByPlatform, keyOf } from './declared.ts';

const require = createRequire(import.meta.url);

const declared = declaredByPlatform();

const rows = new Set(NODE.filter(({ blocks }) => blocks).map(keyOf));
const exempt = new Set(EXEMPTIONS.map(keyOf));

/** Functions, methods and classes named `…Sync` in any built-in module's types. */
const inTypes = [...declared].flatMap(([key, declarations]) =>
  /^node:\S+ \S+Sync$/.test(key) && declarations.some(isFunctionOrClass) ? [key] : [],
);

function isFunctionOrClass(declaration: ts.Declaration): boolean {
  return (
    ts.isFunctionLike(declaration) ||
    ts.isClassDeclaration(declaration) ||
    ts.isVariableDeclaration(declaration)
  );
}

/** The same in the modules of the Node that runs this test, and in the prototypes of their classes. */
const atRunTime = builtinModules
  .filter((name) => !name.startsWith('_'))
  .flatMap((name) => {
    const module = name.startsWith('node:') ? name : `node:${name}`;
    const exported = require(module) as object;
    return membersOf(exported).flatMap(([key, value]) => [
      ...(/.Sync/.test(key) ? [`${module} ${key}`] : []),
      ...(typeof value === 'function' ? membersOf(value.prototype as unknown) : [])
        .map(([member]) => member)
        .filter((member) => /.Sync/.test(member))
        .map((member) => `${module} ${key}.${member}`),
    ]);
  });

function membersOf(value: unknown): [string, unknown][] {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return [];
  return Object.entries(Object.getOwnPropertyDescriptors(value)).flatMap(
    ([key, { value: member }]): [string, unknown][] =>
      typeof member === 'function' ? [[key, member]] : [],
  );
}

/** Why the types speak against an exemption; `undefined` if they do not. */
function objectionTo({ module, name, kind }: Exemption): string | undefined {
  if (kind !== 'no counterpart') return undefined;
  const asynchronous = name.replace(/Sync$/, '');
  return [`${module} ${asynchronous}`, `${module} promises.${asynchronous}`].find((key) =>
    declared.has(key),
  );
}

describe('every `…Sync` function of Node', () => {
  it('in the types is a row or an exemption', () => {
    expect(inTypes.length).toBeGreaterThan(100);
    expect(inTypes.filter((key) => !rows.has(key) && !exempt.has(key))).toEqual([]);
  });

  it('at run time is a row or an exemption', () => {
    expect(atRunTime.length).toBeGreaterThan(60);
    expect(atRunTime.filter((key) => !rows.has(key) && !exempt.has(key))).toEqual([]);
  });
});

describe('an exemption', () => {
  it('is for a function that exists', () => {
    const known = new Set([...declared.keys(), ...atRunTime]);
    expect([...exempt].filter((key) => !known.has(key))).toEqual([]);
  });

  it('is for a function without a row, once, with a reason', () => {
    expect(exempt.size).toBe(EXEMPTIONS.length);
    expect([...exempt].filter((key) => rows.has(key))).toEqual([]);
    expect(EXEMPTIONS.filter(({ reason }) => !/^[A-Z].+\.$/.test(reason))).toEqual([]);
  });

  it('stands against the types only where it says why', () => {
    expect(EXEMPTIONS.filter((each) => objectionTo(each) !== undefined)).toEqual([]);
  });

  it('is refused where the types show a counterpart', () => {
    const reason = 'Made up.';
    const refused = (module: string, name: string): string | undefined =>
      objectionTo({ module, name, kind: 'no counterpart', reason });
    expect(refused('node:zlib', 'gzipSync')).toBe('node:zlib gzip');
    expect(refused('node:fs', 'cpSync')).toBe('node:fs cp');
    expect(refused('node:fs', 'flushAllSync')).toBeUndefined();
  });
});
