// npm run field:misses -- [package …] [--plugin file]
//
// Looks for what `no-blocking-call` overlooks. Lists the calls of Node's and the platform's
// blocking functions in async functions, found with TypeScript alone and without the plugin's
// code, and prints those that the rule does not report. Each needs a reason or is a bug.
import path from 'node:path';
import { parseArgs } from 'node:util';
import ts from 'typescript';

import { eachPackage } from './each-package.ts';
import type { Finding } from './lint-package.ts';
import { inOwnProcess } from './own-process.ts';
import { type PreparedPackage } from './prepare-package.ts';
import { readTsconfig } from './tsconfig-file.ts';

interface BlockingCall {
  readonly file: string;
  readonly test: boolean;
  readonly name: string;
  readonly code: string;
  /** Line and column of the callee, and where it ends, from 1. */
  readonly start: Place;
  readonly end: Place;
  /** `async function`, or how the callback that holds the call is called inside one. */
  readonly place: string;
}

interface Place {
  readonly line: number;
  readonly column: number;
}

/** Blocking functions of Node and the platform whose names do not end in `Sync`. */
const OTHER_NAMES = new Set([
  'Atomics.wait',
  'alert',
  'confirm',
  'prompt',
  'WebAssembly.Module',
  'WebAssembly.Instance',
  'writeHeapSnapshot',
]);
/** Those that block unless the last argument is a callback. */
const WITHOUT_CALLBACK = new Set(['randomBytes', 'randomFill', 'randomInt', 'sign', 'verify']);
/** Names in `Sync` that wait for nothing. */
const NOT_BLOCKING = new Set(['syncBuiltinESMExports']);

/** Functions that call a function argument before they return. */
const IN_PLACE = new Set(
  'map forEach filter some every find findIndex findLast findLastIndex reduce reduceRight flatMap sort toSorted from replace replaceAll'.split(
    ' ',
  ),
);

const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { plugin: { type: 'string', default: 'dist/index.js' } },
});

let all = 0;
let unreported = 0;
await eachPackage(wanted, check);
console.log(`${String(all)} calls in async functions, ${String(unreported)} not reported.`);

async function check(prepared: PreparedPackage): Promise<void> {
  const lint = await inOwnProcess('lint', {
    prepared,
    directory: prepared.directory,
    plugin: options.plugin,
    preset: 'all',
    write: false,
  });
  const reports = lint.findings.filter(({ rule }) => rule === 'no-blocking-call');
  const calls = blockingCallsOf(prepared);
  const missing = calls.filter((call) => !reports.some((report) => isAt(report, call)));
  all += calls.length;
  unreported += missing.length;

  console.log(
    `${prepared.name} ${prepared.version}: ${String(calls.length)} calls in async functions, ${String(missing.length)} not reported; the rule reports ${String(reports.length)}.`,
  );
  const [crash] = lint.crashes;
  if (crash) {
    console.log(
      `  ${String(lint.crashes.length)} CRASHES, the first of ${crash.rule || 'the parser'} in ${crash.file}: ${crash.error.replaceAll('\n', ' ')}`,
    );
  }
  for (const { file, test, name, code, start, place } of missing) {
    console.log(
      `  ${file}:${String(start.line)}:${String(start.column)} ${name}, in ${place}${test ? ', in a test' : ''}\n      ${code}`,
    );
  }
}

function isAt(report: Finding, { file, start, end }: BlockingCall): boolean {
  return (
    report.file === file &&
    !isBefore(report, start) &&
    isBefore({ line: report.line, column: report.column }, end)
  );
}

function isBefore(a: Place, b: Place): boolean {
  return a.line < b.line || (a.line === b.line && a.column < b.column);
}

