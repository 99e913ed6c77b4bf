import fc from 'fast-check';

import {
  filled,
  indented,
  naming,
  newName,
  oneOf,
  scopeOf,
  several,
  weighted,
  within,
  type Choice,
  type Scope,
  type Text,
} from './choices.ts';
import { programOf } from './parts.ts';

// Programs whose `main` waits for several things in a row: state of a module, functions that read it,
// write it, throw and guard, and awaits in statements, expressions, loops and `try`. All values are numbers.

const HELPERS = 3;

const file = oneOf("'a'", "'b'", "'c'", "'a'", "'b'", "'missing'");

const shared = oneOf(
  'count',
  'box.left',
  'box.right',
  'kept.length',
  "(table.get('k') ?? 0)",
  'store.size',
);

const local: Choice = fc.nat({ max: 9 }).map(
  (index): Text =>
    ({ numbers }) =>
      numbers[index % numbers.length] ?? '1',
);

const literal = oneOf('0', '1', '2', '3', '5');

/** A number that is evaluated at once. */
const number = weighted(
  [5, literal],
  [5, local],
  [1, shared],
  [1, oneOf('made.left', 'made.right', 'list.length')],
  [1, oneOf('bump()', 'Date.now()', 'list.push(7)', 'store.double', 'store.next', 'made.left++')],
  [1, oneOf('setting', 'options.level', 'plan.length', 'plan[0]!')],
  [1, oneOf('holes[0]!.x', 'holes[1]!.x')],
);

// Functions

const reading = weighted(
  [4, filled("t += (await readFile($, 'utf8')).length;", file)],
  [2, filled('t += (await stat($)).size;', file)],
  [2, filled('t += $;', shared)],
  [1, oneOf('t *= 2;')],
  [1, oneOf('t += Date.now();')],
  [1, oneOf("t += (await pool.query('select 1')).rows.length;")],
);

const changing = weighted(
  [
    6,
    oneOf(
      'count += n;',
      'box.left = t;',
      'box.right += 1;',
      'kept.push(n);',
      "table.set('k', t);",
      "if (t > 4) throw new Error('too much');",
      'await sleep(1);',
      't += await advance(n);',
    ),
  ],
  [2, filled('await writeFile($, String(n));', file)],
);

const steps = fc.oneof(
  { weight: 4, arbitrary: fc.array(reading, { minLength: 1, maxLength: 2 }) },
  {
    weight: 1,
    arbitrary: fc.array(weighted([1, reading], [1, changing]), { minLength: 1, maxLength: 3 }),
  },
);

/** A function that gives a promise of a number: most are async, some throw at once. */
function helper(name: string): fc.Arbitrary<string> {
  const nothing = scopeOf('n');
  return fc.tuple(steps, fc.nat({ max: 11 })).map(([all, shape]) => {
    const head = `(n: number): Promise<number> {\n`;
    const written = all.map((each) => `  ${each(nothing)}\n`).join('');
    const whole = `async function ${name}${head}  let t = n;\n${written}  return t;\n}`;
    switch (shape) {
      case 0:
        return `function ${name}${head}  if (n > 2) throw new Error('at once');\n  return inner${name}(n);\n}\n\n${whole.replace(name, `inner${name}`)}`;
      case 1:
        return `function ${name}${head}  return inner${name}(n).then((t) => t + 1);\n}\n\n${whole.replace(name, `inner${name}`)}`;
      case 2:
        return `function ${name}${head}  return new Promise((resolve, reject) => {
    nodeFs.readFile('b', 'utf8', (error, text) => {
      if (error) reject(error);
      else resolve(text.length + n);
    });
  });\n}`;
      default:
        return whole;
    }
  });
}

// Calls: what follows `await` gives a number

const called: Choice = fc.tuple(fc.nat({ max: HELPERS - 1 }), number).map(
  ([index, argument]): Text =>
    (scope) =>
      `help${String(index)}(${argument(scope)})`,
);

const call = weighted(
  [10, called],
  [1, filled('$.catch(() => 0)', called)],
  [1, filled('locked(() => $)', called)],
  [1, filled('through(() => $)', called)],
  [1, filled('again(() => $)', called)],
  [1, filled("readFile($, 'utf8').then((s) => s.length)", file)],
  [1, filled('store.$($)', oneOf('load', 'load', 'measure', 'save', 'visit'), number)],
  [1, filled('ask($)', number)],
  [1, oneOf("client.query('select 1').then((r) => r.rows.length)")],
  [1, oneOf("pool.query('select 1').then((r) => r.rows.length)")],
  [1, filled('Promise.all([$, $]).then(sum)', called, called)],
);

const query = oneOf("(await client.query('select 1')).rows.length");

