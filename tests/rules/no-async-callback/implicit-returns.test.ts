import { describe, expect, it } from 'vitest';

import rule from '../../../src/rules/no-async-callback.ts';
import { lintInProject } from '../../support/lint-in-project.ts';
import { projectFolder } from '../../support/project-folder.ts';

/** What is suggested for `later(callback)` where `noImplicitReturns` is on. */
function suggested(callback: string): (string | undefined)[] {
  const project = projectFolder({
    'file.ts': `declare function save(): Promise<number>;
declare function later(work: () => void): void;
later(${callback});
export {};
`,
    'tsconfig.json':
      '{ "compilerOptions": { "strict": true, "noImplicitReturns": true, "types": [] } }',
  });
  const [report] = lintInProject('no-async-callback', rule, project, 'file.ts');
  expect(report).toMatchObject({ messageId: 'argument', line: 3, column: 7 });
  return (report?.suggestions ?? []).map(({ desc }) => desc);
}

describe('where each path of a function must return', () => {
  it('a callback that returns nothing may go into a `try`', () => {
    expect(suggested('async () => {\n  if (await save()) return;\n  await save();\n}')).toEqual([
      'Handle errors inside the function: `try { … } catch (error) { … }`.',
    ]);
  });

  it('one that returns a value is left to a person', () => {
    expect(suggested('async () => {\n  await save();\n  return 1;\n}')).toEqual([]);
  });
});
