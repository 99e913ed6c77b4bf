import type { Blocking, Cost, Counterpart, Effects, Row, WrittenForm } from './row.ts';

// The functions of Node that hold up the event loop. What each costs was measured: an entry is
// `metadata` where its time does not grow with the size of files, directories or arguments.

const READS_DISK: Effects = { reads: ['file system', 'working directory'], fresh: true };
const WRITES_DISK: Effects = {
  reads: ['working directory'],
  writes: ['file system'],
  fresh: true,
};
const WRITES_DATA: Effects = { ...WRITES_DISK, readsArguments: true };
const READS_DESCRIPTOR: Effects = { reads: ['file system'], fresh: true };
const WRITES_DESCRIPTOR: Effects = { writes: ['file system'], fresh: true };

/** A function of `node:fs` that `node:fs/promises` has under its name without `Sync`. */
function fileSystem(
  name: string,
  cost: Cost,
  effects: Effects,
  details: {
    refusedOptions?: readonly string[];
    mayReorder?: string;
    idempotentWith?: readonly [number, string];
  } = {},
): Row {
  const asynchronous = name.slice(0, -'Sync'.length);
  const { refusedOptions, mayReorder, idempotentWith } = details;
  const counterpart: Counterpart = {
    kind: 'same',
    name: asynchronous,
    module: 'node:fs/promises',
    member: `promises.${asynchronous}`,
    ...(refusedOptions && { refusedOptions }),
    ...(mayReorder !== undefined && { mayReorder }),
  };
  return {
    module: 'node:fs',
    name,
    blocks: { on: 'the disk', cost, counterpart, ...(idempotentWith && { idempotentWith }) },
    effects,
  };
}

/** A function of `node:fs` on a descriptor, which only `openSync` gives: a `FileHandle` replaces both. */
function descriptor(name: string, cost: Cost, effects: Effects, method: string): Row {
  return {
    module: 'node:fs',
    name,
    blocks: {
      on: 'the disk',
      cost,
      counterpart: {
        kind: 'advice',
        text: `open the file with \`open\` of \`node:fs/promises\` and await \`${method}\` of its \`FileHandle\``,
      },
    },
    effects,
  };
}

