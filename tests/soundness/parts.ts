import { indented } from './choices.ts';

// What generated programs are put together from: each declaration comes with whatever names it.

interface Part {
  readonly text: string;
  /** What of it the state of the program shows. */
  readonly state?: string;
  /** What a handler changes that runs while the program waits. */
  readonly poke?: string;
}

const PARTS: Readonly<Record<string, Part>> = {
  count: { text: 'let count = 0;', state: 'count' },
  total: { text: 'let total = 0;', state: 'total' },
  box: { text: 'const box = { left: 0, right: 0 };', state: 'box' },
  kept: { text: 'const kept: number[] = [];', state: 'kept' },
  table: { text: 'const table = new Map<string, number>();', state: '[...table]' },
  holes: { text: 'const holes: ({ x: number } | undefined)[] = [{ x: 1 }, undefined];' },
  setting: { text: 'let setting = 0;', poke: 'setting += 1;' },
  options: { text: 'const options = { level: 1 };', poke: 'options.level += 1;' },
  plan: { text: 'const plan: number[] = [1, 2];', poke: 'plan.push(5);' },
  client: { text: 'const client = new Client();' },
  pool: { text: 'const pool = new Pool();' },
  bump: { text: 'function bump(): number {\n  count += 1;\n  return count;\n}' },
  sum: {
    text: 'function sum(all: readonly number[]): number {\n  return all.reduce((one, other) => one + other, 0);\n}',
  },
  grow: {
    text: 'async function grow(n: number): Promise<number> {\n  count += n;\n  return count;\n}',
  },
  timed: {
    text: `async function timed(n: number): Promise<number> {
  const { size } = await stat('a');
  return Date.now() + size + n;
}`,
  },
  work: {
    text: "async function work(n: number): Promise<number> {\n  return (await stat('a')).size + n;\n}",
  },
  record: {
    text: "async function record(n: number): Promise<void> {\n  await access('b');\n  kept.push(n);\n}",
  },
  // What somebody else has to end.
  open: { text: 'let open: () => void = () => undefined;' },
  gate: { text: 'const gate = new Promise<void>((resolve) => {\n  open = resolve;\n});' },
  passing: {
    text: 'async function passing(n: number): Promise<number> {\n  await gate;\n  return n;\n}',
  },
  emitter: { text: 'const emitter = new EventEmitter();' },
  shut: {
    text: `function shut(): Promise<number> {
  return new Promise((resolve) => {
    emitter.once('told', resolve);
  });
}`,
  },
  tell: { text: "function tell(n: number): void {\n  emitter.emit('told', n);\n}" },
  add: { text: 'function add(one: number, other: number): number {\n  return one + other;\n}' },
  tail: { text: 'let tail: Promise<unknown> = Promise.resolve();' },
  locked: {
    text: `async function locked(act: () => Promise<number>): Promise<number> {
  const turn = tail.then(act);
  tail = turn.catch(() => undefined);
  return turn;
}`,
  },
  through: {
    text: `async function through(act: () => Promise<number>, n = 1): Promise<number> {
  const t = await act();
  return t + n;
}`,
  },
  again: {
    text: `async function again(act: () => Promise<number>): Promise<number> {
  try {
    return await act();
  } catch {
    await sleep(1);
    return act();
  }
}`,
  },
  // Guards: what follows counts on what they refuse.
  requireAllowed: {
    text: "async function requireAllowed(): Promise<void> {\n  await access('allowed');\n}",
  },
  admit: { text: "async function admit(): Promise<void> {\n  await access('allowed');\n}" },
  permit: {
    text: `async function permit(n: number): Promise<number> {
  const names = await readdir('.');
  if (!names.includes('allowed')) throw new Error('refused');
  return n;
}`,
  },
  secret: {
    text: `async function secret(n: number): Promise<number> {
  return (await readFile('secret', 'utf8')).length + n;
}`,
  },
  // What holds a file until it is left.
  Lease: {
    text: `class Lease {
  readonly path: string;
  constructor(path: string) {
    this.path = path;
    writeFileSync(path, 'leased');
  }
  async read(n: number): Promise<number> {
    return (await readFile(this.path, 'utf8')).length + n;
  }
  [Symbol.dispose](): void {
    rmSync(this.path, { force: true });
  }
}`,
  },
  transaction: {
    text: `async function transaction(act: () => Promise<number>): Promise<number> {
  await writeFile('held', 'held');
  try {
    return await act();
  } finally {
    await rm('held', { force: true });
  }
}`,
  },
  // What is found first is asked for the rest.
  Found: {
    text: `class Found {
  readonly n: number;
  constructor(n: number) {
    this.n = n;
  }
  async read(k: number): Promise<number> {
    return (await readFile(k > 4 ? 'missing' : 'a', 'utf8')).length + this.n;
  }
  async keep(k: number): Promise<number> {
    await access('c');
    count += k;
    return this.n;
  }
}`,
  },
  find: {
    text: "async function find(n: number): Promise<Found> {\n  await access('b');\n  return new Found(n);\n}",
  },
  lookUp: {
    text: "function lookUp(n: number): Promise<Found> {\n  if (n > 2) throw new Error('at once');\n  return find(n);\n}",
  },
  meter: { text: 'const meter = new Meter();', state: 'meter.used' },
  store: { text: 'const store = new Store();', state: 'store.size, store.seen' },
  Store: {
    text: `class Store {
  size = 1;
  seen = 0;
  readonly base = 2;
  #hits = 0;
  get double(): number {
    return this.size * 2;
  }
  get next(): number {
    this.seen += 1;
    return this.seen;
  }
  async load(n: number): Promise<number> {
    return (await stat('a')).size + this.base + n;
  }
  async measure(n: number): Promise<number> {
    await access('b');
    return this.size + n;
  }
  async save(n: number): Promise<number> {
    await access('c');
    this.size = n;
    return this.size;
  }
  async visit(n: number): Promise<number> {
    this.#hits += 1;
    await access('a');
    return this.#hits + n;
  }
}`,
  },
};

