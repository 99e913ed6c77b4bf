import ts from 'typescript';

/** What TypeScript would refuse of a text on its own, without the types of other files. */
export class SyntaxErrors {
  readonly #options: ts.CompilerOptions;

  constructor(options: ts.CompilerOptions) {
    this.#options = {
      ...options,
      noLib: true,
      noResolve: true,
      types: [],
      allowJs: true,
      checkJs: true,
      noEmit: true,
      composite: false,
      incremental: false,
      isolatedModules: false,
      isolatedDeclarations: false,
    };
  }

  /** The messages by how often each occurs. */
  of(file: string, text: string): Map<string, number> {
    const host: ts.CompilerHost = {
      fileExists: (name) => name === file || ts.sys.fileExists(name),
      readFile: (name) => (name === file ? text : ts.sys.readFile(name)),
      getSourceFile: (name, options) =>
        name === file ? ts.createSourceFile(name, text, options) : undefined,
      getDefaultLibFileName: () => 'lib.d.ts',
      getCurrentDirectory: () => '/',
      getCanonicalFileName: (name) => name,
      useCaseSensitiveFileNames: () => true,
      getNewLine: () => '\n',
      writeFile: () => undefined,
    };
    const program = ts.createProgram({ rootNames: [file], options: this.#options, host });
    const source = program.getSourceFile(file);
    const found = new Map<string, number>();
    for (const { code, messageText } of [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ]) {
      if (!isOfSyntax(code)) continue;
      const message = `TS${String(code)} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
      found.set(message, (found.get(message) ?? 0) + 1);
    }
    return found;
  }

  /** A message that `after` has more often than `before`. */
  added(before: Map<string, number>, after: Map<string, number>): string | undefined {
    return [...after].find(([message, times]) => times > (before.get(message) ?? 0))?.[0];
  }
}

/** Messages from 1000 on are about grammar; some of them need the types of the library all the same. */
function isOfSyntax(code: number): boolean {
  return (code >= 1000 && code < 2000 && !ABOUT_TYPES.has(code)) || ABOUT_NAMES.has(code);
}

const ABOUT_TYPES = new Set([1055, 1058, 1059, 1060, 1062, 1064, 1065, 1320, 1321, 1322]);
/** Declared twice, or read before it is declared. */
const ABOUT_NAMES = new Set([2300, 2448, 2451]);
