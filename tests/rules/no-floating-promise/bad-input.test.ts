import { describe, expect, it } from 'vitest';

import rule from '../../../src/rules/no-floating-promise.ts';
import { lint } from '../../support/lint.ts';

const NAME = 'no-floating-promise';

describe('code that is being typed', () => {
  it.for([
    ['a name that is missing', 'missing().then(missing);\nexport {};'],
    ['a module that is missing', `import { save } from 'nowhere';\nsave();\nsave().then(save);`],
    ['a method of nothing', 'const x = {};\nx.save().then();\nexport {};'],
    [
      'a class that extends itself',
      'class A extends A { load() { super.load(); } }\nnew A().load();',
    ],
    ['a variable in its own value', 'const job = job.then(() => job);\njob;\nexport {};'],
    [
      'functions that return each other',
      'const f = () => g();\nconst g = () => f();\nf();\nexport {};',
    ],
    ['calls without a callee', '(void 0)();\nnull();\n`a``b`;\nexport {};'],
    ['a type that is wrong', 'let p: Promise = Promise.resolve();\nlet q: Promise<;\nexport {};'],
    ['a catch of too much', 'Promise.resolve().catch(1, 2, 3);\nexport {};'],
    ['empty arrays and holes', '[];\n[,];\n[...[]];\nexport {};'],
  ] as const)('%s does not crash', ([, code]) => {
    expect(() => {
      try {
        lint(NAME, rule, code, { compiles: false });
      } catch (error) {
        if (!(error instanceof Error) || !error.message.startsWith('Parsing error')) throw error;
      }
    }).not.toThrow();
  });

  it('says nothing about types that are missing', () => {
    const code = `import { save } from 'nowhere';\nexport async function run() {\n  save();\n  const p = save();\n}`;
    expect(lint(NAME, rule, code, { compiles: false })).toEqual([]);
  });
});

describe('plain JavaScript', () => {
  it.for(['module.js', 'commonjs.cjs'])('is looked at in %s', (filename) => {
    const code =
      'async function load() {\n  await fetch("/ping");\n}\nfunction run() {\n  load();\n}\nrun();\n';
    const [report, ...others] = lint(NAME, rule, code, { filename, compiles: false });
    expect(others).toEqual([]);
    expect(report).toMatchObject({ messageId: 'ignored', line: 5, column: 3 });
    expect(report?.suggestions?.map(({ messageId }) => messageId)).toContain('catch');
  });
});
