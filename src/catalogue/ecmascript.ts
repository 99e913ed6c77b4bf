import { effectsOf, PURE, READS_ITEMS } from './effects-of.ts';
import type { Effects, Row } from './row.ts';

// Effects of the ECMAScript library. A name is the declared interface without `Constructor` and the
// member: `Array.isArray`, `Array.map`. What runs a function that it was not given (an iterator, a
// getter, `toString` of an object) is not seen here: such calls have no row where that is common.

const READS_ARGUMENTS: Effects = { readsArguments: true, fresh: true };
const READS_STATE: Effects = { reads: ['state'], fresh: true };
const WRITES_STATE: Effects = { writes: ['state'], fresh: true };
const READS_CLOCK: Effects = { reads: ['clock'], fresh: true };
const CALLS: Effects = { reads: ['items'], callsArguments: true, fresh: true };

const ARRAYS = ['global#Array', 'global#ReadonlyArray'];

const ARRAY: readonly Row[] = [
  ...effectsOf('global#Array', PURE, ['isArray', 'of']),
  ...effectsOf('global', PURE, ['Array']),
  ...effectsOf('global#Array', { readsArguments: true, callsArguments: true, fresh: true }, [
    'from',
  ]),
  ...effectsOf(ARRAYS, READS_ITEMS, [
    'entries',
    'flat',
    'includes',
    'indexOf',
    'join',
    'keys',
    'lastIndexOf',
    'slice',
    'toLocaleString',
    'toReversed',
    'toSpliced',
    'toString',
    'values',
    'with',
  ]),
  ...effectsOf(ARRAYS, { ...READS_ITEMS, readsArguments: true }, ['concat']),
  ...effectsOf(ARRAYS, { reads: ['items'] }, ['at']),
  ...effectsOf(ARRAYS, CALLS, [
    'every',
    'filter',
    'findIndex',
    'findLastIndex',
    'flatMap',
    'forEach',
    'map',
    'some',
    'toSorted',
  ]),
  ...effectsOf(ARRAYS, { reads: ['items'], callsArguments: true }, [
    'find',
    'findLast',
    'reduce',
    'reduceRight',
  ]),
  ...effectsOf('global#Array', { writes: ['items'], keepsArguments: true, fresh: true }, [
    'push',
    'unshift',
  ]),
  ...effectsOf('global#Array', { reads: ['items'], writes: ['items'] }, [
    'copyWithin',
    'fill',
    'pop',
    'reverse',
    'shift',
  ]),
  ...effectsOf(
    'global#Array',
    { reads: ['items'], writes: ['items'], keepsArguments: true, fresh: true },
    ['splice'],
  ),
  ...effectsOf('global#Array', { reads: ['items'], writes: ['items'], callsArguments: true }, [
    'sort',
  ]),
];

const NUMERIC_ARRAYS = [
  'Int8Array',
  'Uint8Array',
  'Uint8ClampedArray',
  'Int16Array',
  'Uint16Array',
  'Int32Array',
  'Uint32Array',
  'Float16Array',
  'Float32Array',
  'Float64Array',
  'BigInt64Array',
  'BigUint64Array',
];
const TYPED_ARRAYS = NUMERIC_ARRAYS.map((name) => `global#${name}`);

const VIEWED = [
  'Int8',
  'Uint8',
  'Int16',
  'Uint16',
  'Int32',
  'Uint32',
  'Float16',
  'Float32',
  'Float64',
  'BigInt64',
  'BigUint64',
];