const IMPORTS: readonly (readonly [module: string, names: readonly string[]])[] = [
  [
    'node:fs/promises',
    ['access', 'appendFile', 'mkdir', 'readFile', 'readdir', 'rm', 'stat', 'writeFile'],
  ],
  [
    'node:fs',
    [
      'accessSync',
      'appendFileSync',
      'existsSync',
      'mkdirSync',
      'readFileSync',
      'readdirSync',
      'rmSync',
      'statSync',
      'writeFileSync',
    ],
  ],
  ['node:events', ['EventEmitter']],
  ['pg', ['Client', 'Pool']],
  ['unknown', ['advance']],
];

/** A whole program: imports, the parts that it uses, `poke`, `state`, its `functions` and `classes`. */
export function programOf(functions: readonly string[], classes: readonly string[] = []): string {
  const used = new Set<string>();
  const all = new Set<string>();
  const pending = [...functions, ...classes];
  for (let text = pending.pop(); text !== undefined; text = pending.pop()) {
    for (const name of namesIn(text)) {
      all.add(name);
      const part = Object.hasOwn(PARTS, name) ? PARTS[name] : undefined;
      if (part && !used.has(name)) {
        used.add(name);
        pending.push(part.text);
      }
    }
  }
  const imports = IMPORTS.map(([module, names]) => {
    const taken = names.filter((name) => all.has(name));
    return taken.length > 0 ? `import { ${taken.join(', ')} } from '${module}';\n` : '';
  });
  if (all.has('sleep'))
    imports.push("import { setTimeout as sleep } from 'node:timers/promises';\n");
  if (all.has('nodeFs')) imports.push("import * as nodeFs from 'node:fs';\n");

  // Variables first, and what is made of classes last.
  const parts = Object.entries(PARTS).flatMap(([name, part]) => (used.has(name) ? [part] : []));
  const isMade = ({ text }: Part): boolean => / = new (?:Client|Meter|Pool|Store)\(/.test(text);
  const variables = parts.filter((each) => /^(?:const|let) /.test(each.text) && !isMade(each));
  const others = parts.filter((each) => !variables.includes(each) && !isMade(each));
  const ordered = [...variables, ...others].map(({ text }) => text);
  const made = parts.filter(isMade).map(({ text }) => text);
  const poked = parts.map(({ poke }) => poke).filter((each) => each !== undefined);
  const state = parts.map((each) => each.state).filter((each) => each !== undefined);
  return [
    imports.join(''),
    ...ordered,
    ...classes,
    ...made,
    ...(poked.length > 0 ? [`export function poke(): void {\n  ${poked.join('\n  ')}\n}`] : []),
    `export function state(): unknown {\n  return [${state.join(', ')}];\n}`,
    ...functions,
  ]
    .join('\n\n')
    .trimStart();
}

/** The function of a program that is called; what it `gives` may be nothing. */
export function mainOf(body: string, gives = 'undefined', parameter = 'n: number'): string {
  return `export async function main(${parameter}): Promise<unknown> {
${indented(body)}
  return ${gives};
}`;
}

function namesIn(text: string): readonly string[] {
  return text.match(/[A-Za-z_]\w*/g) ?? [];
}
