import { NODE_BLOCKING } from './node-blocking.ts';
import type { PromiseFacts, Row } from './row.ts';

// What is known about the promises that functions of the language, of Node, of the platform and of
// packages return or take, and which functions never throw. The catalogue joins these facts with those
// of other rows for the same function.

type Facts = Omit<Row, 'module' | 'name' | 'blocks' | 'effects'>;

/** One row for each of `names`; owners are written as `effectsOf` takes them: `global#Array`. */
function facts(owners: string | readonly string[], given: Facts, names: string): Row[] {
  return [owners].flat().flatMap((owner) => {
    const [module = '', path] = owner.split('#');
    const prefix = path === undefined ? '' : `${path}.`;
    return names.split(' ').map((name) => ({ module, name: prefix + name, ...given }));
  });
}

const NEVER_THROWS: Facts = { throws: 'never' };

function waiting(waitsFor: NonNullable<PromiseFacts['waitsFor']>, given: Facts = {}): Facts {
  return { ...given, promise: { ...given.promise, waitsFor } };
}

// Functions that never throw, given what their types ask for. A function that they call (`map`) may;
// so may an object that they turn into a text (`String`, `join`).

const ARRAYS = ['global#Array', 'global#ReadonlyArray'];
const MAPS = ['global#Map', 'global#ReadonlyMap'];
const SETS = ['global#Set', 'global#ReadonlySet'];

const LANGUAGE: readonly Row[] = [
  ...facts(
    'global',
    NEVER_THROWS,
    'Boolean Date Map Number Object Set String Symbol WeakMap WeakRef WeakSet isFinite isNaN parseFloat parseInt',
  ),
  ...facts(
    'global',
    NEVER_THROWS,
    'AggregateError Error EvalError RangeError ReferenceError SyntaxError TypeError URIError',
  ),
  ...facts('global#Array', NEVER_THROWS, 'from isArray of'),
  ...facts(
    ARRAYS,
    NEVER_THROWS,
    'at concat entries every filter find findIndex findLast findLastIndex flat flatMap forEach ' +
      'includes indexOf join keys lastIndexOf map slice some toReversed toSorted toSpliced toString values',
  ),
  ...facts('global#Array', NEVER_THROWS, 'fill pop push reverse shift sort splice unshift'),
  ...facts([...MAPS, ...SETS], NEVER_THROWS, 'entries forEach has keys values'),
  ...facts([...MAPS, 'global#WeakMap'], NEVER_THROWS, 'get'),
  ...facts(['global#WeakMap', 'global#WeakSet'], NEVER_THROWS, 'delete has'),
  ...facts(['global#Map', 'global#Set'], NEVER_THROWS, 'clear delete'),
  ...facts(['global#Map', 'global#WeakMap'], NEVER_THROWS, 'set'),
  ...facts(['global#Set', 'global#WeakSet'], NEVER_THROWS, 'add'),
  ...facts('global#WeakRef', NEVER_THROWS, 'deref'),
  ...facts(
    'global#String',
    NEVER_THROWS,
    'at charAt charCodeAt codePointAt concat endsWith fromCharCode includes indexOf isWellFormed ' +
      'lastIndexOf padEnd padStart repeat replace slice split startsWith substr substring ' +
      'toLowerCase toString toUpperCase toWellFormed trim trimEnd trimStart valueOf',
  ),
  ...facts('global#RegExp', NEVER_THROWS, 'exec test'),
  ...facts(
    'global#Number',
    NEVER_THROWS,
    'isFinite isInteger isNaN isSafeInteger parseFloat parseInt toFixed toString valueOf',
  ),
  ...facts('global#Boolean', NEVER_THROWS, 'valueOf'),
  ...facts(
    'global#Math',
    NEVER_THROWS,
    'abs acos acosh asin asinh atan atan2 atanh cbrt ceil clz32 cos cosh exp expm1 floor fround hypot ' +
      'imul log log10 log1p log2 max min pow random round sign sin sinh sqrt tan tanh trunc',
  ),
  ...facts('global#Date', NEVER_THROWS, 'UTC now parse'),
  ...facts(
    'global#Date',
    NEVER_THROWS,
    'getDate getDay getFullYear getHours getMilliseconds getMinutes getMonth getSeconds getTime ' +
      'getTimezoneOffset getUTCDate getUTCDay getUTCFullYear getUTCHours getUTCMilliseconds ' +
      'getUTCMinutes getUTCMonth getUTCSeconds toJSON toString valueOf',
  ),
  ...facts('global#Object', NEVER_THROWS, 'entries freeze hasOwn is keys values'),
];

