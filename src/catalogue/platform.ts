import { effectsOf, PURE, READS_ITEMS } from './effects-of.ts';
import type { Blocking, Effects, Row } from './row.ts';

// Browsers, workers and what Node has in common with them. Interfaces that Node declares in files of
// their own belong to its declarations' packages: `node` (@types/node) and `undici-types`.

const READS_ARGUMENTS: Effects = { readsArguments: true, fresh: true };

const DIALOG: Blocking = {
  on: 'the user',
  cost: 'process',
  counterpart: { kind: 'advice', text: 'show a `<dialog>` and await its answer' },
};

const BLOCKING: readonly Row[] = [
  ...['alert', 'confirm', 'prompt', 'print'].flatMap((name) =>
    [name, `Window.${name}`].map((each): Row => ({
      module: 'global',
      name: each,
      blocks: DIALOG,
      effects: { writes: ['user interface'], reads: ['user interface'], fresh: true },
    })),
  ),
  {
    module: 'global',
    name: 'XMLHttpRequest.open',
    blocks: {
      on: 'the network',
      cost: 'process',
      counterpart: {
        kind: 'advice',
        text: 'await `fetch`, or open the request without `false` and listen for its `load` event',
      },
      when: { 3: false },
    },
    effects: { writes: ['state'], fresh: true },
  },
  {
    module: 'global',
    name: 'Atomics.wait',
    blocks: {
      on: 'another thread',
      cost: 'process',
      counterpart: {
        kind: 'written',
        name: 'Atomics.waitAsync',
        forms: [{ text: 'await Atomics.waitAsync($*).value', arguments: [3, 4] }],
      },
    },
    effects: READS_ARGUMENTS,
  },
  {
    module: 'global',
    name: 'WebAssembly.Module',
    blocks: {
      on: 'compilation',
      cost: 'cpu',
      counterpart: {
        kind: 'written',
        name: 'WebAssembly.compile',
        forms: [{ text: 'await WebAssembly.compile($1)', arguments: 1 }],
      },
    },
    effects: READS_ARGUMENTS,
  },
  {
    module: 'global',
    name: 'WebAssembly.Instance',
    blocks: {
      on: 'compilation',
      cost: 'cpu',
      counterpart: {
        kind: 'written',
        name: 'WebAssembly.instantiate',
        forms: [{ text: 'await WebAssembly.instantiate($*)', arguments: [1, 2] }],
      },
    },
  },
  {
    module: 'global',
    name: 'FileReaderSync.readAsText',
    blocks: {
      on: 'the disk',
      cost: 'data',
      counterpart: {
        kind: 'written',
        name: 'Blob.text',
        forms: [{ text: 'await $1.text()', arguments: 1 }],
      },
    },
    effects: READS_ARGUMENTS,
  },
  {
    module: 'global',
    name: 'FileReaderSync.readAsArrayBuffer',
    blocks: {
      on: 'the disk',
      cost: 'data',
      counterpart: {
        kind: 'written',
        name: 'Blob.arrayBuffer',
        forms: [{ text: 'await $1.arrayBuffer()', arguments: 1 }],
      },
    },
    effects: READS_ARGUMENTS,
  },
  ...['readAsDataURL', 'readAsBinaryString'].map((name): Row => ({
    module: 'global',
    name: `FileReaderSync.${name}`,
    blocks: {
      on: 'the disk',
      cost: 'data',
      counterpart: { kind: 'advice', text: `wait for the \`load\` event of a \`FileReader\`` },
    },
    effects: READS_ARGUMENTS,
  })),
];

const HEADERS = ['global#Headers', 'undici-types#Headers'];
const FORM_DATA = ['global#FormData', 'undici-types#FormData'];
const SEARCH_PARAMETERS = ['global#URLSearchParams', 'node:url#URLSearchParams'];
const ENTRIES = [...HEADERS, ...FORM_DATA, ...SEARCH_PARAMETERS];
const BODIES = ['global#Body', 'undici-types#BodyMixin'];

const NETWORK: readonly Row[] = [
  ...effectsOf(
    ['global', 'undici-types'],
    { reads: ['network'], writes: ['network'], readsArguments: true, fresh: true },
    ['fetch'],
  ),
  ...effectsOf('global', READS_ARGUMENTS, ['FormData', 'Headers', 'Request', 'Response']),
  // Web IDL: what a function throws that returns a promise becomes a rejection.
  ...effectsOf(BODIES, { reads: ['network'], writes: ['state'], fresh: true }, [
    'arrayBuffer',
    'blob',
    'bytes',
    'formData',
    'json',
    'text',
  ]).map((row): Row => ({ ...row, failsBy: 'rejection' })),
  ...effectsOf(ENTRIES, READS_ITEMS, ['entries', 'has', 'keys', 'values']),
  ...effectsOf(ENTRIES, { reads: ['items'] }, ['get']),
  ...effectsOf([...FORM_DATA, ...SEARCH_PARAMETERS], READS_ITEMS, ['getAll']),
  ...effectsOf(HEADERS, READS_ITEMS, ['getSetCookie']),
  ...effectsOf(ENTRIES, { reads: ['items'], callsArguments: true, fresh: true }, ['forEach']),
  ...effectsOf(ENTRIES, { writes: ['items'], fresh: true }, ['append', 'delete', 'set']),
  ...effectsOf(SEARCH_PARAMETERS, { writes: ['items'], fresh: true }, ['sort']),
];

