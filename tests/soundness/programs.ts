import fc from 'fast-check';

// Small asynchronous programs: state of a module, functions that read and write it between awaits, and
// a `main` with a few awaits in a row. All values are numbers.

/** A program; `text` compiles. */
export interface Program {
  readonly text: string;
}

/** What every program starts with. */
export const PROLOGUE = `import { access, readFile, stat, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

let count = 0;
const box = { left: 0, right: 0 };
const kept: number[] = [];
const table = new Map<string, number>();
let tail: Promise<unknown> = Promise.resolve();

function bump(): number {
  count += 1;
  return count;
}

async function locked(work: () => Promise<number>): Promise<number> {
  const turn = tail.then(work);
  tail = turn.catch(() => undefined);
  return turn;
}

export function state(): unknown {
  return { count, box, kept, table: [...table] };
}
`;

const FILES = ['a', 'b', 'c', 'missing'];
const HELPERS = 3;

/** Makes text of a choice, given the names of the numbers that may be used there. */
type Text = (names: Scope) => string;

interface Scope {
  readonly numbers: string[];
  /** How many names were given so far. */
  count: number;
}

const text =
  (value: string): Text =>
  () =>
    value;

const file = fc.constantFrom(...FILES.slice(0, 3), ...FILES).map((each) => `'${each}'`);

const shared = fc.constantFrom<string>(
  'count',
  'box.left',
  'box.right',
  'kept.length',
  `(table.get('k') ?? 0)`,
);

const local: fc.Arbitrary<Text> = fc.nat({ max: 9 }).map(
  (index) =>
    ({ numbers }) =>
      numbers[index % numbers.length] ?? '1',
);

const number: fc.Arbitrary<Text> = fc.oneof(
  { weight: 4, arbitrary: fc.nat({ max: 3 }).map((each) => text(String(each))) },
  { weight: 4, arbitrary: local },
  { weight: 1, arbitrary: shared.map(text) },
  { weight: 1, arbitrary: fc.constantFrom('made.left', 'made.right', 'list.length').map(text) },
  { weight: 2, arbitrary: fc.constantFrom('bump()', 'Date.now()', 'list.push(7)').map(text) },
);

// Functions

const reading = fc.oneof(
  { weight: 4, arbitrary: file.map((each) => `t += (await readFile(${each}, 'utf8')).length;`) },
  { weight: 2, arbitrary: file.map((each) => `t += (await stat(${each})).size;`) },
  { weight: 2, arbitrary: shared.map((each) => `t += ${each};`) },
  { weight: 1, arbitrary: fc.constant('t *= 2;') },
  { weight: 1, arbitrary: fc.constant('t += Date.now();') },
);

const changing = fc.oneof(
  fc.constantFrom(
    'count += n;',
    'box.left = t;',
    'box.right += 1;',
    'kept.push(n);',
    `table.set('k', t);`,
    `if (t > 4) throw new Error('too much');`,
    'await sleep(1);',
  ),
  file.map((each) => `await writeFile(${each}, String(n));`),
);

const body = fc.oneof(
  { weight: 3, arbitrary: fc.array(reading, { minLength: 1, maxLength: 3 }) },
  {
    weight: 1,
    arbitrary: fc.array(fc.oneof(reading, changing), { minLength: 1, maxLength: 4 }),
  },
);

const helpers = fc
  .array(body, { minLength: HELPERS, maxLength: HELPERS })
  .map((bodies) =>
    bodies.map(
      (steps, index) =>
        `async function help${String(index)}(n: number): Promise<number> {\n  let t = n;\n` +
        steps.map((each) => `  ${each}\n`).join('') +
        `  return t;\n}\n`,
    ),
  );

// Calls: what follows `await` gives a number

const called: fc.Arbitrary<Text> = fc.tuple(fc.nat({ max: HELPERS - 1 }), number).map(
  ([index, argument]): Text =>
    (scope) =>
      `help${String(index)}(${argument(scope)})`,
);

const call: fc.Arbitrary<Text> = fc.oneof(
  { weight: 6, arbitrary: called },
  {
    weight: 1,
    arbitrary: called.map(
      (each): Text =>
        (scope) =>
          `${each(scope)}.catch(() => 0)`,
    ),
  },
  {
    weight: 1,
    arbitrary: file.map((each) => text(`readFile(${each}, 'utf8').then((s) => s.length)`)),
  },
  {
    weight: 1,
    arbitrary: called.map(
      (each): Text =>
        (scope) =>
          `locked(() => ${each(scope)})`,
    ),
  },
);

