import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import ts from 'typescript';

import { configsOf } from '../../support/documented-configs.ts';
import type { Files } from './workspace.ts';

const PROGRAM = path.resolve('tests/clients/program');

/** The file that has something for every rule. */
export const SERVICE = 'src/service.ts';

/** A project with something for every rule, without a configuration of ESLint. */
export function programFiles(): Files {
  const files = readdirSync(PROGRAM, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(PROGRAM, path.join(entry.parentPath, entry.name)));
  const texts = files.map((file) => [
    file.replaceAll(path.sep, '/'),
    readFileSync(path.join(PROGRAM, file), 'utf8'),
  ]);
  return { 'package.json': '{ "type": "module" }\n', ...(Object.fromEntries(texts) as Files) };
}

/** The configuration of the README that is written in a file of this name. */
export function readmeConfig(file: string): Files {
  const found = configsOf('README.md').find((config) => config.file === file && !config.language);
  if (!found) throw new Error(`The README shows no ${file}.`);
  return { [file]: found.text };
}

/** Asks TypeScript about other texts of the files in a folder. */
export class Compiler {
  readonly #service: ts.LanguageService;
  readonly #folder: string;
  readonly #texts = new Map<string, { text: string; version: number }>();

  constructor(folder: string) {
    this.#folder = folder;
    const tsconfig = path.join(folder, 'tsconfig.json');
    const config: unknown = JSON.parse(readFileSync(tsconfig, 'utf8'));
    const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, folder);
    this.#service = ts.createLanguageService({
      getCompilationSettings: () => options,
      getScriptFileNames: () => fileNames,
      getScriptVersion: (file) => String(this.#texts.get(file)?.version ?? 0),
      getScriptSnapshot: (file) => {
        const text = this.#texts.get(file)?.text ?? ts.sys.readFile(file);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
      getCurrentDirectory: () => folder,
      getDefaultLibFileName: (compilerOptions) => ts.getDefaultLibFilePath(compilerOptions),
      fileExists: (file) => ts.sys.fileExists(file),
      readFile: (file) => ts.sys.readFile(file),
      directoryExists: (file) => ts.sys.directoryExists(file),
      getDirectories: (file) => ts.sys.getDirectories(file),
      realpath: (file) => ts.sys.realpath?.(file) ?? file,
    });
  }

  /** What does not compile in `file` if this were its text. */
  errors(file: string, text: string): string[] {
    const absolute = path.join(this.#folder, file);
    const version = (this.#texts.get(absolute)?.version ?? 0) + 1;
    this.#texts.set(absolute, { text, version });
    return [
      ...this.#service.getSyntacticDiagnostics(absolute),
      ...this.#service.getSemanticDiagnostics(absolute),
    ].map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
  }
}
