import path from 'node:path';
import ts from 'typescript';

/** What a `tsconfig.json` says, with these options on top. `errors` has all that is wrong with it. */
export function readTsconfig(file: string, options: ts.CompilerOptions = {}): ts.ParsedCommandLine {
  const read = ts.readConfigFile(file, (name) => ts.sys.readFile(name));
  const config: unknown = read.config;
  const parsed = ts.parseJsonConfigFileContent(config, ts.sys, path.dirname(file), options, file);
  // A file that cannot be read parses as an empty one, which includes everything.
  return read.error ? { ...parsed, errors: [read.error, ...parsed.errors] } : parsed;
}
