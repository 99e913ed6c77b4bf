import * as parser from '@typescript-eslint/parser';
import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { Linter, type Rule } from 'eslint';

import { asFix } from '../../src/fixes/edit.ts';
import type { ImportedName, Repair } from '../../src/fixes/repair.ts';
import { completeAlone, settleImports } from '../../src/fixes/settle-imports.ts';

type SourceCode = Readonly<TSESLint.SourceCode>;
export type RepairOf = (node: TSESTree.Node, sourceCode: SourceCode) => Repair | undefined;

/** A rule that repairs what `repairOf` answers for: together, or each as if it were the only one. */
function ruleFor(repairOf: RepairOf, together: boolean): Rule.RuleModule {
  return {
    meta: { type: 'problem', fixable: 'code', schema: [] },
    create(context) {
      const sourceCode = context.sourceCode as unknown as SourceCode;
      const repairs: Repair[] = [];
      return {
        '*': (node: unknown) => {
          const repair = repairOf(node as TSESTree.Node, sourceCode);
          if (repair) repairs.push(repair);
        },
        'Program:exit': () => {
          const settled = together ? settleImports(repairs, sourceCode) : undefined;
          for (const repair of repairs) {
            const alone = completeAlone(repair, sourceCode);
            const fix = together ? settled?.get(repair) : alone && asFix(alone);
            context.report({
              node: repair.site as unknown as Rule.Node,
              message: 'Found.',
              fix: (fix ?? null) as Rule.ReportFixer | null,
            });
          }
        },
      };
    },
  };
}

export interface In {
  filename?: string;
  sourceType?: 'module' | 'commonjs' | 'script';
}