const FILE_SYSTEM: readonly Row[] = [
  fileSystem('accessSync', 'metadata', READS_DISK),
  fileSystem('appendFileSync', 'data', WRITES_DATA),
  fileSystem('chmodSync', 'metadata', WRITES_DISK),
  fileSystem('chownSync', 'metadata', WRITES_DISK),
  fileSystem('copyFileSync', 'data', {
    reads: ['file system', 'working directory'],
    writes: ['file system'],
    fresh: true,
  }),
  fileSystem('cpSync', 'data', {
    reads: ['file system', 'working directory'],
    writes: ['file system'],
    callsArguments: true,
    fresh: true,
  }),
  {
    module: 'node:fs',
    name: 'existsSync',
    blocks: {
      on: 'the disk',
      cost: 'metadata',
      counterpart: {
        kind: 'written',
        name: 'access',
        forms: [
          {
            text: 'await access($1).then(() => true, () => false)',
            imports: { access: 'node:fs/promises' },
            arguments: 1,
          },
        ],
      },
    },
    effects: READS_DISK,
  },
  {
    module: 'node:fs',
    name: 'globSync',
    blocks: {
      on: 'the disk',
      cost: 'data',
      counterpart: {
        kind: 'advice',
        text: 'iterate over `glob` of `node:fs/promises` with `for await`',
      },
    },
    effects: { ...READS_DISK, callsArguments: true },
  },
  fileSystem('lchownSync', 'metadata', WRITES_DISK),
  fileSystem('linkSync', 'metadata', WRITES_DISK),
  fileSystem('lstatSync', 'metadata', READS_DISK, { refusedOptions: ['throwIfNoEntry'] }),
  fileSystem('lutimesSync', 'metadata', WRITES_DISK),
  fileSystem('mkdirSync', 'metadata', WRITES_DISK, { idempotentWith: [2, 'recursive'] }),
  {
    module: 'node:fs',
    name: 'mkdtempDisposableSync',
    blocks: {
      on: 'the disk',
      cost: 'metadata',
      counterpart: {
        kind: 'advice',
        text: 'await `mkdtempDisposable` of `node:fs/promises` and declare its result with `await using`',
      },
    },
    effects: WRITES_DISK,
  },
  fileSystem('mkdtempSync', 'metadata', WRITES_DISK),
  {
    module: 'node:fs',
    name: 'openSync',
    blocks: {
      on: 'the disk',
      cost: 'metadata',
      counterpart: {
        kind: 'advice',
        text: 'await `open` of `node:fs/promises` and use the methods of its `FileHandle` in place of the descriptor',
      },
    },
    effects: WRITES_DISK,
  },
  fileSystem('opendirSync', 'metadata', READS_DISK),
  fileSystem('readFileSync', 'data', READS_DISK),
  fileSystem('readdirSync', 'data', READS_DISK, { mayReorder: 'recursive' }),
  fileSystem('readlinkSync', 'metadata', READS_DISK),
  {
    module: 'node:fs',
    name: 'realpathSync',
    blocks: {
      on: 'the disk',
      cost: 'metadata',
      counterpart: {
        kind: 'advice',
        text: 'await `realpath` of `node:fs/promises`, which resolves as `realpathSync.native` does',
      },
    },
    effects: READS_DISK,
  },
  {
    module: 'node:fs',
    name: 'realpathSync.native',
    blocks: {
      on: 'the disk',
      cost: 'metadata',
      counterpart: {
        kind: 'same',
        name: 'realpath',
        module: 'node:fs/promises',
        member: 'promises.realpath',
      },
    },
    effects: READS_DISK,
  },
  fileSystem('renameSync', 'metadata', WRITES_DISK),
  fileSystem('rmSync', 'data', WRITES_DISK, { idempotentWith: [2, 'force'] }),
  fileSystem('rmdirSync', 'metadata', WRITES_DISK),
  fileSystem('statSync', 'metadata', READS_DISK, { refusedOptions: ['throwIfNoEntry'] }),
  fileSystem('statfsSync', 'metadata', READS_DISK),
  fileSystem('symlinkSync', 'metadata', WRITES_DISK),
  fileSystem('truncateSync', 'metadata', WRITES_DISK),
  fileSystem('unlinkSync', 'metadata', WRITES_DISK),
  fileSystem('utimesSync', 'metadata', WRITES_DISK),
  fileSystem('writeFileSync', 'data', WRITES_DATA),

  descriptor('closeSync', 'metadata', WRITES_DESCRIPTOR, 'close'),
  descriptor('fchmodSync', 'metadata', WRITES_DESCRIPTOR, 'chmod'),
  descriptor('fchownSync', 'metadata', WRITES_DESCRIPTOR, 'chown'),
  descriptor('fdatasyncSync', 'data', WRITES_DESCRIPTOR, 'datasync'),
  descriptor('fstatSync', 'metadata', READS_DESCRIPTOR, 'stat'),
  descriptor('fsyncSync', 'data', WRITES_DESCRIPTOR, 'sync'),
  descriptor('ftruncateSync', 'metadata', WRITES_DESCRIPTOR, 'truncate'),
  descriptor('futimesSync', 'metadata', WRITES_DESCRIPTOR, 'utimes'),
  descriptor('readSync', 'data', { ...READS_DESCRIPTOR, writesArguments: true }, 'read'),
  descriptor('readvSync', 'data', { ...READS_DESCRIPTOR, writesArguments: true }, 'readv'),
  descriptor('writeSync', 'data', { ...WRITES_DESCRIPTOR, readsArguments: true }, 'write'),
  descriptor('writevSync', 'data', { ...WRITES_DESCRIPTOR, readsArguments: true }, 'writev'),

  method('node:fs', 'Dir.readSync', 'the disk', 'metadata', 'Dir.read', {
    reads: ['file system'],
    writes: ['state'],
    fresh: true,
  }),
  method('node:fs', 'Dir.closeSync', 'the disk', 'metadata', 'Dir.close', {
    writes: ['state'],
    fresh: true,
  }),
  {
    module: 'node:fs',
    name: 'Utf8Stream.flushSync',
    blocks: {
      on: 'the disk',
      cost: 'data',
      counterpart: { kind: 'advice', text: 'call `flush` with a callback' },
    },
    effects: { writes: ['state', 'file system'], fresh: true },
  },
];

