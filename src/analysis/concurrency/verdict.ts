/**
 * Whether two awaited calls may run at the same time, the later one started before the earlier one is
 * done:
 * - `proven`: by bodies and the catalogue;
 * - `likely`: if the `assumptions` hold, full sentences without a full stop ("`getUser` only reads");
 * - `no`: by a `condition` that is not met, and `because` for people (a fragment that follows "because").
 */
export type Verdict =
  | { readonly kind: 'proven'; readonly because: readonly string[] }
  | {
      readonly kind: 'likely';
      readonly because: readonly string[];
      readonly assumptions: readonly string[];
    }
  | { readonly kind: 'no'; readonly condition: Condition; readonly because: string };

/**
 * What stands against it:
 * - `data`: the later one uses what the earlier one gives;
 * - `effects`: one uses what the other writes, or what one does is not known;
 * - `control`: the earlier one is a guard, or what stands between them has effects;
 * - `failure`: one writes, and would have done so although the other one failed;
 * - `handle`: both work on the same connection, transaction, page or stream;
 * - `scope`: a transaction, a `using` resource, a `catch` or a `finally` holds them;
 * - `freshness`: what the later one is given may change meanwhile;
 * - `partial`: both are bound to the same target;
 * - `barrier`: one waits for time, an event, a process or a person;
 * - `type`: it is not known that a promise is awaited.
 */
export type Condition =
  | 'data'
  | 'effects'
  | 'control'
  | 'failure'
  | 'handle'
  | 'scope'
  | 'freshness'
  | 'partial'
  | 'barrier'
  | 'type';

export type No = Extract<Verdict, { kind: 'no' }>;

export function no(condition: Condition, because: string): No {
  return { kind: 'no', condition, because };
}

/** Nothing stands against it if the assumptions hold. */
export function assuming(assumptions: readonly string[]): Verdict {
  return assumptions.length > 0
    ? { kind: 'likely', because: [], assumptions }
    : { kind: 'proven', because: [] };
}
