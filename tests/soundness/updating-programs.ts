import fc from 'fast-check';

import {
  filled,
  indented,
  naming,
  oneOf,
  scopeOf,
  several,
  weighted,
  type Choice,
  type Text,
} from './choices.ts';
import { mainOf, programOf } from './parts.ts';

// Programs that add to the state of a module what they wait for: of two calls at once, the one that
// writes last may write over what the other one added.

const target = oneOf('count', 'total', 'box.left', 'box.right', 'store.size');

const wait = weighted(
  [3, oneOf('await work(n)', 'await work(1)', "(await readFile('a', 'utf8')).length")],
  [1, oneOf("(await stat('b')).size", 'await store.load(n)', '(await work(n)) * 2')],
);

const update: Choice = fc
  .tuple(
    fc.constantFrom('count', 'total', 'box.left', 'box.right', 'store.size'),
    wait,
    fc.constantFrom(
      '$ += @;',
      '$ += @;',
      '$ += @;',
      '$ -= @;',
      '$ = $ + (@);',
      '$ = (@) + $;',
      '$ = $ + n + (@);',
      'if (n > 1) $ += @;',
    ),
  )
  .map(
    ([place, text, form]): Text =>
      (scope) =>
        form.replaceAll('$', place).replace('@', text(scope)),
  );

const statement = weighted(
  [4, update],
  [1, filled('$ += n;', target)],
  [1, naming(wait)],
  [1, oneOf('await sleep(1);')],
);

/** Programs for the rule that keeps updates from being lost. Their `main` gives nothing. */
export const updating: fc.Arbitrary<string> = fc
  .tuple(several(statement, 1, 3), fc.constantFrom('function', 'method', 'parameter'))
  .map(([body, kind]) => {
    const written = body(scopeOf('n'));
    if (kind === 'method') {
      const inner = indented(indented(written.replaceAll(/\b(?:count|total)\b/g, 'this.used')));
      const meter = `class Meter {\n  used = 0;\n  async add(n: number): Promise<void> {\n${inner}\n  }\n}`;
      return programOf([mainOf('await meter.add(n);')], [meter]);
    }
    if (kind === 'parameter') {
      const inner = indented(written.replaceAll(/\b(?:box\.\w+|store\.size)/g, 'to.left'));
      const raise = `async function raise(to: { left: number }, n: number): Promise<void> {\n${inner}\n}`;
      return programOf([raise, mainOf('await raise(box, n);')]);
    }
    return programOf([mainOf(written)]);
  });