const PROMISES: readonly Row[] = [
  // What the executor throws, the promise rejects with.
  ...facts('global', NEVER_THROWS, 'Promise'),
  ...facts('global#Promise', NEVER_THROWS, 'catch finally reject resolve then try withResolvers'),
  ...facts(
    'global#Promise',
    { ...NEVER_THROWS, takesPromises: 'combinator' },
    'all allSettled any race',
  ),
];

const CONSOLES = ['node:console#console.Console', 'global#Console'];

const OUTPUT: readonly Row[] = [
  ...facts(
    CONSOLES,
    { ...NEVER_THROWS, takesPromises: 'sink' },
    'assert debug dir dirxml error group groupCollapsed info log table timeLog trace warn',
  ),
  ...facts(CONSOLES, NEVER_THROWS, 'clear count countReset groupEnd time timeEnd'),
  ...facts('node:util', NEVER_THROWS, 'format inspect'),
];

// A callback that is called by a timer, or when the I/O that the call starts is done, has waited for
// the same as a promise would have.
const TIMER = waiting('timer', NEVER_THROWS);
const NEVER_REJECTS: Facts = { promise: { rejects: 'never', waitsFor: 'timer' } };

const TIMERS: readonly Row[] = [
  ...facts('global', TIMER, 'queueMicrotask setImmediate setTimeout'),
  ...facts('global#WindowOrWorkerGlobalScope', TIMER, 'queueMicrotask setTimeout'),
  ...facts('global', NEVER_THROWS, 'clearImmediate clearInterval clearTimeout setInterval'),
  ...facts(
    'global#WindowOrWorkerGlobalScope',
    NEVER_THROWS,
    'clearInterval clearTimeout setInterval',
  ),
  ...facts('global#NodeJS.Process', TIMER, 'nextTick'),
  ...facts('global', TIMER, 'requestAnimationFrame'),
  ...facts('global', NEVER_THROWS, 'cancelAnimationFrame cancelIdleCallback'),
  ...facts(['global#NodeJS.Timeout', 'global#NodeJS.Immediate'], NEVER_THROWS, 'hasRef ref unref'),
  ...facts('global#NodeJS.Timeout', NEVER_THROWS, 'close refresh'),
  // They reject only when an `AbortSignal` in their options aborts.
  ...facts('node:timers/promises', NEVER_REJECTS, 'setImmediate setTimeout'),
  ...facts('node:timers/promises#Scheduler', NEVER_REJECTS, 'wait yield'),
  // Fulfilled when the thread has ended, whether it still ran or not.
  ...facts('node:worker_threads#Worker', { promise: { rejects: 'never' } }, 'terminate'),
];

const PLAIN: readonly Row[] = [
  ...facts(['global#Performance', 'node:perf_hooks#Performance'], NEVER_THROWS, 'now'),
  ...facts('global', NEVER_THROWS, 'AbortController EventTarget TextEncoder URLSearchParams'),
  ...facts(['global#AbortController', 'node#AbortController'], NEVER_THROWS, 'abort'),
  ...facts(
    ['global#EventTarget', 'global#AbortSignal', 'node#AbortSignal'],
    NEVER_THROWS,
    'addEventListener removeEventListener',
  ),
  ...facts('global#AbortSignal', NEVER_THROWS, 'timeout'),
  ...facts(['global#URL', 'node:url#URL'], NEVER_THROWS, 'canParse toJSON'),
  ...facts('global#URL', NEVER_THROWS, 'toString'),
  ...facts(
    ['global#URLSearchParams', 'node:url#URLSearchParams'],
    NEVER_THROWS,
    'append delete get getAll has set',
  ),
  ...facts(
    ['global#Crypto', 'node:crypto#webcrypto.Crypto', 'node:crypto'],
    NEVER_THROWS,
    'randomUUID',
  ),
  ...facts(
    ['node:path#path', 'node:path#path.PlatformPath'],
    NEVER_THROWS,
    'basename dirname extname isAbsolute join normalize',
  ),
  ...facts('global#Buffer', NEVER_THROWS, 'isBuffer'),
  ...facts(
    'node:os',
    NEVER_THROWS,
    'arch cpus freemem loadavg platform release tmpdir totalmem type uptime version',
  ),
  ...facts('global#NodeJS.Process', NEVER_THROWS, 'exit hrtime memoryUsage uptime'),
  ...facts('global#NodeJS.HRTime', NEVER_THROWS, 'bigint'),
  ...facts('node:async_hooks#AsyncLocalStorage', NEVER_THROWS, 'getStore'),
];