const BINARY: readonly Row[] = [
  // Of an ArrayBuffer, the new array is a view.
  ...effectsOf('global', { readsArguments: true }, NUMERIC_ARRAYS),
  ...effectsOf('global', { readsArguments: true }, ['DataView']),
  ...effectsOf('global', PURE, ['ArrayBuffer', 'SharedArrayBuffer']),
  ...effectsOf(TYPED_ARRAYS, PURE, ['of']),
  ...effectsOf(TYPED_ARRAYS, { readsArguments: true, callsArguments: true, fresh: true }, ['from']),
  ...effectsOf(TYPED_ARRAYS, READS_ITEMS, [
    'at',
    'entries',
    'includes',
    'indexOf',
    'join',
    'keys',
    'lastIndexOf',
    'slice',
    'toReversed',
    'toString',
    'values',
    'with',
  ]),
  ...effectsOf(TYPED_ARRAYS, { reads: ['items'] }, ['subarray']),
  ...effectsOf(TYPED_ARRAYS, CALLS, [
    'every',
    'filter',
    'find',
    'findIndex',
    'findLast',
    'findLastIndex',
    'forEach',
    'map',
    'reduce',
    'reduceRight',
    'some',
    'toSorted',
  ]),
  ...effectsOf(TYPED_ARRAYS, { reads: ['items'], writes: ['items'], readsArguments: true }, [
    'copyWithin',
    'fill',
    'reverse',
    'set',
  ]),
  ...effectsOf(TYPED_ARRAYS, { reads: ['items'], writes: ['items'], callsArguments: true }, [
    'sort',
  ]),
  ...effectsOf('global#ArrayBuffer', PURE, ['isView']),
  ...effectsOf(['global#ArrayBuffer', 'global#SharedArrayBuffer'], READS_ITEMS, ['slice']),
  ...effectsOf(
    'global#DataView',
    READS_ITEMS,
    VIEWED.map((type) => `get${type}`),
  ),
  ...effectsOf(
    'global#DataView',
    { writes: ['items'], fresh: true },
    VIEWED.map((type) => `set${type}`),
  ),
  ...effectsOf('global#Atomics', READS_ARGUMENTS, ['isLockFree', 'load', 'waitAsync']),
  ...effectsOf('global#Atomics', { readsArguments: true, writesArguments: true, fresh: true }, [
    'add',
    'and',
    'compareExchange',
    'exchange',
    'notify',
    'or',
    'store',
    'sub',
    'xor',
  ]),
];

const MAPS = ['global#Map', 'global#ReadonlyMap'];
const SETS = ['global#Set', 'global#ReadonlySet'];

const COLLECTIONS: readonly Row[] = [
  ...effectsOf('global', READS_ARGUMENTS, ['Map', 'Set', 'WeakMap', 'WeakSet']),
  ...effectsOf('global#Map', { readsArguments: true, callsArguments: true, fresh: true }, [
    'groupBy',
  ]),
  ...effectsOf([...MAPS, ...SETS], READS_ITEMS, ['entries', 'has', 'keys', 'values']),
  ...effectsOf([...MAPS, ...SETS], CALLS, ['forEach']),
  ...effectsOf([...MAPS, 'global#WeakMap'], { reads: ['items'] }, ['get']),
  ...effectsOf(['global#WeakMap', 'global#WeakSet'], READS_ITEMS, ['has']),
  ...effectsOf(SETS, { ...READS_ITEMS, readsArguments: true }, [
    'difference',
    'intersection',
    'isDisjointFrom',
    'isSubsetOf',
    'isSupersetOf',
    'symmetricDifference',
    'union',
  ]),
  // `set` and `add` give the collection itself.
  ...effectsOf(['global#Map', 'global#WeakMap'], { writes: ['items'], keepsArguments: true }, [
    'set',
  ]),
  ...effectsOf(['global#Set', 'global#WeakSet'], { writes: ['items'], keepsArguments: true }, [
    'add',
  ]),
  ...effectsOf(
    ['global#Map', 'global#Set', 'global#WeakMap', 'global#WeakSet'],
    { reads: ['items'], writes: ['items'], fresh: true },
    ['delete'],
  ),
  ...effectsOf(['global#Map', 'global#Set'], { writes: ['items'], fresh: true }, ['clear']),
];

const TEXT: readonly Row[] = [
  ...effectsOf('global', PURE, ['String', 'Symbol', 'RegExp']),
  ...effectsOf('global#String', PURE, [
    'at',
    'charAt',
    'charCodeAt',
    'codePointAt',
    'concat',
    'endsWith',
    'fromCharCode',
    'fromCodePoint',
    'includes',
    'indexOf',
    'isWellFormed',
    'lastIndexOf',
    'localeCompare',
    'match',
    'matchAll',
    'normalize',
    'padEnd',
    'padStart',
    'repeat',
    'search',
    'slice',
    'split',
    'startsWith',
    'substr',
    'substring',
    'toLocaleLowerCase',
    'toLocaleUpperCase',
    'toLowerCase',
    'toString',
    'toUpperCase',
    'toWellFormed',
    'trim',
    'trimEnd',
    'trimLeft',
    'trimRight',
    'trimStart',
    'valueOf',
  ]),
  ...effectsOf('global#String', { callsArguments: true, fresh: true }, ['replace', 'replaceAll']),
  ...effectsOf('global#String', READS_ARGUMENTS, ['raw']),
  // They move `lastIndex` of a global or sticky expression.
  ...effectsOf('global#RegExp', { reads: ['state'], writes: ['state'], fresh: true }, [
    'exec',
    'test',
  ]),
  ...effectsOf('global#Symbol', PURE, ['for', 'keyFor', 'toString', 'valueOf']),
];