/** An expression with one `await`. */
const value = weighted(
  [5, filled('await $', call)],
  [2, filled("(await readFile($, 'utf8')).length", file)],
  [
    1,
    filled(
      'await (await $($)).$($)',
      oneOf('find', 'find', 'lookUp'),
      number,
      oneOf('read', 'read', 'read', 'keep'),
      number,
    ),
  ],
  [1, filled('(await stat($)).size', file)],
  [1, filled('(await $) + $', call, number)],
  [1, query],
);

// Statements of `main`

const target = oneOf('made.left', 'made.right', 'box.left', 'count', 'store.size', 'z', 'z', 'z');

function destructured(template: string): Choice {
  return file.map((each): Text => (scope) => {
    const from = each(scope);
    const name = newName(scope);
    scope.numbers.push(name);
    return template.replace('NAME', name).replace('FILE', from);
  });
}

/** `#{…}` as a template has it: `$` stands for a choice. */
function asTemplate(text: Text): Text {
  return (scope) => text(scope).replaceAll('#{', '${');
}

const twoOf = (template: string): Choice => naming(filled(template, value, value));

const waiting = weighted(
  [10, naming(value)],
  [1, naming(value, 'let')],
  [2, filled('await $;', call)],
  [1, filled('await access($);', file)],
  [2, filled('list.push($);', value)],
  [3, filled('$ = $;', target, value)],
  [1, destructured('const { size: NAME } = await stat(FILE);')],
  [1, destructured("const [NAME = 'x'.length] = [(await readFile(FILE, 'utf8')).length];")],
  [1, naming(filled('sum([$, $, $])', value, number, value))],
  [1, twoOf('($) + ($)')],
  [1, twoOf('add($, $)')],
  [1, naming(filled('`#{$}#{$}`.length', value, value).map(asTemplate))],
  [1, twoOf('({ a: $, b: $ }).a')],
  [1, twoOf('[$, $][1]!')],
  [1, filled('await Promise.all([$, $]);', value, call)],
  [1, naming(filled('sum(await Promise.all([$, $]))', value, call))],
);

const late: Choice = fc.tuple(call, waiting).map(([started, other]): Text => (scope) => {
  const written = started(scope);
  const promise = `p${newName(scope)}`;
  const between = other(scope);
  const name = newName(scope);
  scope.numbers.push(name);
  return `const ${promise} = ${written};\n${between}\nconst ${name} = await ${promise};`;
});

const still = weighted(
  [3, naming(filled('$ + 1', number))],
  [1, filled('if ($ > 2) return list;', number)],
  [1, oneOf('await sleep(1);', 'z += 1;', 'list.push(4);', 'console.log(list.length);')],
);

const guarded = weighted(
  [
    2,
    filled(
      'await $();\n$',
      oneOf('requireAllowed', 'admit'),
      naming(filled('await secret($)', literal)),
    ),
  ],
  [1, filled('$\n$', naming(oneOf('await permit(1)')), naming(filled('await secret($)', literal)))],
);

/** Only reads a file, which may be missing. */
const read = weighted(
  [1, filled('(await stat($)).size', file)],
  [1, filled("(await readFile($, 'utf8')).length", file)],
);

/** Waits whose order one condition keeps, and no other. */
const ordered = weighted(
  [1, filled('$\n$', naming(oneOf('await timed(1)')), naming(oneOf('await timed(2)')))],
  [1, filled('$\n$', naming(oneOf('await advance(1)')), naming(oneOf('await advance(2)')))],
  [1, filled('$\n$', naming(read), naming(filled('await grow($)', literal)))],
  [1, filled('$\n$\n$', naming(read), naming(oneOf('bump() + 1', 'store.next + 1')), naming(read))],
  [1, filled('list.push($);\n$', read, naming(oneOf('await store.load(list.length)')))],
  [
    1,
    filled(
      '$\n$',
      naming(read),
      naming(filled('await store.load($)', oneOf('setting', 'options.level', 'plan.length'))),
    ),
  ],
);

const simple = weighted([8, waiting], [1, still]);

/** A loop whose turns have names of their own. */
function loopOf(head: string, body: Choice): Choice {
  return body.map((text): Text => (scope) => {
    const inner = within(scope, 'i', 'i');
    return `${head} {\n${indented(text(inner))}\n}`;
  });
}

const turn = weighted(
  [3, filled('list.push($);', value)],
  [2, filled('list.push($);', read)],
  [2, filled('z += $;', value)],
  [1, filled('made.left += $;', value)],
  [1, filled('out[i] = $;', value)],
  [1, filled('byKey.set(i, $);', value)],
  [1, filled('await $;', call)],
  [1, filled('$\nlist.push($);', naming(value), local)],
  [1, filled('$\n$\nlist.push($);', naming(value), naming(value), local)],
  [1, filled('if ($ > 3) break;\nlist.push($);', number, value)],
);