/** A method with an asynchronous one beside it on the same receiver. */
function method(
  module: string,
  name: string,
  on: string,
  cost: Cost,
  counterpart: string,
  effects?: Effects,
): Row {
  return {
    module,
    name,
    blocks: { on, cost, counterpart: { kind: 'same', name: counterpart, module } },
    ...(effects && { effects }),
  };
}

const RUNS_A_PROCESS: Effects = {
  reads: ['file system', 'working directory', 'process'],
  writes: ['file system', 'network', 'process', 'output'],
  readsArguments: true,
  fresh: true,
};

const PROMISIFIED_EXEC = { promisify: 'node:util', exec: 'node:child_process' };
const PROMISIFIED_EXEC_FILE = { promisify: 'node:util', execFile: 'node:child_process' };

/** The options of `execSync` that `exec` honours, too: not `stdio`, not `input`. */
const EXEC_OPTIONS = [
  'cwd',
  'env',
  'shell',
  'timeout',
  'maxBuffer',
  'killSignal',
  'uid',
  'gid',
  'windowsHide',
];
const EXEC_OPTIONS_AND_ENCODING = [...EXEC_OPTIONS, 'encoding'];

const CHILD_PROCESS: readonly Row[] = [
  {
    module: 'node:child_process',
    name: 'execSync',
    blocks: {
      on: 'a child process',
      cost: 'process',
      counterpart: {
        kind: 'written',
        name: 'exec',
        // In this order: without an encoding the sync function gives a buffer, and `exec` a string.
        forms: [
          {
            text: "(await promisify(exec)($1, { encoding: 'buffer' })).stdout",
            imports: PROMISIFIED_EXEC,
            arguments: 1,
          },
          {
            text: "(await promisify(exec)($1, { ...$2, encoding: 'buffer' })).stdout",
            imports: PROMISIFIED_EXEC,
            arguments: 2,
            options: { 2: EXEC_OPTIONS },
          },
          {
            text: '(await promisify(exec)($1, $2)).stdout',
            imports: PROMISIFIED_EXEC,
            arguments: 2,
            options: { 2: EXEC_OPTIONS_AND_ENCODING },
          },
        ],
      },
    },
    effects: RUNS_A_PROCESS,
  },
  {
    module: 'node:child_process',
    name: 'execFileSync',
    blocks: {
      on: 'a child process',
      cost: 'process',
      counterpart: {
        kind: 'written',
        name: 'execFile',
        forms: [
          {
            text: "(await promisify(execFile)($1, { encoding: 'buffer' })).stdout",
            imports: PROMISIFIED_EXEC_FILE,
            arguments: 1,
          },
          {
            text: "(await promisify(execFile)($1, { ...$2, encoding: 'buffer' })).stdout",
            imports: PROMISIFIED_EXEC_FILE,
            arguments: 2,
            options: { 2: EXEC_OPTIONS },
          },
          {
            text: '(await promisify(execFile)($1, $2)).stdout',
            imports: PROMISIFIED_EXEC_FILE,
            arguments: 2,
            options: { 2: EXEC_OPTIONS_AND_ENCODING },
          },
          {
            text: "(await promisify(execFile)($1, $2, { encoding: 'buffer' })).stdout",
            imports: PROMISIFIED_EXEC_FILE,
            arguments: 2,
            arrays: [2],
          },
          {
            text: "(await promisify(execFile)($1, $2, { ...$3, encoding: 'buffer' })).stdout",
            imports: PROMISIFIED_EXEC_FILE,
            arguments: 3,
            options: { 3: EXEC_OPTIONS },
          },
          {
            text: '(await promisify(execFile)($1, $2, $3)).stdout',
            imports: PROMISIFIED_EXEC_FILE,
            arguments: 3,
            options: { 3: EXEC_OPTIONS_AND_ENCODING },
          },
        ],
      },
    },
    effects: RUNS_A_PROCESS,
  },
  {
    module: 'node:child_process',
    name: 'spawnSync',
    blocks: {
      on: 'a child process',
      cost: 'process',
      counterpart: {
        kind: 'advice',
        text: 'start it with `spawn`, collect its output and wait for its `close` event',
      },
    },
    effects: RUNS_A_PROCESS,
  },
];

