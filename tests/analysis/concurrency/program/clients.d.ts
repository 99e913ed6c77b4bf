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
