import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { globSync } from 'tinyglobby';
import { describe, expect, it } from 'vitest';

import plugin from '../src/index.ts';

const PAGES = globSync(['*.md', 'docs/**/*.md', 'examples/**/*.md', '.github/**/*.md'], {
  ignore: ['**/node_modules/**'],
  dot: true,
}).sort();

/** What GitHub makes of a heading: `## In the editor` → `in-the-editor`. */
function anchorsOf(page: string): string[] {
  const prose = readFileSync(page, 'utf8').replaceAll(/^```.*?^```/gms, '');
  return [...prose.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\- _]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  );
}

describe.for(PAGES)('%s', (page) => {
  const text = readFileSync(page, 'utf8');

  it('links to files and headings that exist', () => {
    const links = [...text.replaceAll(/^```.*?^```/gms, '').matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !/^[a-z]+:/i.test(target));
    const broken = links.filter((target) => {
      const [file = '', anchor] = target.split('#');
      const linked = file === '' ? page : path.join(path.dirname(page), file);
      // GitHub's own pages: `../../issues`.
      if (linked.startsWith('..')) return false;
      if (!existsSync(linked)) return true;
      return anchor !== undefined && !anchorsOf(linked).includes(anchor);
    });
    expect(broken).toEqual([]);
  });
});

describe('docs/migration.md', () => {
  const rows = [
    ...readFileSync('docs/migration.md', 'utf8').matchAll(/^\| (`.*?`.*?) +\| .* \| (\w+) +\|$/gm),
  ].map(([, names = '', then = '']) => ({
    names: [...names.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
    then,
  }));
  const listed = (wanted: string): string[] =>
    rows.filter(({ then }) => then === wanted).flatMap(({ names }) => names.slice(0, 1));

  it('says "off" of exactly what `exclusive` turns off', () => {
    const [exclusive] = plugin.configs.exclusive;
    expect([...new Set(listed('off'))].sort()).toEqual(Object.keys(exclusive.rules ?? {}).sort());
  });

  it('says "keep" of nothing that `exclusive` turns off', () => {
    const [exclusive] = plugin.configs.exclusive;
    expect(listed('keep').filter((name) => name in (exclusive.rules ?? {}))).toEqual([]);
    expect(listed('keep').length).toBeGreaterThan(0);
  });
});