const COMPUTES: Effects = { readsArguments: true, fresh: true };

/** A function of `node:crypto` or `node:zlib` whose callback form gives the same value. */
function promisified(
  module: string,
  name: string,
  on: string,
  asynchronous: string,
  argumentCounts: number | readonly [number, number],
  details: { effects?: Effects; text?: string; exact?: true; rest?: Partial<Blocking> } = {},
): Row {
  const form: WrittenForm = {
    text: details.text ?? `await promisify(${asynchronous})($*)`,
    imports: { promisify: 'node:util', [asynchronous]: module },
    arguments: argumentCounts,
    ...(details.exact && { exact: true }),
  };
  return {
    module,
    name,
    blocks: {
      on,
      cost: 'cpu',
      counterpart: { kind: 'written', name: asynchronous, forms: [form] },
      ...details.rest,
    },
    effects: details.effects ?? COMPUTES,
  };
}

// TypeScript sees only one overload of a function that it promisifies, so that those with optional
// options need type arguments.
const CRYPTO: readonly Row[] = [
  promisified('node:crypto', 'argon2Sync', 'key derivation', 'argon2', 2),
  promisified('node:crypto', 'pbkdf2Sync', 'key derivation', 'pbkdf2', 5),
  promisified('node:crypto', 'hkdfSync', 'key derivation', 'hkdf', 5),
  {
    module: 'node:crypto',
    name: 'scryptSync',
    blocks: {
      on: 'key derivation',
      cost: 'cpu',
      counterpart: {
        kind: 'written',
        name: 'scrypt',
        forms: [
          {
            text: "await promisify$<string | NodeJS.ArrayBufferView, string | NodeJS.ArrayBufferView, number, ReturnType<typeof import('node:crypto').scryptSync>>(scrypt)($*)",
            imports: { promisify: 'node:util', scrypt: 'node:crypto' },
            arguments: 3,
          },
          {
            text: "await promisify$<string | NodeJS.ArrayBufferView, string | NodeJS.ArrayBufferView, number, object, ReturnType<typeof import('node:crypto').scryptSync>>(scrypt)($*)",
            imports: { promisify: 'node:util', scrypt: 'node:crypto' },
            arguments: 4,
          },
        ],
      },
    },
    effects: COMPUTES,
  },
  promisified('node:crypto', 'generateKeyPairSync', 'key generation', 'generateKeyPair', 2),
  promisified('node:crypto', 'generateKeySync', 'key generation', 'generateKey', 2),
  {
    module: 'node:crypto',
    name: 'generatePrimeSync',
    blocks: {
      on: 'the search for a prime',
      cost: 'cpu',
      counterpart: {
        kind: 'written',
        name: 'generatePrime',
        forms: [
          {
            text: 'await promisify$<number, ArrayBuffer>(generatePrime)($*)',
            imports: { promisify: 'node:util', generatePrime: 'node:crypto' },
            arguments: 1,
          },
          {
            text: 'await promisify$<number, object, ArrayBuffer>(generatePrime)($*)',
            imports: { promisify: 'node:util', generatePrime: 'node:crypto' },
            arguments: 2,
            options: { 2: ['add', 'rem', 'safe'] },
          },
        ],
      },
    },
    effects: COMPUTES,
  },
  {
    module: 'node:crypto',
    name: 'checkPrimeSync',
    blocks: {
      on: 'a primality test',
      cost: 'cpu',
      counterpart: {
        kind: 'written',
        name: 'checkPrime',
        forms: [
          {
            text: 'await promisify$<NodeJS.ArrayBufferView | ArrayBuffer | bigint, boolean>(checkPrime)($*)',
            imports: { promisify: 'node:util', checkPrime: 'node:crypto' },
            arguments: 1,
          },
          {
            text: 'await promisify$<NodeJS.ArrayBufferView | ArrayBuffer | bigint, object, boolean>(checkPrime)($*)',
            imports: { promisify: 'node:util', checkPrime: 'node:crypto' },
            arguments: 2,
          },
        ],
      },
    },
    effects: COMPUTES,
  },
  {
    module: 'node:crypto',
    name: 'createDiffieHellman',
    blocks: {
      on: 'the search for a prime',
      cost: 'cpu',
      counterpart: {
        kind: 'advice',
        text: 'take a known group with `getDiffieHellman`, or find the prime with `generatePrime`',
      },
      onRequest: true,
    },
    effects: COMPUTES,
  },
  // Microseconds for the sizes in common use: 2 µs for 32 bytes, against 150 µs for a megabyte.
  promisified('node:crypto', 'randomBytes', 'the random generator', 'randomBytes', 1, {
    effects: { callsArguments: true, fresh: true },
    rest: { onRequest: true, unlessCallback: true },
  }),
  {
    module: 'node:crypto',
    name: 'randomFillSync',
    blocks: {
      on: 'the random generator',
      cost: 'cpu',
      counterpart: {
        kind: 'advice',
        text: 'call `randomFill` with a callback, which fills on the thread pool',
      },
      onRequest: true,
    },
    effects: { writesArguments: true },
  },
  // A quarter of a millisecond for an RSA signature of 2048 bits.
  ...['sign', 'verify', 'diffieHellman', 'encapsulate', 'decapsulate'].map((name): Row => ({
    module: 'node:crypto',
    name,
    blocks: {
      on: 'public-key cryptography',
      cost: 'cpu',
      counterpart: {
        kind: 'advice',
        text: `pass \`${name}\` a callback, which moves the work to the thread pool`,
      },
      onRequest: true,
      unlessCallback: true,
    },
    effects: { ...COMPUTES, keepsArguments: true },
  })),
];

