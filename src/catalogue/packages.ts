import type { Blocking, Cost, Counterpart, Effects, Row } from './row.ts';

// Packages whose blocking functions the types alone do not show, or show without a counterpart. The
// names are those of their type declarations: `findUp.sync` is `import findUp from 'find-up'` up to
// version 5, `findUpSync` a named export since version 6. A function that is the whole module
// (`export =`, `export default`) has the name of its declaration: `FastGlob.sync`, `PNG.sync.read`.

const READS_DISK: Effects = { reads: ['file system', 'working directory'], fresh: true };
const WRITES_DISK: Effects = {
  reads: ['file system', 'working directory'],
  writes: ['file system'],
  readsArguments: true,
  fresh: true,
};
const COMPUTES: Effects = { readsArguments: true, fresh: true };

interface Waiting {
  readonly on: string;
  readonly cost: Cost;
  readonly effects: Effects;
  readonly details?: Partial<Blocking>;
}

const READING: Waiting = { on: 'the disk', cost: 'data', effects: READS_DISK };
const LOOKING: Waiting = { on: 'the disk', cost: 'metadata', effects: READS_DISK };
const WRITING: Waiting = { on: 'the disk', cost: 'data', effects: WRITES_DISK };
const MAKING: Waiting = { on: 'the disk', cost: 'metadata', effects: WRITES_DISK };
const COMPILING: Waiting = {
  on: 'compilation',
  cost: 'cpu',
  effects: { ...COMPUTES, reads: ['file system', 'working directory'], callsArguments: true },
};
const HASHING: Waiting = { on: 'password hashing', cost: 'cpu', effects: COMPUTES };
const ON_CHILD_PROCESS: Waiting = {
  on: 'a child process',
  cost: 'process',
  effects: {
    reads: ['file system', 'working directory', 'process'],
    writes: ['file system', 'network', 'process', 'output'],
    readsArguments: true,
    fresh: true,
  },
};
const ON_USER: Waiting = {
  on: 'the user',
  cost: 'process',
  effects: {
    reads: ['user interface'],
    writes: ['user interface', 'output'],
    callsArguments: true,
    fresh: true,
  },
};
const ON_NETWORK: Waiting = {
  on: 'the network',
  cost: 'process',
  effects: { reads: ['network'], writes: ['network'], readsArguments: true, fresh: true },
};
const ON_DATABASE: Waiting = {
  on: 'the database',
  cost: 'data',
  effects: { reads: ['file system'], writes: ['file system'], readsArguments: true },
  details: { onRequest: true },
};

function rowOf(module: string, name: string, waiting: Waiting, counterpart: Counterpart): Row {
  const { on, cost, effects, details } = waiting;
  return { module, name, blocks: { on, cost, counterpart, ...details }, effects };
}

/** One row for each pair of a blocking function and its asynchronous counterpart. */
function pairs(
  module: string,
  waiting: Waiting,
  counterparts: Readonly<Record<string, string>>,
  details: { mayReorder?: true } = {},
): Row[] {
  return Object.entries(counterparts).map(([name, asynchronous]) =>
    rowOf(module, name, waiting, { kind: 'same', name: asynchronous, module, ...details }),
  );
}

/** `copySync` → `copy` for each of the names without `Sync`. */
function synced(module: string, waiting: Waiting, names: readonly string[]): Row[] {
  return pairs(module, waiting, Object.fromEntries(names.map((name) => [`${name}Sync`, name])));
}

function advised(module: string, waiting: Waiting, text: string, names: readonly string[]): Row[] {
  return names.map((name) => rowOf(module, name, waiting, { kind: 'advice', text }));
}