function configFor(repairOf: RepairOf, together: boolean, { filename = 'file.ts', ...where }: In) {
  const sourceType =
    where.sourceType ?? (filename.endsWith('.cjs') ? ('commonjs' as const) : ('module' as const));
  return {
    files: ['**/*.{ts,tsx,cts,mts,js,cjs,mjs}'],
    plugins: { test: { rules: { repair: ruleFor(repairOf, together) } } },
    rules: { 'test/repair': 'error' },
    languageOptions: {
      parser: { ...parser },
      sourceType,
      globals: {
        require: 'readonly',
        module: 'readonly',
        process: 'readonly',
        console: 'readonly',
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'off' },
  } satisfies Linter.Config;
}

function verify(code: string, repairOf: RepairOf, together: boolean, where: In) {
  const messages = new Linter().verify(
    code,
    configFor(repairOf, together, where),
    where.filename ?? 'file.ts',
  );
  const broken = messages.find(({ ruleId }) => ruleId !== 'test/repair');
  if (broken) throw new Error(`${broken.message}\n${code}`);
  return messages;
}

/** The texts that come from applying each finding's fix alone; `undefined`: it has none. */
export function eachAlone(
  code: string,
  repairOf: RepairOf,
  where: In = {},
  together = false,
): (string | undefined)[] {
  return verify(code, repairOf, together, where).map(({ fix }) =>
    fix ? code.slice(0, fix.range[0]) + fix.text + code.slice(fix.range[1]) : undefined,
  );
}

/** The text of the one finding's fix. */
export function repaired(code: string, repairOf: RepairOf, where: In = {}): string | undefined {
  const texts = eachAlone(code, repairOf, where);
  if (texts.length !== 1) throw new Error(`${String(texts.length)} findings in ${code}`);
  return texts[0];
}

/** What `eslint --fix` makes of the code, and in how many passes the text changed. */
export function settled(
  code: string,
  repairOf: RepairOf,
  where: In = {},
): { output: string; passes: number; left: number } {
  const linter = new Linter();
  const filename = where.filename ?? 'file.ts';
  const config = configFor(repairOf, true, where);
  const whole = linter.verifyAndFix(code, config, { filename });
  let passes = 0;
  // The same, pass by pass: ESLint does not tell how many it took.
  for (let text = code; passes < 20; passes += 1) {
    const next = onePass(text, verify(text, repairOf, true, where));
    if (next === text) break;
    text = next;
  }
  return { output: whole.output, passes, left: whole.messages.length };
}

function onePass(text: string, messages: readonly Linter.LintMessage[]): string {
  let output = '';
  let last = Number.NEGATIVE_INFINITY;
  const fixes = messages.flatMap(({ fix }) => (fix ? [fix] : []));
  fixes.sort((a, b) => a.range[0] - b.range[0] || a.range[1] - b.range[1]);
  for (const { range, text: by } of fixes) {
    if (last >= range[0]) continue;
    output += text.slice(Math.max(0, last), range[0]) + by;
    last = range[1];
  }
  return output + text.slice(Math.max(0, last));
}

export interface Names {
  /** Imported names that nothing uses. */
  unused: string[];
  /** Names that nothing declares. */
  unresolved: string[];
}

/** What scope analysis says of a text; throws where it does not parse. */
export function namesIn(code: string, where: In = {}): Names {
  const names: Names = { unused: [], unresolved: [] };
  const rule: Rule.RuleModule = {
    create: (context) => ({
      Program() {
        const { scopeManager } = context.sourceCode;
        for (const scope of scopeManager.scopes) {
          for (const variable of scope.variables) {
            const [definition] = variable.defs;
            const declared: unknown = definition?.node;
            const isRequired =
              (declared as TSESTree.VariableDeclarator | undefined)?.type ===
                'VariableDeclarator' &&
              definition !== undefined &&
              context.sourceCode.getText(definition.node).includes('require(');
            if (definition?.type !== 'ImportBinding' && !isRequired) continue;
            const uses = variable.references.filter((each) => each.init !== true);
            if (uses.length === 0) names.unused.push(variable.name);
          }
        }
        names.unresolved.push(
          ...(scopeManager.globalScope?.through ?? [])
            .map(({ identifier }) => identifier.name)
            .filter((name) => !(name in globalThis)),
        );
      },
    }),
  };
  const config = configFor(() => undefined, false, where);
  const messages = new Linter().verify(
    code,
    {
      ...config,
      plugins: { test: { rules: { names: rule } } },
      rules: { 'test/names': 'error' },
    },
    where.filename ?? 'file.ts',
  );
  if (messages[0]) throw new Error(`${messages[0].message}\n${code}`);
  return names;
}

const PROMISED = 'node:fs/promises';

/** Sync names of `node:fs`, `node:zlib`… → what to import instead. */
const COUNTERPARTS: Record<string, ImportedName> = {
  ...Object.fromEntries(
    [
      'readFile',
      'writeFile',
      'appendFile',
      'stat',
      'lstat',
      'readdir',
      'mkdir',
      'rm',
      'unlink',
      'rename',
      'copyFile',
      'access',
      'chmod',
      'realpath',
    ].map((name) => [`${name}Sync`, { module: PROMISED, name }]),
  ),
  sleepSync: { module: 'node:timers/promises', name: 'setTimeout' },
  execaSync: { module: 'execa', name: 'execa' },
};

export const SYNC_NAMES = Object.keys(COUNTERPARTS);

/** The imported or member name that a call calls, by its text alone: types are not needed here. */
export function counterpartOf(
  call: TSESTree.CallExpression,
  sourceCode: SourceCode,
): { counterpart: ImportedName; isMember: boolean } | undefined {
  const { callee } = call;
  if (callee.type === 'MemberExpression') {
    const name = sourceCode.getText(callee.property).replace(/^['"]|['"]$/g, '');
    const counterpart = COUNTERPARTS[name];
    return counterpart && { counterpart, isMember: true };
  }
  if (callee.type !== 'Identifier') return undefined;
  const counterpart = COUNTERPARTS[callee.name.replace(/^my_/, '')];
  return counterpart && { counterpart, isMember: false };
}