const ZLIB: readonly Row[] = [
  ...['brotliCompress', 'deflate', 'deflateRaw', 'gzip', 'zstdCompress'].map((name) =>
    promisified('node:zlib', `${name}Sync`, 'compression', name, [1, 2], { exact: true }),
  ),
  ...['brotliDecompress', 'gunzip', 'inflate', 'inflateRaw', 'unzip', 'zstdDecompress'].map(
    (name) =>
      promisified('node:zlib', `${name}Sync`, 'decompression', name, [1, 2], { exact: true }),
  ),
];

// The archives of `node:zlib` (since Node 26.8) have each method twice.
const ZIP: readonly Row[] = [
  method('node:zlib', 'ZipBuffer.addSync', 'compression', 'cpu', 'ZipBuffer.add'),
  method('node:zlib', 'ZipBuffer.toBufferSync', 'compression', 'cpu', 'ZipBuffer.toBuffer'),
  method('node:zlib', 'ZipEntry.contentSync', 'decompression', 'cpu', 'ZipEntry.content'),
  method('node:zlib', 'ZipEntry.createSync', 'compression', 'cpu', 'ZipEntry.create'),
  method('node:zlib', 'ZipFile.addEntrySync', 'the disk', 'data', 'ZipFile.addEntry'),
  method('node:zlib', 'ZipFile.addSync', 'the disk', 'data', 'ZipFile.add'),
  method('node:zlib', 'ZipFile.closeSync', 'the disk', 'metadata', 'ZipFile.close'),
  method('node:zlib', 'ZipFile.deleteSync', 'the disk', 'data', 'ZipFile.delete'),
  method('node:zlib', 'ZipFile.getSync', 'the disk', 'metadata', 'ZipFile.get'),
  method('node:zlib', 'ZipFile.openSync', 'the disk', 'data', 'ZipFile.open'),
  ...[
    ['createZipArchiveSync', 'cpu', 'pipe `createZipArchive`, which is a stream'],
    ['ZipFile.compactSync', 'data', 'pipe `compact`, which is a stream'],
    ['ZipFile.entriesSync', 'data', 'iterate over `entries` and await each entry'],
    ['ZipFile.valuesSync', 'data', 'iterate over `values` and await each entry'],
    ['ZipFile.forEachSync', 'data', 'iterate over `entries` and await each entry'],
  ].map(([name = '', cost, advice = '']): Row => ({
    module: 'node:zlib',
    name,
    blocks: {
      on: cost === 'cpu' ? 'compression' : 'the disk',
      cost: cost === 'cpu' ? 'cpu' : 'data',
      counterpart: { kind: 'advice', text: advice },
    },
  })),
];

