import { pbkdf2Sync, randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';

import { json, type Query, type Reply, text } from './http.ts';

interface Account {
  readonly salt: Buffer;
  readonly hash: Buffer;
}

interface Credentials {
  readonly name: string;
  readonly password: string;
}

const accounts = new Map<string, Account>();

export async function createAccount(query: Query): Promise<Reply> {
  const { name, password } = parseCredentials(query.body);
  const salt = randomBytes(16);
  accounts.set(name, { salt, hash: hashPassword(password, salt) });
  return json({ name }, 201);
}

export async function openSession(query: Query): Promise<Reply> {
  const { name, password } = parseCredentials(query.body);
  const account = accounts.get(name);
  if (!account) return text('Unknown account.', 403);
  const right = timingSafeEqual(hashPassword(password, account.salt), account.hash);
  return right ? json({ name, token: await sessionToken(name) }) : text('Wrong password.', 403);
}

function hashPassword(password: string, salt: Buffer): Buffer {
  return scryptSync(password, salt, 32);
}

async function sessionToken(name: string): Promise<string> {
  const key = pbkdf2Sync(name, 'bookshop', 20_000, 16, 'sha256');
  return key.toString('hex');
}

function parseCredentials(body: string): Credentials {
  const form = new URLSearchParams(body);
  return { name: form.get('name') ?? '', password: form.get('password') ?? '' };
}
