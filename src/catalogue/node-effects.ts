import { effectsOf, PURE, READS_ITEMS } from './effects-of.ts';
import { NODE_BLOCKING } from './node-blocking.ts';
import type { Effects, Row } from './row.ts';

// Effects of the functions of Node that do not block. Where type declarations have moved a thing
// between modules, every place that a supported version of @types/node has had is given.

const READS_ARGUMENTS: Effects = { readsArguments: true, fresh: true };
const READS_STATE: Effects = { reads: ['state'], fresh: true };
const WRITES_STATE: Effects = { writes: ['state'], fresh: true };
const READS_CLOCK: Effects = { reads: ['clock'], fresh: true };
const READS_PROCESS: Effects = { reads: ['process'], fresh: true };
const READS_DIRECTORY: Effects = { reads: ['working directory'], fresh: true };
const WRITES_ITEMS: Effects = { writes: ['items'], readsArguments: true };
const WRITES_OUTPUT: Effects = { writes: ['output'], readsArguments: true, fresh: true };
const ON_NETWORK: Effects = {
  reads: ['network'],
  writes: ['network'],
  readsArguments: true,
  keepsArguments: true,
  fresh: true,
};
const RUNS_A_PROCESS: Effects = {
  reads: ['file system', 'working directory', 'process'],
  writes: ['file system', 'network', 'process', 'output'],
  readsArguments: true,
  keepsArguments: true,
  fresh: true,
};

/** The promise and the callback form of each `fs` function do what its sync form does. */
const FILE_SYSTEM_FORMS: readonly Row[] = NODE_BLOCKING.flatMap(
  ({ module, name, blocks, effects }): Row[] => {
    if (module !== 'node:fs' || !effects || name.includes('.') || !name.endsWith('Sync')) return [];
    const asynchronous = name.slice(0, -'Sync'.length);
    const withCallback = {
      module,
      name: asynchronous,
      effects: { ...effects, keepsArguments: true },
    };
    return [
      ...(name === 'existsSync' || name === 'mkdtempDisposableSync' ? [] : [withCallback as Row]),
      ...(blocks?.counterpart.kind === 'same'
        ? [{ module, name: `promises.${asynchronous}`, effects }]
        : []),
    ];
  },
);

const READS_DISK: Effects = { reads: ['file system', 'working directory'], fresh: true };
const WRITES_DISK: Effects = {
  reads: ['working directory'],
  writes: ['file system'],
  fresh: true,
};

const FILE_SYSTEM: readonly Row[] = [
  ...FILE_SYSTEM_FORMS,
  ...effectsOf('node:fs', READS_DISK, ['promises.realpath', 'createReadStream', 'openAsBlob']),
  ...effectsOf('node:fs', WRITES_DISK, [
    'promises.open',
    'promises.mkdtempDisposable',
    'createWriteStream',
  ]),
  ...effectsOf('node:fs', { ...READS_DISK, callsArguments: true }, ['promises.glob']),
  ...effectsOf('node:fs', { ...READS_DISK, keepsArguments: true }, [
    'exists',
    'realpath.native',
    'watch',
    'watchFile',
    'promises.watch',
  ]),
  ...effectsOf('node:fs', WRITES_STATE, ['unwatchFile']),
  ...effectsOf(['node:fs#StatsBase', 'node:fs#Dirent'], PURE, [
    'isBlockDevice',
    'isCharacterDevice',
    'isDirectory',
    'isFIFO',
    'isFile',
    'isSocket',
    'isSymbolicLink',
  ]),
  ...effectsOf(
    'node:fs#promises.FileHandle',
    { reads: ['file system'], writes: ['state'], writesArguments: true, fresh: true },
    ['read', 'readv', 'readFile', 'stat'],
  ),
  ...effectsOf(
    'node:fs#promises.FileHandle',
    { writes: ['file system', 'state'], readsArguments: true, fresh: true },
    [
      'appendFile',
      'chmod',
      'chown',
      'close',
      'datasync',
      'sync',
      'truncate',
      'utimes',
      'write',
      'writeFile',
      'writev',
    ],
  ),
];

const PATHS: readonly Row[] = [
  ...effectsOf(['node:path#path', 'node:path#path.PlatformPath'], PURE, [
    'basename',
    'dirname',
    'extname',
    'format',
    'isAbsolute',
    'join',
    'matchesGlob',
    'normalize',
    'parse',
    'toNamespacedPath',
  ]),
  ...effectsOf(['node:path#path', 'node:path#path.PlatformPath'], READS_DIRECTORY, [
    'relative',
    'resolve',
  ]),
  ...effectsOf('node:url', PURE, [
    'domainToASCII',
    'domainToUnicode',
    'fileURLToPath',
    'format',
    'parse',
    'resolve',
    'urlToHttpOptions',
  ]),
  ...effectsOf('node:url', READS_DIRECTORY, ['pathToFileURL']),
  ...effectsOf('node:querystring', READS_ARGUMENTS, ['escape', 'parse', 'stringify', 'unescape']),
];

