import type { Catalogue } from '../../catalogue/catalogue.ts';
import { namesIn, ownFiles } from '../declared-names.ts';
import type { TypedProgram } from '../typescript.ts';

/** A first filter by names alone; what it lets through is then resolved by types. */
export interface BlockingNames {
  /** Whether something of this name may block, itself or through what it calls. */
  has(name: string): boolean;
  /** Whether a getter of this name may block. */
  hasGetter(name: string): boolean;
}

/**
 * The names in the program from which, call by call and by name alone, a blocking API can be
 * reached. It errs towards more names: a call of any other name blocks on nothing we know.
 */
export function blockingNames(typed: TypedProgram, catalogue: Catalogue): BlockingNames {
  let byCatalogue = known.get(typed.program);
  if (!byCatalogue) {
    byCatalogue = new WeakMap();
    known.set(typed.program, byCatalogue);
  }
  let answer = byCatalogue.get(catalogue);
  if (!answer) {
    answer = spread(typed, catalogue);
    byCatalogue.set(catalogue, answer);
  }
  return answer;
}

const known = new WeakMap<object, WeakMap<Catalogue, BlockingNames>>();

/** `readFileSync`, `sync`, `transform_sync`: worth a question whether or not a row knows it. */
export function isNamedSync(name: string): boolean {
  return /(?:^s|[a-z0-9]S|_s)ync$/.test(name);
}

function spread(typed: TypedProgram, catalogue: Catalogue): BlockingNames {
  const callers = new Map<string, string[]>();
  const getters = new Set<string>();
  const reached = new Set<string>(catalogue.names);
  const queue = [...reached];

  const reach = (name: string): void => {
    if (reached.has(name)) return;
    reached.add(name);
    queue.push(name);
  };
  for (const file of ownFiles(typed)) {
    const names = namesIn(file, typed);
    for (const getter of names.getters) getters.add(getter);
    for (const [caller, called] of names.calls) {
      for (const name of called) {
        if (isNamedSync(name)) reach(name);
        const others = callers.get(name);
        if (others) others.push(caller);
        else callers.set(name, [caller]);
      }
    }
  }
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    callers.get(name)?.forEach(reach);
  }
  return {
    has: (name) => reached.has(name) || isNamedSync(name),
    hasGetter: (name) => getters.has(name) && reached.has(name),
  };
}
