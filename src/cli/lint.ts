import { readFile } from 'node:fs/promises';
import { getHeapStatistics } from 'node:v8';

import type { ESLint, Linter } from 'eslint';

import type { ChosenRules } from './chosen-rules.ts';
import type { Options } from './options.ts';
import { firstLineOf, Problem } from './problem.ts';
import { ProjectFinder, type Project } from './projects.ts';
import { shownPath } from './shown-path.ts';
import type { Toolchain } from './toolchain.ts';

export interface LintRequest {
  /** What paths are shown relative to. */
  readonly folder: string;
  readonly files: readonly string[];
  readonly options: Pick<Options, 'fix' | 'quiet'>;
  readonly rules: ChosenRules;
  readonly tools: Toolchain;
  /** Called before each file. */
  readonly onFile: (file: string, done: number) => void;
  /** Told each folder that is made outside of the project. It is removed at the end, if the run comes to it. */
  readonly onTemporary: (folder: string) => void;
}

export interface Linted {
  /** What the rules of this plugin say, and which files cannot be parsed. Sorted by path. */
  readonly results: readonly ESLint.LintResult[];
  /** Path → text as it was read, of the files with findings or repairs. */
  readonly sources: ReadonlyMap<string, string>;
  /** Files that a rule failed on, and what it said. */
  readonly failures: readonly string[];
  /** What a person may want to know about the types. */
  readonly remarks: readonly string[];
}

/**
 * Lints the files, each with the types of its project. Nothing is written: repaired texts are the
 * `output` of their results.
 *
 * Throws a `Problem` where the options of a rule are wrong.
 */
export async function lint(request: LintRequest): Promise<Linted> {
  const finder = new ProjectFinder(request.tools, request.onTemporary);
  const singleRun = process.env.TSESTREE_SINGLE_RUN;
  try {
    return await new Run(request, finder).all();
  } finally {
    if (singleRun === undefined) delete process.env.TSESTREE_SINGLE_RUN;
    else process.env.TSESTREE_SINGLE_RUN = singleRun;
    await finder.remove();
  }
}

/** Files between two times that programs are forgotten, at least. */
const PATIENCE = 50;

class Run {
  readonly #request: LintRequest;
  readonly #finder: ProjectFinder;
  readonly #results: ESLint.LintResult[] = [];
  readonly #sources = new Map<string, string>();
  readonly #failures: string[] = [];
  readonly #remarks: string[] = [];
  #native: boolean;
  #sound = true;
  #done = 0;
  #sinceForgotten = 0;

  constructor(request: LintRequest, finder: ProjectFinder) {
    this.#request = request;
    this.#finder = finder;
    this.#native = request.tools.native;
  }

  async all(): Promise<Linted> {
    const { folder, files, tools } = this.#request;
    const { projects, errors } = await this.#finder.projectsOf(files);
    for (const { file, error } of errors) {
      this.#remarks.push(
        `${shownPath(file, folder)} cannot be used as it is, so types may be missing: ${error}`,
      );
    }
    this.#sound = errors.length === 0;
    const unknown: string[] = [];
    for (const project of projects) unknown.push(...(await this.#project(project)));
    // Those that the parser does not find in the tsconfig after all.
    for (const project of await this.#finder.looseProjects(unknown)) await this.#project(project);
    tools.parser.clearCaches();
    return {
      results: this.#results.sort((a, b) => (a.filePath < b.filePath ? -1 : 1)),
      sources: this.#sources,
      failures: this.#failures,
      remarks: this.#remarks,
    };
  }

  /** Answers the files that the parser does not find in the project. */
  async #project(project: Project): Promise<string[]> {
    const { options, rules } = this.#request;
    // Programs that the parser makes once know no text but that of the disk, are not made of a wrong tsconfig, and where
    // they are made of a given one, the parser takes a file only once.
    const fixes = options.fix || rules.suggesting.size > 0;
    process.env.TSESTREE_SINGLE_RUN = String(
      this.#sound && !fixes && project.written === undefined,
    );
    let eslint = this.#eslintFor(project);
    const unknown: string[] = [];
    for (const file of project.files) {
      this.#request.onFile(file, this.#done);
      this.#forgetIfFull();
      let result = await this.#file(eslint, file);
      if (this.#native && result !== undefined && says(result, 'tsgo')) {
        this.#native = false;
        this.#remarks.push(
          `TypeScript 7 did not give the types (${result.messages[0]?.message ?? ''}), so TypeScript ${this.#request.tools.ts.version} does.`,
        );
        eslint = this.#eslintFor(project);
        result = await this.#file(eslint, file);
      }
      if (
        project.written === undefined &&
        result !== undefined &&
        says(result, 'project service')
      ) {
        unknown.push(file);
        continue;
      }
      this.#done += 1;
      if (result !== undefined) this.#results.push(result);
    }
    return unknown;
  }