const ENCODINGS = ['16BE', '16LE', '32BE', '32LE', '8'];
const INTEGERS = ['Int', 'UInt', 'Uint'].flatMap((type) => [
  ...ENCODINGS.map((encoding) => `${type}${encoding}`),
  `${type}BE`,
  `${type}LE`,
]);
const BIG_INTEGERS = ['BigInt64', 'BigUInt64', 'BigUint64', 'Float', 'Double'].flatMap((type) => [
  `${type}BE`,
  `${type}LE`,
]);
const NUMBERS = [...INTEGERS, ...BIG_INTEGERS];

const VALUES: readonly Row[] = [
  ...effectsOf('global#Buffer', PURE, ['alloc', 'allocUnsafe', 'allocUnsafeSlow', 'isBuffer']),
  ...effectsOf('global#Buffer', PURE, ['isEncoding']),
  ...effectsOf('global#Buffer', READS_ARGUMENTS, [
    'byteLength',
    'compare',
    'concat',
    'copyBytesFrom',
    'of',
  ]),
  // Of an ArrayBuffer, the new buffer is a view.
  ...effectsOf('global#Buffer', { readsArguments: true }, ['from']),
  ...effectsOf('global#Buffer', { ...READS_ITEMS, readsArguments: true }, [
    'equals',
    'includes',
    'indexOf',
    'lastIndexOf',
    'toJSON',
    'toString',
    ...NUMBERS.map((number) => `read${number}`),
  ]),
  ...effectsOf('global#Buffer', { reads: ['items'] }, ['slice', 'subarray']),
  ...effectsOf('global#Buffer', { reads: ['items'], writesArguments: true, fresh: true }, ['copy']),
  ...effectsOf('global#Buffer', WRITES_ITEMS, [
    'fill',
    'reverse',
    'swap16',
    'swap32',
    'swap64',
    'write',
    ...NUMBERS.map((number) => `write${number}`),
  ]),
  ...effectsOf('node:buffer', READS_ARGUMENTS, ['isAscii', 'isUtf8', 'transcode']),

  ...effectsOf('node:util', READS_ARGUMENTS, [
    'convertProcessSignalToExitCode',
    'diff',
    'format',
    'formatWithOptions',
    'getSystemErrorMap',
    'getSystemErrorMessage',
    'getSystemErrorName',
    'inspect',
    'isArray',
    'isDeepStrictEqual',
    'parseEnv',
    'stripVTControlCharacters',
    'toUSVString',
  ]),
  ...effectsOf('node:util', READS_PROCESS, ['getCallSites', 'parseArgs', 'styleText']),
  ...effectsOf('node:util', PURE, ['callbackify', 'debuglog', 'deprecate', 'promisify']),
  ...effectsOf('node:util', { writesArguments: true, fresh: true }, ['inherits']),
  ...effectsOf('node:util/types', PURE, [
    'isAnyArrayBuffer',
    'isArgumentsObject',
    'isArrayBuffer',
    'isArrayBufferView',
    'isAsyncFunction',
    'isBigInt64Array',
    'isBigUint64Array',
    'isBooleanObject',
    'isBoxedPrimitive',
    'isCryptoKey',
    'isDataView',
    'isDate',
    'isExternal',
    'isFloat32Array',
    'isFloat64Array',
    'isGeneratorFunction',
    'isGeneratorObject',
    'isInt16Array',
    'isInt32Array',
    'isInt8Array',
    'isKeyObject',
    'isMap',
    'isMapIterator',
    'isModuleNamespaceObject',
    'isNativeError',
    'isNumberObject',
    'isPromise',
    'isProxy',
    'isRegExp',
    'isSet',
    'isSetIterator',
    'isSharedArrayBuffer',
    'isStringObject',
    'isSymbolObject',
    'isTypedArray',
    'isUint16Array',
    'isUint32Array',
    'isUint8Array',
    'isUint8ClampedArray',
    'isWeakMap',
    'isWeakSet',
  ]),

  ...effectsOf('node:assert', READS_ARGUMENTS, [
    'assert',
    'assert.deepEqual',
    'assert.deepStrictEqual',
    'assert.doesNotMatch',
    'assert.equal',
    'assert.fail',
    'assert.ifError',
    'assert.match',
    'assert.notDeepEqual',
    'assert.notDeepStrictEqual',
    'assert.notEqual',
    'assert.notStrictEqual',
    'assert.ok',
    'assert.strictEqual',
  ]),
  ...effectsOf('node:assert', { callsArguments: true, readsArguments: true, fresh: true }, [
    'assert.doesNotThrow',
    'assert.throws',
  ]),

  ...effectsOf('node:string_decoder', PURE, ['StringDecoder']),
  ...effectsOf('node:string_decoder#StringDecoder', { ...WRITES_STATE, readsArguments: true }, [
    'end',
    'write',
  ]),
  ...effectsOf('node:punycode', PURE, ['decode', 'encode', 'toASCII', 'toUnicode']),
  ...effectsOf('node:v8', READS_ARGUMENTS, ['deserialize', 'serialize']),
  ...effectsOf('node:zlib', READS_ARGUMENTS, ['crc32']),
  ...effectsOf('node:zlib', { readsArguments: true, keepsArguments: true, fresh: true }, [
    'brotliCompress',
    'brotliDecompress',
    'deflate',
    'deflateRaw',
    'gunzip',
    'gzip',
    'inflate',
    'inflateRaw',
    'unzip',
    'zstdCompress',
    'zstdDecompress',
  ]),
  ...effectsOf('node:zlib', PURE, [
    'createBrotliCompress',
    'createBrotliDecompress',
    'createDeflate',
    'createDeflateRaw',
    'createGunzip',
    'createGzip',
    'createInflate',
    'createInflateRaw',
    'createUnzip',
    'createZstdCompress',
    'createZstdDecompress',
  ]),
];

