import { fileURLToPath } from 'node:url';

import type ts from 'typescript';
import { describe, expect, it } from 'vitest';

import { candidatesIn } from '../../../src/analysis/concurrency/candidates.ts';
import { groupsOf } from '../../../src/analysis/concurrency/together.ts';
import { catalogueOf } from '../../../src/catalogue/catalogue.ts';
import { CLIENTS } from '../../../src/catalogue/clients.ts';
import { askAboutNode } from '../../support/ask-ts.ts';

const folder = fileURLToPath(new URL('program', import.meta.url));
const catalogue = catalogueOf([]);

const IMPORTS = `/// <reference path="./clients.d.ts" />
import axios from 'axios';
import { Client, Pool } from 'pg';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Collection } from 'mongodb';
import type { Kysely, Transaction } from 'kysely';
import type { Model } from 'mongoose';
`;

/** The groups of the first candidate: how many members, by their place in it, and what is known. */
function groups(code: string): string {
  return askAboutNode(
    IMPORTS + code,
    (node, t): node is ts.FunctionDeclaration => t.isFunctionDeclaration(node),
    (node, typed) => {
      const [candidate] = candidatesIn(node, typed.ts);
      if (!candidate) return 'no candidate';
      return groupsOf(candidate, typed, catalogue)
        .map(({ members, verdict }) => {
          const places = members.map((each) => candidate.members.indexOf(each) + 1);
          return `${places.join(' ')} ${verdict.kind}`;
        })
        .join(', ');
    },
    { folder },
  );
}

const pair = (first: string, second: string, parameters = ''): string =>
  `/*here*/export async function f(${parameters}) { const a = await ${first}; const b = await ${second}; return [a, b]; }`;

describe('what the catalogue says of clients', () => {
  const rows: Record<string, [groups: string, code: string]> = {
    'axios: GET': ['1 2 proven', pair(`axios.get('/a')`, `axios.get('/b')`)],
    'axios: POST': ['', pair(`axios.post('/a', 1)`, `axios.get('/b')`)],
    'axios: a method in the options': [
      '1 2 proven',
      pair(`axios.request({ url: '/a' })`, `axios.request({ url: '/b', method: 'get' })`),
    ],
    'axios: another method in the options': [
      '',
      pair(`axios.get('/a')`, `axios.request({ url: '/b', method: 'delete' })`),
    ],
    'pg: reading statements of a pool': [
      '1 2 likely',
      pair(`pool.query('select 1')`, `pool.query('SELECT * FROM t')`, 'pool: Pool'),
    ],
    'pg: a statement that locks': [
      '',
      pair(`pool.query('select 1 for update')`, `pool.query('select 2')`, 'pool: Pool'),
    ],
    'pg: a writing statement': [
      '',
      pair(`pool.query('update t set a = 1')`, `pool.query('select 2')`, 'pool: Pool'),
    ],
    'pg: a statement that is computed': [
      '',
      pair(`pool.query(sql)`, `pool.query('select 2')`, 'pool: Pool, sql: string'),
    ],
    'pg: one client': [
      '',
      pair(`client.query('select 1')`, `client.query('select 2')`, 'client: Client'),
    ],
    'aws: commands that read': [
      '1 2 likely',
      pair(
        `s3.send(new GetObjectCommand({ Key: 'a' }))`,
        `s3.send(new GetObjectCommand({ Key: 'b' }))`,
        's3: S3Client',
      ),
    ],
    'aws: a command that writes': [
      '',
      pair(
        `s3.send(new PutObjectCommand({ Key: 'a' }))`,
        `s3.send(new GetObjectCommand({ Key: 'b' }))`,
        's3: S3Client',
      ),
    ],
    'mongodb: reads': [
      '1 2 likely',
      pair(`items.findOne({})`, `items.find({}).toArray()`, 'items: Collection'),
    ],
    'mongodb: an insertion': [
      '',
      pair(`items.insertOne({})`, `items.findOne({})`, 'items: Collection'),
    ],
    'kysely: queries': [
      '1 2 likely',
      pair(
        `db.selectFrom('a').selectAll().execute()`,
        `db.selectFrom('b').selectAll().execute()`,
        'db: Kysely',
      ),
    ],
    'kysely: queries of one transaction': [
      '',
      pair(
        `db.selectFrom('a').selectAll().execute()`,
        `db.selectFrom('b').selectAll().execute()`,
        'db: Transaction',
      ),
    ],
    'mongoose: a read is told by what begins the chain': [
      '1 2 likely',
      pair(`users.find({}).exec()`, `users.find({ a: 1 }).exec()`, 'users: Model'),
    ],
    'mongoose: so is a write': [
      '',
      pair(`users.updateMany({}).exec()`, `users.find({ a: 1 }).exec()`, 'users: Model'),
    ],
  };
  for (const [name, [expected, code]] of Object.entries(rows)) {
    it(name, () => {
      expect(groups(code)).toBe(expected);
    });
  }
});

describe('groups', () => {
  const DECLARED = `declare function getA(): Promise<string>; declare function getB(x: string): Promise<string>; declare function getC(): Promise<string>; declare function save(): Promise<void>; declare function requireUser(): Promise<string>;`;
  const f = (body: string): string => `${DECLARED}\n/*here*/export async function f() { ${body} }`;
  const rows: Record<string, [groups: string, code: string]> = {
    'a dependent one stays behind': [
      '1 3 likely',
      f(
        `const a = await getA(); const b = await getB(a); const c = await getC(); return [a, b, c];`,
      ),
    ],
    'one that writes parts them': [
      '',
      f(`const a = await getA(); await save(); const c = await getC(); return [a, c];`),
    ],
    'and those after it are a group': [
      '3 4 likely',
      f(
        `const a = await getA(); await save(); const c = await getC(); const d = await getC(); return [a, c, d];`,
      ),
    ],
    'a guard comes first': [
      '2 3 likely',
      f(
        `const u = await requireUser(); const a = await getA(); const c = await getC(); return [u, a, c];`,
      ),
    ],
    'two groups': [
      '1 2 likely, 4 5 likely',
      f(
        `const a = await getA(); const c = await getC(); await save(); const d = await getA(); const e = await getC(); return [a, c, d, e];`,
      ),
    ],
  };
  for (const [name, [expected, code]] of Object.entries(rows)) {
    it(name, () => {
      expect(groups(code)).toBe(expected);
    });
  }
});

describe('rows of clients', () => {
  it('stand once', () => {
    const keys = CLIENTS.map(({ module, name }) => `${module} ${name}`);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  it('say something', () => {
    expect(CLIENTS.filter(({ effects, handle }) => !effects && handle === undefined)).toEqual([]);
  });
});