const NUMBERS: readonly Row[] = [
  ...effectsOf('global', PURE, ['BigInt', 'Boolean', 'Number']),
  ...effectsOf('global', PURE, [
    'decodeURI',
    'decodeURIComponent',
    'encodeURI',
    'encodeURIComponent',
    'escape',
    'isFinite',
    'isNaN',
    'parseFloat',
    'parseInt',
    'unescape',
  ]),
  ...effectsOf('global#Number', PURE, [
    'isFinite',
    'isInteger',
    'isNaN',
    'isSafeInteger',
    'parseFloat',
    'parseInt',
    'toExponential',
    'toFixed',
    'toLocaleString',
    'toPrecision',
    'toString',
    'valueOf',
  ]),
  ...effectsOf('global#BigInt', PURE, [
    'asIntN',
    'asUintN',
    'toLocaleString',
    'toString',
    'valueOf',
  ]),
  ...effectsOf('global#Boolean', PURE, ['valueOf']),
  ...effectsOf('global#Math', PURE, [
    'abs',
    'acos',
    'acosh',
    'asin',
    'asinh',
    'atan',
    'atan2',
    'atanh',
    'cbrt',
    'ceil',
    'clz32',
    'cos',
    'cosh',
    'exp',
    'expm1',
    'floor',
    'fround',
    'hypot',
    'imul',
    'log',
    'log10',
    'log1p',
    'log2',
    'max',
    'min',
    'pow',
    'round',
    'sign',
    'sin',
    'sinh',
    'sqrt',
    'tan',
    'tanh',
    'trunc',
  ]),
  ...effectsOf('global#Math', READS_CLOCK, ['random']),
];

const DATE_PARTS = [
  'Date',
  'FullYear',
  'Hours',
  'Milliseconds',
  'Minutes',
  'Month',
  'Seconds',
  'UTCDate',
  'UTCFullYear',
  'UTCHours',
  'UTCMilliseconds',
  'UTCMinutes',
  'UTCMonth',
  'UTCSeconds',
  'Time',
];

const DATES: readonly Row[] = [
  ...effectsOf('global', READS_CLOCK, ['Date']),
  ...effectsOf('global#Date', READS_CLOCK, ['now']),
  ...effectsOf('global#Date', PURE, ['UTC', 'parse']),
  ...effectsOf('global#Date', READS_STATE, [
    ...DATE_PARTS.map((part) => `get${part}`),
    'getDay',
    'getTimezoneOffset',
    'getUTCDay',
    'toDateString',
    'toISOString',
    'toJSON',
    'toLocaleDateString',
    'toLocaleString',
    'toLocaleTimeString',
    'toString',
    'toTimeString',
    'toUTCString',
    'valueOf',
  ]),
  ...effectsOf(
    'global#Date',
    WRITES_STATE,
    DATE_PARTS.map((part) => `set${part}`),
  ),
];