const FILES: readonly Row[] = [
  ...synced('fs-extra', WRITING, [
    'copy',
    'emptyDir',
    'emptydir',
    'move',
    'outputFile',
    'outputJSON',
    'outputJson',
    'remove',
    'writeJSON',
    'writeJson',
  ]),
  ...synced('fs-extra', MAKING, [
    'createFile',
    'createLink',
    'createSymlink',
    'ensureDir',
    'ensureFile',
    'ensureLink',
    'ensureSymlink',
    'mkdirp',
    'mkdirs',
  ]),
  ...synced('fs-extra', LOOKING, ['pathExists']),
  ...synced('fs-extra', READING, ['readJSON', 'readJson']),
  ...synced('jsonfile', READING, ['readFile']),
  ...synced('jsonfile', WRITING, ['writeFile']),
  ...pairs('load-json-file', READING, {
    loadJsonFileSync: 'loadJsonFile',
    'loadJsonFile.sync': 'loadJsonFile',
  }),
  ...pairs('write-json-file', WRITING, {
    writeJsonFileSync: 'writeJsonFile',
    'writeJsonFile.sync': 'writeJsonFile',
  }),
  ...pairs('write-file-atomic', WRITING, { 'writeFile.sync': 'writeFile' }),
  ...pairs('make-dir', MAKING, {
    makeDirectorySync: 'makeDirectory',
    'makeDir.sync': 'makeDir',
  }),
  ...pairs('mkdirp', MAKING, {
    mkdirpSync: 'mkdirp',
    sync: 'mkdirp',
    'mkdirp.sync': 'mkdirp',
    manualSync: 'manual',
    nativeSync: 'native',
  }),
  ...pairs('rimraf', WRITING, {
    rimrafSync: 'rimraf',
    sync: 'rimraf',
    'rimraf.sync': 'rimraf',
    manualSync: 'manual',
    moveRemoveSync: 'moveRemove',
    nativeSync: 'native',
    posixSync: 'posix',
    windowsSync: 'windows',
  }),
  ...pairs('del', WRITING, { deleteSync: 'deleteAsync', 'del.sync': 'del' }),
  ...pairs('tempy', WRITING, {
    temporaryWriteSync: 'temporaryWrite',
    'tempy.writeSync': 'tempy.write',
  }),
  ...advised(
    'tempy',
    MAKING,
    'await `temporaryDirectoryTask`, or `mkdtemp` of `node:fs/promises`',
    ['temporaryDirectory'],
  ),
  ...advised('tmp', MAKING, 'call the function without `Sync` with a callback', [
    'dirSync',
    'fileSync',
    'tmpNameSync',
  ]),
  ...advised('proper-lockfile', WRITING, 'await `lock`, whose result is awaited to release it', [
    'lockSync',
  ]),
  ...synced('proper-lockfile', MAKING, ['unlock']),
  ...synced('proper-lockfile', LOOKING, ['check']),
];