/** An expression with one `await`. */
const value: fc.Arbitrary<Text> = fc.oneof(
  {
    weight: 4,
    arbitrary: call.map(
      (each): Text =>
        (scope) =>
          `await ${each(scope)}`,
    ),
  },
  { weight: 2, arbitrary: file.map((each) => text(`(await readFile(${each}, 'utf8')).length`)) },
  { weight: 1, arbitrary: file.map((each) => text(`(await stat(${each})).size`)) },
);

// Statements of `main`

function named(make: (scope: Scope) => string): Text {
  return (scope) => {
    const written = make(scope);
    scope.count += 1;
    const name = `x${String(scope.count)}`;
    scope.numbers.push(name);
    return `const ${name} = ${written};`;
  };
}

const waiting: fc.Arbitrary<Text> = fc.oneof(
  { weight: 6, arbitrary: value.map(named) },
  {
    weight: 1,
    arbitrary: call.map(
      (each): Text =>
        (scope) =>
          `await ${each(scope)};`,
    ),
  },
  { weight: 1, arbitrary: file.map((each) => text(`await access(${each});`)) },
  {
    weight: 1,
    arbitrary: value.map(
      (each): Text =>
        (scope) =>
          `list.push(${each(scope)});`,
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom('made.left', 'made.right', 'box.left', 'count'), value).map(
      ([target, each]): Text =>
        (scope) =>
          `${target} = ${each(scope)};`,
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(value, number, value)
      .map(([one, between, other]) =>
        named((scope) => `sum([${one(scope)}, ${between(scope)}, ${other(scope)}])`),
      ),
  },
);

const still: fc.Arbitrary<Text> = fc.oneof(
  { weight: 3, arbitrary: number.map((each) => named((scope) => `${each(scope)} + 1`)) },
  {
    weight: 1,
    arbitrary: number.map(
      (each): Text =>
        (scope) =>
          `if (${each(scope)} > 2) return list;`,
    ),
  },
  { weight: 1, arbitrary: fc.constant(text('await sleep(1);')) },
);

const simple = fc.oneof({ weight: 5, arbitrary: waiting }, { weight: 1, arbitrary: still });

const loop: fc.Arbitrary<Text> = call.map((each): Text => (scope) => {
  const inner: Scope = { numbers: [...scope.numbers, 'i', 'i'], count: scope.count };
  return `for (const i of [1, 2, 3]) {\n    list.push(await ${each(inner)});\n  }`;
});

const attempt: fc.Arbitrary<Text> = fc
  .tuple(
    fc.array(simple, { minLength: 2, maxLength: 3 }),
    fc.constantFrom('list.push(9);', 'count = 0;', 'return list;', `await writeFile('a', '');`),
  )
  .map(([steps, otherwise]): Text => (scope) => {
    const inner: Scope = { numbers: [...scope.numbers], count: scope.count };
    const written = steps.map((each) => `    ${each(inner)}\n`).join('');
    scope.count = inner.count;
    const last = inner.numbers.at(-1) ?? '0';
    return `try {\n${written}    list.push(${last});\n  } catch {\n    ${otherwise}\n  }`;
  });

const statement = fc.oneof(
  { weight: 8, arbitrary: simple },
  { weight: 1, arbitrary: loop },
  { weight: 1, arbitrary: attempt },
);

export const program: fc.Arbitrary<Program> = fc
  .tuple(helpers, fc.array(statement, { minLength: 2, maxLength: 5 }))
  .map(([functions, statements]) => {
    const scope: Scope = { numbers: ['n'], count: 0 };
    const written = statements.map((each) => `  ${each(scope)}\n`).join('');
    const main = `export async function main(n: number): Promise<unknown> {
  const list: number[] = [];
  const made = { left: 0, right: 0 };
${written}  return [list, made.left, made.right, ${scope.numbers.join(', ')}];
}
`;
    const sum = `function sum(all: readonly number[]): number {\n  return all.reduce((one, other) => one + other, 0);\n}\n`;
    return { text: [PROLOGUE, sum, ...functions, main].join('\n') };
  });
