import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { rules } from '../src/rules/index.ts';
import { lint, type LintOptions } from './support/lint.ts';

interface Example {
  code: string;
  /** What the block's first line may set: `// options: { "minimumCost": "data" }`. */
  options: LintOptions;
}

/** The language of a code block → the file that it is linted as. */
const FILENAMES: Record<string, string> = {
  ts: 'file.ts',
  tsx: 'file.tsx',
  js: 'module.js',
  cjs: 'commonjs.cjs',
};

describe.for(Object.entries<object>(rules))('the page of %s', ([name, rule]) => {
  const page = readFileSync(`docs/rules/${name}.md`, 'utf8');

  it.for(examplesUnder(page, '❌ Incorrect'))('reports its incorrect example %$', (example) => {
    expect(lint(name, rule, example.code, example.options), example.code).not.toEqual([]);
  });

  it.for(examplesUnder(page, '✅ Correct'))('accepts its correct example %$', (example) => {
    expect(lint(name, rule, example.code, example.options), example.code).toEqual([]);
  });
});

/** The code blocks of the sections headed `heading`. Throws if there are none. */
function examplesUnder(page: string, heading: string): Example[] {
  // Headings only: a `#` inside a code block is a comment of a shell.
  const sections = page.split(/^#{2,} /m).filter((section) => section.startsWith(heading));
  const examples = sections
    .flatMap((section) => [...section.matchAll(/^```(\w+)\n(.*?)^```/gms)])
    .map(([, language = '', code = '']) => {
      const filename = FILENAMES[language];
      if (!filename) throw new Error(`An example in ${language} cannot be linted.`);
      const options = /^\/\/ options: (.*)$/m.exec(code)?.[1];
      return {
        code,
        options: { filename, ...(options ? { options: JSON.parse(options) as object } : {}) },
      };
    });
  if (examples.length === 0) throw new Error(`No examples under "${heading}".`);
  return examples;
}