const SEARCHES: readonly Row[] = [
  // They walk directories at once, and give files in the order in which they find them.
  ...pairs(
    'glob',
    READING,
    {
      globSync: 'glob',
      sync: 'glob',
      'glob.globSync': 'glob.glob',
      'glob.sync': 'glob',
      'Glob.walkSync': 'Glob.walk',
    },
    { mayReorder: true },
  ),
  ...advised('glob', READING, 'iterate over `globIterate` with `for await`', [
    'globIterateSync',
    'iterateSync',
    'glob.iterateSync',
    'glob.globIterateSync',
    'Glob.iterateSync',
  ]),
  ...advised('glob', READING, 'read from `globStream`', [
    'globStreamSync',
    'streamSync',
    'glob.globStreamSync',
    'glob.streamSync',
    'Glob.streamSync',
  ]),
  ...advised('glob', READING, 'call `glob` with a callback, or move to its version 9', [
    'G.GlobSync',
    'G.sync',
  ]),
  ...pairs(
    'fast-glob',
    READING,
    { 'FastGlob.globSync': 'FastGlob.glob', 'FastGlob.sync': 'FastGlob.glob' },
    { mayReorder: true },
  ),
  ...pairs(
    'globby',
    READING,
    { globbySync: 'globby', 'globby.sync': 'globby' },
    { mayReorder: true },
  ),
  ...synced('globby', READING, ['generateGlobTasks', 'isGitIgnored', 'isIgnoredByIgnoreFiles']),
  ...pairs('tinyglobby', READING, { globSync: 'glob' }, { mayReorder: true }),
  ...synced('find-up', LOOKING, ['findUp', 'findUpMultiple', 'findDown', 'pathExists']),
  ...pairs('find-up', LOOKING, { 'findUp.sync': 'findUp' }),
  ...pairs('locate-path', LOOKING, {
    locatePathSync: 'locatePath',
    'locatePath.sync': 'locatePath',
  }),
  ...pairs('path-exists', LOOKING, {
    pathExistsSync: 'pathExists',
    'pathExists.sync': 'pathExists',
  }),
  ...pairs('package-up', LOOKING, { packageUpSync: 'packageUp' }),
  ...pairs('pkg-up', LOOKING, { pkgUpSync: 'pkgUp', 'pkgUp.sync': 'pkgUp' }),
  ...pairs('read-pkg', READING, { readPackageSync: 'readPackage', 'readPkg.sync': 'readPkg' }),
  ...pairs('read-package-up', READING, { readPackageUpSync: 'readPackageUp' }),
  ...pairs('read-pkg-up', READING, {
    readPackageUpSync: 'readPackageUp',
    'readPkgUp.sync': 'readPkgUp',
  }),
  ...pairs('which', LOOKING, { 'which.sync': 'which' }),
  ...advised('resolve', LOOKING, 'call `resolve` itself with a callback', ['resolve.sync']),
  // The explorer reads when it searches, not when it is made.
  ...advised('cosmiconfig', READING, 'make the explorer with `cosmiconfig` and await its methods', [
    'PublicExplorerSync.load',
    'PublicExplorerSync.search',
    'cosmiconfigSync.load',
    'cosmiconfigSync.search',
  ]),
  ...advised('lilconfig', READING, 'make the searcher with `lilconfig` and await its methods', [
    'SyncSearcher.load',
    'SyncSearcher.search',
  ]),
];

const PROCESSES: readonly Row[] = [
  // The same properties, but another type: only a person can tell whether that matters.
  ...['execa', 'execaCommand'].map((name) =>
    rowOf('execa', `${name}Sync`, ON_CHILD_PROCESS, {
      kind: 'written',
      name,
      forms: [{ text: `await ${name}($*)`, imports: { [name]: 'execa' }, arguments: [1, 3] }],
    }),
  ),
  ...pairs('execa', ON_CHILD_PROCESS, {
    'execa.commandSync': 'execa.command',
    'execa.sync': 'execa',
  }),
  ...advised('execa', ON_CHILD_PROCESS, 'await the template without `.sync`', [
    'ExecaScriptMethod.s',
    'ExecaScriptMethod.sync',
  ]),
  ...advised(
    'cross-spawn',
    ON_CHILD_PROCESS,
    'start it with `spawn`, collect its output and wait for its `close` event',
    ['spawn.sync'],
  ),
  ...advised(
    'shelljs',
    { ...ON_CHILD_PROCESS, details: { unlessCallback: true } },
    'pass `exec` a callback, or await `execFile` of `node:child_process`, promisified',
    ['exec'],
  ),
  ...advised('shelljs', ON_CHILD_PROCESS, 'await `execFile` of `node:child_process`, promisified', [
    'cmd',
  ]),
  ...advised('shelljs', READING, 'await the function of `node:fs/promises` that does it', [
    'cat',
    'find',
    'grep',
    'head',
    'ls',
    'sort',
    'tail',
    'uniq',
  ]),
  ...advised('shelljs', WRITING, 'await the function of `node:fs/promises` that does it', [
    'cp',
    'mv',
    'rm',
    'sed',
    'ShellReturnValue.to',
    'ShellReturnValue.toEnd',
  ]),
  ...advised('shelljs', MAKING, 'await the function of `node:fs/promises` that does it', [
    'chmod',
    'ln',
    'mkdir',
    'touch',
  ]),
  ...advised('shelljs', LOOKING, 'await the function of `node:fs/promises` that does it', [
    'test',
    'which',
  ]),
];

