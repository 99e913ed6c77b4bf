import fc from 'fast-check';

import { filled, naming, oneOf, scopeOf, several, weighted, type Choice } from './choices.ts';
import { mainOf, programOf } from './parts.ts';

// Programs that start something and do not wait for it. An `await` may wait for ever: for a gate that
// only the rest of the function opens, or a lock that the function holds.

const started = weighted(
  [3, oneOf('work(n);', 'work(2);', 'record(n);')],
  [2, oneOf('passing(n);', 'passing(1).catch(() => 0);')],
  [1, oneOf('locked(() => work(n));', 'Promise.all([work(1), work(2)]);', 'shut();')],
  [1, oneOf('[1, 2].map((i) => work(i));', '[1, 2].map((i) => passing(i));')],
);

const between = weighted(
  [2, naming(oneOf("(await readFile('a', 'utf8')).length", '(await work(1))', 'count'))],
  [1, oneOf('count += 1;', 'kept.push(n);', 'await sleep(1);')],
  [1, filled('if ($ > 2) return count;', oneOf('n', 'count'))],
);

const opened = oneOf('open();', 'open();', 'tell(n);');

const body: Choice = several(weighted([3, started], [3, between], [2, opened]), 2, 5);

/** Programs for the rule that awaits what floats. */
export const floatingPrograms: fc.Arbitrary<string> = fc
  .tuple(body, fc.boolean())
  .map(([text, isOpened]) => {
    const scope = scopeOf('n');
    const written = text(scope);
    const last = isOpened ? '\nopen();\ntell(n);' : '';
    return programOf([mainOf(written + last, `[${scope.numbers.join(', ')}]`)]);
  });