function blockingCallsOf({ directory, sources, tests }: PreparedPackage): BlockingCall[] {
  const program = programOf(directory, [...sources, ...tests]);
  const checker = program.getTypeChecker();
  const isTest = new Set(tests);
  const calls: BlockingCall[] = [];
  for (const file of [...sources, ...tests]) {
    const source = program.getSourceFile(path.join(directory, file));
    if (source === undefined) continue;
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
        const name = blockingName(node, checker, program);
        const place = name === undefined ? undefined : asyncPlace(node);
        if (name !== undefined && place !== undefined) {
          const start = node.expression.getStart(source);
          const { line, character } = source.getLineAndCharacterOfPosition(start);
          const end = source.getLineAndCharacterOfPosition(node.expression.getEnd());
          calls.push({
            file,
            test: isTest.has(file),
            name,
            code: source.text.split('\n')[line]?.trim() ?? '',
            start: { line: line + 1, column: character + 1 },
            end: { line: end.line + 1, column: end.character + 1 },
            place,
          });
        }
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return calls;
}

function programOf(directory: string, files: readonly string[]): ts.Program {
  const parsed = readTsconfig(path.join(directory, 'tsconfig.json'));
  const rootNames = new Set([
    ...parsed.fileNames,
    ...files.map((file) => path.join(directory, file).replaceAll('\\', '/')),
  ]);
  return ts.createProgram({ rootNames: [...rootNames], options: parsed.options });
}

/** The name of the blocking function that this calls, or nothing. */
function blockingName(
  node: ts.CallExpression | ts.NewExpression,
  checker: ts.TypeChecker,
  program: ts.Program,
): string | undefined {
  const declaration = checker.getResolvedSignature(node)?.declaration;
  if (declaration === undefined) return undefined;
  const file = declaration.getSourceFile();
  const isNode = file.fileName.includes('/node_modules/@types/node/');
  if (!isNode && !program.isSourceFileDefaultLibrary(file)) return undefined;

  const names = namesAround(declaration);
  const own = names.at(-1) ?? '';
  const path = names.join('.');
  if (NOT_BLOCKING.has(own)) return undefined;
  if (names.some((name) => /Sync(?:Function|Constructor)?$/u.test(name))) return path;
  if (OTHER_NAMES.has(own) || OTHER_NAMES.has(names.slice(-2).join('.'))) return path;
  if (isNode && WITHOUT_CALLBACK.has(own) && file.fileName.endsWith('/crypto.d.ts')) {
    const last = node.arguments?.at(-1);
    const isMethod = ts.isMethodSignature(declaration) || ts.isMethodDeclaration(declaration);
    if (isMethod || (last !== undefined && isFunction(last, checker))) return undefined;
    return path;
  }
  const isRequest = names.includes('XMLHttpRequest') && own === 'open';
  if (isRequest && node.arguments?.[2]?.kind === ts.SyntaxKind.FalseKeyword) return path;
  if (ts.isNewExpression(node) && path === 'new') {
    const text = node.expression.getText();
    if (OTHER_NAMES.has(text)) return text;
  }
  return undefined;
}

function isFunction(node: ts.Expression, checker: ts.TypeChecker): boolean {
  return checker.getTypeAtLocation(node).getCallSignatures().length > 0;
}

/** `['realpathSync', 'native']`: the names of a declaration and of what it stands in, without modules. */
function namesAround(declaration: ts.Node): string[] {
  const names: string[] = [];
  for (let node: ts.Node = declaration; !ts.isSourceFile(node); node = node.parent) {
    if (ts.isModuleDeclaration(node) && ts.isStringLiteral(node.name)) break;
    const name = ts.getNameOfDeclaration(node as ts.Declaration);
    if (name && (ts.isIdentifier(name) || ts.isStringLiteral(name))) names.unshift(name.text);
    else if (ts.isConstructSignatureDeclaration(node)) names.unshift('new');
  }
  return names;
}

/** How the code around a node is async: the nearest function that is not called in place decides. */
function asyncPlace(node: ts.Node): string | undefined {
  const inside: string[] = [];
  for (let at = node.parent; !ts.isSourceFile(at); at = at.parent) {
    if (ts.isClassStaticBlockDeclaration(at) || ts.isPropertyDeclaration(at)) return undefined;
    if (!ts.isFunctionLike(at)) continue;
    const modifiers = ts.canHaveModifiers(at) ? ts.getModifiers(at) : undefined;
    if (modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword)) {
      return ['an async function', ...inside].join(', ');
    }
    const caller = calledInPlaceBy(at);
    if (caller === undefined) return undefined;
    inside.push(`a callback of ${caller}`);
  }
  return undefined;
}

function calledInPlaceBy(node: ts.Node): string | undefined {
  if (!ts.isArrowFunction(node) && !ts.isFunctionExpression(node)) return undefined;
  let outer: ts.Node = node;
  while (ts.isParenthesizedExpression(outer.parent)) outer = outer.parent;
  const call = outer.parent;
  if (!ts.isCallExpression(call)) return undefined;
  if (call.expression === outer) return 'nobody else';
  if (!call.arguments.some((argument) => argument === outer)) return undefined;
  const name = ts.isPropertyAccessExpression(call.expression) ? call.expression.name.text : '';
  return IN_PLACE.has(name) ? name : undefined;
}