const OBJECTS: readonly Row[] = [
  ...effectsOf('global', PURE, ['Object']),
  ...effectsOf('global#Object', READS_ARGUMENTS, [
    'entries',
    'fromEntries',
    'getOwnPropertyDescriptor',
    'getOwnPropertyDescriptors',
    'getOwnPropertyNames',
    'getOwnPropertySymbols',
    'hasOwn',
    'is',
    'isExtensible',
    'isFrozen',
    'isSealed',
    'keys',
    'values',
  ]),
  ...effectsOf('global#Object', { readsArguments: true, callsArguments: true, fresh: true }, [
    'groupBy',
  ]),
  ...effectsOf('global#Object', { readsArguments: true }, ['getPrototypeOf']),
  ...effectsOf('global#Object', { readsArguments: true, keepsArguments: true, fresh: true }, [
    'create',
  ]),
  ...effectsOf(
    'global#Object',
    { readsArguments: true, writesArguments: true, keepsArguments: true },
    ['assign', 'defineProperties', 'defineProperty', 'setPrototypeOf'],
  ),
  ...effectsOf('global#Object', { readsArguments: true, writesArguments: true }, [
    'freeze',
    'preventExtensions',
    'seal',
  ]),
  ...effectsOf('global#Object', READS_STATE, [
    'hasOwnProperty',
    'isPrototypeOf',
    'propertyIsEnumerable',
  ]),
  ...effectsOf('global#Reflect', READS_ARGUMENTS, [
    'getOwnPropertyDescriptor',
    'has',
    'isExtensible',
    'ownKeys',
  ]),
  ...effectsOf('global#Reflect', { readsArguments: true, writesArguments: true, fresh: true }, [
    'defineProperty',
    'deleteProperty',
    'preventExtensions',
    'setPrototypeOf',
  ]),
  ...effectsOf('global#JSON', { readsArguments: true, callsArguments: true, fresh: true }, [
    'parse',
    'stringify',
  ]),
  ...effectsOf('global#WeakRef', { reads: ['clock'] }, ['deref']),
  ...effectsOf('global', PURE, ['WeakRef']),
];

const FUNCTIONS: readonly Row[] = [
  ...effectsOf(
    ['global#Function', 'global#CallableFunction', 'global#NewableFunction'],
    { keepsArguments: true, fresh: true },
    ['bind'],
  ),
  ...effectsOf('global#Function', PURE, ['toString']),
  ...effectsOf('global', PURE, [
    'AggregateError',
    'Error',
    'EvalError',
    'RangeError',
    'ReferenceError',
    'SyntaxError',
    'TypeError',
    'URIError',
  ]),
];

const PROMISES: readonly Row[] = [
  ...effectsOf('global', { callsArguments: true, fresh: true }, ['Promise']),
  ...effectsOf('global#Promise', { keepsArguments: true, fresh: true }, [
    'catch',
    'finally',
    'then',
  ]),
  ...effectsOf('global#PromiseLike', { keepsArguments: true }, ['then']),
  ...effectsOf('global#Promise', READS_ARGUMENTS, ['all', 'allSettled', 'any', 'race']),
  ...effectsOf('global#Promise', PURE, ['reject', 'withResolvers']),
  // Of a promise, it gives that promise.
  ...effectsOf('global#Promise', {}, ['resolve']),
  ...effectsOf('global#Promise', { callsArguments: true, fresh: true }, ['try']),
];

const FORMATS: readonly Row[] = [
  ...effectsOf('global#Intl', PURE, [
    'Collator',
    'DateTimeFormat',
    'DisplayNames',
    'ListFormat',
    'Locale',
    'NumberFormat',
    'PluralRules',
    'RelativeTimeFormat',
    'Segmenter',
    'getCanonicalLocales',
    'supportedValuesOf',
  ]),
  ...effectsOf('global#Intl', READS_ARGUMENTS, [
    'Collator.compare',
    'DateTimeFormat.formatRange',
    'DateTimeFormat.formatToParts',
    'DateTimeFormat.resolvedOptions',
    'DisplayNames.of',
    'ListFormat.format',
    'ListFormat.formatToParts',
    'NumberFormat.format',
    'NumberFormat.formatRange',
    'NumberFormat.formatToParts',
    'NumberFormat.resolvedOptions',
    'PluralRules.select',
    'RelativeTimeFormat.format',
    'RelativeTimeFormat.formatToParts',
    'Segmenter.segment',
  ]),
  // Without an argument it formats the present.
  ...effectsOf('global#Intl', READS_CLOCK, ['DateTimeFormat.format']),
];

/** What is known about the functions that every ECMAScript program has. */
export const ECMASCRIPT: readonly Row[] = [
  ...ARRAY,
  ...BINARY,
  ...COLLECTIONS,
  ...TEXT,
  ...NUMBERS,
  ...DATES,
  ...OBJECTS,
  ...FUNCTIONS,
  ...PROMISES,
  ...FORMATS,
];
