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
import got from 'got';
import ky from 'ky';
import { request } from 'undici';
import type { Connection, Pool as MysqlPool } from 'mysql2';
import type Commands from '@redis/client';
import type { Redis } from 'ioredis';
import type { PrismaClient } from '@prisma/client';
import type { EntityManager, Repository } from 'typeorm';
import type { PgDatabase } from 'drizzle-orm';
import type { Knex } from 'knex';
import type { Octokit } from '@octokit/core';
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
    'mongodb: an aggregation': [
      '1 2 likely',
      pair(`items.aggregate([{ $match: {} }]).toArray()`, `items.findOne({})`, 'items: Collection'),
    ],
    'mongodb: an aggregation that stores what it gives': [
      '',
      pair(
        `items.aggregate([{ $match: {} }, { $out: 'sums' }]).toArray()`,
        `items.findOne({})`,
        'items: Collection',
      ),
    ],
    'mongodb: an aggregation that is computed': [
      '',
      pair(
        `items.aggregate(stages).toArray()`,
        `items.findOne({})`,
        'items: Collection, stages: object[]',
      ),
    ],
    'got: GET': ['1 2 likely', pair(`got('/a').json()`, `got('/b').json()`)],
    'got: POST': ['', pair(`got.post('/a').json()`, `got('/b').json()`)],
    'got: a method in the options': [
      '',
      pair(`got('/a', { method: 'PUT' }).json()`, `got('/b').json()`),
    ],
    'ky: GET': ['1 2 likely', pair(`ky.get('/a').json()`, `ky('/b').json()`)],
    'ky: POST': ['', pair(`ky.post('/a').json()`, `ky('/b').json()`)],
    'undici: GET': ['1 2 proven', pair(`request('/a')`, `request('/b')`)],
    'undici: POST': ['', pair(`request('/a', { method: 'POST' })`, `request('/b')`)],
    'mysql2: a pool': [
      '1 2 likely',
      pair(`pool.query('select 1')`, `pool.query('select 2')`, 'pool: MysqlPool'),
    ],
    'mysql2: one connection': [
      '',
      pair(`one.query('select 1')`, `one.query('select 2')`, 'one: Connection'),
    ],
    'redis: reads': [
      '1 2 likely',
      pair(`redis.hGetAll('a')`, `redis.lRange('b', 0, 9)`, 'redis: typeof Commands'),
    ],
    'redis: a pop': [
      '',
      pair(`redis.lPop('a')`, `redis.lRange('a', 0, 9)`, 'redis: typeof Commands'),
    ],
    'ioredis: reads': ['1 2 likely', pair(`redis.get('a')`, `redis.hgetall('b')`, 'redis: Redis')],
    'ioredis: an increment': ['', pair(`redis.incr('a')`, `redis.get('a')`, 'redis: Redis')],
    'prisma: reads': [
      '1 2 likely',
      pair(`db.user.findUnique({ where: { id: 1 } })`, `db.post.findMany()`, 'db: PrismaClient'),
    ],
    'prisma: a write': ['', pair(`db.user.update({})`, `db.user.count()`, 'db: PrismaClient')],
    'prisma: a transaction': [
      '',
      `export const g = (db: PrismaClient) => db.$transaction(async (own) => f(own));
/*here*/export async function f(tx: PrismaClient) { const a = await tx.user.count(); const b = await tx.post.count(); return [a, b]; }`,
    ],
    'typeorm: reads of two repositories': [
      '1 2 likely',
      pair(`users.findOneBy({ id: 1 })`, `posts.find()`, 'users: Repository, posts: Repository'),
    ],
    'typeorm: a write': [
      '',
      pair(`users.save({})`, `posts.find()`, 'users: Repository, posts: Repository'),
    ],
    'typeorm: one manager': [
      '',
      pair(`manager.find('user')`, `manager.count('post')`, 'manager: EntityManager'),
    ],
    'drizzle: queries': [
      '1 2 likely',
      pair(`db.select().from('a').where({})`, `db.select().from('b').limit(1)`, 'db: PgDatabase'),
    ],
    'drizzle: a deletion': [
      '',
      pair(`db.delete('a').where({})`, `db.select().from('b')`, 'db: PgDatabase'),
    ],
    'knex: queries': [
      '1 2 likely',
      pair(`knex('a').where('id', 1).first()`, `knex.select('*')`, 'knex: Knex'),
    ],
    'knex: a deletion': [
      '',
      pair(`knex('a').where('id', 1).del()`, `knex('b').select('*')`, 'knex: Knex'),
    ],
    'knex: queries of one transaction': [
      '',
      pair(
        `knex('a').transacting(own).select('*')`,
        `knex('b').transacting(own).select('*')`,
        'knex: Knex, own: object',
      ),
    ],
    'octokit: routes that read': [
      '1 2 proven',
      pair(`octokit.request('GET /user')`, `octokit.request('GET /repos')`, 'octokit: Octokit'),
    ],
    'octokit: a route that writes': [
      '',
      pair(`octokit.request('POST /repos')`, `octokit.request('GET /user')`, 'octokit: Octokit'),
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
        `const a = await getA(); await save(); const c = await getC(); const d = await getA(); return [a, c, d];`,
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