  #eslintFor({ written }: Project): ESLint {
    const { folder, rules, tools, options } = this.#request;
    const native = this.#native && written === undefined;
    return new tools.ESLint({
      cwd: folder,
      overrideConfigFile: true,
      overrideConfig: [
        ...rules.configs,
        {
          files: ['**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}'],
          languageOptions: {
            parser: tools.parser,
            parserOptions: {
              tsconfigRootDir: folder,
              ...(written === undefined
                ? { projectService: native ? { EXPERIMENTAL_backend: 'tsgo' } : true }
                : { project: [written] }),
            },
          },
          linterOptions: { reportUnusedDisableDirectives: 'off' },
        },
      ],
      ignore: false,
      fix: ({ ruleId }) =>
        ruleId !== null && (options.fix ? isOurs({ ruleId }) : rules.suggesting.has(ruleId)),
    });
  }

  /** Answers nothing where a rule failed. */
  async #file(eslint: ESLint, file: string): Promise<ESLint.LintResult | undefined> {
    const source = await readFile(file, 'utf8').catch((error: unknown) => {
      this.#failures.push(`${file} cannot be read: ${firstLineOf(error)}`);
    });
    if (source === undefined) return undefined;
    try {
      const [result] = await eslint.lintText(source, { filePath: file });
      if (result === undefined) return undefined;
      const own = onlyOurs(result, this.#request.options.quiet);
      if (own.messages.length > 0 || own.output !== undefined) this.#sources.set(file, source);
      return own;
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      if (said.startsWith('Key "rules"')) throw new Problem(wrongOptions(said));
      const rule = /Rule: "(?<rule>[^"]+)"/u.exec(said)?.groups?.rule;
      this.#failures.push(
        `${file}: ${rule === undefined ? '' : `${rule} failed: `}${firstLineOf(error)}`,
      );
      return undefined;
    }
  }

  /** The programs of projects that are done are not needed any more, but the parser keeps them. */
  #forgetIfFull(): void {
    this.#sinceForgotten += 1;
    const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
    if (this.#sinceForgotten < PATIENCE || used < 0.7 * limit) return;
    this.#sinceForgotten = 0;
    this.#request.tools.parser.clearCaches();
  }
}

function isOurs({ ruleId }: Pick<Linter.LintMessage, 'ruleId'>): boolean {
  return ruleId?.startsWith('await/') === true;
}

/** Comments in the code may turn on other rules: those are not what was asked for. */
function onlyOurs(result: ESLint.LintResult, quiet: boolean): ESLint.LintResult {
  const messages = result.messages.filter(
    (message) => (isOurs(message) || message.fatal === true) && !(quiet && message.severity === 1),
  );
  const count = (severity: number, fixable: boolean): number =>
    messages.filter((each) => each.severity === severity && (!fixable || each.fix)).length;
  return {
    ...result,
    messages,
    suppressedMessages: result.suppressedMessages.filter(isOurs),
    errorCount: count(2, false),
    fatalErrorCount: messages.filter(({ fatal }) => fatal).length,
    warningCount: count(1, false),
    fixableErrorCount: count(2, true),
    fixableWarningCount: count(1, true),
  };
}

function says({ messages }: ESLint.LintResult, text: string): boolean {
  return messages.some(({ fatal, message }) => fatal === true && message.includes(text));
}

function wrongOptions(said: string): string {
  const rule = /Key "(?<rule>await\/[^"]+)"/u.exec(said)?.groups?.rule ?? 'the rule';
  const reasons = said
    .split(/\r?\n/u)
    .slice(1)
    .map((line) => line.trim())
    .filter(Boolean);
  return `The options of ${rule} are not valid. ${reasons.join(' ') || said}`;
}
