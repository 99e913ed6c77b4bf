import { effectsOf, PURE } from './effects-of.ts';
import type { Effects, RequestFact, Row } from './row.ts';

const READS_NETWORK: Effects = { reads: ['network'], readsArguments: true, fresh: true };
const WRITES_NETWORK: Effects = {
  reads: ['network'],
  writes: ['network'],
  readsArguments: true,
  fresh: true,
};

/** Requests that only read. */
function reading(owners: string | readonly string[], names: string): Row[] {
  return effectsOf(owners, READS_NETWORK, names.split(' '));
}

/** Requests that change something. */
function writing(owners: string | readonly string[], names: string): Row[] {
  return effectsOf(owners, WRITES_NETWORK, names.split(' '));
}

/** Requests that read or change something, as their arguments say. */
function asking(
  owners: string | readonly string[],
  by: RequestFact['by'],
  argument: number,
  names: string,
): Row[] {
  return writing(owners, names).map((row) => ({ ...row, request: { by, argument } }));
}

/** Functions that only make a value, which sends its request later: its parts are all theirs to use. */
function building(owners: string | readonly string[], names: string): Row[] {
  return effectsOf(owners, { ...PURE, callsArguments: true }, names.split(' '));
}

function handles(owners: string | readonly string[], handle: boolean, names: string): Row[] {
  return effectsOf(owners, {}, names.split(' ')).map(({ module, name }) => ({
    module,
    name,
    handle,
  }));
}

function rejecting(rows: readonly Row[]): Row[] {
  return rows.map((row) => ({ ...row, failsBy: 'rejection' }));
}

const HTTP: readonly Row[] = [
  ...rejecting([
    ...asking(['global', 'undici-types', 'undici'], 'options', 2, 'fetch'),
    ...asking('undici', 'options', 2, 'request'),

    ...reading('axios#Axios', 'get head options'),
    ...writing('axios#Axios', 'delete post put patch query postForm putForm patchForm'),
    ...asking('axios#Axios', 'options', 1, 'request'),
    ...asking('axios', 'options', 1, 'axios'),

    ...asking('ky', 'options', 2, 'ky'),
    ...reading('ky#KyInstance', 'get head'),
    ...writing('ky#KyInstance', 'post put delete patch'),
  ]),
  ...reading('ky#ResponsePromise', 'json text arrayBuffer blob bytes formData'),

  ...asking('got', 'options', 2, 'got'),
  ...reading('got#CancelableRequest', 'json text buffer'),

  ...rejecting(asking('@octokit/core#Octokit', 'method', 1, 'request')),
  ...reading(['octokit#Octokit', '@octokit/rest#Octokit'], 'paginate'),
  // Its methods `lock` and `unlock` lock an issue.
  ...handles('@octokit/plugin-rest-endpoint-methods', false, 'RestEndpointMethods.issues'),

  ...rejecting(asking(['@smithy/core', '@smithy/smithy-client'], 'command', 1, 'Client.send')),
];

