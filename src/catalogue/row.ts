/**
 * How dear one blocking call is, in rising order: `metadata` is microseconds (`existsSync`),
 * `data` grows with what is read or written, `cpu` is computation, `process` waits for a child
 * process, the network, a lock or a person.
 */
export type Cost = (typeof COSTS)[number];

export const COSTS = ['metadata', 'data', 'cpu', 'process'] as const;

/** What one call leaves visible outside itself, or depends on. A property not given is empty. */
export interface Effects {
  readonly reads?: readonly Resource[];
  readonly writes?: readonly Resource[];
  /** Functions among the arguments are called before the call returns (`map`, `replace`, `sort`). */
  readonly callsArguments?: true;
  /** Functions among the arguments are kept and called later (`on`, `then`, `setTimeout`). */
  readonly keepsArguments?: true;
  /** Objects among the arguments are looked into, to any depth (`JSON.stringify`, `writeFile`). */
  readonly readsArguments?: true;
  /** An object among the arguments is changed (`Object.assign`, `randomFillSync`). */
  readonly writesArguments?: true;
  /** The result is a new object that nobody else holds, or a primitive value. */
  readonly fresh?: true;
}

/**
 * What is outside the variables of a program. `items` are the elements of the receiver: of an
 * array, map, set or buffer. `state` is everything else that the receiver holds. `clock` is what
 * changes by itself: the time, the random source, memory figures; nothing writes it.
 */
export type Resource = (typeof RESOURCES)[number];

export const RESOURCES = [
  'items',
  'state',
  'file system',
  'network',
  'process',
  'working directory',
  'clock',
  'output',
  'timers',
  'user interface',
] as const;

/** The asynchronous function that does the same work. */
export type Counterpart =
  | {
      /** Takes the same arguments and resolves to the same value. */
      readonly kind: 'same';
      /**
       * Exported path within `module`, such as `readFile`. Where the row names a member, and this is
       * a member of the same object (`Dir.readSync` → `Dir.read`) or that object itself
       * (`findUp.sync` → `findUp`), the call is changed in place and nothing is imported.
       */
      readonly name: string;
      /** Where it is imported from, such as `node:fs/promises`. */
      readonly module: string;
      /** The path from the module of the sync function, such as `promises.readFile`; `name` if absent. */
      readonly member?: string;
      /** Object-literal properties that only the sync form honours: with one of them there is no counterpart. */
      readonly refusedOptions?: readonly string[];
      /**
       * The elements of the result may come in another order, always or with this option set: a
       * person has to look whether that matters.
       */
      readonly mayReorder?: true | string;
    }
  | {
      /** Other arguments or another result: an expression that has the value of the sync call. */
      readonly kind: 'written';
      /** What the message names, such as `exec`. */
      readonly name: string;
      readonly forms: readonly WrittenForm[];
    }
  | {
      /** Nothing can be written in its place; a sentence without a full stop that follows "Instead, …". */
      readonly kind: 'advice';
      readonly text: string;
    };

export interface WrittenForm {
  /**
   * The expression to write. `$1`, `$2`, … stand for the arguments, `$*` for all of them, and each
   * name of `imports` for whatever the file calls it. `$<…>` are type arguments, up to the `>` before
   * a parenthesis, for TypeScript files only. In `{ ...$2, x }` the properties of an object literal
   * can stand themselves. Texts are in single quotes.
   */
  readonly text: string;
  /** Names used in `text` → the module each is imported from. */
  readonly imports?: Readonly<Record<string, string>>;
  /** How many arguments the call may have for this form: exactly, or at least and at most. */
  readonly arguments: number | readonly [number, number];
  /**
   * Argument number → the properties its object literal may have. An argument listed here must be
   * an object literal with only these; one that is not listed is taken as it is.
   */
  readonly options?: Readonly<Record<number, readonly string[]>>;
  /** It takes the same arguments and has the same value in every case: nobody has to look. */
  readonly exact?: true;
  /** Argument numbers whose type must be an array, where another overload takes options there. */
  readonly arrays?: readonly number[];
}

