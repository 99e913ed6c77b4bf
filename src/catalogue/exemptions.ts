/** A function named `…Sync` that the catalogue leaves out on purpose. */
export interface Exemption {
  readonly module: string;
  readonly name: string;
  /**
   * - `does not block`: it only builds something, registers something, or runs what it is given.
   * - `no counterpart`: it blocks, and nothing asynchronous does the same; refused by a test where the
   *   types show such a function.
   * - `discouraged`: deprecated, or never meant for users.
   */
  readonly kind: 'does not block' | 'no counterpart' | 'discouraged';
  readonly reason: string;
}

function exempt(
  module: string,
  kind: Exemption['kind'],
  reason: string,
  names: readonly string[],
): Exemption[] {
  return names.map((name) => ({ module, name, kind, reason }));
}

/** Every `…Sync` export of Node's built-in modules that is no row, and some of browsers, with the reason. */
export const EXEMPTIONS: readonly Exemption[] = [
  ...exempt('node:fs', 'discouraged', 'Deprecated, and only on macOS.', ['lchmodSync']),
  ...exempt('node:fs', 'discouraged', 'Undocumented: a part of `readSync`.', [
    'Dir.readSyncRecursive',
  ]),
  ...exempt('node:sqlite', 'does not block', 'Nobody can construct it: `prepare` does.', [
    'StatementSync',
  ]),
  ...exempt('node:dgram', 'does not block', 'Only takes addresses that need no look-up.', [
    'Socket.bindSync',
    'Socket.connectSync',
  ]),
  ...exempt('node:diagnostics_channel', 'does not block', 'Runs the function that it is given.', [
    'TracingChannel.traceSync',
  ]),
  ...exempt('node:stream/iter', 'does not block', 'Builds a pipeline that runs when it is read.', [
    'fromSync',
    'pullSync',
    'shareSync',
    'tapSync',
    'toReadableSync',
  ]),
  ...exempt(
    'node:stream/iter',
    'does not block',
    'Reads a source of the program, which waits for nothing unless it blocks itself.',
    ['arrayBufferSync', 'arraySync', 'bytesSync', 'pipeToSync', 'textSync'],
  ),
  ...exempt('node:stream/iter', 'does not block', 'Puts a chunk into a buffer, or refuses it.', [
    'SyncWriter.endSync',
    'SyncWriter.writeSync',
    'SyncWriter.writevSync',
    'PartialSyncWriter.writeSync',
    'Writer.endSync',
    'Writer.writeSync',
    'Writer.writevSync',
  ]),
  ...exempt('node:zlib/iter', 'does not block', 'Makes a transform that works when it is read.', [
    'compressBrotliSync',
    'compressDeflateSync',
    'compressGzipSync',
    'compressZstdSync',
    'decompressBrotliSync',
    'decompressDeflateSync',
    'decompressGzipSync',
    'decompressZstdSync',
  ]),
  ...exempt('global', 'does not block', 'Parses a text that is there; `replace` may do so later.', [
    'CSSStyleSheet.replaceSync',
  ]),
];

/** Packages whose files stand in memory: their `…Sync` functions wait for nothing. */
export const IN_MEMORY: ReadonlySet<string> = new Set([
  'memfs',
  // Where memfs has its types since version 4.50.
  '@jsonjoy.com/fs-node-utils',
  'memory-fs',
  'metro-memory-fs',
]);