const SQL: readonly Row[] = [
  ...asking('pg', 'statement', 1, 'Pool.query ClientBase.query'),
  ...handles('pg', true, 'ClientBase'),
  ...asking('mysql2', 'statement', 1, 'QueryableBase.query ExecutableBase.execute'),
  ...handles('mysql2', true, 'Connection PoolConnection'),
  ...handles('mysql2', false, 'Pool'),

  ...reading(
    'typeorm#Repository',
    'find findBy findAndCount findAndCountBy findByIds findOne findOneBy findOneById findOneOrFail ' +
      'findOneByOrFail count countBy exists existsBy exist sum average minimum maximum',
  ),
  ...building('typeorm#Repository', 'createQueryBuilder'),
  ...building(
    'typeorm#SelectQueryBuilder',
    'select addSelect where andWhere orWhere leftJoin innerJoin leftJoinAndSelect innerJoinAndSelect ' +
      'orderBy addOrderBy groupBy having limit offset take skip withDeleted',
  ),
  ...reading('typeorm#SelectQueryBuilder', 'getMany getOne getOneOrFail getCount getManyAndCount'),
  // The manager of a transaction has the same type.
  ...handles('typeorm', true, 'EntityManager QueryRunner'),

  ...handles('kysely', false, 'Kysely'),
  ...handles('kysely', true, 'Transaction ControlledTransaction'),
  ...building('kysely', 'QueryCreator.selectFrom'),
  ...building(
    'kysely#SelectQueryBuilder',
    'select selectAll distinct distinctOn where whereRef having havingRef innerJoin leftJoin rightJoin ' +
      'fullJoin orderBy groupBy limit offset fetch top as $if $castTo',
  ),
  ...reading('kysely#SelectQueryBuilder', 'execute executeTakeFirst executeTakeFirstOrThrow'),

  ...['Pg', 'MySql', 'SQLite'].flatMap((dialect) => [
    ...building(
      `drizzle-orm#${dialect === 'SQLite' ? 'BaseSQLite' : dialect}Database`,
      'select selectDistinct',
    ),
    ...building(`drizzle-orm#${dialect}SelectBuilder`, 'from'),
    ...building(
      `drizzle-orm#${dialect}SelectQueryBuilderBase`,
      'where having limit offset orderBy groupBy leftJoin rightJoin innerJoin fullJoin',
    ),
  ]),
  // What `knex('users')` and `knex.select()` begin only reads, unless one of them is called that writes.
  ...building('knex', 'Knex'),
  ...reading(
    'knex#Knex.QueryInterface',
    'select columns column from table distinct distinctOn join innerJoin leftJoin leftOuterJoin ' +
      'rightJoin rightOuterJoin outerJoin fullOuterJoin crossJoin where andWhere orWhere whereNot ' +
      'andWhereNot orWhereNot whereExists whereNotExists whereIn orWhereIn whereNotIn orWhereNotIn ' +
      'whereLike whereILike whereNull orWhereNull whereNotNull orWhereNotNull whereBetween ' +
      'whereNotBetween groupBy orderBy having limit offset count countDistinct min max sum avg pluck ' +
      'first',
  ),

  ...reading('drizzle-orm#RelationalQueryBuilder', 'findMany findFirst'),
];

const STORES: readonly Row[] = [
  ...building('mongodb', 'MongoClient.db Db.collection Collection.find'),
  ...asking('mongodb', 'pipeline', 1, 'Collection.aggregate'),
  ...building('mongodb#FindCursor', 'filter sort limit skip project hint min max'),
  ...reading('mongodb#Collection', 'findOne countDocuments estimatedDocumentCount distinct'),
  ...reading('mongodb#AbstractCursor', 'toArray'),
  ...handles('mongodb', true, 'ClientSession AbstractCursor ChangeStream'),

  ...reading(
    'mongoose#Model',
    'find findOne findById countDocuments estimatedDocumentCount distinct exists',
  ),
  ...asking('mongoose', 'pipeline', 1, 'Model.aggregate'),
  ...building('mongoose#Query', 'lean select sort limit skip'),
  ...handles('mongoose', false, 'Query'),

  ...reading(
    '@redis/client#_default',
    'get mGet exists hGet hGetAll hmGet hExists hKeys hVals hLen lRange lIndex lLen sMembers sIsMember ' +
      'sCard zRange zScore zCard zCount zRank ttl pTTL type strLen keys dbSize getRange xLen xRange',
  ),
  ...reading(
    'ioredis#RedisCommander',
    'get mget exists hget hgetall hmget hexists hkeys hvals hlen lrange llen lindex smembers sismember ' +
      'scard zrange zscore zcard zcount zrank ttl pttl type strlen keys dbsize getrange xlen xrange',
  ),
];

/** What is known about widely used clients of servers and databases. */
export const CLIENTS: readonly Row[] = [...HTTP, ...SQL, ...STORES];
