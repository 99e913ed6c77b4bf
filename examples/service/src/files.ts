import fs from 'node:fs';
import path from 'node:path';

import { json, NotFound, plainName, type Query, type Reply } from './http.ts';
import { content, contentTypes } from './start-up.ts';

export async function sendStatic(query: Query): Promise<Reply> {
  const file = path.join(content, 'static', plainName(query.rest));
  if (!fs.existsSync(file)) throw new NotFound(query.rest);
  const type = contentTypes[path.extname(file)] ?? 'application/octet-stream';
  return { status: 200, type, body: await readAsset(file) };
}

async function readAsset(file: string): Promise<Buffer> {
  return fs.readFileSync(file);
}

export async function listFiles(): Promise<Reply> {
  const folder = path.join(content, 'static');
  const names = await namesIn(folder);
  const files = [];
  for (const name of names) {
    files.push({ name, size: await sizeOf(path.join(folder, name)) });
  }
  return json(files);
}

async function namesIn(folder: string): Promise<string[]> {
  return fs.readdirSync(folder).filter((name) => !name.startsWith('.'));
}

async function sizeOf(file: string): Promise<number> {
  return fs.statSync(file).size;
}
