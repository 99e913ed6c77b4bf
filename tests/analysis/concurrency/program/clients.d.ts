// What the clients of the catalogue declare, as far as tests call it, under the same names.
declare module 'axios' {
  class Axios {
    get(url: string): Promise<{ data: string }>;
    post(url: string, body: unknown): Promise<{ data: string }>;
    request(config: { url: string; method?: string }): Promise<{ data: string }>;
  }
  const instance: Axios;
  export default instance;
}
declare module 'pg' {
  class ClientBase {
    query(text: string): Promise<{ rows: unknown[] }>;
  }
  class Client extends ClientBase {}
  class Pool {
    query(text: string): Promise<{ rows: unknown[] }>;
    connect(): Promise<ClientBase>;
  }
}
declare module '@smithy/core' {
  class Client {
    send(command: object): Promise<{ body: string }>;
  }
}
declare module '@aws-sdk/client-s3' {
  import { Client } from '@smithy/core';
  class S3Client extends Client {}
  class GetObjectCommand {
    constructor(input: { Key: string });
  }
  class PutObjectCommand {
    constructor(input: { Key: string });
  }
}
declare module 'mongodb' {
  class FindCursor {
    toArray(): Promise<object[]>;
  }
  class AbstractCursor {
    toArray(): Promise<object[]>;
  }
  class Collection {
    find(filter: object): AbstractCursor;
    findOne(filter: object): Promise<object | null>;
    aggregate(stages: object[]): AbstractCursor;
    insertOne(document: object): Promise<{ id: string }>;
  }
}
declare module 'kysely' {
  class SelectQueryBuilder {
    selectAll(): SelectQueryBuilder;
    execute(): Promise<object[]>;
  }
  class QueryCreator {
    selectFrom(table: string): SelectQueryBuilder;
  }
  class Kysely extends QueryCreator {
    startTransaction(): void;
  }
  class Transaction extends Kysely {
    commit(): Promise<void>;
  }
}
declare module 'mongoose' {
  class Query {
    exec(): Promise<object[]>;
    cursor(): object;
  }
  class Model {
    find(filter: object): Query;
    updateMany(filter: object): Query;
  }
}
declare module 'got' {
  interface CancelableRequest extends Promise<{ body: string }> {
    json(): Promise<object>;
  }
  const got: {
    (url: string, options?: { method?: string }): CancelableRequest;
    post(url: string): CancelableRequest;
  };
  export default got;
}
declare module 'ky' {
  interface ResponsePromise extends Promise<Response> {
    json(): Promise<object>;
  }
  interface KyInstance {
    (url: string, options?: { method?: string }): ResponsePromise;
    get(url: string): ResponsePromise;
    post(url: string): ResponsePromise;
  }
  const ky: KyInstance;
  export default ky;
}
declare module 'undici' {
  function request(url: string, options?: { method?: string }): Promise<{ body: object }>;
}
declare module 'mysql2' {
  class QueryableBase {
    query(sql: string): Promise<object[]>;
  }
  class Connection extends QueryableBase {}
  class Pool extends QueryableBase {
    release(): void;
  }
}
declare module '@redis/client' {
  const _default: {
    hGetAll(key: string): Promise<object>;
    lRange(key: string, from: number, to: number): Promise<string[]>;
    lPop(key: string): Promise<string | null>;
  };
  export default _default;
}
declare module 'ioredis' {
  interface RedisCommander {
    get(key: string): Promise<string | null>;
    hgetall(key: string): Promise<object>;
    incr(key: string): Promise<number>;
  }
  class Redis {}
  interface Redis extends RedisCommander {}
}
declare module '@prisma/client' {
  interface PrismaPromise<T> extends Promise<T> {}
  interface Delegate {
    findMany(query?: object): PrismaPromise<object[]>;
    findUnique(query: object): PrismaPromise<object | null>;
    count(query?: object): PrismaPromise<number>;
    update(query: object): PrismaPromise<object>;
  }
  class PrismaClient {
    user: Delegate;
    post: Delegate;
    $transaction<T>(run: (tx: PrismaClient) => Promise<T>): Promise<T>;
  }
}
declare module 'typeorm' {
  class Repository {
    find(options?: object): Promise<object[]>;
    findOneBy(where: object): Promise<object | null>;
    count(): Promise<number>;
    save(entity: object): Promise<object>;
  }
  class EntityManager {
    find(entity: string): Promise<object[]>;
    count(entity: string): Promise<number>;
  }
}
declare module 'drizzle-orm' {
  class PgSelectQueryBuilderBase implements PromiseLike<object[]> {
    then: Promise<object[]>['then'];
    where(condition: object): PgSelectQueryBuilderBase;
    limit(count: number): PgSelectQueryBuilderBase;
  }
  class PgSelectBuilder {
    from(table: string): PgSelectQueryBuilderBase;
  }
  class PgDatabase {
    select(): PgSelectBuilder;
    delete(table: string): PgSelectQueryBuilderBase;
    transaction<T>(run: (tx: PgDatabase) => Promise<T>): Promise<T>;
  }
}
declare module 'knex' {
  interface Knex extends Knex.QueryInterface {
    (table: string): Knex.QueryBuilder;
  }
  namespace Knex {
    interface QueryInterface {
      select(columns: string): QueryBuilder;
      where(column: string, value: number): QueryBuilder;
      first(): QueryBuilder;
      del(): QueryBuilder;
      transacting(transaction: object): QueryBuilder;
    }
    interface ChainableInterface extends Promise<object[]> {}
    interface QueryBuilder extends QueryInterface, ChainableInterface {}
  }
}
declare module '@octokit/core' {
  class Octokit {
    request(route: string, parameters?: object): Promise<{ data: object }>;
  }
}