const loop = weighted(
  [3, loopOf('for (const i of [1, 2, 3])', turn)],
  [1, loopOf('for (const i of [1, 2, 3] as const)', turn)],
  [1, loopOf('for (const i of plan)', turn)],
  [1, loopOf('for (let i = 0; i < 3; i++)', turn)],
  [
    1,
    loopOf('for (const key in { a: 1, b: 2 })', filled('byName[key] = $;', value)).map(
      (text): Text =>
        (scope) =>
          text(scope).replaceAll(/\bi\b/g, 'key.length'),
    ),
  ],
  [
    1,
    filled(
      'z += await [1, 2, 3].reduce(async (before, i) => (await before) + $, Promise.resolve(0));',
      value,
    ).map(
      (text): Text =>
        (scope) =>
          text(within(scope, 'i', 'i')),
    ),
  ],
);

const handler = weighted(
  [
    4,
    oneOf(
      'list.push(9);',
      'count = 0;',
      'return list;',
      "await writeFile('a', '');",
      "await rm('b', { force: true });",
      "rmSync('c', { force: true });",
      'list.push(z, made.left, count);',
      "list.push((await client.query('select 1')).rows.length);",
      'throw new Error();',
    ),
  ],
  [1, filled('list.push($);', value)],
  [1, filled('$\n$\nlist.push($);', naming(value), naming(value), local)],
);

const attempt: Choice = fc
  .tuple(
    weighted(
      [5, several(weighted([8, simple], [1, loop]), 2, 3)],
      [1, filled('$ = $;\n$', target, value, naming(read))],
      [1, filled('$\n$', naming(weighted([2, read], [1, query])), naming(read))],
    ),
    handler,
    fc.constantFrom('catch', 'catch', 'catch', 'error', 'finally', 'both'),
  )
  .map(([body, otherwise, kind]): Text => (scope) => {
    const inner = within(scope);
    const written = indented(body(inner));
    const last = inner.numbers.at(-1) ?? '0';
    const after = indented(otherwise(within(scope)));
    const head = `try {\n${written}\n  list.push(${last});\n}`;
    switch (kind) {
      case 'error':
        return `${head} catch (error) {\n  list.push(error instanceof Error ? 1 : 0);\n}`;
      case 'finally':
        return `${head} finally {\n${after.replace('return list;', 'list.push(8);')}\n}`;
      case 'both':
        return `${head} catch {\n  list.push(6);\n} finally {\n${after.replace('return list;', 'list.push(8);')}\n}`;
      default:
        return `${head} catch {\n${after}\n}`;
    }
  });

const leased: Choice = several(
  weighted([2, naming(filled('await lease.read($)', number))], [1, naming(value)]),
  2,
  3,
).map((body): Text => (scope) => {
  const inner = within(scope);
  return `{\n  using lease = new Lease('leased');\n${indented(body(inner))}\n  list.push(${inner.numbers.at(-1) ?? '0'});\n}`;
});

const held: Choice = several(
  weighted([1, naming(oneOf("(await readFile('held', 'utf8')).length"))], [1, naming(value)]),
  2,
  3,
).map((body): Text => (scope) => {
  const inner = within(scope);
  const written = indented(body(inner));
  return `z = await transaction(async () => {\n${written}\n  return ${inner.numbers.at(-1) ?? '0'};\n});`;
});

const statement = weighted(
  [16, simple],
  [3, loop],
  [3, attempt],
  [1, late],
  [1, guarded],
  [2, ordered],
  [1, leased],
  [1, held],
);

function mainOf(statements: readonly Text[]): string {
  const scope: Scope = scopeOf('n');
  const written = statements.map((each) => indented(each(scope))).join('\n');
  const used = (name: string): boolean => new RegExp(`\\b${name}\\b`).test(written);
  const locals = [
    ['list', 'const list: number[] = [];'],
    ['made', 'const made = { left: 0, right: 0 };'],
    ['z', 'let z = 0;'],
    ['out', 'const out: number[] = [];'],
    ['byKey', 'const byKey = new Map<number, number>();'],
    ['byName', 'const byName: Record<string, number> = {};'],
    ['ask', "const ask = async (k: number): Promise<number> => (await stat('b')).size + k;"],
  ].filter(([name = '']) => used(name));
  const shown = locals
    .map(([name]) => name)
    .filter((name) => name !== 'ask')
    .map((name) => (name === 'byKey' ? '[...byKey]' : (name ?? '')));
  return `export async function main(n: number): Promise<unknown> {
${locals.map(([, text]) => `  ${text ?? ''}\n`).join('')}${written}
  return [${[...shown, ...scope.numbers].join(', ')}];
}`;
}

/** Programs for the rules that run waits together. */
export const together: fc.Arbitrary<string> = fc
  .tuple(
    fc.tuple(...Array.from({ length: HELPERS }, (_, index) => helper(`help${String(index)}`))),
    fc.array(statement, { minLength: 2, maxLength: 4 }),
  )
  .map(([functions, statements]) => {
    const main = mainOf(statements);
    return programOf([
      ...functions.filter((_, index) => main.includes(`help${String(index)}(`)),
      main,
    ]);
  });
