import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { compileFunction } from 'node:vm';

import { build } from 'esbuild';

import type { Rules } from './fix-program.ts';

// The engine with one of its conditions switched off. What proves that repairs are sound must find
// out, or it proves nothing.

export interface Mutant {
  /** The condition that is off, as messages of the test name it. */
  readonly name: string;
  /** Which programs may show it: of a family, those with such a text. */
  readonly family: string;
  readonly where: RegExp;
  readonly changes: readonly Change[];
  /**
   * Why no program can behave otherwise without this condition: what it keeps, then, is not behaviour
   * but order that people rely on. Such a mutant must not be found out.
   */
  readonly harmless?: string;
}

/** In one file of `src/analysis`, a function answers something else, or a text is another one. */
type Change =
  | { readonly file: string; readonly asked: string; readonly answers: string }
  | { readonly file: string; readonly text: string; readonly becomes: string };

const TOGETHER = 'concurrency/together.ts';
const WORK = 'concurrency/member-work.ts';
const AROUND = 'concurrency/surroundings.ts';
const YIELD = 'concurrency/yield-point.ts';
const PROVEN = "{ kind: 'proven', because: [] }";

function answering(file: string, asked: string, answers: string): Change {
  return { file, asked, answers };
}

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'data',
    family: 'together',
    where: /await/,
    changes: [
      answering(TOGETHER, 'dataBetween', 'undefined'),
      answering(TOGETHER, 'usesTarget', PROVEN),
    ],
  },
  {
    name: 'effects: code that cannot be seen into',
    family: 'together',
    where: /advance/,
    changes: [
      answering(WORK, 'judgeUnseen', 'undefined'),
      answering(WORK, 'refusalByName', 'undefined'),
      {
        file: WORK,
        text: 'const reading = readers(member, unseen).map((each) => `\\`${each}\\` only reads`);',
        becomes: 'const reading: string[] = [];',
      },
    ],
  },
  {
    name: 'effects: objects of the function itself',
    family: 'together',
    where: /(?:list\.push\(.*await|made\.\w+ = .*await).*\n[^]*await [\w.]+\((?:list|made)\./,
    changes: [answering(TOGETHER, 'objectBetween', 'undefined')],
  },
  {
    name: 'control: guards',
    family: 'together',
    where: /secret/,
    changes: [
      answering('concurrency/guard.ts', 'guardOf', 'undefined'),
      answering(TOGETHER, 'isProbe', 'false'),
    ],
  },
  {
    name: 'control: what stands between',
    family: 'together',
    where: /= (?:bump\(\)|store\.next) \+ 1;\n\s+const \w+ = .*await/,
    changes: [
      answering(TOGETHER, 'judgeBetween', PROVEN),
      answering(TOGETHER, 'aroundMembers', PROVEN),
      answering(TOGETHER, 'evaluatesUnseen', PROVEN),
    ],
  },
  {
    name: 'failure: what is written although another one failed',
    family: 'together',
    where: /count \+=|box\.left =|kept\.push|writeFile/,
    changes: [
      {
        file: WORK,
        text: 'if (change !== undefined) {',
        becomes: 'if (change === EVERYTHING) {',
      },
    ],
  },
  {
    name: 'failure: what clears up while another one is at work',
    family: 'together',
    where: /(?:catch|finally) \{\s+(?:await rm|rmSync|await writeFile)/,
    changes: [answering(TOGETHER, 'cleansUp', PROVEN), answering(AROUND, 'cleanupIn', 'undefined')],
  },
  {
    name: 'synchronous throw',
    family: 'together',
    where: /'missing'[^]*(?:holes\[1\]|at once)|(?:holes\[1\]|at once)[^]*'missing'/,
    changes: [answering(TOGETHER, 'throwsAtOnce', '[]')],
  },
  {
    name: 'handle',
    family: 'together',
    where: /client\.query[^]*client\.query/,
    changes: [answering('concurrency/handle.ts', 'handlesOf', '[]')],
  },
  {
    name: 'scope: transactions',
    family: 'together',
    where: /await readFile\('held'[^]*'missing'|'missing'[^]*await readFile\('held'/,
    changes: [answering(AROUND, 'transactionOf', 'undefined')],
  },
  {
    name: 'scope: resources that are left',
    family: 'together',
    where: /lease\.read[^]*lease\.read[^]*/,
    changes: [answering(AROUND, 'resourceIn', 'undefined')],
  },
  {
    name: 'scope: catch and finally',
    family: 'together',
    where: /(?:catch|finally) \{\n[^}]*await [^}]*await /,
    changes: [
      {
        file: AROUND,
        text: "if (ts.isCatchClause(parent)) return against('scope', 'they stand in a `catch`');",
        becomes: '',
      },
      {
        file: AROUND,
        text: "if (parent.finallyBlock === inner) return against('scope', 'they stand in a `finally`');",
        becomes: '',
      },
    ],
    harmless:
      'what stands in a `catch` or `finally` is judged like any other code; that it writes, all other conditions refuse',
  },
  {
    name: 'freshness: what others change meanwhile',
    family: 'together',
    where: /setting|options\.level|plan/,
    changes: [answering('concurrency/freshness.ts', 'changesMeanwhile', '[]')],
  },
  {
    name: 'freshness: the time',
    family: 'together',
    where: /Date\.now/,
    changes: [answering(TOGETHER, 'timeOf', PROVEN)],
  },
  {
    name: 'partial results',
    family: 'together',
    where: /try \{\n[^}]* (?:z|count|box\.left|made\.\w+|store\.size) = /,
    changes: [
      answering(TOGETHER, 'partialTarget', 'undefined'),
      answering(TOGETHER, 'changedOutside', 'undefined'),
    ],
  },
  {
    name: 'partial results: what stays behind',
    family: 'together',
    where: /list\.push\(.*await.*\n.*await.*list\.length.*\n\s+list\.push\(.*await/,
    changes: [
      {
        file: TOGETHER,
        text: "group.includes(each) ? 'joins' : 'passes'",
        becomes: "'joins'",
      },
    ],
  },
  {
    name: 'yield point: shared state',
    family: 'blocking',
    where: /Sync/,
    changes: [answering(YIELD, 'sharedState', 'undefined')],
  },
  {
    name: 'yield point: first suspension',
    family: 'blocking',
    where: /export function main/,
    changes: [answering(YIELD, 'firstSuspension', 'undefined')],
  },
  {
    name: 'yield point: handlers',
    family: 'blocking',
    where: /const pending|begun\.on/,
    changes: [answering(YIELD, 'lateHandler', 'undefined')],
  },
  {
    name: 'yield point: objects of one turn',
    family: 'blocking',
    where: /event: Event/,
    changes: [answering(YIELD, 'turnBound', 'undefined')],
  },
  {
    name: 'yield point: files',
    family: 'blocking',
    where: /writeFileSync|appendFileSync/,
    changes: [answering(YIELD, 'fileWrite', 'undefined')],
  },
  {
    name: 'yield point: waiting for others',
    family: 'floating',
    where: /passing|shut|locked/,
    changes: [answering('concurrency/own-work.ts', 'waitsOnlyForItsOwn', 'true')],
  },
];

const ROOT = new URL('../../', import.meta.url);

/** The rules of the engine that a mutant makes. Throws where a change finds nothing to change. */
export async function rulesOf(mutant: Mutant): Promise<Rules> {
  const changed = new Map<string, string>();
  for (const change of mutant.changes) {
    const path = fileURLToPath(new URL(`src/analysis/${change.file}`, ROOT));
    changed.set(path, applied(change, changed.get(path) ?? (await readFile(path, 'utf8'))));
  }
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('src/rules/index.ts', ROOT))],
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    define: { 'import.meta.url': JSON.stringify(pathToFileURL(fileURLToPath(ROOT)).href) },
    plugins: [
      {
        name: 'mutant',
        setup(bundler) {
          bundler.onLoad({ filter: /[\\/]src[\\/]analysis[\\/]/ }, ({ path }) => {
            const contents = changed.get(path);
            return contents === undefined ? undefined : { contents, loader: 'ts' };
          });
        },
      },
    ],
  });
  const module: { exports: { rules?: Rules } } = { exports: {} };
  const run = compileFunction(outputFiles[0]?.text ?? '', ['require', 'module', 'exports']) as (
    require: NodeJS.Require,
    module: object,
    exports: object,
  ) => void;
  run(createRequire(new URL('package.json', ROOT)), module, module.exports);
  if (!module.exports.rules) throw new Error('The mutant exports no rules.');
  return module.exports.rules;
}

function applied(change: Change, text: string): string {
  const wanted = 'asked' in change ? `function ${change.asked}(` : change.text;
  const parts = text.split(wanted);
  if (parts.length !== 2) {
    throw new Error(
      `${change.file} has \`${wanted}\` ${String(parts.length - 1)} times, not once.`,
    );
  }
  const becomes =
    'asked' in change
      ? `${wanted}) { return ${change.answers}; }\nfunction unused_${change.asked}(`
      : change.becomes;
  return parts.join(becomes);
}