// What promises wait for.

// Functions of web standards and the async functions of Node answer with a rejected promise.
const OWN = waiting('own', NEVER_THROWS);
/** These may throw before they start. */
const OWN_OR_THROWS = waiting('own');
const EVENT = waiting('event');

const ASYNCHRONOUS_FILES = NODE_BLOCKING.filter(
  ({ module, name }) => module === 'node:fs' && /^\w+Sync$/.test(name),
).map(({ name }) => name.slice(0, -'Sync'.length));

const FILES: readonly Row[] = [
  ...facts(
    'node:fs#promises',
    OWN,
    'access appendFile chmod chown copyFile cp lchown link lstat lutimes mkdir mkdtemp open opendir ' +
      'readFile readdir readlink realpath rename rm rmdir stat statfs symlink truncate unlink utimes ' +
      'writeFile',
  ),
  ...facts(
    'node:fs#promises.FileHandle',
    OWN,
    'appendFile chmod chown close datasync read readFile readv stat sync truncate utimes write ' +
      'writeFile writev',
  ),
  ...facts(
    'node:fs',
    OWN_OR_THROWS,
    ASYNCHRONOUS_FILES.filter((name) => name !== 'mkdtempDisposable').join(' '),
  ),
];

const DNS =
  'lookup lookupService resolve resolve4 resolve6 resolveAny resolveCaa resolveCname resolveMx ' +
  'resolveNaptr resolveNs resolvePtr resolveSoa resolveSrv resolveTxt reverse';

const NETWORK: readonly Row[] = [
  ...facts(['global', 'global#WindowOrWorkerGlobalScope', 'undici-types', 'undici'], OWN, 'fetch'),
  // Whose body it is decides: of a response that was fetched, or of a stream that others write to.
  ...facts(
    ['global#Body', 'undici-types#BodyMixin', 'undici#BodyMixin'],
    OWN,
    'arrayBuffer blob bytes formData json text',
  ),
  ...facts(['node:dns', 'node:dns/promises'], OWN_OR_THROWS, DNS),
];

const WORK: readonly Row[] = [
  ...facts(
    ['global#SubtleCrypto', 'node:crypto#webcrypto.SubtleCrypto'],
    OWN,
    'decrypt deriveBits deriveKey digest encrypt exportKey generateKey importKey sign unwrapKey ' +
      'verify wrapKey',
  ),
  ...facts(
    'node:crypto',
    OWN_OR_THROWS,
    'argon2 checkPrime generateKey generateKeyPair generatePrime hkdf pbkdf2 randomBytes randomFill ' +
      'scrypt',
  ),
  ...facts(
    'node:zlib',
    OWN_OR_THROWS,
    'brotliCompress brotliDecompress deflate deflateRaw gunzip gzip inflate inflateRaw unzip ' +
      'zstdCompress zstdDecompress',
  ),
  ...facts('node:child_process', OWN_OR_THROWS, 'exec execFile'),
  ...facts(['global#Blob', 'node:buffer#Blob'], OWN, 'arrayBuffer bytes text'),
  ...facts('global#WebAssembly', OWN, 'compile'),
];

const EVENTS: readonly Row[] = [
  ...facts(
    ['global#NodeJS.EventEmitter', 'node:events#EventEmitter.InternalEventEmitter'],
    NEVER_THROWS,
    'addListener off on once removeAllListeners removeListener',
  ),
  ...facts('node:events#EventEmitter', EVENT, 'on once'),
  ...facts('node:stream/promises', EVENT, 'finished pipeline'),
  ...facts('node:stream/consumers', EVENT, 'arrayBuffer blob buffer json text'),
  ...facts('node:readline/promises#Interface', EVENT, 'question'),
  ...facts(['global#LockManager', 'node:worker_threads#LockManager'], EVENT, 'request'),
  ...facts(['node:net#Server'], EVENT, 'close'),
];

// Promises that may be left alone, and callbacks that are awaited though their type does not say so.

const FLOATS: Facts = { promise: { floats: true } };