const CRYPTO: readonly Row[] = [
  ...effectsOf('node:crypto', READS_ARGUMENTS, [
    'createCipheriv',
    'createDecipheriv',
    'createECDH',
    'createHash',
    'createHmac',
    'createPrivateKey',
    'createPublicKey',
    'createSecretKey',
    'createSign',
    'createVerify',
    'getCipherInfo',
    'getCiphers',
    'getCurves',
    'getDiffieHellman',
    'getHashes',
    'hash',
    'privateDecrypt',
    'privateEncrypt',
    'publicDecrypt',
    'publicEncrypt',
    'timingSafeEqual',
  ]),
  ...effectsOf('node:crypto', { reads: ['clock'], keepsArguments: true, fresh: true }, [
    'randomInt',
    'randomUUID',
  ]),
  ...effectsOf('node:crypto', { reads: ['clock'], writesArguments: true }, ['getRandomValues']),
  ...effectsOf('node:crypto', { readsArguments: true, keepsArguments: true, fresh: true }, [
    'argon2',
    'checkPrime',
    'generateKey',
    'generateKeyPair',
    'generatePrime',
    'hkdf',
    'pbkdf2',
    'scrypt',
  ]),
  ...effectsOf('node:crypto', { writesArguments: true, keepsArguments: true, fresh: true }, [
    'randomFill',
  ]),
  // `update` of a hash gives the hash itself.
  ...effectsOf(
    ['node:crypto#Hash', 'node:crypto#Hmac', 'node:crypto#Sign', 'node:crypto#Verify'],
    { writes: ['state'], readsArguments: true },
    ['update'],
  ),
  ...effectsOf(
    ['Cipher', 'Cipheriv', 'Decipher', 'Decipheriv'].map((name) => `node:crypto#${name}`),
    { ...WRITES_STATE, readsArguments: true },
    ['final', 'setAutoPadding', 'update'],
  ),
  ...effectsOf(['node:crypto#Hash', 'node:crypto#Hmac'], WRITES_STATE, ['digest']),
  ...effectsOf('node:crypto#Hash', READS_STATE, ['copy']),
  ...effectsOf('node:crypto', { ...WRITES_STATE, readsArguments: true }, [
    'Sign.sign',
    'Verify.verify',
  ]),
  ...effectsOf('node:crypto#KeyObject', READS_STATE, ['equals', 'export']),
];

