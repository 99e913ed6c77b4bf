/** The part of autocannon that is used here: it ships no types. */
declare module 'autocannon' {
  interface Request {
    readonly method: 'GET' | 'POST';
    readonly path: string;
    readonly body?: string;
  }

  interface Options {
    readonly url: string;
    readonly connections: number;
    /** Seconds. */
    readonly duration: number;
    readonly requests: readonly Request[];
    /** Answers a `RawResult`, for `aggregateResult`. */
    readonly skipAggregateResult: true;
  }

  interface RawResult {
    /** Seconds. */
    readonly duration: number;
    /** Connections that failed; those that timed out are among them. */
    readonly errors: number;
    readonly non2xx: number;
    readonly '2xx': number;
  }

  interface Result {
    /** Milliseconds. */
    readonly latency: { readonly p50: number; readonly p99: number };
  }

  const autocannon: {
    (options: Options): Promise<RawResult>;
    aggregateResult(results: readonly RawResult[], options: Options): Result;
  };
  export default autocannon;
}