const TESTS: readonly Row[] = [
  // https://nodejs.org/api/test.html: the runner waits for every test and suite of the top level.
  ...facts(
    'node:test',
    { ...FLOATS, callbackPromise: 'awaited' },
    'test test.expectFailure test.only test.skip test.todo ' +
      'test.suite test.suite.expectFailure test.suite.only test.suite.skip test.suite.todo',
  ),
  // The same in the types of Node 20 to 24.
  ...facts(
    'node:test',
    { ...FLOATS, callbackPromise: 'awaited' },
    'describe describe.only describe.skip describe.todo it it.only it.skip it.todo only skip ' +
      'suite suite.only suite.skip suite.todo todo',
  ),
  ...facts(
    'node:test',
    { callbackPromise: 'awaited' },
    'test.after test.afterEach test.before test.beforeEach after afterEach before beforeEach',
  ),
  // Typed as `test`, but a test cancels subtests that it did not wait for.
  ...facts('node:test', { callbackPromise: 'awaited' }, 'test.TestContext.test TestContext.test'),
];

const SERVERS: readonly Row[] = [
  // What a command rejects with is printed, and the process exits: https://yargs.js.org/docs/#api-reference-exitprocessenable
  ...facts('yargs#yargs.Argv', FLOATS, 'parse'),
  // Plugins are loaded in order, whether somebody waits or not, and what goes wrong is for `ready`.
  ...facts('fastify#FastifyInstance', FLOATS, 'register'),
  // A plugin with a callback may return a promise instead: https://github.com/fastify/avvio
  ...facts('fastify', { callbackPromise: 'awaited' }, 'FastifyPluginCallback'),
  // Typed `void | Promise<void>`, but what a listener returns is dropped: `emitUntyped` in its typed-events.ts.
  ...facts(
    ['socket.io#StrictEventEmitter', '@socket.io/component-emitter#Emitter'],
    { callbackPromise: 'ignored' },
    'on once',
  ),
];

// Functions that would send or print the promise itself.

const SINK: Facts = { takesPromises: 'sink' };

const SINKS: readonly Row[] = [
  ...facts('global#Response', SINK, 'json'),
  ...facts('express-serve-static-core#Response', SINK, 'json jsonp render send'),
  ...facts('fastify#FastifyReply', SINK, 'send'),
  ...facts('next#NextResponse', SINK, 'json'),
];

// Loggers. A row for an interface with a call signature is about every member of that type.

const LOGGING: Facts = { throws: 'never', takesPromises: 'sink' };
const LEVELS = 'debug error fatal info trace warn';

const LOGGERS: readonly Row[] = [
  ...facts('pino', LOGGING, 'pino.LogFn'),
  ...facts('winston', LOGGING, 'winston.LeveledLogMethod winston.LogMethod'),
  ...facts('debug', LOGGING, 'debug.Debugger'),
  ...facts('consola', LOGGING, 'LogFn'),
  ...facts('bunyan#Logger', LOGGING, LEVELS),
  ...facts('log4js#Logger', LOGGING, LEVELS),
  ...facts('loglevel#log.Logger', LOGGING, 'debug error info log trace warn'),
  ...facts('@nestjs/common#Logger', LOGGING, 'debug error fatal log verbose warn'),
];

// Types whose values do nothing before they are awaited.

const LAZY: Facts = { promise: { lazy: true } };

const BUILDERS: readonly Row[] = [
  // Query, raw and schema builders extend it.
  ...facts('knex', LAZY, 'Knex.ChainableInterface'),
  ...facts('mongoose', LAZY, 'Aggregate Query'),
  ...facts(
    'drizzle-orm',
    LAZY,
    'QueryPromise MySqlCountBuilder PgCountBuilder SQLiteCountBuilder SingleStoreCountBuilder',
  ),
  // Clients that are generated extend it; those of older versions declare it themselves.
  ...facts('@prisma/client', LAZY, 'PrismaPromise'),
  ...facts('@supabase/postgrest-js', LAZY, 'PostgrestBuilder'),
  ...facts('objection', LAZY, 'Objection.QueryBuilder'),
];

/** What is known about promises and about functions that never throw. */
export const PROMISE_FACTS: readonly Row[] = [
  ...LANGUAGE,
  ...PROMISES,
  ...OUTPUT,
  ...TIMERS,
  ...PLAIN,
  ...FILES,
  ...NETWORK,
  ...WORK,
  ...EVENTS,
  ...TESTS,
  ...SERVERS,
  ...SINKS,
  ...LOGGERS,
  ...BUILDERS,
];