const PROCESS: readonly Row[] = [
  ...effectsOf('global#NodeJS.Process', READS_DIRECTORY, ['cwd']),
  ...effectsOf('global#NodeJS.Process', { writes: ['working directory'], fresh: true }, ['chdir']),
  ...effectsOf('global#NodeJS.Process', READS_CLOCK, [
    'availableMemory',
    'constrainedMemory',
    'cpuUsage',
    'hrtime',
    'memoryUsage',
    'resourceUsage',
    'uptime',
  ]),
  ...effectsOf('global#NodeJS.HRTime', READS_CLOCK, ['bigint']),
  ...effectsOf('global#NodeJS.Process', READS_PROCESS, [
    'getActiveResourcesInfo',
    'getBuiltinModule',
    'getegid',
    'geteuid',
    'getgid',
    'getgroups',
    'getuid',
  ]),
  ...effectsOf('global#NodeJS.Process', { writes: ['process'], fresh: true }, [
    'abort',
    'exit',
    'kill',
    'setegid',
    'seteuid',
    'setgid',
    'setgroups',
    'setuid',
    'umask',
  ]),
  ...effectsOf('global#NodeJS.Process', WRITES_OUTPUT, ['emitWarning']),
  ...effectsOf('global#NodeJS.Process', { keepsArguments: true, fresh: true }, ['nextTick']),
  ...effectsOf('node:child_process', RUNS_A_PROCESS, ['exec', 'execFile', 'fork', 'spawn']),
  ...effectsOf('node:child_process#ChildProcess', { writes: ['process', 'state'], fresh: true }, [
    'kill',
    'ref',
    'unref',
  ]),
  ...effectsOf('node:os', PURE, [
    'arch',
    'endianness',
    'hostname',
    'machine',
    'platform',
    'release',
    'type',
    'version',
  ]),
  ...effectsOf('node:os', READS_CLOCK, [
    'availableParallelism',
    'cpus',
    'freemem',
    'loadavg',
    'networkInterfaces',
    'totalmem',
    'uptime',
  ]),
  ...effectsOf('node:os', READS_PROCESS, ['getPriority', 'homedir', 'tmpdir', 'userInfo']),
  ...effectsOf('node:os', { writes: ['process'], fresh: true }, ['setPriority']),
  ...effectsOf(['node:module#Module', 'node:module'], PURE, ['createRequire', 'isBuiltin']),
  ...effectsOf('node:worker_threads', { writes: ['state'] }, ['receiveMessageOnPort']),
  ...effectsOf('node:async_hooks#AsyncLocalStorage', READS_STATE, ['getStore']),
  ...effectsOf('node:async_hooks#AsyncLocalStorage', { callsArguments: true }, ['exit', 'run']),
  ...effectsOf('node:async_hooks#AsyncLocalStorage', WRITES_STATE, ['disable', 'enterWith']),
  ...effectsOf('node:async_hooks', PURE, [
    'AsyncLocalStorage',
    'executionAsyncId',
    'triggerAsyncId',
  ]),
];

const TIMERS: readonly Row[] = [
  // Under these names also where `node:timers` declares them.
  ...effectsOf('global', { writes: ['timers'], keepsArguments: true, fresh: true }, [
    'setImmediate',
    'setInterval',
    'setTimeout',
  ]),
  ...effectsOf('global', { writes: ['timers'], fresh: true }, [
    'clearImmediate',
    'clearInterval',
    'clearTimeout',
  ]),
  ...effectsOf('global', { keepsArguments: true, fresh: true }, ['queueMicrotask']),
  ...effectsOf('node:timers/promises', { writes: ['timers'], fresh: true }, [
    'setImmediate',
    'setInterval',
    'setTimeout',
  ]),
  ...effectsOf(['global#NodeJS.Timeout', 'global#NodeJS.Immediate'], READS_STATE, ['hasRef']),
  ...effectsOf(['global#NodeJS.Timeout', 'global#NodeJS.Immediate'], { writes: ['state'] }, [
    'ref',
    'unref',
  ]),
  ...effectsOf('global#NodeJS.Timeout', { writes: ['timers'] }, ['close', 'refresh']),
];

/** Classes that declare the methods of an emitter anew, for the types of their events. */
const EMITTERS = [
  'global#NodeJS.EventEmitter',
  'global#NodeJS.Process',
  'node:events#EventEmitter.InternalEventEmitter',
  'node:child_process#ChildProcess',
  'node:fs#FSWatcher',
  'node:fs#ReadStream',
  'node:fs#WriteStream',
  'node:http#ClientRequest',
  'node:http#IncomingMessage',
  'node:http#OutgoingMessage',
  'node:http#Server',
  'node:https#Server',
  'node:net#Server',
  'node:net#Socket',
  'node:readline#Interface',
  'node:stream#Stream.Duplex',
  'node:stream#Stream.Readable',
  'node:stream#Stream.Writable',
  'node:stream#internal.Duplex',
  'node:stream#internal.Readable',
  'node:stream#internal.Writable',
  'node:tls#Server',
  'node:tls#TLSSocket',
  'node:worker_threads#MessagePort',
  'node:worker_threads#Worker',
];