/** What is known about one function, method, constructor or getter that has no body in the program. */
export interface Row {
  /**
   * A module specifier (`node:fs`, `execa`), or `global` for what every file can name. Facts about
   * promises can also be about an interface of the program, by the name of its file (`logger.ts`).
   */
  readonly module: string;
  /**
   * The exported path, classes and interfaces by their name: `readFileSync`, `realpathSync.native`,
   * `StatementSync.run`, `Atomics.wait`, `WebAssembly.Module` (its constructor), `Array.map`.
   */
  readonly name: string;
  readonly blocks?: Blocking;
  readonly effects?: Effects;
  readonly promise?: PromiseFacts;
  /**
   * Calling it with what its types ask for never throws (`console.log`, `clearTimeout`), apart from
   * what functions among its arguments throw where `effects.callsArguments` says that it calls them.
   * Of the promise that it may return, `promise.rejects` says more.
   */
  readonly throws?: 'never';
  /**
   * What becomes of promises among its arguments: a `combinator` attaches its handlers at once
   * (`Promise.all`), a `sink` prints, serialises or drops the promise itself (`console.log`,
   * `Response.json`).
   */
  readonly takesPromises?: 'combinator' | 'sink';
  /**
   * What becomes of a promise that a function among its arguments returns, where the parameter's type
   * does not say: it is `awaited` and its rejection looked at, or `ignored`.
   */
  readonly callbackPromise?: 'awaited' | 'ignored';
  /**
   * Of a type: its values have a state that two operations at once disturb, or that makes them wait
   * for each other: connections, transactions, sessions, cursors, pages, streams. `false`: they do
   * not, although they have members such as `release` (pools).
   */
  readonly handle?: boolean;
  /** The call is a request, and whether it writes is in its arguments; `effects` are those of a write. */
  readonly request?: RequestFact;
  /** Whatever is wrong with its arguments, it answers with a rejected promise and never throws. */
  readonly failsBy?: 'rejection';
  /**
   * Its part in a command-line program: an `action` takes functions that are each one command, or is
   * such a function, to be overridden; a `question` asks the person at the terminal.
   */
  readonly commandLine?: 'action' | 'question';
}

/** How the arguments of a call tell a request that reads from one that writes; arguments count from 1. */
export interface RequestFact {
  /**
   * - `options`: the property `method` of an object, GET without one (`fetch`);
   * - `method`: a text that begins with it (`request('GET /users')`);
   * - `command`: the class that is constructed (`send(new GetObjectCommand(…))`);
   * - `statement`: a text of SQL;
   * - `pipeline`: the stages of a MongoDB aggregation.
   */
  readonly by: 'options' | 'method' | 'command' | 'statement' | 'pipeline';
  readonly argument: number;
}

/** What is known about the promises that a function returns, or that values of a type are. */
export interface PromiseFacts {
  /** Whoever makes it looks after it: it may be left alone (`test` of node:test). */
  readonly floats?: true;
  /** For a type: nothing happens before a value is awaited (query builders). */
  readonly lazy?: true;
  /**
   * It is fulfilled or stays pending, but never rejects, and the call does not throw; unless it is
   * given an `AbortSignal`, by itself or as `signal` of an object, or a promise that it resolves with.
   */
  readonly rejects?: 'never';
  /**
   * What it waits for: its `own` I/O, which the call starts; a `timer` that it starts; or an `event`,
   * message, lock or person that something else must bring about. The same of a callback among the
   * arguments (`setTimeout`, `fs.readFile`): when it is called.
   */
  readonly waitsFor?: 'own' | 'timer' | 'event';
}

export interface Blocking {
  /** What the thread waits for, as the message says it: `the disk`, `a child process`. */
  readonly on: string;
  readonly cost: Cost;
  readonly counterpart: Counterpart;
  /**
   * Synchronous by design with no counterpart to move to, or too short to be worth a report in its
   * common use: reported only when the user lists it.
   */
  readonly onRequest?: true;
  /** Only calls with these arguments block: argument number → literal value (`xhr.open(m, u, false)`). */
  readonly when?: Readonly<Record<number, string | number | boolean | null>>;
  /** A call with a function as its last argument is the asynchronous form of the same function (`randomBytes(n, cb)`). */
  readonly unlessCallback?: true;
  /** Doing it twice is doing it once, with these options set: argument number → option that must be `true`. */
  readonly idempotentWith?: readonly [number, string];
}
