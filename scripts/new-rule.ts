/**
 * Starts a rule: `npm run new no-busy-wait` makes its source, its test and its page, and puts it
 * into the list of rules. Nothing that exists is overwritten.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const LIST = 'src/rules/index.ts';

const name = process.argv[2] ?? '';
if (!/^[a-z]+(-[a-z]+)*$/.test(name)) fail('Give the rule a name: npm run new no-busy-wait');

const files = {
  [`src/rules/${name}.ts`]: source(),
  [`tests/rules/${name}.test.ts`]: test(),
  [`docs/rules/${name}.md`]: page(),
};
const [taken] = Object.keys(files).filter((file) => existsSync(file));
if (taken) fail(`${taken} exists.`);

for (const [file, text] of Object.entries(files)) {
  writeFileSync(file, text);
  console.log(`made     ${file}`);
}
writeFileSync(LIST, withRule(readFileSync(LIST, 'utf8')));
console.log(`changed  ${LIST}`);
console.log('\nWrite the rule, its cases and its page, then run `npm run docs` and `npm test`.');

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

/** The list of rules with this one in its place: both its blocks are in alphabetical order. */
function withRule(list: string): string {
  const imports: string[] = list.match(/^import .*;$/gm) ?? [];
  const entries: string[] = list.match(/^ {2}'.*,$/gm) ?? [];
  imports.push(`import ${identifier()} from './${name}.ts';`);
  entries.push(`  '${name}': ${identifier()},`);

  const comment = /^\/\*\*.*\*\/$/m.exec(list)?.[0];
  return [
    ...imports.sort((a, b) => fileOf(a).localeCompare(fileOf(b), 'en')),
    '',
    ...(comment ? [comment] : []),
    'export const rules = {',
    ...entries.sort((a, b) => nameOf(a).localeCompare(nameOf(b), 'en')),
    '};',
    '',
  ].join('\n');
}

function fileOf(line: string): string {
  return /'\.\/(.*)\.ts'/.exec(line)?.[1] ?? line;
}

function nameOf(line: string): string {
  return /'(.*)'/.exec(line)?.[1] ?? line;
}

/** `no-busy-wait` → `noBusyWait` */
function identifier(): string {
  return name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function source(): string {
  return `import { createRule } from '../kit/create-rule.ts';

export default createRule({
  name: '${name}',
  meta: {
    type: 'problem',
    docs: {
      description: 'Disallow …',
      recommended: {},
      strict: {},
      requiresTypeChecking: true,
    },
    schema: [],
    defaultOptions: [{}],
    messages: {
      wrong: '\`{{ name }}\` goes wrong at run time, so do this instead.',
    },
  },

  create(context) {
    return {
      DebuggerStatement(node) {
        context.report({ node, messageId: 'wrong', data: { name: 'debugger' } });
      },
    };
  },
});
`;
}

function test(): string {
  return `import rule from '../../src/rules/${name}.ts';
import { ruleTester } from '../support/rule-tester.ts';

ruleTester.run('${name}', rule, {
  assertionOptions: { requireData: true, requireLocation: true },
  valid: [{ name: 'code without the problem', code: 'export {};' }],
  invalid: [
    {
      name: 'the plain case',
      code: 'debugger;',
      errors: [
        {
          messageId: 'wrong',
          data: { name: 'debugger' },
          line: 1,
          column: 1,
          endLine: 1,
          endColumn: 10,
        },
      ],
    },
  ],
});
`;
}

function page(): string {
  return `<!-- end auto-generated rule header -->

Why it matters, first.

## Examples

### ❌ Incorrect

\`\`\`ts
debugger;
\`\`\`

### ✅ Correct

\`\`\`ts
export {};
\`\`\`

## What it reports

## Options

<!-- begin auto-generated rule options list -->

<!-- end auto-generated rule options list -->

## Fixes

## When not to use it
`;
}
