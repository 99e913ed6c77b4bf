import { gzipSync } from 'node:zlib';

import type { Query, Reply } from './http.ts';

const TITLES = ['Atlas', 'Cookbook', 'Dictionary', 'Novel', 'Poems'];
const ROWS = 20_000;

const ledger = Array.from({ length: ROWS }, (_, index) => {
  const cents = 500 + ((index * 7919) % 4500);
  return `${String(index + 1)},${TITLES[index % TITLES.length] ?? ''},${(cents / 100).toFixed(2)}`;
});

export async function exportLedger(_query: Query): Promise<Reply> {
  const body = await compress(['number,title,price', ...ledger].join('\n'));
  return { status: 200, type: 'application/gzip', body };
}

async function compress(csv: string): Promise<Uint8Array> {
  const packed = gzipSync(csv);
  return packed;
}