/** `node:sqlite` is synchronous by design: there is nothing to move to on the same thread. */
const SQLITE: readonly Row[] = [
  ...['', 'open', 'close', 'exec', 'prepare', 'serialize', 'deserialize', 'applyChangeset'].map(
    (name) => (name === '' ? 'DatabaseSync' : `DatabaseSync.${name}`),
  ),
  ...['all', 'get', 'iterate', 'run'].flatMap((name) => [
    `StatementSync.${name}`,
    `SQLTagStore.${name}`,
  ]),
  'Session.changeset',
  'Session.patchset',
].map((name) => ({
  module: 'node:sqlite',
  name,
  blocks: {
    on: 'the database',
    cost: 'data',
    counterpart: { kind: 'advice', text: 'run long queries in a worker thread' },
    onRequest: true,
  },
}));

const PROCESS: readonly Row[] = [
  {
    module: 'global',
    name: 'NodeJS.Process.loadEnvFile',
    blocks: {
      on: 'the disk',
      cost: 'data',
      counterpart: {
        kind: 'advice',
        text: 'load it at start-up, or await `readFile` and parse the text with `parseEnv` of `node:util`',
      },
    },
    effects: {
      reads: ['file system', 'working directory'],
      writes: ['process'],
      fresh: true,
    },
  },
  {
    module: 'node:v8',
    name: 'writeHeapSnapshot',
    blocks: {
      on: 'a heap snapshot',
      cost: 'cpu',
      counterpart: {
        kind: 'advice',
        text: 'run the code in a `Worker` and await its `getHeapSnapshot()`',
      },
      onRequest: true,
    },
    effects: { reads: ['working directory'], writes: ['file system'], fresh: true },
  },
  {
    module: 'node:inspector',
    name: 'waitForDebugger',
    blocks: {
      on: 'a debugger',
      cost: 'process',
      counterpart: { kind: 'advice', text: 'start Node with `--inspect-wait`' },
      onRequest: true,
    },
  },
];

/** The functions, methods and constructors of Node's built-in modules that block the event loop. */
export const NODE_BLOCKING: readonly Row[] = [
  ...FILE_SYSTEM,
  ...CHILD_PROCESS,
  ...CRYPTO,
  ...ZLIB,
  ...ZIP,
  ...SQLITE,
  ...PROCESS,
];
