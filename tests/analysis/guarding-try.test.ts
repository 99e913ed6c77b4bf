import type ts from 'typescript';
import { expect, it } from 'vitest';

import { cannotBeWaitedFor, guardsAround } from '../../src/analysis/guarding-try.ts';
import { catalogueOf } from '../../src/catalogue/catalogue.ts';
import { askAboutNode } from '../support/ask-ts.ts';
import { FIXTURES } from '../support/parser.ts';

/** The kinds of guards around the marked number, the innermost first. */
function guards(body: string): string {
  return askAboutNode(
    `declare function open(): Disposable & AsyncDisposable; declare function log(it?: unknown): void;
export async function f(switched: number) { ${body} }`,
    (node, t): node is ts.NumericLiteral => t.isNumericLiteral(node),
    (node, { ts }) =>
      guardsAround(node, ts)
        .map((each) => (each.kind === 'using' ? `using ${each.resources.join()}` : each.kind))
        .join(' '),
    { folder: FIXTURES },
  );
}

it.for([
  ['return /*here*/1;', ''],
  ['try { return /*here*/1; } catch {}', 'catch'],
  ['try { return /*here*/1; } finally { log(); }', 'finally'],
  ['try { return /*here*/1; } finally {}', ''],
  ['try { return /*here*/1; } catch {} finally { log(); }', 'catch finally'],
  ['try { log(); } catch { return /*here*/1; }', ''],
  ['try { log(); } catch { return /*here*/1; } finally { log(); }', 'finally'],
  ['try { log(); } finally { log(/*here*/1); }', ''],
  ['try { return /*here*/1; } catch (error) { throw error; }', ''],
  ['try { return /*here*/1; } catch (error) { throw new Error("a", { cause: error }); }', 'catch'],
  ['try { try { log(); } catch { return /*here*/1; } } catch {}', 'catch'],
  ['try { try { return /*here*/1; } finally { log(); } } catch {}', 'finally catch'],
  ['try { return () => { return /*here*/1; }; } catch {}', ''],
  ['using a = open(), b = open(); return /*here*/1;', 'using a,b'],
  ['await using a = open(); { return /*here*/1; }', 'using a'],
  ['{ using a = open(); } return /*here*/1;', ''],
  ['if (switched) return /*here*/1; using a = open();', ''],
  ['for (using a of [open()]) { return /*here*/1; }', 'using a'],
  ['switch (switched) { case 1: { using a = open(); return /*here*/1; } }', 'using a'],
] as const)('%s: %s', ([body, kinds]) => {
  expect(guards(body)).toBe(kinds);
});

it.for([
  ['clearTimeout(timer);', true],
  ['console.log(timer);', true],
  ['console.log("a"); clearInterval(timer);', true],
  ['await rm("a");', true],
  ['unlock();', false],
  ['busy = false;', false],
  ['if (busy) clearTimeout(timer);', false],
  ['clearTimeout(next());', false],
  ['clearTimeout(timer); unlock();', false],
] as const)('finally { %s }: %s', ([body, answer]) => {
  const isCleanup = askAboutNode(
    `import { rm } from 'node:fs/promises';
declare const timer: number; declare let busy: boolean; declare function unlock(): void; declare function next(): number;
export async function f() { try { await rm('b'); } finally /*here*/{ ${body} } }`,
    (node, t): node is ts.Block => t.isBlock(node),
    (block, typed) => cannotBeWaitedFor(block, typed, catalogueOf([])),
    { folder: FIXTURES },
  );
  expect(isCleanup).toBe(answer);
});
