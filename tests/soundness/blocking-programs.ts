import fc from 'fast-check';

import {
  filled,
  indented,
  naming,
  oneOf,
  scopeOf,
  several,
  weighted,
  within,
  type Choice,
  type Text,
} from './choices.ts';
import { mainOf, programOf } from './parts.ts';

// Programs that block: async functions with synchronous calls of the file system, over the state of a
// module. What ran in one piece is cut by each `await` that a repair writes.

const file = oneOf("'a'", "'b'", "'c'", "'a'", "'b'", "'missing'");

const local: Choice = fc.nat({ max: 9 }).map(
  (index): Text =>
    ({ numbers }) =>
      numbers[index % numbers.length] ?? '1',
);

const number = weighted([2, oneOf('1', '2', '3')], [3, local]);

const shared = oneOf(
  'count',
  'box.left',
  'box.right',
  'kept.length',
  "table.get('k') ?? 0",
  'store.size',
);

/** An expression that blocks. */
const blocking = weighted(
  [4, filled("readFileSync($, 'utf8').length", file)],
  [1, filled("nodeFs.readFileSync($, 'utf8').length", file)],
  [1, filled('statSync($).size', file)],
  [1, oneOf("readdirSync('.').length")],
  [1, filled('Number(existsSync($))', file)],
);

const touching = weighted(
  [4, filled('$ += $;', oneOf('count', 'total', 'box.left', 'box.right', 'store.size'), number)],
  [1, filled('kept.push($);', number)],
  [1, filled("table.set('k', $);", number)],
  [1, naming(filled('$', shared))],
  [1, filled("if (!table.has('k')) return $;", number)],
  [1, filled('if ($ > 4) return count;', number)],
  [1, filled("console.log('at', $);", number)],
  [1, oneOf("table.delete('k');", 'kept.pop();', 'bump();')],
  [1, naming(oneOf('store.double', 'store.next', 'bump()'))],
);

const writing = weighted(
  [2, filled("writeFileSync($, '='.repeat($));", file, number)],
  [1, filled("appendFileSync($, '+');", file)],
  [1, oneOf("mkdirSync('folder', { recursive: true });", "rmSync('b', { force: true });")],
);

const plain = weighted(
  [5, naming(blocking)],
  [1, filled('made += $;', blocking)],
  [4, touching],
  [1, writing],
  [1, naming(filled('$ * 2', number))],
);

const nested: Choice = fc
  .tuple(
    fc.constantFrom('for (const i of [1, 2])', 'for (const i of kept)', 'if (n > 1)', 'try'),
    several(plain, 1, 2),
  )
  .map(([head, body]): Text => (scope) => {
    const isLoop = head.startsWith('for');
    const turn = body(within(scope, ...(isLoop ? ['i'] : [])));
    // A list that grows while it is gone through must not grow for ever.
    const written = indented(turn.replaceAll(/\bkept\.push\(/g, 'if (kept.length < 9) $&'));
    const end = head === 'try' ? ' catch {\n  made += 5;\n}' : '';
    return `${head} {\n${written}\n}${end}`;
  });

const statement = weighted([8, plain], [1, nested]);

/** An object that is at work, and whose handler must be there before it is done. */
const listening: Choice = fc
  .tuple(several(plain, 0, 1), blocking, fc.constantFrom('on', 'once'))
  .map(([between, read, attach]): Text => (scope) => {
    const written = between(scope);
    return `const begun = begin(n);
const size = ${read(scope)};
${written}
const done = new Promise<number>((resolve) => {
  setImmediate(() => {
    setImmediate(() => {
      resolve(seen);
    });
  });
});
let seen = 0;
begun.${attach}('done', (value) => {
  seen = value + size;
});
made += await done;`;
  });

const BEGIN = `function begin(n: number): EventEmitter {
  const begun = new EventEmitter();
  setImmediate(() => begun.emit('done', n));
  return begun;
}`;

type Shape = 'function' | 'waits after' | 'method' | 'unawaited' | 'event' | 'listener' | 'pending';

const shape = fc.constantFrom<Shape>(
  'function',
  'function',
  'function',
  'function',
  'waits after',
  'method',
  'unawaited',
  'unawaited',
  'event',
  'listener',
  'pending',
);

const STARTED = `async function started(n: number): Promise<number> {
  return (await readFile(n > 1 ? 'missing' : 'a', 'utf8')).length + n;
}`;

/** Programs for the rule that turns blocking calls into awaited ones. */
export const blockingPrograms: fc.Arbitrary<string> = fc
  .tuple(
    shape,
    several(statement, 1, 4),
    blocking,
    listening,
    fc.constantFrom('event.preventDefault();', 'made += event.currentTarget ?? 0;'),
  )
  .map(([kind, body, read, attached, use]) => {
    const scope = scopeOf('n');
    const first = scope.given;
    first.count = 0;
    const start = kind === 'listener' ? attached(scope) : '';
    const written = `${start}\n${body(scope)}`.trim();
    const last = written.includes('Sync(') ? '' : `made += ${read(scope)};\n`;
    const result = `[made, ${scope.numbers.join(', ')}]`;
    const rest = kind === 'waits after' ? 'await sleep(1);\n' : '';
    const inner = `let made = 0;\n${written}\n${last}${rest}`.trimEnd();
    const whole = indented(`${inner}\nreturn ${result};`);
    switch (kind) {
      case 'method':
        return programOf([
          `class Service {\n  used = 0;\n  async serve(n: number): Promise<unknown> {\n${indented(whole.replaceAll(/\bcount\b/g, 'this.used'))}\n  }\n}`,
          'const service = new Service();',
          'export async function main(n: number): Promise<unknown> {\n  return [await service.serve(n), service.used];\n}',
        ]);
      case 'unawaited':
        return programOf([
          `async function serve(n: number): Promise<unknown> {\n${whole}\n}`,
          'export function main(n: number): unknown {\n  serve(n).catch(() => undefined);\n  return [count, total, box.left, box.right, kept.length];\n}',
        ]);
      case 'event':
        return programOf([
          mainOf(`const n = event.type.length;\n${inner}\n${use}`, result, 'event: Event'),
        ]);
      case 'pending':
        return programOf([
          STARTED,
          mainOf(`const pending = started(n);\n${inner}\nmade += await pending;`, result),
        ]);
      case 'listener':
        return programOf([BEGIN, mainOf(inner, result)]);
      default:
        return programOf([mainOf(inner, result)]);
    }
  });