const VALUES: readonly Row[] = [
  ...effectsOf(['global', 'node:url'], READS_ARGUMENTS, ['URL', 'URLSearchParams']),
  ...effectsOf(['global#URL', 'node:url#URL'], READS_ARGUMENTS, ['canParse', 'parse']),
  ...effectsOf(['global#URL', 'node:url#URL'], { reads: ['state'], fresh: true }, ['toJSON']),
  ...effectsOf('global#URL', { reads: ['state'], fresh: true }, ['toString']),
  ...effectsOf('global#URLSearchParams', READS_ITEMS, ['toString']),
  ...effectsOf(['global', 'node:util'], PURE, ['TextDecoder', 'TextEncoder']),
  ...effectsOf(['global#TextEncoder', 'node:util#TextEncoder'], READS_ARGUMENTS, ['encode']),
  ...effectsOf(
    ['global#TextEncoder', 'node:util#TextEncoder'],
    { writesArguments: true, fresh: true },
    ['encodeInto'],
  ),
  // A decoder with `stream` keeps what is left of a character.
  ...effectsOf(
    ['global#TextDecoder', 'node:util#TextDecoder'],
    { reads: ['state'], writes: ['state'], readsArguments: true, fresh: true },
    ['decode'],
  ),
  ...effectsOf('global', READS_ARGUMENTS, ['atob', 'btoa', 'structuredClone']),
  ...effectsOf('global', READS_ARGUMENTS, ['Blob', 'File']),
  ...effectsOf(['global#Blob', 'node:buffer#Blob'], PURE, [
    'arrayBuffer',
    'bytes',
    'slice',
    'stream',
    'text',
  ]),
  ...effectsOf(
    ['global#Crypto', 'node:crypto#webcrypto.Crypto'],
    { reads: ['clock'], fresh: true },
    ['randomUUID'],
  ),
  ...effectsOf(
    ['global#Crypto', 'node:crypto#webcrypto.Crypto'],
    { reads: ['clock'], writesArguments: true },
    ['getRandomValues'],
  ),
  ...effectsOf(['global#SubtleCrypto', 'node:crypto#webcrypto.SubtleCrypto'], READS_ARGUMENTS, [
    'decrypt',
    'deriveBits',
    'deriveKey',
    'digest',
    'encrypt',
    'exportKey',
    'generateKey',
    'importKey',
    'sign',
    'unwrapKey',
    'verify',
    'wrapKey',
  ]),
  ...effectsOf('global#WebAssembly', READS_ARGUMENTS, ['compile', 'validate']),
];

const SIGNALS: readonly Row[] = [
  ...effectsOf('global', PURE, ['AbortController', 'EventTarget', 'MessageChannel']),
  ...effectsOf('global#AbortSignal', { readsArguments: true, fresh: true }, ['abort', 'any']),
  ...effectsOf('global#AbortSignal', { writes: ['timers'], fresh: true }, ['timeout']),
  ...effectsOf(['global#AbortSignal', 'node#AbortSignal'], { reads: ['state'], fresh: true }, [
    'throwIfAborted',
  ]),
  ...effectsOf(
    ['global#EventTarget', 'global#AbortSignal', 'node#EventTarget', 'node#AbortSignal'],
    { writes: ['state'], keepsArguments: true, fresh: true },
    ['addEventListener'],
  ),
  ...effectsOf(
    ['global#EventTarget', 'global#AbortSignal', 'node#EventTarget', 'node#AbortSignal'],
    { writes: ['state'], fresh: true },
    ['removeEventListener'],
  ),
];

const REST: readonly Row[] = [
  ...effectsOf(
    ['global#Performance', 'node:perf_hooks#Performance'],
    { reads: ['clock'], fresh: true },
    ['now', 'toJSON'],
  ),
  ...effectsOf(
    ['global#Performance', 'node:perf_hooks#Performance'],
    { reads: ['clock', 'state'], writes: ['state'] },
    ['mark', 'measure'],
  ),
  ...effectsOf('global', { writes: ['timers'], keepsArguments: true, fresh: true }, [
    'requestAnimationFrame',
    'requestIdleCallback',
  ]),
  ...effectsOf('global', { writes: ['timers'], fresh: true }, [
    'cancelAnimationFrame',
    'cancelIdleCallback',
  ]),
  ...effectsOf(['global#Storage', 'node#Storage'], READS_ITEMS, ['getItem', 'key']),
  ...effectsOf(['global#Storage', 'node#Storage'], { writes: ['items'], fresh: true }, [
    'clear',
    'removeItem',
    'setItem',
  ]),
];

/** What is known about browsers, workers and the web APIs of Node. */
export const PLATFORM: readonly Row[] = [...BLOCKING, ...NETWORK, ...VALUES, ...SIGNALS, ...REST];