const EVENTS: readonly Row[] = [
  ...effectsOf(EMITTERS, { writes: ['state'], keepsArguments: true }, [
    'addListener',
    'on',
    'once',
    'prependListener',
    'prependOnceListener',
  ]),
  ...effectsOf(EMITTERS, { writes: ['state'] }, ['off', 'removeAllListeners', 'removeListener']),
  ...effectsOf(EMITTERS, READS_STATE, ['listenerCount', 'listeners', 'rawListeners']),
  // `EventEmitter.on(emitter, name)` and, in older types, the method `on` of an emitter.
  ...effectsOf(
    'node:events#EventEmitter',
    { writes: ['state'], keepsArguments: true, writesArguments: true },
    ['on', 'once'],
  ),
];

const NETWORK: readonly Row[] = [
  ...effectsOf(['node:http', 'node:https'], ON_NETWORK, ['get', 'request']),
  ...effectsOf(['node:http', 'node:https', 'node:net'], { keepsArguments: true, fresh: true }, [
    'createServer',
  ]),
  ...effectsOf('node:net', ON_NETWORK, ['connect', 'createConnection']),
  ...effectsOf('node:net', PURE, ['isIP', 'isIPv4', 'isIPv6']),
  ...effectsOf('node:dns', ON_NETWORK, [
    'lookup',
    'lookupService',
    'resolve',
    'resolve4',
    'resolve6',
    'resolveTxt',
    'reverse',
  ]),
  ...effectsOf('node:dns/promises', { reads: ['network'], fresh: true }, [
    'lookup',
    'lookupService',
    'resolve',
    'resolve4',
    'resolve6',
    'resolveTxt',
    'reverse',
  ]),
  ...effectsOf('node:net#Server', { writes: ['network', 'state'], keepsArguments: true }, [
    'close',
    'listen',
  ]),
  ...effectsOf('node:net#Server', READS_STATE, ['address']),
  ...effectsOf('node:http#OutgoingMessage', READS_STATE, [
    'getHeader',
    'getHeaderNames',
    'getHeaders',
    'hasHeader',
  ]),
  ...effectsOf('node:http#OutgoingMessage', { writes: ['state'], readsArguments: true }, [
    'appendHeader',
    'removeHeader',
    'setHeader',
  ]),
  ...effectsOf('node:http#ServerResponse', { writes: ['state', 'network'], readsArguments: true }, [
    'writeHead',
  ]),
  // Where a stream leads is not in its type.
  ...effectsOf(
    [
      'node:stream#Stream.Writable',
      'node:stream#internal.Writable',
      'global#NodeJS.WritableStream',
    ],
    {
      writes: ['state', 'output', 'network', 'file system'],
      readsArguments: true,
      keepsArguments: true,
    },
    ['end', 'write'],
  ),
];

const CONSOLES = ['node:console#console.Console', 'global#Console'];

const OUTPUT: readonly Row[] = [
  ...effectsOf(CONSOLES, WRITES_OUTPUT, [
    'assert',
    'clear',
    'count',
    'countReset',
    'debug',
    'dir',
    'dirxml',
    'error',
    'group',
    'groupCollapsed',
    'groupEnd',
    'info',
    'log',
    'table',
    'time',
    'timeEnd',
    'timeLog',
    'trace',
    'warn',
  ]),
];

/** What has a position, a partner or an order of its own, whatever its members are called. */
const HANDLES: readonly Row[] = [
  ['node:fs', 'promises.FileHandle'],
  ['node:fs', 'Dir'],
  ['node:readline', 'Interface'],
  ['node:readline/promises', 'Interface'],
  ['node:child_process', 'ChildProcess'],
  ['node:worker_threads', 'Worker'],
  ['node:worker_threads', 'MessagePort'],
  ['node:net', 'Socket'],
  ['node:stream/web', 'ReadableStreamDefaultReader'],
  ['node:stream/web', 'ReadableStreamBYOBReader'],
  ['node:stream/web', 'WritableStreamDefaultWriter'],
].map(([module = '', name = '']) => ({ module, name, handle: true }));

/** What is known about effects of Node's built-in modules and globals. */
export const NODE_EFFECTS: readonly Row[] = [
  ...HANDLES,
  ...FILE_SYSTEM,
  ...PATHS,
  ...VALUES,
  ...CRYPTO,
  ...PROCESS,
  ...TIMERS,
  ...EVENTS,
  ...NETWORK,
  ...OUTPUT,
];