const PEOPLE: readonly Row[] = [
  ...advised(
    'readline-sync',
    ON_USER,
    'await `question` of an interface that `createInterface` of `node:readline/promises` makes',
    [
      'keyIn',
      'keyInPause',
      'keyInSelect',
      'keyInYN',
      'keyInYNStrict',
      'prompt',
      'promptCL',
      'promptCLLoop',
      'promptLoop',
      'promptSimShell',
      'question',
      'questionEMail',
      'questionFloat',
      'questionInt',
      'questionNewPassword',
      'questionPath',
    ],
  ),
];

const WAITS: readonly Row[] = [
  ...advised('sync-request', ON_NETWORK, 'await `fetch`', ['request', 'default']),
  ...advised('sync-fetch', ON_NETWORK, 'await `fetch`', ['syncFetch']),
  rowOf(
    'deasync',
    'deasync.sleep',
    { on: 'a timer', cost: 'process', effects: { callsArguments: true } },
    {
      kind: 'written',
      name: 'setTimeout',
      forms: [
        {
          text: 'await setTimeout($1)',
          imports: { setTimeout: 'node:timers/promises' },
          arguments: 1,
        },
      ],
    },
  ),
  // While it waits, any other code runs: the effects are unknown.
  ...['deasync.loopWhile', 'deasync.runLoopOnce'].map((name): Row => ({
    module: 'deasync',
    name,
    blocks: {
      on: 'a nested event loop',
      cost: 'process',
      counterpart: { kind: 'advice', text: 'await a promise' },
    },
  })),
];

const COMPUTATIONS: readonly Row[] = [
  ...['bcrypt', 'bcryptjs'].flatMap((module) => [
    ...synced(module, HASHING, ['compare', 'hash']),
    // Sixteen random bytes: microseconds.
    ...synced(module, { ...HASHING, details: { onRequest: true } }, ['genSalt']),
  ]),
  ...pairs('sass', COMPILING, {
    compile: 'compileAsync',
    compileString: 'compileStringAsync',
  }),
  ...advised(
    'sass',
    COMPILING,
    'make the compiler with `initAsyncCompiler` and await its methods',
    ['Compiler.compile', 'Compiler.compileString'],
  ),
  ...advised('sass', COMPILING, 'await `compileAsync` or `compileStringAsync`', ['renderSync']),
  ...synced('esbuild', COMPILING, ['analyzeMetafile', 'build', 'formatMessages', 'transform']),
  ...pairs('@babel/core', COMPILING, {
    loadPartialConfig: 'loadPartialConfigAsync',
    parseSync: 'parseAsync',
    transformFileSync: 'transformFileAsync',
    transformFromAstSync: 'transformFromAstAsync',
    transformSync: 'transformAsync',
  }),
  ...pairs(
    '@babel/core',
    { ...COMPILING, details: { unlessCallback: true } },
    { parse: 'parseAsync', transform: 'transformAsync' },
  ),
  ...synced('@swc/core', COMPILING, [
    'minify',
    'parse',
    'parseFile',
    'print',
    'transform',
    'transformFile',
  ]),
  ...pairs('terser', COMPILING, { minify_sync: 'minify' }),
  ...advised(
    'pngjs',
    { on: 'image coding', cost: 'cpu', effects: COMPUTES },
    'pipe the image through a `PNG`, which is a stream',
    ['PNG.sync.read', 'PNG.sync.write'],
  ),
];

/** Synchronous by design: there is nothing to move to on the same thread. */
const DATABASES: readonly Row[] = advised(
  'better-sqlite3',
  ON_DATABASE,
  'run long queries in a worker thread',
  [
    'Database',
    'BetterSqlite3.Database.exec',
    'BetterSqlite3.Database.pragma',
    'BetterSqlite3.Statement.all',
    'BetterSqlite3.Statement.get',
    'BetterSqlite3.Statement.iterate',
    'BetterSqlite3.Statement.run',
  ],
);

/** What is known about packages. */
export const PACKAGES: readonly Row[] = [
  ...FILES,
  ...SEARCHES,
  ...PROCESSES,
  ...PEOPLE,
  ...WAITS,
  ...COMPUTATIONS,
  ...DATABASES,
];
